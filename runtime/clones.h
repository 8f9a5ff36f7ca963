/* clones.h - PLANG_CLONES before a function: compiled once for each width of vectors, chosen when the program starts.
 * Every clone gives the same result: such a function does whole numbers and comparisons, or adds doubles in an order
 * that the code spells out.
 *
 * Only gcc with glibc on x86-64 does this without a word of its own from us; elsewhere, and under sanitizers (which
 * look at code before what chooses has run), the macro leaves one function with the plain instructions. */
#ifndef PLANG_RUNTIME_CLONES_H
#define PLANG_RUNTIME_CLONES_H
#include <stdint.h> /* of the C library, which says there whether it is glibc */

#if defined __GNUC__ && !defined __clang__
/* -O2 vectorizes only what it can without a loop for the rest; these loops are long. */
#define PLANG_LOOP __attribute__((optimize("O3")))
#else
#define PLANG_LOOP
#endif

#if defined __GNUC__ && !defined __clang__ && defined __GLIBC__ && defined __x86_64__ && defined __OPTIMIZE__ &&       \
	!defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define PLANG_CLONES PLANG_LOOP __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define PLANG_CLONES PLANG_LOOP
#endif

#endif

/* curve.h - ln, exp, sqrt and rounding to single precision, of numbers that are known to a bound.
 * In:   a value and how far the exact one is from it at most.   Out: the same of the function's value.
 * Owns: nothing. Any thread may ask.
 *
 * log, exp and expm1 of the C library are taken to be wrong by at most 4 units of the last place (tests/unit/curve_test.c
 * looks at that), sqrt to be the nearest double. What is bounded is the distance to the value of 34 significant digits that
 * language.md, section 5.2, defines; a single is exact. */
#ifndef PLANG_RUNTIME_CURVE_H
#define PLANG_RUNTIME_CURVE_H
#include "runtime/ball.h"
#include "runtime/referee.h"

enum curve_found {
	CURVE_FOUND,
	CURVE_NONE,   /* whatever the exact number is, there is no value: an error */
	CURVE_UNKNOWN /* the bound is too wide to tell, or the value is too far from 1 */
};

/* Beyond it e^x is no business of doubles; beyond the second it takes too many bits, whatever x is. */
#define CURVE_EXP_MOST 700
#define CURVE_EXP_ERROR 12000

enum curve_found curve_near(enum curve which, double x, double error, double *y, double *bound);
enum curve_found curve_ball(enum curve which, struct ball x, struct ball *y);

#endif

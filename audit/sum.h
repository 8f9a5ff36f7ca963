/* sum.h - adding up many terms under the rule of language.md, section 5.3.
 * In:   terms.   Out: their sum, which does not depend on their order.
 * Owns: nothing; large results live in the pool, whose too_large flag says when one was too large. */
#ifndef PLANG_AUDIT_SUM_H
#define PLANG_AUDIT_SUM_H
#include "lang/number.h"

enum {
	SUM_MAX_BITS = 2048, /* a common denominator of more bits is not kept */
	SUM_DIGITS = 60      /* decimal places below the first digit of the largest term that are kept instead */
};

/* Exact when the least common denominator of the terms is below 2^SUM_MAX_BITS. Otherwise each term is first rounded,
 * half to even, to a multiple of 10^(E - SUM_DIGITS), E the decimal exponent of the largest. Over no terms 0. */
struct number sum_terms(struct numbers *pool, const struct number *terms, size_t n);

/* Rounds the terms in place by the same rule, where they exceed it, and says whether. */
bool sum_prepare(struct numbers *pool, struct number *terms, size_t n);

/* Exact whatever the denominators; for terms that sum_prepare has seen, and parts of them. */
struct number sum_exact(struct numbers *pool, const struct number *terms, size_t n);

#endif

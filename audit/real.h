/* real.h - the functions whose values are not rational (language.md, section 5.2), and rounding to a fixed precision.
 * In:   exact numbers.   Out: the decimal of 34 significant digits nearest to the true value, half to even, exact from
 *       there on; and a status instead of a value where there is none.
 * Owns: nothing; large results live in the pool. The pool's too_large flag is left as it was. */
#ifndef PLANG_AUDIT_REAL_H
#define PLANG_AUDIT_REAL_H
#include "lang/number.h"

enum { REAL_DIGITS = 34 };

enum real_status {
	REAL_OK,
	REAL_DOMAIN,   /* no such value: the root or logarithm of a negative number, 0 to a negative power, ... */
	REAL_TOO_LARGE /* or too small: beyond NUMBER_MAX_BITS */
};

/* *out is set where the status is REAL_OK. */
enum real_status real_sqrt(struct numbers *pool, struct number x, struct number *out);
enum real_status real_ln(struct numbers *pool, struct number x, struct number *out);
enum real_status real_exp(struct numbers *pool, struct number x, struct number *out);
/* A whole power is exact, and not rounded; 0^0 is 1. A negative number has whole powers only. */
enum real_status real_power(struct numbers *pool, struct number x, struct number y, struct number *out);
/* The z below which a standard normal variable lies with probability p, 0 < p < 1. That of 1 - p is its negative: who
 * asks for many can ask for half of them. */
enum real_status real_normal_quantile(struct numbers *pool, struct number p, struct number *out);

/* The decimal of 34 significant digits nearest to x. */
enum real_status real_round34(struct numbers *pool, struct number x, struct number *out);
/* The IEEE 754 single nearest to x, half to even, also below the normal range; too large where that is infinite. */
enum real_status real_float32(struct numbers *pool, struct number x, struct number *out);

/* Frees what MPFR keeps for this thread (pi, ln 2); for the end of a run. */
void real_done(void);

#endif

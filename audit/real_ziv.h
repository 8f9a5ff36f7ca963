/* real_ziv.h - what the files that make up real.h share: from a rational or an approximation to 34 digits.
 * In:   a large number of the pool that is not yet settled, or a function that approximates.   Out: a number.
 * Owns: nothing. */
#ifndef PLANG_AUDIT_REAL_ZIV_H
#define PLANG_AUDIT_REAL_ZIV_H
#include "audit/real.h"
#include "lang/number_big.h"
#include <mpfr.h>

/* What a host program may have set in MPFR, and how often an operation was inexact, is none of our business. */
struct real_ambience {
	mpfr_exp_t emin, emax;
	mpfr_flags_t flags;
};

struct real_ambience real_enter(void);
void real_leave(struct real_ambience was);

/* The numerator of b, times 10^exponent. */
enum real_status real_scaled(struct numbers *pool, struct big *b, int64_t exponent, struct number *out);
/* The rational b, of any size and not 0, to 34 digits. */
enum real_status real_rounded(struct numbers *pool, struct big *b, struct number *out);

/* Sets v, whose precision says how hard to try, and tells how many of its bits are good: the true value is
 * v * (1 + e) with |e| <= 2^-good. Must not jump. */
typedef long real_approximate(mpfr_t v, const void *operands);
/* Approximates with growing precision until only one decimal of 34 digits can be the nearest. */
enum real_status real_ziv(struct numbers *pool, real_approximate *approximate, const void *operands,
	struct number *out);

/* ln x for x > 0 with a relative error below 2^(3 - precision). */
void real_approximate_ln(mpfr_t v, struct number x);

#endif

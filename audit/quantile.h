/* quantile.h - the nine sample quantiles of Hyndman and Fan (1996), exactly.
 * In:   sorted numbers, lowest first.   Out: a number, between the first and the last of them.
 * Owns: nothing; a large result lives in the pool. */
#ifndef PLANG_AUDIT_QUANTILE_H
#define PLANG_AUDIT_QUANTILE_H
#include "lang/number.h"

/* n > 0, p from 0 to 1, type 1 to 9. */
struct number quantile_of(struct numbers *pool, const struct number *sorted, size_t n, struct number p, int type);
/* The middle one, or halfway between the two in the middle: type 7 at 1/2. */
struct number quantile_median(struct numbers *pool, const struct number *sorted, size_t n);

#endif

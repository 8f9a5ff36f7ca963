/* share_near.h - one pot shared among places whose weights are known to a bound: by largest remainder, as share.h does.
 * In:   what share.h takes, but for the weights intervals.   Out: the awards of exact arithmetic, or that it cannot tell.
 * Owns: nothing; scratch, at most 64 bytes a place, is freed before it returns.
 *
 * Every decision is made by intervals. Where they overlap, places that are known to have equal weights are told apart by
 * their keys, and a share that may be just below or just above a whole number is that number of units either way if no
 * other remainder comes between. What is still open is SHARE_CANNOT, never a guess. */
#ifndef PLANG_RUNTIME_SHARE_NEAR_H
#define PLANG_RUNTIME_SHARE_NEAR_H
#include "runtime/share.h"

/* The weight of place i lies within error[i] of hi[i] + lo[i]. It is 0 where all three are, and else it must be known to
 * about 45 bits; 90 tell the remainders of a few million places apart. */
struct share_weights {
	const double *hi;
	const double *lo, *error; /* NULL: 0 */
	/* Whether two places have provably the same weight; asked by the caller's thread alone, with the keys of the problem.
	 * NULL: it never is. */
	bool (*same)(const void *keys, size_t a, size_t b);
};

/* share->weight is not read, and its method is the largest remainder's. */
enum share_status share_near_solve(struct crew *crew, const struct share *share, const struct share_weights *weights,
                                   int64_t *award, struct share_result *result);

#endif

/* share.h - one pot shared among places in whole numbers: what audit/apportion.h defines, for problems that fit words.
 * In:   an amount, weights and bounds.   Out: awards, to the unit the same as the exact evaluator's.
 * Owns: nothing; scratch, at most 40 bytes a place, is freed before it returns.
 *
 * Amount, bounds and awards count units (such as pence); weights are whole multiples of anything. */
#ifndef PLANG_RUNTIME_SHARE_H
#define PLANG_RUNTIME_SHARE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
struct crew;

enum share_method { SHARE_LARGEST_REMAINDER, SHARE_WEBSTER, SHARE_DHONDT };

#define SHARE_NO_CEILING INT64_MAX /* of one place */

struct share {
	int64_t amount; /* whole units of it; a rest below one unit is the caller's, and only with leave_rest */
	size_t n;
	const int64_t *weight;         /* NULL: all equal */
	const int64_t *floor;          /* rounded up to units, at least 0; NULL: none */
	const int64_t *ceiling;        /* rounded down; SHARE_NO_CEILING: none; NULL: none at all */
	bool same_floor, same_ceiling; /* the first counts for all */
	bool leave_rest, scale_floors, capped_unspent;
	enum share_method method;
	/* Whether the key of place a comes before that of b; asked by the caller's thread alone, and only where equal claims
	 * stand on both sides of a cut. NULL: places stand in the order of their keys. */
	bool (*earlier)(const void *keys, size_t a, size_t b);
	const void *keys;
};

enum share_status {
	SHARE_OK,
	SHARE_REFUSED, /* an error of the rules or the data: the exact evaluator says which */
	SHARE_CANNOT,  /* too large for this code, not for the exact evaluator */
	SHARE_NO_MEMORY
};

struct share_result {
	int64_t awarded, unspent; /* which add up to the amount */
};

/* Awards of n places. The crew may be NULL: one thread. */
enum share_status share_solve(struct crew *crew, const struct share *share, int64_t *award,
                              struct share_result *result);

#endif

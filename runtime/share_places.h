/* share_places.h - what the files of share.c hand each other.
 * In:   places as columns or constants.   Out: the rate at which they share, and whole units.
 * Owns: nothing.
 *
 * An amount is at most SHARE_MOST, weights and bounds are below 2^63 and places fewer than 2^32: so the product of an
 * amount or bound and a weight is below 2^126, and sums of weights or bounds are below 2^95. */
#ifndef PLANG_RUNTIME_SHARE_PLACES_H
#define PLANG_RUNTIME_SHARE_PLACES_H
#include "runtime/share.h"
struct crew;

#define SHARE_MOST ((int64_t)1 << 61)

typedef unsigned __int128 share_wide;

/* A column, or with step 0 one value for all. */
struct share_column {
	const int64_t *at;
	size_t step;
};

struct share_places {
	size_t n;
	struct share_column weight, floor, ceiling;
	const struct share *share; /* for its keys */
};

/* num / den for each unit of weight. */
struct share_rate {
	int64_t num;
	share_wide den;
};

static inline int64_t share_at(struct share_column column, size_t i)
{
	return column.at[i * column.step];
}

static inline bool share_earlier(const struct share *share, size_t a, size_t b)
{
	return share->earlier ? share->earlier(share->keys, a, b) : a < b;
}

/* The rate > 0 at which clamp(rate * weight, floor, ceiling) adds up to the amount, which lies above the sum of the
 * floors and is not above what places of positive weight can take. */
enum share_status share_find_rate(struct crew *crew, const struct share_places *places, int64_t amount,
                                  struct share_rate *rate);

/* Sets award[i] to clamp(rate * weight, floor, ceiling) in whole units that add up to the sum of the exact shares,
 * rounded down, by largest remainder; that sum is awarded. */
enum share_status share_by_remainder(struct crew *crew, const struct share_places *places, struct share_rate rate,
                                     int64_t *award, int64_t *awarded);

/* The same by Webster's method, or d'Hondt's; the exact shares add up to the amount. */
enum share_status share_by_divisor(struct crew *crew, const struct share_places *places, struct share_rate rate,
                                   int64_t amount, int64_t *award);

/* Brings the first few of count places in the order of their keys to the front; which few is all that matters. */
void share_bring_earliest(const struct share *share, uint32_t *place, size_t count, size_t few);

/* rate * weight in whole units, or UINT64_MAX of them; what is left over, below rate.den. */
struct share_quotient {
	uint64_t units;
	share_wide left;
};

static inline struct share_quotient share_divide_slowly(struct share_rate rate, share_wide product)
{
	share_wide units = product / rate.den;
	return (struct share_quotient){ units < UINT64_MAX ? (uint64_t)units : UINT64_MAX, product % rate.den };
}

/* Nearly always a product of doubles is off by one at most, which the remainder shows; then nothing is divided, and no
 * branch depends on how it came out. */
static inline struct share_quotient share_divide(struct share_rate rate, double near_rate, int64_t weight)
{
	share_wide product = (share_wide)rate.num * (share_wide)weight;
	double near_units = near_rate * (double)weight;
	if (__builtin_expect(!(near_units < 0x1p50), 0)) return share_divide_slowly(rate, product);
	uint64_t units = (uint64_t)(int64_t)near_units;
	share_wide left = product - units * rate.den;
	uint64_t under = (uint64_t)(left >> 127);
	units -= under;
	left += rate.den & -(share_wide)under;
	uint64_t over = left >= rate.den;
	units += over;
	left -= rate.den & -(share_wide)over;
	return (struct share_quotient){ units, left };
}

/* The exact share, held between the bounds: whole, or with something left when it is strictly between them. */
static inline struct share_quotient share_clamp(struct share_quotient share, int64_t floor, int64_t ceiling)
{
	uint64_t at_floor = -(uint64_t)(share.units < (uint64_t)floor);
	uint64_t at_ceiling = -(uint64_t)(share.units >= (uint64_t)ceiling) & ~at_floor, bound = at_floor | at_ceiling;
	share.units = (share.units & ~bound) | ((uint64_t)floor & at_floor) | ((uint64_t)ceiling & at_ceiling);
	share.left &= ~((share_wide)bound << 64 | bound);
	return share;
}

#endif

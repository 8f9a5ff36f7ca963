/* share_near_places.h - what the files of share_near.c hand each other: numbers with a bound, and places that have them.
 * In:   weights as intervals, bounds in whole units.   Out: the rate as an interval, and whole units.
 * Owns: nothing.
 *
 * An amount is at most SHARE_NEAR_MOST, and so are the bounds that can bind: whole numbers that are doubles. Weights that
 * are not 0 lie between 2^-400 and 2^400, and none is 2^100 times another: so neither they nor shares leave the range
 * of double_double.h. */
#ifndef PLANG_RUNTIME_SHARE_NEAR_PLACES_H
#define PLANG_RUNTIME_SHARE_NEAR_PLACES_H
#include "runtime/double_double.h"
#include "runtime/part.h"
#include "runtime/share_near.h"
#include "runtime/share_places.h"
#include <math.h>

#define SHARE_NEAR_MOST ((int64_t)1 << 52)

/* --- numbers with a bound --- */

#define NEAR_SLACK (1 + 0x1p-48) /* for the rounding of the bounds themselves */

/* An exact number within error of value. */
struct near {
	struct double_double value;
	double error;
};

static inline struct near near_of(double value)
{
	return (struct near){ { value, 0 }, 0 };
}

static inline struct near near_add(struct near a, struct near b)
{
	struct double_double sum = dd_add(a.value, b.value);
	return (struct near){ sum, (a.error + b.error + fabs(sum.hi) * (2 * DD_ADD_BOUND)) * NEAR_SLACK };
}

static inline struct near near_mul(struct near a, struct near b)
{
	struct double_double product = dd_mul(a.value, b.value);
	double error = fabs(a.value.hi) * b.error + fabs(b.value.hi) * a.error + a.error * b.error;
	return (struct near){ product, (error + fabs(product.hi) * (2 * DD_MUL_BOUND)) * NEAR_SLACK };
}

/* b is above 0, and known to a bit at least. */
static inline struct near near_div(struct near a, struct near b)
{
	struct double_double quotient = dd_div(a.value, b.value);
	double error = (a.error + fabs(quotient.hi) * b.error) / (b.value.hi - b.error);
	return (struct near){ quotient, (error + fabs(quotient.hi) * (2 * DD_DIV_BOUND)) * NEAR_SLACK };
}

/* Certainly not above, and not below, a double. The difference is 0 exactly when the two are equal, and where it is
 * rounded it is larger than all that is added to it; so only the last sum needs a little room. */
static inline bool near_at_most(struct near x, double bound)
{
	double over = (x.value.hi - bound) + x.value.lo;
	return over + x.error <= -fabs(over) * 0x1p-50;
}

static inline bool near_at_least(struct near x, double bound)
{
	double over = (x.value.hi - bound) + x.value.lo;
	return over - x.error >= fabs(over) * 0x1p-50;
}

/* --- places --- */

/* Sums are taken over blocks of so many rows, whatever the threads, and then over the blocks. */
enum { NEAR_BLOCK = 1024 };

struct near_places {
	size_t n;
	const struct share_weights *weight;
	struct share_column floor, ceiling;
	const struct share *share; /* for its amount and its keys */
};

/* Weights may have been rounded by 2^-199 of the largest of them before they are used (language.md, section 5.3), which
 * is less than 2^-99 of the least. */
static inline struct near near_weight(const struct share_weights *weight, size_t i)
{
	struct double_double value = dd_two_sum(weight->hi[i], weight->lo ? weight->lo[i] : 0);
	double error = weight->error ? weight->error[i] : 0;
	return (struct near){ value, (error + fabs(value.hi) * 0x1p-98) * NEAR_SLACK };
}

/* A ceiling above the amount never binds. */
static inline double near_ceiling(const struct near_places *p, size_t i)
{
	int64_t ceiling = share_at(p->ceiling, i);
	return ceiling > p->share->amount ? (double)INFINITY : (double)ceiling;
}

static inline size_t near_blocks(size_t n)
{
	return n / NEAR_BLOCK + (n % NEAR_BLOCK != 0);
}

static inline size_t near_block_end(size_t n, size_t block)
{
	return (block + 1) * NEAR_BLOCK < n ? (block + 1) * NEAR_BLOCK : n;
}

/* An estimate with which to tell most places from their bounds: weights are known to 2^-45, and rates that are tried are
 * doubles' neighbours. */
#define NEAR_ESTIMATE 0x1p-40

/* The rate at which clamp(rate * weight, floor, ceiling) adds up to the amount, from one that is about right. */
enum share_status share_near_rate(struct crew *crew, const struct near_places *places, double about, struct near *rate);

/* Whole units of clamp(rate * weight, floor, ceiling), by largest remainder. The shares without ceilings add up to the
 * amount when they are cut, else those with them. */
enum share_status share_near_remainder(struct crew *crew, const struct near_places *places, struct near rate,
                                       int64_t *award, int64_t *awarded);

#endif

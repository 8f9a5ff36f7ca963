/* quantile.c - Q(p) = (1 - gamma) x[j] + gamma x[j+1], with j = floor(n p + m), g = n p + m - j, x[0] = x[1] and
 * x[n+1] = x[n]. The types differ in m, and in how gamma comes from g: type 1 to 3 step, type 4 to 9 take g itself. */
#include "audit/quantile.h"

/* m = constant + slope * p */
static const struct shift {
	int64_t num, den, slope_num, slope_den;
} shifts[] = {
	{ 0, 1, 0, 1 },  /* 1: the inverse of the distribution function */
	{ 0, 1, 0, 1 },  /* 2: the same, averaging where it is flat */
	{ -1, 2, 0, 1 }, /* 3: the nearest, to the even one */
	{ 0, 1, 0, 1 },  /* 4: the distribution function, joined by lines */
	{ 1, 2, 0, 1 },  /* 5: knots in the middle of its steps */
	{ 0, 1, 1, 1 },  /* 6: p[k] = k / (n + 1) */
	{ 1, 1, -1, 1 }, /* 7: p[k] = (k - 1) / (n - 1) */
	{ 1, 3, 1, 3 },  /* 8: about median-unbiased */
	{ 3, 8, 1, 4 },  /* 9: about unbiased for the normal distribution */
};

static struct number gamma_of(struct numbers *pool, int type, int64_t j, struct number g)
{
	bool whole = number_sign(g) == 0;
	switch (type) {
	case 1: return number_of(!whole);
	case 2: return whole ? number_ratio(pool, 1, 2) : number_of(1);
	case 3: return number_of(!whole || j % 2 != 0);
	default: return g;
	}
}

static struct number at(const struct number *sorted, size_t n, int64_t j)
{
	if (j < 1) return sorted[0];
	return sorted[((size_t)j > n ? n : (size_t)j) - 1];
}

struct number quantile_of(struct numbers *pool, const struct number *sorted, size_t n, struct number p, int type)
{
	const struct shift *s = &shifts[type - 1];
	struct number slope = number_add(pool, number_of((int64_t)n), number_ratio(pool, s->slope_num, s->slope_den));
	struct number place = number_add(pool, number_mul(pool, slope, p), number_ratio(pool, s->num, s->den));
	struct number floor = number_floor(pool, place);
	int64_t j = 0;
	number_to_int64(floor, &j); /* n + 1 at most */
	struct number gamma = gamma_of(pool, type, j, number_sub(pool, place, floor));
	struct number low = at(sorted, n, j), high = at(sorted, n, j + 1);
	return number_add(pool, low, number_mul(pool, gamma, number_sub(pool, high, low)));
}

struct number quantile_median(struct numbers *pool, const struct number *sorted, size_t n)
{
	return quantile_of(pool, sorted, n, number_ratio(pool, 1, 2), 7);
}

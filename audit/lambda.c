/* lambda.c - selection among the breakpoints, in O(n log n).
 *
 * As a function of lambda the sum is a line that bends where a place leaves its floor, at (floor - base) / weight, or
 * reaches its ceiling, at (ceiling - base) / weight; it never falls. So: sort these knots, take the sum at the middle
 * one, and go on in the half where the amount lies. A place with no knot left in that half is settled: at its floor,
 * at its ceiling or on its line for every lambda still possible; and only its part of the sum is kept. Each round has
 * at most as many open places as knots, so that all rounds together cost no more than about twice the first. When no
 * knot is left the sum is one line, and lambda an exact quotient.
 *
 * Where the sum is level at the amount (every place at a bound) lambda is not unique; the shares are, and the knot that
 * is met first is as good as any. */
#include "audit/lambda.h"
#include "audit/sum.h"
#include "lang/arena.h"
#include <stdlib.h>

struct knot {
	struct number at;
	double nearest; /* to it, which settles most comparisons */
};

/* The places of one kind, and what they add to the sum: constant + lambda * slope. */
struct line {
	struct number constant, slope;
};

struct search {
	struct numbers *pool;
	const struct lambda_places *places;
	struct knot *knots;         /* sorted */
	size_t left, right;         /* those that may still be at lambda or next to it */
	struct number above, below; /* above < lambda < below, where has_above and has_below */
	bool has_above, has_below;
	size_t *open;
	size_t open_count;
	struct line settled;
	struct number *low, *high;        /* the knots of each place */
	struct number *constants, *slopes; /* scratch */
};

static int by_value(const void *a, const void *b)
{
	const struct knot *x = a, *y = b;
	if (x->nearest != y->nearest) return x->nearest < y->nearest ? -1 : 1;
	return number_order(x->at, y->at);
}

/* Where the line of place i meets a bound: a knot more. */
static struct number add_knot(struct search *s, size_t i, struct number bound)
{
	const struct lambda_places *p = s->places;
	size_t mark = numbers_mark(s->pool);
	struct number at = number_div(s->pool, number_sub(s->pool, bound, p->base[i]), p->weight[i]);
	numbers_release(s->pool, mark);
	at = number_keep(s->pool, at);
	s->knots[s->right++] = (struct knot){ at, number_to_double(at) };
	return at;
}

static void collect(struct search *s, struct arena *arena)
{
	const struct lambda_places *p = s->places;
	s->knots = arena_array(arena, 2 * p->n, sizeof *s->knots);
	s->open = arena_array(arena, p->n, sizeof *s->open);
	s->low = arena_array(arena, p->n, sizeof *s->low);
	s->high = arena_array(arena, p->n, sizeof *s->high);
	s->constants = arena_array(arena, p->n, sizeof *s->constants);
	s->slopes = arena_array(arena, p->n, sizeof *s->slopes);
	for (size_t i = 0; i < p->n; i++) {
		if (number_sign(p->weight[i]) == 0) continue;
		s->open[s->open_count++] = i;
		s->low[i] = add_knot(s, i, p->floor[i]);
		if (p->has_ceiling[i]) s->high[i] = add_knot(s, i, p->ceiling[i]);
	}
	qsort(s->knots, s->right, sizeof *s->knots, by_value);
}

/* What the first count entries of the scratch arrays come to, added to the line. */
static void add_scratch(struct search *s, struct line *line, size_t count)
{
	line->constant = number_add(s->pool, line->constant, sum_exact(s->pool, s->constants, count));
	line->slope = number_add(s->pool, line->slope, sum_exact(s->pool, s->slopes, count));
}

static struct number value(struct search *s, struct line line, struct number lambda)
{
	return number_add(s->pool, line.constant, number_mul(s->pool, line.slope, lambda));
}

static struct number sum_at(struct search *s, struct number lambda)
{
	const struct lambda_places *p = s->places;
	struct line line = s->settled;
	for (size_t k = 0; k < s->open_count; k++) {
		size_t i = s->open[k];
		bool at_floor = number_order(lambda, s->low[i]) <= 0;
		bool at_ceiling = !at_floor && p->has_ceiling[i] && number_order(lambda, s->high[i]) >= 0;
		s->constants[k] = at_floor ? p->floor[i] : at_ceiling ? p->ceiling[i] : p->base[i];
		s->slopes[k] = at_floor || at_ceiling ? number_of(0) : p->weight[i];
	}
	add_scratch(s, &line, s->open_count);
	return value(s, line, lambda);
}

/* Whether place i is the same for every lambda that is left; then its line is stored in the scratch arrays at k. */
static bool settles(struct search *s, size_t i, size_t k)
{
	const struct lambda_places *p = s->places;
	s->slopes[k] = number_of(0);
	s->constants[k] = p->floor[i];
	if (s->has_below && number_order(s->low[i], s->below) >= 0) return true;
	s->constants[k] = p->has_ceiling[i] ? p->ceiling[i] : number_of(0);
	if (s->has_above && p->has_ceiling[i] && number_order(s->high[i], s->above) <= 0) return true;
	s->constants[k] = p->base[i];
	s->slopes[k] = p->weight[i];
	bool off_floor = s->has_above && number_order(s->low[i], s->above) <= 0;
	bool off_ceiling = !p->has_ceiling[i] || (s->has_below && number_order(s->high[i], s->below) >= 0);
	return off_floor && off_ceiling;
}

static void settle(struct search *s)
{
	size_t still_open = 0, count = 0;
	for (size_t k = 0; k < s->open_count; k++) {
		size_t i = s->open[k];
		if (settles(s, i, count)) count++;
		else s->open[still_open++] = i;
	}
	s->open_count = still_open;
	add_scratch(s, &s->settled, count);
}

/* lambda is not at the knot in the middle: drops it, those equal to it, and those beyond. */
static void narrow(struct search *s, size_t middle, bool lambda_is_below)
{
	struct number at = s->knots[middle].at;
	if (lambda_is_below) {
		s->below = at;
		s->has_below = true;
		s->right = middle;
		while (s->right > s->left && number_order(s->knots[s->right - 1].at, at) == 0)
			s->right--;
	} else {
		s->above = at;
		s->has_above = true;
		s->left = middle + 1;
		while (s->left < s->right && number_order(s->knots[s->left].at, at) == 0)
			s->left++;
	}
	settle(s);
}

static struct number search(struct search *s, struct number amount)
{
	while (s->left < s->right) {
		size_t middle = s->left + (s->right - s->left) / 2;
		int order = number_order(sum_at(s, s->knots[middle].at), amount);
		if (order == 0) return s->knots[middle].at;
		narrow(s, middle, order > 0);
	}
	/* The sum passes the amount strictly between two knots, so it rises there. Only a value that was too large, for which
	 * 0 stands, can make it level. */
	if (number_sign(s->settled.slope) == 0) return number_of(0);
	return number_div(s->pool, number_sub(s->pool, amount, s->settled.constant), s->settled.slope);
}

struct number lambda_find(struct arena *arena, struct numbers *pool, const struct lambda_places *places,
	struct number amount)
{
	size_t mark = numbers_mark(pool);
	struct search s = { .pool = pool, .places = places };
	s.settled = (struct line){ number_of(0), number_of(0) };
	collect(&s, arena);
	struct number lambda = search(&s, amount);
	numbers_release(pool, mark);
	return number_keep(pool, lambda);
}

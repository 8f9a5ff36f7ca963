/* apportion.c - exact shares first, then whole units by largest remainder or by a divisor method.
 *
 * What section 8 leaves to be decided, and how it is:
 * - Floors below 0 count as 0, so no award is negative; then bounds are rounded inwards to whole units. Bounds between
 *   which no whole number of units lies cross.
 * - The least a place can get is its floor, or, with weight 0, its one share clamp(base, floor, ceiling), whatever
 *   lambda is. `scale floors to fit` multiplies these least shares by one factor, so that they add up to the amount;
 *   the units then follow the scaled shares by largest remainder like any others.
 * - `leave the rest unspent`: of an amount that is not a multiple of the unit the whole units are shared; where the
 *   most that the places can take is below the amount, each gets its most.
 * - `capped money stays unspent` solves as if there were no ceilings (also for places of weight 0), then cuts each
 *   share to its ceiling, then rounds.
 * - The awards add up to the whole units in the sum of the exact shares. That sum is the amount itself unless the rest
 *   is left or capped money kept; so at most these two leave anything unspent.
 * - A divisor method rounds the same exact shares. Floors that are scaled to fit are then its weights, without bounds;
 *   `capped money stays unspent` shares out whole units as if there were no ceilings, then cuts them. */
#include "audit/apportion.h"
#include "audit/divisor.h"
#include "audit/lambda.h"
#include "audit/sum.h"
#include "lang/arena.h"
#include <stdlib.h>

struct work {
	struct arena *arena;
	struct numbers *pool;
	const struct apportion *problem;
	struct apportion_result *result;
	struct number amount;    /* whole units of it */
	struct number *least;    /* of each place */
	bool *limits;            /* has_ceiling, but for `capped money stays unspent` none */
	bool weighty;            /* some weight is above 0 */
	struct number total;     /* of the shares */
};

/* --- what must hold before anything is shared --- */

static enum apportion_status check_amount(struct work *w)
{
	const struct apportion *in = w->problem;
	w->amount = number_round(w->pool, in->amount, in->unit, ROUND_DOWN);
	if (number_sign(in->amount) < 0) return APPORTION_NEGATIVE_AMOUNT;
	if (!in->leave_rest && number_order(w->amount, in->amount) != 0) return APPORTION_NOT_MULTIPLE;
	if (in->n == 0 && !in->leave_rest && number_sign(in->amount) > 0) return APPORTION_NOBODY;
	return APPORTION_OK;
}

static void make_room(struct work *w)
{
	struct apportion_result *r = w->result;
	size_t n = w->problem->n;
	r->weight = arena_array(w->arena, n, sizeof *r->weight);
	r->base = arena_array(w->arena, n, sizeof *r->base);
	r->floor = arena_array(w->arena, n, sizeof *r->floor);
	r->ceiling = arena_array(w->arena, n, sizeof *r->ceiling);
	r->has_ceiling = arena_array(w->arena, n, sizeof *r->has_ceiling);
	r->share = arena_array(w->arena, n, sizeof *r->share);
	r->units = arena_array(w->arena, n, sizeof *r->units);
	r->award = arena_array(w->arena, n, sizeof *r->award);
	r->bound = arena_array(w->arena, n, sizeof *r->bound);
	w->least = arena_array(w->arena, n, sizeof *w->least);
	w->limits = arena_array(w->arena, n, sizeof *w->limits);
}

/* False when the bounds of place i cross. */
static bool round_bounds(struct work *w, size_t i)
{
	const struct apportion *in = w->problem;
	struct apportion_result *r = w->result;
	struct number floor = in->floor ? in->floor[i] : number_of(0);
	r->floor[i] = number_sign(floor) < 0 ? number_of(0) : number_round(w->pool, floor, in->unit, ROUND_UP);
	r->ceiling[i] = number_of(0);
	r->has_ceiling[i] = in->ceiling && (!in->has_ceiling || in->has_ceiling[i]);
	w->limits[i] = r->has_ceiling[i] && !in->capped_unspent;
	if (!r->has_ceiling[i]) return true;
	r->ceiling[i] = number_round(w->pool, in->ceiling[i], in->unit, ROUND_DOWN);
	return number_order(r->floor[i], r->ceiling[i]) <= 0;
}

static enum apportion_status check_places(struct work *w)
{
	const struct apportion *in = w->problem;
	struct apportion_result *r = w->result;
	for (size_t i = 0; i < in->n; i++) {
		r->place = i;
		r->weight[i] = in->weight ? in->weight[i] : number_of(1);
		r->base[i] = in->base ? in->base[i] : number_of(0);
		if (number_sign(r->weight[i]) < 0) return APPORTION_NEGATIVE_WEIGHT;
		if (!round_bounds(w, i)) return APPORTION_BOUNDS_CROSS;
	}
	r->place = 0;
	sum_prepare(w->pool, r->weight, in->n);
	sum_prepare(w->pool, r->base, in->n);
	return APPORTION_OK;
}

/* --- exact shares --- */

/* The share where base + lambda * weight is raw, and which bound made it so. */
static struct number clamp(const struct work *w, size_t i, struct number raw, enum apportion_bound *bound)
{
	const struct apportion_result *r = w->result;
	*bound = APPORTION_FREE;
	if (number_order(raw, r->floor[i]) < 0) {
		*bound = APPORTION_FLOOR;
		return r->floor[i];
	}
	if (w->limits[i] && number_order(raw, r->ceiling[i]) > 0) {
		*bound = APPORTION_CEILING;
		return r->ceiling[i];
	}
	return raw;
}

/* The smallest and the largest sum, for lambda towards -infinity and +infinity; has_most false when it has no end. */
static void find_limits(struct work *w)
{
	struct apportion_result *r = w->result;
	size_t n = w->problem->n;
	r->has_most = true;
	for (size_t i = 0; i < n; i++) {
		bool heavy = number_sign(r->weight[i]) > 0;
		w->weighty |= heavy;
		w->least[i] = heavy ? r->floor[i] : clamp(w, i, r->base[i], &r->bound[i]);
		r->share[i] = heavy && w->limits[i] ? r->ceiling[i] : w->least[i];
		if (heavy) r->bound[i] = APPORTION_CEILING;
		if (heavy && !w->limits[i]) r->has_most = false;
	}
	r->least = sum_exact(w->pool, w->least, n);
	r->most = r->has_most ? sum_exact(w->pool, r->share, n) : number_of(0);
}

static void scale_least(struct work *w)
{
	struct apportion_result *r = w->result;
	r->scale = number_div(w->pool, w->amount, r->least);
	for (size_t i = 0; i < w->problem->n; i++) {
		r->share[i] = number_mul(w->pool, w->least[i], r->scale);
		r->bound[i] = APPORTION_FLOOR;
	}
}

static void share_by_lambda(struct work *w)
{
	struct apportion_result *r = w->result;
	size_t n = w->problem->n;
	struct number *settled = arena_array(w->arena, n, sizeof *settled);
	for (size_t i = 0; i < n; i++)
		settled[i] = number_sign(r->weight[i]) > 0 ? number_of(0) : w->least[i];
	struct number rest = number_sub(w->pool, w->amount, sum_exact(w->pool, settled, n));
	const struct lambda_places places = { n, r->weight, r->base, r->floor, r->ceiling, w->limits };
	r->lambda = lambda_find(w->arena, w->pool, &places, rest);
	r->has_lambda = true;
	for (size_t i = 0; i < n; i++) {
		size_t mark = numbers_mark(w->pool);
		struct number raw = number_add(w->pool, r->base[i], number_mul(w->pool, r->lambda, r->weight[i]));
		numbers_release(w->pool, mark);
		r->share[i] = clamp(w, i, number_keep(w->pool, raw), &r->bound[i]);
	}
}

/* What the shares add up to is the amount, but where every place has its most (find_limits has left that in place). */
static enum apportion_status find_shares(struct work *w)
{
	struct apportion_result *r = w->result;
	bool leave = w->problem->leave_rest;
	w->total = w->amount;
	if (number_order(r->least, w->amount) > 0) {
		if (!w->problem->scale_floors) return APPORTION_FLOORS_ABOVE;
		scale_least(w);
	} else if (r->has_most && number_order(r->most, w->amount) < 0) {
		if (!leave) return w->weighty ? APPORTION_CEILINGS_BELOW : APPORTION_ALL_ZERO;
		w->total = r->most;
	} else if (w->weighty) share_by_lambda(w);
	return APPORTION_OK;
}

/* --- whole units --- */

/* `capped money stays unspent`: what is left is the total. */
static void cut_to_ceilings(struct work *w, struct number *money)
{
	struct apportion_result *r = w->result;
	for (size_t i = 0; i < w->problem->n; i++)
		if (r->has_ceiling[i] && number_order(money[i], r->ceiling[i]) > 0) {
			money[i] = r->ceiling[i];
			r->bound[i] = APPORTION_CEILING;
		}
	w->total = sum_exact(w->pool, money, w->problem->n);
}

struct remainder {
	struct number size; /* above 0, below 1 */
	double nearest;     /* to it, which settles most comparisons */
	size_t place;
};

static int largest_first(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	if (x->nearest != y->nearest) return x->nearest > y->nearest ? -1 : 1;
	int order = number_order(y->size, x->size);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Each place gets the whole units of its share; units left over go one each to the largest remainders, of equal ones to
 * the earlier place.
 *
 * No award passes a bound. A floor is a whole number of units, so the units of a share at or above it are too. The
 * units left over are at most the sum of the remainders, each of which is below 1: fewer than the places with a
 * remainder, or none. So a whole share is never raised; and a share with a remainder lies strictly below its ceiling,
 * which is a whole number of units, so that one more unit reaches it at most. */
static void round_by_remainder(struct work *w)
{
	struct apportion_result *r = w->result;
	struct number unit = w->problem->unit;
	size_t n = w->problem->n, count = 0;
	struct remainder *remainders = arena_array(w->arena, n, sizeof *remainders);
	for (size_t i = 0; i < n; i++) {
		size_t mark = numbers_mark(w->pool);
		struct number exact = number_div(w->pool, r->share[i], unit), units = number_floor(w->pool, exact);
		struct number size = number_sub(w->pool, exact, units);
		numbers_release(w->pool, mark);
		r->units[i] = number_keep(w->pool, units);
		size = number_keep(w->pool, size);
		if (number_sign(size) != 0) remainders[count++] = (struct remainder){ size, number_to_double(size), i };
	}
	struct number all = number_floor(w->pool, number_div(w->pool, w->total, unit));
	int64_t spare = 0;
	number_to_int64(number_sub(w->pool, all, sum_exact(w->pool, r->units, n)), &spare);
	if (spare > 0) qsort(remainders, count, sizeof *remainders, largest_first);
	for (size_t k = 0; k < count && (int64_t)k < spare; k++) {
		struct number *units = &r->units[remainders[k].place];
		*units = number_add(w->pool, *units, number_of(1));
	}
}

/* Floors that were scaled are shares like those of weights without bounds; where no factor made the shares, they are
 * whole units already. */
static void round_by_divisor(struct work *w)
{
	struct apportion_result *r = w->result;
	size_t n = w->problem->n;
	struct number all = number_floor(w->pool, number_div(w->pool, w->total, w->problem->unit));
	struct divisor_places places = { n, w->problem->unit, r->weight, r->share, r->floor, r->ceiling, w->limits,
		w->problem->method == APPORTION_WEBSTER };
	if (number_order(r->scale, number_of(1)) != 0) {
		struct number *none = arena_array(w->arena, n, sizeof *none);
		for (size_t i = 0; i < n; i++) {
			none[i] = number_of(0);
			w->limits[i] = false;
		}
		places.weight = w->least;
		places.floor = none;
	}
	divisor_round(w->arena, w->pool, &places, all, r->units);
}

static void find_awards(struct work *w)
{
	struct apportion_result *r = w->result;
	size_t n = w->problem->n;
	bool capped = w->problem->capped_unspent, by_remainder = w->problem->method == APPORTION_LARGEST_REMAINDER;
	if (!by_remainder) round_by_divisor(w);
	if (capped) cut_to_ceilings(w, r->share);
	if (by_remainder) round_by_remainder(w);
	for (size_t i = 0; i < n; i++)
		r->award[i] = number_mul(w->pool, r->units[i], w->problem->unit);
	if (capped && !by_remainder) {
		cut_to_ceilings(w, r->award);
		for (size_t i = 0; i < n; i++)
			r->units[i] = number_div(w->pool, r->award[i], w->problem->unit);
	}
	r->awarded = number_round(w->pool, w->total, w->problem->unit, ROUND_DOWN);
	r->unspent = number_sub(w->pool, w->problem->amount, r->awarded);
}

static enum apportion_status solve(struct work *w)
{
	enum apportion_status status = check_amount(w);
	if (status != APPORTION_OK) return status;
	make_room(w);
	status = check_places(w);
	if (status != APPORTION_OK) return status;
	find_limits(w);
	status = find_shares(w);
	if (status == APPORTION_OK) find_awards(w);
	return status;
}

enum apportion_status apportion_solve(struct arena *arena, struct numbers *pool, const struct apportion *problem,
	struct apportion_result *result)
{
	struct work w = { .arena = arena, .pool = pool, .problem = problem, .result = result };
	*result = (struct apportion_result){ .scale = number_of(1), .lambda = number_of(0) };
	result->least = result->most = result->awarded = result->unspent = number_of(0);
	result->status = solve(&w);
	if (numbers_too_large(pool)) {
		numbers_clear(pool);
		result->status = APPORTION_TOO_LARGE;
	}
	return result->status;
}

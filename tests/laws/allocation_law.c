/* allocation_law.c - the laws, each worked out from the words of the language's section 8: bounds, limits and
 * feasibility are computed here again. All that is believed of what the solver says of its way is the sign of its
 * factor. */
#include "tests/laws/allocation.h"

/* --- the problem, seen again --- */

static int order(struct number a, struct number b)
{
	return number_order(a, b);
}

static bool equal(struct number a, struct number b)
{
	return number_order(a, b) == 0;
}

static struct number weight_of(const struct instance *p, size_t i)
{
	return p->in.weight ? p->weight[i] : number_of(1);
}

static struct number base_of(const struct instance *p, size_t i)
{
	return p->in.base ? p->base[i] : number_of(0);
}

static bool has_ceiling(const struct instance *p, size_t i)
{
	return p->in.ceiling && (!p->in.has_ceiling || p->has_ceiling[i]);
}

/* Inwards to whole units. */
static struct number floor_of(struct trial *t, const struct instance *p, size_t i)
{
	if (!p->in.floor || number_sign(p->floor[i]) < 0) return number_of(0);
	return number_round(t->pool, p->floor[i], p->in.unit, ROUND_UP);
}

static struct number ceiling_of(struct trial *t, const struct instance *p, size_t i)
{
	return number_round(t->pool, p->ceiling[i], p->in.unit, ROUND_DOWN);
}

/* While sharing goes on; `capped money stays unspent` is no limit then. */
static bool is_limited(const struct instance *p, size_t i)
{
	return has_ceiling(p, i) && !p->in.capped_unspent;
}

static struct number held(struct trial *t, const struct instance *p, size_t i, struct number raw)
{
	struct number floor = floor_of(t, p, i);
	if (order(raw, floor) < 0) return floor;
	if (is_limited(p, i) && order(raw, ceiling_of(t, p, i)) > 0) return ceiling_of(t, p, i);
	return raw;
}

/* The least a place can have. */
static struct number low_of(struct trial *t, const struct instance *p, size_t i)
{
	return number_sign(weight_of(p, i)) > 0 ? floor_of(t, p, i) : held(t, p, i, base_of(p, i));
}

static struct number whole_amount(struct trial *t, const struct instance *p)
{
	return number_round(t->pool, p->in.amount, p->in.unit, ROUND_DOWN);
}

struct limits {
	struct number low, high; /* sums */
	bool no_high, weighty;
};

static struct limits limits_of(struct trial *t, const struct instance *p)
{
	struct limits all = { number_of(0), number_of(0), false, false };
	for (size_t i = 0; i < p->in.n; i++) {
		bool heavy = number_sign(weight_of(p, i)) > 0;
		struct number low = low_of(t, p, i);
		all.low = number_add(t->pool, all.low, low);
		if (heavy && !is_limited(p, i)) all.no_high = true;
		else all.high = number_add(t->pool, all.high, heavy ? ceiling_of(t, p, i) : low);
		all.weighty = all.weighty || heavy;
	}
	return all;
}

static bool is_scaled(struct trial *t, const struct instance *p)
{
	return order(limits_of(t, p).low, whole_amount(t, p)) > 0;
}

static struct number sum_of(struct trial *t, const struct number *list, size_t n)
{
	struct number sum = number_of(0);
	for (size_t i = 0; i < n; i++)
		sum = number_add(t->pool, sum, list[i]);
	return sum;
}

static enum verdict verdict(bool holds)
{
	return holds ? HOLDS : BROKEN;
}

static bool by_divisor(const struct trial *t)
{
	return t->problem->in.method != APPORTION_LARGEST_REMAINDER;
}

/* --- of one answer --- */

static enum apportion_status status_of_place(struct trial *t, size_t i)
{
	const struct instance *p = t->problem;
	if (number_sign(weight_of(p, i)) < 0) return APPORTION_NEGATIVE_WEIGHT;
	if (has_ceiling(p, i) && order(floor_of(t, p, i), ceiling_of(t, p, i)) > 0) return APPORTION_BOUNDS_CROSS;
	return APPORTION_OK;
}

static enum verdict judge_status(struct trial *t)
{
	const struct instance *p = t->problem;
	enum apportion_status is = t->result->status;
	struct number whole = whole_amount(t, p);
	bool leave = p->in.leave_rest;
	if (number_sign(p->in.amount) < 0) return verdict(is == APPORTION_NEGATIVE_AMOUNT);
	if (!leave && !equal(whole, p->in.amount)) return verdict(is == APPORTION_NOT_MULTIPLE);
	if (!leave && p->in.n == 0 && number_sign(whole) > 0) return verdict(is == APPORTION_NOBODY);
	for (size_t i = 0; i < p->in.n; i++) {
		enum apportion_status wanted = status_of_place(t, i);
		if (wanted != APPORTION_OK) return verdict(is == wanted && t->result->place == i);
	}
	struct limits all = limits_of(t, p);
	if (order(all.low, whole) > 0) return verdict(is == (p->in.scale_floors ? APPORTION_OK : APPORTION_FLOORS_ABOVE));
	if (all.no_high || leave || order(all.high, whole) >= 0) return verdict(is == APPORTION_OK);
	return verdict(is == (all.weighty ? APPORTION_CEILINGS_BELOW : APPORTION_ALL_ZERO));
}

static enum verdict judge_sum(struct trial *t)
{
	const struct apportion_result *r = t->result;
	const struct apportion *in = &t->problem->in;
	if (r->status != APPORTION_OK) return NOT_CONCERNED;
	struct number sum = sum_of(t, r->award, in->n);
	bool holds = equal(sum, r->awarded) && equal(number_add(t->pool, sum, r->unspent), in->amount);
	holds =
		holds && number_sign(r->unspent) >= 0 && (in->leave_rest || in->capped_unspent || number_sign(r->unspent) == 0);
	for (size_t i = 0; i < in->n; i++) {
		bool whole = number_is_whole(r->units[i]) && number_sign(r->units[i]) >= 0;
		holds = holds && whole && equal(r->award[i], number_mul(t->pool, r->units[i], in->unit));
	}
	return verdict(holds);
}

static enum verdict judge_bounds(struct trial *t)
{
	const struct instance *p = t->problem;
	if (t->result->status != APPORTION_OK || (!p->in.floor && !p->in.ceiling)) return NOT_CONCERNED;
	bool scaled = is_scaled(t, p), holds = true;
	for (size_t i = 0; i < p->in.n; i++) {
		struct number award = t->result->award[i];
		if (has_ceiling(p, i)) holds = holds && order(award, ceiling_of(t, p, i)) <= 0;
		struct number low = scaled ? number_round(t->pool, low_of(t, p, i), p->in.unit, ROUND_UP) : floor_of(t, p, i);
		holds = holds && (scaled ? order(award, low) <= 0 : order(award, low) >= 0);
	}
	return verdict(holds);
}

/* (share - base) / weight is the factor of a place between its bounds, at least the factor of one at its ceiling, and
 * at most that of one at its floor: so that there is one factor for all when the largest of the former does not pass
 * the smallest of the latter. */
static bool has_one_factor(struct trial *t)
{
	const struct instance *p = t->problem;
	struct number above = number_of(0), below = number_of(0);
	bool has_above = false, has_below = false;
	for (size_t i = 0; i < p->in.n; i++) {
		struct number share = t->result->share[i], weight = weight_of(p, i);
		if (number_sign(weight) == 0) {
			if (!equal(share, low_of(t, p, i))) return false;
			continue;
		}
		struct number factor = number_div(t->pool, number_sub(t->pool, share, base_of(p, i)), weight);
		int off_floor = order(share, floor_of(t, p, i)),
			off_ceiling = is_limited(p, i) ? order(ceiling_of(t, p, i), share) : 1;
		if (off_floor < 0 || off_ceiling < 0) return false;
		if (off_floor > 0 && (!has_above || order(factor, above) > 0)) above = factor;
		if (off_ceiling > 0 && (!has_below || order(factor, below) < 0)) below = factor;
		has_above = has_above || off_floor > 0;
		has_below = has_below || off_ceiling > 0;
	}
	return !has_above || !has_below || order(above, below) <= 0;
}

static enum verdict judge_factor(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	if (r->status != APPORTION_OK || p->in.capped_unspent) return NOT_CONCERNED;
	struct number whole = whole_amount(t, p), sum = sum_of(t, r->share, p->in.n);
	struct limits all = limits_of(t, p);
	bool holds = true;
	if (order(all.low, whole) > 0) {
		for (size_t i = 0; i < p->in.n; i++)
			holds =
				holds && equal(number_mul(t->pool, r->share[i], all.low), number_mul(t->pool, low_of(t, p, i), whole));
		return verdict(holds);
	}
	if (!all.no_high && order(all.high, whole) < 0) whole = all.high;
	return verdict(equal(sum, whole) && has_one_factor(t));
}

/* base + weight * (amount - bases) / weights, where no bound is in its way. */
static enum verdict judge_quota(struct trial *t)
{
	const struct instance *p = t->problem;
	struct number bases = number_of(0), weights = number_of(0);
	if (t->result->status != APPORTION_OK || p->in.capped_unspent || p->in.method == APPORTION_WEBSTER)
		return NOT_CONCERNED;
	for (size_t i = 0; i < p->in.n; i++) {
		bases = number_add(t->pool, bases, base_of(p, i));
		weights = number_add(t->pool, weights, weight_of(p, i));
	}
	if (number_sign(weights) == 0) return NOT_CONCERNED;
	struct number factor = number_div(t->pool, number_sub(t->pool, whole_amount(t, p), bases), weights);
	bool holds = true;
	for (size_t i = 0; i < p->in.n; i++) {
		struct number award = t->result->award[i];
		struct number quota = number_add(t->pool, base_of(p, i), number_mul(t->pool, factor, weight_of(p, i)));
		if (!equal(held(t, p, i, quota), quota)) return NOT_CONCERNED;
		holds = holds && order(number_round(t->pool, quota, p->in.unit, ROUND_DOWN), award) <= 0;
		holds = holds && (by_divisor(t) || order(number_round(t->pool, quota, p->in.unit, ROUND_UP), award) >= 0);
	}
	return verdict(holds);
}

/* What is below one unit in a share, in units. */
static struct number remainder_of(struct trial *t, const struct apportion_result *r, size_t i)
{
	return number_mod(t->pool, number_div(t->pool, r->share[i], t->problem->in.unit), number_of(1));
}

/* Every award is its share rounded up or down; nobody was rounded up with a smaller remainder than somebody who was
 * rounded down, nor with an equal one and a later key. */
static enum verdict judge_remainder(struct trial *t)
{
	const struct apportion_result *r = t->result;
	size_t n = t->problem->in.n, up = n, down = n;
	struct number least = number_of(0), most = number_of(0);
	if (r->status != APPORTION_OK || by_divisor(t)) return NOT_CONCERNED;
	for (size_t i = 0; i < n; i++) {
		int raised = order(r->award[i], r->share[i]);
		struct number off = number_sub(t->pool, r->award[i], r->share[i]), size = remainder_of(t, r, i);
		if (order(number_abs(t->pool, off), t->problem->in.unit) >= 0) return BROKEN;
		if (raised > 0 && (up == n || order(size, least) <= 0)) least = size, up = i;
		if (raised < 0 && (down == n || order(size, most) > 0)) most = size, down = i;
	}
	struct number shares = number_round(t->pool, sum_of(t, r->share, n), t->problem->in.unit, ROUND_DOWN);
	if (!equal(shares, sum_of(t, r->award, n))) return BROKEN;
	if (up == n || down == n) return HOLDS;
	return verdict(order(least, most) > 0 || (equal(least, most) && up < down));
}

/* At which weight goes a unit to a place that has `units`: the smaller, the earlier. */
static struct number price_of(struct trial *t, const struct instance *p, size_t i, struct number units, bool scaled)
{
	struct number twice = number_mul(t->pool, units, number_of(2));
	struct number step = number_of(p->in.method == APPORTION_WEBSTER ? 1 : 2);
	return number_div(t->pool, number_add(t->pool, twice, step), scaled ? low_of(t, p, i) : weight_of(p, i));
}

/* No unit would rather be at another place: the dearest one that was given away is cheaper than the cheapest that was
 * not, or as cheap and at an earlier place. Whoever has a bound's worth gives, or takes, none. */
static enum verdict judge_priority(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	size_t n = p->in.n, last = n, next = n;
	struct number dearest = number_of(0), cheapest = number_of(0);
	if (r->status != APPORTION_OK || !by_divisor(t) || p->in.capped_unspent) return NOT_CONCERNED;
	bool scaled = is_scaled(t, p);
	for (size_t i = 0; i < n; i++) {
		struct number low = scaled ? number_of(0) : floor_of(t, p, i);
		if (number_sign(scaled ? low_of(t, p, i) : weight_of(p, i)) == 0) {
			if (!equal(r->award[i], low)) return BROKEN;
			continue;
		}
		if (order(r->award[i], low) > 0) {
			struct number price = price_of(t, p, i, number_sub(t->pool, r->units[i], number_of(1)), scaled);
			if (last == n || order(price, dearest) >= 0) dearest = price, last = i;
		}
		if (scaled || !has_ceiling(p, i) || order(r->award[i], ceiling_of(t, p, i)) < 0) {
			struct number price = price_of(t, p, i, r->units[i], scaled);
			if (next == n || order(price, cheapest) < 0) cheapest = price, next = i;
		}
	}
	if (last == n || next == n) return HOLDS;
	return verdict(order(dearest, cheapest) < 0 || (equal(dearest, cheapest) && last < next));
}

/* Places that are alike in everything get alike shares, and awards in which the earlier has a unit more at most. */
static enum verdict judge_alike(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	bool some = false, holds = true;
	for (size_t i = 0, j = 1; r->status == APPORTION_OK && j < p->in.n; i++, j++) {
		bool limits = has_ceiling(p, i);
		if (!equal(weight_of(p, i), weight_of(p, j)) || !equal(base_of(p, i), base_of(p, j))) continue;
		if (!equal(floor_of(t, p, i), floor_of(t, p, j)) || limits != has_ceiling(p, j)) continue;
		if (limits && !equal(ceiling_of(t, p, i), ceiling_of(t, p, j))) continue;
		struct number more = number_sub(t->pool, r->award[i], r->award[j]);
		some = true;
		holds = holds && equal(r->share[i], r->share[j]) && (number_sign(more) == 0 || equal(more, p->in.unit));
	}
	return some ? verdict(holds) : NOT_CONCERNED;
}

/* --- of two answers --- */

/* Capped money is what there would be without ceilings, cut. */
static enum verdict judge_capped(struct trial *t)
{
	const struct instance *p = t->problem;
	if (t->result->status != APPORTION_OK || !p->in.capped_unspent) return NOT_CONCERNED;
	struct instance *free_of_ceilings = instance_copy(t, p, 0);
	free_of_ceilings->in.ceiling = NULL;
	free_of_ceilings->in.capped_unspent = false;
	const struct apportion_result *other = solve(t, free_of_ceilings);
	if (other->status != APPORTION_OK) return BROKEN;
	bool holds = true;
	for (size_t i = 0; i < p->in.n; i++) {
		struct number want = by_divisor(t) ? other->award[i] : other->share[i];
		if (has_ceiling(p, i) && order(want, ceiling_of(t, p, i)) > 0) want = ceiling_of(t, p, i);
		holds = holds && equal(want, by_divisor(t) ? t->result->award[i] : t->result->share[i]);
	}
	return verdict(holds);
}

static bool same_kind_of_status(enum apportion_status a, enum apportion_status b)
{
	bool place_a = a == APPORTION_NEGATIVE_WEIGHT || a == APPORTION_BOUNDS_CROSS;
	bool place_b = b == APPORTION_NEGATIVE_WEIGHT || b == APPORTION_BOUNDS_CROSS;
	return a == b || (place_a && place_b); /* which of two places at fault is named first depends on the keys */
}

static void swap_places(struct instance *p, size_t i, size_t j)
{
	struct number *lists[] = { p->weight, p->base, p->floor, p->ceiling };
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
		struct number kept = lists[k][i];
		lists[k][i] = lists[k][j];
		lists[k][j] = kept;
	}
	bool kept = p->has_ceiling[i];
	p->has_ceiling[i] = p->has_ceiling[j];
	p->has_ceiling[j] = kept;
}

/* What stood between a place and one unit more or less. */
static struct number tied_at(struct trial *t, const struct apportion_result *other, size_t i, size_t j, bool scaled)
{
	const struct apportion_result *r = t->result;
	if (!by_divisor(t)) return remainder_of(t, r, i);
	bool here = order(r->units[i], other->units[j]) < 0;
	return price_of(t, t->problem, i, here ? r->units[i] : other->units[j], scaled);
}

/* With other keys the same shares, and awards that differ by a unit, among places that are tied with each other. */
static enum verdict judge_keys(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	size_t n = p->in.n, *at = arena_array(t->arena, n, sizeof *at);
	if (n < 2) return NOT_CONCERNED;
	struct instance *moved = instance_copy(t, p, 0);
	for (size_t i = 0; i < n; i++)
		at[i] = i;
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = (size_t)random_below(t, (int64_t)i + 1), kept = at[i];
		swap_places(moved, i, j);
		at[i] = at[j];
		at[j] = kept;
	}
	const struct apportion_result *other = solve(t, moved);
	if (!same_kind_of_status(r->status, other->status)) return BROKEN;
	if (r->status != APPORTION_OK) return HOLDS;
	bool scaled = is_scaled(t, p), some = false;
	struct number tie = number_of(0);
	for (size_t j = 0; j < n; j++) {
		size_t i = at[j];
		if (!equal(r->share[i], other->share[j])) return BROKEN;
		struct number more = number_sub(t->pool, r->units[i], other->units[j]);
		if (number_sign(more) == 0) continue;
		if (!equal(number_abs(t->pool, more), number_of(1))) return BROKEN;
		if (number_sign(scaled ? low_of(t, p, i) : weight_of(p, i)) == 0 && by_divisor(t)) return BROKEN;
		struct number here = tied_at(t, other, i, j, scaled);
		if (some && !equal(here, tie)) return BROKEN;
		tie = here;
		some = true;
	}
	return HOLDS;
}

static enum verdict judge_scale(struct trial *t)
{
	const struct apportion_result *r = t->result;
	struct instance *scaled = instance_copy(t, t->problem, 0);
	struct number factor = number_ratio(t->pool, 1 + random_below(t, 1000000), 1 + random_below(t, 1000));
	for (size_t i = 0; i < scaled->in.n; i++)
		scaled->weight[i] = number_mul(t->pool, scaled->weight[i], factor);
	const struct apportion_result *other = solve(t, scaled);
	bool holds = r->status == other->status;
	for (size_t i = 0; holds && r->status == APPORTION_OK && i < scaled->in.n; i++)
		holds = equal(r->award[i], other->award[i]) && equal(r->share[i], other->share[i]);
	return verdict(holds);
}

/* A place more, anywhere in the order of keys, with nothing to say for itself. */
static enum verdict judge_idle(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	size_t n = p->in.n;
	if (r->status == APPORTION_NOBODY) return NOT_CONCERNED;
	struct instance *wider = instance_copy(t, p, 1);
	wider->in.n = n + 1;
	wider->weight[n] = wider->base[n] = wider->floor[n] = number_of(0);
	wider->ceiling[n] = number_of(random_below(t, 100000));
	wider->has_ceiling[n] = random_below(t, 2);
	size_t at = (size_t)random_below(t, (int64_t)n + 1);
	for (size_t i = n; i > at; i--)
		swap_places(wider, i, i - 1);
	const struct apportion_result *other = solve(t, wider);
	if (r->status != other->status) return BROKEN;
	if (r->status != APPORTION_OK) return HOLDS;
	bool holds = number_sign(other->award[at]) == 0;
	for (size_t i = 0; i < n; i++) {
		size_t j = i < at ? i : i + 1;
		holds = holds && equal(r->award[i], other->award[j]) && equal(r->share[i], other->share[j]);
	}
	return verdict(holds);
}

/* Whose weight grows loses nothing while the factor is not below 0: the factor falls, so that no other share grows, and
 * its own share takes what they lose. Rounding loses nothing either. Divisors: its prices fall. Largest remainder: of the
 * others' remainders one can only grow past its own where that share fell below a whole unit, which is then one unit
 * more to be given out. */
static enum verdict judge_own_need(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	if (r->status != APPORTION_OK || !r->has_lambda || number_sign(r->lambda) < 0) return NOT_CONCERNED;
	size_t i = (size_t)random_below(t, (int64_t)p->in.n);
	struct instance *raised = instance_copy(t, p, 0);
	struct number more = number_ratio(t->pool, 1 + random_below(t, 50), 1 + random_below(t, 20));
	if (random_below(t, 2)) more = number_mul(t->pool, more, raised->weight[i]);
	raised->weight[i] = number_add(t->pool, raised->weight[i], more);
	const struct apportion_result *other = solve(t, raised);
	if (other->status != APPORTION_OK) return BROKEN;
	return verdict(order(other->share[i], r->share[i]) >= 0 && order(other->award[i], r->award[i]) >= 0);
}

/* With more to share no share falls; by a divisor method no award either. (By largest remainder one may.) */
static enum verdict judge_house(struct trial *t)
{
	const struct instance *p = t->problem;
	const struct apportion_result *r = t->result;
	if (r->status != APPORTION_OK) return NOT_CONCERNED;
	struct instance *richer = instance_copy(t, p, 0);
	struct number units = number_of(1 + random_below(t, random_below(t, 3) ? 1 : 50));
	richer->in.amount = number_add(t->pool, p->in.amount, number_mul(t->pool, units, p->in.unit));
	const struct apportion_result *other = solve(t, richer);
	if (other->status == APPORTION_CEILINGS_BELOW || other->status == APPORTION_ALL_ZERO ||
	    other->status == APPORTION_NOBODY)
		return NOT_CONCERNED;
	bool holds = other->status == APPORTION_OK;
	for (size_t i = 0; holds && i < p->in.n; i++) {
		holds = order(other->share[i], r->share[i]) >= 0;
		if (by_divisor(t)) holds = holds && order(other->award[i], r->award[i]) >= 0;
	}
	return verdict(holds);
}

const struct law laws[LAW_COUNT] = {
	{ "each case that cannot be shared has its own status", judge_status, { PLANT_STATUS, PLANT_GREED, PLANT_NONE } },
	{ "awards and what is unspent are the amount", judge_sum, { PLANT_HALVES, PLANT_UNSPENT, PLANT_NONE } },
	{ "bounds, rounded inwards, are kept", judge_bounds, { PLANT_CEILING, PLANT_FLOOR, PLANT_NONE } },
	{ "one factor makes all shares", judge_factor, { PLANT_SHARE, PLANT_INVERSE, PLANT_NONE } },
	{ "free of bounds, an award is the quota rounded", judge_quota, { PLANT_UNITS, PLANT_SMOOTH, PLANT_NONE } },
	{ "the largest remainders are rounded up", judge_remainder, { PLANT_UNIT, PLANT_TIES, PLANT_HALVES } },
	{ "by divisors, no unit would rather be elsewhere", judge_priority, { PLANT_UNIT, PLANT_TIES, PLANT_METHOD } },
	{ "places alike get alike", judge_alike, { PLANT_UNITS, PLANT_TIES, PLANT_NONE } },
	{ "capped money is cut from what there would be", judge_capped, { PLANT_CAPPED, PLANT_NONE } },
	{ "other keys change ties and nothing else", judge_keys, { PLANT_FIRST_ROW, PLANT_UNIT, PLANT_NONE } },
	{ "weights in another unit change nothing", judge_scale, { PLANT_SMOOTH, PLANT_NONE } },
	{ "a place with no claim changes nothing", judge_idle, { PLANT_IDLE, PLANT_SMOOTH, PLANT_NONE } },
	{ "more need never gets less", judge_own_need, { PLANT_INVERSE, PLANT_NONE } },
	{ "more money never gives less", judge_house, { PLANT_METHOD, PLANT_ODD, PLANT_NONE } },
};

/* allocation_plant.c - the solver under test, and the same with one of several bugs: a law that never notices any is
 * not worth its name. The bugs are made of the problem that the solver is given, or of the answer it gives. */
#include "tests/laws/allocation.h"

const char *const plant_name[PLANT_COUNT] = {
	[PLANT_NONE] = "no bug",
	[PLANT_HALVES] = "rounds each share by itself, half up",
	[PLANT_UNSPENT] = "says that nothing is unspent",
	[PLANT_STATUS] = "calls floors above the amount ceilings below it",
	[PLANT_GREED] = "shares although every weight is 0",
	[PLANT_CEILING] = "ignores the ceilings",
	[PLANT_FLOOR] = "ignores the floors",
	[PLANT_SHARE] = "moves a third of a unit between two shares",
	[PLANT_UNIT] = "moves a unit between two places",
	[PLANT_TIES] = "breaks ties to the later key",
	[PLANT_UNITS] = "moves two units between two places",
	[PLANT_CAPPED] = "shares out again what ceilings cut",
	[PLANT_FIRST_ROW] = "gives the first place a unit of the last",
	[PLANT_SMOOTH] = "adds 1 to every weight",
	[PLANT_IDLE] = "gives a place of weight 0 a unit",
	[PLANT_INVERSE] = "takes 1 / weight for the weight",
	[PLANT_METHOD] = "rounds by largest remainder whatever the method",
	[PLANT_ODD] = "takes equal weights when the units are odd in number",
};

static void reverse(void *base, size_t n, size_t size)
{
	unsigned char *low = base, *high = low + n * size;
	for (; n > 1; n -= 2, low += size) {
		high -= size;
		for (size_t k = 0; k < size; k++) {
			unsigned char byte = low[k];
			low[k] = high[k];
			high[k] = byte;
		}
	}
}

static void plant_in_weights(struct trial *t, struct instance *p)
{
	bool odd = number_sign(number_mod(t->pool, number_div(t->pool, p->in.amount, p->in.unit), number_of(2))) != 0;
	for (size_t i = 0; i < p->in.n; i++) {
		struct number *w = &p->weight[i];
		if (t->plant == PLANT_GREED && number_sign(*w) == 0) *w = number_pow(t->pool, number_of(10), -400);
		if (t->plant == PLANT_SMOOTH) *w = number_add(t->pool, *w, number_of(1));
		if (t->plant == PLANT_INVERSE && number_sign(*w) > 0) *w = number_div(t->pool, number_of(1), *w);
		if (t->plant == PLANT_ODD && odd && number_sign(*w) > 0) *w = number_of(1);
	}
}

/* False when the bug is not in the problem. */
static bool plant_in_problem(struct trial *t, struct instance *p)
{
	size_t n = p->in.n;
	switch ((int)t->plant) {
	case PLANT_CEILING: p->in.ceiling = NULL; return true;
	case PLANT_FLOOR: p->in.floor = NULL; return true;
	case PLANT_CAPPED: p->in.capped_unspent = false; return true;
	case PLANT_METHOD: p->in.method = APPORTION_LARGEST_REMAINDER; return true;
	case PLANT_GREED:
	case PLANT_SMOOTH:
	case PLANT_INVERSE:
	case PLANT_ODD: plant_in_weights(t, p); return true;
	case PLANT_TIES:
		reverse(p->weight, n, sizeof *p->weight);
		reverse(p->base, n, sizeof *p->base);
		reverse(p->floor, n, sizeof *p->floor);
		reverse(p->ceiling, n, sizeof *p->ceiling);
		reverse(p->has_ceiling, n, sizeof *p->has_ceiling);
		return true;
	default: return false;
	}
}

static void set_units(struct trial *t, struct apportion_result *r, size_t i, struct number unit, int64_t more)
{
	r->units[i] = number_add(t->pool, r->units[i], number_of(more));
	r->award[i] = number_mul(t->pool, r->units[i], unit);
}

/* From one of two places to the other, if it has them. */
static void move_units(struct trial *t, struct apportion_result *r, struct number unit, size_t from, size_t to,
                       int64_t count)
{
	if (from == to || number_order(r->units[from], number_of(count)) < 0) return;
	set_units(t, r, from, unit, -count);
	set_units(t, r, to, unit, count);
}

static void plant_in_answer(struct trial *t, const struct instance *p, struct apportion_result *r)
{
	size_t n = p->in.n, a = n ? (size_t)random_below(t, (int64_t)n) : 0,
		   b = n ? (size_t)random_below(t, (int64_t)n) : 0;
	struct number third = number_div(t->pool, p->in.unit, number_of(3));
	switch ((int)t->plant) {
	case PLANT_HALVES:
		for (size_t i = 0; i < n; i++) {
			r->award[i] = number_round(t->pool, r->share[i], p->in.unit, ROUND_HALF_AWAY);
			r->units[i] = number_div(t->pool, r->award[i], p->in.unit);
		}
		return;
	case PLANT_UNSPENT: r->unspent = number_of(0); return;
	case PLANT_SHARE:
		if (n < 2 || a == b) return;
		r->share[a] = number_add(t->pool, r->share[a], third);
		r->share[b] = number_sub(t->pool, r->share[b], third);
		return;
	case PLANT_UNIT:
		if (n) move_units(t, r, p->in.unit, a, b, 1);
		return;
	case PLANT_UNITS:
		if (n) move_units(t, r, p->in.unit, a, b, 2);
		return;
	case PLANT_FIRST_ROW:
		if (n) move_units(t, r, p->in.unit, n - 1, 0, 1);
		return;
	case PLANT_IDLE:
		for (size_t i = 0; i < n; i++)
			if (p->in.weight && number_sign(p->weight[i]) == 0) move_units(t, r, p->in.unit, a, i, 1);
		return;
	case PLANT_TIES:
		reverse(r->share, n, sizeof *r->share);
		reverse(r->award, n, sizeof *r->award);
		reverse(r->units, n, sizeof *r->units);
		return;
	default: return;
	}
}

const struct apportion_result *solve(struct trial *t, const struct instance *problem)
{
	struct apportion_result *r = arena_alloc(t->arena, sizeof *r);
	struct instance *changed = t->plant == PLANT_NONE ? NULL : instance_copy(t, problem, 0);
	bool in_problem = changed && plant_in_problem(t, changed);
	apportion_solve(t->arena, t->pool, in_problem ? &changed->in : &problem->in, r);
	if (r->status == APPORTION_OK) plant_in_answer(t, problem, r);
	else if (t->plant == PLANT_STATUS && r->status == APPORTION_FLOORS_ABOVE) r->status = APPORTION_CEILINGS_BELOW;
	return r;
}

/* vm_share.c - allocations: who takes part, with which weight and bounds, in whole numbers; the sharing is share.c's. What
 * does not fit whole numbers is the referee's. */
#include "runtime/share.h"
#include "runtime/vm_private.h"
#include <math.h>

/* One array for each of weight, floor and ceiling: as long as places take part, or one element for all. */
struct claims {
	struct vm *vm;
	const struct task *task;
	uint32_t *row;
	size_t n;
	int64_t *weight, *floor, *ceiling;
	bool same[3]; /* of these: one element for all */
	struct number unit;
};

static bool take_part(struct claims *c)
{
	struct vm *vm = c->vm;
	const struct vm_column *where = c->task->where == NOTHING ? NULL : column_load(vm, c->task->where);
	c->row = vm_take(vm, vm->count, sizeof *c->row);
	for (size_t i = 0; i < vm->count; i++) {
		enum took took = column_took(where, i);
		if (took == ROW_BAD) return vm_refuse(vm, "an error that somebody asks for");
		if (took == ROW_IN) c->row[c->n++] = (uint32_t)i;
	}
	return true;
}

static bool all_there(struct claims *c, const struct vm_column *column)
{
	for (size_t i = 0; column->state && i < c->n; i++)
		if (column->state[c->row[i]]) return vm_refuse(c->vm, "an error that somebody asks for");
	return true;
}

/* x * num / den, to the whole number above or below; false when it does not fit. */
static bool scaled(int64_t x, struct number by, bool up, int64_t *out)
{
	__int128 product = (__int128)x * by.num, quotient = product / by.den, rest = product % by.den;
	if (rest < 0) quotient--, rest += by.den;
	if (up && rest) quotient++;
	*out = (int64_t)quotient;
	return quotient > INT64_MIN / 2 && quotient < INT64_MAX / 2;
}

/* The same for all: one number. */
static bool take_constant(struct claims *c, const struct vm_figure *figure, bool up, int64_t *out)
{
	struct numbers *pool = c->vm->scratch;
	if (figure->state) return vm_refuse(c->vm, "an error that somebody asks for");
	struct number units = number_div(pool, figure->number, c->unit);
	units = up ? number_ceil(pool, units) : number_floor(pool, units);
	if (!number_to_int64(units, out) || *out < INT64_MIN / 2 || *out > INT64_MAX / 2) return false;
	if (up && *out < 0) *out = 0;
	return true;
}

/* A column's whole numbers, in units of the pot, or as they are for weights; *out stays NULL without a column. */
static bool take(struct claims *c, uint32_t which, bool weights, bool up, int64_t **out, bool *same)
{
	struct vm *vm = c->vm;
	if (which == NOTHING) return true;
	if (!weights && vm->columns[which].ready && vm->columns[which].constant) {
		*out = vm_take(vm, 1, sizeof **out);
		*same = true;
		return c->n == 0 || take_constant(c, vm->columns[which].constant, up, *out);
	}
	const struct vm_column *column = column_load(vm, which);
	if (!column || !all_there(c, column) || column->e) return false;
	struct number by = number_of(1), inverse = { .num = c->unit.den, .den = c->unit.num };
	if (!weights && !unit_times(column->shape.unit, inverse, &by)) return false;
	*out = vm_take(vm, c->n, sizeof **out);
	for (size_t i = 0; i < c->n; i++) {
		int64_t x = (int64_t)column->v[c->row[i]];
		if (weights) (*out)[i] = x;
		else if (!scaled(x, by, up, &(*out)[i])) return false;
		if (!weights && up && (*out)[i] < 0) (*out)[i] = 0;
	}
	return true;
}

static bool earlier(const void *keys, size_t a, size_t b)
{
	const struct claims *c = keys;
	return table_key_order(c->vm->table, vm_row(c->vm, c->row[a]), vm_row(c->vm, c->row[b])) < 0;
}

static void keep_awards(struct claims *c, struct vm_column *out, const int64_t *award)
{
	out->v = vm_take(c->vm, c->vm->count, sizeof *out->v);
	double most = 0;
	for (size_t i = 0; i < c->n; i++) {
		out->v[c->row[i]] = (double)award[i];
		most = fmax(most, (double)award[i]);
	}
	double high = most * unit_value(c->unit);
	out->shape = (struct shape){
		.whole = true, .unit = c->unit, .most = most, .high = high * (1 + 1e-15), .num_bits = 117, .den_bits = 64
	};
}

/* True when it has been shared out; false without vm->why when the referee must do it. */
static bool solved(struct claims *c, int64_t amount, int64_t *award)
{
	static const enum share_method method[] = { [SHARE_RULE_REMAINDER] = SHARE_LARGEST_REMAINDER,
		                                        [SHARE_RULE_WEBSTER] = SHARE_WEBSTER,
		                                        [SHARE_RULE_DHONDT] = SHARE_DHONDT };
	struct vm *vm = c->vm;
	struct share s = { .amount = amount,
		               .n = c->n,
		               .weight = c->weight,
		               .floor = c->floor,
		               .ceiling = c->ceiling,
		               .same_floor = c->same[1],
		               .same_ceiling = c->same[2],
		               .leave_rest = c->task->leave_rest,
		               .capped_unspent = c->task->capped_unspent,
		               .method = method[c->task->method],
		               .earlier = earlier,
		               .keys = c };
	struct share_result r;
	enum share_status status = share_solve(vm->crew, &s, award, &r);
	if (status == SHARE_NO_MEMORY) arena_no_memory(vm->arena);
	if (status == SHARE_REFUSED) return vm_refuse(vm, "an allocation that cannot be made");
	if (status == SHARE_CANNOT) return false;
	struct numbers *pool = vm->scratch;
	vm->referee->award(vm->referee->self, c->task->symbol, c->unit, number_mul(pool, number_of(amount), c->unit),
	                   number_mul(pool, number_of(r.awarded), c->unit), number_mul(pool, number_of(r.unspent), c->unit),
	                   c->n);
	return true;
}

static bool in_whole_numbers(struct claims *c, struct vm_column *out)
{
	struct vm *vm = c->vm;
	const struct vm_figure *amount = vm_figure(vm, c->task->figure), *unit = vm_figure(vm, c->task->unit);
	int64_t units = 0;
	if (amount->state || unit->state || number_sign(unit->number) <= 0 || !unit->number.den) return false;
	c->unit = unit->number;
	if (!number_to_int64(number_div(vm->scratch, amount->number, unit->number), &units) || units < 0 ||
	    units >= INT64_C(1) << 53)
		return false;
	if (!take_part(c) || !take(c, c->task->weight, true, false, &c->weight, &c->same[0]) ||
	    !take(c, c->task->floor, false, true, &c->floor, &c->same[1]) ||
	    !take(c, c->task->ceiling, false, false, &c->ceiling, &c->same[2]))
		return false;
	int64_t *award = vm_take(vm, c->n, sizeof *award);
	bool done = solved(c, units, award);
	if (done) keep_awards(c, out, award);
	vm_give(vm, award);
	return done;
}

bool task_share(struct vm *vm, const struct task *t)
{
	struct claims c = { .vm = vm, .task = t };
	struct vm_column *out = &vm->columns[t->out];
	*out = (struct vm_column){ .stage = NOTHING };
	size_t mark = numbers_mark(vm->scratch);
	bool done = in_whole_numbers(&c, out);
	numbers_release(vm->scratch, mark);
	void *arrays[] = { c.row, c.weight, c.floor, c.ceiling };
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		vm_give(vm, arrays[i]);
	return done || vm->why ? done : task_exact(vm, t);
}

unsigned award_decimals_of(struct vm *vm, uint32_t symbol)
{
	return (unsigned)vm->referee->award_decimals(vm->referee->self, symbol);
}

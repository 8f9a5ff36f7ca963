/* vm_share.c - allocations: who takes part, with which weight and bounds; the sharing is share.c's for weights that are
 * whole numbers, share_near.c's for others. What these cannot tell is the referee's. */
#include "runtime/share_near.h"
#include "runtime/vm_private.h"
#include <math.h>

/* Arrays are as long as places take part, or one element for all. */
struct claims {
	struct vm *vm;
	const struct task *task;
	uint32_t *row;
	size_t n;
	int64_t *weight, *floor, *ceiling;
	bool same_floor, same_ceiling; /* one element for all */
	struct {
		double *hi, *lo, *error;
	} near; /* instead of weights that are whole: these, with bounds */
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

/* A number that its bound does not let us use; it is good until numbers_release of scratch. */
static struct number exact_number(const struct claims *c, uint32_t which, uint32_t row)
{
	c->vm->counts.decided[VM_EXACT]++;
	return exact_column(c->vm, which, row).number;
}

static void keep_weight(struct claims *c, size_t i, struct ball weight)
{
	c->near.hi[i] = weight.value.hi;
	c->near.lo[i] = weight.value.lo;
	c->near.error[i] = weight.error * vm_slack(c->vm);
}

static bool weight_in_doubles(struct claims *c, size_t i, struct ball *weight)
{
	struct double_value value;
	if (!double_column(c->vm, c->task->weight, c->row[i], &value)) return false;
	c->vm->counts.decided[VM_DOUBLE]++;
	*weight = double_ball(&value);
	return true;
}

/* With few digits a weight is no use, nor where it may be 0. */
static bool hardly_known(double value, double error)
{
	return !(error <= fabs(value) * 0x1p-46);
}

static void take_near_weights(struct claims *c, const struct vm_column *column)
{
	struct vm *vm = c->vm;
	size_t mark = numbers_mark(vm->scratch);
	c->near.hi = vm_take(vm, c->n, sizeof *c->near.hi);
	c->near.lo = vm_take(vm, c->n, sizeof *c->near.lo);
	c->near.error = vm_take(vm, c->n, sizeof *c->near.error);
	for (size_t i = 0; i < c->n; i++) {
		struct ball weight = { { column->v[c->row[i]], 0 }, column->e[c->row[i]] };
		if (hardly_known(weight.value.hi, weight.error) &&
		    (!weight_in_doubles(c, i, &weight) || hardly_known(weight.value.hi, weight.error))) {
			weight = ball_of_number(exact_number(c, c->task->weight, c->row[i]));
			numbers_release(vm->scratch, mark);
		}
		keep_weight(c, i, weight);
	}
}

/* Weights with twice the digits; false when one is not to be had. */
static bool look_closer(struct claims *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct ball weight;
		if (c->near.error[i] <= fabs(c->near.hi[i]) * 0x1p-80) continue;
		if (!weight_in_doubles(c, i, &weight)) return false;
		keep_weight(c, i, weight);
	}
	return true;
}

/* Whole numbers as they are, others with bounds; neither without a column. */
static bool take_weights(struct claims *c)
{
	if (c->task->weight == NOTHING) return true;
	const struct vm_column *column = column_load(c->vm, c->task->weight);
	if (!column || !all_there(c, column)) return false;
	if (column->e) {
		take_near_weights(c, column);
		return true;
	}
	c->weight = vm_take(c->vm, c->n, sizeof *c->weight);
	for (size_t i = 0; i < c->n; i++)
		c->weight[i] = (int64_t)column->v[c->row[i]];
	return true;
}

/* A bound that is not whole, in whole units; exactly, where a whole number is within its error. */
static bool near_units(struct claims *c, uint32_t which, const struct vm_column *column, uint32_t row, bool up,
                       int64_t *out)
{
	struct vm *vm = c->vm;
	double unit = unit_value(c->unit), units = column->v[row] / unit;
	double error = (column->e[row] / unit + fabs(units) * 0x1p-49) * vm_slack(vm);
	double low = up ? ceil(units - error) : floor(units - error),
		   high = up ? ceil(units + error) : floor(units + error);
	if (low == high && fabs(low) < WHOLE_MAX) {
		*out = (int64_t)low;
		return true;
	}
	size_t mark = numbers_mark(vm->scratch);
	struct number exact = number_div(vm->scratch, exact_number(c, which, row), c->unit);
	exact = up ? number_ceil(vm->scratch, exact) : number_floor(vm->scratch, exact);
	bool fits = number_to_int64(exact, out) && *out > INT64_MIN / 2 && *out < INT64_MAX / 2;
	numbers_release(vm->scratch, mark);
	return fits;
}

/* A column of bounds in whole units, or one for all; *out stays NULL without a column. */
static bool take_bounds(struct claims *c, uint32_t which, bool up, int64_t **out, bool *same)
{
	struct vm *vm = c->vm;
	if (which == NOTHING) return true;
	if (vm->columns[which].ready && vm->columns[which].constant) {
		*out = vm_take(vm, 1, sizeof **out);
		*same = true;
		return c->n == 0 || take_constant(c, vm->columns[which].constant, up, *out);
	}
	const struct vm_column *column = column_load(vm, which);
	if (!column || !all_there(c, column)) return false;
	struct number by = number_of(1);
	if (!column->e && !number_small_div(column->shape.unit, c->unit, &by)) return false;
	*out = vm_take(vm, c->n, sizeof **out);
	for (size_t i = 0; i < c->n; i++) {
		uint32_t row = c->row[i];
		bool fits = column->e ? near_units(c, which, column, row, up, &(*out)[i])
		                      : scaled((int64_t)column->v[row], by, up, &(*out)[i]);
		if (!fits) return false;
		if (up && (*out)[i] < 0) (*out)[i] = 0;
	}
	return true;
}

static bool earlier(const void *keys, size_t a, size_t b)
{
	const struct claims *c = keys;
	return table_key_order(c->vm->table, vm_row(c->vm, c->row[a]), vm_row(c->vm, c->row[b])) < 0;
}

/* Of weights: by what they rest on, or exactly. */
static bool same(const void *keys, size_t a, size_t b)
{
	const struct claims *c = keys;
	struct vm *vm = c->vm;
	if (!vm_without(vm, VM_SAME) && exact_same_inputs(vm, c->task->weight, c->row[a], c->row[b])) {
		vm->counts.decided[VM_SAME]++;
		return true;
	}
	size_t mark = numbers_mark(vm->scratch);
	struct number x = exact_number(c, c->task->weight, c->row[a]), y = exact_number(c, c->task->weight, c->row[b]);
	bool equal = number_order(x, y) == 0;
	numbers_release(vm->scratch, mark);
	return equal;
}

static enum share_status share_out(struct claims *c, const struct share *share, int64_t *award, struct share_result *r)
{
	struct vm *vm = c->vm;
	const struct share_weights near = { c->near.hi, c->near.lo, c->near.error, same };
	if (!near.hi) return share_solve(vm->crew, share, award, r);
	enum share_status status = share_near_solve(vm->crew, share, &near, award, r);
	if (status == SHARE_CANNOT && look_closer(c)) status = share_near_solve(vm->crew, share, &near, award, r);
	return status;
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

static void keep_shared(struct claims *c, const int64_t *award)
{
	struct vm *vm = c->vm;
	const struct task *t = c->task;
	struct shared *s = arena_alloc(vm->arena, sizeof *s);
	*s = (struct shared){ .n = c->n,
		                  .row = c->row,
		                  .weight = c->weight,
		                  .floor = c->floor,
		                  .ceiling = c->ceiling,
		                  .same_floor = c->same_floor,
		                  .same_ceiling = c->same_ceiling,
		                  .award = award,
		                  .weight_unit = c->weight ? vm->columns[t->weight].shape.unit : number_of(1),
		                  .unit = c->unit };
	vm->shared[t->symbol] = s;
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
		               .same_floor = c->same_floor,
		               .same_ceiling = c->same_ceiling,
		               .leave_rest = c->task->leave_rest,
		               .capped_unspent = c->task->capped_unspent,
		               .method = method[c->task->method],
		               .earlier = earlier,
		               .keys = c };
	struct share_result r;
	enum share_status status = share_out(c, &s, award, &r);
	if (status == SHARE_NO_MEMORY) arena_no_memory(vm->arena);
	if (status == SHARE_REFUSED) return vm_refuse(vm, "an allocation that cannot be made");
	if (status == SHARE_CANNOT) return false;
	struct numbers *pool = vm->scratch;
	vm->referee->award(vm->referee->self, c->task->symbol, c->unit, number_mul(pool, number_of(amount), c->unit),
	                   number_mul(pool, number_of(r.awarded), c->unit), number_mul(pool, number_of(r.unspent), c->unit),
	                   c->n);
	return true;
}

static bool here(struct claims *c, struct vm_column *out)
{
	struct vm *vm = c->vm;
	const struct vm_figure *amount = vm_figure(vm, c->task->figure), *unit = vm_figure(vm, c->task->unit);
	int64_t units = 0;
	if (amount->state || unit->state || number_sign(unit->number) <= 0 || !unit->number.den) return false;
	c->unit = unit->number;
	if (!number_to_int64(number_div(vm->scratch, amount->number, unit->number), &units) || units < 0 ||
	    units >= INT64_C(1) << 53)
		return false;
	if (!take_part(c) || !take_weights(c) || !take_bounds(c, c->task->floor, true, &c->floor, &c->same_floor) ||
	    !take_bounds(c, c->task->ceiling, false, &c->ceiling, &c->same_ceiling))
		return false;
	int64_t *award = vm_take(vm, c->n, sizeof *award);
	bool done = solved(c, units, award);
	if (done) keep_awards(c, out, award);
	if (done && vm->options.explained && !c->near.hi) keep_shared(c, award);
	else vm_give(vm, award);
	return done;
}

bool task_share(struct vm *vm, const struct task *t)
{
	struct claims c = { .vm = vm, .task = t };
	struct vm_column *out = &vm->columns[t->out];
	*out = (struct vm_column){ .stage = NOTHING };
	size_t mark = numbers_mark(vm->scratch);
	bool done = here(&c, out);
	numbers_release(vm->scratch, mark);
	void *arrays[] = { c.row, c.weight, c.floor, c.ceiling, c.near.hi, c.near.lo, c.near.error };
	bool kept = vm->shared[t->symbol]; /* they are its own now */
	for (size_t i = 0; !kept && i < sizeof arrays / sizeof *arrays; i++)
		vm_give(vm, arrays[i]);
	return done || vm->why ? done : task_exact(vm, t);
}

unsigned award_decimals_of(struct vm *vm, uint32_t symbol)
{
	return (unsigned)vm->referee->award_decimals(vm->referee->self, symbol);
}

/* vm_task.c - aggregates, exactly: of whole numbers by sums that cannot overflow; the least and greatest of values with a
 * bound by looking closer at those that may be it. What the VM cannot, the referee is asked for, group by group. */
#include "runtime/moment.h"
#include "runtime/select.h"
#include "runtime/vm_private.h"
#include <math.h>

/* The rows that take part, next to each other. */
struct sample {
	struct vm *vm;
	const struct task *task;
	const struct vm_group *group;
	struct vm_values *values;
	struct shape shape;
	int64_t *x;    /* whole numbers of shape.unit, flags as 1 and 0; NULL where numbers carry bounds, and for `count` */
	uint32_t *row; /* then these */
	uint32_t *code; /* of groups; NULL: one */
	size_t count, groups;
	struct filled filled;   /* where cells are missing */
	uint64_t *filled_count; /* by group, and by value that fills in: how many rows have it; NULL: no such column */
};

/* --- numbers out of long sums --- */

static struct number wide_number(struct numbers *pool, __int128 x)
{
	if (x >= INT64_MIN && x <= INT64_MAX) return number_of((int64_t)x);
	struct number high = number_mul(pool, wide_number(pool, x >> 60), number_of(INT64_C(1) << 60));
	return number_add(pool, high, number_of((int64_t)(x & ((INT64_C(1) << 60) - 1))));
}

static struct number widest_number(struct numbers *pool, struct moment_wide x)
{
	__int128 narrow;
	if (moment_narrow(x, &narrow)) return wide_number(pool, narrow);
	struct number step = wide_number(pool, (__int128)1 << 100), high = number_of(x.high);
	high = number_mul(pool, number_mul(pool, high, step), number_of(INT64_C(1) << 28));
	struct number low = number_add(pool, number_mul(pool, wide_number(pool, (__int128)(x.low >> 1)), number_of(2)),
	                               number_of((int64_t)(x.low & 1)));
	return number_add(pool, high, low);
}

/* --- the rows --- */

static bool take_rows(struct sample *s, const struct vm_column *where, const struct vm_column *x)
{
	const struct task *t = s->task;
	for (size_t i = 0; i < s->vm->count; i++) {
		enum took took = column_took(where, i);
		if (took == ROW_OUT) continue;
		if (took == ROW_BAD || (s->group && s->group->of[i] == NOTHING)) return false;
		uint8_t state = x && x->state ? x->state[i] : VM_PRESENT;
		if (state == VM_MISSING && t->skip_missing) continue;
		if (state) return false;
		if (s->filled_count && column_missing(s->filled.cells, vm_row(s->vm, i))) {
			size_t group = s->group ? s->group->of[i] : 0;
			s->filled_count[group * s->filled.values->count + filled_with(&s->filled, i)]++;
			continue;
		}
		if (s->code) s->code[s->count] = s->group->of[i];
		if (s->filled_count) s->x[s->count] = s->filled.cells->whole[vm_row(s->vm, i)];
		else if (s->x && x) s->x[s->count] = x->flag ? x->flag[i] : (int64_t)x->v[i];
		if (s->row) s->row[s->count] = (uint32_t)i;
		s->count++;
	}
	return true;
}

static struct vm_values *values_make(struct vm *vm, const struct task *t, size_t count)
{
	struct vm_values *v = &vm->values[t->out];
	*v = (struct vm_values){ .count = count }; /* ready when all of them are there: the referee may be asked before */
	v->state = vm_take(vm, count + 1, sizeof *v->state);
	v->number = vm_take(vm, count + 1, sizeof *v->number);
	for (size_t g = 0; g < count; g++)
		v->number[g] = number_of(0);
	return v;
}

static void give(struct sample *s, size_t group, struct number n)
{
	s->values->number[group] = number_keep(s->vm->kept, n);
	s->values->state[group] = VM_PRESENT;
}

static void give_nothing(struct sample *s, size_t group)
{
	bool lenient = s->vm->program->values[s->task->out].lenient;
	s->values->state[group] = lenient ? VM_MISSING : VM_ERROR;
}

/* --- by the referee --- */

/* A rank or a function over all rows that ends in an error is worked out anew at each row, which takes rows times rows. */
enum { ERRORS_MAX = 16 };

static void ask_for(struct vm *vm, struct vm_values *v, const struct task *t, size_t at, size_t row)
{
	struct answer answer = vm->referee->ask(vm->referee->self, t->source, row);
	vm->counts.asked++;
	v->state[at] = (uint8_t)answer.state;
	v->number[at] = answer.state ? number_of(0) : number_keep(vm->kept, answer.number);
}

/* Asked from outside `coalesce`, it would take a fault for an error. */
static bool by_referee(struct vm *vm, const struct task *t)
{
	const struct program_values *what = &vm->program->values[t->out];
	const struct vm_group *g = group_make(vm, what->group);
	if (what->lenient) return vm_refuse(vm, "a function inside `coalesce` is over numbers that are not whole");
	bool by_row = g && g->cannot;
	size_t count = !g ? 1 : by_row ? vm->count : g->count;
	struct vm_values *v = values_make(vm, t, count);
	v->by_row = by_row;
	for (size_t i = 0, errors = 0; i < count; i++) {
		if (g && !by_row && g->leader[i] == NOTHING) continue;
		ask_for(vm, v, t, i, !g ? NO_SUCH_ROW : vm_row(vm, by_row ? i : g->leader[i]));
		errors += v->state[i] == VM_ERROR;
		if (errors > ERRORS_MAX) return vm_refuse(vm, "an error in many rows");
	}
	return true;
}

/* --- sums --- */

static void counts_of(struct sample *s, uint64_t *n)
{
	if (s->code) moment_count_by(s->vm->crew, s->code, s->count, s->groups, n);
	else n[0] = s->count;
}

static void sums_of(struct sample *s, __int128 *sum)
{
	if (s->code) moment_sum_by(s->vm->crew, s->x, s->code, s->count, s->groups, sum);
	else sum[0] = moment_sum(s->vm->crew, s->x, s->count);
}

static void squares_of(struct sample *s, struct moment_wide *sum)
{
	if (s->code) moment_square_by(s->vm->crew, s->x, s->code, s->count, s->groups, sum);
	else sum[0] = moment_square(s->vm->crew, s->x, s->count);
}

/* Of one group: the rows, the sum and the sum of the squares. */
struct total {
	uint64_t n;
	struct number sum, squares;
};

/* Adds what fills in for missing cells. */
static void add_filled(struct sample *s, size_t group, struct total *t)
{
	struct numbers *pool = s->vm->scratch;
	const struct vm_values *values = s->filled.values;
	for (size_t k = 0; s->filled_count && k < values->count; k++) {
		uint64_t count = s->filled_count[group * values->count + k];
		if (count == 0) continue;
		struct number part = number_mul(pool, number_of((int64_t)count), values->number[k]);
		t->n += count;
		t->sum = number_add(pool, t->sum, part);
		t->squares = number_add(pool, t->squares, number_mul(pool, part, values->number[k]));
	}
}

/* (n sum(x^2) - sum(x)^2) / n^2, or over n (n - 1). */
static struct number variance(struct sample *s, const struct total *t)
{
	struct numbers *pool = s->vm->scratch;
	struct number n = number_of((int64_t)t->n), below = number_mul(pool, n, number_of((int64_t)t->n - s->task->sample));
	struct number top = number_sub(pool, number_mul(pool, n, t->squares), number_mul(pool, t->sum, t->sum));
	return number_div(pool, top, below);
}

static struct number of_total(struct sample *s, const struct total *t)
{
	struct number n = number_of((int64_t)t->n);
	switch ((int)s->task->kind) {
	case TASK_SUM: return t->sum;
	case TASK_MEAN:
	case TASK_SHARE_OF: return number_div(s->vm->scratch, t->sum, n);
	case TASK_ANY: return number_of(number_sign(t->sum) > 0);
	case TASK_ALL: return number_of(number_order(t->sum, n) == 0);
	case TASK_COUNT: return n;
	case TASK_VARIANCE: return variance(s, t);
	default: return s->vm->referee->curve(s->vm->referee->self, CURVE_SQRT, variance(s, t)).number;
	}
}

static bool defined_over_none(enum task_kind kind)
{
	return kind == TASK_COUNT || kind == TASK_SUM || kind == TASK_ANY || kind == TASK_ALL;
}

static bool summed(struct sample *s)
{
	struct vm *vm = s->vm;
	uint64_t *n = vm_take(vm, s->groups, sizeof *n);
	__int128 *sum = vm_take(vm, s->groups, sizeof *sum);
	struct moment_wide *squares = vm_take(vm, s->groups, sizeof *squares);
	bool spread = s->task->kind == TASK_VARIANCE || s->task->kind == TASK_SD, done = true;
	counts_of(s, n);
	if (s->x) sums_of(s, sum);
	if (spread) squares_of(s, squares);
	for (size_t g = 0; g < s->groups; g++) {
		size_t mark = numbers_mark(vm->scratch);
		struct numbers *pool = vm->scratch;
		struct total t = { n[g], number_mul(pool, wide_number(pool, sum[g]), s->shape.unit), number_of(0) };
		if (spread)
			t.squares =
				number_mul(pool, widest_number(pool, squares[g]), number_mul(pool, s->shape.unit, s->shape.unit));
		add_filled(s, g, &t);
		if (t.n == 0 && !defined_over_none(s->task->kind)) give_nothing(s, g);
		else if (spread && s->task->sample && t.n < 2) done = false;
		else give(s, g, of_total(s, &t));
		numbers_release(vm->scratch, mark);
	}
	vm_give(vm, n);
	vm_give(vm, sum);
	vm_give(vm, squares);
	return done;
}

/* --- the least and the greatest --- */

/* The better of n, if there is any, and of what fills in for missing cells; false when there is neither. */
static bool extreme_filled(const struct sample *s, size_t group, bool any, struct number *n)
{
	const struct vm_values *values = s->filled.values;
	int sign = s->task->kind == TASK_MIN ? 1 : -1;
	for (size_t k = 0; s->filled_count && k < values->count; k++) {
		if (s->filled_count[group * values->count + k] == 0) continue;
		if (!any || number_order(values->number[k], *n) * sign < 0) *n = values->number[k];
		any = true;
	}
	return any;
}

static bool whole_extremes(struct sample *s)
{
	int64_t *best = vm_take(s->vm, s->groups, sizeof *best);
	bool *any = vm_take(s->vm, s->groups, sizeof *any), least = s->task->kind == TASK_MIN;
	for (size_t i = 0; i < s->count; i++) {
		size_t g = s->code ? s->code[i] : 0;
		if (!any[g] || (least ? s->x[i] < best[g] : s->x[i] > best[g])) best[g] = s->x[i];
		any[g] = true;
	}
	for (size_t g = 0; g < s->groups; g++) {
		size_t mark = numbers_mark(s->vm->scratch);
		struct number n = number_mul(s->vm->scratch, number_of(best[g]), s->shape.unit);
		any[g] = extreme_filled(s, g, any[g], &n);
		if (any[g]) give(s, g, n);
		else give_nothing(s, g);
		numbers_release(s->vm->scratch, mark);
	}
	vm_give(s->vm, best);
	vm_give(s->vm, any);
	return true;
}

/* Whether a value is, without working it out exactly, known to be none that could stand before the best so far. */
static bool stands_behind(struct sample *s, uint32_t column, uint32_t row, struct number best, uint32_t best_row)
{
	struct vm *vm = s->vm;
	struct double_value x, b = double_of_exact(best);
	int order;
	if (!vm_without(vm, VM_SAME) && exact_same_inputs(vm, column, row, best_row)) {
		vm->counts.decided[VM_SAME]++;
		return true;
	}
	if (!double_column(vm, column, row, &x) || !double_order(vm, &x, &b, 0, &order)) return false;
	if (s->task->kind == TASK_MIN ? order < 0 : order > 0) return false;
	vm->counts.decided[VM_DOUBLE]++;
	return true;
}

/* Only what may be the least is worked out exactly: what reaches below the lowest upper end. */
static bool near_extremes(struct sample *s, uint32_t column)
{
	struct vm *vm = s->vm;
	const struct vm_column *c = &vm->columns[column];
	double *end = vm_take(vm, s->groups, sizeof *end), sign = s->task->kind == TASK_MIN ? 1 : -1;
	bool *any = vm_take(vm, s->groups, sizeof *any);
	uint32_t *best = vm_take(vm, s->groups, sizeof *best);
	for (size_t g = 0; g < s->groups; g++)
		end[g] = INFINITY;
	for (size_t i = 0; i < s->count; i++) {
		size_t g = s->code ? s->code[i] : 0, row = s->row[i];
		double upper = sign * c->v[row] + c->e[row] * SLACK;
		if (upper < end[g]) end[g] = upper;
	}
	for (size_t i = 0; i < s->count; i++) {
		size_t g = s->code ? s->code[i] : 0, row = s->row[i], mark = numbers_mark(vm->scratch);
		if (sign * c->v[row] - c->e[row] * SLACK > end[g]) continue;
		if (any[g] && stands_behind(s, column, (uint32_t)row, s->values->number[g], best[g])) continue;
		struct answer answer = exact_column(vm, column, row);
		vm->counts.decided[VM_EXACT]++;
		if (answer.state) return vm_refuse(vm, "a value that was there is not there exactly");
		if (!any[g] || number_order(answer.number, s->values->number[g]) * (sign > 0 ? 1 : -1) < 0) {
			give(s, g, answer.number);
			best[g] = (uint32_t)row;
		}
		any[g] = true;
		numbers_release(vm->scratch, mark);
	}
	for (size_t g = 0; g < s->groups; g++)
		if (!any[g]) give_nothing(s, g);
	vm_give(vm, end);
	vm_give(vm, any);
	vm_give(vm, best);
	return true;
}

/* --- quantiles --- */

/* Type 7 of Hyndman and Fan: at (n - 1) p, counted from 0, with a straight line between neighbours. */
static bool quantile_of(struct sample *s, int64_t *x, size_t n, struct number p, size_t group)
{
	struct numbers *pool = s->vm->scratch;
	size_t mark = numbers_mark(pool);
	struct number at = number_mul(pool, number_of((int64_t)n - 1), p), floor = number_floor(pool, at);
	int64_t k = 0;
	if (!number_to_int64(floor, &k)) return false;
	struct select_whole_pair pair = select_whole_pair(x, n, (size_t)k);
	struct number part = number_mul(pool, number_sub(pool, at, floor), number_of(pair.upper - pair.lower));
	give(s, group, number_mul(pool, number_add(pool, number_of(pair.lower), part), s->shape.unit));
	numbers_release(pool, mark);
	return true;
}

/* The values of each group next to each other: a counting sort. */
static bool quantiles(struct sample *s)
{
	struct vm *vm = s->vm;
	const struct vm_figure *p = vm_figure(vm, s->task->figure);
	if (s->task->quantile != 7 || p->state || number_sign(p->number) < 0 || number_order(p->number, number_of(1)) > 0)
		return false;
	size_t *start = vm_take(vm, s->groups + 2, sizeof *start);
	int64_t *x = s->x, *by_group = s->code ? vm_take(vm, s->count, sizeof *by_group) : NULL;
	bool done = true;
	for (size_t i = 0; i < s->count; i++)
		start[(s->code ? s->code[i] : 0) + 2]++;
	for (size_t g = 0; g < s->groups; g++)
		start[g + 2] += start[g + 1];
	for (size_t i = 0; by_group && i < s->count; i++)
		by_group[start[s->code[i] + 1]++] = s->x[i];
	if (by_group) x = by_group;
	else start[1] = s->count;
	for (size_t g = 0; g < s->groups && done; g++) {
		size_t from = g ? start[g] : 0, n = start[g + 1] - from;
		if (n) done = quantile_of(s, x + from, n, p->number, g);
		else give_nothing(s, g);
	}
	vm_give(vm, start);
	vm_give(vm, by_group);
	return done;
}

/* --- all of them --- */

/* An error for everybody who asks. */
static bool nobody_has_it(struct sample *s)
{
	memset(s->values->state, VM_ERROR, s->groups);
	return true;
}

static bool compute(struct sample *s, const struct vm_column *where, const struct vm_column *x)
{
	if ((s->group && s->group->none == VM_ERROR) || !take_rows(s, where, x)) return nobody_has_it(s);
	enum task_kind kind = s->task->kind;
	if (kind == TASK_MIN || kind == TASK_MAX) return s->row ? near_extremes(s, s->task->argument) : whole_extremes(s);
	return kind == TASK_QUANTILE ? quantiles(s) : summed(s);
}

/* Below 2^2048 sums are exact (language.md, 5.3), and the denominator of a variance is the square of that of the mean. */
enum { FILLED_BITS = 900, FILLED_COUNTS = 1 << 20 };

/* True when the argument is such a column, and what is asked of it can be had of its parts. */
static bool take_filled(struct sample *s)
{
	const struct task *t = s->task;
	if (t->kind == TASK_QUANTILE || !filled_of(s->vm, t->argument, &s->filled)) return false;
	size_t values = s->filled.values->count;
	if (filled_bits(&s->filled) > FILLED_BITS || values > FILLED_COUNTS / s->groups) return false;
	s->filled_count = vm_take(s->vm, s->groups * values, sizeof *s->filled_count);
	return true;
}

bool task_aggregate(struct vm *vm, const struct task *t)
{
	struct sample s = { .vm = vm, .task = t, .group = group_make(vm, t->group), .groups = 1 };
	const struct vm_column *where = t->where == NOTHING ? NULL : column_load(vm, t->where), *x = NULL;
	if (t->argument != NOTHING) x = column_load(vm, t->argument);
	if (vm->why) return false;
	if (s.group && !s.group->cannot) s.groups = s.group->count;
	if (take_filled(&s)) x = NULL;
	bool bounded = x && x->e, extremes = t->kind == TASK_MIN || t->kind == TASK_MAX;
	if ((s.group && s.group->cannot) || (bounded && (!extremes || x->number))) return by_referee(vm, t);
	if (s.group) s.code = vm_take(vm, vm->count, sizeof *s.code);
	if (bounded) s.row = vm_take(vm, vm->count, sizeof *s.row);
	else if (x || s.filled_count) s.x = vm_take(vm, vm->count, sizeof *s.x);
	s.shape = x && x->v ? x->shape : (struct shape){ .whole = true, .unit = number_of(1) };
	if (s.filled_count) s.shape.unit = s.filled.cells->unit;
	s.values = values_make(vm, t, s.groups);
	bool done = compute(&s, where, x);
	vm_give(vm, s.code);
	vm_give(vm, s.row);
	vm_give(vm, s.x);
	vm_give(vm, s.filled_count);
	if (done || vm->why) return done;
	return by_referee(vm, t);
}

/* --- what the VM has no instruction for --- */

static void ask_row(struct vm *vm, const struct task *t, struct vm_column *c, struct number *number, size_t i)
{
	const struct referee *r = vm->referee;
	struct answer answer = t->symbol != NOTHING ? r->ask_symbol(r->self, t->symbol, vm_row(vm, i))
	                                            : r->ask(r->self, t->source, vm_row(vm, i));
	c->state[i] = (uint8_t)answer.state;
	if (c->flag) c->flag[i] = !answer.state && number_sign(answer.number) != 0;
	else number[i] = answer.state ? number_of(0) : number_keep(vm->kept, answer.number);
}

bool task_exact(struct vm *vm, const struct task *t)
{
	struct vm_column *c = &vm->columns[t->out];
	bool flag = vm->program->columns[t->out].kind == REG_FLAG;
	struct number *number = flag ? NULL : vm_take(vm, vm->count, sizeof *number);
	*c = (struct vm_column){ .stage = NOTHING };
	c->state = vm_take(vm, vm->count, sizeof *c->state);
	if (flag) c->flag = vm_take(vm, vm->count, sizeof *c->flag);
	bool awards = t->symbol != NOTHING && vm->program->model->symbols[t->symbol]->kind == SYMBOL_ALLOCATE;
	for (size_t i = 0, errors = 0; i < vm->count; i++) {
		ask_row(vm, t, c, number, i);
		errors += c->state[i] == VM_ERROR;
		if (awards && errors) return vm_refuse(vm, "an allocation that cannot be made");
		if (errors > ERRORS_MAX) return vm_refuse(vm, "an error in many rows");
	}
	vm->counts.asked += vm->count;
	if (flag) return true;
	c->shape = shape_numbers(vm, number, c->state, vm->count, &c->v, &c->e);
	if (c->shape.whole) vm_give(vm, number);
	else c->number = number;
	return true;
}

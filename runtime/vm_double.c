/* vm_double.c - one instruction at one row in double-double arithmetic: what it rests on, also in the stages that stored
 * what it reads, in one path that any thread can follow. While a value is a fraction of two machine words, it is exact
 * instead: so values that are equal although of different form are seen to be. What neither lets it decide is not known, and
 * left to the exact layer; a choice does not ask for the side that it does not take.
 * In:   columns, groups and lookups as they are when the path is made.   Out: a value with its bound, or none.
 * Owns: its paths, until they are given back; they are good as long as the columns that were there stay. */
#include "runtime/vm_private.h"
#include <math.h>

enum {
	MOST_STEPS = 4096,      /* of a path */
	MOST_STAGES = 64,       /* one within the other */
	MOST_SEEN = 1 << 18,    /* instructions that are looked at for one path */
	MOST_OF_PLAN = 1 << 18, /* steps of all paths of a plan */
	MOST_MADE = 1 << 22     /* and instructions looked at */
};
#define GRID_SLACK (1 - 0x1p-40)

enum source_kind { FROM_STEPS, FROM_CELLS, FROM_COLUMN, FROM_VALUES, FROM_LOOKUP, FROM_FIGURE };

struct double_step {
	enum op op;
	enum source_kind from;
	uint32_t a, b, c;      /* FROM_STEPS */
	uint32_t field, group; /* of a lookup, of values */
	const void *data;
	struct number unit;   /* of whole numbers or of rounding; a figure; den 0: not of two machine words */
	struct ball constant; /* the same */
	enum vm_state state;  /* of a figure */
	double grid;          /* of a comparison: both are multiples of it; 0: not known */
};

struct double_path {
	const struct vm *vm;
	struct double_step *step;
	size_t count;
	uint32_t result; /* the step that gives it */
};

/* --- making a path --- */

static const struct number no_number = { .num = 0, .den = 0 };

struct making {
	struct vm *vm;
	const struct plan *plan; /* that knows the shapes of its registers; NULL */
	struct double_step *step;
	size_t count, room, seen;
	uint32_t *place; /* by column: the step that worked it out; NOTHING */
	unsigned depth;
	bool cannot;
};

static uint32_t add(struct making *m, const struct double_step *like)
{
	if (m->count == MOST_STEPS) {
		m->cannot = true;
		return 0;
	}
	if (m->count == m->room) {
		struct double_step *larger = vm_take(m->vm, m->room * 2 + 16, sizeof *larger);
		if (m->count) memcpy(larger, m->step, m->count * sizeof *larger);
		vm_give(m->vm, m->step);
		m->step = larger;
		m->room = m->room * 2 + 16;
	}
	m->step[m->count] = *like;
	return (uint32_t)m->count++;
}

static void give_unit(struct double_step *s, struct number unit)
{
	s->unit = unit.den ? unit : no_number;
	s->constant = ball_of_number(unit);
}

static struct double_step constant_step(const struct vm_figure *figure)
{
	struct double_step s = { .from = FROM_FIGURE, .state = figure->state, .unit = no_number };
	if (!figure->state) give_unit(&s, figure->number);
	return s;
}

static uint32_t make_register(struct making *m, uint32_t stage, uint32_t target);

static uint32_t make_column(struct making *m, uint32_t column)
{
	const struct vm_column *c = &m->vm->columns[column];
	const struct column *cells = vm_cells(m->vm, column);
	struct double_step s = { .data = c, .from = FROM_COLUMN, .unit = no_number };
	if (m->place[column] != NOTHING) return m->place[column];
	if (cells) {
		s.from = FROM_CELLS;
		s.data = cells;
		if (cells->kind == COLUMN_WHOLE) give_unit(&s, cells->unit);
	} else if (c->ready && c->constant) s = constant_step(c->constant);
	else if (!c->ready || (c->e && !c->number && !c->shape.single)) {
		if (c->stage == NOTHING) m->cannot = true;
		else m->place[column] = make_register(m, c->stage, c->reg);
		return m->place[column];
	} else if (c->v && !c->e) give_unit(&s, c->shape.unit);
	m->place[column] = add(m, &s);
	return m->place[column];
}

static struct double_step load(struct making *m, const struct instruction *in)
{
	struct vm *vm = m->vm;
	const struct program *p = vm->program;
	struct double_step s = { .op = in->op, .unit = no_number };
	switch (op_info[in->op].operands[0]) {
	case 'F':
		s.from = FROM_CELLS;
		s.data = &vm->table->columns[in->a];
		if (vm->table->columns[in->a].kind == COLUMN_WHOLE) give_unit(&s, vm->table->columns[in->a].unit);
		return s;
	case 'V':
		s.from = FROM_VALUES;
		s.data = &vm->values[in->a];
		s.group = p->values[in->a].group;
		return s;
	case 'L':
		s.from = FROM_LOOKUP;
		s.data = vm_lookup(vm, in->a);
		s.field = p->lookups[in->a].field;
		return s;
	default: break;
	}
	if (p->figures[in->a].kind != REG_TEXT) return constant_step(vm_figure(vm, in->a));
	s.from = FROM_FIGURE;
	give_unit(&s, number_of(p->figures[in->a].literal));
	return s;
}

/* What both sides of a comparison are multiples of, as the plan knows. */
static double grid_of(const struct making *m, uint32_t stage, const struct instruction *in)
{
	struct number unit;
	if (!m->plan || m->plan->stage != stage || vm_without(m->vm, VM_GRID)) return 0;
	if (in->op < OP_CODE_EQUAL || in->op > OP_CODE_GREATER_EQUAL) return 0;
	return shape_common(&m->plan->regs[in->a].shape, &m->plan->regs[in->b].shape, &unit) ? unit_value(unit) : 0;
}

static uint32_t make_step(struct making *m, uint32_t stage, const struct instruction *in, const uint32_t *place)
{
	const char *operands = op_info[in->op].operands;
	if (operands[0] == 'C') return make_column(m, in->a);
	struct double_step s = { .op = in->op, .unit = no_number };
	if (!op_takes_register(operands[0])) {
		s = load(m, in);
	} else {
		s.a = place[in->a];
		if (op_takes_register(operands[1])) s.b = place[in->b];
		if (operands[1] && op_takes_register(operands[2])) s.c = place[in->c];
		s.grid = grid_of(m, stage, in);
	}
	if (operands[0] != 'G' && operands[1] == 'G') {
		const struct vm_figure *unit = vm_figure(m->vm, in->b);
		s.state = unit->state || number_sign(unit->number) <= 0 ? VM_ERROR : VM_PRESENT;
		if (!s.state) give_unit(&s, unit->number);
	}
	return add(m, &s);
}

/* Which instructions are needed: 1, and NOTHING of the others. */
static uint32_t *needed_for(struct making *m, const struct instruction *code, uint32_t target)
{
	uint32_t *place = vm_take(m->vm, (size_t)target + 1, sizeof *place);
	memset(place, 0xff, ((size_t)target + 1) * sizeof *place);
	place[target] = 1;
	for (size_t i = (size_t)target + 1; i-- > 0;) {
		const char *operands = op_info[code[i].op].operands;
		uint32_t from[] = { code[i].a, code[i].b, code[i].c };
		for (size_t k = 0; place[i] != NOTHING && operands[k]; k++)
			if (op_takes_register(operands[k])) place[from[k]] = 1;
	}
	return place;
}

static uint32_t make_register(struct making *m, uint32_t stage, uint32_t target)
{
	const struct instruction *code = m->vm->program->stages[stage].code;
	m->seen += (size_t)target + 1;
	if (m->seen > MOST_SEEN || m->depth == MOST_STAGES) m->cannot = true;
	if (m->cannot) return 0;
	m->depth++;
	uint32_t *place = needed_for(m, code, target);
	for (uint32_t at = 0; at <= target && !m->cannot; at++)
		if (place[at] != NOTHING) place[at] = make_step(m, stage, &code[at], place);
	uint32_t last = place[target];
	vm_give(m->vm, place);
	m->depth--;
	return last;
}

static struct double_path *finish(struct making *m, uint32_t result)
{
	struct double_path *path = NULL;
	vm_give(m->vm, m->place);
	if (m->cannot) {
		vm_give(m->vm, m->step);
		return NULL;
	}
	path = vm_take(m->vm, 1, sizeof *path);
	*path = (struct double_path){ m->vm, m->step, m->count, result };
	return path;
}

static struct making begin(struct vm *vm, const struct plan *plan)
{
	struct making m = { .vm = vm, .plan = plan };
	m.place = vm_take(vm, vm->program->column_count, sizeof *m.place);
	memset(m.place, 0xff, vm->program->column_count * sizeof *m.place);
	m.cannot = vm_without(vm, VM_DOUBLE);
	return m;
}

static void path_give(struct vm *vm, struct double_path *path)
{
	if (path) vm_give(vm, path->step);
	vm_give(vm, path);
}

static struct double_path *path_of_column(struct vm *vm, uint32_t column)
{
	struct making m = begin(vm, NULL);
	uint32_t result = m.cannot ? 0 : make_column(&m, column);
	return finish(&m, result);
}

/* --- of a plan --- */

/* Those that may meet what they cannot decide. */
static bool may_ask(const struct plan *p, const struct step *s)
{
	if (!s->in || s->run != kernel_bounded[s->in->op]) return false;
	enum op op = s->in->op;
	if (op == OP_CODE_DIVIDE) return !(p->regs[s->in->b].shape.low > 0 || p->regs[s->in->b].shape.high < 0);
	return (op >= OP_CODE_ROUND && op <= OP_CODE_FLOAT32) || (op >= OP_CODE_EQUAL && op <= OP_CODE_GREATER_EQUAL);
}

void double_plan(struct plan *p)
{
	size_t steps = 0, seen = 0;
	for (size_t i = 0; i < p->step_count && steps < MOST_OF_PLAN && seen < MOST_MADE; i++) {
		struct step *s = &p->steps[i];
		if (!may_ask(p, s)) continue;
		struct making m = begin(p->vm, p);
		uint32_t result = m.cannot ? 0 : make_register(&m, p->stage, s->at);
		steps += m.count;
		seen += m.seen;
		s->path = finish(&m, result);
		if (s->path && s->path->count > p->path_room) p->path_room = s->path->count;
	}
}

void double_plan_give(struct plan *p)
{
	for (size_t i = 0; i < p->step_count; i++)
		path_give(p->vm, p->steps[i].path);
}

/* --- following it: loads --- */

static struct double_value in_state(uint8_t state)
{
	return (struct double_value){ .state = state, .exact = no_number };
}

static struct double_value known(struct number n)
{
	return (struct double_value){ .exact = n };
}

static struct double_value near(struct ball x)
{
	if (x.error == INFINITY) return in_state(DOUBLE_UNKNOWN);
	return (struct double_value){ .near = x, .exact = no_number };
}

static struct double_value number(struct number n)
{
	return n.den ? known(n) : near(ball_of_number(n));
}

static struct double_value truth(bool holds)
{
	return known(number_of(holds));
}

static struct double_value whole(int64_t m, struct number unit)
{
	struct number n;
	if (number_small_mul(number_of(m), unit, &n)) return known(n);
	return near(ball_mul(ball_of_whole(m), ball_of_number(unit)));
}

static struct double_value single(double v)
{
	struct number n;
	return shape_small(v, &n) ? known(n) : near(ball_of(v));
}

static struct double_value of_cells(const struct vm *vm, const struct double_step *s, size_t i)
{
	const struct column *cells = s->data;
	size_t row = vm_row(vm, i);
	if (column_missing(cells, row)) return in_state(VM_MISSING);
	if (cells->kind == COLUMN_WHOLE) return whole(cells->whole[row], s->unit);
	if (cells->kind == COLUMN_CODED) return known(number_of(cells->code[row]));
	if (cells->kind == COLUMN_EXACT) return number(cells->number[row]);
	return known(number_of((int64_t)row));
}

static struct double_value of_column(const struct double_step *s, size_t i)
{
	const struct vm_column *c = s->data;
	if (c->state && c->state[i]) return in_state(c->state[i]);
	if (c->flag) return truth(c->flag[i]);
	if (c->text) return known(number_of(c->text[i]));
	if (c->number) return number(c->number[i]);
	if (c->shape.single) return single(c->v[i]);
	return whole((int64_t)c->v[i], s->unit);
}

static struct double_value of_values(const struct vm *vm, const struct double_step *s, size_t i)
{
	const struct vm_values *values = s->data;
	uint32_t at = vm_value_at(vm, values, s->group, i);
	if (at == NOTHING) return in_state((uint8_t)vm->groups[s->group].none);
	return values->state[at] ? in_state(values->state[at]) : number(values->number[at]);
}

static struct double_value of_lookup(const struct vm *vm, const struct double_step *s, size_t i)
{
	const struct vm_lookup *l = s->data;
	size_t at = vm_word_at(vm, l, s->field, i);
	return l->state[at] ? in_state(l->state[at]) : number(l->number[at]);
}

static struct double_value of_figure(const struct double_step *s)
{
	if (s->state) return in_state((uint8_t)s->state);
	return s->unit.den ? known(s->unit) : near(s->constant);
}

/* --- operations --- */

struct ball double_ball(const struct double_value *a)
{
	return a->exact.den ? ball_of_number(a->exact) : a->near;
}

static bool both_exact(const struct double_value *a, const struct double_value *b)
{
	return a->exact.den && b->exact.den;
}

static struct number negative(struct number a)
{
	return (struct number){ .num = -a.num, .den = a.den };
}

static bool computed(enum op op, struct number a, struct number b, struct number *out)
{
	if (op == OP_CODE_ADD) return number_small_add(a, b, out);
	if (op == OP_CODE_SUBTRACT) return number_small_add(a, negative(b), out);
	return op == OP_CODE_MULTIPLY ? number_small_mul(a, b, out) : number_small_div(a, b, out);
}

static struct double_value arithmetic(enum op op, const struct double_value *a, const struct double_value *b)
{
	struct number n;
	if (op == OP_CODE_DIVIDE && b->exact.den && !b->exact.num) return in_state(VM_ERROR);
	if (both_exact(a, b) && computed(op, a->exact, b->exact, &n)) return known(n);
	struct ball x = double_ball(a), y = double_ball(b);
	if (op == OP_CODE_ADD) return near(ball_add(x, y));
	if (op == OP_CODE_SUBTRACT) return near(ball_sub(x, y));
	return near(op == OP_CODE_MULTIPLY ? ball_mul(x, y) : ball_div(x, y));
}

/* Of numbers that are known exactly, or as far apart as the bounds say; false when that does not decide. */
static bool order_of(const struct vm *vm, const struct double_value *a, const struct double_value *b, double grid,
                     int *order)
{
	(void)vm;
	if (both_exact(a, b)) {
		*order = number_order(a->exact, b->exact);
		if (PLANTED(vm, VM_DOUBLE) && *order == 0) *order = 1;
		return true;
	}
	struct ball d = ball_sub(double_ball(a), double_ball(b));
	if (ball_sign(d, order)) return true;
	*order = 0;
	return (fabs(d.value.hi) + d.error) * SLACK < grid * GRID_SLACK;
}

static struct double_value compared(const struct vm *vm, const struct double_step *s, const struct double_value *a,
                                    const struct double_value *b)
{
	int order;
	if (!order_of(vm, a, b, s->grid, &order)) return in_state(DOUBLE_UNKNOWN);
	return truth(vm_holds(s->op, order));
}

static struct double_value one_of(const struct vm *vm, const struct double_step *s, const struct double_value *a,
                                  const struct double_value *b)
{
	int order;
	bool larger = s->op == OP_CODE_LARGER;
	if (order_of(vm, a, b, 0, &order)) return (larger ? order > 0 : order < 0) ? *a : *b;
	struct ball x = double_ball(a), y = double_ball(b);
	return near(larger ? ball_larger(x, y) : ball_smaller(x, y));
}

static struct double_value rounded(const struct double_step *s, const struct double_value *a)
{
	enum rounding how = vm_rounding(s->op);
	int64_t units;
	double m;
	if (s->state) return in_state(VM_ERROR);
	if (!s->unit.den) return in_state(DOUBLE_UNKNOWN);
	if (number_small_units(a->exact, s->unit, how, &units) && units < INT64_C(1) << 52 && units > -(INT64_C(1) << 52))
		m = (double)units;
	else if (!ball_round(ball_div(double_ball(a), s->constant), how, &m)) return in_state(DOUBLE_UNKNOWN);
	struct double_value value = whole((int64_t)m, s->unit);
	value.units = m;
	return value;
}

/* The root of a square is whole, ln of 1 and e^0 are, too. */
static bool curve_exact(enum curve which, struct number a, struct number *out)
{
	if (which == CURVE_LN || which == CURVE_EXP) {
		*out = number_of(which == CURVE_EXP);
		return a.den == 1 && a.num == (which == CURVE_LN);
	}
	if (which != CURVE_SQRT || a.den != 1 || a.num < 0) return false;
	*out = number_of((int64_t)sqrt((double)a.num));
	return out->num < INT64_C(1) << 31 && out->num * out->num == a.num;
}

/* A number that is a double becomes the nearest single also where it lies halfway between two. */
static bool single_exact(struct number a, struct double_value *out)
{
	double x = ball_of_number(a).value.hi, y, bound;
	struct number n;
	if (!shape_small(x, &n) || number_order(n, a) || curve_near(CURVE_FLOAT32, x, 0, &y, &bound) != CURVE_FOUND)
		return false;
	*out = single(y);
	return true;
}

static struct double_value curve_of(enum curve which, const struct double_value *a)
{
	struct number n;
	struct ball y;
	struct double_value nearest;
	if (a->exact.den && which == CURVE_FLOAT32 && single_exact(a->exact, &nearest)) return nearest;
	if (a->exact.den && curve_exact(which, a->exact, &n)) return known(n);
	enum curve_found found = curve_ball(which, double_ball(a), &y);
	if (found != CURVE_FOUND) return in_state(found == CURVE_NONE ? (uint8_t)VM_ERROR : (uint8_t)DOUBLE_UNKNOWN);
	return which == CURVE_FLOAT32 ? single(y.value.hi) : near(y);
}

static struct double_value negated(const struct double_value *a)
{
	return a->exact.den ? known(negative(a->exact)) : near(ball_neg(a->near));
}

static struct double_value without_sign(const struct double_value *a)
{
	int sign;
	if (a->exact.den) return a->exact.num < 0 ? negated(a) : *a;
	if (ball_sign(a->near, &sign)) return sign < 0 ? negated(a) : *a;
	return near(ball_larger(a->near, ball_neg(a->near)));
}

static bool holds(const struct double_value *a)
{
	return a->exact.num != 0;
}

static struct double_value kleene(const struct double_value *a, const struct double_value *b, bool decisive)
{
	if (a->state > VM_MISSING || (!a->state && holds(a) == decisive)) return *a;
	if (b->state > VM_MISSING || (!b->state && holds(b) == decisive)) return *b;
	return a->state ? *a : *b;
}

/* These ask for some of their operands only. */
static struct double_value of_flags(enum op op, const struct double_value *a, const struct double_value *b,
                                    const struct double_value *c)
{
	if (op == OP_CODE_AND) return kleene(a, b, false);
	if (op == OP_CODE_OR) return kleene(a, b, true);
	if (op == OP_CODE_IS_MISSING) return a->state > VM_MISSING ? *a : truth(a->state == VM_MISSING);
	if (op == OP_CODE_OR_ELSE_NUMBER || op == OP_CODE_OR_ELSE_FLAG || op == OP_CODE_OR_ELSE_TEXT)
		return a->state == VM_MISSING ? *b : *a;
	if (a->state) return *a;
	if (op == OP_CODE_IF_NUMBER || op == OP_CODE_IF_FLAG || op == OP_CODE_IF_TEXT) return holds(a) ? *b : *c;
	if (op == OP_CODE_FAIL_NUMBER || op == OP_CODE_FAIL_FLAG) return holds(a) ? in_state(VM_ERROR) : *b;
	return holds(a) ? *b : in_state(VM_ABSENT);
}

static struct double_value operation(const struct vm *vm, const struct double_step *s,
                                     const struct double_value *values)
{
	const struct double_value *a = &values[s->a], *b = &values[s->b];
	enum op op = s->op;
	if (op == OP_CODE_AND || op == OP_CODE_OR || (op >= OP_CODE_IS_MISSING && op < OP_CODE_STORE))
		return of_flags(op, a, b, &values[s->c]);
	bool two = op_takes_register(op_info[op].operands[1]);
	if (a->state || (two && b->state)) return !two || a->state > b->state ? *a : *b;
	if (op >= OP_CODE_ROUND && op <= OP_CODE_ROUND_DOWN) return rounded(s, a);
	if (op >= OP_CODE_LN && op <= OP_CODE_FLOAT32) return curve_of(vm_curve(op), a);
	if (op >= OP_CODE_EQUAL && op <= OP_CODE_EQUAL_FLAG) return compared(vm, s, a, b);
	switch ((int)op) {
	case OP_CODE_ADD:
	case OP_CODE_SUBTRACT:
	case OP_CODE_MULTIPLY:
	case OP_CODE_DIVIDE: return arithmetic(op, a, b);
	case OP_CODE_NEGATE: return negated(a);
	case OP_CODE_ABS: return without_sign(a);
	case OP_CODE_LARGER:
	case OP_CODE_SMALLER: return one_of(vm, s, a, b);
	case OP_CODE_NOT: return truth(!holds(a));
	case OP_CODE_AS_NUMBER: return *a;
	default: return in_state(DOUBLE_UNKNOWN);
	}
}

static struct double_value value_of(const struct double_path *path, const struct double_step *s,
                                    const struct double_value *values, size_t i)
{
	switch (s->from) {
	case FROM_STEPS: return operation(path->vm, s, values);
	case FROM_CELLS: return of_cells(path->vm, s, i);
	case FROM_COLUMN: return of_column(s, i);
	case FROM_VALUES: return of_values(path->vm, s, i);
	case FROM_LOOKUP: return of_lookup(path->vm, s, i);
	case FROM_FIGURE: return of_figure(s);
	}
	return in_state(DOUBLE_UNKNOWN);
}

struct double_value double_at(const struct double_path *path, size_t i, struct double_value *room)
{
	for (size_t at = 0; at < path->count; at++)
		room[at] = value_of(path, &path->step[at], room, i);
	return room[path->result];
}

bool double_order(const struct vm *vm, const struct double_value *a, const struct double_value *b, double grid,
                  int *order)
{
	return !a->state && !b->state && order_of(vm, a, b, grid, order);
}

struct double_value double_of_exact(struct number n)
{
	return number(n);
}

/* --- columns --- */

bool double_column(struct vm *vm, uint32_t column, size_t i, struct double_value *out)
{
	struct double_columns *d = &vm->doubles;
	if (!d->known) d->known = vm_take(vm, vm->program->column_count, sizeof *d->known);
	if (!d->path) d->path = vm_take(vm, vm->program->column_count, sizeof(struct double_path *));
	if (!d->known[column]) {
		d->path[column] = path_of_column(vm, column);
		d->known[column] = true;
	}
	const struct double_path *path = d->path[column];
	if (!path) return false;
	if (path->count > d->room_count) {
		vm_give(vm, d->room);
		d->room_count = path->count;
		d->room = vm_take(vm, d->room_count, sizeof *d->room);
	}
	*out = double_at(path, i, d->room);
	return out->state == VM_PRESENT;
}

void double_forget(struct vm *vm)
{
	struct double_columns *d = &vm->doubles;
	for (size_t i = 0; d->path && i < vm->program->column_count; i++)
		path_give(vm, d->path[i]);
	vm_give(vm, d->known);
	vm_give(vm, d->path);
	d->known = NULL;
	d->path = NULL;
}

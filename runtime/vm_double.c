/* vm_double.c - one instruction at one row in double-double arithmetic: what it rests on, also in the stages that stored
 * what it reads, in one path that any thread can follow. What the error does not let it decide is not known, and left to
 * the exact layer; a choice does not ask for the side that it does not take.
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
	struct ball constant, unit; /* of whole numbers, or of rounding */
	struct number whole_unit;   /* the same exactly; den 0: none */
	enum vm_state state;        /* of a figure */
	double grid;                /* of a comparison: both are multiples of it; 0: not known */
};

struct double_path {
	const struct vm *vm;
	struct double_step *step;
	size_t count;
	uint32_t result; /* the step that gives it */
};

/* --- making a path --- */

struct making {
	struct vm *vm;
	const struct plan *plan; /* that knows the shapes of its registers; NULL */
	struct double_step *step;
	size_t count, room, seen;
	uint32_t *place; /* by column: the step that worked it out; NOTHING */
	unsigned depth;
	bool cannot;
};

static bool is_register(char operand)
{
	return operand && !(operand >= 'A' && operand <= 'Z');
}

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
	s->whole_unit = unit;
	s->unit = ball_of_number(unit);
}

/* Zero, which is a multiple of anything, stands for numbers that are no multiples of one. */
static const struct number no_unit = { .num = 0, .den = 0 };

static struct double_step constant_step(const struct vm_figure *figure)
{
	struct double_step s = { .from = FROM_FIGURE, .state = figure->state, .whole_unit = no_unit };
	if (!figure->state) {
		s.constant = ball_of_number(figure->number);
		s.whole_unit = figure->number;
	}
	return s;
}

static uint32_t make_register(struct making *m, uint32_t stage, uint32_t target);

static uint32_t make_column(struct making *m, uint32_t column)
{
	const struct vm_column *c = &m->vm->columns[column];
	const struct column *cells = vm_cells(m->vm, column);
	struct double_step s = { .data = c, .from = FROM_COLUMN, .whole_unit = no_unit };
	if (m->place[column] != NOTHING) return m->place[column];
	if (cells) {
		s.from = FROM_CELLS;
		s.data = cells;
		if (cells->kind == COLUMN_WHOLE) give_unit(&s, cells->unit);
	} else if (c->ready && c->constant) s = constant_step(c->constant);
	else if (!c->ready || (c->e && !c->number)) {
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
	struct double_step s = { .op = in->op, .whole_unit = no_unit };
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
	s.constant = ball_of_whole(p->figures[in->a].literal);
	return s;
}

/* What both sides of a comparison are multiples of, as the plan knows. */
static double grid_of(const struct making *m, uint32_t stage, const struct instruction *in)
{
	struct number unit;
	if (!m->plan || m->plan->stage != stage || m->vm->options.without & 1u << VM_GRID) return 0;
	if (in->op < OP_CODE_EQUAL || in->op > OP_CODE_GREATER_EQUAL) return 0;
	return shape_common(&m->plan->regs[in->a].shape, &m->plan->regs[in->b].shape, &unit) ? unit_value(unit) : 0;
}

static uint32_t make_step(struct making *m, uint32_t stage, const struct instruction *in, const uint32_t *place)
{
	const char *operands = op_info[in->op].operands;
	if (operands[0] == 'C') return make_column(m, in->a);
	struct double_step s = { .op = in->op, .whole_unit = no_unit };
	if (!is_register(operands[0])) {
		s = load(m, in);
	} else {
		s.a = place[in->a];
		if (is_register(operands[1])) s.b = place[in->b];
		if (operands[1] && is_register(operands[2])) s.c = place[in->c];
		s.grid = grid_of(m, stage, in);
	}
	if (operands[0] != 'G' && operands[1] == 'G') {
		const struct vm_figure *unit = vm_figure(m->vm, in->b);
		s.state = unit->state || number_sign(unit->number) <= 0 ? VM_ERROR : VM_PRESENT;
		if (!s.state && unit->number.den) give_unit(&s, unit->number);
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
			if (is_register(operands[k])) place[from[k]] = 1;
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
	m.cannot = (vm->options.without & 1u << VM_DOUBLE) != 0;
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
	return (op >= OP_CODE_ROUND && op <= OP_CODE_ROUND_DOWN) || (op >= OP_CODE_EQUAL && op <= OP_CODE_GREATER_EQUAL);
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
	return (struct double_value){ .state = state, .unit = no_unit };
}

static struct double_value present(struct ball x)
{
	if (x.error == INFINITY) return in_state(DOUBLE_UNKNOWN);
	return (struct double_value){ .x = x, .unit = no_unit };
}

static struct double_value truth(bool holds)
{
	return present(ball_of(holds));
}

static struct double_value whole(double m, const struct double_step *s)
{
	struct double_value value = present(ball_mul(ball_of(m), s->unit));
	value.unit = s->whole_unit;
	value.whole = m;
	return value;
}

static struct double_value exact_number(struct number n)
{
	struct double_value value = present(ball_of_number(n));
	value.unit = n;
	value.whole = 1;
	return value;
}

static struct double_value of_cells(const struct vm *vm, const struct double_step *s, size_t i)
{
	const struct column *cells = s->data;
	size_t row = vm_row(vm, i);
	if (column_missing(cells, row)) return in_state(VM_MISSING);
	if (cells->kind == COLUMN_WHOLE) return whole((double)cells->whole[row], s);
	if (cells->kind == COLUMN_CODED) return present(ball_of_whole(cells->code[row]));
	if (cells->kind == COLUMN_EXACT) return exact_number(cells->number[row]);
	return present(ball_of_whole((int64_t)row));
}

static struct double_value of_column(const struct double_step *s, size_t i)
{
	const struct vm_column *c = s->data;
	if (c->state && c->state[i]) return in_state(c->state[i]);
	if (c->flag) return truth(c->flag[i]);
	if (c->text) return present(ball_of_whole(c->text[i]));
	if (c->number) return exact_number(c->number[i]);
	return whole(c->v[i], s);
}

static struct double_value of_values(const struct vm *vm, const struct double_step *s, size_t i)
{
	const struct vm_values *values = s->data;
	uint32_t at = values->by_row ? (uint32_t)i : s->group == NOTHING ? 0 : vm->groups[s->group].of[i];
	if (at == NOTHING) return in_state((uint8_t)vm->groups[s->group].none);
	return values->state[at] ? in_state(values->state[at]) : exact_number(values->number[at]);
}

static struct double_value of_lookup(const struct vm *vm, const struct double_step *s, size_t i)
{
	const struct vm_lookup *l = s->data;
	const struct column *cells = &vm->table->columns[s->field];
	size_t row = vm_row(vm, i), at = l->by_row ? i : column_missing(cells, row) ? l->count : cells->code[row];
	return l->state[at] ? in_state(l->state[at]) : exact_number(l->number[at]);
}

static struct double_value of_figure(const struct double_step *s)
{
	if (s->state) return in_state((uint8_t)s->state);
	struct double_value value = present(s->constant);
	value.unit = s->whole_unit;
	value.whole = 1;
	return value;
}

/* --- operations --- */

/* The exact fraction, when it is known and takes two machine words. */
static bool fraction(const struct double_value *a, struct number *out)
{
	struct number size = number_of((int64_t)fabs(a->whole)), unit = a->unit;
	bool minus = (a->whole < 0) != (unit.num < 0);
	if (!unit.den || unit.num == INT64_MIN || !(fabs(a->whole) < WHOLE_MAX)) return false;
	*out = number_of(0);
	if (!unit.num || !size.num) return true;
	if (unit.num < 0) unit.num = -unit.num;
	if (!unit_times(size, unit, out)) return false;
	if (minus) out->num = -out->num;
	return true;
}

/* Of numbers that are known exactly, or as far apart as the bounds say; false when that does not decide. */
static bool order_of(const struct vm *vm, const struct double_value *a, const struct double_value *b, double grid,
                     int *order)
{
	struct ball d = ball_sub(a->x, b->x);
	struct number x, y;
	(void)vm;
	if (PLANTED(vm, VM_DOUBLE)) d.error = 0;
	if (ball_sign(d, order)) return true;
	if (fraction(a, &x) && fraction(b, &y)) {
		*order = number_order(x, y);
		return true;
	}
	*order = 0;
	return (fabs(d.value.hi) + d.error) * SLACK < grid * GRID_SLACK;
}

static struct double_value compared(const struct vm *vm, const struct double_step *s, const struct double_value *a,
                                    const struct double_value *b)
{
	int order;
	if (!order_of(vm, a, b, s->grid, &order)) return in_state(DOUBLE_UNKNOWN);
	switch ((int)s->op) {
	case OP_CODE_NOT_EQUAL: return truth(order != 0);
	case OP_CODE_LESS: return truth(order < 0);
	case OP_CODE_LESS_EQUAL: return truth(order <= 0);
	case OP_CODE_GREATER: return truth(order > 0);
	case OP_CODE_GREATER_EQUAL: return truth(order >= 0);
	default: return truth(order == 0); /* texts and flags too */
	}
}

static struct double_value one_of(const struct vm *vm, const struct double_step *s, const struct double_value *a,
                                  const struct double_value *b)
{
	int order;
	bool larger = s->op == OP_CODE_LARGER;
	if (order_of(vm, a, b, 0, &order)) return (larger ? order > 0 : order < 0) ? *a : *b;
	return present(larger ? ball_larger(a->x, b->x) : ball_smaller(a->x, b->x));
}

/* To a multiple of the unit, where x and it are known exactly. */
static bool round_fraction(struct number x, struct number unit, enum rounding how, double *out)
{
	struct number inverse = { .num = unit.den, .den = unit.num }, size = x, units = number_of(0);
	if (x.num < 0) size.num = -x.num;
	if (x.num && !unit_times(size, inverse, &units)) return false;
	int64_t floor = units.num / units.den, rest = units.num % units.den;
	if (floor >= INT64_C(1) << 52) return false;
	/* Of a number below 0 by its size: up and down change places. */
	bool up = rest && (x.num < 0 ? how == ROUND_DOWN : how == ROUND_UP), half = rest == units.den - rest;
	if (how == ROUND_HALF_AWAY) up = rest >= units.den - rest;
	if (how == ROUND_HALF_EVEN) up = rest > units.den - rest || (half && floor % 2);
	floor += up;
	*out = (double)(x.num < 0 ? -floor : floor);
	return true;
}

static struct double_value rounded(const struct double_step *s, const struct double_value *a)
{
	enum rounding how = s->op == OP_CODE_ROUND        ? ROUND_HALF_AWAY
	                    : s->op == OP_CODE_ROUND_EVEN ? ROUND_HALF_EVEN
	                    : s->op == OP_CODE_ROUND_UP   ? ROUND_UP
	                                                  : ROUND_DOWN;
	struct number x;
	double m;
	if (s->state) return in_state(VM_ERROR);
	if (!s->whole_unit.den) return in_state(DOUBLE_UNKNOWN);
	if (!ball_round(ball_div(a->x, s->unit), how, &m) &&
	    !(fraction(a, &x) && round_fraction(x, s->whole_unit, how, &m)))
		return in_state(DOUBLE_UNKNOWN);
	return whole(m, s);
}

static struct double_value negated(struct double_value a)
{
	a.x = ball_neg(a.x);
	a.whole = -a.whole;
	return a;
}

static struct double_value without_sign(const struct double_value *a)
{
	int sign;
	if (ball_sign(a->x, &sign)) return sign < 0 ? negated(*a) : *a;
	return present(ball_larger(a->x, ball_neg(a->x)));
}

static bool holds(const struct double_value *a)
{
	return a->x.value.hi != 0;
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

static struct double_value divided(const struct double_value *a, const struct double_value *b)
{
	int sign;
	struct number y;
	if (ball_sign(b->x, &sign) ? sign == 0 : fraction(b, &y) && y.num == 0) return in_state(VM_ERROR);
	return present(ball_div(a->x, b->x));
}

static struct double_value operation(const struct vm *vm, const struct double_step *s,
                                     const struct double_value *values)
{
	const struct double_value *a = &values[s->a], *b = &values[s->b];
	enum op op = s->op;
	if (op == OP_CODE_AND || op == OP_CODE_OR || (op >= OP_CODE_IS_MISSING && op < OP_CODE_STORE))
		return of_flags(op, a, b, &values[s->c]);
	bool two = is_register(op_info[op].operands[1]);
	if (a->state || (two && b->state)) return !two || a->state > b->state ? *a : *b;
	if (op >= OP_CODE_ROUND && op <= OP_CODE_ROUND_DOWN) return rounded(s, a);
	if (op >= OP_CODE_EQUAL && op <= OP_CODE_EQUAL_FLAG) return compared(vm, s, a, b);
	switch ((int)op) {
	case OP_CODE_ADD: return present(ball_add(a->x, b->x));
	case OP_CODE_SUBTRACT: return present(ball_sub(a->x, b->x));
	case OP_CODE_MULTIPLY: return present(ball_mul(a->x, b->x));
	case OP_CODE_DIVIDE: return divided(a, b);
	case OP_CODE_NEGATE: return negated(*a);
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
	return exact_number(n);
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

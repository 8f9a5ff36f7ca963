/* vm_exact.c - one instruction at one row, in exact arithmetic: what it rests on within its stage is worked out in order,
 * and what was stored with a bound is worked out in the stage that stored it. The last of the layers that decide. */
#include "runtime/vm_private.h"

/* Marks what the target rests on; gives the marks of its stage. */
static bool *needed_for(struct vm *vm, uint32_t stage, uint32_t target)
{
	struct exact_stage *s = &vm->exact[stage];
	const struct instruction *code = vm->program->stages[stage].code;
	if (!s->needed) {
		s->needed = arena_array(vm->arena, vm->program->stages[stage].count, sizeof *s->needed);
		s->answers = arena_array(vm->arena, vm->program->stages[stage].count, sizeof *s->answers);
	}
	memset(s->needed, 0, target + 1);
	s->needed[target] = true;
	for (size_t i = target + 1; i-- > 0;) {
		const char *operands = op_info[code[i].op].operands;
		uint32_t from[] = { code[i].a, code[i].b, code[i].c };
		for (size_t k = 0; s->needed[i] && operands[k]; k++)
			if (op_takes_register(operands[k])) s->needed[from[k]] = true;
	}
	return s->needed;
}

/* --- loads --- */

static struct answer present(struct number n)
{
	return (struct answer){ .state = VM_PRESENT, .number = n };
}

static struct answer absent(enum vm_state state)
{
	return (struct answer){ .state = state, .number = number_of(0) };
}

static struct answer cell(struct vm *vm, const struct column *cells, enum reg_kind kind, size_t i)
{
	size_t row = vm_row(vm, i);
	if (column_missing(cells, row)) return absent(VM_MISSING);
	if (kind != REG_TEXT) return present(column_number(cells, row));
	return present(number_of(cells->kind == COLUMN_CODED ? (int64_t)cells->code[row] : (int64_t)row));
}

struct answer exact_column(struct vm *vm, uint32_t column, size_t i)
{
	const struct vm_column *c = &vm->columns[column];
	const struct column *cells = vm_cells(vm, column);
	if (cells) return cell(vm, cells, vm->program->columns[column].kind, i);
	if (!c->ready) return exact_register(vm, c->stage, c->reg, i);
	if (c->constant) return c->constant->state ? absent(c->constant->state) : present(c->constant->number);
	if (c->state && c->state[i]) return absent((enum vm_state)c->state[i]);
	if (c->flag) return present(number_of(c->flag[i]));
	if (c->text) return present(number_of(c->text[i]));
	if (c->number) return present(c->number[i]);
	if (!c->e || c->shape.single) return present(shape_exact(vm->scratch, &c->shape, c->v[i]));
	return exact_register(vm, c->stage, c->reg, i);
}

static struct answer of_group(struct vm *vm, uint32_t which, size_t i)
{
	const struct vm_values *values = &vm->values[which];
	uint32_t group = vm->program->values[which].group, at = vm_value_at(vm, values, group, i);
	if (at == NOTHING) return absent(vm->groups[group].none);
	return values->state[at] ? absent((enum vm_state)values->state[at]) : present(values->number[at]);
}

static struct answer of_word(struct vm *vm, uint32_t which, size_t i)
{
	const struct vm_lookup *l = vm_lookup(vm, which);
	size_t at = vm_word_at(vm, l, vm->program->lookups[which].field, i);
	return l->state[at] ? absent((enum vm_state)l->state[at]) : present(l->number[at]);
}

static struct answer of_figure(struct vm *vm, uint32_t which)
{
	const struct program_figure *f = &vm->program->figures[which];
	if (f->kind == REG_TEXT) return present(number_of(f->literal));
	const struct vm_figure *figure = vm_figure(vm, which);
	return figure->state ? absent(figure->state) : present(figure->number);
}

/* --- operations --- */

static struct answer checked(struct vm *vm, struct number n)
{
	if (!numbers_too_large(vm->scratch) && number_fits(n)) return present(n);
	numbers_clear(vm->scratch);
	return absent(VM_ERROR);
}

static struct answer arithmetic(struct vm *vm, enum op op, struct number a, struct number b)
{
	struct numbers *pool = vm->scratch;
	if (op == OP_CODE_ADD) return checked(vm, number_add(pool, a, b));
	if (op == OP_CODE_SUBTRACT) return checked(vm, number_sub(pool, a, b));
	if (op == OP_CODE_MULTIPLY) return checked(vm, number_mul(pool, a, b));
	if (op == OP_CODE_LARGER) return present(number_order(a, b) > 0 ? a : b);
	if (op == OP_CODE_SMALLER) return present(number_order(a, b) < 0 ? a : b);
	return number_sign(b) ? checked(vm, number_div(pool, a, b)) : absent(VM_ERROR);
}

static struct answer rounding_of(struct vm *vm, enum op op, struct number a, struct answer unit)
{
	if (unit.state || number_sign(unit.number) <= 0) return absent(VM_ERROR);
	enum rounding how = vm_rounding(op);
	if (PLANTED(vm, VM_EXACT) && how == ROUND_HALF_AWAY) how = ROUND_HALF_EVEN;
	return checked(vm, number_round(vm->scratch, a, unit.number, how));
}

/* The referee's number is gone with its next answer. */
static struct answer curve_of(struct vm *vm, enum op op, struct number a)
{
	struct answer answer = vm->referee->curve(vm->referee->self, vm_curve(op), a);
	return answer.state ? absent(answer.state) : present(number_keep(vm->scratch, answer.number));
}

static bool holds(struct answer a)
{
	return number_sign(a.number) != 0;
}

static struct answer kleene(struct answer a, struct answer b, bool decisive)
{
	if (a.state > VM_MISSING || (!a.state && holds(a) == decisive)) return a;
	if (b.state > VM_MISSING || (!b.state && holds(b) == decisive)) return b;
	return a.state ? a : b;
}

static struct answer of_flags(enum op op, struct answer a, struct answer b, struct answer c)
{
	if (op == OP_CODE_AND) return kleene(a, b, false);
	if (op == OP_CODE_OR) return kleene(a, b, true);
	if (op == OP_CODE_IS_MISSING) return a.state > VM_MISSING ? a : present(number_of(a.state == VM_MISSING));
	if (op == OP_CODE_OR_ELSE_NUMBER || op == OP_CODE_OR_ELSE_FLAG || op == OP_CODE_OR_ELSE_TEXT)
		return a.state == VM_MISSING ? b : a;
	if (a.state) return a;
	if (op == OP_CODE_IF_NUMBER || op == OP_CODE_IF_FLAG || op == OP_CODE_IF_TEXT) return holds(a) ? b : c;
	if (op == OP_CODE_FAIL_NUMBER || op == OP_CODE_FAIL_FLAG) return holds(a) ? absent(VM_ERROR) : b;
	return holds(a) ? b : absent(VM_ABSENT);
}

static struct answer operation(struct vm *vm, const struct instruction *in, const struct answer *answers)
{
	const char *operands = op_info[in->op].operands;
	struct answer a = answers[in->a], b = op_takes_register(operands[1]) ? answers[in->b] : absent(VM_PRESENT), c = b;
	if (operands[1] && op_takes_register(operands[2])) c = answers[in->c];
	bool lazy =
		in->op == OP_CODE_AND || in->op == OP_CODE_OR || (in->op >= OP_CODE_IS_MISSING && in->op < OP_CODE_STORE);
	if (lazy) return of_flags(in->op, a, b, c);
	if (a.state || b.state) return a.state > b.state ? a : b;
	if (in->op == OP_CODE_NOT) return present(number_of(!holds(a)));
	if (in->op == OP_CODE_AS_NUMBER) return present(number_of(holds(a)));
	if (in->op == OP_CODE_NEGATE) return present(number_neg(vm->scratch, a.number));
	if (in->op == OP_CODE_ABS) return present(number_abs(vm->scratch, a.number));
	if (in->op >= OP_CODE_ROUND && in->op <= OP_CODE_ROUND_DOWN)
		return rounding_of(vm, in->op, a.number, of_figure(vm, in->b));
	if (in->op >= OP_CODE_LN && in->op <= OP_CODE_FLOAT32) return curve_of(vm, in->op, a.number);
	if (in->op >= OP_CODE_EQUAL && in->op <= OP_CODE_EQUAL_FLAG)
		return present(number_of(vm_holds(in->op, number_order(a.number, b.number))));
	return arithmetic(vm, in->op, a.number, b.number);
}

static struct answer one(struct vm *vm, const struct instruction *in, const struct answer *answers, size_t i)
{
	enum reg_kind kind = op_info[in->op].result;
	switch (op_info[in->op].operands[0]) {
	case 'F': return cell(vm, &vm->table->columns[in->a], kind, i);
	case 'C': return exact_column(vm, in->a, i);
	case 'V': return of_group(vm, in->a, i);
	case 'L': return of_word(vm, in->a, i);
	case 'G': return of_figure(vm, in->a);
	default: return operation(vm, in, answers);
	}
}

struct answer exact_register(struct vm *vm, uint32_t stage, uint32_t target, size_t i)
{
	const bool *needed = needed_for(vm, stage, target);
	struct answer *answers = vm->exact[stage].answers;
	for (uint32_t at = 0; at <= target; at++)
		if (needed[at]) answers[at] = one(vm, &vm->program->stages[stage].code[at], answers, i);
	return answers[target];
}

/* --- same inputs --- */

struct gathering {
	struct leaf leaf[64];
	size_t count;
	bool too_many;
};

static void gather_column(struct vm *vm, uint32_t column, struct gathering *g);

static void gather_register(struct vm *vm, uint32_t stage, uint32_t target, struct gathering *g)
{
	size_t count = target + 1;
	bool *needed = arena_array(vm->arena, count, sizeof *needed);
	memcpy(needed, needed_for(vm, stage, target), count * sizeof *needed);
	for (uint32_t at = 0; at < count && !g->too_many; at++) {
		const struct instruction *in = &vm->program->stages[stage].code[at];
		char from = op_info[in->op].operands[0];
		if (!needed[at] || op_takes_register(from) || from == 'G') continue;
		const struct vm_column *c = from == 'C' ? &vm->columns[in->a] : NULL;
		if (c && ((c->e && !c->shape.single) || !c->ready) && !c->number && !vm_cells(vm, in->a)) {
			gather_column(vm, in->a, g);
		} else {
			g->too_many = g->count == sizeof g->leaf / sizeof *g->leaf;
			if (!g->too_many) g->leaf[g->count++] = (struct leaf){ stage, at };
		}
	}
}

static void gather_column(struct vm *vm, uint32_t column, struct gathering *g)
{
	const struct vm_column *c = &vm->columns[column];
	if (c->stage == NOTHING || vm_cells(vm, column)) g->too_many = true;
	else gather_register(vm, c->stage, c->reg, g);
}

static const struct leaves *leaves_of(struct vm *vm, uint32_t column)
{
	struct leaves *l = &vm->leaves[column];
	struct gathering g = { .count = 0 };
	if (l->known) return l;
	gather_column(vm, column, &g);
	l->known = true;
	l->count = g.too_many ? 0 : g.count;
	l->leaf = arena_array(vm->arena, l->count, sizeof *l->leaf);
	if (l->count) memcpy(l->leaf, g.leaf, l->count * sizeof *l->leaf);
	return l;
}

static bool same_cells(const struct vm *vm, const struct column *c, size_t a, size_t b)
{
	size_t x = vm_row(vm, a), y = vm_row(vm, b);
	if (column_missing(c, x) != column_missing(c, y)) return false;
	if (column_missing(c, x)) return true;
	if (c->kind == COLUMN_WHOLE) return c->whole[x] == c->whole[y];
	if (c->kind == COLUMN_CODED) return c->code[x] == c->code[y];
	return c->kind == COLUMN_EXACT && number_order(c->number[x], c->number[y]) == 0;
}

static bool same_leaf(const struct vm *vm, const struct instruction *in, size_t a, size_t b)
{
	char from = op_info[in->op].operands[0];
	if (from == 'F') return same_cells(vm, &vm->table->columns[in->a], a, b);
	if (from == 'L') return same_cells(vm, &vm->table->columns[vm->program->lookups[in->a].field], a, b);
	if (from == 'V') {
		uint32_t group = vm->program->values[in->a].group;
		if (vm->values[in->a].by_row) return false;
		return group == NOTHING || vm->groups[group].of[a] == vm->groups[group].of[b];
	}
	const struct column *cells = vm_cells(vm, in->a);
	const struct vm_column *c = &vm->columns[in->a];
	if (cells) return same_cells(vm, cells, a, b);
	if (!c->ready) return false; /* it was when the leaves were found */
	if (c->constant) return true;
	if (c->state && c->state[a] != c->state[b]) return false;
	if (c->state && c->state[a]) return true;
	if (c->flag) return c->flag[a] == c->flag[b];
	if (c->text) return c->text[a] == c->text[b];
	if (c->number) return number_order(c->number[a], c->number[b]) == 0;
	return (!c->e || c->shape.single) && c->v[a] == c->v[b];
}

bool exact_same_inputs(struct vm *vm, uint32_t column, size_t a, size_t b)
{
	const struct leaves *l = leaves_of(vm, column);
	for (size_t i = PLANTED(vm, VM_SAME); i < l->count; i++)
		if (!same_leaf(vm, &vm->program->stages[l->leaf[i].stage].code[l->leaf[i].at], a, b)) return false;
	return l->count > 0;
}

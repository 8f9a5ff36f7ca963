/* compile.c - what a run asks for: allocations, what is printed, checks, how many places each rule holds for. */
#include "lang/compile_private.h"

/* --- what is printed --- */

static int decimals_of(const struct compiler *c, struct type type, bool percent)
{
	if (percent || type.kind == TYPE_PERCENT) return 2;
	if (type.kind == TYPE_MONEY) return c->model->currency_decimals;
	return type.kind == TYPE_COUNT ? 0 : 6;
}

enum { DECIMALS_MAX = 15 };

/* A number as it is printed is a whole number of its last digit. */
static struct made to_digits(struct compiler *c, struct made m, const struct tree *tree, bool percent, int decimals)
{
	struct number digit = number_of(1);
	for (int i = 0; i < decimals; i++)
		digit.den *= 10;
	if (percent || tree->type.kind == TYPE_PERCENT) {
		m = emit_two(c, OP_CODE_MULTIPLY, m, emit_constant(c, number_of(100), tree), tree);
		if (m.kind == REG_NONE) return m;
	}
	return emit(c, m.stage, OP_CODE_ROUND, m.reg, emit_number(c, digit), 0, tree);
}

/* The field whose cells are printed as they were read. */
static const struct field *own_cells(const struct tree *bare, int decimals, bool percent)
{
	const struct field *f = bare->symbol ? bare->symbol->field : NULL;
	if (!f || decimals >= 0 || percent || f->type.kind == TYPE_FLAG) return NULL;
	return tree_find(f->declaration, TREE_UNITS) ? NULL : f;
}

static void printed(struct compiler *c, const struct tree *tree, int decimals, bool percent,
                    struct program_printed *out)
{
	const struct tree *bare = tree_bare(tree);
	const struct field *own = own_cells(bare, decimals, percent);
	const struct symbol *symbol = tree_named(tree);
	*out = (struct program_printed){ .column = NOTHING, .cells = NOTHING, .award = NOTHING };
	out->source = emit_source(c, tree);
	if (own) out->cells = (uint32_t)own->index;
	if (own && own->missing != MISSING_IMPUTED && type_family(own->type) != FAMILY_TEXT) {
		out->column = emit_column(c, compile_value(c, tree, PLAIN), tree);
		return;
	}
	struct made m = compile_value(c, tree, PLAIN);
	if (m.kind == REG_NUMBER && type_family(tree->type) == FAMILY_DATE) {
		out->date = true;
	} else if (m.kind == REG_NUMBER && !percent && decimals < 0 && symbol && symbol->kind == SYMBOL_ALLOCATE) {
		out->award = (uint32_t)symbol->index;
	} else if (m.kind == REG_NUMBER) {
		int digits = decimals >= 0 ? decimals : decimals_of(c, tree->type, percent);
		if (digits > DECIMALS_MAX) return;
		m = to_digits(c, m, tree, percent, digits);
		out->decimals = (uint8_t)digits;
	}
	if (m.kind != REG_NONE) out->column = emit_column(c, m, tree);
	else compile_rests_on(c, tree, PLAIN);
}

static bool sorted(struct compiler *c, const struct tree *by, struct program_output *o)
{
	if (!by) return true;
	o->by_count = tree_count(by);
	o->by = arena_array(c->arena, o->by_count, sizeof *o->by);
	size_t i = 0;
	for (const struct tree *order = by->first; order; order = order->next, i++) {
		struct made m = compile_value(c, order->first, PLAIN);
		if (m.kind == REG_NONE) return false;
		o->by[i] = (struct sort_key){ emit_column(c, m, order), order->op == OP_HIGHEST || order->op == OP_DESC };
	}
	return true;
}

static bool output(struct compiler *c, const struct output *from, struct program_output *o)
{
	*o = (struct program_output){ .where = NOTHING };
	if (!from->rows) return true;
	o->count = from->count;
	o->columns = arena_array(c->arena, o->count, sizeof *o->columns);
	for (size_t i = 0; i < o->count; i++) {
		int decimals = from->decimals ? from->decimals[i] : -1;
		printed(c, from->columns[i], decimals, from->percent && from->percent[i], &o->columns[i]);
	}
	if (from->where) {
		struct made m = compile_value(c, from->where, PLAIN);
		if (m.kind != REG_FLAG) return false;
		o->where = emit_column(c, m, from->where);
	}
	return sorted(c, from->by, o);
}

/* --- what is asked for --- */

static void ask_for_symbols(struct compiler *c)
{
	for (size_t i = 0; i < c->model->symbol_count; i++) {
		const struct symbol *s = c->model->symbols[i];
		if (s->kind == SYMBOL_ALLOCATE || (s->kind == SYMBOL_RULE && s->used && s->rows)) compile_symbol(c, s);
	}
}

/* How many columns the referee is asked for. */
static size_t asked_columns(const struct compiler *c)
{
	size_t count = 0;
	for (size_t i = 0; i < c->stage_count; i++)
		for (size_t k = 0; k < c->stages[i].task_count; k++)
			count += c->stages[i].tasks[k].kind == TASK_EXACT;
	return count;
}

/* Whether its sides are equal, so that the referee only looks at rows where they are not; left to it where it would be
 * asked for a side anyway. */
static void ask_for_compare(struct compiler *c, const struct tree *compare, struct program_compare *out)
{
	const struct tree *left = compare->first, *right = left->next, *where = tree_find(compare, TREE_WHERE);
	size_t asked = asked_columns(c);
	struct made same = CANNOT, in = CANNOT;
	*out = (struct program_compare){ NOTHING, NOTHING };
	compile_rests_on(c, compare, PLAIN);
	if (left->rows || right->rows) same = compile_equal(c, left, right, compare, PLAIN);
	if (where) in = compile_value(c, where->first, PLAIN);
	if (same.kind == REG_NONE || (where && in.kind != REG_FLAG) || asked_columns(c) > asked) return;
	out->same = emit_column(c, same, compare);
	if (where) out->where = emit_column(c, in, where);
}

static void ask_for_checks(struct compiler *c)
{
	for (size_t i = 0; i < c->model->check_count; i++) {
		const struct tree *condition = c->model->checks[i]->first;
		c->program->checks[i] = NOTHING;
		if (condition->rows) {
			struct made m = compile_value(c, condition, PLAIN);
			if (m.kind == REG_FLAG) c->program->checks[i] = emit_column(c, m, condition);
		} else compile_rests_on(c, condition, PLAIN);
	}
	c->program->compares = arena_array(c->arena, c->model->compare_count, sizeof *c->program->compares);
	for (size_t i = 0; i < c->model->compare_count; i++)
		ask_for_compare(c, c->model->compares[i], &c->program->compares[i]);
}

static void ask_for_outputs(struct compiler *c)
{
	struct program *p = c->program;
	p->outputs = arena_array(c->arena, c->model->output_count, sizeof *p->outputs);
	for (size_t i = 0; i < c->model->output_count; i++) {
		const struct output *from = &c->model->outputs[i];
		if (!output(c, from, &p->outputs[i]) && !p->refused)
			p->refused = "an output is sorted by what the VM has no instruction for";
		for (size_t k = 0; !from->rows && k < from->count; k++)
			compile_rests_on(c, from->columns[k], PLAIN);
	}
}

static uint32_t *nothings(struct compiler *c, size_t count)
{
	uint32_t *array = arena_array(c->arena, count, sizeof *array);
	for (size_t i = 0; i < count; i++)
		array[i] = NOTHING;
	return array;
}

struct program *compile_program(struct arena *arena, const struct model *model)
{
	struct compiler *c = arena_alloc(arena, sizeof *c);
	*c = (struct compiler){ .arena = arena, .model = model, .program = arena_alloc(arena, sizeof *c->program) };
	c->symbols = arena_array(arena, model->symbol_count, sizeof *c->symbols);
	c->symbol_tried = arena_array(arena, model->symbol_count, sizeof *c->symbol_tried);
	c->slots = arena_array(arena, model->slots + 1, sizeof *c->slots);
	c->program->model = model;
	c->program->symbols = nothings(c, model->symbol_count);
	c->program->slots = nothings(c, model->slots + 1);
	c->program->ranks = nothings(c, model->slots + 1);
	c->program->checks = nothings(c, model->check_count);
	if (model->dataset_count != 1)
		c->program->refused = model->dataset_count ? "there are several datasets" : "there are no rows";
	if (c->program->refused) return c->program;
	c->rows = &model->datasets[0];
	ask_for_symbols(c);
	ask_for_outputs(c);
	ask_for_checks(c);
	if (!c->program->refused) emit_finish(c);
	return c->program;
}

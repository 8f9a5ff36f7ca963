/* compile_symbol.c - what a rule file declares for each row: fields with what stands for missing cells, rules, scores and
 * bands; each compiled once. */
#include "lang/compile_private.h"

/* --- fields --- */

static struct made cells(struct compiler *c, const struct field *field, const struct tree *source)
{
	static const enum op load[] = {
		[REG_NUMBER] = OP_CODE_FIELD_NUMBER, [REG_FLAG] = OP_CODE_FIELD_FLAG, [REG_TEXT] = OP_CODE_FIELD_TEXT
	};
	struct made m = emit(c, 0, load[emit_kind(field->type)], (uint32_t)field->index, 0, 0, source);
	if (m.kind == REG_TEXT) m.vocabulary = (uint32_t)field->index;
	return m;
}

/* A count that a rule fills in must be whole like one that was read. */
static struct made whole(struct compiler *c, struct made m, const struct tree *source)
{
	if (m.kind == REG_NONE) return m;
	struct made floor = emit(c, m.stage, OP_CODE_ROUND_DOWN, m.reg, emit_number(c, number_of(1)), 0, source);
	return emit_two(c, OP_CODE_FAIL_NUMBER, emit_two(c, OP_CODE_NOT_EQUAL, m, floor, source), m, source);
}

static struct made imputed(struct compiler *c, const struct field *field, const struct tree *source)
{
	struct made read = cells(c, field, source);
	struct made use = compile_value(c, field->impute, (struct scope){ .imputing = field });
	if (field->type.kind == TYPE_COUNT && field->impute->type.kind != TYPE_COUNT) use = whole(c, use, field->impute);
	return emit_or_else(c, read, use, field->impute);
}

struct made compile_field(struct compiler *c, const struct field *field, struct scope scope, const struct tree *source)
{
	if (field->missing != MISSING_IMPUTED || scope.imputing == field) return cells(c, field, source);
	return compile_symbol(c, field->symbol);
}

/* --- rules, scores, bands --- */

/* All `when` hold, and no `unless`, which is only asked where they do. */
static struct made rule(struct compiler *c, const struct symbol *symbol)
{
	struct made all = CANNOT;
	for (size_t pass = 0; pass < 2; pass++)
		for (const struct tree *k = symbol->declaration->first; k; k = k->next) {
			if (k->kind != (pass ? TREE_UNLESS : TREE_WHEN)) continue;
			struct made m = compile_value(c, k->first, PLAIN);
			if (pass) m = emit_one(c, OP_CODE_NOT, m, k);
			all = all.kind == REG_NONE ? m : emit_two(c, OP_CODE_AND, all, m, k);
			if (all.kind == REG_NONE) return CANNOT;
		}
	return all;
}

/* Weights that apply to every row; the others are the referee's. */
static struct made score(struct compiler *c, const struct symbol *symbol)
{
	struct made sum = CANNOT, weights = CANNOT;
	const struct tree *d = symbol->declaration, *add_up = tree_find(d, TREE_WEIGHTS_ADD_UP);
	if (tree_find(d, TREE_WEIGHTS_RESCALED)) return CANNOT;
	for (const struct tree *k = tree_find(d, TREE_WEIGHT); k; k = tree_next(k)) {
		if (tree_find(k, TREE_WHERE)) return CANNOT;
		struct made weight = compile_value(c, k->first, PLAIN), x = compile_value(c, k->first->next, PLAIN);
		struct made part = emit_two(c, OP_CODE_MULTIPLY, weight, x, k);
		weights = weights.kind == REG_NONE ? weight : emit_two(c, OP_CODE_ADD, weights, weight, k);
		sum = sum.kind == REG_NONE ? part : emit_two(c, OP_CODE_ADD, sum, part, k);
		if (sum.kind == REG_NONE || weights.kind == REG_NONE) return CANNOT;
	}
	struct made whole = add_up ? compile_value(c, add_up->first, PLAIN) : emit_constant(c, number_of(1), d);
	return emit_two(c, OP_CODE_FAIL_NUMBER, emit_two(c, OP_CODE_NOT_EQUAL, weights, whole, d), sum, d);
}

/* From the last row of the table to the first: each is chosen, or what comes after it. */
static struct made band_from(struct compiler *c, const struct tree *row, const struct tree *otherwise)
{
	if (!row) return compile_value(c, otherwise->first, PLAIN);
	struct made rest = band_from(c, tree_next(row), otherwise);
	if (rest.kind == REG_NONE) return CANNOT;
	struct made condition = compile_value(c, row->first, PLAIN), value = compile_value(c, row->last, PLAIN);
	return emit_choice(c, condition, value, rest, row);
}

static struct made band(struct compiler *c, const struct symbol *symbol)
{
	const struct tree *otherwise = tree_find(symbol->declaration, TREE_OTHERWISE);
	if (!otherwise || tree_count(symbol->declaration) > 500) return CANNOT;
	return band_from(c, tree_find(symbol->declaration, TREE_BAND_ROW), otherwise);
}

/* --- all of them --- */

static struct made meaning_of(struct compiler *c, const struct symbol *symbol)
{
	static const enum op exists[] = {
		[REG_NUMBER] = OP_CODE_WHERE_NUMBER, [REG_FLAG] = OP_CODE_WHERE_FLAG, [REG_TEXT] = OP_CODE_WHERE_TEXT
	};
	struct made m;
	if (symbol->kind == SYMBOL_RANK) return compile_rank(c, symbol);
	if (symbol->kind == SYMBOL_ALLOCATE) return compile_award(c, symbol);
	if (symbol->kind == SYMBOL_RULE) m = rule(c, symbol);
	else if (symbol->kind == SYMBOL_SCORE) m = score(c, symbol);
	else if (symbol->kind == SYMBOL_BAND) m = band(c, symbol);
	else if (symbol->kind == SYMBOL_FIELD) m = imputed(c, symbol->field, symbol->declaration);
	else m = compile_value(c, symbol->value, PLAIN);
	if (m.kind == REG_NONE || !symbol->where) return m;
	return emit_two(c, exists[m.kind], compile_value(c, symbol->where, PLAIN), m, symbol->declaration);
}

struct made compile_symbol(struct compiler *c, const struct symbol *symbol)
{
	struct made *m = &c->symbols[symbol->index];
	if (symbol->kind == SYMBOL_FIELD && symbol->field->missing != MISSING_IMPUTED)
		return cells(c, symbol->field, symbol->declaration);
	if (c->symbol_tried[symbol->index]) return *m;
	c->symbol_tried[symbol->index] = true;
	struct made made = meaning_of(c, symbol);
	if (made.kind == REG_NONE) {
		uint32_t stage = 0;
		for (const struct tree *k = symbol->declaration->first; k; k = k->next) {
			uint32_t ready = compile_rests_on(c, k, (struct scope){ .imputing = symbol->field });
			stage = ready > stage ? ready : stage;
		}
		made = emit_exact(c, symbol->declaration, symbol, stage);
	}
	*m = made;
	if (made.kind != REG_NONE) c->program->symbols[symbol->index] = emit_column(c, made, symbol->declaration);
	return made;
}

/* exact_symbol.c - declared names: fields, figures, rules, scores and bands, each worked out once for a row and
 * remembered. Ranks and awards come out of the whole table at once. */
#include "audit/exact_run.h"

#define NOINLINE __attribute__((noinline))

/* --- fields --- */

static NOINLINE struct value missing_cell(const struct field *field, const struct column *column, size_t row)
{
	uint8_t reason = column_reason(column, row);
	return value_missing(reason ? field->markers[reason - 1].reason : TEXT(""));
}

static bool changed(const struct run *run, const struct field *field, size_t row)
{
	return run->change && run->change->field == field && run->change->row == row;
}

bool field_missing(const struct run *run, const struct field *field, size_t row)
{
	return !changed(run, field, row) && column_missing(&run->table->columns[field->index], row);
}

struct value field_cell(struct run *run, const struct field *field, size_t row)
{
	const struct column *column = &run->table->columns[field->index];
	if (changed(run, field, row)) return run->change->value;
	if (column_missing(column, row)) return missing_cell(field, column, row);
	if (type_family(field->type) == FAMILY_TEXT) return value_text(column_text(column, row));
	return value_number(column_number(column, row));
}

/* A count that a rule fills in must be whole like one that was read. */
static NOINLINE bool fits_field(struct run *run, const struct field *field, struct value v, size_t row)
{
	if (field->type.kind != TYPE_COUNT || !value_present(v) || number_is_whole(v.is.number)) return true;
	run_error(run, DIAG_BAD_ARGUMENT, field->impute->at, row, "\"%.*s\" is a count, and %.*s is not whole",
	          TEXT_ARG(field->name), TEXT_ARG(diag_quote(run->arena, number_exact(run->arena, v.is.number))));
	diag_help(run->diags, "round it, as in round(mean(x) to 1)");
	return false;
}

/* Inside its own `if missing use` a field shows its cells as read. */
static NOINLINE struct value imputed(struct run *run, const struct symbol *symbol, size_t row)
{
	struct value v;
	struct memo *memo = &run->memos[symbol->index];
	if (memo_get(memo, row, &v)) return v;
	const struct field *before = run->imputing;
	size_t lenient = run->lenient;
	run->imputing = symbol->field;
	run->lenient = 0;
	size_t mark = numbers_mark(run->scratch);
	v = expr_value(run, symbol->field->impute, row);
	run->imputing = before;
	run->lenient = lenient;
	if (v.state == VALUE_ERROR || !fits_field(run, symbol->field, v, row)) return value_error();
	if (!memo->state) memo_make(run, memo, run->table->rows);
	v = memo_put(run, memo, row, v);
	numbers_release(run->scratch, mark);
	return v;
}

static NOINLINE struct value missing_while_keeping(struct run *run, const struct field *field, size_t row)
{
	diag_report(run->diags, DIAG_MISSING_CELL, table_at(run->table, row, field->index),
	            "this cell is missing, and `keep where` needs it");
	diag_help(run->diags, "say `may be missing` under the field, and what to do there: keep where coalesce(x, 0) > 1");
	run->failed = true;
	return value_error();
}

/* Computed by another, see exact_knows. */
static bool known_symbol(struct run *run, const struct symbol *symbol, size_t row, struct value *out)
{
	struct answer answer;
	if (!run->known || !symbol->rows || !run->known->symbol(run->known->self, symbol->index, row, &answer)) return false;
	*out = value_number(answer.number);
	return true;
}

static struct value field_value(struct run *run, const struct symbol *symbol, size_t row)
{
	const struct field *field = symbol->field;
	struct value v = field_cell(run, field, row);
	if (v.state == VALUE_PRESENT || field->missing == MISSING_ALLOWED) return v;
	if (field->missing == MISSING_REFUSED) return run->keeping ? missing_while_keeping(run, field, row) : v;
	if (run->keeping || run->imputing == field) return v;
	return known_symbol(run, symbol, row, &v) ? v : imputed(run, symbol, row);
}

/* --- rules --- */

/* All `when` hold, and no `unless`, which is only asked where they do. An unknown one leaves the rule unknown unless
 * another settles it. */
static NOINLINE struct value rule_value(struct run *run, const struct symbol *symbol, size_t row)
{
	struct value unknown = value_flag(true);
	for (const struct tree *c = symbol->declaration->first; c; c = c->next) {
		if (c->kind != TREE_WHEN) continue;
		struct value v = expr_value(run, c->first, row);
		if (v.state > VALUE_MISSING) return v;
		if (v.state == VALUE_MISSING)
			unknown = v;
		else if (!value_true(v))
			return value_flag(false);
	}
	for (const struct tree *c = symbol->declaration->first; c; c = c->next) {
		if (c->kind != TREE_UNLESS) continue;
		struct value v = expr_value(run, c->first, row);
		if (v.state > VALUE_MISSING) return v;
		if (v.state == VALUE_MISSING)
			unknown = v;
		else if (value_true(v))
			return value_flag(false);
	}
	return unknown;
}

/* --- scores --- */

struct score_sum {
	struct value sum;
	struct number weights;
	bool applied;
};

static NOINLINE struct value weights_do_not_add_up(struct run *run, const struct symbol *symbol, struct number sum,
                                                   struct number whole, size_t row)
{
	struct number hundred = number_of(100);
	run_error(run, DIAG_WEIGHTS_SUM, symbol->declaration->at, symbol->rows ? row : NO_ROW,
	          "the weights of \"%.*s\" that apply add up to %.*s %%, not %.*s %%", TEXT_ARG(symbol->name),
	          TEXT_ARG(number_exact(run->arena, number_mul(run->scratch, sum, hundred))),
	          TEXT_ARG(number_exact(run->arena, number_mul(run->scratch, whole, hundred))));
	diag_help(run->diags, "correct them, or write `weights rescaled` to share out the weight of those that do not apply");
	return value_error();
}

/* What the weights must add up to. */
static NOINLINE struct value weights_whole(struct run *run, const struct symbol *symbol, size_t row)
{
	const struct tree *c = tree_find(symbol->declaration, TREE_WEIGHTS_ADD_UP);
	return c ? expr_value(run, c->first, row) : value_number(number_of(1));
}

static NOINLINE struct value score_settled(struct run *run, const struct symbol *symbol, struct value sum,
                                           struct number weights, size_t row)
{
	if (tree_find(symbol->declaration, TREE_WEIGHTS_RESCALED)) {
		if (number_sign(weights) == 0)
			return run_error(run, DIAG_DIVIDE_BY_ZERO, symbol->declaration->at, row,
			                 "the weights of \"%.*s\" that apply add up to 0", TEXT_ARG(symbol->name));
		return expr_number_checked(run, symbol->declaration, number_div(run->scratch, sum.is.number, weights), row);
	}
	struct value whole = weights_whole(run, symbol, row);
	if (!value_present(whole)) return whole;
	if (number_order(weights, whole.is.number) != 0)
		return weights_do_not_add_up(run, symbol, weights, whole.is.number, row);
	return sum.state ? sum : expr_number_checked(run, symbol->declaration, sum.is.number, row);
}

/* Whether one TREE_WEIGHT applies. */
static struct value weight_applies(struct run *run, const struct tree *part, size_t row)
{
	const struct tree *where = tree_find(part, TREE_WHERE);
	return where ? expr_value(run, where->first, row) : value_flag(true);
}

/* Adds weight * value; false when an error or what does not exist settles the sum. */
static NOINLINE bool score_add(struct run *run, const struct tree *part, bool rescaled, struct score_sum *s, size_t row)
{
	struct value v = weight_applies(run, part, row);
	if (value_present(v) && !value_true(v)) return true;
	if (value_present(v)) v = expr_value(run, part->first, row);
	struct number weight = v.is.number;
	if (!value_present(v)) s->sum = value_worse(s->sum, v);
	if (!value_present(v)) return v.state == VALUE_MISSING;
	v = expr_value(run, part->first->next, row);
	if (v.state == VALUE_MISSING && rescaled) return true;
	s->applied = true;
	s->weights = number_add(run->scratch, s->weights, weight);
	if (v.state || s->sum.state)
		s->sum = value_worse(s->sum, v);
	else
		s->sum.is.number = number_add(run->scratch, s->sum.is.number, number_mul(run->scratch, weight, v.is.number));
	return s->sum.state <= VALUE_MISSING;
}

static NOINLINE struct value score_value(struct run *run, const struct symbol *symbol, size_t row)
{
	struct score_sum s = { .sum = value_number(number_of(0)), .weights = number_of(0) };
	bool rescaled = tree_find(symbol->declaration, TREE_WEIGHTS_RESCALED) != NULL;
	for (const struct tree *c = symbol->declaration->first; c; c = c->next)
		if (c->kind == TREE_WEIGHT && !score_add(run, c, rescaled, &s, row)) return s.sum;
	if (rescaled && !s.applied) return value_absent(symbol->declaration, NULL);
	return score_settled(run, symbol, s.sum, s.weights, row);
}

/* --- bands --- */

static NOINLINE struct value no_row_holds(struct run *run, const struct symbol *symbol, size_t row)
{
	run_error(run, DIAG_NO_BAND, symbol->declaration->at, row, "no row of \"%.*s\" holds here", TEXT_ARG(symbol->name));
	diag_help(run->diags, "add a row, or `otherwise`");
	return value_error();
}

static NOINLINE struct value band_value(struct run *run, const struct symbol *symbol, size_t row)
{
	const struct tree *otherwise = NULL;
	for (const struct tree *c = symbol->declaration->first; c; c = c->next) {
		if (c->kind == TREE_OTHERWISE) otherwise = c;
		if (c->kind != TREE_BAND_ROW) continue;
		struct value v = expr_value(run, c->first, row);
		if (!value_present(v)) return v;
		if (value_true(v)) return expr_value(run, c->last, row);
	}
	return otherwise ? expr_value(run, otherwise->first, row) : no_row_holds(run, symbol, row);
}

/* --- all of them --- */

static struct value meaning_of(struct run *run, const struct symbol *symbol, size_t row)
{
	if (symbol->where && symbol->kind != SYMBOL_ALLOCATE) {
		struct value exists = expr_value(run, symbol->where, row);
		if (!value_present(exists)) return exists;
		if (!value_true(exists)) return value_absent(symbol->declaration, symbol->where);
	}
	if (symbol->kind == SYMBOL_RULE) return rule_value(run, symbol, row);
	if (symbol->kind == SYMBOL_SCORE) return score_value(run, symbol, row);
	if (symbol->kind == SYMBOL_BAND) return band_value(run, symbol, row);
	return expr_value(run, symbol->value, row);
}

/* Ranks and awards: the whole column at once. */
static NOINLINE struct value from_the_column(struct run *run, const struct symbol *symbol, size_t row)
{
	struct value v;
	struct memo *memo = &run->memos[symbol->index];
	bool done = symbol->kind == SYMBOL_RANK ? rank_compute(run, symbol, memo) : award_of(run, symbol) != NULL;
	return done && memo_get(memo, row, &v) ? v : value_error();
}

static NOINLINE struct value worked_out(struct run *run, const struct symbol *symbol, size_t row)
{
	const struct field *imputing = run->imputing;
	size_t lenient = run->lenient, mark = numbers_mark(run->scratch);
	struct value v;
	run->imputing = NULL;
	run->lenient = 0;
	if (symbol->kind == SYMBOL_RANK || symbol->kind == SYMBOL_ALLOCATE)
		v = from_the_column(run, symbol, row);
	else
		v = meaning_of(run, symbol, row);
	run->imputing = imputing;
	run->lenient = lenient;
	if (v.state != VALUE_ERROR && symbol->kind != SYMBOL_RANK && symbol->kind != SYMBOL_ALLOCATE) {
		struct memo *memo = &run->memos[symbol->index];
		if (!memo->state) memo_make(run, memo, symbol->rows ? run->table->rows : 1);
		v = memo_put(run, memo, symbol->rows ? row : 0, v);
	}
	numbers_release(run->scratch, mark);
	return v;
}

struct value symbol_value(struct run *run, const struct symbol *symbol, size_t row)
{
	struct value v;
	if (symbol->kind == SYMBOL_FIELD) return field_value(run, symbol, row);
	if (memo_get(&run->memos[symbol->index], symbol->rows ? row : 0, &v)) return v;
	if (known_symbol(run, symbol, row, &v)) return v;
	if (run->change && what_if_same(run, symbol, row, &v)) return v;
	return worked_out(run, symbol, row);
}

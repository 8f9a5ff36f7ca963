/* exact_check.c - checks and comparisons: does it hold, how far is it off, and which rows are at fault. */
#include "audit/exact_run.h"

enum { ROWS_SHOWN = 10, ROWS_SHOWN_HELD = 3 };

/* Rows worth telling of: the first few, and how many there are. */
struct tally {
	struct text line[ROWS_SHOWN];
	size_t count;
};

static bool wants_line(const struct tally *t)
{
	return t->count <= ROWS_SHOWN;
}

static void tell(struct run *run, const struct tally *t, size_t most, struct result_check *out)
{
	size_t shown = t->count < most ? t->count : most;
	struct text *rows = arena_array(run->arena, shown, sizeof *rows);
	for (size_t i = 0; i < shown; i++)
		rows[i] = t->line[i];
	out->rows = rows;
	out->row_count = shown;
	out->row_total = t->count;
}

/* "E0100 (line 7): "; nothing for a figure. */
static struct text place(struct run *run, size_t row)
{
	if (row == NO_ROW) return TEXT("");
	return arena_format(run->arena, "%.*s (line %llu): ", TEXT_ARG(diag_quote(run->arena, run_key(run, row))),
	                    (unsigned long long)table_line(run->table, row));
}

static struct text declared_text(struct run *run, const struct tree *declaration, struct text otherwise)
{
	struct text title = tree_title(declaration);
	return title.len ? title : diag_quote(run->arena, otherwise);
}

/* --- check --- */

/* The values that a condition rests on, each once: "award = £12.00, 10% of budget = £10.00". */
struct named_values {
	struct text words;
	struct text name[4];
	size_t count;
};

static void name_value(struct run *run, struct named_values *n, const struct tree *tree, size_t row)
{
	struct text name = run_source(run, tree);
	if (n->count == sizeof n->name / sizeof *n->name) return;
	for (size_t i = 0; i < n->count; i++)
		if (text_equal(n->name[i], name)) return;
	struct value v = run_unheard(run, tree, NULL, row);
	if (v.state == VALUE_ERROR) return;
	n->words = arena_format(run->arena, "%.*s%s%.*s = %.*s", TEXT_ARG(n->words), n->count ? ", " : "", TEXT_ARG(name),
	                        TEXT_ARG(print_words(run, tree->type, v)));
	n->name[n->count++] = name;
}

static bool is_literal(const struct tree *tree)
{
	return !tree->first && !tree->symbol && !tree->function;
}

/* Both sides of every comparison in it, and what else decides; literals speak for themselves. */
static void name_values(struct run *run, struct named_values *n, const struct tree *tree, size_t row)
{
	tree = tree_bare(tree);
	bool joins = tree->kind == TREE_AND || tree->kind == TREE_OR || tree->kind == TREE_NOT || tree->kind == TREE_ANY_OF
	             || tree->kind == TREE_ALL_OF || tree->kind == TREE_IF;
	if (tree->kind == TREE_IN || tree->kind == TREE_IS_MISSING) {
		name_values(run, n, tree->first, row);
	} else if (joins || tree->kind == TREE_COMPARE_OP) {
		for (const struct tree *c = tree->first; c; c = c->next)
			name_values(run, n, c, row);
	} else if (!is_literal(tree)) {
		name_value(run, n, tree, row);
	}
}

static struct text sides(struct run *run, const struct tree *condition, size_t row)
{
	struct named_values *n = block_take(run, 1, sizeof *n);
	*n = (struct named_values){ .count = 0 };
	name_values(run, n, condition, row);
	struct text words = n->count ? n->words : run_source(run, condition);
	block_give(run, n);
	return words;
}

static bool check_at(struct run *run, const struct tree *condition, struct tally *failed, size_t row)
{
	size_t mark = numbers_mark(run->scratch);
	struct value v = expr_value(run, condition, row);
	if (v.state != VALUE_ERROR && !value_true(v)) {
		failed->count++;
		if (wants_line(failed)) {
			struct text where = place(run, row), what = sides(run, condition, row);
			failed->line[failed->count - 1] =
				arena_format(run->arena, "%.*s%.*s", TEXT_ARG(where), TEXT_ARG(what));
		}
	}
	numbers_release(run->scratch, mark);
	return v.state != VALUE_ERROR;
}

static bool check_one(struct run *run, const struct tree *check, size_t which, struct result_check *out)
{
	const struct tree *condition = check->first;
	struct tally failed = { .count = 0 };
	bool holds = false;
	if (condition->rows && run->known && run->known->check(run->known->self, which, &holds) && holds) {
		/* in every row, so there is nothing to tell */
	} else if (!condition->rows) {
		if (!check_at(run, condition, &failed, NO_ROW)) return false;
	} else {
		for (size_t i = 0; i < run->row_count; i++)
			if (!check_at(run, condition, &failed, run_row(run, i))) return false;
	}
	out->at = (struct diag_at){ .span = check->at };
	out->text = declared_text(run, check, run_source(run, condition));
	out->holds = failed.count == 0;
	out->warn_only = check->flag;
	if (failed.count && !condition->rows) {
		out->detail = failed.line[0];
	} else if (failed.count) {
		out->detail = arena_format(run->arena, "%zu of %zu rows", failed.count, run->row_count);
		tell(run, &failed, ROWS_SHOWN, out);
	}
	return true;
}

/* --- compare --- */

struct comparison {
	const struct tree *left, *right, *where;
	bool has_within, has_equal;
	struct number within, at_least, largest; /* largest: of the differences, kept */
	size_t rows, equal;
	struct tally near, beyond; /* that differ: by no more than `within`; by more, or at all without one */
};

static const struct tree *clause(const struct tree *declaration, enum tree_kind kind)
{
	const struct tree *c = tree_find(declaration, kind);
	return c ? c->first : NULL;
}

static bool figure_of(struct run *run, const struct tree *tree, bool *has, struct number *out)
{
	*has = tree != NULL;
	if (!tree) return true;
	struct value v = expr_value(run, tree, NO_ROW);
	if (value_present(v)) *out = number_keep(run->kept, v.is.number);
	if (value_present(v) && number_sign(*out) < 0) {
		run_error(run, DIAG_BAD_ARGUMENT, tree->at, NO_ROW, "a comparison cannot ask for less than 0");
		return false;
	}
	return value_present(v);
}

static struct text one_side(struct run *run, const struct tree *tree, struct value v, size_t row)
{
	if (value_present(v)) return diag_quote(run->arena, print_value(run, tree, v, row, -1, false));
	return print_words(run, tree->type, v);
}

/* A difference that counts against the comparison, or would without a tolerance. */
static void differs(struct run *run, struct comparison *c, struct value a, struct value b, size_t row)
{
	bool numbers = value_present(a) && value_present(b) && !a.text;
	bool beyond = true;
	if (numbers && type_family(c->left->type) == FAMILY_NUMBER) {
		struct number d = number_abs(run->scratch, number_sub(run->scratch, a.is.number, b.is.number));
		if (number_order(d, c->largest) > 0) c->largest = number_keep(run->kept, d);
		beyond = !c->has_within || number_order(d, c->within) > 0;
	}
	struct tally *t = beyond ? &c->beyond : &c->near;
	t->count++;
	if (!wants_line(t)) return;
	struct text where = place(run, row), left = one_side(run, c->left, a, row), right = one_side(run, c->right, b, row);
	t->line[t->count - 1] = arena_format(run->arena, "%.*s%.*s with %.*s", TEXT_ARG(where), TEXT_ARG(left),
	                                     TEXT_ARG(right));
}

static bool compare_at(struct run *run, struct comparison *c, size_t row)
{
	if (c->where) {
		struct value in = expr_value(run, c->where, row);
		if (in.state == VALUE_ERROR) return false;
		if (!value_true(in)) return true;
	}
	struct value a = expr_value(run, c->left, row);
	struct value b = a.state == VALUE_ERROR ? a : expr_value(run, c->right, row);
	if (b.state == VALUE_ERROR) return false;
	c->rows++;
	bool present = value_present(a) && value_present(b);
	bool same = present ? value_order(type_family(c->left->type), a, b) == 0 : !value_present(a) && !value_present(b);
	c->equal += same;
	if (!same) differs(run, c, a, b, row);
	return true;
}

/* Known without working it out. */
static bool compare_known(struct run *run, struct comparison *c, size_t which, size_t i)
{
	if (!run->known) return false;
	enum vm_compared how = run->known->compare(run->known->self, which, i);
	c->rows += how == VM_EQUAL;
	c->equal += how == VM_EQUAL;
	return how != VM_UNCOMPARED;
}

static bool compare_rows(struct run *run, struct comparison *c, size_t which)
{
	bool figures = !c->left->rows && !c->right->rows && !(c->where && c->where->rows);
	for (size_t i = 0; i < (figures ? 1 : run->row_count); i++) {
		if (!figures && compare_known(run, c, which, i)) continue;
		size_t mark = numbers_mark(run->scratch);
		bool done = compare_at(run, c, figures ? NO_ROW : run_row(run, i));
		numbers_release(run->scratch, mark);
		if (!done) return false;
	}
	return true;
}

static bool compare_holds(const struct comparison *c)
{
	if (c->has_equal && number_order(number_of((int64_t)c->equal), c->at_least) < 0) return false;
	return (c->has_equal && !c->has_within) || c->beyond.count == 0;
}

static void tell_compare(struct run *run, const struct comparison *c, struct result_check *out)
{
	struct text most = TEXT(""), beyond = TEXT("");
	if (number_sign(c->largest))
		most = arena_format(run->arena, ", the largest difference %.*s",
		                    TEXT_ARG(print_words(run, c->left->type, value_number(c->largest))));
	if (c->has_within && c->beyond.count) beyond = arena_format(run->arena, ", %zu too far apart", c->beyond.count);
	out->holds = compare_holds(c);
	out->detail = arena_format(run->arena, "%zu of %zu rows equal%.*s%.*s", c->equal, c->rows, TEXT_ARG(most),
	                           TEXT_ARG(beyond));
	tell(run, c->beyond.count ? &c->beyond : &c->near, out->holds ? ROWS_SHOWN_HELD : ROWS_SHOWN, out);
}

static bool compare_one(struct run *run, const struct tree *compare, size_t which, struct result_check *out)
{
	struct comparison *c = block_take(run, 1, sizeof *c);
	*c = (struct comparison){ .left = compare->first, .right = compare->first->next, .largest = number_of(0) };
	c->where = clause(compare, TREE_WHERE);
	if (!figure_of(run, clause(compare, TREE_WITHIN), &c->has_within, &c->within)
	    || !figure_of(run, clause(compare, TREE_AT_LEAST_EQUAL), &c->has_equal, &c->at_least) || !compare_rows(run, c, which))
		return false;
	struct text left = run_source(run, c->left), right = run_source(run, c->right);
	out->at = (struct diag_at){ .span = compare->at };
	out->text = declared_text(run, compare, arena_format(run->arena, "%.*s with %.*s", TEXT_ARG(left), TEXT_ARG(right)));
	out->compare = true;
	tell_compare(run, c, out);
	block_give(run, c);
	return true;
}

bool check_all(struct run *run, struct result *result)
{
	const struct model *m = run->model;
	result->check_count = m->check_count + m->compare_count;
	result->checks = arena_array(run->arena, result->check_count, sizeof *result->checks);
	for (size_t i = 0; i < m->check_count; i++)
		if (!check_one(run, m->checks[i], i, &result->checks[i])) return false;
	for (size_t i = 0; i < m->compare_count; i++)
		if (!compare_one(run, m->compares[i], i, &result->checks[m->check_count + i])) return false;
	for (size_t i = 0; i < result->check_count; i++)
		if (!result->checks[i].holds && !result->checks[i].warn_only) result->failed = true;
	return true;
}

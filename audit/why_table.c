/* why_table.c - what a whole-table function was about, seen from one place: its group, how many rows, the figures its value
 * comes from, and where the place stands by it. */
#include "audit/why.h"
#include <math.h>

static void fact(struct why_facts *facts, const char *name, struct told value)
{
	facts->fact[facts->count++] = (struct why_fact){ name, value };
}

static struct told plain_number(struct run *run, struct number n)
{
	return told_number(run, (struct type){ .kind = TYPE_NUMBER }, n);
}

/* --- which rows --- */

static const struct tree *clause(const struct tree *call, enum tree_kind kind)
{
	const struct tree *c = tree_find(call, kind);
	return c ? c->first : NULL;
}

/* The field, if the tree is its name and its cells are words that have numbers. */
static const struct column *coded(const struct run *run, const struct tree *tree)
{
	const struct tree *bare = tree_bare(tree);
	const struct field *f = bare->symbol ? bare->symbol->field : NULL;
	const struct column *c = f ? &run->table->columns[f->index] : NULL;
	return c && c->kind == COLUMN_CODED && !c->missing && f != run->imputing ? c : NULL;
}

/* The rows that `per` puts into the group of one of them. */
struct group_of_row {
	const struct column *code; /* by the words of one field */
	const struct groups *groups;
	size_t row;
};

static bool same_group(const struct group_of_row *g, size_t row)
{
	if (g->code) return g->code->code[row] == g->code->code[g->row];
	return !g->groups->per || g->groups->of[row] == g->groups->of[g->row];
}

static bool find_group(struct run *run, const struct tree *call, size_t row, struct group_of_row *g)
{
	const struct tree *per = tree_find(call, TREE_PER);
	*g = (struct group_of_row){ .row = row };
	if (per && !per->first->next) g->code = coded(run, per->first);
	if (!g->code) g->groups = groups_by(run, per);
	return g->code || (g->groups && (!per || g->groups->of[row] != NO_GROUP));
}

static bool takes_part(struct run *run, const struct tree *call, size_t row)
{
	const struct tree *where = clause(call, TREE_WHERE), *x = call->first->first;
	bool skip = tree_find(call, TREE_SKIP_MISSING) != NULL;
	if (run->imputing && column_missing(&run->table->columns[run->imputing->index], row)) return false;
	if (where && !value_true(expr_value(run, where, row))) return false;
	return !skip || !x || value_present(expr_value(run, x, row));
}

static size_t rows_about(struct run *run, const struct tree *call, const struct group_of_row *g)
{
	bool all = !run->imputing && !clause(call, TREE_WHERE) && !tree_find(call, TREE_SKIP_MISSING);
	size_t n = 0;
	if (all && !g->code && !g->groups->per) return run->row_count;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		n += same_group(g, row) && (all || takes_part(run, call, row));
		numbers_release(run->scratch, mark);
	}
	return n;
}

/* --- what a value comes from --- */

/* Seen from one row: another of its group that stands above it or below. */
static void stands(struct why_table *t, int order)
{
	t->from_top += order > 0;
	t->from_bottom += order < 0;
}

static void stands_exactly(struct run *run, const struct tree *x, size_t row, struct number own, struct why_table *t)
{
	size_t mark = numbers_mark(run->scratch);
	struct value other = expr_value(run, x, row);
	if (value_present(other)) stands(t, number_order(other.is.number, own));
	numbers_release(run->scratch, mark);
}

/* The values of a field as the VM has them for every row; error: see struct known. */
struct filled {
	const double *value, *error;
};

/* Where the bounds of two values overlap, they are asked for. */
static void position_in(struct run *run, const struct tree *x, const struct filled *f, const struct group_of_row *g,
                        struct why_table *t)
{
	size_t own;
	struct value exactly = expr_value(run, x, g->row);
	bool all = !g->code && !g->groups->per;
	if (!table_place(run->rows, run->row_count, g->row, &own) || !value_present(exactly)) return;
	t->from_top = t->from_bottom = 1;
	for (size_t i = 0; i < run->row_count; i++) {
		if (!all && !same_group(g, run_row(run, i))) continue;
		double over = f->value[i] - f->value[own], room = f->error ? (f->error[i] + f->error[own]) * (1 + 0x1p-40) : 0;
		if (fabs(over) > room) stands(t, over > 0 ? 1 : -1);
		else if (room > 0) stands_exactly(run, x, run_row(run, i), exactly.is.number, t);
	}
}

/* Of a field, whose values are there, where its cell stands in its group, counted from the highest and from the lowest. */
static void position_of_cell(struct run *run, const struct tree *call, const struct group_of_row *g,
                             struct why_table *t)
{
	const struct tree *x = tree_bare(call->first->first);
	const struct field *f = x->symbol ? x->symbol->field : NULL;
	const struct column *c = f ? &run->table->columns[f->index] : NULL;
	if (!c || c->kind != COLUMN_WHOLE || clause(call, TREE_WHERE)) return;
	struct filled filled = { .value = NULL };
	if (c->missing && run->known) filled.value = run->known->numbers(run->known->self, x->symbol->index, &filled.error);
	if (filled.value) {
		position_in(run, x, &filled, g, t);
		return;
	}
	struct value own = expr_value(run, x, g->row);
	bool cell = !column_missing(c, g->row);
	t->from_top = t->from_bottom = 1;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i);
		if (!same_group(g, row)) continue;
		if (!cell || column_missing(c, row)) stands_exactly(run, x, row, own.is.number, t);
		else /* by far the most: their order is that of the cells */
			stands(t, (c->whole[row] > c->whole[g->row]) - (c->whole[row] < c->whole[g->row]));
	}
}

/* The same where the values are remembered. */
static void position(struct run *run, const struct slot *slot, size_t group, size_t row, struct why_table *t)
{
	struct value own, other;
	if (!memo_get(&slot->memo, row, &own) || !value_present(own)) return;
	t->from_top = t->from_bottom = 1;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t at = run_row(run, i);
		if (slot->groups->per && slot->groups->of[at] != group) continue;
		if (memo_get(&slot->memo, at, &other) && value_present(other))
			stands(t, number_order(other.is.number, own.is.number));
	}
}

/* Of a line: the figures that a reader of its definition expects. */
static void line_facts(struct run *run, const struct tree *call, struct number from, struct number by,
                       struct why_table *t)
{
	enum function_id id = call->function->id;
	struct type type = call->first->first->type;
	if (id == FUNCTION_SHARE) {
		fact(&t->facts, "sum", told_number(run, type, by));
		return;
	}
	fact(&t->facts,
	     id == FUNCTION_ZSCORE   ? "mean"
	     : id == FUNCTION_MINMAX ? "lowest"
	                             : "median",
	     told_number(run, type, from));
	fact(&t->facts,
	     id == FUNCTION_ZSCORE   ? "standard deviation"
	     : id == FUNCTION_MINMAX ? "range"
	                             : "1.4826 times the median distance from it",
	     told_number(run, type, by));
}

/* Whether a row stands before another by the keys of the call; only then is anything worked out for it. */
static bool before_by_keys(struct run *run, const struct tree *by, size_t a, size_t b)
{
	for (const struct tree *k = by->first; k; k = k->next) {
		struct value x = expr_value(run, k->first, a), y = expr_value(run, k->first, b);
		if (!value_present(x) || !value_present(y)) return false;
		int order = value_order(type_family(k->first->type), x, y);
		if (order) return k->op == OP_HIGHEST || k->op == OP_DESC ? order > 0 : order < 0;
	}
	return false;
}

/* The rank behind a band, where another knows the bands: only rows of the same band have to be told apart. */
static bool rank_behind_band(struct run *run, const struct tree *call, const struct group_of_row *g, int64_t *rank)
{
	struct value own = slot_value(run, call, g->row);
	*rank = 1;
	if (!run->known || run->slots[call->slot].known || !value_present(own)) return false;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		if (row == g->row || !same_group(g, row) || !takes_part(run, call, row)) continue;
		struct value v = slot_value(run, call, row);
		int order = value_present(v) ? number_order(v.is.number, own.is.number) : 1;
		*rank += order < 0 || (order == 0 && before_by_keys(run, tree_find(call, TREE_BY), row, g->row));
		numbers_release(run->scratch, mark);
	}
	return !run->slots[call->slot].known;
}

static void facts_from_slot(struct run *run, const struct tree *call, size_t row, struct why_table *t)
{
	const struct slot *slot = slot_told(run, call);
	struct value v;
	if (!slot || !memo_get(&slot->memo, row, &v) || !value_present(v)) return;
	size_t group = slot->groups->per ? slot->groups->of[row] : 0;
	if (each_is_line(call->function->id)) {
		line_facts(run, call, slot->detail->from[group], slot->detail->by[group], t);
		position(run, slot, group, row, t);
	} else if (call->function->id == FUNCTION_BANDS || call->function->id == FUNCTION_PERCENTILE_RANK ||
	           call->function->id == FUNCTION_NORMAL_SCORE) {
		fact(&t->facts, "rank", plain_number(run, slot->detail->rank[row]));
	}
}

static void turn_round(struct why_table *t)
{
	size_t top = t->from_top;
	t->from_top = t->from_bottom;
	t->from_bottom = top;
}

static void facts(struct run *run, const struct tree *call, const struct group_of_row *g, struct why_table *t)
{
	struct number from, by;
	int64_t rank;
	if (call->function->form != FORM_EACH || call->function->id == FUNCTION_RANK) return;
	if (call->function->id == FUNCTION_BANDS && rank_behind_band(run, call, g, &rank)) {
		fact(&t->facts, "rank", plain_number(run, number_of(rank)));
		return;
	}
	if (run->row_count <= run->large || !slot_line(run, call, g->row, &from, &by)) {
		facts_from_slot(run, call, g->row, t);
	} else if (value_present(slot_value(run, call, g->row))) {
		line_facts(run, call, from, by, t);
		position_of_cell(run, call, g, t);
		if (number_sign(by) < 0) turn_round(t); /* a share of a sum below 0 */
	}
}

/* --- what more it takes to work a value out again --- */

/* Of `rank`: how many of its group stand before the place and how many share its rank. */
static void standing(struct run *run, const struct tree *call, size_t row, struct why_facts *grounds)
{
	struct group_of_row g;
	struct value own = run_unheard(run, call, NULL, row);
	int64_t before = 0, tied = -1;
	if (!value_present(own) || !find_group(run, call, row, &g)) return;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t at = run_row(run, i), mark = numbers_mark(run->scratch);
		struct value other = same_group(&g, at) ? run_unheard(run, call, NULL, at) : value_missing(TEXT(""));
		int order = value_present(other) ? number_order(other.is.number, own.is.number) : 1;
		before += order < 0;
		tied += order == 0;
		numbers_release(run->scratch, mark);
	}
	fact(grounds, "before", plain_number(run, number_of(before)));
	fact(grounds, "tied", plain_number(run, number_of(tied)));
}

static void order_grounds(struct run *run, const struct tree *call, size_t row, struct why_facts *grounds)
{
	const struct slot *slot = slot_told(run, call);
	struct value v;
	if (!slot || !memo_get(&slot->memo, row, &v) || !value_present(v)) return;
	if (call->function->id == FUNCTION_NTILE) {
		fact(grounds, "rank", plain_number(run, slot->detail->rank[row]));
		return;
	}
	struct type type = call->first->first->type;
	fact(grounds, "before", told_number(run, type, slot->detail->before[row]));
	fact(grounds, "tied", told_number(run, type, slot->detail->tied[row]));
}

static void award_grounds(struct run *run, const struct tree *call, struct why_facts *grounds)
{
	const struct symbol *symbol = tree_bare(call->first->first)->symbol;
	const struct award *award = award_of(run, symbol);
	if (!award) return;
	fact(grounds, "amount", told_number(run, symbol->type, award->whole.amount));
	fact(grounds, "awarded", told_number(run, symbol->type, award->whole.awarded));
}

const struct why_facts *why_grounds(struct run *run, const struct tree *call, size_t row)
{
	struct hush hush;
	struct why_facts *grounds = arena_alloc(run->arena, sizeof *grounds);
	enum function_id id = call->function->id;
	size_t mark = numbers_mark(run->scratch);
	bool small = run->row_count <= run->large;
	run_hush(run, &hush);
	if (id == FUNCTION_UNSPENT) award_grounds(run, call, grounds);
	else if (id == FUNCTION_RANK && small) standing(run, call, row, grounds);
	else if ((id == FUNCTION_NTILE || id == FUNCTION_CUMULATIVE || id == FUNCTION_TAKE) && small)
		order_grounds(run, call, row, grounds);
	run_heard(run, &hush);
	numbers_release(run->scratch, mark);
	return grounds->count ? grounds : NULL;
}

/* --- all of it --- */

const struct why_table *why_table(struct run *run, const struct tree *call, size_t row)
{
	struct hush hush;
	struct why_table *t = arena_alloc(run->arena, sizeof *t);
	struct group_of_row g;
	size_t mark = numbers_mark(run->scratch);
	run_hush(run, &hush);
	if (find_group(run, call, row, &g)) {
		t->rows = rows_about(run, call, &g);
		t->group = groups_key_at(run, tree_find(call, TREE_PER), row);
		facts(run, call, &g, t);
	}
	run_heard(run, &hush);
	numbers_release(run->scratch, mark);
	return t;
}

/* why_rank.c - a place in a ranking: who stands above and below it and by how much, who ties, and where rules and bands cut
 * the ranking. All of it is found in one pass over the ranks: nothing is sorted again. */
#include "audit/why.h"
#include <math.h>

/* --- other places --- */

static struct why_other other_of(struct run *run, const struct symbol *symbol, size_t row)
{
	struct why_other o = { .there = true, .key = run_key(run, row), .name = why_name(run, row) };
	o.rank = told_value(run, symbol->type, run_unheard(run, NULL, symbol, row));
	return o;
}

/* By how much two places differ in the first sort key that tells them apart. */
static void gap_between(struct run *run, const struct symbol *symbol, size_t other, size_t row, struct why_other *o)
{
	const struct tree *by = tree_find(symbol->declaration, TREE_BY);
	size_t which = 1;
	for (const struct tree *k = by->first; k; k = k->next, which++) {
		struct value a = run_unheard(run, k->first, NULL, other), b = run_unheard(run, k->first, NULL, row);
		if (a.state || b.state || value_order(type_family(k->first->type), a, b) == 0) continue;
		o->by = run_source_whole(run, k->first);
		o->by_key = which;
		o->value = told_value(run, k->first->type, a);
		if (type_family(k->first->type) != FAMILY_NUMBER) return;
		o->gap = told_size(run, k->first->type, number_sub(run->scratch, a.is.number, b.is.number));
		return;
	}
}

static struct why_other neighbour(struct run *run, const struct symbol *symbol, size_t other, size_t row)
{
	struct why_other o = other_of(run, symbol, other);
	gap_between(run, symbol, other, row, &o);
	return o;
}

/* --- cuts --- */

/* A cut and the two places next to it, as the ranks are passed. */
struct cutting {
	struct why_cut *cut;
	const struct tree *tree;
	struct number at;
	size_t last, first; /* rows: the last inside, the first outside; NO_ROW before one is seen */
	struct number last_rank, first_rank;
	struct cutting *next;
};

static void cut_at(struct run *run, const struct tree *tree, const struct symbol *of, size_t row, struct cutting **cuts)
{
	struct value at = run_unheard(run, tree->last, NULL, NO_ROW);
	struct cutting *c = arena_alloc(run->arena, sizeof *c);
	if (!value_present(at)) return;
	*c = (struct cutting){ .tree = tree, .at = number_keep(run->kept, at.is.number), .last = NO_ROW, .first = NO_ROW };
	c->cut = arena_alloc(run->arena, sizeof *c->cut);
	*c->cut = (struct why_cut){ .text = run_source_whole(run, tree), .of = of, .op = tree->op };
	c->cut->at = told_value(run, tree->last->type, at);
	c->cut->at_node = why_node(run, tree->last, row);
	c->cut->inside = value_true(run_unheard(run, tree, NULL, row));
	while (*cuts)
		cuts = &(*cuts)->next;
	*cuts = c;
}

/* `rank <= x` or `rank < x`, with one x for all places. */
static void find_cuts(struct run *run, const struct tree *tree, const struct symbol *rank, const struct symbol *of,
                      size_t row, struct cutting **cuts)
{
	if (tree->kind == TREE_COMPARE_OP && (tree->op == OP_LE || tree->op == OP_LT) && tree_named(tree->first) == rank &&
	    !tree->last->rows)
		cut_at(run, tree, of, row, cuts);
	for (const struct tree *child = tree->first; child; child = child->next)
		find_cuts(run, child, rank, of, row, cuts);
}

static struct cutting *cuts_of(struct run *run, const struct symbol *rank, size_t row)
{
	struct cutting *cuts = NULL;
	for (size_t i = 0; i < run->model->symbol_count; i++) {
		const struct symbol *s = run->model->symbols[i];
		bool cuts_rows = s->kind == SYMBOL_RULE || s->kind == SYMBOL_BAND || s->kind == SYMBOL_LET;
		if (cuts_rows && s->used && s->rows) find_cuts(run, s->declaration, rank, s, row, &cuts);
	}
	return cuts;
}

/* --- one pass --- */

struct pass {
	struct why_rank *w;
	struct cutting *cuts;
	struct number own, above_rank, below_rank;
	size_t row, above, below;
};

static void closer(size_t row, struct number rank, int sign, size_t *best, struct number *best_rank)
{
	if (*best != NO_ROW && number_order(rank, *best_rank) * sign <= 0) return;
	*best = row;
	*best_rank = rank;
}

static void see(struct pass *p, size_t row, struct number rank)
{
	int order = number_order(rank, p->own);
	p->w->places++;
	p->w->tied += order == 0 && row != p->row;
	p->w->before += order < 0;
	if (order < 0) closer(row, rank, 1, &p->above, &p->above_rank);
	if (order > 0) closer(row, rank, -1, &p->below, &p->below_rank);
	for (struct cutting *c = p->cuts; c; c = c->next) {
		int at = number_order(rank, c->at);
		if (at < 0 || (at == 0 && c->tree->op == OP_LE)) closer(row, rank, 1, &c->last, &c->last_rank);
		else closer(row, rank, -1, &c->first, &c->first_rank);
	}
}

static void pass_over(struct run *run, const struct symbol *symbol, const struct groups *groups, struct pass *p)
{
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		if (groups->per && groups->of[row] != groups->of[p->row]) continue;
		struct value v = symbol_value(run, symbol, row); /* the run has been made: no error is left */
		if (value_present(v)) see(p, row, v.is.number);
		numbers_release(run->scratch, mark);
	}
}

/* --- the same over a column of the VM --- */

struct nearest {
	size_t row;
	double x;
};

/* The last up to a limit and the first beyond it; of equal ones the first row. */
static void look(const double *x, size_t n, double limit, struct nearest *last, struct nearest *first)
{
	*last = (struct nearest){ NO_ROW, -INFINITY };
	*first = (struct nearest){ NO_ROW, INFINITY };
	for (size_t i = 0; i < n; i++) {
		if (x[i] <= limit && x[i] > last->x) *last = (struct nearest){ i, x[i] };
		if (x[i] > limit && x[i] < first->x) *first = (struct nearest){ i, x[i] };
	}
}

static size_t row_of(const struct run *run, struct nearest n)
{
	return n.row == NO_ROW ? NO_ROW : run_row(run, n.row);
}

static void count(const double *x, size_t n, double own, struct why_rank *w)
{
	size_t before = 0, tied = 0;
	for (size_t i = 0; i < n; i++) {
		before += x[i] < own;
		tied += x[i] <= own;
	}
	w->places = n;
	w->before = before;
	w->tied = tied - before - 1;
}

/* Ranks are whole numbers of the column's unit, which the own rank tells. False: the VM has no such column. */
static bool pass_over_column(struct run *run, const struct symbol *symbol, struct pass *p)
{
	const double *error = NULL, *x = run->known ? run->known->numbers(run->known->self, symbol->index, &error) : NULL;
	size_t n = run->row_count, own;
	struct nearest last, first, none;
	if (!x || error || !table_place(run->rows, run->row_count, p->row, &own)) return false;
	struct number unit = number_div(run->scratch, p->own, number_of((int64_t)x[own]));
	look(x, n, x[own] - 1, &last, &none);
	look(x, n, x[own], &none, &first);
	p->above = row_of(run, last);
	p->below = row_of(run, first);
	count(x, n, x[own], p->w);
	for (struct cutting *c = p->cuts; c; c = c->next) {
		struct number at = number_div(run->scratch, c->at, unit), floor = number_floor(run->scratch, at);
		double limit = number_to_double(floor); /* exactly, where it is as small as a rank */
		if (c->tree->op == OP_LT && number_order(floor, at) == 0) limit--;
		look(x, n, limit, &last, &first);
		c->last = row_of(run, last);
		c->first = row_of(run, first);
	}
	return true;
}

/* --- all of it --- */

static void keys_of(struct run *run, const struct symbol *symbol, size_t row, struct why_rank *w)
{
	const struct tree *by = tree_find(symbol->declaration, TREE_BY);
	w->key_count = tree_count(by);
	w->key = arena_array(run->arena, w->key_count, sizeof *w->key);
	w->key_node = arena_array(run->arena, w->key_count, sizeof(const struct why_node *));
	w->highest_first = arena_array(run->arena, w->key_count, sizeof *w->highest_first);
	w->by = arena_array(run->arena, w->key_count, sizeof *w->by);
	size_t i = 0;
	for (const struct tree *k = by->first; k; k = k->next, i++) {
		w->key[i] = told_value(run, k->first->type, run_unheard(run, k->first, NULL, row));
		w->key_node[i] = why_node(run, k->first, row);
		w->highest_first[i] = k->op == OP_HIGHEST || k->op == OP_DESC;
		w->by[i] = run_source_whole(run, k);
	}
}

static void tell_cuts(struct run *run, const struct symbol *symbol, struct pass *p)
{
	struct why_cut **next = &p->w->cuts;
	for (struct cutting *c = p->cuts; c; c = c->next) {
		if (c->last != NO_ROW) c->cut->last = neighbour(run, symbol, c->last, p->row);
		if (c->first != NO_ROW) c->cut->first = neighbour(run, symbol, c->first, p->row);
		*next = c->cut;
		next = &c->cut->next;
	}
}

const struct why_rank *why_rank(struct run *run, const struct symbol *symbol, size_t row)
{
	const struct groups *groups = groups_by(run, tree_find(symbol->declaration, TREE_PER));
	struct value own = run_unheard(run, NULL, symbol, row);
	if (!groups || !value_present(own)) return NULL;
	struct why_rank *w = arena_alloc(run->arena, sizeof *w);
	struct pass p = { .w = w, .cuts = cuts_of(run, symbol, row), .row = row, .above = NO_ROW, .below = NO_ROW };
	p.own = number_keep(run->kept, own.is.number);
	bool known = !groups->per && run->row_count > run->large && pass_over_column(run, symbol, &p);
	if (!known) pass_over(run, symbol, groups, &p);
	w->ties = tree_ties(symbol->declaration);
	w->group = groups_key(run, groups, groups->per ? groups->of[row] : 0);
	if (p.above != NO_ROW) w->above = neighbour(run, symbol, p.above, row);
	if (p.below != NO_ROW) w->below = neighbour(run, symbol, p.below, row);
	keys_of(run, symbol, row, w);
	tell_cuts(run, symbol, &p);
	return w;
}

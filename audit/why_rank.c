/* why_rank.c - a place in a ranking: who stands above and below it and by how much, who ties, and where rules and bands cut
 * the ranking. */
#include "audit/why.h"
#include <stdlib.h>

struct standing {
	size_t row, group;
	double rank; /* a half at the finest, so exact */
};

struct ranking {
	const struct groups *groups;
	struct standing *order; /* by group, rank, key */
	size_t count;
	size_t *place;          /* in order, by row of the table; NO_ROW: not ranked */
};

static int by_rank(const void *a, const void *b)
{
	const struct standing *x = a, *y = b;
	if (x->group != y->group) return x->group < y->group ? -1 : 1;
	if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static struct ranking *ranking_of(struct run *run, struct ranking **known, const struct symbol *symbol)
{
	if (*known) return *known;
	struct ranking *r = arena_alloc(run->arena, sizeof *r);
	r->groups = groups_by(run, tree_find(symbol->declaration, TREE_PER));
	if (!r->groups) return NULL;
	r->order = arena_array(run->arena, run->row_count, sizeof *r->order);
	r->place = arena_array(run->arena, run->table->rows, sizeof *r->place);
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		struct value v = run_unheard(run, NULL, symbol, row);
		double rank = value_present(v) ? number_to_double(v.is.number) : 0;
		numbers_release(run->scratch, mark);
		r->place[row] = NO_ROW;
		if (value_present(v))
			r->order[r->count++] = (struct standing){ row, r->groups->per ? r->groups->of[row] : 0, rank };
	}
	if (r->count) qsort(r->order, r->count, sizeof *r->order, by_rank);
	for (size_t i = 0; i < r->count; i++)
		r->place[r->order[i].row] = i;
	return *known = r;
}

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
	for (const struct tree *k = by->first; k; k = k->next) {
		struct value a = run_unheard(run, k->first, NULL, other), b = run_unheard(run, k->first, NULL, row);
		if (a.state || b.state || value_order(type_family(k->first->type), a, b) == 0) continue;
		o->by = run_source(run, k->first);
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

struct cutting {
	struct run *run;
	const struct ranking *r;
	const struct symbol *rank;
	size_t row, first, end; /* its group in r->order */
	struct why_cut **next;
};

static bool names(const struct tree *tree, const struct symbol *symbol)
{
	tree = tree_bare(tree);
	return (tree->kind == TREE_NAME || tree->kind == TREE_PATH) && tree->symbol == symbol;
}

/* The rows of the group for which the comparison holds are its first ones. */
static void cut_at(struct cutting *c, const struct tree *tree, const struct symbol *of)
{
	struct run *run = c->run;
	struct why_cut *cut = arena_alloc(run->arena, sizeof *cut);
	size_t at = c->first;
	while (at < c->end && value_true(run_unheard(run, tree, NULL, c->r->order[at].row)))
		at++;
	*cut = (struct why_cut){ .text = run_source(run, tree), .of = of };
	cut->at = told_value(run, tree->last->type, run_unheard(run, tree->last, NULL, c->row));
	cut->inside = value_true(run_unheard(run, tree, NULL, c->row));
	if (at > c->first) cut->last = neighbour(run, c->rank, c->r->order[at - 1].row, c->row);
	if (at < c->end) cut->first = neighbour(run, c->rank, c->r->order[at].row, c->row);
	*c->next = cut;
	c->next = &cut->next;
}

/* `rank <= x` or `rank < x`, with one x for all places of the group. */
static void find_cuts(struct cutting *c, const struct tree *tree, const struct symbol *of)
{
	if (tree->kind == TREE_COMPARE_OP && (tree->op == OP_LE || tree->op == OP_LT) && names(tree->first, c->rank)
	    && !tree->last->rows)
		cut_at(c, tree, of);
	for (const struct tree *child = tree->first; child; child = child->next)
		find_cuts(c, child, of);
}

static struct why_cut *cuts_of(struct run *run, const struct ranking *r, const struct symbol *rank, size_t row,
                               size_t first, size_t end)
{
	struct why_cut *cuts = NULL;
	struct cutting c = { run, r, rank, row, first, end, &cuts };
	for (size_t i = 0; i < run->model->symbol_count; i++) {
		const struct symbol *s = run->model->symbols[i];
		bool cuts_rows = s->kind == SYMBOL_RULE || s->kind == SYMBOL_BAND || s->kind == SYMBOL_LET;
		if (cuts_rows && s->used && s->rows) find_cuts(&c, s->declaration, s);
	}
	return cuts;
}

/* --- all of it --- */

static void keys_of(struct run *run, const struct symbol *symbol, size_t row, struct why_rank *w)
{
	const struct tree *by = tree_find(symbol->declaration, TREE_BY);
	w->key_count = tree_count(by);
	w->key = arena_array(run->arena, w->key_count, sizeof *w->key);
	w->by = arena_array(run->arena, w->key_count, sizeof *w->by);
	size_t i = 0;
	for (const struct tree *k = by->first; k; k = k->next, i++) {
		w->key[i] = told_value(run, k->first->type, run_unheard(run, k->first, NULL, row));
		w->by[i] = run_source(run, k);
	}
}

const struct why_rank *why_rank(struct run *run, struct ranking **known, const struct symbol *symbol, size_t row)
{
	struct ranking *r = ranking_of(run, known, symbol);
	if (!r || r->place[row] == NO_ROW) return NULL;
	struct why_rank *w = arena_alloc(run->arena, sizeof *w);
	const struct tree *ties = tree_find(symbol->declaration, TREE_TIES);
	const struct standing *o = r->order, *own = &o[r->place[row]];
	size_t first = r->place[row], last = first, begin, end;
	while (first > 0 && o[first - 1].group == own->group && o[first - 1].rank == own->rank)
		first--;
	while (last + 1 < r->count && o[last + 1].group == own->group && o[last + 1].rank == own->rank)
		last++;
	for (begin = first; begin > 0 && o[begin - 1].group == own->group; begin--)
		;
	for (end = last + 1; end < r->count && o[end].group == own->group; end++)
		;
	w->ties = ties ? ties->text : TEXT("min");
	w->group = groups_key(run, r->groups, own->group);
	w->places = end - begin;
	w->tied = last - first;
	if (first > begin) w->above = neighbour(run, symbol, o[first - 1].row, row);
	if (last + 1 < end) w->below = neighbour(run, symbol, o[last + 1].row, row);
	keys_of(run, symbol, row, w);
	w->cuts = cuts_of(run, r, symbol, row, begin, end);
	return w;
}

/* why_rank.c - a place in a ranking: who stands above and below it and by how much, who ties, and where rules and bands cut
 * the ranking. */
#include "audit/why.h"

struct ranking {
	const struct groups *groups;
	size_t *row;   /* by group, rank, key */
	double *rank;  /* of the same; a half at the finest, so exact */
	size_t *group; /* of the same */
	size_t count;
	size_t *place; /* in these, by row of the table; NO_ROW: not ranked */
};

/* A counting sort: ranks of a group are at most as many as its rows, and halves at the finest. */
static void put_in_order(struct run *run, struct ranking *r, const double *rank)
{
	size_t groups = r->groups->count, rows = run->row_count;
	size_t *first = arena_array(run->arena, groups + 1, sizeof *first), *at;
	for (size_t i = 0; i < rows; i++)
		if (rank[i] > 0) first[(r->groups->per ? r->groups->of[run_row(run, i)] : 0) + 1] += 1;
	for (size_t g = 0; g < groups; g++)
		first[g + 1] += first[g];
	at = arena_array(run->arena, 2 * first[groups] + 2 * groups + 2, sizeof *at);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < rows; i++) {
			size_t row = run_row(run, i), group = r->groups->per ? r->groups->of[row] : 0;
			if (!(rank[i] > 0)) continue;
			size_t *next = &at[2 * (first[group] + group) + (size_t)(2 * rank[i]) - 1];
			if (pass == 0) {
				++*next;
				continue;
			}
			r->row[*next] = row;
			r->rank[*next] = rank[i];
			r->group[*next] = group;
			r->place[row] = (*next)++;
		}
		for (size_t k = 0, sum = 0; pass == 0 && k < 2 * first[groups] + 2 * groups + 2; k++) {
			size_t n = at[k];
			at[k] = sum;
			sum += n;
		}
	}
	r->count = first[groups];
}

static struct ranking *ranking_of(struct run *run, struct ranking **known, const struct symbol *symbol)
{
	if (*known) return *known;
	struct ranking *r = arena_alloc(run->arena, sizeof *r);
	r->groups = groups_by(run, tree_find(symbol->declaration, TREE_PER));
	if (!r->groups) return NULL;
	r->row = arena_array(run->arena, run->row_count, sizeof *r->row);
	r->rank = arena_array(run->arena, run->row_count, sizeof *r->rank);
	r->group = arena_array(run->arena, run->row_count, sizeof *r->group);
	r->place = arena_array(run->arena, run->table->rows, sizeof *r->place);
	double *rank = arena_array(run->arena, run->row_count, sizeof *rank);
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		struct value v = symbol_value(run, symbol, row); /* the run has been made: no error is left */
		if (value_present(v)) rank[i] = number_to_double(v.is.number);
		numbers_release(run->scratch, mark);
		r->place[row] = NO_ROW;
	}
	put_in_order(run, r, rank);
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
	size_t which = 0;
	for (const struct tree *k = by->first; k; k = k->next) {
		which++;
		struct value a = run_unheard(run, k->first, NULL, other), b = run_unheard(run, k->first, NULL, row);
		if (a.state || b.state || value_order(type_family(k->first->type), a, b) == 0) continue;
		o->by = run_source(run, k->first);
		o->by_key = which;
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
	size_t row, first, end; /* its group in r->row */
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
	size_t at = c->first, end = c->end;
	while (at < end) {
		size_t middle = at + (end - at) / 2;
		if (value_true(run_unheard(run, tree, NULL, c->r->row[middle]))) at = middle + 1;
		else end = middle;
	}
	*cut = (struct why_cut){ .text = run_source(run, tree), .of = of, .op = tree->op };
	cut->at = told_value(run, tree->last->type, run_unheard(run, tree->last, NULL, c->row));
	cut->at_node = why_node(run, tree->last, c->row);
	cut->inside = value_true(run_unheard(run, tree, NULL, c->row));
	if (at > c->first) cut->last = neighbour(run, c->rank, c->r->row[at - 1], c->row);
	if (at < c->end) cut->first = neighbour(run, c->rank, c->r->row[at], c->row);
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
	w->key_node = arena_array(run->arena, w->key_count, sizeof *w->key_node);
	w->highest_first = arena_array(run->arena, w->key_count, sizeof *w->highest_first);
	w->by = arena_array(run->arena, w->key_count, sizeof *w->by);
	size_t i = 0;
	for (const struct tree *k = by->first; k; k = k->next, i++) {
		w->key[i] = told_value(run, k->first->type, run_unheard(run, k->first, NULL, row));
		w->key_node[i] = why_node(run, k->first, row);
		w->highest_first[i] = k->op == OP_HIGHEST || k->op == OP_DESC;
		w->by[i] = run_source(run, k);
	}
}

const struct why_rank *why_rank(struct run *run, struct ranking **known, const struct symbol *symbol, size_t row)
{
	struct ranking *r = ranking_of(run, known, symbol);
	if (!r || r->place[row] == NO_ROW) return NULL;
	struct why_rank *w = arena_alloc(run->arena, sizeof *w);
	const struct tree *ties = tree_find(symbol->declaration, TREE_TIES);
	size_t own = r->place[row], first = own, last = own, begin, end;
	while (first > 0 && r->group[first - 1] == r->group[own] && r->rank[first - 1] >= r->rank[own])
		first--;
	while (last + 1 < r->count && r->group[last + 1] == r->group[own] && r->rank[last + 1] <= r->rank[own])
		last++;
	for (begin = first; begin > 0 && r->group[begin - 1] == r->group[own]; begin--)
		;
	for (end = last + 1; end < r->count && r->group[end] == r->group[own]; end++)
		;
	w->ties = ties ? ties->text : TEXT("min");
	w->group = groups_key(run, r->groups, r->group[own]);
	w->places = end - begin;
	w->before = first - begin;
	w->tied = last - first;
	if (first > begin) w->above = neighbour(run, symbol, r->row[first - 1], row);
	if (last + 1 < end) w->below = neighbour(run, symbol, r->row[last + 1], row);
	keys_of(run, symbol, row, w);
	w->cuts = cuts_of(run, r, symbol, row, begin, end);
	return w;
}

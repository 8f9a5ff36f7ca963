/* near.c - finds the comparisons that decide, and the places beside them. */
#include "audit/near.h"

struct finding {
	struct near *near;
	size_t room, most; /* most: places on a side */
};

/* --- which comparisons --- */

static const struct symbol *rank_of(const struct tree *left, const struct tree *right)
{
	const struct tree *sides[] = { tree_bare(left), tree_bare(right) };
	for (size_t i = 0; i < 2; i++)
		if (sides[i]->symbol && sides[i]->symbol->kind == SYMBOL_RANK) return sides[i]->symbol;
	return NULL;
}

static void cut_add(struct finding *f, const struct symbol *of, const struct tree *left, enum tree_op op,
                    const struct tree *right)
{
	struct near *near = f->near;
	enum type_family family = type_family(left->type);
	if ((family != FAMILY_NUMBER && family != FAMILY_DATE) || (!left->rows && !right->rows)) return;
	if (near->count == f->room) {
		struct near_cut *old = near->cuts;
		f->room = f->room * 2 + 16;
		near->cuts = arena_array(near->run->arena, f->room, sizeof *old);
		if (near->count) memcpy(near->cuts, old, near->count * sizeof *old);
	}
	near->cuts[near->count++] = (struct near_cut){
		.of = of,
		.left = left,
		.right = right,
		.op = op,
		.rank = rank_of(left, right),
		.line = why_line(near->run, left->at),
	};
}

static void cuts_of_members(struct finding *f, const struct symbol *of, const struct tree *x, const struct tree *right)
{
	const struct symbol *set = right->kind == TREE_MEMBERS || right->kind == TREE_RANGE ? NULL : right->symbol;
	if (set && set->kind == SYMBOL_SET) right = tree_find(set->declaration, TREE_MEMBERS);
	for (const struct tree *c = right->kind == TREE_MEMBERS ? right->first : NULL; c; c = c->next)
		cuts_of_members(f, of, x, c);
	if (right->kind != TREE_RANGE) return;
	cut_add(f, of, x, OP_GE, right->first);
	cut_add(f, of, x, right->flag ? OP_LT : OP_LE, right->last);
}

/* What a name stands for is told under that name. */
static void cuts_of(struct finding *f, const struct symbol *of, const struct tree *tree)
{
	bool cuts = tree->kind == TREE_COMPARE_OP && tree->op != OP_EQ && tree->op != OP_NE;
	if (tree->slot || tree->symbol) return;
	if (tree->meaning) cuts_of(f, of, tree->meaning);
	if (cuts) cut_add(f, of, tree->first, tree->op, tree->last);
	if (tree->kind == TREE_IN) cuts_of_members(f, of, tree->first, tree_bare(tree->last));
	for (const struct tree *c = tree->meaning ? NULL : tree->first; c; c = c->next)
		cuts_of(f, of, c);
}

static void cuts_of_symbol(struct finding *f, const struct symbol *s)
{
	bool flag = s->kind == SYMBOL_LET && type_family(s->type) == FAMILY_FLAG;
	if (s->where) cuts_of(f, s, s->where);
	if (flag) cuts_of(f, s, s->value);
	if (s->kind != SYMBOL_RULE && s->kind != SYMBOL_BAND) return;
	for (const struct tree *c = s->declaration->first; c; c = c->next)
		if (c->kind == TREE_WHEN || c->kind == TREE_UNLESS || c->kind == TREE_BAND_ROW) cuts_of(f, s, c->first);
}

/* --- who stands beside them --- */

static bool holds(enum tree_op op, int order)
{
	if (op == OP_LT) return order < 0;
	if (op == OP_LE) return order <= 0;
	return op == OP_GT ? order > 0 : order >= 0;
}

/* Among the nearest of its side; of equally near ones the earlier row stays. */
static void place_add(struct run *run, struct near_side *side, size_t most, size_t row, struct number margin)
{
	size_t mark = numbers_mark(run->scratch), at = side->count;
	struct number size = number_abs(run->scratch, margin);
	side->all++;
	while (at > 0 && number_order(side->place[at - 1].size, size) > 0)
		at--;
	if (at < most) {
		if (side->count < most) side->count++;
		memmove(side->place + at + 1, side->place + at, (side->count - 1 - at) * sizeof *side->place);
		side->place[at] = (struct near_place){ .row = row, .size = number_keep(run->kept, size) };
	}
	numbers_release(run->scratch, mark);
}

static void places_of(struct finding *f, struct near_cut *cut)
{
	struct run *run = f->near->run;
	cut->holds.place = arena_array(run->arena, f->most + 1, sizeof *cut->holds.place);
	cut->fails.place = arena_array(run->arena, f->most + 1, sizeof *cut->fails.place);
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		struct value a = run_unheard(run, cut->left, NULL, row), b = a;
		if (value_present(a)) b = run_unheard(run, cut->right, NULL, row);
		if (value_present(a) && value_present(b)) {
			struct number margin = number_sub(run->scratch, a.is.number, b.is.number);
			place_add(run, holds(cut->op, number_sign(margin)) ? &cut->holds : &cut->fails, f->most, row, margin);
		}
		numbers_clear(run->scratch);
		numbers_release(run->scratch, mark);
	}
}

const struct tree *near_key(const struct near_cut *cut)
{
	return cut->rank ? tree_find(cut->rank->declaration, TREE_BY)->first->first : NULL;
}

/* How far the key of the place is from that of the nearest one across the cut. */
static void gap_tell(struct run *run, const struct tree *by, struct near_place *p, const struct near_side *across)
{
	if (across->count == 0 || type_family(by->type) != FAMILY_NUMBER) return;
	struct value own = run_unheard(run, by, NULL, p->row), other = run_unheard(run, by, NULL, across->place[0].row);
	if (!value_present(own) || !value_present(other)) return;
	p->gap = told_apart(run, by->type, number_sub(run->scratch, own.is.number, other.is.number));
}

static void place_tell(struct run *run, const struct near_cut *cut, struct near_place *p,
                       const struct near_side *across)
{
	size_t mark = numbers_mark(run->scratch);
	struct value a = run_unheard(run, cut->left, NULL, p->row), b = run_unheard(run, cut->right, NULL, p->row);
	const struct tree *by = near_key(cut);
	p->left = told_value(run, cut->left->type, a);
	p->right = told_value(run, cut->right->type, b);
	p->margin = told_apart(run, cut->left->type, number_sub(run->scratch, a.is.number, b.is.number));
	if (by) p->key = told_value(run, by->type, run_unheard(run, by, NULL, p->row));
	if (by && !tree_find(cut->rank->declaration, TREE_PER)) gap_tell(run, by, p, across);
	numbers_release(run->scratch, mark);
}

struct near *near_cutoffs(struct run *run, size_t n, struct text only)
{
	const struct model *m = run->model;
	struct near *near = arena_alloc(run->arena, sizeof *near);
	struct finding f = { .near = near, .most = n };
	near->run = run;
	for (size_t i = 0; i < m->symbol_count && run->table->dataset; i++) {
		const struct symbol *s = m->symbols[i];
		if (s->used && s->rows == run->table->dataset && (only.len == 0 || text_equal(only, s->name)))
			cuts_of_symbol(&f, s);
	}
	for (size_t i = 0; i < near->count; i++) {
		struct near_cut *cut = &near->cuts[i];
		places_of(&f, cut);
		for (size_t k = 0; k < cut->holds.count; k++)
			place_tell(run, cut, &cut->holds.place[k], &cut->fails);
		for (size_t k = 0; k < cut->fails.count; k++)
			place_tell(run, cut, &cut->fails.place[k], &cut->holds);
	}
	return near;
}

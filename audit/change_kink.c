/* change_kink.c - where a decision takes another course as one cell of its row moves.
 *
 * A decision at its own row is made of comparisons. Each compares two expressions, and changes where they cross. These
 * crossings are looked for from the inside out: a comparison's two sides are straight lines, or rise or fall throughout,
 * between the crossings of what they are made of, such as the points of a taper or the low end of a clamp.
 *
 *     when larger(0, need - 3) * 2 > 8      first need = 3, then, on either side of it, larger(...) * 2 = 8: need = 7 */
#include "audit/change_inside.h"
#include <stdlib.h>

#define NOINLINE __attribute__((noinline))
#define MOST_KINKS 128 /* of a decision: with more of them values are tried as if it were anything */
#define PARTS 16 /* into which a stretch is cut that neither is straight nor rises or falls throughout */

enum course {
	COURSE_SAME,     /* does not rest on the cell */
	COURSE_STRAIGHT, /* straight lines between kinks */
	COURSE_BENT      /* something else */
};

struct shape {
	enum course course;
	int direction; /* 1: never falls as the cell rises; -1: never rises; 0: it may do both */
};

/* Two expressions that may cross; right NULL: zero. */
struct kink {
	const struct tree *left, *right;
	struct shape shape; /* of left - right */
};

struct kinks {
	struct moving *m;
	struct shape *symbol_shape; /* by symbol.index */
	bool *shaped, *walked;      /* by symbol.index */
	struct kink *kink;
	size_t kink_count, kink_room;
	int64_t *at; /* sorted, each once */
	size_t count, room;
	bool exact;
};

/* --- shapes --- */

static struct shape shape_of(struct kinks *k, const struct tree *tree);

static const struct shape same = { COURSE_SAME, 1 }, straight = { COURSE_STRAIGHT, 0 }, bent = { COURSE_BENT, 0 };

static struct shape turned(struct shape s)
{
	if (s.course != COURSE_SAME) s.direction = -s.direction;
	return s;
}

/* Of a sum, of the larger of two, of either of two. */
static struct shape joined(struct shape a, struct shape b)
{
	if (a.course == COURSE_SAME) return b;
	if (b.course == COURSE_SAME) return a;
	return (struct shape){ a.course > b.course ? a.course : b.course, a.direction == b.direction ? a.direction : 0 };
}

static struct shape joined_children(struct kinks *k, const struct tree *first)
{
	struct shape s = same;
	for (const struct tree *c = first; c; c = c->next)
		s = joined(s, shape_of(k, c));
	return s;
}

/* Not straight any more, but it goes the way it went. */
static struct shape curved(struct shape s)
{
	if (s.course != COURSE_SAME) s.course = COURSE_BENT;
	return s;
}

/* The sign of what does not rest on the cell; 0 also where it has no value. */
static int sign_of(struct kinks *k, const struct tree *tree)
{
	struct run *run = k->m->run;
	size_t mark = numbers_mark(run->scratch);
	struct value v = run_unheard(run, tree, NULL, k->m->row);
	int sign = value_present(v) && !v.text ? number_sign(v.is.number) : 0;
	numbers_release(run->scratch, mark);
	return sign;
}

static struct shape scaled(struct kinks *k, struct shape s, const struct tree *by)
{
	int sign = sign_of(k, by);
	return sign < 0 ? turned(s) : sign > 0 ? s : (struct shape){ s.course, 0 };
}

static struct shape product_shape(struct kinks *k, const struct tree *tree)
{
	struct shape a = shape_of(k, tree->first), b = shape_of(k, tree->last);
	if (b.course == COURSE_SAME) return a.course == COURSE_SAME ? same : scaled(k, a, tree->last);
	if (tree->kind == TREE_DIVIDE)
		return a.course == COURSE_SAME ? curved(turned(scaled(k, b, tree->first))) : bent; /* on either side of 0 */
	return a.course == COURSE_SAME ? scaled(k, b, tree->first) : bent;
}

static struct shape score_shape(struct kinks *k, const struct tree *score)
{
	struct shape s = same;
	for (const struct tree *c = score->first; c; c = c->next) {
		const struct tree *where = c->kind == TREE_WEIGHT ? tree_find(c, TREE_WHERE) : NULL;
		if (c->kind != TREE_WEIGHT) continue;
		struct shape part = shape_of(k, c->first->next);
		if (shape_of(k, c->first).course != COURSE_SAME) return bent;
		if (part.course != COURSE_SAME) part = scaled(k, part, c->first);
		if (where && what_if_tree(k->m->what_if, where)) part = joined(part, straight);
		s = joined(s, part);
	}
	bool rescaled = tree_find(score, TREE_WEIGHTS_RESCALED) != NULL;
	return rescaled && s.course != COURSE_SAME ? (struct shape){ s.course, 0 } : s;
}

/* A band gives what its rows say: between the kinks of their conditions, one of them. */
static struct shape band_shape(struct kinks *k, const struct tree *band)
{
	struct shape s = straight;
	for (const struct tree *c = band->first; c; c = c->next)
		if (c->kind == TREE_BAND_ROW || c->kind == TREE_OTHERWISE) s = joined(s, shape_of(k, c->last));
	s.direction = 0;
	return s;
}

static struct shape symbol_shape(struct kinks *k, const struct symbol *symbol)
{
	struct shape *s = &k->symbol_shape[symbol->index];
	unsigned reach = what_if_symbol(k->m->what_if, symbol) & ~(unsigned)REACH_OTHERS;
	if (k->shaped[symbol->index]) return *s;
	k->shaped[symbol->index] = true;
	*s = bent;
	if (!reach) return *s = same;
	if (reach != REACH_ROW) return *s;
	if (symbol->kind == SYMBOL_FIELD)
		*s = symbol->field == k->m->input->field ? (struct shape){ COURSE_STRAIGHT, 1 }
		                                         : shape_of(k, symbol->field->impute);
	else if (symbol->kind == SYMBOL_SCORE) *s = score_shape(k, symbol->declaration);
	else if (symbol->kind == SYMBOL_BAND) *s = band_shape(k, symbol->declaration);
	else if (symbol->kind == SYMBOL_RULE) *s = straight;
	else if (symbol->value) *s = shape_of(k, symbol->value);
	return *s;
}

static NOINLINE struct shape call_shape(struct kinks *k, const struct tree *call)
{
	const struct tree *x = call->first->first;
	struct shape s = joined_children(k, x);
	switch ((int)call->function->id) {
	case FUNCTION_LARGER:
	case FUNCTION_SMALLER:
	case FUNCTION_AVERAGE:
	case FUNCTION_CLAMP:
	case FUNCTION_COALESCE: return s;
	case FUNCTION_ABOVE: return joined(shape_of(k, x), turned(shape_of(k, x->next)));
	case FUNCTION_ABS: return (struct shape){ s.course, 0 };
	case FUNCTION_FLOOR:
	case FUNCTION_CEIL:
	case FUNCTION_SQRT:
	case FUNCTION_LN:
	case FUNCTION_EXP:
	case FUNCTION_FLOAT32: return curved(s);
	case FUNCTION_ROUND: return what_if_tree(k->m->what_if, tree_find(call, TREE_ROUND_TO)) ? bent : curved(s);
	case FUNCTION_TAPER:
		for (const struct tree *c = x->next; c; c = c->next)
			if (what_if_tree(k->m->what_if, c)) return bent;
		return (struct shape){ shape_of(k, x).course, 0 };
	case FUNCTION_YEARS_BETWEEN: return curved(joined(turned(shape_of(k, x)), shape_of(k, x->next)));
	default: return bent;
	}
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* what is not named bends */
static struct shape shape_of(struct kinks *k, const struct tree *tree)
{
	unsigned reach = what_if_tree(k->m->what_if, tree) & ~(unsigned)REACH_OTHERS;
	if (!reach) return same;
	if (reach != REACH_ROW) return bent;
	if (tree->meaning) return shape_of(k, tree->meaning);
	switch (tree->kind) {
	case TREE_NAME:
	case TREE_PATH: return symbol_shape(k, tree->symbol);
	case TREE_PAREN: return shape_of(k, tree->first);
	case TREE_ADD: return joined_children(k, tree->first);
	case TREE_SUBTRACT: return joined(shape_of(k, tree->first), turned(shape_of(k, tree->last)));
	case TREE_NEGATE: return turned(shape_of(k, tree->first));
	case TREE_MULTIPLY:
	case TREE_OF:
	case TREE_DIVIDE: return product_shape(k, tree);
	case TREE_IF:
		if (shape_of(k, tree->first).course != COURSE_SAME)
			return joined(straight, joined_children(k, tree->first->next));
		return joined_children(k, tree->first->next);
	case TREE_CALL: return call_shape(k, tree);
	case TREE_COMPARE_OP:
	case TREE_IN:
	case TREE_IS_MISSING:
	case TREE_NOT:
	case TREE_AND:
	case TREE_OR:
	case TREE_ALL_OF:
	case TREE_ANY_OF:
	case TREE_NUMBER_OF: return straight; /* one value from kink to kink */
	default: return bent;
	}
}
#pragma GCC diagnostic pop

/* --- who may cross whom --- */

static void kink_add(struct kinks *k, const struct tree *left, const struct tree *right)
{
	enum type_family family = type_family(left->type);
	struct shape a = shape_of(k, left), b = right ? shape_of(k, right) : same;
	if (family != FAMILY_NUMBER && family != FAMILY_DATE) return;
	if (a.course == COURSE_SAME && b.course == COURSE_SAME) return;
	unsigned reach = what_if_tree(k->m->what_if, left) | (right ? what_if_tree(k->m->what_if, right) : 0);
	if ((reach & REACH_TABLE) || k->kink_count == MOST_KINKS) {
		k->exact = false;
		return;
	}
	if (k->kink_count == k->kink_room) {
		struct kink *old = k->kink;
		k->kink_room = k->kink_room * 2 + 16;
		k->kink = arena_array(k->m->run->arena, k->kink_room, sizeof *old);
		if (k->kink_count) memcpy(k->kink, old, k->kink_count * sizeof *old);
	}
	k->kink[k->kink_count++] = (struct kink){ left, right, joined(a, turned(b)) };
}

static void kinks_of_members(struct kinks *k, const struct tree *x, const struct tree *right)
{
	const struct symbol *set = right->kind == TREE_MEMBERS || right->kind == TREE_RANGE ? NULL : right->symbol;
	if (set && set->kind == SYMBOL_SET) right = tree_find(set->declaration, TREE_MEMBERS);
	else if (set) return; /* the keys of a dataset, or another text */
	if (right->kind == TREE_MEMBERS) {
		for (const struct tree *c = right->first; c; c = c->next)
			kinks_of_members(k, x, c);
	} else if (right->kind == TREE_RANGE) {
		kink_add(k, x, right->first);
		kink_add(k, x, right->last);
	} else {
		kink_add(k, x, right);
	}
}

static NOINLINE void kinks_of_call(struct kinks *k, const struct tree *call)
{
	const struct tree *x = call->first->first;
	switch ((int)call->function->id) {
	case FUNCTION_LARGER:
	case FUNCTION_SMALLER:
		for (; x; x = x->next)
			for (const struct tree *y = x->next; y; y = y->next)
				kink_add(k, x, y);
		break;
	case FUNCTION_ABS: kink_add(k, x, NULL); break;
	case FUNCTION_ABOVE: kink_add(k, x, x->next); break;
	case FUNCTION_CLAMP:
		kink_add(k, x, x->next);
		kink_add(k, x, x->next->next);
		break;
	case FUNCTION_TAPER:
		for (const struct tree *c = x->next; c; c = c->next)
			kink_add(k, x, c->first);
		break;
	default: break;
	}
}

static void kinks_walk(struct kinks *k, const struct tree *tree);

static void kinks_walk_symbol(struct kinks *k, const struct symbol *symbol)
{
	if (k->walked[symbol->index]) return;
	k->walked[symbol->index] = true;
	if (!what_if_symbol(k->m->what_if, symbol)) return;
	if (symbol->kind == SYMBOL_FIELD) {
		if (symbol->field != k->m->input->field && symbol->field->impute) kinks_walk(k, symbol->field->impute);
	} else if (symbol->kind != SYMBOL_DATASET && symbol->declaration) {
		if (symbol->where) kinks_walk(k, symbol->where); /* first: elsewhere there is nothing to compare */
		for (const struct tree *c = symbol->declaration->first; c; c = c->next)
			if (c->kind != TREE_WHERE) kinks_walk(k, c);
	}
}

/* From the inside out. A whole-table function is asked as it is, or not at all. */
static void kinks_walk(struct kinks *k, const struct tree *tree)
{
	if (tree->meaning) {
		kinks_walk(k, tree->meaning);
		return;
	}
	if (tree->slot) {
		if (what_if_tree(k->m->what_if, tree)) k->exact = false;
		return;
	}
	if (tree->symbol) kinks_walk_symbol(k, tree->symbol);
	for (const struct tree *c = tree->symbol ? NULL : tree->first; c; c = c->next)
		kinks_walk(k, c);
	if (tree->kind == TREE_COMPARE_OP) kink_add(k, tree->first, tree->last);
	if (tree->kind == TREE_DIVIDE) kink_add(k, tree->last, NULL);
	if (tree->kind == TREE_IN) kinks_of_members(k, tree->first, tree_bare(tree->last));
	if (tree->kind == TREE_CALL && tree->function) kinks_of_call(k, tree);
}

/* --- where they cross --- */

static void at_add(struct kinks *k, int64_t at)
{
	const struct grid *g = &k->m->grid;
	size_t place = k->count;
	if (at < g->low || at > g->high) return;
	while (place > 0 && k->at[place - 1] >= at)
		place--;
	if (place < k->count && k->at[place] == at) return;
	if (k->count == k->room) {
		int64_t *old = k->at;
		k->room = k->room * 2 + 32;
		k->at = arena_array(k->m->run->arena, k->room, sizeof *old);
		if (k->count) memcpy(k->at, old, k->count * sizeof *old);
	}
	memmove(k->at + place + 1, k->at + place, (k->count - place) * sizeof *k->at);
	k->at[place] = at;
	k->count++;
}

/* left - right where the cell has moved; false where one of them has no value. The number lives in the scratch of the
 * run that the next one replaces. */
static bool gap_at(struct kinks *k, const struct kink *kink, int64_t at, struct number *gap)
{
	struct moving *m = k->m;
	struct run *run = what_if_reads(m->what_if, value_number(grid_value(m->run, &m->grid, at)), false);
	m->input->probes++;
	if (!what_if_kept(m->what_if)) return false;
	struct value a = expr_value(run, kink->left, m->row), b = value_number(number_of(0));
	if (kink->right && value_present(a)) b = expr_value(run, kink->right, m->row);
	if (!value_present(a) || !value_present(b)) return false;
	*gap = number_keep(m->run->kept, number_sub(run->scratch, a.is.number, b.is.number));
	return true;
}

/* -1, 0, 1; 2 where it has no value. */
static int side_at(struct kinks *k, const struct kink *kink, int64_t at)
{
	struct number gap;
	return gap_at(k, kink, at, &gap) ? number_sign(gap) : 2;
}

/* The last place from `low` on that has the side of low, where high has another. */
static int64_t border(struct kinks *k, const struct kink *kink, int64_t low, int64_t high, int side, bool of_low)
{
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		if ((side_at(k, kink, middle) == side) == of_low) low = middle;
		else high = middle;
	}
	return low;
}

static void crossing_add(struct kinks *k, int64_t at)
{
	at_add(k, at);
	at_add(k, at + 1);
}

/* A straight line crosses zero where its ends say. */
static void cross_straight(struct kinks *k, int64_t low, int64_t high, struct number a, struct number b)
{
	struct numbers *pool = k->m->run->scratch;
	size_t mark = numbers_mark(pool);
	struct number part = number_div(pool, a, number_sub(pool, a, b));
	struct number way = number_mul(pool, part, number_of(high - low)), whole = number_floor(pool, way);
	int64_t steps = 0;
	if (number_to_int64(whole, &steps)) {
		crossing_add(k, low + steps);
		if (number_order(way, whole) == 0) at_add(k, low + steps - 1);
	}
	numbers_release(pool, mark);
}

/* It has the side of `low` up to some place, then perhaps lies on zero for a while, then has the side of `high`. */
static void cross_bent(struct kinks *k, const struct kink *kink, int64_t low, int64_t high, int first, int last)
{
	int64_t leaves = border(k, kink, low, high, first, true);
	crossing_add(k, leaves);
	if (leaves + 1 < high) crossing_add(k, border(k, kink, leaves, high, last, false));
}

static void cross_stretch(struct kinks *k, const struct kink *kink, int64_t low, int64_t high)
{
	struct number a = number_of(0), b = number_of(0);
	bool has_a = gap_at(k, kink, low, &a), has_b = gap_at(k, kink, high, &b);
	int first = has_a ? number_sign(a) : 2, last = has_b ? number_sign(b) : 2;
	if (first == last) return;
	if (has_a && has_b && kink->shape.course == COURSE_STRAIGHT) cross_straight(k, low, high, a, b);
	else cross_bent(k, kink, low, high, first, last);
}

/* Between two places where others cross, both left out. */
static void cross_between(struct kinks *k, const struct kink *kink, int64_t low, int64_t high)
{
	bool known = kink->shape.course != COURSE_BENT || kink->shape.direction;
	if (low == high) at_add(k, low);
	if (low >= high) return;
	if (!known) k->exact = false;
	int64_t parts = known || high - low < PARTS ? 1 : PARTS, step = (high - low) / parts;
	for (int64_t i = 0; i < parts; i++)
		cross_stretch(k, kink, low + i * step, i + 1 == parts ? high : low + (i + 1) * step);
}

static void cross(struct kinks *k, const struct kink *kink)
{
	size_t count = k->count;
	int64_t *before = arena_array(k->m->run->arena, count + 1, sizeof *before), low = k->m->grid.low;
	if (count) memcpy(before, k->at, count * sizeof *before);
	for (size_t i = 0; i < count; i++) {
		cross_between(k, kink, low, before[i] - 1);
		low = before[i] + 1;
	}
	cross_between(k, kink, low, k->m->grid.high);
}

int64_t *kinks_of(struct moving *m, const struct change_decision *decision, size_t *count, bool *exact)
{
	struct arena *arena = m->run->arena;
	size_t n = m->run->model->symbol_count;
	struct kinks k = { .m = m, .exact = true };
	k.symbol_shape = arena_array(arena, n, sizeof *k.symbol_shape);
	k.shaped = arena_array(arena, n, sizeof *k.shaped);
	k.walked = arena_array(arena, n, sizeof *k.walked);
	if (decision->condition) kinks_walk(&k, decision->condition);
	else kinks_walk_symbol(&k, decision->symbol);
	if (decision_reach(m->what_if, decision) & REACH_TABLE) k.exact = false;
	for (size_t i = 0; i < k.kink_count; i++)
		cross(&k, &k.kink[i]);
	*count = k.count;
	*exact = k.exact;
	return k.at;
}

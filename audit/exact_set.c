/* exact_set.c - `x in ...`: a set, the keys of a dataset, a range, or members written in place. Long lists of texts are
 * looked up by hash; everything else is compared one by one, up to the first that fits. */
#include "audit/exact_run.h"

#define NOINLINE __attribute__((noinline))

struct members {
	struct members *next;
	const void *of;    /* the members' tree, or the dataset */
	struct text *text; /* open addressing; at NULL is free */
	size_t room;       /* a power of two; 0: not a list of texts, or a short one */
};

#define MEMBERS_WORTH_A_HASH 8

static size_t members_place(const struct members *m, struct text text)
{
	uint64_t h = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < text.len; i++)
		h = (h ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
	for (size_t at = (size_t)(h ^ h >> 29);; at++) {
		const struct text *t = &m->text[at & (m->room - 1)];
		if (!t->at || text_equal(*t, text)) return at & (m->room - 1);
	}
}

static void members_add(struct members *m, struct text text)
{
	m->text[members_place(m, text)] = text.at ? text : TEXT("");
}

static void members_room(struct run *run, struct members *m, size_t count)
{
	m->room = 16;
	while (m->room < count * 2)
		m->room *= 2;
	m->text = arena_array(run->arena, m->room, sizeof *m->text);
}

static struct members *members_found(struct run *run, const void *of, bool *made)
{
	for (struct members *m = run->sets; m; m = m->next)
		if (m->of == of) return m;
	struct members *m = arena_alloc(run->arena, sizeof *m);
	*m = (struct members){ .next = run->sets, .of = of };
	run->sets = m;
	*made = true;
	return m;
}

static NOINLINE const struct members *members_of(struct run *run, const struct tree *list)
{
	bool made = false;
	struct members *m = members_found(run, list, &made);
	if (!made) return m;
	size_t count = 0;
	for (const struct tree *c = list->first; c; c = c->next, count++)
		if (c->kind != TREE_TEXT) return m;
	if (count < MEMBERS_WORTH_A_HASH) return m;
	members_room(run, m, count);
	for (const struct tree *c = list->first; c; c = c->next)
		members_add(m, c->text);
	return m;
}

static NOINLINE const struct members *keys_of(struct run *run, const struct dataset *dataset)
{
	bool made = false;
	struct members *m = members_found(run, dataset, &made);
	if (!made) return m;
	members_room(run, m, run->row_count);
	for (size_t i = 0; i < run->row_count; i++)
		members_add(m, run->table->columns[dataset->key[0]].raw[run->rows[i]]);
	return m;
}

static NOINLINE struct value ends_cross(struct run *run, const struct tree *range, size_t row)
{
	run_error(run, DIAG_BAD_ARGUMENT, range->at, range->first->rows || range->last->rows ? row : NO_ROW,
	          "the low end of this range is above its high end");
	diag_help(run->diags, "write the smaller one first");
	return value_error();
}

static struct value in_range(struct run *run, enum type_family family, struct value x, const struct tree *range,
                             size_t row)
{
	struct value low = expr_value(run, range->first, row);
	if (low.state == VALUE_ERROR) return low;
	struct value high = expr_value(run, range->last, row);
	if (low.state || high.state) return value_worse(low, high);
	if (value_order(family, low, high) > 0) return ends_cross(run, range, row);
	int order = value_order(family, x, high);
	return value_flag(value_order(family, x, low) >= 0 && (range->flag ? order < 0 : order <= 0));
}

static struct value in_member(struct run *run, enum type_family family, struct value x, const struct tree *member,
                              size_t row)
{
	if (member->kind == TREE_RANGE) return in_range(run, family, x, member, row);
	struct value v = expr_value(run, member, row);
	return value_present(v) ? value_flag(value_order(family, x, v) == 0) : v;
}

static struct value in_members(struct run *run, enum type_family family, struct value x, const struct tree *list,
                               size_t row)
{
	const struct members *m = members_of(run, list);
	if (m->room && family == FAMILY_TEXT) return value_flag(m->text[members_place(m, x.is.text)].at != NULL);
	struct value unknown = value_flag(false);
	for (const struct tree *c = list->first; c; c = c->next) {
		struct value v = in_member(run, family, x, c, row);
		if (v.state == VALUE_ERROR || value_true(v)) return v;
		if (v.state) unknown = value_worse(v, unknown);
	}
	return unknown;
}

static struct value in_named(struct run *run, const struct tree *in, struct value x, const struct tree *right,
                             size_t row)
{
	const struct symbol *s = right->symbol;
	enum type_family family = type_family(in->first->type);
	if (s && s->kind == SYMBOL_SET)
		return in_members(run, family, x, tree_find(s->declaration, TREE_MEMBERS), row);
	if (s && s->kind == SYMBOL_DATASET) {
		const struct members *m = keys_of(run, s->rows ? s->rows : run->table->dataset);
		return value_flag(m->text[members_place(m, x.is.text)].at != NULL);
	}
	return in_member(run, family, x, right, row);
}

struct value set_has(struct run *run, const struct tree *in, size_t row)
{
	struct value x = expr_value(run, in->first, row);
	if (!value_present(x)) return x;
	const struct tree *right = tree_bare(in->last);
	struct value v;
	if (right->kind == TREE_RANGE)
		v = in_range(run, type_family(in->first->type), x, right, row);
	else if (right->kind == TREE_MEMBERS)
		v = in_members(run, type_family(in->first->type), x, right, row);
	else
		v = in_named(run, in, x, right, row);
	return value_present(v) ? value_flag(value_true(v) != in->flag) : v;
}

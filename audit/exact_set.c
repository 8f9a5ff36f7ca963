/* exact_set.c - `x in ...`: a set, the keys of a dataset, a range, or members written in place. Long lists of texts are
 * looked up by hash; everything else is compared one by one. */
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
		members_add(m, column_text(&run->table->columns[dataset->key[0]], run_row(run, i)));
	return m;
}

static NOINLINE struct value ends_cross(struct run *run, const struct tree *range, size_t row)
{
	run_error(run, DIAG_BAD_ARGUMENT, range->at, range->first->rows || range->last->rows ? row : NO_ROW,
	          "the low end of this range is above its high end");
	diag_help(run->diags, "write the smaller one first");
	return value_error();
}

/* One value looked for among members. Like any operator, `in` asks for all of its operands, and is missing if one is. */
struct search {
	struct value x, worst;         /* worst: of all that was seen, x too */
	enum type_family family;
	bool found;
	const struct tree *crossed;    /* a range with its low end above its high end */
};

static void see(struct search *s, struct value v)
{
	if (v.state) s->worst = value_worse(s->worst, v);
}

static NOINLINE void look_in_range(struct run *run, struct search *s, const struct tree *range, size_t row)
{
	struct value low = expr_value(run, range->first, row), high = low;
	if (low.state != VALUE_ERROR) high = expr_value(run, range->last, row);
	see(s, low);
	see(s, high);
	if (s->worst.state) return;
	if (value_order(s->family, low, high) > 0) s->crossed = range;
	int order = value_order(s->family, s->x, high);
	s->found |= value_order(s->family, s->x, low) >= 0 && (range->flag ? order < 0 : order <= 0);
}

static void look_at(struct run *run, struct search *s, const struct tree *member, size_t row)
{
	if (member->kind == TREE_RANGE) {
		look_in_range(run, s, member, row);
		return;
	}
	struct value v = expr_value(run, member, row);
	see(s, v);
	if (!s->worst.state) s->found |= value_order(s->family, s->x, v) == 0;
}

static void look_in_members(struct run *run, struct search *s, const struct tree *list, size_t row)
{
	const struct members *m = members_of(run, list);
	if (m->room && s->family == FAMILY_TEXT) {
		s->found = !s->worst.state && m->text[members_place(m, s->x.is.text)].at != NULL;
		return;
	}
	for (const struct tree *c = list->first; c && s->worst.state != VALUE_ERROR; c = c->next)
		look_at(run, s, c, row);
}

static void look_in(struct run *run, struct search *s, const struct tree *right, size_t row)
{
	const struct symbol *symbol = right->kind == TREE_MEMBERS || right->kind == TREE_RANGE ? NULL : right->symbol;
	if (right->kind == TREE_MEMBERS) {
		look_in_members(run, s, right, row);
	} else if (symbol && symbol->kind == SYMBOL_SET) {
		look_in_members(run, s, tree_find(symbol->declaration, TREE_MEMBERS), row);
	} else if (symbol && symbol->kind == SYMBOL_DATASET) {
		const struct members *m = keys_of(run, symbol->rows ? symbol->rows : run->table->dataset);
		s->found = !s->worst.state && m->text[members_place(m, s->x.is.text)].at != NULL;
	} else {
		look_at(run, s, right, row);
	}
}

struct value set_has(struct run *run, const struct tree *in, size_t row)
{
	struct search s = { .x = expr_value(run, in->first, row), .family = type_family(in->first->type) };
	s.worst = s.x;
	if (s.x.state == VALUE_ERROR) return s.x;
	look_in(run, &s, tree_bare(in->last), row);
	if (s.worst.state) return s.worst;
	return s.crossed ? ends_cross(run, s.crossed, row) : value_flag(s.found != in->flag);
}

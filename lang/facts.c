/* facts.c - interned conditions, and what follows from them. */
#include "lang/facts.h"
#include "lang/arena.h"
#include <stdio.h>

#define BUCKETS 1024

struct implied {
	const struct facts *from[2], *needed[2]; /* by `opposite` */
};

struct facts_table {
	struct arena *arena;
	size_t count;
	const struct fact *bucket[BUCKETS];
	struct implied *rules; /* by symbol index: rules stand in long chains, so each is worked out once */
	size_t rule_count;
};

struct facts_table *facts_new(struct arena *arena)
{
	struct facts_table *t = arena_alloc(arena, sizeof *t);
	t->arena = arena;
	return t;
}

/* --- keys ------------------------------------------------------------------------------------------------------- */

struct key {
	struct arena *arena;
	char *at;
	size_t len, room;
};

static void key_add(struct key *key, const char *bytes, size_t len)
{
	if (key->len + len > key->room) {
		size_t room = (key->len + len) * 2 + 64;
		char *more = arena_alloc(key->arena, room);
		if (key->len) memcpy(more, key->at, key->len);
		key->at = more;
		key->room = room;
	}
	if (len) memcpy(key->at + key->len, bytes, len);
	key->len += len;
}

static void key_number(struct key *key, unsigned long long n)
{
	char digits[32];
	key_add(key, digits, (size_t)snprintf(digits, sizeof digits, "%llx,", n));
}

static void key_tree(struct key *key, const struct tree *tree, bool opposite);

static void key_children(struct key *key, const struct tree *tree)
{
	for (const struct tree *c = tree->first; c; c = c->next)
		key_tree(key, c, false);
	key_add(key, ")", 1);
}

static enum tree_op opposite_op(enum tree_op op)
{
	static const enum tree_op other[OP_COUNT] = {
		[OP_EQ] = OP_NE, [OP_NE] = OP_EQ, [OP_LT] = OP_GE, [OP_GE] = OP_LT, [OP_GT] = OP_LE, [OP_LE] = OP_GT
	};
	return other[op];
}

static void key_tree(struct key *key, const struct tree *tree, bool opposite)
{
	tree = tree_bare(tree);
	if (tree->meaning) tree = tree_bare(tree->meaning);
	for (; tree->kind == TREE_NOT; opposite = !opposite)
		tree = tree_bare(tree->first);
	enum tree_op op = tree->op;
	bool flag = tree->flag;
	if (opposite && tree->kind == TREE_COMPARE_OP) op = opposite_op(op);
	else if (opposite && (tree->kind == TREE_IS_MISSING || tree->kind == TREE_IN)) flag = !flag;
	else if (opposite) key_add(key, "!", 1);
	key_number(key, (unsigned long long)tree->kind);
	key_number(key, (unsigned long long)op * 2 + (flag && tree->kind != TREE_NAME));
	if (tree->symbol) key_number(key, (unsigned long long)(uintptr_t)tree->symbol);
	else {
		key_number(key, tree->text.len);
		key_add(key, tree->text.at, tree->text.len);
	}
	key_children(key, tree);
}

static const struct fact *intern(struct facts_table *t, const struct tree *condition, struct key *key, bool opposite)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < key->len; i++)
		hash = (hash ^ (unsigned char)key->at[i]) * 16777619u;
	const struct fact **slot = &t->bucket[hash % BUCKETS];
	for (const struct fact *f = *slot; f; f = f->next)
		if (text_equal(f->key, (struct text){ key->at, key->len })) return f;
	struct fact *f = arena_alloc(t->arena, sizeof *f);
	*f = (struct fact){ t->count++, { key->at, key->len }, condition, opposite, *slot };
	*slot = f;
	return f;
}

static const struct fact *fact_of(struct facts_table *t, const struct tree *condition, bool opposite)
{
	struct key key = { .arena = t->arena };
	key_tree(&key, condition, opposite);
	return intern(t, condition, &key, opposite);
}

const struct fact *facts_present(struct facts_table *t, const struct tree *value)
{
	struct tree *is = tree_new(t->arena, TREE_IS_MISSING, value->at);
	is->flag = true;
	struct tree *copy = arena_alloc(t->arena, sizeof *copy);
	*copy = *value;
	copy->next = NULL;
	tree_add(is, copy);
	return fact_of(t, is, false);
}

/* --- sets, ordered by index --------------------------------------------------------------------------------------- */

static const struct facts *set_of(struct facts_table *t, const struct fact *fact)
{
	const struct fact **one = arena_alloc(t->arena, sizeof *one);
	*one = fact;
	struct facts *set = arena_alloc(t->arena, sizeof *set);
	*set = (struct facts){ 1, one };
	return set;
}

const struct facts *facts_union(struct facts_table *t, const struct facts *a, const struct facts *b)
{
	if (!a || a == b) return b;
	if (!b) return a;
	const struct fact **all = arena_array(t->arena, a->count + b->count, sizeof *all);
	size_t n = 0, i = 0, j = 0;
	while (i < a->count || j < b->count) {
		const struct fact *x = i < a->count ? a->fact[i] : NULL, *y = j < b->count ? b->fact[j] : NULL;
		bool first = x && (!y || x->index <= y->index);
		bool both = x && y && x == y;
		all[n++] = first ? x : y;
		i += first || both;
		j += !first || both;
	}
	if (n == a->count) return a;
	if (n == b->count) return b;
	struct facts *set = arena_alloc(t->arena, sizeof *set);
	*set = (struct facts){ n, all };
	return set;
}

bool facts_hold(const struct facts *known, const struct fact *fact)
{
	for (size_t lo = 0, hi = known ? known->count : 0; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;
		if (known->fact[mid] == fact) return true;
		if (known->fact[mid]->index < fact->index) lo = mid + 1;
		else hi = mid;
	}
	return false;
}

const struct facts *facts_minus(struct facts_table *t, const struct facts *a, const struct facts *b)
{
	size_t left = 0;
	for (size_t i = 0; a && i < a->count; i++)
		left += !facts_hold(b, a->fact[i]);
	if (left == 0) return NULL;
	if (left == a->count) return a;
	const struct fact **rest = arena_array(t->arena, left, sizeof *rest);
	size_t n = 0;
	for (size_t i = 0; i < a->count; i++)
		if (!facts_hold(b, a->fact[i])) rest[n++] = a->fact[i];
	struct facts *set = arena_alloc(t->arena, sizeof *set);
	*set = (struct facts){ n, rest };
	return set;
}

/* --- what follows ---------------------------------------------------------------------------------------------------- */

static const struct facts *closure(struct facts_table *t, const struct tree *c, bool opposite, bool keep_names);

static const struct facts *of_children(struct facts_table *t, const struct tree *c, bool opposite, bool keep_names)
{
	const struct facts *all = NULL;
	for (const struct tree *k = c->first; k; k = k->next)
		all = facts_union(t, all, closure(t, k, opposite, keep_names));
	return all;
}

/* What a rule that holds says: its whens hold and its unlesses do not. One that does not hold says something only
 * when it has a single condition and no exception. */
static const struct facts *of_rule(struct facts_table *t, const struct symbol *rule, bool opposite, bool keep_names)
{
	const struct facts *all = NULL;
	size_t conditions = 0;
	for (const struct tree *k = rule->declaration->first; k; k = k->next)
		conditions += k->kind == TREE_WHEN || k->kind == TREE_UNLESS;
	if (opposite && conditions != 1) return NULL;
	for (const struct tree *k = rule->declaration->first; k; k = k->next) {
		if (k->kind == TREE_WHEN) all = facts_union(t, all, closure(t, k->first, opposite, keep_names));
		if (k->kind == TREE_UNLESS) all = facts_union(t, all, closure(t, k->first, !opposite, keep_names));
	}
	return all;
}

static struct implied *implied_of(struct facts_table *t, size_t index)
{
	if (index >= t->rule_count) {
		size_t count = (index + 1) * 2;
		struct implied *more = arena_array(t->arena, count, sizeof *more);
		if (t->rule_count) memcpy(more, t->rules, t->rule_count * sizeof *more);
		t->rules = more;
		t->rule_count = count;
	}
	return &t->rules[index];
}

static const struct facts *of_rule_once(struct facts_table *t, const struct symbol *rule, bool opposite,
                                        bool keep_names)
{
	struct implied *known = implied_of(t, rule->index);
	const struct facts **slot = keep_names ? &known->from[opposite] : &known->needed[opposite];
	if (!*slot) {
		const struct facts *all = of_rule(t, rule, opposite, keep_names);
		known = implied_of(t, rule->index); /* the table may have moved */
		slot = keep_names ? &known->from[opposite] : &known->needed[opposite];
		*slot = all;
	}
	return *slot;
}

static const struct facts *closure(struct facts_table *t, const struct tree *c, bool opposite, bool keep_names)
{
	c = tree_bare(c);
	if (c->meaning) return closure(t, c->meaning, opposite, keep_names);
	if (c->kind == TREE_NOT) return closure(t, c->first, !opposite, keep_names);
	bool all_hold = c->kind == TREE_AND || c->kind == TREE_ALL_OF,
		 one_holds = c->kind == TREE_OR || c->kind == TREE_ANY_OF;
	if (all_hold && !opposite) return of_children(t, c, false, keep_names);
	if (one_holds && opposite) return of_children(t, c, true, keep_names);
	const struct facts *behind = NULL;
	if (c->symbol && c->symbol->kind == SYMBOL_RULE) behind = of_rule_once(t, c->symbol, opposite, keep_names);
	if (behind && !keep_names) return behind;
	return facts_union(t, set_of(t, fact_of(t, c, opposite)), behind);
}

const struct facts *facts_from(struct facts_table *t, const struct tree *condition, bool opposite)
{
	return closure(t, condition, opposite, true);
}

const struct facts *facts_needed(struct facts_table *t, const struct tree *condition)
{
	return closure(t, condition, false, false);
}

struct text facts_in_words(struct arena *arena, const struct facts *facts)
{
	struct text words = TEXT("");
	for (size_t i = 0; facts && i < facts->count; i++) {
		const struct fact *f = facts->fact[i];
		struct text one = tree_print(arena, f->condition);
		bool joined = f->condition->kind == TREE_AND || f->condition->kind == TREE_OR || f->condition->kind == TREE_IF;
		bool brackets = f->opposite ? f->condition->kind != TREE_NAME : joined && facts->count > 1;
		words = arena_format(arena, "%.*s%s%s%s%.*s%s", TEXT_ARG(words), i ? " and " : "", f->opposite ? "not " : "",
		                     brackets ? "(" : "", TEXT_ARG(one), brackets ? ")" : "");
	}
	return words;
}

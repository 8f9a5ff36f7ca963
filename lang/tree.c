/* tree.c - making and comparing trees. Recursion is bounded by TREE_MAX_HEIGHT, which the parser keeps. */
#include "lang/tree.h"
#include "lang/arena.h"

const char *const tree_op_name[OP_COUNT] = {
	[OP_NONE] = "",
	[OP_EQ] = "=",
	[OP_NE] = "!=",
	[OP_LT] = "<",
	[OP_LE] = "<=",
	[OP_GT] = ">",
	[OP_GE] = ">=",
	[OP_HIGHEST] = "highest first",
	[OP_LOWEST] = "lowest first",
	[OP_ASC] = "asc",
	[OP_DESC] = "desc",
	[OP_HALF_EVEN] = "half even",
	[OP_UP] = "up",
	[OP_DOWN] = "down",
};

const char *const tie_rule_name[TIES_COUNT] = { "min", "max", "average", "dense", "key" };

static const char *const kind_name[TREE_COUNT] = {
#define TREE(name, printed, holds) [TREE_##name] = printed,
#include "lang/tree.def"
#undef TREE
};

const char *tree_kind_name(enum tree_kind kind)
{
	return kind_name[kind];
}

struct tree *tree_new(struct arena *arena, enum tree_kind kind, struct span at)
{
	struct tree *tree = arena_alloc(arena, sizeof *tree);
	tree->kind = kind;
	tree->at = at;
	tree->height = 1;
	return tree;
}

struct tree *tree_leaf(struct arena *arena, enum tree_kind kind, struct span at, struct text text)
{
	struct tree *tree = tree_new(arena, kind, at);
	tree->text = text;
	return tree;
}

struct tree *tree_add(struct tree *parent, struct tree *child)
{
	if (!child) return parent;
	child->next = NULL;
	if (parent->last) parent->last->next = child;
	else parent->first = child;
	parent->last = child;
	if (parent->height <= child->height) parent->height = child->height + 1;
	return parent;
}

size_t tree_count(const struct tree *parent)
{
	size_t n = 0;
	for (const struct tree *c = parent->first; c; c = c->next)
		n++;
	return n;
}

struct tree *tree_child(const struct tree *parent, size_t index)
{
	struct tree *c = parent->first;
	while (c && index--)
		c = c->next;
	return c;
}

static struct tree *find_from(struct tree *from, enum tree_kind kind)
{
	while (from && from->kind != kind)
		from = from->next;
	return from;
}

struct tree *tree_find(const struct tree *parent, enum tree_kind kind)
{
	return find_from(parent->first, kind);
}

struct tree *tree_next(const struct tree *child)
{
	return find_from(child->next, child->kind);
}

struct text tree_text(const struct tree *parent, enum tree_kind kind)
{
	const struct tree *child = parent ? tree_find(parent, kind) : NULL;
	return child ? child->text : TEXT("");
}

struct text tree_title(const struct tree *declaration)
{
	return tree_text(declaration, TREE_TITLE);
}

enum tie_rule tree_ties(const struct tree *of)
{
	struct text ties = tree_text(of, TREE_TIES);
	for (size_t i = 0; i < TIES_COUNT; i++)
		if (text_is(ties, tie_rule_name[i])) return (enum tie_rule)i;
	return TIES_MIN;
}

const struct symbol *tree_named(const struct tree *tree)
{
	const struct tree *bare = tree_bare(tree);
	return bare->kind == TREE_NAME || bare->kind == TREE_PATH ? bare->symbol : NULL;
}

struct tree *tree_bare(const struct tree *tree)
{
	while (tree->kind == TREE_PAREN)
		tree = tree->first;
	return (struct tree *)tree;
}

struct tree *tree_copy(struct arena *arena, const struct tree *tree)
{
	struct tree *copy = tree_leaf(arena, tree->kind, tree->at, tree->text);
	copy->op = tree->op;
	copy->flag = tree->flag;
	for (const struct tree *c = tree->first; c; c = c->next)
		tree_add(copy, tree_copy(arena, c));
	return copy;
}

/* The flag of a NAME only says how it was spelled. */
static bool same_node(const struct tree *a, const struct tree *b)
{
	return a->kind == b->kind && a->op == b->op && text_equal(a->text, b->text) &&
	       (a->flag == b->flag || a->kind == TREE_NAME);
}

bool tree_same(const struct tree *a, const struct tree *b)
{
	if (!same_node(a, b)) return false;
	const struct tree *x = a->first, *y = b->first;
	while (x && y && tree_same(x, y)) {
		x = x->next;
		y = y->next;
	}
	return !x && !y;
}

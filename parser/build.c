/* build.c - builders of pieces and expressions, and the readings that people disagree on, which are refused here. */
#include "parser/build.h"
#include "lang/arena.h"
#include "lang/diag.h"

/* Every node with children passes here. A tree too high is cut off, once a declaration in words, so that no later walk
 * can exhaust the stack; what goes on above it starts from the ground again. */
static struct tree *bounded(struct parse *ps, struct tree *tree)
{
	if (tree->height <= PARSE_MAX_HEIGHT) return tree;
	if (!ps->too_high) {
		diag_error(ps->diags, DIAG_NESTED_TOO_DEEP, tree->at, "this expression is nested more than %d levels deep",
		           PARSE_MAX_HEIGHT);
		diag_help(ps->diags, "name parts of it with let");
	}
	ps->too_high = true;
	return tree_new(ps->arena, TREE_NONE, tree->at);
}

struct tree *build_leaf(struct parse *ps, struct span at, enum tree_kind kind, struct text text)
{
	return tree_leaf(ps->arena, kind, at, text);
}

struct tree *build_name(struct parse *ps, struct span at, struct text text, bool quoted)
{
	struct tree *name = tree_leaf(ps->arena, TREE_NAME, at, text);
	name->flag = quoted;
	return name;
}

/* The children of a list move to the parent. */
static struct tree *take_over(struct tree *parent, struct tree *list)
{
	for (struct tree *c = list ? list->first : NULL, *next; c; c = next) {
		next = c->next;
		tree_add(parent, c);
	}
	return parent;
}

struct tree *build_named(struct parse *ps, struct span at, enum tree_kind kind, struct tree *name, struct tree *list)
{
	return bounded(ps, take_over(tree_leaf(ps->arena, kind, at, name->text), list));
}

struct tree *build_one(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a)
{
	return bounded(ps, tree_add(tree_new(ps->arena, kind, at), a));
}

/* What stands for a child that is absent. */
static struct tree *or_none(struct parse *ps, struct tree *child)
{
	return child ? child : tree_new(ps->arena, TREE_NONE, (struct span){ 0, 0 });
}

struct tree *build_two(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b)
{
	return bounded(ps, tree_add(tree_add(tree_new(ps->arena, kind, at), a), or_none(ps, b)));
}

struct tree *build_three(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b,
                         struct tree *c)
{
	return bounded(ps, tree_add(tree_add(tree_add(tree_new(ps->arena, kind, at), a), b), c));
}

struct tree *build_list(struct parse *ps, struct span at, struct tree *first)
{
	return tree_add(tree_new(ps->arena, TREE_LIST, at), first);
}

struct tree *build_add(struct parse *ps, struct span at, struct tree *list, struct tree *child)
{
	(void)ps;
	list->at = at;
	return tree_add(list, child);
}

struct tree *build_kind(struct parse *ps, struct span at, enum tree_kind kind, struct tree *list)
{
	return bounded(ps, take_over(tree_new(ps->arena, kind, at), list));
}

struct tree *build_over(struct parse *ps, struct span at, enum tree_kind kind, struct tree *first, struct tree *list)
{
	return bounded(ps, take_over(tree_add(tree_new(ps->arena, kind, at), first), list));
}

struct tree *build_flagged(struct tree *tree)
{
	tree->flag = true;
	return tree;
}

struct tree *build_op(struct tree *tree, enum tree_op op)
{
	tree->op = op;
	return tree;
}

struct tree *build_path(struct parse *ps, struct span at, struct tree *path, struct tree *name)
{
	if (path->kind == TREE_PATH) return build_add(ps, at, path, name);
	return build_two(ps, at, TREE_PATH, path, name);
}

/* ---- what people misread ---- */

struct text build_piece(const struct parse *ps, struct span at)
{
	struct text t = source_text(ps->diags->sources, at);
	bool fits = t.len <= 48 && !(t.len && memchr(t.at, '\n', t.len));
	return fits ? t : TEXT("");
}

struct text build_piece_or(const struct parse *ps, struct span at, const char *otherwise)
{
	struct text t = build_piece(ps, at);
	return t.len ? t : text_of(otherwise);
}

/* From the beginning of one piece to the end of another. */
static struct span reach(const struct tree *from, const struct tree *to)
{
	return (struct span){ from->at.lo, to->at.hi };
}

static void refuse_mixture(struct parse *ps, struct span at, struct tree *chain, struct tree *more)
{
	const char *inner = chain->kind == TREE_AND ? "and" : "or", *outer = chain->kind == TREE_AND ? "or" : "and";
	diag_error(ps->diags, DIAG_MIXED_CONDITIONS, at, "\"and\" and \"or\" stand side by side without brackets");
	const struct tree *last = chain->last, *before = chain->first;
	while (before->next && before->next != last)
		before = before->next;
	struct text all = build_piece(ps, chain->at), start = build_piece(ps, reach(chain->first, before)),
				end = build_piece(ps, last->at), next = build_piece(ps, more->at);
	if (all.len && next.len)
		diag_help(ps->diags, "write (%.*s) %s %.*s, or %.*s %s (%.*s %s %.*s)", TEXT_ARG(all), outer, TEXT_ARG(next),
		          TEXT_ARG(start), inner, TEXT_ARG(end), outer, TEXT_ARG(next));
	else diag_help(ps->diags, "write (a %s b) %s c, or a %s (b %s c)", inner, outer, inner, outer);
}

/* A chain whose mixture has been reported carries the flag. */
struct tree *build_junction(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b)
{
	if (a->kind != TREE_AND && a->kind != TREE_OR) return build_two(ps, at, kind, a, b);
	if (a->kind != kind && !a->flag) {
		refuse_mixture(ps, at, a, b);
		a->flag = true;
	}
	return bounded(ps, build_add(ps, at, a, b));
}

static bool is_ordering(enum tree_op op)
{
	return op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE;
}

/* 1 <= x < 3 has no second reading, so the help can say how it is written. */
static void refuse_chain(struct parse *ps, struct span at, enum tree_op op, struct tree *a, struct tree *b)
{
	diag_error(ps->diags, DIAG_CHAINED_COMPARISON, at, "a comparison cannot be compared again");
	struct text low = build_piece(ps, a->first->at), x = build_piece(ps, a->last->at), high = build_piece(ps, b->at);
	if (!low.len || !x.len || !high.len || !is_ordering(a->op) || !is_ordering(op)) {
		diag_help(ps->diags, "join two comparisons with and");
	} else if (a->op == OP_LE && (op == OP_LE || op == OP_LT)) {
		diag_help(ps->diags, "write %.*s in %.*s %s %.*s", TEXT_ARG(x), TEXT_ARG(low), op == OP_LE ? ".." : "to under",
		          TEXT_ARG(high));
	} else {
		diag_help(ps->diags, "write %.*s %s %.*s and %.*s %s %.*s", TEXT_ARG(low), tree_op_name[a->op], TEXT_ARG(x),
		          TEXT_ARG(x), tree_op_name[op], TEXT_ARG(high));
	}
}

static void refuse_missing(struct parse *ps, struct span at, enum tree_op op, const struct tree *other)
{
	struct text x = build_piece_or(ps, other->at, "x");
	diag_error(ps->diags, DIAG_EQUALS_MISSING, at, "nothing can be compared with \"missing\"");
	diag_help(ps->diags, op == OP_NE ? "write %.*s is not missing" : "write %.*s is missing", TEXT_ARG(x));
}

/* A comparison whose chain has been reported carries the flag. */
struct tree *build_compare(struct parse *ps, struct span at, enum tree_op op, struct tree *a, struct tree *b)
{
	bool chained = a->kind == TREE_COMPARE_OP;
	if (chained && !a->flag) refuse_chain(ps, at, op, a, b);
	if (tree_bare(b)->kind == TREE_MISSING) refuse_missing(ps, at, op, a);
	else if (tree_bare(a)->kind == TREE_MISSING) refuse_missing(ps, at, op, b);
	struct tree *t = build_op(build_two(ps, at, TREE_COMPARE_OP, a, b), op);
	t->flag = chained;
	return t;
}

static bool is_binary(const struct tree *t)
{
	switch ((int)t->kind) {
	case TREE_MULTIPLY:
	case TREE_DIVIDE:
	case TREE_MOD:
	case TREE_ADD:
	case TREE_SUBTRACT:
	case TREE_JOIN:
	case TREE_OF: return true;
	default: return false;
	}
}

/* `of` takes single values, and its product stands alone. */
static bool mixes_of(enum tree_kind kind, const struct tree *a, const struct tree *b)
{
	if (kind == TREE_OF) return is_binary(a);
	return a->kind == TREE_OF || b->kind == TREE_OF;
}

static void refuse_of(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b)
{
	const struct tree *of = kind != TREE_OF && a->kind == TREE_OF ? a : b;
	struct text left = build_piece(ps, a->at), right = build_piece(ps, b->at);
	diag_error(ps->diags, DIAG_MIXED_OF, at, "\"of\" stands beside \"%s\" without brackets",
	           kind == TREE_OF ? tree_kind_name(a->kind) : tree_kind_name(kind));
	if (!left.len || !right.len) {
		diag_help(ps->diags, "write (10%% of a) + b, or 10%% of (a + b)");
	} else if (kind == TREE_OF) {
		diag_help(ps->diags, "write (%.*s) of %.*s, or %.*s %s (%.*s of %.*s)", TEXT_ARG(left), TEXT_ARG(right),
		          TEXT_ARG(build_piece(ps, a->first->at)), tree_kind_name(a->kind),
		          TEXT_ARG(build_piece(ps, a->last->at)), TEXT_ARG(right));
	} else if (of == a) {
		diag_help(ps->diags, "write (%.*s) %s %.*s, or %.*s of (%.*s %s %.*s)", TEXT_ARG(left), tree_kind_name(kind),
		          TEXT_ARG(right), TEXT_ARG(build_piece(ps, a->first->at)), TEXT_ARG(build_piece(ps, a->last->at)),
		          tree_kind_name(kind), TEXT_ARG(right));
	} else {
		diag_help(ps->diags, "write %.*s %s (%.*s)", TEXT_ARG(left), tree_kind_name(kind), TEXT_ARG(right));
	}
}

/* An operation that has been refused carries the flag. */
struct tree *build_binary(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b)
{
	bool told = (is_binary(a) && a->flag) || (is_binary(b) && b->flag), mixed = mixes_of(kind, a, b);
	if (mixed && !told) refuse_of(ps, at, kind, a, b);
	struct tree *t = build_two(ps, at, kind, a, b);
	t->flag = t->kind == kind && (told || mixed);
	return t;
}

/* ---- calls ---- */

struct tree *build_call_start(struct parse *ps, struct span at, struct tree *arguments)
{
	return build_one(ps, at, TREE_CALL, arguments);
}

/* Where a clause of a call stands among the others. */
static int call_rank(enum tree_kind kind)
{
	static const enum tree_kind order[] = { TREE_LIST, TREE_BY,           TREE_WEIGHTED_BY, TREE_WHERE,   TREE_PER,
		                                    TREE_TIES, TREE_SKIP_MISSING, TREE_USING,       TREE_ROUND_TO };
	for (int i = 0; i < (int)(sizeof order / sizeof *order); i++)
		if (order[i] == kind) return i;
	return 0;
}

struct tree *build_call_clause(struct parse *ps, struct span at, struct tree *call, struct tree *clause)
{
	call->at = at;
	if (call->kind != TREE_CALL || build_is_twice(ps, call, clause)) return call;
	if (call_rank(clause->kind) < call_rank(call->last->kind)) {
		diag_error(ps->diags, DIAG_CALL_ORDER, clause->at, "\"%s\" stands behind \"%s\"", tree_kind_name(clause->kind),
		           tree_kind_name(call->last->kind));
		diag_help(ps->diags,
		          "the order inside the brackets is: arguments, by, weighted by, where, per, ties, skip missing, "
		          "using");
		return call;
	}
	return tree_add(call, clause);
}

struct tree *build_call(struct parse *ps, struct span at, struct tree *name, struct tree *call)
{
	call->at = at;
	call->text = name->text;
	return bounded(ps, call);
}

void build_expression(struct parse *ps, struct tree *expression)
{
	ps->expression = expression;
}

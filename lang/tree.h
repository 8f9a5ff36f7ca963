/* tree.h - a rule file as a tree: what the parser builds, the checker annotates and the evaluator walks.
 * In:   pieces from the parser.   Out: nodes, each with its span; kinds and children are listed in tree.def.
 * Owns: nothing; nodes live in the arena they are made in. */
#ifndef PLANG_LANG_TREE_H
#define PLANG_LANG_TREE_H
#include "lang/source.h"
#include "lang/type.h"
#include <stdio.h>
struct arena;
struct symbol;
struct dataset;
struct facts;
struct function_info;

enum tree_kind {
#define TREE(name, printed, holds) TREE_##name,
#include "lang/tree.def"
#undef TREE
	TREE_COUNT
};

/* What `op` says, where a kind has one. */
enum tree_op {
	OP_NONE,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_HIGHEST,
	OP_LOWEST,
	OP_ASC,
	OP_DESC,
	OP_HALF_EVEN,
	OP_UP,
	OP_DOWN,
	OP_COUNT
};
extern const char *const tree_op_name[OP_COUNT]; /* "=", "highest first", "half even" */

/* What places that tie get. */
enum tie_rule { TIES_MIN, TIES_MAX, TIES_AVERAGE, TIES_DENSE, TIES_KEY, TIES_COUNT };
extern const char *const tie_rule_name[TIES_COUNT]; /* as `ties` spells it */

struct tree {
	enum tree_kind kind;
	enum tree_op op;
	bool flag; /* see tree.def */
	struct span at;
	struct text text;          /* see tree.def */
	struct tree *first, *last; /* children */
	struct tree *next;         /* the next child of the same parent */
	uint32_t height;           /* 1 for a leaf; at most TREE_MAX_HEIGHT */

	/* Written by the checker, for expressions: */
	struct type type;
	const struct dataset *rows;           /* one value for each of its rows; NULL: a figure */
	bool optional;                        /* may be missing */
	const struct facts *domain;           /* exists only where these hold; NULL: everywhere */
	struct symbol *symbol;                /* NAME, PATH: what it stands for */
	const struct function_info *function; /* CALL */
	struct tree *meaning;                 /* CALL of a rule file's function: its body, expanded and checked */
	size_t slot; /* CALL of a whole-table function: its place in an evaluator's memo, from 1; else 0 */
};

/* The limit keeps every walk of a tree, and so the stack, within bounds. */
#define TREE_MAX_HEIGHT 1000

struct tree *tree_new(struct arena *arena, enum tree_kind kind, struct span at);
struct tree *tree_leaf(struct arena *arena, enum tree_kind kind, struct span at, struct text text);
/* Appends a child and returns the parent; a NULL child is ignored. Does not change the parent's span. */
struct tree *tree_add(struct tree *parent, struct tree *child);
size_t tree_count(const struct tree *parent);
struct tree *tree_child(const struct tree *parent, size_t index); /* NULL past the end */
/* The first child of this kind, NULL when there is none; tree_next goes on from one to the next of the same kind. */
struct tree *tree_find(const struct tree *parent, enum tree_kind kind);
struct tree *tree_next(const struct tree *child);
/* The text of that child, empty without one or without a parent; so the title. */
struct text tree_text(const struct tree *parent, enum tree_kind kind);
struct text tree_title(const struct tree *declaration);
/* What `ties` says, or TIES_MIN. */
enum tie_rule tree_ties(const struct tree *of);
/* What a name or path stands for, through PAREN; NULL for any other expression. */
const struct symbol *tree_named(const struct tree *tree);
/* Through PAREN to what it holds. */
struct tree *tree_bare(const struct tree *tree);
/* A deep copy without annotations. */
struct tree *tree_copy(struct arena *arena, const struct tree *tree);
/* Same kinds, texts, ops and children, whatever the spans; PAREN counts. */
bool tree_same(const struct tree *a, const struct tree *b);
const char *tree_kind_name(enum tree_kind kind);

/* As a rule file again: one canonical layout, which parses to the same tree (print.c). */
struct text tree_print(struct arena *arena, const struct tree *tree);
/* As an indented outline, or as JSON; typed adds what the checker found (dump.c). */
void tree_dump(FILE *out, const struct tree *tree, const struct sources *sources, bool typed);
void tree_dump_json(FILE *out, const struct tree *tree, const struct sources *sources, bool typed);

#endif

/* build.h - what the actions of grammar.y call: one builder each, which makes a piece of tree, or refuses it in words.
 * In:   pieces.   Out: a piece, never NULL; what cannot be built is a TREE_NONE.
 * Owns: nothing; trees live in the arena of the parse. */
#ifndef PLANG_PARSER_BUILD_H
#define PLANG_PARSER_BUILD_H
#include "lang/tree.h"
#include "parser/filter.h"

/* bison's stack; an expression of TREE_MAX_HEIGHT needs less. */
#define PARSE_MAX_DEPTH 12000
/* Leaves room above an expression for its clause, declaration and file. */
#define PARSE_MAX_HEIGHT (TREE_MAX_HEIGHT - 10)
#define PARSE_NOTHING ((struct text){ NULL, 0 })
#define PARSE_TEXT(literal) TEXT(literal)

struct parse {
	struct arena *arena;
	struct diags *diags;
	struct filter filter;
	struct token token; /* the one the grammar is looking at */
	struct token last, before_last;
	struct token begun;        /* the keyword of the declaration being read; code 0 before the first */
	struct token begun_before; /* and of the one before it */
	struct token unless;       /* the last of them: where an exception without its reason begins */
	struct token field;        /* the first word of the last field's name */
	bool rewind;               /* `last` begins a declaration after all: go on from there */
	void *stack;               /* bison's; NULL when there is none */
	size_t fed;                /* tokens since the stack was made */
	bool failed;               /* a syntax error has been reported: go on at the next declaration */
	bool too_high;             /* an expression of this declaration has been refused for its height */
	struct tree *file;
	struct tree *expression; /* when one is parsed alone */
};

/* build.c: pieces and expressions */
struct tree *build_leaf(struct parse *ps, struct span at, enum tree_kind kind, struct text text);
struct tree *build_name(struct parse *ps, struct span at, struct text text, bool quoted);
/* A node whose text is a name; takes over the children of a list, which may be NULL. */
struct tree *build_named(struct parse *ps, struct span at, enum tree_kind kind, struct tree *name, struct tree *list);
struct tree *build_one(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a);
struct tree *build_two(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b);
struct tree *build_three(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b,
                         struct tree *c);
struct tree *build_list(struct parse *ps, struct span at, struct tree *first);
struct tree *build_add(struct parse *ps, struct span at, struct tree *list, struct tree *child);
/* A node of this kind with the children of a list. */
struct tree *build_kind(struct parse *ps, struct span at, enum tree_kind kind, struct tree *list);
/* The same with one child before them; the list may be NULL. */
struct tree *build_over(struct parse *ps, struct span at, enum tree_kind kind, struct tree *first, struct tree *list);
struct tree *build_flagged(struct tree *tree);
struct tree *build_op(struct tree *tree, enum tree_op op);
struct tree *build_path(struct parse *ps, struct span at, struct tree *path, struct tree *name);
struct tree *build_junction(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b);
struct tree *build_compare(struct parse *ps, struct span at, enum tree_op op, struct tree *a, struct tree *b);
struct tree *build_binary(struct parse *ps, struct span at, enum tree_kind kind, struct tree *a, struct tree *b);
struct tree *build_call_start(struct parse *ps, struct span at, struct tree *arguments);
struct tree *build_call_clause(struct parse *ps, struct span at, struct tree *call, struct tree *clause);
struct tree *build_call(struct parse *ps, struct span at, struct tree *name, struct tree *call);
void build_expression(struct parse *ps, struct tree *expression);

/* The source of a piece for a suggestion; empty when it is too long to be read in one. */
struct text build_piece(const struct parse *ps, struct span at);
/* The same, or else what is put in its place. */
struct text build_piece_or(const struct parse *ps, struct span at, const char *otherwise);

/* build_text.c: texts that neighbour each other */
struct tree *build_joined(struct parse *ps, struct span at, struct tree *title, struct text more);
struct tree *build_retitled(struct parse *ps, struct span at, enum tree_kind kind, struct tree *title);
/* Adds a clause to a list of clauses; a title behind a text joins it. */
struct tree *build_clause(struct parse *ps, struct span at, struct tree *clauses, struct tree *clause);

/* build_declaration.c: declarations, and which clause belongs to what */
struct tree *build_declaration(struct parse *ps, struct span at, enum tree_kind kind, struct tree *name,
                               struct tree *before, struct tree *main, struct tree *clauses);
struct tree *build_head(struct parse *ps, struct span at, enum tree_kind kind, struct span title_at, struct text title,
                        struct tree *clauses);
struct tree *build_titled(struct parse *ps, struct span at, enum tree_kind kind, struct tree *title,
                          struct tree *clauses);
struct tree *build_override(struct parse *ps, struct span at, struct tree *name, struct tree *what,
                            struct tree *because, struct tree *clauses);
struct tree *build_extern(struct parse *ps, struct span at, struct tree *name, struct tree *parameters,
                          struct tree *result, struct tree *from, struct tree *clauses);
struct tree *build_years_begin(struct parse *ps, struct span at, struct text month, struct text day);
struct tree *build_link(struct parse *ps, struct span at, struct tree *name, struct tree *to, struct tree *by);
struct tree *build_given_rows(struct parse *ps, struct span at, struct tree *name, struct tree *columns,
                              struct tree *rows);
struct tree *build_out_clause(struct parse *ps, struct span at, struct tree *out, struct tree *clause);
struct tree *build_as(struct parse *ps, struct tree *name);
void build_finish(struct parse *ps, struct tree *declaration);
/* weight zscore(jobs) 50%, which is refused */
struct tree *build_turned_weight(struct parse *ps, struct span at, struct tree *what, struct span weight);
/* True once a clause stands twice where it may stand once, which it reports. */
bool build_is_twice(struct parse *ps, const struct tree *parent, const struct tree *clause);

/* complain.c: what to say of a syntax error; the names are those of the grammar's tokens */
void parse_complain(struct parse *ps, struct span at, const char *const *expected, size_t count);

#endif

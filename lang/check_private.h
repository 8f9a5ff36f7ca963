/* check_private.h - what the parts of the checker share. Nobody else includes it.
 *
 * check.c          the whole: in which order the parts run
 * check_report.c   how the parts report
 * check_names.c    collects declarations, looks names up, orders them, finds cycles
 * check_data.c     datasets and fields
 * check_value.c    literals, dates, currencies, figures known before the run
 * check_type.c     which types go together
 * check_expr.c     expressions: type, shape, what may be missing, where it exists
 * check_demand.c   what a place demands of an expression
 * check_name.c     a name in an expression
 * check_compare.c  comparisons and `in`
 * check_call.c     calls: clauses, types, functions of one row
 * check_table.c    functions over the whole table
 * check_expand.c   functions of the rule file
 * check_decl.c     what declares a value: param, let, rule, score, rank, band, allocate
 * check_ask.c      what asks for values: check, compare, output, test, scenario
 * check_remark.c   warnings: what nothing uses, what the rules leave open */
#ifndef PLANG_LANG_CHECK_PRIVATE_H
#define PLANG_LANG_CHECK_PRIVATE_H
#include "lang/arena.h"
#include "lang/check.h"
#include "lang/facts.h"
#include "stdlib/function.h"

#define CHECK_MAX_DEPTH 2000    /* nested operations that a value rests on */
#define CHECK_MAX_PARTS 1000000 /* nodes made by expanding functions */
#define CHECK_MAX_CALLS 200     /* functions that call functions */
#define CHECK_MAX_POWER 64      /* of money; nobody means more, and an int must hold it */

struct check {
	struct arena *arena;
	struct diags *diags;
	struct numbers *pool;
	struct facts_table *facts;
	struct model *model;
	const struct check_options *options;
	struct symbol **names; /* buckets, by the hash of the name */
	size_t name_room;
	size_t symbol_room;
	size_t parts;                              /* made by expanding so far */
	struct unknown *unknown;                   /* names that have been reported */
	size_t depth;                              /* of the expression being checked */
	bool deep;                                 /* it was too much, and that has been said */
	const struct tree *calls[CHECK_MAX_CALLS]; /* the calls whose bodies are being checked, outermost first */
	size_t call_count;
	bool later;               /* it has datasets or links that this version does not run */
	const struct facts *kept; /* what `keep where` says of every row */
	bool in_test;             /* a test may index values by key, and decides nothing */
	bool currency_unknown;    /* which has been reported, so that money literals are not as well */
};

/* Where an expression stands. */
struct context {
	const struct dataset *rows;   /* it may differ from row to row of this dataset; NULL: a figure */
	const struct facts *known;    /* what holds here */
	const struct field *imputing; /* it says what to use for this field's missing cells */
	bool in_table;                /* it stands inside a whole-table function */
	bool cells_only;              /* it is a `keep where` */
	bool given;                   /* it is a param or a member of a set: known before the data */
	bool missing_fits;            /* `missing` may stand here: what stands beside it says of which type */
};

void check_error(struct check *ck, enum diag_code code, struct span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* names */
void names_init(struct check *ck);
void names_collect(struct check *ck, struct tree *file);
bool names_order(struct check *ck); /* false after a cycle */
struct symbol *names_add(struct check *ck, enum symbol_kind kind, struct text name, struct tree *declaration,
                         const struct dataset *home);
/* The symbol a name stands for among the rows of a dataset, then among figures; NULL without a message. */
struct symbol *names_find(const struct check *ck, struct text name, const struct dataset *rows);
struct dataset *names_dataset(const struct check *ck, struct text name);
/* Says that nothing is called so, with the nearest name. */
void names_unknown(struct check *ck, const struct tree *name, const struct dataset *rows);
/* The symbols named in a tree, each once. */
void names_in(struct check *ck, const struct tree *tree, const struct dataset *home, struct symbol ***out,
              size_t *count);
/* The dataset of a declaration: after `for`, else the first. */
const struct dataset *names_home(struct check *ck, const struct tree *declaration);

/* data */
void data_collect(struct check *ck, struct tree *file);
void data_check(struct check *ck);

/* values */
void value_fund(struct check *ck, struct tree *file);
void value_literal(struct check *ck, struct tree *literal);
struct text value_money(struct check *ck);
/* The value of a tree of literals and params that is known before the run; false when it is not. */
bool value_known(struct check *ck, const struct tree *tree, struct number *out);

/* expressions: each annotates the tree; a type of TYPE_NONE means that an error was reported */
void expr_check(struct check *ck, struct tree *tree, const struct context *where);
/* ... and must be a condition that is certain; what names the place in a message: "the condition of `when`". */
void expr_condition(struct check *ck, struct tree *tree, const struct context *where, const char *what);
bool expr_is_number(struct check *ck, const struct tree *tree, const char *what);
bool expr_is_figure(struct check *ck, const struct tree *tree, const char *what);
/* Must be there and exist for every row at this place. */
bool expr_is_certain(struct check *ck, const struct tree *tree, const char *what);
/* The type that both sides of an operator have, after a message when there is none; what is "`+` cannot take". */
struct type expr_common(struct check *ck, const struct tree *a, const struct tree *b, const char *what);
/* The same for two that stand apart; what is "the values of a band". */
struct type expr_same(struct check *ck, const struct tree *first, const struct tree *other, const char *what);
/* ... and for all values so far, of which the first is shown, with the next one. */
struct type expr_widen(struct check *ck, const struct tree *first, struct type so_far, const struct tree *next,
                       const char *what);
/* The literal `missing`, also in brackets or by way of a function: it has no type of its own. */
bool expr_is_untyped(const struct tree *tree);
/* Says so of values that are all `missing`. */
void expr_untyped(struct check *ck, struct span at);
struct type type_common(struct type a, struct type b, bool *fit);
struct type type_product(struct type a, struct type b);
struct type type_quotient(struct type a, struct type b);
const char *expr_type_words(struct check *ck, struct type type);
struct context context_knowing(struct check *ck, const struct context *where, const struct tree *condition,
                               bool opposite);
void expr_orders(struct check *ck, struct tree *by, const struct context *where, bool output);
void expr_paths(struct check *ck, struct tree *per, const struct context *where);
/* What stands here is printed, a field's cell as it was read. */
void expr_shown(const struct tree *tree);
/* Shape, missing, domain and height of a node out of its children's. */
void expr_join(struct check *ck, struct tree *tree);
/* Sets the height, within the limit: the evaluator recurses as deep as a value's operations are nested. */
void expr_height(struct check *ck, struct tree *tree, uint32_t height);
bool expr_all_known(const struct tree *tree); /* no child has an error */
bool expr_is_condition(struct check *ck, const struct tree *tree, const char *what);
void expr_report_optional(struct check *ck, const struct tree *tree, const char *what);

void name_check(struct check *ck, struct tree *name, const struct context *where);
void path_check(struct check *ck, struct tree *path, const struct context *where);
void compare_check(struct check *ck, struct tree *comparison); /* its sides have been checked */
void in_check(struct check *ck, struct tree *in, const struct context *where);

void call_check(struct check *ck, struct tree *call, const struct context *where);
/* `ties` of a rank, as a call or a declaration. */
void call_ties(struct check *ck, const struct tree *owner);

void decl_check(struct check *ck, struct symbol *symbol);
void ask_check(struct check *ck, struct tree *file);
void remark(struct check *ck);

#endif

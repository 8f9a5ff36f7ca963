/* model.h - what a rule file means, once it has been checked: datasets, figures and row values, and what is asked of them.
 * In:   written by check.c.   Out: read by the evaluators, the CSV reader, the writers and (later) the compiler.
 * Owns: nothing; all lives in the arena of the compilation. Names and texts are as written in the rule file.
 *
 * Expressions stay trees, with every node typed (tree.h). Declarations keep their clauses: an evaluator reads a rule's
 * TREE_WHEN children, a score's TREE_WEIGHT children and so on from `symbol.declaration`. */
#ifndef PLANG_LANG_MODEL_H
#define PLANG_LANG_MODEL_H
#include "lang/number.h"
#include "lang/tree.h"
#include "lang/type.h"

/* A field's policy for empty and marked cells. */
enum missing_policy { MISSING_REFUSED, MISSING_IMPUTED, MISSING_ALLOWED };

struct marker {
	struct text spelling; /* the whole cell */
	struct text reason;   /* "confidential"; "" for a marker from a plain list */
};

struct field {
	struct text name;
	struct text header;       /* what stands in the data: `column`, else the name */
	struct tree *declaration; /* TREE_FIELD; for a key column without a field, the TREE_NAME under TREE_KEY */
	struct type type;
	bool key;  /* part of the dataset's key: never empty, never trimmed */
	bool used; /* the run reads its cells */
	bool
		shown; /* some are printed as they were read: in a column that names the field alone, or as the name of a group */
	enum missing_policy missing;
	struct tree *impute;          /* IMPUTED: the expression after `if missing use` */
	struct number unit;           /* a cell times this is the value; 1 without `in units of` */
	struct text word[2];          /* FLAG: the cells that mean true and false; empty: true/false and 1/0 */
	const struct marker *markers; /* cells that mean missing, besides the empty one */
	size_t marker_count;
	size_t index; /* its place in dataset.fields */
	struct symbol *symbol;
};

struct dataset {
	struct text name;
	struct text title;
	struct tree *declaration;
	struct field *fields; /* key columns included, in the order of declaration */
	size_t field_count;
	size_t *key; /* indexes into fields, in the order of the key */
	size_t key_count;
	struct text thousands;     /* the separator, empty without one */
	struct text file;          /* `from`, empty without */
	size_t index;              /* 0 is the dataset of the file named on the command line */
	struct text currency_sign; /* of the fund: "£", may be empty; and its code, for money cells */
	struct text currency;
};

enum symbol_kind {
	SYMBOL_PARAM,
	SYMBOL_SET,
	SYMBOL_DATASET,
	SYMBOL_FIELD,
	SYMBOL_LET,
	SYMBOL_FUNCTION,
	SYMBOL_RULE,
	SYMBOL_SCORE,
	SYMBOL_RANK,
	SYMBOL_BAND,
	SYMBOL_ALLOCATE,
	SYMBOL_LATER /* of a construct that does not run yet */
};

/* A named thing. The checker gives each its type, its shape and where it exists. */
struct symbol {
	enum symbol_kind kind;
	struct text name;
	struct tree *declaration;
	const struct dataset *rows; /* a value for each of its rows; NULL: a figure. A FIELD's, RULE's ... dataset */
	struct type type;
	bool optional;              /* may be missing */
	const struct facts *domain; /* exists only where these hold; NULL: everywhere */
	struct tree *value;         /* PARAM (the one in force), LET: the expression */
	struct tree *where;         /* the expression after `where`; NULL without */
	struct field *field;        /* FIELD */
	struct text value_from;     /* PARAM: "--set", "from 2027-04-01" or empty: undated; printed in the summary */
	bool used;                  /* something that is asked for rests on it */
	size_t index;               /* its place in model.symbols: an evaluator's memo is as long as model.symbol_count */
	/* Private to the checker: */
	const struct dataset *home; /* the dataset it was declared for, whatever its shape */
	struct symbol *next_same;   /* another of the same name */
	struct symbol **rests_on;   /* what its declaration names */
	size_t rests_on_count;
	int state;
	bool mentioned;      /* some declaration names it */
	bool is_known;       /* PARAM: its value is known before any data is read ... */
	struct number known; /* ... and this is it */
	uint32_t height;     /* nested operations it rests on */
};

/* How a reader is told of it: its title, or without one its name. */
static inline struct text symbol_title(const struct symbol *symbol)
{
	struct text title = tree_title(symbol->declaration);
	return title.len ? title : symbol->name;
}

struct output {
	struct tree *declaration; /* TREE_OUTPUT or TREE_FIGURES; NULL: the output that is made up where none is written */
	const struct dataset *rows; /* NULL for figures */
	struct tree **columns;      /* the expressions, typed */
	struct text *headers;
	int *decimals; /* -1: by type */
	bool *percent; /* `as percent` */
	size_t count;
	struct tree *where; /* NULL without */
	struct tree *by;    /* TREE_BY, NULL without */
};

struct model {
	struct tree *file;
	struct tree *fund; /* NULL without */
	struct text title, currency, currency_sign;
	uint8_t currency_decimals; /* ISO 4217: GBP 2, JPY 0 */
	bool has_as_of;
	int64_t as_of; /* days since 1970-01-01 */
	struct dataset *datasets;
	size_t dataset_count;
	struct symbol **symbols; /* all but function parameters; those of a dataset's fields come with it */
	size_t symbol_count;
	struct symbol **order; /* symbols with a value, each after those it rests on */
	size_t order_count;
	struct tree **checks, **compares, **assumes; /* in the order of the file */
	size_t check_count, compare_count, assume_count;
	struct output *outputs;
	size_t output_count;
	size_t tests, scenarios; /* that eval passes over */
	size_t slots;            /* whole-table calls have slots 1 .. slots */
};

/* Conditions that hold together, each interned: equal pointers are equal conditions. */
struct facts {
	size_t count;
	const struct fact *const *fact; /* in an order of the checker's own */
};
/* In words, for "not ranked: not eligible": the conditions, joined by "and". */
struct text facts_in_words(struct arena *arena, const struct facts *facts);

/* Days since 1970-01-01 of YYYY-MM-DD; false when there is no such date. */
bool date_read(struct text text, int64_t *days);
struct text date_print(struct arena *arena, int64_t days);
/* The value of a NUMBER, PERCENT or MONEY literal; false when it is beyond the limits of cells. */
bool literal_number(struct numbers *pool, const struct tree *literal, struct number *out);

#endif

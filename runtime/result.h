/* result.h - what a run found, ready to be written: tables of printed cells, and the facts of the summary.
 * In:   filled by an evaluator.   Out: read by write.c and by the command line.
 * Owns: nothing; lives in the arena of the run. */
#ifndef PLANG_RUNTIME_RESULT_H
#define PLANG_RUNTIME_RESULT_H
#include "lang/diag.h"
#include "lang/text.h"

/* How a terminal's table dresses a cell; CSV and JSON print the cell as it stands. */
enum look { LOOK_TEXT, LOOK_NUMBER, LOOK_PERCENT, LOOK_MONEY, LOOK_FLAG, LOOK_DATE };

enum result_cell_state { RESULT_PRESENT, RESULT_MISSING, RESULT_NOT_APPLICABLE };

struct result_column {
	struct text header;
	enum look look;
	struct text *cells;   /* plain: "1234.50", "5.10", "true", text as it is; empty when not present */
	uint8_t *states;      /* enum result_cell_state */
	struct text *reasons; /* of cells that are not present: "confidential", "not ranked: not eligible"; may be empty */
};

struct result_table {
	struct text title;
	bool figures; /* `output figures`: one row; written as two columns, figure and value */
	struct result_column *columns;
	size_t column_count, rows;
};

/* A count with its name: "missing unemployment, confidential: 12". */
struct result_count {
	struct text name, detail;
	size_t count;
};

/* awarded + unspent = amount, for each level: the whole, and each group of `per`. */
struct result_level {
	struct text award;                    /* name of the allocation */
	struct text group;                    /* empty for the whole */
	struct text amount, awarded, unspent; /* printed in the pot's unit */
	struct text note;                     /* "floors scaled to 93.21 %"; may be empty */
	size_t places;                        /* that share it */
	bool money;                           /* LOOK_MONEY, else LOOK_NUMBER */
};

/* A check or compare. */
struct result_check {
	struct diag_at at;
	struct text text; /* its title, else the condition as written */
	bool holds, warn_only, compare;
	struct text detail; /* of a failed check: values, or how many rows; of a compare: equal rows, largest difference */
	const struct text *rows;     /* the first rows at fault, in words */
	size_t row_count, row_total; /* how many of them are here, and in all */
};

struct result_param {
	struct text name, value, from; /* from: "--set", "from 2027-04-01", "undated" */
};

struct result {
	struct text title, version, authority; /* of the fund */
	struct text currency_sign;
	struct result_table *tables;
	size_t table_count;
	size_t rows_read, rows_kept;
	struct text dataset;                                      /* its name */
	struct result_count *missing, *imputed, *rules, *dropped; /* dropped: by `keep where`, with its reason */
	size_t missing_count, imputed_count, rule_count, dropped_count;
	struct result_level *levels;
	size_t level_count;
	struct result_check *checks;
	size_t check_count;
	struct result_param *params; /* dated or set ones */
	size_t param_count;
	struct text *assumptions;
	size_t assumption_count;
	size_t tests, scenarios; /* passed over */
	bool spreadsheet;        /* CSV is for one: an apostrophe stands before texts that it would run */
	bool failed;             /* a check (not `check warn`) or a compare did not hold */
};

#endif

/* result.h - what a run found, ready to be written: tables of cells, and the facts of the summary.
 * In:   filled by an evaluator.   Out: read by the writers and by the command line.
 * Owns: nothing; lives in the arena of the run.
 *
 * A column holds its cells in whichever form takes least room for it; only result_cell turns one into text, when it is
 * written. So ten million rows cost what their numbers cost, and no text of them is kept. */
#ifndef PLANG_RUNTIME_RESULT_H
#define PLANG_RUNTIME_RESULT_H
#include "lang/diag.h"
#include "lang/text.h"
struct arena;

/* How a terminal's table dresses a cell; CSV and JSON print the cell as it stands. */
enum look { LOOK_TEXT, LOOK_NUMBER, LOOK_PERCENT, LOOK_MONEY, LOOK_FLAG, LOOK_DATE };

enum result_cell_state { RESULT_PRESENT, RESULT_MISSING, RESULT_NOT_APPLICABLE };

/* Which arrays of a column hold its cells, and how one of them prints: plain, "1234.50", "5.10", "true". */
enum result_form {
	RESULT_TEXTS, /* texts[i] */
	RESULT_WHOLE, /* result_number(i) / 10^decimals, with exactly so many decimals, 18 at most */
	RESULT_FLAGS, /* flags[i]: 0 is "false", else "true" */
	RESULT_WORDS, /* words[code[i]], or of wide_code[i]: the labels of a band, and other texts of few kinds */
	RESULT_CELLS  /* cell(cell_state, i, ...): cells of the table as they were read */
};

/* Room for what WHOLE prints, and for any number's cell as people write them. */
enum { RESULT_CELL_MAX = 64 };

/* Prints cell i of a column: into the buffer, or the text stands elsewhere and outlives the result's being written. What
 * takes more than size bytes is not printed: at is NULL and len says how much to come back with. Several threads call it
 * at once, so it must not allocate from an arena, report or jump. */
typedef struct text result_cell_printer(const void *state, size_t i, char *buffer, size_t size);

struct result_column {
	struct text header;
	enum look look;
	enum result_form form;
	const uint8_t *states; /* enum result_cell_state; NULL: all are present. What is not present prints as nothing */
	const struct text *texts;
	const int64_t *whole;
	const double *doubles; /* WHOLE without whole: whole numbers, which count `times` each */
	int64_t times;
	unsigned decimals;
	const uint8_t *flags;
	const struct text *words;
	size_t word_count;
	const uint8_t *code;
	const uint32_t *wide_code; /* if code is NULL */
	result_cell_printer *cell;
	const void *cell_state;
	/* Of cells that are not present: "confidential", "not ranked: not eligible". Asked by one thread; NULL: none. */
	struct text (*reason)(void *state, size_t i);
	void *reason_state;
};

struct result_table {
	struct text title;
	bool figures; /* `output figures`: one row; written as two columns, figure and value */
	struct result_column *columns;
	size_t column_count, rows;
	const uint32_t *row; /* what stands in each place, as an index into the columns; NULL: the place itself */
};

/* WHOLE: in units of the last decimal. Of what is not present it says nothing. */
static inline int64_t result_number(const struct result_column *column, size_t i)
{
	return column->whole ? column->whole[i] : (int64_t)column->doubles[i] * column->times;
}

static inline size_t result_row(const struct result_table *table, size_t place)
{
	return table->row ? table->row[place] : place;
}

static inline enum result_cell_state result_state(const struct result_column *column, size_t i)
{
	return column->states ? (enum result_cell_state)column->states[i] : RESULT_PRESENT;
}

static inline size_t result_code(const struct result_column *column, size_t i)
{
	return column->code ? column->code[i] : column->wide_code[i];
}

/* The cell as printed, by the rules of result_cell_printer; size at least RESULT_CELL_MAX. */
struct text result_cell(const struct result_column *column, size_t i, char *buffer, size_t size);
/* The same, in the arena if it stands nowhere else. */
struct text result_cell_kept(struct arena *arena, const struct result_column *column, size_t i);
/* Why the cell is not present; empty when it is, or when nobody says. */
struct text result_reason(const struct result_column *column, size_t i);
/* whole / 10^decimals into room for RESULT_CELL_MAX bytes; gives the length. */
size_t result_whole(char *at, int64_t whole, unsigned decimals);

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
	struct result_param *params; /* dated or set ones; behind them the others that the run used */
	size_t param_count, param_total;
	struct text *assumptions;
	size_t assumption_count;
	struct text
		decided; /* how many decisions were made by which means, or why all of it was done exactly; may be empty */
	size_t tests, scenarios; /* passed over */
	bool spreadsheet;        /* CSV is for one: an apostrophe stands before texts that it would run */
	bool failed;             /* a check (not `check warn`) or a compare did not hold */
};

#endif

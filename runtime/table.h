/* table.h - one file of places, read: a column for each field that the run uses, in the smallest form that holds it.
 * In:   filled by csv.c, through column.c.   Out: read by the evaluators, the checks of keys and the writers.
 * Owns: nothing; cells live on the heap, registered with the arena given to the reader; words in that arena; large
 *       numbers in its pool. Of the file itself nothing stays but the texts that somebody reads or prints. */
#ifndef PLANG_RUNTIME_TABLE_H
#define PLANG_RUNTIME_TABLE_H
#include "lang/diag.h"
#include "lang/model.h"

enum cell_state { CELL_PRESENT, CELL_MISSING };

enum column_kind {
	COLUMN_UNREAD,
	COLUMN_WHOLE, /* numbers, flags (1, 0) and dates (days): a whole number times the column's unit */
	COLUMN_EXACT, /* numbers that have no common unit small enough */
	COLUMN_CODED, /* texts and choices with at most COLUMN_WORDS different ones; never a part of the key */
	COLUMN_TEXT   /* other texts, as read */
};

#define COLUMN_WORDS 65536
#define COLUMN_WHOLE_LIMIT (INT64_C(1) << 53) /* every whole is smaller: doubles hold it exactly */

/* Texts by row, one behind the other. 64 rows share a base, so that a position takes 32 bits: a cell has 16 MiB at most. */
struct texts {
	char *bytes;
	uint64_t *base;   /* by row / 64 */
	uint32_t *offset; /* by row, from its base; one more than there are rows. NULL: nothing is kept */
};

struct column {
	const struct field *field;
	size_t position; /* field number in the file, from 1 */
	enum column_kind kind;
	uint8_t *state;  /* enum cell_state, row by row; NULL while no cell is missing */
	uint8_t *reason; /* MISSING: 0 an empty cell, else 1 + index into field->markers; NULL while all are 0 */
	size_t missing;  /* how many cells are */
	int64_t *whole;  /* WHOLE: the value is whole times unit, exactly; 0 where the cell is missing */
	struct number
		unit; /* WHOLE: a small number; 1/10 for one decimal, of a percentage 1/1000, times that of the field */
	int64_t least, most;   /* WHOLE: of the cells present; 0 and 0 without one */
	struct number *number; /* EXACT: PERCENT (5.1 is 0.051), MONEY (unit applied) ...; 0 where missing */
	uint32_t *code;        /* CODED: an index into word; any where missing */
	struct text *word;     /* CODED: different ones, in the order in which they first appear */
	size_t word_count;
	struct texts text; /* as read: of TEXT, of the key, and of fields that are shown so (field->shown) */
};

/* Rows from here on stand on consecutive lines, until the next span. */
struct line_span {
	size_t row;
	uint64_t line;
};

struct table {
	const struct dataset *dataset;
	struct text file; /* as the user named it; "-" is standard input */
	size_t rows;
	struct line_span *spans; /* by row; see table_line */
	size_t span_count;
	struct column *columns; /* one for each field of the dataset, by field.index; unused ones are UNREAD */
};

/* The place of a row among those that were kept, which stand in the order of the input; NULL: all rows were. */
static inline bool table_place(const uint32_t *kept, size_t count, size_t row, size_t *place)
{
	size_t low = 0, high = count;
	*place = row;
	if (!kept) return row < count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (kept[middle] < row) low = middle + 1;
		else high = middle;
	}
	*place = low;
	return low < count && kept[low] == row;
}

static inline bool column_missing(const struct column *column, size_t row)
{
	return column->state && column->state[row] == CELL_MISSING;
}

static inline uint8_t column_reason(const struct column *column, size_t row)
{
	return column->reason ? column->reason[row] : 0;
}

static inline uint64_t texts_at(const struct texts *texts, size_t row)
{
	return texts->base[row / 64] + texts->offset[row];
}

/* The value of a cell of numbers, flags or dates; 0 where it is missing. */
struct number column_number(const struct column *column, size_t row);
/* The text of a cell of texts, of the key, or of a field that is shown; empty where it is missing. As it was read, doubled
 * quotes made single. */
struct text column_text(const struct column *column, size_t row);

/* A table in which one cell is present and reads otherwise: in one that shares all columns but that of the cell, of which it is
 * a copy. False when the form of the column has no room for the value; a text is for columns of words. */
bool table_with(struct arena *arena, const struct table *table, size_t field_index, size_t row, struct number number,
                struct text text, struct table *out);

/* The physical line on which the record of a row begins, from 1. */
uint64_t table_line(const struct table *table, size_t row);
/* Where a cell stands, for a message. */
struct diag_at table_at(const struct table *table, size_t row, size_t field_index);
/* The key of a row as one text for messages and results: parts joined by ", ". */
struct text table_key(struct arena *arena, const struct table *table, size_t row);
/* Below, equal to, above 0 as the key of row a stands before that of b: bytes, part by part. */
int table_key_order(const struct table *table, size_t a, size_t b);

#endif

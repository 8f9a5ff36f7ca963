/* table.h - one file of places, read: a column for each field that the run uses.
 * In:   filled by csv.c.   Out: read by the evaluators, the checks of keys and the writers.
 * Owns: nothing; columns, cells and raw texts live in the arena given to the reader; numbers in its pool. */
#ifndef PLANG_RUNTIME_TABLE_H
#define PLANG_RUNTIME_TABLE_H
#include "lang/diag.h"
#include "lang/model.h"

enum cell_state { CELL_PRESENT, CELL_MISSING };

struct column {
	const struct field *field;
	size_t position;       /* field number in the file, from 1 */
	struct text *raw;      /* as read, unescaped; row by row */
	uint8_t *state;        /* enum cell_state, row by row */
	uint8_t *reason;       /* MISSING: 0 an empty cell, else 1 + index into field->markers; NULL: no cell is missing */
	struct number *number; /* NUMBER, PERCENT (5.1 is 0.051), COUNT, MONEY (unit applied), FLAG (1, 0), DATE (days) */
	size_t missing;        /* how many cells are */
};                         /* a TEXT or CHOICE has its value in raw */

struct table {
	const struct dataset *dataset;
	struct text file; /* as the user named it; "-" is standard input */
	size_t rows;
	uint64_t *line;         /* row by row: the physical line on which its record begins, from 1 */
	struct column *columns; /* one for each field of the dataset, by field.index; unused ones have no cells */
};

/* Where a cell stands, for a message. */
struct diag_at table_at(const struct table *table, size_t row, size_t field_index);
/* The key of a row as one text for messages and results: parts joined by ", ". */
struct text table_key(struct arena *arena, const struct table *table, size_t row);
/* Below, equal to, above 0 as the key of row a stands before that of b: bytes, part by part. */
int table_key_order(const struct table *table, size_t a, size_t b);

#endif

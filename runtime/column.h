/* column.h - the columns of a table while it is read: row by row, each in the smallest form that holds its cells.
 * In:   cells and their values, in the order of the file.   Out: the columns of a struct table.
 * Owns: the arrays of the columns, on the heap; they are freed with the arena.
 *
 * What a column becomes depends on its cells alone, not on how they come in: a numeric one is WHOLE until a cell does not
 * fit the unit that all of them share, a text is CODED until it has too many words. */
#ifndef PLANG_RUNTIME_COLUMN_H
#define PLANG_RUNTIME_COLUMN_H
#include "runtime/csv_cell.h"
struct index;

/* One column that is read. */
struct growing {
	struct column *column;
	struct number one; /* what a plain 1 in a cell is worth: the unit of the field, of a percentage a hundredth of it */
	unsigned places;   /* WHOLE: of the unit, behind the point */
	int64_t limit;     /* WHOLE: what none may pass */
	struct index *words;
	size_t word_room;
	uint64_t bytes, bytes_room; /* of texts */
	bool keeps;                 /* the texts, beside what they mean */
};

struct columns {
	struct arena *arena;
	struct numbers *pool;
	struct table *table;
	struct growing *growing; /* of the fields that are read, in the order of the file */
	size_t count, room;
	struct line_span *spans; /* those of the table */
	size_t span_room;
};

/* Makes the columns of the fields that are read; the table has its dataset and columns with their fields. */
struct columns *columns_new(struct arena *arena, struct numbers *pool, struct table *table);
/* Begins the next row, which stands on this line: then each column takes a cell, then the row is there. */
void columns_begin(struct columns *columns, uint64_t line);
void columns_take(struct columns *columns, struct growing *growing, struct text cell, const struct csv_value *value);
void columns_end(struct columns *columns);

/* Rows that were read in pieces, the first of which begins on this line (column_piece.c). crew NULL: one thread. */
struct piece;
struct crew;
void columns_append(struct columns *columns, struct crew *crew, struct piece *pieces, size_t count, uint64_t line);

/* For column_piece.c. Room for that many rows in all; for the states and the reasons of cells, if they are wanted; for
 * more bytes of texts. */
void columns_room(struct columns *columns, size_t rows);
void columns_gaps(struct columns *columns, struct column *column, bool states, bool reasons);
void growing_bytes(struct columns *columns, struct growing *growing, uint64_t more);
/* Says on which line a row stands; rows come in their order. */
void columns_line(struct columns *columns, size_t row, uint64_t line);
/* All wholes so far in a smaller unit; false when they do not fit. */
bool growing_places(struct columns *columns, struct growing *growing, unsigned places);
void growing_exact(struct columns *columns, struct growing *growing);
struct number growing_number(const struct columns *columns, const struct growing *growing, struct decimal decimal);
/* The code of a word, new or not; COLUMN_WORDS when that are too many: then the column has become TEXT. */
uint32_t growing_code(struct columns *columns, struct growing *growing, struct text word);
void growing_text(struct columns *columns, struct growing *growing, size_t row, struct text text);

#endif

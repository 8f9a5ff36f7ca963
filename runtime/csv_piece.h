/* csv_piece.h - many rows at once, where nothing about them is unusual: plain or quoted cells that hold what their fields
 * want. Anything else ends the piece, and is read by csv.c record by record, which knows what to say about it.
 * In:   bytes that begin where a record begins, and a plan.   Out: rows, column by column, and how far they go.
 * Owns: its arrays, on the heap, used again for the next piece. It touches nothing else, so threads can make pieces side
 *       by side: no arena, no diagnostics, no pool. */
#ifndef PLANG_RUNTIME_CSV_PIECE_H
#define PLANG_RUNTIME_CSV_PIECE_H
#include "runtime/csv_index.h"
#include "runtime/table.h"

enum piece_how { PIECE_NUMBER, PIECE_FLAG, PIECE_DATE, PIECE_WORD, PIECE_TEXT };

enum {
	PIECE_WORDS = 8192,
	PIECE_WINDOW_ROWS = 2048,
	PIECE_SLACK = 64
}; /* bytes that can be read behind the last one */

/* What is done with a column of the file. */
struct piece_plan_column {
	const struct field *field;
	size_t cell; /* from 0 */
	enum piece_how how;
	bool keeps;         /* beside its value, the text */
	bool warns;         /* a text that csv_warn.h has a word about is unusual */
	bool markers_first; /* some marker is a number */
	bool marker[256];   /* some marker begins with this byte */
	bool whole;         /* decimals are unusual: the field is a count */
};

struct piece_plan {
	const struct dataset *dataset;
	csv_indexer index;
	uint64_t seed;      /* of the hashes of words: nobody knows it */
	size_t cells;       /* of a row */
	size_t window_rows; /* that fit into a window, at most PIECE_WINDOW_ROWS */
	size_t key;         /* the cell that a duplicate key is reported at; SIZE_MAX without one */
	size_t count;
	struct piece_plan_column *columns;
	uint32_t *cell; /* of each column, once more, side by side */
};

struct piece_word {
	struct text text;
	uint64_t hash;
	uint32_t code;  /* among the words of the piece; of a marker nothing */
	uint8_t reason; /* of a marker, else 0 */
	size_t row;     /* in which it first stands */
};

struct piece_column {
	enum piece_how how; /* as the plan said when the piece was made */
	uint8_t *gap;       /* 0: present; else 1 + the reason why it is missing. Only where `missing` is not 0 */
	size_t missing, reasons;
	int64_t *whole; /* NUMBER, FLAG, DATE: times 10^places */
	unsigned places;
	int64_t least, most;
	uint32_t *code; /* WORD: by `code` of words */
	struct piece_word *words;
	size_t word_count; /* markers included */
	uint32_t codes;
	uint32_t *map;   /* by code: the word of the table; filled by column.c */
	uint16_t *slots; /* open addressing: 1 + index into words */
	uint32_t *end;   /* TEXT, and where it is kept: where each text ends in bytes */
	char *bytes;
	size_t bytes_room;
};

struct piece_copy {
	struct piece_copy *next;
	char bytes[];
};

struct piece {
	const struct piece_plan *plan;
	const char *at; /* given, with PIECE_SLACK bytes behind it */
	size_t len;
	size_t rows, used; /* found: rows, and the bytes that they take */
	uint64_t lines;    /* which they take */
	struct line_span
		*spans; /* rows, from the second, whose line is not the one after that of the row before; lines from 0 */
	size_t span_count, span_room;
	bool no_memory;
	size_t room;               /* for rows */
	struct piece_copy *copies; /* of words whose doubled quotes were made single */
	struct piece_column *columns;
	struct window *window;
};

/* False without memory; then, too, piece_free is called. */
bool piece_init(struct piece *piece, const struct piece_plan *plan);
void piece_free(struct piece *piece);
void piece_read(struct piece *piece);

#endif

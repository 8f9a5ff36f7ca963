/* out.h - bytes to a stream through one buffer, and whether they all went. Shared by the writers of results.
 * Owns: nothing; lives in an arena. The stream must be flushed by out_done before anyone else writes to it. */
#ifndef PLANG_RUNTIME_OUT_H
#define PLANG_RUNTIME_OUT_H
#include "runtime/result.h"
#include <stdio.h>
struct arena;
struct crew;
struct tap;
struct turns; /* out_rows.c */

#ifndef PLANG_OUT_BUFFER /* the small-test build makes it tiny, though not smaller than a printed cell */
#define PLANG_OUT_BUFFER 262144
#endif

struct out {
	FILE *file;            /* NULL: only the tap gets it */
	const struct tap *tap; /* NULL: nobody looks on */
	struct arena *arena;   /* for scratch text; a thread that prints some of the rows has none */
	struct crew *crew;     /* NULL: nobody helps */
	struct turns
		*turns; /* whoever prints some of the rows writes when it is the turn of that part; NULL: at any time */
	size_t part;
	bool failed, no_memory;
	int error;         /* errno of the failure */
	size_t gone, used; /* bytes that were written, and bytes in the buffer */
	char *buffer;      /* PLANG_OUT_BUFFER bytes */
	char cell[RESULT_CELL_MAX];
	char *spill; /* for a cell that is longer */
	size_t spill_size;
	bool json_more;        /* a member or element went before in the JSON that is open */
	const char *json_line; /* what the next of them starts on; NULL: the same line */
};

struct out *out_new(struct arena *arena, FILE *file, struct crew *crew);
void out_flush(struct out *out);
void out_text(struct out *out, struct text text);
void out_string(struct out *out, const char *string);
void out_char(struct out *out, char c);
void out_repeat(struct out *out, char c, size_t times);
/* A value of the user's, made safe for a terminal. */
void out_safe(struct out *out, struct text text);
/* A cell of a result as it is printed; until the next one is asked for. */
struct text out_cell(struct out *out, const struct result_column *column, size_t i);
void out_count(struct out *out, size_t count);
/* Room for size bytes at the end of the buffer, RESULT_CELL_MAX at most; what was put there is added to `used`. */
static inline char *out_room(struct out *out, size_t size)
{
	if (size > PLANG_OUT_BUFFER - out->used) out_flush(out);
	return out->buffer + out->used;
}
/* Flushes the buffer and the stream; false when anything failed, and errno says what. Jumps when memory ran out. */
bool out_done(struct out *out);

/* A plain decimal with thousands separators, and the sign of its look: 1234.50 becomes £1,234.50, 5.10 becomes 5.10%.
 * Anything else comes back as it is, safe for a terminal. */
struct text out_dressed(struct arena *arena, struct text plain, enum look look, struct text currency_sign);
/* Columns that a text takes on a terminal. */
size_t out_width(struct text text);

/* In JSON: a text in its quotes; a printed number; a cell, null when it is not present; a row as an object. */
void out_json_text(struct out *out, struct text text);
void out_json_number(struct out *out, struct text cell);
void out_json_cell(struct out *out, const struct result_column *column, size_t i);
void out_json_row(struct out *out, const struct result_table *table, size_t place);
/* Objects and arrays, member by member: commas come by themselves. */
void out_json_open(struct out *out, char bracket);
void out_json_close(struct out *out, char bracket);
void out_json_open_named(struct out *out, const char *name, char bracket); /* as a member */
void out_json_open_element(struct out *out);                               /* an object, as an element */
void out_json_name(struct out *out, const char *name);                     /* of a member, whose value comes next */
void out_json_key(struct out *out, struct text name);                      /* the same */
void out_json_element(struct out *out);                                    /* of an array: it comes next */
void out_json_line(struct out *out, const char *line); /* the next of them stands after this: a newline and spaces */
/* Whole members. */
void out_json_named(struct out *out, const char *name, struct text value);
void out_json_flag(struct out *out, const char *name, bool value);
void out_json_count(struct out *out, const char *name, size_t value);

/* out_rows.c: calls put(out, state, from, to) for all rows from 0 to rows - 1, in parts that may be printed by several
 * threads at once, each into an `out` of its own; their bytes go to the stream in the order of the rows. So put must
 * neither allocate from an arena, report nor jump. */
typedef void out_rows_printer(struct out *out, const void *state, size_t from, size_t to);
void out_rows(struct out *out, size_t rows, out_rows_printer *put, const void *state);
/* Waits until all parts before that of this `out` are written; false when one of them failed. */
bool out_turn(struct out *out);

/* One writer a file. */
void write_csv(struct out *out, const struct result *result);
void write_json(struct out *out, const struct result *result);
void write_json_lines(struct out *out, const struct result *result);
void write_table(struct out *out, const struct result *result, size_t width);

#endif

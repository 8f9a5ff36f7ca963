/* out.h - bytes to a stream through one buffer, and whether they all went. Shared by the writers of results.
 * Owns: nothing; lives in an arena. The stream must be flushed by out_done before anyone else writes to it. */
#ifndef PLANG_RUNTIME_OUT_H
#define PLANG_RUNTIME_OUT_H
#include "runtime/result.h"
#include <stdio.h>
struct arena;

struct out {
	FILE *file;
	struct arena *arena; /* for scratch text */
	bool failed;
	size_t used;
	char buffer[16384];
	char cell[RESULT_CELL_MAX];
};

struct out *out_new(struct arena *arena, FILE *file);
void out_text(struct out *out, struct text text);
void out_string(struct out *out, const char *string);
void out_char(struct out *out, char c);
void out_repeat(struct out *out, char c, size_t times);
/* A value of the user's, made safe for a terminal. */
void out_safe(struct out *out, struct text text);
/* A cell of a result as it is printed; until the next one is asked for. */
struct text out_cell(struct out *out, const struct result_column *column, size_t i);
void out_count(struct out *out, size_t count);
/* Flushes the buffer and the stream; false when anything failed. */
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

/* One writer a file. */
void write_csv(struct out *out, const struct result *result);
void write_json(struct out *out, const struct result *result);
void write_json_lines(struct out *out, const struct result *result);
void write_table(struct out *out, const struct result *result, size_t width);

#endif

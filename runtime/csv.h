/* csv.h - a CSV file of places becomes a table, or an error says which cell is wrong and what to do.
 * RFC 4180, strict: UTF-8 with or without BOM, LF or CRLF, comma; headers match exactly; nothing is guessed.
 * In:   bytes in blocks from a file or standard input.   Out: a struct table; diagnostics in the order of the file. */
#ifndef PLANG_RUNTIME_CSV_H
#define PLANG_RUNTIME_CSV_H
#include "runtime/table.h"
struct arena;
struct crew;

/* Where bytes come from. read returns how many it put into buffer (0 at the end) or -1 with errno set. */
struct input {
	struct text name; /* as the user named it */
	ptrdiff_t (*read)(void *state, void *buffer, size_t size);
	void *state;
	bool anywhere; /* read may be called by another thread than the one that reads the table, one call at a time */
};

/* False when there was an error; diags says which. Reads only the fields that are `used` (key fields always). Every
 * malformed cell of those is reported; missing cells are only marked, whatever the field's policy, since `keep where`
 * may drop their rows. crew NULL: one thread; the table and the diagnostics are the same. */
bool csv_read(struct arena *arena, struct crew *crew, struct diags *diags, struct numbers *pool,
              const struct dataset *dataset, const struct input *input, struct table *table);
/* Opens a file for csv_read ("-" is standard input); closed with the arena. */
bool csv_open(struct arena *arena, struct diags *diags, struct text file, struct input *input);

#endif

/* csv_header.h - the first line of a data file: which column holds which field.
 * In:   the first record.   Out: the position of every field that is read, or why there is none.
 * Owns: nothing; headers live in the arena. */
#ifndef PLANG_RUNTIME_CSV_HEADER_H
#define PLANG_RUNTIME_CSV_HEADER_H
#include "runtime/csv_scan.h"
#include "runtime/table.h"
struct arena;
struct index;

struct csv_header {
	struct text *names; /* all of them, in the order of the file */
	size_t count;
	uint64_t line;
	struct index *index;
};

/* True for a field that a run reads: a used one or part of the key. */
bool csv_is_read(const struct field *field);
/* The text of a cell with doubled quotes, made single in a room of cell->len bytes. */
struct text csv_cell_unquoted(const struct csv_cell *cell, char *room);
/* Only the names, of at most CSV_MAX_COLUMNS columns; says nothing. */
void csv_header_names(struct arena *arena, const struct csv_record *record, struct csv_header *header);
/* True when every field that is read has a column of its name. */
bool csv_header_fits(const struct dataset *dataset, const struct csv_header *header);
/* Sets the position of every column that is read. `below` is the line on which a fitting header was found further down,
 * 0 without one. False when there was an error. */
bool csv_header_match(struct arena *arena, struct diags *diags, const struct csv_header *header, uint64_t below,
                      struct table *table);

#endif

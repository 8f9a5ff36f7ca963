/* csv_key.h - no two rows have the same key, and a word about those that only look the same.
 * In:   rows as they are read.   Out: diagnostics that name both lines.
 * Owns: nothing; lives in the arena of the table. */
#ifndef PLANG_RUNTIME_CSV_KEY_H
#define PLANG_RUNTIME_CSV_KEY_H
#include "runtime/table.h"
struct arena;
struct index;

struct csv_keys {
	struct diags *diags;
	const struct table *table; /* its raw cells must hold the rows up to the one that is added */
	struct index *index;
};

void csv_keys_init(struct csv_keys *keys, struct arena *arena, struct diags *diags, const struct table *table);
/* Reports a row whose key was there before; `at` is the place of its first key cell. */
void csv_keys_add(struct csv_keys *keys, size_t row, struct diag_at at);
/* One warning for the keys that differ only in capitals, blanks, invisible characters or composition (csv_look.c). */
void csv_keys_look_alike(struct arena *arena, struct diags *diags, const struct table *table);

#endif

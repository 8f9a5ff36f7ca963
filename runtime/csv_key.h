/* csv_key.h - no two rows have the same key, and a word about those that only look the same.
 * In:   rows as they are read.   Out: diagnostics that name both lines.
 * Owns: nothing; lives in the arena of the table. */
#ifndef PLANG_RUNTIME_CSV_KEY_H
#define PLANG_RUNTIME_CSV_KEY_H
#include "runtime/table.h"
struct arena;
struct index;

/* A first key cell that does not stand on the line on which its row begins. */
struct key_line {
	struct key_line *next;
	size_t row;
	uint64_t line;
};

struct csv_keys {
	struct arena *arena;
	struct diags *diags;
	const struct table *table; /* must hold the rows up to the one that is added */
	struct index *index;
	size_t added; /* rows */
	struct key_line *first, *last;
};

void csv_keys_init(struct csv_keys *keys, struct arena *arena, struct diags *diags, const struct table *table);
/* Says on which line the first key cell of a row stands; rows come in their order. */
void csv_keys_line(struct csv_keys *keys, size_t row, uint64_t line);
/* Reports each row, of those that were not yet added, whose key was there before; until there are too many errors. */
void csv_keys_add(struct csv_keys *keys);
/* Whether all keys differ, quickly (csv_unique.c). False when it cannot tell; the seed is nobody's to know. */
struct crew;
bool csv_keys_unique(const struct table *table, struct crew *crew, uint64_t seed);
/* One warning for the keys that differ only in capitals, blanks, invisible characters or composition (csv_look.c). */
void csv_keys_look_alike(struct arena *arena, struct diags *diags, const struct table *table);

#endif

/* csv_batch.h - the usual rows of a block, on one thread or several, into the columns of the table.
 * In:   a block, cut or not.   Out: rows, as far as they are usual.
 * Owns: its pieces, on the heap, freed with the arena. */
#ifndef PLANG_RUNTIME_CSV_BATCH_H
#define PLANG_RUNTIME_CSV_BATCH_H
#include "runtime/column.h"
#include "runtime/csv_block.h"
struct arena;
struct crew;
struct csv_batch;

/* cells: in a row. */
struct csv_batch *csv_batch_new(struct arena *arena, struct crew *crew, struct columns *columns, size_t cells);
/* Makes a piece of each part of the block from `at` on, and meanwhile fills the next block, if that is not NULL. */
void csv_batch_begin(struct csv_batch *batch, const struct csv_block *block, const char *at, struct csv_block *next,
                     const struct input *input, size_t size);
/* Takes rows from `at`, on this line, until something is unusual; says how many bytes and lines they took. */
struct csv_taken {
	size_t bytes;
	uint64_t lines;
};
struct csv_taken csv_batch_take(struct csv_batch *batch, const char *at, const char *end, uint64_t line);

#endif

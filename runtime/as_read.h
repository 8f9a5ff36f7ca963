/* as_read.h - a column of the table as a column of a result that prints its cells as they were read.
 * In:   a column of texts, or of numbers or dates that are shown so (field->shown); not of flags.
 * Out:  a result's column over the rows of the table, which copies nothing.
 * Owns: nothing; what it needs to print lives in the arena. */
#ifndef PLANG_RUNTIME_AS_READ_H
#define PLANG_RUNTIME_AS_READ_H
#include "runtime/result.h"
#include "runtime/table.h"

/* One cell that is there; by the rules of result_cell_printer. */
struct text as_read_cell(const struct dataset *dataset, const struct column *column, size_t row, char *buffer,
                         size_t size);
struct result_column as_read(struct arena *arena, const struct table *table, const struct column *column,
                             struct text header, enum look look);

#endif

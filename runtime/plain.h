/* plain.h - the cell of a number as it is printed when a result shows it as it was read.
 * In:   the cell, its field and dataset.   Out: its digits: no plus, separators, percent or currency sign, and no minus
 *       before a zero. */
#ifndef PLANG_RUNTIME_PLAIN_H
#define PLANG_RUNTIME_PLAIN_H
#include "lang/model.h"

/* raw itself when it is plain already; else what is left of it, in the buffer; when raw is longer than the buffer, at is
 * NULL, and raw.len is enough to come back with. zero: whether the cell's value is 0. */
struct text plain_cell(const struct field *field, const struct dataset *dataset, struct text raw, bool zero,
                       char *buffer, size_t size);

#endif

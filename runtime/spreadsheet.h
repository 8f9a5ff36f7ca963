/* spreadsheet.h - texts that a spreadsheet would run as formulas when it opens a CSV file.
 * In:   a text of a cell.   Out: whether it would, and how many of a result. */
#ifndef PLANG_RUNTIME_SPREADSHEET_H
#define PLANG_RUNTIME_SPREADSHEET_H
#include "runtime/result.h"

/* It begins with = + - @, full width or not, or with a tab or the end of a line; and is no number and no lone dash. */
bool spreadsheet_runs(struct text text);
/* Of all texts that the result prints as CSV: cells, keys and headers. */
size_t spreadsheet_count(const struct result *result);

#endif

/* write_json_lines.c - JSON Lines: each row of each output, and each `output figures`, is one JSON object on a line of its
 * own, so that a reader needs no more than a line at a time. The summary has no place here. */
#include "runtime/out.h"

void write_json_lines(struct out *out, const struct result *result)
{
	for (size_t i = 0; i < result->table_count; i++)
		for (size_t row = 0; row < result->tables[i].rows; row++) {
			out_json_row(out, &result->tables[i], row);
			out_char(out, '\n');
		}
}

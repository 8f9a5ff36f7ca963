/* write_json_lines.c - JSON Lines: each row of each output, and each `output figures`, is one JSON object on a line of its
 * own, so that a reader needs no more than a line at a time. The summary has no place here. */
#include "runtime/out.h"

static void put_rows(struct out *out, const void *state, size_t from, size_t to)
{
	for (size_t place = from; place < to; place++) {
		out_json_row(out, state, place);
		out_char(out, '\n');
	}
}

void write_json_lines(struct out *out, const struct result *result)
{
	for (size_t i = 0; i < result->table_count; i++)
		out_rows(out, result->tables[i].rows, put_rows, &result->tables[i]);
}

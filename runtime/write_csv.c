/* write_csv.c - RFC 4180 with LF: quotes only where a cell needs them, every byte of a text as it was read. Only for a
 * spreadsheet an apostrophe stands before a text that it would run. */
#include "runtime/out.h"
#include "runtime/spreadsheet.h"

static bool needs_quotes(struct text cell)
{
	for (size_t i = 0; i < cell.len; i++)
		if (cell.at[i] == ',' || cell.at[i] == '"' || cell.at[i] == '\n' || cell.at[i] == '\r') return true;
	return false;
}

static void put_cell(struct out *out, struct text cell, bool guard)
{
	bool runs = guard && spreadsheet_runs(cell);
	if (!needs_quotes(cell)) {
		if (runs) out_char(out, '\'');
		out_text(out, cell);
		return;
	}
	out_string(out, runs ? "\"'" : "\"");
	for (size_t from = 0, i = 0; i <= cell.len; i++)
		if (i == cell.len || cell.at[i] == '"') {
			out_text(out, (struct text){ cell.at + from, i - from });
			if (i < cell.len) out_string(out, "\"\"");
			from = i + 1;
		}
	out_char(out, '"');
}

static void put_figures(struct out *out, const struct result_table *t, bool guard)
{
	out_string(out, "figure,value\n");
	for (size_t c = 0; c < t->column_count; c++) {
		put_cell(out, t->columns[c].header, guard);
		out_char(out, ',');
		put_cell(out, out_cell(out, &t->columns[c], result_row(t, 0)), guard && t->columns[c].look == LOOK_TEXT);
		out_char(out, '\n');
	}
}

static void put_rows(struct out *out, const struct result_table *t, bool guard)
{
	for (size_t c = 0; c < t->column_count; c++) {
		if (c) out_char(out, ',');
		put_cell(out, t->columns[c].header, guard);
	}
	out_char(out, '\n');
	for (size_t place = 0; place < t->rows; place++) {
		size_t i = result_row(t, place);
		for (size_t c = 0; c < t->column_count; c++) {
			if (c) out_char(out, ',');
			struct text cell = out_cell(out, &t->columns[c], i);
			/* An only cell that is empty would be a blank line, which many readers skip. */
			if (t->column_count == 1 && cell.len == 0) out_string(out, "\"\"");
			else put_cell(out, cell, guard && t->columns[c].look == LOOK_TEXT);
		}
		out_char(out, '\n');
	}
}

void write_csv(struct out *out, const struct result *result)
{
	for (size_t i = 0; i < result->table_count; i++) {
		if (i) out_char(out, '\n');
		if (result->tables[i].figures) put_figures(out, &result->tables[i], result->spreadsheet);
		else put_rows(out, &result->tables[i], result->spreadsheet);
	}
}

/* spreadsheet.c - which texts a spreadsheet would run: those that begin as OWASP lists it under "CSV injection". */
#include "runtime/spreadsheet.h"

static bool begins_formula(struct text text)
{
	static const char *const full_width[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
		                                      "\xEF\xBC\xA0" }; /* = + - @ */
	if (text.len == 0) return false;
	if (memchr("=+-@\t\r\n", text.at[0], 7)) return true;
	for (size_t i = 0; text.len >= 3 && i < sizeof full_width / sizeof *full_width; i++)
		if (memcmp(text.at, full_width[i], 3) == 0) return true;
	return false;
}

static size_t skip_digits(struct text text, size_t i)
{
	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	return i;
}

/* A sign, digits, and perhaps a fraction: a spreadsheet takes it for the number that it is. */
static bool is_signed_number(struct text text)
{
	size_t end = skip_digits(text, 1);
	if (end == 1 || (text.at[0] != '-' && text.at[0] != '+')) return false;
	if (end + 1 < text.len && text.at[end] == '.') end = skip_digits(text, end + 1);
	return end == text.len && text.at[end - 1] != '.';
}

bool spreadsheet_runs(struct text text)
{
	return begins_formula(text) && !text_is(text, "-") && !is_signed_number(text);
}

/* What is longer than the buffer is a number, spelled with very many zeros: only those are copied. */
static size_t count_cells(const struct result_table *table, const struct result_column *column)
{
	char buffer[RESULT_CELL_MAX];
	size_t count = 0;
	for (size_t place = 0; column->look == LOOK_TEXT && place < table->rows; place++) {
		struct text cell = result_cell(column, result_row(table, place), buffer, sizeof buffer);
		count += cell.at && spreadsheet_runs(cell);
	}
	return count;
}

size_t spreadsheet_count(const struct result *result)
{
	size_t count = 0;
	for (size_t i = 0; i < result->table_count; i++)
		for (size_t c = 0; c < result->tables[i].column_count; c++) {
			const struct result_column *column = &result->tables[i].columns[c];
			count += spreadsheet_runs(column->header) + count_cells(&result->tables[i], column);
		}
	return count;
}

/* table.c - what stands in a cell, where it stands, and the key of a row. */
#include "runtime/table.h"
#include "lang/arena.h"

/* a times b / c for a unit b / c in lowest terms: only a and c can share a factor. What column.c lets in fits. */
static struct number times_unit(int64_t a, struct number unit)
{
	int64_t x = a < 0 ? -a : a, y = unit.den;
	if (a == 0) return number_of(0);
	while (y != 0) {
		int64_t rest = x % y;
		x = y;
		y = rest;
	}
	return (struct number){ .num = a / x * unit.num, .den = unit.den / x };
}

struct number column_number(const struct column *column, size_t row)
{
	if (column->kind == COLUMN_EXACT) return column->number[row];
	if (column->unit.den == 1) return number_of(column->whole[row] * column->unit.num);
	return times_unit(column->whole[row], column->unit);
}

struct text column_text(const struct column *column, size_t row)
{
	if (column->kind == COLUMN_CODED) return column_missing(column, row) ? TEXT("") : column->word[column->code[row]];
	uint64_t from = texts_at(&column->text, row), to = texts_at(&column->text, row + 1);
	return (struct text){ column->text.bytes + from, (size_t)(to - from) };
}

uint64_t table_line(const struct table *table, size_t row)
{
	size_t low = 0, high = table->span_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (table->spans[middle].row <= row) low = middle;
		else high = middle;
	}
	return table->spans[low].line + (row - table->spans[low].row);
}

struct diag_at table_at(const struct table *table, size_t row, size_t field_index)
{
	const struct column *column = &table->columns[field_index];
	struct diag_at at = { .file = table->file, .field = column->position, .column = column->field->header };
	if (row < table->rows) at.line = (size_t)table_line(table, row);
	return at;
}

struct text table_key(struct arena *arena, const struct table *table, size_t row)
{
	const struct dataset *d = table->dataset;
	if (d->key_count == 1) return column_text(&table->columns[d->key[0]], row);
	size_t len = 0;
	for (size_t k = 0; k < d->key_count; k++)
		len += column_text(&table->columns[d->key[k]], row).len + 2;
	char *out = arena_alloc(arena, len + 1);
	len = 0;
	for (size_t k = 0; k < d->key_count; k++) {
		struct text part = column_text(&table->columns[d->key[k]], row);
		if (k) {
			memcpy(out + len, ", ", 2);
			len += 2;
		}
		if (part.len) memcpy(out + len, part.at, part.len);
		len += part.len;
	}
	return (struct text){ out, len };
}

int table_key_order(const struct table *table, size_t a, size_t b)
{
	const struct dataset *d = table->dataset;
	for (size_t k = 0; k < d->key_count; k++) {
		const struct column *column = &table->columns[d->key[k]];
		int order = text_order(column_text(column, a), column_text(column, b));
		if (order) return order;
	}
	return 0;
}

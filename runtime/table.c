/* table.c - where a cell stands, and the key of a row. */
#include "runtime/table.h"
#include "lang/arena.h"

struct diag_at table_at(const struct table *table, size_t row, size_t field_index)
{
	const struct column *column = &table->columns[field_index];
	struct diag_at at = { .file = table->file, .field = column->position, .column = column->field->header };
	if (row < table->rows) at.line = table->line[row];
	return at;
}

struct text table_key(struct arena *arena, const struct table *table, size_t row)
{
	const struct dataset *d = table->dataset;
	if (d->key_count == 1) return table->columns[d->key[0]].raw[row];
	size_t len = 0;
	for (size_t k = 0; k < d->key_count; k++)
		len += table->columns[d->key[k]].raw[row].len + 2;
	char *out = arena_alloc(arena, len + 1);
	len = 0;
	for (size_t k = 0; k < d->key_count; k++) {
		struct text part = table->columns[d->key[k]].raw[row];
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
		const struct text *raw = table->columns[d->key[k]].raw;
		int order = text_order(raw[a], raw[b]);
		if (order) return order;
	}
	return 0;
}

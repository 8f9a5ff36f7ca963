/* csv_key.c - duplicate keys, by hash while that is quick and by sorting when keys were made to collide. */
#include "runtime/csv_key.h"
#include "lang/arena.h"
#include "runtime/index.h"

void csv_keys_init(struct csv_keys *keys, struct arena *arena, struct diags *diags, const struct table *table)
{
	*keys = (struct csv_keys){ .arena = arena, .diags = diags, .table = table, .index = index_new(arena) };
}

static uint64_t hash_key(const struct table *table, size_t row)
{
	const struct dataset *d = table->dataset;
	uint64_t hash = 0;
	for (size_t k = 0; k < d->key_count; k++)
		hash = index_hash(hash, table->columns[d->key[k]].raw[row]);
	return hash;
}

static bool same_key(const void *context, uint32_t a, uint32_t b)
{
	return table_key_order(context, a, b) == 0;
}

static void report(const struct csv_keys *keys, size_t first, size_t row, struct diag_at at)
{
	struct arena *arena = keys->diags->arena;
	struct text key = diag_quote(arena, table_key(arena, keys->table, row));
	diag_report(keys->diags, DIAG_KEY_TWICE, at, "\"%.*s\" is the key of two rows, on lines %llu and %llu", TEXT_ARG(key),
	            (unsigned long long)keys->table->line[first], (unsigned long long)at.line);
	diag_help(keys->diags, keys->table->dataset->key_count == 1
	                           ? "remove one of the rows, or make the key of more columns: `key code, year`"
	                           : "remove one of the rows");
}

/* Reported where it is read. */
static bool has_empty_part(const struct table *table, size_t row)
{
	const struct dataset *d = table->dataset;
	for (size_t k = 0; k < d->key_count; k++)
		if (table->columns[d->key[k]].raw[row].len == 0) return true;
	return false;
}

void csv_keys_add(struct csv_keys *keys, size_t row, struct diag_at at)
{
	if (keys->flooded || has_empty_part(keys->table, row)) return;
	uint32_t first = index_add(keys->index, hash_key(keys->table, row), (uint32_t)row, same_key, keys->table);
	if (first != row) report(keys, first, row, at);
	keys->flooded = index_flooded(keys->index);
}

/* By key, then by row. */
static bool stands_before(const struct table *table, uint32_t a, uint32_t b)
{
	int order = table_key_order(table, a, b);
	return order ? order < 0 : a < b;
}

static void merge(const struct table *table, const uint32_t *a, size_t an, const uint32_t *b, size_t bn, uint32_t *out)
{
	while (an && bn) {
		if (stands_before(table, *a, *b)) *out++ = *a++, an--;
		else *out++ = *b++, bn--;
	}
	memcpy(out, an ? a : b, (an + bn) * sizeof *out);
}

/* Bottom up: runs of 1, 2, 4, ... rows. */
static uint32_t *sorted_rows(struct arena *arena, const struct table *table)
{
	size_t n = table->rows;
	uint32_t *rows = arena_array(arena, n, sizeof *rows), *spare = arena_array(arena, n, sizeof *rows);
	for (size_t i = 0; i < n; i++)
		rows[i] = (uint32_t)i;
	for (size_t run = 1; run < n; run *= 2) {
		for (size_t i = 0; i < n; i += 2 * run) {
			size_t a = n - i < run ? n - i : run, b = n - i - a < run ? n - i - a : run;
			merge(table, rows + i, a, rows + i + a, b, spare + i);
		}
		uint32_t *swap = rows;
		rows = spare;
		spare = swap;
	}
	return rows;
}

void csv_keys_done(struct csv_keys *keys)
{
	const struct table *table = keys->table;
	if (!keys->flooded) return;
	uint32_t *rows = sorted_rows(keys->arena, table);
	for (size_t i = 1; i < table->rows && keys->diags->errors <= DIAG_MAX_ERRORS; i++)
		if (table_key_order(table, rows[i - 1], rows[i]) == 0)
			report(keys, rows[i - 1], rows[i], table_at(table, rows[i], table->dataset->key[0]));
}

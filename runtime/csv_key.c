/* csv_key.c - duplicate keys. */
#include "runtime/csv_key.h"
#include "lang/arena.h"
#include "runtime/index.h"

void csv_keys_init(struct csv_keys *keys, struct arena *arena, struct diags *diags, const struct table *table)
{
	*keys = (struct csv_keys){ .arena = arena, .diags = diags, .table = table, .index = index_new(arena) };
}

static uint64_t hash_key(const struct index *index, const struct table *table, size_t row)
{
	const struct dataset *d = table->dataset;
	uint64_t hash = 0;
	for (size_t k = 0; k < d->key_count; k++)
		hash = index_hash(index, hash, column_text(&table->columns[d->key[k]], row));
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
	diag_report(keys->diags, DIAG_KEY_TWICE, at, "\"%.*s\" is the key of two rows, on lines %llu and %llu",
	            TEXT_ARG(key), (unsigned long long)table_line(keys->table, first), (unsigned long long)at.line);
	diag_help(keys->diags, keys->table->dataset->key_count == 1
	                           ? "remove one of the rows, or make the key of more columns: `key code, year`"
	                           : "remove one of the rows");
}

/* Reported where it is read. */
static bool has_empty_part(const struct table *table, size_t row)
{
	const struct dataset *d = table->dataset;
	for (size_t k = 0; k < d->key_count; k++)
		if (column_text(&table->columns[d->key[k]], row).len == 0) return true;
	return false;
}

void csv_keys_line(struct csv_keys *keys, size_t row, uint64_t line)
{
	struct key_line *l = arena_alloc(keys->arena, sizeof *l);
	*l = (struct key_line){ .row = row, .line = line };
	if (keys->last) keys->last->next = l;
	else keys->first = l;
	keys->last = l;
}

static struct diag_at place_of(struct csv_keys *keys, size_t row)
{
	struct diag_at at = table_at(keys->table, row, keys->table->dataset->key[0]);
	while (keys->first && keys->first->row < row)
		keys->first = keys->first->next;
	if (keys->first && keys->first->row == row) at.line = (size_t)keys->first->line;
	if (!keys->first) keys->last = NULL;
	return at;
}

void csv_keys_add(struct csv_keys *keys)
{
	const struct table *t = keys->table;
	if (t->dataset->key_count == 0) return;
	for (; keys->added < t->rows && keys->diags->errors <= DIAG_MAX_ERRORS; keys->added++) {
		size_t row = keys->added;
		if (has_empty_part(t, row)) continue;
		uint32_t first = index_add(keys->index, hash_key(keys->index, t, row), (uint32_t)row, same_key, t);
		if (first != row) report(keys, first, row, place_of(keys, row));
	}
}

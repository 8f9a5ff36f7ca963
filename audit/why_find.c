/* why_find.c - which place is meant: by its key as it stands, else by key or name as people write them. */
#include "audit/why.h"
#include <utf8proc.h>

static bool ends_in(struct text t, const char *word)
{
	size_t n = strlen(word), from = t.len < n ? 0 : t.len - n;
	for (size_t i = 0; i < n; i++)
		if (t.len < n || (t.at[from + i] | 0x20) != word[i]) return false;
	return true;
}

/* How well a field names places: 0 not at all. Statistical offices end such headers in "nm", as in "lad21nm". */
static int fitness(const struct field *f)
{
	if (f->key || f->type.kind != TYPE_TEXT) return 0;
	if (text_is(f->name, "name")) return 3;
	if (ends_in(f->name, "name") || ends_in(f->header, "name")) return 2;
	return ends_in(f->name, "nm") || ends_in(f->header, "nm");
}

struct field *why_name_field(const struct dataset *dataset)
{
	struct field *best = NULL;
	for (size_t i = 0; i < dataset->field_count; i++) {
		struct field *f = &dataset->fields[i];
		if (fitness(f) > (best ? fitness(best) : 0)) best = f;
	}
	return best;
}

struct text why_name(struct run *run, size_t row)
{
	const struct field *f = run->table->dataset ? why_name_field(run->table->dataset) : NULL;
	const struct column *column = f ? &run->table->columns[f->index] : NULL;
	if (!column || column->kind == COLUMN_UNREAD || column_missing(column, row)) return TEXT("");
	return field_cell(run, f, row).is.text;
}

struct text why_called(struct arena *arena, struct text key, struct text name)
{
	if (!name.len || text_equal(name, key)) return key;
	return arena_format(arena, "%.*s (%.*s)", TEXT_ARG(name), TEXT_ARG(key));
}

/* A name as people compare names, as code points: without capitals, accents and compatibility forms. */
struct folded {
	utf8proc_int32_t *at;
	size_t len, room;
};

static void fold(struct run *run, struct text name, struct folded *f)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
	                              UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)name.at;
	for (;;) {
		utf8proc_ssize_t n = utf8proc_decompose(at, (utf8proc_ssize_t)name.len, f->at, (utf8proc_ssize_t)f->room, how);
		f->len = n < 0 ? 0 : (size_t)n;
		if (f->len <= f->room) return;
		f->room = f->len * 2;
		f->at = arena_array(run->arena, f->room, sizeof *f->at);
	}
}

static bool same(const struct folded *a, const struct folded *b)
{
	return a->len == b->len && (a->len == 0 || memcmp(a->at, b->at, a->len * sizeof *a->at) == 0);
}

static bool kept(const struct run *run, size_t row)
{
	size_t place;
	return table_place(run->rows, run->row_count, row, &place);
}

static enum why_found look_by_key(struct run *run, struct text place, size_t *row)
{
	const struct dataset *d = run->table->dataset;
	const struct column *only = d->key_count == 1 ? &run->table->columns[d->key[0]] : NULL;
	for (size_t i = 0; i < run->table->rows; i++) {
		if (!text_equal(only ? column_text(only, i) : run_key(run, i), place)) continue;
		*row = i;
		return kept(run, i) ? WHY_FOUND : WHY_DROPPED;
	}
	return WHY_NOBODY;
}

/* What places are called; of several called the same those count that were kept. */
static enum why_found look(struct run *run, struct text (*called)(struct run *run, size_t row), struct text place,
                           size_t *row, size_t *other)
{
	struct folded wanted = { 0 }, own = { 0 };
	size_t found = 0, dropped = 0;
	fold(run, place, &wanted);
	for (size_t i = 0; i < run->table->rows && found < 2 && wanted.len; i++) {
		fold(run, called(run, i), &own);
		if (!same(&own, &wanted)) continue;
		if (!kept(run, i)) dropped++;
		else *(found++ ? other : row) = i;
		if (!found) *row = i;
	}
	if (found > 1) return WHY_SEVERAL;
	return found ? WHY_FOUND : dropped ? WHY_DROPPED : WHY_NOBODY;
}

enum why_found why_find(struct run *run, struct text place, size_t *row, size_t *other)
{
	if (!run->table->dataset || place.len == 0) return WHY_NOBODY;
	enum why_found found = look_by_key(run, place, row);
	if (found == WHY_NOBODY) found = look(run, run_key, place, row, other);
	return found == WHY_NOBODY ? look(run, why_name, place, row, other) : found;
}

struct text why_nearest(struct run *run, struct text place)
{
	enum { MOST = 50000 }; /* beyond that nobody waits for a guess */
	const struct table *t = run->table;
	if (!t->dataset || t->rows > MOST || place.len > 200) return TEXT("");
	struct text *all = arena_array(run->arena, 2 * t->rows, sizeof *all);
	for (size_t i = 0; i < t->rows; i++) {
		all[2 * i] = run_key(run, i);
		all[2 * i + 1] = why_name(run, i);
	}
	return diag_nearest(place, all, 2 * t->rows);
}

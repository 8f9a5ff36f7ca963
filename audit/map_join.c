/* map_join.c - which shape belongs to which row: by the property whose values are the keys of the most rows. */
#include "audit/map_private.h"
#include "lang/arena.h"
#include <stdlib.h>

enum { PROPERTIES_MAX = 200, PROPERTIES_SAID = 8 };

struct keyed {
	struct text key;
	size_t row;
};

struct keys {
	struct keyed *at; /* in the order of the keys */
	size_t count;
};

/* The properties that shapes have, each once, in the order in which they come. */
struct names {
	struct text at[PROPERTIES_MAX];
	size_t count;
};

static int compare(const void *a, const void *b)
{
	return text_order(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

static struct keys keys_of(struct arena *arena, const struct table *table)
{
	struct keys keys = { arena_array(arena, table->rows, sizeof *keys.at), table->rows };
	for (size_t row = 0; row < table->rows; row++)
		keys.at[row] = (struct keyed){ table_key(arena, table, row), row };
	if (keys.count) qsort(keys.at, keys.count, sizeof *keys.at, compare);
	return keys;
}

static size_t row_of(const struct keys *keys, struct text key)
{
	struct keyed wanted = { key, 0 };
	if (!keys->count || !key.len) return SHAPE_ALONE;
	const struct keyed *found = bsearch(&wanted, keys->at, keys->count, sizeof *keys->at, compare);
	return found ? found->row : SHAPE_ALONE;
}

/* A text, or a whole number as one; the name "id" is also that of the feature itself. */
static struct text value_of(struct arena *arena, const struct shape *shape, struct text property)
{
	const json_t *value = json_object_getn(shape->properties, property.at, property.len);
	if (!value && text_is(property, "id")) value = shape->id;
	if (json_is_string(value)) return (struct text){ json_string_value(value), json_string_length(value) };
	if (json_is_integer(value)) return arena_format(arena, "%lld", (long long)json_integer_value(value));
	return TEXT("");
}

static void add_name(struct names *names, struct text name)
{
	for (size_t i = 0; i < names->count; i++)
		if (text_equal(names->at[i], name)) return;
	if (names->count < PROPERTIES_MAX) names->at[names->count++] = name;
}

static void find_names(const struct map *map, struct names *names)
{
	for (const struct shape *s = map->first; s; s = s->next) {
		json_t *properties = (json_t *)(uintptr_t)s->properties;
		for (void *i = json_object_iter(properties); i; i = json_object_iter_next(properties, i))
			add_name(names, (struct text){ json_object_iter_key(i), json_object_iter_key_len(i) });
		if (s->id) add_name(names, TEXT("id"));
	}
}

static size_t matches(struct arena *arena, const struct map *map, const struct keys *keys, struct text property)
{
	size_t count = 0;
	for (const struct shape *s = map->first; s; s = s->next)
		count += row_of(keys, value_of(arena, s, property)) != SHAPE_ALONE;
	return count;
}

static bool nothing_matches(struct arena *arena, struct diags *diags, const struct map *map, const struct names *names,
                            const struct table *table, struct text property)
{
	struct text list = TEXT(""), first = table->rows ? table_key(arena, table, 0) : TEXT("");
	struct diag_at at = { .file = map->file };
	for (size_t i = 0; i < names->count && i < PROPERTIES_SAID; i++)
		list = arena_format(arena, "%.*s%s\"%.*s\"", TEXT_ARG(list), i ? ", " : "",
		                    TEXT_ARG(diag_quote(arena, names->at[i])));
	if (property.len)
		diag_report(diags, DIAG_MAP_MATCHES_NOTHING, at, "no shape's \"%.*s\" is the key of a place",
		            TEXT_ARG(diag_quote(arena, property)));
	else diag_report(diags, DIAG_MAP_MATCHES_NOTHING, at, "no property of the shapes holds the keys of the places");
	if (first.len)
		diag_help(diags, "a key is for example \"%.*s\"; the shapes have %.*s%s", TEXT_ARG(diag_quote(arena, first)),
		          TEXT_ARG(list.len ? list : TEXT("no properties")), names->count > PROPERTIES_SAID ? ", ..." : "");
	return false;
}

bool map_join(struct arena *arena, struct diags *diags, struct map *map, const struct table *table,
              struct text property)
{
	struct keys keys = keys_of(arena, table);
	struct names *names = arena_alloc(arena, sizeof *names);
	find_names(map, names);
	size_t best = property.len ? matches(arena, map, &keys, property) : 0;
	map->property = property;
	for (size_t i = 0; !property.len && i < names->count; i++) {
		size_t count = matches(arena, map, &keys, names->at[i]);
		if (count > best) map->property = names->at[i];
		if (count > best) best = count;
	}
	if (best == 0) return nothing_matches(arena, diags, map, names, table, property);
	map->joined = best;
	for (struct shape *s = map->first; s; s = s->next) {
		s->key = value_of(arena, s, map->property);
		s->row = row_of(&keys, s->key);
	}
	return true;
}

/* map.c - GeoJSON, and what both formats share. A file that is not what it says it is ends in one message: which
 * shape, and what is wrong with it. */
#include "audit/map_private.h"
#include "lang/arena.h"
#include <math.h>
#include <stdlib.h>

enum { LIMIT = 1000000000 };   /* of a coordinate: a thousand times what metres on a map come to */
enum { READ_PROBE = 1 << 16 }; /* more than reading JSON asks for at once */

/* --- what both share --- */

bool map_wrong(struct map_reader *r, const char *format, ...)
{
	va_list args;
	if (r->failed) return false;
	va_start(args, format);
	struct text what = arena_vformat(r->arena, format, args);
	va_end(args);
	struct diag_at at = { .file = r->map->file };
	if (r->map->count) diag_report(r->diags, DIAG_BAD_MAP, at, "shape %zu: %.*s", r->map->count, TEXT_ARG(what));
	else diag_report(r->diags, DIAG_BAD_MAP, at, "%.*s", TEXT_ARG(what));
	r->failed = true;
	return false;
}

struct shape *map_shape(struct map_reader *r, const json_t *feature)
{
	struct shape *s = arena_alloc(r->arena, sizeof *s);
	s->properties = json_object_get(feature, "properties");
	s->id = json_object_get(feature, "id");
	s->row = SHAPE_ALONE;
	if (r->last) r->last->next = s;
	else r->map->first = s;
	r->last = s;
	r->map->count++;
	return s;
}

double *map_ring(struct map_reader *r, size_t count)
{
	if (count > MAP_POINTS_MAX - r->map->points) {
		map_wrong(r, "a map has at most %zu points", MAP_POINTS_MAX);
		return NULL;
	}
	r->map->points += count;
	return arena_array(r->arena, count, 2 * sizeof(double));
}

static void widen(struct map *map, const double at[2])
{
	for (int k = 0; k < 2; k++) {
		if (at[k] < map->least[k]) map->least[k] = at[k];
		if (at[k] > map->most[k]) map->most[k] = at[k];
	}
}

bool map_close(struct map_reader *r, struct shape *shape, const double *at, size_t count)
{
	if (count == 0) return true;
	const double *end = at + 2 * (count - 1);
	if (at[0] < end[0] || at[0] > end[0] || at[1] < end[1] || at[1] > end[1])
		return map_wrong(r, "a ring does not end where it begins");
	for (size_t i = 0; i < count; i++)
		widen(r->map, at + 2 * i);
	struct ring *ring = arena_alloc(r->arena, sizeof *ring);
	*ring = (struct ring){ shape->first, at, count };
	shape->first = ring;
	return true;
}

bool map_position(struct map_reader *r, const json_t *json, double at[2])
{
	for (size_t k = 0; k < 2; k++) {
		const json_t *n = json_array_get(json, k);
		if (!json_is_number(n)) return map_wrong(r, "a point is not an array of two numbers");
		at[k] = json_number_value(n);
		if (!isfinite(at[k]) || fabs(at[k]) > LIMIT) return map_wrong(r, "a coordinate lies beyond %d", LIMIT);
	}
	return true;
}

/* --- GeoJSON --- */

static bool read_ring(struct map_reader *r, struct shape *shape, const json_t *json)
{
	if (!json_is_array(json)) return map_wrong(r, "a ring is not an array of points");
	size_t count = json_array_size(json);
	double *at = map_ring(r, count);
	for (size_t i = 0; at && i < count; i++)
		if (!map_position(r, json_array_get(json, i), at + 2 * i)) return false;
	return at && map_close(r, shape, at, count);
}

static bool read_polygon(struct map_reader *r, struct shape *shape, const json_t *json)
{
	if (!json_is_array(json)) return map_wrong(r, "a polygon is not an array of rings");
	for (size_t i = 0; i < json_array_size(json); i++)
		if (!read_ring(r, shape, json_array_get(json, i))) return false;
	return true;
}

static bool read_geometry(struct map_reader *r, struct shape *shape, const json_t *json);

static bool read_each(struct map_reader *r, struct shape *shape, const json_t *json, const char *what,
                      bool (*one)(struct map_reader *, struct shape *, const json_t *))
{
	if (!json_is_array(json)) return map_wrong(r, "%s is not an array", what);
	for (size_t i = 0; i < json_array_size(json); i++)
		if (!one(r, shape, json_array_get(json, i))) return false;
	return true;
}

static bool read_geometry(struct map_reader *r, struct shape *shape, const json_t *json)
{
	if (!json || json_is_null(json)) return true; /* a feature without a place, which GeoJSON knows */
	const char *type = json_string_value(json_object_get(json, "type"));
	const json_t *coordinates = json_object_get(json, "coordinates");
	if (!type) return map_wrong(r, "a geometry has no type");
	if (strcmp(type, "Polygon") == 0) return read_polygon(r, shape, coordinates);
	if (strcmp(type, "MultiPolygon") == 0) return read_each(r, shape, coordinates, "a MultiPolygon", read_polygon);
	if (strcmp(type, "GeometryCollection") == 0)
		return read_each(r, shape, json_object_get(json, "geometries"), "\"geometries\"", read_geometry);
	r->map->flat++;
	return true;
}

static bool read_feature(struct map_reader *r, struct shape *unused, const json_t *json)
{
	(void)unused;
	struct shape *shape = map_shape(r, json);
	if (!json_is_object(json)) return map_wrong(r, "a feature is not an object");
	return read_geometry(r, shape, json_object_get(json, "geometry"));
}

static bool read_map(struct map_reader *r, const json_t *json)
{
	const char *type = json_string_value(json_object_get(json, "type"));
	if (type && strcmp(type, "FeatureCollection") == 0)
		return read_each(r, NULL, json_object_get(json, "features"), "\"features\"", read_feature);
	if (type && strcmp(type, "Feature") == 0) return read_feature(r, NULL, json);
	if (type && strcmp(type, "Topology") == 0) return map_topology(r, json);
	return map_wrong(r,
	                 "this is neither GeoJSON (\"type\": \"FeatureCollection\") nor TopoJSON (\"type\": \"Topology\")");
}

/* --- the file --- */

static void forget(void *what)
{
	json_decref(*(json_t **)what);
}

/* Where memory runs out, jansson may say that the syntax is wrong, and cuts a text of more than 15 bytes short
 * without a word. So a file is read twice: what is the same both times is what it says. */
static bool is_read(struct text bytes, const json_t *json, const json_error_t *error)
{
	json_error_t again;
	void *some = malloc(READ_PROBE); /* it may have run out for good */
	json_t *other = some ? json_loadb(bytes.at, bytes.len, 0, &again) : NULL;
	bool same = json && other && json_equal(json, other);
	if (some && !json && !other) same = again.position == error->position && strcmp(again.text, error->text) == 0;
	free(some);
	json_decref(other);
	return same;
}

static json_t *load(struct arena *arena, struct diags *diags, struct text file, struct text bytes)
{
	json_error_t error;
	json_t **held = arena_alloc(arena, sizeof(json_t *)), *json;
	arena_defer(arena, forget, held); /* before there is anything to lose */
	if (!bytes.at) bytes.at = "";
	json = *held = json_loadb(bytes.at, bytes.len, 0, &error);
	if (!is_read(bytes, json, &error)) arena_no_memory(arena);
	if (json) return json;
	struct diag_at at = { .file = file, .line = error.line > 0 ? (size_t)error.line : 0 };
	diag_report(diags, DIAG_BAD_MAP, at, "this is not JSON: %.*s", TEXT_ARG(diag_quote(arena, text_of(error.text))));
	return NULL;
}

struct map *map_read(struct arena *arena, struct diags *diags, struct text file, struct text bytes)
{
	const json_t *json = load(arena, diags, file, bytes);
	if (!json) return NULL;
	struct map *map = arena_alloc(arena, sizeof *map);
	*map = (struct map){ .file = file, .least = { LIMIT, LIMIT }, .most = { -LIMIT, -LIMIT } };
	struct map_reader reader = { .arena = arena, .diags = diags, .map = map };
	if (!read_map(&reader, json)) return NULL;
	size_t areas = 0;
	for (const struct shape *s = map->first; s; s = s->next)
		areas += s->first != NULL;
	if (areas) return map;
	map->count = 0;
	map_wrong(&reader, "the map has no areas: no Polygon and no MultiPolygon");
	return NULL;
}

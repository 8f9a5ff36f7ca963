/* map_topology.c - TopoJSON: shapes whose rings are made of lines that they share, by number; with a transform the
 * lines are steps on a grid. */
#include "audit/map_private.h"
#include <math.h>

/* The line that an index names: ~i is line i, backwards. */
static const json_t *arc_of(struct map_reader *r, const json_t *index, bool *backwards)
{
	json_int_t i = json_integer_value(index);
	*backwards = i < 0;
	if (i < 0) i = -(i + 1);
	const json_t *arc = json_is_integer(index) ? json_array_get(r->arcs, (size_t)i) : NULL;
	if (!json_is_array(arc) || json_array_size(arc) == 0) {
		map_wrong(r, "a ring names a line (\"arc\") that there is not");
		return NULL;
	}
	return arc;
}

/* The points of a line, behind each other from `at` on, or from its end backwards. */
static bool put_arc(struct map_reader *r, const json_t *arc, bool backwards, double *at)
{
	double sum[2] = { 0, 0 }, step[2];
	size_t count = json_array_size(arc);
	for (size_t i = 0; i < count; i++) {
		double *to = at + 2 * (backwards ? count - 1 - i : i);
		if (!map_position(r, json_array_get(arc, i), step)) return false;
		for (int k = 0; k < 2; k++) {
			sum[k] += step[k];
			to[k] = r->quantized ? sum[k] * r->scale[k] + r->translate[k] : step[k];
			if (!isfinite(to[k]) || fabs(to[k]) > 1e9) return map_wrong(r, "a line runs beyond 1000000000");
		}
	}
	return true;
}

static bool read_ring(struct map_reader *r, struct shape *shape, const json_t *json)
{
	size_t count = 0, used = 0;
	bool backwards;
	if (!json_is_array(json)) return map_wrong(r, "a ring is not an array of lines");
	for (size_t i = 0; i < json_array_size(json); i++) {
		const json_t *arc = arc_of(r, json_array_get(json, i), &backwards);
		if (!arc) return false;
		count += json_array_size(arc);
	}
	double *at = map_ring(r, count);
	for (size_t i = 0; at && i < json_array_size(json); i++) {
		const json_t *arc = arc_of(r, json_array_get(json, i), &backwards);
		if (used) used--; /* a line begins where the one before it ends */
		if (!put_arc(r, arc, backwards, at + 2 * used)) return false;
		used += json_array_size(arc);
	}
	return at && map_close(r, shape, at, used);
}

static bool read_polygon(struct map_reader *r, struct shape *shape, const json_t *json)
{
	if (!json_is_array(json)) return map_wrong(r, "a polygon is not an array of rings");
	for (size_t i = 0; i < json_array_size(json); i++)
		if (!read_ring(r, shape, json_array_get(json, i))) return false;
	return true;
}

static bool read_multiple(struct map_reader *r, struct shape *shape, const json_t *json)
{
	if (!json_is_array(json)) return map_wrong(r, "a MultiPolygon is not an array of polygons");
	for (size_t i = 0; i < json_array_size(json); i++)
		if (!read_polygon(r, shape, json_array_get(json, i))) return false;
	return true;
}

/* A geometry of its own is a shape; those of a collection are shapes each. */
static bool read_geometry(struct map_reader *r, const json_t *json)
{
	const char *type = json_string_value(json_object_get(json, "type"));
	const json_t *arcs = json_object_get(json, "arcs"), *parts = json_object_get(json, "geometries");
	if (type && strcmp(type, "GeometryCollection") == 0) {
		if (!json_is_array(parts)) return map_wrong(r, "\"geometries\" is not an array");
		for (size_t i = 0; i < json_array_size(parts); i++)
			if (!read_geometry(r, json_array_get(parts, i))) return false;
		return true;
	}
	struct shape *shape = map_shape(r, json);
	if (!json_is_object(json)) return map_wrong(r, "a geometry is not an object");
	if (type && strcmp(type, "Polygon") == 0) return read_polygon(r, shape, arcs);
	if (type && strcmp(type, "MultiPolygon") == 0) return read_multiple(r, shape, arcs);
	r->map->flat += type != NULL;
	return true;
}

static bool read_pair(struct map_reader *r, const json_t *json, double pair[2])
{
	return json ? map_position(r, json, pair) : map_wrong(r, "the transform wants \"scale\" and \"translate\"");
}

bool map_topology(struct map_reader *r, const json_t *file)
{
	const json_t *objects = json_object_get(file, "objects"), *transform = json_object_get(file, "transform");
	r->arcs = json_object_get(file, "arcs");
	if (!json_is_array(r->arcs)) return map_wrong(r, "\"arcs\" is not an array");
	if (!json_is_object(objects)) return map_wrong(r, "\"objects\" is not an object");
	r->quantized = transform != NULL;
	if (r->quantized && !read_pair(r, json_object_get(transform, "scale"), r->scale)) return false;
	if (r->quantized && !read_pair(r, json_object_get(transform, "translate"), r->translate)) return false;
	for (void *i = json_object_iter((json_t *)(uintptr_t)objects); i;
	     i = json_object_iter_next((json_t *)(uintptr_t)objects, i))
		if (!read_geometry(r, json_object_iter_value(i))) return false;
	return true;
}

/* map.h - the boundaries of places: shapes out of GeoJSON or TopoJSON, each joined to a row of the data by its key.
 * In:   a file that may hold anything.   Out: shapes of closed rings, in degrees or in whatever unit the file has.
 * Owns: nothing; what the file held stays as long as the arena. */
#ifndef PLANG_AUDIT_MAP_H
#define PLANG_AUDIT_MAP_H
#include "runtime/table.h"
struct arena;

struct ring {
	struct ring *next;
	const double *at; /* x and y of each point; the last is the first again */
	size_t count;     /* of points */
};

struct shape {
	struct shape *next;
	struct ring *first;     /* outer rings and holes alike: what lies within an even number of them is outside */
	const void *properties; /* of the file; private */
	const void *id;
	struct text key; /* by which it is joined; empty without one */
	size_t row;      /* of the table; SHAPE_ALONE: of none */
};
#define SHAPE_ALONE SIZE_MAX

struct map {
	struct text file;
	struct shape *first;
	size_t count, points, flat; /* flat: geometries that are no areas, which are left out */
	double least[2], most[2];   /* x and y of all points */
	struct text property;       /* that holds the keys */
	size_t joined;              /* shapes that have a row */
};

/* Out of the bytes of a file, which stay as long as the map. NULL when they are no map; diags says why. */
struct map *map_read(struct arena *arena, struct diags *diags, struct text file, struct text bytes);
/* Joins the shapes to rows of the table: by the property named, else by the one whose values match most keys. False
 * when there is no such property or no value matches. */
bool map_join(struct arena *arena, struct diags *diags, struct map *map, const struct table *table,
              struct text property);

#endif

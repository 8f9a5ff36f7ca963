/* map_private.h - what the readers of the two formats share, for the files map*.c only. */
#ifndef PLANG_AUDIT_MAP_PRIVATE_H
#define PLANG_AUDIT_MAP_PRIVATE_H
#include "audit/map.h"
#include <jansson.h>

/* A file asks for no more room than this, however often it names one line: 2^24 points are 256 MiB. */
#define MAP_POINTS_MAX ((size_t)1 << 24)

struct map_reader {
	struct arena *arena;
	struct diags *diags;
	struct map *map;
	struct shape *last;
	bool failed;
	/* TopoJSON: */
	const json_t *arcs;
	double scale[2], translate[2];
	bool quantized;
};

/* Says what is wrong, with the number of the shape that is being read. Gives false. */
bool map_wrong(struct map_reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A shape without rings behind the others, with what its feature says of it. */
struct shape *map_shape(struct map_reader *reader, const json_t *feature);
/* A ring of so many points, to be filled in; NULL when there are too many. */
double *map_ring(struct map_reader *reader, size_t count);
/* Adds a filled ring to the shape, once it is seen to be closed. */
bool map_close(struct map_reader *reader, struct shape *shape, const double *at, size_t count);
/* x and y out of an array of two numbers or more. */
bool map_position(struct map_reader *reader, const json_t *json, double at[2]);

bool map_topology(struct map_reader *reader, const json_t *file); /* map_topology.c */

#endif

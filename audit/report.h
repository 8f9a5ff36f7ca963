/* report.h - the page of a run: one file of HTML that needs nothing else, shows everything without scripts, and asks
 * nobody for anything.
 * In:   a run that has been closed, its result, a map or none.   Out: bytes to a stream.
 * Owns: nothing. */
#ifndef PLANG_AUDIT_REPORT_H
#define PLANG_AUDIT_REPORT_H
#include <stdbool.h>
#include <stdio.h>
struct arena;
struct map;
struct result;
struct run;

/* map: joined to the table of the run; NULL: none. False when the stream reported an error, which errno then says. */
bool report_write(FILE *file, struct arena *arena, struct run *run, const struct result *result, const struct map *map);

#endif

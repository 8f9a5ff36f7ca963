/* report.c - wires the page of a run: the map is read and joined, the page written into a file that is replaced whole. */
#include "api/session.h"
#include "audit/exact.h"
#include "audit/map.h"
#include "audit/report.h"
#include <errno.h>

/* Joined to the table of the run; NULL after an error. */
static struct map *map_of(struct plang *p, const char *file, const char *property)
{
	struct input input;
	if (!csv_open(p->run, &p->diags, text_of(file), &input)) return NULL;
	struct map *map = map_read(p->run, &p->diags, &input);
	struct text key = arena_text(p->run, text_of(property));
	return map && map_join(p->run, &p->diags, map, exact_table(p->how.run), key) ? map : NULL;
}

static bool write_page(struct plang *p, struct replacement *r, const struct map *map)
{
	errno = 0;
	if (report_write(replacement_stream(r), p->run, p->how.run, &p->result, map)) return replacement_keep(r, &p->diags);
	if (p->diags.errors == 0)
		diag_report(&p->diags, DIAG_CANNOT_WRITE, (struct diag_at){ 0 }, "cannot write the report: %s", strerror(errno));
	replacement_drop(r);
	return false;
}

enum plang_status plang_report(struct plang *p, const char *file, const char *map_file, const char *map_key)
{
	struct replacement *volatile r = NULL;
	struct map *volatile map = NULL;
	if (!p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) {
		if (r) replacement_drop(r);
		return session_no_memory(p);
	}
	if (map_file) map = map_of(p, map_file, map_key);
	if (map_file && !map) return session_status(p);
	r = replacement_open(p->run, &p->diags, text_of(file), "the report");
	p->written = r && write_page(p, r, map);
	return session_status(p);
}

/* report.c - wires the page of a run: the map is read and joined, the page written into a file that is replaced
 * whole. */
#include "audit/report.h"
#include "api/session.h"
#include "audit/exact.h"
#include "audit/map.h"
#include <errno.h>
#include <stdlib.h>

/* Joined to the table of the run; NULL after an error. */
static struct map *map_of(struct plang *p, const char *file, const char *property)
{
	struct text name = arena_text(p->run, text_of(file)), bytes;
	if (!session_read(p, p->run, name, "a map", &bytes)) return NULL;
	struct map *map = map_read(p->run, &p->diags, name, bytes);
	struct text key = arena_text(p->run, text_of(property));
	return map && map_join(p->run, &p->diags, map, exact_table(p->how.run), key) ? map : NULL;
}

/* The page is made in memory first: what can fail has failed before the file is touched. */
struct page {
	FILE *stream;
	char *at;
	size_t len;
};

static void free_page(void *what)
{
	struct page *page = what;
	if (page->stream) fclose(page->stream);
	free(page->at);
}

static struct page *make_page(struct plang *p, const struct map *map)
{
	struct page *page = arena_alloc(p->run, sizeof *page);
	arena_defer(p->run, free_page, page);
	page->stream = open_memstream(&page->at, &page->len);
	if (!page->stream) arena_no_memory(p->run);
	errno = 0;
	bool made = report_write(page->stream, p->run, p->how.run, &p->result, map);
	if (!made && p->diags.errors > 0) return NULL;
	if (!made || fflush(page->stream) != 0) arena_no_memory(p->run); /* a stream in memory fails for nothing else */
	return page;
}

static bool save_page(struct plang *p, struct replacement *r, const struct page *page)
{
	errno = 0;
	if (fwrite(page->at, 1, page->len, replacement_stream(r)) == page->len) return replacement_keep(r, &p->diags);
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
	const struct page *page = make_page(p, map);
	if (page) r = replacement_open(p->run, &p->diags, text_of(file), "the report");
	p->written = r && save_page(p, r, page);
	return session_status(p);
}

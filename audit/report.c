/* report.c - the page as a whole: its head, its contents, and its parts one after the other. */
#include "audit/report_page.h"

struct text report_file_name(struct text path)
{
	size_t from = path.len;
	if (text_is(path, "-")) return TEXT("standard input");
	while (from && path.at[from - 1] != '/')
		from--;
	return (struct text){ path.at + from, path.len - from };
}

static struct text rules_name(const struct report *r)
{
	struct place place;
	const struct tree *first = r->model->file->first;
	if (!first || !source_find(r->run->diags->sources, first->at.lo, &place)) return TEXT("the rule file");
	return report_file_name(place.source->name);
}

static struct text page_title(const struct report *r)
{
	return r->result->title.len ? r->result->title : rules_name(r);
}

void report_section(const struct report *r, const char *id, const char *title)
{
	out_string(r->out, "<section aria-labelledby=\"");
	out_string(r->out, id);
	out_string(r->out, "\">\n<h2 id=\"");
	out_string(r->out, id);
	out_string(r->out, "\">");
	out_string(r->out, title);
	out_string(r->out, "</h2>\n");
}

void report_section_end(const struct report *r)
{
	out_string(r->out, "</section>\n");
}

static void put_head(const struct report *r)
{
	out_string(r->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	report_style(r->out);
	out_string(r->out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	                   "<meta name=\"generator\" content=\"plang " PLANG_VERSION "\">\n<title>");
	html_text(r->out, page_title(r));
	out_string(r->out, ": report</title>\n</head>\n");
}

static void put_data(const struct report *r)
{
	const struct table *table = r->run->table;
	if (!table->dataset) return;
	out_string(r->out, "<p class=\"made\">");
	html_count(r->out, r->result->rows_kept, "place", "places");
	out_string(r->out, " from ");
	html_text(r->out, report_file_name(table->file));
	out_string(r->out, " under the rules of ");
	html_text(r->out, rules_name(r));
	out_string(r->out, "</p>\n");
}

static void put_banner(const struct report *r)
{
	struct text version = r->result->version;
	out_string(r->out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the main content</a>\n<header>\n");
	html_element(r->out, "p class=\"authority\"", r->result->authority);
	html_element(r->out, "h1", page_title(r));
	if (version.len) {
		out_string(r->out, "<p>Version ");
		html_text(r->out, version);
		out_string(r->out, "</p>\n");
	}
	html_element(r->out, "p", tree_text(r->model->fund, TREE_CITE));
	html_element(r->out, "p class=\"note\"", tree_text(r->model->fund, TREE_NOTE));
	put_data(r);
	out_string(r->out, "</header>\n");
}

static void put_link(const struct report *r, bool there, const char *id, const char *title)
{
	if (!there) return;
	out_string(r->out, "<li><a href=\"#");
	out_string(r->out, id);
	out_string(r->out, "\">");
	out_string(r->out, title);
	out_string(r->out, "</a></li>\n");
}

static void put_contents(const struct report *r)
{
	out_string(r->out, "<nav aria-label=\"Contents\">\n<ul>\n");
	put_link(r, true, "short", "In short");
	put_link(r, true, "does", "What the fund does");
	put_link(r, r->map != NULL, "map", "Map");
	put_link(r, r->result->table_count > 0, "results", "Results");
	put_link(r, report_has_scores(r), "scores", "Scores");
	put_link(r, r->result->check_count > 0, "checks", "Checks");
	put_link(r, true, "basis", "What it rests on");
	put_link(r, true, "rules", "The rules");
	put_link(r, r->place_count > 0, "places", "Every place, explained");
	out_string(r->out, "</ul>\n</nav>\n");
}

static void put_foot(const struct report *r)
{
	out_string(r->out, "<footer>\n<p>Made by plang " PLANG_VERSION
	                   " out of the rules and the data alone. Every number is worked out exactly; the "
	                   "same files give the same page.</p>\n");
	out_string(r->out, "</footer>\n");
	report_script(r->out);
	out_string(r->out, "</body>\n</html>\n");
}

bool report_write(FILE *file, struct arena *arena, struct run *run, const struct result *result, const struct map *map)
{
	struct report report = {
		.out = out_new(arena, file, NULL),
		.arena = arena,
		.run = run,
		.model = run->model,
		.result = result,
		.map = map,
	};
	const struct report *r = &report;
	if (!place_order(&report)) return false;
	put_head(r);
	put_banner(r);
	put_contents(r);
	out_string(r->out, "<main id=\"main\">\n");
	report_short(r);
	report_outline(r);
	report_map(r);
	report_table(r);
	report_scores(r);
	report_checks(r);
	report_basis(r);
	report_rules(r);
	if (!report_stories(r)) return false;
	out_string(r->out, "</main>\n");
	put_foot(r);
	return out_done(r->out);
}

/* report_grid.c - the small tables of a page: a caption, a row of heads, and rows that begin with what they are
 * about. A table that is wider than the screen is moved within its own frame, also by keys. */
#include "audit/report_page.h"

void frame_begin(const struct report *r, const char *classes, const char *kind, struct text label)
{
	out_string(r->out, "<div class=\"");
	out_string(r->out, classes);
	out_string(r->out, "\" role=\"region\" tabindex=\"0\" aria-label=\"");
	out_string(r->out, kind);
	html_text(r->out, label);
	out_string(r->out, "\">");
}

void grid_begin(const struct report *r, struct text caption, const char *const *heads, const char *kinds)
{
	frame_begin(r, "wide", "", caption);
	out_string(r->out, "<table><caption>");
	html_text(r->out, caption);
	out_string(r->out, "</caption>\n<thead><tr>");
	for (size_t i = 0; heads[i]; i++) {
		out_string(r->out, kinds[i] == 'n' ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		out_string(r->out, heads[i]);
		out_string(r->out, "</th>");
	}
	out_string(r->out, "</tr></thead>\n<tbody>\n");
}

void grid_end(const struct report *r)
{
	out_string(r->out, "</tbody></table></div>\n");
}

void grid_row(const struct report *r, struct text head)
{
	out_string(r->out, "<tr><th scope=\"row\">");
	html_text(r->out, head);
	out_string(r->out, "</th>");
}

void grid_row_end(const struct report *r)
{
	out_string(r->out, "</tr>\n");
}

void grid_cell(const struct report *r, struct text text)
{
	out_string(r->out, "<td>");
	html_text(r->out, text);
	out_string(r->out, "</td>");
}

void grid_number(const struct report *r, struct text number)
{
	out_string(r->out, "<td class=\"n\">");
	html_text(r->out, number);
	out_string(r->out, "</td>");
}

void grid_count(const struct report *r, size_t count)
{
	out_string(r->out, "<td class=\"n\">");
	out_count(r->out, count);
	out_string(r->out, "</td>");
}

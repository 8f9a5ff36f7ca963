/* report_rules.c - what the fund does: each declaration with its title, its note and its source, beside the lines of the
 * rule file that say so. */
#include "audit/report_page.h"

static const struct sources *sources_of(const struct report *r)
{
	return r->run->diags->sources;
}

/* "31" before each line, from the number of the first. The first line is whole, with what it is indented by. */
static void put_lines(const struct report *r, const struct tree *declaration, const struct place *place)
{
	struct text rest = source_text(sources_of(r), declaration->at);
	size_t line = place->line;
	out_string(r->out, "<pre><code>");
	while (rest.len) {
		const char *end = memchr(rest.at, '\n', rest.len);
		size_t len = end ? (size_t)(end - rest.at) : rest.len;
		out_string(r->out, "<span>");
		html_number(r->out, (int64_t)line++);
		out_string(r->out, "</span> ");
		while (len && rest.at[0] == '\t') { /* a tab is escaped elsewhere; here it is what it is */
			out_string(r->out, "    ");
			rest = (struct text){ rest.at + 1, rest.len - 1 };
			len--;
		}
		size_t shown = len && rest.at[len - 1] == '\r' ? len - 1 : len;
		html_text(r->out, (struct text){ rest.at, shown });
		out_char(r->out, '\n');
		size_t taken = end ? len + 1 : len;
		rest = (struct text){ rest.at + taken, rest.len - taken };
	}
	out_string(r->out, "</code></pre>\n");
}

static void put_clauses(const struct report *r, const struct tree *tree)
{
	for (const struct tree *c = tree->first; c; c = c->next) {
		if (c->kind == TREE_NOTE) html_element(r->out, "p class=\"note\"", c->text);
		if (c->kind != TREE_CITE) continue;
		out_string(r->out, "<p class=\"cite\">Source: ");
		html_text(r->out, c->text);
		out_string(r->out, "</p>\n");
	}
}

/* Its title, else its name, else what it is. */
static void put_title(const struct report *r, const struct tree *d)
{
	struct text title = tree_title(d), kind = text_of(tree_kind_name(d->kind));
	out_string(r->out, "<p class=\"kind\">");
	html_text(r->out, kind);
	if (d->text.len && d->kind != TREE_OVERRIDE) {
		out_string(r->out, " <code>");
		html_text(r->out, d->text);
		out_string(r->out, "</code>");
	}
	out_string(r->out, "</p>\n");
	html_element(r->out, "p class=\"title\"", title);
}

static void put_declaration(const struct report *r, const struct tree *d)
{
	struct place place;
	bool found = source_find(sources_of(r), d->at.lo, &place);
	out_string(r->out, "<li><div>\n");
	put_title(r, d);
	put_clauses(r, d);
	if (d->kind == TREE_TEST || d->kind == TREE_SCENARIO)
		out_string(r->out, "<p class=\"note\">Not run for this report.</p>\n");
	out_string(r->out, "</div>\n");
	if (found) put_lines(r, d, &place);
	out_string(r->out, "</li>\n");
}

static void put_heading(const struct report *r, const struct tree *section)
{
	html_element(r->out, "h3", tree_title(section));
	put_clauses(r, section);
}

void report_rules(const struct report *r)
{
	bool open = false;
	report_section(r, "rules", "The rules");
	out_string(r->out, "<p class=\"lead\">What the fund does, in the words of its rule file. The numbers are its lines.</p>\n");
	for (const struct tree *d = r->model->file->first; d; d = d->next) {
		bool section = d->kind == TREE_SECTION;
		if (open && section) out_string(r->out, "</ol>\n");
		if (section) put_heading(r, d);
		if (!section && !open) out_string(r->out, "<ol class=\"rules\">\n");
		if (!section) put_declaration(r, d);
		open = !section;
	}
	if (open) out_string(r->out, "</ol>\n");
	report_section_end(r);
}

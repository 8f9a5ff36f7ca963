/* report_rules.c - what the fund does: each declaration with its title, its note and its source, beside the lines of
 * the rule file that say so. */
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

/* "rule eligible", and beneath it the title. */
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

/* Of a declaration: where it begins, which is nobody else's. */
static void put_anchor(const struct report *r, const char *before, const struct tree *d)
{
	out_string(r->out, before);
	html_number(r->out, d->at.lo);
	out_char(r->out, '"');
}

static void put_declaration(const struct report *r, const struct tree *d)
{
	struct place place;
	bool found = source_find(sources_of(r), d->at.lo, &place);
	out_string(r->out, "<li");
	if (found) put_anchor(r, " id=\"d", d);
	out_string(r->out, "><div>\n");
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

/* --- in one look --- */

static bool is_told(const struct tree *d)
{
	return d->kind == TREE_RULE || d->kind == TREE_SCORE || d->kind == TREE_RANK || d->kind == TREE_BAND ||
	       d->kind == TREE_ALLOCATE;
}

/* What a score is made of, or how the money is shared: "50% Unemployment; 30% Low skills". */
static void put_parts(const struct report *r, const struct tree *d)
{
	struct text parts = TEXT("");
	for (const struct tree *c = d->first; c; c = c->next) {
		bool weight = c->kind == TREE_WEIGHT;
		if (!weight && (c->kind < TREE_SHARE || c->kind > TREE_CAPPED_UNSPENT)) continue;
		struct text title = tree_title(c), words = run_source(r->run, weight ? c->first : c);
		if (weight && !title.len) title = run_source(r->run, c->first->next);
		parts = arena_format(r->arena, "%.*s%s%.*s%s%.*s", TEXT_ARG(parts), parts.len ? "; " : "", TEXT_ARG(words),
		                     weight ? " " : "", TEXT_ARG(title));
	}
	html_element(r->out, "p class=\"note\"", parts);
}

static void put_point(const struct report *r, const struct tree *d)
{
	static const struct {
		enum tree_kind kind;
		const char *word;
	} words[] = {
		{ TREE_SCORE, "Score" }, { TREE_RANK, "Ranking" }, { TREE_BAND, "Bands" }, { TREE_ALLOCATE, "Money" }
	};
	struct text title = tree_title(d), cite = tree_text(d, TREE_CITE);
	const struct tree *by = tree_find(d, TREE_BY);
	out_string(r->out, "<li>");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].kind == d->kind) html_text(r->out, arena_format(r->arena, "%s: ", words[i].word));
	put_anchor(r, "<a href=\"#d", d);
	out_char(r->out, '>');
	html_text(r->out, title.len ? title : by ? run_source(r->run, by) : d->text);
	out_string(r->out, "</a>");
	if (cite.len) html_text(r->out, arena_format(r->arena, " (%.*s)", TEXT_ARG(cite)));
	put_parts(r, d);
	out_string(r->out, "</li>\n");
}

void report_outline(const struct report *r)
{
	const struct tree *heading = NULL;
	bool open = false;
	report_section(r, "does", "What the fund does");
	out_string(r->out, "<div class=\"outline\">\n");
	for (const struct tree *d = r->model->file->first; d; d = d->next) {
		if (d->kind == TREE_SECTION) heading = d;
		if (!is_told(d)) continue;
		if (open && heading) out_string(r->out, "</ul></div>\n");
		if (!open || heading) out_string(r->out, "<div>\n");
		if (heading) html_element(r->out, "h3", tree_title(heading));
		if (!open || heading) out_string(r->out, "<ul>\n");
		put_point(r, d);
		open = true;
		heading = NULL;
	}
	out_string(r->out, open ? "</ul></div>\n" : "<p>It decides nothing: it only reads and prints.</p>\n");
	out_string(r->out, "</div>\n");
	report_section_end(r);
}

/* --- all of it --- */

void report_rules(const struct report *r)
{
	bool open = false;
	report_section(r, "rules", "The rules");
	out_string(r->out,
	           "<p class=\"lead\">What the fund does, in the words of its rule file. The numbers are its lines.</p>\n");
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

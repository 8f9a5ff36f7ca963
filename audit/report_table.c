/* report_table.c - the tables of the result. In the first the head of a row leads to the place's explanation, and buttons
 * to sort and a box to search come with the script; the others, and figures, stand below it. */
#include "audit/report_page.h"

static bool is_numeric(const struct result_column *column)
{
	return column->look == LOOK_NUMBER || column->look == LOOK_PERCENT || column->look == LOOK_MONEY;
}

static void put_head(const struct report *r, const struct result_table *t)
{
	out_string(r->out, "<thead><tr>");
	for (size_t c = 0; c < t->column_count; c++) {
		out_string(r->out, is_numeric(&t->columns[c]) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		html_text(r->out, t->columns[c].header);
		out_string(r->out, "</th>");
	}
	out_string(r->out, "</tr></thead>\n<tbody>\n");
}

/* What is not there says so in words. */
static void put_cell(const struct report *r, const struct result_column *column, size_t i)
{
	struct text cell = result_cell_kept(r->arena, column, i);
	enum result_cell_state state = result_state(column, i);
	if (state == RESULT_PRESENT && column->look == LOOK_FLAG) cell = text_is(cell, "true") ? TEXT("yes") : TEXT("no");
	if (state == RESULT_PRESENT) {
		html_text(r->out, out_dressed(r->arena, cell, column->look, r->result->currency_sign));
		return;
	}
	struct text reason = result_reason(column, i);
	if (!reason.len) reason = state == RESULT_MISSING ? TEXT("missing") : TEXT("not applicable");
	out_string(r->out, "<i>");
	html_text(r->out, reason);
	out_string(r->out, "</i>");
}

static void put_row(const struct report *r, const struct result_table *t, size_t place)
{
	bool linked = t == r->table && place_told(r, r->place[place]);
	for (size_t c = 0; c < t->column_count; c++) {
		const struct result_column *column = &t->columns[c];
		out_string(r->out, c == 0 ? "<tr><th scope=\"row\"" : "<td");
		out_string(r->out, is_numeric(column) ? " class=\"n\">" : ">");
		if (linked && c == 0) {
			out_string(r->out, "<a");
			place_link(r, r->place[place]);
			out_char(r->out, '>');
		}
		put_cell(r, column, result_row(t, place));
		if (linked && c == 0) out_string(r->out, "</a>");
		out_string(r->out, c == 0 ? "</th>" : "</td>");
	}
	out_string(r->out, "</tr>\n");
}

static void put_rows(const struct report *r, const struct result_table *t)
{
	put_head(r, t);
	for (size_t place = 0; place < t->rows; place++)
		put_row(r, t, place);
	out_string(r->out, "</tbody></table></div>\n");
}

static void put_first(const struct report *r)
{
	out_string(r->out, "<p class=\"lead\">");
	html_count(r->out, r->table->rows, "place", "places");
	out_string(r->out, ", as the rules list them.</p>\n"
	                   "<div class=\"search\" hidden><label for=\"search\">Search the results</label>\n"
	                   "<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n"
	                   "<p id=\"found\" role=\"status\"></p></div>\n"
	                   "<div class=\"wide tall\" role=\"region\" aria-labelledby=\"rows-caption\" tabindex=\"0\">\n"
	                   "<table id=\"rows\"><caption id=\"rows-caption\">Results by place</caption>\n");
	put_rows(r, r->table);
}

static void put_figures(const struct report *r, const struct result_table *t, size_t number)
{
	static const char *const heads[] = { "Figure", "Value", NULL };
	grid_begin(r, number > 1 ? arena_format(r->arena, "Figures (table %zu)", number) : TEXT("Figures"), heads, "tn");
	for (size_t c = 0; c < t->column_count; c++) {
		grid_row(r, t->columns[c].header);
		out_string(r->out, "<td class=\"n\">");
		put_cell(r, &t->columns[c], result_row(t, 0));
		out_string(r->out, "</td>");
		grid_row_end(r);
	}
	grid_end(r);
}

static void put_other(const struct report *r, const struct result_table *t, size_t number)
{
	struct text caption = t->title.len ? t->title : arena_format(r->arena, "Table %zu", number);
	frame_begin(r, "wide tall", "", caption);
	out_string(r->out, "\n<table><caption>");
	html_text(r->out, caption);
	out_string(r->out, "</caption>\n");
	put_rows(r, t);
}

void report_table(const struct report *r)
{
	if (r->result->table_count == 0) return;
	report_section(r, "results", "Results");
	if (r->table) put_first(r);
	for (size_t i = 0; i < r->result->table_count; i++) {
		const struct result_table *t = &r->result->tables[i];
		if (t == r->table) continue;
		if (t->figures) put_figures(r, t, i + 1);
		else put_other(r, t, i + 1);
	}
	report_section_end(r);
}

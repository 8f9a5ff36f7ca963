/* report_table.c - the first table of the result: its first column leads to the explanations; buttons to sort and a
 * box to search come with the script. */
#include "audit/report_page.h"

static bool is_numeric(enum look look)
{
	return look == LOOK_NUMBER || look == LOOK_PERCENT || look == LOOK_MONEY;
}

static void put_head(const struct report *r)
{
	out_string(r->out, "<thead><tr>");
	for (size_t c = 0; c < r->table->column_count; c++) {
		const struct result_column *column = &r->table->columns[c];
		out_string(r->out, is_numeric(column->look) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		html_text(r->out, column->header);
		out_string(r->out, "</th>");
	}
	out_string(r->out, "</tr></thead>\n");
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

static void put_row(const struct report *r, size_t place)
{
	size_t i = result_row(r->table, place), row = r->place[place];
	for (size_t c = 0; c < r->table->column_count; c++) {
		const struct result_column *column = &r->table->columns[c];
		bool linked = c == 0 && place_told(r, row);
		out_string(r->out, c == 0 ? "<tr><th scope=\"row\"" : "<td");
		out_string(r->out, is_numeric(column->look) ? " class=\"n\">" : ">");
		if (linked) {
			out_string(r->out, "<a");
			place_link(r, row);
			out_char(r->out, '>');
		}
		put_cell(r, column, i);
		if (linked) out_string(r->out, "</a>");
		out_string(r->out, c == 0 ? "</th>" : "</td>");
	}
	out_string(r->out, "</tr>\n");
}

void report_table(const struct report *r)
{
	if (!r->table) return;
	report_section(r, "results", "Results");
	out_string(r->out, "<p class=\"lead\">");
	html_count(r->out, r->table->rows, "place", "places");
	out_string(r->out, ", as the rules list them.</p>\n"
	                   "<div class=\"search\" hidden><label for=\"search\">Search the results</label>\n"
	                   "<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n"
	                   "<p id=\"found\" role=\"status\"></p></div>\n"
	                   "<div class=\"wide tall\" role=\"region\" aria-labelledby=\"rows-caption\" tabindex=\"0\">\n"
	                   "<table id=\"rows\"><caption id=\"rows-caption\">Results by place");
	out_string(r->out, "</caption>\n");
	put_head(r);
	out_string(r->out, "<tbody>\n");
	for (size_t place = 0; place < r->table->rows; place++)
		put_row(r, place);
	out_string(r->out, "</tbody></table></div>\n");
	report_section_end(r);
}

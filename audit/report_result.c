/* report_result.c - the run in short, what was checked, and what it all rests on. */
#include "audit/report_page.h"

static void put_amount(const struct report *r, const struct result_level *l, struct text amount)
{
	grid_number(r, out_dressed(r->arena, amount, l->money ? LOOK_MONEY : LOOK_NUMBER, r->result->currency_sign));
}

/* --- in short --- */

static void put_figure(const struct report *r, struct text value, const char *what, struct text of)
{
	out_string(r->out, "<div><dt>");
	out_string(r->out, what);
	html_text(r->out, of);
	out_string(r->out, "</dt><dd>");
	html_text(r->out, value);
	out_string(r->out, "</dd></div>\n");
}

static struct text count_words(const struct report *r, size_t count)
{
	return out_dressed(r->arena, arena_format(r->arena, "%zu", count), LOOK_NUMBER, TEXT(""));
}

static struct text award_title(const struct report *r, struct text name)
{
	for (size_t i = 0; i < r->model->symbol_count; i++) {
		const struct symbol *s = r->model->symbols[i];
		if (s->kind == SYMBOL_ALLOCATE && text_equal(s->name, name)) return symbol_title(s);
	}
	return name;
}

static void put_figures(const struct report *r)
{
	const struct result *x = r->result;
	size_t failed = 0;
	for (size_t i = 0; i < x->check_count; i++)
		failed += !x->checks[i].holds;
	out_string(r->out, "<dl class=\"figures\">\n");
	put_figure(r, count_words(r, x->rows_kept), "places considered", TEXT(""));
	for (size_t i = 0; i < x->level_count; i++) {
		const struct result_level *l = &x->levels[i];
		if (l->group.len) continue;
		enum look look = l->money ? LOOK_MONEY : LOOK_NUMBER;
		put_figure(r, out_dressed(r->arena, l->awarded, look, x->currency_sign), "awarded: ", award_title(r, l->award));
		put_figure(r, count_words(r, l->places), "places that share it: ", award_title(r, l->award));
	}
	if (x->check_count) {
		struct text held = arena_format(r->arena, "%zu of %zu", x->check_count - failed, x->check_count);
		put_figure(r, held, "checks and comparisons that held", TEXT(""));
	}
	out_string(r->out, "</dl>\n");
}

static void put_levels(const struct report *r)
{
	static const char *const heads[] = { "Allocation", "Awarded", "Unspent", "Amount", "Places", "Note", NULL };
	if (r->result->level_count == 0) return;
	grid_begin(r, TEXT("Where the money went: awarded + unspent = amount"), heads, "tnnnnt");
	for (size_t i = 0; i < r->result->level_count; i++) {
		const struct result_level *l = &r->result->levels[i];
		struct text award = award_title(r, l->award);
		struct text group = arena_format(r->arena, "%.*s: %.*s", TEXT_ARG(award), TEXT_ARG(l->group));
		grid_row(r, l->group.len ? group : award);
		put_amount(r, l, l->awarded);
		put_amount(r, l, l->unspent);
		put_amount(r, l, l->amount);
		grid_count(r, l->places);
		grid_cell(r, l->note);
		grid_row_end(r);
	}
	grid_end(r);
}

static void put_rule_counts(const struct report *r)
{
	static const char *const heads[] = { "Rule", "Places that meet it", NULL };
	if (r->result->rule_count == 0) return;
	grid_begin(r, TEXT("How many places meet each rule"), heads, "tn");
	for (size_t i = 0; i < r->result->rule_count; i++) {
		const struct result_count *c = &r->result->rules[i];
		grid_row(r, c->detail.len ? c->detail : c->name);
		grid_count(r, c->count);
		grid_row_end(r);
	}
	grid_end(r);
}

void report_short(const struct report *r)
{
	report_section(r, "short", "In short");
	put_figures(r);
	out_string(r->out, "<div class=\"beside\">\n");
	put_levels(r);
	put_rule_counts(r);
	out_string(r->out, "</div>\n");
	report_section_end(r);
}

/* --- checks --- */

static void put_check(const struct report *r, const struct result_check *c)
{
	static const char *const held = "<b class=\"yes\">\xE2\x9C\x93 held</b>";
	out_string(r->out, "<tr><th scope=\"row\">");
	html_text(r->out, c->text);
	out_string(r->out, "</th><td>");
	out_string(r->out, c->holds       ? held
	                   : c->warn_only ? "<b class=\"no\">\xE2\x9C\x97 warning</b>"
	                                  : "<b class=\"no\">\xE2\x9C\x97 FAILED</b>");
	out_string(r->out, "</td><td>");
	html_text(r->out, c->detail);
	for (size_t i = 0; i < c->row_count; i++) {
		out_string(r->out, "<br>");
		html_text(r->out, c->rows[i]);
	}
	if (c->row_total > c->row_count) {
		out_string(r->out, "<br>\xE2\x80\xA6 and ");
		html_count(r->out, c->row_total - c->row_count, "more place", "more places");
	}
	out_string(r->out, "</td></tr>\n");
}

static void put_checks(const struct report *r, bool compare, const char *caption)
{
	static const char *const heads[] = { "What was checked", "Outcome", "Detail", NULL };
	size_t count = 0;
	for (size_t i = 0; i < r->result->check_count; i++) {
		if (r->result->checks[i].compare != compare) continue;
		if (count++ == 0) grid_begin(r, text_of(caption), heads, "ttt");
		put_check(r, &r->result->checks[i]);
	}
	if (count) grid_end(r);
}

void report_checks(const struct report *r)
{
	if (r->result->check_count == 0) return;
	report_section(r, "checks", "Checks");
	put_checks(r, false, "What the rules demand of their own result");
	put_checks(r, true, "Compared with published figures");
	report_section_end(r);
}

/* --- what it rests on --- */

static void put_param(const struct report *r, const struct symbol *s)
{
	struct value v = run_unheard(r->run, NULL, s, NO_ROW);
	if (v.state == VALUE_ERROR) return;
	struct text title = tree_title(s->declaration);
	bool dated = tree_find(s->declaration, TREE_FROM_DATE) != NULL;
	out_string(r->out, "<tr><th scope=\"row\"><code>");
	html_text(r->out, s->name);
	out_string(r->out, "</code>");
	out_string(r->out, title.len ? "<br>" : "");
	html_text(r->out, title);
	out_string(r->out, "</th>");
	grid_number(r, print_words(r->run, s->type, v));
	grid_cell(r, s->value_from.len ? s->value_from : dated ? TEXT("undated value") : TEXT("the rule file"));
	grid_cell(r, tree_text(s->declaration, TREE_CITE));
	grid_row_end(r);
}

static void put_params(const struct report *r)
{
	static const char *const heads[] = { "Parameter", "Value", "Set by", "Source", NULL };
	size_t count = 0;
	for (size_t i = 0; i < r->model->symbol_count; i++) {
		const struct symbol *s = r->model->symbols[i];
		if (s->kind != SYMBOL_PARAM) continue;
		if (count++ == 0) grid_begin(r, TEXT("Parameters in force"), heads, "tntt");
		put_param(r, s);
	}
	if (count) grid_end(r);
}

static void put_assumptions(const struct report *r)
{
	if (r->result->assumption_count == 0) return;
	out_string(r->out, "<h3>Assumed, where the guidance is silent</h3>\n<ul>\n");
	for (size_t i = 0; i < r->result->assumption_count; i++)
		html_element(r->out, "li", r->result->assumptions[i]);
	out_string(r->out, "</ul>\n");
}

/* A field, with why its cells are missing or what stands in for them. */
static void put_counts(const struct report *r, const char *caption, const char *first, const char *second,
                       const struct result_count *counts, size_t count)
{
	const char *const heads[] = { first, second, "Places", NULL };
	if (count == 0) return;
	grid_begin(r, text_of(caption), heads, "ttn");
	for (size_t i = 0; i < count; i++) {
		grid_row(r, counts[i].name);
		grid_cell(r, counts[i].detail.len ? counts[i].detail : TEXT("an empty cell"));
		grid_count(r, counts[i].count);
		grid_row_end(r);
	}
	grid_end(r);
}

static void put_dropped(const struct report *r)
{
	static const char *const heads[] = { "Kept only where", "Places left out", NULL };
	if (r->result->dropped_count == 0) return;
	grid_begin(r, TEXT("Left out before anything was computed"), heads, "tn");
	for (size_t i = 0; i < r->result->dropped_count; i++) {
		grid_row(r, r->result->dropped[i].name);
		grid_count(r, r->result->dropped[i].count);
		grid_row_end(r);
	}
	grid_end(r);
}

/* Nothing is silent: where nothing was missing or left out, that is said. */
static void put_data(const struct report *r)
{
	const struct result *x = r->result;
	out_string(r->out, "<h3>The data</h3>\n<p>");
	html_count(r->out, x->rows_read, "place was read", "places were read");
	out_string(r->out, ", ");
	out_count(r->out, x->rows_kept);
	out_string(r->out, " kept.");
	if (!x->missing_count && !x->imputed_count) out_string(r->out, " No value that the rules use was missing.");
	out_string(r->out, "</p>\n");
	put_dropped(r);
	put_counts(r, "Missing and filled in", "Field", "What stands in", x->imputed, x->imputed_count);
	put_counts(r, "Missing", "Field", "Reason", x->missing, x->missing_count);
}

void report_basis(const struct report *r)
{
	report_section(r, "basis", "What it rests on");
	put_params(r);
	put_assumptions(r);
	if (r->result->dataset.len) put_data(r);
	report_section_end(r);
}

/* write_json.c - the whole result as one JSON object, a row of a table on a line. */
#include "lang/arena.h"
#include "runtime/out.h"

static void put_rows(struct out *out, const void *state, size_t from, size_t to)
{
	for (size_t place = from; place < to; place++) {
		out_string(out, place ? ",\n" : "\n");
		out_json_row(out, state, place);
	}
}

static void put_tables(struct out *out, const struct result *result)
{
	out_json_line(out, "\n");
	out_json_open_named(out, "tables", '[');
	for (size_t i = 0; i < result->table_count; i++) {
		const struct result_table *t = &result->tables[i];
		if (t->figures) continue;
		out_json_line(out, "\n");
		out_json_open_element(out);
		out_json_named(out, "title", t->title);
		out_json_open_named(out, "rows", '[');
		out_rows(out, t->rows, put_rows, t);
		out_json_close(out, ']');
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static bool is_taken(const struct text *names, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(names[i], name)) return true;
	return false;
}

/* All figures are members of one object, which has every name once: a second "total" is "total (2)". */
static struct text figure_name(struct out *out, const struct text *taken, size_t count, struct text header)
{
	struct text name = header;
	for (size_t n = 2; is_taken(taken, count, name); n++)
		name = arena_format(out->arena, "%.*s (%zu)", TEXT_ARG(header), n);
	return name;
}

static void put_figures(struct out *out, const struct result *result)
{
	size_t count = 0;
	for (size_t i = 0; i < result->table_count; i++)
		count += result->tables[i].figures ? result->tables[i].column_count : 0;
	struct text *names = arena_array(out->arena, count, sizeof *names);
	count = 0;
	out_json_line(out, "\n");
	out_json_open_named(out, "figures", '{');
	for (size_t i = 0; i < result->table_count; i++) {
		const struct result_table *t = &result->tables[i];
		for (size_t c = 0; t->figures && c < t->column_count; c++) {
			names[count] = figure_name(out, names, count, t->columns[c].header);
			out_json_key(out, names[count++]);
			out_json_cell(out, &t->columns[c], result_row(t, 0));
		}
	}
	out_json_close(out, '}');
}

static void put_texts(struct out *out, const char *name, const struct text *texts, size_t count)
{
	out_json_open_named(out, name, '[');
	for (size_t i = 0; i < count; i++) {
		out_json_element(out);
		out_json_text(out, texts[i]);
	}
	out_json_close(out, ']');
}

static void put_counts(struct out *out, const char *name, const struct result_count *counts, size_t count)
{
	out_json_line(out, "\n  ");
	out_json_open_named(out, name, '[');
	for (size_t i = 0; i < count; i++) {
		out_json_open_element(out);
		out_json_named(out, "name", counts[i].name);
		if (counts[i].detail.len) out_json_named(out, "detail", counts[i].detail);
		out_json_count(out, "count", counts[i].count);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static void put_number(struct out *out, const char *name, struct text value)
{
	out_json_name(out, name);
	out_json_number(out, value);
}

static void put_levels(struct out *out, const struct result *result)
{
	out_json_line(out, "\n  ");
	out_json_open_named(out, "awards", '[');
	for (size_t i = 0; i < result->level_count; i++) {
		const struct result_level *l = &result->levels[i];
		out_json_line(out, "\n    ");
		out_json_open_element(out);
		out_json_named(out, "award", l->award);
		if (l->group.len) out_json_named(out, "group", l->group);
		put_number(out, "amount", l->amount);
		put_number(out, "awarded", l->awarded);
		put_number(out, "unspent", l->unspent);
		out_json_count(out, "places", l->places);
		if (l->note.len) out_json_named(out, "note", l->note);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static void put_checks(struct out *out, const struct result *result)
{
	out_json_line(out, "\n  ");
	out_json_open_named(out, "checks", '[');
	for (size_t i = 0; i < result->check_count; i++) {
		const struct result_check *c = &result->checks[i];
		out_json_line(out, "\n    ");
		out_json_open_element(out);
		out_json_named(out, "text", c->text);
		out_json_flag(out, "holds", c->holds);
		out_json_flag(out, "warn_only", c->warn_only);
		out_json_flag(out, "compare", c->compare);
		if (c->detail.len) out_json_named(out, "detail", c->detail);
		if (c->row_count) put_texts(out, "rows", c->rows, c->row_count);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static void put_params(struct out *out, const struct result *result)
{
	out_json_line(out, "\n  ");
	out_json_open_named(out, "params", '[');
	for (size_t i = 0; i < result->param_count; i++) {
		out_json_open_element(out);
		out_json_named(out, "name", result->params[i].name);
		out_json_named(out, "value", result->params[i].value);
		out_json_named(out, "from", result->params[i].from);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
	out_json_line(out, "\n  ");
	put_texts(out, "assumptions", result->assumptions, result->assumption_count);
}

static void put_summary(struct out *out, const struct result *result)
{
	out_json_line(out, "\n");
	out_json_open_named(out, "summary", '{');
	out_json_line(out, "\n  ");
	out_json_named(out, "dataset", result->dataset);
	out_json_count(out, "rows_read", result->rows_read);
	out_json_count(out, "rows_kept", result->rows_kept);
	put_counts(out, "dropped", result->dropped, result->dropped_count);
	put_counts(out, "missing", result->missing, result->missing_count);
	put_counts(out, "imputed", result->imputed, result->imputed_count);
	put_counts(out, "rules", result->rules, result->rule_count);
	put_levels(out, result);
	put_checks(out, result);
	put_params(out, result);
	out_json_line(out, "\n  ");
	out_json_count(out, "tests_passed_over", result->tests);
	out_json_count(out, "scenarios_passed_over", result->scenarios);
	out_json_line(out, "\n  ");
	out_json_flag(out, "failed", result->failed);
	out_char(out, '\n');
	out_json_close(out, '}');
}

void write_json(struct out *out, const struct result *result)
{
	out_json_open(out, '{');
	out_json_line(out, "\n");
	out_json_named(out, "fund", result->title);
	out_json_line(out, "\n");
	out_json_named(out, "version", result->version);
	out_json_line(out, "\n");
	out_json_named(out, "authority", result->authority);
	put_tables(out, result);
	put_figures(out, result);
	put_summary(out, result);
	out_char(out, '\n');
	out_json_close(out, '}');
	out_char(out, '\n');
}

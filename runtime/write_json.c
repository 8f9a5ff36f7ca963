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
	const char *before = "\n";
	out_string(out, "\"tables\": [");
	for (size_t i = 0; i < result->table_count; i++) {
		const struct result_table *t = &result->tables[i];
		if (t->figures) continue;
		out_string(out, before);
		before = ",\n";
		out_string(out, "{\"title\": ");
		out_json_text(out, t->title);
		out_string(out, ", \"rows\": [");
		out_rows(out, t->rows, put_rows, t);
		out_string(out, "]}");
	}
	out_string(out, "],\n");
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
	out_string(out, "\"figures\": {");
	for (size_t i = 0; i < result->table_count; i++) {
		const struct result_table *t = &result->tables[i];
		for (size_t c = 0; t->figures && c < t->column_count; c++) {
			if (count) out_string(out, ", ");
			names[count] = figure_name(out, names, count, t->columns[c].header);
			out_json_text(out, names[count++]);
			out_string(out, ": ");
			out_json_cell(out, &t->columns[c], result_row(t, 0));
		}
	}
	out_string(out, "},\n");
}

/* "key": "text", with what stands before it. */
static void put_member(struct out *out, const char *before, const char *key, struct text value)
{
	out_string(out, before);
	out_json_text(out, text_of(key));
	out_string(out, ": ");
	out_json_text(out, value);
}

static void put_size(struct out *out, const char *before, const char *key, size_t value)
{
	out_string(out, before);
	out_json_text(out, text_of(key));
	out_string(out, ": ");
	out_text(out, arena_format(out->arena, "%zu", value));
}

static void put_flag(struct out *out, const char *before, const char *key, bool value)
{
	out_string(out, before);
	out_json_text(out, text_of(key));
	out_string(out, value ? ": true" : ": false");
}

static void put_counts(struct out *out, const char *key, const struct result_count *counts, size_t count)
{
	out_string(out, ",\n  ");
	out_json_text(out, text_of(key));
	out_string(out, ": [");
	for (size_t i = 0; i < count; i++) {
		put_member(out, i ? ", {" : "{", "name", counts[i].name);
		if (counts[i].detail.len) put_member(out, ", ", "detail", counts[i].detail);
		put_size(out, ", ", "count", counts[i].count);
		out_char(out, '}');
	}
	out_char(out, ']');
}

static void put_level_number(struct out *out, const char *key, struct text value)
{
	out_string(out, ", ");
	out_json_text(out, text_of(key));
	out_string(out, ": ");
	out_json_number(out, value);
}

static void put_levels(struct out *out, const struct result *result)
{
	out_string(out, ",\n  \"awards\": [");
	for (size_t i = 0; i < result->level_count; i++) {
		const struct result_level *l = &result->levels[i];
		put_member(out, i ? ",\n    {" : "\n    {", "award", l->award);
		if (l->group.len) put_member(out, ", ", "group", l->group);
		put_level_number(out, "amount", l->amount);
		put_level_number(out, "awarded", l->awarded);
		put_level_number(out, "unspent", l->unspent);
		put_size(out, ", ", "places", l->places);
		if (l->note.len) put_member(out, ", ", "note", l->note);
		out_char(out, '}');
	}
	out_char(out, ']');
}

static void put_check_rows(struct out *out, const struct result_check *c)
{
	if (c->row_count == 0) return;
	out_string(out, ", \"rows\": [");
	for (size_t i = 0; i < c->row_count; i++) {
		if (i) out_string(out, ", ");
		out_json_text(out, c->rows[i]);
	}
	out_string(out, "]");
}

static void put_checks(struct out *out, const struct result *result)
{
	out_string(out, ",\n  \"checks\": [");
	for (size_t i = 0; i < result->check_count; i++) {
		const struct result_check *c = &result->checks[i];
		put_member(out, i ? ",\n    {" : "\n    {", "text", c->text);
		put_flag(out, ", ", "holds", c->holds);
		put_flag(out, ", ", "warn_only", c->warn_only);
		put_flag(out, ", ", "compare", c->compare);
		if (c->detail.len) put_member(out, ", ", "detail", c->detail);
		put_check_rows(out, c);
		out_char(out, '}');
	}
	out_char(out, ']');
}

static void put_params(struct out *out, const struct result *result)
{
	out_string(out, ",\n  \"params\": [");
	for (size_t i = 0; i < result->param_count; i++) {
		put_member(out, i ? ", {" : "{", "name", result->params[i].name);
		put_member(out, ", ", "value", result->params[i].value);
		put_member(out, ", ", "from", result->params[i].from);
		out_char(out, '}');
	}
	out_string(out, "],\n  \"assumptions\": [");
	for (size_t i = 0; i < result->assumption_count; i++) {
		if (i) out_string(out, ", ");
		out_json_text(out, result->assumptions[i]);
	}
	out_char(out, ']');
}

static void put_summary(struct out *out, const struct result *result)
{
	put_member(out, "\"summary\": {\n  ", "dataset", result->dataset);
	put_size(out, ", ", "rows_read", result->rows_read);
	put_size(out, ", ", "rows_kept", result->rows_kept);
	put_counts(out, "dropped", result->dropped, result->dropped_count);
	put_counts(out, "missing", result->missing, result->missing_count);
	put_counts(out, "imputed", result->imputed, result->imputed_count);
	put_counts(out, "rules", result->rules, result->rule_count);
	put_levels(out, result);
	put_checks(out, result);
	put_params(out, result);
	put_size(out, ",\n  ", "tests_passed_over", result->tests);
	put_size(out, ", ", "scenarios_passed_over", result->scenarios);
	put_flag(out, ",\n  ", "failed", result->failed);
	out_string(out, "\n}\n");
}

void write_json(struct out *out, const struct result *result)
{
	put_member(out, "{\n", "fund", result->title);
	put_member(out, ",\n", "version", result->version);
	put_member(out, ",\n", "authority", result->authority);
	out_string(out, ",\n");
	put_tables(out, result);
	put_figures(out, result);
	put_summary(out, result);
	out_string(out, "}\n");
}

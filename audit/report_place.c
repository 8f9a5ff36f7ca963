/* report_place.c - the places of a page: in which order they come, what they are called, and the story of each. */
#include "audit/report_page.h"
#include "audit/tell.h"

/* --- order --- */

static bool find_output(struct report *r)
{
	for (size_t i = 0; i < r->model->output_count; i++) {
		const struct output *o = &r->model->outputs[i];
		if (o->rows != r->run->table->dataset || !o->rows) continue;
		r->output = o;
		r->table = &r->result->tables[i];
		return true;
	}
	return false;
}

static void add_place(struct report *r, size_t row)
{
	if (r->number[row]) return;
	r->place[r->place_count++] = row;
	r->number[row] = r->place_count;
}

/* A field that is called a name, else the first text that is none of the key. */
static const struct field *find_name(const struct report *r)
{
	const struct dataset *d = r->run->table->dataset;
	const struct field *found = NULL;
	for (size_t i = 0; i < d->field_count; i++) {
		const struct field *f = &d->fields[i];
		if (f->key || !f->used || f->type.kind != TYPE_TEXT) continue;
		bool named = f->name.len >= 4 && memcmp(f->name.at + f->name.len - 4, "name", 4) == 0;
		if (named) return f;
		if (!found) found = f;
	}
	return found;
}

bool place_order(struct report *r)
{
	const struct dataset *d = r->run->table->dataset;
	r->place = arena_array(r->arena, r->run->row_count, sizeof *r->place);
	r->number = arena_array(r->arena, r->run->table->rows, sizeof *r->number);
	if (!d) return true;
	if (find_output(r)) {
		size_t *rows = result_rows(r->run, r->output, &r->listed);
		if (!rows) return false;
		for (size_t i = 0; i < r->listed; i++)
			add_place(r, rows[i]);
	}
	for (size_t i = 0; i < r->run->row_count; i++)
		add_place(r, run_row(r->run, i));
	r->name = find_name(r);
	return true;
}

/* --- names --- */

struct text place_key(const struct report *r, size_t row)
{
	return table_key(r->arena, r->run->table, row);
}

struct text place_name(const struct report *r, size_t row)
{
	const struct column *column = r->name ? &r->run->table->columns[r->name->index] : NULL;
	struct text name = column && !column_missing(column, row) ? column_text(column, row) : TEXT("");
	return name.len ? name : place_key(r, row);
}

bool place_told(const struct report *r, size_t row)
{
	return r->number[row] && r->number[row] <= REPORT_STORIES_MAX;
}

void place_link(const struct report *r, size_t row)
{
	out_string(r->out, " href=\"#p");
	html_number(r->out, (int64_t)r->number[row]);
	out_char(r->out, '"');
}

/* --- stories --- */

/* The anchor stands inside, so that a browser opens the story when it is followed. */
static void put_story(const struct report *r, size_t row)
{
	struct text name = place_name(r, row), key = place_key(r, row);
	out_string(r->out, "<details><summary>");
	html_text(r->out, name);
	if (!text_equal(name, key)) {
		out_string(r->out, " <small>");
		html_text(r->out, key);
		out_string(r->out, "</small>");
	}
	out_string(r->out, "</summary><div id=\"p");
	html_number(r->out, (int64_t)r->number[row]);
	out_string(r->out, "\">\n");
	out_string(r->out, "</div></details>\n");
}

void report_stories(const struct report *r)
{
	size_t told = r->place_count < REPORT_STORIES_MAX ? r->place_count : REPORT_STORIES_MAX;
	if (told == 0) return;
	report_section(r, "places", "Every place, explained");
	out_string(r->out, "<p class=\"lead\">Why each place got what it got. Open a place to read its explanation.</p>\n");
	if (told < r->place_count) {
		out_string(r->out, "<p>These are the first ");
		out_count(r->out, told);
		out_string(r->out, " of ");
		out_count(r->out, r->place_count);
		out_string(r->out, " places. The command <code>plang explain</code> tells of any of the others.</p>\n");
	}
	out_string(r->out, "<div class=\"stories\">\n<p class=\"print\"><input type=\"checkbox\" id=\"print-all\"> "
	                   "<label for=\"print-all\">On paper, print every explanation, not only those that are open</label></p>\n");
	for (size_t i = 0; i < told; i++)
		put_story(r, r->place[i]);
	out_string(r->out, "</div>\n");
	report_section_end(r);
}

/* report_place.c - the places of a page: in which order they come, what they are called, and the story of each. */
#include "audit/report_page.h"
#include "audit/tell.h"
#include "audit/why.h"

enum { STORY_LEVEL = 3 }; /* of the heading with the place's name */

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
	return true;
}

/* --- names --- */

struct text place_key(const struct report *r, size_t row)
{
	return table_key(r->arena, r->run->table, row);
}

struct text place_name(const struct report *r, size_t row)
{
	struct text name = why_name(r->run, row);
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

static void put_summary(const struct report *r, size_t row)
{
	struct text name = place_name(r, row), key = place_key(r, row);
	out_string(r->out, "<summary><h3>");
	html_text(r->out, name);
	if (!text_equal(name, key)) {
		out_string(r->out, " <small>");
		html_text(r->out, key);
		out_string(r->out, "</small>");
	}
	out_string(r->out, "</h3></summary>");
}

static void put_line(const struct report *r, size_t line)
{
	out_string(r->out, "<p class=\"note\">Line ");
	html_number(r->out, (int64_t)line);
	out_string(r->out, " of ");
	html_text(r->out, report_file_name(r->run->table->file));
	out_string(r->out, "</p>\n");
}

/* The anchor stands inside, so that a browser opens the story when it is followed. */
static bool put_story(const struct report *r, struct why_book *book, size_t row)
{
	static const struct why_manner manner = { .bare = true };
	const struct why *why = why_row(book, row);
	struct tell tell;
	if (!why) return false;
	out_string(r->out, "<details>");
	put_summary(r, row);
	out_string(r->out, "<div id=\"p");
	html_number(r->out, (int64_t)r->number[row]);
	out_string(r->out, "\">\n");
	put_line(r, why->line);
	tell_begin(&tell, r->out, TELL_HTML, 0, false);
	tell.level = STORY_LEVEL;
	why_tell(&tell, why, &manner);
	tell_end(&tell);
	out_string(r->out, "</div></details>\n");
	return true;
}

bool report_stories(const struct report *r)
{
	size_t told = r->place_count < REPORT_STORIES_MAX ? r->place_count : REPORT_STORIES_MAX;
	if (told == 0) return true;
	struct why_book *book = why_open(r->run);
	report_section(r, "places", "Every place, explained");
	out_string(r->out, "<p class=\"lead\">Why each place got what it got. Open a place to read its explanation.</p>\n");
	if (told < r->place_count) {
		out_string(r->out, "<p>These are the first ");
		out_count(r->out, told);
		out_string(r->out, " of ");
		out_count(r->out, r->place_count);
		out_string(r->out, " places. The command <code>plang explain</code> tells of any of the others.</p>\n");
	}
	out_string(
		r->out,
		"<div class=\"stories\">\n<p class=\"print\"><input type=\"checkbox\" id=\"print-all\"> "
		"<label for=\"print-all\">On paper, print every explanation, not only those that are open</label></p>\n");
	for (size_t i = 0; i < told; i++)
		if (!put_story(r, book, r->place[i])) return false;
	out_string(r->out, "</div>\n");
	report_section_end(r);
	return true;
}

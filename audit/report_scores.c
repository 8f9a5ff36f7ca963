/* report_scores.c - how the scores are distributed: bars of one width for each score, with the cut-offs that can be
 * read off: where, in the order of the score, one band ends and the next begins, or a rule begins to hold. */
#include "audit/report_page.h"
#include <math.h>
#include <stdlib.h>

/* The drawing, in its own units. */
enum {
	WIDTH = 720,
	HEIGHT = 300,
	LEFT = 48,
	RIGHT = 12,
	TOP = 44,
	BOTTOM = 40,
	BARS = 25,
	BARS_MAX = 60,
	CUTS_MAX = 12
};

struct scored {
	struct number value;
	size_t row;
};

struct cut {
	const struct symbol *by;  /* the band or rule */
	struct text below, above; /* which, on either side */
	struct number low, high;  /* the last value below it and the first above */
};

struct scores {
	const struct symbol *symbol;
	struct numbers *pool;
	struct scored *at; /* in order */
	size_t count;
	struct number step, first; /* the width of a bar; where the first begins */
	size_t bars, *places;      /* and how many places each holds */
	size_t most;
	struct cut cut[CUTS_MAX];
	size_t cuts;
};

static bool is_shown(const struct report *r, const struct symbol *s)
{
	return s->kind == SYMBOL_SCORE && s->used && s->rows && s->rows == r->run->table->dataset;
}

bool report_has_scores(const struct report *r)
{
	for (size_t i = 0; i < r->model->symbol_count; i++)
		if (is_shown(r, r->model->symbols[i])) return true;
	return false;
}

/* --- values and bars --- */

static int compare(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;
	int order = number_order(x->value, y->value);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void collect(const struct report *r, struct scores *s)
{
	s->at = arena_array(r->arena, r->run->row_count, sizeof *s->at);
	for (size_t i = 0; i < r->run->row_count; i++) {
		size_t row = run_row(r->run, i);
		struct value v = run_unheard(r->run, NULL, s->symbol, row);
		if (value_present(v)) s->at[s->count++] = (struct scored){ number_keep(s->pool, v.is.number), row };
	}
	if (s->count) qsort(s->at, s->count, sizeof *s->at, compare);
}

/* 1, 2 or 5 times a power of ten, so that about BARS of them cover the values. */
static struct number nice_step(struct numbers *pool, double range)
{
	int exponent = (int)floor(log10(range / BARS));
	double lead = range / BARS / pow(10, exponent);
	int64_t digit = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
	return number_mul(pool, number_of(digit), number_pow(pool, number_of(10), exponent));
}

/* Which bar a value stands in, from its lower end on; exactly. */
static size_t bar_of(const struct scores *s, struct number value)
{
	int64_t bar = 0;
	struct number steps = number_div(s->pool, number_sub(s->pool, value, s->first), s->step);
	number_to_int64(number_floor(s->pool, steps), &bar);
	return bar < 0 ? 0 : (size_t)bar;
}

/* False when the values are too large or too near each other to be drawn. */
static bool make_bars(const struct report *r, struct scores *s)
{
	double least = number_to_double(s->at[0].value), most = number_to_double(s->at[s->count - 1].value);
	double range = most - least;
	if (!isfinite(range) || (range > 0 && (range < 1e-200 || range > 1e200))) return false;
	s->step = nice_step(s->pool, range > 0 ? range : 1);
	s->first = number_mul(s->pool, number_floor(s->pool, number_div(s->pool, s->at[0].value, s->step)), s->step);
	s->bars = bar_of(s, s->at[s->count - 1].value) + 1;
	if (s->bars > BARS_MAX) return false;
	s->places = arena_array(r->arena, s->bars, sizeof *s->places);
	for (size_t i = 0; i < s->count; i++) {
		size_t n = ++s->places[bar_of(s, s->at[i].value)];
		if (n > s->most) s->most = n;
	}
	return true;
}

static struct number edge(const struct scores *s, size_t bar)
{
	return number_add(s->pool, s->first, number_mul(s->pool, s->step, number_of((int64_t)bar)));
}

/* --- cut-offs --- */

static bool rests_on(const struct symbol *s, const struct symbol *on, size_t depth)
{
	for (size_t i = 0; i < s->rests_on_count && depth < 64; i++)
		if (s->rests_on[i] == on || rests_on(s->rests_on[i], on, depth + 1)) return true;
	return false;
}

/* What a band or a rule says of a row, as a text; false: nothing. */
static bool label_of(const struct report *r, const struct symbol *by, size_t row, struct text *label)
{
	struct value v = run_unheard(r->run, NULL, by, row);
	if (!value_present(v)) return false;
	*label = by->kind == SYMBOL_RULE ? value_true(v) ? TEXT("holds") : TEXT("does not hold")
	                                 : print_typed(r->run, by->type, v, -1, false);
	return true;
}

static bool was_left(const struct scores *s, size_t from, const struct symbol *by, struct text label)
{
	for (size_t i = from; i < s->cuts; i++)
		if (s->cut[i].by == by && text_equal(s->cut[i].below, label)) return true;
	return false;
}

/* Where the label changes in the order of the score. It is a cut-off only where each label stands in one piece and no
 * value has two. */
static void find_cuts(const struct report *r, struct scores *s, const struct symbol *by)
{
	size_t from = s->cuts, last = SIZE_MAX;
	struct text before = TEXT(""), label;
	for (size_t i = 0; i < s->count; i++) {
		if (!label_of(r, by, s->at[i].row, &label)) continue;
		bool change = last != SIZE_MAX && !text_equal(label, before);
		struct number low = last != SIZE_MAX ? s->at[last].value : s->at[i].value;
		bool sound =
			!change || (s->cuts < CUTS_MAX && number_order(low, s->at[i].value) < 0 && !was_left(s, from, by, label));
		if (!sound) {
			s->cuts = from;
			return;
		}
		if (change) s->cut[s->cuts++] = (struct cut){ by, before, label, low, s->at[i].value };
		before = label;
		last = i;
	}
}

static void find_all_cuts(const struct report *r, struct scores *s)
{
	for (size_t i = 0; i < r->model->symbol_count; i++) {
		const struct symbol *by = r->model->symbols[i];
		bool parts = (by->kind == SYMBOL_BAND || by->kind == SYMBOL_RULE) && by->used && by->rows == s->symbol->rows;
		if (parts && rests_on(by, s->symbol, 0)) find_cuts(r, s, by);
	}
}

/* --- drawing --- */

static double along(const struct scores *s, double value)
{
	double first = number_to_double(s->first), step = number_to_double(s->step);
	return LEFT + (value - first) / (step * (double)s->bars) * (WIDTH - LEFT - RIGHT);
}

/* A coordinate to a tenth. */
static void put_at(const struct report *r, const char *name, double at)
{
	int64_t tenths = llround(at * 10);
	out_char(r->out, ' ');
	out_string(r->out, name);
	out_string(r->out, "=\"");
	r->out->used += result_whole(out_room(r->out, RESULT_CELL_MAX), tenths, 1);
	out_char(r->out, '"');
}

static double height_of(const struct scores *s, size_t places)
{
	return (double)places / (double)s->most * (HEIGHT - TOP - BOTTOM);
}

static void put_bars(const struct report *r, const struct scores *s)
{
	double wide = (WIDTH - LEFT - RIGHT) / (double)s->bars;
	for (size_t i = 0; i < s->bars; i++) {
		double high = height_of(s, s->places[i]);
		if (s->places[i] == 0) continue;
		out_string(r->out, "<rect class=\"bar\"");
		put_at(r, "x", LEFT + wide * (double)i + 0.5);
		put_at(r, "y", HEIGHT - BOTTOM - high);
		put_at(r, "width", wide - 1);
		put_at(r, "height", high);
		out_string(r->out, "/>\n");
	}
}

static void put_mark(const struct report *r, double x, double y, const char *anchor, struct text text)
{
	out_string(r->out, "<text");
	put_at(r, "x", x);
	put_at(r, "y", y);
	out_string(r->out, " text-anchor=\"");
	out_string(r->out, anchor);
	out_string(r->out, "\">");
	html_text(r->out, text);
	out_string(r->out, "</text>\n");
}

static void put_line(const struct report *r, const char *class, double x1, double y1, double x2, double y2)
{
	out_string(r->out, "<line class=\"");
	out_string(r->out, class);
	out_char(r->out, '"');
	put_at(r, "x1", x1);
	put_at(r, "y1", y1);
	put_at(r, "x2", x2);
	put_at(r, "y2", y2);
	out_string(r->out, "/>\n");
}

static struct text words_of(const struct report *r, const struct scores *s, struct number n)
{
	return measure_words(r, s->symbol, value_number(n));
}

/* An edge needs no more decimals than its step. */
static struct text edge_words(const struct report *r, const struct scores *s, size_t bar)
{
	size_t need = number_decimals(s->step);
	if (s->symbol->type.kind != TYPE_NUMBER || need > 40) return words_of(r, s, edge(s, bar));
	return out_dressed(r->arena, number_decimal(r->arena, edge(s, bar), need), LOOK_NUMBER, TEXT(""));
}

static void put_axes(const struct report *r, const struct scores *s)
{
	double bottom = HEIGHT - BOTTOM;
	size_t every = s->bars / 8 + 1;
	put_line(r, "axis", LEFT, bottom, WIDTH - RIGHT, bottom);
	put_line(r, "axis", LEFT, TOP, LEFT, bottom);
	put_mark(r, LEFT - 6, bottom + 4, "end", TEXT("0"));
	put_mark(r, LEFT - 6, TOP + 5, "end", arena_format(r->arena, "%zu", s->most));
	for (size_t i = 0; i <= s->bars; i += every)
		put_mark(r, along(s, number_to_double(edge(s, i))), bottom + 18, "middle", edge_words(r, s, i));
	put_mark(r, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 4, "middle", TEXT("score"));
	put_mark(r, LEFT, 14, "start", TEXT("places"));
}

static double middle(const struct cut *c)
{
	return (number_to_double(c->low) + number_to_double(c->high)) / 2;
}

static bool same_place(const struct cut *a, const struct cut *b)
{
	return number_order(a->low, b->low) == 0 && number_order(a->high, b->high) == 0;
}

/* The numbers of all cut-offs that stand where this one does: "1, 4". Empty when an earlier one has said so. */
static struct text cut_numbers(const struct report *r, const struct scores *s, size_t which)
{
	struct text numbers = TEXT("");
	for (size_t i = 0; i < s->cuts; i++) {
		if (!same_place(&s->cut[i], &s->cut[which])) continue;
		if (i < which) return TEXT("");
		numbers = arena_format(r->arena, "%.*s%s%zu", TEXT_ARG(numbers), numbers.len ? ", " : "", i + 1);
	}
	return numbers;
}

/* Labels stand high and low in turn, so that near ones do not overlap. */
static void put_cuts(const struct report *r, const struct scores *s)
{
	bool high = false;
	for (size_t i = 0; i < s->cuts; i++) {
		struct text numbers = cut_numbers(r, s, i);
		double x = along(s, middle(&s->cut[i])), y = TOP - (high ? 18 : 4);
		if (numbers.len == 0) continue;
		put_line(r, "cut", x, y + 2, x, HEIGHT - BOTTOM);
		put_mark(r, x, y, "middle", numbers);
		high = !high;
	}
}

static void put_drawing(const struct report *r, const struct scores *s)
{
	struct text title = symbol_title(s->symbol);
	frame_begin(r, "wide", "Chart: ", title);
	out_string(r->out, "\n<svg class=\"chart\" role=\"img\" viewBox=\"0 0 ");
	html_number(r->out, WIDTH);
	out_char(r->out, ' ');
	html_number(r->out, HEIGHT);
	out_string(r->out, "\" aria-label=\"");
	html_text(r->out, title);
	out_string(r->out, ": how many places have which score; the same numbers stand in the table below\">\n");
	put_bars(r, s);
	put_axes(r, s);
	put_cuts(r, s);
	out_string(r->out, "</svg></div>\n");
}

/* --- the same in numbers --- */

static void put_bar_table(const struct report *r, const struct scores *s)
{
	static const char *const heads[] = { "From", "To under", "Places", NULL };
	grid_begin(r, arena_format(r->arena, "Places by %.*s", TEXT_ARG(s->symbol->name)), heads, "tnn");
	for (size_t i = 0; i < s->bars; i++) {
		grid_row(r, edge_words(r, s, i));
		grid_number(r, edge_words(r, s, i + 1));
		grid_count(r, s->places[i]);
		grid_row_end(r);
	}
	grid_end(r);
}

static void put_cut_table(const struct report *r, const struct scores *s)
{
	static const char *const heads[] = { "No.", "What changes", "Last score below", "First above", NULL };
	if (s->cuts == 0) return;
	grid_begin(r, arena_format(r->arena, "Cut-offs of %.*s", TEXT_ARG(s->symbol->name)), heads, "ttnn");
	for (size_t i = 0; i < s->cuts; i++) {
		const struct cut *c = &s->cut[i];
		struct text title = symbol_title(c->by);
		grid_row(r, arena_format(r->arena, "%zu", i + 1));
		grid_cell(r, arena_format(r->arena, "%.*s: %.*s below, %.*s above", TEXT_ARG(title), TEXT_ARG(c->below),
		                          TEXT_ARG(c->above)));
		grid_number(r, words_of(r, s, c->low));
		grid_number(r, words_of(r, s, c->high));
		grid_row_end(r);
	}
	grid_end(r);
}

static void put_score(const struct report *r, const struct symbol *symbol)
{
	struct scores s = { .symbol = symbol, .pool = numbers_new(r->arena) };
	html_element(r->out, "h3", symbol_title(symbol));
	collect(r, &s);
	out_string(r->out, "<p>");
	html_count(r->out, s.count, "place has this score", "places have this score");
	if (s.count < r->run->row_count) {
		out_string(r->out, ", ");
		html_count(r->out, r->run->row_count - s.count, "place has not", "places have not");
	}
	bool drawn = s.count && make_bars(r, &s);
	out_string(r->out, s.count && !drawn ? ". The values cannot be drawn: they lie too far apart.</p>\n" : ".</p>\n");
	if (!drawn) return;
	find_all_cuts(r, &s);
	put_drawing(r, &s);
	out_string(r->out, "<div class=\"beside\">\n");
	put_cut_table(r, &s);
	put_bar_table(r, &s);
	out_string(r->out, "</div>\n");
}

void report_scores(const struct report *r)
{
	if (!report_has_scores(r)) return;
	report_section(r, "scores", "Scores");
	out_string(r->out, "<p class=\"lead\">How the scores are distributed. Numbered lines are cut-offs.</p>\n");
	for (size_t i = 0; i < r->model->symbol_count; i++)
		if (is_shown(r, r->model->symbols[i])) put_score(r, r->model->symbols[i]);
	report_section_end(r);
}

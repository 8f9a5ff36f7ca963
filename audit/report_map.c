/* report_map.c - the map: a path for each shape on a grid of whole units, coloured by class, each a link to the place's
 * explanation; beside it the classes as a table, and whatever did not match. */
#include "audit/report_page.h"
#include <math.h>

/* The longer side has so many units at most; where a map has many points, fewer, by halves. On a screen ten units
 * are about one pixel. All shapes are set on one grid, so that neighbours keep the border that they share. */
enum { GRID = 9000, GRID_LEAST = 1000, STEPS_MAX = 120000, LISTED = 60 };

struct view {
	double scale[2], least[2];
	long width, height;
};

/* --- from the earth to the page --- */

/* Degrees are shortened by the cosine of the middle's latitude; anything else is taken as it is. */
static struct view view_of(const struct map *map, long grid)
{
	double wide = map->most[0] - map->least[0], high = map->most[1] - map->least[1], narrow = 1;
	bool degrees = map->least[0] >= -180 && map->most[0] <= 180 && map->least[1] >= -90 && map->most[1] <= 90;
	if (degrees) narrow = cos((map->least[1] + map->most[1]) / 2 * 3.14159265358979323846 / 180);
	wide *= narrow;
	double size = wide > high ? wide : high, scale = size > 0 ? (double)grid / size : 1;
	return (struct view){
		.scale = { scale * narrow, -scale },
		.least = { map->least[0], map->most[1] },
		.width = lround(wide * scale) + 1,
		.height = lround(high * scale) + 1,
	};
}

static void project(const struct view *v, const double *at, long to[2])
{
	for (int k = 0; k < 2; k++)
		to[k] = lround((at[k] - v->least[k]) * v->scale[k]);
}

/* Points that are not where the one before them is. */
static size_t ring_steps(const struct view *v, const struct ring *ring)
{
	size_t steps = 0;
	long last[2] = { 0, 0 }, to[2];
	for (size_t i = 0; i < ring->count; i++) {
		project(v, ring->at + 2 * i, to);
		if (i && to[0] == last[0] && to[1] == last[1]) continue;
		steps++;
		last[0] = to[0];
		last[1] = to[1];
	}
	return steps;
}

static struct view view_fit(const struct map *map)
{
	for (long grid = GRID;; grid /= 2) {
		struct view v = view_of(map, grid);
		size_t steps = 0;
		for (const struct shape *s = map->first; s; s = s->next)
			for (const struct ring *ring = s->first; ring; ring = ring->next)
				steps += ring_steps(&v, ring);
		if (steps <= STEPS_MAX || grid / 2 < GRID_LEAST) return v;
	}
}

/* "5-12": a minus separates as well as a blank does. */
static void put_pair(const struct report *r, long x, long y)
{
	html_number(r->out, x);
	if (y >= 0) out_char(r->out, ' ');
	html_number(r->out, y);
}

static void put_ring(const struct report *r, const struct view *v, const struct ring *ring)
{
	long last[2] = { 0, 0 }, to[2];
	for (size_t i = 0; i + 1 < ring->count; i++) {
		project(v, ring->at + 2 * i, to);
		if (i && to[0] == last[0] && to[1] == last[1]) continue;
		out_string(r->out, i == 0 ? "M" : "l");
		put_pair(r, i ? to[0] - last[0] : to[0], i ? to[1] - last[1] : to[1]);
		last[0] = to[0];
		last[1] = to[1];
	}
	out_char(r->out, 'z');
}

/* A shape too small for the grid is a dot: no place is lost. */
static void put_path(const struct report *r, const struct view *v, const struct shape *s)
{
	long at[2];
	bool any = false;
	for (const struct ring *ring = s->first; ring; ring = ring->next) {
		if (ring_steps(v, ring) < 4) continue;
		put_ring(r, v, ring);
		any = true;
	}
	if (any) return;
	project(v, s->first->at, at);
	out_char(r->out, 'M');
	put_pair(r, at[0] - 8, at[1] - 8);
	out_string(r->out, "h16v16h-16z");
}

/* --- shapes --- */

/* "Leeds: £1,234", "Leeds: no value". */
static void put_label(const struct report *r, const struct measure *m, size_t row)
{
	out_string(r->out, "<title>");
	html_text(r->out, place_name(r, row));
	if (m->symbol) {
		out_string(r->out, ": ");
		html_text(r->out, m->class[row] ? m->value[row] : TEXT("not applicable"));
	}
	out_string(r->out, "</title>");
}

static char colour_of(const struct measure *m, size_t class)
{
	size_t top = MEASURE_CLASSES - m->classes; /* few classes are the darker ones */
	return (char)('1' + (m->lowest_first ? MEASURE_CLASSES - class : class + top - 1));
}

static void put_shape(const struct report *r, const struct measure *m, const struct view *v, const struct shape *s)
{
	bool known = s->row != SHAPE_ALONE && r->number[s->row], told = known && place_told(r, s->row);
	if (told) {
		out_string(r->out, "<a");
		place_link(r, s->row);
		out_char(r->out, '>');
	} else {
		out_string(r->out, "<g>");
	}
	if (known) put_label(r, m, s->row);
	else html_element(r->out, "title", s->key.len ? s->key : TEXT("no place of the data"));
	out_string(r->out, "<path class=\"");
	if (!known) out_char(r->out, 'u');
	else out_char(r->out, 'c'), out_char(r->out, m->class[s->row] ? colour_of(m, m->class[s->row]) : '0');
	out_string(r->out, "\" d=\"");
	put_path(r, v, s);
	out_string(r->out, told ? "\"/></a>\n" : "\"/></g>\n");
}

static void put_drawing(const struct report *r, const struct measure *m)
{
	struct view v = view_fit(r->map);
	out_string(r->out, "<svg id=\"drawing\" role=\"group\" aria-label=\"Map of the places\" viewBox=\"-30 -30 ");
	put_pair(r, v.width + 60, v.height + 60);
	out_string(r->out, "\">\n<defs><pattern id=\"hatch\" width=\"50\" height=\"50\" patternUnits=\"userSpaceOnUse\" "
	                   "patternTransform=\"rotate(45)\"><rect width=\"50\" height=\"50\" fill=\"#fff\"/>"
	                   "<rect width=\"14\" height=\"50\" fill=\"#a9adb0\"/></pattern></defs>\n");
	for (const struct shape *s = r->map->first; s; s = s->next)
		if (s->first) put_shape(r, m, &v, s);
	out_string(r->out, "</svg>\n");
}

/* --- the legend --- */

static void put_swatch(const struct report *r, char kind, char colour)
{
	out_string(r->out, "<svg class=\"swatch\" viewBox=\"0 0 300 200\" aria-hidden=\"true\">"
	                   "<rect width=\"300\" height=\"200\" class=\"");
	out_char(r->out, kind);
	if (colour) out_char(r->out, colour);
	out_string(r->out, "\"/></svg>");
}

static void put_class(const struct report *r, char kind, char colour, struct text words, size_t count)
{
	out_string(r->out, "<tr><th scope=\"row\">");
	put_swatch(r, kind, colour);
	html_text(r->out, words);
	out_string(r->out, "</th><td class=\"n\">");
	out_count(r->out, count);
	out_string(r->out, "</td></tr>\n");
}

static size_t shapes_alone(const struct report *r)
{
	size_t count = 0;
	for (const struct shape *s = r->map->first; s; s = s->next)
		count += s->first && (s->row == SHAPE_ALONE || !r->number[s->row]);
	return count;
}

/* Why a place is in no class: it is not among those that the award or score is about. */
static struct text outside_words(const struct report *r, const struct measure *m)
{
	if (!m->symbol->where) return TEXT("Not applicable");
	struct text words = print_reason(r->run, value_absent(m->symbol->declaration, m->symbol->where));
	return arena_format(r->arena, "%c%.*s", words.at[0] - 'a' + 'A', (int)words.len - 1, words.at + 1); /* "not ..." */
}

static void put_classes(const struct report *r, const struct measure *m)
{
	out_string(r->out, "<table class=\"legend\"><caption>");
	html_text(r->out, symbol_title(m->symbol));
	out_string(r->out, "</caption>\n<thead><tr><th scope=\"col\">Value</th><th scope=\"col\" class=\"n\">Places</th>"
	                   "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < m->classes; i++) {
		size_t class = m->lowest_first ? i : m->classes - 1 - i; /* the darkest first */
		bool one = text_equal(m->from[class], m->to[class]);
		struct text words = arena_format(r->arena, "%.*s to %.*s", TEXT_ARG(m->from[class]), TEXT_ARG(m->to[class]));
		put_class(r, 'c', colour_of(m, class + 1), one ? m->from[class] : words, m->count[class]);
	}
	if (m->outside) put_class(r, 'c', '0', outside_words(r, m), m->outside);
	if (shapes_alone(r)) put_class(r, 'u', '\0', TEXT("Shapes that belong to no place of the data"), shapes_alone(r));
	out_string(r->out, "</tbody></table>\n<p class=\"note\">The classes hold about as many places each; "
	                   "equal values are in one class.</p>\n");
}

/* --- what did not match --- */

static void put_alone(const struct report *r)
{
	size_t count = shapes_alone(r), said = 0;
	if (count == 0) return;
	out_string(r->out, "<p>");
	html_count(r->out, count, "shape of the map belongs", "shapes of the map belong");
	out_string(r->out, " to no place of the data: ");
	for (const struct shape *s = r->map->first; s && said < LISTED; s = s->next) {
		if (!s->first || (s->row != SHAPE_ALONE && r->number[s->row])) continue;
		out_string(r->out, said++ ? ", " : "");
		html_text(r->out, s->key.len ? s->key : TEXT("(without a key)"));
	}
	out_string(r->out, said < count ? ", and others.</p>\n" : ".</p>\n");
}

static void put_missing(const struct report *r)
{
	bool *drawn = arena_array(r->arena, r->run->table->rows, sizeof *drawn);
	size_t count = 0, said = 0;
	for (const struct shape *s = r->map->first; s; s = s->next)
		if (s->first && s->row != SHAPE_ALONE) drawn[s->row] = true;
	for (size_t i = 0; i < r->place_count; i++)
		count += !drawn[r->place[i]];
	if (count == 0) return;
	out_string(r->out, "<p>");
	html_count(r->out, count, "place has", "places have");
	out_string(r->out, " no shape on the map: ");
	for (size_t i = 0; i < r->place_count && said < LISTED; i++) {
		if (drawn[r->place[i]]) continue;
		out_string(r->out, said++ ? ", " : "");
		html_text(r->out, place_name(r, r->place[i]));
	}
	out_string(r->out, said < count ? ", and others.</p>\n" : ".</p>\n");
}

static void put_notes(const struct report *r)
{
	out_string(r->out, "<p class=\"note\">Shapes are joined to places by their <code>");
	html_text(r->out, r->map->property);
	out_string(r->out, "</code>.</p>\n");
	put_missing(r);
	put_alone(r);
	if (r->map->flat == 0) return;
	out_string(r->out, "<p>");
	html_count(r->out, r->map->flat, "geometry of the map is", "geometries of the map are");
	out_string(r->out, " no area and is not drawn.</p>\n");
}

void report_map(const struct report *r)
{
	struct measure m;
	if (!r->map) return;
	measure_find(r, &m);
	report_section(r, "map", "Map");
	out_string(r->out, "<p class=\"lead\">");
	if (m.symbol) html_text(r->out, symbol_title(m.symbol));
	out_string(r->out, m.symbol ? ", place by place. " : "");
	out_string(r->out, "A place on the map leads to its explanation; the <a href=\"#results\">table of "
	                   "results</a> holds the same.</p>\n");
	out_string(r->out, "<a class=\"skip\" href=\"#map-end\">Skip the map</a>\n<div class=\"map\">\n<div>\n");
	put_drawing(r, &m);
	out_string(r->out, "</div>\n<div id=\"map-end\">\n");
	if (m.symbol) put_classes(r, &m);
	put_notes(r);
	out_string(r->out, "</div>\n</div>\n");
	report_section_end(r);
}

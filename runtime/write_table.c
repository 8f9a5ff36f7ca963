/* write_table.c - aligned columns for a terminal: numbers to the right with their signs and separators, nothing in a
 * text that a terminal would obey. A column of numbers is never cut: a number without its end is another number. */
#include "lang/arena.h"
#include "runtime/out.h"
#include <utf8proc.h>

enum { GAP = 2, LEAST_TEXT = 8 };

struct shown {
	struct text header;
	struct text *cells;
	bool right;
	size_t width, least; /* least: it is not cut below this */
};

struct grid {
	struct shown *columns;
	size_t count, rows;
};

static bool is_numeric(enum look look)
{
	return look == LOOK_NUMBER || look == LOOK_PERCENT || look == LOOK_MONEY;
}

static struct text dressed(struct arena *arena, const struct result *result, const struct result_column *c, size_t i)
{
	if (result_state(c, i) == RESULT_MISSING) return TEXT("missing");
	return out_dressed(arena, result_cell_kept(arena, c, i), c->look, result->currency_sign);
}

static void measure(struct shown *column, size_t rows)
{
	size_t header = out_width(column->header), cells = 0;
	for (size_t row = 0; row < rows; row++) {
		size_t width = out_width(column->cells[row]);
		if (width > cells) cells = width;
	}
	column->width = header > cells ? header : cells;
	column->least = column->right ? cells : column->width < LEAST_TEXT ? column->width : LEAST_TEXT;
	if (column->least == 0) column->least = column->width < LEAST_TEXT ? column->width : LEAST_TEXT;
}

static void fill_rows(struct arena *arena, const struct result *result, const struct result_table *t, struct grid *grid)
{
	grid->count = t->column_count;
	grid->rows = t->rows;
	grid->columns = arena_array(arena, grid->count, sizeof *grid->columns);
	for (size_t c = 0; c < grid->count; c++) {
		struct shown *s = &grid->columns[c];
		s->header = diag_escape(arena, t->columns[c].header);
		s->cells = arena_array(arena, t->rows, sizeof *s->cells);
		s->right = is_numeric(t->columns[c].look);
		for (size_t row = 0; row < t->rows; row++)
			s->cells[row] = dressed(arena, result, &t->columns[c], result_row(t, row));
		measure(s, t->rows);
	}
}

/* One figure a line. */
static void fill_figures(struct arena *arena, const struct result *result, const struct result_table *t,
                         struct grid *grid)
{
	grid->count = 2;
	grid->rows = t->column_count;
	grid->columns = arena_array(arena, 2, sizeof *grid->columns);
	struct shown *name = &grid->columns[0], *value = &grid->columns[1];
	name->header = TEXT("figure");
	value->header = TEXT("value");
	value->right = true;
	name->cells = arena_array(arena, grid->rows, sizeof *name->cells);
	value->cells = arena_array(arena, grid->rows, sizeof *value->cells);
	for (size_t c = 0; c < t->column_count; c++) {
		name->cells[c] = diag_escape(arena, t->columns[c].header);
		value->cells[c] = dressed(arena, result, &t->columns[c], result_row(t, 0));
	}
	measure(name, grid->rows);
	measure(value, grid->rows);
}

/* Takes from the widest column that can give, one by one, until the line fits or nobody can. */
static void fit(struct grid *grid, size_t width)
{
	size_t total = grid->count ? GAP * (grid->count - 1) : 0;
	for (size_t c = 0; c < grid->count; c++) {
		struct shown *s = &grid->columns[c];
		if (s->width > width) s->width = s->least > width ? s->least : width;
		total += s->width;
	}
	while (total > width) {
		struct shown *widest = NULL;
		for (size_t c = 0; c < grid->count; c++) {
			struct shown *s = &grid->columns[c];
			if (s->width > s->least && (!widest || s->width > widest->width)) widest = s;
		}
		if (!widest) return;
		widest->width--;
		total--;
	}
}

/* The beginning of a text that fits into so many columns, and its width. */
static struct text cut(struct text text, size_t room, size_t *width)
{
	size_t i = 0;
	*width = 0;
	while (i < text.len) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n =
			utf8proc_iterate((const utf8proc_uint8_t *)text.at + i, (utf8proc_ssize_t)(text.len - i), &c);
		int w = n < 1 ? 1 : utf8proc_charwidth(c);
		if (*width + (size_t)(w > 0 ? w : 0) > room) break;
		*width += (size_t)(w > 0 ? w : 0);
		i += n < 1 ? 1 : (size_t)n;
	}
	return (struct text){ text.at, i };
}

/* One line; blanks are held back until something follows them, so that no line ends with any. */
struct line {
	struct out *out;
	size_t blanks;
};

static void put_cell(struct line *line, const struct shown *s, struct text cell)
{
	size_t width = out_width(cell);
	bool too_long = width > s->width;
	if (too_long) cell = cut(cell, s->width - 1, &width);
	if (too_long) width++;
	if (s->right) line->blanks += s->width - width;
	if (cell.len || too_long) {
		out_repeat(line->out, ' ', line->blanks);
		line->blanks = 0;
	}
	out_text(line->out, cell);
	if (too_long) out_string(line->out, "\xE2\x80\xA6");
	line->blanks += GAP + (s->right ? 0 : s->width - width);
}

static void put_grid(struct out *out, const struct grid *grid)
{
	struct line header = { out, 0 };
	for (size_t c = 0; c < grid->count; c++)
		put_cell(&header, &grid->columns[c], grid->columns[c].header);
	out_char(out, '\n');
	for (size_t c = 0; c < grid->count; c++) {
		if (c) out_repeat(out, ' ', GAP);
		out_repeat(out, '-', grid->columns[c].width);
	}
	out_char(out, '\n');
	for (size_t row = 0; row < grid->rows; row++) {
		struct line line = { out, 0 };
		for (size_t c = 0; c < grid->count; c++)
			put_cell(&line, &grid->columns[c], grid->columns[c].cells[row]);
		out_char(out, '\n');
	}
}

void write_table(struct out *out, const struct result *result, size_t width)
{
	for (size_t i = 0; i < result->table_count; i++) {
		const struct result_table *t = &result->tables[i];
		struct grid grid = { 0 };
		if (i) out_char(out, '\n');
		if (t->title.len) {
			out_safe(out, t->title);
			out_string(out, "\n\n");
		}
		if (t->figures) fill_figures(out->arena, result, t, &grid);
		else fill_rows(out->arena, result, t, &grid);
		if (width) fit(&grid, width);
		put_grid(out, &grid);
	}
}

/* tell_text.c - a story for a terminal or a pipe: indented lines, broken at the terminal's width. What is folded away is
 * left out but for its line, unless all is asked for. */
#include "audit/tell.h"
#include "lang/arena.h"

enum { STEP = 2, LEAST_WIDTH = 24, GAP = 2 };

static bool hidden(const struct tell *tell)
{
	return tell->folds > 0 && !tell->unfolded;
}

/* The bytes of a line that takes at most `room` columns: up to a space, or one whole word. */
static size_t line_end(struct text text, size_t room)
{
	size_t best = 0;
	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.at[i] != ' ') continue;
		if (best && out_width((struct text){ text.at, i }) > room) break;
		best = i;
	}
	return best;
}

/* A text whose first line begins after `used` columns, and the others after `hang`. */
static void flow(struct tell *tell, struct text text, size_t used, size_t hang)
{
	text = diag_escape(tell->out->arena, text);
	while (tell->width && text.len) {
		size_t room = tell->width > used + LEAST_WIDTH ? tell->width - used : LEAST_WIDTH, end = line_end(text, room);
		if (end == text.len) break;
		out_text(tell->out, (struct text){ text.at, end });
		out_char(tell->out, '\n');
		out_repeat(tell->out, ' ', hang);
		text = (struct text){ text.at + end + 1, text.len - end - 1 };
		used = hang;
	}
	out_text(tell->out, text);
	out_char(tell->out, '\n');
}

static void title(struct tell *tell, unsigned level, struct text text)
{
	if (hidden(tell)) return;
	if (tell->begun && !(tell->after_title && level > 2)) out_char(tell->out, '\n');
	size_t indent = level > 2 ? STEP : 0;
	out_repeat(tell->out, ' ', indent);
	if (tell->colour) out_string(tell->out, "\033[1m");
	flow(tell, text, indent, indent);
	if (tell->colour) out_string(tell->out, "\033[0m");
}

static void say(struct tell *tell, struct text text)
{
	if (hidden(tell)) return;
	out_repeat(tell->out, ' ', STEP);
	flow(tell, text, STEP, STEP);
}

static void item(struct tell *tell, unsigned depth, enum tell_mark mark, struct text text)
{
	if (hidden(tell)) return;
	size_t indent = STEP * (depth + 1);
	out_repeat(tell->out, ' ', indent);
	if (mark != TELL_PLAIN) {
		out_string(tell->out, tell_sign[mark]);
		out_char(tell->out, ' ');
		indent += 2;
	}
	flow(tell, text, indent, indent);
}

static void put_cell(struct out *out, struct text cell, size_t width, bool right, bool last)
{
	size_t own = out_width(cell), pad = width > own ? width - own : 0;
	if (right) out_repeat(out, ' ', pad);
	out_text(out, cell);
	if (!right && !last) out_repeat(out, ' ', pad);
	if (!last) out_repeat(out, ' ', GAP);
}

static void table(struct tell *tell, const struct tell_table *t)
{
	struct out *out = tell->out;
	if (hidden(tell)) return;
	size_t *width = arena_array(out->arena, t->columns, sizeof *width);
	struct text *cell = arena_array(out->arena, t->columns * (t->rows + 1), sizeof *cell);
	for (size_t i = 0; i < t->columns * (t->rows + 1); i++) {
		cell[i] = diag_escape(out->arena, i < t->columns ? t->head[i] : t->cell[i - t->columns]);
		size_t own = out_width(cell[i]);
		if (own > width[i % t->columns]) width[i % t->columns] = own;
	}
	for (size_t i = 0; i < t->columns * (t->rows + 1); i++) {
		size_t c = i % t->columns;
		bool last = c + 1 == t->columns;
		if (c == 0) out_repeat(out, ' ', 2 * STEP);
		put_cell(out, cell[i], width[c], t->right[c], last);
		if (last) out_char(out, '\n');
	}
}

static void fold(struct tell *tell, struct text text)
{
	say(tell, text);
}

static void nothing(struct tell *tell)
{
	tell->open = 0;
}

const struct teller tell_as_text = { title, say, item, table, fold, nothing, nothing };

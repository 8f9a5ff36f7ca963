/* tell_markdown.c - a story in Markdown (CommonMark with tables), for a letter, a wiki or an issue. */
#include "audit/tell.h"

/* Whatever Markdown would read as more than a letter is escaped; there are no raw line ends in a sentence. */
static void put(struct tell *tell, struct text text)
{
	text = diag_escape(tell->out->arena, text);
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("\\`*_{}[]<>#|~$&", text.at[i])) out_char(tell->out, '\\');
		out_char(tell->out, text.at[i]);
	}
}

/* A line that begins like a list or a number would become one. */
static void put_line(struct tell *tell, struct text text)
{
	if (text.len && strchr("-+=", text.at[0])) out_char(tell->out, '\\');
	put(tell, text);
	out_char(tell->out, '\n');
}

static void apart(struct tell *tell)
{
	if (tell->begun) out_char(tell->out, '\n');
}

static void title(struct tell *tell, unsigned level, struct text text)
{
	apart(tell);
	out_repeat(tell->out, '#', level);
	out_char(tell->out, ' ');
	put_line(tell, text);
}

static void say(struct tell *tell, struct text text)
{
	apart(tell);
	put_line(tell, text);
}

static void item(struct tell *tell, unsigned depth, enum tell_mark mark, struct text text)
{
	if (tell->open == 0) apart(tell);
	out_repeat(tell->out, ' ', 2 * (size_t)depth);
	out_string(tell->out, "- ");
	if (mark != TELL_PLAIN) {
		out_string(tell->out, tell_sign[mark]);
		out_char(tell->out, ' ');
	}
	put_line(tell, text);
}

static void table(struct tell *tell, const struct tell_table *t)
{
	struct out *out = tell->out;
	apart(tell);
	for (size_t row = 0; row < t->rows + 1; row++) {
		for (size_t c = 0; c < t->columns; c++) {
			out_string(out, c ? " | " : "| ");
			put(tell, row ? t->cell[(row - 1) * t->columns + c] : t->head[c]);
		}
		out_string(out, " |\n");
		for (size_t c = 0; row == 0 && c < t->columns; c++)
			out_string(out, t->right[c] ? "|--:" : "|---");
		if (row == 0) out_string(out, "|\n");
	}
}

static void fold(struct tell *tell, struct text text)
{
	apart(tell);
	out_string(tell->out, "<details><summary>");
	put(tell, text);
	out_string(tell->out, "</summary>\n");
}

static void unfold(struct tell *tell)
{
	out_string(tell->out, "\n</details>\n");
}

static void settle(struct tell *tell)
{
	tell->open = 0;
}

const struct teller tell_as_markdown = { title, say, item, table, fold, unfold, settle };

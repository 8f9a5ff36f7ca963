/* tell_html.c - a story as a fragment of HTML, for a page that says how it looks: headings from tell->level on, list items
 * of the classes yes, no and idle, tables, and <details> for what is folded away. */
#include "audit/tell.h"

/* Quotation marks are themselves: texts stand in elements, never in attributes. */
static void put(struct tell *tell, struct text text)
{
	struct out *out = tell->out;
	for (size_t i = 0; i < text.len; i++) {
		switch (text.at[i]) {
		case '&': out_string(out, "&amp;"); break;
		case '<': out_string(out, "&lt;"); break;
		case '>': out_string(out, "&gt;"); break;
		default: out_char(out, text.at[i]);
		}
	}
}

/* Control characters have no business in a page. */
static void put_safe(struct tell *tell, struct text text)
{
	put(tell, diag_escape(tell->out->arena, text));
}

static void put_element(struct tell *tell, const char *name, struct text text)
{
	struct out *out = tell->out;
	out_char(out, '<');
	out_string(out, name);
	out_char(out, '>');
	put_safe(tell, text);
	out_string(out, "</");
	out_string(out, name);
	out_string(out, ">\n");
}

static void title(struct tell *tell, unsigned level, struct text text)
{
	unsigned h = tell->level + level - 1;
	char name[3] = { 'h', (char)('0' + (h > 6 ? 6 : h)), '\0' };
	put_element(tell, name, text);
}

static void say(struct tell *tell, struct text text)
{
	put_element(tell, "p", text);
}

static void close_lists(struct tell *tell, unsigned left)
{
	for (; tell->open > left; tell->open--)
		out_string(tell->out, "</li></ul>\n");
}

static void item(struct tell *tell, unsigned depth, enum tell_mark mark, struct text text)
{
	static const char *const begin[] = { "<li>", "<li class=\"yes\">", "<li class=\"no\">", "<li class=\"idle\">" };
	close_lists(tell, depth + 1);
	out_string(tell->out, tell->open == depth + 1 ? "</li>\n" : "<ul>\n");
	out_string(tell->out, begin[mark]);
	put_safe(tell, text);
}

static void put_row(struct tell *tell, const struct tell_table *t, const struct text *cell, bool head)
{
	struct out *out = tell->out;
	out_string(out, "<tr>");
	for (size_t c = 0; c < t->columns; c++) {
		bool th = head || c == 0;
		out_string(out, head ? "<th scope=\"col\"" : c == 0 ? "<th scope=\"row\"" : "<td");
		out_string(out, t->right[c] ? " class=\"n\">" : ">");
		put_safe(tell, cell[c]);
		out_string(out, th ? "</th>" : "</td>");
	}
	out_string(out, "</tr>\n");
}

static void table(struct tell *tell, const struct tell_table *t)
{
	out_string(tell->out, "<table>\n<thead>");
	put_row(tell, t, t->head, true);
	out_string(tell->out, "</thead>\n<tbody>\n");
	for (size_t row = 0; row < t->rows; row++)
		put_row(tell, t, t->cell + row * t->columns, false);
	out_string(tell->out, "</tbody></table>\n");
}

static void fold(struct tell *tell, struct text text)
{
	out_string(tell->out, "<details>");
	put_element(tell, "summary", text);
}

static void unfold(struct tell *tell)
{
	out_string(tell->out, "</details>\n");
}

static void settle(struct tell *tell)
{
	close_lists(tell, 0);
}

static const char style[] =
	"body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
	"ul{list-style:none;padding-left:1.2rem}li.yes::before{content:\"\\2713\\a0\";color:#00602b}"
	"li.no::before{content:\"\\2717\\a0\";color:#a01010}li.idle{color:#595959}"
	"table{border-collapse:collapse}th,td{padding:.2rem .8rem;border-bottom:1px solid #bbb;text-align:left}"
	".n{text-align:right;font-variant-numeric:tabular-nums}";

void tell_page(struct tell *tell, struct text title)
{
	struct out *out = tell->out;
	out_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	put_element(tell, "title", title);
	out_string(out, "<style>");
	out_string(out, style);
	out_string(out, "</style>\n</head>\n<body>\n<main>\n");
}

void tell_page_end(struct tell *tell)
{
	tell_end(tell);
	out_string(tell->out, "</main>\n</body>\n</html>\n");
}

const struct teller tell_as_html = { title, say, item, table, fold, unfold, settle };

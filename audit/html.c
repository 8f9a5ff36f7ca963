/* html.c - escaping, in one place. */
#include "audit/html.h"

void html_text(struct out *out, struct text text)
{
	text = diag_escape(out->arena, text);
	for (size_t i = 0; i < text.len; i++) {
		switch (text.at[i]) {
		case '&': out_string(out, "&amp;"); break;
		case '<': out_string(out, "&lt;"); break;
		case '>': out_string(out, "&gt;"); break;
		case '"': out_string(out, "&quot;"); break;
		case '\'': out_string(out, "&#39;"); break;
		default: out_char(out, text.at[i]);
		}
	}
}

void html_element(struct out *out, const char *name, struct text text)
{
	if (text.len == 0) return;
	out_char(out, '<');
	out_string(out, name);
	out_char(out, '>');
	html_text(out, text);
	out_string(out, "</");
	for (; *name && *name != ' '; name++)
		out_char(out, *name);
	out_string(out, ">\n");
}

void html_count(struct out *out, size_t count, const char *one, const char *many)
{
	out_count(out, count);
	out_char(out, ' ');
	out_string(out, count == 1 ? one : many);
}

void html_number(struct out *out, int64_t number)
{
	out->used += result_whole(out_room(out, RESULT_CELL_MAX), number, 0);
}

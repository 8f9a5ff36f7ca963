/* out_json.c - texts, numbers and rows in JSON. Numbers keep the digits that were printed, so this is written here: a
 * library would pass them through a double. */
#include "lang/arena.h"
#include "runtime/out.h"

static void put_escape(struct out *out, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";
	switch (c) {
	case '"': out_string(out, "\\\""); break;
	case '\\': out_string(out, "\\\\"); break;
	case '\n': out_string(out, "\\n"); break;
	case '\r': out_string(out, "\\r"); break;
	case '\t': out_string(out, "\\t"); break;
	default:
		out_string(out, "\\u00");
		out_char(out, digits[c >> 4]);
		out_char(out, digits[c & 15]);
	}
}

void out_json_text(struct out *out, struct text text)
{
	out_char(out, '"');
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c >= 0x20 && c != '"' && c != '\\') continue;
		out_text(out, (struct text){ text.at + from, i - from });
		put_escape(out, c);
		from = i + 1;
	}
	if (text.len) out_text(out, (struct text){ text.at + from, text.len - from });
	out_char(out, '"');
}

static size_t skip_digits(struct text t, size_t i)
{
	while (i < t.len && t.at[i] >= '0' && t.at[i] <= '9')
		i++;
	return i;
}

/* A number without its sign: JSON allows no plus and no leading zeros, which a cell printed as read may have. Empty when
 * it is no number at all. */
static struct text json_size(struct text cell)
{
	size_t i = cell.len && (cell.at[0] == '-' || cell.at[0] == '+'), digits = skip_digits(cell, i), end = digits;
	if (digits == i) return TEXT("");
	while (i + 1 < digits && cell.at[i] == '0')
		i++;
	if (end < cell.len && cell.at[end] == '.') {
		end = skip_digits(cell, end + 1);
		if (cell.at[end - 1] == '.') return TEXT("");
	}
	if (end < cell.len && (cell.at[end] == 'e' || cell.at[end] == 'E')) {
		size_t sign = end + 1 < cell.len && (cell.at[end + 1] == '-' || cell.at[end + 1] == '+');
		size_t from = end + 1 + sign;
		end = skip_digits(cell, from);
		if (end == from) return TEXT("");
	}
	if (end != cell.len) return TEXT("");
	return (struct text){ cell.at + i, cell.len - i };
}

void out_json_number(struct out *out, struct text cell)
{
	struct text size = json_size(cell);
	if (size.len == 0) {
		out_json_text(out, cell);
		return;
	}
	if (cell.at[0] == '-') out_char(out, '-');
	out_text(out, size);
}

void out_json_cell(struct out *out, const struct result_column *c, size_t i)
{
	if (result_state(c, i) != RESULT_PRESENT) {
		out_string(out, "null");
		return;
	}
	struct text cell = out_cell(out, c, i);
	switch (c->look) {
	case LOOK_NUMBER:
	case LOOK_PERCENT:
	case LOOK_MONEY: out_json_number(out, cell); break;
	case LOOK_FLAG: out_text(out, cell); break;
	case LOOK_TEXT:
	case LOOK_DATE: out_json_text(out, cell); break;
	}
}

/* --- objects and arrays --- */

static void comma(struct out *out)
{
	if (out->json_more) out_char(out, ',');
	if (out->json_line) out_string(out, out->json_line);
	else if (out->json_more) out_char(out, ' ');
	out->json_more = true;
	out->json_line = NULL;
}

void out_json_open(struct out *out, char bracket)
{
	out_char(out, bracket);
	out->json_more = false;
}

void out_json_close(struct out *out, char bracket)
{
	out_char(out, bracket);
	out->json_more = true;
}

void out_json_key(struct out *out, struct text name)
{
	comma(out);
	out_json_text(out, name);
	out_string(out, ": ");
}

void out_json_name(struct out *out, const char *name)
{
	out_json_key(out, text_of(name));
}

void out_json_element(struct out *out)
{
	comma(out);
}

void out_json_open_named(struct out *out, const char *name, char bracket)
{
	out_json_name(out, name);
	out_json_open(out, bracket);
}

void out_json_open_element(struct out *out)
{
	out_json_element(out);
	out_json_open(out, '{');
}

void out_json_line(struct out *out, const char *line)
{
	out->json_line = line;
}

void out_json_named(struct out *out, const char *name, struct text value)
{
	out_json_name(out, name);
	out_json_text(out, value);
}

void out_json_flag(struct out *out, const char *name, bool value)
{
	out_json_name(out, name);
	out_string(out, value ? "true" : "false");
}

void out_json_count(struct out *out, const char *name, size_t value)
{
	out_json_name(out, name);
	out_text(out, arena_format(out->arena, "%zu", value));
}

void out_json_row(struct out *out, const struct result_table *t, size_t place)
{
	size_t i = result_row(t, place);
	out_json_open(out, '{');
	for (size_t c = 0; c < t->column_count; c++) {
		out_json_key(out, t->columns[c].header);
		out_json_cell(out, &t->columns[c], i);
	}
	out_json_close(out, '}');
}

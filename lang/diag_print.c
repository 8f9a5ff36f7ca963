/* diag_print.c - how a message looks: FILE:LINE:COLUMN first, the source line with a caret, then notes and help. */
#include "lang/arena.h"
#include "lang/diag.h"
#include <jansson.h>
#include <utf8proc.h>

static const char *const severity_word[] = { "error", "warning", "note", "help" };
static const char *const severity_colour[] = { "\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m" };

struct printer {
	const struct diags *diags;
	FILE *out;
	bool colour;
};

static void put_text(const struct printer *p, struct text t)
{
	fwrite(t.at, 1, t.len, p->out);
}

/* "FILE:LINE:COLUMN: ", or nothing when the place is nowhere. */
static bool put_place(const struct printer *p, struct diag_at at, struct place *place)
{
	if (at.file.len) {
		put_text(p, diag_escape(p->diags->arena, at.file));
		if (at.line && at.field) fprintf(p->out, ":%zu:%zu: ", at.line, at.field);
		else if (at.line) fprintf(p->out, ":%zu: ", at.line);
		else fputs(": ", p->out);
		return false;
	}
	if (!at.span.hi || !source_find(p->diags->sources, at.span.lo, place)) return false;
	put_text(p, diag_escape(p->diags->arena, place->source->name));
	fprintf(p->out, ":%zu:%zu: ", place->line, place->column);
	return true;
}

/* Terminal columns of a text: wide characters take two, combining ones none. */
static size_t width_of(struct text t)
{
	size_t width = 0;
	for (size_t i = 0; i < t.len;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)t.at + i, (utf8proc_ssize_t)(t.len - i), &c);
		if (n < 1) return width + (t.len - i);
		int w = utf8proc_charwidth(c);
		width += w > 0 ? (size_t)w : 0;
		i += (size_t)n;
	}
	return width;
}

/* What fits into so many columns, from the front or from the back. */
static struct text front_of(struct text t, size_t columns)
{
	size_t n = 0;
	for (size_t width = 0; n < t.len;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t bytes =
			utf8proc_iterate((const utf8proc_uint8_t *)t.at + n, (utf8proc_ssize_t)(t.len - n), &c);
		size_t length = bytes < 1 ? 1 : (size_t)bytes;
		width += width_of((struct text){ t.at + n, length });
		if (width > columns) break;
		n += length;
	}
	return (struct text){ t.at, n };
}

static struct text back_of(struct text t, size_t columns)
{
	size_t width = width_of(t);
	if (width <= columns) return t;
	size_t cut = front_of(t, width - columns).len;
	return (struct text){ t.at + cut, t.len - cut };
}

/* A piece of a line as a terminal may show it, tabs as blanks. */
static struct text shown_piece(const struct printer *p, const char *at, size_t len)
{
	struct text copy = arena_text(p->diags->arena, (struct text){ at, len });
	for (size_t i = 0; i < len; i++)
		if (copy.at[i] == '\t') ((char *)copy.at)[i] = ' ';
	return diag_escape(p->diags->arena, copy);
}

enum { COLUMNS_SHOWN = 120, COLUMNS_BEFORE = 60 }; /* of a long line, and of those left of the caret */

/* The line of the place with ^~~~ under the span as far as it stands on this line; a long line is cut on both sides. */
static void put_line(const struct printer *p, const struct place *place, struct span span, enum diag_severity severity)
{
	size_t byte = place->byte < place->text.len ? place->byte : place->text.len;
	size_t rest = place->text.len - byte, length = span.hi - span.lo < rest ? span.hi - span.lo : rest;
	struct text before = shown_piece(p, place->text.at, byte), under = shown_piece(p, place->text.at + byte, length),
				after = shown_piece(p, place->text.at + byte + length, rest - length);
	bool fits = width_of(before) + width_of(under) + width_of(after) <= COLUMNS_SHOWN;
	bool cut = !fits && width_of(before) > COLUMNS_BEFORE;
	if (cut) before = back_of(before, COLUMNS_BEFORE - 3);
	size_t indent = width_of(before) + (cut ? 3 : 0);
	bool ends = indent + width_of(under) + width_of(after) <= COLUMNS_SHOWN;
	size_t room = COLUMNS_SHOWN - indent - (ends ? 0 : 3);
	under = front_of(under, room);
	size_t carets = width_of(under);
	fprintf(p->out, "%6zu | %s", place->line, cut ? "..." : "");
	put_text(p, before);
	put_text(p, under);
	put_text(p, front_of(after, room - carets));
	fprintf(p->out, "%s\n       | %*s%s^", ends ? "" : "...", (int)indent, "",
	        p->colour ? severity_colour[severity] : "");
	for (size_t i = 1; i < carets; i++)
		fputc('~', p->out);
	fprintf(p->out, "%s\n", p->colour ? "\033[0m" : "");
}

static void put_word(const struct printer *p, enum diag_severity severity, const char *code)
{
	fprintf(p->out, "%s%s%s%s:%s ", p->colour ? severity_colour[severity] : "", severity_word[severity],
	        code ? " " : "", code ? code : "", p->colour ? "\033[0m" : "");
}

static void put_extra(const struct printer *p, const struct diag_extra *extra)
{
	struct place place;
	fputs("  ", p->out);
	bool in_rules = put_place(p, extra->at, &place);
	put_word(p, extra->severity, NULL);
	put_text(p, extra->message);
	fputc('\n', p->out);
	if (in_rules) put_line(p, &place, extra->at.span, extra->severity);
}

static void put_diag(const struct printer *p, const struct diag *diag)
{
	struct place place;
	bool in_rules = put_place(p, diag->at, &place);
	put_word(p, diag->severity, diag_info[diag->code].number);
	put_text(p, diag->message);
	if (diag->at.column.len) {
		struct text column = diag_quote(p->diags->arena, diag->at.column);
		fprintf(p->out, " (column %.*s)", TEXT_ARG(column));
	}
	fputc('\n', p->out);
	if (in_rules) put_line(p, &place, diag->at.span, diag->severity);
	for (const struct diag_extra *e = diag->first; e; e = e->next)
		put_extra(p, e);
}

void diag_print(const struct diags *diags, FILE *out, bool colour)
{
	struct printer p = { diags, out, colour };
	for (const struct diag *d = diags->first; d; d = d->next)
		put_diag(&p, d);
	if (diags->errors > diags->shown)
		fprintf(out, "... and %zu more error%s\n", diags->errors - diags->shown,
		        diags->errors - diags->shown == 1 ? "" : "s");
}

static json_t *json_text(struct text t)
{
	return json_stringn(t.at ? t.at : "", t.len);
}

static void json_place(const struct diags *diags, json_t *object, struct diag_at at)
{
	struct place place, end;
	if (at.file.len) {
		json_object_set_new(object, "file", json_text(diag_escape(diags->arena, at.file)));
		if (at.line) json_object_set_new(object, "line", json_integer((json_int_t)at.line));
		if (at.field) json_object_set_new(object, "field", json_integer((json_int_t)at.field));
		if (at.column.len) json_object_set_new(object, "column_name", json_text(diag_escape(diags->arena, at.column)));
	} else if (at.span.hi && source_find(diags->sources, at.span.lo, &place)) {
		json_object_set_new(object, "file", json_text(diag_escape(diags->arena, place.source->name)));
		json_object_set_new(object, "line", json_integer((json_int_t)place.line));
		json_object_set_new(object, "column", json_integer((json_int_t)place.column));
		if (source_find(diags->sources, at.span.hi, &end)) {
			json_object_set_new(object, "end_line", json_integer((json_int_t)end.line));
			json_object_set_new(object, "end_column", json_integer((json_int_t)end.column));
		}
	}
}

static json_t *json_extra(const struct diags *diags, const struct diag_extra *extra)
{
	json_t *object = json_object();
	json_object_set_new(object, "severity", json_string(severity_word[extra->severity]));
	json_object_set_new(object, "message", json_text(extra->message));
	json_place(diags, object, extra->at);
	return object;
}

static json_t *json_diag(const struct diags *diags, const struct diag *diag)
{
	json_t *object = json_object(), *extras = json_array();
	json_object_set_new(object, "code", json_string(diag_info[diag->code].number));
	json_object_set_new(object, "severity", json_string(severity_word[diag->severity]));
	json_object_set_new(object, "message", json_text(diag->message));
	json_place(diags, object, diag->at);
	for (const struct diag_extra *e = diag->first; e; e = e->next)
		json_array_append_new(extras, json_extra(diags, e));
	json_object_set_new(object, "notes", extras);
	return object;
}

void diag_json(const struct diags *diags, FILE *out)
{
	json_t *all = json_array();
	for (const struct diag *d = diags->first; d; d = d->next)
		json_array_append_new(all, json_diag(diags, d));
	json_dumpf(all, out, JSON_INDENT(2));
	fputc('\n', out);
	json_decref(all);
}

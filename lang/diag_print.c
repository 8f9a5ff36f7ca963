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

#define LINE_MAX_SHOWN 160

/* The line of the place, tabs as blanks, with ^~~~ under the span as far as it stands on this line. */
static void put_line(const struct printer *p, const struct place *place, struct span span, enum diag_severity severity)
{
	struct text before = { place->text.at, place->byte < place->text.len ? place->byte : place->text.len };
	size_t rest = place->text.len - before.len, length = span.hi - span.lo;
	struct text under = { place->text.at + before.len, length < rest ? length : rest };
	char *line = arena_alloc(p->diags->arena, place->text.len + 1);
	for (size_t i = 0; i < place->text.len; i++)
		line[i] = place->text.at[i];
	for (size_t i = 0; i < place->text.len; i++)
		if (line[i] == '\t') line[i] = ' ';
	struct text shown = { line, place->text.len };
	before.at = line;
	under.at = line + before.len;
	struct text safe_before = diag_escape(p->diags->arena, before);
	if (safe_before.len > LINE_MAX_SHOWN) return; /* a very long line helps nobody */
	struct text safe = diag_escape(p->diags->arena, shown);
	if (safe.len > LINE_MAX_SHOWN) {
		safe.len = LINE_MAX_SHOWN;
		while (safe.len && ((unsigned char)safe.at[safe.len] & 0xC0) == 0x80)
			safe.len--;
	}
	size_t indent = width_of(safe_before), carets = width_of(diag_escape(p->diags->arena, under));
	if (indent + carets > LINE_MAX_SHOWN) carets = LINE_MAX_SHOWN - indent;
	fprintf(p->out, "%6zu | ", place->line);
	put_text(p, safe);
	fprintf(p->out, "\n       | %*s%s^", (int)indent, "", p->colour ? severity_colour[severity] : "");
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

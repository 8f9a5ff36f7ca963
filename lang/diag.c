/* diag.c - the records of what is wrong. How they look is in diag_print.c. */
#include "lang/diag.h"
#include "lang/arena.h"
#include <stdio.h>

const struct diag_info diag_info[DIAG_COUNT] = {
#define DIAG(name, number, severity, title, explanation)                                                               \
	[DIAG_##name] = { #name, number, SEVERITY_##severity, title, explanation },
#include "lang/diag.def"
#undef DIAG
};

static void append(struct diags *diags, struct diag *diag)
{
	if (diags->last) diags->last->next = diag;
	else diags->first = diag;
	diags->last = diag;
	diags->open = diag;
}

static void report(struct diags *diags, enum diag_code code, struct diag_at at, const char *format, va_list args)
{
	enum diag_severity severity = diag_info[code].severity;
	if (severity == SEVERITY_WARNING && diags->strict) severity = SEVERITY_ERROR;
	diags->open = NULL;
	if (severity == SEVERITY_ERROR && diags->errors++ >= DIAG_MAX_ERRORS) return;
	if (severity == SEVERITY_WARNING) diags->warnings++;
	if (severity == SEVERITY_ERROR) diags->shown++;
	struct diag *diag = arena_alloc(diags->arena, sizeof *diag);
	diag->code = code;
	diag->severity = severity;
	diag->at = at;
	diag->message = arena_vformat(diags->arena, format, args);
	append(diags, diag);
}

void diag_report(struct diags *diags, enum diag_code code, struct diag_at at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	report(diags, code, at, format, args);
	va_end(args);
}

void diag_error(struct diags *diags, enum diag_code code, struct span at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	report(diags, code, (struct diag_at){ .span = at }, format, args);
	va_end(args);
}

static void extra(struct diags *diags, enum diag_severity severity, struct diag_at at, const char *format, va_list args)
{
	struct diag *diag = diags->open;
	if (!diag) return;
	struct diag_extra *e = arena_alloc(diags->arena, sizeof *e);
	e->severity = severity;
	e->at = at;
	e->message = arena_vformat(diags->arena, format, args);
	if (diag->last) diag->last->next = e;
	else diag->first = e;
	diag->last = e;
}

void diag_note(struct diags *diags, struct span at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	extra(diags, SEVERITY_NOTE, (struct diag_at){ .span = at }, format, args);
	va_end(args);
}

void diag_note_at(struct diags *diags, struct diag_at at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	extra(diags, SEVERITY_NOTE, at, format, args);
	va_end(args);
}

void diag_help(struct diags *diags, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	extra(diags, SEVERITY_HELP, (struct diag_at){ 0 }, format, args);
	va_end(args);
}

/* Characters that a terminal obeys, or that hide or reorder what is around them (Unicode TR36, TR39). */
bool diag_is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

/* The character that begins at text[i] and how many bytes it takes; 0 bytes when it is not UTF-8. */
static size_t decode(struct text text, size_t i, uint32_t *c)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char b = (unsigned char)text.at[i];
	size_t n = b < 0x80 ? 1 : b >= 0xF0 && b < 0xF8 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xC0 && b < 0xE0 ? 2 : 0;
	if (n == 0 || n > text.len - i) return 0;
	*c = n == 1 ? b : b & (0xFFu >> (n + 1));
	for (size_t k = 1; k < n; k++) {
		unsigned char next = (unsigned char)text.at[i + k];
		if ((next & 0xC0) != 0x80) return 0;
		*c = *c << 6 | (next & 0x3F);
	}
	return *c < least[n] || *c > 0x10FFFF || (*c >= 0xD800 && *c <= 0xDFFF) ? 0 : n;
}

/* Writes one character to out, which has room for 12 bytes, and says how many it wrote. */
static size_t escape_one(char *out, struct text text, size_t i, size_t *bytes)
{
	uint32_t c = 0;
	size_t n = decode(text, i, &c);
	*bytes = n ? n : 1;
	if (n == 0) return (size_t)sprintf(out, "\\x%02X", (unsigned char)text.at[i]);
	if (!diag_is_unsafe(c)) {
		memcpy(out, text.at + i, n);
		return n;
	}
	switch (c) {
	case '\n': return (size_t)sprintf(out, "\\n");
	case '\r': return (size_t)sprintf(out, "\\r");
	case '\t': return (size_t)sprintf(out, "\\t");
	default: return (size_t)sprintf(out, c < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)c);
	}
}

static struct text escape(struct arena *arena, struct text value, size_t most)
{
	size_t room = 12, shown = 0;
	for (size_t i = 0; i < value.len && shown < most; shown++) {
		uint32_t c;
		size_t n = decode(value, i, &c);
		room += n && !diag_is_unsafe(c) ? n : 12;
		i += n ? n : 1;
	}
	char *out = arena_alloc(arena, room + 4);
	size_t len = 0, i = 0, bytes;
	for (shown = 0; i < value.len && shown < most; i += bytes, shown++)
		len += escape_one(out + len, value, i, &bytes);
	if (i < value.len) {
		memcpy(out + len, "...", 3);
		len += 3;
	}
	return (struct text){ out, len };
}

struct text diag_quote(struct arena *arena, struct text value)
{
	return escape(arena, value, 60);
}

struct text diag_escape(struct arena *arena, struct text value)
{
	return escape(arena, value, SIZE_MAX);
}

#define NEAREST_MAX 40 /* longer names are not compared: a slip in one is as easily seen */

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c == '-' || c == ' ' ? '_' : c;
}

/* Damerau's distance (restricted): letters inserted, left out, changed or swapped with the next. */
static size_t distance(struct text a, struct text b)
{
	size_t rows[3][NEAREST_MAX + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = folded(a.at[i - 1]) == folded(b.at[j - 1]);
			size_t d = last[j - 1] + !same;
			if (last[j] + 1 < d) d = last[j] + 1;
			if (now[j - 1] + 1 < d) d = now[j - 1] + 1;
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] && before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			now[j] = d;
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

struct text diag_nearest(struct text name, const struct text *candidates, size_t count)
{
	struct text best = TEXT("");
	size_t limit = name.len / 3 + 1, least = limit + 1;
	if (name.len > NEAREST_MAX) return best;
	for (size_t i = 0; i < count; i++) {
		if (candidates[i].len > NEAREST_MAX || candidates[i].len == 0) continue;
		size_t d = distance(name, candidates[i]);
		if (d < least && d < candidates[i].len) {
			least = d;
			best = candidates[i];
		}
	}
	return best;
}

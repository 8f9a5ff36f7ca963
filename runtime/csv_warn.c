/* csv_warn.c - invisible and control characters, and texts that a spreadsheet would run. */
#include "runtime/csv_warn.h"
#include "lang/arena.h"
#include "runtime/spreadsheet.h"
#include <utf8proc.h>

enum kind { INVISIBLE, CONTROL, FORMULA };

static const struct {
	enum diag_code code;
	const char *one, *many;
} words[CSV_WARN_KINDS] = {
	[INVISIBLE] = { DIAG_TEXT_INVISIBLE, "text holds invisible or reordering characters",
	                "texts hold invisible or reordering characters" },
	[CONTROL] = { DIAG_TEXT_CONTROL, "text holds control characters", "texts hold control characters" },
	[FORMULA] = { DIAG_TEXT_FORMULA, "text would run as a formula in a spreadsheet",
	              "texts would run as formulas in a spreadsheet" },
};

static void count(struct arena *arena, struct csv_warnings *warnings, enum kind kind, struct text text,
                  struct diag_at at)
{
	struct csv_warned *w = &warnings->kinds[kind];
	if (w->count == 0) {
		w->first = at;
		w->sample = arena_text(arena, text);
	}
	if (w->count < CSV_WARN_LINES) w->lines[w->count] = at.line;
	w->count++;
}

static bool is_control(utf8proc_int32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c <= 0x9F);
}

static bool is_printable_ascii(struct text text)
{
	unsigned odd = 0;
	for (size_t i = 0; i < text.len; i++)
		odd |= (unsigned)((unsigned char)(text.at[i] - 0x20) >= 0x5F);
	return !odd;
}

/* By enum kind, a bit each. */
static unsigned kinds_of(struct text text)
{
	unsigned kinds = spreadsheet_runs(text) ? 1u << FORMULA : 0;
	if (is_printable_ascii(text)) return kinds;
	for (size_t i = 0; i < text.len;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n =
			utf8proc_iterate((const utf8proc_uint8_t *)text.at + i, (utf8proc_ssize_t)(text.len - i), &c);
		if (n < 1) break;
		if (is_control(c)) kinds |= 1u << CONTROL;
		/* Joiners belong to scripts. */
		if (c >= 0xA0 && diag_is_unsafe((uint32_t)c) && c != 0x200D && c != 0x200C) kinds |= 1u << INVISIBLE;
		i += (size_t)n;
	}
	return kinds;
}

bool csv_warns(struct text text)
{
	return kinds_of(text) != 0;
}

void csv_warn_text(struct arena *arena, struct csv_warnings *warnings, struct text text, struct diag_at at)
{
	unsigned kinds = kinds_of(text);
	for (unsigned k = 0; k < CSV_WARN_KINDS; k++)
		if (kinds >> k & 1) count(arena, warnings, (enum kind)k, text, at);
}

void csv_warn_done(const struct csv_warnings *warnings, struct diags *diags)
{
	for (size_t k = 0; k < CSV_WARN_KINDS; k++) {
		const struct csv_warned *w = &warnings->kinds[k];
		struct text lines = TEXT("");
		for (size_t i = 0; i < w->count && i < CSV_WARN_LINES; i++)
			lines = arena_format(diags->arena, "%.*s%s%zu", TEXT_ARG(lines), i ? ", " : "", w->lines[i]);
		if (w->count == 0) continue;
		diag_report(diags, words[k].code, w->first, "%zu %s, such as \"%.*s\": line%s %.*s%s", w->count,
		            w->count == 1 ? words[k].one : words[k].many, TEXT_ARG(diag_quote(diags->arena, w->sample)),
		            w->count == 1 ? "" : "s", TEXT_ARG(lines), w->count > CSV_WARN_LINES ? ", ..." : "");
		diag_help(
			diags, "%s",
			k == FORMULA
				? "the text is kept as it is; --spreadsheet writes it with an apostrophe before it, so that it is not run"
				: "the text is kept as it is, and shown escaped outside CSV and JSON");
	}
}

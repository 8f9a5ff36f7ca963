/* spelling.c - the scanner's actions: how numbers, dates, texts and names are spelled, and what to say of a spelling
 * that belongs to another language. A misspelt word is delivered as what it was meant to be, so that one slip is one
 * error. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "parser/grammar.tab.h"
#include "parser/scan.h"

static struct text spelled(const struct scan *scan)
{
	return (struct text){ scan->source->body.at + scan->lo, scan->hi - scan->lo };
}

static struct span place(const struct scan *scan)
{
	return (struct span){ scan->source->base + (uint32_t)scan->lo, scan->source->base + (uint32_t)scan->hi };
}

/* The word as it may be shown. */
static struct text shown(const struct scan *scan)
{
	return diag_quote(scan->arena, spelled(scan));
}

static struct text without_ends(struct text text, size_t open, size_t close)
{
	return (struct text){ text.at + open, text.len - open - close };
}

void scan_deliver(struct scan *scan, int code, struct text text)
{
	*scan->token = (struct token){ code, place(scan), text, scan->first };
	scan->first = false;
	scan->complete = true;
}

void scan_spelled(struct scan *scan, int code)
{
	scan_deliver(scan, code, spelled(scan));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t skip_digits(struct text t, size_t i)
{
	while (i < t.len && (is_digit(t.at[i]) || (strchr("_.", t.at[i]) && i + 1 < t.len && is_digit(t.at[i + 1]))))
		i++;
	return i;
}

/* What follows the digits: m of £4.8m, and nothing of 2.5e6. */
static struct text suffix_of(struct text t)
{
	size_t i = 0;
	while (i < t.len && !is_digit(t.at[i])) /* the sign */
		i++;
	i = skip_digits(t, i);
	if (i + 1 < t.len && (t.at[i] == 'e' || t.at[i] == 'E')) {
		size_t power = i + 1 + (strchr("+-", t.at[i + 1]) != NULL);
		if (power < t.len && is_digit(t.at[power])) i = skip_digits(t, power);
	}
	return (struct text){ t.at + i, t.len - i };
}

/* Our suffix for it, or for one in use elsewhere; NULL when it is none. */
static const char *suffix_for(struct text suffix)
{
	static const char *const known[][2] = { { "k", "k" },        { "m", "m" },   { "bn", "bn" },     { "K", "k" },
		                                    { "thousand", "k" }, { "M", "m" },   { "mn", "m" },      { "mm", "m" },
		                                    { "mio", "m" },      { "mln", "m" }, { "million", "m" }, { "b", "bn" },
		                                    { "B", "bn" },       { "Bn", "bn" }, { "BN", "bn" },     { "bln", "bn" },
		                                    { "billion", "bn" } };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_is(suffix, known[i][0])) return known[i][1];
	return NULL;
}

/* 12e5k: which of the two a reader overlooks cannot be known. */
static bool refuse_both(struct scan *scan, struct text number, const char *suffix)
{
	const char *times = !strcmp(suffix, "k") ? "1_000" : !strcmp(suffix, "m") ? "1_000_000" : "1_000_000_000";
	if (!memchr(number.at, 'e', number.len) && !memchr(number.at, 'E', number.len)) return false;
	diag_error(scan->diags, DIAG_NUMBER_SUFFIX, place(scan), "a number has an exponent or a suffix, not both");
	diag_help(scan->diags, "write %.*s * %s", TEXT_ARG(number), times);
	return true;
}

void scan_suffixed(struct scan *scan, int code)
{
	struct text all = spelled(scan), suffix = suffix_of(all), number = { all.at, all.len - suffix.len };
	const char *ours = suffix_for(suffix);
	if (ours && refuse_both(scan, number, ours)) {
		scan_deliver(scan, code, number);
		return;
	}
	if (ours && text_is(suffix, ours)) {
		scan_spelled(scan, code);
		return;
	}
	diag_error(scan->diags, DIAG_NUMBER_SUFFIX, place(scan), "\"%.*s\" is no suffix of a number",
	           TEXT_ARG(diag_quote(scan->arena, suffix)));
	if (ours) diag_help(scan->diags, "write %.*s%s", TEXT_ARG(number), ours);
	else diag_help(scan->diags, "the suffixes are k, m and bn; a product is written %.*s * x", TEXT_ARG(number));
	scan_deliver(scan, code, number);
}

/* Of 10,200 with another digit behind it the last group is none, and may leave no number with groups at all. */
static bool is_grouped(struct scan *scan)
{
	const struct text *body = &scan->source->body;
	bool ends = scan->hi >= body->len || !is_digit(body->at[scan->hi]);
	if (!ends) scan->hi -= 4;
	return memchr(spelled(scan).at, ',', spelled(scan).len) != NULL;
}

static struct text with_underscores(struct arena *arena, struct text t)
{
	struct text copy = arena_text(arena, t);
	for (size_t i = 0; i < copy.len; i++)
		if (copy.at[i] == ',') ((char *)copy.at)[i] = '_';
	return copy;
}

int scan_grouped(struct scan *scan, int code)
{
	if (!is_grouped(scan)) {
		scan_spelled(scan, code);
	} else {
		struct text number = with_underscores(scan->arena, spelled(scan));
		diag_error(scan->diags, DIAG_THOUSANDS_COMMA, place(scan),
		           "a comma separates values, so \"%.*s\" is not one number", TEXT_ARG(shown(scan)));
		diag_help(scan->diags, "write %.*s, or a space behind the comma if these are several values", TEXT_ARG(number));
		scan_deliver(scan, code, number);
	}
	return (int)(scan->hi - scan->lo);
}

static int two_digits(const char *at)
{
	return (at[0] - '0') * 10 + (at[1] - '0');
}

/* The last two digits of the year behind that of `at`. */
static int next_year(const char *at)
{
	return (two_digits(at + 2) + 1) % 100;
}

void scan_year(struct scan *scan)
{
	struct text t = spelled(scan);
	int next = next_year(t.at);
	if (two_digits(t.at + 5) != next) {
		diag_error(scan->diags, DIAG_DATE_SPELLING, place(scan), "\"%.*s\" is not a financial year", TEXT_ARG(t));
		diag_help(scan->diags, "a financial year is written %.4s-%02d; a subtraction has spaces: %.4s - %.2s", t.at,
		          next, t.at, t.at + 5);
	}
	scan_spelled(scan, TOK_YEAR);
}

int scan_slashed_year(struct scan *scan)
{
	struct text t = spelled(scan);
	if (two_digits(t.at + 5) != next_year(t.at)) {
		scan->hi -= 3;
		scan_spelled(scan, TOK_NUMBER);
		return 4;
	}
	diag_error(scan->diags, DIAG_DATE_SPELLING, place(scan), "\"%.*s\" is not how a financial year is written",
	           TEXT_ARG(t));
	diag_help(scan->diags, "write %.4s-%.2s; a division has spaces: %.4s / %.2s", t.at, t.at + 5, t.at, t.at + 5);
	scan_deliver(scan, TOK_YEAR, arena_format(scan->arena, "%.4s-%.2s", t.at, t.at + 5));
	return (int)t.len;
}

struct day {
	int year, month, day;
};

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199 };

static bool is_day(struct day d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = d.year % 4 == 0 && (d.year % 100 != 0 || d.year % 400 == 0);
	return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= days[d.month - 1] + (d.month == 2 && leap);
}

static bool is_covered(int year)
{
	return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* What is delivered for a date that is none, so that nobody behind the parser meets one. */
#define SOME_DATE TEXT("2000-01-01")

void scan_date(struct scan *scan)
{
	struct text t = spelled(scan);
	struct day d = { two_digits(t.at) * 100 + two_digits(t.at + 2), two_digits(t.at + 5), two_digits(t.at + 8) };
	bool sound = is_day(d) && is_covered(d.year);
	if (!is_covered(d.year)) {
		diag_error(scan->diags, DIAG_DATE_SPELLING, place(scan),
		           "dates in rules are of the years %d to %d, and \"%.*s\" "
		           "is not",
		           FIRST_YEAR, LAST_YEAR, TEXT_ARG(t));
		diag_help(scan->diags, "a date is year-month-day, as in 2026-04-01; a subtraction has spaces around its sign");
	} else if (!sound) {
		diag_error(scan->diags, DIAG_DATE_SPELLING, place(scan), "there is no date \"%.*s\"", TEXT_ARG(t));
		diag_help(scan->diags, "a date is year-month-day, as in 2026-04-01");
	}
	scan_deliver(scan, TOK_DATE, sound ? t : SOME_DATE);
}

static const char *const month_names[] = { "January", "February", "March",     "April",   "May",      "June",
	                                       "July",    "August",   "September", "October", "November", "December" };

/* The number of a month's name, of which the first three letters tell; 0 when it is none. */
static int month_of(const char *at, size_t len)
{
	for (int m = 0; len >= 3 && m < 12; m++)
		if (!memcmp(at, month_names[m], 3)) return m + 1;
	return 0;
}

/* Three numbers, or two and a month's name, as they stand in the text. */
static void read_parts(struct text t, int parts[3])
{
	size_t i = 0;
	for (int n = 0; n < 3; n++) {
		while (strchr("/.- \t", t.at[i]))
			i++;
		parts[n] = month_of(t.at + i, t.len - i);
		for (; i < t.len && !strchr("/.- \t", t.at[i]); i++)
			if (is_digit(t.at[i])) parts[n] = parts[n] * 10 + (t.at[i] - '0');
	}
}

/* Day, month, year as in most of the world; month, day, year where it cannot be that; or year, month, day. */
static struct day foreign_day(struct text t)
{
	int p[3];
	read_parts(t, p);
	if (p[0] > 99) return (struct day){ p[0], p[1], p[2] };
	if (p[1] > 12) return (struct day){ p[2], p[0], p[1] };
	return (struct day){ p[2], p[1], p[0] };
}

void scan_foreign_date(struct scan *scan)
{
	struct day d = foreign_day(spelled(scan));
	struct text ours = SOME_DATE;
	diag_error(scan->diags, DIAG_DATE_SPELLING, place(scan), "\"%.*s\" is not how a date is written",
	           TEXT_ARG(shown(scan)));
	if (is_day(d) && is_covered(d.year)) {
		ours = arena_format(scan->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
		diag_help(scan->diags, "a date is year-month-day: %.*s is %d %s %d", TEXT_ARG(ours), d.day,
		          month_names[d.month - 1], d.year);
	} else {
		diag_help(scan->diags, "a date is year-month-day, as in 2026-04-01; a calculation has spaces around its signs");
	}
	scan_deliver(scan, TOK_DATE, ours);
}

void scan_bad_date(struct scan *scan)
{
	diag_error(scan->diags, DIAG_DATE_SPELLING, place(scan), "\"%.*s\" is neither a date nor a financial year",
	           TEXT_ARG(shown(scan)));
	diag_help(scan->diags, "write 2026-04-01 or 2026-27; a subtraction has spaces around its sign");
	scan_deliver(scan, TOK_DATE, SOME_DATE);
}

void scan_fraction(struct scan *scan)
{
	diag_error(scan->diags, DIAG_NUMBER_SUFFIX, place(scan), "a number begins with a digit");
	diag_help(scan->diags, "write 0%.*s", TEXT_ARG(spelled(scan)));
	scan_deliver(scan, TOK_NUMBER, arena_format(scan->arena, "0%.*s", TEXT_ARG(spelled(scan))));
}

/* What a backslash and the character behind it stand for; 0 when nothing. */
static char escaped(char c)
{
	return c == 'n' ? '\n' : c == '"' || c == '\\' ? c : 0;
}

static void bad_escape(const struct scan *scan, const char *at)
{
	uint32_t lo = scan->source->base + (uint32_t)(at - scan->source->body.at);
	diag_error(scan->diags, DIAG_BAD_ESCAPE, (struct span){ lo, lo + 1 }, "a backslash here stands for nothing");
	diag_help(scan->diags, "the escapes are \\\" for a quotation mark, \\n for a line end and \\\\ for a backslash");
}

static struct text unescaped(const struct scan *scan, struct text in)
{
	if (!in.len || !memchr(in.at, '\\', in.len)) return in;
	char *out = arena_alloc(scan->arena, in.len);
	size_t n = 0;
	for (size_t i = 0; i < in.len; i++) {
		if (in.at[i] == '\\' && i + 1 < in.len) {
			char c = escaped(in.at[i + 1]);
			if (!c) bad_escape(scan, in.at + i);
			else i++;
			out[n++] = c ? c : '\\';
		} else {
			out[n++] = in.at[i];
		}
	}
	return (struct text){ out, n };
}

void scan_text(struct scan *scan)
{
	scan_deliver(scan, TOK_TEXT, unescaped(scan, without_ends(spelled(scan), 1, 1)));
}

void scan_open_text(struct scan *scan)
{
	diag_error(scan->diags, DIAG_OPEN_TEXT, place(scan), "the text that begins here has no closing quotation mark");
	diag_help(scan->diags, "a text ends on its line; long ones are written as several, one behind the other, and a "
	                       "quotation mark inside one is \\\"");
	scan_deliver(scan, TOK_TEXT, without_ends(spelled(scan), 1, 0));
}

void scan_foreign_text(struct scan *scan, size_t open, size_t close)
{
	struct text inside = without_ends(spelled(scan), open, close);
	diag_error(scan->diags, DIAG_FOREIGN_QUOTE, place(scan), "texts stand in straight double quotes");
	diag_help(scan->diags, "write \"%.*s\"", TEXT_ARG(diag_quote(scan->arena, inside)));
	scan_deliver(scan, TOK_TEXT, inside);
}

void scan_quoted_name(struct scan *scan)
{
	scan_deliver(scan, TOK_QUOTED, without_ends(spelled(scan), 1, 1));
}

void scan_open_name(struct scan *scan)
{
	bool empty = text_is(spelled(scan), "``");
	diag_error(scan->diags, DIAG_OPEN_NAME, place(scan),
	           empty ? "a name cannot be empty" : "the name that begins here has no closing back-quote");
	diag_help(scan->diags, "write `Any name` with a back-quote on each side");
	scan_deliver(scan, TOK_QUOTED, empty ? TEXT("_") : without_ends(spelled(scan), 1, 0));
}

void scan_foreign_name(struct scan *scan)
{
	diag_error(scan->diags, DIAG_UNKNOWN_CHARACTER, place(scan),
	           "the name \"%.*s\" has letters that only a name in back-quotes may have", TEXT_ARG(shown(scan)));
	diag_help(scan->diags, "write `%.*s`", TEXT_ARG(shown(scan)));
	scan_deliver(scan, TOK_QUOTED, spelled(scan));
}

void scan_foreign(struct scan *scan, int code, const char *ours)
{
	struct text sign = { spelled(scan).at, code ? spelled(scan).len : 2 };
	diag_error(scan->diags, DIAG_FOREIGN_OPERATOR, place(scan), "\"%.*s\" is not used here", TEXT_ARG(sign));
	diag_help(scan->diags, code ? "write %s" : "%s", ours);
	if (code) scan_spelled(scan, code);
}

void scan_lone(struct scan *scan, const char *advice)
{
	diag_error(scan->diags, DIAG_UNKNOWN_CHARACTER, place(scan), "\"%.*s\" cannot stand here", TEXT_ARG(shown(scan)));
	diag_help(scan->diags, "%s", advice);
}

void scan_unknown(struct scan *scan)
{
	bool no_break = text_is(spelled(scan), "\xC2\xA0");
	diag_error(scan->diags, DIAG_UNKNOWN_CHARACTER, place(scan),
	           no_break ? "a no-break space looks like a space and is none" : "\"%.*s\" means nothing in a rule file",
	           TEXT_ARG(shown(scan)));
	if (no_break) diag_help(scan->diags, "write a plain space");
}

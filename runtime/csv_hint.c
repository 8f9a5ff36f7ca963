/* csv_hint.c - a cell that is not a number: what it seems to be, and the clause or the correction that would do. */
#include "lang/arena.h"
#include "runtime/csv_cell.h"

/* What published tables write for a figure that is not there; "[c]" and its like are recognised by their shape. */
static const char *const stands_for_missing[] = { "..",
	                                              ".",
	                                              ":",
	                                              "-",
	                                              "--",
	                                              "*",
	                                              "**",
	                                              "c",
	                                              "x",
	                                              "z",
	                                              "u",
	                                              "w",
	                                              "NA",
	                                              "N/A",
	                                              "n/a",
	                                              "na",
	                                              "#N/A",
	                                              "NULL",
	                                              "null",
	                                              "None",
	                                              "none",
	                                              "NaN",
	                                              "nan",
	                                              "nil",
	                                              "S",
	                                              "s",
	                                              "D",
	                                              "X",
	                                              "(X)",
	                                              "(D)",
	                                              "(S)",
	                                              "\xE2\x80\x93",
	                                              "\xE2\x80\x94",
	                                              "\xE2\x80\xA6",
	                                              "..." };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool ends(struct text text, const char *with)
{
	size_t n = strlen(with);
	return text.len >= n && memcmp(text.at + text.len - n, with, n) == 0;
}

static bool begins(struct text text, const char *with)
{
	size_t n = strlen(with);
	return text.len >= n && memcmp(text.at, with, n) == 0;
}

static bool is_number(const struct csv_cells *c, struct text text)
{
	struct number ignored;
	return number_read(c->pool, text, &ignored) != NUMBER_MALFORMED;
}

/* "[c]", "[low]" of the Government Statistical Service. */
static bool is_shorthand(struct text cell)
{
	if (cell.len < 3 || cell.len > 6 || cell.at[0] != '[' || cell.at[cell.len - 1] != ']') return false;
	for (size_t i = 1; i + 1 < cell.len; i++)
		if (cell.at[i] < 'a' || cell.at[i] > 'z') return false;
	return true;
}

static bool is_missing_word(struct text cell)
{
	for (size_t i = 0; i < sizeof stands_for_missing / sizeof *stands_for_missing; i++)
		if (text_is(cell, stands_for_missing[i])) return true;
	return false;
}

/* Digits in groups parted by one kind of separator: "1,234,567.8"; gives the separator. */
static struct text grouped_by(struct text cell)
{
	static const char *const separators[] = { ",", " ", "'", ".", "\xC2\xA0", "\xE2\x80\xAF", "_" };
	size_t i = cell.len && (cell.at[0] == '-' || cell.at[0] == '+'), first = i;
	while (i < cell.len && is_digit(cell.at[i]))
		i++;
	if (i == first || i - first > 3) return TEXT("");
	for (size_t s = 0; s < sizeof separators / sizeof *separators; s++) {
		size_t n = strlen(separators[s]), at = i, groups = 0;
		while (cell.len - at >= n + 3 && memcmp(cell.at + at, separators[s], n) == 0 && is_digit(cell.at[at + n]) &&
		       is_digit(cell.at[at + n + 1]) && is_digit(cell.at[at + n + 2])) {
			at += n + 3;
			groups++;
		}
		bool point = at < cell.len && cell.at[at] == '.' && separators[s][0] != '.';
		if (groups && (at == cell.len || point)) return text_of(separators[s]);
	}
	return TEXT("");
}

static bool has_decimal_comma(struct text cell)
{
	const char *comma = cell.len ? memchr(cell.at, ',', cell.len) : NULL;
	if (!comma || comma == cell.at || comma + 1 == cell.at + cell.len) return false;
	for (const char *p = comma + 1; p < cell.at + cell.len; p++)
		if (!is_digit(*p)) return false;
	for (const char *p = cell.at; p < comma; p++)
		if (!is_digit(*p) && *p != '.' && *p != ' ' && !(p == cell.at && *p == '-')) return false;
	return true;
}

/* Where a number begins in "£5" or "GBP 5": behind what is neither digit, sign nor point. */
static size_t behind_unit(struct text cell)
{
	size_t i = 0;
	while (i < cell.len && !is_digit(cell.at[i]) && cell.at[i] != '.')
		i++;
	return i;
}

/* Marks of money that are known without the fund's currency. */
static bool is_currency(const struct dataset *d, struct text unit)
{
	static const char *const signs[] = { "\xC2\xA3", "\xE2\x82\xAC", "$",   "\xC2\xA5", "\xE2\x82\xB9", "R$",
		                                 "GBP",      "EUR",          "USD", "CAD",      "AUD",          "BRL" };
	while (unit.len && (unit.at[unit.len - 1] == ' ' || unit.at[unit.len - 1] == '-'))
		unit.len--;
	if (unit.len && unit.at[0] == '-') unit.at++, unit.len--;
	if (unit.len && (text_equal(unit, d->currency_sign) || text_equal(unit, d->currency))) return true;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (text_is(unit, signs[i])) return true;
	return false;
}

/* Never an empty part, which every cell would contain. */
static bool contains(struct text cell, struct text part)
{
	for (size_t i = 0; part.len && i + part.len <= cell.len; i++)
		if (memcmp(cell.at + i, part.at, part.len) == 0) return true;
	return false;
}

static bool hint_at_separator(const struct csv_cells *c, struct text cell)
{
	struct text separator = grouped_by(cell);
	if (separator.len && text_equal(separator, c->dataset->thousands)) return false;
	if (separator.len && !text_is(separator, ".") && !text_is(separator, "_")) {
		diag_help(c->diags, "if the separator parts thousands, say so in the dataset: `thousands \"%.*s\"`",
		          TEXT_ARG(separator));
		return true;
	}
	if (has_decimal_comma(cell)) {
		diag_help(c->diags,
		          "write decimals with a point: a decimal comma is not read, for 1,500 could mean two numbers");
		return true;
	}
	if (contains(cell, c->dataset->thousands)) {
		diag_help(c->diags, "`thousands \"%.*s\"` accepts groups of exactly three digits before the point",
		          TEXT_ARG(c->dataset->thousands));
		return true;
	}
	return false;
}

static bool hint_at_unit(const struct csv_cells *c, const struct field *field, struct text cell)
{
	struct text unit = { cell.at, behind_unit(cell) }, rest = { cell.at + unit.len, cell.len - unit.len };
	if (ends(cell, "%") && is_number(c, (struct text){ cell.at, cell.len - 1 })) {
		diag_help(c->diags, "declare the field a percentage: `field %.*s percent`", TEXT_ARG(field->name));
		return true;
	}
	if (rest.len == 0 || !is_currency(c->dataset, unit)) return false;
	if (field->type.kind != TYPE_MONEY)
		diag_help(c->diags, "declare the field money: `field %.*s money`", TEXT_ARG(field->name));
	else if (c->dataset->currency.len)
		diag_help(c->diags, "amounts are in the fund's currency, %.*s, and may begin with its sign or code",
		          TEXT_ARG(c->dataset->currency));
	else diag_help(c->diags, "say which currency the fund has: `currency GBP`");
	return true;
}

static struct text trimmed(struct text cell)
{
	while (cell.len && (cell.at[0] == ' ' || cell.at[0] == '\t'))
		cell.at++, cell.len--;
	while (cell.len && (cell.at[cell.len - 1] == ' ' || cell.at[cell.len - 1] == '\t'))
		cell.len--;
	return cell;
}

static bool hint_at_spelling(const struct csv_cells *c, struct text cell)
{
	struct text bare = trimmed(cell);
	const char *help = NULL;
	if (bare.len < cell.len)
		help = bare.len ? "remove the blanks around it" : "leave the cell empty if the value is missing";
	else if (begins(cell, "\xE2\x88\x92") || begins(cell, "\xE2\x80\x93"))
		help = "write the minus as the plain hyphen \"-\" of the keyboard";
	else if (begins(cell, "(") && ends(cell, ")")) help = "write a negative number with a minus before it: -500";
	else if (begins(cell, "\xEF\xBB\xBF") || ends(cell, "\xE2\x80\x8B")) help = "remove the invisible character";
	else if (begins(cell, ".") || ends(cell, ".")) help = "a point stands between digits: 0.5, 5.0";
	else if (begins(cell, "0x")) help = "write the number with decimal digits";
	else if (cell.len && is_digit(cell.at[0]))
		help = "the cell may hold nothing but the number: no unit, flag or footnote";
	if (help) diag_help(c->diags, "%s", help);
	return help != NULL;
}

/* Two exports joined end to end repeat the header. */
static bool is_header(const struct field *field, struct text cell)
{
	return text_equal(cell, field->header);
}

void csv_not_number(const struct csv_cells *c, const struct field *field, struct text cell, struct diag_at at)
{
	enum type_kind kind = field->type.kind;
	const char *what = kind == TYPE_PERCENT ? "a percentage"
	                   : kind == TYPE_MONEY ? "an amount of money"
	                   : kind == TYPE_COUNT ? "a whole number"
	                                        : "a number";
	static const char if_missing[] =
		"if it marks a value that is not there, write `missing means %s%.*s%s` under the field, or "
		"above the first field for the whole dataset%s";
	struct text shown = diag_quote(c->diags->arena, cell);
	diag_report(c->diags, DIAG_CELL_NUMBER, at, "\"%.*s\" is not %s", TEXT_ARG(shown), what);
	if (is_shorthand(cell)) {
		diag_help(c->diags, if_missing, "", 3, "gss", "", "");
		return;
	}
	if (is_missing_word(cell)) {
		diag_help(c->diags, if_missing, "\"", TEXT_ARG(shown), "\"",
		          text_is(cell, ":") ? "; or `missing means eurostat`" : "");
		return;
	}
	if (is_header(field, cell)) {
		diag_help(c->diags, "the line repeats the header: two files seem to have been joined; remove the line");
		return;
	}
	if (hint_at_unit(c, field, cell) || hint_at_separator(c, cell) || hint_at_spelling(c, cell)) return;
	diag_help(c->diags,
	          "leave the cell empty if the value is missing, or declare what stands for it: "
	          "`missing means \"%.*s\"`",
	          TEXT_ARG(shown));
}

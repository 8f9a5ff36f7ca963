/* csv_cell.c - cells to values: numbers, percentages, counts, money, flags, choices and dates. */
#include "runtime/csv_cell.h"
#include "lang/arena.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool begins(struct text text, struct text with)
{
	return with.len && text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

static struct text from(struct text text, size_t n)
{
	return (struct text){ text.at + n, text.len - n };
}

enum { USUAL_CELL = 64 };

/* The cell without its thousands separators, when they part groups of exactly three digits before the point, the first
 * of one to three; else empty. The room is for USUAL_CELL bytes. */
static struct text without_thousands(struct arena *arena, struct text cell, struct text separator, char *room)
{
	char *out = cell.len <= USUAL_CELL ? room : arena_alloc(arena, cell.len);
	size_t len = 0, i = 0, digits = 0, groups = 0;
	if (cell.len && (cell.at[0] == '-' || cell.at[0] == '+')) out[len++] = cell.at[i++];
	while (i < cell.len) {
		if (is_digit(cell.at[i])) {
			out[len++] = cell.at[i++];
			digits++;
		} else if (begins(from(cell, i), separator)) {
			if (digits == 0 || digits > 3 || (groups && digits != 3)) return TEXT("");
			i += separator.len;
			groups++;
			digits = 0;
		} else break;
	}
	if (groups && digits != 3) return TEXT("");
	memcpy(out + len, cell.at + i, cell.len - i);
	return (struct text){ out, len + cell.len - i };
}

static bool holds(struct text text, struct text part)
{
	for (size_t i = 0; part.len && i + part.len <= text.len; i++)
		if (begins(from(text, i), part)) return true;
	return false;
}

/* Money may begin with the sign or the code of the fund's currency, and a sign of the number may stand before it:
 * £5, -£5, £-5, GBP 5. Leaves the number; false when there is nothing to take off. */
static bool without_currency(struct arena *arena, const struct dataset *d, struct text cell, struct text *out)
{
	bool sign = cell.len && (cell.at[0] == '-' || cell.at[0] == '+');
	struct text rest = from(cell, sign);
	if (begins(rest, d->currency_sign)) rest = from(rest, d->currency_sign.len);
	else if (begins(rest, d->currency)) {
		rest = from(rest, d->currency.len);
		if (rest.len && rest.at[0] == ' ') rest = from(rest, 1);
	} else return false;
	if (!sign) *out = rest;
	else if (rest.len == 0 || !is_digit(rest.at[0])) *out = TEXT("");
	else *out = arena_format(arena, "%c%.*s", cell.at[0], TEXT_ARG(rest));
	return true;
}

/* The plain decimal in a cell, what its type and dataset allow around it taken off. */
static struct text plain_decimal(const struct csv_cells *c, const struct field *field, struct text cell, char *room)
{
	if (field->type.kind == TYPE_PERCENT && cell.len && cell.at[cell.len - 1] == '%') cell.len--;
	if (field->type.kind == TYPE_MONEY) without_currency(c->arena, c->dataset, cell, &cell);
	if (c->dataset->thousands.len && holds(cell, c->dataset->thousands))
		cell = without_thousands(c->arena, cell, c->dataset->thousands, room);
	return cell;
}

static void beyond_limits(const struct csv_cells *c, enum number_read how, struct text cell, struct diag_at at)
{
	diag_report(c->diags, DIAG_CELL_SIZE, at, "\"%.*s\" %s", TEXT_ARG(diag_quote(c->diags->arena, cell)),
	            how == NUMBER_TOO_MANY_DIGITS ? "has more digits than can be read"
	                                          : "is larger or smaller than any number that can be read");
	diag_help(c->diags, how == NUMBER_TOO_MANY_DIGITS ? "a cell has at most 40 significant digits"
	                                                  : "the size of a number lies between 10^-308 and 10^308");
}

bool csv_decimal(const struct dataset *dataset, const struct field *field, struct text cell, struct decimal *out)
{
	if (decimal_read(cell, out)) return true;
	if (dataset->thousands.len) return false; /* it may be a point */
	if (field->type.kind == TYPE_PERCENT && cell.len && cell.at[cell.len - 1] == '%') cell.len--;
	else if (field->type.kind == TYPE_MONEY && begins(cell, dataset->currency_sign))
		cell = from(cell, dataset->currency_sign.len);
	else return false;
	return decimal_read(cell, out);
}

static bool read_number(const struct csv_cells *c, const struct field *field, struct text cell, struct diag_at at,
                        struct csv_value *value)
{
	struct number *out = &value->number;
	value->plain = csv_decimal(c->dataset, field, cell, &value->decimal) &&
	               (field->type.kind != TYPE_COUNT || (value->decimal.places == 0 && number_is_whole(field->unit)));
	if (value->plain) return true;
	char room[USUAL_CELL];
	enum number_read how = number_read(c->pool, cell, out);
	if (how == NUMBER_MALFORMED) how = number_read(c->pool, plain_decimal(c, field, cell, room), out);
	if (how == NUMBER_MALFORMED) {
		csv_not_number(c, field, cell, at);
		return false;
	}
	if (how != NUMBER_OK) {
		beyond_limits(c, how, cell, at);
		return false;
	}
	if (field->type.kind == TYPE_PERCENT) *out = number_mul(c->pool, *out, (struct number){ .num = 1, .den = 100 });
	if (field->unit.den != 1 || field->unit.num != 1) *out = number_mul(c->pool, *out, field->unit);
	if (field->type.kind == TYPE_COUNT && !number_is_whole(*out)) {
		diag_report(c->diags, DIAG_CELL_COUNT, at, "\"%.*s\" is not a whole number",
		            TEXT_ARG(diag_quote(c->diags->arena, cell)));
		diag_help(c->diags, "declare \"%.*s\" a number if parts are meant", TEXT_ARG(field->name));
		return false;
	}
	return true;
}

static bool same_but_case(struct text a, struct text b)
{
	if (a.len != b.len) return false;
	for (size_t i = 0; i < a.len; i++) {
		char x = a.at[i], y = b.at[i];
		if (x >= 'A' && x <= 'Z') x = (char)(x + ('a' - 'A'));
		if (y >= 'A' && y <= 'Z') y = (char)(y + ('a' - 'A'));
		if (x != y) return false;
	}
	return true;
}

/* "; did you mean ..." for words that differ in capitals, blanks or a letter. */
static void help_nearest(const struct csv_cells *c, struct text cell, const struct text *words, size_t count)
{
	struct arena *arena = c->diags->arena;
	struct text near = diag_nearest(cell, words, count);
	for (size_t i = 0; i < count; i++)
		if (same_but_case(cell, words[i])) near = words[i];
	if (near.len) diag_help(c->diags, "did you mean \"%.*s\"?", TEXT_ARG(diag_quote(arena, near)));
	else {
		struct text list = TEXT("");
		for (size_t i = 0; i < count && i < 8; i++)
			list = arena_format(arena, "%.*s%s\"%.*s\"", TEXT_ARG(list), i ? ", " : "",
			                    TEXT_ARG(diag_quote(arena, words[i])));
		diag_help(c->diags, "the field accepts %.*s%s", TEXT_ARG(list), count > 8 ? ", ..." : "");
	}
}

/* The cells that mean true and false, by turns. */
static const struct text *words_of_flag(const struct field *field, size_t *count)
{
	static const struct text usual[4] = { { "true", 4 }, { "false", 5 }, { "1", 1 }, { "0", 1 } };
	bool declared = field->word[0].len || field->word[1].len;
	*count = declared ? 2 : 4;
	return declared ? field->word : usual;
}

bool csv_flag(const struct field *field, struct text cell, int64_t *out)
{
	size_t count;
	const struct text *words = words_of_flag(field, &count);
	for (size_t i = 0; i < count; i++)
		if (text_equal(cell, words[i])) {
			*out = i % 2 == 0;
			return true;
		}
	return false;
}

static bool read_flag(const struct csv_cells *c, const struct field *field, struct text cell, struct diag_at at,
                      int64_t *out)
{
	if (csv_flag(field, cell, out)) return true;
	size_t count;
	const struct text *words = words_of_flag(field, &count);
	bool declared = words == field->word;
	diag_report(c->diags, DIAG_CELL_FLAG, at, "\"%.*s\" is neither \"%.*s\" nor \"%.*s\"",
	            TEXT_ARG(diag_quote(c->diags->arena, cell)), TEXT_ARG(words[0]), TEXT_ARG(words[1]));
	struct text near = diag_nearest(cell, words, count);
	if (near.len || declared) help_nearest(c, cell, words, count);
	else diag_help(c->diags, "a flag says which cells mean true and false: `flag (\"Y\", \"N\")`");
	return false;
}

bool csv_choice(const struct field *field, struct text cell)
{
	const struct choices *choices = field->type.choices;
	for (size_t i = 0; choices && i < choices->count; i++)
		if (text_equal(cell, choices->words[i])) return true;
	return false;
}

static bool read_choice(const struct csv_cells *c, const struct field *field, struct text cell, struct diag_at at)
{
	const struct choices *choices = field->type.choices;
	if (csv_choice(field, cell)) return true;
	diag_report(c->diags, DIAG_CELL_CHOICE, at, "\"%.*s\" is not one of the texts of the choice",
	            TEXT_ARG(diag_quote(c->diags->arena, cell)));
	if (choices) help_nearest(c, cell, choices->words, choices->count);
	return false;
}

static bool read_date(const struct csv_cells *c, struct text cell, struct diag_at at, int64_t *days)
{
	if (date_read(cell, days)) return true;
	bool shaped = cell.len == 10 && cell.at[4] == '-' && cell.at[7] == '-';
	diag_report(c->diags, DIAG_CELL_DATE, at, shaped ? "there is no date \"%.*s\"" : "\"%.*s\" is not a date",
	            TEXT_ARG(diag_quote(c->diags->arena, cell)));
	if (!shaped) diag_help(c->diags, "a date is written year, month, day: 2026-04-01");
	return false;
}

uint8_t csv_marker(const struct field *field, struct text cell)
{
	for (size_t i = 0; i < field->marker_count; i++)
		if (text_equal(cell, field->markers[i].spelling)) return (uint8_t)(i < UINT8_MAX ? i + 1 : UINT8_MAX);
	return 0;
}

bool csv_cell(const struct csv_cells *cells, const struct field *field, struct text cell, struct diag_at at,
              struct csv_value *value)
{
	*value = (struct csv_value){ .state = CELL_PRESENT, .plain = true };
	if (field->key && cell.len == 0) {
		diag_report(cells->diags, DIAG_KEY_EMPTY, at, "the row has no \"%.*s\", which is its key",
		            TEXT_ARG(field->name));
		diag_help(cells->diags, "remove the line if it is a total, a footnote or empty");
		return false;
	}
	if (!field->key) {
		value->reason = cell.len ? csv_marker(field, cell) : 0;
		value->state = cell.len == 0 || value->reason ? CELL_MISSING : CELL_PRESENT;
		if (value->state == CELL_MISSING) return true;
	}
	switch (field->type.kind) {
	case TYPE_NUMBER:
	case TYPE_PERCENT:
	case TYPE_COUNT:
	case TYPE_MONEY: return read_number(cells, field, cell, at, value);
	case TYPE_FLAG: return read_flag(cells, field, cell, at, &value->decimal.digits);
	case TYPE_DATE: return read_date(cells, cell, at, &value->decimal.digits);
	case TYPE_CHOICE: return read_choice(cells, field, cell, at);
	case TYPE_TEXT:
	case TYPE_YEAR:
	case TYPE_NONE:
	case TYPE_COUNT_OF: break;
	}
	return true;
}

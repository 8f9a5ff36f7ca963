/* check_value.c - literals, dates, currencies, and figures that are known before any data is read. */
#include "lang/check_private.h"

static const struct {
	const char *code;
	uint8_t decimals;
	const char *sign;
} currencies[] = {
#define CURRENCY(code, decimals, sign) { code, decimals, sign },
#include "lang/currency.def"
#undef CURRENCY
};
#define CURRENCY_COUNT (sizeof currencies / sizeof *currencies)

/* --- dates, in the Gregorian calendar carried back to the year 1 ---------------------------------------------------- */

static bool digits_at(struct text t, size_t from, size_t count, int *out)
{
	*out = 0;
	for (size_t i = from; i < from + count; i++) {
		if (t.at[i] < '0' || t.at[i] > '9') return false;
		*out = *out * 10 + (t.at[i] - '0');
	}
	return true;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01, counting years from March so that the leap day comes last. */
static int64_t days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400, of_era = y % 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool date_read(struct text text, int64_t *days)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y, m, d;
	if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-') return false;
	if (!digits_at(text, 0, 4, &y) || !digits_at(text, 5, 2, &m) || !digits_at(text, 8, 2, &d)) return false;
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > length[m - 1] + (m == 2 && is_leap(y))) return false;
	*days = days_of(y, m, d);
	return true;
}

struct text date_print(struct arena *arena, int64_t days)
{
	int64_t z = days + 719468, era = z / 146097, of_era = z % 146097; /* z is above 0 from the year 1 on */
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100),
			month = (5 * of_year + 2) / 153;
	int64_t day = of_year - (153 * month + 2) / 5 + 1;
	month += month < 10 ? 3 : -9;
	return arena_format(arena, "%04lld-%02lld-%02lld", (long long)(year_of_era + era * 400 + (month <= 2)),
	                    (long long)month, (long long)day);
}

/* --- literals --------------------------------------------------------------------------------------------------------- */

static int64_t suffix_of(struct text *digits)
{
	static const struct {
		const char *word;
		int64_t times;
	} suffixes[] = { { "bn", 1000000000 }, { "k", 1000 }, { "m", 1000000 } };
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(suffixes[i].word);
		if (digits->len > n && memcmp(digits->at + digits->len - n, suffixes[i].word, n) == 0) {
			digits->len -= n;
			return suffixes[i].times;
		}
	}
	return 1;
}

/* Digits with `_` between them; without any, however many zeros stand before those that count. */
static bool read_grouped(struct numbers *pool, struct text t, struct number *out)
{
	char plain[512]; /* 10^-308 with 40 digits has 350 characters */
	size_t n = 0;
	if (!memchr(t.at, '_', t.len)) return number_read(pool, t, out) == NUMBER_OK;
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] == '_') continue;
		if (n == sizeof plain) return false;
		plain[n++] = t.at[i];
	}
	return number_read(pool, (struct text){ plain, n }, out) == NUMBER_OK;
}

bool literal_number(struct numbers *pool, const struct tree *literal, struct number *out)
{
	struct text t = literal->text;
	while (t.len && (t.at[0] < '0' || t.at[0] > '9')) { /* the sign or the code of the currency */
		t.at++;
		t.len--;
	}
	bool percent = t.len && t.at[t.len - 1] == '%';
	t.len -= percent;
	int64_t times = suffix_of(&t);
	if (!read_grouped(pool, t, out)) return false;
	*out = number_mul(pool, *out, number_ratio(pool, times, percent ? 100 : 1));
	return true;
}

/* What stands before the figure of an amount: the sign of the currency, or its code where it has none. */
struct text value_money(struct check *ck)
{
	const struct model *m = ck->model;
	if (m->currency.len == 0) return TEXT("GBP "); /* which is what we advise to declare */
	if (m->currency_sign.len) return m->currency_sign;
	return arena_format(ck->arena, "%.*s ", TEXT_ARG(m->currency));
}

static void check_currency(struct check *ck, const struct tree *money)
{
	const struct model *m = ck->model;
	size_t n = 0;
	if (ck->currency_unknown) return;
	while (n < money->text.len && (money->text.at[n] < '0' || money->text.at[n] > '9') && money->text.at[n] != ' ')
		n++;
	struct text sign = { money->text.at, n };
	if (m->currency.len == 0) {
		check_error(ck, DIAG_WITHOUT_CURRENCY, money->at, "money, but the file does not say in which currency");
		diag_help(ck->diags, "say so at the head: fund \"...\" currency GBP");
	} else if (!text_equal(sign, m->currency) && !(m->currency_sign.len && text_equal(sign, m->currency_sign))) {
		check_error(ck, DIAG_WRONG_CURRENCY, money->at, "\"%.*s\" is not money in %.*s, the currency of the fund",
		            TEXT_ARG(money->text), TEXT_ARG(m->currency));
		bool signs = m->currency_sign.len > 0;
		while (signs && n < money->text.len && money->text.at[n] == ' ')
			n++;
		bool blank = n < money->text.len && money->text.at[n] == ' ';
		diag_help(ck->diags, "write %.*s%s%.*s", TEXT_ARG(signs ? m->currency_sign : m->currency),
		          signs || blank ? "" : " ", (int)(money->text.len - n), money->text.at + n);
	}
}

void value_literal(struct check *ck, struct tree *t)
{
	struct number value;
	switch ((int)t->kind) {
	case TREE_TEXT: t->type.kind = TYPE_TEXT; return;
	case TREE_TRUE:
	case TREE_FALSE: t->type.kind = TYPE_FLAG; return;
	case TREE_DATE:
		t->type.kind = TYPE_DATE; /* the scanner has seen that it exists */
		return;
	case TREE_YEAR:
		t->type.kind = TYPE_YEAR;
		check_error(ck, DIAG_NOT_YET, t->at, "financial years cannot be run by this version");
		return;
	default: break;
	}
	if (!literal_number(ck->pool, t, &value)) {
		check_error(ck, DIAG_LITERAL_RANGE, t->at,
		            "a number has at most 40 significant digits and a size between 10^-308 and 10^308");
		return;
	}
	t->type.kind = t->kind == TREE_MONEY     ? TYPE_MONEY
	               : t->kind == TREE_PERCENT ? TYPE_PERCENT
	               : number_is_whole(value)  ? TYPE_COUNT
	                                         : TYPE_NUMBER;
	t->type.money = t->kind == TREE_MONEY;
	t->type.zero = t->kind == TREE_NUMBER && number_sign(value) == 0;
	if (t->kind == TREE_MONEY) check_currency(ck, t);
}

static bool known_pair(struct check *ck, const struct tree *t, struct number *out)
{
	struct number a, b;
	if (!value_known(ck, t->first, &a) || !value_known(ck, t->last, &b)) return false;
	switch ((int)t->kind) {
	case TREE_ADD: *out = number_add(ck->pool, a, b); return true;
	case TREE_SUBTRACT: *out = number_sub(ck->pool, a, b); return true;
	case TREE_MULTIPLY:
	case TREE_OF: *out = number_mul(ck->pool, a, b); return true;
	default:
		if (number_sign(b) == 0) return false; /* said when it is evaluated */
		*out = number_div(ck->pool, a, b);
		return true;
	}
}

bool value_known(struct check *ck, const struct tree *t, struct number *out)
{
	switch ((int)t->kind) {
	case TREE_NUMBER:
	case TREE_PERCENT:
	case TREE_MONEY: return literal_number(ck->pool, t, out);
	case TREE_PAREN: return value_known(ck, t->first, out);
	case TREE_NAME:
		if (!t->symbol || !t->symbol->is_known) return false;
		*out = t->symbol->known;
		return true;
	case TREE_NEGATE:
		if (!value_known(ck, t->first, out)) return false;
		*out = number_neg(ck->pool, *out);
		return true;
	case TREE_ADD:
	case TREE_SUBTRACT:
	case TREE_MULTIPLY:
	case TREE_OF:
	case TREE_DIVIDE: return known_pair(ck, t, out) && !numbers_too_large(ck->pool);
	default: return false;
	}
}

/* --- the fund ---------------------------------------------------------------------------------------------------------- */

static void set_currency(struct check *ck, const struct tree *clause)
{
	struct text codes[CURRENCY_COUNT];
	for (size_t i = 0; i < CURRENCY_COUNT; i++) {
		codes[i] = text_of(currencies[i].code);
		if (text_is(clause->text, currencies[i].code)) {
			ck->model->currency = clause->text;
			ck->model->currency_decimals = currencies[i].decimals;
			ck->model->currency_sign = text_of(currencies[i].sign);
			return;
		}
	}
	ck->model->currency = clause->text;
	ck->model->currency_decimals = 2;
	ck->currency_unknown = true;
	check_error(ck, DIAG_UNKNOWN_WORD, clause->at, "\"%.*s\" is no currency code that plang knows",
	            TEXT_ARG(clause->text));
	struct text best = diag_nearest(clause->text, codes, CURRENCY_COUNT);
	if (best.len) diag_help(ck->diags, "did you mean %.*s?", TEXT_ARG(best));
	else diag_help(ck->diags, "a code of ISO 4217, such as GBP or EUR");
}

void value_fund(struct check *ck, struct tree *file)
{
	for (struct tree *f = tree_find(file, TREE_FUND); f; f = tree_next(f)) {
		if (ck->model->fund) {
			check_error(ck, DIAG_DECLARED_TWICE, f->at, "a second fund or policy");
			diag_note(ck->diags, ck->model->fund->at, "the first is here");
			diag_help(ck->diags, "a rule file describes one fund");
			continue;
		}
		ck->model->fund = f;
		ck->model->title = tree_title(f);
		struct tree *currency = tree_find(f, TREE_CURRENCY);
		if (currency) set_currency(ck, currency);
	}
}

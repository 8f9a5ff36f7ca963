/* why_value.c - a value as an explanation gives it: exactly, and in words that are short but never hide a difference. */
#include "audit/why.h"
#include "runtime/out.h"

enum { USUAL_DECIMALS = 4, EXACT_DECIMALS = 6, MOST_DECIMALS = 40, DIGITS = 3 };

/* Whole when that is short; else rounded, but never to less than three digits that are not 0. */
static size_t decimals_for(const struct run *run, struct type type, struct number n)
{
	size_t need = number_decimals(n), least = USUAL_DECIMALS;
	if (type.kind == TYPE_MONEY) least = run->model->currency_decimals;
	if (type.kind == TYPE_MONEY && need <= least && need > 0) return least;
	if (need <= (type.kind == TYPE_MONEY ? least : EXACT_DECIMALS)) return need;
	if (number_sign(n) == 0) return 0;
	int64_t exponent = number_exponent(n);
	size_t digits = exponent < 0 ? (size_t)-exponent + DIGITS - 1 : 0;
	if (digits > MOST_DECIMALS) digits = MOST_DECIMALS;
	return digits > least ? digits : least;
}

static struct text number_words(struct run *run, struct type type, struct number n)
{
	bool percent = type.kind == TYPE_PERCENT, money = type.kind == TYPE_MONEY && type.money == 1;
	size_t mark = numbers_mark(run->scratch);
	if (percent) n = number_mul(run->scratch, n, number_of(100));
	struct text digits = number_decimal(run->arena, n, decimals_for(run, type, n)), sign = run->model->currency_sign;
	numbers_release(run->scratch, mark);
	enum look look = money ? LOOK_MONEY : percent ? LOOK_PERCENT : LOOK_NUMBER;
	struct text dressed = out_dressed(run->arena, digits, look, sign);
	if (!money || sign.len) return dressed;
	return arena_format(run->arena, "%.*s %.*s", TEXT_ARG(run->model->currency), TEXT_ARG(dressed));
}

struct told told_value(struct run *run, struct type type, struct value value)
{
	struct told t = { .state = value.state, .family = type_family(type) };
	if (value_present(value) && !value.text && t.family == FAMILY_NUMBER) {
		t.words = number_words(run, type, value.is.number);
		t.exact = number_exact(run->arena, value.is.number);
		return t;
	}
	t.words = print_words(run, type, value);
	if (value_present(value)) t.exact = value.text ? value.is.text : print_typed(run, type, value, -1, false);
	if (value.state == VALUE_ERROR) t.words = TEXT("an error");
	return t;
}

struct told told_number(struct run *run, struct type type, struct number n)
{
	return told_value(run, type, value_number(n));
}

struct told told_apart(struct run *run, struct type type, struct number n)
{
	bool days = type_family(type) == FAMILY_DATE, points = type.kind == TYPE_PERCENT;
	struct told t = told_number(run, days ? (struct type){ .kind = TYPE_COUNT } : type, n);
	if (points) t.words.len--; /* % */
	bool one = text_is(t.words, "1") || text_is(t.words, "-1");
	if (days) t.words = arena_format(run->arena, "%.*s day%s", TEXT_ARG(t.words), one ? "" : "s");
	if (points) t.words = arena_format(run->arena, "%.*s percentage point%s", TEXT_ARG(t.words), one ? "" : "s");
	return t;
}

struct told told_size(struct run *run, struct type type, struct number n)
{
	size_t mark = numbers_mark(run->scratch);
	struct told t = told_apart(run, type, number_abs(run->scratch, n));
	numbers_release(run->scratch, mark);
	t.exact = number_exact(run->arena, n);
	return t;
}

size_t why_line(struct run *run, struct span at)
{
	struct place place;
	return source_find(run->diags->sources, at.lo, &place) ? place.line : 0;
}

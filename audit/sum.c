/* sum.c - sums: in two words while the common denominator fits one, over a common denominator in GMP beyond. */
#include "audit/sum.h"
#include "lang/number_big.h"

/* A sum so far: num / den, den one word, and how often the last denominator seen goes into it. */
struct words {
	wide num;
	int64_t den, last, times;
};

/* Makes den a multiple of that of the next term; false when it would outgrow its word. */
static bool widen(struct words *sum, int64_t den)
{
	const wide limit = (wide)1 << 125;
	if (sum->den % den) {
		int64_t factor = den / (int64_t)number_gcd((uint64_t)den, (uint64_t)sum->den);
		if (sum->den > INT64_MAX / factor || sum->num > limit / factor || sum->num < -limit / factor) return false;
		sum->den *= factor;
		sum->num *= factor;
	}
	sum->last = den;
	sum->times = sum->den / den;
	return true;
}

/* The usual case: cells with a few decimals. A product stays below 2^126, so that testing after adding is enough. */
static bool sum_words(struct numbers *pool, const struct number *terms, size_t n, struct number *out)
{
	const wide limit = (wide)1 << 125;
	struct words sum = { .den = 1, .last = 1, .times = 1 };
	for (size_t i = 0; i < n; i++) {
		if (terms[i].den == 0) return false;
		if (terms[i].den != sum.last && !widen(&sum, terms[i].den)) return false;
		sum.num += (wide)terms[i].num * sum.times;
		if (sum.num > limit || sum.num < -limit) return false;
	}
	*out = number_wide(pool, sum.num, (uint64_t)sum.den);
	return true;
}

/* False, and no more work, as soon as the least common denominator has more bits. */
static bool common_denominator(mpz_t lcd, const struct number *terms, size_t n, size_t max_bits)
{
	int64_t last = 1;
	mpz_set_ui(lcd, 1);
	for (size_t i = 0; i < n; i++) {
		if (terms[i].den && terms[i].den == last) continue;
		last = terms[i].den;
		struct view room;
		mpz_srcptr den = mpq_denref(number_view(&room, terms[i]));
		if (mpz_divisible_p(lcd, den)) continue;
		mpz_lcm(lcd, lcd, den);
		if (mpz_sizeinbase(lcd, 2) > max_bits) return false;
	}
	return true;
}

/* sum is set to that of the terms times lcd, which is a multiple of every denominator. */
static void add_over(mpz_t sum, mpz_srcptr lcd, const struct number *terms, size_t n)
{
	int64_t last = 0;
	mpz_t times;
	mpz_init(times);
	mpz_set_ui(sum, 0);
	for (size_t i = 0; i < n; i++) {
		struct view room;
		mpq_srcptr q = number_view(&room, terms[i]);
		if (terms[i].den == 0 || terms[i].den != last) mpz_divexact(times, lcd, mpq_denref(q));
		last = terms[i].den;
		mpz_addmul(sum, mpq_numref(q), times);
	}
	mpz_clear(times);
}

/* E - SUM_DIGITS; some term is not 0. The largest in size is the first or the last in order. */
static int64_t least_place(const struct number *terms, size_t n)
{
	struct number first = terms[0], last = terms[0];
	for (size_t i = 1; i < n; i++) {
		if (number_order(terms[i], first) < 0) first = terms[i];
		if (number_order(terms[i], last) > 0) last = terms[i];
	}
	int64_t low = number_sign(first) ? number_exponent(first) : INT64_MIN;
	int64_t high = number_sign(last) ? number_exponent(last) : INT64_MIN;
	return (low > high ? low : high) - SUM_DIGITS;
}

/* sum is set to that of the terms, each rounded to a multiple of 10^place. */
static void add_rounded(mpq_t sum, const struct number *terms, size_t n, int64_t place)
{
	mpz_t unit, num, den, rest;
	mpz_inits(unit, num, den, rest, NULL);
	mpz_ui_pow_ui(unit, 10, (unsigned long)(place < 0 ? -place : place));
	mpq_set_ui(sum, 0, 1);
	for (size_t i = 0; i < n; i++) {
		struct view room;
		mpq_srcptr q = number_view(&room, terms[i]);
		mpz_set(num, mpq_numref(q));
		mpz_set(den, mpq_denref(q));
		mpz_mul(place < 0 ? num : den, place < 0 ? num : den, unit);
		number_round_mpz(num, rest, num, den, ROUND_HALF_EVEN);
		mpz_add(mpq_numref(sum), mpq_numref(sum), num);
	}
	if (place < 0) mpz_set(mpq_denref(sum), unit);
	else mpz_mul(mpq_numref(sum), mpq_numref(sum), unit);
	mpz_clears(unit, num, den, rest, NULL);
}

static struct number sum_large(struct numbers *pool, const struct number *terms, size_t n, size_t max_bits)
{
	struct big *sum = number_next_big(pool);
	if (common_denominator(mpq_denref(sum->q), terms, n, max_bits))
		add_over(mpq_numref(sum->q), mpq_denref(sum->q), terms, n);
	else add_rounded(sum->q, terms, n, least_place(terms, n));
	mpq_canonicalize(sum->q);
	return number_settle(pool, sum);
}

struct number sum_terms(struct numbers *pool, const struct number *terms, size_t n)
{
	struct number sum;
	return sum_words(pool, terms, n, &sum) ? sum : sum_large(pool, terms, n, SUM_MAX_BITS);
}

struct number sum_exact(struct numbers *pool, const struct number *terms, size_t n)
{
	struct number sum;
	return sum_words(pool, terms, n, &sum) ? sum : sum_large(pool, terms, n, SIZE_MAX);
}

bool sum_prepare(struct numbers *pool, struct number *terms, size_t n)
{
	mpz_t lcd;
	mpz_init(lcd);
	bool fits = common_denominator(lcd, terms, n, SUM_MAX_BITS);
	mpz_clear(lcd);
	if (fits) return false;
	struct number unit = number_pow(pool, number_of(10), least_place(terms, n));
	if (number_sign(unit) == 0) return true; /* too large, and the pool says so */
	for (size_t i = 0; i < n; i++)
		terms[i] = number_round(pool, terms[i], unit, ROUND_HALF_EVEN);
	return true;
}

/* real.c - roots, logarithms, exponentials and powers. What is rational is found first and rounded exactly; a square
 * root is one whole root of a scaled number; the rest goes to real_ziv. */
#include "audit/real_ziv.h"

enum {
	MAX_LN = 12000,         /* e^12000 = 10^5211 is past NUMBER_MAX_BITS */
	MAX_EXACT_BITS = 40000, /* a rational of at least half as many is no decimal of 35 digits within that range */
	FLOAT_DIGITS = 24,
	FLOAT_MIN_EXPONENT = -149,
	FLOAT_MAX_EXPONENT = 127
};

static enum real_status give(struct number x, struct number *out)
{
	*out = x;
	return REAL_OK;
}

/* --- square roots --- */

/* The nearest whole number to sqrt(N), N irrational in its root: floor((floor(sqrt(4 N)) + 1) / 2), and a floor under
 * the root changes nothing. N = x / 10^(2 last) makes it the 34 digits from the first to 10^last. */
static enum real_status irrational_sqrt(struct numbers *pool, struct big *b, struct number x, struct number *out)
{
	int64_t exponent = number_exponent(x);
	int64_t last = (exponent >= 0 ? exponent / 2 : (exponent - 1) / 2) - (REAL_DIGITS - 1);
	mpz_ptr num = mpq_numref(b->q), den = mpq_denref(b->q);
	mpz_t power;
	mpz_init(power);
	mpz_ui_pow_ui(power, 100, (unsigned long)(last < 0 ? -last : last));
	if (last < 0) mpz_mul(num, num, power);
	else mpz_mul(den, den, power);
	mpz_mul_2exp(num, num, 2);
	mpz_fdiv_q(num, num, den);
	mpz_sqrt(num, num);
	mpz_add_ui(num, num, 1);
	mpz_fdiv_q_2exp(num, num, 1);
	mpz_clear(power);
	return real_scaled(pool, b, last, out);
}

enum real_status real_sqrt(struct numbers *pool, struct number x, struct number *out)
{
	if (number_sign(x) < 0) return REAL_DOMAIN;
	if (number_sign(x) == 0) return give(x, out);
	struct big *b = number_next_big(pool);
	number_to_mpq(b->q, x);
	mpz_ptr num = mpq_numref(b->q), den = mpq_denref(b->q);
	if (!mpz_perfect_square_p(num) || !mpz_perfect_square_p(den)) return irrational_sqrt(pool, b, x, out);
	mpz_sqrt(num, num);
	mpz_sqrt(den, den);
	return real_rounded(pool, b, out);
}

/* --- ln and exp --- */

/* Near 1 by way of x - 1, which is exact, so that nothing is lost to cancellation. There |t / ((1 + t) ln(1 + t))|
 * stays below 1.5, elsewhere |ln x| above 0.69: an argument wrong by 2^-precision costs a bit, and the results are
 * rounded correctly. */
void real_approximate_ln(mpfr_t v, struct number x)
{
	const struct number half = { .num = 1, .den = 2 };
	struct view room;
	mpq_srcptr q = number_view(&room, x);
	if (number_order(x, half) <= 0 || number_order(x, number_of(2)) >= 0) {
		mpfr_set_q(v, q, MPFR_RNDN);
		mpfr_log(v, v, MPFR_RNDN);
		return;
	}
	mpq_t t;
	mpq_init(t);
	mpq_set_si(t, 1, 1);
	mpq_sub(t, q, t);
	mpfr_set_q(v, t, MPFR_RNDN);
	mpfr_log1p(v, v, MPFR_RNDN);
	mpq_clear(t);
}

static long approximate_ln(mpfr_t v, const void *x)
{
	real_approximate_ln(v, *(const struct number *)x);
	return (long)mpfr_get_prec(v) - 3;
}

enum real_status real_ln(struct numbers *pool, struct number x, struct number *out)
{
	if (number_sign(x) <= 0) return REAL_DOMAIN;
	if (number_order(x, number_of(1)) == 0) return give(number_of(0), out);
	return real_ziv(pool, approximate_ln, &x, out);
}

/* |x| <= MAX_LN < 2^14 is wrong by 2^(13 - precision) at most, and so, relatively, is e^x. */
static long approximate_exp(mpfr_t v, const void *x)
{
	struct view room;
	mpfr_set_q(v, number_view(&room, *(const struct number *)x), MPFR_RNDN);
	mpfr_exp(v, v, MPFR_RNDN);
	return (long)mpfr_get_prec(v) - 15;
}

enum real_status real_exp(struct numbers *pool, struct number x, struct number *out)
{
	if (number_sign(x) == 0) return give(number_of(1), out);
	if (number_order(x, number_of(MAX_LN)) > 0 || number_order(x, number_of(-MAX_LN)) < 0) return REAL_TOO_LARGE;
	return real_ziv(pool, approximate_exp, &x, out);
}

/* --- powers --- */

struct power {
	struct number base, exponent; /* base > 0, not 1; exponent > 0 and not whole */
};

/* y ln x, wrong by 2^(5 - precision) of itself. */
static void approximate_product(mpfr_t v, const struct power *p)
{
	struct view room;
	mpfr_t y;
	mpfr_init2(y, mpfr_get_prec(v));
	mpfr_set_q(y, number_view(&room, p->exponent), MPFR_RNDN);
	real_approximate_ln(v, p->base);
	mpfr_mul(v, v, y, MPFR_RNDN);
	mpfr_clear(y);
}

/* Below 2^14 the exponent is wrong by 2^(19 - precision), and so is the power. */
static long approximate_power(mpfr_t v, const void *operands)
{
	approximate_product(v, operands);
	mpfr_exp(v, v, MPFR_RNDN);
	return (long)mpfr_get_prec(v) - 21;
}

static bool power_in_range(const struct power *p)
{
	struct real_ambience was = real_enter();
	mpfr_t product;
	mpfr_init2(product, 64);
	approximate_product(product, p);
	bool in = mpfr_cmp_si(product, MAX_LN) <= 0 && mpfr_cmp_si(product, -MAX_LN) >= 0;
	mpfr_clear(product);
	real_leave(was);
	return in;
}

/* x^(p/q) is rational just when numerator and denominator of x have whole q-th roots. False also when the power of the
 * roots would take so many bits that it cannot be a decimal of 34 digits, or lie in the middle of two. */
static bool rational_power(struct big *b, const struct power *power)
{
	struct view x_room, y_room;
	mpq_srcptr x = number_view(&x_room, power->base), y = number_view(&y_room, power->exponent);
	mpz_srcptr p = mpq_numref(y), q = mpq_denref(y);
	mpz_ptr num = mpq_numref(b->q), den = mpq_denref(b->q);
	if (mpz_cmp_ui(q, NUMBER_MAX_BITS) > 0 || mpz_cmp_ui(p, MAX_EXACT_BITS) > 0) return false;
	unsigned long times = mpz_get_ui(p), root = mpz_get_ui(q);
	mpz_set(num, mpq_numref(x));
	mpz_set(den, mpq_denref(x));
	if (!mpz_root(num, num, root) || !mpz_root(den, den, root)) return false;
	if (mpz_sizeinbase(num, 2) + mpz_sizeinbase(den, 2) > MAX_EXACT_BITS / times) return false;
	mpz_pow_ui(num, num, times);
	mpz_pow_ui(den, den, times);
	return true;
}

/* number_pow gives 0 for what is too large, which no power of another number is. */
static enum real_status whole_power(struct numbers *pool, struct number x, struct number y, struct number *out)
{
	int64_t exponent;
	bool was = numbers_too_large(pool);
	if (!number_to_int64(y, &exponent)) {
		if (x.den != 1 || x.num < -1 || x.num > 1) return REAL_TOO_LARGE;
		exponent = number_sign(number_mod(pool, y, number_of(2))) ? 1 : 2;
	}
	*out = number_pow(pool, x, exponent);
	if ((number_sign(*out) != 0 && number_fits(*out)) || number_sign(x) == 0) return REAL_OK;
	if (!was) numbers_clear(pool);
	return REAL_TOO_LARGE;
}

enum real_status real_power(struct numbers *pool, struct number x, struct number y, struct number *out)
{
	bool whole = number_is_whole(y);
	if (number_sign(x) < 0 && !whole) return REAL_DOMAIN;
	if (number_sign(x) == 0 && number_sign(y) < 0) return REAL_DOMAIN;
	if (whole) return whole_power(pool, x, y, out);
	if (number_sign(x) == 0 || number_order(x, number_of(1)) == 0) return give(x, out);
	struct power power = { x, y };
	if (number_sign(y) < 0) power = (struct power){ number_div(pool, number_of(1), x), number_neg(pool, y) };
	if (!power_in_range(&power)) return REAL_TOO_LARGE;
	struct big *b = number_next_big(pool);
	if (rational_power(b, &power)) return real_rounded(pool, b, out);
	return real_ziv(pool, approximate_power, &power, out);
}

/* --- single precision --- */

/* floor(log2 |x|), x not 0. */
static int64_t binary_exponent(struct numbers *pool, struct number x)
{
	struct view room;
	mpq_srcptr q = number_view(&room, x);
	int64_t e = (int64_t)mpz_sizeinbase(mpq_numref(q), 2) - (int64_t)mpz_sizeinbase(mpq_denref(q), 2);
	if (e > FLOAT_MAX_EXPONENT + 1 || e < FLOAT_MIN_EXPONENT - 1) return e;
	return number_order(number_abs(pool, x), number_pow(pool, number_of(2), e)) < 0 ? e - 1 : e;
}

enum real_status real_float32(struct numbers *pool, struct number x, struct number *out)
{
	if (number_sign(x) == 0) return give(x, out);
	int64_t exponent = binary_exponent(pool, x), last = exponent - (FLOAT_DIGITS - 1);
	if (exponent > FLOAT_MAX_EXPONENT) return REAL_TOO_LARGE;
	if (exponent < FLOAT_MIN_EXPONENT - 1) return give(number_of(0), out);
	if (last < FLOAT_MIN_EXPONENT) last = FLOAT_MIN_EXPONENT;
	struct number nearest = number_round(pool, x, number_pow(pool, number_of(2), last), ROUND_HALF_EVEN);
	struct number infinite = number_pow(pool, number_of(2), FLOAT_MAX_EXPONENT + 1);
	if (number_order(number_abs(pool, nearest), infinite) >= 0) return REAL_TOO_LARGE;
	return give(nearest, out);
}

/* real_ziv.c - Ziv's method: compute with more and more bits until the digits that are wanted are certain.
 *
 * What comes here is irrational, so that it is never halfway between two decimals and the loop ends: ln and exp of a
 * rational by the theorem of Lindemann and Weierstrass, powers because the rational ones are taken out first. Of the
 * normal quantile nobody knows, nor of a case to the contrary; LAST_PRECISION ends the loop even then. */
#include "audit/real_ziv.h"

enum {
	FIRST_PRECISION = 192,
	LAST_PRECISION = 1 << 18, /* far beyond any coincidence */
	GUARD = 2,                /* digits behind the 34 without which nothing can be certain */
	MAX_EXPONENT = 5100       /* 10^5100 / 10^34 is past NUMBER_MAX_BITS */
};

struct real_ambience real_enter(void)
{
	struct real_ambience was = { mpfr_get_emin(), mpfr_get_emax(), mpfr_flags_save() };
	mpfr_set_emin(mpfr_get_emin_min());
	mpfr_set_emax(mpfr_get_emax_max());
	return was;
}

void real_leave(struct real_ambience was)
{
	mpfr_set_emin(was.emin);
	mpfr_set_emax(was.emax);
	mpfr_flags_restore(was.flags, MPFR_FLAGS_ALL);
}

void real_done(void)
{
	mpfr_free_cache();
}

static size_t bits(mpz_srcptr z)
{
	return mpz_sizeinbase(z, 2);
}

enum real_status real_scaled(struct numbers *pool, struct big *b, int64_t exponent, struct number *out)
{
	mpz_ptr num = mpq_numref(b->q), den = mpq_denref(b->q);
	if (mpz_sgn(num) == 0) exponent = 0;
	if (exponent > MAX_EXPONENT || exponent < -MAX_EXPONENT) return REAL_TOO_LARGE;
	mpz_ui_pow_ui(den, 10, (unsigned long)(exponent < 0 ? -exponent : exponent));
	if (exponent >= 0) {
		mpz_mul(num, num, den);
		mpz_set_ui(den, 1);
	}
	mpq_canonicalize(b->q);
	if (bits(num) + bits(den) > NUMBER_MAX_BITS) return REAL_TOO_LARGE;
	*out = number_settle(pool, b);
	return REAL_OK;
}

enum real_status real_rounded(struct numbers *pool, struct big *b, struct number *out)
{
	int64_t last = number_exponent((struct number){ .big = b, .den = 0 }) - (REAL_DIGITS - 1);
	mpz_ptr num = mpq_numref(b->q), den = mpq_denref(b->q), scaled = last < 0 ? num : den;
	mpz_t power, rest;
	mpz_inits(power, rest, NULL);
	mpz_ui_pow_ui(power, 10, (unsigned long)(last < 0 ? -last : last));
	mpz_mul(scaled, scaled, power);
	mpz_swap(power, den);
	number_round_mpz(num, rest, num, power, ROUND_HALF_EVEN);
	mpz_clears(power, rest, NULL);
	return real_scaled(pool, b, last, out);
}

enum real_status real_round34(struct numbers *pool, struct number x, struct number *out)
{
	if (number_sign(x) == 0) {
		*out = x;
		return REAL_OK;
	}
	struct big *b = number_next_big(pool);
	number_to_mpq(b->q, x);
	return real_rounded(pool, b, out);
}

/* Of count digits, the last of which may be wrong by one: whether the first 34 must be raised to be the nearest.
 * False in *certain when they may lie on either side of the middle. */
static bool goes_up(const char *digits, size_t count, bool *certain)
{
	bool above = digits[0] >= '5';
	char fill = above ? '0' : '9';
	size_t i = 1;
	if (digits[0] == (above ? '5' : '4'))
		while (i < count && digits[i] == fill)
			i++;
	else i = 0;
	/* 5000..0, 5000..1 and 4999..9 are within one unit of the middle. */
	*certain = i == 0 || (i < count && !(i == count - 1 && above && digits[i] == '1'));
	return above;
}

/* Takes the nearest 34 digits from v, if its good bits make them certain. With one digit fewer than they would allow,
 * v is wrong by a tenth of the last digit, and its spelling by a half. */
static bool settled(mpfr_srcptr v, long good, mpz_t mantissa, int64_t *exponent)
{
	long count = good * 30103 / 100000 - 1;
	if (count < REAL_DIGITS + GUARD || !mpfr_number_p(v) || mpfr_zero_p(v)) return false;
	mpfr_exp_t point;
	char *digits = mpfr_get_str(NULL, &point, 10, (size_t)count, v, MPFR_RNDN), *first = digits + (digits[0] == '-');
	bool certain, up = goes_up(first + REAL_DIGITS, (size_t)count - REAL_DIGITS, &certain);
	first[REAL_DIGITS] = '\0';
	mpz_set_str(mantissa, first, 10);
	mpfr_free_str(digits);
	if (up) mpz_add_ui(mantissa, mantissa, 1);
	if (mpfr_sgn(v) < 0) mpz_neg(mantissa, mantissa);
	*exponent = point - REAL_DIGITS;
	return certain;
}

enum real_status real_ziv(struct numbers *pool, real_approximate *approximate, const void *operands,
	struct number *out)
{
	struct big *b = number_next_big(pool);
	struct real_ambience was = real_enter();
	int64_t exponent = 0;
	mpfr_t v;
	mpfr_init2(v, FIRST_PRECISION);
	for (mpfr_prec_t precision = FIRST_PRECISION; precision <= LAST_PRECISION; precision *= 2) {
		mpfr_set_prec(v, precision);
		long good = approximate(v, operands);
		if (settled(v, good, mpq_numref(b->q), &exponent)) break;
	}
	mpfr_clear(v);
	real_leave(was);
	return real_scaled(pool, b, exponent, out);
}

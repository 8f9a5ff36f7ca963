/* real_normal.c - the quantile of the standard normal distribution.
 *
 * For p < 1/2 the answer is -t with Q(t) = erfc(t / sqrt 2) / 2 = p. From an estimate t, with u = (Q(t) - p) / phi(t),
 * the inverse of Q has the series
 *     t + u + t/2 u^2 + (2 t^2 + 1)/6 u^3 + (6 t^3 + 7 t)/24 u^4 + ...
 * so that cutting it after u^3 leaves less than (1 + t)^3 u^4 once (1 + t) u is small. An estimate in double precision
 * makes one step enough; it need not be the same on every machine, since the step bounds its own error. */
#include "audit/real_ziv.h"
#include <math.h>

enum {
	MAX_STEPS = 40,
	SLACK = 40 /* bits of the precision that the cut may cost; the rest is far more than 34 digits */
};

/* --- the estimate --- */

/* -ln p, also where p is below the range of double. */
static double minus_ln(struct number p)
{
	struct real_ambience was = real_enter();
	mpfr_t v;
	mpfr_init2(v, 64);
	real_approximate_ln(v, p);
	double ln = mpfr_get_d(v, MPFR_RNDN);
	mpfr_clear(v);
	real_leave(was);
	return -ln;
}

/* In the tail from Q(t) = phi(t) / t (1 - 1/t^2 + 3/t^4 - ...), elsewhere Abramowitz and Stegun 26.2.23. */
static double rough_estimate(double minus_ln_p)
{
	const double root_2pi = 2.5066282746310002;
	double t = sqrt(2 * minus_ln_p);
	t -= (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
	if (t < 5) return t;
	for (int i = 0; i < 5; i++) {
		double s = 1 / (t * t);
		t = sqrt(2 * (minus_ln_p - log(t * root_2pi) + log1p(-s + 3 * s * s - 15 * s * s * s)));
	}
	return t;
}

/* Two of the steps above, where double has the range for them. */
static double estimate(struct number p)
{
	const double root_2pi = 2.5066282746310002, root_half = 0.70710678118654752;
	double t = rough_estimate(minus_ln(p)), d = number_to_double(p);
	if (d < 1e-300) return t;
	for (int i = 0; i < 2; i++) {
		double u = (erfc(t * root_half) / 2 - d) * root_2pi * exp(t * t / 2);
		t += u + t / 2 * u * u + (2 * t * t + 1) / 6 * u * u * u;
	}
	return t > 0 ? t : 0;
}

/* --- the step --- */

struct step {
	mpfr_t p, u, half_square, a, b; /* half_square is t^2 / 2 */
};

/* u; |error| < (1 + t) 2^(5 - precision): that of erfc and of p is relative, each within 1.3 phi(t), and that of
 * t / sqrt 2 moves Q by less than 2 t phi(t). */
static void set_u(struct step *s, mpfr_srcptr t)
{
	mpfr_sqr(s->half_square, t, MPFR_RNDN);
	mpfr_div_2ui(s->half_square, s->half_square, 1, MPFR_RNDN);
	mpfr_sqrt(s->a, s->half_square, MPFR_RNDN);
	mpfr_erfc(s->a, s->a, MPFR_RNDN);
	mpfr_div_2ui(s->a, s->a, 1, MPFR_RNDN);
	mpfr_sub(s->u, s->a, s->p, MPFR_RNDN);
	mpfr_exp(s->a, s->half_square, MPFR_RNDN);
	mpfr_mul(s->u, s->u, s->a, MPFR_RNDN);
	mpfr_const_pi(s->a, MPFR_RNDN);
	mpfr_mul_2ui(s->a, s->a, 1, MPFR_RNDN);
	mpfr_sqrt(s->a, s->a, MPFR_RNDN);
	mpfr_mul(s->u, s->u, s->a, MPFR_RNDN);
}

/* t moves to t + u (1 + u (t/2 + u (2 t^2 + 1)/6)). */
static void move(struct step *s, mpfr_t t)
{
	mpfr_mul_2ui(s->a, s->half_square, 2, MPFR_RNDN);
	mpfr_add_ui(s->a, s->a, 1, MPFR_RNDN);
	mpfr_div_ui(s->a, s->a, 6, MPFR_RNDN);
	mpfr_mul(s->a, s->a, s->u, MPFR_RNDN);
	mpfr_div_2ui(s->b, t, 1, MPFR_RNDN);
	mpfr_add(s->a, s->a, s->b, MPFR_RNDN);
	mpfr_mul(s->a, s->a, s->u, MPFR_RNDN);
	mpfr_add_ui(s->a, s->a, 1, MPFR_RNDN);
	mpfr_mul(s->a, s->a, s->u, MPFR_RNDN);
	mpfr_add(t, t, s->a, MPFR_RNDN);
}

/* The exponent of a power of two that |v| is below; any for 0. */
static long above(mpfr_srcptr v)
{
	return mpfr_zero_p(v) ? -(1L << 40) : (long)mpfr_get_exp(v);
}

/* Steps until what the cut leaves is lost in the precision; the good bits of t then. (1 + t) is below 2^grown. */
static long walk(struct step *s, mpfr_t t)
{
	long precision = (long)mpfr_get_prec(t), rounded = 0, cut = 0;
	for (int i = 0; i < MAX_STEPS; i++) {
		long size = above(t), grown = size > 0 ? size + 1 : 1;
		set_u(s, t);
		move(s, t);
		rounded = grown + 6 - precision;
		cut = 3 * grown + 4 * above(s->u);
		if (mpfr_sgn(t) <= 0) mpfr_set_ui(t, 0, MPFR_RNDN);
		else if (cut <= above(t) - (precision - SLACK)) break;
	}
	if (mpfr_zero_p(t)) return 0;
	return above(t) - 2 - (rounded > cut ? rounded : cut);
}

struct quantile {
	struct number p; /* below 1/2 */
	double start;
};

static long approximate_quantile(mpfr_t v, const void *operands)
{
	const struct quantile *quantile = operands;
	mpfr_prec_t precision = mpfr_get_prec(v);
	struct view room;
	struct step s;
	mpfr_inits2(precision, s.p, s.u, s.half_square, s.a, s.b, (mpfr_ptr)NULL);
	mpfr_set_q(s.p, number_view(&room, quantile->p), MPFR_RNDN);
	mpfr_set_d(v, quantile->start, MPFR_RNDN);
	long good = walk(&s, v);
	mpfr_clears(s.p, s.u, s.half_square, s.a, s.b, (mpfr_ptr)NULL);
	return good;
}

enum real_status real_normal_quantile(struct numbers *pool, struct number p, struct number *out)
{
	const struct number half = { .num = 1, .den = 2 };
	if (number_sign(p) <= 0 || number_order(p, number_of(1)) >= 0) return REAL_DOMAIN;
	int side = number_order(p, half);
	*out = number_of(0);
	if (side == 0) return REAL_OK;
	struct quantile quantile = { .p = side < 0 ? p : number_sub(pool, number_of(1), p) };
	quantile.start = estimate(quantile.p);
	enum real_status status = real_ziv(pool, approximate_quantile, &quantile, out);
	if (status == REAL_OK && side < 0) *out = number_neg(pool, *out);
	return status;
}

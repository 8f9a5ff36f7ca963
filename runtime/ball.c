/* ball.c - double-double arithmetic whose errors add up in bounds (Dekker, A floating-point technique for extending the
 * available precision, Numerische Mathematik 18, 1971; Joldes, Muller and Popescu, see double_double.h). The relative error
 * of each operation is taken as 2^-100, which leaves room for how the bounds themselves are rounded.
 *
 * Values other than 0 are kept between 2^-450 and 2^450, so that no product or quotient of them underflows or overflows,
 * where the bounds would not hold. */
#include "runtime/ball.h"
#include <math.h>

#define RELATIVE 0x1p-100    /* of one operation */
#define SLACK (1 + 0x1p-48)  /* for the rounding of the bounds */
#define LOST 0x1p-1000       /* what a bound may lose by underflow, and more */
#define NEARLY (1 - 0x1p-50) /* hi + lo is at least so much of hi */
#define SMALLEST 0x1p-450
#define LARGEST 0x1p450

/* --- bounds --- */

static struct ball unknown(void)
{
	return (struct ball){ { 0, 0 }, INFINITY };
}

/* With the bound of what was propagated; what is too small becomes 0. */
static struct ball settled(struct double_double x, double error)
{
	double size = fabs(x.hi);
	if (!(size < LARGEST) || !(error < LARGEST)) return unknown();
	if (size >= SMALLEST || size == 0) return (struct ball){ x, error };
	return (struct ball){ { 0, 0 }, error + 2 * size };
}

static struct ball rounded(struct double_double x, double propagated)
{
	return settled(x, (propagated + fabs(x.hi) * RELATIVE) * SLACK + LOST);
}

/* One double, exactly: what two of them make is exact too, in two doubles. */
static bool one_double(struct ball a)
{
	return a.value.lo == 0 && a.error == 0;
}

/* --- from numbers --- */

struct ball ball_of(double x)
{
	return settled((struct double_double){ x, 0 }, 0);
}

static struct double_double of_word(uint64_t n)
{
	uint64_t lower = n & 0xFFFFFFFF;
	return dd_two_sum((double)(n - lower), (double)lower);
}

struct ball ball_of_whole(int64_t n)
{
	struct double_double size = of_word(n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
	return (struct ball){ n < 0 ? dd_neg(size) : size, 0 };
}

static struct ball of_words(const uint64_t *word)
{
	struct ball x = { of_word(word[0]), 0 }, step = ball_of(0x1p64);
	for (size_t i = 1; i < NUMBER_LEADING; i++)
		x = ball_add(ball_mul(x, step), (struct ball){ of_word(word[i]), 0 });
	return x;
}

/* Both halves of the fraction lie below 2^192, and what they were cut off by is a small part of RELATIVE. */
static struct ball of_large(struct number a)
{
	struct number_leading l = number_leading(a);
	if (l.exponent > 1000 || l.exponent < -1000) return unknown();
	struct ball x = ball_div(of_words(l.num), of_words(l.den));
	x = rounded(x.value, x.error);
	x.value.hi = ldexp(x.value.hi, (int)l.exponent);
	x.value.lo = ldexp(x.value.lo, (int)l.exponent);
	x.error = ldexp(x.error, (int)l.exponent) + LOST;
	if (fabs(x.value.hi) < SMALLEST) return unknown();
	x = settled(x.value, x.error);
	return number_sign(a) < 0 ? ball_neg(x) : x;
}

struct ball ball_of_number(struct number a)
{
	if (!a.den) return of_large(a);
	struct ball num = ball_of_whole(a.num);
	return a.den == 1 ? num : ball_div(num, ball_of_whole(a.den));
}

/* --- arithmetic --- */

struct ball ball_neg(struct ball a)
{
	return (struct ball){ dd_neg(a.value), a.error };
}

struct ball ball_add(struct ball a, struct ball b)
{
	if (one_double(a) && one_double(b)) return settled(dd_two_sum(a.value.hi, b.value.hi), 0);
	return rounded(dd_add(a.value, b.value), a.error + b.error);
}

struct ball ball_sub(struct ball a, struct ball b)
{
	return ball_add(a, ball_neg(b));
}

struct ball ball_mul(struct ball a, struct ball b)
{
	if (one_double(a) && one_double(b)) return settled(dd_two_prod(a.value.hi, b.value.hi), 0);
	double propagated = fabs(a.value.hi) * b.error + fabs(b.value.hi) * a.error + a.error * b.error;
	if (isnan(propagated)) return unknown();
	return rounded(dd_mul(a.value, b.value), propagated * SLACK);
}

struct ball ball_div(struct ball a, struct ball b)
{
	double divisor = fabs(b.value.hi) * NEARLY - b.error * SLACK; /* at least */
	if (!(divisor > 0) || !(a.error < INFINITY)) return unknown();
	struct double_double quotient = dd_div(a.value, b.value);
	return rounded(quotient, (a.error + fabs(quotient.hi) * b.error) / divisor * SLACK);
}

/* --- decisions --- */

bool ball_sign(struct ball a, int *sign)
{
	*sign = (a.value.hi > 0) - (a.value.hi < 0);
	return a.error == 0 || fabs(a.value.hi) * NEARLY > a.error;
}

/* a, with the exact value of b within its error: d is what they differ by. */
static struct ball either(struct ball a, struct ball b, struct ball d)
{
	double far = (fabs(d.value.hi) + d.error + b.error) * SLACK;
	if (far > a.error) a.error = far;
	return settled(a.value, a.error);
}

struct ball ball_larger(struct ball a, struct ball b)
{
	struct ball d = ball_sub(a, b);
	int sign;
	if (ball_sign(d, &sign)) return sign > 0 ? a : b;
	return sign > 0 ? either(a, b, d) : either(b, a, d);
}

struct ball ball_smaller(struct ball a, struct ball b)
{
	return ball_neg(ball_larger(ball_neg(a), ball_neg(b)));
}

bool ball_round(struct ball a, enum rounding how, double *out)
{
	bool half = how == ROUND_HALF_AWAY || how == ROUND_HALF_EVEN;
	if (half) a = ball_add(a, ball_of(0.5));
	/* The result changes where a is whole now. */
	double near = rint(a.value.hi), off = (a.value.hi - near) + a.value.lo;
	if (!(fabs(a.value.hi) < 0x1p51) || !(a.error < 0.25) || !(fabs(off) * NEARLY > a.error)) return false;
	*out = (off < 0 ? near - 1 : near) + (how == ROUND_UP); /* never -0 */
	return true;
}

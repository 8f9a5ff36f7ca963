/* double_double.h - numbers of about 106 bits as the sum of two doubles.
 * In:   doubles, or such numbers.   Out: such numbers, each within a stated part of the exact result.
 * Owns: nothing.
 *
 * hi is the double nearest to hi + lo. The bounds are relative to the exact result and hold as long as every value, every
 * product and every quotient is 0 or between 2^-450 and 2^450 in size: nothing is looked after here. They are those of
 * Joldes, Muller and Popescu, Tight and rigorous error bounds for basic building blocks of double-word arithmetic (2017),
 * rounded up to powers of two. With a fused multiplication or without, results are the same bits, for the error of a
 * product is a double. */
#ifndef PLANG_RUNTIME_DOUBLE_DOUBLE_H
#define PLANG_RUNTIME_DOUBLE_DOUBLE_H

#define DD_ADD_BOUND 0x1p-104
#define DD_MUL_BOUND 0x1p-103
#define DD_DIV_BOUND 0x1p-102

struct double_double {
	double hi, lo;
};

/* a + b exactly. */
static inline struct double_double dd_two_sum(double a, double b)
{
	double sum = a + b, of_b = sum - a, of_a = sum - of_b;
	return (struct double_double){ sum, (a - of_a) + (b - of_b) };
}

/* The same where |a| >= |b| or a is 0. */
static inline struct double_double dd_quick_two_sum(double a, double b)
{
	double sum = a + b;
	return (struct double_double){ sum, b - (sum - a) };
}

/* Veltkamp: the upper 26 bits of a, and the rest. */
static inline struct double_double dd_split(double a)
{
	double c = 0x1.0000002p27 * a, hi = c - (c - a);
	return (struct double_double){ hi, a - hi };
}

/* a * b exactly. */
static inline struct double_double dd_two_prod(double a, double b)
{
	double product = a * b;
#if defined __FMA__ || defined __ARM_FEATURE_FMA
	return (struct double_double){ product, __builtin_fma(a, b, -product) };
#else
	struct double_double x = dd_split(a), y = dd_split(b);
	return (struct double_double){ product, ((x.hi * y.hi - product) + x.hi * y.lo + x.lo * y.hi) + x.lo * y.lo };
#endif
}

static inline struct double_double dd_add(struct double_double a, struct double_double b)
{
	struct double_double hi = dd_two_sum(a.hi, b.hi), lo = dd_two_sum(a.lo, b.lo);
	hi = dd_quick_two_sum(hi.hi, hi.lo + lo.hi);
	return dd_quick_two_sum(hi.hi, hi.lo + lo.lo);
}

static inline struct double_double dd_neg(struct double_double a)
{
	return (struct double_double){ -a.hi, -a.lo };
}

static inline struct double_double dd_sub(struct double_double a, struct double_double b)
{
	return dd_add(a, dd_neg(b));
}

static inline struct double_double dd_mul(struct double_double a, struct double_double b)
{
	struct double_double high = dd_two_prod(a.hi, b.hi);
	return dd_quick_two_sum(high.hi, high.lo + (a.hi * b.lo + a.lo * b.hi));
}

/* b is not 0. */
static inline struct double_double dd_div(struct double_double a, struct double_double b)
{
	double quotient = a.hi / b.hi;
	struct double_double product = dd_two_prod(b.hi, quotient);
	struct double_double sum = dd_quick_two_sum(product.hi, b.lo * quotient);
	product = dd_quick_two_sum(sum.hi, sum.lo + product.lo);
	double left = (a.hi - product.hi) + (a.lo - product.lo);
	return dd_quick_two_sum(quotient, left / b.hi);
}

/* Below, equal to or above 0, exactly. */
static inline int dd_order(struct double_double a, struct double_double b)
{
	if (a.hi != b.hi) return a.hi < b.hi ? -1 : 1;
	return (a.lo > b.lo) - (a.lo < b.lo);
}

#endif

/* curve.c - functions of one number with bounds: f(x) is within f'(between) * error and what the library adds. */
#include "runtime/curve.h"
#include <math.h>

#define ULP 0x1p-52
#define LIBRARY (4 * ULP)    /* of the value: what log and exp may be wrong by */
#define SLACK (1 + 0x1p-40)  /* for how the bounds are rounded, for 34 digits, and for expm1 */
#define LOST 0x1p-1000       /* what a bound may lose by underflow, and more */
#define NEARLY (1 - 0x1p-50) /* hi + lo is at least so much of hi */

/* --- one double --- */

static enum curve_found ln_near(double x, double error, double *y, double *bound)
{
	if (x + error <= 0) return CURVE_NONE;
	if (!(x - error > 0)) return CURVE_UNKNOWN;
	*y = log(x);
	*bound = (error / (x - error) + fabs(*y) * LIBRARY) * SLACK + LOST;
	return CURVE_FOUND;
}

static enum curve_found exp_near(double x, double error, double *y, double *bound)
{
	if (fabs(x) - error > CURVE_EXP_ERROR) return CURVE_NONE;
	if (!(fabs(x) + error < CURVE_EXP_MOST) || error > 1) return CURVE_UNKNOWN;
	*y = exp(x);
	*bound = *y * (expm1(error) + LIBRARY) * SLACK + LOST;
	return CURVE_FOUND;
}

/* |sqrt(x') - sqrt(x)| = |x' - x| / (sqrt(x') + sqrt(x)). */
static enum curve_found sqrt_near(double x, double error, double *y, double *bound)
{
	if (x + error < 0) return CURVE_NONE;
	if (!(x - error >= 0)) return CURVE_UNKNOWN;
	*y = sqrt(x);
	*bound = x > 0 ? (error / *y + *y * ULP) * SLACK + LOST : 0;
	return CURVE_FOUND;
}

/* From here on the nearest single is infinite. */
#define SINGLE_END 0x1.ffffffp127

/* Rounding keeps the order: where both ends have the same single, so has all between them. */
static enum curve_found single_near(double x, double error, double *y, double *bound)
{
	double wide = error > 0 ? error * SLACK + fabs(x) * ULP : 0, low = x - wide, high = x + wide;
	if (low >= SINGLE_END || high <= -SINGLE_END) return CURVE_NONE;
	if (!(low > -SINGLE_END && high < SINGLE_END)) return CURVE_UNKNOWN;
	float below = (float)low, above = (float)high;
	if (below != above) return CURVE_UNKNOWN;
	*y = (double)above + 0.0; /* never -0 */
	*bound = 0;
	return CURVE_FOUND;
}

enum curve_found curve_near(enum curve which, double x, double error, double *y, double *bound)
{
	switch (which) {
	case CURVE_LN: return ln_near(x, error, y, bound);
	case CURVE_EXP: return exp_near(x, error, y, bound);
	case CURVE_SQRT: return sqrt_near(x, error, y, bound);
	case CURVE_FLOAT32: return single_near(x, error, y, bound);
	}
	return CURVE_UNKNOWN;
}

/* --- two doubles --- */

/* ln(hi + lo) = ln(hi) + lo / hi, less than (lo / hi)^2 apart. */
static enum curve_found ln_ball(struct ball x, struct ball *y)
{
	double hi = x.value.hi, t = x.value.lo / hi, ln = log(hi);
	y->value = dd_two_sum(ln, t);
	y->error = (fabs(ln) * LIBRARY + fabs(t) * ULP + t * t + x.error / (hi * NEARLY - x.error)) * SLACK + LOST;
	return CURVE_FOUND;
}

/* e^(hi + lo) = e^hi (1 + lo), relatively less than lo^2 apart. */
static enum curve_found exp_ball(struct ball x, struct ball *y)
{
	double hi = x.value.hi, lo = x.value.lo;
	if (fabs(hi) > CURVE_EXP_ERROR * 1.01 && x.error < 1) return CURVE_NONE;
	if (!(fabs(hi) < 300) || !(x.error < 0x1p-10)) return CURVE_UNKNOWN;
	double power = exp(hi);
	y->value = dd_quick_two_sum(power, power * lo);
	y->error = power * (LIBRARY + lo * lo + x.error) * (1 + 0x1p-8);
	return CURVE_FOUND;
}

/* One step of Newton's from the nearest double: its error is squared, and that of the step below 2^-102. */
static enum curve_found sqrt_ball(struct ball x, struct ball *y)
{
	double near = sqrt(x.value.hi), left = dd_sub(x.value, dd_two_prod(near, near)).hi;
	y->value = dd_quick_two_sum(near, left / (2 * near));
	y->error = (near * 0x1p-100 + x.error / near) * (1 + 0x1p-8);
	return CURVE_FOUND;
}

/* Of a single and the next, the middle: a double. */
static bool lies_beyond(struct ball x, double middle, int side)
{
	int sign;
	return ball_sign(ball_sub(x, ball_of(middle)), &sign) && sign == side;
}

static enum curve_found single_ball(struct ball x, struct ball *y)
{
	if (!(fabs(x.value.hi) < SINGLE_END))
		return fabs(x.value.hi) * NEARLY - x.error > SINGLE_END ? CURVE_NONE : CURVE_UNKNOWN;
	float single = (float)x.value.hi;
	double near = single, above = nextafterf(single, INFINITY), below = nextafterf(single, -INFINITY);
	*y = ball_of(near + 0.0);
	if (x.error == 0 && x.value.lo == 0) return CURVE_FOUND;
	if (isinf(above) || isinf(below)) return CURVE_UNKNOWN;
	bool inside = lies_beyond(x, (near + below) / 2, 1) && lies_beyond(x, (near + above) / 2, -1);
	return inside ? CURVE_FOUND : CURVE_UNKNOWN;
}

enum curve_found curve_ball(enum curve which, struct ball x, struct ball *y)
{
	int sign;
	if (x.error == INFINITY) return CURVE_UNKNOWN;
	if (which == CURVE_FLOAT32) return single_ball(x, y);
	if (which == CURVE_EXP) return exp_ball(x, y);
	if (!ball_sign(x, &sign)) return CURVE_UNKNOWN;
	if (sign < 0 || (sign == 0 && which == CURVE_LN)) return CURVE_NONE;
	*y = ball_of(0);
	if (sign == 0) return CURVE_FOUND;
	return which == CURVE_LN ? ln_ball(x, y) : sqrt_ball(x, y);
}

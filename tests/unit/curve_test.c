/* curve_test.c - ln, exp, sqrt and single precision with bounds, against their exact values (audit/real.h): the exact value
 * lies within the bound, the bound is small, and log and exp of the C library are as good as the bounds take them to be. */
#include "audit/real.h"
#include "lang/arena.h"
#include "runtime/curve.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <float.h>
#include <math.h>

struct test {
	struct numbers *pool;
	uint64_t state;
};

static enum real_status exact_curve(struct numbers *pool, enum curve which, struct number x, struct number *y)
{
	switch (which) {
	case CURVE_LN: return real_ln(pool, x, y);
	case CURVE_EXP: return real_exp(pool, x, y);
	case CURVE_SQRT: return real_sqrt(pool, x, y);
	case CURVE_FLOAT32: break;
	}
	return real_float32(pool, x, y);
}

/* A finite double as the fraction it is. */
static struct number exact_double(struct numbers *pool, double x)
{
	int exponent;
	double m = frexp(x, &exponent);
	return number_mul(pool, number_of((int64_t)ldexp(m, 53)), number_pow(pool, number_of(2), exponent - 53));
}

static struct number distance(struct numbers *pool, struct number a, struct number b)
{
	return number_abs(pool, number_sub(pool, a, b));
}

/* --- operands --- */

static double unit_interval(struct test *t)
{
	return (double)(random_word(&t->state) >> 11) * 0x1p-53;
}

/* Doubles of all sizes, about 1, and the middles of two singles. */
static double operand(struct test *t, enum curve which)
{
	double x = unit_interval(t), sign = random_word(&t->state) & 1 ? -1 : 1;
	float single = (float)(x * 100);
	if (which == CURVE_EXP) return sign * x * (random_word(&t->state) & 1 ? 290 : 1);
	switch (random_word(&t->state) % 5) {
	case 0: return ldexp(x, (int)(random_word(&t->state) % 400) - 200);
	case 1: return 1 + sign * ldexp(x, -(int)(random_word(&t->state) % 50));
	case 2: return (double)(int64_t)(x * 1000);
	case 3: return ((double)single + (double)nextafterf(single, INFINITY)) / 2;
	default: return sign * x * 100;
	}
}

/* --- the tests --- */

/* Where a value is found, it is the exact one of the number within its bound. */
static void test_near(struct test *t, enum curve which, double x, double error, struct number exact)
{
	double y = 0, bound = 0;
	struct number value;
	enum curve_found found = curve_near(which, x, error, &y, &bound);
	enum real_status status = exact_curve(t->pool, which, exact, &value);
	if (found == CURVE_NONE) CHECK(status != REAL_OK);
	if (found != CURVE_FOUND) return;
	CHECK(status == REAL_OK && bound >= 0);
	CHECK(number_order(distance(t->pool, exact_double(t->pool, y), value), exact_double(t->pool, bound)) <= 0);
}

static void test_ball(struct test *t, enum curve which, struct ball x, struct number exact)
{
	struct ball y;
	struct number value;
	enum curve_found found = curve_ball(which, x, &y);
	enum real_status status = exact_curve(t->pool, which, exact, &value);
	if (found == CURVE_NONE) CHECK(status != REAL_OK);
	if (found != CURVE_FOUND) return;
	struct number known = number_add(t->pool, exact_double(t->pool, y.value.hi), exact_double(t->pool, y.value.lo));
	CHECK(status == REAL_OK && fabs(y.value.lo) <= fabs(y.value.hi) * DBL_EPSILON / 2);
	CHECK(number_order(distance(t->pool, known, value), exact_double(t->pool, y.error)) <= 0);
}

static void test_one(struct test *t, enum curve which)
{
	double x = operand(t, which), error = fabs(x) * ldexp(unit_interval(t), -(int)(random_word(&t->state) % 60));
	struct number at = exact_double(t->pool, x), off = exact_double(t->pool, error * (2 * unit_interval(t) - 1)),
				  inside = number_add(t->pool, at, off);
	test_near(t, which, x, 0, at);
	test_near(t, which, x, error, inside);
	test_ball(t, which, ball_of(x), at);
	test_ball(t, which, (struct ball){ { x, 0 }, error }, inside);
	struct number third = number_div(t->pool, at, number_of(3));
	test_ball(t, which, ball_of_number(third), third);
}

static void test_bounds(struct test *t)
{
	static const char *const name[] = { "ln: within the bound", "exp: within the bound", "sqrt: within the bound",
		                                "float32: within the bound" };
	size_t mark = numbers_mark(t->pool);
	for (enum curve which = CURVE_LN; which <= CURVE_FLOAT32; which++) {
		UNIT(name[which]);
		for (int i = 0; i < 2000; i++) {
			test_one(t, which);
			numbers_release(t->pool, mark);
		}
	}
}

/* What curve.c takes for granted of the C library, four units of the last place, and that the bounds say no more. */
static void test_library(struct test *t)
{
	UNIT("log and exp of the C library");
	size_t mark = numbers_mark(t->pool);
	for (int i = 0; i < 2000; i++) {
		enum curve which = i & 1 ? CURVE_LN : CURVE_EXP;
		double x = operand(t, which), y, bound, known;
		struct number value;
		if (curve_near(which, x, 0, &y, &bound) != CURVE_FOUND) continue;
		known = i & 1 ? log(x) : exp(x);
		CHECK(known == y && bound <= fabs(y) * 0x1p-49 + 0x1p-999);
		CHECK(exact_curve(t->pool, which, exact_double(t->pool, x), &value) == REAL_OK);
		struct number most = exact_double(t->pool, fabs(y) * 4 * DBL_EPSILON);
		CHECK(number_order(distance(t->pool, exact_double(t->pool, y), value), most) <= 0);
		numbers_release(t->pool, mark);
	}
}

static bool is(enum curve which, double x, double error, enum curve_found found)
{
	double y, bound;
	return curve_near(which, x, error, &y, &bound) == found;
}

static bool gives(enum curve which, double x, double value)
{
	double y, bound;
	return curve_near(which, x, 0, &y, &bound) == CURVE_FOUND && y == value && !signbit(y) == !signbit(value);
}

static void test_edges(void)
{
	UNIT("edges of what exists");
	CHECK(is(CURVE_LN, 0, 0, CURVE_NONE) && is(CURVE_LN, -1, 0.5, CURVE_NONE) && is(CURVE_LN, -1, 1, CURVE_NONE));
	CHECK(is(CURVE_LN, 1, 1, CURVE_UNKNOWN) && is(CURVE_LN, INFINITY, INFINITY, CURVE_UNKNOWN));
	CHECK(is(CURVE_LN, 1, NAN, CURVE_UNKNOWN) && gives(CURVE_LN, 1, 0));
	CHECK(is(CURVE_SQRT, -1, 0.5, CURVE_NONE) && is(CURVE_SQRT, -1, 1, CURVE_UNKNOWN));
	CHECK(is(CURVE_SQRT, 0, 1, CURVE_UNKNOWN) && gives(CURVE_SQRT, 0, 0) && gives(CURVE_SQRT, 9, 3));
	CHECK(is(CURVE_EXP, 12001, 0.5, CURVE_NONE) && is(CURVE_EXP, -12001, 0.5, CURVE_NONE));
	CHECK(is(CURVE_EXP, 800, 0, CURVE_UNKNOWN) && is(CURVE_EXP, 1, 2, CURVE_UNKNOWN) && gives(CURVE_EXP, 0, 1));
	CHECK(is(CURVE_FLOAT32, 0x1.ffffffp127, 0, CURVE_NONE) && is(CURVE_FLOAT32, -1e300, 1, CURVE_NONE));
	CHECK(is(CURVE_FLOAT32, 0x1.ffffffp127, 1, CURVE_UNKNOWN) && is(CURVE_FLOAT32, NAN, 0, CURVE_UNKNOWN));
	CHECK(gives(CURVE_FLOAT32, 0x1.fffffep127, 0x1.fffffep127) && gives(CURVE_FLOAT32, -0x1p-150, 0));
	CHECK(gives(CURVE_FLOAT32, 16777217, 16777216) && gives(CURVE_FLOAT32, 16777219, 16777220));
	CHECK(is(CURVE_FLOAT32, 16777217, 1e-9, CURVE_UNKNOWN));
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct test t = { numbers_new(arena), 4242 };
	numbers_allow(t.pool, (size_t)NUMBER_MAX_BITS * 8);
	test_bounds(&t);
	test_library(&t);
	test_edges();
	real_done();
	arena_free(arena);
	return unit_done();
}

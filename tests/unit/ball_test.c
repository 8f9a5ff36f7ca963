/* ball_test.c - ball arithmetic against exact rationals: the exact value always lies within the bound, and
 * the bound is small where nothing cancels. */
#include "lang/arena.h"
#include "runtime/ball.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <float.h>
#include <math.h>
#include <string.h>

/* A finite double as the fraction it is. */
static struct number exact_double(struct numbers *pool, double x)
{
	int exponent;
	double m = frexp(x, &exponent);
	struct number whole = number_of((int64_t)ldexp(m, 53));
	return number_mul(pool, whole, number_pow(pool, number_of(2), exponent - 53));
}

static struct number exact_value(struct numbers *pool, struct ball x)
{
	return number_add(pool, exact_double(pool, x.value.hi), exact_double(pool, x.value.lo));
}

/* The exact value is where the bound says, or nothing is said. */
static bool holds(struct numbers *pool, struct ball x, struct number exact)
{
	if (x.error == INFINITY) return true;
	struct number off = number_abs(pool, number_sub(pool, exact, exact_value(pool, x)));
	return x.error >= 0 && number_order(off, exact_double(pool, x.error)) <= 0 &&
	       fabs(x.value.lo) <= fabs(x.value.hi) * DBL_EPSILON / 2;
}

static bool is_close(struct ball x)
{
	return x.error <= fabs(x.value.hi) * 0x1p-90;
}

/* --- operands --- */

static struct number decimal(struct numbers *pool, uint64_t *state)
{
	char spelling[64];
	uint64_t digits = random_word(state) % 100000000000000000u;
	int places = (int)(random_word(state) % 25) - 12;
	snprintf(spelling, sizeof spelling, "%s%llue%d", random_word(state) & 1 ? "-" : "", (unsigned long long)digits,
	         places);
	struct number n;
	(void)number_read(pool, text_of(spelling), &n);
	return n;
}

static struct number ratio(struct numbers *pool, uint64_t *state)
{
	int64_t num = (int64_t)(random_word(state) >> (1 + random_word(state) % 62)),
			den = (int64_t)(random_word(state) >> (1 + random_word(state) % 62));
	return number_ratio(pool, random_word(state) & 1 ? -num : num, den ? den : 1);
}

static struct number large(struct numbers *pool, uint64_t *state)
{
	struct number n = number_mul(pool, ratio(pool, state), ratio(pool, state));
	unsigned times = (unsigned)(random_word(state) % 4);
	for (unsigned i = 0; i < times; i++)
		n = number_add(pool, number_mul(pool, n, ratio(pool, state)), decimal(pool, state));
	return n;
}

/* Far from 1, where products leave the doubles. */
static struct number extreme(struct numbers *pool, uint64_t *state)
{
	int64_t exponent = (int64_t)(random_word(state) % 3000) - 1500;
	return number_mul(pool, ratio(pool, state), number_pow(pool, number_of(2), exponent));
}

static struct number operand(struct numbers *pool, uint64_t *state)
{
	switch (random_word(state) % 6) {
	case 0: return decimal(pool, state);
	case 1: return ratio(pool, state);
	case 2: return large(pool, state);
	case 3: return extreme(pool, state);
	case 4: return number_of((int64_t)(random_word(state) % 21) - 10);
	default: return number_of((int64_t)random_word(state) / 2);
	}
}

/* Close to a. */
static struct number near(struct numbers *pool, struct number a, uint64_t *state)
{
	struct number part = number_pow(pool, number_of(10), -(int64_t)(random_word(state) % 45));
	return number_add(pool, a, number_mul(pool, number_mul(pool, a, part), ratio(pool, state)));
}

/* --- the tests --- */

struct test {
	struct numbers *pool;
	uint64_t state;
};

static void test_operations(struct test *t, struct number a, struct number b)
{
	struct numbers *pool = t->pool;
	struct ball x = ball_of_number(a), y = ball_of_number(b);
	int order = number_order(a, b), sign;
	CHECK(holds(pool, x, a) && holds(pool, y, b));
	CHECK(holds(pool, ball_add(x, y), number_add(pool, a, b)));
	CHECK(holds(pool, ball_sub(x, y), number_sub(pool, a, b)));
	CHECK(holds(pool, ball_mul(x, y), number_mul(pool, a, b)));
	CHECK(holds(pool, ball_larger(x, y), order > 0 ? a : b));
	CHECK(holds(pool, ball_smaller(x, y), order < 0 ? a : b));
	if (number_sign(b)) CHECK(holds(pool, ball_div(x, y), number_div(pool, a, b)));
	else CHECK(ball_div(x, y).error == INFINITY);
	if (ball_sign(ball_sub(x, y), &sign)) CHECK(sign == order);
}

static void test_random(struct test *t)
{
	UNIT("balls: the exact value lies within the bound");
	size_t mark = numbers_mark(t->pool);
	for (int i = 0; i < 20000; i++) {
		struct number a = operand(t->pool, &t->state), b = operand(t->pool, &t->state);
		test_operations(t, a, b);
		test_operations(t, a, near(t->pool, a, &t->state));
		CHECK(!numbers_too_large(t->pool));
		numbers_release(t->pool, mark);
	}
}

/* What was computed, again and again: bounds that have grown. */
static void test_chains(struct test *t)
{
	UNIT("balls: chains of operations");
	size_t mark = numbers_mark(t->pool);
	for (int i = 0; i < 4000; i++) {
		struct number a = operand(t->pool, &t->state);
		struct ball x = ball_of_number(a);
		for (int k = 0; k < 8; k++) {
			struct number b = random_word(&t->state) & 1 ? near(t->pool, a, &t->state) : ratio(t->pool, &t->state);
			struct ball y = ball_of_number(b);
			unsigned op = (unsigned)(random_word(&t->state) % 4);
			if (op == 3 && number_sign(b) == 0) op = 0;
			a = op == 0   ? number_add(t->pool, a, b)
			    : op == 1 ? number_sub(t->pool, a, b)
			    : op == 2 ? number_mul(t->pool, a, b)
			              : number_div(t->pool, a, b);
			x = op == 0 ? ball_add(x, y) : op == 1 ? ball_sub(x, y) : op == 2 ? ball_mul(x, y) : ball_div(x, y);
			CHECK(holds(t->pool, x, a));
		}
		numbers_clear(t->pool);
		numbers_release(t->pool, mark);
	}
}

static void test_close(struct test *t)
{
	UNIT("balls: the bound is below 2^-90 where nothing cancels");
	size_t mark = numbers_mark(t->pool);
	for (int i = 0; i < 20000; i++) {
		struct number a = number_abs(t->pool, decimal(t->pool, &t->state)),
					  b = number_abs(t->pool, large(t->pool, &t->state));
		if (!number_sign(a) || !number_sign(b)) continue;
		struct ball x = ball_of_number(a), y = ball_of_number(b);
		CHECK(is_close(x) && is_close(y));
		CHECK(is_close(ball_add(x, y)) && is_close(ball_mul(x, y)) && is_close(ball_div(x, y)) &&
		      is_close(ball_larger(x, y)));
		numbers_release(t->pool, mark);
	}
}

static void test_rounding(struct test *t)
{
	UNIT("balls: rounded like the exact number, or not at all");
	static const enum rounding how[] = { ROUND_HALF_AWAY, ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN };
	size_t mark = numbers_mark(t->pool), known = 0;
	for (int i = 0; i < 20000; i++) {
		/* At a boundary, next to one, or anywhere. */
		struct number a = number_ratio(t->pool, (int64_t)(random_word(&t->state) % 2001) - 1000, 2);
		if (i % 3 == 1) a = near(t->pool, a, &t->state);
		if (i % 3 == 2) a = operand(t->pool, &t->state);
		for (size_t k = 0; k < sizeof how / sizeof *how; k++) {
			double rounded;
			if (!ball_round(ball_of_number(a), how[k], &rounded)) continue;
			struct number right = number_round(t->pool, a, number_of(1), how[k]);
			CHECK(number_order(exact_double(t->pool, rounded), right) == 0 && !(rounded == 0 && signbit(rounded)));
			known++;
		}
		numbers_release(t->pool, mark);
	}
	CHECK(known > 40000);
}

static void test_exact(void)
{
	UNIT("balls: whole numbers stay exact");
	int sign;
	struct ball x = ball_of_whole(INT64_MAX), y = ball_of_whole(-INT64_MAX);
	CHECK(x.error == 0 && ball_sign(x, &sign) && sign == 1);
	CHECK(ball_sign(y, &sign) && sign == -1);
	struct ball six = ball_mul(ball_of(2), ball_of(3));
	CHECK(ball_sign(ball_sub(six, ball_of_whole(6)), &sign) && sign == 0);
	CHECK(!ball_sign(ball_sub(x, x), &sign) || sign == 0);
}

static void test_unknown(void)
{
	UNIT("balls: what is too large or not known stays so");
	struct ball none = ball_of(0x1p460), one = ball_of(1), zero = ball_of(0);
	int sign;
	double rounded;
	CHECK(none.error == INFINITY && !ball_sign(none, &sign));
	CHECK(ball_of(NAN).error == INFINITY && ball_of(-INFINITY).error == INFINITY);
	CHECK(ball_add(none, one).error == INFINITY && ball_mul(zero, none).error == INFINITY);
	CHECK(ball_div(none, one).error == INFINITY && ball_div(one, none).error == INFINITY);
	CHECK(ball_larger(none, one).error == INFINITY && ball_smaller(one, none).error == INFINITY);
	CHECK(!ball_round(none, ROUND_UP, &rounded));
	struct ball tiny = ball_of(0x1p-500);
	CHECK(tiny.error > 0x1p-500 && tiny.error < 0x1p-490 && !ball_sign(tiny, &sign));
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct test t = { numbers_new(arena), 20260401 };
	numbers_allow(t.pool, (size_t)NUMBER_MAX_BITS * 64);
	test_random(&t);
	test_chains(&t);
	test_close(&t);
	test_rounding(&t);
	test_exact();
	test_unknown();
	arena_free(arena);
	return unit_done();
}

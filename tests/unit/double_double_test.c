/* double_double_test.c - sums, products and quotients of pairs of doubles against exact arithmetic. */
#include "lang/arena.h"
#include "lang/number.h"
#include "runtime/double_double.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <math.h>

static double random_double(uint64_t *s, int spread)
{
	double bits = (double)(random_word(s) >> 11), sign = random_word(s) & 1 ? -1 : 1;
	return sign * ldexp(bits, (int)(random_word(s) % (unsigned)spread) - spread / 2 - 53);
}

static struct double_double random_pair(uint64_t *s)
{
	double hi = random_double(s, 100);
	return dd_two_sum(hi, random_word(s) % 4 ? hi * random_double(s, 2) * 0x1p-53 : 0);
}

static struct number exact_double(struct numbers *pool, double x)
{
	int exponent;
	struct number whole = number_of((int64_t)ldexp(frexp(x, &exponent), 53));
	return number_mul(pool, whole, number_pow(pool, number_of(2), exponent - 53));
}

static struct number exact(struct numbers *pool, struct double_double x)
{
	return number_add(pool, exact_double(pool, x.hi), exact_double(pool, x.lo));
}

static bool within(struct numbers *pool, struct double_double got, struct number expected, double bound)
{
	struct number off = number_abs(pool, number_sub(pool, exact(pool, got), expected));
	struct number most = number_mul(pool, number_abs(pool, expected), exact_double(pool, bound));
	return number_order(off, most) <= 0 && got.hi + got.lo == got.hi;
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct numbers *pool = numbers_new(arena);
	uint64_t s = 20260401;
	UNIT("double-double arithmetic");
	for (int round = 0; round < 20000; round++) {
		size_t mark = numbers_mark(pool);
		struct double_double a = random_pair(&s), b = random_pair(&s);
		if (random_word(&s) % 4 == 0) b = dd_two_sum(-a.hi, a.lo * random_double(&s, 4)); /* nearly cancels */
		struct number x = exact(pool, a), y = exact(pool, b);
		CHECK(within(pool, dd_add(a, b), number_add(pool, x, y), DD_ADD_BOUND));
		CHECK(within(pool, dd_sub(a, b), number_sub(pool, x, y), DD_ADD_BOUND));
		CHECK(within(pool, dd_mul(a, b), number_mul(pool, x, y), DD_MUL_BOUND));
		if (b.hi != 0) CHECK(within(pool, dd_div(a, b), number_div(pool, x, y), DD_DIV_BOUND));
		CHECK(within(pool, dd_two_prod(a.hi, b.hi),
		             number_mul(pool, exact_double(pool, a.hi), exact_double(pool, b.hi)), 0));
		CHECK(dd_order(a, b) == number_order(x, y) && dd_order(a, a) == 0);
		numbers_release(pool, mark);
	}
	arena_free(arena);
	return unit_done();
}

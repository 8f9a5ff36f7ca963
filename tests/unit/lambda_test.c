/* lambda_test.c - lambda and the divisor methods by themselves: small cases by hand, and values that were too large, for
 * which 0 stands, so that what is asked for cannot be; they still end, and apportion.c reports them. */
#include "audit/divisor.h"
#include "audit/lambda.h"
#include "lang/arena.h"
#include "tests/unit/unit.h"

static bool is(struct number x, int64_t num, int64_t den)
{
	return x.den == den && x.num == num;
}

/* Weights 1 and 3; the first from 0 to 10, the second from 6 on. */
static void test_lambda(struct arena *arena, struct numbers *pool)
{
	UNIT("lambda");
	const struct number weight[] = { number_of(1), number_of(3) }, base[] = { number_of(0), number_of(0) };
	const struct number floor[] = { number_of(0), number_of(6) }, ceiling[] = { number_of(10), number_of(0) };
	const bool has_ceiling[] = { true, false };
	const struct lambda_places places = { 2, weight, base, floor, ceiling, has_ceiling };
	/* 6 + lambda; 4 lambda; 10 + 3 lambda */
	CHECK(is(lambda_find(arena, pool, &places, number_of(7)), 1, 1));
	CHECK(is(lambda_find(arena, pool, &places, number_of(8)), 2, 1));
	CHECK(is(lambda_find(arena, pool, &places, number_of(10)), 5, 2));
	CHECK(is(lambda_find(arena, pool, &places, number_of(40)), 10, 1));
	CHECK(is(lambda_find(arena, pool, &places, number_of(50)), 40, 3));
	const struct lambda_places bounded = { 1, weight, base, floor, ceiling, has_ceiling };
	CHECK(is(lambda_find(arena, pool, &bounded, number_of(20)), 0, 1));
}

static void test_divisor(struct arena *arena, struct numbers *pool)
{
	UNIT("divisors");
	const struct number weight[] = { number_of(5), number_of(3), number_of(1) };
	const struct number share[] = { number_ratio(pool, 50, 9), number_ratio(pool, 30, 9), number_ratio(pool, 10, 9) };
	const struct number floor[] = { number_of(0), number_of(0), number_of(0) }, one = number_of(1);
	const bool has_ceiling[3] = { false };
	struct number units[3];
	struct divisor_places places = { 3, one, weight, share, floor, floor, has_ceiling, false };
	/* 5 + 3 + 1 by rounding down; the tenth goes to the least of 6/5, 4/3 and 2/1. */
	divisor_round(arena, pool, &places, number_of(10), units);
	CHECK(is(units[0], 6, 1) && is(units[1], 3, 1) && is(units[2], 1, 1));
	/* 6 + 3 + 1 by rounding to the nearest: nothing to move. */
	places.nearest = true;
	divisor_round(arena, pool, &places, number_of(10), units);
	CHECK(is(units[0], 6, 1) && is(units[1], 3, 1) && is(units[2], 1, 1));
	/* A share of 0 that stands for something too large, below a ceiling of 1: nobody may take the other four. */
	const struct number none = number_of(0);
	const bool capped = true;
	const struct divisor_places stuck = { 1, one, weight, &none, floor, &one, &capped, false };
	divisor_round(arena, pool, &stuck, number_of(5), units);
	CHECK(is(units[0], 1, 1));
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 7;
	struct numbers *pool = numbers_new(arena);
	test_lambda(arena, pool);
	test_divisor(arena, pool);
	arena_free(arena);
	return unit_done();
}

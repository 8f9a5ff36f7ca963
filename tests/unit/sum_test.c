/* sum_test.c - sums against one addition after another, and the rule for denominators past 2^2048. */
#include "audit/sum.h"
#include "lang/arena.h"
#include "tests/unit/unit.h"

enum { TERMS = 2000 };

static bool equal(struct number a, struct number b)
{
	return number_order(a, b) == 0;
}

static struct number one_by_one(struct numbers *pool, const struct number *terms, size_t n)
{
	struct number sum = number_of(0);
	for (size_t i = 0; i < n; i++)
		sum = number_add(pool, sum, terms[i]);
	return sum;
}

static bool all_ways(struct numbers *pool, const struct number *terms, size_t n)
{
	struct number copy[TERMS], sum = one_by_one(pool, terms, n);
	memcpy(copy, terms, n * sizeof *copy);
	return equal(sum_terms(pool, terms, n), sum) && equal(sum_exact(pool, terms, n), sum) && !sum_prepare(pool, copy, n) &&
		memcmp(copy, terms, n * sizeof *copy) == 0;
}

static void test_exact(struct numbers *pool)
{
	UNIT("exact sums");
	struct number terms[TERMS];
	CHECK(equal(sum_terms(pool, NULL, 0), number_of(0)));
	for (int i = 0; i < TERMS; i++)
		terms[i] = number_ratio(pool, i * 7919 % 1000 - 500, i % 2 ? 100 : 1);
	CHECK(all_ways(pool, terms, TERMS));
	for (int i = 0; i < TERMS; i++)
		terms[i] = number_ratio(pool, i - 700, i % 60 + 1);
	CHECK(all_ways(pool, terms, TERMS));
	/* Past one word in the numerator, then in the denominator, then with terms that are large themselves. */
	for (int i = 0; i < TERMS; i++)
		terms[i] = number_ratio(pool, i % 9 ? INT64_MAX : -INT64_MAX, i % 2 ? 1 : INT64_MAX - 2);
	CHECK(all_ways(pool, terms, TERMS));
	for (int i = 0; i < TERMS; i++)
		terms[i] = number_ratio(pool, i, i % 200 + 1);
	CHECK(all_ways(pool, terms, TERMS));
	for (int i = 0; i < TERMS; i++)
		terms[i] = number_div(pool, number_of(i - 9), number_pow(pool, number_of(3), i % 100));
	CHECK(all_ways(pool, terms, TERMS));
	CHECK(!numbers_too_large(pool));
}

/* Each term rounded by itself, then added: what the rule says, word for word. */
static struct number rounded_sum(struct numbers *pool, const struct number *terms, size_t n, int64_t exponent)
{
	struct number sum = number_of(0), unit = number_pow(pool, number_of(10), exponent - 60);
	for (size_t i = 0; i < n; i++)
		sum = number_add(pool, sum, number_round(pool, terms[i], unit, ROUND_HALF_EVEN));
	return sum;
}

static void test_rounded(struct numbers *pool)
{
	UNIT("rounded sums");
	struct number terms[TERMS], copy[TERMS];
	for (int scale = -80; scale <= 80; scale += 40) {
		struct number size = number_pow(pool, number_of(10), scale);
		for (int i = 0; i < TERMS; i++)
			terms[i] = number_mul(pool, size, number_ratio(pool, i % 3 ? 1 : -1, i + 2));
		struct number expected = rounded_sum(pool, terms, TERMS, scale - 1);
		CHECK(equal(sum_terms(pool, terms, TERMS), expected));
		memcpy(copy, terms, sizeof copy);
		CHECK(sum_prepare(pool, copy, TERMS));
		CHECK(equal(sum_exact(pool, copy, TERMS), expected));
		for (int i = 0; i < TERMS / 2; i++) {
			struct number t = terms[i];
			terms[i] = terms[TERMS - 1 - i];
			terms[TERMS - 1 - i] = t;
		}
		CHECK(equal(sum_terms(pool, terms, TERMS), expected));
	}
	/* Half of the last place goes to the even side. */
	struct number fine = number_pow(pool, number_of(2), -2048), half = number_pow(pool, number_of(10), -61);
	half = number_mul(pool, half, number_of(5));
	const struct number ties[] = { number_of(1), half, fine };
	CHECK(equal(sum_terms(pool, ties, 3), number_of(1)));
}

static void test_limit(struct numbers *pool)
{
	UNIT("the limit of the denominator");
	struct number below = number_pow(pool, number_of(2), -2047), at = number_pow(pool, number_of(2), -2048);
	CHECK(equal(sum_terms(pool, &below, 1), below));
	CHECK(!equal(sum_terms(pool, &at, 1), at));
	CHECK(equal(sum_terms(pool, &at, 1), rounded_sum(pool, &at, 1, number_exponent(at))));
	CHECK(equal(sum_exact(pool, &at, 1), at));
	CHECK(!numbers_too_large(pool));
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 7;
	struct numbers *pool = numbers_new(arena);
	test_exact(pool);
	test_rounded(pool);
	test_limit(pool);
	arena_free(arena);
	return unit_done();
}

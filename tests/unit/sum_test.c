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

/* The running numerator outgrows two words when it is brought over a larger denominator, or by a term. */
static void test_two_words(struct numbers *pool)
{
	UNIT("past two words");
	const int64_t prime = ((int64_t)1 << 61) - 1;
	for (int sign = -1; sign <= 1; sign += 2) {
		struct number terms[10];
		for (int i = 0; i < 10; i++)
			terms[i] = number_of(sign * INT64_MAX);
		terms[9] = number_ratio(pool, sign, prime);
		CHECK(all_ways(pool, terms, 10));
		terms[9] = terms[0];
		terms[0] = number_ratio(pool, sign, prime);
		CHECK(all_ways(pool, terms, 10));
	}
}

/* The largest term in size decides the last place, whichever side of 0 it is on, also where the other end is 0. */
static void test_one_sided(struct numbers *pool)
{
	UNIT("rounded sums of one sign");
	struct number fine = number_pow(pool, number_of(2), -2048);
	for (int sign = -1; sign <= 1; sign += 2) {
		struct number size = number_of(sign);
		const struct number terms[] = { number_of(0), number_div(pool, size, number_of(3)),
			number_mul(pool, size, fine), number_of(0) };
		struct number expected = number_round(pool, terms[1], number_pow(pool, number_of(10), -61), ROUND_HALF_EVEN);
		CHECK(equal(sum_terms(pool, terms, 4), expected));
	}
}

/* The last place of a term of about 10^-4907 is 10^-4967, which takes 16,500 bits. */
static void test_too_fine(struct numbers *pool)
{
	UNIT("a last place that is too large");
	struct number term = number_pow(pool, number_of(2), -16300);
	CHECK(sum_prepare(pool, &term, 1) && numbers_too_large(pool));
	numbers_clear(pool);
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
	test_two_words(pool);
	test_one_sided(pool);
	test_too_fine(pool);
	test_limit(pool);
	arena_free(arena);
	return unit_done();
}

/* moment_test.c - sums, products and extremes, in all and by group, against one row after the other. */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/extreme.h"
#include "runtime/moment.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <math.h>
#include <stdlib.h>

enum { ROWS = 150001, GROUPS = 300 };

struct table {
	size_t n, groups;
	int64_t x[ROWS], y[ROWS];
	double d[ROWS];
	uint32_t group[ROWS];
};

/* What each group comes to, the plain way. A wide sum is kept as its two halves of products' halves. */
struct expected {
	__int128 sum, low, high; /* of x; of the low 64 bits of x * y; of the rest of them */
	uint64_t count;
	int64_t least, greatest;
};

static void expect(const struct table *t, struct expected *of, bool by_group)
{
	for (size_t g = 0; g < (by_group ? t->groups : 1); g++)
		of[g] = (struct expected){ .least = INT64_MAX, .greatest = INT64_MIN };
	for (size_t i = 0; i < t->n; i++) {
		struct expected *e = &of[by_group ? t->group[i] : 0];
		__int128 product = (__int128)t->x[i] * t->y[i];
		e->sum += t->x[i];
		e->low += (uint64_t)product;
		e->high += product >> 64;
		e->count++;
		if (t->x[i] < e->least) e->least = t->x[i];
		if (t->x[i] > e->greatest) e->greatest = t->x[i];
	}
}

static bool wide_is(struct moment_wide wide, const struct expected *e)
{
	__int128 high = e->high + (e->low >> 64);
	return (uint64_t)wide.low == (uint64_t)e->low && (uint64_t)(wide.low >> 64) == (uint64_t)high &&
	       wide.high == (int64_t)(high >> 64);
}

static bool range_is(struct extreme_whole found, const struct expected *e)
{
	return found.least == e->least && found.greatest == e->greatest;
}

static bool real_is(struct extreme_double found, const struct expected *e)
{
	if (e->count == 0) return found.least == (double)INFINITY && found.greatest == -(double)INFINITY;
	return found.least == (double)e->least && found.greatest == (double)e->greatest;
}

static void check_all(struct crew *crew, const struct table *t)
{
	struct expected e;
	expect(t, &e, false);
	CHECK(moment_sum(crew, t->x, t->n) == e.sum);
	CHECK(wide_is(moment_product(crew, t->x, t->y, t->n), &e));
	CHECK(range_is(extreme_whole(crew, t->x, t->n), &e));
	CHECK(real_is(extreme_double(crew, t->d, t->n), &e));
}

static void check_groups(struct crew *crew, const struct table *t)
{
	static struct expected e[GROUPS];
	static __int128 sum[GROUPS];
	static struct moment_wide product[GROUPS];
	static uint64_t count[GROUPS];
	static struct extreme_whole range[GROUPS];
	static struct extreme_double real[GROUPS];
	expect(t, e, true);
	moment_sum_by(crew, t->x, t->group, t->n, t->groups, sum);
	moment_product_by(crew, t->x, t->y, t->group, t->n, t->groups, product);
	moment_count_by(crew, t->group, t->n, t->groups, count);
	extreme_whole_by(crew, t->x, t->group, t->n, t->groups, range);
	extreme_double_by(crew, t->d, t->group, t->n, t->groups, real);
	for (size_t g = 0; g < t->groups; g++) {
		CHECK(sum[g] == e[g].sum && wide_is(product[g], &e[g]) && count[g] == e[g].count);
		CHECK(range_is(range[g], &e[g]) && real_is(real[g], &e[g]));
	}
}

/* bits: the size of values; 64: any, and the extremes among them. */
static void fill(struct table *t, size_t n, size_t groups, unsigned bits, uint64_t *state)
{
	t->n = n;
	t->groups = groups;
	for (size_t i = 0; i < n; i++) {
		uint64_t x = random_word(state) >> (64 - bits), y = random_word(state) >> (64 - bits);
		t->x[i] = bits < 64 ? (int64_t)x - ((int64_t)1 << (bits - 1)) : x & 1 ? INT64_MIN : (int64_t)x;
		t->y[i] = bits < 64 ? (int64_t)y : y & 1 ? INT64_MIN : (int64_t)y;
		t->d[i] = (double)t->x[i];
		t->group[i] = (uint32_t)(i * groups / n + random_word(state) % 3) % (uint32_t)groups;
	}
}

static void test(unsigned threads)
{
	static const size_t sizes[] = { 0, 1, 2, 15, 16, 17, 1000, ROWS }, groups[] = { 1, 2, 7, 128, 129, GROUPS };
	static struct table t;
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct crew *crew = threads ? crew_new(arena, threads) : NULL;
	uint64_t state = 20260401;
	for (unsigned bits = 1; bits <= 64; bits += 21)
		for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
			for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
				fill(&t, sizes[s], groups[g], bits, &state);
				check_all(crew, &t);
				check_groups(crew, &t);
			}
	arena_free(arena);
}

static void test_far(void)
{
	static int64_t x[ROWS];
	__int128 narrow;
	for (size_t i = 0; i < ROWS; i++)
		x[i] = INT64_MIN;
	struct moment_wide square = moment_square(NULL, x, ROWS), minus;
	CHECK(square.low == (unsigned __int128)ROWS << 126 && square.high == ROWS >> 2);
	CHECK(!moment_narrow(square, &narrow));
	CHECK(moment_sum(NULL, x, ROWS) == -((__int128)ROWS << 63));
	int64_t one = 1;
	minus = moment_product(NULL, x, &one, 1);
	CHECK(moment_narrow(minus, &narrow) && narrow == INT64_MIN);
}

static void test_zeros(void)
{
	const double x[] = { 0.0, -0.0, -0.0 };
	const uint32_t group[] = { 0, 1, 0 };
	struct extreme_double by[2], all = extreme_double(NULL, x, 3);
	CHECK(!signbit(all.least) && !signbit(all.greatest));
	extreme_double_by(NULL, x, group, 3, 2, by);
	CHECK(!signbit(by[1].least) && !signbit(by[1].greatest) && !signbit(by[0].least));
}

int main(void)
{
	UNIT("one thread");
	test(0);
	test(1);
	UNIT("several threads");
	test(2);
	test(7);
	UNIT("far past 128 bits");
	test_far();
	UNIT("zeros");
	test_zeros();
	return unit_done();
}

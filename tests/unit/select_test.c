/* select_test.c - selection against sorting, for the shapes of data on which a quickselect does badly. */
#include "runtime/select.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 40000 };

enum shape { RANDOM, FEW_VALUES, EQUAL, RISING, FALLING, ORGAN_PIPE, MISLEADING, SHAPES };

/* MISLEADING: what is sampled first, and most else at such places, is all from one end. */
static void make(int64_t *x, size_t n, enum shape shape, uint64_t *state)
{
	for (size_t i = 0; i < n; i++) {
		int64_t at = (int64_t)i, word = (int64_t)random_word(state);
		int64_t value[SHAPES] = { word,
			                      word % 5,
			                      7,
			                      at,
			                      -at,
			                      at < (int64_t)n / 2 ? at : (int64_t)n - at,
			                      i % 16 == 8 ? at - MOST : word & INT32_MAX };
		x[i] = value[shape];
	}
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static bool divides(const int64_t *x, size_t n, size_t k)
{
	for (size_t i = 0; i < n; i++)
		if (i < k ? x[i] > x[k] : x[i] < x[k]) return false;
	return true;
}

static void check_at(const int64_t *data, const int64_t *sorted, size_t n, size_t k)
{
	static int64_t x[MOST];
	static double d[MOST];
	static unsigned __int128 wide[MOST];
	size_t next = k + 1 < n ? k + 1 : k;
	memcpy(x, data, n * sizeof *x);
	struct select_whole_pair pair = select_whole_pair(x, n, k);
	CHECK(pair.lower == sorted[k] && pair.upper == sorted[next] && x[k] == sorted[k] && divides(x, n, k));
	for (size_t i = 0; i < n; i++)
		d[i] = (double)data[i];
	for (size_t i = 0; i < n; i++)
		wide[i] = (unsigned __int128)((uint64_t)data[i] ^ (uint64_t)1 << 63) << 50;
	CHECK((int64_t)((uint64_t)(select_wide(wide, n, k) >> 50) ^ (uint64_t)1 << 63) == sorted[k]);
	struct select_double_pair real = select_double_pair(d, n, k);
	CHECK(real.lower == (double)sorted[k] && real.upper == (double)sorted[next] && d[k] == real.lower);
	CHECK(select_whole(x, n, n / 3) == sorted[n / 3] && select_double(d, n, n / 3) == (double)sorted[n / 3]);
}

static void check_shape(enum shape shape, size_t n, uint64_t *state)
{
	static int64_t data[MOST], sorted[MOST];
	make(data, n, shape, state);
	memcpy(sorted, data, n * sizeof *data);
	qsort(sorted, n, sizeof *sorted, by_value);
	const size_t at[] = { 0, n / 100, n / 4, n / 2, (n - 1) / 2, n - n / 10 - 1, n - 1, random_word(state) % n };
	for (size_t k = 0; k < sizeof at / sizeof *at; k++)
		check_at(data, sorted, n, at[k]);
}

int main(void)
{
	static const size_t sizes[] = { 1, 2, 3, 24, 25, 26, 100, 1000, 1023, 1024, 1025, 5000, MOST };
	static const char *const names[SHAPES] = { "random",  "few values", "equal",     "rising",
		                                       "falling", "organ pipe", "misleading" };
	uint64_t state = 20260401;
	for (enum shape shape = 0; shape < SHAPES; shape++) {
		UNIT(names[shape]);
		for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
			check_shape(shape, sizes[s], &state);
		for (size_t n = 1; n < 70; n++)
			check_shape(shape, n, &state);
	}
	UNIT("zeros and infinities");
	double zeros[] = { 0.0, -0.0, 1, -INFINITY, -0.0, INFINITY };
	CHECK(select_double(zeros, 6, 1) == 0 && !signbit(select_double(zeros, 6, 1)) &&
	      !signbit(select_double(zeros, 6, 2)));
	CHECK(!signbit(select_double_pair(zeros, 6, 2).upper) && select_double(zeros, 6, 5) == (double)INFINITY);
	return unit_done();
}

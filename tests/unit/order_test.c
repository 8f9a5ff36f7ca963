/* order_test.c - the radix sort against the definition of a stable order, for keys of every width and any threads. */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/order.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Sorted, stable, and each key with its row: then it is the one right answer. */
static bool in_order(const uint64_t *was, const uint64_t *key, const uint32_t *index, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (index[i] >= n || was[index[i]] != key[i]) return false;
	for (size_t i = 1; i < n; i++)
		if (key[i - 1] > key[i] || (key[i - 1] == key[i] && index[i - 1] >= index[i])) return false;
	return true;
}

static void sort_keys(struct crew *crew, const uint64_t *was, size_t n)
{
	uint64_t *key = malloc(n * sizeof *key + 1), *key_room = malloc(n * sizeof *key + 1);
	uint32_t *index = malloc(n * sizeof *index + 1), *index_room = malloc(n * sizeof *index + 1);
	for (size_t i = 0; i < n; i++) {
		key[i] = was[i];
		index[i] = (uint32_t)i;
	}
	bool in_place = order_radix(crew, key, index, n, key_room, index_room);
	CHECK(in_order(was, in_place ? key : key_room, in_place ? index : index_room, n));
	free(key);
	free(key_room);
	free(index);
	free(index_room);
}

static void test_sort(unsigned threads)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 100, 1000, 70000, 200001 };
	static const uint64_t masks[] = {
		0, 1, 0xFF, 0x1FF, 0xFFFFF, 0xFF00000000000001, 0x8000000000000001, 0x0F0F0F0F0F0F0F0F, UINT64_MAX
	};
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct crew *crew = threads ? crew_new(arena, threads) : NULL;
	uint64_t *was = malloc(200001 * sizeof *was), state = 20260401;
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
		for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
			for (size_t i = 0; i < sizes[s]; i++)
				was[i] = (random_word(&state) & masks[m]) | (~masks[m] & 0x5555555555555555);
			sort_keys(crew, was, sizes[s]);
		}
	for (size_t i = 0; i < 200001; i++)
		was[i] = i / 3;
	sort_keys(crew, was, 200001);
	was[100000] = 0;
	sort_keys(crew, was, 200001);
	free(was);
	arena_free(arena);
}

static void test_keys(void)
{
	static const int64_t whole[] = { INT64_MIN, INT64_MIN + 1, -2, -1, 0, 1, 2, INT64_MAX - 1, INT64_MAX };
	static const double real[] = { -INFINITY,    -DBL_MAX, -1.5, -1,  -DBL_MIN, -DBL_TRUE_MIN, 0,
		                           DBL_TRUE_MIN, DBL_MIN,  1,    1.5, DBL_MAX,  INFINITY };
	for (size_t i = 1; i < sizeof whole / sizeof *whole; i++) {
		CHECK(order_key_whole(whole[i - 1], false) < order_key_whole(whole[i], false));
		CHECK(order_key_whole(whole[i - 1], true) > order_key_whole(whole[i], true));
	}
	for (size_t i = 1; i < sizeof real / sizeof *real; i++) {
		CHECK(order_key_double(real[i - 1], false) < order_key_double(real[i], false));
		CHECK(order_key_double(real[i - 1], true) > order_key_double(real[i], true));
	}
	CHECK(order_key_double(-0.0, false) == order_key_double(0, false));
	CHECK(order_key_double(-0.0, true) == order_key_double(0, true));
}

int main(void)
{
	UNIT("sorted on one thread");
	test_sort(0);
	test_sort(1);
	UNIT("sorted on several");
	test_sort(2);
	test_sort(5);
	UNIT("keys");
	test_keys();
	return unit_done();
}

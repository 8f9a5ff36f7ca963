/* crew_test.c - every part of a task is done once, on one thread and on several, task after task. */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "tests/unit/unit.h"

enum { PARTS = 1000 };

static void count(void *state, size_t part)
{
	unsigned *done = state;
	done[part]++;
}

static void each_once(unsigned threads, size_t parts)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	unsigned done[PARTS] = { 0 };
	struct crew *crew = crew_new(arena, threads);
	size_t wrong = 0;
	for (unsigned task = 1; task <= 20; task++) {
		crew_do(crew, parts, count, done);
		for (size_t i = 0; i < PARTS; i++)
			wrong += done[i] != (i < parts ? task : 0);
	}
	CHECK(wrong == 0);
	CHECK(crew_size(crew) >= 1 && crew_size(crew) <= CREW_MAX);
	arena_free(arena);
}

int main(void)
{
	UNIT("one thread");
	each_once(1, PARTS);
	UNIT("several threads");
	each_once(2, PARTS);
	each_once(5, PARTS);
	UNIT("few parts");
	each_once(2, 0);
	each_once(2, 1);
	each_once(0, 7);
	each_once(1000, 3);
	return unit_done();
}

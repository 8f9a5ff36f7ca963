/* allocation_laws.c - the laws of allocation over random problems.
 *
 * `allocation_laws [--seed N] [--case N] [--plant N|all]`. Without --plant the solver must keep every law in every case;
 * LAWS in the environment says how many. With `--plant N` it has that bug, and the laws that notice fail; with
 * `--plant all` each law must notice the bugs named beside it. Closes with `N passed, N failed`: laws, and with
 * `--plant all` pairs of a law and a bug. */
#include "tests/laws/allocation.h"
#include <stdio.h>
#include <stdlib.h>

enum { CASES = 100000, PLANT_CASES = 20000, SHOWN = 3 };

struct tally {
	size_t cases, held[LAW_COUNT], broken[LAW_COUNT];
};

struct range {
	uint64_t seed;
	size_t first, end;
};

/* Judges one case by one law, or by all (law LAW_COUNT); false when memory ran out. A case depends on its seed and its
 * number alone. */
static bool judge_case(const struct range *range, size_t number, size_t only, enum plant plant, bool show,
                       struct tally *tally)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) {
		arena_free(arena);
		return false;
	}
	struct trial t = {
		.arena = arena, .pool = numbers_new(arena), .random = range->seed * 1000000007u + number, .plant = plant
	};
	t.problem = instance_random(&t);
	t.result = solve(&t, t.problem);
	uint64_t random = t.random;
	tally->cases++;
	for (size_t i = 0; i < LAW_COUNT; i++) {
		if (only != LAW_COUNT && only != i) continue;
		t.random = random + i;
		enum verdict verdict = laws[i].judge(&t);
		if (verdict == HOLDS) tally->held[i]++;
		if (verdict != BROKEN) continue;
		if (show && tally->broken[i] < SHOWN) {
			printf("broken: %s: --seed %llu --case %zu\n", laws[i].name, (unsigned long long)range->seed, number);
			instance_print(&t, t.problem, t.result);
		}
		tally->broken[i]++;
	}
	if (numbers_too_large(t.pool)) printf("case %zu met a number that is too large\n", number);
	arena_free(arena);
	return true;
}

static int closing(size_t passed, size_t failed)
{
	printf("%zu passed, %zu failed\n", passed, failed);
	return failed ? 1 : 0;
}

/* A law that concerned no case at all has shown nothing. */
static int run_laws(const struct range *range, enum plant plant)
{
	static struct tally tally;
	size_t passed = 0;
	for (size_t number = range->first; number < range->end; number++)
		if (!judge_case(range, number, LAW_COUNT, plant, true, &tally)) return 7;
	for (size_t i = 0; i < LAW_COUNT; i++) {
		bool holds = tally.broken[i] == 0 && (tally.held[i] > 0 || tally.cases == 1);
		passed += holds;
		printf("%-6s %-52s %9zu cases, %zu broken\n", holds ? "holds" : "BROKEN", laws[i].name,
		       tally.held[i] + tally.broken[i], tally.broken[i]);
	}
	printf("%zu cases, seed %llu\n", tally.cases, (unsigned long long)range->seed);
	return closing(passed, LAW_COUNT - passed);
}

/* How many cases it took the law to notice; 0 when it never did. */
static size_t cases_to_notice(const struct range *range, size_t law, enum plant plant)
{
	struct tally tally = { 0 };
	for (size_t number = 0; number < PLANT_CASES; number++) {
		if (!judge_case(range, number, law, plant, false, &tally)) return 0;
		if (tally.broken[law]) return number + 1;
	}
	return 0;
}

static int run_plants(const struct range *range)
{
	bool noticed[PLANT_COUNT] = { false };
	size_t passed = 0, failed = 0;
	for (size_t i = 0; i < LAW_COUNT; i++)
		for (size_t k = 0; k < 3 && laws[i].plants[k] != PLANT_NONE; k++) {
			enum plant plant = laws[i].plants[k];
			size_t cases = cases_to_notice(range, i, plant);
			noticed[plant] = noticed[plant] || cases;
			if (cases) passed++;
			else failed++;
			printf("%-8s %-50s %-50s after %zu cases\n", cases ? "noticed" : "MISSED", laws[i].name, plant_name[plant],
			       cases);
		}
	for (enum plant plant = PLANT_FIRST; plant < PLANT_COUNT; plant++)
		if (!noticed[plant]) {
			printf("nobody notices a solver that %s\n", plant_name[plant]);
			failed++;
		}
	return closing(passed, failed);
}

static int usage(void)
{
	fprintf(stderr, "usage: allocation_laws [--seed N] [--case N] [--plant N|all]\n");
	for (enum plant plant = PLANT_FIRST; plant < PLANT_COUNT; plant++)
		fprintf(stderr, "  --plant %-2d  %s\n", (int)plant, plant_name[plant]);
	return 2;
}

int main(int argc, char **argv)
{
	const char *cases = getenv("LAWS");
	struct range range = { 1, 0, cases ? strtoul(cases, NULL, 10) : CASES };
	enum plant plant = PLANT_NONE;
	bool all = false;
	for (int i = 1; i < argc; i += 2) {
		unsigned long n = i + 1 < argc ? strtoul(argv[i + 1], NULL, 10) : 0;
		if (i + 1 == argc) return usage();
		if (strcmp(argv[i], "--seed") == 0) range.seed = n;
		else if (strcmp(argv[i], "--case") == 0) range = (struct range){ range.seed, n, n + 1 };
		else if (strcmp(argv[i], "--plant") == 0 && strcmp(argv[i + 1], "all") == 0) all = true;
		else if (strcmp(argv[i], "--plant") == 0 && n < PLANT_COUNT) plant = (enum plant)n;
		else return usage();
	}
	return all ? run_plants(&range) : run_laws(&range, plant);
}

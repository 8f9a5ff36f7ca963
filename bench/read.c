/* read.c - how long reading alone takes: RULES DATA [THREADS]. Prints the rows, the seconds, those of all processors, and the peak of memory, in
 * MiB. Built by bench/read.sh against the library. */
#include "lang/arena.h"
#include "lang/check.h"
#include "parser/parse.h"
#include "runtime/crew.h"
#include "runtime/csv.h"
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct text whole_file(struct arena *arena, const char *name)
{
	FILE *in = fopen(name, "rb");
	if (!in) return (struct text){ 0 };
	char *at = arena_alloc(arena, 1 << 20);
	size_t len = fread(at, 1, 1 << 20, in);
	fclose(in);
	return (struct text){ at, len };
}

int main(int argc, char **argv)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (argc < 3 || !arena || setjmp(edge.back)) return 2;
	struct sources sources = { .arena = arena };
	struct diags diags = { .arena = arena, .sources = &sources };
	struct check_options options = { 0 };
	struct model model;
	struct table table;
	struct input input;
	struct source *source = source_add(&sources, text_of(argv[1]), whole_file(arena, argv[1]));
	bool good = source && check_file(arena, &diags, parse_file(arena, &diags, source), &options, &model) &&
	            csv_open(arena, &diags, text_of(argv[2]), &input);
	struct crew *crew = argc > 3 ? crew_new(arena, (unsigned)strtoul(argv[3], NULL, 10)) : NULL;
	double from = now(CLOCK_MONOTONIC), from_cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	good = good && csv_read(arena, crew, &diags, numbers_new(arena), &model.datasets[0], &input, &table);
	double seconds = now(CLOCK_MONOTONIC) - from, cpu = now(CLOCK_PROCESS_CPUTIME_ID) - from_cpu;
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	diag_print(&diags, stderr, false);
	if (good) printf("%zu rows, %.3f s, %.3f s of processors, peak %.0f MiB\n", table.rows, seconds, cpu, (double)used.ru_maxrss / 1024);
	arena_free(arena);
	return good ? 0 : 1;
}

/* quantile_test.c - the nine types on a table of exact values.
 * The first argument, or PLANG_ADVERSARIAL, is the folder of the adversarial tables. */
#include "audit/quantile.h"
#include "lang/arena.h"
#include "tests/unit/unit.h"
#include <stdlib.h>

enum { MAX_DATA = 64 };

/* "3", "0.25" or "1/3" */
static struct number number_in(struct numbers *pool, const char *spelling)
{
	struct number over, under = number_of(1);
	size_t len = strcspn(spelling, "/");
	CHECK(number_read(pool, (struct text){ spelling, len }, &over) == NUMBER_OK);
	if (spelling[len] == '/') CHECK(number_read(pool, text_of(spelling + len + 1), &under) == NUMBER_OK);
	return number_div(pool, over, under);
}

static int by_size(const void *a, const void *b)
{
	return number_order(*(const struct number *)a, *(const struct number *)b);
}

static size_t sorted_data(struct numbers *pool, char *list, struct number *out)
{
	size_t n = 0;
	for (char *item = strtok(list, ","); item && n < MAX_DATA; item = strtok(NULL, ","))
		out[n++] = number_in(pool, item);
	qsort(out, n, sizeof *out, by_size);
	return n;
}

static void test_row(struct numbers *pool, char *line)
{
	char *field[5], *rest = line;
	for (size_t i = 0; i < 5; i++) {
		field[i] = rest;
		rest += strcspn(rest, "\t\n");
		*rest++ = '\0';
	}
	struct number data[MAX_DATA];
	size_t n = sorted_data(pool, field[4], data);
	struct number q = quantile_of(pool, data, n, number_in(pool, field[2]), atoi(field[1]));
	if (!CHECK(number_order(q, number_in(pool, field[3])) == 0))
		printf("  %s type %s at %s\n", field[0], field[1], field[2]);
}

static void test_table(struct numbers *pool, const char *folder)
{
	UNIT("quantile.tsv");
	char line[4096], path[512];
	snprintf(path, sizeof path, "%s/quantile.tsv", folder);
	FILE *f = fopen(path, "r");
	if (!f) {
		UNIT_SKIP("no quantile.tsv");
		return;
	}
	size_t rows = 0;
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '#') continue;
		test_row(pool, line);
		rows++;
	}
	fclose(f);
	CHECK(rows == 495);
}

static void test_median(struct numbers *pool)
{
	UNIT("median");
	const struct number four[] = { number_of(1), number_of(2), number_of(5), number_of(9) };
	CHECK(number_order(quantile_median(pool, four, 1), number_of(1)) == 0);
	CHECK(number_order(quantile_median(pool, four, 3), number_of(2)) == 0);
	CHECK(number_order(quantile_median(pool, four, 4), number_ratio(pool, 7, 2)) == 0);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("PLANG_ADVERSARIAL");
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 7;
	struct numbers *pool = numbers_new(arena);
	test_median(pool);
	test_table(pool, folder ? folder : "../shared/adversarial");
	arena_free(arena);
	return unit_done();
}

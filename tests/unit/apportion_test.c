/* apportion_test.c - sharing money: the table of known cases, what section 8 of the language says of each degenerate
 * one, and what must hold for any problem whatever.
 * The first argument, or PLANG_ADVERSARIAL, is the folder of the adversarial tables. */
#include "audit/apportion.h"
#include "lang/arena.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <stdlib.h>

enum { MAX_PLACES = 64 };

struct fixture {
	struct arena *arena;
	struct numbers *pool;
};

static bool equal(struct number a, struct number b)
{
	return number_order(a, b) == 0;
}

/* A list such as "1,0.5,,3": an empty item is absent. */
static size_t read_list(struct fixture *f, const char *list, struct number *out, bool *present)
{
	size_t n = 0;
	if (!*list) return 0;
	for (;;) {
		size_t len = strcspn(list, ",");
		out[n] = number_of(0);
		present[n] = len > 0;
		if (len) CHECK(number_read(f->pool, (struct text){ list, len }, &out[n]) == NUMBER_OK);
		n++;
		list += len;
		if (!*list) return n;
		list++;
	}
}

/* A problem spelled out, and its answer; absent bounds and bases are those of the language. */
struct problem {
	struct apportion in;
	struct number weight[MAX_PLACES], base[MAX_PLACES], floor[MAX_PLACES], ceiling[MAX_PLACES];
	bool present[MAX_PLACES], has_ceiling[MAX_PLACES];
	struct apportion_result out;
};

static void state(struct fixture *f, struct problem *p, const char *amount, const char *unit, const char *weight)
{
	memset(p, 0, sizeof *p);
	CHECK(number_read(f->pool, text_of(amount), &p->in.amount) == NUMBER_OK);
	CHECK(number_read(f->pool, text_of(unit), &p->in.unit) == NUMBER_OK);
	p->in.n = read_list(f, weight, p->weight, p->present);
	p->in.weight = p->weight;
}

static void bounds(struct fixture *f, struct problem *p, const char *base, const char *floor, const char *ceiling)
{
	if (read_list(f, base, p->base, p->present)) p->in.base = p->base;
	if (read_list(f, floor, p->floor, p->present)) p->in.floor = p->floor;
	if (!read_list(f, ceiling, p->ceiling, p->has_ceiling)) return;
	p->in.ceiling = p->ceiling;
	p->in.has_ceiling = p->has_ceiling;
}

static enum apportion_status solve(struct fixture *f, struct problem *p)
{
	return apportion_solve(f->arena, f->pool, &p->in, &p->out);
}

static bool awards_are(struct fixture *f, const struct problem *p, const char *expected)
{
	struct number list[MAX_PLACES];
	bool present[MAX_PLACES];
	if (p->out.status != APPORTION_OK || read_list(f, expected, list, present) != p->in.n) return false;
	for (size_t i = 0; i < p->in.n; i++)
		if (!equal(p->out.award[i], list[i])) return false;
	return true;
}

/* --- what must always hold --- */

static void check_award(struct fixture *f, const struct problem *p, size_t i)
{
	const struct apportion_result *r = &p->out;
	struct number exact = number_div(f->pool, r->share[i], p->in.unit);
	CHECK(number_sign(r->award[i]) >= 0 && number_is_whole(r->units[i]));
	CHECK(equal(r->award[i], number_mul(f->pool, r->units[i], p->in.unit)));
	CHECK(equal(r->units[i], number_floor(f->pool, exact)) || equal(r->units[i], number_ceil(f->pool, exact)));
	CHECK(equal(r->scale, number_of(1)) ? number_order(r->award[i], r->floor[i]) >= 0 : p->in.scale_floors);
	CHECK(!r->has_ceiling[i] || number_order(r->award[i], r->ceiling[i]) <= 0);
	if (!r->has_lambda) return;
	struct number share = number_add(f->pool, r->base[i], number_mul(f->pool, r->lambda, r->weight[i]));
	enum apportion_bound bound = APPORTION_FREE;
	if (number_order(share, r->floor[i]) < 0) {
		share = r->floor[i];
		bound = APPORTION_FLOOR;
	}
	if (r->has_ceiling[i] && number_order(share, r->ceiling[i]) > 0) {
		share = r->ceiling[i];
		bound = APPORTION_CEILING;
	}
	CHECK(equal(share, r->share[i]) && bound == r->bound[i]);
}

/* The part of an exact share below one unit. */
static struct number remainder_of(struct fixture *f, const struct problem *p, size_t i)
{
	return number_mod(f->pool, number_div(f->pool, p->out.share[i], p->in.unit), number_of(1));
}

/* Whoever was raised had the larger remainder, or an equal one and the earlier place. */
static void check_remainders(struct fixture *f, const struct problem *p)
{
	for (size_t i = 0; i < p->in.n; i++)
		for (size_t j = 0; j < p->in.n; j++) {
			bool raised_i = number_order(p->out.award[i], p->out.share[i]) > 0;
			bool raised_j = number_order(p->out.award[j], p->out.share[j]) > 0;
			if (!raised_i || raised_j) continue;
			int order = number_order(remainder_of(f, p, i), remainder_of(f, p, j));
			CHECK(order > 0 || (order == 0 && i < j));
		}
}

static void check_result(struct fixture *f, const struct problem *p)
{
	const struct apportion_result *r = &p->out;
	struct number sum = number_of(0), shares = number_of(0);
	for (size_t i = 0; i < p->in.n; i++) {
		check_award(f, p, i);
		sum = number_add(f->pool, sum, r->award[i]);
		shares = number_add(f->pool, shares, r->share[i]);
	}
	check_remainders(f, p);
	CHECK(equal(sum, r->awarded) && equal(number_add(f->pool, sum, r->unspent), p->in.amount));
	CHECK(number_sign(r->unspent) >= 0);
	if (p->in.leave_rest || p->in.capped_unspent)
		CHECK(equal(r->awarded, number_round(f->pool, shares, p->in.unit, ROUND_DOWN)));
	else CHECK(number_sign(r->unspent) == 0 && equal(shares, p->in.amount));
}

/* --- random problems --- */

/* Small numbers with small denominators, so that ties, zeros and bounds that just meet are common. */
static void random_problem(struct fixture *f, uint64_t *s, struct problem *p)
{
	memset(p, 0, sizeof *p);
	uint64_t options = random_word(s);
	p->in.n = (size_t)random_below(s, 12);
	p->in.unit = options & 1 ? number_of(1) : number_ratio(f->pool, 1 + random_below(s, 3), 100);
	p->in.amount = number_ratio(f->pool, random_below(s, 999), 7);
	if (options & 6) p->in.amount = number_mul(f->pool, number_of(random_below(s, 200)), p->in.unit);
	int64_t den = options & 8 ? 1 : 1 + random_below(s, 9), scale = random_below(s, 100);
	for (size_t i = 0; i < p->in.n; i++) {
		p->weight[i] = number_ratio(f->pool, random_below(s, 6), den);
		p->base[i] = number_ratio(f->pool, random_below(s, 60) - 30, 1 + random_below(s, 3));
		p->floor[i] = number_ratio(f->pool, random_below(s, 1 + scale / 4) - 2, 1 + random_below(s, 2));
		p->ceiling[i] = number_add(f->pool, p->floor[i], number_of(1 + random_below(s, 1 + scale)));
		p->has_ceiling[i] = random_below(s, 2) == 0;
	}
	if (options & 16) p->in.weight = p->weight;
	if (options & 32) p->in.base = p->base;
	if (options & 64) p->in.floor = p->floor;
	if (options & 128) p->in.ceiling = p->ceiling;
	if (options & 256) p->in.has_ceiling = p->has_ceiling;
	p->in.leave_rest = options & 512;
	p->in.scale_floors = options & 1024;
	p->in.capped_unspent = options & 2048;
}

static void check_scaled_weights(struct fixture *f, const struct problem *p)
{
	struct problem again = *p;
	struct number factor = number_ratio(f->pool, 1000003, 700);
	if (!p->in.weight) return;
	for (size_t i = 0; i < p->in.n; i++)
		again.weight[i] = number_mul(f->pool, p->weight[i], factor);
	again.in.weight = again.weight;
	CHECK(solve(f, &again) == APPORTION_OK);
	for (size_t i = 0; i < p->in.n; i++)
		CHECK(equal(again.out.award[i], p->out.award[i]) && equal(again.out.share[i], p->out.share[i]));
}

static void test_random(struct fixture *f)
{
	UNIT("random problems");
	uint64_t s = 20260401;
	size_t seen[APPORTION_TOO_LARGE + 1] = { 0 }, scaled = 0, left = 0;
	for (int round = 0; round < 40000; round++) {
		struct problem p;
		random_problem(f, &s, &p);
		seen[solve(f, &p)]++;
		if (p.out.status != APPORTION_OK) continue;
		check_result(f, &p);
		check_scaled_weights(f, &p);
		scaled += !equal(p.out.scale, number_of(1));
		left += number_sign(p.out.unspent) > 0;
	}
	CHECK(seen[APPORTION_OK] > 5000 && scaled > 100 && left > 1000);
	CHECK(seen[APPORTION_NOT_MULTIPLE] && seen[APPORTION_NOBODY] && seen[APPORTION_BOUNDS_CROSS]);
	CHECK(seen[APPORTION_FLOORS_ABOVE] && seen[APPORTION_CEILINGS_BELOW] && seen[APPORTION_ALL_ZERO]);
	CHECK(!seen[APPORTION_TOO_LARGE]);
}

/* --- the words of section 8, one by one --- */

static void test_errors(struct fixture *f)
{
	UNIT("what cannot be shared");
	struct problem p;
	state(f, &p, "-1", "1", "1,2");
	CHECK(solve(f, &p) == APPORTION_NEGATIVE_AMOUNT);
	state(f, &p, "10.005", "0.01", "1,2");
	CHECK(solve(f, &p) == APPORTION_NOT_MULTIPLE);
	state(f, &p, "10", "1", "");
	CHECK(solve(f, &p) == APPORTION_NOBODY);
	state(f, &p, "10", "1", "1,2,-3");
	CHECK(solve(f, &p) == APPORTION_NEGATIVE_WEIGHT && p.out.place == 2);
	state(f, &p, "10", "1", "1,2,3");
	bounds(f, &p, "", "0,0.3,0", "5,0.7,5");
	CHECK(solve(f, &p) == APPORTION_BOUNDS_CROSS && p.out.place == 1);
	state(f, &p, "10", "1", "1,2");
	bounds(f, &p, "", "", "5,-1");
	CHECK(solve(f, &p) == APPORTION_BOUNDS_CROSS && p.out.place == 1);
	state(f, &p, "10", "1", "1,2");
	bounds(f, &p, "", "5,5.5", "");
	CHECK(solve(f, &p) == APPORTION_FLOORS_ABOVE && equal(p.out.least, number_of(11)));
	state(f, &p, "10", "1", "1,2");
	bounds(f, &p, "", "", "5,4.5");
	CHECK(solve(f, &p) == APPORTION_CEILINGS_BELOW && equal(p.out.most, number_of(9)));
	state(f, &p, "10", "1", "0,0");
	CHECK(solve(f, &p) == APPORTION_ALL_ZERO);
	/* A place of weight 0 keeps its base, which is then more than there is. */
	state(f, &p, "10", "1", "0,1");
	bounds(f, &p, "11,0", "", "");
	CHECK(solve(f, &p) == APPORTION_FLOORS_ABOVE);
}

static void test_rest(struct fixture *f)
{
	UNIT("leave the rest unspent");
	struct problem p;
	state(f, &p, "10.005", "0.01", "1,2");
	p.in.leave_rest = true;
	CHECK(solve(f, &p) == APPORTION_OK);
	CHECK(awards_are(f, &p, "3.33,6.67"));
	CHECK(equal(p.out.unspent, number_ratio(f->pool, 1, 200)));
	state(f, &p, "10", "1", "");
	p.in.leave_rest = true;
	CHECK(solve(f, &p) == APPORTION_OK && equal(p.out.unspent, number_of(10)));
	state(f, &p, "0", "1", "");
	CHECK(solve(f, &p) == APPORTION_OK && equal(p.out.unspent, number_of(0)));
	state(f, &p, "10", "1", "1,2");
	bounds(f, &p, "", "", "5,4.5");
	p.in.leave_rest = true;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "5,4") && !p.out.has_lambda);
	CHECK(p.out.bound[0] == APPORTION_CEILING && equal(p.out.unspent, number_of(1)));
	state(f, &p, "10", "1", "0,0");
	p.in.leave_rest = true;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "0,0"));
	bounds(f, &p, "2.5,2.7", "", "");
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "2,3") && equal(p.out.unspent, number_of(5)));
	bounds(f, &p, "", "9,9", "");
	CHECK(solve(f, &p) == APPORTION_FLOORS_ABOVE);
}

static void test_options(struct fixture *f)
{
	UNIT("bases, scaled floors, capped money");
	struct problem p;
	/* Less than the bases: lambda is negative, and in the end the third is held at 0. */
	state(f, &p, "80", "1", "1,1,20");
	bounds(f, &p, "50,30,20", "", "");
	CHECK(solve(f, &p) == APPORTION_OK);
	CHECK(awards_are(f, &p, "49,29,2"));
	CHECK(equal(p.out.lambda, number_ratio(f->pool, -10, 11)));
	p.in.amount = number_of(70);
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "45,25,0") && equal(p.out.lambda, number_of(-5)));
	CHECK(p.out.bound[2] == APPORTION_FLOOR && p.out.bound[1] == APPORTION_FREE);
	state(f, &p, "100", "1", "0,0,1");
	bounds(f, &p, "10.5,20.5,0", "", "");
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "11,20,69"));
	state(f, &p, "10", "1", "1,1,1");
	bounds(f, &p, "", "10,10,1", "");
	p.in.scale_floors = true;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "5,5,0") && equal(p.out.scale, number_ratio(f->pool, 10, 21)));
	state(f, &p, "100", "1", "3,1,1");
	bounds(f, &p, "", "", "40,,");
	p.in.capped_unspent = true;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "40,20,20") && equal(p.out.unspent, number_of(20)));
	CHECK(p.out.bound[0] == APPORTION_CEILING && equal(p.out.lambda, number_of(20)));
	p.in.capped_unspent = false;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "40,30,30") && equal(p.out.lambda, number_of(30)));
	/* Money with every place exactly at its ceiling. */
	state(f, &p, "30", "1", "1,2,3");
	bounds(f, &p, "", "", "10,10,10");
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "10,10,10"));
}

static void test_divisors(struct fixture *f)
{
	UNIT("divisor methods");
	struct problem p;
	state(f, &p, "8", "1", "100,80,30,20");
	p.in.method = APPORTION_DHONDT;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "4,3,1,0"));
	p.in.method = APPORTION_WEBSTER;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "3,3,1,1"));
	/* Equal priorities: the earlier place. A half is rounded up for as many as there is money for. */
	state(f, &p, "4", "1", "1,1,1,1,1,1");
	p.in.method = APPORTION_WEBSTER;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "1,1,1,1,0,0"));
	p.in.amount = number_of(2);
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "1,1,0,0,0,0"));
	/* The first may have 3 at most, the last has its floor without a weight. */
	state(f, &p, "10", "1", "9,3,1,0");
	bounds(f, &p, "", "0,0,2,1", "3,,,");
	p.in.method = APPORTION_DHONDT;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "3,4,2,1"));
	p.in.capped_unspent = true;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "3,1,2,1") && equal(p.out.unspent, number_of(3)));
	CHECK(equal(p.out.units[0], number_of(3)) && p.out.bound[0] == APPORTION_CEILING);
	state(f, &p, "10", "1", "1,1,1");
	bounds(f, &p, "", "10,10,1", "");
	p.in.method = APPORTION_WEBSTER;
	CHECK(solve(f, &p) == APPORTION_FLOORS_ABOVE);
	p.in.scale_floors = true;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "5,5,0"));
	/* A great deal of money takes no more steps than little. */
	state(f, &p, "59600000000.00", "0.01", "3,3,3.000000000000001,1e-300");
	p.in.method = APPORTION_DHONDT;
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "19866666666.67,19866666666.66,19866666666.67,0"));
}

static void test_large(struct fixture *f)
{
	UNIT("denominators past the limit");
	static struct number weight[2000];
	for (int i = 0; i < 2000; i++)
		weight[i] = number_ratio(f->pool, 1, i + 1);
	struct problem p;
	state(f, &p, "1000000", "0.01", "");
	p.in.n = 2000;
	p.in.weight = weight;
	CHECK(solve(f, &p) == APPORTION_OK);
	struct number last = p.out.weight[6], step = number_pow(f->pool, number_of(10), -60);
	CHECK(equal(last, number_round(f->pool, number_ratio(f->pool, 1, 7), step, ROUND_HALF_EVEN)) && last.den == 0);
	struct number sum = number_of(0);
	for (size_t i = 0; i < p.in.n; i++)
		sum = number_add(f->pool, sum, p.out.award[i]);
	CHECK(equal(sum, p.in.amount));
	state(f, &p, "1", "1", "1,1");
	p.weight[0] = number_pow(f->pool, number_of(2), 8000);
	p.weight[1] = number_of(3);
	bounds(f, &p, "", "0,0", "1,1");
	p.floor[0] = number_div(f->pool, number_of(1), p.weight[0]);
	p.floor[0] = number_mul(f->pool, p.floor[0], number_ratio(f->pool, 1, 3));
	CHECK(solve(f, &p) == APPORTION_OK && awards_are(f, &p, "1,0"));
	p.in.floor = NULL;
	p.weight[1] = number_ratio(f->pool, 1, INT64_MAX);
	p.in.unit = number_pow(f->pool, number_of(3), -6000);
	CHECK(solve(f, &p) == APPORTION_TOO_LARGE && !numbers_too_large(f->pool));
}

/* --- the table --- */

static void test_row(struct fixture *f, char *line)
{
	char *field[7], *rest = line;
	for (size_t i = 0; i < 7; i++) {
		field[i] = rest;
		rest += strcspn(rest, "\t\n");
		*rest++ = '\0';
	}
	struct problem p;
	state(f, &p, field[2], "1", field[3]);
	if (strcmp(field[1], "webster") == 0) p.in.method = APPORTION_WEBSTER;
	if (strcmp(field[1], "dhondt") == 0) p.in.method = APPORTION_DHONDT;
	bounds(f, &p, "", field[4], field[5]);
	enum apportion_status status = solve(f, &p);
	bool as_expected = strcmp(field[6], "error") == 0 ? status != APPORTION_OK : awards_are(f, &p, field[6]);
	if (!CHECK(as_expected)) printf("  %s\n", field[0]);
	if (status == APPORTION_OK && p.in.method == APPORTION_LARGEST_REMAINDER) check_result(f, &p);
}

static void test_table(struct fixture *f, const char *folder)
{
	UNIT("alloc.tsv");
	char line[4096], path[512];
	snprintf(path, sizeof path, "%s/alloc.tsv", folder);
	FILE *file = fopen(path, "r");
	if (!file) {
		UNIT_SKIP("no alloc.tsv");
		return;
	}
	size_t rows = 0;
	while (fgets(line, sizeof line, file)) {
		if (line[0] == '#') continue;
		test_row(f, line);
		rows++;
	}
	fclose(file);
	CHECK(rows == 36);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("PLANG_ADVERSARIAL");
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 7;
	struct fixture f = { arena, numbers_new(arena) };
	test_errors(&f);
	test_rest(&f);
	test_options(&f);
	test_divisors(&f);
	test_random(&f);
	test_large(&f);
	test_table(&f, folder ? folder : "../shared/adversarial");
	arena_free(arena);
	return unit_done();
}

/* share_near_test.c - sharing by weights that are known to a bound against the exact evaluator's, award by award: the
 * weights are rationals, and the fast code gets two doubles that are off by up to the bound. Rows stand in any order. */
#include "audit/apportion.h"
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/share_near.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 40, MANY = 10000, LOTS = 200000 };

/* --- weights --- */

enum kind { ORDINARY, RATIOS, THIRDS, STEEP, FEW_KINDS, KINDS };

static struct number random_34_digits(struct numbers *pool, uint64_t *s)
{
	struct number high = number_of((int64_t)1e16 + random_below(s, (int64_t)9e16));
	struct number low = number_of(random_below(s, (int64_t)1e17));
	return number_add(pool, number_mul(pool, high, number_of((int64_t)1e17)), low);
}

static struct number random_weight(struct numbers *pool, uint64_t *s, enum kind kind)
{
	struct number decimals = number_ratio(pool, 1 + random_below(s, 1000000), 1000);
	switch (kind) {
	case ORDINARY:
		return number_div(pool, decimals, number_div(pool, random_34_digits(pool, s), number_of((int64_t)1e17)));
	case RATIOS:
		return number_add(pool, number_div(pool, decimals, number_of(1 + random_below(s, 5000))),
		                  number_ratio(pool, random_below(s, 1000), 7));
	case THIRDS: return number_ratio(pool, 1 + random_below(s, 12), 3);
	case STEEP: return number_ratio(pool, (int64_t)1 << random_below(s, 50), 1 + random_below(s, 9));
	case FEW_KINDS:
	case KINDS:
	default: return number_ratio(pool, 1 + random_below(s, 4), 7);
	}
}

static struct number of_double(struct numbers *pool, double x)
{
	int exponent;
	struct number whole = number_of((int64_t)ldexp(frexp(x, &exponent), 53));
	return number_mul(pool, whole, number_pow(pool, number_of(2), exponent - 53));
}

/* --- one problem, twice --- */

struct problem {
	struct share in; /* rows in the order of their keys */
	struct number *weight;
	int64_t *floor, *ceiling;
	/* Rows in another order: key[i] is where row i stands in that of the keys. */
	size_t *key;
	double *hi, *lo, *error;
	int64_t *floors, *ceilings, *award;
	struct share_result out;
	enum share_status status;
};

static void problem_new(struct problem *p, size_t n)
{
	*p = (struct problem){ .weight = malloc(n * sizeof *p->weight),
		                   .floor = malloc(n * sizeof *p->floor),
		                   .ceiling = malloc(n * sizeof *p->ceiling),
		                   .key = malloc(n * sizeof *p->key),
		                   .hi = malloc(n * sizeof *p->hi),
		                   .lo = malloc(n * sizeof *p->lo),
		                   .error = malloc(n * sizeof *p->error),
		                   .floors = malloc(n * sizeof *p->floors),
		                   .ceilings = malloc(n * sizeof *p->ceilings),
		                   .award = malloc(n * sizeof *p->award) };
}

static void problem_free(struct problem *p)
{
	void *arrays[] = {
		p->weight, p->floor, p->ceiling, p->key, p->hi, p->lo, p->error, p->floors, p->ceilings, p->award
	};
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		free(arrays[i]);
}

static bool same(const void *keys, size_t a, size_t b)
{
	const struct problem *p = keys;
	return number_order(p->weight[p->key[a]], p->weight[p->key[b]]) == 0;
}

static bool earlier(const void *keys, size_t a, size_t b)
{
	const struct problem *p = keys;
	return p->key[a] < p->key[b];
}

/* Two doubles and a bound, off by part of it. */
static void blur(struct numbers *pool, uint64_t *s, struct problem *p, size_t i, double part)
{
	size_t mark = numbers_mark(pool);
	struct number exact = p->weight[p->key[i]];
	p->hi[i] = number_to_double(exact);
	double lo = p->hi[i] != 0 ? number_to_double(number_sub(pool, exact, of_double(pool, p->hi[i]))) : 0;
	p->error[i] = part * p->hi[i];
	p->lo[i] = lo + p->error[i] * ((double)random_below(s, 1999) - 999) / 1002;
	if (p->hi[i] + p->lo[i] != p->hi[i]) p->lo[i] = lo;
	if (part > 0x1p-60) p->lo[i] = 0;
	numbers_release(pool, mark);
}

static void shuffle(struct numbers *pool, uint64_t *s, struct problem *p, double part)
{
	size_t n = p->in.n;
	for (size_t i = 0; i < n; i++) {
		size_t j = (size_t)random_below(s, (int64_t)i + 1);
		p->key[i] = p->key[j];
		p->key[j] = i;
	}
	for (size_t i = 0; i < n; i++) {
		blur(pool, s, p, i, part);
		p->floors[i] = p->floor[p->in.same_floor ? 0 : p->key[i]];
		p->ceilings[i] = p->ceiling[p->in.same_ceiling ? 0 : p->key[i]];
	}
}

static void solve_near(struct crew *crew, struct problem *p, int64_t *award)
{
	struct share in = p->in;
	const struct share_weights weights = { p->hi, p->lo, p->error, same };
	if (in.floor) in.floor = p->floors;
	if (in.ceiling) in.ceiling = p->ceilings;
	in.earlier = earlier;
	in.keys = p;
	p->status = share_near_solve(crew, &in, &weights, award, &p->out);
}

static struct number *numbers_of(struct arena *arena, const int64_t *values, bool all_same, size_t n)
{
	if (!values) return NULL;
	struct number *out = arena_array(arena, n, sizeof *out);
	for (size_t i = 0; i < n; i++)
		out[i] = number_of(values[all_same ? 0 : i]);
	return out;
}

static enum apportion_status solve_exactly(struct arena *arena, struct numbers *pool, const struct problem *p,
                                           struct apportion_result *out)
{
	const struct share *in = &p->in;
	bool *has_ceiling = arena_array(arena, in->n, sizeof *has_ceiling);
	for (size_t i = 0; i < in->n && in->ceiling; i++)
		has_ceiling[i] = in->ceiling[in->same_ceiling ? 0 : i] != SHARE_NO_CEILING;
	struct apportion exact = { .amount = number_of(in->amount),
		                       .unit = number_of(1),
		                       .n = in->n,
		                       .weight = p->weight,
		                       .floor = numbers_of(arena, in->floor, in->same_floor, in->n),
		                       .ceiling = numbers_of(arena, in->ceiling, in->same_ceiling, in->n),
		                       .has_ceiling = has_ceiling,
		                       .leave_rest = in->leave_rest,
		                       .scale_floors = in->scale_floors,
		                       .capped_unspent = in->capped_unspent };
	return apportion_solve(arena, pool, &exact, out);
}

static bool is_number(struct number x, int64_t expected)
{
	return number_order(x, number_of(expected)) == 0;
}

static bool agrees(const struct problem *p, enum apportion_status status, const struct apportion_result *exact)
{
	if (p->status == SHARE_CANNOT) return true;
	if (status != APPORTION_OK) return p->status == SHARE_REFUSED;
	if (p->status != SHARE_OK) return false;
	for (size_t i = 0; i < p->in.n; i++)
		if (!is_number(exact->award[p->key[i]], p->award[i])) return false;
	return is_number(exact->awarded, p->out.awarded) && is_number(exact->unspent, p->out.unspent);
}

/* --- small random problems --- */

static void random_bounds(struct problem *p, uint64_t *s, int64_t scale)
{
	for (size_t i = 0; i < p->in.n; i++) {
		p->floor[i] = random_below(s, 2) ? 0 : random_below(s, 1 + scale / 2);
		p->ceiling[i] = random_below(s, 3) ? p->floor[i] + random_below(s, 1 + scale) : SHARE_NO_CEILING;
		if (random_below(s, 300) == 0) p->ceiling[i] = p->floor[i] - 1;
	}
}

static void random_problem(struct numbers *pool, struct problem *p, uint64_t *s, enum kind kind)
{
	uint64_t options = random_word(s);
	p->in = (struct share){ .n = (size_t)random_below(s, options & 1 ? 8 : FEW) };
	for (size_t i = 0; i < p->in.n; i++) {
		p->weight[i] = random_below(s, options & 2 ? 10 : 400) ? random_weight(pool, s, kind) : number_of(0);
		if (random_below(s, 800) == 0) p->weight[i] = number_of(-1);
	}
	p->in.amount = options & 4 ? random_below(s, 60) : random_below(s, 30000);
	if ((options & 56) == 8) p->in.amount = random_below(s, (int64_t)1 << 50);
	if ((options & 56) == 16 && !random_below(s, 4)) p->in.amount = 0;
	random_bounds(p, s, p->in.n ? 3 * p->in.amount / (int64_t)p->in.n : 3);
	if (options & 64) p->in.floor = p->floor;
	if (options & 128) p->in.ceiling = p->ceiling;
	p->in.same_floor = p->in.n && !(options & 0x700);
	p->in.same_ceiling = p->in.n && !(options & 0x3800);
	p->in.leave_rest = options & 0x4000;
	p->in.scale_floors = options & 0x8000;
	p->in.capped_unspent = !(options & 0x30000);
}

static void test_small(struct crew *crew, enum kind kind, double part, size_t most_left)
{
	struct problem p;
	problem_new(&p, FEW);
	uint64_t s = 20260401 + (uint64_t)kind;
	size_t solved = 0, refused = 0, bounded = 0, left = 0;
	for (int round = 0; round < 6000; round++) {
		struct edge edge;
		struct arena *arena = arena_new(&edge);
		struct numbers *pool = numbers_new(arena);
		struct apportion_result exact;
		random_problem(pool, &p, &s, kind);
		shuffle(pool, &s, &p, part);
		solve_near(crew, &p, p.award);
		enum apportion_status status = solve_exactly(arena, pool, &p, &exact);
		if (!CHECK(agrees(&p, status, &exact)))
			printf("  kind %d round %d: n %zu amount %lld status %d and %d\n", kind, round, p.in.n,
			       (long long)p.in.amount, p.status, status);
		solved += p.status == SHARE_OK;
		refused += p.status == SHARE_REFUSED;
		left += p.status == SHARE_CANNOT;
		bounded += p.status == SHARE_OK && (p.in.floor || p.in.ceiling);
		arena_free(arena);
	}
	problem_free(&p);
	if (!CHECK(solved > 4500 && bounded > 3000 && refused > 100 && left <= most_left))
		printf("  kind %d part %g: solved %zu refused %zu bounded %zu left %zu\n", kind, part, solved, refused, bounded,
		       left);
}

/* --- many places --- */

static void many(struct numbers *pool, struct problem *p, uint64_t *s, enum kind kind, unsigned bounds)
{
	p->in.amount = 100000007;
	p->in.floor = bounds & 1 ? p->floor : NULL;
	p->in.ceiling = bounds & 2 ? p->ceiling : NULL;
	p->in.capped_unspent = bounds & 4;
	p->in.leave_rest = true;
	int64_t mean = p->in.amount / (int64_t)p->in.n;
	for (size_t i = 0; i < p->in.n; i++) {
		p->weight[i] = random_below(s, 100) ? random_weight(pool, s, kind) : number_of(0);
		p->floor[i] = random_below(s, 4) ? 0 : random_below(s, mean);
		p->ceiling[i] = random_below(s, 4) ? p->floor[i] + mean + random_below(s, 2 * mean) : SHARE_NO_CEILING;
	}
	shuffle(pool, s, p, 0x1p-95);
}

static void test_many(struct crew *crew)
{
	UNIT("ten thousand places");
	struct problem p;
	problem_new(&p, MANY);
	p.in.n = MANY;
	uint64_t s = 20260401;
	for (enum kind kind = 0; kind < KINDS; kind++)
		for (unsigned bounds = 0; bounds < 8; bounds++) {
			struct edge edge;
			struct arena *arena = arena_new(&edge);
			struct numbers *pool = numbers_new(arena);
			struct apportion_result exact;
			many(pool, &p, &s, kind, bounds);
			solve_near(crew, &p, p.award);
			if (!CHECK(agrees(&p, solve_exactly(arena, pool, &p, &exact), &exact) && p.status == SHARE_OK))
				printf("  kind %d bounds %u status %d\n", kind, bounds, p.status);
			arena_free(arena);
		}
	problem_free(&p);
}

static void test_threads(void)
{
	UNIT("any threads");
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct numbers *pool = numbers_new(arena);
	struct crew *two = crew_new(arena, 2), *five = crew_new(arena, 5);
	struct problem p;
	problem_new(&p, LOTS);
	p.in.n = LOTS;
	int64_t *award = malloc(LOTS * sizeof *award);
	uint64_t s = 20260401;
	for (unsigned bounds = 0; bounds < 8; bounds++) {
		many(pool, &p, &s, bounds % 2 ? RATIOS : FEW_KINDS, bounds);
		solve_near(NULL, &p, p.award);
		CHECK(p.status == SHARE_OK);
		solve_near(two, &p, award);
		CHECK(p.status == SHARE_OK && !memcmp(award, p.award, LOTS * sizeof *award));
		solve_near(five, &p, award);
		CHECK(p.status == SHARE_OK && !memcmp(award, p.award, LOTS * sizeof *award));
	}
	free(award);
	problem_free(&p);
	arena_free(arena);
}

static enum share_status solve_two(int64_t amount, double a, double b, double error)
{
	int64_t award[2];
	const double hi[2] = { a, b }, errors[2] = { error, 0 };
	struct share_result out;
	struct share in = { .amount = amount, .n = 2 };
	const struct share_weights weights = { .hi = hi, .error = errors };
	return share_near_solve(NULL, &in, &weights, award, &out);
}

static void test_limits(void)
{
	UNIT("what it refuses, and what it leaves to the exact evaluator");
	CHECK(solve_two(10, 1, 2, 0) == SHARE_OK);
	CHECK(solve_two(10, -1, 2, 0x1p-50) == SHARE_REFUSED);
	CHECK(solve_two(10, 0x1p-60, 2, 0x1p-50) == SHARE_CANNOT);
	CHECK(solve_two(10, 0, 2, 0x1p-50) == SHARE_CANNOT);
	CHECK(solve_two(10, 1, 2, 0x1p-30) == SHARE_CANNOT);
	CHECK(solve_two(10, 1, 0x1p120, 0) == SHARE_CANNOT);
	CHECK(solve_two(10, 1, (double)NAN, 0) == SHARE_CANNOT);
	CHECK(solve_two(10, 1, (double)INFINITY, 0) == SHARE_CANNOT);
	CHECK(solve_two(10, 0, 0, 0) == SHARE_REFUSED);
	CHECK(solve_two(-1, 1, 2, 0) == SHARE_REFUSED);
	CHECK(solve_two(((int64_t)1 << 52) + 1, 1, 2, 0) == SHARE_CANNOT);
	CHECK(solve_two(3, 1, 1, 0) == SHARE_CANNOT); /* nobody says that they are the same */
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct crew *crew = crew_new(arena, 2);
	UNIT("small problems");
	test_small(crew, ORDINARY, 0x1p-95, 10);
	test_small(crew, RATIOS, 0x1p-95, 10);
	test_small(crew, STEEP, 0x1p-95, 10);
	UNIT("small problems, shares that are whole and ties of places with different weights");
	test_small(crew, THIRDS, 0x1p-95, 200);
	test_small(crew, FEW_KINDS, 0x1p-95, 200);
	UNIT("small problems, weights known as doubles");
	test_small(crew, ORDINARY, 0x1p-50, 800);
	test_small(crew, THIRDS, 0x1p-50, 800);
	test_many(crew);
	test_threads();
	test_limits();
	arena_free(arena);
	return unit_done();
}

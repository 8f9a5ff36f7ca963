/* share_test.c - the fast sharing against the exact evaluator's, award by award: random problems full of ties, zeros
 * and bounds that just meet, rows in any order, and large ones on any threads. */
#include "audit/apportion.h"
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/share.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <stdlib.h>

enum { FEW = 40, MANY = 10000, LOTS = 200000 };

struct problem {
	struct share in; /* in the order of keys */
	int64_t *weight, *floor, *ceiling;
	int64_t *award;
	struct share_result out;
	enum share_status status;
};

static void problem_new(struct problem *p, size_t n)
{
	p->in = (struct share){ .n = n };
	p->weight = malloc(n * sizeof *p->weight + 1);
	p->floor = malloc(n * sizeof *p->floor + 1);
	p->ceiling = malloc(n * sizeof *p->ceiling + 1);
	p->award = malloc(n * sizeof *p->award + 1);
}

static void problem_free(struct problem *p)
{
	free(p->weight);
	free(p->floor);
	free(p->ceiling);
	free(p->award);
}

/* --- the same problem for the exact evaluator --- */

static struct number *numbers_of(struct arena *arena, const int64_t *values, bool same, size_t n)
{
	if (!values) return NULL;
	struct number *out = arena_array(arena, n, sizeof *out);
	for (size_t i = 0; i < n; i++)
		out[i] = number_of(values[same ? 0 : i]);
	return out;
}

static enum apportion_status solve_exactly(struct arena *arena, const struct share *in, struct apportion_result *out)
{
	static const enum apportion_method methods[] = { APPORTION_LARGEST_REMAINDER, APPORTION_WEBSTER, APPORTION_DHONDT };
	struct numbers *pool = numbers_new(arena);
	bool *has_ceiling = arena_array(arena, in->n, sizeof *has_ceiling);
	for (size_t i = 0; i < in->n && in->ceiling; i++)
		has_ceiling[i] = in->ceiling[in->same_ceiling ? 0 : i] != SHARE_NO_CEILING;
	struct apportion exact = { .amount = number_of(in->amount),
		                       .unit = number_of(1),
		                       .n = in->n,
		                       .weight = numbers_of(arena, in->weight, false, in->n),
		                       .floor = numbers_of(arena, in->floor, in->same_floor, in->n),
		                       .ceiling = numbers_of(arena, in->ceiling, in->same_ceiling, in->n),
		                       .has_ceiling = has_ceiling,
		                       .leave_rest = in->leave_rest,
		                       .scale_floors = in->scale_floors,
		                       .capped_unspent = in->capped_unspent,
		                       .method = methods[in->method] };
	return apportion_solve(arena, pool, &exact, out);
}

static bool is_number(struct number x, int64_t expected)
{
	return number_order(x, number_of(expected)) == 0;
}

static bool agrees(const struct problem *p, enum apportion_status status, const struct apportion_result *exact)
{
	if (status != APPORTION_OK) return p->status == SHARE_REFUSED;
	if (p->status != SHARE_OK) return false;
	for (size_t i = 0; i < p->in.n; i++)
		if (!is_number(exact->award[i], p->award[i])) return false;
	return is_number(exact->awarded, p->out.awarded) && is_number(exact->unspent, p->out.unspent);
}

/* --- rows in another order --- */

static bool by_key(const void *keys, size_t a, size_t b)
{
	const size_t *key = keys;
	return key[a] < key[b];
}

static const int64_t *shuffle_column(const int64_t *from, bool same, int64_t *to, const size_t *key, size_t n)
{
	if (!from || same) return from;
	for (size_t i = 0; i < n; i++)
		to[i] = from[key[i]];
	return to;
}

/* The awards do not depend on the order of the rows, only on their keys. */
static bool same_when_shuffled(struct crew *crew, const struct problem *p, uint64_t *state)
{
	size_t n = p->in.n, *key = malloc(n * sizeof *key + 1);
	struct problem q;
	problem_new(&q, n);
	for (size_t i = 0; i < n; i++) {
		size_t j = (size_t)random_below(state, (int64_t)i + 1);
		key[i] = key[j];
		key[j] = i;
	}
	q.in = p->in;
	q.in.weight = shuffle_column(p->in.weight, false, q.weight, key, n);
	q.in.floor = shuffle_column(p->in.floor, p->in.same_floor, q.floor, key, n);
	q.in.ceiling = shuffle_column(p->in.ceiling, p->in.same_ceiling, q.ceiling, key, n);
	q.in.earlier = by_key;
	q.in.keys = key;
	bool same = share_solve(crew, &q.in, q.award, &q.out) == p->status;
	for (size_t i = 0; i < n && p->status == SHARE_OK; i++)
		same = same && q.award[i] == p->award[key[i]];
	if (p->status == SHARE_OK) same = same && q.out.awarded == p->out.awarded && q.out.unspent == p->out.unspent;
	problem_free(&q);
	free(key);
	return same;
}

/* --- small random problems --- */

/* Bounds about as large as the shares, so that some bind and some just meet them. */
static void random_bounds(struct problem *p, uint64_t *s, int64_t scale)
{
	for (size_t i = 0; i < p->in.n; i++) {
		p->floor[i] = random_below(s, 2) ? 0 : random_below(s, 1 + scale / 2);
		p->ceiling[i] = random_below(s, 3) ? p->floor[i] + random_below(s, 1 + scale) : SHARE_NO_CEILING;
		if (random_below(s, 300) == 0) p->ceiling[i] = p->floor[i] - 1;
	}
}

static void random_problem(struct problem *p, uint64_t *s)
{
	uint64_t options = random_word(s);
	p->in = (struct share){ .n = (size_t)random_below(s, options & 1 ? 8 : FEW) };
	static const int64_t sizes[] = { 2, 4, 10, 1000, (int64_t)1 << 52 };
	int64_t size = sizes[random_below(s, 5)];
	for (size_t i = 0; i < p->in.n; i++) {
		p->weight[i] = random_below(s, 400) ? random_below(s, size) : -1;
		if (size == 4 && random_below(s, 2)) p->weight[i] = 0;
	}
	p->in.amount = options & 2 ? random_below(s, 60) : random_below(s, 3000);
	if ((options & 28) == 4) p->in.amount = random_below(s, (int64_t)1 << 60);
	if ((options & 28) == 8) p->in.amount = 0;
	random_bounds(p, s, p->in.n ? 3 * p->in.amount / (int64_t)p->in.n : 3);
	if (options & 32) p->in.weight = p->weight;
	if (options & 64) p->in.floor = p->floor;
	if (options & 128) p->in.ceiling = p->ceiling;
	p->in.same_floor = p->in.n && !(options & 0x700);
	p->in.same_ceiling = p->in.n && !(options & 0x3800);
	p->in.leave_rest = options & 0x4000;
	p->in.scale_floors = options & 0x8000;
	p->in.capped_unspent = !(options & 0x30000);
	p->in.method = (enum share_method)(options & 0x40000 ? 0 : random_word(s) % 3);
}

static void test_small(struct crew *crew)
{
	UNIT("small problems");
	struct problem p;
	problem_new(&p, FEW);
	uint64_t s = 20260401;
	size_t solved = 0, refused = 0, bounded = 0, left = 0;
	for (int round = 0; round < 40000; round++) {
		struct edge edge;
		struct arena *arena = arena_new(&edge);
		struct apportion_result exact;
		random_problem(&p, &s);
		p.status = share_solve(crew, &p.in, p.award, &p.out);
		enum apportion_status status = solve_exactly(arena, &p.in, &exact);
		if (!CHECK(agrees(&p, status, &exact)))
			printf("  round %d: n %zu amount %lld status %d and %d\n", round, p.in.n, (long long)p.in.amount, p.status,
			       status);
		CHECK(same_when_shuffled(crew, &p, &s));
		solved += status == APPORTION_OK;
		refused += status != APPORTION_OK;
		bounded += status == APPORTION_OK && (p.in.floor || p.in.ceiling);
		left += status == APPORTION_OK && p.out.unspent > 0;
		arena_free(arena);
	}
	problem_free(&p);
	if (!CHECK(solved > 20000 && refused > 2000 && bounded > 12000 && left > 2000))
		printf("  %zu %zu %zu %zu\n", solved, refused, bounded, left);
}

/* --- many places --- */

enum kind { SKEWED, TIED, WIDE, ONE_BREAK, SCALED, CAPPED, KINDS };

static void many(struct problem *p, uint64_t *s, enum kind kind)
{
	p->in = (struct share){ .n = p->in.n, .weight = p->weight, .floor = p->floor, .ceiling = p->ceiling };
	p->in.amount = 1000000007;
	int64_t mean = p->in.amount / (int64_t)p->in.n;
	for (size_t i = 0; i < p->in.n; i++) {
		int64_t weight[KINDS] = {
			(int64_t)1 << random_below(s, 40), 1 + random_below(s, 3), ((int64_t)1 << 52) - random_below(s, 1000), 6,
			random_below(s, 100), (int64_t)1 << random_below(s, 50)
		};
		p->weight[i] = weight[kind];
		p->floor[i] = kind == ONE_BREAK ? mean / 2 : random_below(s, 4)
			? 0
			: random_below(s, kind == SCALED ? 9 * mean : mean);
		p->ceiling[i] = random_below(s, 4) ? p->floor[i] + mean * (1 + random_below(s, 90)) : SHARE_NO_CEILING;
		if (kind == ONE_BREAK) p->ceiling[i] = mean + (i % 2 ? 1 : 0);
	}
	p->in.scale_floors = kind == SCALED;
	p->in.capped_unspent = kind == CAPPED;
	p->in.leave_rest = true;
}

static void test_many(struct crew *crew)
{
	UNIT("ten thousand places");
	struct problem p;
	problem_new(&p, MANY);
	uint64_t s = 20260401;
	for (enum kind kind = 0; kind < KINDS; kind++)
		for (enum share_method method = 0; method <= SHARE_DHONDT; method++) {
			struct edge edge;
			struct arena *arena = arena_new(&edge);
			struct apportion_result exact;
			many(&p, &s, kind);
			p.in.method = method;
			p.status = share_solve(crew, &p.in, p.award, &p.out);
			if (!CHECK(agrees(&p, solve_exactly(arena, &p.in, &exact), &exact) && p.status == SHARE_OK))
				printf("  kind %d method %d status %d\n", kind, method, p.status);
			CHECK(same_when_shuffled(crew, &p, &s));
			arena_free(arena);
		}
	problem_free(&p);
}

static void test_threads(void)
{
	UNIT("any threads");
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct crew *two = crew_new(arena, 2), *five = crew_new(arena, 5);
	struct problem p;
	problem_new(&p, LOTS);
	int64_t *award = malloc(LOTS * sizeof *award);
	uint64_t s = 20260401;
	for (enum kind kind = 0; kind < KINDS; kind++) {
		many(&p, &s, kind);
		CHECK(share_solve(NULL, &p.in, p.award, &p.out) == SHARE_OK);
		CHECK(share_solve(two, &p.in, award, &p.out) == SHARE_OK && !memcmp(award, p.award, LOTS * sizeof *award));
		CHECK(share_solve(five, &p.in, award, &p.out) == SHARE_OK && !memcmp(award, p.award, LOTS * sizeof *award));
	}
	free(award);
	problem_free(&p);
	arena_free(arena);
}

static void test_limits(void)
{
	UNIT("what it leaves to the exact evaluator");
	int64_t award[2], weight[2] = { INT64_MAX, INT64_MAX };
	struct share in = { .amount = (int64_t)1 << 61, .n = 2, .weight = weight };
	struct share_result out;
	CHECK(share_solve(NULL, &in, award, &out) == SHARE_OK && award[0] == (int64_t)1 << 60 && award[1] == award[0]);
	in.amount++;
	CHECK(share_solve(NULL, &in, award, &out) == SHARE_CANNOT);
	in.amount = -1;
	CHECK(share_solve(NULL, &in, award, &out) == SHARE_REFUSED);
	int64_t floor[2] = { -1, 0 };
	in.amount = 10;
	in.floor = floor;
	CHECK(share_solve(NULL, &in, award, &out) == SHARE_REFUSED);
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct crew *crew = crew_new(arena, 2);
	test_small(crew);
	test_many(crew);
	test_threads();
	test_limits();
	arena_free(arena);
	return unit_done();
}

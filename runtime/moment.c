/* moment.c - sums in 128 bits, sums of products in 192. */
#include "runtime/moment.h"
#include "runtime/by_group.h"
#include "runtime/clones.h"
#include "runtime/part.h"
#include <string.h>

struct columns { /* y is not used by sums */
	const int64_t *x, *y;
};

static inline void add_wide(struct moment_wide *to, struct moment_wide from)
{
	to->low += from.low;
	to->high += from.high + (to->low < from.low);
}

static inline void add_product(struct moment_wide *to, int64_t x, int64_t y)
{
	__int128 product = (__int128)x * y;
	add_wide(to, (struct moment_wide){ (unsigned __int128)product, product < 0 ? -1 : 0 });
}

/* --- of all rows --- */

/* Halves of 32 bits add up in 64 bits, several at once, for 2^32 rows; the values are made positive first. */
PLANG_CLONES static __int128 sum_rows(const int64_t *x, size_t n)
{
	const size_t block = (size_t)1 << 31;
	__int128 sum = 0;
	for (size_t begin = 0; begin < n; begin += block) {
		size_t end = n - begin < block ? n : begin + block;
		uint64_t low = 0, high = 0;
		for (size_t i = begin; i < end; i++) {
			uint64_t positive = (uint64_t)x[i] ^ (uint64_t)1 << 63;
			low += positive & UINT32_MAX;
			high += positive >> 32;
		}
		sum += ((__int128)high << 32) + low - ((__int128)(end - begin) << 63);
	}
	return sum;
}

struct whole_table {
	struct columns columns;
	size_t n, parts;
	struct moment_wide found[CREW_MAX];
};

static void sum_part(void *state, size_t part)
{
	struct whole_table *t = state;
	size_t lo = part_begin(t->n, t->parts, part), hi = part_begin(t->n, t->parts, part + 1);
	t->found[part].low = (unsigned __int128)sum_rows(t->columns.x + lo, hi - lo);
}

static void product_part(void *state, size_t part)
{
	struct whole_table *t = state;
	struct moment_wide sum = { 0, 0 };
	size_t hi = part_begin(t->n, t->parts, part + 1);
	for (size_t i = part_begin(t->n, t->parts, part); i < hi; i++)
		add_product(&sum, t->columns.x[i], t->columns.y[i]);
	t->found[part] = sum;
}

__int128 moment_sum(struct crew *crew, const int64_t *x, size_t n)
{
	struct whole_table t = { .columns = { x, NULL }, .n = n, .parts = part_count(crew, n) };
	__int128 sum = 0;
	part_do(crew, t.parts, sum_part, &t);
	for (size_t part = 0; part < t.parts; part++)
		sum += (__int128)t.found[part].low;
	return sum;
}

struct moment_wide moment_product(struct crew *crew, const int64_t *x, const int64_t *y, size_t n)
{
	struct whole_table t = { .columns = { x, y }, .n = n, .parts = part_count(crew, n) };
	struct moment_wide sum = { 0, 0 };
	part_do(crew, t.parts, product_part, &t);
	for (size_t part = 0; part < t.parts; part++)
		add_wide(&sum, t.found[part]);
	return sum;
}

struct moment_wide moment_square(struct crew *crew, const int64_t *x, size_t n)
{
	return moment_product(crew, x, x, n);
}

/* --- by group --- */

static void fill_sums(const struct by_group *by, size_t lo, size_t hi, void *accumulators)
{
	const struct columns *columns = by->columns;
	__int128 bank[BY_GROUP_BANKS][BY_GROUP_FEW], *sum = accumulators;
	memset(sum, 0, by->groups * sizeof *sum);
	if (by->groups > BY_GROUP_FEW) {
		for (size_t i = lo; i < hi; i++)
			sum[by->group[i]] += columns->x[i];
		return;
	}
	for (size_t b = 0; b < BY_GROUP_BANKS; b++)
		memset(bank[b], 0, by->groups * sizeof *sum);
	for (size_t i = lo; i < hi; i++)
		bank[i % BY_GROUP_BANKS][by->group[i]] += columns->x[i];
	for (size_t b = 0; b < BY_GROUP_BANKS; b++)
		for (size_t g = 0; g < by->groups; g++)
			sum[g] += bank[b][g];
}

static void merge_sums(const struct by_group *by, void *accumulators, const void *later)
{
	__int128 *sum = accumulators;
	const __int128 *more = later;
	for (size_t g = 0; g < by->groups; g++)
		sum[g] += more[g];
}

static void fill_products(const struct by_group *by, size_t lo, size_t hi, void *accumulators)
{
	const struct columns *columns = by->columns;
	struct moment_wide bank[BY_GROUP_BANKS][BY_GROUP_FEW], *sum = accumulators;
	memset(sum, 0, by->groups * sizeof *sum);
	if (by->groups > BY_GROUP_FEW) {
		for (size_t i = lo; i < hi; i++)
			add_product(&sum[by->group[i]], columns->x[i], columns->y[i]);
		return;
	}
	for (size_t b = 0; b < BY_GROUP_BANKS; b++)
		memset(bank[b], 0, by->groups * sizeof *sum);
	for (size_t i = lo; i < hi; i++)
		add_product(&bank[i % BY_GROUP_BANKS][by->group[i]], columns->x[i], columns->y[i]);
	for (size_t b = 0; b < BY_GROUP_BANKS; b++)
		for (size_t g = 0; g < by->groups; g++)
			add_wide(&sum[g], bank[b][g]);
}

static void merge_products(const struct by_group *by, void *accumulators, const void *later)
{
	struct moment_wide *sum = accumulators;
	const struct moment_wide *more = later;
	for (size_t g = 0; g < by->groups; g++)
		add_wide(&sum[g], more[g]);
}

static void fill_counts(const struct by_group *by, size_t lo, size_t hi, void *accumulators)
{
	uint64_t bank[BY_GROUP_BANKS][BY_GROUP_FEW], *count = accumulators;
	memset(count, 0, by->groups * sizeof *count);
	if (by->groups > BY_GROUP_FEW) {
		for (size_t i = lo; i < hi; i++)
			count[by->group[i]]++;
		return;
	}
	for (size_t b = 0; b < BY_GROUP_BANKS; b++)
		memset(bank[b], 0, by->groups * sizeof *count);
	for (size_t i = lo; i < hi; i++)
		bank[i % BY_GROUP_BANKS][by->group[i]]++;
	for (size_t b = 0; b < BY_GROUP_BANKS; b++)
		for (size_t g = 0; g < by->groups; g++)
			count[g] += bank[b][g];
}

static void merge_counts(const struct by_group *by, void *accumulators, const void *later)
{
	uint64_t *count = accumulators;
	const uint64_t *more = later;
	for (size_t g = 0; g < by->groups; g++)
		count[g] += more[g];
}

void moment_sum_by(struct crew *crew, const int64_t *x, const uint32_t *group, size_t n, size_t groups, __int128 *sum)
{
	struct columns columns = { x, NULL };
	struct by_group by = { group, n, groups, sizeof *sum, &columns, fill_sums, merge_sums };
	by_group_do(crew, &by, sum);
}

void moment_product_by(struct crew *crew, const int64_t *x, const int64_t *y, const uint32_t *group, size_t n,
                       size_t groups, struct moment_wide *sum)
{
	struct columns columns = { x, y };
	struct by_group by = { group, n, groups, sizeof *sum, &columns, fill_products, merge_products };
	by_group_do(crew, &by, sum);
}

void moment_square_by(struct crew *crew, const int64_t *x, const uint32_t *group, size_t n, size_t groups,
                      struct moment_wide *sum)
{
	moment_product_by(crew, x, x, group, n, groups, sum);
}

void moment_count_by(struct crew *crew, const uint32_t *group, size_t n, size_t groups, uint64_t *count)
{
	struct by_group by = { group, n, groups, sizeof *count, NULL, fill_counts, merge_counts };
	by_group_do(crew, &by, count);
}

/* exact_each.c - whole-table functions that give each row a value of its own: ranks, bands, positions and running
 * totals. Definitions stand in stdlib/function.def. */
#include "audit/exact_group.h"
#include "audit/quantile.h"
#include "audit/real.h"
#include "audit/sum.h"

/* What gives the rows of one group their values. index has room for all rows. */
struct each {
	struct sample s;
	struct memo *memo;
	struct slot_detail *detail; /* NULL: not wanted */
	const struct tree *by;
	size_t *index;
	size_t count;
};

static void give(const struct each *e, size_t position, struct value v)
{
	memo_put(e->s.run, e->memo, e->s.g->row[position], v);
}

/* The same for every row of the group: a fault, or a missing value. */
static void give_all(const struct each *e, struct value v)
{
	for (size_t i = 0; i < e->s.n; i++)
		give(e, e->s.g->start[e->s.group] + i, v);
}

static void give_number(const struct each *e, size_t position, struct number n)
{
	give(e, position, sample_checked(&e->s, n));
}

/* --- how far from the middle --- */

static struct value no_spread(const struct each *e, const char *what)
{
	struct text help = arena_format(e->s.run->arena, "say what to use instead, as in coalesce(%s(x), 0)",
	                                e->s.call->function->name);
	return sample_fault(&e->s, DIAG_NO_SPREAD, true, help.at, what);
}

/* (x - from) / by for every row, in the order of the rows: e->s.x is not used, since it may have been sorted. */
static void give_scaled(const struct each *e, struct number from, struct number by)
{
	struct numbers *pool = e->s.run->scratch, *kept = e->s.run->kept;
	if (e->detail) e->detail->from[e->s.group] = number_keep(kept, from);
	if (e->detail) e->detail->by[e->s.group] = number_keep(kept, by);
	for (size_t i = 0; i < e->s.n; i++) {
		size_t mark = numbers_mark(pool), at = e->s.g->start[e->s.group] + i;
		give_number(e, at, number_div(pool, number_sub(pool, e->s.g->value[at].is.number, from), by));
		numbers_release(pool, mark);
	}
}

static void zscore(const struct each *e)
{
	struct number mean, sd;
	struct value fault;
	if (!sample_mean(&e->s, &mean, &fault) || !sample_sd(&e->s, mean, &sd, &fault))
		give_all(e, fault);
	else if (number_sign(sd) == 0)
		give_all(e, no_spread(e, ": all values are equal"));
	else
		give_scaled(e, mean, sd);
}

static void minmax(const struct each *e)
{
	sample_sort(&e->s);
	struct number low = e->s.x[0], range = number_sub(e->s.run->scratch, e->s.x[e->s.n - 1], low);
	if (number_sign(range) == 0)
		give_all(e, no_spread(e, ": all values are equal"));
	else
		give_scaled(e, low, range);
}

static void mad_score(const struct each *e)
{
	struct numbers *pool = e->s.run->scratch;
	sample_sort(&e->s);
	struct number middle = quantile_median(pool, e->s.x, e->s.n);
	for (size_t i = 0; i < e->s.n; i++)
		e->s.x[i] = number_abs(pool, number_sub(pool, e->s.x[i], middle));
	sample_sort(&e->s);
	struct number spread = quantile_median(pool, e->s.x, e->s.n);
	if (number_sign(spread) == 0)
		give_all(e, no_spread(e, ": the middle distance from the middle is 0"));
	else
		give_scaled(e, middle, number_mul(pool, spread, number_ratio(pool, 14826, 10000)));
}

static void share(const struct each *e)
{
	struct number sum = sum_terms(e->s.run->scratch, e->s.x, e->s.n);
	struct value v = sample_checked(&e->s, sum);
	if (!value_present(v))
		give_all(e, v);
	else if (number_sign(sum) == 0)
		give_all(e, no_spread(e, ": the sum is 0"));
	else
		give_scaled(e, number_of(0), sum);
}

/* --- positions --- */

static struct text name_row(const struct each *e, size_t at)
{
	return diag_quote(e->s.run->arena, run_key(e->s.run, e->s.g->row[e->index[at]]));
}

static struct value tie_fault(const struct each *e, size_t at, const char *what)
{
	struct run *run = e->s.run;
	struct value v = { .state = VALUE_FAULT };
	struct text name = groups_name(run, e->s.g->groups, e->s.group);
	v.is.fault = fault_new(run, DIAG_TIE, false, "add a second sort key, such as the key, to say who comes first",
	                       "\"%.*s\" and \"%.*s\" tie%.*s where %s", TEXT_ARG(name_row(e, at)),
	                       TEXT_ARG(name_row(e, at + 1)), TEXT_ARG(name), what);
	return v;
}

/* The number of bands or groups. */
static bool how_many(const struct each *e, int64_t *out)
{
	const struct tree *call = e->s.call, *first = call->first->first;
	struct value v = expr_value(e->s.run, first, NO_ROW);
	if (value_present(v) && number_to_int64(v.is.number, out) && *out >= 1 && *out <= INT32_MAX) return true;
	if (value_present(v)) v = sample_fault(&e->s, DIAG_BAD_ARGUMENT, false, "", " wants a whole number of at least 1");
	if (v.state != VALUE_ERROR) give_all(e, v);
	return false;
}

/* Ranks that a value comes from are part of its detail. */
static void keep_ranks(const struct each *e, const struct number *rank)
{
	for (size_t i = 0; e->detail && i < e->count; i++)
		e->detail->rank[e->s.g->row[e->index[i]]] = number_keep(e->s.run->kept, rank[e->index[i]]);
}

static void bands(const struct each *e)
{
	struct run *run = e->s.run;
	int64_t bands;
	if (!how_many(e, &bands)) return;
	struct number *rank = block_take(run, e->s.g->count, sizeof *rank);
	order_ranks(run, e->s.g, e->by, TIES_MIN, e->index, e->count, rank);
	keep_ranks(e, rank);
	for (size_t i = 0; i < e->count; i++) {
		int64_t r = 0;
		number_to_int64(rank[e->index[i]], &r);
		struct number part = number_ratio(run->scratch, r, (int64_t)e->count);
		give_number(e, e->index[i], number_ceil(run->scratch, number_mul(run->scratch, part, number_of(bands))));
	}
	block_give(run, rank);
}

static void ntile(const struct each *e)
{
	int64_t parts;
	if (!how_many(e, &parts)) return;
	size_t p = (size_t)parts, size = e->count / p, larger = e->count % p, tile = 0, left = 0;
	for (size_t i = 0; i < e->count; i++, left--) {
		if (left == 0) {
			if (i > 0 && order_tied(e->s.g, e->by, e->index[i - 1], e->index[i])) {
				give_all(e, tie_fault(e, i - 1, "one group ends and the next begins"));
				return;
			}
			left = size + (tile < larger);
			tile++;
		}
		if (e->detail) e->detail->rank[e->s.g->row[e->index[i]]] = number_of((int64_t)i + 1);
		give(e, e->index[i], value_number(number_of((int64_t)tile)));
	}
}

static void by_position(const struct each *e)
{
	struct run *run = e->s.run;
	bool normal = e->s.call->function->id == FUNCTION_NORMAL_SCORE;
	struct number *rank = block_take(run, e->s.g->count, sizeof *rank);
	struct number n = number_of((int64_t)e->count + normal);
	order_ranks(run, e->s.g, e->by, TIES_AVERAGE, e->index, e->count, rank);
	keep_ranks(e, rank);
	for (size_t i = 0; i < e->count; i++) {
		struct number r = number_div(run->scratch, rank[e->index[i]], n);
		if (normal) real_normal_quantile(run->scratch, r, &r);
		give_number(e, e->index[i], r);
	}
	block_give(run, rank);
}

/* --- running totals --- */

static size_t tie_end(const struct each *e, size_t first)
{
	size_t end = first + 1;
	while (end < e->count && order_tied(e->s.g, e->by, e->index[first], e->index[end]))
		end++;
	return end;
}

static struct number x_at(const struct each *e, size_t i)
{
	return e->s.g->value[e->index[i]].is.number;
}

/* What stood before the rows of a tie, and what they are together. */
static void keep_sums(const struct each *e, size_t first, size_t end, struct number before, struct number tied)
{
	struct numbers *kept = e->s.run->kept;
	for (size_t i = first; e->detail && i < end; i++) {
		e->detail->before[e->s.g->row[e->index[i]]] = number_keep(kept, before);
		e->detail->tied[e->s.g->row[e->index[i]]] = number_keep(kept, tied);
	}
}

static void cumulative(const struct each *e)
{
	struct numbers *pool = e->s.run->scratch;
	struct number sum = number_of(0);
	size_t start = e->s.g->start[e->s.group];
	sum_prepare(pool, e->s.x, e->s.n);
	for (size_t i = 0, end; i < e->count; i = end) {
		struct number before = sum;
		end = tie_end(e, i);
		for (size_t k = i; k < end; k++)
			sum = number_add(pool, sum, e->s.x[e->index[k] - start]);
		keep_sums(e, i, end, before, number_sub(pool, sum, before));
		for (size_t k = i; k < end; k++)
			give_number(e, e->index[k], sum);
	}
}

/* The quota of the group, not below 0; false when the rows do not agree on it. */
static bool quota_of(const struct each *e, struct number *quota)
{
	struct run *run = e->s.run;
	*quota = e->s.g->second[e->index[0]].is.number;
	struct value v = value_flag(true);
	for (size_t i = 0; i < e->count; i++) {
		if (number_order(*quota, e->s.g->second[e->index[i]].is.number) != 0)
			v = sample_fault(&e->s, DIAG_NOT_ONE, false, "group the rows with `per`", ": the quota differs within the group");
		if (number_sign(x_at(e, i)) < 0) {
			v.state = VALUE_FAULT;
			v.is.fault = fault_new(run, DIAG_BAD_ARGUMENT, false, "", "take of a negative value, in \"%.*s\"",
			                       TEXT_ARG(name_row(e, i)));
		}
	}
	if (value_present(v) && number_sign(*quota) < 0)
		v = sample_fault(&e->s, DIAG_BAD_ARGUMENT, false, "", ": the quota is negative");
	if (!value_present(v)) give_all(e, v);
	return value_present(v);
}

/* One tie, of rows that need more than is left: fine where only one of them needs anything. */
static bool take_part(const struct each *e, size_t first, size_t end, struct number left)
{
	size_t needy = 0, one = first;
	for (size_t k = first; k < end; k++) {
		if (number_sign(x_at(e, k)) > 0) one = k;
		needy += number_sign(x_at(e, k)) > 0;
	}
	if (needy > 1 && number_sign(left) > 0) {
		give_all(e, tie_fault(e, first, "the quota ends"));
		return false;
	}
	for (size_t k = first; k < end; k++)
		give_number(e, e->index[k], k == one ? left : number_of(0));
	return true;
}

static void take(const struct each *e)
{
	struct numbers *pool = e->s.run->scratch;
	struct number left, before = number_of(0);
	if (!quota_of(e, &left)) return;
	for (size_t i = 0, end; i < e->count; i = end) {
		struct number need = number_of(0);
		end = tie_end(e, i);
		for (size_t k = i; k < end; k++)
			need = number_add(pool, need, x_at(e, k));
		keep_sums(e, i, end, before, need);
		before = number_add(pool, before, need);
		if (number_order(need, left) > 0) {
			if (!take_part(e, i, end, left)) return;
			left = number_of(0);
			continue;
		}
		for (size_t k = i; k < end; k++)
			give_number(e, e->index[k], x_at(e, k));
		left = number_sub(pool, left, need);
	}
}

/* --- all of them --- */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* the other functions are not of this form */
static void each_group(const struct each *e)
{
	switch (e->s.call->function->id) {
	case FUNCTION_BANDS: bands(e); break;
	case FUNCTION_NTILE: ntile(e); break;
	case FUNCTION_PERCENTILE_RANK: case FUNCTION_NORMAL_SCORE: by_position(e); break;
	case FUNCTION_ZSCORE: zscore(e); break;
	case FUNCTION_MINMAX: minmax(e); break;
	case FUNCTION_MAD_SCORE: mad_score(e); break;
	case FUNCTION_SHARE: share(e); break;
	case FUNCTION_CUMULATIVE: cumulative(e); break;
	default: take(e); break;
	}
}
#pragma GCC diagnostic pop

static void each_groups(struct run *run, struct each *e)
{
	const struct gathered *g = e->s.g;
	for (size_t group = 0; group < g->groups->count && !run->failed; group++) {
		size_t mark = numbers_mark(run->scratch);
		sample_take(&e->s, group);
		if (e->s.n == 0) continue;
		if (g->unknown[group]) {
			give_all(e, value_missing(TEXT("")));
			continue;
		}
		if (e->by) e->count = order_group(run, g, e->by, group, e->index);
		each_group(e);
		numbers_release(run->scratch, mark);
	}
}

bool each_is_line(enum function_id id)
{
	return id == FUNCTION_ZSCORE || id == FUNCTION_MINMAX || id == FUNCTION_MAD_SCORE || id == FUNCTION_SHARE;
}

static void detail_make(struct run *run, enum function_id id, size_t groups, struct slot_detail *detail)
{
	size_t rows = run->table->rows;
	if (each_is_line(id)) {
		detail->from = arena_array(run->arena, groups, sizeof *detail->from);
		detail->by = arena_array(run->arena, groups, sizeof *detail->by);
	} else if (id == FUNCTION_CUMULATIVE || id == FUNCTION_TAKE) {
		detail->before = arena_array(run->arena, rows, sizeof *detail->before);
		detail->tied = arena_array(run->arena, rows, sizeof *detail->tied);
	} else {
		detail->rank = arena_array(run->arena, rows, sizeof *detail->rank);
	}
}

bool each_compute(struct run *run, const struct tree *call, const struct gathered *g, struct slot *slot)
{
	/* What ranks its own argument: by x lowest first. */
	struct tree order = { .kind = TREE_ORDER, .op = OP_LOWEST };
	struct tree own = { .kind = TREE_BY, .first = &order, .last = &order };
	struct gathered by_value = *g;
	struct each e = {
		.s = { .run = run, .call = call, .g = g }, .memo = &slot->memo, .detail = slot->detail, .by = tree_find(call, TREE_BY)
	};
	enum function_id id = call->function->id;
	if (id == FUNCTION_RANK) {
		rank_into(run, g, e.by, tree_ties(call), &slot->memo);
		return true;
	}
	if (id == FUNCTION_PERCENTILE_RANK || id == FUNCTION_NORMAL_SCORE) {
		by_value.key = g->value;
		by_value.key_count = 1;
		e.by = &own;
		e.s.g = &by_value;
	}
	if (e.detail) detail_make(run, id, g->groups->count, e.detail);
	e.s.x = block_take(run, g->count, sizeof *e.s.x);
	e.index = block_take(run, g->count, sizeof *e.index);
	each_groups(run, &e);
	block_give(run, e.s.x);
	block_give(run, e.index);
	return !run->failed;
}

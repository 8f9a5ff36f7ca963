/* exact_unequal.c - how unequal the rows are: gini, theil and its two parts, hoover. Sums have the terms that
 * lang/REFERENCE.md names, so that their rounding, where it comes to that, is the same everywhere. */
#include "audit/exact_group.h"
#include "audit/real.h"
#include "audit/sum.h"
#include <stdlib.h>

struct weighed {
	struct number x, w;
	struct value part; /* the group of theil_within and theil_between */
};

/* Sums over some of the rows. */
struct totals {
	struct number weight, sum, mean;
};

static int by_x(const void *a, const void *b)
{
	return number_order(((const struct weighed *)a)->x, ((const struct weighed *)b)->x);
}

static int by_part(const void *a, const void *b)
{
	const struct value *x = &((const struct weighed *)a)->part, *y = &((const struct weighed *)b)->part;
	return value_order(x->text ? FAMILY_TEXT : FAMILY_NUMBER, *x, *y);
}

static struct weighed *rows_of(const struct sample *s)
{
	struct weighed *rows = block_take(s->run, s->n, sizeof *rows);
	for (size_t i = 0; i < s->n; i++) {
		rows[i] = (struct weighed){ .x = s->x[i], .w = s->w ? s->w[i] : number_of(1) };
		if (s->g->second) rows[i].part = s->g->second[s->g->start[s->group] + i];
	}
	return rows;
}

/* W, S = the sum of w * x, and S / W where W is not 0. */
static struct totals totals_of(const struct sample *s, const struct weighed *rows, size_t n)
{
	struct numbers *pool = s->run->scratch;
	struct number *terms = block_take(s->run, n, sizeof *terms);
	struct totals t;
	for (size_t i = 0; i < n; i++)
		terms[i] = rows[i].w;
	t.weight = sum_terms(pool, terms, n);
	for (size_t i = 0; i < n; i++)
		terms[i] = number_mul(pool, rows[i].w, rows[i].x);
	t.sum = sum_terms(pool, terms, n);
	block_give(s->run, terms);
	t.mean = number_sign(t.weight) ? number_div(pool, t.sum, t.weight) : number_of(0);
	return t;
}

/* --- gini --- */

/* Rows with equal x become one, with their weights added; gives how many are left. */
static size_t merge_equal(struct numbers *pool, struct weighed *rows, size_t n)
{
	size_t last = 0;
	for (size_t i = 1; i < n; i++) {
		if (number_order(rows[last].x, rows[i].x) == 0)
			rows[last].w = number_add(pool, rows[last].w, rows[i].w);
		else
			rows[++last] = rows[i];
	}
	return last + 1;
}

/* The sum of w * x * (2 C - w - W) over the rows in ascending order, C the running total of the weights; / (W * S). */
static struct number gini(const struct sample *s, struct weighed *rows, struct totals t)
{
	struct numbers *pool = s->run->scratch;
	struct number before = number_of(0); /* 2 C - w is what stands before the row, twice, and the row once */
	qsort(rows, s->n, sizeof *rows, by_x);
	size_t n = merge_equal(pool, rows, s->n);
	struct number *terms = block_take(s->run, n, sizeof *terms);
	for (size_t i = 0; i < n; i++) {
		struct number wx = number_mul(pool, rows[i].w, rows[i].x);
		struct number c = number_sub(pool, number_add(pool, before, number_add(pool, before, rows[i].w)), t.weight);
		terms[i] = number_mul(pool, wx, c);
		before = number_add(pool, before, rows[i].w);
	}
	struct number sum = sum_terms(pool, terms, n);
	block_give(s->run, terms);
	return number_div(pool, sum, number_mul(pool, t.weight, t.sum));
}

/* --- theil --- */

static struct number ln(const struct sample *s, struct number x)
{
	struct number out = number_of(0);
	real_ln(s->run->scratch, x, &out);
	return out;
}

static struct number theil(const struct sample *s, const struct weighed *rows, size_t n, struct totals t)
{
	struct numbers *pool = s->run->scratch;
	struct number *terms = block_take(s->run, n, sizeof *terms);
	for (size_t i = 0; i < n; i++) {
		struct number r = number_div(pool, rows[i].x, t.mean);
		terms[i] = number_of(0);
		if (number_sign(r)) terms[i] = number_mul(pool, number_mul(pool, rows[i].w, r), ln(s, r));
	}
	struct number sum = sum_terms(pool, terms, n);
	block_give(s->run, terms);
	return number_div(pool, sum, t.weight);
}

/* Within: the share of each part times its own theil; between: times the logarithm of how its mean compares. */
static struct number theil_of_parts(const struct sample *s, struct weighed *rows, struct totals whole)
{
	struct numbers *pool = s->run->scratch;
	bool within = s->call->function->id == FUNCTION_THEIL_WITHIN;
	struct number *terms = block_take(s->run, s->n, sizeof *terms);
	size_t n = 0;
	qsort(rows, s->n, sizeof *rows, by_part);
	for (size_t i = 0, end; i < s->n; i = end) {
		for (end = i + 1; end < s->n && by_part(&rows[i], &rows[end]) == 0; end++)
			;
		struct totals t = totals_of(s, rows + i, end - i);
		if (number_sign(t.sum) == 0) continue;
		struct number measure = within ? theil(s, rows + i, end - i, t)
		                               : ln(s, number_div(pool, t.mean, whole.mean));
		terms[n++] = number_mul(pool, number_div(pool, t.sum, whole.sum), measure);
	}
	struct number sum = sum_terms(pool, terms, n);
	block_give(s->run, terms);
	return sum;
}

/* --- hoover --- */

static struct number hoover(const struct sample *s, const struct weighed *rows, struct totals t)
{
	struct numbers *pool = s->run->scratch;
	struct number *terms = block_take(s->run, s->n, sizeof *terms);
	for (size_t i = 0; i < s->n; i++)
		terms[i] = number_mul(pool, rows[i].w, number_abs(pool, number_sub(pool, rows[i].x, t.mean)));
	struct number sum = sum_terms(pool, terms, s->n);
	block_give(s->run, terms);
	return number_div(pool, sum, number_mul(pool, number_of(2), t.sum));
}

/* --- all of them --- */

static struct number measured(const struct sample *s, struct weighed *rows, struct totals t)
{
	enum function_id id = s->call->function->id;
	if (id == FUNCTION_GINI) return gini(s, rows, t);
	if (id == FUNCTION_HOOVER) return hoover(s, rows, t);
	if (id == FUNCTION_THEIL) return theil(s, rows, s->n, t);
	return theil_of_parts(s, rows, t);
}

static bool negative_ones(const struct sample *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (number_sign(s->x[i]) < 0) return true;
	return false;
}

struct value inequality(const struct sample *s)
{
	enum function_id id = s->call->function->id;
	if (id != FUNCTION_GINI && id != FUNCTION_HOOVER && negative_ones(s))
		return sample_fault(s, DIAG_NO_REAL_VALUE, false, "", " of a negative value");
	struct weighed *rows = rows_of(s);
	struct totals t = totals_of(s, rows, s->n);
	struct value v = sample_checked(s, t.sum);
	if (value_present(v)) v = sample_checked(s, t.mean);
	if (!value_present(v)) {
		block_give(s->run, rows);
		return v;
	}
	if (number_sign(t.mean) > 0)
		v = sample_checked(s, measured(s, rows, t));
	else if (number_sign(t.weight) == 0)
		v = sample_fault(s, DIAG_DIVIDE_BY_ZERO, false, "", ": the weights are all 0");
	else
		v = sample_fault(s, number_sign(t.mean) ? DIAG_NO_REAL_VALUE : DIAG_DIVIDE_BY_ZERO, false, "",
		                 ": the mean is not above 0");
	block_give(s->run, rows);
	return v;
}

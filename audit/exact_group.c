/* exact_group.c - whole-table functions that give one value, or one for each group: sums, means, quantiles, and how
 * unequal things are. Definitions stand in stdlib/function.def. */
#include "audit/exact_group.h"
#include "audit/quantile.h"
#include "audit/real.h"
#include "audit/sum.h"
#include <stdlib.h>

/* --- what several measures share --- */

struct value sample_fault(const struct sample *s, enum diag_code code, bool soft, const char *help, const char *what)
{
	struct text name = groups_name(s->run, s->g->groups, s->group);
	struct value v = { .state = VALUE_FAULT };
	v.is.fault = fault_new(s->run, code, soft, help, "%s%s%.*s", s->call->function->name, what, TEXT_ARG(name));
	return v;
}

static struct value no_rows(const struct sample *s)
{
	return sample_fault(s, DIAG_NO_ROWS, true, "say what to use instead, as in coalesce(mean(x where c), 0)",
	                    " of no rows");
}

static struct value zero_divisor(const struct sample *s, const char *what)
{
	return sample_fault(s, DIAG_DIVIDE_BY_ZERO, false, "", what);
}

struct value sample_checked(const struct sample *s, struct number n)
{
	if (!numbers_too_large(s->run->scratch) && number_fits(n)) return value_number(n);
	numbers_clear(s->run->scratch);
	return sample_fault(s, DIAG_TOO_LARGE, false, "round its argument, as in round(x to 0.000_001)",
	                    " takes more than 16,384 bits");
}

/* Stores a mean, a variance or a sum of rows, which may not be too large even on the way to something else. */
static bool settled(const struct sample *s, struct number n, struct number *out, struct value *fault)
{
	struct value v = sample_checked(s, n);
	if (value_present(v)) *out = n;
	else *fault = v;
	return value_present(v);
}

/* w * x for each row; x itself without weights. */
static struct number *weighed(const struct sample *s, const struct number *x)
{
	struct number *out = block_take(s->run, s->n, sizeof *out);
	for (size_t i = 0; i < s->n; i++)
		out[i] = s->w ? number_mul(s->run->scratch, s->w[i], x[i]) : x[i];
	return out;
}

static struct number weighed_sum(const struct sample *s, const struct number *x)
{
	struct number *terms = weighed(s, x), sum = sum_terms(s->run->scratch, terms, s->n);
	block_give(s->run, terms);
	return sum;
}

/* The number of rows, or their weight. */
static struct number weight(const struct sample *s)
{
	return s->w ? sum_terms(s->run->scratch, s->w, s->n) : number_of((int64_t)s->n);
}

bool sample_mean(const struct sample *s, struct number *mean, struct value *fault)
{
	struct number w = weight(s);
	if (number_sign(w) == 0) {
		*fault = s->n ? zero_divisor(s, ": the weights are all 0") : no_rows(s);
		return false;
	}
	struct number sum;
	if (!settled(s, weighed_sum(s, s->x), &sum, fault)) return false;
	return settled(s, number_div(s->run->scratch, sum, w), mean, fault);
}

bool sample_variance(const struct sample *s, struct number mean, struct number *variance, struct value *fault)
{
	struct numbers *pool = s->run->scratch;
	struct number *square = block_take(s->run, s->n, sizeof *square), w = weight(s);
	for (size_t i = 0; i < s->n; i++) {
		struct number d = number_sub(pool, s->x[i], mean);
		square[i] = number_mul(pool, d, d);
	}
	struct number sum;
	bool fits = settled(s, weighed_sum(s, square), &sum, fault);
	block_give(s->run, square);
	if (!fits) return false;
	const struct tree *using = tree_find(s->call, TREE_USING);
	if (using && text_is(using->text, "sample")) w = number_sub(pool, w, number_of(1));
	if (number_sign(w) <= 0) {
		*fault = zero_divisor(s, " of a sample of one");
		return false;
	}
	return settled(s, number_div(pool, sum, w), variance, fault);
}

bool sample_sd(const struct sample *s, struct number mean, struct number *sd, struct value *fault)
{
	struct number variance;
	if (!sample_variance(s, mean, &variance, fault)) return false;
	if (real_sqrt(s->run->scratch, variance, sd) == REAL_OK) return true;
	*fault = sample_fault(s, DIAG_TOO_LARGE, false, "", " is too large");
	return false;
}

static int by_size(const void *a, const void *b)
{
	return number_order(*(const struct number *)a, *(const struct number *)b);
}

void sample_sort(const struct sample *s)
{
	if (s->n) qsort(s->x, s->n, sizeof *s->x, by_size);
}

/* --- sums and means --- */

static struct value mean(const struct sample *s)
{
	struct number m;
	struct value fault;
	return sample_mean(s, &m, &fault) ? value_number(m) : fault;
}

static struct value spread(const struct sample *s)
{
	struct number m, out;
	struct value fault;
	if (!sample_mean(s, &m, &fault)) return fault;
	if (s->call->function->id == FUNCTION_VAR) {
		return sample_variance(s, m, &out, &fault) ? value_number(out) : fault;
	}
	if (!sample_sd(s, m, &out, &fault)) return fault;
	if (s->call->function->id == FUNCTION_SD) return sample_checked(s, out);
	if (number_sign(m) == 0) return zero_divisor(s, ": the mean is 0");
	return sample_checked(s, number_div(s->run->scratch, out, m));
}

static struct value extreme(const struct sample *s, int sign)
{
	if (!s->n) return no_rows(s);
	struct number best = s->x[0];
	for (size_t i = 1; i < s->n; i++)
		if (number_order(s->x[i], best) * sign > 0) best = s->x[i];
	return value_number(best);
}

/* --- flags --- */

static struct value flags(const struct sample *s)
{
	bool any = false, all = true;
	for (size_t i = 0; i < s->n; i++) {
		any = any || number_sign(s->x[i]);
		all = all && number_sign(s->x[i]);
	}
	return value_flag(s->call->function->id == FUNCTION_ANY ? any : all);
}

/* --- quantiles --- */

static struct value quantile(const struct sample *s)
{
	const struct tree *using = tree_find(s->call, TREE_USING), *p = s->call->first->first->next;
	int type = 7;
	if (using && using->first && using->first->text.len == 1) type = using->first->text.at[0] - '0';
	struct value v = expr_value(s->run, p, NO_ROW);
	if (!value_present(v)) return v;
	if (number_sign(v.is.number) < 0 || number_order(v.is.number, number_of(1)) > 0)
		return sample_fault(s, DIAG_BAD_ARGUMENT, false, "write a part from 0% to 100%",
		                    " wants a part of the whole");
	if (!s->n) return no_rows(s);
	sample_sort(s);
	return sample_checked(s, quantile_of(s->run->scratch, s->x, s->n, v.is.number, type));
}

static struct value median(const struct sample *s)
{
	if (!s->n) return no_rows(s);
	sample_sort(s);
	return sample_checked(s, quantile_median(s->run->scratch, s->x, s->n));
}

static struct value ratio_90_10(const struct sample *s)
{
	struct numbers *pool = s->run->scratch;
	if (!s->n) return no_rows(s);
	sample_sort(s);
	struct number high = quantile_of(pool, s->x, s->n, number_ratio(pool, 9, 10), 7);
	struct number low = quantile_of(pool, s->x, s->n, number_ratio(pool, 1, 10), 7);
	if (number_sign(low) == 0) return zero_divisor(s, ": the lowest tenth is 0");
	return sample_checked(s, number_div(pool, high, low));
}

/* --- one value among several --- */

static int by_value(const void *a, const void *b)
{
	const struct value *x = a, *y = b;
	return value_order(x->text ? FAMILY_TEXT : FAMILY_NUMBER, *x, *y);
}

static struct value mode_of(const struct sample *s, struct value *v)
{
	size_t best = 0, best_count = 0, tied = 0;
	qsort(v, s->n, sizeof *v, by_value);
	for (size_t i = 0, end; i < s->n; i = end) {
		for (end = i + 1; end < s->n && by_value(&v[i], &v[end]) == 0; end++)
			;
		if (end - i == best_count) tied = i;
		if (end - i <= best_count) continue;
		best = tied = i;
		best_count = end - i;
	}
	if (tied == best) return v[best];
	struct type type = s->call->first->first->type;
	struct text a = print_words(s->run, type, v[best]), b = print_words(s->run, type, v[tied]);
	struct value out = { .state = VALUE_FAULT };
	out.is.fault = fault_new(s->run, DIAG_TIE, false, "",
	                         "mode%.*s is not one value: %.*s and %.*s stand in as many rows, %zu",
	                         TEXT_ARG(groups_name(s->run, s->g->groups, s->group)), TEXT_ARG(a), TEXT_ARG(b), best_count);
	return out;
}

static struct value mode(const struct sample *s)
{
	if (!s->n) return no_rows(s);
	struct value *v = block_take(s->run, s->n, sizeof *v);
	memcpy(v, s->g->value + s->g->start[s->group], s->n * sizeof *v);
	struct value out = mode_of(s, v);
	block_give(s->run, v);
	return out;
}

static struct value only(const struct sample *s)
{
	const size_t *row = s->g->row + s->g->start[s->group];
	if (!s->n) return no_rows(s);
	if (s->n == 1) return s->g->value[s->g->start[s->group]];
	struct value out = { .state = VALUE_FAULT };
	out.is.fault = fault_new(s->run, DIAG_NOT_ONE, false, "", "only%.*s finds %zu rows, such as \"%.*s\" and \"%.*s\"",
	                         TEXT_ARG(groups_name(s->run, s->g->groups, s->group)), s->n,
	                         TEXT_ARG(run_key(s->run, row[0])), TEXT_ARG(run_key(s->run, row[1])));
	return out;
}

/* --- all of them --- */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* the other functions are not of this form */
static struct value figure(const struct sample *s)
{
	switch (s->call->function->id) {
	case FUNCTION_COUNT: return value_number(number_of((int64_t)s->n));
	case FUNCTION_SUM: return sample_checked(s, weighed_sum(s, s->x));
	case FUNCTION_MEAN: case FUNCTION_SHARE_OF: return mean(s);
	case FUNCTION_MEDIAN: return median(s);
	case FUNCTION_MIN: return extreme(s, -1);
	case FUNCTION_MAX: return extreme(s, 1);
	case FUNCTION_VAR: case FUNCTION_SD: case FUNCTION_CV: return spread(s);
	case FUNCTION_QUANTILE: return quantile(s);
	case FUNCTION_MODE: return mode(s);
	case FUNCTION_ANY: case FUNCTION_ALL: return flags(s);
	case FUNCTION_ONLY: return only(s);
	case FUNCTION_RATIO_90_10: return ratio_90_10(s);
	default: return s->n ? inequality(s) : no_rows(s);
	}
}
#pragma GCC diagnostic pop

void sample_take(struct sample *s, size_t group)
{
	const struct gathered *g = s->g;
	s->group = group;
	s->n = g->start[group + 1] - g->start[group];
	s->w = g->weight ? g->weight + g->start[group] : NULL;
	for (size_t i = 0; g->value && i < s->n; i++)
		s->x[i] = g->value[g->start[group] + i].is.number;
}

bool group_compute(struct run *run, const struct tree *call, const struct gathered *g, struct slot *slot)
{
	struct sample s = { .run = run, .call = call, .g = g };
	s.x = block_take(run, g->count, sizeof *s.x);
	for (size_t group = 0; group < g->groups->count && !run->failed; group++) {
		size_t mark = numbers_mark(run->scratch);
		sample_take(&s, group);
		struct value v = g->unknown[group] ? value_missing(TEXT("")) : figure(&s);
		if (v.state != VALUE_ERROR) memo_put(run, &slot->memo, group, v);
		numbers_release(run->scratch, mark);
	}
	block_give(run, s.x);
	return !run->failed;
}

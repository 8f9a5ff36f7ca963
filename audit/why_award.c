/* why_award.c - how an award came out of base, weight, lambda, bounds and rounding: the terms are apportion.h's, from the
 * pot that was solved again for the explanation. */
#include "audit/why.h"
#include "audit/sum.h"
#include <stdlib.h>

static const struct type plain = { .kind = TYPE_NUMBER };

/* What all places of one pot share. */
struct pot_told {
	bool known;
	struct number weights, bases, shares, least;
	struct number free_weights, free_bases, bound_shares; /* see struct why_award */
	struct number units, served, unserved;
	size_t free_places, floor_places, ceiling_places;
	size_t *queue; /* by place: its position among the remainders, from 1; 0 without one */
	size_t queued, spare;
	struct number divisor_low, divisor_high;
	bool has_divisor_high;
};

struct sharing_told {
	struct pot_told *pot; /* by group */
};

/* --- the queue --- */

struct waiting {
	struct number remainder;
	size_t place;
};

static int largest_first(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	int order = number_order(y->remainder, x->remainder);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* share / unit without its whole part. */
static struct number remainder_of(struct run *run, const struct award_pot *p, size_t place)
{
	struct number exact = number_div(run->kept, p->result.share[place], p->problem.unit);
	return number_sub(run->kept, exact, number_floor(run->kept, exact));
}

static void queue_up(struct run *run, const struct award_pot *p, struct pot_told *t)
{
	struct waiting *w = arena_array(run->arena, p->problem.n, sizeof *w);
	for (size_t i = 0; i < p->problem.n; i++) {
		struct number r = remainder_of(run, p, i);
		if (number_sign(r) > 0) w[t->queued++] = (struct waiting){ r, i };
	}
	if (t->queued) qsort(w, t->queued, sizeof *w, largest_first);
	t->queue = arena_array(run->arena, p->problem.n, sizeof *t->queue);
	for (size_t k = 0; k < t->queued; k++) {
		size_t place = w[k].place;
		struct number whole = number_floor(run->scratch, number_div(run->scratch, p->result.share[place], p->problem.unit));
		t->queue[place] = k + 1;
		t->spare += number_order(p->result.units[place], whole) > 0;
	}
	t->units = number_sub(run->kept, sum_exact(run->scratch, p->result.units, p->problem.n), number_of((int64_t)t->spare));
	if (t->spare) t->served = w[t->spare - 1].remainder;
	if (t->spare < t->queued) t->unserved = w[t->spare].remainder;
}

/* --- divisors --- */

/* The least that a place has: one without weight has one share, whatever lambda is. */
static struct number least_at(const struct award_pot *p, size_t i)
{
	const struct apportion_result *r = &p->result;
	bool limited = r->has_ceiling[i] && !p->problem.capped_unspent;
	if (number_sign(r->weight[i]) > 0 || number_order(r->base[i], r->floor[i]) < 0) return r->floor[i];
	return limited && number_order(r->base[i], r->ceiling[i]) > 0 ? r->ceiling[i] : r->base[i];
}

/* Any divisor between the two gives these units: the one at which the next place would gain a unit, and the one at which the
 * first would lose its last. Bounded places set no limit beyond their bounds. Floors that are scaled to fit stand for the
 * weights, and bind nobody. */
static void divisors(struct run *run, const struct award_pot *p, struct pot_told *t)
{
	struct number half = number_ratio(run->kept, p->problem.method == APPORTION_WEBSTER, 2);
	bool low = false, scaled = number_order(p->result.scale, number_of(1)) != 0;
	t->divisor_low = t->divisor_high = number_of(0);
	for (size_t i = 0; i < p->problem.n; i++) {
		const struct apportion_result *r = &p->result;
		struct number weight = scaled ? least_at(p, i) : r->weight[i], floor = scaled ? number_of(0) : r->floor[i];
		if (number_sign(weight) == 0) continue;
		struct number up = number_sub(run->kept, number_add(run->kept, r->units[i], number_of(1)), half);
		struct number down = number_sub(run->kept, r->units[i], half);
		bool limited = r->has_ceiling[i] && (!scaled || p->problem.capped_unspent);
		bool full = limited && number_order(r->award[i], r->ceiling[i]) >= 0;
		struct number at = number_div(run->kept, weight, number_mul(run->kept, up, p->problem.unit));
		if (!full && (!low || number_order(at, t->divisor_low) > 0)) t->divisor_low = at;
		low = low || !full;
		if (number_sign(down) <= 0 || number_order(r->award[i], floor) <= 0) continue;
		at = number_div(run->kept, weight, number_mul(run->kept, down, p->problem.unit));
		if (!t->has_divisor_high || number_order(at, t->divisor_high) < 0) t->divisor_high = at;
		t->has_divisor_high = true;
	}
}

static void count_bounds(const struct award_pot *p, struct pot_told *t)
{
	for (size_t i = 0; i < p->problem.n; i++) {
		t->free_places += p->result.bound[i] == APPORTION_FREE;
		t->floor_places += p->result.bound[i] == APPORTION_FLOOR;
		t->ceiling_places += p->result.bound[i] == APPORTION_CEILING;
	}
}

/* Shares that lambda alone made. Where capped money stays unspent, lambda is found as if there were no ceilings. */
static bool is_free(const struct award_pot *p, size_t i)
{
	enum apportion_bound bound = p->result.bound[i];
	return bound == APPORTION_FREE || (bound == APPORTION_CEILING && p->problem.capped_unspent);
}

static struct number sum_of(struct run *run, const struct award_pot *p, const struct number *of, bool free)
{
	struct number sum = number_of(0);
	for (size_t i = 0; i < p->problem.n; i++)
		if (is_free(p, i) == free) sum = number_add(run->scratch, sum, of[i]);
	return number_keep(run->kept, sum);
}

static struct number least_of(struct run *run, const struct award_pot *p)
{
	struct number sum = number_of(0);
	for (size_t i = 0; i < p->problem.n; i++)
		sum = number_add(run->scratch, sum, least_at(p, i));
	return number_keep(run->kept, sum);
}

static void add_up(struct run *run, const struct award_pot *p, struct pot_told *t)
{
	const struct apportion_result *r = &p->result;
	t->weights = number_keep(run->kept, sum_exact(run->scratch, r->weight, p->problem.n));
	t->bases = number_keep(run->kept, sum_exact(run->scratch, r->base, p->problem.n));
	t->shares = number_keep(run->kept, sum_exact(run->scratch, r->share, p->problem.n));
	t->least = least_of(run, p);
	t->free_weights = sum_of(run, p, r->weight, true);
	t->free_bases = sum_of(run, p, r->base, true);
	t->bound_shares = sum_of(run, p, r->share, false);
	t->units = t->served = t->unserved = number_of(0);
}

static const struct pot_told *pot_told(struct run *run, struct sharing_told *shared, const struct award_pots *pots,
                                       size_t group)
{
	struct pot_told *t = &shared->pot[group];
	const struct award_pot *p = &pots->pot[group];
	if (t->known) return t;
	t->known = true;
	add_up(run, p, t);
	count_bounds(p, t);
	if (p->problem.method == APPORTION_LARGEST_REMAINDER) queue_up(run, p, t);
	else divisors(run, p, t);
	return t;
}

/* --- one place --- */

static void tell_place(struct run *run, const struct symbol *symbol, const struct award_pot *p, const struct pot_told *t,
                       size_t i, struct why_award *w)
{
	const struct apportion_result *r = &p->result;
	struct numbers *pool = run->scratch;
	struct number free = number_add(pool, r->base[i], number_mul(pool, r->lambda, r->weight[i]));
	w->weight = told_number(run, plain, r->weight[i]);
	w->base = told_number(run, symbol->type, r->base[i]);
	w->floor = told_number(run, symbol->type, r->floor[i]);
	w->has_ceiling = r->has_ceiling[i];
	if (w->has_ceiling) w->ceiling = told_number(run, symbol->type, r->ceiling[i]);
	if (number_sign(t->weights))
		w->part = told_number(run, (struct type){ .kind = TYPE_PERCENT }, number_div(pool, r->weight[i], t->weights));
	w->free = told_number(run, symbol->type, free);
	w->moved = told_size(run, symbol->type, number_sub(pool, r->share[i], free));
	w->share = told_number(run, symbol->type, r->share[i]);
	w->award = told_number(run, symbol->type, r->award[i]);
	w->bound = r->bound[i];
	if (!t->queue) return;
	w->remainder = told_number(run, plain, remainder_of(run, p, i));
	w->queue = t->queue[i];
}

static void tell_pot(struct run *run, const struct symbol *symbol, const struct award_pot *p, const struct pot_told *t,
                     struct why_award *w)
{
	const struct apportion_result *r = &p->result;
	w->amount = told_number(run, symbol->type, p->problem.amount);
	w->unit = told_number(run, symbol->type, p->problem.unit);
	w->awarded = told_number(run, symbol->type, r->awarded);
	w->unspent = told_number(run, symbol->type, r->unspent);
	w->method = p->problem.method;
	w->places = p->problem.n;
	w->has_lambda = r->has_lambda;
	w->lambda = told_number(run, symbol->type, r->lambda);
	w->scaled = number_order(r->scale, number_of(1)) != 0;
	w->scale = told_number(run, (struct type){ .kind = TYPE_PERCENT }, r->scale);
	w->capped_unspent = p->problem.capped_unspent;
	w->leave_rest = p->problem.leave_rest;
	w->all_weights = told_number(run, plain, t->weights);
	w->all_bases = told_number(run, symbol->type, t->bases);
	w->all_shares = told_number(run, symbol->type, t->shares);
	w->all_least = told_number(run, symbol->type, t->least);
	w->free_weights = told_number(run, plain, t->free_weights);
	w->free_bases = told_number(run, symbol->type, t->free_bases);
	w->bound_shares = told_number(run, symbol->type, t->bound_shares);
	w->all_units = told_number(run, plain, t->units);
	w->served = told_number(run, plain, t->served);
	w->unserved = told_number(run, plain, t->unserved);
	w->free_places = t->free_places;
	w->floor_places = t->floor_places;
	w->ceiling_places = t->ceiling_places;
	w->queued = t->queued;
	w->spare = t->spare;
	if (p->problem.method == APPORTION_LARGEST_REMAINDER) return;
	w->divisor_low = told_number(run, plain, t->divisor_low);
	w->divisor_high = told_number(run, plain, t->divisor_high);
	w->has_divisor_high = t->has_divisor_high;
}

/* Of a place that takes no part only the amount is told, which needs nobody else's share. */
static bool takes_part(struct run *run, const struct symbol *symbol, size_t row)
{
	return !symbol->where || value_true(run_unheard(run, symbol->where, NULL, row));
}

static const struct why_award *outside(struct run *run, const struct symbol *symbol, size_t row)
{
	struct why_award *w = arena_alloc(run->arena, sizeof *w);
	const struct tree *amount = tree_find(symbol->declaration, TREE_SHARE)->first;
	w->amount = told_value(run, symbol->type, run_unheard(run, amount, NULL, amount->rows ? row : NO_ROW));
	return w;
}

const struct why_award *why_award(struct run *run, struct sharing_told **known, const struct symbol *symbol, size_t row)
{
	if (!takes_part(run, symbol, row)) return outside(run, symbol, row);
	const struct award_pots *pots = award_pots(run, symbol);
	if (!pots) return NULL;
	if (!*known) {
		*known = arena_alloc(run->arena, sizeof **known);
		(*known)->pot = arena_array(run->arena, pots->groups->count, sizeof *(*known)->pot);
	}
	struct why_award *w = arena_alloc(run->arena, sizeof *w);
	size_t group = pots->groups->per ? pots->groups->of[row] : 0, place = pots->place[row];
	size_t mark = numbers_mark(run->scratch);
	const struct pot_told *t = pot_told(run, *known, pots, group);
	w->group = groups_key(run, pots->groups, group);
	tell_pot(run, symbol, &pots->pot[group], t, w);
	w->takes_part = true;
	tell_place(run, symbol, &pots->pot[group], t, place, w);
	numbers_release(run->scratch, mark);
	return w;
}

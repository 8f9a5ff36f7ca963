/* why_pot.c - pots that are shared out again, exactly, for who explains. */
#include "audit/why_pot.h"
#include "audit/sum.h"
#include <stdlib.h>

struct pots {
	struct pot *pot;      /* by group */
	const size_t **queue; /* by group, then by place; NULL: not by remainder */
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

static const size_t *queue_up(struct run *run, const struct award_pot *p, struct pot *t)
{
	struct waiting *w = arena_array(run->arena, p->problem.n, sizeof *w);
	size_t *queue = arena_array(run->arena, p->problem.n, sizeof *queue);
	for (size_t i = 0; i < p->problem.n; i++) {
		struct number r = remainder_of(run, p, i);
		if (number_sign(r) > 0) w[t->queued++] = (struct waiting){ r, i };
	}
	if (t->queued) qsort(w, t->queued, sizeof *w, largest_first);
	for (size_t k = 0; k < t->queued; k++) {
		size_t place = w[k].place;
		struct number exact = number_div(run->scratch, p->result.share[place], p->problem.unit);
		queue[place] = k + 1;
		t->spare += number_order(p->result.units[place], number_floor(run->scratch, exact)) > 0;
	}
	struct number units = sum_exact(run->scratch, p->result.units, p->problem.n);
	t->units = number_sub(run->kept, units, number_of((int64_t)t->spare));
	if (t->spare) t->served = w[t->spare - 1].remainder;
	if (t->spare < t->queued) t->unserved = w[t->spare].remainder;
	return queue;
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
static void divisors(struct run *run, const struct award_pot *p, struct pot *t)
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

/* --- a pot, and a place of it --- */

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

static void add_up(struct run *run, const struct award_pot *p, struct pot *t)
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

static void tell_pot(struct run *run, const struct award_pot *p, struct pot *t)
{
	const struct apportion_result *r = &p->result;
	*t = (struct pot){
		.known = true,
		.group = t->group,
		.groups = t->groups,
		.method = p->problem.method,
		.capped_unspent = p->problem.capped_unspent,
		.leave_rest = p->problem.leave_rest,
		.has_lambda = r->has_lambda,
		.amount = p->problem.amount,
		.unit = p->problem.unit,
		.awarded = r->awarded,
		.unspent = r->unspent,
		.lambda = r->lambda,
		.scale = r->scale,
		.places = p->problem.n,
		.divisor_low = number_of(0),
		.divisor_high = number_of(0),
	};
	add_up(run, p, t);
	for (size_t i = 0; i < p->problem.n; i++) {
		t->free_places += r->bound[i] == APPORTION_FREE;
		t->floor_places += r->bound[i] == APPORTION_FLOOR;
		t->ceiling_places += r->bound[i] == APPORTION_CEILING;
	}
}

static struct pots *pots_new(struct run *run, const struct award_pots *shared)
{
	struct pots *pots = arena_alloc(run->arena, sizeof *pots);
	pots->pot = arena_array(run->arena, shared->groups->count, sizeof *pots->pot);
	pots->queue = arena_array(run->arena, shared->groups->count, sizeof(size_t *));
	return pots;
}

bool pot_exact(struct run *run, struct pots **known, const struct symbol *symbol, size_t row, struct pot *pot,
               struct pot_place *place)
{
	const struct award_pots *shared = award_pots(run, symbol);
	if (!shared || shared->place[row] == NO_ROW) return false;
	if (!*known) *known = pots_new(run, shared);
	size_t group = shared->groups->per ? shared->groups->of[row] : 0, i = shared->place[row];
	struct pot *t = &(*known)->pot[group];
	const struct award_pot *p = &shared->pot[group];
	const struct apportion_result *r = &p->result;
	bool remainders = p->problem.method == APPORTION_LARGEST_REMAINDER;
	if (!t->known) {
		t->group = group;
		t->groups = shared->groups;
		tell_pot(run, p, t);
		if (remainders) (*known)->queue[group] = queue_up(run, p, t);
		else divisors(run, p, t);
	}
	*pot = *t;
	*place = (struct pot_place){ r->weight[i], r->base[i],        r->floor[i], r->ceiling[i], r->share[i],
		                         r->award[i],  r->has_ceiling[i], r->bound[i], number_of(0),  0 };
	if (remainders) place->remainder = remainder_of(run, p, i);
	if (remainders) place->queue = (*known)->queue[group][i];
	return true;
}

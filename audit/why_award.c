/* why_award.c - how an award came out of base, weight, lambda, bounds and rounding: the terms are apportion.h's. */
#include "audit/why.h"
#include "audit/why_pot.h"

static const struct type plain = { .kind = TYPE_NUMBER }, percent = { .kind = TYPE_PERCENT };

/* Of a place that takes no part only the amount is told, which needs nobody else's share. */
static bool takes_part(struct run *run, const struct symbol *symbol, size_t row)
{
	return !symbol->where || value_true(run_unheard(run, symbol->where, NULL, row));
}

static void tell_amount(struct run *run, const struct symbol *symbol, size_t row, struct why_award *w)
{
	const struct tree *amount = tree_find(symbol->declaration, TREE_SHARE)->first;
	w->amount = told_value(run, symbol->type, run_unheard(run, amount, NULL, amount->rows ? row : NO_ROW));
}

static void tell_place(struct run *run, const struct symbol *symbol, const struct pot *t, const struct pot_place *p,
                       struct why_award *w)
{
	struct numbers *pool = run->scratch;
	struct number free = number_add(pool, p->base, number_mul(pool, t->lambda, p->weight));
	w->weight = told_number(run, plain, p->weight);
	w->base = told_number(run, symbol->type, p->base);
	w->floor = told_number(run, symbol->type, p->floor);
	w->has_ceiling = p->has_ceiling;
	if (w->has_ceiling) w->ceiling = told_number(run, symbol->type, p->ceiling);
	if (number_sign(t->weights)) w->part = told_number(run, percent, number_div(pool, p->weight, t->weights));
	w->free = told_number(run, symbol->type, free);
	w->moved = told_size(run, symbol->type, number_sub(pool, p->share, free));
	w->share = told_number(run, symbol->type, p->share);
	w->award = told_number(run, symbol->type, p->award);
	w->bound = p->bound;
	w->remainder = told_number(run, plain, p->remainder);
	w->queue = p->queue;
}

static void tell_pot(struct run *run, const struct symbol *symbol, const struct pot *t, struct why_award *w)
{
	w->group = groups_key(run, t->groups, t->group);
	w->amount = told_number(run, symbol->type, t->amount);
	w->unit = told_number(run, symbol->type, t->unit);
	w->awarded = told_number(run, symbol->type, t->awarded);
	w->unspent = told_number(run, symbol->type, t->unspent);
	w->method = t->method;
	w->places = t->places;
	w->has_lambda = t->has_lambda;
	w->lambda = told_number(run, symbol->type, t->lambda);
	w->scaled = number_order(t->scale, number_of(1)) != 0;
	w->scale = told_number(run, percent, t->scale);
	w->capped_unspent = t->capped_unspent;
	w->leave_rest = t->leave_rest;
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
	w->divisor_low = told_number(run, plain, t->divisor_low);
	w->divisor_high = told_number(run, plain, t->divisor_high);
	w->has_divisor_high = t->has_divisor_high;
}

const struct why_award *why_award(struct run *run, struct why_pots *pots, const struct symbol *symbol, size_t row)
{
	struct why_award *w = arena_alloc(run->arena, sizeof *w);
	struct pot pot;
	struct pot_place place;
	size_t mark = numbers_mark(run->scratch);
	if (!takes_part(run, symbol, row)) {
		tell_amount(run, symbol, row, w);
	} else {
		bool large = run->known && run->row_count > run->large;
		bool found = (large && pot_from_awards(run, &pots->known, symbol, row, &pot, &place)) ||
		             pot_exact(run, &pots->exact, symbol, row, &pot, &place);
		w->takes_part = found;
		if (found) tell_pot(run, symbol, &pot, w);
		if (found) tell_place(run, symbol, &pot, &place, w);
	}
	numbers_release(run->scratch, mark);
	return w;
}

/* why_pot_known.c - a pot whose awards are known: who meets which bound tells lambda, which must bear every award out. */
#include "audit/why_pot.h"
#include <math.h>

struct found {
	struct run *run;
	const struct sharing *s;
	size_t group, own;                      /* own: in s->row */
	struct number *award, *floor, *ceiling; /* by claim; floors rounded up to units, ceilings down */
	uint8_t *bound;                         /* enum apportion_bound, by claim */
	double *near, *error;                   /* by claim: base + lambda * weight, about, and by how much it may be off */
	struct number lambda, free_weights;
	double lambda_near, unit_near;
	struct pot *pot;
};

struct rounded {
	bool known;
	struct number from, to;
};

static bool in_pot(const struct found *f, size_t i)
{
	return !f->s->groups->per || f->s->groups->of[f->s->row[i]] == f->group;
}

/* --- who meets which bound --- */

/* A bound is a whole number of units: bounds are rounded inwards before anything is shared. Most places have the same. */
static struct number inwards(const struct found *f, struct number bound, enum rounding how, struct rounded *last)
{
	if (number_sign(bound) < 0 && how == ROUND_UP) return number_of(0);
	if (last->known && bound.den == last->from.den && bound.num == last->from.num) return last->to;
	struct number to = number_keep(f->run->terms, number_round(f->run->scratch, bound, f->s->unit, how));
	*last = (struct rounded){ bound.den != 0, bound, to };
	return to;
}

static bool take_claims(struct found *f)
{
	struct rounded floors = { .known = false }, ceilings = floors;
	const struct sharing *s = f->s;
	for (size_t i = 0; i < s->count; i++) {
		if (!in_pot(f, i)) continue;
		size_t mark = numbers_mark(f->run->scratch);
		struct value v = symbol_value(f->run, s->symbol, s->row[i]);
		if (!value_present(v)) return false;
		f->award[i] = number_keep(f->run->terms, v.is.number);
		f->floor[i] = inwards(f, s->claim[i].floor, ROUND_UP, &floors);
		if (s->claim[i].has_ceiling) f->ceiling[i] = inwards(f, s->claim[i].ceiling, ROUND_DOWN, &ceilings);
		bool full = s->claim[i].has_ceiling && number_order(f->award[i], f->ceiling[i]) == 0;
		f->bound[i] = number_order(f->award[i], f->floor[i]) == 0 ? APPORTION_FLOOR
		              : full                                      ? APPORTION_CEILING
		                                                          : APPORTION_FREE;
		numbers_release(f->run->scratch, mark);
	}
	return true;
}

/* What is above the whole units of the amount is left over before anything is shared. */
static struct number whole_amount(const struct found *f)
{
	return number_round(f->run->scratch, f->s->amount[f->group], f->s->unit, ROUND_DOWN);
}

static void find_near(struct found *f)
{
	for (size_t i = 0; i < f->s->count; i++) {
		const struct claim *c = &f->s->claim[i];
		double base = number_to_double(c->base), part = f->lambda_near * number_to_double(c->weight);
		f->near[i] = base + part;
		f->error[i] = (fabs(base) + fabs(part)) * 0x1p-48;
	}
}

/* lambda = (amount - bounds that are met - bases of the others) / weights of the others. */
static bool find_lambda(struct found *f)
{
	const struct sharing *s = f->s;
	struct numbers *pool = f->run->scratch;
	struct number rest = whole_amount(f), weights = number_of(0);
	for (size_t i = 0; i < s->count; i++) {
		if (!in_pot(f, i)) continue;
		bool free = f->bound[i] == APPORTION_FREE;
		rest = number_sub(pool, rest, free ? s->claim[i].base : f->award[i]);
		if (free) weights = number_add(pool, weights, s->claim[i].weight);
	}
	if (number_sign(weights) <= 0) return false;
	f->free_weights = weights;
	f->lambda = number_div(pool, rest, weights);
	f->lambda_near = number_to_double(f->lambda);
	find_near(f);
	return true;
}

static struct number unbounded(const struct found *f, size_t i)
{
	struct numbers *pool = f->run->scratch;
	const struct claim *c = &f->s->claim[i];
	return number_add(pool, c->base, number_mul(pool, f->lambda, c->weight));
}

/* Above, equal to or below 0, as the share without bounds is to the bound. */
static int against(const struct found *f, size_t i, struct number bound)
{
	double near = f->near[i], at = number_to_double(bound), error = f->error[i] + fabs(at) * 0x1p-48;
	if (near - at > error) return 1;
	if (at - near > error) return -1;
	size_t mark = numbers_mark(f->run->scratch);
	int order = number_order(unbounded(f, i), bound);
	numbers_release(f->run->scratch, mark);
	return order;
}

/* An award may equal a bound only because it was rounded to it: such places are free after all. False when lambda does
 * not bear an award out; *moved: how many places turned out to be free. */
static bool bear_out(struct found *f, size_t *moved)
{
	*moved = 0;
	for (size_t i = 0; i < f->s->count; i++) {
		if (!in_pot(f, i)) continue;
		int floor = against(f, i, f->floor[i]);
		int ceiling = f->s->claim[i].has_ceiling ? against(f, i, f->ceiling[i]) : -1;
		bool within = floor >= 0 && ceiling <= 0;
		if (f->bound[i] == APPORTION_FREE && !within) return false;
		if (f->bound[i] == APPORTION_FREE) continue;
		if (within) {
			f->bound[i] = APPORTION_FREE;
			++*moved;
		} else if ((f->bound[i] == APPORTION_FLOOR) != (floor < 0)) {
			return false;
		}
	}
	return true;
}

/* --- the queue --- */

/* The remainder of a share in units, exactly. */
static struct number remainder_of(const struct found *f, size_t i)
{
	struct numbers *pool = f->run->scratch;
	struct number exact = number_div(pool, unbounded(f, i), f->s->unit);
	return number_sub(pool, exact, number_floor(pool, exact));
}

/* A remainder: near, and exactly only where that is asked for. */
struct part {
	size_t place;
	double near, error;
	bool clear; /* of whole numbers */
	struct number exact;
	bool known;
};

static struct part part_of(const struct found *f, size_t i)
{
	struct part p = { .place = i };
	double share = f->near[i] / f->unit_near;
	p.near = share - floor(share);
	p.error = f->error[i] / f->unit_near + fabs(share) * 0x1p-48;
	p.clear = p.near > p.error && p.near < 1 - p.error;
	return p;
}

static struct number exact_part(const struct found *f, struct part *p)
{
	if (!p->known) p->exact = number_keep(f->run->terms, remainder_of(f, p->place));
	p->known = true;
	if (!p->clear) p->near = number_to_double(p->exact);
	return p->exact;
}

/* Above, equal to or below 0, as the remainder of a is to that of b. */
static int parts_order(const struct found *f, struct part *a, struct part *b)
{
	if (a->clear && b->clear && fabs(a->near - b->near) > a->error + b->error) return a->near > b->near ? 1 : -1;
	return number_order(exact_part(f, a), exact_part(f, b));
}

static bool got_unit(const struct found *f, struct part *p)
{
	struct numbers *pool = f->run->scratch;
	const struct number unit = f->s->unit;
	double share = f->near[p->place] / f->unit_near;
	struct number whole = p->clear ? number_mul(pool, number_of((int64_t)floor(share)), unit)
	                               : number_sub(pool, unbounded(f, p->place), number_mul(pool, exact_part(f, p), unit));
	return number_order(f->award[p->place], whole) > 0;
}

/* The ends of the queue: the last that got a unit and the first that did not. */
struct ends {
	struct part served, unserved;
	bool has_served, has_unserved;
};

static void move_ends(const struct found *f, struct part *p, bool got, struct ends *ends)
{
	if (got && (!ends->has_served || parts_order(f, p, &ends->served) < 0)) {
		ends->served = *p;
		ends->has_served = true;
	}
	if (!got && (!ends->has_unserved || parts_order(f, p, &ends->unserved) > 0)) {
		ends->unserved = *p;
		ends->has_unserved = true;
	}
}

static void stand_in_line(struct found *f, size_t i, struct part *own, struct ends *ends, size_t *before)
{
	struct part p = part_of(f, i);
	if (!p.clear && number_sign(exact_part(f, &p)) == 0) return;
	size_t mark = numbers_mark(f->run->scratch);
	int order = parts_order(f, &p, own);
	bool got = got_unit(f, &p);
	*before += order > 0 || (order == 0 && table_key_order(f->run->table, f->s->row[i], f->s->row[f->own]) < 0);
	f->pot->queued++;
	f->pot->spare += got;
	move_ends(f, &p, got, ends);
	numbers_release(f->run->scratch, mark);
}

static void queue_up(struct found *f, struct pot_place *place)
{
	struct part own = part_of(f, f->own);
	struct ends ends = { .has_served = false };
	struct number remainder = exact_part(f, &own), units;
	size_t before = 0;
	for (size_t i = 0; i < f->s->count; i++)
		if (in_pot(f, i) && f->bound[i] == APPORTION_FREE) stand_in_line(f, i, &own, &ends, &before);
	bool has = f->bound[f->own] == APPORTION_FREE && number_sign(remainder) > 0;
	place->remainder = has ? remainder : number_of(0);
	place->queue = has ? before + 1 : 0;
	units = number_div(f->run->scratch, f->pot->awarded, f->s->unit);
	f->pot->units = number_sub(f->run->scratch, units, number_of((int64_t)f->pot->spare));
	f->pot->served = ends.has_served ? exact_part(f, &ends.served) : number_of(0);
	f->pot->unserved = ends.has_unserved ? exact_part(f, &ends.unserved) : number_of(0);
}

/* --- all of it --- */

/* The least that a place has: one without weight has one share, whatever lambda is. */
static struct number least_at(const struct found *f, size_t i)
{
	const struct claim *c = &f->s->claim[i];
	if (number_sign(c->weight) > 0 || number_order(c->base, f->floor[i]) < 0) return f->floor[i];
	return c->has_ceiling && number_order(c->base, f->ceiling[i]) > 0 ? f->ceiling[i] : c->base;
}

/* Most bases are nothing. */
static struct number plus(struct numbers *pool, struct number sum, struct number x)
{
	return number_sign(x) ? number_add(pool, sum, x) : sum;
}

static void sum_up(struct found *f)
{
	struct pot *t = f->pot;
	const struct sharing *s = f->s;
	struct numbers *pool = f->run->scratch;
	*t = (struct pot){
		.group = f->group, .groups = s->groups, .has_lambda = true, .lambda = f->lambda, .unit = s->unit
	};
	t->amount = s->amount[f->group];
	t->shares = whole_amount(f);
	t->weights = t->bases = t->awarded = t->least = t->divisor_low = t->divisor_high = number_of(0);
	t->free_weights = f->free_weights;
	t->free_bases = t->bound_shares = number_of(0);
	t->leave_rest = tree_find(s->symbol->declaration, TREE_LEAVE_REST) != NULL;
	t->scale = number_of(1);
	for (size_t i = 0; i < s->count; i++) {
		if (!in_pot(f, i)) continue;
		bool free = f->bound[i] == APPORTION_FREE;
		t->weights = plus(pool, t->weights, s->claim[i].weight);
		t->bases = plus(pool, t->bases, s->claim[i].base);
		t->awarded = plus(pool, t->awarded, f->award[i]);
		t->least = plus(pool, t->least, least_at(f, i));
		if (free) t->free_bases = plus(pool, t->free_bases, s->claim[i].base);
		else t->bound_shares = plus(pool, t->bound_shares, f->award[i]);
		t->places++;
		t->free_places += free;
		t->floor_places += f->bound[i] == APPORTION_FLOOR;
		t->ceiling_places += f->bound[i] == APPORTION_CEILING;
	}
	t->unspent = number_sub(pool, t->amount, t->awarded);
}

static void tell_own(const struct found *f, struct pot_place *place)
{
	size_t i = f->own;
	const struct claim *c = &f->s->claim[i];
	*place = (struct pot_place){ .weight = c->weight,
		                         .base = c->base,
		                         .floor = f->floor[i],
		                         .has_ceiling = c->has_ceiling,
		                         .award = f->award[i],
		                         .bound = (enum apportion_bound)f->bound[i] };
	place->ceiling = c->has_ceiling ? f->ceiling[i] : number_of(0);
	place->share = f->bound[i] == APPORTION_FREE ? unbounded(f, i) : f->award[i];
}

/* One pot whose amount is spent to the last whole unit. */
static bool usual(const struct symbol *symbol)
{
	static const enum tree_kind others[] = { TREE_METHOD, TREE_SCALE_FLOORS, TREE_CAPPED_UNSPENT };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (tree_find(symbol->declaration, others[i])) return false;
	return true;
}

static bool solve(struct found *f, size_t row, struct pot *pot, struct pot_place *place)
{
	enum { TRIES = 8 };
	const struct sharing *s = f->s;
	size_t moved = 1;
	for (f->own = 0; f->own < s->count && s->row[f->own] != row;)
		f->own++;
	if (f->own == s->count || !take_claims(f)) return false;
	for (int i = 0; i < TRIES && moved; i++)
		if (!find_lambda(f) || !bear_out(f, &moved)) return false;
	if (moved) return false;
	f->pot = pot;
	f->unit_near = number_to_double(s->unit);
	sum_up(f);
	tell_own(f, place);
	queue_up(f, place);
	/* All but a rest below one unit is given out, or the shares do not add up to the amount. */
	return number_sign(pot->unspent) >= 0 && number_order(pot->unspent, pot->unit) < 0;
}

bool pot_from_awards(struct run *run, const struct symbol *symbol, size_t row, struct pot *pot, struct pot_place *place)
{
	const struct sharing *s = usual(symbol) ? award_sharing(run, symbol) : NULL;
	if (!s) return false;
	struct found f = { .run = run, .s = s, .group = s->groups->per ? s->groups->of[row] : 0 };
	f.award = block_take(run, s->count, sizeof *f.award);
	f.floor = block_take(run, s->count, sizeof *f.floor);
	f.ceiling = block_take(run, s->count, sizeof *f.ceiling);
	f.bound = block_take(run, s->count, sizeof *f.bound);
	f.near = block_take(run, s->count, sizeof *f.near);
	f.error = block_take(run, s->count, sizeof *f.error);
	bool done = solve(&f, row, pot, place);
	void *blocks[] = { f.award, f.floor, f.ceiling, f.bound, f.near, f.error };
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		block_give(run, blocks[i]);
	return done;
}

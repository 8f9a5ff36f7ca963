/* why_pot_known.c - a pot whose awards are known: who meets which bound tells lambda, which must bear every award out.
 * Awards and bounds count units. */
#include "audit/why_pot.h"
#include <math.h>

#define NO_LIMIT INT64_MAX /* a ceiling that is none */
#define NEAR 0x1p-46       /* by how much of itself a double of what follows may be off; nothing is negative */

/* Of each place: whole multiples of a unit, or numbers. */
struct quantity {
	const int64_t *whole;
	size_t step; /* 0: the first is that of all */
	struct number unit;
	const struct number *number; /* instead, one for each */
};

struct found {
	struct run *run;
	const struct symbol *symbol;
	size_t n, own;       /* own: the place that is asked about */
	const uint32_t *row; /* of the table */
	struct quantity award, floor, ceiling, weight, base;
	const struct groups *groups;
	size_t group;
	struct number amount, unit;
	uint8_t *bound; /* enum apportion_bound */
	double *near;   /* base + lambda * weight in units, about */
	struct number lambda, free_weights;
	struct pot *pot;
	void *blocks[8];
	size_t block_count;
};

static void *room(struct found *f, size_t count, size_t size)
{
	return f->blocks[f->block_count++] = block_take(f->run, count, size);
}

/* --- quantities --- */

static int64_t whole_at(const struct quantity *q, size_t i)
{
	return q->whole[i * q->step];
}

static struct number number_at(const struct found *f, const struct quantity *q, size_t i)
{
	return q->number ? q->number[i] : number_mul(f->run->scratch, number_of(whole_at(q, i)), q->unit);
}

static struct number number_of_wide(struct numbers *pool, __int128 x)
{
	const int64_t part = INT64_C(1) << 62;
	struct number high = number_mul(pool, number_of((int64_t)(x / part)), number_of(part));
	return number_add(pool, high, number_of((int64_t)(x % part)));
}

enum which { ALL, FREE, BOUND };

static bool counts(const struct found *f, size_t i, enum which which)
{
	return which == ALL || (f->bound[i] == APPORTION_FREE) == (which == FREE);
}

static struct number sum_of(const struct found *f, const struct quantity *q, enum which which)
{
	struct numbers *pool = f->run->scratch;
	struct number sum = number_of(0);
	__int128 whole = 0; /* at most 2^32 places */
	for (size_t i = 0; i < f->n; i++) {
		if (!counts(f, i, which)) continue;
		if (!q->number) whole += whole_at(q, i);
		else if (number_sign(q->number[i])) sum = number_add(pool, sum, q->number[i]);
	}
	return q->number ? sum : number_mul(pool, number_of_wide(pool, whole), q->unit);
}

/* --- what the VM shared by --- */

static const int64_t nothing = 0, one = 1, no_limit = NO_LIMIT;

static struct quantity whole(const int64_t *values, bool same, const int64_t *none, struct number unit)
{
	return values ? (struct quantity){ values, same ? 0 : 1, unit, NULL } : (struct quantity){ none, 0, unit, NULL };
}

static bool as_shared(struct found *f, const struct shared *s)
{
	const struct award *award = award_of(f->run, f->symbol);
	if (!award) return false;
	f->n = s->n;
	f->amount = award->whole.amount;
	f->unit = s->unit;
	f->award = whole(s->award, false, NULL, s->unit);
	f->floor = whole(s->floor, s->same_floor, &nothing, s->unit);
	f->ceiling = whole(s->ceiling, s->same_ceiling, &no_limit, s->unit);
	f->weight = whole(s->weight, false, &one, s->weight_unit);
	f->base = whole(NULL, true, &nothing, s->unit);
	f->row = s->row;
	if (!f->run->rows) return true;
	uint32_t *row = room(f, f->n, sizeof *row);
	for (size_t i = 0; i < f->n; i++)
		row[i] = f->run->rows[s->row[i]];
	f->row = row;
	return true;
}

/* --- what the exact evaluator would share by --- */

struct gathered_claims {
	uint32_t *row;
	int64_t *award, *floor, *ceiling;
	struct number *weight, *base;
};

static bool units_of(const struct found *f, struct number amount, enum rounding how, int64_t *units)
{
	return number_small_units(amount, f->unit, how, units) && *units >= 0 && *units < NO_LIMIT;
}

static bool take_claim(struct found *f, const struct claim *claim, size_t row, struct gathered_claims *c)
{
	size_t i = f->n, mark = numbers_mark(f->run->scratch);
	struct value award = symbol_value(f->run, f->symbol, row);
	bool fits = value_present(award) && units_of(f, award.is.number, ROUND_UP, &c->award[i]);
	numbers_release(f->run->scratch, mark);
	struct number floor = number_sign(claim->floor) > 0 ? claim->floor : number_of(0);
	c->ceiling[i] = NO_LIMIT;
	fits = fits && units_of(f, floor, ROUND_UP, &c->floor[i]);
	fits = fits && (!claim->has_ceiling || units_of(f, claim->ceiling, ROUND_DOWN, &c->ceiling[i]));
	c->row[i] = (uint32_t)row;
	c->weight[i] = claim->weight;
	c->base[i] = claim->base;
	f->n++;
	return fits;
}

static bool as_claimed(struct found *f, size_t row)
{
	const struct sharing *s = award_sharing(f->run, f->symbol);
	if (!s) return false;
	struct gathered_claims c = { .row = room(f, s->count, sizeof *c.row) };
	c.award = room(f, s->count, sizeof *c.award);
	c.floor = room(f, s->count, sizeof *c.floor);
	c.ceiling = room(f, s->count, sizeof *c.ceiling);
	c.weight = room(f, s->count, sizeof *c.weight);
	c.base = room(f, s->count, sizeof *c.base);
	f->groups = s->groups;
	f->group = s->groups->per ? s->groups->of[row] : 0;
	f->amount = s->amount[f->group];
	f->unit = s->unit;
	for (size_t i = 0; i < s->count; i++) {
		bool in_pot = !s->groups->per || s->groups->of[s->row[i]] == f->group;
		if (in_pot && !take_claim(f, &s->claim[i], s->row[i], &c)) return false;
	}
	f->award = whole(c.award, false, NULL, f->unit);
	f->floor = whole(c.floor, false, NULL, f->unit);
	f->ceiling = whole(c.ceiling, false, NULL, f->unit);
	f->weight.number = c.weight;
	f->base.number = c.base;
	f->row = c.row;
	return true;
}

/* --- who meets which bound --- */

static void meet_bounds(struct found *f)
{
	for (size_t i = 0; i < f->n; i++) {
		int64_t award = whole_at(&f->award, i);
		f->bound[i] = award == whole_at(&f->floor, i)     ? APPORTION_FLOOR
		              : award == whole_at(&f->ceiling, i) ? APPORTION_CEILING
		                                                  : APPORTION_FREE;
	}
}

/* What is above the whole units of the amount is left over before anything is shared. */
static struct number whole_amount(const struct found *f)
{
	return number_round(f->run->scratch, f->amount, f->unit, ROUND_DOWN);
}

static void add_near(struct found *f, const struct quantity *q, struct number factor)
{
	double by = number_to_double(factor), unit = q->number ? 1 : number_to_double(q->unit);
	for (size_t i = 0; i < f->n; i++)
		f->near[i] += by * (q->number ? number_to_double(q->number[i]) : unit * (double)whole_at(q, i));
}

/* lambda = (amount - bounds that are met - bases of the others) / weights of the others. */
static bool find_lambda(struct found *f)
{
	struct numbers *pool = f->run->scratch;
	struct number rest = number_sub(pool, whole_amount(f), sum_of(f, &f->award, BOUND));
	rest = number_sub(pool, rest, sum_of(f, &f->base, FREE));
	f->free_weights = sum_of(f, &f->weight, FREE);
	if (number_sign(f->free_weights) <= 0 || number_sign(rest) < 0) return false;
	f->lambda = number_div(pool, rest, f->free_weights);
	memset(f->near, 0, f->n * sizeof *f->near);
	add_near(f, &f->base, number_div(pool, number_of(1), f->unit));
	add_near(f, &f->weight, number_div(pool, f->lambda, f->unit));
	return true;
}

/* The share without bounds, in units. */
static struct number free_share(const struct found *f, size_t i)
{
	struct numbers *pool = f->run->scratch;
	struct number part = number_mul(pool, f->lambda, number_at(f, &f->weight, i));
	return number_div(pool, number_add(pool, number_at(f, &f->base, i), part), f->unit);
}

/* Above, equal to or below 0, as the share without bounds is to the bound. */
static int against(const struct found *f, size_t i, int64_t bound)
{
	double near = f->near[i], at = (double)bound, error = (near + at) * NEAR;
	if (near - at > error) return 1;
	if (at - near > error) return -1;
	size_t mark = numbers_mark(f->run->scratch);
	int order = number_order(free_share(f, i), number_of(bound));
	numbers_release(f->run->scratch, mark);
	return order;
}

/* An award may equal a bound only because it was rounded to it: such places are free after all. False when lambda does
 * not bear an award out; *moved: how many places turned out to be free. */
static bool bear_out(struct found *f, size_t *moved)
{
	*moved = 0;
	for (size_t i = 0; i < f->n; i++) {
		int floor = against(f, i, whole_at(&f->floor, i)), ceiling = against(f, i, whole_at(&f->ceiling, i));
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

/* What a share is above whole units: near, and exactly only where that is asked for. */
struct part {
	size_t place;
	double near, error;
	bool clear; /* of whole numbers */
	struct number exact;
	bool known;
};

static struct part part_of(const struct found *f, size_t i)
{
	double share = f->near[i];
	struct part p = { .place = i, .near = share - floor(share), .error = share * NEAR };
	p.clear = p.near > p.error && p.near < 1 - p.error;
	return p;
}

static struct number exact_part(const struct found *f, struct part *p)
{
	struct numbers *pool = f->run->scratch;
	if (!p->known) {
		struct number share = free_share(f, p->place);
		p->exact = number_keep(f->run->terms, number_sub(pool, share, number_floor(pool, share)));
	}
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

static bool got_unit(const struct found *f, const struct part *p)
{
	int64_t award = whole_at(&f->award, p->place);
	if (p->clear) return (double)award > f->near[p->place];
	return number_order(number_of(award), free_share(f, p->place)) > 0;
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
	size_t mark = numbers_mark(f->run->scratch);
	if (!p.clear && number_sign(exact_part(f, &p)) == 0) return;
	int order = parts_order(f, &p, own);
	bool got = got_unit(f, &p);
	*before += order > 0 || (order == 0 && table_key_order(f->run->table, f->row[i], f->row[f->own]) < 0);
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
	for (size_t i = 0; i < f->n; i++)
		if (f->bound[i] == APPORTION_FREE) stand_in_line(f, i, &own, &ends, &before);
	bool has = f->bound[f->own] == APPORTION_FREE && number_sign(remainder) > 0;
	place->remainder = has ? remainder : number_of(0);
	place->queue = has ? before + 1 : 0;
	units = number_div(f->run->scratch, f->pot->awarded, f->unit);
	f->pot->units = number_sub(f->run->scratch, units, number_of((int64_t)f->pot->spare));
	f->pot->served = ends.has_served ? exact_part(f, &ends.served) : number_of(0);
	f->pot->unserved = ends.has_unserved ? exact_part(f, &ends.unserved) : number_of(0);
}

/* --- all of it --- */

static void sum_up(struct found *f)
{
	struct pot *t = f->pot;
	*t = (struct pot){ .group = f->group,
		               .groups = f->groups,
		               .has_lambda = true,
		               .lambda = f->lambda,
		               .unit = f->unit,
		               .amount = f->amount,
		               .shares = whole_amount(f),
		               .weights = sum_of(f, &f->weight, ALL),
		               .bases = sum_of(f, &f->base, ALL),
		               .awarded = sum_of(f, &f->award, ALL),
		               .least = number_of(0), /* told where floors are scaled */
		               .free_weights = f->free_weights,
		               .free_bases = sum_of(f, &f->base, FREE),
		               .bound_shares = sum_of(f, &f->award, BOUND),
		               .scale = number_of(1),
		               .divisor_low = number_of(0),
		               .divisor_high = number_of(0),
		               .leave_rest = tree_find(f->symbol->declaration, TREE_LEAVE_REST) != NULL,
		               .places = f->n };
	t->unspent = number_sub(f->run->scratch, t->amount, t->awarded);
	for (size_t i = 0; i < f->n; i++) {
		t->free_places += f->bound[i] == APPORTION_FREE;
		t->floor_places += f->bound[i] == APPORTION_FLOOR;
		t->ceiling_places += f->bound[i] == APPORTION_CEILING;
	}
}

static void tell_own(const struct found *f, struct pot_place *place)
{
	size_t i = f->own;
	*place = (struct pot_place){ .weight = number_at(f, &f->weight, i),
		                         .base = number_at(f, &f->base, i),
		                         .floor = number_at(f, &f->floor, i),
		                         .has_ceiling = whole_at(&f->ceiling, i) != NO_LIMIT,
		                         .award = number_at(f, &f->award, i),
		                         .bound = (enum apportion_bound)f->bound[i] };
	place->ceiling = place->has_ceiling ? number_at(f, &f->ceiling, i) : number_of(0);
	place->share =
		place->bound == APPORTION_FREE ? number_mul(f->run->scratch, free_share(f, i), f->unit) : place->award;
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
	size_t moved = 1;
	while (f->own < f->n && f->row[f->own] != row)
		f->own++;
	if (f->own == f->n) return false;
	f->bound = room(f, f->n, sizeof *f->bound);
	f->near = room(f, f->n, sizeof *f->near);
	meet_bounds(f);
	for (int i = 0; i < TRIES && moved; i++)
		if (!find_lambda(f) || !bear_out(f, &moved)) return false;
	if (moved) return false;
	f->pot = pot;
	sum_up(f);
	tell_own(f, place);
	queue_up(f, place);
	/* All but a rest below one unit is given out, or the shares do not add up to the amount. */
	return number_sign(pot->unspent) >= 0 && number_order(pot->unspent, pot->unit) < 0;
}

bool pot_from_awards(struct run *run, const struct symbol *symbol, size_t row, struct pot *pot, struct pot_place *place)
{
	if (!usual(symbol)) return false;
	struct found f = { .run = run, .symbol = symbol, .groups = groups_by(run, NULL) };
	const struct shared *shared = run->known->shared(run->known->self, symbol->index);
	bool done = (shared ? as_shared(&f, shared) : as_claimed(&f, row)) && solve(&f, row, pot, place);
	for (size_t i = 0; i < f.block_count; i++)
		block_give(run, f.blocks[i]);
	return done;
}

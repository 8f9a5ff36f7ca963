/* why_pot_known.c - a pot whose awards are known: who meets which bound tells lambda, which must bear every award out.
 * Awards and bounds count units. */
#include "audit/sum.h"
#include "audit/why_pot.h"
#include "lang/number_big.h"
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

/* Its numbers live as long as the run. */
struct known_pot {
	struct run *run;
	const struct symbol *symbol;
	size_t n;
	const uint32_t *row; /* of the table, in order */
	struct quantity award, floor, ceiling, weight, base;
	uint8_t *bound; /* enum apportion_bound */
	double *near;   /* base + lambda * weight in units, about */
	bool borne_out;
	struct pot pot;
};

struct known_pots {
	const struct groups *groups;
	const struct shared *shared; /* with the award; NULL: not in whole numbers */
	const struct award *award;
	const struct sharing *sharing; /* else */
	struct known_pot **pot;        /* by group; NULL: not asked for yet */
};

/* --- quantities --- */

static int64_t whole_at(const struct quantity *q, size_t i)
{
	return q->whole[i * q->step];
}

static struct number number_at(const struct known_pot *f, const struct quantity *q, size_t i)
{
	return q->number ? q->number[i] : number_mul(f->run->scratch, number_of(whole_at(q, i)), q->unit);
}

enum which { ALL, FREE, BOUND };

static bool counts(const struct known_pot *f, size_t i, enum which which)
{
	return which == ALL || (f->bound[i] == APPORTION_FREE) == (which == FREE);
}

static struct number sum_of_whole(const struct known_pot *f, const struct quantity *q, enum which which)
{
	struct numbers *pool = f->run->scratch;
	__int128 sum = 0; /* of at most 2^32 places */
	for (size_t i = 0; i < f->n; i++)
		if (counts(f, i, which)) sum += whole_at(q, i);
	return number_mul(pool, number_wide(pool, sum, 1), q->unit);
}

static struct number sum_of_numbers(const struct known_pot *f, const struct quantity *q, enum which which)
{
	struct number *term = block_take(f->run, f->n, sizeof *term);
	size_t count = 0;
	for (size_t i = 0; i < f->n; i++)
		if (counts(f, i, which)) term[count++] = q->number[i];
	struct number sum = sum_exact(f->run->scratch, term, count);
	block_give(f->run, term);
	return sum;
}

static struct number sum_of(const struct known_pot *f, const struct quantity *q, enum which which)
{
	size_t mark = numbers_mark(f->run->scratch);
	struct number sum = q->number ? sum_of_numbers(f, q, which) : sum_of_whole(f, q, which);
	sum = number_keep(f->run->kept, sum);
	numbers_release(f->run->scratch, mark);
	return sum;
}

/* --- what the VM shared by --- */

static const int64_t nothing = 0, one = 1, no_limit = NO_LIMIT;

static struct quantity whole(const int64_t *values, bool same, const int64_t *none, struct number unit)
{
	return values ? (struct quantity){ values, same ? 0 : 1, unit, NULL } : (struct quantity){ none, 0, unit, NULL };
}

static void as_shared(struct known_pot *f, const struct shared *s)
{
	struct number unit = f->pot.unit;
	f->n = s->n;
	f->award = whole(s->award, false, NULL, unit);
	f->floor = whole(s->floor, s->same_floor, &nothing, unit);
	f->ceiling = whole(s->ceiling, s->same_ceiling, &no_limit, unit);
	f->weight = whole(s->weight, false, &one, s->weight_unit);
	f->base = whole(NULL, true, &nothing, unit);
	f->row = s->row;
	if (!f->run->rows) return;
	uint32_t *row = arena_array(f->run->arena, f->n, sizeof *row);
	for (size_t i = 0; i < f->n; i++)
		row[i] = f->run->rows[s->row[i]];
	f->row = row;
}

/* --- what the exact evaluator would share by --- */

struct gathered_claims {
	uint32_t *row;
	int64_t *award, *floor, *ceiling;
	struct number *weight, *base;
};

static bool units_of(const struct known_pot *f, struct number amount, enum rounding how, int64_t *units)
{
	return number_small_units(amount, f->pot.unit, how, units) && *units >= 0 && *units < NO_LIMIT;
}

static bool take_claim(struct known_pot *f, const struct claim *claim, size_t row, struct gathered_claims *c)
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

static bool as_claimed(struct known_pot *f, const struct sharing *s)
{
	struct arena *arena = f->run->arena;
	struct gathered_claims c = { .row = arena_array(arena, s->count, sizeof *c.row) };
	c.award = arena_array(arena, s->count, sizeof *c.award);
	c.floor = arena_array(arena, s->count, sizeof *c.floor);
	c.ceiling = arena_array(arena, s->count, sizeof *c.ceiling);
	c.weight = arena_array(arena, s->count, sizeof *c.weight);
	c.base = arena_array(arena, s->count, sizeof *c.base);
	for (size_t i = 0; i < s->count; i++) {
		bool in_pot = !s->groups->per || s->groups->of[s->row[i]] == f->pot.group;
		if (in_pot && !take_claim(f, &s->claim[i], s->row[i], &c)) return false;
	}
	f->award = whole(c.award, false, NULL, f->pot.unit);
	f->floor = whole(c.floor, false, NULL, f->pot.unit);
	f->ceiling = whole(c.ceiling, false, NULL, f->pot.unit);
	/* As apportion.c does before it shares. */
	sum_prepare(f->run->kept, c.weight, f->n);
	sum_prepare(f->run->kept, c.base, f->n);
	f->weight.number = c.weight;
	f->base.number = c.base;
	f->row = c.row;
	return true;
}

/* --- who meets which bound --- */

static void meet_bounds(struct known_pot *f)
{
	for (size_t i = 0; i < f->n; i++) {
		int64_t award = whole_at(&f->award, i);
		f->bound[i] = award == whole_at(&f->floor, i)     ? APPORTION_FLOOR
		              : award == whole_at(&f->ceiling, i) ? APPORTION_CEILING
		                                                  : APPORTION_FREE;
	}
}

static void add_near(struct known_pot *f, const struct quantity *q, struct number factor)
{
	double by = number_to_double(factor), unit = q->number ? 1 : number_to_double(q->unit);
	for (size_t i = 0; i < f->n; i++)
		f->near[i] += by * (q->number ? number_to_double(q->number[i]) : unit * (double)whole_at(q, i));
}

/* lambda = (amount - bounds that are met - bases of the others) / weights of the others. What is above the whole units of
 * the amount is left over before anything is shared. */
static bool find_lambda(struct known_pot *f)
{
	struct pot *t = &f->pot;
	struct numbers *pool = f->run->scratch;
	t->shares = number_keep(f->run->kept, number_round(pool, t->amount, t->unit, ROUND_DOWN));
	t->bound_shares = sum_of(f, &f->award, BOUND);
	t->free_bases = sum_of(f, &f->base, FREE);
	t->free_weights = sum_of(f, &f->weight, FREE);
	struct number rest = number_sub(pool, number_sub(pool, t->shares, t->bound_shares), t->free_bases);
	if (number_sign(t->free_weights) <= 0 || number_sign(rest) < 0) return false;
	t->lambda = number_keep(f->run->kept, number_div(pool, rest, t->free_weights));
	memset(f->near, 0, f->n * sizeof *f->near);
	add_near(f, &f->base, number_div(pool, number_of(1), t->unit));
	add_near(f, &f->weight, number_div(pool, t->lambda, t->unit));
	return true;
}

/* The share without bounds, in units. */
static struct number free_share(const struct known_pot *f, size_t i)
{
	struct numbers *pool = f->run->scratch;
	struct number part = number_mul(pool, f->pot.lambda, number_at(f, &f->weight, i));
	return number_div(pool, number_add(pool, number_at(f, &f->base, i), part), f->pot.unit);
}

/* Above, equal to or below 0, as the share without bounds is to the bound. */
static int against(const struct known_pot *f, size_t i, int64_t bound)
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
static bool bear_out(struct known_pot *f, size_t *moved)
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

static struct part part_of(const struct known_pot *f, size_t i)
{
	double share = f->near[i];
	struct part p = { .place = i, .near = share - floor(share), .error = share * NEAR };
	p.clear = p.near > p.error && p.near < 1 - p.error;
	return p;
}

static struct number exact_part(const struct known_pot *f, struct part *p)
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
static int parts_order(const struct known_pot *f, struct part *a, struct part *b)
{
	if (a->clear && b->clear && fabs(a->near - b->near) > a->error + b->error) return a->near > b->near ? 1 : -1;
	return number_order(exact_part(f, a), exact_part(f, b));
}

static bool got_unit(const struct known_pot *f, const struct part *p)
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

static void move_ends(const struct known_pot *f, struct part *p, bool got, struct ends *ends)
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

/* A share of whole units stands in no queue. */
static bool queues(const struct known_pot *f, size_t i, struct part *p)
{
	if (f->bound[i] != APPORTION_FREE) return false;
	*p = part_of(f, i);
	return p->clear || number_sign(exact_part(f, p)) > 0;
}

static void queue_up(struct known_pot *f)
{
	struct numbers *pool = f->run->scratch;
	struct pot *t = &f->pot;
	struct ends ends = { .has_served = false };
	struct part p;
	for (size_t i = 0; i < f->n; i++) {
		size_t mark = numbers_mark(pool);
		if (queues(f, i, &p)) {
			bool got = got_unit(f, &p);
			t->queued++;
			t->spare += got;
			move_ends(f, &p, got, &ends);
		}
		numbers_release(pool, mark);
	}
	struct number units = number_div(pool, t->awarded, t->unit);
	t->units = number_keep(f->run->kept, number_sub(pool, units, number_of((int64_t)t->spare)));
	t->served = ends.has_served ? exact_part(f, &ends.served) : number_of(0);
	t->unserved = ends.has_unserved ? exact_part(f, &ends.unserved) : number_of(0);
}

/* From 1. */
static size_t place_in_queue(const struct known_pot *f, struct part *own)
{
	size_t before = 0;
	struct part p;
	for (size_t i = 0; i < f->n; i++) {
		size_t mark = numbers_mark(f->run->scratch);
		int order = i != own->place && queues(f, i, &p) ? parts_order(f, &p, own) : -1;
		before += order > 0 || (order == 0 && table_key_order(f->run->table, f->row[i], f->row[own->place]) < 0);
		numbers_release(f->run->scratch, mark);
	}
	return before + 1;
}

/* --- all of it --- */

static void sum_up(struct known_pot *f)
{
	struct pot *t = &f->pot;
	struct numbers *pool = f->run->scratch;
	t->weights = sum_of(f, &f->weight, ALL);
	t->bases = sum_of(f, &f->base, ALL);
	t->awarded = sum_of(f, &f->award, ALL);
	t->unspent = number_keep(f->run->kept, number_sub(pool, t->amount, t->awarded));
	t->places = f->n;
	for (size_t i = 0; i < f->n; i++) {
		t->free_places += f->bound[i] == APPORTION_FREE;
		t->floor_places += f->bound[i] == APPORTION_FLOOR;
		t->ceiling_places += f->bound[i] == APPORTION_CEILING;
	}
}

static void tell_place(const struct known_pot *f, size_t i, struct pot_place *place)
{
	struct part own;
	*place = (struct pot_place){ .weight = number_at(f, &f->weight, i),
		                         .base = number_at(f, &f->base, i),
		                         .floor = number_at(f, &f->floor, i),
		                         .ceiling = number_of(0),
		                         .has_ceiling = whole_at(&f->ceiling, i) != NO_LIMIT,
		                         .award = number_at(f, &f->award, i),
		                         .bound = (enum apportion_bound)f->bound[i],
		                         .remainder = number_of(0) };
	if (place->has_ceiling) place->ceiling = number_at(f, &f->ceiling, i);
	place->share = place->award;
	if (place->bound == APPORTION_FREE) place->share = number_mul(f->run->scratch, free_share(f, i), f->pot.unit);
	if (!queues(f, i, &own)) return;
	place->remainder = exact_part(f, &own);
	place->queue = place_in_queue(f, &own);
}

/* One pot whose amount is spent to the last whole unit. */
static bool usual(const struct symbol *symbol)
{
	static const enum tree_kind others[] = { TREE_METHOD, TREE_SCALE_FLOORS, TREE_CAPPED_UNSPENT };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (tree_find(symbol->declaration, others[i])) return false;
	return true;
}

static bool bears_out(struct known_pot *f)
{
	enum { TRIES = 8 };
	size_t moved = 1;
	f->bound = arena_array(f->run->arena, f->n, sizeof *f->bound);
	f->near = arena_array(f->run->arena, f->n, sizeof *f->near);
	meet_bounds(f);
	for (int i = 0; i < TRIES && moved; i++)
		if (!find_lambda(f) || !bear_out(f, &moved)) return false;
	if (moved) return false;
	sum_up(f);
	queue_up(f);
	/* All but a rest below one unit is given out, or the shares do not add up to the amount. */
	return number_sign(f->pot.unspent) >= 0 && number_order(f->pot.unspent, f->pot.unit) < 0;
}

static struct known_pot *solve(struct run *run, const struct symbol *symbol, const struct known_pots *known,
                               size_t group)
{
	struct known_pot *f = arena_alloc(run->arena, sizeof *f);
	const struct award *award = known->award;
	size_t mark = numbers_mark(run->scratch);
	bool leave_rest = tree_find(symbol->declaration, TREE_LEAVE_REST) != NULL;
	*f = (struct known_pot){ .run = run, .symbol = symbol };
	f->pot = (struct pot){ .group = group, .groups = known->groups, .has_lambda = true, .leave_rest = leave_rest };
	f->pot.scale = number_of(1);
	f->pot.least = f->pot.divisor_low = f->pot.divisor_high = number_of(0); /* of other kinds of pots */
	f->pot.amount = award ? award->whole.amount : known->sharing->amount[group];
	f->pot.unit = award ? known->shared->unit : known->sharing->unit;
	if (award) as_shared(f, known->shared);
	f->borne_out = (award || as_claimed(f, known->sharing)) && bears_out(f);
	numbers_release(run->scratch, mark);
	return f;
}

static struct known_pots *pots_new(struct run *run, const struct symbol *symbol)
{
	struct known_pots *known = arena_alloc(run->arena, sizeof *known);
	*known = (struct known_pots){ .groups = NULL };
	if (!usual(symbol)) return known;
	known->shared = run->known->shared(run->known->self, symbol->index);
	if (known->shared) known->award = award_of(run, symbol);
	else known->sharing = award_sharing(run, symbol);
	if (!known->award && !known->sharing) return known;
	known->groups = known->award ? groups_by(run, NULL) : known->sharing->groups;
	known->pot = arena_array(run->arena, known->groups->count, sizeof(struct known_pot *));
	return known;
}

bool pot_from_awards(struct run *run, struct known_pots **known, const struct symbol *symbol, size_t row,
                     struct pot *pot, struct pot_place *place)
{
	if (!*known) *known = pots_new(run, symbol);
	const struct groups *groups = (*known)->groups;
	if (!groups) return false;
	size_t group = groups->per ? groups->of[row] : 0, i;
	struct known_pot **f = &(*known)->pot[group];
	if (!*f) *f = solve(run, symbol, *known, group);
	if (!(*f)->borne_out || !table_place((*f)->row, (*f)->n, row, &i)) return false;
	*pot = (*f)->pot;
	tell_place(*f, i, place);
	return true;
}

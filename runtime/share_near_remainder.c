/* share_near_remainder.c - whole units of shares that are intervals, the units left over to the largest remainders.
 *
 * A share whose interval holds a whole number is taken to be that number, and what is off is neglected. The award is
 * right whether the share is a little more or a little less: if it is less, there is one more unit left over, and it goes
 * to this place, whose remainder is nearly 1 - provided that the remainders of the places that get a unit are certainly
 * above what is neglected, and those of the others certainly as far below 1. Both are tested.
 *
 * Remainders as doubles show about where the last of the units left over falls. Only the places whose remainder may be
 * that one are looked at closely, as whole multiples of 2^-120. */
#include "runtime/select.h"
#include "runtime/share_near_places.h"
#include <stdlib.h>

enum { CLASSES = 4096, CLOSE_BITS = 120 };

#define WHOLE (-1.0)          /* instead of a remainder */
#define REST_ROUNDING 0x1p-52 /* that of a remainder as a double, or of how far it is from 1 */

/* What is known of the shares of some rows. */
struct part {
	__int128 units;
	double error;     /* the largest of a remainder */
	double most;      /* that a remainder can be */
	double neglected; /* the most that a share taken to be whole can be off */
	bool cut, unsure; /* a ceiling may have cut a share; a share is hardly known */
	uint32_t classes[CLASSES];
};

/* A sum of shares: whole ones, and the others. */
struct sum {
	__int128 whole;
	struct near other;
};

struct rounding {
	struct crew *crew;
	const struct near_places *places;
	struct near rate;
	int64_t *award;
	double *rest;         /* remainders */
	struct sum *by_block; /* NULL: the sum is the amount */
	size_t parts;
	struct part part[CREW_MAX]; /* the first becomes that of all */
};

/* --- the shares --- */

/* Within error of units + rest, or exactly units. */
struct portion {
	int64_t units;
	struct double_double rest;
	double error;
	bool whole, cut;
};

static inline struct portion whole_portion(double units, bool cut)
{
	return (struct portion){ .units = (int64_t)units, .whole = true, .cut = cut };
}

static inline struct portion portion_of(const struct rounding *r, size_t i)
{
	struct near weight = near_weight(r->places->weight, i);
	double floor = (double)share_at(r->places->floor, i), ceiling = near_ceiling(r->places, i);
	double estimate = r->rate.value.hi * weight.value.hi, doubt = estimate * NEAR_ESTIMATE;
	if (weight.value.hi == 0 || estimate + doubt < floor) return whole_portion(floor, false);
	if (estimate - doubt > ceiling) return whole_portion(ceiling, true);
	struct near share = near_mul(r->rate, weight);
	if (near_at_most(share, floor)) return whole_portion(floor, false);
	if (near_at_least(share, ceiling)) return whole_portion(ceiling, true);
	int64_t units = (int64_t)share.value.hi;
	units -= (double)units == share.value.hi && share.value.lo < 0;
	struct double_double rest = dd_two_sum(share.value.hi - (double)units, share.value.lo);
	return (struct portion){ units, rest, share.error, false, !near_at_most(share, ceiling) };
}

static inline size_t class_of(double rest)
{
	size_t class = (size_t)(rest * CLASSES);
	return class < CLASSES ? class : CLASSES - 1;
}

/* The remainder as a double, or WHOLE; *award is set to the units without it. */
static inline double round_down(struct part *part, struct portion portion, int64_t *award)
{
	double rest = portion.rest.hi, reach = (portion.error + REST_ROUNDING) * NEAR_SLACK;
	*award = portion.units;
	part->cut |= portion.cut;
	if (portion.whole) return WHOLE;
	part->unsure |= !(portion.error < 0.125);
	if (rest <= portion.error * NEAR_SLACK || 1 - rest <= reach) {
		*award += rest > 0.5;
		part->neglected = fmax(part->neglected, 2 * reach);
		return WHOLE;
	}
	part->error = fmax(part->error, portion.error);
	part->most = fmax(part->most, rest + reach);
	part->classes[class_of(rest)]++;
	return rest;
}

static void add_to_sum(struct sum *sum, struct portion portion)
{
	if (portion.whole) {
		sum->whole += portion.units;
		return;
	}
	struct double_double share = dd_add((struct double_double){ (double)portion.units, 0 }, portion.rest);
	sum->other = near_add(sum->other, (struct near){ share, portion.error });
}

static void round_block(struct rounding *r, struct part *part, size_t block)
{
	struct sum sum = { 0, near_of(0) };
	size_t end = near_block_end(r->places->n, block);
	for (size_t i = block * NEAR_BLOCK; i < end; i++) {
		struct portion portion = portion_of(r, i);
		r->rest[i] = round_down(part, portion, &r->award[i]);
		part->units += r->award[i];
		if (r->by_block) add_to_sum(&sum, portion);
	}
	if (r->by_block) r->by_block[block] = sum;
}

static void round_part(void *state, size_t part)
{
	struct rounding *r = state;
	size_t blocks = near_blocks(r->places->n), hi = part_begin(blocks, r->parts, part + 1);
	for (size_t block = part_begin(blocks, r->parts, part); block < hi; block++)
		round_block(r, &r->part[part], block);
}

static const struct part *round_all(struct rounding *r)
{
	struct part *all = &r->part[0];
	part_do(r->crew, r->parts, round_part, r);
	for (size_t part = 1; part < r->parts; part++) {
		const struct part *more = &r->part[part];
		all->units += more->units;
		all->error = fmax(all->error, more->error);
		all->most = fmax(all->most, more->most);
		all->neglected = fmax(all->neglected, more->neglected);
		all->cut |= more->cut;
		all->unsure |= more->unsure;
		for (size_t class = 0; class < CLASSES; class ++)
			all->classes[class] += more->classes[class];
	}
	return all;
}

/* The whole units in the sum of the shares; false when it may be just below or just above a whole number. */
static bool find_total(const struct rounding *r, __int128 *total)
{
	struct sum all = { 0, near_of(0) };
	*total = r->places->share->amount;
	if (!r->by_block || !r->part[0].cut) return true;
	for (size_t block = 0; block < near_blocks(r->places->n); block++) {
		all.whole += r->by_block[block].whole;
		all.other = near_add(all.other, r->by_block[block].other);
	}
	double units = floor(all.other.value.hi);
	units -= units == all.other.value.hi && all.other.value.lo < 0;
	*total = all.whole + (int64_t)units;
	if (all.other.value.hi == 0) return true;
	return near_at_least(all.other, units) && near_at_most(all.other, units + 1);
}

/* --- the units left over --- */

/* Places whose remainder may be that of the last unit left over. */
struct window {
	size_t count;
	uint32_t *place;
	unsigned __int128 *rest, *room;
	unsigned __int128 error;
};

static bool window_new(struct window *w, size_t count)
{
	*w = (struct window){ .place = malloc(count * sizeof *w->place),
		                  .rest = malloc(count * sizeof *w->rest),
		                  .room = malloc(count * sizeof *w->room) };
	return w->place && w->rest && w->room;
}

static void window_free(struct window *w)
{
	free(w->place);
	free(w->rest);
	free(w->room);
}

static double near_rest(unsigned __int128 rest)
{
	return (double)rest * 0x1p-120;
}

static void look_closely(const struct rounding *r, struct window *w, size_t i)
{
	struct portion portion = portion_of(r, i);
	__int128 hi = (__int128)ldexp(portion.rest.hi, CLOSE_BITS), lo = (__int128)ldexp(portion.rest.lo, CLOSE_BITS);
	unsigned __int128 error = (unsigned __int128)ldexp(portion.error, CLOSE_BITS) + 4;
	w->place[w->count] = (uint32_t)i;
	w->rest[w->count++] = (unsigned __int128)(hi + lo);
	if (error > w->error) w->error = error;
}

/* About the remainder that gets the last of the spare units. */
static bool find_cut(const struct rounding *r, size_t spare, double *cut)
{
	const uint32_t *classes = r->part[0].classes;
	size_t class = CLASSES - 1, count = 0;
	for (; classes[class] < spare; class --)
		spare -= classes[class];
	double *room = malloc(classes[class] * sizeof *room);
	if (!room) return false;
	for (size_t i = 0; i < r->places->n; i++)
		if (r->rest[i] > 0 && class_of(r->rest[i]) == class) room[count++] = r->rest[i];
	*cut = select_double(room, count, count - spare);
	free(room);
	return true;
}

/* One unit each to the spare largest remainders in the window. */
static enum share_status raise_in_window(struct rounding *r, struct window *w, size_t spare)
{
	const struct share *share = r->places->share;
	const struct share_weights *weight = r->places->weight;
	double neglected = r->part[0].neglected;
	size_t equal = 0;
	for (size_t k = 0; k < w->count; k++)
		w->room[k] = w->rest[k];
	unsigned __int128 last = select_wide(w->room, w->count, w->count - spare), wide = 2 * w->error;
	double cut = near_rest(last), doubt = near_rest(4 * w->error) + REST_ROUNDING;
	if (neglected > 0 && (cut - doubt <= neglected || cut + doubt >= 1 - neglected)) return SHARE_CANNOT;
	for (size_t k = 0; k < w->count; k++) {
		unsigned __int128 rest = w->rest[k];
		if (rest > last && rest - last > wide) {
			r->award[w->place[k]]++;
			spare--;
		} else if (rest >= last || last - rest <= wide) w->place[equal++] = w->place[k];
	}
	if (equal > spare) {
		for (size_t k = 1; k < equal; k++)
			if (!weight->same || !weight->same(share->keys, w->place[0], w->place[k])) return SHARE_CANNOT;
		if (share->earlier) share_bring_earliest(share, w->place, equal, spare);
	}
	for (size_t k = 0; k < spare; k++)
		r->award[w->place[k]]++;
	return SHARE_OK;
}

static enum share_status raise(struct rounding *r, size_t spare)
{
	double cut, reach = (r->part[0].error + REST_ROUNDING) * 2 * NEAR_SLACK;
	size_t n = r->places->n, count = 0;
	struct window window;
	if (!find_cut(r, spare, &cut)) return SHARE_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		bool above = r->rest[i] - cut > reach;
		r->award[i] += above;
		spare -= above;
		count += fabs(r->rest[i] - cut) <= reach;
	}
	enum share_status status = SHARE_NO_MEMORY;
	if (window_new(&window, count)) {
		for (size_t i = 0; i < n; i++)
			if (fabs(r->rest[i] - cut) <= reach) look_closely(r, &window, i);
		status = raise_in_window(r, &window, spare);
	}
	window_free(&window);
	return status;
}

static enum share_status give_units(struct rounding *r, int64_t *awarded)
{
	const struct part *all = round_all(r);
	__int128 total;
	size_t fractions = 0;
	if (all->unsure || !find_total(r, &total)) return SHARE_CANNOT;
	for (size_t class = 0; class < CLASSES; class ++)
		fractions += all->classes[class];
	if (total < all->units || total - all->units > (__int128)fractions) return SHARE_CANNOT;
	*awarded = (int64_t)total;
	if (total > all->units) return raise(r, (size_t)(total - all->units));
	return all->neglected > 0 && all->most >= 1 - all->neglected ? SHARE_CANNOT : SHARE_OK;
}

enum share_status share_near_remainder(struct crew *crew, const struct near_places *places, struct near rate,
                                       int64_t *award, int64_t *awarded)
{
	struct rounding *r = calloc(1, sizeof *r);
	double *rest = malloc(places->n * sizeof *rest);
	bool sums = places->share->capped_unspent && places->share->ceiling;
	struct sum *by_block = sums ? malloc(near_blocks(places->n) * sizeof *by_block) : NULL;
	enum share_status status = SHARE_NO_MEMORY;
	if (r && rest && (by_block || !sums)) {
		r->crew = crew;
		r->places = places;
		r->rate = rate;
		r->award = award;
		r->rest = rest;
		r->by_block = by_block;
		r->parts = part_count(crew, places->n);
		status = give_units(r, awarded);
	}
	free(by_block);
	free(rest);
	free(r);
	return status;
}

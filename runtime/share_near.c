/* share_near.c - weights that are intervals: whether they can be used, and which of the cases it is.
 *
 * Only the rate and the remainders depend on how large a weight is. Where there is no rate to find - places get their
 * floors or their most, or nothing is allowed - only its sign counts; and where all weights are equal they may as well be
 * 1. These go to share.c, with whole numbers near the weights, which also serve to find a rate that is about right. */
#include "runtime/share_near.h"
#include "runtime/share_near_places.h"
#include <stdlib.h>

static const int64_t no_floor = 0, no_ceiling = SHARE_NO_CEILING;

enum { WHOLE_BITS = 61 };

struct sums {
	share_wide floors, most; /* most: what the places can take */
	size_t heavy;            /* places with a weight above 0 */
	double least, greatest;  /* of these weights */
	bool negative, unsure, unsound;
};

struct work {
	struct crew *crew;
	const struct share *share;
	struct near_places places; /* as stated */
	struct share_column limit; /* the ceilings that the rate knows */
	size_t parts;
	int64_t *whole;
	double scale; /* whole / weight */
	struct near *by_block;
	struct sums sums[CREW_MAX]; /* the first becomes that of all */
};

static struct share_column column(const int64_t *values, bool same, const int64_t *none)
{
	return values ? (struct share_column){ values, same ? 0 : 1 } : (struct share_column){ none, 0 };
}

static bool is_zero(const struct share_weights *w, size_t i)
{
	return w->hi[i] == 0 && (!w->lo || w->lo[i] == 0) && (!w->error || w->error[i] == 0);
}

/* --- what is known of the places --- */

static void add_weight(struct sums *sums, struct near weight)
{
	double size = weight.value.hi;
	sums->negative |= near_at_most(weight, 0) && size < 0;
	sums->unsure |= !(weight.error <= size * 0x1p-45) || !(size >= 0x1p-400 && size <= 0x1p400);
	sums->least = size < sums->least ? size : sums->least;
	sums->greatest = size > sums->greatest ? size : sums->greatest;
	sums->heavy++;
}

static void sum_part(void *state, size_t part)
{
	struct work *w = state;
	const struct near_places p = w->places;
	struct sums sums = { .least = (double)INFINITY };
	size_t hi = part_begin(p.n, w->parts, part + 1);
	for (size_t i = part_begin(p.n, w->parts, part); i < hi; i++) {
		bool heavy = !is_zero(p.weight, i);
		int64_t floor = share_at(p.floor, i);
		if (heavy) add_weight(&sums, near_weight(p.weight, i));
		sums.unsound |= floor < 0 || floor > share_at(p.ceiling, i);
		sums.floors += (uint64_t)floor;
		sums.most += (uint64_t)(heavy ? share_at(w->limit, i) : floor);
	}
	w->sums[part] = sums;
}

static const struct sums *sum_all(struct work *w)
{
	struct sums *all = &w->sums[0];
	part_do(w->crew, w->parts, sum_part, w);
	for (size_t part = 1; part < w->parts; part++) {
		const struct sums *more = &w->sums[part];
		all->floors += more->floors;
		all->most += more->most;
		all->heavy += more->heavy;
		all->least = fmin(all->least, more->least);
		all->greatest = fmax(all->greatest, more->greatest);
		all->negative |= more->negative;
		all->unsure |= more->unsure;
		all->unsound |= more->unsound;
	}
	return all;
}

/* Whether all weights but those that are 0 are the same. */
static bool all_same(const struct work *w)
{
	const struct share_weights *weight = w->places.weight;
	size_t first = w->places.n;
	if (w->sums[0].least < w->sums[0].greatest) return false;
	for (size_t i = 0; i < w->places.n; i++) {
		if (is_zero(weight, i)) continue;
		if (first == w->places.n) first = i;
		else if (!weight->same || !weight->same(w->share->keys, first, i)) return false;
	}
	return true;
}

/* --- whole numbers near the weights --- */

static void whole_part(void *state, size_t part)
{
	struct work *w = state;
	size_t hi = part_begin(w->places.n, w->parts, part + 1);
	for (size_t i = part_begin(w->places.n, w->parts, part); i < hi; i++) {
		int64_t whole = (int64_t)(near_weight(w->places.weight, i).value.hi * w->scale);
		w->whole[i] = whole > 0 || is_zero(w->places.weight, i) ? whole : 1;
	}
}

static bool make_whole(struct work *w)
{
	int exponent = 0;
	frexp(w->sums[0].greatest, &exponent);
	w->scale = w->sums[0].heavy ? ldexp(1, WHOLE_BITS - exponent) : 1;
	w->whole = malloc(w->places.n * sizeof *w->whole);
	if (w->whole) part_do(w->crew, w->parts, whole_part, w);
	return w->whole;
}

static enum share_status solve_whole(struct work *w, int64_t *award, struct share_result *result)
{
	struct share share = *w->share;
	if (!make_whole(w)) return SHARE_NO_MEMORY;
	share.weight = w->whole;
	return share_solve(w->crew, &share, award, result);
}

/* --- the rate --- */

static void weigh_part(void *state, size_t part)
{
	struct work *w = state;
	size_t blocks = near_blocks(w->places.n), hi = part_begin(blocks, w->parts, part + 1);
	for (size_t block = part_begin(blocks, w->parts, part); block < hi; block++) {
		struct near sum = near_of(0);
		size_t end = near_block_end(w->places.n, block);
		for (size_t i = block * NEAR_BLOCK; i < end; i++)
			if (!is_zero(w->places.weight, i)) sum = near_add(sum, near_weight(w->places.weight, i));
		w->by_block[block] = sum;
	}
}

/* Without bounds it is the amount over the weights. */
static enum share_status rate_by_weight(struct work *w, struct near *rate)
{
	struct near sum = near_of(0);
	w->by_block = malloc(near_blocks(w->places.n) * sizeof *w->by_block);
	if (!w->by_block) return SHARE_NO_MEMORY;
	part_do(w->crew, w->parts, weigh_part, w);
	for (size_t block = 0; block < near_blocks(w->places.n); block++)
		sum = near_add(sum, w->by_block[block]);
	free(w->by_block);
	*rate = near_div(near_of((double)w->share->amount), sum);
	return SHARE_OK;
}

static enum share_status rate_by_search(struct work *w, struct near *rate)
{
	struct near_places limited = w->places;
	struct share_rate about;
	if (!make_whole(w)) return SHARE_NO_MEMORY;
	const struct share_places whole = { w->places.n, { w->whole, 1 }, w->places.floor, w->limit, w->share };
	enum share_status status = share_find_rate(w->crew, &whole, w->share->amount, &about);
	if (status != SHARE_OK) return status;
	free(w->whole);
	w->whole = NULL;
	limited.ceiling = w->limit;
	return share_near_rate(w->crew, &limited, (double)about.num / (double)about.den * w->scale, rate);
}

static enum share_status give(struct work *w, int64_t *award, struct share_result *result)
{
	bool bounded = w->sums[0].floors > 0 || w->limit.at != &no_ceiling;
	struct near rate;
	int64_t awarded = 0;
	enum share_status status = bounded ? rate_by_search(w, &rate) : rate_by_weight(w, &rate);
	if (status == SHARE_OK) status = share_near_remainder(w->crew, &w->places, rate, award, &awarded);
	*result = (struct share_result){ awarded, w->share->amount - awarded };
	return status;
}

static enum share_status solve(struct work *w, int64_t *award, struct share_result *result)
{
	share_wide amount = (share_wide)w->share->amount;
	const struct sums *sums = sum_all(w);
	if (sums->negative || sums->unsound) return SHARE_REFUSED;
	if (sums->unsure || sums->least < sums->greatest * 0x1p-100) return SHARE_CANNOT;
	if (sums->floors >= amount || sums->most <= amount || all_same(w)) return solve_whole(w, award, result);
	return give(w, award, result);
}

enum share_status share_near_solve(struct crew *crew, const struct share *share, const struct share_weights *weights,
                                   int64_t *award, struct share_result *result)
{
	struct work w = { .crew = crew, .share = share, .parts = part_count(crew, share->n) };
	if (share->n == 0 || share->amount < 0) return share_solve(crew, share, award, result);
	if (share->amount > SHARE_NEAR_MOST || share->n >= UINT32_MAX || share->method != SHARE_LARGEST_REMAINDER)
		return SHARE_CANNOT;
	w.places = (struct near_places){ share->n, weights, column(share->floor, share->same_floor, &no_floor),
		                             column(share->ceiling, share->same_ceiling, &no_ceiling), share };
	w.limit = share->capped_unspent ? column(NULL, true, &no_ceiling) : w.places.ceiling;
	enum share_status status = solve(&w, award, result);
	free(w.whole);
	return status;
}

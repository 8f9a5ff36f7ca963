/* share_remainder.c - whole units of exact shares, the units left over to the largest remainders.
 *
 * Remainders have one denominator, so whole numbers are compared. One pass rounds every share down and counts
 * remainders by their first bits; so it is known in which class the last unit falls. A second pass gives a unit to each
 * place in a higher class and collects those of that class, few unless remainders are equal; among these the least
 * remainder that still gets a unit is selected, and of equal ones at the cut the earlier keys. */
#include "runtime/clones.h"
#include "runtime/part.h"
#include "runtime/select.h"
#include "runtime/share_places.h"
#include <stdlib.h>

enum { CLASSES = 4096 };

struct rounding {
	struct crew *crew;
	const struct share_places *places;
	struct share_rate rate;
	double near_rate, classes_per_left;
	unsigned shift; /* that makes the denominator a word */
	int64_t *award;
	uint16_t *class_of;
	size_t parts;
	size_t cut;             /* the class in which the last unit falls */
	size_t begin[CREW_MAX]; /* of a part's places in that class */
	share_wide *left;       /* their remainders */
	uint32_t *place;
	size_t count;
	struct {
		share_wide units, left;
		uint32_t classes[CLASSES];
	} part[CREW_MAX];
};

static inline struct share_quotient share_of(struct share_places p, struct share_rate rate, double near_rate, size_t i)
{
	return share_clamp(share_divide(rate, near_rate, share_at(p.weight, i)), share_at(p.floor, i),
	                   share_at(p.ceiling, i));
}

/* --- rounding down, some rows at a time --- */

enum { BLOCK = 512, WORD_BITS = 53 }; /* so many remainders below 2^WORD_BITS add up in a word, and are doubles */

struct block {
	const int64_t *weight, *floor, *ceiling;
	int64_t *award;
	uint16_t *class_of;
	size_t begin, count;
	share_wide units, left; /* sums */
};

static inline uint16_t class_at(double left, double classes_per_left)
{
	int32_t at = (int32_t)(left * classes_per_left);
	return (uint16_t)(at < CLASSES ? at : CLASSES - 1);
}

/* As share_divide and share_clamp do it, for a denominator of at most WORD_BITS: what is left is less than a word, so
 * the words above it need not be known. False, and of no use, when a quotient is not near enough. */
PLANG_CLONES static bool round_words(const struct rounding *r, struct block *b)
{
	const int64_t *weight = b->weight, *floor = b->floor, *ceiling = b->ceiling;
	int64_t *award = b->award;
	uint16_t *class_of = b->class_of;
	uint64_t num = (uint64_t)r->rate.num, den = (uint64_t)r->rate.den, units = 0, left = 0, far = 0;
	double near_rate = r->near_rate, classes_per_left = r->classes_per_left;
	for (size_t k = 0; k < b->count; k++) {
		double near_units = near_rate * (double)weight[k];
		uint64_t is_far = !(near_units < 0x1p50);
		uint64_t quotient = (uint64_t)(int64_t)(is_far ? 0 : near_units);
		uint64_t rest = num * (uint64_t)weight[k] - quotient * den;
		uint64_t under = rest >> 63;
		quotient -= under;
		rest += den & -under;
		uint64_t over = rest >= den;
		quotient += over;
		rest -= den & -over;
		uint64_t at_floor = -(uint64_t)(quotient < (uint64_t)floor[k]);
		uint64_t at_ceiling = -(uint64_t)(quotient >= (uint64_t)ceiling[k]) & ~at_floor, bound = at_floor | at_ceiling;
		quotient = (quotient & ~bound) | ((uint64_t)floor[k] & at_floor) | ((uint64_t)ceiling[k] & at_ceiling);
		rest &= ~bound;
		award[k] = (int64_t)quotient;
		class_of[k] = class_at((double)(int64_t)rest, classes_per_left);
		units += quotient;
		left += rest;
		far |= is_far;
	}
	b->units = units;
	b->left = left;
	return !far;
}

static void round_wide(const struct rounding *r, struct block *b)
{
	const struct share_places p = *r->places;
	struct share_rate rate = r->rate;
	double near_rate = r->near_rate, classes_per_left = r->classes_per_left;
	share_wide units = 0, left = 0;
	for (size_t k = 0; k < b->count; k++) {
		struct share_quotient share = share_of(p, rate, near_rate, b->begin + k);
		b->award[k] = (int64_t)share.units;
		b->class_of[k] = class_at((double)(int64_t)(share.left >> r->shift), classes_per_left);
		units += share.units;
		left += share.left;
	}
	b->units = units;
	b->left = left;
}

/* The values of a column from a row on; room is for a column that is one value. */
static const int64_t *values_from(struct share_column column, size_t row, const int64_t room[BLOCK])
{
	return column.step ? column.at + row : room;
}

static void round_part(void *state, size_t part)
{
	struct rounding *r = state;
	const struct share_places p = *r->places;
	bool words = r->rate.den >> WORD_BITS == 0;
	int64_t weights[BLOCK], floors[BLOCK], ceilings[BLOCK];
	for (size_t k = 0; k < BLOCK; k++) {
		weights[k] = share_at(p.weight, 0);
		floors[k] = share_at(p.floor, 0);
		ceilings[k] = share_at(p.ceiling, 0);
	}
	size_t hi = part_begin(p.n, r->parts, part + 1);
	for (size_t i = part_begin(p.n, r->parts, part); i < hi; i += BLOCK) {
		struct block b = { .begin = i, .count = hi - i < BLOCK ? hi - i : BLOCK };
		b.weight = values_from(p.weight, i, weights);
		b.floor = values_from(p.floor, i, floors);
		b.ceiling = values_from(p.ceiling, i, ceilings);
		b.award = r->award + i;
		b.class_of = r->class_of + i;
		if (!words || !round_words(r, &b)) round_wide(r, &b);
		for (size_t k = 0; k < b.count; k++)
			r->part[part].classes[b.class_of[k]]++;
		r->part[part].units += b.units;
		r->part[part].left += b.left;
	}
}

/* --- the units left over --- */

/* A place with nothing left gets no unit: fewer units are left over than places with a remainder, or none are. */
static void raise_part(void *state, size_t part)
{
	struct rounding *r = state;
	const struct share_places p = *r->places;
	size_t hi = part_begin(p.n, r->parts, part + 1), to = r->begin[part];
	for (size_t i = part_begin(p.n, r->parts, part); i < hi; i++) {
		r->award[i] += r->class_of[i] > r->cut;
		if (r->class_of[i] != r->cut) continue;
		r->left[to] = share_of(p, r->rate, r->near_rate, i).left;
		r->place[to++] = (uint32_t)i;
	}
}

/* Finds the class in which the last of the spare units falls, where each part puts the places of that class, and how
 * many units are for them. */
static size_t find_cut(struct rounding *r, size_t spare)
{
	size_t at = CLASSES, in_class = 0;
	for (;;) {
		at--;
		in_class = 0;
		for (size_t part = 0; part < r->parts; part++)
			in_class += r->part[part].classes[at];
		if (in_class >= spare || at == 0) break;
		spare -= in_class;
	}
	r->cut = at;
	r->count = in_class;
	for (size_t part = 1; part < r->parts; part++)
		r->begin[part] = r->begin[part - 1] + r->part[part - 1].classes[at];
	return spare;
}

void share_bring_earliest(const struct share *share, uint32_t *place, size_t count, size_t few)
{
	uint64_t random = 0x9E3779B97F4A7C15u;
	while (few > 0 && few < count) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		size_t at = (size_t)((random >> 32) % count), before = 0;
		uint32_t pivot = place[at];
		place[at] = place[count - 1];
		for (size_t k = 0; k + 1 < count; k++) {
			uint32_t other = place[k];
			if (!share_earlier(share, other, pivot)) continue;
			place[k] = place[before];
			place[before++] = other;
		}
		place[count - 1] = place[before];
		place[before] = pivot;
		if (few <= before) count = before;
		else {
			place += before + 1;
			count -= before + 1;
			few -= before + 1;
		}
	}
}

/* One unit each to the spare largest remainders of the class; its places stand in the order of the rows. */
static enum share_status raise_in_class(struct rounding *r, size_t spare)
{
	share_wide *room = malloc(r->count * sizeof *room);
	if (!room) return SHARE_NO_MEMORY;
	for (size_t k = 0; k < r->count; k++)
		room[k] = r->left[k];
	share_wide last = select_wide(room, r->count, r->count - spare);
	free(room);
	size_t equal = 0;
	for (size_t k = 0; k < r->count; k++) {
		if (r->left[k] > last) {
			r->award[r->place[k]]++;
			spare--;
		} else if (r->left[k] == last) r->place[equal++] = r->place[k];
	}
	if (r->places->share->earlier) share_bring_earliest(r->places->share, r->place, equal, spare);
	for (size_t k = 0; k < spare; k++)
		r->award[r->place[k]]++;
	return SHARE_OK;
}

static enum share_status raise(struct rounding *r, size_t spare)
{
	spare = find_cut(r, spare);
	r->left = malloc(r->count * sizeof *r->left);
	r->place = malloc(r->count * sizeof *r->place);
	enum share_status status = SHARE_NO_MEMORY;
	if (r->left && r->place) {
		part_do(r->crew, r->parts, raise_part, r);
		status = raise_in_class(r, spare);
	}
	free(r->left);
	free(r->place);
	return status;
}

static enum share_status round_all(struct rounding *r, int64_t *awarded)
{
	share_wide units = 0, left = 0;
	while (r->rate.den >> r->shift >> 62)
		r->shift++;
	r->near_rate = (double)r->rate.num / (double)r->rate.den;
	r->classes_per_left = CLASSES / (double)(r->rate.den >> r->shift);
	part_do(r->crew, r->parts, round_part, r);
	for (size_t part = 0; part < r->parts; part++) {
		units += r->part[part].units;
		left += r->part[part].left;
	}
	share_wide spare = left / r->rate.den;
	*awarded = (int64_t)(units + spare);
	return spare ? raise(r, (size_t)spare) : SHARE_OK;
}

enum share_status share_by_remainder(struct crew *crew, const struct share_places *places, struct share_rate rate,
                                     int64_t *award, int64_t *awarded)
{
	struct rounding *r = calloc(1, sizeof *r);
	uint16_t *class_of = malloc(places->n * sizeof *class_of);
	enum share_status status = SHARE_NO_MEMORY;
	if (r && class_of) {
		r->crew = crew;
		r->places = places;
		r->rate = rate;
		r->award = award;
		r->class_of = class_of;
		r->parts = part_count(crew, places->n);
		status = round_all(r, awarded);
	}
	free(class_of);
	free(r);
	return status;
}

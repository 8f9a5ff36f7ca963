/* share_remainder.c - whole units of exact shares, the units left over to the largest remainders.
 *
 * Remainders have one denominator, so whole numbers are compared. One pass rounds every share down and counts remainders
 * by their first bits; so it is known in which class the last unit falls. A second pass gives a unit to each place in a
 * higher class and collects those of that class, few unless remainders are equal; among these the least remainder that
 * still gets a unit is selected, and where equal ones stand on both sides of the cut, the earlier keys. */
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

static void round_part(void *state, size_t part)
{
	struct rounding *r = state;
	const struct share_places p = *r->places;
	struct share_rate rate = r->rate;
	double near_rate = r->near_rate, classes_per_left = r->classes_per_left;
	unsigned shift = r->shift;
	int64_t *award = r->award;
	uint16_t *class_of = r->class_of;
	uint32_t *classes = r->part[part].classes;
	share_wide units = 0, left = 0;
	size_t hi = part_begin(p.n, r->parts, part + 1);
	for (size_t i = part_begin(p.n, r->parts, part); i < hi; i++) {
		struct share_quotient share = share_of(p, rate, near_rate, i);
		size_t class = (size_t)((double)(int64_t)(share.left >> shift) * classes_per_left);
		class = class < CLASSES ? class : CLASSES - 1;
		award[i] = (int64_t)share.units;
		class_of[i] = (uint16_t) class;
		classes[class]++;
		units += share.units;
		left += share.left;
	}
	r->part[part].units = units;
	r->part[part].left = left;
}

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
	size_t class = CLASSES, in_class = 0;
	for (;;) {
		class --;
		in_class = 0;
		for (size_t part = 0; part < r->parts; part++)
			in_class += r->part[part].classes[class];
		if (in_class >= spare || class == 0) break;
		spare -= in_class;
	}
	r->cut = class;
	r->count = in_class;
	for (size_t part = 1; part < r->parts; part++)
		r->begin[part] = r->begin[part - 1] + r->part[part - 1].classes[class];
	return spare;
}

/* Brings the first few of count places in the order of their keys to the front; which few is all that matters. */
static void bring_earliest(const struct share *share, uint32_t *place, size_t count, size_t few)
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
	if (r->places->share->earlier) bring_earliest(r->places->share, r->place, equal, spare);
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

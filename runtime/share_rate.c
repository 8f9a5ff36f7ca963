/* share_rate.c - the one rate, by selection among the breakpoints in expected linear time.
 *
 * As a function of the rate the sum of the shares is a line that bends where a place leaves its floor, at floor /
 * weight, or reaches its ceiling, at ceiling / weight; it never falls. So: from a sample of the places, guess two of
 * these knots between which the rate lies; take the exact sum at both; a place with no knot strictly between is
 * settled, at its floor, at its ceiling or on its line, and only its part of the sum is kept; go on with those that are
 * still open. When none is, the rate is an exact quotient. The guess is made with doubles and decides nothing but how
 * long it takes; a knot is a fraction of two words, and knots are compared by multiplying crosswise.
 *
 * The sample is drawn by a fixed sequence of pseudo-random numbers. Where a guess was so bad that most places stayed
 * open, the next round takes the middle of its sample, which halves them. */
#include "runtime/part.h"
#include "runtime/share_places.h"
#include <stdlib.h>
#include <string.h>

enum { SAMPLE_LEAST = 256, SAMPLE_MOST = 4096 };

struct knot {
	int64_t num, den;
	double near; /* num / den */
	double step; /* what the slope of the sample's sum changes by */
};

/* The sum of some places: constant + rate * slope. */
struct line {
	share_wide constant, slope;
};

struct search {
	struct crew *crew;
	const struct share_places *places;
	int64_t amount;
	struct knot above, below; /* above < rate < below; at first 0 and, as 1 / 0, infinity */
	struct line settled;
	uint32_t *open; /* NULL: all are, count of them */
	size_t count;
	uint64_t random;
	bool misled;
	struct knot knots[2 * SAMPLE_MOST];
	size_t knot_count;
	/* What a pass does, part by part. */
	size_t parts;
	uint32_t *room; /* where a pass puts those that stay open */
	struct knot pivot[2];
	struct line at[CREW_MAX][2]; /* the open places at each pivot */
	struct line settling[CREW_MAX];
	size_t staying[CREW_MAX];
};

static int knot_order(struct knot x, struct knot y)
{
	__int128 a = (__int128)x.num * y.den, b = (__int128)y.num * x.den;
	return (a > b) - (a < b);
}

/* --- passes over the open places --- */

static inline void add_at(struct line *line, struct knot pivot, int64_t weight, int64_t floor, int64_t ceiling)
{
	__int128 raw = (__int128)pivot.num * weight;
	uint64_t at_floor = -(uint64_t)(raw <= (__int128)floor * pivot.den);
	uint64_t at_ceiling = -(uint64_t)(raw >= (__int128)ceiling * pivot.den) & ~at_floor;
	line->constant += (at_floor & (uint64_t)floor) | (at_ceiling & (uint64_t)ceiling);
	line->slope += ~(at_floor | at_ceiling) & (uint64_t)weight;
}

static void add_part(void *state, size_t part)
{
	struct search *s = state;
	const struct share_places p = *s->places;
	const uint32_t *open = s->open;
	struct knot low = s->pivot[0], high = s->pivot[1];
	struct line at_low = { 0, 0 }, at_high = { 0, 0 };
	size_t hi = part_begin(s->count, s->parts, part + 1);
	for (size_t k = part_begin(s->count, s->parts, part); k < hi; k++) {
		size_t i = open ? open[k] : k;
		int64_t weight = share_at(p.weight, i), floor = share_at(p.floor, i), ceiling = share_at(p.ceiling, i);
		add_at(&at_low, low, weight, floor, ceiling);
		add_at(&at_high, high, weight, floor, ceiling);
	}
	s->at[part][0] = at_low;
	s->at[part][1] = at_high;
}

/* Adds a place without a knot strictly between above and below to the line; false when it has one. Conditions are bits,
 * so that there is no branch for the processor to guess. */
static inline bool settle(struct line *line, struct knot above, struct knot below, int64_t weight, int64_t floor,
                          int64_t ceiling)
{
	__int128 low = (__int128)above.num * weight, high = (__int128)below.num * weight;
	uint64_t no_ceiling = ceiling == SHARE_NO_CEILING;
	uint64_t at_floor = (__int128)floor * below.den >= high;
	uint64_t at_ceiling = ((__int128)ceiling * above.den <= low) & ~no_ceiling & ~at_floor;
	uint64_t off_floor = (__int128)floor * above.den <= low;
	uint64_t off_ceiling = ((__int128)ceiling * below.den >= high) | no_ceiling;
	uint64_t on_line = off_floor & off_ceiling & ~at_floor & ~at_ceiling;
	line->constant += (-at_floor & (uint64_t)floor) | (-at_ceiling & (uint64_t)ceiling);
	line->slope += -on_line & (uint64_t)weight;
	return at_floor | at_ceiling | on_line;
}

static void settle_part(void *state, size_t part)
{
	struct search *s = state;
	const struct share_places p = *s->places;
	const uint32_t *open = s->open;
	struct knot above = s->above, below = s->below;
	struct line line = { 0, 0 };
	size_t lo = part_begin(s->count, s->parts, part), hi = part_begin(s->count, s->parts, part + 1), staying = 0;
	uint32_t *room = s->room + lo;
	for (size_t k = lo; k < hi; k++) {
		size_t i = open ? open[k] : k;
		int64_t weight = share_at(p.weight, i), floor = share_at(p.floor, i), ceiling = share_at(p.ceiling, i);
		room[staying] = (uint32_t)i;
		staying += !settle(&line, above, below, weight, floor, ceiling);
	}
	s->settling[part] = line;
	s->staying[part] = staying;
}

static void settle_all(struct search *s)
{
	size_t staying = 0;
	s->parts = part_count(s->crew, s->count);
	part_do(s->crew, s->parts, settle_part, s);
	for (size_t part = 0; part < s->parts; part++) {
		s->settled.constant += s->settling[part].constant;
		s->settled.slope += s->settling[part].slope;
		memmove(s->room + staying, s->room + part_begin(s->count, s->parts, part), s->staying[part] * sizeof *s->room);
		staying += s->staying[part];
	}
	s->misled = staying > s->count / 2;
	s->count = staying;
	s->open = s->room;
}

/* Below, equal to or above 0: the sum at the pivot is below, at or above the amount. Nothing here overflows: neither a
 * word times a word, nor what is left of the amount. */
static int sum_order(const struct search *s, size_t which)
{
	struct line line = s->settled;
	for (size_t part = 0; part < s->parts; part++) {
		line.constant += s->at[part][which].constant;
		line.slope += s->at[part][which].slope;
	}
	if (line.constant > (share_wide)s->amount) return 1;
	share_wide left = ((share_wide)s->amount - line.constant) * (share_wide)s->pivot[which].den;
	share_wide num = (share_wide)s->pivot[which].num, fits = left / num;
	if (line.slope != fits) return line.slope > fits ? 1 : -1;
	return left % num == 0 ? 0 : -1;
}

/* --- the guess --- */

static size_t random_below(struct search *s, size_t n)
{
	uint64_t z = s->random += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((z ^ (z >> 31)) % n);
}

static void add_knot(struct search *s, int64_t bound, int64_t weight, bool leaves_floor)
{
	struct knot knot = { bound, weight, (double)bound / (double)weight,
		                 leaves_floor ? (double)weight : -(double)weight };
	if (knot_order(knot, s->above) > 0 && knot_order(knot, s->below) < 0) s->knots[s->knot_count++] = knot;
}

static int by_value(const void *a, const void *b)
{
	const struct knot *x = a, *y = b;
	return (x->near > y->near) - (x->near < y->near);
}

/* Adds the knots of place i, and what the place comes to just above s->above. */
static void sample_place(struct search *s, size_t i, double *constant, double *slope)
{
	const struct share_places *p = s->places;
	int64_t weight = share_at(p->weight, i), floor = share_at(p->floor, i), ceiling = share_at(p->ceiling, i);
	if (weight > 0) add_knot(s, floor, weight, true);
	if (weight > 0 && ceiling != SHARE_NO_CEILING) add_knot(s, ceiling, weight, false);
	double raw = s->above.near * (double)weight;
	if (weight == 0 || (double)floor > raw) *constant += (double)floor;
	else if (ceiling != SHARE_NO_CEILING && (double)ceiling <= raw) *constant += (double)ceiling;
	else *slope += (double)weight;
}

/* How many of the sorted knots lie below the rate, if the open places are like the sample. */
static size_t guess(const struct search *s, double share_of_all, double constant, double slope)
{
	double at = s->above.near, sum = (double)s->settled.constant + constant / share_of_all + slope / share_of_all * at;
	slope = slope / share_of_all + (double)s->settled.slope;
	sum += (double)s->settled.slope * at;
	for (size_t k = 0; k < s->knot_count; k++) {
		sum += slope * (s->knots[k].near - at);
		if (sum >= (double)s->amount) return k;
		at = s->knots[k].near;
		slope += s->knots[k].step / share_of_all;
	}
	return s->knot_count;
}

/* False when the sample has no knot. */
static bool choose_pivots(struct search *s)
{
	size_t size = s->count / 64, margin = 0;
	double constant = 0, slope = 0;
	size = size < SAMPLE_LEAST ? SAMPLE_LEAST : size > SAMPLE_MOST ? SAMPLE_MOST : size;
	bool all = size >= s->count;
	if (all) size = s->count;
	s->knot_count = 0;
	for (size_t k = 0; k < size; k++) {
		size_t at = all ? k : random_below(s, s->count);
		sample_place(s, s->open ? s->open[at] : at, &constant, &slope);
	}
	if (s->knot_count == 0) return false;
	qsort(s->knots, s->knot_count, sizeof *s->knots, by_value);
	while (!all && margin * margin < 4 * s->knot_count)
		margin++;
	size_t middle = guess(s, (double)size / (double)s->count, constant, slope), last = s->knot_count - 1;
	size_t low = middle > margin ? middle - margin - 1 : 0, high = middle + margin < last ? middle + margin : last;
	if (s->misled) low = high = s->knot_count / 2;
	s->pivot[0] = s->knots[low];
	s->pivot[1] = s->knots[high];
	if (knot_order(s->pivot[0], s->pivot[1]) > 0) {
		s->pivot[0] = s->pivot[1];
		s->pivot[1] = s->knots[low];
	}
	return true;
}

/* --- the search --- */

/* True when a pivot is the rate. */
static bool narrow(struct search *s, struct share_rate *rate)
{
	s->parts = part_count(s->crew, s->count);
	part_do(s->crew, s->parts, add_part, s);
	for (size_t which = 0; which < 2; which++) {
		int order = sum_order(s, which);
		if (order == 0) {
			*rate = (struct share_rate){ s->pivot[which].num, (share_wide)s->pivot[which].den };
			return true;
		}
		if (order > 0) {
			s->below = s->pivot[which];
			return false;
		}
		s->above = s->pivot[which];
	}
	return false;
}

static void search(struct search *s, struct share_rate *rate)
{
	while (s->count > 0) {
		if (choose_pivots(s) && narrow(s, rate)) return;
		settle_all(s);
	}
	rate->num = (int64_t)((share_wide)s->amount - s->settled.constant);
	rate->den = s->settled.slope;
}

enum share_status share_find_rate(struct crew *crew, const struct share_places *places, int64_t amount,
                                  struct share_rate *rate)
{
	struct search *s = calloc(1, sizeof *s);
	uint32_t *room = malloc(places->n * sizeof *room);
	if (s && room) {
		s->crew = crew;
		s->places = places;
		s->amount = amount;
		s->above = (struct knot){ .num = 0, .den = 1, .near = 0 };
		s->below = (struct knot){ .num = 1, .den = 0 };
		s->room = room;
		s->count = places->n;
		search(s, rate);
	}
	bool found = s && room;
	free(room);
	free(s);
	return found ? SHARE_OK : SHARE_NO_MEMORY;
}

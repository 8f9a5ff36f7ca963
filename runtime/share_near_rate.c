/* share_near_rate.c - the rate between two that are proven to be too low and too high.
 *
 * The sum of the shares never falls as the rate grows. So a rate at which no weights that are possible give more than the
 * amount, and one at which none give less, have the true rate between them, whatever lies there. One pass takes both
 * sums; each is a number of whole units and a sum of weights times the rate. If they do not prove it, the line that one
 * of them found meets the amount at a better rate, about which the next two are laid: nearly always the first pass
 * finds the line and the second proves it. */
#include "runtime/share_near_places.h"
#include <stdlib.h>

enum { ROUNDS = 12 };

enum end { LOW, HIGH };

/* What places come to: units + rate * weight. */
struct line {
	__int128 units;
	struct near weight;
};

struct bracket {
	struct crew *crew;
	const struct near_places *places;
	struct near rate[2]; /* exact */
	double wide;         /* how many times the bound of a rate the next two are apart from it */
	size_t parts;
	struct line *by_block; /* of the low end and of the high one in turn */
	struct line line[2];
};

enum where { ON_FLOOR, BETWEEN, ON_CEILING };

/* In doubt the low end takes what is more, the high one what is less. */
static enum where look_closely(enum end end, struct near share, double floor, double ceiling)
{
	if (end == LOW) {
		if (near_at_most(share, floor)) return ON_FLOOR;
		return near_at_most(share, ceiling) ? BETWEEN : ON_CEILING;
	}
	if (!near_at_least(share, floor)) return ON_FLOOR;
	return near_at_least(share, ceiling) ? ON_CEILING : BETWEEN;
}

static inline void add_place(struct line *line, enum end end, struct near rate, struct near weight, double floor,
                             double ceiling)
{
	double estimate = rate.value.hi * weight.value.hi, doubt = estimate * NEAR_ESTIMATE;
	enum where where = BETWEEN;
	if (estimate + doubt < floor) where = ON_FLOOR;
	else if (estimate - doubt > ceiling) where = ON_CEILING;
	else if (estimate - doubt <= floor || estimate + doubt >= ceiling)
		where = look_closely(end, near_mul(rate, weight), floor, ceiling);
	if (where == BETWEEN) line->weight = near_add(line->weight, weight);
	else line->units += (int64_t)(where == ON_FLOOR ? floor : ceiling);
}

static void add_block(const struct bracket *b, size_t block)
{
	struct line low = { 0, near_of(0) }, high = low;
	size_t end = near_block_end(b->places->n, block);
	for (size_t i = block * NEAR_BLOCK; i < end; i++) {
		struct near weight = near_weight(b->places->weight, i);
		double floor = (double)share_at(b->places->floor, i), ceiling = near_ceiling(b->places, i);
		if (weight.value.hi == 0) ceiling = floor;
		add_place(&low, LOW, b->rate[LOW], weight, floor, ceiling);
		add_place(&high, HIGH, b->rate[HIGH], weight, floor, ceiling);
	}
	b->by_block[2 * block + LOW] = low;
	b->by_block[2 * block + HIGH] = high;
}

static void add_part(void *state, size_t part)
{
	struct bracket *b = state;
	size_t blocks = near_blocks(b->places->n), hi = part_begin(blocks, b->parts, part + 1);
	for (size_t block = part_begin(blocks, b->parts, part); block < hi; block++)
		add_block(b, block);
}

static void add_all(struct bracket *b)
{
	part_do(b->crew, b->parts, add_part, b);
	for (enum end end = LOW; end <= HIGH; end++) {
		struct line all = { 0, near_of(0) };
		for (size_t block = 0; block < near_blocks(b->places->n); block++) {
			all.units += b->by_block[2 * block + end].units;
			all.weight = near_add(all.weight, b->by_block[2 * block + end].weight);
		}
		b->line[end] = all;
	}
}

/* What a line leaves of the amount; a number beyond all amounts where it is no double. */
static double left_at(const struct bracket *b, enum end end)
{
	__int128 left = b->places->share->amount - b->line[end].units;
	return left < -SHARE_NEAR_MOST ? -0x1p53 : (double)left;
}

static bool low_enough(const struct bracket *b)
{
	return near_at_most(near_mul(b->rate[LOW], b->line[LOW].weight), left_at(b, LOW));
}

static bool high_enough(const struct bracket *b)
{
	return near_at_least(near_mul(b->rate[HIGH], b->line[HIGH].weight), left_at(b, HIGH));
}

static void lay_about(struct bracket *b, struct near rate)
{
	double apart = (rate.error + rate.value.hi * 0x1p-100) * b->wide;
	b->rate[LOW].value = dd_add(rate.value, (struct double_double){ -apart, 0 });
	b->rate[HIGH].value = dd_add(rate.value, (struct double_double){ apart, 0 });
}

/* Where the line of one end meets the amount; a step aside where it never does. */
static void next(struct bracket *b, enum end end)
{
	double left = left_at(b, end);
	if (left > 0 && b->line[end].weight.value.hi > 0) {
		lay_about(b, near_div(near_of(left), b->line[end].weight));
		return;
	}
	double factor = end == LOW ? 1 - 0x1p-30 : 1 + 0x1p-30;
	for (enum end each = LOW; each <= HIGH; each++)
		b->rate[each] = (struct near){ dd_mul(b->rate[each].value, (struct double_double){ factor, 0 }), 0 };
}

static enum share_status search(struct bracket *b, struct near *rate)
{
	bool laid = false; /* about a rate that is known as well as it can be */
	for (int round = 0; round < ROUNDS; round++) {
		add_all(b);
		bool low = low_enough(b), high = high_enough(b);
		bool level = b->line[LOW].weight.value.hi == 0 && b->line[HIGH].weight.value.hi == 0;
		if (low && high && (laid || level)) {
			struct double_double sum = dd_add(b->rate[LOW].value, b->rate[HIGH].value);
			rate->value = (struct double_double){ sum.hi / 2, sum.lo / 2 };
			rate->error = dd_sub(b->rate[HIGH].value, b->rate[LOW].value).hi * (0.5 * NEAR_SLACK) + sum.hi * 0x1p-102;
			return SHARE_OK;
		}
		if (laid) b->wide *= 4;
		laid = true;
		next(b, low ? HIGH : LOW);
	}
	return SHARE_CANNOT;
}

enum share_status share_near_rate(struct crew *crew, const struct near_places *places, double about, struct near *rate)
{
	struct bracket b = { .crew = crew, .places = places, .wide = 2, .parts = part_count(crew, places->n) };
	b.rate[LOW] = near_of(about * (1 - 0x1p-45));
	b.rate[HIGH] = near_of(about * (1 + 0x1p-45));
	b.by_block = malloc(near_blocks(places->n) * 2 * sizeof *b.by_block);
	enum share_status status = b.by_block ? search(&b, rate) : SHARE_NO_MEMORY;
	free(b.by_block);
	return status;
}

/* share_divisor.c - whole units by a divisor method: rounded shares, and a heap that hands out or takes back the last.
 *
 * As in audit/divisor.c, which says why: the exact shares are quotients weight / d at one divisor, so the rounded ones
 * are fewer than n units away. Priorities are compared upside down, as (2 * units + step) / weight, by multiplying
 * crosswise: whose is least has the next unit, and whose was greatest gives one back. */
#include "runtime/part.h"
#include "runtime/share_places.h"
#include <stdlib.h>

struct task {
	const struct share_places *places;
	struct share_rate rate;
	double near_rate;
	bool nearest; /* Webster's */
	int64_t *award;
	size_t parts;
	share_wide units[CREW_MAX];
	/* The heap: */
	bool taking; /* units back */
	uint32_t *turn;
	size_t count;
};

static void round_part(void *state, size_t part)
{
	struct task *t = state;
	const struct share_places p = *t->places;
	share_wide units = 0;
	size_t hi = part_begin(p.n, t->parts, part + 1);
	for (size_t i = part_begin(p.n, t->parts, part); i < hi; i++) {
		struct share_quotient share = share_divide(t->rate, t->near_rate, share_at(p.weight, i));
		share = share_clamp(share, share_at(p.floor, i), share_at(p.ceiling, i));
		if (t->nearest && 2 * share.left >= t->rate.den) share.units++;
		t->award[i] = (int64_t)share.units;
		units += share.units;
	}
	t->units[part] = units;
}

/* The price at which the place gets its next unit, or got its last one, times its weight. */
static int64_t claim(const struct task *t, uint32_t place)
{
	return 2 * t->award[place] + (t->nearest ? 1 : 2) - (t->taking ? 2 : 0);
}

static bool comes_first(const struct task *t, uint32_t x, uint32_t y)
{
	__int128 a = (__int128)claim(t, x) * share_at(t->places->weight, y);
	__int128 b = (__int128)claim(t, y) * share_at(t->places->weight, x);
	bool less = a < b || (a == b && share_earlier(t->places->share, x, y));
	return t->taking ? !less : less;
}

static bool has_turn(const struct task *t, size_t i)
{
	const struct share_places *p = t->places;
	if (share_at(p->weight, i) == 0) return false;
	if (t->taking) return t->award[i] > share_at(p->floor, i);
	return t->award[i] < share_at(p->ceiling, i);
}

static void sift_down(struct task *t, size_t at)
{
	uint32_t moved = t->turn[at];
	for (size_t child = 2 * at + 1; child < t->count; child = 2 * at + 1) {
		if (child + 1 < t->count && comes_first(t, t->turn[child + 1], t->turn[child])) child++;
		if (!comes_first(t, t->turn[child], moved)) break;
		t->turn[at] = t->turn[child];
		at = child;
	}
	t->turn[at] = moved;
}

static void collect(struct task *t)
{
	for (size_t i = 0; i < t->places->n; i++)
		if (has_turn(t, i)) t->turn[t->count++] = (uint32_t)i;
	for (size_t at = t->count / 2; at-- > 0;)
		sift_down(t, at);
}

static void take_turn(struct task *t)
{
	size_t i = t->turn[0];
	t->award[i] += t->taking ? -1 : 1;
	if (!has_turn(t, i)) t->turn[0] = t->turn[--t->count];
	if (t->count) sift_down(t, 0);
}

enum share_status share_by_divisor(struct crew *crew, const struct share_places *places, struct share_rate rate,
                                   int64_t amount, int64_t *award)
{
	struct task t = { .places = places, .rate = rate, .award = award, .parts = part_count(crew, places->n) };
	share_wide units = 0;
	t.near_rate = (double)rate.num / (double)rate.den;
	t.nearest = places->share->method == SHARE_WEBSTER;
	part_do(crew, t.parts, round_part, &t);
	for (size_t part = 0; part < t.parts; part++)
		units += t.units[part];
	__int128 missing = (__int128)amount - (__int128)units;
	if (missing == 0) return SHARE_OK;
	t.taking = missing < 0;
	t.turn = malloc(places->n * sizeof *t.turn);
	if (!t.turn) return SHARE_NO_MEMORY;
	collect(&t);
	for (; missing != 0 && t.count; missing += t.taking ? 1 : -1)
		take_turn(&t);
	free(t.turn);
	return missing == 0 ? SHARE_OK : SHARE_CANNOT;
}

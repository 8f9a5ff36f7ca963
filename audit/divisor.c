/* divisor.c - rounding the exact shares nearly adds up; the last units go to, or come from, the top of a heap.
 *
 * A divisor method hands out units one by one: of all places that may have more, the next unit goes to that with the
 * largest weight / (units + 1), or weight / (units + 1/2) for Webster's. Whoever stops at some priority has given each
 * place its weight / d, rounded by the method and held between its bounds. The exact shares are such quotients, before
 * rounding, and they add up; rounding them takes less than one unit from each place (d'Hondt) or changes each by at most
 * half a unit (Webster), and as bounds are whole units it does not matter which comes first. So the rounded shares are
 * fewer than n units away, be the amount what it may, and each of these costs one step of the heap.
 *
 * Priorities are compared upside down, as (2 * units + step) / weight, which also exists for no units. */
#include "audit/divisor.h"
#include "audit/sum.h"
#include "lang/arena.h"

struct turn {
	struct number price; /* at which the place gets its next unit, or got its last one */
	double nearest;      /* to it, which settles most comparisons */
	size_t place;
};

struct heap {
	struct numbers *pool;
	const struct divisor_places *places;
	struct number *units;
	bool taking; /* units away */
	struct turn *turns;
	size_t count;
};

static bool comes_first(const struct heap *h, const struct turn *x, const struct turn *y)
{
	int order = x->nearest < y->nearest ? -1 : x->nearest > y->nearest ? 1 : number_order(x->price, y->price);
	if (order == 0) order = x->place < y->place ? -1 : 1;
	return h->taking ? order > 0 : order < 0;
}

/* False when place i may have no more, or no fewer. */
static bool has_turn(struct heap *h, size_t i)
{
	const struct divisor_places *p = h->places;
	if (number_sign(p->weight[i]) == 0) return false;
	if (!h->taking && !p->has_ceiling[i]) return true;
	size_t mark = numbers_mark(h->pool);
	int order = number_order(number_mul(h->pool, h->units[i], p->unit), h->taking ? p->floor[i] : p->ceiling[i]);
	numbers_release(h->pool, mark);
	return h->taking ? order > 0 : order < 0;
}

static struct turn turn_of(struct heap *h, size_t i)
{
	int64_t step = (h->places->nearest ? 1 : 2) - (h->taking ? 2 : 0);
	struct number twice = number_add(h->pool, h->units[i], h->units[i]);
	struct number price = number_div(h->pool, number_add(h->pool, twice, number_of(step)), h->places->weight[i]);
	return (struct turn){ price, number_to_double(price), i };
}

static void sift_down(struct heap *h, size_t at)
{
	struct turn moved = h->turns[at];
	for (size_t child = 2 * at + 1; child < h->count; child = 2 * at + 1) {
		if (child + 1 < h->count && comes_first(h, &h->turns[child + 1], &h->turns[child])) child++;
		if (!comes_first(h, &h->turns[child], &moved)) break;
		h->turns[at] = h->turns[child];
		at = child;
	}
	h->turns[at] = moved;
}

static void collect(struct heap *h)
{
	for (size_t i = 0; i < h->places->n; i++)
		if (has_turn(h, i)) h->turns[h->count++] = turn_of(h, i);
	for (size_t at = h->count / 2; at-- > 0;)
		sift_down(h, at);
}

/* The place whose turn it is gets a unit, or gives one back. */
static void take_turn(struct heap *h)
{
	size_t i = h->turns[0].place;
	h->units[i] = number_add(h->pool, h->units[i], number_of(h->taking ? -1 : 1));
	h->turns[0] = has_turn(h, i) ? turn_of(h, i) : h->turns[--h->count];
	if (h->count) sift_down(h, 0);
}

void divisor_round(struct arena *arena, struct numbers *pool, const struct divisor_places *places, struct number all,
                   struct number *units)
{
	struct heap h = { .pool = pool, .places = places, .units = units };
	enum rounding how = places->nearest ? ROUND_HALF_AWAY : ROUND_DOWN;
	for (size_t i = 0; i < places->n; i++) {
		size_t mark = numbers_mark(pool);
		struct number exact = number_div(pool, places->share[i], places->unit);
		struct number whole = number_round(pool, exact, number_of(1), how);
		numbers_release(pool, mark);
		units[i] = number_keep(pool, whole);
	}
	int64_t missing = 0;
	number_to_int64(number_sub(pool, all, sum_exact(pool, units, places->n)), &missing);
	if (missing == 0) return;
	h.taking = missing < 0;
	h.turns = arena_array(arena, places->n, sizeof *h.turns);
	collect(&h);
	/* Only a value that was too large, for which 0 stands, can leave nobody a turn. */
	for (; missing != 0 && h.count; missing += h.taking ? 1 : -1)
		take_turn(&h);
}

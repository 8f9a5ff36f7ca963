/* divisor.h - whole units by a divisor method: d'Hondt's (Jefferson's) or Webster's (Sainte-Lague's).
 * In:   exact shares that are all at one divisor, weights, bounds.   Out: units that add up.
 * Owns: nothing; scratch lives in the arena, large numbers in the pool. */
#ifndef PLANG_AUDIT_DIVISOR_H
#define PLANG_AUDIT_DIVISOR_H
#include "lang/number.h"
struct arena;

/* Arrays of n. The share of a place is clamp(weight / divisor, floor, ceiling) with one divisor for all of them, and
 * its floor where the weight is 0; floors and ceilings are multiples of the unit. */
struct divisor_places {
	size_t n;
	struct number unit;
	const struct number *weight, *share, *floor, *ceiling;
	const bool *has_ceiling;
	bool nearest; /* Webster's: rounds weight / divisor to the nearest unit; else d'Hondt's: down */
};

/* units[i] becomes what clamp(round(weight / d), floor, ceiling) is with a d for which they add up to all; of places
 * whose rounding changes at the same d the earlier has more. */
void divisor_round(struct arena *arena, struct numbers *pool, const struct divisor_places *places, struct number all,
                   struct number *units);

#endif

/* why_pot.h - one pot of an allocation and one place in it, in numbers: what an award came out of.
 * In:   a run, an allocation, a row that takes part.   Out: two plain structs.
 * Owns: nothing; numbers live in the run's pools, kept or scratch. */
#ifndef PLANG_AUDIT_WHY_POT_H
#define PLANG_AUDIT_WHY_POT_H
#include "audit/exact_run.h"

/* What all places of a pot share. */
struct pot {
	bool known;
	size_t group; /* of the groups of the allocation */
	const struct groups *groups;
	enum apportion_method method;
	bool capped_unspent, leave_rest, has_lambda;
	struct number amount, unit, awarded, unspent, weights, bases, shares, least, lambda, scale;
	struct number free_weights, free_bases, bound_shares; /* see struct why_award; so for all below */
	size_t places, free_places, floor_places, ceiling_places;
	size_t queued, spare; /* remainders above 0; units that went to the largest of them */
	struct number units, served, unserved;
	bool has_divisor_high;
	struct number divisor_low, divisor_high; /* of a divisor method: any between them gives the units */
};

struct pot_place {
	struct number weight, base, floor, ceiling, share, award;
	bool has_ceiling;
	enum apportion_bound bound;
	struct number remainder; /* of a unit, by largest remainder */
	size_t queue;            /* its place among the remainders, from 1; 0 without one */
};

/* The pots of one allocation, shared out again once they are asked for. */
struct pots;
bool pot_exact(struct run *run, struct pots **known, const struct symbol *symbol, size_t row, struct pot *pot,
               struct pot_place *place);

/* From awards that another has computed, without sharing them out again: lambda follows from who meets which bound, and
 * the queue from remainders in doubles, but for those that are too near to tell. For large tables: a few passes over
 * the places, one more for each that is told, and no order. False when the case is none of the usual ones, or when
 * lambda does not bear the awards out. */
struct known_pots;
bool pot_from_awards(struct run *run, struct known_pots **known, const struct symbol *symbol, size_t row,
                     struct pot *pot, struct pot_place *place);

#endif

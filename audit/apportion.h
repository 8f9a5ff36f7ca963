/* apportion.h - one amount shared among places (language.md, section 8, `allocate` for one year and one group).
 * In:   an amount, a unit, places in the order of their keys.   Out: exact shares, awards in whole units, and why.
 * Owns: nothing; arrays live in the arena, large numbers in the pool. */
#ifndef PLANG_AUDIT_APPORTION_H
#define PLANG_AUDIT_APPORTION_H
#include "lang/number.h"
struct arena;

enum apportion_method { APPORTION_LARGEST_REMAINDER, APPORTION_WEBSTER, APPORTION_DHONDT };

/* Arrays have n entries, sorted by key: where two places are equal the earlier wins. */
struct apportion {
	struct number amount, unit; /* unit > 0 */
	size_t n;
	const struct number *weight; /* NULL: all equal */
	const struct number *base;   /* `starting from`; NULL: 0; a divisor method takes none */
	const struct number *floor;  /* `at least`; NULL: 0, and below 0 it counts as 0 */
	const struct number *ceiling; /* `at most`; NULL: none */
	const bool *has_ceiling;      /* which of them count; NULL: all, if there are ceilings */
	bool leave_rest;              /* `leave the rest unspent` */
	bool scale_floors;            /* `scale floors to fit` */
	bool capped_unspent;          /* `capped money stays unspent` */
	enum apportion_method method;
};

enum apportion_status {
	APPORTION_OK,
	APPORTION_NEGATIVE_AMOUNT,
	APPORTION_NOT_MULTIPLE,    /* the amount is not a whole number of units; see leave_rest */
	APPORTION_NOBODY,          /* money and no place; see leave_rest */
	APPORTION_NEGATIVE_WEIGHT, /* of `place` */
	APPORTION_BOUNDS_CROSS,    /* of `place`: rounded inwards, its floor is above its ceiling */
	APPORTION_FLOORS_ABOVE,    /* `least` is above the amount; see scale_floors */
	APPORTION_CEILINGS_BELOW,  /* `most` is below the amount; see leave_rest */
	APPORTION_ALL_ZERO,        /* every weight is 0, and `most` below the amount; see leave_rest */
	APPORTION_TOO_LARGE        /* a value passed NUMBER_MAX_BITS */
};

enum apportion_bound {
	APPORTION_FREE,   /* no bound changed the share; it may just meet one */
	APPORTION_FLOOR,  /* raised to the floor, or scaled with it */
	APPORTION_CEILING /* cut to the ceiling */
};

struct apportion_result {
	enum apportion_status status;
	size_t place; /* which is at fault */
	/* The rest is set as far as the status allows: bounds and weights once they have been checked, least and most after
	 * them, and all of it with APPORTION_OK. */
	struct number *weight, *base;    /* as used: rounded where their common denominator is past the limit */
	struct number *floor, *ceiling;  /* rounded inwards to whole units */
	bool *has_ceiling;
	struct number least, most;       /* the sums of the smallest and of the largest shares there can be */
	bool has_most;                   /* false when there is no largest */
	struct number *share;            /* exact, before any method makes whole units of it */
	struct number *units, *award;    /* whole units, and units * unit */
	enum apportion_bound *bound;
	struct number lambda;            /* share = base + lambda * weight where no bound binds; money for each weight */
	bool has_lambda;                 /* false when no such factor made the shares */
	struct number scale;             /* what the floors were multiplied by; 1 unless they were scaled to fit */
	struct number awarded, unspent;  /* which add up to the amount */
};

/* The same as result->status, which APPORTION_TOO_LARGE takes from the pool's flag, and clears that. */
enum apportion_status apportion_solve(struct arena *arena, struct numbers *pool, const struct apportion *problem,
	struct apportion_result *result);

#endif

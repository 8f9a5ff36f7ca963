/* lambda.h - the one factor that makes clamped shares add up to an amount.
 * In:   places with weight, base, floor and perhaps ceiling.   Out: lambda.
 * Owns: nothing; scratch lives in the arena, a large lambda in the pool. */
#ifndef PLANG_AUDIT_LAMBDA_H
#define PLANG_AUDIT_LAMBDA_H
#include "lang/number.h"
struct arena;

/* Arrays of n. A place of weight 0 takes no part. */
struct lambda_places {
	size_t n;
	const struct number *weight, *base, *floor, *ceiling;
	const bool *has_ceiling;
};

/* A lambda for which the sum of clamp(base + lambda * weight, floor, ceiling) over the places of positive weight, of
 * which there is one, is the amount; which lies between what the sum tends to for lambda towards -infinity and
 * +infinity. */
struct number lambda_find(struct arena *arena, struct numbers *pool, const struct lambda_places *places,
	struct number amount);

#endif

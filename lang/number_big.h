/* number_big.h - the inside of struct number, for the files that make up number.h only.
 * In:   numbers.   Out: GMP views of them that own nothing, so that an arena may jump past them.
 * Owns: nothing. */
#ifndef PLANG_LANG_NUMBER_BIG_H
#define PLANG_LANG_NUMBER_BIG_H
#include "lang/number.h"

_Static_assert(GMP_NUMB_BITS == 64, "a machine word of a number is one limb of GMP");

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

struct big {
	mpq_t q;
};

/* Room to see a small number as a rational of GMP without allocating. */
struct view {
	mp_limb_t limbs[2];
	mpq_t q;
};

/* The next large number of the pool, to be filled and settled at once; until then it is not taken. May jump. */
struct big *number_next_big(struct numbers *pool);
/* What that call gave, filled in lowest terms, becomes a number: small if it fits, taken if not. Never jumps. */
struct number number_settle(struct numbers *pool, struct big *b);

static inline uint64_t magnitude(int64_t n)
{
	return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

/* The rational that x is; valid as long as both x and *room. */
static inline mpq_srcptr number_view(struct view *room, struct number x)
{
	if (x.den == 0) return x.big->q;
	room->limbs[0] = magnitude(x.num);
	room->limbs[1] = (uint64_t)x.den;
	mpz_roinit_n(mpq_numref(room->q), &room->limbs[0], x.num < 0 ? -1 : 1);
	mpz_roinit_n(mpq_denref(room->q), &room->limbs[1], 1);
	return room->q;
}

#endif

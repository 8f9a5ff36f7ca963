/* number_big.h - the inside of struct number, for number*.c and for what computes on the limbs of many numbers at once
 * (sums, roots).
 * In:   numbers.   Out: GMP views of them that own nothing, so that an arena may jump past them.
 * Owns: nothing. Order in a function: number_next_big, which may jump; then mpz_init; mpz_clear; then number_settle. */
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

/* n / d, d > 0, to a whole number q; r, neither q nor d, is scratch. */
void number_round_mpz(mpz_t q, mpz_t r, mpz_srcptr n, mpz_srcptr d, enum rounding how);
/* num / den in lowest terms. */
struct number number_wide(struct numbers *pool, wide num, uint64_t den);

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

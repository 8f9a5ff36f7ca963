/* number.h - exact rational numbers: two machine words when they fit, a GMP rational when they do not.
 * In:   a pool that owns the large ones.   Out: numbers in lowest terms.
 * Owns: a pool owns the limbs of its large numbers; a struct number is a plain value that dies with its pool, or with
 *       numbers_release to a mark before it. Copy what must live longer into another pool with number_keep.
 *
 * No operation rounds. A result whose numerator and denominator together pass NUMBER_MAX_BITS, or what numbers_allow
 * says, sets the pool's `too_large` flag, which stays set until the caller clears it, and comes back as 0. */
#ifndef PLANG_LANG_NUMBER_H
#define PLANG_LANG_NUMBER_H
#include "lang/text.h"
#include <gmp.h>
struct arena;

#define NUMBER_MAX_BITS 16384 /* language.md, section 5.4 */

struct big; /* a GMP rational of a pool */

/* den > 0: num/den in lowest terms. den == 0: *big, in lowest terms, which does not fit. */
struct number {
	union {
		int64_t num;
		const struct big *big;
	};
	int64_t den;
};

struct numbers; /* a pool */

/* Registered with the arena, freed with it. */
struct numbers *numbers_new(struct arena *arena);
/* Steps on the way to a value may take more bits than a value may: number_fits then says which is one. */
void numbers_allow(struct numbers *pool, size_t bits);
bool numbers_too_large(const struct numbers *pool);
void numbers_clear(struct numbers *pool); /* the too_large flag */
size_t numbers_mark(const struct numbers *pool);
/* Large numbers made since the mark are reused. To save some of them, number_keep them in the same pool right after, in
 * the order in which they were made. */
void numbers_release(struct numbers *pool, size_t mark);

static inline struct number number_of(int64_t n)
{
	return (struct number){ .num = n, .den = 1 };
}

struct number number_keep(struct numbers *pool, struct number x);           /* a copy that lives with this pool */
struct number number_ratio(struct numbers *pool, int64_t num, int64_t den); /* den not 0 */
struct number number_from_mpq(struct numbers *pool, const mpq_t q);         /* q in lowest terms */
void number_to_mpq(mpq_t q, struct number x);                               /* q initialised by the caller */

struct number number_add(struct numbers *pool, struct number a, struct number b);
struct number number_sub(struct numbers *pool, struct number a, struct number b);
struct number number_mul(struct numbers *pool, struct number a, struct number b);
struct number number_div(struct numbers *pool, struct number a, struct number b); /* b not 0 */
struct number number_neg(struct numbers *pool, struct number a);
struct number number_abs(struct numbers *pool, struct number a);
/* The remainder with the sign of b, a - b * floor(a / b); b not 0. */
struct number number_mod(struct numbers *pool, struct number a, struct number b);
/* A whole power; a not 0 when exponent < 0. */
struct number number_pow(struct numbers *pool, struct number a, int64_t exponent);

/* The same without a pool, for any thread: of numbers of two machine words whose result takes no more; else false. */
bool number_small_add(struct number a, struct number b, struct number *out);
bool number_small_mul(struct number a, struct number b, struct number *out);
bool number_small_div(struct number a, struct number b, struct number *out); /* b not 0 */
/* The greatest common divisor; that of n and 0 is n. */
uint64_t number_gcd(uint64_t a, uint64_t b);

int number_order(struct number a, struct number b); /* below, equal to, above 0 */
int number_sign(struct number a);                   /* -1, 0, 1 */
bool number_is_whole(struct number a);
/* False when a is not whole or does not fit. */
bool number_to_int64(struct number a, int64_t *out);
/* The nearest double, for messages and reports: no decision may rest on it, except that of two numbers whose doubles
 * differ the one with the larger double is larger. */
double number_to_double(struct number a);
/* Of large numbers the leading words, most significant first: |a| is num / den * 2^exponent, each of the two less than
 * 2^-128 of itself smaller than it should be. Any thread may ask. */
enum { NUMBER_LEADING = 3 };
struct number_leading {
	uint64_t num[NUMBER_LEADING], den[NUMBER_LEADING];
	int64_t exponent;
};
struct number_leading number_leading(struct number a);
size_t number_bits(struct number a); /* of numerator and denominator together */
static inline bool number_fits(struct number a)
{
	return a.den || number_bits(a) <= NUMBER_MAX_BITS;
}
/* floor(log10 |a|), exactly; a not 0. */
int64_t number_exponent(struct number a);

enum rounding { ROUND_HALF_AWAY, ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN };
/* ROUND_UP and ROUND_DOWN are towards +infinity and -infinity (ceiling and floor). */
struct number number_round(struct numbers *pool, struct number a, struct number unit, enum rounding how); /* unit > 0 */
/* How many units that is: as above, without a pool. */
bool number_small_units(struct number a, struct number unit, enum rounding how, int64_t *units);
struct number number_floor(struct numbers *pool, struct number a);
struct number number_ceil(struct numbers *pool, struct number a);

/* How a cell or a literal spells a number. */
enum number_read { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_MANY_DIGITS, NUMBER_OUT_OF_RANGE };
/* A plain decimal, language.md section 3: [+-]digits[.digits][(e|E)[+-]digits], at most 40 significant digits, at most
 * 4 of exponent, size 0 or between 10^-308 and 10^308. Exact. Underscores and suffixes are not its business. */
enum number_read number_read(struct numbers *pool, struct text text, struct number *out);

/* The decimal with exactly this many digits after the point, rounded half away from zero; "-0" never. */
struct text number_decimal(struct arena *arena, struct number a, size_t decimals);
/* The shortest exact spelling: a decimal when it ends within 40 digits, else "num/den"; for messages and traces. */
struct text number_exact(struct arena *arena, struct number a);
/* How many decimals an exact decimal needs; SIZE_MAX when it does not end. */
size_t number_decimals(struct number a);

#endif

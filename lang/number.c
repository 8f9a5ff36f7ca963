/* number.c - exact rational arithmetic: 128-bit intermediates while the operands are small, GMP beyond.
 *
 * A small number has |num| and den up to INT64_MAX, never INT64_MIN, so that a sign or a reciprocal cannot overflow;
 * the product of two such words stays below 2^126 and the sum of two products below 2^127. What fits is always small:
 * equal numbers look equal.
 *
 * Scratch values of GMP belong to the pool, not to the stack: an arena that jumps in the middle must not leak limbs. */
#include "lang/arena.h"
#include "lang/number_big.h"

enum { FIRST_CHUNK = 64, MAX_CHUNKS = 48, SCRATCH = 3 };

struct numbers {
	struct arena *arena;
	struct big *chunks[MAX_CHUNKS]; /* chunk k holds FIRST_CHUNK << k numbers, which never move */
	size_t used;                    /* numbers handed out */
	size_t made;                    /* numbers initialised for GMP, used or released */
	size_t max_bits;                /* of a result */
	mpz_t scratch[SCRATCH];
	bool too_large;
};

/* --- the pool --- */

static struct big *slot(const struct numbers *pool, size_t index)
{
	size_t at = index + FIRST_CHUNK;
	unsigned k = 63u - (unsigned)__builtin_clzll(at / FIRST_CHUNK);
	return pool->chunks[k] ? &pool->chunks[k][at - ((size_t)FIRST_CHUNK << k)] : NULL;
}

static void numbers_done(void *what)
{
	struct numbers *pool = what;
	for (size_t i = 0; i < pool->made; i++)
		mpq_clear(slot(pool, i)->q);
	for (size_t i = 0; i < SCRATCH; i++)
		mpz_clear(pool->scratch[i]);
}

struct numbers *numbers_new(struct arena *arena)
{
	struct numbers *pool = arena_alloc(arena, sizeof *pool);
	pool->arena = arena;
	pool->max_bits = NUMBER_MAX_BITS;
	for (size_t i = 0; i < SCRATCH; i++)
		mpz_init(pool->scratch[i]);
	arena_defer(arena, numbers_done, pool);
	return pool;
}

void numbers_allow(struct numbers *pool, size_t bits)
{
	pool->max_bits = bits;
}

bool numbers_too_large(const struct numbers *pool)
{
	return pool->too_large;
}

void numbers_clear(struct numbers *pool)
{
	pool->too_large = false;
}

size_t numbers_mark(const struct numbers *pool)
{
	return pool->used;
}

void numbers_release(struct numbers *pool, size_t mark)
{
	if (mark < pool->used) pool->used = mark;
}

struct big *number_next_big(struct numbers *pool)
{
	struct big *b = slot(pool, pool->used);
	if (!b) {
		size_t k = 0;
		while (pool->chunks[k])
			k++;
		pool->chunks[k] = arena_array(pool->arena, (size_t)FIRST_CHUNK << k, sizeof *b);
		b = slot(pool, pool->used);
	}
	if (pool->used == pool->made) {
		mpq_init(b->q);
		pool->made++;
	}
	return b;
}

static bool fits(mpz_srcptr z)
{
	return mpz_size(z) <= 1 && mpz_getlimbn(z, 0) <= INT64_MAX;
}

static size_t bits(mpz_srcptr z)
{
	return mpz_sgn(z) ? mpz_sizeinbase(z, 2) : 0;
}

static struct number too_large(struct numbers *pool)
{
	pool->too_large = true;
	return number_of(0);
}

struct number number_settle(struct numbers *pool, struct big *b)
{
	mpz_srcptr num = mpq_numref(b->q), den = mpq_denref(b->q);
	if (fits(num) && fits(den)) {
		int64_t n = (int64_t)mpz_getlimbn(num, 0);
		return (struct number){ .num = mpz_sgn(num) < 0 ? -n : n, .den = (int64_t)mpz_getlimbn(den, 0) };
	}
	if (bits(num) + bits(den) > pool->max_bits) return too_large(pool);
	pool->used++;
	return (struct number){ .big = b, .den = 0 };
}

struct number number_from_mpq(struct numbers *pool, const mpq_t q)
{
	struct big *b = number_next_big(pool);
	mpq_set(b->q, q);
	return number_settle(pool, b);
}

void number_to_mpq(mpq_t q, struct number x)
{
	struct view room;
	mpq_set(q, number_view(&room, x));
}

struct number number_keep(struct numbers *pool, struct number x)
{
	return x.den ? x : number_from_mpq(pool, x.big->q);
}

/* --- words --- */

uint64_t number_gcd(uint64_t a, uint64_t b)
{
	if (a == 0) return b;
	if (b == 0) return a;
	int shift = __builtin_ctzll(a | b);
	a >>= __builtin_ctzll(a);
	do {
		b >>= __builtin_ctzll(b);
		if (a > b) {
			uint64_t t = a;
			a = b;
			b = t;
		}
		b -= a;
	} while (b);
	return a << shift;
}

static uwide wide_magnitude(wide n)
{
	return n < 0 ? 0 - (uwide)n : (uwide)n;
}

/* Sets z, without allocating twice, to a value of two words. */
static void set_wide(mpz_t z, uwide magnitude_of, bool negative)
{
	mp_limb_t limbs[2] = { (mp_limb_t)magnitude_of, (mp_limb_t)(magnitude_of >> 64) };
	mpz_t view;
	mpz_set(z, mpz_roinit_n(view, limbs, negative ? -2 : 2));
}

/* What two small numbers come to, in lowest terms. */
struct ratio {
	wide num;
	uwide den;
};

static bool ratio_small(struct ratio r, struct number *out)
{
	*out = (struct number){ .num = (int64_t)r.num, .den = (int64_t)r.den };
	return r.num <= INT64_MAX && r.num >= -INT64_MAX && r.den <= INT64_MAX;
}

static struct number from_ratio(struct numbers *pool, struct ratio r)
{
	struct number n;
	if (ratio_small(r, &n)) return n;
	struct big *b = number_next_big(pool);
	set_wide(mpq_numref(b->q), wide_magnitude(r.num), r.num < 0);
	set_wide(mpq_denref(b->q), r.den, false);
	return number_settle(pool, b);
}

static struct ratio reduced(wide num, uint64_t den)
{
	if (den == 1) return (struct ratio){ num, 1 };
	uint64_t g = number_gcd((uint64_t)(wide_magnitude(num) % den), den);
	return (struct ratio){ g == 1 ? num : num / (wide)g, den / g };
}

struct number number_wide(struct numbers *pool, wide num, uint64_t den)
{
	return from_ratio(pool, reduced(num, den));
}

struct number number_ratio(struct numbers *pool, int64_t num, int64_t den)
{
	uint64_t g = number_gcd(magnitude(num), magnitude(den));
	wide n = (wide)(magnitude(num) / g);
	return from_ratio(pool, (struct ratio){ (num < 0) != (den < 0) ? -n : n, magnitude(den) / g });
}

static bool both_small(struct number a, struct number b)
{
	return a.den != 0 && b.den != 0;
}

/* Spares what is large a greatest common divisor. */
static bool is_zero(struct number a)
{
	return a.den == 1 && a.num == 0;
}

/* --- sum and product --- */

/* Knuth's sum: with g = gcd of the denominators, only g can still be shared by the numerator and the denominator. */
static struct ratio sum_small(struct number a, struct number b)
{
	if (a.den == b.den) return reduced((wide)a.num + b.num, (uint64_t)a.den);
	uint64_t g = a.den == 1 || b.den == 1 ? 1 : number_gcd((uint64_t)a.den, (uint64_t)b.den);
	if (g == 1) return (struct ratio){ (wide)a.num * b.den + (wide)b.num * a.den, (uwide)a.den * (uwide)b.den };
	int64_t a_rest = a.den / (int64_t)g, b_rest = b.den / (int64_t)g;
	wide sum = (wide)a.num * b_rest + (wide)b.num * a_rest;
	uint64_t shared = number_gcd((uint64_t)(wide_magnitude(sum) % g), g);
	return (struct ratio){ shared == 1 ? sum : sum / (wide)shared, (uwide)a_rest * ((uint64_t)b.den / shared) };
}

bool number_small_add(struct number a, struct number b, struct number *out)
{
	return both_small(a, b) && ratio_small(sum_small(a, b), out);
}

struct number number_add(struct numbers *pool, struct number a, struct number b)
{
	if (both_small(a, b)) return from_ratio(pool, sum_small(a, b));
	if (is_zero(a)) return number_keep(pool, b);
	if (is_zero(b)) return number_keep(pool, a);
	struct view a_room, b_room;
	struct big *sum = number_next_big(pool);
	mpq_add(sum->q, number_view(&a_room, a), number_view(&b_room, b));
	return number_settle(pool, sum);
}

struct number number_neg(struct numbers *pool, struct number a)
{
	if (a.den) return (struct number){ .num = -a.num, .den = a.den };
	struct big *b = number_next_big(pool);
	mpq_neg(b->q, a.big->q);
	return number_settle(pool, b);
}

struct number number_sub(struct numbers *pool, struct number a, struct number b)
{
	if (both_small(a, b)) return from_ratio(pool, sum_small(a, (struct number){ .num = -b.num, .den = b.den }));
	if (is_zero(b)) return number_keep(pool, a);
	struct view a_room, b_room;
	struct big *difference = number_next_big(pool);
	mpq_sub(difference->q, number_view(&a_room, a), number_view(&b_room, b));
	return number_settle(pool, difference);
}

struct number number_abs(struct numbers *pool, struct number a)
{
	return number_sign(a) < 0 ? number_neg(pool, a) : a;
}

/* Each numerator against the other denominator; the rest has nothing in common. */
static struct ratio product_small(struct number a, struct number b)
{
	uint64_t g = b.den == 1 ? 1 : number_gcd(magnitude(a.num), (uint64_t)b.den);
	uint64_t h = a.den == 1 ? 1 : number_gcd(magnitude(b.num), (uint64_t)a.den);
	if (g != 1) {
		a.num /= (int64_t)g;
		b.den /= (int64_t)g;
	}
	if (h != 1) {
		b.num /= (int64_t)h;
		a.den /= (int64_t)h;
	}
	return (struct ratio){ (wide)a.num * b.num, (uwide)a.den * (uwide)b.den };
}

/* Of a number other than 0. */
static struct number inverse_small(struct number a)
{
	return (struct number){ .num = a.num < 0 ? -a.den : a.den, .den = a.num < 0 ? -a.num : a.num };
}

bool number_small_mul(struct number a, struct number b, struct number *out)
{
	return both_small(a, b) && ratio_small(product_small(a, b), out);
}

bool number_small_div(struct number a, struct number b, struct number *out)
{
	return both_small(a, b) && ratio_small(product_small(a, inverse_small(b)), out);
}

struct number number_mul(struct numbers *pool, struct number a, struct number b)
{
	if (both_small(a, b)) return from_ratio(pool, product_small(a, b));
	if (is_zero(a) || is_zero(b)) return number_of(0);
	struct view a_room, b_room;
	struct big *product = number_next_big(pool);
	mpq_mul(product->q, number_view(&a_room, a), number_view(&b_room, b));
	return number_settle(pool, product);
}

struct number number_div(struct numbers *pool, struct number a, struct number b)
{
	if (both_small(a, b)) return from_ratio(pool, product_small(a, inverse_small(b)));
	struct view a_room, b_room;
	struct big *quotient = number_next_big(pool);
	mpq_div(quotient->q, number_view(&a_room, a), number_view(&b_room, b));
	return number_settle(pool, quotient);
}

/* --- powers --- */

/* A base of neither 0 nor +-1 has b = bits(num) - 1 + bits(den) - 1 > 0, and its power at least b * exponent bits. That
 * test comes first; what passes it takes at most about twice the cap to compute. */
struct number number_pow(struct numbers *pool, struct number a, int64_t exponent)
{
	if (exponent == 0) return number_of(1);
	if (exponent == 1) return number_keep(pool, a);
	if (exponent == 2) return number_mul(pool, a, a);
	if (a.den == 1 && a.num >= -1 && a.num <= 1) return number_of(exponent % 2 ? a.num : a.num * a.num);
	struct view room;
	mpq_srcptr q = number_view(&room, a);
	uint64_t n = magnitude(exponent), least = bits(mpq_numref(q)) + bits(mpq_denref(q)) - 2;
	if (n > NUMBER_MAX_BITS / least) return too_large(pool);
	struct big *power = number_next_big(pool);
	mpz_pow_ui(pool->scratch[0], mpq_numref(q), (unsigned long)n);
	mpz_pow_ui(pool->scratch[1], mpq_denref(q), (unsigned long)n);
	mpq_set_num(power->q, pool->scratch[0]);
	mpq_set_den(power->q, pool->scratch[1]);
	if (exponent < 0) mpq_inv(power->q, power->q);
	return number_settle(pool, power);
}

/* --- comparison --- */

int number_order(struct number a, struct number b)
{
	if (both_small(a, b)) {
		if (a.den == b.den) return (a.num > b.num) - (a.num < b.num);
		wide left = (wide)a.num * b.den, right = (wide)b.num * a.den;
		return (left > right) - (left < right);
	}
	struct view a_room, b_room;
	int order = mpq_cmp(number_view(&a_room, a), number_view(&b_room, b));
	return (order > 0) - (order < 0);
}

int number_sign(struct number a)
{
	return a.den ? (a.num > 0) - (a.num < 0) : mpq_sgn(a.big->q);
}

bool number_is_whole(struct number a)
{
	return a.den ? a.den == 1 : mpz_cmp_ui(mpq_denref(a.big->q), 1) == 0;
}

bool number_to_int64(struct number a, int64_t *out)
{
	if (a.den == 1) {
		*out = a.num;
		return true;
	}
	/* INT64_MIN fits the caller's word, but is never small here. */
	if (a.den || !number_is_whole(a)) return false;
	mpz_srcptr n = mpq_numref(a.big->q);
	if (mpz_sgn(n) > 0 || mpz_size(n) != 1 || mpz_getlimbn(n, 0) != (mp_limb_t)1 << 63) return false;
	*out = INT64_MIN;
	return true;
}

size_t number_bits(struct number a)
{
	struct view room;
	mpq_srcptr q = number_view(&room, a);
	return bits(mpq_numref(q)) + bits(mpq_denref(q));
}

/* --- rounding --- */

/* Whether a quotient with this floor goes one up; half is the order of twice the remainder and the divisor. */
static bool goes_up(enum rounding how, bool exact, int half, bool floor_is_odd, bool negative)
{
	if (exact) return false;
	switch (how) {
	case ROUND_UP: return true;
	case ROUND_DOWN: return false;
	case ROUND_HALF_EVEN: return half > 0 || (half == 0 && floor_is_odd);
	case ROUND_HALF_AWAY: break;
	}
	return half > 0 || (half == 0 && !negative);
}

/* n / d to a whole number; |n| and d below 2^126. */
static wide round_wide(wide n, wide d, enum rounding how)
{
	wide q = n / d, r = n % d;
	if (r < 0) {
		q--;
		r += d;
	}
	wide twice = 2 * r;
	return q + goes_up(how, r == 0, (twice > d) - (twice < d), q & 1, n < 0);
}

void number_round_mpz(mpz_t q, mpz_t r, mpz_srcptr n, mpz_srcptr d, enum rounding how)
{
	bool negative = mpz_sgn(n) < 0;
	mpz_fdiv_qr(q, r, n, d);
	bool exact = mpz_sgn(r) == 0;
	mpz_mul_2exp(r, r, 1);
	if (goes_up(how, exact, mpz_cmp(r, d), mpz_odd_p(q), negative)) mpz_add_ui(q, q, 1);
}

static struct number round_big(struct numbers *pool, struct number a, struct number unit, enum rounding how)
{
	struct view a_room, u_room;
	mpq_srcptr x = number_view(&a_room, a), u = number_view(&u_room, unit);
	mpz_t *s = pool->scratch;
	mpz_mul(s[0], mpq_numref(x), mpq_denref(u));
	mpz_mul(s[1], mpq_denref(x), mpq_numref(u));
	number_round_mpz(s[2], s[0], s[0], s[1], how);
	mpz_mul(s[2], s[2], mpq_numref(u));
	struct big *rounded = number_next_big(pool);
	mpq_set_num(rounded->q, s[2]);
	mpq_set_den(rounded->q, mpq_denref(u));
	mpq_canonicalize(rounded->q);
	return number_settle(pool, rounded);
}

bool number_small_units(struct number a, struct number unit, enum rounding how, int64_t *units)
{
	if (!both_small(a, unit)) return false;
	wide n = round_wide((wide)a.num * unit.den, (wide)a.den * unit.num, how);
	*units = (int64_t)n;
	return n <= INT64_MAX && n >= -INT64_MAX;
}

struct number number_round(struct numbers *pool, struct number a, struct number unit, enum rounding how)
{
	int64_t units;
	if (!number_small_units(a, unit, how, &units)) return round_big(pool, a, unit, how);
	return from_ratio(pool, product_small(number_of(units), unit));
}

struct number number_floor(struct numbers *pool, struct number a)
{
	return a.den == 1 ? a : number_round(pool, a, number_of(1), ROUND_DOWN);
}

struct number number_ceil(struct numbers *pool, struct number a)
{
	return a.den == 1 ? a : number_round(pool, a, number_of(1), ROUND_UP);
}

/* Over the common denominator both become whole: (n1 d2 mod n2 d1) / (d1 d2). */
struct number number_mod(struct numbers *pool, struct number a, struct number b)
{
	if (a.den == 1 && b.den == 1) {
		int64_t r = a.num % b.num;
		return number_of(r != 0 && (r < 0) != (b.num < 0) ? r + b.num : r);
	}
	struct view a_room, b_room;
	mpq_srcptr x = number_view(&a_room, a), y = number_view(&b_room, b);
	mpz_t *s = pool->scratch;
	mpz_mul(s[0], mpq_numref(x), mpq_denref(y));
	mpz_mul(s[1], mpq_numref(y), mpq_denref(x));
	mpz_mul(s[2], mpq_denref(x), mpq_denref(y));
	mpz_fdiv_r(s[0], s[0], s[1]);
	struct big *rest = number_next_big(pool);
	mpq_set_num(rest->q, s[0]);
	mpq_set_den(rest->q, s[2]);
	mpq_canonicalize(rest->q);
	return number_settle(pool, rest);
}

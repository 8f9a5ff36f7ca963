/* vm_shape.c - what is known of numbers before they are computed: a unit of which all are whole multiples, how large they
 * get, between which values they lie. Units are fractions of two machine words; what needs more carries a bound instead. */
#include "runtime/vm_private.h"
#include <math.h>

double unit_value(struct number unit)
{
	return (double)unit.num / (double)unit.den;
}

/* gcd(a / b, c / d) = gcd(a * l / b, c * l / d) / l, l the least common multiple of b and d. */
static bool common(struct number a, struct number b, struct number *out)
{
	int64_t l, x, y;
	uint64_t shared = number_gcd((uint64_t)a.den, (uint64_t)b.den);
	if (__builtin_mul_overflow(a.den / (int64_t)shared, b.den, &l)) return false;
	if (__builtin_mul_overflow(a.num, l / a.den, &x) || __builtin_mul_overflow(b.num, l / b.den, &y)) return false;
	int64_t num = (int64_t)number_gcd((uint64_t)x, (uint64_t)y), less = (int64_t)number_gcd((uint64_t)num, (uint64_t)l);
	*out = (struct number){ .num = num / less, .den = l / less };
	return true;
}

static bool is_zero(const struct shape *s)
{
	return s->whole && s->most == 0;
}

bool shape_common(const struct shape *a, const struct shape *b, struct number *unit)
{
	if (!(a->whole || a->on_grid) || !(b->whole || b->on_grid)) return false;
	if (is_zero(a)) *unit = b->unit;
	else if (is_zero(b)) *unit = a->unit;
	else return common(a->unit, b->unit, unit);
	return true;
}

double shape_factor(struct number unit, struct number part)
{
	struct number factor;
	if (!number_small_div(unit, part, &factor) || factor.den != 1 || factor.num >= INT64_C(1) << 53) return 0;
	return (double)factor.num;
}

/* Not more than this takes the numerator and the denominator of a number. */
static void bits_of(struct number n, struct shape *s)
{
	uint32_t all = (uint32_t)number_bits(n) + 2;
	bool words = n.den > 0;
	uint32_t den = words ? 64 - (uint32_t)__builtin_clzll((uint64_t)n.den) : all;
	s->num_bits = all > s->num_bits ? all : s->num_bits;
	s->den_bits = den > s->den_bits ? den : s->den_bits;
}

struct shape shape_of_number(struct number n)
{
	double v = number_to_double(n);
	struct shape s = { .unit = number_of(1), .low = v - fabs(v) * 1e-15, .high = v + fabs(v) * 1e-15 };
	bits_of(n, &s);
	if (!n.den || n.num == INT64_MIN) return s;
	s.whole = true;
	s.most = n.num != 0;
	if (n.num) s.unit = n.num < 0 ? (struct number){ .num = -n.num, .den = n.den } : n;
	return s;
}

struct shape shape_of_column(const struct column *cells)
{
	double unit = unit_value(cells->unit), low = (double)cells->least * unit, high = (double)cells->most * unit;
	double size = fmax(fabs((double)cells->least), fabs((double)cells->most));
	return (struct shape){ .whole = true,
		                   .unit = cells->unit,
		                   .most = size,
		                   .low = low - fabs(low) * 1e-15,
		                   .high = high + fabs(high) * 1e-15,
		                   .num_bits = 117,
		                   .den_bits = 64 };
}

/* v = m * 2^exponent, m whole and odd, or 0. */
static int64_t odd_part(double v, int *exponent)
{
	*exponent = 0;
	if (v == 0) return 0;
	int64_t m = (int64_t)ldexp(frexp(v, exponent), 53);
	int zeros = __builtin_ctzll((uint64_t)m);
	*exponent += zeros - 53;
	return m / (INT64_C(1) << zeros);
}

bool shape_small(double v, struct number *out)
{
	int exponent;
	int64_t m = odd_part(v, &exponent);
	*out = number_of(m);
	if (exponent < -62 || fabs(v) >= 0x1p62) return false;
	if (exponent < 0) out->den = INT64_C(1) << -exponent;
	else out->num = (int64_t)v;
	return true;
}

struct number shape_exact(struct numbers *pool, const struct shape *shape, double v)
{
	struct number n;
	int exponent;
	if (shape->single && shape_small(v, &n)) return n;
	if (shape->single) {
		int64_t m = odd_part(v, &exponent);
		return number_mul(pool, number_of(m), number_pow(pool, number_of(2), exponent));
	}
	return number_mul(pool, number_of((int64_t)v), shape->unit);
}

/* --- numbers of which nothing is known --- */

/* One unit of which all are multiples that are whole doubles. */
static bool numbers_common(const struct number *number, const uint8_t *state, size_t count, struct shape *s)
{
	struct shape all = { .whole = true, .unit = number_of(1) };
	for (size_t i = 0; i < count; i++) {
		if (state && state[i]) continue;
		struct shape one = shape_of_number(number[i]);
		if (!one.whole || !shape_common(&all, &one, &all.unit)) return false;
		if (one.most > 0) all.most = 1;
	}
	s->unit = all.unit;
	s->whole = true;
	for (size_t i = 0; i < count; i++) {
		struct number m;
		if (state && state[i]) continue;
		if (!number_small_div(number[i], all.unit, &m) || m.den != 1) return false;
		s->most = fmax(s->most, fabs((double)m.num));
	}
	return s->most < WHOLE_MAX;
}

static void as_whole(const struct shape *s, const struct number *number, const uint8_t *state, size_t count, double *v)
{
	struct number m;
	for (size_t i = 0; i < count; i++)
		if (!(state && state[i]) && number_small_div(number[i], s->unit, &m)) v[i] = (double)m.num;
}

struct shape shape_numbers(struct vm *vm, const struct number *number, const uint8_t *state, size_t count, double **v,
                           double **e)
{
	struct shape s = { .unit = number_of(1), .low = INFINITY, .high = -INFINITY };
	bool whole = numbers_common(number, state, count, &s);
	*v = vm_take(vm, count, sizeof **v);
	*e = NULL;
	s.whole = whole;
	if (whole) as_whole(&s, number, state, count, *v);
	else *e = vm_take(vm, count, sizeof **e);
	for (size_t i = 0; i < count; i++) {
		if (state && state[i]) continue;
		double x = number_to_double(number[i]);
		if (!whole) (*v)[i] = x;
		if (!whole) (*e)[i] = fabs(x) * 2 * HALF_ULP;
		s.low = fmin(s.low, x - fabs(x) * 1e-15);
		s.high = fmax(s.high, x + fabs(x) * 1e-15);
		bits_of(number[i], &s);
	}
	if (s.low > s.high) s.low = s.high = 0;
	if (!whole) s.most = 0;
	return s;
}

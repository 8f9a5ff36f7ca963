/* vm_shape.c - what is known of numbers before they are computed: a unit of which all are whole multiples, how large they
 * get, between which values they lie. Units are fractions of two machine words; what needs more carries a bound instead. */
#include "runtime/vm_private.h"
#include <math.h>

uint64_t greatest_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static bool small(struct number n)
{
	return n.den > 0;
}

double unit_value(struct number unit)
{
	return (double)unit.num / (double)unit.den;
}

bool unit_times(struct number a, struct number b, struct number *out)
{
	if (!small(a) || !small(b)) return false;
	uint64_t x = greatest_divisor((uint64_t)a.num, (uint64_t)b.den),
			 y = greatest_divisor((uint64_t)b.num, (uint64_t)a.den);
	return !__builtin_mul_overflow(a.num / (int64_t)x, b.num / (int64_t)y, &out->num) &&
	       !__builtin_mul_overflow(a.den / (int64_t)y, b.den / (int64_t)x, &out->den);
}

/* gcd(a / b, c / d) = gcd(a * l / b, c * l / d) / l, l the least common multiple of b and d. */
static bool common(struct number a, struct number b, struct number *out)
{
	int64_t l, x, y;
	uint64_t shared = greatest_divisor((uint64_t)a.den, (uint64_t)b.den);
	if (__builtin_mul_overflow(a.den / (int64_t)shared, b.den, &l)) return false;
	if (__builtin_mul_overflow(a.num, l / a.den, &x) || __builtin_mul_overflow(b.num, l / b.den, &y)) return false;
	int64_t num = (int64_t)greatest_divisor((uint64_t)x, (uint64_t)y),
			less = (int64_t)greatest_divisor((uint64_t)num, (uint64_t)l);
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
	struct number inverse = { .num = part.den, .den = part.num }, factor;
	if (!unit_times(unit, inverse, &factor) || factor.den != 1 || factor.num >= INT64_C(1) << 53) return 0;
	return (double)factor.num;
}

/* Not more than this takes the numerator and the denominator of a number. */
static void bits_of(struct number n, struct shape *s)
{
	uint32_t all = (uint32_t)number_bits(n) + 2;
	bool words = small(n);
	uint32_t den = words ? 64 - (uint32_t)__builtin_clzll((uint64_t)n.den) : all;
	s->num_bits = all > s->num_bits ? all : s->num_bits;
	s->den_bits = den > s->den_bits ? den : s->den_bits;
}

struct shape shape_of_number(struct number n)
{
	double v = number_to_double(n);
	struct shape s = {
		.constant = true, .unit = number_of(1), .low = v - fabs(v) * 1e-15, .high = v + fabs(v) * 1e-15
	};
	bits_of(n, &s);
	if (!small(n) || n.num == INT64_MIN) return s;
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

struct number shape_exact(struct numbers *pool, const struct shape *shape, double v)
{
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
		if (state && state[i]) continue;
		struct number m, inverse = { .num = all.unit.den, .den = all.unit.num };
		struct number size =
			number[i].num < 0 ? (struct number){ .num = -number[i].num, .den = number[i].den } : number[i];
		if (size.num == 0) continue;
		if (!unit_times(size, inverse, &m) || m.den != 1 || m.num >= INT64_C(1) << 53) return false;
		if ((double)m.num > s->most) s->most = (double)m.num;
	}
	return true;
}

static void as_whole(const struct shape *s, const struct number *number, const uint8_t *state, size_t count, double *v)
{
	struct number inverse = { .num = s->unit.den, .den = s->unit.num }, m;
	for (size_t i = 0; i < count; i++) {
		if ((state && state[i]) || number[i].num == 0) continue;
		bool minus = number[i].num < 0;
		struct number size = { .num = minus ? -number[i].num : number[i].num, .den = number[i].den };
		if (unit_times(size, inverse, &m)) v[i] = minus ? -(double)m.num : (double)m.num;
	}
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

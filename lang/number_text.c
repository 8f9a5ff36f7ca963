/* number_text.c - numbers in decimal: how they are read and spelled, their size in digits, and the nearest double. */
#include "lang/arena.h"
#include "lang/number_big.h"
#include <math.h>

enum { MAX_DIGITS = 40, MAX_EXPONENT_DIGITS = 4, MAX_ADJUSTED = 308, WORD_DIGITS = 18 };

/* --- reading --- */

static const uint64_t powers_of_5[] = {
	1,          5,           25,           125,          625,          3125,      15625,
	78125,      390625,      1953125,      9765625,      48828125,     244140625, 1220703125,
	6103515625, 30517578125, 152587890625, 762939453125, 3814697265625
};
_Static_assert(sizeof powers_of_5 / sizeof *powers_of_5 == WORD_DIGITS + 1, "one for each digit of a word");

/* What stands in the text: digits from the first that is not 0, and the power of ten that the last of them counts. */
struct decimal {
	bool negative;
	char digits[MAX_DIGITS + 1];
	size_t count; /* of all significant digits; those past MAX_DIGITS are not kept */
	int64_t power;
	size_t exponent_digits;
};

static bool is_digit(const char *at, const char *end)
{
	return at < end && *at >= '0' && *at <= '9';
}

static const char *scan_digits(struct decimal *d, const char *at, const char *end)
{
	for (; is_digit(at, end); at++) {
		if (d->count == 0 && *at == '0') continue;
		if (d->count < MAX_DIGITS) d->digits[d->count] = *at;
		d->count++;
	}
	return at;
}

static const char *scan_exponent(struct decimal *d, const char *at, const char *end)
{
	bool negative = at < end && *at == '-';
	if (at < end && (*at == '-' || *at == '+')) at++;
	int64_t exponent = 0;
	for (; is_digit(at, end); at++) {
		d->exponent_digits++;
		if (d->exponent_digits <= MAX_EXPONENT_DIGITS) exponent = exponent * 10 + (*at - '0');
	}
	d->power += negative ? -exponent : exponent;
	return d->exponent_digits ? at : NULL;
}

/* False when the text is not a plain decimal. */
static bool scan_decimal(struct decimal *d, struct text text)
{
	const char *at = text.at, *end = text.at + text.len;
	if (at < end && (*at == '-' || *at == '+')) {
		d->negative = *at == '-';
		at++;
	}
	if (!is_digit(at, end)) return false;
	at = scan_digits(d, at, end);
	if (at < end && *at == '.') {
		const char *point = ++at;
		if (!is_digit(at, end)) return false;
		at = scan_digits(d, at, end);
		d->power = -(int64_t)(at - point);
	}
	if (at < end && (*at == 'e' || *at == 'E')) {
		at = scan_exponent(d, at + 1, end);
		if (!at) return false;
	}
	return at == end;
}

/* word / 10^places in lowest terms, word not 0: only twos and fives can be shared. */
static struct number word_over_ten(uint64_t word, unsigned places, bool negative)
{
	unsigned twos = places, fives = places;
	unsigned even = (unsigned)__builtin_ctzll(word);
	if (even > places) even = places;
	twos -= even;
	word >>= even;
	while (fives && word % 5 == 0) {
		word /= 5;
		fives--;
	}
	int64_t num = (int64_t)word;
	return (struct number){ .num = negative ? -num : num, .den = (int64_t)(powers_of_5[fives] << twos) };
}

static struct number read_big(struct numbers *pool, struct decimal *d)
{
	struct big *b = number_next_big(pool);
	mpz_ptr num = mpq_numref(b->q), den = mpq_denref(b->q);
	d->digits[d->count] = '\0';
	mpz_set_str(num, d->digits, 10);
	if (d->negative) mpz_neg(num, num);
	mpz_ui_pow_ui(den, 10, (unsigned long)(d->power < 0 ? -d->power : d->power));
	if (d->power >= 0) {
		mpz_mul(num, num, den);
		mpz_set_ui(den, 1);
	}
	mpq_canonicalize(b->q);
	return number_settle(pool, b);
}

static struct number decimal_number(struct numbers *pool, struct decimal *d)
{
	if (d->count == 0) return number_of(0);
	if (d->count > WORD_DIGITS || d->power > 0 || d->power < -WORD_DIGITS) return read_big(pool, d);
	uint64_t word = 0;
	for (size_t i = 0; i < d->count; i++)
		word = word * 10 + (uint64_t)(d->digits[i] - '0');
	return word_over_ten(word, (unsigned)-d->power, d->negative);
}

/* Sizes from 10^-308 to 10^308, both allowed. */
static bool in_range(const struct decimal *d)
{
	int64_t adjusted = d->power + (int64_t)d->count - 1; /* the decimal exponent of the first digit */
	if (d->count == 0) return true;
	if (adjusted != MAX_ADJUSTED) return adjusted > -MAX_ADJUSTED - 1 && adjusted < MAX_ADJUSTED;
	for (size_t i = 1; i < d->count; i++)
		if (d->digits[i] != '0') return false;
	return d->digits[0] == '1';
}

/* Significant are the digits from the first that is not 0 to the last that is written. */
enum number_read number_read(struct numbers *pool, struct text text, struct number *out)
{
	struct decimal d = { 0 };
	*out = number_of(0);
	if (!scan_decimal(&d, text)) return NUMBER_MALFORMED;
	if (d.count > MAX_DIGITS || d.exponent_digits > MAX_EXPONENT_DIGITS) return NUMBER_TOO_MANY_DIGITS;
	if (!in_range(&d)) return NUMBER_OUT_OF_RANGE;
	*out = decimal_number(pool, &d);
	return NUMBER_OK;
}

/* --- spelling --- */

/* Room for a whole number of so many bits, a sign, a point, the decimals and the end. */
static size_t spelling_room(size_t bits, size_t decimals)
{
	return bits * 3 / 10 + bits / 100 + decimals + 8;
}

/* digits, which has no sign, gets its point and leading zeros; at is moved up to make room. */
static struct text with_point(char *at, size_t len, size_t decimals, bool negative)
{
	size_t zeros = len <= decimals ? decimals + 1 - len : 0, whole = len + zeros - decimals, sign = negative;
	memmove(at + sign + zeros, at, len);
	memset(at + sign, '0', zeros);
	if (negative) at[0] = '-';
	len += zeros;
	if (decimals) {
		memmove(at + sign + whole + 1, at + sign + whole, decimals);
		at[sign + whole] = '.';
		len++;
	}
	at[sign + len] = '\0';
	return (struct text){ at, sign + len };
}

static size_t wide_digits(char *at, uwide n)
{
	char back[40];
	size_t len = 0;
	uwide rest = n;
	for (; rest > UINT64_MAX; rest /= 10)
		back[len++] = (char)('0' + (int)(rest % 10));
	for (uint64_t word = (uint64_t)rest; word || len == 0; word /= 10)
		back[len++] = (char)('0' + (int)(word % 10));
	for (size_t i = 0; i < len; i++)
		at[i] = back[len - 1 - i];
	return len;
}

/* |a| * 10^decimals, below 2^123, to the nearest whole number, halves up. */
static struct text decimal_small(struct arena *arena, struct number a, size_t decimals)
{
	uwide scaled = magnitude(a.num), den = (uwide)a.den;
	for (size_t i = 0; i < decimals; i++)
		scaled *= 10;
	uwide units = a.den == 1 ? scaled : (2 * scaled + den) / (2 * den);
	char *at = arena_alloc(arena, spelling_room(128, decimals));
	return with_point(at, wide_digits(at, units), decimals, a.num < 0 && units != 0);
}

/* The arena may jump: it is asked before GMP allocates. */
static struct text decimal_big(struct arena *arena, struct number a, size_t decimals)
{
	char *at = arena_alloc(arena, spelling_room(number_bits(a), decimals));
	struct view room;
	mpq_srcptr x = number_view(&room, a);
	mpz_t units, twice;
	mpz_inits(units, twice, NULL);
	mpz_ui_pow_ui(units, 10, (unsigned long)decimals);
	mpz_mul(units, units, mpq_numref(x));
	mpz_abs(units, units);
	mpz_mul_2exp(units, units, 1);
	mpz_add(units, units, mpq_denref(x));
	mpz_mul_2exp(twice, mpq_denref(x), 1);
	mpz_fdiv_q(units, units, twice);
	bool negative = number_sign(a) < 0 && mpz_sgn(units) != 0;
	mpz_get_str(at, 10, units);
	mpz_clears(units, twice, NULL);
	return with_point(at, strlen(at), decimals, negative);
}

struct text number_decimal(struct arena *arena, struct number a, size_t decimals)
{
	if (a.den && decimals <= WORD_DIGITS) return decimal_small(arena, a, decimals);
	return decimal_big(arena, a, decimals);
}

size_t number_decimals(struct number a)
{
	struct view room;
	mpz_srcptr den = mpq_denref(number_view(&room, a));
	if (mpz_cmp_ui(den, 1) == 0) return 0;
	mpz_t rest, five;
	mpz_init(rest);
	mpz_init_set_ui(five, 5);
	size_t twos = mpz_scan1(den, 0);
	mpz_fdiv_q_2exp(rest, den, twos);
	size_t fives = mpz_remove(rest, rest, five);
	bool ends = mpz_cmp_ui(rest, 1) == 0;
	mpz_clear(five);
	mpz_clear(rest);
	if (!ends) return SIZE_MAX;
	return twos > fives ? twos : fives;
}

struct text number_exact(struct arena *arena, struct number a)
{
	size_t decimals = number_decimals(a);
	if (decimals <= MAX_DIGITS) return number_decimal(arena, a, decimals);
	char *at = arena_alloc(arena, spelling_room(number_bits(a), 8));
	struct view room;
	mpq_get_str(at, 10, number_view(&room, a));
	return text_of(at);
}

/* Whether |num| / den is at least 10^e; scratch is free. */
static bool reaches(mpz_t scratch, mpz_srcptr num, mpz_srcptr den, int64_t e)
{
	mpz_ui_pow_ui(scratch, 10, (unsigned long)(e < 0 ? -e : e));
	mpz_mul(scratch, scratch, e < 0 ? num : den);
	return e < 0 ? mpz_cmpabs(scratch, den) >= 0 : mpz_cmpabs(num, scratch) >= 0;
}

/* With 2^(d - 1) < |a| < 2^(d + 1), d the difference in bits, the first guess misses by one at most. */
int64_t number_exponent(struct number a)
{
	struct view room;
	mpq_srcptr q = number_view(&room, a);
	mpz_srcptr num = mpq_numref(q), den = mpq_denref(q);
	int64_t e = ((int64_t)mpz_sizeinbase(num, 2) - (int64_t)mpz_sizeinbase(den, 2)) * 30103 / 100000;
	mpz_t scratch;
	mpz_init(scratch);
	while (!reaches(scratch, num, den, e))
		e--;
	while (reaches(scratch, num, den, e + 1))
		e++;
	mpz_clear(scratch);
	return e;
}

/* --- the nearest double --- */

/* Shifts num / den until the quotient has 64 bits or more, marks what is cut off in the last one, and rounds that to
 * the 53 bits (fewer below the normal range) of a double, half to even. */
static double nearest_double(mpz_srcptr num, mpz_srcptr den)
{
	mpz_t q, r;
	mpz_inits(q, r, NULL);
	long shift = (long)mpz_sizeinbase(num, 2) - (long)mpz_sizeinbase(den, 2) - 66;
	mpz_abs(q, num);
	mpz_set(r, den);
	if (shift < 0) mpz_mul_2exp(q, q, (mp_bitcnt_t)-shift);
	else mpz_mul_2exp(r, r, (mp_bitcnt_t)shift);
	mpz_fdiv_qr(q, r, q, r);
	long exponent = shift + (long)mpz_sizeinbase(q, 2) - 53; /* of the last bit kept */
	if (exponent < -1074) exponent = -1074;
	mp_bitcnt_t cut = (mp_bitcnt_t)(exponent - shift);
	bool sticky = mpz_sgn(r) != 0 || mpz_scan1(q, 0) < cut - 1, half = mpz_tstbit(q, cut - 1);
	mpz_fdiv_q_2exp(q, q, cut);
	if (half && (sticky || mpz_odd_p(q))) mpz_add_ui(q, q, 1);
	double size = ldexp(mpz_get_d(q), exponent > 2000 ? 2000 : (int)exponent);
	mpz_clears(q, r, NULL);
	return mpz_sgn(num) < 0 ? -size : size;
}

double number_to_double(struct number a)
{
	const int64_t exact = (int64_t)1 << 53;
	if (a.den == 1) return (double)a.num;
	if (a.den && a.den <= exact && a.num <= exact && a.num >= -exact) return (double)a.num / (double)a.den;
	struct view room;
	mpq_srcptr q = number_view(&room, a);
	return nearest_double(mpq_numref(q), mpq_denref(q));
}

/* How many words were left out. */
static int64_t leading(mpz_srcptr z, uint64_t *word)
{
	size_t size = mpz_size(z), last = size > NUMBER_LEADING ? size - NUMBER_LEADING : 0;
	for (size_t i = 0; i < NUMBER_LEADING; i++) /* beyond the last one there are zeros */
		word[i] = mpz_getlimbn(z, (mp_size_t)(last + NUMBER_LEADING - 1 - i));
	return (int64_t)last;
}

struct number_leading number_leading(struct number a)
{
	struct number_leading l;
	struct view room;
	mpq_srcptr q = number_view(&room, a);
	int64_t num = leading(mpq_numref(q), l.num), den = leading(mpq_denref(q), l.den);
	l.exponent = 64 * (num - den);
	return l;
}

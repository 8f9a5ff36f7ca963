/* number_test.c - exact arithmetic against GMP on operands of every size, reading and spelling.
 * The first argument, or PLANG_ADVERSARIAL, is the folder of the adversarial tables. */
#include "lang/arena.h"
#include "lang/number_big.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <math.h>
#include <stdlib.h>

/* Words at the edges, words of a few bits, and whole ones. */
static int64_t random_int(uint64_t *state)
{
	static const int64_t edges[] = { 0, 1, -1, 2, 10, 100, INT64_MAX, -INT64_MAX, INT64_MIN, INT64_MAX - 1, 1 << 30 };
	uint64_t r = random_word(state);
	if (r % 4 == 0) return edges[(r >> 8) % (sizeof edges / sizeof *edges)];
	int64_t n = (int64_t)(random_word(state) >> (r >> 8) % 63 >> 1);
	return r & 64 ? -n : n;
}

static struct number random_number(struct numbers *pool, uint64_t *state)
{
	int64_t den = 0;
	while (den == 0)
		den = random_word(state) % 3 ? random_int(state) : 100;
	struct number x = number_ratio(pool, random_int(state), den);
	if (random_word(state) % 4 == 0) x = number_mul(pool, x, number_of(random_int(state)));
	if (random_word(state) % 8 == 0) x = number_add(pool, x, number_mul(pool, x, x));
	return x;
}

/* In lowest terms, large only if it has to be, and equal to q. */
static bool same(struct number x, mpq_t q)
{
	mpq_t y;
	mpq_init(y);
	number_to_mpq(y, x);
	bool equal = mpq_equal(y, q);
	bool fits = mpz_cmpabs_ui(mpq_numref(q), INT64_MAX) <= 0 && mpz_cmp_ui(mpq_denref(q), INT64_MAX) <= 0;
	mpq_clear(y);
	return equal && fits == (x.den != 0);
}

static void test_against_gmp(struct numbers *pool)
{
	UNIT("against GMP");
	mpq_t a, b, c;
	mpq_inits(a, b, c, NULL);
	uint64_t state = 1;
	size_t mark = numbers_mark(pool);
	for (int i = 0; i < 60000; i++) {
		numbers_release(pool, mark);
		struct number x = random_number(pool, &state), y = random_number(pool, &state);
		number_to_mpq(a, x);
		number_to_mpq(b, y);
		mpq_add(c, a, b);
		CHECK(same(number_add(pool, x, y), c));
		mpq_sub(c, a, b);
		CHECK(same(number_sub(pool, x, y), c));
		mpq_mul(c, a, b);
		CHECK(same(number_mul(pool, x, y), c));
		mpq_neg(c, a);
		CHECK(same(number_neg(pool, x), c));
		int order = mpq_cmp(a, b);
		CHECK(number_order(x, y) == (order > 0) - (order < 0));
		CHECK(number_sign(x) == mpq_sgn(a));
		if (number_sign(y) == 0) continue;
		mpq_div(c, a, b);
		CHECK(same(number_div(pool, x, y), c));
		mpz_fdiv_q(mpq_numref(c), mpq_numref(c), mpq_denref(c));
		mpz_set_ui(mpq_denref(c), 1);
		if (number_sign(y) > 0) {
			mpq_mul(c, c, b);
			CHECK(same(number_round(pool, x, y, ROUND_DOWN), c));
		} else mpq_mul(c, c, b);
		mpq_sub(c, a, c);
		CHECK(same(number_mod(pool, x, y), c));
	}
	mpq_clears(a, b, c, NULL);
	CHECK(!numbers_too_large(pool));
}

static bool is(struct number x, int64_t num, int64_t den)
{
	return x.den == den && x.num == num;
}

static void test_rounding(struct numbers *pool)
{
	UNIT("rounding");
	static const struct {
		int64_t num, den, away, even, up, down;
	} rows[] = {
		{ 5, 2, 3, 2, 3, 2 }, { -5, 2, -3, -2, -2, -3 }, { 7, 2, 4, 4, 4, 3 },  { -7, 2, -4, -4, -3, -4 },
		{ 9, 4, 2, 2, 3, 2 }, { -9, 4, -2, -2, -2, -3 }, { 11, 4, 3, 3, 3, 2 }, { -11, 4, -3, -3, -2, -3 },
		{ 1, 2, 1, 0, 1, 0 }, { -1, 2, -1, 0, 0, -1 },   { 3, 1, 3, 3, 3, 3 },  { -3, 1, -3, -3, -3, -3 },
	};
	struct number large = number_pow(pool, number_of(10), 40);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int scale = 0; scale < 2; scale++) {
			struct number unit = scale ? large : number_of(1);
			struct number x = number_mul(pool, number_ratio(pool, rows[i].num, rows[i].den), unit);
			const int64_t expected[] = { rows[i].away, rows[i].even, rows[i].up, rows[i].down };
			static const enum rounding hows[] = { ROUND_HALF_AWAY, ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN };
			for (size_t k = 0; k < 4; k++) {
				struct number y = number_mul(pool, number_of(expected[k]), unit);
				CHECK(number_order(number_round(pool, x, unit, hows[k]), y) == 0);
			}
		}
	CHECK(
		is(number_round(pool, number_ratio(pool, 12345, 1000), number_ratio(pool, 1, 100), ROUND_HALF_AWAY), 247, 20));
	CHECK(is(number_floor(pool, number_ratio(pool, -1, 3)), -1, 1));
	CHECK(is(number_ceil(pool, number_ratio(pool, -1, 3)), 0, 1));
	/* More units than a word holds. */
	struct number fine = number_ratio(pool, 1, INT64_MAX), x = number_ratio(pool, INT64_MAX, 2);
	CHECK(number_order(number_round(pool, x, fine, ROUND_UP), x) >= 0);
}

static void test_limits(struct numbers *pool)
{
	UNIT("limits");
	struct number least = number_ratio(pool, INT64_MIN, 1);
	int64_t word = 0;
	CHECK(least.den == 0 && number_to_int64(least, &word) && word == INT64_MIN);
	CHECK(!number_to_int64(number_neg(pool, least), &word));
	CHECK(is(number_ratio(pool, INT64_MIN, INT64_MIN), 1, 1));
	CHECK(is(number_ratio(pool, 6, -4), -3, 2));
	CHECK(is(number_add(pool, least, number_of(1)), -INT64_MAX, 1));
	struct number two = number_of(2);
	CHECK(number_bits(number_pow(pool, two, 16382)) == 16384 && !numbers_too_large(pool));
	CHECK(is(number_pow(pool, two, 16383 + 1), 0, 1) && numbers_too_large(pool));
	numbers_clear(pool);
	CHECK(is(number_pow(pool, two, INT64_MAX), 0, 1) && numbers_too_large(pool));
	numbers_clear(pool);
	CHECK(is(number_pow(pool, number_ratio(pool, 1, 3), INT64_MIN), 0, 1) && numbers_too_large(pool));
	numbers_clear(pool);
	CHECK(is(number_pow(pool, number_of(-1), INT64_MIN), 1, 1) &&
	      is(number_pow(pool, number_of(-1), INT64_MAX), -1, 1));
	CHECK(is(number_pow(pool, number_of(0), 5), 0, 1) && is(number_pow(pool, number_of(0), 0), 1, 1));
	CHECK(is(number_pow(pool, number_ratio(pool, -2, 3), 3), -8, 27));
	CHECK(is(number_pow(pool, number_ratio(pool, -2, 3), -3), -27, 8));
	struct number large = number_pow(pool, two, 9000);
	CHECK(is(number_mul(pool, large, large), 0, 1) && numbers_too_large(pool));
	numbers_clear(pool);
	CHECK(!numbers_too_large(pool));
	CHECK(is(number_mod(pool, number_of(7), number_of(-3)), -2, 1));
	CHECK(is(number_mod(pool, number_of(-7), number_of(3)), 2, 1));
	/* The quotient would pass the cap, the remainder does not. */
	struct number tiny = number_pow(pool, two, -9000), odd = number_pow(pool, number_of(3), 5000);
	CHECK(is(number_mod(pool, odd, tiny), 0, 1) && !numbers_too_large(pool));
}

static void test_words(struct numbers *pool)
{
	UNIT("what fits a word");
	int64_t word = 7;
	struct number past = number_sub(pool, number_ratio(pool, INT64_MIN, 1), number_of(1));
	struct number ten30 = number_pow(pool, number_of(10), 30);
	CHECK(!number_to_int64(past, &word) && !number_to_int64(number_neg(pool, past), &word));
	CHECK(!number_to_int64(ten30, &word) && !number_to_int64(number_neg(pool, ten30), &word));
	CHECK(!number_to_int64(number_ratio(pool, 1, 2), &word));
	CHECK(!number_to_int64(number_div(pool, ten30, number_of(7)), &word) && word == 7);
	CHECK(number_gcd(6, 0) == 6 && number_gcd(0, 6) == 6 && number_gcd(0, 0) == 0 && number_gcd(12, 18) == 6);
	CHECK(is(number_pow(pool, number_of(-2), 5), -32, 1) && is(number_pow(pool, number_of(-2), -3), -1, 8));
}

static void test_pool(struct numbers *pool)
{
	UNIT("pool");
	struct number ten30 = number_pow(pool, number_of(10), 30), sum = number_of(0);
	size_t mark = numbers_mark(pool);
	for (int i = 0; i < 1000; i++) {
		sum = number_add(pool, sum, number_mul(pool, ten30, number_of(i)));
		numbers_release(pool, mark);
		sum = number_keep(pool, sum);
	}
	CHECK(numbers_mark(pool) == mark + 1);
	CHECK(number_order(sum, number_mul(pool, ten30, number_of(499500))) == 0);
	struct number all[300];
	for (int i = 0; i < 300; i++)
		all[i] = number_add(pool, ten30, number_of(i));
	for (int i = 0; i < 300; i++)
		CHECK(is(number_sub(pool, all[i], ten30), i, 1));
}

/* --- reading and spelling --- */

static struct number read_as(struct numbers *pool, const char *spelling, enum number_read expected)
{
	struct number x;
	CHECK(number_read(pool, text_of(spelling), &x) == expected);
	return x;
}

static void test_read(struct numbers *pool, struct arena *arena)
{
	UNIT("reading");
	CHECK(is(read_as(pool, "+5", NUMBER_OK), 5, 1));
	CHECK(is(read_as(pool, "-12.50", NUMBER_OK), -25, 2));
	CHECK(is(read_as(pool, "000.0", NUMBER_OK), 0, 1) && is(read_as(pool, "0e9999", NUMBER_OK), 0, 1));
	CHECK(is(read_as(pool, "0.000000000000000001", NUMBER_OK), 1, 1000000000000000000));
	static const char *const malformed[] = { "",    "+",    ".5",  "5.",   " 5", "5 ",  "1e",
		                                     "1e+", "1.5.", "1_0", "1e5x", "e5", "5.e1" };
	for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
		read_as(pool, malformed[i], NUMBER_MALFORMED);
	read_as(pool, "1234567890123456789012345678901234567890", NUMBER_OK);
	read_as(pool, "12345678901234567890123456789012345678901", NUMBER_TOO_MANY_DIGITS);
	read_as(pool, "0.00001234567890123456789012345678901234567890", NUMBER_OK);
	read_as(pool, "1e00001", NUMBER_TOO_MANY_DIGITS);
	read_as(pool, "1e308", NUMBER_OK);
	read_as(pool, "1.0e308", NUMBER_OK);
	read_as(pool, "1.01e308", NUMBER_OUT_OF_RANGE);
	read_as(pool, "9e307", NUMBER_OK);
	read_as(pool, "10e308", NUMBER_OUT_OF_RANGE);
	read_as(pool, "1e-308", NUMBER_OK);
	read_as(pool, "0.1e-308", NUMBER_OUT_OF_RANGE);
	read_as(pool, "100e-310", NUMBER_OK);
	static const char *const same_again[] = { "0.1",
		                                      "-0.05",
		                                      "12345678901234567890.5",
		                                      "1000000000000000000000000000000",
		                                      "-9223372036854775808",
		                                      "0.1000000000000000055511151231257827" };
	for (size_t i = 0; i < sizeof same_again / sizeof *same_again; i++)
		CHECK(text_is(number_exact(arena, read_as(pool, same_again[i], NUMBER_OK)), same_again[i]));
}

static void test_spelling(struct numbers *pool, struct arena *arena)
{
	UNIT("spelling");
	struct number third = number_ratio(pool, -2, 3), cents = number_ratio(pool, 5, 1000);
	CHECK(text_is(number_decimal(arena, third, 0), "-1"));
	CHECK(text_is(number_decimal(arena, third, 3), "-0.667"));
	CHECK(text_is(number_decimal(arena, third, 20), "-0.66666666666666666667"));
	CHECK(text_is(number_decimal(arena, cents, 2), "0.01"));
	CHECK(text_is(number_decimal(arena, number_neg(pool, cents), 2), "-0.01"));
	CHECK(text_is(number_decimal(arena, number_neg(pool, cents), 1), "0.0"));
	CHECK(text_is(number_decimal(arena, number_of(-1234), 2), "-1234.00"));
	CHECK(text_is(number_decimal(arena, number_of(0), 6), "0.000000"));
	CHECK(text_is(number_decimal(arena, number_of(INT64_MAX), 18), "9223372036854775807.000000000000000000"));
	struct number large = number_add(pool, number_pow(pool, number_of(10), 30), number_ratio(pool, 1, 2));
	CHECK(text_is(number_decimal(arena, large, 0), "1000000000000000000000000000001"));
	CHECK(text_is(number_decimal(arena, number_neg(pool, large), 1), "-1000000000000000000000000000000.5"));
	CHECK(text_is(number_decimal(arena, number_pow(pool, large, -1), 5), "0.00000"));
	CHECK(text_is(number_decimal(arena, number_neg(pool, number_pow(pool, large, -1)), 5), "0.00000"));
	CHECK(text_is(number_exact(arena, third), "-2/3") && text_is(number_exact(arena, cents), "0.005"));
	CHECK(number_decimals(cents) == 3 && number_decimals(third) == SIZE_MAX && number_decimals(number_of(7)) == 0);
	CHECK(number_exact(arena, number_pow(pool, number_of(7), 5000)).len == 4226);
}

static void test_double(struct numbers *pool)
{
	UNIT("nearest double");
	static const char *const spellings[] = {
		"0.1",     "2.2250738585072011e-308", "2.2250738585072012e-308", "1e-308",
		"9.9e307", "123456789012345678.91",   "9007199254740993",        "-18446744073709551616",
		"1e-20",   "0.30000000000000004"
	};
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		CHECK(number_to_double(read_as(pool, spellings[i], NUMBER_OK)) == strtod(spellings[i], NULL));
	struct number two = number_of(2);
	CHECK(number_to_double(number_pow(pool, two, -1074)) == 0x1p-1074);
	CHECK(number_to_double(number_pow(pool, two, -1075)) == 0.0);
	CHECK(number_to_double(number_mul(pool, number_of(3), number_pow(pool, two, -1075))) == 0x1p-1073);
	CHECK(number_to_double(number_pow(pool, two, 1023)) == 0x1p1023);
	CHECK(isinf(number_to_double(number_pow(pool, two, 1024))));
	CHECK(isinf(number_to_double(number_pow(pool, two, 3000))));
	CHECK(number_to_double(number_neg(pool, number_pow(pool, two, -3000))) == 0.0);
	CHECK(number_to_double(number_ratio(pool, 1, 3)) == 1.0 / 3.0);
}

static void test_exponent(struct numbers *pool)
{
	UNIT("decimal exponent");
	struct number ten = number_of(10), near = number_ratio(pool, INT64_MAX - 1, INT64_MAX);
	for (int64_t e = -4000; e <= 4000; e += e > -25 && e < 25 ? 1 : 97) {
		struct number power = number_pow(pool, ten, e);
		CHECK(number_exponent(power) == e && number_exponent(number_neg(pool, power)) == e);
		CHECK(number_exponent(number_mul(pool, power, near)) == e - 1);
	}
	CHECK(number_exponent(number_ratio(pool, 1, 3)) == -1 && number_exponent(number_of(7)) == 0);
}

/* The first field is a JSON string of characters up to U+FFFF. */
static size_t from_json(char *out, const char *in)
{
	size_t n = 0;
	for (in++; *in && *in != '"'; in++) {
		if (in[0] != '\\' || in[1] != 'u') {
			out[n++] = *in;
			continue;
		}
		char hex[5] = { in[2], in[3], in[4], in[5], 0 };
		unsigned long c = strtoul(hex, NULL, 16);
		if (c >= 0x800) out[n++] = (char)(0xE0 | c >> 12);
		if (c >= 0x80) out[n++] = (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6);
		out[n++] = (char)(c >= 0x80 ? 0x80 | (c & 0x3F) : c);
		in += 5;
	}
	return n;
}

/* What the table leaves open: a leading plus and 2.2250738585072012e-308 are numbers, the others are not. */
static bool accepted(const char *cell, const char *verdict)
{
	if (strcmp(verdict, "choice") != 0) return strcmp(verdict, "accept") == 0;
	return strcmp(cell, "\"+5\"") == 0 || strncmp(cell, "\"2.2", 4) == 0;
}

static void test_table(struct numbers *pool, const char *folder)
{
	UNIT("numbers.tsv");
	char line[1024], text[256], path[512];
	snprintf(path, sizeof path, "%s/numbers.tsv", folder);
	FILE *f = fopen(path, "r");
	if (!f) {
		UNIT_SKIP("no numbers.tsv");
		return;
	}
	size_t rows = 0;
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '#') continue;
		char *field[4], *rest = line;
		for (size_t i = 0; i < 4; i++) {
			field[i] = rest;
			rest += strcspn(rest, "\t");
			*rest++ = '\0';
		}
		rows++;
		struct number x, y;
		bool ok = number_read(pool, (struct text){ text, from_json(text, field[0]) }, &x) == NUMBER_OK;
		if (!CHECK(ok == accepted(field[0], field[1]))) printf("  %s\n", field[0]);
		if (!ok) continue;
		CHECK(number_read(pool, text_of(field[2]), &y) == NUMBER_OK && number_order(x, y) == 0);
		uint64_t bits = strtoull(field[3], NULL, 16);
		double expected, got = number_to_double(x);
		memcpy(&expected, &bits, sizeof expected);
		CHECK(got == expected);
	}
	fclose(f);
	CHECK(rows == 90);
}

/* What needs no pool gives what those with one give, or says that it does not fit. */
static void test_small(struct numbers *pool)
{
	UNIT("without a pool");
	struct number third = { .num = -1, .den = 3 }, half = { .num = 1, .den = 2 }, most = number_of(INT64_MAX), n;
	struct number large = number_mul(pool, most, most);
	int64_t units;
	CHECK(number_small_add(third, half, &n) && is(n, 1, 6));
	CHECK(number_small_mul(third, half, &n) && is(n, -1, 6));
	CHECK(number_small_div(third, half, &n) && is(n, -2, 3));
	CHECK(number_small_div(half, third, &n) && is(n, -3, 2));
	CHECK(number_small_mul(number_of(0), half, &n) && is(n, 0, 1));
	CHECK(!number_small_add(most, number_of(1), &n));
	CHECK(!number_small_add(number_of(-INT64_MAX), number_of(-1), &n));
	CHECK(!number_small_mul(most, number_of(2), &n));
	CHECK(!number_small_div(half, most, &n));
	CHECK(!number_small_add(large, half, &n) && !number_small_mul(half, large, &n) &&
	      !number_small_div(large, half, &n));
	CHECK(number_small_units((struct number){ .num = -5, .den = 4 }, half, ROUND_HALF_AWAY, &units) && units == -3);
	CHECK(number_small_units((struct number){ .num = -5, .den = 4 }, half, ROUND_HALF_EVEN, &units) && units == -2);
	CHECK(!number_small_units(most, half, ROUND_UP, &units) &&
	      !number_small_units(number_of(-INT64_MAX), half, ROUND_UP, &units));
	CHECK(!number_small_units(large, half, ROUND_DOWN, &units));
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("PLANG_ADVERSARIAL");
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 7;
	struct numbers *pool = numbers_new(arena);
	test_against_gmp(pool);
	test_rounding(pool);
	test_limits(pool);
	test_small(pool);
	test_words(pool);
	test_pool(pool);
	test_read(pool, arena);
	test_spelling(pool, arena);
	test_double(pool);
	test_exponent(pool);
	test_table(pool, folder ? folder : "../shared/adversarial");
	arena_free(arena);
	return unit_done();
}

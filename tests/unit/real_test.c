/* real_test.c - the functions that are not rational against values computed elsewhere to 120 digits, the cases that are
 * rational after all, the ends of the range, and single precision. */
#include "audit/real.h"
#include "lang/arena.h"
#include "tests/unit/unit.h"
#include <math.h>

static const struct row {
	const char *function, *x, *y, *expected;
} rows[] = {
	{ "sqrt", "2", "", "1.414213562373095048801688724209698E+0" },
	{ "sqrt", "3", "", "1.732050807568877293527446341505872E+0" },
	{ "sqrt", "1/3", "", "5.773502691896257645091487805019575E-1" },
	{ "sqrt", "0.1", "", "3.162277660168379331998893544432719E-1" },
	{ "sqrt", "1e-20", "", "1E-10" },
	{ "sqrt", "12345678901234567890", "", "3.513641828820144253093654172555782E+9" },
	{ "sqrt", "99999999999999999999999999999999999999", "", "1.000000000000000000000000000000000E+19" },
	{ "sqrt", "2/7", "", "5.345224838248487693691069617595070E-1" },
	{ "sqrt", "1e307", "", "3.162277660168379331998893544432719E+153" },
	{ "sqrt", "0.000123", "", "1.109053650640941716205160010260993E-2" },
	{ "ln", "2", "", "6.931471805599453094172321214581766E-1" },
	{ "ln", "10", "", "2.302585092994045684017991454684364E+0" },
	{ "ln", "0.5", "", "-6.931471805599453094172321214581766E-1" },
	{ "ln", "1.0000000000000000000000000001", "", "9.999999999999999999999999999500000E-29" },
	{ "ln", "0.99999999999999999999", "", "-1.000000000000000000005000000000000E-20" },
	{ "ln", "1/3", "", "-1.098612288668109691395245236922526E+0" },
	{ "ln", "1e-300", "", "-6.907755278982137052053974364053093E+2" },
	{ "ln", "1e308", "", "7.091962086421660706775413680427842E+2" },
	{ "ln", "4.8", "", "1.568615917913845245046182268070868E+0" },
	{ "ln", "7/5", "", "3.364722366212129305045934102169921E-1" },
	{ "ln", "123456789", "", "1.863140176616801803319393334796320E+1" },
	{ "exp", "1", "", "2.718281828459045235360287471352662E+0" },
	{ "exp", "-1", "", "3.678794411714423215955237701614609E-1" },
	{ "exp", "0.5", "", "1.648721270700128146848650787814164E+0" },
	{ "exp", "-100/23", "", "1.293490138894978836910147287556317E-2" },
	{ "exp", "1e-30", "", "1.000000000000000000000000000001000E+0" },
	{ "exp", "-1e-30", "", "9.999999999999999999999999999990000E-1" },
	{ "exp", "100", "", "2.688117141816135448412625551580014E+43" },
	{ "exp", "-100", "", "3.720075976020835962959695803863118E-44" },
	{ "exp", "2000", "", "3.881180194284368576482322075371851E+868" },
	{ "exp", "-2000", "", "2.576535872961149652190150499507353E-869" },
	{ "exp", "1/3", "", "1.395612425086089528628125319602587E+0" },
	{ "exp", "0.051", "", "1.052322893283203912869640787505484E+0" },
	{ "exp", "-0.693147180559945309417232121458", "", "5.000000000000000000000000000000883E-1" },
	{ "power", "2", "0.5", "1.414213562373095048801688724209698E+0" },
	{ "power", "2", "1/3", "1.259921049894873164767210607278228E+0" },
	{ "power", "10", "-0.5", "3.162277660168379331998893544432719E-1" },
	{ "power", "1.05", "7/2", "1.186212638044398007837625490253818E+0" },
	{ "power", "0.3", "1.7", "1.291534860749802672257598893637269E-1" },
	{ "power", "123456.789", "0.123", "4.229181679346714505647572636379466E+0" },
	{ "power", "1.0000000001", "1234567.5", "1.000123464371092008792677633732666E+0" },
	{ "power", "1e300", "-2.5", "1.000000000000000000000000000000000E-750" },
	{ "power", "1/7", "22/7", "2.207890793366044230066660991102783E-3" },
	{ "power", "0.5", "0.1", "9.330329915368074159813432661499422E-1" },
	{ "power", "3", "1234.5", "1.014352610963899520706866172321786E+589" },
	{ "normal", "0.25", "", "-6.744897501960817432022270145413072E-1" },
	{ "normal", "0.975", "", "1.959963984540054235524594430520552E+0" },
	{ "normal", "0.9", "", "1.281551565544600466965103329448743E+0" },
	{ "normal", "0.001", "", "-3.090232306167813541540399830107379E+0" },
	{ "normal", "1/3", "", "-4.307272992954574902059403927702222E-1" },
	{ "normal", "2/3", "", "4.307272992954574902059403927702222E-1" },
	{ "normal", "1e-10", "", "-6.361340902404056204695375828265222E+0" },
	{ "normal", "0.4999999999", "", "-2.506628274631000502442014634720583E-10" },
	{ "normal", "1/100001", "", "-4.264893026685450825034659532212667E+0" },
	{ "normal", "0.5000001", "", "2.506628274631026751765674822754539E-7" },
	{ "normal", "1e-40", "", "-1.331092137142517089002950095670122E+1" },
	{ "normal", "50000/100001", "", "-1.253301604332267959693106900250010E-5" },
};

/* "3", "0.25" or "1/3" */
static struct number number_in(struct numbers *pool, const char *spelling)
{
	struct number over, under = number_of(1);
	size_t len = strcspn(spelling, "/");
	CHECK(number_read(pool, (struct text){ spelling, len }, &over) == NUMBER_OK);
	if (spelling[len] == '/') CHECK(number_read(pool, text_of(spelling + len + 1), &under) == NUMBER_OK);
	return number_div(pool, over, under);
}

/* mantissa * 10^exponent, also where a cell may not say so. */
static struct number decimal_in(struct numbers *pool, const char *spelling)
{
	size_t len = strcspn(spelling, "E");
	int64_t exponent = 0;
	struct number mantissa, e;
	CHECK(number_read(pool, (struct text){ spelling, len }, &mantissa) == NUMBER_OK);
	if (spelling[len]) {
		CHECK(number_read(pool, text_of(spelling + len + 1), &e) == NUMBER_OK);
		CHECK(number_to_int64(e, &exponent));
	}
	return number_mul(pool, mantissa, number_pow(pool, number_of(10), exponent));
}

static enum real_status evaluate(struct numbers *pool, const struct row *row, struct number *out)
{
	struct number x = number_in(pool, row->x);
	switch (row->function[0]) {
	case 's': return real_sqrt(pool, x, out);
	case 'l': return real_ln(pool, x, out);
	case 'e': return real_exp(pool, x, out);
	case 'n': return real_normal_quantile(pool, x, out);
	default: return real_power(pool, x, number_in(pool, row->y), out);
	}
}

static void test_rows(struct numbers *pool)
{
	UNIT("values known to more digits");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct number got = number_of(0);
		bool ok = evaluate(pool, &rows[i], &got) == REAL_OK;
		if (!CHECK(ok && number_order(got, decimal_in(pool, rows[i].expected)) == 0))
			printf("  %s(%s %s)\n", rows[i].function, rows[i].x, rows[i].y);
	}
}

static bool is_sqrt(struct numbers *pool, struct number x, struct number expected)
{
	struct number got;
	return real_sqrt(pool, x, &got) == REAL_OK && number_order(got, expected) == 0;
}

static bool is_power(struct numbers *pool, struct number x, struct number y, struct number expected)
{
	struct number got;
	return real_power(pool, x, y, &got) == REAL_OK && number_order(got, expected) == 0;
}

static void test_rational(struct numbers *pool)
{
	UNIT("rational values");
	struct number half = number_ratio(pool, 1, 2), got, expected;
	CHECK(is_sqrt(pool, number_of(0), number_of(0)) && is_sqrt(pool, number_of(144), number_of(12)));
	CHECK(is_sqrt(pool, number_in(pool, "0.0225"), number_in(pool, "0.15")));
	CHECK(real_round34(pool, number_ratio(pool, 2, 3), &expected) == REAL_OK);
	CHECK(is_sqrt(pool, number_ratio(pool, 4, 9), expected));
	CHECK(is_power(pool, number_of(8), number_ratio(pool, 2, 3), number_of(4)));
	CHECK(is_power(pool, number_of(8), number_ratio(pool, -2, 3), number_ratio(pool, 1, 4)));
	CHECK(is_power(pool, number_ratio(pool, 4, 9), half, expected));
	CHECK(is_power(pool, number_of(1), number_ratio(pool, 1, 3), number_of(1)));
	CHECK(is_power(pool, number_of(0), half, number_of(0)) && is_power(pool, number_of(0), number_of(0), number_of(1)));
	CHECK(is_power(pool, number_ratio(pool, -1, 3), number_of(3), number_ratio(pool, -1, 27)));
	/* Whole powers are not rounded. */
	struct number third7 = number_pow(pool, number_ratio(pool, 1, 3), 7);
	CHECK(is_power(pool, number_ratio(pool, 1, 3), number_of(7), third7));
	/* The root 1000...05 has 35 digits and lies in the middle of two of 34. */
	struct number middle = number_add(pool, number_pow(pool, number_of(10), 34), number_of(5));
	CHECK(is_sqrt(pool, number_mul(pool, middle, middle), number_pow(pool, number_of(10), 34)));
	middle = number_add(pool, middle, number_of(10));
	expected = number_add(pool, middle, number_of(5));
	CHECK(is_sqrt(pool, number_mul(pool, middle, middle), expected));
	CHECK(is_power(pool, number_pow(pool, middle, 3), number_ratio(pool, 1, 3), expected));
	CHECK(real_ln(pool, number_of(1), &got) == REAL_OK && number_sign(got) == 0);
	CHECK(real_exp(pool, number_of(0), &got) == REAL_OK && number_order(got, number_of(1)) == 0);
	CHECK(real_normal_quantile(pool, half, &got) == REAL_OK && number_sign(got) == 0);
}

static void test_round34(struct numbers *pool)
{
	UNIT("34 digits");
	struct number got, ten = number_of(10), x = number_add(pool, number_pow(pool, ten, 34), number_of(5));
	CHECK(real_round34(pool, x, &got) == REAL_OK && number_order(got, number_pow(pool, ten, 34)) == 0);
	CHECK(real_round34(pool, number_neg(pool, x), &got) == REAL_OK);
	CHECK(number_order(got, number_neg(pool, number_pow(pool, ten, 34))) == 0);
	x = number_sub(pool, number_pow(pool, ten, 40), number_of(1));
	CHECK(real_round34(pool, x, &got) == REAL_OK && number_order(got, number_pow(pool, ten, 40)) == 0);
	CHECK(real_round34(pool, number_ratio(pool, 1, 8), &got) == REAL_OK && got.num == 1 && got.den == 8);
	CHECK(real_round34(pool, number_of(0), &got) == REAL_OK && number_sign(got) == 0);
	x = number_pow(pool, ten, -4900);
	CHECK(real_round34(pool, x, &got) == REAL_OK && number_order(got, x) == 0);
}

static void test_ends(struct numbers *pool)
{
	UNIT("outside the domain or the range");
	struct number out, minus = number_of(-1), zero = number_of(0), ten = number_of(10), half = number_ratio(pool, 1, 2);
	struct number huge = number_pow(pool, ten, 4000), tiny = number_pow(pool, ten, -4000);
	CHECK(real_sqrt(pool, minus, &out) == REAL_DOMAIN && real_ln(pool, zero, &out) == REAL_DOMAIN);
	CHECK(real_ln(pool, minus, &out) == REAL_DOMAIN && real_power(pool, minus, half, &out) == REAL_DOMAIN);
	CHECK(real_power(pool, zero, minus, &out) == REAL_DOMAIN);
	CHECK(real_power(pool, zero, number_neg(pool, half), &out) == REAL_DOMAIN);
	CHECK(real_normal_quantile(pool, zero, &out) == REAL_DOMAIN);
	CHECK(real_normal_quantile(pool, number_of(1), &out) == REAL_DOMAIN);
	CHECK(real_exp(pool, huge, &out) == REAL_TOO_LARGE && real_exp(pool, number_neg(pool, huge), &out) == REAL_TOO_LARGE);
	CHECK(real_exp(pool, number_of(11500), &out) == REAL_TOO_LARGE);
	CHECK(real_exp(pool, number_of(-11500), &out) == REAL_TOO_LARGE);
	CHECK(real_exp(pool, number_of(11000), &out) == REAL_OK && real_exp(pool, number_of(-11000), &out) == REAL_OK);
	CHECK(real_exp(pool, tiny, &out) == REAL_OK && number_order(out, number_of(1)) == 0);
	CHECK(real_power(pool, huge, number_ratio(pool, 5, 2), &out) == REAL_TOO_LARGE);
	CHECK(real_power(pool, huge, number_ratio(pool, -5, 2), &out) == REAL_TOO_LARGE);
	CHECK(real_power(pool, number_of(2), huge, &out) == REAL_TOO_LARGE && is_power(pool, minus, huge, number_of(1)));
	CHECK(real_power(pool, number_of(2), number_add(pool, huge, half), &out) == REAL_TOO_LARGE);
	/* (1 + 10^-2000)^(10^2000 + 1/2) is e to 34 digits and far beyond. */
	struct number e;
	struct number near = number_add(pool, number_of(1), number_pow(pool, ten, -2000));
	struct number big = number_add(pool, number_pow(pool, ten, 2000), half);
	CHECK(real_exp(pool, number_of(1), &e) == REAL_OK && is_power(pool, near, big, e));
	CHECK(real_ln(pool, near, &out) == REAL_OK && number_order(out, number_pow(pool, ten, -2000)) == 0);
	CHECK(real_normal_quantile(pool, tiny, &out) == REAL_OK && fabs(number_to_double(out) + 135.6) < 0.1);
	CHECK(real_normal_quantile(pool, number_sub(pool, half, number_pow(pool, ten, -500)), &out) == REAL_OK);
	CHECK(number_exponent(out) == -500);
	CHECK(!numbers_too_large(pool));
}

static bool is_float(struct numbers *pool, struct number x, double expected)
{
	struct number got, minus;
	bool ok = real_float32(pool, x, &got) == REAL_OK && number_to_double(got) == expected;
	return ok && real_float32(pool, number_neg(pool, x), &minus) == REAL_OK && number_to_double(minus) == -expected;
}

static void test_float32(struct numbers *pool)
{
	UNIT("single precision");
	struct number two = number_of(2), out, least = number_pow(pool, two, -149), one = number_of(1);
	CHECK(is_float(pool, number_in(pool, "0.1"), (double)0.1f) && is_float(pool, number_of(0), 0));
	CHECK(is_float(pool, number_of(16777217), 16777216) && is_float(pool, number_of(16777219), 16777220));
	CHECK(is_float(pool, number_in(pool, "16777217.0000001"), 16777218));
	CHECK(is_float(pool, number_ratio(pool, 1, 3), (double)(1.0f / 3.0f)));
	CHECK(is_float(pool, least, 0x1p-149) && is_float(pool, number_div(pool, least, two), 0));
	CHECK(is_float(pool, number_mul(pool, least, number_ratio(pool, 3, 4)), 0x1p-149));
	CHECK(is_float(pool, number_mul(pool, least, number_ratio(pool, 3, 2)), 0x1p-148));
	CHECK(is_float(pool, number_in(pool, "1e-300"), 0));
	CHECK(is_float(pool, number_in(pool, "1.17549429e-38"), (double)1.17549429e-38f));
	struct number end = number_pow(pool, two, 128), half_step = number_pow(pool, two, 103);
	CHECK(is_float(pool, number_sub(pool, end, number_mul(pool, half_step, two)), 0x1.fffffep127));
	CHECK(real_float32(pool, number_sub(pool, end, half_step), &out) == REAL_TOO_LARGE);
	CHECK(is_float(pool, number_sub(pool, number_sub(pool, end, half_step), one), 0x1.fffffep127));
	CHECK(real_float32(pool, number_pow(pool, two, 9000), &out) == REAL_TOO_LARGE);
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 7;
	struct numbers *pool = numbers_new(arena);
	test_rows(pool);
	test_rational(pool);
	test_round34(pool);
	test_ends(pool);
	test_float32(pool);
	arena_free(arena);
	real_done();
	return unit_done();
}

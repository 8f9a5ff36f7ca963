/* plain_test.c - the cell of a number as a result shows it. */
#include "runtime/plain.h"
#include "tests/unit/unit.h"

static struct dataset dataset = { .thousands = { ",", 1 },
	                              .currency_sign = { "\xC2\xA3", 2 },
	                              .currency = { "GBP", 3 } };

static bool becomes(enum type_kind kind, const char *raw, bool zero, const char *expected)
{
	char buffer[32];
	struct field field = { .type = { .kind = kind } };
	struct text got = plain_cell(&field, &dataset, text_of(raw), zero, buffer, sizeof buffer);
	if (text_is(got, expected)) return true;
	printf("%s: expected %s, got %.*s\n", raw, expected, TEXT_ARG(got));
	return false;
}

int main(void)
{
	UNIT("a plain cell stands where it was");
	struct field number = { .type = { .kind = TYPE_NUMBER } };
	struct text raw = TEXT("-0012.50"), long_one = TEXT("+0000000001");
	CHECK(plain_cell(&number, &dataset, raw, false, NULL, 0).at == raw.at);
	CHECK(becomes(TYPE_NUMBER, "007", false, "007") && becomes(TYPE_NUMBER, "-5", false, "-5"));
	UNIT("what is no digit is taken off");
	CHECK(becomes(TYPE_NUMBER, "+5", false, "5") && becomes(TYPE_NUMBER, "-1,234.5", false, "-1234.5"));
	CHECK(becomes(TYPE_NUMBER, "-0.00", true, "0.00") && becomes(TYPE_NUMBER, "1.5E-3", false, "1.5E-3"));
	CHECK(becomes(TYPE_NUMBER, "-0e-5", true, "0e-5") && becomes(TYPE_PERCENT, "5.1 %", false, "5.1"));
	CHECK(becomes(TYPE_MONEY,
	              "-\xC2\xA3"
	              "1,000",
	              false, "-1000") &&
	      becomes(TYPE_MONEY, "GBP 12.50", false, "12.50"));
	UNIT("what is longer than the buffer asks for room");
	struct text none = plain_cell(&number, &dataset, long_one, false, NULL, 0);
	CHECK(!none.at && none.len == long_one.len);
	return unit_done();
}

/* decimal.c - digits to a number, one by one. */
#include "runtime/decimal.h"

enum { PLACES_KEPT = 3 };

const int64_t decimal_power[DECIMAL_DIGITS + 1] = {
	1,         10,         100,         1000,         10000,         100000,         1000000,         10000000,
	100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000
};

static const char *digits_of(const char *at, const char *end, int64_t *digits)
{
	for (; at < end && (unsigned char)(*at - '0') <= 9; at++)
		*digits = *digits * 10 + (*at - '0');
	return at;
}

bool decimal_read(struct text text, struct decimal *out)
{
	const char *at = text.at, *end = text.at + text.len;
	bool negative = text.len && *at == '-';
	if (text.len && (*at == '-' || *at == '+')) at++;
	if (end - at > DECIMAL_DIGITS + 1 || at == end) return false;
	int64_t digits = 0;
	const char *first = at, *point = digits_of(at, end, &digits);
	size_t places = 0;
	if (point == first) return false;
	if (point < end) {
		if (*point != '.' || point + 1 == end || digits_of(point + 1, end, &digits) != end) return false;
		places = (size_t)(end - point - 1);
	} else if (end - first > DECIMAL_DIGITS) return false;
	while (places > PLACES_KEPT && digits % 10 == 0) {
		digits /= 10;
		places--;
	}
	*out = (struct decimal){ .digits = negative ? -digits : digits, .places = (unsigned)places };
	return true;
}

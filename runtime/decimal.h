/* decimal.h - short plain decimals, the usual cell: a whole number and how many of its digits stand behind the point.
 * In:   the bytes of a cell.   Out: the number, or that it is not one of these; lang/number.h reads the rest.
 * Owns: nothing. */
#ifndef PLANG_RUNTIME_DECIMAL_H
#define PLANG_RUNTIME_DECIMAL_H
#include "lang/text.h"

enum { DECIMAL_DIGITS = 15 }; /* in all: such a number is smaller than 2^53 */

struct decimal {
	int64_t digits;  /* 5.10: 510 */
	unsigned places; /* 5.10: 2 */
};

extern const int64_t decimal_power[DECIMAL_DIGITS + 1]; /* of ten */

/* [+-]digits[.digits] with at most DECIMAL_DIGITS digits, zeros counted. Past the third place, zeros at the end are left
 * out: they say nothing, and each place costs the column a digit. */
bool decimal_read(struct text text, struct decimal *out);

/* The same for up to 8 bytes without a sign, all of them at once; false also for what decimal_read would take. Up to 8
 * bytes behind the text are read. */
static inline bool decimal_quick(struct text text, struct decimal *out)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t x;
	if (text.len - 1 > 7) return false;
	memcpy(&x, text.at, sizeof x);
	unsigned empty = (unsigned)(8 - text.len);
	x = (x ^ UINT64_C(0x3030303030303030)) << (8 * empty); /* digits, the last one in the highest byte */
	uint64_t other = ((x + UINT64_C(0x7676767676767676)) | x) & high;
	out->places = 0;
	if (other) {
		unsigned at = (unsigned)__builtin_ctzll(other) / 8;
		if ((other & (other - 1)) || (x >> (8 * at) & 0xFF) != ('.' ^ '0') || at == empty || at == 7) return false;
		uint64_t below = (UINT64_C(1) << (8 * at)) - 1; /* the digits before the point close up */
		x = (x & below) << 8 | (x & ~(below << 8 | 0xFF));
		out->places = 7 - at;
		if (out->places > 3) return false;
	}
	x = (x * 10) + (x >> 8);
	x = ((x & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
	     ((x >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >>
	    32;
	out->digits = (int64_t)(uint32_t)x;
	return true;
#else
	return decimal_read(text, out);
#endif
}

#endif

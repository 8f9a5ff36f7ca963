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

#endif

/* order.h - rows put in order by a whole-number key: a stable radix sort, and keys that order as their values do.
 * In:   keys, the rows they belong to, room for as many of both.   Out: both in order.
 * Owns: nothing. */
#ifndef PLANG_RUNTIME_ORDER_H
#define PLANG_RUNTIME_ORDER_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
struct crew;

/* Sorts by key, equal keys in the order in which they came. True: both arrays are in place; false: in the room. n is
 * below 2^32. The crew may be NULL: one thread. */
bool order_radix(struct crew *crew, uint64_t *key, uint32_t *index, size_t n, uint64_t *key_room, uint32_t *index_room)
	__attribute__((warn_unused_result));

/* Keys compare as the values do, the other way round where descending. */
static inline uint64_t order_key_whole(int64_t x, bool descending)
{
	uint64_t key = (uint64_t)x ^ (uint64_t)1 << 63;
	return descending ? ~key : key;
}

/* Not for NaN. -0 and +0 have one key. */
static inline uint64_t order_key_double(double x, bool descending)
{
	uint64_t bits, sign = (uint64_t)1 << 63;
	x += 0.0;
	memcpy(&bits, &x, sizeof bits);
	bits = bits & sign ? ~bits : bits | sign;
	return descending ? ~bits : bits;
}

#endif

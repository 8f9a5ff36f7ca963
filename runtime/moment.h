/* moment.h - exact sums of whole numbers, of their products and squares, in all or by group.
 * In:   columns, and for groups a code of each row.   Out: sums that cannot overflow.
 * Owns: nothing. With groups the threads take memory for as long as they count; where there is none, one thread does
 *       all.
 *
 * Rows that should not count: give them a group of their own past the others. A crew may be NULL: one thread. */
#ifndef PLANG_RUNTIME_MOMENT_H
#define PLANG_RUNTIME_MOMENT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
struct crew;

/* high * 2^128 + low: the sum of up to 2^64 products of any two int64_t. */
struct moment_wide {
	unsigned __int128 low;
	int64_t high;
};

/* Sums over n rows, n below 2^63. */
__int128 moment_sum(struct crew *crew, const int64_t *x, size_t n);
struct moment_wide moment_product(struct crew *crew, const int64_t *x, const int64_t *y, size_t n);
struct moment_wide moment_square(struct crew *crew, const int64_t *x, size_t n);

/* The same by group: group[i] < groups; sets each of the groups. */
void moment_sum_by(struct crew *crew, const int64_t *x, const uint32_t *group, size_t n, size_t groups, __int128 *sum);
void moment_product_by(struct crew *crew, const int64_t *x, const int64_t *y, const uint32_t *group, size_t n,
                       size_t groups, struct moment_wide *sum);
void moment_square_by(struct crew *crew, const int64_t *x, const uint32_t *group, size_t n, size_t groups,
                      struct moment_wide *sum);
void moment_count_by(struct crew *crew, const uint32_t *group, size_t n, size_t groups, uint64_t *count);

/* True when the sum fits 128 bits, as it does for values below 2^53 in size and up to 2^21 rows. */
static inline bool moment_narrow(struct moment_wide sum, __int128 *out)
{
	*out = (__int128)sum.low;
	return sum.high == (*out < 0 ? -1 : 0);
}

#endif

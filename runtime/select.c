/* select.c - selection between two pivots from a sample, with the median of medians where the sample misleads.
 *
 * Of an array of n values about 4 * sqrt(n) are sampled; the two of them a little before and a little after the place
 * where the one sought should stand are the pivots. Nearly always it lies between them, with a small part of the array:
 * two passes, without a branch that depends on a value. When a round leaves more than half of the array, which bad luck
 * or an adversary may cause, the next takes the median of medians of five for both its pivots: that leaves at most
 * about seven tenths. So any two rounds cost in proportion to what they were given and leave a fixed part of it. */
#include "runtime/select.h"
#include <stdbool.h>

enum {
	SELECT_FEW = 24,    /* up to so many are sorted */
	SELECT_MANY = 1024, /* from here on two pivots, from a sample that grows; below, the middle of a few */
	SELECT_SAMPLE = 9
};

/* A power of two from 4 to 8 times the square root; and for a sample of that size, how far a pivot keeps from where it
 * should be: two to four times the standard error. */
static size_t sample_size(size_t n)
{
	size_t size = 128;
	if (n < SELECT_MANY) return SELECT_SAMPLE;
	while (size / 4 * (size / 4) < n)
		size *= 2;
	return size;
}

static size_t sample_margin(size_t n, size_t size)
{
	size_t margin = 1;
	if (n < SELECT_MANY) return 0;
	while (margin * margin < size)
		margin *= 2;
	return margin;
}

#define OF_PAIRS
#define VALUE int64_t
#define OF_TYPE(name) name##_whole
#include "runtime/select_value.def"
#undef VALUE
#undef OF_TYPE

#define VALUE double
#define OF_TYPE(name) name##_double
#include "runtime/select_value.def"
#undef VALUE
#undef OF_TYPE

#undef OF_PAIRS
#define VALUE unsigned __int128
#define OF_TYPE(name) name##_wide
#include "runtime/select_value.def"
#undef VALUE
#undef OF_TYPE

int64_t select_whole(int64_t *x, size_t n, size_t k)
{
	return find_whole(x, n, k);
}

double select_double(double *x, size_t n, size_t k)
{
	return find_double(x, n, k) + 0.0; /* -0 + 0 is +0 */
}

unsigned __int128 select_wide(unsigned __int128 *x, size_t n, size_t k)
{
	return find_wide(x, n, k);
}

struct select_whole_pair select_whole_pair(int64_t *x, size_t n, size_t k)
{
	int64_t lower = select_whole(x, n, k);
	return (struct select_whole_pair){ lower, k + 1 < n ? next_whole(x, n, k) : lower };
}

struct select_double_pair select_double_pair(double *x, size_t n, size_t k)
{
	double lower = select_double(x, n, k);
	return (struct select_double_pair){ lower, k + 1 < n ? next_double(x, n, k) + 0.0 : lower };
}

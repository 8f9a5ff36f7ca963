/* select.h - the value that would stand at a place if an array were sorted, without sorting it.
 * In:   an array.   Out: the value, and the array so rearranged that it stands there: none before it is greater, none
 *       after it less.
 * Owns: nothing.
 *
 * Linear in the worst case, and the same at every run: what is random elsewhere is taken at even distances here. */
#ifndef PLANG_RUNTIME_SELECT_H
#define PLANG_RUNTIME_SELECT_H
#include <stddef.h>
#include <stdint.h>

/* k < n, counted from 0. Doubles without NaN; of zeros the value is +0. */
int64_t select_whole(int64_t *x, size_t n, size_t k);
double select_double(double *x, size_t n, size_t k);
unsigned __int128 select_wide(unsigned __int128 *x, size_t n, size_t k);

/* The values at k and at k + 1, for a median of an even number or a quantile between two; at the last k both are its
 * value. */
struct select_whole_pair {
	int64_t lower, upper;
};
struct select_double_pair {
	double lower, upper;
};
struct select_whole_pair select_whole_pair(int64_t *x, size_t n, size_t k);
struct select_double_pair select_double_pair(double *x, size_t n, size_t k);

#endif

/* random.h - random numbers for tests: the same ones for the same seed, on every machine.
 * splitmix64: Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014. */
#ifndef PLANG_TESTS_UNIT_RANDOM_H
#define PLANG_TESTS_UNIT_RANDOM_H
#include <stdint.h>

static inline uint64_t random_word(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* From 0 up to but not including n; 0 where there is no such number. */
static inline int64_t random_below(uint64_t *state, int64_t n)
{
	return n > 0 ? (int64_t)(random_word(state) % (uint64_t)n) : 0;
}

#endif

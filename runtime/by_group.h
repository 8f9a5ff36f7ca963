/* by_group.h - one accumulator for each group, filled by several threads and merged in the order of the rows.
 * In:   the group of each row, and what adds rows to accumulators.   Out: the accumulators.
 * Owns: nothing; the threads' own accumulators are gone when it returns. Without memory for them one
 *       thread does all. */
#ifndef PLANG_RUNTIME_BY_GROUP_H
#define PLANG_RUNTIME_BY_GROUP_H
#include <stddef.h>
#include <stdint.h>
struct crew;

enum {
	BY_GROUP_FEW = 128, /* so few groups may have BY_GROUP_BANKS accumulators each, */
	BY_GROUP_BANKS = 4  /* so that a row need not wait for the one before, which is often of the same group */
};

struct by_group {
	const uint32_t *group;
	size_t n, groups;
	size_t size; /* of an accumulator */
	const void *columns;
	/* Sets all accumulators, to what the rows from lo up to hi come to. */
	void (*fill)(const struct by_group *by, size_t lo, size_t hi, void *accumulators);
	/* Adds those of later rows to those of earlier ones. */
	void (*merge)(const struct by_group *by, void *accumulators, const void *later);
};

void by_group_do(struct crew *crew, const struct by_group *by, void *accumulators);

#endif

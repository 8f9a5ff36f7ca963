/* part.h - the rows of a table as parts of about equal length, one for each thread, or one where threads do not pay. */
#ifndef PLANG_RUNTIME_PART_H
#define PLANG_RUNTIME_PART_H
#include "runtime/crew.h"

#ifndef PLANG_PART_ROWS
#define PLANG_PART_ROWS (1 << 15) /* below this a part is done before a second thread has woken */
#endif

static inline size_t part_count(const struct crew *crew, size_t n)
{
	size_t most = n / PLANG_PART_ROWS, threads = crew ? crew_size(crew) : 1;
	return most < 1 ? 1 : most < threads ? most : threads;
}

/* Where a part begins; where it ends the next one begins. */
static inline size_t part_begin(size_t n, size_t parts, size_t part)
{
	return n / parts * part + n % parts * part / parts;
}

/* As crew_do, which needs no crew for one part. */
static inline void part_do(struct crew *crew, size_t parts, void (*work)(void *state, size_t part), void *state)
{
	if (parts > 1) crew_do(crew, parts, work, state);
	else work(state, 0);
}

#endif

/* crew.h - a few threads that share out the parts of one task.
 * In:   a task cut into parts that do not touch each other.   Out: all of them done, in any order.
 * Owns: its threads, which end with the arena. They are started by the first task of more than one part, so that a run
 *       over a few hundred places starts none.
 *
 * A part must not allocate from an arena, report or jump: it leaves what it found in its own place, and who asked looks
 * when all are done. So nothing that is printed depends on how many threads there are. */
#ifndef PLANG_RUNTIME_CREW_H
#define PLANG_RUNTIME_CREW_H
#include <stddef.h>
struct arena;
struct crew;

/* threads: in all, the caller's own included; 0: as many as the machine has processors, at most CREW_MAX. */
enum { CREW_MAX = 16 };
struct crew *crew_new(struct arena *arena, unsigned threads);
unsigned crew_size(const struct crew *crew);
/* Calls work(state, part) for each part from 0 to parts - 1 and returns when all have been done. */
void crew_do(struct crew *crew, size_t parts, void (*work)(void *state, size_t part), void *state);

#endif

/* by_group.c - parts of the rows, each with accumulators of its own. */
#include "runtime/by_group.h"
#include "runtime/part.h"
#include <stdlib.h>

struct task {
	const struct by_group *by;
	size_t parts;
	char *first, *others; /* accumulators of part 0; of the others, one after another */
};

static char *accumulators_of(const struct task *task, size_t part)
{
	return part ? task->others + (part - 1) * task->by->groups * task->by->size : task->first;
}

static void fill_part(void *state, size_t part)
{
	const struct task *task = state;
	size_t n = task->by->n, lo = part_begin(n, task->parts, part), hi = part_begin(n, task->parts, part + 1);
	task->by->fill(task->by, lo, hi, accumulators_of(task, part));
}

void by_group_do(struct crew *crew, const struct by_group *by, void *accumulators)
{
	struct task task = { .by = by, .parts = part_count(crew, by->n), .first = accumulators };
	if (by->groups > by->n / 4 / task.parts) task.parts = 1; /* merging would cost what the threads save */
	if (task.parts > 1) task.others = malloc((task.parts - 1) * by->groups * by->size);
	if (!task.others) task.parts = 1;
	part_do(crew, task.parts, fill_part, &task);
	for (size_t part = 1; part < task.parts; part++)
		by->merge(by, accumulators, accumulators_of(&task, part));
	free(task.others);
}

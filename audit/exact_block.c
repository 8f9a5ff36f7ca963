/* exact_block.c - room that a whole-table function needs for a while: taken from the arena in sizes that are powers of
 * two, and kept in a list for the next one when it is given back. */
#include "audit/exact_run.h"

struct block {
	struct block *next; /* while it is free */
	size_t size;        /* logarithm of the room, this header included */
};

_Static_assert(sizeof(struct block) % _Alignof(max_align_t) == 0, "what follows the header is aligned for anything");

void *block_take(struct run *run, size_t count, size_t size)
{
	if (size && count > (SIZE_MAX / 2 - sizeof(struct block)) / size) arena_no_memory(run->arena);
	size_t need = count * size + sizeof(struct block), log = 6;
	while (((size_t)1 << log) < need && log < BLOCK_SIZES - 1)
		log++;
	if (((size_t)1 << log) < need) arena_no_memory(run->arena);
	struct block *b = run->free_blocks[log];
	if (b) {
		run->free_blocks[log] = b->next;
	} else {
		b = arena_alloc(run->arena, (size_t)1 << log);
		b->size = log;
	}
	return b + 1;
}

void block_give(struct run *run, void *block)
{
	if (!block) return;
	struct block *b = (struct block *)block - 1;
	b->next = run->free_blocks[b->size];
	run->free_blocks[b->size] = b;
}

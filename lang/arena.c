/* arena.c - blocks of memory in a list, and a list of what is closed with them. */
#include "lang/arena.h"
#include <stdio.h>
#include <stdlib.h>

#ifndef PLANG_ARENA_BLOCK /* the small-test build makes it tiny */
#define PLANG_ARENA_BLOCK 65536
#endif

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct deferred {
	struct deferred *next;
	void (*done)(void *what);
	void *what;
};

struct arena {
	struct edge *edge;
	struct block *blocks; /* the first is the one being filled */
	struct deferred *deferred;
};

struct arena *arena_new(struct edge *edge)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (arena) arena->edge = edge;
	return arena;
}

void arena_clear(struct arena *arena)
{
	for (struct deferred *d = arena->deferred; d; d = d->next)
		d->done(d->what);
	for (struct block *b = arena->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	arena->blocks = NULL;
	arena->deferred = NULL;
}

void arena_free(struct arena *arena)
{
	if (!arena) return;
	arena_clear(arena);
	free(arena);
}

static void child_free(void *what)
{
	struct arena *const *child = what;
	arena_free(*child);
}

/* The parent is told first: once there is a child, nothing more can fail. */
struct arena *arena_child(struct arena *parent)
{
	struct arena **child = arena_alloc(parent, sizeof(struct arena *));
	arena_defer(parent, child_free, child);
	*child = arena_new(parent->edge);
	if (!*child) arena_no_memory(parent);
	return *child;
}

void arena_no_memory(struct arena *arena)
{
	longjmp(arena->edge->back, 1);
}

static struct block *block_for(struct arena *arena, size_t size)
{
	size_t room = size > PLANG_ARENA_BLOCK ? size : PLANG_ARENA_BLOCK;
	if (room > SIZE_MAX - sizeof(struct block)) arena_no_memory(arena);
	struct block *b = calloc(1, sizeof *b + room);
	if (!b) arena_no_memory(arena);
	b->size = room;
	/* A large object gets a block of its own behind the first, which goes on being filled. */
	if (arena->blocks && size > PLANG_ARENA_BLOCK / 4) {
		b->next = arena->blocks->next;
		arena->blocks->next = b;
	} else {
		b->next = arena->blocks;
		arena->blocks = b;
	}
	return b;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t unit = _Alignof(max_align_t);
	if (size > SIZE_MAX - unit) arena_no_memory(arena);
	size = (size + unit - 1) / unit * unit;
	struct block *b = arena->blocks;
	if (!b || b->size - b->used < size) b = block_for(arena, size);
	void *at = (char *)b->data + b->used;
	b->used += size;
	return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size) arena_no_memory(arena);
	return arena_alloc(arena, count * size);
}

struct text arena_text(struct arena *arena, struct text text)
{
	char *copy = arena_alloc(arena, text.len + 1);
	if (text.len) memcpy(copy, text.at, text.len);
	return (struct text){ copy, text.len };
}

struct text arena_vformat(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n < 0) {
		va_end(again);
		return TEXT("");
	}
	char *at = arena_alloc(arena, (size_t)n + 1);
	vsnprintf(at, (size_t)n + 1, format, again);
	va_end(again);
	return (struct text){ at, (size_t)n };
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct text t = arena_vformat(arena, format, args);
	va_end(args);
	return t;
}

void arena_defer(struct arena *arena, void (*done)(void *what), void *what)
{
	struct deferred *d = arena_alloc(arena, sizeof *d);
	*d = (struct deferred){ arena->deferred, done, what };
	arena->deferred = d;
}

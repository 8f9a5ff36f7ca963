/* arena.h - memory that is freed all at once, and what must be closed with it.
 * In:   an edge to jump to when memory runs out.   Out: zeroed memory, never NULL.
 * Owns: everything it hands out, until arena_free. */
#ifndef PLANG_LANG_ARENA_H
#define PLANG_LANG_ARENA_H
#include "lang/text.h"
#include <setjmp.h>
#include <stdarg.h>

struct arena;

/* Where a single-threaded stage lands when memory runs out: `if (setjmp(edge.back)) { free the arenas; return }`. */
struct edge {
	jmp_buf back;
};

/* NULL when memory runs out. The edge must outlive every call that allocates. */
struct arena *arena_new(struct edge *edge);
void arena_free(struct arena *arena);
/* One with the same edge, which is freed with its parent; for what is made again and again. */
struct arena *arena_child(struct arena *parent);
/* Frees all that an arena holds; it can be used on. */
void arena_clear(struct arena *arena);

/* Zeroed, aligned for any type; jumps to the edge when memory runs out. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same for count objects of one size; a product beyond SIZE_MAX counts as out of memory. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy that is also NUL-terminated. */
struct text arena_text(struct arena *arena, struct text text);
struct text arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct text arena_vformat(struct arena *arena, const char *format, va_list args);

/* Calls done(what) when the arena is freed, last registered first: for what is not memory. */
void arena_defer(struct arena *arena, void (*done)(void *what), void *what);
/* For those who allocate elsewhere on behalf of this arena and found no memory. Does not return. */
_Noreturn void arena_no_memory(struct arena *arena);

#endif

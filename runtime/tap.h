/* tap.h - who looks at the bytes of a result while they are written: all of them, in order.
 * take may be called by another thread than the one that asked for the writing, one call at a time; so it must neither
 * allocate from an arena, report nor jump. */
#ifndef PLANG_RUNTIME_TAP_H
#define PLANG_RUNTIME_TAP_H
#include <stddef.h>

struct tap {
	void (*take)(void *state, const char *at, size_t len);
	void *state;
};

#endif

/* memory.h - a file for tests that stands in memory and is handed out in pieces. */
#ifndef PLANG_TESTS_UNIT_MEMORY_H
#define PLANG_TESTS_UNIT_MEMORY_H
#include <stddef.h>
#include <string.h>

struct memory {
	const char *at;
	size_t len, step; /* hands out at most step bytes at once */
};

/* As struct input reads. */
static inline ptrdiff_t read_memory(void *state, void *buffer, size_t size)
{
	struct memory *m = state;
	size_t n = m->len < size ? m->len : size;
	if (n > m->step) n = m->step;
	memcpy(buffer, m->at, n);
	m->at += n;
	m->len -= n;
	return (ptrdiff_t)n;
}

#endif

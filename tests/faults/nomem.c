/* nomem.c - preloaded into a program: its Nth allocation (NOMEM_AT), or with NOMEM_EVER every one from there on, fails.
 * With NOMEM_COUNT the number of allocations is written to that file when the program ends. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);

static unsigned long made, fail_at;
static bool ever, ready;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("NOMEM_AT");
	fail_at = at ? strtoul(at, NULL, 10) : 0;
	ever = getenv("NOMEM_EVER") != NULL;
	made = 0;
	ready = true;
}

__attribute__((destructor)) static void end(void)
{
	const char *file = getenv("NOMEM_COUNT");
	unsigned long total = made;
	ready = false;
	FILE *out = file ? fopen(file, "w") : NULL;
	if (!out) return;
	fprintf(out, "%lu\n", total);
	fclose(out);
}

static bool fails(void)
{
	if (!ready) return false;
	made++;
	bool now = fail_at && (made == fail_at || (ever && made > fail_at));
	if (now) errno = ENOMEM;
	return now;
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
	return fails() ? NULL : __libc_realloc(memory, size);
}

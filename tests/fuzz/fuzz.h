/* fuzz.h - a session whose stages land here when memory runs out; each fuzzer hands its bytes to one stage. */
#ifndef PLANG_TESTS_FUZZ_FUZZ_H
#define PLANG_TESTS_FUZZ_FUZZ_H
#include "lang/arena.h"
#include "lang/check.h"
#include "lang/diag.h"
#include "parser/parse.h"
#include "runtime/csv.h"

struct session {
	struct edge edge;
	struct arena *arena;
	struct sources sources;
	struct diags diags;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline bool session_begin(struct session *s)
{
	*s = (struct session){ .arena = arena_new(&s->edge) };
	if (!s->arena) return false;
	s->sources.arena = s->arena;
	s->diags = (struct diags){ .arena = s->arena, .sources = &s->sources };
	return true;
}

static inline struct tree *session_parse(struct session *s, struct text rules)
{
	struct source *source = source_add(&s->sources, TEXT("rules.pl"), rules);
	return source ? parse_file(s->arena, &s->diags, source) : NULL;
}

/* Bytes in memory as an input that is read a few at a time. */
struct bytes {
	struct text rest;
	size_t step;
};

static inline ptrdiff_t bytes_read(void *state, void *buffer, size_t size)
{
	struct bytes *b = state;
	size_t n = b->rest.len < size ? b->rest.len : size;
	if (n > b->step) n = b->step;
	if (n) memcpy(buffer, b->rest.at, n);
	b->rest.at += n;
	b->rest.len -= n;
	return (ptrdiff_t)n;
}

/* Messages are part of what is tested: they quote what the input holds. */
static inline void session_end(struct session *s)
{
	static FILE *nowhere;
	if (!nowhere) nowhere = fopen("/dev/null", "w");
	if (nowhere && setjmp(s->edge.back) == 0) {
		diag_print(&s->diags, nowhere, false);
		diag_json(&s->diags, nowhere);
	}
	arena_free(s->arena);
}

#endif

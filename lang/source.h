/* source.h - the texts a run can point into, and where a byte of them stands.
 * Every rule file (and every --set text) gets its own stretch of one numbering of bytes, so that a span needs no file.
 * Owns: nothing; texts and records live in the arena. */
#ifndef PLANG_LANG_SOURCE_H
#define PLANG_LANG_SOURCE_H
#include "lang/text.h"
struct arena;

/* Bytes lo up to but not including hi, in the numbering of a struct sources. {0, 0} is nowhere. */
struct span {
	uint32_t lo, hi;
};

struct source {
	struct source *next;
	struct text name; /* as the user wrote it */
	struct text body; /* the whole text, NUL-terminated */
	uint32_t base;    /* the number of its first byte; at least 1 */
};

struct sources {
	struct arena *arena;
	struct source *first, *last;
};

struct place {
	const struct source *source;
	size_t line;      /* from 1 */
	size_t column;    /* from 1, in characters */
	struct text text; /* the line, without its end */
	size_t byte;      /* offset of the place in that line */
};

#define SOURCE_MAX (1u << 28) /* bytes of all rule texts together */

/* Copies name and body. NULL when the texts together would pass SOURCE_MAX. */
struct source *source_add(struct sources *sources, struct text name, struct text body);
/* False when the byte is in no source. */
bool source_find(const struct sources *sources, uint32_t byte, struct place *place);
/* The text of a span; empty when it is nowhere. */
struct text source_text(const struct sources *sources, struct span span);

static inline struct span span_join(struct span a, struct span b)
{
	if (!a.hi) return b;
	if (!b.hi) return a;
	return (struct span){ a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi };
}

#endif

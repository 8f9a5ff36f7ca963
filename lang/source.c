/* source.c - from a byte to file, line and column. */
#include "lang/source.h"
#include "lang/arena.h"

struct source *source_add(struct sources *sources, struct text name, struct text body)
{
	size_t base = sources->last ? sources->last->base + sources->last->body.len + 1 : 1;
	if (body.len > SOURCE_MAX || base > SOURCE_MAX - body.len) return NULL;
	struct source *s = arena_alloc(sources->arena, sizeof *s);
	s->name = arena_text(sources->arena, name);
	s->body = arena_text(sources->arena, body);
	s->base = (uint32_t)base;
	if (sources->last) sources->last->next = s;
	else sources->first = s;
	sources->last = s;
	return s;
}

static const struct source *source_of(const struct sources *sources, uint32_t byte)
{
	for (const struct source *s = sources->first; s; s = s->next)
		if (byte >= s->base && byte - s->base <= s->body.len) return s;
	return NULL;
}

bool source_find(const struct sources *sources, uint32_t byte, struct place *place)
{
	const struct source *s = source_of(sources, byte);
	if (!s) return false;
	size_t at = byte - s->base, line = 1, start = 0;
	for (size_t i = 0; i < at; i++)
		if (s->body.at[i] == '\n') {
			line++;
			start = i + 1;
		}
	size_t end = at;
	while (end < s->body.len && s->body.at[end] != '\n')
		end++;
	if (end > start && s->body.at[end - 1] == '\r') end--;
	size_t column = 1;
	for (size_t i = start; i < at; i++)
		column += ((unsigned char)s->body.at[i] & 0xC0) != 0x80;
	*place = (struct place){ s, line, column, { s->body.at + start, end - start }, at - start };
	return true;
}

struct text source_text(const struct sources *sources, struct span span)
{
	const struct source *s = span.hi > span.lo ? source_of(sources, span.lo) : NULL;
	if (!s || span.hi - s->base > s->body.len) return TEXT("");
	return (struct text){ s->body.at + (span.lo - s->base), span.hi - span.lo };
}

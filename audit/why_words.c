/* why_words.c - small phrases. */
#include "audit/why_words.h"
#include "lang/arena.h"
#include <stdlib.h>

struct text words_title(const struct why_step *step)
{
	return step->title.len ? step->title : step->symbol->name;
}

struct text words_where(const struct story *s, struct text name, size_t line, struct text cite)
{
	const char *comma = cite.len ? ", " : "";
	if (!name.len) return arena_format(s->arena, " (line %zu%s%.*s)", line, comma, TEXT_ARG(cite));
	return arena_format(s->arena, " (%.*s, line %zu%s%.*s)", TEXT_ARG(name), line, comma, TEXT_ARG(cite));
}

static struct text grouped(const struct story *s, size_t n)
{
	return out_dressed(s->arena, arena_format(s->arena, "%zu", n), LOOK_NUMBER, TEXT(""));
}

struct text words_count(const struct story *s, size_t count, const char *one, const char *many)
{
	return arena_format(s->arena, "%.*s %s", TEXT_ARG(grouped(s, count)), count == 1 ? one : many);
}

struct text words_ordinal(const struct story *s, size_t n)
{
	static const char *const ends[] = { "th", "st", "nd", "rd" };
	bool teen = n % 100 >= 11 && n % 100 <= 13;
	return arena_format(s->arena, "%.*s%s", TEXT_ARG(grouped(s, n)), teen || n % 10 > 3 ? "th" : ends[n % 10]);
}

struct text words_rank(const struct story *s, const struct why_step *step)
{
	struct text exact = step->value.exact;
	bool whole = exact.len && exact.len < 18 && !memchr(exact.at, '.', exact.len);
	return whole ? words_ordinal(s, (size_t)strtoull(exact.at, NULL, 10)) : step->value.words;
}

const struct why_step *words_step(const struct why *why, const struct symbol *symbol)
{
	const struct why_step *step = why->steps;
	while (step && step->symbol != symbol)
		step = step->next;
	return step;
}

bool words_true(struct told value)
{
	return value.state == VALUE_PRESENT && text_is(value.exact, "true");
}

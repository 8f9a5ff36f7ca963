/* tell.c - sentences are put together here; how each way of telling sets them, its own file knows. */
#include "audit/tell.h"
#include "lang/arena.h"
#include <stdio.h>

const char *const tell_sign[TELL_IDLE + 1] = { "", "\xE2\x9C\x93", "\xE2\x9C\x97", "\xC2\xB7" };

void tell_begin(struct tell *tell, struct out *out, enum tell_as as, size_t width, bool colour)
{
	static const struct teller *const tellers[] = { &tell_as_text, &tell_as_markdown, &tell_as_html };
	*tell = (struct tell){ .out = out, .teller = tellers[as], .width = width, .colour = colour, .level = 1 };
}

/* In room that is used again: a story has thousands of sentences. */
static struct text sentence(struct tell *tell, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(tell->words, tell->words_room, format, args);
	if (len >= 0 && (size_t)len >= tell->words_room) {
		tell->words_room = (size_t)len * 2 + 256;
		tell->words = arena_alloc(tell->out->arena, tell->words_room);
		len = vsnprintf(tell->words, tell->words_room, format, again);
	}
	va_end(again);
	return (struct text){ tell->words, len > 0 ? (size_t)len : 0 };
}

static void told(struct tell *tell, bool title)
{
	tell->begun = true;
	tell->after_title = title;
}

void tell_title(struct tell *tell, unsigned level, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell->teller->settle(tell);
	tell->teller->title(tell, level, sentence(tell, format, args));
	va_end(args);
	told(tell, true);
}

void tell_say(struct tell *tell, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell->teller->settle(tell);
	tell->teller->say(tell, sentence(tell, format, args));
	va_end(args);
	told(tell, false);
}

void tell_item(struct tell *tell, unsigned depth, enum tell_mark mark, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell->teller->item(tell, depth, mark, sentence(tell, format, args));
	va_end(args);
	tell->open = depth + 1;
	told(tell, false);
}

void tell_table(struct tell *tell, const struct tell_table *table)
{
	tell->teller->settle(tell);
	tell->teller->table(tell, table);
	told(tell, false);
}

void tell_fold(struct tell *tell, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell->teller->settle(tell);
	tell->teller->fold(tell, sentence(tell, format, args));
	va_end(args);
	tell->folds++;
	told(tell, false);
}

void tell_unfold(struct tell *tell)
{
	tell->teller->settle(tell);
	tell->folds--;
	tell->teller->unfold(tell);
}

void tell_end(struct tell *tell)
{
	tell->teller->settle(tell);
}

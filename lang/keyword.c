/* keyword.c - looking words up in keyword.def. */
#include "lang/keyword.h"

const struct keyword_info keyword_info[KEYWORD_COUNT] = {
#define KEYWORD(name, spelling, class, role) [KEYWORD_##name] = { spelling, KEYWORD_##class, KEYWORD_##role },
#include "lang/keyword.def"
#undef KEYWORD
};

enum keyword keyword_find(struct text word)
{
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++)
		if (keyword_info[k].class != KEYWORD_JOINED && word.len && keyword_info[k].spelling[0] == word.at[0] &&
		    text_is(word, keyword_info[k].spelling))
			return k;
	return KEYWORD_NONE;
}

/* Cuts the first word off the rest of a spelling; empty at its end. */
static struct text next_word(const char **rest)
{
	while (**rest == ' ')
		++*rest;
	struct text word = { *rest, strcspn(*rest, " ") };
	*rest += word.len;
	return word;
}

/* How many words the spelling has when the words given begin with all of them; else 0. */
static size_t begins_with(const struct text *words, size_t count, const char *spelling)
{
	size_t n = 0;
	for (struct text w; (w = next_word(&spelling)).len; n++)
		if (n >= count || !text_equal(words[n], w)) return 0;
	return n;
}

enum keyword keyword_join(const struct text *words, size_t count, size_t *taken)
{
	enum keyword longest = KEYWORD_NONE;
	*taken = 0;
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++) {
		if (keyword_info[k].class != KEYWORD_JOINED || !count || keyword_info[k].spelling[0] != words[0].at[0])
			continue;
		size_t n = begins_with(words, count, keyword_info[k].spelling);
		if (n <= *taken) continue;
		*taken = n;
		longest = k;
	}
	return longest;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool keyword_is_plain(struct text name)
{
	if (!name.len || !is_letter(name.at[0])) return false;
	for (size_t i = 1; i < name.len; i++)
		if (!is_letter(name.at[i]) && !(name.at[i] >= '0' && name.at[i] <= '9')) return false;
	return true;
}

static bool is_first(struct text name, const char *spelling)
{
	return text_equal(name, next_word(&spelling));
}

/* The second word of an operator whose first is a keyword on its own: `proportion` in `x in proportion to under 5`. */
static bool is_second(struct text name, const char *spelling)
{
	struct text first = next_word(&spelling), second = next_word(&spelling);
	return second.len && name.at[0] == second.at[0] && text_equal(name, second) && keyword_find(first) != KEYWORD_NONE;
}

static bool is_any(struct text name, bool (*in)(struct text name, const char *spelling))
{
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++)
		if (keyword_info[k].class == KEYWORD_JOINED && in(name, keyword_info[k].spelling)) return true;
	return false;
}

bool keyword_calls_bare(struct text name)
{
	return keyword_is_plain(name) && keyword_info[keyword_find(name)].class != KEYWORD_RESERVED &&
	       !is_any(name, is_second);
}

/* As the first word of an operator a name is in danger from what may follow it: `keep` before `where`. */
bool keyword_stands_bare(struct text name)
{
	return keyword_calls_bare(name) && !is_any(name, is_first);
}

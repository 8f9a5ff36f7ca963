/* keyword.h - the words of the language, from keyword.def, and which names must stand in back-quotes.
 * Owns: nothing. */
#ifndef PLANG_LANG_KEYWORD_H
#define PLANG_LANG_KEYWORD_H
#include "lang/text.h"

enum keyword {
	KEYWORD_NONE,
#define KEYWORD(name, spelling, class, role) KEYWORD_##name,
#include "lang/keyword.def"
#undef KEYWORD
	KEYWORD_COUNT
};

enum keyword_class { KEYWORD_RESERVED = 1, KEYWORD_SOFT, KEYWORD_JOINED };
enum keyword_role { KEYWORD_WORD, KEYWORD_CLAUSE, KEYWORD_DECLARATION };

struct keyword_info {
	const char *spelling; /* joined words have one space between */
	enum keyword_class class;
	enum keyword_role role;
};
extern const struct keyword_info keyword_info[KEYWORD_COUNT]; /* [KEYWORD_NONE] is all zero */

/* A single word, reserved or soft; KEYWORD_NONE for any other. */
enum keyword keyword_find(struct text word);
/* The longest joined operator that these words begin with, and how many of them it takes. */
enum keyword keyword_join(const struct text *words, size_t count, size_t *taken);
#define KEYWORD_JOIN_MAX 4 /* words in the longest joined operator */

/* True for [A-Za-z_][A-Za-z0-9_]*. */
bool keyword_is_plain(struct text name);
/* False for a name that the parser would not read as that name everywhere unless it stands in back-quotes: one that is
 * not plain, is reserved, or could be taken for a part of a joined operator together with the word beside it. */
bool keyword_stands_bare(struct text name);
/* The same for a name with an opening bracket behind it, which no operator but `to under` and its like can swallow. */
bool keyword_calls_bare(struct text name);

#endif

/* complain.h - between complain.c, which says what is wrong, and meant.c, which says what was meant.
 * Owns: nothing. */
#ifndef PLANG_PARSER_COMPLAIN_H
#define PLANG_PARSER_COMPLAIN_H
#include "parser/build.h"

/* The words that could stand here, by their names in the grammar. */
struct expected {
	const char *const *names;
	size_t count;
	bool name, value, operator, declaration; /* kinds of things, of which the words are not listed one by one */
};

bool expected_has(const struct expected *e, const char *name);
enum keyword complain_keyword(const char *name);
bool token_is_word(const struct token *token);

/* Adds the help for the word at fault, or says that there is none: for any word, or only for one of another language. */
bool meant_word(struct parse *ps, const struct expected *e);
bool meant_foreign(struct parse *ps, const struct expected *e);
/* The keyword that a name would be without its capitals; KEYWORD_NONE when it has none. */
enum keyword meant_keyword(struct parse *ps, const struct token *name);
/* 250k pounds, 12 per cent: how that is written, or nothing. */
struct text meant_amount(struct parse *ps);
/* The name that begins at this word, made one: struggling_market for `struggling market`; nothing when it is one. */
struct text meant_name(struct parse *ps, struct span word);
/* What stands from here to the end of the line, if it can be read in one. */
struct text meant_rest(const struct parse *ps, uint32_t from);

#endif

/* filter.h - between scanner and parser: joins runs of words into operators and tells keywords from names.
 * In:   single words from scan.h.   Out: tokens of the grammar.
 * Owns: nothing. */
#ifndef PLANG_PARSER_FILTER_H
#define PLANG_PARSER_FILTER_H
#include "lang/keyword.h"
#include "parser/scan.h"

struct filter {
	struct scan scan;
	struct token ahead[KEYWORD_JOIN_MAX + 1]; /* one more for what is given back */
	size_t count;
};

void filter_init(struct filter *filter, struct arena *arena, struct diags *diags, const struct source *source);
void filter_next(struct filter *filter, struct token *token);
/* Gives the last token back, to be delivered again. */
void filter_back(struct filter *filter, const struct token *token);
/* The keyword that a token of the grammar is, KEYWORD_NONE for names, literals and signs. */
enum keyword filter_keyword(int code);

#endif

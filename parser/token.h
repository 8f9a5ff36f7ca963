/* token.h - one word of a rule file, between scanner, filter and parser.
 * Owns: nothing; its text is a piece of the source, or lives in the arena. */
#ifndef PLANG_PARSER_TOKEN_H
#define PLANG_PARSER_TOKEN_H
#include "lang/source.h"

struct token {
	int code; /* TOK_* of the grammar; TOKEN_WORD before the filter has seen it */
	struct span at;
	struct text text; /* of a text what it says, of a name without its back-quotes, of anything else its spelling */
	bool first;       /* the first on its line */
};

#define TOKEN_WORD (-1) /* a word that may be a keyword, a part of an operator or a name */

#endif

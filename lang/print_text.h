/* print_text.h - what the two halves of the printer share: a text that grows, and expressions.
 * Owns: nothing; the text lives in the arena. */
#ifndef PLANG_LANG_PRINT_TEXT_H
#define PLANG_LANG_PRINT_TEXT_H
#include "lang/tree.h"

struct print {
	struct arena *arena;
	char *at;
	size_t len, room;
	size_t line; /* where the line being written begins */
};

void print_put(struct print *print, const char *s);
void print_text(struct print *print, struct text text);
/* With its quotation marks and escapes. */
void print_quoted(struct print *print, struct text text);
/* In back-quotes where it needs them. */
void print_name(struct print *print, struct text name);
void print_newline(struct print *print, const char *indent);
size_t print_column(const struct print *print);

/* An expression, or a piece of one: names, paths, ranges, members, orders, cells, types. */
void print_expression(struct print *print, const struct tree *tree);
/* From this child on, with commas between. */
void print_children(struct print *print, const struct tree *first);

#endif

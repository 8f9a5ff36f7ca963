/* scan.h - from characters to single words.
 * In:   a source.   Out: tokens, the last of them TOK_GRAM_EOF for ever; what is misspelt is reported and, where it is
 *       clear what was meant, delivered as that.
 * Owns: nothing; the scanner's own memory comes from the arena. */
#ifndef PLANG_PARSER_SCAN_H
#define PLANG_PARSER_SCAN_H
#include "parser/token.h"
struct arena;
struct diags;

struct scan {
	struct arena *arena;
	struct diags *diags;
	const struct source *source;
	void *flex;
	size_t lo, hi; /* offsets of the word being scanned */
	bool first;    /* nothing has been seen yet on this line */
	bool complete; /* the action that ran has filled a token */
	struct token *token;
};

void scan_init(struct scan *scan, struct arena *arena, struct diags *diags, const struct source *source);
void scan_next(struct scan *scan, struct token *token);

/* What the actions of lexer.l call (spelling.c). Each fills the token, or reports and leaves it unfilled. */
void scan_deliver(struct scan *scan, int code, struct text text);
void scan_spelled(struct scan *scan, int code);
/* A number with letters behind it: k, m or bn. */
void scan_suffixed(struct scan *scan, int code);
/* Digits in groups of three behind commas: returns the length that belongs to the number. */
int scan_grouped(struct scan *scan, int code);
void scan_year(struct scan *scan);
void scan_date(struct scan *scan);
void scan_bad_date(struct scan *scan);
/* 01/04/2027, 1 April 2027 */
void scan_foreign_date(struct scan *scan);
/* 2026/27: returns the length that belongs to the word, which is that of a number if these are no years in a row. */
int scan_slashed_year(struct scan *scan);
void scan_fraction(struct scan *scan);
void scan_text(struct scan *scan);
void scan_open_text(struct scan *scan);
void scan_foreign_text(struct scan *scan, size_t open, size_t close);
void scan_quoted_name(struct scan *scan);
void scan_open_name(struct scan *scan);
void scan_foreign_name(struct scan *scan);
/* Another language's spelling of an operator; code 0: it has none here. */
void scan_foreign(struct scan *scan, int code, const char *ours);
void scan_lone(struct scan *scan, const char *advice);
void scan_unknown(struct scan *scan);

/* A copy of the body with two NULs behind it, in which every byte that must not be there is a space, each reported
 * (encoding.c): not UTF-8, control characters, and those that change the direction of reading. */
char *encoding_clean(struct arena *arena, struct diags *diags, const struct source *source);

#endif

/* tell.h - a story as it is told: titles, sentences, list items, tables and what is folded away; as plain text for a
 * terminal or a pipe, as Markdown, or as a fragment of HTML.
 * In:   sentences, as for printf, with whatever texts of the user's in them.   Out: the same, escaped for where they go.
 * Owns: nothing; lives in the arena of the `out` it writes to. */
#ifndef PLANG_AUDIT_TELL_H
#define PLANG_AUDIT_TELL_H
#include "runtime/out.h"

enum tell_as { TELL_TEXT, TELL_MARKDOWN, TELL_HTML };

/* What stands before a list item: nothing, that it holds, that it does not, that nobody asked. Never the only sign of it:
 * the sentence says so, too. */
enum tell_mark { TELL_PLAIN, TELL_YES, TELL_NO, TELL_IDLE };

struct tell_table {
	size_t columns;
	const struct text *head; /* of each column */
	const bool *right;       /* whether it holds numbers */
	size_t rows;
	const struct text *cell; /* row by row */
};

struct tell;
struct teller { /* one way of telling */
	void (*title)(struct tell *tell, unsigned level, struct text text);
	void (*say)(struct tell *tell, struct text text);
	void (*item)(struct tell *tell, unsigned depth, enum tell_mark mark, struct text text);
	void (*table)(struct tell *tell, const struct tell_table *table);
	void (*fold)(struct tell *tell, struct text text);
	void (*unfold)(struct tell *tell);
	void (*settle)(struct tell *tell); /* ends what is still open: a list */
};

struct tell {
	struct out *out;
	const struct teller *teller;
	size_t width;            /* of the terminal, in columns; 0: lines are as long as they are */
	bool colour;             /* TEXT: titles may be bold */
	bool unfolded;           /* TEXT: also what is folded away */
	unsigned level;          /* HTML: of the heading that a title of level 1 becomes */
	bool begun, after_title; /* something was told; and it was a title */
	unsigned open;           /* lists that are open */
	unsigned folds;          /* that are open */
	char *words;             /* the sentence, while it is told */
	size_t words_room;
};

void tell_begin(struct tell *tell, struct out *out, enum tell_as as, size_t width, bool colour);
/* level 1 to 3. */
void tell_title(struct tell *tell, unsigned level, const char *format, ...) __attribute__((format(printf, 3, 4)));
void tell_say(struct tell *tell, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* depth 0 for an item of a list of its own, at most one more than that of the item before. */
void tell_item(struct tell *tell, unsigned depth, enum tell_mark mark, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void tell_table(struct tell *tell, const struct tell_table *table);
/* What follows, up to tell_unfold, is folded away under this line. Folds may stand in folds. */
void tell_fold(struct tell *tell, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tell_unfold(struct tell *tell);
void tell_end(struct tell *tell);

/* HTML: what makes a page of its own of the fragments told between the two. */
void tell_page(struct tell *tell, struct text title);
void tell_page_end(struct tell *tell);

extern const struct teller tell_as_text, tell_as_markdown, tell_as_html; /* one file each */
extern const char *const tell_sign[TELL_IDLE + 1];                       /* in text and Markdown; empty for PLAIN */

#endif

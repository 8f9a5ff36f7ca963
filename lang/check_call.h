/* check_call.h - what check_call.c, check_table.c and check_expand.c share. Nobody else includes it. */
#ifndef PLANG_LANG_CHECK_CALL_H
#define PLANG_LANG_CHECK_CALL_H
#include "lang/check_private.h"

struct call {
	struct check *ck;
	struct tree *tree;
	const struct function_info *f;
	struct tree *args; /* the LIST */
	size_t count;
	const struct dataset *rows; /* what a whole-table function ranges over */
	struct context inside;      /* a row that takes part */
	struct context every;       /* any row, also one that `where` leaves out */
};

void call_wrong(struct call *c, const char *why);
bool call_argument_fits(struct call *c, const struct tree *argument);
/* The type that the table of functions says. */
void call_type(struct call *c);
/* `using type 1` to `using type 9`, `using sample`. */
void call_using(struct call *c);

/* A function over the whole table. */
void call_table(struct call *c, const struct context *where);
/* A function of the rule file: its body, expanded and checked here. */
void call_expand(struct check *ck, struct tree *call, const struct symbol *function, const struct context *where);

#endif

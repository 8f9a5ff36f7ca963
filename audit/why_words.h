/* why_words.h - the sentences of a story, shared by the files that tell its parts; for why_tell*.c only.
 * Owns: nothing; texts live in the arena of the `out` that is written to. */
#ifndef PLANG_AUDIT_WHY_WORDS_H
#define PLANG_AUDIT_WHY_WORDS_H
#include "audit/tell.h"
#include "audit/why.h"

struct story {
	struct tell *tell;
	struct arena *arena;
	const struct why *why;
	const struct why_manner *manner;
	bool unmarked; /* conditions stand without a mark: whether it is good that they hold is said above them */
};

/* "Its labour market is weak", else the name. */
struct text words_title(const struct why_step *step);
/* " (struggling, line 37, 3.1(a))" */
struct text words_where(const struct story *s, struct text name, size_t line, struct text cite);
struct text words_count(const struct story *s, size_t count, const char *one, const char *many);
/* "1st", "2nd", "11th" */
struct text words_ordinal(const struct story *s, size_t n);
/* Of a rank: "2nd"; a half, which `ties average` may give, as it is. */
struct text words_rank(const struct story *s, const struct why_step *step);
const struct why_step *words_step(const struct why *why, const struct symbol *symbol); /* NULL: it is none */
bool words_true(struct told value);

/* why_tell_node.c: a condition as list items from this depth on; and below it what an expression rests on. */
void tell_condition(const struct story *s, const struct why_node *node, unsigned depth);
/* What a rule asks: its conditions and exceptions. */
void tell_rule_clauses(const struct story *s, const struct why_step *step, unsigned depth);
/* title: of the part of a score that this is; empty for none. */
void tell_grounds(const struct story *s, struct text title, const struct why_node *node, unsigned depth);
/* "unemployment is 7.2%", one for each name in the expression, up to a limit; empty when there is none. */
struct text words_names(const struct story *s, const struct why_node *node);
/* why_tell_award.c */
void tell_award(const struct story *s, const struct why_step *step);
/* why_tell_rank.c */
void tell_rank(const struct story *s, const struct why_step *step);

#endif

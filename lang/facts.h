/* facts.h - what is known to hold at a place in a rule file, and what a value needs in order to exist.
 * A condition is interned: two spellings of it that differ only in brackets or spans are one `struct fact`.
 * In:   checked conditions.   Out: sets of facts, closed: the parts of what holds, hold.
 * Owns: nothing; lives in the arena of the compilation.
 *
 * Example: with `rule eligible when in_scope and weak unless rich`, knowing `eligible` is knowing that `eligible`,
 * `in_scope`, `weak`, the conditions of `in_scope` and of `weak`, and the opposite of `rich` hold. */
#ifndef PLANG_LANG_FACTS_H
#define PLANG_LANG_FACTS_H
#include "lang/model.h"
struct arena;

struct fact {
	size_t index; /* in order of first sight */
	struct text key;
	const struct tree *condition;
	bool opposite;           /* the fact is that `condition` does not hold */
	const struct fact *next; /* in its bucket */
};

struct facts_table; /* all facts of a compilation */
struct facts_table *facts_new(struct arena *arena);

/* What may be counted on where condition holds (or, opposite, where it does not): itself and all that follows from it. */
const struct facts *facts_from(struct facts_table *table, const struct tree *condition, bool opposite);
/* What a value `where condition` needs: the same, but a rule's name gives way to what it stands for. */
const struct facts *facts_needed(struct facts_table *table, const struct tree *condition);
/* That this value is there: `x is not missing`. */
const struct fact *facts_present(struct facts_table *table, const struct tree *value);

const struct facts *facts_union(struct facts_table *table, const struct facts *a, const struct facts *b);
const struct facts *facts_minus(struct facts_table *table, const struct facts *a, const struct facts *b);
bool facts_hold(const struct facts *known, const struct fact *fact);
static inline bool facts_cover(struct facts_table *table, const struct facts *known, const struct facts *needed)
{
	return facts_minus(table, needed, known) == NULL;
}

#endif

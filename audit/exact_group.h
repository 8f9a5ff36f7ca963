/* exact_group.h - one group of rows as the measures over it see them; for exact_group.c, exact_unequal.c, exact_each.c.
 * In:   what was gathered.   Out: values, or faults for those who ask.
 * Owns: nothing; numbers live in the run's scratch pool. */
#ifndef PLANG_AUDIT_EXACT_GROUP_H
#define PLANG_AUDIT_EXACT_GROUP_H
#include "audit/exact_run.h"

struct sample {
	struct run *run;
	const struct tree *call;
	const struct gathered *g;
	size_t group;
	struct number *x;       /* of this group's rows; may be reordered, unlike w */
	const struct number *w; /* NULL: all weigh 1 */
	size_t n;
};

/* Points s at a group; s->x has room for all rows. */
void sample_take(struct sample *s, size_t group);
void sample_sort(const struct sample *s); /* x, lowest first; not for weighted ones */
/* False: *fault says why there is none. */
bool sample_mean(const struct sample *s, struct number *mean, struct value *fault);
bool sample_variance(const struct sample *s, struct number mean, struct number *variance, struct value *fault);
bool sample_sd(const struct sample *s, struct number mean, struct number *sd, struct value *fault);
/* "zscore", what, " in region \"London\"". */
struct value sample_fault(const struct sample *s, enum diag_code code, bool soft, const char *help, const char *what);
/* The number, or a fault where something on the way to it took too many bits. */
struct value sample_checked(const struct sample *s, struct number n);

/* exact_unequal.c: gini, theil and its parts, hoover; at least one row. */
struct value inequality(const struct sample *s);

#endif

/* near.h - who stands nearest to each cut-off: to every comparison by which a rule, a band or a flag decides.
 * In:   a run that is open.   Out: for each comparison the places nearest to it, on either side, and how far they are from it.
 * Owns: nothing; lives in the arena of the run. */
#ifndef PLANG_AUDIT_NEAR_H
#define PLANG_AUDIT_NEAR_H
#include "audit/why.h"

/* A place beside a cut-off. */
struct near_place {
	size_t row;
	struct number size;      /* of the margin, without its sign */
	struct told left, right; /* what is compared */
	struct told margin;      /* left - right */
	struct told key;         /* of a rank: what the place was ranked by first */
	struct told gap;         /* of a rank of all by numbers: that key less that of the nearest place on the other side */
};

struct near_side {
	struct near_place *place; /* the nearest first */
	size_t count, all;        /* all: how many places stand on this side */
};

/* One comparison, or one end of a range. */
struct near_cut {
	const struct symbol *of; /* which says so */
	const struct tree *left, *right;
	enum tree_op op;
	const struct symbol *rank; /* that is compared; NULL: none */
	size_t line;
	struct near_side holds, fails;
};

struct near {
	struct run *run;
	struct near_cut *cuts;
	size_t count;
};

/* At most n places on each side. only: this declaration alone; empty: all. Reports nothing. */
struct near *near_cutoffs(struct run *run, size_t n, struct text only);
const struct tree *near_key(const struct near_cut *cut); /* what its rank is by first; NULL: it compares no rank */
void near_tell(struct tell *tell, const struct near *near);
/* As one object. */
void near_json(struct out *out, const struct near *near);

#endif

/* evaluate.h - a run: the VM computes, the exact evaluator is its referee, and does all of it where the VM cannot.
 * In:   a checked model and its tables.   Out: a result, or diagnostics.
 * Owns: nothing; lives in the arena of the run. */
#ifndef PLANG_API_EVALUATE_H
#define PLANG_API_EVALUATE_H
#include "lang/diag.h"
#include "runtime/vm.h"

struct evaluation {
	bool exact; /* the exact evaluator alone */
	struct vm_options options;
	/* What came of it: */
	struct run *run; /* the exact evaluator's, for who explains; NULL: it stopped before it began */
	const char *exact_because; /* the VM could not, and why; NULL */
	struct vm_counts counts;
};

/* False when the run stopped with an error, which diags says. */
bool evaluate_model(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables,
                    struct crew *crew, struct evaluation *how, struct result *result);

/* "block=3", "without=whole,grid", "without=deciding"; false when it is none of these. */
bool evaluate_tune(struct vm_options *options, struct text how);
void evaluate_profile(const struct evaluation *how, FILE *out);

#endif

/* exact.h - the exact evaluator: the definition of what a rule file means.
 * In:   a checked model and the table of its places.   Out: a struct result, or diagnostics.
 * Owns: nothing; the result lives in the arena given, whose numbers' pool is made inside. */
#ifndef PLANG_AUDIT_EXACT_H
#define PLANG_AUDIT_EXACT_H
#include "lang/model.h"
#include "runtime/result.h"
#include "runtime/table.h"
struct arena;

/* False when the run stopped with an error; diags says which, and result holds nothing to be written. True also when
 * a check failed (result->failed). Tables stand in the order of model->datasets. */
bool exact_run(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables,
               struct result *result);

#endif

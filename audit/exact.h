/* exact.h - the exact evaluator: the definition of what a rule file means.
 * In:   a checked model and the table of its places.   Out: a struct result, or diagnostics.
 * Owns: nothing; the result lives in the arena given, whose numbers' pool is made inside. */
#ifndef PLANG_AUDIT_EXACT_H
#define PLANG_AUDIT_EXACT_H
#include "lang/model.h"
#include "runtime/referee.h"
#include "runtime/result.h"
#include "runtime/table.h"
struct arena;

/* False when the run stopped with an error; diags says which, and result holds nothing to be written. True also when
 * a check failed (result->failed). Tables stand in the order of model->datasets. */
bool exact_run(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables,
               struct result *result);

/* The same in two steps, so that another may compute in between: which rows stay and whether their cells are there; then
 * what is asked for. NULL: an error was reported. */
struct run;
struct run *exact_open(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables);
bool exact_close(struct run *run, struct result *result);
/* The table that the run is about. */
const struct table *exact_table(const struct run *run);
/* The rows that `keep where` left: NULL for all of the table. */
size_t exact_rows(const struct run *run, const uint32_t **rows);

/* What another has computed, which must be what the evaluator would: it is taken instead. Each gives false for what it
 * does not know. row: of the table. */
struct known {
	void *self;
	bool (*symbol)(void *self, size_t symbol, size_t row, struct answer *out);
	bool (*slot)(void *self, size_t slot, size_t row, struct answer *out);
	/* What rows are ranked by: NULL when that is not known; and a row's nth key. */
	const struct task *(*ranking)(void *self, const struct tree *by);
	bool (*key)(void *self, const struct task *ranking, size_t nth, size_t row, struct answer *out);
	/* The whole column of a symbol, by kept row, where every row has a value: numbers that stand in the order of the values,
	 * or, with *error, values that lie within error of these; and flags. NULL: there is no such column. */
	const double *(*numbers)(void *self, size_t symbol, const double **error);
	const uint8_t *(*flags)(void *self, size_t symbol);
	const struct shared *(*shared)(void *self, size_t symbol); /* NULL: not known */
	bool (*count)(void *self, size_t symbol, size_t *count); /* how many rows a rule holds for */
	bool (*check)(void *self, size_t check, bool *holds);
	/* Of a comparison, the row at a place among those that take part. */
	enum vm_compared (*compare)(void *self, size_t compare, size_t place);
	/* The rows and cells of an output; false: it cannot, and nobody else should go on where it stopped. */
	bool (*output)(void *self, size_t output, struct result_table *table);
};
/* NULL: nothing from now on. */
void exact_knows(struct run *run, const struct known *known);

/* Another who computes: a whole run over a table that differs in a cell, of which `run` is the referee and then knows what
 * came of it. All lives in the arena. False when it cannot. */
struct ahead {
	void *self;
	bool (*compute)(void *self, struct arena *arena, struct run *run, const struct table *table);
};
/* For runs in which a cell reads otherwise; NULL, as at first: nobody. */
void exact_ahead(struct run *run, const struct ahead *ahead);

#endif

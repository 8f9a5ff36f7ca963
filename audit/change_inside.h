/* change_inside.h - the inside of change.h, for the files change*.c only: one cell of one place, and the runs in which it
 * reads otherwise.
 * In:   a run, a row, a field.   Out: values on a grid, decisions at them.
 * Owns: nothing; lives in the arena of the run. */
#ifndef PLANG_AUDIT_CHANGE_INSIDE_H
#define PLANG_AUDIT_CHANGE_INSIDE_H
#include "audit/change.h"
#include "audit/exact_run.h"

/* Values of a cell are k times a step, for whole k from low to high. */
struct grid {
	struct number step;
	int64_t low, high;
};

/* Whether a decision is another than now at one value of the cell. */
enum verdict {
	VERDICT_SAME,
	VERDICT_FLIPS,
	VERDICT_UNKNOWN /* the place would leave the table, or the decision would be an error */
};

/* Those of the decisions that rest on the whole table, at one value: they share the work. */
struct probe {
	int64_t at;
	enum verdict *verdict; /* by decision */
};

struct moving {
	struct change *change;
	struct change_input *input;
	struct run *run; /* in which the cell reads as it does */
	size_t row;
	struct what_if *what_if;
	struct grid grid;
	int64_t up, down; /* the first steps away from the value now */
	struct probe *probes;
	size_t probe_count, probe_room;
};

/* change_grid.c: the steps that a number or date may take, and how far. */
struct grid grid_of(struct run *run, const struct field *field);
int64_t grid_floor(struct run *run, const struct grid *grid, struct number n);
struct number grid_value(struct run *run, const struct grid *grid, int64_t at);
/* A round number of the field's values that people would call a point. */
struct number grid_point(struct run *run, const struct field *field, const struct grid *grid, struct number now);

/* As it would stand in the file: "5.1" of a percentage, the declared words of a flag. */
struct text cell_text(struct run *run, const struct field *field, struct value v);
/* How far apart two values of cells are, in words: of dates in days. */
struct text distance_words(struct run *run, const struct field *field, struct number n);

/* change.c: a decision in a run; what it prints as. */
struct value decision_value(struct run *run, const struct change_decision *decision, size_t row);
struct type decision_type(const struct change_decision *decision);
struct text decision_words(struct run *run, const struct change_decision *decision, struct value v);
bool decision_same(const struct change_decision *decision, struct value a, struct value b);
unsigned decision_reach(const struct what_if *w, const struct change_decision *decision);
bool change_asked(const struct change *c, const struct symbol *symbol);
struct value value_copied(struct run *run, struct value v); /* what another run gave, as this run's own */

/* change_kink.c: the values at which something that a decision rests on, at its own row, takes another course: sorted, and
 * each beside its neighbours. Between them the decision stays as it is if *exact. */
int64_t *kinks_of(struct moving *m, const struct change_decision *decision, size_t *count, bool *exact);

/* change_flip.c */
void flips_find(struct moving *m);
/* change_effect.c */
struct change_effect effect_of(struct moving *m, struct value cell);
/* change_slope.c */
void slopes_find(struct moving *m);

#endif

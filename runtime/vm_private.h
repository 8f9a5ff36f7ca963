/* vm_private.h - what the parts of the VM share. Nobody else includes it.
 *
 * vm.c         the run: stages, tasks, what is known afterwards
 * vm_shape.c   what is known of a column of numbers before it is computed: unit, size, grid
 * vm_plan.c    a stage bound to its columns: which kernel, which scale
 * vm_lane.c    buffers, and a stage run block by block
 * vm_kernel.c  the kernels: one loop an instruction
 * vm_double.c  one instruction at one row, with twice the digits
 * vm_exact.c   one instruction at one row, in exact arithmetic
 * vm_group.c   rows to groups
 * vm_task.c    aggregates
 * vm_filled.c  columns with values of groups where cells are missing
 * vm_order.c   ranks, bands, sorted output
 * vm_share.c   allocations
 * vm_result.c  what is printed */
#ifndef PLANG_RUNTIME_VM_PRIVATE_H
#define PLANG_RUNTIME_VM_PRIVATE_H
#include "lang/arena.h"
#include "runtime/ball.h"
#include "runtime/crew.h"
#include "runtime/curve.h"
#include "runtime/vm.h"

#ifndef PLANG_VM_BLOCK /* the small-test build makes it 3 rows */
#define PLANG_VM_BLOCK 2048
#endif

#define WHOLE_MAX 0x1p53 /* every whole number below it is a double */
#define HALF_ULP 0x1p-53
#define SLACK (1 + 0x1p-48) /* for the rounding of the bounds themselves */

/* An error on purpose in each layer, so that a test shows that each is noticed (tests/agree/plants.py). Only the build of
 * that test has them. */
#define PLANT_CURVE VM_LAYERS
#ifdef PLANG_PLANTS
#define PLANTED(vm, layer) (((vm)->options.planted & 1u << (layer)) != 0)
#else
#define PLANTED(vm, layer) false
#endif

/* What is known of numbers before any is computed. */
struct shape {
	bool whole;         /* the value is v * unit, exactly, and |v| <= most < WHOLE_MAX */
	bool on_grid;       /* not whole, but the exact value is a multiple of unit */
	bool single;        /* not whole, but v is the exact value, a single, and its bound 0 */
	struct number unit; /* above 0, of two machine words */
	double most;
	double low, high;            /* of the value */
	uint32_t num_bits, den_bits; /* that the exact value takes at most */
};

struct vm_column {
	bool ready;
	uint8_t *state; /* enum vm_state; NULL: all present */
	double *v, *e;  /* e: bound of the error; NULL when whole */
	double *order;  /* whole numbers in the same order, for sorting; NULL: v is */
	uint8_t *flag;
	uint32_t *text;
	struct number *number;            /* of a task whose numbers have no unit in common; else NULL */
	const struct vm_figure *constant; /* the same in every row: arrays are only made by column_load */
	struct shape shape;
	uint32_t stage, reg; /* of the STORE's operand; stage NOTHING: a task made it */
};

/* Values of groups. */
struct vm_values {
	bool ready, error; /* error: whoever asks for one gets an error */
	size_t count;
	uint8_t *state;        /* enum vm_state */
	struct number *number; /* flags as 1 and 0 */
	bool by_row;           /* the VM could not: the referee's answers, row by row */
};

struct vm_group {
	bool ready, cannot;
	bool some_have_none; /* a row without a group */
	enum vm_state none;  /* what such a row has of its group: an error where some row's group is one */
	uint32_t *of;        /* by row; NOTHING: the row has no group */
	uint32_t *leader;    /* by group: its first row */
	size_t count;
};

struct vm_figure {
	bool ready;
	enum vm_state state;
	struct number number;
};

struct vm_lookup {
	bool ready, by_row; /* by_row: the words are not numbered; answers stand by row */
	size_t count;       /* words; then one more entry, for a missing cell */
	uint8_t *state;
	struct number *number;
};

struct double_path;
struct double_value;
/* vm_double.c: the columns of which a value was asked for since the last was dropped. */
struct double_columns {
	struct double_path **path; /* NULL: it cannot */
	bool *known;
	struct double_value *room;
	size_t room_count;
};

struct vm {
	struct arena *arena;
	const struct program *program;
	const struct table *table;
	const uint32_t *rows;
	size_t count;
	const struct referee *referee;
	struct crew *crew;
	struct vm_options options;
	struct vm_counts counts;
	struct numbers *kept, *scratch;
	struct vm_column *columns;
	struct vm_values *values;
	struct vm_group *groups;
	struct vm_figure *figures;
	struct vm_lookup *lookups;
	struct heap *heap;         /* what vm_take gave */
	struct exact_stage *exact; /* by stage: see vm_exact.c */
	struct double_columns doubles;
	struct leaves *leaves; /* by column */
	const struct shared **shared; /* by symbol, where it is explained */
	uint32_t *last_use;    /* by column: the moment after which nobody reads it; see vm.c */
	const char *why;       /* it cannot go on */
};

/* vm_exact.c: a stage's answers at the row that is being worked out. */
struct exact_stage {
	struct answer *answers;
	bool *needed;
};

/* What a column rests on: loads that are exact, by their stage and number. */
struct leaf {
	uint32_t stage, at;
};
struct leaves {
	bool known;
	struct leaf *leaf;
	size_t count;
};

static inline size_t vm_row(const struct vm *vm, size_t i)
{
	return vm->rows ? vm->rows[i] : i;
}

/* By what bounds are multiplied where they decide. */
static inline double vm_slack(const struct vm *vm)
{
	(void)vm;
	return PLANTED(vm, VM_BOUNDS) ? 1e-4 : SLACK;
}

static inline bool vm_without(const struct vm *vm, enum vm_layer layer)
{
	return vm->options.without & 1u << layer;
}

/* Whether a comparison holds of what stands in this order; of texts and flags, whether they are equal. */
static inline bool vm_holds(enum op op, int order)
{
	return op == OP_CODE_NOT_EQUAL       ? order != 0
	       : op == OP_CODE_LESS          ? order < 0
	       : op == OP_CODE_LESS_EQUAL    ? order <= 0
	       : op == OP_CODE_GREATER       ? order > 0
	       : op == OP_CODE_GREATER_EQUAL ? order >= 0
	                                     : order == 0;
}

static inline enum curve vm_curve(enum op op)
{
	return op == OP_CODE_LN     ? CURVE_LN
	       : op == OP_CODE_EXP  ? CURVE_EXP
	       : op == OP_CODE_SQRT ? CURVE_SQRT
	                            : CURVE_FLOAT32;
}

static inline enum rounding vm_rounding(enum op op)
{
	return op == OP_CODE_ROUND_EVEN   ? ROUND_HALF_EVEN
	       : op == OP_CODE_ROUND_UP   ? ROUND_UP
	       : op == OP_CODE_ROUND_DOWN ? ROUND_DOWN
	                                  : ROUND_HALF_AWAY;
}

/* Where a row's value of its group stands; NOTHING: it has no group. */
static inline uint32_t vm_value_at(const struct vm *vm, const struct vm_values *values, uint32_t group, size_t i)
{
	return values->by_row ? (uint32_t)i : group == NOTHING ? 0 : vm->groups[group].of[i];
}

/* Where the answer for a row's word stands. */
static inline size_t vm_word_at(const struct vm *vm, const struct vm_lookup *l, uint32_t field, size_t i)
{
	const struct column *cells = &vm->table->columns[field];
	size_t row = vm_row(vm, i);
	return l->by_row ? i : column_missing(cells, row) ? l->count : cells->code[row];
}

/* vm.c: memory on the heap, freed with the arena; zeroed. */
void *vm_take(struct vm *vm, size_t count, size_t size);
void vm_give(struct vm *vm, void *block);       /* NULL is fine */
bool vm_refuse(struct vm *vm, const char *why); /* false, always */
const struct vm_figure *vm_figure(struct vm *vm, uint32_t figure);
const struct vm_lookup *vm_lookup(struct vm *vm, uint32_t lookup);
/* The table's column behind a program's, NULL for a stored one. */
const struct column *vm_cells(const struct vm *vm, uint32_t column);

/* vm_shape.c */
struct shape shape_of_column(const struct column *cells);
struct shape shape_of_number(struct number n);
/* The largest unit of which both are multiples; false when it takes more than two machine words. */
bool shape_common(const struct shape *a, const struct shape *b, struct number *unit);
/* unit / part, a whole number below WHOLE_MAX, as a double; 0 when there is none. */
double shape_factor(struct number unit, struct number part);
double unit_value(struct number unit);
/* Gives numbers one shape, and each its v and, when not whole, e. Either array of states may be NULL. */
struct shape shape_numbers(struct vm *vm, const struct number *number, const uint8_t *state, size_t count, double **v,
                           double **e);
/* The exact number of a v that is whole or a single. */
struct number shape_exact(struct numbers *pool, const struct shape *shape, double v);
/* As a fraction of two machine words; false when it takes more. */
bool shape_small(double v, struct number *out);

/* --- stages --- */

struct lane;
struct step {
	void (*run)(struct lane *lane, const struct step *step);
	uint32_t to, a, b, c; /* registers */
	double fa, fb, fc;    /* what operands are multiplied by */
	double unit, most;    /* see the kernels */
	int64_t num, den;
	const struct instruction *in;
	uint32_t at; /* the instruction's number */
	const void *data;
	struct double_path *path; /* to decide it with twice the digits; NULL: it cannot, or need not */
};

struct reg {
	double *v, *e;
	uint8_t *f, *s; /* s: NULL when all are present */
	uint32_t *t;
};

struct bound_reg;
/* What a row has by its code: of its group, or of its word. */
struct entries {
	const uint32_t *of; /* by row of the VM; NULL: by cells */
	const struct column *cells;
	bool by_row;          /* the code of a row is the row */
	const uint8_t *state; /* by code: enum vm_state, and the number as v, e */
	const double *v, *e;
	uint32_t count;     /* of cells: the code of a missing one */
	enum vm_state none; /* where `of` is NOTHING */
};

struct plan {
	struct vm *vm;
	uint32_t stage;
	struct step *first, *steps; /* first: once a lane, for what is constant */
	size_t first_count, step_count, step_room, first_room;
	struct bound_reg *regs; /* by register: first the instructions' own, then those with a bound of the error */
	uint32_t *stands; /* by instruction: the register that holds what it gives: its own, or the one a figure chose */
	size_t reg_count, reg_room;
	size_t block;
	uint8_t *again;    /* by block: it must be worked out alone */
	size_t buffers[3]; /* how many of each size a lane needs: see vm_plan.c */
	size_t path_room;  /* values that a lane needs for the longest of its steps' paths */
	struct vm_figure none;
};

/* What the plan knows of a register. */
struct bound_reg {
	enum reg_kind kind;
	struct shape shape;             /* of a number */
	bool has_state, only_missing;   /* it may be not present; if so, missing */
	const struct vm_figure *figure; /* the same in every row; NULL */
	uint32_t bounded;               /* the register that holds the same number with a bound; NOTHING */
	bool in_place;                  /* it stands for rows of a column */
	uint32_t buffer[5];             /* of v, e, f, t, s; NOTHING */
	uint32_t last;                  /* the last step that reads it */
};

struct lane {
	const struct plan *plan;
	struct reg *regs;
	char *room[3]; /* of the buffers, by their size */
	struct double_value *values;
	size_t start, count; /* rows of this block */
	bool alone;          /* it may work a row out exactly */
	bool undecided;      /* it would have had to */
	bool beyond;         /* a number that must be whole, or a power of e, is beyond all doubles that are */
	uint64_t decided[VM_LAYERS];
};

/* False when the stage cannot be run: vm->why says. */
bool plan_make(struct vm *vm, uint32_t stage, struct plan *plan);
void plan_buffers(struct plan *plan); /* vm_lane.c */
bool plan_run(struct plan *plan);
/* vm_kernel.c */
typedef void kernel(struct lane *lane, const struct step *step);
extern kernel *const kernel_whole[OP_CODE_COUNT], *const kernel_bounded[OP_CODE_COUNT];
kernel kernel_bound, kernel_constant_number, kernel_constant_flag, kernel_constant_text, kernel_scale,
	kernel_all_errors;

/* vm_double.c: at a row of the VM, in double-double arithmetic. */
enum { DOUBLE_UNKNOWN = VM_ERROR + 1 }; /* a further state: the exact layer must say */
struct double_value {
	struct number exact; /* where it takes two machine words, also flags as 1 and 0; else den is 0 */
	struct ball near;    /* and this is known: double_ball gives one in either case */
	double units;        /* of what was rounded */
	uint8_t state;       /* enum vm_state, or DOUBLE_UNKNOWN */
};
/* Gives the steps of a plan that may need one a path; good until one of the columns is dropped. */
void double_plan(struct plan *plan);
void double_plan_give(struct plan *plan);
/* By any thread; room: for as many as plan.path_room says. */
struct double_value double_at(const struct double_path *path, size_t row, struct double_value *room);
/* By the main thread. False where it is not known. */
bool double_column(struct vm *vm, uint32_t column, size_t row, struct double_value *out);
void double_forget(struct vm *vm); /* when a column is dropped */
struct double_value double_of_exact(struct number n);
struct ball double_ball(const struct double_value *a);
/* grid: what both are multiples of, or 0. False when it cannot be told. */
bool double_order(const struct vm *vm, const struct double_value *a, const struct double_value *b, double grid,
                  int *order);

/* vm_exact.c: at a row of the VM. The number is good until numbers_release of scratch. */
struct answer exact_register(struct vm *vm, uint32_t stage, uint32_t reg, size_t row);
struct answer exact_column(struct vm *vm, uint32_t column, size_t row);
/* Rows whose leaves are equal have equal values. */
bool exact_same_inputs(struct vm *vm, uint32_t column, size_t a, size_t b);

/* --- tasks --- */

const struct vm_group *group_make(struct vm *vm, uint32_t group); /* NULL: one group */
bool task_aggregate(struct vm *vm, const struct task *t);
bool task_exact(struct vm *vm, const struct task *t);
bool task_rank(struct vm *vm, const struct task *t);
bool task_share(struct vm *vm, const struct task *t);
/* A column as arrays, whatever it is made of: a field's cells are converted. NULL state: all present. */
struct vm_column *column_load(struct vm *vm, uint32_t column);
void column_drop(struct vm *vm, uint32_t column); /* what column_load made of a field */

enum took { ROW_OUT, ROW_IN, ROW_BAD };
/* Whether a row takes part, as its `where` says. */
static inline enum took column_took(const struct vm_column *where, size_t row)
{
	if (!where) return ROW_IN;
	if (where->state && where->state[row]) return ROW_BAD;
	return where->flag[row] ? ROW_IN : ROW_OUT;
}

/* vm_filled.c */
struct filled {
	const struct column *cells; /* as read, of one unit */
	const struct vm_values *values;
	const struct vm_group *group; /* NULL: one value for all */
};
bool filled_of(const struct vm *vm, uint32_t column, struct filled *out);
size_t filled_bits(const struct filled *f);
/* Numbers that stand in the same order as the values and are equal where they are; NULL when they would be too large. */
double *filled_order_numbers(struct vm *vm, const struct filled *f);
static inline size_t filled_with(const struct filled *f, size_t i)
{
	return f->group ? f->group->of[i] : 0;
}

/* vm_order.c: rows in order; false when they cannot be sorted here. What has no key stands last. */
bool order_rows(struct vm *vm, const struct sort_key *by, size_t by_count, uint32_t *row, size_t count);
bool order_equal(struct vm *vm, const struct sort_key *by, size_t by_count, uint32_t a, uint32_t b);
/* By the dataset's key; room for as many. */
void order_by_key(struct vm *vm, uint32_t *row, size_t count, uint32_t *room);
/* vm_share.c */
unsigned award_decimals_of(struct vm *vm, uint32_t symbol);

#endif

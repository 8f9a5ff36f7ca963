/* exact_run.h - the inside of the exact evaluator, for the files exact*.c only.
 * In:   one run: its model, its table, its memos.   Out: values, on demand.
 * Owns: nothing; memos and blocks live in the run's arena, large numbers in its three pools.
 *
 * Values are asked for, never pushed: an expression at a row asks for what it reads, a declared name remembers what it
 * gave, and a whole-table function remembers under its slot. So an error counts only where its value is asked for.
 * It is reported once; VALUE_ERROR then unwinds everybody.
 *
 * Numbers that come out of an expression live in `scratch` and are gone with the caller's mark; what a whole-table
 * function collects lives in `terms`, what is remembered in `kept`. */
#ifndef PLANG_AUDIT_EXACT_RUN_H
#define PLANG_AUDIT_EXACT_RUN_H
#include "audit/apportion.h"
#include "audit/exact.h"
#include "audit/real.h"
#include "audit/value.h"
#include "lang/arena.h"
#include "lang/model.h"
#include "runtime/result.h"
#include "runtime/table.h"
#include "stdlib/function.h"

#define NO_ROW SIZE_MAX
#define NO_GROUP SIZE_MAX
#define RUN_STEP_BITS ((size_t)NUMBER_MAX_BITS * 64) /* steps inside one operation do not count: language.md, section 5.4 */

/* A state of 0 is "not yet asked for"; else 1 + enum value_state. */
struct memo {
	uint8_t *state;
	union payload *is;
};

/* Rows with equal values of the paths after `per`. */
struct groups {
	const struct tree *per;   /* NULL: all rows are one group */
	size_t count;
	size_t *of;               /* by row of the table; NO_GROUP where a path does not exist or the row was dropped */
	size_t *leader;           /* by group: its first row, which names it */
	struct groups *next;
};

/* What the values of one call came from, for who explains them; NULL where its function has no such thing. */
struct slot_detail {
	struct number *from, *by; /* by group: of zscore, minmax, mad_score and share, which give (x - from) / by */
	struct number *rank;      /* by row of the table: of bands, ntile, percentile_rank and normal_score */
	struct number *before, *tied; /* by row of the table: of cumulative and take, the sums before it and of its tie */
};

struct slot {
	bool known;
	bool each;                   /* values are by row; else by group */
	const struct groups *groups;
	struct memo memo;
	struct slot_detail *detail;  /* NULL: nobody asked for it */
};

/* What an allocation came to, for the whole or for one group. */
struct award_level {
	struct text group;        /* its key; empty for the whole */
	struct number amount, awarded, unspent;
	struct text note;
	size_t places;
};

struct award {
	bool known;
	struct award_level whole;
	struct award_level *levels; /* one for each group, without `per` none */
	size_t level_count;
	size_t decimals;            /* of the unit */
	struct number unit;
	/* By row of the table, only in what_if runs: the exact share before it is rounded, and the bound that made it. */
	struct number *share;
	unsigned char *bound; /* enum apportion_bound */
};

/* Values of trees that are the same for every row: literals, and figures that are dear to compute. */
struct constant {
	const struct tree *tree;
	struct value value;
};

/* A root, logarithm or power of e that has been worked out: many rows share their ranks. */
struct root {
	enum function_id function;
	struct number x, y;
	bool known;
};

struct members; /* of a set, found by hash: exact_set.c */

/* In what_if runs: this cell is taken to read so. */
struct cell_change {
	struct what_if *what_if;
	const struct field *field;
	size_t row;
	struct value value;
};

struct block; /* exact_block.c */
#define BLOCK_SIZES 40

struct run {
	struct arena *arena;
	struct diags *diags;
	const struct model *model;
	const struct table *table;
	struct numbers *scratch, *terms, *kept;
	uint32_t *rows; /* of the table, that `keep where` left; in input order; NULL: all */
	size_t row_count;
	size_t *dropped;          /* how many, by each `keep where` of the dataset */
	bool keeping;             /* `keep where` is being evaluated: cells as read */
	bool failed;              /* an error was reported */
	size_t large;             /* tables of more rows are explained as large ones; 0: see why.h */
	size_t lenient;           /* inside so many `coalesce` */
	const struct field *imputing; /* whose `if missing use` is being evaluated; NULL: none */
	struct memo *memos;       /* by symbol.index */
	struct slot *slots;       /* by tree.slot */
	struct award *awards;     /* by symbol.index */
	struct award_pots **pots; /* by symbol.index; those that were asked for */
	struct groups *groupings; /* all that were made */
	struct constant *constants; /* open addressing; a power of two */
	size_t constant_room, constant_count;
	struct root *roots;       /* ROOTS of them, open addressing; NULL before the first */
	size_t root_count;
	struct members *sets;
	const struct known *known; /* NULL: nothing */
	const struct ahead *ahead; /* NULL: nobody */
	const struct cell_change *change; /* one cell that reads otherwise; NULL: none */
	struct block *free_blocks[BLOCK_SIZES]; /* by the logarithm of their size */
};

static inline size_t run_row(const struct run *run, size_t i)
{
	return run->rows ? run->rows[i] : i;
}

/* exact_block.c: room that a whole-table function needs for a while and gives back. Not zeroed. */
void *block_take(struct run *run, size_t count, size_t size);
void block_give(struct run *run, void *block); /* NULL is fine */

/* exact_base.c */
struct value run_error(struct run *run, enum diag_code code, struct span at, size_t row, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* From here on errors are none of the run and are not reported, until run_heard. */
struct hush {
	struct diags unheard, *heard;
};
void run_hush(struct run *run, struct hush *hush);
void run_heard(struct run *run, const struct hush *hush);
/* One value, so. */
struct value run_unheard(struct run *run, const struct tree *tree, const struct symbol *symbol, size_t row);
struct text run_key(struct run *run, size_t row);
/* The text of an expression as written, on one line, safe to print; cut when it is long, or whole. */
struct text run_source(struct run *run, const struct tree *tree);
struct text run_source_whole(struct run *run, const struct tree *tree);
bool memo_get(const struct memo *memo, size_t at, struct value *out);
/* Keeps the number in the pool of what is remembered, and gives the value back as kept. */
struct value memo_put(struct run *run, struct memo *memo, size_t at, struct value value);
void memo_make(struct run *run, struct memo *memo, size_t count);

/* exact_expr.c: the value at a row; NO_ROW for a figure that is asked for outside a row. */
struct value expr_value(struct run *run, const struct tree *tree, size_t row);
struct value expr_number_checked(struct run *run, const struct tree *tree, struct number n, size_t row);
int value_order(enum type_family family, struct value a, struct value b);
/* Remembers what is the same for every row; its number must live as long as the run. */
void constant_keep(struct run *run, const struct constant *constant);

/* exact_call.c: a function of one row's values. */
struct value call_row(struct run *run, const struct tree *call, size_t row);
/* ln, exp, sqrt or float32; what is dear is remembered. */
enum real_status call_curve(struct run *run, enum function_id function, struct number x, struct number *y);

/* exact_set.c: `in` a set, a dataset, a range or members. */
struct value set_has(struct run *run, const struct tree *in, size_t row);

/* exact_symbol.c: a declared name, remembered. */
struct value symbol_value(struct run *run, const struct symbol *symbol, size_t row);
struct value field_cell(struct run *run, const struct field *field, size_t row); /* as read */
bool field_missing(const struct run *run, const struct field *field, size_t row);

/* exact_slot.c: a whole-table function, remembered under its slot. */
struct value slot_value(struct run *run, const struct tree *call, size_t row);
/* Of zscore, minmax and share, which give (x - from) / by: both at a row, if another computed them. */
bool slot_line(struct run *run, const struct tree *call, size_t row, struct number *from, struct number *by);
/* The slot of a call with all of its details, worked out here whoever else knows its values; NULL: an error was reported. */
const struct slot *slot_told(struct run *run, const struct tree *call);
const struct fault *fault_new(struct run *run, enum diag_code code, bool soft, const char *help, const char *format,
                              ...)
	__attribute__((format(printf, 5, 6)));
uint64_t value_hash(struct value v); /* equal present values have equal ones */
/* NULL when an error was reported. */
const struct groups *groups_by(struct run *run, const struct tree *per);
/* " in region \"London\"", empty without `per`. */
struct text groups_name(struct run *run, const struct groups *groups, size_t group);
/* "London", parts joined by ", "; empty without `per`. */
struct text groups_key(struct run *run, const struct groups *groups, size_t group);
struct text groups_key_at(struct run *run, const struct tree *per, size_t row);

/* The rows that a whole-table function is about, group by group; in input order within a group. */
struct gathered {
	size_t count;
	size_t *row;
	struct value *value;      /* of the first argument; NULL without */
	struct value *second;     /* of the second; NULL without */
	struct number *weight;    /* NULL without `weighted by` */
	struct value *key;        /* key_count for each row; NULL without `by` */
	size_t key_count;
	const struct task *ranking; /* who knows the keys; NULL: nobody */
	const struct groups *groups;
	size_t *start;            /* of each group, groups->count + 1 of them */
	bool *unknown;            /* by group: an argument was missing though nothing says to skip it */
};
/* What to gather: parts of a CALL or of a declaration. */
struct gathering {
	const struct tree *argument, *second, *weighted_by, *by, *where, *per;
	bool skip_missing;
	const struct field *present; /* only rows with a cell of this field */
};
bool gather(struct run *run, const struct gathering *what, struct gathered *out);
void gathered_give(struct run *run, struct gathered *g);

/* exact_group.c: one value for each group, into slot->memo. */
bool group_compute(struct run *run, const struct tree *call, const struct gathered *g, struct slot *slot);
/* exact_each.c: one value for each row, into slot->memo. */
bool each_compute(struct run *run, const struct tree *call, const struct gathered *g, struct slot *slot);
/* Whether it gives (x - from) / by, with the same two numbers for a whole group. */
bool each_is_line(enum function_id id);
/* exact_order.c: sorts `index`, positions in g, by the keys in the order of `by`; equal ones stay as they are. Without
 * `by`, by the dataset's key. */
void order_sort(struct run *run, const struct gathered *g, const struct tree *by, size_t *index, size_t count);
/* The sorted positions of one group into index, which has room for them; gives their number. */
size_t order_group(struct run *run, const struct gathered *g, const struct tree *by, size_t group, size_t *index);
bool order_tied(const struct gathered *g, const struct tree *by, size_t a, size_t b);
/* Of the sorted positions of one group: the ranks into rank[], by position in g. `ties key` reorders index. */
void order_ranks(struct run *run, const struct gathered *g, const struct tree *by, enum tie_rule ties, size_t *index,
                 size_t count, struct number *rank);
void rank_into(struct run *run, const struct gathered *g, const struct tree *by, enum tie_rule ties, struct memo *memo);
bool rank_compute(struct run *run, const struct symbol *symbol, struct memo *memo);

/* Of each row that takes part. */
struct claim {
	struct number weight, base, floor, ceiling;
	bool has_ceiling;
};

struct sharing {
	const struct symbol *symbol;
	const struct tree *share, *per, *weight, *base; /* NULL: not written */
	struct number unit;
	const struct groups *groups;
	struct number *amount; /* by group */
	bool *has_amount;
	size_t *row;           /* that take part; in the order of the input, then by pot and key */
	struct claim *claim;
	size_t count;
};
/* exact_award.c: NULL: an error was reported. */
const struct sharing *award_sharing(struct run *run, const struct symbol *symbol);

/* How one pot was shared; its places are in the order of their keys. */
struct award_pot {
	struct apportion problem;
	struct apportion_result result;
	const size_t *row;
};
struct award_pots {
	const struct groups *groups;
	struct award_pot *pot; /* by group */
	size_t *place;         /* in its pot, by row of the table; NO_ROW: takes no part */
};
/* Worked out again, whoever computed the awards; NULL: an error was reported. */
const struct award_pots *award_pots(struct run *run, const struct symbol *symbol);
const struct award *award_of(struct run *run, const struct symbol *symbol); /* NULL: an error was reported */
size_t award_decimals(struct run *run, const struct symbol *symbol);        /* of its unit, once it is known */

/* exact.c: the number of the first `keep where` that does not hold for a row; how many there are when all hold. False
 * after an error. */
bool keep_row(struct run *run, size_t row, size_t *which);
size_t keep_count(const struct run *run);

/* exact_what_if.c: the same run, but that one cell of one row reads otherwise. What does not rest on the cell is not worked
 * out again. */
struct what_if;
struct what_if *what_if_new(struct run *run, const struct field *field, size_t row);
/* The run in which the cell is present and reads so. Good until the next one is asked for; nobody hears its errors.
 * table: values of many rows will be asked for, so that it pays to have them computed ahead. */
struct run *what_if_reads(struct what_if *w, struct value value, bool table);
/* False when, with the cell as it is now set, a `keep where` leaves the row out, or cannot tell: the run is of no use. */
bool what_if_kept(const struct what_if *w);
/* Gives the memory of the last such run back. */
void what_if_done(struct what_if *w);
/* In such a run: what does not rest on the cell, from the run as it is; false where it does. */
bool what_if_same(struct run *run, const struct symbol *symbol, size_t row, struct value *out);
bool what_if_same_slot(struct run *run, const struct tree *call, size_t row, struct value *out);
/* How a value rests on the cell. */
enum reach {
	REACH_ROW = 1,   /* at the cell's own row, through nothing but that row */
	REACH_TABLE = 2, /* at the cell's own row, through a whole-table function */
	REACH_OTHERS = 4 /* at other rows, or as a figure */
};
unsigned what_if_symbol(const struct what_if *w, const struct symbol *symbol); /* enum reach, added up; 0: not at all */
unsigned what_if_tree(const struct what_if *w, const struct tree *tree);

/* exact_print.c: a value as it is printed in a result. decimals -1: by type. */
struct text print_value(struct run *run, const struct tree *tree, struct value value, size_t row, int decimals,
                        bool percent);
struct text print_typed(struct run *run, struct type type, struct value value, int decimals, bool percent);
/* "not ranked: not eligible", "confidential". */
struct text print_reason(struct run *run, struct value value);
enum look print_look(struct type type, bool percent);
/* With its unit, for a message: "5.10 %", "£250". */
struct text print_words(struct run *run, struct type type, struct value value);

/* exact_check.c, exact_result.c */
bool check_all(struct run *run, struct result *result);
bool result_tables(struct run *run, struct result *result);
/* Of an output over rows, the rows of the table in the order in which it shows them; NULL: an error was reported. */
size_t *result_rows(struct run *run, const struct output *out, size_t *count);
void result_summary(struct run *run, struct result *result);

#endif

/* program.h - a checked rule file as bytecode: stages of instructions over rows, and the tasks between them.
 * In:   made by compile.c; passed by verify.c before anything runs it.   Out: read by the VM and by program_print.c.
 * Owns: nothing; lives in the arena of the compilation.
 *
 * A stage is run for every row, block by block; then its tasks, each over a whole column: an aggregate, an order, an
 * allocation. What an instruction gives has the instruction's own number within the stage as its register: registers are
 * written once, and an operand is always an earlier instruction. What leaves a stage is stored in a column.
 *
 * A figure, the same for every row, is no business of the VM: it asks the referee (runtime/referee.h), once, exactly. A
 * `source` says which expression of the rule file something stands for: an index into sources. */
#ifndef PLANG_LANG_PROGRAM_H
#define PLANG_LANG_PROGRAM_H
#include "lang/model.h"
#include <stdio.h>

enum op {
#define OP(id, mnemonic, result, operands, fails, does) OP_CODE_##id,
#include "lang/op.def"
#undef OP
	OP_CODE_COUNT
};

enum reg_kind { REG_NONE, REG_NUMBER, REG_FLAG, REG_TEXT };

struct op_info {
	const char *mnemonic;
	enum reg_kind result;
	const char *operands;
	bool fails;
	const char *does;
};
extern const struct op_info op_info[OP_CODE_COUNT];
/* Of a letter of its operands; not at their end. */
static inline bool op_takes_register(char operand)
{
	return operand && !(operand >= 'A' && operand <= 'Z');
}

#define NOTHING UINT32_MAX /* where a column, a group or an index may be left out */

struct instruction {
	enum op op;
	uint32_t a, b, c; /* as op_info.operands says; 0 where there is none */
	uint32_t source;
};

/* One value for each row, of one kind: a field's cells as read, or what a STORE or a task put there. */
struct program_column {
	enum reg_kind kind;
	uint32_t field;      /* NOTHING: stored */
	uint32_t vocabulary; /* TEXT: of which field the words are; NOTHING: the literals of the program */
	uint32_t source;
};

/* Rows with the same values of these columns are a group. */
struct program_group {
	uint32_t *columns;
	size_t count;
	uint32_t source; /* the TREE_PER */
};

struct sort_key {
	uint32_t column;
	bool descending;
};

enum task_kind {
#define TASK(id, name, does) TASK_##id,
#include "lang/task.def"
#undef TASK
	TASK_COUNT_OF
};
extern const char *const task_name[TASK_COUNT_OF];

enum share_rule { SHARE_RULE_REMAINDER, SHARE_RULE_WEBSTER, SHARE_RULE_DHONDT };

/* Columns and groups may be NOTHING. */
struct task {
	enum task_kind kind;
	uint32_t argument, where; /* columns; where: a FLAG */
	uint32_t group;           /* index into groups */
	bool skip_missing;        /* rows whose argument is missing are left out */
	bool sample;              /* VARIANCE: divided by n - 1 */
	uint8_t quantile;         /* QUANTILE: its type, 1 to 9 */
	enum tie_rule ties;       /* RANK */
	struct sort_key *by;
	size_t by_count;
	uint32_t figure;                 /* QUANTILE: which; BANDS: how many; SHARE: the amount */
	uint32_t unit;                   /* SHARE: a figure */
	uint32_t weight, floor, ceiling; /* SHARE: columns */
	uint32_t out;                    /* a column, or, of an aggregate, values */
	enum share_rule method;          /* SHARE */
	bool leave_rest, capped_unspent; /* SHARE */
	uint32_t symbol; /* SHARE: the allocation, in model.symbols; EXACT: what is asked for, NOTHING: the source */
	uint32_t source;
};

/* The columns that it reads, besides those of `by` and of its group; NOTHING among them. */
enum { TASK_READS = 5 };
static inline void task_reads(const struct task *t, uint32_t columns[TASK_READS])
{
	uint32_t all[TASK_READS] = { t->argument, t->where, t->weight, t->floor, t->ceiling };
	for (size_t i = 0; i < TASK_READS; i++)
		columns[i] = all[i];
}

struct stage {
	struct instruction *code;
	size_t count;
	struct task *tasks;
	size_t task_count;
};

/* What an expression over the words of one text field gives. */
struct program_lookup {
	uint32_t field;
	enum reg_kind kind;
	uint32_t source;
};

/* A value for each group, made by a task. */
struct program_values {
	enum reg_kind kind;
	uint32_t group; /* NOTHING: one for all */
	bool lenient;   /* inside `coalesce`: no rows to speak of is no error but missing */
};

struct program_figure {
	enum reg_kind kind;
	struct number number; /* NUMBER with source NOTHING: a constant that stands in no rule file */
	uint32_t literal;     /* TEXT: into literals */
	uint32_t source;
};

/* A column of the result. */
struct program_printed {
	uint32_t column;  /* numbers are rounded to what is printed; NOTHING: the referee prints it */
	uint32_t cells;   /* a field: its cells are printed as they were read, where they are there; else NOTHING */
	uint32_t award;   /* an allocation, in model.symbols, whose unit says the decimals; else NOTHING */
	uint8_t decimals; /* of a number, else 0 */
	bool date;
	uint32_t source;
};

/* A table of the result. */
struct program_output {
	struct program_printed *columns;
	size_t count;
	uint32_t where; /* a FLAG, or NOTHING */
	struct sort_key *by;
	size_t by_count;
};

/* A comparison of the model, as columns; `same` may be NOTHING: the referee does all of it. */
struct program_compare {
	uint32_t same;  /* a FLAG: both sides are there and equal */
	uint32_t where; /* a FLAG, or NOTHING */
};

struct program {
	const struct model *model;
	struct stage *stages;
	size_t stage_count;
	struct program_column *columns;
	size_t column_count;
	struct program_group *groups;
	size_t group_count;
	struct program_values *values;
	size_t value_count;
	struct program_lookup *lookups;
	size_t lookup_count;
	struct program_figure *figures;
	size_t figure_count;
	struct text *literals;
	size_t literal_count;
	const struct tree **sources;
	size_t source_count;
	/* What is asked for: */
	struct program_output *outputs; /* one for each of model.outputs; of figures empty */
	uint32_t *checks;               /* by check: its condition as a FLAG column; NOTHING: a figure */
	struct program_compare *compares; /* one for each of model.compares */
	uint32_t *symbols;              /* by symbol: the column of its values; NOTHING: it has none, or nobody asks */
	uint32_t *slots;                /* by slot of a whole-table call: its values; NOTHING: the referee has it */
	uint32_t *ranks; /* by slot of a call of `rank` or `bands`: the column of its values; NOTHING */
	const char *refused;            /* why the referee must do all of it; NULL: the VM can */
};

/* True when nothing in the program can make the VM step outside its arrays: every operand is there, of the right kind and
 * made before it is read. Otherwise *why says what is wrong, in the arena. */
bool program_verify(struct arena *arena, const struct program *program, struct text *why);
/* As text, an instruction a line with the line of the rule file that it comes from. */
void program_print(FILE *out, const struct program *program, const struct sources *sources);

#endif

/* compile_private.h - what the parts of the compiler share. Nobody else includes it.
 *
 * compile.c         the whole: what a run asks for
 * compile_emit.c    instructions, columns, figures; what is computed twice is computed once, what nobody reads goes
 * compile_expr.c    expressions over a row
 * compile_symbol.c  what is declared: fields, rules, scores, bands
 * compile_table.c   whole-table functions, ranks and allocations */
#ifndef PLANG_LANG_COMPILE_PRIVATE_H
#define PLANG_LANG_COMPILE_PRIVATE_H
#include "lang/arena.h"
#include "lang/compile.h"
#include "stdlib/function.h"

/* What has been compiled: a register of a stage. kind REG_NONE: the VM cannot do it. */
struct made {
	uint32_t stage, reg;
	enum reg_kind kind;
	uint32_t vocabulary; /* TEXT: see program_column */
};
#define CANNOT ((struct made){ .kind = REG_NONE })

/* Where an expression stands. */
struct scope {
	const struct field *imputing; /* in its `if missing use`: it shows its cells as read */
	bool lenient;                 /* inside `coalesce`, before its last part */
};
#define PLAIN ((struct scope){ .imputing = NULL })

struct builder { /* of a stage */
	struct instruction *code;
	struct task *tasks;
	size_t count, room, task_count, task_room;
	uint32_t *column;  /* by register: where it is stored; NOTHING */
	uint8_t *constant; /* by register: how deep it rests on figures alone; 0: it does not */
};

struct seen {
	uint32_t stage, reg;
};

struct slot_state {
	bool known;
	uint32_t values; /* NOTHING: the VM cannot */
	uint32_t stage;  /* from which on it may be read */
};

struct compiler {
	struct arena *arena;
	const struct model *model;
	struct program *program;
	const struct dataset *rows;
	struct builder *stages;
	size_t stage_count, stage_room;
	size_t column_room, figure_room, literal_room, source_room, lookup_room, value_room, group_room;
	struct made *symbols; /* by symbol.index; kind NONE: not yet */
	bool *symbol_tried;
	struct slot_state *slots; /* by slot */
	struct seen *seen_at;     /* open addressing: instructions, by what they do */
	size_t seen_room, seen_count;
};

/* Doubles an array of the arena when it is full. */
void *compile_grow(struct compiler *c, void *array, size_t count, size_t *room, size_t size);

/* compile_emit.c */
uint32_t emit_source(struct compiler *c, const struct tree *tree);
struct made emit(struct compiler *c, uint32_t stage, enum op op, uint32_t a, uint32_t b, uint32_t d,
                 const struct tree *source);
/* In the stage in which both are there. CANNOT when one is. */
struct made emit_two(struct compiler *c, enum op op, struct made a, struct made b, const struct tree *source);
struct made emit_three(struct compiler *c, enum op op, struct made a, struct made b, struct made d,
                       const struct tree *source);
struct made emit_one(struct compiler *c, enum op op, struct made a, const struct tree *source);
/* yes where the condition holds, else no; the first, or the second where it is missing. CANNOT of different kinds. */
struct made emit_choice(struct compiler *c, struct made condition, struct made yes, struct made no,
                        const struct tree *source);
struct made emit_or_else(struct compiler *c, struct made first, struct made second, const struct tree *source);
/* The same value in a stage that is no earlier. */
struct made emit_raised(struct compiler *c, struct made m, uint32_t stage, const struct tree *source);
struct made emit_constant(struct compiler *c, struct number n, const struct tree *source);
struct made emit_literal(struct compiler *c, struct text text, const struct tree *source);
/* The column in which it is stored, or the field's own; there for tasks of stage m.stage. */
uint32_t emit_column(struct compiler *c, struct made m, const struct tree *source);
/* Its value, in the next stage, once a task of this stage has made it. */
struct made emit_column_made(struct compiler *c, uint32_t stage, uint32_t column, const struct tree *source);
uint32_t emit_new_column(struct compiler *c, enum reg_kind kind, uint32_t vocabulary, const struct tree *source);
struct task *emit_task(struct compiler *c, uint32_t stage, enum task_kind kind, const struct tree *source);
uint32_t emit_figure(struct compiler *c, enum reg_kind kind, const struct tree *tree);
uint32_t emit_number(struct compiler *c, struct number n); /* a figure that stands in no rule file */
enum reg_kind emit_kind(struct type type);
/* What the referee says for each row; CANNOT for a text. */
struct made emit_exact(struct compiler *c, const struct tree *tree, const struct symbol *symbol, uint32_t stage);
/* Drops what nobody reads, and moves the stages into the program. */
void emit_finish(struct compiler *c);

/* compile_expr.c */
struct made compile_value(struct compiler *c, const struct tree *tree, struct scope scope);
/* Makes what an expression rests on known to the referee before it is asked; the stage from which it is. */
uint32_t compile_rests_on(struct compiler *c, const struct tree *tree, struct scope scope);
/* Whether two sides are equal; CANNOT of texts of different words. */
struct made compile_equal(struct compiler *c, const struct tree *left, const struct tree *right,
                          const struct tree *source, struct scope scope);
struct made compile_all(struct compiler *c, const struct tree *first, enum op op, struct scope scope);

/* compile_symbol.c */
struct made compile_symbol(struct compiler *c, const struct symbol *symbol);
struct made compile_field(struct compiler *c, const struct field *field, struct scope scope, const struct tree *source);

/* compile_table.c */
/* The values of a whole-table function, from *stage on; NOTHING when the VM cannot. */
uint32_t compile_slot(struct compiler *c, const struct tree *call, struct scope scope, uint32_t *stage);
struct made compile_each(struct compiler *c, const struct tree *call, struct scope scope);
struct made compile_group(struct compiler *c, const struct tree *call, struct scope scope);
struct made compile_rank(struct compiler *c, const struct symbol *symbol);
struct made compile_award(struct compiler *c, const struct symbol *symbol);

#endif

/* vm.h - runs a program over a table: stages block by block, tasks over whole columns.
 * In:   a verified program, a table, the rows that take part, a referee.   Out: columns and values that are exact or
 *       decided exactly, ready for the result.
 * Owns: its columns, on the heap, freed with the arena.
 *
 * Numbers are doubles. A column whose cells are short decimals holds whole numbers of one unit, and what adds, subtracts,
 * multiplies and compares them is exact; elsewhere every value carries a bound of its error, and where a decision falls
 * within it, the row is worked out again: with twice the digits, and then in exact arithmetic. */
#ifndef PLANG_RUNTIME_VM_H
#define PLANG_RUNTIME_VM_H
#include "lang/program.h"
#include "runtime/referee.h"
#include "runtime/result.h"
#include "runtime/table.h"
struct arena;
struct crew;
struct vm;

/* The layers that decide, cheapest first. */
enum vm_layer { VM_WHOLE, VM_BOUNDS, VM_GRID, VM_SAME, VM_DOUBLE, VM_EXACT, VM_LAYERS };
extern const char *const vm_layer_name[VM_LAYERS];

struct vm_options {
	size_t block;     /* rows at a time; 0: as many as the build says */
	bool explained;   /* what declarations came to is kept until the end, for who explains it */
	unsigned without; /* bits of enum vm_layer that are left out, for tests; not VM_BOUNDS and VM_EXACT */
	unsigned planted; /* bits of layers that are wrong on purpose; see vm_private.h */
	bool undecided;   /* what is within its error is taken as it is: wrong, and only to time what deciding costs */
};

struct vm_counts {
	uint64_t decided[VM_LAYERS]; /* comparisons, roundings and orders of neighbours */
	uint64_t asked;              /* rows for which the referee was asked what the VM has no instruction for */
};

/* rows: of the table, in order; NULL: the first `count` of them. */
struct vm *vm_new(struct arena *arena, const struct program *program, const struct table *table, const uint32_t *rows,
                  size_t count, const struct referee *referee, struct crew *crew, const struct vm_options *options);
/* False when the referee must do all of it: an error that somebody asks for, or what the VM cannot; vm_why says. */
bool vm_run(struct vm *vm);
const char *vm_why(const struct vm *vm);
const struct vm_counts *vm_counts(const struct vm *vm);

/* What is known once it has been computed; false when it is not. row: of the table. */
bool vm_symbol(const struct vm *vm, size_t symbol, size_t row, struct answer *out);
/* Columns as they stand, by row of those that take part, where each has a value: numbers that stand in the order of the
 * values, or, with *error, values that lie within error of these; flags. NULL: it is no such column. */
const double *vm_numbers(const struct vm *vm, size_t symbol, const double **error);
const uint8_t *vm_flags(const struct vm *vm, size_t symbol);
/* Of an allocation that is explained; NULL: it is not, or was not shared out in whole numbers. */
const struct shared *vm_shared(const struct vm *vm, size_t symbol);
bool vm_slot(const struct vm *vm, size_t slot, size_t row, struct answer *out);
/* The task that ranks by a TREE_BY, NULL when there is none; and its nth key. */
const struct task *vm_ranking(const struct vm *vm, const struct tree *by);
bool vm_key(const struct vm *vm, const struct task *ranking, size_t nth, size_t row, struct answer *out);
/* How many rows a rule holds for; false when that is not known or an error stands in its way. */
bool vm_count(struct vm *vm, size_t symbol, size_t *count);
/* Whether a check holds in every row; false when that is not known. */
bool vm_check(struct vm *vm, size_t check, bool *holds);
/* Of a comparison, the row at a place among those that take part. */
enum vm_compared vm_compare(struct vm *vm, size_t compare, size_t place);
/* The rows and cells of an output; headers, titles and looks are the caller's. False when the referee must do it. */
bool vm_output(struct vm *vm, size_t output, struct result_table *table);

#endif

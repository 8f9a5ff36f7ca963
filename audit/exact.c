/* exact.c - a run of the exact evaluator: which rows stay, which cells are missing, then all that is asked for. */
#include "audit/exact.h"
#include "audit/exact_run.h"
#include "audit/real.h"

#define ROWS_LISTED 10

/* --- which rows stay --- */

bool keep_row(struct run *run, size_t row, size_t *which)
{
	*which = 0;
	for (const struct tree *c = tree_find(run->table->dataset->declaration, TREE_KEEP_WHERE); c; c = tree_next(c)) {
		size_t mark = numbers_mark(run->scratch);
		struct value v = expr_value(run, c->first, row);
		numbers_release(run->scratch, mark);
		if (v.state == VALUE_ERROR) return false;
		if (!value_present(v)) {
			run_error(run, DIAG_NO_VALUE, c->at, row, "whether this row is kept is not known");
			return false;
		}
		if (!value_true(v)) return true;
		++*which;
	}
	return true;
}

size_t keep_count(const struct run *run)
{
	size_t n = 0;
	if (!run->table->dataset) return 0;
	for (const struct tree *c = tree_find(run->table->dataset->declaration, TREE_KEEP_WHERE); c; c = tree_next(c))
		n++;
	return n;
}

static bool keep(struct run *run)
{
	size_t conditions = keep_count(run), which = conditions;
	if (conditions) run->rows = arena_array(run->arena, run->table->rows, sizeof *run->rows);
	run->dropped = arena_array(run->arena, conditions, sizeof *run->dropped);
	run->keeping = true;
	if (!conditions) run->row_count = run->table->rows;
	for (size_t row = 0; conditions && row < run->table->rows; row++) {
		if (!keep_row(run, row, &which)) return false;
		if (which == conditions) run->rows[run->row_count++] = (uint32_t)row;
		else run->dropped[which]++;
	}
	run->keeping = false;
	return true;
}

/* --- missing cells --- */

/* How many kept rows have no cell in this column. */
static size_t missing_in(const struct run *run, const struct column *column)
{
	size_t n = 0;
	for (size_t i = 0; column->missing && i < run->row_count; i++)
		n += column_missing(column, run_row(run, i));
	return n;
}

static void list_missing(struct run *run, const struct column *column, size_t count)
{
	const struct field *f = column->field;
	size_t listed = 0, first = 0;
	while (!column_missing(column, run_row(run, first)))
		first++;
	diag_report(run->diags, DIAG_MISSING_CELL, table_at(run->table, run_row(run, first), f->index),
	            "%zu %s of \"%.*s\" %s missing", count, count == 1 ? "cell" : "cells", TEXT_ARG(f->name),
	            count == 1 ? "is" : "are");
	for (size_t i = first; i < run->row_count && listed < ROWS_LISTED; i++) {
		if (!column_missing(column, run_row(run, i))) continue;
		diag_note_at(run->diags, table_at(run->table, run_row(run, i), f->index), "in \"%.*s\"",
		             TEXT_ARG(diag_quote(run->arena, run_key(run, run_row(run, i)))));
		listed++;
	}
	if (count > listed)
		diag_note_at(run->diags, (struct diag_at){ .file = TEXT("") }, "and in %zu more rows", count - listed);
	diag_help(run->diags, "say under the field `if missing use ...` or `may be missing`; for a marker such as \"n/a\", "
	                      "missing means \"n/a\"; or leave such rows out with `keep where`");
	run->failed = true;
}

static bool cells_there(struct run *run)
{
	const struct dataset *d = run->table->dataset;
	for (size_t i = 0; d && i < d->field_count; i++) {
		const struct field *f = &d->fields[i];
		if (!f->used || f->key || f->missing != MISSING_REFUSED) continue;
		size_t count = missing_in(run, &run->table->columns[i]);
		if (count) list_missing(run, &run->table->columns[i], count);
	}
	return !run->failed;
}

/* --- the run --- */

static struct run *run_new(struct arena *arena, struct diags *diags, const struct model *model,
                           const struct table *tables)
{
	struct run *run = arena_alloc(arena, sizeof *run);
	*run = (struct run){ .arena = arena, .diags = diags, .model = model };
	run->table = model->dataset_count ? &tables[0] : arena_alloc(arena, sizeof *tables);
	run->scratch = numbers_new(arena);
	numbers_allow(run->scratch, RUN_STEP_BITS);
	run->terms = numbers_new(arena);
	run->kept = numbers_new(arena);
	run->memos = arena_array(arena, model->symbol_count, sizeof *run->memos);
	run->awards = arena_array(arena, model->symbol_count, sizeof *run->awards);
	run->pots = arena_array(arena, model->symbol_count, sizeof(struct award_pots *));
	run->slots = arena_array(arena, model->slots + 1, sizeof *run->slots);
	return run;
}

/* Allocations are always asked for: the summary accounts for their money. */
static bool allocate(struct run *run)
{
	for (size_t i = 0; i < run->model->symbol_count; i++) {
		const struct symbol *s = run->model->symbols[i];
		if (s->kind == SYMBOL_ALLOCATE && !award_of(run, s)) return false;
	}
	return true;
}

struct run *exact_open(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables)
{
	struct run *run = run_new(arena, diags, model, tables);
	return keep(run) && cells_there(run) ? run : NULL;
}

const struct table *exact_table(const struct run *run)
{
	return run->table;
}

size_t exact_rows(const struct run *run, const uint32_t **rows)
{
	*rows = run->rows;
	return run->row_count;
}

void exact_knows(struct run *run, const struct known *known)
{
	for (size_t i = 0; !known && run->known && i < run->model->symbol_count; i++)
		run->awards[i] = (struct award){ .known = false }; /* what was known of them goes, too */
	run->known = known;
}

void exact_ahead(struct run *run, const struct ahead *ahead)
{
	run->ahead = ahead;
}

bool exact_close(struct run *run, struct result *result)
{
	*result = (struct result){ .failed = false };
	bool done = allocate(run) && result_tables(run, result) && check_all(run, result);
	if (done) result_summary(run, result);
	return done;
}

bool exact_run(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables,
               struct result *result)
{
	struct run *run = exact_open(arena, diags, model, tables);
	bool done = run && exact_close(run, result);
	real_done();
	return done;
}

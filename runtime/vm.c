/* vm.c - a run: stage by stage, task by task; what figures and words are, asked of the referee once; and what is known
 * when it is over. */
#include "runtime/vm_private.h"
#include <math.h>
#include <stdlib.h>

const char *const vm_layer_name[VM_LAYERS] = { "whole", "bounds", "grid", "same", "double", "exact" };

/* --- memory --- */

struct heap { /* before each block */
	struct heap *next, **before;
};
_Static_assert(sizeof(struct heap) <= 64, "what follows is aligned like a cache line");

enum { HEADER = 64 };

void *vm_take(struct vm *vm, size_t count, size_t size)
{
	if (count > (SIZE_MAX / 2 - 2 * HEADER) / size) arena_no_memory(vm->arena);
	struct heap *h = calloc(1, count * size + HEADER);
	if (!h) arena_no_memory(vm->arena);
	h->next = vm->heap;
	h->before = &vm->heap;
	if (vm->heap) vm->heap->before = &h->next;
	vm->heap = h;
	return (char *)h + HEADER;
}

void vm_give(struct vm *vm, void *block)
{
	(void)vm;
	if (!block) return;
	struct heap *h = (struct heap *)(void *)((char *)block - HEADER);
	*h->before = h->next;
	if (h->next) h->next->before = h->before;
	free(h);
}

static void give_all(void *what)
{
	struct vm *vm = what;
	while (vm->heap) {
		struct heap *h = vm->heap;
		vm->heap = h->next;
		free(h);
	}
}

bool vm_refuse(struct vm *vm, const char *why)
{
	if (!vm->why) vm->why = why;
	return false;
}

/* --- what the referee is asked once --- */

const struct vm_figure *vm_figure(struct vm *vm, uint32_t figure)
{
	struct vm_figure *f = &vm->figures[figure];
	const struct program_figure *from = &vm->program->figures[figure];
	if (f->ready) return f;
	struct answer answer = { .state = VM_PRESENT, .number = from->number };
	if (from->source != NOTHING) answer = vm->referee->ask(vm->referee->self, from->source, NO_SUCH_ROW);
	*f = (struct vm_figure){ true, answer.state, number_of(0) };
	if (!answer.state) f->number = number_keep(vm->kept, answer.number);
	return f;
}

static void look_up(struct vm *vm, const struct program_lookup *from, struct vm_lookup *l, size_t entry, size_t row)
{
	struct answer answer = vm->referee->ask(vm->referee->self, from->source, row);
	l->state[entry] = (uint8_t)answer.state;
	l->number[entry] = answer.state ? number_of(0) : number_keep(vm->kept, answer.number);
}

/* The first row of each word stands for all that have it. */
static void look_up_words(struct vm *vm, const struct program_lookup *from, struct vm_lookup *l,
                          const struct column *cells)
{
	bool *seen = vm_take(vm, l->count + 1, sizeof *seen);
	for (size_t i = 0; i < vm->count; i++) {
		size_t row = vm_row(vm, i), entry = column_missing(cells, row) ? l->count : cells->code[row];
		if (!seen[entry]) look_up(vm, from, l, entry, row);
		seen[entry] = true;
	}
	vm_give(vm, seen);
}

const struct vm_lookup *vm_lookup(struct vm *vm, uint32_t lookup)
{
	struct vm_lookup *l = &vm->lookups[lookup];
	const struct program_lookup *from = &vm->program->lookups[lookup];
	const struct column *cells = &vm->table->columns[from->field];
	if (l->ready) return l;
	l->by_row = cells->kind != COLUMN_CODED;
	l->count = l->by_row ? vm->count : cells->word_count;
	l->state = vm_take(vm, l->count + 1, sizeof *l->state);
	l->number = vm_take(vm, l->count + 1, sizeof *l->number);
	for (size_t i = 0; i <= l->count; i++)
		l->number[i] = number_of(0);
	for (size_t i = 0; l->by_row && i < vm->count; i++)
		look_up(vm, from, l, i, vm_row(vm, i));
	if (!l->by_row) look_up_words(vm, from, l, cells);
	l->ready = true;
	return l;
}

/* --- columns --- */

const struct column *vm_cells(const struct vm *vm, uint32_t column)
{
	uint32_t field = vm->program->columns[column].field;
	return field == NOTHING ? NULL : &vm->table->columns[field];
}

static void load_numbers(struct vm *vm, const struct column *cells, struct vm_column *c)
{
	c->v = vm_take(vm, vm->count, sizeof *c->v);
	c->shape = shape_of_column(cells);
	for (size_t i = 0; i < vm->count && cells->kind == COLUMN_WHOLE; i++)
		c->v[i] = (double)cells->whole[vm_row(vm, i)];
	if (cells->kind == COLUMN_WHOLE) return;
	vm_give(vm, c->v);
	c->number = vm_take(vm, vm->count, sizeof *c->number);
	for (size_t i = 0; i < vm->count; i++)
		c->number[i] = column_number(cells, vm_row(vm, i));
	c->shape = shape_numbers(vm, c->number, c->state, vm->count, &c->v, &c->e);
}

static void load_constant(struct vm *vm, uint32_t column, struct vm_column *c)
{
	const struct vm_figure *f = c->constant;
	bool number = vm->program->columns[column].kind == REG_NUMBER;
	if (number) c->v = vm_take(vm, vm->count, sizeof *c->v);
	else c->flag = vm_take(vm, vm->count, sizeof *c->flag);
	if (number && !c->shape.whole) c->e = vm_take(vm, vm->count, sizeof *c->e);
	if (f->state) c->state = vm_take(vm, vm->count, sizeof *c->state);
	double v = f->state ? 0 : c->e ? number_to_double(f->number) : number_sign(f->number);
	for (size_t i = 0; i < vm->count; i++) {
		if (number) c->v[i] = v;
		else c->flag[i] = !f->state && number_sign(f->number) != 0;
		if (c->e) c->e[i] = fabs(v) * 2 * HALF_ULP;
		if (c->state) c->state[i] = (uint8_t)f->state;
	}
}

/* A field's cells as arrays, for tasks. */
struct vm_column *column_load(struct vm *vm, uint32_t column)
{
	struct vm_column *c = &vm->columns[column];
	const struct column *cells = vm_cells(vm, column);
	if (c->ready && c->constant && !c->v && !c->flag) load_constant(vm, column, c);
	if (c->ready) return c;
	if (!cells) {
		vm_refuse(vm, "a column is read before it is made");
		return NULL;
	}
	enum reg_kind kind = vm->program->columns[column].kind;
	*c = (struct vm_column){ .ready = true, .stage = NOTHING };
	if (cells->missing) c->state = vm_take(vm, vm->count, sizeof *c->state);
	for (size_t i = 0; c->state && i < vm->count; i++)
		c->state[i] = column_missing(cells, vm_row(vm, i)) ? VM_MISSING : VM_PRESENT;
	if (kind == REG_NUMBER) load_numbers(vm, cells, c);
	if (kind == REG_FLAG) c->flag = vm_take(vm, vm->count, sizeof *c->flag);
	if (kind == REG_TEXT) c->text = vm_take(vm, vm->count, sizeof *c->text);
	for (size_t i = 0; i < vm->count && c->flag; i++)
		c->flag[i] = cells->whole[vm_row(vm, i)] != 0;
	for (size_t i = 0; i < vm->count && c->text; i++)
		c->text[i] = cells->kind == COLUMN_CODED ? cells->code[vm_row(vm, i)] : (uint32_t)vm_row(vm, i);
	return c;
}

static void column_empty(struct vm *vm, struct vm_column *c)
{
	void *arrays[] = { c->state, c->v, c->e, c->order, c->flag, c->text, c->number };
	double_forget(vm);
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		vm_give(vm, arrays[i]);
	*c = (struct vm_column){ .shape = c->shape, .stage = c->stage, .reg = c->reg }; /* a constant, too, is made again */
}

void column_drop(struct vm *vm, uint32_t column)
{
	if (vm_cells(vm, column) && vm->columns[column].ready) column_empty(vm, &vm->columns[column]);
}

/* --- the run --- */

struct vm *vm_new(struct arena *arena, const struct program *program, const struct table *table, const uint32_t *rows,
                  size_t count, const struct referee *referee, struct crew *crew, const struct vm_options *options)
{
	struct vm *vm = arena_alloc(arena, sizeof *vm);
	*vm = (struct vm){ .arena = arena,
		               .program = program,
		               .table = table,
		               .rows = rows,
		               .count = count,
		               .referee = referee,
		               .crew = crew,
		               .options = *options };
	arena_defer(arena, give_all, vm);
	vm->kept = numbers_new(arena);
	vm->scratch = numbers_new(arena);
	numbers_allow(vm->scratch, (size_t)NUMBER_MAX_BITS * 64);
	vm->columns = arena_array(arena, program->column_count, sizeof *vm->columns);
	vm->values = arena_array(arena, program->value_count, sizeof *vm->values);
	vm->groups = arena_array(arena, program->group_count, sizeof *vm->groups);
	vm->figures = arena_array(arena, program->figure_count, sizeof *vm->figures);
	vm->lookups = arena_array(arena, program->lookup_count, sizeof *vm->lookups);
	vm->shared = arena_array(arena, program->model->symbol_count, sizeof *vm->shared);
	vm->exact = arena_array(arena, program->stage_count, sizeof *vm->exact);
	vm->leaves = arena_array(arena, program->column_count, sizeof *vm->leaves);
	return vm;
}

static bool run_task(struct vm *vm, const struct task *t)
{
	bool done;
	if (t->kind < TASK_RANK) done = task_aggregate(vm, t);
	else if (t->kind == TASK_EXACT) done = task_exact(vm, t);
	else if (t->kind == TASK_SHARE) done = task_share(vm, t);
	else done = task_rank(vm, t);
	if (t->kind < TASK_RANK) vm->values[t->out].ready = done;
	else vm->columns[t->out].ready = done;
	uint32_t columns[TASK_READS];
	task_reads(t, columns);
	for (size_t i = 0; i < TASK_READS; i++)
		if (columns[i] != NOTHING) column_drop(vm, columns[i]);
	for (size_t i = 0; i < t->by_count; i++)
		column_drop(vm, t->by[i].column);
	return done;
}

/* --- what nobody reads any more --- */

static void used(struct vm *vm, uint32_t column, uint32_t moment)
{
	if (column != NOTHING && moment > vm->last_use[column]) vm->last_use[column] = moment;
}

static void used_by_task(struct vm *vm, const struct task *t, uint32_t moment)
{
	uint32_t until = vm->options.explained ? NOTHING : moment; /* what rows are ranked by is told */
	uint32_t columns[TASK_READS];
	task_reads(t, columns);
	for (size_t i = 0; i < TASK_READS; i++)
		used(vm, columns[i], moment);
	for (size_t i = 0; i < t->by_count; i++)
		used(vm, t->by[i].column, until);
}

/* Of columns that are asked for in the end, or by groups, NOTHING. */
static void used_in_the_end(struct vm *vm)
{
	const struct program *p = vm->program;
	for (size_t i = 0; i < p->model->output_count; i++) {
		for (size_t k = 0; k < p->outputs[i].count; k++)
			used(vm, p->outputs[i].columns[k].column, NOTHING);
		for (size_t k = 0; k < p->outputs[i].by_count; k++)
			used(vm, p->outputs[i].by[k].column, NOTHING);
		used(vm, p->outputs[i].where, NOTHING);
	}
	for (size_t i = 0; i < p->model->check_count; i++)
		used(vm, p->checks[i], NOTHING);
	for (size_t i = 0; i < p->model->compare_count; i++) {
		used(vm, p->compares[i].same, NOTHING);
		used(vm, p->compares[i].where, NOTHING);
	}
	for (size_t i = 0; i < p->model->symbol_count; i++) {
		enum symbol_kind kind = p->model->symbols[i]->kind;
		bool summed_up = kind == SYMBOL_RULE || kind == SYMBOL_ALLOCATE;
		if (summed_up || vm->options.explained) used(vm, p->symbols[i], NOTHING);
	}
	for (size_t i = 0; i < p->group_count; i++)
		for (size_t k = 0; k < p->groups[i].count; k++)
			used(vm, p->groups[i].columns[k], NOTHING);
}

static void find_last_uses(struct vm *vm)
{
	const struct program *p = vm->program;
	vm->last_use = arena_array(vm->arena, p->column_count, sizeof *vm->last_use);
	for (uint32_t stage = 0; stage < p->stage_count; stage++) {
		const struct stage *s = &p->stages[stage];
		for (size_t i = 0; i < s->count; i++)
			if (op_info[s->code[i].op].operands[0] == 'C') used(vm, s->code[i].a, 2 * stage);
		for (size_t i = 0; i < s->task_count; i++)
			used_by_task(vm, &s->tasks[i], 2 * stage + 1);
	}
	used_in_the_end(vm);
}

/* A stage's instructions are moment 2 * stage, its tasks the one after. A column that a stage stored can be worked out
 * again at a row, should the exact layer ask. */
static void drop_columns(struct vm *vm, uint32_t moment)
{
	for (uint32_t i = 0; i < vm->program->column_count; i++) {
		struct vm_column *c = &vm->columns[i];
		if (!c->ready || vm->last_use[i] > moment) continue;
		if (vm_cells(vm, i)) column_drop(vm, i);
		else if (c->stage != NOTHING) column_empty(vm, c);
	}
}

bool vm_run(struct vm *vm)
{
	const struct program *p = vm->program;
	if (p->refused) return vm_refuse(vm, p->refused);
	if (vm->count >= NOTHING) return vm_refuse(vm, "the table has too many rows");
	find_last_uses(vm);
	for (uint32_t stage = 0; stage < p->stage_count; stage++) {
		const struct stage *s = &p->stages[stage];
		struct plan plan;
		if (!plan_make(vm, stage, &plan) || !plan_run(&plan)) return false;
		drop_columns(vm, 2 * stage);
		for (size_t i = 0; i < s->task_count; i++)
			if (!run_task(vm, &s->tasks[i])) return false;
		drop_columns(vm, 2 * stage + 1);
	}
	return true;
}

const char *vm_why(const struct vm *vm)
{
	return vm->why;
}

const struct vm_counts *vm_counts(const struct vm *vm)
{
	return &vm->counts;
}

/* --- what is known --- */

/* What a column holds for a row of the table, where that is exact. */
static bool known_at(const struct vm *vm, uint32_t column, size_t row, struct answer *out)
{
	size_t i;
	if (column == NOTHING || vm_cells(vm, column) || !vm->columns[column].ready) return false;
	if (!table_place(vm->rows, vm->count, row, &i)) return false;
	const struct vm_column *c = &vm->columns[column];
	if (c->text || (c->state && c->state[i]) || (c->e && !c->number && !c->shape.single)) return false;
	if (c->constant && c->constant->state) return false;
	out->state = VM_PRESENT;
	if (c->constant) out->number = c->constant->number;
	else if (c->flag) out->number = number_of(c->flag[i]);
	else if (c->number) out->number = c->number[i];
	else out->number = shape_exact(vm->kept, &c->shape, c->v[i]);
	return true;
}

bool vm_symbol(const struct vm *vm, size_t symbol, size_t row, struct answer *out)
{
	return known_at(vm, vm->program->symbols[symbol], row, out);
}

const struct task *vm_ranking(const struct vm *vm, const struct tree *by)
{
	const struct program *p = vm->program;
	for (size_t s = 0; s < p->stage_count; s++)
		for (size_t i = 0; i < p->stages[s].task_count; i++) {
			const struct task *t = &p->stages[s].tasks[i];
			bool ranks = t->kind == TASK_RANK || t->kind == TASK_BANDS;
			if (ranks && tree_find(p->sources[t->source], TREE_BY) == by) return t;
		}
	return NULL;
}

bool vm_key(const struct vm *vm, const struct task *ranking, size_t nth, size_t row, struct answer *out)
{
	return nth < ranking->by_count && known_at(vm, ranking->by[nth].column, row, out);
}

/* Without states, and with arrays of its own. */
static const struct vm_column *full_column(const struct vm *vm, size_t symbol)
{
	uint32_t column = vm->program->symbols[symbol];
	if (column == NOTHING || !vm->columns[column].ready || vm->columns[column].state) return NULL;
	return &vm->columns[column];
}

const double *vm_numbers(const struct vm *vm, size_t symbol, const double **error)
{
	const struct vm_column *c = full_column(vm, symbol);
	*error = c && !c->order ? c->e : NULL;
	return c && c->order ? c->order : c ? c->v : NULL;
}

const uint8_t *vm_flags(const struct vm *vm, size_t symbol)
{
	const struct vm_column *c = full_column(vm, symbol);
	return c ? c->flag : NULL;
}

const struct shared *vm_shared(const struct vm *vm, size_t symbol)
{
	return vm->shared[symbol];
}

bool vm_slot(const struct vm *vm, size_t slot, size_t row, struct answer *out)
{
	uint32_t which = vm->program->slots[slot];
	if (vm->program->ranks[slot] != NOTHING) return known_at(vm, vm->program->ranks[slot], row, out);
	if (which == NOTHING || !vm->values[which].ready || vm->values[which].by_row) return false;
	const struct vm_values *values = &vm->values[which];
	uint32_t group = vm->program->values[which].group, at = 0;
	size_t i;
	if (group != NOTHING) {
		if (row == NO_SUCH_ROW || !table_place(vm->rows, vm->count, row, &i)) return false;
		at = vm->groups[group].of[i];
	}
	if (at == NOTHING || values->state[at]) return false;
	*out = (struct answer){ .state = VM_PRESENT, .number = values->number[at] };
	return true;
}

bool vm_count(struct vm *vm, size_t symbol, size_t *count)
{
	uint32_t column = vm->program->symbols[symbol];
	*count = 0;
	if (column == NOTHING || !vm->columns[column].ready || !column_load(vm, column)->flag) return false;
	const struct vm_column *c = &vm->columns[column];
	for (size_t i = 0; i < vm->count; i++) {
		uint8_t state = c->state ? c->state[i] : VM_PRESENT;
		if (state == VM_ERROR) return false;
		*count += state == VM_PRESENT && c->flag[i];
	}
	return true;
}

bool vm_check(struct vm *vm, size_t check, bool *holds)
{
	uint32_t column = vm->program->checks[check];
	if (column == NOTHING) return false;
	if (!vm->columns[column].ready) return false;
	const struct vm_column *c = column_load(vm, column);
	*holds = true;
	for (size_t i = 0; i < vm->count && *holds; i++)
		*holds = !(c->state && c->state[i]) && c->flag[i];
	return true;
}

enum vm_compared vm_compare(struct vm *vm, size_t compare, size_t i)
{
	const struct program_compare *x = &vm->program->compares[compare];
	if (x->same == NOTHING || !vm->columns[x->same].ready) return VM_UNCOMPARED;
	if (x->where != NOTHING && !vm->columns[x->where].ready) return VM_UNCOMPARED;
	const struct vm_column *in = x->where == NOTHING ? NULL : column_load(vm, x->where);
	if (in && in->state && in->state[i] == VM_ERROR) return VM_UNCOMPARED;
	if (in && ((in->state && in->state[i]) || !in->flag[i])) return VM_LEFT_OUT;
	const struct vm_column *same = column_load(vm, x->same);
	return (same->state && same->state[i]) || !same->flag[i] ? VM_UNCOMPARED : VM_EQUAL;
}

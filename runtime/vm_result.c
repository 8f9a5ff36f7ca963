/* vm_result.c - what is printed: which rows, in which order, and columns in the form in which they are written. */
#include "runtime/as_read.h"
#include "runtime/vm_private.h"

/* What a column's cells are printed from, where that is no array of its own. */
struct cell_source {
	const struct vm *vm;
	const struct column *cells; /* as they were read, where they are there */
	struct result_column typed; /* else this */
	uint32_t source;
};

static struct text cell_of(const void *state, size_t i, char *buffer, size_t size)
{
	const struct cell_source *s = state;
	size_t row = vm_row(s->vm, i);
	if (column_missing(s->cells, row)) return result_cell(&s->typed, i, buffer, size);
	return as_read_cell(s->vm->table->dataset, s->cells, row, buffer, size);
}

static struct text reason_of(void *state, size_t i)
{
	const struct cell_source *s = state;
	return s->vm->referee->reason(s->vm->referee->self, s->source, vm_row(s->vm, i));
}

/* --- columns --- */

/* An error in a row that is printed is an error of the run. */
static bool states_of(struct vm *vm, const struct vm_column *c, const uint32_t *row, size_t n,
                      struct result_column *out)
{
	if (!c->state) return true;
	uint8_t *states = vm_take(vm, vm->count, sizeof *states);
	out->states = states;
	for (size_t i = 0; i < n; i++) {
		size_t at = row ? row[i] : i;
		if (c->state[at] == VM_ERROR) return vm_refuse(vm, "an error that somebody asks for");
		states[at] = c->state[at] == VM_PRESENT   ? RESULT_PRESENT
		             : c->state[at] == VM_MISSING ? RESULT_MISSING
		                                          : RESULT_NOT_APPLICABLE;
	}
	return true;
}

/* False when they are no whole numbers of the last digit that is printed. */
static bool whole_cells(const struct vm_column *c, unsigned decimals, struct result_column *out)
{
	struct number digit = { .num = 1, .den = 1 };
	for (unsigned i = 0; i < decimals; i++)
		digit.den *= 10;
	double times = c->shape.most > 0 ? shape_factor(c->shape.unit, digit) : 1;
	if (c->e || times == 0 || c->shape.most * times >= 0x1p62) return false;
	out->form = RESULT_WHOLE;
	out->doubles = c->v;
	out->times = (int64_t)times;
	out->decimals = decimals;
	return true;
}

static struct text *dates(struct vm *vm, const struct vm_column *c, int64_t times)
{
	struct text *texts = vm_take(vm, vm->count, sizeof *texts);
	for (size_t i = 0; i < vm->count; i++)
		if (!(c->state && c->state[i])) texts[i] = date_print(vm->arena, (int64_t)c->v[i] * times);
	return texts;
}

static bool date_cells(struct vm *vm, const struct vm_column *c, struct result_column *out)
{
	double times = c->shape.most > 0 ? shape_factor(c->shape.unit, number_of(1)) : 1;
	if (c->e || times == 0) return false;
	out->form = RESULT_TEXTS;
	out->texts = dates(vm, c, (int64_t)times);
	return true;
}

static void text_cells(struct vm *vm, const struct vm_column *c, uint32_t vocabulary, struct result_column *out)
{
	const struct program *p = vm->program;
	struct text *texts = vm_take(vm, vm->count, sizeof *texts);
	const struct column *cells = vocabulary == NOTHING ? NULL : &vm->table->columns[vocabulary];
	for (size_t i = 0; i < vm->count; i++) {
		if (c->state && c->state[i]) continue;
		if (!cells) texts[i] = p->literals[c->text[i]];
		else texts[i] = cells->kind == COLUMN_CODED ? cells->word[c->text[i]] : column_text(cells, c->text[i]);
	}
	out->form = RESULT_TEXTS;
	out->texts = texts;
}

/* Labels of a few kinds: a byte a row. */
static bool label_cells(struct vm *vm, const struct vm_column *c, uint32_t vocabulary, struct result_column *out)
{
	const struct program *p = vm->program;
	if (vocabulary != NOTHING || p->literal_count > UINT8_MAX) return false;
	uint8_t *code = vm_take(vm, vm->count, sizeof *code);
	for (size_t i = 0; i < vm->count; i++)
		code[i] = c->state && c->state[i] ? 0 : (uint8_t)c->text[i];
	out->form = RESULT_WORDS;
	out->words = p->literals;
	out->word_count = p->literal_count;
	out->code = code;
	return true;
}

static bool typed_cells(struct vm *vm, const struct program_printed *from, const struct vm_column *c,
                        struct result_column *out)
{
	unsigned decimals = from->decimals;
	if (c->flag) {
		out->form = RESULT_FLAGS;
		out->flags = c->flag;
		return true;
	}
	if (c->text) {
		uint32_t vocabulary = vm->program->columns[from->column].vocabulary;
		if (!label_cells(vm, c, vocabulary, out)) text_cells(vm, c, vocabulary, out);
		return true;
	}
	if (from->date) return date_cells(vm, c, out);
	if (from->award != NOTHING) decimals = award_decimals_of(vm, from->award);
	return decimals <= 15 && whole_cells(c, decimals, out);
}

/* Cell by cell. */
static bool printed_by_referee(struct vm *vm, size_t output, size_t column, const uint32_t *row, size_t n,
                               struct result_column *out)
{
	struct text *texts = vm_take(vm, vm->count, sizeof *texts);
	uint8_t *states = vm_take(vm, vm->count, sizeof *states);
	for (size_t i = 0; i < n; i++) {
		size_t at = row ? row[i] : i;
		enum vm_state state;
		texts[at] = vm->referee->print(vm->referee->self, output, column, vm_row(vm, at), &state);
		if (state == VM_ERROR) return vm_refuse(vm, "an error that somebody asks for");
		states[at] = state == VM_PRESENT   ? RESULT_PRESENT
		             : state == VM_MISSING ? RESULT_MISSING
		                                   : RESULT_NOT_APPLICABLE;
	}
	vm->counts.asked += n;
	out->form = RESULT_TEXTS;
	out->texts = texts;
	out->states = states;
	return true;
}

/* Of a field that is printed as it was read, whether nothing else stands in it. */
static bool all_read(const struct vm *vm, const struct program_printed *from, const struct column *cells)
{
	return vm_cells(vm, from->column) == cells || !cells->missing;
}

/* False without vm->why: the referee must print it. */
static bool printed(struct vm *vm, const struct program_printed *from, const uint32_t *row, size_t n,
                    struct result_column *out)
{
	struct cell_source *s = arena_alloc(vm->arena, sizeof *s);
	const struct column *cells = from->cells == NOTHING ? NULL : &vm->table->columns[from->cells];
	*s = (struct cell_source){ .vm = vm, .source = from->source, .cells = cells };
	out->reason = reason_of;
	out->reason_state = s;
	if (from->column == NOTHING) return false;
	bool own = cells && all_read(vm, from, cells);
	if (own && !vm->rows) {
		*out = as_read(vm->arena, vm->table, cells, out->header, out->look);
		return true;
	}
	const struct vm_column *c = column_load(vm, from->column);
	if (!c || !states_of(vm, c, row, n, out)) return false;
	if (!own && !typed_cells(vm, from, c, cells ? &s->typed : out)) return false;
	if (!cells) return true;
	s->typed.states = out->states;
	out->form = RESULT_CELLS;
	out->cell = cell_of;
	out->cell_state = s;
	return true;
}

/* --- rows --- */

static uint32_t *all_rows(struct vm *vm)
{
	uint32_t *row = vm_take(vm, vm->count, sizeof *row);
	for (size_t i = 0; i < vm->count; i++)
		row[i] = (uint32_t)i;
	return row;
}

static uint32_t *rows_where(struct vm *vm, uint32_t where, size_t *n)
{
	const struct vm_column *c = column_load(vm, where);
	uint32_t *row = vm_take(vm, vm->count, sizeof *row);
	*n = 0;
	for (size_t i = 0; c && i < vm->count; i++) {
		uint8_t state = c->state ? c->state[i] : VM_PRESENT;
		if (state == VM_ERROR) vm_refuse(vm, "an error that somebody asks for");
		if (state == VM_PRESENT && c->flag[i]) row[(*n)++] = (uint32_t)i;
	}
	return c && !vm->why ? row : NULL;
}

/* Equal keys go by the dataset's key. */
static bool sorted(struct vm *vm, const struct program_output *o, uint32_t *row, size_t n)
{
	for (size_t k = 0; k < o->by_count; k++) {
		const struct vm_column *c = column_load(vm, o->by[k].column);
		for (size_t i = 0; c && c->state && i < n; i++)
			if (c->state[row[i]] == VM_ERROR) return vm_refuse(vm, "an error that somebody asks for");
	}
	if (!order_rows(vm, o->by, o->by_count, row, n)) return false;
	uint32_t *room = vm_take(vm, n, sizeof *room);
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first + 1; end < n && order_equal(vm, o->by, o->by_count, row[end - 1], row[end]); end++)
			;
		if (end - first > 1) order_by_key(vm, row + first, end - first, room);
	}
	vm_give(vm, room);
	return true;
}

bool vm_output(struct vm *vm, size_t output, struct result_table *table)
{
	const struct program_output *o = &vm->program->outputs[output];
	uint32_t *row = NULL;
	size_t n = vm->count;
	if (o->where != NOTHING) row = rows_where(vm, o->where, &n);
	if (vm->why) return false;
	if (o->by_count && !row) row = all_rows(vm);
	if (o->by_count && !sorted(vm, o, row, n)) return false;
	table->rows = n;
	table->row = row;
	for (size_t i = 0; i < o->count; i++) {
		if (printed(vm, &o->columns[i], row, n, &table->columns[i])) continue;
		if (vm->why || !printed_by_referee(vm, output, i, row, n, &table->columns[i])) return false;
	}
	return true;
}

/* exact_what_if.c - a run in which one cell reads otherwise. It is a copy of the run that forgets what rests on the cell
 * and remembers the rest; what it works out lives in an arena of its own, emptied for the next value of the cell.
 *
 * `z = zscore(unemployment)`, with the unemployment of one place changed: the slot of zscore and z are forgotten for all
 * rows. `struggling = unemployment >= 5%` is forgotten for the one row. `richest = max(income)` is kept. */
#include "audit/exact_run.h"

struct what_if {
	struct run *base;
	struct cell_change change;
	unsigned char *symbol, *slot; /* enum reach, by symbol.index and tree.slot */
	bool *seen;                   /* symbols whose reach is known, or being found */
	bool keeping;                 /* some `keep where` rests on the cell */
	bool kept;
	struct arena *arena; /* of what `run` works out */
	struct run run;
};

/* --- what rests on the cell --- */

static unsigned reach_of(struct what_if *w, const struct tree *tree);

static unsigned reach_of_children(struct what_if *w, const struct tree *tree)
{
	unsigned reach = 0;
	for (const struct tree *c = tree->first; c; c = c->next)
		reach |= reach_of(w, c);
	return reach;
}

/* What fills a field's empty cells matters where a cell is empty. */
static unsigned reach_of_field(struct what_if *w, const struct field *field)
{
	const struct column *column = &w->base->table->columns[field->index];
	bool own = field == w->change.field;
	unsigned reach = own ? REACH_ROW : 0, filled;
	w->symbol[field->symbol->index] = (unsigned char)reach; /* inside its own `if missing use` */
	if (field->missing != MISSING_IMPUTED || column->missing == 0) return reach;
	filled = reach_of(w, field->impute);
	if (own || !column_missing(column, w->change.row)) filled &= REACH_OTHERS;
	return reach | filled;
}

static unsigned reach_of_symbol(struct what_if *w, const struct symbol *symbol)
{
	unsigned char *known = &w->symbol[symbol->index];
	if (w->seen[symbol->index]) return *known;
	w->seen[symbol->index] = true;
	unsigned reach = 0;
	if (symbol->kind == SYMBOL_FIELD) reach = reach_of_field(w, symbol->field);
	else if (symbol->kind == SYMBOL_PARAM) reach = reach_of(w, symbol->value);
	else if (symbol->kind != SYMBOL_DATASET && symbol->kind != SYMBOL_FUNCTION)
		reach = reach_of_children(w, symbol->declaration);
	if (reach && (symbol->kind == SYMBOL_RANK || symbol->kind == SYMBOL_ALLOCATE)) reach = REACH_TABLE | REACH_OTHERS;
	return *known = (unsigned char)reach;
}

static unsigned reach_of(struct what_if *w, const struct tree *tree)
{
	if (tree->meaning) return reach_of(w, tree->meaning);
	unsigned reach = tree->symbol ? reach_of_symbol(w, tree->symbol) : reach_of_children(w, tree);
	if (!tree->slot) return reach;
	if (reach) reach = REACH_TABLE | REACH_OTHERS;
	/* The mean and the sd of a zscore have the two slots behind it: lang/check_table.c. */
	size_t slots = tree->function->form == FORM_EACH ? 3 : 1;
	memset(w->slot + tree->slot, (int)reach, slots);
	return reach;
}

static bool reaches_keep(struct what_if *w)
{
	for (const struct tree *c = tree_find(w->base->table->dataset->declaration, TREE_KEEP_WHERE); c; c = tree_next(c))
		if (reach_of(w, c->first)) return true;
	return false;
}

unsigned what_if_symbol(const struct what_if *w, const struct symbol *symbol)
{
	return w->symbol[symbol->index];
}

unsigned what_if_tree(const struct what_if *w, const struct tree *tree)
{
	unsigned reach = 0;
	if (tree->meaning) return what_if_tree(w, tree->meaning);
	if (tree->slot) return w->slot[tree->slot];
	if (tree->symbol) return what_if_symbol(w, tree->symbol);
	for (const struct tree *c = tree->first; c; c = c->next)
		reach |= what_if_tree(w, c);
	return reach;
}

/* --- what does not rest on the cell is asked of the run as it is --- */

bool what_if_same(struct run *run, const struct symbol *symbol, size_t row, struct value *out)
{
	const struct what_if *w = run->change->what_if;
	unsigned reach = w->symbol[symbol->index];
	if (reach && (reach != REACH_ROW || row == w->change.row)) return false;
	*out = run_unheard(w->base, NULL, symbol, row);
	run->failed |= out->state == VALUE_ERROR;
	return true;
}

/* A fault may count as missing, and a field show its cells as read, depending on who asks. */
bool what_if_same_slot(struct run *run, const struct tree *call, size_t row, struct value *out)
{
	const struct what_if *w = run->change->what_if;
	struct run *base = w->base;
	if (w->slot[call->slot]) return false;
	base->lenient = run->lenient;
	base->imputing = run->imputing;
	*out = run_unheard(base, call, NULL, row);
	base->lenient = 0;
	base->imputing = NULL;
	run->failed |= out->state == VALUE_ERROR;
	return true;
}

/* --- and the rest forgotten --- */

/* An allocation that nobody asks for again still says what it left unspent. */
static void forget_symbols(struct what_if *w)
{
	const struct run *base = w->base;
	size_t n = base->model->symbol_count;
	w->run.memos = arena_array(w->arena, n, sizeof *w->run.memos);
	w->run.awards = arena_array(w->arena, n, sizeof *w->run.awards);
	for (size_t i = 0; i < n; i++)
		if (!w->symbol[i]) w->run.awards[i] = base->awards[i];
}

static void forget_groups(struct what_if *w)
{
	w->run.groupings = NULL;
	for (const struct groups *g = w->base->groupings; g; g = g->next) {
		if (g->per && what_if_tree(w, g->per)) continue;
		struct groups *copy = arena_alloc(w->arena, sizeof *copy);
		*copy = *g;
		copy->next = w->run.groupings;
		w->run.groupings = copy;
	}
}

/* The table stays open addressing: what is left out may stand before what is kept. */
static void forget_constants(struct what_if *w)
{
	const struct run *base = w->base;
	w->run.constants = NULL;
	w->run.constant_room = w->run.constant_count = 0;
	for (size_t i = 0; i < base->constant_room; i++) {
		const struct constant *c = &base->constants[i];
		if (c->tree && !what_if_tree(w, c->tree)) constant_keep(&w->run, c);
	}
}

/* --- the run --- */

struct what_if *what_if_new(struct run *run, const struct field *field, size_t row)
{
	struct what_if *w = arena_alloc(run->arena, sizeof *w);
	const struct model *m = run->model;
	*w = (struct what_if){ .base = run, .change = { .what_if = w, .field = field, .row = row } };
	w->symbol = arena_array(run->arena, m->symbol_count, sizeof *w->symbol);
	w->seen = arena_array(run->arena, m->symbol_count, sizeof *w->seen);
	w->slot = arena_array(run->arena, m->slots + 1, sizeof *w->slot);
	memset(w->slot, REACH_TABLE | REACH_OTHERS, m->slots + 1); /* of those that no declaration has: of outputs and checks */
	for (size_t i = 0; i < m->symbol_count; i++)
		reach_of_symbol(w, m->symbols[i]);
	w->keeping = reaches_keep(w);
	w->arena = arena_child(run->arena);
	return w;
}

static void pools_make(struct what_if *w)
{
	w->run.scratch = numbers_new(w->arena);
	w->run.terms = numbers_new(w->arena);
	w->run.kept = numbers_new(w->arena);
	numbers_allow(w->run.scratch, RUN_STEP_BITS);
}

static void compute_ahead(struct what_if *w)
{
	const struct cell_change *c = &w->change;
	const struct ahead *ahead = w->base->ahead;
	bool text = c->value.text;
	struct table *table = arena_alloc(w->arena, sizeof *table);
	struct number number = text ? number_of(0) : c->value.is.number;
	if (!ahead || !w->kept) return;
	if (table_with(w->arena, w->base->table, c->field->index, c->row, number, text ? c->value.is.text : TEXT(""),
	               table))
		ahead->compute(ahead->self, w->arena, &w->run, table);
	w->run.failed = false;
}

struct run *what_if_reads(struct what_if *w, struct value value, bool table)
{
	struct run *base = w->base;
	arena_clear(w->arena);
	w->run = *base;
	w->run.arena = w->arena;
	w->run.change = &w->change;
	w->run.failed = false;
	w->run.known = NULL; /* what another has computed is of the cell as it was */
	memset(w->run.free_blocks, 0, sizeof w->run.free_blocks);
	w->run.root_count = SIZE_MAX; /* those of the base run are used, and none are added */
	w->run.diags = arena_alloc(w->arena, sizeof *w->run.diags);
	*w->run.diags = (struct diags){ .arena = w->arena, .sources = base->diags->sources };
	pools_make(w);
	forget_symbols(w);
	w->run.slots = arena_array(w->arena, base->model->slots + 1, sizeof *w->run.slots);
	forget_groups(w);
	forget_constants(w);
	w->change.value = value;
	size_t which = 0, all = w->keeping ? keep_count(base) : 0;
	w->run.keeping = w->keeping;
	w->kept = !w->keeping || (keep_row(&w->run, w->change.row, &which) && which == all);
	w->run.keeping = false;
	if (table) compute_ahead(w);
	return &w->run;
}

bool what_if_kept(const struct what_if *w)
{
	return w->kept;
}

void what_if_done(struct what_if *w)
{
	arena_clear(w->arena);
}

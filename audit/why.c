/* why.c - the story of one place, declaration by declaration: why_node.c tells expressions, why_rank.c and why_award.c what
 * comes out of the whole table. */
#include "audit/why.h"
#include "runtime/out.h"

struct why_book {
	struct run *run;
	struct why_pots *pots;       /* by symbol.index */
	const struct tree **section; /* that a symbol stands in; by symbol.index */
};

/* --- clauses --- */

static struct why_clause *clause_new(struct run *run, const struct tree *tree, struct why_clause ***next)
{
	struct why_clause *c = arena_alloc(run->arena, sizeof *c);
	*c = (struct why_clause){ .kind = tree->kind, .line = why_line(run, tree->at), .applies = true };
	c->title = tree_title(tree);
	c->cite = tree_text(tree, TREE_CITE);
	**next = c;
	*next = &c->next;
	return c;
}

static bool holds(const struct why_node *n)
{
	return n && n->value.state == VALUE_PRESENT && text_is(n->value.exact, "true");
}

/* All `when` up to the first that does not hold, then, where all do, the `unless` up to the first that does. */
static void tell_conditions(struct run *run, const struct tree *d, enum tree_kind kind, bool settles, bool *settled,
                            size_t row, struct why_clause ***next)
{
	for (const struct tree *t = tree_find(d, kind); t; t = tree_next(t)) {
		struct why_clause *c = clause_new(run, t, next);
		if (kind == TREE_UNLESS) c->title = tree_text(t, TREE_BECAUSE);
		c->applies = !*settled;
		if (*settled) continue;
		c->node = why_node(run, t->first, row);
		c->decides = c->node->value.state > VALUE_MISSING || (!c->node->value.state && holds(c->node) == settles);
		*settled = c->decides;
	}
}

static void tell_rule(struct run *run, const struct symbol *s, size_t row, struct why_step *step)
{
	struct why_clause **next = &step->clauses;
	bool settled = false;
	tell_conditions(run, s->declaration, TREE_WHEN, false, &settled, row, &next);
	tell_conditions(run, s->declaration, TREE_UNLESS, true, &settled, row, &next);
	for (struct why_clause *c = step->clauses; c && !settled; c = c->next)
		c->decides = true; /* none settled it alone: all of them did */
}

/* --- scores --- */

static struct number add_contribution(struct run *run, const struct tree *part, struct why_clause *c, size_t row)
{
	struct value w = run_unheard(run, part->first, NULL, row), x = run_unheard(run, part->first->next, NULL, row);
	if (!value_present(w) || !value_present(x)) c->applies = false;
	if (!c->applies) return number_of(0);
	struct number product = number_mul(run->scratch, w.is.number, x.is.number);
	c->contribution = told_number(run, part->first->next->type, product);
	c->size = number_to_double(number_abs(run->scratch, product));
	return w.is.number;
}

static void tell_score(struct run *run, const struct symbol *s, size_t row, struct why_step *step)
{
	struct why_clause **next = &step->clauses;
	struct number weights = number_of(0);
	for (const struct tree *t = tree_find(s->declaration, TREE_WEIGHT); t; t = tree_next(t)) {
		struct why_clause *c = clause_new(run, t, &next);
		const struct tree *where = tree_find(t, TREE_WHERE);
		if (where) c->where = why_node(run, where->first, row);
		c->applies = !where || holds(c->where);
		if (!c->applies) continue;
		c->node = why_node(run, t->first, row);
		c->value = why_node(run, t->first->next, row);
		weights = number_add(run->scratch, weights, add_contribution(run, t, c, row));
	}
	step->weights = told_number(run, (struct type){ .kind = TYPE_PERCENT }, weights);
	const struct tree *whole = tree_find(s->declaration, TREE_WEIGHTS_ADD_UP);
	struct value sum = whole ? run_unheard(run, whole->first, NULL, row) : value_number(number_of(1));
	step->whole = told_value(run, (struct type){ .kind = TYPE_PERCENT }, sum);
}

/* --- bands and awards --- */

static void tell_band(struct run *run, const struct symbol *s, size_t row, struct why_step *step)
{
	struct why_clause **next = &step->clauses;
	bool settled = false; /* also by a condition that comes to no answer */
	for (const struct tree *t = tree_find(s->declaration, TREE_BAND_ROW); t; t = tree_next(t)) {
		struct why_clause *c = clause_new(run, t, &next);
		c->applies = !settled;
		if (settled) continue;
		c->node = why_node(run, t->first, row);
		c->decides = holds(c->node);
		settled = c->decides || c->node->value.state;
		if (c->decides) c->value = why_node(run, t->last, row);
	}
	const struct tree *otherwise = tree_find(s->declaration, TREE_OTHERWISE);
	if (!otherwise) return;
	struct why_clause *c = clause_new(run, otherwise, &next);
	c->applies = c->decides = !settled;
	if (!settled) c->value = why_node(run, otherwise->first, row);
}

/* Of several bounds the tightest holds: the largest floor, the smallest ceiling. */
static void tightest(struct run *run, const struct symbol *s, enum tree_kind kind, size_t row,
                     struct why_clause ***next)
{
	struct why_clause *best = NULL;
	struct number bound = number_of(0);
	int sign = kind == TREE_AT_LEAST ? 1 : -1;
	for (const struct tree *t = tree_find(s->declaration, kind); t; t = tree_next(t)) {
		struct why_clause *c = clause_new(run, t, next);
		struct value v = run_unheard(run, t->first, NULL, row);
		c->node = why_node(run, t->first, row);
		c->applies = false;
		if (!value_present(v) || (best && number_order(v.is.number, bound) * sign <= 0)) continue;
		if (best) best->applies = false;
		best = c;
		bound = v.is.number;
		c->applies = true;
	}
}

static void tell_award(struct why_book *book, const struct symbol *s, size_t row, struct why_step *step)
{
	struct run *run = book->run;
	struct why_clause **next = &step->clauses;
	static const enum tree_kind kinds[] = { TREE_SHARE, TREE_ROUNDED, TREE_IN_PROPORTION, TREE_STARTING_FROM };
	step->award = why_award(run, &book->pots[s->index], s, row);
	if (!step->award) return;
	for (size_t i = 0; i < (step->award->takes_part ? sizeof kinds / sizeof *kinds : 1); i++) {
		const struct tree *t = tree_find(s->declaration, kinds[i]);
		if (!t) continue;
		struct why_clause *c = clause_new(run, t, &next);
		c->node = why_node(run, t->first, t->first->rows ? row : NO_ROW);
	}
	if (!step->award->takes_part) return;
	tightest(run, s, TREE_AT_LEAST, row, &next);
	tightest(run, s, TREE_AT_MOST, row, &next);
}

/* --- steps --- */

static bool names_symbol(const struct tree *tree, const struct symbol *symbol)
{
	if (tree_named(tree) == symbol) return true;
	for (const struct tree *c = tree->first; c; c = c->next)
		if (names_symbol(c, symbol)) return true;
	return false;
}

/* Whether another rule rests on this one, so that it is told there. */
static bool nested(const struct model *m, const struct symbol *symbol)
{
	for (size_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = m->symbols[i];
		if (s != symbol && s->kind == SYMBOL_RULE && s->used && names_symbol(s->declaration, symbol)) return true;
	}
	return false;
}

/* How the first output that shows it prints it. */
static int decimals_of(const struct model *m, const struct symbol *symbol)
{
	for (size_t i = 0; i < m->output_count; i++)
		for (size_t c = 0; c < m->outputs[i].count; c++) {
			bool shown = tree_named(m->outputs[i].columns[c]) == symbol;
			if (shown && m->outputs[i].decimals) return m->outputs[i].decimals[c];
		}
	return -1;
}

static void tell_value(struct why_book *book, const struct symbol *s, size_t row, struct why_step *step)
{
	struct run *run = book->run;
	switch (s->kind) {
	case SYMBOL_RULE: tell_rule(run, s, row, step); break;
	case SYMBOL_SCORE: tell_score(run, s, row, step); break;
	case SYMBOL_BAND: tell_band(run, s, row, step); break;
	case SYMBOL_RANK: step->rank = why_rank(run, s, row); break;
	case SYMBOL_ALLOCATE: tell_award(book, s, row, step); break;
	case SYMBOL_LET: step->value_of = why_node(run, s->value, row); break;
	case SYMBOL_PARAM:
	case SYMBOL_SET:
	case SYMBOL_DATASET:
	case SYMBOL_FIELD:
	case SYMBOL_FUNCTION:
	case SYMBOL_LATER: break;
	}
}

static struct why_step *step_of(struct why_book *book, const struct symbol *s, size_t row)
{
	struct run *run = book->run;
	struct why_step *step = arena_alloc(run->arena, sizeof *step);
	const struct tree *d = s->declaration, *section = book->section[s->index];
	size_t at = s->rows ? row : NO_ROW, mark = numbers_mark(run->scratch);
	step->symbol = s;
	step->title = tree_title(d);
	step->cite = tree_text(d, TREE_CITE);
	step->note = tree_text(d, TREE_NOTE);
	step->section = section ? tree_title(section) : TEXT("");
	step->line = why_line(run, d->at);
	step->decimals = decimals_of(run->model, s);
	step->nested = s->kind == SYMBOL_RULE && nested(run->model, s);
	struct value v = run_unheard(run, NULL, s, at);
	step->value = told_value(run, s->type, v);
	if (value_present(v) && step->decimals >= 0)
		step->value.words = out_dressed(run->arena, print_typed(run, s->type, v, step->decimals, false),
		                                print_look(s->type, false), run->model->currency_sign);
	if (s->where) step->where = why_node(run, s->where, at);
	if (!step->where || holds(step->where) || s->kind == SYMBOL_ALLOCATE) tell_value(book, s, at, step);
	numbers_release(run->scratch, mark);
	return step;
}

bool why_is_step(const struct symbol *s)
{
	return s->used && (s->kind == SYMBOL_LET || s->kind == SYMBOL_RULE || s->kind == SYMBOL_SCORE ||
	                   s->kind == SYMBOL_RANK || s->kind == SYMBOL_BAND || s->kind == SYMBOL_ALLOCATE);
}

/* --- cells and params --- */

static struct why_cell cell_of(struct run *run, const struct field *f, size_t row)
{
	const struct column *column = &run->table->columns[f->index];
	struct why_cell c = { .field = f, .position = column->position, .missing = column_missing(column, row) };
	size_t mark = numbers_mark(run->scratch);
	c.value = told_value(run, f->type, run_unheard(run, NULL, f->symbol, row));
	if (c.missing) c.reason = field_cell(run, f, row).is.text;
	c.imputed = c.missing && f->missing == MISSING_IMPUTED;
	if (c.imputed) {
		run->imputing = f;
		c.imputed_by = why_node(run, f->impute, row);
		run->imputing = NULL;
	}
	numbers_release(run->scratch, mark);
	return c;
}

static void tell_cells(struct run *run, size_t row, struct why *why)
{
	const struct dataset *d = run->table->dataset;
	why->cells = arena_array(run->arena, d->field_count, sizeof *why->cells);
	for (size_t i = 0; i < d->field_count; i++) {
		const struct field *f = &d->fields[i];
		if (f->used && !f->key && f->symbol) why->cells[why->cell_count++] = cell_of(run, f, row);
	}
}

static void tell_params(struct run *run, struct why *why)
{
	const struct model *m = run->model;
	why->params = arena_array(run->arena, m->symbol_count, sizeof *why->params);
	for (size_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = m->symbols[i];
		if (s->kind != SYMBOL_PARAM || !s->used) continue;
		struct why_param *p = &why->params[why->param_count++];
		p->symbol = s;
		p->value = told_value(run, s->type, run_unheard(run, NULL, s, NO_ROW));
		p->node = why_node(run, s->value, NO_ROW);
		p->title = tree_title(s->declaration);
		p->cite = tree_text(s->declaration, TREE_CITE);
		p->from = s->value_from;
		if (!p->from.len && tree_find(s->declaration, TREE_FROM_DATE)) p->from = TEXT("undated");
		p->line = why_line(run, s->declaration->at);
	}
}

/* --- all of it --- */

static void tell_key(struct run *run, size_t row, struct why *why)
{
	const struct dataset *d = run->table->dataset;
	why->key = run_key(run, row);
	why->key_part = arena_array(run->arena, d->key_count, sizeof *why->key_part);
	for (size_t i = 0; i < d->key_count; i++) {
		const struct field *f = &d->fields[d->key[i]];
		why->key_part[i] = told_value(run, f->type, field_cell(run, f, row));
	}
}

static struct told as_of(struct run *run)
{
	const struct type date = { .kind = TYPE_DATE };
	return told_value(run, date,
	                  run->model->has_as_of ? value_number(number_of(run->model->as_of)) : value_missing(TEXT("")));
}

struct why_book *why_open(struct run *run)
{
	const struct model *m = run->model;
	struct why_book *book = arena_alloc(run->arena, sizeof *book);
	book->run = run;
	if (!run->large) run->large = WHY_LARGE;
	book->pots = arena_array(run->arena, m->symbol_count, sizeof *book->pots);
	book->section = arena_array(run->arena, m->symbol_count, sizeof(const struct tree *));
	const struct tree *section = NULL;
	for (const struct tree *d = m->file->first; d; d = d->next) {
		if (d->kind == TREE_SECTION) section = d;
		for (size_t i = 0; i < m->symbol_count; i++)
			if (m->symbols[i]->declaration == d) book->section[i] = section;
	}
	return book;
}

const struct why *why_row(struct why_book *book, size_t row)
{
	struct run *run = book->run;
	struct why *why = arena_alloc(run->arena, sizeof *why);
	struct why_step **next = &why->steps;
	struct place rules;
	why->model = run->model;
	why->table = run->table;
	why->row = row;
	why->line = table_line(run->table, row);
	tell_key(run, row, why);
	why->as_of = as_of(run);
	why->name = why_name(run, row);
	if (source_find(run->diags->sources, run->model->file->at.lo, &rules)) why->rules = rules.source->name;
	for (size_t i = 0; i < run->model->symbol_count; i++) {
		const struct symbol *s = run->model->symbols[i];
		if (!why_is_step(s) || (s->rows && s->rows != run->table->dataset)) continue;
		*next = step_of(book, s, row);
		next = &(*next)->next;
	}
	tell_cells(run, row, why);
	tell_params(run, why);
	return run->diags->errors ? NULL : why;
}

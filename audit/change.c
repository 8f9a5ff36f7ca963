/* change.c - which decisions are made of a place, and which of its cells they and its awards rest on. */
#include "audit/change_inside.h"

/* --- decisions --- */

static bool makes_groups(const struct symbol *symbol)
{
	const struct tree *value = symbol->value ? tree_bare(symbol->value) : NULL;
	if (!value || value->kind != TREE_CALL || !value->function) return false;
	return value->function->id == FUNCTION_BANDS || value->function->id == FUNCTION_NTILE;
}

/* A `where` that only names a rule decides nothing that the rule does not. */
static const struct tree *own_where(const struct symbol *award)
{
	const struct tree *where = award->where ? tree_bare(award->where) : NULL;
	return where && !where->symbol ? where : NULL;
}

static bool decides(const struct symbol *s, const struct dataset *rows)
{
	if (!s->rows || s->rows != rows || !s->used) return false;
	if (s->kind == SYMBOL_RULE || s->kind == SYMBOL_BAND) return true;
	if (s->kind == SYMBOL_ALLOCATE) return own_where(s) != NULL;
	return s->kind == SYMBOL_LET && (type_family(s->type) == FAMILY_FLAG || makes_groups(s));
}

struct value decision_value(struct run *run, const struct change_decision *decision, size_t row)
{
	if (decision->condition) return expr_value(run, decision->condition, row);
	return symbol_value(run, decision->symbol, row);
}

struct type decision_type(const struct change_decision *decision)
{
	return decision->condition ? decision->condition->type : decision->symbol->type;
}

/* Why something does not exist is no part of the decision. */
bool decision_same(const struct change_decision *decision, struct value a, struct value b)
{
	if (a.state != b.state) return false;
	return a.state != VALUE_PRESENT || value_order(type_family(decision_type(decision)), a, b) == 0;
}

struct text decision_words(struct run *run, const struct change_decision *decision, struct value v)
{
	return print_words(run, decision_type(decision), v);
}

unsigned decision_reach(const struct what_if *w, const struct change_decision *decision)
{
	return decision->condition ? what_if_tree(w, decision->condition) : what_if_symbol(w, decision->symbol);
}

struct value value_copied(struct run *run, struct value v)
{
	if (v.state == VALUE_PRESENT && !v.text) v.is.number = number_keep(run->kept, v.is.number);
	if (v.state == VALUE_MISSING || (v.state == VALUE_PRESENT && v.text)) v.is.text = arena_text(run->arena, v.is.text);
	return v;
}

bool change_asked(const struct change *c, const struct symbol *symbol)
{
	return c->only.len == 0 || text_equal(c->only, symbol->name);
}

/* Also asked of each symbol on the way, so that what does not rest on a cell is remembered when the cell moves. */
static void decisions_find(struct change *c)
{
	struct run *run = c->run;
	const struct model *m = run->model;
	c->decisions = arena_array(run->arena, m->symbol_count, sizeof *c->decisions);
	for (size_t i = 0; i < m->order_count; i++) {
		const struct symbol *s = m->order[i];
		bool has_value = s->kind != SYMBOL_SET && s->kind != SYMBOL_DATASET && s->kind != SYMBOL_FUNCTION;
		if (!has_value || !s->used || (s->rows && s->rows != run->table->dataset)) continue;
		size_t mark = numbers_mark(run->scratch);
		struct value v = run_unheard(run, NULL, s, c->row);
		struct change_decision d = { .symbol = s };
		if (s->kind == SYMBOL_ALLOCATE) d.condition = own_where(s);
		if (d.condition) v = run_unheard(run, d.condition, NULL, c->row);
		if (change_asked(c, s) && decides(s, run->table->dataset) && v.state != VALUE_ERROR) {
			d.now = value_copied(run, v);
			d.words = decision_words(run, &d, d.now);
			c->decisions[c->decision_count++] = d;
		}
		numbers_release(run->scratch, mark);
	}
}

/* --- inputs --- */

static bool may_move(const struct field *f)
{
	return f->used && !f->key && f->symbol && (f->type.kind == TYPE_CHOICE || type_family(f->type) != FAMILY_TEXT);
}

static bool matters(const struct change *c, const struct what_if *w)
{
	for (size_t i = 0; i < c->decision_count; i++)
		if (decision_reach(w, &c->decisions[i])) return true;
	for (size_t i = 0; i < c->run->model->symbol_count; i++) {
		const struct symbol *s = c->run->model->symbols[i];
		if (s->kind == SYMBOL_ALLOCATE && change_asked(c, s) && what_if_symbol(w, s)) return true;
	}
	return false;
}

/* From the value now, the first steps up and down; a missing cell may also take the value itself. */
static void moving_start(struct moving *m)
{
	struct run *run = m->run;
	struct number now = m->input->now.is.number;
	int64_t at = grid_floor(run, &m->grid, now);
	bool on = number_order(grid_value(run, &m->grid, at), now) == 0;
	m->down = on ? at - 1 : at;
	m->up = on && m->input->missing ? at : at + 1;
}

/* Of a missing cell that nothing fills in: the middle of the values that will be tried. */
static struct value stand_in(struct moving *m)
{
	return value_number(grid_value(m->run, &m->grid, m->grid.low + (m->grid.high - m->grid.low) / 2));
}

static void input_find(struct change *c, const struct field *field, struct what_if *w)
{
	struct run *run = c->run;
	struct change_input *in = &c->inputs[c->input_count++];
	struct moving m = { .change = c, .input = in, .run = run, .row = c->row, .what_if = w };
	enum type_family family = type_family(field->type);
	*in = (struct change_input){ .field = field, .missing = field_missing(run, field, c->row) };
	size_t mark = numbers_mark(run->scratch);
	in->now = value_copied(run, run_unheard(run, NULL, field->symbol, c->row));
	numbers_release(run->scratch, mark);
	if (family == FAMILY_NUMBER || family == FAMILY_DATE) {
		m.grid = grid_of(run, field);
		if (!value_present(in->now)) in->now = stand_in(&m);
		in->has_steps = true;
		in->step = m.grid.step;
		in->low = grid_value(run, &m.grid, m.grid.low);
		in->high = grid_value(run, &m.grid, m.grid.high);
		moving_start(&m);
	}
	flips_find(&m);
	if (family == FAMILY_NUMBER && !in->missing) slopes_find(&m);
}

struct change *change_place(struct run *run, size_t row, struct text only)
{
	const struct dataset *d = run->table->dataset;
	struct change *c = arena_alloc(run->arena, sizeof *c);
	*c = (struct change){ .run = run, .row = row, .only = only };
	c->inputs = arena_array(run->arena, d->field_count, sizeof *c->inputs);
	decisions_find(c);
	for (size_t i = 0; i < d->field_count; i++) {
		const struct field *f = &d->fields[i];
		if (!may_move(f)) continue;
		struct what_if *w = what_if_new(run, f, row);
		if (matters(c, w)) input_find(c, f, w);
		what_if_done(w);
	}
	return c;
}

/* verify.c - whether a VM can run a program without looking: what it declares, its stages one after the other, and what is
 * asked for in the end. A compiler that is right makes no program that is refused here; a program from anywhere else, or
 * of a compiler that is wrong, stops here and not in somebody's memory. */
#include "lang/arena.h"
#include "lang/verify_private.h"
#include <inttypes.h>

/* ---- what is declared ---- */

static bool is_kind(struct verify *v, enum reg_kind kind, bool text)
{
	if (kind == REG_NUMBER || kind == REG_FLAG || (text && kind == REG_TEXT)) return true;
	return verify_refuse(v, "kind %d is unknown here", (int)kind);
}

static bool vocabulary(struct verify *v, const struct program_column *column)
{
	if (column->kind != REG_TEXT) return true;
	if (column->field != NOTHING && column->vocabulary != column->field)
		return verify_refuse(v, "its words are not those of its field");
	return column->vocabulary == NOTHING || verify_field(v, column->vocabulary, REG_TEXT);
}

static bool column(struct verify *v, size_t index)
{
	const struct program_column *c = &v->program->columns[index];
	if (!is_kind(v, c->kind, true)) return false;
	if (c->field != NOTHING && !verify_field(v, c->field, c->kind)) return false;
	return vocabulary(v, c) && (c->source == NOTHING || verify_source(v, c->source));
}

static bool group(struct verify *v, size_t index)
{
	const struct program_group *g = &v->program->groups[index];
	if (g->count == 0) return verify_refuse(v, "it has no columns");
	for (size_t i = 0; i < g->count; i++)
		if (!verify_index(v, "column", g->columns[i], v->program->column_count)) return false;
	return verify_source(v, g->source);
}

static bool values(struct verify *v, size_t index)
{
	const struct program_values *x = &v->program->values[index];
	if (!is_kind(v, x->kind, false)) return false;
	return x->group == NOTHING || verify_index(v, "group", x->group, v->program->group_count);
}

static bool lookup(struct verify *v, size_t index)
{
	const struct program_lookup *l = &v->program->lookups[index];
	return is_kind(v, l->kind, false) && verify_field(v, l->field, REG_TEXT) && verify_source(v, l->source);
}

static bool is_number(struct number x)
{
	return x.den > 0 || (x.den == 0 && x.big);
}

static bool figure(struct verify *v, size_t index)
{
	const struct program_figure *f = &v->program->figures[index];
	if (!is_kind(v, f->kind, true)) return false;
	if (f->kind == REG_TEXT && !verify_index(v, "literal", f->literal, v->program->literal_count)) return false;
	if (f->source != NOTHING) return verify_source(v, f->source);
	if (f->kind == REG_FLAG) return verify_refuse(v, "a flag has to have a source");
	return f->kind == REG_TEXT || is_number(f->number) || verify_refuse(v, "it is no number");
}

/* ---- what is asked for ---- */

#define DECIMALS_MAX 15 /* a whole number of the last digit still fits 64 bits */

/* Of numbers the cells are only kept where somebody shows them. */
static bool as_read(struct verify *v, uint32_t field, enum reg_kind kind)
{
	if (!verify_field(v, field, kind)) return false;
	const struct field *f = &v->program->model->datasets[0].fields[field];
	return kind == REG_TEXT || f->shown || verify_refuse(v, "the cells of field %" PRIu32 " are not kept", field);
}

static bool printed(struct verify *v, const struct program_printed *x)
{
	if (x->column == NOTHING) return verify_source(v, x->source); /* the referee prints it */
	if (!verify_column(v, x->column, REG_NONE) || !verify_source(v, x->source)) return false;
	enum reg_kind kind = v->program->columns[x->column].kind;
	bool as_number = x->date || x->award != NOTHING || x->decimals;
	if (as_number && !verify_kind(v, "column", x->column, kind, REG_NUMBER)) return false;
	if (x->decimals > DECIMALS_MAX) return verify_refuse(v, "it has %d decimals", x->decimals);
	if (x->cells != NOTHING && !as_read(v, x->cells, kind)) return false;
	return x->award == NOTHING || verify_allocation(v, x->award);
}

/* A result is a table of the rows of the main dataset, or figures, which are no business of the program. */
static bool output(struct verify *v, size_t index)
{
	const struct model *model = v->program->model;
	const struct output *asked = &model->outputs[index];
	const struct program_output *o = &v->program->outputs[index];
	size_t count = asked->rows && asked->rows == model->datasets ? asked->count : 0;
	if (o->count != count) return verify_refuse(v, "it has %zu columns, not %zu", o->count, count);
	for (size_t i = 0; i < o->count; i++)
		if (!printed(v, &o->columns[i])) return false;
	return verify_column_or_nothing(v, o->where, REG_FLAG) && verify_sort_keys(v, o->by, o->by_count);
}

static bool checked(struct verify *v, size_t index)
{
	return verify_column_or_nothing(v, v->program->checks[index], REG_FLAG);
}

static bool compared(struct verify *v, size_t index)
{
	const struct program_compare *x = &v->program->compares[index];
	return verify_column_or_nothing(v, x->same, REG_FLAG) && verify_column_or_nothing(v, x->where, REG_FLAG);
}

static bool ranked(struct verify *v, size_t index)
{
	return verify_column_or_nothing(v, v->program->ranks[index], REG_NUMBER);
}

static enum reg_kind kind_of(struct type type)
{
	switch (type_family(type)) {
	case FAMILY_NUMBER:
	case FAMILY_DATE: return REG_NUMBER;
	case FAMILY_FLAG: return REG_FLAG;
	case FAMILY_TEXT: return REG_TEXT;
	case FAMILY_NONE: break;
	}
	return REG_NONE;
}

static bool symbol(struct verify *v, size_t index)
{
	const struct program *p = v->program;
	return verify_column_or_nothing(v, p->symbols[index], kind_of(p->model->symbols[index]->type));
}

static bool slot(struct verify *v, size_t index)
{
	uint32_t x = v->program->slots[index];
	return x == NOTHING || verify_values(v, x, REG_NONE);
}

/* ---- all of it ---- */

struct part {
	const char *name;
	size_t count;
	bool (*check)(struct verify *v, size_t index);
	const void *array;
};

static bool parts(struct verify *v, const struct part *part, size_t count)
{
	for (size_t p = 0; p < count; p++) {
		verify_at(v, part[p].name, NEVER, "");
		if (part[p].count && !part[p].array) return verify_refuse(v, "there are none");
		for (size_t i = 0; i < part[p].count; i++) {
			verify_at(v, part[p].name, i, "");
			if (!part[p].check(v, i)) return false;
		}
	}
	return true;
}

static bool declared(struct verify *v)
{
	const struct program *p = v->program;
	const struct part part[] = {
		{ "column", p->column_count, column, p->columns }, { "group", p->group_count, group, p->groups },
		{ "value", p->value_count, values, p->values },    { "lookup", p->lookup_count, lookup, p->lookups },
		{ "figure", p->figure_count, figure, p->figures },
	};
	return parts(v, part, sizeof part / sizeof *part);
}

static bool asked(struct verify *v)
{
	const struct program *p = v->program;
	const struct model *m = p->model;
	const struct part part[] = {
		{ "output", m->output_count, output, p->outputs },
		{ "check", m->check_count, checked, p->checks },
		{ "compare", m->compare_count, compared, p->compares },
		{ "symbol", m->symbol_count, symbol, p->symbols },
		{ "slot", m->slots + 1, slot, p->slots },
		{ "rank", m->slots + 1, ranked, p->ranks },
	};
	return parts(v, part, sizeof part / sizeof *part);
}

/* What its tasks and later stages read, a stage has to have stored. */
static bool stages(struct verify *v)
{
	const struct program *p = v->program;
	for (v->stage = 0; v->stage < p->stage_count; v->stage++) {
		v->before = v->stage;
		if (!verify_code(v, &p->stages[v->stage])) return false;
		v->before = v->stage + 1;
		if (!verify_tasks(v, &p->stages[v->stage])) return false;
	}
	v->before = p->stage_count;
	v->stage = NEVER;
	return true;
}

static bool is_for_the_vm(struct verify *v)
{
	const char *refused = v->program->refused;
	return !refused || verify_refuse(v, "the VM cannot run it: %s", refused);
}

static size_t *nobody_yet(struct arena *arena, size_t count)
{
	size_t *made = arena_array(arena, count, sizeof *made);
	for (size_t i = 0; i < count; i++)
		made[i] = NEVER;
	return made;
}

bool program_verify(struct arena *arena, const struct program *program, struct text *why)
{
	struct verify v = {
		.arena = arena, .program = program, .part = "program", .name = "", .index = NEVER, .stage = NEVER
	};
	v.column_made = nobody_yet(arena, program->column_count);
	v.values_made = nobody_yet(arena, program->value_count);
	bool sound = is_for_the_vm(&v) && declared(&v) && stages(&v) && asked(&v);
	*why = v.why;
	return sound;
}

/* compile_table.c - whole-table functions, ranks and allocations: tasks over columns, and how a row reads what they gave.
 * minmax(x) and the like are not tasks of their own: they are arithmetic with the min and the max. */
#include "lang/compile_private.h"

static const struct tree *clause(const struct tree *of, enum tree_kind kind)
{
	const struct tree *c = tree_find(of, kind);
	return c ? c->first : NULL;
}

/* --- groups --- */

static bool same_group(const struct program_group *g, const uint32_t *columns, size_t count)
{
	return g->count == count && memcmp(g->columns, columns, count * sizeof *columns) == 0;
}

/* The group of `per`, from *stage on; false when one of its paths cannot be made. */
static bool group_of(struct compiler *c, const struct tree *per, struct scope scope, uint32_t *group, uint32_t *stage)
{
	struct program *p = c->program;
	*group = NOTHING;
	if (!per) return true;
	size_t count = tree_count(per), i = 0;
	uint32_t *columns = arena_array(c->arena, count, sizeof *columns);
	for (const struct tree *path = per->first; path; path = path->next) {
		struct made m = compile_value(c, path, scope);
		if (m.kind == REG_NONE || path->optional || path->domain) return false;
		columns[i++] = emit_column(c, m, path);
		if (m.stage > *stage) *stage = m.stage;
	}
	for (uint32_t k = 0; k < p->group_count; k++)
		if (same_group(&p->groups[k], columns, count)) {
			*group = k;
			return true;
		}
	p->groups = compile_grow(c, p->groups, p->group_count, &c->group_room, sizeof *p->groups);
	p->groups[p->group_count] = (struct program_group){ columns, count, emit_source(c, per) };
	*group = (uint32_t)p->group_count++;
	return true;
}

/* --- which rows --- */

/* Columns that are there for the tasks of a stage. */
struct rows {
	uint32_t stage, argument, where, group;
	struct made value; /* the argument */
	bool cannot;
};

static void take_column(struct compiler *c, struct rows *r, struct made m, uint32_t *column, const struct tree *source)
{
	if (m.kind == REG_NONE) {
		r->cannot = true;
		return;
	}
	if (m.stage > r->stage) r->stage = m.stage;
	*column = emit_column(c, m, source);
}

static bool mentions(const struct tree *tree, const struct field *field)
{
	if (tree->symbol && tree->symbol->field == field) return true;
	if (tree->meaning && mentions(tree->meaning, field)) return true;
	for (const struct tree *child = tree->first; child; child = child->next)
		if (mentions(child, field)) return true;
	return false;
}

/* Inside `if missing use`, rows without a cell of the field are left out of what mentions it. */
static struct made where_of(struct compiler *c, const struct tree *call, const struct tree *where, struct scope scope)
{
	struct made m = where ? compile_value(c, where, scope) : CANNOT;
	if (!scope.imputing || !mentions(call, scope.imputing)) return m;
	struct made cell = compile_field(c, scope.imputing, scope, call);
	struct made there = emit_one(c, OP_CODE_NOT, emit_one(c, OP_CODE_IS_MISSING, cell, call), call);
	return where ? emit_two(c, OP_CODE_AND, there, m, call) : there;
}

static struct rows rows_of(struct compiler *c, const struct tree *call, const struct tree *argument, struct scope scope)
{
	struct rows r = { .argument = NOTHING, .where = NOTHING, .group = NOTHING };
	const struct tree *where = clause(call, TREE_WHERE);
	struct scope inside = { scope.imputing, false };
	r.cannot = !group_of(c, tree_find(call, TREE_PER), inside, &r.group, &r.stage);
	/* A missing part would leave the value of its group unknown. */
	bool skip = tree_find(call, TREE_SKIP_MISSING) != NULL;
	if (scope.lenient && ((argument && argument->optional && !skip) || (where && where->optional))) r.cannot = true;
	if (r.cannot) return r;
	bool present_only = scope.imputing && mentions(call, scope.imputing);
	if (where || present_only) take_column(c, &r, where_of(c, call, where, inside), &r.where, where ? where : call);
	if (!argument || r.cannot) return r;
	r.value = compile_value(c, argument, inside);
	take_column(c, &r, r.value, &r.argument, argument);
	return r;
}

static struct task *task_on(struct compiler *c, const struct rows *r, enum task_kind kind, const struct tree *call)
{
	struct task *t = emit_task(c, r->stage, kind, call);
	t->argument = r->argument;
	t->where = r->where;
	t->group = r->group;
	t->skip_missing = tree_find(call, TREE_SKIP_MISSING) != NULL;
	return t;
}

static uint32_t new_values(struct compiler *c, enum reg_kind kind, uint32_t group, bool lenient)
{
	struct program *p = c->program;
	p->values = compile_grow(c, p->values, p->value_count, &c->value_room, sizeof *p->values);
	p->values[p->value_count] = (struct program_values){ kind, group, lenient };
	return (uint32_t)p->value_count++;
}

/* --- aggregates --- */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* the other functions are the referee's */
static enum task_kind task_of(enum function_id id)
{
	switch (id) {
	case FUNCTION_COUNT: return TASK_COUNT;
	case FUNCTION_SUM: return TASK_SUM;
	case FUNCTION_MEAN: return TASK_MEAN;
	case FUNCTION_MIN: return TASK_MIN;
	case FUNCTION_MAX: return TASK_MAX;
	case FUNCTION_MEDIAN:
	case FUNCTION_QUANTILE: return TASK_QUANTILE;
	case FUNCTION_VAR: return TASK_VARIANCE;
	case FUNCTION_SD: return TASK_SD;
	case FUNCTION_ANY: return TASK_ANY;
	case FUNCTION_ALL: return TASK_ALL;
	case FUNCTION_SHARE_OF: return TASK_SHARE_OF;
	default: return TASK_COUNT_OF;
	}
}
#pragma GCC diagnostic pop

/* `using type 6`, `using sample`. */
static bool take_using(const struct tree *call, struct task *t)
{
	const struct tree *with = tree_find(call, TREE_USING);
	int64_t type = 7;
	t->sample = with && text_is(with->text, "sample");
	if (with && with->first && text_is(with->text, "type")) {
		struct number n = number_of(7);
		if (!literal_number(NULL, with->first, &n) || !number_to_int64(n, &type)) return false;
	}
	t->quantile = (uint8_t)type;
	return type >= 1 && type <= 9;
}

static uint32_t aggregate(struct compiler *c, const struct tree *call, struct scope scope, uint32_t *stage)
{
	enum task_kind kind = task_of(call->function->id);
	if (kind == TASK_COUNT_OF || tree_find(call, TREE_WEIGHTED_BY)) return NOTHING;
	const struct tree *argument = kind == TASK_COUNT ? NULL : call->first->first;
	struct task with = { .kind = kind };
	uint32_t figure = NOTHING;
	if (argument && emit_kind(argument->type) == REG_TEXT) return NOTHING;
	if (!take_using(call, &with)) return NOTHING;
	struct rows r = rows_of(c, call, argument, scope);
	if (r.cannot) return NOTHING;
	if (call->function->id == FUNCTION_QUANTILE) {
		const struct tree *which = argument->next;
		if (which->rows) return NOTHING;
		uint32_t ready = compile_rests_on(c, which, PLAIN);
		if (ready > r.stage) return NOTHING;
		figure = emit_figure(c, REG_NUMBER, which);
	} else if (call->function->id == FUNCTION_MEDIAN) {
		figure = emit_number(c, (struct number){ .num = 1, .den = 2 });
	}
	struct task *t = task_on(c, &r, kind, call);
	t->sample = with.sample;
	t->quantile = with.quantile;
	t->figure = figure;
	t->out = new_values(c, kind == TASK_ANY || kind == TASK_ALL ? REG_FLAG : REG_NUMBER, r.group, scope.lenient);
	*stage = r.stage + 1;
	return t->out;
}

uint32_t compile_slot(struct compiler *c, const struct tree *call, struct scope scope, uint32_t *stage)
{
	struct slot_state *s = &c->slots[call->slot];
	if (!s->known) {
		uint32_t ready = 0, values = NOTHING;
		if (call->function->form == FORM_GROUP) values = aggregate(c, call, scope, &ready);
		s = &c->slots[call->slot];
		*s = (struct slot_state){ .known = true, .values = values, .stage = ready };
		c->program->slots[call->slot] = values;
	}
	*stage = s->stage;
	return s->values;
}

static struct made read_values(struct compiler *c, uint32_t stage, uint32_t values, const struct tree *source)
{
	bool flag = c->program->values[values].kind == REG_FLAG;
	return emit(c, stage, flag ? OP_CODE_GROUP_FLAG : OP_CODE_GROUP_NUMBER, values, 0, 0, source);
}

struct made compile_group(struct compiler *c, const struct tree *call, struct scope scope)
{
	uint32_t stage = 0, values = compile_slot(c, call, scope, &stage);
	return values == NOTHING ? CANNOT : read_values(c, stage, values, call);
}

/* --- a value of its own for each row --- */

/* The nth figure that minmax(x) and the like are made of, as a call of its own, so that the referee can be asked for it. */
static const struct tree *part_call(struct compiler *c, const struct tree *call, enum function_id id, size_t nth)
{
	struct tree *part = arena_alloc(c->arena, sizeof *part);
	*part = *call;
	part->next = NULL;
	part->function = &function_info[id];
	part->slot = call->slot + nth;
	return part;
}

static struct made part_of(struct compiler *c, const struct rows *r, enum function_id id, size_t nth,
                           const struct tree *each)
{
	enum task_kind kind = task_of(id);
	struct task with = { .kind = kind };
	const struct tree *call = part_call(c, each, id, nth);
	struct task *t = task_on(c, r, kind, call);
	if (take_using(call, &with)) t->sample = with.sample;
	t->out = new_values(c, REG_NUMBER, r->group, false);
	c->program->slots[call->slot] = t->out;
	return read_values(c, r->stage + 1, t->out, call);
}

/* (x - from) / by, for the rows that `where` leaves. */
static struct made scaled(struct compiler *c, const struct tree *call, const struct rows *r, struct made from,
                          struct made by, struct scope scope)
{
	struct made x = r->value;
	const struct tree *where = clause(call, TREE_WHERE);
	if (from.kind != REG_NONE) x = emit_two(c, OP_CODE_SUBTRACT, x, from, call);
	struct made m = emit_two(c, OP_CODE_DIVIDE, x, by, call);
	return where ? emit_two(c, OP_CODE_WHERE_NUMBER, compile_value(c, where, scope), m, call) : m;
}

static struct made compile_scaled(struct compiler *c, const struct tree *call, struct scope scope)
{
	struct rows r = rows_of(c, call, call->first->first, scope);
	if (r.cannot) return CANNOT;
	enum function_id id = call->function->id;
	if (id == FUNCTION_SHARE) return scaled(c, call, &r, CANNOT, part_of(c, &r, FUNCTION_SUM, 1, call), scope);
	struct made low = part_of(c, &r, id == FUNCTION_ZSCORE ? FUNCTION_MEAN : FUNCTION_MIN, 1, call);
	struct made high = part_of(c, &r, id == FUNCTION_ZSCORE ? FUNCTION_SD : FUNCTION_MAX, 2, call);
	if (id == FUNCTION_MINMAX) high = emit_two(c, OP_CODE_SUBTRACT, high, low, call);
	return scaled(c, call, &r, low, high, scope);
}

/* The keys of an order, as columns; false when one is a text or cannot be made. */
static bool keys_of(struct compiler *c, const struct tree *by, struct scope scope, struct sort_key **keys,
                    uint32_t *stage)
{
	size_t i = 0;
	*keys = arena_array(c->arena, tree_count(by), sizeof **keys);
	for (const struct tree *order = by->first; order; order = order->next, i++) {
		struct made m = compile_value(c, order->first, scope);
		if (m.kind != REG_NUMBER) return false;
		if (m.stage > *stage) *stage = m.stage;
		(*keys)[i] = (struct sort_key){ emit_column(c, m, order), order->op == OP_HIGHEST || order->op == OP_DESC };
	}
	return true;
}

static struct made ordered(struct compiler *c, const struct tree *of, struct rows *r, enum task_kind kind,
                           uint32_t figure, struct scope scope)
{
	struct sort_key *keys;
	const struct tree *by = tree_find(of, TREE_BY);
	if (!keys_of(c, by, scope, &keys, &r->stage)) return CANNOT;
	struct task *t = task_on(c, r, kind, of);
	t->by = keys;
	t->by_count = tree_count(by);
	t->ties = tree_ties(of);
	t->figure = figure;
	uint32_t column = emit_new_column(c, REG_NUMBER, NOTHING, of), at = r->stage;
	c->stages[at].tasks[c->stages[at].task_count - 1].out = column;
	return emit_column_made(c, at, column, of);
}

static struct made compile_order(struct compiler *c, const struct tree *call, struct scope scope)
{
	struct rows r = rows_of(c, call, NULL, scope);
	uint32_t figure = NOTHING;
	if (r.cannot) return CANNOT;
	if (call->function->id == FUNCTION_BANDS) {
		const struct tree *how_many = call->first->first;
		if (how_many->rows) return CANNOT;
		uint32_t ready = compile_rests_on(c, how_many, PLAIN);
		if (ready > r.stage) r.stage = ready;
		figure = emit_figure(c, REG_NUMBER, how_many);
	}
	struct made m = ordered(c, call, &r, figure == NOTHING ? TASK_RANK : TASK_BANDS, figure, scope);
	if (m.kind != REG_NONE) c->program->ranks[call->slot] = emit_column(c, m, call);
	return m;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* the other functions are the referee's */
struct made compile_each(struct compiler *c, const struct tree *call, struct scope scope)
{
	/* Inside `coalesce` their faults are missing values, and inside `if missing use` they see other cells. */
	if (scope.lenient || scope.imputing) return CANNOT;
	switch (call->function->id) {
	case FUNCTION_RANK:
	case FUNCTION_BANDS: return compile_order(c, call, scope);
	case FUNCTION_MINMAX:
	case FUNCTION_ZSCORE:
	case FUNCTION_SHARE: return compile_scaled(c, call, scope);
	default: return CANNOT;
	}
}
#pragma GCC diagnostic pop

/* --- declarations --- */

struct made compile_rank(struct compiler *c, const struct symbol *symbol)
{
	struct rows r = { .argument = NOTHING, .where = NOTHING, .group = NOTHING };
	if (!group_of(c, tree_find(symbol->declaration, TREE_PER), PLAIN, &r.group, &r.stage)) return CANNOT;
	if (symbol->where) take_column(c, &r, compile_value(c, symbol->where, PLAIN), &r.where, symbol->where);
	if (r.cannot) return CANNOT;
	return ordered(c, symbol->declaration, &r, TASK_RANK, NOTHING, PLAIN);
}

/* The tightest of several bounds. */
static struct made bound(struct compiler *c, const struct tree *declaration, enum tree_kind kind)
{
	struct made all = CANNOT;
	for (const struct tree *k = tree_find(declaration, kind); k; k = tree_next(k)) {
		struct made m = compile_value(c, k->first, PLAIN);
		if (m.kind == REG_NONE) return CANNOT;
		all =
			all.kind == REG_NONE ? m : emit_two(c, kind == TREE_AT_LEAST ? OP_CODE_LARGER : OP_CODE_SMALLER, all, m, k);
	}
	return all;
}

static uint32_t unit_of(struct compiler *c, const struct symbol *symbol)
{
	const struct tree *rounded = clause(symbol->declaration, TREE_ROUNDED);
	if (rounded) return emit_figure(c, REG_NUMBER, rounded);
	struct number unit = number_of(1);
	for (size_t i = 0; symbol->type.kind == TYPE_MONEY && i < c->model->currency_decimals; i++)
		unit.den *= 10;
	return emit_number(c, unit);
}

/* One pot without bases; the others are the referee's. */
struct made compile_award(struct compiler *c, const struct symbol *symbol)
{
	const struct tree *d = symbol->declaration, *amount = clause(d, TREE_SHARE),
					  *weight = clause(d, TREE_IN_PROPORTION);
	struct rows r = { .argument = NOTHING, .where = NOTHING, .group = NOTHING };
	uint32_t column[3] = { NOTHING, NOTHING, NOTHING };
	const struct tree *method = tree_find(d, TREE_METHOD);
	if (tree_find(d, TREE_PER) || tree_find(d, TREE_STARTING_FROM) || amount->rows) return CANNOT;
	if (tree_find(d, TREE_SCALE_FLOORS)) return CANNOT; /* by how much is said in the summary, exactly */
	if (symbol->where) take_column(c, &r, compile_value(c, symbol->where, PLAIN), &r.where, symbol->where);
	if (weight) take_column(c, &r, compile_value(c, weight, PLAIN), &column[0], weight);
	for (size_t i = 0; i < 2; i++) {
		enum tree_kind kind = i ? TREE_AT_MOST : TREE_AT_LEAST;
		const struct tree *k = tree_find(d, kind);
		if (k) take_column(c, &r, bound(c, d, kind), &column[1 + i], k);
	}
	if (r.cannot) return CANNOT;
	uint32_t ready = compile_rests_on(c, amount, PLAIN);
	if (ready > r.stage) r.stage = ready;
	uint32_t figure = emit_figure(c, REG_NUMBER, amount), unit = unit_of(c, symbol);
	uint32_t out = emit_new_column(c, REG_NUMBER, NOTHING, d);
	struct task *t = task_on(c, &r, TASK_SHARE, d);
	t->weight = column[0];
	t->floor = column[1];
	t->ceiling = column[2];
	t->figure = figure;
	t->unit = unit;
	t->out = out;
	t->leave_rest = tree_find(d, TREE_LEAVE_REST) != NULL;
	t->capped_unspent = tree_find(d, TREE_CAPPED_UNSPENT) != NULL;
	if (method) t->method = text_is(method->text, "webster") ? SHARE_RULE_WEBSTER : SHARE_RULE_DHONDT;
	t->symbol = (uint32_t)symbol->index;
	return emit_column_made(c, r.stage, out, d);
}

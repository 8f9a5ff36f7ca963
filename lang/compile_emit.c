/* compile_emit.c - instructions, columns and figures. What does the same as an instruction before it in the stage is that
 * instruction; what nobody reads is dropped in the end. */
#include "lang/compile_private.h"

void *compile_grow(struct compiler *c, void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room) return array;
	size_t more = *room ? *room * 2 : 16;
	char *larger = arena_array(c->arena, more, size);
	if (count) memcpy(larger, array, count * size);
	*room = more;
	return larger;
}

uint32_t emit_source(struct compiler *c, const struct tree *tree)
{
	struct program *p = c->program;
	if (p->source_count && p->sources[p->source_count - 1] == tree) return (uint32_t)p->source_count - 1;
	p->sources = compile_grow(c, p->sources, p->source_count, &c->source_room, sizeof(struct tree *));
	p->sources[p->source_count] = tree;
	return (uint32_t)p->source_count++;
}

/* --- instructions --- */

static struct builder *stage_at(struct compiler *c, uint32_t stage)
{
	while (c->stage_count <= stage) {
		c->stages = compile_grow(c, c->stages, c->stage_count, &c->stage_room, sizeof *c->stages);
		c->stages[c->stage_count++] = (struct builder){ .count = 0 };
	}
	return &c->stages[stage];
}

enum { CONSTANT_DEPTH = 64 }; /* beyond it a column is cheaper than making it again, and no stack is at risk */

/* How deep what rests on figures alone is; 0: it does not, or is too deep. */
static uint8_t constant_depth(const struct builder *b, const struct instruction *in)
{
	uint8_t depth = 1;
	const char *operands = op_info[in->op].operands;
	uint32_t from[] = { in->a, in->b, in->c };
	for (size_t k = 0; operands[k]; k++) {
		if (op_takes_register(operands[k]) ? !b->constant[from[k]] : operands[k] != 'G') return 0;
		if (op_takes_register(operands[k]) && b->constant[from[k]] >= depth)
			depth = (uint8_t)(b->constant[from[k]] + 1);
	}
	return in->op == OP_CODE_STORE || depth > CONSTANT_DEPTH ? 0 : depth;
}

static uint32_t append(struct compiler *c, uint32_t stage, struct instruction in)
{
	struct builder *b = stage_at(c, stage);
	if (b->count == b->room) {
		size_t room = b->room, as_many = b->room;
		b->column = compile_grow(c, b->column, b->count, &room, sizeof *b->column);
		b->constant = compile_grow(c, b->constant, b->count, &as_many, sizeof *b->constant);
		b->code = compile_grow(c, b->code, b->count, &b->room, sizeof *b->code);
	}
	b->code[b->count] = in;
	b->column[b->count] = NOTHING;
	b->constant[b->count] = constant_depth(b, &in);
	return (uint32_t)b->count++;
}

static bool does_the_same(const struct compiler *c, uint32_t stage, const struct instruction *in, size_t at)
{
	if (c->seen_at[at].stage != stage) return false;
	const struct instruction *other = &c->stages[stage].code[c->seen_at[at].reg];
	return other->op == in->op && other->a == in->a && other->b == in->b && other->c == in->c;
}

static size_t seen_place(const struct compiler *c, uint32_t stage, const struct instruction *in)
{
	uint64_t h = stage * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)in->op;
	h = (h ^ in->a) * UINT64_C(0xC2B2AE3D27D4EB4F);
	h = (h ^ in->b) * UINT64_C(0x9E3779B97F4A7C15);
	h = (h ^ in->c) * UINT64_C(0xC2B2AE3D27D4EB4F);
	for (size_t at = (size_t)(h ^ h >> 29);; at++) {
		size_t place = at & (c->seen_room - 1);
		if (c->seen_at[place].stage == NOTHING || does_the_same(c, stage, in, place)) return place;
	}
}

static void seen_grow(struct compiler *c)
{
	struct seen *old = c->seen_at;
	size_t room = c->seen_room;
	c->seen_room = room ? room * 2 : 256;
	c->seen_at = arena_array(c->arena, c->seen_room, sizeof *c->seen_at);
	for (size_t i = 0; i < c->seen_room; i++)
		c->seen_at[i].stage = NOTHING;
	for (size_t i = 0; i < room; i++)
		if (old[i].stage != NOTHING)
			c->seen_at[seen_place(c, old[i].stage, &c->stages[old[i].stage].code[old[i].reg])] = old[i];
}

struct made emit(struct compiler *c, uint32_t stage, enum op op, uint32_t a, uint32_t b, uint32_t d,
                 const struct tree *source)
{
	struct instruction in = { .op = op, .a = a, .b = b, .c = d };
	struct made made = { .stage = stage, .kind = op_info[op].result, .vocabulary = NOTHING };
	stage_at(c, stage);
	if (c->seen_count * 2 >= c->seen_room) seen_grow(c);
	size_t place = seen_place(c, stage, &in);
	if (c->seen_at[place].stage == NOTHING) {
		in.source = emit_source(c, source);
		c->seen_at[place] = (struct seen){ stage, append(c, stage, in) };
		c->seen_count++;
	}
	made.reg = c->seen_at[place].reg;
	return made;
}

static const enum op load_column[] = {
	[REG_NUMBER] = OP_CODE_COLUMN_NUMBER, [REG_FLAG] = OP_CODE_COLUMN_FLAG, [REG_TEXT] = OP_CODE_COLUMN_TEXT
};

static struct made raise_constant(struct compiler *c, struct made m, uint32_t stage, const struct tree *source)
{
	const struct instruction in = c->stages[m.stage].code[m.reg];
	const char *operands = op_info[in.op].operands;
	uint32_t from[] = { in.a, in.b, in.c };
	for (size_t k = 0; operands[k]; k++) {
		if (!op_takes_register(operands[k])) continue;
		enum reg_kind kind = op_info[c->stages[m.stage].code[from[k]].op].result;
		struct made part = { .stage = m.stage, .reg = from[k], .kind = kind, .vocabulary = NOTHING };
		from[k] = emit_raised(c, part, stage, source).reg;
	}
	return emit(c, stage, in.op, from[0], from[1], from[2], source);
}

struct made emit_raised(struct compiler *c, struct made m, uint32_t stage, const struct tree *source)
{
	if (m.kind == REG_NONE || m.stage == stage) return m;
	const struct instruction in = c->stages[m.stage].code[m.reg];
	const char *operands = op_info[in.op].operands;
	struct made raised;
	/* What is only read from somewhere is read again, and what rests on figures is made of them again. */
	if (operands[0] >= 'A' && operands[0] <= 'Z' && !operands[1]) {
		raised = emit(c, stage, in.op, in.a, 0, 0, source);
	} else if (c->stages[m.stage].constant[m.reg]) {
		raised = raise_constant(c, m, stage, source);
	} else {
		raised = emit(c, stage, load_column[m.kind], emit_column(c, m, source), 0, 0, source);
	}
	raised.vocabulary = m.vocabulary;
	return raised;
}

static uint32_t later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

struct made emit_one(struct compiler *c, enum op op, struct made a, const struct tree *source)
{
	if (a.kind == REG_NONE) return CANNOT;
	return emit(c, a.stage, op, a.reg, 0, 0, source);
}

struct made emit_two(struct compiler *c, enum op op, struct made a, struct made b, const struct tree *source)
{
	if (a.kind == REG_NONE || b.kind == REG_NONE) return CANNOT;
	uint32_t stage = later(a.stage, b.stage);
	a = emit_raised(c, a, stage, source);
	b = emit_raised(c, b, stage, source);
	struct made made = emit(c, stage, op, a.reg, b.reg, 0, source);
	made.vocabulary = b.vocabulary;
	return made;
}

struct made emit_three(struct compiler *c, enum op op, struct made a, struct made b, struct made d,
                       const struct tree *source)
{
	if (a.kind == REG_NONE || b.kind == REG_NONE || d.kind == REG_NONE) return CANNOT;
	uint32_t stage = later(a.stage, later(b.stage, d.stage));
	a = emit_raised(c, a, stage, source);
	b = emit_raised(c, b, stage, source);
	d = emit_raised(c, d, stage, source);
	struct made made = emit(c, stage, op, a.reg, b.reg, d.reg, source);
	made.vocabulary = b.vocabulary;
	return made;
}

/* Values that one register may hold in turn. */
static bool alike(struct made a, struct made b)
{
	return a.kind == b.kind && a.kind != REG_NONE && (a.kind != REG_TEXT || a.vocabulary == b.vocabulary);
}

struct made emit_choice(struct compiler *c, struct made condition, struct made yes, struct made no,
                        const struct tree *source)
{
	static const enum op choose[] = {
		[REG_NUMBER] = OP_CODE_IF_NUMBER, [REG_FLAG] = OP_CODE_IF_FLAG, [REG_TEXT] = OP_CODE_IF_TEXT
	};
	return alike(yes, no) ? emit_three(c, choose[yes.kind], condition, yes, no, source) : CANNOT;
}

struct made emit_or_else(struct compiler *c, struct made first, struct made second, const struct tree *source)
{
	static const enum op or_else[] = {
		[REG_NUMBER] = OP_CODE_OR_ELSE_NUMBER, [REG_FLAG] = OP_CODE_OR_ELSE_FLAG, [REG_TEXT] = OP_CODE_OR_ELSE_TEXT
	};
	return alike(first, second) ? emit_two(c, or_else[first.kind], first, second, source) : CANNOT;
}

/* --- columns --- */

uint32_t emit_new_column(struct compiler *c, enum reg_kind kind, uint32_t vocabulary, const struct tree *source)
{
	struct program *p = c->program;
	p->columns = compile_grow(c, p->columns, p->column_count, &c->column_room, sizeof *p->columns);
	p->columns[p->column_count] = (struct program_column){ kind, NOTHING, vocabulary, emit_source(c, source) };
	return (uint32_t)p->column_count++;
}

static uint32_t field_column(struct compiler *c, struct made m, uint32_t field, const struct tree *source)
{
	for (size_t i = 0; i < c->program->column_count; i++)
		if (c->program->columns[i].field == field && c->program->columns[i].kind == m.kind) return (uint32_t)i;
	uint32_t column = emit_new_column(c, m.kind, m.vocabulary, source);
	c->program->columns[column].field = field;
	return column;
}

uint32_t emit_column(struct compiler *c, struct made m, const struct tree *source)
{
	const struct instruction in = c->stages[m.stage].code[m.reg];
	if (op_info[in.op].operands[0] == 'C' && in.op != OP_CODE_STORE) return in.a;
	if (op_info[in.op].operands[0] == 'F') return field_column(c, m, in.a, source);
	if (c->stages[m.stage].column[m.reg] == NOTHING) {
		uint32_t column = emit_new_column(c, m.kind, m.vocabulary, source);
		emit(c, m.stage, OP_CODE_STORE, m.reg, column, 0, source);
		c->stages[m.stage].column[m.reg] = column;
	}
	return c->stages[m.stage].column[m.reg];
}

struct made emit_column_made(struct compiler *c, uint32_t stage, uint32_t column, const struct tree *source)
{
	struct made made = emit(c, stage + 1, load_column[c->program->columns[column].kind], column, 0, 0, source);
	made.vocabulary = c->program->columns[column].vocabulary;
	return made;
}

struct task *emit_task(struct compiler *c, uint32_t stage, enum task_kind kind, const struct tree *source)
{
	struct builder *b = stage_at(c, stage);
	b->tasks = compile_grow(c, b->tasks, b->task_count, &b->task_room, sizeof *b->tasks);
	struct task *task = &b->tasks[b->task_count++];
	*task = (struct task){ .kind = kind,
		                   .argument = NOTHING,
		                   .where = NOTHING,
		                   .group = NOTHING,
		                   .figure = NOTHING,
		                   .unit = NOTHING,
		                   .weight = NOTHING,
		                   .floor = NOTHING,
		                   .ceiling = NOTHING,
		                   .out = NOTHING,
		                   .symbol = NOTHING,
		                   .source = emit_source(c, source) };
	return task;
}

/* --- figures --- */

enum reg_kind emit_kind(struct type type)
{
	if (type_family(type) == FAMILY_TEXT) return REG_TEXT;
	return type_family(type) == FAMILY_FLAG ? REG_FLAG : REG_NUMBER;
}

uint32_t emit_figure(struct compiler *c, enum reg_kind kind, const struct tree *tree)
{
	struct program *p = c->program;
	p->figures = compile_grow(c, p->figures, p->figure_count, &c->figure_room, sizeof *p->figures);
	p->figures[p->figure_count] = (struct program_figure){
		.kind = kind, .literal = NOTHING, .number = number_of(0), .source = emit_source(c, tree)
	};
	return (uint32_t)p->figure_count++;
}

uint32_t emit_number(struct compiler *c, struct number n)
{
	struct program *p = c->program;
	for (size_t i = 0; i < p->figure_count; i++)
		if (p->figures[i].source == NOTHING && p->figures[i].kind == REG_NUMBER &&
		    number_order(p->figures[i].number, n) == 0)
			return (uint32_t)i;
	p->figures = compile_grow(c, p->figures, p->figure_count, &c->figure_room, sizeof *p->figures);
	p->figures[p->figure_count] =
		(struct program_figure){ .kind = REG_NUMBER, .literal = NOTHING, .number = n, .source = NOTHING };
	return (uint32_t)p->figure_count++;
}

struct made emit_constant(struct compiler *c, struct number n, const struct tree *source)
{
	return emit(c, 0, OP_CODE_FIGURE_NUMBER, emit_number(c, n), 0, 0, source);
}

struct made emit_literal(struct compiler *c, struct text text, const struct tree *source)
{
	struct program *p = c->program;
	size_t i = 0;
	while (i < p->literal_count && !text_equal(p->literals[i], text))
		i++;
	if (i == p->literal_count) {
		p->literals = compile_grow(c, p->literals, i, &c->literal_room, sizeof *p->literals);
		p->literals[p->literal_count++] = text;
	}
	size_t figure = 0;
	while (figure < p->figure_count && p->figures[figure].literal != i)
		figure++;
	if (figure == p->figure_count) {
		p->figures = compile_grow(c, p->figures, figure, &c->figure_room, sizeof *p->figures);
		p->figures[p->figure_count++] = (struct program_figure){
			.kind = REG_TEXT, .number = number_of(0), .literal = (uint32_t)i, .source = NOTHING
		};
	}
	return emit(c, 0, OP_CODE_FIGURE_TEXT, (uint32_t)figure, 0, 0, source);
}

struct made emit_exact(struct compiler *c, const struct tree *tree, const struct symbol *symbol, uint32_t stage)
{
	enum reg_kind kind = emit_kind(symbol ? symbol->type : tree->type);
	if (kind == REG_TEXT) return CANNOT;
	uint32_t column = emit_new_column(c, kind, NOTHING, tree);
	struct task *task = emit_task(c, stage, TASK_EXACT, tree);
	task->out = column;
	if (symbol) task->symbol = (uint32_t)symbol->index;
	return emit_column_made(c, stage, column, tree);
}

/* --- what nobody reads --- */

struct use {
	bool *columns, *values;
};

static void use(bool *used, uint32_t which)
{
	if (which != NOTHING) used[which] = true;
}

static void use_keys(const struct use *u, const struct sort_key *by, size_t count)
{
	for (size_t i = 0; i < count; i++)
		u->columns[by[i].column] = true;
}

static void use_asked(const struct compiler *c, const struct use *u)
{
	const struct program *p = c->program;
	for (size_t i = 0; i < c->model->output_count; i++) {
		const struct program_output *o = &p->outputs[i];
		for (size_t k = 0; k < o->count; k++)
			use(u->columns, o->columns[k].column);
		use(u->columns, o->where);
		use_keys(u, o->by, o->by_count);
	}
	for (size_t i = 0; i < c->model->check_count; i++)
		use(u->columns, p->checks[i]);
	for (size_t i = 0; i < c->model->compare_count; i++) {
		use(u->columns, p->compares[i].same);
		use(u->columns, p->compares[i].where);
	}
	for (size_t i = 0; i < c->model->symbol_count; i++)
		if (c->model->symbols[i]->kind == SYMBOL_RULE || c->model->symbols[i]->kind == SYMBOL_ALLOCATE)
			use(u->columns, p->symbols[i]);
	/* The referee may ask for the values of any whole-table function, wherever a figure stands. */
	for (size_t i = 1; i <= c->model->slots; i++)
		use(u->values, p->slots[i]);
}

static bool aggregates(const struct task *t)
{
	return t->kind < TASK_RANK;
}

/* The tasks that somebody reads stay, and use what they read. */
static void keep_tasks(const struct compiler *c, struct builder *b, const struct use *u)
{
	size_t kept = 0;
	for (size_t i = b->task_count; i-- > 0;) {
		const struct task *t = &b->tasks[i];
		if (!(aggregates(t) ? u->values : u->columns)[t->out]) continue;
		uint32_t columns[TASK_READS];
		task_reads(t, columns);
		for (size_t k = 0; k < TASK_READS; k++)
			use(u->columns, columns[k]);
		use_keys(u, t->by, t->by_count);
		for (size_t k = 0; t->group != NOTHING && k < c->program->groups[t->group].count; k++)
			use(u->columns, c->program->groups[t->group].columns[k]);
		b->tasks[b->task_count - ++kept] = *t;
	}
	if (kept) memmove(b->tasks, b->tasks + (b->task_count - kept), kept * sizeof *b->tasks);
	b->task_count = kept;
}

/* The registers that a kept STORE rests on. */
static void mark_registers(const struct compiler *c, const struct builder *b, const struct use *u, bool *wanted)
{
	for (size_t i = b->count; i-- > 0;) {
		const struct instruction *in = &b->code[i];
		const char *operands = op_info[in->op].operands;
		uint32_t at[] = { in->a, in->b, in->c };
		if (in->op == OP_CODE_STORE) wanted[i] = u->columns[in->b];
		for (size_t k = 0; wanted[i] && operands[k]; k++) {
			if (op_takes_register(operands[k])) wanted[at[k]] = true;
			if (operands[k] == 'C' && in->op != OP_CODE_STORE) u->columns[at[k]] = true;
			if (operands[k] == 'V') {
				uint32_t group = c->program->values[at[k]].group;
				u->values[at[k]] = true;
				for (size_t g = 0; group != NOTHING && g < c->program->groups[group].count; g++)
					u->columns[c->program->groups[group].columns[g]] = true;
			}
		}
	}
}

static void keep_registers(struct compiler *c, struct builder *b, const struct use *u)
{
	bool *wanted = arena_array(c->arena, b->count + 1, sizeof *wanted);
	uint32_t *number = arena_array(c->arena, b->count + 1, sizeof *number);
	size_t kept = 0;
	mark_registers(c, b, u, wanted);
	for (size_t i = 0; i < b->count; i++) {
		if (!wanted[i]) continue;
		struct instruction in = b->code[i];
		const char *operands = op_info[in.op].operands;
		uint32_t *at[] = { &in.a, &in.b, &in.c };
		for (size_t k = 0; operands[k]; k++)
			if (op_takes_register(operands[k])) *at[k] = number[*at[k]];
		number[i] = (uint32_t)kept;
		b->code[kept++] = in;
	}
	b->count = kept;
}

/* From the end to the beginning: what a later stage reads is known when its makers are looked at. */
void emit_finish(struct compiler *c)
{
	struct program *p = c->program;
	struct use u = { arena_array(c->arena, p->column_count + 1, sizeof *u.columns),
		             arena_array(c->arena, p->value_count + 1, sizeof *u.values) };
	use_asked(c, &u);
	for (size_t i = c->stage_count; i-- > 0;) {
		keep_tasks(c, &c->stages[i], &u);
		keep_registers(c, &c->stages[i], &u);
	}
	while (c->stage_count && !c->stages[c->stage_count - 1].count && !c->stages[c->stage_count - 1].task_count)
		c->stage_count--;
	for (size_t i = 0; i < c->model->symbol_count; i++)
		if (p->symbols[i] != NOTHING && !u.columns[p->symbols[i]]) p->symbols[i] = NOTHING;
	for (size_t i = 0; i <= c->model->slots; i++)
		if (p->ranks[i] != NOTHING && !u.columns[p->ranks[i]]) p->ranks[i] = NOTHING;
	p->stages = arena_array(c->arena, c->stage_count, sizeof *p->stages);
	p->stage_count = c->stage_count;
	for (size_t i = 0; i < c->stage_count; i++) {
		const struct builder *b = &c->stages[i];
		p->stages[i] = (struct stage){ b->code, b->count, b->tasks, b->task_count };
	}
}

/* compile_expr.c - expressions over a row, from the leaves up. What the VM has no instruction for, the referee is asked
 * for row by row; only inside `if missing use` and `coalesce`, where it would answer otherwise, the whole of it. */
#include "lang/compile_private.h"

static struct made value_of(struct compiler *c, const struct tree *tree, struct scope scope);

/* --- what an expression rests on --- */

static uint32_t later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Compiles the names and whole-table functions in it, and says from which stage on all of them are there; *unknown when
 * the VM cannot make one of the functions. */
static uint32_t rests_on(struct compiler *c, const struct tree *tree, struct scope scope, bool *unknown);

static uint32_t name_rests_on(struct compiler *c, const struct symbol *symbol, struct scope scope,
                              const struct tree *tree)
{
	bool ignored = false;
	if (!symbol->rows) return symbol->value ? rests_on(c, symbol->value, PLAIN, &ignored) : 0;
	if (symbol->kind == SYMBOL_DATASET || (symbol->field && symbol->field == scope.imputing)) return 0;
	struct made m = compile_symbol(c, symbol);
	if (m.kind == REG_NONE) return 0;
	emit_column(c, m, tree);
	return m.stage;
}

static uint32_t rests_on(struct compiler *c, const struct tree *tree, struct scope scope, bool *unknown)
{
	uint32_t stage = 0;
	bool falls_back = tree->function && tree->function->id == FUNCTION_COALESCE && !tree->meaning;
	if (tree->slot) {
		*unknown |= compile_slot(c, tree, scope, &stage) == NOTHING;
		return stage;
	}
	if (tree->symbol && tree->kind != TREE_CALL) return name_rests_on(c, tree->symbol, scope, tree);
	if (tree->meaning) return rests_on(c, tree->meaning, scope, unknown);
	for (const struct tree *child = falls_back ? tree->first->first : tree->first; child; child = child->next) {
		struct scope inside = { scope.imputing, scope.lenient || (falls_back && child->next) };
		stage = later(stage, rests_on(c, child, inside, unknown));
	}
	return stage;
}

/* So that the referee, who is asked for what cannot be compiled, finds the values of names instead of making them. */
uint32_t compile_rests_on(struct compiler *c, const struct tree *tree, struct scope scope)
{
	bool unknown = false;
	return rests_on(c, tree, scope, &unknown);
}

/* --- figures --- */

static struct made figure(struct compiler *c, const struct tree *tree, struct scope scope)
{
	static const enum op load[] = { [REG_NUMBER] = OP_CODE_FIGURE_NUMBER, [REG_FLAG] = OP_CODE_FIGURE_FLAG };
	if (tree->kind == TREE_TEXT) return emit_literal(c, tree->text, tree);
	enum reg_kind kind = emit_kind(tree->type);
	if (kind == REG_TEXT) return CANNOT;
	bool unknown = false;
	uint32_t stage = rests_on(c, tree, scope, &unknown);
	/* Asked from outside, the referee would take the cells of the field as imputed, or a fault for an error. */
	if ((scope.imputing || scope.lenient) && unknown) return CANNOT;
	return emit(c, stage, load[kind], emit_figure(c, kind, tree), 0, 0, tree);
}

/* --- over the words of one field --- */

/* The one text field that all of it rests on, NULL without one; *other when it rests on something else of the row. */
static const struct field *only_field(const struct tree *tree, const struct field *so_far, bool *other)
{
	if (tree->function && (tree->function->id == FUNCTION_WHY_MISSING || tree->slot)) *other |= tree->rows != NULL;
	if (tree->symbol && tree->symbol->rows && tree->symbol->kind != SYMBOL_DATASET) {
		const struct field *f = tree->symbol->field;
		if (!f || f->missing == MISSING_IMPUTED || type_family(f->type) != FAMILY_TEXT || (so_far && so_far != f))
			*other = true;
		return f;
	}
	if (tree->meaning) so_far = only_field(tree->meaning, so_far, other);
	for (const struct tree *child = tree->first; child && !*other; child = child->next) {
		const struct field *f = only_field(child, so_far, other);
		if (f) so_far = f;
	}
	return so_far;
}

static struct made lookup(struct compiler *c, const struct tree *tree, struct scope scope)
{
	bool other = false;
	enum reg_kind kind = emit_kind(tree->type);
	if (kind == REG_TEXT || scope.imputing || scope.lenient) return CANNOT;
	const struct field *f = only_field(tree, NULL, &other);
	if (!f || other) return CANNOT;
	struct program *p = c->program;
	uint32_t stage = compile_rests_on(c, tree, scope);
	p->lookups = compile_grow(c, p->lookups, p->lookup_count, &c->lookup_room, sizeof *p->lookups);
	p->lookups[p->lookup_count] = (struct program_lookup){ (uint32_t)f->index, kind, emit_source(c, tree) };
	return emit(c, stage, kind == REG_FLAG ? OP_CODE_LOOKUP_FLAG : OP_CODE_LOOKUP_NUMBER, (uint32_t)p->lookup_count++,
	            0, 0, tree);
}

/* --- arithmetic and decisions --- */

struct made compile_all(struct compiler *c, const struct tree *first, enum op op, struct scope scope)
{
	struct made all = value_of(c, first, scope);
	for (const struct tree *next = first->next; next && all.kind != REG_NONE; next = next->next)
		all = emit_two(c, op, all, value_of(c, next, scope), next);
	return all;
}

static struct made two(struct compiler *c, const struct tree *tree, enum op op, struct scope scope)
{
	struct made a = value_of(c, tree->first, scope);
	if (a.kind == REG_NONE) return a;
	return emit_two(c, op, a, value_of(c, tree->last, scope), tree);
}

struct made compile_equal(struct compiler *c, const struct tree *left, const struct tree *right,
                          const struct tree *source, struct scope scope)
{
	static const enum op ops[] = {
		[REG_NUMBER] = OP_CODE_EQUAL, [REG_FLAG] = OP_CODE_EQUAL_FLAG, [REG_TEXT] = OP_CODE_EQUAL_TEXT
	};
	struct made a = value_of(c, left, scope), b = CANNOT;
	if (a.kind != REG_NONE) b = value_of(c, right, scope);
	if (b.kind != a.kind || (a.kind == REG_TEXT && a.vocabulary != b.vocabulary)) return CANNOT;
	return emit_two(c, ops[a.kind], a, b, source);
}

/* A written exponent of 2, 3 or one half: products, or the root. */
static struct made power(struct compiler *c, const struct tree *tree, struct scope scope)
{
	const struct tree *exponent = tree_bare(tree->last);
	bool number = exponent->kind == TREE_NUMBER, root = number && text_is(exponent->text, "0.5"),
		 square = number && text_is(exponent->text, "2"), cube = number && text_is(exponent->text, "3");
	if (!root && !square && !cube) return CANNOT;
	struct made x = value_of(c, tree->first, scope);
	if (root) return emit_one(c, OP_CODE_SQRT, x, tree);
	struct made product = emit_two(c, OP_CODE_MULTIPLY, x, x, tree);
	return square ? product : emit_two(c, OP_CODE_MULTIPLY, product, x, tree);
}

static struct made compared(struct compiler *c, const struct tree *tree, struct scope scope)
{
	static const enum op ops[OP_COUNT] = {
		[OP_EQ] = OP_CODE_EQUAL,      [OP_NE] = OP_CODE_NOT_EQUAL, [OP_LT] = OP_CODE_LESS,
		[OP_LE] = OP_CODE_LESS_EQUAL, [OP_GT] = OP_CODE_GREATER,   [OP_GE] = OP_CODE_GREATER_EQUAL
	};
	enum reg_kind kind = emit_kind(tree->first->type);
	if (kind == REG_NUMBER) return two(c, tree, ops[tree->op], scope);
	if (tree->op != OP_EQ && tree->op != OP_NE) return CANNOT;
	struct made same = compile_equal(c, tree->first, tree->last, tree, scope);
	return tree->op == OP_NE ? emit_one(c, OP_CODE_NOT, same, tree) : same;
}

static struct made chosen(struct compiler *c, const struct tree *tree, struct scope scope)
{
	struct made condition = value_of(c, tree->first, scope), yes = CANNOT, no = CANNOT;
	if (condition.kind != REG_NONE) yes = value_of(c, tree->first->next, scope);
	if (yes.kind != REG_NONE) no = value_of(c, tree->last, scope);
	return emit_choice(c, condition, yes, no, tree);
}

static struct made number_of_true(struct compiler *c, const struct tree *tree, struct scope scope)
{
	struct made sum = emit_constant(c, number_of(0), tree);
	for (const struct tree *child = tree->first; child && sum.kind != REG_NONE; child = child->next)
		sum = emit_two(c, OP_CODE_ADD, sum, emit_one(c, OP_CODE_AS_NUMBER, value_of(c, child, scope), child), tree);
	return sum;
}

static struct made is_missing(struct compiler *c, const struct tree *tree, struct scope scope)
{
	struct made m = emit_one(c, OP_CODE_IS_MISSING, value_of(c, tree->first, scope), tree);
	return tree->flag ? emit_one(c, OP_CODE_NOT, m, tree) : m;
}

/* --- in --- */

static struct made in_range(struct compiler *c, struct made x, const struct tree *range, struct scope scope)
{
	struct made low = value_of(c, range->first, scope), high = CANNOT;
	if (low.kind != REG_NONE) high = value_of(c, range->last, scope);
	struct made above = emit_two(c, OP_CODE_GREATER_EQUAL, x, low, range);
	struct made below = emit_two(c, range->flag ? OP_CODE_LESS : OP_CODE_LESS_EQUAL, x, high, range);
	struct made within = emit_two(c, OP_CODE_AND, above, below, range);
	/* A range whose ends cross is an error, whatever x is. */
	return emit_two(c, OP_CODE_FAIL_FLAG, emit_two(c, OP_CODE_GREATER, low, high, range), within, range);
}

/* The same for every row and certainly there, so that nothing but x can be missing. */
static bool plain_end(const struct tree *end)
{
	return !end->rows && !end->optional && !end->domain && emit_kind(end->type) == REG_NUMBER;
}

static bool plain_member(const struct tree *m)
{
	return m->kind == TREE_RANGE ? plain_end(m->first) && plain_end(m->last) : plain_end(m);
}

static struct made in_member(struct compiler *c, struct made x, const struct tree *m, struct scope scope)
{
	if (!plain_member(m)) return CANNOT;
	if (m->kind == TREE_RANGE) return in_range(c, x, m, scope);
	return emit_two(c, OP_CODE_EQUAL, x, value_of(c, m, scope), m);
}

static struct made is_in(struct compiler *c, const struct tree *tree, struct scope scope)
{
	const struct tree *list = tree_bare(tree->last);
	bool written = list->kind == TREE_MEMBERS || list->kind == TREE_RANGE;
	if (!written && (!list->symbol || list->symbol->kind != SYMBOL_SET)) return CANNOT;
	if (!written) list = tree_find(list->symbol->declaration, TREE_MEMBERS);
	if (emit_kind(tree->first->type) != REG_NUMBER) return CANNOT;
	struct made x = value_of(c, tree->first, scope), found = CANNOT;
	if (x.kind == REG_NONE) return CANNOT;
	const struct tree *first = list->kind == TREE_RANGE ? list : list->first;
	for (const struct tree *m = first; m; m = list->kind == TREE_RANGE ? NULL : m->next) {
		struct made here = in_member(c, x, m, scope);
		found = m == first ? here : emit_two(c, OP_CODE_OR, found, here, m);
		if (found.kind == REG_NONE) return CANNOT;
	}
	return tree->flag ? emit_one(c, OP_CODE_NOT, found, tree) : found;
}

/* --- calls --- */

static struct made rounded(struct compiler *c, const struct tree *call, struct scope scope)
{
	const struct tree *to = tree_find(call, TREE_ROUND_TO);
	enum op op = to->op == OP_HALF_EVEN ? OP_CODE_ROUND_EVEN
	             : to->op == OP_UP      ? OP_CODE_ROUND_UP
	             : to->op == OP_DOWN    ? OP_CODE_ROUND_DOWN
	                                    : OP_CODE_ROUND;
	if (to->first->rows) return CANNOT;
	struct made x = value_of(c, call->first->first, scope), unit = CANNOT;
	if (x.kind != REG_NONE) unit = figure(c, to->first, scope);
	if (unit.kind == REG_NONE) return CANNOT;
	uint32_t stage = later(x.stage, unit.stage), which = c->stages[unit.stage].code[unit.reg].a;
	x = emit_raised(c, x, stage, call);
	return emit(c, stage, op, x.reg, which, 0, call);
}

static struct made to_whole(struct compiler *c, const struct tree *call, enum op op, struct scope scope)
{
	struct made x = value_of(c, call->first->first, scope);
	if (x.kind == REG_NONE) return CANNOT;
	return emit(c, x.stage, op, x.reg, emit_number(c, number_of(1)), 0, call);
}

static struct made of_one(struct compiler *c, const struct tree *call, enum op op, struct scope scope)
{
	return emit_one(c, op, value_of(c, call->first->first, scope), call);
}

static struct made average(struct compiler *c, const struct tree *call, struct scope scope)
{
	struct made sum = compile_all(c, call->first->first, OP_CODE_ADD, scope);
	return emit_two(c, OP_CODE_DIVIDE, sum, emit_constant(c, number_of((int64_t)tree_count(call->first)), call), call);
}

static struct made above(struct compiler *c, const struct tree *call, struct scope scope)
{
	struct made x = value_of(c, call->first->first, scope), base = CANNOT;
	if (x.kind != REG_NONE) base = value_of(c, call->first->last, scope);
	struct made difference = emit_two(c, OP_CODE_SUBTRACT, x, base, call);
	return emit_two(c, OP_CODE_LARGER, difference, emit_constant(c, number_of(0), call), call);
}

static struct made clamp(struct compiler *c, const struct tree *call, struct scope scope)
{
	struct made part[3];
	const struct tree *argument = call->first->first;
	for (size_t i = 0; i < 3; i++, argument = argument->next) {
		part[i] = value_of(c, argument, scope);
		if (part[i].kind == REG_NONE) return CANNOT;
	}
	struct made inside =
		emit_two(c, OP_CODE_SMALLER, emit_two(c, OP_CODE_LARGER, part[0], part[1], call), part[2], call);
	return emit_two(c, OP_CODE_FAIL_NUMBER, emit_two(c, OP_CODE_GREATER, part[1], part[2], call), inside, call);
}

static struct made coalesced(struct compiler *c, const struct tree *call, struct scope scope)
{
	const struct tree *first = call->first->first;
	struct made all = CANNOT;
	for (const struct tree *part = first; part; part = part->next) {
		struct scope inside = { scope.imputing, scope.lenient || part->next };
		struct made next = value_of(c, part, inside);
		all = part == first ? next : emit_or_else(c, all, next, call);
		if (all.kind == REG_NONE) return CANNOT;
	}
	return all;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* for the others the referee is asked */
static struct made called(struct compiler *c, const struct tree *call, struct scope scope)
{
	if (call->meaning) return value_of(c, call->meaning, scope);
	if (call->function->form == FORM_EACH) return compile_each(c, call, scope);
	if (call->function->form == FORM_GROUP) return compile_group(c, call, scope);
	switch (call->function->id) {
	case FUNCTION_LARGER: return compile_all(c, call->first->first, OP_CODE_LARGER, scope);
	case FUNCTION_SMALLER: return compile_all(c, call->first->first, OP_CODE_SMALLER, scope);
	case FUNCTION_AVERAGE: return average(c, call, scope);
	case FUNCTION_ABOVE: return above(c, call, scope);
	case FUNCTION_CLAMP: return clamp(c, call, scope);
	case FUNCTION_ABS: return of_one(c, call, OP_CODE_ABS, scope);
	case FUNCTION_FLOOR: return to_whole(c, call, OP_CODE_ROUND_DOWN, scope);
	case FUNCTION_CEIL: return to_whole(c, call, OP_CODE_ROUND_UP, scope);
	case FUNCTION_ROUND: return rounded(c, call, scope);
	case FUNCTION_LN: return of_one(c, call, OP_CODE_LN, scope);
	case FUNCTION_EXP: return of_one(c, call, OP_CODE_EXP, scope);
	case FUNCTION_SQRT: return of_one(c, call, OP_CODE_SQRT, scope);
	case FUNCTION_FLOAT32: return of_one(c, call, OP_CODE_FLOAT32, scope);
	case FUNCTION_COALESCE: return coalesced(c, call, scope);
	default: return CANNOT;
	}
}

/* --- all of them --- */

static struct made named(struct compiler *c, const struct tree *tree, struct scope scope)
{
	if (tree->symbol->kind == SYMBOL_FIELD) return compile_field(c, tree->symbol->field, scope, tree);
	return compile_symbol(c, tree->symbol);
}

static struct made of_kind(struct compiler *c, const struct tree *tree, struct scope scope)
{
	switch (tree->kind) {
	case TREE_NAME:
	case TREE_PATH: return named(c, tree, scope);
	case TREE_CALL: return called(c, tree, scope);
	case TREE_ADD: return two(c, tree, OP_CODE_ADD, scope);
	case TREE_SUBTRACT: return two(c, tree, OP_CODE_SUBTRACT, scope);
	case TREE_MULTIPLY:
	case TREE_OF: return two(c, tree, OP_CODE_MULTIPLY, scope);
	case TREE_DIVIDE: return two(c, tree, OP_CODE_DIVIDE, scope);
	case TREE_POWER: return power(c, tree, scope);
	case TREE_NEGATE: return emit_one(c, OP_CODE_NEGATE, value_of(c, tree->first, scope), tree);
	case TREE_COMPARE_OP: return compared(c, tree, scope);
	case TREE_IN: return is_in(c, tree, scope);
	case TREE_IS_MISSING: return is_missing(c, tree, scope);
	case TREE_NOT: return emit_one(c, OP_CODE_NOT, value_of(c, tree->first, scope), tree);
	case TREE_AND:
	case TREE_ALL_OF: return compile_all(c, tree->first, OP_CODE_AND, scope);
	case TREE_OR:
	case TREE_ANY_OF: return compile_all(c, tree->first, OP_CODE_OR, scope);
	case TREE_NUMBER_OF: return number_of_true(c, tree, scope);
	case TREE_IF: return chosen(c, tree, scope);
	default: return CANNOT;
	}
}
#pragma GCC diagnostic pop

static struct made value_of(struct compiler *c, const struct tree *tree, struct scope scope)
{
	tree = tree_bare(tree);
	if (!tree->rows) return figure(c, tree, scope);
	bool leaf = tree_named(tree) != NULL;
	struct made m = leaf ? CANNOT : lookup(c, tree, scope);
	if (m.kind == REG_NONE) m = of_kind(c, tree, scope);
	if (m.kind != REG_NONE || scope.imputing || scope.lenient) return m;
	return emit_exact(c, tree, NULL, compile_rests_on(c, tree, scope));
}

struct made compile_value(struct compiler *c, const struct tree *tree, struct scope scope)
{
	return value_of(c, tree, scope);
}

/* exact_expr.c - the value of an expression at a row: literals, names, arithmetic, comparison, and decisions that stop
 * as soon as they are made. Recursive, so every frame is small: what needs room stands in a function of its own. */
#include "audit/exact_run.h"
#include "audit/real.h"
#include <assert.h>

#define NOINLINE __attribute__((noinline))

/* --- values that are the same for every row --- */

static size_t constant_place(const struct run *run, const struct tree *tree)
{
	size_t at = ((uintptr_t)tree >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20;
	for (;; at++) {
		const struct constant *c = &run->constants[at & (run->constant_room - 1)];
		if (!c->tree || c->tree == tree) return at & (run->constant_room - 1);
	}
}

static NOINLINE void constants_grow(struct run *run)
{
	struct constant *old = run->constants;
	size_t room = run->constant_room;
	run->constant_room = room ? room * 2 : 256;
	run->constants = arena_array(run->arena, run->constant_room, sizeof *old);
	for (size_t i = 0; i < room; i++)
		if (old[i].tree) run->constants[constant_place(run, old[i].tree)] = old[i];
}

static bool constant_get(const struct run *run, const struct tree *tree, struct value *out)
{
	if (!run->constant_room) return false;
	const struct constant *c = &run->constants[constant_place(run, tree)];
	if (c->tree) *out = c->value;
	return c->tree != NULL;
}

void constant_keep(struct run *run, const struct constant *constant)
{
	if (run->constant_count * 2 >= run->constant_room) constants_grow(run);
	struct constant *c = &run->constants[constant_place(run, constant->tree)];
	if (!c->tree) run->constant_count++;
	*c = *constant;
}

static NOINLINE struct value constant_put(struct run *run, const struct tree *tree, struct value value)
{
	if (value.state == VALUE_ERROR) return value;
	if (value_present(value) && !value.text)
		value.is.number = number_keep(run->kept, value.is.number);
	constant_keep(run, &(struct constant){ tree, value });
	return value;
}

static NOINLINE struct value literal_value(struct run *run, const struct tree *tree, size_t row)
{
	struct value v = value_flag(false);
	if (constant_get(run, tree, &v)) return v;
	if (tree->kind == TREE_DATE) {
		int64_t days = 0;
		if (!date_read(tree->text, &days))
			return run_error(run, DIAG_BAD_ARGUMENT, tree->at, row, "there is no such date");
		v = value_number(number_of(days));
	} else if (!literal_number(run->scratch, tree, &v.is.number)) {
		return run_error(run, DIAG_TOO_LARGE, tree->at, row, "this number is beyond what a cell may hold");
	}
	return constant_put(run, tree, v);
}

/* --- arithmetic --- */

static NOINLINE struct value too_large(struct run *run, const struct tree *tree, size_t row)
{
	numbers_clear(run->scratch);
	run_error(run, DIAG_TOO_LARGE, tree->at, tree->rows ? row : NO_ROW, "\"%.*s\" takes more than 16,384 bits",
	          TEXT_ARG(run_source(run, tree)));
	diag_help(run->diags, "round a part of it, as in round(x to 0.000_001)");
	return value_error();
}

struct value expr_number_checked(struct run *run, const struct tree *tree, struct number n, size_t row)
{
	if (numbers_too_large(run->scratch) || !number_fits(n)) return too_large(run, tree, row);
	return value_number(n);
}

static NOINLINE struct value divided_by_zero(struct run *run, const struct tree *tree, size_t row)
{
	run_error(run, DIAG_DIVIDE_BY_ZERO, tree->at, tree->rows ? row : NO_ROW, "division by zero: \"%.*s\" is 0",
	          TEXT_ARG(run_source(run, tree->last)));
	diag_help(run->diags, "ask first, as in if x > 0 then y / x else 0");
	return value_error();
}

static NOINLINE struct value power(struct run *run, const struct tree *tree, struct number base, struct number exponent,
                                   size_t row)
{
	struct number n;
	enum real_status status = real_power(run->scratch, base, exponent, &n);
	if (status == REAL_OK) return value_number(n);
	if (status == REAL_TOO_LARGE) return too_large(run, tree, row);
	if (number_sign(base) == 0)
		return run_error(run, DIAG_DIVIDE_BY_ZERO, tree->at, tree->rows ? row : NO_ROW,
		                 "0 to a negative power divides by zero");
	return run_error(run, DIAG_NO_REAL_VALUE, tree->at, tree->rows ? row : NO_ROW,
	                 "a negative number has no fractional power");
}

static struct value arithmetic(struct run *run, const struct tree *tree, struct number a, struct number b, size_t row)
{
	struct number n;
	if (tree->kind == TREE_ADD)
		n = number_add(run->scratch, a, b);
	else if (tree->kind == TREE_SUBTRACT)
		n = number_sub(run->scratch, a, b);
	else if (tree->kind == TREE_MULTIPLY || tree->kind == TREE_OF)
		n = number_mul(run->scratch, a, b);
	else if (tree->kind == TREE_POWER)
		return power(run, tree, a, b, row);
	else if (number_sign(b) == 0)
		return divided_by_zero(run, tree, row);
	else if (tree->kind == TREE_DIVIDE)
		n = number_div(run->scratch, a, b);
	else
		n = number_mod(run->scratch, a, b);
	return expr_number_checked(run, tree, n, row);
}

/* Powers between figures stand in loops over the rows: exp(-100 / 23) is worked out once. */
static bool dear(const struct tree *tree)
{
	if (tree->rows) return false;
	return tree->kind == TREE_POWER || (tree->kind == TREE_CALL && !tree->slot && !tree->meaning);
}

static struct value binary(struct run *run, const struct tree *tree, size_t row)
{
	struct value a = expr_value(run, tree->first, row);
	if (a.state == VALUE_ERROR) return a;
	struct value b = expr_value(run, tree->last, row);
	if (a.state || b.state) return value_worse(a, b);
	return arithmetic(run, tree, a.is.number, b.is.number, row);
}

static NOINLINE struct text join(struct run *run, struct text a, struct text b)
{
	return arena_format(run->arena, "%.*s%.*s", TEXT_ARG(a), TEXT_ARG(b));
}

static NOINLINE struct value joined(struct run *run, const struct tree *tree, size_t row)
{
	struct value a = expr_value(run, tree->first, row);
	if (a.state == VALUE_ERROR) return a;
	struct value b = expr_value(run, tree->last, row);
	if (a.state || b.state) return value_worse(a, b);
	return value_text(join(run, a.is.text, b.is.text));
}

static struct value negated(struct run *run, const struct tree *tree, size_t row)
{
	struct value v = expr_value(run, tree->first, row);
	if (value_present(v)) v.is.number = number_neg(run->scratch, v.is.number);
	return v;
}

/* --- decisions --- */

int value_order(enum type_family family, struct value a, struct value b)
{
	return family == FAMILY_TEXT ? text_order(a.is.text, b.is.text) : number_order(a.is.number, b.is.number);
}

static bool compares(enum tree_op op, int order)
{
	switch (op) {
	case OP_EQ: return order == 0;
	case OP_NE: return order != 0;
	case OP_LT: return order < 0;
	case OP_LE: return order <= 0;
	case OP_GT: return order > 0;
	case OP_GE: return order >= 0;
	case OP_NONE: case OP_HIGHEST: case OP_LOWEST: case OP_ASC: case OP_DESC:
	case OP_HALF_EVEN: case OP_UP: case OP_DOWN: case OP_COUNT: break;
	}
	return false;
}

static struct value compared(struct run *run, const struct tree *tree, size_t row)
{
	struct value a = expr_value(run, tree->first, row);
	if (a.state == VALUE_ERROR) return a;
	struct value b = expr_value(run, tree->last, row);
	if (a.state || b.state) return value_worse(a, b);
	return value_flag(compares(tree->op, value_order(type_family(tree->first->type), a, b)));
}

/* `and` and `or` after Kleene, left to right: the first that is `decisive` settles it, and the rest is not asked. */
static NOINLINE struct value decided(struct run *run, const struct tree *tree, bool decisive, size_t row)
{
	struct value unknown = value_flag(!decisive);
	for (const struct tree *c = tree->first; c; c = c->next) {
		struct value v = expr_value(run, c, row);
		if (v.state == VALUE_PRESENT) {
			if (value_true(v) == decisive) return v;
		} else if (v.state == VALUE_MISSING) {
			unknown = v;
		} else {
			return v;
		}
	}
	return unknown;
}

static NOINLINE struct value number_of_true(struct run *run, const struct tree *tree, size_t row)
{
	struct value unknown = value_flag(false);
	int64_t count = 0;
	for (const struct tree *c = tree->first; c; c = c->next) {
		struct value v = expr_value(run, c, row);
		if (v.state == VALUE_ERROR) return v;
		if (v.state) unknown = value_worse(v, unknown);
		count += value_true(v);
	}
	return unknown.state ? unknown : value_number(number_of(count));
}

static struct value negation(struct run *run, const struct tree *tree, size_t row)
{
	struct value v = expr_value(run, tree->first, row);
	return value_present(v) ? value_flag(!value_true(v)) : v;
}

static struct value chosen(struct run *run, const struct tree *tree, size_t row)
{
	struct value v = expr_value(run, tree->first, row);
	if (!value_present(v)) return v;
	return expr_value(run, value_true(v) ? tree->first->next : tree->last, row);
}

static struct value is_missing(struct run *run, const struct tree *tree, size_t row)
{
	struct value v = expr_value(run, tree->first, row);
	if (v.state > VALUE_MISSING) return v;
	return value_flag((v.state == VALUE_MISSING) != tree->flag);
}

/* --- names and calls --- */

static NOINLINE struct value as_of(struct run *run, const struct tree *tree)
{
	if (run->model->has_as_of) return value_number(number_of(run->model->as_of));
	run_error(run, DIAG_NO_AS_OF, tree->at, NO_ROW, "the run has no date");
	diag_help(run->diags, "give one with --as-of 2026-04-01");
	return value_error();
}

static struct value named(struct run *run, const struct tree *tree, size_t row)
{
	if (tree->symbol) return symbol_value(run, tree->symbol, row);
	return as_of(run, tree);
}

static struct value called(struct run *run, const struct tree *tree, size_t row)
{
	if (tree->meaning) return expr_value(run, tree->meaning, row);
	if (tree->slot) return slot_value(run, tree, row);
	return call_row(run, tree, row);
}

static struct value dispatch(struct run *run, const struct tree *tree, size_t row);

static struct value worked_out_once(struct run *run, const struct tree *tree, size_t row)
{
	struct value v;
	if (run->lenient || run->imputing || run->keeping) return dispatch(run, tree, row);
	if (constant_get(run, tree, &v)) return v;
	return constant_put(run, tree, dispatch(run, tree, row));
}

struct value expr_value(struct run *run, const struct tree *tree, size_t row)
{
	if (dear(tree)) return worked_out_once(run, tree, row);
	return dispatch(run, tree, row);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* most kinds of node are no expressions */
static struct value dispatch(struct run *run, const struct tree *tree, size_t row)
{
	while (tree->kind == TREE_PAREN)
		tree = tree->first;
	switch (tree->kind) {
	case TREE_NUMBER: case TREE_PERCENT: case TREE_MONEY: case TREE_DATE:
		return literal_value(run, tree, row);
	case TREE_TEXT:
		return value_text(tree->text);
	case TREE_TRUE: case TREE_FALSE:
		return value_flag(tree->kind == TREE_TRUE);
	case TREE_MISSING:
		return value_missing(tree->flag ? tree->text : TEXT(""));
	case TREE_NAME: case TREE_PATH:
		return named(run, tree, row);
	case TREE_CALL:
		return called(run, tree, row);
	case TREE_POWER: case TREE_MULTIPLY: case TREE_DIVIDE: case TREE_MOD: case TREE_ADD: case TREE_SUBTRACT: case TREE_OF:
		return binary(run, tree, row);
	case TREE_NEGATE:
		return negated(run, tree, row);
	case TREE_JOIN:
		return joined(run, tree, row);
	case TREE_COMPARE_OP:
		return compared(run, tree, row);
	case TREE_IN:
		return set_has(run, tree, row);
	case TREE_IS_MISSING:
		return is_missing(run, tree, row);
	case TREE_NOT:
		return negation(run, tree, row);
	case TREE_AND: case TREE_ALL_OF:
		return decided(run, tree, false, row);
	case TREE_OR: case TREE_ANY_OF:
		return decided(run, tree, true, row);
	case TREE_NUMBER_OF:
		return number_of_true(run, tree, row);
	case TREE_IF:
		return chosen(run, tree, row);
	default: /* the checker refuses what no version evaluates yet, and what is no value */
		break;
	}
	assert(false);
	return value_error();
}
#pragma GCC diagnostic pop

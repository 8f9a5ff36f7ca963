/* vm_filled.c - columns whose cells are as read and, where they are missing, a value of the row's group, as
 * `if missing use mean(x per region)` makes them. What is read is whole and what fills in are few exact numbers, so such
 * columns add up and compare exactly, though together they have no unit. */
#include "runtime/vm_private.h"
#include <stdlib.h>

bool filled_of(const struct vm *vm, uint32_t column, struct filled *out)
{
	const struct vm_column *c = &vm->columns[column];
	if (column == NOTHING || vm_cells(vm, column) || c->stage == NOTHING || c->constant) return false;
	const struct instruction *code = vm->program->stages[c->stage].code, *in = &code[c->reg];
	if (in->op != OP_CODE_OR_ELSE_NUMBER) return false;
	const struct instruction *read = &code[in->a], *use = &code[in->b];
	if (read->op != OP_CODE_FIELD_NUMBER || use->op != OP_CODE_GROUP_NUMBER) return false;
	out->cells = &vm->table->columns[read->a];
	out->values = &vm->values[use->a];
	uint32_t group = vm->program->values[use->a].group;
	out->group = group == NOTHING ? NULL : &vm->groups[group];
	if (out->cells->kind != COLUMN_WHOLE || out->values->by_row) return false;
	if (out->group && out->group->some_have_none) return false;
	for (size_t k = 0; k < out->values->count; k++)
		if (out->values->state[k]) return false;
	return true;
}

/* The least common denominator takes no more than this. */
size_t filled_bits(const struct filled *f)
{
	size_t bits = 64;
	for (size_t k = 0; k < f->values->count; k++)
		bits += number_bits(f->values->number[k]);
	return bits;
}

/* --- as whole numbers in the same order --- */

/* The value that fills in, and where it stands between what can be read. */
struct filling {
	struct number value;
	int64_t floor;
	bool whole;
	size_t which;
};

static int by_value(const void *a, const void *b)
{
	return number_order(((const struct filling *)a)->value, ((const struct filling *)b)->value);
}

static bool find_fillings(struct vm *vm, const struct filled *f, struct filling *fillings, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		struct number units = number_div(vm->scratch, f->values->number[k], f->cells->unit);
		struct number floor = number_floor(vm->scratch, units);
		fillings[k] =
			(struct filling){ .value = f->values->number[k], .whole = number_order(units, floor) == 0, .which = k };
		if (!number_to_int64(floor, &fillings[k].floor)) return false;
	}
	qsort(fillings, count, sizeof *fillings, by_value);
	return true;
}

/* A cell's number times count + 1 leaves room for all that may stand between two of them. */
static bool number_fillings(const struct filling *fillings, size_t count, double *number)
{
	double step = (double)count + 1;
	for (size_t k = 0; k < count; k++) {
		bool same = k && number_order(fillings[k].value, fillings[k - 1].value) == 0;
		double n = (double)fillings[k].floor * step + (fillings[k].whole ? 0 : (double)k + 1);
		number[fillings[k].which] = same ? number[fillings[k - 1].which] : n;
		if (n >= WHOLE_MAX || n <= -WHOLE_MAX) return false;
	}
	return true;
}

double *filled_order_numbers(struct vm *vm, const struct filled *f)
{
	size_t count = f->values->count, mark = numbers_mark(vm->scratch);
	double step = (double)count + 1, *order = NULL, *number = vm_take(vm, count, sizeof *number);
	struct filling *fillings = vm_take(vm, count, sizeof *fillings);
	double least = (double)f->cells->least * step, most = (double)f->cells->most * step;
	bool fits = least > -WHOLE_MAX && most < WHOLE_MAX && find_fillings(vm, f, fillings, count);
	if (fits && number_fillings(fillings, count, number)) order = vm_take(vm, vm->count, sizeof *order);
	for (size_t i = 0; order && i < vm->count; i++) {
		size_t row = vm_row(vm, i);
		bool missing = column_missing(f->cells, row);
		order[i] = missing ? number[filled_with(f, i)] : (double)f->cells->whole[row] * step;
	}
	numbers_release(vm->scratch, mark);
	vm_give(vm, fillings);
	vm_give(vm, number);
	return order;
}

/* change_grid.c - which values a cell of numbers or dates may take: in steps, between two ends.
 *
 *     a step   of a count 1; of a date a day; of other numbers one unit of the last decimal that some cell of the column
 *              has, at least 0.01 of a percentage and the currency's smallest unit of money
 *     ends     percentages 0 to 100 if all cells are between them; other numbers ten times the largest cell, from 0 if no
 *              cell is below it, else as far below; dates ten years around those of the column */
#include "audit/change_inside.h"
#include "audit/why.h"

#define MOST_DECIMALS 12
#define MOST_STEPS (INT64_C(1) << 53)
#define TIMES_THE_LARGEST 10
#define DAYS_AROUND 3653

/* What the cells of a column span. */
struct span_of_cells {
	struct number least, most;
	size_t decimals; /* the most that a cell has, in the field's unit */
	bool any;
};

static struct span_of_cells cells_of(struct run *run, const struct field *field)
{
	const struct column *column = &run->table->columns[field->index];
	struct span_of_cells s = { .least = number_of(0), .most = number_of(0) };
	bool exact = column->kind == COLUMN_EXACT;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(run->scratch);
		if (column_missing(column, row)) continue;
		struct number n = column_number(column, row);
		if (!s.any || number_order(n, s.least) < 0) s.least = n;
		if (!s.any || number_order(n, s.most) > 0) s.most = n;
		s.any = true;
		if (exact) {
			size_t d = number_decimals(number_div(run->scratch, n, field->unit));
			if (d > MOST_DECIMALS) d = MOST_DECIMALS;
			if (d > s.decimals) s.decimals = d;
		}
		numbers_release(run->scratch, mark);
	}
	return s;
}

static struct number tenth_power(size_t decimals)
{
	int64_t ten = 1;
	while (decimals-- > 0)
		ten *= 10;
	return (struct number){ .num = 1, .den = ten };
}

static struct number step_of(struct run *run, const struct field *field, const struct span_of_cells *cells)
{
	const struct column *column = &run->table->columns[field->index];
	if (type_family(field->type) == FAMILY_DATE) return number_of(1);
	if (field->type.kind == TYPE_COUNT) return field->unit;
	struct number step = column->kind == COLUMN_WHOLE
	                         ? column->unit
	                         : number_mul(run->kept, tenth_power(cells->decimals), field->unit),
				  finest = step;
	if (field->type.kind == TYPE_PERCENT) finest = number_mul(run->kept, tenth_power(4), field->unit);
	if (field->type.kind == TYPE_MONEY && number_order(field->unit, number_of(1)) == 0)
		finest = tenth_power(run->model->currency_decimals);
	return number_order(finest, step) < 0 ? finest : step;
}

static struct number times(struct run *run, struct number n, int64_t by)
{
	return number_mul(run->kept, n, number_of(by));
}

static void ends_of(struct run *run, const struct field *field, const struct span_of_cells *cells, struct number *low,
                    struct number *high)
{
	bool negative = number_sign(cells->least) < 0;
	struct number far = number_abs(run->kept, cells->most), below = number_abs(run->kept, cells->least);
	if (type_family(field->type) == FAMILY_DATE) {
		*low = number_sub(run->kept, cells->least, number_of(DAYS_AROUND));
		*high = number_add(run->kept, cells->most, number_of(DAYS_AROUND));
		return;
	}
	if (number_order(below, far) > 0) far = below;
	if (number_sign(far) == 0) far = number_of(1);
	*low = number_of(0);
	*high = number_of(1);
	if (field->type.kind == TYPE_PERCENT && !negative && number_order(far, *high) <= 0) return;
	*high = times(run, far, TIMES_THE_LARGEST);
	if (negative) *low = number_neg(run->kept, *high);
}

int64_t grid_floor(struct run *run, const struct grid *grid, struct number n)
{
	int64_t at = 0;
	size_t mark = numbers_mark(run->scratch);
	struct number k = number_floor(run->scratch, number_div(run->scratch, n, grid->step));
	if (!number_to_int64(k, &at) || at > MOST_STEPS || at < -MOST_STEPS)
		at = number_sign(k) < 0 ? -MOST_STEPS : MOST_STEPS;
	numbers_release(run->scratch, mark);
	return at;
}

struct number grid_value(struct run *run, const struct grid *grid, int64_t at)
{
	return number_mul(run->kept, grid->step, number_of(at));
}

/* Longer steps where there would be too many of them. */
static struct number coarse(struct run *run, struct number step, struct number far)
{
	struct number most = number_of(MOST_STEPS / 4);
	while (number_order(number_div(run->scratch, far, step), most) > 0)
		step = times(run, step, 10);
	return step;
}

struct grid grid_of(struct run *run, const struct field *field)
{
	struct span_of_cells cells = cells_of(run, field);
	struct grid grid = { .step = number_keep(run->kept, step_of(run, field, &cells)) };
	struct number low, high;
	ends_of(run, field, &cells, &low, &high);
	grid.step = coarse(run, grid.step, number_abs(run->kept, high));
	grid.high = grid_floor(run, &grid, high);
	grid.low = -grid_floor(run, &grid, number_neg(run->kept, low));
	return grid;
}

/* A hundredth of the value, or of the end where it is 0, cut to its first digit being a 1. */
static struct number round_part(struct run *run, struct number of, const struct grid *grid)
{
	struct number part = number_div(run->kept, number_abs(run->kept, of), number_of(100));
	struct number point = grid->step;
	for (struct number next = point; number_order(next, part) <= 0; next = times(run, next, 10))
		point = next;
	return point;
}

struct number grid_point(struct run *run, const struct field *field, const struct grid *grid, struct number now)
{
	struct number one = number_of(1);
	if (type_family(field->type) == FAMILY_DATE) return one;
	if (field->type.kind == TYPE_PERCENT) return (struct number){ .num = 1, .den = 100 };
	if (field->type.kind == TYPE_COUNT) return field->unit;
	if (number_sign(now) == 0)
		now = number_div(run->kept, grid_value(run, grid, grid->high), number_of(TIMES_THE_LARGEST));
	return round_part(run, now, grid);
}

struct text distance_words(struct run *run, const struct field *field, struct number n)
{
	if (type_family(field->type) == FAMILY_DATE) return told_apart(run, field->type, n).words;
	return print_words(run, field->type, value_number(n));
}

struct text cell_text(struct run *run, const struct field *field, struct value v)
{
	if (v.text) return v.is.text;
	struct number n = v.is.number;
	if (type_family(field->type) == FAMILY_FLAG) {
		struct text word = field->word[value_true(v) ? 0 : 1];
		return word.len ? word : value_true(v) ? TEXT("true") : TEXT("false");
	}
	if (type_family(field->type) == FAMILY_DATE) return print_typed(run, field->type, v, -1, false);
	if (field->type.kind == TYPE_PERCENT) n = number_mul(run->kept, n, number_of(100));
	return number_exact(run->arena, number_div(run->kept, n, field->unit));
}

/* exact_call.c - the functions of one row's values. */
#include "audit/exact_run.h"

#define NOINLINE __attribute__((noinline))

static const struct tree *argument(const struct tree *call, size_t index)
{
	return tree_child(call->first, index);
}

/* The row that a message may name: none when the expression is a figure. */
static size_t place_of(const struct tree *tree, size_t row)
{
	return tree->rows ? row : NO_ROW;
}

/* --- of several arguments --- */

static struct value extreme(struct run *run, const struct tree *call, int sign, size_t row)
{
	struct value best = expr_value(run, call->first->first, row);
	for (const struct tree *c = call->first->first->next; c; c = c->next) {
		if (best.state == VALUE_ERROR) return best;
		struct value v = expr_value(run, c, row);
		if (best.state || v.state)
			best = value_worse(best, v);
		else if (number_order(v.is.number, best.is.number) * sign > 0)
			best = v;
	}
	return best;
}

static struct value average(struct run *run, const struct tree *call, size_t row)
{
	struct value sum = value_number(number_of(0));
	int64_t count = 0;
	for (const struct tree *c = call->first->first; c; c = c->next, count++) {
		struct value v = expr_value(run, c, row);
		if (v.state == VALUE_ERROR) return v;
		if (sum.state || v.state)
			sum = value_worse(sum, v);
		else
			sum.is.number = number_add(run->scratch, sum.is.number, v.is.number);
	}
	if (!value_present(sum)) return sum;
	return expr_number_checked(run, call, number_div(run->scratch, sum.is.number, number_of(count)), row);
}

static struct value coalesced(struct run *run, const struct tree *call, size_t row)
{
	struct value v = value_missing(TEXT(""));
	for (const struct tree *c = call->first->first; c && v.state == VALUE_MISSING; c = c->next) {
		size_t lenient = c->next != NULL; /* the last one has nothing to fall back on */
		run->lenient += lenient;
		v = expr_value(run, c, row);
		run->lenient -= lenient;
	}
	return v;
}

/* All of at most three arguments; false when one is not present, and *worst says which. */
static bool arguments(struct run *run, const struct tree *call, struct number out[3], struct value *worst, size_t row)
{
	size_t n = 0;
	*worst = value_flag(true);
	for (const struct tree *c = call->first->first; c && n < 3; c = c->next) {
		struct value v = expr_value(run, c, row);
		out[n++] = v.is.number;
		*worst = value_worse(*worst, v);
		if (v.state == VALUE_ERROR) break;
	}
	return value_present(*worst);
}

static NOINLINE struct value above(struct run *run, const struct tree *call, size_t row)
{
	struct number x[3];
	struct value worst;
	if (!arguments(run, call, x, &worst, row)) return worst;
	struct number n = number_sub(run->scratch, x[0], x[1]);
	return expr_number_checked(run, call, number_sign(n) < 0 ? number_of(0) : n, row);
}

static NOINLINE struct value clamp(struct run *run, const struct tree *call, size_t row)
{
	struct number x[3];
	struct value worst;
	if (!arguments(run, call, x, &worst, row)) return worst;
	if (number_order(x[1], x[2]) > 0)
		return run_error(run, DIAG_BAD_ARGUMENT, call->at, place_of(call, row),
		                 "the low end of clamp, %.*s, is above its high end, %.*s",
		                 TEXT_ARG(print_words(run, argument(call, 1)->type, value_number(x[1]))),
		                 TEXT_ARG(print_words(run, argument(call, 2)->type, value_number(x[2]))));
	if (number_order(x[0], x[1]) < 0) return value_number(x[1]);
	return value_number(number_order(x[0], x[2]) > 0 ? x[2] : x[0]);
}

/* --- straight lines --- */

static struct value knots_cross(struct run *run, const struct tree *knot, size_t row)
{
	run_error(run, DIAG_BAD_ARGUMENT, knot->at, place_of(knot->first, row),
	          "the points of taper do not go from left to right");
	diag_help(run->diags, "write the smallest x first, and every x once");
	return value_error();
}

static NOINLINE struct number line(struct run *run, struct number x, const struct number from[2],
                                   const struct number to[2])
{
	struct number rise = number_mul(run->scratch, number_sub(run->scratch, to[1], from[1]),
	                                number_sub(run->scratch, x, from[0]));
	return number_add(run->scratch, from[1], number_div(run->scratch, rise, number_sub(run->scratch, to[0], from[0])));
}

/* Every point is asked for, also where x or another point is missing. */
static struct value taper(struct run *run, const struct tree *call, size_t row)
{
	struct number from[2], to[2], y = number_of(0);
	const struct tree *first = call->first->first->next, *crossed = NULL;
	bool found = false;
	struct value x = expr_value(run, call->first->first, row), worst = x;
	for (const struct tree *k = first; k && worst.state != VALUE_ERROR; k = k->next) {
		struct value at = expr_value(run, k->first, row);
		struct value then = at.state == VALUE_ERROR ? at : expr_value(run, k->last, row);
		worst = value_worse(worst, value_worse(at, then));
		if (worst.state) continue;
		to[0] = at.is.number;
		to[1] = then.is.number;
		if (k != first && number_order(from[0], to[0]) >= 0) {
			crossed = crossed ? crossed : k;
		} else if (!found && number_order(x.is.number, to[0]) <= 0) {
			found = true;
			y = k == first ? to[1] : line(run, x.is.number, from, to);
		}
		from[0] = to[0];
		from[1] = to[1];
	}
	if (worst.state) return worst;
	return crossed ? knots_cross(run, crossed, row) : expr_number_checked(run, call, found ? y : to[1], row);
}

/* --- of one argument --- */

#define ROOTS ((size_t)1 << 17) /* remembered at most half as many */

/* Where f(x) is remembered, or a free place. */
static struct root *root_place(struct run *run, enum function_id function, struct number x)
{
	if (!run->roots) run->roots = arena_array(run->arena, ROOTS, sizeof *run->roots);
	uint64_t h = value_hash(value_number(x)) + function * UINT64_C(0x9E3779B97F4A7C15);
	for (size_t at = (size_t)(h ^ h >> 32);; at++) {
		struct root *r = &run->roots[at & (ROOTS - 1)];
		if (!r->known || (r->function == function && number_order(r->x, x) == 0)) return r;
	}
}

enum real_status call_curve(struct run *run, enum function_id function, struct number x, struct number *y)
{
	if (function == FUNCTION_FLOAT32) return real_float32(run->scratch, x, y);
	struct root *r = root_place(run, function, x);
	if (r->known) *y = r->y;
	if (r->known) return REAL_OK;
	enum real_status status = function == FUNCTION_LN     ? real_ln(run->scratch, x, y)
	                          : function == FUNCTION_SQRT ? real_sqrt(run->scratch, x, y)
	                                                      : real_exp(run->scratch, x, y);
	if (status != REAL_OK || run->root_count >= ROOTS / 2) return status;
	*y = number_keep(run->kept, *y);
	*r = (struct root){ function, number_keep(run->kept, x), *y, true };
	run->root_count++;
	return status;
}

static NOINLINE struct value irrational(struct run *run, const struct tree *call, struct number x, size_t row)
{
	struct number y;
	enum function_id id = call->function->id;
	enum real_status status = call_curve(run, id, x, &y);
	if (status == REAL_OK) return value_number(y);
	struct text shown = diag_quote(run->arena, number_exact(run->arena, x));
	if (status == REAL_DOMAIN)
		return run_error(run, DIAG_NO_REAL_VALUE, call->at, place_of(call, row), "%s(%.*s) does not exist",
		                 call->function->name, TEXT_ARG(shown));
	return run_error(run, DIAG_TOO_LARGE, call->at, place_of(call, row), "%s(%.*s) is beyond all bounds",
	                 call->function->name, TEXT_ARG(shown));
}

static NOINLINE struct value rounded(struct run *run, const struct tree *call, struct value x, size_t row)
{
	const struct tree *to = tree_find(call, TREE_ROUND_TO);
	struct value unit = expr_value(run, to->first, row);
	if (x.state || unit.state) return value_worse(x, unit);
	if (number_sign(unit.is.number) <= 0) {
		run_error(run, DIAG_BAD_ARGUMENT, to->at, place_of(call, row), "the unit of round must be above 0");
		return value_error();
	}
	enum rounding how = to->op == OP_HALF_EVEN ? ROUND_HALF_EVEN
	                    : to->op == OP_UP      ? ROUND_UP
	                    : to->op == OP_DOWN    ? ROUND_DOWN
	                                           : ROUND_HALF_AWAY;
	return expr_number_checked(run, call, number_round(run->scratch, x.is.number, unit.is.number, how), row);
}

static struct value of_one(struct run *run, const struct tree *call, size_t row)
{
	struct value x = expr_value(run, call->first->first, row);
	enum function_id id = call->function->id;
	if (id == FUNCTION_ROUND && x.state != VALUE_ERROR) return rounded(run, call, x, row);
	if (!value_present(x)) return x;
	if (id == FUNCTION_ABS) return value_number(number_abs(run->scratch, x.is.number));
	if (id == FUNCTION_FLOOR) return value_number(number_floor(run->scratch, x.is.number));
	if (id == FUNCTION_CEIL) return value_number(number_ceil(run->scratch, x.is.number));
	return irrational(run, call, x.is.number, row);
}

/* --- dates, reasons, pots --- */

/* Year, month and day of a day number, in the proleptic Gregorian calendar. */
static void civil(int64_t days, int64_t out[3])
{
	int64_t z = days + 719468, era = z / 146097, doe = z % 146097; /* z is above 0 from the year 1 on */
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	out[2] = doy - (153 * mp + 2) / 5 + 1;
	out[1] = mp < 10 ? mp + 3 : mp - 9;
	out[0] = yoe + era * 400 + (out[1] <= 2);
}

static int64_t whole_years(int64_t from, int64_t to)
{
	int64_t a[3], b[3];
	if (from > to) return -whole_years(to, from);
	civil(from, a);
	civil(to, b);
	return b[0] - a[0] - (b[1] < a[1] || (b[1] == a[1] && b[2] < a[2]));
}

static NOINLINE struct value years_between(struct run *run, const struct tree *call, size_t row)
{
	struct number x[3];
	struct value worst;
	int64_t from, to;
	if (!arguments(run, call, x, &worst, row)) return worst;
	if (!number_to_int64(x[0], &from) || !number_to_int64(x[1], &to)) return value_flag(false);
	return value_number(number_of(whole_years(from, to)));
}

static struct value why_missing(struct run *run, const struct tree *call, size_t row)
{
	const struct tree *name = tree_bare(call->first->first);
	struct value v = name->symbol && name->symbol->field ? field_cell(run, name->symbol->field, row)
	                                                     : expr_value(run, name, row);
	if (v.state > VALUE_MISSING) return v;
	return value_text(v.state == VALUE_MISSING ? v.is.text : TEXT(""));
}

static struct value unspent(struct run *run, const struct tree *call)
{
	const struct award *award = award_of(run, tree_bare(call->first->first)->symbol);
	return award ? value_number(award->whole.unspent) : value_error();
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* whole-table functions have slots, as_of is a name */
struct value call_row(struct run *run, const struct tree *call, size_t row)
{
	switch (call->function->id) {
	case FUNCTION_LARGER: return extreme(run, call, 1, row);
	case FUNCTION_SMALLER: return extreme(run, call, -1, row);
	case FUNCTION_AVERAGE: return average(run, call, row);
	case FUNCTION_ABOVE: return above(run, call, row);
	case FUNCTION_CLAMP: return clamp(run, call, row);
	case FUNCTION_COALESCE: return coalesced(run, call, row);
	case FUNCTION_TAPER: return taper(run, call, row);
	case FUNCTION_YEARS_BETWEEN: return years_between(run, call, row);
	case FUNCTION_WHY_MISSING: return why_missing(run, call, row);
	case FUNCTION_UNSPENT: return unspent(run, call);
	default: return of_one(run, call, row);
	}
}
#pragma GCC diagnostic pop

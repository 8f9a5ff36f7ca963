/* vm_kernel.c - the kernels: what an instruction does to a block of rows. Each instruction over numbers has two: over whole
 * numbers, which are exact, and over values that carry a bound of their error (after Higham, Accuracy and Stability of
 * Numerical Algorithms, 2002: |fl(x op y) - (x op y)| <= u |fl(x op y)|). A decision that falls within the bounds is made
 * again at its row, with twice the digits, and then in exact arithmetic; for that, a lane that does not work alone leaves its
 * block to one that does. */
#include "runtime/clones.h"
#include "runtime/vm_private.h"
#include <math.h>

#define A (lane->regs[step->a])
#define B (lane->regs[step->b])
#define C (lane->regs[step->c])
#define TO (lane->regs[step->to])
#define EACH_ROW for (size_t i = 0, n = lane->count; i < n; i++)

/* --- states --- */

/* The worse of the operands' states decides. */
PLANG_CLONES static void worse(struct lane *lane, const struct step *step)
{
	const uint8_t *restrict a = A.s, *restrict b = B.s;
	uint8_t *restrict to = TO.s;
	if (!to) return;
	if (a && b) EACH_ROW to[i] = a[i] > b[i] ? a[i] : b[i];
	else if (a || b) memcpy(to, a ? a : b, lane->count);
	else memset(to, VM_PRESENT, lane->count);
}

static void same_state(struct lane *lane, const struct step *step)
{
	if (!TO.s) return;
	if (A.s) memcpy(TO.s, A.s, lane->count);
	else memset(TO.s, VM_PRESENT, lane->count);
}

static inline uint8_t state_at(const uint8_t *s, size_t i)
{
	return s ? s[i] : VM_PRESENT;
}

/* --- what is decided at one row --- */

/* False when that does not decide. */
static bool with_twice_the_digits(struct lane *lane, const struct step *step, size_t i, struct double_value *out)
{
	if (!step->path || lane->plan->vm->options.undecided) return false;
	*out = double_at(step->path, lane->start + i, lane->values);
	if (out->state == DOUBLE_UNKNOWN) return false;
	lane->decided[VM_DOUBLE]++;
	return true;
}

/* False when the lane must leave the block to another. */
static bool exactly(struct lane *lane, const struct step *step, size_t i, struct answer *out)
{
	const struct plan *plan = lane->plan;
	if (plan->vm->options.undecided) return false;
	if (!lane->alone) {
		lane->undecided = true;
		return false;
	}
	size_t mark = numbers_mark(plan->vm->scratch);
	*out = exact_register(plan->vm, plan->stage, step->at, lane->start + i);
	lane->decided[VM_EXACT]++;
	if (out->state == VM_PRESENT) out->number = number_keep(plan->vm->kept, out->number);
	numbers_release(plan->vm->scratch, mark);
	return true;
}

static void decide_state(struct lane *lane, const struct step *step, size_t i, uint8_t state)
{
	if (TO.s) TO.s[i] = state;
	else if (state) lane->beyond = true;
}

static void decide_flag(struct lane *lane, const struct step *step, size_t i)
{
	struct double_value value;
	struct answer answer;
	if (with_twice_the_digits(lane, step, i, &value)) {
		TO.f[i] = value.state == VM_PRESENT && value.exact.num != 0;
		decide_state(lane, step, i, value.state);
	} else if (exactly(lane, step, i, &answer)) {
		TO.f[i] = answer.state == VM_PRESENT && number_sign(answer.number) != 0;
		decide_state(lane, step, i, (uint8_t)answer.state);
	}
}

/* A number that carries a bound. */
static void decide_number(struct lane *lane, const struct step *step, size_t i)
{
	struct double_value value;
	struct answer answer;
	if (with_twice_the_digits(lane, step, i, &value)) {
		decide_state(lane, step, i, value.state);
		struct ball x = double_ball(&value);
		TO.v[i] = value.state ? 0 : x.value.hi;
		TO.e[i] = value.state ? 0 : (fabs(x.value.lo) + x.error) * SLACK;
	} else if (exactly(lane, step, i, &answer)) {
		decide_state(lane, step, i, (uint8_t)answer.state);
		TO.v[i] = answer.state ? 0 : number_to_double(answer.number);
		TO.e[i] = fabs(TO.v[i]) * 2 * HALF_ULP;
	}
}

/* A whole number of step->num / step->den. */
static void decide_whole(struct lane *lane, const struct step *step, size_t i)
{
	struct double_value value;
	struct answer answer;
	if (with_twice_the_digits(lane, step, i, &value)) {
		decide_state(lane, step, i, value.state);
		if (fabs(value.units) > step->most) lane->beyond = true;
		else TO.v[i] = value.units;
		return;
	}
	if (!exactly(lane, step, i, &answer)) return;
	decide_state(lane, step, i, (uint8_t)answer.state);
	TO.v[i] = 0;
	if (answer.state) return;
	struct numbers *pool = lane->plan->vm->scratch;
	int64_t m = 0;
	struct number unit = { .num = step->num, .den = step->den };
	if (!number_to_int64(number_div(pool, answer.number, unit), &m) || fabs((double)m) > step->most)
		lane->beyond = true;
	else TO.v[i] = (double)m;
}

/* --- loads --- */

PLANG_CLONES static void field_number(struct lane *lane, const struct step *step)
{
	const struct column *cells = step->data;
	const struct vm *vm = lane->plan->vm;
	double *restrict v = TO.v;
	const int64_t *whole = cells->whole;
	if (!vm->rows) EACH_ROW v[i] = (double)whole[lane->start + i];
	else EACH_ROW v[i] = (double)whole[vm->rows[lane->start + i]];
	if (TO.s) EACH_ROW TO.s[i] = column_missing(cells, vm_row(vm, lane->start + i)) ? VM_MISSING : VM_PRESENT;
}

static void field_exact(struct lane *lane, const struct step *step)
{
	const struct column *cells = step->data;
	const struct vm *vm = lane->plan->vm;
	EACH_ROW
	{
		size_t row = vm_row(vm, lane->start + i);
		bool missing = column_missing(cells, row);
		TO.v[i] = missing ? 0 : number_to_double(column_number(cells, row));
		TO.e[i] = fabs(TO.v[i]) * 2 * HALF_ULP;
		if (TO.s) TO.s[i] = missing ? VM_MISSING : VM_PRESENT;
	}
}

static void field_flag(struct lane *lane, const struct step *step)
{
	const struct column *cells = step->data;
	const struct vm *vm = lane->plan->vm;
	EACH_ROW
	{
		size_t row = vm_row(vm, lane->start + i);
		TO.f[i] = cells->whole[row] != 0;
		if (TO.s) TO.s[i] = column_missing(cells, row) ? VM_MISSING : VM_PRESENT;
	}
}

static void field_text(struct lane *lane, const struct step *step)
{
	const struct column *cells = step->data;
	const struct vm *vm = lane->plan->vm;
	EACH_ROW
	{
		size_t row = vm_row(vm, lane->start + i);
		TO.t[i] = cells->kind == COLUMN_CODED ? cells->code[row] : (uint32_t)row;
		if (TO.s) TO.s[i] = column_missing(cells, row) ? VM_MISSING : VM_PRESENT;
	}
}

/* Nothing is copied: the plan lets the register stand for the column's own rows. */
static void column_any(struct lane *lane, const struct step *step)
{
	const struct vm_column *c = step->data;
	struct reg *to = &TO;
	if (c->v) to->v = c->v + lane->start;
	if (c->e) to->e = c->e + lane->start;
	if (c->flag) to->f = c->flag + lane->start;
	if (c->text) to->t = c->text + lane->start;
	if (c->state) to->s = c->state + lane->start;
}

static uint32_t entry_at(const struct entries *data, const struct vm *vm, size_t i)
{
	if (data->by_row) return (uint32_t)i;
	if (data->of) return data->of[i];
	if (!data->cells) return 0;
	size_t row = vm_row(vm, i);
	return column_missing(data->cells, row) ? data->count : data->cells->code[row];
}

static void by_code(struct lane *lane, const struct step *step)
{
	const struct entries *data = step->data;
	const struct vm *vm = lane->plan->vm;
	EACH_ROW
	{
		uint32_t at = entry_at(data, vm, lane->start + i);
		uint8_t state = at == NOTHING ? (uint8_t)data->none : data->state[at];
		if (TO.s) TO.s[i] = state;
		double v = state ? 0 : data->v[at];
		if (TO.f) TO.f[i] = v != 0;
		else TO.v[i] = v;
		if (TO.e) TO.e[i] = state || !data->e ? 0 : data->e[at];
	}
}

void kernel_constant_number(struct lane *lane, const struct step *step)
{
	const struct vm_figure *figure = step->data;
	double v = figure->state ? 0 : TO.e ? number_to_double(figure->number) : (double)number_sign(figure->number);
	EACH_ROW TO.v[i] = v;
	if (TO.e) EACH_ROW TO.e[i] = fabs(v) * 2 * HALF_ULP;
	if (TO.s) memset(TO.s, (int)figure->state, lane->count);
}

void kernel_constant_flag(struct lane *lane, const struct step *step)
{
	const struct vm_figure *figure = step->data;
	memset(TO.f, !figure->state && number_sign(figure->number) != 0, lane->count);
	if (TO.s) memset(TO.s, (int)figure->state, lane->count);
}

void kernel_constant_text(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.t[i] = step->a;
}

/* --- from whole numbers to values with a bound --- */

PLANG_CLONES static void with_bounds(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v;
	double *restrict v = TO.v, *restrict e = TO.e, unit = step->unit;
	EACH_ROW
	{
		v[i] = a[i] * unit;
		e[i] = fabs(v[i]) * (4 * HALF_ULP); /* of the unit, and of the product */
	}
	same_state(lane, step);
}

/* What other files call by name is no clone: those are exported. */
void kernel_bound(struct lane *lane, const struct step *step)
{
	with_bounds(lane, step);
}

/* --- arithmetic --- */

PLANG_CLONES static void add_whole(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, fa = step->fa, fb = step->fb;
	double *restrict v = TO.v;
	EACH_ROW v[i] = a[i] * fa + b[i] * fb; /* subtract: fb is negative */
	worse(lane, step);
}

PLANG_CLONES static void add_bounded(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, *restrict ea = A.e, *restrict eb = B.e, fb = step->fb;
	double *restrict v = TO.v, *restrict e = TO.e;
	EACH_ROW
	{
		v[i] = a[i] + b[i] * fb;
		e[i] = (ea[i] + eb[i] + fabs(v[i]) * HALF_ULP) * SLACK;
	}
	worse(lane, step);
}

PLANG_CLONES static void multiply_whole(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v;
	double *restrict v = TO.v;
	EACH_ROW v[i] = a[i] * b[i];
	worse(lane, step);
}

PLANG_CLONES static void multiply_bounded(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, *restrict ea = A.e, *restrict eb = B.e;
	double *restrict v = TO.v, *restrict e = TO.e;
	EACH_ROW
	{
		v[i] = a[i] * b[i];
		e[i] = (fabs(a[i]) * eb[i] + fabs(b[i]) * ea[i] + ea[i] * eb[i] + fabs(v[i]) * HALF_ULP) * SLACK + 0x1p-1000;
	}
	worse(lane, step);
}

/* By a constant other than 0, whose size went into the unit. */
static void divide_whole(struct lane *lane, const struct step *step)
{
	multiply_whole(lane, step);
}

void kernel_all_errors(struct lane *lane, const struct step *step)
{
	memset(TO.s, VM_ERROR, lane->count);
	if (TO.v) EACH_ROW TO.v[i] = 0;
	if (TO.e) EACH_ROW TO.e[i] = 0;
}

PLANG_CLONES static void divide_bounded(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, *restrict ea = A.e, *restrict eb = B.e;
	double *restrict v = TO.v, *restrict e = TO.e;
	bool near_zero = false;
	worse(lane, step);
	EACH_ROW
	{
		v[i] = a[i] / b[i];
		e[i] = ((ea[i] + fabs(v[i]) * eb[i]) / (fabs(b[i]) - eb[i]) + fabs(v[i]) * HALF_ULP) * SLACK + 0x1p-1000;
		near_zero |= !(fabs(b[i]) > eb[i]);
	}
	if (near_zero) EACH_ROW if (!(fabs(b[i]) > eb[i]))
		{
			v[i] = e[i] = 0;
			if (!state_at(TO.s, i)) decide_number(lane, step, i);
		}
}

PLANG_CLONES static void negate_any(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.v[i] = 0 - A.v[i];
	if (TO.e) memcpy(TO.e, A.e, lane->count * sizeof *TO.e);
	same_state(lane, step);
}

PLANG_CLONES static void abs_any(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.v[i] = fabs(A.v[i]);
	if (TO.e) memcpy(TO.e, A.e, lane->count * sizeof *TO.e);
	same_state(lane, step);
}

PLANG_CLONES static void larger_whole(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, fa = step->fa, fb = step->fb;
	double *restrict v = TO.v;
	EACH_ROW v[i] = a[i] * fa > b[i] * fb ? a[i] * fa : b[i] * fb;
	worse(lane, step);
}

PLANG_CLONES static void smaller_whole(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, fa = step->fa, fb = step->fb;
	double *restrict v = TO.v;
	EACH_ROW v[i] = a[i] * fa < b[i] * fb ? a[i] * fa : b[i] * fb;
	worse(lane, step);
}

PLANG_CLONES static void larger_bounded(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, *restrict ea = A.e, *restrict eb = B.e;
	EACH_ROW
	{
		TO.v[i] = a[i] > b[i] ? a[i] : b[i];
		TO.e[i] = ea[i] > eb[i] ? ea[i] : eb[i];
	}
	worse(lane, step);
}

PLANG_CLONES static void smaller_bounded(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, *restrict ea = A.e, *restrict eb = B.e;
	EACH_ROW
	{
		TO.v[i] = a[i] < b[i] ? a[i] : b[i];
		TO.e[i] = ea[i] > eb[i] ? ea[i] : eb[i];
	}
	worse(lane, step);
}

static void as_number(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.v[i] = A.f[i];
	same_state(lane, step);
}

/* --- rounding --- */

/* x * num / den to a whole number, both factors above 0; the product is known to fit. */
static inline int64_t rounded(int64_t x, int64_t num, int64_t den, enum op op)
{
	int64_t product = x * num, floor = product / den, rest = product % den;
	if (rest < 0) {
		floor--;
		rest += den;
	}
	if (op == OP_CODE_ROUND_DOWN || rest == 0) return floor;
	if (op == OP_CODE_ROUND_UP) return floor + 1;
	bool half = rest == den - rest;
	if (half && op == OP_CODE_ROUND_EVEN) return floor + (floor & 1);
	if (half) return product > 0 ? floor + 1 : floor;
	return rest > den - rest ? floor + 1 : floor;
}

static void round_whole(struct lane *lane, const struct step *step)
{
	same_state(lane, step);
	EACH_ROW TO.v[i] = state_at(TO.s, i) ? 0 : (double)rounded((int64_t)A.v[i], step->num, step->den, step->in->op);
}

/* Whole multiples only need another factor. */
PLANG_CLONES static void scaled(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, fa = step->fa;
	double *restrict v = TO.v;
	EACH_ROW v[i] = a[i] * fa;
	same_state(lane, step);
}

void kernel_scale(struct lane *lane, const struct step *step)
{
	scaled(lane, step);
}

static void round_bounded(struct lane *lane, const struct step *step)
{
	bool half = step->in->op == OP_CODE_ROUND || step->in->op == OP_CODE_ROUND_EVEN;
	double inverse = step->unit, most = step->most, slack = vm_slack(lane->plan->vm);
	size_t decided = 0;
	same_state(lane, step);
	EACH_ROW
	{
		if (state_at(TO.s, i)) {
			TO.v[i] = 0;
			continue;
		}
		double t = A.v[i] * inverse, error = (A.e[i] * inverse + fabs(t) * (4 * HALF_ULP)) * slack;
		double shifted = half ? t + 0.5 : t, r = floor(shifted), near = rint(shifted);
		/* A result changes where `shifted` is whole. */
		bool clear = fabs(t) < 0x1p51 && fabs(shifted - near) > error + 2 * HALF_ULP && fabs(r) <= most;
		if (step->in->op == OP_CODE_ROUND_UP) r = ceil(shifted);
		TO.v[i] = clear ? r : 0;
		decided += clear;
		if (clear) continue;
		if (lane->plan->vm->options.undecided && fabs(t) < most) TO.v[i] = r;
		else decide_whole(lane, step, i);
	}
	lane->decided[VM_BOUNDS] += decided;
}

/* --- ln, exp, sqrt, single precision --- */

static void decide_curve(struct lane *lane, const struct step *step, size_t i)
{
	TO.v[i] = TO.e[i] = 0;
	if (lane->plan->vm->options.undecided) return;
	decide_number(lane, step, i);
	if (step->in->op == OP_CODE_FLOAT32) TO.e[i] = 0;
	if (step->in->op == OP_CODE_EXP && !state_at(TO.s, i) && !lane->undecided)
		lane->beyond |= !(fabs(log(TO.v[i])) < CURVE_EXP_MOST + 1);
}

/* Only of singles is there a decision. */
static void curve(struct lane *lane, const struct step *step)
{
	const struct vm *vm = lane->plan->vm;
	enum curve which = vm_curve(step->in->op);
	double slack = which == CURVE_FLOAT32 ? vm_slack(vm) : 1;
	size_t found = 0;
	same_state(lane, step);
	EACH_ROW
	{
		enum curve_found how = CURVE_NONE;
		if (!state_at(TO.s, i)) how = curve_near(which, A.v[i], A.e[i] * slack, &TO.v[i], &TO.e[i]);
		if (how == CURVE_FOUND) {
			found++;
			if (PLANTED(vm, PLANT_CURVE)) TO.v[i] *= 1 + 0x1p-20;
		} else if (how == CURVE_UNKNOWN) {
			decide_curve(lane, step, i);
		} else {
			TO.v[i] = TO.e[i] = 0;
			if (!state_at(TO.s, i)) decide_state(lane, step, i, VM_ERROR);
		}
	}
	if (which == CURVE_FLOAT32) lane->decided[VM_BOUNDS] += found;
}

/* --- comparisons --- */

#define COMPARE_WHOLE(name, operator)                                                                                  \
	PLANG_CLONES static void name##_whole(struct lane *lane, const struct step *step)                                  \
	{                                                                                                                  \
		const double *restrict a = A.v, *restrict b = B.v, fa = step->fa, fb = step->fb;                               \
		uint8_t *restrict f = TO.f;                                                                                    \
		EACH_ROW f[i] = a[i] * fa operator b[i] * fb;                                                                  \
		worse(lane, step);                                                                                             \
		lane->decided[VM_WHOLE] += lane->count;                                                                        \
	}
COMPARE_WHOLE(equal, ==)
COMPARE_WHOLE(not_equal, !=)
COMPARE_WHOLE(less, <)
COMPARE_WHOLE(less_equal, <=)
COMPARE_WHOLE(greater, >)
COMPARE_WHOLE(greater_equal, >=)

/* step->unit: of the grid on which both lie, 0 without one. Two values of a grid that are closer than its step are equal. */
static void compare_near(struct lane *lane, const struct step *step, size_t i)
{
	double distance = fabs(A.v[i] - B.v[i]), error = (A.e[i] + B.e[i]) * SLACK;
	bool planted = PLANTED(lane->plan->vm, VM_GRID) && distance < step->unit * 1.5;
	if (planted || distance + error < step->unit * (1 - 0x1p-40)) {
		TO.f[i] = vm_holds(step->in->op, 0);
		lane->decided[VM_GRID]++;
		return;
	}
	decide_flag(lane, step, i);
}

PLANG_CLONES static void compare_bounded(struct lane *lane, const struct step *step)
{
	const double *restrict a = A.v, *restrict b = B.v, *restrict ea = A.e, *restrict eb = B.e;
	uint8_t *restrict f = TO.f;
	double slack = vm_slack(lane->plan->vm);
	size_t near = 0;
	enum op op = step->in->op;
	bool above = vm_holds(op, 1), below = vm_holds(op, -1);
	worse(lane, step);
	EACH_ROW
	{
		f[i] = a[i] > b[i] ? above : below;
		near += !(fabs(a[i] - b[i]) > (ea[i] + eb[i]) * slack);
	}
	lane->decided[VM_BOUNDS] += lane->count - near;
	if (near) EACH_ROW if (!(fabs(a[i] - b[i]) > (ea[i] + eb[i]) * slack))
		{
			f[i] = 0;
			if (!state_at(TO.s, i)) compare_near(lane, step, i);
		}
}

/* --- flags and texts --- */

PLANG_CLONES static void equal_text(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.f[i] = A.t[i] == B.t[i];
	worse(lane, step);
}

PLANG_CLONES static void equal_flag(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.f[i] = A.f[i] == B.f[i];
	worse(lane, step);
}

PLANG_CLONES static void not_flag(struct lane *lane, const struct step *step)
{
	EACH_ROW TO.f[i] = !A.f[i];
	same_state(lane, step);
}

/* After Kleene, left to right: a decides where it is there and decisive, or not applicable, or an error. */
PLANG_CLONES static void kleene(struct lane *lane, const struct step *step, uint8_t decisive)
{
	if (!TO.s) {
		if (decisive) EACH_ROW TO.f[i] = A.f[i] | B.f[i];
		else EACH_ROW TO.f[i] = A.f[i] & B.f[i];
		return;
	}
	EACH_ROW
	{
		uint8_t sa = state_at(A.s, i), sb = state_at(B.s, i), fa = A.f[i], fb = B.f[i];
		bool settled = sa > VM_MISSING || (sa == VM_PRESENT && fa == decisive);
		bool second = sb > VM_MISSING || (sb == VM_PRESENT && fb == decisive);
		TO.f[i] = settled ? fa : fb;
		TO.s[i] = settled ? sa : second ? sb : sa > sb ? sa : sb;
	}
}

static void and_flag(struct lane *lane, const struct step *step)
{
	kleene(lane, step, 0);
}

static void or_flag(struct lane *lane, const struct step *step)
{
	kleene(lane, step, 1);
}

static void is_missing(struct lane *lane, const struct step *step)
{
	EACH_ROW
	{
		uint8_t s = state_at(A.s, i);
		TO.f[i] = s == VM_MISSING;
		if (TO.s) TO.s[i] = s > VM_MISSING ? s : VM_PRESENT;
	}
}

/* --- choice --- */

/* The rows of the register that is chosen, values times its factor. */
static inline void take(const struct reg *to, const struct reg *from, size_t i, double factor)
{
	if (to->v) to->v[i] = from->v[i] * factor;
	if (to->e) to->e[i] = from->e[i];
	if (to->f) to->f[i] = from->f[i];
	if (to->t) to->t[i] = from->t[i];
	if (to->s) to->s[i] = state_at(from->s, i);
}

/* Numbers, row by row what the marks say: to b where they do, else to a. */
PLANG_CLONES static void mix(const struct reg *to, const uint8_t *restrict second, const struct reg *a, double fa,
                             const struct reg *b, double fb, size_t n)
{
	double *restrict v = to->v, *restrict e = to->e;
	const double *restrict va = a->v, *restrict vb = b->v, *restrict ea = a->e, *restrict eb = b->e;
	for (size_t i = 0; i < n; i++)
		v[i] = second[i] ? vb[i] * fb : va[i] * fa;
	for (size_t i = 0; e && i < n; i++)
		e[i] = second[i] ? eb[i] : ea[i];
}

/* fb and fc: of b and c. */
static void choose(struct lane *lane, const struct step *step)
{
	if (!TO.s && TO.v) {
		mix(&TO, A.f, &C, step->fc, &B, step->fb, lane->count);
		return;
	}
	EACH_ROW
	{
		uint8_t s = state_at(A.s, i);
		bool yes = s || A.f[i];
		take(&TO, yes ? &B : &C, i, yes ? step->fb : step->fc);
		if (s) TO.s[i] = s;
	}
}

/* A state of missing is 1, and where nothing else is possible it says itself which of the two it is. */
static void or_else(struct lane *lane, const struct step *step)
{
	if (!TO.s && TO.v && A.s) {
		mix(&TO, A.s, &A, step->fa, &B, step->fb, lane->count);
		return;
	}
	EACH_ROW
	{
		bool second = state_at(A.s, i) == VM_MISSING;
		take(&TO, second ? &B : &A, i, second ? step->fb : step->fa);
	}
}

static void exists_where(struct lane *lane, const struct step *step)
{
	EACH_ROW
	{
		uint8_t s = state_at(A.s, i);
		take(&TO, &B, i, 1);
		if (s) TO.s[i] = s;
		else if (!A.f[i]) TO.s[i] = VM_ABSENT;
	}
}

static void fail_where(struct lane *lane, const struct step *step)
{
	EACH_ROW
	{
		uint8_t s = state_at(A.s, i);
		take(&TO, &B, i, 1);
		if (s) TO.s[i] = s;
		else if (A.f[i]) TO.s[i] = VM_ERROR;
	}
}

/* --- effects --- */

static void store(struct lane *lane, const struct step *step)
{
	struct vm_column *c = (struct vm_column *)step->data;
	size_t n = lane->count, start = lane->start;
	if (c->v) memcpy(c->v + start, A.v, n * sizeof *c->v);
	if (c->e) memcpy(c->e + start, A.e, n * sizeof *c->e);
	if (c->flag) memcpy(c->flag + start, A.f, n);
	if (c->text) memcpy(c->text + start, A.t, n * sizeof *c->text);
	if (c->state) memcpy(c->state + start, A.s, n);
}

/* --- tables --- */

kernel *const kernel_whole[OP_CODE_COUNT] = {
	[OP_CODE_FIELD_NUMBER] = field_number,
	[OP_CODE_FIELD_FLAG] = field_flag,
	[OP_CODE_FIELD_TEXT] = field_text,
	[OP_CODE_COLUMN_NUMBER] = column_any,
	[OP_CODE_COLUMN_FLAG] = column_any,
	[OP_CODE_COLUMN_TEXT] = column_any,
	[OP_CODE_GROUP_NUMBER] = by_code,
	[OP_CODE_GROUP_FLAG] = by_code,
	[OP_CODE_LOOKUP_NUMBER] = by_code,
	[OP_CODE_LOOKUP_FLAG] = by_code,
	[OP_CODE_ADD] = add_whole,
	[OP_CODE_SUBTRACT] = add_whole,
	[OP_CODE_MULTIPLY] = multiply_whole,
	[OP_CODE_DIVIDE] = divide_whole,
	[OP_CODE_NEGATE] = negate_any,
	[OP_CODE_ABS] = abs_any,
	[OP_CODE_LARGER] = larger_whole,
	[OP_CODE_SMALLER] = smaller_whole,
	[OP_CODE_ROUND] = round_whole,
	[OP_CODE_ROUND_EVEN] = round_whole,
	[OP_CODE_ROUND_UP] = round_whole,
	[OP_CODE_ROUND_DOWN] = round_whole,
	[OP_CODE_AS_NUMBER] = as_number,
	[OP_CODE_EQUAL] = equal_whole,
	[OP_CODE_NOT_EQUAL] = not_equal_whole,
	[OP_CODE_LESS] = less_whole,
	[OP_CODE_LESS_EQUAL] = less_equal_whole,
	[OP_CODE_GREATER] = greater_whole,
	[OP_CODE_GREATER_EQUAL] = greater_equal_whole,
	[OP_CODE_EQUAL_TEXT] = equal_text,
	[OP_CODE_EQUAL_FLAG] = equal_flag,
	[OP_CODE_NOT] = not_flag,
	[OP_CODE_AND] = and_flag,
	[OP_CODE_OR] = or_flag,
	[OP_CODE_IS_MISSING] = is_missing,
	[OP_CODE_IF_NUMBER] = choose,
	[OP_CODE_IF_FLAG] = choose,
	[OP_CODE_IF_TEXT] = choose,
	[OP_CODE_OR_ELSE_NUMBER] = or_else,
	[OP_CODE_OR_ELSE_FLAG] = or_else,
	[OP_CODE_OR_ELSE_TEXT] = or_else,
	[OP_CODE_WHERE_NUMBER] = exists_where,
	[OP_CODE_WHERE_FLAG] = exists_where,
	[OP_CODE_WHERE_TEXT] = exists_where,
	[OP_CODE_FAIL_NUMBER] = fail_where,
	[OP_CODE_FAIL_FLAG] = fail_where,
	[OP_CODE_STORE] = store,
};

/* Where they differ from those over whole numbers. */
kernel *const kernel_bounded[OP_CODE_COUNT] = {
	[OP_CODE_FIELD_NUMBER] = field_exact,
	[OP_CODE_ADD] = add_bounded,
	[OP_CODE_SUBTRACT] = add_bounded,
	[OP_CODE_MULTIPLY] = multiply_bounded,
	[OP_CODE_DIVIDE] = divide_bounded,
	[OP_CODE_LARGER] = larger_bounded,
	[OP_CODE_SMALLER] = smaller_bounded,
	[OP_CODE_ROUND] = round_bounded,
	[OP_CODE_ROUND_EVEN] = round_bounded,
	[OP_CODE_ROUND_UP] = round_bounded,
	[OP_CODE_ROUND_DOWN] = round_bounded,
	[OP_CODE_EQUAL] = compare_bounded,
	[OP_CODE_LN] = curve,
	[OP_CODE_EXP] = curve,
	[OP_CODE_SQRT] = curve,
	[OP_CODE_FLOAT32] = curve,
	[OP_CODE_NOT_EQUAL] = compare_bounded,
	[OP_CODE_LESS] = compare_bounded,
	[OP_CODE_LESS_EQUAL] = compare_bounded,
	[OP_CODE_GREATER] = compare_bounded,
	[OP_CODE_GREATER_EQUAL] = compare_bounded,
};

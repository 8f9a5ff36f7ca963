/* vm_plan.c - a stage, once the columns it reads are there: for each instruction which kernel, over whole numbers or over
 * values with a bound, and by what operands are multiplied to have one unit. */
#include "runtime/vm_private.h"
#include <math.h>

/* --- registers and steps --- */

static void *more(struct vm *vm, void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room) return array;
	size_t larger = *room ? *room * 2 : 32;
	char *copy = arena_array(vm->arena, larger, size);
	if (count) memcpy(copy, array, count * size);
	*room = larger;
	return copy;
}

static uint32_t new_register(struct plan *p, enum reg_kind kind)
{
	p->regs = more(p->vm, p->regs, p->reg_count, &p->reg_room, sizeof *p->regs);
	p->regs[p->reg_count] = (struct bound_reg){ .kind = kind, .bounded = NOTHING };
	return (uint32_t)p->reg_count++;
}

static struct step *add_step(struct plan *p, bool once, kernel *run, const struct step *like)
{
	struct step **list = once ? &p->first : &p->steps;
	size_t *count = once ? &p->first_count : &p->step_count;
	*list = more(p->vm, *list, *count, once ? &p->first_room : &p->step_room, sizeof **list);
	struct step *s = &(*list)[(*count)++];
	*s = *like;
	s->run = run;
	return s;
}

static bool saturate_bits(struct plan *p, struct shape *s)
{
	if ((uint64_t)s->num_bits + s->den_bits <= NUMBER_MAX_BITS) return true;
	return vm_refuse(p->vm, "a number may take more than 16,384 bits");
}

/* The register with a bound of the error, made when it is first asked for. */
static uint32_t bounded(struct plan *p, uint32_t reg)
{
	if (!p->regs[reg].shape.whole) return reg;
	if (p->regs[reg].bounded != NOTHING) return p->regs[reg].bounded;
	uint32_t to = new_register(p, REG_NUMBER);
	const struct bound_reg *from = &p->regs[reg];
	struct bound_reg *r = &p->regs[to];
	r->shape = from->shape;
	r->shape.whole = false;
	r->shape.on_grid = true;
	r->has_state = from->has_state;
	struct step like = { .to = to, .a = reg, .unit = unit_value(from->shape.unit) };
	add_step(p, from->figure != NULL, kernel_bound, &like);
	p->regs[reg].bounded = to;
	return to;
}

static struct shape *shape(struct plan *p, uint32_t reg)
{
	return &p->regs[reg].shape;
}

/* --- constants --- */

static void constant(struct plan *p, uint32_t at, const struct vm_figure *figure, uint32_t literal)
{
	struct bound_reg *r = &p->regs[at];
	static kernel *const fill[] = {
		[REG_NUMBER] = kernel_constant_number, [REG_FLAG] = kernel_constant_flag, [REG_TEXT] = kernel_constant_text
	};
	r->figure = figure;
	r->has_state = figure->state != VM_PRESENT;
	if (r->kind == REG_NUMBER)
		r->shape = figure->state ? shape_of_number(number_of(0)) : shape_of_number(figure->number);
	struct step like = { .to = at, .a = literal, .data = figure, .at = at };
	add_step(p, true, fill[r->kind], &like);
}

/* An instruction whose operands are the same in every row is worked out here, exactly: at the first row, since what a
 * choice did not take may be of rows. */
static bool fold(struct plan *p, uint32_t at, const struct instruction *in)
{
	const char *operands = op_info[in->op].operands;
	uint32_t from[] = { in->a, in->b, in->c };
	if (in->op == OP_CODE_STORE || p->regs[at].kind == REG_TEXT || p->vm->count == 0) return false;
	size_t registers = 0;
	for (size_t k = 0; operands[k]; k++) {
		if (operands[k] >= 'A' && operands[k] <= 'Z') continue;
		if (!p->regs[from[k]].figure) return false;
		registers++;
	}
	if (registers == 0) return false;
	struct vm *vm = p->vm;
	struct vm_figure *figure = arena_alloc(vm->arena, sizeof *figure);
	struct answer answer = exact_register(vm, p->stage, at, 0);
	*figure = (struct vm_figure){ .ready = true, .state = answer.state, .number = number_of(0) };
	if (!answer.state) figure->number = number_keep(vm->kept, answer.number);
	constant(p, at, figure, 0);
	return true;
}

/* --- loads --- */

static bool bind_field(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct bound_reg *r = &p->regs[at];
	const struct column *cells = &p->vm->table->columns[in->a];
	struct step like = { .to = at, .in = in, .at = at, .data = cells };
	r->has_state = r->only_missing = cells->missing > 0;
	bool exact = cells->kind == COLUMN_EXACT;
	if (r->kind == REG_NUMBER && !exact) r->shape = shape_of_column(cells);
	if (r->kind == REG_NUMBER && exact)
		r->shape = (struct shape){
			.unit = number_of(1), .low = -INFINITY, .high = INFINITY, .num_bits = 1400, .den_bits = 1400
		};
	add_step(p, false, exact ? kernel_bounded[OP_CODE_FIELD_NUMBER] : kernel_whole[in->op], &like);
	return true;
}

static bool bind_column(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct vm_column *c = &p->vm->columns[in->a];
	if (c->ready && c->constant) {
		constant(p, at, c->constant, 0);
		return true;
	}
	c = column_load(p->vm, in->a);
	if (!c) return false;
	struct bound_reg *r = &p->regs[at];
	struct step like = { .to = at, .in = in, .at = at, .data = c };
	r->has_state = c->state != NULL;
	r->shape = c->shape;
	r->in_place = true;
	add_step(p, false, kernel_whole[in->op], &like);
	return true;
}

static bool bind_entries(struct plan *p, uint32_t at, const struct instruction *in, struct entries *data,
                         const struct number *number, const uint8_t *state, size_t count, bool some_have_none)
{
	struct bound_reg *r = &p->regs[at];
	double *v, *e;
	r->shape = shape_numbers(p->vm, number, state, count, &v, &e);
	data->state = state;
	data->v = v;
	data->e = e;
	for (size_t i = 0; i < count; i++)
		r->has_state |= state[i] != VM_PRESENT;
	r->has_state |= some_have_none;
	if (r->kind == REG_FLAG) r->shape = (struct shape){ .whole = true, .unit = number_of(1), .most = 1 };
	struct step like = { .to = at, .in = in, .at = at, .data = data };
	add_step(p, false, kernel_whole[in->op], &like);
	return saturate_bits(p, &r->shape);
}

static bool bind_values(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct vm *vm = p->vm;
	const struct vm_values *values = &vm->values[in->a];
	const struct program_values *what = &vm->program->values[in->a];
	if (what->group == NOTHING && !values->by_row) {
		struct vm_figure *figure = arena_alloc(vm->arena, sizeof *figure);
		*figure = (struct vm_figure){ true, (enum vm_state)values->state[0], values->number[0] };
		constant(p, at, figure, 0);
		return true;
	}
	struct entries *data = arena_alloc(vm->arena, sizeof *data);
	const struct vm_group *group = values->by_row ? NULL : group_make(vm, what->group);
	*data = (struct entries){ .by_row = values->by_row, .count = (uint32_t)values->count };
	if (group) data->of = group->of;
	if (group) data->none = group->none;
	return bind_entries(p, at, in, data, values->number, values->state, values->count, group && group->some_have_none);
}

static bool bind_lookup(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct vm *vm = p->vm;
	const struct vm_lookup *l = vm_lookup(vm, in->a);
	struct entries *data = arena_alloc(vm->arena, sizeof *data);
	*data = (struct entries){ .by_row = l->by_row,
		                      .count = (uint32_t)l->count,
		                      .cells = &vm->table->columns[vm->program->lookups[in->a].field] };
	return bind_entries(p, at, in, data, l->number, l->state, l->count + !l->by_row, false);
}

static bool bind_figure(struct plan *p, uint32_t at, const struct instruction *in)
{
	const struct program_figure *f = &p->vm->program->figures[in->a];
	if (p->regs[at].kind == REG_TEXT) constant(p, at, &p->none, f->literal);
	else constant(p, at, vm_figure(p->vm, in->a), 0);
	return true;
}

/* --- arithmetic --- */

static double corner(double a, double b)
{
	double product = a * b;
	return isnan(product) ? 0 : product;
}

static void between(struct shape *to, double low, double high)
{
	double slack = 1e-14 * fmax(fabs(low), fabs(high));
	to->low = isnan(low) ? -INFINITY : low - slack;
	to->high = isnan(high) ? INFINITY : high + slack;
}

static void range_of(struct shape *to, enum op op, const struct shape *a, const struct shape *b)
{
	if (op == OP_CODE_ADD) between(to, a->low + b->low, a->high + b->high);
	else if (op == OP_CODE_SUBTRACT) between(to, a->low - b->high, a->high - b->low);
	else if (op == OP_CODE_MULTIPLY) {
		double x[4] = { corner(a->low, b->low), corner(a->low, b->high), corner(a->high, b->low),
			            corner(a->high, b->high) };
		between(to, fmin(fmin(x[0], x[1]), fmin(x[2], x[3])), fmax(fmax(x[0], x[1]), fmax(x[2], x[3])));
	} else if (op == OP_CODE_DIVIDE && (b->low > 0 || b->high < 0)) {
		double x[4] = { a->low / b->low, a->low / b->high, a->high / b->low, a->high / b->high };
		between(to, fmin(fmin(x[0], x[1]), fmin(x[2], x[3])), fmax(fmax(x[0], x[1]), fmax(x[2], x[3])));
	} else if (op == OP_CODE_DIVIDE) between(to, -INFINITY, INFINITY);
	else between(to, fmin(a->low, b->low), fmax(a->high, b->high)); /* one of the two */
}

static uint32_t wider(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static void bits_of(struct shape *to, enum op op, const struct shape *a, const struct shape *b)
{
	if (op == OP_CODE_ADD || op == OP_CODE_SUBTRACT) {
		to->den_bits = a->den_bits + b->den_bits;
		to->num_bits = wider(a->num_bits + b->den_bits, b->num_bits + a->den_bits) + 1;
	} else if (op == OP_CODE_MULTIPLY) {
		to->den_bits = a->den_bits + b->den_bits;
		to->num_bits = a->num_bits + b->num_bits;
	} else if (op == OP_CODE_DIVIDE) {
		to->den_bits = a->den_bits + b->num_bits;
		to->num_bits = a->num_bits + b->den_bits;
	} else {
		to->den_bits = wider(a->den_bits, b->den_bits);
		to->num_bits = wider(a->num_bits, b->num_bits);
	}
	if (to->whole) { /* which says more */
		to->num_bits = 53 + 64;
		to->den_bits = 64;
	}
}

/* Of one unit, and how large that makes them: the sum for what adds, the larger for what chooses. */
static bool whole_together(struct plan *p, struct shape *to, uint32_t ra, uint32_t rb, bool adds, double *fa,
                           double *fb)
{
	const struct shape *a = shape(p, ra), *b = shape(p, rb);
	struct number unit;
	if (vm_without(p->vm, VM_WHOLE) || !a->whole || !b->whole || !shape_common(a, b, &unit)) return false;
	*fa = a->most > 0 ? shape_factor(a->unit, unit) : 1;
	*fb = b->most > 0 ? shape_factor(b->unit, unit) : 1;
	if (*fa == 0 || *fb == 0) return false;
	if (PLANTED(p->vm, VM_WHOLE) && *fa > 1) *fa -= 1;
	double most = adds ? a->most * *fa + b->most * *fb : fmax(a->most * *fa, b->most * *fb);
	if (most >= WHOLE_MAX) return false;
	to->whole = true;
	to->unit = unit;
	to->most = most;
	return true;
}

/* As values with a bound; where both lie on a grid, so does what comes out. */
static void with_bounds(struct plan *p, struct shape *to, uint32_t *a, uint32_t *b)
{
	*a = bounded(p, *a);
	*b = bounded(p, *b);
	to->whole = false;
	to->unit = number_of(1);
	to->on_grid = shape_common(shape(p, *a), shape(p, *b), &to->unit);
}

static bool bind_two(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .b = in->b, .in = in, .at = at, .fa = 1, .fb = 1 };
	struct shape to = { .unit = number_of(1) };
	bool adds = in->op == OP_CODE_ADD || in->op == OP_CODE_SUBTRACT;
	bool whole = whole_together(p, &to, s.a, s.b, adds, &s.fa, &s.fb);
	if (!whole) {
		with_bounds(p, &to, &s.a, &s.b);
		s.fa = s.fb = 1;
	}
	if (in->op == OP_CODE_SUBTRACT) s.fb = -s.fb;
	range_of(&to, in->op, shape(p, in->a), shape(p, in->b));
	bits_of(&to, in->op, shape(p, in->a), shape(p, in->b));
	p->regs[at].shape = to;
	p->regs[at].has_state = p->regs[in->a].has_state || p->regs[in->b].has_state;
	add_step(p, false, (whole ? kernel_whole : kernel_bounded)[in->op], &s);
	return saturate_bits(p, &to);
}

static bool bind_multiply(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .b = in->b, .in = in, .at = at };
	const struct shape *a = shape(p, in->a), *b = shape(p, in->b);
	struct shape to = { .unit = number_of(1) };
	bool grid = (a->whole || a->on_grid) && (b->whole || b->on_grid) && number_small_mul(a->unit, b->unit, &to.unit);
	to.most = a->most * b->most;
	to.whole = grid && a->whole && b->whole && to.most < WHOLE_MAX && !vm_without(p->vm, VM_WHOLE);
	to.on_grid = grid && !to.whole;
	if (!grid) to.unit = number_of(1);
	range_of(&to, in->op, a, b);
	bits_of(&to, in->op, a, b);
	if (!to.whole) {
		s.a = bounded(p, in->a);
		s.b = bounded(p, in->b);
	}
	p->regs[at].shape = to;
	p->regs[at].has_state = p->regs[in->a].has_state || p->regs[in->b].has_state;
	add_step(p, false, (to.whole ? kernel_whole : kernel_bounded)[in->op], &s);
	return saturate_bits(p, &to);
}

static bool bind_divide(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .b = in->b, .in = in, .at = at };
	const struct shape *a = shape(p, in->a), *b = shape(p, in->b);
	const struct vm_figure *by = p->regs[in->b].figure;
	struct shape to = { .unit = number_of(1) };
	struct bound_reg *r = &p->regs[at];
	bool zero = by && !by->state && number_sign(by->number) == 0;
	if (by && !by->state && !zero && a->whole && b->whole && !vm_without(p->vm, VM_WHOLE))
		to.whole = number_small_div(a->unit, b->unit, &to.unit);
	to.most = a->most;
	range_of(&to, in->op, a, b);
	bits_of(&to, in->op, a, b);
	if (!to.whole) {
		to.unit = number_of(1);
		s.a = bounded(p, in->a);
		s.b = bounded(p, in->b);
		r = &p->regs[at];
	}
	r->shape = to;
	bool never_zero = to.whole || shape(p, in->b)->low > 0 || shape(p, in->b)->high < 0;
	r->has_state = !never_zero || zero || p->regs[in->a].has_state || p->regs[in->b].has_state;
	add_step(p, false, zero ? kernel_all_errors : (to.whole ? kernel_whole : kernel_bounded)[in->op], &s);
	return saturate_bits(p, &to);
}

static bool bind_one(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .in = in, .at = at };
	struct shape to = *shape(p, in->a);
	double size = fmax(fabs(to.low), fabs(to.high));
	if (in->op == OP_CODE_NEGATE) {
		double low = to.low;
		to.low = -to.high;
		to.high = -low;
	} else {
		to.low = 0;
		to.high = size;
	}
	p->regs[at].shape = to;
	p->regs[at].has_state = p->regs[in->a].has_state;
	add_step(p, false, kernel_whole[in->op], &s);
	return true;
}

/* --- rounding --- */

static bool bind_round(struct plan *p, uint32_t at, const struct instruction *in)
{
	const struct vm_figure *unit = vm_figure(p->vm, in->b);
	struct step s = { .to = at, .a = in->a, .in = in, .at = at };
	const struct shape a = *shape(p, in->a);
	struct shape to = { .whole = true, .unit = number_of(1), .num_bits = 117, .den_bits = 64 };
	bool bad = unit->state || number_sign(unit->number) <= 0;
	p->regs[at].has_state = bad || p->regs[in->a].has_state;
	if (bad) {
		p->regs[at].shape = to;
		add_step(p, false, kernel_all_errors, &s);
		return true;
	}
	if (!unit->number.den) return vm_refuse(p->vm, "a unit of rounding takes more than two machine words");
	struct number factor;
	double u = unit_value(unit->number);
	to.unit = unit->number;
	between(&to, a.low - u, a.high + u);
	if (a.whole && number_small_div(a.unit, unit->number, &factor) && a.most * (double)factor.num < 0x1p62) {
		to.most = floor(a.most * ((double)factor.num / (double)factor.den) * (1 + 1e-15)) + 1;
		s.num = factor.num;
		s.den = factor.den;
		s.fa = (double)factor.num;
		bool scales = factor.den == 1 && a.most * s.fa < WHOLE_MAX;
		if (scales) to.most = a.most * s.fa;
		if (to.most >= WHOLE_MAX) return vm_refuse(p->vm, "a rounded number may be beyond 2^53 of its unit");
		add_step(p, false, scales ? kernel_scale : kernel_whole[in->op], &s);
	} else {
		double size = fmax(fabs(a.low), fabs(a.high)) / u * (1 + 1e-12) + 2;
		to.most = size < WHOLE_MAX - 1 ? floor(size) : WHOLE_MAX - 1;
		s.a = bounded(p, in->a);
		s.unit = 1 / u;
		s.most = to.most;
		s.num = unit->number.num;
		s.den = unit->number.den;
		add_step(p, false, kernel_bounded[in->op], &s);
	}
	p->regs[at].shape = to;
	return true;
}

/* --- ln, exp, sqrt, single precision --- */

static double at_most(double x, double most)
{
	return x < most ? x : most;
}

static double at_least(double x, double least)
{
	return x > least ? x : least;
}

/* Digits of a result: 34 of them take 113 bits, and 10^k less than 4 k. */
enum { DIGIT_BITS = 128 };

/* Where it is not 1, a fraction of so many bits is at least 2^-bits off. */
static void ln_shape(struct shape *to, const struct shape *a)
{
	between(to, a->low > 0 ? log(a->low) : -CURVE_EXP_ERROR, at_most(log(at_least(a->high, 1e-300)), CURVE_EXP_ERROR));
	to->num_bits = DIGIT_BITS;
	to->den_bits = DIGIT_BITS + a->den_bits;
}

/* What is further from 1 the kernel refuses. */
static void exp_shape(struct shape *to, const struct shape *a)
{
	double low = at_least(at_most(a->low, CURVE_EXP_MOST + 1), -CURVE_EXP_MOST - 1),
		   high = at_least(at_most(a->high, CURVE_EXP_MOST + 1), -CURVE_EXP_MOST - 1);
	between(to, exp(low), exp(high));
	to->num_bits = DIGIT_BITS + (uint32_t)(at_least(high, 0) * 1.5);
	to->den_bits = DIGIT_BITS + (uint32_t)(at_least(-low, 0) * 1.5);
}

static void sqrt_shape(struct shape *to, const struct shape *a)
{
	between(to, sqrt(at_least(a->low, 0)), sqrt(at_least(a->high, 0)));
	to->num_bits = DIGIT_BITS + a->num_bits / 2;
	to->den_bits = DIGIT_BITS + a->den_bits / 2;
}

enum { SINGLE_BITS = 24, SINGLE_LEAST = 149, SINGLE_MOST = 128 };

static void float32_shape(struct shape *to, const struct shape *a)
{
	double least = a->low > 0 ? a->low : a->high < 0 ? -a->high : 0, end = 0x1p128;
	int exponent = -SINGLE_LEAST;
	if (least > 0x1p-100) (void)frexp(least, &exponent);
	to->low = at_least(a->low - fabs(a->low) * 0x1p-23 - 0x1p-148, -end);
	to->high = at_most(a->high + fabs(a->high) * 0x1p-23 + 0x1p-148, end);
	to->num_bits = SINGLE_MOST + 2;
	to->den_bits = exponent > 0 ? SINGLE_BITS + 2 : (uint32_t)(SINGLE_BITS + 2 - exponent);
	to->single = true;
}

/* An error is possible. */
static bool curve_may_fail(enum op op, const struct shape *a)
{
	if (op == OP_CODE_LN) return !(a->low > 0);
	if (op == OP_CODE_SQRT) return !(a->low >= 0);
	double most = op == OP_CODE_EXP ? CURVE_EXP_MOST - 1 : 0x1p127;
	return !(a->low > -most && a->high < most);
}

static bool bind_curve(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = bounded(p, in->a), .in = in, .at = at };
	const struct shape *a = shape(p, in->a);
	struct shape to = { .unit = number_of(1) };
	if (in->op == OP_CODE_LN) ln_shape(&to, a);
	else if (in->op == OP_CODE_EXP) exp_shape(&to, a);
	else if (in->op == OP_CODE_SQRT) sqrt_shape(&to, a);
	else float32_shape(&to, a);
	p->regs[at].shape = to;
	p->regs[at].has_state = p->regs[in->a].has_state || curve_may_fail(in->op, a);
	add_step(p, false, kernel_bounded[in->op], &s);
	return saturate_bits(p, &to);
}

/* --- decisions and choice --- */

/* Whole multiples of 2^-149, as it were. */
static bool both_singles(const struct plan *p, uint32_t a, uint32_t b)
{
	return p->regs[a].shape.single && p->regs[b].shape.single && !vm_without(p->vm, VM_WHOLE);
}

static bool bind_compare(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .b = in->b, .in = in, .at = at, .fa = 1, .fb = 1 };
	struct shape to = { .unit = number_of(1) };
	p->regs[at].has_state = p->regs[in->a].has_state || p->regs[in->b].has_state;
	bool whole = whole_together(p, &to, s.a, s.b, false, &s.fa, &s.fb) || both_singles(p, s.a, s.b);
	if (!whole) {
		with_bounds(p, &to, &s.a, &s.b);
		bool grid = to.on_grid && !vm_without(p->vm, VM_GRID);
		s.unit = grid ? unit_value(to.unit) : 0;
	}
	add_step(p, false, (whole ? kernel_whole : kernel_bounded)[in->op], &s);
	return true;
}

static bool bind_flags(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .b = in->b, .in = in, .at = at };
	struct bound_reg *r = &p->regs[at];
	bool two = op_info[in->op].operands[1] != '\0';
	r->has_state = p->regs[in->a].has_state || (two && p->regs[in->b].has_state);
	if (in->op == OP_CODE_IS_MISSING && p->regs[in->a].only_missing) r->has_state = false;
	if (in->op == OP_CODE_AS_NUMBER)
		r->shape =
			(struct shape){ .whole = true, .unit = number_of(1), .most = 1, .high = 1, .num_bits = 64, .den_bits = 2 };
	add_step(p, false, kernel_whole[in->op], &s);
	return true;
}

/* A number out of two registers, x and y, which get one unit, or bounds. */
static void one_of(struct plan *p, uint32_t at, uint32_t *x, uint32_t *y, double *fx, double *fy,
                   const struct instruction *in)
{
	struct shape to = { .unit = number_of(1) };
	uint32_t a = *x, b = *y;
	if (!whole_together(p, &to, a, b, false, fx, fy)) {
		with_bounds(p, &to, x, y);
		*fx = *fy = 1;
	}
	range_of(&to, in->op, shape(p, a), shape(p, b));
	bits_of(&to, in->op, shape(p, a), shape(p, b));
	p->regs[at].shape = to;
}

/* A condition that is the same for every row chooses here: one register stands for the other. */
static bool stand_for(struct plan *p, uint32_t at, uint32_t reg)
{
	p->stands[at] = reg;
	p->regs[at] = p->regs[reg];
	p->regs[at].in_place = true; /* nothing is put there */
	return true;
}

static bool bind_choice(struct plan *p, uint32_t at, const struct instruction *in)
{
	const struct vm_figure *condition = p->regs[in->a].figure;
	struct step s = { .to = at, .a = in->a, .b = in->b, .c = in->c, .in = in, .at = at, .fa = 1, .fb = 1, .fc = 1 };
	bool three = op_info[in->op].operands[2] != '\0', numbers = p->regs[at].kind == REG_NUMBER;
	bool a = p->regs[in->a].has_state, b = p->regs[in->b].has_state, c = three && p->regs[in->c].has_state;
	bool only_missing = p->regs[in->a].only_missing;
	if (three && condition && !condition->state)
		return stand_for(p, at, number_sign(condition->number) ? in->b : in->c);
	p->regs[at].has_state = three ? a || b || c : b || (a && !only_missing);
	if (!three && only_missing) p->regs[at].only_missing = p->regs[in->b].only_missing;
	if (numbers && three) one_of(p, at, &s.b, &s.c, &s.fb, &s.fc, in);
	else if (numbers) one_of(p, at, &s.a, &s.b, &s.fa, &s.fb, in);
	add_step(p, false, kernel_whole[in->op], &s);
	return saturate_bits(p, shape(p, at));
}

/* where, fail: the value of b or none. */
static bool bind_existence(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct step s = { .to = at, .a = in->a, .b = in->b, .in = in, .at = at };
	const struct vm_figure *condition = p->regs[in->a].figure;
	bool fails = op_info[in->op].fails;
	bool never = condition && !condition->state && (number_sign(condition->number) != 0) != fails;
	if (never) return stand_for(p, at, in->b);
	p->regs[at].shape = *shape(p, in->b);
	p->regs[at].has_state = true;
	add_step(p, false, kernel_whole[in->op], &s);
	return true;
}

/* --- store --- */

static bool bind_store(struct plan *p, uint32_t at, const struct instruction *in)
{
	struct vm *vm = p->vm;
	struct vm_column *c = &vm->columns[in->b];
	const struct bound_reg *from = &p->regs[in->a];
	*c = (struct vm_column){ .shape = from->shape, .stage = p->stage, .reg = in->a };
	if (from->figure && from->kind != REG_TEXT) {
		c->constant = from->figure;
		return true;
	}
	if (from->kind == REG_NUMBER) c->v = vm_take(vm, vm->count, sizeof *c->v);
	if (from->kind == REG_NUMBER && !from->shape.whole) c->e = vm_take(vm, vm->count, sizeof *c->e);
	if (from->kind == REG_FLAG) c->flag = vm_take(vm, vm->count, sizeof *c->flag);
	if (from->kind == REG_TEXT) c->text = vm_take(vm, vm->count, sizeof *c->text);
	if (from->has_state) c->state = vm_take(vm, vm->count, sizeof *c->state);
	struct step s = { .to = at, .a = in->a, .in = in, .at = at, .data = c };
	add_step(p, false, kernel_whole[in->op], &s);
	return true;
}

/* --- all of them --- */

/* The instruction over the registers that stand for its operands. */
static const struct instruction *over(struct plan *p, const struct instruction *in)
{
	const char *operands = op_info[in->op].operands;
	struct instruction *copy = arena_alloc(p->vm->arena, sizeof *copy);
	uint32_t *from[] = { &copy->a, &copy->b, &copy->c };
	*copy = *in;
	for (size_t k = 0; operands[k]; k++)
		if (op_takes_register(operands[k])) *from[k] = p->stands[*from[k]];
	return copy;
}

static bool bind(struct plan *p, uint32_t at, const struct instruction *in)
{
	in = over(p, in);
	if (fold(p, at, in)) return true;
	switch (in->op) {
	case OP_CODE_FIELD_NUMBER:
	case OP_CODE_FIELD_FLAG:
	case OP_CODE_FIELD_TEXT: return bind_field(p, at, in);
	case OP_CODE_COLUMN_NUMBER:
	case OP_CODE_COLUMN_FLAG:
	case OP_CODE_COLUMN_TEXT: return bind_column(p, at, in);
	case OP_CODE_GROUP_NUMBER:
	case OP_CODE_GROUP_FLAG: return bind_values(p, at, in);
	case OP_CODE_LOOKUP_NUMBER:
	case OP_CODE_LOOKUP_FLAG: return bind_lookup(p, at, in);
	case OP_CODE_FIGURE_NUMBER:
	case OP_CODE_FIGURE_FLAG:
	case OP_CODE_FIGURE_TEXT: return bind_figure(p, at, in);
	case OP_CODE_ADD:
	case OP_CODE_SUBTRACT:
	case OP_CODE_LARGER:
	case OP_CODE_SMALLER: return bind_two(p, at, in);
	case OP_CODE_MULTIPLY: return bind_multiply(p, at, in);
	case OP_CODE_DIVIDE: return bind_divide(p, at, in);
	case OP_CODE_NEGATE:
	case OP_CODE_ABS: return bind_one(p, at, in);
	case OP_CODE_ROUND:
	case OP_CODE_ROUND_EVEN:
	case OP_CODE_ROUND_UP:
	case OP_CODE_ROUND_DOWN: return bind_round(p, at, in);
	case OP_CODE_LN:
	case OP_CODE_EXP:
	case OP_CODE_SQRT:
	case OP_CODE_FLOAT32: return bind_curve(p, at, in);
	case OP_CODE_EQUAL:
	case OP_CODE_NOT_EQUAL:
	case OP_CODE_LESS:
	case OP_CODE_LESS_EQUAL:
	case OP_CODE_GREATER:
	case OP_CODE_GREATER_EQUAL: return bind_compare(p, at, in);
	case OP_CODE_AS_NUMBER:
	case OP_CODE_EQUAL_TEXT:
	case OP_CODE_EQUAL_FLAG:
	case OP_CODE_NOT:
	case OP_CODE_AND:
	case OP_CODE_OR:
	case OP_CODE_IS_MISSING: return bind_flags(p, at, in);
	case OP_CODE_IF_NUMBER:
	case OP_CODE_IF_FLAG:
	case OP_CODE_IF_TEXT:
	case OP_CODE_OR_ELSE_NUMBER:
	case OP_CODE_OR_ELSE_FLAG:
	case OP_CODE_OR_ELSE_TEXT: return bind_choice(p, at, in);
	case OP_CODE_WHERE_NUMBER:
	case OP_CODE_WHERE_FLAG:
	case OP_CODE_WHERE_TEXT:
	case OP_CODE_FAIL_NUMBER:
	case OP_CODE_FAIL_FLAG: return bind_existence(p, at, in);
	case OP_CODE_STORE: return bind_store(p, at, in);
	case OP_CODE_COUNT: break;
	}
	return vm_refuse(p->vm, "an instruction that is not known");
}

bool plan_make(struct vm *vm, uint32_t stage, struct plan *p)
{
	const struct stage *s = &vm->program->stages[stage];
	*p = (struct plan){ .vm = vm, .stage = stage };
	p->stands = arena_array(vm->arena, s->count, sizeof *p->stands);
	for (size_t i = 0; i < s->count; i++)
		p->stands[i] = new_register(p, op_info[s->code[i].op].result);
	for (size_t i = 0; i < s->count; i++)
		if (!bind(p, (uint32_t)i, &s->code[i])) return false;
	plan_buffers(p);
	return true;
}

/* vm_lane.c - a plan is run: buffers, each used again once the last step that reads it is done; and lanes, one for each
 * thread, which go through the rows block by block. */
#include "runtime/vm_private.h"

/* --- buffers --- */

enum { OF_V, OF_E, OF_F, OF_T, OF_S };
enum { EIGHT, FOUR, ONE };
static const uint8_t size_of[5] = { EIGHT, EIGHT, ONE, FOUR, ONE };
static const size_t bytes_of[3] = { 8, 4, 1 };

struct pool { /* buffers of one size that are free */
	uint32_t *free;
	size_t count, made;
};

static bool wants(const struct bound_reg *r, size_t which)
{
	if (r->in_place) return false;
	switch (which) {
	case OF_V: return r->kind == REG_NUMBER;
	case OF_E: return r->kind == REG_NUMBER && !r->shape.whole;
	case OF_F: return r->kind == REG_FLAG;
	case OF_T: return r->kind == REG_TEXT;
	default: return r->has_state;
	}
}

static void take_buffers(struct pool *pools, struct bound_reg *r)
{
	for (size_t k = 0; k < 5; k++) {
		struct pool *pool = &pools[size_of[k]];
		r->buffer[k] = NOTHING;
		if (wants(r, k)) r->buffer[k] = pool->count ? pool->free[--pool->count] : (uint32_t)pool->made++;
	}
}

static void give_buffers(struct pool *pools, struct bound_reg *r)
{
	for (size_t k = 0; k < 5; k++)
		if (r->buffer[k] != NOTHING) pools[size_of[k]].free[pools[size_of[k]].count++] = r->buffer[k];
}

static void note_use(struct plan *p, uint32_t reg, size_t step)
{
	p->regs[reg].last = (uint32_t)step;
}

static size_t operand_count(const struct step *s)
{
	if (!s->in) return 1; /* a bound is taken of a */
	const char *operands = op_info[s->in->op].operands;
	size_t n = 0;
	while (operands[n])
		n++;
	return operands[0] >= 'A' && operands[0] <= 'Z' ? 0
	       : s->in->op == OP_CODE_STORE             ? 1
	       : operands[n - 1] == 'G'                 ? n - 1
	                                                : n;
}

/* A buffer is used again once the last step that reads it is done; those of constants stay. */
static void assign_buffers(struct plan *p)
{
	struct pool pools[3];
	for (size_t k = 0; k < 3; k++)
		pools[k] = (struct pool){ arena_array(p->vm->arena, p->reg_count * 5 + 1, sizeof(uint32_t)), 0, 0 };
	for (size_t i = 0; i < p->first_count; i++) {
		take_buffers(pools, &p->regs[p->first[i].to]);
		p->regs[p->first[i].to].last = NOTHING;
	}
	for (size_t i = 0; i < p->step_count; i++) {
		uint32_t from[3] = { p->steps[i].a, p->steps[i].b, p->steps[i].c };
		for (size_t k = 0; k < operand_count(&p->steps[i]); k++)
			if (p->regs[from[k]].last != NOTHING) note_use(p, from[k], i + 1);
	}
	for (size_t i = 0; i < p->step_count; i++) {
		const struct step *s = &p->steps[i];
		uint32_t from[3] = { s->a, s->b, s->c };
		if (p->regs[s->to].kind != REG_NONE) take_buffers(pools, &p->regs[s->to]);
		for (size_t k = 0; k < operand_count(s); k++)
			if (p->regs[from[k]].last == i + 1) {
				give_buffers(pools, &p->regs[from[k]]);
				p->regs[from[k]].last = 0;
			}
	}
	for (size_t k = 0; k < 3; k++)
		p->buffers[k] = pools[k].made;
}

void plan_buffers(struct plan *p)
{
	struct vm *vm = p->vm;
	assign_buffers(p);
	double_plan(p);
	/* A very long stage gets shorter blocks, so that what a lane needs stays within bounds. */
	size_t bytes = p->buffers[EIGHT] * 8 + p->buffers[FOUR] * 4 + p->buffers[ONE],
		   most = ((size_t)1 << 26) / (bytes + 1) + 1;
	p->block = vm->options.block ? vm->options.block : PLANG_VM_BLOCK;
	if (p->block > PLANG_VM_BLOCK) p->block = PLANG_VM_BLOCK;
	if (p->block > most) p->block = most;
}

/* --- lanes --- */

static struct lane *lane_new(const struct plan *p)
{
	struct vm *vm = p->vm;
	struct lane *lane = vm_take(vm, 1, sizeof *lane);
	char **room = lane->room;
	lane->plan = p;
	lane->count = p->block;
	lane->regs = vm_take(vm, p->reg_count, sizeof *lane->regs);
	for (size_t k = 0; k < 3; k++)
		room[k] = vm_take(vm, p->buffers[k] * p->block, bytes_of[k]);
	lane->values = vm_take(vm, p->path_room, sizeof *lane->values);
	for (size_t r = 0; r < p->reg_count; r++) {
		const struct bound_reg *b = &p->regs[r];
		struct reg *to = &lane->regs[r];
		void *at[5] = { NULL };
		for (size_t k = 0; k < 5; k++)
			if (wants(b, k)) at[k] = room[size_of[k]] + b->buffer[k] * p->block * bytes_of[size_of[k]];
		if (b->kind == REG_NONE) continue;
		*to = (struct reg){ .v = at[OF_V], .e = at[OF_E], .f = at[OF_F], .s = at[OF_S], .t = at[OF_T] };
	}
	for (size_t i = 0; i < p->first_count; i++)
		p->first[i].run(lane, &p->first[i]);
	return lane;
}

static void lane_give(struct vm *vm, struct lane *lane)
{
	for (size_t k = 0; k < 3; k++)
		vm_give(vm, lane->room[k]);
	vm_give(vm, lane->values);
	vm_give(vm, lane->regs);
	vm_give(vm, lane);
}

static void run_block(struct lane *lane, size_t block)
{
	const struct plan *p = lane->plan;
	lane->start = block * p->block;
	lane->count = p->vm->count - lane->start < p->block ? p->vm->count - lane->start : p->block;
	lane->undecided = false;
	uint64_t decided[VM_LAYERS];
	memcpy(decided, lane->decided, sizeof decided);
	for (size_t i = 0; i < p->step_count && !lane->undecided; i++)
		p->steps[i].run(lane, &p->steps[i]);
	/* It will all be done, and counted, again. */
	if (lane->undecided) memcpy(lane->decided, decided, sizeof decided);
}

struct share_of_work {
	struct lane **lanes;
	size_t blocks, parts;
	uint8_t *again;
};

static void run_part(void *state, size_t part)
{
	struct share_of_work *w = state;
	size_t end = w->blocks * (part + 1) / w->parts;
	for (size_t b = w->blocks * part / w->parts; b < end; b++) {
		run_block(w->lanes[part], b);
		w->again[b] = w->lanes[part]->undecided;
	}
}

static void add_up(struct vm *vm, const struct lane *lane, bool *beyond)
{
	for (size_t k = 0; k < VM_LAYERS; k++)
		vm->counts.decided[k] += lane->decided[k];
	*beyond |= lane->beyond;
}

bool plan_run(struct plan *p)
{
	struct vm *vm = p->vm;
	struct share_of_work w = { .blocks = (vm->count + p->block - 1) / p->block };
	bool beyond = false;
	w.parts = w.blocks < crew_size(vm->crew) ? w.blocks : crew_size(vm->crew);
	w.lanes = vm_take(vm, w.parts + 1, sizeof(struct lane *));
	w.again = vm_take(vm, w.blocks + 1, 1);
	for (size_t i = 0; i < w.parts; i++)
		w.lanes[i] = lane_new(p);
	crew_do(vm->crew, w.parts, run_part, &w);
	for (size_t b = 0; b < w.blocks; b++) {
		if (!w.again[b]) continue;
		w.lanes[0]->alone = true;
		run_block(w.lanes[0], b);
	}
	for (size_t i = 0; i < w.parts; i++)
		add_up(vm, w.lanes[i], &beyond);
	const struct stage *s = &vm->program->stages[p->stage];
	for (size_t i = 0; i < s->count; i++)
		if (s->code[i].op == OP_CODE_STORE) vm->columns[s->code[i].b].ready = true;
	for (size_t i = 0; i < w.parts; i++)
		lane_give(vm, w.lanes[i]);
	vm_give(vm, w.lanes);
	vm_give(vm, w.again);
	double_plan_give(p);
	return beyond ? vm_refuse(vm, "a rounded number is beyond 2^53 of its unit, or a power of e beyond doubles") : true;
}

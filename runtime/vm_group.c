/* vm_group.c - rows to groups: those of one coded text have its codes; others are numbered in the order in which they
 * first appear, column by column. */
#include "runtime/vm_private.h"

/* The rows' groups so far and a column's values, to finer groups: pairs are found again by hash. */
struct pairs {
	uint64_t *key; /* group, then value */
	uint32_t *number;
	size_t room, count;
	uint64_t *first;
};

static uint64_t value_at(const struct vm_column *c, size_t i)
{
	uint64_t bits = 0;
	if (c->flag) return c->flag[i];
	if (c->text) return c->text[i];
	double v = c->v[i] + 0.0;
	memcpy(&bits, &v, sizeof bits);
	return bits;
}

static void pairs_grow(struct vm *vm, struct pairs *p)
{
	struct pairs old = *p;
	p->room = old.room ? old.room * 2 : 64;
	p->key = vm_take(vm, p->room * 2, sizeof *p->key);
	p->number = vm_take(vm, p->room, sizeof *p->number);
	memset(p->number, 0xff, p->room * sizeof *p->number);
	for (size_t i = 0; i < old.room; i++) {
		if (old.number[i] == NOTHING) continue;
		uint64_t h =
			(old.key[2 * i] * UINT64_C(0x9E3779B97F4A7C15) ^ old.key[2 * i + 1]) * UINT64_C(0xC2B2AE3D27D4EB4F);
		size_t at = (size_t)(h ^ h >> 29) & (p->room - 1);
		while (p->number[at] != NOTHING)
			at = (at + 1) & (p->room - 1);
		p->key[2 * at] = old.key[2 * i];
		p->key[2 * at + 1] = old.key[2 * i + 1];
		p->number[at] = old.number[i];
	}
	vm_give(vm, old.key);
	vm_give(vm, old.number);
}

static uint32_t pair_number(struct vm *vm, struct pairs *p, uint64_t group, uint64_t value)
{
	if (p->count * 2 >= p->room) pairs_grow(vm, p);
	uint64_t h = (group * UINT64_C(0x9E3779B97F4A7C15) ^ value) * UINT64_C(0xC2B2AE3D27D4EB4F);
	size_t at = (size_t)(h ^ h >> 29) & (p->room - 1);
	for (; p->number[at] != NOTHING; at = (at + 1) & (p->room - 1))
		if (p->key[2 * at] == group && p->key[2 * at + 1] == value) return p->number[at];
	p->key[2 * at] = group;
	p->key[2 * at + 1] = value;
	p->number[at] = (uint32_t)p->count++;
	return p->number[at];
}

static void refine(struct vm *vm, struct vm_group *g, const struct vm_column *c, bool first)
{
	struct pairs p = { .room = 0 };
	for (size_t i = 0; i < vm->count; i++) {
		if (g->of[i] == NOTHING) continue;
		if (c->state && c->state[i] == VM_ERROR) g->none = VM_ERROR;
		if (c->state && c->state[i]) g->of[i] = NOTHING;
		else g->of[i] = pair_number(vm, &p, first ? 0 : g->of[i], value_at(c, i));
	}
	g->count = p.count;
	vm_give(vm, p.key);
	vm_give(vm, p.number);
}

static void find_leaders(struct vm *vm, struct vm_group *g)
{
	g->leader = vm_take(vm, g->count + 1, sizeof *g->leader);
	memset(g->leader, 0xff, (g->count + 1) * sizeof *g->leader);
	for (size_t i = 0; i < vm->count; i++) {
		if (g->of[i] == NOTHING) g->some_have_none = true;
		else if (g->leader[g->of[i]] == NOTHING) g->leader[g->of[i]] = (uint32_t)i;
	}
}

/* Texts without numbers, or numbers that are not exact, cannot be told apart here. */
static bool distinct(const struct vm *vm, uint32_t column, const struct vm_column *c)
{
	const struct column *cells = vm_cells(vm, column);
	uint32_t vocabulary = vm->program->columns[column].vocabulary;
	if (c->text && vocabulary != NOTHING) cells = &vm->table->columns[vocabulary];
	if (c->text && cells && cells->kind != COLUMN_CODED) return false;
	return !c->e;
}

static void group_by_word(struct vm *vm, struct vm_group *g, const struct column *cells)
{
	g->count = cells->word_count;
	for (size_t i = 0; i < vm->count; i++) {
		size_t row = vm_row(vm, i);
		g->of[i] = column_missing(cells, row) ? NOTHING : cells->code[row];
	}
}

const struct vm_group *group_make(struct vm *vm, uint32_t group)
{
	if (group == NOTHING) return NULL;
	struct vm_group *g = &vm->groups[group];
	const struct program_group *from = &vm->program->groups[group];
	if (g->ready) return g;
	g->ready = true;
	g->of = vm_take(vm, vm->count, sizeof *g->of);
	g->none = VM_ABSENT;
	const struct column *cells = vm_cells(vm, from->columns[0]);
	if (from->count == 1 && cells && cells->kind == COLUMN_CODED) {
		group_by_word(vm, g, cells);
		find_leaders(vm, g);
		return g;
	}
	for (size_t k = 0; k < from->count && !g->cannot; k++) {
		const struct vm_column *c = column_load(vm, from->columns[k]);
		g->cannot = !c || !distinct(vm, from->columns[k], c);
		if (!g->cannot) refine(vm, g, c, k == 0);
		column_drop(vm, from->columns[k]);
	}
	if (!g->cannot) find_leaders(vm, g);
	return g;
}

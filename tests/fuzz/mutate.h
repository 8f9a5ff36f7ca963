/* mutate.h - every index, kind and switch of a program, so that a test can set one of them to anything. Arrays, counts and
 * pointers are left alone: that they are sound is what the verifier is promised. */
#ifndef PLANG_TESTS_FUZZ_MUTATE_H
#define PLANG_TESTS_FUZZ_MUTATE_H
#include "lang/arena.h"
#include "lang/program.h"

/* One of them: 4 bytes, or 1 of a number or a switch. */
struct mutable
{
	void *at;
	size_t size;
	bool is_switch;
};

struct mutables {
	struct arena *arena;
	struct mutable *all;
	size_t count, room;
};

static inline void mutable_add(struct mutables *m, void *at, size_t size, bool is_switch)
{
	if (m->count == m->room) {
		size_t room = m->room ? m->room * 2 : 256;
		struct mutable *more = arena_array(m->arena, room, sizeof *more);
		if (m->count) memcpy(more, m->all, m->count * sizeof *more);
		m->all = more;
		m->room = room;
	}
	m->all[m->count++] = (struct mutable){ at, size, is_switch };
}

#define MUTABLE(m, x) mutable_add(m, &(x), sizeof(x), false)
#define MUTABLE_SWITCH(m, x) mutable_add(m, &(x), sizeof(x), true)

static inline void mutables_of_keys(struct mutables *m, struct sort_key *by, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		MUTABLE(m, by[i].column);
		MUTABLE_SWITCH(m, by[i].descending);
	}
}

static inline void mutables_of_task(struct mutables *m, struct task *t)
{
	MUTABLE(m, t->kind);
	MUTABLE(m, t->argument);
	MUTABLE(m, t->where);
	MUTABLE(m, t->group);
	MUTABLE_SWITCH(m, t->skip_missing);
	MUTABLE_SWITCH(m, t->sample);
	MUTABLE(m, t->quantile);
	MUTABLE(m, t->ties);
	mutables_of_keys(m, t->by, t->by_count);
	MUTABLE(m, t->figure);
	MUTABLE(m, t->unit);
	MUTABLE(m, t->weight);
	MUTABLE(m, t->floor);
	MUTABLE(m, t->ceiling);
	MUTABLE(m, t->out);
	MUTABLE(m, t->symbol);
	MUTABLE(m, t->source);
}

static inline void mutables_of_stage(struct mutables *m, struct stage *s)
{
	for (struct instruction *i = s->code; i < s->code + s->count; i++) {
		MUTABLE(m, i->op);
		MUTABLE(m, i->a);
		MUTABLE(m, i->b);
		MUTABLE(m, i->c);
		MUTABLE(m, i->source);
	}
	for (size_t i = 0; i < s->task_count; i++)
		mutables_of_task(m, &s->tasks[i]);
}

static inline void mutables_of_declared(struct mutables *m, struct program *p)
{
	for (size_t i = 0; i < p->column_count; i++) {
		MUTABLE(m, p->columns[i].kind);
		MUTABLE(m, p->columns[i].field);
		MUTABLE(m, p->columns[i].vocabulary);
		MUTABLE(m, p->columns[i].source);
	}
	for (size_t i = 0; i < p->group_count; i++) {
		for (size_t k = 0; k < p->groups[i].count; k++)
			MUTABLE(m, p->groups[i].columns[k]);
		MUTABLE(m, p->groups[i].source);
	}
	for (size_t i = 0; i < p->value_count; i++) {
		MUTABLE(m, p->values[i].kind);
		MUTABLE(m, p->values[i].group);
		MUTABLE_SWITCH(m, p->values[i].lenient);
	}
	for (size_t i = 0; i < p->lookup_count; i++) {
		MUTABLE(m, p->lookups[i].field);
		MUTABLE(m, p->lookups[i].kind);
		MUTABLE(m, p->lookups[i].source);
	}
	for (size_t i = 0; i < p->figure_count; i++) {
		MUTABLE(m, p->figures[i].kind);
		MUTABLE(m, p->figures[i].literal);
		MUTABLE(m, p->figures[i].source);
	}
}

static inline void mutables_of_output(struct mutables *m, struct program_output *o)
{
	for (size_t k = 0; k < o->count; k++) {
		MUTABLE(m, o->columns[k].column);
		MUTABLE(m, o->columns[k].cells);
		MUTABLE(m, o->columns[k].award);
		MUTABLE(m, o->columns[k].decimals);
		MUTABLE_SWITCH(m, o->columns[k].date);
		MUTABLE(m, o->columns[k].source);
	}
	MUTABLE(m, o->where);
	mutables_of_keys(m, o->by, o->by_count);
}

static inline void mutables_of_asked(struct mutables *m, struct program *p)
{
	for (size_t i = 0; i < p->model->output_count; i++)
		mutables_of_output(m, &p->outputs[i]);
	for (size_t i = 0; i < p->model->check_count; i++)
		MUTABLE(m, p->checks[i]);
	for (size_t i = 0; i < p->model->compare_count; i++) {
		MUTABLE(m, p->compares[i].same);
		MUTABLE(m, p->compares[i].where);
	}
	for (size_t i = 0; i < p->model->symbol_count; i++)
		MUTABLE(m, p->symbols[i]);
	for (size_t i = 0; i <= p->model->slots; i++) {
		MUTABLE(m, p->slots[i]);
		MUTABLE(m, p->ranks[i]);
	}
}

static inline struct mutables mutables_of(struct arena *arena, struct program *p)
{
	struct mutables m = { .arena = arena };
	for (size_t i = 0; i < p->stage_count; i++)
		mutables_of_stage(&m, &p->stages[i]);
	mutables_of_declared(&m, p);
	mutables_of_asked(&m, p);
	return m;
}

static inline uint32_t mutable_get(const struct mutable *m)
{
	uint32_t value = 0;
	if (m->size == sizeof value) memcpy(&value, m->at, sizeof value);
	else value = *(const unsigned char *)m->at;
	return value;
}

static inline void mutable_set(const struct mutable *m, uint32_t value)
{
	unsigned char byte = (unsigned char)(m->is_switch ? value & 1 : value);
	if (m->size == sizeof value) memcpy(m->at, &value, sizeof value);
	else memcpy(m->at, &byte, 1);
}

/* What is set is mostly near to what is there, or an edge. */
static inline uint32_t mutable_choose(uint32_t was, uint32_t how, uint32_t any)
{
	switch (how % 8) {
	case 0: return was + 1;
	case 1: return was - 1;
	case 2: return NOTHING;
	case 3: return NOTHING - 1;
	case 4: return any;
	default: return any % 32;
	}
}

#endif

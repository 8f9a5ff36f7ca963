/* why_table.c - what a whole-table function was about, seen from one place: its group, how many rows, the figures its value
 * comes from, and where the place stands by it. */
#include "audit/why.h"

static void fact(struct why_table *t, const char *name, struct told value)
{
	t->fact[t->fact_count].name = name;
	t->fact[t->fact_count++].value = value;
}

static struct told plain_number(struct run *run, struct number n)
{
	return told_number(run, (struct type){ .kind = TYPE_NUMBER }, n);
}

/* Where the value stands in its group, counted from the highest and from the lowest. */
static void position(struct run *run, const struct slot *slot, size_t group, size_t row, struct why_table *t)
{
	struct value own, other;
	if (!memo_get(&slot->memo, row, &own) || !value_present(own)) return;
	t->from_top = t->from_bottom = 1;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t at = run_row(run, i);
		if (slot->groups->per && slot->groups->of[at] != group) continue;
		if (!memo_get(&slot->memo, at, &other) || !value_present(other)) continue;
		int order = number_order(other.is.number, own.is.number);
		t->from_top += order > 0;
		t->from_bottom += order < 0;
	}
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* the other functions say no more than their group */
static void facts(struct run *run, const struct tree *call, const struct slot *slot, size_t group, size_t row,
                  struct why_table *t)
{
	const struct slot_detail *d = slot->detail;
	struct type type = call->first->first ? call->first->first->type : call->type;
	static const char *const names[][2] = { { "mean", "standard deviation" },
		                                    { "lowest", "range" },
		                                    { "median", "1.4826 times the median distance from it" } };
	switch (call->function->id) {
	case FUNCTION_ZSCORE: case FUNCTION_MINMAX: case FUNCTION_MAD_SCORE: {
		size_t which = call->function->id == FUNCTION_ZSCORE ? 0 : call->function->id == FUNCTION_MINMAX ? 1 : 2;
		fact(t, names[which][0], told_number(run, type, d->from[group]));
		fact(t, names[which][1], told_number(run, type, d->by[group]));
		position(run, slot, group, row, t);
		break;
	}
	case FUNCTION_SHARE:
		fact(t, "sum", told_number(run, type, d->by[group]));
		position(run, slot, group, row, t);
		break;
	case FUNCTION_BANDS: case FUNCTION_PERCENTILE_RANK: case FUNCTION_NORMAL_SCORE:
		fact(t, "rank", plain_number(run, d->rank[row]));
		break;
	default: break;
	}
}
#pragma GCC diagnostic pop

const struct why_table *why_table(struct run *run, const struct tree *call, size_t row)
{
	struct value v;
	struct diags *diags = run->diags, unheard = { .arena = run->arena, .sources = diags->sources };
	run->diags = &unheard;
	const struct slot *slot = slot_told(run, call);
	run->diags = diags;
	run->failed = false;
	if (!slot) return NULL;
	struct why_table *t = arena_alloc(run->arena, sizeof *t);
	size_t group = slot->groups->per ? slot->groups->of[row] : 0;
	if (group == NO_GROUP) return t;
	t->rows = slot->rows[group];
	t->group = groups_key(run, slot->groups, group);
	bool present = !slot->each || (memo_get(&slot->memo, row, &v) && value_present(v));
	if (slot->each && present) facts(run, call, slot, group, row, t);
	return t;
}

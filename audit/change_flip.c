/* change_flip.c - the nearest values at which a decision is another. */
#include "audit/change_inside.h"

#define FIRST_OF 65536 /* the first step outwards is at least so small a part of the way to the end */

static bool by_table(const struct moving *m, const struct change_decision *d)
{
	return (decision_reach(m->what_if, d) & REACH_TABLE) != 0;
}

/* --- one value --- */

static enum verdict verdict_in(struct moving *m, struct run *probe, const struct change_decision *d)
{
	size_t mark = numbers_mark(probe->scratch);
	struct value v = what_if_kept(m->what_if) ? decision_value(probe, d, m->row) : value_error();
	probe->failed = false;
	numbers_clear(probe->scratch);
	bool same = decision_same(d, d->now, v);
	numbers_release(probe->scratch, mark);
	return v.state == VALUE_ERROR ? VERDICT_UNKNOWN : same ? VERDICT_SAME : VERDICT_FLIPS;
}

static struct run *reads(struct moving *m, int64_t at, bool table)
{
	m->input->probes++;
	return what_if_reads(m->what_if, value_number(grid_value(m->run, &m->grid, at)), table);
}

static struct probe *probe_new(struct moving *m, int64_t at)
{
	struct change *c = m->change;
	if (m->probe_count == m->probe_room) {
		struct probe *old = m->probes;
		m->probe_room = m->probe_room * 2 + 32;
		m->probes = arena_array(m->run->arena, m->probe_room, sizeof *old);
		if (m->probe_count) memcpy(m->probes, old, m->probe_count * sizeof *old);
	}
	struct probe *p = &m->probes[m->probe_count++];
	*p = (struct probe){ at, arena_array(m->run->arena, c->decision_count, sizeof *p->verdict) };
	struct run *probe = reads(m, at, true);
	for (size_t i = 0; i < c->decision_count; i++)
		if (by_table(m, &c->decisions[i])) p->verdict[i] = verdict_in(m, probe, &c->decisions[i]);
	return p;
}

static enum verdict verdict_at(struct moving *m, const struct change_decision *d, int64_t at)
{
	if (!by_table(m, d)) return verdict_in(m, reads(m, at, false), d);
	size_t which = (size_t)(d - m->change->decisions);
	for (size_t i = 0; i < m->probe_count; i++)
		if (m->probes[i].at == at) return m->probes[i].verdict[which];
	return probe_new(m, at)->verdict[which];
}

/* --- one direction --- */

/* Candidates come in order: the kinks, and where the whole table is asked also steps that grow. */
struct walk {
	int direction;
	int64_t first, end;
	const int64_t *kink;
	size_t kink_count, next; /* the next kink, counted in the direction of the walk */
	int64_t step;            /* to the next candidate that is no kink; 0: there is none but the first and the end */
};

static int64_t beyond(const struct walk *w, int64_t a, int64_t b)
{
	return w->direction > 0 ? a - b : b - a;
}

static int64_t kink_at(const struct walk *w, size_t i)
{
	return w->direction > 0 ? w->kink[i] : w->kink[w->kink_count - 1 - i];
}

/* The candidate after `from`; false behind the end. */
static bool walk_next(struct walk *w, int64_t from, int64_t *out)
{
	int64_t next = w->end;
	if (beyond(w, w->end, from) <= 0) return false;
	while (w->next < w->kink_count && beyond(w, kink_at(w, w->next), from) <= 0)
		w->next++;
	if (w->next < w->kink_count && beyond(w, kink_at(w, w->next), next) < 0) next = kink_at(w, w->next);
	if (beyond(w, from, w->first) < 0) next = w->first;
	while (w->step && beyond(w, w->first + w->direction * w->step, from) <= 0)
		w->step *= 2;
	if (w->step && beyond(w, w->first + w->direction * w->step, next) < 0) next = w->first + w->direction * w->step;
	*out = next;
	return true;
}

/* The border between a value that does not flip and one that does. */
static int64_t bisect(struct moving *m, const struct change_decision *d, int64_t same, int64_t flips)
{
	while (flips - same > 1 || same - flips > 1) {
		int64_t middle = same + (flips - same) / 2;
		if (verdict_at(m, d, middle) == VERDICT_FLIPS) flips = middle;
		else same = middle;
	}
	return flips;
}

/* False when none was found in this direction. */
static bool walk_to_flip(struct moving *m, const struct change_decision *d, struct walk *w, int64_t *at, bool *sought)
{
	int64_t before = w->first - w->direction, next;
	while (walk_next(w, before, &next)) {
		if (verdict_at(m, d, next) != VERDICT_FLIPS) {
			before = next;
			continue;
		}
		*sought = next != before + w->direction;
		*at = *sought ? bisect(m, d, before, next) : next;
		/* One step nearer it must be known to be as now. */
		return *at == w->first || verdict_at(m, d, *at - w->direction) == VERDICT_SAME;
	}
	return false;
}

/* --- flips --- */

/* Several decisions often flip at one value, which is worked out once for all of them. */
static struct change_effect effect_at(struct moving *m, const struct change_flip *flip)
{
	for (const struct change_flip *f = m->input->flips; f != flip; f++)
		if (value_order(type_family(m->input->field->type), f->value, flip->value) == 0) return f->effect;
	return effect_of(m, flip->value);
}

static struct change_flip *flip_add(struct moving *m, const struct change_decision *d, struct value cell)
{
	struct change_input *in = m->input;
	struct change_flip *f = &in->flips[in->flip_count++];
	*f = (struct change_flip){ .decision = d, .value = cell };
	struct run *probe = what_if_reads(m->what_if, cell, by_table(m, d));
	f->becomes = value_copied(m->run, decision_value(probe, d, m->row));
	f->words = decision_words(m->run, d, f->becomes);
	f->effect = effect_at(m, f);
	return f;
}

/* False when there is none. */
static bool flip_towards(struct moving *m, const struct change_decision *d, const struct walk *w, bool exact)
{
	struct walk walk = *w;
	bool sought = false;
	int64_t at;
	if (!walk_to_flip(m, d, &walk, &at, &sought)) return false;
	struct change_flip *f = flip_add(m, d, value_number(grid_value(m->run, &m->grid, at)));
	f->direction = w->direction;
	f->method = exact && !sought ? CHANGE_EXACTLY : CHANGE_PROBED;
	f->before = at == w->first ? m->input->now : value_number(grid_value(m->run, &m->grid, at - w->direction));
	f->has_before = at != w->first || !m->input->missing;
	return true;
}

static struct number distance(struct moving *m, const struct change_flip *f)
{
	return number_abs(m->run->kept, number_sub(m->run->kept, f->value.is.number, m->input->now.is.number));
}

static void flips_of_number(struct moving *m, const struct change_decision *d)
{
	struct change_input *in = m->input;
	size_t first = in->flip_count, count;
	bool exact;
	const int64_t *kinks = kinks_of(m, d, &count, &exact);
	bool nowhere = m->input->missing && m->input->field->missing == MISSING_ALLOWED, found = false;
	for (int direction = 1; direction >= -1 && !(nowhere && found); direction -= 2) {
		struct walk w = { .direction = direction, .kink = kinks, .kink_count = count };
		w.first = direction > 0 ? m->up : m->down;
		w.end = direction > 0 ? m->grid.high : m->grid.low;
		int64_t way = beyond(&w, w.end, w.first);
		if (!exact) w.step = way > FIRST_OF ? way / FIRST_OF : 1;
		if (way >= 0) found |= flip_towards(m, d, &w, exact);
	}
	if (in->flip_count - first < 2) return;
	struct change_flip up = in->flips[first];
	if (number_order(distance(m, &up), distance(m, &in->flips[first + 1])) <= 0) return;
	in->flips[first] = in->flips[first + 1];
	in->flips[first + 1] = up;
}

static void flip_try(struct moving *m, const struct change_decision *d, struct value cell)
{
	if (!m->input->missing &&
	    decision_same(&(struct change_decision){ .symbol = m->input->field->symbol }, cell, m->input->now))
		return;
	m->input->probes++;
	struct run *probe = what_if_reads(m->what_if, cell, by_table(m, d));
	if (verdict_in(m, probe, d) != VERDICT_FLIPS) return;
	struct change_flip *f = flip_add(m, d, cell);
	f->method = CHANGE_TRIED;
	f->before = m->input->now;
	f->has_before = !m->input->missing;
}

static void flips_of_words(struct moving *m, const struct change_decision *d)
{
	const struct choices *choices = m->input->field->type.choices;
	for (size_t i = 0; choices && i < choices->count; i++)
		flip_try(m, d, value_text(choices->words[i]));
}

static void flips_of_flag(struct moving *m, const struct change_decision *d)
{
	flip_try(m, d, value_flag(true));
	flip_try(m, d, value_flag(false));
}

void flips_find(struct moving *m)
{
	struct change *c = m->change;
	const struct field *f = m->input->field;
	enum type_family family = type_family(f->type);
	size_t most = family == FAMILY_TEXT && f->type.choices ? f->type.choices->count : 2;
	m->input->flips = arena_array(m->run->arena, c->decision_count * most, sizeof *m->input->flips);
	for (size_t i = 0; i < c->decision_count; i++) {
		const struct change_decision *d = &c->decisions[i];
		if (!(decision_reach(m->what_if, d) & (REACH_ROW | REACH_TABLE))) continue;
		if (family == FAMILY_TEXT) flips_of_words(m, d);
		else if (family == FAMILY_FLAG) flips_of_flag(m, d);
		else flips_of_number(m, d);
	}
}

/* change_effect.c - what a change of one cell does to others: whose decisions become other ones, and who pays. */
#include "audit/change_inside.h"
#include "audit/why.h"

/* The places whose awards change most, the largest first. */
struct payers {
	struct change_other other[CHANGE_SHOWN];
	struct number change[CHANGE_SHOWN];
	size_t count;
};

/* In the run as it is; of an error there is nothing to compare. */
static struct value now_of(struct run *run, const struct change_decision *d, size_t row)
{
	return run_unheard(run, d->condition, d->condition ? NULL : d->symbol, row);
}

static void decided_otherwise(struct moving *m, struct run *probe, struct change_effect *e, size_t row)
{
	const struct change *c = m->change;
	bool any = false;
	for (size_t i = 0; i < c->decision_count; i++) {
		const struct change_decision *d = &c->decisions[i];
		if (!(decision_reach(m->what_if, d) & REACH_OTHERS)) continue;
		struct value then = decision_value(probe, d, row), now = now_of(m->run, d, row);
		if (then.state == VALUE_ERROR || now.state == VALUE_ERROR || decision_same(d, now, then)) continue;
		if (!any && e->other_count < CHANGE_SHOWN)
			e->other[e->other_count++] = (struct change_other){
				.row = row,
				.decision = d,
				.from = decision_words(m->run, d, now),
				.to = decision_words(m->run, d, value_copied(m->run, then)),
			};
		any = true;
	}
	e->decided += any;
}

static struct text award_words(struct run *run, const struct symbol *award, struct number n)
{
	return print_words(run, award->type, value_number(n));
}

static void payer_add(struct moving *m, struct payers *p, const struct symbol *award, struct number now,
                      struct number then, size_t row)
{
	struct run *run = m->run;
	struct number change = number_sub(run->kept, then, now), size = number_abs(run->kept, change);
	size_t at = p->count < CHANGE_SHOWN ? p->count : CHANGE_SHOWN;
	while (at > 0 && number_order(number_abs(run->kept, p->change[at - 1]), size) < 0)
		at--;
	if (at == CHANGE_SHOWN) return;
	for (size_t i = p->count < CHANGE_SHOWN ? p->count++ : CHANGE_SHOWN - 1; i > at; i--) {
		p->other[i] = p->other[i - 1];
		p->change[i] = p->change[i - 1];
	}
	struct text by = award_words(run, award, change);
	p->change[at] = change;
	p->other[at] = (struct change_other){
		.row = row,
		.award = award,
		.from = award_words(run, award, now),
		.to = award_words(run, award, number_keep(run->kept, then)),
		.by = number_sign(change) > 0 ? arena_format(run->arena, "+%.*s", TEXT_ARG(by)) : by,
	};
}

static void award_of_own(struct moving *m, struct change_effect *e, const struct symbol *award, struct number then)
{
	struct value now = run_unheard(m->run, NULL, award, m->row);
	if (!value_present(now) || number_order(now.is.number, then) == 0) return;
	e->award[award->index] = award_words(m->run, award, then);
}

static void award_elsewhere(struct moving *m, struct run *probe, struct change_effect *e, struct payers *payers,
                            const struct symbol *award, bool *paid)
{
	for (size_t i = 0; i < m->run->row_count && !probe->failed; i++) {
		size_t row = run_row(m->run, i);
		struct value then = symbol_value(probe, award, row);
		if (!value_present(then)) return;
		if (row == m->row) {
			award_of_own(m, e, award, then.is.number);
			continue;
		}
		size_t mark = numbers_mark(m->run->scratch);
		struct value now = run_unheard(m->run, NULL, award, row);
		if (value_present(now) && number_order(now.is.number, then.is.number) != 0) {
			paid[row] = true;
			payer_add(m, payers, award, now.is.number, then.is.number, row);
		}
		numbers_release(m->run->scratch, mark);
	}
}

static void awards_elsewhere(struct moving *m, struct run *probe, struct change_effect *e)
{
	const struct model *model = m->run->model;
	struct payers payers = { .count = 0 };
	bool *paid = block_take(probe, m->run->table->rows, sizeof *paid);
	memset(paid, 0, m->run->table->rows * sizeof *paid);
	for (size_t i = 0; i < model->symbol_count && !probe->failed; i++) {
		const struct symbol *s = model->symbols[i];
		if (s->kind == SYMBOL_ALLOCATE && what_if_symbol(m->what_if, s)) award_elsewhere(m, probe, e, &payers, s, paid);
	}
	for (size_t row = 0; row < m->run->table->rows; row++)
		e->paid += paid[row];
	for (size_t i = 0; i < payers.count; i++)
		e->other[e->other_count++] = payers.other[i];
}

struct change_effect effect_of(struct moving *m, struct value cell)
{
	struct run *run = m->run, *probe = what_if_reads(m->what_if, cell, true);
	struct change_effect e = { .stops = !what_if_kept(m->what_if) };
	e.other = arena_array(run->arena, 2 * CHANGE_SHOWN, sizeof *e.other);
	e.award = arena_array(run->arena, run->model->symbol_count, sizeof *e.award);
	for (size_t i = 0; i < run->row_count && !e.stops; i++) {
		size_t row = run_row(run, i), mark = numbers_mark(probe->scratch), base = numbers_mark(run->scratch);
		if (row != m->row) decided_otherwise(m, probe, &e, row);
		numbers_release(probe->scratch, mark);
		numbers_release(run->scratch, base);
		e.stops = probe->failed;
	}
	if (!e.stops) awards_elsewhere(m, probe, &e);
	e.stops |= probe->failed;
	return e;
}

/* report_measure.c - what a map colours: the first award, else the first score, else the first rank, in classes that
 * hold about as many places each. Equal values are always of one class. */
#include "audit/report_page.h"
#include <stdlib.h>

struct measured {
	struct number value;
	size_t row;
};

struct text measure_words(const struct report *r, const struct symbol *s, struct value v)
{
	int decimals = s->kind == SYMBOL_ALLOCATE                               ? (int)award_decimals(r->run, s)
	               : s->kind == SYMBOL_RANK && number_is_whole(v.is.number) ? 0
	               : s->type.kind == TYPE_NUMBER                            ? 3
	                                                                        : -1;
	struct text plain = print_typed(r->run, s->type, v, decimals, false);
	return out_dressed(r->arena, plain, print_look(s->type, false), r->result->currency_sign);
}

static const struct symbol *find_kind(const struct report *r, enum symbol_kind kind)
{
	for (size_t i = 0; i < r->model->symbol_count; i++) {
		const struct symbol *s = r->model->symbols[i];
		if (s->kind == kind && s->used && s->rows && s->rows == r->run->table->dataset) return s;
	}
	return NULL;
}

/* Outside its `where` an award is £0, which is no measure of anything. */
static bool exists(const struct report *r, const struct symbol *s, size_t row, struct value *v)
{
	if (s->kind == SYMBOL_ALLOCATE && s->where && !value_true(run_unheard(r->run, s->where, NULL, row))) return false;
	*v = run_unheard(r->run, NULL, s, row);
	return value_present(*v) && !v->text;
}

static int compare(const void *a, const void *b)
{
	const struct measured *x = a, *y = b;
	int order = number_order(x->value, y->value);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static struct measured *measured(const struct report *r, struct measure *m, size_t *count)
{
	struct measured *all = arena_array(r->arena, r->run->row_count, sizeof *all);
	struct numbers *pool = numbers_new(r->arena);
	*count = 0;
	for (size_t i = 0; i < r->run->row_count; i++) {
		struct value v;
		size_t row = run_row(r->run, i);
		if (!exists(r, m->symbol, row, &v)) {
			m->outside++;
			continue;
		}
		all[(*count)++] = (struct measured){ number_keep(pool, v.is.number), row };
		m->value[row] = measure_words(r, m->symbol, v);
	}
	if (*count) qsort(all, *count, sizeof *all, compare);
	return all;
}

/* A class goes on to the end of the values that equal its last. */
static void classify(const struct measured *all, size_t count, struct measure *m)
{
	for (size_t from = 0, step = 1; from < count; step++) {
		size_t to = count * step / MEASURE_CLASSES, class = m->classes;
		if (to <= from) continue;
		while (to < count && number_order(all[to].value, all[to - 1].value) == 0)
			to++;
		for (size_t i = from; i < to; i++)
			m->class[all[i].row] = (uint8_t)(class + 1);
		m->from[class] = m->value[all[from].row];
		m->to[class] = m->value[all[to - 1].row];
		m->count[class] = to - from;
		m->classes++;
		from = to;
	}
}

void measure_find(const struct report *r, struct measure *m)
{
	static const enum symbol_kind kinds[] = { SYMBOL_ALLOCATE, SYMBOL_SCORE, SYMBOL_RANK };
	size_t count;
	*m = (struct measure){ 0 };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !m->symbol; i++)
		m->symbol = find_kind(r, kinds[i]);
	m->class = arena_array(r->arena, r->run->table->rows, sizeof *m->class);
	m->value = arena_array(r->arena, r->run->table->rows, sizeof *m->value);
	if (!m->symbol) return;
	m->lowest_first = m->symbol->kind == SYMBOL_RANK;
	struct measured *all = measured(r, m, &count);
	classify(all, count, m);
}

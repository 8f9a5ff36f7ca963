/* exact_result.c - the tables that a rule file asks for, cell by cell, and the facts of the summary. */
#include "audit/exact_run.h"

/* --- outputs --- */

/* The kept rows that an output shows, in the order of the input; NULL after an error. */
static size_t *rows_shown(struct run *run, const struct output *out, size_t *count)
{
	size_t *rows = arena_array(run->arena, run->row_count + 1, sizeof *rows);
	*count = 0;
	for (size_t i = 0; i < run->row_count; i++) {
		size_t mark = numbers_mark(run->scratch);
		struct value v = out->where ? expr_value(run, out->where, run_row(run, i)) : value_flag(true);
		numbers_release(run->scratch, mark);
		if (v.state == VALUE_ERROR) return NULL;
		if (value_true(v)) rows[(*count)++] = run_row(run, i);
	}
	return rows;
}

static bool keys_of(struct run *run, const struct tree *by, struct gathered *g)
{
	for (size_t i = 0; i < g->count; i++) {
		struct value *key = &g->key[i * g->key_count];
		for (const struct tree *order = by->first; order; order = order->next, key++) {
			size_t mark = numbers_mark(run->scratch);
			*key = expr_value(run, order->first, g->row[i]);
			if (value_present(*key) && !key->text) key->is.number = number_keep(run->terms, key->is.number);
			numbers_release(run->scratch, mark);
			if (key->state == VALUE_ERROR) return false;
		}
	}
	return true;
}

/* Sorts the rows by the keys; equal ones by the dataset's key. */
static bool rows_sorted(struct run *run, const struct tree *by, size_t *rows, size_t count)
{
	struct gathered g = { .row = rows, .count = count, .key_count = tree_count(by) };
	size_t *index = block_take(run, count, sizeof *index), *out = block_take(run, count, sizeof *out);
	struct number *rank = block_take(run, count, sizeof *rank);
	size_t mark = numbers_mark(run->terms);
	g.key = block_take(run, count * g.key_count, sizeof *g.key);
	bool done = keys_of(run, by, &g);
	for (size_t i = 0; i < count; i++)
		index[i] = i;
	if (done) {
		order_sort(run, &g, by, index, count);
		order_ranks(run, &g, by, TIES_KEY, index, count, rank);
		for (size_t i = 0; i < count; i++)
			out[i] = rows[index[i]];
		if (count) memcpy(rows, out, count * sizeof *rows);
	}
	numbers_release(run->terms, mark);
	void *blocks[] = { index, out, rank, g.key };
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		block_give(run, blocks[i]);
	return done;
}

/* The cells of a column, and of those that are not present why; a column where all are has neither states nor reasons. */
struct printed {
	struct text *texts, *reasons;
	uint8_t *states;
};

static struct text reason_of(void *state, size_t i)
{
	const struct printed *p = state;
	return p->reasons[i];
}

static void print_absent(struct run *run, struct printed *p, size_t count, size_t i, struct value v)
{
	if (!p->states) {
		p->states = arena_array(run->arena, count, sizeof *p->states);
		p->reasons = arena_array(run->arena, count, sizeof *p->reasons);
	}
	p->states[i] = v.state == VALUE_MISSING ? RESULT_MISSING : RESULT_NOT_APPLICABLE;
	p->reasons[i] = print_reason(run, v);
}

static bool column_filled(struct run *run, const struct output *out, size_t which, const size_t *rows, size_t count,
                          struct result_column *column)
{
	const struct tree *tree = out->columns[which];
	int decimals = out->decimals ? out->decimals[which] : -1;
	bool percent = out->percent && out->percent[which];
	*column = (struct result_column){ .header = out->headers[which], .look = print_look(tree->type, percent) };
	struct printed *p = arena_alloc(run->arena, sizeof *p);
	p->texts = arena_array(run->arena, count, sizeof *p->texts);
	for (size_t i = 0; i < count; i++) {
		size_t mark = numbers_mark(run->scratch);
		struct value v = expr_value(run, tree, rows[i]);
		if (v.state == VALUE_ERROR) return false;
		if (value_present(v)) p->texts[i] = print_value(run, tree, v, rows[i], decimals, percent);
		else print_absent(run, p, count, i, v);
		numbers_release(run->scratch, mark);
	}
	column->form = RESULT_TEXTS;
	column->texts = p->texts;
	column->states = p->states;
	column->reason = reason_of;
	column->reason_state = p;
	return true;
}

/* By whoever computed it, who knows rows and cells but not what they are called. */
static bool table_taken(struct run *run, const struct output *out, size_t which, struct result_table *table)
{
	*table = (struct result_table){ .column_count = out->count };
	table->columns = arena_array(run->arena, out->count, sizeof *table->columns);
	for (size_t i = 0; i < out->count; i++) {
		bool percent = out->percent && out->percent[i];
		table->columns[i].header = out->headers[i];
		table->columns[i].look = print_look(out->columns[i]->type, percent);
	}
	return run->known->output(run->known->self, which, table);
}

size_t *result_rows(struct run *run, const struct output *out, size_t *count)
{
	size_t *rows = rows_shown(run, out, count);
	return rows && (!out->by || rows_sorted(run, out->by, rows, *count)) ? rows : NULL;
}

static bool table_filled(struct run *run, const struct output *out, size_t which, struct result_table *table)
{
	if (run->known && out->rows) return table_taken(run, out, which, table);
	size_t no_row = NO_ROW, count = 1;
	size_t *rows = out->rows ? result_rows(run, out, &count) : &no_row;
	if (!rows) return false;
	*table = (struct result_table){ .figures = !out->rows, .column_count = out->count, .rows = count };
	table->columns = arena_array(run->arena, out->count, sizeof *table->columns);
	for (size_t i = 0; i < out->count; i++)
		if (!column_filled(run, out, i, rows, count, &table->columns[i])) return false;
	return true;
}

bool result_tables(struct run *run, struct result *result)
{
	const struct model *m = run->model;
	result->table_count = m->output_count;
	result->tables = arena_array(run->arena, m->output_count, sizeof *result->tables);
	for (size_t i = 0; i < m->output_count; i++)
		if (!table_filled(run, &m->outputs[i], i, &result->tables[i])) return false;
	return true;
}

/* --- the summary: cells --- */

/* Counts the missing cells of a column by their reason: bucket 0 an empty cell, then the markers. Markers that share a
 * reason count together. */
static void missing_by_reason(struct run *run, const struct column *column, struct result_count *out, size_t *count)
{
	const struct field *f = column->field;
	size_t *n = arena_array(run->arena, f->marker_count + 1, sizeof *n);
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i), reason;
		if (!column_missing(column, row)) continue;
		reason = column_reason(column, row);
		struct text words = reason ? f->markers[reason - 1].reason : TEXT("");
		for (size_t k = 0; k < reason; k++)
			if (text_equal(words, k ? f->markers[k - 1].reason : TEXT(""))) reason = k;
		n[reason]++;
	}
	for (size_t k = 0; k <= f->marker_count; k++)
		if (n[k]) out[(*count)++] = (struct result_count){ f->name, k ? f->markers[k - 1].reason : TEXT(""), n[k] };
}

static void cells_summed_up(struct run *run, struct result *result)
{
	const struct dataset *d = run->table->dataset;
	size_t room = 0;
	for (size_t i = 0; d && i < d->field_count; i++)
		room += d->fields[i].marker_count + 1;
	result->missing = arena_array(run->arena, room, sizeof *result->missing);
	result->imputed = arena_array(run->arena, room, sizeof *result->imputed);
	for (size_t i = 0; d && i < d->field_count; i++) {
		const struct column *c = &run->table->columns[i];
		const struct field *f = &d->fields[i];
		if (!f->used || !c->missing) continue;
		if (f->missing == MISSING_ALLOWED) missing_by_reason(run, c, result->missing, &result->missing_count);
		if (f->missing != MISSING_IMPUTED) continue;
		size_t n = 0;
		for (size_t k = 0; k < run->row_count; k++)
			n += column_missing(c, run_row(run, k));
		if (n)
			result->imputed[result->imputed_count++] = (struct result_count){ f->name, run_source(run, f->impute), n };
	}
}

static void dropped_summed_up(struct run *run, struct result *result)
{
	const struct dataset *d = run->table->dataset;
	size_t at = 0;
	if (!d) return;
	for (const struct tree *c = tree_find(d->declaration, TREE_KEEP_WHERE); c; c = tree_next(c))
		at++;
	result->dropped = arena_array(run->arena, at, sizeof *result->dropped);
	result->dropped_count = at;
	at = 0;
	for (const struct tree *c = tree_find(d->declaration, TREE_KEEP_WHERE); c; c = tree_next(c), at++) {
		struct text title = tree_title(c), reason = title.len ? title : run_source(run, c->first);
		result->dropped[at] = (struct result_count){ reason, TEXT(""), run->dropped[at] };
	}
}

/* --- the summary: rules, money, params --- */

static bool rule_count(struct run *run, const struct symbol *symbol, size_t *count)
{
	*count = 0;
	if (run->known && symbol->rows && run->known->count(run->known->self, symbol->index, count)) return true;
	for (size_t i = 0; i < run->row_count; i++) {
		struct value v = run_unheard(run, NULL, symbol, run_row(run, i));
		if (v.state == VALUE_ERROR) return false;
		*count += value_true(v);
	}
	return true;
}

/* A rule counts for every row here, also where nothing asked for it; an error there is none of the run. */
static void rules_summed_up(struct run *run, struct result *result)
{
	const struct model *m = run->model;
	result->rules = arena_array(run->arena, m->symbol_count, sizeof *result->rules);
	for (size_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = m->symbols[i];
		size_t count;
		if (s->kind != SYMBOL_RULE || !s->used) continue;
		if (rule_count(run, s, &count))
			result->rules[result->rule_count++] = (struct result_count){ s->name, tree_title(s->declaration), count };
	}
}

static struct result_level level_of(struct run *run, const struct symbol *s, const struct award_level *l,
                                    struct text group)
{
	size_t decimals = run->awards[s->index].decimals;
	/* The amount itself may be no multiple of the unit. */
	size_t amount = number_decimals(l->amount), rest = number_decimals(l->unspent);
	if (amount < decimals || amount > 40) amount = decimals;
	if (rest < decimals || rest > 40) rest = decimals;
	return (struct result_level){
		.award = s->name,
		.group = group,
		.amount = number_decimal(run->arena, l->amount, amount),
		.awarded = number_decimal(run->arena, l->awarded, decimals),
		.unspent = number_decimal(run->arena, l->unspent, rest),
		.note = l->note,
		.places = l->places,
		.money = s->type.kind == TYPE_MONEY,
	};
}

static void money_summed_up(struct run *run, struct result *result)
{
	const struct model *m = run->model;
	size_t room = 0;
	for (size_t i = 0; i < m->symbol_count; i++)
		room += run->awards[i].known ? 1 + run->awards[i].level_count : 0;
	result->levels = arena_array(run->arena, room, sizeof *result->levels);
	for (size_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = m->symbols[i];
		const struct award *a = &run->awards[s->index];
		if (s->kind != SYMBOL_ALLOCATE || !a->known) continue;
		result->levels[result->level_count++] = level_of(run, s, &a->whole, TEXT(""));
		for (size_t k = 0; k < a->level_count; k++)
			result->levels[result->level_count++] = level_of(run, s, &a->levels[k], a->levels[k].group);
	}
}

static void add_param(struct run *run, const struct symbol *s, struct result *result)
{
	struct value v = run_unheard(run, NULL, s, NO_ROW);
	if (v.state == VALUE_ERROR) return;
	struct text from = s->value_from.len ? s->value_from : TEXT("undated");
	struct text value = print_words(run, s->type, v);
	result->params[result->param_total++] = (struct result_param){ s->name, value, from };
}

static bool is_chosen(const struct symbol *s)
{
	return s->value_from.len || tree_find(s->declaration, TREE_FROM_DATE);
}

/* First those that could have another value on another day or by --set. */
static void params_summed_up(struct run *run, struct result *result)
{
	const struct model *m = run->model;
	result->params = arena_array(run->arena, m->symbol_count, sizeof *result->params);
	for (size_t i = 0; i < m->symbol_count; i++)
		if (m->symbols[i]->kind == SYMBOL_PARAM && is_chosen(m->symbols[i])) add_param(run, m->symbols[i], result);
	result->param_count = result->param_total;
	for (size_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = m->symbols[i];
		if (s->kind == SYMBOL_PARAM && s->used && !is_chosen(s)) add_param(run, s, result);
	}
}

void result_summary(struct run *run, struct result *result)
{
	const struct model *m = run->model;
	result->title = m->title;
	result->version = tree_text(m->fund, TREE_VERSION);
	result->authority = tree_text(m->fund, TREE_AUTHORITY);
	result->currency_sign = m->currency_sign;
	result->rows_read = run->table->rows;
	result->rows_kept = run->row_count;
	if (run->table->dataset) result->dataset = run->table->dataset->name;
	result->tests = m->tests;
	result->scenarios = m->scenarios;
	cells_summed_up(run, result);
	dropped_summed_up(run, result);
	rules_summed_up(run, result);
	money_summed_up(run, result);
	params_summed_up(run, result);
	result->assumptions = arena_array(run->arena, m->assume_count, sizeof *result->assumptions);
	result->assumption_count = m->assume_count;
	for (size_t i = 0; i < m->assume_count; i++)
		result->assumptions[i] = tree_title(m->assumes[i]);
}

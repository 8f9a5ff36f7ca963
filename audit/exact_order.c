/* exact_order.c - the order of places: a stable merge sort by several keys, ties, and ranks. */
#include "audit/exact_run.h"

#define NOINLINE __attribute__((noinline))

/* A key without a direction is a rank or a text: smallest first. */
static int keys_order(const struct gathered *g, const struct tree *by, size_t a, size_t b)
{
	const struct value *x = &g->key[a * g->key_count], *y = &g->key[b * g->key_count];
	for (const struct tree *order = by->first; order; order = order->next, x++, y++) {
		if (x->state || y->state) {
			int c = (x->state > 0) - (y->state > 0); /* what does not exist comes last, whatever the direction */
			if (c) return c;
			continue;
		}
		int c = value_order(x->text ? FAMILY_TEXT : FAMILY_NUMBER, *x, *y);
		if (c) return order->op == OP_HIGHEST || order->op == OP_DESC ? -c : c;
	}
	return 0;
}

bool order_tied(const struct gathered *g, const struct tree *by, size_t a, size_t b)
{
	return keys_order(g, by, a, b) == 0;
}

/* By the keys, or, where `by` is NULL, by the key of the dataset, which no two rows share. */
static bool stands_before(const struct run *run, const struct gathered *g, const struct tree *by, size_t a, size_t b)
{
	return (by ? keys_order(g, by, a, b) : table_key_order(run->table, g->row[a], g->row[b])) < 0;
}

/* Merges the sorted halves of index through room. */
static void merge(const struct run *run, const struct gathered *g, const struct tree *by, size_t *index, size_t middle,
                  size_t count, size_t *room)
{
	size_t a = 0, b = middle, at = 0;
	memcpy(room, index, count * sizeof *index);
	while (a < middle && b < count)
		index[at++] = stands_before(run, g, by, room[b], room[a]) ? room[b++] : room[a++];
	while (a < middle)
		index[at++] = room[a++];
	while (b < count)
		index[at++] = room[b++];
}

/* From short runs upwards, so that no stack is needed. */
void order_sort(struct run *run, const struct gathered *g, const struct tree *by, size_t *index, size_t count)
{
	size_t *room = block_take(run, count, sizeof *room);
	for (size_t width = 1; width < count; width *= 2)
		for (size_t at = 0; at + width < count; at += 2 * width) {
			size_t end = count - at < 2 * width ? count - at : 2 * width;
			if (!stands_before(run, g, by, index[at + width], index[at + width - 1])) continue;
			merge(run, g, by, index + at, width, end, room);
		}
	block_give(run, room);
}

/* The ranks of the tied rows index[first] up to but not including index[end]; dense: how many ranks came before. */
static void rank_tied(struct run *run, const struct gathered *g, enum tie_rule ties, size_t *index, size_t first,
                      size_t end, size_t dense, struct number *rank)
{
	struct number r = number_of((int64_t)first + 1);
	if (ties == TIES_KEY) order_sort(run, g, NULL, index + first, end - first);
	if (ties == TIES_MAX) r = number_of((int64_t)end);
	if (ties == TIES_DENSE) r = number_of((int64_t)dense + 1);
	if (ties == TIES_AVERAGE) r = number_ratio(run->scratch, (int64_t)(first + 1 + end), 2);
	for (size_t i = first; i < end; i++)
		rank[index[i]] = ties == TIES_KEY ? number_of((int64_t)i + 1) : r;
}

void order_ranks(struct run *run, const struct gathered *g, const struct tree *by, enum tie_rule ties, size_t *index,
                 size_t count, struct number *rank)
{
	size_t dense = 0;
	for (size_t first = 0, end; first < count; first = end, dense++) {
		for (end = first + 1; end < count && order_tied(g, by, index[first], index[end]); end++)
			;
		rank_tied(run, g, ties, index, first, end, dense, rank);
	}
}

/* Sorts the rows of one group, as positions in g, into index, which has room for them. */
size_t order_group(struct run *run, const struct gathered *g, const struct tree *by, size_t group, size_t *index)
{
	size_t count = g->start[group + 1] - g->start[group];
	for (size_t i = 0; i < count; i++)
		index[i] = g->start[group] + i;
	order_sort(run, g, by, index, count);
	return count;
}

static bool unknown_at(const struct gathered *g, size_t i)
{
	return g->unknown[g->groups->per ? g->groups->of[g->row[i]] : 0];
}

void rank_into(struct run *run, const struct gathered *g, const struct tree *by, enum tie_rule ties, struct memo *memo)
{
	size_t *index = block_take(run, g->count, sizeof *index);
	struct number *rank = block_take(run, g->count, sizeof *rank);
	for (size_t group = 0; group < g->groups->count; group++) {
		size_t count = order_group(run, g, by, group, index);
		order_ranks(run, g, by, ties, index, count, rank);
	}
	for (size_t i = 0; i < g->count; i++)
		memo_put(run, memo, g->row[i], unknown_at(g, i) ? value_missing(TEXT("")) : value_number(rank[i]));
	block_give(run, index);
	block_give(run, rank);
}

/* --- the declaration --- */

/* Rows outside `where` have no rank. */
static void rank_absent(struct run *run, const struct symbol *symbol, struct memo *memo)
{
	struct value v;
	for (size_t i = 0; i < run->row_count; i++)
		if (!memo_get(memo, run_row(run, i), &v))
			memo_put(run, memo, run_row(run, i), value_absent(symbol->declaration, symbol->where));
}

static NOINLINE struct gathering rank_gathering(const struct symbol *symbol)
{
	return (struct gathering){
		.by = tree_find(symbol->declaration, TREE_BY),
		.per = tree_find(symbol->declaration, TREE_PER),
		.where = symbol->where,
	};
}

bool rank_compute(struct run *run, const struct symbol *symbol, struct memo *memo)
{
	struct gathering what = rank_gathering(symbol);
	struct gathered *g = block_take(run, 1, sizeof *g);
	size_t terms = numbers_mark(run->terms);
	bool done = gather(run, &what, g);
	if (done) {
		memo_make(run, memo, run->table->rows);
		rank_into(run, g, what.by, tree_ties(symbol->declaration), memo);
		rank_absent(run, symbol, memo);
	}
	gathered_give(run, g);
	block_give(run, g);
	numbers_release(run->terms, terms);
	return done;
}

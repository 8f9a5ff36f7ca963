/* vm_order.c - rows in order, and ranks. Keys of whole numbers are sorted as they stand; among numbers with bounds those
 * that reach into each other are compared again: by what they rest on, with twice the digits, and then exactly. */
#include "runtime/order.h"
#include "runtime/part.h"
#include "runtime/vm_private.h"
#include <math.h>

/* What is compared: whole numbers in the same order, where there are such. */
static const double *numbers_of(const struct vm_column *c)
{
	return c->order ? c->order : c->v;
}

static bool bounded(const struct vm_column *c)
{
	return c->e && !c->order && !c->shape.single;
}

static bool whole(const struct vm_column *c)
{
	return !c->e || c->order;
}

/* --- two rows --- */

static int order_of(double a, double b)
{
	return (a > b) - (a < b);
}

/* What does not exist stands last, whatever the direction. */
static int states_order(const struct vm_column *c, uint32_t a, uint32_t b)
{
	int x = c->state ? c->state[a] != VM_PRESENT : 0, y = c->state ? c->state[b] != VM_PRESENT : 0;
	return x - y;
}

static bool exists(const struct vm_column *c, uint32_t a)
{
	return !c->state || !c->state[a];
}

static bool apart(const struct vm *vm, const struct vm_column *c, uint32_t a, uint32_t b)
{
	return fabs(c->v[a] - c->v[b]) > (c->e[a] + c->e[b]) * vm_slack(vm);
}

/* Of two numbers whose bounds meet. */
static int near_order(struct vm *vm, uint32_t column, uint32_t a, uint32_t b)
{
	const struct vm_column *c = &vm->columns[column];
	if (vm->options.undecided) return order_of(c->v[a], c->v[b]);
	if (!vm_without(vm, VM_SAME) && exact_same_inputs(vm, column, a, b)) {
		vm->counts.decided[VM_SAME]++;
		return 0;
	}
	double step = c->shape.on_grid && !vm_without(vm, VM_GRID) ? unit_value(c->shape.unit) : 0;
	double distance = fabs(c->v[a] - c->v[b]), error = (c->e[a] + c->e[b]) * SLACK;
	bool planted = PLANTED(vm, VM_GRID) && distance < step * 1.5;
	if (planted || distance + error < step * (1 - 0x1p-40)) {
		vm->counts.decided[VM_GRID]++;
		return 0;
	}
	struct double_value p, q;
	int order;
	if (double_column(vm, column, a, &p) && double_column(vm, column, b, &q) &&
	    double_order(vm, &p, &q, step, &order)) {
		vm->counts.decided[VM_DOUBLE]++;
		return order;
	}
	size_t mark = numbers_mark(vm->scratch);
	struct answer x = exact_column(vm, column, a), y = exact_column(vm, column, b);
	order = number_order(x.number, y.number);
	vm->counts.decided[VM_EXACT]++;
	numbers_release(vm->scratch, mark);
	return order;
}

static int key_order(struct vm *vm, const struct sort_key *key, uint32_t a, uint32_t b)
{
	const struct vm_column *c = &vm->columns[key->column];
	int order = states_order(c, a, b);
	if (order || !exists(c, a)) return order;
	if (c->flag) order = (int)c->flag[a] - (int)c->flag[b];
	else if (c->text)
		order = text_order(column_text(vm_cells(vm, key->column), vm_row(vm, a)),
		                   column_text(vm_cells(vm, key->column), vm_row(vm, b)));
	else if (!bounded(c) || apart(vm, c, a, b)) order = order_of(numbers_of(c)[a], numbers_of(c)[b]);
	else order = near_order(vm, key->column, a, b);
	return key->descending ? -order : order;
}

static int rows_order(struct vm *vm, const struct sort_key *by, size_t count, uint32_t a, uint32_t b)
{
	for (size_t k = 0; k < count; k++) {
		int order = key_order(vm, &by[k], a, b);
		if (order) return order;
	}
	return 0;
}

bool order_equal(struct vm *vm, const struct sort_key *by, size_t by_count, uint32_t a, uint32_t b)
{
	return rows_order(vm, by, by_count, a, b) == 0;
}

/* --- few rows, by comparing --- */

struct comparing {
	struct vm *vm;
	const struct sort_key *by; /* NULL: by the key of the dataset */
	size_t by_count;
};

static int compared(const struct comparing *c, uint32_t a, uint32_t b)
{
	if (c->by) return rows_order(c->vm, c->by, c->by_count, a, b);
	return table_key_order(c->vm->table, vm_row(c->vm, a), vm_row(c->vm, b));
}

/* Stable; from short runs upwards, so that no stack is needed. */
static void sort_by_comparing(const struct comparing *c, uint32_t *row, size_t n, uint32_t *room)
{
	for (size_t width = 1; width < n; width *= 2)
		for (size_t low = 0; low + width < n; low += 2 * width) {
			size_t middle = low + width, high = n - low < 2 * width ? n : low + 2 * width;
			if (compared(c, row[middle], row[middle - 1]) >= 0) continue;
			memcpy(room, row + low, (high - low) * sizeof *row);
			size_t a = 0, b = width, end = high - low;
			for (size_t at = low; at < high; at++) {
				bool second = a == width || (b < end && compared(c, room[b], room[a]) < 0);
				row[at] = second ? room[b++] : room[a++];
			}
		}
}

/* --- many rows, by keys --- */

static uint64_t radix_key(const struct vm_column *c, uint32_t row, bool descending)
{
	if (!exists(c, row)) return UINT64_MAX;
	if (c->flag) return descending ? 1 - (uint64_t)c->flag[row] : c->flag[row];
	if (!whole(c)) return order_key_double(c->v[row], descending);
	return order_key_whole((int64_t)numbers_of(c)[row], descending);
}

struct keys_of_rows {
	const struct vm *vm;
	const struct vm_column *column;
	const uint32_t *row;
	uint64_t *key;
	size_t n;
	bool descending;
};

static void keys_part(void *state, size_t part)
{
	const struct keys_of_rows *k = state;
	size_t parts = part_count(k->vm->crew, k->n), end = part_begin(k->n, parts, part + 1);
	for (size_t i = part_begin(k->n, parts, part); i < end; i++)
		k->key[i] = radix_key(k->column, k->row[i], k->descending);
}

/* From the last key to the first; each sort leaves what is equal as it stands. */
static void sort_by_keys(struct vm *vm, const struct sort_key *by, size_t by_count, uint32_t *row, size_t n)
{
	uint64_t *key = vm_take(vm, n, sizeof *key), *key_room = vm_take(vm, n, sizeof *key_room);
	uint32_t *room = vm_take(vm, n, sizeof *room);
	for (size_t k = by_count; k-- > 0;) {
		struct keys_of_rows keys = { vm, &vm->columns[by[k].column], row, key, n, by[k].descending };
		part_do(vm->crew, part_count(vm->crew, n), keys_part, &keys);
		if (!order_radix(vm->crew, key, row, n, key_room, room)) memcpy(row, room, n * sizeof *row);
	}
	vm_give(vm, key);
	vm_give(vm, key_room);
	vm_give(vm, room);
}

/* The key whose numbers carry bounds; by_count without one. */
static size_t first_bounded(const struct vm *vm, const struct sort_key *by, size_t by_count)
{
	size_t k = 0;
	while (k < by_count && !bounded(&vm->columns[by[k].column]))
		k++;
	return k;
}

/* Rows by a key with bounds, in the order of its values. */
struct bounded_rows {
	struct vm *vm;
	const struct sort_key *by;
	size_t k; /* which key has the bounds */
	const uint32_t *row;
	size_t n;
	double *low; /* of each row and all behind it the lower end: a wide bound further on may reach back past narrow ones */
};

/* Whether a row and the one before it are alike in the keys that come first, and both have this one. */
static bool in_one_stretch(const struct bounded_rows *b, size_t i)
{
	const struct vm_column *c = &b->vm->columns[b->by[b->k].column];
	return exists(c, b->row[i]) && rows_order(b->vm, b->by, b->k, b->row[i - 1], b->row[i]) == 0;
}

static double end_of(const struct bounded_rows *b, size_t i, int side)
{
	const struct vm_column *c = &b->vm->columns[b->by[b->k].column];
	return (b->by[b->k].descending ? -1 : 1) * c->v[b->row[i]] + side * c->e[b->row[i]] * SLACK * 2;
}

static void find_lows(struct bounded_rows *b)
{
	for (size_t i = b->n; i-- > 0;) {
		b->low[i] = end_of(b, i, -1);
		if (i + 1 < b->n && in_one_stretch(b, i + 1)) b->low[i] = fmin(b->low[i], b->low[i + 1]);
	}
}

/* Where bounds meet, from the first of such a run on: how many rows. */
static size_t meeting(const struct bounded_rows *b, size_t first)
{
	size_t i = first;
	double end = -INFINITY;
	for (; i < b->n && (i == first || (in_one_stretch(b, i) && b->low[i] <= end)); i++)
		end = fmax(end, end_of(b, i, 1));
	return i - first;
}

static bool order_text(const struct vm *vm, const struct sort_key *by, size_t by_count)
{
	for (size_t k = 0; k < by_count; k++)
		if (vm->columns[by[k].column].text) return true;
	return false;
}

static void make_order(struct vm *vm, uint32_t column)
{
	struct filled f;
	bool left_out = vm->options.undecided || vm_without(vm, VM_SAME);
	if (!left_out && filled_of(vm, column, &f)) vm->columns[column].order = filled_order_numbers(vm, &f);
}

/* The columns of the keys, as arrays that sort. */
static bool order_prepare(struct vm *vm, const struct sort_key *by, size_t by_count)
{
	for (size_t k = 0; k < by_count; k++) {
		struct vm_column *key = column_load(vm, by[k].column);
		if (!key) return false;
		if (bounded(key)) make_order(vm, by[k].column);
		if (key->text && !vm_cells(vm, by[k].column))
			return vm_refuse(vm, "rows are sorted by a text that is no field");
	}
	return true;
}

static void order_prepared(struct vm *vm, const struct sort_key *by, size_t by_count, uint32_t *row, size_t n)
{
	struct comparing c = { vm, by, by_count };
	uint32_t *room = vm_take(vm, n, sizeof *room);
	if (order_text(vm, by, by_count)) {
		sort_by_comparing(&c, row, n, room);
		vm_give(vm, room);
		return;
	}
	sort_by_keys(vm, by, by_count, row, n);
	struct bounded_rows b = { vm, by, first_bounded(vm, by, by_count), row, n, NULL };
	if (b.k < by_count && !vm->options.undecided) {
		b.low = vm_take(vm, n, sizeof *b.low);
		find_lows(&b);
		for (size_t i = 0, length; i < n; i += length) {
			length = meeting(&b, i);
			if (length > 1) sort_by_comparing(&c, row + i, length, room);
		}
		vm_give(vm, b.low);
	}
	vm_give(vm, room);
}

bool order_rows(struct vm *vm, const struct sort_key *by, size_t by_count, uint32_t *row, size_t n)
{
	if (!order_prepare(vm, by, by_count)) return false;
	order_prepared(vm, by, by_count, row, n);
	return true;
}

void order_by_key(struct vm *vm, uint32_t *row, size_t n, uint32_t *room)
{
	struct comparing c = { .vm = vm };
	sort_by_comparing(&c, row, n, room);
}

/* --- ranks --- */

/* The rows that take part; false when it is not known whether one does. */
static bool take_part(struct vm *vm, const struct task *t, const struct vm_group *g, uint32_t *row, size_t *n)
{
	const struct vm_column *where = t->where == NOTHING ? NULL : column_load(vm, t->where);
	*n = 0;
	for (size_t i = 0; i < vm->count; i++) {
		enum took took = column_took(where, i);
		if (took == ROW_OUT) continue;
		if (took == ROW_BAD || (g && g->of[i] == NOTHING)) return false;
		row[(*n)++] = (uint32_t)i;
	}
	for (size_t k = 0; k < t->by_count; k++) {
		const struct vm_column *c = column_load(vm, t->by[k].column);
		for (size_t i = 0; c && c->state && i < *n; i++)
			if (c->state[row[i]]) return false;
	}
	return true;
}

struct ranking {
	struct vm *vm;
	const struct task *task;
	uint32_t *row, *room;
	uint64_t *key, *key_room; /* for long ties */
	size_t n;
	double *v; /* twice the rank where the rule is `average` */
	int64_t bands;
};

static enum tie_rule ties_of(const struct ranking *r)
{
	return r->task->kind == TASK_BANDS ? TIES_MIN : r->task->ties;
}

/* One key of whole numbers, which is the usual case, is compared here. */
static const struct vm_column *plain_key(const struct ranking *r)
{
	const struct vm_column *c = &r->vm->columns[r->task->by[0].column];
	return r->task->by_count == 1 && c->v && !bounded(c) && !c->state ? c : NULL;
}

/* Behind the rows that are equal to the first. */
static size_t tie_end(const struct ranking *r, const struct vm_column *plain, size_t first)
{
	size_t end = first + 1;
	if (plain)
		while (end < r->n && numbers_of(plain)[r->row[end]] == numbers_of(plain)[r->row[first]])
			end++;
	else
		while (end < r->n && order_equal(r->vm, r->task->by, r->task->by_count, r->row[end - 1], r->row[end]))
			end++;
	return end;
}

/* What rank all of a tie have, or which band: ceil(rank * bands / n). dense: how many ranks came before. */
static double tied_rank(const struct ranking *r, size_t before, size_t here, size_t dense)
{
	enum tie_rule ties = ties_of(r);
	double rank = (double)(before + 1);
	if (ties == TIES_MAX) rank = (double)(before + here);
	if (ties == TIES_DENSE) rank = (double)(dense + 1);
	if (ties == TIES_AVERAGE) rank = (double)(2 * before + 1 + here);
	if (r->bands) rank = (double)(int64_t)(((__int128)rank * r->bands + (__int128)r->n - 1) / (__int128)r->n);
	return rank;
}

/* --- equal ones by the dataset's key --- */

/* The first bytes of a key, which decide between most. */
struct prefixed {
	uint64_t prefix;
	uint32_t row;
};

enum { FEW_TIED = 64 };

static uint64_t prefix_of(const struct vm *vm, const struct column *key, uint32_t row)
{
	struct text text = column_text(key, vm_row(vm, row));
	uint64_t prefix = 0;
	for (size_t i = 0; i < sizeof prefix; i++)
		prefix = prefix << 8 | (i < text.len ? (unsigned char)text.at[i] : 0);
	return prefix;
}

static bool stands_before(const struct vm *vm, struct prefixed a, struct prefixed b)
{
	if (a.prefix != b.prefix) return a.prefix < b.prefix;
	return table_key_order(vm->table, vm_row(vm, a.row), vm_row(vm, b.row)) < 0;
}

static void sort_few(const struct vm *vm, const struct column *key, uint32_t *row, size_t n)
{
	struct prefixed tied[FEW_TIED];
	for (size_t i = 0; i < n; i++) {
		struct prefixed one = { prefix_of(vm, key, row[i]), row[i] };
		size_t at = i;
		for (; at > 0 && stands_before(vm, one, tied[at - 1]); at--)
			tied[at] = tied[at - 1];
		tied[at] = one;
	}
	for (size_t i = 0; i < n; i++)
		row[i] = tied[i].row;
}

/* Many with one rank: by the first bytes of their keys, and those that have the same by all of it. */
static void sort_many(const struct ranking *r, const struct column *key, size_t first, size_t n)
{
	uint32_t *row = r->row + first, *room = r->room + first;
	uint64_t *prefix = r->key + first, *prefix_room = r->key_room + first;
	for (size_t i = 0; i < n; i++)
		prefix[i] = prefix_of(r->vm, key, row[i]);
	if (!order_radix(NULL, prefix, row, n, prefix_room, room)) {
		memcpy(row, room, n * sizeof *row);
		prefix = prefix_room;
	}
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && prefix[end] == prefix[i]; end++)
			;
		if (end - i > 1) order_by_key(r->vm, row + i, end - i, room + i);
	}
}

/* Each part takes the ties that begin in it. */
static void key_part(void *state, size_t part)
{
	const struct ranking *r = state;
	const struct vm *vm = r->vm;
	const struct vm_column *plain = plain_key(r);
	const struct column *key = &vm->table->columns[vm->table->dataset->key[0]];
	size_t parts = part_count(vm->crew, r->n), i = part_begin(r->n, parts, part),
		   last = part_begin(r->n, parts, part + 1);
	while (i > 0 && i < last && numbers_of(plain)[r->row[i]] == numbers_of(plain)[r->row[i - 1]])
		i++;
	for (size_t end; i < last; i = end) {
		end = tie_end(r, plain, i);
		if (end - i > FEW_TIED) sort_many(r, key, i, end - i);
		else if (end - i > 1) sort_few(vm, key, r->row + i, end - i);
	}
}

static void rank_by_key(struct ranking *r)
{
	if (plain_key(r)) {
		r->key = vm_take(r->vm, r->n, sizeof *r->key);
		r->key_room = vm_take(r->vm, r->n, sizeof *r->key_room);
		part_do(r->vm->crew, part_count(r->vm->crew, r->n), key_part, r);
		vm_give(r->vm, r->key);
		vm_give(r->vm, r->key_room);
	} else {
		for (size_t first = 0, end; first < r->n; first = end) {
			end = tie_end(r, NULL, first);
			if (end - first > 1) order_by_key(r->vm, r->row + first, end - first, r->room);
		}
	}
	for (size_t i = 0; i < r->n; i++)
		r->v[r->row[i]] = (double)(i + 1);
}

static void rank_group(struct ranking *r, size_t n)
{
	size_t dense = 0;
	const struct vm_column *plain = plain_key(r);
	r->n = n;
	if (ties_of(r) == TIES_KEY) {
		rank_by_key(r);
		return;
	}
	for (size_t first = 0, end; first < n; first = end, dense++) {
		end = tie_end(r, plain, first);
		double rank = tied_rank(r, first, end - first, dense);
		for (size_t i = first; i < end; i++)
			r->v[r->row[i]] = rank;
	}
}

/* --- ranks by counting --- */

/* So many different values at most, between the least and the greatest; and of so many times the rows. */
enum { COUNTED = 1 << 22, COUNTED_EACH = 4 };

/* Ranks that the key alone decides need no sorting where its values are few: false when they are not. */
static bool rank_by_counting(struct ranking *r, size_t n)
{
	const struct vm_column *plain = plain_key(r);
	struct vm *vm = r->vm;
	if (!plain || !whole(plain) || ties_of(r) == TIES_KEY || n == 0) return false;
	const double *x = numbers_of(plain);
	double least = x[r->row[0]], most = least;
	for (size_t i = 0; i < n; i++) {
		least = x[r->row[i]] < least ? x[r->row[i]] : least;
		most = x[r->row[i]] > most ? x[r->row[i]] : most;
	}
	if (most - least >= COUNTED || most - least > COUNTED_EACH * (double)n) return false;
	size_t values = (size_t)(most - least) + 1, before = 0, dense = 0;
	uint32_t *count = vm_take(vm, values, sizeof *count);
	double *rank = vm_take(vm, values, sizeof *rank);
	r->n = n;
	for (size_t i = 0; i < n; i++)
		count[(size_t)(x[r->row[i]] - least)]++;
	for (size_t k = 0; k < values; k++) {
		size_t at = r->task->by[0].descending ? values - 1 - k : k;
		if (count[at] == 0) continue;
		rank[at] = tied_rank(r, before, count[at], dense++);
		before += count[at];
	}
	for (size_t i = 0; i < n; i++)
		r->v[r->row[i]] = rank[(size_t)(x[r->row[i]] - least)];
	vm_give(vm, count);
	vm_give(vm, rank);
	return true;
}

/* Group after group: a counting sort that keeps the order. */
static size_t *split(struct vm *vm, const struct vm_group *g, uint32_t **row, size_t n)
{
	size_t *start = vm_take(vm, g->count + 2, sizeof *start);
	uint32_t *sorted = vm_take(vm, n, sizeof *sorted);
	for (size_t i = 0; i < n; i++)
		start[g->of[(*row)[i]] + 2]++;
	for (size_t k = 0; k < g->count; k++)
		start[k + 2] += start[k + 1];
	for (size_t i = 0; i < n; i++)
		sorted[start[g->of[(*row)[i]] + 1]++] = (*row)[i];
	vm_give(vm, *row);
	*row = sorted;
	return start;
}

static void absent_elsewhere(struct vm *vm, struct vm_column *c, const uint32_t *row, size_t n)
{
	if (n == vm->count) return;
	c->state = vm_take(vm, vm->count, sizeof *c->state);
	memset(c->state, VM_ABSENT, vm->count);
	for (size_t i = 0; i < n; i++)
		c->state[row[i]] = VM_PRESENT;
}

static bool how_many(struct vm *vm, const struct task *t, int64_t *bands)
{
	const struct vm_figure *f = vm_figure(vm, t->figure);
	return !f->state && number_to_int64(f->number, bands) && *bands >= 1 && *bands <= INT32_MAX;
}

static bool rank_rows(struct ranking *r, const struct vm_group *g, size_t n)
{
	struct vm *vm = r->vm;
	if (!order_prepare(vm, r->task->by, r->task->by_count)) return false;
	if (!g && rank_by_counting(r, n)) return true;
	order_prepared(vm, r->task->by, r->task->by_count, r->row, n);
	if (!g) {
		rank_group(r, n);
		return true;
	}
	size_t *start = split(vm, g, &r->row, n);
	uint32_t *all = r->row;
	for (size_t k = 0; k < g->count; k++) {
		size_t from = k ? start[k] : 0;
		r->row = all + from;
		rank_group(r, start[k + 1] - from);
	}
	r->row = all;
	vm_give(vm, start);
	return true;
}

/* For everybody an error, where it is not known who takes part. */
static bool nobody_ranked(struct vm *vm, struct vm_column *c)
{
	c->shape = (struct shape){ .whole = true, .unit = number_of(1), .num_bits = 64, .den_bits = 2 };
	c->state = vm_take(vm, vm->count, sizeof *c->state);
	memset(c->state, VM_ERROR, vm->count);
	return true;
}

bool task_rank(struct vm *vm, const struct task *t)
{
	struct vm_column *c = &vm->columns[t->out];
	const struct vm_group *g = group_make(vm, t->group);
	struct ranking r = { .vm = vm, .task = t };
	size_t n = 0;
	if (g && g->cannot) return vm_refuse(vm, "rows are ranked in groups that are no coded text or whole number");
	if (t->kind == TASK_BANDS && !how_many(vm, t, &r.bands)) return vm_refuse(vm, "the number of bands is not whole");
	*c = (struct vm_column){ .stage = NOTHING };
	c->v = r.v = vm_take(vm, vm->count, sizeof *c->v);
	r.row = vm_take(vm, vm->count, sizeof *r.row);
	r.room = vm_take(vm, vm->count, sizeof *r.room);
	bool known = !(g && g->none == VM_ERROR) && take_part(vm, t, g, r.row, &n), done = true;
	if (known) done = rank_rows(&r, g, n);
	bool average = t->kind == TASK_RANK && t->ties == TIES_AVERAGE;
	double most = (double)(r.bands > (int64_t)n ? r.bands : (int64_t)n) * (1 + average) + 1;
	c->shape = (struct shape){ .whole = true,
		                       .unit = { .num = 1, .den = 1 + average },
		                       .most = most,
		                       .high = most,
		                       .num_bits = 64,
		                       .den_bits = 2 };
	if (known) absent_elsewhere(vm, c, r.row, n);
	else done = nobody_ranked(vm, c);
	vm_give(vm, r.row);
	vm_give(vm, r.room);
	return done;
}

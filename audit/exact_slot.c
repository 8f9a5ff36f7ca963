/* exact_slot.c - whole-table functions: which rows they are about, in which groups; what they gave is remembered. */
#include "audit/exact_run.h"

#define NOINLINE __attribute__((noinline))

/* --- groups --- */

static uint64_t number_hash(struct number n)
{
	uint64_t h = n.den ? (uint64_t)n.num : 0, d = (uint64_t)n.den;
	if (!n.den) {
		mpq_t q;
		mpq_init(q);
		number_to_mpq(q, n);
		h = mpz_get_ui(mpq_numref(q));
		d = mpz_get_ui(mpq_denref(q));
		mpq_clear(q);
	}
	return (h * UINT64_C(0x9E3779B97F4A7C15)) ^ (d + (h >> 31)) * UINT64_C(0xC2B2AE3D27D4EB4F);
}

uint64_t value_hash(struct value v)
{
	if (!v.text) return number_hash(v.is.number);
	uint64_t h = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < v.is.text.len; i++)
		h = (h ^ (unsigned char)v.is.text.at[i]) * UINT64_C(1099511628211);
	return h;
}

static bool keys_equal(const struct value *a, const struct value *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (value_order(a[i].text ? FAMILY_TEXT : FAMILY_NUMBER, a[i], b[i]) != 0) return false;
	return true;
}

/* Fills the values of the paths at a row; false when the row has no group, or after an error. */
static bool keys_at(struct run *run, const struct tree *per, struct value *keys, size_t row)
{
	size_t mark = numbers_mark(run->scratch);
	bool all = true;
	for (const struct tree *path = per->first; path && all; path = path->next, keys++) {
		struct value v = expr_value(run, path, row);
		if (value_present(v) && !v.text) v.is.number = number_keep(run->terms, v.is.number);
		all = value_present(v);
		*keys = v;
	}
	numbers_release(run->scratch, mark);
	return all;
}

/* Gives every row the number of its group: the values of one group's first row are found again by their hash. */
static void groups_number(struct run *run, struct groups *g, struct value *keys, size_t width)
{
	size_t room = 64;
	while (room < run->row_count * 2)
		room *= 2;
	size_t *table = block_take(run, room, sizeof *table);
	memset(table, 0xff, room * sizeof *table);
	for (size_t i = 0; i < run->row_count && !run->failed; i++) {
		size_t row = run_row(run, i);
		if (!keys_at(run, g->per, &keys[row * width], row)) continue;
		uint64_t h = 0;
		for (size_t k = 0; k < width; k++)
			h = h * 31 + value_hash(keys[row * width + k]);
		size_t at = (size_t)(h ^ h >> 32) & (room - 1);
		while (table[at] != NO_GROUP
		       && !keys_equal(&keys[g->leader[table[at]] * width], &keys[row * width], width))
			at = (at + 1) & (room - 1);
		if (table[at] == NO_GROUP) {
			table[at] = g->count;
			g->leader[g->count++] = row;
		}
		g->of[row] = table[at];
	}
	block_give(run, table);
}

static NOINLINE struct groups *groups_make(struct run *run, const struct tree *per)
{
	struct groups *g = arena_alloc(run->arena, sizeof *g);
	size_t rows = run->table ? run->table->rows : 0;
	g->per = per;
	if (!per) {
		g->count = 1;
		return g;
	}
	g->of = arena_array(run->arena, rows, sizeof *g->of);
	g->leader = arena_array(run->arena, rows, sizeof *g->leader);
	for (size_t i = 0; i < rows; i++)
		g->of[i] = NO_GROUP;
	size_t width = tree_count(per), mark = numbers_mark(run->terms);
	struct value *keys = block_take(run, rows * width, sizeof *keys);
	groups_number(run, g, keys, width);
	block_give(run, keys);
	numbers_release(run->terms, mark);
	return run->failed ? NULL : g;
}

const struct groups *groups_by(struct run *run, const struct tree *per)
{
	for (struct groups *g = run->groupings; g; g = g->next)
		if (g->per == per || (g->per && per && tree_same(g->per, per))) return g;
	struct groups *g = groups_make(run, per);
	/* Inside `if missing use` the field itself shows other values than elsewhere. */
	if (g && !run->imputing) {
		g->next = run->groupings;
		run->groupings = g;
	}
	return g;
}

struct text groups_key_at(struct run *run, const struct tree *per, size_t row)
{
	struct text all = TEXT("");
	for (const struct tree *path = per ? per->first : NULL; path; path = path->next) {
		struct text part = print_value(run, path, expr_value(run, path, row), row, -1, false);
		all = all.len ? arena_format(run->arena, "%.*s, %.*s", TEXT_ARG(all), TEXT_ARG(part)) : part;
	}
	return all;
}

struct text groups_key(struct run *run, const struct groups *groups, size_t group)
{
	return groups->per ? groups_key_at(run, groups->per, groups->leader[group]) : TEXT("");
}

struct text groups_name(struct run *run, const struct groups *groups, size_t group)
{
	if (!groups || !groups->per) return TEXT("");
	struct text key = diag_quote(run->arena, groups_key(run, groups, group));
	const struct tree *path = groups->per->first;
	if (path->next) return arena_format(run->arena, " in the group \"%.*s\"", TEXT_ARG(key));
	return arena_format(run->arena, " in %.*s \"%.*s\"", TEXT_ARG(run_source(run, path)), TEXT_ARG(key));
}

/* --- rows --- */

static NOINLINE bool not_known(struct run *run, const struct tree *tree, struct value v, size_t row)
{
	if (v.state == VALUE_ERROR) return false;
	struct text reason = print_reason(run, v);
	run_error(run, DIAG_NO_VALUE, tree->at, row, "\"%.*s\" has no value here%s%.*s", TEXT_ARG(run_source(run, tree)),
	          reason.len ? ": " : "", TEXT_ARG(diag_quote(run->arena, reason)));
	diag_help(run->diags, "leave such rows out, as in `where x is not missing`, or say what to use, as in coalesce(x, 0)");
	return false;
}

/* Only inside `coalesce` a part may be missing with nothing said to skip it: then the group's value is, too. */
static bool group_unknown(const struct run *run, const struct gathered *g, struct value v, size_t row)
{
	size_t group = g->groups->per ? g->groups->of[row] : 0;
	if (v.state != VALUE_MISSING || !run->lenient || group == NO_GROUP) return false;
	g->unknown[group] = true;
	return true;
}

/* Whether the row belongs; false and run->failed after an error. */
static bool row_belongs(struct run *run, const struct gathering *what, const struct gathered *g, size_t row)
{
	const struct field *f = what->present;
	if (f && field_missing(run, f, row)) return false;
	if (!what->where) return true;
	struct value v = expr_value(run, what->where, row);
	if (value_present(v)) return value_true(v);
	return !group_unknown(run, g, v, row) && not_known(run, what->where, v, row);
}

static struct value keep_term(struct run *run, struct value v)
{
	if (value_present(v) && !v.text) v.is.number = number_keep(run->terms, v.is.number);
	return v;
}

/* What one row gives. A missing part leaves the row out where `skip missing` says so. */
enum gathering_step { ROW_TAKEN, ROW_SKIPPED, ROW_FAILED };

static enum gathering_step part_of_row(struct run *run, const struct gathered *g, const struct tree *tree, bool skip,
                                       struct value *out, size_t row)
{
	struct value v = expr_value(run, tree, row);
	if (v.state == VALUE_MISSING && skip) return ROW_SKIPPED;
	if (!value_present(v) && !group_unknown(run, g, v, row) && !not_known(run, tree, v, row)) return ROW_FAILED;
	*out = keep_term(run, v);
	return ROW_TAKEN;
}

static enum gathering_step weight_of_row(struct run *run, const struct gathered *g, const struct tree *tree, bool skip,
                                         struct number *out, size_t row)
{
	struct value w;
	enum gathering_step step = part_of_row(run, g, tree, skip, &w, row);
	if (step != ROW_TAKEN) return step;
	*out = value_present(w) ? w.is.number : number_of(0);
	if (!value_present(w)) return ROW_TAKEN;
	if (number_sign(w.is.number) >= 0) return ROW_TAKEN;
	run_error(run, DIAG_BAD_ARGUMENT, tree->at, row, "a weight is negative: %.*s",
	          TEXT_ARG(print_words(run, tree->type, w)));
	return ROW_FAILED;
}

/* The keys of what is ranked may be known, see exact_knows. */
static enum gathering_step keys_of_row(struct run *run, const struct gathered *g, const struct gathering *what,
                                       struct value *out, size_t row)
{
	enum gathering_step step = ROW_TAKEN;
	struct answer answer;
	size_t k = 0;
	for (const struct tree *o = what->by->first; o && step == ROW_TAKEN; o = o->next, k++) {
		bool known = g->ranking && run->known->key(run->known->self, g->ranking, k, row, &answer);
		if (known) out[k] = keep_term(run, value_number(answer.number));
		else step = part_of_row(run, g, o->first, what->skip_missing, &out[k], row);
	}
	return step;
}

/* Puts one row that belongs at the end of g. */
static enum gathering_step gather_row(struct run *run, const struct gathering *what, struct gathered *g, size_t row)
{
	size_t at = g->count;
	bool skip = what->skip_missing;
	enum gathering_step step = ROW_TAKEN;
	bool lost = g->groups->per && g->groups->of[row] == NO_GROUP;
	struct value key;
	for (const struct tree *path = lost ? what->per->first : NULL; path && step == ROW_TAKEN; path = path->next)
		step = part_of_row(run, g, path, false, &key, row);
	if (step == ROW_TAKEN && what->argument) step = part_of_row(run, g, what->argument, skip, &g->value[at], row);
	if (step == ROW_TAKEN && what->second) step = part_of_row(run, g, what->second, skip, &g->second[at], row);
	if (step == ROW_TAKEN && what->weighted_by)
		step = weight_of_row(run, g, what->weighted_by, skip, &g->weight[at], row);
	if (step == ROW_TAKEN && what->by) step = keys_of_row(run, g, what, &g->key[at * g->key_count], row);
	g->row[at] = row;
	g->count += step == ROW_TAKEN;
	return step;
}

static bool gather_rows(struct run *run, const struct gathering *what, struct gathered *g)
{
	for (size_t i = 0; i < run->row_count; i++) {
		size_t mark = numbers_mark(run->scratch);
		if (row_belongs(run, what, g, run_row(run, i))) gather_row(run, what, g, run_row(run, i));
		numbers_release(run->scratch, mark);
		if (run->failed) return false;
	}
	return true;
}

/* --- group by group --- */

/* The elements of an array in the order of `from`. */
static void *permuted(struct run *run, void *array, const size_t *from, size_t count, size_t size)
{
	if (!array) return NULL;
	char *out = block_take(run, count, size);
	for (size_t i = 0; i < count; i++)
		memcpy(out + i * size, (char *)array + from[i] * size, size);
	block_give(run, array);
	return out;
}

/* A counting sort by group, which leaves the rows of a group in the order of the input. */
static NOINLINE void gather_by_group(struct run *run, struct gathered *g)
{
	size_t groups = g->groups->count, sum = 0;
	memset(g->start, 0, (groups + 1) * sizeof *g->start);
	if (!g->groups->per) {
		g->start[1] = g->count;
		return;
	}
	for (size_t i = 0; i < g->count; i++)
		g->start[g->groups->of[g->row[i]]]++;
	for (size_t k = 0; k <= groups; k++) {
		size_t n = g->start[k];
		g->start[k] = sum;
		sum += n;
	}
	size_t *from = block_take(run, g->count, sizeof *from), *next = block_take(run, groups + 1, sizeof *next);
	memcpy(next, g->start, (groups + 1) * sizeof *next);
	for (size_t i = 0; i < g->count; i++)
		from[next[g->groups->of[g->row[i]]]++] = i;
	g->row = permuted(run, g->row, from, g->count, sizeof *g->row);
	g->value = permuted(run, g->value, from, g->count, sizeof *g->value);
	g->second = permuted(run, g->second, from, g->count, sizeof *g->second);
	g->weight = permuted(run, g->weight, from, g->count, sizeof *g->weight);
	g->key = permuted(run, g->key, from, g->count, g->key_count * sizeof *g->key);
	block_give(run, from);
	block_give(run, next);
}

bool gather(struct run *run, const struct gathering *what, struct gathered *g)
{
	*g = (struct gathered){ .groups = groups_by(run, what->per) };
	if (!g->groups) return false;
	size_t rows = run->row_count;
	g->row = block_take(run, rows, sizeof *g->row);
	if (what->argument) g->value = block_take(run, rows, sizeof *g->value);
	if (what->second) g->second = block_take(run, rows, sizeof *g->second);
	if (what->weighted_by) g->weight = block_take(run, rows, sizeof *g->weight);
	if (what->by) g->key_count = tree_count(what->by);
	if (what->by && !run->imputing && run->known && run->known->ranking)
		g->ranking = run->known->ranking(run->known->self, what->by);
	if (what->by) g->key = block_take(run, rows * g->key_count, sizeof *g->key);
	g->start = block_take(run, g->groups->count + 1, sizeof *g->start);
	g->unknown = block_take(run, g->groups->count, sizeof *g->unknown);
	memset(g->unknown, 0, g->groups->count * sizeof *g->unknown);
	if (!gather_rows(run, what, g)) return false;
	gather_by_group(run, g);
	return true;
}

void gathered_give(struct run *run, struct gathered *g)
{
	void *blocks[] = { g->row, g->value, g->second, g->weight, g->key, g->start, g->unknown };
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		block_give(run, blocks[i]);
}

/* --- faults --- */

const struct fault *fault_new(struct run *run, enum diag_code code, bool soft, const char *help, const char *format,
                              ...)
{
	va_list args;
	struct fault *fault = arena_alloc(run->arena, sizeof *fault);
	va_start(args, format);
	*fault = (struct fault){ code, soft, arena_vformat(run->arena, format, args), text_of(help) };
	va_end(args);
	return fault;
}

/* A fault names its group or rows itself: which row asked first does not matter. */
static NOINLINE struct value slot_fault(struct run *run, const struct tree *call, const struct fault *fault)
{
	if (fault->soft && run->lenient) return value_missing(TEXT(""));
	run_error(run, fault->code, call->at, NO_ROW, "%.*s", TEXT_ARG(fault->message));
	if (fault->help.len) diag_help(run->diags, "%.*s", TEXT_ARG(fault->help));
	return value_error();
}

/* --- slots --- */

static const struct tree *clause(const struct tree *call, enum tree_kind kind)
{
	const struct tree *c = tree_find(call, kind);
	return c ? kind == TREE_BY || kind == TREE_PER ? c : c->first : NULL;
}

static bool mentions(const struct tree *tree, const struct field *field)
{
	if (tree->symbol && tree->symbol->field == field) return true;
	if (tree->meaning && mentions(tree->meaning, field)) return true;
	for (const struct tree *c = tree->first; c; c = c->next)
		if (mentions(c, field)) return true;
	return false;
}

static NOINLINE struct gathering gathering_of(const struct run *run, const struct tree *call)
{
	bool own = call->function->argument == ARGUMENT_ROWS || call->function->id == FUNCTION_BANDS
	           || call->function->id == FUNCTION_NTILE;
	bool pair = call->function->id == FUNCTION_TAKE || call->function->id == FUNCTION_THEIL_WITHIN
	            || call->function->id == FUNCTION_THEIL_BETWEEN;
	return (struct gathering){
		.second = pair ? call->first->first->next : NULL,
		.argument = own || !call->first->first ? NULL : call->first->first,
		.weighted_by = clause(call, TREE_WEIGHTED_BY),
		.by = clause(call, TREE_BY),
		.where = clause(call, TREE_WHERE),
		.per = clause(call, TREE_PER),
		.skip_missing = tree_find(call, TREE_SKIP_MISSING) != NULL,
		.present = run->imputing && mentions(call, run->imputing) ? run->imputing : NULL,
	};
}

static NOINLINE bool slot_compute(struct run *run, const struct tree *call, struct slot *slot)
{
	struct gathering what = gathering_of(run, call);
	struct gathered *g = block_take(run, 1, sizeof *g);
	size_t terms = numbers_mark(run->terms), scratch = numbers_mark(run->scratch);
	bool each = call->function->form == FORM_EACH;
	bool done = gather(run, &what, g);
	if (done) {
		slot->each = each;
		slot->groups = g->groups;
		memo_make(run, &slot->memo, each ? run->table->rows : g->groups->count);
		done = each ? each_compute(run, call, g, slot) : group_compute(run, call, g, slot);
	}
	gathered_give(run, g);
	block_give(run, g);
	numbers_release(run->scratch, scratch);
	numbers_release(run->terms, terms);
	slot->known = done;
	return done;
}

/* Outside its `where`, and where a row was skipped for a missing argument, a whole-table function has no value. */
static NOINLINE struct value nothing_here(struct run *run, const struct tree *call, size_t row)
{
	const struct tree *where = clause(call, TREE_WHERE);
	if (where) {
		struct value v = expr_value(run, where, row);
		if (!value_present(v)) return v;
		if (!value_true(v)) return value_absent(call, where);
	}
	if (!tree_find(call, TREE_SKIP_MISSING)) return value_absent(call, NULL);
	struct value v = call->first->first ? expr_value(run, call->first->first, row) : value_flag(false);
	return v.state ? v : value_missing(TEXT(""));
}

/* The two slots behind that of the call have what it comes from: lang/check_table.c. */
bool slot_line(struct run *run, const struct tree *call, size_t row, struct number *from, struct number *by)
{
	struct answer part[2];
	enum function_id id = call->function->id;
	size_t count = id == FUNCTION_SHARE ? 1 : 2;
	if (!run->known || (id != FUNCTION_SHARE && id != FUNCTION_ZSCORE && id != FUNCTION_MINMAX)) return false;
	for (size_t i = 0; i < count; i++)
		if (!run->known->slot(run->known->self, call->slot + 1 + i, row, &part[i])) return false;
	*from = id == FUNCTION_SHARE ? number_of(0) : part[0].number;
	*by = part[count - 1].number;
	if (id == FUNCTION_MINMAX) *by = number_sub(run->scratch, *by, *from);
	return true;
}

/* Of a line that another computed; where it divides by zero, there is a fault to be told. */
static bool known_scaled(struct run *run, const struct tree *call, size_t row, struct value *out)
{
	struct number from, by;
	if (!slot_line(run, call, row, &from, &by) || number_sign(by) == 0) return false;
	const struct tree *where = clause(call, TREE_WHERE);
	struct value v = where ? expr_value(run, where, row) : value_flag(true);
	if (value_present(v) && value_true(v)) v = expr_value(run, call->first->first, row);
	else v = value_absent(call, where);
	if (!value_present(v)) *out = nothing_here(run, call, row);
	else *out = value_number(number_div(run->scratch, number_sub(run->scratch, v.is.number, from), by));
	return true;
}

/* Computed by another, see exact_knows. */
static bool known_slot(struct run *run, const struct tree *call, size_t row, struct value *out)
{
	struct answer answer;
	if (!run->known) return false;
	if (known_scaled(run, call, row, out)) return true;
	if (!run->known->slot(run->known->self, call->slot, row, &answer)) return false;
	*out = value_number(answer.number);
	return true;
}

struct value slot_value(struct run *run, const struct tree *call, size_t row)
{
	struct value v;
	struct slot *slot = &run->slots[call->slot];
	if (!slot->known && known_slot(run, call, row, &v)) return v;
	if (run->change && what_if_same_slot(run, call, row, &v)) return v;
	if (!slot->known && !slot_compute(run, call, slot)) return value_error();
	size_t at = slot->each ? row : slot->groups->per ? slot->groups->of[row] : 0;
	if (at == NO_GROUP || !memo_get(&slot->memo, at, &v)) return nothing_here(run, call, row);
	return v.state == VALUE_FAULT ? slot_fault(run, call, v.is.fault) : v;
}

const struct slot *slot_told(struct run *run, const struct tree *call)
{
	struct slot *slot = &run->slots[call->slot];
	if (slot->known && slot->detail) return slot;
	slot->detail = arena_alloc(run->arena, sizeof *slot->detail);
	return slot_compute(run, call, slot) ? slot : NULL;
}

/* exact_award.c - allocations: who takes part in which pot, with what weight, base and bounds; and the levels that must
 * add up. The sharing itself is apportion.c's. */
#include "audit/exact_run.h"
#include "audit/sum.h"
#include <stdlib.h>

#define NOINLINE __attribute__((noinline))

static const struct tree *clause(const struct symbol *symbol, enum tree_kind kind)
{
	const struct tree *c = tree_find(symbol->declaration, kind);
	return c ? c->first : NULL;
}

static struct text money(struct run *run, const struct sharing *s, struct number n)
{
	return print_words(run, s->symbol->type, value_number(n));
}

/* --- the unit --- */

static NOINLINE bool unit_of(struct run *run, struct sharing *s)
{
	const struct tree *rounded = clause(s->symbol, TREE_ROUNDED);
	if (!rounded) {
		int64_t parts = 1;
		for (size_t i = 0; s->symbol->type.kind == TYPE_MONEY && i < run->model->currency_decimals; i++)
			parts *= 10;
		s->unit = number_ratio(run->kept, 1, parts);
		return true;
	}
	struct value v = expr_value(run, rounded, NO_ROW);
	if (!value_present(v)) return false;
	s->unit = number_keep(run->kept, v.is.number);
	if (number_sign(s->unit) > 0 && number_decimals(s->unit) <= 40) return true;
	run_error(run, DIAG_BAD_ARGUMENT, rounded->at, NO_ROW, "the unit %.*s is not a decimal above 0",
	          TEXT_ARG(money(run, s, s->unit)));
	return false;
}

size_t award_decimals(struct run *run, const struct symbol *symbol)
{
	return run->awards[symbol->index].decimals;
}

/* --- the amounts --- */

static NOINLINE void amounts_differ(struct run *run, const struct sharing *s, size_t group, struct number other,
                                    size_t row)
{
	struct text name = groups_name(run, s->groups, group);
	run_error(run, DIAG_AMOUNTS_DIFFER, s->share->at, row, "the amount%.*s is %.*s in one row and %.*s in another",
	          TEXT_ARG(name), TEXT_ARG(money(run, s, s->amount[group])), TEXT_ARG(money(run, s, other)));
	diag_help(run->diags, "share a figure, or what is the same for the whole group, such as sum(x per region)");
}

/* The amount at a row becomes, or must equal, that of its group. */
static bool amount_at(struct run *run, struct sharing *s, size_t group, size_t row)
{
	size_t mark = numbers_mark(run->scratch);
	struct value v = expr_value(run, s->share, row);
	if (!value_present(v)) {
		if (v.state != VALUE_ERROR) run_error(run, DIAG_NO_VALUE, s->share->at, row, "the amount is not known");
		return false;
	}
	if (!s->has_amount[group]) {
		s->amount[group] = number_keep(run->kept, v.is.number);
		s->has_amount[group] = true;
	} else if (number_order(s->amount[group], v.is.number) != 0) {
		amounts_differ(run, s, group, v.is.number, row);
		return false;
	}
	numbers_release(run->scratch, mark);
	return true;
}

static NOINLINE bool amounts(struct run *run, struct sharing *s)
{
	if (!s->per) return amount_at(run, s, 0, NO_ROW);
	for (size_t i = 0; i < run->row_count; i++) {
		size_t group = s->groups->of[run_row(run, i)];
		if (group == NO_GROUP) {
			run_error(run, DIAG_NO_VALUE, s->per->at, run_row(run, i), "the group of this row is not known");
			return false;
		}
		if (s->has_amount[group] && !s->share->rows) continue;
		if (!amount_at(run, s, group, run_row(run, i))) return false;
	}
	return true;
}

/* --- who takes part --- */

static bool claim_number(struct run *run, const struct tree *tree, struct number *out, size_t row)
{
	size_t mark = numbers_mark(run->scratch);
	struct value v = expr_value(run, tree, row);
	if (value_present(v)) *out = number_keep(run->terms, v.is.number);
	if (!value_present(v) && v.state != VALUE_ERROR)
		run_error(run, DIAG_NO_VALUE, tree->at, row, "\"%.*s\" has no value here", TEXT_ARG(run_source(run, tree)));
	numbers_release(run->scratch, mark);
	return value_present(v);
}

/* The largest of the floors, or the smallest of the ceilings; several may stand. */
static bool tightest(struct run *run, const struct sharing *s, enum tree_kind kind, struct number *out, bool *has,
                     size_t row)
{
	int sign = kind == TREE_AT_LEAST ? 1 : -1;
	for (const struct tree *c = tree_find(s->symbol->declaration, kind); c; c = tree_next(c)) {
		struct number n;
		if (!claim_number(run, c->first, &n, row)) return false;
		if (!*has || number_order(n, *out) * sign > 0) *out = n;
		*has = true;
	}
	return true;
}

static bool claim_at(struct run *run, const struct sharing *s, struct claim *claim, size_t row)
{
	bool has_floor = true;
	*claim = (struct claim){ .weight = number_of(1), .base = number_of(0), .floor = number_of(0) };
	if (s->weight && !claim_number(run, s->weight, &claim->weight, row)) return false;
	if (s->base && !claim_number(run, s->base, &claim->base, row)) return false;
	return tightest(run, s, TREE_AT_LEAST, &claim->floor, &has_floor, row) &&
	       tightest(run, s, TREE_AT_MOST, &claim->ceiling, &claim->has_ceiling, row);
}

/* Who takes part, by kept row, where another knows it. */
static const uint8_t *known_parts(const struct run *run, const struct tree *where)
{
	const struct tree *name = where ? tree_bare(where) : NULL;
	if (!name || !run->known || name->kind != TREE_NAME || !name->symbol) return NULL;
	return run->known->flags(run->known->self, name->symbol->index);
}

static NOINLINE bool claims(struct run *run, struct sharing *s)
{
	const uint8_t *parts = known_parts(run, s->symbol->where);
	for (size_t i = 0; i < run->row_count; i++) {
		size_t row = run_row(run, i);
		if (parts && !parts[i]) continue;
		struct value in = s->symbol->where ? expr_value(run, s->symbol->where, row) : value_flag(true);
		if (in.state == VALUE_ERROR) return false;
		if (!value_true(in)) continue;
		if (!claim_at(run, s, &s->claim[s->count], row)) return false;
		s->row[s->count++] = row;
	}
	return true;
}

/* --- one pot --- */

static size_t group_of(const struct sharing *s, size_t at)
{
	return s->per ? s->groups->of[s->row[at]] : 0;
}

/* By pot, then by key. */
static bool stands_before(const struct run *run, const struct sharing *s, size_t a, size_t b)
{
	size_t x = group_of(s, a), y = group_of(s, b);
	return x != y ? x < y : table_key_order(run->table, s->row[a], s->row[b]) < 0;
}

/* Positions of all that take part, pot by pot in key order. */
static size_t *sorted_by_pot(struct run *run, const struct sharing *s)
{
	size_t n = s->count, *index = block_take(run, n, sizeof *index), *room = block_take(run, n, sizeof *room);
	for (size_t i = 0; i < n; i++)
		index[i] = i;
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t low = 0; low < n; low += 2 * width) {
			size_t middle = n - low < width ? n : low + width, high = n - low < 2 * width ? n : low + 2 * width;
			for (size_t a = low, b = middle, at = low; at < high; at++) {
				bool second = a == middle || (b < high && stands_before(run, s, index[b], index[a]));
				room[at] = second ? index[b++] : index[a++];
			}
		}
		memcpy(index, room, n * sizeof *index);
	}
	block_give(run, room);
	return index;
}

static enum apportion_method method_of(const struct tree *declaration)
{
	const struct tree *method = tree_find(declaration, TREE_METHOD);
	if (!method) return APPORTION_LARGEST_REMAINDER;
	return text_is(method->text, "webster") ? APPORTION_WEBSTER : APPORTION_DHONDT;
}

static NOINLINE void problem_of(struct run *run, const struct sharing *s, const size_t *index, size_t n,
                                struct apportion *p)
{
	const struct tree *d = s->symbol->declaration;
	struct number *part = arena_array(run->arena, n * 4, sizeof *part);
	bool *has = arena_array(run->arena, n, sizeof *has);
	*p = (struct apportion){
		.unit = s->unit,
		.n = n,
		.weight = part,
		.base = s->base ? part + n : NULL,
		.floor = part + 2 * n,
		.ceiling = part + 3 * n,
		.has_ceiling = has,
		.leave_rest = tree_find(d, TREE_LEAVE_REST) != NULL,
		.scale_floors = tree_find(d, TREE_SCALE_FLOORS) != NULL,
		.capped_unspent = tree_find(d, TREE_CAPPED_UNSPENT) != NULL,
		.method = method_of(d),
	};
	for (size_t i = 0; i < n; i++) {
		const struct claim *c = &s->claim[index[i]];
		part[i] = c->weight;
		part[n + i] = c->base;
		part[2 * n + i] = c->floor;
		part[3 * n + i] = c->has_ceiling ? c->ceiling : number_of(0);
		has[i] = c->has_ceiling;
	}
}

/* --- when it cannot be made --- */

static void refuse_place(struct run *run, const struct sharing *s, const struct apportion *p,
                         const struct apportion_result *r, size_t row)
{
	struct text name = s->symbol->name;
	if (r->status == APPORTION_NEGATIVE_WEIGHT && s->weight) {
		run_error(run, DIAG_NEGATIVE_WEIGHT, s->weight->at, row, "the weight in \"%.*s\" is negative: %.*s",
		          TEXT_ARG(name), TEXT_ARG(print_words(run, s->weight->type, value_number(p->weight[r->place]))));
		diag_help(run->diags, "cut it off at 0, as in above(x, 0)");
		return;
	}
	run_error(run, DIAG_BOUNDS_CROSS, s->symbol->declaration->at, row,
	          "in \"%.*s\" the floor, %.*s, is above the ceiling, %.*s", TEXT_ARG(name),
	          TEXT_ARG(money(run, s, r->floor[r->place])), TEXT_ARG(money(run, s, r->ceiling[r->place])));
	diag_help(run->diags, "say which gives way, as in at least smaller(floor, ceiling)");
}

static void refuse_sums(struct run *run, const struct sharing *s, const struct apportion *p,
                        const struct apportion_result *r, struct text name)
{
	struct text amount = money(run, s, p->amount);
	struct span at = s->symbol->declaration->at;
	if (r->status == APPORTION_FLOORS_ABOVE) {
		run_error(run, DIAG_FLOORS_ABOVE, at, NO_ROW, "the floors of %.*s add up to %.*s, but there is only %.*s",
		          TEXT_ARG(name), TEXT_ARG(money(run, s, r->least)), TEXT_ARG(amount));
		diag_help(run->diags, "write `scale floors to fit` to cut them all by one factor");
	} else if (r->status == APPORTION_CEILINGS_BELOW) {
		run_error(run, DIAG_CEILINGS_BELOW, at, NO_ROW,
		          "the ceilings of %.*s add up to %.*s, but there is %.*s to share", TEXT_ARG(name),
		          TEXT_ARG(money(run, s, r->most)), TEXT_ARG(amount));
		diag_help(run->diags, "write `leave the rest unspent` to accept it");
	} else {
		run_error(run, DIAG_ALL_ZERO, at, NO_ROW, "every weight of %.*s is 0, and there is %.*s to share",
		          TEXT_ARG(name), TEXT_ARG(amount));
		diag_help(run->diags, "write `leave the rest unspent` to accept it");
	}
}

static void refuse_amount(struct run *run, const struct sharing *s, const struct apportion *p,
                          const struct apportion_result *r, struct text name)
{
	struct text amount = money(run, s, p->amount);
	if (r->status == APPORTION_NEGATIVE_AMOUNT) {
		run_error(run, DIAG_NEGATIVE_AMOUNT, s->share->at, NO_ROW, "the amount of %.*s is negative: %.*s",
		          TEXT_ARG(name), TEXT_ARG(amount));
	} else if (r->status == APPORTION_NOT_MULTIPLE) {
		run_error(run, DIAG_NOT_MULTIPLE, s->share->at, NO_ROW, "the amount of %.*s, %.*s, is no multiple of %.*s",
		          TEXT_ARG(name), TEXT_ARG(amount), TEXT_ARG(money(run, s, p->unit)));
		diag_help(run->diags, "write `leave the rest unspent`, or a smaller unit after `rounded to`");
	} else if (r->status == APPORTION_NOBODY) {
		run_error(run, DIAG_NOBODY, s->symbol->declaration->at, NO_ROW, "nobody can be given the %.*s of %.*s",
		          TEXT_ARG(amount), TEXT_ARG(name));
		diag_help(run->diags, "write `leave the rest unspent` to accept it");
	} else {
		run_error(run, DIAG_TOO_LARGE, s->symbol->declaration->at, NO_ROW,
		          "sharing out %.*s takes numbers of more than 16,384 bits", TEXT_ARG(name));
		diag_help(run->diags, "round its weights, as in round(x to 0.000_001)");
	}
}

static NOINLINE void refuse(struct run *run, const struct sharing *s, const struct apportion *p,
                            const struct apportion_result *r, const size_t *index, size_t group)
{
	struct text in = groups_name(run, s->groups, group);
	struct text name = arena_format(run->arena, "\"%.*s\"%.*s", TEXT_ARG(s->symbol->name), TEXT_ARG(in));
	switch (r->status) {
	case APPORTION_NEGATIVE_WEIGHT:
	case APPORTION_BOUNDS_CROSS: refuse_place(run, s, p, r, s->row[index[r->place]]); break;
	case APPORTION_FLOORS_ABOVE:
	case APPORTION_CEILINGS_BELOW:
	case APPORTION_ALL_ZERO: refuse_sums(run, s, p, r, name); break;
	case APPORTION_OK:
	case APPORTION_NEGATIVE_AMOUNT:
	case APPORTION_NOT_MULTIPLE:
	case APPORTION_NOBODY:
	case APPORTION_TOO_LARGE: refuse_amount(run, s, p, r, name); break;
	}
}

static NOINLINE bool bases_fit(struct run *run, const struct sharing *s)
{
	for (size_t i = 0; s->base && i < s->count; i++) {
		if (number_sign(s->claim[i].base) >= 0) continue;
		run_error(run, DIAG_NEGATIVE_WEIGHT, s->base->at, s->row[i], "the base in \"%.*s\" is negative: %.*s",
		          TEXT_ARG(s->symbol->name), TEXT_ARG(money(run, s, s->claim[i].base)));
		return false;
	}
	return true;
}

/* --- the levels --- */

static struct award_level level_of(struct run *run, const struct apportion *p, const struct apportion_result *r)
{
	struct award_level level = {
		.amount = number_keep(run->kept, p->amount),
		.awarded = number_keep(run->kept, r->awarded),
		.unspent = number_keep(run->kept, r->unspent),
		.places = p->n,
	};
	if (p->n && number_order(r->scale, number_of(1)) != 0) {
		struct number percent = number_mul(run->scratch, r->scale, number_of(100));
		level.note =
			arena_format(run->arena, "floors scaled to %.*s %%", TEXT_ARG(number_decimal(run->arena, percent, 2)));
	}
	return level;
}

static void level_add(struct run *run, struct award_level *whole, const struct award_level *part)
{
	whole->amount = number_keep(run->kept, number_add(run->scratch, whole->amount, part->amount));
	whole->awarded = number_keep(run->kept, number_add(run->scratch, whole->awarded, part->awarded));
	whole->unspent = number_keep(run->kept, number_add(run->scratch, whole->unspent, part->unspent));
	whole->places += part->places;
	if (part->note.len && !whole->note.len) whole->note = part->note;
}

static void keep_shares(struct run *run, const struct sharing *s, const struct award_level *level, const size_t *index,
                        const struct apportion_result *r)
{
	struct award *award = &run->awards[s->symbol->index];
	for (size_t i = 0; i < level->places; i++) {
		award->share[s->row[index[i]]] = number_keep(run->kept, r->share[i]);
		award->bound[s->row[index[i]]] = (unsigned char)r->bound[i];
	}
}

/* Added up again from the awards themselves: what was asked for is what was given out. */
static bool conserved(struct run *run, const struct sharing *s, const struct award_level *level, const size_t *index,
                      const struct apportion_result *r)
{
	struct number sum = sum_exact(run->scratch, r->award, level->places), all;
	all = number_add(run->scratch, sum, level->unspent);
	bool holds = number_order(sum, level->awarded) == 0 && number_order(all, level->amount) == 0 &&
	             number_sign(level->unspent) >= 0;
	for (size_t i = 0; i < level->places; i++) {
		holds = holds && number_sign(r->award[i]) >= 0;
		memo_put(run, &run->memos[s->symbol->index], s->row[index[i]], value_number(r->award[i]));
	}
	if (run->change) keep_shares(run, s, level, index, r);
	if (!holds)
		run_error(run, DIAG_NOT_CONSERVED, s->symbol->declaration->at, NO_ROW,
		          "the awards of \"%.*s\" and what is unspent do not add up to the amount", TEXT_ARG(s->symbol->name));
	return holds;
}

/* The places of one pot are the first n of index. */
static NOINLINE bool share_pot(struct run *run, const struct sharing *s, size_t group, const size_t *index, size_t n,
                               struct award_level *level)
{
	struct apportion *p = block_take(run, 1, sizeof *p);
	struct apportion_result *r = block_take(run, 1, sizeof *r);
	size_t mark = numbers_mark(run->scratch);
	problem_of(run, s, index, n, p);
	p->amount = s->amount[group];
	*r = (struct apportion_result){ .status = APPORTION_OK };
	bool done = apportion_solve(run->arena, run->scratch, p, r) == APPORTION_OK;
	if (done) *level = level_of(run, p, r);
	if (!done) refuse(run, s, p, r, index, group);
	done = done && conserved(run, s, level, index, r);
	numbers_release(run->scratch, mark);
	block_give(run, p);
	block_give(run, r);
	return done;
}

static int by_group(const void *a, const void *b)
{
	return text_order(((const struct award_level *)a)->group, ((const struct award_level *)b)->group);
}

static NOINLINE bool share_pots(struct run *run, const struct sharing *s, struct award *award)
{
	struct award_level level;
	size_t *index = sorted_by_pot(run, s), first = 0, end;
	struct number none = number_of(0);
	award->whole = (struct award_level){ .amount = none, .awarded = none, .unspent = none };
	award->levels = arena_array(run->arena, s->groups->count, sizeof *award->levels);
	award->level_count = 0; /* of a try that ended in an error nobody heard */
	for (size_t group = 0; group < s->groups->count; group++, first = end) {
		for (end = first; end < s->count && group_of(s, index[end]) == group; end++)
			;
		if (!share_pot(run, s, group, index + first, end - first, &level)) return false;
		level_add(run, &award->whole, &level);
		if (!s->per) continue;
		level.group = groups_key(run, s->groups, group);
		award->levels[award->level_count++] = level;
	}
	block_give(run, index);
	if (award->level_count) qsort(award->levels, award->level_count, sizeof *award->levels, by_group);
	return true;
}

/* --- all of it --- */

static void shares_room(struct run *run, struct award *award)
{
	award->share = arena_array(run->arena, run->table->rows, sizeof *award->share);
	award->bound = arena_array(run->arena, run->table->rows, sizeof *award->bound);
	for (size_t row = 0; row < run->table->rows; row++)
		award->share[row] = number_of(0);
}

/* Outside `where`, an award is 0. */
static void awards_elsewhere(struct run *run, struct memo *memo)
{
	for (size_t i = 0; i < run->row_count; i++)
		memo_put(run, memo, run_row(run, i), value_number(number_of(0)));
}

static NOINLINE struct sharing *sharing_new(struct run *run, const struct symbol *symbol)
{
	struct sharing *s = block_take(run, 1, sizeof *s);
	*s = (struct sharing){
		.symbol = symbol,
		.share = clause(symbol, TREE_SHARE),
		.per = tree_find(symbol->declaration, TREE_PER),
		.weight = clause(symbol, TREE_IN_PROPORTION),
		.base = clause(symbol, TREE_STARTING_FROM),
	};
	s->row = block_take(run, run->row_count, sizeof *s->row);
	s->claim = block_take(run, run->row_count, sizeof *s->claim);
	return s;
}

static NOINLINE bool pots(struct run *run, struct sharing *s)
{
	s->groups = groups_by(run, s->per);
	if (!s->groups) return false;
	s->amount = block_take(run, s->groups->count, sizeof *s->amount);
	s->has_amount = block_take(run, s->groups->count, sizeof *s->has_amount);
	memset(s->has_amount, 0, s->groups->count * sizeof *s->has_amount);
	return amounts(run, s);
}

static bool sharing_known(struct run *run, struct sharing *s)
{
	return unit_of(run, s) && pots(run, s) && claims(run, s) && bases_fit(run, s);
}

const struct award *award_of(struct run *run, const struct symbol *symbol)
{
	struct award *award = &run->awards[symbol->index];
	if (award->known) return award;
	struct sharing *s = sharing_new(run, symbol);
	size_t terms = numbers_mark(run->terms);
	bool done = sharing_known(run, s);
	if (done) {
		award->decimals = number_decimals(s->unit);
		award->unit = s->unit;
		if (run->change) shares_room(run, award);
		memo_make(run, &run->memos[symbol->index], run->table->rows);
		awards_elsewhere(run, &run->memos[symbol->index]);
		done = share_pots(run, s, award);
	}
	void *blocks[] = { s->row, s->claim, s->amount, s->has_amount, s };
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		block_give(run, blocks[i]);
	numbers_release(run->terms, terms);
	/* A referee goes on after an error that nobody heard: no award may be left of it. */
	if (!done) run->memos[symbol->index] = (struct memo){ .state = NULL };
	award->known = done;
	return done ? award : NULL;
}

/* --- for who explains --- */

static bool pot_solved(struct run *run, const struct sharing *s, size_t group, const size_t *index, size_t n,
                       struct award_pots *pots)
{
	struct award_pot *pot = &pots->pot[group];
	size_t *row = arena_array(run->arena, n, sizeof *row);
	problem_of(run, s, index, n, &pot->problem);
	pot->problem.amount = s->amount[group];
	for (size_t i = 0; i < n; i++) {
		row[i] = s->row[index[i]];
		pots->place[row[i]] = i;
	}
	pot->row = row;
	if (apportion_solve(run->arena, run->kept, &pot->problem, &pot->result) == APPORTION_OK) return true;
	refuse(run, s, &pot->problem, &pot->result, index, group);
	return false;
}

/* The same, still to be shared; what was gathered stays. */
const struct sharing *award_sharing(struct run *run, const struct symbol *symbol)
{
	struct sharing *s = sharing_new(run, symbol);
	return sharing_known(run, s) ? s : NULL;
}

/* Whatever was gathered stays: an explanation points into it. */
const struct award_pots *award_pots(struct run *run, const struct symbol *symbol)
{
	if (run->pots[symbol->index]) return run->pots[symbol->index];
	const struct sharing *s = award_sharing(run, symbol);
	if (!s) return NULL;
	struct award_pots *pots = arena_alloc(run->arena, sizeof *pots);
	size_t *index = sorted_by_pot(run, s), first = 0, end;
	pots->groups = s->groups;
	pots->pot = arena_array(run->arena, s->groups->count, sizeof *pots->pot);
	pots->place = arena_array(run->arena, run->table->rows, sizeof *pots->place);
	for (size_t row = 0; row < run->table->rows; row++)
		pots->place[row] = NO_ROW;
	for (size_t group = 0; group < s->groups->count; group++, first = end) {
		for (end = first; end < s->count && group_of(s, index[end]) == group; end++)
			;
		if (!pot_solved(run, s, group, index + first, end - first, pots)) return NULL;
	}
	run->pots[symbol->index] = pots;
	return pots;
}

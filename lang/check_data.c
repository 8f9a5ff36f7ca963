/* check_data.c - datasets: keys, fields, how cells are read and what a missing one means. */
#include "lang/check_private.h"

static const struct {
	const char *profile, *cell, *reason;
} profiles[] = {
#define PROFILE(name, cell, reason) { name, cell, reason },
#include "lang/profile.def"
#undef PROFILE
};
#define PROFILE_COUNT (sizeof profiles / sizeof *profiles)

/* --- what cells mean that are no values ------------------------------------------------------------------------------ */

struct markers {
	struct marker *at;
	size_t count, room;
};

static void add_marker(struct check *ck, struct markers *m, struct text cell, struct text reason)
{
	if (m->count == m->room) {
		m->room = m->room ? m->room * 2 : 8;
		struct marker *more = arena_array(ck->arena, m->room, sizeof *more);
		if (m->count) memcpy(more, m->at, m->count * sizeof *more);
		m->at = more;
	}
	m->at[m->count++] = (struct marker){ cell, reason };
}

static void unknown_profile(struct check *ck, const struct tree *clause)
{
	struct text words = TEXT("");
	for (size_t i = 0; i < PROFILE_COUNT; i++)
		if (i == 0 || strcmp(profiles[i].profile, profiles[i - 1].profile) != 0)
			words = arena_format(ck->arena, "%.*s%s%s", TEXT_ARG(words), i ? ", " : "", profiles[i].profile);
	check_error(ck, DIAG_UNKNOWN_WORD, clause->at, "\"%.*s\" is no profile of missing values", TEXT_ARG(clause->text));
	diag_help(ck->diags, "the profiles are %.*s; or list the cells: missing means \"NA\", \"..\"", TEXT_ARG(words));
}

/* The clauses of a dataset count for each of its fields; what is wrong with them is said once, by its first. */
static void add_markers(struct check *ck, struct markers *m, const struct tree *owner, bool says)
{
	for (struct tree *c = tree_find(owner, TREE_MISSING_MEANS); c; c = tree_next(c)) {
		bool found = c->text.len == 0;
		for (struct tree *t = c->first; t; t = t->next)
			add_marker(ck, m, t->text, TEXT(""));
		for (size_t i = 0; c->text.len && i < PROFILE_COUNT; i++)
			if (text_is(c->text, profiles[i].profile)) {
				add_marker(ck, m, text_of(profiles[i].cell), text_of(profiles[i].reason));
				found = true;
			}
		if (!found && says) unknown_profile(ck, c);
	}
}

/* --- fields ------------------------------------------------------------------------------------------------------------ */

static const struct choices *choices_of(struct check *ck, const struct tree *type)
{
	size_t n = tree_count(type), i = 0;
	struct text *words = arena_array(ck->arena, n, sizeof *words);
	for (struct tree *t = type->first; t; t = t->next)
		words[i++] = t->text;
	struct choices *c = arena_alloc(ck->arena, sizeof *c);
	*c = (struct choices){ n, words };
	return c;
}

static void unknown_type(struct check *ck, const struct tree *type)
{
	struct text words[TYPE_COUNT_OF];
	size_t n = 0;
	for (size_t i = TYPE_NUMBER; i < TYPE_YEAR; i++)
		words[n++] = text_of(type_info[i].word);
	check_error(ck, DIAG_UNKNOWN_WORD, type->at, "\"%.*s\" is no type", TEXT_ARG(type->text));
	struct text best = diag_nearest(type->text, words, n);
	if (best.len) diag_help(ck->diags, "did you mean %.*s?", TEXT_ARG(best));
	else
		diag_help(ck->diags, "the types are number, percent, count, money, text, choice (\"a\", \"b\"), flag and date");
}

static void read_type(struct check *ck, struct field *f, struct tree *type)
{
	for (size_t i = TYPE_NUMBER; i < TYPE_YEAR; i++)
		if (text_is(type->text, type_info[i].word)) f->type.kind = (enum type_kind)i;
	size_t words = tree_count(type);
	if (f->type.kind == TYPE_NONE) {
		unknown_type(ck, type);
	} else if (f->type.kind == TYPE_CHOICE) {
		f->type.choices = choices_of(ck, type);
		if (words == 0) {
			check_error(ck, DIAG_CLAUSE_ABSENT, type->at, "a choice lists what may stand in its cells");
			diag_help(ck->diags, "write choice (\"England\", \"Wales\")");
		}
	} else if (f->type.kind == TYPE_FLAG && words) {
		f->word[0] = type->first->text;
		f->word[1] = type->last->text;
		if (words != 2 || text_equal(f->word[0], f->word[1])) {
			check_error(ck, DIAG_ARGUMENTS, type->at, "a flag names two cells, the one for true and the one for false");
			diag_help(ck->diags, "write flag (\"Y\", \"N\")");
		}
	} else if (words) {
		check_error(ck, DIAG_CLAUSE_NOT_HERE, type->at, "%s takes no list of texts", type_info[f->type.kind].word);
		diag_help(ck->diags, "only choice and flag list their cells");
	}
	f->type.money = f->type.kind == TYPE_MONEY;
	if (f->type.money && ck->model->currency.len == 0) {
		check_error(ck, DIAG_WITHOUT_CURRENCY, type->at, "money, but the file does not say in which currency");
		diag_help(ck->diags, "say so at the head: fund \"...\" currency GBP");
	}
}

static void read_missing(struct check *ck, struct field *f, struct tree *d)
{
	struct tree *use = tree_find(d, TREE_IF_MISSING), *may = tree_find(d, TREE_MAY_BE_MISSING);
	f->missing = use ? MISSING_IMPUTED : may ? MISSING_ALLOWED : MISSING_REFUSED;
	f->impute = use ? use->first : NULL;
	if (use && may) {
		check_error(ck, DIAG_CLAUSES_CLASH, may->at, "\"%.*s\" cannot both be replaced when missing and stay missing",
		            TEXT_ARG(f->name));
		diag_note(ck->diags, use->at, "the other clause");
		diag_help(ck->diags, "keep `if missing use` or `may be missing`");
	}
	if (f->key && (use || may)) {
		check_error(ck, DIAG_CLAUSES_CLASH, use ? use->at : may->at, "\"%.*s\" is a key, which is never missing",
		            TEXT_ARG(f->name));
		diag_help(ck->diags, "remove the clause");
	}
}

static void field_init(struct check *ck, struct dataset *set, struct field *f, struct tree *d)
{
	struct tree *column = tree_find(d, TREE_COLUMN);
	f->name = d->text;
	f->header = column ? column->text : d->text;
	f->declaration = d;
	f->unit = number_of(1);
	f->index = (size_t)(f - set->fields);
	if (d->kind == TREE_NAME) f->type.kind = TYPE_TEXT; /* a key column without a field of its own */
	else if (d->first) read_type(ck, f, d->first);
	f->symbol = names_add(ck, SYMBOL_FIELD, f->name, d, set);
	f->symbol->field = f;
	f->symbol->type = f->type;
}

static void read_key(struct check *ck, struct dataset *set)
{
	struct tree *key = tree_find(set->declaration, TREE_KEY);
	size_t n = key ? tree_count(key) : 0; /* without a key it groups another dataset, which refuse_later refuses */
	set->key = arena_array(ck->arena, n, sizeof *set->key);
	for (struct tree *k = key ? key->first : NULL; k; k = k->next) {
		struct field *f = NULL;
		for (size_t i = 0; i < set->field_count; i++)
			if (text_equal(set->fields[i].name, k->text)) f = &set->fields[i];
		if (!f) field_init(ck, set, f = &set->fields[set->field_count++], k);
		if (f->key) {
			check_error(ck, DIAG_DECLARED_TWICE, k->at, "\"%.*s\" is in the key twice", TEXT_ARG(k->text));
			diag_help(ck->diags, "each column stands in a key once");
		}
		f->key = f->used = true;
		set->key[set->key_count++] = f->index;
	}
}

static void refuse_later(struct check *ck, const struct dataset *set)
{
	for (struct tree *c = set->declaration->first; c; c = c->next)
		if (c->kind == TREE_LINK || c->kind == TREE_GROUPS || c->kind == TREE_ROW) {
			if (c->kind == TREE_LINK) names_add(ck, SYMBOL_LATER, c->text, c, set);
			ck->later = true;
			diag_error(ck->diags, DIAG_NOT_YET, c->at, "`%s` cannot be run by this version", tree_kind_name(c->kind));
			diag_help(ck->diags, "this version runs one dataset, read from one file");
		}
}

/* What a number itself may hold cannot also stand between its digits. */
static bool may_separate(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (letter || (c >= '0' && c <= '9') || strchr("+-.%\"", c)) return false;
	}
	return true;
}

static void collect(struct check *ck, struct dataset *set, struct tree *d)
{
	struct tree *thousands = tree_find(d, TREE_THOUSANDS), *file = tree_find(d, TREE_FROM_FILE);
	size_t most = tree_find(d, TREE_KEY) ? tree_count(tree_find(d, TREE_KEY)) : 0;
	for (struct tree *c = d->first; c; c = c->next)
		most += c->kind == TREE_FIELD;
	set->fields = arena_array(ck->arena, most, sizeof *set->fields);
	set->thousands = thousands ? thousands->text : TEXT("");
	set->file = file ? file->text : TEXT("");
	for (struct tree *c = d->first; c; c = c->next)
		if (c->kind == TREE_FIELD) field_init(ck, set, &set->fields[set->field_count++], c);
	read_key(ck, set);
	refuse_later(ck, set);
	for (size_t i = 0; i < set->field_count; i++) {
		struct field *f = &set->fields[i];
		struct markers own = { 0 };
		read_missing(ck, f, f->declaration);
		add_markers(ck, &own, f->declaration, true);
		add_markers(ck, &own, d, i == 0);
		f->markers = own.at;
		f->marker_count = own.count;
		f->symbol->optional = f->missing == MISSING_ALLOWED;
	}
	if (set->thousands.len && !may_separate(set->thousands)) {
		check_error(ck, DIAG_UNKNOWN_WORD, thousands->at, "\"%.*s\" cannot separate thousands",
		            TEXT_ARG(set->thousands));
		diag_help(ck->diags, "thousands are separated by a comma, a space or an apostrophe: thousands \",\"");
	}
}

void data_collect(struct check *ck, struct tree *file)
{
	struct model *m = ck->model;
	size_t n = 0;
	for (struct tree *d = tree_find(file, TREE_DATASET); d; d = tree_next(d))
		n++;
	m->datasets = arena_array(ck->arena, n, sizeof *m->datasets);
	for (struct tree *d = tree_find(file, TREE_DATASET); d; d = tree_next(d)) {
		struct dataset *twin = names_dataset(ck, d->text);
		if (twin) {
			check_error(ck, DIAG_DECLARED_TWICE, d->at, "the dataset \"%.*s\" is declared twice", TEXT_ARG(d->text));
			diag_note(ck->diags, twin->declaration->at, "declared here first");
			diag_help(ck->diags, "give one of the two another name");
		}
		if (m->dataset_count == 1) {
			ck->later = true;
			diag_error(ck->diags, DIAG_NOT_YET, d->at, "a second dataset cannot be run by this version");
			diag_help(ck->diags, "this version runs one dataset, read from one file");
		}
		struct dataset *set = &m->datasets[m->dataset_count];
		*set = (struct dataset){ .name = d->text,
			                     .title = tree_title(d),
			                     .declaration = d,
			                     .index = m->dataset_count,
			                     .currency_sign = m->currency_sign,
			                     .currency = m->currency };
		m->dataset_count++;
		collect(ck, set, d);
	}
}

/* --- what is said of fields in expressions, once names are known -------------------------------------------------------- */

static void check_unit(struct check *ck, struct field *f, struct tree *units)
{
	struct context where = { 0 };
	struct number unit;
	expr_check(ck, units->first, &where);
	if (units->first->type.kind == TYPE_NONE) return;
	if (type_family(f->type) != FAMILY_NUMBER || f->type.kind == TYPE_PERCENT ||
	    units->first->type.money != f->type.money) {
		check_error(ck, DIAG_TYPE_MISMATCH, units->at, "cells of type %s cannot be in units of %s",
		            type_info[f->type.kind].word, expr_type_words(ck, units->first->type));
		diag_help(ck->diags, "money is in units of money: in units of £1_000; a number or count in units of a number");
	} else if (!value_known(ck, units->first, &unit) || number_sign(unit) <= 0) {
		check_error(ck, DIAG_BAD_UNIT, units->at, "the unit of \"%.*s\" is not a number above zero", TEXT_ARG(f->name));
		diag_help(ck->diags, "write a number: in units of 1_000");
	} else {
		f->unit = unit;
	}
}

/* A condition on cells as they were read says nothing about what stands for the missing ones later. */
static bool rests_on_imputed(const struct check *ck, const struct tree *t)
{
	if (t->meaning) return rests_on_imputed(ck, t->meaning);
	if (t->symbol && t->symbol->field && t->symbol->field->missing == MISSING_IMPUTED)
		return !facts_hold(ck->kept, facts_present(ck->facts, t));
	for (const struct tree *c = t->first; c; c = c->next)
		if (rests_on_imputed(ck, c)) return true;
	return false;
}

static void forget_imputed(struct check *ck)
{
	if (!ck->kept) return;
	const struct fact **lasting = arena_array(ck->arena, ck->kept->count, sizeof *lasting);
	size_t n = 0;
	for (size_t i = 0; i < ck->kept->count; i++)
		if (!rests_on_imputed(ck, ck->kept->fact[i]->condition)) lasting[n++] = ck->kept->fact[i];
	struct facts *kept = arena_alloc(ck->arena, sizeof *kept);
	*kept = (struct facts){ n, lasting };
	ck->kept = n ? kept : NULL;
}

void data_check(struct check *ck)
{
	for (size_t i = 0; i < ck->model->dataset_count; i++) {
		struct dataset *set = &ck->model->datasets[i];
		for (size_t f = 0; f < set->field_count; f++) {
			struct tree *units = tree_find(set->fields[f].declaration, TREE_UNITS);
			if (units) check_unit(ck, &set->fields[f], units);
		}
		for (struct tree *k = tree_find(set->declaration, TREE_KEEP_WHERE); k; k = tree_next(k)) {
			struct context where = { .rows = set, .cells_only = true };
			expr_condition(ck, k->first, &where, "the condition of `keep where`");
			ck->kept = context_knowing(ck, &(struct context){ .known = ck->kept }, k->first, false).known;
		}
	}
	forget_imputed(ck);
}

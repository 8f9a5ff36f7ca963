/* check.c - the whole of checking: which part runs when. */
#include "lang/check_private.h"
#include <assert.h>

/* Constructs that the grammar knows and this version does not run. */
static bool is_later(enum tree_kind kind)
{
	static const enum tree_kind later[] = { TREE_USE,    TREE_TABLE,   TREE_SPLIT,    TREE_PAY,
		                                    TREE_SELECT, TREE_REPLACE, TREE_OVERRIDE, TREE_EXTERN };
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		if (kind == later[i]) return true;
	return false;
}

static void refuse_later(struct check *ck, struct tree *file)
{
	for (struct tree *d = file->first; d; d = d->next)
		if (is_later(d->kind)) {
			ck->later = ck->later || d->kind == TREE_USE; /* what the other file declares is not known */
			diag_error(ck->diags, DIAG_NOT_YET, d->at, "`%s` cannot be run by this version", tree_kind_name(d->kind));
			diag_help(ck->diags,
			          "this version parses and prints it (plang compile --emit=rules); only its run has to wait");
		}
}

/* Marks what is asked for, and what that rests on. */
static void mark_used(struct check *ck, struct symbol **roots, size_t count)
{
	struct symbol **stack = arena_array(ck->arena, ck->model->symbol_count + 1, sizeof(struct symbol *));
	size_t depth = 0;
	for (size_t i = 0; i < count; i++)
		if (!roots[i]->used) {
			roots[i]->used = true;
			stack[depth++] = roots[i];
		}
	while (depth > 0) {
		struct symbol *s = stack[--depth];
		for (size_t i = 0; i < s->rests_on_count; i++)
			if (!s->rests_on[i]->used) {
				s->rests_on[i]->used = true;
				stack[depth++] = s->rests_on[i];
			}
	}
}

/* Outputs, checks and compares ask; so do the rules and the allocations, which the summary prints. */
static void find_used(struct check *ck, struct tree *file)
{
	struct symbol **named;
	size_t count;
	for (struct tree *d = file->first; d; d = d->next)
		if (d->kind == TREE_OUTPUT || d->kind == TREE_FIGURES || d->kind == TREE_CHECK || d->kind == TREE_COMPARE) {
			names_in(ck, d, names_home(ck, d), &named, &count);
			mark_used(ck, named, count);
		}
	for (size_t i = 0; i < ck->model->symbol_count; i++) {
		struct symbol *s = ck->model->symbols[i];
		bool asked = s->kind == SYMBOL_RULE || s->kind == SYMBOL_ALLOCATE;
		/* Without an output all of these are printed. */
		if (ck->model->output_count == 0 || !ck->model->outputs[0].declaration)
			asked = asked || s->kind == SYMBOL_SCORE || s->kind == SYMBOL_RANK || s->kind == SYMBOL_BAND;
		if (asked) mark_used(ck, &s, 1);
	}
	for (size_t i = 0; i < ck->model->dataset_count; i++) {
		struct dataset *d = &ck->model->datasets[i];
		for (struct tree *k = tree_find(d->declaration, TREE_KEEP_WHERE); k; k = tree_next(k)) {
			names_in(ck, k, d, &named, &count);
			mark_used(ck, named, count);
		}
		for (size_t f = 0; f < d->field_count; f++)
			d->fields[f].used = d->fields[f].key || (d->fields[f].symbol && d->fields[f].symbol->used);
	}
}

static bool is_given(const struct symbol *s)
{
	return s->kind == SYMBOL_PARAM || s->kind == SYMBOL_SET;
}

/* A --set that names no param. */
static void check_settings(struct check *ck)
{
	for (size_t i = 0; i < ck->options->setting_count; i++) {
		const struct setting *set = &ck->options->settings[i];
		struct symbol *s = names_find(ck, set->name, NULL);
		if (s && s->kind == SYMBOL_PARAM) continue;
		size_t n = 0;
		struct text *params = arena_array(ck->arena, ck->model->symbol_count + 1, sizeof *params);
		for (size_t k = 0; k < ck->model->symbol_count; k++)
			if (ck->model->symbols[k]->kind == SYMBOL_PARAM) params[n++] = ck->model->symbols[k]->name;
		diag_error(ck->diags, DIAG_CANNOT_SET, (struct span){ 0, 0 },
		           "--set %.*s: the rule file has no param of that name", TEXT_ARG(set->name));
		struct text best = diag_nearest(set->name, params, n);
		if (best.len) diag_help(ck->diags, "did you mean \"%.*s\"?", TEXT_ARG(best));
		else diag_help(ck->diags, "only a `param` can be set from outside");
	}
}

bool check_file(struct arena *arena, struct diags *diags, struct tree *file, const struct check_options *options,
                struct model *model)
{
	struct check *ck = arena_alloc(arena, sizeof *ck);
	ck->arena = arena;
	ck->diags = diags;
	ck->pool = numbers_new(arena);
	ck->facts = facts_new(arena);
	names_init(ck);
	ck->model = model;
	ck->options = options;
	*model = (struct model){ .file = file, .has_as_of = options->has_as_of, .as_of = options->as_of };

	refuse_later(ck, file);
	value_fund(ck, file);
	data_collect(ck, file);
	names_collect(ck, file);
	check_settings(ck);
	if (names_order(ck) && !ck->later) { /* without its other datasets, little of the rest would make sense */
		/* `keep where` may rest on params and sets, and everything else may count on it. */
		for (size_t i = 0; i < model->order_count; i++)
			if (is_given(model->order[i])) decl_check(ck, model->order[i]);
		data_check(ck);
		for (size_t i = 0; i < model->order_count; i++)
			if (!is_given(model->order[i])) decl_check(ck, model->order[i]);
		ask_check(ck, file);
		find_used(ck, file);
		if (diags->errors == 0) remark(ck);
	}
	for (size_t i = 0; diags->errors == 0 && i < model->output_count; i++)
		for (size_t c = 0; c < model->outputs[i].count; c++)
			assert(model->outputs[i].columns[c]->type.kind != TYPE_NONE);
	return diags->errors == 0;
}

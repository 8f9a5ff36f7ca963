/* check_remark.c - what is sound and yet worth saying: what nothing uses, and what the rules leave open. */
#include "lang/check_private.h"

static void remark_unused(struct check *ck, const struct symbol *s)
{
	if (s->mentioned || s->used || (s->field && s->field->key)) return;
	if (s->kind == SYMBOL_PARAM) {
		check_error(ck, DIAG_UNUSED, s->declaration->at, "the param \"%.*s\" is not used", TEXT_ARG(s->name));
		diag_help(ck->diags, "remove it, or use it in a rule");
	} else if (s->kind == SYMBOL_FUNCTION) {
		check_error(ck, DIAG_UNUSED, s->declaration->at, "the function \"%.*s\" is not used", TEXT_ARG(s->name));
		diag_help(ck->diags, "remove it, or call it; a function is checked where it is called");
	} else if (s->kind == SYMBOL_FIELD) {
		check_error(ck, DIAG_UNUSED, s->declaration->at, "the field \"%.*s\" is not used", TEXT_ARG(s->name));
		diag_help(ck->diags, "remove it, or use it in a rule or an output; its cells are not read");
	}
}

/* `assume "..." on NAME` settles what NAME leaves open. */
static bool assumed(const struct check *ck, const struct symbol *s)
{
	for (size_t i = 0; i < ck->model->assume_count; i++) {
		const struct tree *on = tree_find(ck->model->assumes[i], TREE_ON);
		for (const struct tree *p = on ? on->first : NULL; p; p = p->next)
			if (text_equal(p->kind == TREE_PATH ? p->last->text : p->text, s->name)) return true;
	}
	return false;
}

static void remark_open(struct check *ck, const struct symbol *s)
{
	if (assumed(ck, s)) return;
	if (s->kind == SYMBOL_RANK && !tree_find(s->declaration, TREE_TIES)) {
		check_error(ck, DIAG_OPEN_CHOICE, s->declaration->at,
		            "\"%.*s\" does not say what happens to places that tie; they share the smallest rank",
		            TEXT_ARG(s->name));
		diag_help(ck->diags, "write `ties min` (or max, average, dense, key), or assume \"...\" on %.*s",
		          TEXT_ARG(s->name));
	}
	if (s->kind == SYMBOL_ALLOCATE && !tree_find(s->declaration, TREE_ROUNDED)) {
		check_error(ck, DIAG_OPEN_CHOICE, s->declaration->at,
		            "\"%.*s\" does not say what awards are rounded to; it is the smallest unit", TEXT_ARG(s->name));
		diag_help(ck->diags, "write `rounded to 1`, in the unit of the pot, or assume \"...\" on %.*s",
		          TEXT_ARG(s->name));
	}
}

void remark(struct check *ck)
{
	for (size_t i = 0; i < ck->model->symbol_count; i++)
		remark_unused(ck, ck->model->symbols[i]);
	for (size_t i = 0; ck->options->remarks && i < ck->model->symbol_count; i++)
		remark_open(ck, ck->model->symbols[i]);
}

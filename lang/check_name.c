/* check_name.c - a name in an expression: what it stands for there, and whether it may stand there. */
#include "lang/check_private.h"

static void take_symbol(struct check *ck, struct tree *t, struct symbol *s, const struct context *where)
{
	t->symbol = s;
	t->type = s->type;
	t->rows = s->rows;
	expr_height(ck, t, s->height + 1);
	t->domain = facts_minus(ck->facts, s->domain, where->known);
	bool own_cells = s->field && s->field == where->imputing && where->in_table;
	bool as_read = where->cells_only && s->field && s->field->missing == MISSING_IMPUTED;
	t->optional = (s->optional || as_read) && !own_cells && !facts_hold(where->known, facts_present(ck->facts, t));
}

static const char *symbol_is(const struct symbol *s)
{
	if (s->kind == SYMBOL_SET) return "a set: it stands after `in`";
	if (s->kind == SYMBOL_FUNCTION) return "a function: it is followed by its arguments in parentheses";
	return "not a value";
}

static bool cell_may_see(const struct symbol *s)
{
	return s->kind == SYMBOL_FIELD || s->kind == SYMBOL_PARAM || s->kind == SYMBOL_SET || s->kind == SYMBOL_FUNCTION;
}

static bool name_fits(struct check *ck, struct tree *t, struct symbol *s, const struct context *where)
{
	if (s->kind == SYMBOL_SET || s->kind == SYMBOL_FUNCTION) {
		check_error(ck, DIAG_NOT_A_VALUE, t->at, "\"%.*s\" is %s", TEXT_ARG(t->text), symbol_is(s));
		diag_note(ck->diags, s->declaration->at, "declared here");
	} else if (where->cells_only && !cell_may_see(s)) {
		check_error(ck, DIAG_CELLS_ONLY, t->at, "`keep where` cannot ask for \"%.*s\", which is computed later",
		            TEXT_ARG(t->text));
		diag_help(ck->diags, "it may ask for fields, the key and params");
	} else if (where->given && s->kind != SYMBOL_PARAM) {
		check_error(ck, DIAG_FIGURE_WANTED, t->at,
		            "a param or set is known before the data; \"%.*s\" is computed from it", TEXT_ARG(t->text));
		diag_help(ck->diags, "declare it with `let`, or use params and numbers only");
	} else if (s->rows && s->rows != where->rows) {
		check_error(ck, DIAG_ROWS_NOT_HERE, t->at,
		            "\"%.*s\" has one value for each row of \"%.*s\"; here one figure is wanted", TEXT_ARG(t->text),
		            TEXT_ARG(s->rows->name));
		diag_help(ck->diags, "make one figure of them: sum(%.*s), mean(%.*s), max(%.*s)", TEXT_ARG(t->text),
		          TEXT_ARG(t->text), TEXT_ARG(t->text));
	} else if (s->field && s->field == where->imputing && !where->in_table) {
		check_error(ck, DIAG_CYCLE, t->at, "what stands for a missing \"%.*s\" cannot be \"%.*s\" itself",
		            TEXT_ARG(t->text), TEXT_ARG(t->text));
		diag_help(ck->diags, "use the cells that are there: median(%.*s)", TEXT_ARG(t->text));
	} else {
		return true;
	}
	return false;
}

void name_check(struct check *ck, struct tree *t, const struct context *where)
{
	struct symbol *s = names_find(ck, t->text, where->rows);
	if (!s && text_is(t->text, "as_of")) {
		t->function = function_find(t->text);
		t->type.kind = TYPE_DATE;
		return;
	}
	if (!s && names_dataset(ck, t->text)) {
		check_error(ck, DIAG_NOT_A_VALUE, t->at, "\"%.*s\" is a dataset, not a value", TEXT_ARG(t->text));
		diag_help(ck->diags, "count its rows with count(%.*s); its fields are named without it", TEXT_ARG(t->text));
	} else if (!s) {
		names_unknown(ck, t, where->rows);
	} else if (s->kind != SYMBOL_LATER && name_fits(ck, t, s, where)) {
		take_symbol(ck, t, s, where);
	}
}

/* dataset.x inside a whole-table function over that dataset is x. */
void path_check(struct check *ck, struct tree *t, const struct context *where)
{
	struct dataset *d = names_dataset(ck, t->first->text);
	if (!d) {
		struct symbol *s = names_find(ck, t->first->text, where->rows);
		if (!s) names_unknown(ck, t->first, where->rows);
		else if (s->kind != SYMBOL_LATER) {
			check_error(ck, DIAG_NOT_A_VALUE, t->at, "\"%.*s\" is neither a dataset nor a link",
			            TEXT_ARG(t->first->text));
			diag_help(ck->diags, "a dot stands after the name of a dataset, inside a whole-table function");
		}
	} else if (!where->in_table || where->rows != d) {
		check_error(ck, DIAG_ROWS_NOT_HERE, t->at,
		            "\"%.*s\" with its dataset before the dot stands only inside a whole-table function",
		            TEXT_ARG(t->last->text));
		diag_help(ck->diags, "write %.*s alone, or mean(%s)", TEXT_ARG(t->last->text), tree_print(ck->arena, t).at);
	} else if (t->first->next != t->last) {
		check_error(ck, DIAG_NOT_A_VALUE, t->at, "links cannot be followed by this version");
	} else {
		struct symbol *s = names_find(ck, t->last->text, d);
		if (!s) {
			names_unknown(ck, t->last, d);
		} else if (s->home != d) {
			check_error(ck, DIAG_UNKNOWN_NAME, t->at, "\"%.*s\" is no field of \"%.*s\", nor computed from it",
			            TEXT_ARG(s->name), TEXT_ARG(d->name));
			diag_note(ck->diags, s->declaration->at, "declared here");
			diag_help(ck->diags, "write %.*s alone", TEXT_ARG(s->name));
		} else {
			take_symbol(ck, t, s, where); /* what is of these rows and seen from them always fits */
		}
	}
}

/* check_demand.c - what a place in a rule file demands of the expression that stands there: a number, a figure, a condition,
 * something that is certain; and the messages when it is not. */
#include "lang/check_private.h"

bool expr_is_untyped(const struct tree *t)
{
	t = tree_bare(t);
	return t->meaning ? expr_is_untyped(t->meaning) : t->kind == TREE_MISSING;
}

void expr_untyped(struct check *ck, struct span at)
{
	check_error(ck, DIAG_NOT_A_VALUE, at, "nothing here says what kind of value is missing");
	diag_help(ck->diags, "`missing` stands beside another value: if C then x else missing");
}

bool expr_is_number(struct check *ck, const struct tree *t, const char *what)
{
	if (t->type.kind == TYPE_NONE) return false;
	if (type_family(t->type) == FAMILY_NUMBER) return true;
	check_error(ck, DIAG_NOT_A_NUMBER, t->at, "%s is %s; a number is wanted", what, expr_type_words(ck, t->type));
	if (t->type.kind == TYPE_FLAG) diag_help(ck->diags, "write `if %s then 1 else 0`", tree_print(ck->arena, t).at);
	else if (t->type.kind == TYPE_TEXT && t->kind == TREE_NAME)
		diag_help(ck->diags, "if its cells are numbers, declare the field so: field %.*s number", TEXT_ARG(t->text));
	else diag_help(ck->diags, "use a number, a percentage, a count or money");
	return false;
}

bool expr_is_figure(struct check *ck, const struct tree *t, const char *what)
{
	if (!t->rows) return true;
	check_error(ck, DIAG_FIGURE_WANTED, t->at, "%s differs from row to row of \"%.*s\"; one figure is wanted", what,
	            TEXT_ARG(t->rows->name));
	diag_help(ck->diags, "use a param, a number, or a whole-table function such as mean(...)");
	return false;
}

/* The name inside t that may be missing, to name it in the message. */
static const struct tree *optional_leaf(const struct tree *t)
{
	if (t->meaning) return optional_leaf(t->meaning);
	for (const struct tree *c = t->first; c; c = c->next)
		if (c->optional) return optional_leaf(c);
	return t;
}

void expr_report_optional(struct check *ck, const struct tree *t, const char *what)
{
	const struct tree *leaf = optional_leaf(t);
	struct text words = tree_print(ck->arena, leaf);
	check_error(ck, DIAG_MAY_BE_MISSING, leaf->at, "%s may be missing: \"%.*s\" is not known in every row", what,
	            TEXT_ARG(words));
	if (leaf->symbol && leaf->symbol->declaration && leaf->symbol->declaration->at.hi)
		diag_note(ck->diags, leaf->symbol->declaration->at, "declared here");
	bool imputed = leaf->symbol && leaf->symbol->field && leaf->symbol->field->missing == MISSING_IMPUTED;
	if (imputed) /* `keep where` comes before anything is filled in */
		diag_help(ck->diags,
		          "`keep where` sees cells as read: write coalesce(%.*s, ...) or `%.*s is not missing and ...`",
		          TEXT_ARG(words), TEXT_ARG(words));
	else
		diag_help(
			ck->diags,
			"settle it: `%.*s is not missing and ...`, `coalesce(%.*s, ...)`, or `if missing use ...` at the field",
			TEXT_ARG(words), TEXT_ARG(words));
}

/* A score whose weights may all be left out: no condition that a rule can state says where. */
static bool rests_on_rescaled(const struct tree *t)
{
	for (size_t i = 0; i < t->domain->count; i++) {
		const struct symbol *s = t->domain->fact[i]->condition->symbol;
		if (s && s->kind == SYMBOL_SCORE) return true;
	}
	return false;
}

/* Where a value exists, in the words of the rule file when it says so itself. */
static struct text needed_words(struct check *ck, const struct tree *t)
{
	const struct tree *where = t->kind == TREE_CALL ? tree_find(t, TREE_WHERE) : NULL;
	if (rests_on_rescaled(t)) return TEXT("some weight of it applies");
	if (where) return tree_print(ck->arena, where->first);
	if (t->symbol && t->symbol->where) return tree_print(ck->arena, t->symbol->where);
	return facts_in_words(ck->arena, t->domain);
}

static void report_domain(struct check *ck, const struct tree *t, const char *what)
{
	const struct tree *leaf = t;
	for (bool down = true; down;) {
		down = false;
		for (const struct tree *c = leaf->first; c; c = c->next)
			if (c->domain && !down) {
				leaf = c;
				down = true;
			}
	}
	struct text words = tree_print(ck->arena, leaf), needs = needed_words(ck, leaf);
	check_error(ck, DIAG_MAY_NOT_APPLY, leaf->at, "%s does not exist for every row: \"%.*s\" exists only where %.*s",
	            what, TEXT_ARG(words), TEXT_ARG(needs));
	if (leaf->symbol) diag_note(ck->diags, leaf->symbol->declaration->at, "declared here");
	if (rests_on_rescaled(leaf)) {
		diag_help(ck->diags,
		          "give the score a weight that always applies: one without `where`, on a value that is never missing");
		return;
	}
	bool simple = memchr(needs.at, ' ', needs.len) == NULL;
	diag_help(ck->diags, "repeat the condition: `where %.*s`, or `%s%.*s%s and ...`, or `if %.*s then ... else ...`",
	          TEXT_ARG(needs), simple ? "" : "(", TEXT_ARG(needs), simple ? "" : ")", TEXT_ARG(needs));
}

bool expr_is_certain(struct check *ck, const struct tree *t, const char *what)
{
	if (t->type.kind == TYPE_NONE || ck->in_test) return true;
	if (t->optional) expr_report_optional(ck, t, what);
	else if (t->domain) report_domain(ck, t, what);
	else return true;
	return false;
}

bool expr_is_condition(struct check *ck, const struct tree *t, const char *what)
{
	if (t->type.kind == TYPE_NONE) return false;
	if (t->type.kind == TYPE_FLAG) return true;
	check_error(ck, DIAG_NOT_A_CONDITION, t->at, "%s is %s; a condition is wanted", what, expr_type_words(ck, t->type));
	struct text words = tree_print(ck->arena, t);
	const char *with = type_family(t->type) == FAMILY_TEXT   ? "= \"...\""
	                   : type_family(t->type) == FAMILY_DATE ? ">= 2026-04-01"
	                                                         : "> 0";
	diag_help(ck->diags, "compare it with something: %.*s %s", TEXT_ARG(words), with);
	return false;
}

void expr_condition(struct check *ck, struct tree *t, const struct context *where, const char *what)
{
	expr_check(ck, t, where);
	if (expr_is_condition(ck, t, what)) expr_is_certain(ck, t, what);
	else t->type.kind = TYPE_NONE;
}

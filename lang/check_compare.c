/* check_compare.c - comparisons and `in`: both sides go together, and the slips that would never hold. */
#include "lang/check_private.h"

/* A text that a choice cannot be is a slip: the comparison would never hold. */
static bool check_choice(struct check *ck, const struct tree *choice, const struct tree *text)
{
	text = tree_bare(text);
	if (choice->type.kind != TYPE_CHOICE || text->kind != TREE_TEXT) return true;
	const struct choices *c = choice->type.choices;
	struct text list = TEXT("");
	for (size_t i = 0; i < c->count; i++) {
		if (text_equal(c->words[i], text->text)) return true;
		if (i < 12)
			list = arena_format(ck->arena, "%.*s%s\"%.*s\"", TEXT_ARG(list), i ? ", " : "", TEXT_ARG(c->words[i]));
	}
	struct text name = tree_print(ck->arena, choice);
	check_error(ck, DIAG_UNKNOWN_CHOICE, text->at, "\"%.*s\" is never \"%.*s\"", TEXT_ARG(name), TEXT_ARG(text->text));
	struct text best = diag_nearest(text->text, c->words, c->count);
	if (best.len) diag_help(ck->diags, "did you mean \"%.*s\"?", TEXT_ARG(best));
	else diag_help(ck->diags, "it is one of %.*s%s", TEXT_ARG(list), c->count > 12 ? ", ..." : "");
	return false;
}

/* `unemployment > 5` asks for 500 %: the commonest slip with percentages. */
static void check_percent_slip(struct check *ck, const struct tree *percent, const struct tree *other)
{
	struct number n;
	if (percent->type.kind != TYPE_PERCENT || other->type.kind == TYPE_PERCENT) return;
	if (!value_known(ck, other, &n) || number_order(n, number_of(1)) <= 0) return;
	struct text words = tree_print(ck->arena, other);
	check_error(ck, DIAG_PERCENT_SLIP, other->at, "%.*s is %.*s %%, and it is compared with a percentage",
	            TEXT_ARG(words), TEXT_ARG(number_exact(ck->arena, number_mul(ck->pool, n, number_of(100)))));
	if (tree_bare(other)->kind == TREE_NUMBER) diag_help(ck->diags, "write %.*s%%", TEXT_ARG(words));
	else diag_help(ck->diags, "write its value as a percentage: %.*s%%", TEXT_ARG(number_exact(ck->arena, n)));
}

void compare_check(struct check *ck, struct tree *t)
{
	t->type.kind = TYPE_FLAG;
	struct tree *a = t->first, *b = t->last;
	if (!expr_all_known(t)) {
		t->type.kind = TYPE_NONE;
		return;
	}
	struct type both = expr_common(ck, a, b, arena_format(ck->arena, "`%s` cannot compare", tree_op_name[t->op]).at);
	if (both.kind == TYPE_NONE) {
		t->type.kind = TYPE_NONE;
		return;
	}
	bool equality = t->op == OP_EQ || t->op == OP_NE;
	if (!equality && (type_family(both) == FAMILY_TEXT || both.kind == TYPE_FLAG)) {
		check_error(ck, DIAG_TYPE_MISMATCH, t->at, "%s compares numbers and dates; these are %ss", tree_op_name[t->op],
		            type_family(both) == FAMILY_TEXT ? "text" : "condition");
		diag_help(ck->diags, "texts and conditions are compared with = and !=");
		t->type.kind = TYPE_NONE;
	}
	check_choice(ck, a, b);
	check_choice(ck, b, a);
	check_percent_slip(ck, a, b);
	check_percent_slip(ck, b, a);
}

static void check_member(struct check *ck, struct tree *value, struct tree *member, const struct context *where)
{
	if (member->kind == TREE_RANGE) {
		bool ordered = type_family(value->type) == FAMILY_NUMBER || value->type.kind == TYPE_DATE;
		for (struct tree *end = member->first; end; end = end->next)
			if (ordered) check_member(ck, value, end, where);
			else expr_check(ck, end, where);
		expr_join(ck, member);
		if (ordered || value->type.kind == TYPE_NONE) return;
		check_error(ck, DIAG_TYPE_MISMATCH, member->at, "a range holds numbers or dates, and this is %s",
		            expr_type_words(ck, value->type));
		diag_help(ck->diags, "list the texts: (\"a\", \"b\")");
		return;
	}
	expr_check(ck, member, where);
	if (value->type.kind == TYPE_NONE || member->type.kind == TYPE_NONE) return;
	expr_common(ck, value, member, "`in` cannot compare");
	check_choice(ck, value, member);
}

/* x in NAME, where NAME is a set: its members have been checked at its declaration. */
static void check_in_set(struct check *ck, struct tree *t, struct symbol *set)
{
	struct tree *name = tree_bare(t->last), *value = t->first;
	name->symbol = set;
	name->height = set->height + 1;
	const struct tree *members = tree_find(set->declaration, TREE_MEMBERS);
	const struct tree *one = members ? members->first : NULL;
	if (one && one->kind == TREE_RANGE) one = one->first;
	if (!one || value->type.kind == TYPE_NONE || one->type.kind == TYPE_NONE) return;
	struct tree shown = *one;
	shown.at = name->at;
	expr_common(ck, value, &shown, "`in` cannot compare");
	for (const struct tree *m = members->first; m; m = m->next)
		if (!check_choice(ck, value, m)) diag_note(ck->diags, t->at, "asked here");
}

/* x in NAME, where NAME is a dataset: whether some row has this key. */
static void check_in_keys(struct check *ck, struct tree *t, const struct dataset *d, const struct context *where)
{
	struct tree *name = tree_bare(t->last), *value = t->first;
	const struct field *key = d->key_count == 1 ? &d->fields[d->key[0]] : NULL;
	if (where->cells_only || where->given) {
		check_error(ck, DIAG_CELLS_ONLY, name->at, "the keys of \"%.*s\" are known only once its rows have been read",
		            TEXT_ARG(d->name));
		diag_help(ck->diags, "list the texts: (\"a\", \"b\")");
	} else if (!key || type_family(key->type) != FAMILY_TEXT) {
		check_error(ck, DIAG_TYPE_MISMATCH, name->at, "only a key of one column of text can be asked for with `in`");
		diag_help(ck->diags, "ask the rows instead: any(...)");
	} else if (value->type.kind != TYPE_NONE && type_family(value->type) != FAMILY_TEXT) {
		check_error(ck, DIAG_TYPE_MISMATCH, value->at, "the key of \"%.*s\" is a text, and this is %s",
		            TEXT_ARG(d->name), expr_type_words(ck, value->type));
		diag_help(ck->diags, "declare the field as text");
	} else {
		struct symbol *keys = arena_alloc(ck->arena, sizeof *keys);
		*keys = (struct symbol){ .kind = SYMBOL_DATASET, .name = d->name, .declaration = d->declaration, .rows = d };
		name->symbol = keys;
	}
}

void in_check(struct check *ck, struct tree *t, const struct context *where)
{
	struct tree *right = tree_bare(t->last);
	expr_check(ck, t->first, where);
	t->type.kind = TYPE_FLAG;
	struct symbol *set = right->kind == TREE_NAME ? names_find(ck, right->text, where->rows) : NULL;
	if (set && set->kind == SYMBOL_SET) {
		check_in_set(ck, t, set);
	} else if (right->kind == TREE_MEMBERS) {
		for (struct tree *m = right->first; m; m = m->next)
			check_member(ck, t->first, m, where);
		expr_join(ck, right);
	} else if (right->kind == TREE_RANGE) {
		check_member(ck, t->first, right, where);
	} else if (right->kind == TREE_NAME && names_dataset(ck, right->text)) {
		check_in_keys(ck, t, names_dataset(ck, right->text), where);
	} else if (right->kind == TREE_NAME && !set) {
		names_unknown(ck, right, where->rows);
	} else if (t->last->kind == TREE_PAREN) {
		check_member(ck, t->first, t->last->first, where); /* one value in brackets */
		expr_join(ck, t->last);
	} else {
		check_error(ck, DIAG_NOT_A_VALUE, right->at, "after `in` stands a set, a list in brackets or a range");
		diag_help(ck->diags, "write = for one value, or (\"a\", \"b\"), or 16 .. 64");
	}
	expr_join(ck, t);
}

/* check_expand.c - functions of the rule file: a call is the body with the arguments in place of the parameters. */
#include "lang/check_call.h"

static size_t parts_of(const struct tree *t)
{
	size_t n = 1;
	for (const struct tree *c = t->first; c; c = c->next)
		n += parts_of(c);
	return n;
}

struct expansion {
	struct check *ck;
	const struct tree *parameters[64], *arguments[64];
	size_t count;
};

/* A copy of the body, with a copy of the argument in brackets where a parameter stands. */
static struct tree *expand(struct expansion *e, const struct tree *t)
{
	if (++e->ck->parts > CHECK_MAX_PARTS) return tree_new(e->ck->arena, TREE_NONE, t->at);
	for (size_t i = 0; t->kind == TREE_NAME && i < e->count; i++)
		if (text_equal(e->parameters[i]->text, t->text)) {
			e->ck->parts += parts_of(e->arguments[i]);
			if (e->ck->parts > CHECK_MAX_PARTS) return tree_new(e->ck->arena, TREE_NONE, t->at);
			struct tree *in = tree_new(e->ck->arena, TREE_PAREN, e->arguments[i]->at);
			return tree_add(in, tree_copy(e->ck->arena, e->arguments[i]));
		}
	if (t->kind == TREE_PATH) return tree_copy(e->ck->arena, t); /* behind a dot stands a name of the dataset */
	struct tree *copy = tree_leaf(e->ck->arena, t->kind, t->at, t->text);
	copy->op = t->op;
	copy->flag = t->flag;
	for (const struct tree *c = t->first; c; c = c->next)
		tree_add(copy, expand(e, c));
	return copy;
}

static bool expansion_fits(struct check *ck, struct tree *t, const struct symbol *f, struct expansion *e)
{
	size_t parameters = 0, arguments = tree_count(t->first);
	for (const struct tree *p = tree_find(f->declaration, TREE_PARAMETER); p; p = tree_next(p), parameters++)
		if (parameters < 64) e->parameters[parameters] = p;
	bool clauses = t->first->next != NULL;
	if (parameters != arguments || parameters > 64 || clauses) {
		check_error(ck, DIAG_ARGUMENTS, t->at, "\"%.*s\" takes %zu argument%s%s", TEXT_ARG(f->name), parameters,
		            parameters == 1 ? "" : "s", clauses ? " and no other words" : "");
		diag_note(ck->diags, f->declaration->at, "declared here");
		return false;
	}
	for (const struct tree *a = t->first->first; a; a = a->next)
		e->arguments[e->count++] = a;
	return true;
}

void call_expand(struct check *ck, struct tree *t, const struct symbol *f, const struct context *where)
{
	struct expansion *e = arena_alloc(ck->arena, sizeof *e);
	e->ck = ck;
	struct tree *value = tree_find(f->declaration, TREE_VALUE);
	if (!value || !expansion_fits(ck, t, f, e)) return;
	if (ck->call_count == CHECK_MAX_CALLS) {
		check_error(ck, DIAG_TOO_DEEP, t->at, "functions call functions more than %d deep", CHECK_MAX_CALLS);
		return;
	}
	bool was_long = ck->parts > CHECK_MAX_PARTS;
	t->meaning = expand(e, value->first);
	if (ck->parts > CHECK_MAX_PARTS) {
		if (!was_long)
			check_error(ck, DIAG_TOO_LONG, t->at, "the functions of this file expand to more than %d parts",
			            CHECK_MAX_PARTS);
		t->meaning = NULL;
		return;
	}
	ck->calls[ck->call_count++] = t;
	expr_check(ck, t->meaning, where);
	ck->call_count--;
	t->type = t->meaning->type;
	t->rows = t->meaning->rows;
	t->optional = t->meaning->optional;
	t->domain = t->meaning->domain;
	t->height = t->meaning->height + 1;
}

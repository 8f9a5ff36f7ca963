/* check_table.c - functions over the whole table: which rows they range over, what each part may count on, what they give. */
#include "lang/check_call.h"

/* The dataset that some path inside names, else NULL: mean(place.x) ranges over place. */
static struct dataset *dataset_named(const struct check *ck, const struct tree *t)
{
	struct dataset *d = t->kind == TREE_PATH ? names_dataset(ck, t->first->text) : NULL;
	for (const struct tree *c = t->first; c && !d && t->kind != TREE_PATH; c = c->next)
		d = dataset_named(ck, c);
	return d;
}

/* count(places) where the dataset is called place, or count(eligible). */
static void report_no_dataset(struct check *ck, const struct tree *named)
{
	const struct model *m = ck->model;
	check_error(ck, DIAG_UNKNOWN_DATASET, named->at, "count counts the rows of a dataset, and this is none");
	if (m->dataset_count == 0) {
		diag_help(ck->diags, "declare a dataset first");
		return;
	}
	struct text place = m->datasets[0].name;
	if (named->kind == TREE_NAME && diag_nearest(named->text, &place, 1).len)
		diag_help(ck->diags, "did you mean \"%.*s\"?", TEXT_ARG(place));
	else diag_help(ck->diags, "write count(%.*s where %s)", TEXT_ARG(place), tree_print(ck->arena, named).at);
}

static bool find_rows(struct call *c, const struct context *where)
{
	struct check *ck = c->ck;
	const struct dataset *d = NULL;
	struct tree *first = c->args->first ? tree_bare(c->args->first) : NULL;
	if (c->f->argument == ARGUMENT_ROWS) {
		if (first->kind == TREE_NAME) d = names_dataset(ck, first->text);
		if (!d) {
			report_no_dataset(ck, first);
			return false;
		}
	} else {
		d = dataset_named(ck, c->tree);
		if (!d) d = where->rows ? where->rows : ck->model->dataset_count ? &ck->model->datasets[0] : NULL;
	}
	c->rows = d;
	if (d) return true;
	check_error(ck, DIAG_NO_DATASET, c->tree->at, "%s looks at the rows of a dataset, and there is none", c->f->name);
	diag_help(ck->diags, "declare one: dataset place key code field ...");
	return false;
}

static void set_contexts(struct call *c, const struct context *where)
{
	c->every = (struct context){ .rows = c->rows, .known = c->ck->kept, .imputing = where->imputing, .in_table = true };
	c->inside = c->every;
	struct tree *condition = tree_find(c->tree, TREE_WHERE);
	if (!condition) return;
	expr_condition(c->ck, condition->first, &c->every, "the condition of `where`");
	expr_join(c->ck, condition);
	c->inside = context_knowing(c->ck, &c->every, condition->first, false);
}

/* The argument of a whole-table function must exist in every row that takes part. */
static void check_taking_part(struct call *c, struct tree *a)
{
	struct check *ck = c->ck;
	if (a->type.kind == TYPE_NONE || ck->in_test) return;
	if (a->optional && !tree_find(c->tree, TREE_SKIP_MISSING)) {
		struct text words = tree_print(ck->arena, a);
		check_error(ck, DIAG_MAY_BE_MISSING, a->at, "%s refuses \"%.*s\", which may be missing", c->f->name,
		            TEXT_ARG(words));
		diag_help(ck->diags, "leave the rows without it out: %s(%.*s ... skip missing), or where %.*s is not missing",
		          c->f->name, TEXT_ARG(words), TEXT_ARG(words));
	} else if (a->domain) {
		expr_is_certain(ck, a, arena_format(ck->arena, "the argument of %s", c->f->name).at);
	}
}

/* The second arguments: p of a quantile, the quota of take, the group of the Theil parts. */
static void check_second(struct call *c, const struct context *where)
{
	struct tree *x = c->args->first, *y = x->next;
	if (!y) return;
	if (c->f->id == FUNCTION_TAKE) {
		expr_check(c->ck, y, &c->every);
		if (expr_is_number(c->ck, y, "the quota") && x->type.kind != TYPE_NONE)
			expr_same(c->ck, x, y, "the argument and the quota of take");
		expr_is_certain(c->ck, y, "the quota");
	} else if (c->f->id == FUNCTION_QUANTILE) {
		struct number p;
		struct context outside = *where;
		outside.in_table = false;
		expr_check(c->ck, y, &outside);
		if (!expr_is_number(c->ck, y, "the part of a quantile")) return;
		if (expr_is_figure(c->ck, y, "the part of a quantile")) expr_is_certain(c->ck, y, "the part of a quantile");
		if (y->type.money || (value_known(c->ck, y, &p) && (number_sign(p) < 0 || number_order(p, number_of(1)) > 0))) {
			check_error(c->ck, DIAG_ARGUMENTS, y->at, "the part of a quantile lies between 0%% and 100%%");
			diag_help(c->ck->diags, "write quantile(x, 75%%)");
		}
	} else {
		expr_check(c->ck, y, &c->inside);
		if (y->type.kind == TYPE_NONE || !expr_is_certain(c->ck, y, "what groups the rows") || tree_bare(y)->symbol)
			return;
		check_error(c->ck, DIAG_ARGUMENTS, y->at, "%s wants the name of what groups the rows", c->f->name);
		diag_help(c->ck->diags, "write %s(x, region), or give the expression a name with `let`", c->f->name);
	}
}

static void check_arguments(struct call *c, const struct context *where)
{
	struct tree *x = c->args->first;
	bool bands = c->f->id == FUNCTION_BANDS || c->f->id == FUNCTION_NTILE;
	if (c->f->argument == ARGUMENT_ROWS || !x) return;
	if (bands) {
		struct number n;
		struct context outside = *where;
		outside.in_table = false;
		expr_check(c->ck, x, &outside);
		if (!expr_is_number(c->ck, x, "the number of groups") || !expr_is_figure(c->ck, x, "the number of groups") ||
		    !expr_is_certain(c->ck, x, "the number of groups"))
			return;
		if (x->type.money || (value_known(c->ck, x, &n) && (!number_is_whole(n) || number_sign(n) <= 0))) {
			check_error(c->ck, DIAG_ARGUMENTS, x->at, "the number of groups is a whole number above zero");
			diag_help(c->ck->diags, "it is written %s", c->f->written);
		}
		return;
	}
	expr_check(c->ck, x, &c->inside);
	bool theil = c->f->id == FUNCTION_THEIL_WITHIN || c->f->id == FUNCTION_THEIL_BETWEEN;
	if (theil ? !expr_is_number(c->ck, x, "the argument") : !call_argument_fits(c, x)) x->type.kind = TYPE_NONE;
	check_taking_part(c, x);
	check_second(c, where);
}

static void check_clauses(struct call *c)
{
	struct check *ck = c->ck;
	struct tree *weight = tree_find(c->tree, TREE_WEIGHTED_BY), *by = tree_find(c->tree, TREE_BY),
				*per = tree_find(c->tree, TREE_PER);
	if (weight) {
		expr_check(ck, weight->first, &c->inside);
		if (expr_is_number(ck, weight->first, "a weight")) expr_is_certain(ck, weight->first, "a weight");
		expr_join(ck, weight);
	}
	if (by) expr_orders(ck, by, &c->inside, false);
	/* A value for each group is seen by every row, so every row must know its group. */
	if (per) expr_paths(ck, per, &c->every);
	call_ties(ck, c->tree);
	call_using(c);
}

static bool mentions(const struct tree *t, const struct field *field)
{
	if (t->meaning) return mentions(t->meaning, field);
	if (t->symbol && t->symbol->field == field) return true;
	for (const struct tree *c = t->first; c; c = c->next)
		if (mentions(c, field)) return true;
	return false;
}

static void give_shape(struct call *c, const struct context *where)
{
	struct check *ck = c->ck;
	struct tree *t = c->tree, *per = tree_find(t, TREE_PER), *condition = tree_find(t, TREE_WHERE);
	t->rows = c->f->form == FORM_EACH || per ? c->rows : NULL;
	/* Rows that `skip missing` leaves out have no rank and no score: theirs is missing. */
	t->optional = c->f->form == FORM_EACH && tree_find(t, TREE_SKIP_MISSING) && t->optional;
	/* The rows that it says something about are those with a cell; the one that wants a value is not among them. */
	const struct tree *own = c->f->form == FORM_EACH ? t : per;
	if (where->imputing && !where->in_table && own && mentions(own, where->imputing)) t->optional = true;
	t->domain = NULL;
	if (c->f->form == FORM_EACH && condition && condition->first->type.kind == TYPE_FLAG)
		t->domain = facts_minus(ck->facts, facts_needed(ck->facts, condition->first), where->known);
	if (t->rows && t->rows != where->rows) {
		check_error(ck, DIAG_ROWS_NOT_HERE, t->at,
		            "%s gives one value for each row of \"%.*s\"; here one figure is wanted", c->f->name,
		            TEXT_ARG(c->rows->name));
		if (per) diag_help(ck->diags, "leave `per` out, or make one figure of it: max(...)");
		else diag_help(ck->diags, "make one figure of it: max(...), mean(...)");
		t->type.kind = TYPE_NONE;
	}
	t->slot = ++ck->model->slots;
	if (c->f->form == FORM_EACH) ck->model->slots += 2; /* for the figures it is made of: see compile_table.c */
}

void call_table(struct call *c, const struct context *where)
{
	struct check *ck = c->ck;
	if (where->cells_only) {
		check_error(ck, DIAG_CELLS_ONLY, c->tree->at, "`keep where` cannot ask for %s, which looks at all rows",
		            c->f->name);
		diag_help(ck->diags, "it may ask for fields, the key and params of one row");
		return;
	}
	if (where->given) {
		check_error(ck, DIAG_FIGURE_WANTED, c->tree->at,
		            "a param or set is known before the data; %s looks at all rows", c->f->name);
		diag_help(ck->diags, "declare it with let: let average = %s", tree_print(ck->arena, c->tree).at);
		return;
	}
	if (!find_rows(c, where)) return;
	set_contexts(c, where);
	check_arguments(c, where);
	check_clauses(c);
	expr_join(ck, c->args);
	bool sound = c->f->argument == ARGUMENT_ROWS || !c->args->first || c->args->first->type.kind != TYPE_NONE;
	if (sound) call_type(c);
	if (c->f->id == FUNCTION_RANK) {
		struct tree *ties = tree_find(c->tree, TREE_TIES);
		c->tree->type.kind = ties && text_is(ties->text, "average") ? TYPE_NUMBER : TYPE_COUNT;
	}
	struct tree *weight = tree_find(c->tree, TREE_WEIGHTED_BY);
	if (sound && weight && c->f->id == FUNCTION_SUM) {
		c->tree->type = type_product(c->args->first->type, weight->first->type);
		if (c->tree->type.kind == TYPE_COUNT) c->tree->type.kind = TYPE_NUMBER;
	}
	struct type given = c->tree->type;
	expr_join(ck, c->tree);
	c->tree->type = given;
	give_shape(c, where);
}

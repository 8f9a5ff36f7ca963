/* check_call.c - calls: functions of the language, row by row and over the whole table, and those of the rule file. */
#include "lang/check_private.h"

struct call {
	struct check *ck;
	struct tree *tree;
	const struct function_info *f;
	struct tree *args; /* the LIST */
	size_t count;
	const struct dataset *rows; /* what a whole-table function ranges over */
	struct context inside;      /* a row that takes part */
	struct context every;       /* any row, also one that `where` leaves out */
};

static void wrong_arguments(struct call *c, const char *why)
{
	check_error(c->ck, DIAG_ARGUMENTS, c->tree->at, "%s %s", c->f->name, why);
	diag_help(c->ck->diags, "it is written %s: %s", c->f->written, c->f->definition);
}

/* --- unknown functions --------------------------------------------------------------------------------------------- */

static bool suggest_alias(struct check *ck, struct text name)
{
	static const struct {
		const char *alias, *instead;
	} aliases[] = {
#define ALIAS(word, instead) { word, instead },
#include "lang/alias.def"
#undef ALIAS
	};
	char lower[32];
	if (name.len >= sizeof lower) return false;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32) : name.at[i];
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (text_equal(text_of(aliases[i].alias), (struct text){ lower, name.len })) {
			diag_help(ck->diags, "write %s", aliases[i].instead);
			return true;
		}
	return false;
}

static void unknown_function(struct check *ck, const struct tree *t)
{
	check_error(ck, DIAG_UNKNOWN_FUNCTION, t->at, "there is no function \"%.*s\"", TEXT_ARG(t->text));
	if (suggest_alias(ck, t->text)) return;
	size_t n = 0, room = FUNCTION_COUNT_OF + ck->model->symbol_count;
	struct text *near = arena_array(ck->arena, room, sizeof *near);
	for (size_t i = 0; i < FUNCTION_COUNT_OF; i++)
		near[n++] = text_of(function_info[i].name);
	for (size_t i = 0; i < ck->model->symbol_count; i++)
		if (ck->model->symbols[i]->kind == SYMBOL_FUNCTION) near[n++] = ck->model->symbols[i]->name;
	struct text best = diag_nearest(t->text, near, n);
	if (best.len) diag_help(ck->diags, "did you mean %.*s?", TEXT_ARG(best));
	else
		diag_help(ck->diags,
		          "the functions are listed in the reference (plang help functions); your own begin with `function`");
}

/* --- functions of the rule file --------------------------------------------------------------------------------------- */

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

static void check_expansion(struct check *ck, struct tree *t, const struct symbol *f, const struct context *where)
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

/* --- types ------------------------------------------------------------------------------------------------------------- */

static bool argument_fits(struct call *c, const struct tree *a)
{
	struct check *ck = c->ck;
	if (a->type.kind == TYPE_NONE) return expr_is_untyped(a) && c->f->id == FUNCTION_COALESCE;
	const char *what = arena_format(ck->arena, "the argument of %s", c->f->name).at;
	switch (c->f->argument) {
	case ARGUMENT_NUMERIC: return expr_is_number(ck, a, what);
	case ARGUMENT_PURE:
		if (!expr_is_number(ck, a, what)) return false;
		if (!a->type.money) return true;
		check_error(ck, DIAG_TYPE_MISMATCH, a->at, "%s is money; a number is wanted", what);
		if (c->f->id == FUNCTION_FLOOR || c->f->id == FUNCTION_CEIL)
			diag_help(ck->diags, "write round(x to %.*s1 %s)", TEXT_ARG(ck->model->currency_sign),
			          c->f->id == FUNCTION_FLOOR ? "down" : "up");
		else diag_help(ck->diags, "divide it by money first: x / %.*s1", TEXT_ARG(ck->model->currency_sign));
		return false;
	case ARGUMENT_FLAG:
		if (a->type.kind == TYPE_FLAG) return true;
		check_error(ck, DIAG_NOT_A_CONDITION, a->at, "%s is %s; a condition is wanted", what,
		            expr_type_words(ck, a->type));
		diag_help(ck->diags, "compare it with something");
		return false;
	case ARGUMENT_DATE:
		if (a->type.kind == TYPE_DATE) return true;
		check_error(ck, DIAG_TYPE_MISMATCH, a->at, "%s is %s; a date is wanted", what, expr_type_words(ck, a->type));
		diag_help(ck->diags, "declare the field as a date, or write a date such as 2026-04-01");
		return false;
	case ARGUMENT_ANY:
	case ARGUMENT_ROWS:
	case ARGUMENT_NONE:
	case ARGUMENT_OWN: break;
	}
	return true;
}

static struct type common_type(struct call *c)
{
	struct type t = c->args->first->type;
	for (struct tree *a = c->args->first->next; a; a = a->next) {
		t = expr_widen(c->ck, c->args->first, t, a, arena_format(c->ck->arena, "the arguments of %s", c->f->name).at);
		if (t.kind == TYPE_NONE && !expr_is_untyped(a)) return t;
	}
	if (t.kind == TYPE_NONE) expr_untyped(c->ck, c->tree->at);
	return t;
}

/* Names, dates and counts are not said of the last argument of quantile, take and the like. */
static struct type first_type(struct call *c)
{
	return c->f->form == FORM_ROW ? common_type(c) : c->args->first->type;
}

static void give_type(struct call *c)
{
	struct type t = { 0 }, first;
	switch (c->f->result) {
	case GIVES_SAME:
	case GIVES_MEAN:
		t = first = first_type(c);
		t.decimals = c->f->id == FUNCTION_COALESCE || c->f->id == FUNCTION_LARGER || c->f->id == FUNCTION_SMALLER ||
		                     c->f->form == FORM_GROUP
		                 ? first.decimals
		                 : 0;
		if (c->f->result == GIVES_MEAN) {
			t.decimals = 0;
			if (t.kind == TYPE_COUNT) t.kind = TYPE_NUMBER;
		}
		break;
	case GIVES_SQUARE:
		t = (struct type){ .kind = TYPE_NUMBER, .money = c->args->first->type.money * 2 };
		if (t.money) t.kind = TYPE_MONEY;
		break;
	case GIVES_NUMBER: t.kind = TYPE_NUMBER; break;
	case GIVES_COUNT: t.kind = TYPE_COUNT; break;
	case GIVES_FLAG: t.kind = TYPE_FLAG; break;
	case GIVES_TEXT: t.kind = TYPE_TEXT; break;
	case GIVES_DATE: t.kind = TYPE_DATE; break;
	case GIVES_OWN: return;
	}
	t.zero = false;
	switch ((int)c->f->id) {
	case FUNCTION_SQRT:
	case FUNCTION_LN:
	case FUNCTION_EXP:
	case FUNCTION_SD:
	case FUNCTION_ZSCORE:
	case FUNCTION_NORMAL_SCORE:
	case FUNCTION_CV:
	case FUNCTION_THEIL:
	case FUNCTION_THEIL_WITHIN:
	case FUNCTION_THEIL_BETWEEN: t.irrational = true;
	default: break;
	}
	c->tree->type = t;
}

/* --- clauses -------------------------------------------------------------------------------------------------------------- */

static const struct {
	enum tree_kind kind;
	char letter;
} clause_letters[] = { { TREE_BY, 'B' },   { TREE_WEIGHTED_BY, 'W' },  { TREE_WHERE, 'C' },   { TREE_PER, 'P' },
	                   { TREE_TIES, 'T' }, { TREE_SKIP_MISSING, 'S' }, { TREE_ROUND_TO, 'R' } };

static bool clause_fits(const struct call *c, const struct tree *clause)
{
	if (clause->kind == TREE_USING) return function_takes(c->f, text_is(clause->text, "sample") ? 'X' : 'Q');
	for (size_t i = 0; i < sizeof clause_letters / sizeof *clause_letters; i++)
		if (clause_letters[i].kind == clause->kind) return function_takes(c->f, clause_letters[i].letter);
	return false;
}

static bool clauses_fit(struct call *c)
{
	bool sound = true;
	for (struct tree *k = c->args->next; k; k = k->next)
		if (!clause_fits(c, k)) {
			check_error(c->ck, DIAG_CLAUSE_NOT_HERE, k->at, "%s takes no `%s`", c->f->name, tree_kind_name(k->kind));
			if (k->kind == TREE_WHERE && c->f->form == FORM_ROW)
				diag_help(c->ck->diags, "it looks at one row: write `if C then %s else ...`", c->f->written);
			else diag_help(c->ck->diags, "it is written %s", c->f->written);
			sound = false;
		}
	static const struct {
		char letter;
		enum tree_kind kind;
		const char *why;
	} wanted[] = { { 'B', TREE_BY, "wants an order: by x highest first" },
		           { 'R', TREE_ROUND_TO, "wants a unit: round(x to 0.01)" } };
	for (size_t i = 0; i < 2; i++)
		if (function_takes(c->f, wanted[i].letter) && !tree_find(c->tree, wanted[i].kind)) {
			wrong_arguments(c, wanted[i].why);
			sound = false;
		}
	return sound;
}

void call_ties(struct check *ck, const struct tree *owner)
{
	static const char *const words[] = { "min", "max", "average", "dense", "key" };
	const struct tree *ties = tree_find(owner, TREE_TIES);
	if (!ties) return;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(ties->text, words[i])) return;
	check_error(ck, DIAG_UNKNOWN_WORD, ties->at, "ties cannot be \"%.*s\"", TEXT_ARG(ties->text));
	diag_help(ck->diags, "write ties min, max, average, dense or key");
}

static void check_using(struct call *c)
{
	struct tree *using = tree_find(c->tree, TREE_USING);
	struct number n;
	int64_t type;
	if (!using || text_is(using->text, "sample")) {
		if (using && tree_find(c->tree, TREE_WEIGHTED_BY)) {
			check_error(c->ck, DIAG_CLAUSES_CLASH, using->at,
			            "`using sample` and `weighted by` have no common definition");
			diag_help(c->ck->diags, "keep one of the two");
		}
		return;
	}
	bool sound = text_is(using->text, "type") && using->first && literal_number(c->ck->pool, using->first, &n) &&
	             number_to_int64(n, &type) && type >= 1 && type <= 9;
	if (sound) return;
	check_error(c->ck, DIAG_UNKNOWN_WORD, using->at, "a quantile is `using type 1` to `using type 9`");
	diag_help(c->ck->diags, "leave it out for type 7, which spreadsheets use");
}

/* --- row by row -------------------------------------------------------------------------------------------------------------- */

static void check_round(struct call *c)
{
	struct tree *to = tree_find(c->tree, TREE_ROUND_TO), *unit = to->first, *x = c->args->first;
	struct number u;
	c->tree->type = x->type;
	c->tree->type.decimals = 0;
	c->tree->type.irrational = false;
	if (c->tree->type.kind == TYPE_COUNT) c->tree->type.kind = TYPE_NUMBER;
	if (x->type.kind == TYPE_NONE || !expr_is_number(c->ck, unit, "the unit")) return;
	if (unit->type.money != x->type.money) {
		check_error(c->ck, DIAG_TYPE_MISMATCH, unit->at, "%s cannot be rounded to %s", expr_type_words(c->ck, x->type),
		            expr_type_words(c->ck, unit->type));
		if (x->type.money) diag_help(c->ck->diags, "write round(x to %.*s1)", TEXT_ARG(c->ck->model->currency_sign));
		else diag_help(c->ck->diags, "write round(x to 0.01) for two decimals");
	} else if (value_known(c->ck, unit, &u) && number_sign(u) <= 0) {
		check_error(c->ck, DIAG_BAD_UNIT, unit->at, "the unit of a rounding is above zero");
		diag_help(c->ck->diags, "write round(x to 0.01) for two decimals");
	}
	if (expr_is_figure(c->ck, unit, "the unit")) expr_is_certain(c->ck, unit, "the unit");
}

static void check_taper(struct call *c)
{
	struct tree *x = c->args->first, *before = NULL;
	struct number last, now;
	if (!expr_is_number(c->ck, x, "the argument of taper")) return;
	for (struct tree *k = x->next; k; k = k->next) {
		if (k->kind != TREE_KNOT) {
			wrong_arguments(c, "wants points: taper(x, 1 -> 4, 2 -> 0.5)");
			return;
		}
		if (k->first->type.kind == TYPE_NONE || k->last->type.kind == TYPE_NONE) return;
		if (!expr_is_number(c->ck, k->last, "the value of a point")) return;
		expr_same(c->ck, x, k->first, "the argument and the points of taper");
		c->tree->type =
			before ? expr_widen(c->ck, x->next->last, c->tree->type, k->last, "the values of taper") : k->last->type;
		if (c->tree->type.kind == TYPE_NONE) return;
		if (before && value_known(c->ck, before->first, &last) && value_known(c->ck, k->first, &now) &&
		    number_order(last, now) >= 0) {
			check_error(c->ck, DIAG_ARGUMENTS, k->at, "the points of a taper go up");
			diag_help(c->ck->diags, "write them from the lowest x to the highest, each once");
		}
		before = k;
	}
	if (c->tree->type.kind == TYPE_COUNT) c->tree->type.kind = TYPE_NUMBER;
	c->tree->type.decimals = 0;
	c->tree->type.zero = false;
}

/* unspent(award) and why_missing(field) are said of a name, not of its value. */
static void check_about(struct call *c)
{
	struct tree *a = tree_bare(c->args->first);
	struct symbol *s = a->symbol;
	if (c->f->id == FUNCTION_UNSPENT) {
		if (a->type.kind == TYPE_NONE && !s) return;
		if (!s || s->kind != SYMBOL_ALLOCATE) {
			wrong_arguments(c, "is asked of an allocation by its name");
			return;
		}
		c->tree->type = s->type;
		c->tree->rows = NULL;
		c->tree->domain = NULL;
	} else {
		if (a->type.kind == TYPE_NONE && !s) return;
		if (!s || s->kind != SYMBOL_FIELD || !s->optional) {
			wrong_arguments(c, "is asked of a field that may be missing");
			return;
		}
		c->tree->type.kind = TYPE_TEXT;
		c->tree->optional = false;
	}
}

static void check_knot(struct call *c, struct tree *k, const struct context *where)
{
	k->height = 1;
	expr_check(c->ck, k->first, where);
	expr_check(c->ck, k->last, where);
	expr_join(c->ck, k);
}

/* Whether a whole-table function in it may find no rows, or rows all alike: inside coalesce, its value is missing then. */
static bool may_be_empty(const struct tree *t)
{
	if (t->meaning) return may_be_empty(t->meaning);
	enum function_id id = t->kind == TREE_CALL && t->function ? t->function->id : FUNCTION_COUNT_OF;
	bool settled = id == FUNCTION_COALESCE, some = false, all = true;
	if (id == FUNCTION_ZSCORE || id == FUNCTION_MINMAX || id == FUNCTION_MAD_SCORE || id == FUNCTION_SHARE) return true;
	if (id != FUNCTION_COUNT_OF && t->function->form == FORM_GROUP && id != FUNCTION_COUNT && id != FUNCTION_SUM &&
	    id != FUNCTION_ANY && id != FUNCTION_ALL)
		return true;
	for (const struct tree *c = settled ? t->first->first : t->first; c; c = c->next) {
		bool empty = may_be_empty(c) || (settled && c->optional);
		some = some || empty;
		all = all && empty;
	}
	return settled ? all : some;
}

/* It settles what is missing, not what does not exist. */
static void check_coalesce(struct call *c)
{
	c->tree->optional = true;
	for (struct tree *a = c->args->first; a; a = a->next) {
		struct tree there = *a;
		there.optional = false;
		expr_is_certain(c->ck, &there, "an argument of coalesce");
		c->tree->optional = c->tree->optional && (a->optional || (a->next && may_be_empty(a)));
	}
}

static void check_row_call(struct call *c, const struct context *where)
{
	bool sound = true;
	for (struct tree *a = c->args->first; a; a = a->next) {
		bool knot = c->f->id == FUNCTION_TAPER && a->kind == TREE_KNOT; /* a pair; check_taper looks at it */
		if (knot) check_knot(c, a, where);
		else expr_check(c->ck, a, where);
		sound = (knot || argument_fits(c, a)) && sound;
	}
	struct tree *to = tree_find(c->tree, TREE_ROUND_TO);
	if (to) {
		expr_check(c->ck, to->first, where);
		expr_join(c->ck, to);
	}
	expr_join(c->ck, c->args);
	if (sound) give_type(c);
	expr_join(c->ck, c->tree);
	if (!sound) return;
	if (c->f->id == FUNCTION_ROUND) check_round(c);
	else if (c->f->id == FUNCTION_TAPER) check_taper(c);
	else if (c->f->id == FUNCTION_UNSPENT || c->f->id == FUNCTION_WHY_MISSING) check_about(c);
	else if (c->f->id == FUNCTION_COALESCE) check_coalesce(c);
}

/* --- the whole table ------------------------------------------------------------------------------------------------------------ */

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
		if (function_takes(c->f, 'S'))
			diag_help(ck->diags,
			          "leave the rows without it out: %s(%.*s ... skip missing), or where %.*s is not missing",
			          c->f->name, TEXT_ARG(words), TEXT_ARG(words));
		else diag_help(ck->diags, "leave the rows without it out: where %.*s is not missing", TEXT_ARG(words));
	} else if (a->domain) {
		expr_is_certain(ck, a, arena_format(ck->arena, "the argument of %s", c->f->name).at);
	}
}

/* The second arguments: p of a quantile, the quota of take, the group of the Theil parts. */
static void check_second(struct call *c, const struct context *where)
{
	struct tree *x = c->args->first, *y = x ? x->next : NULL;
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
	if (theil ? !expr_is_number(c->ck, x, "the argument") : !argument_fits(c, x)) x->type.kind = TYPE_NONE;
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
	check_using(c);
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
}

static void check_table_call(struct call *c, const struct context *where)
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
	if (sound) give_type(c);
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

/* --- all calls --------------------------------------------------------------------------------------------------------------------- */

/* Two values of one row where a column of all rows is wanted: the commonest slip of all. */
static bool row_slip(struct call *c)
{
	static const struct {
		enum function_id id;
		const char *instead;
	} slips[] = { { FUNCTION_MAX, "larger" }, { FUNCTION_MIN, "smaller" }, { FUNCTION_MEAN, "average" } };
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
		if (c->f->id == slips[i].id && c->count > 1) {
			check_error(c->ck, DIAG_ARGUMENTS, c->tree->at, "%s looks at one value over all rows", c->f->name);
			diag_help(c->ck->diags, "for the values of one row write %s(a, b)", slips[i].instead);
			return true;
		}
	if (c->f->id == FUNCTION_ROUND && c->count == 2) {
		check_error(c->ck, DIAG_ARGUMENTS, c->tree->at, "round is told the unit, not the number of decimals");
		diag_help(c->ck->diags, "write round(x to 0.01) for two decimals");
		return true;
	}
	return false;
}

void call_check(struct check *ck, struct tree *t, const struct context *where)
{
	struct call c = { .ck = ck, .tree = t, .args = t->first };
	c.f = t->function = function_find(t->text);
	c.count = tree_count(c.args);
	if (!c.f) {
		struct symbol *s = names_find(ck, t->text, NULL);
		if (s && s->kind == SYMBOL_FUNCTION) check_expansion(ck, t, s, where);
		else if (!s || s->kind != SYMBOL_LATER) unknown_function(ck, t);
		return;
	}
	if (c.f->form == FORM_BARE) {
		check_error(ck, DIAG_ARGUMENTS, t->at, "%s is written without parentheses", c.f->name);
		return;
	}
	if (row_slip(&c)) return;
	if (c.count < c.f->least || c.count > c.f->most) {
		wrong_arguments(&c, c.count < c.f->least ? "has too few arguments" : "has too many arguments");
		return;
	}
	if (!clauses_fit(&c)) return;
	struct context here = *where;
	here.missing_fits = c.f->id == FUNCTION_COALESCE;
	if (c.f->form == FORM_ROW) check_row_call(&c, &here);
	else check_table_call(&c, &here);
}

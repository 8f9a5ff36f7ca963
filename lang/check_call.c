/* check_call.c - calls: which function it is, its clauses and types, and functions of one row. */
#include "lang/check_call.h"

void call_wrong(struct call *c, const char *why)
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

/* --- types ------------------------------------------------------------------------------------------------------------- */

bool call_argument_fits(struct call *c, const struct tree *a)
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
		struct text money = value_money(ck);
		if (c->f->id == FUNCTION_FLOOR || c->f->id == FUNCTION_CEIL)
			diag_help(ck->diags, "write round(x to %.*s1 %s)", TEXT_ARG(money),
			          c->f->id == FUNCTION_FLOOR ? "down" : "up");
		else diag_help(ck->diags, "divide it by money first: x / %.*s1", TEXT_ARG(money));
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

void call_type(struct call *c)
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
	case GIVES_DATE: /* as_of, which is written as a name and never called */
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
			call_wrong(c, wanted[i].why);
			sound = false;
		}
	return sound;
}

void call_ties(struct check *ck, const struct tree *owner)
{
	const struct tree *ties = tree_find(owner, TREE_TIES);
	if (!ties) return;
	for (size_t i = 0; i < TIES_COUNT; i++)
		if (text_is(ties->text, tie_rule_name[i])) return;
	check_error(ck, DIAG_UNKNOWN_WORD, ties->at, "ties cannot be \"%.*s\"", TEXT_ARG(ties->text));
	diag_help(ck->diags, "write ties min, max, average, dense or key");
}

void call_using(struct call *c)
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
		struct text money = value_money(c->ck);
		if (x->type.money) diag_help(c->ck->diags, "write round(x to %.*s1)", TEXT_ARG(money));
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
			call_wrong(c, "wants points: taper(x, 1 -> 4, 2 -> 0.5)");
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
		if (!s || s->kind != SYMBOL_ALLOCATE) {
			call_wrong(c, "is asked of an allocation by its name");
			return;
		}
		c->tree->type = s->type;
		c->tree->rows = NULL;
		c->tree->domain = NULL;
	} else {
		if (!s || s->kind != SYMBOL_FIELD || !s->optional) {
			call_wrong(c, "is asked of a field that may be missing");
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
		sound = (knot || call_argument_fits(c, a)) && sound;
	}
	struct tree *to = tree_find(c->tree, TREE_ROUND_TO);
	if (to) {
		expr_check(c->ck, to->first, where);
		expr_join(c->ck, to);
	}
	expr_join(c->ck, c->args);
	if (sound) call_type(c);
	expr_join(c->ck, c->tree);
	if (!sound) return;
	if (c->f->id == FUNCTION_ROUND) check_round(c);
	else if (c->f->id == FUNCTION_TAPER) check_taper(c);
	else if (c->f->id == FUNCTION_UNSPENT || c->f->id == FUNCTION_WHY_MISSING) check_about(c);
	else if (c->f->id == FUNCTION_COALESCE) check_coalesce(c);
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
		if (s && s->kind == SYMBOL_FUNCTION) call_expand(ck, t, s, where);
		else if (!s || s->kind != SYMBOL_LATER) unknown_function(ck, t);
		return;
	}
	if (c.f->form == FORM_BARE) {
		check_error(ck, DIAG_ARGUMENTS, t->at, "%s is written without parentheses", c.f->name);
		return;
	}
	if (row_slip(&c)) return;
	if (c.count < c.f->least || c.count > c.f->most) {
		call_wrong(&c, c.count < c.f->least ? "has too few arguments" : "has too many arguments");
		return;
	}
	if (!clauses_fit(&c)) return;
	struct context here = *where;
	here.missing_fits = c.f->id == FUNCTION_COALESCE;
	if (c.f->form == FORM_ROW) check_row_call(&c, &here);
	else call_table(&c, &here);
}

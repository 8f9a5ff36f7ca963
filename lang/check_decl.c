/* check_decl.c - what declares a value: param, set, let, function, rule, score, rank, band, allocate, and imputation. */
#include "lang/check_private.h"

struct decl {
	struct check *ck;
	struct symbol *s;
	struct tree *tree;
	struct context every;  /* any row of its dataset */
	struct context inside; /* a row with its `where` */
};

static uint32_t highest(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Adds what an expression of the declaration rests on. */
static void rest_on(struct decl *d, const struct tree *t)
{
	if (t) d->s->height = highest(d->s->height, t->height);
}

static void check_where(struct decl *d)
{
	d->inside = d->every;
	if (!d->s->where) return;
	expr_condition(d->ck, d->s->where, &d->every, "the condition of `where`");
	rest_on(d, d->s->where);
	d->inside = context_knowing(d->ck, &d->every, d->s->where, false);
}

/* Exists where its own condition holds, and where what it is made of exists. */
static void set_domain(struct decl *d, const struct facts *of_parts)
{
	const struct facts *own = NULL;
	if (d->s->where && d->s->where->type.kind == TYPE_FLAG) own = facts_needed(d->ck->facts, d->s->where);
	own = facts_minus(d->ck->facts, own, d->ck->kept);
	d->s->domain = facts_union(d->ck->facts, own, of_parts);
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

static bool is_figure_of_params(struct decl *d, const struct tree *t, const char *what)
{
	return t->type.kind != TYPE_NONE && expr_is_figure(d->ck, t, what) && expr_is_certain(d->ck, t, what);
}

/* The alternative in force on the day of the run: the last `from` that is not after it. */
static void choose_dated(struct decl *d)
{
	struct check *ck = d->ck;
	int64_t best = 0, day;
	bool found = false;
	for (struct tree *f = tree_find(d->tree, TREE_FROM_DATE); f; f = tree_next(f)) {
		if (!date_read(f->first->text, &day)) continue;
		for (struct tree *g = tree_find(d->tree, TREE_FROM_DATE); g != f; g = tree_next(g))
			if (text_equal(g->first->text, f->first->text)) {
				check_error(ck, DIAG_DATES_TWICE, f->at, "\"%.*s\" has two values from %.*s", TEXT_ARG(d->s->name),
				            TEXT_ARG(f->first->text));
				diag_note(ck->diags, g->at, "the other one");
				diag_help(ck->diags, "remove one of the two");
			}
		if (!ck->options->has_as_of || day > ck->options->as_of || (found && day < best)) continue;
		found = true;
		best = day;
		d->s->value = f->last;
		d->s->value_from = arena_format(ck->arena, "from %.*s", TEXT_ARG(f->first->text));
	}
}

/* A count may be given where a number is wanted, and a bare 0 where money is. */
static bool may_replace(struct type declared, struct type given)
{
	bool fit;
	struct type both = type_common(declared, given, &fit);
	return fit && both.kind == declared.kind && both.money == declared.money;
}

static void choose_setting(struct decl *d, const struct context *figure)
{
	struct check *ck = d->ck;
	for (size_t i = 0; i < ck->options->setting_count; i++) {
		const struct setting *set = &ck->options->settings[i];
		if (!text_equal(set->name, d->s->name)) continue;
		expr_check(ck, set->value, figure);
		if (!is_figure_of_params(d, set->value, "the value of --set")) continue;
		if (!may_replace(d->s->type, set->value->type)) {
			check_error(ck, DIAG_CANNOT_SET, set->value->at, "\"%.*s\" is %s, and --set gives %s", TEXT_ARG(d->s->name),
			            expr_type_words(ck, d->s->type), expr_type_words(ck, set->value->type));
			diag_note(ck->diags, d->tree->at, "declared here");
			struct text money = value_money(ck);
			diag_help(ck->diags, "write it as in the rule file: 5%%, %.*s250k, 12", TEXT_ARG(money));
			continue;
		}
		d->s->value = set->value;
		d->s->value_from = TEXT("--set");
	}
}

static void check_within(struct decl *d, const struct context *figure)
{
	struct check *ck = d->ck;
	struct tree *within = tree_find(d->tree, TREE_WITHIN), *range = within ? within->first : NULL;
	struct number low, high;
	if (!range || range->kind != TREE_RANGE) return;
	for (struct tree *end = range->first; end; end = end->next) {
		expr_check(ck, end, figure);
		if (!is_figure_of_params(d, end, "the end of a range")) return;
		if (expr_same(ck, d->s->value, end, "a param and its range").kind == TYPE_NONE) return;
	}
	if (!d->s->is_known || !value_known(ck, range->first, &low) || !value_known(ck, range->last, &high)) return;
	int above = number_order(d->s->known, high);
	if (number_order(d->s->known, low) >= 0 && (range->flag ? above < 0 : above <= 0)) return;
	check_error(ck, DIAG_CANNOT_SET, d->s->value->at, "\"%.*s\" is not within %s", TEXT_ARG(d->s->name),
	            tree_print(ck->arena, range).at);
	diag_note(ck->diags, within->at, "the rule file allows this range");
	diag_help(ck->diags, "give it a value within the range");
}

static void check_param(struct decl *d)
{
	struct context figure = { .given = true };
	struct check *ck = d->ck;
	if (!d->s->value) return;
	expr_check(ck, d->s->value, &figure);
	rest_on(d, d->s->value);
	d->s->type = d->s->value->type;
	bool sound = is_figure_of_params(d, d->s->value, "a param");
	for (struct tree *f = tree_find(d->tree, TREE_FROM_DATE); f && sound; f = tree_next(f)) {
		value_literal(ck, f->first);
		expr_check(ck, f->last, &figure);
		rest_on(d, f->last);
		sound = is_figure_of_params(d, f->last, "a param");
		if (sound) d->s->type = expr_widen(ck, d->s->value, d->s->type, f->last, "the values of a param");
	}
	d->s->type.zero = false; /* another run may set another value */
	choose_dated(d);
	choose_setting(d, &figure);
	d->s->is_known = value_known(ck, d->s->value, &d->s->known);
	check_within(d, &figure);
}

static void check_set(struct decl *d)
{
	struct context figure = { .given = true };
	struct tree *members = tree_find(d->tree, TREE_MEMBERS), *first = NULL;
	struct type all = { 0 };
	for (struct tree *m = members ? members->first : NULL; m; m = m->next) {
		struct tree *one = m->kind == TREE_RANGE ? m->first : m;
		for (; one; one = m->kind == TREE_RANGE ? one->next : NULL) {
			expr_check(d->ck, one, &figure);
			if (!is_figure_of_params(d, one, "a member of a set")) continue;
			rest_on(d, one);
			all = first ? expr_widen(d->ck, first, all, one, "the members of a set") : one->type;
			if (!first || first->type.zero) first = one; /* the one that said of which type they are */
		}
		if (m->kind == TREE_RANGE) expr_join(d->ck, m);
	}
	if (d->s->where) check_error(d->ck, DIAG_CLAUSE_NOT_HERE, d->s->where->at, "a set takes no `where`");
}

/* --- values of rows ------------------------------------------------------------------------------------------------- */

static void check_let(struct decl *d)
{
	if (!d->s->value) return;
	check_where(d);
	expr_check(d->ck, d->s->value, &d->inside);
	rest_on(d, d->s->value);
	d->s->type = d->s->value->type;
	d->s->type.zero = false;
	d->s->optional = d->s->value->optional;
	d->s->rows = d->s->where ? d->every.rows : d->s->value->rows;
	set_domain(d, d->s->value->domain);
}

/* Conditions are asked in order: each may count on those before it. */
static void check_rule(struct decl *d)
{
	struct check *ck = d->ck;
	struct context here = d->every;
	for (int unless = 0; unless < 2; unless++)
		for (struct tree *c = tree_find(d->tree, unless ? TREE_UNLESS : TREE_WHEN); c; c = tree_next(c)) {
			expr_condition(ck, c->first, &here, unless ? "the condition of `unless`" : "the condition of `when`");
			rest_on(d, c->first);
			here = context_knowing(ck, &here, c->first, unless);
		}
	d->s->type.kind = TYPE_FLAG;
}

static void check_weights_sum(struct decl *d, bool some_where)
{
	struct check *ck = d->ck;
	struct tree *add_up = tree_find(d->tree, TREE_WEIGHTS_ADD_UP),
				*rescaled = tree_find(d->tree, TREE_WEIGHTS_RESCALED);
	struct number sum = number_of(0), want = number_of(1), one;
	if (add_up && rescaled) {
		check_error(ck, DIAG_CLAUSES_CLASH, add_up->at, "weights that are rescaled need not add up");
		diag_note(ck->diags, rescaled->at, "the other clause");
		diag_help(ck->diags, "keep one of the two");
	}
	if (rescaled || some_where || (add_up && !value_known(ck, add_up->first, &want))) return;
	for (struct tree *w = tree_find(d->tree, TREE_WEIGHT); w; w = tree_next(w)) {
		if (!value_known(ck, w->first, &one)) return;
		sum = number_add(ck->pool, sum, one);
	}
	if (number_order(sum, want) == 0) return;
	bool bare = number_order(sum, number_mul(ck->pool, want, number_of(10))) >= 0;
	struct number percent = number_mul(ck->pool, sum, number_of(100));
	check_error(ck, DIAG_WEIGHTS, d->tree->at, "the weights of \"%.*s\" add up to %.*s %%, not to %.*s %%",
	            TEXT_ARG(d->s->name), TEXT_ARG(number_exact(ck->arena, percent)),
	            TEXT_ARG(number_exact(ck->arena, number_mul(ck->pool, want, number_of(100)))));
	struct tree *first = tree_find(d->tree, TREE_WEIGHT)->first;
	if (bare && first->kind == TREE_NUMBER)
		diag_help(ck->diags, "%.*s is %.*s00 %%: write weight %.*s%% on ...", TEXT_ARG(first->text),
		          TEXT_ARG(first->text), TEXT_ARG(first->text));
	else
		diag_help(ck->diags, "correct a weight, or write `weights add up to %.*s%%` or `weights rescaled`",
		          TEXT_ARG(number_exact(ck->arena, percent)));
}

struct parts {          /* of a score */
	struct tree *first; /* that says of which type they are */
	struct type type;
	const struct facts *domain;
	bool some_where, optional, one_always;
};

static void check_weight(struct decl *d, struct tree *w, struct parts *parts)
{
	struct check *ck = d->ck;
	struct context figure = { 0 }, here = d->inside;
	struct tree *weight = w->first, *x = weight->next, *where = tree_find(w, TREE_WHERE);
	figure.rows = d->every.rows; /* so that a value of rows is reported as such */
	expr_check(ck, weight, &figure);
	if (expr_is_number(ck, weight, "a weight") && is_figure_of_params(d, weight, "a weight") && weight->type.money) {
		check_error(ck, DIAG_TYPE_MISMATCH, weight->at, "the weight of a score is a number, not money");
		diag_help(ck->diags, "write it as a percentage: weight 50%% on ...");
	}
	if (where) {
		expr_condition(ck, where->first, &d->inside, "the condition of `where`");
		here = context_knowing(ck, &here, where->first, false);
		rest_on(d, where->first);
	}
	expr_check(ck, x, &here);
	rest_on(d, x);
	rest_on(d, weight);
	if (!expr_is_number(ck, x, "what a score adds up")) return;
	parts->type = parts->first ? expr_widen(ck, parts->first, parts->type, x, "the parts of a score") : x->type;
	if (!parts->first || parts->first->type.zero) parts->first = x;
	parts->domain = facts_union(ck->facts, parts->domain, x->domain);
	parts->some_where = parts->some_where || where;
	parts->optional = parts->optional || x->optional;
	bool known = !where || facts_cover(ck->facts, d->inside.known, facts_needed(ck->facts, where->first));
	parts->one_always = parts->one_always || (known && !x->optional);
}

static void check_score(struct decl *d)
{
	struct parts parts = { 0 };
	struct tree *add_up = tree_find(d->tree, TREE_WEIGHTS_ADD_UP);
	bool rescaled = tree_find(d->tree, TREE_WEIGHTS_RESCALED) != NULL;
	struct context figure = { 0 };
	check_where(d);
	if (add_up) {
		expr_check(d->ck, add_up->first, &figure);
		if (expr_is_number(d->ck, add_up->first, "what weights add up to"))
			is_figure_of_params(d, add_up->first, "what weights add up to");
	}
	for (struct tree *w = tree_find(d->tree, TREE_WEIGHT); w; w = tree_next(w))
		check_weight(d, w, &parts);
	check_weights_sum(d, parts.some_where);
	d->s->type.kind = TYPE_NUMBER;
	if (parts.type.money) {
		d->s->type.kind = TYPE_MONEY;
		d->s->type.money = parts.type.money;
	}
	d->s->optional = parts.optional && !rescaled;
	if (rescaled && !parts.one_always) {
		/* Where no weight applies there is no score; no condition that a rule can state says where. */
		struct tree *self = tree_leaf(d->ck->arena, TREE_NAME, d->tree->at, d->s->name);
		self->symbol = d->s;
		self->type.kind = TYPE_FLAG;
		parts.domain = facts_union(d->ck->facts, parts.domain, facts_needed(d->ck->facts, self));
	}
	set_domain(d, parts.domain);
}

static void check_rank(struct decl *d)
{
	struct tree *by = tree_find(d->tree, TREE_BY), *per = tree_find(d->tree, TREE_PER),
				*ties = tree_find(d->tree, TREE_TIES);
	check_where(d);
	if (by) expr_orders(d->ck, by, &d->inside, false);
	if (per) expr_paths(d->ck, per, &d->inside);
	rest_on(d, by);
	rest_on(d, per);
	call_ties(d->ck, d->tree);
	d->s->type.kind = ties && text_is(ties->text, "average") ? TYPE_NUMBER : TYPE_COUNT;
	set_domain(d, NULL);
}

/* A band whose values are all written out is a choice of them, so that a slip in a comparison is found. */
static void make_choice(struct decl *d)
{
	size_t n = 0;
	for (struct tree *c = d->tree->first; c; c = c->next)
		if (c->kind == TREE_BAND_ROW || c->kind == TREE_OTHERWISE) {
			if (tree_bare(c->last)->kind != TREE_TEXT) return;
			n++;
		}
	struct text *words = arena_array(d->ck->arena, n, sizeof *words);
	struct choices *choices = arena_alloc(d->ck->arena, sizeof *choices);
	for (struct tree *c = d->tree->first; c; c = c->next)
		if (c->kind == TREE_BAND_ROW || c->kind == TREE_OTHERWISE) words[choices->count++] = tree_bare(c->last)->text;
	choices->words = words;
	d->s->type = (struct type){ .kind = TYPE_CHOICE, .choices = choices };
}

static void check_band(struct decl *d)
{
	struct check *ck = d->ck;
	struct tree *first = NULL;
	const struct facts *domain = NULL;
	bool open = true; /* no value so far says of which type they are */
	check_where(d);
	struct context here = d->inside;
	for (struct tree *c = d->tree->first; c; c = c->next) {
		if (c->kind != TREE_BAND_ROW && c->kind != TREE_OTHERWISE) continue;
		struct context value = here;
		if (c->kind == TREE_BAND_ROW) {
			expr_condition(ck, c->first, &here, "the condition of a band");
			rest_on(d, c->first);
			value = context_knowing(ck, &here, c->first, false);
			here = context_knowing(ck, &here, c->first, true);
		}
		value.missing_fits = true;
		expr_check(ck, c->last, &value);
		rest_on(d, c->last);
		domain = facts_union(ck->facts, domain, c->last->domain);
		d->s->optional = d->s->optional || c->last->optional;
		open = open && expr_is_untyped(c->last);
		if (c->last->type.kind == TYPE_NONE) continue;
		d->s->type = first ? expr_widen(ck, first, d->s->type, c->last, "the values of a band") : c->last->type;
		if (!first) first = c->last;
	}
	if (open) expr_untyped(ck, d->tree->at);
	d->s->type.zero = false;
	make_choice(d);
	set_domain(d, domain);
}

/* --- allocations ------------------------------------------------------------------------------------------------------- */

static void refuse_years(struct decl *d)
{
	static const enum tree_kind later[] = { TREE_OVER, TREE_PROFILE, TREE_EQUAL_PARTS, TREE_EACH_YEAR };
	for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
		struct tree *c = tree_find(d->tree, later[i]);
		if (c)
			diag_error(d->ck->diags, DIAG_NOT_YET, c->at, "`%s` cannot be run by this version",
			           tree_kind_name(c->kind));
	}
}

static void check_method(struct decl *d)
{
	struct check *ck = d->ck;
	const struct tree *method = tree_find(d->tree, TREE_METHOD), *base = tree_find(d->tree, TREE_STARTING_FROM);
	const struct text words[] = { text_of("webster"), text_of("dhondt") };
	if (!method) return;
	if (!text_equal(method->text, words[0]) && !text_equal(method->text, words[1])) {
		struct text best = diag_nearest(method->text, words, 2);
		check_error(ck, DIAG_UNKNOWN_WORD, method->at, "\"%.*s\" is no method of rounding", TEXT_ARG(method->text));
		if (best.len) diag_help(ck->diags, "did you mean %.*s?", TEXT_ARG(best));
		else diag_help(ck->diags, "write method webster or method dhondt; largest remainder needs no clause");
	}
	if (!base) return;
	check_error(ck, DIAG_CLAUSES_CLASH, base->at, "a divisor method divides weights, and does not start from a base");
	diag_note(ck->diags, method->at, "the other clause");
	diag_help(ck->diags, "keep one of the two; `at least` gives everybody a floor");
}

static void check_amount(struct decl *d, struct tree *share, const struct tree *per)
{
	struct check *ck = d->ck;
	struct tree *amount = share->first;
	expr_check(ck, amount, &d->every);
	rest_on(d, amount);
	d->s->type.kind = TYPE_NONE;
	if (!expr_is_number(ck, amount, "what is shared")) return;
	if (!expr_is_certain(ck, amount, "what is shared")) return;
	if (amount->rows && !per) {
		check_error(ck, DIAG_FIGURE_WANTED, amount->at, "what is shared differs from row to row, and there is one pot");
		diag_help(ck->diags, "say which rows share a pot: per region; or share one figure: sum(...)");
		return;
	}
	if (amount->type.kind == TYPE_PERCENT) {
		check_error(ck, DIAG_TYPE_MISMATCH, amount->at, "a percentage cannot be shared");
		diag_help(ck->diags, "share an amount: share 10%% of budget");
		return;
	}
	if (amount->type.money != 0 && amount->type.money != 1) {
		check_error(ck, DIAG_MONEY_POWER, amount->at, "what is shared is %s", expr_type_words(ck, amount->type));
		diag_help(ck->diags, "share money, or a count");
		return;
	}
	d->s->type = (struct type){ .kind = amount->type.kind, .money = amount->type.money };
}

static void check_unit(struct decl *d, struct tree *rounded)
{
	struct check *ck = d->ck;
	struct context figure = { .rows = d->every.rows };
	struct number unit;
	if (!rounded) {
		if (d->s->type.kind == TYPE_NUMBER) {
			check_error(ck, DIAG_CLAUSE_ABSENT, d->tree->at, "a pot of plain numbers must say what it is rounded to");
			diag_help(ck->diags, "write `rounded to 1`");
		}
		if (d->s->type.kind == TYPE_MONEY) d->s->type.decimals = (uint8_t)(ck->model->currency_decimals + 1);
		return;
	}
	expr_check(ck, rounded->first, &figure);
	if (rounded->op != OP_NONE) {
		check_error(ck, DIAG_CLAUSE_NOT_HERE, rounded->at, "an allocation rounds by %s, so that it adds up",
		            tree_find(d->tree, TREE_METHOD) ? "its method" : "largest remainder");
		diag_help(ck->diags, "leave `%s` out", tree_op_name[rounded->op]);
	}
	if (!expr_is_number(ck, rounded->first, "the unit") || !is_figure_of_params(d, rounded->first, "the unit")) return;
	if (d->s->type.kind != TYPE_NONE && rounded->first->type.money != d->s->type.money) {
		check_error(ck, DIAG_TYPE_MISMATCH, rounded->first->at, "awards of %s cannot be rounded to %s",
		            expr_type_words(ck, d->s->type), expr_type_words(ck, rounded->first->type));
		struct text money = value_money(ck);
		if (d->s->type.money) diag_help(ck->diags, "write rounded to %.*s1", TEXT_ARG(money));
		else diag_help(ck->diags, "write rounded to 1");
	} else if (!value_known(ck, rounded->first, &unit) || number_sign(unit) <= 0 || number_decimals(unit) > 40) {
		check_error(ck, DIAG_BAD_UNIT, rounded->first->at,
		            "the unit must be a number above zero that is known before the run");
		diag_help(ck->diags, "write an amount: rounded to 1, or a param of that kind");
	} else if (d->s->type.kind == TYPE_MONEY) {
		d->s->type.decimals = (uint8_t)(number_decimals(unit) + 1);
	}
}

static void check_bound(struct decl *d, struct tree *clause, const char *what, bool same_type)
{
	if (!clause) return;
	expr_check(d->ck, clause->first, &d->inside);
	rest_on(d, clause->first);
	if (!expr_is_number(d->ck, clause->first, what)) return;
	expr_is_certain(d->ck, clause->first, what);
	const struct tree *share = tree_find(d->tree, TREE_SHARE);
	if (!same_type || !share || share->first->type.kind == TYPE_NONE) return;
	expr_same(d->ck, share->first, clause->first, arena_format(d->ck->arena, "what is shared and %s", what).at);
}

static void check_allocate(struct decl *d)
{
	struct tree *share = tree_find(d->tree, TREE_SHARE), *per = tree_find(d->tree, TREE_PER);
	refuse_years(d);
	check_method(d);
	check_where(d);
	if (per) expr_paths(d->ck, per, &d->every);
	rest_on(d, per);
	if (share) check_amount(d, share, per);
	check_bound(d, tree_find(d->tree, TREE_IN_PROPORTION), "a weight", false);
	check_bound(d, tree_find(d->tree, TREE_STARTING_FROM), "what awards start from", true);
	for (struct tree *c = tree_find(d->tree, TREE_AT_LEAST); c; c = tree_next(c))
		check_bound(d, c, "the floor", true);
	for (struct tree *c = tree_find(d->tree, TREE_AT_MOST); c; c = tree_next(c))
		check_bound(d, c, "the ceiling", true);
	check_unit(d, tree_find(d->tree, TREE_ROUNDED));
	if (!d->every.rows) {
		check_error(d->ck, DIAG_NO_DATASET, d->tree->at,
		            "an allocation shares money among places, and there is no dataset");
		diag_help(d->ck->diags, "declare one: dataset place key code field ...");
	}
}

/* --- functions: their bodies are checked where they are called --------------------------------------------------------- */

static void check_function(struct check *ck, const struct tree *function)
{
	for (struct tree *p = tree_find(function, TREE_PARAMETER); p; p = tree_next(p))
		for (struct tree *q = tree_find(function, TREE_PARAMETER); q != p; q = tree_next(q))
			if (text_equal(p->text, q->text)) {
				check_error(ck, DIAG_DECLARED_TWICE, p->at, "\"%.*s\" is a parameter twice", TEXT_ARG(p->text));
				diag_help(ck->diags, "give one of the two another name");
			}
}

/* --- imputation ---------------------------------------------------------------------------------------------------------- */

static void check_field(struct decl *d)
{
	struct field *f = d->s->field;
	struct check *ck = d->ck;
	if (!f || !f->impute) return;
	struct context where = d->every;
	where.imputing = f;
	expr_check(ck, f->impute, &where);
	rest_on(d, f->impute);
	if (f->impute->type.kind == TYPE_NONE) return;
	expr_is_certain(ck, f->impute, "what stands for a missing cell");
	bool plain = type_family(f->impute->type) == FAMILY_NUMBER && !f->impute->type.money;
	bool number_fits = plain && (f->type.kind == TYPE_PERCENT || f->type.kind == TYPE_COUNT);
	bool text_fits = type_family(f->type) == FAMILY_TEXT && type_family(f->impute->type) == FAMILY_TEXT;
	if (number_fits || text_fits || may_replace(f->type, f->impute->type)) return;
	check_error(ck, DIAG_TYPE_MISMATCH, f->impute->at, "\"%.*s\" is %s, and what stands for a missing cell is %s",
	            TEXT_ARG(f->name), expr_type_words(ck, f->type), expr_type_words(ck, f->impute->type));
	diag_help(ck->diags, "give it a value of the field's own type");
}

/* ------------------------------------------------------------------------------------------------------------------------- */

static void check_row_symbol(struct decl *d)
{
	switch ((int)d->s->kind) {
	case SYMBOL_LET: check_let(d); break;
	case SYMBOL_RULE: check_rule(d); break;
	case SYMBOL_SCORE: check_score(d); break;
	case SYMBOL_RANK: check_rank(d); break;
	case SYMBOL_BAND: check_band(d); break;
	case SYMBOL_ALLOCATE: check_allocate(d); break;
	default: break;
	}
	if (d->every.rows || d->s->kind == SYMBOL_LET) return;
	check_error(d->ck, DIAG_NO_DATASET, d->tree->at, "\"%.*s\" is about places, and there is no dataset",
	            TEXT_ARG(d->s->name));
	diag_help(d->ck->diags, "declare one: dataset place key code field ...");
}

void decl_check(struct check *ck, struct symbol *s)
{
	struct decl d = {
		.ck = ck, .s = s, .tree = s->declaration, .every = { .rows = s->home, .known = s->home ? ck->kept : NULL }
	};
	switch (s->kind) {
	case SYMBOL_PARAM: check_param(&d); break;
	case SYMBOL_SET: check_set(&d); break;
	case SYMBOL_FIELD: check_field(&d); break;
	case SYMBOL_LET:
	case SYMBOL_RULE:
	case SYMBOL_SCORE:
	case SYMBOL_RANK:
	case SYMBOL_BAND:
	case SYMBOL_ALLOCATE: check_row_symbol(&d); break;
	case SYMBOL_FUNCTION: check_function(ck, d.tree); break;
	case SYMBOL_DATASET:
	case SYMBOL_LATER: break;
	}
	s->height++;
}

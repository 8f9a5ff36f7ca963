/* check_ask.c - what asks for values: check, compare, output, assume; and test and scenario, which eval passes over. */
#include "lang/check_private.h"

static struct context row_of(struct check *ck, const struct tree *declaration)
{
	return (struct context){ .rows = names_home(ck, declaration), .known = ck->kept };
}

/* --- check and compare ---------------------------------------------------------------------------------------------- */

static bool asks_equality_of_irrational(const struct tree *t)
{
	if (t->kind == TREE_COMPARE_OP && (t->op == OP_EQ || t->op == OP_NE))
		return t->first->type.irrational || t->last->type.irrational;
	bool logic = t->kind == TREE_AND || t->kind == TREE_OR || t->kind == TREE_NOT || t->kind == TREE_PAREN;
	for (const struct tree *c = t->first; c && logic; c = c->next)
		if (asks_equality_of_irrational(c)) return true;
	return false;
}

static void check_check(struct check *ck, struct tree *d)
{
	struct context where = row_of(ck, d);
	struct tree *c = d->first;
	expr_check(ck, c, &where);
	if (c->type.kind == TYPE_NONE) return;
	if (c->type.kind != TYPE_FLAG) {
		check_error(ck, DIAG_NOT_A_CONDITION, c->at, "a check is a condition; this is %s",
		            expr_type_words(ck, c->type));
		diag_help(ck->diags, "compare it with something: check sum(award) = budget");
		return;
	}
	/* A missing outcome fails the check; one that does not apply would say nothing. */
	bool optional = c->optional;
	c->optional = false;
	expr_is_certain(ck, c, "what a check asks");
	c->optional = optional;
	if (asks_equality_of_irrational(c)) {
		check_error(ck, DIAG_EQUAL_IRRATIONAL, c->at, "`=` compares values that are rounded to 34 digits");
		diag_help(ck->diags, "allow a tolerance: abs(a - b) < 0.000001");
	}
}

static void check_tolerance(struct check *ck, struct tree *clause, const struct tree *value)
{
	struct context figure = { 0 };
	struct number n;
	struct tree *t = clause->first;
	expr_check(ck, t, &figure);
	if (!expr_is_number(ck, t, "a tolerance") || !expr_is_figure(ck, t, "a tolerance") ||
	    !expr_is_certain(ck, t, "a tolerance"))
		return;
	if (type_family(value->type) != FAMILY_NUMBER) {
		check_error(ck, DIAG_CLAUSE_NOT_HERE, clause->at, "`within` is for numbers, and this compares %s",
		            expr_type_words(ck, value->type));
		diag_help(ck->diags, "leave it out: texts are equal or not");
		return;
	}
	expr_same(ck, value, t, "what is compared and its tolerance");
	if (value_known(ck, t, &n) && number_sign(n) < 0)
		check_error(ck, DIAG_ARGUMENTS, t->at, "a tolerance is not below zero");
}

static void check_compare(struct check *ck, struct tree *d)
{
	struct context where = row_of(ck, d), figure = { 0 }, inside = where;
	struct tree *a = d->first, *b = a->next, *condition = tree_find(d, TREE_WHERE), *within = tree_find(d, TREE_WITHIN),
				*least = tree_find(d, TREE_AT_LEAST_EQUAL);
	struct number n;
	if (condition) {
		expr_condition(ck, condition->first, &where, "the condition of `where`");
		inside = context_knowing(ck, &where, condition->first, false);
	}
	expr_check(ck, a, &inside);
	expr_check(ck, b, &inside);
	expr_shown(a);
	expr_shown(b);
	if (a->type.kind != TYPE_NONE && b->type.kind != TYPE_NONE) {
		expr_common(ck, a, b, "`compare` cannot compare");
		if (within) check_tolerance(ck, within, a);
	}
	if (!least) return;
	expr_check(ck, least->first, &figure);
	if (!expr_is_number(ck, least->first, "the number of equal rows") ||
	    !expr_is_certain(ck, least->first, "the number of equal rows"))
		return;
	if (least->first->type.money ||
	    (value_known(ck, least->first, &n) && (!number_is_whole(n) || number_sign(n) < 0))) {
		check_error(ck, DIAG_ARGUMENTS, least->at, "the number of equal rows is a whole number");
		diag_help(ck->diags, "write `at least 305 equal`");
	}
}

/* --- output ------------------------------------------------------------------------------------------------------------ */

/* The expression as it is written, white space and comments outside texts as one blank. */
static struct text as_written(struct check *ck, struct span at)
{
	struct text source = source_text(ck->diags->sources, at);
	char *out = arena_alloc(ck->arena, source.len + 1);
	size_t n = 0;
	bool comment = false, escaped = false;
	char quote = '\0'; /* the one that ends the text or the name that we are in */
	for (size_t i = 0; i < source.len; i++) {
		char c = source.at[i];
		if (comment) {
			comment = c != '\n';
			continue;
		}
		bool blank = !quote && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '#');
		if (!quote) quote = c == '"' || c == '`' ? c : '\0';
		else if (c == quote && !escaped) quote = '\0';
		escaped = quote == '"' && c == '\\' && !escaped;
		comment = blank && c == '#';
		if (!blank) out[n++] = c;
		else if (n && out[n - 1] != ' ') out[n++] = ' ';
	}
	return (struct text){ out, n && out[n - 1] == ' ' ? n - 1 : n };
}

static struct text header_of(struct check *ck, const struct tree *out)
{
	const struct tree *bare = tree_bare(out->first);
	for (const struct tree *as = tree_find(out, TREE_AS); as; as = tree_next(as))
		if (as->flag) return as->text;
	return bare->kind == TREE_NAME ? bare->text : as_written(ck, out->first->at);
}

static void add_header(struct check *ck, struct output *o, struct text header, struct span at)
{
	for (size_t i = 0; i < o->count; i++)
		if (text_equal(o->headers[i], header)) {
			check_error(ck, DIAG_DECLARED_TWICE, at, "two columns are called \"%.*s\"", TEXT_ARG(header));
			diag_note(ck->diags, o->columns[i]->at, "the other one");
			diag_help(ck->diags, "give one of them another header: as \"...\"");
			break;
		}
	o->headers[o->count] = header;
}

static void check_looks(struct check *ck, struct output *o, struct tree *out, struct tree *x)
{
	struct tree *decimals = tree_find(out, TREE_DECIMALS);
	bool number = x->type.kind == TYPE_NONE || type_family(x->type) == FAMILY_NUMBER;
	o->decimals[o->count] = -1;
	if (decimals) {
		struct number n;
		int64_t places = -1;
		bool whole = number_read(ck->pool, decimals->text, &n) == NUMBER_OK && number_to_int64(n, &places);
		if (!whole || places < 0 || places > 40) {
			check_error(ck, DIAG_ARGUMENTS, decimals->at, "the number of decimals is a whole number from 0 to 40");
			diag_help(ck->diags, "write `with 2 decimals`");
		} else if (!number) {
			check_error(ck, DIAG_CLAUSE_NOT_HERE, decimals->at, "decimals are for numbers, and this is %s",
			            expr_type_words(ck, x->type));
			diag_help(ck->diags, "leave `with ... decimals` out");
		}
		o->decimals[o->count] = (int)places;
	}
	for (struct tree *as = tree_find(out, TREE_AS); as; as = tree_next(as)) {
		if (as->flag) continue;
		o->percent[o->count] = true;
		if (number && !x->type.money) continue;
		check_error(ck, DIAG_CLAUSE_NOT_HERE, as->at, "only a plain number is printed as a percentage; this is %s",
		            expr_type_words(ck, x->type));
		diag_help(ck->diags, "leave `as percent` out");
	}
}

static void output_room(struct check *ck, struct output *o, size_t count)
{
	o->columns = arena_array(ck->arena, count, sizeof(struct tree *));
	o->headers = arena_array(ck->arena, count, sizeof *o->headers);
	o->decimals = arena_array(ck->arena, count, sizeof *o->decimals);
	o->percent = arena_array(ck->arena, count, sizeof *o->percent);
}

static void check_printable(struct check *ck, const struct tree *x)
{
	if (x->type.money == 0 || x->type.money == 1) return;
	check_error(ck, DIAG_MONEY_POWER, x->at, "%s cannot be printed", expr_type_words(ck, x->type));
	diag_help(ck->diags, x->type.money > 0 ? "divide it by money" : "multiply it by money");
}

static void check_output(struct check *ck, struct tree *d, struct output *o)
{
	struct context where = row_of(ck, d);
	struct tree *condition = tree_find(d, TREE_WHERE);
	bool figures = d->kind == TREE_FIGURES;
	*o = (struct output){ .declaration = d, .rows = figures ? NULL : where.rows, .by = tree_find(d, TREE_BY) };
	output_room(ck, o, tree_count(d));
	struct context inside = where;
	if (condition) {
		expr_condition(ck, condition->first, &where, "the condition of `where`");
		o->where = condition->first;
		inside = context_knowing(ck, &where, condition->first, false);
	}
	for (struct tree *out = tree_find(d, TREE_OUT); out; out = tree_next(out)) {
		struct tree *x = out->first;
		expr_check(ck, x, &inside);
		if (figures && x->type.kind != TYPE_NONE) expr_is_figure(ck, x, "what `output figures` prints");
		check_printable(ck, x);
		o->columns[o->count] = x;
		add_header(ck, o, header_of(ck, out), out->at);
		check_looks(ck, o, out, x);
		if (o->decimals[o->count] < 0 && !o->percent[o->count]) expr_shown(x);
		o->count++;
	}
	if (o->by) expr_orders(ck, o->by, &inside, true);
	if (!figures && !where.rows) {
		check_error(ck, DIAG_NO_DATASET, d->at, "`output` prints a line for each place, and there is no dataset");
		diag_help(ck->diags, "write `output figures:` for figures");
	}
}

static void add_default(struct check *ck, struct output *o, const struct symbol *s)
{
	struct tree *name = tree_leaf(ck->arena, TREE_NAME, s->declaration->at, s->name);
	struct context where = { .rows = o->rows, .known = ck->kept };
	expr_check(ck, name, &where);
	check_printable(ck, name);
	o->columns[o->count] = name;
	o->headers[o->count] = s->name;
	o->decimals[o->count++] = -1;
}

/* Without an output: the key, then every rule, score, rank, band and award. */
static void default_output(struct check *ck, struct output *o)
{
	const struct dataset *d = &ck->model->datasets[0];
	*o = (struct output){ .rows = d };
	output_room(ck, o, d->key_count + ck->model->symbol_count);
	for (size_t i = 0; i < d->key_count; i++)
		if (d->fields[d->key[i]].symbol) add_default(ck, o, d->fields[d->key[i]].symbol);
	for (size_t i = 0; i < ck->model->symbol_count; i++) {
		const struct symbol *s = ck->model->symbols[i];
		bool shown = s->kind == SYMBOL_RULE || s->kind == SYMBOL_SCORE || s->kind == SYMBOL_RANK ||
		             s->kind == SYMBOL_BAND || s->kind == SYMBOL_ALLOCATE;
		if (shown && s->home == d) add_default(ck, o, s);
	}
}

/* --- test and scenario --------------------------------------------------------------------------------------------------- */

static struct symbol *given_symbol(struct check *ck, const struct tree *place, const struct dataset *rows)
{
	const struct tree *name = place->kind == TREE_INDEX ? place->first : place;
	if (name->kind != TREE_NAME) return NULL;
	struct symbol *s = names_find(ck, name->text, rows);
	if (!s) names_unknown(ck, name, rows);
	else if (s->kind == SYMBOL_SET || s->kind == SYMBOL_FUNCTION) {
		check_error(ck, DIAG_NOT_A_VALUE, name->at, "\"%.*s\" cannot be given: it is not a value",
		            TEXT_ARG(name->text));
		return NULL;
	}
	return s && s->kind != SYMBOL_LATER ? s : NULL;
}

static void check_given(struct check *ck, const struct symbol *s, struct tree *value, const struct tree *place)
{
	struct context figure = { .missing_fits = ck->in_test };
	expr_check(ck, value, &figure);
	if (!s || value->type.kind == TYPE_NONE || s->type.kind == TYPE_NONE) return;
	struct tree shown = *place;
	shown.type = s->type;
	expr_same(ck, &shown, value, arena_format(ck->arena, "\"%.*s\" and what is given for it", TEXT_ARG(s->name)).at);
}

static void check_assigns(struct check *ck, struct tree *list, const struct dataset *rows, bool params_only)
{
	for (struct tree *a = tree_find(list, TREE_ASSIGN); a; a = tree_next(a)) {
		struct symbol *s = given_symbol(ck, a->first, rows);
		if (s && params_only && s->kind != SYMBOL_PARAM) {
			check_error(ck, DIAG_CANNOT_SET, a->at, "a scenario changes params, and \"%.*s\" is none",
			            TEXT_ARG(s->name));
			diag_note(ck->diags, s->declaration->at, "declared here");
			continue;
		}
		check_given(ck, s, a->last, a->first);
	}
}

static void check_given_rows(struct check *ck, struct tree *g)
{
	const struct dataset *d = names_dataset(ck, g->text);
	size_t columns = tree_count(g->first);
	if (!d) {
		check_error(ck, DIAG_UNKNOWN_DATASET, g->at, "no dataset is called \"%.*s\"", TEXT_ARG(g->text));
		if (ck->model->dataset_count)
			diag_help(ck->diags, "the dataset here is \"%.*s\"", TEXT_ARG(ck->model->datasets[0].name));
		return;
	}
	for (struct tree *row = tree_find(g, TREE_ROW); row; row = tree_next(row)) {
		if (tree_count(row) != columns) {
			check_error(ck, DIAG_ARGUMENTS, row->at, "a row of %zu value%s under %zu name%s", tree_count(row),
			            tree_count(row) == 1 ? "" : "s", columns, columns == 1 ? "" : "s");
			continue;
		}
		struct tree *name = g->first->first;
		for (struct tree *v = row->first; v; v = v->next, name = name->next)
			check_given(ck, given_symbol(ck, name, d), v, name);
	}
}

static void check_expected(struct check *ck, struct tree *e, const struct context *where)
{
	struct context figure = { 0 };
	struct tree *x = e->first;
	expr_check(ck, x, where);
	if (x->type.kind != TYPE_NONE && x->type.kind != TYPE_FLAG) {
		check_error(ck, DIAG_NOT_A_CONDITION, x->at, "a test expects a condition; this is %s",
		            expr_type_words(ck, x->type));
		struct text money = value_money(ck);
		diag_help(ck->diags, "compare it with something: expect award = %.*s75", TEXT_ARG(money));
	}
	if (x->next && x->next->kind != TREE_NONE) {
		expr_check(ck, x->next, &figure);
		expr_is_number(ck, x->next, "a tolerance");
	}
}

static void check_test(struct check *ck, struct tree *d)
{
	struct context where = row_of(ck, d);
	ck->in_test = true;
	for (struct tree *c = d->first; c; c = c->next) {
		if (c->kind == TREE_GIVEN) check_assigns(ck, c, where.rows, false);
		else if (c->kind == TREE_GIVEN_ROWS) check_given_rows(ck, c);
		else if (c->kind == TREE_EXPECT)
			for (struct tree *e = c->first; e; e = e->next)
				check_expected(ck, e, &where);
		else if (c->kind == TREE_AS_OF) value_literal(ck, c->first);
	}
	ck->in_test = false;
}

static void check_scenario(struct check *ck, struct tree *d)
{
	check_assigns(ck, d, NULL, true);
	struct tree *as_of = tree_find(d, TREE_AS_OF);
	if (as_of) value_literal(ck, as_of->first);
}

static void check_assume(struct check *ck, struct tree *d)
{
	struct tree *on = tree_find(d, TREE_ON);
	for (struct tree *p = on ? on->first : NULL; p; p = p->next) {
		const struct tree *name = p->kind == TREE_PATH ? p->first : p;
		if (!names_find(ck, name->text, names_home(ck, d)) && !names_dataset(ck, name->text))
			names_unknown(ck, name, names_home(ck, d));
	}
}

void ask_check(struct check *ck, struct tree *file)
{
	struct model *m = ck->model;
	size_t n = tree_count(file);
	m->checks = arena_array(ck->arena, n, sizeof(struct tree *));
	m->compares = arena_array(ck->arena, n, sizeof(struct tree *));
	m->assumes = arena_array(ck->arena, n, sizeof(struct tree *));
	m->outputs = arena_array(ck->arena, n + 1, sizeof *m->outputs);
	for (struct tree *d = file->first; d; d = d->next) {
		switch ((int)d->kind) {
		case TREE_CHECK: check_check(ck, m->checks[m->check_count++] = d); break;
		case TREE_COMPARE: check_compare(ck, m->compares[m->compare_count++] = d); break;
		case TREE_ASSUME: check_assume(ck, m->assumes[m->assume_count++] = d); break;
		case TREE_OUTPUT:
		case TREE_FIGURES: check_output(ck, d, &m->outputs[m->output_count++]); break;
		case TREE_TEST:
			check_test(ck, d);
			m->tests++;
			break;
		case TREE_SCENARIO:
			check_scenario(ck, d);
			m->scenarios++;
			break;
		default: break;
		}
	}
	if (m->output_count == 0 && m->dataset_count > 0) default_output(ck, &m->outputs[m->output_count++]);
}

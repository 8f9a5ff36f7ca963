/* check_expr.c - the type of every expression, for which rows it has a value, and whether the value may be missing. */
#include "lang/check_private.h"

/* --- what an expression inherits from its parts ------------------------------------------------------------------- */

/* The evaluator recurses as deep as a value's operations are nested, through all the declarations that it rests on. */
static void set_height(struct check *ck, struct tree *t, uint32_t height)
{
	t->height = height;
	if (height <= CHECK_MAX_DEPTH) return;
	check_error(ck, DIAG_TOO_DEEP, t->at, "this rests on more than %d nested operations", CHECK_MAX_DEPTH);
	diag_help(ck->diags, "break the chain of declarations, or write it flatter");
	t->height = 1; /* one message is enough */
	t->type.kind = TYPE_NONE;
}

void expr_join(struct check *ck, struct tree *t)
{
	uint32_t height = 0;
	for (struct tree *c = t->first; c; c = c->next) {
		if (c->rows) t->rows = c->rows;
		t->optional = t->optional || c->optional;
		t->domain = facts_union(ck->facts, t->domain, c->domain);
		t->type.irrational = t->type.irrational || c->type.irrational;
		if (c->height > height) height = c->height;
	}
	set_height(ck, t, height + 1);
}

struct context context_knowing(struct check *ck, const struct context *where, const struct tree *condition,
                               bool opposite)
{
	struct context c = *where;
	if (condition->type.kind == TYPE_FLAG)
		c.known = facts_union(ck->facts, c.known, facts_from(ck->facts, condition, opposite));
	return c;
}

static bool all_known(const struct tree *t)
{
	for (const struct tree *c = t->first; c; c = c->next)
		if (c->type.kind == TYPE_NONE) return false;
	return true;
}

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

/* --- demands ---------------------------------------------------------------------------------------------------------- */

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

static void report_optional(struct check *ck, const struct tree *t, const char *what)
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
	if (t->optional) report_optional(ck, t, what);
	else if (t->domain) report_domain(ck, t, what);
	else return true;
	return false;
}

static bool is_condition(struct check *ck, const struct tree *t, const char *what)
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
	if (is_condition(ck, t, what)) expr_is_certain(ck, t, what);
	else t->type.kind = TYPE_NONE;
}

/* --- names ------------------------------------------------------------------------------------------------------------- */

static void take_symbol(struct check *ck, struct tree *t, struct symbol *s, const struct context *where)
{
	t->symbol = s;
	t->type = s->type;
	t->rows = s->rows;
	set_height(ck, t, s->height + 1);
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

static void check_name(struct check *ck, struct tree *t, const struct context *where)
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
static void check_path(struct check *ck, struct tree *t, const struct context *where)
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
		if (!s || s->home != d) names_unknown(ck, t->last, d);
		else if (name_fits(ck, t, s, where)) take_symbol(ck, t, s, where);
	}
}

/* --- arithmetic ---------------------------------------------------------------------------------------------------------- */

static const char *operator_words(const struct tree *t)
{
	switch ((int)t->kind) {
	case TREE_ADD: return "the left side of +";
	case TREE_SUBTRACT: return "the left side of -";
	case TREE_MULTIPLY: return "a factor";
	case TREE_DIVIDE: return "a part of the division";
	case TREE_OF: return "a side of `of`";
	case TREE_MOD: return "a side of `mod`";
	case TREE_POWER: return "a part of the power";
	default: return "the operand of -";
	}
}

/* A whole power of money that is written as a number keeps count of the power; any other needs a number. */
static void check_power(struct check *ck, struct tree *t)
{
	struct number exponent;
	int64_t n;
	t->type.kind = TYPE_NUMBER;
	if (t->last->type.money) {
		check_error(ck, DIAG_MONEY_POWER, t->last->at, "an exponent is a number, not money");
		diag_help(ck->diags, "divide it by money first");
	} else if (t->first->type.money) {
		if (value_known(ck, t->last, &exponent) && number_to_int64(exponent, &n) && n >= -8 && n <= 8) {
			t->type.money = t->first->type.money * (int)n;
			if (t->type.money) t->type.kind = TYPE_MONEY;
		} else {
			check_error(ck, DIAG_MONEY_POWER, t->at, "only a whole power of money is known, such as ^2");
			diag_help(ck->diags, "divide the money by money first, to get a number");
			t->type.kind = TYPE_NONE;
		}
	} else {
		t->type.irrational = !value_known(ck, t->last, &exponent) || !number_is_whole(exponent);
	}
}

static void check_arithmetic(struct check *ck, struct tree *t)
{
	bool sound = true;
	for (struct tree *c = t->first; c; c = c->next)
		sound = expr_is_number(ck, c, operator_words(t)) && sound;
	if (!sound) return;
	struct type a = t->first->type, b = t->last->type;
	switch ((int)t->kind) {
	case TREE_NEGATE:
		t->type = a;
		t->type.decimals = 0;
		break;
	case TREE_POWER: check_power(ck, t); break;
	case TREE_MULTIPLY:
	case TREE_OF: t->type = type_product(a, b); break;
	case TREE_DIVIDE: t->type = type_quotient(a, b); break;
	default:
		t->type = expr_common(ck, t->first, t->last,
		                      t->kind == TREE_ADD        ? "`+` cannot add"
		                      : t->kind == TREE_SUBTRACT ? "`-` cannot take"
		                                                 : "`mod` cannot take");
		t->type.decimals = 0;
		t->type.zero = false;
	}
}

static void check_join_text(struct check *ck, struct tree *t)
{
	t->type.kind = TYPE_TEXT;
	for (struct tree *c = t->first; c; c = c->next) {
		if (c->type.kind == TYPE_NONE || type_family(c->type) == FAMILY_TEXT) continue;
		check_error(ck, DIAG_TYPE_MISMATCH, c->at, "& joins texts, and this is %s", expr_type_words(ck, c->type));
		if (c->type.kind == TYPE_FLAG) diag_help(ck->diags, "to join conditions write `and`");
		else diag_help(ck->diags, "to add numbers write +");
		t->type.kind = TYPE_NONE;
		return;
	}
}

/* --- comparison ----------------------------------------------------------------------------------------------------------- */

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
	if (percent->type.kind != TYPE_PERCENT || other->type.kind == TYPE_PERCENT || other->type.money) return;
	if (!value_known(ck, other, &n) || number_order(n, number_of(1)) <= 0) return;
	struct text words = tree_print(ck->arena, other);
	check_error(ck, DIAG_PERCENT_SLIP, other->at, "%.*s is %.*s %%, and it is compared with a percentage",
	            TEXT_ARG(words), TEXT_ARG(number_exact(ck->arena, number_mul(ck->pool, n, number_of(100)))));
	if (tree_bare(other)->kind == TREE_NUMBER) diag_help(ck->diags, "write %.*s%%", TEXT_ARG(words));
	else diag_help(ck->diags, "write its value as a percentage: %.*s%%", TEXT_ARG(number_exact(ck->arena, n)));
}

static void check_comparison(struct check *ck, struct tree *t)
{
	t->type.kind = TYPE_FLAG;
	struct tree *a = t->first, *b = t->last;
	if (!all_known(t)) {
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

static void check_in(struct check *ck, struct tree *t, const struct context *where)
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
		diag_error(ck->diags, DIAG_NOT_YET, right->at, "the keys of a dataset cannot be asked for by this version");
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

/* --- conditions -------------------------------------------------------------------------------------------------------------- */

/* In `a and b` what follows may count on a; in `a or b`, on the opposite of a. */
static void check_logic(struct check *ck, struct tree *t, const struct context *where)
{
	struct context here = *where;
	bool alternatives = t->kind == TREE_OR || t->kind == TREE_ANY_OF;
	bool independent = t->kind == TREE_NUMBER_OF;
	const char *what = t->kind == TREE_AND  ? "a part of `and`"
	                   : t->kind == TREE_OR ? "a part of `or`"
	                                        : "a part of this list";
	t->type.kind = t->kind == TREE_NUMBER_OF ? TYPE_COUNT : TYPE_FLAG;
	for (struct tree *c = t->first; c; c = c->next) {
		expr_check(ck, c, &here);
		if (!is_condition(ck, c, what)) t->type.kind = TYPE_NONE;
		else if (!independent) here = context_knowing(ck, &here, c, alternatives);
	}
	enum type_kind kind = t->type.kind;
	expr_join(ck, t);
	if (kind == TYPE_NONE) t->type.kind = TYPE_NONE;
}

static void check_if(struct check *ck, struct tree *t, const struct context *where)
{
	struct tree *condition = t->first, *yes = condition->next, *no = yes->next;
	expr_condition(ck, condition, where, "the condition of `if`");
	struct context then = context_knowing(ck, where, condition, false),
				   otherwise = context_knowing(ck, where, condition, true);
	then.missing_fits = otherwise.missing_fits = true;
	expr_check(ck, yes, &then);
	expr_check(ck, no, &otherwise);
	bool yes_open = expr_is_untyped(yes), no_open = expr_is_untyped(no);
	if (yes_open && no_open) expr_untyped(ck, t->at);
	else if ((yes_open || yes->type.kind != TYPE_NONE) && (no_open || no->type.kind != TYPE_NONE))
		t->type = expr_same(ck, yes, no, "what stands after `then` and `else`");
	expr_join(ck, t);
}

static void check_is_missing(struct check *ck, struct tree *t, const struct context *where)
{
	t->type.kind = TYPE_FLAG;
	expr_check(ck, t->first, where);
	expr_join(ck, t);
	struct tree there = *t->first;
	there.optional = false; /* that is what is asked */
	bool exists = expr_is_certain(ck, &there, "what `is missing` asks for");
	t->optional = false;
	t->domain = NULL;
	const struct tree *x = tree_bare(t->first);
	if (!exists) return;
	if (!ck->in_test && x->type.kind != TYPE_NONE && !x->optional && !(x->symbol && x->symbol->optional) &&
	    !where->cells_only) {
		struct text words = tree_print(ck->arena, x);
		check_error(ck, DIAG_NEVER_MISSING, t->at, "\"%.*s\" is never missing", TEXT_ARG(words));
		if (x->symbol && x->symbol->kind == SYMBOL_FIELD)
			diag_help(ck->diags, "if its cells may be empty, say so at the field: may be missing");
	}
}

/* --- the rest ------------------------------------------------------------------------------------------------------------------ */

static bool order_needs_none(const struct tree *key, bool output)
{
	key = tree_bare(key);
	if (key->symbol && key->symbol->kind == SYMBOL_RANK) return true;
	if (key->kind == TREE_CALL && key->function && key->function->id == FUNCTION_RANK) return true;
	return output && (type_family(key->type) == FAMILY_TEXT || key->type.kind == TYPE_DATE);
}

void expr_orders(struct check *ck, struct tree *by, const struct context *where, bool output)
{
	for (struct tree *o = by->first; o; o = o->next) {
		struct tree *key = o->first;
		expr_check(ck, key, where);
		expr_join(ck, o);
		if (key->type.kind == TYPE_NONE) continue;
		if (key->type.kind == TYPE_FLAG) {
			check_error(ck, DIAG_TYPE_MISMATCH, key->at, "a condition is no sort key");
			diag_help(ck->diags, "write `(if %s then 1 else 0) highest first`", tree_print(ck->arena, key).at);
		} else if (o->op == OP_NONE && !order_needs_none(key, output)) {
			check_error(ck, DIAG_NO_DIRECTION, key->at, "which comes first, the highest or the lowest?");
			diag_help(ck->diags, "write `%s highest first` or `%s lowest first`", tree_print(ck->arena, key).at,
			          tree_print(ck->arena, key).at);
		}
		if (output) {
			/* Rows without the key come last: a place that is not ranked is printed all the same. */
			if (key->optional) report_optional(ck, key, "a sort key");
		} else {
			expr_is_certain(ck, key, "a sort key");
		}
	}
	expr_join(ck, by);
}

void expr_paths(struct check *ck, struct tree *per, const struct context *where)
{
	for (struct tree *p = per->first; p; p = p->next) {
		expr_check(ck, p, where);
		expr_is_certain(ck, p, "what groups the rows");
		if (p->type.kind != TYPE_NONE && !p->rows) {
			check_error(ck, DIAG_ROWS_NOT_HERE, p->at,
			            "`per` wants something that differs between rows; \"%s\" is one figure",
			            tree_print(ck->arena, p).at);
			diag_help(ck->diags, "group by a field, such as per region");
		}
	}
	expr_join(ck, per);
}

static void check_index(struct check *ck, struct tree *t, const struct context *where)
{
	if (!ck->in_test) {
		check_error(ck, DIAG_NOT_YET, t->at,
		            "a value of one year or one key, name[...], cannot be run by this version");
		return;
	}
	expr_check(ck, t->first, where);
	t->type = t->first->type;
	for (struct tree *k = t->first->next; k; k = k->next)
		if (k->kind != TREE_YEAR) expr_check(ck, k, where);
	expr_join(ck, t);
	t->rows = NULL;
}

static void check_children(struct check *ck, struct tree *t, const struct context *where)
{
	for (struct tree *c = t->first; c; c = c->next)
		expr_check(ck, c, where);
}

static void check_kind(struct check *ck, struct tree *t, const struct context *where)
{
	switch ((int)t->kind) {
	case TREE_NAME: check_name(ck, t, where); break;
	case TREE_PATH: check_path(ck, t, where); break;
	case TREE_INDEX: check_index(ck, t, where); break;
	case TREE_CALL: call_check(ck, t, where); break;
	case TREE_AND:
	case TREE_OR:
	case TREE_ANY_OF:
	case TREE_ALL_OF:
	case TREE_NUMBER_OF: check_logic(ck, t, where); break;
	case TREE_IF: check_if(ck, t, where); break;
	case TREE_IN: check_in(ck, t, where); break;
	case TREE_IS_MISSING: check_is_missing(ck, t, where); break;
	case TREE_NOT:
		expr_check(ck, t->first, where);
		if (is_condition(ck, t->first, "what stands after `not`")) t->type.kind = TYPE_FLAG;
		expr_join(ck, t);
		break;
	case TREE_PAREN:
		expr_check(ck, t->first, where);
		t->type = t->first->type;
		expr_join(ck, t);
		break;
	case TREE_COMPARE_OP:
		check_children(ck, t, where);
		check_comparison(ck, t);
		expr_join(ck, t);
		break;
	case TREE_JOIN:
		check_children(ck, t, where);
		check_join_text(ck, t);
		expr_join(ck, t);
		break;
	case TREE_NEGATE:
	case TREE_POWER:
	case TREE_MULTIPLY:
	case TREE_DIVIDE:
	case TREE_MOD:
	case TREE_ADD:
	case TREE_SUBTRACT:
	case TREE_OF:
		check_children(ck, t, where);
		check_arithmetic(ck, t);
		expr_join(ck, t);
		break;
	case TREE_KNOT:
		check_error(ck, DIAG_ARGUMENTS, t->at, "-> stands only between the points of taper(x, x1 -> y1, x2 -> y2)");
		break;
	case TREE_RANGE:
	case TREE_MEMBERS:
		check_error(ck, DIAG_NOT_A_VALUE, t->at, "a range or list stands after `in`, not as a value");
		diag_help(ck->diags, "write `x in 16 .. 64`");
		break;
	case TREE_MISSING:
		t->optional = where->missing_fits;
		if (!t->optional) expr_untyped(ck, t->at);
		break;
	default: value_literal(ck, t);
	}
}

void expr_check(struct check *ck, struct tree *t, const struct context *where)
{
	t->type = (struct type){ 0 };
	t->height = 1;
	if (ck->depth >= CHECK_MAX_DEPTH) { /* functions that call functions: the walk itself must stay within the stack */
		if (!ck->deep)
			check_error(ck, DIAG_TOO_DEEP, t->at, "this rests on more than %d nested operations", CHECK_MAX_DEPTH);
		ck->deep = true;
		return;
	}
	/* What holds for this place holds inside brackets and functions, not for the operands of anything else. */
	struct context here = *where;
	here.missing_fits =
		where->missing_fits && (t->kind == TREE_MISSING || t->kind == TREE_PAREN || t->kind == TREE_CALL);
	ck->depth++;
	check_kind(ck, t, &here);
	ck->depth--;
	if (t->type.money > CHECK_MAX_POWER || t->type.money < -CHECK_MAX_POWER) {
		check_error(ck, DIAG_MONEY_POWER, t->at, "this is %s", expr_type_words(ck, t->type));
		diag_help(ck->diags, "divide it by money");
		t->type = (struct type){ 0 };
	}
}

/* check_expr.c - the type of every expression, for which rows it has a value, and whether the value may be missing. */
#include "lang/check_private.h"

/* --- what an expression inherits from its parts ------------------------------------------------------------------- */

/* The evaluator recurses as deep as a value's operations are nested, through all the declarations that it rests on. */
void expr_height(struct check *ck, struct tree *t, uint32_t height)
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
	expr_height(ck, t, height + 1);
}

struct context context_knowing(struct check *ck, const struct context *where, const struct tree *condition,
                               bool opposite)
{
	struct context c = *where;
	if (condition->type.kind == TYPE_FLAG)
		c.known = facts_union(ck->facts, c.known, facts_from(ck->facts, condition, opposite));
	return c;
}

bool expr_all_known(const struct tree *t)
{
	for (const struct tree *c = t->first; c; c = c->next)
		if (c->type.kind == TYPE_NONE) return false;
	return true;
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
		if (!expr_is_condition(ck, c, what)) t->type.kind = TYPE_NONE;
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
			if (key->optional) expr_report_optional(ck, key, "a sort key");
		} else {
			expr_is_certain(ck, key, "a sort key");
		}
	}
	expr_join(ck, by);
}

void expr_shown(const struct tree *tree)
{
	const struct symbol *symbol = tree_bare(tree)->symbol;
	if (symbol && symbol->kind == SYMBOL_FIELD && symbol->field) symbol->field->shown = true;
}

void expr_paths(struct check *ck, struct tree *per, const struct context *where)
{
	for (struct tree *p = per->first; p; p = p->next) {
		expr_check(ck, p, where);
		expr_is_certain(ck, p, "what groups the rows");
		expr_shown(p);
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
	case TREE_NAME: name_check(ck, t, where); break;
	case TREE_PATH: path_check(ck, t, where); break;
	case TREE_INDEX: check_index(ck, t, where); break;
	case TREE_CALL: call_check(ck, t, where); break;
	case TREE_AND:
	case TREE_OR:
	case TREE_ANY_OF:
	case TREE_ALL_OF:
	case TREE_NUMBER_OF: check_logic(ck, t, where); break;
	case TREE_IF: check_if(ck, t, where); break;
	case TREE_IN: in_check(ck, t, where); break;
	case TREE_IS_MISSING: check_is_missing(ck, t, where); break;
	case TREE_NOT:
		expr_check(ck, t->first, where);
		if (expr_is_condition(ck, t->first, "what stands after `not`")) t->type.kind = TYPE_FLAG;
		expr_join(ck, t);
		break;
	case TREE_PAREN:
		expr_check(ck, t->first, where);
		t->type = t->first->type;
		expr_join(ck, t);
		break;
	case TREE_COMPARE_OP:
		check_children(ck, t, where);
		compare_check(ck, t);
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

/* check_type.c - which types go together, and what comes out of them. */
#include "lang/check_private.h"

const char *expr_type_words(struct check *ck, struct type t)
{
	switch (t.kind) {
	case TYPE_NONE: return "a missing value";
	case TYPE_NUMBER: return "a number";
	case TYPE_PERCENT: return "a percentage";
	case TYPE_COUNT: return "a count";
	case TYPE_TEXT: return "a text";
	case TYPE_CHOICE: return "a choice";
	case TYPE_FLAG: return "a condition";
	case TYPE_DATE: return "a date";
	case TYPE_YEAR: return "a financial year";
	case TYPE_MONEY:
	case TYPE_COUNT_OF: break;
	}
	if (t.money == 1) return "money";
	if (t.money == 2) return "money times money";
	if (t.money == -1) return "a number divided by money";
	return arena_format(ck->arena, "money to the power of %d", t.money).at;
}

static struct type number_common(struct type a, struct type b, bool *fit)
{
	struct type out = { .kind = TYPE_NUMBER, .irrational = a.irrational || b.irrational };
	if (a.money != b.money && !a.zero && !b.zero) {
		*fit = false;
		return out;
	}
	out.money = a.zero ? b.money : a.money;
	if (out.money) {
		out.kind = TYPE_MONEY;
		out.decimals = a.zero ? b.decimals : b.zero || a.decimals == b.decimals ? a.decimals : 0;
	} else if (a.kind == b.kind) {
		out.kind = a.kind;
	}
	out.zero = a.zero && b.zero;
	return out;
}

struct type type_common(struct type a, struct type b, bool *fit)
{
	*fit = true;
	if (a.kind == TYPE_NONE) return b;
	if (b.kind == TYPE_NONE) return a;
	if (type_family(a) != type_family(b)) {
		*fit = false;
		return (struct type){ 0 };
	}
	if (type_family(a) == FAMILY_NUMBER) return number_common(a, b, fit);
	if (a.kind == TYPE_CHOICE && b.kind == TYPE_CHOICE && a.choices == b.choices) return a;
	if (a.kind == TYPE_CHOICE || b.kind == TYPE_CHOICE) return (struct type){ .kind = TYPE_TEXT };
	*fit = a.kind == b.kind;
	return a;
}

/* What to write instead, for the usual mix-ups. */
static void suggest(struct check *ck, const struct tree *a, const struct tree *b)
{
	struct type x = a->type, y = b->type;
	bool flag = x.kind == TYPE_FLAG || y.kind == TYPE_FLAG;
	bool text = type_family(x) == FAMILY_TEXT || type_family(y) == FAMILY_TEXT;
	const struct tree *number = tree_bare(type_family(x) == FAMILY_NUMBER ? a : b);
	struct text money = value_money(ck);
	if (x.money > 1 || y.money > 1)
		diag_help(ck->diags, "divide one of the two factors by money first, such as %.*s1", TEXT_ARG(money));
	else if (x.money != y.money && type_family(x) == FAMILY_NUMBER && type_family(y) == FAMILY_NUMBER)
		diag_help(ck->diags, "write the amount as money, such as %.*s250k, or divide money by money to get a number",
		          TEXT_ARG(money));
	else if (flag && (type_family(x) == FAMILY_NUMBER || type_family(y) == FAMILY_NUMBER))
		diag_help(ck->diags, "a condition stands alone: write `%s`, or `if %s then 1 else 0` for a number",
		          tree_print(ck->arena, x.kind == TYPE_FLAG ? a : b).at,
		          tree_print(ck->arena, x.kind == TYPE_FLAG ? a : b).at);
	else if (flag)
		diag_help(ck->diags, "a condition stands alone: write `%s`",
		          tree_print(ck->arena, x.kind == TYPE_FLAG ? a : b).at);
	else if (text && number->kind == TREE_NUMBER)
		diag_help(ck->diags, "if it is a text, put it in double quotes: \"%.*s\"", TEXT_ARG(number->text));
	else if (text)
		diag_help(ck->diags,
		          "a text in double quotes compares with a text or choice only; numbers stand without quotes");
	else diag_help(ck->diags, "both sides must be of one type");
}

struct type expr_common(struct check *ck, const struct tree *a, const struct tree *b, const char *what)
{
	bool fit;
	struct type t = type_common(a->type, b->type, &fit);
	if (fit) return t;
	check_error(ck, DIAG_TYPE_MISMATCH, span_join(a->at, b->at), "%s %s %s %s", what, expr_type_words(ck, a->type),
	            strstr(what, "compare") ? "with" : "and", expr_type_words(ck, b->type));
	suggest(ck, a, b);
	return (struct type){ 0 };
}

struct type expr_same(struct check *ck, const struct tree *first, const struct tree *other, const char *what)
{
	bool fit;
	struct type t = type_common(first->type, other->type, &fit);
	if (fit) return t;
	check_error(ck, DIAG_TYPE_MISMATCH, other->at, "%s must be of one type: this is %s, the other %s", what,
	            expr_type_words(ck, other->type), expr_type_words(ck, first->type));
	diag_note(ck->diags, first->at, "the other is here");
	suggest(ck, first, other);
	return (struct type){ 0 };
}

struct type expr_widen(struct check *ck, const struct tree *first, struct type so_far, const struct tree *next,
                       const char *what)
{
	struct tree shown = *first;
	shown.type = so_far;
	return expr_same(ck, &shown, next, what);
}

static struct type of_power(int money, bool whole)
{
	return (struct type){ .kind = money ? TYPE_MONEY : whole ? TYPE_COUNT : TYPE_NUMBER, .money = money };
}

struct type type_product(struct type a, struct type b)
{
	return of_power(a.money + b.money, a.kind == TYPE_COUNT && b.kind == TYPE_COUNT);
}

struct type type_quotient(struct type a, struct type b)
{
	return of_power(a.money - b.money, false);
}

/* print.c - a tree as a rule file again: the head of a declaration on one line, its clauses below it, indented by two
 * spaces, one a line. What comes out parses to the same tree. */
#include "lang/arena.h"
#include "lang/keyword.h"
#include "lang/print_text.h"

#define WIDE 100 /* a line that would be longer is broken where it can be */

static void clause(struct print *print, const struct tree *tree);

static void word(struct print *print, const char *s)
{
	print_put(print, s);
	print_put(print, " ");
}

/* Three capitals before a number would be money. */
static void name_before_number(struct print *print, struct text name)
{
	bool quote = name.len == 3;
	for (size_t i = 0; quote && i < 3; i++)
		quote = name.at[i] >= 'A' && name.at[i] <= 'Z';
	if (quote) print_put(print, "`");
	if (quote) print_text(print, name);
	else print_name(print, name);
	if (quote) print_put(print, "`");
}

/* Clauses that stand on the line of what they belong to. */
static void beside(struct print *print, const struct tree *from)
{
	for (const struct tree *c = from; c; c = c->next) {
		print_put(print, c->kind == TREE_PER ? " " : "  ");
		clause(print, c);
	}
}

static void below(struct print *print, const struct tree *from, const char *indent)
{
	for (const struct tree *c = from; c; c = c->next) {
		print_newline(print, indent);
		clause(print, c);
	}
}

static void texts(struct print *print, const struct tree *tree)
{
	word(print, tree_kind_name(tree->kind));
	print_quoted(print, tree->text);
}

static void pair(struct print *print, const struct tree *tree, const char *first, const char *second)
{
	word(print, first);
	print_expression(print, tree->first);
	print_put(print, second);
	print_expression(print, tree->first->next);
}

static void match(struct print *print, const struct tree *tree)
{
	bool counts = text_is(tree->text, "sum") || text_is(tree->text, "count");
	print_text(print, tree->text);
	if (counts) print_put(print, " of matches");
	else if (!text_is(tree->text, "marginal")) print_put(print, " match");
}

static void unless(struct print *print, const struct tree *tree)
{
	word(print, "unless");
	print_expression(print, tree->first);
	bool wide = print_column(print) + tree->last->text.len > WIDE - 12;
	if (wide) print_newline(print, "    ");
	else print_put(print, " ");
	texts(print, tree->last);
}

static void given_rows(struct print *print, const struct tree *tree)
{
	word(print, "given");
	print_name(print, tree->text);
	print_put(print, " (");
	print_children(print, tree->first->first);
	print_put(print, ")");
	below(print, tree->first->next, "    ");
}

static void expected(struct print *print, const struct tree *tree)
{
	for (const struct tree *e = tree->first; e; e = e->next) {
		if (e != tree->first) print_put(print, ", ");
		print_expression(print, e->first);
		if (e->last->kind == TREE_NONE) continue;
		print_put(print, " within ");
		print_expression(print, e->last);
	}
}

static void missing_means(struct print *print, const struct tree *tree)
{
	word(print, "missing means");
	if (tree->first) print_children(print, tree->first);
	else print_name(print, tree->text);
}

static void field(struct print *print, const struct tree *tree)
{
	word(print, "field");
	print_name(print, tree->text);
	print_put(print, " ");
	print_expression(print, tree->first);
	beside(print, tree->first->next);
}

static void link(struct print *print, const struct tree *tree)
{
	const struct tree *to = tree->first, *by = to->next;
	word(print, "link");
	print_name(print, tree->text);
	print_put(print, " to ");
	print_name(print, to->text);
	if (by->first) print_put(print, " by ");
	print_children(print, by->first);
	beside(print, by->next);
}

static void as(struct print *print, const struct tree *tree)
{
	word(print, "as");
	if (tree->flag) print_quoted(print, tree->text);
	else print_name(print, tree->text);
}

static void decimals(struct print *print, const struct tree *tree)
{
	word(print, "with");
	print_text(print, tree->text);
	print_put(print, text_is(tree->text, "1") ? " decimal" : " decimals");
}

static void part(struct print *print, const struct tree *tree)
{
	name_before_number(print, tree->text);
	print_put(print, " ");
	print_expression(print, tree->first);
	beside(print, tree->first->next);
}

static void out(struct print *print, const struct tree *tree)
{
	print_expression(print, tree->first);
	for (const struct tree *c = tree->first->next; c; c = c->next) {
		print_put(print, " ");
		clause(print, c);
	}
}

/* The word of a clause, then its name or its expressions: share budget, per region, ties key, rounded to £1 half even. */
static void plain(struct print *print, const struct tree *tree)
{
	print_put(print, tree_kind_name(tree->kind));
	if (tree->text.len || tree->first) print_put(print, " ");
	if (tree->text.len) print_name(print, tree->text);
	print_children(print, tree->first);
	if (tree->op != OP_NONE) print_put(print, " ");
	print_put(print, tree_op_name[tree->op]);
}

static void clause(struct print *print, const struct tree *tree)
{
	switch ((int)tree->kind) {
	case TREE_ASSIGN:
	case TREE_CELL_ANY:
	case TREE_CELL_COMPARE:
	case TREE_TYPE:
	case TREE_PARAMETER: print_expression(print, tree); break;
	case TREE_PART: part(print, tree); break;
	case TREE_OUT: out(print, tree); break;
	case TREE_KEYS: print_children(print, tree->first); break;
	case TREE_TITLE: print_quoted(print, tree->text); break;
	case TREE_CITE:
	case TREE_NOTE:
	case TREE_AUTHORITY:
	case TREE_VERSION:
	case TREE_THOUSANDS:
	case TREE_COLUMN:
	case TREE_BECAUSE: texts(print, tree); break;
	case TREE_FROM_FILE:
		word(print, "from");
		print_quoted(print, tree->text);
		break;
	case TREE_YEARS_BEGIN:
		word(print, "years begin");
		print_text(print, tree->text);
		break;
	case TREE_VALUE:
		word(print, "=");
		print_expression(print, tree->first);
		break;
	case TREE_MEMBERS:
		word(print, "=");
		print_expression(print, tree);
		break;
	case TREE_FROM_DATE: pair(print, tree, "from", ": "); break;
	case TREE_GROUPS:
		word(print, "groups");
		print_name(print, tree->text);
		print_put(print, " by ");
		print_children(print, tree->first);
		break;
	case TREE_MISSING_MEANS: missing_means(print, tree); break;
	case TREE_KEEP_WHERE:
	case TREE_AT_LEAST:
	case TREE_AT_MOST:
		word(print, tree_kind_name(tree->kind));
		print_expression(print, tree->first);
		beside(print, tree->first->next);
		break;
	case TREE_FIELD: field(print, tree); break;
	case TREE_LINK: link(print, tree); break;
	case TREE_UNLESS: unless(print, tree); break;
	case TREE_WEIGHT:
		pair(print, tree, "weight", " on ");
		beside(print, tree->first->next->next);
		break;
	case TREE_BAND_ROW: pair(print, tree, "when", " then "); break;
	case TREE_TABLE_ROW:
		pair(print, tree, "when", " then ");
		beside(print, tree->first->next->next);
		break;
	case TREE_TABLE_OTHERWISE:
		word(print, "otherwise");
		print_expression(print, tree->first);
		beside(print, tree->first->next);
		break;
	case TREE_MATCH: match(print, tree); break;
	case TREE_PROFILE:
		print_put(print, "profile (");
		print_children(print, tree->first);
		print_put(print, ")");
		break;
	case TREE_AT_LEAST_EQUAL:
		word(print, "at least");
		print_expression(print, tree->first);
		print_put(print, " equal");
		break;
	case TREE_GIVEN_ROWS: given_rows(print, tree); break;
	case TREE_EXPECT:
		word(print, "expect");
		expected(print, tree);
		break;
	case TREE_AS: as(print, tree); break;
	case TREE_DECIMALS: decimals(print, tree); break;
	default: plain(print, tree); break;
	}
}

/* ---- declarations ---- */

/* What stands in the head of a declaration rather than below it. */
static bool is_head(const struct tree *declaration, const struct tree *c)
{
	return c->kind == TREE_TITLE || c->kind == TREE_FOR || (c->kind == TREE_ON && declaration->kind == TREE_TABLE);
}

/* The clauses at the beginning that the head takes; the first that it does not. */
static const struct tree *head(struct print *print, const struct tree *declaration)
{
	const struct tree *c = declaration->first;
	for (; c && is_head(declaration, c); c = c->next) {
		print_put(print, " ");
		clause(print, c);
	}
	return c;
}

static void named(struct print *print, const struct tree *tree)
{
	print_put(print, tree_kind_name(tree->kind));
	if (tree->text.len) print_put(print, " ");
	if (tree->text.len) print_name(print, tree->text);
}

/* param, set, let, pay: the value on the line of the head where there is room, and a title right behind it. */
static void valued(struct print *print, const struct tree *tree)
{
	named(print, tree);
	const struct tree *value = head(print, tree), *rest;
	struct print try = { .arena = print->arena };
	clause(&try, value);
	if (print_column(print) + try.len >= WIDE) print_newline(print, "  ");
	else print_put(print, " ");
	clause(print, value);
	rest = value->next;
	if (rest && rest->kind == TREE_TITLE) {
		print_put(print, "  ");
		clause(print, rest);
		rest = rest->next;
	}
	below(print, rest, "  ");
}

static void function(struct print *print, const struct tree *tree)
{
	const struct tree *c = tree->first;
	print_put(print, "function ");
	print_name(print, tree->text);
	print_put(print, "(");
	for (; c->kind == TREE_PARAMETER; c = c->next) {
		if (c != tree->first) print_put(print, ", ");
		print_name(print, c->text);
	}
	print_put(print, ") ");
	clause(print, c);
	below(print, c->next, "  ");
}

static void split(struct print *print, const struct tree *tree)
{
	const struct tree *c = tree->first->next;
	print_put(print, "split ");
	print_expression(print, tree->first->first);
	print_put(print, " into");
	for (; c && c->kind == TREE_PART; c = c->next) {
		print_newline(print, "  ");
		part(print, c);
		if (c->next && c->next->kind == TREE_PART) print_put(print, ",");
	}
	below(print, c, "  ");
}

static void override(struct print *print, const struct tree *tree)
{
	const struct tree *keys = tree->first, *place = keys->next, *value = place->next;
	print_put(print, "override ");
	name_before_number(print, tree->text);
	print_put(print, " ");
	print_children(print, keys->first);
	print_put(print, " ");
	print_expression(print, place);
	print_put(print, " = ");
	print_expression(print, value);
	below(print, value->next, "  ");
}

static void check(struct print *print, const struct tree *tree)
{
	print_put(print, tree->flag ? "check warn " : "check ");
	print_expression(print, tree->first);
	beside(print, tree->first->next);
}

static void compare(struct print *print, const struct tree *tree)
{
	print_put(print, "compare ");
	print_expression(print, tree->first);
	print_put(print, " with ");
	print_expression(print, tree->first->next);
	beside(print, tree->first->next->next);
}

static void scenario(struct print *print, const struct tree *tree)
{
	print_put(print, "scenario");
	const struct tree *c = head(print, tree);
	for (; c && c->kind == TREE_ASSIGN; c = c->next) {
		print_newline(print, "  ");
		print_expression(print, c);
		if (c->next && c->next->kind == TREE_ASSIGN) print_put(print, ",");
	}
	below(print, c, "  ");
}

static void external(struct print *print, const struct tree *tree)
{
	const struct tree *result = tree->first->next, *from = result->next;
	print_put(print, "extern ");
	print_name(print, tree->text);
	print_put(print, "(");
	print_children(print, tree->first->first);
	print_put(print, ") ");
	print_expression(print, result);
	print_put(print, " ");
	clause(print, from);
	below(print, from->next, "  ");
}

static void output(struct print *print, const struct tree *tree)
{
	const struct tree *c = tree->first;
	print_put(print, tree_kind_name(tree->kind));
	if (c->kind == TREE_FOR) {
		print_put(print, " ");
		clause(print, c);
		c = c->next;
		print_put(print, ":");
	} else if (tree->kind == TREE_FIGURES) {
		print_put(print, ":");
	}
	for (const struct tree *first = c; c && c->kind == TREE_OUT; c = c->next) {
		struct print try = { .arena = print->arena };
		out(&try, c);
		if (c != first) print_put(print, ",");
		if (c != first && print_column(print) + try.len + 2 > WIDE) print_newline(print, "      ");
		print_put(print, " ");
		out(print, c);
	}
	below(print, c, "  ");
}

static void use(struct print *print, const struct tree *tree)
{
	print_put(print, "use ");
	if (tree->flag) print_name(print, tree->text);
	else print_quoted(print, tree->text);
}

static void declaration(struct print *print, const struct tree *tree)
{
	switch ((int)tree->kind) {
	case TREE_FUND:
		print_put(print, tree->flag ? "policy" : "fund");
		below(print, head(print, tree), "  ");
		break;
	case TREE_USE: use(print, tree); break;
	case TREE_PARAM:
	case TREE_SET:
	case TREE_LET:
	case TREE_PAY: valued(print, tree); break;
	case TREE_FUNCTION: function(print, tree); break;
	case TREE_SPLIT: split(print, tree); break;
	case TREE_REPLACE:
		print_put(print, "replace ");
		declaration(print, tree->first);
		below(print, tree->first->next, "  ");
		break;
	case TREE_OVERRIDE: override(print, tree); break;
	case TREE_CHECK: check(print, tree); break;
	case TREE_COMPARE: compare(print, tree); break;
	case TREE_SCENARIO: scenario(print, tree); break;
	case TREE_EXTERN: external(print, tree); break;
	case TREE_OUTPUT:
	case TREE_FIGURES: output(print, tree); break;
	default:
		named(print, tree);
		below(print, head(print, tree), "  ");
		break;
	}
}

static bool is_declaration(const struct tree *tree)
{
	return tree->kind >= TREE_FUND && tree->kind <= TREE_FIGURES;
}

static bool is_clause(const struct tree *tree)
{
	return tree->kind >= TREE_TITLE && tree->kind < TREE_NUMBER;
}

static bool has_line_end(const struct print *print, size_t from)
{
	return print->len > from && memchr(print->at + from, '\n', print->len - from) != NULL;
}

/* Short declarations of one kind stand together, others with an empty line between. */
static void file(struct print *print, const struct tree *tree)
{
	const struct tree *before = NULL;
	bool long_before = false;
	for (const struct tree *c = tree->first; c; c = c->next) {
		struct print one = { .arena = print->arena };
		declaration(&one, c);
		bool is_long = has_line_end(&one, 0);
		if (before && (is_long || long_before || c->kind != before->kind)) print_put(print, "\n");
		print_text(print, (struct text){ one.at, one.len });
		print_newline(print, "");
		long_before = is_long;
		before = c;
	}
}

struct text tree_print(struct arena *arena, const struct tree *tree)
{
	struct print print = { .arena = arena };
	if (tree->kind == TREE_FILE) file(&print, tree);
	else if (is_declaration(tree)) declaration(&print, tree);
	else if (is_clause(tree) && tree->kind != TREE_MEMBERS) clause(&print, tree);
	else print_expression(&print, tree);
	return (struct text){ print.at, print.len };
}

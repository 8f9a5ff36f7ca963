/* print_expression.c - expressions as they are written in a rule file. Brackets stand exactly where the tree has them. */
#include "lang/arena.h"
#include "lang/keyword.h"
#include "lang/print_text.h"

void print_text(struct print *print, struct text text)
{
	if (print->room - print->len < text.len) {
		size_t room = (print->len + text.len) * 2 + 256;
		char *at = arena_alloc(print->arena, room);
		if (print->len) memcpy(at, print->at, print->len);
		print->at = at;
		print->room = room;
	}
	if (text.len) memcpy(print->at + print->len, text.at, text.len);
	print->len += text.len;
}

void print_put(struct print *print, const char *s)
{
	print_text(print, text_of(s));
}

void print_newline(struct print *print, const char *indent)
{
	print_put(print, "\n");
	print->line = print->len;
	print_put(print, indent);
}

size_t print_column(const struct print *print)
{
	return print->len - print->line;
}

void print_quoted(struct print *print, struct text text)
{
	print_put(print, "\"");
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '\n') print_put(print, "\\n");
		else if (c == '"' || c == '\\') print_put(print, c == '"' ? "\\\"" : "\\\\");
		else print_text(print, (struct text){ text.at + i, 1 });
	}
	print_put(print, "\"");
}

static void name(struct print *print, struct text text, bool bare)
{
	if (!bare) print_put(print, "`");
	print_text(print, text);
	if (!bare) print_put(print, "`");
}

void print_name(struct print *print, struct text text)
{
	name(print, text, keyword_stands_bare(text));
}

static void separated(struct print *print, const struct tree *first, const char *between)
{
	for (const struct tree *c = first; c; c = c->next) {
		if (c != first) print_put(print, between);
		print_expression(print, c);
	}
}

void print_children(struct print *print, const struct tree *first)
{
	separated(print, first, ", ");
}

static void in_brackets(struct print *print, const char *before, const struct tree *first, const char *after)
{
	print_put(print, before);
	print_children(print, first);
	print_put(print, after);
}

/* a + b, a = b, a in b */
static void infix(struct print *print, const struct tree *tree, const char *sign)
{
	print_expression(print, tree->first);
	print_put(print, " ");
	print_put(print, sign);
	print_put(print, " ");
	print_expression(print, tree->last);
}

static void prefix(struct print *print, const struct tree *tree, const char *sign)
{
	print_put(print, sign);
	print_expression(print, tree->first);
}

/* The word, then how to round. */
static void with_op(struct print *print, const struct tree *tree)
{
	if (tree->op == OP_NONE) return;
	print_put(print, " ");
	print_put(print, tree_op_name[tree->op]);
}

/* weighted by w, per region, using type 6 */
static void call_clause(struct print *print, const struct tree *clause)
{
	print_put(print, tree_kind_name(clause->kind));
	if (clause->text.len) {
		print_put(print, " ");
		print_name(print, clause->text);
	}
	if (clause->first) print_put(print, " ");
	print_children(print, clause->first);
	with_op(print, clause);
}

static void call(struct print *print, const struct tree *tree)
{
	name(print, tree->text, text_is(tree->text, "any") || keyword_calls_bare(tree->text));
	print_put(print, "(");
	print_children(print, tree->first->first);
	bool started = tree->first->first != NULL;
	for (const struct tree *c = tree->first->next; c; c = c->next) {
		if (started) print_put(print, " ");
		call_clause(print, c);
		started = true;
	}
	print_put(print, ")");
}

static void conditional(struct print *print, const struct tree *tree)
{
	prefix(print, tree, "if ");
	print_put(print, " then ");
	print_expression(print, tree->first->next);
	print_put(print, " else ");
	print_expression(print, tree->last);
}

/* The types a rule file knows can be mistaken for nothing else where a type stands. */
static void type(struct print *print, const struct tree *tree)
{
	bool known = false;
	for (int k = 0; k < TYPE_COUNT_OF; k++)
		known = known || text_is(tree->text, type_info[k].word);
	name(print, tree->text, known || keyword_stands_bare(tree->text));
	if (tree->first) in_brackets(print, " (", tree->first, ")");
}

static void missing(struct print *print, const struct tree *tree)
{
	print_put(print, "missing");
	if (!tree->flag) return;
	print_put(print, "(");
	print_quoted(print, tree->text);
	print_put(print, ")");
}

void print_expression(struct print *print, const struct tree *tree)
{
	switch ((int)tree->kind) {
	case TREE_NUMBER:
	case TREE_PERCENT:
	case TREE_MONEY:
	case TREE_DATE:
	case TREE_YEAR: print_text(print, tree->text); break;
	case TREE_TEXT: print_quoted(print, tree->text); break;
	case TREE_NAME:
	case TREE_PARAMETER: print_name(print, tree->text); break;
	case TREE_MISSING: missing(print, tree); break;
	case TREE_TYPE: type(print, tree); break;
	case TREE_PATH: separated(print, tree->first, "."); break;
	case TREE_INDEX:
		print_expression(print, tree->first);
		in_brackets(print, "[", tree->first->next, "]");
		break;
	case TREE_CALL: call(print, tree); break;
	case TREE_ORDER:
		print_expression(print, tree->first);
		with_op(print, tree);
		break;
	case TREE_PAREN:
	case TREE_MEMBERS: in_brackets(print, "(", tree->first, ")"); break;
	case TREE_ANY_OF: in_brackets(print, "any of (", tree->first, ")"); break;
	case TREE_ALL_OF: in_brackets(print, "all of (", tree->first, ")"); break;
	case TREE_NUMBER_OF: in_brackets(print, "number of (", tree->first, ")"); break;
	case TREE_NEGATE: prefix(print, tree, "-"); break;
	case TREE_NOT: prefix(print, tree, "not "); break;
	case TREE_CELL_COMPARE:
		print_put(print, tree_op_name[tree->op]);
		prefix(print, tree, " ");
		break;
	case TREE_POWER:
	case TREE_MULTIPLY:
	case TREE_DIVIDE:
	case TREE_MOD:
	case TREE_ADD:
	case TREE_SUBTRACT:
	case TREE_JOIN:
	case TREE_OF:
	case TREE_KNOT: infix(print, tree, tree_kind_name(tree->kind)); break;
	case TREE_ASSIGN: infix(print, tree, "="); break;
	case TREE_COMPARE_OP: infix(print, tree, tree_op_name[tree->op]); break;
	case TREE_IN: infix(print, tree, tree->flag ? "not in" : "in"); break;
	case TREE_RANGE: infix(print, tree, tree->flag ? "to under" : ".."); break;
	case TREE_IS_MISSING:
		print_expression(print, tree->first);
		print_put(print, tree->flag ? " is not missing" : " is missing");
		break;
	case TREE_AND: separated(print, tree->first, " and "); break;
	case TREE_OR: separated(print, tree->first, " or "); break;
	case TREE_IF: conditional(print, tree); break;
	case TREE_LIST: print_children(print, tree->first); break;
	case TREE_NONE: break;
	default: print_put(print, tree_kind_name(tree->kind)); break; /* true, false, any */
	}
}

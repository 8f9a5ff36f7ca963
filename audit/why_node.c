/* why_node.c - an expression at a place, operand by operand: what was asked, what it gave, and which part settled it. What
 * is asked follows the evaluator: `and`, `or`, `if` and `coalesce` leave alone what no longer matters. */
#include "audit/why.h"

enum { MEMBERS_TOLD = 10000 };

static struct why_node *bare_node(struct run *run, const struct tree *tree)
{
	struct why_node *n = arena_alloc(run->arena, sizeof *n);
	n->tree = tree_bare(tree);
	n->text = run_source_whole(run, n->tree);
	n->line = why_line(run, n->tree->at);
	n->symbol = tree_named(tree);
	return n;
}

static struct why_node *add(struct why_node *parent, struct why_node *child)
{
	struct why_node **end = &parent->first;
	while (*end)
		end = &(*end)->next;
	return *end = child;
}

static void add_node(struct run *run, struct why_node *parent, const struct tree *tree, size_t row)
{
	add(parent, why_node(run, tree, row));
}

static bool is_flag(const struct why_node *n, bool flag)
{
	return n->asked && n->value.state == VALUE_PRESENT && text_is(n->value.exact, flag ? "true" : "false");
}

/* --- decisions --- */

/* Conditions joined by `and` (decisive: false) or `or`: up to the first that settles it. All of them do, where none does. */
static void joined(struct run *run, struct why_node *n, bool decisive, size_t row)
{
	bool settled = false;
	for (const struct tree *c = n->tree->first; c; c = c->next) {
		struct why_node *child = settled ? add(n, bare_node(run, c)) : add(n, why_node(run, c, row));
		settled = settled || is_flag(child, decisive) || child->value.state > VALUE_MISSING;
		child->decides = child->asked && (is_flag(child, decisive) || is_flag(n, !decisive));
	}
}

static void chosen(struct run *run, struct why_node *n, size_t row)
{
	const struct tree *condition = n->tree->first, *then = condition->next, *otherwise = n->tree->last;
	add_node(run, n, condition, row);
	n->first->decides = true;
	bool yes = is_flag(n->first, true), no = is_flag(n->first, false);
	add(n, yes ? why_node(run, then, row) : bare_node(run, then))->decides = yes;
	add(n, no ? why_node(run, otherwise, row) : bare_node(run, otherwise))->decides = no;
}

static void margin(struct run *run, struct why_node *n, size_t row)
{
	const struct tree *left = n->tree->first, *right = n->tree->last;
	struct why_node *a = n->first, *b = a->next;
	if (a->value.state || b->value.state || a->value.family == FAMILY_TEXT || a->value.family == FAMILY_FLAG) return;
	struct number x = run_unheard(run, left, NULL, row).is.number, y = run_unheard(run, right, NULL, row).is.number;
	n->margin = told_size(run, left->type, number_sub(run->scratch, x, y));
	n->has_margin = true;
}

/* --- operands --- */

static void members(struct run *run, struct why_node *n, const struct tree *list, size_t row)
{
	if (tree_count(list) > MEMBERS_TOLD) return;
	for (const struct tree *c = list->first; c; c = c->next)
		add_node(run, n, c, row);
}

/* The right side of `in` is no value: its members or ends are. */
static struct why_node *among(struct run *run, const struct tree *right, size_t row)
{
	struct why_node *n = bare_node(run, right);
	const struct symbol *s = n->tree->kind == TREE_MEMBERS || n->tree->kind == TREE_RANGE ? NULL : n->tree->symbol;
	bool set = s && s->kind == SYMBOL_SET;
	if (n->tree->kind == TREE_MEMBERS || n->tree->kind == TREE_RANGE) members(run, n, n->tree, row);
	else if (set) members(run, n, tree_find(s->declaration, TREE_MEMBERS), row);
	else if (!s || s->kind != SYMBOL_DATASET) return why_node(run, right, row);
	n->symbol = s;
	n->asked = true;
	return n;
}

static void coalesced(struct run *run, struct why_node *n, size_t row)
{
	bool found = false;
	for (const struct tree *c = n->tree->first->first; c; c = c->next) {
		size_t lenient = c->next != NULL;
		run->lenient += lenient;
		struct why_node *child = add(n, found ? bare_node(run, c) : why_node(run, c, row));
		run->lenient -= lenient;
		child->decides = !found && child->value.state != VALUE_MISSING;
		found = found || child->value.state != VALUE_MISSING;
	}
}

static void whole_table(struct run *run, struct why_node *n, size_t row)
{
	const struct tree *where = n->tree->function->form == FORM_EACH ? tree_find(n->tree, TREE_WHERE) : NULL;
	n->table = why_table(run, n->tree, row);
	if (where) n->where = why_node(run, where->first, row);
}

static void called(struct run *run, struct why_node *n, size_t row)
{
	const struct tree *call = n->tree, *to = tree_find(call, TREE_ROUND_TO);
	if (call->meaning) {
		add_node(run, n, call->meaning, row);
		return;
	}
	if (call->slot) whole_table(run, n, row);
	n->grounds = why_grounds(run, call, row);
	if (call->slot && (call->function->form != FORM_EACH || call->function->argument == ARGUMENT_ROWS)) return;
	if (call->function->id == FUNCTION_COALESCE) coalesced(run, n, row);
	else if (call->function->id != FUNCTION_UNSPENT)
		for (const struct tree *c = call->first->first; c; c = c->next)
			add_node(run, n, c, row);
	if (to) add_node(run, n, to->first, row);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* literals and names have no operands; the rest is no expression */
static void operands(struct run *run, struct why_node *n, size_t row)
{
	const struct tree *t = n->tree;
	switch (t->kind) {
	case TREE_AND:
	case TREE_ALL_OF: joined(run, n, false, row); break;
	case TREE_OR:
	case TREE_ANY_OF: joined(run, n, true, row); break;
	case TREE_IF: chosen(run, n, row); break;
	case TREE_CALL: called(run, n, row); break;
	case TREE_COMPARE_OP:
	case TREE_POWER:
	case TREE_MULTIPLY:
	case TREE_DIVIDE:
	case TREE_MOD:
	case TREE_ADD:
	case TREE_SUBTRACT:
	case TREE_OF:
	case TREE_JOIN:
	case TREE_NEGATE:
	case TREE_NOT:
	case TREE_IS_MISSING:
	case TREE_NUMBER_OF:
	case TREE_KNOT:
		for (const struct tree *c = t->first; c; c = c->next)
			add_node(run, n, c, row);
		break;
	case TREE_IN:
		add_node(run, n, t->first, row);
		add(n, among(run, t->last, row));
		break;
	default: break;
	}
}
#pragma GCC diagnostic pop

/* A point of `taper` and a range are no values; their parts are. */
static bool has_value(const struct tree *tree)
{
	return tree->kind != TREE_KNOT && tree->kind != TREE_RANGE;
}

struct why_node *why_node(struct run *run, const struct tree *tree, size_t row)
{
	struct why_node *n = bare_node(run, tree);
	size_t mark = numbers_mark(run->scratch);
	n->asked = true;
	if (has_value(n->tree)) n->value = told_value(run, n->tree->type, run_unheard(run, n->tree, NULL, row));
	if (n->tree->kind == TREE_RANGE) members(run, n, n->tree, row);
	else operands(run, n, row);
	if (n->tree->kind == TREE_COMPARE_OP) margin(run, n, row);
	numbers_release(run->scratch, mark);
	return n;
}

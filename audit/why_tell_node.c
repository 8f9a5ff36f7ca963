/* why_tell_node.c - conditions and expressions in sentences: what was compared with what, by how much it holds or fails,
 * and what an expression rests on. */
#include "audit/why_words.h"
#include "lang/arena.h"

enum { NAMES_SHOWN = 12 };

static enum tell_mark mark_of(const struct story *s, const struct why_node *n)
{
	if (s->unmarked && n->asked) return TELL_PLAIN;
	if (!n->asked) return TELL_IDLE;
	return words_true(n->value) ? TELL_YES : TELL_NO;
}

static bool deep(const struct story *s, unsigned depth)
{
	return s->manner->depth && depth >= s->manner->depth;
}

static const char *outcome(const struct why_node *n)
{
	if (n->value.state == VALUE_MISSING) return "is not known";
	if (n->value.state != VALUE_PRESENT) return "has no answer here";
	return words_true(n->value) ? "holds" : "does not hold";
}

/* --- comparisons --- */

static bool is_literal(const struct why_node *n)
{
	enum tree_kind k = n->tree->kind;
	return k == TREE_NUMBER || k == TREE_PERCENT || k == TREE_MONEY || k == TREE_DATE || k == TREE_TEXT ||
	       k == TREE_TRUE || k == TREE_FALSE;
}

/* "threshold, 5.1%": what is written, and what it comes to, where that is another thing. */
static struct text named(const struct story *s, const struct why_node *n)
{
	if (is_literal(n)) return n->value.words;
	return arena_format(s->arena, "%.*s, %.*s", TEXT_ARG(n->text), TEXT_ARG(n->value.words));
}

static struct text compared(const struct story *s, const struct why_node *n)
{
	const struct why_node *a = n->first, *b = a->next;
	struct text left = a->value.words, right = named(s, b);
	if (a->value.state || b->value.state)
		return arena_format(s->arena, "%.*s is %.*s, and %.*s", TEXT_ARG(a->text), TEXT_ARG(left), TEXT_ARG(right));
	if (!n->has_margin)
		return arena_format(s->arena, "%.*s is %.*s%s%.*s", TEXT_ARG(a->text), TEXT_ARG(left),
		                    is_literal(b) ? "" : ", and ", is_literal(b) ? 0 : (int)right.len, right.at);
	if (text_is(n->margin.exact, "0"))
		return arena_format(s->arena, "%.*s is %.*s, exactly as much as %.*s", TEXT_ARG(a->text), TEXT_ARG(left),
		                    TEXT_ARG(right));
	const char *side = n->margin.exact.at[0] == '-' ? "below" : "above";
	if (text_is(a->value.exact, "0")) /* so far is what the other side says already */
		return arena_format(s->arena, "%.*s is %.*s, %s %.*s", TEXT_ARG(a->text), TEXT_ARG(left), side,
		                    TEXT_ARG(right));
	if (a->value.family == FAMILY_DATE) side = n->margin.exact.at[0] == '-' ? "before" : "after";
	return arena_format(s->arena, "%.*s is %.*s, %.*s %s %.*s", TEXT_ARG(a->text), TEXT_ARG(left),
	                    TEXT_ARG(n->margin.words), side, TEXT_ARG(right));
}

/* --- what an expression rests on --- */

struct names {
	const struct story *s;
	struct text words;
	const struct symbol *seen[NAMES_SHOWN];
	size_t count;
};

static void collect(struct names *c, const struct why_node *n)
{
	if (!n->asked) return;
	bool table = n->table != NULL;
	if (n->symbol && n->symbol->kind != SYMBOL_SET && n->symbol->kind != SYMBOL_DATASET) {
		for (size_t i = 0; i < c->count; i++)
			if (c->seen[i] == n->symbol) return;
		if (c->count == NAMES_SHOWN) return;
		c->words = arena_format(c->s->arena, "%.*s%s%.*s is %.*s", TEXT_ARG(c->words), c->count ? "; " : "",
		                        TEXT_ARG(n->text), TEXT_ARG(n->value.words));
		c->seen[c->count++] = n->symbol;
	}
	for (const struct why_node *child = n->first; child && !table; child = child->next)
		collect(c, child);
}

struct text words_names(const struct story *s, const struct why_node *node)
{
	struct names c = { .s = s, .words = TEXT("") };
	if (node->symbol) return c.words; /* the expression is the name */
	collect(&c, node);
	return c.words;
}

static struct text among_rows(const struct story *s, const struct why_table *t)
{
	struct text rows = words_count(s, t->rows, "row", "rows");
	if (!t->group.len) return rows;
	return arena_format(s->arena, "the %.*s of %.*s", TEXT_ARG(rows), TEXT_ARG(t->group));
}

/* "a mean of 4.8%" */
static struct text fact_words(const struct story *s, const struct why_node *n, const struct why_fact *fact)
{
	struct text value = fact->value.words;
	enum function_id id = n->tree->function->id;
	if (strcmp(fact->name, "rank") == 0)
		return arena_format(s->arena, "rank %.*s%s", TEXT_ARG(value), id == FUNCTION_BANDS ? "" : " from the lowest");
	if (strcmp(fact->name, "lowest") == 0) return arena_format(s->arena, "a lowest value of %.*s", TEXT_ARG(value));
	if (fact->name[0] == '1') return arena_format(s->arena, "%.*s as %s", TEXT_ARG(value), fact->name);
	return arena_format(s->arena, "a %s of %.*s", fact->name, TEXT_ARG(value));
}

/* "Unemployment: zscore(unemployment) is 3.1, where unemployment is 7.2%, with a mean of 4.8% and a standard deviation of
 * 0.8%, over 301 rows, of which it is the 5th highest." */
static void tell_table_call(const struct story *s, struct text title, const struct why_node *n, unsigned depth)
{
	const struct why_table *t = n->table;
	struct text words = arena_format(s->arena, "%.*s%s%.*s is %.*s", TEXT_ARG(title), title.len ? ": " : "",
	                                 TEXT_ARG(n->text), TEXT_ARG(n->value.words));
	const char *joint = ", with ";
	if (n->first && !is_literal(n->first))
		words = arena_format(s->arena, "%.*s, where %.*s is %.*s", TEXT_ARG(words), TEXT_ARG(n->first->text),
		                     TEXT_ARG(n->first->value.words));
	for (size_t i = 0; i < t->facts.count; i++, joint = " and ")
		words = arena_format(s->arena, "%.*s%s%.*s", TEXT_ARG(words), joint, TEXT_ARG(fact_words(s, n, &t->facts.fact[i])));
	if (n->tree->function->id != FUNCTION_COUNT)
		words = arena_format(s->arena, "%.*s, over %.*s", TEXT_ARG(words), TEXT_ARG(among_rows(s, t)));
	else if (t->group.len) words = arena_format(s->arena, "%.*s in %.*s", TEXT_ARG(words), TEXT_ARG(t->group));
	bool low = t->from_bottom < t->from_top;
	size_t place = low ? t->from_bottom : t->from_top;
	struct text ordinal = place > 1 ? arena_format(s->arena, "%.*s ", TEXT_ARG(words_ordinal(s, place))) : TEXT("");
	if (place)
		words = arena_format(s->arena, "%.*s, of which it is the %.*s%s", TEXT_ARG(words), TEXT_ARG(ordinal),
		                     low ? "lowest" : "highest");
	tell_item(s->tell, depth, TELL_PLAIN, "%.*s.", TEXT_ARG(words));
}

static void grounds_of(const struct story *s, struct text title, const struct why_node *n, unsigned depth)
{
	if (!n->asked) return;
	if (n->table && n->value.state == VALUE_PRESENT) tell_table_call(s, title, n, depth);
	for (const struct why_node *child = n->first; child; child = child->next)
		grounds_of(s, title, child, depth);
}

void tell_grounds(const struct story *s, struct text title, const struct why_node *node, unsigned depth)
{
	if (title.len && node->tree->kind == TREE_NEGATE)
		title = arena_format(s->arena, "%.*s, which counts with its sign turned", TEXT_ARG(title));
	struct text names = words_names(s, node);
	if (names.len && title.len)
		tell_item(s->tell, depth, TELL_PLAIN, "%.*s: %.*s is %.*s, where %.*s.", TEXT_ARG(title), TEXT_ARG(node->text),
		          TEXT_ARG(node->value.words), TEXT_ARG(names));
	else if (names.len) tell_item(s->tell, depth, TELL_PLAIN, "Here %.*s.", TEXT_ARG(names));
	grounds_of(s, title, node, depth);
}

/* --- conditions --- */

static void tell_parts(const struct story *s, const struct why_node *n, unsigned depth)
{
	for (const struct why_node *c = n->first; c; c = c->next)
		tell_condition(s, c, depth);
}

static const char *heading(const struct why_node *n)
{
	bool yes = words_true(n->value);
	if (n->tree->kind == TREE_AND || n->tree->kind == TREE_ALL_OF)
		return yes ? "All of this holds:" : "Not all of this holds:";
	return yes ? "Some of this holds, which is enough:" : "None of this holds:";
}

static void tell_member(const struct story *s, const struct why_node *n, unsigned depth)
{
	const struct why_node *x = n->first;
	tell_item(s->tell, depth, mark_of(s, n), "%.*s %s: %.*s is %.*s.", TEXT_ARG(n->text), outcome(n), TEXT_ARG(x->text),
	          TEXT_ARG(x->value.words));
}

static void tell_other(const struct story *s, const struct why_node *n, unsigned depth)
{
	struct text names = words_names(s, n);
	tell_item(s->tell, depth, mark_of(s, n), "%.*s %s%s%.*s.", TEXT_ARG(n->text), outcome(n), names.len ? ": " : "",
	          TEXT_ARG(names));
	if (!deep(s, depth + 1)) grounds_of(s, TEXT(""), n, depth + 1);
}

static void tell_rule(const struct story *s, const struct why_step *step, unsigned depth);

/* A name that stands for a rule is told as that rule; one that was told with the rule's own title. */
static bool tell_named_rule(const struct story *s, const struct why_node *n, unsigned depth)
{
	const struct why_step *step = n->symbol && n->symbol->kind == SYMBOL_RULE ? words_step(s->why, n->symbol) : NULL;
	if (step) tell_rule(s, step, depth);
	return step != NULL;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum" /* whatever else can be a condition is told by what it rests on */
void tell_condition(const struct story *s, const struct why_node *n, unsigned depth)
{
	if (!n->asked) {
		tell_item(s->tell, depth, TELL_IDLE, "%.*s was not asked: what stands before it settles the matter.",
		          TEXT_ARG(n->text));
		return;
	}
	switch (n->tree->kind) {
	case TREE_AND:
	case TREE_OR:
	case TREE_ALL_OF:
	case TREE_ANY_OF:
		tell_item(s->tell, depth, mark_of(s, n), "%s", heading(n));
		if (!deep(s, depth + 1)) tell_parts(s, n, depth + 1);
		break;
	case TREE_COMPARE_OP:
		tell_item(s->tell, depth, mark_of(s, n), "%.*s %s: %.*s.", TEXT_ARG(n->text), outcome(n),
		          TEXT_ARG(compared(s, n)));
		if (!deep(s, depth + 1)) grounds_of(s, TEXT(""), n, depth + 1);
		break;
	case TREE_IN: tell_member(s, n, depth); break;
	case TREE_NOT:
		tell_item(s->tell, depth, mark_of(s, n), "%.*s %s:", TEXT_ARG(n->text), outcome(n));
		if (!deep(s, depth + 1)) tell_parts(s, n, depth + 1);
		break;
	default:
		if (!tell_named_rule(s, n, depth)) tell_other(s, n, depth);
	}
}
#pragma GCC diagnostic pop

static void tell_exception(const struct story *s, const struct why_clause *c, unsigned depth)
{
	struct text reason =
		c->title.len ? arena_format(s->arena, " \xE2\x80\x9C%.*s\xE2\x80\x9D", TEXT_ARG(c->title)) : TEXT("");
	struct text where = words_where(s, TEXT(""), c->line, c->cite);
	if (!c->node) {
		tell_item(s->tell, depth, TELL_IDLE, "The exception%.*s was not asked for%.*s.", TEXT_ARG(reason),
		          TEXT_ARG(where));
		return;
	}
	bool yes = words_true(c->node->value);
	tell_item(s->tell, depth, yes ? TELL_NO : TELL_YES, "The exception%.*s %s%.*s.", TEXT_ARG(reason),
	          yes ? "applies" : "does not apply", TEXT_ARG(where));
	struct story inner = *s;
	inner.unmarked = true;
	if (!deep(s, depth + 1)) tell_condition(&inner, c->node, depth + 1);
}

void tell_rule_clauses(const struct story *s, const struct why_step *step, unsigned depth)
{
	for (const struct why_clause *c = step->clauses; c; c = c->next) {
		if (c->kind == TREE_UNLESS) tell_exception(s, c, depth);
		else if (c->node) tell_condition(s, c->node, depth);
	}
}

static struct text answer(const struct why_step *step)
{
	if (step->value.state == VALUE_PRESENT) return words_true(step->value) ? TEXT("yes") : TEXT("no");
	return step->value.state == VALUE_MISSING ? TEXT("not known") : step->value.words;
}

static void tell_rule(const struct story *s, const struct why_step *step, unsigned depth)
{
	enum tell_mark mark = words_true(step->value) ? TELL_YES : TELL_NO;
	tell_item(s->tell, depth, mark, "%.*s: %.*s%.*s", TEXT_ARG(words_title(step)), TEXT_ARG(answer(step)),
	          TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)));
	if (!deep(s, depth + 1)) tell_rule_clauses(s, step, depth + 1);
}

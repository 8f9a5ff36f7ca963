/* print_test.c - what the printer prints parses to the same tree: random trees of every declaration, with names and texts
 * chosen to be mistaken for something else. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "lang/tree.h"
#include "parser/parse.h"
#include "tests/unit/unit.h"
#include <stdlib.h>

struct grow {
	struct arena *arena;
	uint64_t state;
};

#define NOWHERE ((struct span){ 0, 0 })
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static size_t roll(struct grow *g, size_t sides)
{
	g->state = g->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(g->state >> 33) % sides;
}

static struct tree *node(struct grow *g, enum tree_kind kind)
{
	return tree_new(g->arena, kind, NOWHERE);
}

static struct tree *leaf(struct grow *g, enum tree_kind kind, const char *text)
{
	return tree_leaf(g->arena, kind, NOWHERE, text_of(text));
}

static const char *a_name(struct grow *g)
{
	static const char *const names[] = { "a", "b", "population", "rank", "score", "type", "cost", "key", "share", "weight",
		"to", "by", "where", "not", "in", "any", "count", "sum", "number", "first", "under", "proportion", "keep", "at", "half",
		"GBP", "Start on site", "café", "as", "up", "row", "units", "is", "years", "param", "skip", "from", "then", "1st", "_",
		"may", "rule", "for", "missing", "match", "least", "of", "decimals", "percent", "starting", "rounded", "x.y", "a\"b" };
	return names[roll(g, COUNT_OF(names))];
}

static const char *a_text(struct grow *g)
{
	static const char *const texts[] = { "", "plain", "with \"quotes\"", "back\\slash", "two\nlines", "# no comment", "£5,000",
		"`", "\\n", "\t", "“curly”", "//" };
	return texts[roll(g, COUNT_OF(texts))];
}

static struct tree *name(struct grow *g)
{
	return leaf(g, TREE_NAME, a_name(g));
}

static struct tree *with(struct tree *parent, struct tree *child)
{
	return tree_add(parent, child);
}

/* ---- expressions, level by level as in the grammar ---- */

static struct tree *expression(struct grow *g, int depth);
static struct tree *arith(struct grow *g, int depth);
static struct tree *factor(struct grow *g, int depth);

static struct tree *some(struct grow *g, struct tree *parent, struct tree *(*make)(struct grow *, int), int depth, size_t least)
{
	for (size_t n = least + roll(g, 3); n; n--)
		tree_add(parent, make(g, depth));
	return parent;
}

static struct tree *literal(struct grow *g)
{
	static const struct { enum tree_kind kind; const char *text; } literals[] = {
		{ TREE_NUMBER, "12" }, { TREE_NUMBER, "1_000.5" }, { TREE_NUMBER, "2.5e-6" }, { TREE_NUMBER, "4.8bn" },
		{ TREE_PERCENT, "5.1%" }, { TREE_MONEY, "£250k" }, { TREE_MONEY, "GBP 250k" }, { TREE_MONEY, "$1_000.50" },
		{ TREE_DATE, "2026-04-01" }, { TREE_YEAR, "2026-27" }, { TREE_YEAR, "1999-00" }, { TREE_TRUE, "" }, { TREE_FALSE, "" },
		{ TREE_MISSING, "" } };
	size_t i = roll(g, COUNT_OF(literals));
	return leaf(g, literals[i].kind, literals[i].text);
}

static struct tree *path(struct grow *g, int depth)
{
	(void)depth;
	if (roll(g, 2)) return name(g);
	struct tree *t = with(node(g, TREE_PATH), name(g));
	for (size_t n = 1 + roll(g, 2); n; n--)
		tree_add(t, name(g));
	return t;
}

static struct tree *order(struct grow *g, int depth)
{
	static const enum tree_op ops[] = { OP_NONE, OP_HIGHEST, OP_LOWEST, OP_ASC, OP_DESC };
	struct tree *t = with(node(g, TREE_ORDER), expression(g, depth));
	t->op = ops[roll(g, COUNT_OF(ops))];
	return t;
}

static enum tree_op rounding(struct grow *g)
{
	static const enum tree_op ops[] = { OP_NONE, OP_HALF_EVEN, OP_UP, OP_DOWN };
	return ops[roll(g, COUNT_OF(ops))];
}

static struct tree *argument(struct grow *g, int depth)
{
	if (roll(g, 6)) return expression(g, depth);
	return with(with(node(g, TREE_KNOT), expression(g, depth)), expression(g, depth));
}

static struct tree *call(struct grow *g, int depth)
{
	struct tree *t = leaf(g, TREE_CALL, a_name(g)), *list = node(g, TREE_LIST), *last;
	tree_add(t, roll(g, 3) ? some(g, list, argument, depth, 1) : list);
	if (list->first && !roll(g, 4)) {
		tree_add(t, last = with(node(g, TREE_ROUND_TO), arith(g, depth)));
		last->op = rounding(g);
		return t;
	}
	bool opened = list->first != NULL;
	if (!roll(g, 3)) tree_add(t, some(g, node(g, TREE_BY), order, depth, 1));
	if (!roll(g, 3)) tree_add(t, with(node(g, TREE_WEIGHTED_BY), expression(g, depth)));
	if (!roll(g, 3)) tree_add(t, with(node(g, TREE_WHERE), expression(g, depth)));
	if (!roll(g, 3)) tree_add(t, some(g, node(g, TREE_PER), path, depth, 1));
	opened = opened || t->first->next;
	if (opened && !roll(g, 3)) tree_add(t, leaf(g, TREE_TIES, a_name(g)));
	if (opened && !roll(g, 3)) tree_add(t, node(g, TREE_SKIP_MISSING));
	if (opened && !roll(g, 3)) {
		tree_add(t, last = leaf(g, TREE_USING, a_name(g)));
		if (roll(g, 2)) {
			last->text = TEXT("type");
			tree_add(last, leaf(g, TREE_NUMBER, "7"));
		}
	}
	return t;
}

static struct tree *primary(struct grow *g, int depth)
{
	struct tree *t;
	if (depth <= 0) return roll(g, 2) ? literal(g) : name(g);
	switch (roll(g, 9)) {
	case 0: return literal(g);
	case 1: return leaf(g, TREE_TEXT, a_text(g));
	case 2: return path(g, depth);
	case 3: return some(g, with(node(g, TREE_INDEX), path(g, depth)), expression, depth - 1, 1);
	case 4: return call(g, depth - 1);
	case 5: return some(g, node(g, roll(g, 2) ? TREE_ANY_OF : TREE_NUMBER_OF), expression, depth - 1, 1);
	case 6:
		t = leaf(g, TREE_MISSING, "confidential");
		t->flag = true;
		return t;
	default: return with(node(g, TREE_PAREN), expression(g, depth - 1));
	}
}

static struct tree *factor(struct grow *g, int depth)
{
	if (!roll(g, 6)) return with(node(g, TREE_NEGATE), factor(g, depth - 1));
	if (roll(g, 6)) return primary(g, depth);
	return with(with(node(g, TREE_POWER), primary(g, depth)), factor(g, depth - 1));
}

static struct tree *product(struct grow *g, int depth)
{
	static const enum tree_kind kinds[] = { TREE_MULTIPLY, TREE_DIVIDE, TREE_MOD };
	if (depth <= 0 || roll(g, 3)) return factor(g, depth);
	return with(with(node(g, kinds[roll(g, 3)]), product(g, depth - 1)), factor(g, depth - 1));
}

static struct tree *sum(struct grow *g, int depth)
{
	if (depth <= 0 || roll(g, 3)) return product(g, depth);
	return with(with(node(g, roll(g, 2) ? TREE_ADD : TREE_SUBTRACT), sum(g, depth - 1)), product(g, depth - 1));
}

static struct tree *arith(struct grow *g, int depth)
{
	if (!roll(g, 8)) return with(with(node(g, TREE_OF), factor(g, depth)), factor(g, depth));
	if (depth <= 0 || roll(g, 5)) return sum(g, depth);
	return with(with(node(g, TREE_JOIN), sum(g, depth - 1)), sum(g, depth - 1));
}

static struct tree *range(struct grow *g, int depth)
{
	struct tree *t = with(with(node(g, TREE_RANGE), arith(g, depth)), arith(g, depth));
	t->flag = roll(g, 2);
	return t;
}

static struct tree *member(struct grow *g, int depth)
{
	return roll(g, 3) ? expression(g, depth) : range(g, depth);
}

/* Two or more members, or a range alone: a single value in brackets is a PAREN. */
static struct tree *members(struct grow *g, int depth)
{
	if (!roll(g, 4)) return with(node(g, TREE_MEMBERS), range(g, depth));
	return some(g, node(g, TREE_MEMBERS), member, depth, 2);
}

static struct tree *missing_question(struct grow *g, int depth)
{
	struct tree *t = with(node(g, TREE_IS_MISSING), arith(g, depth));
	t->flag = roll(g, 2);
	return t;
}

static bool is_bare_missing(const struct tree *t)
{
	return tree_bare(t)->kind == TREE_MISSING;
}

static struct tree *comparison(struct grow *g, int depth)
{
	struct tree *t, *a = arith(g, depth), *b = arith(g, depth);
	if (is_bare_missing(a) || is_bare_missing(b)) return missing_question(g, depth);
	t = with(with(node(g, TREE_COMPARE_OP), a), b);
	t->op = (enum tree_op)(OP_EQ + (int)roll(g, 6));
	return t;
}

static struct tree *logic(struct grow *g, int depth)
{
	if (depth <= 0) return arith(g, depth);
	struct tree *t;
	switch (roll(g, 7)) {
	case 0: return with(node(g, TREE_NOT), logic(g, depth - 1));
	case 1: return comparison(g, depth - 1);
	case 2: return missing_question(g, depth - 1);
	case 3:
		t = with(with(node(g, TREE_IN), arith(g, depth - 1)), NULL);
		tree_add(t, roll(g, 3) == 0 ? arith(g, depth - 1) : roll(g, 2) ? range(g, depth - 1) : members(g, depth - 1));
		t->flag = roll(g, 2);
		return t;
	default: return arith(g, depth);
	}
}

static struct tree *expression(struct grow *g, int depth)
{
	if (depth <= 0) return logic(g, depth);
	switch (roll(g, 8)) {
	case 0: return some(g, node(g, TREE_AND), logic, depth - 1, 2);
	case 1: return some(g, node(g, TREE_OR), logic, depth - 1, 2);
	case 2:
		return with(with(with(node(g, TREE_IF), expression(g, depth - 1)), expression(g, depth - 1)),
			expression(g, depth - 1));
	default: return logic(g, depth);
	}
}

/* ---- clauses ---- */

#define DEPTH 3

static struct tree *one(struct grow *g, enum tree_kind kind)
{
	return with(node(g, kind), expression(g, DEPTH));
}

static struct tree *one_arith(struct grow *g, enum tree_kind kind)
{
	return with(node(g, kind), arith(g, DEPTH));
}

static struct tree *two(struct grow *g, enum tree_kind kind)
{
	return with(one(g, kind), expression(g, DEPTH));
}

static struct tree *named(struct grow *g, enum tree_kind kind)
{
	return leaf(g, kind, a_name(g));
}

static struct tree *texted(struct grow *g, enum tree_kind kind)
{
	return leaf(g, kind, a_text(g));
}

static struct tree *name_of(struct grow *g, int depth)
{
	(void)depth;
	return name(g);
}

static struct tree *text_leaf(struct grow *g, int depth)
{
	(void)depth;
	return texted(g, TREE_TEXT);
}

static struct tree *maybe(struct grow *g, struct tree *parent, struct tree *child)
{
	return roll(g, 2) ? tree_add(parent, child) : parent;
}

/* Title, citations and notes, as they stand before anything that would take them for its own. */
static void common(struct grow *g, struct tree *t, bool title)
{
	if (title) maybe(g, t, texted(g, TREE_TITLE));
	maybe(g, t, texted(g, TREE_CITE));
	maybe(g, t, texted(g, TREE_NOTE));
}

static void usual(struct grow *g, struct tree *t)
{
	common(g, t, true);
	maybe(g, t, named(g, TREE_FOR));
	if (t->kind != TREE_RULE) maybe(g, t, one(g, TREE_WHERE));
	maybe(g, t, node(g, TREE_MAY_BE_REPLACED));
}

static struct tree *type(struct grow *g, int depth)
{
	(void)depth;
	if (roll(g, 3)) return leaf(g, TREE_TYPE, roll(g, 2) ? "count" : "number");
	return some(g, leaf(g, TREE_TYPE, "choice"), text_leaf, 0, 1);
}

static struct tree *means(struct grow *g)
{
	return roll(g, 2) ? named(g, TREE_MISSING_MEANS) : some(g, node(g, TREE_MISSING_MEANS), text_leaf, 0, 1);
}

static void dataset(struct grow *g, struct tree *t)
{
	common(g, t, true);
	maybe(g, t, texted(g, TREE_FROM_FILE));
	maybe(g, t, texted(g, TREE_THOUSANDS));
	maybe(g, t, means(g));
	tree_add(t, some(g, node(g, TREE_KEY), name_of, 0, 1));
	maybe(g, t, some(g, named(g, TREE_GROUPS), name_of, 0, 1));
	struct tree *kept = one(g, TREE_KEEP_WHERE);
	common(g, kept, true);
	maybe(g, t, kept);
	for (size_t n = roll(g, 4); n; n--) {
		struct tree *f = with(named(g, TREE_FIELD), type(g, 0));
		common(g, f, true);
		maybe(g, f, texted(g, TREE_COLUMN));
		maybe(g, f, one_arith(g, TREE_UNITS));
		maybe(g, f, one(g, TREE_IF_MISSING));
		maybe(g, f, node(g, TREE_MAY_BE_MISSING));
		maybe(g, f, means(g));
		tree_add(t, f);
		struct tree *l = with(with(named(g, TREE_LINK), name(g)), maybe(g, node(g, TREE_LIST), name(g)));
		maybe(g, l, texted(g, TREE_TITLE));
		maybe(g, t, l);
		maybe(g, t, some(g, node(g, TREE_ROW), expression, 1, 1));
	}
}

static struct tree *cell(struct grow *g, int depth)
{
	struct tree *t;
	switch (roll(g, 5)) {
	case 0: return node(g, TREE_CELL_ANY);
	case 1: return range(g, depth);
	case 2: return members(g, depth);
	case 3:
		t = with(node(g, TREE_CELL_COMPARE), arith(g, depth));
		t->op = (enum tree_op)(OP_NE + (int)roll(g, 5));
		return t;
	default: return arith(g, depth);
	}
}

static void table(struct grow *g, struct tree *t)
{
	static const char *const matches[] = { "first", "one", "any", "sum", "count", "marginal" };
	usual(g, t);
	tree_add(t, some(g, node(g, TREE_ON), expression, 1, 1));
	maybe(g, t, some(g, node(g, TREE_GIVING), name_of, 0, 1));
	maybe(g, t, leaf(g, TREE_MATCH, matches[roll(g, COUNT_OF(matches))]));
	for (size_t n = 1 + roll(g, 3); n; n--) {
		struct tree *row = with(node(g, TREE_TABLE_ROW), some(g, node(g, TREE_LIST), cell, 2, 1));
		tree_add(row, some(g, node(g, TREE_LIST), expression, 1, 1));
		common(g, row, true);
		tree_add(t, row);
	}
	struct tree *rest = with(node(g, TREE_TABLE_OTHERWISE), some(g, node(g, TREE_LIST), expression, 1, 1));
	common(g, rest, true);
	maybe(g, t, rest);
}

static struct tree *rounded(struct grow *g)
{
	struct tree *t = one_arith(g, TREE_ROUNDED);
	t->op = rounding(g);
	return t;
}

static void allocate(struct grow *g, struct tree *t)
{
	usual(g, t);
	tree_add(t, one(g, TREE_SHARE));
	maybe(g, t, some(g, node(g, TREE_PER), path, 0, 1));
	maybe(g, t, one(g, TREE_IN_PROPORTION));
	maybe(g, t, one(g, TREE_STARTING_FROM));
	maybe(g, t, one(g, TREE_AT_LEAST));
	maybe(g, t, one(g, TREE_AT_MOST));
	maybe(g, t, rounded(g));
	maybe(g, t, named(g, TREE_METHOD));
	maybe(g, t, node(g, TREE_LEAVE_REST));
	maybe(g, t, node(g, TREE_SCALE_FLOORS));
	maybe(g, t, node(g, TREE_CAPPED_UNSPENT));
	maybe(g, t, with(node(g, TREE_OVER), range(g, 1)));
	maybe(g, t, some(g, node(g, TREE_PROFILE), expression, 1, 1));
	maybe(g, t, node(g, TREE_EQUAL_PARTS));
	maybe(g, t, with(node(g, TREE_EACH_YEAR), range(g, 1)));
}

static void select_some(struct grow *g, struct tree *t)
{
	usual(g, t);
	tree_add(t, some(g, node(g, TREE_BY), order, 1, 1));
	maybe(g, t, one(g, TREE_COST));
	maybe(g, t, one(g, TREE_WITHIN));
	maybe(g, t, one(g, TREE_TAKE));
	maybe(g, t, maybe(g, one(g, TREE_AT_LEAST), some(g, node(g, TREE_PER), path, 0, 1)));
	maybe(g, t, maybe(g, one(g, TREE_AT_MOST), some(g, node(g, TREE_PER), path, 0, 1)));
	maybe(g, t, node(g, TREE_SKIP_UNAFFORDABLE));
	maybe(g, t, one(g, TREE_RESERVE));
}

static struct tree *because(struct grow *g)
{
	return texted(g, TREE_BECAUSE);
}

static void decide(struct grow *g, struct tree *t)
{
	usual(g, t);
	switch ((int)t->kind) {
	case TREE_RULE:
		tree_add(t, one(g, TREE_WHEN));
		maybe(g, t, with(one(g, TREE_UNLESS), because(g)));
		maybe(g, t, with(one(g, TREE_UNLESS), because(g)));
		break;
	case TREE_SCORE:
		for (size_t n = 1 + roll(g, 3); n; n--)
			tree_add(t, maybe(g, maybe(g, two(g, TREE_WEIGHT), texted(g, TREE_TITLE)), one(g, TREE_WHERE)));
		maybe(g, t, roll(g, 2) ? node(g, TREE_WEIGHTS_RESCALED) : one_arith(g, TREE_WEIGHTS_ADD_UP));
		break;
	case TREE_RANK:
		tree_add(t, some(g, node(g, TREE_BY), order, 1, 1));
		maybe(g, t, some(g, node(g, TREE_PER), path, 0, 1));
		maybe(g, t, named(g, TREE_TIES));
		break;
	default:
		tree_add(t, two(g, TREE_BAND_ROW));
		maybe(g, t, two(g, TREE_BAND_ROW));
		maybe(g, t, one(g, TREE_OTHERWISE));
		break;
	}
}

static void valued(struct grow *g, struct tree *t)
{
	bool titled = roll(g, 2), set = t->kind == TREE_SET;
	if (titled) tree_add(t, texted(g, TREE_TITLE));
	bool homed = roll(g, 2);
	if (homed) tree_add(t, named(g, TREE_FOR));
	tree_add(t, set ? some(g, node(g, TREE_MEMBERS), member, 2, 1) : one(g, TREE_VALUE));
	common(g, t, !titled);
	if (t->kind == TREE_PARAM) {
		maybe(g, t, with(with(node(g, TREE_FROM_DATE), leaf(g, TREE_DATE, "2027-04-01")), expression(g, DEPTH)));
		maybe(g, t, with(node(g, TREE_WITHIN), range(g, 2)));
	} else {
		maybe(g, t, one(g, TREE_WHERE));
		if (!homed) maybe(g, t, named(g, TREE_FOR));
	}
	maybe(g, t, node(g, TREE_MAY_BE_REPLACED));
	if (t->kind != TREE_PAY) return;
	maybe(g, t, one(g, TREE_WITHIN));
	maybe(g, t, node(g, TREE_SCALE));
	maybe(g, t, rounded(g));
	maybe(g, t, some(g, node(g, TREE_PER), path, 0, 1));
}

static struct tree *part(struct grow *g, int depth)
{
	return maybe(g, with(named(g, TREE_PART), expression(g, depth)), texted(g, TREE_TITLE));
}

static struct tree *place(struct grow *g)
{
	return roll(g, 2) ? path(g, 0) : some(g, with(node(g, TREE_INDEX), path(g, 0)), expression, 1, 1);
}

static struct tree *assign(struct grow *g, int depth)
{
	return with(with(node(g, TREE_ASSIGN), place(g)), expression(g, depth));
}

static struct tree *expected(struct grow *g, int depth)
{
	struct tree *t = with(node(g, TREE_EXPECTED), expression(g, depth));
	return with(t, roll(g, 2) ? arith(g, depth) : node(g, TREE_NONE));
}

static struct tree *as_of(struct grow *g)
{
	return with(node(g, TREE_AS_OF), leaf(g, TREE_DATE, "2027-04-01"));
}

static void test(struct grow *g, struct tree *t)
{
	tree_add(t, texted(g, TREE_TITLE));
	maybe(g, t, as_of(g));
	maybe(g, t, named(g, TREE_FOR));
	maybe(g, t, some(g, node(g, TREE_GIVEN), assign, 2, 1));
	struct tree *rows = with(named(g, TREE_GIVEN_ROWS), some(g, node(g, TREE_LIST), name_of, 0, 1));
	for (size_t n = 1 + roll(g, 3); n; n--)
		tree_add(rows, some(g, node(g, TREE_ROW), expression, 1, 1));
	maybe(g, t, rows);
	tree_add(t, some(g, node(g, TREE_EXPECT), expected, 2, 1));
	common(g, t, false);
}

static struct tree *out(struct grow *g, int depth)
{
	struct tree *t = with(node(g, TREE_OUT), expression(g, depth)), *as;
	if (roll(g, 2)) {
		tree_add(t, as = texted(g, TREE_AS));
		as->flag = true;
	}
	maybe(g, t, leaf(g, TREE_AS, "percent"));
	return maybe(g, t, leaf(g, TREE_DECIMALS, roll(g, 2) ? "1" : "3"));
}

static struct tree *key(struct grow *g, int depth)
{
	(void)depth;
	return roll(g, 2) ? texted(g, TREE_TEXT) : leaf(g, TREE_NUMBER, "2024");
}

static struct tree *declaration(struct grow *g, bool replaceable)
{
	static const enum tree_kind kinds[] = { TREE_PARAM, TREE_SET, TREE_LET, TREE_FUNCTION, TREE_RULE, TREE_SCORE, TREE_RANK,
		TREE_BAND, TREE_TABLE, TREE_ALLOCATE, TREE_SPLIT, TREE_PAY, TREE_SELECT, TREE_FUND, TREE_SECTION, TREE_USE,
		TREE_DATASET, TREE_REPLACE, TREE_OVERRIDE, TREE_ASSUME, TREE_CHECK, TREE_COMPARE, TREE_TEST, TREE_SCENARIO,
		TREE_EXTERN, TREE_OUTPUT, TREE_FIGURES };
	enum tree_kind kind = kinds[roll(g, replaceable ? 13 : COUNT_OF(kinds))];
	bool has_name = kind <= TREE_SELECT && kind != TREE_FUND && kind != TREE_SECTION && kind != TREE_SPLIT;
	struct tree *t = leaf(g, kind, has_name || kind == TREE_OVERRIDE || kind == TREE_EXTERN ? a_name(g) : "");
	switch ((int)kind) {
	case TREE_PARAM: case TREE_SET: case TREE_LET: case TREE_PAY: valued(g, t); break;
	case TREE_FUNCTION:
		tree_add(maybe(g, with(t, named(g, TREE_PARAMETER)), named(g, TREE_PARAMETER)), one(g, TREE_VALUE));
		common(g, t, true);
		break;
	case TREE_RULE: case TREE_SCORE: case TREE_RANK: case TREE_BAND: decide(g, t); break;
	case TREE_TABLE: table(g, t); break;
	case TREE_ALLOCATE: allocate(g, t); break;
	case TREE_SELECT: select_some(g, t); break;
	case TREE_SPLIT:
		some(g, with(t, one(g, TREE_VALUE)), part, 2, 1);
		maybe(g, t, rounded(g));
		common(g, t, false);
		break;
	case TREE_FUND:
		t->flag = roll(g, 2);
		tree_add(t, texted(g, TREE_TITLE));
		maybe(g, t, texted(g, TREE_AUTHORITY));
		maybe(g, t, texted(g, TREE_VERSION));
		maybe(g, t, leaf(g, TREE_CURRENCY, "GBP"));
		maybe(g, t, leaf(g, TREE_YEARS_BEGIN, "04-01"));
		common(g, t, false);
		break;
	case TREE_SECTION:
		tree_add(t, texted(g, TREE_TITLE));
		common(g, t, false);
		break;
	case TREE_USE:
		t->flag = roll(g, 2);
		t->text = text_of(t->flag ? a_name(g) : "file.pl");
		break;
	case TREE_DATASET: dataset(g, t); break;
	case TREE_REPLACE:
		tree_add(with(t, declaration(g, true)), because(g));
		common(g, t, false);
		break;
	case TREE_OVERRIDE:
		tree_add(with(with(t, some(g, node(g, TREE_KEYS), key, 0, 1)), place(g)), expression(g, DEPTH));
		tree_add(t, because(g));
		common(g, t, false);
		break;
	case TREE_ASSUME:
		tree_add(t, texted(g, TREE_TITLE));
		maybe(g, t, some(g, node(g, TREE_ON), path, 0, 1));
		common(g, t, false);
		break;
	case TREE_CHECK: case TREE_COMPARE:
		tree_add(t, expression(g, DEPTH));
		t->flag = kind == TREE_CHECK && roll(g, 2);
		if (kind == TREE_COMPARE) tree_add(t, expression(g, DEPTH));
		common(g, t, true);
		maybe(g, t, named(g, TREE_FOR));
		if (kind == TREE_CHECK) break;
		maybe(g, t, one(g, TREE_WHERE));
		maybe(g, t, one_arith(g, TREE_WITHIN));
		maybe(g, t, one_arith(g, TREE_AT_LEAST_EQUAL));
		break;
	case TREE_TEST: test(g, t); break;
	case TREE_SCENARIO:
		some(g, with(t, texted(g, TREE_TITLE)), assign, 2, 1);
		maybe(g, t, as_of(g));
		common(g, t, false);
		break;
	case TREE_EXTERN:
		tree_add(with(with(t, some(g, node(g, TREE_LIST), type, 0, 1)), type(g, 0)), texted(g, TREE_FROM_FILE));
		common(g, t, true);
		break;
	case TREE_OUTPUT:
		some(g, maybe(g, t, named(g, TREE_FOR)), out, 2, 1);
		maybe(g, t, one(g, TREE_WHERE));
		maybe(g, t, some(g, node(g, TREE_BY), order, 2, 1));
		break;
	default: some(g, t, out, 2, 1); break;
	}
	return t;
}

static bool comes_back(struct grow *g, const struct tree *file)
{
	struct sources sources = { .arena = g->arena };
	struct diags diags = { .arena = g->arena, .sources = &sources };
	struct text printed = tree_print(g->arena, file);
	const struct tree *again = parse_file(g->arena, &diags, source_add(&sources, TEXT("printed"), printed));
	bool same = !diags.errors && tree_same(file, again) && text_equal(printed, tree_print(g->arena, again)) &&
		tree_same(file, tree_copy(g->arena, file));
	if (same) return true;
	diag_print(&diags, stdout, false);
	printf("%.*s\n", TEXT_ARG(printed));
	return false;
}

static bool try_seed(uint64_t seed)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) {
		arena_free(arena);
		return false;
	}
	struct grow g = { arena, seed * 2654435761u + 12345 };
	struct tree *file = node(&g, TREE_FILE);
	for (size_t n = 1 + roll(&g, 3); n; n--)
		tree_add(file, declaration(&g, false));
	bool same = comes_back(&g, file);
	arena_free(arena);
	return same;
}

/* PLANG_ROUNDS says how many trees, if not 2,000. */
int main(void)
{
	const char *named = getenv("PLANG_ROUNDS");
	size_t rounds = named ? (size_t)strtoul(named, NULL, 10) : 2000, good = 0;
	UNIT("a random tree prints and comes back");
	while (good < rounds && try_seed(good))
		good++;
	if (good < rounds) printf("seed %zu\n", good);
	CHECK(good == rounds);
	return unit_done();
}

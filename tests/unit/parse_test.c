/* parse_test.c - what the parser makes of a text: words joined and told apart, clauses given to what they belong to, every
 * error with its code and none by accident, and depth that ends in a message. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "lang/keyword.h"
#include "lang/tree.h"
#include "parser/parse.h"
#include "tests/unit/unit.h"
#include <dirent.h>
#include <stdlib.h>

struct read {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct tree *tree;
};

static void begin(struct read *r, struct arena *arena)
{
	*r = (struct read){ .arena = arena, .sources = { .arena = arena }, .diags = { .arena = arena } };
	r->diags.sources = &r->sources;
}

static struct tree *read_file(struct read *r, struct arena *arena, struct text body)
{
	begin(r, arena);
	r->tree = parse_file(arena, &r->diags, source_add(&r->sources, TEXT("test.pl"), body));
	return r->tree;
}

static struct tree *read_expression(struct read *r, struct arena *arena, const char *body)
{
	begin(r, arena);
	r->tree = parse_expression(arena, &r->diags, source_add(&r->sources, TEXT("--set"), text_of(body)));
	return r->tree;
}

static struct tree *parsed(struct read *r, struct arena *arena, const char *body)
{
	read_file(r, arena, text_of(body));
	if (r->diags.errors) diag_print(&r->diags, stdout, false);
	CHECK(!r->diags.errors);
	return r->tree->first;
}

static bool prints(struct read *r, const char *expected)
{
	struct text printed = r->tree ? tree_print(r->arena, r->tree) : TEXT("nothing");
	bool same = text_is(printed, expected);
	if (!same) printf("printed: %.*s\n", TEXT_ARG(printed));
	return same;
}

static void test_words(struct arena *arena)
{
	struct read r;
	UNIT("words are joined whole, across comments, and never out of back-quotes");
	read_expression(&r, arena, "not in_scope");
	CHECK(r.tree && r.tree->kind == TREE_NOT && prints(&r, "not in_scope"));
	read_expression(&r, arena, "x is # really\n not\tmissing");
	CHECK(r.tree && r.tree->kind == TREE_IS_MISSING && r.tree->flag);
	read_expression(&r, arena, "x not in (1, 2)");
	CHECK(r.tree && r.tree->kind == TREE_IN && r.tree->flag);
	read_expression(&r, arena, "`not` in b");
	CHECK(r.tree && r.tree->kind == TREE_IN && !r.tree->flag && r.tree->first->flag);
	read_expression(&r, arena, "x in 15% to under 30%");
	CHECK(r.tree && r.tree->last->kind == TREE_RANGE && r.tree->last->flag);
	read_expression(&r, arena, "count(place) + sum");
	CHECK(r.tree && r.tree->kind == TREE_ADD);
	UNIT("a money code takes the number behind it");
	read_expression(&r, arena, "GBP 250k + GBP");
	CHECK(r.tree && r.tree->first->kind == TREE_MONEY && text_is(r.tree->first->text, "GBP 250k") &&
		r.tree->last->kind == TREE_NAME);
}

static void test_names(struct arena *arena)
{
	struct read r;
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++) {
		const char *word = keyword_info[k].spelling;
		if (keyword_info[k].class == KEYWORD_JOINED) continue;
		UNIT(word);
		struct text bare = arena_format(arena, "let %s = 1 + %s.%s", word, word, word);
		read_file(&r, arena, bare);
		CHECK((r.diags.errors == 0) == (keyword_info[k].class == KEYWORD_SOFT));
		struct text quoted = arena_format(arena, "let `%s` = 1 + `%s`.`%s`", word, word, word);
		read_file(&r, arena, quoted);
		CHECK(r.diags.errors == 0);
		CHECK(keyword_stands_bare(text_of(word)) <= (keyword_info[k].class == KEYWORD_SOFT));
	}
}

static void test_literals(struct arena *arena)
{
	static const struct { const char *text; enum tree_kind kind; } literals[] = {
		{ "12", TREE_NUMBER }, { "1_000.000_1", TREE_NUMBER }, { "2.5e-6", TREE_NUMBER }, { "4.8bn", TREE_NUMBER },
		{ "10k", TREE_NUMBER }, { "5.1%", TREE_PERCENT }, { "£250k", TREE_MONEY }, { "€3", TREE_MONEY }, { "$1_000", TREE_MONEY },
		{ "¥5", TREE_MONEY }, { "2026-04-01", TREE_DATE }, { "2024-02-29", TREE_DATE }, { "2026-27", TREE_YEAR },
		{ "1999-00", TREE_YEAR }, { "true", TREE_TRUE }, { "false", TREE_FALSE }, { "missing", TREE_MISSING } };
	struct read r;
	for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
		UNIT(literals[i].text);
		read_expression(&r, arena, literals[i].text);
		CHECK(r.tree && r.tree->kind == literals[i].kind && prints(&r, literals[i].text));
	}
	UNIT("ranges without spaces");
	read_expression(&r, arena, "x in 16..64");
	CHECK(prints(&r, "x in 16 .. 64"));
	UNIT("escapes");
	read_expression(&r, arena, "\"a \\\"b\\\" \\\\ \\n\"");
	CHECK(r.tree && text_is(r.tree->text, "a \"b\" \\ \n") && prints(&r, "\"a \\\"b\\\" \\\\ \\n\""));
	UNIT("a list of values is not a number with commas");
	read_expression(&r, arena, "any of (10,2000, 1,2,3)");
	CHECK(prints(&r, "any of (10, 2000, 1, 2, 3)"));
}

static void test_structure(struct arena *arena)
{
	static const struct { const char *text; enum tree_kind kind; } shapes[] = {
		{ "a + b * c ^ 2", TREE_ADD }, { "-x ^ 2", TREE_NEGATE }, { "a - b - c", TREE_SUBTRACT }, { "10% of budget", TREE_OF },
		{ "(10% of a) + b", TREE_ADD }, { "a and b and c", TREE_AND }, { "(a and b) or c", TREE_OR }, { "\"E\" & code", TREE_JOIN },
		{ "if a then b else if c then d else e", TREE_IF }, { "not a = b", TREE_NOT }, { "x in (1 .. 5, 10)", TREE_IN },
		{ "place.home.rate", TREE_PATH }, { "award[\"A\", 2026-27]", TREE_INDEX }, { "missing(\"not applicable\")", TREE_MISSING },
		{ "mean(x weighted by w where c per g, h.i skip missing using type 6)", TREE_CALL }, { "as_of()", TREE_CALL },
		{ "count(where a per b)", TREE_CALL }, { "any(x where y)", TREE_CALL }, { "taper(x, 1 -> 4, n -> 0.5)", TREE_CALL },
		{ "round(x to £1 half even)", TREE_CALL }, { "rank(by a highest first, b desc ties key)", TREE_CALL },
		{ "number of (a, b, c)", TREE_NUMBER_OF }, { "all of (a)", TREE_ALL_OF }, { "quantile(x, 50% where y)", TREE_CALL } };
	struct read r;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		UNIT(shapes[i].text);
		read_expression(&r, arena, shapes[i].text);
		CHECK(r.tree && r.tree->kind == shapes[i].kind && prints(&r, shapes[i].text));
		CHECK(r.tree && text_is(source_text(&r.sources, r.tree->at), shapes[i].text));
	}
	UNIT("subtraction is from the left, power from the right");
	read_expression(&r, arena, "a - b - c");
	CHECK(r.tree && r.tree->first->kind == TREE_SUBTRACT);
	read_expression(&r, arena, "a ^ b ^ c");
	CHECK(r.tree && r.tree->last->kind == TREE_POWER);
	UNIT("a chain of conditions is one node");
	read_expression(&r, arena, "a or b or c or d");
	CHECK(r.tree && tree_count(r.tree) == 4);
}

static void test_belonging(struct arena *arena)
{
	struct read r;
	UNIT("clauses of a dataset go to the nearest field or link");
	const struct tree *d = parsed(&r, arena, "dataset d \"D\" cite \"whole\" key code\n"
		" field a count \"A\" column \"H\" note \"n\" may be missing missing means \"x\"\n"
		" link l to e by a \"L\" may be missing\n keep where a > 1 \"reason\" field b text");
	const struct tree *a = tree_find(d, TREE_FIELD), *l = tree_find(d, TREE_LINK), *kept = tree_find(d, TREE_KEEP_WHERE);
	CHECK(text_is(tree_title(d), "D") && tree_find(d, TREE_CITE));
	CHECK(text_is(tree_title(a), "A") && tree_find(a, TREE_COLUMN) && tree_find(a, TREE_NOTE) &&
		tree_find(a, TREE_MAY_BE_MISSING) && tree_find(a, TREE_MISSING_MEANS));
	CHECK(text_is(tree_title(l), "L") && tree_find(l, TREE_MAY_BE_MISSING));
	CHECK(text_is(tree_title(kept), "reason") && tree_next(a));
	UNIT("where and a title go to the last weight, a citation to the score");
	const struct tree *s = parsed(&r, arena, "score s where ok weight 1 on x where nation = 1 \"X\" weight 2 on y cite \"B\"");
	const struct tree *w = tree_find(s, TREE_WEIGHT);
	CHECK(tree_find(s, TREE_WHERE) && tree_find(s, TREE_CITE) && tree_find(w, TREE_WHERE) && text_is(tree_title(w), "X"));
	CHECK(tree_next(w) && !tree_find(tree_next(w), TREE_WHERE));
	UNIT("a citation goes to the last row of a table");
	const struct tree *t = parsed(&r, arena, "table t cite \"whole\" on x when 1 then 2 cite \"row\" otherwise 3 note \"rest\"");
	CHECK(tree_find(t, TREE_CITE) && !tree_next(tree_find(t, TREE_CITE)));
	CHECK(tree_find(tree_find(t, TREE_TABLE_ROW), TREE_CITE) && tree_find(tree_find(t, TREE_TABLE_OTHERWISE), TREE_NOTE));
	UNIT("per goes to the last limit of a select");
	const struct tree *c = parsed(&r, arena, "select c by x at least 1 per a at most 3 per b, d");
	CHECK(tree_count(tree_find(tree_find(c, TREE_AT_LEAST), TREE_PER)) == 1);
	CHECK(tree_count(tree_find(tree_find(c, TREE_AT_MOST), TREE_PER)) == 2 && !tree_find(c, TREE_PER));
	UNIT("neighbouring texts join");
	const struct tree *u = parsed(&r, arena, "rule u \"a\" \"b\" when x unless y because \"c\" \"d\" cite \"e\" \"f\" note \"\" \"g\"");
	CHECK(text_is(tree_title(u), "ab") && text_is(tree_find(u, TREE_CITE)->text, "ef"));
	CHECK(text_is(tree_find(u, TREE_UNLESS)->last->text, "cd") && text_is(tree_find(u, TREE_NOTE)->text, "g"));
	UNIT("because goes to the unless, and then to what is replaced");
	const struct tree *p = parsed(&r, arena, "replace rule u when x unless y because \"c\" cite \"i\" because \"d\" cite \"o\"");
	CHECK(p->kind == TREE_REPLACE && text_is(tree_find(p, TREE_BECAUSE)->text, "d") && tree_find(p, TREE_CITE));
}

/* ---- errors ---- */

static const struct mistake {
	const char *text, *number, *says;
} mistakes[] = {
	{ "let a = x and y or z", "P0113", "side by side" },
	{ "let a = x or y and z or w", "P0113", "side by side" },
	{ "let a = 10% of b + c", "P0114", "without brackets" },
	{ "let a = 1 + 10% of b", "P0114", "without brackets" },
	{ "let a = 1 < x < 3", "P0115", "compared again" },
	{ "let a = x = missing", "P0116", "missing" },
	{ "let a = missing != x", "P0116", "missing" },
	{ "let a = £5,000", "P0109", "comma" },
	{ "let a = f(5,000)", "P0109", "comma" },
	{ "let a = x == 1", "P0111", "==" },
	{ "let a = !x", "P0111", "!" },
	{ "let a = 'x'", "P0112", "straight" },
	{ "let a = \"x", "P0105", "closing" },
	{ "let a = \"\\q\"", "P0106", "backslash" },
	{ "let `a = 1", "P0107", "back-quote" },
	{ "let a = 5x", "P0108", "suffix" },
	{ "let a = 2026-02-30", "P0110", "date" },
	{ "let a = 2026-28", "P0110", "year" },
	{ "let a = 1; let b = 2", "P0104", ";" },
	{ "let where = 1", "P0117", "reserved" },
	{ "lte a = 1", "P0118", "lte" },
	{ "rule a when x when y", "P0119", "twice" },
	{ "let a \"A\" = 1 \"B\"", "P0119", "second title" },
	{ "rule a \"A\"", "P0120", "has no \"when\"" },
	{ "rule a when x unless y", "P0120", "gives no reason" },
	{ "override d \"k\" a = 1", "P0120", "gives no reason" },
	{ "rule a when x weight 1 on y", "P0121", "cannot have" },
	{ "dataset d column \"C\" key a", "P0121", "does not belong" },
	{ "let a = mean(x per y where z)", "P0122", "stands behind" },
	{ "output a as name", "P0123", "shown" },
	{ "let a = (1 + 2", "P0100", "ends too soon" },
	{ "let a = \xFF", "P0102", "UTF-8" },
	{ "let a = 1 # \xE2\x80\xAE", "P0103", "U+202E" },
	{ "let a = \x01 1", "P0103", "U+0001" },
};

static bool has_message(const struct read *r, const struct mistake *m)
{
	for (const struct diag *d = r->diags.first; d; d = d->next) {
		struct text t = arena_text(r->arena, d->message);
		if (!strcmp(diag_info[d->code].number, m->number) && strstr(t.at, m->says)) return true;
	}
	return false;
}

static void test_mistakes(struct arena *arena)
{
	struct read r;
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		UNIT(mistakes[i].text);
		read_file(&r, arena, text_of(mistakes[i].text));
		CHECK(r.diags.errors == 1 && has_message(&r, &mistakes[i]));
		if (r.diags.errors != 1) diag_print(&r.diags, stdout, false);
	}
	UNIT("every independent error, and what is sound between them");
	read_file(&r, arena, TEXT("let a = )\nlet b = 1\nrule c whne x\n  cite \"1\"\nscore = 2\nlet d = 3\n"));
	CHECK(r.diags.errors == 3 && tree_count(r.tree) == 2);
	UNIT("a declaration that ends too soon does not take the next one with it");
	read_file(&r, arena, TEXT("let a = 3 +\nrule b when c\nlet d =\nscore e weight 1 on x\n"));
	CHECK(r.diags.errors == 2 && tree_count(r.tree) == 2);
	UNIT("recovery never goes back to the same word twice");
	read_file(&r, arena, TEXT("let a\nlet by = 3\nrule\nrule by\nlet c = 1\n"));
	CHECK(r.diags.errors == 3 && tree_count(r.tree) == 1);
	UNIT("an expression that is none");
	CHECK(!read_expression(&r, arena, "1 +") && r.diags.errors == 1);
	CHECK(!read_expression(&r, arena, "") && r.diags.errors == 1);
	CHECK(!read_expression(&r, arena, "1 2") && r.diags.errors == 1);
	CHECK(!read_expression(&r, arena, "5x") && r.diags.errors == 1);
}

static void test_bytes(struct arena *arena)
{
	struct read r;
	UNIT("a byte order mark and CR LF are fine");
	parsed(&r, arena, "\xEF\xBB\xBFlet a = 1 # one\r\nlet b = \"x\"\r\n");
	CHECK(tree_count(r.tree) == 2);
	UNIT("a NUL is not");
	read_file(&r, arena, (struct text){ "let a = 1\0 + 2", 14 });
	CHECK(r.diags.errors == 1 && tree_count(r.tree) == 1);
	UNIT("an empty file is a file");
	read_file(&r, arena, TEXT(""));
	CHECK(!r.diags.errors && r.tree->kind == TREE_FILE && !r.tree->first);
}

/* ---- depth ---- */

static struct text repeated(struct arena *arena, const char *before, const char *piece, size_t count, const char *after)
{
	size_t b = strlen(before), p = strlen(piece), a = strlen(after);
	char *at = arena_alloc(arena, b + p * count + a + 1);
	memcpy(at, before, b);
	for (size_t i = 0; i < count; i++)
		memcpy(at + b + i * p, piece, p);
	memcpy(at + b + count * p, after, a);
	return (struct text){ at, b + p * count + a };
}

static void test_depth(struct arena *arena)
{
	static const char *const pieces[] = { "1 + ", "(", "-", "not ", "f(", "2 ^ ", "if x then 1 else ", "x[", "x and (", "1 of ",
		"1 < ", "\"t\" & " };
	struct read r;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		UNIT(pieces[i]);
		read_file(&r, arena, repeated(arena, "let a = ", pieces[i], 100000, "1\nlet b = 1"));
		CHECK(r.diags.errors >= 1 && r.tree->last && text_is(r.tree->last->text, "b"));
		CHECK(r.tree->height <= TREE_MAX_HEIGHT);
	}
	UNIT("a thousand additions");
	read_file(&r, arena, repeated(arena, "let a = ", "1 + ", 1000, "1"));
	CHECK(r.diags.errors == 1 && r.diags.first->code == DIAG_NESTED_TOO_DEEP);
	UNIT("nine hundred");
	read_file(&r, arena, repeated(arena, "let a = ", "1 + ", 900, "1"));
	CHECK(!r.diags.errors);
	UNIT("a hundred thousand texts, conditions, members");
	read_file(&r, arena, repeated(arena, "let a ", "\"text\" ", 100000, "= 1"));
	CHECK(!r.diags.errors && tree_title(r.tree->first).len == 400000);
	read_file(&r, arena, repeated(arena, "let a = ", "x or ", 100000, "x"));
	CHECK(!r.diags.errors);
	read_file(&r, arena, repeated(arena, "set a = (", "1,", 100000, "1)"));
	CHECK(!r.diags.errors);
}

/* ---- whole programs ---- */

static struct text slurp(struct arena *arena, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) return TEXT("");
	char *at = arena_alloc(arena, 1 << 20);
	size_t n = fread(at, 1, 1 << 20, f);
	fclose(f);
	return (struct text){ at, n };
}

static void test_program(struct arena *arena, const char *path)
{
	struct read r, again;
	UNIT(path);
	read_file(&r, arena, slurp(arena, path));
	if (r.diags.errors) diag_print(&r.diags, stdout, false);
	CHECK(!r.diags.errors && r.tree->first);
	read_file(&again, arena, tree_print(arena, r.tree));
	CHECK(!again.diags.errors && tree_same(r.tree, again.tree));
}

/* PLANG_PROGRAMS may name a folder of rule files. */
static void test_programs(struct arena *arena)
{
	const char *folder = getenv("PLANG_PROGRAMS");
	if (!folder) folder = "../shared/design/programs";
	DIR *dir = opendir(folder);
	if (!dir) {
		UNIT_SKIP("no folder of programs");
		return;
	}
	for (const struct dirent *e; (e = readdir(dir));) {
		struct text name = text_of(e->d_name);
		if (name.len > 3 && !strcmp(e->d_name + name.len - 3, ".pl"))
			test_program(arena, arena_format(arena, "%s/%s", folder, e->d_name).at);
	}
	closedir(dir);
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 2;
	test_words(arena);
	test_names(arena);
	test_literals(arena);
	test_structure(arena);
	test_belonging(arena);
	test_mistakes(arena);
	test_bytes(arena);
	test_depth(arena);
	test_programs(arena);
	arena_free(arena);
	return unit_done();
}

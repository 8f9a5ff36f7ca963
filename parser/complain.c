/* complain.c - what to say of a syntax error. The grammar knows dozens of words that could stand at a place; a reader
 * wants the two or three that matter, and most of all what the word that does stand there was meant to be. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "parser/build.h"
#include "parser/grammar.tab.h"

/* The words that could stand here, by their names in the grammar. */
struct expected {
	const char *const *names;
	size_t count;
	bool name, value, operator, declaration; /* kinds of things, of which the words are not listed one by one */
};

static bool has(const struct expected *e, const char *name)
{
	for (size_t i = 0; i < e->count; i++)
		if (!strcmp(e->names[i], name)) return true;
	return false;
}

static enum keyword keyword_of(const char *name)
{
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++)
		if (!strcmp(keyword_info[k].spelling, name)) return k;
	return KEYWORD_NONE;
}

static struct expected expected_of(const char *const *names, size_t count)
{
	struct expected e = { .names = names, .count = count };
	e.name = has(&e, "a name");
	e.value = e.name && has(&e, "a number") && has(&e, "(");
	e.operator = has(&e, "+") && has(&e, "*");
	e.declaration = !e.name && has(&e, "param") && has(&e, "let");
	return e;
}

/* A word listed on its own; those that stand there as names, operators, values or declarations are not. */
static bool is_listed(const struct expected *e, const char *name)
{
	static const char *const operators[] = { "+", "-", "*", "/", "^", "&", "mod", "of", "=", "!=", "<", "<=", ">", ">=",
		"in", "not in", "is missing", "is not missing", "and", "or", "..", "to under", ".", "[", "->" };
	enum keyword k = keyword_of(name);
	if (!strcmp(name, "a name") || !strcmp(name, "a name in back-quotes") || !strcmp(name, "the end of the file"))
		return false;
	if (e->operator && !strcmp(name, "(")) return false; /* behind a name: a call */
	for (size_t i = 0; e->operator && i < sizeof operators / sizeof *operators; i++)
		if (!strcmp(name, operators[i])) return false;
	if (e->value) return false;
	if (e->name && k && keyword_info[k].class == KEYWORD_SOFT) return false;
	return !k || keyword_info[k].role != KEYWORD_DECLARATION || !e->declaration;
}

/* ---- the sentence ---- */

#define LISTED_MAX 5

struct sentence {
	struct arena *arena;
	struct text parts[LISTED_MAX];
	size_t count;
};

static void say(struct sentence *s, const char *what, bool quoted)
{
	if (s->count < LISTED_MAX)
		s->parts[s->count++] = quoted ? arena_format(s->arena, "\"%s\"", what) : arena_text(s->arena, text_of(what));
}

static bool is_sign(const char *name)
{
	return !(name[0] == 'a' && (name[1] == ' ' || (name[1] == 'n' && name[2] == ' ')));
}

static size_t count_listed(const struct expected *e, bool clauses)
{
	size_t n = 0;
	for (size_t i = 0; i < e->count; i++)
		n += is_listed(e, e->names[i]) && (keyword_info[keyword_of(e->names[i])].role == KEYWORD_CLAUSE) == clauses;
	return n;
}

static void say_listed(struct sentence *s, const struct expected *e, bool clauses)
{
	for (size_t i = 0; i < e->count; i++)
		if (is_listed(e, e->names[i]) && (keyword_info[keyword_of(e->names[i])].role == KEYWORD_CLAUSE) == clauses)
			say(s, e->names[i], is_sign(e->names[i]));
}

static struct text join_parts(const struct sentence *s)
{
	struct text all = s->count ? s->parts[0] : TEXT("something else");
	for (size_t i = 1; i < s->count; i++)
		all = arena_format(s->arena, "%.*s%s%.*s", TEXT_ARG(all), i + 1 < s->count ? ", " : " or ",
			TEXT_ARG(s->parts[i]));
	return all;
}

static struct text describe(struct parse *ps, const struct expected *e)
{
	struct sentence s = { .arena = ps->arena };
	if (count_listed(e, false) <= 3) say_listed(&s, e, false);
	if (e->value) say(&s, "a value", false);
	else if (e->name) say(&s, "a name", false);
	if (e->operator) say(&s, "an operator", false);
	if (count_listed(e, true) <= 3) say_listed(&s, e, true);
	else say(&s, "a clause", false);
	if (e->declaration) say(&s, "the next declaration", false);
	return join_parts(&s);
}

/* ---- what was meant ---- */

static bool is_word(const struct token *t)
{
	return t->code == TOK_NAME || filter_keyword(t->code) != KEYWORD_NONE;
}

/* Words of other languages, and what they are here. */
static const char *translation(struct text word)
{
	static const char *const words[][2] = {
		{ "elif", "else if" }, { "elsif", "else if" }, { "elseif", "else if" }, { "end", "nothing: a declaration ends where "
		"the next begins" }, { "endif", "nothing: an if ends with its else" }, { "is", "= , or is missing" },
		{ "between", "in 1 .. 5" }, { "AND", "and" }, { "OR", "or" }, { "NOT", "not" }, { "IN", "in" }, { "null", "missing" },
		{ "var", "let" }, { "const", "param" }, { "def", "let, or function" }, { "func", "function" }, { "fn", "function" },
		{ "import", "use" }, { "include", "use" }, { "data", "dataset" }, { "column", "field" }, { "columns", "field" },
		{ "assert", "check" }, { "print", "output" }, { "return", "nothing: a function is NAME(x) = EXPRESSION" },
		{ "unless", "and not" }, { "descending", "highest first" }, { "ascending", "lowest first" },
		{ "sort", "by" }, { "order", "by" }, { "group", "per" }, { "reason", "because" }, { "default", "otherwise" },
		{ "filter", "keep where" }, { "x", "*" }, { "times", "*" }, { "plus", "+" }, { "minus", "-" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(word, words[i][0])) return words[i][1];
	return NULL;
}

/* The nearest of the words that could stand here. */
static struct text nearest(const struct parse *ps, const struct expected *e)
{
	struct text candidates[KEYWORD_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < e->count && n < KEYWORD_COUNT; i++) {
		enum keyword k = keyword_of(e->names[i]);
		bool as_name = e->name && keyword_info[k].class == KEYWORD_SOFT;
		if (k && !as_name) candidates[n++] = text_of(keyword_info[k].spelling);
	}
	return diag_nearest(ps->token.text, candidates, n);
}

static bool help_with_word(struct parse *ps, const struct expected *e)
{
	if (!is_word(&ps->token)) return false;
	struct text near = nearest(ps, e);
	const char *ours = translation(ps->token.text);
	if (near.len) diag_help(ps->diags, "did you mean \"%.*s\"?", TEXT_ARG(near));
	else if (ours) diag_help(ps->diags, "here it is written %s", ours);
	return near.len || ours;
}

/* ---- the cases, most telling first ---- */

static bool begins_anew(const struct token *t)
{
	return t->first && keyword_info[filter_keyword(t->code)].role == KEYWORD_DECLARATION;
}

static struct text word_of(const struct parse *ps)
{
	return diag_quote(ps->arena, source_text(ps->diags->sources, ps->token.at));
}

static const char *declaration_of(const struct parse *ps)
{
	return keyword_info[filter_keyword(ps->begun.code)].spelling;
}

/* An `unless`, an `override` or a `replace` without its reason. */
static bool lacks_reason(struct parse *ps, const struct expected *e)
{
	const struct token *t = &ps->token;
	bool ends = t->code == TOK_GRAM_EOF || t->first || keyword_info[filter_keyword(t->code)].role != KEYWORD_WORD;
	if (!has(e, "because") || e->name || !ends) return false;
	const char *declaration = declaration_of(ps);
	bool own = declaration && (!strcmp(declaration, "override") || !strcmp(declaration, "replace"));
	diag_error(ps->diags, DIAG_NO_CLAUSE, ps->last.at, "this \"%s\" gives no reason", own ? declaration : "unless");
	diag_help(ps->diags, "add because \"the reason\"");
	return true;
}

static bool ends_too_soon(struct parse *ps, const struct expected *e)
{
	bool at_end = ps->token.code == TOK_GRAM_EOF;
	if (!at_end && !begins_anew(&ps->token)) return false;
	const char *declaration = declaration_of(ps);
	diag_error(ps->diags, DIAG_SYNTAX, ps->last.at, "the \"%s\" ends too soon: expected %.*s",
		declaration ? declaration : "file", TEXT_ARG(describe(ps, e)));
	return true;
}

/* Where a name is wanted and no value could stand, a reserved word was meant as one. */
static bool is_reserved_name(struct parse *ps, const struct expected *e)
{
	enum keyword k = filter_keyword(ps->token.code);
	if (!e->name || e->value || keyword_info[k].class != KEYWORD_RESERVED) return false;
	diag_error(ps->diags, DIAG_RESERVED_NAME, ps->token.at, "\"%s\" is a reserved word, not a name",
		keyword_info[k].spelling);
	diag_help(ps->diags, "write it in back-quotes if something has that name: `%s`", keyword_info[k].spelling);
	return true;
}

static struct text clauses_of(struct parse *ps, const struct expected *e)
{
	struct text all = TEXT("");
	for (size_t i = 0; i < e->count; i++)
		if (keyword_info[keyword_of(e->names[i])].role == KEYWORD_CLAUSE)
			all = arena_format(ps->arena, "%.*s%s%s", TEXT_ARG(all), all.len ? ", " : "", e->names[i]);
	return all;
}

static bool is_foreign_clause(struct parse *ps, const struct expected *e)
{
	enum keyword k = filter_keyword(ps->token.code);
	if (!e->declaration || keyword_info[k].role != KEYWORD_CLAUSE || !declaration_of(ps)) return false;
	diag_error(ps->diags, DIAG_CLAUSE_MISPLACED, ps->token.at, "this \"%s\" cannot have \"%s\" here", declaration_of(ps),
		keyword_info[k].spelling);
	struct text clauses = clauses_of(ps, e);
	if (clauses.len) diag_help(ps->diags, "what can follow: %.*s", TEXT_ARG(clauses));
	return true;
}

/* A first word on its line that neither begins a declaration nor goes on with the one above. */
static bool begins_nothing(struct parse *ps, const struct expected *e)
{
	if (!e->declaration || e->name || !ps->token.first || !is_word(&ps->token)) return false;
	struct text word = word_of(ps);
	diag_error(ps->diags, DIAG_UNKNOWN_DECLARATION, ps->token.at, "\"%.*s\" begins no %s", TEXT_ARG(word),
		ps->begun.code ? "declaration, and no clause of the one above" : "declaration");
	if (!help_with_word(ps, e))
		diag_help(ps->diags, "a value of your own is written let %.*s = ...", TEXT_ARG(word));
	return true;
}

/* Two names in a row: the first may be meant as a keyword. */
static bool follows_slip(struct parse *ps, const struct expected *e)
{
	if (!e->operator || ps->last.code != TOK_NAME || !is_word(&ps->token)) return false;
	const char *ours = translation(ps->last.text);
	if (!ours) return false;
	diag_error(ps->diags, DIAG_SYNTAX, ps->last.at, "\"%.*s\" is no word of the language", TEXT_ARG(ps->last.text));
	diag_help(ps->diags, "here it is written %s", ours);
	return true;
}

void parse_complain(struct parse *ps, struct span at, const char *const *expected, size_t count)
{
	struct expected e = expected_of(expected, count);
	ps->failed = true;
	if (lacks_reason(ps, &e) || ends_too_soon(ps, &e) || is_reserved_name(ps, &e) || is_foreign_clause(ps, &e) ||
		begins_nothing(ps, &e) || follows_slip(ps, &e))
		return;
	diag_error(ps->diags, DIAG_SYNTAX, at, "\"%.*s\" cannot stand here: expected %.*s", TEXT_ARG(word_of(ps)),
		TEXT_ARG(describe(ps, &e)));
	help_with_word(ps, &e);
}

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
	size_t clauses = count_listed(e, true); /* among which a title is one of many */
	if (count_listed(e, false) <= 3 && (clauses <= 3 || !has(e, "a text in quotes"))) say_listed(&s, e, false);
	if (e->value) say(&s, "a value", false);
	else if (e->name) say(&s, "a name", false);
	if (e->operator) say(&s, "an operator", false);
	if (clauses <= 3) say_listed(&s, e, true);
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
		{ "elif", "else if" }, { "elsif", "else if" }, { "elseif", "else if" }, { "is", "=, or is missing" },
		{ "end", "by nothing: a declaration ends where the next begins" }, { "endif", "by nothing: an if ends with its else" },
		{ "between", "in 1 .. 5" }, { "AND", "and" }, { "OR", "or" }, { "NOT", "not" }, { "IN", "in" }, { "null", "missing" },
		{ "var", "let" }, { "const", "param" }, { "def", "let, or function" }, { "func", "function" }, { "fn", "function" },
		{ "import", "use" }, { "include", "use" }, { "data", "dataset" }, { "column", "field" }, { "columns", "field" },
		{ "assert", "check" }, { "print", "output" }, { "return", "function NAME(x) = EXPRESSION" },
		{ "unless", "and not" }, { "descending", "highest first" }, { "ascending", "lowest first" },
		{ "sort", "by" }, { "order", "by" }, { "group", "per" }, { "reason", "because" }, { "default", "otherwise" },
		{ "filter", "keep where" }, { "x", "*" }, { "times", "*" }, { "plus", "+" }, { "minus", "-" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(word, words[i][0])) return words[i][1];
	return NULL;
}

/* Two words that begin a joined operator, or one that begins it where it could stand. */
static bool begins(const char *spelling, struct text first, struct text second)
{
	size_t n = strcspn(spelling, " ");
	if (!spelling[n] || !text_equal(first, (struct text){ spelling, n })) return false;
	const char *rest = spelling + n + 1;
	return !second.len || text_equal(second, (struct text){ rest, strcspn(rest, " ") });
}

/* The operator of which only a part was written: two words of it as in `in proportion need`, or the first only. */
static const char *unfinished(const struct parse *ps, const struct expected *e, bool first_only)
{
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++) {
		const char *spelling = keyword_info[k].spelling;
		if (keyword_info[k].class != KEYWORD_JOINED) continue;
		if (first_only ? has(e, spelling) && begins(spelling, ps->token.text, TEXT("")) :
				begins(spelling, ps->before_last.text, ps->last.text) ||
					begins(spelling, ps->last.text, ps->token.text))
			return spelling;
	}
	return NULL;
}

/* A short word has many neighbours: for a slip it may be one letter off, or have two the wrong way round. */
static bool is_slip(struct text word, struct text near)
{
	size_t wrong = 0, turned = 0;
	if (word.len > 4 || word.len != near.len) return true;
	for (size_t i = 0; i < word.len; i++) {
		wrong += word.at[i] != near.at[i];
		turned += i + 1 < word.len && word.at[i] == near.at[i + 1] && word.at[i + 1] == near.at[i];
	}
	return wrong <= 1 || (wrong == 2 && turned == 1);
}

/* The nearest of the words that could stand here; people get the first letter right. */
static struct text nearest(const struct parse *ps, const struct expected *e)
{
	struct text candidates[KEYWORD_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < e->count && n < KEYWORD_COUNT; i++) {
		enum keyword k = keyword_of(e->names[i]);
		bool as_name = e->name && keyword_info[k].class == KEYWORD_SOFT;
		if (k && !as_name && ps->token.text.len && ps->token.text.at[0] == e->names[i][0])
			candidates[n++] = text_of(keyword_info[k].spelling);
	}
	struct text near = diag_nearest(ps->token.text, candidates, n);
	return near.len && is_slip(ps->token.text, near) ? near : TEXT("");
}

static bool help_with_word(struct parse *ps, const struct expected *e)
{
	if (!is_word(&ps->token)) return false;
	const char *ours = translation(ps->token.text);
	struct text near = text_of(unfinished(ps, e, false));
	if (!near.len) near = nearest(ps, e);
	if (!near.len) near = text_of(unfinished(ps, e, true));
	if (ours) diag_help(ps->diags, "here it is written %s", ours);
	else if (near.len) diag_help(ps->diags, "did you mean \"%.*s\"?", TEXT_ARG(near));
	return near.len || ours;
}

/* ---- the cases, most telling first ---- */

static bool begins_anew(const struct token *t)
{
	return t->first && keyword_info[filter_keyword(t->code)].role == KEYWORD_DECLARATION;
}

/* The word at fault, in quotation marks; a text has its own. */
static struct text word_of(const struct parse *ps)
{
	struct text t = diag_quote(ps->arena, source_text(ps->diags->sources, ps->token.at));
	return ps->token.code == TOK_TEXT ? t : arena_format(ps->arena, "\"%.*s\"", TEXT_ARG(t));
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
	struct span begin = own ? ps->begun.at : ps->unless.at;
	diag_error(ps->diags, DIAG_NO_CLAUSE, span_join(begin, ps->last.at), "this \"%s\" gives no reason",
		own ? declaration : "unless");
	diag_help(ps->diags, "add because \"the reason\"");
	return true;
}

/* What is still to come of something begun. */
static void help_with_rest(struct parse *ps, const struct expected *e)
{
	if (has(e, "else")) diag_help(ps->diags, "an if always has its else: if CONDITION then VALUE else VALUE");
	else if (has(e, "then") && ps->begun.code == TOK_BAND) diag_help(ps->diags, "write when CONDITION then VALUE");
	else if (has(e, "then") && ps->begun.code == TOK_TABLE) diag_help(ps->diags, "write when CELL, CELL then VALUE");
	else if (has(e, ")") && e->operator) diag_help(ps->diags, "a bracket is still open");
}

/* A word that the scanner has already spoken of. */
static bool is_reported(const struct parse *ps, struct span at)
{
	for (const struct diag *d = ps->diags->first; d; d = d->next)
		if (at.hi && d->at.span.hi == at.hi) return true;
	return false;
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
	diag_error(ps->diags, DIAG_UNKNOWN_DECLARATION, ps->token.at, "%.*s begins no %s", TEXT_ARG(word_of(ps)),
		ps->begun.code ? "declaration, and no clause of the one above" : "declaration");
	if (!help_with_word(ps, e))
		diag_help(ps->diags, "a value of your own is written let %.*s = ...", TEXT_ARG(ps->token.text));
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

static bool ends_too_soon(struct parse *ps, const struct expected *e)
{
	if (ps->token.code != TOK_GRAM_EOF && !begins_anew(&ps->token)) return false;
	if (is_reported(ps, ps->last.at)) return true;
	const char *declaration = declaration_of(ps);
	struct text what = declaration ? arena_format(ps->arena, "the \"%s\"", declaration) : TEXT("this");
	diag_error(ps->diags, DIAG_SYNTAX, ps->last.at, "%.*s ends too soon: expected %.*s", TEXT_ARG(what),
		TEXT_ARG(describe(ps, e)));
	help_with_rest(ps, e);
	return true;
}

/* `let a = 3 +` and on the next line `rule b when c`: `rule` was read as the value that was wanted, until `b` came. As a
 * keyword it could not have been followed by a dot, and so the parser cannot come back here from the same word. */
static bool ended_too_soon(struct parse *ps, const struct expected *e)
{
	const char *declaration = keyword_info[filter_keyword(ps->begun_before.code)].spelling;
	if (!begins_anew(&ps->last) || !has(e, ".") || !declaration || !is_word(&ps->token)) return false;
	diag_error(ps->diags, DIAG_SYNTAX, ps->before_last.at, "the \"%s\" ends too soon: expected a value",
		declaration);
	ps->rewind = true;
	return true;
}

void parse_complain(struct parse *ps, struct span at, const char *const *expected, size_t count)
{
	ps->failed = true;
	if (ps->diags->shown >= DIAG_MAX_ERRORS) { /* counted, but nobody reads it */
		diag_error(ps->diags, DIAG_SYNTAX, at, "a syntax error");
		return;
	}
	struct expected e = expected_of(expected, count);
	if (is_reported(ps, at) || ended_too_soon(ps, &e)) return;
	if (lacks_reason(ps, &e) || ends_too_soon(ps, &e) || is_reserved_name(ps, &e) || is_foreign_clause(ps, &e) ||
		begins_nothing(ps, &e) || follows_slip(ps, &e))
		return;
	diag_error(ps->diags, DIAG_SYNTAX, at, "%.*s cannot stand here: expected %.*s", TEXT_ARG(word_of(ps)),
		TEXT_ARG(describe(ps, &e)));
	if (!help_with_word(ps, &e)) help_with_rest(ps, &e);
}

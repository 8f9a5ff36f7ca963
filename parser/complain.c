/* complain.c - what to say of a syntax error. The grammar knows dozens of words that could stand at a place; a reader
 * wants the two or three that matter, and most of all what the word that does stand there was meant to be. */
#include "parser/complain.h"
#include "lang/arena.h"
#include "lang/diag.h"
#include "parser/grammar.tab.h"

bool expected_has(const struct expected *e, const char *name)
{
	for (size_t i = 0; i < e->count; i++)
		if (!strcmp(e->names[i], name)) return true;
	return false;
}

enum keyword complain_keyword(const char *name)
{
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++)
		if (!strcmp(keyword_info[k].spelling, name)) return k;
	return KEYWORD_NONE;
}

static struct expected expected_of(const char *const *names, size_t count)
{
	struct expected e = { .names = names, .count = count };
	e.name = expected_has(&e, "a name");
	e.value = e.name && expected_has(&e, "a number") && expected_has(&e, "(");
	e.operator= expected_has(&e, "+") && expected_has(&e, "*");
	e.declaration = !e.name && expected_has(&e, "param") && expected_has(&e, "let");
	return e;
}

/* A word listed on its own; those that stand there as names, operators, values or declarations are not. */
static bool is_listed(const struct expected *e, const char *name)
{
	static const char *const operators[] = {
		"+",   "-",  "*",  "/",        "^",  "&",  "mod",    "of",         "=",
		"!=",  "<",  "<=", ">",        ">=", "in", "not in", "is missing", "is not missing",
		"and", "or", "..", "to under", ".",  "[",  "->"
	};
	enum keyword k = complain_keyword(name);
	if (!strcmp(name, "a name") || !strcmp(name, "a name in back-quotes") || !strcmp(name, "the end of the file"))
		return false;
	if (e->operator&& !strcmp(name, "(")) return false; /* behind a name: a call */
	for (size_t i = 0; e->operator&& i<sizeof operators / sizeof * operators; i++)
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
		n += is_listed(e, e->names[i]) &&
		     (keyword_info[complain_keyword(e->names[i])].role == KEYWORD_CLAUSE) == clauses;
	return n;
}

static void say_listed(struct sentence *s, const struct expected *e, bool clauses)
{
	for (size_t i = 0; i < e->count; i++)
		if (is_listed(e, e->names[i]) &&
		    (keyword_info[complain_keyword(e->names[i])].role == KEYWORD_CLAUSE) == clauses)
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
	if (count_listed(e, false) <= 3 && (clauses <= 3 || !expected_has(e, "a text in quotes"))) say_listed(&s, e, false);
	if (e->value) say(&s, "a value", false);
	else if (e->name) say(&s, "a name", false);
	if (e->operator) say(&s, "an operator", false);
	if (clauses <= 3) say_listed(&s, e, true);
	else say(&s, "a clause", false);
	if (e->declaration) say(&s, "the next declaration", false);
	return join_parts(&s);
}

bool token_is_word(const struct token *t)
{
	return t->code == TOK_NAME || filter_keyword(t->code) != KEYWORD_NONE;
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

/* The word before it, as it stands in the file. */
static struct text before_it(const struct parse *ps)
{
	return source_text(ps->diags->sources, ps->last.at);
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
	if (!expected_has(e, "because") || e->name || !ends) return false;
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
	bool then = expected_has(e, "then");
	if (expected_has(e, "else")) diag_help(ps->diags, "an if always has its else: if CONDITION then VALUE else VALUE");
	else if (then && ps->begun.code == TOK_BAND) diag_help(ps->diags, "write when CONDITION then VALUE");
	else if (then && ps->begun.code == TOK_TABLE) diag_help(ps->diags, "write when CELL, CELL then VALUE");
	else if (expected_has(e, ")") && e->operator) diag_help(ps->diags, "a bracket is still open");
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
	struct text name = ps->last.at.lo == ps->begun.at.lo ? meant_name(ps, ps->token.at) : TEXT("");
	if (name.len) diag_help(ps->diags, "a name is one word: %.*s", TEXT_ARG(name));
	else diag_help(ps->diags, "write it in back-quotes if something has that name: `%s`", keyword_info[k].spelling);
	return true;
}

static struct text clauses_of(struct parse *ps, const struct expected *e)
{
	struct text all = TEXT("");
	for (size_t i = 0; i < e->count; i++)
		if (keyword_info[complain_keyword(e->names[i])].role == KEYWORD_CLAUSE)
			all = arena_format(ps->arena, "%.*s%s%s", TEXT_ARG(all), all.len ? ", " : "", e->names[i]);
	return all;
}

/* 250k pounds */
static bool is_amount_in_words(struct parse *ps)
{
	struct text amount = token_is_word(&ps->token) ? meant_amount(ps) : TEXT("");
	if (!amount.len) return false;
	struct span at = span_join(ps->last.at, ps->token.at);
	diag_error(ps->diags, DIAG_NUMBER_SUFFIX, at, "this is not how an amount is written");
	diag_help(ps->diags, "write %.*s", TEXT_ARG(amount));
	return true;
}

/* A bracket that closes nothing: behind a value that nothing need follow, it could stand wherever one is open. */
static bool closes_nothing(struct parse *ps, const struct expected *e)
{
	static const char *const unfinished[] = { ")", "]", "then", "else" };
	if (ps->token.code != TOK_CLOSE || !(e->operator|| e->declaration)) return false;
	for (size_t i = 0; i < sizeof unfinished / sizeof *unfinished; i++)
		if (expected_has(e, unfinished[i])) return false;
	diag_error(ps->diags, DIAG_SYNTAX, ps->token.at, "no bracket is open here");
	diag_help(ps->diags, "remove it, or open one before it");
	return true;
}

static bool begins_value(const struct token *t)
{
	return t->code == TOK_NAME || t->code == TOK_QUOTED || t->code == TOK_TEXT || t->code == TOK_NUMBER;
}

/* because it received one */
static bool lacks_quotes(struct parse *ps, const struct expected *e)
{
	if (e->count != 1 || !expected_has(e, "a text in quotes")) return false;
	if (!token_is_word(&ps->token) && !begins_value(&ps->token)) return false;
	struct text rest = meant_rest(ps, ps->token.at.lo);
	if (!rest.len || memchr(rest.at, '"', rest.len)) rest = TEXT("...");
	diag_error(ps->diags, DIAG_SYNTAX, ps->token.at, "a text stands in double quotes");
	struct text before = before_it(ps);
	diag_help(ps->diags, "write %.*s \"%.*s\"", TEXT_ARG(before), TEXT_ARG(rest));
	return true;
}

/* per "region" */
static bool has_quotes(struct parse *ps, const struct expected *e)
{
	if (ps->token.code != TOK_TEXT || !e->name || expected_has(e, "a text in quotes")) return false;
	const char *quote = keyword_stands_bare(ps->token.text) ? "" : "`";
	struct text word = word_of(ps), name = diag_quote(ps->arena, ps->token.text), before = before_it(ps);
	diag_error(ps->diags, DIAG_SYNTAX, ps->token.at, "%.*s is a text, and a name is wanted here", TEXT_ARG(word));
	diag_help(ps->diags, "write %.*s %s%.*s%s, without quotation marks", TEXT_ARG(before), quote, TEXT_ARG(name),
	          quote);
	return true;
}

static bool is_foreign_clause(struct parse *ps, const struct expected *e)
{
	enum keyword k = filter_keyword(ps->token.code);
	if (!e->declaration || keyword_info[k].role != KEYWORD_CLAUSE || !declaration_of(ps)) return false;
	diag_error(ps->diags, DIAG_CLAUSE_MISPLACED, ps->token.at, "this \"%s\" cannot have \"%s\" here",
	           declaration_of(ps), keyword_info[k].spelling);
	if (meant_foreign(ps, e)) return true;
	struct text clauses = clauses_of(ps, e);
	if (clauses.len) diag_help(ps->diags, "what can follow: %.*s", TEXT_ARG(clauses));
	return true;
}

/* output code name; set britain = ("England" "Wales") */
static bool help_with_comma(struct parse *ps, const struct expected *e)
{
	bool list = ps->begun.code == TOK_OUTPUT || ps->begun.code == TOK_SET;
	if (!list || !e->operator|| !expected_has(e, ",") || !begins_value(&ps->token)) return false;
	struct text before = before_it(ps), word = source_text(ps->diags->sources, ps->token.at);
	diag_help(ps->diags, "a comma is missing: write %.*s, %.*s", TEXT_ARG(before), TEXT_ARG(word));
	return true;
}

/* A name in several words: `rule struggling market`, `rule high-need`, `field gva hour money`. */
static bool help_with_name(struct parse *ps, const struct expected *e)
{
	bool field = ps->begun.code == TOK_DATASET && ps->before_last.at.lo == ps->field.at.lo;
	struct span first = field ? ps->before_last.at : ps->last.at, keyword = field ? ps->field.at : ps->begun.at;
	if (e->operator|| !ps->begun.code || ps->before_last.at.lo != keyword.lo || ps->last.first) return false;
	if (!token_is_word(&ps->token) && ps->token.code != TOK_MINUS) return false;
	struct text name = meant_name(ps, first);
	if (name.len) diag_help(ps->diags, "a name is one word: write %.*s", TEXT_ARG(name));
	return name.len > 0;
}

/* A first word on its line that neither begins a declaration nor goes on with the one above. */
static bool begins_nothing(struct parse *ps, const struct expected *e)
{
	if (!e->declaration || e->name || !ps->token.first || !token_is_word(&ps->token)) return false;
	diag_error(ps->diags, DIAG_UNKNOWN_DECLARATION, ps->token.at, "%.*s begins no %s", TEXT_ARG(word_of(ps)),
	           ps->begun.code ? "declaration, and no clause of the one above" : "declaration");
	bool reserved = keyword_info[filter_keyword(ps->token.code)].class == KEYWORD_RESERVED;
	if (!meant_word(ps, e) && !help_with_comma(ps, e) && !reserved)
		diag_help(ps->diags, "a value of your own is written let %.*s = ...", TEXT_ARG(ps->token.text));
	return true;
}

/* Two names in a row: the first may be a keyword with capitals. */
static bool follows_slip(struct parse *ps, const struct expected *e)
{
	if (!e->operator|| ps->last.code != TOK_NAME || !token_is_word(&ps->token)) return false;
	enum keyword k = meant_keyword(ps, &ps->last);
	if (!k) return false;
	diag_error(ps->diags, DIAG_SYNTAX, ps->last.at, "\"%.*s\" is no word of the language", TEXT_ARG(ps->last.text));
	diag_help(ps->diags, "write %s: capitals count", keyword_info[k].spelling);
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
	if (!begins_anew(&ps->last) || !expected_has(e, ".") || !declaration || !token_is_word(&ps->token)) return false;
	diag_error(ps->diags, DIAG_SYNTAX, ps->before_last.at, "the \"%s\" ends too soon: expected a value", declaration);
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
	if (lacks_reason(ps, &e) || is_amount_in_words(ps) || ends_too_soon(ps, &e) || is_reserved_name(ps, &e) ||
	    is_foreign_clause(ps, &e) || begins_nothing(ps, &e) || follows_slip(ps, &e) || closes_nothing(ps, &e) ||
	    lacks_quotes(ps, &e) || has_quotes(ps, &e))
		return;
	diag_error(ps->diags, DIAG_SYNTAX, at, "%.*s cannot stand here: expected %.*s", TEXT_ARG(word_of(ps)),
	           TEXT_ARG(describe(ps, &e)));
	if (!meant_foreign(ps, &e) && !help_with_name(ps, &e) && !meant_word(ps, &e) && !help_with_comma(ps, &e))
		help_with_rest(ps, &e);
}

/* parse.c - feeds the grammar token by token, and finds the next declaration after an error. */
#include "parser/parse.h"
#include "lang/arena.h"
#include "lang/diag.h"
#include "parser/build.h"
#include "parser/grammar.tab.h"

static void drop_stack(void *parse)
{
	struct parse *ps = parse;
	gram_pstate_delete(ps->stack);
	ps->stack = NULL;
}

static int feed(struct parse *ps, int code, struct text text, struct span at)
{
	GRAM_STYPE value = { .text = text };
	ps->fed++;
	return gram_push_parse(ps->stack, code, &value, &at, ps);
}

/* bison's stack is no memory of the arena: it goes with it. */
static void begin(struct parse *ps, int what)
{
	drop_stack(ps);
	ps->stack = gram_pstate_new();
	if (!ps->stack) arena_no_memory(ps->arena);
	ps->fed = 0;
	feed(ps, what, TEXT(""), (struct span){ 0, 0 });
}

static struct parse *open_parse(struct arena *arena, struct diags *diags, const struct source *source, int what)
{
	struct parse *ps = arena_alloc(arena, sizeof *ps);
	ps->arena = arena;
	ps->diags = diags;
	filter_init(&ps->filter, arena, diags, source);
	ps->file = tree_new(arena, TREE_FILE, (struct span){ source->base, source->base });
	arena_defer(arena, drop_stack, ps);
	begin(ps, what);
	return ps;
}

static bool begins_declaration(const struct token *token)
{
	return token->first && keyword_info[filter_keyword(token->code)].role == KEYWORD_DECLARATION;
}

static void advance(struct parse *ps)
{
	if (begins_declaration(&ps->token)) {
		ps->begun_before = ps->begun;
		ps->begun = ps->token;
	}
	if (ps->token.code == TOK_UNLESS) ps->unless = ps->token;
	if (ps->last.code == TOK_FIELD) ps->field = ps->token;
	ps->before_last = ps->last;
	ps->last = ps->token;
	filter_next(&ps->filter, &ps->token);
}

/* From the word at fault on: that may be the one that begins the next declaration. */
static void skip_to_declaration(struct parse *ps)
{
	if (ps->rewind) {
		filter_back(&ps->filter, &ps->token);
		ps->token = ps->last;
	}
	while (ps->token.code != TOK_GRAM_EOF && !begins_declaration(&ps->token))
		advance(ps);
	ps->failed = false;
	ps->rewind = false;
	ps->too_high = false;
}

/* bison says the same of a stack that is full and of memory that ran out; a stack is never deeper than what was fed. */
static void exhausted(struct parse *ps)
{
	if (ps->fed < PARSE_MAX_DEPTH / 2) arena_no_memory(ps->arena);
	diag_error(ps->diags, DIAG_NESTED_TOO_DEEP, ps->token.at, "brackets and operators are nested too deeply here");
	diag_help(ps->diags, "name parts of the expression with let");
}

#define PUSH_EXHAUSTED 2 /* what yyparse returns when its stack cannot grow */

struct tree *parse_file(struct arena *arena, struct diags *diags, const struct source *source)
{
	struct parse *ps = open_parse(arena, diags, source, TOK_START_FILE);
	int status = YYPUSH_MORE;
	advance(ps);
	while (status == YYPUSH_MORE) {
		status = feed(ps, ps->token.code, ps->token.text, ps->token.at);
		bool full = status == PUSH_EXHAUSTED;
		if (full) exhausted(ps);
		if (!full && !ps->failed) {
			if (status == YYPUSH_MORE) advance(ps);
			continue;
		}
		skip_to_declaration(ps);
		if (ps->token.code == TOK_GRAM_EOF) break;
		if (full) begin(ps, TOK_START_FILE);
		status = full ? YYPUSH_MORE : feed(ps, TOK_SYNC, TEXT(""), ps->token.at);
	}
	drop_stack(ps);
	return ps->file;
}

struct tree *parse_expression(struct arena *arena, struct diags *diags, const struct source *source)
{
	size_t before = diags->errors;
	struct parse *ps = open_parse(arena, diags, source, TOK_START_EXPRESSION);
	int status = YYPUSH_MORE;
	while (status == YYPUSH_MORE && !ps->failed) {
		advance(ps);
		status = feed(ps, ps->token.code, ps->token.text, ps->token.at);
	}
	if (status == PUSH_EXHAUSTED) exhausted(ps);
	drop_stack(ps);
	return diags->errors == before ? ps->expression : NULL;
}

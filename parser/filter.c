/* filter.c - joins words, longest run first: `leave the rest unspent` is one operator, `not in_scope` is `not` and a
 * name. Comments and white space are gone by now and a name in back-quotes is no word: neither needs a thought here. */
#include "parser/filter.h"
#include "lang/arena.h"
#include "parser/grammar.tab.h"

static const int code_of[KEYWORD_COUNT] = {
	[KEYWORD_NONE] = TOK_NAME,
#define KEYWORD(name, spelling, class, role) [KEYWORD_##name] = TOK_##name,
#include "lang/keyword.def"
#undef KEYWORD
};

enum keyword filter_keyword(int code)
{
	for (enum keyword k = KEYWORD_NONE + 1; k < KEYWORD_COUNT; k++)
		if (code_of[k] == code) return k;
	return KEYWORD_NONE;
}

void filter_init(struct filter *filter, struct arena *arena, struct diags *diags, const struct source *source)
{
	filter->count = 0;
	scan_init(&filter->scan, arena, diags, source);
}

/* Looks ahead as far as words go, and one token further: a currency's code takes the number behind it. */
static void look_ahead(struct filter *filter)
{
	while (filter->count < KEYWORD_JOIN_MAX && (!filter->count || filter->ahead[filter->count - 1].code == TOKEN_WORD))
		scan_next(&filter->scan, &filter->ahead[filter->count++]);
}

static void drop(struct filter *filter, size_t count)
{
	filter->count -= count;
	memmove(filter->ahead, filter->ahead + count, filter->count * sizeof *filter->ahead);
}

static bool is_currency(struct text word)
{
	if (word.len != 3) return false;
	for (size_t i = 0; i < 3; i++)
		if (word.at[i] < 'A' || word.at[i] > 'Z') return false;
	return true;
}

/* GBP 250k */
static bool join_money(struct filter *filter, struct token *token)
{
	const struct token *code = &filter->ahead[0], *amount = &filter->ahead[1];
	if (filter->count < 2 || amount->code != TOK_NUMBER || !is_currency(code->text)) return false;
	*token = *code;
	token->code = TOK_MONEY;
	token->at = span_join(code->at, amount->at);
	token->text = arena_format(filter->scan.arena, "%.3s %.*s", code->text.at, TEXT_ARG(amount->text));
	drop(filter, 2);
	return true;
}

static bool join_words(struct filter *filter, struct token *token)
{
	struct text words[KEYWORD_JOIN_MAX];
	size_t n = 0, taken = 0;
	while (n < filter->count && filter->ahead[n].code == TOKEN_WORD) {
		words[n] = filter->ahead[n].text;
		n++;
	}
	enum keyword k = keyword_join(words, n, &taken);
	if (!k) return false;
	*token = filter->ahead[0];
	token->code = code_of[k];
	token->at = span_join(token->at, filter->ahead[taken - 1].at);
	token->text = text_of(keyword_info[k].spelling);
	drop(filter, taken);
	return true;
}

void filter_back(struct filter *filter, const struct token *token)
{
	memmove(filter->ahead + 1, filter->ahead, filter->count * sizeof *filter->ahead);
	filter->ahead[0] = *token;
	filter->count++;
}

void filter_next(struct filter *filter, struct token *token)
{
	look_ahead(filter);
	if (filter->ahead[0].code == TOKEN_WORD && (join_money(filter, token) || join_words(filter, token))) return;
	*token = filter->ahead[0];
	if (token->code == TOKEN_WORD) token->code = code_of[keyword_find(token->text)];
	drop(filter, 1);
}

/* meant.c - what was meant by a word that cannot stand where it stands: another language's word, a misspelt one, a part
 * of an operator, a unit behind a number, a name in several words. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "lang/type.h"
#include "parser/complain.h"
#include "parser/grammar.tab.h"

/* ---- what stands in the source ---- */

static char lower_case(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static struct text lower(struct arena *arena, struct text word)
{
	struct text copy = arena_text(arena, word);
	for (size_t i = 0; i < copy.len; i++)
		((char *)copy.at)[i] = lower_case(copy.at[i]);
	return copy;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_name_letter(char c)
{
	return keyword_is_plain((struct text){ &c, 1 }) || (c >= '0' && c <= '9');
}

static struct text skip_blanks(struct text t)
{
	while (t.len && is_blank(t.at[0]))
		t.at++, t.len--;
	return t;
}

/* The rest of the line that the place stands on. */
static struct text line_from(const struct parse *ps, uint32_t from)
{
	struct place place;
	if (!source_find(ps->diags->sources, from, &place)) return TEXT("");
	return (struct text){ place.text.at + place.byte, place.text.len - place.byte };
}

enum { REST_MAX = 60 };

struct text meant_rest(const struct parse *ps, uint32_t from)
{
	struct text t = skip_blanks(line_from(ps, from));
	while (t.len && is_blank(t.at[t.len - 1]))
		t.len--;
	return t.len > REST_MAX || (t.len && memchr(t.at, '#', t.len)) ? TEXT("") : t;
}

/* How many bytes of the text the words take, whatever blanks stand between and in capitals or not; 0 when it does not
 * begin with them. */
static size_t begins_with(struct text text, const char *words)
{
	size_t i = 0;
	for (const char *w = words; *w; w++) {
		if (*w == ' ' && (i >= text.len || !is_blank(text.at[i]))) return 0;
		if (*w == ' ') {
			while (i < text.len && is_blank(text.at[i]))
				i++;
		} else if (i >= text.len || lower_case(text.at[i++]) != lower_case(*w)) {
			return 0;
		}
	}
	return i < text.len && is_name_letter(text.at[i]) ? 0 : i;
}

/* ---- other languages' words ---- */

static const struct word {
	const char *theirs, *ours, *possible;
} words[] = {
#define WORD(theirs, ours, possible) { theirs, ours, possible },
#include "parser/word.def"
#undef WORD
};

/* A declaration begins on a line of its own. */
static bool is_possible(const struct expected *e, const struct word *word, bool first)
{
	if (!word->possible[0]) return true;
	bool begins = keyword_info[complain_keyword(word->possible)].role == KEYWORD_DECLARATION;
	return expected_has(e, word->possible) && (first || !begins);
}

static const struct word *find_word(const struct expected *e, struct text text, bool first, size_t *taken)
{
	for (const struct word *w = words; w < words + sizeof words / sizeof *words; w++)
		if ((*taken = begins_with(text, w->theirs)) > 0 && is_possible(e, w, first)) return w;
	return NULL;
}

/* The name or number before the word at fault, to be shown before an operator with a space behind. */
static struct text subject(const struct parse *ps)
{
	int code = ps->last.code;
	bool single = (code == TOK_NAME || code == TOK_QUOTED || code == TOK_NUMBER) && ps->before_last.code != TOK_DOT;
	if (!single || ps->token.first) return TEXT("");
	return arena_format(ps->arena, "%.*s ", TEXT_ARG(source_text(ps->diags->sources, ps->last.at)));
}

static void help_with(struct parse *ps, const struct word *word, uint32_t end)
{
	bool begins = keyword_info[complain_keyword(word->ours)].role != KEYWORD_WORD;
	bool alike = !strcmp(word->ours, word->possible);
	struct text before = begins ? TEXT("") : subject(ps), rest = meant_rest(ps, end);
	if (rest.len && strchr(",;)", rest.at[0])) rest = TEXT("");
	if (!word->possible[0]) diag_help(ps->diags, "%s", word->ours);
	else if (!alike) diag_help(ps->diags, "write %s", word->ours);
	else diag_help(ps->diags, "write %.*s%s%s%.*s", TEXT_ARG(before), word->ours, rest.len ? " " : "", TEXT_ARG(rest));
}

static bool help_with_foreign(struct parse *ps, const struct expected *e)
{
	struct text line = line_from(ps, ps->token.at.lo);
	size_t taken = 0, is = begins_with(line, "is");
	struct text behind = skip_blanks((struct text){ line.at + is, line.len - is });
	const struct word *word = is ? find_word(e, behind, ps->token.first, &taken) : NULL;
	if (word) taken += (size_t)(behind.at - line.at);
	else word = find_word(e, line, ps->token.first, &taken);
	if (word) help_with(ps, word, ps->token.at.lo + (uint32_t)taken);
	return word != NULL;
}

/* x between 1 and 5 */
static bool help_with_between(struct parse *ps, const struct expected *e)
{
	struct text line = line_from(ps, ps->token.at.lo);
	size_t n = begins_with(line, "between");
	if (!n) n = begins_with(line, "is between");
	if (!n || !expected_has(e, "in")) return false;
	struct text rest = meant_rest(ps, ps->token.at.lo + (uint32_t)n);
	size_t low = 0;
	while (low < rest.len && !(n = begins_with((struct text){ rest.at + low, rest.len - low }, " and")))
		low++;
	struct text high = { rest.at + low + n, rest.len - low - n };
	struct text x = subject(ps);
	if (low == rest.len) diag_help(ps->diags, "write %.*sin 1 .. 5", TEXT_ARG(x));
	else diag_help(ps->diags, "write %.*sin %.*s ..%.*s", TEXT_ARG(x), (int)low, rest.at, TEXT_ARG(high));
	return true;
}

/* ---- our words, misspelt ---- */

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
		if (first_only ? expected_has(e, spelling) && begins(spelling, ps->token.text, TEXT(""))
		               : begins(spelling, ps->before_last.text, ps->last.text) ||
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

/* The nearest of the words that could stand here, without regard to capitals; people get the first letter right. */
static struct text nearest(const struct parse *ps, const struct expected *e)
{
	struct text word = lower(ps->arena, ps->token.text);
	struct text candidates[KEYWORD_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < e->count && n < KEYWORD_COUNT; i++) {
		enum keyword k = complain_keyword(e->names[i]);
		bool as_name = e->name && keyword_info[k].class == KEYWORD_SOFT;
		if (k && !as_name && word.len && word.at[0] == e->names[i][0])
			candidates[n++] = text_of(keyword_info[k].spelling);
	}
	struct text near = diag_nearest(word, candidates, n);
	return near.len && is_slip(word, near) ? near : TEXT("");
}

enum keyword meant_keyword(struct parse *ps, const struct token *name)
{
	return name->code == TOK_NAME ? keyword_find(lower(ps->arena, name->text)) : KEYWORD_NONE;
}

bool meant_foreign(struct parse *ps, const struct expected *e)
{
	if (!token_is_word(&ps->token)) return false;
	enum keyword k = meant_keyword(ps, &ps->token);
	bool capital = k && expected_has(e, keyword_info[k].spelling);
	if (capital) diag_help(ps->diags, "write %s: capitals count", keyword_info[k].spelling);
	return capital || help_with_between(ps, e) || help_with_foreign(ps, e);
}

bool meant_word(struct parse *ps, const struct expected *e)
{
	if (!token_is_word(&ps->token)) return false;
	if (meant_foreign(ps, e)) return true;
	struct text near = text_of(unfinished(ps, e, false));
	if (!near.len) near = nearest(ps, e);
	if (!near.len) near = text_of(unfinished(ps, e, true));
	if (near.len) diag_help(ps->diags, "did you mean \"%.*s\"?", TEXT_ARG(near));
	return near.len > 0;
}

/* ---- amounts and names in several words ---- */

struct text meant_amount(struct parse *ps)
{
	static const struct unit {
		const char *words, *before, *behind;
	} units[] = {
#define UNIT(words, before, behind) { words, before, behind },
#include "parser/unit.def"
#undef UNIT
	};
	bool money = ps->last.code == TOK_MONEY;
	if (!money && ps->last.code != TOK_NUMBER) return TEXT("");
	struct text line = line_from(ps, ps->token.at.lo), amount = source_text(ps->diags->sources, ps->last.at);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (begins_with(line, units[i].words))
			return arena_format(ps->arena, "%s%.*s%s", money ? "" : units[i].before, TEXT_ARG(amount), units[i].behind);
	return TEXT("");
}

static bool ends_name(struct text word)
{
	for (size_t k = 0; k < sizeof type_info / sizeof *type_info; k++)
		if (text_is(word, type_info[k].word)) return true;
	return keyword_find(word) != KEYWORD_NONE;
}

/* The words of a name stand on one line, with blanks or hyphens between; a word of ours ends it. */
struct text meant_name(struct parse *ps, struct span first)
{
	struct text line = line_from(ps, first.lo), name = TEXT("");
	while (line.len && name.len <= REST_MAX) {
		size_t n = 0;
		while (n < line.len && is_name_letter(line.at[n]))
			n++;
		struct text word = { line.at, n };
		if (!n || (name.len && ends_name(word))) break;
		name = arena_format(ps->arena, "%.*s%s%.*s", TEXT_ARG(name), name.len ? "_" : "", TEXT_ARG(word));
		line = skip_blanks((struct text){ line.at + n, line.len - n });
		if (line.len && line.at[0] == '-') line.at++, line.len--;
	}
	return name.len > first.hi - first.lo && name.len <= REST_MAX ? name : TEXT("");
}

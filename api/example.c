/* example.c - prints the example of a message, and runs its wrong side, so that the message shown is never stale. */
#include "api/example.h"
#include "api/help.h"
#include "api/session.h"
#include "lang/arena.h"

enum side { WRONG, RIGHT, SIDES };
enum part { RULES, DATA, COMMAND, PARTS };

struct example {
	const char *parts[PARTS]; /* `{wrong|right}` marks what differs */
	const char *words;        /* instead of them */
};

static const struct example examples[DIAG_COUNT] = {
#define HELP(name, rules, data, command) [DIAG_##name] = { { rules, data, command }, NULL },
#define HELP_WORDS(name, sentence) [DIAG_##name] = { { NULL, NULL, NULL }, sentence },
#include "lang/diag_help.def"
#undef HELP
#undef HELP_WORDS
};

static bool differs(const char *marked)
{
	return strchr(marked, '{') != NULL;
}

/* One side of a marked text. */
static struct text choose(struct arena *arena, const char *marked, enum side side)
{
	char *at = arena_alloc(arena, strlen(marked) + 1);
	size_t len = 0;
	bool marks = false;
	enum side now = WRONG;
	for (const char *c = marked; *c; c++) {
		if (*c == '{') marks = true, now = WRONG;
		else if (marks && *c == '|') now = RIGHT;
		else if (*c == '}') marks = false;
		else if (!marks || now == side) at[len++] = *c;
	}
	return (struct text){ at, len };
}

static struct text cut(struct text *rest, char end)
{
	const char *found = memchr(rest->at, end, rest->len);
	struct text piece = { rest->at, found ? (size_t)(found - rest->at) : rest->len };
	size_t taken = piece.len + (found != NULL);
	*rest = (struct text){ rest->at + taken, rest->len - taken };
	return piece;
}

/* Indented, with what a terminal would obey or cannot show escaped. */
static void print_text(FILE *out, struct arena *arena, struct text rest)
{
	if (rest.len == 0) fputs("    (an empty file)\n", out);
	while (rest.len) {
		struct text line = diag_escape(arena, cut(&rest, '\n'));
		fprintf(out, line.len ? "    %.*s\n" : "%.*s\n", TEXT_ARG(line));
	}
}

static void print_side(FILE *out, struct arena *arena, const struct example *e, enum side side)
{
	static const char *const files[PARTS] = { "rules.pl", "places.csv", NULL };
	const char *heading = side == WRONG ? "Wrong" : "Right";
	for (enum part i = RULES; i < PARTS; i++) {
		if (!differs(e->parts[i])) continue;
		if (files[i]) fprintf(out, "\n%s, in %s:\n\n", heading, files[i]);
		else fprintf(out, "\n%s:\n\n    plang ", heading);
		struct text text = choose(arena, e->parts[i], side);
		if (files[i]) print_text(out, arena, text);
		else fprintf(out, "%.*s\n", TEXT_ARG(text));
	}
}

static void print_common(FILE *out, struct arena *arena, const struct example *e)
{
	static const char *const files[] = { "rules.pl", "places.csv" };
	for (enum part i = RULES; i <= DATA; i++)
		if (e->parts[i][0] && !differs(e->parts[i])) {
			fprintf(out, "\nWith %s:\n\n", files[i]);
			print_text(out, arena, text_of(e->parts[i]));
		}
}

static ptrdiff_t read_text(void *state, void *buffer, size_t size)
{
	struct text *rest = state;
	size_t n = rest->len < size ? rest->len : size;
	if (n) memcpy(buffer, rest->at, n);
	*rest = (struct text){ rest->at + n, rest->len - n };
	return (ptrdiff_t)n;
}

/* As the program would do `plang COMMAND`, with rules.pl and places.csv in memory. */
static void run_command(struct plang *p, struct arena *arena, struct text command, struct text rules, struct text data)
{
	struct input input = { .name = TEXT("places.csv"), .read = read_text, .state = &data };
	static const struct plang_telling telling = { .format = PLANG_TEXT };
	bool evaluates = true, reads = false, explains = false;
	const char *place = NULL;
	while (command.len) {
		struct text word = cut(&command, ' ');
		if (text_is(word, "check")) evaluates = false;
		else if (text_is(word, "explain")) explains = true;
		else if (text_is(word, "places.csv")) reads = true;
		else if (text_is(word, "--as-of")) plang_as_of(p, arena_text(arena, cut(&command, ' ')).at);
		else if (text_is(word, "--set")) plang_set(p, arena_text(arena, cut(&command, ' ')).at);
		else if (explains && reads) place = arena_text(arena, word).at;
	}
	plang_remarks(p, !evaluates);
	enum plang_status status = session_load(p, TEXT("rules.pl"), rules);
	if (evaluates && status == PLANG_OK && reads) session_eval(p, &input);
	else if (evaluates && status == PLANG_OK) plang_eval(p, NULL);
	if (place) plang_explain(p, stdout, &telling, &place, 1); /* the wrong side has none to tell of */
}

static void run_wrong(FILE *out, struct arena *arena, struct plang *p, const struct example *e)
{
	struct text command = choose(arena, e->parts[COMMAND], WRONG);
	struct text rules = choose(arena, e->parts[RULES], WRONG), data = choose(arena, e->parts[DATA], WRONG);
	if (command.len == 0) command = e->parts[DATA][0] ? TEXT("eval rules.pl places.csv") : TEXT("check rules.pl");
	run_command(p, arena, command, rules, data);
	plang_messages(p, out, PLANG_TEXT);
}

enum plang_status example_print(enum diag_code code, FILE *out)
{
	const struct example *e = &examples[code];
	if (e->words) {
		fputc('\n', out);
		help_fold(e->words, out);
	}
	if (!e->parts[RULES]) return PLANG_OK;
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	struct plang *p = plang_new();
	bool volatile done = false;
	if (arena && p)
		if (setjmp(edge.back) == 0) {
			print_common(out, arena, e);
			print_side(out, arena, e, WRONG);
			fputc('\n', out);
			run_wrong(out, arena, p, e);
			print_side(out, arena, e, RIGHT);
			done = true;
		}
	plang_free(p);
	arena_free(arena);
	return done ? PLANG_OK : PLANG_NO_MEMORY;
}

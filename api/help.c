/* help.c - help topics, made from the tables, so that they cannot say anything else than the program does. */
#include "api/help.h"
#include "api/example.h"
#include "lang/diag.h"
#include "lang/keyword.h"
#include "lang/type.h"
#include "stdlib/function.h"

#define FOLD 100

/* The bytes of the word at c, and in *width its characters. */
static size_t word_at(const char *c, size_t *width)
{
	size_t n = 0;
	for (*width = 0; c[n] && c[n] != ' '; n++)
		*width += ((unsigned char)c[n] & 0xC0) != 0x80;
	return n;
}

void help_fold(const char *paragraph, FILE *out)
{
	size_t column = 0, width;
	for (const char *c = paragraph; *c;) {
		size_t n = word_at(c, &width);
		if (column && column + 1 + width > FOLD) column = 0, fputc('\n', out);
		fprintf(out, "%s%.*s", column ? " " : "", (int)n, c);
		column += width + (column > 0);
		c += n + (c[n] == ' ');
	}
	fputc('\n', out);
}

static enum plang_status say_code(FILE *out, enum diag_code code)
{
	const struct diag_info *d = &diag_info[code];
	fprintf(out, "%s  %s\n\n", d->number, d->title);
	help_fold(d->explanation, out);
	return example_print(code, out);
}

static void say_function(FILE *out, const struct function_info *f)
{
	static const struct {
		char letter;
		const char *clause;
	} clauses[] = {
		{ 'B', "by ..." },   { 'W', "weighted by ..." }, { 'C', "where ..." },         { 'P', "per ..." },
		{ 'T', "ties ..." }, { 'S', "skip missing" },    { 'Q', "using type 1 to 9" }, { 'X', "using sample" }
	};
	static const char *const forms[] = { "from the values of one row",
		                                 "one value for the run, or with `per` for each group",
		                                 "one value for each row, out of the whole table", "a figure" };
	fprintf(out, "%s\n\n  %s; %s\n", f->written, f->definition, forms[f->form]);
	const char *before = "  takes ";
	for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
		if (function_takes(f, clauses[i].letter)) {
			fprintf(out, "%s`%s`", before, clauses[i].clause);
			before = ", ";
		}
	if (before[0] == ',') fputc('\n', out);
	if (f->source[0]) fprintf(out, "  source: %s\n", f->source);
}

static void list_codes(FILE *out)
{
	for (size_t i = 0; i < DIAG_COUNT; i++)
		fprintf(out, "%s  %s\n", diag_info[i].number, diag_info[i].title);
}

static void list_functions(FILE *out)
{
	for (size_t i = 0; i < FUNCTION_COUNT_OF; i++)
		fprintf(out, "%-36s %s\n", function_info[i].written, function_info[i].definition);
}

static void list_types(FILE *out)
{
	for (size_t i = TYPE_NUMBER; i < TYPE_COUNT_OF; i++)
		fprintf(out, "%-8s %s\n", type_info[i].word, type_info[i].reading);
}

static void list_words(FILE *out)
{
	static const char *const classes[] = { "", "reserved", "soft", "joined" };
	static const char *const roles[] = { "word", "clause", "declaration" };
	for (size_t i = 1; i < KEYWORD_COUNT; i++)
		fprintf(out, "%-28s %-10s %s\n", keyword_info[i].spelling, classes[keyword_info[i].class],
		        roles[keyword_info[i].role]);
}

enum plang_status help_print(struct text topic, FILE *out)
{
	static const struct {
		const char *topic;
		void (*list)(FILE *out);
	} lists[] = {
		{ "codes", list_codes }, { "functions", list_functions }, { "types", list_types }, { "words", list_words }
	};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (text_is(topic, lists[i].topic)) {
			lists[i].list(out);
			return PLANG_OK;
		}
	for (size_t i = 0; i < DIAG_COUNT; i++)
		if (text_is(topic, diag_info[i].number)) return say_code(out, (enum diag_code)i);
	const struct function_info *f = function_find(topic);
	if (f) say_function(out, f);
	return f ? PLANG_OK : PLANG_MISUSE;
}

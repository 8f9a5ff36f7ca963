/* help.c - help topics, made from the tables, so that they cannot say anything else than the program does. */
#include "api/help.h"
#include "lang/diag.h"
#include "lang/keyword.h"
#include "lang/type.h"
#include "stdlib/function.h"

static void say_code(FILE *out, const struct diag_info *d)
{
	fprintf(out, "%s  %s\n\n%s\n", d->number, d->title, d->explanation);
}

static void say_function(FILE *out, const struct function_info *f)
{
	static const struct {
		char letter;
		const char *clause;
	} clauses[] = { { 'B', "by ..." },   { 'W', "weighted by ..." }, { 'C', "where ..." },        { 'P', "per ..." },
		        { 'T', "ties ..." }, { 'S', "skip missing" },   { 'Q', "using type 1 to 9" }, { 'X', "using sample" } };
	static const char *const forms[] = { "from the values of one row", "one value for the run, or with `per` for each group",
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
	for (size_t i = 1; i < KEYWORD_COUNT; i++)
		fprintf(out, "%-28s %s\n", keyword_info[i].spelling, classes[keyword_info[i].class]);
}

bool help_print(struct text topic, FILE *out)
{
	static const struct {
		const char *topic;
		void (*list)(FILE *out);
	} lists[] = { { "codes", list_codes }, { "functions", list_functions }, { "types", list_types }, { "words", list_words } };
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (text_is(topic, lists[i].topic)) {
			lists[i].list(out);
			return true;
		}
	for (size_t i = 0; i < DIAG_COUNT; i++)
		if (text_is(topic, diag_info[i].number)) {
			say_code(out, &diag_info[i]);
			return true;
		}
	const struct function_info *f = function_find(topic);
	if (f) say_function(out, f);
	return f != NULL;
}

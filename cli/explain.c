/* explain.c - plang explain: says why a place got what it got. */
#include "cli/cli.h"

static const char help[] =
	"Usage: plang explain RULES DATA PLACE... [options]\n"
	"\n"
	"Runs the rule file over the CSV file DATA and tells, for each PLACE (its key, or its name without regard to case and\n"
	"accents), why it got what it got: every condition with its value, threshold and margin, what each part of a score adds,\n"
	"its neighbours in the ranking, how its award came out of weight, bounds and rounding, and what was filled in.\n"
	"\n"
	"  --change             instead: what would change it. For each cell that could do it alone, the nearest value at which a\n"
	"                       decision is another; what a point more or less is worth in an award; and what that does to others\n"
	"  --near N             the N places nearest each side of every cut-off; no PLACE is needed then\n"
	"  --why-not            only what stands in the way\n"
	"  --only NAME          only this declaration\n"
	"  --depth N            nested conditions only so far\n"
	"  --all                also what did not come into it\n"
	"  --format FORMAT      text, json, markdown or html (a page of its own)\n"
	"  --set NAME=VALUE     give a param another value: --set budget=£5bn (may be repeated)\n"
	"  --as-of DATE         the day of the run, which decides dated params: 2027-04-01\n"
	"  --strict             warnings are errors\n"
	"  --exact              by the exact evaluator alone\n"
	"  --threads N          at most N threads; the result is the same\n"
	"  --large N            for tests: explain tables of more than N rows as large ones\n"
	"  --messages json      messages as JSON\n"
	"  --help               this text\n"
	"\n"
	"Example: plang explain fund.pl places.csv E08000310 \"Marworth and Elmvale\"\n"
	"\n"
	"Exit status: 0 done; 1 done, and a check of the run did not hold; 2 wrong use, or no such place; 3 an error in the rule\n"
	"file; 4 an error in the data; 5 an allocation that cannot be made; 6 input or output failed; 7 out of memory.\n";

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_explain, "saOfEWASCndxtwbl*", argc, argv);
	if (wrong >= 0) return wrong;
	if (o.place_count == 0 && !o.telling.near) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_explain, "which place? Name it behind the data file, by its key or its name");
	}
	o.telling.format = o.format == PLANG_TEXT && cli_colour(stdout) ? PLANG_COLOUR : o.format;
	o.telling.width = cli_width();
	enum plang_status status = plang_load(o.plang, o.rules), told;
	if (status == PLANG_OK) status = plang_will_explain(o.plang);
	if (status == PLANG_OK) status = plang_eval(o.plang, o.data);
	if (status == PLANG_OK || status == PLANG_CHECK_FAILED) {
		told = plang_explain(o.plang, stdout, &o.telling, o.places, o.place_count);
		if (told != PLANG_OK) status = told;
	}
	return cli_done(&o, status);
}

const struct command command_explain = { "explain", "say why a place got what it got", help, run,
	                                     "text, json, markdown or html" };

/* report.c - plang report: a run as one page that anyone can open. */
#include "cli/cli.h"
#include <string.h>

static const char help[] =
	"Usage: plang report RULES [DATA] -o FILE [options]\n"
	"\n"
	"Runs the rule file over the CSV file DATA (- is standard input) and writes one page of HTML: what the fund does,\n"
	"parameters in force, totals, checks, a table of the results to sort and search, how the scores are distributed, and\n"
	"why each place got what it got. The page needs no network and no other file, and shows everything without scripts.\n"
	"\n"
	"  -o, --output FILE    the page, which is replaced whole or not at all; - is standard output\n"
	"  --map FILE           boundaries of the places, GeoJSON or TopoJSON: the page shows them on a map\n"
	"  --map-key PROPERTY   the property of the shapes that holds the place's key; else the one that matches best\n"
	"  --set NAME=VALUE     give a param another value: --set budget=£5bn (may be repeated)\n"
	"  --as-of DATE         the day of the run, which decides dated params: 2027-04-01\n"
	"  --data NAME=FILE     the file of a dataset by its name\n"
	"  --strict             warnings are errors\n"
	"  --threads N          at most N threads; the page is the same\n"
	"  -q, --quiet          no summary; what failed is still said\n"
	"  --messages json      messages as JSON, and no summary\n"
	"  --help               this text\n"
	"\n"
	"Example: plang report fund.pl places.csv -o fund.html --map districts.geojson\n"
	"\n"
	"Exit status: 0 done; 1 a check or compare did not hold (the page is written, and says so); 2 wrong use; 3 an error\n"
	"in the rule file; 4 an error in the data or the map; 5 an allocation that cannot be made; 6 input or output failed;\n"
	"7 out of memory.\n";

static enum plang_status say(const struct options *o)
{
	if (o->json_messages) return PLANG_OK;
	return o->quiet ? plang_failures(o->plang, stderr) : plang_summary(o->plang, stderr);
}

static bool is_read(const struct options *o, const char *file)
{
	if (strcmp(file, "-") == 0) return false;
	return strcmp(file, o->rules) == 0 || (o->data && strcmp(file, o->data) == 0) ||
	       (o->map && strcmp(file, o->map) == 0);
}

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_report, "saoSqdtMK", argc, argv);
	if (wrong >= 0) return wrong;
	const char *missing = !o.output ? "where to? -o FILE names the page" : NULL;
	if (!missing && is_read(&o, o.output)) missing = "-o wants a file of its own: this one is read";
	if (!missing && o.map_key && !o.map) missing = "--map-key is about a map, and none is given: --map FILE";
	if (missing) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_report, "%s", missing);
	}
	enum plang_status status = plang_load(o.plang, o.rules);
	if (status == PLANG_OK && o.data_name && !plang_declares(o.plang, o.data_name)) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_report, "--data: the rule file declares no dataset \"%s\"", o.data_name);
	}
	if (status == PLANG_OK) status = plang_will_explain(o.plang);
	if (status == PLANG_OK) status = plang_eval(o.plang, o.data);
	if (status == PLANG_OK || status == PLANG_CHECK_FAILED) {
		enum plang_status then = plang_report(o.plang, o.output, o.map, o.map_key);
		if (then == PLANG_OK) then = say(&o);
		if (then != PLANG_OK) status = then;
	}
	return cli_done(&o, status);
}

const struct command command_report = { "report", "write a run as one page: results, map, scores, and why", help, run,
	                                    NULL };

/* eval.c - plang eval: runs a rule file over a table of places. */
#include "cli/cli.h"
#include <string.h>

static const char help[] =
	"Usage: plang eval RULES [DATA] [options]\n"
	"\n"
	"Runs the rule file over the CSV file DATA (- is standard input) and prints what its `output` says: CSV on a pipe, an\n"
	"aligned table on a terminal. The summary and all messages go to standard error.\n"
	"\n"
	"  --set NAME=VALUE     give a param another value: --set budget=£5bn (may be repeated)\n"
	"  --as-of DATE         the day of the run, which decides dated params: 2027-04-01\n"
	"  --data NAME=FILE     the file of a dataset by its name\n"
	"  -o, --output FILE    write into FILE, which is replaced whole or not at all\n"
	"  --format FORMAT      csv, json, jsonl (JSON Lines: an object a row) or table; else FILE's .json or .jsonl decides\n"
	"  --spreadsheet        CSV that is safe to open in a spreadsheet: an apostrophe before texts that it would run\n"
	"  --receipt FILE       write into FILE what was read and what came of it, so that `plang verify FILE` can check it\n"
	"  --sign KEY           sign the receipt with the secret key in the file KEY, which `plang key` makes\n"
	"  --strict             warnings are errors\n"
	"  --exact              by the exact evaluator alone: slow, and the definition of what is right\n"
	"  --threads N          at most N threads; the result is the same\n"
	"  --profile            say by which means the decisions were made\n"
	"  --without LAYERS     for tests: leave out means of deciding (whole, grid, same, double), or all of it (deciding)\n"
	"  --block N            for tests: N rows at a time\n"
	"  -q, --quiet          no summary; what failed is still said\n"
	"  --messages json      messages as JSON, and no summary (--format json holds it)\n"
	"  --help               this text\n"
	"\n"
	"Example: plang eval fund.pl places.csv --set budget=£5bn -o awards.csv\n"
	"\n"
	"Exit status: 0 done; 1 a check or compare did not hold (the result is written); 2 wrong use; 3 an error in the rule\n"
	"file; 4 an error in the data; 5 an allocation that cannot be made; 6 input or output failed; 7 out of memory.\n";

static enum plang_format chosen_format(const struct options *o)
{
	size_t n = o->output ? strlen(o->output) : 0;
	if (o->format != PLANG_TEXT) return o->format;
	if (n > 5 && strcmp(o->output + n - 5, ".json") == 0) return PLANG_JSON;
	if (n > 6 && strcmp(o->output + n - 6, ".jsonl") == 0) return PLANG_JSON_LINES;
	return !o->output && !o->spreadsheet && cli_width() ? PLANG_TABLE : PLANG_CSV;
}

/* -1 to go on, else the exit status. */
static int begin_receipt(struct options *o)
{
	const char *wrong = NULL;
	if (!o->receipt && !o->sign) return -1;
	if (!o->receipt) wrong = "--sign signs a receipt: --receipt FILE says where to";
	else if (strcmp(o->receipt, "-") == 0 || strcmp(o->receipt, "/dev/stdout") == 0)
		wrong = "--receipt wants the name of a file: on standard output stands the result";
	else if (strcmp(o->receipt, o->rules) == 0 || (o->data && strcmp(o->receipt, o->data) == 0) ||
	         (o->output && strcmp(o->receipt, o->output) == 0))
		wrong = "--receipt wants a file of its own";
	if (wrong) {
		cli_done(o, PLANG_MISUSE);
		return cli_misuse(&command_eval, "%s", wrong);
	}
	enum plang_status status = plang_record(o->plang, o->sign);
	if (status == PLANG_OK) return -1;
	bool said = plang_errors(o->plang) > 0;
	cli_done(o, status);
	if (status != PLANG_MISUSE || said) return (int)status;
	return cli_misuse(&command_eval, "--receipt stands for a right result, which --without deciding does not give");
}

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_eval, "saofSqdpxtRwbrk", argc, argv);
	if (wrong >= 0) return wrong;
	if (o.spreadsheet && chosen_format(&o) != PLANG_CSV) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_eval, "--spreadsheet is about CSV, and the result is not written as CSV");
	}
	plang_spreadsheet(o.plang, o.spreadsheet);
	wrong = begin_receipt(&o);
	if (wrong >= 0) return wrong;
	enum plang_status status = plang_load(o.plang, o.rules);
	if (status == PLANG_OK && o.data_name && !plang_declares(o.plang, o.data_name)) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_eval, "--data: the rule file declares no dataset \"%s\"", o.data_name);
	}
	if (status == PLANG_OK) status = plang_eval(o.plang, o.data);
	if (status == PLANG_OK || status == PLANG_CHECK_FAILED) {
		enum plang_status written = o.output ? plang_save(o.plang, o.output, chosen_format(&o))
		                                     : plang_write(o.plang, stdout, chosen_format(&o), cli_width());
		enum plang_status said = PLANG_OK;
		if (written == PLANG_OK && o.receipt) written = plang_receipt(o.plang, o.receipt);
		if (written != PLANG_OK) status = written;
		else if (o.json_messages) return cli_done(&o, status); /* nothing but JSON; --format json holds the summary */
		else if (!o.quiet) said = plang_summary(o.plang, stderr);
		else said = plang_failures(o.plang, stderr);
		if (o.profile && said == PLANG_OK) said = plang_profile(o.plang, stderr);
		if (said != PLANG_OK) status = said;
	}
	return cli_done(&o, status);
}

const struct command command_eval = { "eval", "run a rule file over a table of places", help, run,
	                                  "csv, json, jsonl or table" };

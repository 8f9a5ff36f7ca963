/* verify.c - plang verify: checks a receipt by running again what it states. */
#include "cli/cli.h"

static const char help[] =
	"Usage: plang verify RECEIPT [options]\n"
	"\n"
	"Runs again what a receipt states, which `plang eval --receipt` wrote, and compares byte for byte: rules, data, options,\n"
	"parameters, totals, checks and the result. The first difference is named. Files are looked for as the receipt names\n"
	"them, in its own folder and then in this one.\n"
	"\n"
	"  --rules FILE         the rule file, in place of the one that the receipt names\n"
	"  --data FILE          the data, in place of those that the receipt names (- is standard input)\n"
	"  --result FILE        a file that should hold the result; else the one that the receipt names, if it names one\n"
	"  --no-result          leave that file out: only run again\n"
	"  --key FILE           the receipt must be signed with the key whose public half is in FILE\n"
	"  --threads N          at most N threads\n"
	"  --messages json      messages as JSON\n"
	"  --help               this text\n"
	"\n"
	"Example: plang verify run.json --key auditor.pub\n"
	"\n"
	"Exit status: 0 it holds; 1 it does not; 2 wrong use; 3 an error in the rule file; 4 an error in the data; 5 an allocation\n"
	"that cannot be made; 6 a file cannot be read; 7 out of memory.\n";

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_verify, "tyLTND", argc, argv);
	if (wrong >= 0) return wrong;
	struct plang_verify how = {
		.rules = o.verify_rules, .data = o.data, .result = o.result, .no_result = o.no_result, .key = o.key
	};
	return cli_done(&o, plang_verify(o.plang, o.rules, &how, stdout));
}

const struct command command_verify = { "verify", "check a receipt by running again what it states", help, run, NULL };

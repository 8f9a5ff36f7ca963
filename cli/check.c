/* check.c - plang check: says what is wrong with a rule file, and what it leaves open, without any data. */
#include "cli/cli.h"

static const char help[] =
	"Usage: plang check RULES [options]\n"
	"\n"
	"Checks names, types, units, missing values and weights of a rule file, without reading any data, and lists the choices\n"
	"that it leaves open (ties, rounding).\n"
	"\n"
	"  --set NAME=VALUE     as if a param had this value\n"
	"  --as-of DATE         as if it were this day\n"
	"  --strict             warnings are errors\n"
	"  --messages json      messages as JSON\n"
	"  --help               this text\n"
	"\n"
	"Example: plang check fund.pl\n"
	"\n"
	"Exit status: 0 sound; 3 an error in the rule file; 6 it cannot be read.\n";

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_check, "saS", argc, argv);
	if (wrong >= 0) return wrong;
	plang_remarks(o.plang, true);
	return cli_done(&o, plang_load(o.plang, o.rules));
}

const struct command command_check = { "check", "say what is wrong with a rule file, and what it leaves open", help, run,
	                                   NULL };

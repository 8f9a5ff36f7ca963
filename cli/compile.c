/* compile.c - plang compile: prints what a rule file becomes. */
#include "cli/cli.h"
#include <string.h>

static const char help[] =
	"Usage: plang compile --emit=tree RULES [options]\n"
	"\n"
	"Prints what the rule file becomes.\n"
	"\n"
	"  --emit=tree          the tree, each node with its place\n"
	"  --emit=rules         the rule file again, in one canonical layout\n"
	"  --emit=ops           the program: instructions over rows, and what is done with whole columns between them\n"
	"  --parse-only         before names and types are checked\n"
	"  --format FORMAT      text or json\n"
	"  --messages json      messages as JSON\n"
	"  --help               this text\n"
	"\n"
	"Example: plang compile --emit=tree fund.pl\n"
	"\n"
	"Exit status: 0 done; 2 wrong use; 3 an error in the rule file; 6 it cannot be read.\n";

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_compile, "saefSP", argc, argv);
	if (wrong >= 0) return wrong;
	bool tree = o.emit && strcmp(o.emit, "tree") == 0, rules = o.emit && strcmp(o.emit, "rules") == 0;
	bool ops = o.emit && strcmp(o.emit, "ops") == 0;
	if (!tree && !rules && !ops) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_compile, "what shall be printed? --emit=tree, --emit=rules or --emit=ops");
	}
	if (ops && o.parse_only) {
		cli_done(&o, PLANG_MISUSE);
		return cli_misuse(&command_compile, "--emit=ops goes without --parse-only: a program has its names and types");
	}
	enum plang_status status = o.parse_only || rules ? plang_parse(o.plang, o.rules) : plang_load(o.plang, o.rules);
	if (status == PLANG_OK)
		status = rules ? plang_print(o.plang, stdout)
		         : ops ? plang_ops(o.plang, stdout)
		               : plang_tree(o.plang, stdout, o.format);
	return cli_done(&o, status);
}

const struct command command_compile = { "compile", "print what a rule file becomes", help, run, "text or json" };

/* help.c - plang help: the commands, and topics made from the tables of the language. */
#include "cli/cli.h"
#include <string.h>

static const char help[] =
	"Usage: plang help [TOPIC]\n"
	"\n"
	"TOPIC is a command, a message code such as P0203, a function such as quantile, or a list: codes, functions, types,\n"
	"words.\n"
	"\n"
	"Example: plang help P0203\n";

static int list(void)
{
	fputs("plang - rules for place-based funding: readable, exact, explained\n\nUsage: plang COMMAND ...\n\n", stdout);
	for (size_t i = 0; commands[i]; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n  plang COMMAND --help     the options of a command\n"
	      "  plang help P0203         what a message means\n"
	      "  plang help functions     the functions (also: codes, types, words)\n"
	      "  plang --version\n\n"
	      "Example: plang eval fund.pl places.csv\n",
	      stdout);
	return PLANG_OK;
}

static int run(int argc, char **argv)
{
	if (argc < 2) return list();
	if (argc > 2) return cli_misuse(&command_help, "one topic at a time");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		fputs(help, stdout);
		return PLANG_OK;
	}
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, argv[1]) == 0) {
			fputs(commands[i]->help, stdout);
			return PLANG_OK;
		}
	enum plang_status status = plang_help(argv[1], stdout);
	if (status == PLANG_MISUSE) return cli_misuse(&command_help, "there is no topic \"%s\"", argv[1]);
	if (status == PLANG_NO_MEMORY) fputs("error P0001: memory ran out\n", stderr);
	return (int)status;
}

const struct command command_help = { "help", "say what a command, a message or a function means", help, run, NULL };

/* cli.h - what the commands of the program share: options, the terminal, and the way out. */
#ifndef PLANG_CLI_CLI_H
#define PLANG_CLI_CLI_H
#include "api/plang.h"

/* One command: its own file in this folder. */
struct command {
	const char *name;
	const char *summary;               /* one line for `plang help` */
	const char *help;                  /* for `plang NAME --help` */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name; gives the exit status */
	const char *formats;               /* that --format takes: "csv, json or table"; NULL without that option */
};
extern const struct command command_eval, command_explain, command_check, command_report, command_compile, command_verify, command_key,
	command_help;
extern const struct command *const commands[];

/* Options that several commands take. */
struct options {
	struct plang *plang;
	const char *rules, *data;
	const char *const *places;         /* words behind the two files, where the command takes them */
	size_t place_count;
	struct plang_telling telling;
	const char *data_name;             /* of the dataset, as --data NAME=FILE says; NULL: not said */
	const char *output;                /* -o; NULL: standard output */
	const char *receipt, *sign, *key;  /* --receipt, --sign, --key */
	const char *verify_rules, *result; /* of verify: --rules, --result */
	enum plang_format format;          /* PLANG_TEXT: not said */
	bool json_messages, quiet, parse_only, spreadsheet, profile, no_result;
	const char *emit;
	const char *map, *map_key;
	enum plang_status setting; /* of the first --set that cannot be read */
};

#define PLACES '*' /* among the letters of a command: further words may stand behind the two files */

/* Reads the command line into options; letters says which options the command takes. -1 to go on, else the exit status
 * (--help, or wrong use, which has been said). The session is made here and freed by cli_done. */
int cli_begin(struct options *options, const struct command *command, const char *letters, int argc, char **argv);
/* Prints the messages and frees the session. */
int cli_done(struct options *options, enum plang_status status);

/* Says what is wrong with the command line, and how to get help. Gives PLANG_MISUSE. */
int cli_misuse(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool cli_colour(FILE *out); /* a terminal, and NO_COLOR is not set */
size_t cli_width(void);     /* columns of the terminal on standard output; 0 when it is none */

#endif

/* options.c - the command line, the terminal, and the way out. */
#include "cli/cli.h"
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int cli_misuse(const struct command *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("plang: ", stderr);
	vfprintf(stderr, format, args);
	va_end(args);
	if (command) fprintf(stderr, "\nTry: plang %s --help\n", command->name);
	else fputs("\nTry: plang help\n", stderr);
	return PLANG_MISUSE;
}

bool cli_colour(FILE *out)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
	return isatty(fileno(out)) && !(none && *none) && !(term && strcmp(term, "dumb") == 0);
}

size_t cli_width(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO)) return 0;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static const struct {
	const char *name;
	int argument;
	int letter;
} all[] = {
	{ "set", required_argument, 's' },      { "as-of", required_argument, 'a' },   { "output", required_argument, 'o' },
	{ "format", required_argument, 'f' },   { "strict", no_argument, 'S' },        { "quiet", no_argument, 'q' },
	{ "messages", required_argument, 'm' }, { "emit", required_argument, 'e' },    { "parse-only", no_argument, 'P' },
	{ "data", required_argument, 'd' },     { "help", no_argument, 'h' },          { "spreadsheet", no_argument, 'p' },
	{ "exact", no_argument, 'x' },          { "threads", required_argument, 't' }, { "profile", no_argument, 'R' },
	{ "without", required_argument, 'w' },  { "block", required_argument, 'b' },   { "map", required_argument, 'M' },
	{ "map-key", required_argument, 'K' },  { "receipt", required_argument, 'r' }, { "sign", required_argument, 'k' },
	{ "key", required_argument, 'y' },      { "rules", required_argument, 'L' },   { "result", required_argument, 'T' },
	{ "no-result", no_argument, 'N' },      { "data", required_argument, 'D' },
	{ "why-not", no_argument, 'W' },        { "only", required_argument, 'O' },    { "depth", required_argument, 'E' },
	{ "large", required_argument, 'l' },
	{ "all", no_argument, 'A' },            { "change", no_argument, 'C' },        { "near", required_argument, 'n' },
};
#define ALL (sizeof all / sizeof *all)

/* Whether the command takes this option; h and m are everybody's. */
static bool takes(const char *letters, int letter)
{
	return letter == 'h' || letter == 'm' || strchr(letters, letter) != NULL;
}

static const struct {
	const char *word;
	enum plang_format format;
} formats[] = { { "csv", PLANG_CSV },     { "json", PLANG_JSON },         { "jsonl", PLANG_JSON_LINES }, { "table", PLANG_TABLE },
	            { "text", PLANG_TEXT },   { "markdown", PLANG_MARKDOWN }, { "html", PLANG_HTML } };

/* Whether a word stands in a list such as "csv, json or table". */
static bool listed(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = list; n && (at = strstr(at, word)); at += n)
		if ((at == list || at[-1] == ' ') && (at[n] == ',' || at[n] == ' ' || !at[n])) return true;
	return false;
}

static int read_format(struct options *o, const struct command *command, const char *word)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (strcmp(formats[i].word, word) != 0 || !listed(command->formats, word)) continue;
		o->format = formats[i].format;
		return -1;
	}
	return cli_misuse(command, "--format is %s, not \"%s\"", command->formats, word);
}

/* --data NAME=FILE; with one dataset the name may be left out. */
static int read_data(struct options *o, const struct command *command, char *word)
{
	char *equals = strchr(word, '=');
	if (o->data) return cli_misuse(command, "the data file is given twice");
	o->data = equals ? equals + 1 : word;
	if (equals) {
		*equals = '\0'; /* arguments are ours to write to */
		o->data_name = word;
	}
	return -1;
}

static int read_threads(struct options *o, const struct command *command, const char *word)
{
	char *end;
	long threads = strtol(word, &end, 10);
	if (*end || end == word || threads < 1 || threads > 1024)
		return cli_misuse(command, "--threads is a number from 1 to 1024, not \"%s\"", word);
	plang_threads(o->plang, (unsigned)threads);
	return -1;
}

static int read_count(const struct command *command, const char *name, const char *word, size_t *out)
{
	char *end;
	long count = strtol(word, &end, 10);
	if (*end || end == word || count < 1 || count > 1000)
		return cli_misuse(command, "--%s is a number from 1 to 1000, not \"%s\"", name, word);
	*out = (size_t)count;
	return -1;
}

static int tune(struct options *o, const struct command *command, const char *what, const char *word)
{
	char how[128];
	int n = snprintf(how, sizeof how, "%s=%s", what, word);
	if (n > 0 && (size_t)n < sizeof how && plang_tune(o->plang, how) == PLANG_OK) return -1;
	return cli_misuse(command, "--%s does not take \"%s\"", what, word);
}

static int apply(struct options *o, const struct command *command, int letter, char *word)
{
	enum plang_status set;
	switch (letter) {
	case 's':
		set = plang_set(o->plang, word);
		if (set == PLANG_MISUSE)
			return cli_misuse(command, "--set is NAME=VALUE, each name once; this is \"%s\"", word);
		if (o->setting == PLANG_OK) o->setting = set; /* how messages are printed may still be said */
		return -1;
	case 'a':
		if (plang_as_of(o->plang, word) == PLANG_OK) return -1;
		return cli_misuse(command, "--as-of is a date such as 2027-04-01, not \"%s\"", word);
	case 'o': o->output = word; return -1;
	case 'f': return read_format(o, command, word);
	case 'S': plang_strict(o->plang, true); return -1;
	case 'q': o->quiet = true; return -1;
	case 'p': o->spreadsheet = true; return -1;
	case 'P': o->parse_only = true; return -1;
	case 'd': return read_data(o, command, word);
	case 'x': plang_exact(o->plang, true); return -1;
	case 'R': o->profile = true; return -1;
	case 't': return read_threads(o, command, word);
	case 'w': return tune(o, command, "without", word);
	case 'b': return tune(o, command, "block", word);
	case 'e': o->emit = word; return -1;
	case 'M': o->map = word; return -1;
	case 'K': o->map_key = word; return -1;
	case 'r': o->receipt = word; return -1;
	case 'k': o->sign = word; return -1;
	case 'y': o->key = word; return -1;
	case 'L': o->verify_rules = word; return -1;
	case 'T': o->result = word; return -1;
	case 'N': o->no_result = true; return -1;
	case 'D': o->data = word; return -1;
	case 'W': o->telling.why_not = true; return -1;
	case 'O': o->telling.only = word; return -1;
	case 'A': o->telling.unfold = true; return -1;
	case 'E': return read_count(command, "depth", word, &o->telling.depth);
	case 'C': o->telling.change = true; return -1;
	case 'n': return read_count(command, "near", word, &o->telling.near);
	case 'l': return read_count(command, "large", word, &o->telling.large);
	case 'm':
		if (strcmp(word, "json") != 0 && strcmp(word, "text") != 0)
			return cli_misuse(command, "--messages is text or json, not \"%s\"", word);
		o->json_messages = strcmp(word, "json") == 0;
		return -1;
	default: return cli_misuse(command, "an option that the command does not take");
	}
}

/* getopt leaves in optopt the letter, also of one in a word of several; 0 after a long option that does not exist. */
static int wrong_option(const struct command *command, const char *letters, const char *word)
{
	if (optopt == 0) return cli_misuse(command, "there is no option %s", word);
	if (takes(letters, optopt) && word[0] == '-' && word[1] == '-')
		return cli_misuse(command, "%s: this option takes no value", word);
	return cli_misuse(command, "there is no option -%c", optopt);
}

static int read_options(struct options *o, const struct command *command, const char *letters, int argc, char **argv)
{
	struct option longs[ALL + 1];
	size_t n = 0;
	for (size_t i = 0; i < ALL; i++)
		if (takes(letters, all[i].letter))
			longs[n++] = (struct option){ all[i].name, all[i].argument, NULL, all[i].letter };
	longs[n] = (struct option){ 0 };
	opterr = 0;
	for (int letter; (letter = getopt_long(argc, argv, takes(letters, 'o') ? ":ho:q" : ":h", longs, NULL)) != -1;) {
		if (letter == 'h') {
			fputs(command->help, stdout);
			return PLANG_OK;
		}
		if (letter == ':') return cli_misuse(command, "%s wants a value", argv[optind - 1]);
		if (letter == '?') return wrong_option(command, letters, argv[optind - 1]);
		int status = apply(o, command, letter, optarg);
		if (status >= 0) return status;
	}
	return -1;
}

static const char *first_word(const struct command *command)
{
	return command == &command_verify ? "receipt" : command == &command_key ? "name" : "rule file";
}

int cli_begin(struct options *o, const struct command *command, const char *letters, int argc, char **argv)
{
	*o = (struct options){ .plang = plang_new(), .format = PLANG_TEXT };
	if (!o->plang) {
		fputs("error P0001: memory ran out; nothing was written\n", stderr);
		return PLANG_NO_MEMORY;
	}
	int status = read_options(o, command, letters, argc, argv);
	if (status < 0) {
		argc -= optind;
		argv += optind;
		if (argc > 0) o->rules = argv[0];
		if (argc > 1 && o->data) status = cli_misuse(command, "the data file is given twice");
		else if (argc > 1) o->data = argv[1];
		int files = takes(letters, 'd') ? 2 : 1;
		if (status < 0 && argc > files && !takes(letters, PLACES)) status = cli_misuse(command, "too many files");
		if (argc > files) {
			o->places = (const char *const *)argv + files;
			o->place_count = (size_t)(argc - files);
		}
		if (status < 0 && !o->rules) status = cli_misuse(command, "which %s?", first_word(command));
		if (status < 0 && o->data && strcmp(o->rules, "-") == 0 && strcmp(o->data, "-") == 0)
			status = cli_misuse(command, "the rules and the data cannot both be standard input");
		if (status < 0 && o->setting != PLANG_OK) return cli_done(o, o->setting);
	}
	if (status >= 0) {
		plang_free(o->plang);
		o->plang = NULL;
	}
	return status;
}

int cli_done(struct options *o, enum plang_status status)
{
	if (!o->plang) return (int)status;
	plang_messages(o->plang, stderr, o->json_messages ? PLANG_JSON : cli_colour(stderr) ? PLANG_COLOUR : PLANG_TEXT);
	plang_free(o->plang);
	o->plang = NULL;
	return (int)status;
}

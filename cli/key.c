/* key.c - plang key: makes a pair of keys that sign and check receipts. */
#include "cli/cli.h"

static const char help[] =
	"Usage: plang key NAME\n"
	"\n"
	"Makes a pair of Ed25519 keys: NAME.key, which signs receipts (plang eval --sign NAME.key) and which you keep to yourself,\n"
	"and NAME.pub, which checks them (plang verify --key NAME.pub) and which you give away. No file is replaced.\n"
	"\n"
	"  --help               this text\n"
	"\n"
	"Example: plang key auditor\n"
	"\n"
	"Exit status: 0 done; 2 wrong use; 6 a file is there already, or cannot be written.\n";

static int run(int argc, char **argv)
{
	struct options o;
	int wrong = cli_begin(&o, &command_key, "", argc, argv);
	if (wrong >= 0) return wrong;
	return cli_done(&o, plang_new_key(o.plang, o.rules));
}

const struct command command_key = { "key", "make a pair of keys that sign and check receipts", help, run, NULL };

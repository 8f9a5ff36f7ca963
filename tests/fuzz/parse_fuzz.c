/* parse_fuzz.c - scanner, filter, parser, printer: any bytes; what parses prints to text that parses to the same tree. */
#include "tests/fuzz/fuzz.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	if (!session_begin(&s)) return 0;
	if (setjmp(s.edge.back) == 0) {
		struct tree *tree = session_parse(&s, (struct text){ (const char *)data, size });
		if (tree && s.diags.errors == 0) {
			struct tree *again = session_parse(&s, tree_print(s.arena, tree));
			if (s.diags.errors != 0 || !tree_same(tree, again)) abort();
		}
	}
	session_end(&s);
	return 0;
}

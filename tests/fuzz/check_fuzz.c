/* check_fuzz.c - the checker: any bytes that parse. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	if (!session_begin(&s)) return 0;
	if (setjmp(s.edge.back) == 0) {
		struct tree *tree = session_parse(&s, (struct text){ (const char *)data, size });
		struct check_options options = { .remarks = true };
		struct model model;
		if (tree && s.diags.errors == 0) check_file(s.arena, &s.diags, tree, &options, &model);
	}
	session_end(&s);
	return 0;
}

/* csv_fuzz.c - the CSV reader: any bytes, against fields of every type; the first byte says how they come in. */
#include "tests/fuzz/fuzz.h"

static const char rules[] =
	"fund \"f\" currency GBP dataset place missing means gss thousands \",\" key code field name text field n number may be missing "
	"field p percent may be missing field c count may be missing field m money in units of £1_000 may be missing "
	"field ch choice (\"a\", \"b\") may be missing field f flag (\"Y\", \"N\") may be missing field d date may be missing "
	"output code, name, n, p, c, m, ch, f, d";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	if (size == 0 || !session_begin(&s)) return 0;
	if (setjmp(s.edge.back) == 0) {
		struct check_options options = { 0 };
		struct model model;
		struct table table;
		struct bytes bytes = { { (const char *)data + 1, size - 1 }, (size_t)data[0] + 1 };
		struct input input = { .name = TEXT("data.csv"), .read = bytes_read, .state = &bytes };
		struct tree *tree = session_parse(&s, text_of(rules));
		if (check_file(s.arena, &s.diags, tree, &options, &model))
			csv_read(s.arena, NULL, &s.diags, numbers_new(s.arena), &model.datasets[0], &input, &table);
	}
	session_end(&s);
	return 0;
}

/* eval_fuzz.c - a whole run: rules, a NUL byte, data; through exact evaluation and every writer. */
#include "audit/exact.h"
#include "runtime/write.h"
#include "tests/fuzz/fuzz.h"

static void run(struct session *s, struct text rules, struct text data)
{
	struct check_options options = { 0 };
	struct model model;
	struct table table;
	struct result result;
	struct bytes bytes = { data, 4096 };
	struct input input = { .name = TEXT("data.csv"), .read = bytes_read, .state = &bytes };
	struct tree *tree = session_parse(s, rules);
	if (!tree || s->diags.errors || !check_file(s->arena, &s->diags, tree, &options, &model) || model.dataset_count != 1) return;
	if (!csv_read(s->arena, NULL, &s->diags, numbers_new(s->arena), &model.datasets[0], &input, &table)) return;
	if (!exact_run(s->arena, &s->diags, &model, &table, &result)) return;
	static FILE *nowhere;
	if (!nowhere) nowhere = fopen("/dev/null", "w");
	for (int format = FORMAT_CSV; nowhere && format <= FORMAT_TABLE; format++)
		write_result(nowhere, s->arena, &result, (enum format)format, 100, NULL, NULL);
	if (nowhere) write_summary(nowhere, s->arena, &result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	const uint8_t *cut = size ? memchr(data, 0, size) : NULL;
	if (!cut || !session_begin(&s)) return 0;
	size_t rules = (size_t)(cut - data);
	if (setjmp(s.edge.back) == 0)
		run(&s, (struct text){ (const char *)data, rules }, (struct text){ (const char *)cut + 1, size - rules - 1 });
	session_end(&s);
	return 0;
}

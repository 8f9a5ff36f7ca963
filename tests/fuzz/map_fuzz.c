/* map_fuzz.c - files of boundaries: any bytes, joined to a table of three places. */
#include "audit/map.h"
#include "tests/fuzz/fuzz.h"

static struct text places = { "code\nA\nE06000001\n1\n", 19 };

static void read_and_join(struct session *s, struct text bytes)
{
	struct tree *tree = session_parse(s, TEXT("dataset place key code output code"));
	struct check_options options = { .remarks = false };
	struct bytes table_bytes = { places, 7 };
	struct input table_input = { .name = TEXT("data"), .read = bytes_read, .state = &table_bytes };
	struct model model;
	struct table table;
	if (!tree || !check_file(s->arena, &s->diags, tree, &options, &model)) return;
	if (!csv_read(s->arena, NULL, &s->diags, numbers_new(s->arena), &model.datasets[0], &table_input, &table)) return;
	struct map *map = map_read(s->arena, &s->diags, TEXT("map"), bytes);
	if (map) map_join(s->arena, &s->diags, map, &table, TEXT(""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	if (!session_begin(&s)) return 0;
	if (setjmp(s.edge.back) == 0) read_and_join(&s, (struct text){ (const char *)data, size });
	session_end(&s);
	return 0;
}

/* record.c - what goes by is taken down. */
#include "api/record.h"
#include "lang/arena.h"
#include "runtime/tap.h"

void record_rules(struct record *r, struct arena *arena, struct text name, struct text body)
{
	r->rules.name = arena_text(arena, name);
	digest_text(&r->rules.digest, body);
}

struct input record_data(struct record *r, struct arena *arena, struct text dataset, const struct input *input)
{
	struct record_file *f = arena_alloc(arena, sizeof *f);
	f->dataset = dataset;
	f->name = arena_text(arena, input->name);
	if (r->last) r->last->next = f;
	else r->data = f;
	r->last = f;
	return digest_input(&f->through, input, &f->digest);
}

static void take(void *state, const char *at, size_t len)
{
	struct record *r = state;
	digest_add(&r->result, at, len);
	if (r->kept) kept_take(r->kept, at, len);
}

struct tap record_result(struct record *r, struct arena *arena, struct text file, enum format format, size_t width)
{
	r->result_file = arena_text(arena, file);
	r->format = format;
	r->width = format == FORMAT_TABLE ? width : 0;
	digest_begin(&r->result);
	return (struct tap){ take, r };
}

/* kept.c - two results side by side, up to the first byte that differs. */
#include "runtime/kept.h"
#include <errno.h>

void kept_begin(struct kept *k, const struct input *file)
{
	*k = (struct kept){ .file = *file, .line = 1, .column = 1 };
	digest_begin(&k->digest);
}

/* As many bytes of the file as there are, `size` at most. */
static size_t fill(struct kept *k, size_t size)
{
	size_t have = 0;
	while (have < size && !k->digest.whole && !k->error) {
		ptrdiff_t n = k->file.read(k->file.state, k->buffer + have, size - have);
		if (n < 0) k->error = errno;
		else if (n == 0) digest_end(&k->digest);
		else digest_add(&k->digest, k->buffer + have, (size_t)n);
		if (n > 0) have += (size_t)n;
	}
	return have;
}

static bool begins_character(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Lines and characters that have gone by. */
static void pass(struct kept *k, const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (at[i] == '\n') {
			k->line++;
			k->column = 1;
		} else k->column += begins_character(at[i]);
	}
}

static struct kept_excerpt excerpt(const char *at, size_t len, size_t from, size_t differs)
{
	struct kept_excerpt e = { .ends = differs >= len };
	for (size_t i = from; i < len && e.len < KEPT_SHOWN; i++) {
		if (at[i] == '\n' || (at[i] == ',' && i > differs)) break;
		e.at[e.len++] = at[i];
	}
	return e;
}

/* The byte at `differs` of the two does, or one of them has none. */
static void found(struct kept *k, const char *now, size_t now_len, size_t file_len, size_t differs)
{
	size_t from = differs;
	while (from > 0 && differs - from < KEPT_SHOWN / 2 && now[from - 1] != ',' && now[from - 1] != '\n')
		from--;
	while (from < differs && !begins_character(now[from]))
		from++;
	pass(k, now, differs);
	if (differs < now_len && !begins_character(now[differs])) k->column--;
	k->differs = true;
	k->now = excerpt(now, now_len, from, differs);
	k->in_file = excerpt(k->buffer, file_len, from, differs);
}

void kept_take(struct kept *k, const char *at, size_t len)
{
	while (len > 0 && !k->differs && !k->error) {
		size_t part = len < sizeof k->buffer ? len : sizeof k->buffer, have = fill(k, part), same = 0;
		if (have == part && memcmp(at, k->buffer, part) == 0) same = part;
		while (same < have && at[same] == k->buffer[same])
			same++;
		if (same == part) pass(k, at, part);
		else if (!k->error) found(k, at, part, have, same);
		at += part;
		len -= part;
	}
}

bool kept_end(struct kept *k)
{
	size_t more = k->differs ? 0 : fill(k, sizeof k->buffer);
	if (more > 0) found(k, "", 0, more, 0);
	while (!k->digest.whole && !k->error)
		fill(k, sizeof k->buffer);
	return !k->error;
}

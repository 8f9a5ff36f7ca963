/* csv_block.c - reading, and cutting by the parity of quotes: a line end ends a record when an even number of them stands
 * before it. Where quotes are not as they should be this is wrong, but there the file is refused. */
#include "runtime/csv_block.h"
#include "runtime/csv_index.h"
#include "runtime/csv_piece.h"
#include <errno.h>
#include <stdlib.h>

/* For a record longer than a block the room doubles, so it is copied a few times at most. */
void csv_block_fill(struct csv_block *b, const char *left, size_t left_len, const struct input *input, size_t size)
{
	size_t wanted = size + 2 * left_len;
	b->last = b->no_memory = false;
	b->error = 0;
	b->parts = 0;
	b->len = 0;
	if (b->room < wanted) {
		char *more = malloc(wanted + PIECE_SLACK);
		b->no_memory = !more;
		if (!more) return;
		free(b->at);
		b->at = more;
		b->room = wanted;
		memset(more + wanted, 0, PIECE_SLACK);
	}
	if (left_len) memcpy(b->at, left, left_len);
	b->len = left_len;
	while (b->len < wanted && !b->last) {
		ptrdiff_t n = input->read(input->state, b->at + b->len, wanted - b->len);
		if (n < 0) {
			b->error = errno;
			return;
		}
		b->last = n == 0;
		b->len += (size_t)n;
	}
}

/* Behind the first line end that ends a record, from there on; the end of the block without one. */
static size_t next_record(const struct csv_block *b, size_t from, bool *inside)
{
	for (size_t i = from; i < b->len; i++) {
		*inside ^= b->at[i] == '"';
		if (b->at[i] == '\n' && !*inside) return i + 1;
	}
	return b->len;
}

/* Behind the last one, not before `from`. */
static size_t last_record(const struct csv_block *b, size_t from, bool inside)
{
	for (size_t i = b->len; i > from; i--) {
		if (b->at[i - 1] == '\n' && !inside) return i;
		inside ^= b->at[i - 1] == '"';
	}
	return from;
}

void csv_block_cut(struct csv_block *b, size_t parts)
{
	bool inside = false;
	size_t at = 0, n = 0;
	if (parts > CSV_CUTS) parts = CSV_CUTS;
	b->cut[0] = 0;
	for (size_t k = 1; k < parts; k++) {
		size_t to = b->len / parts * k;
		if (to <= at) continue;
		inside ^= csv_count_quotes(b->at + at, to - at) & 1;
		at = next_record(b, to, &inside);
		if (at == b->len) break;
		b->cut[++n] = at;
	}
	if (at == b->len) { /* the last line end that was passed, if any, is before a long record */
		inside = csv_count_quotes(b->at + b->cut[n], b->len - b->cut[n]) & 1;
	} else inside ^= csv_count_quotes(b->at + at, b->len - at) & 1;
	b->cut[n + 1] = last_record(b, b->cut[n], inside);
	b->parts = n + 1;
}

/* csv_look.c - keys that a reader would take for the same: each is folded to what the eye sees, and equal foldings are
 * grouped. They stay different keys. */
#include "lang/arena.h"
#include "runtime/csv_key.h"
#include "runtime/index.h"
#include <stdlib.h>
#include <utf8proc.h>

enum { SHOWN_GROUPS = 10, SHOWN_LINES = 10, LOOKED_AT_ONCE = 4096 };

struct group {
	uint32_t rows[SHOWN_LINES];
	size_t count;
};

struct look {
	struct arena *arena;
	const struct table *table;
	struct group groups[SHOWN_GROUPS];
	size_t group_count, alike;
};

/* Codes in one case, of ASCII without blanks, differ to the eye when they differ at all: the usual case, and quick. */
static bool is_plain(const struct table *table, size_t column)
{
	const struct texts *texts = &table->columns[column].text; /* one behind the other: where one ends does not matter */
	uint64_t len = texts_at(texts, table->rows);
	unsigned char lower = 0, upper = 0, odd = 0;
	for (uint64_t from = 0; from < len; from += LOOKED_AT_ONCE) {
		uint64_t to = len - from < LOOKED_AT_ONCE ? len : from + LOOKED_AT_ONCE;
		const unsigned char *at = (const unsigned char *)texts->bytes + from;
		unsigned char block[LOOKED_AT_ONCE]; /* of a fixed length, so that compilers take many at once */
		if (to - from < LOOKED_AT_ONCE) at = memcpy(memset(block, '0', sizeof block), at, (size_t)(to - from));
		for (size_t i = 0; i < LOOKED_AT_ONCE; i++) {
			unsigned char c = at[i];
			odd |= (unsigned char)((c <= ' ') | (c >= 0x7F));
			lower |= (unsigned char)((unsigned char)(c - 'a') < 26);
			upper |= (unsigned char)((unsigned char)(c - 'A') < 26);
		}
		if (odd || (lower && upper)) return false;
	}
	return true;
}

/* Compatibility forms composed, capitals and invisible characters gone, no blanks around. The caller frees it. */
static char *folded(const struct look *look, struct text key, size_t *len)
{
	const utf8proc_option_t how =
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)key.at, (utf8proc_ssize_t)key.len, &out, how);
	if (n < 0) arena_no_memory(look->arena); /* the cells are valid UTF-8: nothing else can fail */
	size_t end = (size_t)n, from = 0;
	while (end > 0 && out[end - 1] <= ' ')
		end--;
	while (from < end && out[from] <= ' ')
		from++;
	memmove(out, out + from, end - from);
	*len = end - from;
	return (char *)out;
}

static uint64_t hash_look(const struct look *look, const struct index *index, size_t row)
{
	const struct dataset *d = look->table->dataset;
	uint64_t hash = 0;
	for (size_t k = 0; k < d->key_count; k++) {
		size_t len;
		char *text = folded(look, column_text(&look->table->columns[d->key[k]], row), &len);
		hash = index_hash(index, hash, (struct text){ text, len });
		free(text);
	}
	return hash;
}

static bool same_look(const void *context, uint32_t a, uint32_t b)
{
	const struct look *look = context;
	const struct dataset *d = look->table->dataset;
	bool same = true;
	for (size_t k = 0; k < d->key_count && same; k++) {
		const struct column *column = &look->table->columns[d->key[k]];
		size_t n, m;
		char *x = folded(look, column_text(column, a), &n), *y = folded(look, column_text(column, b), &m);
		same = text_equal((struct text){ x, n }, (struct text){ y, m });
		free(x);
		free(y);
	}
	return same;
}

static void note_pair(struct look *look, uint32_t first, uint32_t row)
{
	size_t g = 0;
	look->alike++;
	while (g < look->group_count && look->groups[g].rows[0] != first)
		g++;
	if (g == SHOWN_GROUPS) return;
	struct group *group = &look->groups[g];
	if (g == look->group_count) {
		look->group_count++;
		group->rows[group->count++] = first;
	}
	if (group->count < SHOWN_LINES) group->rows[group->count] = row;
	group->count++;
}

static struct text lines_of(struct arena *arena, const struct table *table, const struct group *group)
{
	struct text list = TEXT("");
	size_t shown = group->count < SHOWN_LINES ? group->count : SHOWN_LINES;
	for (size_t i = 0; i < shown; i++) {
		const char *between = i == 0 ? "" : i + 1 == group->count ? " and " : ", ";
		list = arena_format(arena, "%.*s%s%llu", TEXT_ARG(list), between,
		                    (unsigned long long)table_line(table, group->rows[i]));
	}
	if (shown < group->count) list = arena_format(arena, "%.*s and %zu more", TEXT_ARG(list), group->count - shown);
	return list;
}

static void warn(const struct look *look, struct diags *diags)
{
	const struct table *table = look->table;
	size_t key = table->dataset->key[0];
	diag_report(diags, DIAG_KEYS_LOOK_ALIKE, table_at(table, look->groups[0].rows[1], key),
	            "%zu %s like an earlier one and %s kept apart", look->alike,
	            look->alike == 1 ? "key looks" : "keys look", look->alike == 1 ? "is" : "are");
	for (size_t g = 0; g < look->group_count; g++) {
		const struct group *group = &look->groups[g];
		struct text lines = lines_of(diags->arena, table, group);
		diag_note_at(diags, table_at(table, group->rows[0], key), "\"%.*s\" and its likes stand on lines %.*s",
		             TEXT_ARG(diag_quote(diags->arena, table_key(diags->arena, table, group->rows[0]))),
		             TEXT_ARG(lines));
	}
	diag_help(diags, "they differ in capitals, blanks, invisible characters or the way an accent is stored");
}

void csv_keys_look_alike(struct arena *arena, struct diags *diags, const struct table *table)
{
	const struct dataset *d = table->dataset;
	bool plain = true;
	for (size_t k = 0; k < d->key_count; k++)
		plain = plain && is_plain(table, d->key[k]);
	if (plain) return;
	struct look *look = arena_alloc(arena, sizeof *look);
	look->arena = arena;
	look->table = table;
	struct index *index = index_new(arena);
	for (size_t row = 0; row < table->rows; row++) {
		uint32_t first = index_add(index, hash_look(look, index, row), (uint32_t)row, same_look, look);
		if (first != row) note_pair(look, first, (uint32_t)row);
	}
	if (look->alike) warn(look, diags);
}

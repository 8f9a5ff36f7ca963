/* csv_unique.c - whether all keys differ, which is the usual case: each key's hash goes into one of many parts, and each
 * part is small enough for a cache. What it cannot settle quickly it leaves to csv_key.c: two equal keys, hashes that were
 * made to collide, a lack of memory. */
#include "runtime/crew.h"
#include "runtime/csv_key.h"
#include <stdlib.h>

enum { PART_ROWS = 16384, MOST_PARTS = 1024, SLICES = 16, GROUPS = 16, PROBES = 256 };

struct entry {
	uint32_t hash, row;
};

struct unique {
	const struct table *table;
	uint64_t seed;
	size_t parts, slices, room; /* room: of one part of one slice of the rows */
	struct entry *entries;      /* by part, then by slice */
	uint32_t *used;             /* of each */
	bool unsure[GROUPS];        /* by group */
};

static uint64_t folded_product(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 x = (unsigned __int128)a * b;
	return (uint64_t)x ^ (uint64_t)(x >> 64);
}

static uint64_t hash_text(uint64_t h, uint64_t seed, struct text text)
{
	uint64_t word;
	size_t i = 0;
	h ^= text.len;
	for (; i + 8 <= text.len; i += 8) {
		memcpy(&word, text.at + i, 8);
		h = folded_product(h ^ word, UINT64_C(0x9E3779B97F4A7C15) ^ seed);
	}
	if (i == text.len) return h;
	word = 0;
	for (unsigned k = 0; i < text.len; i++, k += 8)
		word |= (uint64_t)(unsigned char)text.at[i] << k;
	return folded_product(h ^ word, UINT64_C(0x9E3779B97F4A7C15) ^ seed);
}

static uint64_t hash_row(const struct unique *u, size_t row)
{
	const struct dataset *d = u->table->dataset;
	uint64_t h = u->seed;
	for (size_t k = 0; k < d->key_count; k++)
		h = hash_text(h, u->seed, column_text(&u->table->columns[d->key[k]], row));
	return folded_product(h, UINT64_C(0xC2B2AE3D27D4EB4F) ^ u->seed);
}

/* Each slice of the rows fills room of its own in every part. */
static void scatter(void *state, size_t slice)
{
	struct unique *u = state;
	size_t rows = u->table->rows, from = rows / u->slices * slice,
		   to = slice + 1 == u->slices ? rows : rows / u->slices * (slice + 1);
	for (size_t row = from; row < to; row++) {
		uint64_t h = hash_row(u, row);
		size_t at = (size_t)(h >> 32) % u->parts * u->slices + slice;
		if (u->used[at] < u->room)
			u->entries[at * u->room + u->used[at]] = (struct entry){ (uint32_t)h, (uint32_t)row };
		u->used[at]++;
	}
}

/* False also when that takes too long. */
static bool all_differ(const struct unique *u, size_t part, struct entry *slots, size_t mask)
{
	for (size_t slice = 0; slice < u->slices; slice++) {
		size_t which = part * u->slices + slice;
		if (u->used[which] > u->room) return false;
		for (size_t i = 0; i < u->used[which]; i++) {
			struct entry e = u->entries[which * u->room + i];
			size_t at = e.hash & mask, probes = 0;
			for (; slots[at].row; at = (at + 1) & mask, probes++)
				if (probes == PROBES ||
				    (slots[at].hash == e.hash && table_key_order(u->table, slots[at].row - 1, e.row) == 0))
					return false;
			slots[at] = (struct entry){ e.hash, e.row + 1 };
		}
	}
	return true;
}

/* A group of parts shares one table, which stays in the cache. */
static void look_at_group(void *state, size_t group)
{
	struct unique *u = state;
	size_t room = 64;
	while (room < 2 * u->room * u->slices)
		room *= 2;
	struct entry *slots = malloc(room * sizeof *slots);
	u->unsure[group] = !slots;
	for (size_t part = group; part < u->parts && !u->unsure[group]; part += GROUPS) {
		memset(slots, 0, room * sizeof *slots);
		u->unsure[group] = !all_differ(u, part, slots, room - 1);
	}
	free(slots);
}

static void in_parts(struct crew *crew, size_t parts, void (*work)(void *, size_t), struct unique *u)
{
	if (crew) crew_do(crew, parts, work, u);
	else
		for (size_t i = 0; i < parts; i++)
			work(u, i);
}

static size_t square_root(size_t n)
{
	size_t r = 0;
	while (r * r < n)
		r++;
	return r;
}

bool csv_keys_unique(const struct table *table, struct crew *crew, uint64_t seed)
{
	struct unique *u = calloc(1, sizeof *u);
	bool unique = u != NULL;
	if (!u) return false;
	u->table = table;
	u->seed = seed;
	u->slices = table->rows < PART_ROWS || !crew ? 1 : SLICES;
	u->parts = table->rows / PART_ROWS + 1 < MOST_PARTS ? table->rows / PART_ROWS + 1 : MOST_PARTS;
	/* A part that gets many more rows than its share, eight times the deviation of chance, holds equal keys. */
	size_t mean = table->rows / u->parts / u->slices + 1;
	u->room = mean + 8 * square_root(mean) + 16;
	u->entries = malloc(u->parts * u->slices * u->room * sizeof *u->entries);
	u->used = calloc(u->parts * u->slices, sizeof *u->used);
	if (u->entries && u->used) {
		in_parts(crew, u->slices, scatter, u);
		in_parts(crew, GROUPS, look_at_group, u);
	} else unique = false;
	for (size_t i = 0; i < GROUPS && unique; i++)
		unique = !u->unsure[i];
	free(u->entries);
	free(u->used);
	free(u);
	return unique;
}

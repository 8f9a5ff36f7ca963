/* order.c - radix sort from the least significant digit, several threads to a pass.
 *
 * Each pass reads the rows in parts: first every part counts its digits, then the counts become places (all of digit 0,
 * part by part, then all of digit 1, ...), then every part puts its rows in theirs. A row's place depends on the rows
 * before it alone, so the parts may be cut anywhere.
 *
 * A digit begins at a bit in which keys differ, so that bits which are equal in all keys cost nothing: small numbers
 * and codes take few passes. Rows that are in order already take none. Digits of more than 8 bits would save passes but
 * write to more places at once than the first cache and the table of pages hold, which costs twice what it saves. */
#include "runtime/order.h"
#include "runtime/clones.h"
#include "runtime/part.h"

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

struct look { /* what a part finds in its keys */
	uint64_t any, all;
	bool sorted;
};

struct sort {
	const uint64_t *key;
	const uint32_t *index;
	uint64_t *key_out;
	uint32_t *index_out;
	size_t n, parts;
	unsigned shift, width; /* of the digit */
	struct look look[CREW_MAX];
	uint32_t at[CREW_MAX][DIGITS]; /* counts, then where the next row with the digit goes */
};

PLANG_CLONES static struct look look_at(const uint64_t *key, size_t lo, size_t hi)
{
	uint64_t any = 0, all = UINT64_MAX, falls = 0;
	for (size_t i = lo; i < hi; i++) {
		any |= key[i];
		all &= key[i];
	}
	for (size_t i = lo ? lo : 1; i < hi; i++)
		falls |= key[i - 1] > key[i];
	return (struct look){ any, all, !falls };
}

static void look(void *state, size_t part)
{
	struct sort *s = state;
	s->look[part] = look_at(s->key, part_begin(s->n, s->parts, part), part_begin(s->n, s->parts, part + 1));
}

static void count(void *state, size_t part)
{
	struct sort *s = state;
	const uint64_t *key = s->key;
	uint32_t *at = s->at[part];
	unsigned shift = s->shift;
	uint64_t mask = ((uint64_t)1 << s->width) - 1;
	size_t hi = part_begin(s->n, s->parts, part + 1);
	memset(at, 0, sizeof s->at[part]);
	for (size_t i = part_begin(s->n, s->parts, part); i < hi; i++)
		at[key[i] >> shift & mask]++;
}

static void put(void *state, size_t part)
{
	struct sort *s = state;
	const uint64_t *key = s->key;
	const uint32_t *index = s->index;
	uint64_t *key_out = s->key_out;
	uint32_t *index_out = s->index_out, *at = s->at[part];
	unsigned shift = s->shift;
	uint64_t mask = ((uint64_t)1 << s->width) - 1;
	size_t hi = part_begin(s->n, s->parts, part + 1);
	for (size_t i = part_begin(s->n, s->parts, part); i < hi; i++) {
		uint32_t to = at[key[i] >> shift & mask]++;
		key_out[to] = key[i];
		index_out[to] = index[i];
	}
}

static void counts_to_places(struct sort *s)
{
	uint32_t next = 0;
	for (size_t digit = 0; digit < (size_t)1 << s->width; digit++)
		for (size_t part = 0; part < s->parts; part++) {
			uint32_t rows = s->at[part][digit];
			s->at[part][digit] = next;
			next += rows;
		}
}

/* The bits in which keys differ; 0 when there is nothing to do. */
static uint64_t differing(struct sort *s, struct crew *crew)
{
	uint64_t any = 0, all = UINT64_MAX;
	bool sorted = true;
	part_do(crew, s->parts, look, s);
	for (size_t part = 0; part < s->parts; part++) {
		any |= s->look[part].any;
		all &= s->look[part].all;
		sorted = sorted && s->look[part].sorted;
	}
	return sorted ? 0 : any & ~all;
}

bool order_radix(struct crew *crew, uint64_t *key, uint32_t *index, size_t n, uint64_t *key_room, uint32_t *index_room)
{
	struct sort s;
	s.n = n;
	s.parts = part_count(crew, n);
	s.key = key;
	s.index = index;
	if (n < 2) return true;
	bool in_place = true;
	for (uint64_t left = differing(&s, crew); left; in_place = !in_place) {
		s.key = in_place ? key : key_room;
		s.index = in_place ? index : index_room;
		s.key_out = in_place ? key_room : key;
		s.index_out = in_place ? index_room : index;
		s.shift = (unsigned)__builtin_ctzll(left);
		unsigned span = 64 - s.shift - (unsigned)__builtin_clzll(left);
		unsigned passes = (span + DIGIT_BITS - 1) / DIGIT_BITS;
		s.width = (span + passes - 1) / passes;
		left &= s.shift + s.width < 64 ? UINT64_MAX << (s.shift + s.width) : 0;
		part_do(crew, s.parts, count, &s);
		counts_to_places(&s);
		part_do(crew, s.parts, put, &s);
	}
	return in_place;
}

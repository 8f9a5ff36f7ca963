/* index.h - which of the rows (or columns) seen so far is the same as this one, by hash.
 * In:   hashes and a comparison from the user.   Out: the first equal one.
 * Owns: its slots, on the heap, registered with the arena that it is made in.
 *
 * The hash is SipHash under a key drawn for each index, so that nobody can make texts that collide. What is found does
 * not depend on it: equal is equal, and the first is the first. */
#ifndef PLANG_RUNTIME_INDEX_H
#define PLANG_RUNTIME_INDEX_H
#include "lang/text.h"
struct arena;

struct index_slot {
	uint32_t tag;
	uint32_t value; /* plus 1; 0: empty */
};

struct index {
	struct arena *arena;
	struct index_slot *slots;
	uint64_t room, count;
	unsigned char key[16];
};

#define INDEX_MAX (UINT32_MAX - 1)

struct index *index_new(struct arena *arena);
/* The hash of a text, going on from that of what stands before it (0 at the start). */
uint64_t index_hash(const struct index *index, uint64_t before, struct text text);
/* The value that was added with the same hash and for which same(context, that, value) holds; else adds this value,
 * which is at most INDEX_MAX, and returns it. */
uint32_t index_add(struct index *index, uint64_t hash, uint32_t value, bool (*same)(const void *, uint32_t, uint32_t),
                   const void *context);
/* The same without adding: the value that was found, else this one. */
uint32_t index_find(const struct index *index, uint64_t hash, uint32_t value,
                    bool (*same)(const void *, uint32_t, uint32_t), const void *context);
#endif

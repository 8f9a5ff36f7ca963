/* index.c - open addressing with linear probing, never more than half full. */
#define _DEFAULT_SOURCE /* getentropy */
#include "runtime/index.h"
#include "lang/arena.h"
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_ROOM = 256 };

static void index_free(void *what)
{
	free(((struct index *)what)->slots);
}

struct index *index_new(struct arena *arena)
{
	struct index *index = arena_alloc(arena, sizeof *index);
	index->arena = arena;
	arena_defer(arena, index_free, index);
	_Static_assert(sizeof index->key == crypto_shorthash_KEYBYTES, "SipHash takes 128 bits");
	if (getentropy(index->key, sizeof index->key) != 0) memcpy(index->key, "none to be had..", sizeof index->key);
	return index;
}

uint64_t index_hash(const struct index *index, uint64_t before, struct text text)
{
	_Static_assert(crypto_shorthash_BYTES == sizeof(uint64_t), "SipHash gives 64 bits");
	unsigned char key[crypto_shorthash_KEYBYTES];
	uint64_t hash;
	memcpy(key, index->key, sizeof key);
	for (size_t i = 0; i < sizeof before; i++)
		key[i] ^= (unsigned char)(before >> (8 * i));
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)text.at, text.len, key);
	return hash;
}

/* Spreads 32-bit tags over any number of slots, in the order of the tags. */
static uint64_t home_of(uint32_t tag, uint64_t room)
{
	return (uint64_t)tag * (room >> 32) + (((uint64_t)tag * (room & UINT32_MAX)) >> 32);
}

static void put(struct index_slot *slots, uint64_t room, struct index_slot slot)
{
	uint64_t i = home_of(slot.tag, room);
	while (slots[i].value)
		i = i + 1 == room ? 0 : i + 1;
	slots[i] = slot;
}

static void grow(struct index *index)
{
	uint64_t room = index->room ? index->room * 2 : FIRST_ROOM;
	struct index_slot *slots = room > SIZE_MAX / sizeof *slots ? NULL : calloc((size_t)room, sizeof *slots);
	if (!slots) arena_no_memory(index->arena);
	for (uint64_t i = 0; i < index->room; i++)
		if (index->slots[i].value) put(slots, room, index->slots[i]);
	free(index->slots);
	index->slots = slots;
	index->room = room;
}

uint32_t index_find(const struct index *index, uint64_t hash, uint32_t value,
                    bool (*same)(const void *, uint32_t, uint32_t), const void *context)
{
	uint32_t tag = (uint32_t)hash;
	if (!index->room) return value;
	for (uint64_t i = home_of(tag, index->room); index->slots[i].value; i = i + 1 == index->room ? 0 : i + 1)
		if (index->slots[i].tag == tag && same(context, index->slots[i].value - 1, value))
			return index->slots[i].value - 1;
	return value;
}

uint32_t index_add(struct index *index, uint64_t hash, uint32_t value, bool (*same)(const void *, uint32_t, uint32_t),
                   const void *context)
{
	if (index->count * 2 >= index->room) grow(index);
	uint32_t tag = (uint32_t)hash;
	uint64_t i = home_of(tag, index->room);
	for (; index->slots[i].value; i = i + 1 == index->room ? 0 : i + 1)
		if (index->slots[i].tag == tag && same(context, index->slots[i].value - 1, value))
			return index->slots[i].value - 1;
	index->slots[i] = (struct index_slot){ tag, value + 1 };
	index->count++;
	return value;
}

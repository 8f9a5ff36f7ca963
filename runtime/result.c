/* result.c - one cell of a result becomes text. Ten million of them are printed in a second: eight digits come at once,
 * without a branch that depends on how many there are, and nothing is copied that stands somewhere already. */
#include "runtime/result.h"
#include "lang/arena.h"

enum { EIGHT = 100000000 };

/* clang-format off */
static const uint64_t powers_of_10[] = {
	1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u, 100000000000u,
	1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u, 100000000000000000u,
	1000000000000000000u
};
/* clang-format on */

/* 1233 / 4096 is a little more than the logarithm of 2. */
static inline unsigned count_digits(uint32_t n)
{
	unsigned bits = 32 - (unsigned)__builtin_clz(n | 1), guess = bits * 1233 >> 12;
	return guess + (n >= powers_of_10[guess] || n == 0);
}

/* The eight digits of n < 10^8, the first in the lowest byte. n is halved into 4 + 4 digits, 2 + 2 + 2 + 2, and one in
 * each byte, all lanes of a word at once; a lane is divided by multiplying, which is exact for numbers so small. */
static inline uint64_t eight_digits(uint32_t n)
{
	uint64_t fours = n / 10000 | (uint64_t)(n % 10000) << 32;
	uint64_t hundreds = fours * 10486 >> 20 & 0x0000007F0000007F;
	uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
	uint64_t tens = twos * 103 >> 10 & 0x000F000F000F000F;
	return (tens | (twos - tens * 10) << 8) + 0x3030303030303030;
}

/* Compilers make one store of it where the lowest byte comes first anyway. */
static inline void store_low_first(char *at, uint64_t bytes)
{
	at[0] = (char)bytes;
	at[1] = (char)(bytes >> 8);
	at[2] = (char)(bytes >> 16);
	at[3] = (char)(bytes >> 24);
	at[4] = (char)(bytes >> 32);
	at[5] = (char)(bytes >> 40);
	at[6] = (char)(bytes >> 48);
	at[7] = (char)(bytes >> 56);
}

/* The last `count` digits of n < 10^count, zeros before it; writes up to seven bytes behind them. */
static char *put_fixed(char *at, uint64_t n, unsigned count)
{
	for (; count > 8; count -= 8, at += 8) {
		uint64_t unit = powers_of_10[count - 8];
		store_low_first(at, eight_digits((uint32_t)(n / unit)));
		n %= unit;
	}
	store_low_first(at, eight_digits((uint32_t)n) >> 8 * (8 - count));
	return at + count;
}

/* The digits of n, without zeros before them; writes up to seven bytes behind them. */
static inline char *put_digits(char *at, uint64_t n)
{
	unsigned more = 0;
	uint64_t first = n;
	for (; first >= EIGHT; first /= EIGHT)
		more += 8;
	unsigned count = count_digits((uint32_t)first);
	store_low_first(at, eight_digits((uint32_t)first) >> 8 * (8 - count));
	return more ? put_fixed(at + count, n % powers_of_10[more], more) : at + count;
}

size_t result_whole(char *at, int64_t whole, unsigned decimals)
{
	uint64_t n = whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;
	char *end = at;
	*end = '-';
	end += whole < 0;
	if (decimals == 0) return (size_t)(put_digits(end, n) - at);
	uint64_t unit = powers_of_10[decimals], units = n / unit;
	end = put_digits(end, units);
	*end++ = '.';
	return (size_t)(put_fixed(end, n - units * unit, decimals) - at);
}

struct text result_cell(const struct result_column *column, size_t i, char *buffer, size_t size)
{
	if (result_state(column, i) != RESULT_PRESENT) return TEXT("");
	switch (column->form) {
	case RESULT_TEXTS: return column->texts[i];
	case RESULT_WHOLE: return (struct text){ buffer, result_whole(buffer, result_number(column, i), column->decimals) };
	case RESULT_FLAGS: return column->flags[i] ? TEXT("true") : TEXT("false");
	case RESULT_WORDS: return column->words[result_code(column, i)];
	case RESULT_CELLS: return column->cell(column->cell_state, i, buffer, size);
	}
	return TEXT("");
}

struct text result_cell_kept(struct arena *arena, const struct result_column *column, size_t i)
{
	char buffer[RESULT_CELL_MAX];
	struct text cell = result_cell(column, i, buffer, sizeof buffer);
	if (!cell.at && cell.len) {
		char *room = arena_alloc(arena, cell.len);
		return result_cell(column, i, room, cell.len);
	}
	bool here = (uintptr_t)cell.at - (uintptr_t)buffer < sizeof buffer;
	return here ? arena_text(arena, cell) : cell;
}

struct text result_reason(const struct result_column *column, size_t i)
{
	if (result_state(column, i) == RESULT_PRESENT || !column->reason) return TEXT("");
	return column->reason(column->reason_state, i);
}

/* result.c - one cell of a result becomes text. Ten million of them are printed in a run: digits come two at a time out of
 * a table, and nothing is copied that stands somewhere already. */
#include "runtime/result.h"
#include "lang/arena.h"

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
							"40414243444546474849505152535455565758596061626364656667686970717273747576777879"
							"8081828384858687888990919293949596979899";

/* clang-format off */
static const uint64_t powers_of_10[] = {
	1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u, 100000000000u,
	1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u, 100000000000000000u,
	1000000000000000000u, 10000000000000000000u
};
/* clang-format on */

/* 1233 / 4096 is a little more than the logarithm of 2, and near enough for 64 bits. */
static unsigned count_digits(uint64_t n)
{
	unsigned bits = 64 - (unsigned)__builtin_clzll(n | 1), guess = bits * 1233 >> 12;
	return guess + (n >= powers_of_10[guess] || n == 0);
}

/* The last `count` digits of n end before `end`; what is left of n comes back. */
static uint64_t put_digits(char *end, uint64_t n, unsigned count)
{
	for (; count >= 2; count -= 2) {
		end -= 2;
		memcpy(end, pairs + n % 100 * 2, 2);
		n /= 100;
	}
	if (count) {
		*--end = (char)('0' + (int)(n % 10));
		n /= 10;
	}
	return n;
}

size_t result_whole(char *at, int64_t whole, unsigned decimals)
{
	uint64_t n = whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;
	size_t sign = whole < 0;
	unsigned digits = count_digits(n);
	if (digits <= decimals) digits = decimals + 1;
	size_t len = sign + digits + (decimals > 0);
	char *end = at + len;
	if (sign) *at = '-';
	if (decimals) {
		n = put_digits(end, n, decimals);
		end -= decimals + 1;
		*end = '.';
	}
	put_digits(end, n, digits - decimals);
	return len;
}

struct text result_cell(const struct result_column *column, size_t i, char *buffer, size_t size)
{
	if (result_state(column, i) != RESULT_PRESENT) return TEXT("");
	switch (column->form) {
	case RESULT_TEXTS: return column->texts[i];
	case RESULT_WHOLE: return (struct text){ buffer, result_whole(buffer, column->whole[i], column->decimals) };
	case RESULT_FLAGS: return column->flags[i] ? TEXT("true") : TEXT("false");
	case RESULT_WORDS: return column->words[column->code[i]];
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

/* table_with.c - a table with one other cell, for what would come out if it read so. */
#include "lang/arena.h"
#include "runtime/table.h"

static void *copied(struct arena *arena, const void *array, size_t count, size_t size)
{
	void *copy = arena_array(arena, count, size);
	memcpy(copy, array, count * size);
	return copy;
}

/* A value between two steps of the column makes all of them shorter: 5.13 among 5.1 and 4.8 counts in hundredths. */
static bool whole_with(struct arena *arena, struct column *c, size_t rows, size_t row, struct number value)
{
	struct number steps;
	if (!number_small_div(value, c->unit, &steps) || steps.num > COLUMN_WHOLE_LIMIT / 2) return false;
	int64_t finer = steps.den, limit = COLUMN_WHOLE_LIMIT / 2 / finer;
	if (steps.num < -(COLUMN_WHOLE_LIMIT / 2) || c->most > limit || c->least < -limit) return false;
	if (!number_small_div(c->unit, number_of(finer), &c->unit)) return false;
	c->whole = copied(arena, c->whole, rows, sizeof *c->whole);
	for (size_t i = 0; i < rows && finer > 1; i++)
		c->whole[i] *= finer;
	c->whole[row] = steps.num;
	c->least = c->least * finer < steps.num ? c->least * finer : steps.num;
	c->most = c->most * finer > steps.num ? c->most * finer : steps.num;
	return true;
}

static bool word_with(struct arena *arena, struct column *c, size_t rows, size_t row, struct text text)
{
	size_t word = 0;
	while (word < c->word_count && !text_equal(c->word[word], text))
		word++;
	if (word == COLUMN_WORDS) return false;
	if (word == c->word_count) {
		struct text *words = arena_array(arena, word + 1, sizeof *words);
		if (word) memcpy(words, c->word, word * sizeof *words);
		words[c->word_count++] = text;
		c->word = words;
	}
	c->code = copied(arena, c->code, rows, sizeof *c->code);
	c->code[row] = (uint32_t)word;
	return true;
}

static bool cell_with(struct arena *arena, struct column *c, size_t rows, size_t row, struct number number,
                      struct text text)
{
	if (c->kind == COLUMN_WHOLE) return whole_with(arena, c, rows, row, number);
	if (c->kind == COLUMN_CODED) return word_with(arena, c, rows, row, text);
	if (c->kind != COLUMN_EXACT) return false;
	c->number = copied(arena, c->number, rows, sizeof *c->number);
	c->number[row] = number;
	return true;
}

bool table_with(struct arena *arena, const struct table *table, size_t field_index, size_t row, struct number number,
                struct text text, struct table *out)
{
	size_t n = table->dataset->field_count;
	*out = *table;
	out->columns = copied(arena, table->columns, n, sizeof *out->columns);
	struct column *c = &out->columns[field_index];
	if (!cell_with(arena, c, table->rows, row, number, text)) return false;
	if (!column_missing(c, row)) return true;
	c->missing--;
	c->state = copied(arena, c->state, table->rows, sizeof *c->state);
	c->state[row] = CELL_PRESENT;
	return true;
}

/* result_test.c - cells of every form become the text that the exact numbers print, and rows stand where a table says. */
#include "lang/arena.h"
#include "lang/number.h"
#include "runtime/result.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"

static struct number scaled(struct numbers *pool, int64_t whole, unsigned decimals)
{
	int64_t ten = 1;
	for (unsigned i = 0; i < decimals; i++)
		ten *= 10;
	return number_div(pool, number_of(whole), number_of(ten));
}

static bool prints_alike(struct arena *arena, struct numbers *pool, int64_t whole, unsigned decimals)
{
	char buffer[RESULT_CELL_MAX];
	struct result_column column = { .form = RESULT_WHOLE, .whole = &whole, .decimals = decimals };
	size_t mark = numbers_mark(pool);
	struct text expected = number_decimal(arena, scaled(pool, whole, decimals), decimals);
	struct text got = result_cell(&column, 0, buffer, sizeof buffer);
	numbers_release(pool, mark);
	if (text_equal(got, expected)) return true;
	printf("expected %.*s, got %.*s\n", TEXT_ARG(expected), TEXT_ARG(got));
	return false;
}

static void test_edges(struct arena *arena, struct numbers *pool)
{
	UNIT("whole numbers at the edges");
	for (unsigned decimals = 0; decimals <= 18; decimals++) {
		int64_t ten = 1;
		for (int power = 0; power <= 18; power++, ten = power <= 18 ? ten * 10 : ten)
			for (int64_t by = -1; by <= 1; by++)
				CHECK(prints_alike(arena, pool, ten + by, decimals) && prints_alike(arena, pool, -ten + by, decimals));
		CHECK(prints_alike(arena, pool, INT64_MIN, decimals) && prints_alike(arena, pool, INT64_MIN + 1, decimals));
		CHECK(prints_alike(arena, pool, INT64_MAX, decimals) && prints_alike(arena, pool, 0, decimals));
	}
}

static void test_random(struct arena *arena, struct numbers *pool)
{
	UNIT("whole numbers of every length");
	uint64_t state = 1;
	for (int i = 0; i < 100000; i++) {
		uint64_t r = random_word(&state);
		int64_t whole = (int64_t)(random_word(&state) >> (r >> 8) % 64);
		CHECK(prints_alike(arena, pool, whole, (unsigned)(r % 19)));
	}
}

static struct text cell_of(const void *state, size_t i, char *buffer, size_t size)
{
	size_t len = i ? *(const size_t *)state : 1;
	if (len > size) return (struct text){ NULL, len };
	memset(buffer, '7', len);
	return (struct text){ buffer, len };
}

static struct text reason_of(void *state, size_t i)
{
	(void)i;
	return text_of(state);
}

static void test_forms(struct arena *arena)
{
	UNIT("flags, words, texts and cells");
	static const uint8_t flags[] = { 0, 1 }, code[] = { 1, 0 }, states[] = { RESULT_PRESENT, RESULT_MISSING };
	static const struct text words[] = { { "low", 3 }, { "high", 4 } };
	static char why[] = "confidential";
	size_t len = RESULT_CELL_MAX + 1;
	struct result_column flag = { .form = RESULT_FLAGS, .flags = flags };
	struct result_column word = { .form = RESULT_WORDS, .words = words, .word_count = 2, .code = code };
	struct result_column text = {
		.form = RESULT_TEXTS, .texts = words, .states = states, .reason = reason_of, .reason_state = why
	};
	struct result_column cell = { .form = RESULT_CELLS, .cell = cell_of, .cell_state = &len };
	CHECK(text_is(result_cell_kept(arena, &flag, 0), "false") && text_is(result_cell_kept(arena, &flag, 1), "true"));
	CHECK(text_is(result_cell_kept(arena, &word, 0), "high") && text_is(result_cell_kept(arena, &word, 1), "low"));
	CHECK(text_is(result_cell_kept(arena, &text, 0), "low") && text_is(result_cell_kept(arena, &text, 1), ""));
	CHECK(text_is(result_reason(&text, 0), "") && text_is(result_reason(&text, 1), why));
	CHECK(text_is(result_cell_kept(arena, &cell, 0), "7") && result_cell_kept(arena, &cell, 1).len == len);
}

int main(void)
{
	struct edge edge;
	struct arena *arena = arena_new(&edge);
	if (!arena || setjmp(edge.back)) return 1;
	struct numbers *pool = numbers_new(arena);
	test_edges(arena, pool);
	test_random(arena, pool);
	test_forms(arena);
	arena_free(arena);
	return unit_done();
}

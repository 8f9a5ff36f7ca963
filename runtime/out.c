/* out.c - the buffer, and how a terminal's numbers look. */
#include "runtime/out.h"
#include "lang/arena.h"
#include "runtime/tap.h"
#include <errno.h>
#include <stdlib.h>
#include <utf8proc.h>

_Static_assert(PLANG_OUT_BUFFER >= RESULT_CELL_MAX, "out_room has room for a printed cell");

static void free_spill(void *what)
{
	struct out *out = what;
	free(out->spill);
}

struct out *out_new(struct arena *arena, FILE *file, struct crew *crew)
{
	struct out *out = arena_alloc(arena, sizeof *out);
	out->file = file;
	out->arena = arena;
	out->crew = crew;
	out->buffer = arena_alloc(arena, PLANG_OUT_BUFFER);
	arena_defer(arena, free_spill, out);
	return out;
}

/* After a failure nothing more is written: what came would stand behind a hole. */
static void put(struct out *out, const char *at, size_t len)
{
	out->gone += len;
	if (len == 0 || out->failed) return;
	if (out->turns && !out_turn(out)) {
		out->failed = true;
	} else if (out->file && fwrite(at, 1, len, out->file) != len) {
		out->failed = true;
		out->error = errno;
	} else if (out->tap) out->tap->take(out->tap->state, at, len);
}

void out_flush(struct out *out)
{
	put(out, out->buffer, out->used);
	out->used = 0;
}

void out_text(struct out *out, struct text text)
{
	if (text.len > PLANG_OUT_BUFFER - out->used) out_flush(out);
	if (text.len > PLANG_OUT_BUFFER) {
		put(out, text.at, text.len);
	} else if (text.len) {
		memcpy(out->buffer + out->used, text.at, text.len);
		out->used += text.len;
	}
}

void out_string(struct out *out, const char *string)
{
	out_text(out, text_of(string));
}

void out_char(struct out *out, char c)
{
	if (out->used == PLANG_OUT_BUFFER) out_flush(out);
	out->buffer[out->used++] = c;
}

void out_repeat(struct out *out, char c, size_t times)
{
	while (times--)
		out_char(out, c);
}

void out_safe(struct out *out, struct text text)
{
	out_text(out, diag_escape(out->arena, text));
}

/* Threads come here too, so what is longer than a cell should be stands on the heap. */
static bool spill_grown(struct out *out, size_t size)
{
	if (size <= out->spill_size) return true;
	char *spill = realloc(out->spill, size);
	if (!spill) {
		out->no_memory = true;
		return false;
	}
	out->spill = spill;
	out->spill_size = size;
	return true;
}

struct text out_cell(struct out *out, const struct result_column *column, size_t i)
{
	struct text cell = result_cell(column, i, out->cell, sizeof out->cell);
	if (cell.at || cell.len == 0) return cell;
	if (!spill_grown(out, cell.len)) return TEXT("");
	return result_cell(column, i, out->spill, out->spill_size);
}

void out_count(struct out *out, size_t count)
{
	struct text digits = arena_format(out->arena, "%zu", count);
	out_text(out, out_dressed(out->arena, digits, LOOK_NUMBER, TEXT("")));
}

bool out_done(struct out *out)
{
	out_flush(out);
	if (out->no_memory) arena_no_memory(out->arena);
	if (!out->failed && out->file && (fflush(out->file) != 0 || ferror(out->file))) {
		out->failed = true;
		out->error = errno;
	}
	if (out->failed) errno = out->error;
	return !out->failed;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many digits stand before the point of a plain decimal without a sign; 0 when it is none. */
static size_t whole_digits(struct text plain)
{
	size_t whole = 0, i;
	while (whole < plain.len && is_digit(plain.at[whole]))
		whole++;
	if (whole == plain.len) return whole;
	if (plain.at[whole] != '.' || whole + 1 == plain.len) return 0;
	for (i = whole + 1; i < plain.len; i++)
		if (!is_digit(plain.at[i])) return 0;
	return whole;
}

struct text out_dressed(struct arena *arena, struct text plain, enum look look, struct text currency_sign)
{
	bool numeric = look == LOOK_NUMBER || look == LOOK_PERCENT || look == LOOK_MONEY;
	bool negative = plain.len && plain.at[0] == '-';
	bool sign = negative || (plain.len && plain.at[0] == '+');
	struct text size = { plain.at + sign, plain.len - sign };
	size_t whole = numeric && plain.len ? whole_digits(size) : 0, len = 0;
	if (!whole) return diag_escape(arena, plain);
	char *out = arena_alloc(arena, plain.len + whole / 3 + currency_sign.len + 2);
	if (negative) out[len++] = '-';
	if (look == LOOK_MONEY && currency_sign.len) {
		memcpy(out + len, currency_sign.at, currency_sign.len);
		len += currency_sign.len;
	}
	for (size_t i = 0; i < size.len; i++) {
		if (i && i < whole && (whole - i) % 3 == 0) out[len++] = ',';
		out[len++] = size.at[i];
	}
	if (look == LOOK_PERCENT) out[len++] = '%';
	return (struct text){ out, len };
}

size_t out_width(struct text text)
{
	size_t width = 0;
	for (size_t i = 0; i < text.len;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n =
			utf8proc_iterate((const utf8proc_uint8_t *)text.at + i, (utf8proc_ssize_t)(text.len - i), &c);
		if (n < 1) return width + (text.len - i);
		int w = utf8proc_charwidth(c);
		width += w > 0 ? (size_t)w : 0;
		i += (size_t)n;
	}
	return width;
}

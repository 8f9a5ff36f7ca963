/* as_read.c - cells of the table go to a result as they stand: words by their codes, texts from where they are, and of a
 * number its digits. */
#include "runtime/as_read.h"
#include "lang/arena.h"
#include "runtime/plain.h"

_Static_assert((int)CELL_PRESENT == (int)RESULT_PRESENT && (int)CELL_MISSING == (int)RESULT_MISSING,
               "the states of cells are those of a result");

struct as_read {
	const struct dataset *dataset;
	const struct column *column;
};

/* Whether a number is zero matters only to its minus. */
struct text as_read_cell(const struct dataset *dataset, const struct column *column, size_t row, char *buffer,
                         size_t size)
{
	struct text raw = column_text(column, row);
	if (type_family(column->field->type) != FAMILY_NUMBER) return raw;
	bool minus = raw.len && memchr(raw.at, '-', raw.len);
	bool zero = minus && number_sign(column_number(column, row)) == 0;
	return plain_cell(column->field, dataset, raw, zero, buffer, size);
}

static struct text cell_of(const void *state, size_t row, char *buffer, size_t size)
{
	const struct as_read *as = state;
	return as_read_cell(as->dataset, as->column, row, buffer, size);
}

static struct text marker_reason(void *state, size_t row)
{
	const struct as_read *as = state;
	uint8_t reason = column_reason(as->column, row);
	return reason ? as->column->field->markers[reason - 1].reason : TEXT("");
}

struct result_column as_read(struct arena *arena, const struct table *table, const struct column *column,
                             struct text header, enum look look)
{
	struct as_read *as = arena_alloc(arena, sizeof *as);
	*as = (struct as_read){ table->dataset, column };
	struct result_column out = {
		.header = header, .look = look, .states = column->state, .reason = marker_reason, .reason_state = as
	};
	if (column->kind == COLUMN_CODED) {
		out.form = RESULT_WORDS;
		out.words = column->word;
		out.word_count = column->word_count;
		out.wide_code = column->code;
		return out;
	}
	out.form = RESULT_CELLS;
	out.cell = cell_of;
	out.cell_state = as;
	return out;
}

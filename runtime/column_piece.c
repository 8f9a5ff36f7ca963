/* column_piece.c - pieces become rows of the table. First one thread does what must be done in order or may need the
 * arena: room, units, codes of words. Then each column copies what is its own, and several threads can. */
#include "lang/arena.h"
#include "runtime/column.h"
#include "runtime/crew.h"
#include "runtime/csv_piece.h"

struct append {
	struct columns *columns;
	const struct piece *pieces;
	size_t count;
};

static bool has_values(const struct piece *p, size_t i)
{
	return p->rows > p->columns[i].missing;
}

/* --- what one thread does --- */

static void prepare_lines(struct columns *cs, const struct piece *pieces, size_t count, uint64_t line)
{
	size_t row = cs->table->rows;
	for (size_t k = 0; k < count; k++) {
		const struct piece *p = &pieces[k];
		if (p->rows) columns_line(cs, row, line);
		for (size_t i = 0; i < p->span_count && p->spans[i].row < p->rows; i++)
			columns_line(cs, row + p->spans[i].row, line + p->spans[i].line);
		row += p->rows;
		line += p->lines;
	}
}

/* False when the numbers of a piece have no whole of the column's unit below its limit. */
static bool fits(const struct growing *g, const struct piece_column *c)
{
	int64_t factor = decimal_power[g->places - c->places], most = g->limit / factor;
	return c->least >= -most && c->most <= most;
}

static void prepare_numbers(const struct append *a, size_t i)
{
	struct growing *g = &a->columns->growing[i];
	unsigned places = g->places;
	size_t present = a->columns->table->rows - g->column->missing;
	if (g->column->kind != COLUMN_WHOLE) return;
	for (size_t k = 0; k < a->count; k++)
		if (has_values(&a->pieces[k], i) && a->pieces[k].columns[i].places > places)
			places = a->pieces[k].columns[i].places;
	bool good = places == g->places || growing_places(a->columns, g, places);
	for (size_t k = 0; k < a->count && good; k++)
		good = !has_values(&a->pieces[k], i) || fits(g, &a->pieces[k].columns[i]);
	if (!good) {
		growing_exact(a->columns, g);
		return;
	}
	for (size_t k = 0; k < a->count; k++) {
		const struct piece_column *c = &a->pieces[k].columns[i];
		int64_t factor = decimal_power[has_values(&a->pieces[k], i) ? g->places - c->places : 0];
		if (!has_values(&a->pieces[k], i)) continue;
		if (!present || c->least * factor < g->column->least) g->column->least = c->least * factor;
		if (!present || c->most * factor > g->column->most) g->column->most = c->most * factor;
		present += a->pieces[k].rows;
	}
}

static void prepare_words(const struct append *a, size_t i)
{
	struct growing *g = &a->columns->growing[i];
	for (size_t k = 0; k < a->count; k++) {
		const struct piece_column *c = &a->pieces[k].columns[i];
		for (size_t w = 0; w < c->word_count && g->column->kind == COLUMN_CODED; w++)
			if (!c->words[w].reason && c->words[w].row < a->pieces[k].rows)
				c->map[c->words[w].code] = growing_code(a->columns, g, c->words[w].text);
	}
}

static void prepare_texts(const struct append *a, size_t i)
{
	uint64_t bytes = 0;
	for (size_t k = 0; k < a->count; k++)
		if (a->pieces[k].rows) bytes += a->pieces[k].columns[i].end[a->pieces[k].rows - 1];
	growing_bytes(a->columns, &a->columns->growing[i], bytes);
}

/* Words, when the column has become one of texts meanwhile. */
static void words_as_texts(const struct append *a, size_t i)
{
	struct growing *g = &a->columns->growing[i];
	size_t row = a->columns->table->rows;
	for (size_t k = 0; k < a->count; k++) {
		const struct piece *p = &a->pieces[k];
		const struct piece_column *c = &p->columns[i];
		const struct text *word[PIECE_WORDS];
		for (size_t w = 0; w < c->word_count; w++)
			if (!c->words[w].reason) word[c->words[w].code] = &c->words[w].text;
		for (size_t r = 0; r < p->rows; r++, row++)
			growing_text(a->columns, g, row, c->missing && c->gap[r] ? TEXT("") : *word[c->code[r]]);
	}
}

static void exact_numbers(const struct append *a, size_t i)
{
	struct growing *g = &a->columns->growing[i];
	struct number *to = g->column->number + a->columns->table->rows;
	for (size_t k = 0; k < a->count; k++) {
		const struct piece *p = &a->pieces[k];
		const struct piece_column *c = &p->columns[i];
		for (size_t r = 0; r < p->rows; r++)
			*to++ = growing_number(a->columns, g, (struct decimal){ c->whole[r], c->places });
	}
}

static void prepare(const struct append *a, size_t i, enum piece_how how)
{
	struct column *column = a->columns->growing[i].column;
	bool states = false, reasons = false;
	for (size_t k = 0; k < a->count; k++) {
		states |= a->pieces[k].columns[i].missing > 0;
		reasons |= a->pieces[k].columns[i].reasons > 0;
	}
	columns_gaps(a->columns, column, states, reasons);
	if (how == PIECE_WORD) {
		prepare_words(a, i);
		if (column->kind == COLUMN_TEXT) words_as_texts(a, i);
	} else if (how != PIECE_TEXT) {
		prepare_numbers(a, i);
		if (column->kind == COLUMN_EXACT) exact_numbers(a, i);
	}
	if (how != PIECE_WORD && a->columns->growing[i].keeps) prepare_texts(a, i);
}

/* --- what each column does --- */

static void copy_gaps(struct column *column, const struct piece_column *c, size_t row, size_t rows)
{
	if (column->state && !c->missing) memset(column->state + row, CELL_PRESENT, rows);
	for (size_t i = 0; column->state && c->missing && i < rows; i++)
		column->state[row + i] = c->gap[i] ? CELL_MISSING : CELL_PRESENT;
	if (column->reason && !c->reasons) memset(column->reason + row, 0, rows);
	for (size_t i = 0; column->reason && c->reasons && i < rows; i++)
		column->reason[row + i] = (uint8_t)(c->gap[i] ? c->gap[i] - 1 : 0);
	column->missing += c->missing;
}

static void copy_wholes(int64_t *to, const struct piece_column *c, int64_t factor, size_t rows)
{
	if (factor == 1) memcpy(to, c->whole, rows * sizeof *to);
	else
		for (size_t i = 0; i < rows; i++)
			to[i] = c->whole[i] * factor;
}

static void copy_codes(uint32_t *to, const struct piece_column *c, size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		to[i] = c->codes ? c->map[c->code[i]] : 0;
}

static void copy_texts(struct growing *g, const struct piece_column *c, size_t row, size_t rows)
{
	struct texts *t = &g->column->text;
	uint64_t from = g->bytes, base = t->base[row / 64];
	memcpy(t->bytes + from, c->bytes, c->end[rows - 1]);
	for (size_t i = 0; i < rows; i++) {
		size_t next = row + i + 1;
		if (next % 64 == 0) t->base[next / 64] = base = from + c->end[i];
		t->offset[next] = (uint32_t)(from + c->end[i] - base);
	}
	g->bytes = from + c->end[rows - 1];
}

static void copy_column(void *state, size_t i)
{
	const struct append *a = state;
	struct growing *g = &a->columns->growing[i];
	struct column *column = g->column;
	size_t row = a->columns->table->rows;
	for (size_t k = 0; k < a->count; k++) {
		const struct piece *p = &a->pieces[k];
		const struct piece_column *c = &p->columns[i];
		if (!p->rows) continue;
		copy_gaps(column, c, row, p->rows);
		/* Of a piece without values the unit is anyone's. */
		if (column->kind == COLUMN_WHOLE)
			copy_wholes(column->whole + row, c, has_values(p, i) ? decimal_power[g->places - c->places] : 1, p->rows);
		if (column->kind == COLUMN_CODED) copy_codes(column->code + row, c, p->rows);
		if (c->how != PIECE_WORD && g->keeps) copy_texts(g, c, row, p->rows);
		row += p->rows;
	}
}

void columns_append(struct columns *cs, struct crew *crew, struct piece *pieces, size_t count, uint64_t line)
{
	struct append a = { cs, pieces, count };
	size_t rows = 0;
	for (size_t k = 0; k < count; k++)
		rows += pieces[k].rows;
	if (rows == 0) return;
	columns_room(cs, cs->table->rows + rows);
	prepare_lines(cs, pieces, count, line);
	for (size_t i = 0; i < cs->count; i++)
		prepare(&a, i, pieces[0].columns[i].how);
	if (crew) crew_do(crew, cs->count, copy_column, &a);
	else
		for (size_t i = 0; i < cs->count; i++)
			copy_column(&a, i);
	cs->table->rows += rows;
}

/* write_csv.c - RFC 4180 with LF: quotes only where a cell needs them, every byte of a text as it was read. Only for a
 * spreadsheet an apostrophe stands before a text that it would run. */
#include "lang/arena.h"
#include "runtime/out.h"
#include "runtime/spreadsheet.h"

enum { CELL_ROOM = RESULT_CELL_MAX + 2 }; /* with what separates it from the next */
enum { FETCHED_ROWS = 64 };               /* their cells stay in the nearest cache until they are printed */
_Static_assert(PLANG_OUT_BUFFER >= CELL_ROOM, "a cell has room in the buffer");

/* A word that stands as it is and can be copied without asking how long it is; of others the length is 0. */
struct csv_word {
	char text[23];
	uint8_t len;
};

/* A row is printed tens of millions of times a second, so what can be known of a column is found out once. */
struct csv_column {
	const struct result_column *of;
	bool guard;             /* its texts get an apostrophe where a spreadsheet would run them */
	bool alone;             /* an only cell that is empty would be a blank line, which many readers skip */
	struct csv_word *words; /* WORDS */
};

struct csv {
	const struct result_table *table;
	struct csv_column *columns;
};

/* Whether a byte of the eight is below `least`, which is at most 128. */
static bool has_below(uint64_t bytes, uint64_t least)
{
	const uint64_t ones = UINT64_MAX / 255;
	return ((bytes - ones * least) & ~bytes & ones * 128) != 0;
}

static bool needs_quotes(struct text cell)
{
	size_t i = 0;
	/* What asks for quotes is at most a comma; few other characters of texts are. */
	for (uint64_t word; cell.len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, cell.at + i, sizeof word);
		if (has_below(word, ',' + 1)) break;
	}
	for (; i < cell.len; i++)
		if (cell.at[i] == ',' || cell.at[i] == '"' || cell.at[i] == '\n' || cell.at[i] == '\r') return true;
	return false;
}

static void put_quoted(struct out *out, struct text cell)
{
	for (size_t from = 0, i = 0; i <= cell.len; i++)
		if (i == cell.len || cell.at[i] == '"') {
			out_text(out, (struct text){ cell.at + from, i - from });
			if (i < cell.len) out_string(out, "\"\"");
			from = i + 1;
		}
}

static void put_text(struct out *out, struct text cell, bool guard)
{
	bool runs = guard && spreadsheet_runs(cell), quotes = needs_quotes(cell);
	if (quotes) out_char(out, '"');
	if (runs) out_char(out, '\'');
	if (quotes) put_quoted(out, cell);
	else out_text(out, cell);
	if (quotes) out_char(out, '"');
}

/* The printers of cells keep the end of the buffer in hand and give it back moved on; each finds CELL_ROOM bytes there. */
static char *put_flag(char *at, bool flag)
{
	memcpy(at, flag ? "true\0\0\0" : "false\0\0", 8);
	return at + (flag ? 4 : 5);
}

static char *put_word(char *at, const struct csv_word *word)
{
	memcpy(at, word->text, sizeof word->text);
	return at + word->len;
}

/* Whatever the cell holds, however long it is. */
static char *put_any(struct out *out, char *at, const struct csv_column *c, size_t i)
{
	out->used = (size_t)(at - out->buffer);
	struct text cell = out_cell(out, c->of, i);
	if (cell.len) put_text(out, cell, c->guard);
	else if (c->alone) out_string(out, "\"\"");
	return out->buffer + out->used;
}

static char *put_cell(struct out *out, char *at, const struct csv_column *c, size_t i)
{
	const struct result_column *of = c->of;
	struct text cell = { NULL, 0 };
	if (result_state(of, i) == RESULT_PRESENT) {
		switch (of->form) {
		case RESULT_WHOLE: return at + result_whole(at, result_number(of, i), of->decimals);
		case RESULT_FLAGS: return put_flag(at, of->flags[i]);
		case RESULT_WORDS: {
			const struct csv_word *word = &c->words[result_code(of, i)];
			if (word->len) return put_word(at, word);
			break;
		}
		case RESULT_TEXTS: cell = of->texts[i]; break;
		case RESULT_CELLS: cell = of->cell(of->cell_state, i, at, RESULT_CELL_MAX); break;
		}
	}
	if (!cell.at || cell.len - 1 >= RESULT_CELL_MAX || needs_quotes(cell) || c->guard) return put_any(out, at, c, i);
	if (cell.at != at) memcpy(at, cell.at, cell.len);
	return at + cell.len;
}

static struct csv_word prepared_word(const struct csv_column *c, struct text text)
{
	struct csv_word word = { 0 };
	if (text.len > sizeof word.text || needs_quotes(text) || (c->guard && spreadsheet_runs(text))) return word;
	if (text.len) memcpy(word.text, text.at, text.len);
	word.len = (uint8_t)text.len;
	return word;
}

static struct csv prepared(struct arena *arena, const struct result_table *t, bool guard)
{
	struct csv csv = { t, arena_array(arena, t->column_count, sizeof *csv.columns) };
	for (size_t c = 0; c < t->column_count; c++) {
		const struct result_column *of = &t->columns[c];
		struct csv_column *column = &csv.columns[c];
		*column = (struct csv_column){ .of = of,
			                           .guard = guard && of->look == LOOK_TEXT,
			                           .alone = t->column_count == 1 && !t->figures };
		if (of->form != RESULT_WORDS) continue;
		column->words = arena_array(arena, of->word_count, sizeof *column->words);
		for (size_t i = 0; i < of->word_count; i++)
			column->words[i] = prepared_word(column, of->words[i]);
	}
	return csv;
}

static void put_figures(struct out *out, const struct result_table *t, bool guard)
{
	struct csv csv = prepared(out->arena, t, guard);
	out_string(out, "figure,value\n");
	for (size_t c = 0; c < t->column_count; c++) {
		put_text(out, t->columns[c].header, guard);
		out_char(out, ',');
		char *at = put_cell(out, out_room(out, CELL_ROOM), &csv.columns[c], result_row(t, 0));
		out->used = (size_t)(at - out->buffer);
		out_char(out, '\n');
	}
}

static char *roomy(struct out *out, char *at)
{
	out->used = (size_t)(at - out->buffer);
	return out_room(out, CELL_ROOM);
}

/* Rows that stand anywhere in the columns would make every cell wait for memory: those of the next block are asked for
 * together first. What a cell as read needs, only its printer knows. */
static void fetch(const struct csv *csv, size_t from, size_t to)
{
	char cell[RESULT_CELL_MAX];
	for (size_t c = 0; c < csv->table->column_count; c++) {
		const struct result_column *of = csv->columns[c].of;
		for (size_t place = from; place < to; place++) {
			size_t i = csv->table->row[place];
			if (of->states) __builtin_prefetch(&of->states[i]);
			switch (of->form) {
			case RESULT_TEXTS: __builtin_prefetch(&of->texts[i]); break;
			case RESULT_WHOLE: __builtin_prefetch(of->whole ? (const void *)&of->whole[i] : &of->doubles[i]); break;
			case RESULT_FLAGS: __builtin_prefetch(&of->flags[i]); break;
			case RESULT_WORDS:
				if (of->code) __builtin_prefetch(&of->code[i]);
				else __builtin_prefetch(&of->wide_code[i]);
				break;
			case RESULT_CELLS:
				if (result_state(of, i) == RESULT_PRESENT)
					__builtin_prefetch(of->cell(of->cell_state, i, cell, sizeof cell).at);
				break;
			}
		}
	}
}

static void put_rows(struct out *out, const void *state, size_t from, size_t to)
{
	const struct csv *csv = state;
	const struct csv_column *columns = csv->columns;
	size_t count = csv->table->column_count;
	char *at = out->buffer + out->used;
	for (size_t place = from; place < to; place++) {
		size_t i = result_row(csv->table, place);
		if (csv->table->row && (place - from) % FETCHED_ROWS == 0)
			fetch(csv, place, to - place > FETCHED_ROWS ? place + FETCHED_ROWS : to);
		for (size_t c = 0; c < count; c++) {
			at = roomy(out, at);
			if (c) *at++ = ',';
			at = put_cell(out, at, &columns[c], i);
		}
		at = roomy(out, at);
		*at++ = '\n';
	}
	out->used = (size_t)(at - out->buffer);
}

static void put_table(struct out *out, const struct result_table *t, bool guard)
{
	struct csv csv = prepared(out->arena, t, guard);
	for (size_t c = 0; c < t->column_count; c++) {
		if (c) out_char(out, ',');
		put_text(out, t->columns[c].header, guard);
	}
	out_char(out, '\n');
	out_rows(out, t->rows, put_rows, &csv);
}

void write_csv(struct out *out, const struct result *result)
{
	for (size_t i = 0; i < result->table_count; i++) {
		if (i) out_char(out, '\n');
		if (result->tables[i].figures) put_figures(out, &result->tables[i], result->spreadsheet);
		else put_table(out, &result->tables[i], result->spreadsheet);
	}
}

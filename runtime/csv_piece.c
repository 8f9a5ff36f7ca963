/* csv_piece.c - windows of bytes, cut into rows by their marks; then column by column, so that each loop does one thing. */
#include "runtime/csv_piece.h"
#include "runtime/csv_cell.h"
#include "runtime/csv_utf8.h"
#include "runtime/csv_warn.h"
#include <stdlib.h>

enum { SLOTS = 2 * PIECE_WORDS, PROBES = 32, DOUBLED = 0x8000 };
_Static_assert(CSV_INDEX_MOST <= DOUBLED, "an offset leaves a bit for doubled quotes");

/* Where a cell stands: its offset in the window, DOUBLED where its quotes must be made single. */
struct csv_place {
	uint16_t from, len;
};

struct window {
	const char *at;
	size_t len, rows;
	bool ascii;
	size_t mark, marks;
	uint16_t start[PIECE_WINDOW_ROWS + 1]; /* of each row; then where the last one ends */
	uint16_t breaks[PIECE_WINDOW_ROWS];    /* line ends inside the quotes of a row */
	uint16_t marked[CSV_INDEX_MOST + CSV_INDEX_SLACK];
	char single[CSV_INDEX_MOST + PIECE_SLACK]; /* a cell whose doubled quotes were made single */
	struct csv_place place[];                  /* plan->window_rows for each column that is read */
};

/* --- rows --- */

static struct csv_place *places_of(const struct piece_plan *plan, struct window *w, size_t column)
{
	return w->place + column * plan->window_rows;
}

/* A row without quotes is as many marks as it has cells: commas, and a line end. */
static bool plain_row(const struct piece_plan *plan, struct window *w)
{
	const uint16_t *mark = w->marked + w->mark;
	size_t cells = plan->cells, row = w->rows;
	if (w->marks - w->mark < cells) return false;
	unsigned odd = 0;
	for (size_t i = 0; i + 1 < cells; i++)
		odd |= (unsigned)(w->at[mark[i]] ^ ',');
	if (odd | (unsigned)(w->at[mark[cells - 1]] ^ '\n')) return false;
	struct csv_place *place = w->place + row;
	for (size_t i = 0; i < plan->count; i++, place += plan->window_rows) {
		size_t cell = plan->cell[i];
		uint16_t from = cell ? (uint16_t)(mark[cell - 1] + 1) : w->start[row];
		*place = (struct csv_place){ from, (uint16_t)(mark[cell] - from) };
	}
	w->breaks[row] = 0;
	w->start[row + 1] = (uint16_t)(mark[cells - 1] + 1);
	w->mark += cells;
	return true;
}

/* From an opening quote, whose mark comes next, to the closing one. */
static bool quoted_place(struct window *w, size_t *at, struct csv_place *place, unsigned *breaks)
{
	size_t from = *at + 1, m = w->mark + 1;
	bool doubled = false;
	for (; m < w->marks; m++) {
		size_t to = w->marked[m];
		char c = w->at[to];
		if (c == '\0') return false;
		*breaks += c == '\n';
		if (c != '"') continue;
		if (to + 1 == w->len) return false;
		if (w->at[to + 1] != '"') {
			*place = (struct csv_place){ (uint16_t)(from | (doubled ? DOUBLED : 0)), (uint16_t)(to - from) };
			*at = to + 1;
			w->mark = m + 1;
			return true;
		}
		doubled = true;
		m++;
	}
	return false;
}

/* What stands behind a cell: a comma, or the end of the line behind the last one. */
static bool behind_cell(struct window *w, size_t *at, bool last)
{
	if (w->mark == w->marks || w->marked[w->mark] != *at) return false;
	char c = w->at[*at];
	if (last && c == '\r' && w->mark + 1 < w->marks && w->marked[w->mark + 1] == *at + 1) {
		w->mark++;
		c = w->at[++*at];
	}
	if (c != (last ? '\n' : ',')) return false;
	w->mark++;
	++*at;
	return true;
}

/* Any other row; false when it is unusual or does not end in the window. */
static bool quoted_row(const struct piece_plan *plan, struct window *w)
{
	size_t at = w->start[w->rows], column = 0;
	unsigned breaks = 0;
	for (size_t cell = 0; cell < plan->cells; cell++) {
		struct csv_place place;
		if (at < w->len && w->at[at] == '"') {
			if (!quoted_place(w, &at, &place, &breaks)) return false;
		} else {
			if (w->mark == w->marks) return false;
			place = (struct csv_place){ (uint16_t)at, (uint16_t)(w->marked[w->mark] - at) };
			at = w->marked[w->mark];
		}
		for (; column < plan->count && plan->columns[column].cell == cell; column++) {
			/* The line on which a duplicate key is reported is that of its cell: csv.c keeps it. */
			if (cell == plan->key && breaks) return false;
			places_of(plan, w, column)[w->rows] = place;
		}
		if (!behind_cell(w, &at, cell + 1 == plan->cells)) return false;
	}
	w->breaks[w->rows] = (uint16_t)breaks;
	w->start[w->rows + 1] = (uint16_t)at;
	return true;
}

static void split(const struct piece_plan *plan, struct window *w)
{
	w->rows = w->mark = 0;
	w->start[0] = 0;
	while (w->rows < plan->window_rows && w->start[w->rows] < w->len) {
		if (!plain_row(plan, w) && !quoted_row(plan, w)) break;
		w->rows++;
	}
}

/* --- cells --- */

static inline struct text cell_at(struct window *w, struct csv_place place)
{
	const char *at = w->at + (place.from & (DOUBLED - 1));
	if (!(place.from & DOUBLED)) return (struct text){ at, place.len };
	size_t len = 0;
	for (size_t i = 0; i < place.len; i++) {
		w->single[len++] = at[i];
		if (at[i] == '"') i++;
	}
	return (struct text){ w->single, len };
}

static void put_gap(const struct piece *p, struct piece_column *c, size_t row, uint8_t reason)
{
	if (c->missing++ == 0) memset(c->gap, 0, p->room);
	c->gap[row] = (uint8_t)(reason + 1);
	c->reasons += reason != 0;
}

/* 0 for no marker; 255 for one whose reason does not fit into a gap. */
static uint8_t marker_of(const struct piece_plan_column *plan, struct text cell)
{
	if (!cell.len || !plan->marker[(unsigned char)cell.at[0]]) return 0;
	return csv_marker(plan->field, cell);
}

/* All wholes so far in a smaller unit; false when one would not stay below 2^53. */
static bool more_places(struct piece_column *c, unsigned places, size_t rows)
{
	int64_t factor = decimal_power[places - c->places], most = (COLUMN_WHOLE_LIMIT - 1) / factor;
	if (c->least <= c->most) { /* else there was none so far */
		if (c->least < -most || c->most > most) return false;
		c->least *= factor;
		c->most *= factor;
	}
	for (size_t i = 0; i < rows; i++)
		c->whole[i] *= factor;
	c->places = places;
	return true;
}

static inline bool put_number(struct piece_column *c, struct decimal d, size_t row)
{
	int64_t whole = d.digits;
	if (d.places != c->places) {
		if (d.places > c->places && !more_places(c, d.places, row)) return false;
		if (__builtin_mul_overflow(whole, decimal_power[c->places - d.places], &whole)) return false;
	}
	if (whole <= -COLUMN_WHOLE_LIMIT || whole >= COLUMN_WHOLE_LIMIT) return false;
	c->whole[row] = whole;
	c->least = whole < c->least ? whole : c->least;
	c->most = whole > c->most ? whole : c->most;
	return true;
}

/* All of these give how many rows are usual. */
static bool take_number(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c, struct text cell,
                        size_t row)
{
	struct decimal d;
	uint8_t reason = 0;
	bool plain = csv_decimal(p->plan->dataset, plan->field, cell, &d) && (!plan->whole || d.places == 0);
	if (cell.len && (!plain || plan->markers_first)) reason = marker_of(plan, cell);
	if (reason == UINT8_MAX || (!cell.len && plan->field->key)) return false;
	if (cell.len && !reason) return plain && put_number(c, d, row);
	c->whole[row] = 0;
	put_gap(p, c, row, reason);
	return true;
}

/* The quick loop keeps what it learns out of the column, whose wholes it might else be thought to write over. */
static size_t take_numbers(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c,
                           const struct csv_place *places, size_t rows)
{
	struct window *w = p->window;
	size_t i = 0;
	while (i < rows) {
		int64_t *whole = c->whole + p->rows, least = c->least, most = c->most;
		unsigned most_places = plan->whole ? 0 : c->places, scale = c->places;
		for (; i < rows && !plan->markers_first && !(places[i].from & DOUBLED); i++) {
			struct decimal d;
			if (!decimal_quick((struct text){ w->at + places[i].from, places[i].len }, &d) || d.places > most_places)
				break;
			int64_t x = d.digits;
			if (d.places != scale && (scale > 6 || (x *= decimal_power[scale - d.places]) < 0)) break;
			whole[i] = x;
			least = x < least ? x : least;
			most = x > most ? x : most;
		}
		c->least = least;
		c->most = most;
		if (i == rows || !take_number(p, plan, c, cell_at(w, places[i]), p->rows + i)) return i;
		i++;
	}
	return rows;
}

static size_t take_flags(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c,
                         const struct csv_place *places, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		struct text cell = cell_at(p->window, places[i]);
		size_t row = p->rows + i;
		struct decimal d = { 0, 0 };
		uint8_t reason = marker_of(plan, cell);
		bool good = plan->how == PIECE_FLAG ? csv_flag(plan->field, cell, &d.digits) : date_read(cell, &d.digits);
		if (reason == UINT8_MAX || (plan->field->key && (reason || !cell.len))) return i;
		if (cell.len && !reason) {
			if (!good || !put_number(c, d, row)) return i;
			continue;
		}
		c->whole[row] = 0;
		put_gap(p, c, row, reason);
	}
	return rows;
}

/* --- texts --- */

static bool room_for_bytes(struct piece *p, struct piece_column *c, size_t used, size_t more)
{
	if (c->bytes_room - used >= more) return true;
	char *bytes = realloc(c->bytes, used + more + used / 2);
	if (!bytes) {
		p->no_memory = true;
		return false;
	}
	c->bytes = bytes;
	c->bytes_room = used + more + used / 2;
	return true;
}

static bool is_choice(const struct field *field, struct text cell)
{
	return field->type.kind != TYPE_CHOICE || csv_choice(field, cell);
}

static size_t take_texts(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c,
                         const struct csv_place *places, size_t rows)
{
	size_t used = p->rows ? c->end[p->rows - 1] : 0; /* of a window at a time: far below 4 GiB */
	bool only = plan->how == PIECE_TEXT;
	if (!room_for_bytes(p, c, used, p->window->len + PIECE_SLACK)) return 0;
	for (size_t i = 0; i < rows; i++) {
		struct text cell = cell_at(p->window, places[i]);
		size_t row = p->rows + i;
		uint8_t reason = plan->field->key ? 0 : marker_of(plan, cell);
		if ((plan->warns && !csv_is_harmless(cell) && csv_warns(cell)) || (plan->field->key && !cell.len) ||
		    reason == UINT8_MAX)
			return i;
		if (only && !reason && cell.len && !is_choice(plan->field, cell)) return i;
		bool missing = reason || !cell.len;
		if (missing && only) put_gap(p, c, row, reason);
		if (missing) cell.len = 0;
		if (cell.len <= 16) memcpy(c->bytes + used, cell.at, 16); /* there is room, and it takes no loop */
		else memcpy(c->bytes + used, cell.at, cell.len);
		used += cell.len;
		c->end[row] = (uint32_t)used;
	}
	return rows;
}

static uint64_t folded_product(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 x = (unsigned __int128)a * b;
	return (uint64_t)x ^ (uint64_t)(x >> 64);
}

/* Reads up to 8 bytes behind the text. */
static uint64_t hash_of(const struct piece_plan *plan, struct text text)
{
	uint64_t h = plan->seed ^ text.len, word;
	size_t i = 0;
	for (; i + 8 <= text.len; i += 8) {
		memcpy(&word, text.at + i, 8);
		h = folded_product(h ^ word, UINT64_C(0x9E3779B97F4A7C15) ^ plan->seed);
	}
	if (i < text.len) {
		memcpy(&word, text.at + i, 8);
		word &= ~UINT64_C(0) >> (64 - 8 * (text.len - i)); /* little-endian; elsewhere a hash that still is one */
		h = folded_product(h ^ word, UINT64_C(0x9E3779B97F4A7C15) ^ plan->seed);
	}
	return folded_product(h, UINT64_C(0xC2B2AE3D27D4EB4F) ^ plan->seed);
}

/* The room for a cell with doubled quotes is used for the next one: a word keeps a copy. */
static bool copied(struct piece *p, struct text *cell)
{
	struct piece_copy *copy = malloc(sizeof *copy + cell->len + PIECE_SLACK);
	p->no_memory |= !copy;
	if (!copy) return false;
	memcpy(copy->bytes, cell->at, cell->len);
	cell->at = copy->bytes;
	copy->next = p->copies;
	p->copies = copy;
	return true;
}

/* A new word; NULL when it is unusual. */
static struct piece_word *add_word(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c,
                                   struct text cell, uint64_t hash, size_t row)
{
	if (c->word_count == PIECE_WORDS || (plan->warns && csv_warns(cell))) return NULL;
	uint8_t reason = marker_of(plan, cell);
	if (reason == UINT8_MAX || (!reason && !is_choice(plan->field, cell))) return NULL;
	if (cell.at == p->window->single && !copied(p, &cell)) return NULL;
	struct piece_word *word = &c->words[c->word_count++];
	*word = (struct piece_word){ .text = cell, .hash = hash, .reason = reason, .row = row };
	if (!reason) word->code = c->codes++;
	return word;
}

/* Reads up to 8 bytes behind texts. */
static inline bool same_text(struct text a, struct text b)
{
	uint64_t x, y;
	if (a.len != b.len || a.len > 16) return text_equal(a, b);
	if (a.len > 8) {
		memcpy(&x, a.at, 8);
		memcpy(&y, b.at, 8);
		if (x != y) return false;
		a.at += a.len - 8;
		b.at += b.len - 8;
		a.len = 8;
	}
	memcpy(&x, a.at, 8);
	memcpy(&y, b.at, 8);
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return a.len == 0 || (x ^ y) << (64 - 8 * a.len) == 0;
#else
	return text_equal(a, b);
#endif
}

static struct piece_word *find_word(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c,
                                    struct text cell, size_t row)
{
	uint64_t hash = hash_of(p->plan, cell);
	size_t at = hash % SLOTS;
	for (size_t probes = 0; probes < PROBES; probes++, at = (at + 1) % SLOTS) {
		if (!c->slots[at]) {
			struct piece_word *word = add_word(p, plan, c, cell, hash, row);
			if (word) c->slots[at] = (uint16_t)c->word_count;
			return word;
		}
		struct piece_word *word = &c->words[c->slots[at] - 1];
		if (word->hash == hash && same_text(word->text, cell)) return word;
	}
	return NULL;
}

static size_t take_words(struct piece *p, const struct piece_plan_column *plan, struct piece_column *c,
                         const struct csv_place *places, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		struct text cell = cell_at(p->window, places[i]);
		size_t row = p->rows + i;
		const struct piece_word *word = cell.len ? find_word(p, plan, c, cell, row) : NULL;
		if (cell.len && !word) return i;
		c->code[row] = word ? word->code : 0;
		if (!word || word->reason) put_gap(p, c, row, word ? word->reason : 0);
	}
	return rows;
}

/* --- a window --- */

static size_t take_column(struct piece *p, size_t i, size_t rows)
{
	const struct piece_plan_column *plan = &p->plan->columns[i];
	struct piece_column *c = &p->columns[i];
	const struct csv_place *places = places_of(p->plan, p->window, i);
	switch (plan->how) {
	case PIECE_NUMBER: rows = take_numbers(p, plan, c, places, rows); break;
	case PIECE_FLAG:
	case PIECE_DATE: rows = take_flags(p, plan, c, places, rows); break;
	case PIECE_WORD: rows = take_words(p, plan, c, places, rows); break;
	case PIECE_TEXT: return take_texts(p, plan, c, places, rows);
	}
	return plan->keeps ? take_texts(p, plan, c, places, rows) : rows;
}

static size_t rows_of_utf8(const struct window *w)
{
	if (w->ascii) return w->rows;
	size_t fault = utf8_fault(w->at, w->start[w->rows]), row = 0;
	while (row < w->rows && w->start[row + 1] <= fault)
		row++;
	return row;
}

static bool add_span(struct piece *p, size_t row, uint64_t line)
{
	if (p->span_count == p->span_room) {
		size_t room = p->span_room ? p->span_room * 2 : 64;
		struct line_span *spans = realloc(p->spans, room * sizeof *spans);
		if (!spans) return false;
		p->spans = spans;
		p->span_room = room;
	}
	p->spans[p->span_count++] = (struct line_span){ row, line };
	return true;
}

static void count_lines(struct piece *p, const struct window *w, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		p->lines += 1u + w->breaks[i];
		if (w->breaks[i] && !add_span(p, p->rows + i + 1, p->lines)) p->no_memory = true;
	}
}

/* False when the piece ends here. */
static bool take_window(struct piece *p)
{
	struct window *w = p->window;
	size_t rest = p->len - p->used;
	w->at = p->at + p->used;
	w->len = rest < CSV_INDEX_MOST ? rest : CSV_INDEX_MOST;
	struct csv_marks marks = p->plan->index(w->at, w->len, w->marked);
	w->marks = marks.count;
	w->ascii = marks.ascii;
	split(p->plan, w);
	size_t there = w->rows < p->room - p->rows ? w->rows : p->room - p->rows, rows = rows_of_utf8(w);
	if (rows > there) rows = there;
	for (size_t i = 0; i < p->plan->count && rows; i++)
		rows = take_column(p, i, rows);
	count_lines(p, w, rows);
	p->used += w->start[rows];
	p->rows += rows;
	return rows == w->rows && rows > 0 && !p->no_memory;
}

/* Counted again: columns may have gone on behind the row that ended the piece. */
static void count_gaps(struct piece *p)
{
	for (size_t i = 0; i < p->plan->count; i++) {
		struct piece_column *c = &p->columns[i];
		if (!c->missing) continue;
		c->missing = c->reasons = 0;
		for (size_t row = 0; row < p->rows; row++) {
			c->missing += c->gap[row] > 0;
			c->reasons += c->gap[row] > 1;
		}
	}
}

static void free_copies(struct piece *p)
{
	for (struct piece_copy *c = p->copies, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	p->copies = NULL;
}

static void forget_words(struct piece_column *c)
{
	memset(c->slots, 0, SLOTS * sizeof *c->slots);
	c->word_count = 0;
	c->codes = 0;
}

/* --- memory --- */

static bool make_room(struct piece *p, size_t room)
{
	bool good = true;
	for (size_t i = 0; i < p->plan->count; i++) {
		struct piece_column *c = &p->columns[i];
		enum piece_how how = p->plan->columns[i].how;
		free(c->gap);
		free(c->whole);
		free(c->code);
		free(c->end);
		c->gap = malloc(room);
		c->whole =
			how == PIECE_NUMBER || how == PIECE_FLAG || how == PIECE_DATE ? malloc(room * sizeof *c->whole) : NULL;
		c->code = malloc(room * sizeof *c->code);
		c->end = malloc(room * sizeof *c->end);
		good &= c->gap && c->code && c->end && (c->whole || how == PIECE_WORD || how == PIECE_TEXT);
	}
	p->room = good ? room : 0;
	return good;
}

bool piece_init(struct piece *p, const struct piece_plan *plan)
{
	*p = (struct piece){ .plan = plan };
	p->columns = calloc(plan->count + 1, sizeof *p->columns);
	p->window = malloc(sizeof *p->window + plan->count * plan->window_rows * sizeof(struct csv_place));
	bool good = p->columns && p->window;
	for (size_t i = 0; i < plan->count && good; i++) {
		struct piece_column *c = &p->columns[i];
		if (plan->columns[i].how != PIECE_WORD) continue;
		c->words = malloc(PIECE_WORDS * sizeof *c->words);
		c->slots = calloc(SLOTS, sizeof *c->slots);
		c->map = malloc(PIECE_WORDS * sizeof *c->map);
		good = c->words && c->slots && c->map;
	}
	return good;
}

void piece_free(struct piece *p)
{
	for (size_t i = 0; p->columns && i < p->plan->count; i++) {
		struct piece_column *c = &p->columns[i];
		void *arrays[] = { c->gap, c->whole, c->code, c->words, c->slots, c->map, c->end, c->bytes };
		for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
			free(arrays[k]);
	}
	free_copies(p);
	free(p->columns);
	free(p->window);
	free(p->spans);
	*p = (struct piece){ .plan = p->plan };
}

void piece_read(struct piece *p)
{
	size_t most = p->len / p->plan->cells + 1;
	free_copies(p);
	p->rows = p->used = p->span_count = 0;
	p->lines = 0;
	p->no_memory = most > p->room && !make_room(p, most);
	if (p->no_memory) return;
	for (size_t i = 0; i < p->plan->count; i++) {
		struct piece_column *c = &p->columns[i];
		c->how = p->plan->columns[i].how;
		c->missing = c->reasons = 0;
		c->places = 0;
		c->least = INT64_MAX;
		c->most = INT64_MIN;
		if (c->slots) forget_words(c);
	}
	while (p->used < p->len && take_window(p))
		;
	count_gaps(p);
}

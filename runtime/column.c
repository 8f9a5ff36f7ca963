/* column.c - columns that grow: whole numbers that get more places, words that become too many. */
#include "runtime/column.h"
#include "lang/arena.h"
#include "runtime/csv_header.h"
#include "runtime/index.h"
#include <stdlib.h>

enum { FIRST_ROOM = 1024, FIRST_BYTES = 4096 };

/* --- memory --- */

static void columns_free(void *what)
{
	struct columns *cs = what;
	for (size_t i = 0; i < cs->count; i++) {
		struct column *c = cs->growing[i].column;
		void *arrays[] = { c->state, c->reason,     c->whole,       c->number,   c->code,
			               c->word,  c->text.bytes, c->text.offset, c->text.base };
		for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
			free(arrays[k]);
	}
	free(cs->spans); /* the table itself may be gone */
}

static void *enlarged(struct columns *cs, void *old, size_t room, size_t size)
{
	void *more = room > SIZE_MAX / size ? NULL : realloc(old, room * size);
	if (!more) arena_no_memory(cs->arena);
	return more;
}

/* All zero. */
static void *fresh(struct columns *cs, size_t size)
{
	void *at = calloc(cs->room, size);
	if (!at) arena_no_memory(cs->arena);
	return at;
}

static void room_for_texts(struct columns *cs, struct texts *texts, size_t room)
{
	texts->offset = enlarged(cs, texts->offset, room + 1, sizeof *texts->offset);
	texts->base = enlarged(cs, texts->base, room / 64 + 1, sizeof *texts->base);
}

static void room_for_rows(struct columns *cs, size_t room)
{
	for (size_t i = 0; i < cs->count; i++) {
		struct column *c = cs->growing[i].column;
		if (c->state) c->state = enlarged(cs, c->state, room, sizeof *c->state);
		if (c->reason) c->reason = enlarged(cs, c->reason, room, sizeof *c->reason);
		if (c->kind == COLUMN_WHOLE) c->whole = enlarged(cs, c->whole, room, sizeof *c->whole);
		if (c->kind == COLUMN_EXACT) c->number = enlarged(cs, c->number, room, sizeof *c->number);
		if (c->kind == COLUMN_CODED) c->code = enlarged(cs, c->code, room, sizeof *c->code);
		if (cs->growing[i].keeps) room_for_texts(cs, &c->text, room);
	}
	cs->room = room;
}

void columns_room(struct columns *cs, size_t rows)
{
	size_t room = cs->room;
	while (room < rows)
		room *= 2;
	if (room > cs->room) room_for_rows(cs, room);
}

/* --- texts --- */

static void texts_begin(struct columns *cs, struct growing *g)
{
	struct texts *t = &g->column->text;
	g->keeps = true;
	g->bytes_room = FIRST_BYTES;
	t->bytes = enlarged(cs, NULL, FIRST_BYTES, 1);
	room_for_texts(cs, t, cs->room);
	t->base[0] = 0;
	t->offset[0] = 0;
}

void growing_bytes(struct columns *cs, struct growing *g, uint64_t more)
{
	if (more <= g->bytes_room - g->bytes) return;
	while (more > g->bytes_room - g->bytes)
		g->bytes_room *= 2;
	g->column->text.bytes = enlarged(cs, g->column->text.bytes, g->bytes_room, 1);
}

void growing_text(struct columns *cs, struct growing *g, size_t row, struct text text)
{
	struct texts *t = &g->column->text;
	growing_bytes(cs, g, text.len);
	if (text.len) memcpy(t->bytes + g->bytes, text.at, text.len);
	g->bytes += text.len;
	if ((row + 1) % 64 == 0) t->base[(row + 1) / 64] = g->bytes;
	t->offset[row + 1] = (uint32_t)(g->bytes - t->base[(row + 1) / 64]);
}

static bool same_word(const void *context, uint32_t a, uint32_t b)
{
	const struct column *c = context;
	return text_equal(c->word[a], c->word[b]);
}

/* The rows so far as texts, and no codes any more. */
static void become_text(struct columns *cs, struct growing *g)
{
	struct column *c = g->column;
	if (!g->keeps) {
		texts_begin(cs, g);
		for (size_t row = 0; row < cs->table->rows; row++)
			growing_text(cs, g, row, column_text(c, row));
	}
	c->kind = COLUMN_TEXT;
	free(c->code);
	free(c->word);
	c->code = NULL;
	c->word = NULL;
	c->word_count = 0;
}

uint32_t growing_code(struct columns *cs, struct growing *g, struct text word)
{
	struct column *c = g->column;
	if (c->word_count == g->word_room) {
		g->word_room = g->word_room ? g->word_room * 2 : 16;
		c->word = enlarged(cs, c->word, g->word_room, sizeof *c->word);
	}
	c->word[c->word_count] = word;
	uint32_t code = index_add(g->words, index_hash(g->words, 0, word), (uint32_t)c->word_count, same_word, c);
	if (code < c->word_count) return code;
	if (code == COLUMN_WORDS) {
		become_text(cs, g);
		return code;
	}
	c->word[c->word_count++] = arena_text(cs->arena, word);
	return code;
}

static void take_text(struct columns *cs, struct growing *g, struct text cell, bool missing)
{
	struct column *c = g->column;
	size_t row = cs->table->rows;
	if (c->kind == COLUMN_CODED) {
		uint32_t code = missing ? 0 : growing_code(cs, g, cell);
		if (code < COLUMN_WORDS) c->code[row] = code;
	}
	if (g->keeps) growing_text(cs, g, row, missing ? TEXT("") : cell);
}

/* --- numbers --- */

/* The unit of a column with so many places; false when it is no small number. */
static bool unit_of(struct columns *cs, const struct growing *g, unsigned places, struct number *unit)
{
	*unit = number_mul(cs->pool, g->one, (struct number){ .num = 1, .den = decimal_power[places] });
	return unit->den != 0;
}

/* Below 2^53, and so that a whole times the unit's numerator is a word. */
static int64_t limit_of(struct number unit)
{
	int64_t num = unit.num < 0 ? unit.num == INT64_MIN ? INT64_MAX : -unit.num : unit.num;
	int64_t most = num ? INT64_MAX / num : INT64_MAX;
	return most < COLUMN_WHOLE_LIMIT ? most : COLUMN_WHOLE_LIMIT - 1;
}

void growing_exact(struct columns *cs, struct growing *g)
{
	struct column *c = g->column;
	c->number = fresh(cs, sizeof *c->number);
	for (size_t row = 0; row < cs->table->rows; row++)
		c->number[row] = column_number(c, row);
	c->kind = COLUMN_EXACT;
	free(c->whole);
	c->whole = NULL;
	c->least = c->most = 0;
}

static bool times_fits(int64_t whole, int64_t factor, int64_t limit, int64_t *out)
{
	return !__builtin_mul_overflow(whole, factor, out) && *out <= limit && *out >= -limit;
}

/* All wholes in a smaller unit; false when they do not fit. */
bool growing_places(struct columns *cs, struct growing *g, unsigned places)
{
	struct column *c = g->column;
	struct number unit;
	int64_t factor = decimal_power[places - g->places], least, most;
	if (!unit_of(cs, g, places, &unit)) return false;
	int64_t limit = limit_of(unit);
	if (!times_fits(c->least, factor, limit, &least) || !times_fits(c->most, factor, limit, &most)) return false;
	for (size_t row = 0; row < cs->table->rows; row++)
		c->whole[row] *= factor;
	c->unit = unit;
	c->least = least;
	c->most = most;
	g->limit = limit;
	g->places = places;
	return true;
}

static bool take_whole(struct columns *cs, struct growing *g, struct decimal d, bool first)
{
	struct column *c = g->column;
	int64_t whole;
	if (d.places > g->places && !growing_places(cs, g, d.places)) return false;
	if (!times_fits(d.digits, decimal_power[g->places - d.places], g->limit, &whole)) return false;
	c->whole[cs->table->rows] = whole;
	if (first || whole < c->least) c->least = whole;
	if (first || whole > c->most) c->most = whole;
	return true;
}

/* As a plain decimal, when it is short. */
static bool decimal_of(struct columns *cs, const struct growing *g, struct number n, struct decimal *out)
{
	if (number_sign(g->one) == 0) return false;
	size_t mark = numbers_mark(cs->pool), places;
	struct number plain = number_div(cs->pool, n, g->one);
	bool is = (places = number_decimals(plain)) <= DECIMAL_DIGITS &&
	          number_to_int64(number_mul(cs->pool, plain, number_of(decimal_power[places])), &out->digits) &&
	          out->digits > -COLUMN_WHOLE_LIMIT && out->digits < COLUMN_WHOLE_LIMIT;
	out->places = (unsigned)places;
	numbers_release(cs->pool, mark);
	return is;
}

struct number growing_number(const struct columns *cs, const struct growing *g, struct decimal d)
{
	return number_mul(cs->pool, number_ratio(cs->pool, d.digits, decimal_power[d.places]), g->one);
}

static void take_number(struct columns *cs, struct growing *g, const struct csv_value *value)
{
	struct column *c = g->column;
	size_t row = cs->table->rows;
	bool missing = value->state == CELL_MISSING, plain = value->plain;
	struct decimal d = value->decimal;
	if (missing && c->kind == COLUMN_WHOLE) {
		c->whole[row] = 0;
	} else if (missing) {
		c->number[row] = number_of(0);
	} else {
		if (c->kind == COLUMN_WHOLE && !plain) plain = decimal_of(cs, g, value->number, &d);
		if (c->kind == COLUMN_WHOLE && plain && take_whole(cs, g, d, row == c->missing)) return;
		if (c->kind == COLUMN_WHOLE) growing_exact(cs, g);
		c->number[row] = value->plain ? growing_number(cs, g, d) : value->number;
	}
}

/* --- rows --- */

void columns_gaps(struct columns *cs, struct column *c, bool states, bool reasons)
{
	if (states && !c->state) c->state = fresh(cs, sizeof *c->state);
	if (reasons && !c->reason) c->reason = fresh(cs, sizeof *c->reason);
}

static void take_state(struct columns *cs, struct column *c, const struct csv_value *value)
{
	size_t row = cs->table->rows;
	bool missing = value->state == CELL_MISSING;
	columns_gaps(cs, c, missing, value->reason != 0);
	if (c->state) c->state[row] = (uint8_t)value->state;
	if (c->reason) c->reason[row] = value->reason;
	c->missing += missing;
}

void columns_take(struct columns *cs, struct growing *g, struct text cell, const struct csv_value *value)
{
	struct column *c = g->column;
	if (c->kind == COLUMN_CODED || c->kind == COLUMN_TEXT) {
		take_text(cs, g, cell, value->state == CELL_MISSING);
	} else {
		take_number(cs, g, value);
		if (g->keeps) growing_text(cs, g, cs->table->rows, value->state == CELL_MISSING ? TEXT("") : cell);
	}
	take_state(cs, c, value);
}

static void begin_span(struct columns *cs, size_t row, uint64_t line)
{
	struct table *t = cs->table;
	if (t->span_count == cs->span_room) {
		cs->span_room = cs->span_room ? cs->span_room * 2 : 16;
		t->spans = cs->spans = enlarged(cs, cs->spans, cs->span_room, sizeof *t->spans);
	}
	t->spans[t->span_count++] = (struct line_span){ row, line };
}

void columns_line(struct columns *cs, size_t row, uint64_t line)
{
	const struct table *t = cs->table;
	const struct line_span *last = t->span_count ? &t->spans[t->span_count - 1] : NULL;
	if (!last || last->line + (row - last->row) != line) begin_span(cs, row, line);
}

void columns_begin(struct columns *cs, uint64_t line)
{
	size_t row = cs->table->rows;
	columns_room(cs, row + 1);
	columns_line(cs, row, line);
	for (size_t i = 0; i < cs->count; i++) /* a row that is read again has left its texts behind */
		if (cs->growing[i].keeps) cs->growing[i].bytes = texts_at(&cs->growing[i].column->text, row);
}

void columns_end(struct columns *cs)
{
	cs->table->rows++;
}

/* --- the beginning --- */

static void number_begin(struct columns *cs, struct growing *g)
{
	struct column *c = g->column;
	g->one = type_family(c->field->type) == FAMILY_NUMBER ? c->field->unit : number_of(1);
	if (c->field->type.kind == TYPE_PERCENT)
		g->one = number_mul(cs->pool, g->one, (struct number){ .num = 1, .den = 100 });
	c->kind = unit_of(cs, g, 0, &c->unit) ? COLUMN_WHOLE : COLUMN_EXACT;
	if (c->kind == COLUMN_WHOLE) g->limit = limit_of(c->unit);
}

static void growing_begin(struct columns *cs, struct growing *g)
{
	struct column *c = g->column;
	enum type_family family = type_family(c->field->type);
	bool number = family == FAMILY_NUMBER || family == FAMILY_FLAG || family == FAMILY_DATE;
	if (number) number_begin(cs, g);
	else c->kind = c->field->key ? COLUMN_TEXT : COLUMN_CODED;
	if (c->kind == COLUMN_CODED) g->words = index_new(cs->arena);
	if (c->kind == COLUMN_TEXT || (number && (c->field->key || c->field->shown))) texts_begin(cs, g);
}

static int by_position(const void *a, const void *b)
{
	const struct column *x = ((const struct growing *)a)->column, *y = ((const struct growing *)b)->column;
	if (x->position != y->position) return x->position < y->position ? -1 : 1;
	return x < y ? -1 : x > y;
}

struct columns *columns_new(struct arena *arena, struct numbers *pool, struct table *table)
{
	const struct dataset *d = table->dataset;
	struct columns *cs = arena_alloc(arena, sizeof *cs);
	*cs = (struct columns){ .arena = arena, .pool = pool, .table = table };
	cs->growing = arena_array(arena, d->field_count, sizeof *cs->growing);
	for (size_t f = 0; f < d->field_count; f++)
		if (csv_is_read(&d->fields[f])) cs->growing[cs->count++].column = &table->columns[f];
	qsort(cs->growing, cs->count, sizeof *cs->growing, by_position);
	arena_defer(arena, columns_free, cs);
	cs->room = FIRST_ROOM;
	for (size_t i = 0; i < cs->count; i++)
		growing_begin(cs, &cs->growing[i]);
	room_for_rows(cs, FIRST_ROOM);
	return cs;
}

/* csv_batch.c - pieces side by side, and appended in order. */
#include "runtime/csv_batch.h"
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/csv_piece.h"
#include "runtime/index.h"
#include <stdlib.h>

enum { STRETCH = 1 << 18 }; /* what one thread reads at once: its columns fit into the cache */

struct csv_batch {
	struct arena *arena;
	struct crew *crew;
	struct columns *columns;
	struct piece_plan plan;
	struct piece pieces[CSV_CUTS], spare; /* parts of the block; what stands between unusual rows */
	size_t made, count, next; /* pieces that have memory; of this block; the first that is not yet appended */
	struct csv_block *ahead;
	const struct input *input;
	const struct csv_block *block;
	size_t size;
};

static void batch_free(void *what)
{
	struct csv_batch *b = what;
	for (size_t i = 0; i < b->made; i++)
		piece_free(&b->pieces[i]);
	if (b->spare.plan) piece_free(&b->spare);
}

/* --- the plan --- */

static enum piece_how how_of(const struct column *column)
{
	if (column->field->type.kind == TYPE_FLAG) return PIECE_FLAG;
	if (column->field->type.kind == TYPE_DATE) return PIECE_DATE;
	if (column->kind == COLUMN_CODED) return PIECE_WORD;
	return column->kind == COLUMN_TEXT ? PIECE_TEXT : PIECE_NUMBER;
}

static void plan_column(struct piece_plan_column *plan, const struct dataset *dataset, const struct growing *g)
{
	const struct field *f = g->column->field;
	bool text = type_family(f->type) == FAMILY_TEXT && f->type.kind != TYPE_CHOICE;
	*plan = (struct piece_plan_column){ .field = f, .cell = g->column->position - 1, .how = how_of(g->column) };
	plan->keeps = g->keeps && plan->how != PIECE_TEXT;
	plan->warns = text || f->key;
	plan->whole = f->type.kind == TYPE_COUNT;
	for (size_t i = 0; i < f->marker_count && !f->key; i++) {
		struct text spelling = f->markers[i].spelling;
		struct decimal d;
		if (spelling.len) plan->marker[(unsigned char)spelling.at[0]] = true;
		plan->markers_first |= spelling.len && csv_decimal(dataset, f, spelling, &d);
	}
}

/* A count in units that are not whole is looked at one by one. */
static bool is_usual(const struct field *f)
{
	return f->type.kind != TYPE_COUNT || number_is_whole(f->unit);
}

static bool make_plan(struct csv_batch *b, size_t cells)
{
	struct columns *cs = b->columns;
	const struct dataset *d = cs->table->dataset;
	b->plan = (struct piece_plan){ .dataset = d, .index = csv_index_best(), .cells = cells, .key = SIZE_MAX };
	b->plan.seed = index_hash(index_new(b->arena), 0, TEXT("")); /* its key is random */
	b->plan.columns = arena_array(b->arena, cs->count, sizeof *b->plan.columns);
	b->plan.cell = arena_array(b->arena, cs->count, sizeof *b->plan.cell);
	b->plan.count = cs->count;
	for (size_t i = 0; i < cs->count; i++) {
		plan_column(&b->plan.columns[i], d, &cs->growing[i]);
		b->plan.cell[i] = (uint32_t)b->plan.columns[i].cell;
		if (!is_usual(b->plan.columns[i].field)) return false;
	}
	b->plan.window_rows = CSV_INDEX_MOST / cells < PIECE_WINDOW_ROWS ? CSV_INDEX_MOST / cells + 1 : PIECE_WINDOW_ROWS;
	if (d->key_count) b->plan.key = cs->table->columns[d->key[0]].position - 1;
	return true;
}

/* Columns of words may have become texts. */
static void renew_plan(struct csv_batch *b)
{
	for (size_t i = 0; i < b->plan.count; i++)
		b->plan.columns[i].how = how_of(b->columns->growing[i].column);
}

struct csv_batch *csv_batch_new(struct arena *arena, struct crew *crew, struct columns *columns, size_t cells)
{
	struct csv_batch *b = arena_alloc(arena, sizeof *b);
	b->arena = arena;
	b->crew = crew;
	b->columns = columns;
	if (cells == 0 || !make_plan(b, cells)) return NULL;
	arena_defer(arena, batch_free, b);
	b->spare.plan = &b->plan;
	if (!piece_init(&b->spare, &b->plan)) arena_no_memory(arena);
	return b;
}

/* --- several at once --- */

/* Filling comes first: it takes longest, and while one thread is at it the others make pieces. */
static void part_of_block(void *state, size_t part)
{
	struct csv_batch *b = state;
	bool fills = b->ahead != NULL;
	if (fills && part == 0) {
		const struct csv_block *now = b->block;
		size_t from = now->cut[now->parts];
		csv_block_fill(b->ahead, now->at + from, now->len - from, b->input, b->size);
	} else piece_read(&b->pieces[part - fills]);
}

static void make_pieces(struct csv_batch *b)
{
	for (; b->made < b->count; b->made++)
		if (!piece_init(&b->pieces[b->made], &b->plan)) {
			b->made++;
			arena_no_memory(b->arena);
		}
}

void csv_batch_begin(struct csv_batch *b, const struct csv_block *block, const char *at, struct csv_block *next,
                     const struct input *input, size_t size)
{
	b->count = b->next = 0;
	renew_plan(b);
	for (size_t k = 0; k < block->parts; k++) {
		const char *from = block->at + block->cut[k], *to = block->at + block->cut[k + 1];
		if (from < at) from = at;
		if (from >= to) continue;
		struct piece *p = &b->pieces[b->count++];
		make_pieces(b);
		p->at = from;
		p->len = (size_t)(to - from);
	}
	b->block = block;
	b->ahead = next;
	b->input = input;
	b->size = size;
	crew_do(b->crew, b->count + (next != NULL), part_of_block, b);
	for (size_t k = 0; k < b->count; k++)
		if (b->pieces[k].no_memory) arena_no_memory(b->arena);
}

/* --- rows into columns --- */

static void append(struct csv_batch *b, struct piece *pieces, size_t count, uint64_t line, struct csv_taken *taken)
{
	columns_append(b->columns, b->crew, pieces, count, line + taken->lines);
	for (size_t k = 0; k < count; k++) {
		taken->bytes += pieces[k].used;
		taken->lines += pieces[k].lines;
	}
}

/* Pieces that follow each other without a gap. False when the last one stopped early. */
static bool take_pieces(struct csv_batch *b, uint64_t line, struct csv_taken *taken)
{
	size_t from = b->next;
	bool whole = true;
	while (b->next < b->count && whole) {
		whole = b->pieces[b->next].used == b->pieces[b->next].len;
		b->next++;
	}
	append(b, &b->pieces[from], b->next - from, line, taken);
	return whole;
}

struct csv_taken csv_batch_take(struct csv_batch *b, const char *at, const char *end, uint64_t line)
{
	struct csv_taken taken = { 0, 0 };
	while (b->next < b->count && b->pieces[b->next].at < at)
		b->next++;
	for (;;) {
		const char *from = at + taken.bytes;
		if (from == end) return taken;
		if (b->next < b->count && b->pieces[b->next].at == from) {
			if (!take_pieces(b, line, &taken)) return taken;
			continue;
		}
		const char *to = b->next < b->count ? b->pieces[b->next].at : end;
		b->spare.at = from;
		b->spare.len = to - from < STRETCH ? (size_t)(to - from) : STRETCH;
		renew_plan(b);
		piece_read(&b->spare);
		if (b->spare.no_memory) arena_no_memory(b->arena);
		append(b, &b->spare, 1, line, &taken);
		if (b->spare.used < b->spare.len && (b->spare.len < STRETCH || b->spare.rows == 0)) return taken;
	}
}

/* csv.c - a file of places, block by block, record by record, into columns. */
#include "runtime/csv.h"
#include "lang/arena.h"
#include "runtime/column.h"
#include "runtime/crew.h"
#include "runtime/csv_batch.h"
#include "runtime/csv_block.h"
#include "runtime/csv_header.h"
#include "runtime/csv_key.h"
#include "runtime/csv_scan.h"
#include "runtime/csv_utf8.h"
#include "runtime/csv_warn.h"
#include "runtime/index.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

enum { TITLE_ROWS = 20, FEW_ROWS = 8, MOST_WAIT = 64, PARTS_EACH = 4, BLOCKS = 4 };

/* A column of the file that is read, in the order of the file. */
struct wanted {
	size_t cell;
	struct growing *column;
	bool first_key; /* whose line a duplicate is reported on */
	bool text;      /* looked through for odd characters */
};

/* Bytes on the heap that are used again and again. */
struct room {
	char *at;
	size_t size;
};

struct reader {
	struct arena *arena;
	struct diags *diags;
	const struct dataset *dataset;
	const struct input *input;
	struct table *table;
	struct csv_scan scan;
	struct csv_record record;
	struct csv_header header;
	struct csv_cells cells;
	struct csv_keys keys;
	struct csv_warnings warnings;
	struct columns *columns;
	struct wanted *wanted;
	size_t wanted_count;
	struct room unquoted;      /* for a cell whose doubled quotes are made single */
	struct csv_block block[2]; /* the one that is scanned, and the next */
	unsigned current;
	bool ahead; /* the next one has been filled */
	size_t block_size;
	struct csv_batch *batch; /* of usual rows; NULL: each row is looked at */
	struct crew *crew;
	size_t wait, waited; /* so many rows one by one before many at once are tried again */
	bool keys_added;     /* an error was reported, and from now on keys are looked at with their rows */
	uint64_t blank;      /* the line of a blank record, 0 without; it may only be followed by more of them */
	bool failed;         /* reading itself */
};

/* --- bytes --- */

static void report_read_error(struct reader *r, int why)
{
	struct diag_at at = { .file = r->input->name };
	r->failed = true;
	if (why == ESTALE) {
		diag_report(r->diags, DIAG_FILE_CHANGED, at, "the file changed while it was being read");
		diag_help(r->diags, "run again when no other program writes to it");
	} else diag_report(r->diags, DIAG_CANNOT_READ, at, "the file cannot be read: %s", strerror(why));
}

static void rooms_free(void *what)
{
	struct reader *r = what;
	free(r->block[0].at);
	free(r->block[1].at);
	free(r->unquoted.at);
}

static void make_room(struct reader *r, struct room *room, size_t size)
{
	if (room->size >= size) return;
	char *more = realloc(room->at, size);
	if (!more) arena_no_memory(r->arena);
	*room = (struct room){ more, size };
}

/* Several threads make rows of the block and read the next one. */
static void share_block(struct reader *r)
{
	struct csv_block *now = &r->block[r->current], *next = &r->block[!r->current];
	size_t parts = r->crew ? crew_size(r->crew) * PARTS_EACH : 0, most = now->len / (PLANG_CSV_BLOCK / 8 + 1);
	if (!r->batch || !r->crew || crew_size(r->crew) < 2 || most < 2) return;
	csv_block_cut(now, parts < most ? parts : most);
	r->ahead = !now->last && r->input->anywhere;
	csv_batch_begin(r->batch, now, r->scan.at + r->scan.pos, r->ahead ? next : NULL, r->input, r->block_size);
}

/* The record that was cut goes on in the next block. */
static bool next_buffer(struct reader *r)
{
	struct csv_scan *scan = &r->scan;
	struct csv_block *now = &r->block[r->current], *next = &r->block[!r->current];
	const char *left = scan->len ? scan->at + scan->pos : NULL;
	if (r->ahead) assert(left == now->at + now->cut[now->parts]);
	else if (!r->failed) csv_block_fill(next, left, scan->len - scan->pos, r->input, r->block_size);
	r->ahead = false;
	if (next->no_memory) arena_no_memory(r->arena);
	if (next->error) {
		report_read_error(r, next->error);
		return false;
	}
	r->current = !r->current;
	csv_scan_buffer(scan, next->at, next->len, next->last);
	share_block(r);
	return true;
}

static struct diag_at at_cell(const struct reader *r, uint64_t line, size_t field)
{
	struct diag_at at = { .file = r->input->name, .line = (size_t)line, .field = field };
	if (field && field <= r->header.count) at.column = r->header.names[field - 1];
	return at;
}

static void report_fault(struct reader *r, const struct csv_fault *fault)
{
	const char *what = NULL, *help = NULL;
	switch ((int)fault->code) {
	case DIAG_CSV_OPEN_QUOTE:
		what = "the quotation mark that opens this cell is never closed";
		help = "a mark inside a quoted cell is written twice: \"\"";
		break;
	case DIAG_CSV_QUOTE_INSIDE:
		what = "a quotation mark stands inside a cell that does not begin with one";
		help = "put the whole cell in quotation marks and write the mark inside twice: \"The \"\"Old\"\" Town\"";
		break;
	case DIAG_CSV_AFTER_QUOTE:
		what = "something stands between the closing quotation mark and the next comma";
		help = "a mark inside a quoted cell is written twice: \"\"";
		break;
	case DIAG_CSV_LONE_CR:
		what = "a carriage return stands without a line feed";
		help = "lines end with LF or CR LF: save the file again as \"CSV UTF-8\"";
		break;
	default:
		what = "the cell is longer than can be read";
		help = "a cell has at most 16 MiB; is a quotation mark left open?";
	}
	diag_report(r->diags, fault->code, at_cell(r, fault->line, fault->field), "%s", what);
	if (fault->begin < fault->line) {
		diag_note_at(r->diags, at_cell(r, fault->begin, fault->field),
		             "the quoted cell begins on line %llu and goes on over %llu lines",
		             (unsigned long long)fault->begin, (unsigned long long)(fault->line - fault->begin + 1));
		help =
			"remove the quotation mark on that line if it is a stray one; a mark inside a quoted cell is written twice: \"\"";
	}
	diag_help(r->diags, "%s", help);
}

/* --- what stands in a record --- */

/* Windows-1252 is what most files that are not UTF-8 are in. */
static void report_not_utf8(struct reader *r, const struct csv_cell *cell, size_t field, size_t byte)
{
	struct arena *arena = r->diags->arena;
	struct text shown = diag_quote(arena, (struct text){ cell->at, cell->len });
	diag_report(r->diags, DIAG_CSV_NOT_UTF8, at_cell(r, cell->line, field), "\"%.*s\" is not UTF-8: byte %zu is 0x%02X",
	            TEXT_ARG(shown), byte + 1, (unsigned char)cell->at[byte]);
	diag_help(r->diags, "save the file as \"CSV UTF-8\", or convert it: iconv -f WINDOWS-1252 -t UTF-8");
}

static void report_nul(struct reader *r, const struct csv_cell *cell, size_t field)
{
	struct text shown = diag_quote(r->diags->arena, (struct text){ cell->at, cell->len });
	diag_report(r->diags, DIAG_CSV_NUL, at_cell(r, cell->line, field), "\"%.*s\" holds a zero byte", TEXT_ARG(shown));
	diag_help(r->diags, "the file is damaged, or it is in UTF-16: iconv -f UTF-16 -t UTF-8");
}

/* The cells that are complete hold valid UTF-8 without zero bytes. */
static bool check_bytes(struct reader *r)
{
	const struct csv_record *record = &r->record;
	size_t count = record->count <= CSV_MAX_COLUMNS ? record->count : CSV_MAX_COLUMNS;
	if (count == 0) return true;
	const char *end = record->cells[count - 1].at + record->cells[count - 1].len;
	if (!record->nul && is_ascii(record->begin, (size_t)(end - record->begin))) return true;
	bool ok = true;
	for (size_t i = 0; i < count && r->diags->errors <= DIAG_MAX_ERRORS; i++) {
		const struct csv_cell *cell = &record->cells[i];
		size_t fault;
		if (record->nul && cell->len && memchr(cell->at, '\0', cell->len)) report_nul(r, cell, i + 1);
		else if ((fault = utf8_fault(cell->at, cell->len)) < cell->len) report_not_utf8(r, cell, i + 1, fault);
		else continue;
		ok = false;
	}
	return ok;
}

/* The next record, whole; false at the end, or when reading cannot go on. Sets sound when its bytes are. */
static bool next_record(struct reader *r, bool *sound)
{
	struct csv_fault fault;
	for (;;) {
		switch (csv_scan_record(&r->scan, &r->record, &fault)) {
		case CSV_RECORD: *sound = check_bytes(r); return true;
		case CSV_MORE:
			if (!next_buffer(r)) return false;
			break;
		case CSV_END: return false;
		case CSV_BROKEN:
			check_bytes(r);
			report_fault(r, &fault);
			return false;
		}
	}
}

/* --- the table --- */

/* Valid until the next cell. */
static struct text text_of_cell(struct reader *r, const struct csv_cell *cell)
{
	if (!cell->doubled) return (struct text){ cell->at, cell->len };
	make_room(r, &r->unquoted, cell->len);
	return csv_cell_unquoted(cell, r->unquoted.at);
}

static void read_cell(struct reader *r, const struct wanted *w)
{
	const struct csv_cell *cell = &r->record.cells[w->cell];
	const struct field *field = w->column->column->field;
	struct diag_at at = {
		.file = r->input->name, .line = (size_t)cell->line, .field = w->cell + 1, .column = field->header
	};
	struct csv_value value;
	struct text text = text_of_cell(r, cell);
	bool good = csv_cell(&r->cells, field, text, at, &value);
	columns_take(r->columns, w->column, text, &value); /* a key is looked for even if it is no number */
	if (good && w->text) csv_warn_text(r->arena, &r->warnings, text, at);
}

static void read_row(struct reader *r)
{
	struct table *t = r->table;
	size_t key_cell = SIZE_MAX;
	columns_begin(r->columns, r->record.line);
	for (size_t i = 0; i < r->wanted_count; i++) {
		read_cell(r, &r->wanted[i]);
		if (r->wanted[i].first_key) key_cell = r->wanted[i].cell;
	}
	if (key_cell != SIZE_MAX && r->record.cells[key_cell].line != r->record.line)
		csv_keys_line(&r->keys, t->rows, r->record.cells[key_cell].line);
	columns_end(r->columns);
	if (r->keys_added) csv_keys_add(&r->keys);
}

/* --- the whole file --- */

static void report_length(struct reader *r)
{
	size_t found = r->record.count, expected = r->header.count, shorter = found < expected ? found : expected;
	diag_report(r->diags, DIAG_CSV_ROW_LENGTH, at_cell(r, r->record.line, shorter + 1),
	            "the row has %zu cell%s where the header has %zu", found, found == 1 ? "" : "s", expected);
	diag_help(r->diags, found > expected ? "put a cell that holds a comma in quotation marks"
	                                     : "was the row cut off, or is a quotation mark missing?");
}

static void read_record(struct reader *r)
{
	const struct csv_record *record = &r->record;
	if (record->count == 1 && record->cells[0].len == 0 && r->header.count > 1) {
		if (!r->blank) r->blank = record->line;
		return;
	}
	if (r->blank) {
		diag_report(r->diags, DIAG_CSV_BLANK_LINE, at_cell(r, r->blank, 2), "a blank line stands between rows");
		diag_help(r->diags, "remove line %llu", (unsigned long long)r->blank);
		r->blank = 0;
	}
	if (record->count != r->header.count) report_length(r);
	else read_row(r);
}

/* False when there is no more, or none that can be read. */
static bool read_one(struct reader *r)
{
	bool sound;
	if (!next_record(r, &sound)) return false;
	if (!sound) return true;
	if (r->table->rows == INDEX_MAX) {
		diag_report(r->diags, DIAG_CSV_ROWS, at_cell(r, r->record.line, 1), "the file has more rows than can be read");
		return false;
	}
	read_record(r);
	return true;
}

static void take_back(struct diags *diags, const struct diags *before)
{
	*diags = *before;
	if (diags->last) diags->last->next = NULL;
}

/* The same; keys are only looked at when all rows have been read, unless there is something else to report: then the
 * rows before it come first, and the record is read again. */
static bool read_unusual(struct reader *r)
{
	struct diags before = *r->diags;
	uint64_t blank = r->blank;
	size_t rows = r->table->rows;
	bool more = read_one(r);
	if (r->keys_added || r->diags->errors == before.errors) return more;
	take_back(r->diags, &before);
	r->table->rows = rows;
	r->blank = blank;
	r->keys_added = true;
	csv_keys_add(&r->keys);
	if (r->diags->errors > DIAG_MAX_ERRORS) return false;
	csv_scan_seek(&r->scan, (size_t)(r->record.begin - r->scan.at), r->record.line);
	return read_one(r);
}

/* Many rows at once, as long as nothing about them is unusual. */
static void read_usual(struct reader *r)
{
	struct csv_scan *scan = &r->scan;
	size_t rows = r->table->rows, rest = scan->len - scan->pos;
	if (!r->batch || r->blank || rest >= INDEX_MAX - rows) return;
	if (r->waited < r->wait) {
		r->waited++;
		return;
	}
	struct csv_taken taken = csv_batch_take(r->batch, scan->at + scan->pos, scan->at + scan->len, scan->line);
	csv_scan_seek(scan, scan->pos + taken.bytes, scan->line + taken.lines);
	if (r->table->rows - rows > FEW_ROWS) r->wait = 0;
	else r->wait = r->wait < MOST_WAIT ? r->wait * 2 + 1 : r->wait;
	r->waited = 0;
	if (r->keys_added) csv_keys_add(&r->keys);
}

static void read_records(struct reader *r)
{
	bool more = true;
	while (more && r->diags->errors <= DIAG_MAX_ERRORS) {
		read_usual(r);
		if (r->diags->errors <= DIAG_MAX_ERRORS) more = read_unusual(r);
	}
	uint64_t seed = index_hash(r->keys.index, 0, TEXT(""));
	if (!r->keys_added && r->dataset->key_count && !csv_keys_unique(r->table, r->crew, seed)) csv_keys_add(&r->keys);
}

/* What the first bytes give away. False when this is no CSV file in UTF-8. */
static bool check_start(struct reader *r)
{
	struct csv_scan *scan = &r->scan;
	const unsigned char *b = (const unsigned char *)scan->at;
	struct diag_at at = { .file = r->input->name, .line = 1, .field = 1 };
	if (scan->len >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
		diag_report(r->diags, DIAG_FILE_UTF16, at, "the file is in UTF-16, not UTF-8");
		diag_help(r->diags, "save it as \"CSV UTF-8\", or convert it: iconv -f UTF-16 -t UTF-8 old.csv > new.csv");
		return false;
	}
	if ((scan->len >= 3 && memcmp(b, "PK\3", 3) == 0) || (scan->len >= 2 && b[0] == 0x1F && b[1] == 0x8B)) {
		diag_report(r->diags, DIAG_FILE_NOT_CSV, at, "the file is a workbook or compressed, not CSV");
		diag_help(r->diags, "save the sheet as \"CSV UTF-8\", or unpack the file first");
		return false;
	}
	if (scan->len >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0) csv_scan_skip(scan, 3);
	return true;
}

/* The line below the first on which the header seems to be; 0 without one. Used only when the first line is none. */
static uint64_t find_header_below(struct reader *r)
{
	struct csv_fault fault;
	for (size_t i = 0; i < TITLE_ROWS;) {
		enum csv_status status = csv_scan_record(&r->scan, &r->record, &fault);
		if (status == CSV_END || status == CSV_BROKEN) return 0;
		if (status == CSV_MORE && !next_buffer(r)) return 0;
		if (status == CSV_MORE) continue;
		struct csv_header below;
		csv_header_names(r->arena, &r->record, &below);
		if (csv_header_fits(r->dataset, &below)) return below.line;
		i++;
	}
	return 0;
}

static bool read_header(struct reader *r)
{
	bool sound;
	size_t errors = r->diags->errors;
	if (!next_record(r, &sound)) {
		if (errors != r->diags->errors) return false;
		diag_report(r->diags, DIAG_FILE_EMPTY, at_cell(r, 1, 1), "the file is empty: it has no header row");
		diag_help(r->diags, "is it the file you meant? its first line names the columns");
		return false;
	}
	if (!sound) return false;
	if (r->record.count > CSV_MAX_COLUMNS) {
		diag_report(r->diags, DIAG_CSV_COLUMNS, at_cell(r, r->record.line, CSV_MAX_COLUMNS + 1),
		            "the file has %zu columns; at most %u can be read", r->record.count, CSV_MAX_COLUMNS);
		return false;
	}
	csv_header_names(r->arena, &r->record, &r->header);
	uint64_t below = csv_header_fits(r->dataset, &r->header) ? 0 : find_header_below(r);
	return !r->failed && csv_header_match(r->arena, r->diags, &r->header, below, r->table);
}

static int by_cell(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

static void plan(struct reader *r)
{
	const struct dataset *d = r->dataset;
	struct columns *cs = r->columns;
	r->wanted = arena_array(r->arena, cs->count, sizeof *r->wanted);
	r->wanted_count = cs->count;
	for (size_t i = 0; i < cs->count; i++) {
		const struct column *column = cs->growing[i].column;
		const struct field *field = column->field;
		bool text = type_family(field->type) == FAMILY_TEXT && field->type.kind != TYPE_CHOICE;
		bool first_key = d->key_count && d->key[0] == field->index;
		r->wanted[i] = (struct wanted){ column->position - 1, &cs->growing[i], first_key, text || field->key };
	}
	qsort(r->wanted, r->wanted_count, sizeof *r->wanted, by_cell);
}

bool csv_read(struct arena *arena, struct crew *crew, struct diags *diags, struct numbers *pool,
              const struct dataset *dataset, const struct input *input, struct table *table)
{
	size_t errors = diags->errors;
	struct reader *r = arena_alloc(arena, sizeof *r);
	*table = (struct table){ .dataset = dataset, .file = input->name };
	table->columns = arena_array(arena, dataset->field_count, sizeof *table->columns);
	for (size_t f = 0; f < dataset->field_count; f++)
		table->columns[f].field = &dataset->fields[f];
	r->arena = arena;
	r->diags = diags;
	r->dataset = dataset;
	r->input = input;
	r->table = table;
	r->crew = crew;
	r->block_size = crew && crew_size(crew) > 1 ? PLANG_CSV_BLOCK * BLOCKS : PLANG_CSV_BLOCK;
	r->scan.line = 1;
	r->scan.index = csv_index_best();
	r->record.cells = arena_array(arena, CSV_MAX_COLUMNS + 1, sizeof *r->record.cells);
	r->cells = (struct csv_cells){ arena, diags, pool, dataset };
	arena_defer(arena, rooms_free, r);
	if (!next_buffer(r) || !check_start(r) || !read_header(r)) return false;
	r->columns = columns_new(arena, pool, table);
	plan(r);
	r->batch = csv_batch_new(arena, crew, r->columns, r->header.count);
	share_block(r);
	csv_keys_init(&r->keys, arena, diags, table);
	read_records(r);
	if (diags->errors != errors) return false;
	csv_keys_look_alike(arena, diags, table);
	csv_warn_done(&r->warnings, diags);
	return diags->errors == errors;
}

/* csv_scan.c - records, made from an index of the bytes that matter. */
#include "runtime/csv_scan.h"

void csv_scan_buffer(struct csv_scan *scan, const char *at, size_t len, bool last)
{
	scan->at = at;
	scan->len = len;
	scan->last = last;
	csv_scan_seek(scan, 0, scan->line);
}

void csv_scan_seek(struct csv_scan *scan, size_t pos, uint64_t line)
{
	scan->pos = scan->window = scan->next_window = pos;
	scan->mark = scan->marks = 0;
	scan->line = line;
}

void csv_scan_skip(struct csv_scan *scan, size_t bytes)
{
	csv_scan_buffer(scan, scan->at + bytes, scan->len - bytes, scan->last);
}

/* False at the end of the buffer. */
static bool index_more(struct csv_scan *scan)
{
	while (scan->mark == scan->marks) {
		size_t rest = scan->len - scan->next_window;
		if (rest == 0) return false;
		if (rest > CSV_WINDOW) rest = CSV_WINDOW;
		scan->window = scan->next_window;
		scan->marks = scan->index(scan->at + scan->window, rest, scan->marked).count;
		scan->mark = 0;
		scan->next_window += rest;
	}
	return true;
}

/* The position of the next byte that matters; the end of the buffer when there is none. */
static inline size_t next_mark(struct csv_scan *scan)
{
	if (scan->mark == scan->marks && !index_more(scan)) return scan->len;
	return scan->window + scan->marked[scan->mark++];
}

/* The state while one record is read; committed to the scan when it is complete. */
struct walk {
	struct csv_scan *scan;
	struct csv_record *record;
	struct csv_fault *fault;
	size_t pos;
	uint64_t line;
};

static enum csv_status broken(struct walk *w, enum diag_code code, uint64_t line, size_t field)
{
	*w->fault = (struct csv_fault){ code, line, field, line };
	return CSV_BROKEN;
}

static enum csv_status add_cell(struct walk *w, size_t from, size_t to, struct csv_cell cell)
{
	struct csv_record *r = w->record;
	if (to - from > CSV_MAX_CELL) return broken(w, DIAG_CSV_CELL_SIZE, cell.line, r->count + 1);
	cell.at = w->scan->at + from;
	cell.len = (uint32_t)(to - from);
	if (r->count <= CSV_MAX_COLUMNS) r->cells[r->count] = cell;
	r->count++;
	return CSV_RECORD;
}

/* The buffer ends in a cell that began at `from`. */
static enum csv_status cut_short(struct walk *w, size_t from, uint64_t line)
{
	if (w->scan->len - from <= CSV_MAX_CELL) return CSV_MORE;
	return broken(w, DIAG_CSV_CELL_SIZE, line, w->record->count + 1);
}

static enum csv_status plain_cell(struct walk *w)
{
	size_t from = w->pos, to = next_mark(w->scan);
	while (to < w->scan->len && w->scan->at[to] == '\0') {
		w->record->nul = true;
		to = next_mark(w->scan);
	}
	if (to == w->scan->len && !w->scan->last) return cut_short(w, from, w->line);
	if (to < w->scan->len && w->scan->at[to] == '"')
		return broken(w, DIAG_CSV_QUOTE_INSIDE, w->line, w->record->count + 1);
	w->pos = to;
	return add_cell(w, from, to, (struct csv_cell){ .line = w->line });
}

/* A cell that seems to have been closed too late may have been opened by a stray mark, far above. */
static enum csv_status after_quote(struct walk *w, uint64_t begin)
{
	enum csv_status status = broken(w, DIAG_CSV_AFTER_QUOTE, w->line, w->record->count + 1);
	w->fault->begin = begin;
	return status;
}

/* From the opening quote, whose mark has been taken, to behind the closing one. */
static enum csv_status quoted_cell(struct walk *w)
{
	struct csv_scan *scan = w->scan;
	struct csv_cell cell = { .quoted = true, .line = w->line };
	size_t from = w->pos + 1, to;
	for (;;) {
		to = next_mark(scan);
		if (to == scan->len && !scan->last) return cut_short(w, from, cell.line);
		if (to == scan->len) return broken(w, DIAG_CSV_OPEN_QUOTE, cell.line, w->record->count + 1);
		if (scan->at[to] == '\n') w->line++;
		if (scan->at[to] == '\0') w->record->nul = true;
		if (scan->at[to] != '"') continue;
		if (to + 1 == scan->len && !scan->last) return cut_short(w, from, cell.line);
		if (to + 1 == scan->len || scan->at[to + 1] != '"') break;
		cell.doubled = true;
		next_mark(scan);
	}
	w->pos = to + 1;
	if (w->pos < scan->len) {
		size_t next = next_mark(scan);
		if (next != w->pos || scan->at[next] == '\0') return after_quote(w, cell.line);
	}
	return add_cell(w, from, to, cell);
}

/* Behind a cell, with the mark of what stands there taken. CSV_RECORD at the end of the line. */
static enum csv_status line_end(struct walk *w)
{
	struct csv_scan *scan = w->scan;
	if (w->pos == scan->len) return CSV_RECORD;
	if (scan->at[w->pos] == '\r') {
		if (w->pos + 1 == scan->len && !scan->last) return CSV_MORE;
		if (w->pos + 1 == scan->len || scan->at[w->pos + 1] != '\n')
			return broken(w, DIAG_CSV_LONE_CR, w->line, w->record->count); /* the cell that it ends */
		w->pos++;
		next_mark(scan);
	}
	w->pos++;
	w->line++;
	return CSV_RECORD;
}

enum csv_status csv_scan_record(struct csv_scan *scan, struct csv_record *record, struct csv_fault *fault)
{
	struct walk w = { scan, record, fault, scan->pos, scan->line };
	record->count = 0;
	record->nul = false;
	record->line = scan->line;
	record->begin = scan->at + scan->pos;
	if (scan->pos == scan->len) return scan->last ? CSV_END : CSV_MORE;
	for (;;) {
		bool quoted = w.pos < scan->len && scan->at[w.pos] == '"';
		if (quoted) next_mark(scan);
		enum csv_status status = quoted ? quoted_cell(&w) : plain_cell(&w);
		if (status != CSV_RECORD) return status;
		if (w.pos == scan->len || scan->at[w.pos] != ',') break;
		w.pos++;
	}
	enum csv_status status = line_end(&w);
	if (status != CSV_RECORD) return status;
	record->end = scan->at + w.pos;
	scan->pos = w.pos;
	scan->line = w.line;
	return CSV_RECORD;
}

/* csv_scan.h - where cells and records begin and end.
 * In:   a buffer that holds the rest of a file, or a part of it.   Out: one record at a time, as slices of the buffer.
 * Owns: nothing; the record's cells are the caller's.
 *
 * It works in two steps: an index of the bytes that may mean something (csv_index.h), found without looking at what
 * surrounds them; then records, from the index. Here each record is looked at closely; csv_piece.h takes the usual ones,
 * many at once. */
#ifndef PLANG_RUNTIME_CSV_SCAN_H
#define PLANG_RUNTIME_CSV_SCAN_H
#include "lang/diag.h"
#include "runtime/csv_index.h"

#define CSV_MAX_COLUMNS 131072u
#define CSV_MAX_CELL (16u << 20) /* bytes */
#define CSV_WINDOW 4096          /* bytes indexed at once */

struct csv_cell {
	const char *at; /* what stands in it, without the quotes around it */
	uint32_t len;
	bool doubled; /* holds doubled quotes */
	bool quoted;
	uint64_t line; /* physical, where it begins */
};

struct csv_record {
	struct csv_cell *cells; /* room for CSV_MAX_COLUMNS + 1 */
	size_t count;           /* of cells that are complete; those past the room are counted only */
	uint64_t line;          /* physical, where it begins */
	const char *begin, *end;
	bool nul; /* a cell holds a zero byte */
};

struct csv_scan {
	const char *at; /* the buffer */
	size_t len;
	bool last;                  /* the file ends with the buffer */
	size_t pos;                 /* of the next record */
	uint64_t line;              /* of the next record */
	size_t window, next_window; /* what is indexed: from, to */
	size_t mark, marks;
	csv_indexer index;
	uint16_t marked[CSV_WINDOW + CSV_INDEX_SLACK]; /* offsets from window */
};

enum csv_status {
	CSV_RECORD,
	CSV_MORE, /* the buffer ends inside a record: call csv_scan_buffer with more of the file */
	CSV_END,
	CSV_BROKEN /* what follows cannot be told apart; record.count cells before it are complete */
};

struct csv_fault {
	enum diag_code code;
	uint64_t line;
	size_t field;
	uint64_t begin; /* the line on which the cell begins */
};

/* Goes on in another buffer, whose first byte is that of the next record. */
void csv_scan_buffer(struct csv_scan *scan, const char *at, size_t len, bool last);
/* Goes on at a record that begins elsewhere in the buffer. */
void csv_scan_seek(struct csv_scan *scan, size_t pos, uint64_t line);
/* Leaves out the first bytes of a buffer: a byte order mark. */
void csv_scan_skip(struct csv_scan *scan, size_t bytes);
enum csv_status csv_scan_record(struct csv_scan *scan, struct csv_record *record, struct csv_fault *fault);

#endif

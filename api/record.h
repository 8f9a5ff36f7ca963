/* record.h - what a session takes down for a receipt while it runs: the digests of what it reads and writes.
 * In:   a session's files as they go by.   Out: what audit/receipt.h writes down.
 * Owns: nothing; lives in an arena of the session. */
#ifndef PLANG_API_RECORD_H
#define PLANG_API_RECORD_H
#include "audit/receipt.h"
#include "runtime/digest.h"
#include "runtime/kept.h"
#include "runtime/write.h"

/* A file that was read. */
struct record_file {
	struct record_file *next;
	struct text dataset, name; /* no dataset: rules */
	struct digest digest;
	struct digest_input through;
};

struct record {
	struct record_file rules, *data, *last; /* data: in the order in which it was read */
	struct digest result;
	struct text result_file; /* "-": standard output */
	enum format format;
	size_t width;
	struct kept *kept; /* compared with the result while that is printed; NULL: nothing is */
	struct receipt_key key;
	bool sign;
};

void record_rules(struct record *record, struct arena *arena, struct text name, struct text body);
/* The input as it is to be read from now on. */
struct input record_data(struct record *record, struct arena *arena, struct text dataset, const struct input *input);
struct tap record_result(struct record *record, struct arena *arena, struct text file, enum format format,
                         size_t width);

#endif

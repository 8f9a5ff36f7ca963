/* csv_block.h - a file block by block, and where the records of a block begin, so that several threads can take parts of it.
 * In:   an input, and what was left over of the block before.   Out: a block that begins where a record begins.
 * Owns: the bytes, on the heap. It touches nothing else: a block can be filled beside other work. */
#ifndef PLANG_RUNTIME_CSV_BLOCK_H
#define PLANG_RUNTIME_CSV_BLOCK_H
#include "runtime/csv.h"

#ifndef PLANG_CSV_BLOCK /* the small-test build makes it 3 bytes */
#define PLANG_CSV_BLOCK (1u << 20)
#endif
_Static_assert(PLANG_CSV_BLOCK >= 3, "a byte order mark must fit into a block");

enum { CSV_CUTS = 64 };

struct csv_block {
	char *at;
	size_t room, len;
	bool last;                /* the file ends with it */
	bool no_memory;           /* or it could not be read: */
	int error;                /* errno */
	size_t cut[CSV_CUTS + 1]; /* where parts begin, from 0; then where the last whole record ends */
	size_t parts;
};

/* Bytes that were left over, then as many new ones and more as `size`. */
void csv_block_fill(struct csv_block *block, const char *left, size_t left_len, const struct input *input, size_t size);
/* Into so many parts of about the same length, or fewer. */
void csv_block_cut(struct csv_block *block, size_t parts);

#endif

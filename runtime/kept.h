/* kept.h - a result that was kept in a file, beside the one that is being written: where the first byte differs.
 * In:   a file, and the bytes of the result as they come.   Out: a line, a column, what stands there in both.
 * Owns: nothing; lives in your storage. kept_take may be called by any thread, one call at a time. */
#ifndef PLANG_RUNTIME_KEPT_H
#define PLANG_RUNTIME_KEPT_H
#include "runtime/digest.h"

enum { KEPT_SHOWN = 40 };

/* What stands from the cell on in which the byte is. */
struct kept_excerpt {
	char at[KEPT_SHOWN];
	size_t len;
	bool ends; /* there is no byte */
};

struct kept {
	struct input file;
	struct digest digest; /* of the file */
	bool differs;
	uint64_t line,
		column; /* of the first byte that differs, from 1, in characters; while none does, of the next byte */
	struct kept_excerpt in_file, now;
	int error; /* errno; the file could not be read */
	char buffer[65536];
};

void kept_begin(struct kept *kept, const struct input *file);
/* The next bytes of the result. */
void kept_take(struct kept *kept, const char *at, size_t len);
/* There are no more: reads the rest of the file. False when it could not be read. */
bool kept_end(struct kept *kept);

#endif

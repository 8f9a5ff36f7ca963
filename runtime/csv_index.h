/* csv_index.h - the bytes of a data file that may mean something: comma, quote, LF, CR, NUL. The only code that looks at
 * every byte, so it is there once for each width of vector registers; the machine's widest is taken.
 * In:   a window of bytes.   Out: where those stand, and whether all are ASCII.
 * Owns: nothing. */
#ifndef PLANG_RUNTIME_CSV_INDEX_H
#define PLANG_RUNTIME_CSV_INDEX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_INDEX_MOST 32768u /* bytes at once */
#define CSV_INDEX_SLACK 64u   /* entries behind the last that may be written to */

struct csv_marks {
	size_t count;
	bool ascii; /* no byte has its high bit set */
};

/* Writes the offsets of the bytes that matter; marked has room for len + CSV_INDEX_SLACK of them. */
typedef struct csv_marks (*csv_indexer)(const char *at, size_t len, uint16_t *marked);

/* The n-th way that this machine can do it, from the simplest; NULL past the last. All give the same. */
csv_indexer csv_index_way(unsigned n);
/* The quickest. */
csv_indexer csv_index_best(void);
/* How many quotes there are. */
size_t csv_count_quotes(const char *at, size_t len);

#endif

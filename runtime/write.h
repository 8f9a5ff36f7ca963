/* write.h - a result becomes CSV, JSON, JSON Lines or an aligned table, and a file is replaced whole or not at all.
 * In:   a struct result.   Out: bytes to a stream. */
#ifndef PLANG_RUNTIME_WRITE_H
#define PLANG_RUNTIME_WRITE_H
#include "runtime/result.h"
#include <stdio.h>
struct arena;
struct crew;
struct tap;

enum format { FORMAT_CSV, FORMAT_JSON, FORMAT_JSON_LINES, FORMAT_TABLE };

/* All false when the stream reported an error, which errno then says. The crew shares out the rows; NULL: one thread.
 * The tap sees what is written; NULL: nobody does. Without a stream (NULL) it alone does. */
bool write_result(FILE *out, struct arena *arena, const struct result *result, enum format format, size_t width,
                  struct crew *crew, const struct tap *tap);
/* The one-screen summary, in words; colour only for a terminal. */
bool write_summary(FILE *out, struct arena *arena, const struct result *result);
/* Only the checks and compares that failed. */
bool write_failures(FILE *out, struct arena *arena, const struct result *result);

/* A file under a temporary name beside the final one; kept renames it into place (after fsync), dropped removes it. */
struct replacement;
/* what: "the result", for messages. */
struct replacement *replacement_open(struct arena *arena, struct diags *diags, struct text file, const char *what);
FILE *replacement_stream(struct replacement *replacement);
bool replacement_keep(struct replacement *replacement, struct diags *diags);
void replacement_drop(struct replacement *replacement); /* nothing after keep */

#endif

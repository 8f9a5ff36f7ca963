/* csv_utf8.h - bytes that are not UTF-8.
 * In:   bytes.   Out: where the first of them stands.
 * Owns: nothing. */
#ifndef PLANG_RUNTIME_CSV_UTF8_H
#define PLANG_RUNTIME_CSV_UTF8_H
#include <stdbool.h>
#include <stddef.h>

bool is_ascii(const char *at, size_t len);
/* The first byte that is not part of valid UTF-8; len without one. */
size_t utf8_fault(const char *at, size_t len);

#endif

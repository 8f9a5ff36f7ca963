/* sha256.h - SHA-256 of bytes that come piece by piece, on their way through the reader or the writers.
 * In:   bytes in any pieces.   Out: 64 hexadecimal digits, as `sha256sum` prints them.
 * Owns: nothing; lives in your storage. It may be called by any thread, one call at a time. */
#ifndef PLANG_RUNTIME_SHA256_H
#define PLANG_RUNTIME_SHA256_H
#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_DIGITS 64

struct sha256 {
	crypto_hash_sha256_state state;
	uint64_t bytes; /* so far */
	bool fast;      /* the processor has instructions for it */
};

void sha256_begin(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *at, size_t len);
/* Ends it; the digits are followed by a zero byte. */
void sha256_end(struct sha256 *sha, char digits[SHA256_DIGITS + 1]);
/* Without the processor's own instructions, for tests. */
void sha256_begin_plain(struct sha256 *sha);

#endif

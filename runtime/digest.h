/* digest.h - which bytes were read and written: counted and hashed on their way, so that nothing is read twice.
 * In:   an input, or what the writers put out.   Out: a number of bytes and their SHA-256.
 * Owns: nothing; lives in your storage. */
#ifndef PLANG_RUNTIME_DIGEST_H
#define PLANG_RUNTIME_DIGEST_H
#include "runtime/csv.h"
#include "runtime/sha256.h"

struct digest {
	struct sha256 sha; /* counts them, too */
	bool whole;        /* all of them have gone by, and: */
	char hex[SHA256_DIGITS + 1];
};

void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const void *at, size_t len);
void digest_end(struct digest *digest);
/* All at once. */
void digest_text(struct digest *digest, struct text text);

/* An input that goes through a digest; whole when the input has ended. */
struct digest_input {
	struct digest *digest;
	struct input from;
};
struct input digest_input(struct digest_input *self, const struct input *from, struct digest *digest);
/* Reads what is left, after a run that gave up. */
void digest_rest(struct digest_input *self);

#endif

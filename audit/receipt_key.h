/* receipt_key.h - Ed25519 keys that sign receipts, and what they sign.
 * A key's file is one line: what kind it is, a blank, 64 hexadecimal digits.
 * Owns: nothing. A secret key is overwritten when it is no longer needed (receipt_key_forget). */
#ifndef PLANG_AUDIT_RECEIPT_KEY_H
#define PLANG_AUDIT_RECEIPT_KEY_H
#include "lang/diag.h"
struct arena;

enum { RECEIPT_KEY_BYTES = 32, RECEIPT_KEY_DIGITS = 64, RECEIPT_SIGNATURE_DIGITS = 128 };

struct receipt_key {
	unsigned char bytes[RECEIPT_KEY_BYTES]; /* the seed of a secret key, or a public key */
};

/* A new pair, as the texts of its two files. False when the library for it does not start. */
bool receipt_key_new(struct arena *arena, struct text *secret, struct text *public);
/* The text of a key's file; false when it is none of that kind, which diags says. */
bool receipt_key_read(struct diags *diags, struct text name, struct text text, bool secret, struct receipt_key *key);
void receipt_key_forget(struct receipt_key *key);

/* All of these in hexadecimal digits, each text ended by a zero byte. The seal is the SHA-256 of a receipt's body. */
void receipt_sign(const struct receipt_key *secret, struct text seal, char signature[RECEIPT_SIGNATURE_DIGITS + 1],
                  char signer[RECEIPT_KEY_DIGITS + 1]);
bool receipt_signature_holds(struct text seal, struct text signature, struct text signer);
void receipt_key_digits(const struct receipt_key *public, char digits[RECEIPT_KEY_DIGITS + 1]);

#endif

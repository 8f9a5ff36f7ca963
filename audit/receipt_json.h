/* receipt_json.h - a receipt inside the files that write, read and compare it: as jansson's values, and its sealed text.
 * Owns: what jansson allocates is registered with the arena. */
#ifndef PLANG_AUDIT_RECEIPT_JSON_H
#define PLANG_AUDIT_RECEIPT_JSON_H
#include "audit/receipt.h"
#include <jansson.h>

enum { RECEIPT_FORMAT = 1 }; /* the member "receipt" */

/* Freed with the arena. */
struct receipt_held {
	json_t *json;
	char *text;
	size_t len, room; /* of the text */
	bool no_memory;   /* the text is not whole */
};
struct receipt_held *receipt_hold(struct arena *arena);

/* All of it but the seal and the signature. */
json_t *receipt_json(struct arena *arena, const struct receipt *receipt);
/* Its text up to the line of the seal. */
struct text receipt_body(struct arena *arena, const json_t *json);
struct text receipt_seal(struct arena *arena, struct text body);
/* The whole text; without a signature when that is empty. */
struct text receipt_sealed(struct arena *arena, struct text body, struct text seal, struct text signature,
                           struct text signer);

#endif

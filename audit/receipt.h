/* receipt.h - what a run rests on and what came of it, as a JSON file that anyone can check.
 * In:   digests of what was read and written, options, the facts of the result; or the text of a receipt.
 * Out:  the text of a receipt, the same for the same run; or what differs between a receipt and a run, in words.
 * Owns: nothing; jansson's memory is registered with the arena.
 *
 * The text is sealed: its member "sha256" is the SHA-256 of all bytes before the line on which it stands, so that
 *     sed '/^  "sha256":/,$d' run.json | sha256sum
 * gives it again. A signature is over that. No clock has a part in it. */
#ifndef PLANG_AUDIT_RECEIPT_H
#define PLANG_AUDIT_RECEIPT_H
#include "audit/receipt_key.h"
#include "lang/diag.h"
#include <stdint.h>
struct arena;
struct result;

/* A file that was read or written: its name as given, how long it was, and its SHA-256. */
struct receipt_file {
	struct text dataset; /* of data */
	struct text name;    /* "-": standard input or output */
	uint64_t bytes;
	struct text sha256;
};

struct receipt_setting {
	struct text name, value; /* of --set, as given */
};

struct receipt {
	struct text engine; /* "0.1.0" */
	struct text edition;
	struct receipt_file *rules, *data;
	size_t rule_count, data_count;
	/* The options that the result depends on: */
	struct text format; /* "csv" */
	size_t width;       /* of a table; 0: as wide as it is */
	struct text as_of;  /* empty: not given */
	bool strict, spreadsheet;
	struct receipt_setting *settings;
	size_t setting_count;
	struct receipt_file result;
	const struct result
		*facts; /* parameters, totals, counts, checks; NULL: of a receipt that was read, or of a run that failed */
};

/* The whole text; signed if there is a key. */
struct text receipt_text(struct arena *arena, const struct receipt *receipt, const struct receipt_key *key);

/* A receipt as it was read. */
struct receipt_read {
	struct text name; /* of its file */
	struct receipt says;
	struct text body;      /* what is sealed */
	struct text seal;      /* its SHA-256 */
	struct text signature; /* empty: it is not signed */
	struct text signer;    /* the public key, in hexadecimal digits */
	void *json;            /* of its body; receipt_read.c and receipt_compare.c */
};

/* False when it is none, or has been changed since it was written, or the signature does not hold; diags says so. A key
 * (NULL: any) must be that of the signature. */
bool receipt_read(struct arena *arena, struct diags *diags, struct text name, struct text text,
                  const struct receipt_key *key, struct receipt_read *receipt);

/* Whether a run now gives the same. Names of files are those of the receipt, and so is the version of the program. Of a
 * run that ended with an error (no facts) only what it read is compared. False when something differs; diags says what,
 * the first difference first. */
bool receipt_compare(struct arena *arena, struct diags *diags, const struct receipt_read *then,
                     const struct receipt *now);

#endif

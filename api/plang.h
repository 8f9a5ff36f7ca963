/* plang.h - the public interface of libplang: run a rule file over a table of places.
 *
 * A `struct plang` is one session: options, one rule file, one table, one result. Use:
 *
 *     struct plang *p = plang_new();
 *     enum plang_status s = plang_load(p, "rules.pl");
 *     if (s == PLANG_OK) s = plang_eval(p, "places.csv");
 *     if (s == PLANG_OK || s == PLANG_CHECK_FAILED) plang_write(p, stdout, PLANG_CSV, 0);
 *     plang_messages(p, stderr, PLANG_TEXT);
 *     plang_free(p);
 *
 * Ownership: the session owns everything; texts handed in are copied. Errors: every call says by its status how it went;
 * what was wrong is among the messages. Nothing here exits, prints on its own, or reads the clock or the locale. Two
 * sessions may be used by two threads; one session by one thread at a time. */
#ifndef PLANG_H
#define PLANG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PLANG_API __attribute__((visibility("default")))

/* These are also the exit statuses of the program. */
enum plang_status {
	PLANG_OK = 0,
	PLANG_CHECK_FAILED = 1, /* there is a result, and a check or compare did not hold */
	PLANG_MISUSE = 2,       /* calls in the wrong order, or an option that cannot be */
	PLANG_BAD_RULES = 3,
	PLANG_BAD_DATA = 4, /* also errors of evaluation */
	PLANG_CANNOT_ALLOCATE = 5,
	PLANG_IO = 6,
	PLANG_NO_MEMORY = 7
};

enum plang_format {
	PLANG_CSV,
	PLANG_JSON,
	PLANG_JSON_LINES,
	PLANG_TABLE,
	PLANG_TEXT,
	PLANG_COLOUR, /* text for a terminal */
	PLANG_MARKDOWN,
	PLANG_HTML
};

struct plang;

PLANG_API const char *plang_version(void);
/* Of the language: a rule file means the same in every version of one edition. */
PLANG_API const char *plang_edition(void);

/* NULL when memory runs out. */
PLANG_API struct plang *plang_new(void);
PLANG_API void plang_free(struct plang *plang);

/* Options; before plang_load. A date is YYYY-MM-DD, a setting NAME=VALUE with VALUE as in a rule file. */
PLANG_API void plang_strict(struct plang *plang, bool strict);   /* warnings are errors */
PLANG_API void plang_remarks(struct plang *plang, bool remarks); /* also say what the rules leave open */
/* CSV is for a spreadsheet: an apostrophe before each text that it would run as a formula. */
PLANG_API void plang_spreadsheet(struct plang *plang, bool spreadsheet);
/* The exact evaluator alone, slow and obvious; without it the VM, which decides the same. */
PLANG_API void plang_exact(struct plang *plang, bool exact);
/* Threads in all; 0: as many as there are processors, at most 16. The bytes of a result do not depend on it. */
PLANG_API void plang_threads(struct plang *plang, unsigned threads);
/* For tests and measurements: "block=3" rows at a time, "without=whole,grid,same,double" leaves out layers that decide, and
 * "without=deciding" takes what is within its error as it is, which is wrong. */
PLANG_API enum plang_status plang_tune(struct plang *plang, const char *how);
PLANG_API enum plang_status plang_as_of(struct plang *plang, const char *date);
PLANG_API enum plang_status plang_set(struct plang *plang, const char *setting);

/* Reads, parses and checks a rule file ("-" is standard input). Once in a session, this or plang_parse. */
PLANG_API enum plang_status plang_load(struct plang *plang, const char *rules);
/* Only reads and parses it. */
PLANG_API enum plang_status plang_parse(struct plang *plang, const char *rules);

/* Whether the rule file declares a dataset of this name. */
PLANG_API bool plang_declares(const struct plang *plang, const char *dataset);

/* Runs the rules over a CSV file ("-" is standard input; NULL: the file that the dataset names, or none). */
PLANG_API enum plang_status plang_eval(struct plang *plang, const char *data);

/* After plang_eval: the result as CSV, JSON, JSON Lines or an aligned table of at most `width` columns (0: as wide as it is). */
PLANG_API enum plang_status plang_write(struct plang *plang, FILE *out, enum plang_format format, size_t width);
/* The same into a file, which is replaced whole or not at all. */
PLANG_API enum plang_status plang_save(struct plang *plang, const char *file, enum plang_format format);
/* After plang_eval, and plang_will_explain before it: the run as one page of HTML that needs no other file and no script: what the fund does, parameters, totals,
 * checks, results, scores, and for each place why. Written into `file` ("-" is standard output), which is replaced whole or not
 * at all. map: a file of boundaries, GeoJSON or TopoJSON; NULL: none. map_key: the property of its shapes that holds the keys
 * of the places; NULL: the one that matches most of them. PLANG_BAD_DATA when the file is no map or none of it matches. */
PLANG_API enum plang_status plang_report(struct plang *plang, const char *file, const char *map, const char *map_key);
/* What was read, missing, awarded, unspent and checked, in words. */
PLANG_API enum plang_status plang_summary(struct plang *plang, FILE *out);
/* Of the summary only the checks and compares that failed: why a run ended with PLANG_CHECK_FAILED. */
PLANG_API enum plang_status plang_failures(struct plang *plang, FILE *out);

/* Receipts: what a run read and what came of it, so that anyone can check it. Bytes are hashed as they are read and written;
 * the result is the same with and without.
 *
 * plang_record comes before plang_load and lets the session take down what a receipt needs; key: the file of a secret key
 * that signs it, NULL: it is not signed. PLANG_MISUSE also after plang_tune "without=deciding", whose results are wrong.
 * plang_receipt comes after plang_write or plang_save, of which it describes the last, and replaces the file whole or not
 * at all. PLANG_MISUSE when no result was written, or for "-": a receipt is a file. */
PLANG_API enum plang_status plang_record(struct plang *plang, const char *key);
PLANG_API enum plang_status plang_receipt(struct plang *plang, const char *file);

/* How a receipt is checked; all may be left out. */
struct plang_verify {
	const char *rules,
		*data;          /* files in place of those that the receipt names, which are looked for beside it, then here */
	const char *result; /* a file that should hold the result; else the one that the receipt names, if it does */
	bool no_result;     /* leave that one out */
	const char *key;    /* the file of a public key, which the receipt must be signed with */
};

/* In a session of its own, without options: runs what the receipt states again and compares, byte for byte. PLANG_OK when
 * all is the same, which `out` then says; PLANG_CHECK_FAILED when something differs, which the messages say, the first
 * difference first; else why it could not be run. NULL: as the receipt says. */
PLANG_API enum plang_status plang_verify(struct plang *plang, const char *receipt, const struct plang_verify *how,
                                         FILE *out);

/* A new pair of keys, in files that must not exist: NAME.key, which only its owner may read, and NAME.pub. */
PLANG_API enum plang_status plang_new_key(struct plang *plang, const char *name);

/* How an explanation is told. {0} with a format is the whole story. */
struct plang_telling {
	enum plang_format format; /* PLANG_TEXT, PLANG_COLOUR, PLANG_MARKDOWN, PLANG_HTML (a page) or PLANG_JSON (an array) */
	size_t width;             /* TEXT: columns of the terminal; 0: lines are as long as they are */
	bool why_not;             /* only what stands in the way */
	bool unfold;              /* TEXT: also what did not come into it */
	const char *only;         /* only this declaration; NULL: all */
	size_t depth;             /* nested conditions up to here; 0: all */
	size_t large;             /* for tests: tables of more rows are explained as large ones; 0: what is large is plang's */
	bool change;              /* instead: what would change it */
	size_t near;              /* before the places, which may be none: who stands nearest to each cut-off, so many on a side */
};

/* Before plang_eval: that places will be explained, so that what they are called is read. */
PLANG_API enum plang_status plang_will_explain(struct plang *plang);
/* After it: why each of these places, named by key or by name without regard to case and accents, got what it got.
 * PLANG_MISUSE when there is no such place, or several. */
PLANG_API enum plang_status plang_explain(struct plang *plang, FILE *out, const struct plang_telling *telling,
                                          const char *const *places, size_t count);

/* How the VM decided, and why the exact evaluator did what it did. */
PLANG_API enum plang_status plang_profile(struct plang *plang, FILE *out);

/* The tree, as an outline or as JSON: after plang_parse as it was read, after plang_load with types. */
PLANG_API enum plang_status plang_tree(struct plang *plang, FILE *out, enum plang_format format);
/* The rule file in one canonical layout. */
PLANG_API enum plang_status plang_print(struct plang *plang, FILE *out);

/* After plang_load: the program that the rule file becomes, for those who want to see what the machine does. */
PLANG_API enum plang_status plang_ops(struct plang *plang, FILE *out);

/* All messages so far: PLANG_TEXT, PLANG_COLOUR or PLANG_JSON. */
PLANG_API enum plang_status plang_messages(struct plang *plang, FILE *out, enum plang_format format);
PLANG_API size_t plang_errors(const struct plang *plang);
PLANG_API size_t plang_warnings(const struct plang *plang);

/* The help of a message code such as P0203, of a function, or the list of all "functions", "codes", "types", "words".
 * PLANG_MISUSE when there is no such topic. */
PLANG_API enum plang_status plang_help(const char *topic, FILE *out);

#ifdef __cplusplus
}
#endif
#endif

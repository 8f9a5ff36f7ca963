/* diag.h - what is wrong, where, and what to do: the only way a stage says anything to the user.
 * Producers append records; only diag_print and diag_json know about lines and carets.
 * Owns: nothing; records and texts live in the arena.
 *
 * A message starts in lower case, has no full stop, says what is wrong with *their* rule or data, with their names in
 * quotes. Then at most a note for the other place involved, and one help to try. Values from a user go through
 * diag_quote, which escapes control and bidirectional characters and cuts what is long. */
#ifndef PLANG_LANG_DIAG_H
#define PLANG_LANG_DIAG_H
#include "lang/source.h"
#include <stdio.h>
struct arena;

enum diag_code {
#define DIAG(name, number, severity, title, explanation) DIAG_##name,
#include "lang/diag.def"
#undef DIAG
	DIAG_COUNT
};

enum diag_severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE, SEVERITY_HELP };

struct diag_info {
	const char *name;   /* NO_COLUMN */
	const char *number; /* P0203 */
	enum diag_severity severity;
	const char *title;       /* a sentence */
	const char *explanation; /* what it means, and what to do */
};
extern const struct diag_info diag_info[DIAG_COUNT];

/* Where a message points: into a rule text (span.hi > 0), or into a data file (file.len > 0), or nowhere. */
struct diag_at {
	struct span span;
	struct text file; /* as the user named it */
	size_t line;      /* physical, from 1 */
	size_t field;     /* from 1 */
	struct text column;
};

struct diag_extra {
	struct diag_extra *next;
	enum diag_severity severity; /* NOTE or HELP */
	struct diag_at at;
	struct text message;
};

struct diag {
	struct diag *next;
	enum diag_code code;
	enum diag_severity severity;
	struct diag_at at;
	struct text message;
	struct diag_extra *first, *last;
};

#define DIAG_MAX_ERRORS 20

struct diags {
	struct arena *arena;
	const struct sources *sources;
	struct diag *first, *last;
	size_t errors, warnings; /* all that were reported, also those past the limit */
	size_t shown;            /* errors kept; never above DIAG_MAX_ERRORS */
	bool strict;             /* a warning counts as an error */
	struct diag *open;       /* the one that diag_note and diag_help add to; NULL when it was past the limit */
};

void diag_report(struct diags *diags, enum diag_code code, struct diag_at at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The common case: a place in a rule text. */
void diag_error(struct diags *diags, enum diag_code code, struct span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The severity comes from diag.def; both calls above report warnings and notes too when the table says so. */
void diag_note(struct diags *diags, struct span at, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_note_at(struct diags *diags, struct diag_at at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void diag_help(struct diags *diags, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A user's value made safe for a terminal: quoted by the caller, control, bidirectional and invisible characters
 * escaped as \n, \t, \xHH or \u{HHHH}, bytes that are not UTF-8 as \xHH, cut after 60 characters with "...". */
struct text diag_quote(struct arena *arena, struct text value);
/* The same without the cut. */
struct text diag_escape(struct arena *arena, struct text value);
/* True for a character that must not reach a terminal as it is. */
bool diag_is_unsafe(uint32_t character);

/* In words, with the source line and a caret: what the command line shows. */
void diag_print(const struct diags *diags, FILE *out, bool colour);
/* One JSON array. */
void diag_json(const struct diags *diags, FILE *out);
/* Of the candidates, the one nearest to name by edit distance, if it is near enough to be a slip; else empty. */
struct text diag_nearest(struct text name, const struct text *candidates, size_t count);

#endif

/* session.h - the inside of a session, for the files of api/ that wire a part of it, and sessions over texts that stand in
 * no file. Nobody else sees it: plang.h is the front door. */
#ifndef PLANG_API_SESSION_H
#define PLANG_API_SESSION_H
#include "api/evaluate.h"
#include "api/plang.h"
#include "api/record.h"
#include "lang/arena.h"
#include "lang/check.h"
#include "runtime/csv.h"
#include "runtime/write.h"

#define SETTINGS_MAX 256

struct plang {
	struct edge edge;
	struct arena *source;  /* texts, messages, options */
	struct arena *compile; /* tree and model */
	struct arena *run;     /* data and result */
	struct sources sources;
	struct diags diags;
	struct setting settings[SETTINGS_MAX];
	struct check_options options;
	struct tree *tree;
	struct model model;
	struct result result;
	struct evaluation how;
	unsigned threads;
	struct crew *crew; /* of the run; NULL before it is wanted */
	bool begun, checked, evaluated, no_memory, spreadsheet;
	bool written;          /* the result, whole */
	struct record *record; /* what a receipt needs; NULL: none is wanted */
};

/* Out of memory anywhere inside lands here: the stages jump, the session stays sound and says so. Of the functions below
 * none lands itself: they are called behind it. */
#define ON_NO_MEMORY(p) (setjmp((p)->edge.back) != 0)
enum plang_status session_no_memory(struct plang *plang);
/* By the family of the first error. */
enum plang_status session_status(const struct plang *plang);

/* One rule file a session: false when there was one, whatever became of it. */
bool session_begin(struct plang *plang);
/* NAME=VALUE: PLANG_MISUSE when there are too many or one twice. */
enum plang_status session_set(struct plang *plang, struct text name, struct text value);
/* A whole file of the kind that `what` says, of at most 256 MiB; "-" is standard input. False: reported. */
bool session_read(struct plang *plang, struct arena *arena, struct text name, const char *what, struct text *body);
enum plang_status session_load_file(struct plang *plang, const char *rules);
enum plang_status session_eval_file(struct plang *plang, const char *data);
/* The result, into a stream that leads to the file of this name; without a stream only the record sees it. False with
 * errno set when the stream failed. */
bool session_rows(struct plang *plang, FILE *out, struct text file, enum plang_format format, size_t width);

/* As plang_load and plang_eval. The name is what messages call the rules by. */
enum plang_status session_load(struct plang *plang, struct text name, struct text rules);
enum plang_status session_eval(struct plang *plang, const struct input *data);

#endif

/* function.h - the table of functions that a rule may call, from function.def. */
#ifndef PLANG_STDLIB_FUNCTION_H
#define PLANG_STDLIB_FUNCTION_H
#include "lang/text.h"

enum function_id {
#define FUNCTION(id, name, form, least, most, argument, result, clauses, written, definition, source) FUNCTION_##id,
#include "stdlib/function.def"
#undef FUNCTION
	FUNCTION_COUNT_OF
};

enum function_form { FORM_ROW, FORM_GROUP, FORM_EACH, FORM_BARE };
enum function_argument {
	ARGUMENT_NUMERIC,
	ARGUMENT_PURE,
	ARGUMENT_ANY,
	ARGUMENT_FLAG,
	ARGUMENT_DATE,
	ARGUMENT_ROWS,
	ARGUMENT_NONE,
	ARGUMENT_OWN
};
enum function_result {
	GIVES_SAME,
	GIVES_MEAN,
	GIVES_SQUARE,
	GIVES_NUMBER,
	GIVES_COUNT,
	GIVES_FLAG,
	GIVES_TEXT,
	GIVES_DATE,
	GIVES_OWN
};

struct function_info {
	enum function_id id;
	const char *name;
	enum function_form form;
	unsigned least, most; /* arguments */
	enum function_argument argument;
	enum function_result result;
	const char *clauses; /* letters, see function.def */
	const char *written, *definition, *source;
};
extern const struct function_info function_info[FUNCTION_COUNT_OF];

/* NULL when there is none of that name. */
const struct function_info *function_find(struct text name);
static inline bool function_takes(const struct function_info *f, char clause)
{
	return strchr(f->clauses, clause) != NULL;
}

#endif

/* check.h - names, types, shapes, missing values: turns a parsed tree into a model that can be evaluated.
 * In:   a tree from parser/parse.h and the options of the run.   Out: the model; every expression of the tree typed.
 * Owns: nothing; allocates from the arena it is given. */
#ifndef PLANG_LANG_CHECK_H
#define PLANG_LANG_CHECK_H
#include "lang/diag.h"
#include "lang/model.h"
struct arena;

struct setting { /* --set NAME=VALUE */
	struct text name;
	struct tree *value; /* parsed */
	struct span at;
};

struct check_options {
	bool has_as_of;
	int64_t as_of; /* days since 1970-01-01 */
	const struct setting *settings;
	size_t setting_count;
	bool remarks; /* also say which choices the rules leave open */
};

/* True when the file is sound. Otherwise false, and diags says why, every reason at once. */
bool check_file(struct arena *arena, struct diags *diags, struct tree *file, const struct check_options *options,
                struct model *model);

#endif

/* compile.h - a checked rule file becomes bytecode.
 * In:   a model.   Out: a program that asks for what a run prints, checks and counts.
 * Owns: nothing; allocates from the arena it is given. */
#ifndef PLANG_LANG_COMPILE_H
#define PLANG_LANG_COMPILE_H
#include "lang/program.h"

struct program *compile_program(struct arena *arena, const struct model *model);

#endif

/* referee.h - the exact evaluator as the VM's referee: what it is asked, it works out for one row, and says nothing.
 * In:   a run that exact_open made, and the sources of a program.   Out: answers.
 * Owns: nothing; numbers of an answer are good until the next question. */
#ifndef PLANG_AUDIT_REFEREE_H
#define PLANG_AUDIT_REFEREE_H
#include "audit/exact.h"

void referee_make(struct run *run, const struct tree *const *sources, struct referee *referee, struct arena *arena);

#endif

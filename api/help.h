/* help.h - what `plang help TOPIC` says, out of the tables of messages, functions, types and words. */
#ifndef PLANG_API_HELP_H
#define PLANG_API_HELP_H
#include "lang/text.h"
#include <stdio.h>

/* False when there is no such topic. */
bool help_print(struct text topic, FILE *out);

#endif

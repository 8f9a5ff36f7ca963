/* help.h - what `plang help TOPIC` says, out of the tables of messages, functions, types and words. */
#ifndef PLANG_API_HELP_H
#define PLANG_API_HELP_H
#include "api/plang.h"
#include "lang/text.h"

/* PLANG_MISUSE when there is no such topic. */
enum plang_status help_print(struct text topic, FILE *out);
/* A paragraph in lines of at most 100 characters. */
void help_fold(const char *paragraph, FILE *out);

#endif

/* example.h - for a message, what it reports and how that is mended: out of lang/diag_help.def, run as it is shown. */
#ifndef PLANG_API_EXAMPLE_H
#define PLANG_API_EXAMPLE_H
#include "api/plang.h"
#include "lang/diag.h"

/* The wrong example, the messages that it gives, and the mended one; or a sentence where no example can be shown. */
enum plang_status example_print(enum diag_code code, FILE *out);

#endif

/* check_report.c - how the parts of the checker report an error. */
#include "lang/check_private.h"

void check_error(struct check *ck, enum diag_code code, struct span at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct text message = arena_vformat(ck->arena, format, args);
	va_end(args);
	diag_error(ck->diags, code, at, "%.*s", TEXT_ARG(message));
	/* Inside the body of a function, say which call brought us there. */
	if (ck->call_count) diag_note(ck->diags, ck->calls[ck->call_count - 1]->at, "called here");
}

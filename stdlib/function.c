/* function.c - the table of functions. */
#include "stdlib/function.h"

const struct function_info function_info[FUNCTION_COUNT_OF] = {
#define FUNCTION(id, name, form, least, most, argument, result, clauses, written, definition, source)                  \
	[FUNCTION_##id] = { FUNCTION_##id,  name,    FORM_##form, least,      most,  ARGUMENT_##argument,                  \
		                GIVES_##result, clauses, written,     definition, source },
#include "stdlib/function.def"
#undef FUNCTION
};

const struct function_info *function_find(struct text name)
{
	for (size_t i = 0; i < FUNCTION_COUNT_OF; i++)
		if (text_is(name, function_info[i].name)) return &function_info[i];
	return NULL;
}

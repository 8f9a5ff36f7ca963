/* type.c - the table of types, from type.def. */
#include "lang/type.h"

const struct type_info type_info[TYPE_COUNT_OF] = {
#define TYPE(name, word, family, reading) [TYPE_##name] = { word, FAMILY_##family, reading },
#include "lang/type.def"
#undef TYPE
};

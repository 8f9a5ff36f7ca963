/* type.h - what kind of value an expression is. */
#ifndef PLANG_LANG_TYPE_H
#define PLANG_LANG_TYPE_H
#include "lang/text.h"

enum type_kind {
#define TYPE(name, word, family, reading) TYPE_##name,
#include "lang/type.def"
#undef TYPE
	TYPE_COUNT_OF
};
enum type_family { FAMILY_NONE, FAMILY_NUMBER, FAMILY_TEXT, FAMILY_FLAG, FAMILY_DATE };

struct choices {
	size_t count;
	const struct text *words;
};

struct type {
	enum type_kind kind;
	int money;                     /* power of money: 1 for TYPE_MONEY; any other number but 0 may only be a weight */
	bool irrational;               /* comes out of sqrt, ln, exp, sd, ...: a `check` with `=` warns */
	bool zero;                     /* a bare 0, which is also no money */
	const struct choices *choices; /* CHOICE; NULL otherwise */
	uint8_t decimals;              /* MONEY of an award: decimals of its unit, plus 1; 0: the currency's */
};

struct type_info {
	const char *word;
	enum type_family family;
	const char *reading;
};
extern const struct type_info type_info[TYPE_COUNT_OF];

static inline enum type_family type_family(struct type t)
{
	return type_info[t.kind].family;
}

#endif

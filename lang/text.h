/* text.h - a run of bytes that somebody else owns: pointer and length, never NUL-terminated by promise.
 * All text in plang is valid UTF-8; it is compared and ordered by bytes, which for UTF-8 is by code point. */
#ifndef PLANG_LANG_TEXT_H
#define PLANG_LANG_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	const char *at;
	size_t len;
};

#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })
/* For printf: "%.*s", TEXT_ARG(t). */
#define TEXT_ARG(t) (int)(t).len, (t).at ? (t).at : ""

static inline struct text text_of(const char *s)
{
	return (struct text){ s, s ? strlen(s) : 0 };
}

static inline bool text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool text_is(struct text a, const char *b)
{
	return text_equal(a, text_of(b));
}

/* Below, equal to or above 0, as a stands before, with or after b: by bytes, a prefix before what it begins. */
static inline int text_order(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.at, b.at, n) : 0;
	return c ? c : (a.len > b.len) - (a.len < b.len);
}

#endif

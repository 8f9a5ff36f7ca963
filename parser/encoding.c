/* encoding.c - which bytes may stand in a rule file at all. A rule file is read by people who decide about money: what
 * they see must be what is run, so characters that hide or reorder others are refused even in comments. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "parser/scan.h"

/* The length of the UTF-8 character here and its code; 0 when there is none. */
static size_t decode(const unsigned char *at, size_t left, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = at[0] < 0x80                    ? 1
	           : at[0] >= 0xC2 && at[0] < 0xE0 ? 2
	           : (at[0] & 0xF0) == 0xE0        ? 3
	           : at[0] >= 0xF0 && at[0] < 0xF5 ? 4
	                                           : 0;
	if (!n || n > left) return 0;
	uint32_t c = n == 1 ? at[0] : at[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((at[i] & 0xC0) != 0x80) return 0;
		c = c << 6 | (at[i] & 0x3Fu);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0;
	*code = c;
	return n;
}

static bool is_bidirectional(uint32_t c)
{
	return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_control(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

/* Reports what is wrong with a character, if anything. */
static bool refuse(struct diags *diags, struct span at, uint32_t c, size_t length)
{
	if (!length) {
		diag_error(diags, DIAG_NOT_UTF8, at, "a byte here is not UTF-8");
		diag_help(diags, "save the file as UTF-8");
	} else if (is_bidirectional(c)) {
		diag_error(diags, DIAG_HIDDEN_CHARACTER, at, "character U+%04X changes the direction of reading", (unsigned)c);
		diag_help(diags, "remove it: it makes a rule look like another one");
	} else if (is_control(c)) {
		diag_error(diags, DIAG_HIDDEN_CHARACTER, at, "control character U+%04X in the rule file", (unsigned)c);
		diag_help(diags, "remove it");
	} else {
		return false;
	}
	return true;
}

char *encoding_clean(struct arena *arena, struct diags *diags, const struct source *source)
{
	size_t len = source->body.len, i = 0;
	char *clean = arena_alloc(arena, len + 2);
	if (len) memcpy(clean, source->body.at, len);
	if (len >= 3 && !memcmp(clean, "\xEF\xBB\xBF", 3)) {
		memset(clean, ' ', 3);
		i = 3;
	}
	while (i < len) {
		uint32_t c = 0;
		size_t n = decode((const unsigned char *)clean + i, len - i, &c), width = n ? n : 1;
		struct span at = { source->base + (uint32_t)i, source->base + (uint32_t)(i + width) };
		bool line_end = c == '\r' && i + 1 < len && clean[i + 1] == '\n';
		if (!line_end && refuse(diags, at, c, n)) memset(clean + i, ' ', width);
		i += width;
	}
	return clean;
}

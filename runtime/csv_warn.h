/* csv_warn.h - what a reader of a text should know: characters that hide, that a terminal obeys, or that make a
 * spreadsheet compute. Nothing is changed.
 * In:   texts as they are read.   Out: one warning of a kind, with the first lines and a count. */
#ifndef PLANG_RUNTIME_CSV_WARN_H
#define PLANG_RUNTIME_CSV_WARN_H
#include "lang/diag.h"
struct arena;

enum { CSV_WARN_KINDS = 3, CSV_WARN_LINES = 10 };

struct csv_warned {
	size_t count;
	struct diag_at first;
	struct text sample;
	size_t lines[CSV_WARN_LINES];
};

struct csv_warnings {
	struct csv_warned kinds[CSV_WARN_KINDS];
};

/* Whether there is something to say about a text. */
bool csv_warns(struct text text);
/* Quickly, for the usual text: true only if there is nothing to say. Reads up to 8 bytes behind it. */
static inline bool csv_is_harmless(struct text text)
{
	const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
	uint64_t odd = 0, word;
	if (text.len == 0) return true;
	if (text.at[0] == '=' || text.at[0] == '+' || text.at[0] == '-' || text.at[0] == '@') return false;
	for (size_t i = 0; i < text.len; i += 8) {
		memcpy(&word, text.at + i, 8);
		if (text.len - i < 8) {
			const uint64_t blanks = ones * ' ';
			char last[8];
			memcpy(last, &blanks, 8);
			memcpy(last, text.at + i, text.len - i);
			memcpy(&word, last, 8);
		}
		odd |= word | (word - ones * ' ') | (word + ones); /* not ASCII, below a blank, DEL */
	}
	return !(odd & high);
}
/* The first text of a kind is kept in the arena. */
void csv_warn_text(struct arena *arena, struct csv_warnings *warnings, struct text text, struct diag_at at);
void csv_warn_done(const struct csv_warnings *warnings, struct diags *diags);

#endif

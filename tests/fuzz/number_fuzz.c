/* number_fuzz.c - cells and literals as numbers: what is read prints to text that is read as the same number. */
#include "tests/fuzz/fuzz.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	if (!session_begin(&s)) return 0;
	if (setjmp(s.edge.back) == 0) {
		struct numbers *pool = numbers_new(s.arena);
		struct number n, again;
		if (number_read(pool, (struct text){ (const char *)data, size }, &n) == NUMBER_OK) {
			struct text t = number_exact(s.arena, n);
			bool decimal = memchr(t.at, '/', t.len) == NULL;
			if (decimal && number_read(pool, t, &again) == NUMBER_OK && number_order(n, again) != 0) abort();
			number_decimal(s.arena, n, 6);
		}
	}
	session_end(&s);
	return 0;
}

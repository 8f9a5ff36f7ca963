/* csv_utf8.c - eight bytes of ASCII at once, anything else character by character. */
#include "runtime/csv_utf8.h"
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

bool is_ascii(const char *at, size_t len)
{
	uint64_t high = 0, word;
	size_t i = 0;
	for (; i + sizeof word <= len; i += sizeof word) {
		memcpy(&word, at + i, sizeof word);
		high |= word;
	}
	for (; i < len; i++)
		high |= (uint64_t)(unsigned char)at[i] << 56 | (unsigned char)at[i];
	return !(high & HIGH_BITS);
}

size_t utf8_fault(const char *at, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint64_t word;
		utf8proc_int32_t c;
		utf8proc_ssize_t n = 1;
		if (i + sizeof word <= len) {
			memcpy(&word, at + i, sizeof word);
			if (!(word & HIGH_BITS)) {
				i += sizeof word;
				continue;
			}
		}
		if ((unsigned char)at[i] >= 0x80)
			n = utf8proc_iterate((const utf8proc_uint8_t *)at + i, (utf8proc_ssize_t)(len - i), &c);
		if (n < 1) return i;
		i += (size_t)n;
	}
	return len;
}

/* csv_index.c - 1, 16, 32 or 64 bytes at once. */
#include "runtime/csv_index.h"
#if defined __x86_64__
#include <immintrin.h>
#endif

static const uint8_t matters[256] = { ['\0'] = 1, ['\n'] = 1, ['\r'] = 1, ['"'] = 1, [','] = 1 };

/* Without a branch: every offset is written, but the count only moves on where the byte matters. */
static struct csv_marks index_from(const char *at, size_t from, size_t len, uint16_t *marked, struct csv_marks marks)
{
	unsigned char all = 0;
	for (size_t i = from; i < len; i++) {
		unsigned char c = (unsigned char)at[i];
		marked[marks.count] = (uint16_t)i;
		marks.count += matters[c];
		all |= c;
	}
	marks.ascii &= all < 0x80;
	return marks;
}

static struct csv_marks index_by_byte(const char *at, size_t len, uint16_t *marked)
{
	return index_from(at, 0, len, marked, (struct csv_marks){ 0, true });
}

#if defined __x86_64__
/* The offsets of the bits of 64 bytes. Six are written whether they are there or not: rows have a few marks in 64 bytes,
 * and a loop that ends by chance costs more. */
static inline size_t put_marks(uint64_t bits, size_t at, uint16_t *marked)
{
	size_t n = (size_t)__builtin_popcountll(bits);
	for (size_t done = 0; done < n; done += 6)
		for (size_t k = 0; k < 6; k++) {
			marked[done + k] = (uint16_t)(at + (size_t)__builtin_ctzll(bits | (uint64_t)1 << 63));
			bits &= bits - 1;
		}
	return n;
}

static inline unsigned bits_of_16(const char *at, unsigned *high)
{
	__m128i x;
	__builtin_memcpy(&x, at, sizeof x);
	__m128i m = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(',')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\n')));
	m = _mm_or_si128(m, _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\r'))));
	m = _mm_or_si128(m, _mm_cmpeq_epi8(x, _mm_setzero_si128()));
	*high |= (unsigned)_mm_movemask_epi8(x);
	return (unsigned)_mm_movemask_epi8(m);
}

static struct csv_marks index_by_16(const char *at, size_t len, uint16_t *marked)
{
	size_t count = 0, i = 0;
	unsigned high = 0;
	for (; i + 64 <= len; i += 64) {
		uint64_t bits = bits_of_16(at + i, &high) | (uint64_t)bits_of_16(at + i + 16, &high) << 16 |
		                (uint64_t)bits_of_16(at + i + 32, &high) << 32 | (uint64_t)bits_of_16(at + i + 48, &high) << 48;
		count += put_marks(bits, i, marked + count);
	}
	return index_from(at, i, len, marked, (struct csv_marks){ count, high == 0 });
}

__attribute__((target("avx2"))) static inline unsigned bits_of_32(const char *at, __m256i *all)
{
	__m256i x;
	__builtin_memcpy(&x, at, sizeof x);
	__m256i m =
		_mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(',')), _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\n')));
	m = _mm256_or_si256(
		m, _mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8('"')), _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\r'))));
	m = _mm256_or_si256(m, _mm256_cmpeq_epi8(x, _mm256_setzero_si256()));
	*all = _mm256_or_si256(*all, x);
	return (unsigned)_mm256_movemask_epi8(m);
}

__attribute__((target("avx2,bmi,popcnt"))) static struct csv_marks index_by_32(const char *at, size_t len,
                                                                               uint16_t *marked)
{
	size_t count = 0, i = 0;
	__m256i all = _mm256_setzero_si256();
	for (; i + 64 <= len; i += 64) {
		uint64_t bits = bits_of_32(at + i, &all) | (uint64_t)bits_of_32(at + i + 32, &all) << 32;
		count += put_marks(bits, i, marked + count);
	}
	return index_from(at, i, len, marked, (struct csv_marks){ count, _mm256_movemask_epi8(all) == 0 });
}

/* Offsets are packed by the machine: it keeps those of 32 whose bits are set. */
__attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt"))) static struct csv_marks index_by_64(const char *at,
                                                                                                   size_t len,
                                                                                                   uint16_t *marked)
{
	static const uint16_t counting[32] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
		                                   16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31 };
	size_t count = 0, i = 0;
	uint64_t high = 0;
	__m512i offsets = _mm512_loadu_si512(counting), step = _mm512_set1_epi16(32);
	for (; i + 64 <= len; i += 64) {
		__m512i x = _mm512_loadu_si512(at + i);
		uint64_t bits = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(',')) |
		                _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\n')) |
		                _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('"')) |
		                _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\r')) | _mm512_testn_epi8_mask(x, x);
		high |= _mm512_movepi8_mask(x);
		_mm512_storeu_si512(marked + count, _mm512_maskz_compress_epi16((__mmask32)bits, offsets));
		count += (size_t)__builtin_popcountll(bits & UINT32_MAX);
		offsets = _mm512_add_epi16(offsets, step);
		_mm512_storeu_si512(marked + count, _mm512_maskz_compress_epi16((__mmask32)(bits >> 32), offsets));
		count += (size_t)__builtin_popcountll(bits >> 32);
		offsets = _mm512_add_epi16(offsets, step);
	}
	return index_from(at, i, len, marked, (struct csv_marks){ count, high == 0 });
}

csv_indexer csv_index_way(unsigned n)
{
	switch (n) {
	case 0: return index_by_byte;
	case 1: return index_by_16;
	case 2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") ? index_by_32 : NULL;
	case 3: return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") ? index_by_64 : NULL;
	default: return NULL;
	}
}
#else
csv_indexer csv_index_way(unsigned n)
{
	return n == 0 ? index_by_byte : NULL;
}
#endif

csv_indexer csv_index_best(void)
{
	csv_indexer best = index_by_byte, way;
	for (unsigned n = 1; (way = csv_index_way(n)) != NULL; n++)
		best = way;
	return best;
}

size_t csv_count_quotes(const char *at, size_t len)
{
	size_t n = 0, i = 0;
#if defined __x86_64__
	for (; i + 64 <= len; i += 64)
		for (size_t k = 0; k < 64; k += 16) {
			__m128i x;
			__builtin_memcpy(&x, at + i + k, sizeof x);
			n += (size_t)__builtin_popcount((unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('"'))));
		}
#endif
	for (; i < len; i++)
		n += at[i] == '"';
	return n;
}

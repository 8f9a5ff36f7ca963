/* write.c - one door to the writers. */
#include "runtime/write.h"
#include "runtime/out.h"

bool write_result(FILE *file, struct arena *arena, const struct result *result, enum format format, size_t width,
                  struct crew *crew, const struct tap *tap)
{
	struct out *out = out_new(arena, file, crew);
	out->tap = tap;
	switch (format) {
	case FORMAT_CSV: write_csv(out, result); break;
	case FORMAT_JSON: write_json(out, result); break;
	case FORMAT_JSON_LINES: write_json_lines(out, result); break;
	case FORMAT_TABLE: write_table(out, result, width); break;
	}
	return out_done(out);
}

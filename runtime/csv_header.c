/* csv_header.c - headers are matched exactly, by hash; what does not match gets the nearest one, or a word on what kind
 * of file this seems to be. */
#include "runtime/csv_header.h"
#include "lang/arena.h"
#include "runtime/index.h"
#include <stdlib.h>
#include <utf8proc.h>

bool csv_is_read(const struct field *field)
{
	return field->used || field->key;
}

struct text csv_cell_unquoted(const struct csv_cell *cell, char *room)
{
	size_t len = 0;
	for (size_t i = 0; i < cell->len; i++) {
		room[len++] = cell->at[i];
		if (cell->at[i] == '"') i++;
	}
	return (struct text){ room, len };
}

static bool same_name(const void *context, uint32_t a, uint32_t b)
{
	const struct csv_header *header = context;
	return text_equal(header->names[a], header->names[b]);
}

void csv_header_names(struct arena *arena, const struct csv_record *record, struct csv_header *header)
{
	header->count = record->count < CSV_MAX_COLUMNS ? record->count : CSV_MAX_COLUMNS;
	header->line = record->line;
	header->names = arena_array(arena, header->count, sizeof *header->names);
	header->index = index_new(arena);
	for (size_t i = 0; i < header->count; i++) {
		const struct csv_cell *cell = &record->cells[i];
		struct text plain = { cell->at, cell->len };
		header->names[i] =
			cell->doubled ? csv_cell_unquoted(cell, arena_alloc(arena, cell->len)) : arena_text(arena, plain);
		index_add(header->index, index_hash(header->index, 0, header->names[i]), (uint32_t)i, same_name, header);
	}
}

/* A name that is looked for stands behind the last header. */
struct wanted {
	const struct csv_header *header;
	struct text name;
};

static bool same_wanted(const void *context, uint32_t a, uint32_t b)
{
	const struct wanted *w = context;
	struct text x = a < w->header->count ? w->header->names[a] : w->name;
	struct text y = b < w->header->count ? w->header->names[b] : w->name;
	return text_equal(x, y);
}

/* The first column of that name; header->count without one. */
static size_t find(const struct csv_header *header, struct text name)
{
	struct wanted w = { header, name };
	return index_find(header->index, index_hash(header->index, 0, name), (uint32_t)header->count, same_wanted, &w);
}

bool csv_header_fits(const struct dataset *dataset, const struct csv_header *header)
{
	for (size_t f = 0; f < dataset->field_count; f++)
		if (csv_is_read(&dataset->fields[f]) && find(header, dataset->fields[f].header) == header->count) return false;
	return true;
}

struct match {
	struct arena *arena;
	struct diags *diags;
	const struct csv_header *header;
	const struct dataset *dataset;
	struct table *table;
	uint64_t below;
	bool ok;
};

static struct diag_at at_field(const struct match *m, size_t field)
{
	struct diag_at at = { .file = m->table->file, .line = (size_t)m->header->line, .field = field };
	return at;
}

static void help_below(struct match *m)
{
	if (m->below)
		diag_help(m->diags, "the header seems to be on line %llu: remove the lines above it",
		          (unsigned long long)m->below);
}

/* Every column has a name, and no two the same. */
static void check_names(struct match *m)
{
	for (size_t i = 0; i < m->header->count; i++) {
		struct text name = m->header->names[i];
		size_t first = find(m->header, name);
		if (name.len && first == i) continue;
		if (!m->ok && m->below) continue; /* a title above the header: once is enough */
		m->ok = false;
		if (name.len == 0)
			diag_report(m->diags, DIAG_CSV_HEADER_EMPTY, at_field(m, i + 1), "column %zu has no name", i + 1);
		else
			diag_report(m->diags, DIAG_CSV_HEADER_TWICE, at_field(m, i + 1),
			            "columns %zu and %zu are both named \"%.*s\"", first + 1, i + 1,
			            TEXT_ARG(diag_quote(m->diags->arena, name)));
		help_below(m);
		if (m->diags->errors > DIAG_MAX_ERRORS) break;
	}
}

/* As people compare headers: without capitals, compatibility forms, invisible characters and blanks around. */
static struct text folded(struct arena *arena, struct text name)
{
	utf8proc_uint8_t *out = NULL;
	const utf8proc_option_t how =
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)name.at, (utf8proc_ssize_t)name.len, &out, how);
	if (n < 0) return name;
	struct text text = arena_text(arena, (struct text){ (const char *)out, (size_t)n });
	free(out);
	while (text.len && text.at[0] == ' ')
		text.at++, text.len--;
	while (text.len && text.at[text.len - 1] == ' ')
		text.len--;
	return text;
}

enum { NEAR_LENGTH = 200, NEAR_COLUMNS = 4096 }; /* what is compared when a header is not there */

static struct text trimmed(struct text name)
{
	while (name.len && (name.at[0] == ' ' || name.at[0] == '\t'))
		name.at++, name.len--;
	while (name.len && (name.at[name.len - 1] == ' ' || name.at[name.len - 1] == '\t'))
		name.len--;
	return name;
}

/* The column whose header differs only in blanks around it; header->count without one. */
static size_t trimmed_match(const struct match *m, struct text wanted)
{
	size_t i = 0;
	while (i < m->header->count && !text_equal(trimmed(m->header->names[i]), wanted))
		i++;
	return i;
}

/* The column with the longest common beginning, which is half of the header wanted or more: a word was left out or
 * another unit stands behind it. */
static struct text begins_alike(const struct match *m, struct text wanted, size_t count)
{
	struct text best = TEXT("");
	size_t longest = wanted.len / 2 > 3 ? wanted.len / 2 - 1 : 3;
	for (size_t i = 0; i < count; i++) {
		struct text name = m->header->names[i];
		size_t n = 0;
		while (n < name.len && n < wanted.len && name.at[n] == wanted.at[n])
			n++;
		if (n <= longest) continue;
		longest = n;
		best = name;
	}
	return best;
}

static struct text nearest(const struct match *m, struct text wanted)
{
	struct text fold = wanted.len <= NEAR_LENGTH ? folded(m->arena, wanted) : wanted;
	size_t count = m->header->count < NEAR_COLUMNS ? m->header->count : NEAR_COLUMNS;
	for (size_t i = 0; i < count && wanted.len <= NEAR_LENGTH; i++) {
		struct text name = m->header->names[i];
		if (name.len <= NEAR_LENGTH && text_equal(folded(m->arena, name), fold)) return name;
	}
	struct text near = diag_nearest(wanted, m->header->names, count);
	return near.len ? near : begins_alike(m, wanted, count);
}

/* Semicolons, tabs or bars in the only column: the fields would be there if it were cut at them. */
static char other_separator(const struct match *m)
{
	if (m->header->count == 0) return 0;
	for (const char *s = ";\t|"; *s; s++)
		if (memchr(m->header->names[0].at, *s, m->header->names[0].len)) return *s;
	return 0;
}

static bool is_sep_line(const struct csv_header *header)
{
	return header->count <= 2 && header->names[0].len >= 4 && header->names[0].len <= 5 &&
	       memcmp(header->names[0].at, "sep=", 4) == 0;
}

static void refuse_sep_line(struct match *m)
{
	m->ok = false;
	diag_report(m->diags, DIAG_CSV_SEP_LINE, at_field(m, 1), "the line \"sep=\" is for a spreadsheet and is no header");
	diag_help(m->diags, "remove line %llu", (unsigned long long)m->header->line);
}

static void no_column(struct match *m, const struct field *field)
{
	struct arena *arena = m->diags->arena;
	char separator = m->header->count <= 2 ? other_separator(m) : 0;
	if (separator) {
		if (!m->ok) return; /* said once for the whole file */
		m->ok = false;
		diag_report(m->diags, DIAG_CSV_SEPARATOR, at_field(m, 1),
		            "no column \"%.*s\": the columns seem to be separated by %s",
		            TEXT_ARG(diag_quote(arena, field->header)),
		            separator == ';'    ? "semicolons"
		            : separator == '\t' ? "tabs"
		                                : "vertical bars");
		diag_help(m->diags, "save the file with commas, and decimals with a point");
		return;
	}
	if (!m->ok && m->below) return;
	m->ok = false;
	size_t trim = trimmed_match(m, field->header);
	bool found = trim < m->header->count;
	diag_report(m->diags, DIAG_CSV_NO_COLUMN, at_field(m, found ? trim + 1 : 1), "no column \"%.*s\" in the header",
	            TEXT_ARG(diag_quote(arena, field->header)));
	struct text near = found ? m->header->names[trim] : nearest(m, field->header);
	if (m->below) help_below(m);
	else if (near.len)
		diag_help(m->diags,
		          "did you mean the column \"%.*s\"? headers match exactly: write `column \"%.*s\"` under the field",
		          TEXT_ARG(diag_quote(arena, near)), TEXT_ARG(diag_quote(arena, near)));
	else diag_help(m->diags, "the rule file can name another header: `column \"...\"` under the field");
}

static void match_fields(struct match *m)
{
	for (size_t f = 0; f < m->dataset->field_count; f++) {
		const struct field *field = &m->dataset->fields[f];
		if (!csv_is_read(field)) continue;
		size_t position = find(m->header, field->header);
		if (position == m->header->count) no_column(m, field);
		else m->table->columns[f].position = position + 1;
	}
}

bool csv_header_match(struct arena *arena, struct diags *diags, const struct csv_header *header, uint64_t below,
                      struct table *table)
{
	struct match m = { arena, diags, header, table->dataset, table, below, true };
	if (is_sep_line(header)) refuse_sep_line(&m);
	else check_names(&m);
	if (m.ok) match_fields(&m);
	return m.ok;
}

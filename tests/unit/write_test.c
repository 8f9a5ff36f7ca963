/* write_test.c - one result made by hand, in each of its forms; and files that are replaced whole or not at all. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/write.h"
#include "tests/unit/unit.h"
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct bench {
	struct edge edge;
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct result result;
};

static struct text cells_of_code[] = { { "E1", 2 }, { "E,2", 3 }, { "E\"3", 3 } };
static struct text cells_of_name[] = { { "Taup\xC5\x8D", 6 }, { "two\nlines", 9 },
	{ "\x1B[2J\xE6\x9D\xB1\xE4\xBA\xAC", 10 } };
static struct text cells_of_award[] = { { "1234567.50", 10 }, { "", 0 }, { "-1000", 5 } };
static struct text cells_of_share[] = { { "5.10", 4 }, { "", 0 }, { "+007", 4 } };
static struct text cells_of_flag[] = { { "true", 4 }, { "false", 5 }, { "", 0 } };
static uint8_t some_missing[] = { RESULT_PRESENT, RESULT_MISSING, RESULT_PRESENT };
static uint8_t not_applicable[] = { RESULT_PRESENT, RESULT_PRESENT, RESULT_NOT_APPLICABLE };
static struct result_column columns[] = {
	{ { "code", 4 }, LOOK_TEXT, .texts = cells_of_code },
	{ { "name", 4 }, LOOK_TEXT, .texts = cells_of_name },
	{ { "award", 5 }, LOOK_MONEY, .texts = cells_of_award, .states = some_missing },
	{ { "share", 5 }, LOOK_PERCENT, .texts = cells_of_share, .states = some_missing },
	{ { "eligible, or not", 16 }, LOOK_FLAG, .texts = cells_of_flag, .states = not_applicable },
};
static struct result_column figures[] = {
	{ { "total", 5 }, LOOK_MONEY, .texts = cells_of_award },
	{ { "places", 6 }, LOOK_NUMBER, .texts = cells_of_award + 2 },
};
static struct result_table tables[] = {
	{ .title = { "Awards", 6 }, .columns = columns, .column_count = 5, .rows = 3 },
	{ .figures = true, .columns = figures, .column_count = 2, .rows = 1 },
};

static void start(struct bench *b)
{
	memset(b, 0, sizeof *b);
	b->arena = arena_new(&b->edge);
	b->sources.arena = b->arena;
	b->diags = (struct diags){ .arena = b->arena, .sources = &b->sources };
	b->result = (struct result){ .title = TEXT("Fund"), .version = TEXT("1"), .currency_sign = TEXT("\xC2\xA3"),
		.tables = tables, .table_count = 2, .rows_read = 3, .rows_kept = 3, .dataset = TEXT("place") };
}

static struct text slurp(struct bench *b, FILE *file)
{
	fseek(file, 0, SEEK_END);
	size_t len = (size_t)ftell(file);
	char *at = arena_alloc(b->arena, len + 1);
	rewind(file);
	CHECK(fread(at, 1, len, file) == len);
	fclose(file);
	return (struct text){ at, len };
}

static struct text written(struct bench *b, enum format format, size_t width)
{
	FILE *file = tmpfile();
	if (!file) return TEXT("");
	CHECK(write_result(file, b->arena, &b->result, format, width, NULL, NULL));
	return slurp(b, file);
}

static struct text summary(struct bench *b)
{
	FILE *file = tmpfile();
	if (!file) return TEXT("");
	CHECK(write_summary(file, b->arena, &b->result));
	return slurp(b, file);
}

static bool same(struct text got, const char *expected)
{
	if (text_is(got, expected)) return true;
	printf("expected:\n%s\ngot:\n%.*s\n", expected, TEXT_ARG(got));
	return false;
}

static void test_csv(void)
{
	struct bench b;
	start(&b);
	UNIT("CSV");
	CHECK(same(written(&b, FORMAT_CSV, 0),
	           "code,name,award,share,\"eligible, or not\"\n"
	           "E1,Taup\xC5\x8D,1234567.50,5.10,true\n"
	           "\"E,2\",\"two\nlines\",,,false\n"
	           "\"E\"\"3\",\x1B[2J\xE6\x9D\xB1\xE4\xBA\xAC,-1000,+007,\n"
	           "\n"
	           "figure,value\ntotal,1234567.50\nplaces,-1000\n"));
	struct result_table one = { .columns = columns + 2, .column_count = 1, .rows = 3 };
	b.result.tables = &one;
	b.result.table_count = 1;
	CHECK(same(written(&b, FORMAT_CSV, 0), "award\n1234567.50\n\"\"\n-1000\n"));
	arena_free(b.arena);
}

static void test_json(void)
{
	struct bench b;
	start(&b);
	UNIT("JSON");
	struct result_level level = { .award = TEXT("award"), .amount = TEXT("10.00"), .awarded = TEXT("9.50"),
		.unspent = TEXT("0.50"), .places = 2, .money = true };
	struct result_count missing = { TEXT("share"), TEXT("confidential"), 1 };
	struct result_check check = { .text = TEXT("adds \"up\""), .holds = true };
	b.result.levels = &level;
	b.result.level_count = b.result.missing_count = b.result.check_count = 1;
	b.result.missing = &missing;
	b.result.checks = &check;
	struct text text = written(&b, FORMAT_JSON, 0);
	json_error_t error;
	json_t *json = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &error);
	CHECK(json != NULL);
	if (!json) printf("%d: %s\n%.*s\n", error.line, error.text, TEXT_ARG(text));
	json_t *rows = json_object_get(json_array_get(json_object_get(json, "tables"), 0), "rows");
	CHECK(json_array_size(rows) == 3);
	CHECK(json_is_null(json_object_get(json_array_get(rows, 1), "award")));
	CHECK(json_is_null(json_object_get(json_array_get(rows, 2), "eligible, or not")));
	CHECK(json_is_true(json_object_get(json_array_get(rows, 0), "eligible, or not")));
	CHECK(json_integer_value(json_object_get(json_array_get(rows, 2), "share")) == 7);
	CHECK(!strcmp(json_string_value(json_object_get(json_array_get(rows, 2), "name")), cells_of_name[2].at));
	CHECK(strstr(text.at, "\"award\": 1234567.50") && strstr(text.at, "\"figures\": {\"total\": 1234567.50"));
	CHECK(strstr(text.at, "\"unspent\": 0.50"));
	json_decref(json);
	arena_free(b.arena);
}

static void test_table(void)
{
	struct bench b;
	start(&b);
	UNIT("a table for a terminal");
	CHECK(same(written(&b, FORMAT_TABLE, 0),
	           "Awards\n\n"
	           "code  name                 award    share  eligible, or not\n"
	           "----  -----------  -------------  -------  ----------------\n"
	           "E1    Taup\xC5\x8D        \xC2\xA3" "1,234,567.50    5.10%  true\n"
	           "E,2   two\\nlines         missing  missing  false\n"
	           "E\"3   \\x1B[2J\xE6\x9D\xB1\xE4\xBA\xAC        -\xC2\xA3" "1,000     007%\n"
	           "\n"
	           "figure          value\n------  -------------\n"
	           "total   \xC2\xA3" "1,234,567.50\nplaces         -1,000\n"));
	arena_free(b.arena);
}

/* The widths of all lines that are not empty are at most this. */
static bool fits(struct text text, size_t width)
{
	size_t now = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		now = c == '\n' ? 0 : now + ((c & 0xC0) != 0x80);
		if (now > width) return false;
	}
	return true;
}

static void test_narrow(void)
{
	struct bench b;
	start(&b);
	UNIT("a narrow terminal");
	struct text text = written(&b, FORMAT_TABLE, 55);
	CHECK(fits(text, 55) && strstr(text.at, "\xE2\x80\xA6") && strstr(text.at, "\xC2\xA3" "1,234,567.50"));
	CHECK(!memchr(text.at, '\x1B', text.len));
	arena_free(b.arena);
}

static void test_summary(void)
{
	struct bench b;
	start(&b);
	UNIT("the summary");
	struct result_level levels[40] = { { .award = TEXT("award"), .amount = TEXT("4800000000"), .awarded = TEXT("4800000000"),
		.unspent = TEXT("0"), .places = 187, .money = true } };
	for (size_t i = 1; i < 40; i++) {
		levels[i] = levels[0];
		levels[i].group = arena_format(b.arena, "group %zu", i);
	}
	levels[38].unspent = TEXT("1");
	struct result_check checks[] = { { .text = TEXT("held one"), .holds = true },
		{ .text = TEXT("failed one"), .detail = TEXT("E1\x1B") } };
	b.result.levels = levels;
	b.result.level_count = 40;
	b.result.checks = checks;
	b.result.check_count = 2;
	b.result.tests = b.result.scenarios = 1;
	struct text text = summary(&b);
	CHECK(strstr(text.at, "  award: \xC2\xA3" "4,800,000,000 awarded + "
	                      "\xC2\xA3" "0 unspent = \xC2\xA3" "4,800,000,000 among 187 places\n"));
	CHECK(strstr(text.at, "and 26 more groups, all adding up\n"));
	CHECK(strstr(text.at, "group 38: \xC2\xA3" "4,800,000,000 awarded + \xC2\xA3" "1 unspent IS NOT"));
	CHECK(strstr(text.at, "  FAILED  failed one: E1\\x1B\n") && strstr(text.at, "  held    held one\n"));
	CHECK(strstr(text.at, "1 test and 1 scenario were passed over"));
	CHECK(strstr(text.at, "place: 3 rows read\n"));
	arena_free(b.arena);
}

static struct text in_folder(struct bench *b, const char *folder, const char *name)
{
	return arena_format(b->arena, "%s/%s", folder, name);
}

static struct text content(struct bench *b, struct text path)
{
	FILE *file = fopen(path.at, "rb");
	return file ? slurp(b, file) : TEXT("(none)");
}

static bool replace(struct bench *b, struct text path, const char *with, bool keep)
{
	struct replacement *r = replacement_open(b->arena, &b->diags, path, "the result");
	if (!r) return false;
	fputs(with, replacement_stream(r));
	if (keep) return replacement_keep(r, &b->diags);
	replacement_drop(r);
	return true;
}

static void test_replacement(void)
{
	struct bench b;
	struct stat now;
	char folder[] = "/tmp/plang-write-XXXXXX";
	start(&b);
	UNIT("a file is replaced whole or not at all");
	if (!mkdtemp(folder)) {
		UNIT_SKIP("no temporary folder");
		return;
	}
	struct text file = in_folder(&b, folder, "out.csv"), link = in_folder(&b, folder, "link.csv");
	struct text lost = in_folder(&b, folder, "lost");
	CHECK(replace(&b, file, "one", false) && access(file.at, F_OK) != 0);
	CHECK(replace(&b, file, "one", true) && text_is(content(&b, file), "one"));
	CHECK(chmod(file.at, 0640) == 0 && replace(&b, file, "two", false) && text_is(content(&b, file), "one"));
	CHECK(replace(&b, file, "two", true) && text_is(content(&b, file), "two"));
	CHECK(stat(file.at, &now) == 0 && (now.st_mode & 0777) == 0640);
	CHECK(symlink("out.csv", link.at) == 0 && replace(&b, link, "three", true));
	CHECK(lstat(link.at, &now) == 0 && S_ISLNK(now.st_mode) && text_is(content(&b, file), "three"));
	CHECK(replace(&b, TEXT("/dev/null"), "x", true) && stat("/dev/null", &now) == 0 && S_ISCHR(now.st_mode));
	CHECK(b.diags.errors == 0);
	CHECK(symlink("nowhere", lost.at) == 0 && !replace(&b, lost, "x", true) && b.diags.errors == 1);
	CHECK(!replace(&b, text_of(folder), "x", true) && b.diags.errors == 2);
	CHECK(!replace(&b, TEXT("/nowhere/at/all"), "x", true) && b.diags.errors == 3);
	if (access("/dev/full", W_OK) == 0) CHECK(!replace(&b, TEXT("/dev/full"), "x", true) && b.diags.errors == 4);
	replacement_open(b.arena, &b.diags, file, "the result"); /* neither kept nor dropped: the arena does it */
	struct text names[] = { link, lost, file };
	for (size_t i = 0; i < 3; i++)
		CHECK(unlink(names[i].at) == 0);
	arena_free(b.arena);
	CHECK(rmdir(folder) == 0);
}

/* Many rows in every form, as the simplest writer would print them. */
enum { MANY = 20000, FORMS = 6 };

struct many {
	struct text texts[MANY];
	int64_t whole[MANY];
	uint8_t flags[MANY], code[MANY], states[MANY];
	uint32_t row[MANY], wide[MANY];
	struct result_column columns[FORMS];
	struct result_table table;
};

static const struct text some_words[] = { { "low", 3 }, { "", 0 }, { "a, \"b\"", 6 }, { "=1+1", 4 },
	{ "a label of more than a few bytes", 32 } };

static struct text number_as_read(const void *state, size_t i, char *buffer, size_t size)
{
	size_t len = i % 97 == 0 ? 3000 : i % 7;
	(void)state;
	if (len > size) return (struct text){ NULL, len };
	memset(buffer, '7', len);
	return (struct text){ buffer, len };
}

static struct many *many_of(struct bench *b)
{
	struct many *m = arena_alloc(b->arena, sizeof *m);
	uint64_t random = 1;
	for (size_t i = 0; i < MANY; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		uint32_t r = (uint32_t)(random >> 33);
		const char *kind = r % 5 == 0 ? "two\nlines \"%u\"" : r % 5 == 1 ? "-%u, %300u" : "E%u";
		m->texts[i] = arena_format(b->arena, kind, r % 1000, r);
		if (r % 11 == 0) m->texts[i] = TEXT("");
		m->whole[i] = (int64_t)(random >> r % 64) * (r % 2 ? 1 : -1);
		m->flags[i] = r % 3 == 0;
		m->wide[i] = m->code[i] = (uint8_t)(r % 5);
		m->states[i] = r % 13 ? RESULT_PRESENT : RESULT_MISSING;
		m->row[i] = (uint32_t)(i * 7919 % MANY);
	}
	struct result_column columns_of_many[FORMS] = {
		{ TEXT("text"), LOOK_TEXT, .texts = m->texts },
		{ TEXT("number"), LOOK_NUMBER, RESULT_WHOLE, .whole = m->whole, .decimals = 4, .states = m->states },
		{ TEXT("flag"), LOOK_FLAG, RESULT_FLAGS, .flags = m->flags },
		{ TEXT("label"), LOOK_TEXT, RESULT_WORDS, .words = some_words, .word_count = 5, .code = m->code },
		{ TEXT("region"), LOOK_TEXT, RESULT_WORDS, .words = some_words, .word_count = 5, .wide_code = m->wide },
		{ TEXT("as read"), LOOK_NUMBER, RESULT_CELLS, .cell = number_as_read, .states = m->states },
	};
	memcpy(m->columns, columns_of_many, sizeof columns_of_many);
	m->table = (struct result_table){ .columns = m->columns, .column_count = FORMS, .rows = MANY };
	b->result.tables = &m->table;
	b->result.table_count = 1;
	return m;
}

static void plain_csv_cell(FILE *file, struct text cell, bool alone)
{
	bool quotes = alone && cell.len == 0;
	for (size_t i = 0; i < cell.len; i++)
		quotes |= strchr(",\"\n\r", cell.at[i]) != NULL;
	if (quotes) fputc('"', file);
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.at[i] == '"') fputc('"', file);
		fputc(cell.at[i], file);
	}
	if (quotes) fputc('"', file);
}

static struct text plain_csv(struct bench *b, const struct result_table *t)
{
	FILE *file = tmpfile();
	if (!file) return TEXT("");
	for (size_t c = 0; c < t->column_count; c++)
		fprintf(file, "%s%.*s", c ? "," : "", TEXT_ARG(t->columns[c].header));
	fputc('\n', file);
	for (size_t place = 0; place < t->rows; place++)
		for (size_t c = 0; c < t->column_count; c++) {
			plain_csv_cell(file, result_cell_kept(b->arena, &t->columns[c], result_row(t, place)), t->column_count == 1);
			fputc(c + 1 < t->column_count ? ',' : '\n', file);
		}
	return slurp(b, file);
}

static struct text by_threads(struct bench *b, enum format format, unsigned threads)
{
	FILE *file = tmpfile();
	if (!file) return TEXT("");
	CHECK(write_result(file, b->arena, &b->result, format, 0, threads ? crew_new(b->arena, threads) : NULL, NULL));
	return slurp(b, file);
}

static void same_by_threads(struct bench *b, enum format format)
{
	struct text alone = by_threads(b, format, 0);
	CHECK(alone.len > MANY * 2);
	for (unsigned threads = 1; threads <= 5; threads += 2)
		CHECK(text_equal(by_threads(b, format, threads), alone));
}

static void test_threads(void)
{
	struct bench b;
	start(&b);
	UNIT("the same bytes from any number of threads, and those of the simplest writer");
	struct many *m = many_of(&b);
	CHECK(text_equal(by_threads(&b, FORMAT_CSV, 2), plain_csv(&b, &m->table)));
	m->table.row = m->row;
	CHECK(text_equal(by_threads(&b, FORMAT_CSV, 2), plain_csv(&b, &m->table)));
	same_by_threads(&b, FORMAT_CSV);
	same_by_threads(&b, FORMAT_JSON);
	same_by_threads(&b, FORMAT_JSON_LINES);
	b.result.spreadsheet = true;
	same_by_threads(&b, FORMAT_CSV);
	b.result.spreadsheet = false;
	m->table.column_count = 1;
	for (size_t c = 0; c < FORMS; c++, m->table.columns++)
		CHECK(text_equal(by_threads(&b, FORMAT_CSV, 2), plain_csv(&b, &m->table)));
	arena_free(b.arena);
}

static void test_full(void)
{
	struct bench b;
	UNIT("a full disk");
	if (access("/dev/full", W_OK) != 0) {
		UNIT_SKIP("no /dev/full");
		return;
	}
	start(&b);
	many_of(&b);
	for (unsigned threads = 1; threads <= 3; threads++)
		for (int format = FORMAT_CSV; format <= FORMAT_JSON_LINES; format++) {
			FILE *file = fopen("/dev/full", "w");
			struct crew *crew = crew_new(b.arena, threads);
			errno = 0;
			CHECK(!write_result(file, b.arena, &b.result, (enum format)format, 0, crew, NULL) && errno == ENOSPC);
			fclose(file);
		}
	arena_free(b.arena);
}

int main(void)
{
	test_threads();
	test_full();
	test_csv();
	test_json();
	test_table();
	test_narrow();
	test_summary();
	test_replacement();
	return unit_done();
}

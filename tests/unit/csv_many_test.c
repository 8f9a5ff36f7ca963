/* csv_many_test.c - files of many rows, made here: what is read is what was written, and the same whatever the threads, the
 * blocks and the way of looking for commas; so are the errors. */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/csv.h"
#include "runtime/csv_index.h"
#include "tests/unit/memory.h"
#include "tests/unit/unit.h"
#include <stdlib.h>

enum { FIELDS = 9, ROWS = 9000, PLAIN = 0, QUOTED = 1, RARE = 2, EXACT = 4, TWICE = 8, BAD = 16, CRLF = 32, BROKEN = 64 };

static uint64_t chance(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 33;
}

/* --- a file --- */

struct made {
	char *at;
	size_t len;
	int64_t digits[ROWS]; /* of the column n, in hundredths */
	uint64_t line[ROWS];
};

static void put(struct made *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct made *m, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	m->len += (size_t)vsprintf(m->at + m->len, format, args);
	va_end(args);
}

static void put_name(struct made *m, uint64_t *r, unsigned how, uint64_t *line)
{
	unsigned kind = how & QUOTED ? (unsigned)(chance(r) % 8) : 0;
	unsigned n = (unsigned)(chance(r) % 5000);
	if (kind == 1) put(m, "\"Ashby, %u\",", n);
	else if (kind == 2) put(m, "\"The \"\"Old\"\" %u\",", n);
	else if (kind == 3) put(m, "Caf\xC3\xA9 %u,", n);
	else if (kind == 4 && chance(r) % 20 == 0) {
		put(m, "\"two\n\nlines %u\",", n);
		*line += 2;
	} else put(m, "Ashby %u,", n);
}

static void put_number(struct made *m, uint64_t *r, unsigned how, size_t row)
{
	int64_t hundredths = (int64_t)(chance(r) % 2000000) - 300000;
	long long whole = hundredths / 100, part = llabs(hundredths % 100);
	m->digits[row] = hundredths;
	const char *sign = hundredths < 0 && whole == 0 ? "-" : "";
	if (how & RARE && chance(r) % 300 == 0) put(m, "%llde-2,", (long long)hundredths);
	else if (part % 10 == 0 && chance(r) % 2) put(m, "%s%lld.%lld,", sign, whole, part / 10);
	else put(m, "%s%lld.%02lld,", sign, whole, part);
}

static void make(struct made *m, unsigned how, uint64_t seed)
{
	static const char *const regions[] = { "North East", "Yorkshire and The Humber", "Wales", "\"London\"", "NA" };
	uint64_t *r = &seed, line = 2;
	m->len = 0;
	put(m, "name,code,region,n,unused,p,c,f,d,e\n");
	for (size_t row = 0; row < ROWS; row++) {
		m->line[row] = line;
		put_name(m, r, how, &line);
		put(m, "E%07u,%s,", (unsigned)(how & TWICE && row % 4000 == 3999 ? row - 7 : row) * 7919u % 9999991u,
		    regions[chance(r) % 5]);
		put_number(m, r, how, row);
		put(m, how & QUOTED && chance(r) % 9 == 0 ? "\"x,\"\"y\"\"\"," : "x,");
		put(m, chance(r) % 20 ? "%u.%u%%," : "NA,", (unsigned)(chance(r) % 100), (unsigned)(chance(r) % 10));
		put(m, chance(r) % 9 ? "%u," : ",", (unsigned)(chance(r) % 100000));
		put(m, how & BAD && row % 3000 == 2500 ? "maybe," : chance(r) % 2 ? "true," : "0,");
		put(m, "20%02u-%02u-%02u,", (unsigned)(chance(r) % 99), (unsigned)(chance(r) % 12 + 1),
		    (unsigned)(chance(r) % 28 + 1));
		if (how & EXACT && row % 1000 == 777) put(m, "0.12345678901234567891");
		else put(m, "%u.5", (unsigned)(chance(r) % 1000));
		if (how & BROKEN && row == ROWS - 100) put(m, "\"");
		put(m, how & CRLF ? "\r\n" : "\n");
		line++;
	}
	if (seed % 2) m->len -= how & CRLF ? 2 : 1;
}

/* --- a reading --- */

struct reading {
	struct edge edge;
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct dataset dataset;
	struct field fields[FIELDS];
	size_t key[1];
	struct table table;
	bool ok;
};

static void read_made(struct reading *r, const struct made *m, unsigned threads, size_t step, bool anywhere)
{
	static const struct {
		const char *name;
		enum type_kind kind;
	} fields[FIELDS] = { { "code", TYPE_TEXT }, { "name", TYPE_TEXT }, { "region", TYPE_TEXT },
		                 { "n", TYPE_NUMBER },  { "p", TYPE_PERCENT }, { "c", TYPE_COUNT },
		                 { "f", TYPE_FLAG },    { "d", TYPE_DATE },    { "e", TYPE_MONEY } };
	static const struct marker missing[] = { { { "NA", 2 }, { "not available", 13 } } };
	memset(r, 0, sizeof *r);
	r->arena = arena_new(&r->edge);
	r->sources.arena = r->arena;
	r->diags = (struct diags){ .arena = r->arena, .sources = &r->sources };
	r->dataset = (struct dataset){ .name = TEXT("place"), .fields = r->fields, .key = r->key, .key_count = 1,
		.field_count = FIELDS, .currency = TEXT("GBP"), .currency_sign = TEXT("\xC2\xA3") };
	for (size_t i = 0; i < FIELDS; i++)
		r->fields[i] = (struct field){ .name = text_of(fields[i].name), .header = text_of(fields[i].name),
			.type.kind = fields[i].kind, .key = i == 0, .used = true, .shown = i == 4, .unit = number_of(i == 8 ? 1000 : 1),
			.markers = missing, .marker_count = 1, .index = i };
	struct memory memory = { m->at, m->len, step };
	struct input input = { .name = TEXT("made.csv"), .read = read_memory, .state = &memory, .anywhere = anywhere };
	struct crew *crew = threads ? crew_new(r->arena, threads) : NULL;
	r->ok = csv_read(r->arena, crew, &r->diags, numbers_new(r->arena), &r->dataset, &input, &r->table);
}

static bool same_cell(const struct column *a, const struct column *b, size_t row)
{
	if (column_missing(a, row) != column_missing(b, row) || column_reason(a, row) != column_reason(b, row)) return false;
	if (a->text.offset && !text_equal(column_text(a, row), column_text(b, row))) return false;
	if (a->kind == COLUMN_WHOLE) return a->whole[row] == b->whole[row];
	if (a->kind == COLUMN_EXACT) return number_order(a->number[row], b->number[row]) == 0;
	return a->kind != COLUMN_CODED || column_missing(a, row) || a->code[row] == b->code[row];
}

static bool same_column(const struct column *a, const struct column *b, size_t rows)
{
	bool same = a->kind == b->kind && a->missing == b->missing && !a->state == !b->state && !a->reason == !b->reason &&
	            !a->text.offset == !b->text.offset && a->word_count == b->word_count && a->least == b->least &&
	            a->most == b->most && (a->kind != COLUMN_WHOLE || number_order(a->unit, b->unit) == 0);
	for (size_t i = 0; i < a->word_count && same; i++)
		same = text_equal(a->word[i], b->word[i]);
	for (size_t row = 0; row < rows && same; row++)
		same = same_cell(a, b, row);
	return same;
}

static bool same_diags(const struct diags *a, const struct diags *b)
{
	const struct diag *x = a->first, *y = b->first;
	for (; x && y; x = x->next, y = y->next)
		if (x->code != y->code || x->at.line != y->at.line || x->at.field != y->at.field ||
		    !text_equal(x->message, y->message))
			return false;
	return !x && !y && a->errors == b->errors && a->warnings == b->warnings;
}

static void same_reading(const struct reading *a, const struct reading *b)
{
	CHECK(a->ok == b->ok && same_diags(&a->diags, &b->diags));
	if (!a->ok || !b->ok) return;
	CHECK(a->table.rows == b->table.rows);
	for (size_t row = 0; row < a->table.rows; row++)
		if (!CHECK(table_line(&a->table, row) == table_line(&b->table, row))) break;
	for (size_t i = 0; i < FIELDS; i++)
		CHECK(same_column(&a->table.columns[i], &b->table.columns[i], a->table.rows));
}

static void as_made(const struct reading *r, const struct made *m)
{
	bool same = r->table.rows == ROWS, lines = same;
	for (size_t row = 0; row < ROWS && same; row++) {
		struct number n = column_number(&r->table.columns[3], row);
		same = n.den && n.num * 100 == m->digits[row] * n.den;
		lines = lines && table_line(&r->table, row) == m->line[row];
	}
	CHECK(same && lines);
	CHECK(r->table.columns[3].kind == COLUMN_WHOLE && r->table.columns[3].unit.den == 100);
	CHECK(r->table.columns[2].kind == COLUMN_CODED && r->table.columns[2].word_count == 4);
	CHECK(r->table.columns[8].kind != COLUMN_WHOLE || r->table.columns[8].unit.num == 100);
}

static void test_made(struct made *m, unsigned how, uint64_t seed)
{
	struct reading one, other;
	make(m, how, seed);
	read_made(&one, m, 0, m->len, false);
	CHECK(one.ok == !(how & (TWICE | BAD | BROKEN)));
	if (one.ok) as_made(&one, m);
	static const size_t steps[] = { 1000, 65536, SIZE_MAX };
	for (unsigned threads = 0; threads <= 3; threads++)
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
			read_made(&other, m, threads, steps[i], (threads + i) % 2);
			same_reading(&one, &other);
			arena_free(other.arena);
		}
	arena_free(one.arena);
}

static void test_index(void)
{
	enum { LEN = 5000 };
	char *at = malloc(LEN);
	uint16_t *a = malloc((LEN + CSV_INDEX_SLACK) * sizeof *a), *b = malloc((LEN + CSV_INDEX_SLACK) * sizeof *b);
	uint64_t r = 7;
	UNIT("all ways to find commas agree");
	for (int round = 0; round < 400 && at && a && b; round++) {
		size_t from = chance(&r) % 70, len = chance(&r) % (LEN - from);
		unsigned often = (unsigned)(chance(&r) % 12) + 1;
		for (size_t i = 0; i < LEN; i++)
			at[i] = chance(&r) % often ? (char)('a' + chance(&r) % (round % 2 ? 25 : 200)) : ",\n\r\"\0"[chance(&r) % 5];
		struct csv_marks simple = csv_index_way(0)(at + from, len, a);
		csv_indexer way;
		for (unsigned n = 1; (way = csv_index_way(n)) != NULL; n++) {
			struct csv_marks marks = way(at + from, len, b);
			CHECK(marks.count == simple.count && marks.ascii == simple.ascii &&
			      memcmp(a, b, simple.count * sizeof *a) == 0);
		}
		size_t quotes = 0;
		for (size_t i = 0; i < len; i++)
			quotes += at[from + i] == '"';
		CHECK(csv_count_quotes(at + from, len) == quotes);
	}
	free(at);
	free(a);
	free(b);
}

int main(void)
{
	static const unsigned ways[] = { PLAIN, QUOTED, QUOTED | RARE, QUOTED | RARE | EXACT, CRLF, CRLF | QUOTED | RARE, TWICE,
		                             QUOTED | TWICE | BAD, RARE | BAD, QUOTED | BROKEN, QUOTED | BROKEN | TWICE };
	struct made *m = calloc(1, sizeof *m);
	test_index();
	if (m) m->at = malloc((size_t)ROWS * 200);
	for (size_t i = 0; m && m->at && i < sizeof ways / sizeof *ways; i++) {
		UNIT(i % 2 ? "many rows, odd" : "many rows, even");
		test_made(m, ways[i], 40 + i);
	}
	if (m) free(m->at);
	free(m);
	return unit_done();
}

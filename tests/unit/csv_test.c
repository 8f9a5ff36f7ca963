/* csv_test.c - the CSV reader on files made here: what is accepted and with which values, what is refused and where.
 * Built once as it is and once with blocks of 3 bytes and an index that floods at once: the same must hold. */
#include "lang/arena.h"
#include "runtime/as_read.h"
#include "runtime/csv.h"
#include "tests/unit/memory.h"
#include "tests/unit/unit.h"
#include <stdlib.h>

enum { FIELDS = 12 };

/* One reading, with what it needs. */
struct reading {
	struct edge edge;
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct numbers *pool;
	struct dataset dataset;
	struct field fields[FIELDS];
	size_t key[FIELDS];
	struct table table;
	bool ok;
};

static enum type_kind kind_of(struct text word)
{
	if (text_is(word, "num") || text_is(word, "num?")) return TYPE_NUMBER;
	if (text_is(word, "key") || text_is(word, "text") || text_is(word, "text?")) return TYPE_TEXT;
	for (int k = 0; k < TYPE_COUNT_OF; k++)
		if (text_is(word, type_info[k].word)) return (enum type_kind)k;
	return TYPE_NONE;
}

static struct text before(struct text *rest, char separator)
{
	size_t n = 0;
	while (n < rest->len && rest->at[n] != separator)
		n++;
	struct text part = { rest->at, n };
	size_t skip = n < rest->len ? n + 1 : n;
	*rest = (struct text){ rest->at + skip, rest->len - skip };
	return part;
}

/* "code:key,need:num": the columns that are read. */
static void start(struct reading *r, const char *columns)
{
	memset(r, 0, sizeof *r);
	r->arena = arena_new(&r->edge);
	r->sources.arena = r->arena;
	r->diags = (struct diags){ .arena = r->arena, .sources = &r->sources };
	r->pool = numbers_new(r->arena);
	r->dataset = (struct dataset){ .name = TEXT("place"), .fields = r->fields, .key = r->key,
		.currency = TEXT("GBP"), .currency_sign = TEXT("\xC2\xA3") };
	struct text rest = arena_text(r->arena, text_of(columns));
	while (rest.len) {
		struct text type = before(&rest, ',');
		struct field *f = &r->fields[r->dataset.field_count];
		f->name = f->header = before(&type, ':');
		f->type.kind = kind_of(type);
		f->unit = number_of(1);
		f->used = f->shown = true;
		f->key = text_is(type, "key");
		if (f->key) r->key[r->dataset.key_count++] = r->dataset.field_count;
		f->index = r->dataset.field_count++;
	}
}

static void run(struct reading *r, const char *bytes, size_t len)
{
	struct memory memory = { bytes, len, 1 + len % 7 };
	struct input input = { .name = TEXT("places.csv"), .read = read_memory, .state = &memory };
	r->ok = csv_read(r->arena, NULL, &r->diags, r->pool, &r->dataset, &input, &r->table);
	CHECK(r->ok == (r->diags.errors == 0));
}

static void read_file(struct reading *r, const char *columns, const char *bytes)
{
	start(r, columns);
	run(r, bytes, strlen(bytes));
}

static void done(struct reading *r)
{
	arena_free(r->arena);
}

/* The first diagnostic, as CODE LINE:FIELD. */
static bool first_is(const struct reading *r, enum diag_code code, size_t line, size_t field)
{
	const struct diag *d = r->diags.first;
	bool is = d && d->code == code && d->at.line == line && d->at.field == field;
	if (!is && d)
		printf("got %s %zu:%zu %.*s\n", diag_info[d->code].name, d->at.line, d->at.field, TEXT_ARG(d->message));
	return is;
}

static bool refused(const char *columns, const char *bytes, enum diag_code code, size_t line, size_t field)
{
	struct reading r;
	read_file(&r, columns, bytes);
	bool is = !r.ok && first_is(&r, code, line, field);
	done(&r);
	return is;
}

static bool help_has(const struct reading *r, const char *part)
{
	for (const struct diag_extra *e = r->diags.first ? r->diags.first->first : NULL; e; e = e->next)
		if (e->severity == SEVERITY_HELP && strstr(arena_text(r->arena, e->message).at, part)) return true;
	return false;
}

static bool number_is(const struct reading *r, size_t row, size_t field, const char *exact)
{
	return text_is(number_exact(r->arena, column_number(&r->table.columns[field], row)), exact);
}

static void test_structure(void)
{
	struct reading r;
	UNIT("quotes, line ends, a byte order mark, unused columns");
	read_file(&r, "code:key,name:text", "\xEF\xBB\xBF" "other,name,code\r\n"
	          "1,\"Ashby, Upper\",E1\r\n\"two\nlines\",\"The \"\"Old\"\" Town\",E2\n,\"a\r\nb\",E3");
	CHECK(r.ok && r.table.rows == 3);
	CHECK(text_is(column_text(&r.table.columns[1], 0), "Ashby, Upper"));
	CHECK(text_is(column_text(&r.table.columns[1], 1), "The \"Old\" Town"));
	CHECK(text_is(column_text(&r.table.columns[1], 2), "a\r\nb"));
	CHECK(text_is(column_text(&r.table.columns[0], 2), "E3"));
	CHECK(table_line(&r.table, 0) == 2 && table_line(&r.table, 1) == 3 && table_line(&r.table, 2) == 5);
	CHECK(r.table.columns[0].position == 3 && table_at(&r.table, 2, 1).line == 5 && table_at(&r.table, 2, 1).field == 2);
	done(&r);
	UNIT("what is not CSV");
	CHECK(refused("a:text", "", DIAG_FILE_EMPTY, 1, 1));
	CHECK(refused("a:text", "\xEF\xBB\xBF", DIAG_FILE_EMPTY, 1, 1));
	CHECK(refused("a:text", "\xFF\xFE" "a", DIAG_FILE_UTF16, 1, 1));
	CHECK(refused("a:text", "PK\3\4zip", DIAG_FILE_NOT_CSV, 1, 1));
	CHECK(refused("a:text", "a,b\n1,\"2\n3,4\n", DIAG_CSV_OPEN_QUOTE, 2, 2));
	CHECK(refused("a:text", "a,b\n1,2\"3\n", DIAG_CSV_QUOTE_INSIDE, 2, 2));
	CHECK(refused("a:text", "a,b\n1,\"2\n3\"4\n", DIAG_CSV_AFTER_QUOTE, 3, 2));
	CHECK(refused("a:text", "a,b\n1,2\r3,4\n", DIAG_CSV_LONE_CR, 2, 2));
	CHECK(refused("a:text", "a,b\n1,2\r", DIAG_CSV_LONE_CR, 2, 2));
	CHECK(refused("a:text", "a,b\n1\n", DIAG_CSV_ROW_LENGTH, 2, 2));
	CHECK(refused("a:text", "a,b\n1,2,3\n", DIAG_CSV_ROW_LENGTH, 2, 3));
	CHECK(refused("a:text", "a,b\n\n\n1,2\n", DIAG_CSV_BLANK_LINE, 2, 2));
	CHECK(refused("a:text", "a,b\n1,\xC0\xAF\n", DIAG_CSV_NOT_UTF8, 2, 2));
	CHECK(refused("a:text", "a,b\n1,\"\xED\xA0\x80\"\n", DIAG_CSV_NOT_UTF8, 2, 2));
	CHECK(refused("a:text", "a,b\n\xC3,\xA9\n", DIAG_CSV_NOT_UTF8, 2, 1));
	struct reading nul;
	start(&nul, "a:text");
	run(&nul, "a,b\n1,x\0y\n", 10);
	CHECK(first_is(&nul, DIAG_CSV_NUL, 2, 2));
	done(&nul);
}

static void test_ends(void)
{
	struct reading r;
	UNIT("blank lines at the end, no last line end, a file of one column");
	read_file(&r, "a:text", "a,b\n1,2\n\n\r\n\n");
	CHECK(r.ok && r.table.rows == 1);
	done(&r);
	read_file(&r, "a:text", "a,b\n1,");
	CHECK(r.ok && r.table.rows == 1);
	done(&r);
	read_file(&r, "a:text", "a\n1\n\n3\n");
	CHECK(r.ok && r.table.rows == 3 && r.table.columns[0].missing == 1 && column_missing(&r.table.columns[0], 1));
	CHECK(r.table.columns[0].reason == NULL);
	done(&r);
	read_file(&r, "a:text", "a,b\n");
	CHECK(r.ok && r.table.rows == 0);
	done(&r);
}

static void test_headers(void)
{
	struct reading r;
	UNIT("headers");
	CHECK(refused("a:text", "a,b,a\n", DIAG_CSV_HEADER_TWICE, 1, 3));
	CHECK(refused("a:text", "a,,b\n", DIAG_CSV_HEADER_EMPTY, 1, 2));
	CHECK(refused("need:num", "code,ned\n", DIAG_CSV_NO_COLUMN, 1, 1));
	CHECK(refused("need:num", "code, need \n", DIAG_CSV_NO_COLUMN, 1, 2));
	CHECK(refused("need:num", "sep=;\ncode;need\n", DIAG_CSV_SEP_LINE, 1, 1));
	read_file(&r, "need:num", "code,Need\nE1,1\n");
	CHECK(!r.ok && help_has(&r, "\"Need\""));
	done(&r);
	read_file(&r, "code:key,need:num", "code;need\nE1;1,5\n");
	CHECK(!r.ok && r.diags.errors == 1 && first_is(&r, DIAG_CSV_SEPARATOR, 1, 1));
	done(&r);
	read_file(&r, "code:key,need:num", "\"Table 1\nof 2\",,\n,,\ncode,need,x\nE1,1,2\n");
	CHECK(!r.ok && r.diags.errors == 1 && first_is(&r, DIAG_CSV_HEADER_EMPTY, 1, 2) && help_has(&r, "line 4"));
	done(&r);
	read_file(&r, "a\"b:text", "\"a\"\"b\",c\nx,y\n");
	CHECK(r.ok && r.table.rows == 1);
	done(&r);
}

static void test_numbers(void)
{
	struct reading r;
	UNIT("numbers by type");
	read_file(&r, "n:num,p:percent,c:count,m:money", "n,p,c,m\n12.50,5.1,12.0,\xC2\xA3" "5\n-1e3,5.1%,7,-\xC2\xA3" "0.005\n"
	          "+7,100%,0,GBP 250\n9007199254740993,0%,1,\xC2\xA3-3\n");
	CHECK(r.ok && r.table.rows == 4);
	CHECK(number_is(&r, 0, 0, "12.5") && number_is(&r, 1, 0, "-1000") && number_is(&r, 3, 0, "9007199254740993"));
	CHECK(number_is(&r, 0, 1, "0.051") && number_is(&r, 1, 1, "0.051") && number_is(&r, 2, 1, "1"));
	CHECK(number_is(&r, 0, 2, "12") && number_is(&r, 1, 2, "7"));
	CHECK(number_is(&r, 0, 3, "5") && number_is(&r, 1, 3, "-0.005"));
	CHECK(number_is(&r, 2, 3, "250") && number_is(&r, 3, 3, "-3"));
	CHECK(text_is(column_text(&r.table.columns[3], 2), "GBP 250") && text_is(column_text(&r.table.columns[0], 0), "12.50"));
	done(&r);
	UNIT("cells that are no numbers");
	static const char *const bad[] = { " ", "1,234", "1 234", "1.234,56", "1,5", "1'234", "\xC2\xA3" "1000", "1000 GBP",
		"12%", "(500)", "500-", "--5", "+-5", "1.2.3", "1e", "e5", ".", "-", "0x10", "1_000", "NaN", "inf", "#N/A", "N/A",
		"[c]", "..", ":", "<5", "5r", "12 [p]", "\xE2\x88\x92" "5", "5\xE2\x80\x8B", "1/2", ".5", "5.", " 5", "5 " };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		start(&r, "a:text,n:num");
		struct text file = arena_format(r.arena, "a,n\nx,\"%s\"\n", bad[i]);
		run(&r, file.at, file.len);
		if (!CHECK(!r.ok && first_is(&r, DIAG_CELL_NUMBER, 2, 2) && r.diags.first->first)) printf("\"%s\"\n", bad[i]);
		done(&r);
	}
	CHECK(refused("n:num", "n\n1e400\n", DIAG_CELL_SIZE, 2, 1));
	CHECK(refused("n:num", "n\n12345678901234567890123456789012345678901\n", DIAG_CELL_SIZE, 2, 1));
	CHECK(refused("n:count", "n\n12.5\n", DIAG_CELL_COUNT, 2, 1));
	CHECK(refused("n:money", "n\n-\xC2\xA3-5\n", DIAG_CELL_NUMBER, 2, 1));
	CHECK(refused("n:money", "n\n\xE2\x82\xAC" "5\n", DIAG_CELL_NUMBER, 2, 1));
}

static bool helps(const char *columns, const char *bytes, const char *part)
{
	struct reading r;
	read_file(&r, columns, bytes);
	bool has = !r.ok && help_has(&r, part);
	done(&r);
	return has;
}

static void test_help(void)
{
	UNIT("the clause that would accept a cell");
	CHECK(helps("n:num", "n\n[c]\n", "missing means gss"));
	CHECK(helps("n:num", "n\n:\n", "missing means eurostat"));
	CHECK(helps("n:num", "n\n..\n", "missing means \"..\""));
	CHECK(helps("n:num", "n\n\"1,234\"\n", "thousands \",\""));
	CHECK(helps("n:num", "n\n12%\n", "field n percent"));
	CHECK(helps("n:num", "n\n\xC2\xA3" "5\n", "field n money"));
	CHECK(helps("n:money", "n\n$5\n", "GBP"));
	CHECK(helps("n:num", "n\n\"1,5\"\n", "decimal comma"));
	CHECK(helps("n:num", "n\nn\n", "repeats the header"));
	CHECK(helps("d:date", "d\n01/02/2026\n", "2026-04-01"));
	CHECK(helps("f:flag", "f\nTrue\n", "\"true\""));
	CHECK(helps("f:flag", "f\nyes\n", "flag (\"Y\", \"N\")"));
}

static bool shows(const struct reading *r, size_t field, size_t row, const char *expected)
{
	struct result_column c = as_read(r->arena, &r->table, &r->table.columns[field], TEXT("x"), LOOK_TEXT);
	return text_is(result_cell_kept(r->arena, &c, row), expected);
}

static void test_as_read(void)
{
	struct reading r;
	static const struct marker marker = { { "[c]", 3 }, { "confidential", 12 } };
	UNIT("cells shown as they were read");
	start(&r, "code:key,n:num,w:text,m:money,d:date");
	r.fields[1].markers = &marker;
	r.fields[1].marker_count = 1;
	r.dataset.thousands = TEXT(",");
	const char *file =
		"code,n,w,m,d\nA,+01.50,x,\"-\xC2\xA3"
		"1,000\",2026-04-01\nB,[c],y,-0.00,1970-01-01\n"
		"C,\"-1,200\",x,\xC2\xA3"
		"5,1970-01-01\n"
		"D,-7,\"a, b\",+00000000000000000000000000000000000000000000000000000000000000000000000005,1970-01-01\n";
	run(&r, file, strlen(file));
	CHECK(r.ok && r.table.rows == 4);
	CHECK(shows(&r, 0, 0, "A") && shows(&r, 2, 1, "y") && shows(&r, 2, 3, "a, b") && shows(&r, 4, 0, "2026-04-01"));
	CHECK(shows(&r, 1, 0, "01.50") && shows(&r, 1, 1, "") && shows(&r, 1, 2, "-1200") && shows(&r, 1, 3, "-7"));
	CHECK(shows(&r, 3, 0, "-1000") && shows(&r, 3, 1, "0.00") && shows(&r, 3, 2, "5"));
	CHECK(shows(&r, 3, 3, "00000000000000000000000000000000000000000000000000000000000000000000000005"));
	struct result_column number = as_read(r.arena, &r.table, &r.table.columns[1], TEXT("n"), LOOK_NUMBER);
	CHECK(text_is(result_reason(&number, 1), "confidential") && text_is(result_reason(&number, 0), ""));
	done(&r);
}

static void test_declared(void)
{
	struct reading r;
	static const struct marker markers[] = { { { "[c]", 3 }, { "confidential", 12 } }, { { "-9", 2 }, { "", 0 } } };
	static const struct text nations[] = { { "England", 7 }, { "Wales", 5 } };
	static const struct choices choices = { 2, nations };
	UNIT("markers, thousands, units, flags, choices, dates");
	start(&r, "code:key,n:num,c:count,f:flag,w:choice,d:date");
	r.fields[1].markers = markers;
	r.fields[1].marker_count = 2;
	r.dataset.thousands = TEXT(",");
	r.fields[2].unit = number_of(1000);
	r.fields[3].word[0] = TEXT("Y");
	r.fields[3].word[1] = TEXT("N");
	r.fields[4].type.choices = &choices;
	const char *good = "code,n,c,f,w,d\nA,[c],1.5,Y,Wales,2026-04-01\nB,-9,\"1,234\",N,,1970-01-01\n"
	                   "C,\"-12,345,678.5\",,Y,England,\n";
	run(&r, good, strlen(good));
	CHECK(r.ok && r.table.rows == 3);
	CHECK(r.table.columns[1].reason[0] == 1 && r.table.columns[1].reason[1] == 2 && r.table.columns[1].missing == 2);
	CHECK(number_is(&r, 2, 1, "-12345678.5") && number_is(&r, 0, 2, "1500") && number_is(&r, 1, 2, "1234000"));
	CHECK(number_is(&r, 0, 3, "1") && number_is(&r, 1, 3, "0") && column_missing(&r.table.columns[4], 1));
	CHECK(number_is(&r, 1, 5, "0") && r.table.columns[5].missing == 1);
	done(&r);
	static const char *const groups[] = { "1,23", "12,34,567", "1234,567", ",123", "1,234,", "1.234,567" };
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		start(&r, "n:num");
		r.dataset.thousands = TEXT(",");
		struct text file = arena_format(r.arena, "n\n\"%s\"\n", groups[i]);
		run(&r, file.at, file.len);
		CHECK(first_is(&r, DIAG_CELL_NUMBER, 2, 1));
		done(&r);
	}
	start(&r, "w:choice");
	r.fields[0].type.choices = &choices;
	run(&r, "w\nenglnd\n", 9);
	CHECK(first_is(&r, DIAG_CELL_CHOICE, 2, 1) && help_has(&r, "England"));
	done(&r);
	CHECK(refused("d:date", "d\n2023-02-29\n", DIAG_CELL_DATE, 2, 1));
}

static void test_keys(void)
{
	struct reading r;
	UNIT("keys");
	CHECK(refused("code:key", "code,a\nA,1\nB,2\nA,3\n", DIAG_KEY_TWICE, 4, 1));
	CHECK(refused("code:key", "a,code\n1,\"\"\n", DIAG_KEY_EMPTY, 2, 2));
	CHECK(refused("code:key,year:key", "code,year\nA,1\nA,2\nA,1\n", DIAG_KEY_TWICE, 4, 1));
	read_file(&r, "code:key,year:key", "code,year\nA,12\nA1,2\nA,2\n");
	CHECK(r.ok && r.table.rows == 3 && r.diags.warnings == 0);
	CHECK(text_is(table_key(r.arena, &r.table, 1), "A1, 2"));
	CHECK(table_key_order(&r.table, 0, 1) < 0 && table_key_order(&r.table, 2, 0) > 0 && table_key_order(&r.table, 1, 1) == 0);
	done(&r);
	UNIT("keys that look alike");
	read_file(&r, "code:key", "code\nE1\nE2\n\" E1\"\ne1\nE1\xE2\x80\x8B\nCaf\xC3\xA9\nCafe\xCC\x81\n");
	CHECK(r.ok && r.table.rows == 7 && r.diags.warnings == 2 && r.diags.first->code == DIAG_KEYS_LOOK_ALIKE);
	done(&r);
}

static void test_warnings(void)
{
	struct reading r;
	UNIT("warnings about texts");
	read_file(&r, "a:text,n:num", "a,n,b\n=1+1,-5,=2\n"
	          "-,1,\n@x,2,\n\xEF\xBC\x9D" "1,3,\n\"\x1B[2J\",4,\nA\xE2\x80\xAE" "B,5,\n");
	CHECK(r.ok && r.diags.warnings == 3);
	size_t seen = 0;
	for (const struct diag *d = r.diags.first; d; d = d->next) {
		seen += d->code == DIAG_TEXT_FORMULA && d->at.line == 2 && d->at.field == 1;
		seen += d->code == DIAG_TEXT_CONTROL && d->at.line == 6;
		seen += d->code == DIAG_TEXT_INVISIBLE && d->at.line == 7;
	}
	CHECK(seen == 3);
	done(&r);
}

static void test_limits(void)
{
	struct reading r;
	UNIT("errors beyond the limit, many columns, cells too long");
	start(&r, "n:num");
	struct text file = TEXT("n\n");
	for (int i = 0; i < 50; i++)
		file = arena_format(r.arena, "%.*sbad\n", TEXT_ARG(file));
	run(&r, file.at, file.len);
	CHECK(r.diags.errors == DIAG_MAX_ERRORS + 1 && r.diags.shown == DIAG_MAX_ERRORS);
	done(&r);
	start(&r, "n:num");
	char *many = arena_alloc(r.arena, 131072 * 2 + 2);
	for (size_t i = 0; i < 131072; i++)
		memcpy(many + 2 * i, "x,", 2);
	run(&r, many, 131072 * 2);
	CHECK(!r.ok && first_is(&r, DIAG_CSV_COLUMNS, 1, 131073));
	done(&r);
	start(&r, "n:num");
	size_t size = (16u << 20) + 100;
	char *big = arena_alloc(r.arena, size);
	memset(big, 'x', size);
	memcpy(big, "n,b\n1,", 6);
	struct memory memory = { big, size, size };
	struct input input = { .name = TEXT("big.csv"), .read = read_memory, .state = &memory };
	CHECK(!csv_read(r.arena, NULL, &r.diags, r.pool, &r.dataset, &input, &r.table) && first_is(&r, DIAG_CSV_CELL_SIZE, 2, 2));
	done(&r);
}

/* Every prefix is read or refused, and never read beyond: it stands at the end of memory of its own. */
static void test_truncated(void)
{
	static const char file[] = "\xEF\xBB\xBF" "code,name,n\r\nE1,\"A \"\"b\"\", c\",1.5\r\n"
	                           "\"E2\",Taup\xC5\x8D,\n\nE3,\"\xE6\x9D\xB1\n\",7\r\n";
	UNIT("truncated at every byte");
	for (size_t len = 0; len < sizeof file; len++) {
		struct reading r;
		char *copy = malloc(len ? len : 1);
		if (!copy) return;
		memcpy(copy, file, len);
		start(&r, "code:key,name:text,n:num");
		run(&r, copy, len);
		free(copy);
		done(&r);
	}
}

/* --- the collection of hostile files, where it is there --- */

static struct text whole_file(struct reading *r, const char *name)
{
	struct text path = arena_format(r->arena, "../shared/adversarial/%s", name);
	FILE *in = fopen(path.at, "rb");
	if (!in) return (struct text){ NULL, 0 };
	char *at = arena_alloc(r->arena, 1 << 16);
	size_t len = fread(at, 1, 1 << 16, in);
	fclose(in);
	return (struct text){ at, len };
}

static size_t number_of_text(struct text t)
{
	return (size_t)strtoul(t.at, NULL, 10);
}

static void test_line(struct reading *outer, struct text line)
{
	struct reading r;
	struct text name = before(&line, '\t'), verdict = before(&line, '\t');
	struct text at = before(&line, '\t'), field = before(&line, '\t');
	struct text columns = before(&line, '\t');
	if (text_is(verdict, "choice")) return;
	UNIT(arena_text(outer->arena, name).at);
	struct text bytes = whole_file(outer, arena_text(outer->arena, name).at);
	start(&r, arena_text(outer->arena, columns).at);
	run(&r, bytes.at, bytes.len);
	CHECK(r.ok == !text_is(verdict, "reject"));
	if (text_is(verdict, "warn")) CHECK(r.diags.warnings > 0);
	if (!r.ok) CHECK(r.diags.first->at.line == number_of_text(at));
	if (!r.ok && !text_is(field, "*")) CHECK(r.diags.first->at.field == number_of_text(field));
	done(&r);
}

static void test_collection(void)
{
	struct reading outer;
	start(&outer, "");
	struct text manifest = whole_file(&outer, "manifest.tsv");
	if (!manifest.at) UNIT_SKIP("no collection of hostile files");
	while (manifest.len) {
		struct text line = before(&manifest, '\n');
		if (line.len && line.at[0] != '#') test_line(&outer, line);
	}
	done(&outer);
}

int main(void)
{
	test_structure();
	test_ends();
	test_headers();
	test_numbers();
	test_help();
	test_as_read();
	test_declared();
	test_keys();
	test_warnings();
	test_limits();
	test_truncated();
	test_collection();
	return unit_done();
}

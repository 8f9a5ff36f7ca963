/* api_test.c - libplang as an embedder meets it: through plang.h alone, in the right order and in every wrong one. */
#include "api/plang.h"
#include "tests/unit/unit.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/plang-api-XXXXXX";
static char path[4][sizeof folder + 32];

/* A file of this name in the test's own folder; the last four paths stay valid. */
static const char *in_folder(const char *name)
{
	static unsigned next;
	char *at = path[next++ % 4];
	snprintf(at, sizeof path[0], "%s/%s", folder, name);
	return at;
}

static const char *file(const char *name, const char *content)
{
	const char *at = in_folder(name);
	FILE *f = fopen(at, "w");
	if (!CHECK(f && fputs(content, f) >= 0 && fclose(f) == 0)) exit(6);
	return at;
}

/* What was written between catcher() and caught(). */
static char *words;
static size_t words_len;

static FILE *catcher(void)
{
	free(words);
	words = NULL;
	FILE *f = open_memstream(&words, &words_len);
	if (!f) exit(7);
	return f;
}

static const char *caught(FILE *f)
{
	fclose(f);
	return words;
}

static const char *messages_of(struct plang *p, enum plang_format format)
{
	FILE *f = catcher();
	CHECK(plang_messages(p, f, format) == PLANG_OK);
	return caught(f);
}

static const char rules[] =
	"fund \"Small\"\n  currency GBP\nparam budget = £90\ndataset place\n  key code\n  field people count\n"
	"allocate award share budget in proportion to people rounded to £1\n"
	"check max(award) <= £80 \"nobody has more than £80\"\n"
	"output code, award\n";
static const char places[] = "code,people\nA,100\nB,200\n";

static struct plang *loaded(const char *text)
{
	struct plang *p = plang_new();
	if (!p) exit(7);
	CHECK(plang_load(p, file("rules.pl", text)) == PLANG_OK);
	return p;
}

static void test_order(void)
{
	UNIT("calls before there is anything to call them for");
	struct plang *p = plang_new();
	FILE *f = catcher();
	CHECK(plang_eval(p, NULL) == PLANG_MISUSE && plang_write(p, f, PLANG_CSV, 0) == PLANG_MISUSE);
	CHECK(plang_save(p, in_folder("never"), PLANG_CSV) == PLANG_MISUSE);
	CHECK(plang_summary(p, f) == PLANG_MISUSE && plang_failures(p, f) == PLANG_MISUSE);
	CHECK(plang_tree(p, f, PLANG_TEXT) == PLANG_MISUSE && plang_print(p, f) == PLANG_MISUSE);
	CHECK(!plang_declares(p, "place") && plang_errors(p) == 0 && plang_warnings(p) == 0);
	CHECK(strcmp(caught(f), "") == 0 && strcmp(messages_of(p, PLANG_TEXT), "") == 0);
	CHECK(access(in_folder("never"), F_OK) != 0);
	plang_free(p);
	plang_free(NULL);
	CHECK(strspn(plang_version(), "0123456789.") == strlen(plang_version()));
}

static void test_run(void)
{
	UNIT("a run");
	struct plang *p = loaded(rules);
	CHECK(plang_declares(p, "place") && !plang_declares(p, "region") && !plang_declares(p, "budget"));
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_OK);
	FILE *f = catcher();
	CHECK(plang_write(p, f, PLANG_CSV, 0) == PLANG_OK);
	CHECK(strcmp(caught(f), "code,award\nA,30\nB,60\n") == 0);
	f = catcher();
	CHECK(plang_write(p, f, PLANG_TABLE, 0) == PLANG_OK);
	CHECK(strstr(caught(f), "award") != NULL);
	f = catcher();
	CHECK(plang_write(p, f, PLANG_JSON, 0) == PLANG_OK);
	CHECK(caught(f)[0] == '{');
	f = catcher();
	CHECK(plang_summary(p, f) == PLANG_OK);
	CHECK(strstr(caught(f), "£90 awarded + £0 unspent = £90") != NULL);
	f = catcher();
	CHECK(plang_failures(p, f) == PLANG_OK);
	CHECK(strcmp(caught(f), "") == 0);
	UNIT("one session, one run");
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_MISUSE);
	CHECK(plang_load(p, file("rules.pl", rules)) == PLANG_MISUSE &&
	      plang_parse(p, in_folder("rules.pl")) == PLANG_MISUSE);
	CHECK(plang_set(p, "budget=£5") == PLANG_MISUSE && plang_as_of(p, "2026-01-01") == PLANG_MISUSE);
	CHECK(plang_errors(p) == 0);
	f = catcher();
	CHECK(plang_write(p, f, PLANG_CSV, 0) == PLANG_OK && strcmp(caught(f), "code,award\nA,30\nB,60\n") == 0);
	plang_free(p);
}

static void test_save(void)
{
	UNIT("into a file, whole or not at all");
	struct plang *p = loaded(rules);
	char line[64] = "";
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_OK);
	const char *target = file("awards.csv", "what was there\n");
	CHECK(plang_save(p, target, PLANG_CSV) == PLANG_OK);
	FILE *f = fopen(target, "r");
	CHECK(f && fread(line, 1, sizeof line - 1, f) == 21 && strcmp(line, "code,award\nA,30\nB,60\n") == 0);
	if (f) fclose(f);
	CHECK(plang_save(p, in_folder("no/such/folder.csv"), PLANG_CSV) == PLANG_IO && plang_errors(p) == 1);
	CHECK(strstr(messages_of(p, PLANG_TEXT), "P0003") != NULL);
	plang_free(p);
}

/* /dev/full takes nothing. */
static void test_full(void)
{
	UNIT("a stream that takes nothing");
	FILE *full = fopen("/dev/full", "w");
	if (!full) {
		UNIT_SKIP("no /dev/full");
		return;
	}
	struct plang *p = loaded(rules);
	CHECK(plang_tree(p, full, PLANG_TEXT) == PLANG_IO && plang_print(p, full) == PLANG_IO);
	plang_free(p);
	p = loaded(rules);
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_OK && plang_write(p, full, PLANG_CSV, 0) == PLANG_IO);
	CHECK(plang_summary(p, full) == PLANG_IO && plang_failures(p, full) == PLANG_IO);
	CHECK(strstr(messages_of(p, PLANG_TEXT), "cannot write the result: ") != NULL);
	setvbuf(full, NULL, _IONBF, 0);
	CHECK(plang_messages(p, full, PLANG_TEXT) == PLANG_IO);
	plang_free(p);
	fclose(full);
}

static void test_statuses(void)
{
	UNIT("what a status says");
	struct plang *p = loaded("param a = 2\ncheck a = 3 \"a is 3\"\noutput figures: a\n");
	CHECK(plang_eval(p, NULL) == PLANG_CHECK_FAILED);
	FILE *f = catcher();
	CHECK(plang_failures(p, f) == PLANG_OK);
	CHECK(strstr(caught(f), "a is 3") != NULL);
	f = catcher();
	CHECK(plang_write(p, f, PLANG_CSV, 0) == PLANG_OK && strcmp(caught(f), "figure,value\na,2\n") == 0);
	plang_free(p);

	p = plang_new();
	CHECK(plang_load(p, in_folder("no-such.pl")) == PLANG_IO && plang_errors(p) == 1 &&
	      plang_eval(p, NULL) == PLANG_MISUSE);
	plang_free(p);
	p = plang_new();
	CHECK(plang_parse(p, folder) == PLANG_IO);
	plang_free(p);
	p = plang_new();
	CHECK(plang_load(p, file("rules.pl", "param a = 1 +\n")) == PLANG_BAD_RULES);
	CHECK(plang_eval(p, NULL) == PLANG_MISUSE && !plang_declares(p, "place"));
	plang_free(p);
	p = plang_new();
	CHECK(plang_load(p, file("rules.pl", "param a = b\n")) == PLANG_BAD_RULES && plang_eval(p, NULL) == PLANG_MISUSE);
	plang_free(p);

	p = loaded(rules);
	CHECK(plang_eval(p, NULL) == PLANG_MISUSE && strstr(messages_of(p, PLANG_TEXT), "no data for \"place\"") != NULL);
	plang_free(p);
	p = loaded(rules);
	CHECK(plang_eval(p, in_folder("no-such.csv")) == PLANG_IO);
	CHECK(plang_write(p, stdout, PLANG_CSV, 0) == PLANG_MISUSE);
	plang_free(p);
	p = loaded(rules);
	CHECK(plang_eval(p, file("places.csv", "code,people\nA,many\n")) == PLANG_BAD_DATA);
	plang_free(p);
	p = loaded(rules);
	CHECK(plang_eval(p, file("places.csv", "code,people\nA,0\n")) == PLANG_CANNOT_ALLOCATE);
	plang_free(p);
	p = loaded("param a = 2\noutput figures: a\n");
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_BAD_RULES);
	CHECK(strstr(messages_of(p, PLANG_TEXT), "declares no dataset") != NULL);
	plang_free(p);
}

static void test_options(void)
{
	UNIT("options");
	struct plang *p = plang_new();
	char setting[32];
	CHECK(plang_as_of(p, "2026-02-30") == PLANG_MISUSE && plang_as_of(p, "") == PLANG_MISUSE);
	CHECK(plang_as_of(p, "2026-02-28") == PLANG_OK);
	CHECK(plang_set(p, "budget") == PLANG_MISUSE && plang_set(p, "=£5") == PLANG_MISUSE);
	CHECK(plang_set(p, "budget=£120") == PLANG_OK && plang_set(p, "budget=£5") == PLANG_MISUSE);
	CHECK(plang_load(p, file("rules.pl", rules)) == PLANG_OK && plang_eval(p, file("places.csv", places)) == PLANG_OK);
	FILE *f = catcher();
	CHECK(plang_write(p, f, PLANG_CSV, 0) == PLANG_OK && strcmp(caught(f), "code,award\nA,40\nB,80\n") == 0);
	plang_free(p);

	p = plang_new();
	CHECK(plang_set(p, "a=(1") == PLANG_BAD_RULES && plang_errors(p) == 1);
	CHECK(strstr(messages_of(p, PLANG_TEXT), "--set a") != NULL);
	plang_free(p);

	p = plang_new();
	for (int i = 0; i < 256; i++) {
		snprintf(setting, sizeof setting, "a%d=1", i);
		CHECK(plang_set(p, setting) == PLANG_OK);
	}
	CHECK(plang_set(p, "b=1") == PLANG_MISUSE);
	plang_free(p);

	UNIT("warnings, errors where one is strict, remarks");
	const char unused[] = "param a = 2\nparam b = 1\noutput figures: a\n";
	p = plang_new();
	CHECK(plang_load(p, file("rules.pl", unused)) == PLANG_OK);
	size_t warnings = plang_warnings(p);
	plang_free(p);
	p = plang_new();
	plang_strict(p, true);
	CHECK(plang_load(p, file("rules.pl", unused)) == (warnings ? PLANG_BAD_RULES : PLANG_OK));
	CHECK(plang_warnings(p) == 0 && plang_errors(p) == warnings);
	plang_free(p);
	p = plang_new();
	plang_remarks(p, true);
	CHECK(plang_load(p, file("rules.pl", rules)) == PLANG_OK);
	CHECK(plang_errors(p) == 0);
	plang_free(p);
}

static void test_trees(void)
{
	UNIT("trees and layout");
	struct plang *p = plang_new();
	CHECK(plang_parse(p, file("rules.pl", "param   a=2\noutput  figures:a\n")) == PLANG_OK);
	CHECK(plang_eval(p, NULL) == PLANG_MISUSE && !plang_declares(p, "a"));
	FILE *f = catcher();
	CHECK(plang_print(p, f) == PLANG_OK && strcmp(caught(f), "param a = 2\n\noutput figures: a\n") == 0);
	f = catcher();
	CHECK(plang_tree(p, f, PLANG_TEXT) == PLANG_OK);
	CHECK(strstr(caught(f), "number \"2\"") != NULL && strstr(words, " : ") == NULL);
	f = catcher();
	CHECK(plang_tree(p, f, PLANG_JSON) == PLANG_OK);
	CHECK(strncmp(caught(f), "{\"kind\":", 8) == 0 && strstr(words, "\"type\"") == NULL);
	plang_free(p);
	p = loaded(rules);
	f = catcher();
	CHECK(plang_tree(p, f, PLANG_TEXT) == PLANG_OK && strstr(caught(f), " : money") != NULL);
	f = catcher();
	CHECK(plang_tree(p, f, PLANG_JSON) == PLANG_OK && strstr(caught(f), "\"rows\":\"place\"") != NULL);
	plang_free(p);
}

static void test_messages(void)
{
	UNIT("messages in three ways");
	struct plang *p = plang_new();
	CHECK(plang_load(p, file("rules.pl", "param people = 1\nparam a = peple\noutput figures: a\n")) == PLANG_BAD_RULES);
	CHECK(strstr(messages_of(p, PLANG_TEXT), "\"peple\"") != NULL && strchr(words, '\033') == NULL);
	CHECK(strstr(messages_of(p, PLANG_COLOUR), "\033[") != NULL);
	CHECK(messages_of(p, PLANG_JSON)[0] == '[' || words[0] == '{');
	CHECK(strstr(words, "did you mean") != NULL);
	plang_free(p);
}

static enum plang_status help(const char *topic)
{
	FILE *f = catcher();
	enum plang_status status = plang_help(topic, f);
	caught(f);
	return status;
}

/* Each function of the list has a page that begins with how it is written. */
static void test_help(void)
{
	UNIT("help");
	static const char *const lists[] = { "functions", "codes", "types", "words" };
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		CHECK(help(lists[i]) == PLANG_OK && words_len > 100);
	CHECK(help("P0001") == PLANG_OK && help("P0203") == PLANG_OK && help("P0601") == PLANG_OK);
	CHECK(help("nothing") == PLANG_MISUSE && help("") == PLANG_MISUSE && help("P9999") == PLANG_MISUSE);
	CHECK(help("functions") == PLANG_OK);
	char *list = strdup(words), *rest = list;
	size_t pages = 0;
	for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char name[32] = "";
		size_t len = strcspn(line, "( ");
		if (!CHECK(len < sizeof name)) break;
		memcpy(name, line, len);
		CHECK(help(name) == PLANG_OK && strncmp(words, name, len) == 0 && strstr(words, ";") != NULL);
		pages++;
	}
	CHECK(pages > 40);
	free(list);
}

static void test_two_sessions(void)
{
	UNIT("two sessions do not meet");
	struct plang *p = loaded(rules), *q = plang_new();
	CHECK(plang_load(q, file("other.pl", "param a number =\n")) == PLANG_BAD_RULES);
	CHECK(plang_errors(p) == 0 && plang_errors(q) > 0);
	plang_free(q);
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_OK);
	plang_free(p);
}

/* A session that takes down what a receipt needs, and has run. */
static void test_report(void)
{
	UNIT("a run as a page");
	struct plang *p = loaded(rules);
	char page[sizeof folder + 32], map[sizeof folder + 32];
	snprintf(page, sizeof page, "%s/page.html", folder);
	CHECK(plang_report(p, page, NULL, NULL) == PLANG_MISUSE);
	CHECK(plang_will_explain(p) == PLANG_OK && plang_eval(p, file("places.csv", places)) == PLANG_OK);
	CHECK(plang_report(p, page, NULL, NULL) == PLANG_OK);
	CHECK(access(page, R_OK) == 0);
	snprintf(map, sizeof map, "%s",
	         file("map.json", "{\"type\":\"Feature\",\"properties\":{\"c\":\"A\"},\"geometry\":{\"type\":\"Polygon\","
	                          "\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}}"));
	CHECK(plang_report(p, page, map, NULL) == PLANG_OK && plang_report(p, page, map, "c") == PLANG_OK);
	CHECK(plang_errors(p) == 0);
	CHECK(plang_report(p, in_folder("no/such/page.html"), map, "c") == PLANG_IO);
	plang_free(p);
	UNIT("and a map that is none");
	p = loaded(rules);
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_OK);
	CHECK(plang_report(p, page, map, "d") == PLANG_BAD_DATA && plang_errors(p) == 1);
	plang_free(p);
}

static struct plang *recorded(const char *key)
{
	struct plang *p = plang_new();
	if (!p) exit(7);
	CHECK(plang_record(p, key) == PLANG_OK && plang_record(p, NULL) == PLANG_MISUSE);
	CHECK(plang_load(p, file("rules.pl", rules)) == PLANG_OK);
	CHECK(plang_eval(p, file("places.csv", places)) == PLANG_OK);
	return p;
}

static enum plang_status verified(const char *receipt, const struct plang_verify *how, const char *said)
{
	struct plang *p = plang_new();
	FILE *f = catcher();
	enum plang_status status = plang_verify(p, receipt, how, f);
	CHECK(strstr(caught(f), said) != NULL);
	CHECK(plang_verify(p, receipt, how, stdout) == PLANG_MISUSE); /* one run a session */
	plang_free(p);
	return status;
}

static void test_receipts(void)
{
	UNIT("a receipt of a run, signed");
	struct plang *p = plang_new();
	CHECK(plang_new_key(p, in_folder("a")) == PLANG_OK && plang_new_key(p, in_folder("a")) == PLANG_IO);
	plang_free(p);
	p = recorded(in_folder("a.key"));
	CHECK(plang_receipt(p, in_folder("run.json")) == PLANG_MISUSE); /* of no result yet */
	CHECK(plang_save(p, in_folder("awards.csv"), PLANG_CSV) == PLANG_OK);
	CHECK(plang_receipt(p, "-") == PLANG_MISUSE && plang_receipt(p, in_folder("run.json")) == PLANG_OK);
	CHECK(plang_receipt(p, in_folder("run.json")) == PLANG_OK); /* and again */
	plang_free(p);
	UNIT("and checked");
	CHECK(verified(in_folder("run.json"), NULL, "the same 21 bytes") == PLANG_OK);
	struct plang_verify how = { .key = in_folder("a.pub") };
	CHECK(verified(in_folder("run.json"), &how, "the key that was asked for") == PLANG_OK);
	how.data = file("other.pl", "code,people\nA,100\nB,201\n");
	CHECK(verified(in_folder("run.json"), &how, "") == PLANG_CHECK_FAILED);
	UNIT("no receipt where none was wanted, nor of what is wrong");
	p = loaded(rules);
	CHECK(plang_record(p, NULL) == PLANG_MISUSE && plang_receipt(p, in_folder("run.json")) == PLANG_MISUSE);
	plang_free(p);
	p = plang_new();
	CHECK(plang_tune(p, "without=deciding") == PLANG_OK && plang_record(p, NULL) == PLANG_MISUSE);
	plang_free(p);
	CHECK(strncmp(plang_edition(), "20", 2) == 0);
}

int main(void)
{
	if (!mkdtemp(folder)) return 6;
	test_order();
	test_run();
	test_save();
	test_full();
	test_statuses();
	test_options();
	test_trees();
	test_messages();
	test_help();
	test_two_sessions();
	test_receipts();
	test_report();
	static const char *const made[] = {
		"rules.pl", "places.csv", "awards.csv", "other.pl", "run.json", "a.key", "a.pub",
		"map.json", "page.html"
	};
	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		unlink(in_folder(made[i]));
	CHECK(rmdir(folder) == 0);
	free(words);
	return unit_done();
}

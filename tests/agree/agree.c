/* agree.c - the VM and the exact evaluator over many programs, in one process: do they say the same, byte by byte?
 *
 * `agree [--plant LAYER]` reads requests from standard input, one a line, words separated by tabs:
 *
 *     FOLDER  WAYS  [OPTION VALUE]...
 *
 * FOLDER (absolute) holds rules.pl and data.csv. WAYS says how the VM runs besides as it comes: a whole number draws one
 * configuration, `all` is every one. Options are --set and --as-of. Each request is answered by one line:
 *
 *     STATUS  agrees|WHAT DIFFERS  PROFILE
 *
 * STATUS is the exit status of the VM as it comes; what it printed is left in FOLDER as plang.out and plang.err. With
 * --plant a layer of the VM has an error (runtime/vm_private.h); only build/plant/agree has them. Two runs agree when the bytes of the
 * result as CSV and as JSON (which has the reasons of what is not there), the summary, the messages and the status do. */
#include "api/plang.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MAX = 512, LAYERS = 4, BLOCKS = 2, THREADS = 2 };

static const char *const layer[LAYERS] = { "whole", "grid", "same", "double" };
static const unsigned block[BLOCKS] = { 3, 2048 };

enum printed { CSV, JSON, SUMMARY, MESSAGES, PROFILE, PRINTED };
static const char *const printed_name[PRINTED] = { "the CSV", "the JSON", "the summary", "the messages",
	                                               "the profile" };

struct outcome {
	enum plang_status status;
	char *bytes[PRINTED];
	size_t size[PRINTED];
};

/* How a program runs. */
struct way {
	bool exact;
	unsigned block, threads; /* 0: as it comes */
	unsigned without;        /* bits of layers */
};

struct request {
	char *folder, *ways;
	char **options;
	size_t option_count;
	const char *plant;
};

static void die(const char *why)
{
	fprintf(stderr, "agree: %s\n", why);
	exit(2);
}

/* --- a run --- */

static void tune(struct plang *p, const char *how)
{
	if (plang_tune(p, how) != PLANG_OK) die(how);
}

static void configure(struct plang *p, const struct request *r, const struct way *way)
{
	char how[64];
	plang_exact(p, way->exact);
	plang_threads(p, way->threads);
	if (way->block) {
		snprintf(how, sizeof how, "block=%u", way->block);
		tune(p, how);
	}
	for (size_t i = 0; i < LAYERS; i++)
		if (way->without & 1u << i) {
			snprintf(how, sizeof how, "without=%s", layer[i]);
			tune(p, how);
		}
	if (!r->plant || way->exact) return;
	snprintf(how, sizeof how, "plant=%s", r->plant);
	tune(p, how);
}

static enum plang_status choose(struct plang *p, const struct request *r)
{
	enum plang_status status = PLANG_OK;
	for (size_t i = 0; i + 1 < r->option_count && status == PLANG_OK; i += 2) {
		if (strcmp(r->options[i], "--set") == 0) status = plang_set(p, r->options[i + 1]);
		else status = plang_as_of(p, r->options[i + 1]);
	}
	return status;
}

static enum plang_status print(struct plang *p, enum printed what, FILE *out)
{
	switch (what) {
	case CSV: return plang_write(p, out, PLANG_CSV, 0);
	case JSON: return plang_write(p, out, PLANG_JSON, 0);
	case SUMMARY: return plang_summary(p, out);
	case PROFILE: return plang_profile(p, out);
	case MESSAGES:
	case PRINTED: break;
	}
	return plang_messages(p, out, PLANG_TEXT);
}

/* By which means the decisions were made is what the ways differ in: those lines are taken out of a summary. */
static void leave_out(struct outcome *o, const char *begins)
{
	char *line = o->bytes[SUMMARY] ? strstr(o->bytes[SUMMARY], begins) : NULL;
	if (!line) return;
	size_t length = strcspn(line + 1, "\n") + 2;
	memmove(line, line + length, strlen(line + length) + 1);
	o->size[SUMMARY] -= length;
}

/* The messages last: printing may add to them. */
static void keep(struct plang *p, struct outcome *o)
{
	static const enum printed order[PRINTED] = { CSV, JSON, SUMMARY, PROFILE, MESSAGES };
	bool done = o->status == PLANG_OK || o->status == PLANG_CHECK_FAILED;
	for (size_t i = 0; i < PRINTED; i++) {
		enum printed what = order[i];
		FILE *out = open_memstream(&o->bytes[what], &o->size[what]);
		if (!out) die("memory ran out");
		enum plang_status said = done || what == MESSAGES ? print(p, what, out) : PLANG_OK;
		if (fclose(out) != 0) die("memory ran out");
		if (said != PLANG_OK) o->status = said;
	}
	leave_out(o, "\nDecided: ");
	leave_out(o, "\nWorked out by the exact evaluator alone: ");
}

static void run(const struct request *r, const struct way *way, struct outcome *o)
{
	struct plang *p = plang_new();
	if (!p) die("memory ran out");
	configure(p, r, way);
	o->status = choose(p, r);
	if (o->status == PLANG_OK) o->status = plang_load(p, "rules.pl");
	if (o->status == PLANG_OK) o->status = plang_eval(p, "data.csv");
	keep(p, o);
	plang_free(p);
}

static void forget(struct outcome *o)
{
	for (size_t i = 0; i < PRINTED; i++)
		free(o->bytes[i]);
}

/* --- what differs --- */

/* The first line of each that the other does not have there. */
static void say_lines(const struct outcome *a, const struct outcome *b, enum printed what)
{
	const char *x = a->bytes[what], *y = b->bytes[what];
	const char *line_x = x, *line_y = y;
	for (; *x && *x == *y; x++, y++)
		if (*x == '\n') {
			line_x = x + 1;
			line_y = y + 1;
		}
	printf("%s: \"%.*s\" instead of \"%.*s\"", printed_name[what], (int)strcspn(line_x, "\n\t"), line_x,
	       (int)strcspn(line_y, "\n\t"), line_y);
}

static void say_way(const struct way *way)
{
	if (way->exact) printf("exact: ");
	else if (!way->threads) printf("as it comes: ");
	else printf("--block %u --threads %u", way->block, way->threads);
	for (size_t i = 0, said = 0; i < LAYERS; i++)
		if (way->without & 1u << i) printf("%s%s", said++ ? "," : " --without ", layer[i]);
	if (way->threads && !way->exact) printf(": ");
}

/* Whether the run agrees with the exact evaluator's; says why not. */
static bool agree(const struct way *way, const struct outcome *o, const struct outcome *exact)
{
	if (o->status != exact->status) {
		say_way(way);
		printf("status %d instead of %d", (int)o->status, (int)exact->status);
		return false;
	}
	for (enum printed what = CSV; what < PROFILE; what++) {
		if (o->size[what] == exact->size[what] && memcmp(o->bytes[what], exact->bytes[what], o->size[what]) == 0)
			continue;
		say_way(way);
		say_lines(o, exact, what);
		return false;
	}
	return true;
}

/* --- ways --- */

/* After splitmix64. */
static uint64_t scrambled(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static struct way drawn(uint64_t seed)
{
	uint64_t x = scrambled(seed);
	return (struct way){ .block = block[x % BLOCKS],
		                 .threads = (unsigned)(1 + (x >> 8) % THREADS),
		                 .without = 1u << (x >> 16) % LAYERS };
}

static bool try_way(const struct request *r, const struct way *way, const struct outcome *exact)
{
	struct outcome o = { .status = PLANG_OK };
	run(r, way, &o);
	bool same = agree(way, &o, exact);
	forget(&o);
	return same;
}

static bool try_all(const struct request *r, const struct outcome *exact)
{
	for (size_t b = 0; b < BLOCKS; b++)
		for (unsigned threads = 1; threads <= THREADS; threads++)
			for (unsigned without = 0; without < 1u << LAYERS; without++) {
				struct way way = { .block = block[b], .threads = threads, .without = without };
				if (!try_way(r, &way, exact)) return false;
			}
	return true;
}

/* --- requests --- */

static void leave(const char *name, const char *bytes, size_t size)
{
	FILE *file = fopen(name, "wb");
	bool written = file && fwrite(bytes, 1, size, file) == size;
	if (!file || fclose(file) != 0 || !written) die("cannot write into the folder");
}

static void say_profile(const struct outcome *o)
{
	putchar('\t');
	for (size_t i = 0; i < o->size[PROFILE]; i++)
		putchar(o->bytes[PROFILE][i] == '\n' ? ';' : o->bytes[PROFILE][i]);
	putchar('\n');
	fflush(stdout);
}

static void answer(const struct request *r)
{
	struct way comes = { .exact = false }, alone = { .exact = true };
	struct outcome vm = { .status = PLANG_OK }, exact = { .status = PLANG_OK };
	if (chdir(r->folder) != 0) die("no such folder");
	run(r, &comes, &vm);
	leave("plang.out", vm.bytes[CSV], vm.size[CSV]);
	leave("plang.err", vm.bytes[MESSAGES], vm.size[MESSAGES]);
	printf("%d\t", (int)vm.status);
	/* What is refused as a rule file never comes to be evaluated. */
	bool same = true;
	if (vm.status != PLANG_BAD_RULES) {
		run(r, &alone, &exact);
		same = agree(&comes, &vm, &exact);
		if (same && strcmp(r->ways, "all") == 0) {
			same = try_all(r, &exact);
		} else if (same) {
			struct way way = drawn(strtoull(r->ways, NULL, 10));
			same = try_way(r, &way, &exact);
		}
	}
	if (same) printf("agrees");
	say_profile(&vm);
	forget(&vm);
	forget(&exact);
}

static size_t split(char *line, char **words)
{
	size_t count = 0;
	line[strcspn(line, "\n")] = '\0';
	for (char *at = line; at && count < WORDS_MAX; count++) {
		char *tab = strchr(at, '\t');
		if (tab) *tab = '\0';
		words[count] = at;
		at = tab ? tab + 1 : NULL;
	}
	return count;
}

int main(int argc, char **argv)
{
	const char *plant = argc == 3 && strcmp(argv[1], "--plant") == 0 ? argv[2] : NULL;
	char *words[WORDS_MAX], *line = NULL;
	size_t room = 0;
	if (argc > 1 && !plant) die("usage: agree [--plant NAME]");
	while (getline(&line, &room, stdin) > 0) {
		size_t count = split(line, words);
		if (count < 2) die("a request is FOLDER, WAYS, and options");
		struct request r = { words[0], words[1], words + 2, count - 2, plant };
		answer(&r);
	}
	free(line);
	return 0;
}

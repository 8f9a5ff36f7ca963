/* digest_test.c - SHA-256 by the processor's instructions and by libsodium, in pieces of any length; an input hashed on its
 * way; a result beside one that was kept. */
#include "lang/arena.h"
#include "runtime/kept.h"
#include "tests/unit/random.h"
#include "tests/unit/unit.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 200000 };

/* Bytes that are read `step` at a time, then an error if there is one. */
struct bytes {
	const char *at;
	size_t len, pos, step;
	int error;
};

static ptrdiff_t read_bytes(void *state, void *buffer, size_t size)
{
	struct bytes *b = state;
	size_t n = b->len - b->pos < b->step ? b->len - b->pos : b->step;
	if (n > size) n = size;
	errno = b->error;
	if (n == 0 && b->error) return -1;
	memcpy(buffer, b->at + b->pos, n);
	b->pos += n;
	return (ptrdiff_t)n;
}

static struct input input_of(struct bytes *b)
{
	return (struct input){ TEXT("bytes"), read_bytes, b, true };
}

static bool is_hash(const void *at, size_t len, const char *expected)
{
	struct digest d;
	digest_text(&d, (struct text){ at, len });
	return strcmp(d.hex, expected) == 0 && d.sha.bytes == len && d.whole;
}

/* Cut in pieces as they come; one of the two without the processor's instructions. */
static bool agree(const char *at, size_t len, uint64_t *seed)
{
	struct sha256 fast, plain;
	char a[SHA256_DIGITS + 1], b[SHA256_DIGITS + 1];
	sha256_begin(&fast);
	sha256_begin_plain(&plain);
	sha256_add(&plain, at, len);
	for (size_t from = 0; from < len;) {
		size_t piece = (size_t)random_below(seed, random_below(seed, 4) ? 200 : 5000);
		if (piece > len - from) piece = len - from;
		sha256_add(&fast, at + from, piece);
		from += piece;
	}
	sha256_end(&fast, a);
	sha256_end(&plain, b);
	return strcmp(a, b) == 0;
}

static void test_sha256(const char *bytes)
{
	uint64_t seed = 5;
	UNIT("the hashes of FIPS 180-4's examples");
	CHECK(is_hash("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
	CHECK(is_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	CHECK(is_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
	              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
	char *a = malloc(1000000);
	if (!a) return;
	memset(a, 'a', 1000000);
	CHECK(is_hash(a, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
	free(a);
	UNIT("the same hash in any pieces, with and without the processor's instructions");
	for (size_t len = 0; len < 300; len++)
		CHECK(agree(bytes, len, &seed));
	for (int i = 0; i < 60; i++)
		CHECK(agree(bytes, (size_t)random_below(&seed, ROOM), &seed));
}

static void test_input(const char *bytes)
{
	char buffer[1000];
	struct digest all, d;
	struct digest_input through;
	digest_text(&all, (struct text){ bytes, ROOM });
	UNIT("an input is hashed while it is read");
	struct bytes b = { bytes, ROOM, 0, 777, 0 };
	struct input from = input_of(&b), input = digest_input(&through, &from, &d);
	while (input.read(input.state, buffer, sizeof buffer) > 0)
		CHECK(!d.whole);
	CHECK(d.whole && strcmp(d.hex, all.hex) == 0 && d.sha.bytes == ROOM);
	CHECK(input.read(input.state, buffer, sizeof buffer) == 0 && strcmp(d.hex, all.hex) == 0);
	UNIT("what a run left unread is read");
	b.pos = 0;
	input = digest_input(&through, &from, &d);
	CHECK(input.read(input.state, buffer, 10) == 10 && !d.whole);
	digest_rest(&through);
	CHECK(d.whole && strcmp(d.hex, all.hex) == 0);
	UNIT("an input that fails has no hash");
	b = (struct bytes){ bytes, 5000, 0, 777, EIO };
	input = digest_input(&through, &from, &d);
	digest_rest(&through);
	CHECK(!d.whole);
}

/* The two side by side, the second in pieces. */
static void beside(struct kept *k, struct bytes *file, const char *now, size_t len, size_t piece)
{
	struct input input = input_of(file);
	kept_begin(k, &input);
	for (size_t from = 0; from < len; from += piece)
		kept_take(k, now + from, piece < len - from ? piece : len - from);
}

static bool excerpt_is(const struct kept_excerpt *e, const char *expected)
{
	return text_is((struct text){ e->at, e->len }, expected);
}

static void test_kept(struct kept *k)
{
	static const char now[] = "code,name\nE1,Taup\xC5\x8D\nE2,Ely\n";
	struct {
		const char *file;
		uint64_t line, column;
		const char *then, *now;
	} cases[] = {
		{ "code,name\nE1,Taup\xC5\x8D\nE2,Fly\n", 3, 4, "Fly", "Ely" },
		{ "code,name\nE1,Taup\xC5\x8E\nE2,Ely\n", 2, 8, "Taup\xC5\x8E", "Taup\xC5\x8D" },
		{ "code,name\nE1,Taupo\nE2,Ely\n", 2, 8, "Taupo", "Taup\xC5\x8D" },
		{ "Code,name\n", 1, 1, "Code", "code" },
		{ "code,name\n", 2, 1, "", "E1" },
		{ "", 1, 1, "", "code" },
		{ "code,name\nE1,Taup\xC5\x8D\nE2,Ely\nE3\n", 4, 1, "E3", "" },
	};
	UNIT("the first byte that differs");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t piece = 1; piece < 40; piece += 38) {
			struct digest all;
			struct bytes file = { cases[i].file, strlen(cases[i].file), 0, 1 + i, 0 };
			beside(k, &file, now, strlen(now), piece);
			digest_text(&all, text_of(cases[i].file));
			CHECK(kept_end(k) && k->differs && k->line == cases[i].line && k->column == cases[i].column);
			CHECK(strcmp(k->digest.hex, all.hex) == 0);
			if (piece > 1) CHECK(excerpt_is(&k->in_file, cases[i].then) && excerpt_is(&k->now, cases[i].now));
		}
	UNIT("a file that cannot be read");
	struct bytes broken = { now, 5, 0, 9, EIO };
	beside(k, &broken, now, strlen(now), 9);
	CHECK(!kept_end(k) && k->error == EIO);
}

static void test_long(struct kept *k, char *bytes)
{
	uint64_t seed = 9;
	struct digest all;
	UNIT("in a long result");
	for (size_t i = 0; i < ROOM; i++)
		bytes[i] = i % 50 == 49 ? '\n' : 'x';
	char *now = malloc(ROOM);
	if (!now) return;
	memcpy(now, bytes, ROOM);
	for (int i = 0; i < 100; i++) {
		size_t at = (size_t)random_below(&seed, ROOM), piece = (size_t)random_below(&seed, 150000) + 1;
		struct bytes file = { bytes, ROOM, 0, 70000, 0 };
		beside(k, &file, now, ROOM, piece);
		CHECK(kept_end(k) && !k->differs);
		char was = now[at];
		now[at] ^= 1;
		file.pos = 0;
		beside(k, &file, now, ROOM, piece);
		digest_text(&all, (struct text){ bytes, ROOM });
		CHECK(kept_end(k) && k->differs && k->line == at / 50 + 1 && k->column == at % 50 + 1);
		CHECK(strcmp(k->digest.hex, all.hex) == 0);
		now[at] = was;
	}
	free(now);
}

int main(void)
{
	uint64_t seed = 3;
	char *bytes = malloc(ROOM);
	struct kept *kept = malloc(sizeof *kept);
	if (!bytes || !kept) return 1;
	for (size_t i = 0; i < ROOM; i++)
		bytes[i] = (char)random_word(&seed);
	test_sha256(bytes);
	test_input(bytes);
	test_kept(kept);
	test_long(kept, bytes);
	free(kept);
	free(bytes);
	return unit_done();
}

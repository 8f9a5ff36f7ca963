/* receipt.c - a receipt as text: built with jansson, whose objects keep their order, and sealed. */
#include "audit/receipt.h"
#include "audit/receipt_json.h"
#include "lang/arena.h"
#include "runtime/csv_utf8.h"
#include "runtime/result.h"
#include "runtime/sha256.h"
#include <stdlib.h>

/* --- parts; each one is attached before it is filled, so that nothing is lost when memory runs out --- */

static json_t *attach(struct arena *arena, json_t *to, const char *key, json_t *value)
{
	int failed = key ? json_object_set_new(to, key, value) : json_array_append_new(to, value);
	if (failed) arena_no_memory(arena);
	return value;
}

/* JSON holds UTF-8 alone; of other bytes, which a file's name may have, it says which they are. */
static void put_text(struct arena *arena, json_t *to, const char *key, struct text text)
{
	if (utf8_fault(text.at, text.len) < text.len) text = diag_escape(arena, text);
	attach(arena, to, key, json_stringn(text.at, text.len));
}

static void put_some(struct arena *arena, json_t *to, const char *key, struct text text)
{
	if (text.len) put_text(arena, to, key, text);
}

static void put_count(struct arena *arena, json_t *to, const char *key, uint64_t count)
{
	attach(arena, to, key, json_integer((json_int_t)count));
}

static void put_flag(struct arena *arena, json_t *to, const char *key, bool flag)
{
	attach(arena, to, key, json_boolean(flag));
}

static void put_file(struct arena *arena, json_t *to, const struct receipt_file *f)
{
	put_some(arena, to, "dataset", f->dataset);
	put_text(arena, to, "file", f->name);
	put_count(arena, to, "bytes", f->bytes);
	put_text(arena, to, "sha256", f->sha256);
}

static void put_files(struct arena *arena, json_t *to, const char *key, const struct receipt_file *files, size_t count)
{
	json_t *list = attach(arena, to, key, json_array());
	for (size_t i = 0; i < count; i++)
		put_file(arena, attach(arena, list, NULL, json_object()), &files[i]);
}

static void put_options(struct arena *arena, json_t *to, const struct receipt *r)
{
	json_t *options = attach(arena, to, "options", json_object());
	put_text(arena, options, "format", r->format);
	if (r->width) put_count(arena, options, "width", r->width);
	put_some(arena, options, "as_of", r->as_of);
	put_flag(arena, options, "strict", r->strict);
	put_flag(arena, options, "spreadsheet", r->spreadsheet);
	json_t *settings = attach(arena, options, "set", json_array());
	for (size_t i = 0; i < r->setting_count; i++) {
		json_t *setting = attach(arena, settings, NULL, json_object());
		put_text(arena, setting, "name", r->settings[i].name);
		put_text(arena, setting, "value", r->settings[i].value);
	}
}

static void put_params(struct arena *arena, json_t *to, const struct result *r)
{
	json_t *params = attach(arena, to, "parameters", json_array());
	for (size_t i = 0; i < r->param_total; i++) {
		json_t *param = attach(arena, params, NULL, json_object());
		put_text(arena, param, "name", r->params[i].name);
		put_text(arena, param, "value", r->params[i].value);
		put_text(arena, param, "from", r->params[i].from);
	}
}

static void put_counts(struct arena *arena, json_t *to, const char *key, const struct result_count *c, size_t count)
{
	json_t *list = attach(arena, to, key, json_array());
	for (size_t i = 0; i < count; i++) {
		json_t *one = attach(arena, list, NULL, json_object());
		put_some(arena, one, "name", c[i].name);
		put_some(arena, one, "detail", c[i].detail);
		put_count(arena, one, "count", c[i].count);
	}
}

static void put_rows(struct arena *arena, json_t *to, const struct result *r)
{
	json_t *rows = attach(arena, to, "rows", json_object());
	put_some(arena, rows, "dataset", r->dataset);
	put_count(arena, rows, "read", r->rows_read);
	put_count(arena, rows, "kept", r->rows_kept);
	put_counts(arena, to, "left_out", r->dropped, r->dropped_count);
	put_counts(arena, to, "missing", r->missing, r->missing_count);
	put_counts(arena, to, "filled_in", r->imputed, r->imputed_count);
	put_counts(arena, to, "rules_met", r->rules, r->rule_count);
}

static void put_levels(struct arena *arena, json_t *to, const struct result *r)
{
	json_t *awards = attach(arena, to, "awards", json_array());
	for (size_t i = 0; i < r->level_count; i++) {
		const struct result_level *l = &r->levels[i];
		json_t *level = attach(arena, awards, NULL, json_object());
		put_text(arena, level, "name", l->award);
		put_some(arena, level, "group", l->group);
		put_text(arena, level, "amount", l->amount);
		put_text(arena, level, "awarded", l->awarded);
		put_text(arena, level, "unspent", l->unspent);
		put_count(arena, level, "places", l->places);
		put_some(arena, level, "note", l->note);
	}
}

static void put_checks(struct arena *arena, json_t *to, const struct result *r)
{
	json_t *checks = attach(arena, to, "checks", json_array());
	size_t held = 0;
	for (size_t i = 0; i < r->check_count; i++) {
		json_t *check = attach(arena, checks, NULL, json_object());
		put_text(arena, check, "name", r->checks[i].text);
		put_text(arena, check, "kind",
		         text_of(r->checks[i].compare     ? "compare"
		                 : r->checks[i].warn_only ? "warn"
		                                          : "check"));
		put_flag(arena, check, "holds", r->checks[i].holds);
		put_some(arena, check, "detail", r->checks[i].detail);
		held += r->checks[i].holds;
	}
	put_count(arena, to, "checks_held", held);
	put_count(arena, to, "checks_failed", r->check_count - held);
	put_flag(arena, to, "failed", r->failed);
}

json_t *receipt_json(struct arena *arena, const struct receipt *r)
{
	struct receipt_held *held = receipt_hold(arena);
	json_t *body = held->json = json_object();
	if (!body) arena_no_memory(arena);
	put_count(arena, body, "receipt", RECEIPT_FORMAT);
	put_text(arena, body, "engine", r->engine);
	put_text(arena, body, "edition", r->edition);
	put_files(arena, body, "rules", r->rules, r->rule_count);
	put_files(arena, body, "data", r->data, r->data_count);
	put_options(arena, body, r);
	if (!r->facts) return body;
	put_params(arena, body, r->facts);
	put_rows(arena, body, r->facts);
	put_levels(arena, body, r->facts);
	put_checks(arena, body, r->facts);
	put_file(arena, attach(arena, body, "result", json_object()), &r->result);
	return body;
}

/* --- text --- */

static void let_go(void *what)
{
	struct receipt_held *held = what;
	json_decref(held->json);
	free(held->text);
}

struct receipt_held *receipt_hold(struct arena *arena)
{
	struct receipt_held *held = arena_alloc(arena, sizeof *held);
	arena_defer(arena, let_go, held);
	return held;
}

/* As long as it may be, which a format is not. */
static struct text joined(struct arena *arena, struct text a, struct text b)
{
	char *at = arena_alloc(arena, a.len + b.len + 1);
	memcpy(at, a.at, a.len);
	memcpy(at + a.len, b.at, b.len);
	return (struct text){ at, a.len + b.len };
}

/* jansson does not tell of every piece that it could not put, so it is told nothing of memory that ran out. */
static int take_piece(const char *piece, size_t len, void *data)
{
	struct receipt_held *held = data;
	if (!held->no_memory && len > held->room - held->len) {
		char *more = realloc(held->text, 2 * held->room + len + 4096);
		held->no_memory = !more;
		if (more) held->text = more;
		if (more) held->room = 2 * held->room + len + 4096;
	}
	if (held->no_memory) return 0;
	memcpy(held->text + held->len, piece, len);
	held->len += len;
	return 0;
}

/* All but the brace that closes the object, which the seal comes before. */
struct text receipt_body(struct arena *arena, const json_t *json)
{
	struct receipt_held *held = receipt_hold(arena);
	int failed = json_dump_callback(json, take_piece, held, JSON_INDENT(2));
	if (failed || held->no_memory) arena_no_memory(arena);
	return joined(arena, (struct text){ held->text, held->len > 2 ? held->len - 2 : 0 }, TEXT(",\n"));
}

struct text receipt_sealed(struct arena *arena, struct text body, struct text seal, struct text signature,
                           struct text signer)
{
	struct text signing = TEXT("");
	if (signature.len)
		signing = arena_format(arena, ",\n  \"signature\": {\n    \"ed25519\": \"%.*s\",\n    \"key\": \"%.*s\"\n  }",
		                       TEXT_ARG(signature), TEXT_ARG(signer));
	struct text end = arena_format(arena, "  \"sha256\": \"%.*s\"%.*s\n}\n", TEXT_ARG(seal), TEXT_ARG(signing));
	return joined(arena, body, end);
}

struct text receipt_seal(struct arena *arena, struct text body)
{
	struct sha256 sha;
	char digits[SHA256_DIGITS + 1];
	sha256_begin(&sha);
	sha256_add(&sha, body.at, body.len);
	sha256_end(&sha, digits);
	return arena_text(arena, text_of(digits));
}

struct text receipt_text(struct arena *arena, const struct receipt *receipt, const struct receipt_key *key)
{
	char signature[RECEIPT_SIGNATURE_DIGITS + 1] = "", signer[RECEIPT_KEY_DIGITS + 1] = "";
	struct text body = receipt_body(arena, receipt_json(arena, receipt)), seal = receipt_seal(arena, body);
	if (key) receipt_sign(key, seal, signature, signer);
	return receipt_sealed(arena, body, seal, text_of(signature), text_of(signer));
}

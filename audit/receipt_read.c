/* receipt_read.c - a receipt that somebody hands in: JSON of any kind, until it has been looked at. It must be the very
 * bytes that plang would write for what it says, so that no change goes unnoticed, not even of a blank. */
#include "audit/receipt_json.h"
#include "lang/arena.h"
#include <stdarg.h>
#include <stdlib.h>

enum { READ_PROBE = 65536 };

struct reader {
	struct arena *arena;
	struct diags *diags;
	struct text name;
	bool quiet;  /* nothing is said yet */
	bool failed; /* which has been said */
};

static void __attribute__((format(printf, 3, 4)))
complain(struct reader *r, enum diag_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct text what = arena_vformat(r->arena, format, args);
	va_end(args);
	if (!r->failed && !r->quiet)
		diag_report(r->diags, code, (struct diag_at){ .file = r->name }, "%.*s", TEXT_ARG(what));
	r->failed = true;
}

/* --- members, each of the type that it must have --- */

static struct text text_in(struct reader *r, const json_t *object, const char *key, bool wanted)
{
	const json_t *value = json_object_get(object, key);
	if (json_is_string(value)) return (struct text){ json_string_value(value), json_string_length(value) };
	if (value || wanted) complain(r, DIAG_RECEIPT, "\"%s\" is no text in this receipt", key);
	return TEXT("");
}

static uint64_t count_in(struct reader *r, const json_t *object, const char *key, bool wanted)
{
	const json_t *value = json_object_get(object, key);
	if (json_is_integer(value) && json_integer_value(value) >= 0) return (uint64_t)json_integer_value(value);
	if (value || wanted) complain(r, DIAG_RECEIPT, "\"%s\" is no whole number in this receipt", key);
	return 0;
}

static bool flag_in(struct reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_boolean(value)) complain(r, DIAG_RECEIPT, "\"%s\" is neither true nor false in this receipt", key);
	return json_is_true(value);
}

static const json_t *array_in(struct reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_array(value)) complain(r, DIAG_RECEIPT, "\"%s\" is no list in this receipt", key);
	return value;
}

static struct receipt_file file_in(struct reader *r, const json_t *object)
{
	struct receipt_file f = { .dataset = text_in(r, object, "dataset", false),
		                      .name = text_in(r, object, "file", true) };
	f.bytes = count_in(r, object, "bytes", true);
	f.sha256 = text_in(r, object, "sha256", true);
	return f;
}

static struct receipt_file *files_in(struct reader *r, const json_t *object, const char *key, size_t *count)
{
	const json_t *list = array_in(r, object, key);
	*count = json_array_size(list); /* 0 of what is none */
	struct receipt_file *files = arena_array(r->arena, *count + 1, sizeof *files);
	for (size_t i = 0; i < *count; i++)
		files[i] = file_in(r, json_array_get(list, i));
	return files;
}

static void read_options(struct reader *r, const json_t *options, struct receipt *says)
{
	const json_t *set = array_in(r, options, "set");
	says->format = text_in(r, options, "format", true);
	says->width = (size_t)count_in(r, options, "width", false);
	says->as_of = text_in(r, options, "as_of", false);
	says->strict = flag_in(r, options, "strict");
	says->spreadsheet = flag_in(r, options, "spreadsheet");
	says->setting_count = json_array_size(set);
	says->settings = arena_array(r->arena, says->setting_count + 1, sizeof *says->settings);
	for (size_t i = 0; i < says->setting_count; i++) {
		const json_t *setting = json_array_get(set, i);
		says->settings[i].name = text_in(r, setting, "name", true);
		says->settings[i].value = text_in(r, setting, "value", true);
	}
}

static void read_members(struct reader *r, const json_t *json, struct receipt_read *out)
{
	uint64_t format = count_in(r, json, "receipt", true);
	struct receipt *says = &out->says;
	if (!r->failed && format != RECEIPT_FORMAT)
		complain(r, DIAG_RECEIPT, "the receipt has format %llu; this plang knows format %d", (unsigned long long)format,
		         RECEIPT_FORMAT);
	says->engine = text_in(r, json, "engine", true);
	says->edition = text_in(r, json, "edition", true);
	says->rules = files_in(r, json, "rules", &says->rule_count);
	says->data = files_in(r, json, "data", &says->data_count);
	read_options(r, json_object_get(json, "options"), says);
	says->result = file_in(r, json_object_get(json, "result"));
	if (says->rule_count == 0) complain(r, DIAG_RECEIPT, "the receipt names no rule file");
}

static void read_seal(struct reader *r, const json_t *json, struct receipt_read *out)
{
	const json_t *signature = json_object_get(json, "signature");
	out->seal = arena_text(r->arena, text_in(r, json, "sha256", true)); /* they are taken out of it */
	if (!signature) return;
	out->signature = arena_text(r->arena, text_in(r, signature, "ed25519", true));
	out->signer = arena_text(r->arena, text_in(r, signature, "key", true));
}

/* --- the whole --- */

static bool has_no_memory(const json_error_t *error)
{
	void *some = malloc(READ_PROBE);
	bool none = !some || json_error_code(error) == json_error_out_of_memory;
	free(some);
	return none;
}

static json_t *parse(struct reader *r, struct text text)
{
	json_error_t error;
	struct receipt_held *held = receipt_hold(r->arena);
	held->json = json_loadb(text.at ? text.at : "", text.len, JSON_REJECT_DUPLICATES, &error);
	if (json_is_object(held->json)) return held->json;
	if (!held->json && has_no_memory(&error)) arena_no_memory(r->arena);
	if (held->json) complain(r, DIAG_RECEIPT, "this is no receipt: JSON, but no object");
	else {
		struct text why = diag_quote(r->diags->arena, text_of(error.text));
		complain(r, DIAG_RECEIPT, "this is no receipt: line %d, column %d is no JSON: %.*s", error.line, error.column,
		         TEXT_ARG(why));
	}
	return NULL;
}

/* The very bytes that would be written for what it says. */
static void hold_to_bytes(struct reader *r, struct text given, const struct receipt_read *out)
{
	struct text text = receipt_sealed(r->arena, out->body, out->seal, out->signature, out->signer);
	size_t same = 0, line = 1;
	if (text_equal(text, given)) return;
	while (same < text.len && same < given.len && text.at[same] == given.at[same])
		line += text.at[same++] == '\n';
	complain(r, DIAG_RECEIPT_CHANGED,
	         "the receipt was changed after it was written: line %zu is not as plang writes it", line);
}

static void hold_to_seal(struct reader *r, const struct receipt_read *out)
{
	if (!r->failed && !text_equal(receipt_seal(r->arena, out->body), out->seal)) {
		complain(r, DIAG_RECEIPT_CHANGED,
		         "the receipt was changed after it was written: it does not have the SHA-256 that it states");
		diag_help(r->diags, "find the receipt as it was written, or make one of a new run");
	}
}

static void hold_to_key(struct reader *r, const struct receipt_read *out, const struct receipt_key *key)
{
	char digits[RECEIPT_KEY_DIGITS + 1];
	if (r->failed) return;
	if (out->signature.len && !receipt_signature_holds(out->seal, out->signature, out->signer)) {
		complain(r, DIAG_RECEIPT_SIGNATURE, "the signature is not that of this receipt");
		return;
	}
	if (!key) return;
	receipt_key_digits(key, digits);
	if (!out->signature.len) {
		complain(r, DIAG_RECEIPT_SIGNATURE, "the receipt is not signed");
		diag_help(r->diags, "plang eval ... --receipt FILE --sign KEY signs it");
	} else if (!text_is(out->signer, digits))
		complain(r, DIAG_RECEIPT_SIGNATURE, "the receipt is signed, but with another key");
}

/* False when it is no receipt, or not the bytes of one. */
static bool read_text(struct reader *r, struct text text, struct receipt_read *out)
{
	json_t *json = parse(r, text);
	*out = (struct receipt_read){ .name = r->name, .json = json };
	if (!json) return false;
	read_seal(r, json, out);
	read_members(r, json, out);
	if (r->failed) return false;
	json_object_del(json, "sha256");
	json_object_del(json, "signature");
	out->body = receipt_body(r->arena, json);
	hold_to_bytes(r, text, out);
	return !r->failed;
}

/* When memory runs out jansson may find any fault, or lose characters without a word. So a fault counts when it is found
 * again. */
bool receipt_read(struct arena *arena, struct diags *diags, struct text name, struct text text,
                  const struct receipt_key *key, struct receipt_read *out)
{
	struct reader first = { arena, diags, name, true, false }, r = { arena, diags, name, false, false };
	if (!read_text(&first, text, out) && !read_text(&r, text, out)) return false;
	hold_to_seal(&r, out);
	hold_to_key(&r, out, key);
	return !r.failed;
}

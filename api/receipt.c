/* receipt.c - receipts of a session: taken down while it runs, written, checked by running again. */
#include "api/session.h"
#include "lang/edition.h"
#include "runtime/file.h"
#include <errno.h>

const char *plang_edition(void)
{
	return LANG_EDITION;
}

/* --- writing one --- */

static bool read_key(struct plang *p, const char *name, bool secret, struct receipt_key *key)
{
	struct text body;
	return session_read(p, p->source, text_of(name), "a key", &body) &&
	       receipt_key_read(&p->diags, text_of(name), body, secret, key);
}

static void forget(void *key)
{
	receipt_key_forget(key);
}

enum plang_status plang_record(struct plang *p, const char *key)
{
	if (p->begun || p->record || p->how.options.undecided) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	struct record *record = arena_alloc(p->source, sizeof *record);
	record->sign = key != NULL;
	arena_defer(p->source, forget, &record->key);
	if (key && !read_key(p, key, true, &record->key)) return session_status(p);
	p->record = record;
	return PLANG_OK;
}

static struct receipt_file file_of(const struct record_file *f)
{
	return (struct receipt_file){ f->dataset, f->name, f->digest.sha.bytes, text_of(f->digest.hex) };
}

static struct text format_name(enum format format)
{
	switch (format) {
	case FORMAT_JSON: return TEXT("json");
	case FORMAT_JSON_LINES: return TEXT("jsonl");
	case FORMAT_TABLE: return TEXT("table");
	case FORMAT_CSV: break;
	}
	return TEXT("csv");
}

/* The text of a --set as it was given: the source in which its value stands. */
static struct text setting_text(const struct plang *p, const struct setting *setting)
{
	struct place place;
	return source_find(&p->sources, setting->at.lo, &place) ? place.source->body : TEXT("");
}

static void take_settings(struct plang *p, struct receipt *out)
{
	out->setting_count = p->options.setting_count;
	out->settings = arena_array(p->source, out->setting_count + 1, sizeof *out->settings);
	for (size_t i = 0; i < out->setting_count; i++)
		out->settings[i] = (struct receipt_setting){ p->settings[i].name, setting_text(p, &p->settings[i]) };
}

/* What was taken down, as far as the run came. */
static struct receipt receipt_of(struct plang *p)
{
	struct record *r = p->record;
	struct receipt out = { .engine = text_of(plang_version()), .edition = text_of(plang_edition()) };
	size_t n = 0;
	for (const struct record_file *f = r->data; f; f = f->next)
		out.data_count += f->digest.whole;
	out.data = arena_array(p->source, out.data_count + 1, sizeof *out.data);
	for (const struct record_file *f = r->data; f; f = f->next)
		if (f->digest.whole) out.data[n++] = file_of(f);
	out.rules = arena_alloc(p->source, sizeof *out.rules);
	out.rules[0] = file_of(&r->rules);
	out.rule_count = r->rules.digest.whole;
	out.format = format_name(r->format);
	out.width = r->width;
	if (p->options.has_as_of) out.as_of = date_print(p->source, p->options.as_of);
	out.strict = p->diags.strict;
	out.spreadsheet = p->spreadsheet;
	take_settings(p, &out);
	out.result = (struct receipt_file){ TEXT(""), r->result_file, r->result.sha.bytes, text_of(r->result.hex) };
	out.facts = r->result.whole ? &p->result : NULL;
	return out;
}

static enum plang_status cannot_write(struct plang *p, const char *why)
{
	diag_report(&p->diags, DIAG_CANNOT_WRITE, (struct diag_at){ 0 }, "cannot write the receipt: %s", why);
	return session_status(p);
}

enum plang_status plang_receipt(struct plang *p, const char *file)
{
	struct replacement *volatile opened = NULL;
	bool whole = p->record && p->written && p->record->result.whole && !p->how.options.undecided;
	if (!whole || strcmp(file, "-") == 0) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) {
		if (opened) replacement_drop(opened);
		return session_no_memory(p);
	}
	struct receipt receipt = receipt_of(p);
	struct text text = receipt_text(p->source, &receipt, p->record->sign ? &p->record->key : NULL);
	if (text.len > SOURCE_MAX) return cannot_write(p, "it would have more than 256 MiB, which nobody could check");
	opened = replacement_open(p->run, &p->diags, text_of(file), "the receipt");
	if (!opened) return session_status(p);
	errno = 0;
	if (fwrite(text.at, 1, text.len, replacement_stream(opened)) != text.len) {
		int why = errno;
		replacement_drop(opened);
		return cannot_write(p, strerror(why));
	}
	return replacement_keep(opened, &p->diags) ? PLANG_OK : session_status(p);
}

/* --- checking one --- */

struct verification {
	struct plang *plang;
	const struct plang_verify *with;
	struct receipt_key key;
	struct receipt_read read;
	struct text rules, data, result; /* files; empty: none */
	struct kept *kept;
	enum plang_format format;
};

/* A file as the caller names it, else as the receipt does: seen from the receipt's folder, or from here. */
static bool find_file(struct verification *v, const char *given, struct text named, const char *option,
                      struct text *file)
{
	struct plang *p = v->plang;
	*file = given ? text_of(given) : file_near(p->source, v->read.name, named);
	if (given || !text_is(named, "-")) return true;
	diag_report(&p->diags, DIAG_RECEIPT_INPUT, (struct diag_at){ .file = v->read.name },
	            "the %s came on standard input, so the receipt cannot name their file", option);
	diag_help(&p->diags, "name it: --%s FILE", option);
	return false;
}

static bool find_files(struct verification *v)
{
	const struct receipt *says = &v->read.says;
	const struct plang_verify *with = v->with;
	if (!find_file(v, with->rules, says->rules[0].name, "rules", &v->rules)) return false;
	if ((says->data_count || with->data) &&
	    !find_file(v, with->data, says->data_count ? says->data[0].name : TEXT(""), "data", &v->data))
		return false;
	if (with->result) v->result = text_of(with->result);
	else if (!with->no_result && !text_is(says->result.name, "-"))
		v->result = file_near(v->plang->source, v->read.name, says->result.name);
	return true;
}

static bool read_receipt(struct verification *v, const char *name)
{
	struct plang *p = v->plang;
	struct text text;
	if (v->with->key && !read_key(p, v->with->key, false, &v->key)) return false;
	return session_read(p, p->source, text_of(name), "a receipt", &text) &&
	       receipt_read(p->source, &p->diags, arena_text(p->source, text_of(name)), text, v->with->key ? &v->key : NULL,
	                    &v->read) &&
	       find_files(v);
}

static bool format_named(struct text name, enum plang_format *format)
{
	static const enum plang_format all[] = { PLANG_CSV, PLANG_JSON, PLANG_JSON_LINES, PLANG_TABLE };
	static const enum format inside[] = { FORMAT_CSV, FORMAT_JSON, FORMAT_JSON_LINES, FORMAT_TABLE };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (text_equal(name, format_name(inside[i]))) {
			*format = all[i];
			return true;
		}
	return false;
}

/* False when the receipt's options cannot be. */
static bool take_options(struct verification *v)
{
	struct plang *p = v->plang;
	const struct receipt *says = &v->read.says;
	bool good = format_named(says->format, &v->format);
	p->diags.strict = says->strict;
	p->spreadsheet = says->spreadsheet;
	if (says->as_of.len) good &= p->options.has_as_of = date_read(says->as_of, &p->options.as_of);
	for (size_t i = 0; i < says->setting_count && good; i++)
		good = session_set(p, says->settings[i].name, says->settings[i].value) == PLANG_OK;
	if (!good && p->diags.errors == 0)
		diag_report(&p->diags, DIAG_RECEIPT, (struct diag_at){ .file = v->read.name },
		            "the receipt states options that cannot be");
	return good;
}

static bool open_kept(struct verification *v)
{
	struct plang *p = v->plang;
	struct input input;
	if (!v->result.len) return true;
	if (!csv_open(p->run, &p->diags, v->result, &input)) {
		if (!v->with->result) diag_help(&p->diags, "name it with --result FILE, or leave it out with --no-result");
		return false;
	}
	v->kept = p->record->kept = arena_alloc(p->run, sizeof *v->kept);
	kept_begin(v->kept, &input);
	return true;
}

/* Runs the rules again; false when the run ends with an error. */
static bool run_again(struct verification *v)
{
	struct plang *p = v->plang;
	enum plang_status status = session_load_file(p, arena_text(p->source, v->rules).at);
	if (status == PLANG_OK) status = session_eval_file(p, v->data.len ? arena_text(p->source, v->data).at : NULL);
	if (status != PLANG_OK && status != PLANG_CHECK_FAILED) return false;
	return session_rows(p, NULL, v->read.says.result.name, v->format, v->read.says.width);
}

/* --- what is said --- */

static struct text excerpt(struct arena *arena, const struct kept_excerpt *e)
{
	if (e->ends && e->len == 0) return TEXT("nothing");
	struct text safe = diag_quote(arena, (struct text){ e->at, e->len });
	return arena_format(arena, "\"%.*s\"", TEXT_ARG(safe));
}

/* The result file beside the receipt and the run. */
static bool compare_kept(struct verification *v)
{
	struct plang *p = v->plang;
	struct kept *k = v->kept;
	struct text name = diag_quote(p->source, v->result), where = TEXT("");
	bool same = text_is(v->read.says.result.sha256, k->digest.hex);
	if (k->differs) {
		struct text then = excerpt(p->source, &k->in_file), now = excerpt(p->source, &k->now);
		where = arena_format(p->source, "line %llu, column %llu is %.*s, where a run gives %.*s",
		                     (unsigned long long)k->line, (unsigned long long)k->column, TEXT_ARG(then), TEXT_ARG(now));
	}
	if (!same)
		diag_report(&p->diags, DIAG_RECEIPT_DIFFERS, (struct diag_at){ .file = v->result },
		            "the result file is not as it was when the receipt was written%s%.*s", k->differs ? ": " : "",
		            TEXT_ARG(where));
	else if (k->differs)
		diag_note(&p->diags, (struct span){ 0, 0 }, "of \"%.*s\" %.*s", TEXT_ARG(name), TEXT_ARG(where));
	return same && !k->differs;
}

static bool judge(struct verification *v, bool ran)
{
	struct plang *p = v->plang;
	for (struct record_file *f = p->record->data; f; f = f->next)
		digest_rest(&f->through); /* of what a run that gave up left unread */
	if (!ran) p->record->result.whole = false;
	struct receipt now = receipt_of(p);
	bool holds = receipt_compare(p->source, &p->diags, &v->read, &now);
	if (ran && v->kept) holds &= compare_kept(v);
	return holds;
}

static void say_signed(const struct verification *v, FILE *out)
{
	const struct receipt_read *r = &v->read;
	if (!r->signature.len) fputs("It is not signed.\n", out);
	else if (v->with->key) fputs("It is signed with the key that was asked for.\n", out);
	else fprintf(out, "It is signed with the key %.*s; whose that is, --key can say.\n", TEXT_ARG(r->signer));
}

static bool say_holds(const struct verification *v, FILE *out)
{
	const struct receipt_read *r = &v->read;
	struct text name = diag_quote(v->plang->source, r->name), file = diag_quote(v->plang->source, v->result);
	struct text engine = diag_quote(v->plang->source, r->says.engine);
	fprintf(out, "%.*s holds: the same rules, data and options give the same %llu bytes.\n", TEXT_ARG(name),
	        (unsigned long long)r->says.result.bytes);
	if (v->kept) fprintf(out, "They are what stands in %.*s.\n", TEXT_ARG(file));
	else fputs("No file of the result was compared.\n", out);
	say_signed(v, out);
	if (v->plang->result.failed)
		fputs("The receipt states that a check or compare did not hold; nor does it now.\n", out);
	if (!text_is(r->says.engine, plang_version()))
		fprintf(out, "It was written by plang %.*s; this is plang %s.\n", TEXT_ARG(engine), plang_version());
	return fflush(out) == 0 && !ferror(out);
}

static enum plang_status verify(struct verification *v, const char *receipt, FILE *out)
{
	struct plang *p = v->plang;
	p->record = arena_alloc(p->source, sizeof *p->record);
	if (!read_receipt(v, receipt) || !take_options(v) || !open_kept(v)) return session_status(p);
	bool ran = run_again(v);
	if (v->kept && ran && !kept_end(v->kept)) {
		diag_report(&p->diags, DIAG_CANNOT_READ, (struct diag_at){ .file = v->result }, "the file cannot be read: %s",
		            strerror(v->kept->error));
		return session_status(p);
	}
	bool holds = judge(v, ran);
	if (!holds) return PLANG_CHECK_FAILED;
	if (!ran) return session_status(p);
	if (say_holds(v, out)) return PLANG_OK;
	diag_report(&p->diags, DIAG_CANNOT_WRITE, (struct diag_at){ 0 }, "cannot write what was found: %s",
	            strerror(errno));
	return session_status(p);
}

enum plang_status plang_verify(struct plang *p, const char *receipt, const struct plang_verify *with, FILE *out)
{
	static const struct plang_verify as_it_says;
	if (p->record || p->options.setting_count || p->options.has_as_of || !session_begin(p)) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	struct verification v = { .plang = p, .with = with ? with : &as_it_says };
	return verify(&v, receipt, out);
}

/* --- keys --- */

enum plang_status plang_new_key(struct plang *p, const char *name)
{
	struct text secret, public;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	struct text secret_file = arena_format(p->source, "%s.key", name),
				public_file = arena_format(p->source, "%s.pub", name);
	if (!receipt_key_new(p->source, &secret, &public)) {
		diag_report(&p->diags, DIAG_CANNOT_WRITE, (struct diag_at){ 0 },
		            "this machine gives no random numbers for a key");
		return session_status(p);
	}
	if (!file_new(p->source, &p->diags, secret_file, 0600, secret)) return session_status(p);
	if (file_new(p->source, &p->diags, public_file, 0644, public)) return PLANG_OK;
	file_remove(p->source, secret_file);
	return session_status(p);
}

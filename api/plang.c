/* plang.c - the session behind plang.h: the only file that sees every stage, and wires them. No logic of its own. */
#include "api/plang.h"
#include "api/help.h"
#include "api/session.h"
#include "audit/real.h"
#include "lang/compile.h"
#include "lang/diag.h"
#include "parser/parse.h"
#include "runtime/crew.h"
#include "runtime/file.h"
#include "runtime/tap.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#ifndef PLANG_VERSION
#define PLANG_VERSION "0.0.0"
#endif

const char *plang_version(void)
{
	return PLANG_VERSION;
}

struct plang *plang_new(void)
{
	struct plang *p = calloc(1, sizeof *p);
	if (!p) return NULL;
	p->source = arena_new(&p->edge);
	p->compile = arena_new(&p->edge);
	p->run = arena_new(&p->edge);
	if (!p->source || !p->compile || !p->run) {
		plang_free(p);
		return NULL;
	}
	p->sources.arena = p->source;
	p->diags = (struct diags){ .arena = p->source, .sources = &p->sources };
	p->options.settings = p->settings;
	return p;
}

void plang_free(struct plang *p)
{
	if (!p) return;
	arena_free(p->run);
	arena_free(p->compile);
	arena_free(p->source);
	real_done();
	free(p);
}

enum plang_status session_no_memory(struct plang *p)
{
	p->no_memory = true;
	return PLANG_NO_MEMORY;
}

enum plang_status session_status(const struct plang *p)
{
	if (p->no_memory) return PLANG_NO_MEMORY;
	for (const struct diag *d = p->diags.first; d; d = d->next) {
		if (d->severity != SEVERITY_ERROR) continue;
		if (d->code == DIAG_NO_MEMORY) return PLANG_NO_MEMORY;
		if (d->code == DIAG_NO_DATA || d->code == DIAG_NO_PLACE) return PLANG_MISUSE;
		if (d->code == DIAG_CANNOT_READ || d->code == DIAG_CANNOT_WRITE) return PLANG_IO;
		const char *family = diag_info[d->code].number;
		if (memcmp(family, "P09", 3) == 0) return PLANG_CANNOT_ALLOCATE;
		if (memcmp(family, "P06", 3) >= 0 && memcmp(family, "P09", 3) < 0) return PLANG_BAD_DATA;
		if (d->code == DIAG_KEY || d->code == DIAG_RECEIPT_INPUT) return PLANG_MISUSE;
		if (memcmp(family, "P12", 3) == 0) return PLANG_CHECK_FAILED;
		return memcmp(family, "P11", 3) == 0 ? PLANG_BAD_DATA : PLANG_BAD_RULES;
	}
	return PLANG_OK;
}

/* --- options ------------------------------------------------------------------------------------------------------- */

void plang_strict(struct plang *p, bool strict)
{
	p->diags.strict = strict;
}

void plang_remarks(struct plang *p, bool remarks)
{
	p->options.remarks = remarks;
}

void plang_spreadsheet(struct plang *p, bool spreadsheet)
{
	p->spreadsheet = spreadsheet;
}

void plang_exact(struct plang *p, bool exact)
{
	p->how.exact = exact;
}

void plang_threads(struct plang *p, unsigned threads)
{
	p->threads = threads;
}

enum plang_status plang_tune(struct plang *p, const char *how)
{
	return evaluate_tune(&p->how.options, text_of(how)) ? PLANG_OK : PLANG_MISUSE;
}

enum plang_status plang_as_of(struct plang *p, const char *date)
{
	if (p->begun) return PLANG_MISUSE;
	p->options.has_as_of = date_read(text_of(date), &p->options.as_of);
	return p->options.has_as_of ? PLANG_OK : PLANG_MISUSE;
}

enum plang_status session_set(struct plang *p, struct text given, struct text value)
{
	size_t n = p->options.setting_count;
	if (n == SETTINGS_MAX) return PLANG_MISUSE;
	struct text name = arena_text(p->source, given);
	for (size_t i = 0; i < n; i++)
		if (text_equal(p->settings[i].name, name)) return PLANG_MISUSE;
	struct source *s = source_add(&p->sources, arena_format(p->source, "--set %.*s", TEXT_ARG(name)), value);
	if (!s) return PLANG_MISUSE;
	struct tree *tree = parse_expression(p->compile, &p->diags, s);
	if (!tree) return PLANG_BAD_RULES;
	p->settings[n] = (struct setting){ name, tree, tree->at };
	p->options.setting_count = n + 1;
	return PLANG_OK;
}

enum plang_status plang_set(struct plang *p, const char *setting)
{
	const char *equals = strchr(setting, '=');
	if (p->begun || !equals || equals == setting) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return session_set(p, (struct text){ setting, (size_t)(equals - setting) }, text_of(equals + 1));
}

/* --- rules --------------------------------------------------------------------------------------------------------- */

bool session_begin(struct plang *p)
{
	bool first = !p->begun;
	p->begun = true;
	return first;
}

#define READ_BLOCK 65536

static void cannot_read(struct plang *p, struct text name, const char *why)
{
	struct text quoted = diag_quote(p->source, name);
	diag_report(&p->diags, DIAG_CANNOT_READ, (struct diag_at){ 0 }, "cannot read \"%.*s\": %s", TEXT_ARG(quoted), why);
}

bool session_read(struct plang *p, struct arena *arena, struct text name, const char *what, struct text *body)
{
	struct input input;
	char *at = NULL;
	size_t len = 0, room = 0;
	if (!csv_open(p->source, &p->diags, name, &input)) return false;
	for (;;) {
		if (room - len < READ_BLOCK) {
			room = room * 2 + READ_BLOCK;
			char *more = arena_alloc(arena, room);
			if (len) memcpy(more, at, len);
			at = more;
		}
		ptrdiff_t n = input.read(input.state, at + len, READ_BLOCK);
		if (n == 0) break;
		if (n < 0) {
			cannot_read(p, name, strerror(errno));
			return false;
		}
		len += (size_t)n;
		if (len > SOURCE_MAX) {
			cannot_read(p, name, arena_format(arena, "%s has at most 256 MiB", what).at);
			return false;
		}
	}
	*body = (struct text){ at, len };
	return true;
}

static enum plang_status parse_text(struct plang *p, struct text name, struct text body)
{
	struct source *s = source_add(&p->sources, name, body);
	if (s) p->tree = parse_file(p->compile, &p->diags, s);
	else cannot_read(p, name, "a rule file has at most 256 MiB");
	return session_status(p);
}

static enum plang_status parse(struct plang *p, const char *rules)
{
	struct text body;
	if (!session_read(p, p->compile, text_of(rules), "a rule file", &body)) return session_status(p);
	if (p->record) record_rules(p->record, p->source, text_of(rules), body);
	return parse_text(p, text_is(text_of(rules), "-") ? TEXT("standard input") : text_of(rules), body);
}

enum plang_status plang_parse(struct plang *p, const char *rules)
{
	if (!session_begin(p)) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return parse(p, rules);
}

static enum plang_status check(struct plang *p)
{
	p->checked = check_file(p->compile, &p->diags, p->tree, &p->options, &p->model);
	return session_status(p);
}

enum plang_status session_load_file(struct plang *p, const char *rules)
{
	if (parse(p, rules) != PLANG_OK) return session_status(p);
	return check(p);
}

enum plang_status plang_load(struct plang *p, const char *rules)
{
	if (!session_begin(p)) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return session_load_file(p, rules);
}

enum plang_status session_load(struct plang *p, struct text name, struct text rules)
{
	if (!session_begin(p)) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	if (parse_text(p, name, rules) != PLANG_OK) return session_status(p);
	return check(p);
}

/* --- run ----------------------------------------------------------------------------------------------------------- */

static struct crew *crew_of(struct plang *p)
{
	if (!p->crew) p->crew = crew_new(p->run, p->threads);
	return p->crew;
}

/* The first dataset is read from `given` if there is one, else from the file `data`. */
static bool read_tables(struct plang *p, const char *data, const struct input *given, struct table *tables)
{
	const struct model *m = &p->model;
	for (size_t i = 0; i < m->dataset_count; i++) {
		const struct dataset *d = &m->datasets[i];
		struct text file = data && i == 0 ? text_of(data)
		                   : d->file.len  ? file_beside(p->run, p->sources.last->name, d->file)
		                                  : TEXT("");
		struct input input;
		if (given && i == 0) {
			if (!csv_read(p->run, crew_of(p), &p->diags, numbers_new(p->run), d, given, &tables[i])) return false;
			continue;
		}
		if (file.len == 0) {
			diag_error(&p->diags, DIAG_NO_DATA, d->declaration->at, "no data for \"%.*s\"", TEXT_ARG(d->name));
			diag_help(&p->diags, "name the file: plang eval rules.pl data.csv");
			return false;
		}
		if (!csv_open(p->run, &p->diags, file, &input)) return false;
		if (p->record) input = record_data(p->record, p->run, d->name, &input);
		if (!csv_read(p->run, crew_of(p), &p->diags, numbers_new(p->run), d, &input, &tables[i])) return false;
	}
	return true;
}

bool plang_declares(const struct plang *p, const char *dataset)
{
	for (size_t i = 0; p->checked && i < p->model.dataset_count; i++)
		if (text_is(p->model.datasets[i].name, dataset)) return true;
	return false;
}

static enum plang_status evaluate(struct plang *p, const char *data, const struct input *given)
{
	struct table *tables = arena_array(p->run, p->model.dataset_count + 1, sizeof *tables);
	if ((data || given) && p->model.dataset_count == 0) {
		diag_error(&p->diags, DIAG_NO_DATASET, (struct span){ 0, 0 },
		           "the rule file declares no dataset, so it reads no data");
		diag_help(&p->diags, "leave the data file out, or declare one: dataset place key code field ...");
		return session_status(p);
	}
	if (!read_tables(p, data, given, tables)) return session_status(p);
	p->evaluated = evaluate_model(p->run, &p->diags, &p->model, tables, crew_of(p), &p->how, &p->result);
	if (!p->evaluated) {
		assert(p->diags.errors > 0); /* a run that stops says why */
		return session_status(p);
	}
	p->result.spreadsheet = p->spreadsheet;
	return p->result.failed ? PLANG_CHECK_FAILED : PLANG_OK;
}

enum plang_status session_eval_file(struct plang *p, const char *data)
{
	return evaluate(p, data, NULL);
}

enum plang_status plang_eval(struct plang *p, const char *data)
{
	if (!p->checked || p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return session_eval_file(p, data);
}

enum plang_status session_eval(struct plang *p, const struct input *data)
{
	if (!p->checked || p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return evaluate(p, NULL, data);
}

/* --- results ------------------------------------------------------------------------------------------------------- */

static enum format format_of(enum plang_format format)
{
	if (format == PLANG_JSON_LINES) return FORMAT_JSON_LINES;
	return format == PLANG_JSON ? FORMAT_JSON : format == PLANG_TABLE ? FORMAT_TABLE : FORMAT_CSV;
}

bool session_rows(struct plang *p, FILE *out, struct text file, enum plang_format format, size_t width)
{
	struct tap tap = { NULL, NULL };
	if (p->record) tap = record_result(p->record, p->run, file, format_of(format), width);
	bool written = write_result(out, p->run, &p->result, format_of(format), width, crew_of(p), p->record ? &tap : NULL);
	if (p->record && written) digest_end(&p->record->result);
	return written;
}

/* A receipt stands for what was written whole. */
static void result_written(struct plang *p, bool whole)
{
	p->written = whole;
	if (p->record && !whole) p->record->result.whole = false;
}

static enum plang_status cannot_write(struct plang *p, const char *what)
{
	diag_report(&p->diags, DIAG_CANNOT_WRITE, (struct diag_at){ 0 }, "cannot write the %s: %s", what, strerror(errno));
	return session_status(p);
}

enum plang_status plang_write(struct plang *p, FILE *out, enum plang_format format, size_t width)
{
	if (!p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	errno = 0;
	bool written = session_rows(p, out, TEXT("-"), format, width) && fflush(out) == 0;
	result_written(p, written);
	return written ? PLANG_OK : cannot_write(p, "result");
}

enum plang_status plang_save(struct plang *p, const char *file, enum plang_format format)
{
	struct replacement *volatile r = NULL;
	if (!p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) {
		if (r) replacement_drop(r);
		return session_no_memory(p);
	}
	r = replacement_open(p->run, &p->diags, text_of(file), "the result");
	if (!r) return session_status(p);
	if (!session_rows(p, replacement_stream(r), text_of(file), format, 0)) {
		enum plang_status status = cannot_write(p, "result");
		replacement_drop(r);
		return status;
	}
	result_written(p, replacement_keep(r, &p->diags));
	return p->written ? PLANG_OK : session_status(p);
}

enum plang_status plang_summary(struct plang *p, FILE *out)
{
	if (!p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return write_summary(out, p->run, &p->result) ? PLANG_OK : cannot_write(p, "summary");
}

enum plang_status plang_failures(struct plang *p, FILE *out)
{
	if (!p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	return write_failures(out, p->run, &p->result) ? PLANG_OK : cannot_write(p, "summary");
}

enum plang_status plang_profile(struct plang *p, FILE *out)
{
	if (!p->evaluated) return PLANG_MISUSE;
	evaluate_profile(&p->how, out);
	return fflush(out) == 0 && !ferror(out) ? PLANG_OK : PLANG_IO;
}

enum plang_status plang_tree(struct plang *p, FILE *out, enum plang_format format)
{
	if (!p->tree) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	if (format == PLANG_JSON) tree_dump_json(out, p->tree, &p->sources, p->checked);
	else tree_dump(out, p->tree, &p->sources, p->checked);
	return fflush(out) == 0 && !ferror(out) ? PLANG_OK : cannot_write(p, "tree");
}

enum plang_status plang_print(struct plang *p, FILE *out)
{
	if (!p->tree) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	struct text t = tree_print(p->compile, p->tree);
	bool written = fwrite(t.at, 1, t.len, out) == t.len && fflush(out) == 0;
	return written ? PLANG_OK : cannot_write(p, "rules");
}

enum plang_status plang_ops(struct plang *p, FILE *out)
{
	if (!p->checked) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	program_print(out, compile_program(p->compile, &p->model), &p->sources);
	return fflush(out) == 0 && !ferror(out) ? PLANG_OK : cannot_write(p, "program");
}

enum plang_status plang_messages(struct plang *p, FILE *out, enum plang_format format)
{
	if (p->no_memory) { /* there may be no memory to word anything else */
		fprintf(out, "error %s: memory ran out; %s\n", diag_info[DIAG_NO_MEMORY].number,
		        p->written ? "the result is whole, what is said of it is not" : "nothing was written");
		return PLANG_NO_MEMORY;
	}
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	if (format == PLANG_JSON) diag_json(&p->diags, out);
	else diag_print(&p->diags, out, format == PLANG_COLOUR);
	return ferror(out) ? PLANG_IO : PLANG_OK;
}

size_t plang_errors(const struct plang *p)
{
	return p->diags.errors;
}

size_t plang_warnings(const struct plang *p)
{
	return p->diags.warnings;
}

enum plang_status plang_help(const char *topic, FILE *out)
{
	return help_print(text_of(topic), out);
}

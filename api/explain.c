/* explain.c - wires what finds, works out and tells the story of a place. */
#include "api/session.h"
#include "audit/change.h"
#include "audit/near.h"
#include "audit/tell.h"
#include "audit/why.h"
#include "lang/arena.h"
#include <errno.h>

enum plang_status plang_will_explain(struct plang *p)
{
	if (!p->checked || p->evaluated) return PLANG_MISUSE;
	p->how.options.explained = true;
	for (size_t i = 0; i < p->model.dataset_count; i++) {
		struct field *f = why_name_field(&p->model.datasets[i]);
		if (!f || f->used) continue;
		f->used = true;
		f->missing = MISSING_ALLOWED; /* no rule asks for it: a place without a name is told by its key */
	}
	return PLANG_OK;
}

/* --- which place --- */

static void several(struct run *run, struct text place, size_t row, size_t other)
{
	struct text quoted = diag_quote(run->arena, place);
	const struct field *name = why_name_field(run->table->dataset);
	size_t field = name ? name->index : run->table->dataset->key[0];
	diag_report(run->diags, DIAG_NO_PLACE, table_at(run->table, row, field), "several places are called \"%.*s\"",
	            TEXT_ARG(quoted));
	diag_note_at(run->diags, table_at(run->table, other, field), "another one");
	diag_help(run->diags, "give its key: \"%.*s\" or \"%.*s\"", TEXT_ARG(diag_quote(run->arena, run_key(run, row))),
	          TEXT_ARG(diag_quote(run->arena, run_key(run, other))));
}

static void nobody(struct run *run, struct text place)
{
	struct text quoted = diag_quote(run->arena, place), near = why_nearest(run, place);
	struct text file = run->table->file;
	diag_report(run->diags, DIAG_NO_PLACE, (struct diag_at){ .file = file },
	            "no place has the key or the name \"%.*s\"", TEXT_ARG(quoted));
	if (near.len) diag_help(run->diags, "did you mean \"%.*s\"?", TEXT_ARG(diag_quote(run->arena, near)));
}

static void dropped(struct run *run, struct text place, size_t row)
{
	diag_report(run->diags, DIAG_NO_PLACE, table_at(run->table, row, run->table->dataset->key[0]),
	            "\"%.*s\" was left out by `keep where`, before anything was computed",
	            TEXT_ARG(diag_quote(run->arena, place)));
}

static bool found(struct run *run, const char *name, size_t *row)
{
	struct text place = text_of(name);
	size_t other = 0;
	switch (why_find(run, place, row, &other)) {
	case WHY_FOUND: return true;
	case WHY_SEVERAL: several(run, place, *row, other); break;
	case WHY_DROPPED: dropped(run, place, *row); break;
	case WHY_NOBODY: nobody(run, place); break;
	}
	return false;
}

static size_t *find_all(struct run *run, const char *const *places, size_t count)
{
	size_t *rows = arena_array(run->arena, count + 1, sizeof *rows), wrong = 0;
	if (!run->table->dataset) {
		diag_error(run->diags, DIAG_NO_DATASET, (struct span){ 0, 0 },
		           "the rule file declares no dataset, so it has no places");
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		wrong += !found(run, places[i], &rows[i]);
	return wrong ? NULL : rows;
}

/* --- which declaration --- */

static bool only_known(struct run *run, const char *only)
{
	const struct model *m = run->model;
	struct text *names = arena_array(run->arena, m->symbol_count, sizeof *names);
	if (!only) return true;
	for (size_t i = 0; i < m->symbol_count; i++) {
		names[i] = m->symbols[i]->name;
		if (text_is(names[i], only) && why_is_step(m->symbols[i])) return true;
	}
	struct text name = diag_quote(run->arena, text_of(only)),
				near = diag_nearest(text_of(only), names, m->symbol_count);
	diag_error(run->diags, DIAG_UNKNOWN_NAME, (struct span){ 0, 0 },
	           "nothing that the run works out is called \"%.*s\"", TEXT_ARG(name));
	if (near.len) diag_help(run->diags, "did you mean \"%.*s\"?", TEXT_ARG(near));
	return false;
}

/* --- telling --- */

/* One place: its story, or what would change it. */
static bool tell_one(struct run *run, struct why_book *book, const struct plang_telling *t, struct tell *tell,
                     size_t row)
{
	struct why_manner manner = { .why_not = t->why_not, .only = text_of(t->only), .depth = t->depth };
	bool json = t->format == PLANG_JSON;
	if (t->change) {
		const struct change *change = change_place(run, row, text_of(t->only));
		if (json) change_json(tell->out, change);
		else change_tell(tell, change);
		return true;
	}
	const struct why *why = why_row(book, row);
	if (!why) return false;
	if (json) why_json(tell->out, why);
	else why_tell(tell, why, &manner);
	return true;
}

static void tell_near(struct run *run, const struct plang_telling *t, struct tell *tell)
{
	const struct near *near = near_cutoffs(run, t->near, text_of(t->only));
	if (t->format == PLANG_JSON) near_json(tell->out, near);
	else near_tell(tell, near);
}

static bool tell_all(struct run *run, const struct plang_telling *t, const size_t *rows, size_t count, struct out *out)
{
	static const enum tell_as ways[] = {
		[PLANG_TEXT] = TELL_TEXT, [PLANG_COLOUR] = TELL_TEXT, [PLANG_MARKDOWN] = TELL_MARKDOWN, [PLANG_HTML] = TELL_HTML
	};
	struct why_book *book = why_open(run);
	struct tell tell;
	bool json = t->format == PLANG_JSON, page = t->format == PLANG_HTML;
	tell_begin(&tell, out, json ? TELL_TEXT : ways[t->format], t->width, t->format == PLANG_COLOUR);
	tell.unfolded = t->unfold;
	if (page) tell_page(&tell, run->model->title);
	if (json) out_char(out, '[');
	if (t->near) tell_near(run, t, &tell);
	for (size_t i = 0; i < count; i++) {
		if (json && (i || t->near)) out_string(out, ",\n");
		if (!tell_one(run, book, t, &tell, rows[i])) return false;
	}
	if (json) out_string(out, "]\n");
	if (page) tell_page_end(&tell);
	else if (!json) tell_end(&tell);
	return true;
}

static bool explained(struct plang *p, const struct plang_telling *telling, const char *const *places, size_t count,
                      FILE *stream)
{
	struct run *run = p->how.run;
	if (telling->large) run->large = telling->large;
	size_t *rows = find_all(run, places, count);
	if (!rows || !only_known(run, telling->only)) return false;
	struct out *out = out_new(p->run, stream, NULL);
	if (!tell_all(run, telling, rows, count, out)) return false;
	if (out_done(out)) return true;
	diag_report(&p->diags, DIAG_CANNOT_WRITE, (struct diag_at){ 0 }, "cannot write the explanation: %s",
	            strerror(errno));
	return false;
}

enum plang_status plang_explain(struct plang *p, FILE *out, const struct plang_telling *telling,
                                const char *const *places, size_t count)
{
	if (!p->evaluated) return PLANG_MISUSE;
	if (ON_NO_MEMORY(p)) return session_no_memory(p);
	p->written = explained(p, telling, places, count, out);
	return session_status(p);
}

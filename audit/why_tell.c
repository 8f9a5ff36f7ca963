/* why_tell.c - the story of a place from its first line to its last: what came out, each declaration under the heading of
 * its section, the cells and params it rests on, and, folded away, what did not matter. */
#include "audit/why_words.h"
#include "lang/arena.h"

/* --- what came out --- */

static bool is_outcome(const struct why_step *step)
{
	enum symbol_kind k = step->symbol->kind;
	return step->symbol->rows && k != SYMBOL_LET && (k != SYMBOL_RULE || !step->nested);
}

static void tell_head(const struct story *s)
{
	const struct why *w = s->why;
	const struct model *m = w->model;
	tell_title(s->tell, 1, "%.*s", TEXT_ARG(why_called(s->arena, w->key, w->name)));
	struct text version = tree_text(m->fund, TREE_VERSION), cite = tree_text(m->fund, TREE_CITE);
	bool ends = cite.len && cite.at[cite.len - 1] == '.';
	if (m->title.len)
		tell_say(s->tell, "%.*s%s%.*s.%s%.*s%s", TEXT_ARG(m->title), version.len ? ", version " : "", TEXT_ARG(version),
		         cite.len ? " Citations are to: " : "", TEXT_ARG(cite), cite.len && !ends ? "." : "");
	tell_say(s->tell, "Lines are those of %.*s; the place stands in %.*s, line %zu.", TEXT_ARG(w->rules),
	         TEXT_ARG(w->table->file), w->line);
}

static struct text value_words(const struct story *s, const struct why_step *step)
{
	if (step->rank)
		return arena_format(s->arena, "%.*s of %.*s", TEXT_ARG(words_rank(s, step)),
		                    TEXT_ARG(words_count(s, step->rank->places, "place", "places")));
	if (step->value.family == FAMILY_FLAG && step->value.state == VALUE_PRESENT)
		return words_true(step->value) ? TEXT("yes") : TEXT("no");
	return step->value.words;
}

static void tell_outcome(const struct story *s)
{
	tell_title(s->tell, 2, "What came out");
	for (const struct why_step *step = s->why->steps; step; step = step->next) {
		if (!is_outcome(step)) continue;
		enum tell_mark mark = step->symbol->kind != SYMBOL_RULE ? TELL_PLAIN
		                      : words_true(step->value)         ? TELL_YES
		                                                        : TELL_NO;
		tell_item(s->tell, 0, mark, "%.*s: %.*s", TEXT_ARG(words_title(step)), TEXT_ARG(value_words(s, step)));
	}
}

/* --- declarations --- */

static struct text part_title(const struct why_clause *c)
{
	return c->title.len ? c->title : c->value ? c->value->text : TEXT("");
}

/* Largest first, whatever its sign; of a few parts. */
static size_t by_size(const struct why_step *step, const struct why_clause **row)
{
	size_t n = 0;
	for (const struct why_clause *c = step->clauses; c; c = c->next) {
		if (!c->applies) continue;
		size_t at = n++;
		for (; at > 0 && row[at - 1]->size < c->size; at--)
			row[at] = row[at - 1];
		row[at] = c;
	}
	return n;
}

enum { COLUMNS = 4 };

static void tell_contributions(const struct story *s, const struct why_step *step, size_t parts)
{
	static const struct text head[COLUMNS] = { { "Part", 4 }, { "Weight", 6 }, { "Value", 5 }, { "Contribution", 12 } };
	static const bool right[COLUMNS] = { false, true, true, true };
	const struct why_clause **row = arena_array(s->arena, parts, sizeof *row);
	struct text *cell = arena_array(s->arena, COLUMNS * (parts + 1), sizeof *cell);
	size_t n = by_size(step, row);
	for (size_t i = 0; i < n; i++) {
		const struct why_clause *c = row[i];
		const struct text cells[] = { part_title(c), c->node->value.words, c->value->value.words,
			                          c->contribution.words };
		memcpy(cell + COLUMNS * i, cells, sizeof cells);
	}
	const struct text total[] = { TEXT("All"), step->weights.words, TEXT(""), step->value.words };
	memcpy(cell + COLUMNS * n, total, sizeof total);
	tell_table(s->tell, &(struct tell_table){ COLUMNS, head, right, n + 1, cell });
	for (size_t i = 0; i < n; i++)
		tell_grounds(s, part_title(row[i]), row[i]->value, 0);
}

static void tell_score(const struct story *s, const struct why_step *step)
{
	size_t parts = 0, idle = 0;
	for (const struct why_clause *c = step->clauses; c; c = c->next, parts++)
		idle += !c->applies;
	tell_say(s->tell, "It scores %.*s%.*s, which is what its parts add up to%s.", TEXT_ARG(step->value.words),
	         TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)),
	         tree_find(step->symbol->declaration, TREE_WEIGHTS_RESCALED) ? ", divided by the weights that apply" : "");
	tell_contributions(s, step, parts);
	for (const struct why_clause *c = step->clauses; c && idle; c = c->next)
		if (!c->applies)
			tell_item(s->tell, 0, TELL_IDLE, "%.*s does not count here.",
			          TEXT_ARG(c->title.len ? c->title : TEXT("One part")));
}

enum { BAND_ROWS = 3 }; /* of more that fail only the last is told */

static size_t rows_before(const struct why_step *step)
{
	size_t n = 0;
	for (const struct why_clause *c = step->clauses; c && !c->decides; c = c->next)
		n++;
	return n;
}

static void tell_band(const struct story *s, const struct why_step *step)
{
	tell_say(s->tell, "It is %.*s%.*s: the first row that holds decides.", TEXT_ARG(step->value.words),
	         TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)));
	size_t before = rows_before(step), row = 0;
	if (before > BAND_ROWS)
		tell_item(s->tell, 0, TELL_NO, "None of the first %.*s holds.",
		          TEXT_ARG(words_count(s, before - 1, "row", "rows")));
	for (const struct why_clause *c = step->clauses; c; c = c->next, row++) {
		if (before > BAND_ROWS && row + 1 < before) continue; /* the last one that fails tells the edge of the band */
		if (c->node) tell_condition(s, c->node, 0);
		else if (c->kind == TREE_OTHERWISE && c->decides)
			tell_item(s->tell, 0, TELL_YES, "Otherwise, which is so here.");
	}
}

static void tell_let(const struct story *s, const struct why_step *step)
{
	const struct why_node *n = step->value_of;
	struct text where = words_where(s, step->symbol->name, step->line, step->cite);
	if (n && type_family(n->tree->type) == FAMILY_FLAG) {
		tell_say(s->tell, "The answer is %.*s%.*s.", TEXT_ARG(value_words(s, step)), TEXT_ARG(where));
		tell_condition(s, n, 0);
		return;
	}
	tell_say(s->tell, "It is %.*s%.*s%s%.*s.", TEXT_ARG(step->value.words), TEXT_ARG(where), n ? ": " : "",
	         TEXT_ARG(n ? n->text : TEXT("")));
	if (n) tell_grounds(s, TEXT(""), n, 0);
}

static void tell_rule(const struct story *s, const struct why_step *step)
{
	struct text where = words_where(s, step->symbol->name, step->line, step->cite);
	bool yes = words_true(step->value), known = step->value.state == VALUE_PRESENT;
	tell_say(s->tell, "The answer is %s%.*s:", yes ? "yes" : known ? "no" : "not known", TEXT_ARG(where));
	tell_rule_clauses(s, step, 0);
}

static void tell_step(const struct story *s, const struct why_step *step)
{
	tell_title(s->tell, 3, "%.*s: %.*s", TEXT_ARG(words_title(step)), TEXT_ARG(value_words(s, step)));
	if (step->note.len) tell_say(s->tell, "In the words of the method: %.*s", TEXT_ARG(step->note));
	if (step->symbol->kind == SYMBOL_RULE) tell_rule(s, step);
	else if (step->value.state > VALUE_MISSING)
		tell_say(s->tell, "It has none here: %.*s.", TEXT_ARG(step->value.words));
	else if (step->symbol->kind == SYMBOL_SCORE) tell_score(s, step);
	else if (step->symbol->kind == SYMBOL_RANK && step->rank) tell_rank(s, step);
	else if (step->symbol->kind == SYMBOL_BAND) tell_band(s, step);
	else if (step->symbol->kind == SYMBOL_ALLOCATE) tell_award(s, step);
	else tell_let(s, step);
}

/* What matters here: a rule that no other tells, or a value that is there for this place. */
static bool matters(const struct why_step *step)
{
	if (step->symbol->kind == SYMBOL_ALLOCATE) return step->award && step->award->takes_part;
	return step->symbol->rows && !step->nested && step->value.state <= VALUE_MISSING;
}

static void tell_steps(const struct story *s)
{
	struct text section = TEXT("");
	bool titled = false;
	for (const struct why_step *step = s->why->steps; step; step = step->next) {
		if (!matters(step)) continue;
		if (!titled || !text_equal(section, step->section)) {
			section = step->section;
			tell_title(s->tell, 2, "%.*s", TEXT_ARG(section.len ? section : TEXT("How it came out")));
			titled = true;
		}
		tell_step(s, step);
	}
}

/* --- what it rests on --- */

/* In a page that names the line once, and where the column is called like the field, its number is enough. */
static struct text cell_where(const struct story *s, const struct why_cell *c)
{
	const struct field *f = c->field;
	if (s->manner->bare && text_equal(f->name, f->header)) return arena_format(s->arena, " (field %zu)", c->position);
	if (s->manner->bare)
		return arena_format(s->arena, " (field %zu, column \"%.*s\")", c->position, TEXT_ARG(f->header));
	return arena_format(s->arena, " (line %zu, field %zu, column \"%.*s\")", s->why->line, c->position,
	                    TEXT_ARG(f->header));
}

static void tell_cell(const struct story *s, const struct why_cell *c)
{
	const struct field *f = c->field;
	struct text where = cell_where(s, c);
	if (!c->imputed) {
		tell_item(s->tell, 0, TELL_PLAIN, "%.*s is %.*s%.*s.", TEXT_ARG(f->name), TEXT_ARG(c->value.words),
		          TEXT_ARG(where));
		return;
	}
	tell_item(s->tell, 0, TELL_PLAIN,
	          "%.*s is %.*s, which was filled in: the cell is missing%s%.*s%.*s, and the rules use %.*s there.",
	          TEXT_ARG(f->name), TEXT_ARG(c->value.words), c->reason.len ? ", " : "", TEXT_ARG(c->reason),
	          TEXT_ARG(where), TEXT_ARG(c->imputed_by->text));
	tell_grounds(s, TEXT(""), c->imputed_by, 1);
}

static void tell_param(const struct story *s, const struct why_param *p)
{
	bool set = text_is(p->from, "--set");
	struct text from = p->from.len ? arena_format(s->arena, ", %.*s", TEXT_ARG(p->from)) : TEXT("");
	if (set) from = TEXT(", which was set for this run");
	tell_item(s->tell, 0, TELL_PLAIN, "%.*s is %.*s%.*s%.*s.", TEXT_ARG(p->title.len ? p->title : p->symbol->name),
	          TEXT_ARG(p->value.words), TEXT_ARG(from), TEXT_ARG(words_where(s, p->symbol->name, p->line, p->cite)));
}

static void tell_ground(const struct story *s)
{
	const struct why *w = s->why;
	tell_title(s->tell, 2, "What it rests on");
	for (size_t i = 0; i < w->cell_count; i++)
		if (w->cells[i].field != why_name_field(w->table->dataset)) tell_cell(s, &w->cells[i]);
	for (size_t i = 0; i < w->param_count; i++)
		tell_param(s, &w->params[i]);
	for (const struct why_step *step = w->steps; step; step = step->next)
		if (!step->symbol->rows)
			tell_item(s->tell, 0, TELL_PLAIN, "%.*s is %.*s%.*s.", TEXT_ARG(words_title(step)),
			          TEXT_ARG(value_words(s, step)),
			          TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)));
}

static void tell_idle(const struct story *s)
{
	size_t count = 0;
	for (const struct why_step *step = s->why->steps; step; step = step->next)
		count += step->symbol->rows && !step->nested && !matters(step);
	if (!count) return;
	tell_title(s->tell, 2, "What did not come into it");
	tell_fold(s->tell, "%.*s without a value here.",
	          TEXT_ARG(words_count(s, count, "declaration is", "declarations are")));
	for (const struct why_step *step = s->why->steps; step; step = step->next) {
		if (!step->symbol->rows || step->nested || matters(step)) continue;
		bool award = step->symbol->kind == SYMBOL_ALLOCATE;
		tell_item(s->tell, 0, TELL_IDLE, "%.*s: %.*s%.*s.", TEXT_ARG(words_title(step)),
		          TEXT_ARG(award ? TEXT("nothing, since it takes no part") : step->value.words),
		          TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)));
	}
	tell_unfold(s->tell);
}

/* --- why not --- */

static void tell_failed(const struct story *s, const struct why_node *n, unsigned depth);

static void tell_failed_clauses(const struct story *s, const struct why_step *step, unsigned depth)
{
	for (const struct why_clause *c = step->clauses; c; c = c->next) {
		if (!c->node || !c->decides) continue;
		if (c->kind == TREE_UNLESS) {
			tell_item(s->tell, depth, TELL_NO, "The exception \xE2\x80\x9C%.*s\xE2\x80\x9D applies%.*s.",
			          TEXT_ARG(c->title), TEXT_ARG(words_where(s, TEXT(""), c->line, c->cite)));
			tell_condition(s, c->node, depth + 1);
		} else {
			tell_failed(s, c->node, depth);
		}
	}
}

/* Only what failed, in the order of the rules. */
static void tell_failed(const struct story *s, const struct why_node *n, unsigned depth)
{
	if (!n->asked || words_true(n->value)) return;
	const struct why_step *rule = n->symbol && n->symbol->kind == SYMBOL_RULE ? words_step(s->why, n->symbol) : NULL;
	bool all = n->tree->kind == TREE_AND || n->tree->kind == TREE_ALL_OF;
	bool any = n->tree->kind == TREE_OR || n->tree->kind == TREE_ANY_OF;
	if (rule)
		tell_item(s->tell, depth, TELL_NO, "%.*s: no%.*s", TEXT_ARG(words_title(rule)),
		          TEXT_ARG(words_where(s, rule->symbol->name, rule->line, rule->cite)));
	else if (any) tell_item(s->tell, depth, TELL_NO, "None of this holds, and one of it would be enough:");
	else if (!all) tell_condition(s, n, depth);
	if (rule) tell_failed_clauses(s, rule, depth + 1);
	for (const struct why_node *c = all || any ? n->first : NULL; c; c = c->next)
		tell_failed(s, c, any ? depth + 1 : depth);
}

static bool negative(const struct why_step *step)
{
	return step->symbol->kind == SYMBOL_RULE && step->symbol->rows && !step->nested && !words_true(step->value);
}

static void tell_why_not(const struct story *s)
{
	size_t count = 0;
	for (const struct why_step *step = s->why->steps; step; step = step->next) {
		if (!negative(step)) continue;
		count++;
		tell_title(s->tell, 2, "Why not: %.*s", TEXT_ARG(words_title(step)));
		tell_say(s->tell,
		         "This stands in the way%.*s:", TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)));
		tell_failed_clauses(s, step, 0);
	}
	if (count) return;
	tell_title(s->tell, 2, "Why not more");
	tell_say(s->tell, "No rule stands in its way. How much it got, and what limits that:");
	for (const struct why_step *step = s->why->steps; step; step = step->next)
		if (matters(step) && (step->symbol->kind == SYMBOL_RANK || step->symbol->kind == SYMBOL_ALLOCATE))
			tell_step(s, step);
}

/* --- all of it --- */

static void tell_only(const struct story *s)
{
	for (const struct why_step *step = s->why->steps; step; step = step->next)
		if (text_equal(step->symbol->name, s->manner->only)) tell_step(s, step);
}

void why_tell(struct tell *tell, const struct why *why, const struct why_manner *manner)
{
	const struct story s = { .tell = tell, .arena = tell->out->arena, .why = why, .manner = manner };
	if (!manner->bare) tell_head(&s);
	if (manner->only.len) {
		tell_only(&s);
		return;
	}
	tell_outcome(&s);
	if (manner->why_not) {
		tell_why_not(&s);
		return;
	}
	tell_steps(&s);
	tell_ground(&s);
	tell_idle(&s);
}

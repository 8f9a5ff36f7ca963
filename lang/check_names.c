/* check_names.c - which declaration a name stands for, in which order they can be computed, and where one rests on itself. */
#include "lang/check_private.h"
#include <stdlib.h>

static uint32_t hash_of(struct text name)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.at[i]) * 16777619u;
	return h;
}

static struct symbol **names_bucket(const struct check *ck, struct text name)
{
	return &ck->names[hash_of(name) % ck->name_room];
}

void names_init(struct check *ck)
{
	ck->name_room = 256;
	ck->names = arena_array(ck->arena, ck->name_room, sizeof(struct symbol *));
}

/* One bucket a name, about, so that a file of many declarations is looked up as quickly as one of few. */
static void grow_buckets(struct check *ck)
{
	struct symbol **old = ck->names;
	size_t room = ck->name_room;
	ck->name_room = room * 2;
	ck->names = arena_array(ck->arena, ck->name_room, sizeof(struct symbol *));
	for (size_t i = 0; i < room; i++)
		for (struct symbol *s = old[i], *next; s; s = next) {
			next = s->next_same;
			struct symbol **bucket = names_bucket(ck, s->name);
			s->next_same = *bucket;
			*bucket = s;
		}
}

static struct symbol *same_home(const struct check *ck, struct text name, const struct dataset *home)
{
	for (struct symbol *s = *names_bucket(ck, name); s; s = s->next_same)
		if (s->home == home && text_equal(s->name, name)) return s;
	return NULL;
}

struct symbol *names_add(struct check *ck, enum symbol_kind kind, struct text name, struct tree *declaration,
                         const struct dataset *home)
{
	struct symbol *twin = same_home(ck, name, home);
	if (twin) {
		check_error(ck, DIAG_DECLARED_TWICE, declaration->at, "\"%.*s\" is declared twice", TEXT_ARG(name));
		diag_note(ck->diags, twin->declaration->at, "declared here first");
		diag_help(ck->diags, "give one of the two another name");
	}
	struct model *m = ck->model;
	if (m->symbol_count == ck->symbol_room) {
		size_t room = ck->symbol_room ? ck->symbol_room * 2 : 64;
		struct symbol **more = arena_array(ck->arena, room, sizeof(struct symbol *));
		if (m->symbol_count) memcpy(more, m->symbols, m->symbol_count * sizeof(struct symbol *));
		m->symbols = more;
		ck->symbol_room = room;
	}
	struct symbol *s = arena_alloc(ck->arena, sizeof *s);
	*s = (struct symbol){
		.kind = kind, .name = name, .declaration = declaration, .home = home, .rows = home, .index = m->symbol_count
	};
	m->symbols[m->symbol_count++] = s;
	if (!twin) {
		if (m->symbol_count > ck->name_room) grow_buckets(ck);
		struct symbol **bucket = names_bucket(ck, name);
		s->next_same = *bucket;
		*bucket = s;
	}
	return s;
}

struct dataset *names_dataset(const struct check *ck, struct text name)
{
	for (size_t i = 0; i < ck->model->dataset_count; i++)
		if (text_equal(ck->model->datasets[i].name, name)) return &ck->model->datasets[i];
	return NULL;
}

const struct dataset *names_home(struct check *ck, const struct tree *declaration)
{
	struct tree *named = tree_find(declaration, TREE_FOR);
	if (named) {
		const struct dataset *d = names_dataset(ck, named->text);
		if (d) return d;
	}
	return ck->model->dataset_count ? &ck->model->datasets[0] : NULL;
}

struct symbol *names_find(const struct check *ck, struct text name, const struct dataset *rows)
{
	struct symbol *found = NULL;
	for (struct symbol *s = *names_bucket(ck, name); s; s = s->next_same) {
		if (!text_equal(s->name, name)) continue;
		if (s->home == rows && rows) return s;
		/* Among figures; what belongs to other rows is returned last, for the message about it. */
		if (!found || (found->rows && !s->rows)) found = s;
	}
	return found;
}

struct unknown {
	struct unknown *next;
	struct text name;
};

static bool said_before(struct check *ck, struct text name)
{
	for (struct unknown *u = ck->unknown; u; u = u->next)
		if (text_equal(u->name, name)) return true;
	struct unknown *u = arena_alloc(ck->arena, sizeof *u);
	*u = (struct unknown){ ck->unknown, name };
	ck->unknown = u;
	return false;
}

void names_unknown(struct check *ck, const struct tree *name, const struct dataset *rows)
{
	if (said_before(ck, name->text)) return; /* one slip, one message */
	size_t count = ck->model->symbol_count, n = 0;
	struct text *near = arena_array(ck->arena, count + 1, sizeof *near);
	for (size_t i = 0; i < count; i++)
		near[n++] = ck->model->symbols[i]->name;
	if (rows && rows->name.len)
		check_error(ck, DIAG_UNKNOWN_NAME, name->at, "no field, param or declaration is called \"%.*s\"",
		            TEXT_ARG(name->text));
	else check_error(ck, DIAG_UNKNOWN_NAME, name->at, "nothing is called \"%.*s\"", TEXT_ARG(name->text));
	struct text best = diag_nearest(name->text, near, n);
	if (best.len) diag_help(ck->diags, "did you mean \"%.*s\"?", TEXT_ARG(best));
	else if (function_find(name->text))
		diag_help(ck->diags, "%.*s is a function: write %s", TEXT_ARG(name->text), function_find(name->text)->written);
	else
		diag_help(ck->diags, "declare it as a field, a param or a let; a text stands in double quotes: \"%.*s\"",
		          TEXT_ARG(name->text));
}

/* --- collecting ------------------------------------------------------------------------------------------------------ */

static bool declares(enum tree_kind kind, enum symbol_kind *symbol)
{
	static const struct {
		enum tree_kind tree;
		enum symbol_kind symbol;
	} kinds[] = {
		{ TREE_PARAM, SYMBOL_PARAM },       { TREE_SET, SYMBOL_SET },   { TREE_LET, SYMBOL_LET },
		{ TREE_FUNCTION, SYMBOL_FUNCTION }, { TREE_RULE, SYMBOL_RULE }, { TREE_SCORE, SYMBOL_SCORE },
		{ TREE_RANK, SYMBOL_RANK },         { TREE_BAND, SYMBOL_BAND }, { TREE_ALLOCATE, SYMBOL_ALLOCATE },
		{ TREE_TABLE, SYMBOL_LATER },       { TREE_PAY, SYMBOL_LATER }, { TREE_SELECT, SYMBOL_LATER },
		{ TREE_EXTERN, SYMBOL_LATER },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].tree == kind) {
			*symbol = kinds[i].symbol;
			return true;
		}
	return false;
}

static void collect_one(struct check *ck, struct tree *d, enum symbol_kind kind)
{
	bool figure = kind == SYMBOL_PARAM || kind == SYMBOL_SET || kind == SYMBOL_FUNCTION;
	struct symbol *s = names_add(ck, kind, d->text, d, figure ? NULL : names_home(ck, d));
	struct tree *where = tree_find(d, TREE_WHERE), *value = tree_find(d, TREE_VALUE);
	s->where = where ? where->first : NULL;
	s->value = value ? value->first : NULL;
	if (names_dataset(ck, d->text)) {
		check_error(ck, DIAG_DECLARED_TWICE, d->at, "\"%.*s\" is also the name of a dataset", TEXT_ARG(d->text));
		diag_note(ck->diags, names_dataset(ck, d->text)->declaration->at, "the dataset");
	}
	/* The name of a function is looked up without rows, and as_of is written like a value. */
	const struct function_info *known = function_find(d->text);
	if (known && (kind == SYMBOL_FUNCTION || known->form == FORM_BARE)) {
		check_error(ck, DIAG_DECLARED_TWICE, d->at, "%.*s is a function of the language", TEXT_ARG(d->text));
		diag_help(ck->diags, "give yours another name");
	}
}

/* What later constructs make, known by name so that one message about them is enough. */
static void collect_later(struct check *ck, struct tree *d)
{
	const struct tree *giving = tree_find(d, TREE_GIVING);
	for (struct tree *g = giving ? giving->first : NULL; g; g = g->next)
		names_add(ck, SYMBOL_LATER, g->text, g, names_home(ck, d));
	for (struct tree *p = tree_find(d, TREE_PART); p; p = tree_next(p))
		names_add(ck, SYMBOL_LATER, p->text, p, NULL);
}

void names_collect(struct check *ck, struct tree *file)
{
	enum symbol_kind kind;
	for (struct tree *d = file->first; d; d = d->next) {
		if (declares(d->kind, &kind)) collect_one(ck, d, kind);
		collect_later(ck, d);
		struct tree *of = tree_find(d, TREE_FOR);
		if (of && !ck->later && !names_dataset(ck, of->text) && ck->model->dataset_count) {
			check_error(ck, DIAG_UNKNOWN_DATASET, of->at, "no dataset is called \"%.*s\"", TEXT_ARG(of->text));
			diag_help(ck->diags, "the dataset here is \"%.*s\"", TEXT_ARG(ck->model->datasets[0].name));
		}
	}
}

/* --- what a declaration names ------------------------------------------------------------------------------------------ */

struct named {
	struct check *ck;
	const struct tree *function; /* its parameters are not names of the file */
	const struct dataset *home;
	struct symbol **at;
	size_t count, room;
};

static void named_add(struct named *n, struct symbol *s)
{
	if (!s) return;
	for (size_t i = 0; i < n->count && i < 64; i++) /* most lists are short; a name twice in a long one does no harm */
		if (n->at[i] == s) return;
	if (n->count == n->room) {
		size_t room = n->room ? n->room * 2 : 8;
		struct symbol **more = arena_array(n->ck->arena, room, sizeof(struct symbol *));
		if (n->count) memcpy(more, n->at, n->count * sizeof(struct symbol *));
		n->at = more;
		n->room = room;
	}
	n->at[n->count++] = s;
}

static bool is_parameter(const struct named *n, struct text name)
{
	for (const struct tree *p = n->function ? tree_find(n->function, TREE_PARAMETER) : NULL; p; p = tree_next(p))
		if (text_equal(p->text, name)) return true;
	return false;
}

static void named_walk(struct named *n, const struct tree *t);

static void named_children(struct named *n, const struct tree *t)
{
	for (const struct tree *c = t->first; c; c = c->next)
		named_walk(n, c);
}

/* place.x is the x of the dataset place, link.x the x where the link leads. */
static void named_path(struct named *n, const struct tree *path)
{
	const struct dataset *d = names_dataset(n->ck, path->first->text);
	if (!d) named_walk(n, path->first);
	else if (path->first->next) named_add(n, names_find(n->ck, path->first->next->text, d));
}

/* Where a function is called decides which of two things of one name it means: it rests on both. */
static void named_everywhere(struct named *n, struct text name)
{
	for (struct symbol *s = *names_bucket(n->ck, name); s; s = s->next_same)
		if (text_equal(s->name, name)) named_add(n, s);
}

static void named_walk(struct named *n, const struct tree *t)
{
	if (t->kind == TREE_NAME && n->function) {
		if (!is_parameter(n, t->text)) named_everywhere(n, t->text);
	} else if (t->kind == TREE_NAME) {
		named_add(n, names_find(n->ck, t->text, n->home));
	} else if (t->kind == TREE_PATH) {
		named_path(n, t);
	} else {
		if (t->kind == TREE_CALL && !function_find(t->text)) named_add(n, names_find(n->ck, t->text, NULL));
		named_children(n, t);
	}
}

void names_in(struct check *ck, const struct tree *tree, const struct dataset *home, struct symbol ***out,
              size_t *count)
{
	struct named n = { .ck = ck, .home = home, .function = tree->kind == TREE_FUNCTION ? tree : NULL };
	named_children(&n, tree);
	*out = n.at;
	*count = n.count;
}

/* --- order ---------------------------------------------------------------------------------------------------------------- */

enum { NEW, OPEN, DONE };

static void find_rests_on(struct check *ck, struct symbol *s)
{
	if (s->kind == SYMBOL_FIELD) {
		struct tree *use = tree_find(s->declaration, TREE_IF_MISSING);
		if (use) names_in(ck, use, s->home, &s->rests_on, &s->rests_on_count);
	} else if (s->kind != SYMBOL_DATASET && s->kind != SYMBOL_LATER) {
		names_in(ck, s->declaration, s->home, &s->rests_on, &s->rests_on_count);
	}
	for (size_t i = 0; i < s->rests_on_count; i++)
		s->rests_on[i]->mentioned = true;
}

/* A param that --set gives another value rests on what that value names as well. */
static void add_settings(struct check *ck)
{
	for (size_t i = 0; i < ck->options->setting_count; i++) {
		const struct setting *set = &ck->options->settings[i];
		struct symbol *s = names_find(ck, set->name, NULL), **named;
		struct tree whole = { .first = set->value }; /* names_in looks at children */
		size_t count;
		if (!s || s->kind != SYMBOL_PARAM) continue;
		names_in(ck, &whole, NULL, &named, &count);
		struct symbol **all = arena_array(ck->arena, s->rests_on_count + count, sizeof(struct symbol *));
		if (s->rests_on_count) memcpy(all, s->rests_on, s->rests_on_count * sizeof(struct symbol *));
		if (count) memcpy(all + s->rests_on_count, named, count * sizeof(struct symbol *));
		s->rests_on = all;
		s->rests_on_count += count;
	}
}

struct step {
	struct symbol *symbol;
	size_t next;
};

/* The stack from the first meeting with a symbol to the second is the way round. */
static void report_cycle(struct check *ck, const struct step *stack, size_t depth, const struct symbol *again)
{
	size_t start = depth;
	while (start > 0 && stack[start - 1].symbol != again)
		start--;
	start = start ? start - 1 : 0;
	struct text path = TEXT("");
	size_t shown = 0;
	for (size_t i = start; i < depth; i++)
		if (i < start + 8 || i + 1 == depth)
			path = arena_format(ck->arena, "%.*s%.*s -> ", TEXT_ARG(path), TEXT_ARG(stack[i].symbol->name));
		else if (shown++ == 0) path = arena_format(ck->arena, "%.*s... -> ", TEXT_ARG(path));
	diag_error(ck->diags, DIAG_CYCLE, again->declaration->at, "\"%.*s\" rests on itself: %.*s%.*s",
	           TEXT_ARG(again->name), TEXT_ARG(path), TEXT_ARG(again->name));
	for (size_t i = start + 1; i < depth && i < start + 4; i++)
		diag_note(ck->diags, stack[i].symbol->declaration->at, "\"%.*s\" is on the way round",
		          TEXT_ARG(stack[i].symbol->name));
	diag_help(ck->diags, "each declaration must be computable from the others: cut the round at one place");
}

static bool visit(struct check *ck, struct symbol *root, struct step *stack)
{
	size_t depth = 0;
	bool sound = true;
	stack[depth++] = (struct step){ root, 0 };
	root->state = OPEN;
	while (depth > 0) {
		struct step *top = &stack[depth - 1];
		if (top->next == top->symbol->rests_on_count) {
			top->symbol->state = DONE;
			ck->model->order[ck->model->order_count++] = top->symbol;
			depth--;
			continue;
		}
		struct symbol *s = top->symbol->rests_on[top->next++];
		/* A field's imputation may use the present cells of its own column. */
		if (s == top->symbol && s->kind == SYMBOL_FIELD) continue;
		if (s->state == OPEN) {
			report_cycle(ck, stack, depth, s);
			sound = false;
		} else if (s->state == NEW) {
			s->state = OPEN;
			stack[depth++] = (struct step){ s, 0 };
		}
	}
	return sound;
}

bool names_order(struct check *ck)
{
	struct model *m = ck->model;
	m->order = arena_array(ck->arena, m->symbol_count + 1, sizeof(struct symbol *));
	struct step *stack = arena_array(ck->arena, m->symbol_count + 1, sizeof *stack);
	for (size_t i = 0; i < m->symbol_count; i++)
		find_rests_on(ck, m->symbols[i]);
	add_settings(ck);
	bool sound = true;
	for (size_t i = 0; i < m->symbol_count; i++)
		if (m->symbols[i]->state == NEW) sound = visit(ck, m->symbols[i], stack) && sound;
	return sound;
}

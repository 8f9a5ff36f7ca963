/* build_declaration.c - declarations: which clause belongs to what, what may not stand twice, what must be there. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "parser/build.h"

/* ---- a clause that could belong to two things belongs to the nearer one above it ---- */

/* Things in a declaration that take clauses of their own, and which. */
static const struct belongs {
	enum tree_kind declaration, host, clauses[9];
} belongs[] = {
	{ TREE_DATASET,
	  TREE_FIELD,
	  { TREE_TITLE, TREE_CITE, TREE_NOTE, TREE_COLUMN, TREE_UNITS, TREE_IF_MISSING, TREE_MAY_BE_MISSING,
	    TREE_MISSING_MEANS } },
	{ TREE_DATASET,
	  TREE_LINK,
	  { TREE_TITLE, TREE_CITE, TREE_NOTE, TREE_IF_MISSING, TREE_MAY_BE_MISSING, TREE_MISSING_MEANS } },
	{ TREE_DATASET, TREE_KEEP_WHERE, { TREE_TITLE, TREE_CITE, TREE_NOTE } },
	{ TREE_SCORE, TREE_WEIGHT, { TREE_TITLE, TREE_WHERE } },
	{ TREE_TABLE, TREE_TABLE_ROW, { TREE_TITLE, TREE_CITE, TREE_NOTE } },
	{ TREE_TABLE, TREE_TABLE_OTHERWISE, { TREE_TITLE, TREE_CITE, TREE_NOTE } },
	{ TREE_SELECT, TREE_AT_LEAST, { TREE_PER } },
	{ TREE_SELECT, TREE_AT_MOST, { TREE_PER } },
};
#define BELONGS (sizeof belongs / sizeof *belongs)

static const struct belongs *host_in(enum tree_kind declaration, enum tree_kind kind)
{
	for (size_t i = 0; i < BELONGS; i++)
		if (belongs[i].declaration == declaration && belongs[i].host == kind) return &belongs[i];
	return NULL;
}

static bool takes(const struct belongs *host, enum tree_kind clause)
{
	for (size_t i = 0; host && host->clauses[i] != TREE_NONE; i++)
		if (host->clauses[i] == clause) return true;
	return false;
}

/* Clauses that mean nothing without a thing above them. */
static const struct homeless {
	enum tree_kind declaration, clause;
	const char *how;
} homeless[] = {
	{ TREE_DATASET, TREE_COLUMN, "it stands behind its field: field NAME TYPE column \"HEADER\"" },
	{ TREE_DATASET, TREE_UNITS, "it stands behind its field: field NAME money in units of £1_000" },
	{ TREE_DATASET, TREE_IF_MISSING, "it stands behind its field: field NAME TYPE if missing use VALUE" },
	{ TREE_DATASET, TREE_MAY_BE_MISSING, "it stands behind its field: field NAME TYPE may be missing" },
	{ TREE_SELECT, TREE_PER, "it stands behind its limit: at most 3 per region" },
};

static void refuse_homeless(struct parse *ps, enum tree_kind declaration, const struct tree *clause)
{
	for (size_t i = 0; i < sizeof homeless / sizeof *homeless; i++) {
		if (homeless[i].declaration != declaration || homeless[i].clause != clause->kind) continue;
		diag_error(ps->diags, DIAG_CLAUSE_MISPLACED, clause->at, "\"%s\" does not belong to anything here",
		           tree_kind_name(clause->kind));
		diag_help(ps->diags, "%s", homeless[i].how);
	}
}

/* ---- once, and not at all ---- */

static bool may_repeat(enum tree_kind kind)
{
	switch ((int)kind) {
	case TREE_CITE:
	case TREE_NOTE:
	case TREE_FROM_DATE:
	case TREE_FIELD:
	case TREE_LINK:
	case TREE_ROW:
	case TREE_UNLESS:
	case TREE_KEEP_WHERE:
	case TREE_WEIGHT:
	case TREE_BAND_ROW:
	case TREE_TABLE_ROW:
	case TREE_AT_LEAST:
	case TREE_AT_MOST:
	case TREE_GIVEN:
	case TREE_GIVEN_ROWS:
	case TREE_EXPECT: return true;
	default: return false;
	}
}

bool build_is_twice(struct parse *ps, const struct tree *parent, const struct tree *clause)
{
	const struct tree *before = may_repeat(clause->kind) ? NULL : tree_find(parent, clause->kind);
	if (!before) return false;
	const char *format = clause->kind == TREE_TITLE ? "this \"%s\" has a second %s" : "this \"%s\" has \"%s\" twice";
	diag_error(ps->diags, DIAG_CLAUSE_TWICE, clause->at, format, tree_kind_name(parent->kind),
	           tree_kind_name(clause->kind));
	diag_note(ps->diags, before->at, "the first stands here");
	if (parent->kind == TREE_RULE && clause->kind == TREE_WHEN) diag_help(ps->diags, "join the conditions with and");
	return true;
}

/* What a declaration must have: one of two clauses, the second of which is often the first again. */
static const struct required {
	enum tree_kind declaration, clause, or_else;
	const char *how;
} required[] = {
	{ TREE_RULE, TREE_WHEN, TREE_WHEN, "when CONDITION" },
	{ TREE_DATASET, TREE_KEY, TREE_GROUPS, "key COLUMN, or groups DATASET by COLUMN" },
	{ TREE_SCORE, TREE_WEIGHT, TREE_WEIGHT, "weight 50% on EXPRESSION" },
	{ TREE_RANK, TREE_BY, TREE_BY, "by EXPRESSION highest first" },
	{ TREE_BAND, TREE_BAND_ROW, TREE_BAND_ROW, "when CONDITION then \"LABEL\"" },
	{ TREE_TABLE, TREE_ON, TREE_ON, "on EXPRESSION" },
	{ TREE_TABLE, TREE_TABLE_ROW, TREE_TABLE_ROW, "when CELL then VALUE" },
	{ TREE_ALLOCATE, TREE_SHARE, TREE_SHARE, "share AMOUNT" },
	{ TREE_SELECT, TREE_BY, TREE_BY, "by EXPRESSION highest first" },
	{ TREE_TEST, TREE_EXPECT, TREE_EXPECT, "expect CONDITION" },
};

/* Rows are tried in the order written, so that none behind `otherwise` is ever reached. */
static void refuse_unreached(struct parse *ps, const struct tree *declaration)
{
	const struct tree *otherwise = NULL;
	for (const struct tree *c = declaration->first; c; c = c->next) {
		if (c->kind == TREE_OTHERWISE || c->kind == TREE_TABLE_OTHERWISE) otherwise = c;
		if (!otherwise || (c->kind != TREE_BAND_ROW && c->kind != TREE_TABLE_ROW)) continue;
		diag_error(ps->diags, DIAG_CLAUSE_MISPLACED, c->at,
		           "this \"when\" stands behind \"otherwise\" and is never reached");
		diag_note(ps->diags, otherwise->at, "this takes whatever no row above it fits");
		diag_help(ps->diags, "write the otherwise last");
		return;
	}
}

/* `where` instead of `when`: the clause is there, in other words. */
static bool refuse_where_of_rule(struct parse *ps, const struct tree *declaration)
{
	const struct tree *where = declaration->kind == TREE_RULE ? tree_find(declaration, TREE_WHERE) : NULL;
	if (!where) return false;
	struct text condition = build_piece_or(ps, where->first->at, "CONDITION");
	diag_error(ps->diags, DIAG_CLAUSE_MISPLACED, where->at, "a rule has no \"where\"");
	diag_help(ps->diags, "write when %.*s", TEXT_ARG(condition));
	return true;
}

static void ask_required(struct parse *ps, const struct tree *declaration)
{
	if (refuse_where_of_rule(ps, declaration)) return;
	for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
		const struct required *r = &required[i];
		if (r->declaration != declaration->kind || tree_find(declaration, r->clause) ||
		    tree_find(declaration, r->or_else))
			continue;
		const char *what =
			r->clause == TREE_BAND_ROW || r->clause == TREE_TABLE_ROW ? "when" : tree_kind_name(r->clause);
		struct text name = diag_quote(ps->arena, declaration->text.len ? declaration->text : tree_title(declaration));
		diag_error(ps->diags, DIAG_NO_CLAUSE, declaration->at, "%s \"%.*s\" has no \"%s\"",
		           tree_kind_name(declaration->kind), TEXT_ARG(name), what);
		diag_help(ps->diags, "add %s", r->how);
	}
}

/* ---- putting a declaration together ---- */

struct gather {
	struct tree *declaration;
	struct tree *host; /* the nearest thing above that takes clauses of its own */
};

static void place_clause(struct parse *ps, struct gather *g, struct tree *clause)
{
	enum tree_kind kind = g->declaration->kind;
	struct tree *parent = g->host && takes(host_in(kind, g->host->kind), clause->kind) ? g->host : g->declaration;
	if (parent == g->declaration) refuse_homeless(ps, kind, clause);
	if (build_is_twice(ps, parent, clause)) return;
	if (parent == g->host) parent->at = span_join(parent->at, clause->at);
	tree_add(parent, clause);
	if (host_in(kind, clause->kind)) g->host = clause;
}

/* A piece, or a list of pieces; what is no clause is not looked at. */
static void place_all(struct parse *ps, struct gather *g, struct tree *what, bool clauses)
{
	if (!what) return;
	if (what->kind != TREE_LIST) {
		tree_add(g->declaration, what);
		return;
	}
	for (struct tree *c = what->first, *next; c; c = next) {
		next = c->next;
		if (clauses || c->kind == TREE_TITLE || c->kind == TREE_FOR) place_clause(ps, g, c);
		else tree_add(g->declaration, c);
	}
}

/* Things above may have grown after they were added. */
static void measure(struct tree *declaration)
{
	declaration->height = 1;
	for (const struct tree *c = declaration->first; c; c = c->next)
		if (declaration->height <= c->height) declaration->height = c->height + 1;
}

struct tree *build_declaration(struct parse *ps, struct span at, enum tree_kind kind, struct tree *name,
                               struct tree *before, struct tree *main, struct tree *clauses)
{
	struct tree *declaration = tree_leaf(ps->arena, kind, at, name ? name->text : TEXT(""));
	struct gather g = { declaration, NULL };
	place_all(ps, &g, before, false);
	place_all(ps, &g, main, false);
	place_all(ps, &g, clauses, true);
	measure(declaration);
	ask_required(ps, declaration);
	refuse_unreached(ps, declaration);
	return declaration;
}

/* The title of a head is followed by clauses, the first of which may be more of the title. */
struct tree *build_head(struct parse *ps, struct span at, enum tree_kind kind, struct span title_at, struct text title,
                        struct tree *clauses)
{
	return build_titled(ps, at, kind, build_leaf(ps, title_at, TREE_TITLE, title), clauses);
}

struct tree *build_titled(struct parse *ps, struct span at, enum tree_kind kind, struct tree *title,
                          struct tree *clauses)
{
	struct tree *all = build_list(ps, at, title);
	for (struct tree *c = clauses->first, *next; c; c = next) {
		next = c->next;
		build_clause(ps, at, all, c);
	}
	return build_declaration(ps, at, kind, NULL, NULL, NULL, all);
}

struct tree *build_turned_weight(struct parse *ps, struct span at, struct tree *what, struct span weight)
{
	struct text percent = source_text(ps->diags->sources, weight), x = build_piece_or(ps, what->at, "EXPRESSION");
	diag_error(ps->diags, DIAG_SYNTAX, weight, "the percentage of a weight comes first");
	diag_help(ps->diags, "write weight %.*s on %.*s", TEXT_ARG(percent), TEXT_ARG(x));
	return build_two(ps, at, TREE_WEIGHT, build_leaf(ps, weight, TREE_PERCENT, percent), what);
}

struct tree *build_override(struct parse *ps, struct span at, struct tree *name, struct tree *what,
                            struct tree *because, struct tree *clauses)
{
	struct tree *all = build_list(ps, at, because);
	for (struct tree *c = clauses->first, *next; c; c = next) {
		next = c->next;
		build_clause(ps, at, all, c);
	}
	return build_declaration(ps, at, TREE_OVERRIDE, name, what, NULL, all);
}

struct tree *build_extern(struct parse *ps, struct span at, struct tree *name, struct tree *parameters,
                          struct tree *result, struct tree *from, struct tree *clauses)
{
	struct tree *what = tree_new(ps->arena, TREE_LIST, at);
	tree_add(tree_add(tree_add(what, parameters), result), from);
	return build_declaration(ps, at, TREE_EXTERN, name, what, NULL, clauses);
}

static int number_of_two(struct text t)
{
	if (t.len < 1 || t.len > 2) return -1;
	int n = 0;
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] < '0' || t.at[i] > '9') return -1;
		n = n * 10 + (t.at[i] - '0');
	}
	return n;
}

struct tree *build_years_begin(struct parse *ps, struct span at, struct text month, struct text day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int m = number_of_two(month), d = number_of_two(day);
	if (m < 1 || m > 12 || d < 1 || d > days[m - 1]) {
		diag_error(ps->diags, DIAG_DATE_SPELLING, at, "no year begins on this day");
		diag_help(ps->diags, "write month and day, as in years begin 04-01");
		m = d = 1;
	}
	return tree_leaf(ps->arena, TREE_YEARS_BEGIN, at, arena_format(ps->arena, "%02d-%02d", m, d));
}

struct tree *build_link(struct parse *ps, struct span at, struct tree *name, struct tree *to, struct tree *by)
{
	struct tree *link = tree_leaf(ps->arena, TREE_LINK, at, name->text);
	return tree_add(tree_add(link, to), by ? by : tree_new(ps->arena, TREE_LIST, (struct span){ 0, 0 }));
}

struct tree *build_given_rows(struct parse *ps, struct span at, struct tree *name, struct tree *columns,
                              struct tree *rows)
{
	struct tree *all = build_list(ps, at, columns);
	for (struct tree *row = rows->first, *next; row; row = next) {
		next = row->next;
		tree_add(all, row);
	}
	return build_named(ps, at, TREE_GIVEN_ROWS, name, all);
}

struct tree *build_out_clause(struct parse *ps, struct span at, struct tree *out, struct tree *clause)
{
	/* as "Header" and as percent are two things */
	for (const struct tree *c = out->first; c; c = c->next) {
		if (c->kind != clause->kind || c->flag != clause->flag) continue;
		diag_error(ps->diags, DIAG_CLAUSE_TWICE, clause->at, "this output has \"%s\" twice",
		           tree_kind_name(clause->kind));
		return out;
	}
	out->at = at;
	return tree_add(out, clause);
}

struct tree *build_as(struct parse *ps, struct tree *name)
{
	if (!text_is(name->text, "percent")) {
		struct text word = diag_quote(ps->arena, name->text);
		diag_error(ps->diags, DIAG_OUTPUT_AS, name->at, "nothing can be shown as \"%.*s\"", TEXT_ARG(word));
		diag_help(ps->diags, "write as percent, or as \"%.*s\" if that is the header", TEXT_ARG(word));
	}
	return build_leaf(ps, name->at, TREE_AS, name->text);
}

void build_finish(struct parse *ps, struct tree *declaration)
{
	tree_add(ps->file, declaration);
	ps->file->at = span_join(ps->file->at, declaration->at);
	ps->too_high = false;
}

/* build_text.c - a text right behind a text goes on with it: in titles, citations, notes and reasons. */
#include "lang/arena.h"
#include "parser/build.h"

/* The room of a joined text doubles, so that a thousand neighbours are joined in linear time. `slot`, which means
 * nothing else in such a node, remembers the room. */
static void join(struct parse *ps, struct tree *leaf, struct text more)
{
	size_t length = leaf->text.len + more.len;
	if (leaf->slot < length) {
		leaf->slot = length < 64 ? 128 : length * 2;
		char *room = arena_alloc(ps->arena, leaf->slot);
		if (leaf->text.len) memcpy(room, leaf->text.at, leaf->text.len);
		leaf->text.at = room;
	}
	if (more.len) memcpy((char *)leaf->text.at + leaf->text.len, more.at, more.len);
	leaf->text.len = length;
}

struct tree *build_joined(struct parse *ps, struct span at, struct tree *title, struct text more)
{
	title->at = at;
	join(ps, title, more);
	return title;
}

struct tree *build_retitled(struct parse *ps, struct span at, enum tree_kind kind, struct tree *title)
{
	(void)ps;
	title->kind = kind;
	title->at = at;
	return title;
}

/* The text that a clause ends with, if neighbours join it. */
static struct tree *open_text(struct tree *clause)
{
	if (clause && clause->kind == TREE_UNLESS) clause = clause->last;
	if (!clause) return NULL;
	bool joins = clause->kind == TREE_TITLE || clause->kind == TREE_CITE || clause->kind == TREE_NOTE ||
	             clause->kind == TREE_BECAUSE;
	return joins ? clause : NULL;
}

struct tree *build_clause(struct parse *ps, struct span at, struct tree *clauses, struct tree *clause)
{
	struct tree *before = open_text(clauses->last);
	clauses->at = at;
	if (clause->kind != TREE_TITLE || !before) return tree_add(clauses, clause);
	join(ps, before, clause->text);
	before->at = span_join(before->at, clause->at);
	clauses->last->at = span_join(clauses->last->at, clause->at);
	return clauses;
}

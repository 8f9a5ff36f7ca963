/* near_tell.c - the places nearest to each cut-off, as tables of a story and as JSON. */
#include "audit/near.h"
#include "audit/tell.h"
#include "runtime/out.h"

/* --- as a story --- */

enum { MOST_COLUMNS = 6 };

static struct text cut_words(struct run *run, const struct near_cut *cut)
{
	struct text left = run_source(run, cut->left), right = run_source(run, cut->right);
	return arena_format(run->arena, "%.*s %s %.*s", TEXT_ARG(left), tree_op_name[cut->op], TEXT_ARG(right));
}

/* Groups have rankings of their own: who is next across the cut may stand in another one. */
static bool has_gap(const struct near_cut *cut)
{
	return cut->rank && !tree_find(cut->rank->declaration, TREE_PER);
}

static size_t put_row(struct run *run, const struct near_cut *cut, const struct near_place *p, bool holds,
                      struct text *cell)
{
	size_t n = 0;
	cell[n++] = why_called(run->arena, run_key(run, p->row), why_name(run, p->row));
	cell[n++] = p->left.words;
	cell[n++] = p->margin.words;
	if (cut->rank) cell[n++] = p->key.words;
	if (has_gap(cut)) cell[n++] = p->gap.words;
	cell[n++] = holds ? TEXT("yes") : TEXT("no");
	return n;
}

/* From the farthest place on which it holds to the farthest on which it does not: the cut lies where the answer changes. */
static void tell_places(struct tell *tell, struct run *run, const struct near_cut *cut)
{
	struct text head[MOST_COLUMNS],
		*cell = arena_array(run->arena, (cut->holds.count + cut->fails.count) * MOST_COLUMNS, sizeof *cell);
	static const bool right[] = { false, true, true, false }, ranked[] = { false, true, true, true, false },
					  gapped[] = { false, true, true, true, true, false };
	size_t columns = 0, at = 0;
	head[columns++] = TEXT("Place");
	head[columns++] = run_source(run, cut->left);
	head[columns++] = TEXT("Margin");
	if (cut->rank) head[columns++] = run_source(run, near_key(cut));
	if (has_gap(cut)) head[columns++] = TEXT("Gap");
	head[columns++] = TEXT("Holds");
	for (size_t i = cut->holds.count; i > 0; i--)
		at += put_row(run, cut, &cut->holds.place[i - 1], true, cell + at);
	for (size_t i = 0; i < cut->fails.count; i++)
		at += put_row(run, cut, &cut->fails.place[i], false, cell + at);
	struct tell_table table = { columns, head,
		                        has_gap(cut) ? gapped
		                        : cut->rank  ? ranked
		                                     : right,
		                        cut->holds.count + cut->fails.count, cell };
	if (table.rows) tell_table(tell, &table);
}

static void tell_cut(struct tell *tell, struct run *run, const struct near_cut *cut)
{
	struct text words = cut_words(run, cut), name = symbol_title(cut->of);
	tell_title(tell, 2, "%.*s", TEXT_ARG(words));
	tell_say(tell, "%.*s, line %zu. It holds for %zu and does not hold for %zu.", TEXT_ARG(name), cut->line,
	         cut->holds.all, cut->fails.all);
	tell_places(tell, run, cut);
}

void near_tell(struct tell *tell, const struct near *near)
{
	tell_title(tell, 1, "Nearest to each cut-off");
	if (near->count == 0) tell_say(tell, "No rule or band compares numbers or dates.");
	for (size_t i = 0; i < near->count; i++)
		tell_cut(tell, near->run, &near->cuts[i]);
}

/* --- as JSON --- */

/* "margin": "-1/500", "margin_in_words": "-0.2%" */
static void put_told(struct out *out, const char *name, struct told t)
{
	out_json_named(out, name, t.exact);
	out_json_named(out, arena_format(out->arena, "%s_in_words", name).at, t.words);
}

static void put_place(struct out *out, struct run *run, const struct near_cut *cut, const struct near_place *p)
{
	struct text name = why_name(run, p->row);
	out_json_open_element(out);
	out_json_named(out, "place", run_key(run, p->row));
	if (name.len) out_json_named(out, "name", name);
	put_told(out, "left", p->left);
	put_told(out, "right", p->right);
	put_told(out, "margin", p->margin);
	if (cut->rank) put_told(out, "ranked_by", p->key);
	if (p->gap.words.len) put_told(out, "gap", p->gap);
	out_json_close(out, '}');
}

static void put_side(struct out *out, struct run *run, const struct near_cut *cut, const struct near_side *side,
                     const char *name)
{
	out_json_open_named(out, name, '{');
	out_json_count(out, "all", side->all);
	out_json_open_named(out, "nearest", '[');
	for (size_t i = 0; i < side->count; i++) {
		out_json_line(out, "\n  ");
		put_place(out, run, cut, &side->place[i]);
	}
	out_json_close(out, ']');
	out_json_close(out, '}');
}

void near_json(struct out *out, const struct near *near)
{
	out_json_open(out, '{');
	out_json_open_named(out, "cutoffs", '[');
	for (size_t i = 0; i < near->count; i++) {
		const struct near_cut *cut = &near->cuts[i];
		out_json_line(out, "\n");
		out_json_open_element(out);
		out_json_named(out, "declaration", cut->of->name);
		out_json_named(out, "comparison", cut_words(near->run, cut));
		out_json_count(out, "line", cut->line);
		put_side(out, near->run, cut, &cut->holds, "holds");
		put_side(out, near->run, cut, &cut->fails, "fails");
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
	out_json_close(out, '}');
}

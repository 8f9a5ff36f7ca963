/* near_tell.c - the places nearest to each cut-off, as tables of a story and as JSON. */
#include "audit/near.h"
#include "audit/tell.h"
#include "runtime/out.h"

/* --- as a story --- */

enum { MOST_COLUMNS = 6 };

static struct text place_words(struct run *run, size_t row)
{
	struct text key = run_key(run, row), name = why_name(run, row);
	return name.len ? arena_format(run->arena, "%.*s (%.*s)", TEXT_ARG(name), TEXT_ARG(key)) : key;
}

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
	cell[n++] = place_words(run, p->row);
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

static void put_text(struct out *out, const char *key, struct text value)
{
	out_json_text(out, text_of(key));
	out_char(out, ':');
	out_json_text(out, value);
}

/* ,"margin":"-1/500","margin_in_words":"-0.2%" */
static void put_told(struct out *out, struct run *run, const char *key, struct told t)
{
	out_char(out, ',');
	put_text(out, key, t.exact);
	out_char(out, ',');
	put_text(out, arena_format(run->arena, "%s_in_words", key).at, t.words);
}

static void put_place(struct out *out, struct run *run, const struct near_cut *cut, const struct near_place *p)
{
	struct text name = why_name(run, p->row);
	out_char(out, '{');
	put_text(out, "place", run_key(run, p->row));
	if (name.len) out_char(out, ',');
	if (name.len) put_text(out, "name", name);
	put_told(out, run, "left", p->left);
	put_told(out, run, "right", p->right);
	put_told(out, run, "margin", p->margin);
	if (cut->rank) put_told(out, run, "ranked_by", p->key);
	if (p->gap.words.len) put_told(out, run, "gap", p->gap);
	out_char(out, '}');
}

static void put_side(struct out *out, struct run *run, const struct near_cut *cut, const struct near_side *side,
                     const char *key)
{
	out_string(out, ",\"");
	out_string(out, key);
	out_string(out, "\":{\"all\":");
	out_count(out, side->all);
	out_string(out, ",\"nearest\":[");
	for (size_t i = 0; i < side->count; i++) {
		if (i) out_string(out, ",\n");
		put_place(out, run, cut, &side->place[i]);
	}
	out_string(out, "]}");
}

void near_json(struct out *out, const struct near *near)
{
	out_string(out, "{\"cutoffs\":[");
	for (size_t i = 0; i < near->count; i++) {
		const struct near_cut *cut = &near->cuts[i];
		out_string(out, i ? ",\n{" : "{");
		put_text(out, "declaration", cut->of->name);
		out_char(out, ',');
		put_text(out, "comparison", cut_words(near->run, cut));
		out_string(out, ",\"line\":");
		out_count(out, cut->line);
		put_side(out, near->run, cut, &cut->holds, "holds");
		put_side(out, near->run, cut, &cut->fails, "fails");
		out_char(out, '}');
	}
	out_string(out, "]}");
}

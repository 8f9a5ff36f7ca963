/* why_tell_rank.c - a ranking in sentences: the position, both neighbours, ties, and the distance to every cut. */
#include "audit/why_words.h"
#include "lang/arena.h"

static const char *const tie_words[TIES_COUNT] = {
	[TIES_MIN] = "tied places share the smallest of their ranks",
	[TIES_MAX] = "tied places share the largest of their ranks",
	[TIES_AVERAGE] = "tied places share the average of their ranks",
	[TIES_DENSE] = "tied places share a rank, and the next rank follows without a gap",
	[TIES_KEY] = "of tied places the earlier key comes first",
};

/* ", whose need is 0.0852 higher"; empty where no number tells the two apart. */
static struct text gap_words(const struct story *s, const struct why_other *o)
{
	if (!o->gap.words.len) return TEXT("");
	const char *side = o->gap.exact.at[0] == '-' ? "lower" : "higher";
	return arena_format(s->arena, ", whose %.*s is %.*s %s", TEXT_ARG(o->by), TEXT_ARG(o->gap.words), side);
}

static void tell_neighbour(const struct story *s, const struct why_other *o, const char *where, const char *nobody)
{
	if (!o->there) {
		tell_item(s->tell, 0, TELL_PLAIN, "%s: nobody; %s.", where, nobody);
		return;
	}
	struct text place = why_called(s->arena, o->key, o->name), gap = gap_words(s, o);
	tell_item(s->tell, 0, TELL_PLAIN, "%s: %.*s, rank %.*s%.*s.", where, TEXT_ARG(place), TEXT_ARG(o->rank.words),
	          TEXT_ARG(gap));
}

static void tell_cut(const struct story *s, const struct why_cut *c)
{
	const struct why_other *across = c->inside ? &c->first : &c->last;
	const struct why_step *of = words_step(s->why, c->of);
	struct text title = of ? words_title(of) : c->of->name, gap = gap_words(s, across);
	if (!across->there) {
		tell_item(s->tell, 0, TELL_PLAIN, "The cut %.*s (%.*s) has no place on its other side.", TEXT_ARG(c->text),
		          TEXT_ARG(title));
		return;
	}
	tell_item(s->tell, 0, TELL_PLAIN,
	          "It is %s the cut %.*s (%.*s), which lies at %.*s; the %s place %s is %.*s, rank %.*s%.*s.",
	          c->inside ? "inside" : "outside", TEXT_ARG(c->text), TEXT_ARG(title), TEXT_ARG(c->at.words),
	          c->inside ? "first" : "last", c->inside ? "outside" : "inside",
	          TEXT_ARG(why_called(s->arena, across->key, across->name)), TEXT_ARG(across->rank.words), TEXT_ARG(gap));
}

void tell_rank(const struct story *s, const struct why_step *step)
{
	const struct why_rank *r = step->rank;
	struct text by = TEXT("");
	for (size_t i = 0; i < r->key_count; i++)
		by = arena_format(s->arena, "%.*s%s%.*s (%.*s)", TEXT_ARG(by), i ? ", then by " : "", TEXT_ARG(r->by[i]),
		                  TEXT_ARG(r->key[i].words));
	tell_say(s->tell, "It is %.*s of %.*s%s%.*s%.*s, by %.*s.", TEXT_ARG(words_rank(s, step)),
	         TEXT_ARG(words_count(s, r->places, "place", "places")), r->group.len ? " in " : "", TEXT_ARG(r->group),
	         TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)), TEXT_ARG(by));
	tell_neighbour(s, &r->above, "Above it", "it is the first");
	tell_neighbour(s, &r->below, "Below it", "it is the last");
	if (r->tied)
		tell_item(s->tell, 0, TELL_PLAIN, "It ties with %.*s: %s.",
		          TEXT_ARG(words_count(s, r->tied, "other place", "other places")), tie_words[r->ties]);
	else tell_item(s->tell, 0, TELL_PLAIN, "It ties with nobody; %s.", tie_words[r->ties]);
	for (const struct why_cut *c = r->cuts; c; c = c->next)
		tell_cut(s, c);
}

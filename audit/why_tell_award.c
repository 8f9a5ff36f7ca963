/* why_tell_award.c - an award in sentences: the pot, the weight, lambda, what a bound gave or took and who bears it, and how
 * the last unit was settled. */
#include "audit/why_words.h"
#include "lang/arena.h"

static const struct why_clause *clause(const struct why_step *step, enum tree_kind kind)
{
	for (const struct why_clause *c = step->clauses; c; c = c->next)
		if (c->kind == kind && (c->applies || (kind != TREE_AT_LEAST && kind != TREE_AT_MOST))) return c;
	return NULL;
}

static bool is_zero(struct told t)
{
	return text_is(t.exact, "0");
}

static void tell_pot(const struct story *s, const struct why_step *step)
{
	const struct why_award *a = step->award;
	const struct why_clause *weight = clause(step, TREE_IN_PROPORTION);
	struct text how =
		weight ? arena_format(s->arena, "in proportion to %.*s", TEXT_ARG(weight->node->text)) : TEXT("in equal parts");
	struct text rest = TEXT("");
	if (!is_zero(a->unspent))
		rest = arena_format(s->arena, " %.*s is given out, and %.*s stays unspent.", TEXT_ARG(a->awarded.words),
		                    TEXT_ARG(a->unspent.words));
	tell_say(s->tell, "%.*s is shared among %.*s%s%.*s %.*s, in units of %.*s%.*s.%.*s", TEXT_ARG(a->amount.words),
	         TEXT_ARG(words_count(s, a->places, "place", "places")), a->group.len ? " in " : "", TEXT_ARG(a->group),
	         TEXT_ARG(how), TEXT_ARG(a->unit.words),
	         TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)), TEXT_ARG(rest));
}

/* By largest remainder lambda makes the share; a divisor method finds its units otherwise. */
static void tell_lambda(const struct story *s, const struct why_step *step)
{
	const struct why_award *a = step->award;
	bool less = a->lambda.exact.len && a->lambda.exact.at[0] == '-';
	struct text lambda = a->lambda.words;
	if (less) lambda = (struct text){ lambda.at + 1, lambda.len - 1 };
	tell_item(s->tell, 0, TELL_PLAIN,
	          "One unit of weight %s %.*s (\xCE\xBB), the same for every place, so that all %s add up%s; "
	          "%s\xCE\xBB times its weight is %.*s.",
	          less ? "costs" : "is worth", TEXT_ARG(lambda), a->capped_unspent ? "shares" : "awards",
	          a->capped_unspent ? " before any is cut to its ceiling" : "",
	          clause(step, TREE_STARTING_FROM) ? "base + " : "", TEXT_ARG(a->free.words));
}

static void tell_weight(const struct story *s, const struct why_step *step)
{
	const struct why_award *a = step->award;
	const struct why_clause *weight = clause(step, TREE_IN_PROPORTION), *base = clause(step, TREE_STARTING_FROM);
	if (base)
		tell_item(s->tell, 0, TELL_PLAIN, "It starts from %.*s, %.*s.", TEXT_ARG(base->node->text),
		          TEXT_ARG(a->base.words));
	tell_item(s->tell, 0, TELL_PLAIN, "Its weight is %.*s, which is %.*s of all weight, %.*s.",
	          TEXT_ARG(a->weight.words), TEXT_ARG(a->part.words.len ? a->part.words : TEXT("0%")),
	          TEXT_ARG(a->all_weights.words));
	if (weight) tell_grounds(s, TEXT(""), weight->node, 1);
	if (a->has_lambda && a->method == APPORTION_LARGEST_REMAINDER) tell_lambda(s, step);
}

static void tell_scaled(const struct story *s, const struct why_award *a)
{
	tell_item(
		s->tell, 0, TELL_PLAIN,
		"The floors add up to more than there is, so all of them were scaled to %.*s; its share is what is left of its "
		"own, %.*s.",
		TEXT_ARG(a->scale.words), TEXT_ARG(a->share.words));
}

/* Who pays for a floor, or shares what a ceiling cut off: the places that meet no bound. */
static void tell_bound(const struct story *s, const struct why_step *step)
{
	const struct why_award *a = step->award;
	bool floor = a->bound == APPORTION_FLOOR;
	const struct why_clause *c = clause(step, floor ? TREE_AT_LEAST : TREE_AT_MOST);
	struct text share = floor ? a->floor.words : a->ceiling.words;
	struct text text = TEXT("An award is never less than nothing, which");
	if (c)
		text = arena_format(s->arena, "The %s, at %s %.*s%.*s,", floor ? "floor" : "ceiling", floor ? "least" : "most",
		                    TEXT_ARG(c->node->text), TEXT_ARG(words_where(s, TEXT(""), c->line, c->cite)));
	struct text others = words_count(s, a->free_places, "place", "places");
	const char *meets = a->free_places == 1 ? "meets" : "meet";
	if (!a->has_lambda)
		tell_item(s->tell, 0, TELL_PLAIN, "Its share is its %s, %.*s.", floor ? "floor" : "ceiling", TEXT_ARG(share));
	else if (floor)
		tell_item(s->tell, 0, TELL_YES,
		          "%.*s raises this to %.*s: %.*s more, paid by the %.*s that %s "
		          "no bound.",
		          TEXT_ARG(text), TEXT_ARG(share), TEXT_ARG(a->moved.words), TEXT_ARG(others), meets);
	else if (a->capped_unspent)
		tell_item(s->tell, 0, TELL_NO, "%.*s cuts this to %.*s: %.*s less, which stays unspent.", TEXT_ARG(text),
		          TEXT_ARG(share), TEXT_ARG(a->moved.words));
	else
		tell_item(s->tell, 0, TELL_NO,
		          "%.*s cuts this to %.*s: %.*s less, shared by the %.*s that %s "
		          "no bound.",
		          TEXT_ARG(text), TEXT_ARG(share), TEXT_ARG(a->moved.words), TEXT_ARG(others), meets);
}

static void tell_free(const struct story *s, const struct why_step *step)
{
	const struct why_award *a = step->award;
	const struct why_clause *floor = clause(step, TREE_AT_LEAST), *ceiling = clause(step, TREE_AT_MOST);
	if (floor && ceiling)
		tell_item(s->tell, 0, TELL_PLAIN,
		          "No bound changes that: it lies between the floor, %.*s, and the ceiling, %.*s.",
		          TEXT_ARG(a->floor.words), TEXT_ARG(a->ceiling.words));
	else if (floor || ceiling)
		tell_item(s->tell, 0, TELL_PLAIN, "The %s, %.*s, does not change that.", floor ? "floor" : "ceiling",
		          TEXT_ARG(floor ? a->floor.words : a->ceiling.words));
}

static void tell_queue(const struct story *s, const struct why_award *a)
{
	if (a->queue == 0) {
		tell_item(s->tell, 0, TELL_PLAIN, "Its share is %.*s, a whole number of units, so nothing is rounded.",
		          TEXT_ARG(a->share.words));
		return;
	}
	bool gets = a->queue <= a->spare;
	struct text ordinal = words_ordinal(s, a->queue),
				places = arena_format(s->arena, "%.*s largest", TEXT_ARG(ordinal));
	if (a->queue == 1) places = TEXT("largest");
	tell_item(s->tell, 0, TELL_PLAIN,
	          "Its exact share is %.*s. After whole units a remainder of %.*s of a unit is left: the %.*s of %.*s. "
	          "%.*s left over and %s, so this place gets %s.",
	          TEXT_ARG(a->share.words), TEXT_ARG(a->remainder.words), TEXT_ARG(places),
	          TEXT_ARG(words_count(s, a->queued, "remainder", "remainders")),
	          TEXT_ARG(words_count(s, a->spare, "unit was", "units were")),
	          a->spare == 1 ? "went to the largest" : "went one each to the largest", gets ? "one" : "none");
}

/* Which divisors give these units; one alone, where places tie. */
static struct text divisors(const struct story *s, const struct why_award *a)
{
	struct text low = a->divisor_low.words, high = a->divisor_high.words;
	if (!a->has_divisor_high) return arena_format(s->arena, "is any above %.*s", TEXT_ARG(low));
	if (text_equal(a->divisor_low.exact, a->divisor_high.exact))
		return arena_format(s->arena, "is %.*s, where places tie and earlier keys come first", TEXT_ARG(low));
	return arena_format(s->arena, "lies between %.*s and %.*s", TEXT_ARG(low), TEXT_ARG(high));
}

static void tell_divisor(const struct story *s, const struct why_award *a)
{
	bool webster = a->method == APPORTION_WEBSTER;
	tell_item(
		s->tell, 0, TELL_PLAIN,
		"Whole units come from %s's method: weights divided by one divisor, which %.*s, and %s within the bounds.",
		webster ? "Webster" : "d'Hondt", TEXT_ARG(divisors(s, a)),
		webster ? "rounded to the nearest unit" : "rounded down to whole units");
}

void tell_award(const struct story *s, const struct why_step *step)
{
	const struct why_award *a = step->award;
	if (!a) return;
	if (!a->takes_part) {
		tell_say(s->tell, "It takes no part in sharing %.*s%.*s: outside its condition an award is nothing.",
		         TEXT_ARG(a->amount.words), TEXT_ARG(words_where(s, step->symbol->name, step->line, step->cite)));
		return;
	}
	tell_pot(s, step);
	tell_weight(s, step);
	if (a->scaled) tell_scaled(s, a);
	else if (a->bound != APPORTION_FREE) tell_bound(s, step);
	else tell_free(s, step);
	if (a->method == APPORTION_LARGEST_REMAINDER) tell_queue(s, a);
	else tell_divisor(s, a);
	tell_item(s->tell, 0, TELL_PLAIN, "The award is %.*s.", TEXT_ARG(a->award.words));
}

/* change_tell.c - what would change it, in sentences. */
#include "audit/change_inside.h"
#include "audit/tell.h"
#include "audit/why.h"

/* --- words --- */

static struct text called(const struct change *c, size_t row)
{
	return why_called(c->run->arena, run_key(c->run, row), why_name(c->run, row));
}

static struct text words(const struct change *c, const struct change_input *in, struct value v)
{
	return print_words(c->run, in->field->type, v);
}

static struct text field_words(struct run *run, const struct field *field)
{
	struct text title = tree_title(field->declaration), name = diag_quote(run->arena, field->name);
	if (!title.len) return name;
	return arena_format(run->arena, "%.*s (%.*s)", TEXT_ARG(name), TEXT_ARG(diag_quote(run->arena, title)));
}

/* “The place may be funded”, or "eligible" where it has no title. */
static struct text name_of(const struct change *c, const struct symbol *s)
{
	struct text title = tree_title(s->declaration);
	if (title.len) return arena_format(c->run->arena, "“%.*s”", TEXT_ARG(diag_quote(c->run->arena, title)));
	return arena_format(c->run->arena, "\"%.*s\"", TEXT_ARG(diag_quote(c->run->arena, s->name)));
}

/* "“The place may be funded” would no longer hold". */
static struct text becomes(const struct change *c, const struct change_flip *f)
{
	const struct change_decision *d = f->decision;
	struct arena *arena = c->run->arena;
	struct text name = name_of(c, d->symbol);
	bool flag = type_family(decision_type(d)) == FAMILY_FLAG && value_present(f->becomes);
	const char *holds = value_true(f->becomes) ? "would hold" : "would no longer hold";
	if (flag && d->condition)
		return arena_format(arena, "it would %s in %.*s", value_true(f->becomes) ? "take part" : "no longer take part",
		                    TEXT_ARG(name));
	if (flag && (value_true(f->becomes) || value_true(d->now)))
		return arena_format(arena, "%.*s %s", TEXT_ARG(name), holds);
	if (!value_present(f->becomes))
		return arena_format(arena, "%.*s would have no value (%.*s) instead of %.*s", TEXT_ARG(name),
		                    TEXT_ARG(f->words), TEXT_ARG(d->words));
	if (!value_present(d->now))
		return arena_format(arena, "%.*s would be %.*s; now it has no value (%.*s)", TEXT_ARG(name), TEXT_ARG(f->words),
		                    TEXT_ARG(d->words));
	return arena_format(arena, "%.*s would be %.*s instead of %.*s", TEXT_ARG(name), TEXT_ARG(f->words),
	                    TEXT_ARG(d->words));
}

/* --- flips --- */

static bool same_value(const struct change_flip *a, const struct change_flip *b)
{
	return value_order(a->value.text ? FAMILY_TEXT : FAMILY_NUMBER, a->value, b->value) == 0;
}

/* All decisions that flip at the value of this one, found in the same way: "..., and ...". */
static struct text all_become(const struct change *c, const struct change_input *in, const struct change_flip *first)
{
	struct text all = TEXT("");
	for (size_t i = (size_t)(first - in->flips); i < in->flip_count; i++) {
		if (!same_value(first, &in->flips[i]) || first->method != in->flips[i].method) continue;
		struct text one = becomes(c, &in->flips[i]);
		all = all.len ? arena_format(c->run->arena, "%.*s, and %.*s", TEXT_ARG(all), TEXT_ARG(one)) : one;
	}
	return all;
}

static const char *others(size_t count)
{
	return count == 1 ? "other place" : "other places";
}

/* Those of the others that are named, decided (or paid) otherwise: "A from x to y; B from z to x". */
static struct text named(const struct change *c, const struct change_effect *e, bool decided)
{
	struct arena *arena = c->run->arena;
	struct text all = TEXT("");
	for (size_t i = 0; i < e->other_count; i++) {
		const struct change_other *o = &e->other[i];
		if ((o->decision != NULL) != decided) continue;
		struct text place = called(c, o->row);
		struct text name = name_of(c, decided ? o->decision->symbol : o->award);
		struct text one =
			decided ? arena_format(arena, "%.*s, %.*s from %.*s to %.*s", TEXT_ARG(place), TEXT_ARG(name),
		                           TEXT_ARG(o->from), TEXT_ARG(o->to))
					: arena_format(arena, "%.*s, %.*s by %.*s", TEXT_ARG(place), TEXT_ARG(name), TEXT_ARG(o->by));
		all = all.len ? arena_format(arena, "%.*s; %.*s", TEXT_ARG(all), TEXT_ARG(one)) : one;
	}
	return all;
}

static void tell_others(struct tell *tell, const struct change *c, const struct change_effect *e)
{
	if (e->decided)
		tell_item(tell, 2, TELL_PLAIN, "%zu %s would be decided otherwise: %.*s%s.", e->decided, others(e->decided),
		          TEXT_ARG(named(c, e, true)), e->decided > CHANGE_SHOWN ? "; and others" : "");
	if (e->paid)
		tell_item(tell, 2, TELL_PLAIN, "%zu %s would be given another amount, the most: %.*s.", e->paid,
		          others(e->paid), TEXT_ARG(named(c, e, false)));
}

static void tell_effect(struct tell *tell, const struct change *c, const struct change_effect *e)
{
	const struct model *m = c->run->model;
	if (e->stops) {
		tell_item(tell, 2, TELL_PLAIN, "But with that value the run stops with an error.");
		return;
	}
	for (size_t i = 0; i < m->symbol_count; i++) {
		if (!e->award[i].len) continue;
		struct text name = name_of(c, m->symbols[i]);
		tell_item(tell, 2, TELL_PLAIN, "Its own %.*s would be %.*s.", TEXT_ARG(name), TEXT_ARG(e->award[i]));
	}
	tell_others(tell, c, e);
}

static bool told_before(const struct change_input *in, const struct change_flip *f, bool in_the_same_way)
{
	for (const struct change_flip *other = in->flips; other != f; other++)
		if (same_value(other, f) && (!in_the_same_way || other->method == f->method)) return true;
	return false;
}

static void tell_flip(struct tell *tell, const struct change *c, const struct change_input *in,
                      const struct change_flip *f)
{
	struct text value = words(c, in, f->value), all = all_become(c, in, f);
	if (in->missing && in->field->missing == MISSING_ALLOWED && in->has_steps)
		tell_item(tell, 1, TELL_PLAIN, "With a value there, such as %.*s, %.*s.", TEXT_ARG(value), TEXT_ARG(all));
	else if (f->method == CHANGE_TRIED)
		tell_item(tell, 1, TELL_PLAIN, "With %.*s, %.*s.", TEXT_ARG(value), TEXT_ARG(all));
	else if (f->method == CHANGE_EXACTLY)
		tell_item(tell, 1, TELL_PLAIN, "At %.*s, and at no value nearer on that side, %.*s.", TEXT_ARG(value),
		          TEXT_ARG(all));
	else
		tell_item(tell, 1, TELL_PLAIN, "At %.*s, the nearest found on that side by trying, %.*s.", TEXT_ARG(value),
		          TEXT_ARG(all));
	if (f->method == CHANGE_PROBED && f->has_before)
		tell_item(tell, 2, TELL_PLAIN, "One step before, at %.*s, it is as now.", TEXT_ARG(words(c, in, f->before)));
	if (!told_before(in, f, false)) tell_effect(tell, c, &f->effect);
}

static void tell_now(struct tell *tell, const struct change *c, const struct change_input *in)
{
	struct text name = field_words(c->run, in->field);
	if (!in->missing) tell_item(tell, 0, TELL_PLAIN, "%.*s is %.*s.", TEXT_ARG(name), TEXT_ARG(words(c, in, in->now)));
	else if (in->field->missing == MISSING_IMPUTED)
		tell_item(tell, 0, TELL_PLAIN, "%.*s is missing, and %.*s stands in for it.", TEXT_ARG(name),
		          TEXT_ARG(words(c, in, in->now)));
	else tell_item(tell, 0, TELL_PLAIN, "%.*s is missing.", TEXT_ARG(name));
}

static void tell_flips(struct tell *tell, const struct change *c)
{
	for (size_t i = 0; i < c->input_count; i++) {
		const struct change_input *in = &c->inputs[i];
		if (in->flip_count == 0) continue;
		tell_now(tell, c, in);
		for (size_t k = 0; k < in->flip_count; k++)
			if (!told_before(in, &in->flips[k], true)) tell_flip(tell, c, in, &in->flips[k]);
	}
}

/* --- slopes --- */

static const char *end_words(enum change_end end)
{
	switch (end) {
	case CHANGE_END_DOMAIN: return "nothing was tried";
	case CHANGE_END_OUT: return "it no longer takes part";
	case CHANGE_END_FLOOR: return "its floor binds";
	case CHANGE_END_CEILING: return "its ceiling binds";
	case CHANGE_END_FREE: return "its bound no longer binds";
	case CHANGE_END_STOPS: return "the run stops with an error";
	case CHANGE_END_BENDS: return "that is no longer true to a tenth";
	}
	return "";
}

/* In whole units of the award where it is worth many of them. */
static struct text worth(const struct change *c, const struct change_slope *s, struct number n)
{
	struct numbers *pool = c->run->kept;
	struct number unit = s->unit, size = number_abs(pool, n);
	if (number_order(size, number_mul(pool, unit, number_of(100))) < 0) unit = number_div(pool, unit, number_of(100));
	return print_words(c->run, s->award->type, value_number(number_round(pool, size, unit, ROUND_HALF_AWAY)));
}

/* "one percentage point", "£0.10", "1,000". */
static struct text point_words(const struct change *c, const struct change_input *in, const struct change_slope *s)
{
	bool percent = in->field->type.kind == TYPE_PERCENT;
	if (percent && number_order(s->point, number_ratio(c->run->kept, 1, 100)) == 0) return TEXT("One percentage point");
	if (number_order(s->point, number_of(1)) == 0 && in->field->type.kind == TYPE_COUNT) return TEXT("One");
	return distance_words(c->run, in->field, s->point);
}

/* Not that it makes no difference as long as the place takes part. */
static bool worth_telling(const struct change_side *side)
{
	bool leaves = side->has_leaves && side->end != CHANGE_END_OUT && side->end != CHANGE_END_STOPS;
	return side->known && (side->at_once || leaves || number_sign(side->per_point) != 0);
}

static void tell_side(struct tell *tell, const struct change *c, const struct change_input *in,
                      const struct change_slope *s, const struct change_side *side, int direction)
{
	struct text name = name_of(c, s->award), until = words(c, in, side->until), point = point_words(c, in, s);
	const char *way = direction > 0 ? "more" : "less", *to = direction > 0 ? "up to" : "down to";
	if (!worth_telling(side)) return;
	if (side->at_once) {
		tell_item(tell, 1, TELL_PLAIN, "With the least bit %s of it, %s.", way, end_words(side->end));
		return;
	}
	if (number_sign(side->per_point) == 0) {
		tell_item(tell, 1, TELL_PLAIN, "%s of it makes no difference to %.*s, %s %.*s, beyond which %s.",
		          direction > 0 ? "More" : "Less", TEXT_ARG(name), to, TEXT_ARG(until), end_words(side->end));
		return;
	}
	bool gains = number_sign(side->per_point) == direction;
	struct text amount = worth(c, s, side->per_point);
	tell_item(tell, 1, TELL_PLAIN, "%.*s %s %s %.*s of %.*s, %s %.*s, beyond which %s.", TEXT_ARG(point), way,
	          gains ? "is worth" : "costs", TEXT_ARG(amount), TEXT_ARG(name), to, TEXT_ARG(until),
	          end_words(side->end));
}

static void tell_slope(struct tell *tell, const struct change *c, const struct change_input *in,
                       const struct change_slope *s)
{
	if (s->floored || s->capped)
		tell_item(tell, 1, TELL_PLAIN, "Now the %s of %.*s binds.", s->floored ? "floor" : "ceiling",
		          TEXT_ARG(name_of(c, s->award)));
	tell_side(tell, c, in, s, &s->up, 1);
	tell_side(tell, c, in, s, &s->down, -1);
}

static void tell_slopes(struct tell *tell, const struct change *c)
{
	bool titled = false;
	for (size_t i = 0; i < c->input_count; i++) {
		const struct change_input *in = &c->inputs[i];
		bool named = false;
		for (size_t k = 0; k < in->slope_count; k++) {
			const struct change_slope *s = &in->slopes[k];
			if (!worth_telling(&s->up) && !worth_telling(&s->down)) continue;
			if (!titled) tell_title(tell, 2, "What more or less of it is worth");
			if (!named) tell_now(tell, c, in);
			titled = named = true;
			tell_slope(tell, c, in, s);
		}
	}
}

/* --- all of it --- */

static bool any_flips(const struct change *c, bool with)
{
	for (size_t i = 0; i < c->input_count; i++)
		if ((c->inputs[i].flip_count > 0) == with) return true;
	return false;
}

/* The cells that cannot do it alone, and what was tried. */
static void tell_idle(struct tell *tell, const struct change *c)
{
	if (!any_flips(c, false)) return;
	tell_fold(tell, "What could not change a decision alone");
	for (size_t i = 0; i < c->input_count; i++) {
		const struct change_input *in = &c->inputs[i];
		if (in->flip_count) continue;
		struct text name = field_words(c->run, in->field);
		if (in->has_steps)
			tell_item(tell, 0, TELL_IDLE, "%.*s, from %.*s to %.*s.", TEXT_ARG(name),
			          TEXT_ARG(words(c, in, value_number(in->low))), TEXT_ARG(words(c, in, value_number(in->high))));
		else tell_item(tell, 0, TELL_IDLE, "%.*s, whatever it is.", TEXT_ARG(name));
	}
	tell_unfold(tell);
}

void change_tell(struct tell *tell, const struct change *c)
{
	tell_title(tell, 1, "%.*s: what would change it", TEXT_ARG(called(c, c->row)));
	if (any_flips(c, true))
		tell_say(tell,
		         "One cell at a time, all others as they are; each value was put in and the run worked out again.");
	else tell_say(tell, "No cell could change a decision alone.");
	tell_flips(tell, c);
	tell_idle(tell, c);
	tell_slopes(tell, c);
}

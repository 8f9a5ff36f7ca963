/* change_json.c - what would change it, as an object of JSON. Texts of cells can be put into the file as they stand. */
#include "audit/change_inside.h"
#include "audit/why.h"
#include "runtime/out.h"

static const char *const method_name[] = { "exactly", "probed", "tried" };
static const char *const end_name[] = { "domain", "out", "floor", "ceiling", "free", "stops", "bends" };

/* --- members --- */

struct object {
	struct out *out;
	bool more;
};

static void name(struct object *o, const char *key)
{
	out_string(o->out, o->more ? "," : "");
	o->more = true;
	out_json_text(o->out, text_of(key));
	out_char(o->out, ':');
}

static void text(struct object *o, const char *key, struct text value)
{
	name(o, key);
	out_json_text(o->out, value);
}

static void flag(struct object *o, const char *key, bool value)
{
	name(o, key);
	out_string(o->out, value ? "true" : "false");
}

static void count(struct object *o, const char *key, size_t value)
{
	name(o, key);
	out_count(o->out, value);
}

static struct object begin(struct out *out)
{
	out_char(out, '{');
	return (struct object){ out, false };
}

static void end(struct object *o)
{
	out_char(o->out, '}');
}

/* "KEY":[ ... ]: the elements come in between. */
static void element(struct object *o, const char *key, size_t i)
{
	if (i > 0) {
		out_char(o->out, ',');
		return;
	}
	name(o, key);
	out_char(o->out, '[');
}

static void elements_end(struct object *o, const char *key, size_t count_of)
{
	if (count_of == 0) {
		name(o, key);
		out_char(o->out, '[');
	}
	out_char(o->out, ']');
}

/* --- values --- */

static void number(struct object *o, struct run *run, const char *key, struct number n)
{
	text(o, key, number_exact(run->arena, n));
}

static void cell_value(struct object *o, struct run *run, const struct field *field, const char *key, struct value v)
{
	name(o, key);
	struct object inside = begin(o->out);
	text(&inside, "cell", cell_text(run, field, v));
	if (!v.text) number(&inside, run, "exact", v.is.number);
	text(&inside, "words", print_words(run, field->type, v));
	end(&inside);
}

static void cell_number(struct object *o, struct run *run, const struct field *field, const char *key, struct number n)
{
	cell_value(o, run, field, key, value_number(n));
}

static struct text kind_of(const struct change_decision *d)
{
	return text_of(d->condition ? "takes part" : tree_kind_name(d->symbol->declaration->kind));
}

/* As a result prints it, null where it does not exist; and in words. */
static void decided(struct object *o, struct run *run, const struct change_decision *d, const char *key, struct value v,
                    struct text words)
{
	name(o, key);
	struct object inside = begin(o->out);
	name(&inside, "value");
	if (value_present(v)) out_json_text(o->out, print_typed(run, decision_type(d), v, -1, false));
	else out_string(o->out, "null");
	text(&inside, "words", words);
	end(&inside);
}

/* --- flips --- */

static void effect(struct object *o, struct run *run, const struct change_effect *e)
{
	flag(o, "stops", e->stops);
	if (e->stops) return;
	count(o, "others_decided", e->decided);
	count(o, "others_paid", e->paid);
	for (size_t i = 0; i < e->other_count; i++) {
		const struct change_other *other = &e->other[i];
		element(o, "others", i);
		struct object inside = begin(o->out);
		text(&inside, "place", run_key(run, other->row));
		if (why_name(run, other->row).len) text(&inside, "name", why_name(run, other->row));
		text(&inside, other->decision ? "decision" : "award",
		     other->decision ? other->decision->symbol->name : other->award->name);
		text(&inside, "from", other->from);
		text(&inside, "to", other->to);
		if (other->by.len) text(&inside, "by", other->by);
		end(&inside);
	}
	elements_end(o, "others", e->other_count);
}

static void flip(struct out *out, struct run *run, const struct field *field, const struct change_flip *f)
{
	struct object o = begin(out);
	text(&o, "decision", f->decision->symbol->name);
	text(&o, "kind", kind_of(f->decision));
	cell_value(&o, run, field, "value", f->value);
	if (f->has_before) cell_value(&o, run, field, "before", f->before);
	if (f->direction) text(&o, "direction", f->direction > 0 ? TEXT("up") : TEXT("down"));
	text(&o, "found", text_of(method_name[f->method]));
	decided(&o, run, f->decision, "from", f->decision->now, f->decision->words);
	decided(&o, run, f->decision, "to", f->becomes, f->words);
	effect(&o, run, &f->effect);
	end(&o);
}

/* --- slopes --- */

static void side(struct object *o, struct run *run, const struct change_input *in, const char *key,
                 const struct change_side *s)
{
	if (!s->known) return;
	name(o, key);
	struct object inside = begin(o->out);
	flag(&inside, "at_once", s->at_once);
	text(&inside, "ends", text_of(end_name[s->end]));
	if (!s->at_once) {
		number(&inside, run, "per_point", s->per_point);
		cell_number(&inside, run, in->field, "over", s->over);
		cell_value(&inside, run, in->field, "until", s->until);
	}
	if (s->has_leaves) cell_value(&inside, run, in->field, "leaves", s->leaves);
	end(&inside);
}

static void slope(struct out *out, struct run *run, const struct change_input *in, const struct change_slope *s)
{
	struct object o = begin(out);
	text(&o, "award", s->award->name);
	cell_number(&o, run, in->field, "point", s->point);
	if (s->floored || s->capped) text(&o, "bound", s->floored ? TEXT("floor") : TEXT("ceiling"));
	side(&o, run, in, "up", &s->up);
	side(&o, run, in, "down", &s->down);
	end(&o);
}

/* --- all of it --- */

static void input(struct out *out, struct run *run, const struct change_input *in)
{
	struct object o = begin(out);
	text(&o, "name", in->field->name);
	text(&o, "column", in->field->header);
	flag(&o, "missing", in->missing);
	if (value_present(in->now)) cell_value(&o, run, in->field, "now", in->now);
	if (in->has_steps) {
		cell_number(&o, run, in->field, "step", in->step);
		cell_number(&o, run, in->field, "tried_from", in->low);
		cell_number(&o, run, in->field, "tried_to", in->high);
	}
	for (size_t i = 0; i < in->flip_count; i++) {
		element(&o, "flips", i);
		flip(out, run, in->field, &in->flips[i]);
	}
	elements_end(&o, "flips", in->flip_count);
	for (size_t i = 0; i < in->slope_count; i++) {
		element(&o, "slopes", i);
		slope(out, run, in, &in->slopes[i]);
	}
	elements_end(&o, "slopes", in->slope_count);
	end(&o);
}

void change_json(struct out *out, const struct change *change)
{
	struct object o = begin(out);
	text(&o, "place", run_key(change->run, change->row));
	if (why_name(change->run, change->row).len) text(&o, "name", why_name(change->run, change->row));
	for (size_t i = 0; i < change->decision_count; i++) {
		const struct change_decision *d = &change->decisions[i];
		element(&o, "decisions", i);
		struct object inside = begin(out);
		text(&inside, "name", d->symbol->name);
		text(&inside, "kind", kind_of(d));
		decided(&inside, change->run, d, "now", d->now, d->words);
		end(&inside);
	}
	elements_end(&o, "decisions", change->decision_count);
	for (size_t i = 0; i < change->input_count; i++) {
		element(&o, "inputs", i);
		input(out, change->run, &change->inputs[i]);
	}
	elements_end(&o, "inputs", change->input_count);
	end(&o);
}

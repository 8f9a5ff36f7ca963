/* change_json.c - what would change it, as an object of JSON. Texts of cells can be put into the file as they stand. */
#include "audit/change_inside.h"
#include "audit/why.h"
#include "runtime/out.h"

static const char *const method_name[] = { "exactly", "probed", "tried" };
static const char *const end_name[] = { "domain", "out", "floor", "ceiling", "free", "stops", "bends" };

/* --- values --- */

static void number(struct out *out, struct run *run, const char *key, struct number n)
{
	out_json_named(out, key, number_exact(run->arena, n));
}

static void value_member(struct out *out, struct run *run, const char *key, struct value v, struct text cell,
                         struct text words)
{
	out_json_open_named(out, key, '{');
	out_json_named(out, "cell", cell);
	if (!v.text) number(out, run, "exact", v.is.number);
	out_json_named(out, "words", words);
	out_json_close(out, '}');
}

static void cell_value(struct out *out, struct run *run, const struct field *field, const char *key, struct value v)
{
	value_member(out, run, key, v, cell_text(run, field, v), print_words(run, field->type, v));
}

static void cell_number(struct out *out, struct run *run, const struct field *field, const char *key, struct number n)
{
	cell_value(out, run, field, key, value_number(n));
}

/* Between two values of cells: of dates in days. */
static void distance(struct out *out, struct run *run, const struct field *field, const char *key, struct number n)
{
	if (type_family(field->type) != FAMILY_DATE) cell_number(out, run, field, key, n);
	else value_member(out, run, key, value_number(n), number_exact(run->arena, n), distance_words(run, field, n));
}

static struct text kind_of(const struct change_decision *d)
{
	return text_of(d->condition ? "takes part" : tree_kind_name(d->symbol->declaration->kind));
}

/* As a result prints it, null where it does not exist; and in words. */
static void decided(struct out *out, struct run *run, const struct change_decision *d, const char *key, struct value v,
                    struct text words)
{
	out_json_open_named(out, key, '{');
	out_json_name(out, "value");
	if (value_present(v)) out_json_text(out, print_typed(run, decision_type(d), v, -1, false));
	else out_string(out, "null");
	out_json_named(out, "words", words);
	out_json_close(out, '}');
}

/* --- flips --- */

static void effect(struct out *out, struct run *run, const struct change_effect *e)
{
	out_json_flag(out, "stops", e->stops);
	if (e->stops) return;
	out_json_count(out, "others_decided", e->decided);
	out_json_count(out, "others_paid", e->paid);
	out_json_open_named(out, "others", '[');
	for (size_t i = 0; i < e->other_count; i++) {
		const struct change_other *other = &e->other[i];
		out_json_open_element(out);
		out_json_named(out, "place", run_key(run, other->row));
		if (why_name(run, other->row).len) out_json_named(out, "name", why_name(run, other->row));
		out_json_named(out, other->decision ? "decision" : "award",
		               other->decision ? other->decision->symbol->name : other->award->name);
		out_json_named(out, "from", other->from);
		out_json_named(out, "to", other->to);
		if (other->by.len) out_json_named(out, "by", other->by);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static void flip(struct out *out, struct run *run, const struct field *field, const struct change_flip *f)
{
	out_json_open_element(out);
	out_json_named(out, "decision", f->decision->symbol->name);
	out_json_named(out, "kind", kind_of(f->decision));
	cell_value(out, run, field, "value", f->value);
	if (f->has_before) cell_value(out, run, field, "before", f->before);
	if (f->direction) out_json_named(out, "direction", f->direction > 0 ? TEXT("up") : TEXT("down"));
	out_json_named(out, "found", text_of(method_name[f->method]));
	decided(out, run, f->decision, "from", f->decision->now, f->decision->words);
	decided(out, run, f->decision, "to", f->becomes, f->words);
	effect(out, run, &f->effect);
	out_json_close(out, '}');
}

/* --- slopes --- */

static void side(struct out *out, struct run *run, const struct change_input *in, const char *key,
                 const struct change_side *s)
{
	if (!s->known) return;
	out_json_open_named(out, key, '{');
	out_json_flag(out, "at_once", s->at_once);
	out_json_named(out, "ends", text_of(end_name[s->end]));
	if (!s->at_once) {
		number(out, run, "per_point", s->per_point);
		distance(out, run, in->field, "over", s->over);
		cell_value(out, run, in->field, "until", s->until);
	}
	if (s->has_leaves) cell_value(out, run, in->field, "leaves", s->leaves);
	out_json_close(out, '}');
}

static void slope(struct out *out, struct run *run, const struct change_input *in, const struct change_slope *s)
{
	out_json_open_element(out);
	out_json_named(out, "award", s->award->name);
	distance(out, run, in->field, "point", s->point);
	if (s->floored || s->capped) out_json_named(out, "bound", s->floored ? TEXT("floor") : TEXT("ceiling"));
	side(out, run, in, "up", &s->up);
	side(out, run, in, "down", &s->down);
	out_json_close(out, '}');
}

/* --- all of it --- */

static void input(struct out *out, struct run *run, const struct change_input *in)
{
	out_json_open_element(out);
	out_json_named(out, "name", in->field->name);
	out_json_named(out, "column", in->field->header);
	out_json_flag(out, "missing", in->missing);
	if (value_present(in->now)) cell_value(out, run, in->field, "now", in->now);
	if (in->has_steps) {
		distance(out, run, in->field, "step", in->step);
		cell_number(out, run, in->field, "tried_from", in->low);
		cell_number(out, run, in->field, "tried_to", in->high);
	}
	out_json_open_named(out, "flips", '[');
	for (size_t i = 0; i < in->flip_count; i++)
		flip(out, run, in->field, &in->flips[i]);
	out_json_close(out, ']');
	out_json_open_named(out, "slopes", '[');
	for (size_t i = 0; i < in->slope_count; i++)
		slope(out, run, in, &in->slopes[i]);
	out_json_close(out, ']');
	out_json_close(out, '}');
}

void change_json(struct out *out, const struct change *change)
{
	out_json_open(out, '{');
	out_json_named(out, "place", run_key(change->run, change->row));
	if (why_name(change->run, change->row).len) out_json_named(out, "name", why_name(change->run, change->row));
	out_json_line(out, "\n");
	out_json_open_named(out, "decisions", '[');
	for (size_t i = 0; i < change->decision_count; i++) {
		const struct change_decision *d = &change->decisions[i];
		out_json_open_element(out);
		out_json_named(out, "name", d->symbol->name);
		out_json_named(out, "kind", kind_of(d));
		decided(out, change->run, d, "now", d->now, d->words);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
	out_json_line(out, "\n");
	out_json_open_named(out, "inputs", '[');
	for (size_t i = 0; i < change->input_count; i++) {
		out_json_line(out, "\n  ");
		input(out, change->run, &change->inputs[i]);
	}
	out_json_close(out, ']');
	out_json_close(out, '}');
}

/* why_json.c - a story as JSON: every value exactly, as a text ("0.051", "1/3"), with its words beside it, so that from
 * this alone another program can work out each decision and each pound again. What is not there is left out. */
#include "audit/why.h"
#include "lang/arena.h"
#include "runtime/out.h"

/* --- members --- */

/* Left out where it is empty. */
static void put_text(struct out *out, const char *name, struct text text)
{
	if (text.len) out_json_named(out, name, text);
}

static void put_bare(struct out *out, struct told t)
{
	if (t.state != VALUE_PRESENT) out_string(out, "null");
	else if (t.family == FAMILY_FLAG) out_text(out, t.exact);
	else out_json_text(out, t.exact);
}

/* What a value is when it is neither a number nor a flag; a text "1" is no number. */
static struct text is_what(struct told t)
{
	if (t.state == VALUE_MISSING) return TEXT("missing");
	if (t.state == VALUE_NOT_APPLICABLE) return TEXT("not applicable");
	if (t.state != VALUE_PRESENT) return TEXT("error");
	return t.family == FAMILY_TEXT ? TEXT("text") : t.family == FAMILY_DATE ? TEXT("date") : TEXT("");
}

/* "share": "1/3", "share_in_words": "£0.33"; "kind": "town", "kind_is": "text" */
static void put_value(struct out *out, const char *name, struct told t)
{
	out_json_name(out, name);
	put_bare(out, t);
	put_text(out, arena_format(out->arena, "%s_is", name).at, is_what(t));
	put_text(out, arena_format(out->arena, "%s_in_words", name).at, t.words);
}

/* --- expressions --- */

static void put_node(struct out *out, const struct why_node *n);

/* What the operator of a node is called. */
static struct text op_of(const struct tree *t)
{
	if (t->kind == TREE_COMPARE_OP) return text_of(tree_op_name[t->op]);
	if (t->kind == TREE_CALL) return t->meaning ? TEXT("function") : text_of(t->function->name);
	if (t->kind == TREE_IN && t->flag) return TEXT("not in");
	if (t->kind == TREE_IS_MISSING && t->flag) return TEXT("is not missing");
	if (t->kind == TREE_RANGE && t->flag) return TEXT("to under");
	if (t->kind == TREE_NUMBER || t->kind == TREE_PERCENT || t->kind == TREE_MONEY || t->kind == TREE_DATE ||
	    t->kind == TREE_TEXT || t->kind == TREE_TRUE || t->kind == TREE_FALSE)
		return TEXT("literal");
	return text_of(tree_kind_name(t->kind));
}

static void put_facts(struct out *out, const char *name, const struct why_facts *facts)
{
	if (!facts || !facts->count) return;
	out_json_open_named(out, name, '[');
	for (size_t i = 0; i < facts->count; i++) {
		out_json_open_element(out);
		out_json_named(out, "name", text_of(facts->fact[i].name));
		put_value(out, "value", facts->fact[i].value);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static void put_table(struct out *out, const struct why_table *t)
{
	out_json_open_named(out, "table", '{');
	out_json_count(out, "rows", t->rows);
	put_text(out, "group", t->group);
	if (t->from_top) out_json_count(out, "from_top", t->from_top);
	if (t->from_top) out_json_count(out, "from_bottom", t->from_bottom);
	put_facts(out, "facts", &t->facts);
	out_json_close(out, '}');
}

static void put_part(struct out *out, const char *name, const struct why_node *n)
{
	if (!n) return;
	out_json_name(out, name);
	put_node(out, n);
}

static void put_operands(struct out *out, const struct why_node *n)
{
	out_json_open_named(out, "of", '[');
	for (const struct why_node *c = n->first; c; c = c->next) {
		out_json_element(out);
		put_node(out, c);
	}
	out_json_close(out, ']');
}

/* How a value is rounded, or what ties get, where that is written. */
static void put_how(struct out *out, const struct tree *t)
{
	const struct tree *to = t->kind == TREE_CALL ? tree_find(t, TREE_ROUND_TO) : NULL;
	if (to && to->op) put_text(out, "how", text_of(tree_op_name[to->op]));
	if (t->kind == TREE_CALL) put_text(out, "how", tree_text(t, TREE_TIES));
}

static void put_node(struct out *out, const struct why_node *n)
{
	out_json_open(out, '{');
	out_json_named(out, "op", op_of(n->tree));
	put_text(out, "text", n->text);
	out_json_count(out, "line", n->line);
	if (!n->asked) {
		out_json_flag(out, "asked", false);
		out_json_close(out, '}');
		return;
	}
	if (n->symbol) put_text(out, "name", n->symbol->name);
	if (n->value.words.len || n->value.exact.len || n->value.state) put_value(out, "value", n->value);
	if (n->decides) out_json_flag(out, "decides", true);
	if (n->has_margin) put_value(out, "margin", n->margin);
	put_how(out, n->tree);
	if (n->table) put_table(out, n->table);
	put_facts(out, "grounds", n->grounds);
	put_part(out, "where", n->where);
	if (n->first) put_operands(out, n);
	out_json_close(out, '}');
}

/* --- declarations --- */

static void put_clause(struct out *out, const struct why_clause *c)
{
	out_json_open_element(out);
	out_json_named(out, "clause", text_of(tree_kind_name(c->kind)));
	out_json_count(out, "line", c->line);
	put_text(out, c->kind == TREE_UNLESS ? "because" : "title", c->title);
	put_text(out, "cite", c->cite);
	out_json_flag(out, "applies", c->applies);
	if (c->decides) out_json_flag(out, "decides", true);
	put_part(out, "where", c->where);
	put_part(out, "expression", c->node);
	put_part(out, "gives", c->value);
	if (c->contribution.words.len) put_value(out, "contribution", c->contribution);
	out_json_close(out, '}');
}

static void put_other(struct out *out, const char *name, const struct why_other *o)
{
	out_json_name(out, name);
	if (!o->there) {
		out_string(out, "null");
		return;
	}
	out_json_open(out, '{');
	out_json_named(out, "key", o->key);
	put_text(out, "name", o->name);
	put_value(out, "rank", o->rank);
	put_text(out, "by", o->by);
	if (o->by_key) out_json_count(out, "by_key", o->by_key);
	if (o->by_key) put_value(out, "value", o->value);
	if (o->gap.words.len) put_value(out, "gap", o->gap);
	out_json_close(out, '}');
}

static void put_cut(struct out *out, const struct why_cut *c)
{
	out_json_open_element(out);
	out_json_named(out, "text", c->text);
	put_text(out, "of", c->of->name);
	put_text(out, "op", text_of(tree_op_name[c->op]));
	put_value(out, "at", c->at);
	put_part(out, "expression", c->at_node);
	out_json_flag(out, "inside", c->inside);
	put_other(out, "last_inside", &c->last);
	put_other(out, "first_outside", &c->first);
	out_json_close(out, '}');
}

static void put_rank(struct out *out, const struct why_rank *r)
{
	out_json_open_named(out, "rank", '{');
	out_json_named(out, "ties", text_of(tie_rule_name[r->ties]));
	put_text(out, "group", r->group);
	out_json_count(out, "places", r->places);
	out_json_count(out, "before", r->before);
	out_json_count(out, "tied", r->tied);
	out_json_open_named(out, "by", '[');
	for (size_t i = 0; i < r->key_count; i++) {
		out_json_open_element(out);
		out_json_named(out, "text", r->by[i]);
		put_text(out, "direction", text_of(tree_op_name[r->highest_first[i] ? OP_HIGHEST : OP_LOWEST]));
		put_value(out, "value", r->key[i]);
		put_part(out, "expression", r->key_node[i]);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
	put_other(out, "above", &r->above);
	put_other(out, "below", &r->below);
	out_json_open_named(out, "cuts", '[');
	for (const struct why_cut *c = r->cuts; c; c = c->next)
		put_cut(out, c);
	out_json_close(out, ']');
	out_json_close(out, '}');
}

static void put_place_of_award(struct out *out, const struct why_award *a)
{
	static const char *const bounds[] = { "none", "floor", "ceiling" };
	put_value(out, "weight", a->weight);
	if (a->part.words.len) put_value(out, "part", a->part); /* without any weight there are no parts */
	put_value(out, "base", a->base);
	put_value(out, "floor", a->floor);
	if (a->has_ceiling) put_value(out, "ceiling", a->ceiling);
	put_text(out, "bound", text_of(bounds[a->bound]));
	if (a->has_lambda) put_value(out, "unbounded", a->free);
	if (a->has_lambda) put_value(out, "moved", a->moved);
	put_value(out, "share", a->share);
	if (a->method == APPORTION_LARGEST_REMAINDER) {
		put_value(out, "remainder", a->remainder);
		out_json_count(out, "queue", a->queue);
	}
	put_value(out, "award", a->award);
}

static void put_award(struct out *out, const struct why_award *a)
{
	static const char *const methods[] = { "largest remainder", "webster", "dhondt" };
	out_json_open_named(out, "award", '{');
	out_json_flag(out, "takes_part", a->takes_part);
	put_value(out, "amount", a->amount);
	if (!a->takes_part) {
		out_json_close(out, '}');
		return;
	}
	put_text(out, "group", a->group);
	put_text(out, "method", text_of(methods[a->method]));
	put_value(out, "unit", a->unit);
	put_value(out, "awarded", a->awarded);
	put_value(out, "unspent", a->unspent);
	out_json_count(out, "places", a->places);
	out_json_count(out, "places_at_floor", a->floor_places);
	out_json_count(out, "places_at_ceiling", a->ceiling_places);
	out_json_count(out, "places_between", a->free_places);
	put_value(out, "all_weights", a->all_weights);
	put_value(out, "all_bases", a->all_bases);
	if (a->has_lambda) put_value(out, "lambda", a->lambda);
	if (a->has_lambda) put_value(out, "weights_between", a->free_weights);
	if (a->has_lambda) put_value(out, "bases_between", a->free_bases);
	if (a->has_lambda) put_value(out, "shares_at_bounds", a->bound_shares);
	if (a->scaled) put_value(out, "floors_scaled_to", a->scale);
	if (a->scaled) put_value(out, "all_floors", a->all_least);
	put_value(out, "all_shares", a->all_shares);
	out_json_flag(out, "capped_money_unspent", a->capped_unspent);
	out_json_flag(out, "leave_the_rest_unspent", a->leave_rest);
	if (a->method == APPORTION_LARGEST_REMAINDER) {
		put_value(out, "whole_units", a->all_units);
		if (a->spare) put_value(out, "least_remainder_served", a->served);
		if (a->spare < a->queued) put_value(out, "largest_remainder_left", a->unserved);
		out_json_count(out, "queued", a->queued);
		out_json_count(out, "spare_units", a->spare);
	} else {
		put_value(out, "divisor_low", a->divisor_low);
		if (a->has_divisor_high) put_value(out, "divisor_high", a->divisor_high);
	}
	put_place_of_award(out, a);
	out_json_close(out, '}');
}

static void put_step(struct out *out, const struct why_step *s)
{
	out_json_line(out, "\n  ");
	out_json_open_element(out);
	out_json_named(out, "kind", text_of(tree_kind_name(s->symbol->declaration->kind)));
	put_text(out, "name", s->symbol->name);
	put_text(out, "title", s->title);
	put_text(out, "section", s->section);
	out_json_count(out, "line", s->line);
	put_text(out, "cite", s->cite);
	put_text(out, "note", s->note);
	put_value(out, "value", s->value);
	put_part(out, "where", s->where);
	put_part(out, "expression", s->value_of);
	if (s->clauses) {
		out_json_open_named(out, "clauses", '[');
		for (const struct why_clause *c = s->clauses; c; c = c->next)
			put_clause(out, c);
		out_json_close(out, ']');
	}
	if (s->symbol->kind == SYMBOL_SCORE && s->clauses) {
		bool rescaled = tree_find(s->symbol->declaration, TREE_WEIGHTS_RESCALED) != NULL;
		put_value(out, "weights", s->weights);
		out_json_flag(out, "rescaled", rescaled);
		if (!rescaled) put_value(out, "weights_add_up_to", s->whole);
	}
	if (s->rank) put_rank(out, s->rank);
	if (s->award) put_award(out, s->award);
	out_json_close(out, '}');
}

/* --- cells and params --- */

static void put_cell(struct out *out, const struct why *why, const struct why_cell *c)
{
	out_json_line(out, "\n  ");
	out_json_open_element(out);
	out_json_named(out, "name", c->field->name);
	put_text(out, "column", c->field->header);
	put_text(out, "type", text_of(type_info[c->field->type.kind].word));
	out_json_count(out, "line", why->line);
	out_json_count(out, "field", c->position);
	put_value(out, "value", c->value);
	if (c->missing) out_json_flag(out, "missing", true);
	put_text(out, "reason", c->reason);
	put_part(out, "imputed_by", c->imputed_by);
	out_json_close(out, '}');
}

static void put_param(struct out *out, const struct why_param *p)
{
	out_json_line(out, "\n  ");
	out_json_open_element(out);
	out_json_named(out, "name", p->symbol->name);
	put_text(out, "title", p->title);
	put_text(out, "cite", p->cite);
	put_text(out, "from", p->from);
	out_json_count(out, "line", p->line);
	put_value(out, "value", p->value);
	put_part(out, "expression", p->node);
	out_json_close(out, '}');
}

/* "0.01" */
static struct text smallest_unit(struct out *out, unsigned decimals)
{
	return decimals ? arena_format(out->arena, "0.%0*d", (int)decimals, 1) : TEXT("1");
}

static void put_fund(struct out *out, const struct model *m)
{
	static const enum tree_kind kinds[] = { TREE_VERSION, TREE_AUTHORITY, TREE_CITE };
	out_json_open_named(out, "fund", '{');
	out_json_named(out, "title", m->title);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		put_text(out, tree_kind_name(kinds[i]), tree_text(m->fund, kinds[i]));
	put_text(out, "currency", m->currency);
	if (m->currency.len) put_text(out, "smallest_unit", smallest_unit(out, m->currency_decimals));
	out_json_close(out, '}');
}

static void put_keys(struct out *out, const struct why *w)
{
	const struct dataset *d = w->table->dataset;
	out_json_open_named(out, "keys", '[');
	for (size_t i = 0; i < d->key_count; i++) {
		out_json_open_element(out);
		out_json_named(out, "name", d->fields[d->key[i]].name);
		put_value(out, "value", w->key_part[i]);
		out_json_close(out, '}');
	}
	out_json_close(out, ']');
}

static void put_place(struct out *out, const struct why *w)
{
	out_json_open_named(out, "place", '{');
	out_json_named(out, "key", w->key);
	put_text(out, "name", w->name);
	put_keys(out, w);
	put_text(out, "dataset", w->table->dataset->name);
	put_text(out, "rules", w->rules);
	put_text(out, "file", w->table->file);
	out_json_count(out, "line", w->line);
	out_json_close(out, '}');
}

void why_json(struct out *out, const struct why *w)
{
	out_json_open(out, '{');
	put_fund(out, w->model);
	out_json_line(out, "\n");
	put_place(out, w);
	if (w->as_of.state == VALUE_PRESENT) put_value(out, "as_of", w->as_of);
	out_json_line(out, "\n");
	out_json_open_named(out, "cells", '[');
	for (size_t i = 0; i < w->cell_count; i++)
		put_cell(out, w, &w->cells[i]);
	out_json_close(out, ']');
	out_json_line(out, "\n");
	out_json_open_named(out, "params", '[');
	for (size_t i = 0; i < w->param_count; i++)
		put_param(out, &w->params[i]);
	out_json_close(out, ']');
	out_json_line(out, "\n");
	out_json_open_named(out, "steps", '[');
	for (const struct why_step *s = w->steps; s; s = s->next)
		put_step(out, s);
	out_json_close(out, ']');
	out_json_close(out, '}');
	out_char(out, '\n');
}

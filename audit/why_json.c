/* why_json.c - a story as JSON: every value exactly, as a text ("0.051", "1/3"), with its words beside it, so that from
 * this alone another program can work out each decision and each pound again. What is not there is left out. */
#include "audit/why.h"
#include "lang/arena.h"
#include "runtime/out.h"

/* --- members --- */

static void key(struct out *out, const char *name)
{
	out_json_text(out, text_of(name));
	out_string(out, ": ");
}

static void put_text(struct out *out, const char *name, struct text text)
{
	if (!text.len) return;
	out_string(out, ", ");
	key(out, name);
	out_json_text(out, text);
}

static void put_size(struct out *out, const char *name, size_t n)
{
	out_string(out, ", ");
	key(out, name);
	out_text(out, arena_format(out->arena, "%zu", n));
}

static void put_flag(struct out *out, const char *name, bool flag)
{
	out_string(out, ", ");
	key(out, name);
	out_string(out, flag ? "true" : "false");
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
	out_string(out, ", ");
	key(out, name);
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
	for (size_t i = 0; i < facts->count; i++) {
		out_string(out, ", ");
		if (i == 0) key(out, name);
		out_string(out, i ? "{" : "[{");
		key(out, "name");
		out_json_text(out, text_of(facts->fact[i].name));
		put_value(out, "value", facts->fact[i].value);
		out_string(out, i + 1 < facts->count ? "}" : "}]");
	}
}

static void put_table(struct out *out, const struct why_table *t)
{
	out_string(out, ", \"table\": {");
	key(out, "rows");
	out_text(out, arena_format(out->arena, "%zu", t->rows));
	put_text(out, "group", t->group);
	if (t->from_top) put_size(out, "from_top", t->from_top);
	if (t->from_top) put_size(out, "from_bottom", t->from_bottom);
	put_facts(out, "facts", &t->facts);
	out_char(out, '}');
}

static void put_part(struct out *out, const char *name, const struct why_node *n)
{
	if (!n) return;
	out_string(out, ", ");
	key(out, name);
	put_node(out, n);
}

static void put_operands(struct out *out, const struct why_node *n)
{
	out_string(out, ", \"of\": [");
	for (const struct why_node *c = n->first; c; c = c->next) {
		if (c != n->first) out_string(out, ", ");
		put_node(out, c);
	}
	out_char(out, ']');
}

/* How a value is rounded, or what ties get, where that is written. */
static void put_how(struct out *out, const struct tree *t)
{
	const struct tree *to = t->kind == TREE_CALL ? tree_find(t, TREE_ROUND_TO) : NULL;
	const struct tree *ties = t->kind == TREE_CALL ? tree_find(t, TREE_TIES) : NULL;
	if (to && to->op) put_text(out, "how", text_of(tree_op_name[to->op]));
	if (ties) put_text(out, "how", ties->text);
}

static void put_node(struct out *out, const struct why_node *n)
{
	out_char(out, '{');
	key(out, "op");
	out_json_text(out, op_of(n->tree));
	put_text(out, "text", n->text);
	put_size(out, "line", n->line);
	if (!n->asked) {
		put_flag(out, "asked", false);
		out_char(out, '}');
		return;
	}
	if (n->symbol) put_text(out, "name", n->symbol->name);
	if (n->value.words.len || n->value.exact.len || n->value.state) put_value(out, "value", n->value);
	if (n->decides) put_flag(out, "decides", true);
	if (n->has_margin) put_value(out, "margin", n->margin);
	put_how(out, n->tree);
	if (n->table) put_table(out, n->table);
	if (n->grounds) put_facts(out, "grounds", n->grounds);
	put_part(out, "where", n->where);
	if (n->first) put_operands(out, n);
	out_char(out, '}');
}

/* --- declarations --- */

static void put_clause(struct out *out, const struct why_clause *c)
{
	out_char(out, '{');
	key(out, "clause");
	out_json_text(out, text_of(tree_kind_name(c->kind)));
	put_size(out, "line", c->line);
	put_text(out, c->kind == TREE_UNLESS ? "because" : "title", c->title);
	put_text(out, "cite", c->cite);
	put_flag(out, "applies", c->applies);
	if (c->decides) put_flag(out, "decides", true);
	put_part(out, "where", c->where);
	put_part(out, "expression", c->node);
	put_part(out, "gives", c->value);
	if (c->contribution.words.len) put_value(out, "contribution", c->contribution);
	out_char(out, '}');
}

static void put_other(struct out *out, const char *name, const struct why_other *o)
{
	out_string(out, ", ");
	key(out, name);
	if (!o->there) {
		out_string(out, "null");
		return;
	}
	out_char(out, '{');
	key(out, "key");
	out_json_text(out, o->key);
	put_text(out, "name", o->name);
	put_value(out, "rank", o->rank);
	put_text(out, "by", o->by);
	if (o->by_key) put_size(out, "by_key", o->by_key);
	if (o->by_key) put_value(out, "value", o->value);
	if (o->gap.words.len) put_value(out, "gap", o->gap);
	out_char(out, '}');
}

static void put_cut(struct out *out, const struct why_cut *c)
{
	out_char(out, '{');
	key(out, "text");
	out_json_text(out, c->text);
	put_text(out, "of", c->of->name);
	put_text(out, "op", text_of(tree_op_name[c->op]));
	put_value(out, "at", c->at);
	put_part(out, "expression", c->at_node);
	put_flag(out, "inside", c->inside);
	put_other(out, "last_inside", &c->last);
	put_other(out, "first_outside", &c->first);
	out_char(out, '}');
}

static void put_rank(struct out *out, const struct why_rank *r)
{
	out_string(out, ", \"rank\": {");
	key(out, "ties");
	out_json_text(out, text_of(tie_rule_name[r->ties]));
	put_text(out, "group", r->group);
	put_size(out, "places", r->places);
	put_size(out, "before", r->before);
	put_size(out, "tied", r->tied);
	out_string(out, ", \"by\": [");
	for (size_t i = 0; i < r->key_count; i++) {
		out_string(out, i ? ", {" : "{");
		key(out, "text");
		out_json_text(out, r->by[i]);
		put_text(out, "direction", text_of(tree_op_name[r->highest_first[i] ? OP_HIGHEST : OP_LOWEST]));
		put_value(out, "value", r->key[i]);
		put_part(out, "expression", r->key_node[i]);
		out_char(out, '}');
	}
	out_char(out, ']');
	put_other(out, "above", &r->above);
	put_other(out, "below", &r->below);
	out_string(out, ", \"cuts\": [");
	for (const struct why_cut *c = r->cuts; c; c = c->next) {
		put_cut(out, c);
		if (c->next) out_string(out, ", ");
	}
	out_string(out, "]}");
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
		put_size(out, "queue", a->queue);
	}
	put_value(out, "award", a->award);
}

static void put_award(struct out *out, const struct why_award *a)
{
	static const char *const methods[] = { "largest remainder", "webster", "dhondt" };
	out_string(out, ", \"award\": {");
	key(out, "takes_part");
	out_string(out, a->takes_part ? "true" : "false");
	put_value(out, "amount", a->amount);
	if (!a->takes_part) {
		out_char(out, '}');
		return;
	}
	put_text(out, "group", a->group);
	put_text(out, "method", text_of(methods[a->method]));
	put_value(out, "unit", a->unit);
	put_value(out, "awarded", a->awarded);
	put_value(out, "unspent", a->unspent);
	put_size(out, "places", a->places);
	put_size(out, "places_at_floor", a->floor_places);
	put_size(out, "places_at_ceiling", a->ceiling_places);
	put_size(out, "places_between", a->free_places);
	put_value(out, "all_weights", a->all_weights);
	put_value(out, "all_bases", a->all_bases);
	if (a->has_lambda) put_value(out, "lambda", a->lambda);
	if (a->has_lambda) put_value(out, "weights_between", a->free_weights);
	if (a->has_lambda) put_value(out, "bases_between", a->free_bases);
	if (a->has_lambda) put_value(out, "shares_at_bounds", a->bound_shares);
	if (a->scaled) put_value(out, "floors_scaled_to", a->scale);
	if (a->scaled) put_value(out, "all_floors", a->all_least);
	put_value(out, "all_shares", a->all_shares);
	put_flag(out, "capped_money_unspent", a->capped_unspent);
	put_flag(out, "leave_the_rest_unspent", a->leave_rest);
	if (a->method == APPORTION_LARGEST_REMAINDER) {
		put_value(out, "whole_units", a->all_units);
		if (a->spare) put_value(out, "least_remainder_served", a->served);
		if (a->spare < a->queued) put_value(out, "largest_remainder_left", a->unserved);
		put_size(out, "queued", a->queued);
		put_size(out, "spare_units", a->spare);
	} else {
		put_value(out, "divisor_low", a->divisor_low);
		if (a->has_divisor_high) put_value(out, "divisor_high", a->divisor_high);
	}
	put_place_of_award(out, a);
	out_char(out, '}');
}

static void put_step(struct out *out, const struct why_step *s)
{
	out_char(out, '{');
	key(out, "kind");
	out_json_text(out, text_of(tree_kind_name(s->symbol->declaration->kind)));
	put_text(out, "name", s->symbol->name);
	put_text(out, "title", s->title);
	put_text(out, "section", s->section);
	put_size(out, "line", s->line);
	put_text(out, "cite", s->cite);
	put_text(out, "note", s->note);
	put_value(out, "value", s->value);
	put_part(out, "where", s->where);
	put_part(out, "expression", s->value_of);
	if (s->clauses) {
		out_string(out, ", \"clauses\": [");
		for (const struct why_clause *c = s->clauses; c; c = c->next) {
			put_clause(out, c);
			if (c->next) out_string(out, ", ");
		}
		out_char(out, ']');
	}
	if (s->symbol->kind == SYMBOL_SCORE && s->clauses) {
		bool rescaled = tree_find(s->symbol->declaration, TREE_WEIGHTS_RESCALED) != NULL;
		put_value(out, "weights", s->weights);
		put_flag(out, "rescaled", rescaled);
		if (!rescaled) put_value(out, "weights_add_up_to", s->whole);
	}
	if (s->rank) put_rank(out, s->rank);
	if (s->award) put_award(out, s->award);
	out_char(out, '}');
}

/* --- cells and params --- */

static void put_cell(struct out *out, const struct why *why, const struct why_cell *c)
{
	out_char(out, '{');
	key(out, "name");
	out_json_text(out, c->field->name);
	put_text(out, "column", c->field->header);
	put_text(out, "type", text_of(type_info[c->field->type.kind].word));
	put_size(out, "line", why->line);
	put_size(out, "field", c->position);
	put_value(out, "value", c->value);
	if (c->missing) put_flag(out, "missing", true);
	put_text(out, "reason", c->reason);
	put_part(out, "imputed_by", c->imputed_by);
	out_char(out, '}');
}

static void put_param(struct out *out, const struct why_param *p)
{
	out_char(out, '{');
	key(out, "name");
	out_json_text(out, p->symbol->name);
	put_text(out, "title", p->title);
	put_text(out, "cite", p->cite);
	put_text(out, "from", p->from);
	put_size(out, "line", p->line);
	put_value(out, "value", p->value);
	put_part(out, "expression", p->node);
	out_char(out, '}');
}

/* "0.01" */
static struct text smallest_unit(struct out *out, unsigned decimals)
{
	return decimals ? arena_format(out->arena, "0.%0*d", (int)decimals, 1) : TEXT("1");
}

static void put_fund(struct out *out, const struct model *m)
{
	static const enum tree_kind kinds[] = { TREE_VERSION, TREE_AUTHORITY, TREE_CITE };
	key(out, "fund");
	out_char(out, '{');
	key(out, "title");
	out_json_text(out, m->title);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct text said = tree_text(m->fund, kinds[i]);
		if (said.len) put_text(out, tree_kind_name(kinds[i]), said);
	}
	put_text(out, "currency", m->currency);
	if (m->currency.len) put_text(out, "smallest_unit", smallest_unit(out, m->currency_decimals));
	out_char(out, '}');
}

static void put_keys(struct out *out, const struct why *w)
{
	const struct dataset *d = w->table->dataset;
	for (size_t i = 0; i < d->key_count; i++) {
		out_string(out, i ? ", {" : ", \"keys\": [{");
		key(out, "name");
		out_json_text(out, d->fields[d->key[i]].name);
		put_value(out, "value", w->key_part[i]);
		out_string(out, i + 1 < d->key_count ? "}" : "}]");
	}
}

static void put_place(struct out *out, const struct why *w)
{
	out_string(out, ",\n\"place\": {");
	key(out, "key");
	out_json_text(out, w->key);
	put_text(out, "name", w->name);
	put_keys(out, w);
	put_text(out, "dataset", w->table->dataset->name);
	put_text(out, "rules", w->rules);
	put_text(out, "file", w->table->file);
	put_size(out, "line", w->line);
	out_char(out, '}');
}

void why_json(struct out *out, const struct why *w)
{
	out_string(out, "{");
	put_fund(out, w->model);
	put_place(out, w);
	if (w->as_of.state == VALUE_PRESENT) put_value(out, "as_of", w->as_of);
	out_string(out, ",\n\"cells\": [");
	for (size_t i = 0; i < w->cell_count; i++) {
		out_string(out, i ? ",\n  " : "\n  ");
		put_cell(out, w, &w->cells[i]);
	}
	out_string(out, "],\n\"params\": [");
	for (size_t i = 0; i < w->param_count; i++) {
		out_string(out, i ? ",\n  " : "\n  ");
		put_param(out, &w->params[i]);
	}
	out_string(out, "],\n\"steps\": [");
	for (const struct why_step *s = w->steps; s; s = s->next) {
		out_string(out, s == w->steps ? "\n  " : ",\n  ");
		put_step(out, s);
	}
	out_string(out, "]}\n");
}

/* dump.c - a tree as an indented outline or as JSON, for those who want to see what the parser and the checker made of
 * a file. */
#include "lang/model.h"
#include "lang/tree.h"
#include <jansson.h>

/* ---- outline ---- */

static void dump_text(FILE *out, struct text text)
{
	fputs(" \"", out);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c == '"' || c == '\\') fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7F) fprintf(out, "\\x%02X", c);
		else putc(c, out);
	}
	putc('"', out);
}

/* Of a name it only records that it stood in back-quotes. */
static bool has_flag(const struct tree *tree)
{
	return tree->flag && tree->kind != TREE_NAME;
}

static void dump_place(FILE *out, const struct tree *tree, const struct sources *sources)
{
	struct place lo, hi;
	if (!tree->at.hi || !source_find(sources, tree->at.lo, &lo) || !source_find(sources, tree->at.hi, &hi)) return;
	fprintf(out, " %zu:%zu-%zu:%zu", lo.line, lo.column, hi.line, hi.column);
}

static bool is_typed(const struct tree *tree)
{
	return tree->type.kind != TYPE_NONE;
}

static void dump_type(FILE *out, const struct tree *tree)
{
	if (!is_typed(tree)) return;
	fprintf(out, " : %s", type_info[tree->type.kind].word);
	if (tree->rows) fprintf(out, " for %.*s", TEXT_ARG(tree->rows->name));
	if (tree->optional) fputs(", may be missing", out);
	if (tree->domain) fputs(", not everywhere", out);
}

static void dump_node(FILE *out, const struct tree *tree, const struct sources *sources, bool typed, int depth)
{
	fprintf(out, "%*s%s", depth * 2, "", tree_kind_name(tree->kind));
	if (tree->op != OP_NONE) fprintf(out, " %s", tree_op_name[tree->op]);
	if (tree->text.len) dump_text(out, tree->text);
	if (has_flag(tree)) fputs(" flag", out);
	dump_place(out, tree, sources);
	if (typed) dump_type(out, tree);
	putc('\n', out);
	for (const struct tree *c = tree->first; c; c = c->next)
		dump_node(out, c, sources, typed, depth + 1);
}

void tree_dump(FILE *out, const struct tree *tree, const struct sources *sources, bool typed)
{
	dump_node(out, tree, sources, typed, 0);
}

/* ---- JSON; jansson takes NULL for a value that could not be made, and says so at the end ---- */

static json_t *json_place(const struct tree *tree, const struct sources *sources)
{
	struct place lo, hi;
	if (!tree->at.hi || !source_find(sources, tree->at.lo, &lo) || !source_find(sources, tree->at.hi, &hi))
		return json_null();
	return json_pack("[i,i,i,i]", (int)lo.line, (int)lo.column, (int)hi.line, (int)hi.column);
}

static void add_type(json_t *node, const struct tree *tree)
{
	if (!is_typed(tree)) return;
	json_object_set_new(node, "type", json_string(type_info[tree->type.kind].word));
	if (tree->rows) json_object_set_new(node, "rows", json_stringn(tree->rows->name.at, tree->rows->name.len));
	if (tree->optional) json_object_set_new(node, "optional", json_true());
	if (tree->domain) json_object_set_new(node, "conditional", json_true());
}

static json_t *json_node(const struct tree *tree, const struct sources *sources, bool typed)
{
	json_t *node = json_object();
	json_object_set_new(node, "kind", json_string(tree_kind_name(tree->kind)));
	if (tree->op != OP_NONE) json_object_set_new(node, "op", json_string(tree_op_name[tree->op]));
	if (tree->text.len) json_object_set_new(node, "text", json_stringn(tree->text.at, tree->text.len));
	if (has_flag(tree)) json_object_set_new(node, "flag", json_true());
	json_object_set_new(node, "at", json_place(tree, sources));
	if (typed) add_type(node, tree);
	if (!tree->first) return node;
	json_t *children = json_array();
	json_object_set_new(node, "children", children);
	for (const struct tree *c = tree->first; c; c = c->next)
		json_array_append_new(children, json_node(c, sources, typed));
	return node;
}

void tree_dump_json(FILE *out, const struct tree *tree, const struct sources *sources, bool typed)
{
	json_t *root = json_node(tree, sources, typed);
	if (!root || json_dumpf(root, out, JSON_COMPACT) != 0) fputs("null", out);
	putc('\n', out);
	json_decref(root);
}

/* parse.h - text to tree.
 * In:   a source.   Out: its tree; every independent error is in diags.
 * Owns: nothing; trees and what the parser needs for itself live in the arena. */
#ifndef PLANG_PARSER_PARSE_H
#define PLANG_PARSER_PARSE_H
struct arena;
struct diags;
struct source;
struct tree;

/* A TREE_FILE with every declaration that could be read; never NULL. */
struct tree *parse_file(struct arena *arena, struct diags *diags, const struct source *source);
/* One expression, such as the value of --set; NULL when it is none. */
struct tree *parse_expression(struct arena *arena, struct diags *diags, const struct source *source);

#endif

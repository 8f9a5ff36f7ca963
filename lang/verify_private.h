/* verify_private.h - what the parts of the verifier share: what they know so far, and how each kind of index is checked.
 * Owns: nothing; lives in the arena of the verification. Included by verify*.c only. */
#ifndef PLANG_LANG_VERIFY_PRIVATE_H
#define PLANG_LANG_VERIFY_PRIVATE_H
#include "lang/program.h"
struct arena;

#define NEVER SIZE_MAX

struct verify {
	struct arena *arena;
	const struct program *program;
	struct text why;
	/* What is being looked at, in words only when there is a reason to: "stage 2, task 7 sum". */
	const char *part, *name;           /* "task", "sum"; may be empty */
	size_t index;                      /* 7; NEVER: none */
	size_t *column_made, *values_made; /* the stage that makes it; NEVER: none so far */
	size_t stage;                      /* 2; NEVER: in none */
	size_t before;                     /* what a stage before this one made can be read */
};

static inline void verify_at(struct verify *v, const char *part, size_t index, const char *name)
{
	v->part = part;
	v->index = index;
	v->name = name;
}

/* Writes the reason down; false. */
bool verify_refuse(struct verify *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Each is true when the index can be read here and leads to this kind; REG_NONE: whatever its kind. */
bool verify_index(struct verify *v, const char *what, uint32_t index, size_t count);
bool verify_source(struct verify *v, uint32_t source);
bool verify_field(struct verify *v, uint32_t field, enum reg_kind kind);
bool verify_figure(struct verify *v, uint32_t figure, enum reg_kind kind);
bool verify_lookup(struct verify *v, uint32_t lookup, enum reg_kind kind);
bool verify_values(struct verify *v, uint32_t values, enum reg_kind kind);
bool verify_column(struct verify *v, uint32_t column, enum reg_kind kind);
bool verify_column_or_nothing(struct verify *v, uint32_t column, enum reg_kind kind);
bool verify_allocation(struct verify *v, uint32_t symbol);
bool verify_sort_keys(struct verify *v, const struct sort_key *by, size_t count);
bool verify_kind(struct verify *v, const char *what, uint32_t index, enum reg_kind is, enum reg_kind wanted);

/* True when nobody has made this yet; from now on this stage has. */
bool verify_make_column(struct verify *v, uint32_t column, enum reg_kind kind);
bool verify_make_values(struct verify *v, uint32_t values, enum reg_kind kind, uint32_t group);

bool verify_code(struct verify *v, const struct stage *stage);
bool verify_tasks(struct verify *v, const struct stage *stage);

#endif

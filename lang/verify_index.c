/* verify_index.c - what an index of a program may lead to, and when it is there. */
#include "lang/arena.h"
#include "lang/verify_private.h"
#include <inttypes.h>

static struct text place(const struct verify *v)
{
	struct text stage = TEXT(""), index = TEXT("");
	if (v->stage != NEVER) stage = arena_format(v->arena, "stage %zu, ", v->stage);
	if (v->index != NEVER)
		index = arena_format(v->arena, "%s%zu%s", *v->part ? " " : "", v->index, *v->name ? " " : "");
	return arena_format(v->arena, "%.*s%s%.*s%s", TEXT_ARG(stage), v->part, TEXT_ARG(index), v->name);
}

bool verify_refuse(struct verify *v, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct text reason = arena_vformat(v->arena, format, args), at = place(v);
	va_end(args);
	v->why = arena_format(v->arena, "%.*s: %.*s", TEXT_ARG(at), TEXT_ARG(reason));
	return false;
}

bool verify_index(struct verify *v, const char *what, uint32_t index, size_t count)
{
	return index < count || verify_refuse(v, "there is no %s %" PRIu32, what, index);
}

bool verify_kind(struct verify *v, const char *what, uint32_t index, enum reg_kind is, enum reg_kind wanted)
{
	static const char *const word[] = {
		[REG_NONE] = "value", [REG_NUMBER] = "number", [REG_FLAG] = "flag", [REG_TEXT] = "text"
	};
	if (wanted == REG_NONE || is == wanted) return true;
	return verify_refuse(v, "%s %" PRIu32 " is not a %s", what, index, word[wanted]);
}

bool verify_source(struct verify *v, uint32_t source)
{
	if (!verify_index(v, "source", source, v->program->source_count)) return false;
	return v->program->sources[source] || verify_refuse(v, "source %" PRIu32 " is empty", source);
}

/* What the cells of a field can be read as: flags are numbers too. */
static bool reads_as(const struct field *field, enum reg_kind kind)
{
	switch (type_family(field->type)) {
	case FAMILY_NUMBER:
	case FAMILY_DATE: return kind == REG_NUMBER;
	case FAMILY_FLAG: return kind == REG_NUMBER || kind == REG_FLAG;
	case FAMILY_TEXT: return kind == REG_TEXT;
	case FAMILY_NONE: break;
	}
	return false;
}

bool verify_field(struct verify *v, uint32_t field, enum reg_kind kind)
{
	const struct model *model = v->program->model;
	const struct dataset *rows = model->dataset_count ? &model->datasets[0] : NULL;
	if (!verify_index(v, "field", field, rows ? rows->field_count : 0)) return false;
	const struct field *f = &rows->fields[field];
	if (!f->used) return verify_refuse(v, "field %" PRIu32 " is not read", field);
	return verify_kind(v, "field", field, reads_as(f, kind) ? kind : REG_NONE, kind);
}

bool verify_figure(struct verify *v, uint32_t figure, enum reg_kind kind)
{
	const struct program *p = v->program;
	return verify_index(v, "figure", figure, p->figure_count) &&
	       verify_kind(v, "figure", figure, p->figures[figure].kind, kind);
}

bool verify_lookup(struct verify *v, uint32_t lookup, enum reg_kind kind)
{
	const struct program *p = v->program;
	return verify_index(v, "lookup", lookup, p->lookup_count) &&
	       verify_kind(v, "lookup", lookup, p->lookups[lookup].kind, kind);
}

bool verify_values(struct verify *v, uint32_t values, enum reg_kind kind)
{
	const struct program *p = v->program;
	if (!verify_index(v, "value", values, p->value_count)) return false;
	if (!verify_kind(v, "value", values, p->values[values].kind, kind)) return false;
	if (v->values_made[values] < v->before) return true;
	return verify_refuse(v, "value %" PRIu32 " is not there yet", values);
}

bool verify_column(struct verify *v, uint32_t column, enum reg_kind kind)
{
	const struct program *p = v->program;
	if (!verify_index(v, "column", column, p->column_count)) return false;
	if (!verify_kind(v, "column", column, p->columns[column].kind, kind)) return false;
	if (p->columns[column].field != NOTHING || v->column_made[column] < v->before) return true;
	return verify_refuse(v, "column %" PRIu32 " is not there yet", column);
}

bool verify_column_or_nothing(struct verify *v, uint32_t column, enum reg_kind kind)
{
	return column == NOTHING || verify_column(v, column, kind);
}

bool verify_allocation(struct verify *v, uint32_t symbol)
{
	const struct model *model = v->program->model;
	if (!verify_index(v, "symbol", symbol, model->symbol_count)) return false;
	if (model->symbols[symbol]->kind == SYMBOL_ALLOCATE) return true;
	return verify_refuse(v, "symbol %" PRIu32 " is not an allocation", symbol);
}

/* Flags have no order. */
bool verify_sort_keys(struct verify *v, const struct sort_key *by, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t column = by[i].column;
		if (!verify_column(v, column, REG_NONE)) return false;
		if (v->program->columns[column].kind == REG_FLAG)
			return verify_refuse(v, "column %" PRIu32 " is a flag, which has no order", column);
	}
	return true;
}

bool verify_make_column(struct verify *v, uint32_t column, enum reg_kind kind)
{
	const struct program *p = v->program;
	if (!verify_index(v, "column", column, p->column_count)) return false;
	if (!verify_kind(v, "column", column, p->columns[column].kind, kind)) return false;
	if (p->columns[column].field != NOTHING)
		return verify_refuse(v, "column %" PRIu32 " is a field and cannot be made", column);
	if (v->column_made[column] != NEVER) return verify_refuse(v, "column %" PRIu32 " is made twice", column);
	v->column_made[column] = v->stage;
	return true;
}

bool verify_make_values(struct verify *v, uint32_t values, enum reg_kind kind, uint32_t group)
{
	const struct program *p = v->program;
	if (!verify_index(v, "value", values, p->value_count)) return false;
	if (!verify_kind(v, "value", values, p->values[values].kind, kind)) return false;
	if (p->values[values].group != group) return verify_refuse(v, "value %" PRIu32 " is of another group", values);
	if (v->values_made[values] != NEVER) return verify_refuse(v, "value %" PRIu32 " is made twice", values);
	v->values_made[values] = v->stage;
	return true;
}

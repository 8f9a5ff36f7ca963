/* exact_print.c - a value as it stands in a result or a message: lang/REFERENCE.md, "Printing". */
#include "audit/exact_run.h"
#include "runtime/out.h"
#include "runtime/plain.h"

/* The decimals of a type that nothing else says: of money the currency's, of a number six. */
static size_t decimals_of(const struct run *run, struct type type, bool percent)
{
	if (percent || type.kind == TYPE_PERCENT) return 2;
	if (type.kind == TYPE_MONEY) return run->model->currency_decimals;
	return type.kind == TYPE_COUNT ? 0 : 6;
}

struct text print_typed(struct run *run, struct type type, struct value value, int decimals, bool percent)
{
	if (!value_present(value)) return TEXT("");
	if (value.text) return value.is.text;
	if (type_family(type) == FAMILY_FLAG) return value_true(value) ? TEXT("true") : TEXT("false");
	if (type_family(type) == FAMILY_DATE) {
		int64_t days = 0;
		number_to_int64(value.is.number, &days);
		return date_print(run->arena, days);
	}
	struct number n = value.is.number;
	size_t mark = numbers_mark(run->scratch);
	if (percent || type.kind == TYPE_PERCENT) n = number_mul(run->scratch, n, number_of(100));
	size_t digits = decimals >= 0 ? (size_t)decimals : decimals_of(run, type, percent);
	struct text out = number_decimal(run->arena, n, digits);
	numbers_release(run->scratch, mark);
	return out;
}

/* A number's cell as read, in the arena unless it is plain already. */
static struct text plain_kept(struct run *run, const struct field *field, struct text raw, bool zero)
{
	const struct dataset *d = run->table->dataset;
	struct text plain = plain_cell(field, d, raw, zero, NULL, 0);
	return plain.at ? plain : plain_cell(field, d, raw, zero, arena_alloc(run->arena, raw.len), raw.len);
}

/* The cell of a field that prints as it was read; false when it prints by type. */
static bool own_cell(struct run *run, const struct tree *tree, size_t row, struct text *out)
{
	const struct field *field = tree->symbol ? tree->symbol->field : NULL;
	if (!field || row == NO_ROW || tree_find(field->declaration, TREE_UNITS)) return false;
	if (field->type.kind == TYPE_FLAG) return false; /* true and false, whatever words the data has for them */
	const struct column *column = &run->table->columns[field->index];
	if (run->change || column_missing(column, row)) return false;
	struct text raw = column_text(column, row);
	bool number = type_family(field->type) == FAMILY_NUMBER;
	*out = number ? plain_kept(run, field, raw, number_sign(column_number(column, row)) == 0) : raw;
	return true;
}

struct text print_value(struct run *run, const struct tree *tree, struct value value, size_t row, int decimals,
                        bool percent)
{
	struct text cell;
	const struct tree *bare = tree_bare(tree);
	if (decimals < 0 && !percent && own_cell(run, bare, row, &cell)) return cell;
	const struct symbol *symbol = tree_named(tree);
	if (decimals < 0 && !percent && symbol && symbol->kind == SYMBOL_ALLOCATE)
		decimals = (int)award_decimals(run, symbol);
	return print_typed(run, tree->type, value, decimals, percent);
}

/* --- in words --- */

static const char *verb_of(const struct tree *of)
{
	if (of->kind == TREE_RANK) return "not ranked";
	if (of->kind == TREE_SCORE) return "not scored";
	if (of->kind == TREE_BAND) return "in no band";
	return "not applicable";
}

/* Of conditions joined by `and`, a rule's name reads best: "not eligible". */
struct text print_reason(struct run *run, struct value value)
{
	if (value.state == VALUE_MISSING) return value.is.text;
	if (value.state != VALUE_NOT_APPLICABLE || !value.is.absence.of) return TEXT("");
	const struct absence *a = &value.is.absence;
	const char *verb = verb_of(a->of);
	if (!a->where) {
		const char *why = a->of->kind == TREE_SCORE ? "none of its weights applies" : "no group";
		return arena_format(run->arena, "%s: %s", verb, why);
	}
	const struct tree *where = tree_bare(a->where);
	struct text source = run_source(run, where);
	if (where->kind == TREE_NOT)
		return arena_format(run->arena, "%s: %.*s", verb, TEXT_ARG(run_source(run, tree_bare(where->first))));
	return arena_format(run->arena, tree_named(where) ? "%s: not %.*s" : "%s: not (%.*s)", verb, TEXT_ARG(source));
}

enum look print_look(struct type type, bool percent)
{
	if (percent) return LOOK_PERCENT;
	switch (type_family(type)) {
	case FAMILY_FLAG: return LOOK_FLAG;
	case FAMILY_DATE: return LOOK_DATE;
	case FAMILY_NONE:
	case FAMILY_TEXT: return LOOK_TEXT;
	case FAMILY_NUMBER: break;
	}
	if (type.kind == TYPE_PERCENT) return LOOK_PERCENT;
	return type.kind == TYPE_MONEY ? LOOK_MONEY : LOOK_NUMBER;
}

/* Exactly, so that 5.0999 is not shown as 5.10 beside a threshold of 5.1. */
static struct text exact_words(struct run *run, struct type type, struct number n)
{
	bool percent = type.kind == TYPE_PERCENT;
	if (percent) n = number_mul(run->scratch, n, number_of(100));
	size_t need = number_decimals(n), usual = decimals_of(run, type, percent);
	if (need == SIZE_MAX || need > 12) need = 12;
	if (type.kind == TYPE_MONEY && need > 0 && need < usual) need = usual;
	return number_decimal(run->arena, n, need);
}

struct text print_words(struct run *run, struct type type, struct value value)
{
	if (value.state == VALUE_MISSING) {
		struct text reason = diag_quote(run->arena, value.is.text);
		return reason.len ? arena_format(run->arena, "missing (%.*s)", TEXT_ARG(reason)) : TEXT("missing");
	}
	if (value.state == VALUE_NOT_APPLICABLE) return diag_quote(run->arena, print_reason(run, value));
	if (value.text) return arena_format(run->arena, "\"%.*s\"", TEXT_ARG(diag_quote(run->arena, value.is.text)));
	if (type_family(type) != FAMILY_NUMBER) return print_typed(run, type, value, -1, false);
	struct text digits = exact_words(run, type, value.is.number), sign = run->model->currency_sign;
	bool money = type.kind == TYPE_MONEY && type.money == 1, percent = type.kind == TYPE_PERCENT;
	struct text dressed = out_dressed(run->arena, digits,
	                                  money     ? LOOK_MONEY
	                                  : percent ? LOOK_PERCENT
	                                            : LOOK_NUMBER,
	                                  sign);
	if (!money || sign.len) return dressed;
	return arena_format(run->arena, "%.*s %.*s", TEXT_ARG(run->model->currency), TEXT_ARG(dressed));
}

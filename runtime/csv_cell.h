/* csv_cell.h - what a cell means, by the declared type of its field.
 * In:   the text of one cell.   Out: a state and a value, or a diagnostic that says what would have been accepted.
 * Owns: nothing. */
#ifndef PLANG_RUNTIME_CSV_CELL_H
#define PLANG_RUNTIME_CSV_CELL_H
#include "runtime/decimal.h"
#include "runtime/table.h"
struct arena;

struct csv_cells {
	struct arena *arena;
	struct diags *diags;
	struct numbers *pool;
	const struct dataset *dataset;
};

struct csv_value {
	enum cell_state state;
	uint8_t reason;
	bool
		plain; /* PRESENT: a number, a flag or a date is `decimal`, the unit of its field left out; else `number` is it */
	struct decimal decimal;
	struct number number;
};

/* False when the cell is malformed; diags says why. */
bool csv_cell(const struct csv_cells *cells, const struct field *field, struct text cell, struct diag_at at,
              struct csv_value *value);

/* A number that needs no more than digits and a point, with what may stand around it: a percent or a currency sign. */
bool csv_decimal(const struct dataset *dataset, const struct field *field, struct text cell, struct decimal *out);
/* 1 or 0 for a word of a flag; whether the cell is a text of the choice. False for any other cell. */
bool csv_flag(const struct field *field, struct text cell, int64_t *out);
bool csv_choice(const struct field *field, struct text cell);
/* The reason of a marker, 1 + its index; markers past the 255th share that of the last. 0 for a cell that is none. */
uint8_t csv_marker(const struct field *field, struct text cell);

/* Reports a cell that should hold a number and does not, with the clause that would accept it (csv_hint.c). */
void csv_not_number(const struct csv_cells *cells, const struct field *field, struct text cell, struct diag_at at);

#endif

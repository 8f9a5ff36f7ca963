/* referee.h - who knows everything exactly and is asked seldom: what the VM needs of the exact evaluator, so that it need
 * not know it; wired by api/.
 * In:   a source of the program, or a symbol of the model, and a row of the table.   Out: an answer.
 * Owns: nothing; a number or text of an answer is good until the next question. */
#ifndef PLANG_RUNTIME_REFEREE_H
#define PLANG_RUNTIME_REFEREE_H
#include "lang/number.h"

/* What a value can be, in the order in which it decides what comes out of an operation. */
enum vm_state { VM_PRESENT, VM_MISSING, VM_ABSENT /* not applicable */, VM_ERROR };

/* What the VM knows of a row of a comparison. */
enum vm_compared { VM_UNCOMPARED, VM_LEFT_OUT, VM_EQUAL };

#define NO_SUCH_ROW SIZE_MAX

/* Functions of one number whose values are rounded: to 34 significant digits, or to single precision. */
enum curve { CURVE_LN, CURVE_EXP, CURVE_SQRT, CURVE_FLOAT32 };

/* By what a pot was shared out in whole numbers, by place that takes part: weights are multiples of weight_unit, the rest
 * count units. */
struct shared {
	size_t n;
	const uint32_t *row;            /* which of the rows of the run; ascending */
	const int64_t *weight;          /* NULL: all have one weight_unit */
	const int64_t *floor, *ceiling; /* NULL: none */
	bool same_floor, same_ceiling;  /* the first counts for all */
	const int64_t *award;
	struct number weight_unit, unit;
};

struct answer {
	enum vm_state state;
	struct number number; /* PRESENT: a number, a flag as 1 and 0, a date as its days */
	struct text text;     /* PRESENT: a text */
};

struct referee {
	void *self;
	/* Nothing is reported: an error is an answer. NO_SUCH_ROW: of a figure. */
	struct answer (*ask)(void *self, uint32_t source, size_t row);
	struct answer (*ask_symbol)(void *self, uint32_t symbol, size_t row);
	struct answer (*curve)(void *self, enum curve which, struct number x); /* an error where there is no such value */
	/* The printed text of a source's value, and why it has none: good as long as the run. */
	struct text (*reason)(void *self, uint32_t source, size_t row);
	/* A column of an output at a row as it is printed; empty when the state is not VM_PRESENT. Good as long as the run. */
	struct text (*print)(void *self, size_t output, size_t column, size_t row, enum vm_state *state);
	/* What an allocation came to, for the summary; `amount`, `awarded` and `unspent` in money. */
	void (*award)(void *self, uint32_t symbol, struct number unit, struct number amount, struct number awarded,
	              struct number unspent, size_t places);
	size_t (*award_decimals)(void *self, uint32_t symbol); /* of an allocation's unit */
};

#endif

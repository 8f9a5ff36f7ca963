/* value.h - what an expression gives: a value, or the reason why there is none.
 * In:   numbers and texts that live elsewhere.   Out: plain values, passed by copy.
 * Owns: nothing; a large number dies with its pool. */
#ifndef PLANG_AUDIT_VALUE_H
#define PLANG_AUDIT_VALUE_H
#include "lang/diag.h"
#include "lang/number.h"
#include "lang/tree.h"

enum value_state {
	VALUE_PRESENT,
	VALUE_MISSING,        /* not known: nobody filled in the cell */
	VALUE_NOT_APPLICABLE, /* does not exist for this place: it stands outside the domain */
	VALUE_FAULT,          /* only in the memo of a whole-table function: an error for those who ask for it */
	VALUE_ERROR           /* has been reported; everybody passes it on and stops */
};

/* Why a value does not exist: the declaration or the call that has none here, and the condition that did not hold. */
struct absence {
	const struct tree *of;
	const struct tree *where; /* NULL: not by a `where`, say because no weight of a score applies */
};

/* An error that waits until its value is asked for. */
struct fault {
	enum diag_code code;
	bool soft;           /* inside `coalesce` it counts as missing: no rows, or a column without spread */
	struct text message;
	struct text help;    /* empty without */
};

union payload {
	struct number number; /* PRESENT: NUMBER; FLAG 1 or 0; DATE in days since 1970-01-01 */
	struct text text;     /* PRESENT: TEXT. MISSING: the reason, such as "confidential"; may be empty */
	struct absence absence;
	const struct fault *fault;
};

struct value {
	union payload is;
	enum value_state state;
	bool text;               /* PRESENT: is.text holds it, not is.number */
};

static inline struct value value_number(struct number n)
{
	return (struct value){ .is = { .number = n }, .state = VALUE_PRESENT };
}

static inline struct value value_flag(bool flag)
{
	return value_number(number_of(flag));
}

static inline struct value value_text(struct text text)
{
	return (struct value){ .is = { .text = text }, .state = VALUE_PRESENT, .text = true };
}

static inline struct value value_missing(struct text reason)
{
	return (struct value){ .is = { .text = reason }, .state = VALUE_MISSING };
}

static inline struct value value_absent(const struct tree *of, const struct tree *where)
{
	return (struct value){ .is = { .absence = { of, where } }, .state = VALUE_NOT_APPLICABLE };
}

static inline struct value value_error(void)
{
	return (struct value){ .is = { .number = { .num = 0, .den = 1 } }, .state = VALUE_ERROR };
}

static inline bool value_present(struct value v)
{
	return v.state == VALUE_PRESENT;
}

/* Of a present flag. */
static inline bool value_true(struct value v)
{
	return v.state == VALUE_PRESENT && number_sign(v.is.number) != 0;
}

/* Of two operands that are not both present, the one that decides what comes out: an error, then not applicable, then
 * missing. */
static inline struct value value_worse(struct value a, struct value b)
{
	return a.state >= b.state ? a : b;
}

#endif

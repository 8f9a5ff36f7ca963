/* change.h - what would change it: for one place, each cell that could change a decision alone, and to what.
 * In:   a run that is open, and a row of its table.   Out: a struct change, and its telling as sentences or JSON.
 * Owns: nothing; all lives in the arena of the run.
 *
 * A cell moves on a grid: whole numbers for a count, days for a date, one unit of the last decimal of its column for other
 * numbers. A flip is a value at which a decision is another than now, while one step nearer to the present value it is as
 * now. Both have been tried, in a run in which the cell reads so. */
#ifndef PLANG_AUDIT_CHANGE_H
#define PLANG_AUDIT_CHANGE_H
#include "audit/exact.h"
#include "audit/value.h"
struct out;
struct run;
struct tell;

/* What is decided of a place: a rule, a band, a flag or a group of equal size under a name; or whether it takes part in an
 * award whose `where` is no rule. */
struct change_decision {
	const struct symbol *symbol;
	const struct tree *condition; /* of an award's `where`; NULL otherwise */
	struct value now;
	struct text words; /* of now, as it prints; the reason where it does not exist */
};

/* How the value was found. EXACTLY: no nearer one flips, since the decision was solved in the cell: it is made of straight
 * lines, or rises or falls throughout. PROBED: something in it takes the whole table or bends otherwise; values were
 * tried further and further out, and between the last that did not flip and the first that did the border was sought. */
enum change_method { CHANGE_EXACTLY, CHANGE_PROBED, CHANGE_TRIED /* all values of a choice or flag */ };

enum { CHANGE_SHOWN = 3 }; /* of the places decided otherwise, and of those whose award changes most */

/* What the change does to another place. */
struct change_other {
	size_t row;
	const struct change_decision *decision; /* that becomes another; NULL: the largest change of an award */
	const struct symbol *award;
	struct text from, to, by; /* as words; by: of an award, with its sign */
};

/* What a change does elsewhere. */
struct change_effect {
	bool stops;     /* with this value the run stops, with an error: nothing else is known */
	size_t decided; /* other places of which some decision becomes another */
	size_t paid;    /* other places whose awards are no longer the same */
	struct change_other *other;
	size_t other_count; /* a few of the decided, then a few of the paid */
	struct text *award; /* of the place itself: by award, what it becomes; empty where it stays */
};

struct change_flip {
	const struct change_decision *decision;
	struct value value;  /* of the cell */
	struct value before; /* one step nearer to the present value */
	bool has_before;     /* false: the step before is the cell as it is */
	int direction;       /* 1 up, -1 down, 0 of a choice or flag */
	enum change_method method;
	struct value becomes;
	struct text words; /* of becomes */
	struct change_effect effect;
};

/* Why a slope ends. */
enum change_end {
	CHANGE_END_DOMAIN,  /* no further values were tried */
	CHANGE_END_OUT,     /* the place no longer takes part, or only now does */
	CHANGE_END_FLOOR,   /* its floor binds */
	CHANGE_END_CEILING, /* its ceiling binds */
	CHANGE_END_FREE,    /* a bound that did bind no longer does */
	CHANGE_END_STOPS,   /* the run stops with an error */
	CHANGE_END_BENDS    /* a point is worth another amount from here on */
};

struct change_side {
	bool known;
	struct number per_point; /* of the exact share, before whole units */
	struct number over;      /* measured over so much: a point, or less where a point is too far */
	struct value until;      /* the last value found at which it still holds, within a tenth */
	bool at_once;            /* it does not hold for even one point */
	enum change_end end;
	struct value leaves; /* per_point is 0: the nearest value found at which it is not; has_leaves */
	bool has_leaves;
};

struct change_slope {
	const struct symbol *award;
	struct number unit;   /* of the award */
	struct number point;  /* by which the cell moves: a percentage point, one, a round number */
	bool floored, capped; /* the bound that binds now */
	struct change_side up, down;
};

struct change_input {
	const struct field *field;
	struct value now; /* as used; of a missing cell what stands in for it */
	bool missing;
	bool has_steps;                /* of numbers and dates */
	struct number step, low, high; /* the values that were tried */
	size_t probes;                 /* runs that were made to find out */
	struct change_flip *flips;     /* by decision, the nearest first; of a choice in the order of its words */
	size_t flip_count;
	struct change_slope *slopes;
	size_t slope_count;
};

struct change {
	struct run *run;
	size_t row;
	struct text only;
	struct change_decision *decisions;
	size_t decision_count;
	struct change_input *inputs; /* those on which something rests */
	size_t input_count;
};

/* Reports nothing. The row is of the table and was kept. only: this declaration alone; empty: all. */
struct change *change_place(struct run *run, size_t row, struct text only);
void change_tell(struct tell *tell, const struct change *change);
/* As one object. */
void change_json(struct out *out, const struct change *change);

#endif

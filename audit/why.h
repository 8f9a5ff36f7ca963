/* why.h - the story of one place: how each declaration came to its value there, as facts that why_tell.c puts into words and
 * why_json.c hands to programs.
 * In:   a run of the exact evaluator, which may know columns that the VM computed.   Out: a struct why, of constant size
 *       whatever the table: what many rows went into is said by its group.
 * Owns: nothing; lives in the arena of the run.
 *
 * Nothing of a story is remembered from the run: it is worked out again for its row, by the same functions. */
#ifndef PLANG_AUDIT_WHY_H
#define PLANG_AUDIT_WHY_H
#include "audit/exact_run.h"
struct out;
struct tell;

/* A value twice: exactly, for who computes ("0.051", "1/3", "true", a text), and in words, for who reads ("5.1%"). */
struct told {
	enum value_state state; /* of what is not present, words say why */
	enum type_family family;
	struct text exact, words;
};

/* An expression at the place. */
struct why_node {
	const struct tree *tree; /* without the brackets around it */
	struct text text;        /* as written, on one line */
	size_t line;
	bool asked;   /* else something before it settled the matter, and there is no value */
	bool decides; /* it settled what it stands in */
	bool has_margin;
	struct told value;
	struct told margin;                /* of a comparison: left - right, in words without its sign */
	const struct symbol *symbol;       /* that it names */
	const struct why_table *table;     /* of a whole-table function; NULL else */
	const struct why_facts *grounds;   /* what more it takes to work the value out again; NULL: nothing */
	const struct why_node *where;      /* its own; NULL: none, or its value is the group's, not the place's */
	struct why_node *first, *next;     /* operands */
};

struct why_fact {
	const char *name; /* "mean" */
	struct told value;
};

struct why_facts {
	size_t count;
	struct why_fact fact[2];
};

/* Of larger tables nothing is worked out for all rows that a few of them, or the columns of the VM, can tell. */
enum { WHY_LARGE = 100000 };

/* What a whole-table function was about: the group of the place. */
struct why_table {
	struct text group; /* "London"; empty for all rows */
	size_t rows;
	size_t from_top, from_bottom; /* where the place stands by its value, from 1; 0: not said */
	struct why_facts facts;
};

/* A clause of a declaration: `when`, `unless`, a weight, a row of a band, a bound. */
struct why_clause {
	enum tree_kind kind;
	size_t line;
	struct text title; /* or the reason of an `unless` */
	struct text cite;
	bool applies; /* a weight: its `where` holds. A bound: it is the one that holds */
	bool decides;
	const struct why_node *where, *node, *value; /* what it asks; what it gives. NULL: none */
	struct told contribution;                    /* of a weight: weight times value, before it is rescaled */
	double size;                                 /* of that, without its sign: for the order in which parts are told */
	struct why_clause *next;
};

struct why_other { /* another place */
	bool there;
	struct text key, name;
	struct told rank;
	struct told gap; /* between the first sort key that differs, of that place and of this one; in words without sign */
	struct text by;  /* that sort key, as written */
	size_t by_key;   /* and which it is, from 1; 0: they tie in all */
	struct told value; /* of it, at that place */
};

/* Where a declaration cuts a ranking: the places on both sides of it. */
struct why_cut {
	struct text text;        /* "priority <= 10% of count(place where eligible)" */
	const struct symbol *of; /* which says so */
	enum tree_op op;         /* the rank is compared so with `at` */
	struct told at;
	const struct why_node *at_node;
	bool inside;                  /* this place */
	struct why_other last, first; /* the last place inside, the first outside */
	struct why_cut *next;
};

struct why_rank {
	struct text group;
	enum tie_rule ties;
	size_t places, tied; /* that are ranked with it; that share its rank, itself not counted */
	size_t before;       /* that stand before it and those that share its rank */
	size_t key_count;
	struct told *key; /* its sort keys */
	const struct why_node **key_node;
	bool *highest_first;
	struct text *by; /* as written, with their direction */
	struct why_other above, below;
	struct why_cut *cuts;
};

struct why_award {
	struct text group;
	struct told amount, unit, awarded, unspent;
	bool takes_part;
	size_t places;
	enum apportion_method method;
	enum apportion_bound bound;
	bool has_lambda, has_ceiling, scaled, capped_unspent, leave_rest;
	bool has_divisor_high;                           /* else any divisor above the low one */
	struct told weight, base, floor, ceiling, scale; /* as used: bounds rounded inwards to whole units */
	struct told all_weights, all_bases, part;        /* part: of all weight, 0 to 1 */
	struct told lambda, free;                        /* free: base + lambda * weight, which the bounds then cut */
	struct told moved; /* what the bound gave or took: share - free, in words without its sign */
	struct told share, award, remainder;
	size_t free_places, floor_places, ceiling_places;
	/* What the places add up to that share by lambda alone, and the shares of the others: together they are the amount. */
	struct told free_weights, free_bases, bound_shares;
	struct told all_shares,
		all_least;                /* the sums of the shares, and of the least there can be, which are what is scaled */
	struct told all_units;        /* whole ones in the shares */
	struct told served, unserved; /* the smallest remainder that got a unit, the largest that got none */
	size_t queue, queued,
		spare; /* its place in the queue of remainders, from 1 (0: not in it); how long that is; units given out */
	struct told divisor_low, divisor_high; /* webster and dhondt: any divisor between them gives the awards */
};

/* How one declaration came to its value. */
struct why_step {
	const struct symbol *symbol;
	struct text title, cite, note, section;
	size_t line;
	struct told value;
	int decimals;                    /* as an output prints it; -1: not said */
	bool nested;                     /* a rule that another rule rests on */
	const struct why_node *where;    /* NULL: everywhere */
	const struct why_node *value_of; /* LET */
	struct why_clause *clauses;
	struct told weights, whole; /* SCORE: the sum of those that apply; what it must be, unless they are rescaled */
	const struct why_rank *rank;
	const struct why_award *award;
	struct why_step *next;
};

struct why_cell {
	const struct field *field;
	struct told value;
	size_t position; /* field number in the file, from 1 */
	bool missing, imputed;
	struct text reason; /* why it is missing, where a marker says so */
	const struct why_node *imputed_by;
};

struct why_param {
	const struct symbol *symbol;
	struct told value;
	const struct why_node *node;   /* the expression in force */
	struct text title, cite, from; /* from: "--set", "from 2027-04-01", "undated" */
	size_t line;
};

struct why {
	const struct model *model;
	const struct table *table;
	struct text key, name, rules; /* rules: the rule file */
	struct told *key_part;        /* by the columns of the dataset's key */
	struct told as_of;            /* the date of the run; without one, missing */
	size_t row, line;
	struct why_step *steps; /* in the order of the file */
	struct why_cell *cells;
	size_t cell_count;
	struct why_param *params;
	size_t param_count;
};

/* What the stories of one run share, so that many can be told of it. */
struct why_book;
struct why_book *why_open(struct run *run);
/* NULL: an error was reported. The row is of the table and was kept. */
const struct why *why_row(struct why_book *book, size_t row);

/* Whether stories tell of a declaration: something worked out, that the run asks for. */
bool why_is_step(const struct symbol *symbol);

/* The field that names places for people: "name", else one that ends in "name" or "nm". NULL: none. */
struct field *why_name_field(const struct dataset *dataset);

enum why_found { WHY_FOUND, WHY_NOBODY, WHY_SEVERAL, WHY_DROPPED };
/* By key (parts joined by ", "), else by key or name without regard to case and accents. SEVERAL: *row is the first, *other the
 * second of that name. DROPPED: `keep where` left it out. */
enum why_found why_find(struct run *run, struct text place, size_t *row, size_t *other);
/* The nearest key or name to one that is not there; empty when nothing is near. */
struct text why_nearest(struct run *run, struct text place);
struct text why_name(struct run *run, size_t row); /* empty without a name field */
/* "Wyrebury (E08000310)"; the key alone, where it has no other name. */
struct text why_called(struct arena *arena, struct text key, struct text name);

struct why_manner {
	bool why_not;     /* only what stands in the way */
	struct text only; /* only this declaration; empty: all */
	size_t depth;     /* of nested conditions; 0: all */
	bool bare;        /* in a page that has said which place, rules and data: not said again */
};
void why_tell(struct tell *tell, const struct why *why, const struct why_manner *manner);
void why_json(struct out *out, const struct why *why);

/* why_value.c */
struct told told_value(struct run *run, struct type type, struct value value);
struct told told_number(struct run *run, struct type type, struct number n);
/* How far apart two values are: of percentages in percentage points, of dates in days. */
struct told told_apart(struct run *run, struct type type, struct number n);
struct told told_size(struct run *run, struct type type, struct number n); /* words without the sign, exact with it */
size_t why_line(struct run *run, struct span at);
/* why_node.c */
struct why_node *why_node(struct run *run, const struct tree *tree, size_t row);
/* why_table.c */
const struct why_table *why_table(struct run *run, const struct tree *call, size_t row);
const struct why_facts *why_grounds(struct run *run, const struct tree *call, size_t row); /* NULL: none */
/* why_rank.c */
const struct why_rank *why_rank(struct run *run, const struct symbol *symbol, size_t row);
/* why_award.c */
struct why_pots { /* of one allocation: why_pot.h */
	struct pots *exact;
	struct known_pots *known;
};
const struct why_award *why_award(struct run *run, struct why_pots *pots, const struct symbol *symbol, size_t row);

#endif

/* allocation.h - what the parts of the laws of allocation share.
 *
 * allocation_case.c    random problems, every kind of weight, bound and option
 * allocation_plant.c   the solver, or one with a bug on purpose
 * allocation_law.c     the laws, each by itself
 * allocation_laws.c    the run: cases, counts, what failed */
#ifndef PLANG_TESTS_LAWS_ALLOCATION_H
#define PLANG_TESTS_LAWS_ALLOCATION_H
#include "audit/apportion.h"
#include "lang/arena.h"

/* A problem whose arrays may be changed; `in` points into them, or is NULL where a clause is absent. */
struct instance {
	struct apportion in;
	struct number *weight, *base, *floor, *ceiling;
	bool *has_ceiling;
};

enum plant {
	PLANT_NONE,
	PLANT_FIRST,
	PLANT_HALVES = PLANT_FIRST, /* rounds each share by itself, half up */
	PLANT_UNSPENT,              /* says that nothing is unspent */
	PLANT_STATUS,               /* finds floors above the amount, and calls it ceilings below */
	PLANT_GREED,                /* shares although every weight is 0 */
	PLANT_CEILING,              /* ignores the ceilings */
	PLANT_FLOOR,                /* ignores the floors */
	PLANT_SHARE,                /* moves a third of a unit between the shares of two places */
	PLANT_UNIT,                 /* moves a unit between two places */
	PLANT_TIES,                 /* breaks ties to the later key */
	PLANT_UNITS,                /* moves two units between two places */
	PLANT_CAPPED,               /* shares out again what ceilings cut */
	PLANT_FIRST_ROW,            /* the first place gets a unit of the last one */
	PLANT_SMOOTH,               /* adds 1 to every weight */
	PLANT_IDLE,                 /* a place of weight 0 gets a unit of another one */
	PLANT_INVERSE,              /* takes 1 / weight for the weight */
	PLANT_METHOD,               /* largest remainder whatever the method */
	PLANT_ODD,                  /* all weights are equal when the amount is an odd number of units */
	PLANT_COUNT
};
extern const char *const plant_name[PLANT_COUNT];

struct trial {
	struct arena *arena;
	struct numbers *pool;
	uint64_t random;
	enum plant plant;
	const struct instance *problem;
	const struct apportion_result *result;
};

/* chance */
uint64_t random_word(struct trial *t);
int64_t random_below(struct trial *t, int64_t n);

/* cases */
struct instance *instance_random(struct trial *t);
/* With room for extra places more, and every clause present. */
struct instance *instance_copy(struct trial *t, const struct instance *from, size_t extra);
void instance_print(struct trial *t, const struct instance *problem, const struct apportion_result *result);

/* the solver under test */
const struct apportion_result *solve(struct trial *t, const struct instance *problem);

/* laws */
enum verdict { NOT_CONCERNED, HOLDS, BROKEN };
struct law {
	const char *name;
	enum verdict (*judge)(struct trial *t);
	enum plant plants[3]; /* bugs that it must notice; PLANT_NONE ends them */
};
enum { LAW_COUNT = 14 };
extern const struct law laws[LAW_COUNT];

#endif

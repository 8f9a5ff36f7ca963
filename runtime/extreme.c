/* extreme.c - the least and the greatest, lane by lane, part by part. */
#include "runtime/extreme.h"
#include "runtime/by_group.h"
#include "runtime/clones.h"
#include "runtime/part.h"
#include <math.h>

enum { LANES = 16 };

#define VALUE int64_t
#define LOWEST INT64_MIN
#define HIGHEST INT64_MAX
#define OF_TYPE(name) name##_whole
#include "runtime/extreme_value.def"
#undef VALUE
#undef LOWEST
#undef HIGHEST
#undef OF_TYPE

#define VALUE double
#define LOWEST (-(double)INFINITY)
#define HIGHEST ((double)INFINITY)
#define OF_TYPE(name) name##_double
#include "runtime/extreme_value.def"
#undef VALUE
#undef LOWEST
#undef HIGHEST
#undef OF_TYPE

struct extreme_whole extreme_whole(struct crew *crew, const int64_t *x, size_t n)
{
	return all_whole(crew, x, n);
}

/* -0 + 0 is +0: which zero came first must not show. */
static struct extreme_double without_sign(struct extreme_double found)
{
	return (struct extreme_double){ found.least + 0.0, found.greatest + 0.0 };
}

struct extreme_double extreme_double(struct crew *crew, const double *x, size_t n)
{
	return without_sign(all_double(crew, x, n));
}

void extreme_whole_by(struct crew *crew, const int64_t *x, const uint32_t *group, size_t n, size_t groups,
                      struct extreme_whole *found)
{
	struct by_group by = { group, n, groups, sizeof *found, x, fill_whole, merge_whole };
	by_group_do(crew, &by, found);
}

void extreme_double_by(struct crew *crew, const double *x, const uint32_t *group, size_t n, size_t groups,
                       struct extreme_double *found)
{
	struct by_group by = { group, n, groups, sizeof *found, x, fill_double, merge_double };
	by_group_do(crew, &by, found);
	for (size_t g = 0; g < groups; g++)
		found[g] = without_sign(found[g]);
}

/* extreme.h - the least and the greatest value of a column, in all or by group.
 * In:   a column, and for groups a code of each row.   Out: both values.
 * Owns: nothing; see by_group.h.
 *
 * Of no rows: the least is the largest value of the type (or infinity), the greatest the smallest. Doubles are not NaN,
 * and a zero is +0. A crew may be NULL: one thread. */
#ifndef PLANG_RUNTIME_EXTREME_H
#define PLANG_RUNTIME_EXTREME_H
#include <stddef.h>
#include <stdint.h>
struct crew;

struct extreme_whole {
	int64_t least, greatest;
};
struct extreme_double {
	double least, greatest;
};

struct extreme_whole extreme_whole(struct crew *crew, const int64_t *x, size_t n);
struct extreme_double extreme_double(struct crew *crew, const double *x, size_t n);
/* group[i] < groups; sets each of the groups. */
void extreme_whole_by(struct crew *crew, const int64_t *x, const uint32_t *group, size_t n, size_t groups,
                      struct extreme_whole *found);
void extreme_double_by(struct crew *crew, const double *x, const uint32_t *group, size_t n, size_t groups,
                       struct extreme_double *found);

#endif

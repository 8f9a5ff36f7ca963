/* ball.h - ball arithmetic: numbers of 106 bits (double_double.h), each with a bound of its error.
 * In:   exact numbers, and what was computed from them.   Out: a value, and how far the exact one is from it at most.
 * Owns: nothing. Allocates nothing, so that any thread may use it.
 *
 * What is too large, too small or not known has the error INFINITY, and so has all that is computed from it. */
#ifndef PLANG_RUNTIME_BALL_H
#define PLANG_RUNTIME_BALL_H
#include "lang/number.h"
#include "runtime/double_double.h"

/* The exact value is not further from `value` than `error`; where that is 0, it is `value`. */
struct ball {
	struct double_double value;
	double error;
};

struct ball ball_of(double x);
struct ball ball_of_whole(int64_t n);
struct ball ball_of_number(struct number a);

struct ball ball_add(struct ball a, struct ball b);
struct ball ball_sub(struct ball a, struct ball b);
struct ball ball_mul(struct ball a, struct ball b);
struct ball ball_div(struct ball a, struct ball b); /* b may be 0: not known */
struct ball ball_neg(struct ball a);
/* The larger and the smaller of the exact values; of two that cannot be told apart an interval that holds both. */
struct ball ball_larger(struct ball a, struct ball b);
struct ball ball_smaller(struct ball a, struct ball b);
/* Below, equal to or above 0; false when the error does not let it be seen. */
bool ball_sign(struct ball a, int *sign);
/* The whole number to which it is rounded, below 2^51; false when it is larger or the error does not let it be seen: also
 * where it lies exactly where one result gives way to the next. */
bool ball_round(struct ball a, enum rounding how, double *out);

#endif

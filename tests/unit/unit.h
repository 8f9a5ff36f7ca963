/* unit.h - the smallest thing that counts what holds: UNIT names what is being tested, CHECK tests it, unit_done says
 * how it went and gives the exit status. A failed CHECK prints where and what, and the test goes on. What is counted is
 * units: one passes when each of its checks holds, be they three or a million. */
#ifndef PLANG_TESTS_UNIT_UNIT_H
#define PLANG_TESTS_UNIT_UNIT_H
#include <stdbool.h>
#include <stdio.h>

struct unit {
	const char *name;
	size_t checks, failures; /* of this unit */
	size_t passed, failed, skipped;
};

static struct unit unit_state;

#define UNIT(what) unit_begin(what)
#define CHECK(condition) unit_check((condition), #condition, __FILE__, __LINE__)
/* For what needs a file that is not there. */
#define UNIT_SKIP(why) ((void)unit_state.skipped++, (void)printf("skipped: %s\n", (why)))

static inline void unit_end(void)
{
	if (unit_state.failures) unit_state.failed++;
	else if (unit_state.checks) unit_state.passed++;
	unit_state.checks = unit_state.failures = 0;
}

static inline void unit_begin(const char *name)
{
	unit_end();
	unit_state.name = name;
}

static inline bool unit_check(bool holds, const char *condition, const char *file, int line)
{
	unit_state.checks++;
	if (holds) return true;
	unit_state.failures++;
	printf("%s:%d: %s: %s\n", file, line, unit_state.name ? unit_state.name : "", condition);
	return false;
}

static inline int unit_done(void)
{
	unit_end();
	printf("%zu passed, %zu failed", unit_state.passed, unit_state.failed);
	if (unit_state.skipped) printf(", %zu skipped", unit_state.skipped);
	printf("\n");
	return unit_state.failed ? 1 : 0;
}

#endif

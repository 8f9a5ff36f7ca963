/* op.c - the tables of instructions and tasks, from op.def and task.def. */
#include "lang/program.h"

const struct op_info op_info[OP_CODE_COUNT] = {
#define OP(id, mnemonic, result, operands, fails, does)                                                                \
	[OP_CODE_##id] = { mnemonic, REG_##result, operands, fails, does },
#include "lang/op.def"
#undef OP
};

const char *const task_name[TASK_COUNT_OF] = {
#define TASK(id, name, does) [TASK_##id] = name,
#include "lang/task.def"
#undef TASK
};

/* verify_task.c - the tasks of a stage: what each kind reads and makes. */
#include "lang/verify_private.h"
#include <inttypes.h>

/* Whether something is there: never, perhaps, always. */
enum has { HAS_NOT, MAY_HAVE, HAS };

struct task_rule {
	enum has argument;
	enum reg_kind argument_kind; /* REG_NONE: any */
	enum has by;
	bool figure;
	bool share;              /* weight, floor, ceiling, unit, symbol */
	bool values;             /* makes values, else a column */
	enum reg_kind made_kind; /* REG_NONE: a number or a flag */
};

#define AGGREGATE(argument, made) HAS, REG_##argument, HAS_NOT, false, false, true, REG_##made
static const struct task_rule task_rule[TASK_COUNT_OF] = {
	[TASK_COUNT] = { MAY_HAVE, REG_NONE, HAS_NOT, false, false, true, REG_NUMBER },
	[TASK_SUM] = { AGGREGATE(NUMBER, NUMBER) },
	[TASK_MEAN] = { AGGREGATE(NUMBER, NUMBER) },
	[TASK_MIN] = { AGGREGATE(NUMBER, NUMBER) },
	[TASK_MAX] = { AGGREGATE(NUMBER, NUMBER) },
	[TASK_QUANTILE] = { HAS, REG_NUMBER, HAS_NOT, true, false, true, REG_NUMBER },
	[TASK_VARIANCE] = { AGGREGATE(NUMBER, NUMBER) },
	[TASK_SD] = { AGGREGATE(NUMBER, NUMBER) },
	[TASK_ANY] = { AGGREGATE(FLAG, FLAG) },
	[TASK_ALL] = { AGGREGATE(FLAG, FLAG) },
	[TASK_SHARE_OF] = { AGGREGATE(FLAG, NUMBER) },
	[TASK_RANK] = { HAS_NOT, REG_NONE, HAS, false, false, false, REG_NUMBER },
	[TASK_BANDS] = { HAS_NOT, REG_NONE, HAS, true, false, false, REG_NUMBER },
	[TASK_SHARE] = { HAS_NOT, REG_NONE, HAS_NOT, true, true, false, REG_NUMBER },
	[TASK_EXACT] = { MAY_HAVE, REG_NONE, MAY_HAVE, false, false, false, REG_NONE },
};
#undef AGGREGATE

static bool argument(struct verify *v, const struct task *task, const struct task_rule *rule)
{
	bool given = task->argument != NOTHING;
	if (given && rule->argument == HAS_NOT) return verify_refuse(v, "it has no argument");
	if (!given && rule->argument == HAS) return verify_refuse(v, "it has to have an argument");
	return verify_column_or_nothing(v, task->argument, rule->argument_kind);
}

static bool order(struct verify *v, const struct task *task, const struct task_rule *rule)
{
	if (task->by_count && rule->by == HAS_NOT) return verify_refuse(v, "it has no order");
	if (!task->by_count && rule->by == HAS) return verify_refuse(v, "it has to have an order");
	return verify_sort_keys(v, task->by, task->by_count);
}

static bool group(struct verify *v, uint32_t group)
{
	const struct program *p = v->program;
	if (group == NOTHING) return true;
	if (!verify_index(v, "group", group, p->group_count)) return false;
	for (size_t i = 0; i < p->groups[group].count; i++)
		if (!verify_column(v, p->groups[group].columns[i], REG_NONE)) return false;
	return true;
}

static bool allocation(struct verify *v, const struct task *task, const struct task_rule *rule)
{
	const uint32_t columns[] = { task->weight, task->floor, task->ceiling };
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (!rule->share && columns[i] != NOTHING) return verify_refuse(v, "it has no weight, floor or ceiling");
		if (!verify_column_or_nothing(v, columns[i], REG_NUMBER)) return false;
	}
	return !rule->share || (verify_figure(v, task->unit, REG_NUMBER) && verify_allocation(v, task->symbol));
}

static bool choices(struct verify *v, const struct task *task, const struct task_rule *rule)
{
	if (rule->figure && !verify_figure(v, task->figure, REG_NUMBER)) return false;
	if (task->kind == TASK_QUANTILE && (task->quantile < 1 || task->quantile > 9))
		return verify_refuse(v, "there is no quantile of type %d", task->quantile);
	if (task->kind == TASK_RANK && (size_t)task->ties >= TIES_COUNT)
		return verify_refuse(v, "there is no rule %d for ties", (int)task->ties);
	if (task->kind == TASK_EXACT && task->symbol != NOTHING)
		return verify_index(v, "symbol", task->symbol, v->program->model->symbol_count);
	return true;
}

/* The referee's texts have no numbers. */
static bool made(struct verify *v, const struct task *task, const struct task_rule *rule)
{
	const struct program *p = v->program;
	if (rule->made_kind == REG_NONE && task->out < p->column_count && p->columns[task->out].kind == REG_TEXT)
		return verify_refuse(v, "column %" PRIu32 " is a text", task->out);
	return rule->values ? verify_make_values(v, task->out, rule->made_kind, task->group)
	                    : verify_make_column(v, task->out, rule->made_kind);
}

static bool one(struct verify *v, const struct stage *stage, size_t index)
{
	const struct task *task = &stage->tasks[index];
	verify_at(v, "task", index, "");
	if ((size_t)task->kind >= TASK_COUNT_OF) return verify_refuse(v, "task %d is unknown", (int)task->kind);
	const struct task_rule *rule = &task_rule[task->kind];
	v->name = task_name[task->kind];
	return argument(v, task, rule) && verify_column_or_nothing(v, task->where, REG_FLAG) && order(v, task, rule) &&
	       group(v, task->group) && allocation(v, task, rule) && choices(v, task, rule) && made(v, task, rule) &&
	       verify_source(v, task->source);
}

bool verify_tasks(struct verify *v, const struct stage *stage)
{
	for (size_t i = 0; i < stage->task_count; i++)
		if (!one(v, stage, i)) return false;
	return true;
}

/* referee.c - one row or figure at a time, for the VM: values without messages, logarithms and the like, reasons in words. */
#include "audit/referee.h"
#include "audit/exact_run.h"

struct judge {
	struct run *run;
	const struct tree *const *sources;
};

static struct answer answer_of(struct run *run, struct value v)
{
	struct answer answer = { .number = number_of(0) };
	if (v.state == VALUE_PRESENT && v.text) answer.text = v.is.text;
	if (v.state == VALUE_PRESENT && !v.text) answer.number = v.is.number;
	answer.state = v.state == VALUE_PRESENT          ? VM_PRESENT
	               : v.state == VALUE_MISSING        ? VM_MISSING
	               : v.state == VALUE_NOT_APPLICABLE ? VM_ABSENT
	                                                 : VM_ERROR;
	if (answer.state == VM_ERROR) numbers_clear(run->scratch);
	return answer;
}

/* What was asked before is gone: nobody else holds a number of the pool of scratch between two questions. */
static struct run *begin(void *self)
{
	struct run *run = ((struct judge *)self)->run;
	numbers_release(run->scratch, 0);
	return run;
}

static struct answer ask(void *self, uint32_t source, size_t row)
{
	const struct judge *j = self;
	struct run *run = begin(self);
	const struct tree *tree = j->sources[source];
	return answer_of(run, run_unheard(run, tree, NULL, row == NO_SUCH_ROW ? NO_ROW : row));
}

static struct answer ask_symbol(void *self, uint32_t symbol, size_t row)
{
	struct run *run = begin(self);
	return answer_of(run, run_unheard(run, NULL, run->model->symbols[symbol], row == NO_SUCH_ROW ? NO_ROW : row));
}

static struct answer curve(void *self, enum curve which, struct number x)
{
	static const enum function_id function[] = { [CURVE_LN] = FUNCTION_LN,
		                                         [CURVE_EXP] = FUNCTION_EXP,
		                                         [CURVE_SQRT] = FUNCTION_SQRT,
		                                         [CURVE_FLOAT32] = FUNCTION_FLOAT32 };
	struct answer answer = { .state = VM_PRESENT, .number = number_of(0) };
	if (call_curve(begin(self), function[which], x, &answer.number) != REAL_OK) answer.state = VM_ERROR;
	return answer;
}

static struct text reason(void *self, uint32_t source, size_t row)
{
	const struct judge *j = self;
	struct run *run = begin(self);
	struct value v = run_unheard(run, j->sources[source], NULL, row);
	return v.state == VALUE_PRESENT || v.state == VALUE_ERROR ? TEXT("") : print_reason(run, v);
}

static struct text print(void *self, size_t output, size_t column, size_t row, enum vm_state *state)
{
	struct run *run = begin(self);
	const struct output *o = &run->model->outputs[output];
	struct value v = run_unheard(run, o->columns[column], NULL, row);
	*state = answer_of(run, v).state;
	if (*state) return TEXT("");
	return print_value(run, o->columns[column], v, row, o->decimals ? o->decimals[column] : -1,
	                   o->percent && o->percent[column]);
}

static void award(void *self, uint32_t symbol, struct number unit, struct number amount, struct number awarded,
                  struct number unspent, size_t places)
{
	struct run *run = ((struct judge *)self)->run;
	struct award *a = &run->awards[symbol];
	*a = (struct award){ .known = true, .decimals = number_decimals(unit) };
	a->whole.amount = number_keep(run->kept, amount);
	a->whole.awarded = number_keep(run->kept, awarded);
	a->whole.unspent = number_keep(run->kept, unspent);
	a->whole.places = places;
}

static size_t decimals(void *self, uint32_t symbol)
{
	struct run *run = ((struct judge *)self)->run;
	return award_decimals(run, run->model->symbols[symbol]);
}

void referee_make(struct run *run, const struct tree *const *sources, struct referee *referee, struct arena *arena)
{
	struct judge *j = arena_alloc(arena, sizeof *j);
	*j = (struct judge){ run, sources };
	*referee = (struct referee){ .self = j,
		                         .ask = ask,
		                         .ask_symbol = ask_symbol,
		                         .curve = curve,
		                         .reason = reason,
		                         .print = print,
		                         .award = award,
		                         .award_decimals = decimals };
}

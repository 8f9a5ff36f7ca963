/* verify_test.c - the verifier: a program made by hand that has one of everything is sound, and refused for the right
 * reason with each fault; programs of the compiler are sound; and nothing that an index can be set to harms the verifier
 * or the printer. */
#include "lang/check.h"
#include "lang/compile.h"
#include "parser/parse.h"
#include "tests/fuzz/mutate.h"
#include "tests/unit/unit.h"
#include <inttypes.h>
#include <stdlib.h>

#define MUTATIONS 200000 /* MUTATIONS=N in the environment: another number, for slow machines */

static const char rules[] = "fund \"Small\"\n"
							"  currency GBP\n"
							"param budget = £100\n"
							"dataset place\n"
							"  key code\n"
							"  field name text\n"
							"  field n number\n"
							"  field f flag\n"
							"  field d date\n"
							"  field unread number\n"
							"rule ok when f\n"
							"allocate award where ok share budget in proportion to n\n"
							"check award <= budget\n"
							"check sum(award) = budget\n"
							"compare n with 1 where f\n"
							"output code, name, n, d, award where ok by n highest first\n"
							"output figures: sum(n)\n";

struct fixture {
	struct edge edge;
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct tree *tree;
	struct model model;
	uint32_t name, n, f, d, unread, award, ok; /* fields; symbols */
	struct program program;
};

static bool load(struct fixture *x, const char *text)
{
	struct check_options options = { .has_as_of = false };
	x->sources = (struct sources){ .arena = x->arena };
	x->diags = (struct diags){ .arena = x->arena, .sources = &x->sources };
	x->tree = parse_file(x->arena, &x->diags, source_add(&x->sources, TEXT("rules.pl"), text_of(text)));
	return check_file(x->arena, &x->diags, x->tree, &options, &x->model) && !x->diags.errors;
}

static uint32_t field_named(const struct fixture *x, const char *name)
{
	const struct dataset *d = &x->model.datasets[0];
	for (size_t i = 0; i < d->field_count; i++)
		if (text_is(d->fields[i].name, name)) return (uint32_t)i;
	return NOTHING;
}

static uint32_t symbol_named(const struct fixture *x, const char *name)
{
	for (size_t i = 0; i < x->model.symbol_count; i++)
		if (text_is(x->model.symbols[i]->name, name)) return (uint32_t)i;
	return NOTHING;
}

/* ---- one of everything ---- */

enum { C_N, C_NAME, C_OK, C_WORDS, C_LITERAL, C_SUM, C_RANK, C_EXACT, C_PART, C_BANDS, C_AWARD, C_DATE, COLUMNS };
enum { G_ONE, G_PARAM, G_TEXT, G_FLAG, FIGURES };
enum { V_SUM, V_ANY, V_QUANTILE, V_COUNT, VALUES };

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define COPY(x, array) memcpy(arena_array((x)->arena, COUNT_OF(array), sizeof *(array)), (array), sizeof(array))

static void declare(struct fixture *x)
{
	const struct program_column columns[COLUMNS] = {
		[C_N] = { REG_NUMBER, x->n, 0, 0 },
		[C_NAME] = { REG_TEXT, x->name, x->name, 0 },
		[C_OK] = { REG_FLAG, NOTHING, 0, 0 },
		[C_WORDS] = { REG_TEXT, NOTHING, x->name, 0 },
		[C_LITERAL] = { REG_TEXT, NOTHING, NOTHING, 0 },
		[C_SUM] = { REG_NUMBER, NOTHING, 0, 0 },
		[C_RANK] = { REG_NUMBER, NOTHING, 0, 0 },
		[C_EXACT] = { REG_FLAG, NOTHING, 0, NOTHING },
		[C_PART] = { REG_NUMBER, NOTHING, 0, 0 },
		[C_BANDS] = { REG_NUMBER, NOTHING, 0, 0 },
		[C_AWARD] = { REG_NUMBER, NOTHING, 0, 0 },
		[C_DATE] = { REG_NUMBER, x->d, 0, 0 },
	};
	const struct program_figure figures[FIGURES] = {
		[G_ONE] = { REG_NUMBER, number_of(1), NOTHING, NOTHING },
		[G_PARAM] = { REG_NUMBER, number_of(0), NOTHING, 1 },
		[G_TEXT] = { REG_TEXT, number_of(0), 0, NOTHING },
		[G_FLAG] = { REG_FLAG, number_of(0), NOTHING, 1 },
	};
	const struct program_values values[VALUES] = {
		[V_SUM] = { REG_NUMBER, 0, false },
		[V_ANY] = { REG_FLAG, NOTHING, false },
		[V_QUANTILE] = { REG_NUMBER, NOTHING, true },
		[V_COUNT] = { REG_NUMBER, NOTHING, false },
	};
	const struct program_lookup lookups[] = { { x->name, REG_FLAG, 1 } };
	const uint32_t grouped[] = { C_NAME, C_OK };
	const struct program_group groups[] = { { COPY(x, grouped), COUNT_OF(grouped), 0 } };
	const struct text literals[] = { TEXT("a \"b\"\n") };
	const struct tree *const sources[] = { x->tree, x->tree->first };
	struct program *p = &x->program;
	p->columns = COPY(x, columns), p->column_count = COLUMNS;
	p->figures = COPY(x, figures), p->figure_count = FIGURES;
	p->values = COPY(x, values), p->value_count = VALUES;
	p->lookups = COPY(x, lookups), p->lookup_count = COUNT_OF(lookups);
	p->groups = COPY(x, groups), p->group_count = COUNT_OF(groups);
	p->literals = COPY(x, literals), p->literal_count = COUNT_OF(literals);
	p->sources = COPY(x, sources), p->source_count = COUNT_OF(sources);
}

#define NO_SHARE .weight = NOTHING, .floor = NOTHING, .ceiling = NOTHING
#define BY(x, column, down) COPY(x, ((const struct sort_key[]){ { column, down } })), .by_count = 1

static void make_stages(struct fixture *x)
{
	const struct instruction first[] = {
		/*  0 */ { OP_CODE_FIELD_NUMBER, x->n, 0, 0, 0 },
		/*  1 */ { OP_CODE_FIELD_FLAG, x->f, 0, 0, 0 },
		/*  2 */ { OP_CODE_FIELD_TEXT, x->name, 0, 0, 0 },
		/*  3 */ { OP_CODE_FIELD_NUMBER, x->d, 0, 0, 0 },
		/*  4 */ { OP_CODE_FIGURE_TEXT, G_TEXT, 0, 0, 0 },
		/*  5 */ { OP_CODE_FIGURE_NUMBER, G_PARAM, 0, 0, 1 },
		/*  6 */ { OP_CODE_ROUND, 0, G_ONE, 0, 1 },
		/*  7 */ { OP_CODE_ADD, 0, 5, 0, 1 },
		/*  8 */ { OP_CODE_LOOKUP_FLAG, 0, 0, 0, 0 },
		/*  9 */ { OP_CODE_AND, 1, 8, 0, 0 },
		/* 10 */ { OP_CODE_WHERE_TEXT, 9, 2, 0, 0 },
		/* 11 */ { OP_CODE_OR_ELSE_TEXT, 10, 2, 0, 0 },
		/* 12 */ { OP_CODE_EQUAL_TEXT, 10, 2, 0, 0 },
		/* 13 */ { OP_CODE_IS_MISSING, 11, 0, 0, 0 },
		/* 14 */ { OP_CODE_IF_NUMBER, 12, 6, 7, 0 },
		/* 15 */ { OP_CODE_STORE, 13, C_OK, 0, 0 },
		/* 16 */ { OP_CODE_STORE, 11, C_WORDS, 0, 0 },
		/* 17 */ { OP_CODE_STORE, 4, C_LITERAL, 0, 0 },
		/* 18 */ { OP_CODE_STORE, 14, C_SUM, 0, 0 },
		/* 19 */ { OP_CODE_FIGURE_FLAG, G_FLAG, 0, 0, 0 },
		/* 20 */ { OP_CODE_FIELD_NUMBER, x->f, 0, 0, 0 },
	};
	const struct instruction second[] = {
		/* 0 */ { OP_CODE_COLUMN_NUMBER, C_RANK, 0, 0, 0 },
		/* 1 */ { OP_CODE_GROUP_NUMBER, V_SUM, 0, 0, 0 },
		/* 2 */ { OP_CODE_GROUP_FLAG, V_ANY, 0, 0, 0 },
		/* 3 */ { OP_CODE_COLUMN_FLAG, C_EXACT, 0, 0, 0 },
		/* 4 */ { OP_CODE_COLUMN_TEXT, C_WORDS, 0, 0, 0 },
		/* 5 */ { OP_CODE_DIVIDE, 0, 1, 0, 0 },
		/* 6 */ { OP_CODE_STORE, 5, C_PART, 0, 0 },
	};
	const struct task between[] = {
		{ TASK_SUM, C_SUM, C_OK, 0, NO_SHARE, .out = V_SUM },
		{ TASK_ANY, C_OK, NOTHING, NOTHING, NO_SHARE, .out = V_ANY },
		{ TASK_QUANTILE, C_N, NOTHING, NOTHING, NO_SHARE, .skip_missing = true, .quantile = 7, .figure = G_ONE,
		  .out = V_QUANTILE },
		{ TASK_COUNT, NOTHING, NOTHING, NOTHING, NO_SHARE, .out = V_COUNT },
		{ TASK_RANK, NOTHING, C_OK, NOTHING, NO_SHARE, .by = BY(x, C_SUM, true), .out = C_RANK },
		{ TASK_EXACT, NOTHING, NOTHING, NOTHING, NO_SHARE, .out = C_EXACT, .symbol = NOTHING, .source = 1 },
	};
	const struct task last[] = {
		{ TASK_BANDS, NOTHING, NOTHING, 0, NO_SHARE, .by = BY(x, C_PART, false), .figure = G_PARAM, .out = C_BANDS },
		{ TASK_SHARE, NOTHING, NOTHING, NOTHING, .weight = C_BANDS, .floor = C_SUM, .ceiling = NOTHING,
		  .figure = G_PARAM, .unit = G_ONE, .out = C_AWARD, .symbol = x->award },
	};
	const struct stage stages[] = {
		{ COPY(x, first), COUNT_OF(first), COPY(x, between), COUNT_OF(between) },
		{ COPY(x, second), COUNT_OF(second), COPY(x, last), COUNT_OF(last) },
	};
	x->program.stages = COPY(x, stages), x->program.stage_count = COUNT_OF(stages);
}

static uint32_t *nothings(struct fixture *x, size_t count)
{
	uint32_t *all = arena_array(x->arena, count, sizeof *all);
	memset(all, 0xFF, count * sizeof *all);
	return all;
}

static void ask(struct fixture *x)
{
	const struct program_printed printed[] = {
		{ C_NAME, x->name, NOTHING, 0, false, 0 },   { C_WORDS, NOTHING, NOTHING, 0, false, 0 },
		{ C_PART, NOTHING, NOTHING, 2, false, 0 },   { C_DATE, x->d, NOTHING, 0, true, 0 },
		{ C_AWARD, NOTHING, x->award, 0, false, 0 },
	};
	const struct program_compare compares[] = { { C_OK, C_EXACT } };
	const struct program_output outputs[] = {
		{ COPY(x, printed), COUNT_OF(printed), C_OK, BY(x, C_WORDS, true) },
		{ .where = NOTHING },
	};
	struct program *p = &x->program;
	p->outputs = COPY(x, outputs);
	p->compares = COPY(x, compares);
	p->checks = nothings(x, x->model.check_count);
	p->ranks = nothings(x, x->model.slots + 1);
	p->symbols = nothings(x, x->model.symbol_count);
	p->slots = nothings(x, x->model.slots + 1);
	p->checks[0] = C_EXACT;
	p->symbols[x->award] = C_AWARD;
	p->symbols[x->ok] = C_OK;
	p->slots[1] = V_SUM;
}

/* Afresh in an arena of its own. */
static bool by_hand(struct fixture *x)
{
	memset(x, 0, sizeof *x);
	x->arena = arena_new(&x->edge);
	if (!x->arena || !load(x, rules)) return false;
	x->name = field_named(x, "name"), x->n = field_named(x, "n"), x->f = field_named(x, "f");
	x->d = field_named(x, "d"), x->unread = field_named(x, "unread");
	x->award = symbol_named(x, "award"), x->ok = symbol_named(x, "ok");
	/* The model as a run over these columns would have it. */
	for (size_t i = 0; i < x->model.datasets[0].field_count; i++)
		x->model.datasets[0].fields[i].used = i != x->unread;
	x->program.model = &x->model;
	declare(x);
	make_stages(x);
	ask(x);
	return true;
}

/* ---- what is refused, and with which words ---- */

static void expect(struct fixture *x, const char *words)
{
	struct text why;
	bool sound = program_verify(x->arena, &x->program, &why);
	bool right = words ? !sound && text_is(why, words) : sound;
	if (!right) printf("  said: %.*s\n  not:  %s\n", TEXT_ARG(why), words ? words : "");
	CHECK(right);
}

/* In `change`, p is the program, S0 and S1 its stages. */
#define FAULT(words, change)                                                                                           \
	do {                                                                                                               \
		static struct fixture x;                                                                                       \
		if (!CHECK(by_hand(&x))) break;                                                                                \
		struct program *p = &x.program;                                                                                \
		struct stage *S0 = &p->stages[0], *S1 = &p->stages[1];                                                         \
		(void)S0, (void)S1;                                                                                            \
		change;                                                                                                        \
		expect(&x, words);                                                                                             \
		arena_free(x.arena);                                                                                           \
	} while (0)

static void sound(void)
{
	UNIT("one of everything is sound");
	FAULT(NULL, (void)0);
	FAULT(NULL, p->columns[C_EXACT].source = NOTHING);
	FAULT(NULL, S0->code[0] = S0->code[1]; S0->code[0].op = OP_CODE_FIELD_NUMBER);
	FAULT(NULL, S0->tasks[5].symbol = x.ok);
	FAULT(NULL, p->stage_count = 2; S1->tasks[1].weight = NOTHING);
}

static void wrong_instructions(void)
{
	UNIT("operands that are not there");
	FAULT("stage 0, 7: instruction 4096 is unknown", S0->code[7].op = (enum op)4096);
	FAULT("stage 0, 7 add: register 7 does not come before", S0->code[7].b = 7);
	FAULT("stage 0, 7 add: register 4294967295 does not come before", S0->code[7].b = NOTHING);
	FAULT("stage 0, 19 not: register 15 is none: nothing is in it", S0->code[19].op = OP_CODE_NOT; S0->code[19].a = 15);
	FAULT("stage 0, 0 field.num: there is no field 99", S0->code[0].a = 99);
	FAULT("stage 0, 0 field.num: field 4 is not read", S0->code[0].a = x.unread);
	FAULT("stage 0, 5 figure.num: there is no figure 4", S0->code[5].a = FIGURES);
	FAULT("stage 0, 8 lookup.flag: there is no lookup 1", S0->code[8].a = 1);
	FAULT("stage 1, 1 group.num: there is no value 9", S1->code[1].a = 9);
	FAULT("stage 1, 0 column.num: there is no column 12", S1->code[0].a = COLUMNS);
	FAULT("stage 0, 7 add: there is no source 2", S0->code[7].source = 2);
	FAULT("stage 0, 7 add: there is no source 4294967295", S0->code[7].source = NOTHING);
	FAULT("stage 0, 0 field.num: there is no field 1", x.model.dataset_count = 0; p->column_count = 0;
	      p->group_count = 0; p->value_count = 0; p->lookup_count = 0);
	UNIT("operands of another kind");
	FAULT("stage 0, 7 add: register 1 is not a number", S0->code[7].b = 1);
	FAULT("stage 0, 9 and: register 0 is not a flag", S0->code[9].a = 0);
	FAULT("stage 0, 12 eq.text: register 0 is not a text", S0->code[12].a = 0);
	FAULT("stage 0, 14 if.num: register 1 is not a number", S0->code[14].c = 1);
	FAULT("stage 0, 1 field.flag: field 1 is not a flag", S0->code[1].a = x.n);
	FAULT("stage 0, 2 field.text: field 3 is not a text", S0->code[2].a = x.d);
	FAULT("stage 0, 0 field.num: field 0 is not a number", S0->code[0].a = x.name);
	FAULT("stage 0, 5 figure.num: figure 2 is not a number", S0->code[5].a = G_TEXT);
	FAULT("stage 0, 6 round: figure 3 is not a number", S0->code[6].b = G_FLAG);
	FAULT("stage 0, 8 lookup.num: lookup 0 is not a number", S0->code[8].op = OP_CODE_LOOKUP_NUMBER);
	FAULT("stage 1, 2 group.flag: value 0 is not a flag", S1->code[2].a = V_SUM);
	FAULT("stage 1, 3 column.flag: column 6 is not a flag", S1->code[3].a = C_RANK);
	UNIT("texts with different words");
	FAULT("stage 0, 12 eq.text: its texts have different words", S0->code[12].b = 4);
	FAULT("stage 0, 11 else.text: its texts have different words", S0->code[11].a = 4);
	FAULT("stage 0, 16 store: its texts have different words", S0->code[16].a = 4);
	FAULT("stage 0, 17 store: its texts have different words", S0->code[17].a = 10);
}

static void wrong_times(void)
{
	UNIT("what is not there yet, and what is made twice");
	FAULT("stage 1, 0 column.num: column 8 is not there yet", S1->code[0].a = C_PART);
	FAULT("stage 0, 13 column.flag: column 2 is not there yet", S0->code[13].op = OP_CODE_COLUMN_FLAG;
	      S0->code[13].a = C_OK);
	FAULT("stage 0, 8 group.flag: value 1 is not there yet", S0->code[8].op = OP_CODE_GROUP_FLAG;
	      S0->code[8].a = V_ANY);
	FAULT("stage 0, task 0 sum: column 6 is not there yet", S0->tasks[0].argument = C_RANK);
	FAULT("stage 0, task 0 sum: column 7 is not there yet", p->groups[0].columns[1] = C_EXACT);
	FAULT("stage 1, 6 store: column 5 is made twice", S1->code[6].b = C_SUM);
	FAULT("stage 1, 6 store: column 0 is a field and cannot be made", S1->code[6].b = C_N);
	FAULT("stage 1, 6 store: column 7 is not a number", S1->code[6].b = C_EXACT);
	FAULT("stage 1, 6 store: there is no column 4294967295", S1->code[6].b = NOTHING);
	FAULT("stage 1, task 0 bands: column 6 is made twice", S1->tasks[0].out = C_RANK);
	FAULT("stage 0, task 3 count: value 2 is made twice", S0->tasks[3].out = V_QUANTILE);
	FAULT("stage 1, 2 group.flag: value 1 is not there yet", S0->task_count = 1; S1->code[0].a = C_SUM);
}

static void wrong_tasks(void)
{
	UNIT("tasks that cannot be done");
	FAULT("stage 0, task 1: task 77 is unknown", S0->tasks[1].kind = (enum task_kind)77);
	FAULT("stage 0, task 0 sum: it has to have an argument", S0->tasks[0].argument = NOTHING);
	FAULT("stage 0, task 0 sum: column 1 is not a number", S0->tasks[0].argument = C_NAME);
	FAULT("stage 0, task 0 sum: there is no column 12", S0->tasks[0].argument = COLUMNS);
	FAULT("stage 0, task 0 sum: column 0 is not a flag", S0->tasks[0].where = C_N);
	FAULT("stage 0, task 0 sum: it has no weight, floor or ceiling", S0->tasks[0].weight = C_N);
	FAULT("stage 0, task 0 sum: it has no order", S0->tasks[0].by = S0->tasks[4].by; S0->tasks[0].by_count = 1);
	FAULT("stage 0, task 0 sum: there is no group 1", S0->tasks[0].group = 1);
	FAULT("stage 0, task 0 sum: value 0 is of another group", S0->tasks[0].group = NOTHING);
	FAULT("stage 0, task 0 sum: value 1 is not a number", S0->tasks[0].out = V_ANY);
	FAULT("stage 0, task 0 sum: there is no value 4", S0->tasks[0].out = VALUES);
	FAULT("stage 0, task 0 sum: there is no source 2", S0->tasks[0].source = 2);
	FAULT("stage 0, task 2 quantile: there is no quantile of type 10", S0->tasks[2].quantile = 10);
	FAULT("stage 0, task 2 quantile: there is no quantile of type 0", S0->tasks[2].quantile = 0);
	FAULT("stage 0, task 2 quantile: figure 3 is not a number", S0->tasks[2].figure = G_FLAG);
	FAULT("stage 0, task 4 rank: it has no argument", S0->tasks[4].argument = C_N);
	FAULT("stage 0, task 4 rank: it has to have an order", S0->tasks[4].by_count = 0);
	FAULT("stage 0, task 4 rank: column 2 is a flag, which has no order", S0->tasks[4].by[0].column = C_OK);
	FAULT("stage 0, task 4 rank: there is no rule 5 for ties", S0->tasks[4].ties = TIES_COUNT);
	FAULT("stage 0, task 4 rank: column 7 is not a number", S0->tasks[4].out = C_EXACT);
	FAULT("stage 0, task 5 exact: there is no symbol 4294967294", S0->tasks[5].symbol = NOTHING - 1);
	FAULT("stage 0, task 5 exact: column 3 is a text", S0->tasks[5].out = C_WORDS);
	FAULT("stage 1, task 0 bands: there is no figure 4", S1->tasks[0].figure = FIGURES);
	FAULT("stage 1, task 1 share: column 2 is not a number", S1->tasks[1].weight = C_OK);
	FAULT("stage 1, task 1 share: column 10 is not there yet", S1->tasks[1].ceiling = C_AWARD);
	FAULT("stage 1, task 1 share: there is no figure 4294967295", S1->tasks[1].unit = NOTHING);
	FAULT("stage 1, task 1 share: there is no symbol 4294967295", S1->tasks[1].symbol = NOTHING);
	{
		struct fixture y;
		char words[64];
		if (!CHECK(by_hand(&y))) return;
		snprintf(words, sizeof words, "stage 1, task 1 share: symbol %" PRIu32 " is not an allocation", y.ok);
		arena_free(y.arena);
		FAULT(words, S1->tasks[1].symbol = x.ok);
	}
}

static void wrong_declarations(void)
{
	UNIT("declarations that lead nowhere");
	FAULT("column 5: kind 0 is unknown here", p->columns[C_SUM].kind = REG_NONE);
	FAULT("column 5: kind 9 is unknown here", p->columns[C_SUM].kind = (enum reg_kind)9);
	FAULT("column 0: there is no field 99", p->columns[C_N].field = 99);
	FAULT("column 0: field 0 is not a number", p->columns[C_N].field = x.name);
	FAULT("column 1: its words are not those of its field", p->columns[C_NAME].vocabulary = NOTHING);
	FAULT("column 3: field 1 is not a text", p->columns[C_WORDS].vocabulary = x.n);
	FAULT("column 3: there is no source 7", p->columns[C_WORDS].source = 7);
	FAULT("group 0: it has no columns", p->groups[0].count = 0);
	FAULT("group 0: there is no column 12", p->groups[0].columns[0] = COLUMNS);
	FAULT("group 0: there is no source 4294967295", p->groups[0].source = NOTHING);
	FAULT("value 1: kind 3 is unknown here", p->values[V_ANY].kind = REG_TEXT);
	FAULT("value 1: there is no group 3", p->values[V_ANY].group = 3);
	FAULT("lookup 0: field 1 is not a text", p->lookups[0].field = x.n);
	FAULT("lookup 0: kind 3 is unknown here", p->lookups[0].kind = REG_TEXT);
	FAULT("lookup 0: there is no source 2", p->lookups[0].source = 2);
	FAULT("figure 2: there is no literal 1", p->figures[G_TEXT].literal = 1);
	FAULT("figure 3: a flag has to have a source", p->figures[G_FLAG].source = NOTHING);
	FAULT("lookup 0: source 1 is empty", p->sources[1] = NULL);
	FAULT("figure 0: it is no number", p->figures[G_ONE].number.den = -1);
	FAULT("group: there are none", p->groups = NULL);
	FAULT("program: the VM cannot run it: there are no rows", p->refused = "there are no rows");
}

static void wrong_questions(void)
{
	UNIT("questions that cannot be answered");
	FAULT("output 0: there is no column 12", p->outputs[0].columns[0].column = COLUMNS);
	FAULT("output 0: it has 4 columns, not 5", p->outputs[0].count = 4);
	FAULT("output 1: it has 1 columns, not 0", p->outputs[1].count = 1);
	FAULT("output 0: column 1 is not a number", p->outputs[0].columns[0].date = true);
	FAULT("output 0: column 3 is not a number", p->outputs[0].columns[1].decimals = 1);
	FAULT("output 0: it has 16 decimals", p->outputs[0].columns[2].decimals = 16);
	FAULT("output 0: there is no field 99", p->outputs[0].columns[2].cells = 99);
	FAULT("output 0: field 4 is not read", p->outputs[0].columns[2].cells = x.unread);
	FAULT("output 0: field 0 is not a number", p->outputs[0].columns[2].cells = x.name);
	FAULT("output 0: the cells of field 1 are not kept", p->outputs[0].columns[2].cells = x.n;
	      x.model.datasets[0].fields[x.n].shown = false);
	FAULT("output 0: there is no symbol 4294967294", p->outputs[0].columns[4].award = NOTHING - 1);
	FAULT("output 0: column 0 is not a flag", p->outputs[0].where = C_N);
	FAULT("output 0: column 2 is a flag, which has no order", p->outputs[0].by[0].column = C_OK);
	FAULT("output 0: there is no source 2", p->outputs[0].columns[0].source = 2);
	FAULT("output 0: column 8 is not there yet", S1->count = 6; S1->tasks[0].by[0].column = C_SUM);
	FAULT("check 0: column 5 is not a flag", p->checks[0] = C_SUM);
	FAULT("compare 0: column 0 is not a flag", p->compares[0].same = C_N);
	FAULT("compare 0: there is no column 12", p->compares[0].where = COLUMNS);
	FAULT("rank 1: column 2 is not a number", p->ranks[1] = C_OK);
	FAULT("slot 1: there is no value 4", p->slots[1] = VALUES);
	FAULT("slot 0: there is no value 70", p->slots[0] = 70);
	FAULT("slot: there are none", p->slots = NULL);
	{
		struct fixture y;
		char words[64];
		if (!CHECK(by_hand(&y))) return;
		snprintf(words, sizeof words, "symbol %" PRIu32 ": column 2 is not a number", y.award);
		arena_free(y.arena);
		FAULT(words, p->symbols[x.award] = C_OK);
	}
}

/* ---- what the compiler makes ---- */

static const char more_rules[] =
	"fund \"More\"\n"
	"  currency GBP\n"
	"param budget = £1m\n"
	"dataset place\n"
	"  key code\n"
	"  field region text\n"
	"  field kind choice (\"a\", \"b\")\n"
	"  field n count\n"
	"  field rate percent if missing use median(rate per region)\n"
	"  field f flag may be missing\n"
	"rule open when coalesce(f, false) and kind in (\"a\", \"b\")\n"
	"rule ok when open and n > 10 unless rate in 1% to under 2% because \"low\"\n"
	"score need where ok\n"
	"  weight 50% on zscore(rate)\n"
	"  weight 50% on minmax(n per region)\n"
	"rank place_of by need highest first where ok ties dense\n"
	"band size where ok when place_of <= 2 then \"first\" otherwise \"later\"\n"
	"let tenth = bands(10 by n highest first)\n"
	"let odd = n ^ 2 mod 7\n"
	"allocate award share budget where ok in proportion to n * (1 + need ^ 2) at least £5 at most £900k rounded to £1\n"
	"check award <= budget\n"
	"check sum(award) = budget\n"
	"output code, region, kind, size, tenth, odd, place_of, need with 3 decimals, award where ok by region asc, n highest first\n"
	"output figures: mean(n where ok), quantile(n, 25% using type 6), any(ok), sd(n using sample)\n";

static void compiled(void)
{
	struct fixture x = { .arena = NULL };
	struct text why;
	UNIT("what the compiler makes is sound");
	x.arena = arena_new(&x.edge);
	if (!CHECK(x.arena && load(&x, more_rules))) return;
	struct program *p = compile_program(x.arena, &x.model);
	bool sound_too = program_verify(x.arena, p, &why);
	if (!sound_too) printf("  said: %.*s\n", TEXT_ARG(why));
	CHECK(sound_too);
	arena_free(x.arena);
}

/* ---- anything ---- */

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* One index after the other is set to something else, looked at, and put back. */
static void mutate(struct fixture *x, struct program *p, FILE *nowhere, size_t mutations, uint64_t seed)
{
	struct mutables all = mutables_of(x->arena, p);
	size_t refused = 0;
	struct arena *whole = x->arena;
	for (size_t i = 0; i < mutations; i++) {
		uint64_t r = next(&seed);
		const struct mutable *m = &all.all[(size_t)(r >> 32) % all.count];
		struct text why;
		uint32_t was = mutable_get(m);
		struct arena *arena = arena_new(&x->edge);
		if (!arena) break;
		mutable_set(m, mutable_choose(was, (uint32_t)r, (uint32_t)next(&seed)));
		refused += !program_verify(arena, p, &why);
		x->sources.arena = arena;
		if (i % 8 == 0) program_print(nowhere, p, &x->sources);
		x->sources.arena = whole;
		mutable_set(m, was);
		arena_free(arena);
	}
	CHECK(refused > mutations / 2);
	struct text why;
	CHECK(program_verify(x->arena, p, &why));
}

static void mutated(void)
{
	static struct fixture x, y;
	FILE *nowhere = fopen("/dev/null", "w");
	UNIT("no index harms the verifier or the printer");
	y.arena = arena_new(&y.edge);
	if (!CHECK(nowhere && y.arena && by_hand(&x) && load(&y, more_rules))) return;
	const char *asked = getenv("MUTATIONS");
	size_t mutations = asked ? strtoul(asked, NULL, 10) : MUTATIONS;
	mutate(&x, &x.program, nowhere, mutations / 2, 88172645463325252u);
	mutate(&y, compile_program(y.arena, &y.model), nowhere, mutations / 2, 1181783497276652981u);
	arena_free(x.arena);
	arena_free(y.arena);
	fclose(nowhere);
}

/* ---- as text ---- */

static void printed(void)
{
	static struct fixture x;
	char *text = NULL;
	size_t size = 0;
	UNIT("a program reads as its lines");
	if (!CHECK(by_hand(&x))) return;
	FILE *out = open_memstream(&text, &size);
	if (!CHECK(out)) return;
	program_print(out, &x.program, &x.sources);
	fclose(out);
	CHECK(strstr(text, "     7  add         n7 <- n0 n5                     ; line 1: fund \"Small\" currency GBP\n"));
	CHECK(strstr(text, "    15  store       C2 <- f13 "));
	CHECK(strstr(text, "     0  sum         V0 <- C5 where C2 per P0 "));
	CHECK(strstr(text, "     2  quantile    V2 <- C0 at G0 type 7 skip missing "));
	CHECK(strstr(text, "     4  rank        C6 <- ties min by C5 descending where C2 "));
	CHECK(strstr(text, "     1  share       C10 <- G1 rounded to G0 weight C9 floor C5 "));
	CHECK(strstr(text, "  G2    text    \"a \\\"b\\\"\\n\"\n") || strstr(text, "  G2    text    \"a \"b\"\\n\"\n"));
	CHECK(strstr(text, "  output 0 where C2 by C3 descending\n"));
	CHECK(strstr(text, "    C10     award, in the unit of its allocation\n"));
	CHECK(strstr(text, "  C10   number  stored: award "));
	free(text);
	arena_free(x.arena);
}

int main(void)
{
	sound();
	wrong_instructions();
	wrong_times();
	wrong_tasks();
	wrong_declarations();
	wrong_questions();
	compiled();
	printed();
	mutated();
	return unit_done();
}

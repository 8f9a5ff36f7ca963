/* program_fuzz.c - programs that no compiler made: those of a few rule files, with indexes, kinds and whole instructions
 * set by the bytes. The verifier refuses each, or the VM runs it over a small table; both can be printed. A referee that
 * knows nothing answers anything, the same to the same question. What comes out means nothing; it must only be sound.
 *
 * The first byte chooses the rule file, its table, the rows of a block, whether the referee has errors to tell, and whether
 * the program is printed, which is slow; then come edits of 8 bytes: how, where (two), and what (five). Files are compiled
 * once, and every edit is undone when its run is over. */
#include "lang/compile.h"
#include "runtime/crew.h"
#include "runtime/vm.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutate.h"
#include <stdlib.h>

/* For each rule file cells like any, and cells that go to the ends. */
static const char *const data[][2] = {
	{ "code,region,kind,n,rate,f\nA,N,a,5,1.5%,true\nB,N,b,12,2.25,false\nC,S,a,12,,true\nD,S,a,100,0.1,true\n"
	  "E,N,b,70,,true\nF,S,a,30,9%,true\nG,N,b,31,3.3,1\n",
	  "code,region,kind,n,rate,f\nA,N,a,900000000000000,1.5%,true\nB,W,b,0,-99.123456789012345678%,\n"
	  "C,S,a,12,,\nD,N,b,9007199254740993,0.1,true\n" },
	{ "code,area,region,n,since,f\nA,x,N,1.5,2020-02-01,true\nB,,N,2,,true\nC,y,S,10,1999-12-31,false\n"
	  "D,x,S,30.25,2021-06-30,0\nE,z,N,4,,1\n",
	  "code,area,region,n,since,f\nA,x,N,1e300,0001-01-01,true\nB,,N,-2,,true\nC,y,S,0,9999-12-31,false\n"
	  "D,x,S,1e-300,2021-06-30,0\n" },
};

static const char *const rules[] = {
	"fund \"Money\"\n"
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
	"allocate award share budget where ok in proportion to n at least £5 at most £900k rounded to £1\n"
	"check award <= budget\n"
	"check sum(award) = budget\n"
	"output code, region, kind, size, tenth, odd, place_of, need with 3 decimals, award where ok by region asc, n highest first\n"
	"output figures: mean(n where ok), quantile(n, 25% using type 6), any(ok), sd(n using sample)\n",

	"dataset place\n"
	"  key code\n"
	"  field area text may be missing\n"
	"  field region text\n"
	"  field n number\n"
	"  field since date may be missing\n"
	"  field f flag\n"
	"let half = round(n / 2 to 0.5 half even)\n"
	"let other = if f then \"some\" else \"none\"\n"
	"let inside = clamp(n, 1, 100) - larger(half, abs(-n), floor(n))\n"
	"let part = share(n where f per f)\n"
	"let away = n in (1, 2, 10 .. 20) or since > 2020-01-01\n"
	"let none = number of (f, away, n != half)\n"
	"let curve = sqrt(abs(n)) - float32(ln(1 + part)) + exp(clamp(n, -9, 9)) ^ 0.5\n"
	"let dates = mean(n per region skip missing) + sum(inside per f) - var(n) * share_of(f) + min(n where f) * max(n)\n"
	"let far = rank(by n lowest first, half highest first per f ties average)\n"
	"check not f or part <= 1\n"
	"compare float32(curve) with float32(half) where f\n"
	"output code, region, since, half, other, inside, part, curve, away, none, dates, far, area where n > 0 by far lowest first, region asc\n",
};
enum { RULES = sizeof rules / sizeof *rules };
_Static_assert(sizeof data / sizeof *data == RULES, "each rule file has its table");

struct compiled {
	struct session session;
	struct model model;
	struct table table;
	struct program *program;
	struct mutables all;
	uint32_t *was; /* of each of them */
};

static bool read_table(struct compiled *c, const char *text)
{
	struct bytes bytes = { text_of(text), 4096 };
	struct input input = { TEXT("data.csv"), bytes_read, &bytes };
	struct session *s = &c->session;
	return csv_read(s->arena, NULL, &s->diags, numbers_new(s->arena), &c->model.datasets[0], &input, &c->table);
}

static bool compile(struct compiled *c, const char *text, const char *cells)
{
	struct check_options options = { .has_as_of = false };
	if (!session_begin(&c->session) || setjmp(c->session.edge.back) != 0) return false;
	struct tree *tree = session_parse(&c->session, text_of(text));
	if (!tree || !check_file(c->session.arena, &c->session.diags, tree, &options, &c->model)) return false;
	if (!read_table(c, cells)) return false;
	c->program = compile_program(c->session.arena, &c->model);
	c->all = mutables_of(c->session.arena, c->program);
	c->was = arena_array(c->session.arena, c->all.count, sizeof *c->was);
	for (size_t i = 0; i < c->all.count; i++)
		c->was[i] = mutable_get(&c->all.all[i]);
	return true;
}

/* Kept from run to run. A file that does not compile is a mistake of this fuzzer. */
static struct compiled *compiled(size_t which)
{
	static struct compiled made[RULES][2];
	size_t file = which % RULES, table = which / RULES % 2;
	struct compiled *c = &made[file][table];
	if (!c->program && !compile(c, rules[file], data[file][table])) abort();
	return c;
}

static uint32_t below(uint32_t any, size_t count)
{
	return count ? any % (uint32_t)count : 0;
}

/* An operand that is in range, so that most of what is made runs. */
static uint32_t operand(const struct program *p, char letter, size_t index, uint32_t any)
{
	switch (letter) {
	case 'F': return below(any, p->model->datasets[0].field_count);
	case 'C': return below(any, p->column_count);
	case 'G': return below(any, p->figure_count);
	case 'V': return below(any, p->value_count);
	case 'L': return below(any, p->lookup_count);
	default: return below(any, index);
	}
}

static void rewrite(struct program *p, uint32_t where, const uint8_t *what)
{
	struct stage *stage = &p->stages[below(where, p->stage_count)];
	uint32_t index = below(where >> 3, stage->count);
	if (!stage->count) return;
	struct instruction *i = &stage->code[index];
	const char *letters = op_info[what[0] % OP_CODE_COUNT].operands;
	uint32_t *at[] = { &i->a, &i->b, &i->c };
	i->op = (enum op)(what[0] % OP_CODE_COUNT);
	for (size_t o = 0; letters[o]; o++)
		*at[o] = operand(p, letters[o], index, what[1 + o]);
}

static void edit(struct compiled *c, const uint8_t *bytes)
{
	uint32_t where = (uint32_t)bytes[1] | (uint32_t)bytes[2] << 8, any;
	memcpy(&any, bytes + 3, sizeof any);
	if (bytes[0] & 0x80) {
		rewrite(c->program, where, bytes + 3);
		return;
	}
	const struct mutable *m = &c->all.all[where % c->all.count];
	mutable_set(m, mutable_choose(mutable_get(m), bytes[0], any));
}

static void restore(struct compiled *c)
{
	for (size_t i = 0; i < c->all.count; i++)
		mutable_set(&c->all.all[i], c->was[i]);
}

/* ---- a referee that knows nothing ---- */

static uint32_t mixed(uint32_t a, size_t b)
{
	uint64_t h = (a + 1) * UINT64_C(0x9E3779B97F4A7C15) ^ (b + 1) * UINT64_C(0xC2B2AE3D27D4EB4F);
	return (uint32_t)(h >> 32 ^ h >> 11);
}

static struct answer ask(void *self, uint32_t source, size_t row)
{
	static const int64_t numbers[][2] = { { 0, 1 },   { 1, 1 },   { 1, 1 },      { 7, 3 },
		                                  { 1, 100 }, { 100, 1 }, { -13, 8 },    { INT64_MAX, 1 },
		                                  { 1, 2 },   { 5, 1 },   { 1, 100000 }, { 1000000, 1 } };
	const bool *harsh = self;
	uint32_t h = mixed(source, row);
	const int64_t *n = numbers[h % (*harsh ? sizeof numbers / sizeof *numbers : 3)];
	enum vm_state state = !*harsh || h >> 8 & 7 ? VM_PRESENT : (enum vm_state)(h >> 11 & 3);
	return (struct answer){ state, { .num = n[0], .den = n[1] }, TEXT("text") };
}

static struct answer curve(void *self, enum curve which, struct number x)
{
	(void)self;
	if (number_sign(x) < 0 && which != CURVE_FLOAT32) return (struct answer){ .state = VM_ERROR };
	return (struct answer){ .state = VM_PRESENT, .number = x };
}

static struct text reason(void *self, uint32_t source, size_t row)
{
	(void)self;
	return mixed(source, row) & 1 ? TEXT("confidential") : TEXT("");
}

static struct text print(void *self, size_t output, size_t column, size_t row, enum vm_state *state)
{
	(void)self;
	*state = (enum vm_state)(mixed((uint32_t)(output + column), row) % 8 == 0 ? VM_MISSING : VM_PRESENT);
	return *state ? TEXT("") : TEXT("1.50");
}

static void award(void *self, uint32_t symbol, struct number unit, struct number amount, struct number awarded,
                  struct number unspent, size_t places)
{
	(void)self, (void)symbol, (void)unit, (void)amount, (void)awarded, (void)unspent, (void)places;
}

static size_t award_decimals(void *self, uint32_t symbol)
{
	(void)self, (void)symbol;
	return 2;
}

/* ---- what is done with a program ---- */

/* Every cell as it would be written. */
static void read_cells(const struct result_table *t, size_t columns)
{
	char buffer[RESULT_CELL_MAX];
	volatile unsigned char sum = 0;
	for (size_t k = 0; k < columns; k++)
		for (size_t i = 0; i < t->rows; i++) {
			const struct result_column *column = &t->columns[k];
			size_t row = t->row ? t->row[i] : i;
			bool absent = column->states && column->states[row] != RESULT_PRESENT;
			struct text cell = absent ? result_reason(column, row) : result_cell(column, row, buffer, sizeof buffer);
			for (size_t b = 0; b < cell.len; b++)
				sum = (unsigned char)(sum ^ (unsigned char)cell.at[b]);
		}
}

static void ask_all(struct vm *vm, const struct compiled *c)
{
	const struct model *m = &c->model;
	struct answer answer;
	bool holds;
	size_t count;
	for (size_t i = 0; i < m->check_count; i++)
		vm_check(vm, i, &holds);
	for (size_t i = 0; i < m->symbol_count; i++)
		vm_count(vm, i, &count);
	for (size_t row = 0; row < c->table.rows; row++) {
		for (size_t i = 0; i < m->symbol_count; i++)
			vm_symbol(vm, i, row, &answer);
		for (size_t i = 0; i < m->compare_count; i++)
			vm_compare(vm, i, row);
		for (size_t i = 1; i <= m->slots; i++)
			vm_slot(vm, i, row, &answer);
	}
}

static void run(struct arena *arena, const struct compiled *c, size_t block, bool harsh)
{
	struct vm_options options = { .block = block };
	const struct referee referee = { .self = &harsh,
		                             .ask = ask,
		                             .ask_symbol = ask,
		                             .curve = curve,
		                             .reason = reason,
		                             .print = print,
		                             .award = award,
		                             .award_decimals = award_decimals };
	size_t rows = c->table.rows;
	struct vm *vm = vm_new(arena, c->program, &c->table, NULL, rows, &referee, crew_new(arena, 1), &options);
	if (!vm_run(vm)) return;
	ask_all(vm, c);
	for (size_t i = 0; i < c->model.output_count; i++) {
		size_t columns = c->program->outputs[i].count;
		struct result_table table = { .columns = arena_array(arena, columns, sizeof *table.columns) };
		table.column_count = columns;
		if (columns && vm_output(vm, i, &table)) read_cells(&table, columns);
	}
}

static void look(struct compiled *c, uint8_t how)
{
	static FILE *nowhere;
	struct session s;
	struct text why;
	if (!nowhere) nowhere = fopen("/dev/null", "w");
	if (!nowhere || !session_begin(&s)) return;
	if (setjmp(s.edge.back) == 0) {
		struct sources sources = c->session.sources;
		sources.arena = s.arena;
		if (how & 0x80) program_print(nowhere, c->program, &sources);
		if (program_verify(s.arena, c->program, &why)) run(s.arena, c, how >> 2 & 3, how & 0x10);
	}
	session_end(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0) return 0;
	struct compiled *c = compiled(bytes[0] & 3);
	for (size_t at = 1; at + 8 <= size; at += 8)
		edit(c, bytes + at);
	look(c, bytes[0]);
	restore(c);
	return 0;
}

/* program_fuzz.c - programs that no compiler made: those of a few rule files, with indexes, kinds and whole instructions
 * set by the bytes. The verifier refuses each, or it can be run; both can be printed.
 *
 * The first byte chooses the rule file, and whether the program is printed, which is slow; then come edits of 8 bytes:
 * how, where (two), and what (five). Files are compiled once, and every edit is undone when its run is over. */
#include "lang/compile.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutate.h"
#include <stdlib.h>

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
	"let dates = mean(n per region skip missing) + sum(inside per f) - var(n) * share_of(f) + min(n where f) * max(n)\n"
	"let far = rank(by n lowest first, half highest first per f ties average)\n"
	"check not f or part <= 1\n"
	"output code, region, since, half, other, inside, part, away, none, dates, far, area where n > 0 by far lowest first, region asc\n",
};
enum { RULES = sizeof rules / sizeof *rules };

struct compiled {
	struct session session;
	struct model model;
	struct program *program;
	struct mutables all;
	uint32_t *was; /* of each of them */
};

static bool compile(struct compiled *c, const char *text)
{
	struct check_options options = { .has_as_of = false };
	if (!session_begin(&c->session) || setjmp(c->session.edge.back) != 0) return false;
	struct tree *tree = session_parse(&c->session, text_of(text));
	if (!tree || !check_file(c->session.arena, &c->session.diags, tree, &options, &c->model)) return false;
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
	static struct compiled made[RULES];
	struct compiled *c = &made[which % RULES];
	if (!c->program && !compile(c, rules[which % RULES])) abort();
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

static void look(struct compiled *c, bool print)
{
	static FILE *nowhere;
	struct session s;
	struct text why;
	if (!nowhere) nowhere = fopen("/dev/null", "w");
	if (!nowhere || !session_begin(&s)) return;
	if (setjmp(s.edge.back) == 0) {
		struct sources sources = c->session.sources;
		sources.arena = s.arena;
		if (print) program_print(nowhere, c->program, &sources);
		program_verify(s.arena, c->program, &why);
	}
	session_end(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0) return 0;
	struct compiled *c = compiled(data[0]);
	for (size_t at = 1; at + 8 <= size; at += 8)
		edit(c, data + at);
	look(c, data[0] & 0x80);
	restore(c);
	return 0;
}

/* evaluate.c - wires the VM and its referee together: neither knows the other. */
#include "api/evaluate.h"
#include "audit/exact.h"
#include "audit/real.h"
#include "audit/referee.h"
#include "lang/arena.h"
#include "lang/compile.h"
#include "runtime/out.h"

static bool symbol(void *self, size_t which, size_t row, struct answer *out)
{
	return vm_symbol(self, which, row, out);
}

static bool slot(void *self, size_t which, size_t row, struct answer *out)
{
	return vm_slot(self, which, row, out);
}

static const struct task *ranking(void *self, const struct tree *by)
{
	return vm_ranking(self, by);
}

static bool key(void *self, const struct task *ranking, size_t nth, size_t row, struct answer *out)
{
	return vm_key(self, ranking, nth, row, out);
}

static const double *numbers(void *self, size_t which, const double **error)
{
	return vm_numbers(self, which, error);
}

static const uint8_t *flags(void *self, size_t which)
{
	return vm_flags(self, which);
}

static const struct shared *shared(void *self, size_t which)
{
	return vm_shared(self, which);
}

static bool count(void *self, size_t which, size_t *out)
{
	return vm_count(self, which, out);
}

static bool check(void *self, size_t which, bool *holds)
{
	return vm_check(self, which, holds);
}

static enum vm_compared compare(void *self, size_t which, size_t place)
{
	return vm_compare(self, which, place);
}

static bool output(void *self, size_t which, struct result_table *table)
{
	return vm_output(self, which, table);
}

/* A program that runs over one table and then over others like it. */
struct standing {
	const struct program *program;
	struct crew *crew;
	const struct vm_options *options;
};

static struct vm *stand_in(const struct standing *s, struct arena *arena, struct run *run, const struct table *table)
{
	const uint32_t *rows;
	size_t n = exact_rows(run, &rows);
	struct referee *referee = arena_alloc(arena, sizeof *referee);
	referee_make(run, s->program->sources, referee, arena);
	struct vm *vm = vm_new(arena, s->program, table, rows, n, referee, s->crew, s->options);
	struct known *known = arena_alloc(arena, sizeof *known);
	*known = (struct known){ vm, symbol, slot, ranking, key, numbers, flags, shared, count, check, compare, output };
	exact_knows(run, known);
	return vm;
}

static bool compute_ahead(void *self, struct arena *arena, struct run *run, const struct table *table)
{
	struct vm *vm = stand_in(self, arena, run, table);
	bool done = vm_run(vm);
	if (!done) exact_knows(run, NULL);
	return done;
}

static void offer_ahead(struct arena *arena, struct run *run, struct standing *s)
{
	struct ahead *ahead = arena_alloc(arena, sizeof *ahead);
	*ahead = (struct ahead){ s, compute_ahead };
	exact_ahead(run, ahead);
}

/* False when the VM could not: nothing has been said, and the run can go on without it. */
static bool with_vm(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables,
                    struct crew *crew, struct run *run, struct evaluation *how, struct result *result)
{
	struct program *program = compile_program(arena, model);
	struct text fault;
	how->exact_because = program->refused;
	if (program->refused) return false;
	bool sound = program_verify(arena, program, &fault);
	if (!sound) how->exact_because = "its program is not sound";
	if (!sound) return false;
	size_t errors = diags->errors;
	struct standing *standing = arena_alloc(arena, sizeof *standing);
	*standing = (struct standing){ program, crew, &how->options };
	struct vm *vm = stand_in(standing, arena, run, &tables[0]);
	bool done = vm_run(vm) && exact_close(run, result);
	how->counts = *vm_counts(vm);
	how->exact_because = vm_why(vm);
	if (done) offer_ahead(arena, run, standing);
	else exact_knows(run, NULL);
	return done || diags->errors > errors;
}

/* "Decided: 1,800 as whole numbers, 114 by bounds, 2 exactly". */
static struct text words_of(struct arena *arena, const struct evaluation *how)
{
	static const char *const by[VM_LAYERS] = { "as whole numbers",   "by bounds of error", "by a common step",
		                                       "by the same inputs", "by double digits",   "exactly" };
	struct text words = TEXT("");
	if (how->exact) return words;
	if (how->exact_because)
		return arena_format(arena, "Worked out by the exact evaluator alone: %s", how->exact_because);
	for (size_t k = 0; k < VM_LAYERS; k++) {
		if (how->counts.decided[k] == 0) continue;
		struct text count = number_decimal(arena, number_of((int64_t)how->counts.decided[k]), 0);
		count = out_dressed(arena, count, LOOK_NUMBER, TEXT(""));
		words = arena_format(arena, "%.*s%s%.*s %s", TEXT_ARG(words), words.len ? ", " : "Decided: ", TEXT_ARG(count),
		                     by[k]);
	}
	if (how->counts.asked == 0) return words;
	struct text asked = number_decimal(arena, number_of((int64_t)how->counts.asked), 0);
	asked = out_dressed(arena, asked, LOOK_NUMBER, TEXT(""));
	return arena_format(arena, "%.*s%s%.*s asked of the exact evaluator", TEXT_ARG(words),
	                    words.len ? "; " : "Decided: ", TEXT_ARG(asked));
}

bool evaluate_model(struct arena *arena, struct diags *diags, const struct model *model, const struct table *tables,
                    struct crew *crew, struct evaluation *how, struct result *result)
{
	struct run *run = exact_open(arena, diags, model, tables);
	bool done = run && !how->exact && with_vm(arena, diags, model, tables, crew, run, how, result);
	if (run && !done) done = exact_close(run, result);
	how->run = run;
	real_done();
	if (done && model->dataset_count) result->decided = words_of(arena, how);
	return done && diags->errors == 0;
}

/* --- how --- */

static bool tune_without(struct vm_options *options, struct text word)
{
	if (text_is(word, "deciding")) {
		options->undecided = true;
		return true;
	}
	for (unsigned k = 0; k < VM_LAYERS; k++) {
		if (!text_is(word, vm_layer_name[k]) || k == VM_BOUNDS || k == VM_EXACT) continue;
		options->without |= 1u << k;
		return true;
	}
	return false;
}

#ifdef PLANG_PLANTS
static bool tune_planted(struct vm_options *options, struct text word)
{
	for (unsigned k = 0; k < VM_LAYERS; k++)
		if (text_is(word, vm_layer_name[k])) options->planted |= 1u << k;
	if (text_is(word, "curve")) options->planted |= 1u << VM_LAYERS;
	return options->planted != 0;
}
#endif

static bool begins(struct text text, const char *with)
{
	size_t n = strlen(with);
	return text.len >= n && memcmp(text.at, with, n) == 0;
}

bool evaluate_tune(struct vm_options *options, struct text how)
{
	size_t from = 8;
	if (begins(how, "block=")) {
		options->block = 0;
		for (size_t i = 6; i < how.len; i++) {
			if (how.at[i] < '0' || how.at[i] > '9' || options->block > 100000) return false;
			options->block = options->block * 10 + (size_t)(how.at[i] - '0');
		}
		return options->block > 0;
	}
#ifdef PLANG_PLANTS
	if (begins(how, "plant=")) return tune_planted(options, (struct text){ how.at + 6, how.len - 6 });
#endif
	if (!begins(how, "without=")) return false;
	for (size_t i = from; i <= how.len; i++) {
		if (i < how.len && how.at[i] != ',') continue;
		if (!tune_without(options, (struct text){ how.at + from, i - from })) return false;
		from = i + 1;
	}
	return true;
}

void evaluate_profile(const struct evaluation *how, FILE *out)
{
	if (how->exact || how->exact_because) {
		fprintf(out, "decided by the exact evaluator alone%s%s\n", how->exact ? "" : ": ",
		        how->exact ? "" : how->exact_because);
		return;
	}
	fprintf(out, "decided by");
	for (size_t k = 0; k < VM_LAYERS; k++)
		fprintf(out, "%s %s %llu", k ? "," : "", vm_layer_name[k], (unsigned long long)how->counts.decided[k]);
	fprintf(out, "\nasked of the exact evaluator: %llu\n", (unsigned long long)how->counts.asked);
}

/* verify_code.c - the instructions of a stage: every operand is what op.def says, and was there before. */
#include "lang/arena.h"
#include "lang/verify_private.h"
#include <inttypes.h>

/* The instruction that is looked at. Of two texts only those with the same words can be compared by their numbers, or
 * stand in one register: all texts of an instruction have one vocabulary, and so has its result. */
struct at {
	const struct instruction *code;
	size_t index;
	const struct op_info *info;
	uint32_t *words; /* by register of a text: its vocabulary, a field or NOTHING */
	bool worded;     /* a text was met ... */
	uint32_t word;   /* ... with this vocabulary */
};

static bool same_words(struct verify *v, struct at *at, uint32_t vocabulary)
{
	if (at->worded && at->word != vocabulary) return verify_refuse(v, "its texts have different words");
	at->worded = true;
	at->word = vocabulary;
	return true;
}

static enum reg_kind register_kind(const struct at *at, uint32_t index)
{
	return op_info[at->code[index].op].result;
}

static bool register_is(struct verify *v, struct at *at, uint32_t index, enum reg_kind kind)
{
	if (index >= at->index) return verify_refuse(v, "register %" PRIu32 " does not come before", index);
	enum reg_kind is = register_kind(at, index);
	if (is == REG_NONE) return verify_refuse(v, "register %" PRIu32 " is none: nothing is in it", index);
	return verify_kind(v, "register", index, is, kind) && (is != REG_TEXT || same_words(v, at, at->words[index]));
}

/* An instruction without a result makes the column, of the kind of its register. */
static bool column_is(struct verify *v, struct at *at, uint32_t column)
{
	enum reg_kind kind = at->info->result ? at->info->result : register_kind(at, at->code[at->index].a);
	bool sound = at->info->result ? verify_column(v, column, kind) : verify_make_column(v, column, kind);
	return sound && (kind != REG_TEXT || same_words(v, at, v->program->columns[column].vocabulary));
}

static bool operand(struct verify *v, struct at *at, char letter, uint32_t index)
{
	enum reg_kind result = at->info->result;
	bool text = result == REG_TEXT;
	switch (letter) {
	case 'n': return register_is(v, at, index, REG_NUMBER);
	case 'f': return register_is(v, at, index, REG_FLAG);
	case 't': return register_is(v, at, index, REG_TEXT);
	case 'x': return register_is(v, at, index, result);
	case '.': return register_is(v, at, index, REG_NONE);
	case 'F': return verify_field(v, index, result) && (!text || same_words(v, at, index));
	case 'G': return verify_figure(v, index, result) && (!text || same_words(v, at, NOTHING));
	case 'C': return column_is(v, at, index);
	case 'V': return verify_values(v, index, result);
	case 'L': return verify_lookup(v, index, result);
	default: return verify_refuse(v, "operand \"%c\" is unknown", letter);
	}
}

static bool operands(struct verify *v, struct at *at)
{
	const struct instruction *i = &at->code[at->index];
	const uint32_t index[] = { i->a, i->b, i->c };
	for (size_t o = 0; at->info->operands[o]; o++)
		if (!operand(v, at, at->info->operands[o], index[o])) return false;
	if (at->info->result == REG_TEXT) at->words[at->index] = at->word;
	return verify_source(v, i->source);
}

static bool instruction(struct verify *v, const struct stage *stage, size_t index, uint32_t *words)
{
	size_t op = stage->code[index].op;
	verify_at(v, "", index, "");
	if (op >= OP_CODE_COUNT) return verify_refuse(v, "instruction %zu is unknown", op);
	struct at at = { .code = stage->code, .index = index, .info = &op_info[op], .words = words };
	v->name = at.info->mnemonic;
	return operands(v, &at);
}

bool verify_code(struct verify *v, const struct stage *stage)
{
	uint32_t *words = arena_array(v->arena, stage->count, sizeof *words);
	for (size_t i = 0; i < stage->count; i++)
		if (!instruction(v, stage, i, words)) return false;
	return true;
}

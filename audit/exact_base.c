/* exact_base.c - what every part of the exact evaluator stands on: how a fault is said, and what is remembered. */
#include "audit/exact_run.h"

/* --- errors --- */

struct text run_key(struct run *run, size_t row)
{
	return table_key(run->arena, run->table, row);
}

static void note_row(struct run *run, size_t row)
{
	struct text key = diag_quote(run->arena, run_key(run, row));
	size_t field = run->table->dataset->key[0];
	diag_note_at(run->diags, table_at(run->table, row, field), "in \"%.*s\"", TEXT_ARG(key));
}

struct value run_error(struct run *run, enum diag_code code, struct span at, size_t row, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct text message = arena_vformat(run->arena, format, args);
	va_end(args);
	diag_error(run->diags, code, at, "%.*s", TEXT_ARG(message));
	if (row != NO_ROW) note_row(run, row);
	run->failed = true;
	return value_error();
}

void run_hush(struct run *run, struct hush *hush)
{
	*hush = (struct hush){ { .arena = run->arena, .sources = run->diags->sources }, run->diags };
	run->diags = &hush->unheard;
}

void run_heard(struct run *run, const struct hush *hush)
{
	run->diags = hush->heard;
	run->failed = false;
}

struct value run_unheard(struct run *run, const struct tree *tree, const struct symbol *symbol, size_t row)
{
	struct hush hush;
	run_hush(run, &hush);
	struct value v = tree ? expr_value(run, tree, row) : symbol_value(run, symbol, row);
	run_heard(run, &hush);
	return v;
}

static struct text one_line(struct run *run, const struct tree *tree)
{
	struct text s = source_text(run->diags->sources, tree->at);
	char *out = arena_alloc(run->arena, s.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++) {
		bool blank = s.at[i] == ' ' || s.at[i] == '\t' || s.at[i] == '\n' || s.at[i] == '\r';
		if (!blank)
			out[len++] = s.at[i];
		else if (len && out[len - 1] != ' ')
			out[len++] = ' ';
	}
	return (struct text){ out, len };
}

struct text run_source(struct run *run, const struct tree *tree)
{
	return diag_quote(run->arena, one_line(run, tree));
}

struct text run_source_whole(struct run *run, const struct tree *tree)
{
	return diag_escape(run->arena, one_line(run, tree));
}

/* --- what is remembered --- */

#define MEMO_TEXT 0x80 /* a present text, beside 1 + enum value_state */

void memo_make(struct run *run, struct memo *memo, size_t count)
{
	memo->state = arena_array(run->arena, count, sizeof *memo->state);
	memo->is = arena_array(run->arena, count, sizeof *memo->is);
}

bool memo_get(const struct memo *memo, size_t at, struct value *out)
{
	if (!memo->state || !memo->state[at]) return false;
	uint8_t state = memo->state[at];
	*out = (struct value){
		.is = memo->is[at],
		.state = (enum value_state)((state & ~MEMO_TEXT) - 1),
		.text = (state & MEMO_TEXT) != 0,
	};
	return true;
}

struct value memo_put(struct run *run, struct memo *memo, size_t at, struct value value)
{
	if (value_present(value) && !value.text) value.is.number = number_keep(run->kept, value.is.number);
	memo->is[at] = value.is;
	memo->state[at] = (uint8_t)((unsigned)value.state + 1 + (value.text ? MEMO_TEXT : 0));
	return value;
}

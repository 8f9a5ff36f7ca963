/* program_print.c - a program as text, for those who want to see what the VM is given: what it declares, each stage line
 * by line with the place in the rule file, and what is asked for. It holds no list of instructions: op.def says what the
 * operands are. What a line names stands under its letter: F a field (by its name), C a column, G a figure, L a lookup,
 * P a grouping, V values of groups; n, f and t with the number of an instruction are its register.
 *
 * It prints programs that the verifier refuses, too: an index that leads nowhere is printed as it is. */
#include "lang/arena.h"
#include "lang/diag.h"
#include "lang/keyword.h"
#include "lang/program.h"
#include <inttypes.h>

struct printer {
	FILE *out;
	const struct program *program;
	const struct sources *sources;
	const bool *made; /* by column: what nobody made, nobody reads */
	size_t column;    /* characters on this line so far */
};

#define COMMENT_COLUMN 52 /* where the place in the rule file begins */

/* ---- pieces ---- */

static void put(struct printer *p, struct text text)
{
	fwrite(text.at, 1, text.len, p->out);
	for (size_t i = 0; i < text.len; i++)
		p->column += ((unsigned char)text.at[i] & 0xC0) != 0x80;
}

static void say(struct printer *p, const char *words)
{
	put(p, text_of(words));
}

static void say_index(struct printer *p, const char *letter, size_t index)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%zu", index);
	say(p, letter);
	say(p, digits);
}

static void to(struct printer *p, size_t column)
{
	do
		say(p, " ");
	while (p->column < column);
}

static void end(struct printer *p)
{
	putc('\n', p->out);
	p->column = 0;
}

static void heading(struct printer *p, const char *words)
{
	say(p, words);
	end(p);
}

/* "  G3  number", ready for more. */
static void entry(struct printer *p, const char *letter, size_t index, const char *kind)
{
	say(p, "  ");
	say_index(p, letter, index);
	to(p, 8);
	say(p, kind);
	to(p, 16);
}

static const char *kind_word(enum reg_kind kind)
{
	return kind == REG_NUMBER ? "number" : kind == REG_FLAG ? "flag" : kind == REG_TEXT ? "text" : "?";
}

static void name(struct printer *p, struct text name)
{
	struct text safe = diag_escape(p->sources->arena, name);
	const char *quote = keyword_is_plain(name) ? "" : "`";
	say(p, quote);
	put(p, safe);
	say(p, quote);
}

/* ---- the place in the rule file ---- */

#define PLACE_ROOM 256 /* bytes of source that are looked at: more than the comment will show */

/* The next byte of the rule text after a comment, which is no part of what is said. */
static size_t past_comment(struct text text, size_t i)
{
	while (i < text.len && text.at[i] != '\n')
		i++;
	return i;
}

/* On one line, without comments, each run of white space as one space. */
static struct text one_line(struct text text, char *room)
{
	char quote = 0;
	size_t n = 0;
	for (size_t i = 0; i < text.len && n < PLACE_ROOM; i++) {
		char c = text.at[i];
		if (!quote && c == '#') {
			i = past_comment(text, i);
			c = '\n';
		}
		if (c == quote && !(i && text.at[i - 1] == '\\')) quote = 0;
		else if (!quote && (c == '"' || c == '`')) quote = c;
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r') room[n++] = c;
		else if (n && room[n - 1] != ' ') room[n++] = ' ';
	}
	return (struct text){ room, n };
}

/* A cut in the middle of a character would be shown as bytes. */
static struct text whole_characters(struct text text)
{
	size_t n = text.len;
	if (n < PLACE_ROOM) return text;
	while (n && ((unsigned char)text.at[n - 1] & 0xC0) == 0x80)
		n--;
	return (struct text){ text.at, n ? n - 1 : 0 };
}

static void place(struct printer *p, const struct tree *tree)
{
	struct place at;
	char room[PLACE_ROOM];
	to(p, COMMENT_COLUMN);
	if (!tree->at.hi || !source_find(p->sources, tree->at.lo, &at)) {
		say(p, "; ");
		say(p, tree_kind_name(tree->kind));
		return;
	}
	say(p, "; ");
	if (at.source != p->sources->first) {
		put(p, diag_quote(p->sources->arena, at.source->name));
		say(p, ", ");
	}
	say_index(p, "line ", at.line);
	say(p, ": ");
	struct text text = whole_characters(one_line(source_text(p->sources, tree->at), room));
	put(p, diag_quote(p->sources->arena, text));
}

/* Ends the line, with what it comes from. */
static void end_from(struct printer *p, uint32_t source)
{
	const struct program *program = p->program;
	if (source < program->source_count && program->sources[source]) place(p, program->sources[source]);
	end(p);
}

/* ---- operands ---- */

static void field(struct printer *p, size_t index)
{
	const struct model *model = p->program->model;
	if (model->dataset_count && index < model->datasets[0].field_count) name(p, model->datasets[0].fields[index].name);
	else say_index(p, "F", index);
}

static void reg(struct printer *p, const struct stage *stage, size_t index)
{
	static const char *const letter[] = { [REG_NONE] = "?", [REG_NUMBER] = "n", [REG_FLAG] = "f", [REG_TEXT] = "t" };
	size_t op = index < stage->count ? (size_t)stage->code[index].op : OP_CODE_COUNT;
	say_index(p, op < OP_CODE_COUNT ? letter[op_info[op].result] : "?", index);
}

static void operand(struct printer *p, const struct stage *stage, char letter, size_t index)
{
	const char tag[] = { letter, 0 };
	if (letter == 'F') field(p, index);
	else if (letter >= 'A' && letter <= 'Z') say_index(p, tag, index);
	else reg(p, stage, index);
}

static void instruction(struct printer *p, const struct stage *stage, size_t index)
{
	const struct instruction *i = &stage->code[index];
	const uint32_t operands[] = { i->a, i->b, i->c };
	char number[24];
	snprintf(number, sizeof number, "%6zu  ", index);
	say(p, number);
	if ((size_t)i->op >= OP_CODE_COUNT) {
		say_index(p, "unknown instruction ", (size_t)i->op);
		end(p);
		return;
	}
	const struct op_info *info = &op_info[i->op];
	bool makes_column = info->result == REG_NONE; /* what gives no register makes its column */
	say(p, info->mnemonic);
	to(p, 20);
	if (!makes_column) reg(p, stage, index);
	for (size_t o = 0; makes_column && info->operands[o]; o++)
		if (info->operands[o] == 'C') operand(p, stage, 'C', operands[o]);
	say(p, " <-");
	for (size_t o = 0; info->operands[o]; o++) {
		if (makes_column && info->operands[o] == 'C') continue;
		say(p, " ");
		operand(p, stage, info->operands[o], operands[o]);
	}
	end_from(p, i->source);
}

/* ---- tasks ---- */

static void column_if(struct printer *p, const char *words, uint32_t column)
{
	if (column != NOTHING) say_index(p, words, column);
}

static void order(struct printer *p, const struct sort_key *by, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		say_index(p, i ? ", C" : " by C", by[i].column);
		if (by[i].descending) say(p, " descending");
	}
}

/* What only some kinds of task have. */
static void particulars(struct printer *p, const struct task *task)
{
	if (task->kind == TASK_QUANTILE) {
		say_index(p, " at G", task->figure);
		say_index(p, " type ", task->quantile);
	}
	if (task->kind == TASK_VARIANCE || task->kind == TASK_SD) say(p, task->sample ? " of a sample" : "");
	if (task->kind == TASK_BANDS) say_index(p, " G", task->figure);
	if (task->kind == TASK_RANK && (size_t)task->ties < TIES_COUNT) {
		say(p, " ties ");
		say(p, tie_rule_name[task->ties]);
	}
	if (task->kind == TASK_EXACT) say(p, " asks the referee");
	if (task->kind == TASK_SHARE) {
		say_index(p, " G", task->figure);
		say_index(p, " rounded to G", task->unit);
		column_if(p, " weight C", task->weight);
		column_if(p, " floor C", task->floor);
		column_if(p, " ceiling C", task->ceiling);
	}
}

/* In task.def the aggregates stand first. */
static bool makes_values(const struct task *task)
{
	return task->kind < TASK_RANK;
}

static void task(struct printer *p, const struct task *task, size_t index)
{
	char number[24];
	snprintf(number, sizeof number, "%6zu  ", index);
	say(p, number);
	if ((size_t)task->kind >= TASK_COUNT_OF) {
		say_index(p, "unknown task ", (size_t)task->kind);
		end(p);
		return;
	}
	say(p, task_name[task->kind]);
	to(p, 20);
	say_index(p, makes_values(task) ? "V" : "C", task->out);
	say(p, " <-");
	column_if(p, " C", task->argument);
	particulars(p, task);
	order(p, task->by, task->by_count);
	column_if(p, " where C", task->where);
	column_if(p, " per P", task->group);
	if (task->skip_missing) say(p, " skip missing");
	end_from(p, task->source);
}

/* ---- what is declared ---- */

static void fields(struct printer *p)
{
	const struct model *model = p->program->model;
	if (!model->dataset_count) return;
	const struct dataset *rows = &model->datasets[0];
	say(p, "fields of ");
	name(p, rows->name);
	end(p);
	for (size_t i = 0; i < rows->field_count; i++) {
		if (!rows->fields[i].used) continue;
		say(p, "  ");
		name(p, rows->fields[i].name);
		to(p, 20);
		say(p, type_info[rows->fields[i].type.kind].word);
		end(p);
	}
}

static void figure(struct printer *p, size_t index)
{
	const struct program *program = p->program;
	const struct program_figure *f = &program->figures[index];
	entry(p, "G", index, kind_word(f->kind));
	if (f->kind == REG_TEXT && f->literal < program->literal_count) {
		say(p, "\"");
		put(p, diag_quote(p->sources->arena, program->literals[f->literal]));
		say(p, "\"");
	}
	if (f->kind == REG_NUMBER && f->source == NOTHING) put(p, number_exact(p->sources->arena, f->number));
	end_from(p, f->source);
}

static void lookup(struct printer *p, size_t index)
{
	const struct program_lookup *l = &p->program->lookups[index];
	entry(p, "L", index, kind_word(l->kind));
	say(p, "of ");
	field(p, l->field);
	end_from(p, l->source);
}

static void group(struct printer *p, size_t index)
{
	const struct program_group *g = &p->program->groups[index];
	say_index(p, "  P", index);
	to(p, 7);
	for (size_t i = 0; i < g->count; i++)
		say_index(p, " C", g->columns[i]);
	end_from(p, g->source);
}

static void values(struct printer *p, size_t index)
{
	const struct program_values *v = &p->program->values[index];
	entry(p, "V", index, kind_word(v->kind));
	if (v->group == NOTHING) say(p, "one for all");
	else say_index(p, "per P", v->group);
	end(p);
}

/* By which names the rule file knows it. */
static void names(struct printer *p, size_t column)
{
	const struct model *model = p->program->model;
	const char *between = ": ";
	for (size_t i = 0; i < model->symbol_count; i++) {
		if (p->program->symbols[i] != column) continue;
		say(p, between);
		name(p, model->symbols[i]->name);
		between = ", ";
	}
}

static void column(struct printer *p, size_t index)
{
	const struct program_column *c = &p->program->columns[index];
	if (c->field == NOTHING && !p->made[index]) return;
	entry(p, "C", index, kind_word(c->kind));
	if (c->field != NOTHING) {
		say(p, "field ");
		field(p, c->field);
	} else say(p, "stored");
	names(p, index);
	if (c->kind == REG_TEXT && c->field == NOTHING) {
		say(p, ", words of ");
		if (c->vocabulary == NOTHING) say(p, "the literals");
		else field(p, c->vocabulary);
	}
	end_from(p, c->source);
}

static void each(struct printer *p, const char *title, size_t count, void (*print)(struct printer *, size_t))
{
	if (count) heading(p, title);
	for (size_t i = 0; i < count; i++)
		print(p, i);
}

/* ---- the whole ---- */

static void stage(struct printer *p, size_t index)
{
	const struct stage *s = &p->program->stages[index];
	end(p);
	say_index(p, "stage ", index);
	end(p);
	for (size_t i = 0; i < s->count; i++)
		instruction(p, s, i);
	if (s->task_count) heading(p, "  then over all rows");
	for (size_t i = 0; i < s->task_count; i++)
		task(p, &s->tasks[i], i);
}

/* "    C7      score, 2 decimals": under its header. */
static void printed(struct printer *p, const struct output *asked, const struct program_printed *x, size_t index)
{
	if (x->column == NOTHING) say(p, "    exactly");
	else say_index(p, "    C", x->column);
	to(p, 12);
	if (index < asked->count) put(p, diag_escape(p->sources->arena, asked->headers[index]));
	if (x->decimals) say_index(p, ", decimals: ", x->decimals);
	if (x->date) say(p, ", a date");
	if (x->award != NOTHING) say(p, ", in the unit of its allocation");
	if (x->cells != NOTHING) {
		say(p, ", as read in ");
		field(p, x->cells);
	}
	end(p);
}

static void output(struct printer *p, size_t index)
{
	const struct program_output *o = &p->program->outputs[index];
	if (!o->count) return;
	say_index(p, "  output ", index);
	column_if(p, " where C", o->where);
	order(p, o->by, o->by_count);
	end(p);
	for (size_t i = 0; i < o->count; i++) {
		printed(p, &p->program->model->outputs[index], &o->columns[i], i);
	}
}

static void check(struct printer *p, size_t index)
{
	if (p->program->checks[index] == NOTHING) return;
	say_index(p, "  check ", index);
	column_if(p, " C", p->program->checks[index]);
	end(p);
}

static void compare(struct printer *p, size_t index)
{
	const struct program_compare *x = &p->program->compares[index];
	if (x->same == NOTHING) return;
	say_index(p, "  compare ", index);
	column_if(p, " equal C", x->same);
	column_if(p, " where C", x->where);
	end(p);
}

static void rank(struct printer *p, size_t index)
{
	if (p->program->ranks[index] == NOTHING) return;
	say_index(p, "  slot ", index);
	say_index(p, " C", p->program->ranks[index]);
	end(p);
}

static void slot(struct printer *p, size_t index)
{
	if (p->program->slots[index] == NOTHING) return;
	say_index(p, "  slot ", index);
	say_index(p, " V", p->program->slots[index]);
	end(p);
}

static void asked(struct printer *p)
{
	const struct model *model = p->program->model;
	end(p);
	each(p, "result", model->output_count, output);
	for (size_t i = 0; i < model->check_count; i++)
		check(p, i);
	for (size_t i = 0; i < model->compare_count; i++)
		compare(p, i);
	for (size_t i = 0; i <= model->slots; i++) {
		slot(p, i);
		rank(p, i);
	}
}

/* The compiler drops what nobody asks for, and leaves the place of its column empty. */
static const bool *columns_made(struct printer *p)
{
	const struct program *program = p->program;
	bool *made = arena_array(p->sources->arena, program->column_count + 1, sizeof *made);
	for (const struct stage *s = program->stages; s < program->stages + program->stage_count; s++) {
		for (size_t i = 0; i < s->count; i++)
			if (s->code[i].op == OP_CODE_STORE && s->code[i].b < program->column_count) made[s->code[i].b] = true;
		for (size_t i = 0; i < s->task_count; i++)
			if (!makes_values(&s->tasks[i]) && s->tasks[i].out < program->column_count) made[s->tasks[i].out] = true;
	}
	return made;
}

void program_print(FILE *out, const struct program *program, const struct sources *sources)
{
	struct printer p = { .out = out, .program = program, .sources = sources };
	if (program->refused) {
		say(&p, "the exact evaluator runs all of it: ");
		heading(&p, program->refused);
		return;
	}
	p.made = columns_made(&p);
	fields(&p);
	each(&p, "figures", program->figure_count, figure);
	each(&p, "lookups", program->lookup_count, lookup);
	each(&p, "groupings", program->group_count, group);
	each(&p, "columns", program->column_count, column);
	each(&p, "values of groups", program->value_count, values);
	for (size_t i = 0; i < program->stage_count; i++)
		stage(&p, i);
	asked(&p);
}

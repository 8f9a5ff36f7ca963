/* write_summary.c - a run on one screen: what was read, what was left out or filled in, whom the rules let through, where
 * the money went and that it adds up, what was checked, and what the run rests on. */
#include "lang/arena.h"
#include "lang/number.h"
#include "runtime/out.h"
#include "runtime/spreadsheet.h"
#include "runtime/write.h"

enum { SHOWN_COUNTS = 20, SHOWN_GROUPS = 12, SHOWN_CHECKS = 12, SHOWN_LINES = 12 };

static void put_more(struct out *out, size_t count, size_t shown, const char *one, const char *many)
{
	if (count <= shown) return;
	out_string(out, "  \xE2\x80\xA6 and ");
	out_count(out, count - shown);
	out_string(out, " more ");
	out_string(out, count - shown == 1 ? one : many);
	out_char(out, '\n');
}

static void put_plural(struct out *out, size_t count, const char *one, const char *many)
{
	out_count(out, count);
	out_char(out, ' ');
	out_string(out, count == 1 ? one : many);
}

static void put_head(struct out *out, const struct result *r)
{
	if (r->title.len) {
		out_safe(out, r->title);
		if (r->version.len) {
			out_string(out, ", version ");
			out_safe(out, r->version);
		}
		out_char(out, '\n');
	}
	if (r->authority.len) {
		out_safe(out, r->authority);
		out_char(out, '\n');
	}
	if (r->title.len || r->authority.len) out_char(out, '\n');
}

/* "  3  unemployment (confidential)", the counts aligned. */
static void put_counts(struct out *out, const char *title, const struct result_count *counts, size_t count)
{
	size_t shown = count < SHOWN_COUNTS ? count : SHOWN_COUNTS, width = 0;
	if (count == 0) return;
	struct text *digits = arena_array(out->arena, shown, sizeof *digits);
	for (size_t i = 0; i < shown; i++) {
		struct text plain = arena_format(out->arena, "%zu", counts[i].count);
		digits[i] = out_dressed(out->arena, plain, LOOK_NUMBER, TEXT(""));
		if (digits[i].len > width) width = digits[i].len;
	}
	out_char(out, '\n');
	out_string(out, title);
	out_char(out, '\n');
	for (size_t i = 0; i < shown; i++) {
		out_repeat(out, ' ', 2 + width - digits[i].len);
		out_text(out, digits[i]);
		out_string(out, "  ");
		out_safe(out, counts[i].name);
		if (counts[i].detail.len) {
			out_string(out, counts[i].name.len ? " (" : "");
			out_safe(out, counts[i].detail);
			out_string(out, counts[i].name.len ? ")" : "");
		}
		out_char(out, '\n');
	}
	put_more(out, count, shown, "line", "lines");
}

static void put_rows(struct out *out, const struct result *r)
{
	if (!r->dataset.len) return; /* figures alone */
	out_safe(out, r->dataset);
	out_string(out, ": ");
	put_plural(out, r->rows_read, "row", "rows");
	out_string(out, " read");
	if (r->rows_kept != r->rows_read) {
		out_string(out, ", ");
		out_count(out, r->rows_kept);
		out_string(out, " kept");
	}
	out_char(out, '\n');
	put_counts(out, "Left out before anything was computed", r->dropped, r->dropped_count);
	put_counts(out, "Missing", r->missing, r->missing_count);
	put_counts(out, "Missing and filled in", r->imputed, r->imputed_count);
	put_counts(out, "Places that meet each rule", r->rules, r->rule_count);
}

/* A printed amount, however long: number_read stops at what a cell may hold. */
static struct number printed(struct numbers *pool, struct text decimal)
{
	bool negative = decimal.len && decimal.at[0] == '-', point = false;
	struct number n = number_of(0);
	int64_t places = 0;
	for (size_t i = negative; i < decimal.len; i++) {
		places += point;
		if (decimal.at[i] == '.') point = true;
		else n = number_add(pool, number_mul(pool, n, number_of(10)), number_of(decimal.at[i] - '0'));
	}
	n = number_div(pool, n, number_pow(pool, number_of(10), places));
	return negative ? number_neg(pool, n) : n;
}

static bool adds_up(struct numbers *pool, const struct result_level *l)
{
	size_t mark = numbers_mark(pool);
	struct number sum = number_add(pool, printed(pool, l->awarded), printed(pool, l->unspent));
	bool sound = number_order(sum, printed(pool, l->amount)) == 0;
	numbers_release(pool, mark);
	return sound;
}

static void put_amount(struct out *out, const struct result *r, const struct result_level *l, struct text amount)
{
	out_text(out, out_dressed(out->arena, amount, l->money ? LOOK_MONEY : LOOK_NUMBER, r->currency_sign));
}

/* "award: £4,800,000,000 awarded + £0 unspent = £4,800,000,000 among 187 places" */
static void put_level(struct out *out, const struct result *r, const struct result_level *l, bool sound)
{
	out_string(out, l->group.len ? "    " : "  ");
	out_safe(out, l->group.len ? l->group : l->award);
	out_string(out, ": ");
	put_amount(out, r, l, l->awarded);
	out_string(out, " awarded + ");
	put_amount(out, r, l, l->unspent);
	out_string(out, sound ? " unspent = " : " unspent IS NOT ");
	put_amount(out, r, l, l->amount);
	out_string(out, " among ");
	put_plural(out, l->places, "place", "places");
	if (l->note.len) {
		out_string(out, "; ");
		out_safe(out, l->note);
	}
	out_char(out, '\n');
}

/* The first groups of an award, and every one that does not add up. */
static void put_levels(struct out *out, const struct result *r)
{
	struct numbers *pool = numbers_new(out->arena);
	numbers_allow(pool, SIZE_MAX);
	if (r->level_count) out_string(out, "\nAwards\n");
	for (size_t i = 0, groups = 0, hidden = 0; i < r->level_count; i++) {
		const struct result_level *l = &r->levels[i];
		bool sound = adds_up(pool, l), last = i + 1 == r->level_count || !r->levels[i + 1].group.len;
		if (!l->group.len) groups = hidden = 0;
		else groups++;
		if (groups <= SHOWN_GROUPS || !sound) put_level(out, r, l, sound);
		else hidden++;
		if (!last || !hidden) continue;
		out_string(out, "    \xE2\x80\xA6 and ");
		put_plural(out, hidden, "more group, which adds up\n", "more groups, all adding up\n");
	}
}

static void put_check(struct out *out, const struct result_check *c)
{
	out_string(out, c->holds ? "  held    " : c->warn_only ? "  warning " : "  FAILED  ");
	out_safe(out, c->text);
	if (c->detail.len) {
		out_string(out, ": ");
		out_safe(out, c->detail);
	}
	out_char(out, '\n');
	for (size_t i = 0; i < c->row_count; i++) {
		out_string(out, "            ");
		out_safe(out, c->rows[i]);
		out_char(out, '\n');
	}
	if (c->row_total == c->row_count) return;
	out_string(out, "            \xE2\x80\xA6 and ");
	put_plural(out, c->row_total - c->row_count, "more row\n", "more rows\n");
}

/* What failed first and in full; of what held the first few. */
static void put_checks(struct out *out, const struct result *r, bool compare)
{
	size_t held = 0, count = 0;
	for (size_t i = 0; i < r->check_count; i++) {
		if (r->checks[i].compare != compare) continue;
		if (count++ == 0) out_string(out, compare ? "\nCompared with published figures\n" : "\nChecks\n");
		if (!r->checks[i].holds) put_check(out, &r->checks[i]);
	}
	for (size_t i = 0; i < r->check_count; i++)
		if (r->checks[i].compare == compare && r->checks[i].holds && held++ < SHOWN_CHECKS)
			put_check(out, &r->checks[i]);
	put_more(out, held, SHOWN_CHECKS, "that held", "that held");
}

static void put_basis(struct out *out, const struct result *r)
{
	if (r->param_count) out_string(out, "\nParameters in force\n");
	for (size_t i = 0; i < r->param_count && i < SHOWN_LINES; i++) {
		out_string(out, "  ");
		out_safe(out, r->params[i].name);
		out_string(out, " = ");
		out_safe(out, r->params[i].value);
		if (r->params[i].from.len) {
			out_string(out, " (");
			out_safe(out, r->params[i].from);
			out_char(out, ')');
		}
		out_char(out, '\n');
	}
	put_more(out, r->param_count, SHOWN_LINES, "parameter", "parameters");
	if (r->assumption_count) out_string(out, "\nAssumed, where the guidance is silent\n");
	for (size_t i = 0; i < r->assumption_count && i < SHOWN_LINES; i++) {
		out_string(out, "  ");
		out_safe(out, r->assumptions[i]);
		out_char(out, '\n');
	}
	put_more(out, r->assumption_count, SHOWN_LINES, "assumption", "assumptions");
}

static void put_passed_over(struct out *out, const struct result *r)
{
	if (r->tests + r->scenarios == 0) return;
	out_char(out, '\n');
	if (r->tests) put_plural(out, r->tests, "test", "tests");
	if (r->tests && r->scenarios) out_string(out, " and ");
	if (r->scenarios) put_plural(out, r->scenarios, "scenario", "scenarios");
	out_string(out, r->tests + r->scenarios == 1 ? " was passed over\n" : " were passed over\n");
}

static void put_decided(struct out *out, const struct result *r)
{
	if (r->decided.len == 0) return;
	out_char(out, '\n');
	out_text(out, r->decided);
	out_char(out, '\n');
}

static void put_guarded(struct out *out, const struct result *r)
{
	size_t count = r->spreadsheet ? spreadsheet_count(r) : 0;
	if (!r->spreadsheet) return;
	out_char(out, '\n');
	put_plural(out, count, "text", "texts");
	out_string(out, " guarded: an apostrophe stands before what a spreadsheet would run\n");
}

bool write_failures(FILE *file, struct arena *arena, const struct result *result)
{
	struct out *out = out_new(arena, file, NULL);
	for (size_t i = 0; i < result->check_count; i++)
		if (!result->checks[i].holds && !result->checks[i].warn_only) put_check(out, &result->checks[i]);
	return out_done(out);
}

bool write_summary(FILE *file, struct arena *arena, const struct result *result)
{
	struct out *out = out_new(arena, file, NULL);
	put_head(out, result);
	put_rows(out, result);
	put_levels(out, result);
	put_checks(out, result, false);
	put_checks(out, result, true);
	put_basis(out, result);
	put_decided(out, result);
	put_passed_over(out, result);
	put_guarded(out, result);
	return out_done(out);
}

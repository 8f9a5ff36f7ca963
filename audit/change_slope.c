/* change_slope.c - what one more point of a cell is worth in an award, and up to where. The exact share is looked at, before
 * whole units are made of it, with the cell one point up and one point down, the whole run worked out again each time. */
#include "audit/apportion.h"
#include "audit/change_inside.h"

#define SOUGHT 24 /* halvings at most for where a slope ends */

/* A share with the cell at one place. */
struct sample {
	int64_t at;
	bool known; /* false: the run stops, or the place leaves the table */
	bool in;    /* it takes part */
	enum apportion_bound bound;
	struct number share;
};

struct sloping {
	struct moving *m;
	const struct symbol *award;
	struct sample now;
	int64_t point;      /* in steps */
	struct number unit; /* of the award */
};

static bool takes_part(struct run *probe, const struct symbol *award, size_t row)
{
	return !award->where || value_true(expr_value(probe, award->where, row));
}

static struct sample sample_in(struct sloping *s, struct run *probe, int64_t at)
{
	struct sample out = { .at = at, .share = number_of(0) };
	/* What was computed ahead are whole units. */
	if (!probe->awards[s->award->index].share) probe->awards[s->award->index] = (struct award){ .known = false };
	const struct award *award = what_if_kept(s->m->what_if) ? award_of(probe, s->award) : NULL;
	if (!award) return out;
	out.known = true;
	out.in = takes_part(probe, s->award, s->m->row);
	out.bound = (enum apportion_bound)award->bound[s->m->row];
	out.share = number_keep(s->m->run->kept, award->share[s->m->row]);
	s->unit = number_keep(s->m->run->kept, award->unit);
	return out;
}

static struct sample sample_at(struct sloping *s, int64_t at)
{
	struct moving *m = s->m;
	m->input->probes++;
	return sample_in(s, what_if_reads(m->what_if, value_number(grid_value(m->run, &m->grid, at)), true), at);
}

static bool inside(const struct sloping *s, int64_t at)
{
	return at >= s->m->grid.low && at <= s->m->grid.high;
}

/* The change of the share for each point from now to there. */
static struct number per_point(const struct sloping *s, const struct sample *there)
{
	struct numbers *pool = s->m->run->kept;
	struct number rise = number_sub(pool, there->share, s->now.share);
	return number_mul(pool, rise, number_ratio(pool, s->point, there->at - s->now.at));
}

static bool same_course(const struct sloping *s, const struct sample *there)
{
	return there->known && there->in == s->now.in && there->bound == s->now.bound;
}

/* Within a tenth. */
static bool holds(const struct sloping *s, const struct sample *there, struct number slope)
{
	struct numbers *pool = s->m->run->kept;
	if (!same_course(s, there)) return false;
	struct number off = number_abs(pool, number_sub(pool, per_point(s, there), slope));
	return number_order(number_mul(pool, off, number_of(10)), number_abs(pool, slope)) <= 0;
}

static enum change_end end_of(const struct sloping *s, const struct sample *there)
{
	if (!there->known) return CHANGE_END_STOPS;
	if (there->in != s->now.in) return CHANGE_END_OUT;
	if (there->bound == s->now.bound) return CHANGE_END_BENDS;
	if (there->bound == APPORTION_FLOOR) return CHANGE_END_FLOOR;
	return there->bound == APPORTION_CEILING ? CHANGE_END_CEILING : CHANGE_END_FREE;
}

/* A first step on the same course: a point, or if that is too far a tenth of it, and so on. */
static bool first_step(struct sloping *s, int direction, struct sample *there)
{
	for (int64_t by = s->point; by >= 1; by /= 10) {
		int64_t at = s->now.at + direction * by;
		if (!inside(s, at)) continue;
		*there = sample_at(s, at);
		if (same_course(s, there)) return true;
	}
	return false;
}

/* From a step that holds outwards until one does not, then the border between them. */
static void side_end(struct sloping *s, struct change_side *side, int direction, struct sample last)
{
	struct moving *m = s->m;
	int64_t end = direction > 0 ? m->grid.high : m->grid.low, by = (last.at - s->now.at) * direction;
	struct sample fails = { .known = false };
	bool found = false;
	while (!found && last.at != end) {
		by = by > (INT64_MAX >> 2) ? by : by * 2;
		int64_t at = (end - s->now.at) * direction <= by ? end : s->now.at + direction * by;
		struct sample next = sample_at(s, at);
		found = !holds(s, &next, side->per_point);
		if (found) fails = next;
		else last = next;
	}
	for (size_t i = 0; found && i < SOUGHT && (fails.at - last.at) * direction > 1; i++) {
		struct sample middle = sample_at(s, last.at + (fails.at - last.at) / 2);
		if (holds(s, &middle, side->per_point)) last = middle;
		else fails = middle;
	}
	side->until = value_number(grid_value(m->run, &m->grid, last.at));
	side->end = found ? end_of(s, &fails) : CHANGE_END_DOMAIN;
	side->has_leaves = found && number_sign(side->per_point) == 0;
	if (side->has_leaves) side->leaves = value_number(grid_value(m->run, &m->grid, fails.at));
}

static struct change_side side_of(struct sloping *s, int direction)
{
	struct change_side side = { .per_point = number_of(0), .until = s->m->input->now };
	struct sample there = { .at = s->now.at };
	if (!inside(s, s->now.at + direction)) return side;
	side.known = true;
	side.at_once = !first_step(s, direction, &there);
	if (side.at_once) {
		side.end = end_of(s, &there);
		return side;
	}
	side.per_point = per_point(s, &there);
	side.over = grid_value(s->m->run, &s->m->grid, (there.at - s->now.at) * direction);
	side_end(s, &side, direction, there);
	return side;
}

/* Of a count one more may be worth less than a unit of money: then a round number of them. */
static void widen_point(struct sloping *s)
{
	struct numbers *pool = s->m->run->kept;
	struct number hundredth = number_div(pool, number_of(s->now.at), number_of(100));
	struct sample more = sample_at(s, s->now.at + s->point);
	if (!more.known || number_order(number_abs(pool, per_point(s, &more)), s->unit) >= 0) return;
	while (number_order(number_of(s->point * 10), number_abs(pool, hundredth)) <= 0)
		s->point *= 10;
}

static void slope_find(struct moving *m, const struct symbol *award)
{
	struct sloping s = { .m = m, .award = award };
	int64_t now = grid_floor(m->run, &m->grid, m->input->now.is.number);
	s.now = sample_in(&s, what_if_reads(m->what_if, m->input->now, true), now);
	bool on = number_order(grid_value(m->run, &m->grid, now), m->input->now.is.number) == 0;
	if (!on || !s.now.known || !s.now.in) return;
	s.point = grid_floor(m->run, &m->grid, grid_point(m->run, m->input->field, &m->grid, m->input->now.is.number));
	if (s.point < 1) s.point = 1;
	if (m->input->field->type.kind == TYPE_COUNT) widen_point(&s);
	struct change_slope *slope = &m->input->slopes[m->input->slope_count++];
	*slope = (struct change_slope){
		.award = award,
		.unit = s.unit,
		.point = grid_value(m->run, &m->grid, s.point),
		.floored = s.now.bound == APPORTION_FLOOR,
		.capped = s.now.bound == APPORTION_CEILING,
	};
	slope->up = side_of(&s, 1);
	slope->down = side_of(&s, -1);
}

void slopes_find(struct moving *m)
{
	const struct model *model = m->run->model;
	m->input->slopes = arena_array(m->run->arena, model->symbol_count, sizeof *m->input->slopes);
	for (size_t i = 0; i < model->symbol_count; i++) {
		const struct symbol *s = model->symbols[i];
		if (s->kind == SYMBOL_ALLOCATE && change_asked(m->change, s) && what_if_symbol(m->what_if, s)) slope_find(m, s);
	}
}

/* share.c - what must hold, which of the cases it is, and the awards.
 *
 * The cases are those of audit/apportion.c: floors above the amount, which are scaled to fit, so that they are the
 * weights and nothing bounds them; ceilings below it, so that each place has its most; floors that are the amount; and
 * else the one rate at which the shares add up. `capped money stays unspent` finds the rate as if there were no
 * ceilings. */
#include "runtime/part.h"
#include "runtime/share_places.h"

static const int64_t no_floor = 0, no_ceiling = SHARE_NO_CEILING, equal_weight = 1;

struct sums {
	share_wide floors, most, weights; /* most: what the places can take */
	bool unsound;                     /* a negative weight or floor, or bounds that cross */
};

struct work {
	struct crew *crew;
	const struct share *share;
	struct share_places places; /* as stated */
	struct share_column limit;  /* the ceilings that the rate knows */
	int64_t *award;
	bool most; /* all get their most, else their floors */
	size_t parts;
	struct sums sums[CREW_MAX]; /* the first becomes that of all */
};

/* A column, one value for all, or none. */
static struct share_column column(const int64_t *values, bool same, const int64_t *none)
{
	return values ? (struct share_column){ values, same ? 0 : 1 } : (struct share_column){ none, 0 };
}

static void sum_part(void *state, size_t part)
{
	struct work *w = state;
	const struct share_places p = w->places;
	const struct share_column limit = w->limit;
	struct sums sums = { 0, 0, 0, false };
	size_t hi = part_begin(p.n, w->parts, part + 1);
	for (size_t i = part_begin(p.n, w->parts, part); i < hi; i++) {
		int64_t weight = share_at(p.weight, i), floor = share_at(p.floor, i);
		sums.unsound |= weight < 0 || floor < 0 || floor > share_at(p.ceiling, i);
		sums.floors += (uint64_t)floor;
		sums.weights += (uint64_t)weight;
		sums.most += (uint64_t)(weight > 0 ? share_at(limit, i) : floor);
	}
	w->sums[part] = sums;
}

static const struct sums *sum_all(struct work *w)
{
	struct sums *all = &w->sums[0];
	part_do(w->crew, w->parts, sum_part, w);
	for (size_t part = 1; part < w->parts; part++) {
		all->floors += w->sums[part].floors;
		all->most += w->sums[part].most;
		all->weights += w->sums[part].weights;
		all->unsound |= w->sums[part].unsound;
	}
	return all;
}

static void set_part(void *state, size_t part)
{
	struct work *w = state;
	const struct share_places p = w->places;
	size_t hi = part_begin(p.n, w->parts, part + 1);
	for (size_t i = part_begin(p.n, w->parts, part); i < hi; i++)
		w->award[i] = w->most && share_at(p.weight, i) > 0 ? share_at(w->limit, i) : share_at(p.floor, i);
}

/* Every place gets its most, or its floor, which come to what is awarded. */
static enum share_status set_all(struct work *w, bool most, share_wide sum, int64_t *awarded)
{
	w->most = most;
	part_do(w->crew, w->parts, set_part, w);
	*awarded = (int64_t)sum;
	return SHARE_OK;
}

/* What a divisor method has given beyond a ceiling is kept. */
static int64_t cut_to_ceilings(const struct work *w)
{
	int64_t awarded = 0;
	for (size_t i = 0; i < w->places.n; i++) {
		int64_t ceiling = share_at(w->places.ceiling, i);
		if (w->award[i] > ceiling) w->award[i] = ceiling;
		awarded += w->award[i];
	}
	return awarded;
}

/* By remainder the ceilings are those stated: where they were left out of the rate, they cut the exact shares. */
static enum share_status give(struct work *w, const struct share_places *places, struct share_column limit,
                              struct share_rate rate, int64_t *awarded)
{
	const struct share *share = w->share;
	struct share_places with_limit = *places;
	if (share->method == SHARE_LARGEST_REMAINDER) return share_by_remainder(w->crew, places, rate, w->award, awarded);
	with_limit.ceiling = limit;
	enum share_status status = share_by_divisor(w->crew, &with_limit, rate, share->amount, w->award);
	*awarded = share->amount;
	if (status == SHARE_OK && share->capped_unspent) *awarded = cut_to_ceilings(w);
	return status;
}

static enum share_status give_scaled_floors(struct work *w, share_wide floors, int64_t *awarded)
{
	struct share_places places = w->places;
	places.weight = w->places.floor;
	places.floor = column(NULL, true, &no_floor);
	places.ceiling = column(NULL, true, &no_ceiling);
	return give(w, &places, places.ceiling, (struct share_rate){ w->share->amount, floors }, awarded);
}

/* Without bounds the rate is the amount over the weights. */
static enum share_status give_by_weight(struct work *w, int64_t *awarded)
{
	struct share_places limited = w->places;
	struct share_rate rate = { w->share->amount, w->sums[0].weights };
	enum share_status status = SHARE_OK;
	limited.ceiling = w->limit;
	if (w->sums[0].floors > 0 || w->limit.at != &no_ceiling)
		status = share_find_rate(w->crew, &limited, w->share->amount, &rate);
	return status == SHARE_OK ? give(w, &w->places, w->limit, rate, awarded) : status;
}

static enum share_status give_all(struct work *w, int64_t *awarded)
{
	const struct share *share = w->share;
	share_wide amount = (share_wide)share->amount;
	const struct sums *sums = sum_all(w);
	if (sums->unsound) return SHARE_REFUSED;
	if (sums->floors > amount)
		return share->scale_floors ? give_scaled_floors(w, sums->floors, awarded) : SHARE_REFUSED;
	if (sums->most < amount) return share->leave_rest ? set_all(w, true, sums->most, awarded) : SHARE_REFUSED;
	if (sums->floors == amount) return set_all(w, false, amount, awarded);
	return give_by_weight(w, awarded);
}

enum share_status share_solve(struct crew *crew, const struct share *share, int64_t *award, struct share_result *result)
{
	struct work w = { .crew = crew, .share = share, .award = award, .parts = part_count(crew, share->n) };
	int64_t awarded = 0;
	if (share->amount < 0 || (share->n == 0 && share->amount > 0 && !share->leave_rest)) return SHARE_REFUSED;
	if (share->amount > SHARE_MOST || share->n >= UINT32_MAX) return SHARE_CANNOT;
	w.places = (struct share_places){ share->n, column(share->weight, false, &equal_weight),
		                              column(share->floor, share->same_floor, &no_floor),
		                              column(share->ceiling, share->same_ceiling, &no_ceiling), share };
	w.limit = share->capped_unspent ? column(NULL, true, &no_ceiling) : w.places.ceiling;
	enum share_status status = share->n ? give_all(&w, &awarded) : SHARE_OK;
	*result = (struct share_result){ awarded, share->amount - awarded };
	return status;
}

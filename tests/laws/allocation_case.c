/* allocation_case.c - random problems. Small numbers with small denominators, so that ties, zeros and bounds that just
 * meet are common, beside numbers of 17 digits, of all sizes, and amounts in billions. */
#include "tests/laws/allocation.h"
#include <stdio.h>

uint64_t random_word(struct trial *t)
{
	uint64_t z = t->random += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

int64_t random_below(struct trial *t, int64_t n)
{
	return (int64_t)(random_word(t) % (uint64_t)n);
}

static struct instance *instance_new(struct trial *t, size_t n)
{
	struct instance *p = arena_alloc(t->arena, sizeof *p);
	p->in.n = n;
	p->weight = arena_array(t->arena, n, sizeof *p->weight);
	p->base = arena_array(t->arena, n, sizeof *p->base);
	p->floor = arena_array(t->arena, n, sizeof *p->floor);
	p->ceiling = arena_array(t->arena, n, sizeof *p->ceiling);
	p->has_ceiling = arena_array(t->arena, n, sizeof *p->has_ceiling);
	return p;
}

struct instance *instance_copy(struct trial *t, const struct instance *from, size_t extra)
{
	size_t n = from->in.n;
	struct instance *p = instance_new(t, n + extra);
	p->in = from->in;
	for (size_t i = 0; i < n; i++) {
		p->weight[i] = from->in.weight ? from->weight[i] : number_of(1);
		p->base[i] = from->in.base ? from->base[i] : number_of(0);
		p->floor[i] = from->in.floor ? from->floor[i] : number_of(0);
		p->ceiling[i] = from->ceiling[i];
		p->has_ceiling[i] = from->in.ceiling && (!from->in.has_ceiling || from->has_ceiling[i]);
	}
	p->in.weight = p->weight;
	if (from->in.method == APPORTION_LARGEST_REMAINDER) p->in.base = p->base;
	p->in.floor = p->floor;
	p->in.ceiling = p->ceiling;
	p->in.has_ceiling = p->has_ceiling;
	return p;
}

static size_t random_size(struct trial *t)
{
	int64_t kind = random_below(t, 4000);
	if (kind < 3) return 2000;
	if (kind < 120) return 0;
	return (size_t)(kind < 1000 ? random_below(t, 41) : random_below(t, 10));
}

static struct number random_unit(struct trial *t)
{
	static const int64_t units[][2] = { { 1, 1 }, { 1, 1 }, { 1, 100 }, { 1, 20 }, { 5, 2 }, { 10, 1 }, { 1000, 1 } };
	size_t i = (size_t)random_below(t, 7);
	return number_ratio(t->pool, units[i][0], units[i][1]);
}

static struct number random_amount(struct trial *t, const struct instance *p)
{
	static const int64_t most[] = { 1, 4, 20, 100, 2000, 1000000, 5960000000000 };
	int64_t odd = random_below(t, 60), units = random_below(t, most[random_below(t, 7)] + 1);
	if (random_below(t, 5) == 0) units = (int64_t)p->in.n * random_below(t, 9);
	struct number amount = number_mul(t->pool, number_of(units), p->in.unit);
	if (odd == 0) return number_sub(t->pool, number_of(-1), amount);
	if (odd < 8) return number_add(t->pool, amount, number_mul(t->pool, p->in.unit, number_ratio(t->pool, odd, 9)));
	return amount;
}

enum weights { WHOLE_SMALL, WHOLE, DECIMALS, THIRDS, LONG, OF_ALL_SIZES, WEIGHTS_COUNT };

static struct number random_weight(struct trial *t, enum weights kind)
{
	switch (kind) {
	case WHOLE_SMALL: return number_of(1 + random_below(t, 5));
	case WHOLE: return number_of(1 + random_below(t, 3000000));
	case DECIMALS: return number_ratio(t->pool, 1 + random_below(t, 100000), 100);
	case THIRDS: return number_ratio(t->pool, 1 + random_below(t, 30), 3);
	case LONG: return number_ratio(t->pool, 1 + random_below(t, 99999999999999999), 10000000000000000);
	case OF_ALL_SIZES:
	case WEIGHTS_COUNT: break;
	}
	struct number power = number_pow(t->pool, number_of(10), random_below(t, 600) - 300);
	return number_mul(t->pool, power, number_ratio(t->pool, 1 + random_below(t, 999), 1 + random_below(t, 2)));
}

static void random_weights(struct trial *t, struct instance *p)
{
	enum weights kind = (enum weights)random_below(t, WEIGHTS_COUNT);
	if (kind == OF_ALL_SIZES && p->in.n > 50) kind = THIRDS; /* else it would take most of the time */
	int64_t zeros = random_below(t, 3) ? 0 : 1 + random_below(t, 8), mixed = random_below(t, 8);
	bool all_zero = random_below(t, 25) == 0;
	for (size_t i = 0; i < p->in.n; i++) {
		enum weights own = mixed == 0 ? (enum weights)random_below(t, LONG) : kind;
		bool zero = all_zero || (zeros && random_below(t, zeros) == 0);
		p->weight[i] = zero ? number_of(0) : random_weight(t, own);
		if (i && random_below(t, 6) == 0) p->weight[i] = p->weight[i - 1];
	}
	if (p->in.n && random_below(t, 100) == 0) p->weight[random_below(t, (int64_t)p->in.n)] = number_of(-1);
	if (random_below(t, 6)) p->in.weight = p->weight;
}

/* fair times what is between low and high percent, often a whole number of units. */
static struct number random_part(struct trial *t, const struct instance *p, struct number fair, int64_t low,
                                 int64_t high)
{
	struct number factor = number_ratio(t->pool, low + random_below(t, high - low + 1), 100);
	struct number part = number_mul(t->pool, fair, factor);
	return random_below(t, 2) ? part : number_round(t->pool, part, p->in.unit, ROUND_HALF_AWAY);
}

/* Around what would be everybody's in equal parts; one percentage for all in half of the cases. */
static void random_bounds(struct trial *t, struct instance *p)
{
	static const int64_t floors[][2] = { { 0, 40 }, { 60, 100 }, { 0, 100 }, { 80, 130 }, { -20, 20 }, { 100, 100 } };
	static const int64_t ceilings[][2] = { { 100, 400 }, { 90, 130 }, { 100, 100 }, { 40, 120 }, { 10, 90 } };
	size_t n = p->in.n, f = (size_t)random_below(t, 6), c = (size_t)random_below(t, 5);
	struct number fair = number_div(t->pool, p->in.amount, number_of(n ? (int64_t)n : 1));
	bool crossing = random_below(t, 12) == 0, everywhere = random_below(t, 2);
	for (size_t i = 0; i < n; i++) {
		p->floor[i] = random_part(t, p, fair, floors[f][0], floors[f][1]);
		p->ceiling[i] = random_part(t, p, fair, ceilings[c][0], ceilings[c][1]);
		p->has_ceiling[i] = everywhere || random_below(t, 2);
		if (!crossing && number_order(p->floor[i], p->ceiling[i]) > 0) p->floor[i] = p->ceiling[i];
		if (!crossing && number_sign(p->ceiling[i]) < 0) p->ceiling[i] = number_of(0);
		if (!crossing) p->floor[i] = number_round(t->pool, p->floor[i], p->in.unit, ROUND_DOWN);
		p->base[i] = random_part(t, p, fair, 0, 40 + 120 * (int64_t)(f & 1));
	}
	if (random_below(t, 2)) p->in.floor = p->floor;
	if (random_below(t, 2)) p->in.ceiling = p->ceiling;
	if (!everywhere || random_below(t, 2)) p->in.has_ceiling = p->has_ceiling;
	if (random_below(t, 3) == 0) p->in.base = p->base;
}

struct instance *instance_random(struct trial *t)
{
	static const enum apportion_method methods[] = { APPORTION_LARGEST_REMAINDER, APPORTION_LARGEST_REMAINDER,
		                                             APPORTION_WEBSTER, APPORTION_DHONDT };
	struct instance *p = instance_new(t, random_size(t));
	p->in.unit = random_unit(t);
	p->in.amount = random_amount(t, p);
	random_weights(t, p);
	random_bounds(t, p);
	p->in.leave_rest = random_below(t, 2);
	p->in.scale_floors = random_below(t, 3) == 0;
	p->in.capped_unspent = random_below(t, 6) == 0;
	p->in.method = methods[random_below(t, 4)];
	if (p->in.method != APPORTION_LARGEST_REMAINDER || number_sign(p->in.amount) < 0) p->in.base = NULL;
	return p;
}

static void print_list(struct trial *t, const char *name, const struct number *list, const bool *present, size_t n)
{
	if (!list) return;
	printf("  %s", name);
	for (size_t i = 0; i < n && i < 50; i++)
		printf("%s%.*s", i ? ", " : " ",
		       TEXT_ARG(!present || present[i] ? number_exact(t->arena, list[i]) : text_of("-")));
	printf("\n");
}

void instance_print(struct trial *t, const struct instance *problem, const struct apportion_result *result)
{
	static const char *const methods[] = { "largest remainder", "webster", "dhondt" };
	const struct apportion *in = &problem->in;
	printf("  %.*s among %zu places in units of %.*s, %s%s%s%s\n", TEXT_ARG(number_exact(t->arena, in->amount)), in->n,
	       TEXT_ARG(number_exact(t->arena, in->unit)), methods[in->method], in->leave_rest ? ", leave the rest" : "",
	       in->scale_floors ? ", scale floors" : "", in->capped_unspent ? ", capped stays unspent" : "");
	print_list(t, "weights", in->weight, NULL, in->n);
	print_list(t, "bases", in->base, NULL, in->n);
	print_list(t, "floors", in->floor, NULL, in->n);
	print_list(t, "ceilings", in->ceiling, in->has_ceiling, in->n);
	printf("  status %d\n", (int)result->status);
	if (result->status != APPORTION_OK) return;
	print_list(t, "shares", result->share, NULL, in->n);
	print_list(t, "awards", result->award, NULL, in->n);
}

/* out_rows.c - rows in parts that fill about one buffer each. Several threads print parts into buffers of their own; a
 * thread whose part is done waits until those before it are written, and writes it. So there are never more buffers than
 * threads, one thread writes while the others print, and the bytes are those of one thread. */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/out.h"
#include <errno.h>
#include <pthread.h>

/* The first rows say how long a row is. */
enum { SAMPLE_ROWS = 256 };

struct turns {
	out_rows_printer *put;
	const void *state;
	size_t from, rows, chunk; /* the rows of all parts, and of one */
	pthread_mutex_t lock;
	pthread_cond_t turned;
	/* Under the lock: */
	size_t turn; /* the part that may write */
	bool failed; /* one of the parts before it did */
	int error;
	struct out *idle[CREW_MAX]; /* as many as there are threads, so that one is always there */
	size_t idle_count;
};

bool out_turn(struct out *out)
{
	struct turns *t = out->turns;
	pthread_mutex_lock(&t->lock);
	while (t->turn != out->part)
		pthread_cond_wait(&t->turned, &t->lock);
	bool failed = t->failed;
	pthread_mutex_unlock(&t->lock);
	return !failed;
}

static struct out *begin_part(struct turns *t, size_t part)
{
	pthread_mutex_lock(&t->lock);
	struct out *out = t->idle[--t->idle_count];
	if (t->failed) out->failed = true;
	pthread_mutex_unlock(&t->lock);
	out->part = part;
	return out;
}

static void end_part(struct turns *t, struct out *out)
{
	pthread_mutex_lock(&t->lock);
	if (out->failed && !t->failed) {
		t->failed = true;
		t->error = out->error;
	}
	t->idle[t->idle_count++] = out;
	t->turn++;
	pthread_cond_broadcast(&t->turned);
	pthread_mutex_unlock(&t->lock);
}

/* Parts are begun in their order, so the thread whose turn it is never waits for one that has not begun. */
static void print_part(void *state, size_t part)
{
	struct turns *t = state;
	size_t from = t->from + part * t->chunk, to = t->rows - from > t->chunk ? from + t->chunk : t->rows;
	struct out *out = begin_part(t, part);
	if (!out->failed) t->put(out, t->state, from, to);
	out_flush(out);
	out_turn(out); /* what failed, or printed nothing, has not waited yet */
	end_part(t, out);
}

static void print_together(struct out *out, struct turns *t)
{
	size_t threads = crew_size(out->crew);
	for (size_t i = 0; i < threads; i++) {
		struct out *own = t->idle[i] = out_new(out->arena, out->file, NULL);
		own->arena = NULL;
		own->turns = t;
	}
	t->idle_count = threads;
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->turned, NULL);
	crew_do(out->crew, (t->rows - t->from + t->chunk - 1) / t->chunk, print_part, t);
	pthread_cond_destroy(&t->turned);
	pthread_mutex_destroy(&t->lock);
	for (size_t i = 0; i < threads; i++)
		out->no_memory |= t->idle[i]->no_memory;
	if (t->failed) {
		out->failed = true;
		out->error = t->error;
	}
}

static void print_alone(struct out *out, const struct turns *t)
{
	for (size_t from = t->from; from < t->rows && !out->failed;) {
		size_t to = t->rows - from > t->chunk ? from + t->chunk : t->rows;
		t->put(out, t->state, from, to);
		from = to;
	}
}

void out_rows(struct out *out, size_t rows, out_rows_printer *put, const void *state)
{
	size_t before = out->gone + out->used, sample = rows < SAMPLE_ROWS ? rows : SAMPLE_ROWS;
	put(out, state, 0, sample);
	if (sample == rows) return;
	size_t row = (out->gone + out->used - before) / sample + 1, room = PLANG_OUT_BUFFER / 4 * 3;
	struct turns turns = { .put = put, .state = state, .from = sample, .rows = rows, .chunk = room / row + 1 };
	bool alone = !out->crew || crew_size(out->crew) == 1 || rows - sample <= turns.chunk;
	if (!alone) out_flush(out);
	if (alone) print_alone(out, &turns);
	else if (!out->failed) print_together(out, &turns);
}

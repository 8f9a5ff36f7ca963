/* out_rows.c - rows in parts that fill about one buffer each. Several threads print parts into buffers; whoever completes
 * the part whose turn it is writes it, and those behind it that are complete. So one thread writes while the others
 * print, nobody waits while there is a buffer, of which there are few, and the bytes are those of one thread. */
#include "lang/arena.h"
#include "runtime/crew.h"
#include "runtime/out.h"
#include <errno.h>
#include <pthread.h>

/* The first rows say how long a row is. */
enum { SAMPLE_ROWS = 256 };
enum { BUFFERS_A_THREAD = 2, BUFFERS_MAX = CREW_MAX * BUFFERS_A_THREAD };

struct turns {
	out_rows_printer *put;
	const void *state;
	size_t from, rows, chunk; /* the rows of all parts, and of one */
	pthread_mutex_t lock;
	pthread_cond_t turned;
	struct out *buffers[BUFFERS_MAX]; /* of a part: its number modulo how many there are */
	size_t buffer_count;
	/* Under the lock: */
	size_t turn;                /* the part that may write */
	bool complete[BUFFERS_MAX]; /* by buffer: its part is printed and waits for its turn */
	bool failed;                /* one of the parts before it did */
	int error;
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

/* Waits until the buffer of this part is free: that of the part whose turn it is always is. */
static struct out *begin_part(struct turns *t, size_t part)
{
	struct out *out = t->buffers[part % t->buffer_count];
	pthread_mutex_lock(&t->lock);
	while (part - t->turn >= t->buffer_count)
		pthread_cond_wait(&t->turned, &t->lock);
	out->failed = t->failed;
	pthread_mutex_unlock(&t->lock);
	out->part = part;
	return out;
}

/* Writes the part whose turn it is; the lock is held on entry and on return. */
static void write_part(struct turns *t, struct out *out)
{
	pthread_mutex_unlock(&t->lock);
	out_flush(out);
	pthread_mutex_lock(&t->lock);
	if (out->failed && !t->failed) {
		t->failed = true;
		t->error = out->error;
	}
	t->turn++;
	pthread_cond_broadcast(&t->turned);
}

static void end_part(struct turns *t, size_t part)
{
	pthread_mutex_lock(&t->lock);
	t->complete[part % t->buffer_count] = true;
	if (t->turn == part)
		for (size_t at = part % t->buffer_count; t->complete[at]; at = t->turn % t->buffer_count) {
			t->complete[at] = false;
			write_part(t, t->buffers[at]);
		}
	pthread_mutex_unlock(&t->lock);
}

static void print_part(void *state, size_t part)
{
	struct turns *t = state;
	size_t from = t->from + part * t->chunk, to = t->rows - from > t->chunk ? from + t->chunk : t->rows;
	struct out *out = begin_part(t, part);
	if (!out->failed) t->put(out, t->state, from, to);
	end_part(t, part);
}

static void print_together(struct out *out, struct turns *t)
{
	t->buffer_count = crew_size(out->crew) * BUFFERS_A_THREAD;
	for (size_t i = 0; i < t->buffer_count; i++) {
		struct out *own = t->buffers[i] = out_new(out->arena, out->file, NULL);
		own->arena = NULL;
		own->tap = out->tap;
		own->turns = t;
	}
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->turned, NULL);
	crew_do(out->crew, (t->rows - t->from + t->chunk - 1) / t->chunk, print_part, t);
	pthread_cond_destroy(&t->turned);
	pthread_mutex_destroy(&t->lock);
	for (size_t i = 0; i < t->buffer_count; i++)
		out->no_memory |= t->buffers[i]->no_memory;
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

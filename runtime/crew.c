/* crew.c - threads that wait for a task, take its parts one by one, and wait again. */
#include "runtime/crew.h"
#include "lang/arena.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct crew {
	pthread_mutex_t lock;
	pthread_cond_t begun, done;
	unsigned size, started; /* threads in all, and helpers that run */
	pthread_t thread[CREW_MAX];
	bool begin_failed; /* a thread could not be started: go on with those there are */
	/* The task, under the lock: */
	void (*work)(void *state, size_t part);
	void *state;
	size_t parts, next, left; /* in all, to be taken, not yet finished */
	bool ending;
};

/* Takes parts until there are none; the lock is held on entry and on return. */
static void take_parts(struct crew *crew)
{
	while (crew->next < crew->parts) {
		size_t part = crew->next++;
		pthread_mutex_unlock(&crew->lock);
		crew->work(crew->state, part);
		pthread_mutex_lock(&crew->lock);
		if (--crew->left == 0) pthread_cond_signal(&crew->done);
	}
}

static void *helper(void *what)
{
	struct crew *crew = what;
	pthread_mutex_lock(&crew->lock);
	while (!crew->ending) {
		take_parts(crew);
		if (!crew->ending) pthread_cond_wait(&crew->begun, &crew->lock);
	}
	pthread_mutex_unlock(&crew->lock);
	return NULL;
}

static void start(struct crew *crew)
{
	while (crew->started + 1 < crew->size && !crew->begin_failed) {
		crew->begin_failed = pthread_create(&crew->thread[crew->started], NULL, helper, crew) != 0;
		crew->started += !crew->begin_failed;
	}
}

static void crew_free(void *what)
{
	struct crew *crew = what;
	pthread_mutex_lock(&crew->lock);
	crew->ending = true;
	pthread_cond_broadcast(&crew->begun);
	pthread_mutex_unlock(&crew->lock);
	for (unsigned i = 0; i < crew->started; i++)
		pthread_join(crew->thread[i], NULL);
	pthread_cond_destroy(&crew->begun);
	pthread_cond_destroy(&crew->done);
	pthread_mutex_destroy(&crew->lock);
}

struct crew *crew_new(struct arena *arena, unsigned threads)
{
	struct crew *crew = arena_alloc(arena, sizeof *crew);
	long processors = threads ? (long)threads : sysconf(_SC_NPROCESSORS_ONLN);
	crew->size = processors < 1 ? 1 : processors > CREW_MAX ? CREW_MAX : (unsigned)processors;
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->begun, NULL);
	pthread_cond_init(&crew->done, NULL);
	arena_defer(arena, crew_free, crew);
	return crew;
}

unsigned crew_size(const struct crew *crew)
{
	return crew->size;
}

void crew_do(struct crew *crew, size_t parts, void (*work)(void *state, size_t part), void *state)
{
	if (parts > 1 && crew->size > 1) start(crew);
	if (parts <= 1 || crew->started == 0) {
		for (size_t part = 0; part < parts; part++)
			work(state, part);
		return;
	}
	pthread_mutex_lock(&crew->lock);
	crew->work = work;
	crew->state = state;
	crew->parts = crew->left = parts;
	crew->next = 0;
	pthread_cond_broadcast(&crew->begun);
	take_parts(crew);
	while (crew->left > 0)
		pthread_cond_wait(&crew->done, &crew->lock);
	crew->parts = crew->next = 0;
	pthread_mutex_unlock(&crew->lock);
}

#include "base/pipeline.h"

#include <pthread.h>

enum { MOST_JOBS = 32 };

struct state {
    const hm_pipeline *pipeline;
    void (*begin)(void *context, size_t slot, size_t chunk); /* or NULL */
    pthread_mutex_t turn;                                    /* to claim a chunk and to begin it */
    pthread_mutex_t lock;                                    /* of all that follows */
    pthread_cond_t made, taken;                              /* some chunk was */
    size_t next;                                             /* to be made */
    size_t done; /* chunks taken: those before it are out of their slots */
    bool stopped;
    bool ready[2 * MOST_JOBS]; /* by slot: its chunk is made and not taken yet */
};

static size_t clamp_jobs(size_t jobs) {
    return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : jobs;
}

size_t hm_pipeline_slots(size_t jobs) {
    return jobs <= 1 ? 1 : 2 * clamp_jobs(jobs);
}

/* The next chunk to make, once its slot is free; false when there is none. */
static bool claim(struct state *s, size_t slots, size_t *chunk) {
    pthread_mutex_lock(&s->lock);
    while (!s->stopped && s->next < s->pipeline->chunks && s->next >= s->done + slots)
        pthread_cond_wait(&s->taken, &s->lock);
    const bool more = !s->stopped && s->next < s->pipeline->chunks;
    *chunk = s->next;
    s->next += more;
    pthread_mutex_unlock(&s->lock);
    return more;
}

/* The same, and begins it. */
static bool begin_next(struct state *s, size_t slots, size_t *chunk) {
    pthread_mutex_lock(&s->turn);
    const bool more = claim(s, slots, chunk);
    if (more && s->begin)
        s->begin(s->pipeline->context, *chunk % slots, *chunk);
    pthread_mutex_unlock(&s->turn);
    return more;
}

static void *make_chunks(void *argument) {
    struct state *s = argument;
    const hm_pipeline *pipeline = s->pipeline;
    const size_t slots = hm_pipeline_slots(pipeline->jobs);
    size_t chunk;
    while (begin_next(s, slots, &chunk)) {
        pipeline->make(pipeline->context, chunk % slots, chunk);
        pthread_mutex_lock(&s->lock);
        s->ready[chunk % slots] = true;
        pthread_cond_signal(&s->made);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

static void take_chunks(struct state *s) {
    const hm_pipeline *pipeline = s->pipeline;
    const size_t slots = hm_pipeline_slots(pipeline->jobs);
    bool going = true;
    for (size_t chunk = 0; going && chunk < pipeline->chunks; chunk++) {
        const size_t slot = chunk % slots;
        pthread_mutex_lock(&s->lock);
        while (!s->ready[slot])
            pthread_cond_wait(&s->made, &s->lock);
        pthread_mutex_unlock(&s->lock);
        going = pipeline->take(pipeline->context, slot, chunk);
        pthread_mutex_lock(&s->lock);
        s->ready[slot] = false;
        s->done = chunk + 1;
        s->stopped = !going;
        pthread_cond_broadcast(&s->taken);
        pthread_mutex_unlock(&s->lock);
    }
}

static void run_alone(const struct state *s) {
    const hm_pipeline *pipeline = s->pipeline;
    bool going = true;
    for (size_t chunk = 0; going && chunk < pipeline->chunks; chunk++) {
        if (s->begin)
            s->begin(pipeline->context, 0, chunk);
        pipeline->make(pipeline->context, 0, chunk);
        going = pipeline->take(pipeline->context, 0, chunk);
    }
}

/* Returns how many threads were started. */
static size_t start(struct state *s, pthread_t threads[MOST_JOBS]) {
    const size_t jobs = clamp_jobs(s->pipeline->jobs);
    size_t started = 0;
    while (started < jobs && pthread_create(&threads[started], NULL, make_chunks, s) == 0)
        started++;
    return started;
}

void hm_pipeline_run_begun(const hm_pipeline *pipeline,
                           void (*begin)(void *context, size_t slot, size_t chunk)) {
    struct state s = {.pipeline = pipeline, .begin = begin};
    pthread_t threads[MOST_JOBS];
    if (pipeline->jobs <= 1 || pipeline->chunks <= 1) {
        run_alone(&s);
        return;
    }
    pthread_mutex_init(&s.turn, NULL);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.made, NULL);
    pthread_cond_init(&s.taken, NULL);
    const size_t started = start(&s, threads);
    if (started > 0)
        take_chunks(&s);
    else
        run_alone(&s);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&s.taken);
    pthread_cond_destroy(&s.made);
    pthread_mutex_destroy(&s.lock);
    pthread_mutex_destroy(&s.turn);
}

void hm_pipeline_run(const hm_pipeline *pipeline) {
    hm_pipeline_run_begun(pipeline, NULL);
}

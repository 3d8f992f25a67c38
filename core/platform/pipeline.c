/* pipeline.c: every thread, the calling one too, makes the next chunk whose slot is free; the
 * calling one sooner takes what is next to be taken. It never waits for a slot or for its turn to
 * begin: only it frees slots. */
#include "platform/pipeline.h"

#include "platform/environment.h"
#include "platform/threads.h"

enum { MOST_JOBS = 32 };

struct state {
    const hm_pipeline *pipeline;
    size_t slots;
    pthread_mutex_t turn;       /* to claim a chunk and to begin it */
    pthread_mutex_t lock;       /* of all that follows */
    pthread_cond_t made, taken; /* some chunk was */
    size_t next;                /* to be made */
    size_t done;                /* chunks taken: those before it are out of their slots */
    bool stopped;
    bool ready[2 * MOST_JOBS]; /* by slot: its chunk is made and not taken yet */
};

static size_t clamp_jobs(size_t jobs) {
    return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : jobs;
}

size_t hm_pipeline_slots(size_t jobs) {
    return jobs <= 1 ? 1 : 2 * clamp_jobs(jobs);
}

static bool is_more(const struct state *s) {
    return !s->stopped && s->next < s->pipeline->chunks;
}

/* The next chunk to make; false when there is none, or none yet unless it may `wait`. */
static bool claim(struct state *s, bool wait, size_t *chunk) {
    pthread_mutex_lock(&s->lock);
    while (wait && is_more(s) && s->next >= s->done + s->slots)
        pthread_cond_wait(&s->taken, &s->lock);
    const bool claimed = is_more(s) && s->next < s->done + s->slots;
    *chunk = s->next;
    s->next += claimed;
    pthread_mutex_unlock(&s->lock);
    return claimed;
}

/* With the turn, which is passed on. */
static bool make_next(struct state *s, bool wait) {
    const hm_pipeline *pipeline = s->pipeline;
    size_t chunk;
    const bool claimed = claim(s, wait, &chunk);
    const size_t slot = chunk % s->slots;
    if (claimed && pipeline->begin)
        pipeline->begin(pipeline->context, slot, chunk);
    pthread_mutex_unlock(&s->turn);
    if (!claimed)
        return false;
    pipeline->make(pipeline->context, slot, chunk);
    pthread_mutex_lock(&s->lock);
    s->ready[slot] = true;
    pthread_cond_signal(&s->made);
    pthread_mutex_unlock(&s->lock);
    return true;
}

static void *make_all(void *argument) {
    struct state *s = argument;
    hm_environment inherited;
    hm_environment_enter(&inherited); /* for good: the thread ends with its work */
    do
        pthread_mutex_lock(&s->turn);
    while (make_next(s, true));
    return NULL;
}

/* Is the next one to be taken made? If not, waits until some chunk is, where it may. */
static bool is_ready(struct state *s, bool wait) {
    const size_t slot = s->done % s->slots;
    pthread_mutex_lock(&s->lock);
    if (wait && !s->ready[slot])
        pthread_cond_wait(&s->made, &s->lock);
    const bool ready = s->ready[slot];
    pthread_mutex_unlock(&s->lock);
    return ready;
}

static void take_next(struct state *s) {
    const hm_pipeline *pipeline = s->pipeline;
    const size_t slot = s->done % s->slots;
    const bool going = pipeline->take(pipeline->context, slot, s->done);
    pthread_mutex_lock(&s->lock);
    s->ready[slot] = false;
    s->done++;
    s->stopped = !going;
    pthread_cond_broadcast(&s->taken);
    pthread_mutex_unlock(&s->lock);
}

/* What the calling thread does. Only it writes `done` and `stopped`. */
static void lead(struct state *s) {
    const bool helps = !s->pipeline->takes_only;
    while (!s->stopped && s->done < s->pipeline->chunks)
        if (is_ready(s, false))
            take_next(s);
        else if (helps && pthread_mutex_trylock(&s->turn) == 0 && make_next(s, false))
            continue;
        else if (is_ready(s, true))
            take_next(s);
}

static void run_alone(const hm_pipeline *pipeline) {
    bool going = true;
    for (size_t chunk = 0; going && chunk < pipeline->chunks; chunk++) {
        if (pipeline->begin)
            pipeline->begin(pipeline->context, 0, chunk);
        pipeline->make(pipeline->context, 0, chunk);
        going = pipeline->take(pipeline->context, 0, chunk);
    }
}

/* Returns how many threads were started. */
static size_t start(struct state *s, pthread_t threads[MOST_JOBS]) {
    const size_t wanted = clamp_jobs(s->pipeline->jobs) - !s->pipeline->takes_only;
    size_t started = 0;
    while (started < wanted && hm_threads_start(&threads[started], make_all, s))
        started++;
    return started;
}

void hm_pipeline_run(const hm_pipeline *pipeline) {
    struct state s = {.pipeline = pipeline, .slots = hm_pipeline_slots(pipeline->jobs)};
    pthread_t threads[MOST_JOBS];
    if (pipeline->jobs <= 1 || pipeline->chunks <= 1) {
        run_alone(pipeline);
        return;
    }
    pthread_mutex_init(&s.turn, NULL);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.made, NULL);
    pthread_cond_init(&s.taken, NULL);
    const size_t started = start(&s, threads);
    if (started > 0)
        lead(&s);
    else
        run_alone(pipeline);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&s.taken);
    pthread_cond_destroy(&s.made);
    pthread_mutex_destroy(&s.lock);
    pthread_mutex_destroy(&s.turn);
}

#define _GNU_SOURCE /* sched_getaffinity */
#include "platform/threads.h"

#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#include "platform/environment.h"

enum { STACK_SIZE = 8 << 20 }; /* scripts and nested data go deep; musl's own is 128 KiB */

struct loop {
    bool (*work)(void *context, size_t worker, size_t chunk);
    void *context;
    size_t chunks;
    atomic_size_t next;
    atomic_bool stopped;
};

struct worker {
    struct loop *loop;
    size_t number;
    pthread_t thread;
};

static void run_chunks(struct loop *loop, size_t worker) {
    while (!atomic_load(&loop->stopped)) {
        size_t chunk = atomic_fetch_add(&loop->next, 1);
        if (chunk >= loop->chunks)
            return;
        if (!loop->work(loop->context, worker, chunk))
            atomic_store(&loop->stopped, true);
    }
}

static void *run_worker(void *argument) {
    struct worker *worker = argument;
    hm_environment inherited;
    hm_environment_enter(&inherited); /* for good: the thread ends with its work */
    run_chunks(worker->loop, worker->number);
    return NULL;
}

bool hm_threads_start(pthread_t *thread, void *(*work)(void *argument), void *argument) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    const bool started = pthread_attr_setstacksize(&attributes, STACK_SIZE) == 0 &&
                         pthread_create(thread, &attributes, work, argument) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

/* Where not all threads can be started, the calling one is the first of those that are missing. */
static void start_and_wait(struct loop *loop, struct worker *workers, size_t jobs) {
    size_t started = 0;
    for (; started < jobs; started++) {
        struct worker *worker = &workers[started];
        worker->loop = loop;
        worker->number = started;
        if (!hm_threads_start(&worker->thread, run_worker, worker))
            break;
    }
    if (started < jobs)
        run_chunks(loop, started);
    for (size_t i = 0; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

hm_code hm_threads_run(size_t jobs, size_t chunks,
                       bool (*work)(void *context, size_t worker, size_t chunk), void *context,
                       const hm_allocator *allocator, hm_error *error) {
    struct loop loop = {work, context, chunks, 0, false};
    if (jobs > chunks)
        jobs = chunks;
    if (jobs <= 1) {
        run_chunks(&loop, 0);
        return HM_OK;
    }
    struct worker *workers = hm_allocate_array(allocator, jobs, sizeof *workers);
    if (!workers)
        return hm_error_memory(error);
    start_and_wait(&loop, workers, jobs);
    hm_release(allocator, workers, jobs * sizeof *workers);
    return HM_OK;
}

size_t hm_threads_available(void) {
#if defined(__linux__) && defined(CPU_COUNT) /* others have the macro without what it calls */
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
#endif
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

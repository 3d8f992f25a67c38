#define _GNU_SOURCE /* sched_getaffinity */
#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/environment.h"

enum { STACK_SIZE = 8 << 20 };

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

static hm_code start_and_wait(struct loop *loop, struct worker *workers, size_t jobs,
                              hm_error *error) {
    hm_code code = HM_OK;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return hm_error_memory(error);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    size_t started = 0;
    for (; started < jobs; started++) {
        workers[started].loop = loop;
        workers[started].number = started;
        if (pthread_create(&workers[started].thread, &attributes, run_worker, &workers[started]) !=
            0) {
            atomic_store(&loop->stopped, true);
            code = hm_error_set(error, HM_ERROR_MEMORY, "cannot start thread %zu of %zu",
                                started + 1, jobs);
            break;
        }
    }
    for (size_t i = 0; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    pthread_attr_destroy(&attributes);
    return code;
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
    hm_code code = start_and_wait(&loop, workers, jobs, error);
    hm_release(allocator, workers, jobs * sizeof *workers);
    return code;
}

size_t hm_threads_available(void) {
#ifdef CPU_COUNT
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

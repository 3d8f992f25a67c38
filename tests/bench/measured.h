/* measured.h: what the programs of this folder measure by: the clock, memory asked for, and what
 * they say when something fails. Parts of one file, which need not use all of them. */
#ifndef MEASURED_H
#define MEASURED_H

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <hundredmark/hundredmark.h>

static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline int fail(const hm_error *error) {
    fprintf(stderr, "%s:%" PRIu32 ": %s\n", error->file, error->line, error->message);
    return 1;
}

/* --- memory that is counted, from any thread --- */

typedef struct counted {
    atomic_size_t now, most;
} counted;

static inline void *resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    counted *c = context;
    void *moved = NULL;
    if (new_size == 0)
        free(pointer);
    else if (!(moved = realloc(pointer, new_size)))
        return NULL;
    const size_t more = new_size - (pointer ? old_size : 0); /* modulo: may be less */
    const size_t now = atomic_fetch_add(&c->now, more) + more;
    size_t most = atomic_load(&c->most);
    while (now > most && !atomic_compare_exchange_weak(&c->most, &most, now))
        ;
    return moved;
}

#endif

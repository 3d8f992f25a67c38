/* pipeline.h: chunks made on several threads and taken one after another by the caller.
 *
 * Chunk k is made in slot k % slots, so what a chunk needs is kept by slot; a slot is used again
 * once its chunk was taken. Chunks are begun in their order, one at a time, and taken in their
 * order and on the calling thread alone, so what comes out does not depend on the number of
 * threads. */
#ifndef HM_PIPELINE_H
#define HM_PIPELINE_H

#include <stddef.h>

#include "base/error.h"
#include "base/memory.h"

typedef struct hm_pipeline {
    size_t jobs; /* threads; 1: everything happens on the calling thread */
    size_t chunks;
    /* None may touch what belongs to another slot. `begin` may be NULL; the thread that begins a
     * chunk makes it. `take` returns false to stop: until hm_pipeline_run returns, chunks behind it
     * may still be begun and made. So `take` changes nothing that `begin` or `make` looks at. */
    void (*begin)(void *context, size_t slot, size_t chunk);
    void (*make)(void *context, size_t slot, size_t chunk);
    bool (*take)(void *context, size_t slot, size_t chunk);
    void *context;
    bool
        takes_only; /* the calling thread makes nothing, because beginning may take long for reasons
                       of its own (data still to come) and what is made is to be taken at once */
} hm_pipeline;

/* How many slots a pipeline of so many threads uses. */
size_t hm_pipeline_slots(size_t jobs);

/* Runs until everything was taken or `take` said stop. Where threads cannot be started, the calling
 * thread does their work. */
void hm_pipeline_run(const hm_pipeline *pipeline);

#endif

/* threads.h: one loop over independent chunks on several threads. */
#ifndef HM_THREADS_H
#define HM_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"
#include "base/memory.h"

/* Calls work(context, worker, chunk) once for each chunk in 0..chunks-1, on `jobs` threads (1 at
 * least) numbered 0..jobs-1; a thread takes the next free chunk. The calling thread only waits when
 * jobs > 1; where not all of them can be started (a limit of processes, a platform without
 * threads), it works with those that were. Chunks write to places of their own, so results do not
 * depend on `jobs`. `work` returns false to stop everybody early. Fails when memory runs out. */
hm_code hm_threads_run(size_t jobs, size_t chunks,
                       bool (*work)(void *context, size_t worker, size_t chunk), void *context,
                       const hm_allocator *allocator, hm_error *error);

/* Starts a thread with a stack of 8 MiB, to be joined. False where none can be started. */
bool hm_threads_start(pthread_t *thread, void *(*work)(void *argument), void *argument);

/* How many processors this process may use; at least 1. */
size_t hm_threads_available(void);

#endif

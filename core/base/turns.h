/* turns.h: what several threads do must be done in the order of their numbers: each waits for its
 * turn and passes it on. */
#ifndef HM_TURNS_H
#define HM_TURNS_H

#include <pthread.h>
#include <stddef.h>

typedef struct hm_turns {
    pthread_mutex_t lock;
    pthread_cond_t passed;
    size_t next; /* whose turn it is */
} hm_turns;

/* Number 0 is the first. */
void hm_turns_open(hm_turns *turns);
void hm_turns_close(hm_turns *turns);
/* Waits until every smaller number has passed. */
void hm_turns_wait(hm_turns *turns, size_t number);
/* By the thread whose turn it is. */
void hm_turns_pass(hm_turns *turns);

#endif

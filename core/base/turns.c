#include "base/turns.h"

void hm_turns_open(hm_turns *turns) {
    pthread_mutex_init(&turns->lock, NULL);
    pthread_cond_init(&turns->passed, NULL);
    turns->next = 0;
}

void hm_turns_close(hm_turns *turns) {
    pthread_cond_destroy(&turns->passed);
    pthread_mutex_destroy(&turns->lock);
}

void hm_turns_wait(hm_turns *turns, size_t number) {
    pthread_mutex_lock(&turns->lock);
    while (turns->next != number)
        pthread_cond_wait(&turns->passed, &turns->lock);
    pthread_mutex_unlock(&turns->lock);
}

void hm_turns_pass(hm_turns *turns) {
    pthread_mutex_lock(&turns->lock);
    turns->next++;
    pthread_cond_broadcast(&turns->passed);
    pthread_mutex_unlock(&turns->lock);
}

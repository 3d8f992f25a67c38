/* shapley.h: Shapley values: what each of some players has in the difference that they make
 * together, over all orders in which they may come. */
#ifndef HM_COMPARE_SHAPLEY_H
#define HM_COMPARE_SHAPLEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of more players than these the orders are drawn. */
enum { HM_SHAPLEY_EXACT = 12, HM_SHAPLEY_DRAWN = 128 /* and the same backwards */ };

typedef struct hm_shapley_game {
    size_t players;
    /* What there is when those with taken[i] != 0 have come. */
    double (*value)(void *context, const uint8_t *taken);
    void *context;
} hm_shapley_game;

/* How many numbers of room hm_shapley needs for so many players. */
size_t hm_shapley_room(size_t players);
/* Their values, which add up to the difference between all and none of them, to `out`; `taken` has
 * a place a player. Orders that are drawn are the same each time. */
void hm_shapley(const hm_shapley_game *game, double *room, uint8_t *taken, double *out);

/* The same from the values of all 2^players sets, set s having player i where bit i is set, at
 * values[s * stride]. */
void hm_shapley_of_sets(const double *values, size_t stride, size_t players, double *out);
/* The weight of what a player brings to a set of `size`, of `players` in all. */
double hm_shapley_weight(size_t players, size_t size);

/* The same over those orders alone of up to four players in which every set that they go through is
 * feasible: edges[s * players + i] is the weight of player i coming to set s. False where there is
 * no such order. */
bool hm_shapley_edges(const uint8_t *feasible, size_t players, double *edges);

#endif

#include "compare/shapley.h"

#include <string.h>

double hm_shapley_weight(size_t players, size_t size) {
    double weight = 1.0 / (double)players; /* size! (players - size - 1)! / players! */
    for (size_t i = 1; i <= size; i++)
        weight *= (double)i / (double)(players - i);
    return weight;
}

static size_t size_of(size_t set) {
    size_t size = 0;
    for (; set; set &= set - 1)
        size++;
    return size;
}

void hm_shapley_of_sets(const double *values, size_t stride, size_t players, double *out) {
    const size_t sets = (size_t)1 << players;
    double weights[HM_SHAPLEY_EXACT];
    for (size_t i = 0; i < players; i++) {
        weights[i] = hm_shapley_weight(players, i);
        out[i] = 0;
    }
    for (size_t set = 0; set < sets; set++) {
        const double weight = set + 1 < sets ? weights[size_of(set)] : 0;
        for (size_t i = 0; i < players; i++)
            if (!(set >> i & 1))
                out[i] += weight * (values[(set | (size_t)1 << i) * stride] - values[set * stride]);
    }
}

size_t hm_shapley_room(size_t players) {
    return players <= HM_SHAPLEY_EXACT ? (size_t)1 << players : players;
}

static void take_sets(const hm_shapley_game *game, double *room, uint8_t *taken, double *out) {
    for (size_t set = 0; set < (size_t)1 << game->players; set++) {
        for (size_t i = 0; i < game->players; i++)
            taken[i] = set >> i & 1;
        room[set] = game->value(game->context, taken);
    }
    hm_shapley_of_sets(room, 1, game->players, out);
}

/* --- drawn orders --- */

static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* The order stands in `room`, as numbers of players. */
static void draw(uint64_t *state, double *room, size_t players) {
    for (size_t i = 0; i < players; i++)
        room[i] = (double)i;
    for (size_t i = players; i > 1; i--) {
        const size_t other = (size_t)(next(state) % i);
        const double kept = room[i - 1];
        room[i - 1] = room[other];
        room[other] = kept;
    }
}

static void take_order(const hm_shapley_game *game, const double *room, bool backwards, double none,
                       uint8_t *taken, double *out) {
    const size_t players = game->players;
    double before = none;
    memset(taken, 0, players);
    for (size_t i = 0; i < players; i++) {
        const size_t player = (size_t)room[backwards ? players - 1 - i : i];
        taken[player] = 1;
        const double now = game->value(game->context, taken);
        out[player] += now - before;
        before = now;
    }
}

static void take_drawn(const hm_shapley_game *game, double *room, uint8_t *taken, double *out) {
    uint64_t state = game->players;
    memset(out, 0, game->players * sizeof *out);
    memset(taken, 0, game->players);
    const double none = game->value(game->context, taken);
    for (size_t i = 0; i < HM_SHAPLEY_DRAWN; i++) {
        draw(&state, room, game->players);
        take_order(game, room, false, none, taken, out);
        take_order(game, room, true, none, taken, out);
    }
    for (size_t i = 0; i < game->players; i++)
        out[i] /= 2 * HM_SHAPLEY_DRAWN;
}

void hm_shapley(const hm_shapley_game *game, double *room, uint8_t *taken, double *out) {
    if (game->players == 0)
        return;
    if (game->players <= HM_SHAPLEY_EXACT)
        take_sets(game, room, taken, out);
    else
        take_drawn(game, room, taken, out);
}

/* --- orders through what is feasible --- */

/* How many orders lead from a set to all players. */
static size_t ways_on(const uint8_t *feasible, size_t players, size_t set) {
    size_t ways = 0;
    if (set + 1 == (size_t)1 << players)
        return 1;
    for (size_t i = 0; i < players; i++)
        if (!(set >> i & 1) && feasible[set | (size_t)1 << i])
            ways += ways_on(feasible, players, set | (size_t)1 << i);
    return ways;
}

/* How many lead to it from none. */
static size_t ways_to(const uint8_t *feasible, size_t players, size_t set) {
    size_t ways = 0;
    if (set == 0)
        return 1;
    for (size_t i = 0; i < players; i++)
        if (set >> i & 1 && feasible[set & ~((size_t)1 << i)])
            ways += ways_to(feasible, players, set & ~((size_t)1 << i));
    return ways;
}

bool hm_shapley_edges(const uint8_t *feasible, size_t players, double *edges) {
    const size_t sets = (size_t)1 << players;
    const size_t orders = ways_on(feasible, players, 0);
    for (size_t set = 0; set < sets; set++)
        for (size_t i = 0; i < players; i++) {
            const size_t after = set | (size_t)1 << i;
            const bool is_edge = after != set && feasible[set] && feasible[after];
            const size_t through = is_edge && orders > 0 ? ways_to(feasible, players, set) *
                                                               ways_on(feasible, players, after)
                                                         : 0;
            edges[set * players + i] = through > 0 ? (double)through / (double)orders : 0;
        }
    return orders > 0;
}

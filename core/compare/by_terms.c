/* by_terms.c: a measure whose terms are added up: figures of different terms do not meet,
 * so that each term is divided by itself. */
#include <math.h>
#include <string.h>

#include "compare/figures_parts.h"
#include "compare/shapley.h"
#include "compare/terms.h"

size_t hm_figures_group(hm_figures *f) {
    size_t sets = 0, done = 0;
    hm_terms_find(f->indicator->measure, f->indicator->inputs, f->indicator->input_count, f->terms);
    f->group_count = 0;
    while (done < f->player_count) {
        const uint32_t term = f->terms[f->players[done]];
        const size_t first = done;
        for (size_t i = done; i < f->player_count; i++)
            if (f->terms[f->players[i]] == term) {
                const uint32_t kept = f->players[done];
                f->players[done++] = f->players[i];
                f->players[i] = kept;
            }
        f->groups[f->group_count++] = done - first;
        sets += done - first > HM_FIGURES_AT_ONCE ? ((size_t)2 << HM_FIGURES_AT_ONCE)
                                                  : (size_t)1 << (done - first);
    }
    return sets;
}

/* Values, not scores, of the sets of a group, all others being as they are before. */
static void run_group(hm_figures *f, size_t player, size_t count, double *values) {
    const hm_expr_data data = hm_figures_data(f);
    uint8_t states[HM_PAIRS];
    for (size_t i = 0; i < f->player_count; i++)
        hm_figures_put_column(f, f->players[i], HM_BEFORE);
    for (size_t set = 0; set < (size_t)1 << count; set++) {
        double *to = values + set * HM_PAIRS;
        for (size_t i = 0; i < count; i++)
            hm_figures_put_column(f, f->players[player + i], set >> i & 1 ? HM_AFTER : HM_BEFORE);
        hm_expr_run(f->indicator->measure, &data, 0, f->views->count, &f->workspace, to, states);
        for (size_t pair = 0; pair < f->views->count; pair++)
            to[pair] = states[pair] == HM_OBSERVED ? to[pair] : (double)NAN;
    }
}

/* What comes of the values between the two sides. */
typedef enum between {
    BETWEEN_WITHIN, /* they are the scores themselves: what terms do adds up */
    BETWEEN_HELD,   /* some lie beyond the range */
    BETWEEN_GAPS    /* some are none */
} between;

static between look_between(const hm_figures *f, size_t pair) {
    const hm_node *node = &f->plan->nodes[f->node];
    const double *values = f->sets + pair;
    const double none = *values;
    double low = none, high = none;
    for (size_t i = 0; i < f->group_count; i++) {
        double least = 0, most = 0;
        for (size_t set = 0; set < (size_t)1 << f->groups[i]; set++) {
            const double moved = values[set * HM_PAIRS] - none;
            if (!(fabs(moved) <= 1e300))
                return BETWEEN_GAPS;
            least = moved < least ? moved : least;
            most = moved > most ? moved : most;
        }
        low += least;
        high += most;
        values += ((size_t)1 << f->groups[i]) * HM_PAIRS;
    }
    return low >= node->low && high <= node->high ? BETWEEN_WITHIN : BETWEEN_HELD;
}

/* The scores of all sets, from what the terms do to the value, term by term. */
static void hold_sets(const hm_figures *f, size_t pair, double *scores) {
    const hm_node *node = &f->plan->nodes[f->node];
    const double *values = f->sets + pair;
    const double none = *values;
    size_t sets = 1;
    scores[0] = none;
    for (size_t i = 0; i < f->group_count; i++) {
        const size_t own = (size_t)1 << f->groups[i];
        for (size_t set = own; set-- > 0;)
            for (size_t before = sets; before-- > 0;)
                scores[set * sets + before] = scores[before] + (values[set * HM_PAIRS] - none);
        values += own * HM_PAIRS;
        sets *= own;
    }
    for (size_t set = 0; set < sets; set++)
        scores[set] = scores[set] < node->low    ? node->low
                      : scores[set] > node->high ? node->high
                                                 : scores[set];
}

static void divide_groups(hm_figures *f, size_t pair, double scale, double *points, double *own) {
    const double *values = f->sets + pair;
    double *shares = f->shares;
    for (size_t i = 0; i < f->group_count; i++) {
        hm_shapley_of_sets(values, HM_PAIRS, f->groups[i], shares);
        shares += f->groups[i];
        values += ((size_t)1 << f->groups[i]) * HM_PAIRS;
    }
    hm_figures_give(f, pair, f->player_count, scale, points, own);
}

bool hm_figures_divide_by_terms(hm_figures *f, const double *scales, double *points, double *own) {
    size_t player = 0;
    double *values = f->sets;
    bool fine = true;
    for (size_t i = 0; i < f->group_count; i++) {
        run_group(f, player, f->groups[i], values);
        player += f->groups[i];
        values += ((size_t)1 << f->groups[i]) * HM_PAIRS;
    }
    memcpy(f->kept_players, f->players, f->player_count * sizeof *f->players);
    for (size_t pair = 0; fine && pair < f->views->count; pair++) {
        if (scales[pair] == 0)
            continue;
        if (!hm_figures_are_both(f, pair))
            hm_figures_give(f, pair, 0, scales[pair], points, own);
        else if (look_between(f, pair) == BETWEEN_WITHIN)
            divide_groups(f, pair, scales[pair], points, own);
        else if (look_between(f, pair) == BETWEEN_HELD && f->player_count <= HM_SHAPLEY_EXACT) {
            hold_sets(f, pair, f->room);
            hm_shapley_of_sets(f->room, 1, f->player_count, f->shares);
            hm_figures_give(f, pair, f->player_count, scales[pair], points, own);
        } else
            fine = hm_figures_divide_alone(f, pair, scales[pair], points, own);
        memcpy(f->players, f->kept_players, f->player_count * sizeof *f->players);
    }
    return fine;
}

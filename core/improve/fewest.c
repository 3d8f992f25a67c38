/* fewest.c: the plan that changes the fewest indicators. */
#include <math.h>

#include "improve/plan.h"
#include "improve/scored.h"
#include "base/error.h"

enum { MOST_SWAPS = 64 }; /* each of which takes a plan of its own */

/* Indicators that figures act on together are changed together, or not at all. */
typedef struct choosing {
    hm_planning *p;
    size_t *cluster; /* by menu: the first menu of those that share an indicator with it */
    uint8_t *chosen; /* by cluster */
    uint8_t *only;   /* by menu: is its cluster chosen? */
    double *top;     /* by decision: as it is where the score is highest */
    double *steps;
} choosing;

static bool open(choosing *c) {
    hm_arena *arena = &c->p->arena;
    const size_t menus = c->p->menus->count + 1, decisions = c->p->decisions->count + 1;
    c->cluster = hm_arena_take_array(arena, menus, sizeof *c->cluster);
    c->chosen = hm_arena_take_array(arena, menus, 1);
    c->only = hm_arena_take_array(arena, menus, 1);
    c->steps = hm_arena_take_array(arena, decisions, sizeof *c->steps);
    return c->cluster && c->chosen && c->only && c->steps;
}

static void join(const choosing *c, size_t one, size_t other) {
    const size_t a = c->cluster[one], b = c->cluster[other];
    for (size_t i = 0; i < c->p->menus->count; i++)
        if (c->cluster[i] == (a > b ? a : b))
            c->cluster[i] = a > b ? b : a;
}

static bool share_a_node(const hm_menu *one, const hm_menu *other) {
    for (size_t i = 0; i < one->node_count; i++)
        for (size_t k = 0; k < other->node_count; k++)
            if (one->nodes[i] == other->nodes[k])
                return true;
    return false;
}

static void take_clusters(const choosing *c) {
    const hm_menus *menus = c->p->menus;
    for (size_t i = 0; i < menus->count; i++)
        c->cluster[i] = i;
    for (size_t i = 0; i < menus->count; i++)
        for (size_t k = 0; k < i; k++)
            if (share_a_node(&menus->each[i], &menus->each[k]))
                join(c, i, k);
}

/* The score with what is chosen at its best, and all else as it is; NAN where that does not suit.
 */
static hm_code look(const choosing *c, double *score) {
    const hm_menus *menus = c->p->menus;
    for (size_t i = 0; i < menus->count; i++)
        for (size_t k = 0; k < menus->each[i].input_count; k++) {
            const uint32_t input = menus->each[i].inputs[k];
            c->steps[input] = c->chosen[c->cluster[i]] ? c->top[input] : 0;
        }
    const hm_code code = hm_planning_try(c->p, c->steps, score);
    if (code == HM_OK && !hm_scored_suits(c->p, c->steps))
        *score = (double)NAN;
    return code;
}

/* Leaves out the cluster that is missed least; `again` unless none can be spared. */
static hm_code leave_one_out(const choosing *c, bool *again) {
    size_t spared = SIZE_MAX;
    double best = (double)NAN;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < c->p->menus->count; i++) {
        double score;
        if (!c->chosen[i])
            continue;
        c->chosen[i] = 0;
        code = look(c, &score);
        c->chosen[i] = 1;
        if (hm_planning_reaches(c->p, score) && !(score <= best)) {
            best = score;
            spared = i;
        }
    }
    *again = spared != SIZE_MAX;
    if (*again)
        c->chosen[spared] = 0;
    return code;
}

/* The best plan that changes nothing but what is chosen, which reaches the target at its best. */
static hm_code find(const choosing *c, hm_proposal *out) {
    hm_planning *p = c->p;
    double score;
    for (size_t i = 0; i < p->menus->count; i++)
        c->only[i] = c->chosen[c->cluster[i]];
    hm_code code = hm_planning_find(p, (hm_wish){.without = HM_NO_NAME, .only = c->only}, out);
    if (code != HM_OK || out->reached || p->trial->learns)
        return code;
    code = look(c, &score);
    if (code == HM_OK)
        hm_scored_take(p, c->steps, score, out);
    return code;
}

bool hm_planning_changes_fewer(const hm_planning *p, const hm_proposal *one,
                               const hm_proposal *other) {
    const size_t own = hm_planning_indicators(p, one->steps);
    const size_t others = hm_planning_indicators(p, other->steps);
    return one->reached && (own < others || (own == others && hm_scored_is_better(p, one, other)));
}

/* Another cluster in place of one that is chosen may do as well for less. */
static hm_code swap(const choosing *c, hm_proposal *best) {
    const size_t menus = c->p->menus->count;
    hm_code code = HM_OK;
    size_t left = MOST_SWAPS;
    for (size_t out = 0; code == HM_OK && out < menus; out++)
        for (size_t in = 0; code == HM_OK && c->chosen[out] && in < menus && left > 0; in++) {
            double score;
            hm_proposal found;
            if (c->chosen[in] || c->cluster[in] != in)
                continue;
            c->chosen[out] = 0;
            c->chosen[in] = 1;
            code = look(c, &score);
            const bool reaches = code == HM_OK && hm_planning_reaches(c->p, score);
            if (reaches)
                code = find(c, &found);
            left -= reaches;
            if (reaches && code == HM_OK && hm_planning_changes_fewer(c->p, &found, best)) {
                *best = found;
                break;
            }
            c->chosen[out] = 1;
            c->chosen[in] = 0;
        }
    return code;
}

static hm_code choose(choosing *c, hm_proposal *out) {
    hm_proposal highest;
    bool again = true;
    hm_code code = hm_planning_highest(c->p, &highest);
    c->top = highest.steps;
    for (size_t i = 0; code == HM_OK && i < c->p->menus->count; i++)
        for (size_t k = 0; k < c->p->menus->each[i].input_count; k++)
            c->chosen[c->cluster[i]] |= c->top[c->p->menus->each[i].inputs[k]] != 0;
    while (code == HM_OK && again)
        code = leave_one_out(c, &again);
    if (code == HM_OK)
        code = find(c, out);
    if (code == HM_OK && out->reached)
        code = swap(c, out);
    if (out->proof == HM_PROOF_BEST) /* of its indicators, which were only found */
        out->proof = HM_PROOF_FOUND;
    out->gap = (double)NAN;
    return code == HM_OK ? hm_planning_put_back(c->p) : code;
}

hm_code hm_planning_fewest(hm_planning *p, hm_proposal *out) {
    choosing c = {.p = p};
    hm_code code = hm_proposal_open(p, out);
    if (code == HM_OK && p->all)
        hm_scored_fewest(p, out);
    if (code != HM_OK || p->all)
        return code;
    if (!open(&c))
        return hm_error_memory(p->error);
    take_clusters(&c);
    return choose(&c, out);
}

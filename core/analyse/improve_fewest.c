/* improve_fewest.c: the plan that changes the fewest indicators. */
#include <math.h>
#include <stdlib.h>

#include "analyse/improve_plan.h"
#include "analyse/improve_plane.h"
#include "base/error.h"

/* Indicators that figures act on together, with what all their figures can gain. */
typedef struct cluster {
    size_t first; /* its first menu */
    double gain;
    size_t nodes;
} cluster;

typedef struct clustering {
    hm_planning *p;
    size_t *firsts; /* by menu: the first menu of its cluster */
    size_t *owners; /* by node: the first menu that touches it, and one; 0: none */
    cluster *each;  /* by menu */
} clustering;

static bool open(clustering *c) {
    hm_arena *arena = &c->p->arena;
    const size_t menus = c->p->menus->count;
    c->firsts = hm_arena_take_array(arena, menus + 1, sizeof *c->firsts);
    c->owners = hm_arena_take_array(arena, c->p->trial->plan->node_count, sizeof *c->owners);
    c->each = hm_arena_take_array(arena, menus + 1, sizeof *c->each);
    return c->firsts && c->owners && c->each;
}

static void join(const clustering *c, size_t one, size_t other) {
    const size_t a = c->firsts[one], b = c->firsts[other];
    for (size_t i = 0; i < c->p->menus->count; i++)
        if (c->firsts[i] == (a > b ? a : b))
            c->firsts[i] = a > b ? b : a;
}

/* Menus that touch a node are of one cluster. */
static void take_clusters(const clustering *c, const hm_offers *offers) {
    const hm_menus *menus = c->p->menus;
    for (size_t i = 0; i < menus->count; i++)
        c->firsts[i] = i;
    for (size_t i = 0; i < menus->count; i++)
        for (size_t k = 0; k < menus->each[i].node_count; k++) {
            size_t *owner = &c->owners[menus->each[i].nodes[k]];
            if (*owner > 0)
                join(c, *owner - 1, i);
            else
                *owner = i + 1;
        }
    for (size_t i = 0; i < menus->count; i++) {
        const hm_curve *curve = &offers->curves[i];
        c->each[i].first = i;
        c->each[c->firsts[i]].gain += curve->points[curve->count - 1].gain;
    }
    for (size_t node = 0; node < c->p->trial->plan->node_count; node++)
        if (c->owners[node] > 0)
            c->each[c->firsts[c->owners[node] - 1]].nodes++;
}

/* Those that gain most an indicator first. */
static int compare(const void *a, const void *b) {
    const cluster *one = a, *other = b;
    const double x = one->gain * (double)other->nodes, y = other->gain * (double)one->nodes;
    if (one->nodes == 0 || other->nodes == 0)
        return (one->nodes == 0) - (other->nodes == 0);
    if (x != y)
        return x > y ? -1 : 1;
    return one->first < other->first ? -1 : one->first > other->first;
}

static void choose(const clustering *c, double need, uint8_t *only) {
    const size_t menus = c->p->menus->count;
    qsort(c->each, menus, sizeof *c->each, compare);
    for (size_t i = 0; i < menus && need > 1e-12 && c->each[i].nodes > 0; i++) {
        need -= c->each[i].gain;
        for (size_t k = 0; k < menus; k++)
            only[k] |= c->firsts[k] == c->each[i].first;
    }
}

hm_code hm_planning_fewest(hm_planning *p, hm_proposal *out) {
    clustering c = {.p = p};
    hm_plane plane = {
        .slopes = hm_arena_take_array(&p->arena, p->trial->plan->node_count, sizeof(double))};
    uint8_t *only = hm_arena_take_array(&p->arena, p->menus->count + 1, 1);
    hm_offers offers;
    if (!plane.slopes || !only || !open(&c))
        return hm_error_memory(p->error);
    hm_plane_take(p, 0, &plane);
    const hm_offering offering = {.menus = p->menus, .slopes = plane.slopes, .without = HM_NO_NAME};
    const bool fine = hm_offers_open(&offers, &offering);
    if (fine) {
        take_clusters(&c, &offers);
        choose(&c, hm_planning_aim(p) - p->start, only);
    }
    hm_offers_close(&offers);
    const hm_wish wish = {.without = HM_NO_NAME, .only = only};
    return fine ? hm_planning_find(p, wish, out) : hm_error_memory(p->error);
}

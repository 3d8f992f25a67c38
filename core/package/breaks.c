#include "package/breaks.h"

#include <string.h>

/* Of one day the first layer's name for it. */
static void add(hm_declared_breaks *all, const char *from, int64_t day) {
    size_t at = all->count;
    while (at > 0 && all->days[at - 1] > day)
        at--;
    if (at > 0 && all->days[at - 1] == day)
        return;
    memmove(all->days + at + 1, all->days + at, (all->count - at) * sizeof *all->days);
    memmove(all->from + at + 1, all->from + at, (all->count - at) * sizeof *all->from);
    all->days[at] = day;
    all->from[at] = from;
    all->count++;
}

static bool any_of_parts(const hm_plan *plan) {
    for (size_t i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].breaks->count > 0)
            return true;
    for (size_t i = 0; i < plan->input_count; i++)
        if (plan->inputs[i]->breaks.count > 0)
            return true;
    return false;
}

bool hm_breaks_link(hm_package *package) {
    hm_declared_breaks *all = &package->plan.breaks;
    size_t most = 0;
    for (size_t i = 0; i < package->layer_count; i++)
        most += package->layers[i]->manifest.breaks.count;
    all->days = hm_arena_take_array(&package->arena, most, sizeof *all->days);
    all->from = hm_arena_take_array(&package->arena, most, sizeof *all->from);
    if (!all->days || !all->from)
        return false;
    for (size_t i = 0; i < package->layer_count; i++) {
        const hm_declared_breaks *own = &package->layers[i]->manifest.breaks;
        for (size_t k = 0; k < own->count; k++)
            add(all, own->from[k], own->days[k]);
    }
    package->plan.has_breaks = all->count > 0 || any_of_parts(&package->plan);
    return true;
}

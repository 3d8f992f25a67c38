#include "compare/slots.h"

#include <string.h>

static uint32_t slot_of(hm_slots *s, size_t number, const char *name) {
    for (size_t i = s->first[number]; i < s->count; i++)
        if (strcmp(s->inputs[i], name) == 0)
            return (uint32_t)i;
    s->inputs[s->count] = name;
    s->numbers[s->count] = (uint32_t)number;
    return (uint32_t)s->count++;
}

static size_t count_inputs(const hm_plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->indicator_count; i++)
        count += plan->indicators[i].input_count;
    return count;
}

static bool allocate_slots(hm_slots *s, const hm_matched *m, const hm_allocator *allocator) {
    bool fine = true;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        s->places[side] = count_inputs(m->plans[side]);
        s->of[side] = hm_allocate_array(allocator, s->places[side], sizeof *s->of[side]);
        s->begin[side] =
            hm_allocate_array(allocator, m->plans[side]->indicator_count, sizeof *s->begin[side]);
        fine = fine && s->of[side] && s->begin[side];
    }
    s->capacity = s->places[HM_BEFORE] + s->places[HM_AFTER];
    s->inputs = hm_allocate_array(allocator, s->capacity, sizeof *s->inputs);
    s->numbers = hm_allocate_array(allocator, s->capacity, sizeof *s->numbers);
    s->first = hm_allocate_array(allocator, m->count + 1, sizeof *s->first);
    return fine && s->inputs && s->numbers && s->first;
}

bool hm_slots_open(hm_slots *s, const hm_matched *m, const hm_allocator *allocator) {
    *s = (hm_slots){.count = 0};
    if (!allocate_slots(s, m, allocator))
        return false;
    size_t used[HM_SIDES] = {0, 0};
    for (size_t number = 0; number < m->count; number++) {
        s->first[number] = (uint32_t)s->count;
        for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
            const uint32_t node = m->nodes[side][number];
            const hm_plan *plan = m->plans[side];
            if (node == HM_NO_NODE || plan->nodes[node].indicator == HM_NO_INDICATOR)
                continue;
            const hm_indicator *indicator = &plan->indicators[plan->nodes[node].indicator];
            s->begin[side][plan->nodes[node].indicator] = (uint32_t)used[side];
            for (size_t i = 0; i < indicator->input_count; i++)
                s->of[side][used[side]++] =
                    slot_of(s, number, plan->inputs[indicator->inputs[i]]->name);
        }
    }
    s->first[m->count] = (uint32_t)s->count;
    return true;
}

void hm_slots_close(hm_slots *s, const hm_matched *m, const hm_allocator *allocator) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        hm_release(allocator, s->of[side], s->places[side] * sizeof *s->of[side]);
        hm_release(allocator, s->begin[side],
                   m->plans[side]->indicator_count * sizeof *s->begin[side]);
    }
    hm_release(allocator, (void *)s->inputs, s->capacity * sizeof *s->inputs);
    hm_release(allocator, s->numbers, s->capacity * sizeof *s->numbers);
    hm_release(allocator, s->first, (m->count + 1) * sizeof *s->first);
}

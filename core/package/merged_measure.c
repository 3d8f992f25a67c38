#include "package/merged_measure.h"

void hm_measure_use(const hm_measure_marks *marks, uint32_t *last, uint32_t number, uint32_t *list,
                    size_t *count) {
    if (last[number] == marks->user)
        return;
    last[number] = marks->user;
    list[(*count)++] = number;
}

void hm_parts_add(hm_indicator *indicator, uint32_t part, uint32_t whole, bool declared) {
    for (size_t i = 0; i < indicator->part_of_count; i++)
        if (indicator->parts_of[i].part == part && indicator->parts_of[i].whole == whole) {
            indicator->parts_of[i].declared |= declared;
            return;
        }
    indicator->parts_of[indicator->part_of_count++] = (hm_part_of){part, whole, declared};
}

typedef struct merger {
    hm_linking *links;
    hm_measure_marks *marks;
} merger;

/* What all of several measures use and read, each once: what the last does stands first. */
static size_t merge_inputs(const merger *m, const hm_dated_measure *list, size_t count,
                           uint32_t *out) {
    size_t merged = 0;
    m->marks->user++;
    for (size_t i = count; i-- > 0;) {
        const hm_node_formula *group = list[i].group;
        const uint32_t *inputs = group ? group->inputs : list[i].indicator.inputs;
        const size_t used = group ? group->input_count : list[i].indicator.input_count;
        for (size_t k = 0; k < used && hm_linking_goes_on(m->links, 1); k++)
            hm_measure_use(m->marks, m->marks->users, inputs[k], out, &merged);
    }
    return merged;
}

static void merge_reads(const merger *m, const hm_dated_measure *list, size_t count,
                        hm_node *node) {
    node->read_count = 0;
    for (size_t i = count; i-- > 0;)
        for (size_t k = 0; k < list[i].rests_on; k++)
            hm_measure_use(m->marks, m->marks->readers, list[i].reads[k], node->reads,
                           &node->read_count);
    node->rests_on = node->read_count;
    for (size_t i = count; i-- > 0;)
        for (size_t k = list[i].rests_on; k < list[i].read_count; k++)
            hm_measure_use(m->marks, m->marks->readers, list[i].reads[k], node->reads,
                           &node->read_count);
}

static void merge_parts(const hm_dated_measure *list, size_t count, hm_indicator *out) {
    out->part_of_count = 0;
    for (size_t i = count; i-- > 0;)
        for (size_t k = 0; k < list[i].indicator.part_of_count; k++) {
            const hm_part_of *pair = &list[i].indicator.parts_of[k];
            hm_parts_add(out, pair->part, pair->whole, pair->declared);
        }
}

/* The lists of what is merged, long enough. */
static bool take_lists(const merger *m, const hm_dated_measure *list, size_t count, hm_node *node,
                       hm_indicator *out) {
    hm_arena *arena = &m->links->package->arena;
    size_t inputs = 0, reads = 0, parts = 0;
    for (size_t i = 0; i < count; i++) {
        inputs += list[i].group ? list[i].group->input_count : list[i].indicator.input_count;
        parts += list[i].indicator.part_of_count;
        reads += list[i].read_count;
    }
    out->inputs = hm_arena_take_array(arena, inputs, sizeof *out->inputs);
    out->parts_of = hm_arena_take_array(arena, parts, sizeof *out->parts_of);
    node->reads = hm_arena_take_array(arena, reads, sizeof *node->reads);
    m->links->failed |= !out->inputs || !out->parts_of || !node->reads;
    return !m->links->failed && hm_linking_goes_on(m->links, inputs + parts * parts + reads);
}

void hm_measures_merge(hm_linking *links, hm_measure_marks *marks, const hm_dated_measure *list,
                       size_t count, hm_node *node, hm_indicator *out) {
    const merger m = {links, marks};
    *out = list[count - 1].indicator;
    node->reads = list[0].reads;
    node->read_count = list[0].read_count;
    node->rests_on = list[0].rests_on;
    if (count == 1 || !take_lists(&m, list, count, node, out))
        return;
    out->input_count = merge_inputs(&m, list, count, out->inputs);
    merge_reads(&m, list, count, node);
    merge_parts(list, count, out);
    for (size_t i = 0; i < count; i++) {
        out->is_called |= list[i].indicator.is_called;
        out->looks_back |= list[i].indicator.looks_back;
        out->reads_nodes |= list[i].indicator.reads_nodes;
    }
}

#include "package/order.h"

#include "base/buffer.h"

enum { NOT_PLACED, ON_THE_WAY, PLACED };

typedef struct placer {
    hm_package *package;
    hm_plan *plan;
    const hm_joined *joined;
    const hm_item *const *items;
    uint8_t *progress; /* by node */
    size_t *next;      /* by node: which of those that it needs is looked at next */
    uint32_t *way;     /* from a node to one that it needs, and on */
    size_t length, count;
    bool is_circle;
} placer;

static bool placer_open(placer *p) {
    hm_arena *arena = &p->package->arena;
    const size_t count = p->plan->node_count;
    p->plan->order = hm_arena_take_array(arena, count, sizeof *p->plan->order);
    p->progress = hm_arena_take_array(arena, count, 1);
    p->next = hm_arena_take_array(arena, count, sizeof *p->next);
    p->way = hm_arena_take_array(arena, count, sizeof *p->way);
    return p->plan->order && p->progress && p->next && p->way;
}

/* Children first, then what is read. */
static uint32_t needed(const hm_node *node, size_t k) {
    return k < node->child_count ? node->children[k] : node->reads[k - node->child_count];
}

static size_t count_needed(const hm_node *node) {
    return node->child_count + node->read_count;
}

/* --- circles --- */

/* "L1 is made of L1.1, which reads L1" */
static void add_link(const placer *p, size_t at, hm_buffer *out) {
    const hm_node *node = &p->plan->nodes[p->way[at]];
    const bool is_child = p->next[p->way[at]] - 1 < node->child_count;
    hm_buffer_add_text(out, is_child ? " is made of " : " reads ");
    hm_buffer_add_text(out, p->plan->nodes[needed(node, p->next[p->way[at]] - 1)].code);
}

static void add_chain(const placer *p, size_t start, hm_buffer *out) {
    enum { SHOWN = 20 };
    const size_t count = p->length - start;
    hm_buffer_add_text(out, p->plan->nodes[p->way[start]].code);
    for (size_t i = 0; i < count; i++) {
        if (i >= SHOWN && i + 1 < count) {
            hm_buffer_format(out, ", and so on through %zu more", count - i - 1);
            i = count - 1;
        }
        hm_buffer_add_text(out, i > 0 ? ", which" : "");
        add_link(p, start + i, out);
    }
}

static bool reads(const hm_expr *expr, uint32_t node) {
    for (uint16_t i = 0; expr && i < expr->node_count; i++)
        if (hm_op_reads_node(hm_expr_nodes(expr)[i].op) && hm_expr_nodes(expr)[i].input == node)
            return true;
    return false;
}

/* Is it the transformation of a node, and none of its measures, that reads the other? */
static bool transform_reads(const placer *p, uint32_t node, uint32_t other) {
    const hm_node_formula *transform = p->plan->nodes[node].transform;
    const hm_dated_measures *measures = &p->package->measures[node];
    bool found = reads(hm_node_expression(p->plan, node), other);
    for (size_t i = 0; i < measures->count; i++) {
        const hm_dated_measure *one = &measures->items[i];
        found |= reads(one->group ? one->group->expr : one->indicator.measure, other);
    }
    return !found && transform && reads(transform->expr, other);
}

/* The way leads back to `node`, which is on it. It is told where one of the circle reads another.
 */
static void report_circle(placer *p, uint32_t node) {
    size_t start = p->length;
    while (p->way[--start] != node) {
    }
    size_t at = start;
    while (p->next[p->way[at]] - 1 < p->plan->nodes[p->way[at]].child_count)
        at++;
    const hm_item *item = p->items[p->way[at]];
    const hm_node *reader = &p->plan->nodes[p->way[at]];
    const bool transforms = transform_reads(p, p->way[at], needed(reader, p->next[p->way[at]] - 1));
    const hm_field_path path = HM_PATH(HM_FIELD(transforms ? "transform" : "measure"));
    const hm_origin origin = hm_joined_locate_field(p->joined, item, path);
    hm_buffer chain;
    hm_buffer_open(&chain, p->package->allocator);
    add_chain(p, start, &chain);
    p->is_circle = true;
    p->package->issues.out_of_memory |= chain.failed;
    hm_issues_add(
        &p->package->issues, HM_ISSUE_READS_IN_A_CIRCLE,
        &(hm_subject){.at = {origin.file, origin.line, origin.column}, .node = item->code},
        &(hm_issue_texts){.name = item->indicator ? "indicator" : "node",
                          .expected = transforms ? "transformation" : "measure",
                          .detail = chain.data ? chain.data : ""});
    hm_buffer_close(&chain);
}

/* --- the order --- */

static void enter(placer *p, uint32_t node) {
    p->progress[node] = ON_THE_WAY;
    p->way[p->length++] = node;
}

/* The last node on the way: goes on to what it needs next, or places it. */
static void step(placer *p) {
    const uint32_t number = p->way[p->length - 1];
    const hm_node *node = &p->plan->nodes[number];
    if (p->next[number] == count_needed(node)) {
        p->progress[number] = PLACED;
        p->plan->nodes[number].turn = (uint32_t)p->count;
        p->plan->order[p->count++] = number;
        p->length--;
        return;
    }
    const uint32_t before = needed(node, p->next[number]++);
    if (p->progress[before] == NOT_PLACED)
        enter(p, before);
    else if (p->progress[before] == ON_THE_WAY)
        report_circle(p, before);
}

/* Children stand behind their parents, so that going backwards meets them first: only what is read
 * makes another order. */
bool hm_order_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    placer p = {.package = package, .plan = &package->plan, .joined = joined, .items = items};
    bool fine = placer_open(&p);
    for (uint32_t node = (uint32_t)p.plan->node_count; fine && node-- > 0 && !p.is_circle;) {
        if (p.progress[node] == NOT_PLACED)
            enter(&p, node);
        while (fine && p.length > 0 && !p.is_circle) {
            step(&p);
            fine = hm_meter_work(joined->meter, 1);
        }
    }
    if (fine && !p.is_circle)
        hm_plan_number_phases(p.plan);
    return fine;
}

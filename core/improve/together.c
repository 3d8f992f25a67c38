/* together.c: the points of a menu: of one decision along its line; of several all that
 * they can be together where those are not too many, else one along its line for each combination
 * of the others, and where these are too many, too, whatever brings most, one change after the
 * other. */
#include <math.h>

#include "improve/points.h"
#include "base/error.h"

enum {
    MOST_ON_A_LINE = 240, /* points, each way */
    MOST_TOGETHER = 4096, /* combinations */
    MOST_LINES = 128,
    MOST_ON_EACH = 40,
    MOST_TURNS = 24,     /* one after the other */
    LEVELS_OF_LINKED = 8 /* that are looked at beside its turns, each way */
};

/* The steps that are looked at of one decision. */
typedef struct range {
    double *steps;
    size_t count;
} range;

static double count_steps(const hm_pointing *p, size_t number) {
    const hm_decision *decision = hm_pointing_decision(p, number);
    return 1 + decision->steps[HM_WAY_UP] + decision->steps[HM_WAY_DOWN];
}

/* Of all decisions but one; SIZE_MAX: of all. */
static double count_combinations(const hm_pointing *p, size_t but) {
    double product = 1;
    for (size_t i = 0; i < p->menu->input_count; i++)
        product *= i == but ? 1 : count_steps(p, i);
    return product;
}

static size_t longest(const hm_pointing *p) {
    size_t found = 0;
    for (size_t i = 1; i < p->menu->input_count; i++)
        if (count_steps(p, i) > count_steps(p, found))
            found = i;
    return found;
}

/* --- ranges --- */

static hm_code take_all(const hm_pointing *p, size_t number, range *out) {
    const hm_decision *decision = hm_pointing_decision(p, number);
    out->steps = hm_arena_take_array(p->arena, (size_t)count_steps(p, number), sizeof *out->steps);
    if (!out->steps)
        return hm_error_memory(p->error);
    out->steps[out->count++] = 0;
    for (double k = 1; k <= decision->steps[HM_WAY_UP]; k++)
        out->steps[out->count++] = k;
    for (double k = 1; k <= decision->steps[HM_WAY_DOWN]; k++)
        out->steps[out->count++] = -k;
    return HM_OK;
}

/* So many more each way, evenly. There is room for them. */
static void add_levels(const hm_pointing *p, size_t number, double levels, range *out) {
    const hm_decision *decision = hm_pointing_decision(p, number);
    for (hm_way way = HM_WAY_UP; !decision->answers && way < HM_WAYS; way++)
        for (double k = 1; k < levels; k++)
            out->steps[out->count++] =
                (way == HM_WAY_UP ? 1 : -1) * trunc(decision->steps[way] * k / levels);
}

/* Those at which something changes, while all else is as it is: points of a menu of its own. */
static hm_code take_turns(hm_pointing *p, size_t number, range *out) {
    hm_menu *menu = p->menu, alone = *menu;
    hm_tried start = {0};
    alone.points = NULL;
    alone.count = alone.capacity = 0;
    p->menu = &alone;
    p->line = number;
    hm_pointing_go_by_own(p, hm_pointing_decision(p, number));
    hm_code code = hm_pointing_look(p, &start);
    if (code == HM_OK)
        code = hm_pointing_add(p, &start, SIZE_MAX, false);
    if (code == HM_OK)
        code = hm_line_take(p, &start, MOST_ON_A_LINE);
    p->menu = menu;
    hm_pointing_go_by_all(p);
    out->steps =
        hm_arena_take_array(p->arena, alone.count + HM_WAYS * LEVELS_OF_LINKED, sizeof *out->steps);
    if (code == HM_OK && !out->steps)
        code = hm_error_memory(p->error);
    for (size_t i = 0; code == HM_OK && i < alone.count; i++)
        out->steps[out->count++] = alone.points[i].steps[number];
    if (code == HM_OK &&
        hm_decision_is_linked_to_any(
            p->decisions, hm_pointing_decision(p, number))) /* the best may lie anywhere between */
        add_levels(p, number, LEVELS_OF_LINKED, out);
    return code;
}

/* --- every combination --- */

/* Goes on to the next one; false behind the last. The decision `but` stays. */
static bool go_on(hm_pointing *p, const range *ranges, size_t *places, size_t but) {
    for (size_t i = 0; i < p->menu->input_count; i++) {
        if (i == but)
            continue;
        places[i] = places[i] + 1 < ranges[i].count ? places[i] + 1 : 0;
        hm_pointing_put(p, i, ranges[i].steps[places[i]]);
        if (places[i] > 0)
            return true;
    }
    return false;
}

static void start_over(hm_pointing *p, size_t *places) {
    for (size_t i = 0; i < p->menu->input_count; i++) {
        places[i] = 0;
        hm_pointing_put(p, i, 0);
    }
}

static hm_code try_here(hm_pointing *p) {
    hm_tried at = {.steps = p->steps[p->line]};
    const hm_code code = hm_pointing_look(p, &at);
    return code == HM_OK ? hm_pointing_add(p, &at, SIZE_MAX, false) : code;
}

static hm_code try_product(hm_pointing *p, const range *ranges, size_t *places) {
    hm_code code = HM_OK;
    while (code == HM_OK && go_on(p, ranges, places, SIZE_MAX))
        code = try_here(p);
    return code;
}

/* A line for each combination of the others. */
static hm_code try_lines(hm_pointing *p, const range *ranges, size_t *places) {
    const size_t line = p->line;
    hm_code code = HM_OK;
    while (code == HM_OK && go_on(p, ranges, places, line)) {
        hm_tried start = {0};
        code = hm_pointing_look(p, &start);
        if (code == HM_OK)
            code = hm_pointing_add(p, &start, SIZE_MAX, false);
        if (code == HM_OK && (start.suits || start.breaks)) /* the line may keep the rule */
            code = hm_line_take(p, &start, start.suits ? MOST_ON_EACH : MOST_ON_A_LINE);
    }
    return code;
}

/* --- at the edges of rules --- */

static hm_code try_edges_here(hm_pointing *p, size_t number) {
    hm_turns turns;
    hm_code code = HM_OK;
    hm_ends_of_rules(p, number, &turns);
    for (size_t i = 0; code == HM_OK && i < turns.count; i++) {
        hm_pointing_put(p, number, turns.steps[i]);
        code = try_here(p);
    }
    hm_pointing_put(p, number, 0);
    return code;
}

/* As many steps of each as can be looked at with one of the others at its edges. */
static bool refine(const hm_pointing *p, const range *ranges, range *out) {
    const size_t count = p->menu->input_count;
    const double each = (double)MOST_TOGETHER / (double)count;
    const double levels = floor(pow(each, 1 / (double)(count - 1)) / HM_WAYS);
    for (size_t i = 0; i < count; i++) {
        const hm_decision *decision = hm_pointing_decision(p, i);
        const double most = fmax(decision->steps[HM_WAY_UP], decision->steps[HM_WAY_DOWN]);
        out[i] = (range){hm_arena_take_array(p->arena, ranges[i].count + HM_WAYS * MOST_TOGETHER,
                                             sizeof *out->steps),
                         0};
        if (!out[i].steps)
            return false;
        for (size_t k = 0; k < ranges[i].count; k++)
            out[i].steps[out[i].count++] = ranges[i].steps[k];
        if (levels > LEVELS_OF_LINKED)
            add_levels(p, i, fmin(levels, most), &out[i]);
    }
    return true;
}

/* For each combination of the others one goes where a rule that links it begins or ceases to hold:
 * what is best often lies there. */
static hm_code try_edges(hm_pointing *p, const range *ranges, size_t *places) {
    const size_t line = p->line;
    range *fine = hm_arena_take_array(p->arena, p->menu->input_count, sizeof *fine);
    hm_code code = fine && refine(p, ranges, fine) ? HM_OK : hm_error_memory(p->error);
    for (size_t i = 0; code == HM_OK && i < p->menu->input_count; i++) {
        p->line = i;
        start_over(p, places);
        bool more = hm_decision_is_linked_to_any(p->decisions, hm_pointing_decision(p, i));
        for (size_t k = 0; code == HM_OK && more && k < MOST_TOGETHER / p->menu->input_count; k++) {
            code = try_edges_here(p, i);
            more = go_on(p, fine, places, i);
        }
    }
    p->line = line;
    return code;
}

/* --- one after the other --- */

/* The change of one figure, or of two that a rule links, that brings most for its cost, from where
 * the last one led. */
typedef struct change {
    size_t numbers[2];     /* the same twice: of one figure */
    double steps[2], rate; /* rate 0: there is none */
} change;

static void put(hm_pointing *p, const change *of) {
    for (size_t i = 0; i < 2; i++)
        hm_pointing_put(p, of->numbers[i], of->steps[i]);
}

static hm_code try_change(hm_pointing *p, change tried, change *best) {
    const hm_menu_point *last = &p->menu->points[p->menu->count - 1];
    const change back = {.numbers = {tried.numbers[0], tried.numbers[1]},
                         .steps = {p->steps[tried.numbers[0]], p->steps[tried.numbers[1]]}};
    hm_tried at = {0};
    put(p, &tried);
    const hm_code code = hm_pointing_look(p, &at);
    const double cost = hm_pointing_cost(p) - last->cost;
    tried.rate = at.suits ? (at.index - last->index) / fmax(cost, 1e-12) : 0;
    if (code == HM_OK && tried.rate > best->rate)
        *best = tried;
    put(p, &back);
    return code;
}

static hm_code try_each(hm_pointing *p, const range *ranges, change *best) {
    hm_code code = HM_OK;
    for (size_t i = 0; i < p->menu->input_count; i++)
        for (size_t k = 0; code == HM_OK && k < ranges[i].count && p->left > 0; k++) {
            const double steps = ranges[i].steps[k];
            code = try_change(p, (change){{i, i}, {steps, steps}, 0}, best);
        }
    return code;
}

/* One has to give what the other takes. */
static hm_code give_and_take(hm_pointing *p, size_t taker, double steps, size_t giver,
                             change *best) {
    hm_turns turns;
    const double old = p->steps[taker];
    hm_pointing_put(p, taker, steps);
    hm_code code = HM_OK;
    hm_ends_of_rules(p, giver, &turns);
    hm_pointing_put(p, taker, old);
    for (size_t i = 0; code == HM_OK && i < turns.count && p->left > 0; i++)
        code = try_change(p, (change){{taker, giver}, {steps, turns.steps[i]}, 0}, best);
    return code;
}

static hm_code try_pairs(hm_pointing *p, const range *ranges, change *best) {
    hm_code code = HM_OK;
    for (size_t i = 0; i < p->menu->input_count; i++)
        for (size_t j = 0; j < p->menu->input_count; j++)
            if (hm_decision_is_linked(p->decisions, hm_pointing_decision(p, i),
                                      hm_pointing_decision(p, j)))
                for (size_t k = 0; code == HM_OK && k < ranges[i].count; k++)
                    code = give_and_take(p, i, ranges[i].steps[k], j, best);
    return code;
}

static hm_code try_in_turn(hm_pointing *p, const range *ranges) {
    hm_code code = HM_OK;
    p->menu->is_sampled = true;
    for (unsigned turn = 0; code == HM_OK && turn < MOST_TURNS; turn++) {
        change best = {{0, 0}, {0, 0}, 0};
        p->left = MOST_TOGETHER;
        code = try_each(p, ranges, &best);
        if (code == HM_OK && best.rate <= 0)
            code = try_pairs(p, ranges, &best);
        if (code != HM_OK || best.rate <= 0)
            break;
        put(p, &best);
        code = try_here(p);
    }
    return code;
}

/* --- the points of a menu --- */

static hm_code take_several(hm_pointing *p) {
    const size_t count = p->menu->input_count, line = longest(p);
    range *ranges = hm_arena_take_array(p->arena, count, sizeof *ranges);
    size_t *places = hm_arena_take_array(p->arena, count, sizeof *places);
    const bool all = count_combinations(p, SIZE_MAX) <= MOST_TOGETHER;
    const bool lines = !all && count_combinations(p, line) <= MOST_LINES &&
                       !hm_pointing_decision(p, line)->answers;
    double product = 1;
    hm_code code = ranges && places ? HM_OK : hm_error_memory(p->error);
    for (size_t i = 0; code == HM_OK && i < count; i++) {
        if (lines && i == line)
            continue;
        code = all || lines ? take_all(p, i, &ranges[i]) : take_turns(p, i, &ranges[i]);
        product *= (double)ranges[i].count;
    }
    p->line = line;
    p->menu->line = lines ? line : SIZE_MAX;
    p->menu->is_sampled |= !all && !lines;
    if (code != HM_OK)
        return code;
    if (lines)
        return try_lines(p, ranges, places);
    code = product <= MOST_TOGETHER ? try_product(p, ranges, places) : try_in_turn(p, ranges);
    return code == HM_OK && !all ? try_edges(p, ranges, places) : code;
}

hm_code hm_points_take(hm_pointing *p) {
    const size_t count = p->menu->input_count;
    const bool alone = count == 1;
    hm_tried start = {0};
    p->line = longest(p);
    p->menu->line = alone && !hm_pointing_decision(p, 0)->answers ? 0 : SIZE_MAX;
    hm_code code = hm_pointing_look(p, &start);
    if (code == HM_OK)
        code = hm_pointing_add(p, &start, SIZE_MAX, false);
    if (code == HM_OK && (alone || (count_combinations(p, SIZE_MAX) > MOST_TOGETHER &&
                                    count_combinations(p, p->line) <= MOST_LINES)))
        code = hm_line_take(p, &start, MOST_ON_A_LINE);
    if (code == HM_OK && !alone)
        code = take_several(p);
    for (size_t i = 0; i < count; i++)
        hm_pointing_put(p, i, 0);
    return code;
}

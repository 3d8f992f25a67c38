#include "improve/offers.h"

#include <math.h>
#include <stdlib.h>

#include "improve/tree.h"

#define LEAST_GAIN 1e-12

typedef struct making {
    const hm_offering *of;
    const hm_menu *menu;
    hm_offers *offers;
    hm_curve *curve;
    double *steps; /* by point of the curve and then decision */
    double *gains; /* by point of the menu */
    double *room;  /* by decision of the menu */
} making;

static const hm_decision *decision_of_line(const hm_menu *menu) {
    return &menu->decisions->each[menu->inputs[menu->line]];
}

/* Is it on the line of which all others are as they are? */
static bool is_on_main(const hm_menu *menu, const hm_menu_point *point) {
    for (size_t i = 0; i < menu->input_count; i++)
        if (i != menu->line && point->steps[i] != 0)
            return false;
    return true;
}

static double counted(const making *o, uint32_t node, double score) {
    return o->of->by_slopes ? hm_tree_counted(o->menu->decisions->trial->plan, node, score) : score;
}

static double gain_of(const making *o, const hm_menu_point *point) {
    const hm_menu *menu = o->menu;
    const double *start = menu->points[0].scores;
    double gain = 0;
    for (size_t i = 0; i < menu->node_count; i++)
        if (!isnan(point->scores[i]))
            gain += o->of->slopes[menu->nodes[i]] * (counted(o, menu->nodes[i], point->scores[i]) -
                                                     counted(o, menu->nodes[i], start[i]));
    return gain;
}

/* --- points of a curve --- */

static void add(making *o, double cost, double gain, double places, const double *steps) {
    hm_curve *curve = o->curve;
    const size_t inputs = o->menu->input_count;
    const double at = curve->count > 0 ? curve->points[curve->count - 1].at + places : 0;
    for (size_t i = 0; i < inputs; i++)
        o->steps[curve->count * inputs + i] = steps[i];
    curve->points[curve->count++] = (hm_curve_point){cost, gain, at};
}

/* The same of steps along the line. */
static void add_on_line(making *o, double steps, double gain, double places) {
    for (size_t i = 0; i < o->menu->input_count; i++)
        o->room[i] = 0;
    o->room[o->menu->line] = steps;
    add(o, hm_decision_cost(decision_of_line(o->menu), steps), gain, places, o->room);
}

/* A point of a way that gains more than those before it, whose best is `top`; where the line that
 * leads to it begins below that, it is taken from where it crosses. */
static void add_of_way(making *o, size_t number, double top) {
    const hm_menu *menu = o->menu;
    const hm_menu_point *point = &menu->points[number];
    const bool even = point->is_even;
    const double to = point->steps[menu->line];
    const double from = even ? menu->points[point->before].steps[menu->line] : 0;
    const double base = even ? o->gains[point->before] : 0;
    const double count = fabs(to - from), sign = to > 0 ? 1 : -1;
    const double last = o->steps[(o->curve->count - 1) * menu->input_count + menu->line];
    double places = 1;
    if (even && count > 1 && last == from) {
        places = count;
    } else if (even && count > 1) {
        const double rise = (o->gains[number] - base) / count;
        const double first = floor((top - base) / rise) + 1;
        if (first < count) {
            add_on_line(o, from + sign * first, base + rise * first, 1);
            places = count - first;
        }
    }
    add_on_line(o, to, o->gains[number], places);
}

/* Of the main line: the way that leads further. */
static double top_of_way(const making *o, double sign) {
    double top = 0;
    for (size_t i = 1; i < o->menu->count; i++) {
        const hm_menu_point *point = &o->menu->points[i];
        if (point->steps[o->menu->line] * sign > 0 && is_on_main(o->menu, point) &&
            o->gains[i] > top)
            top = o->gains[i];
    }
    return top;
}

static void take_way(making *o) {
    const double up = top_of_way(o, 1), down = top_of_way(o, -1);
    const double sign = up >= down ? 1 : -1;
    double top = 0;
    o->offers->is_sampled |= fmin(up, down) > LEAST_GAIN;
    add_on_line(o, 0, 0, 0);
    for (size_t i = 1; i < o->menu->count; i++) {
        const hm_menu_point *point = &o->menu->points[i];
        if (point->steps[o->menu->line] * sign > 0 && is_on_main(o->menu, point) &&
            o->gains[i] > top + LEAST_GAIN) {
            add_of_way(o, i, top);
            top = o->gains[i];
        }
    }
}

/* --- other lines --- */

/* What the curve gains at a cost; a step earlier where it is still rising, so that no step of a
 * line beside it can be better between two of its own. */
static double gain_at_cost(const making *o, double cost) {
    const hm_curve *curve = o->curve;
    const double end = curve->points[curve->count - 1].at;
    double low = 0, high = end;
    while (low < high) {
        const double middle = low + ceil((high - low) / 2);
        if (hm_curve_at(curve, middle).cost <= cost + LEAST_GAIN)
            low = middle;
        else
            high = middle - 1;
    }
    return hm_curve_at(curve, low == end ? end : fmax(low - 1, 0)).gain;
}

/* Is a line to a point nowhere above the curve? Both bend at their points alone. */
static bool is_below(const making *o, const hm_menu_point *point, double gain) {
    if (gain > gain_at_cost(o, point->cost) + LEAST_GAIN)
        return false;
    if (!point->is_even)
        return true;
    const hm_menu_point *before = &o->menu->points[point->before];
    const double base = o->gains[point->before], run = point->cost - before->cost;
    for (size_t i = 0; i < o->curve->count; i++) {
        const double along = (o->curve->points[i].cost - before->cost) / run;
        if (along > 0 && along < 1 &&
            base + (gain - base) * along >
                gain_at_cost(o, o->curve->points[i].cost - 4 * LEAST_GAIN) + LEAST_GAIN)
            return false;
    }
    return true;
}

/* Are all other lines below the curve of the main one? */
static bool are_below(const making *o) {
    for (size_t i = 1; i < o->menu->count; i++) {
        const hm_menu_point *point = &o->menu->points[i];
        if (!is_on_main(o->menu, point) && o->gains[i] > LEAST_GAIN &&
            !is_below(o, point, o->gains[i]))
            return false;
    }
    return true;
}

/* --- several decisions, answers --- */

typedef struct ordered {
    double cost, gain;
    size_t point;
} ordered;

static int compare(const void *a, const void *b) {
    const ordered *one = a, *other = b;
    if (one->cost != other->cost)
        return one->cost < other->cost ? -1 : 1;
    if (one->gain != other->gain)
        return one->gain > other->gain ? -1 : 1;
    return one->point < other->point ? -1 : one->point > other->point;
}

static bool is_allowed(const making *o, const hm_menu_point *point) {
    if (o->of->only && !o->of->only[o->menu - o->of->menus->each])
        return false;
    for (size_t i = 0; i < o->menu->input_count; i++)
        if (o->menu->inputs[i] == o->of->without && point->steps[i] != 0)
            return false;
    return true;
}

static bool take_points(making *o) {
    const size_t count = o->menu->count;
    ordered *points = hm_arena_take_array(&o->offers->arena, count, sizeof *points);
    double top = 0;
    size_t kept = 0;
    if (!points)
        return false;
    for (size_t i = 1; i < count; i++) {
        const hm_menu_point *point = &o->menu->points[i];
        if (is_allowed(o, point))
            points[kept++] = (ordered){point->cost, o->gains[i], i};
    }
    qsort(points, kept, sizeof *points, compare);
    add(o, 0, 0, 0, o->menu->points[0].steps);
    for (size_t i = 0; i < kept; i++)
        if (points[i].gain > top + LEAST_GAIN) {
            add(o, points[i].cost, points[i].gain, 1, o->menu->points[points[i].point].steps);
            top = points[i].gain;
        }
    return true;
}

/* --- all --- */

static bool take_menu(const hm_offering *of, hm_offers *offers, size_t number) {
    const hm_menu *menu = &of->menus->each[number];
    hm_curve *curve = &offers->curves[number];
    making o = {.of = of, .menu = menu, .offers = offers, .curve = curve};
    const size_t most = 2 * menu->count + 1; /* lines may be split */
    curve->points = hm_arena_take_array(&offers->arena, most, sizeof *curve->points);
    o.steps = hm_arena_take_array(&offers->arena, most * menu->input_count, sizeof *o.steps);
    o.gains = hm_arena_take_array(&offers->arena, menu->count, sizeof *o.gains);
    o.room = hm_arena_take_array(&offers->arena, menu->input_count, sizeof *o.room);
    offers->steps[number] = o.steps;
    if (!curve->points || !o.steps || !o.gains || !o.room)
        return false;
    offers->is_sampled |= menu->is_sampled;
    for (size_t i = 0; i < menu->count; i++)
        o.gains[i] = gain_of(&o, &menu->points[i]);
    if (menu->line == SIZE_MAX || menu->inputs[menu->line] == of->without ||
        (of->only && !of->only[number]))
        return take_points(&o);
    take_way(&o);
    if (are_below(&o))
        return true;
    curve->count = 0;
    offers->is_sampled = true;
    return take_points(&o);
}

bool hm_offers_open(hm_offers *offers, const hm_offering *offering) {
    const hm_menus *menus = offering->menus;
    *offers = (hm_offers){.menus = menus};
    hm_arena_open(&offers->arena, menus->arena.allocator);
    offers->curves = hm_arena_take_array(&offers->arena, menus->count + 1, sizeof *offers->curves);
    offers->steps = hm_arena_take_array(&offers->arena, menus->count + 1, sizeof *offers->steps);
    bool fine = offers->curves && offers->steps;
    for (size_t i = 0; fine && i < menus->count; i++)
        fine = take_menu(offering, offers, i);
    return fine;
}

void hm_offers_close(hm_offers *offers) {
    hm_arena_close(&offers->arena);
}

void hm_offers_steps_of(const hm_offers *offers, size_t number, double place, double *steps) {
    const hm_menu *menu = &offers->menus->each[number];
    const hm_curve *curve = &offers->curves[number];
    size_t point = 0;
    while (point + 1 < curve->count && curve->points[point + 1].at <= place)
        point++;
    const double *own = &offers->steps[number][point * menu->input_count];
    const double beyond = place - curve->points[point].at;
    for (size_t i = 0; i < menu->input_count; i++)
        steps[menu->inputs[i]] = own[i];
    if (beyond > 0) {
        const double next = own[menu->input_count + menu->line];
        steps[menu->inputs[menu->line]] += next > own[menu->line] ? beyond : -beyond;
    }
}

void hm_offers_steps(const hm_offers *offers, const double *places, double *steps) {
    for (size_t i = 0; i < offers->menus->count; i++)
        hm_offers_steps_of(offers, i, places[i], steps);
}

#include "improve/knapsack.h"

#include <math.h>
#include <stdlib.h>

enum { USUAL_NODES = 8000 };
#define ROUNDING 1e-12

/* A piece of a curve's upper hull, from one place to another. */
typedef struct piece {
    uint32_t curve;
    double from, to;
    double cost, gain;
} piece;

/* A branch: all that the one above it may choose, but of one curve only these places. */
typedef struct branch {
    size_t above; /* SIZE_MAX: none */
    uint32_t curve;
    double low, high;
    double bound;
} branch;

typedef struct solving {
    hm_knapsack *k;
    hm_arena arena;
    const hm_allocator *allocator;
    piece *pieces; /* of all curves, the steepest first */
    size_t piece_count;
    piece *taken; /* of a branch, in the same order */
    piece *own;   /* of curves that a branch narrows */
    size_t most_pieces;
    double *lows, *highs; /* by curve */
    uint8_t *narrowed;    /* by curve */
    double *places;
    branch *branches;
    size_t branch_count, branch_capacity;
    size_t *heap; /* branches, the least bound first */
    size_t heap_count, heap_capacity;
    double quantum; /* all costs are multiples of it; 0: of nothing */
} solving;

/* --- curves --- */

hm_curve_point hm_curve_at(const hm_curve *curve, double place) {
    size_t low = 0, high = curve->count - 1;
    while (low < high) {
        const size_t middle = low + (high - low + 1) / 2;
        if (curve->points[middle].at <= place)
            low = middle;
        else
            high = middle - 1;
    }
    const hm_curve_point *a = &curve->points[low];
    if (low + 1 == curve->count || a->at >= place)
        return *a;
    const hm_curve_point *b = &curve->points[low + 1];
    const double share = (place - a->at) / (b->at - a->at);
    return (hm_curve_point){a->cost + share * (b->cost - a->cost),
                            a->gain + share * (b->gain - a->gain), place};
}

/* The first place from `low` on that gains so much; `high` where none before it does. */
static double place_of(const hm_curve *curve, double gain, double low, double high) {
    while (high - low >= 1) {
        const double middle = low + floor((high - low) / 2);
        if (hm_curve_at(curve, middle).gain >= gain - ROUNDING)
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

/* --- hulls --- */

static bool is_steeper(const piece *a, const piece *b) {
    return a->gain * b->cost > b->gain * a->cost;
}

static int compare_pieces(const void *a, const void *b) {
    const piece *one = a, *other = b;
    if (is_steeper(one, other))
        return -1;
    if (is_steeper(other, one))
        return 1;
    if (one->curve != other->curve)
        return one->curve < other->curve ? -1 : 1;
    return one->from < other->from ? -1 : one->from > other->from;
}

static size_t add_to_hull(piece *pieces, size_t count, piece next) {
    while (count > 0 && is_steeper(&next, &pieces[count - 1])) {
        count--;
        next.from = pieces[count].from;
        next.cost += pieces[count].cost;
        next.gain += pieces[count].gain;
    }
    pieces[count] = next;
    return count + 1;
}

/* The hull of a curve between two places; returns how many pieces it has. */
static size_t hull(const hm_curve *curve, uint32_t number, double low, double high, piece *out) {
    hm_curve_point last = hm_curve_at(curve, low);
    size_t count = 0;
    for (size_t i = 0; i <= curve->count && last.at < high; i++) {
        const hm_curve_point next = i < curve->count && curve->points[i].at < high
                                        ? curve->points[i]
                                        : hm_curve_at(curve, high);
        if (next.at <= low)
            continue;
        count = add_to_hull(
            out, count,
            (piece){number, last.at, next.at, next.cost - last.cost, next.gain - last.gain});
        last = next;
    }
    return count;
}

/* --- one branch --- */

/* What it leaves of each curve; returns how many curves are narrowed. */
static void narrow(solving *s, size_t number) {
    for (size_t i = 0; i < s->k->count; i++)
        s->narrowed[i] = 0;
    for (size_t at = number; at != SIZE_MAX; at = s->branches[at].above) {
        const branch *b = &s->branches[at];
        if (b->curve == UINT32_MAX || s->narrowed[b->curve])
            continue;
        s->narrowed[b->curve] = 1;
        s->lows[b->curve] = b->low;
        s->highs[b->curve] = b->high;
    }
}

/* The pieces of all curves as they are narrowed, the steepest first. */
static size_t merge(solving *s) {
    size_t own = 0, count = 0, at = 0;
    for (uint32_t i = 0; i < s->k->count; i++)
        if (s->narrowed[i])
            own += hull(&s->k->curves[i], i, s->lows[i], s->highs[i], &s->own[own]);
    qsort(s->own, own, sizeof *s->own, compare_pieces);
    for (size_t i = 0; i < s->piece_count; i++) {
        if (s->narrowed[s->pieces[i].curve])
            continue;
        while (at < own && compare_pieces(&s->own[at], &s->pieces[i]) < 0)
            s->taken[count++] = s->own[at++];
        s->taken[count++] = s->pieces[i];
    }
    while (at < own)
        s->taken[count++] = s->own[at++];
    return count;
}

/* The least that the branch can cost, and which piece of `taken` is cut for it (SIZE_MAX: none);
 * `rest` is what is to be gained of that. Infinite where it cannot gain enough. */
static double relax(solving *s, size_t number, size_t *cut, double *rest) {
    double cost = 0, gain = 0;
    narrow(s, number);
    for (uint32_t i = 0; i < s->k->count; i++) {
        s->places[i] = s->narrowed[i] ? s->lows[i] : 0;
        const hm_curve_point point = hm_curve_at(&s->k->curves[i], s->places[i]);
        cost += point.cost;
        gain += point.gain;
    }
    const size_t count = merge(s);
    *cut = SIZE_MAX;
    for (size_t i = 0; i < count && gain < s->k->need - ROUNDING; i++) {
        const piece *p = &s->taken[i];
        *rest = s->k->need - gain;
        *cut = i;
        if (p->gain > *rest + ROUNDING)
            return cost + p->cost * (*rest / p->gain);
        s->places[p->curve] = p->to;
        cost += p->cost;
        gain += p->gain;
        *cut = SIZE_MAX;
    }
    return gain >= s->k->need - ROUNDING ? cost : (double)INFINITY;
}

/* --- choices --- */

static void total(const solving *s, double *cost, double *gain) {
    *cost = *gain = 0;
    for (size_t i = 0; i < s->k->count; i++) {
        const hm_curve_point point = hm_curve_at(&s->k->curves[i], s->places[i]);
        *cost += point.cost;
        *gain += point.gain;
    }
}

/* Gives back what is gained beyond the need, from the curve on that is asked for. */
static void give_back(const solving *s, double surplus, size_t first) {
    for (size_t n = 0; n < s->k->count && surplus > 0; n++) {
        const size_t i = (first + n) % s->k->count;
        const hm_curve *curve = &s->k->curves[i];
        const double gain = hm_curve_at(curve, s->places[i]).gain;
        s->places[i] = place_of(curve, gain - surplus, 0, s->places[i]);
        surplus -= gain - hm_curve_at(curve, s->places[i]).gain;
    }
}

static void keep(solving *s) {
    double cost, gain;
    total(s, &cost, &gain);
    give_back(s, gain - s->k->need, 0);
    total(s, &cost, &gain);
    if (gain < s->k->need - 2 * ROUNDING * (double)(1 + s->k->count) ||
        (s->k->is_found && cost >= s->k->cost))
        return;
    s->k->is_found = true;
    s->k->cost = cost;
    for (size_t i = 0; i < s->k->count; i++)
        s->k->places[i] = s->places[i];
}

/* --- branches --- */

static bool push(solving *s, branch of) {
    if (!hm_grow(s->allocator, &s->branches, s->branch_count, &s->branch_capacity,
                 sizeof *s->branches) ||
        !hm_grow(s->allocator, &s->heap, s->heap_count, &s->heap_capacity, sizeof *s->heap))
        return false;
    size_t at = s->heap_count++;
    s->branches[s->branch_count] = of;
    while (at > 0 && s->branches[s->heap[(at - 1) / 2]].bound > of.bound) {
        s->heap[at] = s->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    s->heap[at] = s->branch_count++;
    return true;
}

static size_t pop(solving *s) {
    const size_t least = s->heap[0], last = s->heap[--s->heap_count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= s->heap_count)
            break;
        if (child + 1 < s->heap_count &&
            s->branches[s->heap[child + 1]].bound < s->branches[s->heap[child]].bound)
            child++;
        if (s->branches[last].bound <= s->branches[s->heap[child]].bound)
            break;
        s->heap[at] = s->heap[child];
        at = child;
    }
    if (s->heap_count > 0)
        s->heap[at] = last;
    return least;
}

/* What a choice costs at least that costs no less than `cost`. */
static double round_up(const solving *s, double cost) {
    return s->quantum > 0 && isfinite(cost) ? s->quantum * ceil(cost / s->quantum - 1e-7) : cost;
}

static bool is_good_enough(const solving *s, double bound) {
    return s->k->is_found && bound >= s->k->cost - 1e-10 * fmax(1, fabs(s->k->cost));
}

/* Looks at a branch: a choice from where its bound lies, and the two that it falls into. */
static bool look(solving *s, size_t number) {
    size_t cut;
    double rest = 0;
    const double bound = round_up(s, relax(s, number, &cut, &rest));
    s->branches[number].bound = bound;
    if (isinf(bound) || is_good_enough(s, bound))
        return true;
    if (cut == SIZE_MAX) {
        keep(s);
        return true;
    }
    const piece p = s->taken[cut];
    const hm_curve *curve = &s->k->curves[p.curve];
    const double gain = hm_curve_at(curve, p.from).gain + rest;
    const double up = fmax(place_of(curve, gain, p.from, p.to), p.from + 1);
    const double low = s->narrowed[p.curve] ? s->lows[p.curve] : 0;
    const double high =
        s->narrowed[p.curve] ? s->highs[p.curve] : curve->points[curve->count - 1].at;
    s->places[p.curve] = up;
    keep(s);
    return push(s, (branch){number, p.curve, low, up - 1, bound}) &&
           push(s, (branch){number, p.curve, up, high, bound});
}

static bool search(solving *s) {
    const size_t most = s->k->nodes > 0 ? s->k->nodes : USUAL_NODES;
    bool fine = push(s, (branch){SIZE_MAX, UINT32_MAX, 0, 0, 0});
    double bound = 0;
    size_t work = 0;
    s->k->bound = INFINITY;
    while (fine && s->heap_count > 0 && work < most) {
        const size_t number = pop(s);
        bound = s->branches[number].bound;
        if (is_good_enough(s, bound))
            break;
        fine = look(s, number);
        work++;
        bound = (double)INFINITY;
    }
    if (s->heap_count > 0)
        bound = fmin(bound, s->branches[s->heap[0]].bound);
    s->k->bound = s->k->is_found ? fmin(fmax(bound, 0), s->k->cost) : bound;
    return fine;
}

/* --- opening --- */

static bool is_multiple(double number, double of) {
    const double times = number / of;
    return fabs(times - nearbyint(times)) <= 1e-9 * fmax(1, fabs(times));
}

static bool divides_all(const solving *s, double quantum) {
    for (size_t i = 0; i < s->k->count; i++)
        for (size_t j = 1; j < s->k->curves[i].count; j++) {
            const hm_curve_point *b = &s->k->curves[i].points[j], *a = b - 1;
            if (!is_multiple(a->cost, quantum) ||
                !is_multiple((b->cost - a->cost) / (b->at - a->at), quantum))
                return false;
        }
    return true;
}

static void find_quantum(solving *s) {
    static const double quanta[] = {100, 10, 5, 2, 1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.01, 0.001};
    for (size_t i = 0; i < sizeof quanta / sizeof *quanta && s->quantum == 0; i++)
        s->quantum = divides_all(s, quanta[i]) ? quanta[i] : 0;
}

static bool open(solving *s) {
    const size_t count = s->k->count + 1;
    s->most_pieces = 1;
    for (size_t i = 0; i < s->k->count; i++)
        s->most_pieces += s->k->curves[i].count + 1;
    s->pieces = hm_arena_take_array(&s->arena, s->most_pieces, sizeof *s->pieces);
    s->taken = hm_arena_take_array(&s->arena, s->most_pieces, sizeof *s->taken);
    s->own = hm_arena_take_array(&s->arena, s->most_pieces, sizeof *s->own);
    s->lows = hm_arena_take_array(&s->arena, count, sizeof *s->lows);
    s->highs = hm_arena_take_array(&s->arena, count, sizeof *s->highs);
    s->narrowed = hm_arena_take_array(&s->arena, count, 1);
    s->places = hm_arena_take_array(&s->arena, count, sizeof *s->places);
    if (!s->pieces || !s->taken || !s->own || !s->lows || !s->highs || !s->narrowed || !s->places)
        return false;
    for (uint32_t i = 0; i < s->k->count; i++) {
        const hm_curve *curve = &s->k->curves[i];
        s->piece_count +=
            hull(curve, i, 0, curve->points[curve->count - 1].at, &s->pieces[s->piece_count]);
    }
    qsort(s->pieces, s->piece_count, sizeof *s->pieces, compare_pieces);
    find_quantum(s);
    return true;
}

bool hm_knapsack_solve(hm_knapsack *k, const hm_allocator *allocator) {
    solving s = {.k = k, .allocator = allocator};
    k->is_found = false;
    k->cost = k->bound = 0;
    hm_arena_open(&s.arena, allocator);
    const bool fine = open(&s) && search(&s);
    hm_release(allocator, s.branches, s.branch_capacity * sizeof *s.branches);
    hm_release(allocator, s.heap, s.heap_capacity * sizeof *s.heap);
    hm_arena_close(&s.arena);
    return fine;
}

/* --- the other way round --- */

/* A curve seen from its far end: what is not spent is gained, and what is not gained costs. */
static bool turn(const hm_curve *curve, hm_curve *out, hm_arena *arena) {
    const hm_curve_point *last = &curve->points[curve->count - 1];
    out->count = curve->count;
    out->points = hm_arena_take_array(arena, curve->count, sizeof *out->points);
    for (size_t i = 0; out->points && i < curve->count; i++) {
        const hm_curve_point *point = &curve->points[curve->count - 1 - i];
        out->points[i] = (hm_curve_point){last->gain - point->gain, last->cost - point->cost,
                                          last->at - point->at};
    }
    return out->points != NULL;
}

bool hm_knapsack_fill(hm_knapsack *k, const hm_allocator *allocator) {
    hm_arena arena;
    double cost = 0, gain = 0;
    hm_arena_open(&arena, allocator);
    hm_knapsack turned = *k;
    hm_curve *curves = hm_arena_take_array(&arena, k->count + 1, sizeof *curves);
    bool fine = curves != NULL;
    for (size_t i = 0; fine && i < k->count; i++) {
        const hm_curve_point *last = &k->curves[i].points[k->curves[i].count - 1];
        fine = turn(&k->curves[i], &curves[i], &arena);
        cost += last->cost;
        gain += last->gain;
    }
    turned.curves = curves;
    turned.need = cost - k->need;
    fine = fine && hm_knapsack_solve(&turned, allocator);
    k->is_found = turned.is_found;
    k->cost = gain - turned.cost;
    k->bound = gain - turned.bound;
    for (size_t i = 0; fine && k->is_found && i < k->count; i++)
        k->places[i] = k->curves[i].points[k->curves[i].count - 1].at - k->places[i];
    hm_arena_close(&arena);
    return fine;
}

#include "methods/association.h"

#include <math.h>

#include "base/tie.h"
#include "methods/matrix.h"
#include "methods/sort.h"

bool hm_association_open(hm_association_workspace *w, size_t most, const hm_allocator *allocator) {
    *w = (hm_association_workspace){.allocator = allocator, .most = most};
    w->memory = hm_allocate_array(allocator, 6 * most, sizeof *w->memory);
    w->order_memory = hm_allocate_array(allocator, 3 * most, sizeof *w->order_memory);
    if (!w->memory || !w->order_memory)
        return false;
    w->x = w->memory;
    w->y = w->x + most;
    w->pairs = w->y + most;
    w->sorted = w->pairs + 2 * most;
    w->room = w->sorted + most;
    w->order = w->order_memory;
    w->order_room = w->order + most;
    w->places = w->order_room + most;
    return true;
}

void hm_association_close(hm_association_workspace *w) {
    hm_release(w->allocator, w->memory, 6 * w->most * sizeof *w->memory);
    hm_release(w->allocator, w->order_memory, 3 * w->most * sizeof *w->order_memory);
}

/* --- Pearson --- */

static size_t gather(const hm_association_workspace *w, const double *x, const double *y,
                     size_t rows) {
    size_t count = 0;
    for (size_t i = 0; i < rows; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        w->x[count] = x[i];
        w->y[count] = y[i];
        w->pairs[2 * count] = x[i];
        w->pairs[2 * count + 1] = y[i];
        count++;
    }
    return count;
}

/* Of `pairs`; false where one of the two is constant. */
static bool correlate(const hm_association_workspace *w, size_t count, double *correlation,
                      double *covariance) {
    double means[2], deviations[2], both[4];
    size_t constant;
    if (!hm_correlate(w->pairs, count, 2, means, deviations, both, &constant))
        return false;
    *correlation = both[1];
    *covariance = both[1] * deviations[0] * deviations[1];
    return true;
}

hm_association hm_associate(const hm_association_workspace *w, const double *x, const double *y,
                            size_t rows) {
    hm_association found = {.count = gather(w, x, y, rows)};
    found.is_known = found.count >= HM_ASSOCIATION_LEAST &&
                     correlate(w, found.count, &found.pearson, &found.covariance);
    return found;
}

/* --- Spearman --- */

/* The ranks of one column into one place of the pairs; those that tie share the mean of theirs, and
 * are equal in the column then. False where all do. */
static bool rank(const hm_association_workspace *w, double *column, size_t count, size_t place) {
    for (size_t i = 0; i < count; i++)
        w->sorted[i] = column[i];
    hm_sort_number(w->order, count);
    hm_sort_with(w->sorted, w->order, count, w->room, w->order_room);
    hm_ties_settle(w->sorted, count, w->sorted);
    for (size_t i = 0; i < count; i++)
        column[w->order[i]] = w->sorted[i];
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && w->sorted[end] == w->sorted[first];)
            end++;
        for (size_t i = first; i < end; i++)
            w->pairs[2 * w->order[i] + place] = (double)(first + end + 1) / 2;
    }
    return w->sorted[0] < w->sorted[count - 1];
}

/* --- Kendall --- */

/* Pairs of equal numbers in a column that is sorted. */
static uint64_t count_ties(const double *sorted, size_t count) {
    uint64_t ties = 0;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && sorted[end] == sorted[first];)
            end++;
        ties += (uint64_t)(end - first) * (end - first - 1) / 2;
    }
    return ties;
}

/* Which places the numbers of y have among each other, equal ones the same; -0 is 0. */
static uint64_t place(const hm_association_workspace *w, size_t count) {
    for (size_t i = 0; i < count; i++)
        w->sorted[i] = w->y[i];
    hm_sort_number(w->order, count);
    hm_sort_with(w->sorted, w->order, count, w->room, w->order_room);
    uint32_t at = 0;
    for (size_t i = 0; i < count; i++) {
        at += i > 0 && w->sorted[i] > w->sorted[i - 1] ? 1 : 0;
        w->places[w->order[i]] = at;
    }
    return count_ties(w->sorted, count);
}

/* Sorts by x, and by y where x is equal: what stands in the order of y is taken stably. */
static uint64_t arrange(const hm_association_workspace *w, size_t count) {
    for (size_t i = 0; i < count; i++)
        w->sorted[i] = w->x[w->order[i]];
    hm_sort_with(w->sorted, w->order, count, w->room, w->order_room);
    return count_ties(w->sorted, count);
}

/* Pairs that are equal in both. */
static uint64_t count_both(const hm_association_workspace *w, size_t count) {
    uint64_t both = 0, run = 0;
    for (size_t i = 1; i < count; i++) {
        const bool same = w->sorted[i] == w->sorted[i - 1] &&
                          w->places[w->order[i]] == w->places[w->order[i - 1]];
        run = same ? run + 1 : 0;
        both += run;
    }
    return both;
}

/* How many exchanges of neighbours sort the places: by merging, in place of `from`. Knight, "A
 * computer method for calculating Kendall's tau with ungrouped data" (1966). */
static uint64_t count_exchanges(uint32_t *from, uint32_t *to, size_t count) {
    uint64_t exchanges = 0;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t first = 0; first < count; first += 2 * width) {
            const size_t middle = first + width < count ? first + width : count;
            const size_t end = middle + width < count ? middle + width : count;
            for (size_t i = first, j = middle, k = first; k < end; k++) {
                if (j == end || (i < middle && from[i] <= from[j])) {
                    to[k] = from[i++];
                } else {
                    to[k] = from[j++];
                    exchanges += middle - i;
                }
            }
        }
        uint32_t *const kept = from;
        from = to;
        to = kept;
    }
    return exchanges;
}

/* Tau-b, which leaves ties out of either side. Neither column is constant. */
static double kendall(const hm_association_workspace *w, size_t count) {
    const double all = (double)count * (double)(count - 1) / 2;
    const uint64_t ties_y = place(w, count), ties_x = arrange(w, count);
    const uint64_t both = count_both(w, count);
    for (size_t i = 0; i < count; i++)
        w->order_room[i] = w->places[w->order[i]];
    const uint64_t exchanges = count_exchanges(w->order_room, w->order, count);
    const double more =
        all - (double)ties_x - (double)ties_y + (double)both - 2 * (double)exchanges;
    return fmin(1, fmax(-1, more / sqrt((all - (double)ties_x) * (all - (double)ties_y))));
}

hm_association hm_associate_ranks(const hm_association_workspace *w, const double *x,
                                  const double *y, size_t rows) {
    hm_association found = hm_associate(w, x, y, rows);
    double covariance;
    if (!found.is_known)
        return found;
    found.has_ranks = rank(w, w->x, found.count, 0);
    found.has_ranks &= rank(w, w->y, found.count, 1);
    if (!found.has_ranks)
        return found;
    if (!correlate(w, found.count, &found.spearman, &covariance))
        found.spearman = 0;
    found.kendall = kendall(w, found.count);
    return found;
}

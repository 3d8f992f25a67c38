#include "methods/rankings.h"

#include <math.h>

#include "base/tie.h"
#include "platform/wide.h"

enum {
    LANES = HM_RANKINGS_TOGETHER,
    TILE = 8,        /* of these: what stays in registers */
    FEW = 128,       /* units that are ranked by counting, without a sort */
    ROWS = 16,       /* units that are compared with others together, while they are in the cache */
    TOGETHER = 32768 /* replicates, so that 16 bits count them */
};

static size_t size_of(const hm_rankings *rankings) {
    return rankings->units *
           (rankings->replicates * sizeof *rankings->ranks + sizeof *rankings->gaps);
}

bool hm_rankings_open(hm_rankings *rankings, size_t units, size_t replicates,
                      const hm_allocator *allocator) {
    *rankings = (hm_rankings){.allocator = allocator, .units = units, .replicates = replicates};
    const size_t each = replicates * sizeof *rankings->ranks + sizeof *rankings->gaps;
    rankings->gaps = hm_allocate_array(allocator, units, each);
    if (!rankings->gaps)
        return false;
    rankings->ranks = (uint16_t *)(void *)(rankings->gaps + units);
    hm_rankings_settle(rankings);
    return true;
}

void hm_rankings_close(hm_rankings *rankings) {
    hm_release(rankings->allocator, rankings->gaps, size_of(rankings));
    rankings->gaps = NULL;
}

void hm_rankings_settle(hm_rankings *rankings) {
    for (size_t unit = 0; unit < rankings->units; unit++) {
        const uint16_t *ranks = hm_rankings_of(rankings, unit);
        uint32_t gaps = 0;
        for (size_t i = 0; i < rankings->replicates; i++)
            gaps += ranks[i] == 0;
        rankings->gaps[unit] = gaps;
    }
}

const uint16_t *hm_rankings_of(const hm_rankings *rankings, size_t unit) {
    return rankings->ranks + unit * rankings->replicates;
}

size_t hm_rank_marks(const double *marks, size_t count, const hm_rank_workspace *workspace) {
    size_t ranked = 0;
    for (size_t unit = 0; unit < count; unit++) {
        if (isnan(marks[unit]))
            continue;
        workspace->numbers[ranked] = marks[unit];
        workspace->owners[ranked++] = (uint32_t)unit;
    }
    hm_rank_places(workspace, ranked);
    return ranked;
}

void hm_rankings_put(const hm_rankings *rankings, size_t replicate, const double *scores,
                     const hm_rank_workspace *workspace) {
    uint16_t *ranks = rankings->ranks + replicate;
    const size_t ranked = hm_rank_marks(scores, rankings->units, workspace);
    for (size_t unit = 0; ranked < rankings->units && unit < rankings->units; unit++)
        ranks[unit * rankings->replicates] = 0;
    for (size_t i = 0; i < ranked; i++)
        ranks[workspace->owners[i] * rankings->replicates] = (uint16_t)workspace->places[i];
}

/* --- many replicates at a time, of few units --- */

/* A difference that is no tie for sure: of the greatest mark, and twice as large as a tie is. */
HM_WIDE static void find_margins(const double *restrict marks, size_t units,
                                 double *restrict margins) {
    for (size_t i = 0; i < LANES; i++)
        margins[i] = 1;
    for (size_t unit = 0; unit < units; unit++)
        for (size_t i = 0; i < LANES; i++) {
            const double size = fabs(marks[unit * LANES + i]);
            margins[i] = size > margins[i] ? size : margins[i];
        }
    for (size_t i = 0; i < LANES; i++)
        margins[i] *= 2 * HM_TIE;
}

/* In each replicate: how many units are above `own` for sure, and how many above or near it, itself
 * among them; none where it has no mark. */
HM_WIDE static void count_above(const double *restrict marks, size_t units,
                                const double *restrict own, const double *restrict margins,
                                int64_t *restrict above, int64_t *restrict near) {
    for (size_t tile = 0; tile < LANES; tile += TILE) {
        double high[TILE], low[TILE];
        int64_t more[TILE] = {0}, no_less[TILE] = {0};
        for (size_t i = 0; i < TILE; i++) {
            high[i] = own[tile + i] + margins[tile + i];
            low[i] = own[tile + i] - margins[tile + i];
        }
        for (size_t unit = 0; unit < units; unit++)
            for (size_t i = 0; i < TILE; i++) {
                more[i] += marks[unit * LANES + tile + i] > high[i];
                no_less[i] += marks[unit * LANES + tile + i] > low[i];
            }
        for (size_t i = 0; i < TILE; i++) {
            above[tile + i] = more[i];
            near[tile + i] = no_less[i];
        }
    }
}

/* The replicates, a bit each, in which some unit is near another one: whether they tie is not told
 * here. */
static uint32_t count_ranks(const hm_rankings *rankings, const uint32_t *replicates, size_t count,
                            const double *marks) {
    double margins[LANES];
    int64_t above[LANES], near[LANES];
    uint32_t close = 0;
    find_margins(marks, rankings->units, margins);
    for (size_t unit = 0; unit < rankings->units; unit++) {
        uint16_t *ranks = rankings->ranks + unit * rankings->replicates;
        count_above(marks, rankings->units, marks + unit * LANES, margins, above, near);
        for (size_t i = 0; i < count; i++) {
            ranks[replicates[i]] = (uint16_t)(near[i] > 0 ? above[i] + 1 : 0);
            close |= (uint32_t)(near[i] > above[i] + 1) << i;
        }
    }
    return close;
}

void hm_rankings_put_all(const hm_rankings *rankings, const uint32_t *replicates, size_t count,
                         const double *marks, double *room, const hm_rank_workspace *workspace) {
    const uint32_t sorted =
        rankings->units <= FEW ? count_ranks(rankings, replicates, count, marks) : UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!(sorted >> i & 1))
            continue;
        for (size_t unit = 0; unit < rankings->units; unit++)
            room[unit] = marks[unit * LANES + i];
        hm_rankings_put(rankings, replicates[i], room, workspace);
    }
}

/* --- of one unit --- */

void hm_rank_counts_add(uint32_t *counts, const uint16_t *ranks, size_t replicates) {
    for (size_t i = 0; i < replicates; i++)
        counts[ranks[i]]++;
}

static uint64_t count_ranked(const uint32_t *counts, size_t units) {
    uint64_t ranked = 0;
    for (size_t rank = 1; rank <= units; rank++)
        ranked += counts[rank];
    return ranked;
}

double hm_rank_counts_mean(const uint32_t *counts, size_t units) {
    const uint64_t ranked = count_ranked(counts, units);
    uint64_t sum = 0;
    for (size_t rank = 1; rank <= units; rank++)
        sum += rank * counts[rank];
    return ranked > 0 ? (double)sum / (double)ranked : (double)NAN;
}

/* The rank at a place, counted from 0, in ascending order; there are more than that. */
static double rank_at(const uint32_t *counts, uint64_t place) {
    size_t rank = 1;
    for (; place >= counts[rank]; rank++)
        place -= counts[rank];
    return (double)rank;
}

double hm_rank_counts_quantile(const uint32_t *counts, size_t units, double share) {
    const uint64_t ranked = count_ranked(counts, units);
    if (ranked == 0)
        return (double)NAN;
    const double place = share * (double)(ranked - 1), below = floor(place);
    const uint64_t at = (uint64_t)below;
    const double low = rank_at(counts, at);
    return at + 1 < ranked ? low + (place - below) * (rank_at(counts, at + 1) - low) : low;
}

double hm_rank_counts_within(const uint32_t *counts, size_t units, size_t top) {
    const uint64_t ranked = count_ranked(counts, units);
    const uint64_t within = count_ranked(counts, top < units ? top : units);
    return ranked > 0 ? (double)within / (double)ranked : (double)NAN;
}

/* --- of a replicate --- */

static double mean_shift(const hm_rankings *rankings, const uint16_t *nominal, size_t replicate) {
    uint64_t sum = 0, count = 0;
    for (size_t unit = 0; unit < rankings->units; unit++) {
        const uint16_t rank = hm_rankings_of(rankings, unit)[replicate], from = nominal[unit];
        if (rank == 0 || from == 0)
            continue;
        sum += (uint64_t)(rank > from ? rank - from : from - rank);
        count++;
    }
    return count > 0 ? (double)sum / (double)count : (double)NAN;
}

void hm_rankings_shifts(const hm_rankings *rankings, const uint16_t *nominal, double *shifts) {
    for (size_t i = 0; i < rankings->replicates; i++)
        shifts[i] = mean_shift(rankings, nominal, i);
}

/* --- of two --- */

/* In how many is a number of the first less, and greater; at most TOGETHER. */
HM_WIDE static void compare_block(const uint16_t *restrict one, const uint16_t *restrict other,
                                  size_t count, uint16_t *less, uint16_t *greater) {
    uint16_t fewer = 0, more = 0;
    for (size_t i = 0; i < count; i++) {
        fewer = (uint16_t)(fewer + (one[i] < other[i]));
        more = (uint16_t)(more + (one[i] > other[i]));
    }
    *less = fewer;
    *greater = more;
}

/* In how many replicates neither has a rank. */
static size_t count_common_gaps(const hm_rankings *rankings, size_t one, size_t other) {
    const uint16_t *of_one = hm_rankings_of(rankings, one);
    const uint16_t *of_other = hm_rankings_of(rankings, other);
    size_t gaps = 0;
    if (rankings->gaps[one] > 0 && rankings->gaps[other] > 0)
        for (size_t i = 0; i < rankings->replicates; i++)
            gaps += (of_one[i] | of_other[i]) == 0;
    return gaps;
}

size_t hm_rankings_together(const hm_rankings *rankings, size_t one, size_t other) {
    return rankings->replicates - rankings->gaps[one] - rankings->gaps[other] +
           count_common_gaps(rankings, one, other);
}

/* A gap, which is less than any rank, would be ahead: what is counted so is taken off. */
hm_ahead hm_rankings_compare(const hm_rankings *rankings, size_t one, size_t other) {
    const uint16_t *of_one = hm_rankings_of(rankings, one);
    const uint16_t *of_other = hm_rankings_of(rankings, other);
    const size_t gaps_of_one = rankings->gaps[one], gaps_of_other = rankings->gaps[other];
    const size_t common = count_common_gaps(rankings, one, other);
    size_t less = 0, greater = 0, count;
    for (size_t i = 0; i < rankings->replicates; i += count) {
        uint16_t fewer, more;
        count = rankings->replicates - i < TOGETHER ? rankings->replicates - i : TOGETHER;
        compare_block(of_one + i, of_other + i, count, &fewer, &more);
        less += fewer;
        greater += more;
    }
    return (hm_ahead){less - (gaps_of_one - common), greater - (gaps_of_other - common),
                      rankings->replicates - less - greater - common};
}

double hm_ahead_share(hm_ahead counts) {
    const double all = (double)(counts.ahead + counts.behind + counts.level);
    return all > 0 ? ((double)counts.ahead + (double)counts.level / 2) / all : (double)NAN;
}

/* Compares one unit with some that have greater indices. */
static void share_row(const hm_rankings *rankings, size_t unit, size_t first, size_t end,
                      double *shares) {
    for (size_t i = first; i < end; i++) {
        const hm_ahead counts = hm_rankings_compare(rankings, unit, i);
        shares[unit * rankings->units + i] = hm_ahead_share(counts);
        shares[i * rankings->units + unit] =
            hm_ahead_share((hm_ahead){counts.behind, counts.ahead, counts.level});
    }
}

void hm_rankings_shares(const hm_rankings *rankings, size_t first, size_t end, double *shares) {
    for (size_t unit = first; unit < end; unit++)
        shares[unit * rankings->units + unit] = 0.5;
    for (size_t block = first; block < rankings->units; block += ROWS) {
        const size_t last = block + ROWS < rankings->units ? block + ROWS : rankings->units;
        for (size_t unit = first; unit < end && unit < last; unit++)
            share_row(rankings, unit, unit < block ? block : unit + 1, last, shares);
    }
}

/* --- tiers --- */

static bool is_apart(const hm_rankings *rankings, size_t one, size_t other, double least) {
    return hm_ahead_share(hm_rankings_compare(rankings, one, other)) >= least;
}

/* From each unit the last below that it cannot be told from ends no tier before itself. Most are
 * far ahead of the last, so that the search begins there. */
void hm_rankings_tiers(const hm_rankings *rankings, const uint32_t *order, size_t count,
                       double least, uint32_t *tiers) {
    uint32_t tier = 1;
    size_t reach = 0;
    for (size_t i = 0; i < count; i++) {
        size_t last = count;
        while (--last > i && last > reach && is_apart(rankings, order[i], order[last], least))
            ;
        reach = last > reach ? last : reach;
        tiers[i] = tier;
        tier += reach == i;
    }
}

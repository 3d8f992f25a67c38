/* Tests of methods/rankings.h: ranks of many replicates against counting one by one, whatever gaps
 * and ties there are, and against ranks that COINr published. */
#include "core_support.h"

#include <math.h>

#include "methods/rankings.h"
#include "methods/sample.h"

enum { UNITS = 61, REPLICATES = 333 };

static double scores[REPLICATES][UNITS];

static uint64_t seed;

static double draw(void) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(seed >> 11) * 0x1p-53;
}

/* Units that get worse with their index, some level (also by less than what counts), some with no
 * score; none of the first two ever have one together. */
static void invent(double share_of_gaps) {
    for (size_t r = 0; r < REPLICATES; r++) {
        for (size_t i = 0; i < UNITS; i++) {
            scores[r][i] = floor(20 * draw()) - 0.5 * (double)i + 1e-11 * draw();
            if (draw() < share_of_gaps)
                scores[r][i] = (double)NAN;
        }
        if (share_of_gaps > 0)
            scores[r][r % 2] = (double)NAN;
    }
}

static hm_rankings rank_all(size_t units, size_t replicates, const double *all) {
    hm_rankings rankings;
    hm_rank_workspace workspace;
    assert_true(hm_rankings_open(&rankings, units, replicates, hm_allocator_default()));
    assert_true(hm_rank_workspace_open(&workspace, units, hm_allocator_default()));
    for (size_t r = replicates; r-- > 0;) /* in any order */
        hm_rankings_put(&rankings, r, all + r * units, &workspace);
    hm_rankings_settle(&rankings);
    hm_rank_workspace_close(&workspace);
    return rankings;
}

/* One more than have greater scores by more than what counts; there are no chains of ties here. */
static unsigned naive_rank(const double *of, size_t unit) {
    unsigned rank = 1;
    if (isnan(of[unit]))
        return 0;
    for (size_t i = 0; i < UNITS; i++)
        rank += of[i] > of[unit] + 1e-8;
    return rank;
}

static void ranks_are_those_of_counting(void **state) {
    (void)state;
    for (int gaps = 0; gaps < 2; gaps++) {
        invent(gaps * 0.1);
        hm_rankings rankings = rank_all(UNITS, REPLICATES, scores[0]);
        for (size_t i = 0; i < UNITS; i++)
            for (size_t r = 0; r < REPLICATES; r++)
                assert_int_equal(hm_rankings_of(&rankings, i)[r], naive_rank(scores[r], i));
        hm_rankings_close(&rankings);
    }
}

/* The replicates that stand at `order`, as many at a time as may be. */
static void put_together(const hm_rankings *rankings, const uint32_t *order) {
    hm_rank_workspace workspace;
    static double marks[UNITS * HM_RANKINGS_TOGETHER], room[UNITS];
    assert_true(hm_rank_workspace_open(&workspace, rankings->units, hm_allocator_default()));
    for (size_t r = 0; r < REPLICATES; r += HM_RANKINGS_TOGETHER) {
        const size_t count =
            REPLICATES - r < HM_RANKINGS_TOGETHER ? REPLICATES - r : HM_RANKINGS_TOGETHER;
        for (size_t unit = 0; unit < rankings->units; unit++)
            for (size_t i = 0; i < count; i++)
                marks[unit * HM_RANKINGS_TOGETHER + i] = scores[order[r + i]][unit];
        hm_rankings_put_all(rankings, order + r, count, marks, room, &workspace);
    }
    hm_rank_workspace_close(&workspace);
}

/* Where marks are far apart they are counted; of chains of ties, and of numbers of any size, ranks
 * are those of replicates that are ranked one by one, too. */
static void many_are_ranked_as_one_is(void **state) {
    (void)state;
    static uint32_t order[REPLICATES];
    for (uint32_t r = 0; r < REPLICATES; r++)
        order[r] = r * 2 % REPLICATES;
    for (int kind = 0; kind < 6; kind++) {
        invent(kind % 2 * 0.1);
        for (size_t r = 0; r < REPLICATES; r++)
            for (size_t i = 0; kind >= 2 && i < UNITS; i++)
                scores[r][i] = isnan(scores[r][i]) ? (double)NAN
                               : kind < 4          ? 50 + 1e-8 * floor(30 * draw())
                                                   : (draw() - 0.5) * pow(10, 300 * draw());
        hm_rankings one = rank_all(UNITS, REPLICATES, scores[0]), all;
        assert_true(hm_rankings_open(&all, UNITS, REPLICATES, hm_allocator_default()));
        put_together(&all, order);
        for (size_t i = 0; i < UNITS; i++)
            assert_memory_equal(hm_rankings_of(&all, i), hm_rankings_of(&one, i),
                                REPLICATES * sizeof *one.ranks);
        hm_rankings_close(&one);
        hm_rankings_close(&all);
    }
}

/* --- of one unit --- */

static int ascending(const void *a, const void *b) {
    const double of_a = *(const double *)a, of_b = *(const double *)b;
    return (of_a > of_b) - (of_a < of_b);
}

static void counts_say_what_the_ranks_do(void **state) {
    (void)state;
    static const double asked[] = {0, 0.05, 1.0 / 3, 0.5, 0.95, 1};
    invent(0.1);
    hm_rankings rankings = rank_all(UNITS, REPLICATES, scores[0]);
    for (size_t i = 0; i < UNITS; i++) {
        const uint16_t *ranks = hm_rankings_of(&rankings, i);
        uint32_t counts[UNITS + 1] = {0};
        double sorted[REPLICATES], sum = 0, top = 0;
        size_t n = 0;
        hm_rank_counts_add(counts, ranks, 100);
        hm_rank_counts_add(counts, ranks + 100, REPLICATES - 100);
        for (size_t r = 0; r < REPLICATES; r++)
            if (ranks[r] > 0) {
                sorted[n++] = ranks[r];
                sum += ranks[r];
                top += ranks[r] <= 10;
            }
        qsort(sorted, n, sizeof *sorted, ascending);
        assert_int_equal(counts[0], REPLICATES - n);
        assert_near(hm_rank_counts_mean(counts, UNITS), sum / (double)n);
        assert_near(hm_rank_counts_within(counts, UNITS, 10), top / (double)n);
        assert_near(hm_rank_counts_within(counts, UNITS, 1000), 1);
        for (size_t q = 0; q < COUNT(asked); q++)
            assert_near(hm_rank_counts_quantile(counts, UNITS, asked[q]),
                        hm_sample_quantile(sorted, n, asked[q]));
    }
    hm_rankings_close(&rankings);
}

static void counts_of_no_ranks(void **state) {
    (void)state;
    const uint32_t counts[3] = {7, 0, 0};
    assert_true(isnan(hm_rank_counts_mean(counts, 2)) &&
                isnan(hm_rank_counts_quantile(counts, 2, 0.5)) &&
                isnan(hm_rank_counts_within(counts, 2, 1)));
}

/* Ranks of four of 51 countries in 60 replicates of the ASEM example of COINr 1.1.14 (Becker and
 * others 2022), and what it says of them. */
static const struct {
    const char *country;
    uint16_t ranks[60];
    double mean, median, low, high;
} asem[] = {
    /* clang-format off */
    {"AUT",
 {8, 7, 8, 7, 8, 8, 6, 6, 6, 7, 6, 8, 6, 8, 9, 8, 7, 7, 8, 7, 7, 8, 9, 7, 7, 9, 7, 9, 7, 7, 5, 5, 8, 6, 9, 7, 9, 7, 7, 6, 7, 8, 7, 7, 9, 9, 9, 5, 8, 6, 9, 7, 8, 7, 8, 8, 7, 7, 5, 7},
 7.3166666666666664, 7, 5, 9},
    {"CHN",
 {50, 50, 48, 47, 49, 47, 49, 48, 50, 50, 48, 45, 49, 48, 50, 49, 48, 48, 49, 50, 49, 49, 46, 50, 49, 50, 49, 49, 50, 48, 46, 46, 48, 48, 46, 49, 50, 50, 49, 48, 47, 50, 49, 48, 50, 50, 50, 48, 48, 48, 49, 48, 50, 48, 49, 50, 49, 50, 48, 50},
 48.666666666666664, 49, 46, 50},
    {"IND",
 {47, 45, 46, 45, 48, 46, 46, 47, 44, 45, 45, 48, 43, 45, 49, 48, 46, 46, 48, 44, 45, 42, 45, 45, 47, 43, 46, 47, 47, 46, 45, 45, 44, 47, 45, 46, 45, 44, 45, 47, 45, 43, 45, 46, 48, 43, 48, 45, 46, 45, 47, 46, 45, 46, 45, 46, 45, 47, 45, 48},
 45.68333333333333, 45.5, 43, 48},
    {"SGP",
 {24, 12, 28, 15, 13, 27, 20, 23, 25, 16, 17, 20, 25, 14, 13, 10, 21, 20, 12, 13, 15, 13, 16, 16, 17, 13, 16, 12, 20, 24, 25, 25, 17, 16, 16, 18, 11, 14, 15, 16, 15, 17, 16, 24, 17, 13, 13, 25, 25, 20, 12, 24, 17, 21, 13, 14, 15, 22, 25, 13},
 17.733333333333334, 16, 12, 25},
    /* clang-format on */
};

static void counts_are_those_of_coinr(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(asem); i++) {
        uint32_t counts[52] = {0};
        hm_rank_counts_add(counts, asem[i].ranks, 60);
        assert_near(hm_rank_counts_mean(counts, 51), asem[i].mean);
        assert_near(hm_rank_counts_quantile(counts, 51, 0.5), asem[i].median);
        assert_near(hm_rank_counts_quantile(counts, 51, 0.05), asem[i].low);
        assert_near(hm_rank_counts_quantile(counts, 51, 0.95), asem[i].high);
    }
}

/* --- of a replicate --- */

static void shifts_by_hand(void **state) {
    (void)state;
    const double none = (double)NAN;
    const double all[] = {9, 8, 1, 1, 8, 9, none, 8, 9, none, none, 4};
    const uint16_t nominal[] = {1, 2, 3}, few[] = {0, 1, 0};
    double shifts[4];
    hm_rankings rankings = rank_all(3, 4, all);
    hm_rankings_shifts(&rankings, nominal, shifts);
    assert_near(shifts[0], 0);
    assert_near(shifts[1], 4.0 / 3); /* two by 2 */
    assert_near(shifts[2], 1);       /* 2 stays second, 3 is first */
    assert_near(shifts[3], 2);
    hm_rankings_shifts(&rankings, few, shifts);
    assert_true(shifts[0] == 1 && isnan(shifts[3]));
    hm_rankings_close(&rankings);
}

/* --- of two --- */

static hm_ahead naive_ahead(size_t one, size_t other) {
    hm_ahead counts = {0, 0, 0};
    for (size_t r = 0; r < REPLICATES; r++) {
        const double apart = scores[r][one] - scores[r][other];
        counts.ahead += apart > 1e-8;
        counts.behind += apart < -1e-8;
        counts.level += fabs(apart) <= 1e-8;
    }
    return counts;
}

static double naive_share(size_t one, size_t other) {
    const hm_ahead c = naive_ahead(one, other);
    const size_t all = c.ahead + c.behind + c.level;
    return one == other ? 0.5
           : all == 0   ? (double)NAN
                        : ((double)c.ahead + 0.5 * (double)c.level) / (double)all;
}

static void shares_are_those_of_counting(void **state) {
    (void)state;
    static double shares[UNITS][UNITS];
    for (int gaps = 0; gaps < 2; gaps++) {
        invent(gaps * 0.1);
        hm_rankings rankings = rank_all(UNITS, REPLICATES, scores[0]);
        hm_rankings_shares(&rankings, 40, UNITS, shares[0]); /* in parts, in any order */
        hm_rankings_shares(&rankings, 0, 17, shares[0]);
        hm_rankings_shares(&rankings, 17, 40, shares[0]);
        for (size_t i = 0; i < UNITS; i++)
            for (size_t j = 0; j < UNITS; j++) {
                const hm_ahead found = hm_rankings_compare(&rankings, i, j);
                const hm_ahead expected = naive_ahead(i, j);
                assert_memory_equal(&found, &expected, sizeof found);
                assert_int_equal(hm_rankings_together(&rankings, i, j),
                                 expected.ahead + expected.behind + expected.level);
                assert_true(shares[i][j] == naive_share(i, j) ||
                            (isnan(shares[i][j]) && isnan(naive_share(i, j))));
            }
        assert_int_equal(isnan(shares[0][1]), gaps);
        hm_rankings_close(&rankings);
    }
}

/* More replicates than 16 bits count. */
static void shares_of_many_replicates(void **state) {
    (void)state;
    enum { MANY = 70001 };
    static double pairs[MANY][2];
    for (size_t r = 0; r < MANY; r++) {
        pairs[r][0] = r % 10 == 0 ? 1 : 3;
        pairs[r][1] = r % 10 == 1 ? 3 : 2;
    }
    hm_rankings rankings = rank_all(2, MANY, pairs[0]);
    const hm_ahead counts = hm_rankings_compare(&rankings, 0, 1);
    assert_int_equal(counts.ahead, 56000);
    assert_int_equal(counts.behind, 7001);
    assert_int_equal(counts.level, 7000);
    hm_rankings_close(&rankings);
}

/* --- tiers --- */

/* By the rule as it is said: is each unit above ahead of each one below? */
static bool is_cut(const uint32_t *order, size_t count, size_t below, double least) {
    bool cut = true;
    for (size_t i = 0; i < below; i++)
        for (size_t j = below; j < count; j++)
            cut = cut && naive_share(order[i], order[j]) >= least;
    return cut;
}

static void tiers_end_where_all_are_apart(void **state) {
    (void)state;
    uint32_t order[UNITS], tiers[UNITS];
    for (uint32_t i = 0; i < UNITS; i++)
        order[i] = i;
    unsigned cuts = 0;
    for (int turn = 0; turn < 6; turn++) {
        invent(turn % 2 * 0.1);
        for (size_t r = 0; r < REPLICATES; r++) /* groups that are farther and farther apart */
            for (size_t i = 0; i < UNITS; i++)
                scores[r][i] -= (double)(i / (size_t)(4 + turn)) * 9 * turn;
        hm_rankings rankings = rank_all(UNITS, REPLICATES, scores[0]);
        hm_rankings_tiers(&rankings, order, UNITS, 0.95, tiers);
        assert_int_equal(tiers[0], 1);
        for (size_t i = 1; i < UNITS; i++) {
            const bool cut = is_cut(order, UNITS, i, 0.95);
            assert_int_equal(tiers[i], tiers[i - 1] + cut);
            cuts += cut;
        }
        hm_rankings_close(&rankings);
    }
    assert_in_range(cuts, 10, 6 * UNITS - 20);
}

/* Three units, four replicates: 1 and 2 are level once, 3 is last but once. */
static void tiers_by_hand(void **state) {
    (void)state;
    static const double all[] = {9, 8, 1, 9, 9, 1, 9, 8, 1, 9, 1, 8};
    static const uint32_t order[] = {0, 1, 2};
    uint32_t tiers[3];
    hm_rankings rankings = rank_all(3, 4, all);
    assert_near(hm_ahead_share(hm_rankings_compare(&rankings, 0, 1)), 0.875);
    assert_near(hm_ahead_share(hm_rankings_compare(&rankings, 1, 2)), 0.75);
    hm_rankings_tiers(&rankings, order, 3, 0.875, tiers);
    assert_true(tiers[0] == 1 && tiers[1] == 2 && tiers[2] == 2);
    hm_rankings_tiers(&rankings, order, 3, 0.75, tiers);
    assert_true(tiers[0] == 1 && tiers[1] == 2 && tiers[2] == 3);
    hm_rankings_tiers(&rankings, order, 3, 0.9, tiers);
    assert_true(tiers[0] == 1 && tiers[1] == 1 && tiers[2] == 1);
    hm_rankings_close(&rankings);
}

static void nothing_is_open_without_memory(void **state) {
    (void)state;
    counted count = {.refused = 1};
    const hm_allocator allocator = {counted_resize, &count};
    hm_rankings rankings;
    assert_false(hm_rankings_open(&rankings, 5, 7, &allocator));
    assert_int_equal(count.pieces, 0);
    count.refused = 0;
    assert_true(hm_rankings_open(&rankings, 5, 7, &allocator));
    assert_int_equal(hm_rankings_of(&rankings, 4)[6], 0);
    hm_rankings_close(&rankings);
    assert_int_equal(count.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_counting),
        cmocka_unit_test(many_are_ranked_as_one_is),
        cmocka_unit_test(counts_say_what_the_ranks_do),
        cmocka_unit_test(counts_of_no_ranks),
        cmocka_unit_test(counts_are_those_of_coinr),
        cmocka_unit_test(shifts_by_hand),
        cmocka_unit_test(shares_are_those_of_counting),
        cmocka_unit_test(shares_of_many_replicates),
        cmocka_unit_test(tiers_end_where_all_are_apart),
        cmocka_unit_test(tiers_by_hand),
        cmocka_unit_test(nothing_is_open_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

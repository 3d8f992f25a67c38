/* Tests of methods/points.h: the points that Joe and Kuo published, what theory promises of all
 * dimensions, and that scrambling takes nothing of it away. */
#include "core_support.h"

#include <math.h>

#include "methods/points.h"
#include "methods/sobol_table.h"

static hm_points open_points(uint32_t dimensions, uint64_t seed, uint32_t scrambling) {
    hm_points points;
    assert_true(hm_points_open(&points, dimensions, seed, scrambling, hm_allocator_default()));
    return points;
}

/* --- as they are --- */

/* The first ten bits of a point before it is scrambled. */
static unsigned bare(const hm_points *points, uint32_t index, uint32_t dimension) {
    uint32_t bits = 0;
    unsigned place = 0;
    for (unsigned k = 0; k < HM_POINTS_BITS; k++)
        bits ^= index >> k & 1 ? points->directions[dimension * HM_POINTS_BITS + k] : 0;
    for (unsigned k = 0; k < 10; k++)
        place |= (bits >> k & 1) << (9 - k);
    return place;
}

/* Three of the 1,024 points in 100 dimensions that their program prints, times 1,024: those behind
 * 341, 682 and 1,023 others. It counts in Gray's code. */
static const struct {
    uint32_t row;
    unsigned places[100];
} published[] = {
    /* clang-format off */
    {341,
     {1022, 518, 158, 342, 806, 198, 638, 854, 958, 506, 1018, 310, 106, 370, 982, 810, 138, 538,
      698, 234, 346, 14, 362, 314, 226, 262, 562, 214, 398, 218, 542, 174, 374, 18, 98, 930, 902,
      398, 286, 1006, 758, 6, 350, 534, 918, 166, 970, 810, 746, 18, 818, 546, 66, 2, 502, 146, 402,
      2, 498, 346, 150, 498, 334, 630, 758, 290, 434, 770, 522, 682, 202, 174, 1014, 146, 942, 310,
      506, 1014, 118, 598, 386, 430, 338, 546, 322, 794, 870, 166, 530, 778, 522, 106, 990, 598,
      550, 934, 38, 158, 834, 254}},
    {682,
     {1023, 261, 749, 451, 921, 263, 753, 303, 735, 669, 333, 275, 239, 987, 677, 753, 459, 411,
      237, 429, 557, 29, 583, 499, 23, 135, 59, 989, 723, 359, 425, 731, 185, 877, 311, 215, 67,
      637, 645, 293, 113, 995, 745, 633, 619, 409, 23, 39, 437, 857, 571, 659, 737, 419, 599, 227,
      675, 883, 795, 51, 255, 315, 615, 607, 659, 255, 623, 287, 303, 231, 311, 203, 499, 519, 755,
      195, 325, 245, 565, 77, 397, 509, 325, 381, 317, 725, 5, 813, 357, 313, 953, 873, 569, 337,
      497, 945, 561, 817, 161, 737}},
    {1023,
     {1, 771, 627, 149, 191, 449, 143, 633, 353, 871, 695, 37, 133, 681, 371, 475, 321, 897, 599,
      327, 887, 19, 813, 201, 245, 385, 521, 779, 861, 445, 951, 629, 463, 895, 341, 885, 965, 1011,
      923, 715, 647, 997, 951, 111, 509, 319, 989, 781, 863, 843, 265, 177, 675, 417, 929, 113, 817,
      881, 745, 361, 105, 201, 809, 41, 101, 477, 989, 541, 805, 589, 509, 101, 517, 661, 349, 501,
      191, 771, 579, 539, 15, 83, 23, 863, 127, 463, 867, 907, 887, 563, 435, 771, 487, 775, 983,
      23, 535, 943, 995, 543}},
    /* clang-format on */
};

static void points_are_those_published(void **state) {
    (void)state;
    hm_points points = open_points(100, 1, 0);
    for (size_t i = 0; i < COUNT(published); i++)
        for (uint32_t d = 0; d < 100; d++)
            assert_int_equal(bare(&points, published[i].row ^ published[i].row >> 1, d),
                             published[i].places[d]);
    hm_points_close(&points);
}

/* --- what theory promises --- */

/* Which bits of the index decide on bit `row` of a place. */
static uint32_t digits_of(const hm_points *points, uint32_t dimension, unsigned row) {
    uint32_t bits = 0;
    for (unsigned k = 0; k < HM_POINTS_BITS; k++)
        bits |= (points->directions[dimension * HM_POINTS_BITS + k] >> row & 1) << k;
    return bits;
}

/* Is no sum of some of them (by exclusive or) 0? */
static bool are_independent(uint32_t *rows, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (rows[i] == 0)
            return false;
        const uint32_t lowest = rows[i] & (0 - rows[i]);
        for (unsigned j = i + 1; j < count; j++)
            rows[j] ^= rows[j] & lowest ? rows[i] : 0;
    }
    return true;
}

static unsigned degree_of(uint32_t dimension) {
    unsigned degree = 0;
    if (dimension == 0)
        return 1; /* as good as one of degree 1 */
    while (hm_sobol_polynomials[dimension - 1] >> (degree + 1))
        degree++;
    return degree;
}

/* Of any two dimensions, 2^32 points fall evenly into all boxes of a size that the degrees of their
 * polynomials say (Sobol' 1967): what is wrong in any direction of any dimension shows. */
static void dimensions_fill_boxes_evenly(void **state) {
    (void)state;
    hm_points points = open_points(HM_POINTS_DIMENSIONS, 1, 0);
    for (uint32_t d = 0; d < HM_POINTS_DIMENSIONS; d++)
        for (uint32_t step = 1; step < 5; step++) {
            const uint32_t other = (d + step * step) % HM_POINTS_DIMENSIONS;
            const unsigned all = HM_POINTS_BITS - (degree_of(d) - 1) - (degree_of(other) - 1);
            for (unsigned of_one = 0; of_one <= all; of_one++) {
                uint32_t rows[HM_POINTS_BITS];
                for (unsigned i = 0; i < all; i++)
                    rows[i] = i < of_one ? digits_of(&points, d, i)
                                         : digits_of(&points, other, i - of_one);
                if (!are_independent(rows, all))
                    fail_msg("dimensions %u and %u, %u bits of the first", d, other, of_one);
            }
        }
    hm_points_close(&points);
}

/* --- scrambled --- */

enum { MANY = 1024, BITS = 10 };

static double places[HM_POINTS_DIMENSIONS][MANY];

static void fill_all(const hm_points *points) {
    for (uint32_t d = 0; d < points->dimensions; d++)
        hm_points_fill(points, 0, MANY, d, places[d]);
}

/* Do the boxes of 2^-bits times 2^-others hold as many of the points each? */
static bool are_even(const double *x, const double *y, unsigned bits, unsigned others,
                     size_t each) {
    unsigned counts[MANY] = {0};
    bool even = true;
    for (size_t i = 0; i < MANY; i++) {
        const size_t column = (size_t)ldexp(x[i], (int)bits),
                     row = (size_t)ldexp(y[i], (int)others);
        counts[row << bits | column]++;
    }
    for (size_t i = 0; i < (size_t)1 << (bits + others); i++)
        even = even && counts[i] == each;
    return even;
}

static void scrambling_keeps_points_even(void **state) {
    (void)state;
    for (uint32_t scrambling = 0; scrambling < 5; scrambling++) {
        hm_points points = open_points(HM_POINTS_DIMENSIONS, 2026, scrambling);
        fill_all(&points);
        for (uint32_t d = 0; d < HM_POINTS_DIMENSIONS; d++)
            assert_true(are_even(places[d], places[d], BITS, 0, 1));
        for (uint32_t d = 0; d < 10; d++)
            for (uint32_t other = 0; other < d; other++) {
                const unsigned lost = degree_of(d) + degree_of(other) - 2;
                for (unsigned bits = 0; bits <= BITS - lost; bits++)
                    assert_true(are_even(places[d], places[other], bits, BITS - lost - bits,
                                         (size_t)1 << lost));
            }
        hm_points_close(&points);
    }
}

/* Worked out by another program, in Python, from what points.c says that it does. */
static const struct {
    uint32_t index, dimension;
    uint64_t seed;
    uint32_t scrambling;
    double place;
} known[] = {
    {0, 0, UINT64_C(1), 0, 0.7869591146009043},
    {1, 0, UINT64_C(1), 0, 0.10344946559052914},
    {1023, 37, UINT64_C(1), 0, 0.5965307740261778},
    {4095, 177, UINT64_C(2026), 7, 0.6505826107459143},
    {4294967295, 511, UINT64_C(18446744073709551615), 3, 0.4854689660714939},
    {123456789, 300, UINT64_C(5), 1, 0.9350337939104065},
};

static void any_point_can_be_had(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(known); i++) {
        hm_points points = open_points(512, known[i].seed, known[i].scrambling);
        assert_true(hm_point(&points, known[i].index, known[i].dimension) == known[i].place);
        hm_points_close(&points);
    }
    hm_points points = open_points(40, 1, 0);
    static const uint32_t firsts[] = {0, 1, 255, 1000, UINT32_MAX - 700};
    for (size_t f = 0; f < COUNT(firsts); f++)
        for (uint32_t d = 0; d < 40; d++) {
            hm_points_fill(&points, firsts[f], 700, d, places[0]);
            for (uint32_t i = 0; i < 700; i++) {
                assert_true(places[0][i] == hm_point(&points, firsts[f] + i, d));
                assert_true(places[0][i] > 0 && places[0][i] < 1);
            }
        }
    hm_points_close(&points);
}

/* --- what they are for --- */

/* Of mean 1 over the unit cube, whatever the number of dimensions. */
static double smooth(size_t i, uint32_t dimensions) {
    double product = 1;
    for (uint32_t d = 0; d < dimensions; d++)
        product *= 1 + (places[d][i] - 0.5) / (d + 1);
    return product;
}

/* Plain random numbers are off by 0.0126 (sd 0.405 / sqrt(1,024)); scrambled points by some
 * hundredths of that, and on average not at all. */
static void means_are_near_and_right(void **state) {
    (void)state;
    enum { SCRAMBLINGS = 200, DIMENSIONS = 20 };
    double sum = 0, squares = 0;
    for (uint32_t scrambling = 0; scrambling < SCRAMBLINGS; scrambling++) {
        hm_points points = open_points(DIMENSIONS, 7, scrambling);
        double mean = 0;
        fill_all(&points);
        for (size_t i = 0; i < MANY; i++)
            mean += smooth(i, DIMENSIONS) / MANY;
        sum += mean - 1;
        squares += (mean - 1) * (mean - 1);
        hm_points_close(&points);
    }
    const double error = sqrt(squares / SCRAMBLINGS);
    if (!(error < 0.0126 / 40) || !(fabs(sum / SCRAMBLINGS) < 4 * error / sqrt(SCRAMBLINGS)))
        fail_msg("off by %g, on average by %g", error, sum / SCRAMBLINGS);
}

/* The same point of different scramblings and of different seeds is anywhere, and so are two of one
 * scrambling, but that they are in different halves. */
static void scramblings_are_independent(void **state) {
    (void)state;
    enum { DRAWS = 4000, BOXES = 16 };
    unsigned counts[3][BOXES] = {{0}};
    for (uint32_t i = 0; i < DRAWS; i++) {
        hm_points one = open_points(2, 1, i), other = open_points(2, i, 0);
        const double x = hm_point(&one, 5, 1), y = hm_point(&other, 5, 1);
        const double half = fmod(hm_point(&one, 4, 1) * 2, 1), its = fmod(x * 2, 1);
        counts[0][(size_t)(x * BOXES)]++;
        counts[1][(size_t)(y * BOXES)]++;
        counts[2][(size_t)(half * 4) * 4 + (size_t)(its * 4)]++;
        hm_points_close(&one);
        hm_points_close(&other);
    }
    for (size_t i = 0; i < COUNT(counts); i++) {
        double sum = 0;
        for (size_t box = 0; box < BOXES; box++)
            sum += pow(counts[i][box] - (double)DRAWS / BOXES, 2) / ((double)DRAWS / BOXES);
        assert_true(sum < 37.7); /* chi squared of 15 degrees: one in a thousand is more */
    }
}

static void scramblings_share_what_they_are_of(void **state) {
    (void)state;
    hm_points one = open_points(7, 3, 0), other = open_points(7, 3, 5), same;
    assert_true(hm_points_scramble(&same, &one, 3, 5));
    for (uint32_t d = 0; d < 7; d++)
        for (uint32_t i = 0; i < 100; i++)
            assert_true(hm_point(&same, i, d) == hm_point(&other, i, d));
    hm_points_close(&same);
    hm_points_close(&other);
    hm_points_close(&one);
}

static void nothing_is_open_without_memory(void **state) {
    (void)state;
    counted count = {.refused = 1};
    const hm_allocator allocator = {counted_resize, &count};
    hm_points points;
    for (; count.refused <= 2; count.refused++) {
        count.calls = 0;
        assert_false(hm_points_open(&points, 5, 1, 0, &allocator));
        assert_int_equal(count.pieces, 0);
    }
    count.refused = 0;
    assert_true(hm_points_open(&points, 5, 1, 0, &allocator));
    hm_points_close(&points);
    assert_int_equal(count.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_those_published),
        cmocka_unit_test(dimensions_fill_boxes_evenly),
        cmocka_unit_test(scrambling_keeps_points_even),
        cmocka_unit_test(any_point_can_be_had),
        cmocka_unit_test(means_are_near_and_right),
        cmocka_unit_test(scramblings_are_independent),
        cmocka_unit_test(scramblings_share_what_they_are_of),
        cmocka_unit_test(nothing_is_open_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

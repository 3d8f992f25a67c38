/* Tests of groups: what of them applies, what a child of weight 0 may say, which flags they
 * inherit, and means that stay within the range of their scores. Expected numbers are worked out by
 * hand. */
#include "core_support.h"

#include <math.h>

#include "aggregate/group.h"
#include "methods/methods.h"

/* A figure is its score; 0 is a zero divisor, so that the indicator is undefined. */
#define MEASURE(code, parent, rest)                                                                \
    "return indicator { code = '" code "', parent = '" parent "', name = '" code                   \
    "', inputs = { count { '" code "' } }, measure = input." code " * (input." code                \
    " / input." code "), " rest " }"

/* R has G (weight 3: a of weight 1, b of weight 2, z of weight 0), c of weight 1 and x, which
 * deducts, of weight 2. */
static hm_package *open_groups(void) {
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1,\n"
               "weights = { G = 3, b = 2, z = 0, x = 2 },\n"
               "nodes = { {'R', 'Root'}, {'G', 'Group', parent = 'R'} } }");
    add_source(&s, "a.lua", MEASURE("a", "G", ""));
    add_source(&s, "b.lua", MEASURE("b", "G", ""));
    add_source(&s, "z.lua", MEASURE("z", "G", ""));
    add_source(&s, "c.lua", MEASURE("c", "R", ""));
    add_source(&s, "x.lua", MEASURE("x", "R", "deducts = true"));
    return open_sources(&s, NULL);
}

typedef struct wanted {
    hm_state status;
    double score, coverage, applicable;
    unsigned flags;
} wanted;

typedef struct example {
    const char *figures; /* of a, b, z, c, x */
    wanted group, root;
} example;

static void assert_row(const example *of, const char *code, hm_score_row row, wanted expected) {
    if (row.status != expected.status || row.flags != expected.flags)
        fail_msg("%s, %s: %s, flags %u", of->figures, code, hm_state_status(row.status), row.flags);
    assert_near(row.score, expected.score);
    assert_near(row.coverage, expected.coverage);
    assert_near(row.applicable, expected.applicable);
}

#define OK     HM_OBSERVED
#define NA     HM_NOT_APPLICABLE
#define LITTLE HM_INSUFFICIENT

static void check_all(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char csv[200];
        snprintf(csv, sizeof csv, "city,period,a,b,z,c,x\nX,2025,%s\n", examples[i].figures);
        scored s = score_package(open_groups(), csv);
        assert_row(&examples[i], "G", row_of(&s, 0, "G"), examples[i].group);
        assert_row(&examples[i], "R", row_of(&s, 0, "R"), examples[i].root);
        release(&s);
    }
}

static void groups_apply_by_the_weights_of_all_children(void **state) {
    (void)state;
    static const example examples[] = {
        {"10,40,50,20,1", {OK, 30, 1, 1, 0}, {OK, 26.5, 1, 1, 0}}, /* (90 + 20) / 4 - 1 */
        /* a third of G does not apply; of R (3 * 2/3 + 1 + 2) / 6 does */
        {"0,40,50,20,1", {OK, 40, 1, 2.0 / 3, 0}, {OK, 34, 1, 5.0 / 6, 0}},
        {"0,0,50,20,1", {NA, 0, 0, 0, 0}, {OK, 19, 1, 0.5, 0}},
        {"0,0,0,0,0", {NA, 0, 0, 0, 0}, {NA, 0, 0, 0, 0}},
        /* what is not reported applies; what only deducts gives no score */
        {",,,,1", {LITTLE, 0, 0, 1, 0}, {LITTLE, 0, 1.0 / 3, 1, 0}},
        {"0,0,0,0,1", {NA, 0, 0, 0, 0}, {LITTLE, 0, 1, 1.0 / 3, 0}},
        /* a child that applies in part counts whole where coverage is asked */
        {"0,,50,20,1", {LITTLE, 0, 0, 2.0 / 3, 0}, {OK, 19, 0.5, 5.0 / 6, 0}},
    };
    check_all(examples, COUNT(examples));
}

/* Whatever z is: its score is nobody's, its gaps lower nothing, it holds up no group. */
static void groups_do_not_listen_to_a_child_of_weight_0(void **state) {
    (void)state;
    static const example examples[] = {
        {"10,40,,20,1", {OK, 30, 1, 1, 0}, {OK, 26.5, 1, 1, 0}},
        {"10,40,0,20,1", {OK, 30, 1, 1, 0}, {OK, 26.5, 1, 1, 0}},
        {"10,40,-5,20,1", {OK, 30, 1, 1, 0}, {OK, 26.5, 1, 1, 0}},
        {"0,0,50,20,1", {NA, 0, 0, 0, 0}, {OK, 19, 1, 0.5, 0}},
        {"0,0,,20,1", {NA, 0, 0, 0, 0}, {OK, 19, 1, 0.5, 0}},
        {",,50,20,1", {LITTLE, 0, 0, 1, 0}, {OK, 19, 0.5, 1, 0}},
    };
    check_all(examples, COUNT(examples));
}

/* What was rejected says so up to the root, through groups that have no score, too. */
static void groups_inherit_what_was_rejected(void **state) {
    (void)state;
    enum { RESTS = HM_FLAG_RESTS_ON_REJECTED };
    static const example examples[] = {
        {"-10,40,50,20,1", {OK, 40, 2.0 / 3, 1, RESTS}, {OK, 34, 5.0 / 6, 1, RESTS}},
        {"10,x,50,20,1", {LITTLE, 0, 1.0 / 3, 1, RESTS}, {OK, 19, 0.5, 1, RESTS}},
        {"10,40,50,20,1.5", {OK, 30, 1, 1, 0}, {OK, 27.5, 4.0 / 6, 1, RESTS}},
    };
    check_all(examples, COUNT(examples));
}

static void groups_inherit_what_is_not_verified_of_scored_children(void **state) {
    (void)state;
    static const char csv[] = "city,period,input,value,verified\n"
                              "X,2025,a,0,no\nX,2025,b,150,no\nX,2025,z,5,yes\nX,2025,c,20,yes\n"
                              "Y,2025,a,0,no\nY,2025,b,50,yes\nY,2025,z,5,no\nY,2025,c,20,yes\n";
    scored s = score_package(open_groups(), csv);
    /* of X a is undefined, b capped at 100 and unverified; of Y only a and z are unverified */
    assert_int_equal(row_of(&s, 0, "a").flags, HM_FLAG_UNVERIFIED);
    assert_int_equal(row_of(&s, 0, "b").flags, HM_FLAG_UNVERIFIED | HM_FLAG_CAPPED);
    assert_int_equal(row_of(&s, 0, "G").flags, HM_FLAG_UNVERIFIED);
    assert_int_equal(row_of(&s, 0, "R").flags, HM_FLAG_UNVERIFIED);
    assert_int_equal(row_of(&s, 1, "z").flags, HM_FLAG_UNVERIFIED);
    assert_int_equal(row_of(&s, 1, "G").flags, 0);
    assert_int_equal(row_of(&s, 1, "R").flags, 0);
    release(&s);
}

/* Units beyond a block, of which some apply in part: the same as one by one. */
static void groups_apply_alike_in_any_block(void **state) {
    (void)state;
    enum { UNITS = 2 * HM_BLOCK + 7 };
    char *csv = malloc(UNITS * 40);
    size_t at = (size_t)sprintf(csv, "city,period,a,b,z,c,x\n");
    for (unsigned i = 0; i < UNITS; i++)
        at +=
            (size_t)sprintf(csv + at, "C%u,2025,%u,40,50,20,1\n", i, i / HM_BLOCK == 1 ? i % 2 : 7);
    scored s = score_package(open_groups(), csv);
    for (size_t i = 0; i < UNITS; i++) {
        const bool partly = i / HM_BLOCK == 1 && i % 2 == 0;
        assert_near(row_of(&s, i, "G").applicable, partly ? 2.0 / 3 : 1);
        assert_near(row_of(&s, i, "R").applicable, partly ? 5.0 / 6 : 1);
    }
    release(&s);
    free(csv);
}

/* --- means --- */

enum { MOST = 12, ROUNDS = 20000 };

static uint64_t next(uint64_t *seed) { /* xorshift64 */
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static double fraction(uint64_t *seed) {
    return (double)(next(seed) >> 11) * 0x1p-53;
}

typedef struct bench {
    hm_child children[MOST];
    double scores[MOST], room[2 * MOST], score, coverage, applicable;
    uint8_t states[MOST], flags[MOST], state, flag;
} bench;

/* A group of `count` children as they stand in `b`. */
static double score_one(bench *b, size_t count, size_t method) {
    double parameters[HM_METHOD_PARAMETERS];
    (void)hm_method_begin(&hm_methods[method], parameters);
    const hm_group group = {.children = b->children,
                            .child_count = count,
                            .method = method,
                            .parameters = parameters,
                            .high = 100,
                            .rounding = -1,
                            .child_scores = b->room,
                            .child_weights = b->room + MOST};
    const hm_group_result result = {&b->score, &b->state, &b->flag, &b->coverage, &b->applicable};
    (void)hm_group_score(&group, 1, result);
    return b->score;
}

static void set_child(bench *b, size_t i, double score, double weight) {
    b->scores[i] = score;
    b->states[i] = HM_OBSERVED;
    b->flags[i] = 0;
    b->children[i] = (hm_child){
        .scores = &b->scores[i], .states = &b->states[i], .flags = &b->flags[i], .weight = weight};
}

static const char *const means[] = {"arithmetic", "geometric", "harmonic", "median"};

static void groups_of_equal_scores_have_that_score(void **state) {
    (void)state;
    uint64_t seed = 20260101;
    bench b;
    for (size_t round = 0; round < ROUNDS; round++) {
        const size_t count = 1 + (size_t)(next(&seed) % MOST);
        const double score = round % 3 == 0 ? 100 : 100 * fraction(&seed);
        for (size_t i = 0; i < count; i++)
            set_child(&b, i, score, 1e-3 + fraction(&seed));
        for (size_t m = 0; m < COUNT(means); m++) {
            const double found = score_one(&b, count, hm_method_find(means[m]));
            if (found < score || found > score)
                fail_msg("%s of %zu times %.17g: %.17g", means[m], count, score, found);
        }
    }
}

/* The scores differ in their last places, which is where means go astray. */
static void groups_stay_within_the_range_of_their_scores(void **state) {
    (void)state;
    uint64_t seed = 20260102;
    bench b;
    for (size_t round = 0; round < ROUNDS; round++) {
        const size_t count = 1 + (size_t)(next(&seed) % MOST);
        const double score = 99 * fraction(&seed);
        double low = 100, high = 0;
        for (size_t i = 0; i < count; i++) {
            const double near = score * (1 + (double)(next(&seed) % 3) * 0x1p-52);
            low = near < low ? near : low;
            high = near > high ? near : high;
            set_child(&b, i, near, round % 2 == 0 ? 1 : pow(10, 18 * fraction(&seed) - 9));
        }
        for (size_t m = 0; m < COUNT(means); m++) {
            const double found = score_one(&b, count, hm_method_find(means[m]));
            if (!(found >= low && found <= high))
                fail_msg("%s: %.17g is not within %.17g .. %.17g", means[m], found, low, high);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_apply_by_the_weights_of_all_children),
        cmocka_unit_test(groups_do_not_listen_to_a_child_of_weight_0),
        cmocka_unit_test(groups_inherit_what_was_rejected),
        cmocka_unit_test(groups_inherit_what_is_not_verified_of_scored_children),
        cmocka_unit_test(groups_apply_alike_in_any_block),
        cmocka_unit_test(groups_of_equal_scores_have_that_score),
        cmocka_unit_test(groups_stay_within_the_range_of_their_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Sessions on packages made up at random: after any sequence of figures, weights, resets, other
 * units and refits, every row is to the bit that of a fresh run with these figures and weights that
 * is given what a run over the figures at opening, or at the last refit, has learnt. */
#include "core_support.h"

#include <math.h>

enum { INPUTS = 6, GROUPS = 4, INDICATORS = 9, CITIES = 5, PERIODS = 3, UNITS = CITIES * PERIODS };
enum { PACKAGES = 60, TURNS = 60, TEXT = 12 };

/* A generator of our own, so that a failure can be repeated. */
static uint32_t seed;
static uint32_t draw(uint32_t most) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % most;
}
static bool by_chance(uint32_t percent) {
    return draw(100) < percent;
}
#define PICK(list) (list)[draw(COUNT(list))]

/* --- a package --- */

typedef struct text {
    char text[4096];
    size_t size;
} text;

static void add(text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(text *out, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int size =
        vsnprintf(out->text + out->size, sizeof out->text - out->size, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && out->size + (size_t)size < sizeof out->text);
    out->size += (size_t)size;
}

static const char *const methods[] = {"arithmetic", "geometric", "harmonic",
                                      "minimum",    "maximum",   "median"};

/* What groups have learnt is of the weights below them, and fits of other weights are refused: so
 * these stay as they are where some group of the package is scaled. */
static bool groups_are_scaled;

static const char *const scales_known[] = {"minmax", "zscore", "rank", "percentile"};

/* G1 to G4 stand below R or below one before them. */
static void write_manifest(text *out, bool scales) {
    groups_are_scaled = false;
    add(out, "return package { name = 'p', version = '1', api = 1, nodes = { { 'R', 'Root' }");
    for (uint32_t i = 1; i <= GROUPS; i++) {
        const uint32_t parent = draw(i);
        add(out, ", { 'G%u', 'Group', parent = '%c", i, parent == 0 ? 'R' : 'G');
        add(out, parent == 0 ? "'" : "%u'", parent);
        const bool scaled = scales && by_chance(30);
        groups_are_scaled |= scaled;
        if (scaled)
            add(out, ", scale = '%s'", PICK(scales_known));
        add(out, " }");
    }
    add(out, " }, weights = { I1 = 0, I3 = 2.5, G2 = %u }, policy = { aggregate = '%s'",
        draw(3) + 1, by_chance(60) ? methods[0] : PICK(methods));
    add(out, ", aggregate_at = { G%u = '%s' }", 1 + draw(GROUPS), PICK(methods));
    if (by_chance(40))
        add(out, ", rounding = %u", draw(3));
    if (by_chance(50))
        add(out, ", min_coverage = 0.%u", draw(10));
    add(out, " } }");
}

/* i5 may be asked for a figure that is itself asked for another. */
static void write_inputs(text *out) {
    const bool asks = by_chance(50);
    add(out,
        "return { number { 'i0', 'A number', may_be_na = true%s },\n"
        "number { 'i1', 'B' }, amount { 'i2', 'C', max = 200 }, count { 'i3', 'D'%s },\n"
        "flag { 'i4', 'E' }, amount { 'i5', 'F', may_be_na = true%s } }",
        asks ? ", asked_if = lt(input.i2, 50)" : "", asks ? ", asked_if = input.i4" : "",
        asks ? ", asked_if = gt(input.i3 + input.i1, 30)" : "");
}

/* Measures over x and y, numbers of inputs. */
static const char *const expressions[] = {
    "percent(input.i2, input.i%u + input.i%u)",
    "percent(input.i3, input.i5) + 0 * (input.i%u - input.i%u)",
    "when(lt(input.i%u, 20), 40, input.i%u)",
    "first_of(input.i%u, input.i%u)",
    "points(input.i4, 30) + 0.5 * input.i%u + 0.25 * input.i%u",
};
static const char *const backwards[] = {
    "first_of(growth(input.i%u), 10) + 0 * input.i%u",
    "0.5 * (previous(input.i%u, { within = 2 }) + input.i%u)",
    "mean(history(input.i%u + input.i%u, { back = 2, least = 2 }))",
};
static const char *const functions[] = {
    "function(v) if v.i%u > 80 then error('too much') end return 50 + v.i%u end",
    "function(v) if v.i%u < 10 then return nil, 'too little: ' .. v.i%u end return v.i2 end",
    "function(v) return v.i%u / v.i%u end",
};
static const char *const accepting[] = {
    "function(v) return (v.i%u or 7) + (v.i%u or 11) end",
    "function(v) return v.i4 and (v.i%u or 7) or (v.i%u or 90) end",
};
static const char *const looking[] = {
    "function(v) return 0.5 * (v.previous.i%u + v.i%u) end",
    "function(v) return max(history('i%u', { back = 3 })) + v.i%u end",
};
/* Numbers that measures may add up: i4 is a flag. */
static const uint32_t numbers[] = {0, 1, 2, 3, 5};

static void write_measure(text *out, const char *form) {
    const uint32_t x = PICK(numbers), y = PICK(numbers);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    add(out, form, x, y);
#pragma GCC diagnostic pop
}

static void write_indicator(text *out, uint32_t number, uint32_t parent, bool back, bool scales) {
    const bool function = by_chance(40), accepts = function && by_chance(40);
    add(out, "return indicator { code = 'I%u', parent = '%c", number, parent == 0 ? 'R' : 'G');
    add(out, parent == 0 ? "', name = 'An indicator'" : "%u', name = 'An indicator'", parent);
    add(out, ",\ninputs = { 'i0', 'i1', 'i2', 'i3', 'i4', 'i5' }");
    if (accepts)
        add(out, ", accepts_missing = true");
    if (by_chance(15) && parent != 0)
        add(out, ", deducts = true");
    if (scales && by_chance(50))
        add(out, ", scale = '%s', direction = '%s'", PICK(scales_known),
            by_chance(50) ? "lower" : "higher");
    add(out, ",\nmeasure = ");
    write_measure(out, accepts                             ? PICK(accepting)
                       : function && back && by_chance(50) ? PICK(looking)
                       : function                          ? PICK(functions)
                       : back && by_chance(50)             ? PICK(backwards)
                                                           : PICK(expressions));
    add(out, " }");
}

/* Each group has an indicator of its own, which does not deduct; the others stand anywhere. */
static hm_package *invent_package(void) {
    static text files[INDICATORS + 3];
    char paths[INDICATORS + 1][8];
    sources s = {.count = 0};
    const bool back = by_chance(40), scales = by_chance(40);
    memset(files, 0, sizeof files);
    write_manifest(&files[0], scales);
    write_inputs(&files[1]);
    add_source(&s, "package.lua", files[0].text);
    add_source(&s, "inputs.lua", files[1].text);
    for (uint32_t i = 0; i <= GROUPS; i++) {
        text *out = &files[2 + i];
        add(out, "return indicator { code = 'A%u', parent = '%c", i, i == 0 ? 'R' : 'G');
        add(out, i == 0 ? "', name = 'a'" : "%u', name = 'a'", i);
        add(out, ", inputs = { 'i1', 'i2' }, measure = 0.5 * (input.i1 + input.i2) }");
        snprintf(paths[i], sizeof paths[i], "a%u.lua", i);
        add_source(&s, paths[i], out->text);
    }
    for (uint32_t i = GROUPS + 1; i < INDICATORS; i++) {
        write_indicator(&files[2 + i], i - GROUPS, draw(GROUPS + 1), back, scales);
        snprintf(paths[i], sizeof paths[i], "i%u.lua", i);
        add_source(&s, paths[i], files[2 + i].text);
    }
    return open_sources(&s, NULL);
}

/* --- figures --- */

typedef char figures[UNITS][INPUTS][TEXT];

static void invent_figure(char out[TEXT], size_t input) {
    static const char *const odd[] = {"", "NR", "NA", "0"};
    static const char *const flags[] = {"yes", "no", "1", "0", "", "NR"};
    if (input == 4)
        snprintf(out, TEXT, "%s", PICK(flags));
    else if (by_chance(20))
        snprintf(out, TEXT, "%s", PICK(odd));
    else if (input == 3)
        snprintf(out, TEXT, "%u", draw(100));
    else
        snprintf(out, TEXT, "%u.%u", draw(110), draw(10));
}

static void invent_figures(figures all) {
    for (size_t unit = 0; unit < UNITS; unit++)
        for (size_t input = 0; input < INPUTS; input++)
            invent_figure(all[unit][input], input);
}

static hm_dataset *data_of(figures all) {
    static text csv;
    csv.size = 0;
    add(&csv, "city,period,i0,i1,i2,i3,i4,i5\n");
    for (size_t unit = 0; unit < UNITS; unit++) {
        add(&csv, "C%zu,%zu", unit / PERIODS, 2023 + unit % PERIODS);
        for (size_t input = 0; input < INPUTS; input++)
            add(&csv, ",%s", all[unit][input]);
        add(&csv, "\n");
    }
    return read_data(csv.text);
}

/* --- a session, and what it should give --- */

typedef struct pair {
    hm_package *package;
    hm_dataset *data;
    hm_session *session;
    hm_plan *plan;              /* the same weights, set apart */
    hm_scores *learnt[PERIODS]; /* by period: a run over the figures at opening, or at its last
                                   refit */
    figures given, now;
    size_t unit;
    size_t changes, refused;
} pair;

static bool is_same_number(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool is_same_row(const hm_score_row *a, const hm_score_row *b) {
    return a->status == b->status && a->flags == b->flags && a->has_value == b->has_value &&
           a->has_score == b->has_score && a->has_contribution == b->has_contribution &&
           is_same_number(a->value, b->value) && is_same_number(a->score, b->score) &&
           is_same_number(a->contribution, b->contribution) &&
           is_same_number(a->coverage, b->coverage) && is_same_number(a->applicable, b->applicable);
}

static void assert_same_node(const pair *p, const hm_scores *fresh, size_t node,
                             const hm_score_row *found) {
    hm_score_row wanted = HM_SCORE_ROW_INIT;
    hm_node_info one = HM_NODE_INFO_INIT, other = HM_NODE_INFO_INIT;
    assert_int_equal(hm_scores_row(fresh, p->unit, node, &wanted), HM_OK);
    hm_plan_node(p->plan, node, &one);
    hm_plan_node(hm_session_plan(p->session), node, &other);
    if (!is_same_row(found, &wanted))
        fail_msg("after %zu changes, unit %zu, %s: %s %.17g, a fresh run has %s %.17g", p->changes,
                 p->unit, one.code, hm_state_status(found->status), found->score,
                 hm_state_status(wanted.status), wanted.score);
    assert_true(one.weight == other.weight && one.share == other.share);
    const char *reason = hm_session_reason(p->session, node);
    const char *expected = hm_scores_reason(fresh, p->unit, node);
    assert_true((reason == NULL) == (expected == NULL));
    if (reason)
        assert_string_equal(reason, expected);
}

static void assert_as_fresh(pair *p) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_score_row rows[64] = {HM_SCORE_ROW_INIT};
    hm_dataset *data = data_of(p->now);
    hm_scores *fresh = NULL;
    const size_t count = hm_package_node_count(p->package);
    options.rank_levels = 0;
    options.fits = hm_scores_fits(p->learnt[p->unit % PERIODS]);
    assert_true(count <= COUNT(rows));
    assert_int_equal(hm_session_score(p->session, NULL), HM_OK);
    assert_int_equal(hm_session_rows(p->session, rows, count), HM_OK);
    assert_int_equal(hm_score_plan(&fresh, p->plan, data, &options, NULL), HM_OK);
    for (size_t node = 0; node < count; node++)
        assert_same_node(p, fresh, node, &rows[node]);
    hm_scores_free(fresh);
    hm_dataset_free(data);
}

/* --- changes --- */

static void change_figure(pair *p) {
    const uint32_t input = draw(INPUTS);
    char name[8], figure[TEXT];
    hm_error error;
    snprintf(name, sizeof name, "i%u", input);
    invent_figure(figure, input);
    if (by_chance(10))
        snprintf(figure, sizeof figure, "%s", by_chance(50) ? "-1" : "many");
    const hm_code code = hm_session_set(p->session, name, figure, &error);
    /* one that no measure reads is not of the package */
    assert_true(code == HM_OK || code == HM_ERROR_DATA || code == HM_ERROR_ARGUMENT);
    p->refused += code != HM_OK;
    if (code == HM_OK)
        memcpy(p->now[p->unit][input], figure, sizeof figure);
}

static void change_weight(pair *p) {
    static const double weights[] = {0, 0, 0.1, 1, 3, 1e-9, 1e9, -1};
    const size_t node = draw((uint32_t)hm_package_node_count(p->package));
    const double weight = PICK(weights);
    if (groups_are_scaled)
        return;
    const hm_code code = hm_session_set_weight(p->session, node, weight, NULL);
    assert_int_equal(code, hm_plan_set_weight(p->plan, node, weight, NULL));
    p->refused += code != HM_OK;
}

static void learn(pair *p, size_t period) {
    hm_dataset *data = data_of(p->now);
    hm_scores_free(p->learnt[period]);
    assert_int_equal(hm_score_plan(&p->learnt[period], p->plan, data, NULL, NULL), HM_OK);
    hm_dataset_free(data);
}

static void refit(pair *p) {
    assert_int_equal(hm_session_refit(p->session, NULL), HM_OK);
    learn(p, p->unit % PERIODS);
}

static void reset(pair *p) {
    assert_int_equal(hm_session_reset(p->session, NULL), HM_OK);
    memcpy(p->now[p->unit], p->given[p->unit], sizeof p->now[0]);
}

static void rebind(pair *p) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    memcpy(p->now[p->unit], p->given[p->unit], sizeof p->now[0]);
    p->unit = draw(UNITS);
    assert_int_equal(hm_session_rebind(p->session, p->unit, NULL), HM_OK);
    assert_int_equal(hm_session_row(p->session, 0, &row), HM_ERROR_ARGUMENT);
}

static void change(pair *p) {
    const uint32_t kind = draw(11);
    p->changes++;
    if (kind < 6)
        change_figure(p);
    else if (kind < 8)
        change_weight(p);
    else if (kind < 9)
        reset(p);
    else if (kind < 10)
        rebind(p);
    else
        refit(p);
}

static void close_pair(pair *p) {
    hm_session_free(p->session);
    for (size_t i = 0; i < PERIODS; i++)
        hm_scores_free(p->learnt[i]);
    hm_plan_free(p->plan);
    hm_dataset_free(p->data);
    hm_package_free(p->package);
}

static void open_pair(pair *p) {
    p->package = invent_package();
    invent_figures(p->given);
    memcpy(p->now, p->given, sizeof p->now);
    p->data = data_of(p->given);
    p->unit = draw(UNITS);
    assert_int_equal(hm_plan_new(&p->plan, p->package, NULL), HM_OK);
    assert_int_equal(hm_session_open(&p->session, p->package, p->data, p->unit, NULL, NULL), HM_OK);
    for (size_t i = 0; i < PERIODS; i++)
        learn(p, i);
}

static void sessions_are_as_fresh_runs(void **state) {
    static pair p;
    size_t changes = 0, refused = 0;
    (void)state;
    for (uint32_t package = 1; package <= PACKAGES; package++) {
        seed = package;
        p = (pair){.changes = 0};
        open_pair(&p);
        assert_as_fresh(&p);
        for (size_t turn = 0; turn < TURNS; turn++) {
            for (uint32_t i = draw(3); i > 0; i--)
                change(&p);
            change(&p);
            assert_as_fresh(&p);
        }
        changes += p.changes;
        refused += p.refused;
        close_pair(&p);
    }
    printf("%zu changes, %zu of them refused\n", changes, refused);
    assert_true(changes > 5000 && refused > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_are_as_fresh_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of studies as study.lua has them: what is read of one, and every message. */
#define _POSIX_C_SOURCE 200809L
#include "package/study.h"
#include "package_support.h"

#include <unistd.h>

static hm_package *open_with(const char *study) {
    char text[4096];
    sources s = {.count = 0};
    add_source(&s, "package.lua", ROOT_MANIFEST);
    add_source(&s, "I.lua", script_of(text, "I", "number { 'x' }", "measure = input.x"));
    add_source(&s, "lib/lists.lua", "return { values = { 80, 90 } }");
    if (study)
        add_source(&s, "study.lua", study);
    return open_sources(&s, NULL);
}

typedef struct read {
    hm_package *package;
    hm_arena arena;
    hm_declared_study study;
} read_one;

static read_one read_fine(const char *text) {
    read_one r = {.package = open_with(text)};
    hm_error error;
    hm_arena_open(&r.arena, hm_allocator_default());
    if (hm_study_read(&r.study, r.package, NULL, &r.arena, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return r;
}

static void close_read(read_one *r) {
    hm_arena_close(&r->arena);
    hm_package_free(r->package);
}

static void studies_that_say_all(void **state) {
    (void)state;
    read_one r = read_fine(
        "-- all there is\n"
        "return study {\n"
        "replicates = 4096, seed = 7, add = true,\n"
        "vary = {\n"
        "  weights = { within = 0.25, at = { 2, 'L1', 1, 'K' }, fixed = { 'L2', 'L1' } },\n"
        "  impute = { 'median', 5, param.assumed, { 'mean', by = 'region' }, false },\n"
        "  treat = { { 'winsorise', 5 }, { 'percentiles', 2.5, 97.5 }, at = 'L3' },\n"
        "  scale = { 'minmax', { 'zscore', mean = 10, spread = 2, sd = 'sample' },\n"
        "    { 'minmax', to = { 1, 100 }, over = { '2013', '2014' }, fit_on = 'all',\n"
        "      bounds = { low = { percentile = 5 }, high = param.top } },\n"
        "    { 'reference', city = 'EU27', over = 'all' }, at = 3 },\n"
        "  aggregate = { 'arithmetic', { 'geometric', floor = 1 }, { 'power', 0.5 } },\n"
        "  params = { threshold = require('lists').values, other = { 1 } },\n"
        "  figures = { quality = { estimate = 0.05, measured = 0 }, shared = 0.5 },\n"
        "  gaps = 'peers', drop = { 'L2', 'L1' },\n"
        "} }");
    const hm_declared_study *s = &r.study;
    assert_string_equal(s->file, "p/study.lua");
    assert_int_equal(s->line, 2);
    assert_int_equal(s->replicates, 4096);
    assert_true(s->has_seed && s->adds);
    assert_int_equal(s->seed, 7);
    assert_int_equal(s->weights.draw, HM_WEIGHTS_WITHIN);
    assert_near(s->weights.number, 0.25);
    assert_int_equal(s->weights.at.code_count, 2);
    assert_string_equal(s->weights.at.codes[0], "K");
    assert_string_equal(s->weights.at.codes[1], "L1");
    assert_int_equal(s->weights.at.depth_count, 2);
    assert_int_equal(s->weights.at.depths[0], 1);
    assert_int_equal(s->weights.at.depths[1], 2);
    assert_int_equal(s->weights.fixed_count, 2);
    assert_string_equal(s->weights.fixed[0], "L2");
    static const char *const texts[HM_STUDY_STAGES][5] = {
        {"median", "number 5", "number param.assumed", "mean, by region", "none"},
        {"winsorise 5", "percentiles 2.5 97.5"},
        {"minmax", "zscore, mean 10, spread 2, sd sample",
         "minmax, to 1 100, low percentile 5, high param.top, over 2013 2014, fit on all",
         "reference, over all, city EU27"},
        {"arithmetic", "geometric, floor 1", "power 0.5"}};
    for (int stage = 0; stage < HM_STUDY_STAGES; stage++) {
        const hm_declared_alternatives *all = &s->stages[stage];
        for (size_t i = 0; i < 5; i++)
            assert_true(i < all->count ? strcmp(all->texts[i], texts[stage][i]) == 0
                                       : !texts[stage][i]);
        assert_true(!all->steps == (stage == HM_STUDY_AGGREGATE));
        assert_true(!all->aggregates == (stage != HM_STUDY_AGGREGATE));
    }
    assert_null(s->stages[HM_STUDY_IMPUTE].steps[4].method);
    assert_true(s->stages[HM_STUDY_IMPUTE].steps[4].is_said);
    assert_string_equal(s->stages[HM_STUDY_TREAT].at.codes[0], "L3");
    assert_int_equal(s->stages[HM_STUDY_SCALE].at.depths[0], 3);
    assert_int_equal(s->stages[HM_STUDY_AGGREGATE].at.depth_count, 0);
    assert_int_equal(s->parameter_count, 2);
    assert_string_equal(s->parameters[0].name, "other");
    assert_int_equal(s->parameters[1].count, 2);
    assert_near(s->parameters[1].values[1], 90);
    assert_int_equal(s->quality_count, 2);
    assert_string_equal(s->quality[0].word, "estimate");
    assert_near(s->quality[0].error, 0.05);
    assert_near(s->shared, 0.5);
    assert_int_equal(s->gaps, HM_GAPS_PEERS);
    assert_false(s->drops_each);
    assert_int_equal(s->drop_count, 2);
    assert_string_equal(s->drops[0], "L2");
    close_read(&r);
}

static void studies_that_say_little(void **state) {
    (void)state;
    read_one r = read_fine("return study { vary = { drop = 'each', gaps = 'uniform' } }");
    assert_int_equal(r.study.replicates, 1024);
    assert_false(r.study.has_seed || r.study.adds);
    assert_int_equal(r.study.seed, 1);
    assert_int_equal(r.study.weights.draw, HM_WEIGHTS_KEPT);
    assert_true(r.study.drops_each);
    assert_int_equal(r.study.gaps, HM_GAPS_UNIFORM);
    close_read(&r);
}

static void studies_draw_weights(void **state) {
    (void)state;
    static const struct {
        const char *weights;
        hm_weight_draw draw;
        double number;
    } examples[] = {{"within = 1", HM_WEIGHTS_WITHIN, 1},
                    {"simplex = true", HM_WEIGHTS_SIMPLEX, 0},
                    {"simplex = 0.05", HM_WEIGHTS_SIMPLEX, 0.05},
                    {"spread = 0.2", HM_WEIGHTS_SPREAD, 0.2},
                    {"sets = 'sets.csv'", HM_WEIGHTS_SETS, 0}};
    for (size_t i = 0; i < COUNT(examples); i++) {
        char text[256];
        snprintf(text, sizeof text, "return study { vary = { weights = { %s } } }",
                 examples[i].weights);
        read_one r = read_fine(text);
        assert_int_equal(r.study.weights.draw, examples[i].draw);
        assert_near(r.study.weights.number, examples[i].number);
        assert_true(!r.study.weights.sets == (examples[i].draw != HM_WEIGHTS_SETS));
        close_read(&r);
    }
}

/* Each with its line. */
static void studies_that_are_none(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } examples[] = {
        {"return 5", "1: returns a number, expected a study: return study { ... }"},
        {"return { replicates = 5 }",
         "1: returns a table that is none, expected a study: return study { ... }"},
        {"return package { name = 'x' }",
         "1: returns a table that is none, expected a study: return study { ... }"},
        {"local x = 1", "1: returns nothing, expected a study: return study { ... }"},
        {"return study", "1: returns a function, expected a study: return study { ... }"},
        {"return study(5)", "1: study takes one table: study { ... }"},
        {"return study { replicate = 5 }",
         "1: study: unknown field \"replicate\": did you mean \"replicates\"?"},
        {"return study { 5 }", "1: study: has list elements: every field needs a name"},
        {"return study { replicates = 0 }",
         "1: study: replicates must be a whole number from 1 to 1000000"},
        {"return study { replicates = 2.5 }",
         "1: study: replicates must be a whole number from 1 to 1000000"},
        {"return study { replicates = 1000001 }",
         "1: study: replicates must be a whole number from 1 to 1000000"},
        {"return study { replicates = '5' }",
         "1: study: replicates must be a whole number from 1 to 1000000"},
        {"return study {\nseed = -1 }", "2: study: seed must be a whole number of at least 0"},
        {"return study { seed = 0.5 }", "1: study: seed must be a whole number of at least 0"},
        {"return study { add = 1 }", "1: study: add is a number, expected true or false"},
        {"return study { vary = 5 }", "1: study: vary is a number, expected a table { ... }"},
        {"return study { vary = {} }",
         "1: vary: names nothing that varies: vary = { weights = { within = 0.25 } }"},
        {"return study { vary = {\nweight = { within = 0.25 } } }",
         "2: vary: unknown field \"weight\": did you mean \"weights\"?"},
        {"return study { vary = {\nscale = 'minmax' } }",
         "2: vary: scale is a string, expected a table { ... }"},
        {"return study { vary = {\nscale = {} } }",
         "2: vary.scale: has no alternatives: scale = { \"NAME\", ... }"},
        {"return study { vary = {\nscale = { at = 2 } } }",
         "2: vary.scale: has no alternatives: scale = { \"NAME\", ... }"},
        {"return study { vary = {\nscale = { 'zscore', mean = 10 } } }",
         "2: vary.scale: unknown field \"mean\": an alternative with parameters is a table of its "
         "own: { { \"NAME\", mean = ... } }"},
        {"return study { vary = {\nscale = { 'minmax', nil, 'rank' } } }",
         "2: vary.scale: gap at 2: a list has its elements one after the other"},
        {"return study { vary = {\nscale = { 'minmax', 'rank', 'minmax' } } }",
         "2: vary.scale: alternative 3 is the same as alternative 1"},
        {"return study { vary = {\nscale = { { 'zscore', mean = 10, spread = 2 }, { 'zscore', "
         "spread = 2, mean = 10.0 } } } }",
         "2: vary.scale: alternative 2 is the same as alternative 1"},
        {"return study { vary = {\nscale = { true } } }",
         "2: vary.scale: alternative 1 is true, expected a method, or false for none"},
        {"return study { vary = {\nscale = { 5 } } }",
         "2: vary.scale: alternative 1 is a number, expected text"},
        {"return study { vary = {\nscale = { {} } } }",
         "2: vary.scale: alternative 1: element 1 must be the name of a method, a text"},
        {"return study { vary = {\nscale = { { 'zscore', to = { 100, 1 } } } } }",
         "2: vary.scale: alternative 1: to must be two numbers, or param.NAME, the lower first: to "
         "= { 1, 100 }"},
        {"return study { vary = {\nscale = { { 'zscore', bounds = { lo = 5 } } } } }",
         "2: vary.scale: alternative 1: unknown field \"lo\": did you mean \"low\"?"},
        {"return study { vary = {\nimpute = { input.x } } }",
         "2: vary.impute: alternative 1 is an expression, expected a method, a number or "
         "param.NAME alone"},
        {"return study { vary = {\nimpute = { print } } }",
         "2: 'print' is not available to scripts"},
        {"return study { vary = {\naggregate = { false } } }",
         "2: vary.aggregate: alternative 1 is a boolean, expected text"},
        {"return study { vary = {\naggregate = { { 'power', 1, 2 } } } }",
         "2: vary.aggregate: alternative 1: has more than the name of a method and a number: { "
         "\"power\", 0.5 }"},
        {"return study { vary = {\naggregate = { input.x } } }",
         "2: vary.aggregate: alternative 1 is an expression, expected text"},
        {"return study { vary = {\nscale = { 'rank', at = {} } } }",
         "2: vary.scale: at is an empty list: it names levels, or nodes"},
        {"return study { vary = {\nscale = { 'rank', at = 1.5 } } }",
         "2: vary.scale: at: expected the code of a node, or a level below the index, a whole "
         "number from 0 to 64"},
        {"return study { vary = {\nscale = { 'rank', at = 65 } } }",
         "2: vary.scale: at: expected the code of a node, or a level below the index, a whole "
         "number from 0 to 64"},
        {"return study { vary = {\nscale = { 'rank', at = -1 } } }",
         "2: vary.scale: at: expected the code of a node, or a level below the index, a whole "
         "number from 0 to 64"},
        {"return study { vary = {\nscale = { 'rank', at = { '' } } } }",
         "2: vary.scale: at: a code is empty"},
        {"return study { vary = {\nscale = { 'rank', at = { 'A', 'B', 'A' } } } }",
         "2: vary.scale: at names \"A\" twice"},
        {"return study { vary = {\nscale = { 'rank', at = { 2, 2 } } } }",
         "2: vary.scale: at names level 2 twice"},
        {"return study { vary = {\nscale = { 'rank', at = { true } } } }",
         "2: vary.scale: at: expected the code of a node, or a level below the index, a whole "
         "number from 0 to 64"},
        {"return study { vary = {\nscale = { 'rank', at = { a = 1 } } } }",
         "2: vary.scale: at must be a list { a, b, ... }, without names or gaps"},
        {"return study { vary = {\nweights = 0.25 } }",
         "2: vary: weights is a number, expected a table { ... }"},
        {"return study { vary = {\nweights = {} } }",
         "2: vary.weights: says none of within, simplex, spread and sets, expected one"},
        {"return study { vary = {\nweights = { at = 1 } } }",
         "2: vary.weights: says none of within, simplex, spread and sets, expected one"},
        {"return study { vary = {\nweights = { within = 0.2, spread = 0.2 } } }",
         "2: vary.weights: says more than one of within, simplex, spread and sets, expected one"},
        {"return study { vary = {\nweights = { within = 0 } } }",
         "2: vary.weights: within is a share of each weight, above 0 and at most 1"},
        {"return study { vary = {\nweights = { within = 1.1 } } }",
         "2: vary.weights: within is a share of each weight, above 0 and at most 1"},
        {"return study { vary = {\nweights = { simplex = false } } }",
         "2: vary.weights: simplex is true, or the least share of each weight, at least 0 and "
         "below 1"},
        {"return study { vary = {\nweights = { simplex = 1 } } }",
         "2: vary.weights: simplex is true, or the least share of each weight, at least 0 and "
         "below 1"},
        {"return study { vary = {\nweights = { spread = 0 } } }",
         "2: vary.weights: spread is the deviation of the weights' logarithms, above 0 and at most "
         "10"},
        {"return study { vary = {\nweights = { spread = 11 } } }",
         "2: vary.weights: spread is the deviation of the weights' logarithms, above 0 and at most "
         "10"},
        {"return study { vary = {\nweights = { sets = '' } } }",
         "2: vary.weights: sets is empty: it names a table of weights"},
        {"return study { vary = {\nweights = { sets = 5 } } }",
         "2: vary.weights: sets is a number, expected text"},
        {"return study { vary = {\nweights = { sets = 's.csv', at = 1 } } }",
         "2: vary.weights: sets say themselves which nodes they are of: no at, and no fixed"},
        {"return study { vary = {\nweights = { sets = 's.csv', fixed = 'A' } } }",
         "2: vary.weights: sets say themselves which nodes they are of: no at, and no fixed"},
        {"return study { vary = {\nweights = { withn = 0.2 } } }",
         "2: vary.weights: unknown field \"withn\": did you mean \"within\"?"},
        {"return study { vary = {\nweights = { within = 0.2, fixed = {} } } }",
         "2: vary.weights: fixed is an empty list: it names nodes"},
        {"return study { vary = {\nweights = { within = 0.2, fixed = { 1 } } } }",
         "2: vary.weights: fixed: element 1 is a number, expected the code of a node"},
        {"return study { vary = {\nweights = { within = 0.2, fixed = { 'A', 'A' } } } }",
         "2: vary.weights: fixed names \"A\" twice"},
        {"return study { vary = {\nweights = { within = 0.2, fixed = true } } }",
         "2: vary.weights: fixed is a boolean, expected the code of a node, or a list"},
        {"return study { vary = {\nparams = {} } }",
         "2: vary.params: names no parameter: params = { NAME = { 80, 90 } }"},
        {"return study { vary = {\nparams = { { 80, 90 } } } }",
         "2: vary.params: every entry must name a parameter: NAME = { 80, 90 }"},
        {"return study { vary = {\nparams = { p = 80 } } }",
         "2: vary.params: p must have a list of numbers: p = { 80, 90 }"},
        {"return study { vary = {\nparams = { p = {} } } }",
         "2: vary.params: p must have a list of numbers: p = { 80, 90 }"},
        {"return study { vary = {\nparams = { p = { 'x' } } } }",
         "2: vary.params: p: element 1 is no finite number"},
        {"return study { vary = {\nparams = { p = { 1, 2, 1.0 } } } }",
         "2: vary.params: p has a number twice"},
        {"return study { vary = {\nparams = { p = { 1 / 0 } } } }",
         "2: vary.params: p: element 1 is no finite number"},
        {"return study { vary = {\nfigures = {} } }",
         "2: vary.figures: says no quality: figures = { quality = { estimate = 0.05 } }"},
        {"return study { vary = {\nfigures = { quality = {} } } }",
         "2: vary.figures: quality: names no quality: { estimate = 0.05 }"},
        {"return study { vary = {\nfigures = { quality = { 0.05 } } } }",
         "2: vary.figures: quality: every entry must name a quality: estimate = 0.05"},
        {"return study { vary = {\nfigures = { quality = { estimate = -1 } } } }",
         "2: vary.figures: quality: estimate must have the deviation of the error, in parts of the "
         "figure: a number from 0 to 1"},
        {"return study { vary = {\nfigures = { quality = { estimate = 'x' } } } }",
         "2: vary.figures: quality: estimate must have the deviation of the error, in parts of the "
         "figure: a number from 0 to 1"},
        {"return study { vary = {\nfigures = { quality = { estimate = 0.05 }, shared = 2 } } }",
         "2: vary.figures: shared must lie within 0 and 1"},
        {"return study { vary = {\nfigures = { qualty = { estimate = 0.05 } } } }",
         "2: vary.figures: unknown field \"qualty\": did you mean \"quality\"?"},
        {"return study { vary = {\ngaps = 'any' } }",
         "2: vary: gaps is \"any\", expected \"uniform\", \"peers\" or \"em\""},
        {"return study { vary = {\ngaps = true } }", "2: vary: gaps is a boolean, expected text"},
        {"return study { vary = {\ndrop = 'L1' } }",
         "2: vary: drop is \"L1\", expected \"each\", or a list of codes: { \"L1\" }"},
        {"return study { vary = {\ndrop = {} } }",
         "2: vary: drop is an empty list: it names nodes"},
        {"return study { vary = {\ndrop = { 'L1', 'L1' } } }", "2: vary: drop names \"L1\" twice"},
        {"return study { vary = {\ndrop = true } }",
         "2: vary: drop is a boolean, expected the code of a node, or a list"},
        {"return study { vary = {\ndrop = { 5 } } }",
         "2: vary: drop: element 1 is a number, expected the code of a node"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        hm_package *package = open_with(examples[i].text);
        hm_arena arena;
        hm_declared_study study;
        hm_error error;
        char found[sizeof error.message + 16];
        hm_arena_open(&arena, hm_allocator_default());
        assert_int_equal(hm_study_read(&study, package, NULL, &arena, &error), HM_ERROR_PACKAGE);
        snprintf(found, sizeof found, "%u: %s", error.line, error.message);
        assert_string_equal(found, examples[i].message);
        assert_string_equal(error.file, "p/study.lua");
        hm_arena_close(&arena);
        hm_package_free(package);
    }
}

static void put_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Of the package that was opened, of one below, of a file, or none. */
static void studies_by_where_they_are(void **state) {
    (void)state;
    static const known packages[] = {
        {"base", {BASE}},
        {"middle",
         {"package.lua",
          "return package { name = 'middle', version = '1', api = 1, extends = 'base' }",
          "study.lua", "return study { replicates = 7 }", NULL}},
        {"top",
         {"package.lua",
          "return package { name = 'top', version = '1', api = 1, extends = 'middle' }", NULL}},
        {NULL, {NULL}}};
    char path[] = "/tmp/hm_study_XXXXXX";
    hm_package *top = open_fine(packages, "top"), *base = open_fine(packages, "base");
    hm_declared_study study;
    hm_error error;
    hm_arena arena;
    hm_arena_open(&arena, hm_allocator_default());
    assert_true(hm_package_has_study(top));
    assert_int_equal(hm_study_read(&study, top, NULL, &arena, &error), HM_OK);
    assert_int_equal(study.replicates, 7);
    assert_string_equal(study.file, "middle/study.lua");
    assert_false(hm_package_has_study(base));
    assert_int_equal(hm_study_read(&study, base, NULL, &arena, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message, "no study: expected a file study.lua in the package");
    close(mkstemp(path));
    put_file(path, "return study {\nreplicates = 9, seed = -1 }");
    assert_int_equal(hm_study_read(&study, base, path, &arena, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message, "study: seed must be a whole number of at least 0");
    assert_string_equal(error.file, path);
    assert_int_equal(error.line, 2);
    put_file(path, "return study { replicates = 9 }");
    assert_int_equal(hm_study_read(&study, base, path, &arena, &error), HM_OK);
    assert_int_equal(study.replicates, 9);
    unlink(path);
    assert_int_equal(hm_study_read(&study, base, path, &arena, &error), HM_ERROR_PACKAGE);
    hm_arena_close(&arena);
    hm_package_free(base);
    hm_package_free(top);
}

/* They are scripts like others. */
static void studies_have_limits(void **state) {
    (void)state;
    hm_package *package = open_with("while true do end");
    hm_declared_study study;
    hm_error error;
    hm_arena arena;
    hm_arena_open(&arena, hm_allocator_default());
    assert_int_equal(hm_study_read(&study, package, NULL, &arena, &error), HM_ERROR_LIMIT);
    hm_arena_close(&arena);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(studies_that_say_all),      cmocka_unit_test(studies_that_say_little),
        cmocka_unit_test(studies_draw_weights),      cmocka_unit_test(studies_that_are_none),
        cmocka_unit_test(studies_by_where_they_are), cmocka_unit_test(studies_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of studies, as they are read, and of variants of a package: each has the scores, byte for
 * byte, of a package that says so itself. */
#include "core_support.h"
#include "package/study.h"
#include "package/variant.h"

#define INDICES HM_SOURCE_DIR "/examples/indices"

/* --- packages that stand on another --- */

static hm_code try_over(hm_package **out, const char *base, const char *fields, const char *study,
                        const hm_setting *setting, hm_error *error) {
    static const char *const search[] = {INDICES};
    char manifest[1 << 14];
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.search = search;
    options.search_count = 1;
    options.settings = setting;
    options.setting_count = setting != NULL;
    snprintf(manifest, sizeof manifest,
             "return package { name = 'over', version = '1', api = 1, extends = '%s',\n%s }", base,
             fields);
    const hm_package_file files[] = {{"package.lua", manifest, strlen(manifest)},
                                     {"study.lua", study, strlen(study)}};
    return hm_package_open_memory(out, "over", files, *study ? 2 : 1, &options, NULL, error);
}

static hm_package *open_over(const char *base, const char *fields, const char *study) {
    hm_package *package = NULL;
    hm_error error;
    if (try_over(&package, base, fields, study, NULL, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return package;
}

/* What the program calls --recipe coinr. */
#define COINR                                                                                      \
    "{ \"schema\": { \"missingValues\": [\"\", \"NA\"] }, \"hundredmark\": {\n"                    \
    "\"city\": { \"column\": \"uCode\" }, \"period\": { \"column\": \"Time\" },\n"                 \
    "\"cities\": [{ \"column\": \"uName\", \"as\": \"name\" }, \"*_group\"] } }"

/* A path below the sources. */
static hm_dataset *read_folder(const char *path) {
    char whole[512];
    hm_dataset *data = NULL;
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    if (strstr(path, "asem"))
        options.recipe = COINR, options.decimal = ".", options.group = "";
    snprintf(whole, sizeof whole, HM_SOURCE_DIR "/%s", path);
    if (hm_dataset_new(&data, NULL, &error) != HM_OK ||
        hm_dataset_read_with(data, whole, &options, &error) != HM_OK ||
        hm_dataset_finish(data, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return data;
}

static char *scores_of(const hm_package *package, const hm_dataset *data) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    hm_scores *scores = score_with(package, data, NULL);
    char *text = write_text(scores, options);
    hm_scores_free(scores);
    return text;
}

/* --- what a study says, and its variants --- */

typedef struct read {
    hm_arena arena;
    hm_declared_study study;
} read;

static void read_study(read *out, const hm_package *package) {
    hm_error error;
    hm_arena_open(&out->arena, hm_allocator_default());
    assert_true(hm_package_has_study(package));
    if (hm_study_read(&out->study, package, NULL, &out->arena, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
}

static hm_varied_stage alternative_of(const hm_declared_study *study, hm_study_stage stage,
                                      size_t number) {
    const hm_declared_alternatives *all = &study->stages[stage];
    assert_true(number < all->count);
    return (hm_varied_stage){.stage = stage,
                             .step = all->steps ? &all->steps[number] : NULL,
                             .aggregate = all->aggregates ? &all->aggregates[number] : NULL,
                             .at = &all->at};
}

static hm_code try_variant(hm_package **out, hm_package *package, const hm_declared_study *study,
                           hm_study_stage stage, size_t number, hm_error *error) {
    const hm_varied_stage varied = alternative_of(study, stage, number);
    const hm_variation variation = {
        .stages = &varied, .stage_count = 1, .file = study->file, .line = study->line};
    return hm_package_vary(out, package, &variation, error);
}

static hm_package *vary(hm_package *package, const hm_declared_study *study, hm_study_stage stage,
                        size_t number) {
    hm_package *variant = NULL;
    hm_error error;
    if (try_variant(&variant, package, study, stage, number, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return variant;
}

static void assert_same_nodes(const hm_package *a, const hm_package *b) {
    assert_int_equal(a->plan.node_count, b->plan.node_count);
    assert_int_equal(a->plan.input_count, b->plan.input_count);
    assert_int_equal(a->plan.indicator_count, b->plan.indicator_count);
    for (size_t i = 0; i < a->plan.node_count; i++)
        assert_string_equal(a->plan.nodes[i].code, b->plan.nodes[i].code);
    for (size_t i = 0; i < a->plan.input_count; i++)
        assert_ptr_equal(a->plan.inputs[i], b->plan.inputs[i]);
}

/* `said` has the fields that a package needs to say the same as the alternative. */
static void assert_as_said(hm_package *package, hm_package *variant, const char *base,
                           const char *said, const hm_dataset *data) {
    hm_package *other = open_over(base, said, "");
    char *found = scores_of(variant, data), *expected = scores_of(other, data);
    assert_same_nodes(package, variant);
    if (strcmp(found, expected) != 0)
        fail_msg("%s: other scores than of a package with %s", base, said);
    free(found);
    free(expected);
    hm_package_free(other);
}

#define SAME_AS_POLICY 8

typedef struct policy_example {
    const char *base, *data;
    hm_study_stage stage;
    const char *values[SAME_AS_POLICY];
} policy_example;

static void list_values(char *out, size_t size, const char *const *values) {
    *out = '\0';
    for (size_t i = 0; i < SAME_AS_POLICY && values[i]; i++) {
        strncat(out, values[i], size - strlen(out) - 1);
        strncat(out, ", ", size - strlen(out) - 1);
    }
}

static void check_policies(const policy_example *example) {
    char list[1024], study[2048], said[1024];
    const char *stage = hm_study_stage_name(example->stage);
    read r;
    list_values(list, sizeof list, example->values);
    snprintf(study, sizeof study, "return study { vary = { %s = { %s } } }", stage, list);
    hm_package *package = open_over(example->base, "", study);
    hm_dataset *data = read_folder(example->data);
    char *before = scores_of(package, data);
    read_study(&r, package);
    for (size_t i = 0; i < r.study.stages[example->stage].count; i++) {
        hm_package *variant = vary(package, &r.study, example->stage, i);
        snprintf(said, sizeof said, "policy = { %s = %s }", stage, example->values[i]);
        assert_as_said(package, variant, example->base, said, data);
        hm_package_free(variant);
    }
    char *after = scores_of(package, data);
    assert_string_equal(before, after);
    free(before);
    free(after);
    hm_arena_close(&r.arena);
    hm_dataset_free(data);
    hm_package_free(package);
}

static void variants_of_policies(void **state) {
    (void)state;
    static const policy_example examples[] = {
        {"asem",
         "examples/indices/asem/data/sample.csv",
         HM_STUDY_SCALE,
         {"'minmax'", "{ 'minmax', to = { 1, 100 }, fit_on = 'all' }",
          "{ 'zscore', mean = 10, spread = 2, sd = 'sample' }", "'rank'", "false"}},
        {"asem",
         "examples/indices/asem/data/sample.csv",
         HM_STUDY_TREAT,
         {"{ 'winsorise', 1 }", "{ 'winsorise', most = 5, otherwise = 'log' }", "'boxcox'",
          "false"}},
        {"asem",
         "examples/indices/asem/data/sample.csv",
         HM_STUDY_IMPUTE,
         {"'median'", "5", "'knn'", "{ 'mean', by = 'EurAsia_group' }", "false"}},
        {"asem",
         "examples/indices/asem/data/sample.csv",
         HM_STUDY_AGGREGATE,
         {"'arithmetic'", "{ 'geometric', floor = 1 }", "{ 'power', 0.5 }", "'copeland'"}},
        {"desi",
         "examples/indices/desi/data/sample.csv",
         HM_STUDY_AGGREGATE,
         {"'geometric'", "'median'"}},
        {"hdi", "examples/indices/hdi/data/sample.csv", HM_STUDY_SCALE, {"'rank'", "'minmax'"}},
        {"ibc",
         "examples/indices/ibc/data/sample.csv",
         HM_STUDY_AGGREGATE,
         {"'harmonic'", "'minimum'"}},
        {"simd", "examples/indices/simd/data/sample.csv", HM_STUDY_IMPUTE, {"'mean'", "0"}},
        {"svi",
         "examples/indices/svi/data/sample.csv",
         HM_STUDY_SCALE,
         {"'percentile'", "{ 'percent_rank', to = { 0, 2 } }"}},
        {"iso-iec-30146", "examples/study", HM_STUDY_AGGREGATE, {"'geometric'", "{ 'worst', 2 }"}},
        {"iso-iec-30146", "examples/study", HM_STUDY_SCALE, {"'minmax'"}},
        {"iso-iec-30146", "examples/study", HM_STUDY_IMPUTE, {"'median'", "'em'"}},
    };
    for (size_t i = 0; i < COUNT(examples); i++)
        check_policies(&examples[i]);
}

/* `override` of all nodes of a depth that `indicators` says the kind of. */
static void override_all(char *out, size_t size, const hm_package *package, size_t depth,
                         bool indicators, const char *field) {
    size_t at = (size_t)snprintf(out, size, "override = { ");
    for (size_t i = 0; i < package->plan.node_count; i++) {
        const hm_node *node = &package->plan.nodes[i];
        if (node->depth == depth && (node->indicator != HM_NO_INDICATOR) == indicators)
            at += (size_t)snprintf(out + at, size - at, "['%s'] = { %s }, ", node->code, field);
        assert_true(at < size);
    }
    snprintf(out + at, size - at, "}");
}

static void variants_at_places(void **state) {
    (void)state;
    static const struct {
        const char *base, *data, *vary;
        hm_study_stage stage;
        size_t depth;
        bool indicators;
        const char *field;
    } examples[] = {
        {"asem", "examples/indices/asem/data/sample.csv", "scale = { 'rank', at = 3 }",
         HM_STUDY_SCALE, 3, true, "scale = 'rank'"},
        {"asem", "examples/indices/asem/data/sample.csv", "treat = { false, at = { 3 } }",
         HM_STUDY_TREAT, 3, true, "treat = false"},
        {"asem", "examples/indices/asem/data/sample.csv",
         "aggregate = { 'geometric', at = { 2, 'Index' } }", HM_STUDY_AGGREGATE, 2, false,
         "aggregate = 'geometric'"},
        {"iso-iec-30146", "examples/study", "aggregate = { { 'geometric', floor = 1 }, at = 1 }",
         HM_STUDY_AGGREGATE, 1, false, "aggregate = { 'geometric', floor = 1 }"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        static char said[1 << 14];
        char study[256];
        read r;
        snprintf(study, sizeof study, "return study { vary = { %s } }", examples[i].vary);
        hm_package *package = open_over(examples[i].base, "", study);
        hm_dataset *data = read_folder(examples[i].data);
        read_study(&r, package);
        hm_package *variant = vary(package, &r.study, examples[i].stage, 0);
        override_all(said, sizeof said, package, examples[i].depth, examples[i].indicators,
                     examples[i].field);
        if (r.study.stages[examples[i].stage].at.code_count > 0) /* Index, too */
            snprintf(said + strlen(said) - 1, 64, "['Index'] = { %s } }", examples[i].field);
        assert_as_said(package, variant, examples[i].base, said, data);
        hm_package_free(variant);
        hm_arena_close(&r.arena);
        hm_dataset_free(data);
        hm_package_free(package);
    }
}

/* --- a small package of its own --- */

#define INDICATOR(code, parent, rest)                                                              \
    "return indicator { code = '" code "', parent = '" parent "', name = '" code "',\n"            \
    "inputs = { number { '" code "' } }, measure = input." code ", " rest " }"

/* A and B below G, C below H, which has a measure; of parameter p all weigh something. */
static const char *const SMALL[][2] = {
    {"package.lua", "return package { name = 'small', version = '1', api = 1,\n"
                    "policy = { scale = 'minmax' }, weights = { A = param.p, C = 3 },\n"
                    "nodes = { { 'R', 'R' }, { 'G', 'G', parent = 'R' },\n"
                    "{ 'H', 'H', parent = 'R', measure = score.C / 2 },\n"
                    "{ 'K', 'K', parent = 'R' } } }"},
    {"parameters.csv", "name,value\np,2\nq,1\n"},
    {"A.lua", INDICATOR("A", "G", "direction = 'lower'")},
    {"B.lua", INDICATOR("B", "G", "")},
    {"C.lua", INDICATOR("C", "H", "")},
    {"D.lua", INDICATOR("D", "K", "scale = { 'distance_to_target', param.q }")},
    {"E.lua",
     "return indicator { code = 'E', parent = false, name = 'E', inputs = { number { 'E' } },\n"
     "measure = input.E }"},
};
#define SMALL_DATA "city,period,A,B,C,D,E\nX,2025,1,5,3,1,1\nY,2025,2,7,9,4,2\nZ,2025,6,3,5,2,7\n"

static hm_package *open_small(const char *study, const hm_setting *setting) {
    sources s = {.count = 0};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.settings = setting;
    options.setting_count = setting != NULL;
    for (size_t i = 0; i < COUNT(SMALL); i++)
        add_source(&s, SMALL[i][0], SMALL[i][1]);
    if (study)
        add_source(&s, "study.lua", study);
    return open_sources(&s, &options);
}

static void variants_with_other_parameters(void **state) {
    (void)state;
    const hm_setting own = {"q", 3}, others[] = {{"p", 5}, {"q", 4}};
    hm_package *package = open_small(NULL, &own);
    hm_dataset *data = read_data(SMALL_DATA);
    for (size_t count = 0; count <= COUNT(others); count++) {
        const hm_variation variation = {.settings = others, .setting_count = count};
        hm_package *variant = NULL;
        assert_int_equal(hm_package_vary(&variant, package, &variation, NULL), HM_OK);
        char *found = scores_of(variant, data);
        hm_plan *plan = NULL;
        assert_int_equal(hm_plan_new(&plan, package, NULL), HM_OK);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(hm_plan_set_parameter(plan, others[i].name, others[i].value, NULL),
                             HM_OK);
        hm_scores *scores = NULL;
        assert_int_equal(hm_score_plan(&scores, plan, data, NULL, NULL), HM_OK);
        char *expected = write_text(scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
        assert_string_equal(found, expected);
        free(found);
        free(expected);
        hm_scores_free(scores);
        hm_plan_free(plan);
        hm_package_free(variant);
    }
    hm_dataset_free(data);
    hm_package_free(package);
}

/* A variant of a variant is one of the package; each lives as long as somebody has it. */
static void variants_keep_what_they_need(void **state) {
    (void)state;
    read r;
    hm_package *package =
        open_small("return study { vary = { scale = { 'rank', 'zscore', false } } }", NULL);
    hm_dataset *data = read_data(SMALL_DATA);
    read_study(&r, package);
    hm_package *first = vary(package, &r.study, HM_STUDY_SCALE, 0);
    hm_package *second = vary(package, &r.study, HM_STUDY_SCALE, 1);
    hm_package *again = vary(first, &r.study, HM_STUDY_SCALE, 1);
    hm_package *none = vary(package, &r.study, HM_STUDY_SCALE, 2);
    char *a = scores_of(second, data), *b = scores_of(again, data);
    assert_string_equal(a, b);
    free(a);
    free(b);
    hm_package_free(package);
    hm_package_free(first);
    hm_package_free(second);
    /* by hand: A as it is, B as it is: means of 1, 2, 6 (twice as heavy) and 5, 7, 3 */
    scored s = {.package = none, .data = data, .scores = score_with(none, data, NULL)};
    assert_near(row_of(&s, 0, "G").score, (2 * 1 + 5) / 3.0);
    assert_near(row_of(&s, 2, "G").score, (2 * 6 + 3) / 3.0);
    hm_scores_free(s.scores);
    hm_package_free(again);
    hm_arena_close(&r.arena);
    hm_package_free(none);
    hm_dataset_free(data);
}

/* --- what is wrong with variations --- */

/* Lists of all there is are cut off. */
static void assert_begins(const char *found, const char *expected) {
    const size_t size = strlen(expected);
    if (strncmp(found, expected, size) != 0 || (expected[size - 1] != ' ' && found[size]))
        fail_msg("%s", found);
}

static void variants_that_are_none(void **state) {
    (void)state;
    static const struct {
        const char *vary;
        hm_study_stage stage;
        const char *message;
    } examples[] = {
        {"scale = { 'minmix' }", HM_STUDY_SCALE, "vary.scale: no method \"minmix\": minmax, "},
        {"treat = { { 'winsorise', mots = 3 } }", HM_STUDY_TREAT,
         "vary.treat: winsorise has no \"mots\", only most, skewness, kurtosis, otherwise, by, "
         "over, fit_on: did you mean \"most\"?"},
        {"scale = { { 'zscore', spread = -1 } }", HM_STUDY_SCALE,
         "vary.scale: spread is -1, expected a number from 0.000001 to 1000000"},
        {"scale = { { 'zscore', spread = param.r } }", HM_STUDY_SCALE,
         "vary.scale: spread is param.r, expected a parameter of the package"},
        {"scale = { 'rank', at = 'GG' }", HM_STUDY_SCALE,
         "vary.scale: at: no node \"GG\" in the package: did you mean \"G\"?"},
        {"scale = { 'rank', at = 1 }", HM_STUDY_SCALE,
         "vary.scale: at: level 1 has no indicator, and no group with such a step"},
        {"scale = { 'rank', at = 7 }", HM_STUDY_SCALE,
         "vary.scale: at: level 7 has no indicator, and no group with such a step"},
        {"aggregate = { 'geometrik' }", HM_STUDY_AGGREGATE,
         "vary.aggregate: no method of aggregation \"geometrik\": arithmetic, "},
        {"aggregate = { { 'geometric', flor = 1 } }", HM_STUDY_AGGREGATE,
         "vary.aggregate: geometric has no \"flor\", only floor: did you mean \"floor\"?"},
        {"aggregate = { 'median', at = 'A' }", HM_STUDY_AGGREGATE,
         "vary.aggregate: at: \"A\" is an indicator: it has no children"},
        {"aggregate = { 'median', at = 'H' }", HM_STUDY_AGGREGATE,
         "vary.aggregate: at: \"H\" has a measure, which takes the place of a method"},
        {"aggregate = { 'median', at = 2 }", HM_STUDY_AGGREGATE,
         "vary.aggregate: at: level 2 has no group that is aggregated"},
        {"aggregate = { 'mazziotta_pareto' }", HM_STUDY_AGGREGATE,
         "vary.aggregate: mazziotta_pareto needs children at 100 with a deviation of 10, which G "
         "is not: scale = { \"zscore\", mean = 100, spread = 10 }, or { \"minmax\", to = { 70, "
         "130 } }"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        char study[256];
        read r;
        hm_error error;
        hm_package *variant = NULL;
        snprintf(study, sizeof study, "-- what varies\nreturn study { vary = { %s } }",
                 examples[i].vary);
        hm_package *package = open_small(study, NULL);
        read_study(&r, package);
        assert_int_equal(try_variant(&variant, package, &r.study, examples[i].stage, 0, &error),
                         HM_ERROR_PACKAGE);
        assert_null(variant);
        assert_begins(error.message, examples[i].message);
        assert_string_equal(error.file, "p/study.lua");
        assert_int_equal(error.line, 2);
        hm_arena_close(&r.arena);
        hm_package_free(package);
    }
}

static void variants_with_wrong_parameters(void **state) {
    (void)state;
    static const struct {
        hm_setting setting;
        const char *message;
    } examples[] = {
        {{"r", 1}, "vary.params: the package has no parameter \"r\""},
        {{"p", -1},
         "vary: p/package.lua:2 does not go with it: indicator A: weight: param.p is -1, expected "
         "0, or a number from 1e-9 to 1e9"},
    };
    hm_package *package = open_small(NULL, NULL);
    for (size_t i = 0; i < COUNT(examples); i++) {
        const hm_variation variation = {
            .settings = &examples[i].setting, .setting_count = 1, .file = "s.lua", .line = 3};
        hm_package *variant = NULL;
        hm_error error;
        assert_int_equal(hm_package_vary(&variant, package, &variation, &error), HM_ERROR_PACKAGE);
        assert_string_equal(error.message, examples[i].message);
        assert_string_equal(error.file, "s.lua");
        assert_int_equal(error.line, 3);
    }
    hm_package_free(package);
}

/* A policy that nobody goes by can vary as it likes. */
static void variants_of_no_effect(void **state) {
    (void)state;
    static const char *const messages[HM_STUDY_STAGES] = {
        [HM_STUDY_SCALE] = "vary.scale: no indicator goes by the policy: name some by at = { ... }",
        [HM_STUDY_AGGREGATE] =
            "vary.aggregate: no group goes by the policy's method: name some by at = { ... }"};
    sources s = {.count = 0};
    read r;
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1,\n"
               "nodes = { { 'R', 'R', aggregate = 'median' } } }");
    add_source(&s, "A.lua", INDICATOR("A", "R", "scale = false"));
    add_source(&s, "study.lua",
               "return study { vary = { aggregate = { 'median' }, scale = { 'minmax' } } }");
    hm_package *package = open_sources(&s, NULL);
    read_study(&r, package);
    for (int stage = 0; stage < HM_STUDY_STAGES; stage++) {
        hm_package *variant = NULL;
        hm_error error;
        if (!messages[stage])
            continue;
        assert_int_equal(try_variant(&variant, package, &r.study, (hm_study_stage)stage, 0, &error),
                         HM_ERROR_PACKAGE);
        assert_string_equal(error.message, messages[stage]);
    }
    hm_arena_close(&r.arena);
    hm_package_free(package);
}

/* Memory that runs out at any moment is an error, and nothing is lost. */
static void variants_without_memory(void **state) {
    (void)state;
    counted c = {0};
    const hm_allocator allocator = {counted_resize, &c};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    sources s = {.count = 0};
    read r;
    options.allocator = &allocator;
    for (size_t i = 0; i < COUNT(SMALL); i++)
        add_source(&s, SMALL[i][0], SMALL[i][1]);
    add_source(&s, "study.lua", "return study { vary = { scale = { 'rank', at = 2 } } }");
    hm_package *package = open_sources(&s, &options);
    read_study(&r, package);
    const size_t before = c.pieces;
    hm_code code = HM_ERROR_MEMORY;
    size_t refused = 0;
    while (code == HM_ERROR_MEMORY) {
        hm_package *variant = NULL;
        c.refused = c.calls + ++refused;
        code = try_variant(&variant, package, &r.study, HM_STUDY_SCALE, 0, NULL);
        c.refused = 0;
        hm_package_free(variant);
        assert_int_equal(c.pieces, before);
    }
    assert_int_equal(code, HM_OK);
    assert_true(refused > 3);
    hm_arena_close(&r.arena);
    hm_package_free(package);
    assert_int_equal(c.pieces, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variants_of_policies),
        cmocka_unit_test(variants_at_places),
        cmocka_unit_test(variants_with_other_parameters),
        cmocka_unit_test(variants_keep_what_they_need),
        cmocka_unit_test(variants_that_are_none),
        cmocka_unit_test(variants_with_wrong_parameters),
        cmocka_unit_test(variants_of_no_effect),
        cmocka_unit_test(variants_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

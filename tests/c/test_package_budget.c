/* Joining and checking what packages declare looks at the budget of loading: where it is exhausted,
 * every loop over what may be many ends before all of it is done. Each package here has many of one
 * thing; it goes through a stage once within its budget, when all of them are met, and once with a
 * budget that was exhausted before, when some are left. Nothing depends on the machine. */
#include "core_support.h"

#include "package/examples.h"
#include "package/hierarchy.h"
#include "package/join.h"
#include "package/measures.h"

/* More of a thing, and of one that is soon done, than there are between two looks. */
enum { MANY = 20000, VERY_MANY = 120000 };

/* A package whose scripts have been run, and the two meters. */
typedef struct opened {
    hm_package package;
    hm_layer layer;
    const hm_layer *layers[1];
    hm_joined joined;
    const hm_item **items;
    hm_budget unbounded, bounded;
    hm_meter within, exhausted;
} opened;

static void start_meters(opened *o) {
    assert_int_equal(hm_budget_open(&o->unbounded, "the test", 0, 0, NULL), HM_OK);
    assert_int_equal(hm_budget_open(&o->bounded, "the test", 0, 1, NULL), HM_OK);
    hm_meter_start(&o->within, &o->unbounded);
    hm_meter_start(&o->exhausted, &o->bounded);
    assert_false(hm_meter_look(&o->exhausted, 2, true, 0));
}

static opened *open_package(const hm_package_file *files, size_t count) {
    const hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    const hm_limits wide = {.steps = UINT64_MAX,
                            .memory = SIZE_MAX,
                            .seconds = 1e9,
                            .block_size = SIZE_MAX,
                            .source_size = SIZE_MAX};
    opened *o = calloc(1, sizeof *o);
    hm_error error;
    assert_non_null(o);
    hm_package *package = &o->package;
    package->allocator = hm_allocator_default();
    hm_arena_open(&package->arena, package->allocator);
    hm_issues_open(&package->issues, package->allocator);
    hm_names_open(&package->input_names, package->allocator);
    hm_names_open(&package->codes, package->allocator);
    hm_names_open(&package->texts, package->allocator);
    start_meters(o);
    if (hm_files_take(&o->layer.files, "p", files, count, &options, &package->arena, &error) ||
        hm_layer_read(&o->layer, &wide, &o->within, NULL, 0, &package->arena, &package->issues,
                      &error))
        fail_msg("%s", error.message);
    if (package->issues.count > 0)
        fail_msg("%s", message_of(hm_issues_get(&package->issues, 0)).text);
    o->layers[0] = &o->layer;
    package->layers = o->layers;
    package->layer_count = 1;
    package->manifest = &o->layer.manifest;
    return o;
}

static void close_package(opened *o) {
    hm_package *package = &o->package;
    hm_joined_close(&o->joined);
    hm_names_close(&o->joined.input_names);
    hm_names_close(&package->texts);
    hm_names_close(&package->codes);
    hm_names_close(&package->input_names);
    hm_issues_close(&package->issues);
    hm_arena_close(&package->arena);
    free(o);
}

static bool join(opened *o, hm_meter *meter) {
    return hm_joined_open(&o->joined, o->layers, 1, meter, &o->package.arena, &o->package.issues);
}

static bool build(opened *o, hm_meter *meter) {
    o->joined.meter = meter;
    return hm_hierarchy_build(&o->package, &o->joined, &o->items);
}

static bool link_measures(opened *o, hm_meter *meter) {
    o->joined.meter = meter;
    return hm_measures_link(&o->package, &o->joined, o->items) &&
           hm_examples_check(&o->package, &o->joined, o->items);
}

static size_t items_of(const opened *o) {
    return o->joined.count;
}
static size_t inputs_of(const opened *o) {
    return o->joined.input_count;
}
static size_t pairs_of(const opened *o) {
    return o->package.plan.indicators[0].part_of_count;
}
static size_t rejections_of(const opened *o) {
    return o->package.issues.count_of[HM_REJECTED];
}

typedef enum stage { JOINING, BUILDING, LINKING } stage;

/* Runs the stages up to `last`, which has `meter`, and says whether that one went through. */
static bool run_to(opened *o, stage last, hm_meter *meter) {
    if (last == JOINING)
        return join(o, meter);
    assert_true(join(o, &o->within));
    if (last == BUILDING)
        return build(o, meter);
    assert_true(build(o, &o->within));
    return link_measures(o, meter);
}

/* `of` counts what the stage has met of `all`. */
static void assert_ends(const hm_package_file *files, size_t count, stage at,
                        size_t (*of)(const opened *), size_t all) {
    opened *o = open_package(files, count);
    assert_true(run_to(o, at, &o->within));
    assert_int_equal(of(o), all);
    close_package(o);
    o = open_package(files, count);
    assert_false(run_to(o, at, &o->exhausted));
    if (of(o) >= all)
        fail_msg("all %zu were met, with an exhausted budget", all);
    close_package(o);
}

static const char plain[] = "return package { name = 'p', version = '1', api = 1,\n"
                            "  nodes = { { 'R', 'Root' } } }";

/* A manifest with `fields`, among them the list `all`: `fill` makes an element of it for each i. */
static void assert_manifest_ends(const char *fill, const char *fields, stage at,
                                 size_t (*of)(const opened *)) {
    char source[1024];
    const int size = snprintf(source, sizeof source,
                              "local all = {}\nfor i = 1, %d do %s end\n"
                              "return package { name = 'p', version = '1', api = 1, %s }",
                              MANY, fill, fields);
    const hm_package_file files[] = {{"package.lua", source, (size_t)size}};
    assert_ends(files, COUNT(files), at, of, MANY);
}

/* The same of the script of one indicator, with a list of `many`. */
static void assert_indicator_ends(int many, const char *fill, const char *fields,
                                  size_t (*of)(const opened *)) {
    char source[1024];
    const int size = snprintf(source, sizeof source,
                              "local all, more = {}, {}\nfor i = 1, %d do %s end\n"
                              "return indicator { code = 'A', parent = 'R', name = 'A', %s }",
                              many, fill, fields);
    const hm_package_file files[] = {{"package.lua", plain, sizeof plain - 1},
                                     {"A.lua", source, (size_t)size}};
    assert_ends(files, COUNT(files), LINKING, of, (size_t)many);
}

/* --- joining --- */

static void joining_groups(void **state) {
    (void)state;
    assert_manifest_ends("all[i] = { 'G' .. i, 'G', parent = 'R' }", "nodes = all", JOINING,
                         items_of);
}

static void joining_drops(void **state) {
    (void)state;
    assert_manifest_ends("all[i] = 'G' .. i", "drop = all", JOINING, rejections_of);
}

static void joining_weights(void **state) {
    (void)state;
    assert_manifest_ends("all['G' .. i] = 1", "weights = all", JOINING, rejections_of);
}

static void joining_methods(void **state) {
    (void)state;
    assert_manifest_ends("all['G' .. i] = 'median'", "policy = { aggregate_at = all }", JOINING,
                         rejections_of);
}

static void joining_inputs(void **state) {
    (void)state;
    char source[128];
    const int size = snprintf(
        source, sizeof source,
        "local all = {}\nfor i = 1, %d do all[i] = count { 'x' .. i } end\nreturn all", MANY);
    const hm_package_file files[] = {{"package.lua", plain, sizeof plain - 1},
                                     {"inputs.lua", source, (size_t)size}};
    assert_ends(files, COUNT(files), JOINING, inputs_of, MANY);
}

/* --- the hierarchy --- */

static void hierarchy_unknown_parents(void **state) {
    (void)state;
    assert_manifest_ends("all[1], all[i + 1] = { 'R', 'R' }, { 'G' .. i, 'G', parent = 'X' .. i }",
                         "nodes = all", BUILDING, rejections_of);
}

static void hierarchy_circles(void **state) {
    (void)state;
    assert_manifest_ends("all[1], all[i + 1] = { 'R', 'R' }, { 'G' .. i, 'G', parent = 'G' .. i }",
                         "nodes = all", BUILDING, rejections_of);
}

/* --- measures --- */

static void measures_listed(void **state) {
    (void)state;
    assert_indicator_ends(VERY_MANY, "all[i] = 'x' .. i",
                          "inputs = all, measure = function(v) return 1 end", rejections_of);
}

/* Each pair is compared with those before it. */
static void measures_pairs(void **state) {
    (void)state;
    assert_indicator_ends(1000, "all[i], more['x' .. i] = count { 'x' .. i }, 'x1'",
                          "inputs = all, part_of = more, measure = function(v) return 1 end",
                          pairs_of);
}

/* Each text is compared with all options. */
static void measures_options(void **state) {
    (void)state;
    assert_indicator_ends(200,
                          "more[i] = eq(input.c, 'x' .. i)\n"
                          "for k = 10 * i - 9, 10 * i do all[k] = 'o' .. k end",
                          "inputs = { choice { 'c', 'C', options = all } },\n"
                          "measure = number_of(more)",
                          rejections_of);
}

static void measures_examples(void **state) {
    (void)state;
    assert_indicator_ends(VERY_MANY, "all[i] = { y = 1, score = 1 }",
                          "inputs = { count { 'x' } }, measure = input.x, tests = all",
                          rejections_of);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joining_groups),    cmocka_unit_test(joining_drops),
        cmocka_unit_test(joining_weights),   cmocka_unit_test(joining_methods),
        cmocka_unit_test(joining_inputs),    cmocka_unit_test(hierarchy_unknown_parents),
        cmocka_unit_test(hierarchy_circles), cmocka_unit_test(measures_listed),
        cmocka_unit_test(measures_pairs),    cmocka_unit_test(measures_options),
        cmocka_unit_test(measures_examples),
    };
    return cmocka_run_group_tests_name("package budget", tests, NULL, NULL);
}

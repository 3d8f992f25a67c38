/* Packages that an embedding program has in memory or finds by name. */
#define _POSIX_C_SOURCE 200809L
#include "embed_support.h"

#include <stdlib.h>
#include <unistd.h>

#define MANIFEST(more)                                                                             \
    "return package { name = \"p\", version = \"1\", api = 1,\n  " more                            \
    " nodes = { { \"R\", \"Root\" } } }\n"
#define INDICATOR(code, measure)                                                                   \
    "return indicator { code = \"" code "\", parent = \"R\", name = \"" code "\",\n"               \
    "  inputs = { \"x\" },\n  measure = " measure " }\n"

static const char inputs[] = "return { number { \"x\", \"X\" } }\n";
static const hm_package_file plain[] = {FILE_OF("package.lua", MANIFEST("")),
                                        FILE_OF("inputs.lua", inputs),
                                        FILE_OF("i.lua", INDICATOR("I", "input.x"))};

static double value_of(const hm_package *package, const char *code, const char *csv) {
    hm_dataset *data = open_text(csv);
    hm_scores *scores = score_with(package, data, NULL);
    const hm_score_row row = row_of(scores, 0, node_of(package, code));
    assert_int_equal(row.status, HM_OBSERVED);
    hm_scores_free(scores);
    hm_dataset_free(data);
    return row.value;
}

static const char one_city[] = "city,period,x\nAlba,2025,8\n";

/* --- packages from memory and by resolver --- */

/* Everything given is copied: the texts may go when the call returns. */
static void embed_memory_is_copied(void **state) {
    (void)state;
    char path[] = "i.lua", script[] = INDICATOR("I", "input.x * 3"), name[] = "given";
    hm_package_file files[] = {plain[0], plain[1], {path, script, sizeof script - 1}};
    hm_package *package = open_files(name, files, COUNT_OF(files), NULL);
    memset(path, '?', sizeof path - 1);
    memset(script, '?', sizeof script - 1);
    memset(name, '?', sizeof name - 1);
    memset(files, 0, sizeof files);
    assert_string_equal(hm_package_name(package), "p");
    assert_true(value_of(package, "I", one_city) == 24);
    hm_package_free(package);
}

static void embed_memory_locations(void **state) {
    (void)state;
    const hm_package_file files[] = {plain[0], plain[1],
                                     FILE_OF("deep/er/i.lua", "\n\nreturn nothing_here")};
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    assert_int_equal(hm_package_open_memory(&package, "mine", files, 3, NULL, &issues, &error),
                     HM_ERROR_PACKAGE);
    assert_string_equal(error.file, "mine/deep/er/i.lua");
    assert_int_equal(error.line, 3);
    assert_true(hm_issues_count(issues) >= 1);
    assert_string_equal(message_of(hm_issues_get(issues, 0)).text, error.message);
    hm_issues_free(issues);
}

static void embed_memory_modules(void **state) {
    (void)state;
    const hm_package_file files[] = {
        plain[0], plain[1],
        FILE_OF("lib/shape/area.lua", "local unit = require 'unit'\n"
                                      "return { of = function(a) return a * unit.two end }\n"),
        FILE_OF("lib/unit.lua", "return { two = 2 }\n"),
        FILE_OF("i.lua", "local area = require 'shape.area'\n" INDICATOR(
                             "I", "function(v) return area.of(v.x) end"))};
    hm_package *package = open_files("p", files, COUNT_OF(files), NULL);
    assert_true(value_of(package, "I", one_city) == 16);
    hm_package_free(package);
    const hm_package_file lacking[] = {plain[0], plain[1],
                                       FILE_OF("i.lua", "local area = require 'shape.area'\n")};
    assert_refused(lacking, 3, NULL, HM_ERROR_PACKAGE,
                   "no module \"shape.area\": expected lib/shape.area.lua in the package");
}

static void embed_memory_json_manifest(void **state) {
    (void)state;
    const hm_package_file files[] = {FILE_OF("package.json",
                                             "{\"name\": \"j\", \"version\": \"2\", \"api\": 1,\n"
                                             " \"nodes\": [[\"R\", \"Root\"]]}"),
                                     plain[1], plain[2]};
    hm_package *package = open_files("p", files, 3, NULL);
    assert_string_equal(hm_package_name(package), "j");
    assert_string_equal(hm_package_version(package), "2");
    assert_true(value_of(package, "I", one_city) == 8);
    hm_package_free(package);
}

static void embed_memory_refuses(void **state) {
    (void)state;
    hm_package *package = (hm_package *)(uintptr_t)plain; /* not NULL */
    hm_error error;
    assert_int_equal(hm_package_open_memory(&package, "p", NULL, 0, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "hm_package_open_memory needs files");
    assert_null(package);
    assert_int_equal(hm_package_open_memory(NULL, "p", plain, 3, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open_memory(&package, NULL, plain, 3, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open(NULL, "p", NULL, NULL, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open(&package, NULL, NULL, NULL, NULL), HM_ERROR_ARGUMENT);
    const hm_package_file no_path[] = {plain[0], {NULL, "x", 1}};
    assert_refused(no_path, 2, NULL, HM_ERROR_ARGUMENT, "package \"p\": file 1 is NULL");
    const hm_package_file no_data[] = {{"package.lua", NULL, 10}};
    assert_refused(no_data, 1, NULL, HM_ERROR_ARGUMENT, "package \"p\": file 0 is NULL");
    const hm_package_file empty[] = {plain[0], plain[1], {"i.lua", NULL, 0}};
    assert_refused(empty, 3, NULL, HM_ERROR_PACKAGE,
                   "returns nothing, expected: return indicator { ... }");
    assert_refused(plain, 0, NULL, HM_ERROR_PACKAGE,
                   "no package: expected package.lua or package.json in this folder");
    const hm_package_file newer[] = {
        FILE_OF("package.lua", "return package { name = \"p\", version = \"1\", api = 2,\n"
                               "  nodes = { { \"R\", \"Root\" } } }\n"),
        plain[1], plain[2]};
    assert_refused(newer, 3, NULL, HM_ERROR_PACKAGE,
                   "package: api is newer than this engine, which knows api 1");
}

/* A script that runs into a limit while it is loaded is told apart from one that is wrong. */
static void embed_memory_limit_while_loading(void **state) {
    (void)state;
    const hm_package_file endless[] = {plain[0], plain[1], FILE_OF("i.lua", "while true do end")};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.limits.steps = 50000;
    assert_refused(endless, 3, &options, HM_ERROR_LIMIT, "steps: more than 50000");
    const hm_package_file forged[] = {plain[0], plain[1],
                                      FILE_OF("i.lua", "error('steps: more than 1', 0)")};
    assert_refused(forged, 3, &options, HM_ERROR_PACKAGE, "steps: more than 1");
    char long_one[6001];
    memset(long_one, '-', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = '\0';
    const hm_package_file large[] = {plain[0], plain[1], {"i.lua", long_one, 6000}};
    options.limits.source_size = 5000;
    assert_refused(large, 3, &options, HM_ERROR_PACKAGE,
                   "the script has 6000 bytes, more than 5000");
}

/* Packages by name: "one" extends "two", which extends the built-in standard or a folder. */
struct shelf {
    const char *bottom;
    char two[512];
    hm_package_file files_of_two[2];
    int asked;
};

static int look_up(void *context, const char *name, const hm_package_file **files, size_t *count) {
    static const hm_package_file one[] = {
        FILE_OF("package.lua", "return package { name = \"one\", version = \"1\", api = 1,\n"
                               "  extends = \"two\" }\n"),
        FILE_OF("a.lua", "return indicator { code = \"A1\", parent = \"LOCAL\", name = \"A1\",\n"
                         "  inputs = { number { \"x\", \"X\" } }, measure = input.x }\n")};
    struct shelf *shelf = context;
    shelf->asked++;
    if (strcmp(name, "one") == 0) {
        *files = one;
        *count = COUNT_OF(one);
        return 1;
    }
    if (strcmp(name, "two") != 0)
        return 0;
    snprintf(shelf->two, sizeof shelf->two,
             "return package { name = \"two\", version = \"1\", api = 1, extends = \"%s\",\n"
             "  nodes = { { \"LOCAL\", \"Local\", parent = \"%s\" } } }\n",
             shelf->bottom, strncmp(shelf->bottom, "iso", 3) == 0 ? "performance" : "R");
    shelf->files_of_two[0] = (hm_package_file){"package.lua", shelf->two, strlen(shelf->two)};
    *files = shelf->files_of_two;
    *count = 1;
    return 1;
}

static void embed_chain_to_builtin(void **state) {
    (void)state;
    struct shelf shelf = {.bottom = "iso-iec-30146"};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_error error;
    options.resolver = look_up;
    options.resolver_context = &shelf;
    if (hm_package_open(&package, "one", &options, NULL, &error) != HM_OK)
        fail_msg("%s: %s", error.file, error.message);
    assert_int_equal(shelf.asked, 3); /* for every name, the built-in one included */
    memset(&shelf, '?', sizeof shelf);
    assert_string_equal(hm_package_name(package), "one");
    assert_true(value_of(package, "A1", one_city) == 8);
    node_of(package, "L1.1.1");
    hm_package_free(package);
    assert_int_equal(hm_package_open(&package, "one", NULL, NULL, &error), HM_ERROR_PACKAGE);
    assert_null(package);
}

static void write_file(const char *folder, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void embed_chain_to_folder(void **state) {
    (void)state;
    char folder[] = "/tmp/hundredmark-embedding-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_file(folder, "package.lua", plain[0].data);
    write_file(folder, "inputs.lua", inputs);
    write_file(folder, "i.lua", plain[2].data);
    /* a name that is looked for: no package names folders of the system */
    static const char *const search[] = {"/tmp"};
    struct shelf shelf = {.bottom = folder + strlen("/tmp/")};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_error error;
    options.resolver = look_up;
    options.resolver_context = &shelf;
    options.search = search;
    options.search_count = 1;
    const hm_code code = hm_package_open(&package, "one", &options, NULL, &error);
    static const char *const names[] = {"package.lua", "inputs.lua", "i.lua"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    if (code != HM_OK)
        fail_msg("%s: %s", error.file, error.message);
    node_of(package, "I");
    node_of(package, "A1");
    hm_package_free(package);
}

static int give_nothing(void *context, const char *name, const hm_package_file **files,
                        size_t *count) {
    static const hm_package_file no_data[] = {{"package.lua", NULL, 5}};
    (void)name;
    *files = *(int *)context == 1 ? no_data : NULL;
    *count = *(int *)context == 0 ? 0 : 1;
    return 1;
}

static void embed_resolver_gives_nonsense(void **state) {
    (void)state;
    static const char *const messages[] = {
        "no package: expected package.lua or package.json in this folder",
        "package \"any\": file 0 is NULL", "package \"any\": its files are NULL"};
    for (int kind = 0; kind < 3; kind++) {
        hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
        hm_package *package = NULL;
        hm_error error;
        options.resolver = give_nothing;
        options.resolver_context = &kind;
        assert_int_not_equal(hm_package_open(&package, "any", &options, NULL, &error), HM_OK);
        assert_string_equal(error.message, messages[kind]);
        assert_null(package);
    }
}

static void embed_circle_in_memory(void **state) {
    (void)state;
    struct shelf shelf = {.bottom = "one"};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_error error;
    options.resolver = look_up;
    options.resolver_context = &shelf;
    assert_int_equal(hm_package_open(&package, "one", &options, NULL, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message,
                        "packages extend each other in a circle: one extends two extends one");
}

static void embed_search_without_folder(void **state) {
    (void)state;
    const char *const folders[] = {"/nowhere", NULL};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.search = folders;
    options.search_count = 2;
    assert_refused(plain, 3, &options, HM_ERROR_ARGUMENT, "search folder 1 is NULL");
    options.search = NULL;
    options.search_count = 1;
    assert_refused(plain, 3, &options, HM_ERROR_ARGUMENT, "search folder 0 is NULL");
    options = (hm_package_options)HM_PACKAGE_OPTIONS_INIT;
    options.limits.seconds = -1;
    assert_refused(plain, 3, &options, HM_ERROR_ARGUMENT, "a script's seconds cannot be negative");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(embed_memory_is_copied),
        cmocka_unit_test(embed_memory_locations),
        cmocka_unit_test(embed_memory_modules),
        cmocka_unit_test(embed_memory_json_manifest),
        cmocka_unit_test(embed_memory_refuses),
        cmocka_unit_test(embed_memory_limit_while_loading),
        cmocka_unit_test(embed_chain_to_builtin),
        cmocka_unit_test(embed_chain_to_folder),
        cmocka_unit_test(embed_resolver_gives_nonsense),
        cmocka_unit_test(embed_circle_in_memory),
        cmocka_unit_test(embed_search_without_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

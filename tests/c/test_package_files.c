/* Tests of package.json, of lib/ and of packages in folders. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "package_support.h"

#include <sys/stat.h>
#include <unistd.h>

/* --- package.json --- */

#define REST "inputs.lua", "return { number { 'n' } }", "A.lua", MEASURED("A", "G", ""), NULL

/* A list that has names, too, is nothing that JSON has: there, code and name are fields. */
static void package_json_says_the_same(void **state) {
    (void)state;
    static const known packages[] = {
        {"lua",
         {"package.lua",
          "return package { name = 'p', version = '1', api = 1, title = 'T', weights = { A = 2 },\n"
          "nodes = { {'R', 'Root'}, {'G', 'Gg', parent = 'R', weight = 3} },\n"
          "policy = { aggregate = 'median', min_coverage = 0.75, rounding = 1 } }",
          REST}},
        {"json",
         {"package.json", /* with a byte order mark */
          "\xEF\xBB\xBF{ \"name\": \"p\", \"version\": \"1\", \"api\": 1, \"title\": \"T\",\n"
          "  \"weights\": { \"A\": 2 }, \"licence\": null, \"drop\": [],\n"
          "  \"extends\": null, \"host\": null,\n"
          "  \"nodes\": [ { \"code\": \"R\", \"name\": \"Root\", \"about\": null },\n"
          "    { \"code\": \"G\", \"name\": \"Gg\", \"parent\": \"R\", \"weight\": 3 } ],\n"
          "  \"policy\": { \"aggregate\": \"median\", \"min_coverage\": 0.75, \"rounding\": 1 } }",
          REST}},
        {"over",
         {"package.json",
          "{ \"name\": \"o\", \"version\": \"1\", \"api\": 1,\n"
          "  \"extends\": { \"name\": \"json\", \"version\": \"1\" } }",
          NULL}},
        {NULL, {NULL}}};
    static const char *const names[] = {"lua", "json", "over"};
    char *csv[COUNT(names)];
    for (size_t i = 0; i < COUNT(names); i++) {
        scored s = score_package(open_fine(packages, names[i]), "city,period,n\nX,2025,10.26\n");
        csv[i] = write_text(s.scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
        release(&s);
    }
    assert_string_equal(csv[0],
                        "city,period,code,parent,depth,name,value,score,weight,contribution,"
                        "coverage,applicable,rank,status,flags\n"
                        "X,2025,R,,0,Root,,10.3,1,10.3,1,1,1,scored,\n"
                        "X,2025,G,R,1,Gg,,10.3,1,,1,1,1,scored,\n"
                        "X,2025,A,G,2,Name of A,10.26,10.3,1,,1,1,1,scored,\n");
    for (size_t i = 1; i < COUNT(names); i++)
        assert_string_equal(csv[i], csv[0]);
    for (size_t i = 0; i < COUNT(names); i++)
        free(csv[i]);
}

static void package_json_that_is_wrong(void **state) {
    (void)state;
    static const struct {
        known package;
        const char *issues;
    } examples[] = {
        {{"p", {"package.json", "{ \"name\": \"p\",\n\n  oops }", NULL}},
         "p/package.json:3: JSON: found \"o\", expected a member's name\n"},
        {{"p", {"package.json", "", NULL}},
         "p/package.json:1: JSON: found the end of the data, expected a value\n"},
        {{"p", {"package.json", "[1, 2]", NULL}},
         "p/package.json:1: JSON: expected an object: { \"name\": ..., ... }\n"},
        {{"p", {"package.json", "null", NULL}},
         "p/package.json:1: JSON: expected an object: { \"name\": ..., ... }\n"},
        {{"p", {"package.json", "{ \"name\": \"p\",\n\"drop\": [\"A\", null] }", NULL}},
         "p/package.json:2: JSON: expected no null in a list\n"},
        {{"p", {"package.json", "{ \"name\": \"p\",\n\"name\": \"q\" }", NULL}},
         "p/package.json:2: JSON: expected every name once in an object\n"},
        {{"p", {"package.json", "{ \"name\": \"p\", \"api\": 1e999 }", NULL}},
         "p/package.json:1: JSON: expected a number that can be held\n"},
        {{"p", {"package.json", "{ \"name\": \"\xFF\" }", NULL}},
         "p/package.json:1: JSON: found byte 0xFF, expected valid UTF-8\n"},
        {{"p", {"package.json", "{ \"name\": \"p\", \"version\": null, \"api\": 1 }", NULL}},
         "p/package.json:1: package: version is missing\n"},
        {{"p", {"package.json", "{}", "package.lua", ROOT_MANIFEST, NULL}},
         "p/package.json:0: there is a package.lua, too: which of the two counts?\n"},
        {{"p", {"A.lua", MEASURED("A", "G", ""), NULL}},
         "p:0: no package: expected package.lua or package.json in this folder\n"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {examples[i].package, {NULL, {NULL}}};
        assert_refused(packages, "p", examples[i].issues);
    }
}

/* G0 is the root, G1 is below it, and so on; the package above drops all from G1 on. */
static void package_json_nested_without_end(void **state) {
    (void)state;
    enum { LEVELS = 1000 };
    char *json = malloc(LEVELS * 64 + 256);
    assert_non_null(json);
    size_t at = (size_t)sprintf(json, "{ \"name\": \"deep\", \"version\": \"1\", \"api\": 1, "
                                      "\"nodes\": [ { \"code\": \"G0\", \"name\": \"n\" }");
    for (int i = 1; i < LEVELS; i++)
        at += (size_t)sprintf(
            json + at, ",\n{ \"code\": \"G%d\", \"name\": \"n\", \"parent\": \"G%d\" }", i, i - 1);
    sprintf(json + at, "] }");
    const known packages[] = {
        {"deep", {"package.json", json, NULL}},
        {"over",
         {"package.lua",
          "return package { name = 'o', version = '1', api = 1, extends = 'deep', drop = {'G1'} }",
          "inputs.lua", "return { number { 'n' } }", "A.lua", MEASURED("A", "G0", ""), NULL}},
        {NULL, {NULL}}};
    assert_refused(packages, "deep",
                   "deep/package.json:65: node G64: groups are nested too deep, more than 64 "
                   "levels\n");
    hm_package *package = NULL;
    hm_error error;
    const hm_code code = open_known(&package, packages, "over", NULL, &error);
    assert_true(code == HM_OK || code == HM_ERROR_PACKAGE); /* either way, soon and in one piece */
    hm_package_free(package);
    free(json);
}

/* A name and an about with escapes, which the reader of JSON resolves in memory of its own. */
static const char escaped_json[] =
    "{ \"name\": \"p\\u0031\", \"version\": \"1\", \"api\": 1, \"about\": \"one\\ntwo\",\n"
    "  \"nodes\": [ { \"code\": \"R\", \"name\": \"R\\u00F6\" } ] }";

static hm_code open_escaped(counted *memory, size_t limit, hm_error *error) {
    const hm_allocator allocator = {counted_resize, memory};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    options.allocator = &allocator;
    options.limits.memory = limit;
    sources s = {.count = 0};
    add_source(&s, "package.json", escaped_json);
    add_source(&s, "A.lua",
               "return indicator { code = 'A', parent = 'R', name = 'A', "
               "inputs = { number { 'n' } }, measure = input.n }");
    hm_code code = hm_package_open_memory(&package, "p", s.files, s.count, &options, NULL, error);
    if (code == HM_OK)
        assert_string_equal(hm_package_name(package), "p1");
    hm_package_free(package);
    return code;
}

/* Whichever allocation fails, it is an error of memory, and nothing is kept. */
static void package_json_without_memory(void **state) {
    (void)state;
    counted memory = {.refused = 0, .onwards = true};
    hm_error error;
    hm_code code = HM_ERROR_MEMORY;
    for (memory.refused = 1; code == HM_ERROR_MEMORY; memory.refused++) {
        memory.calls = 0;
        code = open_escaped(&memory, 0, &error);
        assert_int_equal(memory.bytes, 0);
    }
    assert_int_equal(code, HM_OK);
    assert_true(memory.refused > 100);
}

/* Whatever the limit of memory forbids, it is a limit, and nothing is kept. */
static void package_json_at_its_limit(void **state) {
    (void)state;
    hm_code code = HM_ERROR_LIMIT;
    size_t refused = 0;
    for (size_t limit = 20000; code == HM_ERROR_LIMIT; limit += 101) {
        counted memory = {.refused = 0};
        hm_error error;
        code = open_escaped(&memory, limit, &error);
        assert_int_equal(memory.bytes, 0);
        refused++;
    }
    assert_int_equal(code, HM_OK);
    assert_true(refused > 10);
}

/* --- lib --- */

static void package_modules_are_required(void **state) {
    (void)state;
    static const known packages[] = {
        {"p",
         {"package.lua", ROOT_MANIFEST, "lib/half.lua", "return function(x) return x / 2 end",
          "lib/more/quarter.lua",
          "local half = require 'half'\nreturn function(x) return half(half(x)) end", "A.lua",
          "local quarter = require 'more.quarter'\n"
          "return indicator { code = 'A', parent = 'R', name = 'A', inputs = { number { 'n' } },\n"
          "measure = quarter(input.n) }",
          "B.lua",
          "local quarter = require 'more.quarter'\n"
          "return indicator { code = 'B', parent = 'R', name = 'B', inputs = { 'n' },\n"
          "measure = function(v) return quarter(v.n) + 1 end }",
          NULL}},
        {NULL, {NULL}}};
    scored s = score_package(open_fine(packages, "p"), "city,period,n\nX,2025,100\n");
    assert_near(row_of(&s, 0, "A").score, 25);
    assert_near(row_of(&s, 0, "B").score, 26);
    release(&s);
}

static void package_modules_that_are_wrong(void **state) {
    (void)state;
    static const struct {
        const char *path, *text, *issues;
    } examples[] = {
        {"lib/other.lua", "return 1",
         "p/A.lua:2: no module \"m\": expected lib/m.lua in the package\n"},
        {"lib/m.lua", "return require 'm'", "p/lib/m.lua:1: module \"m\" requires itself\n"},
        {"lib/m.lua", "local x = 1", "p/A.lua:2: module \"m\" returns nothing\n"},
        {"lib/m.lua", "\nreturn nil + 1",
         "p/lib/m.lua:2: attempt to perform arithmetic on a nil value\n"},
        {"lib/m.lua", "return {", "p/lib/m.lua:1: unexpected symbol near <eof>\n"},
        {"lib/m.lua", "leak = 1",
         "p/lib/m.lua:1: global 'leak' cannot be set: declare it with "
         "'local'\n"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {
            {"p",
             {"package.lua", ROOT_MANIFEST, "A.lua", "\nlocal m = require 'm'\nreturn 1",
              examples[i].path, examples[i].text, NULL}},
            {NULL, {NULL}}};
        assert_refused(packages, "p", examples[i].issues);
    }
}

/* --- folders --- */

static void write_file(const char *folder, const char *name, const char *text) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* `base` stands beside the package that extends it. The folder's name is longer than what Lua shows
 * of a chunk's. */
static void package_folders_are_found_beside(void **state) {
    (void)state;
    static const char *const base[] = {BASE};
    char root[] = "/tmp/hundredmark-test-of-packages-in-folders-with-long-names-XXXXXX";
    char folder[300], expected[400];
    assert_ptr_equal(mkdtemp(root), root);
    snprintf(folder, sizeof folder, "%s/base", root);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; base[i]; i += 2)
        write_file(folder, base[i], base[i + 1]);
    snprintf(folder, sizeof folder, "%s/over", root);
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(folder, "package.lua",
               "return package { name = 'over', version = '1', api = 1, extends = 'base' }");
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    assert_int_equal(hm_package_open(&package, folder, NULL, &issues, &error), HM_OK);
    assert_null(issues);
    assert_int_equal(hm_package_node_count(package), 6);
    hm_package_free(package);

    const char *const search[] = {"/nowhere", root};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.search = search;
    options.search_count = 2;
    assert_int_equal(hm_package_open(&package, "over", &options, NULL, &error), HM_OK);
    hm_package_free(package);

    write_file(folder, "I.lua", "\n\nreturn indicator { code = 'I', parent = 'G' }");
    assert_int_equal(hm_package_open(&package, folder, NULL, &issues, &error), HM_ERROR_PACKAGE);
    snprintf(expected, sizeof expected, "%s/I.lua", folder);
    assert_string_equal(error.file, expected);
    assert_int_equal(error.line, 3);
    assert_string_equal(error.message, "indicator I: name is missing");
    hm_issues_free(issues);

    snprintf(expected, sizeof expected, "rm -r %s", root);
    assert_int_equal(system(expected), 0);
}

/* Opens the package in `folder`, which must not work. */
static void assert_folder_refused(const char *folder, hm_code expected, const char *message) {
    hm_package *package = NULL;
    hm_error error;
    assert_int_equal(hm_package_open(&package, folder, NULL, NULL, &error), expected);
    assert_non_null(strstr(error.message, message));
}

static void path_in(char out[400], const char *folder, const char *name) {
    snprintf(out, 400, "%s/%s", folder, name);
}

/* Links, FIFOs, large files: refused, with no waiting and no reading; others are nobody's business
 * unless they would count. */
static void package_folders_hold_plain_files(void **state) {
    (void)state;
    char folder[] = "/tmp/hundredmark-plain-XXXXXX", path[400];
    assert_ptr_equal(mkdtemp(folder), folder);
    assert_folder_refused(folder, HM_ERROR_PACKAGE, "no package: expected package.lua");
    write_file(
        folder, "package.lua",
        "return package { name = 'p', version = '1', api = 1, nodes = { { 'R', 'Root' } } }");
    write_file(
        folder, "A.lua",
        "return indicator { code = 'A', parent = 'R', name = 'n', inputs = { count { 'a' } }, "
        "measure = input.a }");
    path_in(path, folder, "README"); /* no file of the package */
    assert_int_equal(mkfifo(path, 0600), 0);
    hm_package *package = NULL;
    hm_error error;
    assert_int_equal(hm_package_open(&package, folder, NULL, NULL, &error), HM_OK);
    hm_package_free(package);
    unlink(path);

    path_in(path, folder, "B.lua");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_folder_refused(folder, HM_ERROR_PACKAGE, "is no plain file");
    unlink(path);
    assert_int_equal(symlink("A.lua", path), 0);
    assert_folder_refused(folder, HM_ERROR_PACKAGE, "is a link to a file");
    unlink(path);
    assert_int_equal(symlink("/dev/zero", path), 0);
    assert_folder_refused(folder, HM_ERROR_PACKAGE, "is no plain file");
    unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), (off_t)1 << 40), 0); /* a terabyte of nothing */
    fclose(file);
    assert_folder_refused(folder, HM_ERROR_LIMIT, "has 1099511627776 bytes, more than 65536");
    unlink(path);
    path_in(path, folder, "loop");
    assert_int_equal(symlink(".", path), 0);
    assert_folder_refused(folder, HM_ERROR_PACKAGE, "is a link to a folder");
    unlink(path);
    path_in(path, folder, "A.lua");
    unlink(path);
    path_in(path, folder, "package.lua");
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

/* Only names, and paths that begin at the folder around the package, are looked at. */
static void package_extends_no_other_folders(void **state) {
    (void)state;
    static const char *const refused[] = {
        "/", "/proc", ".", "..", "../..", "./base", "base/", "base/../base", "base//x", "../", ""};
    char root[] = "/tmp/hundredmark-extends-XXXXXX", folder[300], text[200], path[400];
    hm_package *package = NULL;
    hm_error error;
    assert_ptr_equal(mkdtemp(root), root);
    snprintf(folder, sizeof folder, "%s/over", root);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < COUNT(refused); i++) {
        snprintf(text, sizeof text,
                 "return package { name = 'o', version = '1', api = 1, extends = '%s' }",
                 refused[i]);
        write_file(folder, "package.lua", text);
        assert_int_equal(hm_package_open(&package, folder, NULL, NULL, &error), HM_ERROR_PACKAGE);
        assert_non_null(strstr(error.message, "is no name of a package"));
    }
    write_file(folder, "package.lua",
               "return package { name = 'o', version = '1', api = 1, extends = 'over' }");
    assert_int_equal(hm_package_open(&package, folder, NULL, NULL, &error), HM_ERROR_PACKAGE);
    assert_non_null(strstr(error.message, "in a circle: over extends over"));
    path_in(path, folder, "package.lua");
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rmdir(root), 0);
}

/* What an embedding program took out of an archive may have a path more than once. */
static void package_files_given_twice(void **state) {
    (void)state;
    static const char one[] = "return package { name = 'p', version = '1', api = 1,\n"
                              "  nodes = { { 'R', 'Root' } } }";
    static const char other[] = "return 0";
    static const char *const twice[] = {"package.lua", "lib/m.lua", "A.lua"};
    for (size_t i = 0; i < COUNT(twice); i++) {
        const hm_package_file files[] = {{twice[i], other, sizeof other - 1},
                                         {"package.lua", one, sizeof one - 1},
                                         {twice[i], one, sizeof one - 1}};
        hm_package *package = NULL;
        hm_error error;
        char shown[32];
        snprintf(shown, sizeof shown, "p/%s", twice[i]);
        assert_int_equal(
            hm_package_open_memory(&package, "p", files, COUNT(files), NULL, NULL, &error),
            HM_ERROR_PACKAGE);
        assert_null(package);
        assert_string_equal(error.file, shown);
        assert_string_equal(error.message, "is given twice: which of the two counts?");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(package_json_says_the_same),
        cmocka_unit_test(package_json_that_is_wrong),
        cmocka_unit_test(package_json_nested_without_end),
        cmocka_unit_test(package_json_without_memory),
        cmocka_unit_test(package_json_at_its_limit),
        cmocka_unit_test(package_modules_are_required),
        cmocka_unit_test(package_modules_that_are_wrong),
        cmocka_unit_test(package_folders_are_found_beside),
        cmocka_unit_test(package_folders_hold_plain_files),
        cmocka_unit_test(package_extends_no_other_folders),
        cmocka_unit_test(package_files_given_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

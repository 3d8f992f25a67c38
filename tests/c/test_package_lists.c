/* Tests of packages whose tables are not what they seem: lists with gaps, whose length Lua reports
 * as it likes, texts and tables that are named again and again. What is wrong is refused with its
 * place, and nothing is made as large as a script says. */
#include "core_support.h"

/* A list of 2 with a table around it of which Lua says that its length is near 2^63: every power of
 * two is there, and the number after it is not. */
#define FAKE                                                                                       \
    "local function fake(x)\n"                                                                     \
    "  local t, n = { x, x }, 4\n"                                                                 \
    "  for _ = 1, 61 do t[n] = x; n = n * 2 end\n"                                                 \
    "  return t\n"                                                                                 \
    "end\n"
#define MANIFEST "package.lua", ROOT_MANIFEST
#define A_COUNT  "inputs = { count { 'a' } }, "

/* Opens the files (a path and a text by turns, NULL-ended), which must not work. */
static hm_code refuse(const char *const *files, size_t memory, hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    sources s = {.count = 0};
    options.limits.memory = memory;
    for (size_t i = 0; files[i]; i += 2)
        add_source(&s, files[i], files[i + 1]);
    const hm_code code =
        hm_package_open_memory(&package, "p", s.files, s.count, &options, NULL, error);
    assert_null(package);
    return code;
}

static void assert_gap(const char *const *files, const char *message) {
    hm_error error;
    assert_int_equal(refuse(files, 0, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message, message);
}

#define GAP " gap at 3: a list has its elements one after the other"
#define FAKE_INDICATOR(rest)                                                                       \
    "I.lua", FAKE "return indicator { code = 'I', parent = 'R', name = 'n', " rest " }"
#define FAKE_PACKAGE(rest)                                                                         \
    "package.lua", FAKE "return package { name = 'p', version = '1', api = 1, nodes = { "          \
                        "{ 'index', 'Index' } }, " rest " }"

static void lists_of_fake_length(void **state) {
    (void)state;
    static const struct {
        const char *files[5], *message;
    } examples[] = {
        {{FAKE_PACKAGE("drop = fake('x')")}, "package: drop:" GAP},
        {{FAKE_PACKAGE("host = fake('x')")}, "package: host:" GAP},
        {{FAKE_PACKAGE("nodes = fake({ 'g', 'G', parent = 'index' })")}, "package: nodes:" GAP},
        {{MANIFEST, "inputs.lua", FAKE "return fake(count { 'a' })"},
         "gap at 3: a list has its "
         "elements one after the other"},
        {{MANIFEST, FAKE_INDICATOR("inputs = fake(count { 'a' })")}, "indicator I: inputs:" GAP},
        {{MANIFEST, FAKE_INDICATOR("inputs = { choice { 'a', options = fake('x') } }")},
         "input \"a\": options:" GAP},
        {{MANIFEST, FAKE_INDICATOR("inputs = { records { 'a', columns = fake(count { 'b' }) } }")},
         "input \"a\": columns:" GAP},
        {{MANIFEST,
          FAKE_INDICATOR(A_COUNT "measure = input.a, tests = fake({ a = 1, score = 1 })")},
         "indicator I: tests:" GAP},
        {{MANIFEST,
          FAKE_INDICATOR(A_COUNT "measure = input.a, tests = { { r = fake({ a = 1 }), score = 1, "
                                 "s = fake({ a = 1 }) } }")},
         NULL},
        {{MANIFEST, FAKE_INDICATOR(A_COUNT "measure = input.a, range = fake(1)")},
         "indicator I: range:" GAP},
        {{MANIFEST, FAKE_INDICATOR(A_COUNT "measure = number_of(fake(input.a))")},
         "number_of: gap at 3: a missing figure (nil) ends a list, so write number_of(a, b) where "
         "some may be missing"},
        {{MANIFEST, FAKE_INDICATOR(A_COUNT "measure = share_of_yes(fake(input.a))")},
         "share_of_yes takes a plain list: gap at 3"},
        {{MANIFEST, FAKE_INDICATOR(A_COUNT "measure = weighted(fake({ 1, input.a }))")},
         "weighted takes a plain list: gap at 3"},
        {{MANIFEST, FAKE_INDICATOR(A_COUNT "measure = band(input.a, fake({ over = 1, 2 }), 0)")},
         "band takes a plain list: gap at 3"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        hm_error error;
        assert_int_equal(refuse(examples[i].files, 0, &error), HM_ERROR_PACKAGE);
        if (!examples[i].message) /* either of the two records may come first */
            assert_non_null(strstr(error.message, ":" GAP));
        else if (!strstr(error.message, examples[i].message))
            assert_string_equal(error.message, examples[i].message);
    }
}

static void lists_with_other_keys(void **state) {
    (void)state;
    assert_gap((const char *[]){FAKE_PACKAGE("drop = { [1.5] = 'x' }"), NULL},
               "package: drop: gap at 1: a list has its elements one after the other");
    assert_gap((const char *[]){FAKE_PACKAGE("drop = { 'x', [-1] = 'x' }"), NULL},
               "package: drop: gap at 2: a list has its elements one after the other");
    assert_gap((const char *[]){FAKE_PACKAGE("drop = { 'x', [true] = 'x' }"), NULL},
               "package: drop must be a list { a, b, ... }, without names or gaps");
}

/* Many unknown fields: the first of them by its bytes is named, whatever Lua's order of keys is. */
static void unknown_field_is_the_first(void **state) {
    (void)state;
    static const char manifest[] =
        "local p = { name = 'p', version = '1', api = 1 }\n"
        "for _, c in ipairs { 'q', 'z', 'h', 'k', 'y', 'm', 'x' } do p[c .. 'qqqqqq'] = 1 end\n"
        "return package(p)";
    for (int run = 0; run < 8; run++) {
        hm_error error;
        assert_int_equal(refuse((const char *[]){"package.lua", manifest, NULL}, 0, &error),
                         HM_ERROR_PACKAGE);
        assert_string_equal(error.message,
                            "package: unknown field \"hqqqqqq\" (there are: name, version, api, "
                            "title, about, licence, extends, drop, weights, nodes, policy, host, "
                            "drop_rules, override, weights_from, breaks)");
    }
}

/* One table of 1,000 rows that 1,000 names stand for would be a million rows. */
static void copies_are_charged(void **state) {
    (void)state;
    static const char rows[] = "local rows, t = {}, { score = 1 }\n"
                               "for i = 1, 1000 do rows[i] = { a = 'figure' } end\n"
                               "for i = 1, 1000 do t['r' .. i] = rows end\n"
                               "return indicator { code = 'I', parent = 'R', name = 'n', " A_COUNT
                               "measure = input.a, tests = { t } }";
    hm_error error;
    assert_int_equal(refuse((const char *[]){MANIFEST, "I.lua", rows, NULL}, 0, &error),
                     HM_ERROR_LIMIT);
    assert_non_null(strstr(error.message, "memory: more than 16777216 bytes"));
}

/* 3,000 notes that are one text of 60,000 bytes are one copy of it: not 180 MB. */
static void equal_texts_are_shared(void **state) {
    (void)state;
    static const char indicator[] =
        "local tests, note = {}, ('a'):rep(60000)\n"
        "for i = 1, 3000 do tests[i] = { a = i, score = 1, note = note } end\n"
        "return indicator { code = 'I', parent = 'R', name = 'n', " A_COUNT
        "measure = input.a, tests = tests }";
    counted memory = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &memory};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_error error;
    options.allocator = &allocator;
    sources s = {.count = 0};
    add_source(&s, "package.lua", ROOT_MANIFEST);
    add_source(&s, "I.lua", indicator);
    if (hm_package_open_memory(&package, "p", s.files, s.count, &options, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    assert_true(memory.bytes < (size_t)4 << 20);
    hm_package_free(package);
    assert_int_equal(memory.bytes, 0);
}

static void texts_have_a_bound(void **state) {
    (void)state;
    assert_gap((const char *[]){FAKE_PACKAGE("title = ('x'):rep(5000)"), NULL},
               "package: title has 5000 bytes, more than 4096");
    assert_gap((const char *[]){FAKE_PACKAGE("about = ('x'):rep(70000)"), NULL},
               "package: about has 70000 bytes, more than 65536");
    assert_gap(
        (const char *[]){
            MANIFEST, FAKE_INDICATOR("inputs = { choice { 'a', options = { ('x'):rep(5000) } } }"),
            NULL},
        "input \"a\": an option has 5000 bytes, more than 4096");
}

/* From each allocation on there is no more memory: always an error of memory, whatever was being
 * read. */
static void reading_without_memory(void **state) {
    (void)state;
    static const char indicator[] =
        "return indicator { code = 'I', parent = 'R', name = 'n', inputs = { "
        "records { 'r', columns = { choice { 'c', options = { 'x', 'y' } } } } }, "
        "measure = count_rows(input.r, eq(input.r.c, 'x')), tests = { { r = { { c = 'x' } }, "
        "score = 1 } } }";
    counted memory = {.onwards = true};
    const hm_allocator allocator = {counted_resize, &memory};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    sources s = {.count = 0};
    add_source(&s, "package.lua", ROOT_MANIFEST);
    add_source(&s, "I.lua", indicator);
    hm_code code = HM_ERROR_MEMORY;
    for (memory.refused = 1; code == HM_ERROR_MEMORY; memory.refused++) {
        hm_package *package = NULL;
        hm_error error;
        memory.calls = 0;
        code = hm_package_open_memory(&package, "p", s.files, s.count, &options, NULL, &error);
        if (code != HM_OK && code != HM_ERROR_MEMORY)
            print_error("without memory from call %zu on: %s\n", memory.refused, error.message);
        hm_package_free(package);
        assert_int_equal(memory.bytes, 0);
    }
    assert_int_equal(code, HM_OK);
    assert_true(memory.refused > 100);
}

/* Looking for what was meant ends where nobody reads on: it would take a look at every name for
 * every fault. */
static void suggestions_come_to_an_end(void **state) {
    (void)state;
    static const char manifest[] =
        "local nodes = { { 'R', 'Root' }, { 'parks', 'Parks', parent = 'R' } }\n"
        "for i = 1, 30 do nodes[i + 2] = { 'g' .. i, 'G', parent = 'park' } end\n"
        "return package { name = 'p', version = '1', api = 1, nodes = nodes }";
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    size_t suggested = 0, faults = 0;
    sources s = {.count = 0};
    add_source(&s, "package.lua", manifest);
    assert_int_equal(hm_package_open_memory(&package, "p", s.files, s.count, NULL, &issues, &error),
                     HM_ERROR_PACKAGE);
    for (size_t i = 0; i < hm_issues_count(issues); i++) {
        faults += strstr(message_of(hm_issues_get(issues, i)).text, "no parent \"park\"") != NULL;
        suggested +=
            strstr(message_of(hm_issues_get(issues, i)).text, "did you mean \"parks\"?") != NULL;
    }
    hm_issues_free(issues);
    assert_int_equal(faults, 30);
    assert_int_equal(suggested, 20);
}

/* Column 65,537 must not be taken for the first. */
static void lists_of_too_many_columns(void **state) {
    (void)state;
    static const char *const files[] = {
        MANIFEST, "I.lua",
        "local c = {} for i = 1, 65537 do c[i] = number { 'c' .. i } end\n"
        "return indicator { code = 'I', parent = 'R', name = 'I',\n"
        "inputs = { records { 'r', columns = c } }, measure = sum(input.r.c65537) }",
        NULL};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_error error;
    sources s = {.count = 0};
    for (size_t i = 0; files[i]; i += 2)
        add_source(&s, files[i], files[i + 1]);
    options.limits = (hm_script_limits){
        .steps = UINT64_MAX, .seconds = 1e9, .memory = SIZE_MAX, .block_size = SIZE_MAX};
    assert_int_equal(
        hm_package_open_memory(&package, "p", s.files, s.count, &options, NULL, &error),
        HM_ERROR_PACKAGE);
    assert_string_equal(error.message, "input \"r\": columns: more than 65535");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_fake_length),       cmocka_unit_test(lists_with_other_keys),
        cmocka_unit_test(unknown_field_is_the_first), cmocka_unit_test(copies_are_charged),
        cmocka_unit_test(equal_texts_are_shared),     cmocka_unit_test(texts_have_a_bound),
        cmocka_unit_test(reading_without_memory),     cmocka_unit_test(suggestions_come_to_an_end),
        cmocka_unit_test(lists_of_too_many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

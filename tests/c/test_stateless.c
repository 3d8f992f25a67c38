/* Functions that keep state from call to call: found whatever way they keep it, failed for every
 * unit they were called for, the same for any number of threads; functions that keep nothing that
 * shows are left alone. */
#include "embed_support.h"

#include <stdlib.h>

static const char manifest[] = "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  nodes = { { \"R\", \"Root\" } } }\n";
static const char plain[] = "return indicator { code = \"P\", parent = \"R\", name = \"Plain\",\n"
                            "  inputs = { number { \"a\", \"A\" } }, measure = input.a }\n";
static const char tail[] =
    "\nreturn indicator { code = \"F\", parent = \"R\", name = \"Function\",\n"
    "  inputs = { \"a\" }, measure = measure }\n";
static const char reason[] = "keeps state between calls: the same figures gave different results";

/* A package whose indicator F has the function `measure` that `lines` define. */
static hm_package *open_measure(const char *lines, const hm_package_options *options) {
    char script[2048];
    snprintf(script, sizeof script, "%s%s", lines, tail);
    const hm_package_file files[] = {FILE_OF("package.lua", manifest),
                                     FILE_OF("plain.lua", plain),
                                     {"f.lua", script, strlen(script)},
                                     FILE_OF("lib/box.lua", "return { count = 0 }")};
    return open_files("p", files, COUNT_OF(files), options);
}

/* `count` cities; city i reports a = i % 97, and every 10th nothing. */
static hm_dataset *open_cities(size_t count) {
    const size_t most = 64 + count * 40;
    char *csv = malloc(most);
    assert_non_null(csv);
    size_t size = (size_t)snprintf(csv, most, "city,period,a\n");
    for (size_t i = 0; i < count; i++) {
        size += (size_t)snprintf(csv + size, most - size, "c%zu,2025,", i);
        if (i % 10 == 9)
            size += (size_t)snprintf(csv + size, most - size, "NR\n");
        else
            size += (size_t)snprintf(csv + size, most - size, "%zu\n", i % 97);
    }
    hm_dataset *data = open_text(csv);
    free(csv);
    return data;
}

/* All units for which F is called must have failed, or none. */
static void assert_stateless(const char *lines, size_t cities, bool stateless) {
    hm_package *package = open_measure(lines, NULL);
    hm_dataset *data = open_cities(cities);
    hm_scores *scores = score_with(package, data, NULL);
    const size_t node = node_of(package, "F"), beside = node_of(package, "P");
    for (size_t i = 0; i < cities; i++) {
        const hm_score_row row = row_of(scores, i, node);
        const hm_state expected = i % 10 == 9 ? HM_NOT_REPORTED
                                  : stateless ? HM_OBSERVED
                                              : HM_FAILED;
        if (row.status != expected)
            fail_msg("city %zu of %zu is %s\n%s", i, cities, hm_state_status(row.status), lines);
        if (expected == HM_FAILED)
            assert_string_equal(hm_scores_reason(scores, i, node), reason);
        else
            assert_null(hm_scores_reason(scores, i, node));
        if (i % 10 != 9)
            assert_true(row_of(scores, i, beside).value == (double)(i % 97));
    }
    assert_int_equal(hm_issues_count(hm_scores_issues(scores)), stateless ? 0 : 1);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* How many cities there are decides which calls are made again: one, three, one chunk, several. */
static const size_t sizes[] = {2, 3, 25, 10000};

static void assert_found(const char *lines) {
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        assert_stateless(lines, sizes[i], false);
}

static void assert_left_alone(const char *lines) {
    assert_stateless(lines, 1, true);
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        assert_stateless(lines, sizes[i], true);
}

static void stateless_counter_found(void **state) {
    (void)state;
    static const char lines[] = "local n = 0\n"
                                "local function measure(v) n = n + 1 return n end\n";
    assert_found(lines);
    assert_stateless(lines, 1, false);
}

static void stateless_running_sum_found(void **state) {
    (void)state;
    assert_found("local sum = { 1 }\n"
                 "local function measure(v) sum[1] = sum[1] + v.a / 7 return sum[1] % 50 end\n");
}

/* The first value is the same for all that follow: only a fresh start shows it. */
static void stateless_first_value_found(void **state) {
    (void)state;
    assert_found("local first\n"
                 "local function measure(v) first = first or v.a return v.a - first end\n");
}

static void stateless_previous_unit_found(void **state) {
    (void)state;
    assert_found("local before = 0\n"
                 "local function measure(v) local old = before before = v.a return old end\n");
}

static void stateless_every_second_call_raises(void **state) {
    (void)state;
    assert_found("local odd = false\n"
                 "local function measure(v) odd = not odd if not odd then error 'x' end\n"
                 "  return v.a end\n");
}

/* What the functions kept before they are asked again must not be in the way of asking. */
static void stateless_found_beside_much_memory(void **state) {
    (void)state;
    assert_stateless("local big, n = {}, 0\n"
                     "for i = 1, 10 do big[i] = (tostring(i % 10)):rep(1000000) end\n"
                     "local function measure(v) n = n + 1 return n + #big end\n",
                     25, false);
}

static void stateless_module_found(void **state) {
    (void)state;
    assert_found("local function measure(v) local box = require 'box'\n"
                 "  box.count = box.count + 1 return box.count % 40 end\n");
}

static void stateless_environment_found(void **state) {
    (void)state;
    assert_found("local function measure(v) local real = pcall _ENV = { n = 1 }\n"
                 "  return real and 0 or 1 end\n");
}

/* Shows in the last units of the first chunk only. */
static void stateless_after_many_calls_found(void **state) {
    (void)state;
    assert_stateless("local n = 0\n"
                     "local function measure(v) n = n + 1 return n > 3000 and 1 or 0 end\n",
                     10000, false);
}

/* State that matters for a while, early, in the middle or late, in chunks of all sizes; nowhere
 * near the ends. */
static void stateless_for_a_while_found(void **state) {
    (void)state;
    static const struct {
        int from, to;
        size_t cities;
    } whiles[] = {{51, 399, 500},     {51, 399, 8000},   {51, 399, 20000}, {3000, 3299, 8000},
                  {6000, 6299, 9000}, {20, 40, 100},     {100, 160, 300},  {7, 12, 30},
                  {200, 330, 1000},   {1500, 1770, 2000}};
    for (size_t i = 0; i < COUNT_OF(whiles); i++) {
        char lines[256];
        snprintf(lines, sizeof lines,
                 "local n = 0\nlocal function measure(v) n = n + 1\n"
                 "  return n >= %d and n <= %d and 99 or v.a / 97 end\n",
                 whiles[i].from, whiles[i].to);
        assert_stateless(lines, whiles[i].cities, false);
    }
}

/* Counts that begin again, in a local variable, in a table, in a module, or kept by an iterator. */
static void stateless_counts_that_begin_again_found(void **state) {
    (void)state;
    static const char *const measures[] = {
        "local n = 0\nlocal function measure(v) n = (n + 1) % 3 return n end\n",
        "local n = 0\nlocal function measure(v) n = (n + 1) % 7 return n == 0 and 99 or v.a end\n",
        "local t = { {} }\nlocal function measure(v)\n"
        "  t[1].n = ((t[1].n or 0) + 1) % 10 return t[1].n > 7 and 99 or v.a end\n",
        "local box = require 'box'\nlocal function measure(v)\n"
        "  box.count = (box.count + 1) % 5 return box.count == 2 and 99 or v.a end\n",
        "local next_of = ('x'):rep(10000):gmatch('()x')\n"
        "local function measure(v) return next_of() % 4 end\n"};
    for (size_t i = 0; i < COUNT_OF(measures); i++) {
        assert_stateless(measures[i], 100, false);
        assert_stateless(measures[i], 1000, false);
    }
}

/* State that only certain figures leave behind, for the next city alone. */
static void stateless_kept_for_certain_figures_found(void **state) {
    (void)state;
    assert_stateless("local high = false\n"
                     "local function measure(v) local was = high high = v.a > 70\n"
                     "  return was and 99 or v.a / 97 end\n",
                     1000, false);
}

static void stateless_functions_left_alone(void **state) {
    (void)state;
    assert_left_alone("local function measure(v) return v.a / 3 end\n");
    /* a cache is state that does not show */
    assert_left_alone("local known = {}\n"
                      "local function measure(v)\n"
                      "  known[v.a] = known[v.a] or math.sqrt(v.a) return known[v.a] end\n");
    assert_left_alone("local box = require 'box'\n"
                      "local function measure(v) box.count = box.count + 1 return v.a end\n");
}

/* Where keys that are texts stand beside a list with gaps, its length hangs on how their hashes
 * collide, and so on the seed that Lua makes for each state: marks would differ from run to run. */
static void stateless_length_of_gaps_found(void **state) {
    (void)state;
    assert_stateless("local function measure(v)\n"
                     "  local seed, sum = v.a, 0\n"
                     "  local function draw(n)\n"
                     "    seed = (seed * 1103515245 + 12345) % 2147483648\n"
                     "    return seed // 65536 % n\n"
                     "  end\n"
                     "  for _ = 1, 300 do\n"
                     "    local t = {}\n"
                     "    for _ = 1, 40 do\n"
                     "      local what = draw(4)\n"
                     "      local key = what < 2 and 'k' .. draw(60) or draw(14) + 1\n"
                     "      t[key] = what % 2 == 0 and 1 or nil\n"
                     "    end\n"
                     "    sum = (sum * 33 + #t) % 1000003\n"
                     "  end\n"
                     "  return sum end\n",
                     25, false);
}

/* All functions of a state share these tables: one that could write to them could tell another what
 * it was called for, and being asked again would show nothing. */
static void stateless_shared_tables_stay_as_they_are(void **state) {
    (void)state;
    assert_left_alone(
        "local shared = { math = math, string = string, table = table, utf8 = utf8 }\n"
        "local makers = { indicator, package, count, records, text }\n"
        "local function measure(v)\n"
        "  for name, t in pairs({ v = v, before = v.previous, env = _ENV }) do\n"
        "    shared[name] = t\n"
        "  end\n"
        "  for name, t in pairs(shared) do\n"
        "    for _, make in ipairs(makers) do assert(not pcall(make, t), name) end\n"
        "    assert(not pcall(table.insert, t, 1), name)\n"
        "    assert(pcall(pairs, t) and next(t) == nil and #t == 0, name)\n"
        "  end\n"
        "  return v.a end\n");
}

/* What runs into a limit only now and then proves nothing; here always for the same figures. */
static void stateless_limits_prove_nothing(void **state) {
    (void)state;
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.limits.steps = 20000;
    hm_package *package =
        open_measure("local function measure(v) if v.a == 1 then while true do end end\n"
                     "  return v.a end\n",
                     &options);
    hm_dataset *data = open_cities(9);
    hm_scores *scores = score_with(package, data, NULL);
    const size_t node = node_of(package, "F");
    for (size_t i = 0; i < 9; i++) {
        const hm_score_row row = row_of(scores, i, node);
        assert_int_equal(row.status, i == 1 ? HM_FAILED : HM_OBSERVED);
        if (i == 1)
            assert_string_equal(hm_scores_reason(scores, i, node), "steps: more than 20000");
    }
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* 150 and 200 would be capped: a failed value has no such flag left. */
static void stateless_failed_keeps_no_flag_of_its_value(void **state) {
    (void)state;
    hm_package *package = open_measure("local n = 100\n"
                                       "local function measure(v) n = n + 50 return n end\n",
                                       NULL);
    hm_dataset *data = open_text("city,period,a\nAlba,2025,1\nBrio,2025,2\n");
    hm_scores *scores = score_with(package, data, NULL);
    const hm_score_row row = row_of(scores, 1, node_of(package, "F"));
    assert_int_equal(row.status, HM_FAILED);
    assert_int_equal(row.flags, HM_FLAG_RESTS_ON_REJECTED);
    assert_false(row.has_value || row.has_score);
    const hm_issue *issue = hm_issues_get(hm_scores_issues(scores), 0);
    assert_int_equal(issue->severity, HM_REJECTED);
    assert_string_equal(message_of(issue).text,
                        "indicator F failed for Alba 2025 and 1 more: keeps state between calls: "
                        "the same figures gave different results");
    assert_string_equal(issue->file, "p/f.lua");
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

struct text {
    char *data;
    size_t size, capacity;
};

static int append(void *context, const char *data, size_t size) {
    struct text *text = context;
    if (text->size + size > text->capacity) {
        text->capacity = 2 * (text->size + size);
        text->data = realloc(text->data, text->capacity);
        assert_non_null(text->data);
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
    return 0;
}

static struct text written(const hm_package *package, const hm_dataset *data, size_t jobs) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    struct text text = {NULL, 0, 0};
    hm_usage usage = HM_USAGE_INIT;
    options.jobs = jobs;
    hm_scores *scores = score_with(package, data, &options);
    assert_int_equal(hm_scores_write(scores, NULL, append, &text, NULL), HM_OK);
    assert_int_equal(hm_scores_usage(scores, node_of(package, "F"), &usage), HM_OK);
    assert_int_equal(usage.calls, 18000); /* nine of ten cities, those asked again not counted */
    hm_scores_free(scores);
    return text;
}

/* State that starts anew with each chunk, found or not, is the same for any number of threads. */
static void stateless_threads_agree(void **state) {
    (void)state;
    static const char *const measures[] = {
        "local n = 0\nlocal function measure(v) n = n + 1 return n end\n",
        /* slips: matters for two calls of a chunk alone */
        "local n = 0\nlocal function measure(v) n = n + 1\n"
        "  return n > 100 and n < 103 and 99 or v.a end\n"};
    hm_dataset *data = open_cities(20000);
    for (size_t i = 0; i < COUNT_OF(measures); i++) {
        hm_package *package = open_measure(measures[i], NULL);
        const struct text alone = written(package, data, 1);
        for (size_t jobs = 2; jobs <= 4; jobs += 2) {
            const struct text several = written(package, data, jobs);
            assert_int_equal(several.size, alone.size);
            assert_memory_equal(several.data, alone.data, alone.size);
            free(several.data);
        }
        free(alone.data);
        hm_package_free(package);
    }
    hm_dataset_free(data);
}

/* --- in a session --- */

static hm_session *open_session(const hm_package *package, const hm_dataset *data) {
    hm_session *session = NULL;
    hm_error error;
    if (hm_session_open(&session, package, data, 0, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return session;
}

static hm_state state_of(hm_session *session, size_t node) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_row(session, node, &row), HM_OK);
    return row.status;
}

static void stateless_session_finds_counter(void **state) {
    (void)state;
    hm_package *package =
        open_measure("local n = 0\nlocal function measure(v) n = n + 1 return n end\n", NULL);
    hm_dataset *data = open_cities(1);
    hm_session *session = open_session(package, data);
    const size_t node = node_of(package, "F");
    for (int i = 0; i < 20; i++) {
        assert_int_equal(state_of(session, node), HM_FAILED);
        assert_string_equal(hm_session_reason(session, node), reason);
        assert_int_equal(hm_session_score(session, NULL), HM_OK);
    }
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* With one set of figures a first value cannot show; after the first change it does, and stays. */
static void stateless_session_finds_first_value(void **state) {
    (void)state;
    hm_package *package = open_measure(
        "local first\nlocal function measure(v) first = first or v.a return v.a - first end\n",
        NULL);
    hm_dataset *data = open_cities(1);
    hm_session *session = open_session(package, data);
    const size_t node = node_of(package, "F");
    assert_int_equal(hm_session_set_number(session, "a", 50, NULL), HM_OK);
    assert_int_equal(hm_session_score(session, NULL), HM_OK);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(hm_session_set_number(session, "a", i, NULL), HM_OK);
        assert_int_equal(hm_session_score(session, NULL), HM_OK);
    }
    assert_int_equal(state_of(session, node), HM_FAILED);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- host functions look the same from here --- */

static int count_up(void *context, const hm_value *arguments, size_t count, hm_value *result,
                    hm_error *error) {
    (void)arguments;
    (void)count;
    (void)error;
    double *number = context;
    *result = (hm_value){HM_VALUE_NUMBER, (*number)++, NULL};
    return 0;
}

static void stateless_host_function_named(void **state) {
    (void)state;
    double number = 0;
    const hm_host_entry entry = {"tick", count_up, &number, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = &entry;
    options.host_count = 1;
    const hm_package_file files[] = {
        FILE_OF("package.lua", "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  host = { \"tick\" }, nodes = { { \"R\", \"Root\" } } }\n"),
        FILE_OF("plain.lua", plain),
        FILE_OF("f.lua", "return indicator { code = \"F\", parent = \"R\", name = \"F\",\n"
                         "  inputs = { \"a\" }, measure = function(v) return host.tick() end }")};
    hm_package *package = open_files("p", files, COUNT_OF(files), &options);
    hm_dataset *data = open_text("city,period,a\nAlba,2025,1\n");
    hm_scores *scores = score_with(package, data, NULL);
    assert_string_equal(hm_scores_reason(scores, 0, node_of(package, "F")),
                        "keeps state between calls, or a function of host does: the same figures "
                        "gave different results");
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stateless_counter_found),
        cmocka_unit_test(stateless_running_sum_found),
        cmocka_unit_test(stateless_first_value_found),
        cmocka_unit_test(stateless_previous_unit_found),
        cmocka_unit_test(stateless_every_second_call_raises),
        cmocka_unit_test(stateless_found_beside_much_memory),
        cmocka_unit_test(stateless_module_found),
        cmocka_unit_test(stateless_environment_found),
        cmocka_unit_test(stateless_after_many_calls_found),
        cmocka_unit_test(stateless_for_a_while_found),
        cmocka_unit_test(stateless_counts_that_begin_again_found),
        cmocka_unit_test(stateless_kept_for_certain_figures_found),
        cmocka_unit_test(stateless_functions_left_alone),
        cmocka_unit_test(stateless_length_of_gaps_found),
        cmocka_unit_test(stateless_shared_tables_stay_as_they_are),
        cmocka_unit_test(stateless_limits_prove_nothing),
        cmocka_unit_test(stateless_failed_keeps_no_flag_of_its_value),
        cmocka_unit_test(stateless_threads_agree),
        cmocka_unit_test(stateless_session_finds_counter),
        cmocka_unit_test(stateless_session_finds_first_value),
        cmocka_unit_test(stateless_host_function_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

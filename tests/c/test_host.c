/* What the embedding program gives to scripts: constants and functions, declared by the package. */
#include "embed_support.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#define MANIFEST(declared)                                                                         \
    "return package { name = \"p\", version = \"1\", api = 1,\n"                                   \
    "  host = { " declared " },\n"                                                                 \
    "  nodes = { { \"R\", \"Root\" } } }\n"
#define INDICATOR(measure)                                                                         \
    "return indicator { code = \"I\", parent = \"R\", name = \"I\",\n"                             \
    "  inputs = { number { \"x\", \"X\" } },\n  measure = " measure " }\n"
#define FUNCTION(body) INDICATOR("function(v) " body " end")

/* Opens the package and scores one city with x = 8. */
struct run {
    hm_package *package;
    hm_dataset *data;
    hm_scores *scores;
    hm_score_row row;
    const char *reason;
};

static hm_package_options options_with(const hm_host_entry *entries, size_t count) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = entries;
    options.host_count = count;
    return options;
}

static struct run run_texts(const char *manifest, const char *script,
                            const hm_package_options *options) {
    const hm_package_file files[] = {{"package.lua", manifest, strlen(manifest)},
                                     {"i.lua", script, strlen(script)}};
    struct run run;
    run.package = open_files("p", files, COUNT_OF(files), options);
    run.data = open_text("city,period,x\nAlba,2025,8\n");
    run.scores = score_with(run.package, run.data, NULL);
    const size_t node = node_of(run.package, "I");
    run.row = row_of(run.scores, 0, node);
    run.reason = hm_scores_reason(run.scores, 0, node);
    return run;
}

static void end_run(struct run *run) {
    hm_scores_free(run->scores);
    hm_dataset_free(run->data);
    hm_package_free(run->package);
}

static void assert_value(const char *manifest, const char *script,
                         const hm_package_options *options, double expected) {
    struct run run = run_texts(manifest, script, options);
    if (run.row.status != HM_OBSERVED)
        fail_msg("%s: %s", hm_state_status(run.row.status), run.reason ? run.reason : "");
    if (run.row.value != expected)
        fail_msg("%.17g, expected %.17g", run.row.value, expected);
    end_run(&run);
}

static void assert_failed(const char *manifest, const char *script,
                          const hm_package_options *options, const char *reason) {
    struct run run = run_texts(manifest, script, options);
    assert_int_equal(run.row.status, HM_FAILED);
    assert_string_equal(run.reason, reason);
    assert_int_equal(hm_issues_count_of(hm_scores_issues(run.scores), HM_REJECTED), 1);
    end_run(&run);
}

/* --- constants --- */

static void host_constants_read(void **state) {
    (void)state;
    const hm_host_entry given[] = {{"rate", NULL, NULL, {HM_VALUE_NUMBER, 2.5, NULL}},
                                   {"strict", NULL, NULL, {HM_VALUE_FLAG, 1, NULL}}};
    const hm_package_options options = options_with(given, 2);
    const char *manifest = MANIFEST("\"rate\", \"strict\"");
    assert_value(manifest, FUNCTION("return host.strict and v.x * host.rate or 0"), &options, 20);
    /* in an expression it is a number like another, taken while the package is opened */
    assert_value(manifest, INDICATOR("input.x * host.rate"), &options, 20);
}

static void host_constants_of_no_use(void **state) {
    (void)state;
    const struct {
        hm_value value;
        const char *message;
    } cases[] = {
        {{HM_VALUE_NONE, 0, NULL}, "host.k gave nothing, expected a finite number or a flag"},
        {{HM_VALUE_TEXT, 0, "x"}, "host.k gave a text, expected a finite number or a flag"},
        {{HM_VALUE_NUMBER, NAN, NULL},
         "host.k gave a number that is not finite, expected a finite number or a flag"},
        {{HM_VALUE_NUMBER, -INFINITY, NULL},
         "host.k gave a number that is not finite, expected a finite number or a flag"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const hm_host_entry given = {"k", NULL, NULL, cases[i].value};
        const hm_package_options options = options_with(&given, 1);
        const hm_package_file files[] = {FILE_OF("package.lua", MANIFEST("\"k\"")),
                                         FILE_OF("i.lua", INDICATOR("input.x"))};
        assert_refused(files, 2, &options, HM_ERROR_PACKAGE, cases[i].message);
    }
}

/* --- functions --- */

/* Tells how it was called: one digit an argument, from left to right. */
static int describe(void *context, const hm_value *arguments, size_t count, hm_value *result,
                    hm_error *error) {
    (void)error;
    double digits = 0;
    for (size_t i = 0; i < count; i++) {
        const hm_value *a = &arguments[i];
        digits = digits * 10 + (double)a->kind + 1;
        if ((a->kind == HM_VALUE_NUMBER && a->number != 2.5) ||
            (a->kind == HM_VALUE_FLAG && a->number != 1) ||
            (a->kind == HM_VALUE_TEXT && strcmp(a->text, "EUR") != 0))
            return 1;
    }
    *result = (hm_value){HM_VALUE_NUMBER, digits + *(const double *)context, NULL};
    return 0;
}

static void host_arguments_arrive(void **state) {
    (void)state;
    double offset = 0.25;
    const hm_host_entry given = {"describe", describe, &offset, {HM_VALUE_NONE, 0, NULL}};
    const hm_package_options options = options_with(&given, 1);
    const char *manifest = MANIFEST("\"describe\"");
    assert_value(manifest, FUNCTION("return host.describe()"), &options, 0.25);
    /* nil, a number, a flag, a text: 1 2 3 4 */
    assert_value(manifest, FUNCTION("return host.describe(nil, 2.5, true, 'EUR')"), &options,
                 1234.25);
    assert_value(manifest, FUNCTION("return host.describe(v.x / 3.2)"), &options, 2.25);
    assert_value(manifest,
                 FUNCTION("return host.describe(nil,nil,nil,nil,nil,nil,nil,nil,nil,nil,nil,nil,"
                          "nil,nil,nil,nil) - 1111111111111111.25"),
                 &options, 0);
    assert_failed(manifest,
                  FUNCTION("return host.describe(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17)"),
                  &options, "host.describe takes at most 16 arguments");
    assert_failed(manifest, FUNCTION("return host.describe({})"), &options,
                  "bad argument #1 to 'describe' (expected a number, a flag or a text)");
    assert_failed(manifest, FUNCTION("return host.describe(nil, print)"), &options,
                  "'print' is not available to scripts");
}

static int give(void *context, const hm_value *arguments, size_t count, hm_value *result,
                hm_error *error) {
    (void)arguments;
    (void)count;
    (void)error;
    *result = *(const hm_value *)context;
    return 0;
}

static void host_results_are_checked(void **state) {
    (void)state;
    const struct {
        hm_value value;
        const char *reason;
    } cases[] = {
        {{HM_VALUE_TEXT, 1, "12"}, "host.give gave a text, expected a finite number or a flag"},
        {{HM_VALUE_TEXT, 1, NULL}, "host.give gave a text, expected a finite number or a flag"},
        {{HM_VALUE_NONE, 1, NULL}, "host.give gave nothing, expected a finite number or a flag"},
        {{HM_VALUE_NUMBER, NAN, NULL},
         "host.give gave a number that is not finite, expected a finite number or a flag"},
        {{HM_VALUE_NUMBER, INFINITY, NULL},
         "host.give gave a number that is not finite, expected a finite number or a flag"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hm_value value = cases[i].value;
        const hm_host_entry given = {"give", give, &value, {HM_VALUE_NONE, 0, NULL}};
        const hm_package_options options = options_with(&given, 1);
        assert_failed(MANIFEST("\"give\""), FUNCTION("return host.give()"), &options,
                      cases[i].reason);
    }
    hm_value flag = {HM_VALUE_FLAG, 1, NULL}, number = {HM_VALUE_NUMBER, -0.5, NULL};
    const hm_host_entry given[] = {{"flag", give, &flag, {HM_VALUE_NONE, 0, NULL}},
                                   {"number", give, &number, {HM_VALUE_NONE, 0, NULL}}};
    const hm_package_options options = options_with(given, 2);
    assert_value(MANIFEST("\"flag\", \"number\""),
                 FUNCTION("return (host.flag() == true) and host.number() * -10 or 0"), &options,
                 5);
}

static int refuse(void *context, const hm_value *arguments, size_t count, hm_value *result,
                  hm_error *error) {
    (void)arguments;
    (void)count;
    *result = (hm_value){HM_VALUE_NUMBER, 1, NULL}; /* counts for nothing */
    if (context)
        snprintf(error->message, sizeof error->message, "%s", (const char *)context);
    return -3;
}

static void host_failures_fail_the_indicator(void **state) {
    (void)state;
    char text[] = "no rate\nfor this currency";
    hm_host_entry given = {"rate", refuse, text, {HM_VALUE_NONE, 0, NULL}};
    const hm_package_options options = options_with(&given, 1);
    assert_failed(MANIFEST("\"rate\""), FUNCTION("return host.rate('XXX')"), &options,
                  "host.rate: no rate\\nfor this currency");
    /* it is an ordinary error: a script may do without */
    assert_value(MANIFEST("\"rate\""), FUNCTION("return pcall(host.rate, 'XXX') and 1 or 2"),
                 &options, 2);
    given.context = NULL;
    const hm_package_options silent = options_with(&given, 1);
    assert_failed(MANIFEST("\"rate\""), FUNCTION("return host.rate()"), &silent,
                  "host.rate: failed without a reason");
}

/* A message that fills its room and has no end of its own. */
static int overflow(void *context, const hm_value *arguments, size_t count, hm_value *result,
                    hm_error *error) {
    (void)context;
    (void)arguments;
    (void)count;
    (void)result;
    memset(error, 'x', sizeof *error);
    return 1;
}

static void host_message_without_end(void **state) {
    (void)state;
    const hm_host_entry given = {"f", overflow, NULL, {HM_VALUE_NONE, 0, NULL}};
    const hm_package_options options = options_with(&given, 1);
    struct run run = run_texts(MANIFEST("\"f\""), FUNCTION("return host.f()"), &options);
    assert_int_equal(run.row.status, HM_FAILED);
    assert_in_range(strlen(run.reason), 100, 512);
    end_run(&run);
}

/* --- what is declared and what is given --- */

static void host_must_be_given(void **state) {
    (void)state;
    const hm_host_entry given = {"exchange_rate", NULL, NULL, {HM_VALUE_NUMBER, 1, NULL}};
    const hm_package_options options = options_with(&given, 1);
    const hm_package_file files[] = {FILE_OF("package.lua", MANIFEST("\"exchange_rates\"")),
                                     FILE_OF("i.lua", INDICATOR("input.x"))};
    assert_refused(files, 2, &options, HM_ERROR_PACKAGE,
                   "package: host: the program does not give \"exchange_rates\"; it gives "
                   "exchange_rate: did you mean \"exchange_rate\"?");
    assert_refused(files, 2, NULL, HM_ERROR_PACKAGE,
                   "package: host: the program does not give \"exchange_rates\"; it gives nothing");
}

static void host_must_be_declared(void **state) {
    (void)state;
    const hm_host_entry given[] = {{"rate", NULL, NULL, {HM_VALUE_NUMBER, 1, NULL}},
                                   {"other", NULL, NULL, {HM_VALUE_NUMBER, 2, NULL}}};
    const hm_package_options options = options_with(given, 2);
    const char *manifest = MANIFEST("\"rate\"");
    assert_failed(manifest, FUNCTION("return host.other"), &options,
                  "host.other is not declared by the package: host = { \"other\" }");
    assert_failed(manifest, FUNCTION("return host.rat"), &options,
                  "host.rat is not declared by the package: did you mean \"rate\"?");
    assert_failed(manifest, FUNCTION("return host[1]"), &options,
                  "host is read by name: host.NAME");
    assert_failed(manifest, FUNCTION("host.rate = 5 return host.rate"), &options,
                  "host cannot be written to");
    assert_failed(manifest, FUNCTION("host.new = 5 return 1"), &options,
                  "host cannot be written to");
    /* given to the program's packages in general, not asked for by this one */
    const hm_package_file files[] = {FILE_OF("package.lua", MANIFEST("")),
                                     FILE_OF("i.lua", INDICATOR("input.x * host.rate"))};
    hm_package *package = NULL;
    hm_error error;
    assert_int_equal(hm_package_open_memory(&package, "p", files, 2, &options, NULL, &error),
                     HM_ERROR_PACKAGE);
    assert_says(error.message, "host");
}

static void host_entries_without_name(void **state) {
    (void)state;
    const hm_host_entry given[] = {{"rate", NULL, NULL, {HM_VALUE_NUMBER, 1, NULL}},
                                   {NULL, NULL, NULL, {HM_VALUE_NUMBER, 2, NULL}}};
    hm_package_options options = options_with(given, 2);
    const hm_package_file files[] = {FILE_OF("package.lua", MANIFEST(""))};
    assert_refused(files, 1, &options, HM_ERROR_ARGUMENT, "host entry 1 has no name");
    options.host = NULL;
    assert_refused(files, 1, &options, HM_ERROR_ARGUMENT, "host entry 0 has no name");
}

/* Each package of a chain has what it declares itself. */
static int find_base(void *context, const char *name, const hm_package_file **files,
                     size_t *count) {
    static const hm_package_file base[] = {FILE_OF("package.lua", MANIFEST("\"rate\"")),
                                           FILE_OF("i.lua", FUNCTION("return v.x * host.rate"))};
    (void)context;
    *files = base;
    *count = 2;
    return strcmp(name, "base") == 0;
}

static void host_of_each_layer(void **state) {
    (void)state;
    const hm_host_entry given[] = {{"rate", NULL, NULL, {HM_VALUE_NUMBER, 3, NULL}},
                                   {"other", NULL, NULL, {HM_VALUE_NUMBER, 7, NULL}}};
    hm_package_options options = options_with(given, 2);
    options.resolver = find_base;
    const char top[] = "return package { name = \"top\", version = \"1\", api = 1,\n"
                       "  extends = \"base\", host = { \"other\" } }\n";
    const char script[] = "return indicator { code = \"T\", parent = \"R\", name = \"T\",\n"
                          "  inputs = { \"x\" }, measure = input.x + host.other }\n";
    struct run run = run_texts(top, script, &options); /* looks at I, of the base */
    assert_int_equal(run.row.status, HM_OBSERVED);
    assert_true(run.row.value == 24);
    assert_true(row_of(run.scores, 0, node_of(run.package, "T")).value == 15);
    end_run(&run);
}

/* --- when and by whom functions are called --- */

struct tally {
    atomic_size_t calls, others;
    pthread_t opener;
};

static int double_it(void *context, const hm_value *arguments, size_t count, hm_value *result,
                     hm_error *error) {
    struct tally *tally = context;
    (void)error;
    atomic_fetch_add(&tally->calls, 1);
    if (!pthread_equal(pthread_self(), tally->opener))
        atomic_fetch_add(&tally->others, 1);
    *result = (hm_value){HM_VALUE_NUMBER, count > 0 ? 2 * arguments[0].number : 0, NULL};
    return 0;
}

/* An expression calls it once, while the package is opened: its arguments are no inputs. */
static void host_called_while_loading(void **state) {
    (void)state;
    struct tally tally = {0, 0, pthread_self()};
    const hm_host_entry given = {"double", double_it, &tally, {HM_VALUE_NONE, 0, NULL}};
    const hm_package_options options = options_with(&given, 1);
    assert_value(MANIFEST("\"double\""), INDICATOR("input.x + host.double(1.5)"), &options, 11);
    assert_int_equal(atomic_load(&tally.calls), 1);
    assert_int_equal(atomic_load(&tally.others), 0);
}

static void host_called_from_threads(void **state) {
    (void)state;
    enum { CITIES = 20000 };
    struct tally tally = {0, 0, pthread_self()};
    const hm_host_entry given = {"double", double_it, &tally, {HM_VALUE_NONE, 0, NULL}};
    const hm_package_options options = options_with(&given, 1);
    const hm_package_file files[] = {FILE_OF("package.lua", MANIFEST("\"double\"")),
                                     FILE_OF("i.lua", FUNCTION("return host.double(v.x)"))};
    hm_package *package = open_files("p", files, 2, &options);
    hm_dataset *data = NULL;
    char city[16], x[16];
    assert_int_equal(hm_dataset_new(&data, NULL, NULL), HM_OK);
    for (int i = 0; i < CITIES; i++) {
        snprintf(city, sizeof city, "c%d", i);
        snprintf(x, sizeof x, "%d", i % 50);
        assert_int_equal(hm_dataset_put(data, city, "2025", "x", x, NULL), HM_OK);
    }
    assert_int_equal(hm_dataset_finish(data, NULL), HM_OK);
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    score.jobs = 4;
    hm_scores *scores = score_with(package, data, &score);
    const size_t node = node_of(package, "I");
    const double *marks = hm_scores_of_node(scores, node);
    for (int i = 0; i < CITIES; i++)
        if (marks[i] != 2 * (i % 50))
            fail_msg("city %d has %g", i, marks[i]);
    /* a few are asked for again in each of the five chunks of cities: at its ends four, and the
     * first once more, and one of every 128 between */
    assert_in_range(atomic_load(&tally.calls), CITIES + 5 * 9, CITIES + 5 * (9 + 32));
    assert_int_equal(atomic_load(&tally.others), atomic_load(&tally.calls));
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* What is given is copied: the array and its names may go when the package is open. */
static void host_entries_are_copied(void **state) {
    (void)state;
    char name[] = "rate";
    hm_host_entry given = {name, NULL, NULL, {HM_VALUE_NUMBER, 4, NULL}};
    const hm_package_options options = options_with(&given, 1);
    const hm_package_file files[] = {FILE_OF("package.lua", MANIFEST("\"rate\"")),
                                     FILE_OF("i.lua", FUNCTION("return v.x * host.rate"))};
    hm_package *package = open_files("p", files, 2, &options);
    memset(name, 'z', sizeof name - 1);
    memset(&given, 0, sizeof given);
    hm_dataset *data = open_text("city,period,x\nAlba,2025,8\n");
    hm_scores *scores = score_with(package, data, NULL);
    assert_true(row_of(scores, 0, node_of(package, "I")).value == 32);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* A call costs steps, so a loop around a host function ends. */
static void host_calls_cost_steps(void **state) {
    (void)state;
    struct tally tally = {0, 0, pthread_self()};
    const hm_host_entry given = {"double", double_it, &tally, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = options_with(&given, 1);
    options.limits.steps = 100000;
    assert_failed(MANIFEST("\"double\""), FUNCTION("while true do host.double(1) end"), &options,
                  "steps: more than 100000");
    assert_in_range(atomic_load(&tally.calls), 100, 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(host_constants_read),
        cmocka_unit_test(host_constants_of_no_use),
        cmocka_unit_test(host_arguments_arrive),
        cmocka_unit_test(host_results_are_checked),
        cmocka_unit_test(host_failures_fail_the_indicator),
        cmocka_unit_test(host_message_without_end),
        cmocka_unit_test(host_must_be_given),
        cmocka_unit_test(host_must_be_declared),
        cmocka_unit_test(host_entries_without_name),
        cmocka_unit_test(host_of_each_layer),
        cmocka_unit_test(host_called_while_loading),
        cmocka_unit_test(host_called_from_threads),
        cmocka_unit_test(host_entries_are_copied),
        cmocka_unit_test(host_calls_cost_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

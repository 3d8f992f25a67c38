/* Every script of tests/hostile/scripts as an indicator's measure, through the public API: beside a
 * plain indicator, for three cities of which the first and the third report the same. The script
 * must end in one of the outcomes its header accepts and in time, the plain indicator must be
 * scored for all three, and a clean package must behave as ever afterwards. Twice: alone, and with
 * two threads under a locale with a decimal comma. Usage: test_hostile [-v] [SCRIPT]; with
 * --values, prints what SCRIPT gives and ends. */
#define _POSIX_C_SOURCE 200809L
#include "embed_support.h"

#include <dirent.h>
#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "sandbox/sandbox.h"

#define FOLDER "tests/hostile/scripts"

enum { SCRIPTS_MOST = 400, PATH_MOST = 1024, CITIES = 3 };

enum outcome { LOAD, RUNTIME, LIMIT, INVALID, HARMLESS };
static const char *const outcome_words[] = {"load", "runtime", "limit", "invalid", "harmless"};

struct script {
    char path[PATH_MOST];
    const char *name;
    char *text;
    size_t size;
    bool is_body;
    char expect[128];
    bool has_value;
    double value;
    double most_seconds;
};

struct result {
    enum outcome outcome;
    double value;
    char reason[1100];
};

static bool verbose;
static const char *program;
static size_t jobs = 1;

/* --- a script and its header --- */

static void read_text(struct script *script) {
    FILE *file = fopen(script->path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    script->size = (size_t)ftell(file);
    rewind(file);
    script->text = calloc(1, script->size + 1);
    assert_non_null(script->text);
    assert_int_equal(fread(script->text, 1, script->size, file), script->size);
    fclose(file);
}

/* What follows `-- key:` up to the end of its line. */
static bool header(const struct script *script, const char *key, char *out, size_t size) {
    const char *at = strstr(script->text, key);
    if (!at)
        return false;
    at += strlen(key);
    at += strspn(at, " ");
    const size_t length = strcspn(at, "\r\n");
    assert_true(length < size);
    memcpy(out, at, length);
    out[length] = '\0';
    return true;
}

/* A whole number or decimal fraction, whatever the locale. */
static double figure_of(const char *text) {
    double number = 0, place = 1;
    bool after = false;
    for (; (*text >= '0' && *text <= '9') || *text == '.'; text++) {
        after |= *text == '.';
        if (*text == '.')
            continue;
        number = number * 10 + (*text - '0');
        place *= after ? 10 : 1;
    }
    return number / place;
}

static void read_script(struct script *script) {
    char field[256];
    read_text(script);
    if (!header(script, "-- level:", field, sizeof field))
        fail_msg("%s: no '-- level:' line", script->name);
    script->is_body = strcmp(field, "body") == 0;
    assert_true(script->is_body || strcmp(field, "chunk") == 0);
    if (!header(script, "-- expect:", script->expect, sizeof script->expect))
        fail_msg("%s: no '-- expect:' line", script->name);
    script->has_value = header(script, "-- value:", field, sizeof field);
    script->value = script->has_value ? figure_of(field) : 0;
    if (!header(script, "-- max-seconds:", field, sizeof field))
        fail_msg("%s: no '-- max-seconds:' line", script->name);
    script->most_seconds = figure_of(field) * SLOWNESS;
}

static bool accepts(const struct script *script, enum outcome outcome) {
    const bool refused = strstr(script->expect, "refused") != NULL;
    return strstr(script->expect, outcome_words[outcome]) != NULL ||
           (refused && (outcome == LOAD || outcome == RUNTIME));
}

/* --- the package around it --- */

static const char manifest[] = "return package { name = \"hostile\", version = \"1\", api = 1,\n"
                               "  nodes = { { \"R\", \"Root\" } } }\n";
static const char inputs[] = "return { number { \"a\", \"A\" }, number { \"b\", \"B\" } }\n";
static const char plain[] = "return indicator { code = \"P\", parent = \"R\", name = \"Plain\",\n"
                            "  inputs = { \"a\", \"b\" }, measure = input.a * input.b }\n";
static const char around_chunk[] =
    "return indicator { code = \"H\", parent = \"R\", name = \"Hostile\",\n"
    "  inputs = { \"a\", \"b\" }, measure = require \"hostile\" }\n";
static const char before_body[] =
    "return indicator { code = \"H\", parent = \"R\", name = \"Hostile\",\n"
    "  inputs = { \"a\", \"b\" }, measure = function(...) ";
static const char prologue[] = "local v = ...; ";
static const char after_body[] = "\nend }\n";

struct body {
    const char *text;
    size_t size;
};

static int compile(lua_State *L) {
    const struct body *body = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    hm_sandbox_load(L, "body", body->text, body->size, lua_gettop(L));
    return 0;
}

/* A body that is a chunk of its own behind the prologue is a block, and cannot close the function
 * it is then put into; one that is not is refused here, as whoever takes in bodies would. */
static bool stands_alone(const char *text, size_t size, hm_error *error) {
    const struct body body = {text, size};
    hm_sandbox *sandbox;
    if (hm_sandbox_open(&sandbox, NULL, hm_allocator_default(), error) != HM_OK)
        fail_msg("%s", error->message);
    const hm_code code = hm_sandbox_run(sandbox, compile, (void *)(uintptr_t)&body, error);
    hm_sandbox_close(sandbox);
    return code == HM_OK;
}

/* before_body + prologue + body + after_body; the caller frees it. */
static char *wrap_body(const struct script *script, size_t *size, hm_error *error) {
    const size_t start = sizeof before_body - 1, head = sizeof prologue - 1;
    const size_t bom = script->size >= 3 && memcmp(script->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const size_t body = script->size - bom;
    char *text = malloc(start + head + body + sizeof after_body);
    assert_non_null(text);
    memcpy(text, before_body, start);
    memcpy(text + start, prologue, head);
    memcpy(text + start + head, script->text + bom, body);
    memcpy(text + start + head + body, after_body, sizeof after_body);
    *size = start + head + body + sizeof after_body - 1;
    if (stands_alone(text + start, head + body, error))
        return text;
    free(text);
    return NULL;
}

static hm_code open_hostile(hm_package **out, const struct script *script, hm_error *error) {
    hm_package_file files[] = {FILE_OF("package.lua", manifest),
                               FILE_OF("inputs.lua", inputs),
                               FILE_OF("plain.lua", plain),
                               FILE_OF("hostile.lua", around_chunk),
                               {"lib/hostile.lua", script->text, script->size}};
    if (!script->is_body)
        return hm_package_open_memory(out, "hostile", files, 5, NULL, NULL, error);
    size_t size;
    char *text = wrap_body(script, &size, error);
    *out = NULL;
    if (!text)
        return HM_ERROR_PACKAGE;
    files[3].data = text;
    files[3].size = size;
    const hm_code code = hm_package_open_memory(out, "hostile", files, 4, NULL, NULL, error);
    free(text); /* copied */
    return code;
}

/* --- what came of it --- */

static const char cities[] = "city,period,input,value\n"
                             "Alba,2025,a,12.5\nAlba,2025,b,4\n"
                             "Brio,2025,a,7\nBrio,2025,b,2\n"
                             "Cima,2025,a,12.5\nCima,2025,b,4\n";

static void check_message(const struct script *script, const char *message) {
    const size_t size = strlen(message);
    if (size < 1 || size > 600)
        fail_msg("%s: a message of %zu bytes", script->name, size);
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)message[i] < 0x20)
            fail_msg("%s: a control character in: %s", script->name, message);
}

/* The unit's own limit, or those of units before that had it given up. */
static bool tells_of_limit(const char *reason) {
    return strstr(reason, "more than ") || strstr(reason, "ran into its limits");
}

static enum outcome outcome_of(const hm_score_row *row, const char *reason, const hm_usage *usage) {
    if (row->status == HM_OBSERVED)
        return HARMLESS;
    if (row->status == HM_FAILED && usage->limit_hits > 0 && tells_of_limit(reason))
        return LIMIT;
    if (row->status == HM_UNDEFINED || strstr(reason, "the measure returned"))
        return INVALID;
    assert_int_equal(row->status, HM_FAILED);
    return RUNTIME;
}

static void take_results(const hm_package *package, const hm_scores *scores,
                         struct result results[CITIES]) {
    static const double plain_values[CITIES] = {50, 14, 50};
    const size_t hostile = node_of(package, "H"), beside = node_of(package, "P");
    hm_usage usage = HM_USAGE_INIT;
    assert_int_equal(hm_scores_usage(scores, hostile, &usage), HM_OK);
    for (size_t i = 0; i < CITIES; i++) {
        hm_score_row row = row_of(scores, i, beside);
        assert_int_equal(row.status, HM_OBSERVED);
        assert_true(row.value == plain_values[i] && row.score == plain_values[i]);
        assert_null(hm_scores_reason(scores, i, beside));
        row = row_of(scores, i, hostile);
        const char *reason = hm_scores_reason(scores, i, hostile);
        snprintf(results[i].reason, sizeof results[i].reason, "%s", reason ? reason : "");
        results[i].outcome = outcome_of(&row, results[i].reason, &usage);
        results[i].value = row.has_value ? row.value : 0;
    }
}

static void run_script(const struct script *script, struct result results[CITIES]) {
    hm_package *package;
    hm_error error;
    const hm_code code = open_hostile(&package, script, &error);
    if (code != HM_OK) {
        assert_null(package);
        for (size_t i = 0; i < CITIES; i++) {
            results[i].outcome = error.code == HM_ERROR_LIMIT ? LIMIT : LOAD;
            results[i].value = 0;
            snprintf(results[i].reason, sizeof results[i].reason, "%s", error.message);
        }
        return;
    }
    hm_dataset *data = open_text(cities);
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = jobs;
    hm_scores *scores = score_with(package, data, &options);
    take_results(package, scores, results);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- what must hold afterwards --- */

static const char clean[] = "return indicator { code = \"C\", parent = \"R\", name = \"Clean\", "
                            "inputs = { \"a\", \"b\" },\n"
                            "  measure = function(v)\n"
                            "    local words = {}\n"
                            "    for name, value in pairs { b = v.b, a = v.a } do\n"
                            "      words[#words + 1] = string.format(\"%s=%g\", name, value)\n"
                            "    end\n"
                            "    local text = table.concat(words, \",\")\n"
                            "    if text:rep(2) ~= \"a=12.5,b=4a=12.5,b=4\" then return 1 end\n"
                            "    return math.floor(v.a) + tonumber(\"0.5\")\n"
                            "  end }\n";

/* floor(12.5) + 0.5 = 12.5; the plain one 12.5 * 4 = 50 */
static void check_clean(void) {
    const hm_package_file files[] = {FILE_OF("package.lua", manifest),
                                     FILE_OF("inputs.lua", inputs), FILE_OF("plain.lua", plain),
                                     FILE_OF("clean.lua", clean)};
    hm_package *package = open_files("clean", files, COUNT_OF(files), NULL);
    hm_dataset *data = open_text("city,period,a,b\nAlba,2025,12.5,4\n");
    hm_scores *scores = score_with(package, data, NULL);
    assert_int_equal(hm_issues_count(hm_scores_issues(scores)), 0);
    assert_true(row_of(scores, 0, node_of(package, "C")).value == 12.5);
    assert_true(row_of(scores, 0, node_of(package, "P")).value == 50);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

static void values_of_process(const struct script *script, char *out, size_t size) {
    char command[2 * PATH_MOST + 32];
    snprintf(command, sizeof command, "'%s' --values '%s'", program, script->path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    const size_t length = fread(out, 1, size - 1, pipe);
    out[length] = '\0';
    assert_int_equal(pclose(pipe), 0);
    assert_true(length > 0);
}

static void check_processes(const struct script *script) {
    char one[4096], other[4096];
    values_of_process(script, one, sizeof one);
    values_of_process(script, other, sizeof other);
    assert_string_equal(one, other);
}

/* The processor's time, since these machines may be busy with other things. */
static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void show(const struct script *script, const struct result *r, double seconds) {
    printf("%-44s %-8s %6.0f ms  %g %g %g  %s\n", script->name, outcome_words[r[0].outcome],
           seconds * 1e3, r[0].value, r[1].value, r[2].value, r[0].reason);
}

static void check_result(const struct script *script, const struct result *result) {
    if (!accepts(script, result->outcome))
        fail_msg("%s: %s (%s), expected %s", script->name, outcome_words[result->outcome],
                 result->reason, script->expect);
    if (result->outcome != HARMLESS)
        check_message(script, result->reason);
    else if (result->value == 666)
        fail_msg("%s: the trick worked", script->name);
}

static void script_contained(void **state) {
    struct script *script = *state;
    struct result results[CITIES];
    read_script(script);
    const double start = seconds_now();
    run_script(script, results);
    const double seconds = seconds_now() - start;
    if (verbose)
        show(script, results, seconds);
    for (size_t i = 0; i < CITIES; i++)
        check_result(script, &results[i]);
    if (seconds > script->most_seconds)
        fail_msg("%s: %g seconds", script->name, seconds);
    assert_int_equal(results[0].outcome, results[2].outcome);
    assert_true(results[0].value == results[2].value);
    if (results[0].outcome == HARMLESS && script->has_value)
        assert_true(results[0].value == script->value);
    check_clean();
    if (results[0].outcome == HARMLESS && jobs == 1)
        check_processes(script);
    free(script->text);
}

/* --- all of them --- */

static struct script scripts[SCRIPTS_MOST];
static struct CMUnitTest tests[SCRIPTS_MOST];

static int compare_scripts(const void *a, const void *b) {
    return strcmp(((const struct script *)a)->path, ((const struct script *)b)->path);
}

static size_t find_scripts(const char *folder, const char *only) {
    DIR *listing = opendir(folder);
    size_t count = 0;
    if (!listing)
        return 0;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL && count < SCRIPTS_MOST;) {
        const size_t size = strlen(entry->d_name);
        if (size > 4 && strcmp(entry->d_name + size - 4, ".lua") == 0 &&
            (!only || strstr(entry->d_name, only)))
            snprintf(scripts[count++].path, PATH_MOST, "%s/%s", folder, entry->d_name);
    }
    closedir(listing);
    qsort(scripts, count, sizeof scripts[0], compare_scripts);
    for (size_t i = 0; i < count; i++) {
        scripts[i].name = strrchr(scripts[i].path, '/') + 1;
        tests[i] = (struct CMUnitTest){scripts[i].name, script_contained, NULL, NULL, &scripts[i]};
    }
    return count;
}

static int print_values(const char *path) {
    struct script script = {.name = path};
    struct result results[CITIES];
    snprintf(script.path, sizeof script.path, "%s", path);
    read_script(&script);
    run_script(&script, results);
    for (size_t i = 0; i < CITIES; i++)
        printf("%s %a\n", outcome_words[results[i].outcome], results[i].value);
    free(script.text);
    return 0;
}

/* The build makes a locale beside this program; else one that is installed will do. */
static bool wear_comma(void) {
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"};
    char folder[PATH_MOST];
    snprintf(folder, sizeof folder, "%s", program);
    char *slash = strrchr(folder, '/');
    if (slash && !getenv("LOCPATH")) {
        snprintf(slash, sizeof folder - (size_t)(slash - folder), "/locales");
        setenv("LOCPATH", folder, 1);
    }
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (setlocale(LC_ALL, names[i]) && strcmp(localeconv()->decimal_point, ",") == 0)
            return true;
    unsetenv("LOCPATH");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (setlocale(LC_ALL, names[i]) && strcmp(localeconv()->decimal_point, ",") == 0)
            return true;
    return false;
}

int main(int argc, char **argv) {
    const char *only = NULL;
    program = argv[0];
    if (argc == 3 && strcmp(argv[1], "--values") == 0)
        return print_values(argv[2]);
    for (int i = 1; i < argc; i++) {
        verbose |= strcmp(argv[i], "-v") == 0;
        only = argv[i][0] == '-' ? only : argv[i];
    }
    const size_t count = find_scripts(FOLDER, only);
    if (count < (only ? 1 : 60)) {
        fprintf(stderr, "%s: only %zu hostile scripts there\n", FOLDER, count);
        return 1;
    }
    int failed = _cmocka_run_group_tests("hostile", tests, count, NULL, NULL);
    jobs = 2;
    if (!wear_comma())
        fprintf(stderr, "no locale with a decimal comma is installed: run without one\n");
    failed +=
        _cmocka_run_group_tests("hostile under a comma, two threads", tests, count, NULL, NULL);
    return failed;
}

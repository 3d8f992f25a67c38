/* Tests of packages that are wrong: every error is listed, with file, line and what was expected.
 * test_package_join.c has packages that extend others. */
#include "core_support.h"

/* Files of a package are written down as "path", "text", ...; a NULL ends them. What was found is
 * shown as one line an issue: `file:line: message`. */
typedef struct example {
    const char *files[13];
    const char *issues;
} example;

static hm_code open_files(hm_package **out, const char *const *files, hm_issues **issues,
                          hm_error *error) {
    sources s = {.count = 0};
    for (size_t i = 0; files[i]; i += 2)
        add_source(&s, files[i], files[i + 1]);
    return hm_package_open_memory(out, "p", s.files, s.count, NULL, issues, error);
}

static void show_issues(const hm_issues *issues, char *out, size_t size) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < hm_issues_count(issues); i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        at += (size_t)snprintf(out + at, size - at, "%s:%u: %s\n", issue->file, issue->line,
                               message_of(issue).text);
        assert_true(at < size);
    }
}

/* The error is the first of the issues. */
static bool is_first(const hm_error *error, const hm_issues *issues) {
    const hm_issue *first = hm_issues_get(issues, 0);
    return first && strcmp(error->file, first->file) == 0 && error->line == first->line &&
           strcmp(error->message, message_of(first).text) == 0;
}

static void check(const example *examples, size_t count) {
    char found[4096];
    size_t failures = 0;
    for (size_t i = 0; i < count; i++) {
        hm_package *package = NULL;
        hm_issues *issues = NULL;
        hm_error error;
        const hm_code code = open_files(&package, examples[i].files, &issues, &error);
        const bool limit = strstr(examples[i].issues, ": steps: more than ") != NULL;
        show_issues(issues, found, sizeof found);
        if (code != (limit ? HM_ERROR_LIMIT : HM_ERROR_PACKAGE) || package ||
            !is_first(&error, issues) || strcmp(found, examples[i].issues) != 0) {
            print_error("example %zu found (%d):\n%sexpected:\n%s", i, code, found,
                        examples[i].issues);
            failures++;
        }
        hm_issues_free(issues);
        hm_package_free(package);
    }
    assert_int_equal(failures, 0);
}

#define MANIFEST "package.lua", ROOT_MANIFEST
#define INDICATOR(rest)                                                                            \
    "return indicator { code = \"I\", parent = \"R\", name = \"Name\",\n" rest " }\n"
#define A_COUNT "inputs = { count { \"a\", \"A\" } },\n"

static void package_scripts_that_are_none(void **state) {
    (void)state;
    static const example examples[] = {
        {{MANIFEST, "I.lua", "return indicator {\n code = 'I'\n parent = 'R' }"},
         "p/I.lua:3: '}' expected (to close '{' at line 1) near 'parent'\n"},
        {{MANIFEST, "I.lua", "\nerror('not today')"}, "p/I.lua:2: not today\n"},
        {{MANIFEST, "I.lua", "\nerror({})"}, "p/I.lua:2: raised a table instead of a message\n"},
        {{MANIFEST, "I.lua", "local x = 1"},
         "p/I.lua:1: returns nothing, expected: return indicator { ... }\n"},
        {{MANIFEST, "I.lua", "return { code = 'I' }"},
         "p/I.lua:1: returns a plain table, expected: return indicator { ... }\n"},
        {{MANIFEST, "I.lua", "return 7"},
         "p/I.lua:1: returns number, expected: return indicator { ... }\n"},
        {{MANIFEST, "I.lua", "return package { name = 'x' }"},
         "p/I.lua:1: returns a plain table, expected: return indicator { ... }\n"},
        {{MANIFEST, "I.lua", "x = 1"},
         "p/I.lua:1: global 'x' cannot be set: declare it with 'local'\n"},
        {{MANIFEST, "I.lua", "\n\nwhile true do end"}, "p/I.lua:3: steps: more than 10000000\n"},
        {{MANIFEST, "I.lua", "return indicator { 'I' }"},
         "p/I.lua:1: indicator: code is missing\n"},
        {{MANIFEST, "I.lua", "return indicator('I')"},
         "p/I.lua:1: indicator takes one table: indicator { ... }\n"},
    };
    check(examples, COUNT(examples));
}

static void package_fields_that_are_wrong(void **state) {
    (void)state;
    static const example examples[] = {
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "mesure = input.a")},
         "p/I.lua:3: indicator I: unknown field \"mesure\": did you mean \"measure\"?\n"},
        {{MANIFEST, "I.lua", INDICATOR("inputs = {}")},
         "p/I.lua:1: indicator I: measure is missing\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = 7")},
         "p/I.lua:3: indicator I: measure is a number, expected an expression over input.NAME or "
         "a function\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, about = 7")},
         "p/I.lua:3: indicator I: about is a number, expected text\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, about = '\\255'")},
         "p/I.lua:3: indicator I: about is not valid UTF-8 text\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, weight = 'x'")},
         "p/I.lua:3: indicator I: weight is a string, expected a number\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, weight = -1")},
         "p/I.lua:3: indicator I: weight must be 0, or a number from 1e-9 to 1e9\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, weight = 1/0")},
         "p/I.lua:3: indicator I: weight is not a finite number\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, replaces = 1")},
         "p/I.lua:3: indicator I: replaces is a number, expected true or false\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, range = {50}")},
         "p/I.lua:3: indicator I: range must be {LOW, HIGH}, or false: scores are not held\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, range = {200, 0}")},
         "p/I.lua:3: indicator I: range must be two numbers within -1e12 and 1e12, low before "
         "high\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, range = true")},
         "p/I.lua:3: indicator I: range must be {LOW, HIGH} or false\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, adds = true, deducts = true")},
         "p/I.lua:3: indicator I: a node adds or deducts, not both\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, cap = 5")},
         "p/I.lua:3: indicator I: cap goes with adds or deducts: the most points\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, adds = true, cap = 0")},
         "p/I.lua:3: indicator I: cap must be a number above 0, 1e12 at most\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, adds = true, scored = false")},
         "p/I.lua:3: indicator I: scored = false: it cannot add points, too\n"},
        {{MANIFEST, "I.lua",
          INDICATOR(A_COUNT "measure = input.a, required = true,\nscored = false")},
         "p/I.lua:3: indicator I: scored = false: its parent cannot require it\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, part_of = { a = 1 }")},
         "p/I.lua:3: indicator I: part_of must be { part = \"whole\" }: names of inputs\n"},
        {{MANIFEST, "I.lua", INDICATOR("inputs = { one = count { 'a' } }, measure = input.a")},
         "p/I.lua:2: indicator I: inputs must be a list { a, b, ... }, without names or gaps\n"},
        {{MANIFEST, "I.lua", INDICATOR("inputs = { 7 }, measure = input.a")},
         "p/I.lua:2: indicator I: inputs: element 1 is a number, expected a name or count { ... "
         "}\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, tests = { a = 1, score = 1 }")},
         "p/I.lua:3: indicator I: tests must be a list { a, b, ... }, without names or gaps\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, tests = { { a = 1 } }")},
         "p/I.lua:3: indicator I: test 1: expects nothing: give score, value, status or flags\n"},
        {{MANIFEST, "I.lua",
          INDICATOR(A_COUNT "measure = input.a, tests = { { a = 1, status = 'ok' } }")},
         "p/I.lua:3: indicator I: test 1: status \"ok\" is none: scored, undefined, "
         "not_applicable, not_reported, invalid or failed\n"},
        {{MANIFEST, "I.lua",
          INDICATOR(A_COUNT "measure = input.a, tests = { { b = 1, score = 1 } }")},
         "p/I.lua:3: indicator I: test 1 gives \"b\", which the measure does not use\n"},
    };
    check(examples, COUNT(examples));
}

static void package_inputs_that_are_wrong(void **state) {
    (void)state;
#define INPUT(definition) MANIFEST, "I.lua", INDICATOR("inputs = {\n" definition " }, measure = 1")
    static const example examples[] = {
        {{INPUT("{ 'a' }")},
         "p/I.lua:3: input: expected a kind, as in count { \"name\", \"label\" }: count, amount, "
         "number, flag, grade, choice, records\n"},
        {{INPUT("count { }")}, "p/I.lua:3: input: element 1 must be its name, a text\n"},
        {{INPUT("count { 'a b' }")},
         "p/I.lua:3: input: \"a b\" is no name: letters, digits and _ only\n"},
        {{INPUT("count { 'score' }")},
         "p/I.lua:3: input \"score\": this name is reserved for the tests of indicators\n"},
        {{INPUT("count { 'a', 'A', 'B' }")},
         "p/I.lua:3: input \"a\": has more than a name and a label\n"},
        {{INPUT("count { 'a', 'A', mim = 1 }")},
         "p/I.lua:3: input \"a\": unknown field \"mim\": did you mean \"min\"?\n"},
        {{INPUT("count { 'a', 'A', min = 3, max = 2 }")},
         "p/I.lua:3: input \"a\": min is above max\n"},
        {{INPUT("count { 'a', 'A', min = 'x' }")},
         "p/I.lua:3: input \"a\": min is a string, expected a number\n"},
        {{INPUT("choice { 'a', 'A' }")},
         "p/I.lua:3: input \"a\": a choice needs options = { \"...\", \"...\" }\n"},
        {{INPUT("choice { 'a', 'A', options = { 1 } }")},
         "p/I.lua:3: input \"a\": element 1 must be an option, a text\n"},
        {{INPUT("records { 'a', 'A' }")},
         "p/I.lua:3: input \"a\": records need columns = { count { ... }, ... }\n"},
        {{INPUT("records { 'a', 'A', columns = { records { 'b', columns = {} } } }")},
         "p/I.lua:3: column \"b\": records cannot be a column\n"},
        {{INPUT("records { 'a', 'A', columns = { text { 'b' }, flag { 'b' } } }")},
         "p/I.lua:3: input \"a\": column \"b\" is declared twice\n"},
        {{INPUT("text { 'a', 'A' }")},
         "p/I.lua:3: input \"a\": text, datetime and duration are kinds of columns only\n"},
        {{INPUT("count { 'a' }, 'a'")}, "p/I.lua:3: indicator I: input \"a\" is listed twice\n"},
        {{MANIFEST, "inputs.lua", "return 7"},
         "p/inputs.lua:1: returns number, expected a list of inputs: return { count { ... } }\n"},
        {{MANIFEST, "inputs.lua", "return {\n count { 'a' },\n 'b' }"},
         "p/inputs.lua:3: input: expected a kind, as in count { \"name\", \"label\" }: count, "
         "amount, number, flag, grade, choice, records\n"},
    };
    check(examples, COUNT(examples));
}

static void package_names_that_are_unknown(void **state) {
    (void)state;
    static const example examples[] = {
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = \n percent(input.b, input.population)"),
          "inputs.lua", "return { count { 'population' } }"},
         "p/I.lua:4: indicator I: no input \"b\"\n"},
        {{MANIFEST, "I.lua", INDICATOR("inputs = { 'popluation' }, measure = input.population"),
          "inputs.lua", "return { count { 'population' } }"},
         "p/I.lua:2: indicator I: no input \"popluation\": did you mean \"population\"?\n"},
        {{MANIFEST, "I.lua", INDICATOR("measure = percnt(1, 2)")},
         "p/I.lua:2: unknown name 'percnt': did you mean \"percent\"?\n"},
        {{MANIFEST, "I.lua",
          INDICATOR("inputs = { choice { 'c', options = { 'low', 'high' } } },\n"
                    "measure = points(eq(input.c, 'hihg'), 10)")},
         "p/I.lua:3: indicator I: \"hihg\" is no option of \"c\": low, high: did you mean "
         "\"high\"?\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = \n input.a < 3")},
         "p/I.lua:4: < and <= cannot be traced in Lua: write lt(a, b) or le(a, b), and "
         "when(condition, a, b) instead of if\n"},
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a, part_of = { a = 'b' }")},
         "p/I.lua:3: indicator I: part_of names an input that the measure does not use\n"},
        {{MANIFEST, "I.lua",
          INDICATOR("inputs = { records { 'r', columns = { number { 'x' } } }, 'n' },\n"
                    "measure = sum(input.r.x) + input.n, part_of = { r = 'n' }"),
          "inputs.lua", "return { number { 'n' } }"},
         "p/I.lua:3: indicator I: part_of names an input that is no number\n"},
        {{MANIFEST, "I.lua",
          INDICATOR("inputs = { records { 'r', columns = { number { 'x' } } } },\n"
                    "measure = function(v) return 1 end")},
         "p/I.lua:2: indicator I: a function cannot read records: use an expression over their "
         "columns\n"},
    };
    check(examples, COUNT(examples));
}

#define NODES(list) "return package { name = 'p', version = '1', api = 1,\nnodes = {" list "} }"
#define FINE(code, parent)                                                                         \
    "return indicator { code = '" code "', parent = '" parent "', name = 'N', measure = "          \
    "at_most(1, input.shared), inputs = {'shared'} }"
#define SHARED "inputs.lua", "return { number { 'shared' } }"

static void package_hierarchies_that_are_none(void **state) {
    (void)state;
    static const example examples[] = {
        {{"package.lua", NODES("{'R','Root'}, {'G','Group', parent = 'Rt'}"), SHARED, "I.lua",
          FINE("I", "G")},
         "p/package.lua:2: node G: no parent \"Rt\": did you mean \"R\"?\n"},
        {{"package.lua", NODES("{'R','Root'}"), SHARED, "I.lua", FINE("I", "X.9"), "J.lua",
          FINE("J", "R")},
         "p/I.lua:1: indicator I: no parent \"X.9\"\n"},
        {{"package.lua", NODES("{'R','Root'}, {'S','Second'}"), SHARED, "I.lua", FINE("I", "R")},
         "p/package.lua:2: node S: has no parent, but the root is \"R\"\n"},
        {{"package.lua", NODES("{'A','A', parent = 'B'}, {'B','B', parent = 'A'}"), SHARED},
         "p/package.lua:2: node A: its parents go in a circle: it is below \"B\"\n"
         "p/package.lua:2: node B: its parents go in a circle: it is below \"A\"\n"
         "p/package.lua:2: the package has no root: nodes needs one without a parent\n"},
        {{"package.lua", NODES("{'R','R'}, {'A','A', parent = 'B'}, {'B','B', parent = 'A'}"),
          SHARED, "I.lua", FINE("I", "R")},
         "p/package.lua:2: node A: its parents go in a circle: it is below \"B\"\n"
         "p/package.lua:2: node B: its parents go in a circle: it is below \"A\"\n"},
        {{"package.lua", NODES("{'R','Root', parent = 'R'}"), SHARED, "I.lua", FINE("I", "R")},
         "p/package.lua:2: node R: its parents go in a circle: it is below \"R\"\n"
         "p/package.lua:2: the package has no root: nodes needs one without a parent\n"},
        {{"package.lua", NODES("")},
         "p/package.lua:2: the package has no root: nodes needs one without a parent\n"},
        {{"package.lua", NODES("{'R','Root'}"), SHARED, "I.lua", FINE("I", "R"), "J.lua",
          FINE("J", "I")},
         "p/J.lua:1: indicator J: its parent is an indicator: \"I\"\n"},
        {{"package.lua", NODES("{'R','Root'}"), SHARED, "I.lua", FINE("I", "R"), "J.lua",
          FINE("I", "R")},
         "p/J.lua:1: code \"I\" is taken already, at p/I.lua:1\n"},
        {{"package.lua", NODES("{'R','Root'}, {'I','Group', parent = 'R'}"), SHARED, "I.lua",
          FINE("I", "R"), "J.lua", FINE("J", "R")},
         "p/I.lua:1: code \"I\" is taken already, at p/package.lua:2\n"},
        {{"package.lua",
          "return package { name = 'p', version = '1', api = 1, weights = { I = 0 },\n"
          "nodes = {{'R', 'Root'}}}",
          SHARED, "I.lua", FINE("I", "R")},
         "p/package.lua:2: node R: the weights of its children are all 0\n"},
    };
    check(examples, COUNT(examples));
}

static void package_inputs_are_defined_once(void **state) {
    (void)state;
    static const example examples[] = {
        {{MANIFEST, "I.lua", INDICATOR(A_COUNT "measure = input.a"), "inputs.lua",
          "return {\n number { 'a' } }"},
         "p/I.lua:2: input \"a\" is defined already, at p/inputs.lua:2: list its name alone "
         "here\n"},
        {{MANIFEST, "I.lua", INDICATOR("inputs = { 'a' }, measure = input.a"), "inputs.lua",
          "return { number { 'a' },\n number { 'a' } }"},
         "p/inputs.lua:2: input \"a\" is defined already, at p/inputs.lua:1: list its name alone "
         "here\n"},
    };
    check(examples, COUNT(examples));
}

/* Scripts that cannot be read are all listed; so is everything that is wrong with what was read. */
static void package_errors_are_listed_together(void **state) {
    (void)state;
    static const example examples[] = {
        {{MANIFEST, "A.lua", "return", "B.lua", "error('b')", "C.lua", "return indicator {}"},
         "p/A.lua:1: returns nothing, expected: return indicator { ... }\n"
         "p/B.lua:1: b\n"
         "p/C.lua:1: indicator: code is missing\n"},
        {{"package.lua",
          "return package { name = 'p', version = '1', api = 1, weights = { Q1 = 2 },\n"
          "drop = { 'Nothing' }, nodes = {{'R', 'Root'}},\n"
          "policy = { aggregate = 'medain', aggregate_at = { I = 'median', Rr = 'median' } } }",
          SHARED, "A.lua", FINE("A", "Q.1"), "I.lua", INDICATOR("measure = input.shard")},
         "p/package.lua:2: drop: no node \"Nothing\" in the package\n"
         "p/package.lua:1: weights: no node \"Q1\" in the package\n"
         "p/package.lua:3: aggregate_at: \"I\" is an indicator: it has no children\n"
         "p/package.lua:3: aggregate_at: no node \"Rr\" in the package: did you mean \"R\"?\n"
         "p/package.lua:3: no method of aggregation \"medain\": arithmetic, geometric, harmonic, "
         "minimum, maximum, median, product, power, worst, mazziotta_pareto, mean_min, copeland, "
         "wroclaw, benefit_of_the_doubt, sum: did you mean \"median\"?\n"
         "p/A.lua:1: indicator A: no parent \"Q.1\"\n"
         "p/I.lua:2: indicator I: no input \"shard\": did you mean \"shared\"?\n"},
    };
    check(examples, COUNT(examples));
}

static void package_unused_inputs_are_doubts(void **state) {
    (void)state;
    static const char *const files[] = {
        MANIFEST,
        "inputs.lua",
        "return { number { 'a' },\n number { 'idle' } }",
        "I.lua",
        INDICATOR("inputs = { 'a', count { 'b' } }, measure = input.a"),
        NULL};
    hm_package *package = NULL;
    hm_error error;
    char found[1024];
    assert_int_equal(open_files(&package, files, NULL, &error), HM_OK);
    show_issues(hm_package_issues(package), found, sizeof found);
    assert_string_equal(
        found, "p/I.lua:2: indicator I: input \"b\" is listed but its measure does not use it\n"
               "p/inputs.lua:2: input \"idle\" is used by no indicator\n");
    assert_int_equal(hm_issues_count_of(hm_package_issues(package), HM_WARNING), 2);
    hm_package_free(package);
}

/* More scripts than one sandbox runs: the 300th is read as the first is, modules included. */
static void package_of_many_scripts(void **state) {
    (void)state;
    enum { SCRIPTS = 600, TEXT = 256 };
    static const char module[] = "return function(x) return 2 * x end";
    hm_package_file *files = calloc(SCRIPTS + 2, sizeof *files);
    char *texts = malloc((size_t)SCRIPTS * TEXT);
    hm_package *package = NULL;
    hm_error error;
    assert_true(files && texts);
    for (size_t i = 0; i < SCRIPTS; i++) {
        char *path = texts + i * TEXT, *text = path + 16;
        snprintf(path, 16, "I%zu.lua", i);
        snprintf(text, TEXT - 16,
                 "local double = require 'double'\nreturn indicator { code = 'I%zu', parent = "
                 "'R', name = 'I', weight = double(%zu),\ninputs = { number { 'n%zu' } }, "
                 "measure = input.n%zu }",
                 i, i + 1, i, i);
        files[i] = (hm_package_file){path, text, strlen(text)};
    }
    files[SCRIPTS] = (hm_package_file){"package.lua", ROOT_MANIFEST, strlen(ROOT_MANIFEST)};
    files[SCRIPTS + 1] = (hm_package_file){"lib/double.lua", module, strlen(module)};
    if (hm_package_open_memory(&package, "p", files, SCRIPTS + 2, NULL, NULL, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    assert_int_equal(hm_package_node_count(package), SCRIPTS + 1);
    for (size_t i = 0; i < SCRIPTS; i++) {
        char code[16];
        hm_node_info node = HM_NODE_INFO_INIT;
        snprintf(code, sizeof code, "I%zu", i);
        assert_int_equal(hm_package_find(package, code), i + 1);
        assert_int_equal(hm_package_node(package, i + 1, &node), HM_OK);
        assert_int_equal((int)node.weight, 2 * (int)(i + 1));
    }
    hm_package_free(package);
    free(texts);
    free(files);
}

/* study.lua is none, whatever it holds; that of a folder below is one, as all files there are. */
static void package_studies_are_no_indicators(void **state) {
    (void)state;
    static const struct {
        const char *path, *text;
        size_t nodes, warnings;
    } examples[] = {
        {"study.lua", "return study { replicates = 100 }", 2, 0},
        {"study.lua", "return indicator { code = 'S', parent = 'R' }", 2, 1},
        {"below/study.lua",
         "return indicator { code = 'S', parent = 'R', name = 'S', inputs = { 'x' }, measure = "
         "input.x }",
         3, 0},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        char script[4096];
        sources s = {.count = 0};
        add_source(&s, "package.lua", ROOT_MANIFEST);
        add_source(&s, "I.lua", script_of(script, "I", "number { 'x' }", "measure = input.x"));
        add_source(&s, examples[i].path, examples[i].text);
        hm_package *package = open_sources(&s, NULL);
        const hm_issues *issues = hm_package_issues(package);
        assert_int_equal(hm_package_node_count(package), examples[i].nodes);
        assert_int_equal(hm_issues_count(issues), examples[i].warnings);
        if (examples[i].warnings > 0)
            assert_string_equal(hm_issues_get(issues, 0)->code, "indicator_not_read");
        hm_package_free(package);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(package_scripts_that_are_none),
        cmocka_unit_test(package_fields_that_are_wrong),
        cmocka_unit_test(package_inputs_that_are_wrong),
        cmocka_unit_test(package_names_that_are_unknown),
        cmocka_unit_test(package_hierarchies_that_are_none),
        cmocka_unit_test(package_inputs_are_defined_once),
        cmocka_unit_test(package_errors_are_listed_together),
        cmocka_unit_test(package_unused_inputs_are_doubts),
        cmocka_unit_test(package_of_many_scripts),
        cmocka_unit_test(package_studies_are_no_indicators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

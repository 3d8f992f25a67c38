/* Tests of packages that extend others, and of manifests. test_package_files.c has package.json,
 * lib/ and folders. */
#include "package_support.h"

static void package_extends_drops_weighs_and_adds(void **state) {
    (void)state;
    static const known packages[] = {
        {"base", {BASE}},
        {"over",
         {EXTENDING("drop = { 'H', 'B' }, weights = { A = 1, N = 4 },\n"
                    "nodes = { { 'N', 'New', parent = 'R', weight = 9 } }"),
          "D.lua", MEASURED("D", "G", "weight = 3"), "E.lua", MEASURED("E", "N", ""), NULL}},
        {NULL, {NULL}}};
    static const struct {
        const char *code, *parent;
        size_t depth;
        double weight, share;
    } expected[] = {{"R", "", 0, 1, 1},     {"G", "R", 1, 1, 0.2}, {"A", "G", 2, 1, 0.25},
                    {"D", "G", 2, 3, 0.75}, {"N", "R", 1, 4, 0.8}, {"E", "N", 2, 1, 1}};
    hm_package *package = open_fine(packages, "over");
    assert_string_equal(hm_package_name(package), "over");
    assert_string_equal(hm_package_version(package), "2");
    assert_int_equal(hm_package_node_count(package), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        hm_node_info info = HM_NODE_INFO_INIT;
        assert_int_equal(hm_package_node(package, i, &info), HM_OK);
        assert_string_equal(info.code, expected[i].code);
        assert_string_equal(info.parent, expected[i].parent);
        assert_int_equal(info.depth, expected[i].depth);
        assert_near(info.weight, expected[i].weight);
        assert_near(info.share, expected[i].share);
    }
    assert_int_equal(hm_package_find(package, "H"), SIZE_MAX);
    hm_package_free(package);
}

/* R = 10 * 40 (geometric) of G = A and H = C; with policy of the top: mean 25, to no decimals. */
static void package_extends_keeps_or_overrules_policy(void **state) {
    (void)state;
    static const known packages[] = {
        {"base", {BASE}},
        {"over", {EXTENDING("drop = {'B'}"), NULL}},
        {"mean",
         {EXTENDING("drop = {'B'}, policy = { aggregate = 'arithmetic', rounding = 0,\n"
                    "aggregate_at = { H = 'median' }, min_coverage = 1 }"),
          "C.lua",
          "return indicator { code = 'C', parent = 'H', name = 'Twice', replaces = true,\n"
          "inputs = { 'n', number { 'm' } }, measure = 4 * input.n + 0.9 + input.m }",
          NULL}},
        {NULL, {NULL}}};
    scored s = score_package(open_fine(packages, "over"), "city,period,n\nX,2025,10.126\n");
    assert_near(row_of(&s, 0, "A").score, 10.13);
    assert_near(row_of(&s, 0, "R").score, 10.13);
    release(&s);
    s = score_package(open_fine(packages, "mean"), "city,period,n,m\nX,2025,10,0\n");
    assert_string_equal(node_of(s.package, "C").name, "Twice");
    assert_near(row_of(&s, 0, "C").value, 40.9);
    assert_near(row_of(&s, 0, "C").score, 41);
    assert_near(row_of(&s, 0, "R").score, 26); /* (10 + 41) / 2 = 25.5, half away from zero */
    release(&s);
    s = score_package(open_fine(packages, "mean"), "city,period,n\nX,2025,10\n");
    assert_int_equal(row_of(&s, 0, "R").status, HM_INSUFFICIENT);
    release(&s);
}

static void package_extends_a_chain_of_three(void **state) {
    (void)state;
    static const known packages[] = {{"base", {BASE}},
                                     {"over", {EXTENDING("drop = { 'H' }"), NULL}},
                                     {"top",
                                      {"package.lua",
                                       "return package { name = 'top', version = '3', api = 1,\n"
                                       "extends = { 'over', version = '2' }, drop = { 'B' },\n"
                                       "nodes = { { 'H', 'Again', parent = 'R' } } }",
                                       "C.lua", MEASURED("C", "H", ""), NULL}},
                                     {NULL, {NULL}}};
    hm_package *package = open_fine(packages, "top");
    assert_int_equal(hm_package_node_count(package), 5); /* R G A H C */
    assert_string_equal(node_of(package, "H").name, "Again");
    hm_package_free(package);
}

static void package_extends_wrongly(void **state) {
    (void)state;
    static const struct {
        known over;
        const char *issues;
    } examples[] = {
        {{"over", {EXTENDING(""), "A.lua", MEASURED("A", "G", ""), NULL}},
         "over/A.lua:1: the base has indicator A already, at base/A.lua:1: say replaces = true\n"},
        {{"over", {EXTENDING(""), "D.lua", MEASURED("D", "G", "replaces = true"), NULL}},
         "over/D.lua:1: indicator D says replaces = true, but the base has none of this code\n"},
        {{"over", {EXTENDING(""), "G.lua", MEASURED("G", "R", "replaces = true"), NULL}},
         "over/G.lua:1: indicator G cannot replace a group at base/package.lua:3\n"},
        {{"over", {EXTENDING("nodes = { { 'A', 'Aa', parent = 'R' } }"), NULL}},
         "over/package.lua:2: code \"A\" is taken already, at base/A.lua:1\n"},
        {{"over", {EXTENDING("drop = { 'H' }, weights = { C = 2 }"), NULL}},
         "over/package.lua:2: weights: no node \"C\" in the package: it is dropped\n"},
        {{"over", {EXTENDING("drop = { 'G' }"), "D.lua", MEASURED("D", "G", ""), NULL}},
         "over/D.lua:1: indicator D: no parent \"G\": it is dropped\n"},
        {{"over", {EXTENDING(""), "inputs.lua", "return { flag { 'n' } }", NULL}},
         "over/inputs.lua:1: input \"n\" is declared as flag here, but as number in the base, at "
         "base/inputs.lua:1\n"},
        {{"over",
          {"package.lua",
           "return package { name = 'over', version = '2', api = 1,\n"
           "extends = { 'base', version = '9' } }",
           NULL}},
         "over/package.lua:2: package: extends base version 9, but found version 1.0\n"},
        {{"over",
          {"package.lua",
           "return package { name = 'o', version = '1', api = 1, extends = "
           "'nowhere' }",
           NULL}},
         "over/package.lua:1: package: extends: no package \"nowhere\": neither a folder nor a "
         "known name\n"},
        {{"over",
          {"package.lua",
           "return package { name = 'o', version = '1', api = 1, extends = "
           "'over' }",
           NULL}},
         "over:0: packages extend each other in a circle: over extends over\n"},
        {{"over",
          {"package.lua",
           "return package { name = 'o', version = '1', api = 2, extends = "
           "'base' }",
           NULL}},
         "over/package.lua:1: package: api is newer than this engine, which knows api 1\n"},
        /* a base that cannot be read has no version to be compared */
        {{"over",
          {"package.lua",
           "return package { name = 'o', version = '1', api = 1, extends = "
           "{ 'bad', version = '1' } }",
           NULL}},
         "bad/package.lua:1: package: version is missing\n"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {{"base", {BASE}},
                                  {"bad", {"package.lua", "return package { name = 'bad' }", NULL}},
                                  examples[i].over,
                                  {NULL, {NULL}}};
        assert_refused(packages, "over", examples[i].issues);
    }
}

static void package_manifests_that_are_wrong(void **state) {
    (void)state;
#define HEAD "return package { name = 'p', version = '1', api = 1,\n"
    static const struct {
        const char *manifest, *issues;
    } examples[] = {
        {"return 7", "p/package.lua:1: package: returns number, expected: return package { ... "
                     "}\n"},
        {"local x", "p/package.lua:1: package: returns nothing, expected: return package { ... "
                    "}\n"},
        {"return package { version = '1', api = 1 }", "p/package.lua:1: package: name is "
                                                      "missing\n"},
        {"return package { name = 'p', api = 1 }", "p/package.lua:1: package: version is "
                                                   "missing\n"},
        {"return package { name = 'p', version = '1' }",
         "p/package.lua:1: package: api is missing: api = 1\n"},
        {"return package { name = 'p', version = 2026.1, api = 1 }",
         "p/package.lua:1: package: version is a number, expected text\n"},
        {HEAD "extend = 'x' }",
         "p/package.lua:2: package: unknown field \"extend\": did you mean \"extends\"?\n"},
        {HEAD "extends = 7 }",
         "p/package.lua:2: package: extends is a number, expected the name of a package\n"},
        {HEAD "drop = 'A' }",
         "p/package.lua:2: package: drop is a string, expected a list { ... }\n"},
        {HEAD "drop = { A = true } }",
         "p/package.lua:2: package: drop must be a list { a, b, ... }, without names or gaps\n"},
        {HEAD "weights = { 3 } }",
         "p/package.lua:2: package: weights: every entry must name a code: [\"L1.1\"] = ...\n"},
        {HEAD "weights = { A = 'x' } }",
         "p/package.lua:2: package: weights: \"A\" must have a weight: 0, or a number from 1e-9 to "
         "1e9, or param.NAME\n"},
        {HEAD "weights = { A = 0/0 } }",
         "p/package.lua:2: package: weights: \"A\" must have a weight: 0, or a number from 1e-9 to "
         "1e9, or param.NAME\n"},
        {HEAD "nodes = { 'A' } }",
         "p/package.lua:2: package: nodes: expected { \"code\", \"name\", parent = \"...\" }, "
         "found a string\n"},
        {HEAD "nodes = { { 'A' } } }",
         "p/package.lua:2: package: node A: element 2 must be the node's name, a text\n"},
        {HEAD "nodes = { { 'A', 'Aa', parnt = 'R' } } }",
         "p/package.lua:2: package: node A: unknown field \"parnt\": did you mean \"parent\"?\n"},
        {HEAD "policy = 7 }",
         "p/package.lua:2: package: policy is a number, expected a table { ... }\n"},
        {HEAD "policy = { min_coverage = 2 } }",
         "p/package.lua:2: package: policy: min_coverage must lie within 0 and 1\n"},
        {HEAD "policy = { rank_if = { coverage = -0.1 } } }",
         "p/package.lua:2: package: policy: rank_if: coverage must lie within 0 and 1\n"},
        {HEAD "policy = { rank_if = { aplicable = 1 } } }",
         "p/package.lua:2: package: policy: rank_if: unknown field \"aplicable\": did you mean "
         "\"applicable\"?\n"},
        {HEAD "policy = { rank_if = 0.5 } }",
         "p/package.lua:2: package: policy: rank_if is a number, expected a table { ... }\n"},
        {HEAD "policy = { rounding = 1.5 } }",
         "p/package.lua:2: package: policy: rounding must be a whole number of decimals from 0 to "
         "15\n"},
        {HEAD "policy = { aggregate_at = { A = 1 } } }",
         "p/package.lua:2: package: policy: aggregate_at: \"A\" must have the name of a method\n"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const known packages[] = {{"p", {"package.lua", examples[i].manifest, NULL}},
                                  {NULL, {NULL}}};
        assert_refused(packages, "p", examples[i].issues);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(package_extends_drops_weighs_and_adds),
        cmocka_unit_test(package_extends_keeps_or_overrules_policy),
        cmocka_unit_test(package_extends_a_chain_of_three),
        cmocka_unit_test(package_extends_wrongly),
        cmocka_unit_test(package_manifests_that_are_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

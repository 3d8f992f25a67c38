/* The analysis `coherence` of twelve cities, against R 4.2 (cor, cov, eigen). */
#include "core_support.h"

#include <math.h>

#include "hundredmark/analyse.h"

static const char data[] =
    "city,period,a,b,c,d,e\n"
    "A,2025,10,22,80,15,50\nB,2025,20,18,60,30,50\nC,2025,30,35,65,22,50\nD,2025,45,40,50,50,50\n"
    "E,2025,50,61,52,45,50\nF,2025,62,55,30,70,50\nG,2025,70,80,35,60,50\nH,2025,75,66,20,85,50\n"
    "I,2025,88,92,25,80,50\nJ,2025,95,97,5,90,50\nK,2025,33,30,70,36,50\nL,2025,41,52,44,,50\n"
    "All,2025,1,100,1,100,1\n";
static const char cities[] = "city,ranked\nAll,no\n";

static hm_package *open_two_groups(void) {
    sources files = {.count = 0};
    add_source(&files, "package.lua",
               "return package { name = 'p', version = '1', api = 1, nodes = { {'R', 'Root'}, "
               "{'G', 'G', parent = 'R', weight = 3}, {'H', 'H', parent = 'R', weight = 1} }, "
               "policy = { min_coverage = 0.5 } }");
    add_source(&files, "all.lua",
               "local list = {} for code in ('abcde'):gmatch '.' do list[#list + 1] = indicator { "
               "code = code, parent = code < 'd' and 'G' or 'H', name = code, inputs = { number { "
               "code } }, measure = input[code] } end return list");
    return open_sources(&files, NULL);
}

static scored score_text(const char *text) {
    hm_error error;
    scored s = {.package = open_two_groups()};
    assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
    if (hm_dataset_read_memory(s.data, "d.csv", text, strlen(text), &error) != HM_OK ||
        hm_dataset_read_cities_memory(s.data, "c.csv", cities, sizeof cities - 1, &error) !=
            HM_OK ||
        hm_dataset_finish(s.data, &error) != HM_OK ||
        hm_score(&s.scores, s.package, s.data, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return s;
}

static scored score_cities(void) {
    return score_text(data);
}

static hm_table *analyse(const scored *s, const hm_analysis_options *options) {
    hm_table *table;
    hm_error error;
    if (hm_analyse(&table, s->scores, "coherence", options, &error) != HM_OK)
        fail_msg("%s", error.message);
    return table;
}

static hm_table *table_of(const scored *s, const char *name) {
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    options.table = name;
    return analyse(s, &options);
}

/* The table as CSV, each row a line; to be freed. */
static char *text_of(hm_table *table) {
    written w = {NULL, 0, 0};
    hm_error error;
    const hm_table *tables[] = {table};
    assert_int_equal(hm_tables_write(tables, 1, NULL, take_written, &w, &error), HM_OK);
    hm_table_free(table);
    return w.text;
}

/* The rest of the line of a table that begins so. */
static void assert_row(const char *text, const char *begin, size_t count, const double *expected) {
    const char *line = strstr(text, begin);
    if (!line || (line > text && line[-1] != '\n'))
        fail_msg("no row %s in\n%s", begin, text);
    const char *at = line + strlen(begin);
    for (size_t i = 0; i < count; i++) {
        char *end;
        const double found = strtod(at, &end);
        if (end == at || !(fabs(found - expected[i]) <= 1e-13))
            fail_msg("%s: %.17g, expected %.17g", begin, found, expected[i]);
        at = *end == ',' ? end + 1 : end;
    }
}

/* Each child with those behind it, with its group, and with the other group. */
static void correlations(void **state) {
    (void)state;
    scored s = score_cities();
    char *text = text_of(table_of(&s, NULL));
    static const struct {
        const char *begin;
        double expected[3];
    } rows[] = {
        {"a,b,12,", {0.95964403232499518, 0.96503496503496511, 0.84848484848484851}},
        {"a,c,12,", {-0.94805701594412073, -0.93006993006993022, -0.75757575757575757}},
        {"a,G,12,", {0.93493566376957793, 0.94405594405594428, 0.81818181818181823}},
        {"a,H,12,", {0.95750498275714246, 0.95621862928184265, 0.83971912275963168}},
        {"b,H,12,", {0.86818007827537558, 0.87916071776462457, 0.71757815944913972}},
        {"c,H,12,", {-0.97299144152537842, -0.97723442333199306, -0.93132484524250059}},
        {"d,H,11,", {1, 1, 1}},
        {"d,G,11,", {0.81322557958779274, 0.82727272727272727, 0.67272727272727273}},
        {"G,H,12,", {0.81062550893150009, 0.83712912966432373, 0.68704291862151678}},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(text, rows[i].begin, 3, rows[i].expected);
    assert_non_null(strstr(text, "\nd,e,11,,,\n"));
    assert_non_null(strstr(text, "\ne,H,12,,,\n"));
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    assert_int_equal(lines, 1 + 3 + 3 + 6 + 1 + 4); /* header, R, pairs and parents of G, of H */
    free(text);
    release(&s);
}

static void alpha_and_components(void **state) {
    (void)state;
    scored s = score_cities();
    char *text = text_of(table_of(&s, "alpha"));
    assert_row(text, "G,3,12,", 1, (double[]){-1.1302733926970159});
    assert_row(text, "R,2,12,", 1, (double[]){0.89189818674248744});
    assert_non_null(strstr(text, "\nH,2,11,0,11\n"));
    free(text);
    text = text_of(table_of(&s, "pca"));
    assert_row(text, "G,1,", 2, (double[]){2.860700042276948185, 2.860700042276948185 / 3});
    assert_row(text, "R,2,", 2, (double[]){0.18937449106849996, 0.18937449106849996 / 2});
    assert_null(strstr(text, "\nH,")); /* one is constant, and the other alone is no group */
    const char *loadings = strstr(text, ",c,");
    assert_near(strtod(loadings + 3, NULL), -0.57124670332218441); /* the sum of the three is > 0 */
    free(text);
    release(&s);
}

/* The curve of a is its line, in R, too. */
static void influences(void **state) {
    (void)state;
    scored s = score_cities();
    char *text = text_of(table_of(&s, "influence"));
    assert_row(text, "H,R,0.25,", 1, (double[]){0.80406147808585882});
    assert_row(text, "a,G,0.3333333333333333,", 2,
               (double[]){0.87410469538826134, 0.87410469538826134});
    assert_non_null(strstr(text, "\ne,H,0.5,,,\n"));
    assert_non_null(strstr(text, "\nd,H,0.5,1,1,\n")); /* no share: e's effect is not known */
    assert_row(text, "G,R,0.75,", 1, (double[]){0.97236091283428094});
    free(text);
    release(&s);
}

/* That of the row that begins so: behind weight and r2. */
static double main_effect(const char *text, const char *begin) {
    const char *at = strstr(text, begin);
    assert_non_null(at);
    at = strchr(strchr(at + strlen(begin), ',') + 1, ',');
    return strtod(at + 1, NULL);
}

/* Each city with nearly the same figures at five periods: what the children explain is what they
 * explain at one of them. By rows it would be 0.99 of a, and of b. */
static void influences_of_a_panel(void **state) {
    (void)state;
    char panel[8192] = "city,period,a,b,c,d,e\n";
    static const int figures[12][5] = {
        {10, 52, 80, 15, 31}, {20, 18, 60, 30, 77}, {30, 65, 65, 22, 12}, {45, 40, 50, 50, 90},
        {50, 91, 52, 45, 44}, {62, 15, 30, 70, 58}, {70, 80, 35, 60, 23}, {75, 26, 20, 85, 66},
        {88, 52, 25, 80, 81}, {95, 87, 5, 90, 19},  {33, 30, 70, 36, 52}, {41, 72, 44, 61, 37}};
    char one_period[8192], *at = panel + strlen(panel);
    for (int year = 2021; year <= 2025; year++)
        for (int i = 0; i < 12; i++) {
            at += sprintf(at, "%c,%d", 'A' + i, year);
            for (int k = 0; k < 5; k++)
                at += sprintf(at, ",%d.%02d", figures[i][k], (year * 3 + i * 7 + k) % 10);
            at += sprintf(at, "\n");
            if (year == 2021 && i == 11)
                memcpy(one_period, panel, sizeof panel);
        }
    scored whole = score_text(panel), one = score_text(one_period);
    char *of_whole = text_of(table_of(&whole, "influence"));
    char *of_one = text_of(table_of(&one, "influence"));
    static const char *const rows[] = {"\nG,R,", "\nH,R,", "\na,G,", "\nb,G,", "\nc,G,", "\nd,H,"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const double found = main_effect(of_whole, rows[i]),
                     expected = main_effect(of_one, rows[i]);
        if (!(fabs(found - expected) < 0.01))
            fail_msg("%s: %g, expected %g", rows[i], found, expected);
    }
    free(of_whole);
    free(of_one);
    release(&whole);
    release(&one);
}

/* Alpha rests on pairs: its n is that of the pair with fewest. */
static void alpha_by_pairs(void **state) {
    (void)state;
    scored s = score_text("city,period,a,b,c,d,e\nA,2025,1,2,,1,1\nB,2025,2,,3,2,4\n"
                          "C,2025,5,4,,5,4\nD,2025,7,,9,6,9\nE,2025,,8,7,9,7\nF,2025,8,9,,8,8\n"
                          "G,2025,9,,9,8,9\nH,2025,,1,2,1,2\nI,2025,,4,6,1,2\n");
    char *text = text_of(table_of(&s, "alpha"));
    assert_non_null(strstr(text, "code,items,n,alpha,complete\n"));
    const char *row = strstr(text, "\nG,3,3,1.");
    if (!row)
        fail_msg("%s", text);
    assert_int_equal(strncmp(strchr(row + 1, '\n') - 2, ",0", 2), 0);
    free(text);
    release(&s);
}

static void findings(void **state) {
    (void)state;
    scored s = score_cities();
    char *text = text_of(table_of(&s, "findings"));
    static const char *const there[] = {
        "\na,b,redundant,0.95964403232499", "\na,c,conflict,-0.948057015944",
        "\na,G,redundant,0.934935663769",   "\na,H,misallocated,0.957504982757",
        "\nc,G,conflict,-0.796272903110",   "\ne,,constant,12\n",
        "\nG,,low_alpha,-1.13027339269",    "\nH,,low_alpha,0\n"};
    for (size_t i = 0; i < COUNT(there); i++)
        if (!strstr(text, there[i]))
            fail_msg("no %s in\n%s", there[i], text);
    assert_null(strstr(text, "few_cities"));
    assert_null(strstr(text, "b,G,silent"));
    free(text);
    const hm_analysis_value set[] = {{"redundant", 0.95}, {"few", 12}, {"alpha", -2}};
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    options.table = "findings";
    options.settings = set;
    options.setting_count = COUNT(set);
    text = text_of(analyse(&s, &options));
    assert_null(strstr(text, "a,G,redundant"));
    assert_null(strstr(text, "low_alpha"));
    assert_non_null(strstr(text, "\nH,,few_cities,11\n"));
    free(text);
    release(&s);
}

static void what_is_refused(void **state) {
    (void)state;
    static const struct {
        hm_analysis_value value;
        const char *message;
    } wrong[] = {
        {{"redundancy", 0.5}, "no setting \"redundancy\", only redundant, silent, conflict"},
        {{"silent", 1.5}, "the setting silent is a number from -1 to 1"},
        {{"few", (double)NAN}, "the setting few is a number"},
    };
    scored s = score_cities();
    const size_t two[] = {0, 1, 12};
    hm_table *table;
    hm_error error;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
        options.settings = &wrong[i].value;
        options.setting_count = 1;
        assert_int_equal(hm_analyse(&table, s.scores, "coherence", &options, &error),
                         HM_ERROR_ARGUMENT);
        if (!strstr(error.message, wrong[i].message))
            fail_msg("%s", error.message);
    }
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    options.units = two;
    options.unit_count = COUNT(two);
    assert_int_equal(hm_analyse(&table, s.scores, "coherence", &options, &error), HM_ERROR_DATA);
    assert_string_equal(error.message,
                        "coherence takes at least 3 ranked cities and periods, and there are 2");
    release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlations),    cmocka_unit_test(alpha_and_components),
        cmocka_unit_test(influences),      cmocka_unit_test(findings),
        cmocka_unit_test(what_is_refused), cmocka_unit_test(influences_of_a_panel),
        cmocka_unit_test(alpha_by_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

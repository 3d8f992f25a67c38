/* Tests of rankings: ranks over rows that were scored apart. The expected ranks are counted by
 * hand. */
#include "core_support.h"

#define HEADER                                                                                     \
    "city,period,code,parent,depth,name,value,score,weight,contribution,coverage,applicable,rank," \
    "status,flags\n"

typedef struct text_file {
    const char *name, *text;
} text_file;

/* Reads all files and finishes; fails the test when that fails. */
static hm_ranking *rank_with(const hm_package *package, const text_file *files, size_t count) {
    hm_ranking *ranking = NULL;
    hm_error error;
    hm_code code = hm_ranking_new(&ranking, package, NULL, &error);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = hm_ranking_read_memory(ranking, files[i].name, files[i].text, strlen(files[i].text),
                                      &error);
    if (code == HM_OK)
        code = hm_ranking_finish(ranking, 2, &error);
    if (code != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return ranking;
}

static hm_ranking *rank_text(const char *text) {
    const text_file file = {"rows.csv", text};
    return rank_with(NULL, &file, 1);
}

static char *write_with(const hm_ranking *ranking, hm_ranking_write_options options) {
    written w = {NULL, 0, 0};
    hm_error error;
    take_written(&w, "", 0);
    if (hm_ranking_write(ranking, &options, take_written, &w, &error) != HM_OK)
        fail_msg("%s", error.message);
    return w.text;
}

static char *write_down_to(const hm_ranking *ranking, size_t depth) {
    return write_with(ranking, (hm_ranking_write_options){.size = sizeof(hm_ranking_write_options),
                                                          .depth = depth});
}

/* Writes and lets go. */
static void assert_ranked(hm_ranking *ranking, const char *expected) {
    char *text = write_down_to(ranking, SIZE_MAX);
    assert_string_equal(text, expected);
    free(text);
    hm_ranking_free(ranking);
}

static void assert_issue(const hm_ranking *ranking, size_t index, const char *file, uint32_t line,
                         uint32_t column, const char *message) {
    const hm_issue *issue = hm_issues_get(hm_ranking_issues(ranking), index);
    assert_non_null(issue);
    assert_string_equal(message_of(issue).text, message);
    assert_string_equal(issue->file, file);
    assert_int_equal(issue->line, line);
    assert_int_equal(issue->column, column);
}

/* --- ranks --- */

static void rank_fills_ranks_and_nothing_else(void **state) {
    (void)state;
    /* odd numbers, quotes and line ends stay; B and C tie, D has no score, A comes behind two */
    assert_ranked(rank_text("city,period,code,parent,depth,name,value,score,weight,contribution,"
                            "coverage,applicable,rank,status,flags\r\n"
                            "A,2025,R,,0,\"Root, \"\"all\"\"\",,50.10,1.0,50.1,1,1,,scored,\r\n"
                            "\"B, the other\",2025,R,,0,Root,,7.5e1,1,75,1,1,17,scored,\r\n"
                            "C,2025,R,,0,Root,,75,1,75,1,1,,scored,capped;floored\n"
                            "D,2025,R,,0,Root,,,1,,0,1,9,insufficient,\n"),
                  "city,period,code,parent,depth,name,value,score,weight,contribution,"
                  "coverage,applicable,rank,status,flags\r\n"
                  "A,2025,R,,0,\"Root, \"\"all\"\"\",,50.10,1.0,50.1,1,1,3,scored,\r\n"
                  "\"B, the other\",2025,R,,0,Root,,7.5e1,1,75,1,1,1,scored,\r\n"
                  "C,2025,R,,0,Root,,75,1,75,1,1,1,scored,capped;floored\n"
                  "D,2025,R,,0,Root,,,1,,0,1,,insufficient,\n");
}

#define R(city, period, code, depth, score, rank)                                                  \
    city "," period "," code ",,0" depth ",x,," score ",1,,1,1," rank ",s,\n"

static void rank_by_period_and_code(void **state) {
    (void)state;
    assert_ranked(
        rank_text(HEADER R("A", "2024", "R", "", "10", "") R("A", "2024", "I", "1", "90", "")
                      R("A", "2025", "R", "", "30", "") R("B", "2024", "R", "", "20", "")
                          R("B", "2024", "I", "1", "80", "") R("B", "2025", "R", "", "25", "")
                              R("A", "2025", "I", "1", "", "") R("B", "2025", "I", "1", "3", "")),
        HEADER R("A", "2024", "R", "", "10", "2") R("A", "2024", "I", "1", "90", "1")
            R("A", "2025", "R", "", "30", "1") R("B", "2024", "R", "", "20", "1")
                R("B", "2024", "I", "1", "80", "2") R("B", "2025", "R", "", "25", "2")
                    R("A", "2025", "I", "1", "", "") R("B", "2025", "I", "1", "3", "1"));
}

/* At 80 the border of a tie is 8e-8 below its best, at 1 and below 1e-9. */
static void rank_ties_are_relative(void **state) {
    (void)state;
    assert_ranked(
        rank_text(HEADER R("A", "1", "R", "", "80", "") R("B", "1", "R", "", "80.00000007", "")
                      R("C", "1", "R", "", "80.0000002", "") R("D", "1", "R", "", "0", "")
                          R("E", "1", "R", "", "-0", "") R("F", "1", "R", "", "0.0000001", "")),
        HEADER R("A", "1", "R", "", "80", "2") R("B", "1", "R", "", "80.00000007", "2")
            R("C", "1", "R", "", "80.0000002", "1") R("D", "1", "R", "", "0", "5")
                R("E", "1", "R", "", "-0", "5") R("F", "1", "R", "", "0.0000001", "4"));
}

static void rank_deductions_the_other_way(void **state) {
    (void)state;
    char text[4096], other[4096];
    sources files = {.count = 0};
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "I.lua",
               script_of(text, "I", "number { 'n' }", "measure = input.n, deducts = true"));
    add_source(&files, "J.lua", script_of(other, "J", "number { 'm' }", "measure = input.m"));
    hm_package *package = open_sources(&files, NULL);
    const text_file file = {"rows.csv",
                            HEADER R("A", "1", "I", "1", "5", "") R("B", "1", "I", "1", "3", "")
                                R("C", "1", "I", "1", "0", "") R("A", "1", "Z", "1", "5", "")
                                    R("B", "1", "Z", "1", "3", "")};
    hm_ranking *ranking = rank_with(package, &file, 1);
    hm_package_free(package); /* the ranking keeps it alive */
    assert_int_equal(hm_issues_count(hm_ranking_issues(ranking)), 1);
    assert_issue(ranking, 0, "rows.csv", 5, 5,
                 "code \"Z\" is not in the package: ranked as if more is better");
    assert_ranked(ranking, HEADER R("A", "1", "I", "1", "5", "3") R("B", "1", "I", "1", "3", "2")
                               R("C", "1", "I", "1", "0", "1") R("A", "1", "Z", "1", "5", "1")
                                   R("B", "1", "Z", "1", "3", "2"));
}

/* --- several files --- */

static void rank_joins_files(void **state) {
    (void)state;
    const text_file files[] = {
        {"a.csv", "\xEF\xBB\xBF"
                  "rank,score,coverage,applicable,depth,code,period,city,more\n"
                  ",1,1,1,0,R,2025,A,\"x\"\n\n,2,1,1,0,R,2025,B,y\n"},
        {"b.csv",
         "rank,score,coverage,applicable,depth,code,period,city,more\r\n"
         ",3,1,1,0,R,2025,C,z\nrank,score,coverage,applicable,depth,code,period,city,more\n"
         "7,4,1,1,0,R,2025,D,\n"},
        {"c.csv", "rank,score,coverage,applicable,depth,code,period,city,more"},
    };
    hm_ranking *ranking = rank_with(NULL, files, 3);
    assert_int_equal(hm_ranking_row_count(ranking), 4);
    assert_int_equal(hm_issues_count(hm_ranking_issues(ranking)), 0);
    assert_ranked(ranking, "\xEF\xBB\xBF"
                           "rank,score,coverage,applicable,depth,code,period,city,more\n"
                           "4,1,1,1,0,R,2025,A,\"x\"\n3,2,1,1,0,R,2025,B,y\n"
                           "2,3,1,1,0,R,2025,C,z\n1,4,1,1,0,R,2025,D,\n");
}

static void rank_of_semicolons_and_decimal_commas(void **state) {
    (void)state;
    assert_ranked(rank_text("city;period;code;depth;score;coverage;applicable;rank\n"
                            "A;1;R;0;\"9,5\";1;1;\"3\"\nB;1;R;0;10,5;1;1; 7 \n"),
                  "city;period;code;depth;score;coverage;applicable;rank\n"
                  "A;1;R;0;\"9,5\";1;1;\"2\"\nB;1;R;0;10,5;1;1; 1 \n");
}

static void rank_of_ndjson(void **state) {
    (void)state;
    const text_file files[] = {
        {"a.ndjson",
         "{\"city\":\"A \\\"x\\\"\",\"period\":\"2025\",\"code\":\"R\",\"depth\":0,"
         "\"score\":1.50,\"rank\":null,\"coverage\":0.75,\"applicable\":1,\"flags\":[1,{}]}\n\n"
         " { \"rank\" : 12 , \"score\" : null, \"coverage\" : 0, \"applicable\" : 1, \"depth\" : 0,"
         " \"code\" : \"R\", \"period\" : \"2025\", \"city\" : \"B\" } \n"},
        {"b.ndjson", "{\"city\":\"C\",\"period\":\"2025\",\"code\":\"R\",\"depth\":0,\"score\":2,"
                     "\"rank\":1,\"coverage\":1,\"applicable\":1}"},
    };
    hm_ranking *ranking = rank_with(NULL, files, 2);
    assert_string_equal(hm_ranking_format(ranking), "ndjson");
    assert_ranked(ranking,
                  "{\"city\":\"A \\\"x\\\"\",\"period\":\"2025\",\"code\":\"R\",\"depth\":0,"
                  "\"score\":1.50,\"rank\":2,\"coverage\":0.75,\"applicable\":1,\"flags\":[1,{}]}\n"
                  " { \"rank\" : null , \"score\" : null, \"coverage\" : 0, \"applicable\" : 1, "
                  "\"depth\" : 0,"
                  " \"code\" : \"R\", \"period\" : \"2025\", \"city\" : \"B\" } \n"
                  "{\"city\":\"C\",\"period\":\"2025\",\"code\":\"R\",\"depth\":0,\"score\":2,"
                  "\"rank\":1,\"coverage\":1,\"applicable\":1}");
}

static void rank_writes_down_to_a_depth(void **state) {
    (void)state;
    hm_ranking *ranking = rank_text(HEADER R("A", "1", "R", "", "1", "") R(
        "A", "1", "I", "1", "9", "") R("B", "1", "I", "1", "8", "") R("B", "1", "R", "", "2", ""));
    char *text = write_down_to(ranking, 0);
    assert_string_equal(text, HEADER R("A", "1", "R", "", "1", "2") R("B", "1", "R", "", "2", "1"));
    free(text);
    hm_ranking_free(ranking);
}

/* --- what is rejected --- */

static void rank_rejects_rows_with_their_places(void **state) {
    (void)state;
    const char good[] = R("A", "1", "R", "", "1", "");
    char text[2048], expected[512];
    snprintf(text, sizeof text,
             HEADER "%s"
                    "B,1,R,,0,x,,fast,1,,1,1,,s,\n"     /* line 3 */
                    "C,1,R,,0,x,,1,1\n"                 /* 4 */
                    "Ö,1,,,0,x,,1,1,,1,1,,s,\n"         /* 5 */
                    "D,1,R,,1,x,,1,1,,1,1,,s,\n"        /* 6: the root is at depth 0 */
                    "E,1,R,,0,x,,1,1,,1,1,first,s,\n"   /* 7 */
                    "F,1,R,,0,x,,1e999,1,,1,1,,s,\n"    /* 8 */
                    "G,1,R,,0,\"x\"y,,1,1,,1,1,,s,\n"   /* 9 */
                    "\"H\",1,R,,zero,x,,1,1,,1,1,,s,\n" /* 10 */
                    "I,1,R,,0,\xFF,,1,1,,1,1,,s,\n"     /* 11 */
                    "J,1,R,,0,x,,0.5,1,,1,1,,s,\n"
                    "\"K,1,R,,0,x,,1,1,,1,1,,s,\n", /* 13 */
             good);
    hm_ranking *ranking = rank_text(text);
    assert_int_equal(hm_issues_count_of(hm_ranking_issues(ranking), HM_REJECTED), 10);
    static const struct {
        uint32_t line, column;
        const char *message;
    } issues[] = {
        {3, 13, "score: found \"fast\", expected a number, or nothing"},
        {4, 1, "found 9 fields, expected 15"},
        {5, 5, "code: found \"\", expected the row to say it"},
        {6, 8, "depth: found 1, expected 0 as in the first row of \"R\""},
        {7, 22, "rank: found \"first\", expected a whole number, or nothing"},
        {8, 13, "score: found \"1e999\", expected a number, or nothing"},
        {9, 10, "found text behind a quoted field, expected UTF-8 text"},
        {10, 10, "depth: found \"zero\", expected a whole number"},
        {11, 10, "found bytes that are none, expected UTF-8 text"},
        {13, 1, "found a quote that is never closed"},
    };
    for (size_t i = 0; i < COUNT(issues); i++)
        assert_issue(ranking, i, "rows.csv", issues[i].line, issues[i].column, issues[i].message);
    snprintf(expected, sizeof expected, HEADER "%sJ,1,R,,0,x,,0.5,1,,1,1,2,s,\n",
             R("A", "1", "R", "", "1", "1"));
    assert_ranked(ranking, expected);
}

static void rank_rejects_lines_of_ndjson(void **state) {
    (void)state;
#define MEMBERS                                                                                    \
    "\"period\":\"1\",\"code\":\"R\",\"depth\":0,\"coverage\":1,\"applicable\":1,\"rank\":null"
    const text_file file = {"rows.ndjson",
                            "{\"city\":\"A\",\"score\":1," MEMBERS "}\n"
                            "{\"city\":\"B\",\"score\":\"2\"," MEMBERS "}\n"
                            "{\"city\":\"C\"," MEMBERS "}\n[1]\n"
                            "{\"city\":\"D\",\"score\":1,\"score\":2," MEMBERS "}\n"
                            "{\"city\":\"E\",\"score\":1," MEMBERS "} x\n{\"city\":\"F\n"};
    hm_ranking *ranking = rank_with(NULL, &file, 1);
    assert_int_equal(hm_issues_count_of(hm_ranking_issues(ranking), HM_REJECTED), 6);
    assert_issue(ranking, 0, "rows.ndjson", 2, 21,
                 "member \"score\" is neither text nor number as it should be");
    assert_issue(ranking, 1, "rows.ndjson", 3, 1, "member \"score\" is missing");
    assert_issue(ranking, 2, "rows.ndjson", 4, 1, "expected an object a line");
    assert_issue(ranking, 3, "rows.ndjson", 5, 31, "member \"score\" stands twice");
    assert_ranked(ranking,
                  "{\"city\":\"A\",\"score\":1,\"period\":\"1\",\"code\":\"R\",\"depth\":0,"
                  "\"coverage\":1,\"applicable\":1,\"rank\":1}\n");
}

/* The same mark twice counts once; two marks cannot both be right, so neither counts. */
static void rank_rejects_rows_that_stand_twice(void **state) {
    (void)state;
    const text_file files[] = {
        {"a.csv", HEADER R("A", "1", "R", "", "1", "") R("B", "1", "R", "", "9", "")
                      R("C", "1", "R", "", "3", "")},
        {"b.csv", HEADER R("D", "1", "R", "", "", "") R("B", "1", "R", "", "8", "")
                      R("A", "1", "R", "", "1.0", "") R("D", "1", "R", "", "", "")
                          R("D", "2", "R", "", "", "")},
    };
    hm_ranking *ranking = rank_with(NULL, files, 2);
    assert_int_equal(hm_ranking_row_count(ranking), 4);
    assert_int_equal(hm_issues_count_of(hm_ranking_issues(ranking), HM_REJECTED), 4);
    assert_issue(
        ranking, 0, "a.csv", 3, 1,
        "the first row of city \"B\", period \"1\" and code \"R\": a later one has another "
        "score, and neither is used");
    assert_issue(ranking, 1, "b.csv", 3, 1,
                 "a second row of city \"B\", period \"1\" and code \"R\"");
    assert_issue(ranking, 2, "b.csv", 4, 1,
                 "a second row of city \"A\", period \"1\" and code \"R\"");
    assert_issue(ranking, 3, "b.csv", 5, 1,
                 "a second row of city \"D\", period \"1\" and code \"R\"");
    assert_ranked(ranking, HEADER R("A", "1", "R", "", "1", "2") R("C", "1", "R", "", "3", "1")
                               R("D", "1", "R", "", "", "") R("D", "2", "R", "", "", ""));
}

/* A worker ended in the middle of B: of B nothing is used, and A and C are ranked without it. */
static void rank_leaves_out_cities_that_are_cut_off(void **state) {
    (void)state;
    const text_file files[] = {
        {"a.csv", HEADER R("A", "1", "R", "", "1", "") R("A", "1", "I", "1", "5", "")
                      R("A", "1", "J", "1", "1", "") R("B", "1", "R", "", "9", "")
                          R("B", "1", "I", "1", "9", "")},
        {"b.csv", HEADER R("C", "1", "R", "", "3", "") R("C", "1", "I", "1", "", "")
                      R("C", "1", "J", "1", "2", "") R("D", "1", "R", "", "4", "")},
    };
    hm_ranking *ranking = rank_with(NULL, files, 2);
    size_t missing;
    assert_int_equal(hm_ranking_incomplete(ranking, &missing), 2);
    assert_int_equal(missing, 3);
    assert_int_equal(hm_ranking_row_count(ranking), 6);
    assert_int_equal(hm_issues_count_of(hm_ranking_issues(ranking), HM_REJECTED), 2);
    assert_issue(ranking, 0, "a.csv", 6, 1,
                 "city \"B\", period \"1\" lacks 1 of 3 nodes (J) and is left out: its rows may be "
                 "cut off behind this one");
    assert_issue(ranking, 1, "b.csv", 5, 1,
                 "city \"D\", period \"1\" lacks 2 of 3 nodes (I, J) and is left out: its rows may "
                 "be cut off behind this one");
    assert_ranked(ranking, HEADER R("A", "1", "R", "", "1", "2") R("A", "1", "I", "1", "5", "1")
                               R("A", "1", "J", "1", "1", "2") R("C", "1", "R", "", "3", "1")
                                   R("C", "1", "I", "1", "", "") R("C", "1", "J", "1", "2", "1"));
}

/* Rows of a city may stand anywhere; a row that was rejected is one that is missing. */
static void rank_leaves_out_cities_with_rejected_rows(void **state) {
    (void)state;
    hm_ranking *ranking =
        rank_text(HEADER R("A", "1", "R", "", "1", "") R("B", "1", "R", "", "2", "")
                      R("B", "1", "I", "1", "2", "") R("C", "1", "R", "", "3", "")
                          R("A", "1", "I", "1", "1", "") R("C", "1", "I", "1", "many", ""));
    assert_int_equal(hm_ranking_incomplete(ranking, NULL), 1);
    assert_issue(ranking, 0, "rows.csv", 5, 1,
                 "city \"C\", period \"1\" lacks 1 of 2 nodes (I) and is left out: its rows may be "
                 "cut off behind this one");
    assert_ranked(ranking, HEADER R("A", "1", "R", "", "1", "2") R("B", "1", "R", "", "2", "1")
                               R("B", "1", "I", "1", "2", "1") R("A", "1", "I", "1", "1", "2"));
}

/* The cut may fall within the last field, where nothing else gives it away. */
static void rank_rejects_a_last_line_without_end(void **state) {
    (void)state;
    hm_ranking *ranking = rank_text(HEADER R("A", "1", "R", "", "1", "") R(
        "A", "1", "I", "1", "2", "") R("B", "1", "R", "", "3", "") "B,1,I,,1,x,,4,1,,1,1,,s,cap");
    assert_issue(ranking, 0, "rows.csv", 4, 1,
                 "city \"B\", period \"1\" lacks 1 of 2 nodes (I) and is left out: its rows may be "
                 "cut off behind this one");
    assert_issue(ranking, 1, "rows.csv", 5, 1, "the last line has no line end: it may be cut off");
    assert_ranked(ranking, HEADER R("A", "1", "R", "", "1", "1") R("A", "1", "I", "1", "2", "1"));
}

/* What the package has and no city is told, and nothing is left out for it. */
static void rank_warns_of_nodes_that_no_city_has(void **state) {
    (void)state;
    char text[4096], other[4096];
    sources files = {.count = 0};
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "I.lua", script_of(text, "I", "number { 'n' }", "measure = input.n"));
    add_source(&files, "J.lua", script_of(other, "J", "number { 'm' }", "measure = input.m"));
    hm_package *package = open_sources(&files, NULL);
    const text_file file = {"rows.csv",
                            HEADER R("A", "1", "R", "", "7", "") R("A", "1", "I", "1", "9", "")};
    hm_ranking *ranking = rank_with(package, &file, 1);
    hm_package_free(package);
    assert_int_equal(hm_ranking_incomplete(ranking, NULL), 0);
    assert_int_equal(hm_ranking_row_count(ranking), 2);
    assert_issue(ranking, 0, "", 0, 0,
                 "no city has 1 of the package's 3 nodes down to depth 1 (J): the rows are of "
                 "another package, were chosen, or are cut off");
    hm_ranking_free(ranking);
}

static void assert_unreadable(const text_file *files, size_t count, const char *message) {
    hm_ranking *ranking = NULL;
    hm_error error = {HM_OK, 0, 0, "", ""};
    hm_code code = HM_OK;
    assert_int_equal(hm_ranking_new(&ranking, NULL, NULL, &error), HM_OK);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = hm_ranking_read_memory(ranking, files[i].name, files[i].text, strlen(files[i].text),
                                      &error);
    assert_int_equal(code, HM_ERROR_DATA);
    assert_string_equal(error.message, message);
    assert_string_equal(error.file, files[count - 1].name);
    hm_ranking_free(ranking);
}

static void rank_needs_its_columns(void **state) {
    (void)state;
    const text_file no_rank = {"a.csv", "city,period,code,depth,score,coverage,applicable\n"};
    const text_file csv = {"a.csv", HEADER}, json = {"b.ndjson", "{}"};
    const text_file other = {"c.csv", "rank,city,period,code,depth,score,coverage,applicable\n"};
    const text_file empty = {"d.csv", ""}, document = {"e.json", "{\"run\":\n{}}"};
    assert_unreadable(&no_rank, 1,
                      "column \"rank\" is missing; expected score rows: city,period,code,...,score,"
                      "...,coverage,applicable,rank,...");
    assert_unreadable((text_file[]){csv, json}, 2, "is NDJSON, but the rows before are CSV");
    assert_unreadable((text_file[]){csv, other}, 2, "has not the columns of a.csv");
    assert_unreadable(&empty, 1, "the file is empty, expected a header line");
    assert_unreadable(&document, 1,
                      "no line is a score row: expected an object a line (NDJSON) or CSV");
}

/* What a spreadsheet would run, or take for a tab, gets an apostrophe: in the header, within quotes
 * and in columns that rank does not know, but no number and nothing that has one already. */
static void rank_writes_safe_cells(void **state) {
    (void)state;
    static const char text[] =
        "city,period,code,depth,score,coverage,applicable,rank,=note,\"@x\"\r\n"
        "=A,2025,R,0,+7,1,1,,+1e3,-x\r\n"
        "\"=\"\"B\"\",C\",2025,R,0,8,1,1,\" 9 \",\"\",\"\tz\"\r\n"
        "'-D,2025,R,0,-3,1,1,7,a=b,' @\r\n";
    static const char safe[] =
        "city,period,code,depth,score,coverage,applicable,rank,'=note,\"'@x\"\r\n"
        "'=A,2025,R,0,+7,1,1,2,+1e3,'-x\r\n"
        "\"'=\"\"B\"\",C\",2025,R,0,8,1,1,\" 1 \",\"\",\"'\tz\"\r\n"
        "'-D,2025,R,0,-3,1,1,3,a=b,' @\r\n";
    const hm_ranking_write_options options = {
        .size = sizeof options, .depth = SIZE_MAX, .safe_cells = 1};
    for (int again = 0; again < 2; again++) { /* what is safe stays as it is */
        hm_ranking *ranking = rank_text(again ? safe : text);
        char *found = write_with(ranking, options);
        assert_string_equal(found, safe);
        free(found);
        hm_ranking_free(ranking);
    }
}

/* With `;` a decimal comma is a decimal point, and NDJSON has no cells. */
static void rank_writes_safe_cells_of_numbers(void **state) {
    (void)state;
    static const char comma[] = "city;period;code;depth;score;coverage;applicable;rank\n"
                                "A;2025;R;0;-1,5;1;1;1\n"
                                "B;2025;R;0;-2,5;1;1;2\n";
    static const char json[] =
        "{\"city\":\"=A\",\"period\":\"2025\",\"code\":\"R\",\"depth\":0,\"score\":5,"
        "\"coverage\":1,\"applicable\":1,\"rank\":1}\n";
    const text_file files[] = {{"a.csv", comma}, {"a.ndjson", json}};
    for (size_t i = 0; i < 2; i++) {
        hm_ranking *ranking = rank_with(NULL, &files[i], 1);
        char *found =
            write_with(ranking, (hm_ranking_write_options){.size = sizeof(hm_ranking_write_options),
                                                           .depth = SIZE_MAX,
                                                           .safe_cells = 1});
        assert_string_equal(found, files[i].text);
        free(found);
        hm_ranking_free(ranking);
    }
}

/* A city is the same with the apostrophe and without. */
static void rank_knows_safe_cells(void **state) {
    (void)state;
    hm_ranking *ranking =
        rank_text(HEADER "'=A,1,R,,0,x,,5,1,,1,1,,s,\n=A,1,R,,0,x,,5,1,,1,1,,s,\n");
    assert_int_equal(hm_issues_count(hm_ranking_issues(ranking)), 1);
    assert_issue(ranking, 0, "rows.csv", 3, 1,
                 "a second row of city \"=A\", period \"1\" and code \"R\"");
    hm_ranking_free(ranking);
}

static void rank_of_nothing(void **state) {
    (void)state;
    hm_ranking *ranking = rank_text(HEADER);
    assert_int_equal(hm_issues_count(hm_ranking_issues(ranking)), 1);
    assert_issue(ranking, 0, "rows.csv", 0, 0, "no rows: there is nothing to rank");
    hm_ranking_free(ranking);
    ranking =
        rank_text(HEADER "A,1,R,,0,x,,bad,1,,1,1,,s,\n"); /* what is rejected is told as such */
    assert_int_equal(hm_issues_count(hm_ranking_issues(ranking)), 1);
    hm_ranking_free(ranking);
}

/* --- against scoring --- */

static void rank_rejects_scores_without_coverage(void **state) {
    (void)state;
    hm_ranking *ranking = rank_text(HEADER "A,1,R,,0,x,,5,1,,1,1,,s,\nB,1,R,,0,x,,5,1,,much,1,,s,\n"
                                           "C,1,R,,0,x,,5,1,,1,,,s,\nD,1,R,,0,x,,,1,,,,,s,\n");
    assert_int_equal(hm_issues_count(hm_ranking_issues(ranking)), 2);
    assert_issue(ranking, 0, "rows.csv", 3, 18,
                 "coverage: found \"much\", expected a number beside a score");
    assert_issue(ranking, 1, "rows.csv", 4, 20,
                 "applicable: found \"\", expected a number beside a score");
    assert_ranked(ranking, HEADER "A,1,R,,0,x,,5,1,,1,1,1,s,\nD,1,R,,0,x,,,1,,,,,s,\n");
}

/* Three indicators, of which some cities lack one or two: 2/3 of the index is enough for a rank,
 * 1/3 for a score. */
static hm_package *open_three(const char *policy) {
    static char manifest[512], text[3][4096];
    static const char *const codes[] = {"A", "B", "C"};
    static const char *const paths[] = {"A.lua", "B.lua", "C.lua"};
    sources s = {.count = 0};
    snprintf(manifest, sizeof manifest,
             "return package { name = 'p', version = '1', api = 1, policy = { %s },\n"
             "nodes = { { 'R', 'Root' } } }",
             policy);
    add_source(&s, "package.lua", manifest);
    for (size_t i = 0; i < COUNT(codes); i++) {
        char inputs[32], measure[64];
        snprintf(inputs, sizeof inputs, "number { '%s' }", codes[i]);
        snprintf(measure, sizeof measure, "measure = input.%s", codes[i]);
        add_source(&s, paths[i], script_of(text[i], codes[i], inputs, measure));
    }
    return open_sources(&s, NULL);
}

static const char three_csv[] = "city,period,A,B,C\nP,2025,90,,\nQ,2025,50,50,\nS,2025,40,40,40\n"
                                "T,2025,60,60,60\nU,2025,,,\n";

/* P has 90 from a single figure, and U nothing: they take no rank from the others. */
static void rank_needs_enough_data(void **state) {
    (void)state;
    static const uint32_t expected[] = {0, 2, 3, 1, 0};
    scored s = score_package(open_three("min_coverage = 0.3"), three_csv);
    char *text = write_text(s.scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_int_equal(row_of(&s, i, "R").rank, expected[i]);
    assert_true(row_of(&s, 0, "R").has_score);
    assert_int_equal(row_of(&s, 0, "A").rank, 1);
    /* the rows say the same to a ranking, with the package and without */
    const text_file file = {"rows.csv", text};
    assert_ranked(rank_with(s.package, &file, 1), text);
    assert_ranked(rank_with(NULL, &file, 1), text);
    free(text);
    release(&s);
}

static void rank_needs_what_the_package_says(void **state) {
    (void)state;
    static const struct {
        const char *policy;
        uint32_t ranks[5];
    } examples[] = {
        {"min_coverage = 0, rank_if = { coverage = 0.3 }", {1, 3, 4, 2, 0}},
        {"min_coverage = 0, rank_if = { coverage = 1 }", {0, 0, 2, 1, 0}},
        {"min_coverage = 0, rank_if = { coverage = 2/3 + 1e-10, applicable = 0 }", {0, 2, 3, 1, 0}},
        {"min_coverage = 0, rank_if = { applicable = 1 }", {0, 2, 3, 1, 0}},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        scored s = score_package(open_three(examples[i].policy), three_csv);
        char *text = write_text(s.scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
        for (size_t k = 0; k < COUNT(examples[i].ranks); k++)
            if (row_of(&s, k, "R").rank != examples[i].ranks[k])
                fail_msg("%s: city %zu has rank %u", examples[i].policy, k,
                         row_of(&s, k, "R").rank);
        const text_file file = {"rows.csv", text};
        assert_ranked(rank_with(s.package, &file, 1), text);
        free(text);
        release(&s);
    }
}

/* Scored in one run, and as two shards whose rows are ranked together: the same bytes. */
static void rank_of_shards_is_one_run(void **state) {
    (void)state;
    enum { CITIES = 400 };
    static const char inputs[] = "number { 'n' }", measure[] = "measure = input.n";
    char *all = malloc(CITIES * 64), *shards[2] = {malloc(CITIES * 64), malloc(CITIES * 64)};
    size_t at = (size_t)sprintf(all, "city,period,n\n"), ends[2];
    for (int i = 0; i < 2; i++)
        ends[i] = (size_t)sprintf(shards[i], "city,period,n\n");
    for (unsigned i = 0; i < CITIES; i++) {
        char line[64];
        /* ties, near ties and gaps; two periods */
        const int size = i % 11 == 0
                             ? snprintf(line, sizeof line, "City %u,%u,\n", i / 2, 2024 + i % 2)
                             : snprintf(line, sizeof line, "City %u,%u,%u.%09u\n", i / 2,
                                        2024 + i % 2, i * 7919 % 97, i * 104729 % 3);
        const size_t shard = i / (CITIES / 2);
        memcpy(all + at, line, (size_t)size + 1);
        memcpy(shards[shard] + ends[shard], line, (size_t)size + 1);
        at += (size_t)size;
        ends[shard] += (size_t)size;
    }
    scored whole = score_package(open_one(inputs, measure), all);
    char *expected = write_text(whole.scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
    text_file files[2];
    for (size_t i = 0; i < 2; i++) {
        scored part = score_package(open_one(inputs, measure), shards[i]);
        files[i] = (text_file){i == 0 ? "1.csv" : "2.csv",
                               write_text(part.scores, (hm_write_options)HM_WRITE_OPTIONS_INIT)};
        release(&part);
    }
    assert_ranked(rank_with(whole.package, files, 2), expected);
    for (size_t i = 0; i < 2; i++) {
        free((char *)(uintptr_t)files[i].text);
        free(shards[i]);
    }
    free(expected);
    free(all);
    release(&whole);
}

/* --- looking, and calls that make no sense --- */

typedef struct seen {
    size_t rows;
    char text[256];
} seen;

static int see(void *context, const hm_ranking_row *row) {
    seen *s = context;
    const size_t at = strlen(s->text);
    snprintf(s->text + at, sizeof s->text - at, "%s %s %g %g %u;", row->city, row->period,
             row->has_score ? row->score : -1, row->has_coverage ? row->coverage : -1, row->rank);
    return ++s->rows == 3;
}

static void rank_visits_the_rows_of_a_code(void **state) {
    (void)state;
    hm_ranking *ranking = rank_text(HEADER "A,1,R,,0,x,,7,1,,0.5,1,,s,\nA,1,I,,1,x,,9,1,,1,1,,s,\n"
                                           "\"B \"\"b\"\"\",1,R,,0,x,,,1,,0,1,,s,\n"
                                           "\"B \"\"b\"\"\",1,I,,1,x,,,1,,0,1,,s,\n"
                                           "C,2,R,,0,x,,,1,,much,1,,s,\nC,2,I,,1,x,,8,1,,1,1,,s,\n"
                                           "D,2,R,,0,x,,9,1,,1,1,,s,\nD,2,I,,1,x,,9,1,,1,1,,s,\n");
    seen s = {0, ""};
    size_t depth = 9;
    hm_error error;
    assert_int_equal(hm_ranking_visit(ranking, "R", see, &s, &error), HM_OK);
    assert_string_equal(s.text, "A 1 7 0.5 0;B \"b\" 1 -1 0 0;C 2 -1 -1 0;");
    assert_string_equal(hm_ranking_code(ranking, 1, &depth), "I");
    assert_int_equal(depth, 1);
    assert_null(hm_ranking_code(ranking, 2, NULL));
    assert_int_equal(hm_ranking_visit(ranking, "Q", see, &s, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "no row has the code \"Q\"");
    hm_ranking_free(ranking);
}

static int refuse(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    return size > 0;
}

static void rank_wrong_calls(void **state) {
    (void)state;
    hm_ranking *ranking = NULL;
    hm_error error;
    seen s = {0, ""};
    assert_int_equal(hm_ranking_new(NULL, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_ranking_new(&ranking, NULL, NULL, &error), HM_OK);
    assert_int_equal(hm_ranking_read(ranking, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_ranking_write(ranking, NULL, refuse, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_ranking_visit(ranking, "R", see, &s, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_ranking_read_memory(ranking, "a", HEADER, sizeof HEADER - 1, &error),
                     HM_OK);
    assert_int_equal(hm_ranking_finish(ranking, 0, &error), HM_OK);
    assert_int_equal(hm_ranking_finish(ranking, 0, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_ranking_read_memory(ranking, "a", HEADER, sizeof HEADER - 1, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_ranking_write(ranking, NULL, refuse, NULL, &error), HM_ERROR_OUTPUT);
    hm_ranking_free(ranking);
    hm_ranking_free(NULL);
}

static void rank_of_no_such_file(void **state) {
    (void)state;
    hm_ranking *ranking = NULL;
    hm_error error;
    assert_int_equal(hm_ranking_new(&ranking, NULL, NULL, &error), HM_OK);
    assert_int_equal(hm_ranking_read(ranking, "no/such/file.csv", &error), HM_ERROR_DATA);
    assert_string_equal(error.message, "no such file");
    hm_ranking_free(ranking);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rank_fills_ranks_and_nothing_else),
        cmocka_unit_test(rank_by_period_and_code),
        cmocka_unit_test(rank_ties_are_relative),
        cmocka_unit_test(rank_deductions_the_other_way),
        cmocka_unit_test(rank_joins_files),
        cmocka_unit_test(rank_of_semicolons_and_decimal_commas),
        cmocka_unit_test(rank_of_ndjson),
        cmocka_unit_test(rank_writes_down_to_a_depth),
        cmocka_unit_test(rank_rejects_rows_with_their_places),
        cmocka_unit_test(rank_rejects_lines_of_ndjson),
        cmocka_unit_test(rank_rejects_rows_that_stand_twice),
        cmocka_unit_test(rank_leaves_out_cities_that_are_cut_off),
        cmocka_unit_test(rank_leaves_out_cities_with_rejected_rows),
        cmocka_unit_test(rank_rejects_a_last_line_without_end),
        cmocka_unit_test(rank_warns_of_nodes_that_no_city_has),
        cmocka_unit_test(rank_needs_its_columns),
        cmocka_unit_test(rank_writes_safe_cells),
        cmocka_unit_test(rank_writes_safe_cells_of_numbers),
        cmocka_unit_test(rank_knows_safe_cells),
        cmocka_unit_test(rank_of_nothing),
        cmocka_unit_test(rank_needs_enough_data),
        cmocka_unit_test(rank_needs_what_the_package_says),
        cmocka_unit_test(rank_rejects_scores_without_coverage),
        cmocka_unit_test(rank_of_shards_is_one_run),
        cmocka_unit_test(rank_visits_the_rows_of_a_code),
        cmocka_unit_test(rank_wrong_calls),
        cmocka_unit_test(rank_of_no_such_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

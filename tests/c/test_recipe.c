/* test_recipe.c: other people's tables, by recipes; and recipes that are wrong. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

/* The data set, or the error, that `text` gives by `recipe`. */
static const char *show_by(shown *out, const char *recipe, const char *text) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = recipe;
    const hm_code code =
        hm_dataset_read_memory_with(dataset, "a.csv", text, strlen(text), &options, &error);
    out->size = 0;
    show(out, "%s", "");
    if (code != HM_OK) {
        show(out, "error %s:%u:%u: %s\n", error.file, error.line, error.column, error.message);
    } else {
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        show_observations(out, dataset);
        show_records(out, dataset);
        show_issues(out, dataset);
    }
    hm_dataset_free(dataset);
    return out->text;
}

typedef struct example {
    const char *recipe, *text, *expected;
} example;

static void check(const example *examples, size_t count) {
    shown out = {0};
    for (size_t i = 0; i < count; i++)
        assert_string_equal(show_by(&out, examples[i].recipe, examples[i].text),
                            examples[i].expected);
    free(out.text);
}

/* --- figures --- */

/* Columns of one file that are not written alike, by the fields of its schema. */
static void recipe_marks_of_fields(void **state) {
    (void)state;
#define FIELDS                                                                                     \
    "{\"schema\":{\"fields\":[{\"name\":\"city\"},{\"name\":\"pop\",\"groupChar\":\".\","          \
    "\"decimalChar\":\",\"},{\"name\":\"share\",\"decimalChar\":\".\"},{\"name\":\"n\"}]}"
#define WIDE "\"hundredmark\":{\"period\":{\"fixed\":\"2024\"}}}"
    static const example examples[] = {
        {FIELDS "," WIDE, "city;pop;share;n\nA;26.720;26.720;7\n",
         "A 2024 pop = 26720 @2:3\nA 2024 share = 26.720 @2:10\nA 2024 n = 7 @2:17\n"},
        /* between commas, too, and where columns are the periods */
        {FIELDS "," WIDE, "city,pop,share,n\nA,26.720,26.720,1.5\n",
         "A 2024 pop = 26720 @2:3\nA 2024 share = 26.720 @2:10\nA 2024 n = 1.5 @2:17\n"},
        {"{\"schema\":{\"fields\":[{\"name\":\"c\"},{\"name\":\"2023\",\"decimalChar\":\",\"},"
         "{\"name\":\"2024\",\"decimalChar\":\".\"}]},\"hundredmark\":{\"city\":{\"column\":\"c\"},"
         "\"input\":{\"fixed\":\"x\"},\"period\":{\"pattern\":\"{period}\"}}}",
         "c;2023;2024\nA;1.234;1.234\n", "A 2023 x = 1234 @2:3\nA 2024 x = 1.234 @2:9\n"},
        /* of one that says nothing, its own figures tell; the others are none of its own */
        {FIELDS "," WIDE, "city;pop;share;n\nA;26.720;0.5;1.234\n",
         "A 2024 pop = 26720 @2:3\nA 2024 share = 0.5 @2:10\nA 2024 n = rejected @2:14\n"
         "! 2:14 input \"n\": found \"1.234\", which may be 1234 or 1.234: no other figure of the "
         "column tells which; say what the decimal mark is\n"},
        /* signs and units around the figures of one column */
        {"{\"schema\":{\"fields\":[{\"name\":\"city\"},{\"name\":\"x\",\"bareNumber\":false},"
         "{\"name\":\"y\"}]}," WIDE,
         "city;x;y\nA;$5.30;$5.30\nB;-1.250 km;7\nC;7,5 %;8\nD;(12);9\nE;-$3;1\nF;about;2\n"
         "G;.5kg;3\n",
         "A 2024 x = 5.30 @2:3\nA 2024 y = $5.30 @2:9\nB 2024 x = -1.250 @3:3\nB 2024 y = 7 @3:13\n"
         "C 2024 x = 7.5 @4:3\nC 2024 y = 8 @4:9\nD 2024 x = (12) @5:3\nD 2024 y = 9 @5:8\n"
         "E 2024 x = -$3 @6:3\nE 2024 y = 1 @6:7\nF 2024 x = about @7:3\nF 2024 y = 2 @7:9\n"
         "G 2024 x = .5 @8:3\nG 2024 y = 3 @8:8\n"
         "? 3:3 figures such as \"-1.250\" are read as -1.25: \"5.30\" at a.csv:2:3 shows what the "
         "mark is\n"},
        /* what says the same in all fields holds for the file */
        {"{\"schema\":{\"fields\":[{\"name\":\"city\"},{\"name\":\"x\",\"decimalChar\":\",\"},"
         "{\"name\":\"y\"}]}," WIDE,
         "city;x;y\nA;1.234;1.234\n", "A 2024 x = 1234 @2:3\nA 2024 y = 1234 @2:9\n"},
    };
    check(examples, sizeof examples / sizeof *examples);
#undef WIDE
#undef FIELDS
}

/* What a recipe leaves out, or calls otherwise, shows nothing of the marks. */
static void recipe_marks_of_rows_that_count(void **state) {
    (void)state;
#define UNCLEAR(column)                                                                            \
    "! 2:" column                                                                                  \
    " input \"x\": found \"1.234\", which may be 1234 or 1.234: no other figure of the "           \
    "file tells which; say what the decimal mark is\n"
#define START "{\"hundredmark\":{\"period\":{\"fixed\":\"2024\"},"
    static const example examples[] = {
        {START "\"filter\":{\"column\":\"k\",\"is\":\"m\"}}}",
         "city;k;x\nA;m;1.234\nB;t;3.506.730\n",
         "A 2024 x = rejected @2:5\n"
         "? 0:0 rows that the conditions of the recipe leave out: 1\n" UNCLEAR("5")},
        {START "\"skip_last\":1}}", "city;x\nA;1.234\nB;3.506.730\n",
         "A 2024 x = rejected @2:3\n" UNCLEAR("3")},
        {START "\"leave_out\":[\"y\"]}}", "city;x;y\nA;1.234;0.5\n",
         "A 2024 x = rejected @2:3\n" UNCLEAR("3")},
        {"{\"schema\":{\"missingValues\":[\"-99.9\"]},\"hundredmark\":{\"period\":{\"fixed\":"
         "\"2024\"}}}",
         "city;x;y\nA;1.234;-99.9\n",
         "A 2024 x = rejected @2:3\nA 2024 y = NR @2:9\n" UNCLEAR("3")},
        {START "\"rename\":{\"value\":{\"0.5\":\"NR\",\"s\":\"12,5\"}}}}",
         "city;x;y;z\nA;1.234;0.5;s\n",
         "A 2024 x = 1234 @2:3\nA 2024 y = NR @2:9\nA 2024 z = 12.5 @2:13\n"
         "? 2:3 figures such as \"1.234\" are read as 1234, since \"12,5\" at a.csv:2:13 shows "
         "what "
         "the other mark is; where that is wrong, say what the decimal mark is\n"},
    };
    check(examples, sizeof examples / sizeof *examples);
#undef START
#undef UNCLEAR
}

/* --- cities --- */

/* Columns of a table that say something of its cities: by name, number and pattern, under other
 * names; of two texts the first is kept, and an empty or missing cell says nothing. */
static void recipe_says_of_cities(void **state) {
    (void)state;
    static const char recipe[] =
        "{\"schema\":{\"missingValues\":[\"?\"]},\"hundredmark\":{\"city\":{\"column\":\"c\"},"
        "\"period\":{\"column\":\"t\"},\"cities\":[{\"column\":2,\"as\":\"name\"},\"*_group\","
        "{\"column\":\"none\",\"optional\":true}]}}";
    static const char text[] = "c,n,size_group,x_group,t,v\nA,,?,1,2023,5\nB,Bee,S,2,2023,6\n"
                               "A,Aye,L,1,2024,7\nB,Bee,M,2,2024,8\n,Sea,S,1,2024,9\n";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = recipe;
    if (hm_dataset_read_memory_with(dataset, "a.csv", text, sizeof text - 1, &options, &error))
        fail_msg("%s", error.message);
    read_text(dataset, "b.csv", "city,period,v\nC,2024,1\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    static const char *const columns[] = {"name", "size_group", "x_group"};
    static const char *const cells[][3] = {
        {"Aye", "L", "1"}, {"Bee", "S", "2"}, {"Aye", "L", "1"}, {"Bee", "S", "2"}};
    assert_int_equal(hm_dataset_city_column_count(dataset), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(hm_dataset_city_column(dataset, i), columns[i]);
        for (size_t unit = 0; unit < 4; unit++)
            assert_string_equal(hm_dataset_city_cell(dataset, unit, i), cells[unit][i]);
    }
    shown out = {0};
    show_observations(&out, dataset);
    show_issues(&out, dataset);
    assert_string_equal(
        out.text,
        "A 2023 v = 5 @2:13\nB 2023 v = 6 @3:16\nA 2024 v = 7 @4:16\n"
        "B 2024 v = 8 @5:16\nC 2024 v = 1 @2:8\n"
        "? 5:7 city \"B\": found size_group \"M\", but \"S\" at a.csv:3, which is kept\n"
        "! 6:1 found no city, expected its name: the row is rejected; where it stands once, "
        "above empty cells, say which column is filled down\n");
    free(out.text);
    hm_dataset_free(dataset);
}

/* --- forms --- */

static void recipe_forms(void **state) {
    (void)state;
    static const example examples[] = {
        /* long, under other names */
        {"{\"hundredmark\":{\"city\":{\"column\":\"Ort\"},\"period\":{\"column\":\"Jahr\"},"
         "\"input\":{\"column\":\"Merkmal\"},\"value\":{\"column\":\"Wert\"}}}",
         "Ort;Jahr;Merkmal;Art;Wert\nNord;2024;pop;x;7\n",
         "Nord 2024 pop = 7 @2:17\n? 1:1 columns that are not read: Art\n"},
        /* wide, a fixed period, some columns, by name and by number */
        {"{\"hundredmark\":{\"city\":{\"column\":1},\"period\":{\"fixed\":2024},"
         "\"input\":{\"columns\":[\"pop\",{\"column\":4,\"as\":\"area\"}]}}}",
         "Ort;pop;u18;pop 2\nNord;7;1;3\n",
         "Nord 2024 pop = 7 @2:6\nNord 2024 area = 3 @2:10\n? 1:1 columns that are not read: "
         "u18\n"},
        /* wide, all others are inputs, some renamed */
        {"{\"hundredmark\":{\"city\":{\"column\":\"Ort\"},\"period\":{\"fixed\":\"2024\"},"
         "\"rename\":{\"input\":{\"Einwohner\":\"pop\"},\"city\":{\"N\":\"North\"}}}}",
         "Ort;Einwohner;km2\nN;7;3\nSued;8;4\n",
         "North 2024 pop = 7 @2:3\nNorth 2024 km2 = 3 @2:5\n"
         "Sued 2024 pop = 8 @3:6\nSued 2024 km2 = 4 @3:8\n"},
        /* periods as columns */
        {"{\"hundredmark\":{\"city\":{\"column\":\"Country\"},\"input\":{\"column\":\"Series\"},"
         "\"period\":{\"pattern\":\"{period} [YR*]\"}}}",
         "Country,Series,2023 [YR2023],2024 [YR2024],Note\nA,pop,7,8,x\n",
         "A 2023 pop = 7 @2:7\nA 2024 pop = 8 @2:9\n"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"input\":{\"fixed\":\"pop\"},"
         "\"period\":{\"columns\":[\"2023\",{\"column\":\"now\",\"as\":\"2024\"}]}}}",
         "c,2022,2023,now\nA,6,7,8\n",
         "A 2023 pop = 7 @2:5\nA 2024 pop = 8 @2:7\n? 1:1 columns that are not read: 2022\n"},
        /* both in one name */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},"
         "\"input\":{\"pattern\":\"{input}_{period}\"}}}",
         "c,pop_2023,net_2023,pop_2024,x\nA,6,7,8,9\n",
         "A 2023 pop = 6 @2:3\nA 2023 net = 7 @2:5\nA 2024 pop = 8 @2:7\n? 1:1 columns that are "
         "not read: x\n"},
        /* several columns are the input */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"input\":{\"column\":[\"i\",\"sex\"],\"join\":\"-\"},\"value\":{\"column\":\"v\"}}}",
         "c,t,i,sex,v\nA,2024,pop,F,1\nA,2024,pop,,3\n",
         "A 2024 pop-F = 1 @2:14\nA 2024 pop = 3 @3:13\n"},
        /* columns that need not be there, or are not read; texts between */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"input\":{\"column\":[{\"fixed\":\"g1\"},{\"column\":\"i\"},{\"column\":\"x\","
         "\"optional\":true}]},\"status\":{\"column\":{\"column\":\"s\",\"optional\":true}}}}",
         "c,t,i,value\nA,2024,pop,1\nA,2024,,3\n", "A 2024 g1.pop = 1 @2:12\nA 2024 g1 = 3 @3:9\n"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"leave_out\":[\"name\",\"*_group\"]}}",
         "c,t,name,size_group,pop\nA,2024,x,y,1\n", "A 2024 pop = 1 @2:12\n"},
        /* records */
        {"{\"hundredmark\":{\"city\":{\"fixed\":\"A\"},\"period\":{\"column\":\"t\"},"
         "\"records\":\"trips\",\"rename\":{\"input\":{\"Laenge\":\"km\"}}}}",
         "t,Laenge,kind\n2024,3,bus\n", "trips A 2024 | 3 | bus\n"},
        /* without a header, named by the schema, and by numbers alone */
        {"{\"dialect\":{\"header\":false},\"schema\":{\"fields\":[{\"name\":\"city\"},"
         "{\"name\":\"period\"},{\"name\":\"input\"},{\"name\":\"value\"}]}}",
         "A,2024,pop,3\nB,2024,pop,4\n", "A 2024 pop = 3 @1:12\nB 2024 pop = 4 @2:12\n"},
        {"{\"dialect\":{\"header\":false},\"hundredmark\":{\"city\":{\"column\":2},"
         "\"period\":{\"fixed\":\"2024\"},\"input\":{\"columns\":[{\"column\":1,\"as\":\"pop\"}]}}"
         "}",
         "3,A\n4,B\n", "A 2024 pop = 3 @1:1\nB 2024 pop = 4 @2:1\n"},
    };
    check(examples, COUNT(examples));
}

static void recipe_rows_and_texts(void **state) {
    (void)state;
    static const example examples[] = {
        /* rows that count, by lists, patterns and all other columns */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"input\":{\"fixed\":\"pop\"},\"value\":{\"column\":\"v\"},\"filter\":["
         "{\"column\":\"sex\",\"is\":[\"F\",\"M\"]},{\"column\":\"c\",\"not_like\":\"*total*\"},"
         "{\"columns\":\"others\",\"is\":\"\"}]}}",
         "c,t,sex,age,v\nA,2024,F,,1\nA,2023,X,,2\nA total,2024,F,,3\nA,2022,M,18+,4\n",
         "A 2024 pop = 1 @2:11\n? 0:0 rows that the conditions of the recipe leave out: 3\n"},
        /* letters of a status; missing words */
        {"{\"schema\":{\"missingValues\":[\"\",\"NaN\",{\"value\":\":\",\"label\":\"none\"}]},"
         "\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"input\":{\"fixed\":\"pop\"},\"value\":{\"column\":\"v\"},\"status\":{\"column\":\"s\"},"
         "\"rename\":{\"status\":{\"A\":\"\",\"M\":\"not_reported\"}}}}",
         "c,t,v,s\nA,2023,1,A\nA,2024,NaN,M\nA,2025,:,A\n",
         "A 2023 pop = 1 @2:8\nA 2024 pop = NR @3:8\nA 2025 pop = NR @4:8\n"},
        /* the words of others, of which one alone counts; an empty cell is none of them */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"input\":{\"fixed\":\"pop\"},\"value\":{\"column\":\"v\"},\"status\":{\"column\":\"s\"},"
         "\"rename\":{\"status\":{\"*\":\"observed\",\"x\":\"not_reported\"}}}}",
         "c,t,v,s\nA,2022,1,E\nA,2023,,x\nA,2024,,\nA,2025,2,*\n",
         "A 2022 pop = 1 @2:8\nA 2023 pop = NR @3:8\nA 2024 pop = NR @4:8\nA 2025 pop = 2 @5:8\n"},
        /* what rows are chosen by may be a part all the same; a status in words of its own is none
         */
        {"{\"hundredmark\":{\"filter\":[{\"column\":\"city\",\"is\":\"A\"},"
         "{\"column\":\"status\",\"is\":\"final\"}]}}",
         "city,period,pop,status\nA,2023,1,final\nB,2023,2,final\nA,2024,3,draft\n",
         "A 2023 pop = 1 @2:8\n? 0:0 rows that the conditions of the recipe leave out: 2\n"},
        /* powers of ten are exact */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"fixed\":\"2024\"},"
         "\"input\":{\"columns\":[\"v\"]},\"unit\":{\"power_of_ten\":3}}}",
         "c,v\nA,0.0287\nB,1e300\n", "A 2024 v = 28.7 @2:3\nB 2024 v = 1e+303 @3:3\n"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"fixed\":\"2024\"},"
         "\"input\":{\"fixed\":\"v\"},\"value\":{\"column\":\"v\"},"
         "\"unit\":{\"power_of_ten\":{\"column\":\"m\"}}}}",
         "c,v,m\nA,1.1,6\nB,2,\nC,3,x\n",
         "A 2024 v = 1100000 @2:3\nB 2024 v = 2 @3:3\n"
         "! 4:5 found \"x\" as a power of ten, expected a whole number such as 3 for thousands; "
         "the "
         "row is rejected\n"},
        /* what is renamed and never found */
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"fixed\":\"2024\"},\n"
         "\"rename\":{\"input\":{\"w\":\"v\"}}}}",
         "c,v\nA,1\n",
         "A 2024 v = 1 @2:3\n? 2:20 no input is called \"w\", which the recipe renames\n"},
        /* dialect */
        {"{\"dialect\":{\"delimiter\":\"|\",\"commentChar\":\"#\",\"headerRows\":[2],"
         "\"commentRows\":[4]},\"hundredmark\":{\"skip_last\":1}}",
         "My table\ncity|period|a\n# x|y\nsum|of|all\nA|2024|1\nend\n", "A 2024 a = 1 @5:8\n"},
        /* fields by their order, and by their names */
        {"{\"schema\":{\"fields\":[{\"name\":\"city\"},{\"name\":\"period\"},{\"name\":\"a\"}]}}",
         "Ort,Jahr,A\nA,2024,1\n", "A 2024 a = 1 @2:8\n"},
        {"{\"schema\":{\"fields\":[{\"name\":\"a\"},{\"name\":\"city\"}],"
         "\"fieldsMatch\":\"subset\"}}",
         "city,period,a\nA,2024,1\n", "A 2024 a = 1 @2:8\n"},
    };
    check(examples, COUNT(examples));
}

/* --- faults --- */

static void recipe_faults(void **state) {
    (void)state;
    static const char table[] = "c,t,v,v,\nA,2024,1,2,3\n";
    static const struct {
        const char *recipe, *expected;
    } faults[] = {
        {"", "found the end of the data"},
        {"[1]", "1:1: found an array, expected an object"},
        {"{\"hundredmark\":{}} x", "expected"},
        {"{\"hundredmark\":\n{\"citty\":{\"column\":\"c\"}}}",
         "recipe:2:2: hundredmark has no member \"citty\": did you mean \"city\"?"},
        {"{\"hundredmark\":{\"zzz\":1}}", "hundredmark has no member \"zzz\", only city, period"},
        {"{\"dialect\":{\"delimeter\":\";\"}}", "did you mean \"delimiter\"?"},
        {"{\"dialect\":{\"delimiter\":\"ab\"}}", "found \"ab\", expected one character"},
        {"{\"dialect\":{\"quoteChar\":\"ab\"}}", "found \"ab\", expected one character"},
        {"{\"dialect\":{\"escapeChar\":\"\\\\\"}}", "this cannot be read"},
        {"{\"dialect\":{\"doubleQuote\":false}}", "found false, expected true"},
        {"{\"dialect\":{\"headerRows\":[2,1]}}", "found 1, expected a line behind"},
        {"{\"dialect\":{\"headerRows\":[0]}}", "found 0, expected a whole number from 1 on"},
        {"{\"dialect\":{\"headerRows\":[]}}", "found no line"},
        {"{\"dialect\":{\"headerRows\":9}}", "found no row on line 9"},
        {"{\"schema\":{\"fields\":[{\"type\":\"number\"}]}}", "found a field without a name"},
        {"{\"schema\":{\"fields\":[{\"name\":\"c\",\"decimalChar\":\"x\"}]}}", "found \"x\""},
        {"{\"schema\":{\"fields\":[{\"name\":\"c\",\"decimalChar\":\",\",\"groupChar\":\",\"}]}}",
         "has the same mark"},
        {"{\"hundredmark\":{\"cities\":[{\"fixed\":\"x\"}]}}", "expected a column, or a pattern"},
        {"{\"hundredmark\":{\"cities\":[{\"column\":\"*x\",\"as\":\"y\"}]}}",
         "expected a column, or"},
        {"{\"hundredmark\":{\"cities\":\"nope\"}}", "is called \"nope\""},
        {"{\"schema\":{\"fields\":[{\"name\":\"c\"}]}}",
         "a.csv has 5 columns, the schema 1 field"},
        {"{\"schema\":{\"fields\":[{\"name\":\"t\"},{\"name\":\"c\"},{\"name\":\"v\"},{\"name\":"
         "\"w\"},"
         "{\"name\":\"x\"}]}}",
         "field \"t\" stands at another place in a.csv"},
        {"{\"schema\":{\"fields\":[{\"name\":\"zz\"}],\"fieldsMatch\":\"subset\"}}",
         "field \"zz\" is no column of a.csv"},
        {"{\"schema\":{\"fields\":[{\"name\":\"c\"}],\"fieldsMatch\":\"superset\"}}",
         "column \"t\" is no field of the schema"},
        {"{\"hundredmark\":{}}", "nothing says which column is the city"},
        {"{\"hundredmark\":{\"city\":\"c\"}}", "found \"c\", expected an object such as"},
        {"{\"hundredmark\":{\"city\":{}}}", "found nothing, expected"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"d\"}}}",
         "no column of a.csv is called \"d\", only c, t, v, v"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"town\"}}}",
         "no column of a.csv is called \"town\", only c, t, v, v"},
        {"{\"hundredmark\":{\"city\":{\"column\":6}}}", "a.csv has no column 6, only 5"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"v\"}}}",
         "two columns of a.csv are called \"v\", 3 and 4: say which by its number"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\",\"fixed\":\"A\"}}}", "found two of column"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"}}}", "which column is the period"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"}}}",
         "a.csv:1:7: column 4 is `v` a second time"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"value\":{\"column\":3}}}",
         "which column is the input"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"column\":\"t\"},"
         "\"input\":{\"columns\":[5]}}}",
         "this column has no name"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"input\":{\"columns\":[3]},"
         "\"period\":{\"pattern\":\"{period}\"}}}",
         "cannot both be the names of columns"},
        {"{\"hundredmark\":{\"city\":{\"column\":\"c\"},\"input\":{\"fixed\":\"a\"},"
         "\"period\":{\"pattern\":\"{period}\"}}}",
         "no column has a name like \"{period}\""},
        {"{\"hundredmark\":{\"period\":{\"pattern\":\"{year}\"}}}", "expected a pattern with *"},
        {"{\"hundredmark\":{\"rename\":{\"input\":{\"a\":1}}}}", "found 1, expected a text"},
        {"{\"hundredmark\":{\"rename\":{\"input\":{\"a\":\"b\",\"a\":\"c\"}}}}", "renamed twice"},
        {"{\"hundredmark\":{\"city\":{\"fixed\":\"a\"},\"city\":{\"fixed\":\"b\"}}}",
         "member \"city\" stands twice"},
        {"{\"hundredmark\":{\"filter\":[{\"column\":\"c\"}]}}", "expected a condition such as"},
        {"{\"hundredmark\":{\"filter\":[{\"column\":\"c\",\"is\":\"a\",\"is_not\":\"b\"}]}}",
         "found two of is, is_not"},
        {"{\"hundredmark\":{\"unit\":{\"power_of_ten\":1.5}}}",
         "found 1.5, expected a whole number"},
        {"{\"hundredmark\":{\"roll_up\":{\"to\":\"week\"}}}", "found \"week\", expected year"},
        {"{\"hundredmark\":{\"roll_up\":{\"to\":\"year\"}}}", "by which way"},
        {"{\"hundredmark\":{\"roll_up\":{\"to\":\"year\",\"by\":\"sum\",\"least\":0}}}",
         "found 0, expected a share"},
        {"{\"hundredmark\":{\"roll_up\":{\"to\":\"year\",\"by\":{\"a\":\"most\"}}}}",
         "found \"most\", expected sum"},
    };
    shown out = {0};
    for (size_t i = 0; i < COUNT(faults); i++) {
        const char *found = show_by(&out, faults[i].recipe, table);
        if (strncmp(found, "error ", 6) != 0 || !strstr(found, faults[i].expected))
            fail_msg("%s gave: %s", faults[i].recipe, found);
    }
    free(out.text);
}

/* A recipe that is cut off anywhere, or has any byte changed, is told of or read: never a crash. */
static void recipe_hostile_bytes(void **state) {
    (void)state;
    static const char whole[] =
        "{\"dialect\":{\"delimiter\":\",\",\"headerRows\":[1]},\"schema\":{\"missingValues\":[\"-"
        "\"]},"
        "\"hundredmark\":{\"city\":{\"column\":\"c\"},\"period\":{\"fixed\":2024},\"input\":{"
        "\"pattern\":\"v*\"},\"filter\":{\"column\":2,\"is_not\":[\"x\"]},\"rename\":{\"city\":{"
        "\"A\":\"\\u0042\"}},\"unit\":{\"power_of_ten\":-2}}}";
    shown out = {0};
    char text[sizeof whole];
    uint64_t seed = 20261127;
    for (size_t size = 0; size < sizeof whole - 1; size++) {
        memcpy(text, whole, size);
        text[size] = '\0';
        assert_non_null(strstr(show_by(&out, text, "c,t,v1\nA,y,5\n"), "error"));
    }
    assert_string_equal(show_by(&out, whole, "c,t,v1\nA,y,5\n"), "B 2024 v1 = 0.05 @2:5\n");
    for (int round = 0; round < 3000; round++) {
        memcpy(text, whole, sizeof whole);
        text[draw(&seed, sizeof whole - 1)] = (char)(1 + draw(&seed, 255));
        (void)show_by(&out, text, "c,t,v1\nA,y,5\n");
    }
    free(out.text);
}

/* --- JSON --- */

static const char *show_json(shown *out, const char *name, const char *recipe, const char *text) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = recipe;
    const hm_code code =
        hm_dataset_read_memory_with(dataset, name, text, strlen(text), &options, &error);
    out->size = 0;
    show(out, "%s", "");
    if (code != HM_OK) {
        show(out, "error %u:%u: %s\n", error.line, error.column, error.message);
    } else {
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        show_observations(out, dataset);
        show_issues(out, dataset);
    }
    hm_dataset_free(dataset);
    return out->text;
}

static void recipe_of_json(void **state) {
    (void)state;
    static const char recipe[] =
        "{\"hundredmark\":{\"city\":{\"column\":\"address.city\"},\"period\":{\"column\":"
        "\"when.from\",\"first\":4},\"input\":{\"column\":\"name\"},\"value\":{\"column\":\"load\"}"
        "}}";
    shown out = {0};
    assert_string_equal(
        show_json(&out, "a.json", recipe,
                  "[{\"name\":\"a\",\"load\":{\"type\":\"Property\",\"value\":3.5},\n"
                  "\"when\":{\"value\":{\"from\":\"2024-01-01T00:00:00Z\"}},\"x\":[1,{\"y\":2}],\n"
                  "\"address\":{\"value\":{\"city\":\"N\\u00F6rd\"}}},\n"
                  "{\"name\":\"b\",\"load\":null,\"when\":{\"from\":\"2023-05\"},\"address\":{"
                  "\"city\":\"S\"}}]"),
        "N\xC3\xB6rd 2024 a = 3.5 @1:48\nS 2023 b = NR @4:20\n"
        "? 1:1 columns that are not read: load.type\n");
    assert_non_null(
        strstr(show_json(&out, "a.json", recipe, "[1]"), "error 1:2: expected an object"));
    assert_non_null(strstr(show_json(&out, "a.json", recipe, "[{]"), "error 1:3: JSON"));
    assert_non_null(strstr(show_json(&out, "a.json", recipe, "[{\"a\":1}] 2"), "error 1:11: JSON"));
    assert_non_null(strstr(show_json(&out, "a.json", recipe, "\"a\""), "expected an array of"));
    assert_non_null(strstr(show_json(&out, "a.json", recipe, "[]"), "empty"));
    assert_non_null(strstr(show_json(&out, "a.json", recipe, "{\"name\":\"a\"}"),
                           "no column of a.json is called \"address.city\", only name"));
    /* objects on a line each; numbers have a point whatever texts have */
    static const char lines[] =
        "{\"hundredmark\":{\"city\":{\"column\":\"town.name\"},\"period\":{\"column\":\"y\"},"
        "\"decimal\":\",\"}}";
    assert_string_equal(
        show_json(&out, "a.ndjson", lines,
                  "{\"town\":{\"name\":\"A\"},\"y\":2024,\"x\":1.234}\n\n"
                  "{\"town\":{\"name\":\"B\"},\"y\":\"2024\",\"x\":\"1.234,5\"}\r\n"),
        "A 2024 x = 1.234 @1:35\nB 2024 x = 1234.5 @3:37\n");
    assert_non_null(strstr(show_json(&out, "a.ndjson", lines, "{\"y\":1}\n[1]"),
                           "error 2:1: expected an object"));
    assert_non_null(
        strstr(show_json(&out, "a.ndjson", lines, "{\"y\":1}\n{\"y\":1} 2"), "error 2:9: JSON"));
    assert_non_null(strstr(show_json(&out, "a.ndjson", lines, "{\"y\":1}\n{"), "error 2:2: JSON"));
    assert_non_null(strstr(show_json(&out, "a.ndjson", lines, "{\"y\":1}\n{\"y\":2}"),
                           "no column of a.ndjson is called \"town.name\""));
    free(out.text);
}

/* --- folders --- */

static void package_resources_are_read_by_recipe(void **state) {
    (void)state;
    char folder[] = "/tmp/hm-recipe-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    static const struct {
        const char *name, *text;
    } files[] = {
        {"datapackage.json",
         "{\"name\":\"x\",\"resources\":[{\"name\":\"population\",\"path\":\"p.csv\",\n"
         "\"dialect\":{\"delimiter\":\"|\"},\"schema\":{\"missingValues\":[\"..\"]},\n"
         "\"hundredmark\":{\"city\":{\"column\":\"Ort\"},\"period\":{\"fixed\":\"2024\"}}}]}\n"},
        {"p.csv", "Ort|pop|area\nA|..|3\n"},
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(files[i].text, file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_read(dataset, folder, &error), HM_OK);
    expect_dataset(dataset, "A 2024 pop = NR @2:3\nA 2024 area = 3 @2:6\n");
    for (size_t i = 0; i < COUNT(files); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recipe_marks_of_fields),
        cmocka_unit_test(recipe_marks_of_rows_that_count),
        cmocka_unit_test(recipe_says_of_cities),
        cmocka_unit_test(recipe_forms),
        cmocka_unit_test(recipe_rows_and_texts),
        cmocka_unit_test(recipe_faults),
        cmocka_unit_test(recipe_hostile_bytes),
        cmocka_unit_test(recipe_of_json),
        cmocka_unit_test(package_resources_are_read_by_recipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* duckdb.c: DuckDB, which knows nothing of us, reads our Arrow, and gives its own back.
 *
 *     duckdb LIBDUCKDB.SO PACKAGE DATA
 *
 * 1. Scores of DATA as an Arrow struct become a table in DuckDB, which finds in it, row by row,
 * what it reads from the CSV file of the same scores, and nothing else; and the same again as an
 * Arrow stream.
 * 2. DATA's observations, read by DuckDB and handed over in Arrow batches of the long form, score
 * to the same bytes as read by the library.
 * 3. Wide columns of every type that DuckDB hands over arrive, figure by figure.
 * 4. Its timestamps and dates are those of records: what they sum up to is what DuckDB says. */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <hundredmark/hundredmark.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- DuckDB's C API, as far as it is needed --- */

typedef struct result {
    uint64_t columns, rows, changed;
    void *column_data;
    char *error;
    void *data;
} result;

static struct {
    int (*open)(const char *path, void **database);
    int (*connect)(void *database, void **connection);
    int (*query)(void *connection, const char *sql, result *out);
    const char *(*result_error)(result *from);
    int64_t (*value_int64)(result *from, uint64_t column, uint64_t row);
    void (*destroy_result)(result *from);
    int (*arrow_array_scan)(void *connection, const char *name, struct ArrowSchema *schema,
                            struct ArrowArray *array, void **stream);
    void (*destroy_arrow_stream)(void **stream);
    int (*arrow_scan)(void *connection, const char *name, struct ArrowArrayStream *stream);
    int (*query_arrow)(void *connection, const char *sql, void **out);
    const char *(*query_arrow_error)(void *from);
    int (*query_arrow_schema)(void *from, struct ArrowSchema **schema);
    int (*query_arrow_array)(void *from, struct ArrowArray **array);
    void (*destroy_arrow)(void **from);
    void (*disconnect)(void **connection);
    void (*close)(void **database);
} duckdb;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    exit(1);
}

/* A function by its name; through memory, as C has no cast between the two kinds of pointer. */
static void find(void *library, const char *name, void *function) {
    void *found = dlsym(library, name);
    if (!found)
        fail("DuckDB's library has no %s", name);
    memcpy(function, &found, sizeof found);
}

static void load(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        fail("%s", dlerror());
    find(library, "duckdb_open", &duckdb.open);
    find(library, "duckdb_connect", &duckdb.connect);
    find(library, "duckdb_query", &duckdb.query);
    find(library, "duckdb_result_error", &duckdb.result_error);
    find(library, "duckdb_value_int64", &duckdb.value_int64);
    find(library, "duckdb_destroy_result", &duckdb.destroy_result);
    find(library, "duckdb_arrow_array_scan", &duckdb.arrow_array_scan);
    find(library, "duckdb_destroy_arrow_stream", &duckdb.destroy_arrow_stream);
    find(library, "duckdb_arrow_scan", &duckdb.arrow_scan);
    find(library, "duckdb_query_arrow", &duckdb.query_arrow);
    find(library, "duckdb_query_arrow_error", &duckdb.query_arrow_error);
    find(library, "duckdb_query_arrow_schema", &duckdb.query_arrow_schema);
    find(library, "duckdb_query_arrow_array", &duckdb.query_arrow_array);
    find(library, "duckdb_destroy_arrow", &duckdb.destroy_arrow);
    find(library, "duckdb_disconnect", &duckdb.disconnect);
    find(library, "duckdb_close", &duckdb.close);
}

/* The number in the first cell of the result. */
static int64_t ask(void *connection, const char *sql) {
    result answer;
    if (duckdb.query(connection, sql, &answer) != 0)
        fail("%s\n%s", sql, duckdb.result_error(&answer));
    const int64_t number = duckdb.value_int64(&answer, 0, 0);
    duckdb.destroy_result(&answer);
    return number;
}

static void expect(void *connection, const char *sql, int64_t expected) {
    const int64_t found = ask(connection, sql);
    if (found != expected)
        fail("%s\nfound %lld, expected %lld", sql, (long long)found, (long long)expected);
}

/* --- hundredmark --- */

static void must(hm_code code, const hm_error *error) {
    if (code != HM_OK)
        fail("%s:%u:%u: %s", error->file, (unsigned)error->line, (unsigned)error->column,
             error->message);
}

static hm_dataset *new_dataset(void) {
    hm_dataset *made = NULL;
    hm_error error;
    must(hm_dataset_new(&made, NULL, &error), &error);
    return made;
}

static hm_scores *score(const hm_package *package, hm_dataset *dataset) {
    hm_scores *made = NULL;
    hm_error error;
    must(hm_dataset_finish(dataset, &error), &error);
    must(hm_score(&made, package, dataset, NULL, &error), &error);
    return made;
}

/* Reads all batches that a query gives, of observations or of `records`. Returns how many there
 * were. */
static size_t read_query(hm_dataset *dataset, const char *records, void *connection,
                         const char *sql) {
    void *answer = NULL;
    size_t batches = 0;
    if (duckdb.query_arrow(connection, sql, &answer) != 0)
        fail("%s\n%s", sql, duckdb.query_arrow_error(answer));
    for (;; batches++) {
        struct ArrowSchema schema = {0}, *to_schema = &schema;
        struct ArrowArray array = {0}, *to_array = &array;
        hm_error error;
        if (duckdb.query_arrow_array(answer, &to_array) != 0)
            fail("DuckDB gives no batch");
        if (!array.release)
            break;
        if (duckdb.query_arrow_schema(answer, &to_schema) != 0)
            fail("DuckDB gives no schema");
        must(records ? hm_dataset_read_records_arrow(dataset, records, &schema, &array, &error)
                     : hm_dataset_read_arrow(dataset, &schema, &array, &error),
             &error);
        if (schema.release || array.release)
            fail("what was read is not released");
    }
    duckdb.destroy_arrow(&answer);
    return batches;
}

/* --- 1: our scores in DuckDB --- */

static int write_to(void *context, const char *data, size_t size) {
    return fwrite(data, 1, size, context) == size ? 0 : 1;
}

static void write_csv(const hm_scores *scores, const char *path) {
    hm_error error;
    FILE *file = fopen(path, "wb");
    if (!file)
        fail("cannot write %s", path);
    must(hm_scores_write(scores, NULL, write_to, file, &error), &error);
    if (fclose(file) != 0)
        fail("cannot write %s", path);
}

static void give_table(void *connection, const hm_scores *scores) {
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_table *table = NULL;
    hm_error error;
    void *stream = NULL;
    must(hm_scores_table(&table, scores, &error), &error);
    must(hm_table_export_arrow(table, &schema, &array, &error), &error);
    hm_table_free(table);
    if (duckdb.arrow_array_scan(connection, "ours", &schema, &array, &stream) != 0)
        fail("DuckDB does not take our Arrow");
    (void)ask(connection, "create table scores as select * from ours");
    duckdb.destroy_arrow_stream(&stream);
    if (array.release)
        array.release(&array);
    if (schema.release)
        schema.release(&schema);
}

/* The same rows, batch after batch. */
static void give_stream(void *connection, const hm_scores *scores) {
    struct ArrowArrayStream stream;
    hm_table *table = NULL;
    hm_error error;
    must(hm_scores_table(&table, scores, &error), &error);
    must(hm_table_export_arrow_stream(table, &stream, &error), &error);
    if (duckdb.arrow_scan(connection, "streamed", &stream) != 0)
        fail("DuckDB does not take our stream");
    const int64_t rows = ask(connection, "create table batches as select * from streamed");
    if (rows < 100)
        fail("only %lld rows came through the stream", (long long)rows);
    if (stream.release)
        stream.release(&stream);
    hm_table_free(table);
    expect(connection, "select count(*) from (select * from batches except all from scores)", 0);
    expect(connection, "select count(*) from (select * from scores except all from batches)", 0);
}

/* CSV says nothing where Arrow says '' of a text; DuckDB reads that as null. */
static void compare_with_csv(void *connection, const hm_scores *scores, const char *path) {
    char sql[1024];
    write_csv(scores, path);
    (void)snprintf(sql, sizeof sql,
                   "create table file as select * from read_csv('%s', header = true, columns = {"
                   "city: 'VARCHAR', period: 'VARCHAR', code: 'VARCHAR', parent: 'VARCHAR',"
                   "depth: 'BIGINT', name: 'VARCHAR', value: 'DOUBLE', score: 'DOUBLE',"
                   "weight: 'DOUBLE', contribution: 'DOUBLE', coverage: 'DOUBLE',"
                   "applicable: 'DOUBLE', rank: 'BIGINT', status: 'VARCHAR', flags: 'VARCHAR'})",
                   path);
    (void)ask(connection, sql);
    (void)ask(connection, "create table told as select * replace (nullif(parent, '') as parent, "
                          "nullif(flags, '') as flags) from scores");
    const int64_t rows = ask(connection, "select count(*) from file");
    if (rows < 100)
        fail("only %lld rows of scores", (long long)rows);
    expect(connection, "select count(*) from told", rows);
    expect(connection, "select count(*) from (select * from told except all select * from file)",
           0);
    expect(connection, "select count(*) from (select * from file except all select * from told)",
           0);
    expect(connection, "select count(*) from told where score is null",
           ask(connection, "select count(*) from told where status <> 'scored'"));
}

/* --- 2: DuckDB's observations in our data --- */

static void compare_bytes(const char *one, const char *other) {
    FILE *a = fopen(one, "rb"), *b = fopen(other, "rb");
    long at = 0;
    int c, d;
    if (!a || !b)
        fail("cannot read %s and %s", one, other);
    do {
        c = getc(a);
        d = getc(b);
        if (c != d)
            fail("%s and %s differ at byte %ld", one, other, at);
        at++;
    } while (c != EOF);
    (void)fclose(a);
    (void)fclose(b);
}

static void give_observations(void *connection, const hm_package *package, const char *observations,
                              const char *expected, const char *path) {
    char sql[1024];
    hm_dataset *dataset = new_dataset();
    (void)snprintf(sql, sizeof sql,
                   "create table observed as select * from read_csv('%s', header = true, "
                   "all_varchar = true, parallel = false)",
                   observations);
    (void)ask(connection, sql);
    (void)read_query(dataset, NULL, connection, "select * from observed");
    hm_scores *scores = score(package, dataset);
    write_csv(scores, path);
    compare_bytes(expected, path);
    hm_scores_free(scores);
    hm_dataset_free(dataset);
}

/* --- 3: every type --- */

/* Row i; `x` is missing in every seventh. */
static const char types[] =
    "select case when i % 3 = 0 then 'City ' || i else 'Town ' || i end as city,"
    "  (2000 + i % 20)::SMALLINT as period,"
    "  (i % 100)::TINYINT as a, (i % 200)::UTINYINT as b, i::SMALLINT as c, i::USMALLINT as d,"
    "  i::INTEGER as e, i::UINTEGER as f, i::BIGINT as g, i::UBIGINT as h,"
    "  (i / 4.0)::FLOAT as k, case when i % 7 = 0 then null else i / 8.0 end::DOUBLE as x,"
    "  i % 2 = 0 as l, 'option ' || i % 5 as m,"
    "  (case when i % 2 = 0 then 'low' else 'high' end)::level as n, null as o "
    "from range(5000) as r(i)";

static void expect_figure(const hm_dataset *dataset, size_t unit, const char *input,
                          const char *expected) {
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    if (!hm_dataset_observation(dataset, unit, input, &seen, buffer))
        fail("unit %zu says nothing of %s", unit, input);
    if (strcmp(seen.text, expected) != 0)
        fail("unit %zu, %s: found \"%s\", expected \"%s\"", unit, input, seen.text, expected);
}

static void expect_whole(const hm_dataset *dataset, size_t unit, const char *input, size_t whole) {
    char text[32];
    (void)snprintf(text, sizeof text, "%zu", whole);
    expect_figure(dataset, unit, input, text);
}

/* `parts` of a whole, in up to three digits, without trailing zeros. */
static void expect_parts(const hm_dataset *dataset, size_t unit, const char *input, size_t number,
                         size_t parts) {
    char text[32];
    int size =
        snprintf(text, sizeof text, "%zu.%03zu", number / parts, number % parts * 1000 / parts);
    while (text[size - 1] == '0')
        text[--size] = '\0';
    if (text[size - 1] == '.')
        text[--size] = '\0';
    expect_figure(dataset, unit, input, text);
}

static void give_types(void *connection) {
    static const char *const wholes[] = {"c", "d", "e", "f", "g", "h"};
    hm_error error;
    hm_dataset *dataset = new_dataset();
    (void)ask(connection, "create type level as enum ('low', 'high')");
    if (read_query(dataset, NULL, connection, types) < 2)
        fail("5,000 rows came in one batch");
    must(hm_dataset_finish(dataset, &error), &error);
    if (hm_dataset_unit_count(dataset) != 5000 || hm_issues_count(hm_dataset_issues(dataset)) > 0)
        fail("found %zu units and %zu issues, expected 5000 and none",
             hm_dataset_unit_count(dataset), hm_issues_count(hm_dataset_issues(dataset)));
    for (size_t i = 0; i < 5000; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%s %zu", i % 3 == 0 ? "City" : "Town", i);
        if (strcmp(hm_dataset_unit_city(dataset, i), text) != 0)
            fail("unit %zu is %s, expected %s", i, hm_dataset_unit_city(dataset, i), text);
        for (size_t n = 0; n < sizeof wholes / sizeof *wholes; n++)
            expect_whole(dataset, i, wholes[n], i);
        expect_whole(dataset, i, "a", i % 100);
        expect_whole(dataset, i, "b", i % 200);
        expect_parts(dataset, i, "k", i, 4);
        if (i % 7 == 0)
            expect_figure(dataset, i, "x", "");
        else
            expect_parts(dataset, i, "x", i, 8);
        expect_figure(dataset, i, "l", i % 2 == 0 ? "yes" : "no");
        (void)snprintf(text, sizeof text, "option %zu", i % 5);
        expect_figure(dataset, i, "m", text);
        expect_figure(dataset, i, "n", i % 2 == 0 ? "low" : "high");
        expect_figure(dataset, i, "o", "");
    }
    hm_dataset_free(dataset);
}

/* --- 4: times --- */

static const char works[] =
    "select 'City ' || i % 2 as city, 2025 as period,"
    "  '2023-01-30'::DATE + (i % 40)::INTEGER as begun,"
    "  make_timestamp(1709078400000000 + i * 60500000) as ended,"
    "  make_timestamp(1709078400000000 + i * 60500000)::TIMESTAMP_MS as seen, "
    "from range(4000) as r(i)";

static const char works_package[] = "return package { name = \"works\", version = \"1\", api = 1,\n"
                                    "  nodes = { { \"R\", \"Root\" } } }\n";
static const char works_script[] =
    "return indicator { code = \"W\", parent = \"R\", name = \"Seconds from begun to seen\",\n"
    "  inputs = { records { \"works\", \"Works\", columns = { datetime { \"begun\", \"Begun\" },\n"
    "    datetime { \"ended\", \"Ended\" }, datetime { \"seen\", \"Seen\" } } } },\n"
    "  measure = mean(input.works.ended - input.works.begun) +\n"
    "    mean(input.works.ended - input.works.seen) }\n";

static void give_times(void *connection) {
    const hm_package_file files[] = {
        {"package.lua", works_package, sizeof works_package - 1},
        {"w.lua", works_script, sizeof works_script - 1},
    };
    char sql[1024];
    hm_error error;
    hm_package *package = NULL;
    hm_dataset *dataset = new_dataset();
    must(hm_package_open_memory(&package, "works", files, 2, NULL, NULL, &error), &error);
    (void)read_query(dataset, "works", connection, works);
    hm_scores *scores = score(package, dataset);
    if (hm_dataset_record_rows(dataset, 0, "works") != 2000)
        fail("found %zu rows of works, expected 2000", hm_dataset_record_rows(dataset, 0, "works"));
    for (size_t unit = 0; unit < 2; unit++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        if (hm_scores_row(scores, unit, 1, &row) != HM_OK || !row.has_value)
            fail("no value of the times of unit %zu", unit);
        (void)snprintf(sql, sizeof sql,
                       "select round(1000 * avg(epoch(ended) - epoch(begun))) from (%s) "
                       "where city = '%s'",
                       works, hm_dataset_unit_city(dataset, unit));
        expect(connection, sql, (int64_t)(row.value * 1000 + 0.5));
    }
    hm_scores_free(scores);
    hm_dataset_free(dataset);
    hm_package_free(package);
}

int main(int argc, char **argv) {
    char folder[] = "/tmp/hm_duckdb_XXXXXX", ours[64], theirs[64];
    void *database = NULL, *connection = NULL;
    hm_package *package = NULL;
    hm_error error;
    if (argc != 4)
        fail("usage: duckdb LIBDUCKDB.SO PACKAGE OBSERVATIONS.csv");
    load(argv[1]);
    if (!mkdtemp(folder))
        fail("cannot make a folder");
    (void)snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    (void)snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
    if (duckdb.open(NULL, &database) != 0 || duckdb.connect(database, &connection) != 0)
        fail("DuckDB does not open");
    must(hm_package_open(&package, argv[2], NULL, NULL, &error), &error);
    hm_dataset *dataset = new_dataset();
    must(hm_dataset_read(dataset, argv[3], &error), &error);
    hm_scores *scores = score(package, dataset);
    give_table(connection, scores);
    give_stream(connection, scores);
    compare_with_csv(connection, scores, ours);
    give_observations(connection, package, argv[3], ours, theirs);
    give_types(connection);
    give_times(connection);
    hm_scores_free(scores);
    hm_dataset_free(dataset);
    hm_package_free(package);
    duckdb.disconnect(&connection);
    duckdb.close(&database);
    (void)remove(ours);
    (void)remove(theirs);
    (void)rmdir(folder);
    puts("DuckDB reads what was exported, and gave it back");
    return 0;
}

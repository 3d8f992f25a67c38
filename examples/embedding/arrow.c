/* arrow.c: figures in from, and scores out to, whatever speaks Apache Arrow, without its library.
 * Repairs of street lamps, as a producer has them in memory, go in as a batch of records; the
 * scores come out as a stream of batches, as a consumer reads them.
 *
 *     arrow */
#include <hundredmark/hundredmark.h>
#include <stdio.h>
#include <string.h>

static const char manifest[] = "return package { name = 'lamps', version = '1', api = 1,\n"
                               "  nodes = { { 'L', 'Street lamps' } } }\n";
static const char script[] =
    "return indicator { code = 'L.1', parent = 'L', name = 'Repairs within a day',\n"
    "  inputs = { records { 'repairs', 'Repairs', columns = {\n"
    "    datetime { 'told', 'Told' }, datetime { 'done', 'Done' } } } },\n"
    "  measure = percent(\n"
    "    count_rows(input.repairs, le(input.repairs.done - input.repairs.told, 86400)),\n"
    "    count_rows(input.repairs)) }\n";

/* --- a producer: a batch of columns that stay where they are --- */

enum { ROWS = 5, COLUMNS = 4 };

/* 2025-03-01 at noon is 1740830400 seconds after 1970 began. */
static const int32_t city_ends[ROWS + 1] = {0, 4, 8, 12, 16, 20};
static const char cities[] = "AlbaAlbaBrioBrioBrio";
static const int32_t years[ROWS] = {2025, 2025, 2025, 2025, 2025};
static const int64_t told[ROWS] = {1740830400, 1740830400, 1740830400, 1740830400, 1740830400};
static const int64_t done[ROWS] = {1740834000, 1741180000, 1740830401, 1740916800, 1740916801};

typedef struct batch {
    struct ArrowSchema schemas[COLUMNS], *schema_pointers[COLUMNS];
    struct ArrowArray arrays[COLUMNS], *array_pointers[COLUMNS];
    const void *buffers[COLUMNS][3], *no_nulls[1];
} batch;

/* There is nothing to give back. */
static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void add(batch *b, int64_t column, const char *name, const char *format, int64_t buffers,
                const void *values, const void *texts) {
    b->buffers[column][1] = values;
    b->buffers[column][2] = texts;
    b->schemas[column] =
        (struct ArrowSchema){.format = format, .name = name, .release = release_schema};
    b->arrays[column] = (struct ArrowArray){.length = ROWS,
                                            .n_buffers = buffers,
                                            .buffers = b->buffers[column],
                                            .release = release_array};
    b->schema_pointers[column] = &b->schemas[column];
    b->array_pointers[column] = &b->arrays[column];
}

static void produce(batch *b, struct ArrowSchema *schema, struct ArrowArray *array) {
    *b = (batch){.no_nulls = {NULL}};
    add(b, 0, "city", "u", 3, city_ends, cities);
    add(b, 1, "period", "i", 2, years, NULL);
    add(b, 2, "told", "tss:UTC", 2, told, NULL);
    add(b, 3, "done", "tss:UTC", 2, done, NULL);
    *schema = (struct ArrowSchema){.format = "+s",
                                   .name = "",
                                   .n_children = COLUMNS,
                                   .children = b->schema_pointers,
                                   .release = release_schema};
    *array = (struct ArrowArray){.length = ROWS,
                                 .n_buffers = 1,
                                 .buffers = b->no_nulls,
                                 .n_children = COLUMNS,
                                 .children = b->array_pointers,
                                 .release = release_array};
}

/* --- a consumer --- */

static const struct ArrowArray *find(const struct ArrowSchema *schema,
                                     const struct ArrowArray *rows, const char *name) {
    for (int64_t i = 0; i < schema->n_children; i++)
        if (strcmp(schema->children[i]->name, name) == 0)
            return rows->children[i];
    return NULL;
}

static int is_null(const struct ArrowArray *column, int64_t row) {
    const unsigned char *bits = column->buffers[0];
    const int64_t at = column->offset + row;
    return bits && !(bits[at / 8] >> at % 8 & 1);
}

/* Texts are numbers of those of a dictionary. */
static void print_text(const struct ArrowArray *column, int64_t row) {
    const int32_t number = ((const int32_t *)column->buffers[1])[column->offset + row];
    const int32_t *ends = column->dictionary->buffers[1];
    const char *texts = column->dictionary->buffers[2];
    printf("%.*s ", (int)(ends[number + 1] - ends[number]), texts + ends[number]);
}

static void print_rows(const struct ArrowSchema *schema, const struct ArrowArray *rows) {
    const struct ArrowArray *city = find(schema, rows, "city"), *code = find(schema, rows, "code");
    const struct ArrowArray *score = find(schema, rows, "score");
    for (int64_t row = 0; row < rows->length; row++) {
        print_text(city, row);
        print_text(code, row);
        if (is_null(score, row))
            printf("none\n");
        else
            printf("%.1f\n", ((const double *)score->buffers[1])[score->offset + row]);
    }
}

/* What went wrong in a callback; the stream is the consumer's, who says so in its own way. */
static int fail(struct ArrowArrayStream *stream) {
    const char *words = stream->get_last_error(stream);
    fprintf(stderr, "arrow: %s\n", words ? words : "the stream failed");
    return 1;
}

static int consume(struct ArrowArrayStream *stream) {
    struct ArrowSchema schema;
    struct ArrowArray rows;
    int failed = 0;
    if (stream->get_schema(stream, &schema) != 0)
        return fail(stream);
    while (!failed) {
        if (stream->get_next(stream, &rows) != 0) {
            failed = fail(stream);
        } else if (!rows.release) { /* the end */
            break;
        } else {
            print_rows(&schema, &rows);
            rows.release(&rows);
        }
    }
    schema.release(&schema);
    return failed;
}

/* --- the whole --- */

static hm_code score(hm_scores **out, hm_package **package, hm_dataset **data, hm_error *error) {
    const hm_package_file files[] = {{"package.lua", manifest, sizeof manifest - 1},
                                     {"L.1.lua", script, sizeof script - 1}};
    batch repairs;
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_code code = hm_package_open_memory(package, "lamps", files, 2, NULL, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_new(data, NULL, error);
    if (code != HM_OK)
        return code;
    produce(&repairs, &schema, &array);
    code = hm_dataset_read_records_arrow(*data, "repairs", &schema, &array, error);
    if (code == HM_OK)
        code = hm_dataset_finish(*data, error);
    return code == HM_OK ? hm_score(out, *package, *data, NULL, error) : code;
}

int main(void) {
    hm_package *package = NULL;
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    hm_table *table = NULL;
    struct ArrowArrayStream stream;
    hm_error error;
    int failed = score(&scores, &package, &data, &error) ||
                 hm_scores_table(&table, scores, &error) ||
                 hm_table_export_arrow_stream(table, &stream, &error);
    if (failed) {
        fprintf(stderr, "arrow: %s\n", error.message);
    } else {
        failed = consume(&stream);
        stream.release(&stream); /* before the table, from which it reads */
    }
    hm_table_free(table);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
    return failed;
}

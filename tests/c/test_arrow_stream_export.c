/* test_arrow_stream_export.c: tables as streams of Arrow batches, which have to hold the rows that
 * one array of the whole table has (test_arrow_export.c). */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"

#include <errno.h>
#include <pthread.h>

#include "base/error.h"
#include "memory_support.h"
#include "table/builder.h"

static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;

static void *counted_on_threads(void *context, void *pointer, size_t old_size, size_t new_size) {
    (void)pthread_mutex_lock(&counting);
    void *moved = counted_resize(context, pointer, old_size, new_size);
    (void)pthread_mutex_unlock(&counting);
    return moved;
}

static hm_table *freeze(hm_table_builder *builder) {
    hm_table *table = NULL;
    hm_error error;
    assert_int_equal(hm_table_builder_freeze(builder, &table, &error), HM_OK);
    return table;
}

static hm_table *make_table(size_t rows, const hm_allocator *allocator) {
    hm_table_builder *builder = hm_table_builder_new("rows", allocator);
    (void)hm_table_builder_column(builder, "number", HM_COLUMN_NUMBER, "km");
    (void)hm_table_builder_column(builder, "text", HM_COLUMN_TEXT, "");
    (void)hm_table_builder_column(builder, "flag", HM_COLUMN_FLAG, "");
    for (size_t row = 0; row < rows; row++) {
        char text[16];
        const int size = snprintf(text, sizeof text, "t%zu", row % 1000);
        if (row % 5 > 0)
            hm_table_builder_number(builder, 0, (double)row / 4);
        if (row % 7 > 0)
            hm_table_builder_text(builder, 1, text, (size_t)size);
        hm_table_builder_flag(builder, 2, row % 3 == 0);
        hm_table_builder_end_row(builder);
    }
    return freeze(builder);
}

static void open_stream(const hm_table *table, struct ArrowArrayStream *stream,
                        struct ArrowSchema *schema) {
    hm_error error;
    assert_int_equal(hm_table_export_arrow_stream(table, stream, &error), HM_OK);
    assert_int_equal(stream->get_schema(stream, schema), 0);
    assert_non_null(schema->release);
    assert_null(stream->get_last_error(stream));
}

/* Cell for cell; the row that comes next is returned. */
static int64_t expect_same(const struct ArrowSchema *schema, const struct ArrowArray *batch,
                           const struct ArrowArray *whole, int64_t row) {
    assert_true(row + batch->length <= whole->length);
    assert_int_equal(batch->n_children, whole->n_children);
    for (int64_t c = 0; c < batch->n_children; c++) {
        int64_t nulls = 0;
        assert_int_equal(batch->children[c]->length, batch->length);
        for (int64_t i = 0; i < batch->length; i++) {
            const cell_text found = arrow_cell(schema->children[c], batch->children[c], i);
            const cell_text wanted = arrow_cell(schema->children[c], whole->children[c], row + i);
            if (strcmp(found.text, wanted.text) != 0)
                fail_msg("row %d: found %s, expected %s", (int)(row + i), found.text, wanted.text);
            nulls += strcmp(found.text, "null") == 0;
        }
        assert_int_equal(batch->children[c]->null_count, nulls);
    }
    return row + batch->length;
}

static void stream_as_the_whole(void **state) {
    (void)state;
    static const size_t rows[] = {0, 1, 65536, 65537, 150000};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ArrowArrayStream stream;
        struct ArrowSchema schema, other;
        struct ArrowArray whole, batch;
        hm_error error;
        int64_t row = 0, batches = 0;
        hm_table *table = make_table(rows[i], hm_allocator_default());
        assert_int_equal(hm_table_export_arrow(table, &other, &whole, &error), HM_OK);
        open_stream(table, &stream, &schema);
        for (;; batches++) {
            assert_int_equal(stream.get_next(&stream, &batch), 0);
            if (!batch.release)
                break;
            assert_in_range(batch.length, 1, 65536);
            row = expect_same(&schema, &batch, &whole, row);
            batch.release(&batch);
            assert_null(batch.release);
        }
        assert_int_equal(row, rows[i]);
        assert_int_equal(batches, (rows[i] + 65535) / 65536);
        assert_int_equal(stream.get_next(&stream, &batch), 0); /* and again */
        assert_null(batch.release);
        stream.release(&stream);
        assert_null(stream.release);
        hm_table_free(table);
        schema.release(&schema);
        other.release(&other);
        whole.release(&whole);
    }
}

/* The schema as often as it is asked for; batches, and children out of them, go on without stream
 * and table, and share their texts. */
static void stream_parts_outlive_it(void **state) {
    (void)state;
    struct ArrowArrayStream stream;
    struct ArrowSchema schema, again, kept_schema;
    struct ArrowArray first, second, kept;
    hm_table *table = make_table(100000, hm_allocator_default());
    open_stream(table, &stream, &schema);
    assert_int_equal(stream.get_schema(&stream, &again), 0);
    assert_string_equal(again.children[1]->name, "text");
    again.release(&again);
    assert_int_equal(stream.get_next(&stream, &first), 0);
    assert_int_equal(stream.get_next(&stream, &second), 0);
    assert_ptr_equal(first.children[1]->dictionary->buffers[2],
                     second.children[1]->dictionary->buffers[2]);
    stream.release(&stream);
    hm_table_free(table);
    kept = *second.children[1];
    second.children[1]->release = NULL;
    kept_schema = *schema.children[1];
    schema.children[1]->release = NULL;
    second.release(&second);
    schema.release(&schema);
    first.release(&first);
    assert_string_equal(arrow_cell(&kept_schema, &kept, 0).text, "'t536'"); /* row 65536 */
    kept.release(&kept);
    kept_schema.release(&kept_schema);
}

enum { BATCHES = 4 };

static void *release_batch(void *context) {
    struct ArrowArray *batch = context;
    batch->release(batch);
    return NULL;
}

/* On any thread, all at once: the texts go with the last of them, whichever that is. */
static void stream_batches_on_threads(void **state) {
    (void)state;
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray batches[BATCHES];
    pthread_t threads[BATCHES];
    counted memory = {.refused = 0};
    const hm_allocator allocator = {counted_on_threads, &memory};
    hm_table *table = make_table((size_t)65536 * BATCHES, &allocator);
    open_stream(table, &stream, &schema);
    for (size_t i = 0; i < BATCHES; i++)
        assert_int_equal(stream.get_next(&stream, &batches[i]), 0);
    stream.release(&stream);
    hm_table_free(table);
    schema.release(&schema);
    for (size_t i = 0; i < BATCHES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, release_batch, &batches[i]), 0);
    for (size_t i = 0; i < BATCHES; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(memory.pieces, 0);
    assert_int_equal(memory.bytes, 0);
}

static void stream_arguments(void **state) {
    (void)state;
    struct ArrowArrayStream stream;
    hm_error error;
    hm_table *table = make_table(1, hm_allocator_default());
    assert_int_equal(hm_table_export_arrow_stream(NULL, &stream, &error), HM_ERROR_ARGUMENT);
    assert_null(stream.release);
    assert_int_equal(hm_table_export_arrow_stream(table, NULL, &error), HM_ERROR_ARGUMENT);
    hm_table_free(table);
}

/* What is cancelled says so, is asked again, and goes on where it was. */
static void stream_cancelled(void **state) {
    (void)state;
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray batch;
    hm_cancel *cancel;
    hm_error error;
    hm_table *table = make_table(70000, hm_allocator_default());
    assert_int_equal(hm_cancel_new(&cancel, NULL, &error), HM_OK);
    hm_table_set_cancel(table, cancel);
    open_stream(table, &stream, &schema);
    assert_int_equal(stream.get_next(&stream, &batch), 0);
    batch.release(&batch);
    hm_cancel_request(cancel);
    assert_int_equal(stream.get_next(&stream, &batch), ECANCELED);
    assert_null(batch.release);
    assert_string_equal(stream.get_last_error(&stream), "cancelled");
    hm_cancel_reset(cancel);
    assert_int_equal(stream.get_next(&stream, &batch), 0);
    assert_null(stream.get_last_error(&stream));
    assert_int_equal(batch.length, 70000 - 65536);
    assert_string_equal(arrow_cell(schema.children[1], batch.children[1], 0).text, "'t536'");
    batch.release(&batch);
    stream.release(&stream);
    hm_cancel_request(cancel);
    struct ArrowSchema whole_schema;
    assert_int_equal(hm_table_export_arrow(table, &whole_schema, &batch, &error),
                     HM_ERROR_CANCELLED);
    assert_null(whole_schema.release);
    assert_null(batch.release);
    schema.release(&schema);
    hm_table_free(table);
    hm_cancel_free(cancel);
}

/* ---- there and back ---- */

static void stream_then_read(void **state) {
    (void)state;
    struct ArrowArrayStream stream;
    hm_error error;
    shown expected = {0};
    hm_table_builder *builder = hm_table_builder_new("wide", hm_allocator_default());
    (void)hm_table_builder_column(builder, "city", HM_COLUMN_TEXT, "");
    (void)hm_table_builder_column(builder, "period", HM_COLUMN_INTEGER, "");
    (void)hm_table_builder_column(builder, "x", HM_COLUMN_NUMBER, "km");
    for (int row = 0; row < 70000; row++) {
        char city[16];
        const int size = snprintf(city, sizeof city, "C%d", row);
        hm_table_builder_text(builder, 0, city, (size_t)size);
        hm_table_builder_integer(builder, 1, 2025);
        if (row % 9 > 0)
            hm_table_builder_number(builder, 2, row / 2.0);
        hm_table_builder_end_row(builder);
        char number[HM_NUMBER_SIZE];
        hm_number_print(row / 2.0, number);
        show(&expected, "%s 2025 x = %s @0:0\n", city, row % 9 > 0 ? number : "NR");
    }
    hm_table *table = freeze(builder);
    hm_dataset *dataset = new_dataset();
    assert_int_equal(hm_table_export_arrow_stream(table, &stream, &error), HM_OK);
    assert_int_equal(hm_dataset_read_arrow_stream(dataset, &stream, &error), HM_OK);
    assert_null(stream.release);
    hm_table_free(table);
    expect_dataset(dataset, expected.text);
    free(expected.text);
}

/* ---- memory ---- */

static hm_code read_all(struct ArrowArrayStream *stream, hm_error *error) {
    struct ArrowSchema schema = {0};
    struct ArrowArray batch = {0};
    int result = stream->get_schema(stream, &schema);
    if (result == 0)
        schema.release(&schema);
    assert_null(schema.release);
    do {
        if (result == 0)
            result = stream->get_next(stream, &batch);
        if (result == 0 && batch.release)
            batch.release(&batch);
        else
            break;
    } while (true);
    assert_null(batch.release);
    if (result == 0)
        return HM_OK;
    assert_int_equal(result, ENOMEM);
    assert_non_null(stream->get_last_error(stream));
    return hm_error_memory(error);
}

static hm_code stream_with(const hm_allocator *allocator, hm_error *error) {
    struct ArrowArrayStream stream;
    hm_table *table = NULL;
    hm_table_builder *builder = hm_table_builder_new("t", allocator);
    if (!builder)
        return hm_error_memory(error);
    const size_t text = hm_table_builder_column(builder, "text", HM_COLUMN_TEXT, "km");
    const size_t number = hm_table_builder_column(builder, "number", HM_COLUMN_NUMBER, "");
    for (int row = 0; row < 3; row++) {
        hm_table_builder_text(builder, text, "ab", (size_t)row % 3);
        hm_table_builder_number(builder, number, row);
        hm_table_builder_end_row(builder);
    }
    hm_code code = hm_table_builder_freeze(builder, &table, error);
    if (code != HM_OK)
        return code;
    code = hm_table_export_arrow_stream(table, &stream, error);
    if (code == HM_OK) {
        code = read_all(&stream, error);
        stream.release(&stream);
    }
    assert_null(stream.release);
    hm_table_free(table);
    return code;
}

static void stream_without_memory(void **state) {
    (void)state;
    refuse_each(stream_with, HM_OK, false);
    refuse_each(stream_with, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_as_the_whole),       cmocka_unit_test(stream_parts_outlive_it),
        cmocka_unit_test(stream_batches_on_threads), cmocka_unit_test(stream_arguments),
        cmocka_unit_test(stream_cancelled),          cmocka_unit_test(stream_then_read),
        cmocka_unit_test(stream_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

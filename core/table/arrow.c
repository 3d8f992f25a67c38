/* arrow.c: the public ways of a table to Arrow: as one array, or as a stream of them. */
#include <errno.h>

#include "base/error.h"
#include "platform/environment.h"
#include "table/arrow_export.h"

/* --- one array --- */

static hm_code export_all(hm_arrow_export *from, struct ArrowSchema *schema,
                          struct ArrowArray *array, hm_error *error) {
    hm_code code = hm_arrow_export_schema(from, schema, error);
    if (code != HM_OK)
        return code;
    code = hm_arrow_export_rows(from, 0, from->table->rows, array, error);
    if (code != HM_OK)
        schema->release(schema);
    return code;
}

static hm_code export_table(const hm_table *table, struct ArrowSchema *schema,
                            struct ArrowArray *array, hm_error *error) {
    if (schema)
        schema->release = NULL;
    if (array)
        array->release = NULL;
    if (!table || !schema || !array)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_table_export_arrow needs a table, a schema and an array");
    hm_arrow_export from;
    hm_code code = hm_arrow_export_open(&from, table, error);
    if (code == HM_OK)
        code = export_all(&from, schema, array, error);
    hm_arrow_export_close(&from);
    return code;
}

hm_code hm_table_export_arrow(const hm_table *table, struct ArrowSchema *schema,
                              struct ArrowArray *array, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, export_table(table, schema, array, error));
}

/* --- a stream --- */

enum { BATCH_ROWS = 1 << 16 };

typedef struct stream_data {
    hm_arrow_export from;
    size_t batch_rows;
    size_t next;    /* row */
    hm_error error; /* of the last callback; its code is HM_OK where it did not fail */
} stream_data;

/* Arrow's callbacks speak in errno. */
static int number_of(hm_code code) {
    switch (code) {
    case HM_OK:
        return 0;
    case HM_ERROR_MEMORY:
        return ENOMEM;
    case HM_ERROR_CANCELLED:
        return ECANCELED;
    default:
        return EINVAL;
    }
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    stream_data *data = stream->private_data;
    hm_environment host;
    hm_environment_enter(&host);
    data->error.code = HM_OK;
    const hm_code code = hm_arrow_export_schema(&data->from, out, &data->error);
    return number_of(hm_environment_leave(&host, code));
}

/* A batch that failed is made when it is asked for again. */
static hm_code next_batch(stream_data *data, struct ArrowArray *out) {
    const size_t left = data->from.table->rows - data->next;
    const size_t count = left < data->batch_rows ? left : data->batch_rows;
    data->error.code = HM_OK;
    out->release = NULL; /* the end */
    const hm_code code =
        count > 0 ? hm_arrow_export_rows(&data->from, data->next, count, out, &data->error) : HM_OK;
    if (code == HM_OK)
        data->next += count;
    return code;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    hm_environment host;
    hm_environment_enter(&host);
    return number_of(hm_environment_leave(&host, next_batch(stream->private_data, out)));
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    const stream_data *data = stream->private_data;
    return data->error.code == HM_OK ? NULL : data->error.message;
}

static void release(struct ArrowArrayStream *stream) {
    stream_data *data = stream->private_data;
    const hm_allocator *allocator = data->from.table->allocator;
    hm_arrow_export_close(&data->from);
    hm_release(allocator, data, sizeof *data);
    stream->release = NULL;
}

static hm_code export_stream(const hm_table *table, struct ArrowArrayStream *stream,
                             hm_error *error) {
    if (stream)
        stream->release = NULL;
    if (!table || !stream)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_table_export_arrow_stream needs a table and a stream");
    stream_data *data = hm_allocate_array(table->allocator, 1, sizeof *data);
    if (!data)
        return hm_error_memory(error);
    data->batch_rows = hm_table_block_rows(table, BATCH_ROWS);
    const hm_code code = hm_arrow_export_open(&data->from, table, error);
    if (code != HM_OK) {
        hm_arrow_export_close(&data->from);
        hm_release(table->allocator, data, sizeof *data);
        return code;
    }
    *stream = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, data};
    return HM_OK;
}

hm_code hm_table_export_arrow_stream(const hm_table *table, struct ArrowArrayStream *stream,
                                     hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, export_stream(table, stream, error));
}

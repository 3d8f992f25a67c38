/* arrow.c: the public ways to read Arrow into a data set: a batch, or a stream of them. */
#include "base/error.h"
#include "load/arrow_load.h"
#include "platform/environment.h"

/* --- what is the producer's --- */

/* Its functions run in the usual environment, and what they leave behind of it is not kept. */
static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    hm_environment ours;
    hm_environment_enter(&ours);
    const int result = stream->get_schema(stream, out);
    (void)hm_environment_leave(&ours, HM_OK);
    return result;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    hm_environment ours;
    hm_environment_enter(&ours);
    const int result = stream->get_next(stream, out);
    (void)hm_environment_leave(&ours, HM_OK);
    return result;
}

/* NULL where it has none. */
static const char *get_last_error(struct ArrowArrayStream *stream) {
    hm_environment ours;
    if (!stream->get_last_error)
        return NULL;
    hm_environment_enter(&ours);
    const char *words = stream->get_last_error(stream);
    (void)hm_environment_leave(&ours, HM_OK);
    return words;
}

/* NULL and what is released are fine, here and in the next two. */
static void release_array(struct ArrowArray *array) {
    hm_environment ours;
    hm_environment_enter(&ours);
    if (array && array->release)
        array->release(array);
    (void)hm_environment_leave(&ours, HM_OK);
}

static void release_schema(struct ArrowSchema *schema) {
    hm_environment ours;
    hm_environment_enter(&ours);
    if (schema && schema->release)
        schema->release(schema);
    (void)hm_environment_leave(&ours, HM_OK);
}

static void release_stream(struct ArrowArrayStream *stream) {
    hm_environment ours;
    hm_environment_enter(&ours);
    if (stream && stream->release)
        stream->release(stream);
    (void)hm_environment_leave(&ours, HM_OK);
}

/* --- batches of one schema --- */

/* To be closed all the same when it fails. */
static hm_code open_load(hm_arrow_load *load, const struct ArrowSchema *schema) {
    const hm_reading *reading = &load->reading;
    const hm_code code =
        hm_arrow_open(&load->batch, schema, reading->dataset->allocator, reading->error);
    return code == HM_OK ? hm_arrow_form_open(load) : code;
}

static void close_load(hm_arrow_load *load) {
    hm_arrow_form_close(load);
    hm_arrow_close(&load->batch);
}

static hm_code load_batch(hm_arrow_load *load, const struct ArrowArray *array) {
    static void (*const reads[])(hm_arrow_load *) = {
        [HM_ARROW_LONG] = hm_arrow_read_long,
        [HM_ARROW_WIDE] = hm_arrow_read_wide,
        [HM_ARROW_RECORDS] = hm_arrow_read_records,
    };
    load->code = hm_arrow_turn_to(&load->batch, array, load->reading.error);
    if (load->code == HM_OK)
        reads[load->form](load);
    load->rows_before += load->batch.rows;
    return load->code != HM_OK ? load->code
                               : hm_dataset_state(load->reading.dataset, load->reading.error);
}

static hm_arrow_load load_of(hm_dataset *dataset, const char *records, hm_error *error) {
    return (hm_arrow_load){
        .reading = {.dataset = dataset, .file = hm_arrow_file, .records = records, .error = error}};
}

/* What keeps a data set from being read into; `all_there`: no argument is NULL. */
static hm_code check(const char *call, const hm_dataset *dataset, bool all_there, hm_error *error) {
    if (!dataset || !all_there)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: an argument is NULL", call);
    if (dataset->finished)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: the data set is finished already", call);
    return HM_OK;
}

/* --- one batch --- */

static hm_code read_batch(const char *call, hm_dataset *dataset, const char *records,
                          const struct ArrowSchema *schema, const struct ArrowArray *array,
                          hm_error *error) {
    hm_code code = check(call, dataset, schema && array, error);
    if (code != HM_OK)
        return code;
    if (!schema->release || !array->release)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: the %s was released already", call,
                            schema->release ? "array" : "schema");
    hm_arrow_load load = load_of(dataset, records, error);
    code = open_load(&load, schema);
    if (code == HM_OK)
        code = load_batch(&load, array);
    close_load(&load);
    return code;
}

hm_code hm_dataset_read_arrow(hm_dataset *dataset, struct ArrowSchema *schema,
                              struct ArrowArray *array, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    const hm_code code = read_batch("hm_dataset_read_arrow", dataset, NULL, schema, array, error);
    release_array(array);
    release_schema(schema);
    return hm_environment_leave(&host, code);
}

hm_code hm_dataset_read_records_arrow(hm_dataset *dataset, const char *records,
                                      struct ArrowSchema *schema, struct ArrowArray *array,
                                      hm_error *error) {
    static const char *const call = "hm_dataset_read_records_arrow";
    hm_environment host;
    hm_environment_enter(&host);
    const hm_code code = records ? read_batch(call, dataset, records, schema, array, error)
                                 : check(call, dataset, false, error);
    release_array(array);
    release_schema(schema);
    return hm_environment_leave(&host, code);
}

/* --- a stream --- */

/* In the words of the producer, where it has any; unless the caller has cancelled, which the
 * producer may have seen, too. */
static hm_code fail_stream(hm_arrow_load *load, struct ArrowArrayStream *stream, const char *call,
                           int result) {
    hm_error *error = load->reading.error;
    const hm_code code = hm_dataset_state(load->reading.dataset, error);
    if (code != HM_OK)
        return code;
    const char *words = get_last_error(stream);
    return hm_error_at(error, HM_ERROR_DATA, hm_arrow_file, 0, 0,
                       "the stream's %s failed after %zu row%s with error %d%s%s", call,
                       load->rows_before, load->rows_before == 1 ? "" : "s", result,
                       words && words[0] ? ": " : "", words ? words : "");
}

static hm_code load_stream(hm_arrow_load *load, struct ArrowArrayStream *stream) {
    hm_code code = HM_OK;
    while (code == HM_OK) {
        struct ArrowArray array = {0};
        const int result = get_next(stream, &array);
        if (result != 0)
            return fail_stream(load, stream, "get_next", result);
        if (!array.release) /* the end */
            break;
        code = load_batch(load, &array);
        release_array(&array);
    }
    return code;
}

static hm_code read_with_schema(hm_arrow_load *load, struct ArrowArrayStream *stream,
                                const struct ArrowSchema *schema) {
    if (!schema->release)
        return hm_arrow_fail(load->reading.error, SIZE_MAX, SIZE_MAX,
                             "the stream's get_schema gave a schema that is released");
    hm_code code = open_load(load, schema);
    if (code == HM_OK)
        code = load_stream(load, stream);
    close_load(load);
    return code;
}

static hm_code read_stream(const char *call, hm_dataset *dataset, const char *records,
                           struct ArrowArrayStream *stream, hm_error *error) {
    hm_code code = check(call, dataset, stream != NULL, error);
    if (code != HM_OK)
        return code;
    if (!stream->release)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: the stream was released already", call);
    if (!stream->get_schema || !stream->get_next)
        return hm_arrow_fail(error, SIZE_MAX, SIZE_MAX, "the stream has no %s",
                             stream->get_schema ? "get_next" : "get_schema");
    struct ArrowSchema schema = {0};
    hm_arrow_load load = load_of(dataset, records, error);
    const int result = get_schema(stream, &schema);
    if (result != 0)
        return fail_stream(&load, stream, "get_schema", result);
    code = read_with_schema(&load, stream, &schema);
    release_schema(&schema);
    return code;
}

hm_code hm_dataset_read_arrow_stream(hm_dataset *dataset, struct ArrowArrayStream *stream,
                                     hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    const hm_code code = read_stream("hm_dataset_read_arrow_stream", dataset, NULL, stream, error);
    release_stream(stream);
    return hm_environment_leave(&host, code);
}

hm_code hm_dataset_read_records_arrow_stream(hm_dataset *dataset, const char *records,
                                             struct ArrowArrayStream *stream, hm_error *error) {
    static const char *const call = "hm_dataset_read_records_arrow_stream";
    hm_environment host;
    hm_environment_enter(&host);
    const hm_code code = records ? read_stream(call, dataset, records, stream, error)
                                 : check(call, dataset, false, error);
    release_stream(stream);
    return hm_environment_leave(&host, code);
}

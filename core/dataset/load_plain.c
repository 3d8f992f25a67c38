#include "dataset/load_plain.h"

#include "base/pipeline.h"
#include "base/threads.h"

/* Files below this size are read on the calling thread alone. */
static const size_t worth_threads = (size_t)1 << 20;

typedef struct loader {
    const hm_plain *plain;
    hm_csv_shape shape;
    int32_t *columns; /* shape.column */
    hm_csv_rows *slots;
    size_t slot_count;
    size_t forgotten; /* bytes of the source */
    hm_code code;
} loader;

hm_raw hm_plain_raw(const hm_plain *plain, const hm_csv_rows *rows, size_t row, size_t field,
                    hm_text text) {
    const uint8_t *steps = rows->steps + row * plain->header->count;
    uint32_t column = 1;
    for (size_t i = 0; i <= field; i++)
        column += steps[i];
    const uint32_t line = plain->csv->line + (uint32_t)row;
    return (hm_raw){.text = text.text, .size = text.size, .spot = {line, column}};
}

bool hm_plain_unit(const hm_plain *plain, const hm_csv_shape *shape, const hm_csv_rows *rows,
                   size_t row, uint32_t *unit) {
    const hm_csv_row *r = &rows->rows[row];
    const hm_raw city = hm_plain_raw(plain, rows, row, shape->city, r->city);
    const hm_raw period = hm_plain_raw(plain, rows, row, shape->period, r->period);
    return hm_receive_unit(plain->reading, &city, &period, unit);
}

static void make_part(void *context, size_t slot, size_t part) {
    loader *l = context;
    hm_csv_rows_read(&l->slots[slot], &l->shape, part);
}

/* From how many rows the first part has, how many there will be: their room is taken at once. */
static void reserve(const loader *l, const hm_csv_rows *rows) {
    const hm_plain *plain = l->plain;
    hm_dataset *dataset = plain->reading->dataset;
    const size_t size = (size_t)(l->shape.end - l->shape.start);
    const size_t read = (size_t)(rows->next - rows->begin);
    if (read == 0 || rows->next == l->shape.end || !plain->numbers)
        return;
    const size_t count = (size_t)((double)size / (double)read * (double)rows->count * 1.02) + 16;
    for (size_t i = 0; i < plain->figures; i++)
        hm_series_reserve(&dataset->series[plain->numbers[i]], dataset->allocator,
                          dataset->units.count + count);
}

static void put_rows(const loader *l, hm_csv_rows *rows) {
    const size_t done = l->plain->numbers ? hm_plain_put_wide(l->plain, &l->shape, rows)
                                          : hm_plain_put_long(l->plain, &l->shape, rows);
    *l->plain->rows += done;
    hm_csv_pass(l->plain->csv, done < rows->count ? rows->rows[done].text : rows->next, done);
}

/* What was put in need not stay in memory. */
static void forget(loader *l) {
    const hm_source *source = l->plain->reading->source;
    const size_t done = (size_t)(l->plain->csv->at - source->data);
    if (done - l->forgotten >= HM_SOURCE_STRETCH) {
        hm_source_forget(source, l->forgotten, done);
        l->forgotten = done;
    }
}

static bool take_part(void *context, size_t slot, size_t part) {
    loader *l = context;
    const hm_plain *plain = l->plain;
    hm_csv_rows *rows = &l->slots[slot];
    if (part == 0)
        reserve(l, rows);
    /* a row before may have ended in here, within quotes */
    if (plain->csv->at == rows->begin)
        put_rows(l, rows);
    l->code = hm_dataset_state(plain->reading->dataset, plain->reading->error);
    if (l->code == HM_OK && plain->csv->at < rows->end)
        l->code = plain->read_until(plain->context, rows->end);
    forget(l);
    return l->code == HM_OK;
}

static hm_csv_shape shape_of(const hm_plain *plain, const int32_t *columns) {
    const hm_csv *csv = plain->csv;
    return (hm_csv_shape){
        .start = csv->at,
        .end = csv->end,
        .delimiter = csv->delimiter,
        .ascii = csv->ascii,
        .decimal_comma = plain->reading->decimal_comma,
        .fields = plain->header->count,
        .city = plain->header->fields[HM_ROLE_CITY],
        .period = plain->header->fields[HM_ROLE_PERIOD],
        .input = plain->numbers ? HM_NO_FIELD : plain->header->fields[HM_ROLE_INPUT],
        .column = columns,
        .columns = plain->figures,
    };
}

static bool open_loader(loader *l, size_t jobs) {
    const hm_plain *plain = l->plain;
    const hm_allocator *allocator = plain->reading->dataset->allocator;
    const size_t fields = plain->header->count;
    l->columns = hm_allocate_array(allocator, fields, sizeof *l->columns);
    l->slot_count = hm_pipeline_slots(jobs);
    l->slots = hm_allocate_array(allocator, l->slot_count, sizeof *l->slots);
    if (!l->columns || !l->slots)
        return false;
    for (size_t i = 0; i < fields; i++)
        l->columns[i] = -1;
    for (size_t i = 0; i < plain->figures; i++)
        l->columns[plain->fields[i]] = (int32_t)i;
    l->shape = shape_of(plain, l->columns);
    for (size_t i = 0; i < l->slot_count; i++)
        if (!hm_csv_rows_open(&l->slots[i], &l->shape, allocator))
            return false;
    return true;
}

static void close_loader(loader *l) {
    const hm_allocator *allocator = l->plain->reading->dataset->allocator;
    for (size_t i = 0; l->slots && i < l->slot_count; i++)
        hm_csv_rows_close(&l->slots[i], &l->shape, allocator);
    hm_release(allocator, l->slots, l->slot_count * sizeof *l->slots);
    hm_release(allocator, l->columns, l->plain->header->count * sizeof *l->columns);
}

hm_code hm_plain_load(const hm_plain *plain) {
    const hm_csv *csv = plain->csv;
    const size_t size = (size_t)(csv->end - csv->at);
    const size_t jobs = size >= worth_threads ? hm_threads_available() : 1;
    loader l = {.plain = plain, .code = HM_OK};
    if (!csv->clean) /* every field has to be looked at for what is wrong with it */
        return plain->read_until(plain->context, csv->end);
    if (open_loader(&l, jobs)) {
        const hm_pipeline pipeline = {jobs, hm_csv_rows_parts(&l.shape), make_part, take_part, &l};
        hm_pipeline_run(&pipeline);
    } else {
        l.code = hm_error_memory(plain->reading->error);
    }
    close_loader(&l);
    return l.code;
}

#include "dataset/load_wide.h"

#include "base/pipeline.h"
#include "base/threads.h"
#include "dataset/csv_rows.h"

/* Files below this size are read on the calling thread alone. */
static const size_t worth_threads = (size_t)1 << 20;

typedef struct loader {
    const hm_wide *wide;
    hm_csv_shape shape;
    int32_t *columns; /* shape.column */
    hm_csv_rows *slots;
    size_t slot_count;
    hm_code code;
} loader;

static void make_part(void *context, size_t slot, size_t part) {
    loader *l = context;
    hm_csv_rows_read(&l->slots[slot], &l->shape, part);
}

/* --- putting plain rows in --- */

/* The field of row `row` as the reader of csv.h would give it. */
static hm_raw raw_of(const loader *l, const hm_csv_rows *rows, size_t row, size_t field,
                     hm_text text) {
    const uint8_t *steps = rows->steps + row * l->shape.fields;
    uint32_t column = 1;
    for (size_t i = 0; i <= field; i++)
        column += steps[i];
    const uint32_t line = l->wide->csv->line + (uint32_t)row;
    return (hm_raw){.text = text.text, .size = text.size, .spot = {line, column}};
}

static bool receive_unit(const loader *l, const hm_csv_rows *rows, size_t row, uint32_t *unit) {
    const hm_csv_row *r = &rows->rows[row];
    const hm_raw city = raw_of(l, rows, row, l->shape.city, r->city);
    const hm_raw period = raw_of(l, rows, row, l->shape.period, r->period);
    return hm_receive_unit(l->wide->reading, &city, &period, unit);
}

/* Types the cells that took more than a look. */
static void receive_odd(const loader *l, hm_csv_rows *rows, size_t row) {
    for (size_t i = 0; i < l->wide->figures; i++) {
        const size_t at = i * rows->stride + row, field = l->wide->fields[i];
        if (rows->cells[at] != HM_CELL_LONG)
            continue;
        const hm_text text = hm_csv_row_field(&rows->rows[row], &l->shape, field);
        const hm_raw raw = raw_of(l, rows, row, field, text);
        const hm_cell cell = hm_receive_cell(l->wide->reading, &raw);
        rows->values[at] = cell.value;
        rows->cells[at] = cell.kind;
    }
}

/* Is `unit` the next one of every series of the file, and not in the file yet? */
static bool is_next(const loader *l, uint32_t unit) {
    const hm_wide *wide = l->wide;
    const hm_series *series = wide->reading->dataset->series;
    if (hm_row_index_get(wide->unit_rows, unit) != 0)
        return false;
    for (size_t i = 0; i < wide->figures; i++) {
        const struct hm_series_origin *origin = series[wide->numbers[i]].origin;
        if (origin->filled != unit || origin->shared != wide->unit_rows)
            return false;
    }
    return true;
}

/* Rows first .. first + count - 1 are the next units from `unit` on. False when memory has run out.
 */
static bool append(const loader *l, const hm_csv_rows *rows, size_t first, size_t count,
                   uint32_t unit) {
    const hm_wide *wide = l->wide;
    hm_dataset *dataset = wide->reading->dataset;
    const uint32_t row = hm_places_add_plain(&dataset->places, wide->csv->line + (uint32_t)first,
                                             count, rows->steps + first * l->shape.fields);
    bool fine = row != 0;
    for (uint32_t i = 0; fine && i < count; i++)
        fine = hm_row_index_set(wide->unit_rows, dataset->allocator, unit + i, row + i);
    for (size_t i = 0; fine && i < wide->figures; i++) {
        const size_t at = i * rows->stride + first;
        fine = hm_series_append_all(&dataset->series[wide->numbers[i]], dataset->allocator,
                                    rows->values + at, rows->cells + at, count);
    }
    dataset->cells_put += count * wide->figures;
    dataset->out_of_memory |= !fine;
    return fine;
}

/* Puts rows in from row `first` on as long as each is the next unit. Returns how many; `*passed`
 * says that the one behind them has no unit, which is an issue now. */
static size_t put_run(const loader *l, hm_csv_rows *rows, size_t first, bool *passed) {
    uint32_t unit = 0, start = 0;
    size_t count = 0;
    *passed = false;
    for (; first + count < rows->count; count++) {
        if (!receive_unit(l, rows, first + count, &unit)) {
            *passed = true;
            break;
        }
        if (count == 0)
            start = unit;
        if (count == 0 ? !is_next(l, unit)
                       : unit != start + count || hm_row_index_get(l->wide->unit_rows, unit) != 0)
            break;
        if (rows->rows[first + count].odd)
            receive_odd(l, rows, first + count);
    }
    return count == 0 || append(l, rows, first, count, start) ? count : 0;
}

/* Puts in all plain rows that can be put in as they are; the reader is left behind them. */
static void put_rows(const loader *l, hm_csv_rows *rows) {
    const hm_wide *wide = l->wide;
    const hm_dataset *dataset = wide->reading->dataset;
    size_t done = 0;
    while (done < rows->count && !dataset->out_of_memory) {
        bool passed;
        const size_t count = put_run(l, rows, done, &passed);
        done += count + passed;
        if (count == 0 && !passed)
            break;
    }
    *wide->rows += done;
    hm_csv_pass(wide->csv, done < rows->count ? rows->rows[done].text : rows->next, done);
}

/* --- the file --- */

/* From how many rows the first part has, how many there will be: their room is taken at once. */
static void reserve(const loader *l, const hm_csv_rows *rows) {
    hm_dataset *dataset = l->wide->reading->dataset;
    const size_t size = (size_t)(l->shape.end - l->shape.start);
    const size_t read = (size_t)(rows->next - rows->begin);
    if (read == 0 || rows->next == l->shape.end)
        return;
    const size_t count = (size_t)((double)size / (double)read * (double)rows->count * 1.02) + 16;
    for (size_t i = 0; i < l->wide->figures; i++)
        hm_series_reserve(&dataset->series[l->wide->numbers[i]], dataset->allocator,
                          dataset->units.count + count);
}

static bool take_part(void *context, size_t slot, size_t part) {
    loader *l = context;
    hm_csv *csv = l->wide->csv;
    hm_csv_rows *rows = &l->slots[slot];
    if (part == 0)
        reserve(l, rows);
    /* a row before may have ended in here, within quotes */
    if (csv->at == rows->begin)
        put_rows(l, rows);
    l->code = hm_dataset_state(l->wide->reading->dataset, l->wide->reading->error);
    if (l->code == HM_OK && csv->at < rows->end)
        l->code = l->wide->read_until(l->wide->context, rows->end);
    return l->code == HM_OK;
}

static bool open_loader(loader *l, size_t jobs) {
    const hm_wide *wide = l->wide;
    const hm_allocator *allocator = wide->reading->dataset->allocator;
    const size_t fields = wide->header->count;
    l->columns = hm_allocate_array(allocator, fields, sizeof *l->columns);
    l->slot_count = hm_pipeline_slots(jobs);
    l->slots = hm_allocate_array(allocator, l->slot_count, sizeof *l->slots);
    if (!l->columns || !l->slots)
        return false;
    for (size_t i = 0; i < fields; i++)
        l->columns[i] = -1;
    for (size_t i = 0; i < wide->figures; i++)
        l->columns[wide->fields[i]] = (int32_t)i;
    l->shape = (hm_csv_shape){
        .start = wide->csv->at,
        .end = wide->csv->end,
        .delimiter = wide->csv->delimiter,
        .ascii = wide->csv->ascii,
        .decimal_comma = wide->reading->decimal_comma,
        .fields = fields,
        .city = wide->header->fields[HM_ROLE_CITY],
        .period = wide->header->fields[HM_ROLE_PERIOD],
        .column = l->columns,
        .columns = wide->figures,
    };
    for (size_t i = 0; i < l->slot_count; i++)
        if (!hm_csv_rows_open(&l->slots[i], &l->shape, allocator))
            return false;
    return true;
}

static void close_loader(loader *l) {
    const hm_allocator *allocator = l->wide->reading->dataset->allocator;
    for (size_t i = 0; l->slots && i < l->slot_count; i++)
        hm_csv_rows_close(&l->slots[i], &l->shape, allocator);
    hm_release(allocator, l->slots, l->slot_count * sizeof *l->slots);
    hm_release(allocator, l->columns, l->wide->header->count * sizeof *l->columns);
}

hm_code hm_wide_load(const hm_wide *wide) {
    const hm_csv *csv = wide->csv;
    const size_t size = (size_t)(csv->end - csv->at);
    const size_t jobs = size >= worth_threads ? hm_threads_available() : 1;
    loader l = {.wide = wide, .code = HM_OK};
    if (!csv->clean) /* every field has to be looked at for what is wrong with it */
        return wide->read_until(wide->context, csv->end);
    if (open_loader(&l, jobs)) {
        const hm_pipeline pipeline = {jobs, hm_csv_rows_parts(&l.shape), make_part, take_part, &l};
        hm_pipeline_run(&pipeline);
    } else {
        l.code = hm_error_memory(wide->reading->error);
    }
    close_loader(&l);
    return l.code;
}

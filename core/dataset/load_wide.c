/* load_wide.c: plain rows of a wide file: most of them are the next unit of every series, so that a
 * stretch of them is copied column by column. */
#include "dataset/load_plain.h"

/* Types the cells that took more than a look. */
static void receive_odd(const hm_plain *plain, const hm_csv_shape *shape, hm_csv_rows *rows,
                        size_t row) {
    for (size_t i = 0; i < plain->figures; i++) {
        const size_t at = i * rows->stride + row, field = plain->fields[i];
        if (rows->cells[at] != HM_CELL_LONG)
            continue;
        const hm_text text = hm_csv_row_field(&rows->rows[row], shape, field);
        const hm_raw raw = hm_plain_raw(plain, rows, row, field, text);
        const hm_cell cell = hm_receive_cell(plain->reading, &raw);
        rows->values[at] = cell.value;
        rows->cells[at] = cell.kind;
    }
}

/* Is `unit` the next one of every series of the file, and not in the file yet? */
static bool is_next(const hm_plain *plain, uint32_t unit) {
    const hm_series *series = plain->reading->dataset->series;
    if (hm_row_index_get(plain->unit_rows, unit) != 0)
        return false;
    for (size_t i = 0; i < plain->figures; i++) {
        const struct hm_series_origin *origin = series[plain->numbers[i]].origin;
        if (origin->filled != unit || origin->shared != plain->unit_rows)
            return false;
    }
    return true;
}

/* Rows first .. first + count - 1 are the next units from `unit` on. False when memory has run out.
 */
static bool append(const hm_plain *plain, const hm_csv_rows *rows, size_t first, size_t count,
                   uint32_t unit) {
    hm_dataset *dataset = plain->reading->dataset;
    const uint32_t row = hm_places_add_plain(&dataset->places, plain->csv->line + (uint32_t)first,
                                             count, rows->steps + first * plain->header->count);
    bool fine = row != 0;
    for (uint32_t i = 0; fine && i < count; i++)
        fine = hm_row_index_set(plain->unit_rows, dataset->allocator, unit + i, row + i);
    for (size_t i = 0; fine && i < plain->figures; i++) {
        const size_t at = i * rows->stride + first;
        fine = hm_series_append_all(&dataset->series[plain->numbers[i]], dataset->allocator,
                                    rows->values + at, rows->cells + at, count);
    }
    dataset->cells_put += count * plain->figures;
    dataset->out_of_memory |= !fine;
    return fine;
}

/* Puts rows in from row `first` on as long as each is the next unit. Returns how many; `*passed`
 * says that the one behind them has no unit, which is an issue now. */
static size_t put_run(const hm_plain *plain, const hm_csv_shape *shape, hm_csv_rows *rows,
                      size_t first, bool *passed) {
    uint32_t unit = 0, start = 0;
    size_t count = 0;
    *passed = false;
    for (; first + count < rows->count; count++) {
        if (!hm_plain_unit(plain, shape, rows, first + count, &unit)) {
            *passed = true;
            break;
        }
        if (count == 0)
            start = unit;
        if (count == 0 ? !is_next(plain, unit)
                       : unit != start + count || hm_row_index_get(plain->unit_rows, unit) != 0)
            break;
        if (rows->rows[first + count].odd)
            receive_odd(plain, shape, rows, first + count);
    }
    return count == 0 || append(plain, rows, first, count, start) ? count : 0;
}

size_t hm_plain_put_wide(const hm_plain *plain, const hm_csv_shape *shape, hm_csv_rows *rows) {
    const hm_dataset *dataset = plain->reading->dataset;
    size_t done = 0;
    while (done < rows->count && !dataset->out_of_memory) {
        bool passed;
        const size_t count = put_run(plain, shape, rows, done, &passed);
        done += count + passed;
        if (count == 0 && !passed)
            break;
    }
    return done;
}

/* long.c: plain rows of a long file of city, period, input and value: where it is sorted by
 * city, a row mostly has the unit of the one before, and then its input is the only name to be
 * looked at. */
#include "load/plain.h"

static hm_spelling spelling_of(hm_csv_rows *rows, size_t row) {
    for (size_t i = hm_csv_rows_first_spelled(rows, row);
         i < rows->spelled_count && rows->spelled[i].rows.from <= row; i++)
        if (rows->spelled[i].rows.cells >> (row - rows->spelled[i].rows.from) & 1)
            return rows->spelled[i].rows.spelling;
    return HM_SPELLING_PRINTED;
}

static hm_cell cell_of(const hm_plain *plain, hm_csv_rows *rows, size_t row, const hm_raw *raw,
                       uint32_t unit, uint32_t input) {
    const hm_csv_cells *cells = &rows->own;
    if (cells->cells[row] == HM_CELL_LONG)
        return hm_ingest_cell(plain->reading, raw, unit,
                              plain->reading->dataset->series[input].name);
    return (hm_cell){cells->values[row], cells->cells[row], spelling_of(rows, row)};
}

/* The order of things is that of hm_ingest_observation. */
static void put_row(const hm_plain *plain, const hm_csv_shape *shape, hm_csv_rows *rows, size_t row,
                    uint32_t unit) {
    hm_dataset *dataset = plain->reading->dataset;
    const hm_raw name = hm_plain_raw(plain, rows, row, shape->input, rows->rows[row].input);
    const uint32_t input = hm_ingest_input(plain->reading, &name, unit);
    if (input == HM_NO_NAME)
        return;
    const size_t field = plain->fields[0];
    const hm_text text = rows->own.cells[row] == HM_CELL_LONG
                             ? hm_csv_row_field(&rows->rows[row], shape, field)
                             : (hm_text){"", 0};
    const hm_raw value = hm_plain_raw(plain, rows, row, field, text);
    const hm_cell cell = cell_of(plain, rows, row, &value, unit, input);
    const uint32_t location =
        hm_locations_add(&dataset->locations, &value.position, 1, sizeof value.position);
    dataset->out_of_memory |= location == 0;
    if (location != 0)
        (void)hm_ingest_figure(plain->reading, input, unit, cell, location);
}

size_t hm_plain_put_long(const hm_plain *plain, const hm_csv_shape *shape, hm_plain_part *part) {
    hm_csv_rows *rows = &part->rows;
    const hm_dataset *dataset = plain->reading->dataset;
    uint32_t unit = 0;
    bool known = false;
    size_t row = 0;
    for (; row < rows->count && !dataset->out_of_memory && !dataset->sparse; row++) {
        /* a unit that was refused is refused with every row that has it */
        if (!known || !rows->rows[row].same)
            known = hm_plain_unit(plain, shape, rows, row, &unit);
        if (known)
            put_row(plain, shape, rows, row, unit);
    }
    return row;
}

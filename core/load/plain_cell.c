/* plain_cell.c: cells of the rows that were read ahead, with their places. */
#include "load/plain.h"

hm_raw hm_plain_raw(const hm_plain *plain, const hm_csv_rows *rows, size_t row, size_t field,
                    hm_text text) {
    const uint8_t *steps = rows->steps + row * plain->header->count;
    uint32_t column = 1;
    for (size_t i = 0; i <= field; i++)
        column += steps[i];
    const uint32_t line = plain->csv->line + (uint32_t)row;
    return (hm_raw){.text = text.text, .size = text.size, .position = {line, column}};
}

bool hm_plain_unit(const hm_plain *plain, const hm_csv_shape *shape, const hm_csv_rows *rows,
                   size_t row, uint32_t *unit) {
    const hm_csv_row *r = &rows->rows[row];
    const hm_raw city = hm_plain_raw(plain, rows, row, shape->city, r->city);
    const hm_raw period = hm_plain_raw(plain, rows, row, shape->period, r->period);
    return hm_ingest_unit(plain->reading, &city, &period, unit);
}

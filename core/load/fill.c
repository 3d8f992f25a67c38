#include "load/fill.h"

#include <string.h>

/* From the column on nothing is known. */
static void forget(hm_fill *fill, size_t from) {
    for (size_t i = from; i < fill->count; i++)
        fill->columns[i].raw.size = 0;
}

/* What a cell says holds for those below it. */
static bool keep(hm_fill *fill, size_t at, hm_raw cell) {
    hm_fill_column *column = &fill->columns[at];
    hm_buffer_clear(&column->text);
    hm_buffer_add(&column->text, cell.text, cell.size);
    column->raw = cell;
    column->raw.text = column->text.data;
    forget(fill, at + 1);
    return !column->text.failed;
}

static bool fill_cell(hm_fill *fill, size_t at) {
    const hm_raw *above = &fill->columns[at].raw;
    hm_raw *cell = &fill->cells[fill->columns[at].field];
    const hm_position position = cell->position;
    if (hm_raw_trim(*cell).size > 0)
        return keep(fill, at, *cell);
    if (above->size > 0)
        *cell = *above;
    cell->position = position;
    return true;
}

static bool fill_row(hm_sheet_filler *base, hm_sheet *sheet, bool is_torn) {
    hm_fill *fill = (hm_fill *)base;
    const bool fits = is_torn ? sheet->count <= fill->width : sheet->count == fill->width;
    if (hm_sheet_is_blank(sheet) || sheet->cells[0].position.line < fill->line)
        return true;
    if (!fits) {
        forget(fill, 0);
        return true;
    }
    memcpy(fill->cells, sheet->cells, sheet->count * sizeof *fill->cells);
    bool fine = true;
    for (size_t i = 0; fine && i < fill->count; i++)
        if (fill->columns[i].field < sheet->count)
            fine = fill_cell(fill, i);
    sheet->cells = fill->cells;
    return fine;
}

bool hm_fill_open(hm_fill *fill, hm_sheet *sheet, const size_t *fields, size_t count, size_t width,
                  uint32_t line, const hm_allocator *allocator) {
    *fill = (hm_fill){.allocator = allocator, .capacity = count, .width = width, .line = line};
    fill->columns = hm_allocate_array(allocator, count, sizeof *fill->columns);
    fill->cells = hm_allocate_array(allocator, width, sizeof *fill->cells);
    if (!fill->columns || !fill->cells)
        return false;
    fill->filler.fill = fill_row;
    sheet->filler = &fill->filler;
    for (; fill->count < count; fill->count++) {
        hm_fill_column *column = &fill->columns[fill->count];
        *column = (hm_fill_column){.field = fields[fill->count]};
        hm_buffer_open(&column->text, allocator);
    }
    return true;
}

void hm_fill_close(hm_fill *fill) {
    for (size_t i = 0; i < fill->count; i++)
        hm_buffer_close(&fill->columns[i].text);
    if (fill->columns)
        hm_release(fill->allocator, fill->columns, fill->capacity * sizeof *fill->columns);
    if (fill->cells)
        hm_release(fill->allocator, fill->cells, fill->width * sizeof *fill->cells);
    *fill = (hm_fill){.allocator = fill->allocator};
}

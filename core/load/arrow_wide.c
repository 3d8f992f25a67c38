/* arrow_wide.c: an Arrow batch of the wide form: the units of all rows once, then an input a
 * column. */
#include <string.h>

#include "load/arrow_load.h"

/* False when memory has run out. */
static bool read_units(hm_arrow_load *load, hm_row_units *units) {
    if (!hm_row_units_resize(units, load->reading.dataset->allocator, load->batch.rows))
        return false;
    for (size_t row = 0; row < units->count; row++) {
        hm_arrow_room rooms[2];
        uint32_t unit = HM_NO_UNIT;
        if (!hm_arrow_goes_on(load, row)) {
            units->count = row;
            break;
        }
        const hm_raw city = hm_arrow_raw_of_role(load, row, HM_ROLE_CITY, &rooms[0]);
        const hm_raw period = hm_arrow_raw_of_role(load, row, HM_ROLE_PERIOD, &rooms[1]);
        const bool fine =
            load->code == HM_OK && hm_ingest_unit(&load->reading, &city, &period, &unit);
        units->units[row] = fine ? unit : HM_NO_UNIT;
    }
    return true;
}

enum { BLOCK_ROWS = 1024 };

/* Numbers of any width as doubles, a block at a time. */
static void read_numbers(hm_arrow_load *load, size_t column, uint32_t input,
                         const hm_row_units *units) {
    double values[BLOCK_ROWS];
    uint8_t validity[BLOCK_ROWS / 8];
    hm_figure_of of = {.input = load->reading.dataset->series[input].name};
    for (size_t first = 0; first < units->count && hm_arrow_goes_on(load, first);
         first += BLOCK_ROWS) {
        const size_t left = units->count - first, count = left < BLOCK_ROWS ? left : BLOCK_ROWS;
        memset(validity, 0, sizeof validity);
        for (size_t i = 0; i < count; i++) {
            const hm_arrow_value value = hm_arrow_look(load, first + i, column);
            of.unit = units->units[first + i];
            const bool there = value.what != HM_ARROW_MISSING && of.unit != HM_NO_UNIT;
            values[i] = there ? hm_arrow_number(load, &of, &value) : 0;
            validity[i / 8] |= (uint8_t)(there << i % 8);
        }
        hm_ingest_numbers(&load->reading, input, units->units + first, count,
                          &(hm_numbers){values, validity, 0});
    }
}

static void read_cells(hm_arrow_load *load, size_t column, uint32_t input,
                       const hm_row_units *units) {
    hm_figure_of of = {.input = load->reading.dataset->series[input].name};
    for (size_t row = 0; row < units->count && hm_arrow_goes_on(load, row); row++) {
        of.unit = units->units[row];
        if (of.unit == HM_NO_UNIT)
            continue;
        const hm_cell cell = hm_arrow_figure(load, row, column, &of);
        if (load->code == HM_OK)
            (void)hm_ingest_figure(&load->reading, input, of.unit, cell, HM_ROW_UNKNOWN);
    }
}

static bool has_numbers(const hm_arrow_column *column) {
    return !column->has_dictionary &&
           (column->kind == HM_ARROW_NUMBER || column->kind == HM_ARROW_SIGNED ||
            column->kind == HM_ARROW_UNSIGNED);
}

static void read_column(hm_arrow_load *load, size_t column, const hm_row_units *units) {
    const hm_arrow_column *from = &load->batch.columns[column];
    const hm_raw name =
        hm_raw_check((hm_raw){.text = from->name,
                              .size = strlen(from->name),
                              .position = hm_arrow_position(load, SIZE_MAX, column)});
    const uint32_t input = hm_ingest_input(&load->reading, &name, HM_NO_UNIT);
    if (input == HM_NO_NAME)
        return;
    if (hm_arrow_is_plain(&load->batch, column)) {
        const size_t first = from->cells.offset + load->batch.offset;
        hm_ingest_numbers(
            &load->reading, input, units->units, units->count,
            &(hm_numbers){(const double *)from->cells.values + first, from->cells.validity, first});
    } else if (has_numbers(from)) {
        read_numbers(load, column, input, units);
    } else {
        read_cells(load, column, input, units);
    }
}

void hm_arrow_read_wide(hm_arrow_load *load) {
    hm_row_units units = {0};
    load->reading.dataset->out_of_memory |= !read_units(load, &units);
    for (size_t i = 0; i < load->figures && hm_arrow_goes_on(load, 0); i++)
        read_column(load, load->fields[i], &units);
    hm_row_units_close(&units, load->reading.dataset->allocator);
}

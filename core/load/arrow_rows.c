/* arrow_rows.c: an Arrow batch row by row: of the long form, an observation each, or of records. */
#include <string.h>

#include "load/arrow_load.h"

/* --- observations --- */

static void read_observation(hm_arrow_load *load, size_t row) {
    hm_raw raw[HM_ROLE_COUNT];
    hm_arrow_room rooms[HM_ROLE_COUNT];
    uint32_t unit, input;
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        raw[role] = role == HM_ROLE_VALUE
                        ? HM_RAW_NONE
                        : hm_arrow_raw_of_role(load, row, (hm_role)role, &rooms[role]);
    if (load->code != HM_OK || !hm_ingest_key(&load->reading, raw, &unit, &input))
        return;
    const hm_figure_of of = {load->reading.dataset->series[input].name, unit, {0, 0}};
    const hm_cell cell = hm_arrow_figure(load, row, load->columns[HM_ROLE_VALUE], &of);
    if (load->code == HM_OK)
        hm_ingest_with_remarks(&load->reading, raw, unit, input, cell, HM_ROW_UNKNOWN);
}

void hm_arrow_read_long(hm_arrow_load *load) {
    for (size_t row = 0; row < load->batch.rows && hm_arrow_goes_on(load, row); row++)
        read_observation(load, row);
}

/* --- records --- */

/* Where the rows of a city are many, a figure of one is found by its location alone. */
static uint32_t keep_location(hm_arrow_load *load, size_t row) {
    hm_dataset *dataset = load->reading.dataset;
    for (size_t i = 0; i < load->batch.count; i++)
        load->positions[i] = hm_arrow_position(load, row, i);
    const uint32_t number = hm_locations_add(&dataset->locations, load->positions,
                                             load->batch.count, sizeof *load->positions);
    dataset->out_of_memory |= number == 0;
    return number;
}

/* The cells come first: a row of which one is broken is none. */
static void read_record(hm_arrow_load *load, size_t row) {
    hm_arrow_room rooms[2];
    hm_figure_of of = {0};
    const hm_raw city = hm_arrow_raw_of_role(load, row, HM_ROLE_CITY, &rooms[0]);
    const hm_raw period = hm_arrow_raw_of_role(load, row, HM_ROLE_PERIOD, &rooms[1]);
    if (load->code != HM_OK || !hm_ingest_unit(&load->reading, &city, &period, &of.unit))
        return;
    for (size_t i = 0; i < load->figures; i++) {
        of.input = load->records->frozen.columns[load->numbers[i]].name;
        of.position = hm_arrow_position(load, row, load->fields[i]);
        load->cells[i] = hm_arrow_figure(load, row, load->fields[i], &of);
    }
    const uint32_t location = load->code == HM_OK ? keep_location(load, row) : 0;
    if (location > 0)
        hm_ingest_record_cells(&load->reading, load->records, of.unit, location, load->numbers,
                               load->cells, load->figures);
}

void hm_arrow_read_records(hm_arrow_load *load) {
    for (size_t row = 0; row < load->batch.rows && hm_arrow_goes_on(load, row); row++)
        read_record(load, row);
}

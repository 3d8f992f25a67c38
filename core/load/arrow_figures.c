/* arrow_figures.c: the cells of an Arrow batch as the data set takes them. */
#include <string.h>

#include "base/text.h"
#include "load/arrow_load.h"

/* Counted through the stream; SIZE_MAX, none, where lines are not counted any more. */
static size_t number_of_row(const hm_arrow_load *load, size_t row) {
    const size_t before = load->rows_before;
    return before >= UINT32_MAX || row >= UINT32_MAX - before ? SIZE_MAX : before + row;
}

hm_position hm_arrow_position(const hm_arrow_load *load, size_t row, size_t column) {
    return (hm_position){(uint32_t)(number_of_row(load, row) + 1), (uint32_t)(column + 1)};
}

hm_arrow_value hm_arrow_look(hm_arrow_load *load, size_t row, size_t column) {
    const hm_arrow_value value = hm_arrow_get(&load->batch, row, column);
    if (value.what == HM_ARROW_BROKEN && load->code == HM_OK)
        load->code = hm_arrow_fail(load->reading.error, number_of_row(load, row), column,
                                   "column \"%s\" has an offset or an index there that its buffers "
                                   "do not have",
                                   load->batch.columns[column].name);
    return value;
}

/* --- as text --- */

static hm_raw raw_of(hm_arrow_load *load, size_t row, size_t column, hm_arrow_room *room) {
    const hm_arrow_value value = hm_arrow_look(load, row, column);
    hm_raw raw = {.text = room->text, .position = hm_arrow_position(load, row, column)};
    switch (value.what) {
    case HM_ARROW_IS_TEXT:
        raw.text = value.text.text;
        raw.size = value.text.size;
        break;
    case HM_ARROW_IS_WHOLE:
        raw.size = hm_arrow_print_whole(&value, room->text);
        break;
    case HM_ARROW_IS_TIME:
        raw.size = hm_arrow_print_time(value.time, room->text);
        break;
    case HM_ARROW_IS_FLAG:
        raw.text = value.number > 0 ? "yes" : "no";
        raw.size = strlen(raw.text);
        break;
    default: /* nothing there; numbers are not asked for */
        break;
    }
    return hm_raw_check(raw);
}

hm_raw hm_arrow_raw_of_role(hm_arrow_load *load, size_t row, hm_role role, hm_arrow_room *room) {
    return load->columns[role] == HM_NO_COLUMN ? HM_RAW_NONE
                                               : raw_of(load, row, load->columns[role], room);
}

/* --- as figures --- */

static void check_whole(hm_arrow_load *load, const hm_figure_of *of, const hm_arrow_value *value) {
    char text[24];
    hm_dataset *dataset = load->reading.dataset;
    const size_t size = hm_arrow_print_whole(value, text);
    const hm_cell cell = {.value = value->number, .kind = HM_CELL_NUMBER};
    if (!hm_cell_loses(text, size, cell))
        return;
    char number[HM_NUMBER_SIZE];
    hm_number_print(cell.value, number);
    const hm_subject subject = hm_figure_subject(&load->reading, of);
    hm_issues_add(&dataset->issues, hm_cell_loss(cell), &subject,
                  &(hm_issue_texts){.found = text, .name = number});
}

/* All whole numbers below 2^53 are doubles. */
double hm_arrow_number(hm_arrow_load *load, const hm_figure_of *of, const hm_arrow_value *value) {
    if (value->what == HM_ARROW_IS_WHOLE && value->size > UINT64_C(1) << 53)
        check_whole(load, of, value);
    return value->number;
}

hm_cell hm_arrow_figure(hm_arrow_load *load, size_t row, size_t column, const hm_figure_of *of) {
    const hm_arrow_value value = hm_arrow_look(load, row, column);
    hm_arrow_room room;
    switch (value.what) {
    case HM_ARROW_IS_FLAG:
        return (hm_cell){.value = value.number, .kind = HM_CELL_FLAG};
    case HM_ARROW_IS_WHOLE:
    case HM_ARROW_IS_NUMBER:
        return hm_ingest_number(&load->reading, of, hm_arrow_number(load, of, &value));
    case HM_ARROW_IS_TEXT:
    case HM_ARROW_IS_TIME: {
        const hm_raw raw = raw_of(load, row, column, &room);
        return hm_ingest_cell(&load->reading, &raw, of->unit, of->input);
    }
    default:
        return (hm_cell){.kind = HM_CELL_EMPTY};
    }
}

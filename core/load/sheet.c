#include "load/sheet.h"

static hm_sheet_result take(hm_sheet *sheet, hm_error *error) {
    if (!sheet->held)
        return sheet->next(sheet, error);
    sheet->cells = sheet->held;
    sheet->count = sheet->held_count;
    sheet->held = NULL;
    return HM_SHEET_ROW;
}

hm_sheet_result hm_sheet_next(hm_sheet *sheet, hm_error *error) {
    const hm_sheet_result result = take(sheet, error);
    hm_sheet_filler *filler = sheet->filler;
    if (!filler || (result != HM_SHEET_ROW && result != HM_SHEET_TORN) ||
        filler->fill(filler, sheet, result == HM_SHEET_TORN))
        return result;
    sheet->code = hm_error_memory(error);
    return HM_SHEET_FAILED;
}

void hm_sheet_hold(hm_sheet *sheet) {
    sheet->held = sheet->cells;
    sheet->held_count = sheet->count;
}

bool hm_sheet_is_blank(const hm_sheet *sheet) {
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->cells[i].size > 0 && hm_raw_trim(sheet->cells[i]).size > 0)
            return false;
    return true;
}

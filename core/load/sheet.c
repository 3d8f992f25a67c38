#include "load/sheet.h"

hm_sheet_result hm_sheet_next(hm_sheet *sheet, hm_error *error) {
    if (!sheet->held)
        return sheet->next(sheet, error);
    sheet->cells = sheet->held;
    sheet->count = sheet->held_count;
    sheet->held = NULL;
    return HM_SHEET_ROW;
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

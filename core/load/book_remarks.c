#include "load/book_remarks.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/text.h"
#include "dataset/dataset.h"

/* The name of a file with that of one of its sheets in it. NULL when memory has run out. */
static const char *name_with_sheet(const hm_reading *reading, const char *sheet) {
    hm_buffer name;
    hm_buffer_open(&name, reading->dataset->allocator);
    hm_buffer_add_text(&name, reading->file);
    hm_buffer_add_char(&name, HM_SHEET_MARK);
    hm_buffer_add_text(&name, sheet);
    const char *copy =
        name.failed ? NULL : hm_arena_copy(&reading->dataset->arena, name.data, name.size);
    hm_buffer_close(&name);
    return copy;
}

static hm_issue_code code_of(const hm_book_remark *remark) {
    const bool is_erased = *remark->found == '\0';
    switch (remark->kind) {
    case HM_BOOK_TEXT_CHANGED:
        return is_erased ? HM_ISSUE_FORM_TEXT_ERASED : HM_ISSUE_FORM_TEXT_CHANGED;
    case HM_BOOK_CHECK_LOST:
        return is_erased ? HM_ISSUE_FORM_CHECK_ERASED : HM_ISSUE_FORM_CHECK_LOST;
    case HM_BOOK_INPUT_TWICE:
        return HM_ISSUE_FORM_INPUT_TWICE;
    default:
        return *remark->input ? HM_ISSUE_FORM_CELL_UNREAD_OF : HM_ISSUE_FORM_CELL_UNREAD;
    }
}

static hm_code add_remark(hm_reading *reading, const hm_book_remark *remark) {
    const bool is_twice = remark->kind == HM_BOOK_INPUT_TWICE;
    hm_reading part = *reading;
    char where[300] = "";
    part.file = name_with_sheet(reading, remark->sheet);
    const char *there = is_twice ? name_with_sheet(reading, remark->other_sheet) : NULL;
    if (!part.file || (is_twice && !there))
        return hm_error_memory(reading->error);
    if (*remark->expected)
        (void)snprintf(where, sizeof where, ", where the form says \"%s\"",
                       hm_name_of(remark->expected).text);
    hm_reading_add_issue(&part, code_of(remark), (hm_position){remark->row, remark->column},
                         &(hm_issue_texts){.found = remark->found,
                                           .expected = remark->expected,
                                           .name = remark->input,
                                           .detail = where,
                                           .there = {there, remark->other_row, remark->column}});
    return HM_OK;
}

hm_code hm_book_remarks_tell(hm_reading *reading, const hm_book_format *format, void *book) {
    hm_error own = {.code = HM_OK};
    hm_book_remark remark;
    hm_choice_list lost = {""};
    while (format->next_remark && format->next_remark(format->context, book, &remark, &own))
        if (remark.kind == HM_BOOK_INPUT_LOST)
            hm_choice_list_add(&lost, hm_name_of(remark.input).text);
        else if (add_remark(reading, &remark) != HM_OK)
            return HM_ERROR_MEMORY;
    if (*lost.text)
        hm_reading_add_issue(reading, HM_ISSUE_FORM_INPUTS_LOST, (hm_position){0, 0},
                             &(hm_issue_texts){.detail = lost.text});
    if (own.code != HM_OK)
        *reading->error = own;
    return own.code;
}

#include "program/collection_form.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/numbers/number.h"

/* Remarks that are kept: who has changed more need not be told of each. */
enum { MOST_REMARKS = 1000 };

static const char mark_of_form[] = "hm:form";

void hm_form_open(hm_form *form, const hm_allocator *allocator) {
    *form = (hm_form){.is_there = false};
    hm_names_open(&form->inputs, allocator);
    hm_names_open(&form->keys, allocator);
    hm_names_open(&form->texts, allocator);
}

void hm_form_close(hm_form *form) {
    const hm_allocator *allocator = form->inputs.arena.allocator;
    hm_release(allocator, form->input, form->input_capacity * sizeof *form->input);
    hm_release(allocator, form->said, form->said_capacity * sizeof *form->said);
    hm_release(allocator, form->remarks, form->capacity * sizeof *form->remarks);
    hm_names_close(&form->inputs);
    hm_names_close(&form->keys);
    hm_names_close(&form->texts);
}

/* --- what the form says --- */

static hm_text text_of(const hm_book_cell *cell) {
    return cell ? hm_text_trim(cell->text, cell->size) : (hm_text){"", 0};
}

static hm_text text_at(const hm_book_row *row, uint32_t column) {
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].column == column)
            return text_of(&row->cells[i]);
    return (hm_text){"", 0};
}

static bool is_same(hm_text a, hm_text b) {
    return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
}

bool hm_form_begins(const hm_book_row *row) {
    return row->row == 1 &&
           is_same(text_at(row, 1), (hm_text){mark_of_form, sizeof mark_of_form - 1});
}

/* The number of the key of an input and a column, which is new where `add` says so. */
static uint32_t find_key(hm_form *form, uint32_t input, hm_text column, bool add) {
    char key[300];
    if (column.size > 256)
        return HM_NO_NAME;
    const int head = snprintf(key, sizeof key, "%u ", (unsigned)input);
    memcpy(key + head, column.text, column.size);
    const size_t size = (size_t)head + column.size;
    return add ? hm_names_intern(&form->keys, key, size) : hm_names_find(&form->keys, key, size);
}

static bool add_said(hm_form *form, uint32_t key, hm_text text) {
    const hm_allocator *allocator = form->keys.arena.allocator;
    while (form->said_capacity <= key)
        if (!hm_grow(allocator, &form->said, form->said_capacity, &form->said_capacity,
                     sizeof *form->said))
            return false;
    const char *copy = hm_arena_copy(&form->keys.arena, text.text, text.size);
    form->said[key] = (hm_text){copy, text.size};
    return copy != NULL;
}

static bool add_input(hm_form *form, hm_text name, uint32_t *number) {
    const hm_allocator *allocator = form->inputs.arena.allocator;
    *number = hm_names_intern(&form->inputs, name.text, name.size);
    while (*number != HM_NO_NAME && form->input_capacity <= *number)
        if (!hm_grow(allocator, &form->input, form->input_capacity, &form->input_capacity,
                     sizeof *form->input))
            return false;
    if (*number != HM_NO_NAME)
        form->input[*number] = (hm_form_input){NULL, 0};
    return *number != HM_NO_NAME;
}

static bool add_row(hm_form *form, const hm_book_row *row) {
    const hm_text input = text_at(row, 1), column = text_at(row, 2), text = text_at(row, 3);
    uint32_t number;
    if (input.size == 0)
        return hm_names_intern(&form->texts, text.text, text.size) != HM_NO_NAME;
    if (!add_input(form, input, &number))
        return false;
    if (column.size == 0 || column.size > 256)
        return true;
    const uint32_t key = find_key(form, number, column, true);
    return key != HM_NO_NAME && add_said(form, key, text);
}

hm_code hm_form_read(hm_form *form, hm_book *book, hm_error *error) {
    hm_book_row row;
    bool hidden;
    hm_code code;
    while ((code = hm_book_next(book, &row, &hidden, error)) == HM_OK && row.row > 0)
        if (!add_row(form, &row))
            return hm_error_memory(error);
    form->is_there = code == HM_OK;
    return code;
}

/* --- what somebody has changed --- */

static bool add_remark(hm_form *form, hm_book_remark remark, hm_text found) {
    if (form->count == MOST_REMARKS)
        return true;
    remark.found = hm_arena_copy(&form->texts.arena, found.text, found.size);
    if (!remark.found || !hm_grow(form->texts.arena.allocator, &form->remarks, form->count,
                                  &form->capacity, sizeof remark))
        return false;
    form->remarks[form->count++] = remark;
    return true;
}

bool hm_form_asks(const hm_form *form, hm_text input) {
    return hm_names_find(&form->inputs, input.text, input.size) != HM_NO_NAME;
}

bool hm_form_see_input(hm_form *form, const hm_form_place *at) {
    const uint32_t number = hm_names_find(&form->inputs, at->input.text, at->input.size);
    if (number == HM_NO_NAME)
        return true;
    hm_form_input *input = &form->input[number];
    if (input->sheet)
        return add_remark(form,
                          (hm_book_remark){.sheet = at->sheet,
                                           .row = at->row,
                                           .column = at->marker,
                                           .kind = HM_BOOK_INPUT_TWICE,
                                           .expected = "",
                                           .input = form->inputs.texts[number],
                                           .other_sheet = input->sheet,
                                           .other_row = input->row},
                          at->input);
    *input = (hm_form_input){at->sheet, at->row};
    return true;
}

static bool is_number(const hm_book_cell *cell) {
    double number;
    const hm_text text = text_of(cell);
    return hm_number_read(text.text, text.size, '.', &number) == HM_NUMBER_FINE;
}

static bool is_named(hm_text column, const char *name) {
    return is_same(column, (hm_text){name, strlen(name)});
}

bool hm_form_see_cell(hm_form *form, const hm_form_place *at, hm_text column, uint32_t number,
                      const hm_book_cell *cell) {
    const uint32_t input = hm_names_find(&form->inputs, at->input.text, at->input.size);
    const uint32_t key = input == HM_NO_NAME ? HM_NO_NAME : find_key(form, input, column, false);
    const hm_text found = text_of(cell);
    const hm_text said = key == HM_NO_NAME ? (hm_text){"", 0} : form->said[key];
    const bool is_check = input != HM_NO_NAME && is_named(column, "check");
    if (is_same(found, said) || (cell && cell->is_result && (is_check || input == HM_NO_NAME)) ||
        (input == HM_NO_NAME && hm_names_find(&form->texts, found.text, found.size) != HM_NO_NAME))
        return true;
    hm_book_remark remark = {.sheet = at->sheet,
                             .row = at->row,
                             .column = number,
                             .kind = HM_BOOK_CELL_UNREAD,
                             .expected = said.text,
                             .input = input == HM_NO_NAME ? "" : form->inputs.texts[input]};
    if (is_check)
        remark.kind = HM_BOOK_CHECK_LOST;
    else if (said.size > 0 && (found.size == 0 || !is_number(cell)))
        remark.kind = HM_BOOK_TEXT_CHANGED;
    return add_remark(form, remark, found);
}

bool hm_form_end(hm_form *form) {
    for (uint32_t i = 0; i < form->inputs.count; i++)
        if (!form->input[i].sheet && !add_remark(form,
                                                 (hm_book_remark){.kind = HM_BOOK_INPUT_LOST,
                                                                  .expected = "",
                                                                  .input = form->inputs.texts[i]},
                                                 (hm_text){"", 0}))
            return false;
    return true;
}

bool hm_form_next_remark(hm_form *form, hm_book_remark *out) {
    if (form->next == form->count)
        return false;
    *out = form->remarks[form->next++];
    return true;
}

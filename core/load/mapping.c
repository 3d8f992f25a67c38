#include "load/mapping.h"

#include <string.h>

#include "base/text.h"
#include "load/name_pattern.h"

bool hm_mapping_has(const hm_mapping *m, hm_role role) {
    return m->fields[role] != HM_NO_FIELD || m->fixed[role] || (role == HM_ROLE_INPUT && m->joined);
}

bool hm_mapping_uses(const hm_mapping *m, size_t field) {
    return m->used[field];
}

static bool is_among(size_t field, const size_t *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fields[i] == field)
            return true;
    return false;
}

bool hm_mapping_reads(const hm_mapping *m, size_t field) {
    for (size_t i = 0; i < m->figure_count; i++)
        if (m->figures[i].field == field)
            return true;
    for (size_t i = 0; i < m->condition_count; i++)
        if (m->conditions[i].field == field)
            return true;
    return is_among(field, m->fields, HM_ROLE_COUNT) || is_among(field, &m->power_field, 1) ||
           is_among(field, m->joined, m->joined_count);
}

bool hm_mapping_is_key(const hm_mapping *m, size_t field) {
    bool key = hm_mapping_reads(m, field) && field != m->fields[HM_ROLE_VALUE];
    for (size_t i = 0; key && i < m->figure_count; i++)
        key = m->figures[i].field != field;
    for (size_t i = 0; !key && i < m->city_count; i++)
        key = m->cities[i].field == field;
    return key;
}

bool hm_mapping_is_plain(const hm_mapping *m) {
    bool plain = m->condition_count == 0 && m->city_count == 0 && m->filled_count == 0 &&
                 !m->joined && m->power_field == HM_NO_FIELD && m->recipe->power == 0 &&
                 !m->periods && !m->recipe->roll_up.to;
    for (int role = 0; role < HM_ROLE_COUNT; role++) {
        const bool names = role == HM_ROLE_INPUT && m->figures;
        plain = plain && !m->fixed[role] && m->recipe->parts[role].first == 0 &&
                (names || !m->renamers[role].renamings);
        if (m->figures && role > HM_ROLE_VALUE)
            plain = plain && m->fields[role] == HM_NO_FIELD;
    }
    return plain;
}

/* --- rows that count --- */

static bool takes(const hm_condition *condition, hm_raw cell) {
    const hm_text text = hm_text_trim(cell.text, cell.size);
    for (size_t i = 0; i < condition->count; i++) {
        const char *one = condition->texts[i];
        hm_name_match found;
        const bool same = condition->pattern
                              ? hm_name_pattern_match(one, text.text, text.size, true, &found)
                              : strlen(one) == text.size && memcmp(one, text.text, text.size) == 0;
        if (same)
            return !condition->is_not;
    }
    return condition->is_not;
}

bool hm_mapping_takes(const hm_mapping *m, const hm_sheet *sheet) {
    for (size_t i = 0; i < m->condition_count; i++)
        if (!takes(m->conditions[i].condition, sheet->cells[m->conditions[i].field]))
            return false;
    return true;
}

/* --- texts --- */

hm_raw hm_mapping_rename(hm_mapping *m, hm_role role, hm_raw raw) {
    return hm_renamer_rename(&m->renamers[role], raw);
}

/* The texts of several columns as one; those without text are left out. */
static bool join(hm_mapping *m, const hm_sheet *sheet, hm_raw *raw) {
    const hm_recipe_part *part = &m->recipe->parts[HM_ROLE_INPUT];
    hm_buffer_clear(&m->text);
    for (size_t i = 0; i < m->joined_count; i++) {
        const char *fixed = part->columns[i].fixed;
        const size_t field = m->joined[i];
        const hm_raw cell = fixed                  ? (hm_raw){.text = fixed, .size = strlen(fixed)}
                            : field != HM_NO_FIELD ? sheet->cells[field]
                                                   : HM_RAW_NONE;
        const hm_text text = hm_text_trim(cell.text, cell.size);
        if (cell.fault != HM_FAULT_NONE) {
            *raw = cell;
            return true;
        }
        if (text.size > 0 && m->text.size > 0)
            hm_buffer_add_text(&m->text, part->join ? part->join : ".");
        hm_buffer_add(&m->text, text.text, text.size);
    }
    raw->text = m->text.size > 0 ? m->text.data : "";
    raw->size = m->text.size;
    return !m->text.failed;
}

/* Its first `count` characters. */
static hm_raw first_of(hm_raw raw, size_t count) {
    size_t size = 0;
    for (; size < raw.size; size++)
        if ((raw.text[size] & 0xC0) != 0x80 && count-- == 0)
            break;
    raw.size = size;
    return raw;
}

bool hm_mapping_get(hm_mapping *m, const hm_sheet *sheet, hm_role role, hm_raw *raw) {
    *raw = HM_RAW_NONE;
    raw->position = sheet->cells[0].position;
    if (m->fixed[role]) {
        raw->text = m->fixed[role];
        raw->size = strlen(raw->text);
        return true;
    }
    if (role == HM_ROLE_INPUT && m->joined) {
        if (!join(m, sheet, raw))
            return false;
    } else if (m->fields[role] < sheet->count) {
        *raw = sheet->cells[m->fields[role]];
    }
    const size_t first = m->recipe->parts[role].first;
    if (first > 0 && raw->fault == HM_FAULT_NONE)
        *raw = first_of(hm_raw_trim(*raw), first);
    *raw = hm_mapping_rename(m, role, *raw);
    return true;
}

bool hm_mapping_power(const hm_mapping *m, const hm_sheet *sheet, hm_reading *reading, int *power) {
    *power = m->recipe->power;
    if (m->power_field == HM_NO_FIELD)
        return true;
    const hm_raw cell = hm_raw_trim(sheet->cells[m->power_field]);
    const hm_cell read = hm_cell_read(cell.text, cell.size, &hm_number_format_plain);
    if (cell.size == 0)
        return true;
    if (read.kind == HM_CELL_NUMBER && read.value >= -300 && read.value <= 300 &&
        !(read.value < (int)read.value) && !(read.value > (int)read.value)) {
        *power = (int)read.value;
        return true;
    }
    hm_reading_add_issue(reading, HM_ISSUE_UNCLEAR_POWER, cell.position,
                         &(hm_issue_texts){.found = hm_quote_of(cell.text, cell.size).text,
                                           .expected = "a whole number such as 3 for thousands"});
    return false;
}

/* --- the end --- */

static void tell_unused(const hm_mapping *m, hm_role role, hm_reading *reading) {
    const hm_renamer *renamer = &m->renamers[role];
    for (size_t i = 0; m->is_whole && renamer->renamings && i < renamer->renamings->count; i++) {
        const hm_renaming *one = &renamer->renamings->items[i];
        const hm_subject subject = {
            .at = {m->recipe->file, one->position.line, one->position.column}};
        if (!renamer->used[i])
            hm_issues_add(&reading->dataset->issues, HM_ISSUE_UNUSED_RENAMING, &subject,
                          &(hm_issue_texts){.found = one->from, .name = hm_role_name(role)});
    }
}

static void tell_left_out(const hm_mapping *m, hm_reading *reading) {
    const bool all = reading->contents.rows == 0;
    if (m->rows_left_out == 0)
        return;
    hm_reading_add_issue(reading, all ? HM_ISSUE_ALL_LEFT_OUT : HM_ISSUE_ROWS_LEFT_OUT,
                         (hm_position){0, 0},
                         &(hm_issue_texts){.found = hm_digits_of(m->rows_left_out).text});
    reading->contents.told |= all;
}

void hm_mapping_free(hm_mapping *m, hm_reading *reading) {
    const hm_allocator *allocator = reading->dataset->allocator;
    if (!m)
        return;
    for (int role = 0; role < HM_ROLE_COUNT; role++) {
        if (role <= HM_ROLE_INPUT) /* of the others a recipe says what may be there */
            tell_unused(m, (hm_role)role, reading);
        hm_renamer_close(&m->renamers[role]);
    }
    tell_left_out(m, reading);
    hm_buffer_close(&m->text);
    hm_arena_close(&m->arena);
    hm_release(allocator, m, sizeof *m);
}

#include "load/sheet_header.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "load/header_language.h"
#include "load/schema.h"

/* Columns of a collection sheet that explain it to people. */
static const char *const explaining[] = {"label",      "kind",    "unit",
                                         "indicators", "options", "columns"};

static hm_role role_of(const hm_reading *reading, hm_raw name) {
    return hm_role_find_in(reading->language, name.text, name.size);
}

static hm_code fail(hm_reading *reading, hm_position position, const char *format,
                    const char *text) {
    return hm_error_at(reading->error, HM_ERROR_DATA, reading->file, position.line, position.column,
                       format, text);
}

/* In words; NULL: none that keeps a name from being one. */
static const char *fault_of_name(hm_fault fault) {
    switch (fault) {
    case HM_FAULT_NUL:
        return "a NUL byte";
    case HM_FAULT_HUGE:
        return "more than a mebibyte";
    case HM_FAULT_UTF8:
        return "bytes that are no UTF-8";
    case HM_FAULT_QUOTE:
        return "a quote that is not closed";
    case HM_FAULT_ERROR:
        return "an error";
    case HM_FAULT_NO_RESULT:
        return "a formula without a result";
    default:
        return NULL;
    }
}

static hm_raw name_of(const hm_sheet *sheet, size_t field) {
    return hm_raw_trim(sheet->cells[field]);
}

/* The word for the role in the language of the header; where that is not known, in each. */
static void show_words(const hm_reading *reading, hm_role role, hm_nearest *nearest) {
    const hm_languages *languages = reading->dataset->languages;
    hm_nearest_show(nearest, hm_role_name_in(reading->language, role));
    for (size_t i = 0; !reading->language && i < languages->count; i++)
        hm_nearest_show(nearest, hm_role_name_in(&languages->items[i], role));
}

/* The column whose name comes near to a word that is missing; sheet->count when there is none. */
static size_t find_misspelt(const hm_sheet *sheet, const hm_sheet_header *header,
                            const hm_reading *reading, const char **meant) {
    for (size_t i = 0; i < sheet->count; i++) {
        hm_raw name = name_of(sheet, i);
        if (role_of(reading, name) != HM_ROLE_COUNT)
            continue;
        hm_nearest nearest;
        hm_nearest_start(&nearest, name.text, name.size);
        for (int role = HM_ROLE_CITY; role <= HM_ROLE_VALUE; role++)
            if (header->fields[role] == HM_NO_FIELD)
                show_words(reading, (hm_role)role, &nearest);
        if (nearest.name) {
            *meant = nearest.name;
            return i;
        }
    }
    return sheet->count;
}

/* Rows in which a header is looked for that does not stand where it was expected. */
enum { HEADER_WITHIN = 50 };

/* The line of a row with columns city and period behind the one that was taken for the header; 0:
 * there is none near to it. */
static uint32_t find_later_header(hm_sheet *sheet, const hm_reading *reading) {
    const hm_dialect *dialect = reading->recipe ? &reading->recipe->dialect : NULL;
    if (dialect && (dialect->no_header || dialect->header_row_count > 0))
        return 0;
    sheet->width = 0; /* of that header */
    for (int i = 0; i < HEADER_WITHIN; i++) {
        const hm_sheet_result result = hm_sheet_next(sheet, NULL);
        if (result != HM_SHEET_ROW && result != HM_SHEET_TORN)
            return 0;
        if (hm_header_names_unit(sheet, reading->dataset->languages))
            return sheet->cells[0].position.line;
    }
    return 0;
}

/* What the header has, what it should have, and which name was perhaps misspelt. */
static hm_code fail_form(hm_sheet *sheet, const hm_sheet_header *header, hm_reading *reading) {
    const char *city = hm_role_name_in(reading->language, HM_ROLE_CITY);
    const char *period = hm_role_name_in(reading->language, HM_ROLE_PERIOD);
    hm_buffer text;
    hm_buffer_open(&text, reading->dataset->allocator);
    hm_buffer_add_text(&text, "found the columns ");
    for (size_t i = 0; i < sheet->count && i < 8; i++) {
        hm_raw name = name_of(sheet, i);
        hm_buffer_add_text(&text, i > 0 ? ", " : "");
        hm_buffer_add_text(&text, hm_quote_of(name.text, name.size).text);
    }
    if (sheet->count > 8)
        hm_buffer_format(&text, " and %zu more", sheet->count - 8);
    if (reading->records)
        hm_buffer_format(&text, "; expected %s, %s and the columns of the records", city, period);
    else
        hm_buffer_format(&text, "; expected %s,%s,%s,%s or %s,%s and one column an input", city,
                         period, hm_role_name_in(reading->language, HM_ROLE_INPUT),
                         hm_role_name_in(reading->language, HM_ROLE_VALUE), city, period);
    const char *meant = "";
    size_t column = find_misspelt(sheet, header, reading, &meant);
    hm_position position = sheet->cells[column < sheet->count ? column : 0].position;
    if (column < sheet->count) {
        hm_raw name = name_of(sheet, column);
        hm_buffer_format(&text, "; column \"%s\"%s", hm_quote_of(name.text, name.size).text,
                         hm_hint_of(meant).text);
    }
    const uint32_t line = column < sheet->count ? 0 : find_later_header(sheet, reading);
    if (line > 0)
        hm_buffer_format(&text, "; %s %u looks like the header: say where it stands",
                         *hm_sheet_of_file(reading->file) ? "row" : "line", (unsigned)line);
    hm_code code =
        text.failed ? hm_error_memory(reading->error) : fail(reading, position, "%s", text.data);
    hm_buffer_close(&text);
    return code;
}

static bool explains(const hm_reading *reading, hm_raw name) {
    for (size_t i = 0; i < sizeof explaining / sizeof *explaining; i++) {
        const char *word = hm_language_word(reading->language, explaining[i]);
        if (hm_text_same(name.text, name.size, explaining[i]) ||
            (word && hm_text_same(name.text, name.size, word)))
            return true;
    }
    return false;
}

static void warn_unknown(hm_reading *reading, hm_raw name) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name.text, name.size);
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        hm_nearest_show(&nearest, hm_role_name_in(reading->language, (hm_role)role));
    hm_reading_add_issue(reading, nearest.name ? HM_ISSUE_MISSPELT_COLUMN : HM_ISSUE_UNKNOWN_COLUMN,
                         name.position,
                         &(hm_issue_texts){.found = hm_quote_of(name.text, name.size).text,
                                           .nearest = nearest.name});
}

/* Sets aside the columns that this form has no use for. */
static void skip_columns(hm_sheet_header *header, const hm_sheet *sheet, hm_reading *reading) {
    for (size_t i = 0; i < sheet->count; i++) {
        hm_raw name = name_of(sheet, i);
        hm_role role = role_of(reading, name);
        if (name.size == 0) {
            header->skipped[i] = true;
            if (!reading->for_people)
                hm_reading_add_issue(reading, HM_ISSUE_UNNAMED_COLUMN, name.position,
                                     &(hm_issue_texts){.name = hm_digits_of(i + 1).text});
        } else if (header->form == HM_SHEET_LONG && role == HM_ROLE_COUNT) {
            header->skipped[i] = true;
            if (!explains(reading, name))
                warn_unknown(reading, name);
        } else if (header->form == HM_SHEET_WIDE && role >= HM_ROLE_STATUS &&
                   role < HM_ROLE_COUNT) {
            header->skipped[i] = true;
            hm_reading_add_issue(
                reading, HM_ISSUE_COLUMN_OF_OTHER_FORM, name.position,
                &(hm_issue_texts){.found = hm_role_name_in(reading->language, role)});
        }
    }
}

/* Does a recipe say which columns count? Then others may be called as they like. */
static bool is_mapped(const hm_reading *reading) {
    return reading->recipe && reading->recipe->maps;
}

/* Names are told apart as they will be used: the words in any case, the others exactly. */
static hm_code check_names(const hm_sheet *sheet, hm_reading *reading) {
    hm_names seen;
    hm_names_open(&seen, reading->dataset->allocator);
    hm_code code = HM_OK;
    for (size_t i = 0; i < sheet->count && code == HM_OK; i++) {
        hm_raw name = name_of(sheet, i);
        hm_role role = role_of(reading, name);
        const char *text = role < HM_ROLE_COUNT ? hm_role_name(role) : name.text;
        const size_t size = role < HM_ROLE_COUNT ? strlen(text) : name.size;
        const char *fault = fault_of_name(hm_raw_check(name).fault);
        uint32_t before = seen.count;
        if (fault) {
            code =
                fail(reading, name.position,
                     hm_raw_check(name).fault == HM_FAULT_UTF8
                         ? "found %s in a column's name, expected UTF-8 text: save the file so, or "
                           "say what its encoding is"
                         : "found %s in a column's name, expected UTF-8 text",
                     fault);
        } else if (name.size > 0 && hm_names_intern(&seen, text, size) == HM_NO_NAME) {
            code = hm_error_memory(reading->error);
        } else if (name.size > 0 && seen.count == before && !is_mapped(reading)) {
            code = fail(reading, name.position, "column `%s` stands twice",
                        hm_quote_of(name.text, name.size).text);
        }
    }
    hm_names_close(&seen);
    return code;
}

static hm_code decide_form(hm_sheet_header *header, hm_sheet *sheet, hm_reading *reading) {
    for (size_t role = 0; role < HM_ROLE_COUNT; role++)
        header->fields[role] = HM_NO_FIELD;
    for (size_t i = 0; i < sheet->count; i++) {
        hm_raw name = name_of(sheet, i);
        hm_role role = role_of(reading, name);
        if (role < HM_ROLE_COUNT)
            header->fields[role] = i;
    }
    bool input = header->fields[HM_ROLE_INPUT] != HM_NO_FIELD;
    bool value = header->fields[HM_ROLE_VALUE] != HM_NO_FIELD;
    bool unit = header->fields[HM_ROLE_CITY] != HM_NO_FIELD &&
                header->fields[HM_ROLE_PERIOD] != HM_NO_FIELD;
    header->form =
        reading->records ? HM_SHEET_RECORDS : (input && value ? HM_SHEET_LONG : HM_SHEET_WIDE);
    /* One of the two alone is a long file with a slip, never an input of that name. */
    if (!unit || (header->form == HM_SHEET_WIDE && (input || value)))
        return fail_form(sheet, header, reading);
    return HM_OK;
}

/* --- where the header stands --- */

static hm_code fail_row(hm_sheet *sheet, hm_reading *reading, hm_sheet_result result) {
    if (result == HM_SHEET_FAILED)
        return sheet->code;
    if (result == HM_SHEET_TORN)
        return fail(reading, sheet->torn, "%s", "found a quote that is never closed in the header");
    return fail(reading, (hm_position){0, 0}, "%s", "the file is empty, expected a header line");
}

/* The row on line `line`; what stands before is left out, whatever it is. */
static hm_code find_line(hm_sheet *sheet, hm_reading *reading, uint32_t line) {
    for (;;) {
        const hm_sheet_result result = hm_sheet_next(sheet, reading->error);
        if (result == HM_SHEET_TORN && sheet->torn.line < line)
            continue;
        if (result == HM_SHEET_ROW && sheet->count > 0) {
            const uint32_t found = sheet->cells[0].position.line;
            if (found == line)
                return HM_OK;
            if (found < line)
                continue;
        }
        if (result == HM_SHEET_FAILED)
            return sheet->code;
        return hm_error_at(reading->error, HM_ERROR_DATA, reading->file, line, 0,
                           "found no row on line %u, where the header was said to stand",
                           (unsigned)line);
    }
}

static bool join_name(hm_reading *reading, hm_raw *name, hm_raw more, const char *between) {
    more = hm_raw_trim(more);
    if (more.size == 0)
        return true;
    if (name->size == 0) {
        const hm_position position = name->position;
        *name = more;
        name->position = position;
    } else {
        hm_buffer text;
        hm_buffer_open(&text, reading->dataset->allocator);
        hm_buffer_add(&text, name->text, name->size);
        hm_buffer_add_text(&text, between);
        hm_buffer_add(&text, more.text, more.size);
        name->size = text.size;
        name->text =
            text.failed ? NULL : hm_arena_copy(&reading->dataset->arena, text.data, text.size);
        hm_buffer_close(&text);
        return name->text != NULL;
    }
    name->text = hm_arena_copy(&reading->dataset->arena, name->text, name->size);
    return name->text != NULL;
}

/* Room for the names of as many columns as the longest row of the header has. */
static bool widen(const hm_sheet *sheet, hm_reading *reading, hm_raw **names, size_t *count) {
    if (sheet->count <= *count)
        return true;
    hm_raw *wider = hm_arena_take_array(&reading->dataset->arena, sheet->count, sizeof *wider);
    if (!wider)
        return false;
    for (size_t i = 0; i < sheet->count; i++)
        wider[i] =
            i < *count ? (*names)[i] : (hm_raw){.text = "", .position = sheet->cells[i].position};
    *names = wider;
    *count = sheet->count;
    return true;
}

/* Copies the names of the row, or puts them behind those of the rows above. */
static bool keep_names(const hm_sheet *sheet, hm_reading *reading, hm_raw **names, size_t *count) {
    const hm_recipe *recipe = reading->recipe;
    const char *between = recipe->dialect.header_join ? recipe->dialect.header_join : " ";
    bool fine = widen(sheet, reading, names, count);
    for (size_t i = 0; fine && i < sheet->count; i++)
        if (fault_of_name(sheet->cells[i].fault))
            (*names)[i] = sheet->cells[i];
        else
            fine = join_name(reading, &(*names)[i], sheet->cells[i], between);
    return fine;
}

/* A header of several rows: the names of a column, one below the other, are one name. */
static hm_code find_joined(hm_sheet *sheet, hm_reading *reading) {
    const hm_dialect *dialect = &reading->recipe->dialect;
    hm_raw *names = NULL;
    size_t count = 0;
    for (size_t i = 0; i < dialect->header_row_count; i++) {
        const hm_code code = find_line(sheet, reading, dialect->header_rows[i]);
        if (code != HM_OK)
            return code;
        if (!keep_names(sheet, reading, &names, &count))
            return hm_error_memory(reading->error);
    }
    sheet->cells = names;
    sheet->count = count;
    return HM_OK;
}

/* Columns without names are called by their numbers. The row that was looked at comes again. */
static hm_code number_names(hm_sheet *sheet, hm_reading *reading) {
    const hm_sheet_result result = hm_sheet_next(sheet, reading->error);
    if (result != HM_SHEET_ROW)
        return fail_row(sheet, reading, result);
    hm_sheet_hold(sheet);
    hm_arena *arena = &reading->dataset->arena;
    hm_raw *names = hm_arena_take_array(arena, sheet->count, sizeof *names);
    bool fine = names != NULL;
    for (size_t i = 0; fine && i < sheet->count; i++) {
        const hm_digits digits = hm_digits_of(i + 1);
        names[i].position = sheet->cells[i].position;
        names[i].size = strlen(digits.text);
        names[i].text = hm_arena_copy(arena, digits.text, names[i].size);
        fine = names[i].text != NULL;
    }
    sheet->cells = names;
    return fine ? HM_OK : hm_error_memory(reading->error);
}

static hm_code find_header(hm_sheet *sheet, hm_reading *reading) {
    const hm_dialect *dialect = reading->recipe ? &reading->recipe->dialect : NULL;
    if (dialect && dialect->no_header)
        return number_names(sheet, reading);
    if (dialect && dialect->header_row_count > 1)
        return find_joined(sheet, reading);
    if (dialect && dialect->header_row_count == 1)
        return find_line(sheet, reading, dialect->header_rows[0]);
    const hm_sheet_result result = hm_sheet_next(sheet, reading->error);
    return result == HM_SHEET_ROW ? HM_OK : fail_row(sheet, reading, result);
}

hm_code hm_sheet_header_first(hm_sheet *sheet, hm_reading *reading) {
    hm_code code = find_header(sheet, reading);
    sheet->width = sheet->count;
    if (code == HM_OK)
        code = hm_schema_apply(sheet, reading);
    if (code == HM_OK && !is_mapped(reading))
        reading->language = hm_header_language(sheet, reading->dataset->languages);
    return code == HM_OK ? check_names(sheet, reading) : code;
}

/* The form of a sheet whose columns a recipe names. */
static void take_mapping(hm_sheet_header *header, const hm_sheet *sheet,
                         const hm_reading *reading) {
    const hm_mapping *mapping = header->mapping;
    header->form = reading->records                ? HM_SHEET_RECORDS
                   : !hm_mapping_is_plain(mapping) ? HM_SHEET_MAPPED
                   : mapping->figures              ? HM_SHEET_WIDE
                                                   : HM_SHEET_LONG;
    memcpy(header->fields, mapping->fields, sizeof header->fields);
    for (size_t i = 0; i < sheet->count; i++)
        header->skipped[i] = !reading->records;
    for (size_t i = 0; i < mapping->figure_count; i++)
        header->skipped[mapping->figures[i].field] = false;
    for (size_t i = 0; reading->records && i < sheet->count; i++)
        header->skipped[i] = sheet->cells[i].size == 0 || hm_mapping_uses(mapping, i);
}

hm_code hm_sheet_header_read(hm_sheet_header *header, hm_sheet *sheet, hm_reading *reading) {
    memset(header, 0, sizeof *header);
    hm_code code = hm_sheet_header_first(sheet, reading);
    if (code == HM_OK)
        code = hm_schema_find_marks(sheet, reading, &header->marks);
    if (code == HM_OK)
        code = hm_mapping_new(&header->mapping, sheet, reading);
    if (code == HM_OK && !header->mapping)
        code = decide_form(header, sheet, reading);
    if (code != HM_OK)
        return code;
    header->skipped = hm_allocate_array(reading->dataset->allocator, sheet->count, 1);
    if (!header->skipped)
        return hm_error_memory(reading->error);
    header->count = sheet->count;
    if (header->mapping)
        take_mapping(header, sheet, reading);
    else
        skip_columns(header, sheet, reading);
    return HM_OK;
}

void hm_sheet_header_close(hm_sheet_header *header, hm_reading *reading) {
    hm_mapping_free(header->mapping, reading);
    hm_release(reading->dataset->allocator, header->skipped, header->count);
    header->skipped = NULL;
    header->mapping = NULL;
}

bool hm_sheet_header_is_figure(const hm_sheet_header *header, size_t field) {
    return !header->skipped[field] && field != header->fields[HM_ROLE_CITY] &&
           field != header->fields[HM_ROLE_PERIOD];
}

bool hm_sheet_header_is_key(const hm_sheet_header *header, size_t field) {
    if (header->mapping)
        return hm_mapping_is_key(header->mapping, field);
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        if (header->fields[role] == field && !header->skipped[field])
            return role != HM_ROLE_VALUE;
    return false;
}

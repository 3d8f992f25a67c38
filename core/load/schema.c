#include "load/schema.h"

#include <string.h>

#include "base/file_name.h"
#include "base/text.h"

static bool is_called(hm_raw name, const char *field) {
    const hm_text text = hm_text_name(name.text, name.size);
    return strlen(field) == text.size && memcmp(field, text.text, text.size) == 0;
}

static bool has_column(const hm_sheet *sheet, const char *field) {
    for (size_t i = 0; i < sheet->count; i++)
        if (is_called(sheet->cells[i], field))
            return true;
    return false;
}

static bool has_field(const hm_recipe *recipe, hm_raw name) {
    for (size_t i = 0; i < recipe->field_count; i++)
        if (is_called(name, recipe->fields[i].name))
            return true;
    return false;
}

static hm_code fail(const hm_reading *reading, hm_position position, const char *message,
                    const char *name) {
    return hm_error_at(reading->error, HM_ERROR_DATA, reading->recipe->file, position.line,
                       position.column, message, name, hm_file_name_of(reading->file).text);
}

static hm_code fail_field(const hm_reading *reading, const hm_recipe_field *field,
                          const char *message) {
    return fail(reading, field->position, message,
                hm_quote_of(field->name, strlen(field->name)).text);
}

/* By their order: the fields name the columns. */
static hm_code name_by_order(hm_sheet *sheet, hm_reading *reading) {
    const hm_recipe *recipe = reading->recipe;
    hm_raw *names = hm_arena_take_array(&reading->dataset->arena, sheet->count + 1, sizeof *names);
    if (!names)
        return hm_error_memory(reading->error);
    if (sheet->count != recipe->field_count)
        return hm_error_at(
            reading->error, HM_ERROR_DATA, recipe->file, recipe->fields[0].position.line,
            recipe->fields[0].position.column,
            "%s has %zu column%s, the schema %zu field%s: expected the same ones (see "
            "fieldsMatch)",
            hm_file_name_of(reading->file).text, sheet->count, sheet->count == 1 ? "" : "s",
            recipe->field_count, recipe->field_count == 1 ? "" : "s");
    for (size_t i = 0; i < sheet->count; i++) {
        const char *field = recipe->fields[i].name;
        if (!is_called(sheet->cells[i], field) && has_column(sheet, field))
            return fail_field(reading, &recipe->fields[i],
                              "field \"%s\" stands at another place in %s: expected the same order "
                              "(see fieldsMatch)");
        names[i] = sheet->cells[i];
        names[i].text = hm_arena_copy(&reading->dataset->arena, field, strlen(field));
        names[i].size = strlen(field);
        if (!names[i].text)
            return hm_error_memory(reading->error);
    }
    sheet->cells = names;
    return HM_OK;
}

/* By their names, in any order. */
static hm_code check_names(const hm_sheet *sheet, const hm_reading *reading) {
    const hm_recipe *recipe = reading->recipe;
    const hm_fields_match match = recipe->match;
    size_t found = 0;
    for (size_t i = 0; i < recipe->field_count; i++) {
        const bool there = has_column(sheet, recipe->fields[i].name);
        found += there;
        if (!there && (match == HM_FIELDS_EQUAL || match == HM_FIELDS_SUBSET))
            return fail_field(reading, &recipe->fields[i], "field \"%s\" is no column of %s");
    }
    for (size_t i = 0; i < sheet->count; i++) {
        const hm_raw name = sheet->cells[i];
        if ((match == HM_FIELDS_EQUAL || match == HM_FIELDS_SUPERSET) && !has_field(recipe, name))
            return hm_error_at(reading->error, HM_ERROR_DATA, reading->file, name.position.line,
                               name.position.column, "column \"%s\" is no field of the schema",
                               hm_quote_of(name.text, name.size).text);
    }
    return found > 0 ? HM_OK
                     : fail_field(reading, &recipe->fields[0],
                                  "neither field \"%s\" nor any other is a column of %s");
}

hm_code hm_schema_apply(hm_sheet *sheet, hm_reading *reading) {
    const hm_recipe *recipe = reading->recipe;
    if (!recipe || recipe->field_count == 0)
        return HM_OK;
    return recipe->match == HM_FIELDS_EXACT || recipe->dialect.no_header
               ? name_by_order(sheet, reading)
               : check_names(sheet, reading);
}

hm_code hm_schema_find_marks(const hm_sheet *sheet, const hm_reading *reading,
                             const hm_number_marks ***marks) {
    const hm_recipe *recipe = reading->recipe;
    *marks = NULL;
    if (!recipe || !recipe->fields_differ)
        return HM_OK;
    *marks = hm_arena_take_array(&reading->dataset->arena, sheet->count + 1, sizeof **marks);
    if (!*marks)
        return hm_error_memory(reading->error);
    for (size_t i = 0; i < sheet->count; i++) {
        (*marks)[i] = NULL;
        for (size_t n = 0; n < recipe->field_count; n++)
            if (hm_number_marks_say(&recipe->fields[n].marks) &&
                is_called(sheet->cells[i], recipe->fields[n].name))
                (*marks)[i] = &recipe->fields[n].marks;
    }
    return HM_OK;
}

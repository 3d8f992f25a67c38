/* mapping_cities.c: what the rows of a table say of their cities, beside figures: their names, the
 * groups that they belong to. */
#include <string.h>

#include "base/text.h"
#include "load/mapping_find.h"
#include "load/name_pattern.h"

/* --- which columns --- */

static hm_code add_city_column(hm_mapper *p, size_t field, const char *as) {
    hm_mapping *m = p->m;
    const hm_raw *own = &p->names[field];
    const hm_text name = as ? (hm_text){as, strlen(as)} : (hm_text){own->text, own->size};
    const uint32_t column =
        hm_names_intern(&p->reading->dataset->cities.columns, name.text, name.size);
    m->cities[m->city_count++] = (hm_city_column){field, column};
    p->used[field] = true;
    return column == HM_NO_NAME ? hm_error_memory(p->reading->error) : HM_OK;
}

/* Columns that say something of the city: by names, or all that are called so and are no part. */
hm_code hm_mapper_find_cities(hm_mapper *p) {
    const hm_recipe_part *said = &p->m->recipe->cities;
    const size_t fields = p->sheet->count;
    hm_code code = HM_OK;
    p->m->cities = hm_arena_take_array(&p->m->arena, said->count + fields, sizeof *p->m->cities);
    if (!p->m->cities && said->count + fields > 0)
        return hm_error_memory(p->reading->error);
    for (size_t i = 0; i < said->count && code == HM_OK; i++) {
        const hm_recipe_column *column = &said->columns[i];
        hm_name_match found;
        size_t field = HM_NO_FIELD;
        if (column->number > 0 || !strchr(column->name, '*')) {
            code = hm_mapper_find_column(p, column, &field);
            if (code == HM_OK && field != HM_NO_FIELD)
                code = add_city_column(p, field, column->as);
            continue;
        }
        for (field = 0; field < fields && code == HM_OK; field++)
            if (!p->used[field] && hm_name_pattern_match(column->name, p->names[field].text,
                                                         p->names[field].size, true, &found))
                code = add_city_column(p, field, NULL);
    }
    return code;
}

/* --- rows --- */

/* What is known of the city; NULL when memory has run out. */
static hm_city_row *find_row(hm_reading *reading, hm_text name, hm_position position) {
    hm_cities *cities = &reading->dataset->cities;
    const uint32_t number = hm_names_find(&cities->names, name.text, name.size);
    return number != HM_NO_NAME
               ? &cities->rows[number]
               : hm_cities_add(cities, name.text, name.size, reading->file, position);
}

/* Another text than an earlier row has. */
static void tell_other(hm_reading *reading, const hm_city_row *row, hm_text city, uint32_t column,
                       hm_raw cell) {
    const hm_cities *cities = &reading->dataset->cities;
    const char *before = hm_city_cell(row, column);
    hm_reading_add_issue(reading, HM_ISSUE_CITY_SAID_OTHERWISE, cell.position,
                         &(hm_issue_texts){.name = hm_quote_of(city.text, city.size).text,
                                           .found = hm_quote_of(cell.text, cell.size).text,
                                           .expected = hm_quote_of(before, strlen(before)).text,
                                           .detail = cities->columns.texts[column],
                                           .there = {row->file, row->position.line, 0}});
}

bool hm_mapping_say_city(hm_mapping *m, const hm_sheet *sheet, hm_reading *reading) {
    hm_raw raw;
    if (m->city_count == 0)
        return true;
    if (!hm_mapping_get(m, sheet, HM_ROLE_CITY, &raw))
        return false;
    const hm_text city = hm_text_name(raw.text, raw.size);
    if (raw.fault != HM_FAULT_NONE || city.size == 0)
        return true; /* which is told as a row without a city */
    hm_city_row *row = find_row(reading, city, raw.position);
    for (size_t i = 0; row && i < m->city_count; i++) {
        const hm_city_column *one = &m->cities[i];
        const hm_raw cell = hm_raw_check(hm_raw_trim(sheet->cells[one->field]));
        const char *before = hm_city_cell(row, one->column);
        if (cell.fault != HM_FAULT_NONE || cell.size == 0 ||
            hm_recipe_is_missing(m->recipe, cell.text, cell.size))
            continue;
        if (!*before &&
            !hm_cities_set(&reading->dataset->cities, row, one->column, cell.text, cell.size))
            return false;
        if (*before && (strlen(before) != cell.size || memcmp(before, cell.text, cell.size) != 0))
            tell_other(reading, row, city, one->column, cell);
    }
    return row != NULL;
}

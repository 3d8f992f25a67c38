/* mapping_column.c: the column of a header that a recipe means, and what is said where there is
 * none.
 */
#include <stdio.h>
#include <string.h>

#include "base/file_name.h"
#include "base/text.h"
#include "load/mapping_find.h"

hm_code hm_mapper_fail(const hm_mapper *p, hm_position position, const char *message,
                       const char *text) {
    return hm_error_at(p->reading->error, HM_ERROR_DATA, p->m->recipe->file, position.line,
                       position.column, message, text);
}

static hm_code fail_name(const hm_mapper *p, const hm_recipe_column *column) {
    hm_choice_list names = {{0}};
    hm_nearest nearest;
    char text[80];
    hm_nearest_start(&nearest, column->name, strlen(column->name));
    for (size_t i = 0; i < p->sheet->count; i++) {
        const char *name = hm_arena_copy(&p->m->arena, p->names[i].text, p->names[i].size);
        if (!name)
            return hm_error_memory(p->reading->error);
        hm_nearest_show(&nearest, name);
        if (*name)
            hm_choice_list_add(&names, hm_quote_of(name, strlen(name)).text);
    }
    (void)snprintf(text, sizeof text, "%s", hm_quote_of(column->name, strlen(column->name)).text);
    return hm_error_at(p->reading->error, HM_ERROR_DATA, p->m->recipe->file, column->position.line,
                       column->position.column, "no column of %s is called \"%s\"%s%s%s",
                       hm_file_name_of(p->reading->file).text, text, hm_hint_of(nearest.name).text,
                       nearest.name ? "" : ", only ", nearest.name ? "" : names.text);
}

static hm_code fail_twice(const hm_mapper *p, const hm_recipe_column *column, size_t a, size_t b) {
    return hm_error_at(p->reading->error, HM_ERROR_DATA, p->m->recipe->file, column->position.line,
                       column->position.column,
                       "two columns of %s are called \"%s\", %zu and %zu: say which by its number",
                       hm_file_name_of(p->reading->file).text,
                       hm_quote_of(column->name, strlen(column->name)).text, a + 1, b + 1);
}

static bool is_called(const hm_mapper *p, size_t field, const char *name) {
    const hm_raw *found = &p->names[field];
    return strlen(name) == found->size && memcmp(name, found->text, found->size) == 0;
}

hm_code hm_mapper_find_column(hm_mapper *p, const hm_recipe_column *column, size_t *field) {
    const size_t count = p->sheet->count;
    *field = HM_NO_FIELD;
    if (column->number > count && column->optional)
        return HM_OK;
    if (column->number > count)
        return hm_error_at(p->reading->error, HM_ERROR_DATA, p->m->recipe->file,
                           column->position.line, column->position.column,
                           "%s has no column %u, only %zu", hm_file_name_of(p->reading->file).text,
                           (unsigned)column->number, count);
    for (size_t i = 0; column->number == 0 && i < count; i++) {
        if (!is_called(p, i, column->name))
            continue;
        if (*field != HM_NO_FIELD)
            return fail_twice(p, column, *field, i);
        *field = i;
    }
    if (column->number > 0)
        *field = column->number - 1;
    if (*field == HM_NO_FIELD)
        return column->optional ? HM_OK : fail_name(p, column);
    p->used[*field] = true;
    return HM_OK;
}

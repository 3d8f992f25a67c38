#include "load/recipe_json.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "format/raw.h"

/* No list or object of a recipe has more. */
enum { MOST_ITEMS = 100000 };

hm_code hm_recipe_failed(hm_recipe_reader *r) {
    return r->json.token == HM_JSON_ERROR ? r->json.error->code : hm_error_memory(r->json.error);
}

hm_code hm_recipe_fail(hm_recipe_reader *r, hm_position position, const char *message,
                       const char *text) {
    return hm_error_at(r->json.error, HM_ERROR_DATA, r->json.file, position.line, position.column,
                       message, text);
}

static const char *describe(hm_json_token token) {
    switch (token) {
    case HM_JSON_OBJECT:
        return "an object";
    case HM_JSON_ARRAY:
        return "an array";
    case HM_JSON_NULL:
        return "null";
    case HM_JSON_TRUE:
        return "true";
    default:
        return "false";
    }
}

hm_code hm_recipe_refuse(hm_recipe_reader *r, const char *expected) {
    const hm_json *json = &r->json;
    if (json->token == HM_JSON_ERROR)
        return hm_recipe_failed(r);
    const bool shown = json->token == HM_JSON_STRING || json->token == HM_JSON_NUMBER;
    const hm_quote quote = hm_quote_of(json->text, shown ? json->size : 0);
    char found[80];
    (void)snprintf(found, sizeof found, json->token == HM_JSON_STRING ? "\"%s\"" : "%s",
                   shown ? quote.text : describe(json->token));
    return hm_error_at(json->error, HM_ERROR_DATA, json->file, json->position.line,
                       json->position.column, "found %s, expected %s", found, expected);
}

/* --- objects --- */

static hm_code refuse_member(hm_recipe_reader *r, const hm_recipe_shape *shape,
                             const char *nearest) {
    hm_choice_list known = {{0}};
    for (size_t i = 0; i < shape->count; i++)
        hm_choice_list_add(&known, shape->members[i].name);
    const hm_json *json = &r->json;
    return hm_error_at(json->error, HM_ERROR_DATA, json->file, json->position.line,
                       json->position.column, "%s has no member \"%s\"%s%s%s", shape->name,
                       hm_quote_of(json->text, json->size).text, hm_hint_of(nearest).text,
                       nearest ? "" : ", only ", nearest ? "" : known.text);
}

/* The member that the last token names; shape->count where it is none. */
static size_t find_member(const hm_json *json, const hm_recipe_shape *shape, const char **nearest) {
    hm_nearest near;
    hm_nearest_start(&near, json->text, json->size);
    for (size_t i = 0; i < shape->count; i++) {
        if (hm_json_is(json, shape->members[i].name))
            return i;
        if (shape->members[i].read)
            hm_nearest_show(&near, shape->members[i].name);
    }
    *nearest = near.name;
    return shape->count;
}

static hm_code read_member(hm_recipe_reader *r, const hm_recipe_shape *shape, void *to,
                           uint64_t *seen) {
    const char *nearest = NULL;
    const size_t i = find_member(&r->json, shape, &nearest);
    if (i == shape->count && (!shape->open || nearest))
        return refuse_member(r, shape, nearest);
    if (i < shape->count && *seen >> i & 1)
        return hm_recipe_fail(r, r->json.position, "member \"%s\" stands twice",
                              shape->members[i].name);
    if (i < shape->count)
        *seen |= (uint64_t)1 << i;
    if (hm_json_next(&r->json) == HM_JSON_ERROR)
        return hm_recipe_failed(r);
    if (i < shape->count && shape->members[i].read)
        return shape->members[i].read(r, (char *)to + shape->members[i].offset);
    return hm_json_skip(&r->json) ? HM_OK : hm_recipe_failed(r);
}

hm_code hm_recipe_read_object(hm_recipe_reader *r, const hm_recipe_shape *shape, void *to) {
    if (r->json.token != HM_JSON_OBJECT)
        return hm_recipe_refuse(r, "an object");
    uint64_t seen = 0;
    hm_code code = HM_OK;
    while (code == HM_OK && hm_json_next(&r->json) == HM_JSON_NAME)
        code = read_member(r, shape, to, &seen);
    return code == HM_OK && r->json.token == HM_JSON_ERROR ? hm_recipe_failed(r) : code;
}

/* --- single values --- */

hm_code hm_recipe_read_text(hm_recipe_reader *r, void *to) {
    const hm_json *json = &r->json;
    if (json->token != HM_JSON_STRING || memchr(json->text, '\0', json->size))
        return hm_recipe_refuse(r, "a text");
    const char *copy = hm_arena_copy(&r->recipe->arena, json->text, json->size);
    memcpy(to, &copy, sizeof copy);
    return copy ? HM_OK : hm_recipe_failed(r);
}

hm_code hm_recipe_read_flag(hm_recipe_reader *r, void *to) {
    if (r->json.token != HM_JSON_TRUE && r->json.token != HM_JSON_FALSE)
        return hm_recipe_refuse(r, "true or false");
    *(bool *)to = r->json.token == HM_JSON_TRUE;
    return HM_OK;
}

hm_code hm_recipe_read_real(hm_recipe_reader *r, void *to) {
    return r->json.token == HM_JSON_NUMBER &&
                   hm_number_read(r->json.text, r->json.size, '.', to) == HM_NUMBER_FINE
               ? HM_OK
               : hm_recipe_refuse(r, "a number");
}

static bool read_whole(hm_recipe_reader *r, double least, double *number) {
    if (r->json.token != HM_JSON_NUMBER || hm_recipe_read_real(r, number) != HM_OK)
        return false;
    return *number >= least && *number <= 4294967295.0 && *number <= (double)(uint32_t)*number;
}

hm_code hm_recipe_read_number(hm_recipe_reader *r, void *to) {
    double number = 0;
    if (!read_whole(r, 1, &number))
        return hm_recipe_refuse(r, "a whole number from 1 on");
    *(uint32_t *)to = (uint32_t)number;
    return HM_OK;
}

hm_code hm_recipe_read_count(hm_recipe_reader *r, void *to) {
    double number = 0;
    if (!read_whole(r, 0, &number))
        return hm_recipe_refuse(r, "a whole number from 0 on");
    *(size_t *)to = (size_t)number;
    return HM_OK;
}

/* --- lists --- */

void *hm_recipe_grow(hm_recipe_reader *r, void *items, size_t *count, size_t size) {
    char **list = items;
    /* doubled whenever the count is a power of two: what is left behind belongs to the arena */
    if ((*count & (*count - 1)) == 0) {
        const size_t room = *count == 0 ? 1 : *count * 2;
        char *larger =
            *count < MOST_ITEMS ? hm_arena_take_array(&r->recipe->arena, room, size) : NULL;
        if (!larger)
            return NULL;
        if (*count > 0)
            memcpy(larger, *list, *count * size);
        *list = larger;
    }
    return *list + (*count)++ * size;
}

hm_code hm_recipe_read_list(hm_recipe_reader *r, hm_recipe_read *add, void *to) {
    if (r->json.token != HM_JSON_ARRAY)
        return add(r, to);
    hm_code code = HM_OK;
    while (code == HM_OK && hm_json_next(&r->json) != HM_JSON_ARRAY_END)
        code = r->json.token == HM_JSON_ERROR ? hm_recipe_failed(r) : add(r, to);
    return code;
}

hm_code hm_recipe_read_renamings(hm_recipe_reader *r, void *to) {
    hm_renamings *renamings = to;
    if (r->json.token != HM_JSON_OBJECT)
        return hm_recipe_refuse(r, "an object of texts: what stands there, and what it becomes");
    while (hm_json_next(&r->json) == HM_JSON_NAME) {
        hm_renaming *one = hm_recipe_grow(r, &renamings->items, &renamings->count, sizeof *one);
        if (!one)
            return hm_error_memory(r->json.error);
        const hm_text from = hm_text_trim(r->json.text, r->json.size);
        *one = (hm_renaming){.position = r->json.position};
        one->from = hm_arena_copy(&r->recipe->arena, from.text, from.size);
        if (!one->from)
            return hm_error_memory(r->json.error);
        if (hm_json_next(&r->json) == HM_JSON_ERROR)
            return hm_recipe_failed(r);
        const hm_code code = hm_recipe_read_text(r, &one->to);
        if (code != HM_OK)
            return code;
    }
    return r->json.token == HM_JSON_ERROR ? hm_recipe_failed(r) : HM_OK;
}

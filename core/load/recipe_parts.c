/* recipe_parts.c: what no Data Package has words for: which column is the city, the period, the
 * input; which rows count; and what their figures become. */
#include <string.h>

#include "base/text.h"
#include "load/name_pattern.h"
#include "load/recipe_json.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- columns --- */

/* A name, or a number. */
static hm_code read_key(hm_recipe_reader *r, void *to) {
    hm_recipe_column *column = to;
    column->position = r->json.position;
    if (r->json.token == HM_JSON_NUMBER)
        return hm_recipe_read_number(r, &column->number);
    if (r->json.token != HM_JSON_STRING)
        return hm_recipe_refuse(r, "a column's name or its number");
    const hm_text name = hm_text_trim(r->json.text, r->json.size);
    if (name.size == 0)
        return hm_recipe_refuse(r, "a column's name; one without a name is meant by its number");
    column->name = memchr(name.text, '\0', name.size)
                       ? NULL
                       : hm_arena_copy(&r->recipe->arena, name.text, name.size);
    return column->name ? HM_OK : hm_recipe_failed(r);
}

/* A key, or { "column": key, "as": name }. */
static hm_code read_column(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"column", read_key, 0},
        {"as", hm_recipe_read_text, offsetof(hm_recipe_column, as)},
        {"optional", hm_recipe_read_flag, offsetof(hm_recipe_column, optional)},
        {"fixed", hm_recipe_read_text, offsetof(hm_recipe_column, fixed)},
    };
    static const hm_recipe_shape shape = {"a column", members, COUNT(members), false};
    hm_recipe_column *column = to;
    *column = (hm_recipe_column){.name = "", .position = r->json.position};
    const hm_position position = column->position;
    if (r->json.token != HM_JSON_OBJECT)
        return read_key(r, column);
    const hm_code code = hm_recipe_read_object(r, &shape, column);
    if (code == HM_OK && (*column->name || column->number > 0) == (column->fixed != NULL))
        return hm_recipe_fail(r, position, "%s", "expected one column: { \"column\": ... }");
    return code;
}

static hm_code add_column(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    hm_recipe_column *one = hm_recipe_grow(r, &part->columns, &part->count, sizeof *one);
    return one ? read_column(r, one) : hm_recipe_failed(r);
}

/* --- parts --- */

static hm_code set_source(hm_recipe_reader *r, hm_recipe_part *part, hm_recipe_source source) {
    if (part->source != HM_FROM_HEADER)
        return hm_recipe_fail(r, r->json.position, "%s",
                              "found two of column, columns, pattern and fixed, expected one");
    part->source = source;
    return HM_OK;
}

/* One column, or several whose texts are put together. */
static hm_code read_part_column(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    const hm_position position = r->json.position;
    hm_code code = set_source(r, part, HM_FROM_COLUMN);
    if (code == HM_OK)
        code = hm_recipe_read_list(r, add_column, part);
    bool column = false;
    for (size_t i = 0; i < part->count; i++)
        column |= part->columns[i].fixed == NULL;
    return code == HM_OK && !column
               ? hm_recipe_fail(r, position, "%s", "found no column, expected one")
               : code;
}

static hm_code read_part_columns(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    const hm_position position = r->json.position;
    hm_code code = set_source(r, part, HM_FROM_NAMES);
    if (code == HM_OK)
        code = r->json.token == HM_JSON_ARRAY ? hm_recipe_read_list(r, add_column, part)
                                              : hm_recipe_refuse(r, "an array of columns");
    for (size_t i = 0; code == HM_OK && i < part->count; i++)
        if (part->columns[i].fixed)
            return hm_recipe_fail(r, part->columns[i].position, "%s", "expected a column");
    return code == HM_OK && part->count == 0
               ? hm_recipe_fail(r, position, "%s", "found no column, expected some")
               : code;
}

static hm_code read_part_pattern(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    const hm_position position = r->json.position;
    hm_code code = set_source(r, part, HM_FROM_PATTERN);
    if (code == HM_OK)
        code = hm_recipe_read_text(r, &part->text);
    if (code == HM_OK && !hm_name_pattern_is_fine(part->text))
        return hm_recipe_fail(r, position, "%s",
                              "expected a pattern with * and at most one {period} and one {input}, "
                              "four of them in all");
    return code;
}

static hm_code read_part_fixed(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    const hm_code code = set_source(r, part, HM_FROM_TEXT);
    /* a year is a text, too */
    if (code == HM_OK && r->json.token == HM_JSON_NUMBER) {
        part->text = hm_arena_copy(&r->recipe->arena, r->json.text, r->json.size);
        return part->text ? HM_OK : hm_recipe_failed(r);
    }
    return code == HM_OK ? hm_recipe_read_text(r, &part->text) : code;
}

static const hm_recipe_member part_members[] = {
    {"first", hm_recipe_read_count, offsetof(hm_recipe_part, first)},
    {"column", read_part_column, 0},
    {"fixed", read_part_fixed, 0},
    {"columns", read_part_columns, 0},
    {"pattern", read_part_pattern, 0},
    {"join", hm_recipe_read_text, offsetof(hm_recipe_part, join)},
};

/* An object, or null: there is none, whatever columns are called. */
static hm_code read_part(hm_recipe_reader *r, void *to, size_t member_count, const char *expected) {
    hm_recipe_part *part = to;
    const hm_recipe_shape shape = {expected, part_members, member_count, false};
    part->position = r->json.position;
    if (r->json.token == HM_JSON_NULL) {
        part->source = HM_FROM_NOWHERE;
        return HM_OK;
    }
    if (r->json.token != HM_JSON_OBJECT)
        return hm_recipe_refuse(r, "an object such as { \"column\": \"...\" } or { \"fixed\": "
                                   "\"...\" }");
    const hm_position position = part->position;
    const hm_code code = hm_recipe_read_object(r, &shape, part);
    if (code == HM_OK && part->source == HM_FROM_HEADER)
        return hm_recipe_fail(r, position, "%s",
                              "found nothing, expected { \"column\": \"...\" } "
                              "or { \"fixed\": \"...\" }");
    return code;
}

static hm_code read_text_part(hm_recipe_reader *r, void *to) {
    return read_part(r, to, 3, "this part");
}

static hm_code read_named_part(hm_recipe_reader *r, void *to) {
    return read_part(r, to, COUNT(part_members), "this part");
}

/* --- renaming --- */

#define RENAMINGS(role) ((size_t)(role) * sizeof(hm_renamings))

static hm_code read_rename(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"city", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_CITY)},
        {"period", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_PERIOD)},
        {"input", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_INPUT)},
        {"value", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_VALUE)},
        {"status", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_STATUS)},
        {"quality", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_QUALITY)},
        {"verified", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_VERIFIED)},
        {"source", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_SOURCE)},
        {"note", hm_recipe_read_renamings, RENAMINGS(HM_ROLE_NOTE)},
    };
    static const hm_recipe_shape shape = {"rename", members, COUNT(members), false};
    return hm_recipe_read_object(r, &shape, to);
}

/* --- conditions --- */

struct texts {
    const char **items;
    size_t count;
};

static hm_code add_text(hm_recipe_reader *r, void *to) {
    struct texts *texts = to;
    const char **one = hm_recipe_grow(r, &texts->items, &texts->count, sizeof *one);
    if (!one)
        return hm_recipe_failed(r);
    const hm_text text = hm_text_trim(r->json.text, r->json.size);
    const bool fine = r->json.token == HM_JSON_STRING || r->json.token == HM_JSON_NUMBER;
    if (!fine || memchr(text.text, '\0', text.size))
        return hm_recipe_refuse(r, "a text");
    *one = hm_arena_copy(&r->recipe->arena, text.text, text.size);
    return *one ? HM_OK : hm_recipe_failed(r);
}

static hm_code read_texts(hm_recipe_reader *r, hm_condition *condition, bool is_not, bool pattern) {
    struct texts texts = {NULL, 0};
    const hm_position position = r->json.position;
    if (condition->texts)
        return hm_recipe_fail(r, position, "%s",
                              "found two of is, is_not, like and not_like, expected one");
    const hm_code code = hm_recipe_read_list(r, add_text, &texts);
    for (size_t i = 0; code == HM_OK && pattern && i < texts.count; i++)
        if (strchr(texts.items[i], '{') || !hm_name_pattern_is_fine(texts.items[i]))
            return hm_recipe_fail(r, position, "%s", "expected patterns with at most four *");
    if (code == HM_OK && texts.count == 0)
        return hm_recipe_fail(r, position, "%s", "found no text, expected some");
    condition->texts = texts.items;
    condition->count = texts.count;
    condition->is_not = is_not;
    condition->pattern = pattern;
    return code;
}

static hm_code read_is(hm_recipe_reader *r, void *to) {
    return read_texts(r, to, false, false);
}

static hm_code read_is_not(hm_recipe_reader *r, void *to) {
    return read_texts(r, to, true, false);
}

static hm_code read_like(hm_recipe_reader *r, void *to) {
    return read_texts(r, to, false, true);
}

static hm_code read_not_like(hm_recipe_reader *r, void *to) {
    return read_texts(r, to, true, true);
}

static hm_code read_others(hm_recipe_reader *r, void *to) {
    if (r->json.token != HM_JSON_STRING || !hm_json_is(&r->json, "others"))
        return hm_recipe_refuse(r, "\"others\": all columns of which nothing else is said");
    *(bool *)to = true;
    return HM_OK;
}

static hm_code add_condition(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"column", read_key, offsetof(hm_condition, column)},
        {"columns", read_others, offsetof(hm_condition, others)},
        {"is", read_is, 0},
        {"is_not", read_is_not, 0},
        {"like", read_like, 0},
        {"not_like", read_not_like, 0},
    };
    static const hm_recipe_shape shape = {"a condition", members, COUNT(members), false};
    hm_recipe *recipe = to;
    hm_condition condition = {.column.name = "", .position = r->json.position};
    const hm_code code = hm_recipe_read_object(r, &shape, &condition);
    if (code != HM_OK)
        return code;
    const bool column = *condition.column.name || condition.column.number > 0;
    if (column == condition.others || !condition.texts)
        return hm_recipe_fail(r, condition.position, "%s",
                              "expected a condition such as { \"column\": \"...\", \"is\": \"...\" "
                              "}");
    hm_condition *one =
        hm_recipe_grow(r, &recipe->conditions, &recipe->condition_count, sizeof *one);
    if (!one)
        return hm_recipe_failed(r);
    *one = condition;
    return HM_OK;
}

static hm_code read_filter(hm_recipe_reader *r, void *to) {
    return hm_recipe_read_list(r, add_condition, to);
}

/* Names or patterns. */
static hm_code read_leave_out(hm_recipe_reader *r, void *to) {
    hm_recipe *recipe = to;
    struct texts texts = {NULL, 0};
    const hm_position position = r->json.position;
    const hm_code code = hm_recipe_read_list(r, add_text, &texts);
    for (size_t i = 0; code == HM_OK && i < texts.count; i++)
        if (strchr(texts.items[i], '{') || !hm_name_pattern_is_fine(texts.items[i]))
            return hm_recipe_fail(r, position, "%s", "expected names, with at most four * each");
    recipe->left_out = texts.items;
    recipe->left_out_count = texts.count;
    return code;
}

/* Columns whose cells are empty where what they say stands above. */
static hm_code read_fill_down(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    const hm_position position = r->json.position;
    part->position = position;
    const hm_code code = hm_recipe_read_list(r, add_column, part);
    for (size_t i = 0; code == HM_OK && i < part->count; i++)
        if (part->columns[i].fixed || part->columns[i].as)
            return hm_recipe_fail(r, part->columns[i].position, "%s",
                                  "expected a column by its name or its number");
    return code == HM_OK && part->count == 0
               ? hm_recipe_fail(r, position, "%s", "found no column, expected some")
               : code;
}

/* Columns that say something of the city, by names or patterns. */
static hm_code read_cities(hm_recipe_reader *r, void *to) {
    hm_recipe_part *part = to;
    part->position = r->json.position;
    const hm_code code = hm_recipe_read_list(r, add_column, part);
    for (size_t i = 0; code == HM_OK && i < part->count; i++) {
        const hm_recipe_column *column = &part->columns[i];
        const bool pattern = column->number == 0 && !column->fixed && strchr(column->name, '*');
        if (column->fixed || (pattern && (column->as || !hm_name_pattern_is_fine(column->name))))
            return hm_recipe_fail(r, column->position, "%s",
                                  "expected a column, or a pattern with at most four *, which "
                                  "cannot be called otherwise");
    }
    return code;
}

/* --- figures --- */

/* Between those of the smallest and the largest double. */
static hm_code read_power(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"column", read_key, offsetof(hm_recipe, power_column)},
        {"optional", hm_recipe_read_flag, offsetof(hm_recipe, power_column.optional)},
    };
    static const hm_recipe_shape shape = {"power_of_ten", members, COUNT(members), false};
    hm_recipe *recipe = to;
    double power = 0;
    if (r->json.token == HM_JSON_OBJECT)
        return hm_recipe_read_object(r, &shape, recipe);
    if (hm_recipe_read_real(r, &power) != HM_OK || power < -300 || power > 300 ||
        power < (double)(int)power || power > (double)(int)power)
        return hm_recipe_refuse(r, "a whole number such as 3 for thousands, or a column");
    recipe->power = (int)power;
    return HM_OK;
}

static hm_code read_unit(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {{"power_of_ten", read_power, 0}};
    static const hm_recipe_shape shape = {"unit", members, COUNT(members), false};
    return hm_recipe_read_object(r, &shape, to);
}

/* The marks of a file that has no schema. */
static hm_code read_decimal(hm_recipe_reader *r, void *to) {
    const char *text = NULL;
    const hm_code code = hm_recipe_read_text(r, &text);
    if (code == HM_OK && strcmp(text, ".") != 0 && strcmp(text, ",") != 0)
        return hm_recipe_refuse(r, "\".\" or \",\"");
    if (code == HM_OK)
        *(char *)to = text[0];
    return code;
}

static hm_code read_group(hm_recipe_reader *r, void *to) {
    const hm_code code = hm_recipe_read_text(r, to);
    return code == HM_OK && !hm_recipe_groups(r->json.text, r->json.size)
               ? hm_recipe_refuse(r, "one character that is a mark, or nothing")
               : code;
}

/* --- all of it --- */

#define PART(role) (offsetof(hm_recipe, parts) + (size_t)(role) * sizeof(hm_recipe_part))

hm_code hm_recipe_read_mapping(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"city", read_text_part, PART(HM_ROLE_CITY)},
        {"period", read_named_part, PART(HM_ROLE_PERIOD)},
        {"input", read_named_part, PART(HM_ROLE_INPUT)},
        {"value", read_text_part, PART(HM_ROLE_VALUE)},
        {"status", read_text_part, PART(HM_ROLE_STATUS)},
        {"quality", read_text_part, PART(HM_ROLE_QUALITY)},
        {"verified", read_text_part, PART(HM_ROLE_VERIFIED)},
        {"source", read_text_part, PART(HM_ROLE_SOURCE)},
        {"note", read_text_part, PART(HM_ROLE_NOTE)},
        {"rename", read_rename, offsetof(hm_recipe, renamings)},
        {"period_format", hm_recipe_read_text, offsetof(hm_recipe, period_format)},
        {"skip_last", hm_recipe_read_count, offsetof(hm_recipe, dialect.skip_last)},
        {"filter", read_filter, 0},
        {"fill_down", read_fill_down, offsetof(hm_recipe, fill)},
        {"leave_out", read_leave_out, 0},
        {"cities", read_cities, offsetof(hm_recipe, cities)},
        {"unit", read_unit, 0},
        {"decimal", read_decimal, offsetof(hm_recipe, marks.decimal)},
        {"group", read_group, offsetof(hm_recipe, marks.group)},
        {"records", hm_recipe_read_text, offsetof(hm_recipe, records)},
        {"roll_up", hm_recipe_read_roll_up, offsetof(hm_recipe, roll_up)},
    };
    static const hm_recipe_shape shape = {"hundredmark", members, COUNT(members), false};
    hm_recipe *recipe = to;
    recipe->maps = true;
    recipe->position = r->json.position;
    const hm_code code = hm_recipe_read_object(r, &shape, recipe);
    const char decimal[] = {recipe->marks.decimal ? recipe->marks.decimal : '.', '\0'};
    return code == HM_OK && recipe->marks.group && strcmp(recipe->marks.group, decimal) == 0
               ? hm_recipe_fail(r, recipe->position, "%s",
                                "found the same mark before decimals and between groups")
               : code;
}

static hm_code read_resources(hm_recipe_reader *r, void *to);

static hm_code read_resource(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"encoding", hm_recipe_read_text, offsetof(hm_recipe, dialect.encoding)},
        {"dialect", hm_recipe_read_dialect, 0},
        {"schema", hm_recipe_read_schema, 0},
        {"hundredmark", hm_recipe_read_mapping, 0},
        {"resources", read_resources, 0},
        {"name", NULL, 0},
        {"path", NULL, 0},
        {"type", NULL, 0},
        {"title", NULL, 0},
        {"description", NULL, 0},
        {"format", NULL, 0},
        {"mediatype", NULL, 0},
        {"licenses", NULL, 0},
        {"sources", NULL, 0},
        {"profile", NULL, 0},
        {"$schema", NULL, 0},
    };
    static const hm_recipe_shape shape = {"a resource", members, COUNT(members), true};
    return hm_recipe_read_object(r, &shape, to);
}

/* Of a whole datapackage.json, which is to have one resource. */
static hm_code read_resources(hm_recipe_reader *r, void *to) {
    const hm_position position = r->json.position;
    size_t count = 0;
    if (r->json.token != HM_JSON_ARRAY)
        return hm_recipe_refuse(r, "an array of resources");
    hm_code code = HM_OK;
    while (code == HM_OK && hm_json_next(&r->json) != HM_JSON_ARRAY_END) {
        if (r->json.token == HM_JSON_ERROR)
            return hm_recipe_failed(r);
        if (++count > 1)
            break;
        code = read_resource(r, to);
    }
    return code == HM_OK && count != 1
               ? hm_recipe_fail(r, position, "%s",
                                "expected one resource: of several, read their folder instead")
               : code;
}

hm_code hm_recipe_parse(hm_recipe *recipe, const char *text, size_t size, hm_position position,
                        const char *name, hm_error *error) {
    hm_error own;
    hm_recipe_reader r = {.recipe = recipe};
    recipe->file = hm_arena_copy(&recipe->arena, name, strlen(name));
    if (!recipe->file) {
        recipe->file = "";
        return hm_error_memory(error);
    }
    hm_json_open_text(&r.json, text, size, position, recipe->file, recipe->arena.allocator,
                      error ? error : &own);
    hm_code code = hm_json_check_text(&r.json);
    if (code == HM_OK)
        code = hm_json_next(&r.json) == HM_JSON_ERROR ? hm_recipe_failed(&r)
                                                      : read_resource(&r, recipe);
    if (code == HM_OK && hm_json_next(&r.json) == HM_JSON_ERROR)
        code = hm_recipe_failed(&r);
    hm_json_close(&r.json);
    hm_recipe_settle_marks(recipe);
    return code;
}

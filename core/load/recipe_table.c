/* recipe_table.c: what a Data Package has words for: the dialect and the schema of a resource. */
#include <string.h>

#include "base/text.h"
#include "load/recipe_json.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is standard, but not read here: refused, unless it says what is done anyway. */
static hm_code refuse_word(hm_recipe_reader *r, void *to) {
    (void)to;
    return r->json.token == HM_JSON_NULL ? HM_OK
                                         : hm_recipe_fail(r, r->json.position, "%s",
                                                          "this cannot be read: save the file "
                                                          "without the need for it");
}

/* --- dialect --- */

static hm_code read_delimiter(hm_recipe_reader *r, void *to) {
    const char *text = NULL;
    const hm_code code = hm_recipe_read_text(r, &text);
    if (code == HM_OK && !hm_recipe_delimits(text))
        return hm_recipe_refuse(r, "one character such as \",\", \";\", \"\\t\" or \"|\"");
    if (code == HM_OK)
        *(char *)to = text[0];
    return code;
}

/* One character, or nothing. */
static hm_code read_quote(hm_recipe_reader *r, void *to) {
    const char *text = "";
    const hm_code code = r->json.token == HM_JSON_NULL ? HM_OK : hm_recipe_read_text(r, &text);
    if (code == HM_OK && *text && (text[1] || text[0] & 0x80))
        return hm_recipe_refuse(r, "one character, or nothing");
    if (code == HM_OK)
        *(char *)to = *text ? *text : HM_NO_QUOTE;
    return code;
}

static hm_code read_double_quote(hm_recipe_reader *r, void *to) {
    (void)to;
    return r->json.token == HM_JSON_TRUE
               ? HM_OK
               : hm_recipe_refuse(r, "true: a quote within quotes is written twice");
}

static hm_code read_comment(hm_recipe_reader *r, void *to) {
    if (r->json.token == HM_JSON_NULL)
        return HM_OK;
    const hm_code code = hm_recipe_read_text(r, to);
    return code == HM_OK && r->json.size == 0 ? hm_recipe_refuse(r, "what lines begin with") : code;
}

/* Numbers of lines in ascending order. */
struct lines {
    uint32_t *items;
    size_t count;
};

static hm_code add_line(hm_recipe_reader *r, void *to) {
    struct lines *lines = to;
    uint32_t line = 0;
    const hm_code code = hm_recipe_read_number(r, &line);
    if (code != HM_OK)
        return code;
    if (lines->count > 0 && line <= lines->items[lines->count - 1])
        return hm_recipe_refuse(r, "a line behind the one before it");
    uint32_t *one = hm_recipe_grow(r, &lines->items, &lines->count, sizeof *one);
    if (!one)
        return hm_recipe_failed(r);
    *one = line;
    return HM_OK;
}

static hm_code read_header(hm_recipe_reader *r, void *to) {
    bool header = true;
    const hm_code code = hm_recipe_read_flag(r, &header);
    *(bool *)to = !header;
    return code;
}

static hm_code read_header_rows(hm_recipe_reader *r, void *to) {
    hm_dialect *dialect = to;
    struct lines lines = {NULL, 0};
    const hm_position position = r->json.position;
    const hm_code code = hm_recipe_read_list(r, add_line, &lines);
    dialect->header_rows = lines.items;
    dialect->header_row_count = lines.count;
    return code == HM_OK && lines.count == 0
               ? hm_recipe_fail(r, position, "%s", "found no line, expected those of the header")
               : code;
}

static hm_code read_comment_rows(hm_recipe_reader *r, void *to) {
    hm_dialect *dialect = to;
    struct lines lines = {NULL, 0};
    const hm_code code = hm_recipe_read_list(r, add_line, &lines);
    dialect->comment_rows = lines.items;
    dialect->comment_row_count = lines.count;
    return code;
}

/* A word for what is missing. `to`: the recipe. */
static hm_code add_missing(hm_recipe_reader *r, void *to) {
    hm_recipe *recipe = to;
    const char **words = (const char **)(uintptr_t)recipe->missing;
    const hm_text word = hm_text_trim(r->json.text, r->json.size);
    if (r->json.token != HM_JSON_STRING || memchr(word.text, '\0', word.size))
        return hm_recipe_refuse(r, "a text");
    const char **one = hm_recipe_grow(r, &words, &recipe->missing_count, sizeof *one);
    recipe->missing = words;
    if (one)
        *one = hm_arena_copy(&recipe->arena, word.text, word.size);
    return one && *one ? HM_OK : hm_recipe_failed(r);
}

/* With a label or without: a text, or { "value": text }. */
static hm_code add_missing_value(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {{"value", add_missing, 0}, {"label", NULL, 0}};
    static const hm_recipe_shape shape = {"a missing value", members, COUNT(members), true};
    return r->json.token == HM_JSON_OBJECT ? hm_recipe_read_object(r, &shape, to)
                                           : add_missing(r, to);
}

static hm_code read_missing(hm_recipe_reader *r, void *to) {
    return hm_recipe_read_list(r, add_missing_value, to);
}

static hm_code read_null_sequence(hm_recipe_reader *r, void *to) {
    hm_recipe *recipe = (hm_recipe *)(void *)((char *)to - offsetof(hm_recipe, dialect));
    return r->json.token == HM_JSON_NULL ? HM_OK : add_missing(r, recipe);
}

hm_code hm_recipe_read_dialect(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"delimiter", read_delimiter, offsetof(hm_dialect, delimiter)},
        {"quoteChar", read_quote, offsetof(hm_dialect, quote)},
        {"commentChar", read_comment, offsetof(hm_dialect, comment)},
        {"header", read_header, offsetof(hm_dialect, no_header)},
        {"headerRows", read_header_rows, 0},
        {"headerJoin", hm_recipe_read_text, offsetof(hm_dialect, header_join)},
        {"commentRows", read_comment_rows, 0},
        {"nullSequence", read_null_sequence, 0},
        {"sheetName", hm_recipe_read_text, offsetof(hm_dialect, sheet)},
        {"sheetNumber", hm_recipe_read_count, offsetof(hm_dialect, sheet_number)},
        {"doubleQuote", read_double_quote, 0},
        /* any is fine */
        {"skipInitialSpace", NULL, 0},
        {"lineTerminator", NULL, 0},
        {"$schema", NULL, 0},
        /* of JSON and databases */
        {"escapeChar", refuse_word, 0},
        {"property", refuse_word, 0},
        {"itemType", refuse_word, 0},
        {"itemKeys", refuse_word, 0},
        {"table", refuse_word, 0},
    };
    static const hm_recipe_shape shape = {"a dialect", members, COUNT(members), true};
    hm_dialect *dialect = &((hm_recipe *)to)->dialect;
    return hm_recipe_read_object(r, &shape, dialect);
}

/* --- schema --- */

/* A field as it is being read. */
struct field {
    hm_recipe_field field;
    hm_position marks_position;
};

static hm_code read_decimal(hm_recipe_reader *r, void *to) {
    struct field *field = to;
    const char *text = NULL;
    field->marks_position = r->json.position;
    const hm_code code = hm_recipe_read_text(r, &text);
    if (code == HM_OK && strcmp(text, ".") != 0 && strcmp(text, ",") != 0)
        return hm_recipe_refuse(r, "\".\" or \",\"");
    if (code == HM_OK)
        field->field.marks.decimal = text[0];
    return code;
}

static hm_code read_group(hm_recipe_reader *r, void *to) {
    struct field *field = to;
    field->marks_position = r->json.position;
    const hm_code code = hm_recipe_read_text(r, &field->field.marks.group);
    return code == HM_OK && !hm_recipe_groups(r->json.text, r->json.size)
               ? hm_recipe_refuse(r, "one character that is a mark, or nothing")
               : code;
}

/* No mark does both. */
static hm_code check_marks(hm_recipe_reader *r, const struct field *field) {
    const hm_number_marks *found = &field->field.marks;
    const char decimal[] = {found->decimal ? found->decimal : '.', '\0'};
    return found->group && strcmp(found->group, decimal) == 0
               ? hm_recipe_fail(r, field->marks_position,
                                "field \"%s\" has the same mark before decimals and between groups",
                                hm_name_of(field->field.name ? field->field.name : "").text)
               : HM_OK;
}

static hm_code read_bare(hm_recipe_reader *r, void *to) {
    bool bare = true;
    const hm_code code = hm_recipe_read_flag(r, &bare);
    ((struct field *)to)->field.marks.wrapped = !bare;
    return code;
}

static hm_code read_missing_of_field(hm_recipe_reader *r, void *to) {
    (void)to;
    return hm_recipe_read_list(r, add_missing_value, r->recipe);
}

static hm_code add_field(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"name", hm_recipe_read_text, offsetof(struct field, field.name)},
        {"decimalChar", read_decimal, 0},
        {"groupChar", read_group, 0},
        {"bareNumber", read_bare, 0},
        {"missingValues", read_missing_of_field, 0},
        /* about which figures are told from their look, and from the package */
        {"type", NULL, 0},
        {"format", NULL, 0},
        {"title", NULL, 0},
        {"description", NULL, 0},
    };
    static const hm_recipe_shape shape = {"a field", members, COUNT(members), true};
    hm_recipe *recipe = to;
    struct field field = {.field.position = r->json.position};
    hm_code code = hm_recipe_read_object(r, &shape, &field);
    if (code == HM_OK && !field.field.name)
        return hm_recipe_fail(r, field.field.position, "%s", "found a field without a name");
    if (code == HM_OK)
        code = check_marks(r, &field);
    if (code != HM_OK)
        return code;
    hm_recipe_field *one = hm_recipe_grow(r, &recipe->fields, &recipe->field_count, sizeof *one);
    if (!one)
        return hm_recipe_failed(r);
    *one = field.field;
    return HM_OK;
}

static hm_code read_fields(hm_recipe_reader *r, void *to) {
    return r->json.token == HM_JSON_ARRAY ? hm_recipe_read_list(r, add_field, to)
                                          : hm_recipe_refuse(r, "an array of fields");
}

/* A text, or as in early drafts of the standard an array of one. */
static hm_code add_match(hm_recipe_reader *r, void *to) {
    static const char *const words[] = {"exact", "equal", "subset", "superset", "partial"};
    hm_recipe *recipe = to;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (r->json.token == HM_JSON_STRING && hm_json_is(&r->json, words[i])) {
            recipe->match = (hm_fields_match)i;
            return HM_OK;
        }
    }
    return hm_recipe_refuse(r, "exact, equal, subset, superset or partial");
}

static hm_code read_match(hm_recipe_reader *r, void *to) {
    return hm_recipe_read_list(r, add_match, to);
}

hm_code hm_recipe_read_schema(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"fields", read_fields, 0},
        {"fieldsMatch", read_match, 0},
        {"missingValues", read_missing, 0},
        {"primaryKey", NULL, 0},
        {"uniqueKeys", NULL, 0},
        {"foreignKeys", NULL, 0},
        {"$schema", NULL, 0},
    };
    static const hm_recipe_shape shape = {"a schema", members, COUNT(members), true};
    return hm_recipe_read_object(r, &shape, to);
}

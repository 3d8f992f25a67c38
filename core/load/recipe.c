#include "load/recipe.h"

#include <string.h>

#include "base/error.h"
#include "base/numbers/number_format.h"
#include "base/text.h"
#include "base/versioned.h"
#include "format/raw.h"

void hm_recipe_open(hm_recipe *recipe, const hm_allocator *allocator) {
    memset(recipe, 0, sizeof *recipe);
    recipe->file = "";
    hm_arena_open(&recipe->arena, allocator);
}

void hm_recipe_close(hm_recipe *recipe) {
    hm_arena_close(&recipe->arena);
}

bool hm_recipe_is_missing(const hm_recipe *recipe, const char *text, size_t size) {
    const hm_text trimmed = hm_text_trim(text, size);
    for (size_t i = 0; i < recipe->missing_count; i++) {
        const char *missing = recipe->missing[i];
        if (strlen(missing) == trimmed.size && memcmp(missing, trimmed.text, trimmed.size) == 0)
            return true;
    }
    return false;
}

static bool are_same(const hm_number_marks *a, const hm_number_marks *b) {
    const bool group =
        a->group && b->group ? strcmp(a->group, b->group) == 0 : a->group == b->group;
    return a->decimal == b->decimal && group && a->wrapped == b->wrapped;
}

void hm_recipe_settle_marks(hm_recipe *recipe) {
    const hm_number_marks *first = NULL;
    recipe->fields_differ = false;
    for (size_t i = 0; i < recipe->field_count; i++) {
        const hm_number_marks *marks = &recipe->fields[i].marks;
        if (!hm_number_marks_say(marks))
            continue;
        if (!first)
            first = marks;
        /* what is taken off around figures of one column may be a text in another */
        recipe->fields_differ |= marks->wrapped || !are_same(first, marks);
    }
    if (first && !recipe->fields_differ)
        recipe->marks = *first;
}

/* --- options --- */

static hm_code refuse(hm_error *error, const char *option, const char *found,
                      const char *expected) {
    return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: found \"%s\", expected %s", option,
                        hm_quote_of(found, strlen(found)).text, expected);
}

/* The texts of an option that are not NULL are copied. False when memory has run out. */
static bool keep(hm_recipe *recipe, const char **to, const char *text) {
    if (text)
        *to = hm_arena_copy(&recipe->arena, text, strlen(text));
    return !text || *to;
}

bool hm_recipe_groups(const char *text, size_t size) {
    char mark[8] = "";
    if (size >= sizeof mark)
        return false;
    memcpy(mark, text, size);
    return size == 0 || (strlen(mark) == size && hm_number_format_groups(mark));
}

bool hm_recipe_delimits(const char *text) {
    const char c = text[0];
    const bool is_sign = c > ' ' && c < 0x7F && !strchr("\"'.+-", c);
    const bool is_word = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    return c && !text[1] && (c == '\t' || c == ' ' || (is_sign && !is_word));
}

static hm_code take_dialect(hm_recipe *recipe, const hm_read_options *options, hm_error *error) {
    hm_dialect *dialect = &recipe->dialect;
    if (options->delimiter && !hm_recipe_delimits(options->delimiter))
        return refuse(error, "delimiter", options->delimiter,
                      "one character such as a comma, a semicolon, a tab or a bar");
    if (options->quote && *options->quote && (options->quote[1] || options->quote[0] & 0x80))
        return refuse(error, "quote", options->quote, "one character, or nothing");
    if (options->comment && !*options->comment)
        return refuse(error, "comment", options->comment, "what lines begin with");
    if (options->delimiter)
        dialect->delimiter = options->delimiter[0];
    if (options->quote)
        dialect->quote = options->quote[0] ? options->quote[0] : HM_NO_QUOTE;
    if (options->no_header)
        dialect->no_header = true;
    if (options->skip_last)
        dialect->skip_last = options->skip_last;
    if (options->sheet)
        dialect->sheet_number = 0;
    const bool fine = keep(recipe, &dialect->encoding, options->encoding) &&
                      keep(recipe, &dialect->comment, options->comment) &&
                      keep(recipe, &dialect->sheet, options->sheet);
    return fine ? HM_OK : hm_error_memory(error);
}

static hm_code take_header(hm_recipe *recipe, const hm_read_options *options, hm_error *error) {
    const size_t count = options->header_row_count;
    if (count == 0)
        return HM_OK;
    uint32_t *rows = hm_arena_take_array(&recipe->arena, count, sizeof *rows);
    if (!rows)
        return hm_error_memory(error);
    for (size_t i = 0; i < count; i++) {
        rows[i] = options->header_rows[i];
        if (rows[i] == 0 || (i > 0 && rows[i] <= rows[i - 1]))
            return hm_error_set(error, HM_ERROR_ARGUMENT,
                                "header rows: expected numbers of lines from 1 on, in ascending "
                                "order");
    }
    recipe->dialect.header_rows = rows;
    recipe->dialect.header_row_count = count;
    recipe->dialect.no_header = false;
    return HM_OK;
}

static hm_code take_marks(hm_recipe *recipe, const hm_read_options *options, hm_error *error) {
    const char *decimal = options->decimal, *group = options->group;
    if (decimal && strcmp(decimal, ".") != 0 && strcmp(decimal, ",") != 0)
        return refuse(error, "decimal", decimal, "\".\" or \",\"");
    if (group && *group && !hm_number_format_groups(group))
        return refuse(error, "group", group, "one mark, such as . or a blank, or nothing");
    if (decimal || group)
        recipe->fields_differ = false;
    if (decimal)
        recipe->marks.decimal = decimal[0];
    if (!keep(recipe, &recipe->marks.group, group) ||
        !keep(recipe, &recipe->period_format, options->period_format))
        return hm_error_memory(error);
    const char mark[] = {recipe->marks.decimal, '\0'};
    if (recipe->marks.group && *mark && strcmp(recipe->marks.group, mark) == 0)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "decimal, group: the mark %s cannot be both",
                            mark);
    return HM_OK;
}

static hm_code take_missing(hm_recipe *recipe, const hm_read_options *options, hm_error *error) {
    const size_t count = options->missing_count;
    if (count == 0)
        return HM_OK;
    const char **missing = hm_arena_take_array(&recipe->arena, count, sizeof *missing);
    bool fine = missing != NULL;
    for (size_t i = 0; fine && i < count; i++) {
        const char *text = options->missing[i];
        if (!text)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "missing: a text is NULL");
        const hm_text word = hm_text_trim(text, strlen(text));
        missing[i] = hm_arena_copy(&recipe->arena, word.text, word.size);
        fine = missing[i] != NULL;
    }
    recipe->missing = missing;
    recipe->missing_count = fine ? count : 0;
    return fine ? HM_OK : hm_error_memory(error);
}

hm_code hm_recipe_take_options(hm_recipe *recipe, const hm_read_options *given, hm_error *error) {
    hm_read_options options = HM_READ_OPTIONS_INIT;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_read_options", error);
    if (code == HM_OK)
        code = take_dialect(recipe, &options, error);
    if (code == HM_OK)
        code = take_header(recipe, &options, error);
    if (code == HM_OK)
        code = take_marks(recipe, &options, error);
    return code == HM_OK ? take_missing(recipe, &options, error) : code;
}

#include "dataset/languages.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dataset/cell.h"

/* Of columns, then of cells. */
static const char *const english[] = {
    "city", "period",   "input",    "value",        "status",         "quality",    "source",
    "note", "verified", "label",    "kind",         "unit",           "indicators", "ranked",
    "yes",  "no",       "observed", "not_reported", "not_applicable",
};
_Static_assert(sizeof english / sizeof *english == HM_DATA_WORDS, "a word has no place");

void hm_languages_open(hm_languages *languages, const hm_allocator *allocator) {
    *languages = (hm_languages){.items = NULL};
    hm_arena_open(&languages->arena, allocator);
}

void hm_languages_close(hm_languages *languages) {
    hm_release(languages->arena.allocator, languages->items,
               languages->capacity * sizeof *languages->items);
    hm_arena_close(&languages->arena);
}

/* HM_DATA_WORDS when it is none of them. */
static size_t find_english(const char *word) {
    size_t i = 0;
    while (i < HM_DATA_WORDS && strcmp(word, english[i]) != 0)
        i++;
    return i;
}

static hm_code fail_unknown(const char *word, hm_error *error) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, word, strlen(word));
    for (size_t i = 0; i < HM_DATA_WORDS; i++)
        hm_nearest_show(&nearest, english[i]);
    return hm_error_set(error, HM_ERROR_ARGUMENT, "data have no word \"%s\"%s",
                        hm_quote_of(word, strlen(word)).text, hm_hint_of(nearest.name).text);
}

static hm_code add_word(hm_languages *languages, hm_language *language, hm_data_word given,
                        hm_error *error) {
    if (!given.english || !given.word || !*given.word)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a word of a language is NULL or empty");
    const size_t number = find_english(given.english);
    if (number == HM_DATA_WORDS)
        return fail_unknown(given.english, error);
    const char *copy = hm_arena_copy(&languages->arena, given.word, strlen(given.word));
    language->words[number] = copy;
    return copy ? HM_OK : hm_error_memory(error);
}

hm_code hm_languages_add(hm_languages *languages, const hm_data_language *given, hm_error *error) {
    hm_language language = {{NULL}};
    hm_code code = HM_OK;
    if (!given || (!given->words && given->count > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a language is NULL");
    for (size_t i = 0; code == HM_OK && i < given->count; i++)
        code = add_word(languages, &language, given->words[i], error);
    if (code == HM_OK && !hm_grow(languages->arena.allocator, &languages->items, languages->count,
                                  &languages->capacity, sizeof language))
        code = hm_error_memory(error);
    if (code == HM_OK)
        languages->items[languages->count++] = language;
    return code;
}

const char *hm_language_word(const hm_language *language, const char *word) {
    const size_t number = find_english(word);
    return language && number < HM_DATA_WORDS ? language->words[number] : NULL;
}

bool hm_languages_say(const hm_languages *languages, const char *word, const char *text,
                      size_t size) {
    const size_t number = find_english(word);
    if (hm_text_same(text, size, word))
        return true;
    for (size_t i = 0; number < HM_DATA_WORDS && i < languages->count; i++) {
        const char *other = languages->items[i].words[number];
        if (other && hm_text_same(text, size, other))
            return true;
    }
    return false;
}

int hm_languages_read_yes(const hm_languages *languages, const char *text, size_t size) {
    const int yes = hm_cell_read_yes(text, size);
    if (yes >= 0)
        return yes;
    return hm_languages_say(languages, "yes", text, size)  ? 1
           : hm_languages_say(languages, "no", text, size) ? 0
                                                           : -1;
}

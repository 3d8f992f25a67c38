#include "package/translation.h"

#include <string.h>

#include "base/buffer.h"
#include "base/names.h"
#include "base/text.h"
#include "format/raw.h"
#include "package/csv_table.h"

/* A translation is found by its context and source, joined by a line end. */
typedef struct translations {
    hm_names keys;
    const char **targets; /* by number of its key */
    size_t capacity;
    hm_arena *arena;
    hm_buffer key;
} translations;

static bool set_key(translations *t, const char *context, const char *source) {
    hm_buffer_clear(&t->key);
    hm_buffer_add_text(&t->key, context);
    hm_buffer_add_char(&t->key, '\n');
    hm_buffer_add_text(&t->key, source);
    return !t->key.failed;
}

/* What was said before stays: the catalogue that goes first is read first. */
static bool add(translations *t, const char *context, const char *source, const char *target) {
    const uint32_t count = t->keys.count;
    if (!set_key(t, context, source))
        return false;
    const uint32_t number = hm_names_intern(&t->keys, t->key.data, t->key.size);
    if (number == HM_NO_NAME ||
        !hm_grow(t->arena->allocator, &t->targets, count, &t->capacity, sizeof *t->targets))
        return false;
    if (number == count)
        t->targets[number] = target;
    return true;
}

/* In doubt is whatever is not said to be sure. */
static bool is_fuzzy(const char *mark) {
    static const char *const sure[] = {"", "no", "false", "0"};
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (hm_text_same(mark, strlen(mark), sure[i]))
            return false;
    return true;
}

static hm_code check(const hm_csv_table *table, hm_error *error) {
    static const char *const needed[] = {"context", "source", "target"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (hm_csv_table_column(table, needed[i]) == HM_NO_COLUMN)
            return hm_error_at(error, HM_ERROR_PACKAGE, table->file->shown, 1, 0,
                               "column \"%s\" is missing: a catalogue has context, source, "
                               "target, fuzzy and developer_comments",
                               needed[i]);
    return HM_OK;
}

static hm_code read_catalogue(translations *t, const hm_file *file, hm_issues *issues,
                              hm_error *error) {
    hm_csv_table table;
    hm_code code = hm_csv_table_read(&table, file, t->arena, issues, error);
    if (code == HM_OK)
        code = check(&table, error);
    for (size_t i = 0; code == HM_OK && i < table.row_count; i++) {
        const char *target = hm_csv_table_text(&table, i, "target");
        if (*target && !is_fuzzy(hm_csv_table_text(&table, i, "fuzzy")) &&
            !add(t, hm_csv_table_text(&table, i, "context"), hm_csv_table_text(&table, i, "source"),
                 target))
            code = hm_error_memory(error);
    }
    return hm_csv_table_tell(issues, code, error);
}

/* Of "fr-CA" and "fr" the longer path is the nearer one, and stands first. */
static hm_code read_layer(translations *t, const hm_layer *layer, hm_issues *issues,
                          hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < layer->files.count; i++)
        if (hm_file_is_catalogue(layer->files.items[i].path))
            code = read_catalogue(t, &layer->files.items[i], issues, error);
    return code;
}

static bool translate(void *context, const char *key, const char **text) {
    translations *t = context;
    const hm_text source = hm_text_trim(*text, strlen(*text));
    hm_buffer_clear(&t->key);
    hm_buffer_add_text(&t->key, key);
    hm_buffer_add_char(&t->key, '\n');
    hm_buffer_add(&t->key, source.text, source.size);
    if (t->key.failed)
        return false;
    const uint32_t number = hm_names_find(&t->keys, t->key.data, t->key.size);
    if (number != HM_NO_NAME)
        *text = t->targets[number];
    return true;
}

/* What the language says of itself. */
static const char *own_word(translations *t, const char *source) {
    const char *word = source;
    return translate(t, "language", &word) && word != source ? word : NULL;
}

bool hm_translate(hm_layer *const *layers, size_t count, const char *language, hm_arena *arena,
                  hm_issues *issues, hm_error *error, hm_answers *answers) {
    *answers = (hm_answers){NULL, NULL};
    if (!language)
        return true;
    translations t = {.arena = arena};
    hm_names_open(&t.keys, arena->allocator);
    hm_buffer_open(&t.key, arena->allocator);
    bool fine = true;
    for (size_t i = 0; fine && i < count; i++)
        fine = read_layer(&t, layers[i], issues, error) == HM_OK;
    for (size_t i = 0; fine && i < count; i++)
        fine = hm_layer_texts(layers[i], translate, &t, arena);
    if (fine)
        *answers = (hm_answers){own_word(&t, "yes"), own_word(&t, "no")};
    hm_release(arena->allocator, t.targets, t.capacity * sizeof *t.targets);
    hm_buffer_close(&t.key);
    hm_names_close(&t.keys);
    return fine;
}

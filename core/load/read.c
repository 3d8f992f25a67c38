/* read.c: one source, whatever it holds, into a data set. */
#include <string.h>

#include "base/text.h"
#include "base/versioned.h"
#include "load/decoded.h"
#include "load/loader.h"
#include "load/marks.h"
#include "load/roll_up.h"
#include "platform/clock.h"
#include "platform/environment.h"
#include "platform/sha256.h"
#include "platform/threads.h"

/* Sources of this size are digested on a thread of their own while they are read. */
static const size_t digest_aside = (size_t)4 << 20;

struct work {
    hm_reading *reading;
    const hm_source *original; /* before it was decoded: of what a digest is taken */
    const hm_loader *loader;
    const hm_book_format *format; /* instead of the loader, or NULL */
    bool cities;
    hm_input_file *file;
    hm_code code;
    bool loaded, digested;
};

static void digest(const hm_source *source, char out[65]) {
    char copy[64 << 10];
    hm_sha256 sha;
    hm_sha256_start(&sha);
    for (size_t at = 0, size; at < source->size; at += size) {
        size = source->size - at < sizeof copy ? source->size - at : sizeof copy;
        if (source->file && !hm_source_copy(source, at, at + size, copy))
            break; /* hm_source_check tells */
        hm_sha256_add(&sha, source->file ? copy : source->data + at, size);
    }
    hm_sha256_finish(&sha, out);
}

/* Of rows that are no lines of a sheet only the texts are written as a recipe says. */
static hm_code load_rows(const struct work *work) {
    hm_reading *reading = work->reading;
    hm_marks marks;
    hm_marks_open(&marks, HM_MARKS_POINT, NULL, NULL);
    if (reading->recipe)
        hm_marks_take(&marks, &reading->recipe->marks);
    reading->marks = &marks;
    const hm_code code = work->loader->load(reading);
    reading->marks = NULL;
    return code;
}

static hm_code load(const struct work *work) {
    const hm_loader *loader = work->loader;
    const hm_recipe *recipe = work->reading->recipe;
    if (work->format)
        return hm_book_load(work->reading, work->format, work->cities);
    if (loader->load_table && recipe && recipe->maps)
        return loader->load_table(work->reading);
    return loader->recipes == HM_RECIPES_ROWS ? load_rows(work) : loader->load(work->reading);
}

static bool do_chunk(void *context, size_t worker, size_t chunk) {
    struct work *work = context;
    (void)worker;
    if (chunk == 0) {
        work->code = load(work);
        work->loaded = true;
    } else {
        digest(work->original, work->file->sha256);
        work->digested = true;
    }
    return true;
}

/* The digest goes to another processor where there is one; without it, everything still happens
 * here. */
static hm_code load_and_digest(struct work *work, const hm_allocator *allocator) {
    if (work->original->size >= digest_aside && hm_threads_available() > 1)
        (void)hm_threads_run(2, 2, do_chunk, work, allocator, NULL);
    if (!work->loaded)
        do_chunk(work, 0, 0);
    if (!work->digested && work->code == HM_OK)
        do_chunk(work, 0, 1);
    return work->code;
}

/* How the recipe says that periods are written, if it does: into `format`. */
static hm_code read_period_format(hm_reading *reading, hm_period_format *format) {
    const char *text = reading->recipe ? reading->recipe->period_format : NULL;
    if (!text)
        return HM_OK;
    const char *wrong = hm_period_format_read(format, text);
    if (wrong)
        return hm_error_set(reading->error, HM_ERROR_ARGUMENT, "period format \"%s\": %s",
                            hm_quote_of(text, strlen(text)).text, wrong);
    reading->periods = format;
    reading->dataset->periods_said = true;
    return HM_OK;
}

/* What a recipe says of lines of text is of no use where rows are no lines. */
static hm_code check_dialect(const hm_source *source, const hm_dialect *dialect,
                             const hm_loader *loader, hm_error *error) {
    if (dialect->skip_last > 0)
        return hm_error_at(error, HM_ERROR_DATA, source->name, 0, 0,
                           "lines at the end cannot be left out of %s: leave rows out by a "
                           "condition",
                           loader->name);
    const char *word = dialect->comment             ? "commentChar"
                       : dialect->comment_row_count ? "commentRows"
                       : dialect->header_join       ? "headerJoin"
                                                    : NULL;
    if (word)
        return hm_error_at(
            error, HM_ERROR_DATA, source->name, 0, 0,
            "%s has neither comments nor a header: the recipe's %s says nothing of it",
            loader->name, word);
    if (dialect->header_row_count > 0 || dialect->no_header)
        return hm_error_at(error, HM_ERROR_DATA, source->name, 0, 0,
                           "%s has no header: its columns are called as the members are",
                           loader->name);
    return HM_OK;
}

static hm_code check_recipe(const hm_source *source, const hm_recipe *recipe,
                            const hm_loader *loader, hm_error *error) {
    if (!recipe || loader->recipes == HM_RECIPES_LINES)
        return HM_OK;
    if (loader->recipes == HM_RECIPES_ROWS)
        return check_dialect(source, &recipe->dialect, loader, error);
    if (recipe->maps || recipe->field_count > 0 || recipe->missing_count > 0 ||
        hm_number_marks_say(&recipe->marks))
        return hm_error_at(error, HM_ERROR_DATA, source->name, 0, 0,
                           "%s is read as it stands: a recipe cannot say what its columns and "
                           "figures are",
                           loader->name);
    return check_dialect(source, &recipe->dialect, loader, error);
}

/* What is rolled up, after the source, or together with those that follow. */
static hm_code load_and_roll(struct work *work, hm_roll **shared) {
    hm_reading *reading = work->reading;
    hm_dataset *dataset = reading->dataset;
    hm_roll *own = NULL, **roll = shared ? shared : &own;
    hm_code code = *roll ? HM_OK : hm_roll_open(roll, reading, work->cities);
    reading->roll = *roll;
    if (code == HM_OK && work->cities && reading->recipe && reading->recipe->maps)
        code = hm_error_at(reading->error, HM_ERROR_DATA, reading->file, 0, 0,
                           "the recipe says which columns hold figures, and this file is read as "
                           "cities: name its columns city, ranked, and so on");
    if (code == HM_OK)
        code = load_and_digest(work, dataset->allocator);
    if (code == HM_OK && own) {
        hm_roll_finish(own);
        code = hm_dataset_state(dataset, reading->error);
    }
    hm_roll_close(own);
    return code;
}

/* Reads a source that was decoded from `original`; of a format that the program reads, or text. */
static hm_code read_decoded(hm_dataset *dataset, const hm_decoded *decoded,
                            const hm_source *original, const hm_book_format *format,
                            hm_content content, hm_error *error) {
    const hm_source *source = &decoded->source;
    hm_code code = format ? HM_OK : hm_loaders_check(source, error);
    if (code != HM_OK)
        return code;
    if (!format && content.recipe && content.recipe->dialect.sheet)
        return hm_error_at(error, HM_ERROR_DATA, source->name, 0, 0,
                           "found no workbook, so there is no sheet %s in it",
                           hm_name_of(content.recipe->dialect.sheet).text);
    const char *name = hm_dataset_begin_file(dataset, source->name);
    if (!name || !hm_grow(dataset->allocator, &dataset->files, dataset->file_count,
                          &dataset->file_capacity, sizeof *dataset->files))
        return hm_error_memory(error);
    hm_input_file file = {.name = name, .size = original->size};
    hm_reading reading = {.dataset = dataset,
                          .source = source,
                          .file = name,
                          .records = content.records,
                          .recipe = content.recipe,
                          .encoding = decoded->encoding,
                          .error = error};
    struct work work = {.reading = &reading,
                        .original = original,
                        .format = format,
                        .cities = content.cities,
                        .loader = content.cities ? &hm_loader_cities : hm_loaders_choose(source),
                        .file = &file};
    hm_period_format periods;
    code = read_period_format(&reading, &periods);
    const double before = hm_clock_seconds();
    if (code == HM_OK)
        code = format ? HM_OK : check_recipe(source, content.recipe, work.loader, error);
    if (code == HM_OK)
        code = load_and_roll(&work, content.roll);
    file.seconds = hm_clock_seconds() - before;
    if (code == HM_OK) {
        hm_decoded_tell(decoded, name, &dataset->issues);
        hm_contents_check(&reading.contents, name, content.cities ? "cities" : content.records,
                          &dataset->issues);
        dataset->files[dataset->file_count++] = file;
    }
    return code;
}

static hm_code read_source(hm_dataset *dataset, const hm_source *source, hm_content content,
                           hm_error *error) {
    const hm_book_format *format = hm_book_format_of(dataset, source);
    const char *said = content.recipe ? content.recipe->dialect.encoding : NULL;
    hm_decoded decoded;
    if (format) {
        decoded = (hm_decoded){.source = *source};
        return read_decoded(dataset, &decoded, source, format, content, error);
    }
    hm_code code = hm_decoded_open(&decoded, source, said, dataset->allocator, error);
    if (code != HM_OK)
        return code;
    code = read_decoded(dataset, &decoded, source, NULL, content, error);
    hm_decoded_close(&decoded);
    return code;
}

/* What is wrong with a file that changed matters less than that it did. */
hm_code hm_dataset_read_source(hm_dataset *dataset, const hm_source *source, hm_content content,
                               hm_error *error) {
    const hm_code code = read_source(dataset, source, content, error);
    if (code != HM_OK && code != HM_ERROR_DATA)
        return code;
    const hm_code changed = hm_source_check(source, error);
    return changed != HM_OK ? changed : code;
}

hm_code hm_content_open(hm_content *content, hm_recipe *recipe, const hm_read_options *given,
                        hm_error *error) {
    hm_read_options options = HM_READ_OPTIONS_INIT;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_read_options", error);
    const char *text = options.recipe;
    const char *name = options.recipe_name ? options.recipe_name : "recipe";
    if (code == HM_OK && text)
        code = hm_recipe_parse(recipe, text, strlen(text), (hm_position){1, 1}, name, error);
    if (code == HM_OK)
        code = hm_recipe_take_options(recipe, given, error);
    if (code != HM_OK)
        return code;
    if (options.records || recipe->records)
        content->records = options.records ? options.records : recipe->records;
    content->cities |= options.cities != 0;
    content->recipe = recipe;
    return content->records && content->cities
               ? hm_error_set(error, HM_ERROR_ARGUMENT,
                              "hm_read_options: a file is of records or of cities, not both")
               : HM_OK;
}

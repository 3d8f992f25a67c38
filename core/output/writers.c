/* writers.c: the list of writers, and writing by the one that is named. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/versioned.h"
#include "output/writer.h"
#include "platform/environment.h"
#include "platform/threads.h"

/* A line each, in the order in which help lists them; the first is meant where none is named. */
#define EACH_WRITER(ROW)                                                                           \
    ROW(hm_writer_csv)                                                                             \
    ROW(hm_writer_json)                                                                            \
    ROW(hm_writer_ndjson)

#define DECLARE(writer) extern const hm_writer writer;
#define LIST(writer)    &writer,

EACH_WRITER(DECLARE)

static const hm_writer *const writers[] = {EACH_WRITER(LIST)};

enum { WRITERS = sizeof writers / sizeof *writers };

size_t hm_writer_count(void) {
    return WRITERS;
}

hm_code hm_writer_at(size_t index, hm_writer_info *out) {
    if (index >= WRITERS || !out)
        return HM_ERROR_ARGUMENT;
    return hm_versioned_fill(out, &writers[index]->info, sizeof *out);
}

const hm_writer *hm_writers_find(const char *name) {
    for (size_t i = 0; i < WRITERS; i++)
        if (!name || strcmp(writers[i]->info.name, name) == 0)
            return writers[i];
    return NULL;
}

static hm_code refuse_name(const char *name, const hm_allocator *allocator, hm_error *error) {
    hm_buffer known;
    hm_buffer_open(&known, allocator);
    for (size_t i = 0; i < WRITERS; i++)
        hm_buffer_format(&known, "%s%s", i > 0 ? ", " : "", writers[i]->info.name);
    const hm_code code = known.failed
                             ? hm_error_memory(error)
                             : hm_error_set(error, HM_ERROR_ARGUMENT,
                                            "no format \"%.40s\", only %s", name, known.data);
    hm_buffer_close(&known);
    return code;
}

static hm_code check_tables(const hm_writer *writer, const hm_table *const *tables, size_t count,
                            hm_error *error) {
    bool fine = tables && count > 0;
    for (size_t i = 0; fine && i < count; i++)
        fine = tables[i] != NULL;
    if (!fine)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "there is no table to write");
    if (writer->info.rows_alone && count > 1)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s holds one table, and these are %zu",
                            writer->info.name, count);
    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(tables[i]->name, tables[k]->name) == 0)
                return hm_error_set(error, HM_ERROR_ARGUMENT, "two tables are called \"%s\"",
                                    tables[i]->name);
    return HM_OK;
}

static hm_code check_marks(const hm_writing *writing) {
    if (!strchr(",;\t", writing->delimiter))
        return hm_error_set(writing->error, HM_ERROR_ARGUMENT,
                            "a delimiter is a comma, a semicolon or a tab");
    if (!strchr(".,", writing->decimal))
        return hm_error_set(writing->error, HM_ERROR_ARGUMENT,
                            "a decimal mark is a point or a comma");
    if (writing->decimal == writing->delimiter)
        return hm_error_set(writing->error, HM_ERROR_ARGUMENT,
                            "a comma cannot stand between cells and within numbers: a decimal "
                            "comma needs a semicolon or a tab between cells");
    return HM_OK;
}

hm_code hm_writers_write(const hm_table *const *tables, size_t count,
                         const hm_write_options *options, size_t jobs,
                         const hm_allocator *allocator, hm_sink *sink, void *context,
                         hm_error *error) {
    const hm_writer *writer = hm_writers_find(options->format);
    if (!writer)
        return refuse_name(options->format, allocator, error);
    if (!sink)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "there is no sink to write to");
    const hm_writing writing = {.tables = tables,
                                .table_count = count,
                                .header = !options->no_header,
                                .safe_cells = options->safe_cells != 0,
                                .bom = options->bom != 0,
                                .delimiter = options->delimiter ? options->delimiter : ',',
                                .decimal = options->decimal ? options->decimal : '.',
                                .run = options->run,
                                .jobs = jobs,
                                .allocator = allocator,
                                .sink = sink,
                                .context = context,
                                .cancel = options->cancel,
                                .error = error};
    hm_code code = check_tables(writer, tables, count, error);
    if (code == HM_OK)
        code = check_marks(&writing);
    return code == HM_OK ? writer->write(&writing) : code;
}

void hm_write_options_init(hm_write_options *options, size_t size) {
    static const hm_write_options defaults = HM_WRITE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

static hm_code write_tables(const hm_table *const *tables, size_t count,
                            const hm_write_options *given, hm_sink *sink, void *context,
                            hm_error *error) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    const hm_code code =
        hm_versioned_read(&options, sizeof options, given, "hm_write_options", error);
    const bool is_there = tables && count > 0 && tables[0];
    const hm_allocator *allocator = is_there ? tables[0]->allocator : hm_allocator_default();
    return code == HM_OK ? hm_writers_write(tables, count, &options, hm_threads_available(),
                                            allocator, sink, context, error)
                         : code;
}

hm_code hm_tables_write(const hm_table *const *tables, size_t count,
                        const hm_write_options *options, hm_sink *sink, void *context,
                        hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, write_tables(tables, count, options, sink, context, error));
}

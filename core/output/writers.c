#include "output/writer.h"

static const hm_writer *const writers[] = {
    [HM_FORMAT_CSV] = &hm_writer_csv,
    [HM_FORMAT_JSON] = &hm_writer_json,
    [HM_FORMAT_NDJSON] = &hm_writer_ndjson,
};

const hm_writer *hm_writers_find(hm_format format) {
    const size_t count = sizeof writers / sizeof *writers;
    return (unsigned)format < count ? writers[format] : NULL;
}

hm_code hm_writers_write(const hm_table *table, const hm_write_options *options, size_t jobs,
                         const hm_allocator *allocator, hm_sink *sink, void *context,
                         hm_error *error) {
    const hm_writing writing = {.tables = (const hm_table *const[]){table},
                                .table_count = 1,
                                .header = !options->no_header,
                                .safe_cells = options->safe_cells != 0,
                                .run = options->run,
                                .jobs = jobs,
                                .allocator = allocator,
                                .sink = sink,
                                .context = context,
                                .cancel = options->cancel,
                                .error = error};
    return hm_writers_find(options->format)->write(&writing);
}

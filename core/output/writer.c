#include "output/writer.h"

#include <string.h>

enum { PIECE = 65536, LONGEST_ROW = 4096 };

static const hm_row_format *const formats[] = {
    [HM_FORMAT_CSV] = &hm_row_format_csv,
    [HM_FORMAT_JSON] = &hm_row_format_json,
    [HM_FORMAT_NDJSON] = &hm_row_format_ndjson,
};

void hm_writer_add_flags(hm_writer *writer, unsigned flags) {
    const char *between = "";
    for (unsigned flag = 1; flag <= flags; flag <<= 1) {
        if (!(flags & flag) || !hm_flag_name(flag))
            continue;
        hm_buffer_add_text(&writer->buffer, between);
        hm_buffer_add_text(&writer->buffer, hm_flag_name(flag));
        between = ";";
    }
}

typedef struct sink {
    int (*write)(void *context, const char *data, size_t size);
    void *context;
} sink;

/* Hands over what has gathered once it fills a piece, or all of it. */
static hm_code flush(hm_writer *writer, const sink *out, bool all, hm_error *error) {
    hm_buffer *buffer = &writer->buffer;
    if (buffer->failed)
        return hm_error_memory(error);
    if (buffer->size == 0 || (!all && buffer->size < PIECE - LONGEST_ROW))
        return HM_OK;
    if (out->write(out->context, buffer->data, buffer->size) != 0)
        return hm_error_set(error, HM_ERROR_OUTPUT, "the results could not be written");
    hm_buffer_clear(buffer);
    return HM_OK;
}

static hm_code write_unit(hm_writer *writer, const hm_row_format *format, size_t unit, bool first,
                          const sink *out, hm_error *error) {
    const hm_package *package = writer->scores->bound.package;
    hm_score_row row;
    hm_code code = HM_OK;
    hm_aggregated_shares(&writer->scores->aggregated, unit, writer->shares);
    for (size_t node = 0; code == HM_OK && node < package->node_count; node++) {
        if (package->nodes[node].depth > writer->options->depth)
            continue;
        hm_scores_fill_row(writer->scores, unit, node, writer->shares, &row);
        format->row(writer, unit, node, &row, first && node == 0);
        code = flush(writer, out, false, error);
    }
    return code;
}

static hm_code write_all(hm_writer *writer, const sink *out, hm_error *error) {
    const hm_write_options *options = writer->options;
    const hm_row_format *format = formats[options->format];
    const size_t units = writer->scores->aggregated.scores.rows;
    const size_t count = options->units ? options->unit_count : units;
    hm_code code = HM_OK;
    for (size_t i = 0; options->units && i < count; i++)
        if (options->units[i] >= units)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "unit %zu is out of range: there are %zu",
                                options->units[i], units);
    format->begin(writer);
    for (size_t i = 0; code == HM_OK && i < count; i++) {
        const size_t unit = options->units ? options->units[i] : i;
        code = write_unit(writer, format, unit, i == 0, out, error);
    }
    if (code != HM_OK)
        return code;
    format->end(writer);
    return flush(writer, out, true, error);
}

hm_code hm_scores_write(const hm_scores *scores, const hm_write_options *options,
                        int (*write)(void *context, const char *data, size_t size), void *context,
                        hm_error *error) {
    static const hm_write_options defaults = HM_WRITE_OPTIONS_INIT;
    if (!options)
        options = &defaults;
    if (!scores || !write || (unsigned)options->format > HM_FORMAT_NDJSON)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_scores_write needs scores, a sink and a known format");
    const size_t nodes = scores->aggregated.scores.count;
    const sink out = {write, context};
    hm_writer writer = {.scores = scores, .options = options};
    hm_buffer_open(&writer.buffer, scores->allocator);
    writer.shares = hm_allocate_array(scores->allocator, nodes, sizeof *writer.shares);
    const hm_code code = writer.shares ? write_all(&writer, &out, error) : hm_error_memory(error);
    hm_release(scores->allocator, writer.shares, nodes * sizeof *writer.shares);
    hm_buffer_close(&writer.buffer);
    return code;
}

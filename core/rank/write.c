/* write.c: rows as they were read, their ranks exchanged. */
#include <string.h>

#include "base/buffer.h"
#include "base/formula.h"
#include "base/numbers/number.h"
#include "base/versioned.h"
#include "platform/environment.h"
#include "rank/ranking.h"

enum { SINK_BYTES = 65536 };

typedef struct output {
    const hm_ranking *ranking;
    hm_ranking_write_options options;
    hm_sink *sink;
    void *context;
    hm_buffer buffer;
    char last; /* byte handed over, or '\n' */
    hm_error *error;
    hm_code code;
} output;

static void flush(output *out) {
    if (out->code != HM_OK || out->buffer.size == 0)
        return;
    if (out->buffer.failed)
        out->code = hm_error_memory(out->error);
    else if (out->sink(out->context, out->buffer.data, out->buffer.size) != 0)
        out->code = hm_error_set(out->error, HM_ERROR_OUTPUT, "the results could not be written");
    hm_buffer_clear(&out->buffer);
}

static void put(output *out, const char *text, size_t size) {
    while (size > 0 && out->code == HM_OK) {
        const size_t room = SINK_BYTES - out->buffer.size;
        const size_t part = size < room ? size : room;
        hm_buffer_add(&out->buffer, text, part);
        out->last = text[part - 1];
        text += part;
        size -= part;
        if (out->buffer.failed)
            out->code = hm_error_memory(out->error);
        else if (out->buffer.size == SINK_BYTES)
            flush(out);
    }
}

/* A file may end without a line end. */
static void end_line(output *out) {
    if (out->last != '\n')
        put(out, "\n", 1);
}

/* Behind the rank that stands at `at`: digits, `null`, or nothing. */
static const char *behind_rank(const char *at, const char *end) {
    while (at < end && ((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z')))
        at++;
    return at;
}

static void put_rank(output *out, bool is_ndjson, uint32_t rank) {
    char text[HM_NUMBER_SIZE];
    if (rank > 0)
        put(out, text, hm_number_print(rank, text));
    else if (is_ndjson)
        put(out, "null", 4);
}

/* The text with its rank, which stands at `rank`, exchanged. */
static void put_ranked(output *out, const char *text, const char *rank, const char *end,
                       uint32_t number) {
    const char *rest = behind_rank(rank, end);
    put(out, text, (size_t)(rank - text));
    put_rank(out, out->ranking->is_ndjson, number);
    put(out, rest, (size_t)(end - rest));
}

/* Behind the quote that closes the field whose content begins at `at`. */
static const char *closing_quote(const char *at, const char *end) {
    while (at < end && (*at != '"' || (at + 1 < end && at[1] == '"')))
        at += *at == '"' ? 2 : 1;
    return at;
}

/* What the field at `at` holds, between its quotes if it has some; `*behind` becomes where the next
 * field begins. */
static hm_text read_field(const char *at, const char *end, char delimiter, const char **behind) {
    const bool quoted = at < end && *at == '"';
    const char *text = at + quoted, *close = quoted ? closing_quote(text, end) : text;
    const char *separator = close;
    while (separator < end && *separator != delimiter && *separator != '\n' && *separator != '\r')
        separator++;
    *behind = separator < end ? separator + 1 : end;
    return (hm_text){text, (size_t)((quoted ? close : separator) - text)};
}

/* Fields, each with an apostrophe if a spreadsheet would run it; `rank` may be NULL. */
static void put_safe(output *out, const char *text, const char *rank, const char *end,
                     uint32_t number) {
    const char delimiter = out->ranking->delimiter;
    for (const char *at = text, *behind; at < end; at = behind) {
        const hm_text field = read_field(at, end, delimiter, &behind);
        put(out, at, (size_t)(field.text - at));
        if (rank && rank >= field.text && rank < behind) {
            put_ranked(out, field.text, rank, behind, number);
            continue;
        }
        if (hm_is_formula(field.text, field.size, delimiter == ';'))
            put(out, "'", 1);
        put(out, field.text, (size_t)(behind - field.text));
    }
}

static void put_row(output *out, const hm_rank_source *source, hm_source_cursor *cursor,
                    size_t number) {
    const hm_ranking *ranking = out->ranking;
    const hm_rank_entry *entry = &ranking->entries[number];
    const char *begin = source->source.data + entry->at, *rank = begin + entry->rank_at;
    const char *end = source->source.data + hm_rank_entry_end(ranking, source, number);
    hm_source_pass(cursor, begin);
    hm_source_reach(cursor, end);
    end_line(out);
    (out->options.safe_cells ? put_safe : put_ranked)(out, begin, rank, end,
                                                      hm_rank_entry_rank(entry));
}

static void put_header(output *out) {
    const hm_text header = out->ranking->header;
    if (out->ranking->has_mark)
        put(out, "\xEF\xBB\xBF", 3);
    if (out->options.safe_cells)
        put_safe(out, header.text, NULL, header.text + header.size, 0);
    else
        put(out, header.text, header.size);
}

static void put_source(output *out, const hm_rank_source *source) {
    const hm_ranking *ranking = out->ranking;
    const size_t end = hm_rank_source_end(ranking, source);
    hm_source_cursor cursor = hm_source_begin(&source->source);
    size_t forgotten = 0;
    for (size_t i = source->first; i < end && out->code == HM_OK; i++) {
        const hm_rank_entry *entry = &ranking->entries[i];
        if (entry->unit == HM_NO_NAME || ranking->of_codes[entry->code].depth > out->options.depth)
            continue;
        put_row(out, source, &cursor, i);
        if (out->code == HM_OK)
            out->code = hm_cancel_check(ranking->cancel, out->error);
        hm_rank_source_forget(source, source->source.data + entry->at, &forgotten);
    }
    if (out->code == HM_OK)
        out->code = hm_source_check(&source->source, out->error);
}

static hm_code write_rows(const hm_ranking *ranking, const hm_ranking_write_options *options,
                          hm_sink *sink, void *context, hm_error *error) {
    if (!ranking || !ranking->finished || !sink)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_ranking_write needs a finished ranking and a sink");
    output out = {.ranking = ranking,
                  .options = HM_RANKING_WRITE_OPTIONS_INIT,
                  .sink = sink,
                  .context = context,
                  .last = '\n',
                  .error = error};
    const hm_code code = hm_versioned_read(&out.options, sizeof out.options, options,
                                           "hm_ranking_write_options", error);
    if (code != HM_OK)
        return code;
    out.options.safe_cells &= !ranking->is_ndjson;
    hm_buffer_open(&out.buffer, ranking->allocator);
    put_header(&out);
    for (size_t i = 0; i < ranking->source_count; i++)
        put_source(&out, &ranking->sources[i]);
    flush(&out);
    hm_buffer_close(&out.buffer);
    return out.code;
}

void hm_ranking_write_options_init(hm_ranking_write_options *options, size_t size) {
    static const hm_ranking_write_options defaults = HM_RANKING_WRITE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_ranking_write(const hm_ranking *ranking, const hm_ranking_write_options *options,
                         hm_sink *sink, void *context, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, write_rows(ranking, options, sink, context, error));
}

#include "load/batches.h"

#include <string.h>

#include "base/hashes.h"
#include "base/text.h"
#include "load/batch_rows.h"
#include "load/decoder.h"
#include "platform/clock.h"
#include "platform/inflow.h"

/* What is there before the format is told from it. */
enum { FIRST_LOOK = 64 << 10 };

/* Lines are counted up to here, so that those of one batch still have numbers. */
#define LAST_LINE (UINT32_MAX - (uint32_t)HM_BATCH_MOST)

struct hm_batches {
    const hm_allocator *allocator;
    hm_inflow inflow;
    hm_decoder decoder;
    hm_encoding said;
    const hm_loader *loader;
    hm_batch_rows rows;
    hm_hashes cities;
    hm_buffer header;
    size_t size;         /* a batch is cut behind so many bytes */
    double flush;        /* or so many seconds after a city in it was whole; 0: whenever */
    double due;          /* when that is, by hm_clock_seconds; of use where cities are whole */
    uint32_t first_line; /* of all rows */
    uint64_t line;       /* of the next batch */
    bool begun;          /* some batch was cut */
    hm_error failure;    /* comes after the batch that stands before it */
};

/* --- opening --- */

static hm_source window_of(const hm_batches *b) {
    hm_source source;
    hm_source_from_memory(&source, b->inflow.name, b->inflow.data, b->inflow.size);
    source.is_part = true;
    return source;
}

/* JSON as a whole cannot be cut. An object whose line does not end yet may be NDJSON. Standard
 * input with nothing in it is a stream of no cities: a worker may be given no work. */
static hm_code choose_loader(hm_batches *b, const hm_source *source, hm_error *error) {
    b->loader =
        source->size == 0 && b->inflow.file == 0 ? &hm_loader_ndjson : hm_loaders_choose(source);
    if (b->loader->look)
        return HM_OK;
    const size_t mark = hm_source_mark(source), name = strlen(source->name);
    const hm_text text = hm_text_trim(source->data + mark, source->size - mark);
    const bool named = name > 5 && hm_text_same(source->name + name - 5, 5, ".json");
    if (b->loader != &hm_loader_json || named || text.size == 0 || text.text[0] != '{' ||
        memchr(text.text, '\n', text.size))
        return hm_error_at(error, HM_ERROR_DATA, source->name, 0, 0,
                           "%s cannot be read in a stream: expected CSV or NDJSON (one object a "
                           "line)",
                           b->loader->name);
    b->loader = &hm_loader_ndjson;
    return HM_OK;
}

/* Is what was read of the header all of it? Only quotes that do not end yet make a mistake of it.
 */
static bool is_header_whole(const hm_batches *b, hm_code code, size_t size) {
    if (b->inflow.ended || b->inflow.size >= HM_BATCH_MOST || code == HM_ERROR_MEMORY)
        return true;
    return code == HM_OK ? size < b->inflow.size
                         : memchr(b->inflow.data, '\n', b->inflow.size) &&
                               !memchr(b->inflow.data, '"', b->inflow.size);
}

/* Reads on where the header or row that begins at `from` does not end yet. What is long already is
 * looked at again only when it is twice as long, so that looking costs a byte a byte. */
static hm_code read_on(hm_batches *b, size_t from, hm_error *error) {
    enum { LONG = 1 << 20 };
    const size_t pending = b->inflow.size - from;
    const size_t wanted = b->inflow.size + (pending < LONG ? 0 : pending);
    hm_code code = hm_inflow_more(&b->inflow, error);
    while (code == HM_OK && b->inflow.size < wanted && !b->inflow.ended)
        code = hm_inflow_more(&b->inflow, error);
    return code;
}

static hm_code read_header(hm_batches *b, hm_error *error) {
    size_t size = 0;
    uint32_t lines = 0;
    for (;;) {
        const hm_source source = window_of(b);
        hm_code code = hm_batch_csv_header(&b->rows, &source, &size, &lines, error);
        if (is_header_whole(b, code, size)) {
            hm_buffer_add(&b->header, b->inflow.data, code == HM_OK ? size : 0);
            b->first_line = lines + 1;
            return code;
        }
        code = read_on(b, 0, error);
        if (code != HM_OK)
            return code;
    }
}

/* Is a line there that has something in it? */
static bool has_line(const hm_inflow *inflow) {
    const char *end = inflow->data + inflow->size;
    const hm_text text = hm_text_trim(inflow->data, inflow->size);
    return text.size > 0 && memchr(text.text, '\n', (size_t)(end - text.text));
}

/* Who is not to wait has to tell the format from a line. */
static bool sees_enough(const hm_batches *b) {
    return b->inflow.ended || b->inflow.size >= FIRST_LOOK ||
           (b->flush > 0 && has_line(&b->inflow));
}

/* Each batch is read with the header before it: beside a long one a batch is long as well, so that
 * reading headers costs a part of the whole only. */
static size_t size_beside(size_t size, size_t header) {
    enum { SHORT = 64 << 10, LONGEST = 16 << 20 };
    if (header <= SHORT)
        return size;
    const size_t beside = header < LONGEST / 4 ? 4 * header : LONGEST;
    return size > beside ? size : beside;
}

static hm_code begin(hm_batches *b, hm_error *error) {
    hm_code code = HM_OK;
    while (code == HM_OK && !sees_enough(b))
        code = hm_inflow_more(&b->inflow, error);
    if (code == HM_OK && !hm_decoder_attach(&b->decoder, &b->inflow, b->said))
        code = hm_error_memory(error);
    const hm_source source = window_of(b);
    if (code == HM_OK)
        code = hm_loaders_check(&source, error);
    if (code == HM_OK)
        code = choose_loader(b, &source, error);
    if (code != HM_OK)
        return code;
    b->first_line = 1;
    if (b->loader == &hm_loader_csv)
        code = read_header(b, error);
    else
        hm_buffer_add(&b->header, source.data, hm_source_mark(&source));
    b->size = size_beside(b->size, b->header.size);
    b->line = b->first_line;
    hm_inflow_drop(&b->inflow, b->header.size);
    return b->header.failed ? hm_error_memory(error) : code;
}

hm_code hm_batches_open(hm_batches **out, const char *path, size_t size, double flush,
                        const char *encoding, const hm_languages *languages,
                        const hm_allocator *allocator, hm_error *error) {
    hm_encoding said = HM_ENCODING_UNKNOWN;
    *out = NULL;
    const hm_code known = encoding ? hm_encoding_read(encoding, &said, error) : HM_OK;
    if (known != HM_OK)
        return known;
    hm_batches *b = hm_allocate_array(allocator, 1, sizeof *b);
    *out = b;
    if (!b)
        return hm_error_memory(error);
    b->allocator = allocator;
    b->size = size;
    b->flush = flush;
    b->said = said;
    hm_batch_rows_open(&b->rows, allocator);
    b->rows.languages = languages;
    hm_hashes_open(&b->cities, allocator);
    hm_buffer_open(&b->header, allocator);
    hm_decoder_open(&b->decoder, allocator);
    hm_code code = hm_inflow_open(&b->inflow, path, allocator, error);
    if (code == HM_OK)
        code = begin(b, error);
    if (code != HM_OK) {
        hm_batches_close(b);
        *out = NULL;
    }
    return code;
}

void hm_batches_close(hm_batches *b) {
    if (!b)
        return;
    hm_inflow_close(&b->inflow);
    hm_decoder_close(&b->decoder);
    hm_batch_rows_close(&b->rows);
    hm_hashes_close(&b->cities);
    hm_buffer_close(&b->header);
    hm_release(b->allocator, b, sizeof *b);
}

/* --- cutting --- */

/* The rows of a batch so far. */
typedef struct cut {
    size_t size, lines;
    size_t city, city_lines; /* the same where the last city begins */
} cut;

static hm_code fail(hm_batches *b, size_t lines, hm_error *error, const char *format,
                    const char *text) {
    const uint64_t line = b->line + lines;
    return hm_error_at(error, HM_ERROR_DATA, b->inflow.name,
                       line < LAST_LINE ? (uint32_t)line : LAST_LINE, 0, format, text);
}

static hm_code fail_city(hm_batches *b, size_t lines, hm_text city, hm_error *error,
                         const char *format) {
    return fail(b, lines, error, format, hm_quote_of(city.text, city.size).text);
}

/* The row behind `c` has another city than the one before it. */
static hm_code begin_city(hm_batches *b, cut *c, hm_text city, hm_error *error) {
    if (b->flush > 0 && c->city == 0)
        b->due = hm_clock_seconds() + b->flush;
    c->city = c->size;
    c->city_lines = c->lines;
    switch (hm_hashes_add(&b->cities, city.text, city.size)) {
    case HM_HASHES_MEMORY:
        return hm_error_memory(error);
    case HM_HASHES_SEEN:
        return fail_city(b, c->lines, city, error,
                         "city \"%s\" comes again behind other cities: in a stream all rows of a "
                         "city stand together, so sort the data by city");
    case HM_HASHES_NEW:
        break;
    }
    hm_buffer_clear(&b->rows.city);
    hm_buffer_add(&b->rows.city, city.text, city.size);
    return b->rows.city.failed ? hm_error_memory(error) : HM_OK;
}

/* A line of NDJSON has rows of `city` and of another: cutting between lines is then no way to part
 * them. */
static hm_code fail_cities(hm_batches *b, cut *c, hm_text city, hm_error *error) {
    if (hm_batch_rows_same(&b->rows, city))
        c->size = c->city;
    return fail_city(b, c->lines, city, error,
                     "found rows of \"%s\" and of another city on one line: in a stream a line has "
                     "rows of one city");
}

/* Waits for more rows as long as whole cities, which stand before the last one, may wait. */
static bool is_due(const hm_batches *b, const cut *c) {
    if (!(b->flush > 0) || c->city == 0)
        return false;
    const double rest = b->due - hm_clock_seconds();
    return rest <= 0 || !hm_inflow_wait(&b->inflow, rest);
}

static hm_code read_more(hm_batches *b, cut *c, hm_error *error) {
    const hm_code code = b->inflow.size - c->city < HM_BATCH_MOST
                             ? read_on(b, c->size, error)
                             : fail(b, c->city_lines, error, "%s",
                                    "found more than 64 MiB of one city, expected less");
    if (code != HM_OK)
        c->size = c->city; /* half a city is worth nothing */
    return code;
}

/* Adds rows until the next one begins a city behind the size of a batch, whole cities have waited
 * long enough, or there is no next one.
 * On HM_ERROR_DATA the rows so far are as they should be. */
static hm_code cut_rows(hm_batches *b, cut *c, hm_error *error) {
    hm_code code = HM_OK;
    while (code == HM_OK) {
        const hm_inflow *in = &b->inflow;
        hm_batch_row row;
        if (c->size == in->size && in->ended)
            break;
        const hm_batch_answer answer = c->size == in->size
                                           ? HM_BATCH_MORE
                                           : b->loader->look(&b->rows, in->data + c->size,
                                                             in->data + in->size, in->ended, &row);
        if (answer == HM_BATCH_MORE && is_due(b, c)) {
            c->size = c->city; /* the last city goes on in the next batch */
            c->lines = c->city_lines;
            break;
        }
        if (answer == HM_BATCH_MORE) {
            code = read_more(b, c, error);
            continue;
        }
        if (answer == HM_BATCH_MEMORY)
            return hm_error_memory(error);
        if (answer == HM_BATCH_CITIES)
            return fail_cities(b, c, row.city, error);
        if (row.city.text && c->size >= b->size && b->cities.count > 0)
            break;
        if (row.city.text)
            code = begin_city(b, c, row.city, error);
        if (code == HM_OK) {
            c->size += row.size;
            c->lines += row.lines;
        }
    }
    hm_buffer_clear(&b->rows.lead); /* it may be of the city that begins the next batch */
    return code;
}

static hm_code take(hm_batches *b, const cut *c, hm_batch *batch, hm_error *error) {
    hm_buffer_add(&batch->text, b->header.data, b->header.size);
    hm_buffer_add(&batch->text, b->inflow.data, c->size);
    batch->first_line = b->line < LAST_LINE ? (uint32_t)b->line : LAST_LINE;
    hm_inflow_drop(&b->inflow, c->size);
    b->line += c->lines;
    return batch->text.failed ? hm_error_memory(error) : HM_OK;
}

hm_code hm_batches_next(hm_batches *b, hm_batch *batch, hm_error *error) {
    hm_buffer_clear(&batch->text);
    batch->there = false;
    if (b->failure.code != HM_OK) {
        if (error)
            *error = b->failure;
        return b->failure.code;
    }
    cut c = {0};
    hm_code code = cut_rows(b, &c, &b->failure);
    if (code != HM_OK && (code != HM_ERROR_DATA || c.size == 0)) {
        if (error)
            *error = b->failure;
        return code;
    }
    if (c.size == 0 && b->begun)
        return HM_OK;
    batch->there = b->begun = true;
    return take(b, &c, batch, error);
}

hm_code hm_batches_read(const hm_batches *b, const hm_batch *batch, hm_dataset *dataset,
                        hm_contents *contents, hm_error *error) {
    hm_source source;
    hm_source_from_memory(&source, b->inflow.name, batch->text.data, batch->text.size);
    source.is_part = true;
    const char *name = hm_dataset_begin_file(dataset, source.name);
    dataset->is_part = true;
    if (!name)
        return hm_error_memory(error);
    hm_reading reading = {.dataset = dataset,
                          .source = &source,
                          .file = name,
                          .error = error,
                          .first_line = batch->first_line,
                          .encoding = b->decoder.encoding};
    const hm_subject start = {.at = {name, 1, 0}};
    if (b->decoder.marked && b->said == HM_ENCODING_UNKNOWN && batch->first_line == b->first_line)
        hm_issues_add(&dataset->issues, HM_ISSUE_ENCODING_MARKED, &start,
                      &(hm_issue_texts){.name = hm_encoding_name(b->decoder.encoding)});
    const hm_code code = b->loader->load(&reading);
    *contents = reading.contents;
    return code;
}

const char *hm_batches_name(const hm_batches *b) {
    return b->inflow.name;
}

uint32_t hm_batches_first_line(const hm_batches *b) {
    return b->first_line;
}

size_t hm_batches_cities(const hm_batches *b) {
    return b->cities.count;
}

#include "format/csv.h"

#include <string.h>

#include "base/text.h"
#include "format/lines.h"

/* Makes the text before `until` be there, which may lie behind its end. */
static void reach(hm_csv *csv, const char *from, size_t count) {
    const size_t left = (size_t)(csv->end - from);
    const char *until = from + (count < left ? count : left);
    if (until > csv->cursor.loaded)
        hm_source_reach(&csv->cursor, until);
}

/* CRs are looked for where some are known to be, or nothing is known. */
static void load_block(hm_csv *csv, const char *block) {
    char padded[HM_SCAN_BLOCK] = {0};
    const size_t left = (size_t)(csv->end - block);
    reach(csv, block, HM_SCAN_BLOCK);
    csv->block = block;
    if (left < HM_SCAN_BLOCK) {
        memcpy(padded, block, left);
        block = padded;
    }
    csv->separators = hm_scan(block, csv->delimiter, '\n');
    if (csv->has_cr || csv->block + HM_SCAN_BLOCK > csv->looked)
        csv->separators |= hm_scan(block, '\r', '\r');
}

/* The next separator that was not returned yet; `end` when there is none. */
static const char *next_separator(hm_csv *csv) {
    while (csv->separators == 0) {
        if (csv->end - csv->block <= HM_SCAN_BLOCK)
            return csv->end;
        load_block(csv, csv->block + HM_SCAN_BLOCK);
    }
    const char *found = csv->block + hm_lowest_bit(csv->separators);
    csv->separators &= csv->separators - 1;
    return found;
}

/* Bytes that are looked at ahead of the records: few, because somebody else may read the next. */
enum { LOOK_AHEAD = 16 << 10 };

/* Looks at the lines that the next LOOK_AHEAD bytes are on. A character never goes over the end of
 * a line, so each stretch is valid or not for itself. */
static void look_ahead(hm_csv *csv) {
    const size_t left = (size_t)(csv->end - csv->at);
    const char *newline = left > LOOK_AHEAD
                              ? hm_source_find(&csv->cursor, csv->at + LOOK_AHEAD, csv->end, '\n')
                              : NULL;
    csv->looked = newline ? newline + 1 : csv->end;
    const size_t size = (size_t)(csv->looked - csv->at);
    reach(csv, csv->at, size);
    const hm_text_look look = hm_text_look_at(csv->at, size);
    csv->ascii = look.ascii;
    csv->has_cr = look.has_cr;
    csv->clean = !look.has_nul && (look.ascii || hm_text_valid(csv->at, size) == size);
    csv->block = NULL;
}

void hm_csv_open(hm_csv *csv, const hm_source *source, const hm_allocator *allocator) {
    memset(csv, 0, sizeof *csv);
    csv->allocator = allocator;
    csv->quote = '"';
    csv->encoding = HM_ENCODING_UTF8;
    csv->end = source->data + source->size;
    csv->cursor = hm_source_begin(source);
    reach(csv, source->data, 3);
    csv->start = source->data + hm_source_mark(source);
    hm_arena_open(&csv->arena, allocator);
    hm_csv_rewind(csv, ',');
}

void hm_csv_open_text(hm_csv *csv, char delimiter, const hm_allocator *allocator) {
    memset(csv, 0, sizeof *csv);
    csv->allocator = allocator;
    csv->quote = '"';
    csv->encoding = HM_ENCODING_UTF8;
    csv->delimiter = delimiter;
    hm_arena_open(&csv->arena, allocator);
}

void hm_csv_turn(hm_csv *csv, const char *text, const char *end) {
    csv->start = text;
    csv->end = csv->cursor.loaded = end;
    hm_csv_rewind(csv, csv->delimiter);
    csv->looked = end;
    csv->clean = csv->ascii = csv->has_cr = true;
}

void hm_csv_close(hm_csv *csv) {
    hm_release(csv->allocator, csv->fields, csv->capacity * sizeof *csv->fields);
    hm_arena_close(&csv->arena);
    memset(csv, 0, sizeof *csv);
}

void hm_csv_rewind(hm_csv *csv, char delimiter) {
    csv->at = csv->line_start = csv->start;
    csv->line = 1;
    csv->count = 0;
    csv->looked = csv->start;
    csv->decoded = (hm_position){0, 0};
    hm_csv_continue(csv, delimiter);
}

void hm_csv_continue(hm_csv *csv, char delimiter) {
    csv->delimiter = delimiter;
    csv->block = NULL;
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

/* Behind the line end at `at`. */
static const char *line_behind(hm_csv *csv, const char *at) {
    if (*at == '\n')
        return at + 1;
    reach(csv, at, HM_LINE_TELLS + 1);
    return hm_line_behind(at, csv->end);
}

static void skip_blank_lines(hm_csv *csv) {
    const char *from = csv->at;
    for (;;) {
        reach(csv, csv->at, 1);
        if (csv->at == csv->end || !is_line_end(*csv->at))
            break;
        csv->at = line_behind(csv, csv->at);
        csv->line++;
    }
    if (csv->at != from) {
        csv->line_start = csv->at;
        csv->block = NULL;
    }
}

/* Moves on to the line after the one that the lost quote stands on. */
static hm_csv_result lose_line(hm_csv *csv, hm_position quote, const char *from) {
    const char *line_end = hm_line_find(&csv->cursor, from, csv->end);
    csv->at = csv->line_start = line_end < csv->end ? line_behind(csv, line_end) : csv->end;
    csv->line = quote.line + 1;
    csv->lost = quote;
    csv->block = NULL;
    return HM_CSV_UNCLOSED;
}

/* Counts the lines that a quoted field spans. */
static void count_lines(hm_csv *csv, const char *from, const char *to) {
    while ((from = hm_line_end(from, to)) < to) {
        csv->line++;
        csv->line_start = from = hm_line_behind(from, to);
    }
}

/* The closing quote of a field that opens at `open`; NULL when there is none. */
static const char *closing_quote(hm_csv *csv, const char *open, bool *doubled) {
    const char *at = open + 1;
    const size_t left = (size_t)(csv->end - at);
    const char *end = left > HM_CSV_QUOTED_MOST ? at + HM_CSV_QUOTED_MOST : csv->end;
    for (;;) {
        at = hm_source_find(&csv->cursor, at, end, csv->quote);
        if (!at)
            return NULL;
        reach(csv, at, 2);
        if (at + 1 == csv->end || at[1] != csv->quote)
            return at;
        *doubled = true;
        at += 2;
    }
}

/* The quoted text with single quotes for doubled ones; false when memory has run out. */
static bool undouble(hm_csv *csv, hm_raw *field) {
    char *out = hm_arena_take(&csv->arena, field->size);
    if (!out)
        return false;
    const char *text = field->text;
    size_t size = 0;
    for (size_t i = 0; i < field->size; i++) {
        out[size++] = text[i];
        i += text[i] == csv->quote; /* the second of a pair */
    }
    field->text = out;
    field->size = size;
    return true;
}

/* Reads the quoted field that opens at `open`, up to `*separator`. */
static hm_csv_result read_quoted(hm_csv *csv, const char *open, hm_raw *field,
                                 const char **separator) {
    bool doubled = false;
    const char *close = closing_quote(csv, open, &doubled);
    if (!close)
        return HM_CSV_UNCLOSED;
    const char *after = close + 1;
    bool fine = after == csv->end || *after == csv->delimiter || is_line_end(*after);
    bool spans = hm_line_end(open, close) < close;
    if (!fine && spans)
        return HM_CSV_UNCLOSED;
    count_lines(csv, open, close);
    load_block(csv, after);
    *separator = next_separator(csv);
    field->text = fine ? open + 1 : open;
    field->size = (size_t)((fine ? close : *separator) - field->text);
    field->fault = fine ? HM_FAULT_NONE : HM_FAULT_QUOTE;
    field->is_number = false;
    return fine && doubled && !undouble(csv, field) ? HM_CSV_MEMORY : HM_CSV_RECORD;
}

/* Characters from the start of the line, counted on from field to field. */
struct counter {
    const char *at;
    uint32_t column;
};

static uint32_t column_of(const hm_csv *csv, struct counter *counter, const char *at) {
    if (csv->ascii && at < csv->looked)
        return (uint32_t)(at - csv->line_start) + 1;
    if (counter->at < csv->line_start)
        *counter = (struct counter){csv->line_start, 1};
    counter->column += (uint32_t)hm_text_length(counter->at, (size_t)(at - counter->at));
    counter->at = at;
    return counter->column;
}

/* Reads the field at `at` up to `*separator`. */
static hm_csv_result read_field(hm_csv *csv, const char *at, hm_raw *field,
                                const char **separator) {
    reach(csv, at, 1);
    if (at < csv->end && *at == csv->quote)
        return read_quoted(csv, at, field, separator);
    *separator = next_separator(csv);
    field->text = at;
    field->size = (size_t)(*separator - at);
    field->fault = HM_FAULT_NONE;
    field->is_number = false;
    return HM_CSV_RECORD;
}

/* A field that is no UTF-8 as UTF-8, where its source is in another encoding. False when memory has
 * run out. */
static bool decode(hm_csv *csv, hm_raw *field) {
    if (field->fault != HM_FAULT_UTF8)
        return true;
    if (csv->encoding == HM_ENCODING_UNKNOWN)
        csv->encoding = hm_encoding_of_source(csv->cursor.source);
    if (csv->encoding == HM_ENCODING_UTF8)
        return true;
    hm_buffer text;
    hm_buffer_open(&text, csv->allocator);
    (void)hm_encoding_decode(csv->encoding, field->text, field->size, true, &text);
    const char *copy = text.failed ? NULL : hm_arena_copy(&csv->arena, text.data, text.size);
    if (copy) {
        field->text = copy;
        field->size = text.size;
        field->fault = HM_FAULT_NONE;
        csv->decoded = csv->decoded.line > 0 ? csv->decoded : field->position;
    }
    hm_buffer_close(&text);
    return copy != NULL;
}

/* What is wrong with the fields of a record. False when memory has run out. */
static bool check_fields(hm_csv *csv) {
    for (size_t i = 0; i < csv->count; i++) {
        csv->fields[i] = hm_raw_check(csv->fields[i]);
        if (!decode(csv, &csv->fields[i]))
            return false;
    }
    return true;
}

/* The record ends at `at`, a line end or the end of the source. False when memory has run out. */
static bool end_record(hm_csv *csv, const char *at) {
    const bool clean = csv->clean && at <= csv->looked;
    csv->at = csv->line_start = at < csv->end ? line_behind(csv, at) : at;
    if (csv->at > at + 1)
        csv->block = NULL; /* it has line ends that were passed */
    csv->line++;
    return clean || check_fields(csv);
}

void hm_csv_pass(hm_csv *csv, const char *at, size_t lines) {
    csv->at = csv->line_start = at;
    csv->line += (uint32_t)lines;
    csv->count = 0;
    hm_source_pass(&csv->cursor, at);
    csv->block = NULL;
}

hm_csv_result hm_csv_next(hm_csv *csv) {
    skip_blank_lines(csv);
    if (csv->at >= csv->looked)
        look_ahead(csv);
    csv->count = 0;
    if (csv->arena.blocks)
        hm_arena_close(&csv->arena);
    if (csv->at == csv->end)
        return HM_CSV_END;
    if (!csv->block)
        load_block(csv, csv->at);
    struct counter counter = {csv->at, 1};
    const char *at = csv->at;
    for (;;) {
        if (csv->count == csv->capacity &&
            !hm_grow(csv->allocator, &csv->fields, csv->count, &csv->capacity, sizeof *csv->fields))
            return HM_CSV_MEMORY;
        hm_raw *field = &csv->fields[csv->count];
        field->position = (hm_position){csv->line, column_of(csv, &counter, at)};
        const char *separator;
        hm_csv_result result = read_field(csv, at, field, &separator);
        if (result != HM_CSV_RECORD)
            return result == HM_CSV_UNCLOSED ? lose_line(csv, field->position, at) : result;
        csv->count++;
        if (separator == csv->end || is_line_end(*separator))
            return end_record(csv, separator) ? HM_CSV_RECORD : HM_CSV_MEMORY;
        at = separator + 1;
    }
}

bool hm_csv_is_blank(const hm_csv *csv) {
    for (size_t i = 0; i < csv->count; i++)
        if (csv->fields[i].size > 0 && hm_raw_trim(csv->fields[i]).size > 0)
            return false;
    return true;
}

#include "dataset/csv.h"

#include <string.h>

#include "base/text.h"
#include "dataset/csv_scan.h"

static void load_block(hm_csv *csv, const char *block) {
    csv->block = block;
    size_t left = (size_t)(csv->end - block);
    if (left >= HM_CSV_BLOCK) {
        csv->separators = hm_csv_scan(block, csv->delimiter, '\n');
    } else {
        char padded[HM_CSV_BLOCK] = {0};
        memcpy(padded, block, left);
        csv->separators = hm_csv_scan(padded, csv->delimiter, '\n');
    }
}

/* The next separator that was not returned yet; `end` when there is none. */
static const char *next_separator(hm_csv *csv) {
    while (csv->separators == 0) {
        if (csv->end - csv->block <= HM_CSV_BLOCK) {
            return csv->end;
        }
        load_block(csv, csv->block + HM_CSV_BLOCK);
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
    const char *newline =
        left > LOOK_AHEAD ? memchr(csv->at + LOOK_AHEAD, '\n', left - LOOK_AHEAD) : NULL;
    csv->looked = newline ? newline + 1 : csv->end;
    const size_t size = (size_t)(csv->looked - csv->at);
    const hm_csv_look look = hm_csv_look_at(csv->at, size);
    csv->ascii = look.ascii;
    csv->clean = !look.has_nul && (look.ascii || hm_text_valid(csv->at, size) == size);
}

void hm_csv_open(hm_csv *csv, const hm_source *source, const hm_allocator *allocator) {
    memset(csv, 0, sizeof *csv);
    csv->allocator = allocator;
    csv->start = source->data;
    csv->end = source->data + source->size;
    if (source->size >= 3 && memcmp(source->data, "\xEF\xBB\xBF", 3) == 0) {
        csv->start += 3;
    }
    hm_arena_open(&csv->arena, allocator);
    hm_csv_rewind(csv, ',');
}

void hm_csv_open_text(hm_csv *csv, char delimiter, const hm_allocator *allocator) {
    memset(csv, 0, sizeof *csv);
    csv->allocator = allocator;
    csv->delimiter = delimiter;
    csv->clean = csv->ascii = true;
    hm_arena_open(&csv->arena, allocator);
}

void hm_csv_turn(hm_csv *csv, const char *text, const char *end) {
    csv->start = text;
    csv->end = end;
    hm_csv_rewind(csv, csv->delimiter);
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
    hm_csv_continue(csv, delimiter);
}

void hm_csv_continue(hm_csv *csv, char delimiter) {
    csv->delimiter = delimiter;
    csv->block = NULL;
}

static bool is_line_end(const hm_csv *csv, const char *at) {
    return *at == '\n' || (*at == '\r' && (at + 1 == csv->end || at[1] == '\n'));
}

static void skip_blank_lines(hm_csv *csv) {
    const char *from = csv->at;
    while (csv->at < csv->end && is_line_end(csv, csv->at)) {
        csv->at += *csv->at == '\r' && csv->at + 1 < csv->end ? 2 : 1;
        csv->line++;
    }
    if (csv->at != from || !csv->block) {
        csv->line_start = csv->at;
        load_block(csv, csv->at);
    }
}

/* Moves on to the line after the one that the lost quote stands on. */
static hm_csv_result lose_line(hm_csv *csv, hm_spot quote, const char *from) {
    const char *newline = memchr(from, '\n', (size_t)(csv->end - from));
    csv->at = csv->line_start = newline ? newline + 1 : csv->end;
    csv->line = quote.line + 1;
    csv->lost = quote;
    csv->count = 0;
    load_block(csv, csv->at);
    return HM_CSV_UNCLOSED;
}

/* Counts the lines that a quoted field spans. */
static void count_lines(hm_csv *csv, const char *from, const char *to) {
    const char *newline;
    while (from < to && (newline = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        csv->line++;
        csv->line_start = from = newline + 1;
    }
}

/* The closing quote of a field that opens at `open`; NULL when there is none. */
static const char *closing_quote(const hm_csv *csv, const char *open, bool *doubled) {
    const char *at = open + 1;
    const size_t left = (size_t)(csv->end - at);
    const char *end = left > HM_CSV_QUOTED_MOST ? at + HM_CSV_QUOTED_MOST : csv->end;
    for (;;) {
        at = at < end ? memchr(at, '"', (size_t)(end - at)) : NULL;
        if (!at || at + 1 == csv->end || at[1] != '"') {
            return at;
        }
        *doubled = true;
        at += 2;
    }
}

/* The quoted text with single quotes for doubled ones; false when memory has run out. */
static bool undouble(hm_csv *csv, hm_raw *field) {
    char *out = hm_arena_take(&csv->arena, field->size);
    if (!out) {
        return false;
    }
    const char *text = field->text;
    size_t size = 0;
    for (size_t i = 0; i < field->size; i++) {
        out[size++] = text[i];
        i += text[i] == '"'; /* the second of a pair */
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
    if (!close) {
        return HM_CSV_UNCLOSED;
    }
    const char *after = close + 1;
    bool fine = after == csv->end || *after == csv->delimiter || is_line_end(csv, after);
    bool spans = memchr(open, '\n', (size_t)(close - open)) != NULL;
    if (!fine && spans) {
        return HM_CSV_UNCLOSED;
    }
    count_lines(csv, open, close);
    load_block(csv, after);
    *separator = next_separator(csv);
    field->text = fine ? open + 1 : open;
    field->size = (size_t)((fine ? close : *separator) - field->text);
    field->fault = fine ? HM_FAULT_NONE : HM_FAULT_QUOTE;
    return fine && doubled && !undouble(csv, field) ? HM_CSV_MEMORY : HM_CSV_RECORD;
}

/* Characters from the start of the line, counted on from field to field. */
struct counter {
    const char *at;
    uint32_t column;
};

static uint32_t column_of(const hm_csv *csv, struct counter *counter, const char *at) {
    if (csv->ascii && at < csv->looked) {
        return (uint32_t)(at - csv->line_start) + 1;
    }
    if (counter->at < csv->line_start) {
        *counter = (struct counter){csv->line_start, 1};
    }
    counter->column += (uint32_t)hm_text_length(counter->at, (size_t)(at - counter->at));
    counter->at = at;
    return counter->column;
}

/* Reads the field at `at` up to `*separator`. */
static hm_csv_result read_field(hm_csv *csv, const char *at, hm_raw *field,
                                const char **separator) {
    if (at < csv->end && *at == '"') {
        return read_quoted(csv, at, field, separator);
    }
    *separator = next_separator(csv);
    field->text = at;
    field->size = (size_t)(*separator - at);
    field->fault = HM_FAULT_NONE;
    return HM_CSV_RECORD;
}

/* The record ends at `at`, a line end or the end of the source. */
static void end_record(hm_csv *csv, const char *at) {
    hm_raw *last = &csv->fields[csv->count - 1];
    if (last->size > 0 && last->text + last->size == at && at[-1] == '\r') {
        last->size--;
    }
    const bool clean = csv->clean && at <= csv->looked;
    for (size_t i = 0; !clean && i < csv->count; i++) {
        csv->fields[i] = hm_raw_check(csv->fields[i]);
    }
    csv->at = csv->line_start = at < csv->end ? at + 1 : at;
    csv->line++;
}

void hm_csv_pass(hm_csv *csv, const char *at, size_t lines) {
    csv->at = csv->line_start = at;
    csv->line += (uint32_t)lines;
    csv->count = 0;
    csv->block = NULL;
}

hm_csv_result hm_csv_next(hm_csv *csv) {
    skip_blank_lines(csv);
    if (csv->at >= csv->looked) {
        look_ahead(csv);
    }
    csv->count = 0;
    if (csv->arena.blocks) {
        hm_arena_close(&csv->arena);
    }
    if (csv->at == csv->end) {
        return HM_CSV_END;
    }
    struct counter counter = {csv->at, 1};
    const char *at = csv->at;
    for (;;) {
        if (csv->count == csv->capacity && !hm_grow(csv->allocator, &csv->fields, csv->count,
                                                    &csv->capacity, sizeof *csv->fields)) {
            return HM_CSV_MEMORY;
        }
        hm_raw *field = &csv->fields[csv->count];
        field->spot = (hm_spot){csv->line, column_of(csv, &counter, at)};
        const char *separator;
        hm_csv_result result = read_field(csv, at, field, &separator);
        if (result != HM_CSV_RECORD) {
            return result == HM_CSV_UNCLOSED ? lose_line(csv, field->spot, at) : result;
        }
        csv->count++;
        if (separator == csv->end || *separator == '\n') {
            end_record(csv, separator);
            return HM_CSV_RECORD;
        }
        at = separator + 1;
    }
}

bool hm_csv_is_blank(const hm_csv *csv) {
    for (size_t i = 0; i < csv->count; i++) {
        if (csv->fields[i].size > 0 && hm_raw_trim(csv->fields[i]).size > 0) {
            return false;
        }
    }
    return true;
}

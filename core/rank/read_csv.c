#include <string.h>

#include "base/text.h"
#include "format/lines.h"
#include "rank/ranking.h"

typedef struct reader {
    hm_ranking *ranking;
    hm_rank_source *source;
    hm_csv csv;
    hm_error *error;
} reader;

/* --- the header --- */

/* Which fields of the last record are needed columns; how many of these there are. */
static size_t find_columns(const hm_csv *csv, size_t fields[HM_RANK_COLUMNS]) {
    size_t found = 0;
    for (size_t i = 0; i < HM_RANK_COLUMNS; i++)
        fields[i] = SIZE_MAX;
    for (size_t i = 0; i < csv->count; i++) {
        const hm_text name = hm_text_name(csv->fields[i].text, csv->fields[i].size);
        const hm_rank_column column = hm_rank_column_find(name.text, name.size);
        if (column == HM_RANK_COLUMNS || fields[column] != SIZE_MAX)
            continue;
        fields[column] = i;
        found++;
    }
    return found;
}

/* The delimiter with which most of the columns are found. */
static char find_delimiter(hm_csv *csv) {
    static const char candidates[] = {',', ';', '\t'};
    size_t best = 0, fields[HM_RANK_COLUMNS];
    char delimiter = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        hm_csv_rewind(csv, candidates[i]);
        const size_t found = hm_csv_next(csv) == HM_CSV_RECORD ? find_columns(csv, fields) : 0;
        if (found > best) {
            best = found;
            delimiter = candidates[i];
        }
    }
    return delimiter;
}

static hm_text without_end(hm_text line) {
    while (line.size > 0 && (line.text[line.size - 1] == '\n' || line.text[line.size - 1] == '\r'))
        line.size--;
    return line;
}

static bool same_line(hm_text a, hm_text b) {
    a = without_end(a);
    b = without_end(b);
    return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
}

static hm_code fail(const reader *r, const char *format, const char *text) {
    return hm_error_at(r->error, HM_ERROR_DATA, r->source->source.name, 1, 0, format, text);
}

/* The columns of the first file are those of all. */
static hm_code take_columns(const reader *r, hm_text header) {
    hm_ranking *ranking = r->ranking;
    size_t fields[HM_RANK_COLUMNS];
    (void)find_columns(&r->csv, fields);
    for (size_t i = 0; i < HM_RANK_COLUMNS; i++)
        if (fields[i] == SIZE_MAX)
            return fail(r,
                        "column \"%s\" is missing; expected score rows: city,period,code,..."
                        ",score,...,coverage,applicable,rank,...",
                        hm_rank_column_name((hm_rank_column)i));
    if (r->source != ranking->sources)
        return same_line(header, ranking->header)
                   ? HM_OK
                   : fail(r, "has not the columns of %s", ranking->sources[0].source.name);
    const char *copy = hm_arena_copy(&ranking->arena, header.text, header.size);
    if (!copy)
        return hm_error_memory(r->error);
    ranking->header = (hm_text){copy, header.size};
    ranking->has_mark = hm_source_mark(&r->source->source) > 0;
    ranking->delimiter = r->csv.delimiter;
    ranking->field_count = r->csv.count;
    memcpy(ranking->fields, fields, sizeof fields);
    return HM_OK;
}

static hm_code read_header(reader *r) {
    hm_csv_rewind(&r->csv, find_delimiter(&r->csv));
    switch (hm_csv_next(&r->csv)) {
    case HM_CSV_RECORD:
        break;
    case HM_CSV_END:
        return fail(r, "the file is empty, expected %s", "a header line");
    case HM_CSV_UNCLOSED:
        return fail(r, "found a quote that is never closed in %s", "the header");
    case HM_CSV_MEMORY:
        return hm_error_memory(r->error);
    }
    const hm_text header = {r->csv.start, (size_t)(r->csv.at - r->csv.start)};
    return take_columns(r, header);
}

/* --- rows --- */

/* Behind the blank lines at `at`. */
static const char *skip_blank(hm_csv *csv, const char *at) {
    const char *line_end;
    while (at < csv->end && (line_end = hm_line_find(&csv->cursor, at, csv->end)) == at)
        at = hm_line_behind(at, csv->end);
    return at;
}

/* A field that cannot be read; csv->count when all can. */
static size_t find_fault(const hm_csv *csv) {
    size_t i = 0;
    while (i < csv->count && csv->fields[i].fault == HM_FAULT_NONE)
        i++;
    return i;
}

/* Rows are written with their line ends: where one is missing the line may have been cut. */
static bool ends_line(const hm_csv *csv) {
    return csv->at < csv->end || csv->at[-1] == '\n' || csv->at[-1] == '\r';
}

/* The last record begins at `begin`. Is it a row? */
static bool check_record(const reader *r, const char *begin) {
    const hm_csv *csv = &r->csv;
    const size_t fault = find_fault(csv);
    if (hm_csv_is_blank(csv) ||
        same_line((hm_text){begin, (size_t)(csv->at - begin)}, r->ranking->header))
        return false;
    if (csv->count != r->ranking->field_count) {
        hm_ranking_reject(
            r->ranking, r->source, HM_ISSUE_FIELD_COUNT_OF_SCORES, csv->fields[0].position,
            &(hm_issue_texts){.found = hm_digits_of(csv->count).text,
                              .expected = hm_digits_of(r->ranking->field_count).text});
        return false;
    }
    if (!ends_line(csv)) {
        hm_ranking_reject(r->ranking, r->source, HM_ISSUE_CUT_OFF, csv->fields[0].position, NULL);
        return false;
    }
    if (fault < csv->count) {
        hm_ranking_reject(r->ranking, r->source, HM_ISSUE_BAD_TEXT, csv->fields[fault].position,
                          &(hm_issue_texts){.expected = "UTF-8 text",
                                            .detail = csv->fields[fault].fault == HM_FAULT_QUOTE
                                                          ? "text behind a quoted field"
                                                          : "bytes that are none"});
        return false;
    }
    return true;
}

/* Names without the apostrophe of safe cells: the city is the same. */
static hm_raw read_cell(hm_raw cell, size_t column) {
    const hm_text text = column <= HM_RANK_CODE ? hm_text_name(cell.text, cell.size)
                                                : hm_text_trim(cell.text, cell.size);
    cell.text = text.text;
    cell.size = text.size;
    return cell;
}

static hm_code take_record(const reader *r, const char *begin) {
    const hm_ranking *ranking = r->ranking;
    if (!check_record(r, begin))
        return hm_ranking_drop(r->ranking, r->source, begin) ? HM_OK : hm_error_memory(r->error);
    hm_rank_line line = {.source = r->source,
                         .begin = begin,
                         .position = r->csv.fields[0].position,
                         .decimal_comma = r->csv.delimiter == ';'};
    for (size_t i = 0; i < HM_RANK_COLUMNS; i++)
        line.cells[i] = read_cell(r->csv.fields[ranking->fields[i]], i);
    /* Only digits can be a rank: the cell is where it stands in the file, within quotes or not. */
    line.rank_at = line.cells[HM_RANK_RANK].text;
    return hm_ranking_take(r->ranking, &line, r->error);
}

static hm_code read_rows(reader *r) {
    hm_csv *csv = &r->csv;
    size_t forgotten = 0;
    for (hm_code code = HM_OK;;) {
        const char *begin = skip_blank(csv, csv->at);
        if (begin > csv->at && !hm_ranking_drop(r->ranking, r->source, csv->at))
            return hm_error_memory(r->error);
        switch (hm_csv_next(csv)) {
        case HM_CSV_END:
            return HM_OK;
        case HM_CSV_MEMORY:
            return hm_error_memory(r->error);
        case HM_CSV_UNCLOSED:
            hm_ranking_reject(r->ranking, r->source, HM_ISSUE_OPEN_QUOTE_OF_SCORES, csv->lost,
                              NULL);
            if (!hm_ranking_drop(r->ranking, r->source, begin))
                code = hm_error_memory(r->error);
            break;
        case HM_CSV_RECORD:
            code = take_record(r, begin);
        }
        if (code != HM_OK)
            return code;
        hm_rank_source_forget(r->source, csv->at, &forgotten);
        code = hm_cancel_check(r->ranking->cancel, r->error);
        if (code != HM_OK)
            return code;
    }
}

hm_code hm_rank_read_csv(hm_ranking *ranking, hm_rank_source *source, hm_error *error) {
    reader r = {.ranking = ranking, .source = source, .error = error};
    hm_csv_open(&r.csv, &source->source, ranking->allocator);
    hm_code code = read_header(&r);
    if (code == HM_OK)
        code = read_rows(&r);
    hm_csv_close(&r.csv);
    return code;
}

bool hm_rank_coverage_csv(const hm_ranking *ranking, const char *text, size_t size, double *out) {
    hm_source source;
    hm_csv csv;
    hm_source_from_memory(&source, "", text, size);
    hm_csv_open(&csv, &source, ranking->allocator);
    hm_csv_rewind(&csv, ranking->delimiter);
    bool found = hm_csv_next(&csv) == HM_CSV_RECORD;
    if (found) {
        const hm_raw field = csv.fields[ranking->fields[HM_RANK_COVERAGE]];
        found = hm_rank_read_number(hm_raw_trim(field), csv.delimiter == ';', out);
    }
    hm_csv_close(&csv);
    return found;
}

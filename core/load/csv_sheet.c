#include "load/csv_sheet.h"

#include <string.h>

#include "base/text.h"
#include "format/lines.h"
#include "load/ingest.h"

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

/* --- lines at the end --- */

/* Back from `end` over the line ends and white space before it. */
static size_t without_blanks(const hm_source *source, size_t end) {
    while (end > 0 && hm_is_space(source->data[end - 1]))
        end--;
    return end;
}

/* The source without its last `count` lines that have something in them. Bytes are loaded as they
 * are looked at, from the end on. */
static hm_source without_last(const hm_source *source, size_t count) {
    hm_source shorter = *source;
    hm_source_load(source, 0, source->size);
    for (; count > 0; count--) {
        shorter.size = without_blanks(source, shorter.size);
        while (shorter.size > 0 && !is_line_end(source->data[shorter.size - 1]))
            shorter.size--;
    }
    return shorter;
}

/* --- rows --- */

/* Passes over the lines from `at` on that are empty or begin with the comment's character. */
static void skip_comments(hm_csv_sheet *sheet) {
    hm_csv *csv = &sheet->csv;
    const char *comment = sheet->dialect->comment, *at = csv->at;
    const size_t size = strlen(comment);
    size_t lines = 0;
    bool found = false;
    for (;;) {
        const size_t left = (size_t)(csv->end - at);
        hm_source_reach(&csv->cursor, at + (left < size + 1 ? left : size + 1));
        const bool is_comment = left >= size && memcmp(at, comment, size) == 0;
        if (left == 0 || (!is_comment && !is_line_end(*at)))
            break;
        const char *end = hm_line_find(&csv->cursor, at, csv->end);
        at = end < csv->end ? hm_line_behind(end, csv->end) : end;
        found |= is_comment;
        lines++;
    }
    if (found)
        hm_csv_pass(csv, at, lines);
}

static bool is_listed(const uint32_t *rows, size_t count, uint32_t line) {
    for (size_t i = 0; i < count; i++)
        if (rows[i] == line)
            return true;
    return false;
}

static bool is_left_out(const hm_csv_sheet *sheet) {
    const hm_dialect *dialect = sheet->dialect;
    return dialect && sheet->csv.count > 0 &&
           is_listed(dialect->comment_rows, dialect->comment_row_count,
                     sheet->csv.fields[0].position.line);
}

static hm_sheet_result next_row(hm_sheet *base, hm_error *error) {
    hm_csv_sheet *sheet = (hm_csv_sheet *)base;
    hm_csv *csv = &sheet->csv;
    hm_csv_result result;
    do {
        if (sheet->dialect && sheet->dialect->comment)
            skip_comments(sheet);
        result = hm_csv_next(csv);
    } while (result == HM_CSV_RECORD && is_left_out(sheet));
    base->cells = csv->fields;
    base->count = csv->count;
    switch (result) {
    case HM_CSV_RECORD:
        return HM_SHEET_ROW;
    case HM_CSV_UNCLOSED:
        base->torn = csv->lost;
        return HM_SHEET_TORN;
    case HM_CSV_END:
        return HM_SHEET_END;
    case HM_CSV_MEMORY:
        break;
    }
    base->code = hm_error_memory(error);
    return HM_SHEET_FAILED;
}

/* --- the delimiter --- */

static uint32_t first_header_row(const hm_csv_sheet *sheet) {
    const hm_dialect *dialect = sheet->dialect;
    return dialect && dialect->header_row_count > 0 ? dialect->header_rows[0] : 0;
}

/* How well the header reads with this delimiter: known names count most, then fields. */
static uint64_t rate(hm_csv_sheet *sheet, char delimiter) {
    hm_csv *csv = &sheet->csv;
    const uint32_t line = first_header_row(sheet);
    hm_csv_rewind(csv, delimiter);
    hm_sheet_result result;
    do {
        result = next_row(&sheet->sheet, NULL);
    } while ((result == HM_SHEET_ROW || result == HM_SHEET_TORN) && csv->line <= line);
    if (result != HM_SHEET_ROW)
        return 1; /* no worse than a line that is not parted at all */
    uint64_t known = 0;
    for (size_t i = 0; i < csv->count; i++) {
        const hm_raw name = hm_raw_trim(csv->fields[i]);
        known += hm_role_find(name.text, name.size) != HM_ROLE_COUNT;
    }
    return (known << 32) + csv->count;
}

/* Spreadsheets may write `sep=;` as a first line of its own. */
static char said_delimiter(const hm_csv *csv) {
    const size_t size = (size_t)(csv->end - csv->start);
    if (size < 6 || !hm_text_same(csv->start, 4, "sep=") || !strchr(",;\t", csv->start[4]))
        return 0;
    return is_line_end(csv->start[5]) ? csv->start[4] : 0;
}

static char find_delimiter(hm_csv_sheet *sheet) {
    static const char candidates[] = {',', ';', '\t'};
    uint64_t best = 0;
    char delimiter = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        const uint64_t rating = rate(sheet, candidates[i]);
        if (rating > best) {
            best = rating;
            delimiter = candidates[i];
        }
    }
    return delimiter;
}

static void begin(hm_csv_sheet *sheet) {
    hm_csv *csv = &sheet->csv;
    const char said = said_delimiter(csv);
    const char given = sheet->dialect ? sheet->dialect->delimiter : 0;
    if (said) {
        hm_csv_rewind(csv, '\n'); /* no field ends before the line does */
        (void)hm_csv_next(csv);
        hm_csv_continue(csv, given ? given : said);
    } else {
        hm_csv_rewind(csv, given ? given : find_delimiter(sheet));
    }
    sheet->sheet.delimiter = csv->delimiter;
}

void hm_csv_sheet_open(hm_csv_sheet *sheet, const hm_source *source, const hm_recipe *recipe,
                       const hm_allocator *allocator) {
    memset(sheet, 0, sizeof *sheet);
    sheet->sheet.next = next_row;
    sheet->dialect = recipe ? &recipe->dialect : NULL;
    if (sheet->dialect && sheet->dialect->skip_last > 0) {
        sheet->source = without_last(source, sheet->dialect->skip_last);
        source = &sheet->source;
    }
    hm_csv_open(&sheet->csv, source, allocator);
    if (!source->is_part && !(sheet->dialect && sheet->dialect->encoding))
        sheet->csv.encoding = HM_ENCODING_UNKNOWN;
    if (sheet->dialect && sheet->dialect->quote)
        sheet->csv.quote = sheet->dialect->quote;
    begin(sheet);
}

void hm_csv_sheet_close(hm_csv_sheet *sheet) {
    hm_csv_close(&sheet->csv);
}

void hm_csv_sheet_tell(const hm_csv_sheet *sheet, const char *file, hm_issues *issues) {
    const hm_position first = sheet->csv.decoded;
    const hm_subject subject = {.at = {file, first.line, first.column}};
    if (first.line > 0)
        hm_issues_add(issues, HM_ISSUE_ENCODING_GUESSED, &subject,
                      &(hm_issue_texts){.name = hm_encoding_name(sheet->csv.encoding)});
}

bool hm_csv_sheet_is_plain(const hm_csv_sheet *sheet) {
    const hm_dialect *dialect = sheet->dialect;
    return !dialect || (!dialect->comment && !dialect->quote && dialect->comment_row_count == 0 &&
                        dialect->skip_last == 0 && memchr(",;\t|", sheet->csv.delimiter, 4));
}

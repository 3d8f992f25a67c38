/* rank_rows.c: what a row of scores says, as its reader found it, becomes an entry. */
#include "rank/ranking.h"

#include <string.h>

#include "aggregate/rank_if.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "format/lines.h"

static const char *const column_names[HM_RANK_COLUMNS] = {
    "city", "period", "code", "depth", "score", "coverage", "applicable", "rank"};

hm_rank_column hm_rank_column_find(const char *text, size_t size) {
    int column = 0;
    while (column < HM_RANK_COLUMNS && !hm_text_same(text, size, column_names[column]))
        column++;
    return (hm_rank_column)column;
}

const char *hm_rank_column_name(hm_rank_column column) {
    return column_names[column];
}

hm_rank_unit hm_rank_unit_of(const hm_ranking *ranking, uint32_t unit) {
    hm_rank_unit found;
    memcpy(&found, ranking->units.texts[unit], sizeof found);
    return found;
}

size_t hm_rank_source_end(const hm_ranking *ranking, const hm_rank_source *source) {
    const hm_rank_source *last = &ranking->sources[ranking->source_count - 1];
    return source == last ? ranking->entry_count : source[1].first;
}

size_t hm_rank_entry_end(const hm_ranking *ranking, const hm_rank_source *source, size_t number) {
    return number + 1 < hm_rank_source_end(ranking, source)
               ? (size_t)ranking->entries[number + 1].at
               : source->source.size;
}

void hm_rank_source_forget(const hm_rank_source *source, const char *done, size_t *forgotten) {
    const size_t end = (size_t)(done - source->source.data);
    if (end - *forgotten < HM_SOURCE_BLOCK)
        return;
    hm_source_forget(&source->source, *forgotten, end);
    *forgotten = end;
}

hm_rank_lines hm_rank_lines_of(const hm_rank_source *source) {
    return (hm_rank_lines){hm_source_begin(&source->source), source->source.data, 1};
}

uint32_t hm_rank_line_at(hm_rank_lines *lines, const char *at) {
    while (lines->at < at) {
        const char *line_end = hm_line_find(&lines->cursor, lines->at, at);
        lines->line += line_end < at;
        lines->at = line_end < at ? hm_line_behind(line_end, at) : at;
    }
    return lines->line;
}

/* --- entries --- */

void hm_ranking_reject(hm_ranking *ranking, const hm_rank_source *source, hm_issue_code code,
                       hm_position position, const hm_issue_texts *texts) {
    const hm_location at = {source->source.name, position.line, position.column};
    hm_issues_add(&ranking->issues, code, &(hm_subject){.at = at}, texts);
}

/* What is wrong with a cell of a row, whose it is. */
static void reject_cell(hm_ranking *ranking, const hm_rank_line *line, hm_issue_code code,
                        hm_rank_column column, const char *node, const char *expected) {
    const hm_raw cell = line->cells[column];
    const hm_raw city = line->cells[HM_RANK_CITY], period = line->cells[HM_RANK_PERIOD];
    const hm_quote city_text = hm_quote_of(city.text, city.size);
    const hm_quote period_text = hm_quote_of(period.text, period.size);
    const hm_subject about = {
        .at = {line->source->source.name, cell.position.line, cell.position.column},
        .city = city_text.text,
        .period = period_text.text,
        .node = node};
    hm_issues_add(&ranking->issues, code, &about,
                  &(hm_issue_texts){.found = hm_quote_of(cell.text, cell.size).text,
                                    .expected = expected,
                                    .name = hm_rank_column_name(column)});
}

static bool append(hm_ranking *ranking, hm_rank_entry entry) {
    if (!hm_grow(ranking->allocator, &ranking->entries, ranking->entry_count,
                 &ranking->entry_capacity, sizeof *ranking->entries))
        return false;
    ranking->entries[ranking->entry_count++] = entry;
    return true;
}

bool hm_ranking_drop(hm_ranking *ranking, const hm_rank_source *source, const char *begin) {
    const uint64_t at = (uint64_t)(begin - source->source.data);
    return append(ranking, (hm_rank_entry){.at = at, .unit = HM_NO_NAME});
}

/* --- what a row says --- */

static bool is_name(const hm_names *names, uint32_t number, hm_raw cell) {
    return number < names->count && names->sizes[number] == cell.size &&
           memcmp(names->texts[number], cell.text, cell.size) == 0;
}

/* Its own number in `*out`; false when memory has run out. Most rows are of the unit before. */
static bool find_unit(hm_ranking *ranking, const hm_rank_line *line, uint32_t *out) {
    const hm_raw city = line->cells[HM_RANK_CITY], period = line->cells[HM_RANK_PERIOD];
    *out = ranking->last_unit;
    if (*out != HM_NO_NAME) {
        const hm_rank_unit last = hm_rank_unit_of(ranking, *out);
        if (is_name(&ranking->cities, last.city, city) &&
            is_name(&ranking->periods, last.period, period))
            return true;
    }
    const hm_rank_unit unit = {hm_names_intern(&ranking->cities, city.text, city.size),
                               hm_names_intern(&ranking->periods, period.text, period.size)};
    if (unit.city == HM_NO_NAME || unit.period == HM_NO_NAME)
        return false;
    *out = hm_names_intern(&ranking->units, (const char *)&unit, sizeof unit);
    return *out != HM_NO_NAME;
}

/* What the package says of a code that is new. */
static void look_up(hm_ranking *ranking, const hm_rank_line *line, uint32_t code,
                    hm_rank_code *out) {
    const hm_raw cell = line->cells[HM_RANK_CODE];
    const char *name = ranking->codes.texts[code];
    const size_t node = hm_package_find(ranking->package, name);
    if (node != SIZE_MAX) {
        out->least_first = ranking->package->plan.nodes[node].least_first;
        return;
    }
    const hm_location at = {line->source->source.name, cell.position.line, cell.position.column};
    hm_issues_add(&ranking->issues, HM_ISSUE_UNKNOWN_CODE, &(hm_subject){.at = at, .node = name},
                  NULL);
}

/* As above, of the code. After a unit's node comes the next of the hierarchy. */
static bool find_code(hm_ranking *ranking, const hm_rank_line *line, uint32_t depth,
                      uint32_t *out) {
    const hm_raw cell = line->cells[HM_RANK_CODE];
    const uint32_t known = ranking->codes.count;
    *out = ranking->last_code + 1; /* from HM_NO_NAME on this is 0 */
    if (is_name(&ranking->codes, *out, cell))
        return true;
    *out = hm_names_intern(&ranking->codes, cell.text, cell.size);
    if (*out == HM_NO_NAME)
        return false;
    if (*out < known)
        return true;
    if (!hm_grow(ranking->allocator, &ranking->of_codes, known, &ranking->code_capacity,
                 sizeof *ranking->of_codes))
        return false;
    ranking->of_codes[*out] = (hm_rank_code){depth, false};
    if (ranking->package)
        look_up(ranking, line, *out, &ranking->of_codes[*out]);
    return true;
}

static bool read_whole(hm_raw cell, uint32_t *out) {
    *out = 0;
    for (size_t i = 0; i < cell.size; i++) {
        const unsigned digit = (unsigned)cell.text[i] - '0';
        if (digit > 9 || *out > (UINT32_MAX - digit) / 10)
            return false;
        *out = *out * 10 + digit;
    }
    return true;
}

bool hm_rank_read_number(hm_raw cell, bool decimal_comma, double *out) {
    *out = 0;
    return hm_number_read(cell.text, cell.size, '.', out) == HM_NUMBER_FINE ||
           (decimal_comma && hm_number_read(cell.text, cell.size, ',', out) == HM_NUMBER_FINE);
}

static bool read_mark(const hm_rank_line *line, hm_rank_column column, double *out) {
    return hm_rank_read_number(line->cells[column], line->decimal_comma, out);
}

static void reject_unsuitable(hm_ranking *ranking, const hm_rank_line *line, hm_rank_column column,
                              const char *expected) {
    reject_cell(ranking, line, HM_ISSUE_UNSUITABLE_CELL, column, NULL, expected);
}

/* Whether a row takes part in ranks. False when a cell is not what it should be: then there is an
 * issue. */
static bool read_marks(hm_ranking *ranking, const hm_rank_line *line, hm_rank_entry *entry) {
    double coverage, applicable;
    entry->rank = HM_RANK_NONE;
    if (line->cells[HM_RANK_SCORE].size == 0)
        return true;
    if (!read_mark(line, HM_RANK_SCORE, &entry->score))
        reject_unsuitable(ranking, line, HM_RANK_SCORE, "a number, or nothing");
    else if (!read_mark(line, HM_RANK_COVERAGE, &coverage))
        reject_unsuitable(ranking, line, HM_RANK_COVERAGE, "a number beside a score");
    else if (!read_mark(line, HM_RANK_APPLICABLE, &applicable))
        reject_unsuitable(ranking, line, HM_RANK_APPLICABLE, "a number beside a score");
    else {
        entry->rank = hm_rank_if_holds(ranking->rank_if, coverage, applicable) ? HM_RANK_SCORED
                                                                               : HM_RANK_UNRANKED;
        return true;
    }
    return false;
}

/* Is every cell what it should be? If not, there is an issue. */
static bool read_cells(hm_ranking *ranking, const hm_rank_line *line, hm_rank_entry *entry,
                       uint32_t *depth) {
    uint32_t old;
    for (int i = HM_RANK_CITY; i <= HM_RANK_DEPTH; i++) {
        if (line->cells[i].size == 0) {
            reject_unsuitable(ranking, line, (hm_rank_column)i, "the row to say it");
            return false;
        }
    }
    if (!read_whole(line->cells[HM_RANK_DEPTH], depth))
        reject_unsuitable(ranking, line, HM_RANK_DEPTH, "a whole number");
    else if (!read_whole(line->cells[HM_RANK_RANK], &old))
        reject_unsuitable(ranking, line, HM_RANK_RANK, "a whole number, or nothing");
    else if ((size_t)(line->rank_at - line->begin) > UINT32_MAX)
        hm_ranking_reject(ranking, line->source, HM_ISSUE_LONG_ROW, line->position, NULL);
    else
        return read_marks(ranking, line, entry);
    return false;
}

/* A code at two depths means rows of two packages. */
static bool same_depth(hm_ranking *ranking, const hm_rank_line *line, uint32_t code,
                       uint32_t depth) {
    const uint32_t before = ranking->of_codes[code].depth;
    if (depth == before)
        return true;
    reject_cell(ranking, line, HM_ISSUE_TWO_DEPTHS, HM_RANK_DEPTH, ranking->codes.texts[code],
                hm_digits_of(before).text);
    return false;
}

hm_code hm_ranking_take(hm_ranking *ranking, const hm_rank_line *line, hm_error *error) {
    hm_rank_entry entry = {.at = (uint64_t)(line->begin - line->source->source.data)};
    uint32_t depth;
    bool fine = read_cells(ranking, line, &entry, &depth);
    if (ranking->entry_count >= UINT32_MAX - 3) /* numbers of entries have 32 bits */
        return hm_error_at(error, HM_ERROR_DATA, line->source->source.name, line->position.line, 0,
                           "there are too many rows");
    if (fine) {
        if (!find_unit(ranking, line, &entry.unit) || !find_code(ranking, line, depth, &entry.code))
            return hm_error_memory(error);
        fine = same_depth(ranking, line, entry.code, depth);
    }
    if (!fine)
        return hm_ranking_drop(ranking, line->source, line->begin) ? HM_OK : hm_error_memory(error);
    entry.rank_at = (uint32_t)(line->rank_at - line->begin);
    ranking->last_unit = entry.unit;
    ranking->last_code = entry.code;
    ranking->rows++;
    return append(ranking, entry) ? HM_OK : hm_error_memory(error);
}

#include "rank/ranking.h"

#include <string.h>

#include "aggregate/rank_if.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "format/lines.h"
#include "platform/environment.h"

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
        out->deducts = ranking->package->plan.nodes[node].deducts;
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

/* --- all of it --- */

hm_code hm_ranking_new(hm_ranking **out, const hm_package *package, const hm_allocator *allocator,
                       hm_error *error) {
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_ranking_new needs an out");
    if (!allocator)
        allocator = hm_allocator_default();
    hm_ranking *ranking = *out = hm_allocate_array(allocator, 1, sizeof *ranking);
    if (!ranking)
        return hm_error_memory(error);
    ranking->allocator = allocator;
    ranking->package = package ? hm_package_retain((hm_package *)(uintptr_t)package) : NULL;
    ranking->rank_if = package ? package->plan.policy.rank_if : HM_RANK_IF_DEFAULT;
    hm_arena_open(&ranking->arena, allocator);
    hm_issues_open(&ranking->issues, allocator);
    hm_names_open(&ranking->cities, allocator);
    hm_names_open(&ranking->periods, allocator);
    hm_names_open(&ranking->codes, allocator);
    hm_names_open(&ranking->units, allocator);
    ranking->last_unit = ranking->last_code = HM_NO_NAME;
    return HM_OK;
}

void hm_ranking_free(hm_ranking *ranking) {
    if (!ranking)
        return;
    const hm_allocator *allocator = ranking->allocator;
    for (size_t i = 0; i < ranking->source_count; i++)
        hm_source_close(&ranking->sources[i].source);
    hm_release(allocator, ranking->sources, ranking->source_capacity * sizeof *ranking->sources);
    hm_release(allocator, ranking->entries, ranking->entry_capacity * sizeof *ranking->entries);
    hm_release(allocator, ranking->of_codes, ranking->code_capacity * sizeof *ranking->of_codes);
    hm_names_close(&ranking->cities);
    hm_names_close(&ranking->periods);
    hm_names_close(&ranking->codes);
    hm_names_close(&ranking->units);
    hm_issues_close(&ranking->issues);
    hm_arena_close(&ranking->arena);
    hm_dataset_free(ranking->known);
    hm_package_free(ranking->package);
    hm_release(allocator, ranking, sizeof *ranking);
}

static bool looks_like_json(const hm_source *source) {
    hm_source_cursor cursor = hm_source_begin(source);
    const char *first = hm_line_first(&cursor);
    return first < source->data + source->size && (*first == '{' || *first == '[');
}

/* Reads the source that was opened last. */
static hm_code read_source(hm_ranking *ranking, hm_error *error) {
    hm_rank_source *source = &ranking->sources[ranking->source_count - 1];
    const bool is_ndjson = looks_like_json(&source->source);
    source->first = ranking->entry_count;
    if (ranking->source_count == 1)
        ranking->is_ndjson = is_ndjson;
    else if (ranking->is_ndjson != is_ndjson)
        return hm_error_at(error, HM_ERROR_DATA, source->source.name, 0, 0,
                           "is %s, but the rows before are %s", is_ndjson ? "NDJSON" : "CSV",
                           is_ndjson ? "CSV" : "NDJSON");
    const hm_code code = is_ndjson ? hm_rank_read_ndjson(ranking, source, error)
                                   : hm_rank_read_csv(ranking, source, error);
    return code == HM_OK && ranking->issues.out_of_memory ? hm_error_memory(error) : code;
}

/* Room for one more source, and a copy of its name; NULL when memory has run out. */
static hm_rank_source *add_source(hm_ranking *ranking, const char *name, const char **copy) {
    *copy = hm_arena_copy(&ranking->arena, name, strlen(name));
    if (!*copy || !hm_grow(ranking->allocator, &ranking->sources, ranking->source_count,
                           &ranking->source_capacity, sizeof *ranking->sources))
        return NULL;
    hm_rank_source *source = &ranking->sources[ranking->source_count];
    memset(source, 0, sizeof *source);
    return source;
}

static hm_code check_reading(const hm_ranking *ranking, const void *what, hm_error *error) {
    if (!ranking || !what)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a ranking reads a file or bytes");
    if (ranking->finished)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "the ranking is finished");
    return HM_OK;
}

static hm_code read_path(hm_ranking *ranking, const char *path, hm_error *error) {
    const char *name;
    hm_code code = check_reading(ranking, path, error);
    if (code != HM_OK)
        return code;
    hm_rank_source *source = add_source(ranking, path, &name);
    if (!source)
        return hm_error_memory(error);
    code = hm_source_open_to_load(&source->source, name, ranking->allocator, error);
    if (code != HM_OK)
        return code;
    ranking->source_count++;
    code = read_source(ranking, error);
    source = &ranking->sources[ranking->source_count - 1];
    const hm_code changed =
        code == HM_OK || code == HM_ERROR_DATA ? hm_source_check(&source->source, error) : code;
    return changed != HM_OK ? changed : code;
}

hm_code hm_ranking_read(hm_ranking *ranking, const char *path, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_path(ranking, path, error));
}

static hm_code read_memory(hm_ranking *ranking, const char *name, const char *data, size_t size,
                           hm_error *error) {
    const char *copy;
    const hm_code code = check_reading(ranking, name ? data : NULL, error);
    if (code != HM_OK)
        return code;
    hm_rank_source *source = add_source(ranking, name, &copy);
    if (!source)
        return hm_error_memory(error);
    hm_source_from_memory(&source->source, copy, data, size);
    ranking->source_count++;
    return read_source(ranking, error);
}

hm_code hm_ranking_read_memory(hm_ranking *ranking, const char *name, const char *data, size_t size,
                               hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_memory(ranking, name, data, size, error));
}

static hm_code read_cities(hm_ranking *ranking, const char *path, hm_error *error) {
    hm_code code = check_reading(ranking, path, error);
    if (code == HM_OK && !ranking->known)
        code = hm_dataset_new(&ranking->known, ranking->allocator, error);
    return code == HM_OK ? hm_dataset_read_cities(ranking->known, path, error) : code;
}

hm_code hm_ranking_read_cities(hm_ranking *ranking, const char *path, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_cities(ranking, path, error));
}

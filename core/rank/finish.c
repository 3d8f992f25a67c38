/* finish.c: from rows that were read to rows that are ranked, and what they look like then. */
#include <string.h>

#include "platform/environment.h"
#include "platform/threads.h"
#include "rank/ranking.h"

/* --- rows that stand twice --- */

static void reject_twice(hm_ranking *ranking, const hm_rank_source *source, hm_rank_entry *entry,
                         hm_rank_lines *lines) {
    const hm_rank_unit unit = hm_rank_unit_of(ranking, entry->unit);
    const hm_position position = {hm_rank_line_at(lines, source->source.data + entry->at), 1};
    const hm_subject about = {.at = {source->source.name, position.line, position.column},
                              .city = ranking->cities.texts[unit.city],
                              .period = ranking->periods.texts[unit.period],
                              .node = ranking->codes.texts[entry->code]};
    hm_issues_add(&ranking->issues,
                  entry->rank == HM_RANK_TWICE ? HM_ISSUE_SECOND_ROW : HM_ISSUE_FIRST_ROW, &about,
                  NULL);
    entry->unit = HM_NO_NAME;
    entry->rank = HM_RANK_NONE;
    ranking->rows--;
}

static void reject_all_twice(hm_ranking *ranking) {
    for (size_t s = 0; s < ranking->source_count; s++) {
        const hm_rank_source *source = &ranking->sources[s];
        hm_rank_lines lines = hm_rank_lines_of(source);
        for (size_t i = source->first; i < hm_rank_source_end(ranking, source); i++)
            if (ranking->entries[i].rank >= HM_RANK_DIFFERS)
                reject_twice(ranking, source, &ranking->entries[i], &lines);
    }
}

/* What is left out is not there to be ranked among: then all others are ranked once more. */
static hm_code rank_all(hm_ranking *ranking, size_t jobs, hm_error *error) {
    bool twice, incomplete = false;
    hm_code code = hm_ranking_rank(ranking, jobs, &twice, error);
    if (code != HM_OK)
        return code;
    if (twice)
        reject_all_twice(ranking);
    code = hm_ranking_leave_out_incomplete(ranking, &incomplete, error);
    if (code == HM_OK && incomplete)
        code = hm_ranking_rank(ranking, jobs, &twice, error);
    if (twice || incomplete)
        hm_issues_sort(&ranking->issues);
    hm_issues_settle(&ranking->issues);
    return code == HM_OK ? hm_cancel_check(ranking->cancel, error) : code;
}

/* Nothing was ranked, and nothing that was rejected says so. */
static void warn_empty(hm_ranking *ranking) {
    if (ranking->entry_count > 0)
        return;
    const char *file = ranking->source_count == 1 ? ranking->sources[0].source.name : NULL;
    hm_issues_add(&ranking->issues, HM_ISSUE_NOTHING_TO_RANK, &(hm_subject){.at = {.file = file}},
                  NULL);
}

/* What is said of cities meets their rows: those that are kept out of ranks have none. False when
 * memory has run out. */
static bool leave_unranked(hm_ranking *ranking) {
    if (!ranking->known)
        return true;
    const hm_cities *known = hm_dataset_known_cities(ranking->known);
    hm_issues_append(&ranking->issues, hm_dataset_issues(ranking->known));
    hm_cities_warn_unknown(known, &ranking->cities, &ranking->issues);
    uint8_t *unranked = hm_cities_unranked(known, &ranking->cities, ranking->allocator);
    for (size_t i = 0; unranked && i < ranking->entry_count; i++) {
        hm_rank_entry *entry = &ranking->entries[i];
        if (entry->rank == HM_RANK_SCORED && entry->unit != HM_NO_NAME &&
            unranked[hm_rank_unit_of(ranking, entry->unit).city])
            entry->rank = HM_RANK_UNRANKED;
    }
    hm_release(ranking->allocator, unranked, ranking->cities.count);
    return unranked != NULL;
}

static hm_code finish(hm_ranking *ranking, size_t jobs, hm_error *error) {
    if (!ranking || ranking->finished)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a ranking is finished once");
    if (!leave_unranked(ranking))
        return hm_error_memory(error);
    const hm_code code = rank_all(ranking, jobs > 0 ? jobs : hm_threads_available(), error);
    if (code != HM_OK)
        return code;
    warn_empty(ranking);
    ranking->finished = true;
    return ranking->issues.out_of_memory ? hm_error_memory(error) : HM_OK;
}

hm_code hm_ranking_finish(hm_ranking *ranking, size_t jobs, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, finish(ranking, jobs, error));
}

void hm_ranking_set_cancel(hm_ranking *ranking, const hm_cancel *cancel) {
    if (ranking)
        ranking->cancel = cancel;
}

/* --- looking at it --- */

const hm_issues *hm_ranking_issues(const hm_ranking *ranking) {
    return ranking ? &ranking->issues : NULL;
}

size_t hm_ranking_row_count(const hm_ranking *ranking) {
    return ranking ? ranking->rows : 0;
}

size_t hm_ranking_incomplete(const hm_ranking *ranking, size_t *missing) {
    if (missing)
        *missing = ranking ? ranking->missing : 0;
    return ranking ? ranking->incomplete : 0;
}

const char *hm_ranking_format(const hm_ranking *ranking) {
    return ranking && ranking->is_ndjson ? "ndjson" : "csv";
}

const char *hm_ranking_code(const hm_ranking *ranking, size_t index, size_t *depth) {
    if (!ranking || index >= ranking->codes.count)
        return NULL;
    if (depth)
        *depth = ranking->of_codes[index].depth;
    return ranking->codes.texts[index];
}

static void fill_row(const hm_ranking *ranking, const hm_rank_source *source, size_t number,
                     hm_ranking_row *out) {
    const hm_rank_entry *entry = &ranking->entries[number];
    const hm_rank_unit unit = hm_rank_unit_of(ranking, entry->unit);
    const char *text = source->source.data + entry->at;
    const size_t size = hm_rank_entry_end(ranking, source, number) - (size_t)entry->at;
    hm_source_load(&source->source, (size_t)entry->at, (size_t)entry->at + size);
    *out = (hm_ranking_row){.city = ranking->cities.texts[unit.city],
                            .period = ranking->periods.texts[unit.period],
                            .has_score = entry->rank > 0,
                            .score = entry->score,
                            .rank = hm_rank_entry_rank(entry)};
    out->has_coverage = ranking->is_ndjson
                            ? hm_rank_coverage_ndjson(ranking, text, size, &out->coverage)
                            : hm_rank_coverage_csv(ranking, text, size, &out->coverage);
}

static hm_code visit_rows(const hm_ranking *ranking, const char *code,
                          int (*visit)(void *context, const hm_ranking_row *row), void *context,
                          hm_error *error) {
    if (!ranking || !ranking->finished || !code || !visit)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_ranking_visit needs a finished ranking, a code and a visitor");
    const uint32_t number = hm_names_find(&ranking->codes, code, strlen(code));
    if (number == HM_NO_NAME)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no row has the code \"%s\"", code);
    for (size_t s = 0; s < ranking->source_count; s++) {
        const hm_rank_source *source = &ranking->sources[s];
        for (size_t i = source->first; i < hm_rank_source_end(ranking, source); i++) {
            hm_ranking_row row;
            if (ranking->entries[i].unit == HM_NO_NAME || ranking->entries[i].code != number)
                continue;
            fill_row(ranking, source, i, &row);
            if (visit(context, &row) != 0)
                return HM_OK;
            const hm_code stopped = hm_cancel_check(ranking->cancel, error);
            if (stopped != HM_OK)
                return stopped;
        }
        const hm_code changed = hm_source_check(&source->source, error);
        if (changed != HM_OK)
            return changed;
    }
    return HM_OK;
}

hm_code hm_ranking_visit(const hm_ranking *ranking, const char *code,
                         int (*visit)(void *context, const hm_ranking_row *row), void *context,
                         hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, visit_rows(ranking, code, visit, context, error));
}

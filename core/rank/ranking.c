#include "rank/ranking.h"

#include <string.h>

#include "format/lines.h"
#include "platform/environment.h"

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

/* What is said of cities. */
static hm_code open_known(hm_ranking *ranking, const void *what, hm_error *error) {
    const hm_code code = check_reading(ranking, what, error);
    return code == HM_OK && !ranking->known
               ? hm_dataset_new(&ranking->known, ranking->allocator, error)
               : code;
}

hm_code hm_ranking_add_language(hm_ranking *ranking, const hm_data_language *language,
                                hm_error *error) {
    const hm_code code = open_known(ranking, language, error);
    return code == HM_OK ? hm_dataset_add_language(ranking->known, language, error) : code;
}

static hm_code read_cities(hm_ranking *ranking, const char *path, hm_error *error) {
    const hm_code code = open_known(ranking, path, error);
    return code == HM_OK ? hm_dataset_read_cities(ranking->known, path, error) : code;
}

hm_code hm_ranking_read_cities(hm_ranking *ranking, const char *path, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, read_cities(ranking, path, error));
}

/* analyses.c: the list of analyses, and running the one that is named. */
#include <string.h>

#include "analyse/analysis.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/numbers/number.h"
#include "base/versioned.h"
#include "platform/environment.h"

/* A line each, in the order in which help lists them. */
/* clang-format off */
#define EACH_ANALYSIS(ROW) \
    ROW(hm_analysis_statistics) \
    ROW(hm_analysis_coherence)  \
    ROW(hm_analysis_weigh)      \
    ROW(hm_analysis_bounds)     \
    ROW(hm_analysis_progress)   \
    ROW(hm_analysis_tipping)    \
    ROW(hm_analysis_reversals)
/* clang-format on */

#define DECLARE(analysis) extern const hm_analysis analysis;
#define LIST(analysis)    &analysis,

EACH_ANALYSIS(DECLARE)

static const hm_analysis *const analyses[] = {EACH_ANALYSIS(LIST)};

enum { ANALYSES = sizeof analyses / sizeof *analyses };

size_t hm_analysis_count(void) {
    return ANALYSES;
}

hm_code hm_analysis_at(size_t index, hm_analysis_info *out) {
    if (index >= ANALYSES || !out)
        return HM_ERROR_ARGUMENT;
    return hm_versioned_fill(out, &analyses[index]->info, sizeof *out);
}

void hm_analysis_options_init(hm_analysis_options *options, size_t size) {
    static const hm_analysis_options defaults = HM_ANALYSIS_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

/* --- what is asked for --- */

static hm_code refuse(const char *what, const char *name, const hm_buffer *known, hm_error *error) {
    return known->failed ? hm_error_memory(error)
                         : hm_error_set(error, HM_ERROR_ARGUMENT, "no %s \"%.40s\", only %s", what,
                                        name, known->data);
}

static hm_code refuse_analysis(const char *name, const hm_allocator *allocator, hm_error *error) {
    hm_buffer known;
    hm_buffer_open(&known, allocator);
    for (size_t i = 0; i < ANALYSES; i++)
        hm_buffer_format(&known, "%s%s", i > 0 ? ", " : "", analyses[i]->info.name);
    const hm_code code = refuse("analysis", name, &known, error);
    hm_buffer_close(&known);
    return code;
}

/* Of a list of names that ends in NULL, the place of one; refuses what is not in it. */
static hm_code choose(const char *what, const char *const *names, const char *wanted, size_t *place,
                      const hm_analysing *analysing) {
    hm_buffer known;
    *place = 0;
    while (names[*place] && strcmp(names[*place], wanted) != 0)
        ++*place;
    if (names[*place])
        return HM_OK;
    hm_buffer_open(&known, analysing->allocator);
    for (const char *const *name = names; *name; name++)
        hm_buffer_format(&known, "%s%s", name > names ? ", " : "", *name);
    const hm_code code = refuse(what, wanted, &known, analysing->error);
    hm_buffer_close(&known);
    return code;
}

static hm_code take_way(const hm_analysis *analysis, const char *wanted, hm_analysing *analysing) {
    if (!wanted)
        return HM_OK;
    if (!analysis->info.ways)
        return hm_error_set(analysing->error, HM_ERROR_ARGUMENT, "%s is done in one way only",
                            analysis->info.name);
    return choose("way", analysis->info.ways, wanted, &analysing->way, analysing);
}

static hm_code refuse_setting(const hm_analysis *analysis, const char *name,
                              const hm_analysing *analysing) {
    hm_buffer known;
    hm_buffer_open(&known, analysing->allocator);
    for (size_t i = 0; i < analysis->info.setting_count; i++)
        hm_buffer_format(&known, "%s%s", i > 0 ? ", " : "", analysis->info.settings[i].name);
    if (analysis->info.setting_count == 0)
        hm_buffer_format(&known, "none: %s has no settings", analysis->info.name);
    const hm_code code = refuse("setting", name, &known, analysing->error);
    hm_buffer_close(&known);
    return code;
}

static hm_code refuse_value(const hm_analysis_setting *setting, const hm_analysing *analysing) {
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE];
    (void)hm_number_print(setting->low, low);
    (void)hm_number_print(setting->high, high);
    return hm_error_set(analysing->error, HM_ERROR_ARGUMENT,
                        "the setting %s is a number from %s to %s", setting->name, low, high);
}

static hm_code set(const hm_analysis *analysis, const hm_analysis_value *value,
                   hm_analysing *analysing) {
    const hm_analysis_setting *settings = analysis->info.settings;
    size_t i = 0;
    while (i < analysis->info.setting_count && strcmp(settings[i].name, value->name) != 0)
        i++;
    if (i == analysis->info.setting_count)
        return refuse_setting(analysis, value->name, analysing);
    if (!(value->value >= settings[i].low && value->value <= settings[i].high))
        return refuse_value(&settings[i], analysing);
    analysing->settings[i] = value->value;
    return HM_OK;
}

static hm_code take_settings(const hm_analysis *analysis, const hm_analysis_options *options,
                             hm_analysing *analysing) {
    hm_code code = HM_OK;
    for (size_t i = 0; i < analysis->info.setting_count; i++)
        analysing->settings[i] = analysis->info.settings[i].otherwise;
    for (size_t i = 0; code == HM_OK && i < options->setting_count; i++)
        code = set(analysis, &options->settings[i], analysing);
    return code;
}

static const hm_analysis *find(const char *name) {
    for (size_t i = 0; i < ANALYSES; i++)
        if (strcmp(analyses[i]->info.name, name) == 0)
            return analyses[i];
    return NULL;
}

static hm_code check_units(const hm_analysing *analysing) {
    const size_t count = hm_dataset_unit_count(analysing->scores->bound.dataset);
    for (size_t i = 0; i < analysing->unit_count; i++)
        if (analysing->units[i] >= count)
            return hm_error_set(analysing->error, HM_ERROR_ARGUMENT,
                                "there is no unit %zu in data of %zu", analysing->units[i], count);
    return HM_OK;
}

/* Enough of those that are compared? */
static hm_code check_count(const hm_analysis *analysis, const hm_analysing *analysing) {
    size_t count = 0;
    for (size_t i = 0; i < analysing->unit_count; i++)
        count += hm_analysing_compares(analysing, i) ? 1 : 0;
    return count >= analysis->info.least_units
               ? HM_OK
               : hm_error_set(analysing->error, HM_ERROR_DATA,
                              "%s takes at least %zu ranked cities and periods, and there %s %zu",
                              analysis->info.name, analysis->info.least_units,
                              count == 1 ? "is" : "are", count);
}

static hm_code run(hm_table **out, const hm_analysis *analysis, hm_analysing *analysing) {
    size_t table;
    hm_code code = choose("table", analysis->info.tables, analysing->table, &table, analysing);
    if (code == HM_OK)
        code = check_units(analysing);
    if (code == HM_OK)
        code = check_count(analysis, analysing);
    return code == HM_OK ? analysis->run(out, analysing) : code;
}

/* Where no units are chosen: all. */
static hm_code run_on_all(hm_table **out, const hm_analysis *analysis, hm_analysing *analysing) {
    const size_t count = hm_dataset_unit_count(analysing->scores->bound.dataset);
    size_t *units = hm_allocate_array(analysing->allocator, count, sizeof *units);
    if (!units)
        return hm_error_memory(analysing->error);
    for (size_t i = 0; i < count; i++)
        units[i] = i;
    analysing->units = units;
    analysing->unit_count = count;
    const hm_code code = run(out, analysis, analysing);
    hm_release(analysing->allocator, units, count * sizeof *units);
    return code;
}

static hm_code analyse(hm_table **out, const hm_scores *scores, const char *name,
                       const hm_analysis_options *given, hm_error *error) {
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_analysis_options", error);
    if (code != HM_OK)
        return code;
    const hm_analysis *analysis = find(name);
    if (!analysis)
        return refuse_analysis(name, scores->allocator, error);
    hm_analysing analysing = {.scores = scores,
                              .table = options.table ? options.table : analysis->info.tables[0],
                              .units = options.units,
                              .unit_count = options.unit_count,
                              .depth = options.depth,
                              .allocator = scores->allocator,
                              .from = options.from,
                              .to = options.to,
                              .targets = options.targets,
                              .target_count = options.target_count,
                              .cancel = options.cancel,
                              .error = error};
    code = take_settings(analysis, &options, &analysing);
    if (code == HM_OK)
        code = take_way(analysis, options.way, &analysing);
    if (code != HM_OK)
        return code;
    return options.units ? run(out, analysis, &analysing) : run_on_all(out, analysis, &analysing);
}

hm_code hm_analyse(hm_table **out, const hm_scores *scores, const char *analysis,
                   const hm_analysis_options *options, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !scores || !analysis)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_analyse needs an out, scores and the name of an analysis");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, analyse(out, scores, analysis, options, error));
}

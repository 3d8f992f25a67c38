/* scores.c: writing scores: the table of them, by the writer that was asked for. */
#include "output/scores.h"

#include "aggregate/scores_table.h"
#include "aggregate/wide_table.h"
#include "base/error.h"
#include "base/versioned.h"
#include "output/writer.h"
#include "platform/environment.h"
#include "platform/threads.h"

static hm_code check_units(const hm_scores *scores, const hm_write_options *options,
                           hm_error *error) {
    const size_t units = scores->aggregated.scores.rows;
    for (size_t i = 0; options->units && i < options->unit_count; i++)
        if (options->units[i] >= units)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "unit %zu is out of range: there are %zu",
                                options->units[i], units);
    return HM_OK;
}

static hm_code open_table(hm_table **out, const hm_scores *scores, const hm_write_options *options,
                          hm_error *error) {
    const hm_code code = check_units(scores, options, error);
    if (code != HM_OK)
        return code;
    return (options->wide ? hm_wide_table_open : hm_scores_table_open)(
        out, scores, options->units, options->unit_count, options->depth, error);
}

hm_code hm_scores_write_on(const hm_scores *scores, const hm_write_options *options, size_t jobs,
                           hm_sink *sink, void *context, hm_error *error) {
    hm_table *table;
    if (!scores)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_scores_write needs scores");
    hm_code code = open_table(&table, scores, options, error);
    if (code != HM_OK)
        return code;
    code = hm_writers_write((const hm_table *const[]){table}, 1, options, jobs, scores->allocator,
                            sink, context, error);
    hm_table_free(table);
    return code;
}

static hm_code write_scores(const hm_scores *scores, const hm_write_options *given, hm_sink *sink,
                            void *context, hm_error *error) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    const hm_code code =
        hm_versioned_read(&options, sizeof options, given, "hm_write_options", error);
    return code == HM_OK
               ? hm_scores_write_on(scores, &options, hm_threads_available(), sink, context, error)
               : code;
}

hm_code hm_scores_write(const hm_scores *scores, const hm_write_options *options, hm_sink *sink,
                        void *context, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, write_scores(scores, options, sink, context, error));
}

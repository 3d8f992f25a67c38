/* scores.c: writing scores: the table of them, by the writer that was asked for. */
#include "output/scores.h"

#include "aggregate/scores_table.h"
#include "base/versioned.h"
#include "output/writer.h"
#include "platform/environment.h"
#include "platform/threads.h"

static hm_code check(const hm_scores *scores, const hm_write_options *options, hm_sink *sink,
                     hm_error *error) {
    if (!scores || !sink || !hm_writers_find(options->format))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_scores_write needs scores, a sink and a known format");
    const size_t units = scores->aggregated.scores.rows;
    for (size_t i = 0; options->units && i < options->unit_count; i++)
        if (options->units[i] >= units)
            return hm_error_set(error, HM_ERROR_ARGUMENT, "unit %zu is out of range: there are %zu",
                                options->units[i], units);
    return HM_OK;
}

hm_code hm_scores_write_on(const hm_scores *scores, const hm_write_options *options, size_t jobs,
                           hm_sink *sink, void *context, hm_error *error) {
    hm_table *table;
    hm_code code = check(scores, options, sink, error);
    if (code == HM_OK)
        code = hm_scores_table_open(&table, scores, options->units, options->unit_count,
                                    options->depth, error);
    if (code != HM_OK)
        return code;
    code = hm_writers_write(table, options, jobs, scores->allocator, sink, context, error);
    hm_table_free(table);
    return code;
}

void hm_write_options_init(hm_write_options *options, size_t size) {
    static const hm_write_options defaults = HM_WRITE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
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

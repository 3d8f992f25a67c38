/* stream_support.h: data as files, streams of them as text, and the same of a run of the whole. */
#ifndef HM_STREAM_SUPPORT_H
#define HM_STREAM_SUPPORT_H

#include "core_support.h"

#include <unistd.h>

#include "aggregate/scores.h"

/* --- a file of its own for a test --- */

typedef struct scratch {
    char folder[64], path[128];
} scratch;

static inline void scratch_open(scratch *s, const char *name, const char *text, size_t size) {
    strcpy(s->folder, "/tmp/hm_stream_XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    (void)snprintf(s->path, sizeof s->path, "%s/%s", s->folder, name);
    FILE *file = fopen(s->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void scratch_close(const scratch *s) {
    assert_int_equal(remove(s->path), 0);
    assert_int_equal(rmdir(s->folder), 0);
}

/* --- rows and issues as text --- */

typedef struct outcome {
    written rows, issues;
    hm_code code;
    hm_error error;
    hm_stream_counts counts;
} outcome;

static inline void outcome_free(outcome *o) {
    free(o->rows.text);
    free(o->issues.text);
}

static inline void note_issue(void *context, const hm_issue *issue) {
    char line[2048];
    const int size =
        snprintf(line, sizeof line, "%d %u:%u %s\n", (int)issue->severity, (unsigned)issue->line,
                 (unsigned)issue->column, message_of(issue).text);
    take_written(context, line, (size_t)size);
}

static inline outcome stream_path(const hm_package *package, const char *path,
                                  hm_stream_options options) {
    outcome o = {.error = {.code = HM_OK}, .counts = HM_STREAM_COUNTS_INIT};
    options.log = note_issue;
    options.log_context = &o.issues;
    o.code = hm_stream(package, path, &options, take_written, &o.rows, &o.counts, &o.error);
    return o;
}

/* All at once, without ranks. */
static inline outcome score_path(const hm_package *package, const char *path, const char *format) {
    outcome o = {.error = {.code = HM_OK}, .counts = HM_STREAM_COUNTS_INIT};
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    hm_issues issues;
    const hm_score_options unranked = {.size = sizeof unranked, .rank_levels = 0};
    hm_issues_open(&issues, hm_allocator_default());
    if (hm_dataset_new(&data, NULL, &o.error) != HM_OK ||
        hm_dataset_read(data, path, &o.error) != HM_OK ||
        hm_dataset_finish(data, &o.error) != HM_OK ||
        hm_score(&scores, package, data, &unranked, &o.error) != HM_OK)
        fail_msg("%s:%u: %s", o.error.file, o.error.line, o.error.message);
    const hm_write_options options = {.size = sizeof options, .format = format, .depth = SIZE_MAX};
    o.code = hm_scores_write(scores, &options, take_written, &o.rows, &o.error);
    hm_issues_append(&issues, hm_dataset_issues(data));
    hm_issues_append(&issues, hm_scores_issues(scores));
    hm_issues_sort(&issues);
    for (size_t i = 0; i < issues.count; i++)
        note_issue(&o.issues, hm_issues_get(&issues, i));
    hm_issues_close(&issues);
    hm_scores_free(scores);
    hm_dataset_free(data);
    return o;
}

static inline const char *text_of(const written *w) {
    return w->text ? w->text : "";
}

#endif

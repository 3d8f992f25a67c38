/* embed_support.h: packages and data sets from texts, and marks by code: what an embedding program
 * would do, in one line each. Everything goes through the public API. */
#ifndef HM_EMBED_SUPPORT_H
#define HM_EMBED_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "hundredmark/hundredmark.h"
#include "issue_support.h"

/* The sanitizers make scripts several times slower. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWNESS 8
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOWNESS 8
#endif
#endif
#ifndef SLOWNESS
#define SLOWNESS 1
#endif

#define FILE_OF(path, text)                                                                        \
    { path, text, sizeof(text) - 1 }
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static inline hm_package *open_files(const char *name, const hm_package_file *files, size_t count,
                                     const hm_package_options *options) {
    hm_package *package = NULL;
    hm_error error;
    if (hm_package_open_memory(&package, name, files, count, options, NULL, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, (unsigned)error.line, error.message);
    assert_non_null(package);
    return package;
}

/* The package must be refused with this code and exactly this message. */
static inline void assert_refused(const hm_package_file *files, size_t count,
                                  const hm_package_options *options, hm_code code,
                                  const char *message) {
    hm_package *package = NULL;
    hm_error error;
    const hm_code found =
        hm_package_open_memory(&package, "p", files, count, options, NULL, &error);
    if (found == HM_OK)
        fail_msg("opened, expected: %s", message);
    assert_null(package);
    assert_string_equal(error.message, message);
    assert_int_equal(found, code);
    assert_int_equal(error.code, code);
}

/* A finished data set of a CSV text. */
static inline hm_dataset *open_text(const char *csv) {
    hm_dataset *data = NULL;
    hm_error error;
    if (hm_dataset_new(&data, NULL, &error) != HM_OK ||
        hm_dataset_read_memory(data, "test.csv", csv, strlen(csv), &error) != HM_OK ||
        hm_dataset_finish(data, &error) != HM_OK)
        fail_msg("%s", error.message);
    return data;
}

static inline hm_scores *score_with(const hm_package *package, const hm_dataset *data,
                                    const hm_score_options *options) {
    hm_scores *scores = NULL;
    hm_error error;
    if (hm_score(&scores, package, data, options, &error) != HM_OK)
        fail_msg("%s", error.message);
    return scores;
}

static inline size_t node_of(const hm_package *package, const char *code) {
    const size_t node = hm_package_find(package, code);
    if (node == SIZE_MAX)
        fail_msg("no node %s", code);
    return node;
}

static inline hm_score_row row_of(const hm_scores *scores, size_t unit, size_t node) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_scores_row(scores, unit, node, &row), HM_OK);
    return row;
}

/* The text must hold the piece. */
static inline void assert_says(const char *text, const char *piece) {
    if (!text || !strstr(text, piece))
        fail_msg("\"%s\" does not say \"%s\"", text ? text : "(nothing)", piece);
}

#endif

/* core_support.h: what the tests of packages and scores share: packages and data from memory, an
 * allocator that counts and can refuse. */
#ifndef HM_CORE_SUPPORT_H
#define HM_CORE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hundredmark/hundredmark.h"
#include "issue_support.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- an allocator that counts --- */

typedef struct counted {
    size_t bytes;   /* outstanding */
    size_t most;    /* that were at any time */
    size_t pieces;  /* outstanding */
    size_t calls;   /* that asked for memory */
    size_t refused; /* the call with this number gets none; 0: all get some */
    bool onwards;   /* neither do those after it */
} counted;

static inline void *counted_resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    counted *c = context;
    if (new_size > 0) {
        c->calls++;
        if (c->calls == c->refused || (c->onwards && c->refused > 0 && c->calls > c->refused))
            return NULL;
    }
    void *moved = NULL;
    if (new_size == 0)
        free(pointer);
    else
        moved = realloc(pointer, new_size);
    c->bytes += new_size - (pointer ? old_size : 0);
    c->most = c->bytes > c->most ? c->bytes : c->most;
    c->pieces += (size_t)(new_size > 0) - (size_t)(pointer != NULL);
    return moved;
}

/* --- packages --- */

/* One indicator under the root "R", `inputs` and `measure` as a script would have them. */
static inline const char *script_of(char out[4096], const char *code, const char *inputs,
                                    const char *rest) {
    snprintf(out, 4096,
             "return indicator { code = \"%s\", parent = \"R\", name = \"%s\",\n"
             "inputs = { %s },\n%s }\n",
             code, code, inputs, rest);
    return out;
}

#define ROOT_MANIFEST                                                                              \
    "return package { name = \"p\", version = \"1\", api = 1,\n"                                   \
    "nodes = { { \"R\", \"Root\" } } }\n"

typedef struct sources {
    hm_package_file files[16];
    size_t count;
} sources;

static inline void add_source(sources *s, const char *path, const char *text) {
    assert_true(s->count < COUNT(s->files));
    s->files[s->count++] = (hm_package_file){path, text, strlen(text)};
}

static inline hm_package *open_sources(const sources *s, const hm_package_options *options) {
    hm_package *package = NULL;
    hm_error error;
    if (hm_package_open_memory(&package, "p", s->files, s->count, options, NULL, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    return package;
}

/* A package of one indicator, "I". */
static inline hm_package *open_one(const char *inputs, const char *rest) {
    char text[4096];
    sources s = {.count = 0};
    add_source(&s, "package.lua", ROOT_MANIFEST);
    add_source(&s, "I.lua", script_of(text, "I", inputs, rest));
    return open_sources(&s, NULL);
}

/* --- data --- */

static inline hm_dataset *read_data(const char *csv) {
    hm_dataset *data = NULL;
    hm_error error;
    if (hm_dataset_new(&data, NULL, &error) != HM_OK ||
        hm_dataset_read_memory(data, "data.csv", csv, strlen(csv), &error) != HM_OK ||
        hm_dataset_finish(data, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
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

/* A package, its data and their scores, to be looked at and let go together. */
typedef struct scored {
    hm_package *package;
    hm_dataset *data;
    hm_scores *scores;
} scored;

static inline scored score_package(hm_package *package, const char *csv) {
    scored s = {.package = package, .data = read_data(csv)};
    s.scores = score_with(s.package, s.data, NULL);
    return s;
}

static inline void release(scored *s) {
    hm_scores_free(s->scores);
    hm_dataset_free(s->data);
    hm_package_free(s->package);
}

static inline hm_score_row row_of(const scored *s, size_t unit, const char *code) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    const size_t node = hm_package_find(s->package, code);
    assert_true(node != SIZE_MAX);
    assert_int_equal(hm_scores_row(s->scores, unit, node, &row), HM_OK);
    return row;
}

static inline void assert_near(double found, double expected) {
    const double apart = found > expected ? found - expected : expected - found;
    const double size = expected < 0 ? -expected : expected;
    if (!(apart <= 1e-12 * (size > 1 ? size : 1)))
        fail_msg("found %.17g, expected %.17g", found, expected);
}

/* --- what is written --- */

typedef struct written {
    char *text;
    size_t size, capacity;
} written;

static inline int take_written(void *context, const char *data, size_t size) {
    written *w = context;
    if (w->size + size + 1 > w->capacity) {
        w->capacity = (w->size + size + 1) * 2;
        w->text = realloc(w->text, w->capacity);
        assert_non_null(w->text);
    }
    memcpy(w->text + w->size, data, size);
    w->size += size;
    w->text[w->size] = '\0';
    return 0;
}

static inline char *write_text(const hm_scores *scores, hm_write_options options) {
    written w = {NULL, 0, 0};
    hm_error error;
    if (hm_scores_write(scores, &options, take_written, &w, &error) != HM_OK)
        fail_msg("%s", error.message);
    return w.text;
}

#endif

/* package_support.h: packages that are known by name to those that extend them. */
#ifndef HM_PACKAGE_SUPPORT_H
#define HM_PACKAGE_SUPPORT_H

#include "core_support.h"

enum { MOST_PARTS = 17 };

/* A package by name: "path", "text", ..., NULL. */
typedef struct known {
    const char *name;
    const char *files[MOST_PARTS];
} known;

static inline void take_files(sources *s, const char *const *files) {
    s->count = 0;
    for (size_t i = 0; files[i]; i += 2)
        add_source(s, files[i], files[i + 1]);
}

/* The context is a list of packages that ends with one without a name. */
static inline int resolve(void *context, const char *name, const hm_package_file **files,
                          size_t *count) {
    static sources found;
    for (const known *package = context; package->name; package++) {
        if (strcmp(package->name, name) != 0)
            continue;
        take_files(&found, package->files);
        *files = found.files;
        *count = found.count;
        return 1;
    }
    return 0;
}

static inline hm_code open_known(hm_package **out, const known *packages, const char *name,
                                 hm_issues **issues, hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.resolver = resolve;
    options.resolver_context = (void *)(uintptr_t)packages;
    return hm_package_open(out, name, &options, issues, error);
}

static inline hm_package *open_fine(const known *packages, const char *name) {
    hm_package *package = NULL;
    hm_error error;
    if (open_known(&package, packages, name, NULL, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, error.line, error.message);
    assert_int_equal(hm_issues_count(hm_package_issues(package)), 0);
    return package;
}

static inline void assert_refused(const known *packages, const char *name, const char *expected) {
    char found[2048] = "";
    size_t at = 0;
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    hm_error error;
    assert_int_equal(open_known(&package, packages, name, &issues, &error), HM_ERROR_PACKAGE);
    for (size_t i = 0; i < hm_issues_count(issues); i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        at += (size_t)snprintf(found + at, sizeof found - at, "%s:%u: %s\n", issue->file,
                               issue->line, message_of(issue).text);
    }
    hm_issues_free(issues);
    assert_string_equal(found, expected);
}

static inline hm_node_info node_of(const hm_package *package, const char *code) {
    hm_node_info info = HM_NODE_INFO_INIT;
    const size_t node = hm_package_find(package, code);
    assert_true(node != SIZE_MAX);
    assert_int_equal(hm_package_node(package, node, &info), HM_OK);
    return info;
}

#define MEASURED(code, parent, rest)                                                               \
    "return indicator { code = '" code "', parent = '" parent "', name = 'Name of " code           \
    "', inputs = { 'n' }, measure = input.n, " rest " }"

/* A package to extend: R has G (with A and B) and H (with C). */
#define BASE                                                                                       \
    "package.lua",                                                                                 \
        "return package { name = 'base', version = '1.0', api = 1, weights = { A = 3 },\n"         \
        "policy = { min_coverage = 0.25, aggregate = 'geometric', rounding = 2 },\n"               \
        "nodes = { {'R', 'Root'}, {'G', 'Gg', parent = 'R'}, {'H', 'Hh', parent = 'R'} } }",       \
        "inputs.lua", "return { number { 'n', 'A number' } }", "A.lua", MEASURED("A", "G", ""),    \
        "B.lua", MEASURED("B", "G", "weight = 2"), "C.lua", MEASURED("C", "H", ""), NULL

#define EXTENDING(rest)                                                                            \
    "package.lua",                                                                                 \
        "return package { name = 'over', version = '2', api = 1,\n extends = 'base', " rest " }"

#endif

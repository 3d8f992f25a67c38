/* package.h: what is measured: a hierarchy of nodes, its indicators with their measures, and
 * policy.
 *
 * A package is read once, checked whole, and never changes afterwards; it may be shared between
 * threads. It keeps expressions and the source of scripts, never a Lua state. */
#ifndef HUNDREDMARK_PACKAGE_H
#define HUNDREDMARK_PACKAGE_H

#include "hundredmark/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bounds for each script: while it loads, and for each call of a measure. 0: the default. No script
 * can raise them. */
typedef struct hm_script_limits {
    uint64_t steps; /* Lua instructions and the like work of library functions; 10,000,000 */
    size_t memory;  /* bytes of one Lua state; 16 MiB */
    double seconds; /* wall time; 1 */
} hm_script_limits;

typedef struct hm_package_options {
    const hm_allocator *allocator; /* NULL: malloc; must outlive the package */
    hm_script_limits limits;
    const char *const *search; /* folders where packages are looked for by name */
    size_t search_count;
} hm_package_options;
#define HM_PACKAGE_OPTIONS_INIT                                                                    \
    { NULL, {0, 0, 0}, NULL, 0 }

typedef struct hm_package hm_package;

/* Opens a package: an existing folder, else a name looked for in `search` and among the built-in
 * ones. `options` may be NULL. Errors: HM_ERROR_PACKAGE (also: no such package, with the nearest
 * name), HM_ERROR_LIMIT, memory, argument. A package with errors is not opened; `issues`, unless
 * NULL, then receives every error found, which the caller frees with hm_issues_free. */
HM_API hm_code hm_package_open(hm_package **out, const char *name_or_path,
                               const hm_package_options *options, hm_issues **issues,
                               hm_error *error);
HM_API void hm_package_free(hm_package *package);
HM_API void hm_issues_free(hm_issues *issues);

/* The packages that are part of the library; NULL when out of range. */
HM_API const char *hm_package_builtin(size_t index);

HM_API const char *hm_package_name(const hm_package *package);
HM_API const char *hm_package_version(const hm_package *package);
/* Doubts about the package that do not keep it from being used. */
HM_API const hm_issues *hm_package_issues(const hm_package *package);

/* A node of the hierarchy. Texts are borrowed from the package, "" where there is none. */
typedef struct hm_node_info {
    const char *code, *name, *about;
    const char *parent; /* its code; "" for the root */
    size_t depth;       /* 0 for the root */
    double weight;      /* as declared */
    double share;       /* of its siblings' weight; 1 for the root */
    int is_indicator;
} hm_node_info;
/* Nodes in hierarchy order: a parent before its children, number 0 the root. */
HM_API size_t hm_package_node_count(const hm_package *package);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_package_node(const hm_package *package, size_t node, hm_node_info *out);
/* The number of the node with this code; SIZE_MAX when there is none. */
HM_API size_t hm_package_find(const hm_package *package, const char *code);

#ifdef __cplusplus
}
#endif
#endif

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

/* Bounds for each script: while it loads, and for each call of a measure. 0: the default; the
 * greatest number of its type, or infinity, is none. No script can raise them. */
typedef struct hm_script_limits {
    uint64_t steps;     /* Lua instructions and the like work of library functions; 10,000,000 */
    size_t memory;      /* bytes of one Lua state; 16 MiB */
    double seconds;     /* wall time; 1 */
    size_t string_size; /* bytes of one text; 1 MiB */
    size_t block_size;  /* bytes of any other block, such as a table's; 512 KiB */
    size_t source_size; /* bytes of one script's source; 64 KiB */
} hm_script_limits;

/* Bounds for all that scripts cause together: while a package is opened, or in one run (hm_score,
 * hm_stream, hm_session_score), on all its threads. Where one is exceeded, the call ends with
 * HM_ERROR_LIMIT and a message that says which, and its value. The greatest number, or infinity, is
 * none; what 0 means is said where it is used. */
typedef struct hm_total_limits {
    double seconds; /* of processor time: what others do on the machine, or waiting, adds nothing */
    uint64_t steps; /* as in hm_script_limits; each call of a function is one more */
} hm_total_limits;

/* --- what the embedding program gives to scripts --- */

typedef enum hm_value_kind {
    HM_VALUE_NONE = 0,
    HM_VALUE_NUMBER = 1,
    HM_VALUE_FLAG = 2,
    HM_VALUE_TEXT = 3
} hm_value_kind;

typedef struct hm_value {
    hm_value_kind kind;
    double number;    /* flags: 0 or 1 */
    const char *text; /* HM_VALUE_TEXT; never NULL then */
} hm_value;

/* Serves `host.NAME(...)` in scripts: fills `result` with a finite number or a flag and returns 0;
 * or returns anything else to fail the indicator that asked, with `error->message` as the reason.
 * Arguments are borrowed. May be called while a package is opened and, from several threads at
 * once, while it scores. It must return: a jump or an exception out of it would leave locks and
 * memory behind. Its time counts as the script's: by the clock for the limit of a call, the
 * processor's for those of a run and of loading. */
typedef int hm_host_function(void *context, const hm_value *arguments, size_t count,
                             hm_value *result, hm_error *error);

/* A function, or (where `function` is NULL) a constant number or flag, that packages may use if
 * they declare it: host = { "exchange_rate" } in package.lua. One that is declared but not given is
 * an error of the package. */
typedef struct hm_host_entry {
    const char *name;
    hm_host_function *function;
    void *context;
    hm_value constant;
} hm_host_entry;

/* --- opening --- */

/* One file of a package that is not in a folder: `path` as it would be there, "package.lua" or
 * "L1/L1.1.lua". */
typedef struct hm_package_file {
    const char *path;
    const char *data;
    size_t size;
} hm_package_file;

/* Looks up package `name`: fills files and count and returns 1 where it is known, 0 otherwise. What
 * it gives must stay until the call that opens the package returns. */
typedef int hm_package_resolver(void *context, const char *name, const hm_package_file **files,
                                size_t *count);

/* Is told each issue as it is found to matter; `issue` is borrowed. Called by the thread that made
 * the call. */
typedef void hm_log_function(void *context, const hm_issue *issue);

/* A parameter of a package (parameters.csv), set for all periods. */
typedef struct hm_setting {
    const char *name;
    double value;
} hm_setting;

typedef struct hm_package_options {
    size_t size;                   /* HM_PACKAGE_OPTIONS_INIT, hm_package_options_init */
    const hm_allocator *allocator; /* NULL: malloc; must outlive the package */
    hm_script_limits limits;
    const char *const *search; /* folders where packages are looked for by name */
    size_t search_count;
    hm_package_resolver *resolver; /* NULL, or asked first for every name */
    void *resolver_context;
    const hm_host_entry *host; /* copied; what the contexts point to must outlive the package */
    size_t host_count;
    hm_log_function *log; /* NULL, or told the issues of the package */
    void *log_context;
    hm_total_limits load_limits; /* of opening it with all it extends: reading, running the scripts,
                                    joining, checking; 0: 10 seconds, 1,000,000,000 steps */
    const hm_cancel *cancel;     /* NULL: none */
    const hm_setting *settings;  /* a name that is no parameter's is an error */
    size_t setting_count;
    const char *const *with; /* files that hold a reform each, laid over the package in this order:
                                `package { ... }` without a folder */
    size_t with_count;
    const char *language; /* a tag such as "fr" or "zh-Hant": what people read (names, labels,
                             units, classes) is what lang/TAG.csv of the package, and of those that
                             it extends, says instead; what these lack stays as it is. Data may
                             answer choices in it, too, and flags by the words for yes and no that
                             it says. NULL: the package's own */
} hm_package_options;
#define HM_PACKAGE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        sizeof(hm_package_options), NULL, {0, 0, 0, 0, 0, 0}, NULL, 0, NULL, NULL, NULL, 0, NULL,  \
            NULL, {0, 0}, NULL, NULL, 0, NULL, 0, NULL                                             \
    }
/* The same for languages without macros: `size` is that of the caller's struct. NULL is fine. */
HM_API void hm_package_options_init(hm_package_options *options, size_t size);

typedef struct hm_package hm_package;

/* Opens a package: an existing folder, else a name looked for in `search` and among the built-in
 * ones. `options` may be NULL. Errors: HM_ERROR_PACKAGE (also: no such package, with the nearest
 * name), HM_ERROR_LIMIT (one of a script's, or of loading as a whole, which ends it at once),
 * memory, argument. A package with errors is not opened; `issues`, unless NULL, then receives every
 * error found, which the caller frees with hm_issues_free. */
HM_API hm_code hm_package_open(hm_package **out, const char *name_or_path,
                               const hm_package_options *options, hm_issues **issues,
                               hm_error *error);
/* As above from files in memory (copied), called `name` in messages. What it extends is looked for
 * as above. */
HM_API hm_code hm_package_open_memory(hm_package **out, const char *name,
                                      const hm_package_file *files, size_t count,
                                      const hm_package_options *options, hm_issues **issues,
                                      hm_error *error);
/* One more owner: each hm_package_retain asks for one more hm_package_free. Scores and sessions own
 * their package, so a new version can be opened and put in the place of the old one, which is freed
 * at once and goes when the last of its scores does. Both may be called from any thread. */
HM_API hm_package *hm_package_retain(hm_package *package);
HM_API void hm_package_free(hm_package *package);

/* The packages that are part of the library; NULL when out of range. */
HM_API const char *hm_package_builtin(size_t index);

HM_API const char *hm_package_name(const hm_package *package);
HM_API const char *hm_package_version(const hm_package *package);
/* The tags of the languages that the package, or one that it extends, has a catalogue of, in order;
 * NULL when out of range. */
HM_API const char *hm_package_language(const hm_package *package, size_t index);
/* Doubts about the package that do not keep it from being used. */
HM_API const hm_issues *hm_package_issues(const hm_package *package);

/* What a script used. */
typedef struct hm_usage {
    size_t size;         /* HM_USAGE_INIT */
    uint64_t calls;      /* of its measure; of the script itself while its package was opened */
    uint64_t steps;      /* in all calls */
    size_t peak_bytes;   /* the most its Lua state had in use, with the scripts that shared it */
    double seconds;      /* wall time of all calls */
    uint64_t limit_hits; /* calls that ran into a limit */
} hm_usage;
#define HM_USAGE_INIT                                                                              \
    { sizeof(hm_usage), 0, 0, 0, 0, 0 }
/* Of the script of an indicator's node, while the package was opened. HM_ERROR_ARGUMENT for a group
 * or out of range. */
HM_API hm_code hm_package_usage(const hm_package *package, size_t node, hm_usage *out);

/* A node of the hierarchy. Texts are borrowed from the package, "" where there is none. */
typedef struct hm_node_info {
    size_t size; /* HM_NODE_INFO_INIT */
    const char *code, *name, *about;
    const char *parent; /* its code; "" for the root, and for nodes that stand by themselves */
    size_t depth;       /* 0 for those */
    double weight;      /* as declared */
    double share;       /* of its siblings' weight; 1 for the root, 0 for what has no say */
    int is_indicator;
} hm_node_info;
#define HM_NODE_INFO_INIT                                                                          \
    { sizeof(hm_node_info), "", "", "", "", 0, 0, 0, 0 }
/* Nodes in hierarchy order: a parent before its children, number 0 the root; those that stand by
 * themselves, and what is below them, behind the index. */
HM_API size_t hm_package_node_count(const hm_package *package);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_package_node(const hm_package *package, size_t node, hm_node_info *out);
/* The number of the node with this code; SIZE_MAX when there is none. */
HM_API size_t hm_package_find(const hm_package *package, const char *code);

/* A rule: what two results over the figures of a unit must be to each other. Breaking one is an
 * issue, `rule_broken`, and changes no score. Texts are borrowed from the package. */
typedef struct hm_rule_info {
    size_t size; /* HM_RULE_INFO_INIT */
    const char *id;
    const char *about;      /* "" where there is nothing to say */
    const char *left;       /* as people read it: "part_a + part_b" */
    const char *comparison; /* "<=" */
    const char *right;
    double tolerance;   /* numbers that differ by no more are equal */
    int is_error;       /* issues are HM_REJECTED; else HM_WARNING */
    int counts_missing; /* a figure that was not reported breaks it; else it is skipped then */
} hm_rule_info;
#define HM_RULE_INFO_INIT                                                                          \
    { sizeof(hm_rule_info), "", "", "", "", "", 0, 0, 0 }
/* Rules in the order in which they are checked, those of a package that is extended first. */
HM_API size_t hm_package_rule_count(const hm_package *package);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_package_rule(const hm_package *package, size_t rule, hm_rule_info *out);
/* The number of the rule with this id; SIZE_MAX when there is none. */
HM_API size_t hm_package_find_rule(const hm_package *package, const char *id);

#ifdef __cplusplus
}
#endif
#endif

/* package.h: the frozen package: the plan that scoring reads, and what is told of it to people.
 *
 * Everything lives in the package's arena.
 */
#ifndef HM_PACKAGE_H
#define HM_PACKAGE_H

#include <stdatomic.h>

#include "base/issues.h"
#include "base/names.h"
#include "hundredmark/package.h"
#include "package/layer.h"
#include "plan/plan.h"

/* What a node is computed by from a day on, until the next of its list holds. */
typedef struct hm_dated_measure {
    const char *from;             /* as the package writes it; "": the first */
    int64_t first_day;            /* counted as hm_calendar_days does; INT64_MIN */
    hm_indicator indicator;       /* of an indicator */
    const hm_node_formula *group; /* of a group */
    uint32_t *reads;              /* as in hm_node */
    size_t read_count, rests_on;
} hm_dated_measure;

typedef struct hm_dated_measures {
    hm_dated_measure *items; /* by their days */
    size_t count;            /* 0: its measure, if it has one, always holds */
} hm_dated_measures;

/* What a package tells of an indicator beside its part in the plan. */
typedef struct hm_description {
    const char *reference;
    hm_usage usage; /* of the script while the package was opened */
    const hm_example *examples;
    size_t example_count;
} hm_description;

/* The same of a rule. */
typedef struct hm_rule_description {
    const hm_layer *layer; /* that says it */
    const hm_example *examples;
    size_t example_count;
} hm_rule_description;

struct hm_package {
    atomic_size_t owners;
    const hm_allocator *allocator;
    hm_arena arena;
    hm_issues issues;
    const hm_host_entry *host;     /* all that the embedding program gives */
    const hm_layer *const *layers; /* what it was joined from, the base first */
    size_t layer_count;
    size_t reform_count; /* of the last layers: laid over the package by who opened it */
    hm_package *varied;  /* of a variant the package whose layers these are; NULL: its own */
    const hm_declared_package *manifest; /* of the last layer */
    hm_plan plan;                 /* what scoring reads; its lists of names are those below */
    hm_dated_measures *measures;  /* by node */
    hm_description *descriptions; /* of indicators, by their numbers */
    hm_rule_description *rule_descriptions; /* of rules, by their numbers */
    hm_names input_names;                   /* same numbers as inputs */
    hm_names known_names;                   /* of every input that is defined, used or not */
    hm_names codes;                         /* same numbers as nodes */
    hm_names texts; /* constants that measures compare with, options of choices */
};

/* One with nothing in it, owned once. */
hm_code hm_package_new(hm_package **out, const hm_allocator *allocator, const hm_limits *limits,
                       hm_error *error);

/* The layer that is the package itself: not one that it extends, nor a reform of it. */
static inline const hm_layer *hm_package_own(const hm_package *package) {
    return package->layers[package->layer_count - 1 - package->reform_count];
}

#endif

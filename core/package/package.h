/* package.h: the frozen package, as the rest of the core reads it.
 *
 * Everything lives in the package's arena. Inputs, indicators and nodes are numbered; numbers are
 * what other rooms keep. Nodes stand in hierarchy order, each group's children in its `children`.
 */
#ifndef HM_PACKAGE_H
#define HM_PACKAGE_H

#include <stdatomic.h>

#include "base/issues.h"
#include "base/names.h"
#include "hundredmark/package.h"
#include "package/layer.h"
#include "sandbox/sandbox.h"
#include "script/declared.h"

typedef struct hm_part_of {
    uint32_t part, whole; /* numbers of inputs */
    bool declared;        /* the script says so, and not only its measure: see hm_parts_refuse */
} hm_part_of;

#define HM_NO_INDICATOR UINT32_MAX
#define HM_NO_NODE      UINT32_MAX
#define HM_NO_SCALE     UINT8_MAX

typedef struct hm_indicator {
    const char *reference;
    uint32_t node;          /* has code, name and origin */
    const hm_expr *measure; /* NULL: a function, made by the script */
    const hm_file *script;
    const hm_library *library;
    hm_usage usage;                 /* of the script while the package was opened */
    const char *const *input_names; /* of `inputs` */
    bool accepts_missing;
    bool looks_back;      /* its measure may read figures of periods before */
    uint8_t scale;        /* a row of hm_scales, or HM_NO_SCALE */
    bool lower_is_better; /* for the scale */
    double low, high;     /* the range its value should lie in */
    uint32_t *inputs;     /* numbers, in order of use */
    size_t input_count;
    hm_part_of *parts_of;
    size_t part_of_count;
    const hm_example *examples;
    size_t example_count;
} hm_indicator;

typedef struct hm_node {
    const char *code, *name, *about;
    uint32_t parent; /* HM_NO_NODE for the root */
    uint32_t depth;
    uint32_t indicator;   /* HM_NO_INDICATOR for a group */
    double weight, share; /* of a node that deducts: its part in the coverage alone, and 0 */
    bool deducts;         /* its score is taken off its parent's */
    uint32_t *children;
    size_t child_count;
    uint8_t method; /* a row of hm_methods */
    hm_origin origin;
} hm_node;

typedef struct hm_policy {
    double min_coverage;
    hm_rank_if rank_if;
    int rounding; /* decimals; -1: none */
    uint8_t method;
} hm_policy;

struct hm_package {
    atomic_size_t owners;
    const hm_allocator *allocator;
    hm_arena arena;
    hm_issues issues;
    hm_limits limits;
    const hm_host_entry *host;     /* all that the embedding program gives */
    const hm_layer *const *layers; /* what it was joined from, the base first */
    size_t layer_count;
    const hm_declared_package *manifest; /* of the last layer */
    hm_policy policy;
    const hm_input **inputs; /* those that some indicator uses, in order of first use */
    size_t input_count;
    hm_indicator *indicators; /* in hierarchy order */
    size_t indicator_count;
    hm_node *nodes;
    size_t node_count;
    hm_names input_names;   /* same numbers as inputs */
    hm_names known_names;   /* of every input that is defined, used or not */
    hm_names codes;         /* same numbers as nodes */
    hm_names texts;         /* constants that measures compare with, options of choices */
    size_t most_expr_nodes; /* of any measure */
    unsigned looks_back;    /* how many periods some measure reads back at the most; 0: none does */
    bool scales;            /* some indicator is scaled over the cities of a period */
};

#endif

/* joined.h: a chain of packages, each extending the one before, as one list of declarations. */
#ifndef HM_JOINED_H
#define HM_JOINED_H

#include "base/names.h"
#include "package/layer.h"
#include "package/locate.h"

/* A method of aggregation, and who says it. */
typedef struct hm_said_aggregate {
    const hm_declared_aggregate *declared; /* NULL: nobody */
    const hm_layer *layer;
    bool is_own;    /* the group itself, and no policy */
    bool is_varied; /* a variation says it, and no layer */
} hm_said_aggregate;

/* A weight, and, where it is param.NAME, who says so. */
typedef struct hm_said_weight {
    double number;
    const char *parameter; /* NULL: it is none */
    hm_origin origin;      /* of that */
    uint32_t index;        /* of the parameter, once it is written out; HM_NO_PARAMETER */
} hm_said_weight;

/* The weight of a node from a day on. */
typedef struct hm_dated_weight {
    const char *from; /* as the package writes it */
    int64_t first_day;
    hm_said_weight weight;
    struct hm_dated_weight *next; /* which begins later */
} hm_dated_weight;

/* A group or an indicator that is still in the package. */
typedef struct hm_item {
    const char *code, *name, *about, *parent;
    const hm_declared_indicator
        *indicator; /* NULL: a group, which is one of its manifest's nodes: */
    size_t node;
    const hm_file *script; /* of an indicator; of a group, the table that it is a row of, or NULL */
    const hm_usage *usage; /* of the script */
    const hm_layer *layer;
    hm_said_weight weight; /* until the first of these holds: */
    hm_dated_weight *weights;
    const hm_layer *weights_layer; /* which says them */
    const hm_declared_standing *standing;
    const hm_declared_steps *steps;
    bool varied[HM_STEP_KINDS];  /* which of them a variation says, and no layer */
    double min_coverage;         /* of this group; NAN: the policy's */
    int rounding;                /* HM_NOT_SAID: the policy's */
    hm_said_aggregate aggregate; /* at this group */
    hm_expr *measure;            /* of this group, instead of a method; NULL: it has none */
    const hm_declared_measures *measures_from; /* NULL: none follow on its measure */
    hm_origin origin;
    bool dropped;
    struct hm_item *first_child, *next_sibling; /* in the order of declaration; once joined */
} hm_item;

#define HM_NOT_SAID (-2)

/* Levels below the root: far more than any framework has, few enough to be walked by recursion. */
enum { HM_MOST_DEPTH = 64 };

typedef struct hm_joined {
    hm_item *items; /* in the order of declaration; dropped ones stay, marked */
    size_t count;
    hm_names codes;          /* of all items */
    uint32_t *item_of;       /* by number of its code: the item that was declared last */
    const hm_input **inputs; /* every definition that counts */
    size_t input_count;
    hm_names input_names; /* same numbers as inputs */
    double min_coverage;
    bool by_count, ties_to_even;
    size_t min_children;
    bool has_not_reported;
    double not_reported;
    hm_rank_if rank_if;
    hm_meter *meter; /* of loading the whole package; told what is done with these */
    hm_locator locator;
    int rounding;                  /* decimals; -1: none */
    hm_declared_range range;       /* of indicators that say none */
    hm_declared_range group_range; /* and of groups */
    hm_said_aggregate aggregate;
    const hm_declared_step *steps[HM_STEP_KINDS]; /* the policy's for indicators; NULL: nothing */
    const hm_layer *step_layers[HM_STEP_KINDS];   /* which says so */
    bool varied[HM_STEP_KINDS];                   /* a variation does */
    hm_origin variation; /* where what is varied is said; its file NULL: nothing is */
} hm_joined;

/* Where a field of the layer's manifest stands, as `policy.aggregate`, or `drop[2]`. */
hm_origin hm_joined_locate(const hm_joined *joined, const hm_layer *layer, hm_field_path path);
/* The same of a field in the script of the layer's indicator `index`. */
hm_origin hm_joined_locate_in_script(const hm_joined *joined, const hm_layer *layer, size_t index,
                                     hm_field_path path);
/* Where a field of the item stands, as `parent`, or `inputs[2]` of an indicator: in the manifest
 * of the layer above that overrides it, if one does. */
hm_origin hm_joined_locate_field(const hm_joined *joined, const hm_item *item, hm_field_path path);

/* The same of an expression that the field at `path` holds: in `line`, where that is known (not 0).
 */
hm_origin hm_joined_locate_line(const hm_joined *joined, const hm_item *item, hm_field_path path,
                                uint32_t line);

/* In a manifest, to the method of aggregation at a node, or, where `code` is NULL, at all. */
static inline hm_field_path hm_path_to_method(const char *code) {
    return code ? HM_PATH(HM_FIELD("policy"), HM_FIELD("aggregate_at"), HM_FIELD(code))
                : HM_PATH(HM_FIELD("policy"), HM_FIELD("aggregate"));
}

/* The item with this code that is not dropped, NULL if there is none. */
hm_item *hm_joined_find(const hm_joined *joined, const char *code);
/* The same, dropped or not. */
hm_item *hm_joined_find_any(const hm_joined *joined, const char *code);
/* Says what may be meant by a code that the package does not have: that it is dropped (detail), or
 * the nearest. */
void hm_joined_suggest(const hm_joined *joined, const hm_issues *issues, const char *code,
                       hm_issue_texts *texts);

#endif

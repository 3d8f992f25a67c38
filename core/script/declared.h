/* declared.h: what scripts say, as plain C structs: the output of lua_read and the input of the
 * package room. Everything lives in the arena it was read into; texts are "" where nothing was said
 * unless a field says NULL. */
#ifndef HM_DECLARED_H
#define HM_DECLARED_H

#include "base/memory.h"
#include "base/position.h"
#include "expr/comparisons.h"
#include "expr/expr.h"
#include "methods/steps.h"

typedef enum hm_kind {
    HM_KIND_COUNT,
    HM_KIND_AMOUNT,
    HM_KIND_NUMBER,
    HM_KIND_FLAG,
    HM_KIND_GRADE,
    HM_KIND_CHOICE,
    HM_KIND_RECORDS, /* of inputs only */
    HM_KIND_TEXT,    /* of columns of records only, from here on */
    HM_KIND_DATETIME,
    HM_KIND_DURATION,
    HM_KIND_COUNT_OF_KINDS
} hm_kind;

/* One row a kind: its word, what an expression sees, what a figure must be, the bounds it brings.
 */
typedef struct hm_kind_facts {
    const char *name;
    const char *wants; /* for messages: "a whole number of at least 0" */
    hm_type type;
    double low, high;
} hm_kind_facts;
const hm_kind_facts *hm_kind_of(hm_kind kind);

/* Where something is written in a package: the file as shown in messages; no column in scripts. */
typedef hm_location hm_origin;

/* The days from which on figures cannot be compared with those before, in their order. */
typedef struct hm_declared_breaks {
    const char **from; /* the periods, as the package writes them */
    int64_t *days;     /* that they begin with, counted as hm_calendar_days does */
    size_t count;
} hm_declared_breaks;

/* What it takes to change a figure: of no effect on scores, for what asks what would raise them. */
typedef struct hm_declared_improve {
    bool is_given;
    double step;   /* by how much it can be changed at a time; 0: nothing is said */
    double cost;   /* of a step, or of the change of a flag or choice; negative: nothing is said */
    bool is_fixed; /* it is as it is, such as an area */
} hm_declared_improve;

typedef struct hm_input {
    const char *name, *label, *unit;
    hm_kind kind;
    double low, high; /* the values it may have; infinite where unbounded */
    bool doubts;      /* a figure outside these two is used, with a warning: */
    double doubt_low, doubt_high;
    const char *const *options; /* choice: the texts it may have */
    const char **said_options;  /* the same as people read them, in the package's language */
    size_t option_count;
    bool many;                /* choice: a figure is several of them, or "none" (expr/several.h) */
    struct hm_input *columns; /* records */
    size_t column_count;
    bool may_be_na;    /* there are cities that the question does not apply to */
    hm_expr *asked_if; /* over other inputs, logic: where it is false this one does not apply; NULL:
                          it is always asked */
    hm_declared_improve improve;
    hm_declared_breaks breaks;
    hm_origin origin;
} hm_input;

/* What an expression sees of a figure. */
static inline hm_type hm_input_type(const hm_input *input) {
    return input->many ? HM_TYPE_SEVERAL : hm_kind_of(input->kind)->type;
}

/* A figure of a worked example, as the text a cell of data would hold. */
typedef struct hm_example_cell {
    const char *name, *text;
    uint32_t ago; /* how many periods before; 0: of the example's own */
} hm_example_cell;

typedef struct hm_example_row { /* one row of the records `records` */
    const char *records;
    hm_example_cell *cells;
    size_t cell_count;
} hm_example_row;

/* What a worked example says that another node has. */
typedef enum hm_example_figure {
    HM_EXAMPLE_SCORE,
    HM_EXAMPLE_VALUE, /* before steps */
    HM_EXAMPLE_COVERAGE,
    HM_EXAMPLE_FIGURES
} hm_example_figure;
/* The field of an example that has them by code, "scores"; and what one of them is called. */
const char *hm_example_field(hm_example_figure figure);
const char *hm_example_word(hm_example_figure figure);

typedef struct hm_example_node {
    const char *code;
    hm_example_figure figure;
    double number;
} hm_example_node;

/* One of an indicator's tests, which are its worked examples too, or of a rule's: those state a
 * status of their own (hm_rule_status_of) and nothing else. */
typedef struct hm_example {
    hm_example_cell *values;
    size_t value_count;
    hm_example_cell *previous; /* of the city's periods before */
    size_t previous_count;
    hm_example_row *rows;
    size_t row_count;
    hm_example_node *nodes; /* by what they are, and then in the order of their codes */
    size_t node_count;
    bool has_score, has_value;
    double score, value;
    const char *status, *flags, *note; /* NULL where nothing is said */
    const char *period;                /* that it is of, likewise, and its first day */
    int64_t first_day;
} hm_example;

#define HM_NO_PARAMETER UINT32_MAX

/* A row of parameters.csv. */
typedef struct hm_parameter_row {
    const char *name, *unit, *reference;
    const char *from;  /* the period from whose first day on it holds; "": always */
    int64_t first_day; /* that day; INT64_MIN */
    double value;
    uint32_t line;
} hm_parameter_row;

/* A number in whose place a parameter may stand. */
typedef struct hm_declared_number {
    double number;
    const char *parameter; /* it is param.NAME; NULL: that number */
} hm_declared_number;

/* What a step's table, or that of a method of aggregation, says under a name of the method's own;
 * what stands behind the method's name has none there. */
typedef struct hm_declared_setting {
    const char *name;
    const char *text; /* NULL: a number */
    hm_declared_number number;
} hm_declared_setting;

typedef struct hm_declared_bound {
    hm_bound_kind kind;
    hm_declared_number number;
} hm_declared_bound;

/* "zscore", { "zscore", spread = 15, by = "region" }, or false */
typedef struct hm_declared_step {
    bool is_said;                      /* if not, all else is empty */
    const char *method;                /* NULL: there is to be none, whatever the policy says */
    const hm_declared_number *numbers; /* those behind the method, { "percentiles", 5, 95 } */
    size_t number_count;
    const char *by;    /* NULL where nothing is said, as below */
    const char *city;  /* that others are compared with */
    const char **over; /* periods; or "period", "all" alone */
    size_t over_count;
    bool has_to, has_fit_on, fit_on_all;
    hm_declared_number to[2];
    hm_declared_bound low, high;
    hm_declared_setting *settings; /* in the order of their names */
    size_t setting_count;
} hm_declared_step;

/* By kind; and which values are the better. */
typedef struct hm_declared_steps {
    hm_declared_step of[HM_STEP_KINDS];
    const char *direction; /* "lower", "higher", or NULL */
    hm_expr *transform;    /* over the node's own value once all of these are taken; NULL: none */
} hm_declared_steps;

/* Where scores are held: { LOW, HIGH }, or false, which is infinite. */
typedef struct hm_declared_range {
    bool is_given;
    double low, high;
} hm_declared_range;
/* Where nobody says more. */
#define HM_RANGE_DEFAULT ((hm_declared_range){false, 0, 100})

/* What the score of a node does to its parent's. */
typedef enum hm_effect {
    HM_EFFECT_COUNTS,  /* by its weight, in the way of the group's method */
    HM_EFFECT_DEDUCTS, /* it is taken off what the method gives */
    HM_EFFECT_ADDS,    /* it is added to that */
    HM_EFFECT_NONE     /* it is shown, no more */
} hm_effect;

static inline bool hm_effect_has_points(hm_effect effect) {
    return effect == HM_EFFECT_DEDUCTS || effect == HM_EFFECT_ADDS;
}

/* What a figure has to be to fall into a class. */
typedef enum hm_class_rule {
    HM_CLASS_REST, /* whatever no class before has taken */
    HM_CLASS_AT_LEAST,
    HM_CLASS_OVER,
    HM_CLASS_AT_MOST,
    HM_CLASS_BELOW,
    HM_CLASS_RULES
} hm_class_rule;
/* The field that says it, NULL for the first. */
const char *hm_class_rule_name(hm_class_rule rule);

typedef struct hm_declared_class {
    const char *word;
    hm_class_rule rule;
    double bound;
    const char *parameter; /* the bound is param.NAME; NULL: that number */
} hm_declared_class;

/* { { at_least = 80, "high" }, { "low" }, of = "score" }: the first that suits. */
typedef struct hm_declared_classes {
    hm_declared_class *each;
    size_t count;  /* 0: there are none */
    bool of_value; /* of what the node has before steps, not of its score */
} hm_declared_classes;

/* The periods in which a node holds: those that begin within. */
typedef struct hm_declared_span {
    const char *from, *to;       /* the first period and the last; NULL where nothing is said */
    int64_t first_day, last_day; /* counted as hm_calendar_days does; INT64_MIN, INT64_MAX */
} hm_declared_span;

/* How a node of either kind, a group or an indicator, stands among others. */
typedef struct hm_declared_standing {
    hm_declared_span span;
    hm_declared_range range;
    hm_effect effect;
    double cap;       /* the most points that it deducts or adds; infinite where nothing is said */
    bool is_required; /* its parent has no score where this node has none */
    bool is_alone;    /* parent = false: it is no part of the index */
    hm_declared_classes classes;
    hm_declared_breaks breaks;
} hm_declared_standing;

typedef struct hm_declared_pair { /* a part and its whole, by name */
    const char *part, *whole;
} hm_declared_pair;

/* What a node is computed by from a day on: an entry of measure_from. */
typedef struct hm_declared_measure {
    const char *from;  /* the period, as the package writes it; NULL: the field `measure` */
    int64_t first_day; /* of that, counted as hm_calendar_days does; INT64_MIN */
    hm_expr *expr;     /* NULL: a function */
    uint32_t line;     /* that a function begins in; 0: not of this file */
    bool lists_inputs; /* of its own; if not, those of the indicator are its own */
    hm_input *inputs;  /* as in hm_declared_indicator */
    size_t input_count;
    const char **listed;
    size_t listed_count;
} hm_declared_measure;

typedef struct hm_declared_measures { /* by their days */
    hm_declared_measure *items;
    size_t count;
} hm_declared_measures;

typedef struct hm_declared_indicator {
    const char *code, *parent, *name, *about, *reference;
    hm_origin origin;
    size_t element; /* of the list that its script returns, from 1 on; 0: it returns this one */
    bool has_weight;
    double weight;
    const char *weight_parameter; /* it is param.NAME; NULL: that number */
    hm_declared_standing standing;
    bool replaces, accepts_missing;
    hm_declared_steps steps;
    hm_input *inputs; /* defined here */
    size_t input_count;
    const char **listed; /* every name in `inputs`, defined here or elsewhere */
    size_t listed_count;
    hm_expr *measure;      /* NULL: a function */
    uint32_t measure_line; /* as of hm_declared_measure */
    hm_declared_measures measures_from;
    bool part_of_given;
    hm_declared_pair *parts_of;
    size_t part_of_count;
    hm_example *examples;
    size_t example_count;
} hm_declared_indicator;

/* rule { "id", left, "<=", right, ... } */
typedef struct hm_declared_rule {
    const char *id, *about;
    hm_expr *left, *right;
    const hm_comparison *comparison;
    double tolerance;
    bool is_error;       /* severity = "error" */
    bool counts_missing; /* missing = "count": a figure that was not reported breaks it */
    bool replaces;
    hm_example *examples;
    size_t example_count;
    hm_origin origin;
} hm_declared_rule;

/* "geometric", { "power", 0.5 }, { "mean_min", alpha = 0.5, beta = 1 } */
typedef struct hm_declared_aggregate {
    const char *method;            /* NULL: nothing is said */
    hm_declared_setting *settings; /* in the order of their names */
    size_t setting_count;
} hm_declared_aggregate;

typedef struct hm_declared_aggregate_at { /* a method at the group with this code */
    const char *code;
    hm_declared_aggregate aggregate;
} hm_declared_aggregate_at;

typedef struct hm_declared_node {
    const char *code, *name, *about, *parent;
    bool has_weight;
    double weight;
    const char *weight_parameter; /* it is param.NAME; NULL: that number */
    hm_declared_standing standing;
    hm_expr *measure; /* of a group, instead of a method of aggregation; NULL: it has none */
    hm_declared_measures measures_from;
    hm_declared_steps steps;
    hm_declared_aggregate aggregate;
    hm_origin origin;
} hm_declared_node;

/* The NAME of a text "param.NAME"; NULL: it is none. */
const char *hm_parameter_named(const char *text);

/* Weights are 0 or of a size that sums and products of them can bear. */
#define HM_WEIGHT_WANTED "0, or a number from 1e-9 to 1e9"
static inline bool hm_weight_fits(double weight) {
    return weight == 0 || (weight >= 1e-9 && weight <= 1e9);
}

typedef struct hm_declared_weight { /* of a node, or another number of it */
    const char *code;
    double weight;
    const char *parameter; /* it is param.NAME; NULL: that number */
    const char *parent;    /* which a table says beside it; "" or NULL: nothing is said */
    uint32_t line;         /* of that table; 0: it stands in the manifest */
    const char *from;  /* the period that a weight holds from; "" or NULL: whatever the period */
    int64_t first_day; /* of that; INT64_MIN or 0 */
} hm_declared_weight;

/* How much of a node, by weight, must rest on reported data and apply for it to be ranked. */
typedef struct hm_rank_if {
    double coverage, applicable; /* 0..1 */
} hm_rank_if;
/* Where no package says more. */
#define HM_RANK_IF_DEFAULT ((hm_rank_if){2.0 / 3, 2.0 / 3})

/* override = { CODE = { field = value } }: the names alone, the values stay where they are. */
typedef struct hm_declared_override {
    const char *code;
    const char **fields;
    size_t field_count;
} hm_declared_override;

typedef struct hm_declared_policy {
    bool has_min_coverage, has_rounding;
    double min_coverage;
    bool has_rank_coverage, has_rank_applicable;
    hm_rank_if rank_if;
    bool by_count;                       /* min_coverage is of children, each counted once */
    hm_declared_weight *min_coverage_at; /* shares, by code */
    size_t min_coverage_at_count;
    bool has_min_children;
    size_t min_children;
    int rounding;
    bool has_ties, ties_to_even;
    hm_declared_weight *rounding_at; /* decimals, by code */
    size_t rounding_at_count;
    bool has_not_reported;
    double not_reported;     /* the score of an indicator that is not reported */
    hm_declared_range range; /* of indicators */
    hm_declared_range group_range;
    hm_declared_aggregate aggregate;
    hm_declared_aggregate_at *aggregate_at;
    size_t aggregate_at_count;
    hm_declared_steps steps; /* of indicators that say nothing themselves */
} hm_declared_policy;

typedef struct hm_declared_package {
    const char *name, *version, *title, *about, *licence;
    int api;
    const char *extends, *extends_version; /* NULL: a package of its own */
    const char **drop;
    size_t drop_count;
    const char **drop_rules;
    size_t drop_rule_count;
    const char **host; /* names that the embedding program must give */
    size_t host_count;
    hm_declared_weight *weights;
    size_t weight_count;
    const char *weights_file; /* the table that has them; NULL: they stand here */
    hm_declared_node *nodes;
    size_t node_count;
    hm_declared_policy policy;
    hm_declared_breaks breaks;       /* of all there is */
    hm_declared_override *overrides; /* in the order of their codes */
    size_t override_count;
    hm_origin origin;
    uint32_t made_line; /* of `package { ... }`; 0: a table without the word, or package.json */
} hm_declared_package;

#endif

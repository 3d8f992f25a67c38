/* plan.h: all that scoring reads of a package, in arrays that can be copied and varied.
 *
 * A package holds the plan that it was made into, which never changes. A copy has nodes and
 * indicators of its own; what they point to (texts, expressions, scripts, lists of children and of
 * inputs) is the package's, which a copy keeps alive. Nodes stand in hierarchy order, parents
 * before their children; inputs, indicators and nodes are numbered, in a copy as in the package.
 */
#ifndef HM_PLAN_H
#define HM_PLAN_H

#include "base/names.h"
#include "hundredmark/plan.h"
#include "methods/methods.h"
#include "methods/steps.h"
#include "sandbox/sandbox.h"
#include "script/lua_call.h"

typedef struct hm_part_of {
    uint32_t part, whole; /* numbers of inputs */
    bool declared;        /* the script says so, and not only its measure: see hm_parts_refuse */
} hm_part_of;

#define HM_NO_INDICATOR UINT32_MAX
#define HM_NO_NODE      UINT32_MAX

typedef struct hm_indicator {
    uint32_t node;              /* has code, name and origin */
    const hm_expr *measure;     /* NULL: a function */
    hm_measure_source function; /* the script, of an expression too, and what it may read */
    bool accepts_missing;
    bool is_called;   /* its measure is a function */
    bool looks_back;  /* its measure may read figures of periods before */
    bool reads_nodes; /* its measure reads nodes: which, says its node */
    uint32_t slot;    /* of its measure, among all of the package */
    uint32_t *inputs; /* numbers, in order of use */
    size_t input_count;
    hm_part_of *parts_of;
    size_t part_of_count;
} hm_indicator;

/* The columns that a step looks at whose method looks at several. Steps that differ in nothing but
 * their nodes learn together: what they learn is the first one's. */
typedef struct hm_columns {
    const uint32_t *nodes; /* of an imputation those whose values they are, indicators that read no
                              nodes and its own; of an aggregation the children, whose scores */
    const double *signs;   /* of each: -1 where less is better, else 1 */
    uint32_t count;
    uint32_t own;    /* which is its own node's */
    uint32_t keeper; /* the node whose step it learns with: its own, or one before */
} hm_columns;

/* What the values of a node go through before they are its scores: a method that is fitted to the
 * values of many units, and what the package says of it. */
typedef struct hm_step {
    const hm_step_method *method;
    bool lower_is_better;
    bool fits_on_imputed; /* it learns from values that were imputed, too */
    double settings[HM_STEP_SETTINGS];
    const uint32_t *sources; /* of each setting the parameter that it is, or HM_NO_PARAMETER; NULL:
                                none is one */
    const char *by;   /* a column of the cities: units learn from those with the same word there;
                         NULL: from all */
    const char *city; /* that others are compared with; NULL: none */
    const char *const *over;   /* the periods that it learns from, whatever a unit's own is */
    size_t over_count;         /* 0: from a unit's own period, or from all */
    const char *over_name;     /* "all", or the periods, joined by ";"; NULL: a unit's own period */
    const hm_columns *columns; /* NULL: it looks at its own node alone */
} hm_step;

static inline bool hm_step_is_over_all(const hm_step *step) {
    return step->over_name && step->over_count == 0;
}
/* Does it learn something? */
static inline bool hm_step_learns(const hm_step *step) {
    return step->method->scope != HM_SCOPE_NONE;
}
/* Does it learn from a period, of a step that says which? */
bool hm_step_learns_from(const hm_step *step, const char *period);
/* Have all units to be there before it can be taken? */
static inline bool hm_step_waits(const hm_step *step) {
    return hm_step_learns(step) || step->method->reads_series;
}

/* An input is asked where this is true; where it is false it does not apply. */
typedef struct hm_input_condition {
    uint32_t input;
    const hm_expr *expr; /* that of the input, hm_input.asked_if */
} hm_input_condition;

/* What two results over the inputs of a unit must be to each other. It changes no score. */
typedef struct hm_rule {
    const char *id, *about;
    const hm_expr *left, *right;
    const char *left_text, *right_text; /* as people read them */
    const hm_comparison *comparison;
    double tolerance;
    bool is_error;       /* breaking it is graver than a warning */
    bool counts_missing; /* it is broken, too, where a figure was not reported */
    hm_origin origin;
} hm_rule;

/* A class of figures: those of the first that suits are in it. */
typedef struct hm_class {
    uint32_t word; /* a number of plan->class_words */
    hm_class_rule rule;
    double bound;
    uint32_t parameter; /* whose number is the bound; HM_NO_PARAMETER */
} hm_class;

typedef struct hm_classes {
    const hm_class *each;
    size_t count;
    bool of_value; /* of the value before steps, and not of the score */
} hm_classes;

/* What a group is computed by instead of a method of aggregation, or what becomes of a node's own
 * value. */
typedef struct hm_node_formula {
    const hm_expr *expr;
    uint32_t *inputs; /* numbers, in order of use */
    size_t input_count;
} hm_node_formula;

typedef struct hm_node {
    const char *code, *name, *about;
    uint32_t parent; /* HM_NO_NODE for the root, and nodes behind it that stand by themselves */
    uint32_t depth;
    uint32_t indicator; /* HM_NO_INDICATOR for a group */
    double weight,
        share; /* of a node that deducts or adds: its part in the coverage alone, and 0 */
    uint32_t weight_parameter; /* the weight is this parameter; HM_NO_PARAMETER */
    hm_effect effect;          /* on its parent's score */
    double cap;       /* the most points that it deducts or adds; infinite: there is no such */
    bool is_required; /* its parent has no score where this node has none */
    bool least_first; /* less is better: it is ranked from the least score on */
    uint32_t *children;
    size_t child_count;
    uint8_t method; /* a row of hm_methods */
    double method_parameters[HM_METHOD_PARAMETERS];
    uint32_t method_sources[HM_METHOD_PARAMETERS]; /* the parameters of the package that these are,
                                                      or HM_NO_PARAMETER */
    const hm_node_formula *measure;                /* of a group that has one; else NULL */
    uint32_t *reads; /* nodes that it reads, each once: first those that it rests on, whose score or
                        value its measure reads, then others, whose coverage alone it reads, or
                        which its transformation reads */
    size_t read_count, rests_on;
    double min_coverage; /* of a group, to have a score */
    int rounding;        /* decimals of its score; -1: none */
    double low, high;    /* the range its score is held in; infinite: it is not */
    bool range_follows; /* of a group that says no range, nor makes anything else of what its method
                           gives: the range follows from its method (ranges.c) */
    const hm_step *steps;
    uint32_t step_count;
    const hm_classes *classes;        /* that its figures fall into; NULL: none */
    const hm_node_formula *transform; /* what becomes of its value after these; NULL: nothing */
    const hm_step *weigh; /* of a group: what gives its children their weights; NULL: they have
                             those that the package says */
    const hm_declared_span *span;     /* the periods that it says it holds in */
    const hm_declared_breaks *breaks; /* its own */
    bool is_absent; /* it does not hold in this edition: no group has it among its children */
    bool varies;    /* what it is computed by is not the same in all editions */
    uint32_t turn;  /* where it stands in the plan's order */
    uint32_t phase; /* how often all units have to be waited for before its value is there, and
                       what gives its children their weights has learnt; its score is after as many
                       times more as it has steps that wait for them */
    hm_origin origin;
} hm_node;

/* A number of the package that has a name: param.NAME. */
typedef struct hm_parameter {
    const char *name, *unit, *reference;
    const hm_parameter_row *rows; /* by the day that they hold from */
    size_t row_count;
    bool is_set; /* to this, whatever the rows say */
    double set;
} hm_parameter;

/* What it is from `day` on, counted as hm_calendar_days does; false: no row holds yet. */
bool hm_parameter_at(const hm_parameter *parameter, int64_t day, double *out);

typedef struct hm_policy {
    double min_coverage;
    bool by_count;       /* of children, each counted once */
    size_t min_children; /* with a score, for a group to have one; or all, where there are fewer */
    bool has_not_reported;
    double not_reported; /* the score of indicators that are not reported */
    bool ties_to_even;   /* where half is rounded to; else away from zero */
    hm_rank_if rank_if;
    double low, high;             /* the range of indicators that say none */
    double group_low, group_high; /* of groups that say none, of whose method marks come */
    int rounding;                 /* decimals; -1: none */
    uint8_t method;
    double method_parameters[HM_METHOD_PARAMETERS];
    uint32_t method_sources[HM_METHOD_PARAMETERS]; /* as in hm_node */
} hm_policy;

/* The plan as it holds from a day on, until the next edition begins. Nodes, indicators and inputs
 * have the numbers that they have in the whole plan. */
typedef struct hm_edition {
    const char *from;  /* the day that it begins with, as the package writes it; "": the first */
    const char *name;  /* "from 2024": what fits call it; "": the first */
    int64_t first_day; /* counted as hm_calendar_days does; INT64_MIN */
    hm_plan *plan;     /* which has no editions itself */
} hm_edition;

/* How the owner of what plans share is kept alive: hm_package_retain and hm_package_free, which the
 * room of packages hands down. */
typedef struct hm_plan_owner {
    hm_package *(*retain)(hm_package *package);
    void (*release)(hm_package *package);
} hm_plan_owner;

/* The words for yes and no of a language, as catalogues say them; NULL: none does. */
typedef struct hm_answers {
    const char *yes, *no;
} hm_answers;

struct hm_plan {
    hm_package *package; /* the owner of all that is not copied */
    hm_plan_owner owner;
    const hm_allocator *allocator; /* of what a copy owns */
    bool is_copy;
    hm_policy policy;
    hm_node *nodes;
    size_t node_count;
    hm_step *own_steps; /* of a copy: those of nodes that have parameters among their settings */
    uint32_t *order;    /* all nodes, each behind its children and what it reads: backwards where no
                           node reads another */
    bool reads_nodes;   /* some node reads another, or is a group with a measure, or transformed */
    bool weighs; /* some group's children get their weights from the data: a run has a plan of
                    its own, in which it sets them */
    hm_indicator *indicators; /* in hierarchy order */
    size_t indicator_count;
    uint32_t slot_count;     /* of measures of indicators */
    const hm_input **inputs; /* those that some indicator, rule or condition uses, in order of first
                                use */
    size_t input_count;
    const hm_rule *rules;
    size_t rule_count;
    hm_parameter *parameters;
    size_t parameter_count;
    const char *const *class_words; /* of all classes of nodes, the first being "": no class */
    size_t class_word_count;        /* 0: no node has classes */
    const hm_input_condition *conditions; /* each behind those of the inputs that it reads */
    size_t condition_count;
    const hm_names *input_names; /* same numbers as inputs */
    const hm_names *known_names; /* of every input that is defined, used or not */
    const hm_names *texts;       /* constants that measures compare with, options of choices */
    hm_limits limits;            /* of scripts */
    size_t most_expr_nodes;      /* of any measure, side of a rule or condition */
    unsigned
        looks_back; /* how many periods a measure or rule reads back at the most; 0: none does */
    uint32_t phase_count; /* the most that the score of any node has; 0: no unit needs another */
    uint32_t empty_group; /* the first group that nothing stands below; HM_NO_NODE: there is none */
    hm_declared_breaks breaks;  /* of the package as a whole */
    bool has_breaks;            /* some node, input or the package has */
    const hm_edition *editions; /* by their days */
    size_t edition_count;       /* 0: all holds always. Else nodes and indicators here are those of
                                   any edition, and what is said of one is so in the last that has
                                   it; but what it reads, and whether it reads nodes, looks back or
                                   is called, is so of any measure that it has or had */
    hm_answers answers;         /* in the language that it was opened in */
    double opened_in;           /* seconds that opening the package took */
};

static inline const hm_node *hm_plan_node_of(const hm_plan *plan, size_t indicator) {
    return &plan->nodes[plan->indicators[indicator].node];
}

/* Is the node the index, or somewhere below it, and not by itself? */
static inline bool hm_node_is_of_index(const hm_plan *plan, const hm_node *node) {
    while (node->parent != HM_NO_NODE)
        node = &plan->nodes[node->parent];
    return node == plan->nodes;
}

/* Is it an indicator whose measure reads nodes? */
static inline bool hm_node_is_reader(const hm_plan *plan, const hm_node *node) {
    return node->indicator != HM_NO_INDICATOR && plan->indicators[node->indicator].reads_nodes;
}

/* The expression that a node is computed by; NULL: a function, or what its children have. */
static inline const hm_expr *hm_node_expression(const hm_plan *plan, size_t node) {
    const hm_node *found = &plan->nodes[node];
    if (found->indicator != HM_NO_INDICATOR)
        return plan->indicators[found->indicator].measure;
    return found->measure ? found->measure->expr : NULL;
}

/* Is something done with its value before it is its score? */
static inline bool hm_node_has_steps(const hm_node *node) {
    return node->step_count > 0 || node->transform;
}
/* The first phase in which something of it may learn. */
static inline uint32_t hm_node_first_phase(const hm_node *node) {
    return node->weigh ? node->phase : node->phase + 1;
}
/* The phase in which step `index` of a node is taken. */
static inline uint32_t hm_node_step_phase(const hm_node *node, size_t index) {
    uint32_t phase = node->phase;
    for (size_t i = 0; i <= index; i++)
        phase += hm_step_waits(&node->steps[i]) ? 1 : 0;
    return phase;
}
/* Is its value made by a step, once all its children have their scores? */
static inline bool hm_node_compares(const hm_node *node) {
    return node->step_count > 0 && node->steps[0].method->kind == HM_STEP_AGGREGATE;
}
/* The phase in which its score is there. */
static inline uint32_t hm_node_last_phase(const hm_node *node) {
    return node->step_count > 0 ? hm_node_step_phase(node, node->step_count - 1) : node->phase;
}
/* Its step of a kind; NULL where it has none. */
static inline const hm_step *hm_node_step(const hm_node *node, hm_step_kind kind) {
    for (size_t i = 0; i < node->step_count; i++)
        if (node->steps[i].method->kind == kind)
            return &node->steps[i];
    return NULL;
}

/* Does one of its steps look at other periods of a city? */
static inline bool hm_node_reads_series(const hm_node *node) {
    for (size_t i = 0; i < node->step_count; i++)
        if (node->steps[i].method->reads_series)
            return true;
    return false;
}
/* Of a node the inputs of all measures that it has or had, its own and not those of what it reads.
 */
typedef struct hm_node_inputs {
    const uint32_t *numbers;
    size_t count;
} hm_node_inputs;
static inline hm_node_inputs hm_plan_inputs_of(const hm_plan *plan, const hm_node *node) {
    if (node->indicator != HM_NO_INDICATOR)
        return (hm_node_inputs){plan->indicators[node->indicator].inputs,
                                plan->indicators[node->indicator].input_count};
    return node->measure ? (hm_node_inputs){node->measure->inputs, node->measure->input_count}
                         : (hm_node_inputs){NULL, 0};
}

/* What a node needs: itself, and all that it is made of; HM_NEEDED_READ besides where some node of
 * these reads it, or what it is part of. `marks` has a place a node. */
enum { HM_NEEDED = 1, HM_NEEDED_READ = 2 };
void hm_plan_mark_needed(const hm_plan *plan, size_t number, uint8_t *marks);

/* Does a step of some node? */
bool hm_plan_reads_series(const hm_plan *plan);

/* Numbers the phases of all nodes from their steps, their children and what they read, once their
 * order is there. */
void hm_plan_number_phases(hm_plan *plan);

/* The plan as it is now, whatever becomes of `plan` later, for a result that rests on it: a copy of
 * a copy; the package's own plan, kept alive, as it stands. NULL when memory has run out. */
const hm_plan *hm_plan_keep(const hm_plan *plan, const hm_allocator *allocator);
/* Undoes hm_plan_keep; NULL is allowed. */
void hm_plan_release(const hm_plan *plan);

/* A copy to be varied. NULL when memory has run out. */
hm_plan *hm_plan_duplicate(const hm_plan *plan, const hm_allocator *allocator);

/* Has a copy be as if the package did not have `node`, nor what is below it, nor groups that would
 * lose their last child with it (left_out.c): children, steps and weights from data that look at
 * what is left. Nothing else must read it. Nodes keep their numbers: what is left out is scored as
 * before, apart from all else, and an emptied group does not apply. What the copy then points to is
 * the arena's. False when memory has run out. */
bool hm_plan_leave_out(hm_plan *copy, uint32_t node, hm_arena *arena);
/* The node that goes with it: itself, or the highest group of which nothing that counts would be
 * left; the index, 0, where nothing would be. */
uint32_t hm_plan_left_out_with(const hm_plan *plan, uint32_t node);
/* Would a group have children in some editions alone? It does not hold in the others. */
bool hm_plan_leaving_empties_edition(const hm_plan *plan, uint32_t node);
/* Is a node another, or below it? */
bool hm_plan_is_within(const hm_plan *plan, uint32_t node, uint32_t group);

/* HM_ERROR_PACKAGE where a group is empty: it has nothing to be scored by. */
hm_code hm_plan_check_whole(const hm_plan *plan, hm_error *error);

/* How many sets of weights a group that is weighed has: one, or one an edition. */
size_t hm_plan_weighings(const hm_plan *plan, size_t group);
/* The plan that such a set is for. */
const hm_plan *hm_plan_of_weighing(const hm_plan *plan, size_t group, size_t number);

/* The share of each child of a group, from the weights of all; and the ranges of sums, which follow
 * from them. */
void hm_plan_share(hm_node *nodes, const hm_node *group);

/* --- ranges of groups that say none (ranges.c) --- */

/* What the scores that a group's method makes of its children lie between. */
typedef struct hm_scores_range {
    double low, high;
} hm_scores_range;
hm_scores_range hm_plan_range_of_children(const hm_node *nodes, const hm_node *group);
/* A sum that says no range, and all sums above it up to the first that is none, get theirs. */
void hm_plan_follow_ranges(hm_node *nodes, const hm_node *group);
/* Once a group has got another method. */
void hm_plan_take_range(const hm_policy *policy, hm_node *nodes, hm_node *group);
/* What the whole plan says of its nodes becomes what the last editions say that have them. */
void hm_plan_settle_editions(hm_plan *plan);
/* For a copy of `from` that has its own nodes, indicators and parameters, its editions. False when
 * memory has run out: what is there is freed with the copy. */
bool hm_editions_copy(hm_plan *copy, const hm_plan *from);
void hm_editions_free(hm_plan *copy);
/* --- numbers of nodes that are parameters: settings of steps, parameters of methods (numbers.c)
 * ---
 */

/* Is any number of the node, or of its steps, a parameter? Is one of them this? */
bool hm_numbers_has(const hm_node *node);
bool hm_numbers_uses(const hm_node *node, uint32_t parameter);

/* How many steps nodes have of which some setting is a parameter: a plan with numbers of its own
 * needs these of its own, for which `steps` has room. */
size_t hm_numbers_step_count(const hm_plan *plan);
void hm_numbers_take_steps(hm_plan *plan, hm_step *steps);
/* The same for a copy, in its own memory; false when that has run out. And gives it back. */
bool hm_numbers_own(hm_plan *copy);
void hm_numbers_disown(const hm_plan *copy);

/* Has numbers that are parameters be what these are on a day; one that has no value yet stays. The
 * steps are the plan's own. */
void hm_numbers_resolve(hm_plan *plan, int64_t day);
/* What the whole plan says of them becomes what the last editions say that have the node. */
void hm_numbers_settle(hm_plan *plan);

/* May the parameter be this, in all editions? HM_ERROR_ARGUMENT where it is a number of some node
 * that cannot be. */
hm_code hm_numbers_check(const hm_plan *plan, uint32_t parameter, double value, hm_error *error);
void hm_numbers_set(const hm_plan *plan, uint32_t parameter, double value);

/* The number of the edition that holds on a day. */
size_t hm_plan_edition_at(const hm_plan *plan, int64_t day);
/* The sum of the weights that children share the score of their group by: those that deduct have
 * none. Above 0 in a group that can be scored. */
double hm_plan_weight_of_children(const hm_node *nodes, const hm_node *group);

#endif

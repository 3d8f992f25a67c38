/* steps.h: what a step may be. A step makes other numbers of a node's values, by what it has learnt
 * from those of many units: each method says what it learns (fit) and what it then makes of one
 * value (apply). */
#ifndef HM_STEPS_H
#define HM_STEPS_H

#include <stdbool.h>
#include <stddef.h>

/* Statistics that methods learn, each by one name, in the order in which they are told. */
typedef enum hm_statistic {
    HM_STATISTIC_WORST,
    HM_STATISTIC_BEST,
    HM_STATISTIC_MEAN,
    HM_STATISTIC_DEVIATION, /* that of the units at hand, not of a sample of more */
    HM_STATISTICS
} hm_statistic;

const char *hm_statistic_name(hm_statistic statistic);
/* Does its sign turn where less is better? What is learnt takes the greater for the better. */
bool hm_statistic_turns(hm_statistic statistic);

/* How much of the values what is learnt follows from, which is what a fit has to keep. */
typedef enum hm_step_scope {
    HM_SCOPE_EXTREMES, /* the worst and the best */
    HM_SCOPE_SAMPLE    /* all */
} hm_step_scope;

/* A number that the author of a package may give: { "zscore", spread = 15 }. */
typedef struct hm_step_parameter {
    const char *name, *about; /* name NULL: there are no more */
    double otherwise;         /* where none is given */
    double low, high;         /* what it may be */
} hm_step_parameter;

enum { HM_STEP_PARAMETERS = 2 }; /* of any method, at most */

typedef struct hm_learnt {
    size_t count; /* units that it was learnt from; 0: nothing else is said */
    double unit;  /* a power of two by which values are divided before they are computed with, so
                     that no square of theirs is out of range */
    double statistics[HM_STATISTICS]; /* those that the method has */
    const double *ties; /* of a method that marks places: ascending, for each value the greatest of
                           its tie; else NULL */
} hm_learnt;

/* Where one value stands among those that were learnt from. */
typedef struct hm_value_place {
    size_t below, alike, above; /* `alike` counts the value itself, if it is one of them */
} hm_value_place;

typedef struct hm_step_method {
    const char *step; /* which of a node's steps it may be: "scale" */
    const char *name;
    const char *about; /* the formula, in words */
    hm_step_parameter parameters[HM_STEP_PARAMETERS];
    hm_step_scope scope;
    bool has_mean;     /* mean and deviation are learnt, beside the worst and the best */
    bool marks_places; /* rather than distances */
    /* Learns from `count` >= 1 finite values, ascending, the greater the better; `room` has space
     * for as many numbers, and belongs to what is learnt from then on. False when the values allow
     * no marks: all units are alike. */
    bool (*fit)(hm_learnt *learnt, const double *values, size_t count, double *room);
    /* What becomes of a value, which may lie outside 0..100; `parameters` in the method's order. */
    double (*apply)(const hm_learnt *learnt, const double *parameters, double value);
} hm_step_method;

bool hm_step_has(const hm_step_method *method, hm_statistic statistic);
/* Of a method that marks places. */
hm_value_place hm_value_place_of(const hm_learnt *learnt, double value);

#endif

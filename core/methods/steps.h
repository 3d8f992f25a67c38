/* steps.h: what a step may be. A node's value goes through its steps before it is a score: what is
 * missing is imputed, outliers are treated, the result is scaled. Each method says what it learns
 * from the values of many units (fit) and what it then makes of one value (apply). */
#ifndef HM_STEPS_H
#define HM_STEPS_H

#include <stdbool.h>
#include <stddef.h>

/* In the order in which a value goes through them, the last first: a group's value is made before
 * anything is done with it. */
typedef enum hm_step_kind {
    HM_STEP_IMPUTE,
    HM_STEP_TREAT,
    HM_STEP_SCALE,
    HM_STEP_WEIGH, /* of a group: no value goes through it; its children get their weights */
    HM_STEP_KINDS, /* those that a package says as steps */
    HM_STEP_AGGREGATE = HM_STEP_KINDS, /* by a method that compares units: relative.h */
    HM_STEP_ALL_KINDS
} hm_step_kind;

/* The field of a node that says it: "scale". */
const char *hm_step_kind_name(hm_step_kind kind);

/* --- what is learnt --- */

/* Statistics that methods learn, each by one name, in the order in which they are told. */
typedef enum hm_statistic {
    HM_STATISTIC_WORST,
    HM_STATISTIC_BEST,
    HM_STATISTIC_MEAN,
    HM_STATISTIC_DEVIATION, /* standard, of the units at hand or as of a sample: as is said */
    HM_STATISTIC_MEDIAN,
    HM_STATISTIC_RANGE, /* between the quartiles */
    HM_STATISTIC_LOW,   /* what a scale has as its worst, or the least that a treatment leaves */
    HM_STATISTIC_HIGH,  /* likewise, at the other end */
    HM_STATISTIC_REFERENCE, /* the value of the city that others are compared with */
    HM_STATISTIC_SHIFT,     /* of a treatment: added before a power or logarithm */
    HM_STATISTIC_POWER,     /* the power, lambda */
    HM_STATISTIC_FORM,      /* which transformation a treatment came to: hm_treatment_form */
    HM_STATISTICS
} hm_statistic;

const char *hm_statistic_name(hm_statistic statistic);
/* Does its sign turn where less is better? What is learnt takes the greater for the better. */
bool hm_statistic_turns(hm_statistic statistic);

/* How much of the values what is learnt follows from, which is what a fit has to keep. */
typedef enum hm_step_scope {
    HM_SCOPE_NONE,     /* nothing is learnt */
    HM_SCOPE_EXTREMES, /* the worst and the best */
    HM_SCOPE_SAMPLE    /* all */
} hm_step_scope;

/* Why a step can make nothing of any value. */
typedef enum hm_unfit {
    HM_UNFIT_NONE,
    HM_UNFIT_EMPTY,        /* there is no value to learn from */
    HM_UNFIT_ALIKE,        /* no two different values, or bounds */
    HM_UNFIT_FEW,          /* fewer values than the method needs */
    HM_UNFIT_NEGATIVE,     /* a value below 0, or at 0, where none may be */
    HM_UNFIT_NO_REFERENCE, /* the city to compare with has no value, or is the worst */
    HM_UNFIT_TARGET,       /* the target would have no higher mark than the lowest */
    HM_UNFIT_REVERSED,     /* the low bound of a scale is above the high one */
    HM_UNFIT_DEPENDENT,    /* columns follow from each other */
    HM_UNFIT_NO_SIGN,      /* which way a component points cannot be told */
    HM_UNFIT_NO_END,       /* a search did not come to rest */
    HM_UNFIT_NO_MEMORY,    /* which is no fault of the values: whoever learns fails */
    HM_UNFITS
} hm_unfit;

/* "no two values differ": to stand behind what could not be done. */
const char *hm_unfit_words(hm_unfit fault);

typedef struct hm_learnt {
    size_t count; /* units that it was learnt from; 0: nothing else is said */
    hm_unfit fault;
    double unit; /* a power of two by which values are divided before they are computed with, so
                    that no square of theirs is out of range */
    double statistics[HM_STATISTICS]; /* those that the method has */
    const double *ties;  /* of a method that marks places: ascending, for each value the greatest of
                            its tie; else NULL */
    const double *model; /* of a method that looks at several columns: what it has learnt */
} hm_learnt;

/* Where one value stands among those that were learnt from. */
typedef struct hm_value_place {
    size_t below, alike, above; /* `alike` counts the value itself, if it is one of them */
} hm_value_place;

/* --- what a package says of a step --- */

enum { HM_STEP_PARAMETERS = 6 }; /* of any method, at most */

/* Settings are numbers, by these places: the method's own parameters first. */
enum {
    HM_SETTING_TO_LOW = HM_STEP_PARAMETERS, /* what stands for 0 and 100 */
    HM_SETTING_TO_HIGH,
    HM_SETTING_LOW_KIND, /* hm_bound_kind of the ends of the scale, and what it is of */
    HM_SETTING_LOW,
    HM_SETTING_HIGH_KIND,
    HM_SETTING_HIGH,
    HM_SETTING_SIGN, /* -1 where less is better: values have changed their sign */
    HM_STEP_SETTINGS
};

/* What an end of a scale is, where it is not the worst or the best value. */
typedef enum hm_bound_kind {
    HM_BOUND_OWN,
    HM_BOUND_NUMBER,
    HM_BOUND_PERCENTILE,    /* of all values, 0 to 100, in their own direction */
    HM_BOUND_MEAN_OF_BEST,  /* so many of them */
    HM_BOUND_MEAN_OF_WORST, /* likewise */
    HM_BOUND_KINDS
} hm_bound_kind;
const char *hm_bound_kind_name(hm_bound_kind kind); /* "" for HM_BOUND_OWN and HM_BOUND_NUMBER */
/* May the end be of this number? */
bool hm_bound_fits(hm_bound_kind kind, double number);

/* What stands for 0 and 100 lies within minus this and this. */
#define HM_MARKS_WITHIN 1e6

/* A parameter that the author of a package may give: { "zscore", spread = 15 }. */
typedef struct hm_step_parameter {
    const char *name, *about; /* name NULL: there are no more */
    double otherwise; /* where none is given; NAN: it has to be; beyond `high`: it is found */
    double low, high; /* what it may be */
    const char *const *words; /* NULL: a number; else one of these, NULL-ended, kept by its place */
    bool whole;               /* a whole number */
    bool or_share;            /* which may be a share below 1, too */
    bool in_front;            /* may stand behind the method's name by itself: { "quantiles", 4 } */
} hm_step_parameter;

struct hm_joint_method;

typedef struct hm_step_method {
    hm_step_kind kind;
    const char *name;
    const char *about; /* the formula, in words */
    hm_step_parameter parameters[HM_STEP_PARAMETERS];
    hm_step_scope scope;
    unsigned learns;      /* a bit a statistic */
    bool any_order;       /* what it learns it learns from values in any order */
    bool marks_places;    /* rather than distances */
    bool has_to;          /* its marks go from 0 to 100, which `to` makes others of */
    bool has_bounds;      /* its ends can be other ones than the worst and the best */
    bool needs_reference; /* compares with a city that the package names */
    bool reads_series;    /* looks at the same city's other periods, and learns nothing */
    bool takes_reported;  /* what it puts in was reported, in a period before */
    bool among_siblings;  /* of a method with `joint`: at the nodes of the same group alone */
    const struct hm_joint_method *joint; /* looks at the values of other nodes, too, and learns and
                                            does it by this, not as below; else NULL */
    /* Learns from `count` >= 1 finite values, ascending (of one that takes any order: as they
     * come), the greater the better; `room` has space for as many numbers. What is learnt may keep
     * both, as its ties. The reference city's value is in its statistic, NAN where there is none.
     * What makes it impossible is the fault; a treatment that has nothing to do is none. */
    void (*fit)(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                double *room);
    /* Of one that wants its values in order: is it sure of finite values in any order that it
     * learns no more from them than from the least and the greatest? `room` has space for as many
     * numbers. NULL: it never is. */
    bool (*needs_ends)(const double *settings, const double *values, size_t count, double *room);
    /* What becomes of values, in place: each by itself, and it may lie outside 0..100; of an
     * imputation, what is put in place of missing ones, of which nothing is read. */
    void (*apply)(const hm_learnt *learnt, const double *settings, double *restrict values,
                  size_t count);
    /* Of a method for which nothing matters but the place, instead of that: what is at a place. */
    double (*mark)(const hm_learnt *learnt, const double *settings, const hm_value_place *place);
} hm_step_method;

/* How many parameters it has. */
size_t hm_step_parameter_count(const hm_step_method *method);
/* The settings of a method of which nothing is said. */
void hm_step_settings_begin(const hm_step_method *method, double settings[HM_STEP_SETTINGS]);
/* What a number must be, as people read it: "a whole number from 1 to 10". */
typedef struct hm_wanted {
    char text[160];
} hm_wanted;
/* May a setting that is a number be this one, beside the others? And what it may be. */
bool hm_step_setting_fits(const hm_step_method *method, const double *settings, size_t setting,
                          double number);
hm_wanted hm_step_setting_wanted(const hm_step_method *method, const double *settings,
                                 size_t setting);
/* "to" or "bounds", where what has to be the lower end is not below the higher one; NULL: all is
 * well. */
const char *hm_step_ends_wrong(const double *settings);
/* How much has to be kept, with these settings. */
hm_step_scope hm_step_scope_of(const hm_step_method *method, const double *settings);

bool hm_step_has(const hm_step_method *method, const double *settings, hm_statistic statistic);
/* What a step whose fit has no fault makes of a value, or of several, in place. */
double hm_step_apply(const hm_step_method *method, const hm_learnt *learnt, const double *settings,
                     double value);
void hm_step_apply_all(const hm_step_method *method, const hm_learnt *learnt,
                       const double *settings, double *values, size_t count);
/* Of a method that marks places: the same of all values that it learnt from, which need not be
 * looked for. `marks` receives them, in ascending order of the values. */
void hm_step_apply_learnt(const hm_step_method *method, const hm_learnt *learnt,
                          const double *settings, double *marks);
/* Of a method that marks places. */
hm_value_place hm_value_place_of(const hm_learnt *learnt, double value);

#endif

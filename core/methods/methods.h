/* methods.h: how the scores of children become their group's. One row a method. */
#ifndef HM_METHODS_H
#define HM_METHODS_H

#include <stdbool.h>
#include <stddef.h>

#include "methods/steps.h"

/* What the author of a package may say of a method: { "power", p = 0.5 }, or { "power", 0.5 }. */
typedef struct hm_method_parameter {
    const char *name, *about; /* name NULL: there are no more */
    double otherwise;         /* where nothing is said; NAN: it has to be */
    double low, high;         /* what it may be */
    const char *const *words; /* NULL: a number; else one of these, NULL-ended, kept as its place */
    bool whole;               /* a whole number */
} hm_method_parameter;

enum { HM_METHOD_PARAMETERS = 2 }; /* of any method, at most */

/* What is combined: the scores of `count` >= 1 children, which have weights above 0. The method may
 * change both arrays. */
typedef struct hm_combining {
    const double *parameters; /* in the method's order */
    double *scores, *weights;
    size_t count;
    bool lifted; /* the range of some child goes below 0, so that 0 is no least score */
} hm_combining;

/* Can a score that rises make the result fall? */
typedef enum hm_rising {
    HM_RISES_NOT,     /* it may, or nobody has looked */
    HM_RISES_EQUALLY, /* not where all weights are equal */
    HM_RISES          /* never */
} hm_rising;

typedef struct hm_method {
    const char *name;
    const char *about; /* the formula, in words */
    bool adds_up;      /* children's shares of the result add up to it: contributions make sense */
    bool sums;         /* of weighted scores, not a mean: weights multiply, and what it can give
                          follows from what they can */
    bool is_mean;      /* it lies nearer to a child that is added, however the others stand */
    bool leaves_marks; /* its results are no marks out of a hundred, and not held as such */
    bool compares_units; /* follows from the scores of all units: it is a step that learns, by the
                            same name, and `combine` is NULL */
    hm_rising rising;
    bool needs_hundred; /* of children that are scaled to a mean of 100 and a deviation of 10 */
    hm_method_parameter parameters[HM_METHOD_PARAMETERS];
    /* The score of a group; NAN where the method has none for such scores. */
    double (*combine)(const hm_combining *of);
} hm_method;

enum { HM_METHOD_ARITHMETIC, HM_METHOD_GEOMETRIC }; /* the first two */
enum { HM_GEOMETRIC_FLOOR }; /* its parameter: what stands in place of lower scores; 0: nothing */

/* Has a group no score where a child has none, whatever its coverage? A sum of fewer children would
 * look like a low score. */
bool hm_method_needs_all(const hm_method *method, const double *parameters);

/* A mean of `count` numbers, which rounding may have led out of their range, held within it: that
 * of equal numbers is exactly that number. Of none: as it is. */
double hm_mean_held(double mean, const double *numbers, size_t count);

extern const hm_method hm_methods[];
extern const size_t hm_method_count;

/* The number of the method called `name`, hm_method_count if there is none. */
size_t hm_method_find(const char *name);

/* May a parameter that is a number be this one? And what it may be. */
bool hm_method_takes(const hm_method *method, size_t parameter, double number);
hm_wanted hm_method_wanted(const hm_method *method, size_t parameter);
/* How many parameters it has. */
size_t hm_method_parameter_count(const hm_method *method);
/* What they are where nothing is said; the name of one that has to be given, NULL for none. */
const char *hm_method_begin(const hm_method *method, double parameters[HM_METHOD_PARAMETERS]);

/* "power, p = 0.5": a method with its parameters, as people read them; "power, p = 0.5 (param.p)"
 * where `names` says so of one, NULL: of none. */
typedef struct hm_method_text {
    char text[384];
} hm_method_text;
hm_method_text hm_method_text_of(const hm_method *method, const double *parameters,
                                 const char *const *names);

/* What to say of a name that no method has: it, all there are, and the nearest. */
typedef struct hm_no_method {
    char text[1024];
} hm_no_method;
hm_no_method hm_no_method_of(const char *name);

#endif

/* methods.h: how the scores of children become their group's. One row a method. */
#ifndef HM_METHODS_H
#define HM_METHODS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hm_method {
    const char *name;
    const char *about; /* the formula, in words */
    bool adds_up;      /* children's shares of the result add up to it: contributions make sense */
    /* The score of a group from `count` >= 1 scored children with weights > 0. `scores` and
     * `weights` may be put in another order. */
    double (*combine)(double *scores, double *weights, size_t count);
} hm_method;

enum { HM_METHOD_ARITHMETIC = 0 };

/* A mean of `count` numbers, which rounding may have led out of their range, held within it: that
 * of equal numbers is exactly that number. Of none: as it is. */
double hm_mean_held(double mean, const double *numbers, size_t count);

extern const hm_method hm_methods[];
extern const size_t hm_method_count;

/* The number of the method called `name`, hm_method_count if there is none. */
size_t hm_method_find(const char *name);

/* What to say of a name that no method has: it, all there are, and the nearest. */
typedef struct hm_no_method {
    char text[1024];
} hm_no_method;
hm_no_method hm_no_method_of(const char *name);

#endif

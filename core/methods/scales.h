/* scales.h: how the values of the cities of one period become marks out of a hundred. One row a
 * method: what it learns from the values of all cities, and what it then makes of one value. */
#ifndef HM_SCALES_H
#define HM_SCALES_H

#include <stdbool.h>
#include <stddef.h>

/* What is learnt from `count` values, the greater the better. Each method fills what it needs. */
typedef struct hm_scale_fit {
    size_t count;
    double low, high;       /* the least and the greatest value */
    double mean, deviation; /* that of the cities at hand, not of a sample of more */
    double unit;            /* a power of two by which values are divided before they are computed
                               with, so that no square of theirs is out of range */
    double *ties;           /* ascending: for each value the greatest of its tie */
} hm_scale_fit;

/* Where one value stands among those of a fit. */
typedef struct hm_scale_place {
    size_t below, alike, above; /* `alike` counts the value itself, if it is one of them */
} hm_scale_place;

typedef struct hm_scale {
    const char *name;
    const char *about; /* the formula, in words */
    bool keeps_sample; /* what is learnt takes all values, not the least and the greatest alone */
    bool has_mean;     /* mean and deviation are part of it */
    /* Learns from `count` >= 1 finite values; `room` has space for as many numbers, and belongs to
     * the fit from then on. False when the values allow no marks: all cities are alike. */
    bool (*fit)(hm_scale_fit *fit, const double *values, size_t count, double *room);
    /* The mark of a value, which may lie outside 0..100. */
    double (*apply)(const hm_scale_fit *fit, double value);
} hm_scale;

extern const hm_scale hm_scales[];
extern const size_t hm_scale_count;

/* The number of the method called `name`, hm_scale_count if there is none. */
size_t hm_scale_find(const char *name);

/* Does the method mark places, rather than distances? Then a fit of it has `ties`, and a value a
 * place among them. */
bool hm_scale_has_places(const hm_scale *scale);
hm_scale_place hm_scale_place_of(const hm_scale_fit *fit, double value);

#endif

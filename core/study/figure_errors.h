/* figure_errors.h: figures as they might have been, by the errors that a study gives the grades of
 * their quality. A figure moves by a part of itself; what is part of a whole stays so: the whole
 * moves first, and then the share of the part. Counts stay whole, all within what their inputs may
 * be. A flag is the other answer with the chance that its grade has. Choices and records stay as
 * they are, and so does whether a question is asked. */
#ifndef HM_FIGURE_ERRORS_H
#define HM_FIGURE_ERRORS_H

#include "study/study.h"
#include "evaluate/bound.h"

/* The errors of one input. */
typedef struct hm_input_errors {
    uint32_t input;
    double *errors;  /* standard deviations, as parts of the figure, by unit; 0: none */
    uint32_t *units; /* those with an error, and of each the next two */
    size_t unit_count;
    double *sizes;     /* its error */
    uint32_t *sources; /* what the figures of a city have in common goes by it */
    uint32_t *wholes;  /* inputs that it is part of */
    size_t whole_count;
    uint32_t *parts; /* and its own parts */
    size_t part_count;
} hm_input_errors;

/* Constant once it is open: threads share it. */
typedef struct hm_figure_errors {
    const hm_study *study;
    const hm_dataset *dataset;
    const hm_allocator *allocator;
    hm_arena arena;
    hm_input_errors *inputs; /* those that have errors, wholes before their parts */
    size_t count;
    const double **errors_of; /* by input: its errors; NULL: none */
    size_t cells;             /* that have an error */
} hm_figure_errors;

/* To be closed all the same when it fails: memory has run out. */
bool hm_figure_errors_open(hm_figure_errors *errors, const hm_study *study,
                           const hm_dataset *dataset, const hm_allocator *allocator);
void hm_figure_errors_close(hm_figure_errors *errors);

/* Moves the figures of a bound, which are its own from then on, as replicate `number` has them. */
hm_code hm_figure_errors_apply(const hm_figure_errors *errors, uint32_t number, hm_bound *bound,
                               hm_error *error);

#endif

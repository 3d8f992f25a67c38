/* fits.h: what steps have learnt: each step of each node, in each period, from each group of units.
 *
 * A fit stands by itself: nodes are codes, periods and groups are texts, so it can be of other
 * data, or of no data at all. What is learnt follows from the sample alone, in ascending order: not
 * from the order of the units, nor from how many parts they came in. */
#ifndef HM_FITS_H
#define HM_FITS_H

#include "base/names.h"
#include "hundredmark/fits.h"
#include "methods/joint.h"
#include "platform/threads.h"

/* More than any chain of nodes and their steps has. */
#define HM_MOST_PHASES 100000

/* A digest, as numbers that a double holds: 48 bits each. */
enum { HM_FIT_DIGEST = 4 };

/* A step of a node, as fits know it. */
typedef struct hm_fit_step {
    const hm_step_method *method;
    uint32_t phase;   /* in which it is learnt, from 1 on */
    uint32_t columns; /* that a joint method looks at; else 0 */
    bool lower_is_better;
    double settings[HM_STEP_SETTINGS]; /* but where a fit has its own */
    double digest[HM_FIT_DIGEST];      /* of what the values before it depend on, and of itself */
    double
        rests_on[HM_FIT_DIGEST]; /* of all that was learnt in phases before; zeros in the first */
    bool is_open; /* what it rests on has not been digested yet: see hm_fits_complete */
    bool holds;   /* what it rests on is what the fits have: see hm_fits_settle */
} hm_fit_step;

typedef struct hm_fit {
    uint32_t step, period, group; /* the period is "all", or several, where the step says so */
    hm_learnt learnt;
    const double *settings; /* that it was learnt by, where a parameter of the package makes them
                               others than those of its step; else NULL */
    double *sample; /* the greater the better: hm_fit_sample_count numbers; of a joint method row by
                       row, as hm_joint_sort has them, gaps as NAN. NULL: nothing was learnt, or the
                       sample is yet to be recalled */
    bool in_order;  /* the sample ascends: hm_fits_settle_samples */
} hm_fit;

struct hm_fits {
    const hm_allocator *allocator;
    struct hm_fit_block *blocks; /* of samples and models, the newest first */
    pthread_mutex_t lock;        /* of samples and items, while several threads learn */
    hm_names codes;              /* of nodes */
    hm_names step_names;         /* phase and code of each step, numbered as `steps` */
    hm_fit_step *steps;
    uint32_t *nodes; /* by step: the number of its node's code */
    size_t step_capacity, node_capacity;
    hm_names periods, groups;
    hm_names keys; /* step, period and group of each item, numbered as `items` */
    hm_fit *items;
    size_t item_capacity;
    /* Gives those their samples that were learnt from values which are still at hand
     * (hm_fits_give_sample): most fits are never looked at, and copies of all columns take longer
     * than what is learnt from them. False when memory has run out. */
    bool (*recall)(void *context, hm_fits *fits);
    void *recall_context;
    bool lacks_samples; /* there are such */
};

/* NULL when memory has run out. */
hm_fits *hm_fits_new(const hm_allocator *allocator);

/* The number of a step, HM_NO_NAME when memory has run out. One that is there already stays as it
 * is, which should be as this one: hm_fit_step_is. */
uint32_t hm_fits_add_step(hm_fits *fits, const char *code, const hm_fit_step *step);
/* HM_NO_NAME where there is none. */
uint32_t hm_fits_find_step(const hm_fits *fits, const char *code, uint32_t phase);
/* Is it the same step of the same node, whatever it rests on? */
bool hm_fit_step_is(const hm_fit_step *step, const hm_fit_step *other);
bool hm_fit_step_rests_on(const hm_fit_step *step, const double *digest);

/* What is learnt from: values that are oriented so that the greater is the better, and of which
 * nothing is left afterwards. */
typedef struct hm_fit_sample {
    double *values;
    size_t size;
    size_t count;     /* of units, of whose values these are those that matter, or whole rows */
    double reference; /* the value of the city to compare with; NAN where there is none */
    bool in_order;    /* they ascend */
    const double *settings; /* to learn by; NULL: those of the step */
    double *room; /* for as many values that are as their method wants them and can be recalled:
                     they are not kept; NULL: they are */
} hm_fit_sample;

/* Replaces what was there of this step, period and group; `out`, which may be NULL, receives what
 * is learnt. Several threads may learn at once, as long as nobody adds steps or names. False when
 * memory has run out. */
bool hm_fits_learn(hm_fits *fits, uint32_t step, uint32_t period, uint32_t group,
                   hm_fit_sample sample, hm_fit *out);

static inline bool hm_fit_is_possible(const hm_fit *fit) {
    return fit->learnt.count > 0 && fit->learnt.fault == HM_UNFIT_NONE;
}
static inline const double *hm_fit_settings(const hm_fits *fits, const hm_fit *fit) {
    return fit->settings ? fit->settings : fits->steps[fit->step].settings;
}
static inline hm_step_scope hm_fit_step_scope(const hm_fit_step *step) {
    return hm_step_scope_of(step->method, step->settings);
}

/* NULL where there is nothing. */
const hm_fit *hm_fits_at(const hm_fits *fits, uint32_t step, uint32_t period, uint32_t group);
const hm_fit *hm_fits_find(const hm_fits *fits, uint32_t step, const char *period,
                           const char *group);
/* That of a step, a period and a group, one that has learnt nothing if there is none; NULL when
 * memory has run out. */
hm_fit *hm_fits_add_item(hm_fits *fits, uint32_t step, uint32_t period, uint32_t group);
size_t hm_fit_sample_count(const hm_fits *fits, const hm_fit *fit);
/* Samples are recalled and put in order when somebody wants to see them: not all that learns from
 * one needs it. Nothing that was learnt changes by it. False when memory has run out. */
bool hm_fits_settle_samples(const hm_fits *fits);
/* The sample of a fit that lacks it, if it does: as many values as it was learnt from. Only while
 * the fits ask for it (`recall`). False when memory has run out. */
bool hm_fits_give_sample(hm_fits *fits, const hm_fit *fit, const double *values);
/* Of a joint method. */
hm_joint_sample hm_fit_joint_sample(const hm_fits *fits, const hm_fit *fit);

static inline const char *hm_fits_code(const hm_fits *fits, uint32_t step) {
    return fits->codes.texts[fits->nodes[step]];
}

/* -1 where less is better, else 1. */
static inline double hm_fit_sign(const hm_fit_step *step) {
    return step->lower_is_better ? -1 : 1;
}

/* Adds the steps of a phase of others, and what they have learnt together: from units that no two
 * of them share. `fits` has nothing of this phase yet. Errors: HM_ERROR_PACKAGE for a step that is
 * not the same in all of them, memory. */
hm_code hm_fits_add(hm_fits *fits, const hm_fits *const *others, size_t count, uint32_t phase,
                    hm_error *error);

/* Orders in which a fit is told. Numbers of steps by phase, numbers of texts by their bytes,
 * numbers of items by step, period and group. NULL when memory has run out; as many numbers as
 * there are steps, texts or items, to be released. */
uint32_t *hm_fits_step_order(const hm_fits *fits);
uint32_t *hm_fits_text_order(const hm_names *names, const hm_allocator *allocator);
uint32_t *hm_fits_item_order(const hm_fits *fits);
/* Where the items of a step begin in their order. */
size_t hm_fits_first_item(const hm_fits *fits, const uint32_t *order, uint32_t step);

#endif

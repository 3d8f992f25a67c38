/* declared_study.h: what a study says is to vary, as study.lua has it. */
#ifndef HM_DECLARED_STUDY_H
#define HM_DECLARED_STUDY_H

#include "script/declared.h"

/* The field `at`: codes of nodes, and levels below the index, whose depth is 0. */
typedef struct hm_declared_places {
    const char **codes; /* in the order of their bytes */
    size_t code_count;
    size_t *depths; /* likewise by size */
    size_t depth_count;
} hm_declared_places;

/* How the weights of a replicate are drawn; U is uniform within 0 and 1. */
typedef enum hm_weight_draw {
    HM_WEIGHTS_KEPT,    /* they are not */
    HM_WEIGHTS_WITHIN,  /* w * (1 + number * (2U - 1)): `within = 0.25` */
    HM_WEIGHTS_SIMPLEX, /* any that add up to 1, each share `number` at least, with equal chances:
                           `simplex = true`, or `simplex = 0.05` */
    HM_WEIGHTS_SPREAD,  /* w * e^(number * z), z of the normal distribution: `spread = 0.2` */
    HM_WEIGHTS_SETS     /* sets of a table: `sets = "sets.csv"` */
} hm_weight_draw;

typedef struct hm_declared_weighing {
    hm_weight_draw draw;
    double number;
    const char *sets;
    hm_declared_places at; /* the nodes whose weights are drawn; none: not said */
    const char **fixed;    /* those of which they never are, by code */
    size_t fixed_count;
} hm_declared_weighing;

/* The stages of scoring that may have alternatives. */
typedef enum hm_study_stage {
    HM_STUDY_IMPUTE,
    HM_STUDY_TREAT,
    HM_STUDY_SCALE,
    HM_STUDY_AGGREGATE,
    HM_STUDY_STAGES
} hm_study_stage;
/* "impute", ... as fields of nodes are called. */
const char *hm_study_stage_name(hm_study_stage stage);

typedef struct hm_declared_alternatives {
    size_t count; /* 0: the stage does not vary */
    hm_declared_step *steps;           /* of an imputation, treatment, scale; `false` among them
                                          has no method */
    hm_declared_aggregate *aggregates; /* of an aggregation */
    const char **texts;                /* each as a short text for people: "zscore, mean 10" */
    hm_declared_places at;             /* none: what the policy says is replaced */
} hm_declared_alternatives;

typedef struct hm_declared_parameter_values {
    const char *name;
    double *values;
    size_t count;
} hm_declared_parameter_values;

/* By the word in a figure's quality: the standard deviation of its error in parts of the figure, or
 * of a flag the chance that it is the other answer. */
typedef struct hm_declared_quality {
    const char *word;
    double error;
} hm_declared_quality;

/* What stands in place of the mark of an indicator that has none. */
typedef enum hm_gaps {
    HM_GAPS_LEFT,    /* nothing */
    HM_GAPS_UNIFORM, /* any within its range, with equal chances */
    HM_GAPS_PEERS,   /* that of a city of the same period which has one, drawn by lot */
    HM_GAPS_EM       /* one as is to be expected of the city's other marks, by those of all */
} hm_gaps;

typedef struct hm_declared_study {
    const char *file; /* as shown in messages; "" where no file says it */
    uint32_t line;    /* of `study { ... }` */
    size_t replicates;
    bool has_seed;
    uint64_t seed;
    bool adds; /* add = true: stages that the package does not have */
    hm_declared_weighing weights;
    hm_declared_alternatives stages[HM_STUDY_STAGES];
    hm_declared_parameter_values *parameters; /* in the order of their names */
    size_t parameter_count;
    hm_declared_quality *quality; /* likewise by their words; figures = { quality = { ... } } */
    size_t quality_count;
    hm_declared_quality *flips; /* the same of flags; figures = { flips = { ... } } */
    size_t flip_count;
    double shared; /* the part of an error's variance that figures of one city have in common */
    hm_gaps gaps;
    bool drops_each;    /* drop = "each": one indicator after the other */
    const char **drops; /* or one of these after the other, by code, in the order as given */
    size_t drop_count;
} hm_declared_study;

#endif

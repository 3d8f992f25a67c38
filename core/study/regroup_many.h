/* regroup_many.h: what regroup.h makes, to the bit, of many draws at a time, which lie side by side
 * in wide registers, in rows where every score below the groups that change is there. */
#ifndef HM_REGROUP_MANY_H
#define HM_REGROUP_MANY_H

#include "methods/rankings.h"
#include "study/regroup.h"

enum { HM_MANY = HM_RANKINGS_TOGETHER, HM_MANY_ROWS = 16 };

/* What a child brings into the mean of its group. */
typedef struct hm_many_term {
    const double *weights; /* by draw; 0: it does not count */
    const double *scores;  /* that are weighed up: by row, or by row of a block and then draw */
    const double *held;    /* between whose least and greatest the mean stays: the same, or none of
                              them below the floor of a geometric mean */
    bool stands;           /* in all draws */
} hm_many_term;

/* The scores of a group that is made, by row of a block and then draw. */
typedef struct hm_many_column {
    double *scores;        /* NULL: it stands */
    double *raised, *logs; /* below a geometric mean; else NULL */
    double *weights;       /* by draw: of its children together */
    bool all_count;        /* do all that may count do so in all draws? */
    size_t first_term, term_count;
} hm_many_column;

/* What one thread needs. */
typedef struct hm_regroup_many {
    const hm_regroup *of;
    size_t count;    /* draws at hand, HM_MANY at most */
    double *numbers; /* of all below */
    size_t number_count;
    double *weights;         /* by node and then draw */
    hm_many_column *columns; /* by node */
    hm_many_term *terms;
    double *room; /* for a block of rows, twice */
} hm_regroup_many;

/* Can rows of a part be scored so? */
bool hm_regroup_many_suits(const hm_regroup *regroup, const hm_regroup_part *part);

/* False: memory has run out; to be closed all the same. */
bool hm_regroup_many_open(hm_regroup_many *many, const hm_regroup *regroup);
void hm_regroup_many_close(hm_regroup_many *many);

/* Takes the weights of draws in rows of a part. Returns the draws, a bit each, in which some group
 * has none: these are to be scored by themselves. */
uint32_t hm_regroup_many_take(hm_regroup_many *many, const hm_regroup_part *part,
                              const hm_draw *draws, size_t count);

/* Scores some rows of that part, HM_MANY_ROWS at most: `scores` of the columns. Returns the draws
 * in which some score is not what it should be, as above. */
uint32_t hm_regroup_many_score(hm_regroup_many *many, const hm_regroup_part *part, size_t first,
                               size_t count);

#endif

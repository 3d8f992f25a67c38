/* families.h: the scores of all nodes over the units that are compared, and what the children of a
 * group have to do with each other and with their group. Scores that there are none of are NAN. */
#ifndef HM_FAMILIES_H
#define HM_FAMILIES_H

#include "analyse/analysis.h"
#include "methods/association.h"
#include "methods/smooth.h"

typedef struct hm_families {
    const hm_analysing *analysing;
    const hm_plan *plan;
    size_t rows;      /* units to look at whose city is ranked */
    size_t most;      /* children of any group */
    double *scores;   /* by node and then row */
    uint32_t *cities; /* of each row */
    bool *is_met;     /* by city: room to count them */
    bool *holds;      /* by node: in the edition of any of the rows */
    size_t city_count;
    uint32_t *nodes; /* room for as many nodes as a group has children, for callers */
    double *cells;   /* room for their complete rows */
    double *matrix, *vectors, *values, *means, *deviations; /* of as many */
    hm_association_workspace associating;
    hm_smooth_workspace smoothing;
} hm_families;

/* Errors: memory. To be closed all the same. */
hm_code hm_families_open(hm_families *families, const hm_analysing *analysing);
void hm_families_close(hm_families *families);

const double *hm_families_scores(const hm_families *families, size_t node);
/* Is it a group that holds in any of the rows? */
static inline bool hm_families_is_group(const hm_families *families, size_t node) {
    return families->plan->nodes[node].child_count > 0 && families->holds[node];
}
/* The children that hold in any of the rows and have a say in the score of a group by their weight,
 * into `nodes`; how many. */
size_t hm_families_children(const hm_families *families, size_t group, uint32_t *nodes);
/* Complete rows of these nodes into `cells`, row by row; how many. */
size_t hm_families_complete(const hm_families *families, const uint32_t *nodes, size_t count);

/* How many cities have such a row: those of one city at several periods nearly repeat each other.
 */
size_t hm_families_complete_cities(const hm_families *families, const uint32_t *nodes,
                                   size_t count);

/* How many units have a score there. */
size_t hm_families_count(const hm_families *families, size_t node);

hm_association hm_families_associate(const hm_families *families, size_t a, size_t b, bool ranks);

/* How much the children of a group measure the same (Cronbach's alpha). */
typedef struct hm_alpha {
    size_t items;
    size_t complete; /* rows that have all of them */
    size_t fewest;   /* rows that have the two of a pair, of the pair with fewest */
    bool is_known;
    double alpha;
} hm_alpha;

hm_alpha hm_families_alpha(const hm_families *families, size_t group);

/* The principal components of the correlations of a group's children, from complete rows. Those
 * that are constant are left out. */
typedef struct hm_components {
    size_t count; /* of children, and of components; 0: there are none */
    size_t complete;
    const uint32_t *nodes; /* `families->nodes` */
    const double *values;  /* the greatest first: `families->values` */
    const double *vectors; /* of each a row of length 1: `families->vectors` */
} hm_components;

hm_components hm_families_components(const hm_families *families, size_t group);

/* What a child has to do with its group's score. Numbers that there are none of are NAN. */
typedef struct hm_influence {
    double linear; /* the square of their correlation */
    double main;   /* the share of the group's variance that its mean at each score of the child has
                      by cities: rows of one city at several periods nearly repeat each other */
} hm_influence;

/* What of its group's score a child is said to have: its share among its siblings, which between
 * editions may change: the mean over the units in which the group holds, 0 where the child does
 * not. */
double hm_families_share(const hm_families *families, size_t child, size_t group);

hm_influence hm_families_influence(const hm_families *families, size_t child, size_t group);

#endif

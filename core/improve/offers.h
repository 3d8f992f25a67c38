/* offers.h: menus as curves: what each can gain, by what a point of each score is worth. */
#ifndef HM_IMPROVE_OFFERS_H
#define HM_IMPROVE_OFFERS_H

#include "improve/knapsack.h"
#include "improve/menus.h"

/* What is asked of menus. */
typedef struct hm_offering {
    const hm_menus *menus;
    const double *slopes; /* by node: what a point of its score is worth */
    uint32_t without;     /* an input that stays as it is; HM_NO_NAME: none */
    const uint8_t *only;  /* by menu: 0 where it stays as it is; NULL: none has to */
    bool by_slopes;       /* the slopes are those of hm_tree_slopes, of scores as they count */
} hm_offering;

typedef struct hm_offers {
    const hm_menus *menus;
    hm_curve *curves; /* by menu */
    double **steps;   /* by menu and point of its curve: of its decisions, one after the other */
    bool is_sampled;  /* there may be better than what the curves have */
    hm_arena arena;
} hm_offers;

/* False when memory has run out; to be closed all the same. */
bool hm_offers_open(hm_offers *offers, const hm_offering *offering);
void hm_offers_close(hm_offers *offers);

/* The steps, by decision, of places of all curves. */
void hm_offers_steps(const hm_offers *offers, const double *places, double *steps);
/* The same of one menu alone; the others' are not touched. */
void hm_offers_steps_of(const hm_offers *offers, size_t menu, double place, double *steps);

#endif

/* improve_points.h: how the points of a menu are found: figures are put in, and the engine says
 * what comes of them. */
#ifndef HM_IMPROVE_POINTS_H
#define HM_IMPROVE_POINTS_H

#include "analyse/improve_menu.h"

typedef struct hm_pointing {
    const hm_decisions *decisions;
    hm_menu *menu;
    hm_arena *arena;
    const uint8_t *holds; /* by rule of the plan: 1 where it concerns the menu, and is not broken */
    const double *before; /* of the nodes of the menu: their scores as they are */
    const double *signs;  /* hm_trial_sign */
    size_t line;          /* the decision that goes along a line */
    double *steps;        /* of all, as they are put in */
    size_t left;          /* how many points may still be looked at */
    hm_error *error;
} hm_pointing;

/* What was tried. */
typedef struct hm_tried {
    double steps, index; /* steps: of the decision on the line */
    double *scores;
    bool suits;   /* what has a score keeps one, and no rule is broken */
    size_t point; /* its number in the menu, once it is added; SIZE_MAX */
} hm_tried;

static inline const hm_decision *hm_pointing_decision(const hm_pointing *p, size_t number) {
    return &p->decisions->each[p->menu->inputs[number]];
}
/* Puts a decision of the menu where it is after so many steps. */
void hm_pointing_put(hm_pointing *pointing, size_t number, double steps);
/* Takes the scores of the figures as they are put in. */
hm_code hm_pointing_look(hm_pointing *pointing, hm_tried *out);
/* Adds what was tried, unless it does not suit; on a line behind `before`, a point of it (SIZE_MAX:
 * none), even if the scores of all steps between lie on it. */
hm_code hm_pointing_add(hm_pointing *pointing, hm_tried *of, size_t before, bool even);
double hm_pointing_cost(const hm_pointing *pointing);
/* Does it keep the rules that hold? */
hm_code hm_pointing_keeps_rules(const hm_pointing *pointing, bool *fine);
/* Is a part no more than its whole, where both are in the menu, unless it was? */
bool hm_pointing_keeps_parts(const hm_pointing *pointing);
/* Is anything better, or the index? */
bool hm_pointing_is_better(const hm_pointing *pointing, const hm_tried *at, double index);
/* Are the scores of two the same, but for rounding? */
bool hm_pointing_is_alike(const hm_pointing *pointing, const hm_tried *a, const hm_tried *b);

/* --- a decision along its line, the others as they are put in (improve_line.c) --- */

/* Adds the points both ways, from a start that is a point already; `most` are looked at each way.
 */
hm_code hm_line_take(hm_pointing *pointing, hm_tried *start, size_t most);
/* Where a way ends of which no bound is said: behind where nothing changes any more, or a rule
 * breaks. */
hm_code hm_line_find_ends(hm_pointing *pointing, hm_decision *decision);

/* --- all points of a menu (improve_together.c) --- */
hm_code hm_points_take(hm_pointing *pointing);

#endif

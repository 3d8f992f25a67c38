/* points.h: how the points of a menu are found: figures are put in, and the engine says
 * what comes of them. */
#ifndef HM_IMPROVE_POINTS_H
#define HM_IMPROVE_POINTS_H

#include "improve/menu.h"

typedef struct hm_pointing {
    const hm_decisions *decisions;
    hm_menu *menu;
    hm_arena *arena;
    uint8_t *rules;       /* by rule of the plan: 1 where points go by it */
    const double *before; /* of the nodes of the menu: their scores as they are */
    const double *signs;  /* hm_trial_sign */
    size_t line;          /* the decision that goes along a line */
    double *steps;        /* of all, as they are put in */
    size_t left;          /* how many points may still be looked at */
    hm_error *error;
} hm_pointing;

/* Goes by the rules that hang on a decision of the menu. */
void hm_pointing_go_by_all(hm_pointing *pointing);
/* Goes by those that hang on this one, and on no other that can change. */
void hm_pointing_go_by_own(hm_pointing *pointing, const hm_decision *decision);

/* What was tried. */
typedef struct hm_tried {
    double steps, index; /* steps: of the decision on the line; index: NAN where a rule is broken */
    double *scores;      /* NULL likewise */
    bool suits;          /* what has a score keeps one, and no rule is broken */
    bool breaks;         /* a rule is broken */
    size_t point;        /* its number in the menu, once it is added; SIZE_MAX */
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
/* Is a part no more than its whole, where both are in the menu, unless it was? */
bool hm_pointing_keeps_parts(const hm_pointing *pointing);
/* Is anything better, or the index? */
bool hm_pointing_is_better(const hm_pointing *pointing, const hm_tried *at, double index);
/* Are the scores of two the same, but for rounding? */
bool hm_pointing_is_alike(const hm_pointing *pointing, const hm_tried *a, const hm_tried *b);

/* --- a decision along its line, the others as they are put in (line.c) --- */

/* Adds the points both ways, from a start that is a point already; `most` are looked at each way.
 */
hm_code hm_line_take(hm_pointing *pointing, hm_tried *start, size_t most);

/* --- where its ways end of which no bound is said (ends.c) --- */

/* Behind where nothing changes any more, or a rule is broken whatever the others of it are. */
hm_code hm_ends_find(hm_pointing *pointing, hm_decision *decision);
/* Once those of the others are found: on to where it makes way for all that they can be. Did it go
 * on? */
bool hm_ends_make_way(hm_pointing *pointing, hm_decision *decision);

/* The steps of a decision of the menu next to which a rule begins or ceases to hold, the others as
 * they are put in. */
enum { HM_MOST_TURNS = 16 };
typedef struct hm_turns {
    double steps[HM_MOST_TURNS];
    size_t count;
} hm_turns;
void hm_ends_of_rules(hm_pointing *pointing, size_t number, hm_turns *out);

/* --- all points of a menu (together.c) --- */
hm_code hm_points_take(hm_pointing *pointing);

#endif

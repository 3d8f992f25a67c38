/* menu.h: what the figures that act together can become, and what their indicators have
 * then.
 *
 * Figures that touch the same indicators are a menu together, unless an indicator is a sum of what
 * each of them brings: so what menus bring to a node adds up. Of each point of a menu the engine
 * has said the scores, with all other figures as they are. */
#ifndef HM_IMPROVE_MENU_H
#define HM_IMPROVE_MENU_H

#include "improve/decisions.h"

typedef struct hm_menu_point {
    double cost;
    double index;   /* the score of the index */
    double *scores; /* by node of the menu; NAN: none */
    double *steps;  /* by decision of the menu */
    size_t before;  /* on a line: the point before it; SIZE_MAX: none */
    bool is_even;   /* the scores of all steps from that one to this lie on a line */
} hm_menu_point;

typedef struct hm_menu {
    const hm_decisions *decisions;
    uint32_t *inputs; /* the decisions of it */
    size_t input_count;
    uint32_t *nodes; /* that they touch */
    size_t node_count;
    size_t line; /* the decision whose points lie along lines, one for each of what the others can
                    be; SIZE_MAX: there is none */
    hm_menu_point *points; /* the first: as it is */
    size_t count, capacity;
    bool is_sampled; /* there may be something between the points that nobody has looked at */
} hm_menu;

#endif

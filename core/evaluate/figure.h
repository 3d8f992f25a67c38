/* figure.h: one figure given by hand, a number or the text a cell of data would hold, taken as
 * binding takes those of data. */
#ifndef HM_FIGURE_H
#define HM_FIGURE_H

#include "base/buffer.h"
#include "evaluate/bound.h"

typedef struct hm_figure {
    uint32_t input;
    double value;
    hm_state state;
} hm_figure;

/* The input called `name`, which has one figure a unit. HM_ERROR_ARGUMENT (with the nearest name).
 */
hm_code hm_figure_find(const hm_plan *plan, const char *name, uint32_t *input, hm_error *error);

/* Fills value and state for figure->input. HM_ERROR_DATA where it does not suit the input; what is
 * odd about a figure that is taken all the same is added to `warning`. Texts are numbered in
 * bound->texts. HM_ERROR_MEMORY. */
hm_code hm_figure_of_number(hm_bound *bound, double number, hm_figure *figure, hm_buffer *warning,
                            hm_error *error);
hm_code hm_figure_of_text(hm_bound *bound, const char *text, hm_figure *figure, hm_buffer *warning,
                          hm_error *error);
/* Says of a figure that was put in where its input is not asked that it counts for nothing; that
 * there is none is as it should be. In place of what `warning` says. False when memory has run out.
 */
bool hm_figure_warn_not_asked(const hm_bound *bound, hm_figure figure, hm_buffer *warning);

#endif

/* named_number.h: a number that a package writes as param.NAME. */
#ifndef HM_NAMED_NUMBER_H
#define HM_NAMED_NUMBER_H

#include "base/text.h"
#include "plan/plan.h"

/* The parameter, and all that it is: what is set, or the values of its rows. */
typedef struct hm_named_number {
    const hm_parameter *parameter;
    uint32_t index; /* among those of the plan */
    size_t value_count;
} hm_named_number;

/* What is found, and what was expected in its place: behind "target is". */
typedef struct hm_named_fault {
    char found[2 * sizeof(hm_quote)], expected[2 * sizeof(hm_quote) + 64];
} hm_named_fault;

/* False where there is no such parameter, of which `fault` says so with the nearest. */
bool hm_named_number_find(const hm_plan *plan, const char *name, hm_named_number *out,
                          hm_named_fault *fault);
double hm_named_number_value(const hm_named_number *number, size_t index);
/* Of value `index`, which cannot be. */
void hm_named_number_refuse(const hm_named_number *number, size_t index, const char *expected,
                            hm_named_fault *fault);

#endif

#include "package/named_number.h"

#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"

bool hm_named_number_find(const hm_plan *plan, const char *name, hm_named_number *out,
                          hm_named_fault *fault) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < plan->parameter_count; i++) {
        const hm_parameter *parameter = &plan->parameters[i];
        hm_nearest_show(&nearest, parameter->name);
        if (strcmp(parameter->name, name) != 0)
            continue;
        *out =
            (hm_named_number){parameter, (uint32_t)i, parameter->is_set ? 1 : parameter->row_count};
        return true;
    }
    (void)snprintf(fault->found, sizeof fault->found, "param.%s", hm_name_of(name).text);
    (void)snprintf(fault->expected, sizeof fault->expected, "a parameter of the package%s",
                   hm_hint_of(nearest.name).text);
    return false;
}

double hm_named_number_value(const hm_named_number *number, size_t index) {
    return number->parameter->is_set ? number->parameter->set
                                     : number->parameter->rows[index].value;
}

void hm_named_number_refuse(const hm_named_number *number, size_t index, const char *expected,
                            hm_named_fault *fault) {
    const hm_parameter *parameter = number->parameter;
    const char *from = parameter->is_set ? "" : parameter->rows[index].from;
    char value[HM_NUMBER_SIZE];
    hm_number_print(hm_named_number_value(number, index), value);
    (void)snprintf(fault->found, sizeof fault->found, "param.%s, which is %s%s%s",
                   hm_name_of(parameter->name).text, value, *from ? " from " : "", from);
    (void)snprintf(fault->expected, sizeof fault->expected, "%s", expected);
}

#include "package/linked.h"

#include "package/aggregation.h"
#include "package/breaks.h"
#include "package/classes.h"
#include "package/columns.h"
#include "package/conditions.h"
#include "package/editions.h"
#include "package/examples.h"
#include "package/hierarchy.h"
#include "package/measures.h"
#include "package/order.h"
#include "package/parameters.h"
#include "package/rules.h"
#include "package/steps.h"
#include "package/transforms.h"
#include "package/weight_parameters.h"

/* Rules go by what indicators and conditions read, and may bring inputs with conditions. */
static bool link_all(hm_package *package, const hm_joined *joined) {
    hm_conditions conditions;
    const hm_item **items;
    return hm_hierarchy_build(package, joined, &items) &&
           hm_conditions_start(&conditions, package, joined) &&
           hm_measures_link(package, joined, items) && hm_transforms_link(package, joined, items) &&
           hm_steps_link(package, joined, items) && hm_classes_link(package, joined, items) &&
           hm_columns_link(package, joined, items) &&
           hm_aggregation_check(package, joined, items) && hm_order_link(package, joined, items) &&
           hm_conditions_link(&conditions) && hm_rules_link(package, joined) &&
           hm_conditions_link(&conditions) && hm_conditions_sort(&conditions) &&
           hm_examples_check(package, joined, items) && hm_breaks_link(package) &&
           hm_editions_link(package, joined, items);
}

bool hm_package_link(hm_package *package, hm_joined *joined, const hm_setting *settings,
                     size_t setting_count) {
    return hm_parameters_join(package, settings, setting_count) &&
           hm_weight_parameters_resolve(package, joined) && link_all(package, joined);
}

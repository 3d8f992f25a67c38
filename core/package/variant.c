#include "package/variant.h"

#include <string.h>

#include "package/join.h"
#include "package/linked.h"
#include "package/variation.h"

/* More than any package takes that could be opened. */
#define SECONDS 60.0
#define STEPS   UINT64_C(1000000000)

/* The layers are the package's own, for as long as the variant lives. */
static void share(hm_package *variant, hm_package *package) {
    variant->varied = hm_package_retain(package);
    variant->host = package->host;
    variant->layers = package->layers;
    variant->layer_count = package->layer_count;
    variant->reform_count = package->reform_count;
    variant->manifest = package->manifest;
}

/* The parameters that the package was opened with, and behind them those of the variation, which
 * count. */
static hm_setting *gather_settings(hm_package *variant, const hm_plan *plan,
                                   const hm_variation *variation, size_t *count) {
    hm_setting *all = hm_arena_take_array(
        &variant->arena, plan->parameter_count + variation->setting_count, sizeof *all);
    *count = 0;
    for (size_t i = 0; all && i < plan->parameter_count; i++)
        if (plan->parameters[i].is_set)
            all[(*count)++] = (hm_setting){plan->parameters[i].name, plan->parameters[i].set};
    for (size_t i = 0; all && i < variation->setting_count; i++)
        all[(*count)++] = variation->settings[i];
    return all;
}

/* The first thing that is wrong; what stands in a file of the package is told as the variation's
 * doing, since it was fine before. */
static hm_code first_rejection(const hm_package *variant, const hm_variation *variation,
                               hm_error *error) {
    for (size_t i = 0; i < variant->issues.count; i++) {
        const hm_issue *issue = hm_issues_get(&variant->issues, i);
        const char *file = variation->file ? variation->file : "";
        char message[HM_ISSUE_MESSAGE_SIZE];
        if (issue->severity != HM_REJECTED)
            continue;
        (void)hm_issue_message(issue, message, sizeof message);
        if (issue->file && strcmp(issue->file, file) == 0)
            return hm_error_at(error, HM_ERROR_PACKAGE, file, variation->line, 0, "%s", message);
        return hm_error_at(error, HM_ERROR_PACKAGE, file, variation->line, 0,
                           "vary: %s:%u does not go with it: %s", issue->file ? issue->file : "",
                           (unsigned)issue->line, message);
    }
    return HM_OK;
}

static hm_code join(hm_package *variant, const hm_variation *variation, hm_meter *meter,
                    hm_error *error) {
    const hm_package *package = variant->varied;
    hm_joined joined;
    size_t count;
    const hm_setting *settings = gather_settings(variant, &package->plan, variation, &count);
    bool fine = hm_joined_open(&joined, variant->layers, variant->layer_count, meter,
                               &variant->arena, &variant->issues);
    hm_code code = HM_OK;
    if (fine && settings)
        code = hm_variation_lay(variation, package, &joined, &variant->arena, error);
    fine =
        fine && settings && (code != HM_OK || hm_package_link(variant, &joined, settings, count));
    variant->known_names = joined.input_names; /* moved */
    hm_joined_close(&joined);
    if (code != HM_OK || !hm_budget_is_exhausted(meter->budget))
        return code != HM_OK || fine ? code : hm_error_memory(error);
    return hm_budget_explain(meter->budget, variation->file, variation->line, error);
}

static hm_code vary(hm_package *variant, const hm_variation *variation, hm_error *error) {
    hm_budget budget;
    hm_meter meter;
    hm_code code = hm_budget_open(&budget, "varying", SECONDS, STEPS, error);
    if (code != HM_OK)
        return code;
    hm_meter_start(&meter, &budget);
    code = join(variant, variation, &meter, error);
    hm_meter_stop(&meter);
    if (code == HM_OK && variant->issues.out_of_memory)
        return hm_error_memory(error);
    return code == HM_OK ? first_rejection(variant, variation, error) : code;
}

hm_code hm_package_vary(hm_package **out, hm_package *package, const hm_variation *variation,
                        hm_error *error) {
    hm_package *variant = NULL;
    hm_error own;
    error = error ? error : &own;
    *out = NULL;
    package = package->varied ? package->varied : package;
    hm_code code = hm_package_new(&variant, package->allocator, &package->plan.limits, error);
    if (code != HM_OK)
        return code;
    share(variant, package);
    code = vary(variant, variation, error);
    if (code == HM_OK)
        *out = variant;
    else
        hm_package_free(variant);
    return code;
}

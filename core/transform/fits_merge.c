/* fits_merge.c: one fit of several. A later phase rests on what phases before it have learnt: where
 * merging changes that, what was learnt later is no longer true, and is left out. */
#include <string.h>

#include "base/error.h"
#include "platform/environment.h"
#include "transform/digest.h"

static size_t most_phases(const hm_fits *const *fits, size_t count) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t phases = hm_fits_phase_count(fits[i]);
        most = phases > most ? phases : most;
    }
    return most;
}

/* Has some fit learnt something of a phase before? There may be nothing to learn in one: steps that
 * look at other periods wait for all units, too. */
static bool any_before(const hm_fits *const *fits, size_t count, uint32_t phase) {
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < fits[i]->step_names.count; k++)
            if (fits[i]->steps[k].phase < phase)
                return true;
    return false;
}

/* Has some fit learnt something of the phase that does not rest on this? Then nobody's is taken:
 * the cities of those that are left out would be missing in what the others teach. */
static bool some_rest_on_others(const hm_fits *const *fits, size_t count, uint32_t phase,
                                const double *rests_on) {
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < fits[i]->step_names.count; k++)
            if (fits[i]->steps[k].phase == phase &&
                !hm_fit_step_rests_on(&fits[i]->steps[k], rests_on))
                return true;
    return false;
}

static hm_code merge_phase(hm_fits *merged, const hm_fits *const *fits, size_t count,
                           uint32_t phase, hm_error *error) {
    double rests_on[HM_FIT_DIGEST];
    if (!hm_fits_digest_before(merged, phase, rests_on))
        return hm_error_memory(error);
    if (!some_rest_on_others(fits, count, phase, rests_on))
        return hm_fits_add(merged, fits, count, phase, error);
    return any_before(fits, count, phase)
               ? HM_OK
               : hm_error_set(error, HM_ERROR_PACKAGE,
                              "what was learnt in phase %u rests on a phase before, which none of "
                              "the fits has",
                              (unsigned)phase);
}

static hm_code merge(hm_fits **out, const hm_fits *const *fits, size_t count,
                     const hm_allocator *allocator, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || (!fits && count > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_fits_merge needs an out and fits");
    hm_fits *merged = hm_fits_new(allocator ? allocator : hm_allocator_default());
    if (!merged)
        return hm_error_memory(error);
    hm_code code = HM_OK;
    const size_t phases = most_phases(fits, count);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = hm_fits_complete(fits[i]) ? HM_OK : hm_error_memory(error);
    for (uint32_t phase = 1; code == HM_OK && phase <= phases; phase++)
        code = merge_phase(merged, fits, count, phase, error);
    if (code == HM_OK && !hm_fits_settle(merged))
        code = hm_error_memory(error);
    if (code == HM_OK)
        *out = merged;
    else
        hm_fits_free(merged);
    return code;
}

hm_code hm_fits_merge(hm_fits **out, const hm_fits *const *fits, size_t count,
                      const hm_allocator *allocator, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, merge(out, fits, count, allocator, error));
}

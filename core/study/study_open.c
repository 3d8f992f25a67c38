/* study_open.c: a study, read and opened. */
#include "base/error.h"
#include "base/versioned.h"
#include "package/study.h"
#include "platform/environment.h"
#include "study/study.h"
#include "study/study_default.h"

static hm_code read(hm_study *study, const hm_study_options *options, hm_error *error) {
    hm_declared_study *declared = &study->declared;
    hm_code code;
    if (options->file || hm_package_has_study(study->package))
        code = hm_study_read(declared, study->package, options->file, &study->arena, error);
    else
        code = hm_study_default(declared, &study->package->plan, &study->arena)
                   ? HM_OK
                   : hm_error_memory(error);
    declared->replicates = options->replicates > 0 ? options->replicates : declared->replicates;
    declared->seed = options->has_seed ? options->seed : declared->seed;
    return code == HM_OK ? hm_study_add_factors(study, error) : code;
}

static hm_code open_study(hm_study **out, hm_package *package, const hm_study_options *given,
                          hm_error *error) {
    hm_study_options options = HM_STUDY_OPTIONS_INIT;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_study_options", error);
    if (code != HM_OK)
        return code;
    const hm_allocator *allocator = options.allocator ? options.allocator : hm_allocator_default();
    hm_study *study = hm_allocate_array(allocator, 1, sizeof *study);
    if (!study)
        return hm_error_memory(error);
    study->allocator = allocator;
    study->package = hm_package_retain(package);
    hm_arena_open(&study->arena, allocator);
    code = read(study, &options, error);
    if (code == HM_OK)
        *out = study;
    else
        hm_study_free(study);
    return code;
}

void hm_study_options_init(hm_study_options *options, size_t size) {
    static const hm_study_options defaults = HM_STUDY_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_study_open(hm_study **out, hm_package *package, const hm_study_options *options,
                      hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !package)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_study_open needs an out and a package");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, open_study(out, package, options, error));
}

void hm_study_free(hm_study *study) {
    if (!study)
        return;
    hm_arena_close(&study->arena);
    hm_package_free(study->package);
    hm_release(study->allocator, study, sizeof *study);
}

/* fuzz_expression.c: the bytes are what stands behind `measure =` in an indicator script. */
#include "measure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > HM_FUZZ_MEASURE)
        return -1;
    hm_package *package = hm_fuzz_open_measure((const char *)data, size);
    if (package) {
        hm_scores_free(hm_fuzz_check_measure(package, hm_fuzz_is_chosen(data, size)));
        hm_package_free(package);
    }
    hm_fuzz_end();
    return 0;
}

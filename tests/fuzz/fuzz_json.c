/* fuzz_json.c: the bytes are a JSON file of observations and records. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hm_error error;
    hm_dataset *dataset = NULL;
    REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
    const hm_code code =
        hm_dataset_read_memory(dataset, "data.json", (const char *)data, size, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_fuzz_finish_dataset(dataset);
    hm_dataset_free(dataset);
    hm_fuzz_end();
    return 0;
}

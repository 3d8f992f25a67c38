/* fuzz_number.c: the bytes are read as a number, and taken as one; what is printed reads back. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#include "base/numbers/number.h"

static int same_bits(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

/* Prints as text that reads back, and no text of one digit less does. */
static void check_print(double number) {
    char text[HM_NUMBER_SIZE], wide[HM_NUMBER_SIZE + 325];
    double again = 1, rough = 0;
    const size_t size = hm_number_print(number, text);
    REQUIRE(size < sizeof text && text[size] == '\0' && strlen(text) == size);
    REQUIRE(hm_number_read(text, size, '.', &again) == HM_NUMBER_FINE);
    REQUIRE(number == again && (number == 0 || same_bits(number, again)));
    for (int decimals = 0; decimals <= 15; decimals += 5) {
        REQUIRE(hm_number_print_fixed(number, decimals, wide) == strlen(wide));
        REQUIRE(hm_number_read(wide, strlen(wide), '.', &rough) != HM_NUMBER_NONE);
        REQUIRE(fabs(rough - number) <= 0.5000001 || fabs(number) > 1e15);
        const double rounded = hm_number_round(number, decimals);
        REQUIRE(fabs(rounded) <= DBL_MAX && same_bits(rounded, hm_number_round(rounded, decimals)));
    }
}

/* The C library is another validation of decimal numbers, in the C locale that the target runs in.
 */
static void check_against_library(const char *text, double number) {
    char *end;
    const double other = strtod(text, &end);
    REQUIRE(*end == '\0' && same_bits(number, other));
}

static void check_read(const char *data, size_t size) {
    double number = -1, other = -1;
    char *text = malloc(size + 1);
    REQUIRE(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    const hm_number_result result = hm_number_read(data, size, '.', &number);
    REQUIRE(result == HM_NUMBER_FINE || number == -1);
    if (result == HM_NUMBER_FINE) {
        REQUIRE(fabs(number) <= DBL_MAX);
        check_against_library(text, number);
        check_print(number);
        for (size_t i = 0; i < size; i++)
            text[i] = text[i] == '.' ? ',' : text[i];
        REQUIRE(hm_number_read(text, size, ',', &other) == HM_NUMBER_FINE);
        REQUIRE(same_bits(number, other));
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    double number;
    check_read((const char *)data, size);
    if (size >= sizeof number) {
        memcpy(&number, data, sizeof number);
        if (fabs(number) <= DBL_MAX)
            check_print(number);
    }
    return 0;
}

/* number.h: numbers to and from text, exactly and without the locale.
 *
 * Reading rounds to the nearest double (ties to even); printing gives the shortest text that reads
 * back as the same double, and among the shortest the one nearest to it. */
#ifndef HM_NUMBER_H
#define HM_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No printed double is longer, the final NUL included. */
#define HM_NUMBER_SIZE 32

typedef enum hm_number_result {
    HM_NUMBER_FINE = 0,
    HM_NUMBER_NONE,    /* not a decimal number: empty, text, hexadecimal, `nan`, `inf`, spaces */
    HM_NUMBER_TOO_BIG, /* a number beyond the largest double */
    HM_NUMBER_UNCLEAR  /* of hm_number_read_as: its mark may be of decimals or of groups */
} hm_number_result;

/* Reads all of text[0..size): [+-] digits [point digits] [e [+-] digits], at least one digit before
 * or after the point; any number of digits. `point` is '.' or ','. A number too small for a double
 * reads as 0. The sign of a 0 is kept. `out` is set only when all is fine. */
hm_number_result hm_number_read(const char *text, size_t size, char point, double *out);

/* Is `value`, which was read from this text, not what the text says: another whole number
 * (9007199254740993 is read as ...992), or 0 for one that is not (1e-400)? Fractions are the
 * nearest there are, and lose nothing by it. */
bool hm_number_loses(const char *text, size_t size, double value);

/* Writes a finite `number` into `out` (at least HM_NUMBER_SIZE bytes), ends it with NUL and returns
 * its length. Whole numbers below 1e21 print without exponent or point, others below 1 in the
 * first six places as 0.00..., the rest as 1.5e-7 (ECMAScript's rule). Minus zero prints `0`.
 * NaN and infinities, which never get here, would print nothing. */
size_t hm_number_print(double number, char *out);

/* The same of a whole number. */
size_t hm_integer_print(int64_t integer, char *out);

/* Writes `number` rounded half away from zero, in decimal, to `decimals` (0..15) places, trailing
 * zeros kept, for people to read; what rounds to 0 has no sign. At least HM_NUMBER_SIZE + 325
 * bytes. Returns the length. */
size_t hm_number_print_fixed(double number, int decimals, char *out);

/* The double nearest to `number` rounded half away from zero, in decimal, to `decimals` places,
 * taking the first 15 digits of the shortest text of `number` for its exact value (so 2.675 rounds
 * to 2.68, and 92.10499999999999, the mean of 93.38 and 90.83, to 92.11). `decimals` below 0 count
 * as 0. */
double hm_number_round(double number, int decimals);
/* The same, half to the even digit: 0.125 to 0.12, 0.375 to 0.38. */
double hm_number_round_even(double number, int decimals);

#endif

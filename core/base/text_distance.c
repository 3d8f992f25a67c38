/* text_distance.c: how far apart two names are, which known name is nearest to a wanted one, and
 * how messages say so. */
#include "base/text.h"

#include "base/ascii.h"

#include <stdio.h>
#include <string.h>

#define LONGEST  255
#define FARTHEST 4u /* a name further away than this is never near */

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* One row of the table: distances of a's first `i` bytes to every beginning of b, from the rows of
 * i - 1 (`above`) and i - 2 (`higher`). Returns the row's least entry. */
static unsigned fill_row(const char *a, size_t i, const char *b, size_t b_size,
                         const unsigned *higher, const unsigned *above, unsigned *row) {
    char now = hm_ascii_lower(a[i - 1]), before = i > 1 ? hm_ascii_lower(a[i - 2]) : '\0';
    unsigned found = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b_size; j++) {
        char other = hm_ascii_lower(b[j - 1]);
        unsigned distance = above[j - 1] + (now != other);
        distance = least(distance, least(above[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && now == hm_ascii_lower(b[j - 2]) && before == other)
            distance = least(distance, higher[j - 2] + 1);
        row[j] = distance;
        found = least(found, distance);
    }
    return found;
}

/* Which letters a text has, one bit a letter (some share one). */
static uint64_t letters_of(const char *text, size_t size) {
    uint64_t letters = 0;
    for (size_t i = 0; i < size; i++)
        letters |= UINT64_C(1) << ((unsigned char)hm_ascii_lower(text[i]) % 64);
    return letters;
}

static bool has_more_than(uint64_t bits, unsigned most) {
    for (; most > 0 && bits != 0; most--)
        bits &= bits - 1;
    return bits != 0;
}

/* An edit brings in or takes away one letter at most, so that many pairs need no table. */
static bool letters_differ(const char *a, size_t a_size, const char *b, size_t b_size,
                           unsigned most) {
    const uint64_t in_a = letters_of(a, a_size), in_b = letters_of(b, b_size);
    return has_more_than(in_a & ~in_b, most) || has_more_than(in_b & ~in_a, most);
}

unsigned hm_text_distance(const char *a, size_t a_size, const char *b, size_t b_size,
                          unsigned most) {
    unsigned rows[3][LONGEST + 1];
    if (most > LONGEST) /* also so that most + 1 is a number */
        most = LONGEST;
    size_t difference = a_size > b_size ? a_size - b_size : b_size - a_size;
    if (a_size > LONGEST || b_size > LONGEST || difference > most)
        return most + 1;
    if (letters_differ(a, a_size, b, b_size, most))
        return most + 1;
    for (size_t j = 0; j <= b_size; j++)
        rows[0][j] = (unsigned)j;
    unsigned previous = 0;
    for (size_t i = 1; i <= a_size; i++) {
        unsigned found =
            fill_row(a, i, b, b_size, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
        /* A transposition reaches over one row, so two rows above `most` decide. */
        if (found > most && previous > most)
            return most + 1;
        previous = found;
    }
    return least(rows[a_size % 3][b_size], most + 1);
}

void hm_nearest_start(hm_nearest *nearest, const char *wanted, size_t wanted_size) {
    *nearest = (hm_nearest){.wanted = wanted, .wanted_size = wanted_size};
}

void hm_nearest_show(hm_nearest *nearest, const char *name) {
    const size_t size = strlen(name);
    const size_t longer = size > nearest->wanted_size ? size : nearest->wanted_size;
    unsigned most = longer < 6
                        ? longer > 1
                        : least((unsigned)(longer < LONGEST ? longer : LONGEST) / 3, FARTHEST);
    if (nearest->name) {
        if (nearest->distance == 0)
            return;
        most = least(most, nearest->distance - 1);
    }
    unsigned distance = hm_text_distance(nearest->wanted, nearest->wanted_size, name, size, most);
    if (distance > most)
        return;
    nearest->name = name;
    nearest->distance = distance;
}

hm_hint hm_hint_of(const char *nearest) {
    hm_hint hint = {{0}};
    if (nearest)
        (void)snprintf(hint.text, sizeof hint.text, ": did you mean \"%s\"?",
                       hm_quote_of(nearest, strlen(nearest)).text);
    return hint;
}

void hm_choice_list_add(hm_choice_list *list, const char *name) {
    static const char dots[] = ", ...";
    const size_t used = strlen(list->text), size = sizeof list->text;
    const size_t wanted = strlen(name) + (used > 0 ? 2 : 0);
    if (used + 1 > sizeof dots && strcmp(list->text + used + 1 - sizeof dots, dots) == 0)
        return;
    if (used + wanted + sizeof dots <= size)
        (void)snprintf(list->text + used, size - used, "%s%s", used > 0 ? ", " : "", name);
    else
        (void)snprintf(list->text + used, size - used, "%s", dots);
}

#include "dataset/spelling.h"

#include <string.h>

/* What a spelling holds: the number of a text, or of a flag's words, or what a number has beside
 * the digits that would be printed. */
enum {
    LEADING_ZEROS = 31,       /* five bits */
    TRAILING_ZEROS = 31 << 5, /* five bits more */
    TRAILING_SHIFT = 5,
    PLUS = 1 << 10,
    POINT = 1 << 11,         /* with nothing behind it, or zeros alone */
    NO_ZERO = 1 << 12,       /* before the point: .5 */
    COMMA = 1 << 13,         /* in the place of the point */
    FLAG = HM_SPELLING_FLAG, /* the low bits are a word's number */
};
#define TEXT (UINT32_C(1) << 31)

enum { MOST_EXACT = 15 }; /* digits: no two texts of so many are the same number */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* --- numbers --- */

/* Does the text of a number end in an exponent, of as many digits as anybody writes? */
static bool has_exponent(const char *text, size_t size) {
    for (size_t i = 2; i <= 5 && i < size; i++)
        if ((text[size - i] | 0x20) == 'e')
            return true;
    return false;
}

/* Is the text what hm_number_print makes of its number, as nearly all are? May say no of others. */
static bool is_printed(const char *text, size_t size) {
    static const char tiny[] = "0.000000"; /* what begins so is printed with an exponent */
    const bool minus = size > 0 && text[0] == '-';
    text += minus;
    size -= minus;
    if (size == 0 || !is_digit(text[0]) || has_exponent(text, size) ||
        (text[0] == '0' && (size == 1 ? minus : text[1] != '.')))
        return false;
    if (memchr(text, '.', size))
        return is_digit(text[size - 1]) && text[size - 1] != '0' &&
               (text[0] != '0' || size < sizeof tiny || memcmp(text, tiny, sizeof tiny - 1) != 0);
    return size <= MOST_EXACT && !memchr(text, ',', size);
}

/* Writes the number as it was spelled. False where there is no room. */
static bool write_number(hm_spelling spelling, double value, char out[HM_NUMBER_SIZE],
                         size_t *size) {
    char digits[HM_NUMBER_SIZE];
    size_t count = hm_number_print(value, digits), at = 0, from = digits[0] == '-';
    const size_t leading = spelling & LEADING_ZEROS;
    const size_t trailing = (spelling & TRAILING_ZEROS) >> TRAILING_SHIFT;
    if (count + leading + trailing + 3 > HM_NUMBER_SIZE)
        return false;
    if (from || spelling & PLUS)
        out[at++] = from ? '-' : '+';
    memset(out + at, '0', leading);
    at += leading;
    from += spelling & NO_ZERO ? 1 : 0;
    memcpy(out + at, digits + from, count - from);
    at += count - from;
    if (spelling & POINT)
        out[at++] = '.';
    memset(out + at, '0', trailing);
    at += trailing;
    out[at] = '\0';
    char *point = spelling & COMMA ? memchr(out, '.', at) : NULL;
    if (point)
        *point = ',';
    *size = at;
    return true;
}

static hm_spelling count_zeros(size_t count) {
    return count > LEADING_ZEROS ? LEADING_ZEROS : (hm_spelling)count;
}

/* What the text seems to have beside its number: whether it is so is seen by writing it. */
static hm_spelling look_at(const char *text, size_t size) {
    hm_spelling spelling = size > 0 && text[0] == '+' ? PLUS : 0;
    const size_t start = size > 0 && (text[0] == '+' || text[0] == '-');
    size_t point = start, zeros = 0, end = size;
    while (point < size && is_digit(text[point]))
        point++;
    while (start + zeros + 1 < point && text[start + zeros] == '0')
        zeros++;
    spelling |= count_zeros(zeros);
    if (point == size)
        return spelling;
    spelling |= text[point] == ',' ? COMMA : 0;
    spelling |= point == start ? NO_ZERO : 0;
    while (end > point + 1 && text[end - 1] == '0')
        end--;
    spelling |= end == point + 1 ? POINT : 0;
    return spelling | count_zeros(size - end) << TRAILING_SHIFT;
}

hm_spelling hm_spelling_of_zeros(size_t zeros, bool alone) {
    return (alone ? POINT : 0) | count_zeros(zeros) << TRAILING_SHIFT;
}

hm_spelling hm_spelling_of_number(const char *text, size_t size, double value) {
    char written[HM_NUMBER_SIZE];
    size_t length;
    if (is_printed(text, size))
        return HM_SPELLING_PRINTED;
    const hm_spelling spelling = look_at(text, size);
    const bool same = write_number(spelling, value, written, &length) && length == size &&
                      memcmp(written, text, size) == 0;
    return same ? spelling : HM_SPELLING_OTHER;
}

/* --- flags --- */

static const char *const words[][2] = {
    {"no", "yes"},     {"No", "Yes"},     {"NO", "YES"},
    {"false", "true"}, {"False", "True"}, {"FALSE", "TRUE"},
};

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

hm_spelling hm_spelling_of_flag(const char *text, size_t size) {
    const bool is_yes = size <= 3; /* true and false are longer than yes and no */
    size_t upper = 0;
    for (size_t i = 0; i < size; i++)
        upper += is_upper(text[i]);
    if (upper > 0 && upper < size && (upper > 1 || !is_upper(text[0])))
        return HM_SPELLING_OTHER;
    return hm_spelling_of_word(is_yes, upper == 0      ? HM_LETTERS_SMALL
                                       : upper == size ? HM_LETTERS_GREAT
                                                       : HM_LETTERS_FIRST);
}

/* --- all --- */

hm_spelling hm_spelling_of_text(uint32_t number) {
    /* of more texts than that the later ones are let go */
    return number < TEXT - 1 ? TEXT | number : HM_SPELLING_PRINTED;
}

hm_spelling hm_spelling_with_point(hm_spelling spelling) {
    return spelling & (TEXT | FLAG) ? spelling : spelling & ~(hm_spelling)COMMA;
}

const char *hm_spelling_text(hm_spelling spelling, double value, const hm_names *texts,
                             char out[HM_NUMBER_SIZE], size_t *size) {
    if (spelling & TEXT) {
        *size = texts->sizes[spelling & ~TEXT];
        return texts->texts[spelling & ~TEXT];
    }
    if (spelling & FLAG) {
        const char *word = words[spelling & ~(hm_spelling)FLAG][value > 0];
        *size = strlen(word);
        return word;
    }
    if (!write_number(spelling, value, out, size))
        *size = 0; /* cannot be: it was written before */
    return out;
}

/* --- by cell --- */

enum { LATEST = 4 }; /* items looked back at: a column has few spellings */

static bool add_item(hm_spellings *spellings, const hm_allocator *allocator, hm_spelled item) {
    if (!hm_grow(allocator, &spellings->items, spellings->count, &spellings->capacity,
                 sizeof *spellings->items))
        return false;
    hm_spelled *items = spellings->items;
    size_t at = spellings->count++;
    /* a column with several spellings comes back to the 32 before */
    for (int i = 0; i < LATEST && at > 0 && items[at - 1].from > item.from; i++, at--)
        items[at] = items[at - 1];
    spellings->unsorted |= at > 0 && items[at - 1].from > item.from;
    items[at] = item;
    return true;
}

/* Cells of one 32. */
static bool set_some(hm_spellings *spellings, const hm_allocator *allocator, hm_spelled item) {
    size_t i = spellings->count;
    for (int k = 0; k < LATEST && i > 0; k++) {
        hm_spelled *latest = &spellings->items[--i];
        if (latest->from == item.from && latest->spelling == item.spelling) {
            latest->cells |= item.cells;
            return true;
        }
    }
    return add_item(spellings, allocator, item);
}

bool hm_spellings_set(hm_spellings *spellings, const hm_allocator *allocator, uint32_t at,
                      uint32_t cells, hm_spelling spelling) {
    const uint32_t shift = at % HM_SPELLED_CELLS, from = at - shift;
    const uint32_t low = cells << shift;
    const uint32_t high = shift > 0 ? cells >> (HM_SPELLED_CELLS - shift) : 0;
    return (low == 0 || set_some(spellings, allocator, (hm_spelled){from, low, spelling})) &&
           (high == 0 ||
            set_some(spellings, allocator, (hm_spelled){from + HM_SPELLED_CELLS, high, spelling}));
}

/* The first of those that are not before the 32 from `from` on. */
static size_t find(const hm_spellings *spellings, size_t from) {
    size_t low = 0, high = spellings->unsorted ? 0 : spellings->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (spellings->items[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

hm_spelling hm_spellings_get(const hm_spellings *spellings, size_t at) {
    const size_t shift = at % HM_SPELLED_CELLS, from = at - shift;
    for (size_t i = find(spellings, from); i < spellings->count; i++) {
        const hm_spelled *item = &spellings->items[i];
        if (item->from == from && item->cells >> shift & 1)
            return item->spelling;
        if (item->from > from && !spellings->unsorted)
            break;
    }
    return HM_SPELLING_PRINTED;
}

/* Merges the sorted runs from[low..middle) and from[middle..high). */
static void merge(const hm_spelled *from, hm_spelled *to, size_t low, size_t middle, size_t high) {
    size_t a = low, b = middle;
    for (size_t i = low; i < high; i++)
        to[i] = b >= high || (a < middle && from[a].from <= from[b].from) ? from[a++] : from[b++];
}

bool hm_spellings_sort(hm_spellings *spellings, const hm_allocator *allocator) {
    const size_t count = spellings->count;
    if (!spellings->unsorted)
        return true;
    hm_spelled *from = spellings->items;
    hm_spelled *to = hm_allocate_array(allocator, spellings->capacity, sizeof *to);
    if (!to)
        return false;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            const size_t middle = low + width < count ? low + width : count;
            merge(from, to, low, middle, middle + width < count ? middle + width : count);
        }
        hm_spelled *sorted = to;
        to = from;
        from = sorted;
    }
    spellings->items = from;
    spellings->unsorted = false;
    hm_release(allocator, to, spellings->capacity * sizeof *to);
    return true;
}

bool hm_spellings_reorder(hm_spellings *spellings, const hm_allocator *allocator,
                          const uint32_t *order, size_t count) {
    hm_spellings moved = {0};
    bool fine = true;
    for (size_t i = 0; fine && spellings->count > 0 && i < count; i++) {
        const hm_spelling spelling = hm_spellings_get(spellings, order[i]);
        if (spelling != HM_SPELLING_PRINTED)
            fine = hm_spellings_set(&moved, allocator, (uint32_t)i, 1, spelling);
    }
    hm_spellings_close(spellings, allocator);
    *spellings = moved;
    return fine;
}

void hm_spellings_close(hm_spellings *spellings, const hm_allocator *allocator) {
    hm_release(allocator, spellings->items, spellings->capacity * sizeof *spellings->items);
    *spellings = (hm_spellings){0};
}

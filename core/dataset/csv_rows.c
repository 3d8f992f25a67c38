#include "dataset/csv_rows.h"

#include "base/text.h"

/* Bytes of a part: what its rows become fits into the second-level cache. */
enum { PART = 64 << 10, ODD_STEP = 255 };

static size_t most_rows(const hm_csv_shape *shape) {
    return PART / shape->fields + 1; /* a row has at least one byte a field */
}

bool hm_csv_rows_open(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_allocator *allocator) {
    memset(rows, 0, sizeof *rows);
    rows->capacity = most_rows(shape);
    /* an odd number of cache lines: neighbouring columns do not compete for the same places */
    rows->stride = ((rows->capacity + 7) / 8 | 1) * 8;
    rows->rows = hm_allocate(allocator, rows->capacity * sizeof *rows->rows);
    rows->steps = hm_allocate(allocator, rows->capacity * shape->fields);
    rows->values = hm_allocate(allocator, shape->columns * rows->stride * sizeof *rows->values);
    rows->cells = hm_allocate(allocator, shape->columns * rows->stride);
    return rows->rows && rows->steps && rows->values && rows->cells;
}

void hm_csv_rows_close(hm_csv_rows *rows, const hm_csv_shape *shape,
                       const hm_allocator *allocator) {
    hm_release(allocator, rows->rows, rows->capacity * sizeof *rows->rows);
    hm_release(allocator, rows->steps, rows->capacity * shape->fields);
    hm_release(allocator, rows->values, shape->columns * rows->stride * sizeof *rows->values);
    hm_release(allocator, rows->cells, shape->columns * rows->stride);
}

size_t hm_csv_rows_parts(const hm_csv_shape *shape) {
    return ((size_t)(shape->end - shape->start) + PART - 1) / PART;
}

/* The first row that starts at `offset` or behind it. */
static const char *row_from(const hm_csv_shape *shape, size_t offset) {
    if (offset == 0)
        return shape->start;
    if (offset >= (size_t)(shape->end - shape->start))
        return shape->end;
    const char *before = shape->start + offset - 1;
    const char *newline = memchr(before, '\n', (size_t)(shape->end - before));
    return newline ? newline + 1 : shape->end;
}

/* --- separators, one after another --- */

typedef struct scanner {
    const char *block, *end;
    uint64_t found; /* separators of the block not returned yet */
    char delimiter;
} scanner;

static uint64_t scan(const scanner *s) {
    const size_t left = (size_t)(s->end - s->block);
    if (left >= HM_CSV_BLOCK)
        return hm_csv_scan(s->block, s->delimiter, '\n');
    char padded[HM_CSV_BLOCK] = {0};
    memcpy(padded, s->block, left);
    return hm_csv_scan(padded, s->delimiter, '\n');
}

static inline const char *next_separator(scanner *s) {
    while (s->found == 0) {
        if (s->end - s->block <= HM_CSV_BLOCK)
            return s->end;
        s->block += HM_CSV_BLOCK;
        s->found = scan(s);
    }
    const char *at = s->block + hm_lowest_bit(s->found);
    s->found &= s->found - 1;
    return at;
}

/* --- cells --- */

/* Eight bytes from `text` on, zeros behind the end of the source. */
static inline uint64_t load_bytes(const char *text, const char *end) {
    if (end - text >= 8)
        return hm_load8(text);
    char padded[8] = {0};
    memcpy(padded, text, (size_t)(end - text));
    return hm_load8(padded);
}

/* Longer numbers, signs, spaces, NR and NA. */
static uint8_t type_long(const hm_csv_shape *shape, const char *text, size_t size, double *value) {
    const hm_cell cell = hm_cell_read(text, size, shape->decimal_comma);
    *value = cell.value;
    return cell.kind == HM_CELL_TEXT || cell.kind == HM_CELL_REJECTED ? HM_CELL_LONG : cell.kind;
}

static inline uint8_t type_cell(const hm_csv_shape *shape, const char *text, size_t size,
                                double *value) {
    uint8_t kind = HM_CELL_LONG;
    if (size <= HM_CELL_SHORT_MOST)
        kind = hm_cell_short(load_bytes(text, shape->end), size, value);
    return kind != HM_CELL_LONG ? kind : type_long(shape, text, size, value);
}

/* --- rows --- */

/* Where the cells of one row go. Copied into registers: the compiler cannot know that a byte stored
 * in `cells` changes nothing of it. */
typedef struct target {
    hm_csv_row *row;
    double *values;
    uint8_t *cells;
    size_t stride;
    bool odd;
} target;

static inline void put_field(target *to, const hm_csv_shape *shape, size_t field, const char *start,
                             size_t size) {
    const int32_t column = shape->column[field];
    if (column >= 0) {
        const size_t at = (size_t)column * to->stride;
        const uint8_t kind = type_cell(shape, start, size, &to->values[at]);
        to->cells[at] = kind;
        to->odd |= kind == HM_CELL_LONG;
    } else if (field == shape->city) {
        to->row->city = (hm_text){start, size};
    } else if (field == shape->period) {
        to->row->period = (hm_text){start, size};
    } else if (field == shape->input) {
        to->row->input = (hm_text){start, size};
    }
}

/* Reads the row at `text`; NULL when it is not plain, else the start of the next. What it holds
 * goes behind the rows before. */
static const char *read_row(hm_csv_rows *rows, const hm_csv_shape *given, scanner *scanning,
                            const char *text) {
    const hm_csv_shape shape = *given;
    scanner s = *scanning;
    target to = {&rows->rows[rows->count], rows->values + rows->count, rows->cells + rows->count,
                 rows->stride, false};
    uint8_t *steps = rows->steps + rows->count * shape.fields;
    const size_t last = shape.fields - 1;
    const char *start = text;
    size_t most = 0;
    *to.row = (hm_csv_row){.text = text};
    *steps++ = 0;
    for (size_t field = 0; field < last; field++) {
        const char *end = next_separator(&s);
        if (end == shape.end || *end != shape.delimiter)
            return NULL;
        const size_t size = (size_t)(end - start);
        most = size > most ? size : most;
        *steps++ = (uint8_t)(size + 1);
        put_field(&to, &shape, field, start, size);
        start = end + 1;
    }
    const char *end = next_separator(&s);
    if ((end < shape.end && *end != '\n') || most + 1 >= ODD_STEP)
        return NULL;
    put_field(&to, &shape, last, start, (size_t)(end - start) - (end > start && end[-1] == '\r'));
    to.row->odd = to.odd;
    *scanning = s;
    return end < shape.end ? end + 1 : end;
}

/* False for what may be a blank line. */
static bool has_city(const hm_csv_row *row) {
    return row->city.size > 0 && !hm_is_space(row->city.text[0]);
}

static bool same_text(hm_text a, hm_text b) {
    return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
}

/* Steps are characters: in rows that are not ASCII they are counted anew. */
static void count_characters(const hm_csv_row *row, const hm_csv_shape *shape, const char *next,
                             uint8_t *steps) {
    if (shape->ascii ||
        hm_text_length(row->text, (size_t)(next - row->text)) == (size_t)(next - row->text))
        return;
    const char *text = row->text;
    for (size_t field = 1; field < shape->fields; field++) {
        const size_t size = steps[field];
        steps[field] = (uint8_t)hm_text_length(text, size);
        text += size;
    }
}

void hm_csv_rows_read(hm_csv_rows *rows, const hm_csv_shape *shape, size_t part) {
    const char *at = row_from(shape, part * PART);
    rows->end = row_from(shape, (part + 1) * PART);
    rows->begin = rows->next = at;
    rows->count = 0;
    /* quotes may hide separators: the part is read up to the row before the first one */
    const char *quote = memchr(at, '"', (size_t)(rows->end - at));
    scanner s = {at, shape->end, 0, shape->delimiter};
    s.found = at < shape->end ? scan(&s) : 0;
    while (at < rows->end && rows->count < rows->capacity) {
        const char *next = read_row(rows, shape, &s, at);
        hm_csv_row *row = &rows->rows[rows->count];
        if (!next || (quote && next > quote) || !has_city(row))
            return;
        row->same = rows->count > 0 && same_text(row->city, row[-1].city) &&
                    same_text(row->period, row[-1].period);
        count_characters(row, shape, next, rows->steps + rows->count * shape->fields);
        rows->count++;
        rows->next = at = next;
    }
}

hm_text hm_csv_row_field(const hm_csv_row *row, const hm_csv_shape *shape, size_t field) {
    const char *at = row->text;
    for (size_t i = 0;; i++) {
        const char *end = at;
        while (end < shape->end && *end != shape->delimiter && *end != '\n')
            end++;
        if (i == field) {
            const bool is_last = field + 1 == shape->fields;
            size_t size = (size_t)(end - at);
            size -= is_last && size > 0 && at[size - 1] == '\r';
            return (hm_text){at, size};
        }
        at = end + 1;
    }
}

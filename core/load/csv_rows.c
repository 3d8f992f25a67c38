#include "load/csv_rows.h"

#include "base/text.h"

enum { ODD_STEP = 255 };

/* `quoted` below is known where it is given: all that asks for it is there twice, once without the
 * question. */
#if defined(__GNUC__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE static inline
#endif

/* Ends of a row before it is known to have too many, and one before the first. */
static size_t most_ends(const hm_csv_shape *shape) {
    return shape->fields + 1 + (size_t)HM_SCAN_BLOCK;
}

bool hm_csv_rows_open(hm_csv_rows *rows, const hm_csv_shape *shape, bool own,
                      const hm_allocator *allocator) {
    memset(rows, 0, sizeof *rows);
    rows->allocator = allocator;
    rows->capacity = HM_CSV_PART / shape->fields + 1; /* a row has at least one byte a field */
    rows->rows = hm_allocate(allocator, rows->capacity * sizeof *rows->rows);
    rows->steps = hm_allocate(allocator, rows->capacity * shape->fields);
    rows->ends = hm_allocate(allocator, most_ends(shape) * sizeof *rows->ends);
    rows->spelled_latest =
        hm_allocate_array(allocator, shape->columns, sizeof *rows->spelled_latest);
    const bool fine =
        hm_csv_part_open(&rows->part, allocator) && rows->rows && rows->steps && rows->ends &&
        rows->spelled_latest &&
        hm_grow(allocator, &rows->spelled, 0, &rows->spelled_capacity, sizeof *rows->spelled);
    if (!fine || !own)
        return fine;
    /* an odd number of cache lines: neighbouring columns do not compete for the same places */
    const size_t stride = rows->own_stride = ((rows->capacity + 7) / 8 | 1) * 8;
    rows->own = (hm_csv_cells){
        .values = hm_allocate(allocator, shape->columns * stride * sizeof *rows->own.values),
        .cells = hm_allocate(allocator, shape->columns * stride),
        .value_stride = stride,
        .cell_stride = stride,
    };
    return rows->own.values && rows->own.cells;
}

void hm_csv_rows_close(hm_csv_rows *rows, const hm_csv_shape *shape,
                       const hm_allocator *allocator) {
    const size_t cells = shape->columns * rows->own_stride;
    hm_csv_part_close(&rows->part, allocator);
    hm_release(allocator, rows->rows, rows->capacity * sizeof *rows->rows);
    hm_release(allocator, rows->spelled, rows->spelled_capacity * sizeof *rows->spelled);
    hm_release(allocator, rows->spelled_latest, shape->columns * sizeof *rows->spelled_latest);
    hm_release(allocator, rows->steps, rows->capacity * shape->fields);
    hm_release(allocator, rows->ends, most_ends(shape) * sizeof *rows->ends);
    hm_release(allocator, rows->own.values, cells * sizeof *rows->own.values);
    hm_release(allocator, rows->own.cells, cells);
}

/* --- where fields end --- */

/* Sixty-four bytes of the text. There always is a line end to come: the text ends in one. */
typedef struct scanner {
    const char *text;
    uint32_t block; /* its offset */
    char delimiter;
    uint64_t delimiters; /* that are not noted yet */
    uint64_t lines;      /* the same of line ends */
    uint64_t inside;     /* all bits set: the block ends between quotes */
} scanner;

/* Between quotes delimiters are text. Line ends count all the same: a row with one is not plain. */
ALWAYS_INLINE void scan(scanner *s, bool quoted) {
    const char *block = s->text + s->block;
    s->delimiters = hm_scan(block, s->delimiter, s->delimiter);
    s->lines = hm_scan(block, '\n', '\n');
    if (quoted) {
        const uint64_t inside = hm_odd_before(hm_scan(block, '"', '"')) ^ s->inside;
        s->inside = inside >> 63 ? ~UINT64_C(0) : 0;
        s->delimiters &= ~inside;
    }
}

/* Notes where the fields of the next row end, its line end last. Returns how many there are; more
 * than `most` when there are too many. */
ALWAYS_INLINE size_t find_ends(scanner *s, uint32_t *ends, size_t most, bool quoted) {
    size_t count = 0;
    for (;;) {
        const uint64_t line = s->lines & (~s->lines + 1);
        const uint64_t before = line - 1; /* all bits when there is none */
        for (uint64_t bits = s->delimiters & before; bits; bits &= bits - 1)
            ends[count++] = s->block + hm_lowest_bit(bits);
        s->delimiters &= ~before;
        if (count > most)
            return count;
        if (line) {
            ends[count++] = s->block + hm_lowest_bit(line);
            s->lines ^= line;
            return count;
        }
        s->block += HM_SCAN_BLOCK;
        scan(s, quoted);
    }
}

/* --- cells --- */

static bool add_spelled(hm_csv_rows *rows, size_t column, hm_spelled spelled) {
    if (!hm_grow(rows->allocator, &rows->spelled, rows->spelled_count, &rows->spelled_capacity,
                 sizeof *rows->spelled))
        return false;
    rows->spelled_latest[column] = (uint32_t)rows->spelled_count;
    rows->spelled[rows->spelled_count++] = (hm_csv_spelled){spelled, (uint32_t)column};
    return true;
}

/* None so far. */
static void begin_spelled(hm_csv_rows *rows, const hm_csv_shape *shape) {
    static const hm_csv_spelled none = {.rows.from = UINT32_MAX};
    rows->spelled[0] = none;
    rows->spelled_count = rows->spelled_taken = 1;
    memset(rows->spelled_latest, 0, shape->columns * sizeof *rows->spelled_latest);
}

/* False where the cell is better left to the reader of csv.h: its text has to be kept, or there is
 * no memory. */
ALWAYS_INLINE bool keep_spelling(hm_csv_rows *rows, size_t column, hm_spelling spelling) {
    const uint32_t shift = (uint32_t)rows->count % HM_SPELLED_CELLS;
    const uint32_t from = (uint32_t)rows->count - shift, bit = UINT32_C(1) << shift;
    hm_spelled *latest = &rows->spelled[rows->spelled_latest[column]].rows;
    if (latest->from == from && latest->spelling == spelling) {
        latest->cells |= bit;
        return true;
    }
    return spelling != HM_SPELLING_OTHER &&
           add_spelled(rows, column, (hm_spelled){from, bit, spelling});
}

/* A short cell that hm_cell_short says is of this kind. */
ALWAYS_INLINE uint8_t type_spelled(hm_csv_rows *rows, size_t column, uint64_t bytes, size_t size,
                                   char point, uint8_t kind, hm_spelling spelling, double *value) {
    kind =
        kind == HM_CELL_WORD ? HM_CELL_FLAG : hm_short_zeros(bytes, size, point, value, &spelling);
    return kind != HM_CELL_LONG && keep_spelling(rows, column, spelling) ? kind : HM_CELL_LONG;
}

/* Longer numbers, signs, spaces, NR and NA, 01 and 1.0; not what there is something to say of. */
static uint8_t type_long(hm_csv_rows *rows, const hm_number_format *format, size_t column,
                         hm_text text, double *value) {
    const hm_cell cell = hm_cell_read(text.text, text.size, format);
    *value = cell.value;
    if (cell.kind == HM_CELL_TEXT || cell.kind == HM_CELL_REJECTED ||
        cell.kind == HM_CELL_UNCLEAR || hm_cell_loses(text.text, text.size, cell))
        return HM_CELL_LONG;
    return cell.spelling == HM_SPELLING_PRINTED || keep_spelling(rows, column, cell.spelling)
               ? cell.kind
               : HM_CELL_LONG;
}

/* --- rows --- */

/* One row: field f ends at ends[f + 1]; ends[0] is in front of the row. */
typedef struct line {
    const char *text; /* of the part */
    uint32_t *ends;
    size_t quotes; /* around the fields looked at */
    bool torn;     /* one of them has an opening quote only */
} line;

ALWAYS_INLINE hm_text field_of(line *l, size_t field, bool quoted) {
    const uint32_t start = l->ends[field] + 1, size = l->ends[field + 1] - start;
    const hm_text text = {l->text + start, size};
    if (!quoted || *text.text != '"' || size == 0)
        return text;
    l->torn |= size < 2 || text.text[size - 1] != '"';
    l->quotes += 2;
    return (hm_text){text.text + 1, size >= 2 ? size - 2 : 0};
}

/* Types the figures of a row; returns whether some of them are HM_CELL_LONG. */
ALWAYS_INLINE bool put_figures(line *l, hm_csv_rows *rows, const hm_csv_shape *shape,
                               const hm_csv_cells *cells, bool quoted) {
    const size_t *fields = shape->figures;
    double *value = cells->values + rows->count;
    uint8_t *cell = cells->cells + rows->count;
    bool odd = false;
    for (size_t i = shape->columns; i > 0; i--) {
        const hm_text text = field_of(l, *fields++, quoted);
        uint8_t kind = HM_CELL_LONG;
        if (text.size <= HM_CELL_SHORT_MOST) {
            const uint64_t bytes = hm_load8(text.text);
            hm_spelling spelling = HM_SPELLING_PRINTED;
            kind = hm_cell_short(bytes, text.size, shape->point, value, &spelling);
            if (kind >= HM_CELL_WORD)
                kind = type_spelled(rows, shape->columns - i, bytes, text.size, shape->point, kind,
                                    spelling, value);
        }
        if (kind == HM_CELL_LONG)
            kind = type_long(rows, &shape->format, shape->columns - i, text, value);
        *cell = kind;
        odd |= kind == HM_CELL_LONG;
        value += cells->value_stride;
        cell += cells->cell_stride;
    }
    return odd;
}

/* By how many bytes each field stands behind the one before. False when that is too far. */
static inline bool put_steps(uint8_t *steps, const uint32_t *ends, size_t fields) {
    uint32_t most = 0;
    steps[0] = 0;
    for (size_t i = 1; i < fields; i++) {
        const uint32_t step = ends[i] - ends[i - 1];
        most = step > most ? step : most;
        steps[i] = (uint8_t)step;
    }
    return most < ODD_STEP;
}

static size_t count_quotes(const char *text, const char *end) {
    size_t count = 0;
    for (; text < end; text++)
        count += *text == '"';
    return count;
}

/* Reads the row at `text`; NULL when it is not plain, else the start of the next. What it holds
 * goes behind the rows before. */
ALWAYS_INLINE const char *read_row(hm_csv_rows *rows, const hm_csv_shape *given, scanner *scanning,
                                   const hm_csv_cells *given_cells, const char *text, bool quoted) {
    /* copies: the compiler cannot know that a byte stored among cells changes nothing of these */
    const hm_csv_shape shape = *given;
    const hm_csv_cells cells = *given_cells;
    hm_csv_row *row = &rows->rows[rows->count];
    line l = {rows->part.text, rows->ends, 0, false};
    l.ends[0] = (uint32_t)(text - l.text) - 1;
    const size_t fields = find_ends(scanning, l.ends + 1, shape.fields, quoted);
    if (fields != shape.fields || !put_steps(rows->steps + rows->count * fields, l.ends, fields))
        return NULL;
    const char *end = l.text + l.ends[fields];
    l.ends[fields] -= end[-1] == '\r' && l.ends[fields] > l.ends[fields - 1] + 1;
    row->text = text;
    row->city = field_of(&l, shape.city, quoted);
    row->period = field_of(&l, shape.period, quoted);
    row->input = shape.input < fields ? field_of(&l, shape.input, quoted) : (hm_text){"", 0};
    row->odd = put_figures(&l, rows, &shape, &cells, quoted);
    const bool whole = !quoted || (!l.torn && count_quotes(text, end) == l.quotes);
    return whole ? end + 1 : NULL;
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
    if (hm_text_length(row->text, (size_t)(next - row->text)) == (size_t)(next - row->text))
        return;
    const char *text = row->text;
    for (size_t field = 1; field < shape->fields; field++) {
        const size_t size = steps[field];
        steps[field] = (uint8_t)hm_text_length(text, size);
        text += size;
    }
}

/* Takes the row just read in; false when it is left to the reader of csv.h. */
static inline bool keep_row(hm_csv_rows *rows, const hm_csv_shape *shape, const char *next) {
    hm_csv_row *row = &rows->rows[rows->count];
    if (!next || !has_city(row))
        return false;
    row->same = rows->count > 0 && same_text(row->city, row[-1].city) &&
                same_text(row->period, row[-1].period);
    if (!rows->part.ascii)
        count_characters(row, shape, next, rows->steps + rows->count * shape->fields);
    rows->count++;
    return true;
}

/* The rows from `text` to `end`; returns where those taken in end. */
ALWAYS_INLINE const char *read_rows(hm_csv_rows *rows, const hm_csv_shape *shape,
                                    const hm_csv_cells *cells, const char *text, const char *end,
                                    bool quoted) {
    scanner s = {.text = rows->part.text,
                 .block = (uint32_t)(text - rows->part.text),
                 .delimiter = shape->delimiter};
    scan(&s, quoted);
    while (text < end && rows->count < rows->capacity) {
        const char *next = read_row(rows, shape, &s, cells, text, quoted);
        if (!keep_row(rows, shape, next))
            break;
        text = next;
    }
    return text;
}

void hm_csv_rows_read(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_csv_cells *cells) {
    const hm_csv_part *part = &rows->part;
    rows->count = 0;
    begin_spelled(rows, shape);
    rows->next = part->begin;
    if (!part->clean) /* it has to be looked at for what is wrong */
        return;
    const char *text = part->text + (part->begin - part->place);
    const char *end = part->text + (part->end - part->place);
    const char *next = part->quoted ? read_rows(rows, shape, cells, text, end, true)
                                    : read_rows(rows, shape, cells, text, end, false);
    rows->next = next < end ? part->place + (next - part->text) : part->end;
}

size_t hm_csv_rows_first_spelled(hm_csv_rows *rows, size_t begin) {
    while (rows->spelled_taken < rows->spelled_count &&
           rows->spelled[rows->spelled_taken].rows.from + HM_SPELLED_CELLS <= begin)
        rows->spelled_taken++;
    return rows->spelled_taken;
}

uint32_t hm_csv_spelled_within(const hm_csv_spelled *spelled, size_t begin, size_t end,
                               size_t *first) {
    uint32_t cells = spelled->rows.cells;
    *first = spelled->rows.from;
    if (*first + HM_SPELLED_CELLS > end)
        cells &= (UINT32_C(1) << (end - *first)) - 1;
    if (*first >= begin)
        return cells;
    cells >>= begin - *first;
    *first = begin;
    return cells;
}

const char *hm_csv_row_start(const hm_csv_rows *rows, size_t row) {
    return rows->part.place + (rows->rows[row].text - rows->part.text);
}

hm_text hm_csv_row_field(const hm_csv_row *row, const hm_csv_shape *shape, size_t field) {
    const char *at = row->text;
    for (size_t i = 0;; i++) {
        const bool quoted = *at == '"';
        const char *end = at + quoted;
        while (quoted && *end != '"')
            end++;
        end += quoted;
        while (*end != shape->delimiter && *end != '\n')
            end++;
        if (i == field) {
            const bool is_last = field + 1 == shape->fields;
            size_t size = (size_t)(end - at);
            size -= is_last && size > 0 && at[size - 1] == '\r';
            return quoted ? (hm_text){at + 1, size - 2} : (hm_text){at, size};
        }
        at = end + 1;
    }
}
